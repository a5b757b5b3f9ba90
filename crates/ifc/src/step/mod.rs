//! ISO 10303-21 (STEP physical file) without any knowledge of IFC.

mod header;
mod lines;
mod masks;
mod number;
mod reader;
pub(crate) mod recover;
mod scan;
mod text;
pub(crate) mod tokens;
mod value;
mod words;

pub use header::Header;
pub(crate) use lines::Lines;
pub(crate) use masks::{Eyes, Look, Plain, look};
pub(crate) use reader::Reader;
pub(crate) use scan::{Scan, Sink, Statement, scan, skip_blank, string_end};
pub use text::{Encoding, EncodingCensus, Text};
pub use value::{List, Typed, Value};
pub(crate) use words::{digits_of, value_of};
