//! IFC (ISO 10303-21) bytes to a lazy, typed model; nothing is lost silently.
//!
//! `Model::index` splits the bytes into records in one pass; values are decoded when asked for.
//! A file that is not IFC is an [`Error`]; a flaw inside one is a [`Defect`], and all the rest stays usable.
//! This crate opens no file, reads no clock and knows nothing of geometry, policies or verdicts.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod archive;
mod check;
mod chinese;
mod column;
mod entity;
mod error;
pub mod exporter;
pub mod federation;
pub mod georeference;
mod index;
pub mod material;
mod model;
pub mod property;
mod records;
mod relations;
mod release;
mod schema;
mod step;
pub mod units;
pub mod view;

pub use archive::{Packed, unpack};
pub use entity::{Entity, InstanceId};
pub use error::{Defect, DefectKind, Error, Location, Weight};
pub use model::{Model, ReadOptions, Source, View};
pub use relations::Relations;
pub use schema::constants as class;
pub use schema::{
    Attribute, AttributeKind, Class, Inverse, Schema, attribute, attribute_count, attributes, defined_type, enumeration, inverse_attributes,
};
pub use step::{Encoding, EncodingCensus, Header, List, Text, Typed, Value};
pub use units::Units;
