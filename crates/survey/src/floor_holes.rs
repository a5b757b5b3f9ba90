//! Parts of an upper level that have no floor, as the slabs show it: voids (挑空) that no space is drawn for.
//!
//! Stairs, lifts and shafts leave holes too; they are left out (CLAUSES NT-3.1-05).

use haofang_geometry::lower::reach::Reach;
use haofang_geometry::plan::{self, Region};
use haofang_ifc::class;

use crate::building::{StoreyId, Survey};
use crate::recognise::space_use::OUTDOOR;

/// Tops of floors lie within these distances of their level: sunken bathrooms below, raised floors above (m).
const FLOOR_TOP: (f64, f64) = (-0.65, 0.35);

/// A floor with its ribs is no thicker (m).
const THICKEST: f64 = 1.2;

/// Slabs that cover less of the level than this do not tell where its floor is missing.
const TELLS: f64 = 0.5;

/// Narrower holes are ducts and joints (m).
const NARROW: f64 = 0.8;

/// The least void (m2).
const LEAST: f64 = 1.5;

/// The least void beside a stair that stands in it, or in a model without rooms (m2).
const LEAST_OPEN: f64 = 4.0;

/// A hole no larger than this in a dwelling without a modelled stair, or in a model without rooms, is the hole of a stair (m2).
const STAIR_HOLE: f64 = 6.0;

/// Two regions are in one place when they share this much of the smaller.
const SAME_PLACE: f64 = 0.5;

/// A door lies no further from the place that it opens to: in the middle of a wall (m).
const THROUGH_WALL: f64 = 0.3;

/// So much of a hole lies before a door that opens to it, within [`THROUGH_WALL`] (m2).
const BEFORE_DOOR: f64 = 0.1;

/// Round a door inside a building this much is inside of it (m).
const INSIDE: f64 = 0.5;

/// Round a stair this much belongs to it (m).
const ROUND_STAIR: f64 = 0.15;

impl Survey<'_> {
    /// Everything one can stand on at a level, openings taken out; none where no floor is drawn.
    pub(crate) fn floor_region(&self, id: StoreyId) -> Option<&Region> {
        self.floor_regions.get(id.0)?.get_or_init(|| floor_region(self, id)).as_ref()
    }
}

fn floor_region(survey: &Survey<'_>, id: StoreyId) -> Option<Region> {
    let level = survey.storey(id);
    let kinds = [class::IFC_SLAB, class::IFC_ROOF, class::IFC_COVERING, class::IFC_PLATE, class::IFC_BUILDING_ELEMENT_PROXY];
    let parts: Vec<&Region> = survey
        .things_in(level.building)
        .iter()
        .copied()
        .filter(|thing| kinds.iter().any(|kind| survey.thing(*thing).class.is_a(*kind)))
        .filter(|thing| {
            // things that are too high, or stand elsewhere, need no body to tell that they are no floor
            let bottom = level.elevation + FLOOR_TOP.0;
            let elsewhere = |box_: &Reach| {
                let (low, high) = (box_.extent.min[2], box_.extent.max[2]);
                high < bottom || low > level.elevation + FLOOR_TOP.1 || (box_.upright && high - low > THICKEST + 0.01)
            };
            !survey.reach(*thing).is_some_and(|reach| elsewhere(&reach))
        })
        .filter(|thing| {
            survey.extent(*thing).is_some_and(|extent| {
                let above = extent.max[2] - level.elevation;
                above >= FLOOR_TOP.0 && above <= FLOOR_TOP.1 && extent.max[2] - extent.min[2] <= THICKEST
            })
        })
        .filter_map(|thing| survey.plan(thing).ok())
        .collect();
    (!parts.is_empty()).then(|| plan::union(&parts)).filter(|floor| plan::area(floor) > 0.0)
}

/// Shares at least half of the smaller one.
fn in_one_place(a: &Region, b: &Region) -> bool {
    let least = plan::area(a).min(plan::area(b));
    least > 0.0 && plan::area(&plan::intersection(a, b)) >= SAME_PLACE * least
}

/// Places between full walls where neither a floor nor a room is drawn, above rooms of the level below: the upper part of a
/// void at the façade, which no room of this level touches.
pub(crate) fn void_cells(survey: &Survey<'_>, id: StoreyId) -> Vec<Region> {
    let Some(below) = survey.storey(id).below else { return Vec::new() };
    let Some(floor) = survey.floor_region(id) else { return Vec::new() };
    let regions = |level: StoreyId| -> Vec<&Region> {
        survey.spaces_on(level).iter().filter_map(|space| survey.room(*space).ok()).map(|room| &room.region).collect()
    };
    let (here, under) = (regions(id), regions(below));
    if here.is_empty() || under.is_empty() {
        return Vec::new();
    }
    let (here, under) = (plan::union(&here), plan::union(&under));
    let share = |cell: &Region, of: &Region| plan::area(&plan::intersection(cell, of)) / plan::area(cell);
    let bare = |cell: &&Region| share(cell, floor) < 0.2 && share(cell, &here) < 0.2 && share(cell, &under) > 0.8;
    survey.cells(id).iter().filter(|cell| plan::area(cell) >= LEAST).filter(bare).cloned().collect()
}

