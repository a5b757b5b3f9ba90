//! Typed views: a `Copy` newtype for each class that the domain asks about, with accessors named after IFC attributes.
//!
//! Numbers are as written, in the project's units: see [`crate::units`]. Judgement never sits here.

#[macro_use]
mod define;

mod building;
mod element;
mod geometry;
mod resource;

pub use building::*;
pub use element::*;
pub use geometry::*;
pub use resource::*;
