//! All files as one estate: what was found in them, handle by handle, with shapes on demand.
//!
//! Everything here is read-only once recognition is done and may be shared between threads. All lengths are metres in the
//! IFC world frame.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use haofang_facts::{Brief, Gap, GapKind, SubjectKind};
use haofang_geometry::plan::Region;
use haofang_geometry::{Extent, Frame, Shape};
use haofang_ifc::{Class, Entity, InstanceId, class};

use crate::Vocabulary;
use crate::building::{
    Building, BuildingId, Dwelling, DwellingId, LevelKind, NamedModel, Options, Room, Site, Space, SpaceId, StairUnit, Storey, StoreyId,
    Thing, ThingId, UnitId,
};

/// What stages of the survey read from the sheet that earlier ones filled: without it their sums would be too small.
const INPUTS: &[(SubjectKind, &str)] = &[
    (SubjectKind::Dwelling, "usable_area"),
    (SubjectKind::Space, "net_area"),
    (SubjectKind::Storey, "height"),
    (SubjectKind::Storey, "structural_height"),
];

/// All models as one estate.
pub struct Survey<'m> {
    /// The files.
    pub models: &'m [NamedModel],
    /// Parameters.
    pub brief: &'m Brief,
    /// The dictionary.
    pub vocabulary: &'m Vocabulary,
    /// What is wanted.
    pub options: &'m Options,
    /// Every thing, by file and position in it.
    pub things: Vec<Thing<'m>>,
    /// Sites.
    pub sites: Vec<Site<'m>>,
    /// Buildings.
    pub buildings: Vec<Building<'m>>,
    /// Levels.
    pub storeys: Vec<Storey<'m>>,
    /// Spaces.
    pub spaces: Vec<Space<'m>>,
    /// Dwellings.
    pub dwellings: Vec<Dwelling<'m>>,
    /// Stair units.
    pub units: Vec<StairUnit<'m>>,
    /// Notes for the reader: assumptions made, things merged or left out.
    pub notes: Vec<String>,
    /// Things and rooms that will be pulled down: they are none of the others.
    pub(crate) gone: Vec<(usize, Entity<'m>)>,
    pub(crate) readers: crate::shapes::Readers<'m>,
    pub(crate) thing_index: BTreeMap<(usize, InstanceId), ThingId>,
    pub(crate) space_index: BTreeMap<(usize, InstanceId), SpaceId>,
    pub(crate) storey_index: BTreeMap<(usize, InstanceId), StoreyId>,
    pub(crate) building_index: BTreeMap<(usize, InstanceId), BuildingId>,
    pub(crate) on_storey: Vec<Vec<ThingId>>,
    /// By building, and last those of no building.
    pub(crate) in_building: Vec<Vec<ThingId>>,
    pub(crate) rooms_on: Vec<Vec<SpaceId>>,
    pub(crate) walls: Vec<OnceLock<Vec<crate::walls::WallOn>>>,
    pub(crate) enclosures: Vec<OnceLock<Result<Region, Gap>>>,
    pub(crate) cells: Vec<OnceLock<Vec<Region>>>,
    pub(crate) floors: Vec<OnceLock<Option<crate::floors::FloorSurface>>>,
    pub(crate) floor_regions: Vec<OnceLock<Option<Region>>>,
    pub(crate) voids: OnceLock<Vec<crate::outdoor::platforms::voids::Void>>,
    pub(crate) grounds: Vec<OnceLock<Result<crate::ground::Ground, Gap>>>,
    /// Why outlines and platforms of levels are not known whole.
    pub(crate) lost_outlines: Vec<OnceLock<Option<(Gap, bool)>>>,
    pub(crate) lost_platforms: Vec<OnceLock<Option<Gap>>>,
    /// What may close the balconies of a building, storey by storey, with the boxes around them.
    pub(crate) closers: Vec<OnceLock<Vec<(ThingId, Extent)>>>,
    /// What lies on the ground of the site.
    pub(crate) ground_surfaces: OnceLock<Vec<ThingId>>,
    pub(crate) ceilings: Vec<OnceLock<haofang_geometry::measure::VerticalRays>>,
    pub(crate) links: OnceLock<Vec<crate::recognise::links::Link>>,
    /// Which of them a room has.
    pub(crate) links_by_room: OnceLock<Vec<Vec<u32>>>,
    pub(crate) said: crate::said::Said,
}