/// Holes in the floor of a level that are voids over the level below.
pub(crate) fn find(survey: &Survey<'_>, id: StoreyId) -> Vec<Region> {
    let storey = survey.storey(id);
    let Some(below) = storey.below else { return Vec::new() };
    if !["dwelling", "podium", "mezzanine"].contains(&storey.usage.as_str()) {
        return Vec::new();
    }
    let (Some(floor), Ok(enclosure)) = (survey.floor_region(id), survey.enclosure(id)) else { return Vec::new() };
    let inside = plan::difference(enclosure, floor);
    if plan::area(&inside) < LEAST || plan::area(&inside) > (1.0 - TELLS) * plan::area(enclosure) {
        return Vec::new();
    }
    let walls: Vec<&Region> = survey.walls(id).iter().filter(|wall| !wall.is_low).map(|wall| &wall.plan).collect();
    // what the rooms already say: wells, outdoor parts, voids with a space of their own
    let known: Vec<&Region> = survey
        .spaces_on(id)
        .iter()
        .filter(|space| {
            let usage = survey.space(**space).usage.as_str();
            ["stairwell", "shaft", "lift_lobby", "smoke_lobby", "void"].contains(&usage) || OUTDOOR.contains(&usage)
        })
        .filter_map(|space| survey.room(*space).ok())
        .map(|room| &room.region)
        .collect();
    let stairs = stairs(survey, id);
    let taken: Vec<&Region> = walls.into_iter().chain(known).chain(stairs.iter()).collect();
    let bare = plan::opening(&plan::difference(&inside, &plan::union(&taken)), NARROW);
    let whole = plan::opening(&inside, NARROW);
    bare.into_iter().map(|polygon| Region::new(vec![polygon])).filter(|hole| is_void(survey, id, below, hole, &stairs, &whole)).collect()
}

fn is_void(survey: &Survey<'_>, id: StoreyId, below: StoreyId, hole: &Region, stairs: &[Region], whole: &Region) -> bool {
    let size = plan::area(hole);
    let beside_stair = stairs.iter().any(|stair| plan::touches(stair, hole, NARROW));
    let has_rooms = !survey.spaces_on(id).is_empty();
    if size < LEAST || ((beside_stair || !has_rooms) && size < LEAST_OPEN) {
        return false;
    }
    // a well goes on through the floors below or above; a void has a floor below it
    let open =
        |level: StoreyId| survey.floor_region(level).is_some_and(|floor| plan::area(&plan::difference(hole, floor)) > SAME_PLACE * size);
    let above = survey.storey(id).above.filter(|above| !["roof", "plant"].contains(&survey.storey(*above).usage.as_str()));
    if (survey.storey(below).usage != "basement" && open(below)) || above.is_some_and(open) {
        return false;
    }
    // nobody opens a door upon nothing: behind it are the landings of a stair that is not drawn, or the cage of a lift
    if !has_rooms && door_leads_to(survey, id, hole) {
        return false;
    }
    // a room whose whole floor is not drawn is a room without a slab, no void
    let bare_room = survey
        .spaces_on(id)
        .iter()
        .filter_map(|space| survey.room(*space).ok())
        .any(|room| in_one_place(&room.region, hole) && plan::area(&plan::intersection(&room.region, hole)) > 0.8 * room.area);
    if bare_room {
        return false;
    }
    // without rooms nothing tells whether a stair elsewhere is the one of this dwelling
    let stair_elsewhere = || stairs.iter().any(|stair| !in_one_place(stair, whole) || !plan::touches(stair, hole, NARROW));
    size > STAIR_HOLE || (has_rooms && stair_elsewhere())
}

/// Whether a door inside a building leads from a level into a hole of its floor.
fn door_leads_to(survey: &Survey<'_>, id: StoreyId, hole: &Region) -> bool {
    let Ok(enclosure) = survey.enclosure(id) else { return false };
    let doors = survey.things_on(id).iter().filter(|thing| survey.thing(**thing).class.is_a(class::IFC_DOOR));
    let mut leaves = doors.filter_map(|door| survey.plan(*door).ok()).filter(|leaf| plan::touches(leaf, hole, THROUGH_WALL));
    leaves.any(|leaf| {
        let round = |by: f64| plan::offset(leaf, by, plan::Join::Mitre);
        // not only past its corner, and not in the façade: a door to a terrace may be drawn over a void
        let is_before = plan::area(&plan::intersection(&round(THROUGH_WALL), hole)) > BEFORE_DOOR;
        is_before && plan::area(&plan::difference(&round(INSIDE), enclosure)) < BEFORE_DOOR
    })
}

/// Stairs, ramps and lifts that pass the level, with what lies round them.
fn stairs(survey: &Survey<'_>, id: StoreyId) -> Vec<Region> {
    let level = survey.storey(id);
    let kinds = [class::IFC_STAIR, class::IFC_STAIR_FLIGHT, class::IFC_RAMP, class::IFC_RAMP_FLIGHT, class::IFC_TRANSPORT_ELEMENT];
    survey
        .things_in(level.building)
        .iter()
        .copied()
        .filter(|thing| kinds.iter().any(|kind| survey.thing(*thing).class.is_a(*kind)))
        .filter(|thing| {
            survey.extent(*thing).is_some_and(|extent| extent.min[2] < level.elevation - 0.5 && extent.max[2] > level.elevation - 0.6)
        })
        .filter_map(|thing| survey.plan(thing).ok())
        .map(|body| plan::offset(&plan::outline(body), ROUND_STAIR, plan::Join::Mitre))
        .collect()
}
