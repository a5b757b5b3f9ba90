//! A4 pages as PDF without a browser: text that breaks as Chinese does, tables that go on over pages, pictures and our own
//! drawings. Knows no policy and no model; the same calls give the same bytes.

mod flow;
mod image;
mod line_break;
mod page;
mod svg;
mod table;
mod write;

pub use flow::{Document, Picture, Style};
pub use table::{Align, Cell, Column};
pub use write::About;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// The usual ink.
pub const INK: Colour = [0x1d, 0x24, 0x29];
/// Ink of what explains.
pub const SOFT: Colour = [0x5b, 0x67, 0x70];
/// Rules and borders.
pub const RULE: Colour = [0xc9, 0xd0, 0xd4];
/// The ground of table heads.
pub const WASH: Colour = [0xf1, 0xf4, 0xf5];
