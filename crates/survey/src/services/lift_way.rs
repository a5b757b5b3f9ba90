//! Ways from a lift's landing: which rooms one reaches on its level, and whether any door leads on (NT-2.1-07).

use haofang_geometry::plan;
use haofang_ifc::class;

use super::lifts::{DOOR, Garage, Lift};
use crate::building::{SpaceId, StoreyId, Survey, ThingId};
use crate::recognise::links::Way;

/// What a lift passes without stopping there: its count of stops says nothing of these.
const NO_STOP: &[&str] = &["roof", "plant", "duplicate", "equipment", "refuge", "mezzanine"];

/// A garage this far from the outline of a storey is not reached by a passage that nobody drew (m).
const APART: f64 = 50.0;

/// The rooms that one reaches from the landing on these levels, stairs apart.
pub(super) fn reached(survey: &Survey<'_>, lift: &Lift<'_>, storey: StoreyId, and: StoreyId) -> Vec<SpaceId> {
    let at_lift = |space: &SpaceId| {
        survey.space(*space).usage != "shaft" && survey.room(*space).is_ok_and(|room| plan::touches(&room.region, &lift.region, DOOR))
    };
    let mut reached: Vec<SpaceId> = survey.spaces_on(storey).iter().copied().filter(at_lift).collect();
    let mut at = 0;
    while at < reached.len() {
        let from = reached[at];
        at += 1;
        for link in survey.links_of(from) {
            let next = match (link.from == from, link.to == Some(from)) {
                (true, _) => link.to,
                (_, true) => Some(link.from),
                _ => None,
            };
            // only on this level: stairs lead elsewhere
            if let Some(next) =
                next.filter(|next| !reached.contains(next) && survey.space(*next).storey.is_some_and(|on| on == storey || on == and))
            {
                reached.push(next);
            }
        }
    }
    reached
}

/// Whether rooms stand at the landing on a level and no door leads out of them to what is not modelled: nobody gets from there to a
/// car. Where no room stands there nothing is known.
pub(super) fn is_dead_end(survey: &Survey<'_>, lift: &Lift<'_>, storey: StoreyId) -> bool {
    let rooms = reached(survey, lift, storey, storey);
    // the doors of the shaft lead nowhere
    let is_way = |door: ThingId| survey.recognise("lift", survey.thing(door).entity).is_none_or(|found| found.word != "landing_door");
    let leads_on = |way: Way| match way {
        Way::Stair(_) => false,
        Way::Door(door) => is_way(door),
        Way::Doorway | Way::Open => true,
    };
    let building = survey.things_in(survey.storey(storey).building).iter().copied();
    // in a model without doors none is missing
    let has_doors = building.filter(|thing| survey.thing(*thing).class.is_a(class::IFC_DOOR)).any(is_way);
    has_doors && !rooms.is_empty() && !rooms.iter().any(|room| survey.links_of(*room).any(|link| link.to.is_none() && leads_on(link.way)))
}

/// Whether the rooms of a garage of another building stand apart from the outline of the landing's storey: no way between them is drawn.
pub(super) fn stands_apart(survey: &Survey<'_>, lift: &Lift<'_>, storey: StoreyId, garage: &Garage) -> bool {
    if survey.storey(storey).building == survey.storey(garage.storey).building {
        return false;
    }
    let own = survey.enclosure(storey).unwrap_or(&lift.region);
    let mut rooms = garage.spaces.iter().filter_map(|space| survey.room(*space).ok()).peekable();
    rooms.peek().is_some() && rooms.all(|room| plan::distance(&room.region, own).is_some_and(|apart| apart > APART))
}

/// How many of these storeys a lift stops at, and the height between the lowest and the highest of them, in metres.
pub(super) fn stops(survey: &Survey<'_>, served: &[StoreyId]) -> (usize, f64) {
    let floors = served.iter().map(|storey| survey.storey(*storey)).filter(|storey| !NO_STOP.contains(&storey.usage.as_str()));
    let levels: Vec<f64> = floors.map(|storey| storey.elevation).collect();
    let low = levels.iter().copied().fold(f64::INFINITY, f64::min);
    let high = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (levels.len(), (high - low).max(0.0))
}
