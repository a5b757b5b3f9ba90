//! Plan algebra: areas in the horizontal plane, exact to the rounding of the coordinates wherever the model stands.
//!
//! A [`Region`] is in metres, X and Y of the IFC world frame. Every operation moves its operands to
//! a local origin first, so that coordinates of forty million metres lose nothing. Input may be
//! invalid (duplicate points, bow-ties, overlapping members, rings with NaN): the operations take
//! what has an area (non-zero winding) and drop the rest; none of them panics.

mod area;
mod boolean;
mod content;
mod edges;
mod memory;
mod nearness;
mod nest;
mod offset;
mod outline;
mod ring;
mod simple;
mod snap;

pub use area::{Bounds, area, bounds, centroid, contains, cross, dot, interior_point, perimeter};
pub(crate) use area::{Row, is_near};
pub(crate) use boolean::within_plain_ring;
pub use boolean::{clean, clip_lines, difference, intersection, union, xor};
pub use content::{Content, Remembered};
pub use edges::{Edge, edges, longest_edge, longest_of, merged_edges};
pub(crate) use memory::{Operation, about, first_vertex, remembered};
pub use nearness::{Sides, components, distance, lies_within, open_share, shared_length, touches};
pub use offset::{Join, closing, offset, opening};
pub use outline::{convex_hull, is_convex, is_rectangle, outline, rectangularity};
pub use ring::{polygon, rectangle, rings_from_polylines, simplify, without_slivers};

/// An area in plan: polygons with holes, metres in the world frame.
pub type Region = geo::MultiPolygon<f64>;
/// A point or vector in plan, metres in the world frame.
pub type Point2 = geo::Coord<f64>;

#[cfg(test)]
mod tests;
