//! Recognition: what a level, a room, a group of rooms is, by names and by geometry, always saying by which.

mod by_doors;
pub mod dwelling;
pub mod links;
pub mod space_use;
pub mod stair_unit;
pub mod storey_name;
pub mod storey_use;
