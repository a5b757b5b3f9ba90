//! Solids: sweeps kept as profile and path as long as possible, meshes where not, and exact cuts of both.

pub mod boolean;
pub mod clip;
pub mod convex;
mod decompose;
pub mod face;
mod fins;
mod general;
mod needles;
mod orient;
pub mod part;
pub mod primitive;
pub mod prism;
pub mod section;
pub mod surface;
pub mod sweep;

pub use part::{Body, Part};
pub use prism::Prism;
pub use sweep::Sweep;
