//! Plans, snapshots and 3D scenes as bytes.
//!
//! Takes neutral geometry with roles (what an issue is about, what was counted, what stands around)
//! and gives PNG snapshots, SVG plans and storey diagrams, and binary glTF. It knows no IFC, no
//! clause and no file: the same input gives the same bytes.

pub mod camera;
pub mod glb;
pub mod plan;
mod raster;
pub mod scene;
pub mod stack;
pub mod svg;
mod vector;
pub mod web;

pub use camera::Camera;
pub use glb::{GlbOptions, glb};
pub use plan::{Kind, Plan, PlanDimension, PlanItem};
pub use raster::{SIZE_LIMIT, Snapshot, snapshot};
pub use scene::{Clip, Dimension, Item, Role, Scene};
pub use stack::{Level, StoreyStack};
