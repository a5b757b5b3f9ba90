//! What was measured, of what, and how: the plain data that every stage shares.
//!
//! The waist of haofang. Above it nothing knows policy, below it nothing knows IFC or meshes. A [`FactSheet`] can be
//! saved, compared, written by hand in a test, produced by another tool, and judged again under another policy.
//!
//! All numbers are SI: metres, square metres, cubic metres; ratios are fractions, counts are `1`.

pub mod brief;
pub mod catalogue;
pub mod compare;
mod definitions;
pub mod display;
mod fact;
mod json;
mod json_lines;
mod json_text;
pub mod phrase;
mod sheet;
pub mod spelling;
mod subject;
mod text;
mod value;

pub use brief::Brief;
pub use compare::Comparator;
pub use definitions::definition_zh;
pub use fact::{Fact, Gap, GapKind, Provenance, Witness};
pub use json::to_json;
pub use json_text::{to_text, write_text};
pub use sheet::{DefectNote, FactSheet, SourceNote};
pub use subject::{GlobalId, Place, QuantityId, Subject, SubjectId, SubjectKind};
pub use text::{ShortText, Text};
pub use value::{Unit, Value};
