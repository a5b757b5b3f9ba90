//! What pages need to show pictures and 3D models without any request: base 64 and the viewer's script.

pub mod base64;

/// The viewer of a page: draws the binary glTF that stands, base 64, in the element `glb` into the canvas `view3d`.
///
/// Buttons of class `see3d` show elements in colour: those of a clause of the element `assessment` (`data-see`), or those whose
/// GlobalIds they name (`data-guids`). The button `all3d` shows everything. The canvas may say
/// how steeply to look (`data-pitch`, radians), in which colour elements are shown (`data-hit`, red when absent), and that everything else stays
/// as it is meanwhile (`data-keep`).
pub const VIEWER: &str = include_str!("viewer.js");
