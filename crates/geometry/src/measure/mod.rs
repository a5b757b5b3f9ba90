//! Measurements on plans and meshes: clear widths, bays, notches, wall thicknesses, heights by vertical rays.

mod bay;
mod line;
mod notch;
mod rays;
mod weighted;

pub use bay::{BayWidth, bay_width};
pub use line::{Gap, clear_gap, spans, thickness};
pub use notch::{Notch, notches};
pub use rays::{Column, Hit, Met, VerticalRays, grid_points};
pub use weighted::{weighted_median, weighted_mode};
