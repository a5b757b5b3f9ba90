//! What the IFC schemas say: classes, supertypes, attributes, enumerations and defined types.
//!
//! The tables under `generated/` come from `cargo xtask codegen`; this module only looks things up in them.

mod class;
mod inverse;
mod tables;

pub(crate) use class::CLASSES;
pub use class::{Class, constants};
pub use inverse::{Inverse, inverse_attributes};
pub use tables::{Attribute, AttributeKind, Schema, attribute, attribute_count, attributes, defined_type, enumeration};
