//! The parts of an estate as they are understood: files, things, buildings, levels, rooms, dwellings. All lengths are metres
//! in the IFC world frame.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use haofang_facts::{Gap, SubjectKind};
use haofang_geometry::Shape;
use haofang_geometry::lower::reach::{Heights, Reach};
use haofang_geometry::plan::{Bounds, Region};
use haofang_ifc::{Class, Entity, Model};

pub use crate::estate::Survey;
use crate::recognise::storey_name::StoreyName;
pub use crate::towers::Tower;

/// One submitted file, indexed.
#[derive(Clone)]
pub struct NamedModel {
    /// File name as the caller gave it.
    pub file: String,
    /// The model.
    pub model: Arc<Model>,
}

/// What to measure.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Also list building elements with their volumes and materials.
    pub elements: bool,
    /// The quantities wanted; `None` wants all.
    pub wanted: Option<BTreeSet<(SubjectKind, String)>>,
    /// Set by whoever wants the work to end; what was measured by then is incomplete and must be thrown away.
    pub stop: Option<Arc<AtomicBool>>,
}

impl Options {
    /// Whether the work is to end.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

handles! {
    /// A thing of the estate.
    ThingId;
    /// A building.
    BuildingId;
    /// A level of a building.
    StoreyId;
    /// A room or other bounded space.
    SpaceId;
    /// A dwelling.
    DwellingId;
    /// A stair unit.
    UnitId;
}

/// How a thing came to its storey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacedBy {
    /// The model says where it is contained.
    Container,
    /// It is part of, or fills an opening of, a thing that is contained.
    Host,
    /// Nothing says; it stands between the levels.
    Geometry,
    /// Neither.
    Nowhere,
}

/// A physical thing of the models.
pub struct Thing<'m> {
    /// Its entity.
    pub entity: Entity<'m>,
    /// Index of its model.
    pub model: usize,
    /// Its class.
    pub class: Class,
    /// Its `Name`, decoded; empty without.
    pub name: String,
    /// A slab of a floor or roof: by its class, or a proxy that its name says is one.
    pub is_slab: bool,
    /// The storey where it stands, never a duplicate level.
    pub storey: Option<StoreyId>,
    /// Its building.
    pub building: Option<BuildingId>,
    /// How it came there.
    pub placed_by: PlacedBy,
    pub(crate) shape: OnceLock<Result<Shape, Gap>>,
    pub(crate) reach: OnceLock<Option<Reach>>,
    pub(crate) heights: OnceLock<Heights>,
}

/// The plot, or one file's notion of it.
pub struct Site<'m> {
    /// Its entity.
    pub entity: Entity<'m>,
    /// Index of its model.
    pub model: usize,
}

/// A building; the same building of several files is one.
pub struct Building<'m> {
    /// Its entities, one per file that has it.
    pub entities: Vec<(usize, Entity<'m>)>,
    /// Its name.
    pub name: String,
    /// Its levels, ascending; duplicates are left out.
    pub storeys: Vec<StoreyId>,
    /// Z of its placement.
    pub origin: f64,
    /// It holds things of the site only; no building.
    pub is_site: bool,
    /// Whether people live in it: dwellings, 户数, names, property sets; and by which of them.
    pub residential: Option<(bool, String)>,
    /// It is one of several towers that the model writes as one building.
    pub tower: Option<Tower>,
    /// It is what such towers share: the levels below ground.
    pub is_base: bool,
}

/// What kind of level a storey entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelKind {
    /// A level that counts.
    Storey,
    /// A second level of the same storey.
    DuplicateOf(StoreyId),
    /// A mark on the section: 室外地坪, 女儿墙顶, 梁底.
    Mark,
}

