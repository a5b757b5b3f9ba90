//! IFC shapes to solids and plan polygons in metres, measured exactly.

pub mod curve;
pub mod frame;
pub mod lower;
pub mod measure;
pub mod mesh;
pub mod plan;
pub mod profile;
pub mod shape;
pub mod solid;
pub mod tolerance;

pub use frame::{Frame, Point3};
pub use lower::unsupported::{Reason, Unsupported};
pub use mesh::{Extent, Mesh};
pub use plan::Region;
pub use shape::Shape;
pub use solid::Prism;
