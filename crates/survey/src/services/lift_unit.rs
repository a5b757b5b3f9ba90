//! The stair unit to which a lift belongs.

use haofang_geometry::plan::{self, Bounds};

use super::lifts::Lift;
use crate::building::{Survey, UnitId};

/// The unit of a lift: the only one of its building, else the one whose common rooms are nearest.
pub(super) fn unit_of(survey: &Survey<'_>, lift: &Lift<'_>) -> Option<UnitId> {
    let units: Vec<UnitId> =
        (0..survey.units.len()).map(UnitId).filter(|id| lift.building.is_none() || survey.unit(*id).building == lift.building).collect();
    if let [only] = units.as_slice() {
        return Some(*only);
    }
    let own = plan::bounds(&lift.region)?;
    let apart = |id: &UnitId| -> f64 {
        let unit = survey.unit(*id);
        let rooms = unit.spaces.iter().chain(unit.dwellings.iter().flat_map(|dwelling| survey.dwelling(*dwelling).spaces.iter()));
        let rooms = rooms.filter_map(|space| survey.room(*space).ok());
        rooms.fold(f64::INFINITY, |nearest, room| {
            // rooms whose boxes are further away cannot be nearer; typical floors have many of the same distance
            let may_be = room.bounds.is_some_and(|other| own.within(&other, nearest) && box_distance(&own, &other) < nearest);
            if may_be { plan::distance(&room.region, &lift.region).map_or(nearest, |apart| nearest.min(apart)) } else { nearest }
        })
    };
    let nearest = units.into_iter().map(|id| (apart(&id), id)).min_by(|a, b| a.0.total_cmp(&b.0))?;
    (nearest.0 < 10.0).then_some(nearest.1)
}

/// Distance between two boxes: no less than that between what they hold.
fn box_distance(a: &Bounds, b: &Bounds) -> f64 {
    let gap = |low: f64, high: f64, other_low: f64, other_high: f64| (other_low - high).max(low - other_high).max(0.0);
    gap(a.min.x, a.max.x, b.min.x, b.max.x).hypot(gap(a.min.y, a.max.y, b.min.y, b.max.y))
}
