//! Why a thing has no shape: named, never silent.

use haofang_ifc::InstanceId;

/// A representation (or part of one) that gives no shape, and why.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{entity} {id}: {reason}")]
pub struct Unsupported {
    /// Entity name of the instance that could not be read, e.g. `IfcSectionedSpine`.
    pub entity: String,
    /// Its instance.
    pub id: InstanceId,
    /// What is missing or wrong with it.
    pub reason: Reason,
}

/// The kinds of reasons.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Reason {
    /// The product has no representation at all.
    #[error("has no representation")]
    NoRepresentation,
    /// It has representations, but none of a body.
    #[error("has no body representation (only {0})")]
    NoBody(String),
    /// This kind of item is not read.
    #[error("is not supported")]
    Kind,
    /// An attribute is missing or is not what the schema says.
    #[error("attribute {0} is missing or wrong")]
    Attribute(&'static str),
    /// What it describes has no extent, e.g. a sweep of length 0.
    #[error("describes nothing: {0}")]
    Empty(&'static str),
    /// References run deeper than any real model's, or in a circle.
    #[error("is nested too deep or refers to itself")]
    TooDeep,
    /// Its coordinates lie where nothing is built: farther than a million kilometres, or no number at all.
    #[error("has coordinates beyond any place on Earth")]
    OutOfReach,
    /// The model states no usable length unit, so nothing can be measured.
    #[error("the model's length unit is missing or contradictory")]
    Unit,
    /// A cut did not succeed within its bounds.
    #[error("could not be cut: {0}")]
    Cut(&'static str),
}