/// A level of a building.
pub struct Storey<'m> {
    /// Its entities, one per file that has it.
    pub entities: Vec<(usize, Entity<'m>)>,
    /// Its name as authored.
    pub name: String,
    /// What the name claims.
    pub claim: StoreyName,
    /// Its building.
    pub building: Option<BuildingId>,
    /// Finished floor, absolute Z.
    pub elevation: f64,
    /// The readings of the elevation: value and source; the chosen one first.
    pub readings: Vec<(f64, String)>,
    /// Why the elevation is not certain.
    pub elevation_doubt: Option<String>,
    /// Whether it counts.
    pub kind: LevelKind,
    /// Word of storey.use.
    pub usage: String,
    /// By what the use was recognised.
    pub usage_by: String,
    /// Next level above that counts.
    pub above: Option<StoreyId>,
    /// Next level below that counts.
    pub below: Option<StoreyId>,
}

impl Storey<'_> {
    /// The same level of another tower.
    pub(crate) fn twin(&self) -> Self {
        Self {
            entities: self.entities.clone(),
            name: self.name.clone(),
            readings: self.readings.clone(),
            elevation_doubt: self.elevation_doubt.clone(),
            usage: self.usage.clone(),
            usage_by: self.usage_by.clone(),
            ..*self
        }
    }
}

/// A room or other bounded space.
pub struct Space<'m> {
    /// Its entity.
    pub entity: Entity<'m>,
    /// Index of its model.
    pub model: usize,
    /// The name people use: 主卧.
    pub name: String,
    /// Its number or short name, where there is one beside the name.
    pub number: String,
    /// Word of space.use.
    pub usage: String,
    /// By which carrier and keyword it was recognised.
    pub usage_by: String,
    /// Storey, never a duplicate level.
    pub storey: Option<StoreyId>,
    /// Building.
    pub building: Option<BuildingId>,
    /// The dwelling it belongs to.
    pub dwelling: Option<DwellingId>,
    /// The stair unit it belongs to.
    pub unit: Option<UnitId>,
    /// An area of an area plan that lies over rooms, and no room.
    pub is_area_region: bool,
    pub(crate) shape: OnceLock<Result<Shape, Gap>>,
    pub(crate) heights: OnceLock<Heights>,
    pub(crate) room: OnceLock<Result<Room, Gap>>,
    pub(crate) clear_height: OnceLock<Result<haofang_facts::Fact, Gap>>,
}

/// The body of a room.
#[derive(Debug, Clone)]
pub struct Room {
    /// The polygon between wall faces, projected.
    pub region: Region,
    /// The box around that.
    pub(crate) bounds: Option<Bounds>,
    /// Its area.
    pub area: f64,
    /// Lowest Z of the body.
    pub bottom: f64,
    /// Highest Z.
    pub top: f64,
    /// Volume of the body, where closed.
    pub volume: Option<f64>,
    /// It has a body; else only its outline is drawn, and `top` is the next level.
    pub has_body: bool,
    /// From profiles, not from facets.
    pub exact: bool,
    /// Has curved faces cut into facets.
    pub tessellated: bool,
}

/// A dwelling (套/户).
pub struct Dwelling<'m> {
    /// The zone, spatial zone or parent space, when one carries it.
    pub entity: Option<(usize, Entity<'m>)>,
    /// Its key when nothing carries it: stable from run to run.
    pub key: String,
    /// Its number as authored: `1-2-501`.
    pub number: String,
    /// By which rung of the ladder it was recognised.
    pub recognised_by: String,
    /// Its rooms in file order.
    pub spaces: Vec<SpaceId>,
    /// The storeys with rooms of it, ascending.
    pub storeys: Vec<StoreyId>,
    /// Its building.
    pub building: Option<BuildingId>,
    /// Its stair unit.
    pub unit: Option<UnitId>,
}

/// Dwellings that share one stair or lift core (单元).
pub struct StairUnit<'m> {
    /// The zone, when one carries it.
    pub entity: Option<(usize, Entity<'m>)>,
    /// Stable key.
    pub key: String,
    /// Its name: `1单元`.
    pub name: String,
    /// By what it was recognised.
    pub recognised_by: String,
    /// Its building.
    pub building: Option<BuildingId>,
    /// Its dwellings.
    pub dwellings: Vec<DwellingId>,
    /// Common spaces of it: stairwell, lobbies.
    pub spaces: Vec<SpaceId>,
}