impl<'m> Survey<'m> {
    /// The thing of this handle.
    #[must_use]
    pub fn thing(&self, id: ThingId) -> &Thing<'m> {
        &self.things[id.0]
    }

    /// The building of this handle.
    #[must_use]
    pub fn building(&self, id: BuildingId) -> &Building<'m> {
        &self.buildings[id.0]
    }

    /// The level of this handle.
    #[must_use]
    pub fn storey(&self, id: StoreyId) -> &Storey<'m> {
        &self.storeys[id.0]
    }

    /// The space of this handle.
    #[must_use]
    pub fn space(&self, id: SpaceId) -> &Space<'m> {
        &self.spaces[id.0]
    }

    /// The dwelling of this handle.
    #[must_use]
    pub fn dwelling(&self, id: DwellingId) -> &Dwelling<'m> {
        &self.dwellings[id.0]
    }

    /// The stair unit of this handle.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &StairUnit<'m> {
        &self.units[id.0]
    }

    /// The projects and sites of all files: what these state is said of the whole submission.
    pub(crate) fn whole(&self) -> impl Iterator<Item = Entity<'m>> + '_ {
        let of_file = |named: &'m NamedModel| [class::IFC_PROJECT, class::IFC_SITE].map(|kind| named.model.all(kind));
        self.models.iter().flat_map(of_file).flatten()
    }

    /// The things of a class and its subclasses, in file order.
    pub fn things_of(&self, class: Class) -> impl Iterator<Item = ThingId> + '_ {
        self.things.iter().enumerate().filter(move |(_, thing)| thing.class.is_a(class)).map(|(at, _)| ThingId(at))
    }

    /// The things on a level (those of its duplicate levels too), in file order.
    #[must_use]
    pub fn things_on(&self, storey: StoreyId) -> &[ThingId] {
        self.on_storey.get(storey.0).map_or(&[], Vec::as_slice)
    }

    /// The things of a building, or those of none, in file order.
    #[must_use]
    pub fn things_in(&self, building: Option<BuildingId>) -> &[ThingId] {
        let of_none = self.in_building.len().saturating_sub(1);
        self.in_building.get(building.map_or(of_none, |id| id.0)).map_or(&[], Vec::as_slice)
    }

    /// The rooms on a level, without area regions.
    #[must_use]
    pub fn spaces_on(&self, storey: StoreyId) -> &[SpaceId] {
        self.rooms_on.get(storey.0).map_or(&[], Vec::as_slice)
    }

    /// The levels of a building that count, ascending.
    #[must_use]
    pub fn storeys_of(&self, building: BuildingId) -> &[StoreyId] {
        &self.buildings[building.0].storeys
    }

    /// Whether a quantity is wanted: by the caller, or by a later stage that reads it from the sheet.
    #[must_use]
    pub fn wants(&self, kind: SubjectKind, quantity: &str) -> bool {
        let is_input = INPUTS.contains(&(kind, quantity));
        is_input || self.options.wanted.as_ref().is_none_or(|wanted| wanted.contains(&(kind, quantity.to_owned())))
    }

    /// The model index of an entity of one of the models.
    #[must_use]
    pub fn model_of(&self, entity: Entity<'m>) -> Option<usize> {
        self.models.iter().position(|named| std::ptr::eq(Arc::as_ptr(&named.model), entity.model()))
    }

    /// The thing of an entity.
    #[must_use]
    pub fn find_thing(&self, model: usize, entity: Entity<'m>) -> Option<ThingId> {
        self.thing_index.get(&(model, entity.id())).copied()
    }

    /// The space of an entity.
    #[must_use]
    pub fn find_space(&self, model: usize, entity: Entity<'m>) -> Option<SpaceId> {
        self.space_index.get(&(model, entity.id())).copied()
    }

    /// The level of an entity: of a duplicate level, the level that counts.
    #[must_use]
    pub fn find_storey(&self, model: usize, entity: Entity<'m>) -> Option<StoreyId> {
        self.storey_index.get(&(model, entity.id())).map(|id| self.counted(*id))
    }

    /// The level that counts for a level: itself, or the one that it duplicates.
    #[must_use]
    pub fn counted(&self, storey: StoreyId) -> StoreyId {
        match self.storeys[storey.0].kind {
            LevelKind::DuplicateOf(kept) => kept,
            LevelKind::Storey | LevelKind::Mark => storey,
        }
    }

    /// The body of a thing in world metres, openings subtracted; made once, on demand.
    ///
    /// # Errors
    /// Why it has none.
    pub fn shape(&self, id: ThingId) -> Result<&Shape, &Gap> {
        let thing = &self.things[id.0];
        thing.shape.get_or_init(|| self.lower(thing.model, thing.entity)).as_ref()
    }

    fn lower(&self, model: usize, entity: Entity<'m>) -> Result<Shape, Gap> {
        if self.options.is_stopped() {
            return Err(Gap::new(GapKind::Incomplete, "stopped by the caller"));
        }
        self.readers.lower(model, entity)
    }

    /// The projection of a thing on the ground.
    ///
    /// # Errors
    /// Why it has no body.
    pub fn plan(&self, id: ThingId) -> Result<&Region, &Gap> {
        self.shape(id).map(Shape::plan)
    }

    /// The box around a thing.
    #[must_use]
    pub fn extent(&self, id: ThingId) -> Option<Extent> {
        self.shape(id).ok().map(Shape::extent)
    }

    /// The frame of a thing in world metres: which way a door swings is told in it.
    #[must_use]
    pub fn frame(&self, id: ThingId) -> Option<Frame> {
        let thing = &self.things[id.0];
        self.readers.placement(thing.model, thing.entity)
    }

    /// The body of an entity that is no thing of the estate, such as an opening; made anew at each call.
    ///
    /// # Errors
    /// Why it has none.
    pub fn body(&self, model: usize, entity: Entity<'m>) -> Result<Shape, Gap> {
        self.readers.lower(model, entity)
    }

    /// The body of a space.
    ///
    /// # Errors
    /// Why it has none.
    pub fn space_shape(&self, id: SpaceId) -> Result<&Shape, &Gap> {
        let space = &self.spaces[id.0];
        space.shape.get_or_init(|| self.lower(space.model, space.entity)).as_ref()
    }

    /// The polygon and heights of a room.
    ///
    /// # Errors
    /// Why they are not known.
    pub fn room(&self, id: SpaceId) -> Result<&Room, &Gap> {
        self.spaces[id.0].room.get_or_init(|| crate::shapes::room(self, id)).as_ref()
    }

    /// Z of the next level above that counts, if there is one.
    #[must_use]
    pub fn next_level(&self, storey: StoreyId) -> Option<f64> {
        self.storeys[storey.0].above.map(|above| self.storeys[above.0].elevation)
    }
}
