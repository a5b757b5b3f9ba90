//! The fabric of a dwelling: rooms, doors, windows, walls, layers.

use haofang_facts::GlobalId;
use haofang_policy::Localised;
use serde::Serialize;

/// A room.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Room {
    /// GlobalId.
    pub guid: Option<GlobalId>,
    /// Name.
    pub name: String,
    /// Word of `space.use`.
    #[serde(rename = "use")]
    pub usage: String,
    /// Level.
    pub storey: String,
    /// Net area, m2.
    pub net_area: Option<f64>,
    /// Clear width and depth along the main axes of the dwelling, m; of rooms that are no rectangles at their middle.
    pub clear_size: Option<[f64; 2]>,
    /// Whether the room is a rectangle, so that width × depth is its area.
    pub is_rectangular: Option<bool>,
    /// Clear height, m.
    pub clear_height: Option<f64>,
    /// Marks of its windows and doors.
    pub openings: Vec<String>,
    /// Finish of the floor, as modelled or given.
    pub floor: Option<String>,
    /// Finish of the walls.
    pub wall: Option<String>,
    /// Finish of the ceiling.
    pub ceiling: Option<String>,
    /// Waterproofing: `modelled` with what, `assumed` by the use of the room, null elsewhere.
    pub waterproof: Option<Localised>,
}

/// A door.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Door {
    /// Mark in the drawings.
    pub mark: String,
    /// GlobalId.
    pub guid: Option<GlobalId>,
    /// Name in the model.
    pub name: String,
    /// Rooms on both sides; the outer one is 公共部位/室外.
    pub between: Vec<String>,
    /// Whether it is the entrance of the dwelling.
    pub is_entrance: bool,
    /// Width, m.
    pub width: Option<f64>,
    /// Height, m.
    pub height: Option<f64>,
    /// Whether width and height are attributes (`authored`) or of the body (`measured`).
    pub size_from: Option<&'static str>,
    /// How it opens, where the model says.
    pub operation: Option<Localised>,
    /// Fire rating.
    pub fire_rating: Option<String>,
    /// Maker.
    pub maker: Option<String>,
}

/// A window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Window {
    /// Mark in the drawings.
    pub mark: String,
    /// GlobalId.
    pub guid: Option<GlobalId>,
    /// Name in the model.
    pub name: String,
    /// Its room.
    pub room: String,
    /// Width of the opening, m.
    pub width: Option<f64>,
    /// Height of the opening, m.
    pub height: Option<f64>,
    /// Sill above the finished floor, m.
    pub sill_height: Option<f64>,
    /// Bay window.
    pub is_bay: Option<bool>,
    /// System window.
    pub is_system: Option<bool>,
    /// Glass.
    pub glass: Option<String>,
    /// Frame.
    pub frame: Option<String>,
    /// U-value, W/(m2 K).
    pub u_value: Option<f64>,
    /// Sound insulation as written.
    pub sound: Option<String>,
    /// Maker.
    pub maker: Option<String>,
}

/// What may be done to a part of the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Load-bearing: never.
    LoadBearing,
    /// Nobody said: to be treated as load-bearing.
    Unknown,
    /// Not load-bearing, but an outer or party wall: never.
    Enclosing,
    /// Not load-bearing, inside the dwelling: after the property manager's consent.
    Partition,
}

/// A wall, column or beam of the dwelling.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Mark in the do-not-touch plan.
    pub mark: String,
    /// GlobalId.
    pub guid: Option<GlobalId>,
    /// IFC class.
    pub class: &'static str,
    /// Name in the model.
    pub name: String,
    /// Level.
    pub storey: String,
    /// What may be done to it.
    pub category: Category,
    /// Why.
    pub why: Localised,
    /// Material as modelled.
    pub material: Option<String>,
    /// Thickness, m.
    pub thickness: Option<f64>,
}

/// A layer that the owner must not break: insulation, waterproofing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layer {
    /// `insulation` or `waterproof`.
    pub kind: &'static str,
    /// What carries it: wall, slab, covering, with names.
    pub part: String,
    /// GlobalIds of the parts.
    pub elements: Vec<GlobalId>,
    /// Material.
    pub material: String,
    /// Thickness, m.
    pub thickness: Option<f64>,
    /// Where.
    pub place: String,
}
