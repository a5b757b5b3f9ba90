//! ISO 10303-21 (STEP physical file) without any knowledge of IFC.

mod header;
mod lines;
mod masks;
mod number;
pub(crate) mod recover;
mod scan;
mod text;
pub(crate) mod tokens;
mod value;

pub use header::Header;
pub(crate) use lines::Lines;
pub(crate) use masks::{Eyes, Plain};
pub(crate) use scan::{Scan, Sink, Statement, scan, skip_blank, string_end};
pub use text::{Encoding, EncodingCensus, Text};
pub(crate) use value::Reader;
pub use value::{List, Typed, Value};
