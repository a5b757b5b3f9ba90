//! Shapes that a file holds and that cannot be made: a sum, an outline or a share over things of which one is lost is not
//! known, for a smaller one might help to pass.

use haofang_facts::{Gap, GapKind};
use haofang_ifc::class;

use crate::authored;
use crate::building::{BuildingId, SpaceId, StoreyId, Survey, ThingId};

impl Survey<'_> {
    /// Whether a thing has a representation of which no body could be made.
    pub(crate) fn has_lost_shape(&self, id: ThingId) -> bool {
        self.shape(id).is_err() && !self.thing(id).entity.named("Representation").is_null()
    }

    /// The same of a room.
    pub(crate) fn has_lost_room(&self, id: SpaceId) -> bool {
        self.room(id).is_err() && !self.space(id).entity.named("Representation").is_null()
    }

    /// Why the outline of a level is not known whole: a wall or room on it is lost; and whether that is a wall which its author
    /// calls an inner one.
    pub(crate) fn lost_outline(&self, id: StoreyId) -> Option<(Gap, bool)> {
        // every dwelling of the level asks
        self.lost_outlines.get(id.0)?.get_or_init(|| self.find_lost_outline(id)).clone()
    }

    fn find_lost_outline(&self, id: StoreyId) -> Option<(Gap, bool)> {
        let upright = [class::IFC_WALL, class::IFC_CURTAIN_WALL];
        let open = ["balcony", "terrace", "equipment_platform", "bay_window", "parking", "e_bike"];
        let lost = self
            .things_on(id)
            .iter()
            .copied()
            .filter(|thing| upright.iter().any(|kind| self.thing(*thing).class.is_a(*kind)))
            .filter(|thing| self.has_lost_shape(*thing));
        let claim = |thing: ThingId| authored::flag(self.thing(thing).entity, &["IsExternal", "是否外墙", "外墙"]).map(|claim| claim.value);
        let (inner, outer): (Vec<ThingId>, Vec<ThingId>) = lost.partition(|thing| claim(*thing) == Some(false));
        let room = || {
            let rooms = || self.spaces_on(id).iter().copied().filter(|space| !open.contains(&self.space(*space).usage.as_str()));
            // where no room of the level has a body at all, its walls alone tell the outline
            let bodiless = |space: SpaceId| self.room(space).is_err_and(|gap| gap.kind == GapKind::NoGeometry);
            if rooms().all(bodiless) {
                return None;
            }
            rooms().find(|space| self.has_lost_room(*space)).map(|space| self.space(space).name.clone())
        };
        let outer = outer.first().map(|thing| self.named(*thing)).or_else(room);
        match (outer, inner.first()) {
            (Some(name), _) => Some((self.lost_gap(id, &name), false)),
            (None, Some(thing)) => Some((self.lost_gap(id, &self.named(*thing)), true)),
            (None, None) => None,
        }
    }

    /// Why balconies and terraces of a level are not known whole: one of them, or a slab of the level, is lost.
    pub(crate) fn lost_platform(&self, id: StoreyId) -> Option<Gap> {
        self.lost_platforms.get(id.0)?.get_or_init(|| self.find_lost_platform(id)).clone()
    }

    fn find_lost_platform(&self, id: StoreyId) -> Option<Gap> {
        let space = self
            .spaces_on(id)
            .iter()
            .filter(|space| ["balcony", "terrace"].contains(&self.space(**space).usage.as_str()))
            .find(|space| self.room(**space).is_err())
            .map(|space| self.space(*space).name.clone());
        let slab = || {
            let outside = |thing: &ThingId| {
                self.thing(*thing).class.is_a(class::IFC_SLAB)
                    || self
                        .recognise("platform", self.thing(*thing).entity)
                        .is_some_and(|found| ["balcony", "terrace"].contains(&found.word.as_str()))
            };
            // what has a body is not lost, whatever it is
            let is_made = |thing: ThingId| self.thing(thing).shape.get().is_some_and(Result::is_ok);
            let mut unmade = self.things_on(id).iter().copied().filter(|thing| !is_made(*thing));
            unmade.find(|thing| outside(thing) && self.has_lost_shape(*thing)).map(|thing| self.named(thing))
        };
        space.or_else(slab).map(|name| self.lost_gap(id, &name))
    }

    /// Why voids of a level are not known whole.
    pub(crate) fn lost_void(&self, id: StoreyId) -> Option<Gap> {
        let lost = self.spaces_on(id).iter().find(|space| self.space(**space).usage == "void" && self.room(**space).is_err());
        lost.map(|space| self.lost_gap(id, &self.space(*space).name))
    }

    /// A slab or roof of a building that is lost.
    pub(crate) fn lost_slab(&self, building: BuildingId) -> Option<String> {
        let mut slabs = self.things_in(Some(building)).iter().copied().filter(|thing| self.thing(*thing).is_slab);
        slabs.find(|thing| self.has_lost_shape(*thing)).map(|thing| self.named(thing))
    }

    /// A wall, slab or roof from a level upwards that is lost: it may be the highest.
    pub(crate) fn lost_above(&self, building: BuildingId, from: StoreyId) -> Option<String> {
        let floor = self.storey(from).elevation;
        let mut things = self.things_in(Some(building)).iter().copied().filter(|id| {
            let thing = self.thing(*id);
            let high = thing.storey.is_none_or(|storey| self.storey(storey).elevation >= floor);
            high && (thing.is_slab || thing.class.is_a(class::IFC_WALL))
        });
        things.find(|thing| self.has_lost_shape(*thing)).map(|thing| self.named(thing))
    }

    fn named(&self, id: ThingId) -> String {
        let thing = self.thing(id);
        format!("{} {} {}", thing.class.name(), thing.name, thing.entity.guid().unwrap_or_default())
    }

    fn lost_gap(&self, id: StoreyId, name: &str) -> Gap {
        Gap::new(GapKind::Incomplete, format!("level {}: the shape of {} cannot be made", self.storey(id).name, name.trim()))
    }
}
