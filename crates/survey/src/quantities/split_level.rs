//! Floors between two levels: raised floors (错层), lofts and galleries of which no level tells (CLAUSES NT-2.1-04: each level
//! with more than 20 % of the dwelling's area is checked).

use haofang_facts::GlobalId;
use haofang_geometry::measure::weighted_mode;
use haofang_geometry::plan::{self, Bounds, Region, area, intersection};

use crate::building::{BuildingId, StoreyId, Survey, ThingId};

/// A floor that covers a smaller share of the rooms is a podium or a landing (CLAUSES NT-2.1-04).
const SHARE: f64 = 0.20;

/// Floors raised by less are steps and build-ups of wet rooms (m).
const RAISED: f64 = 0.30;

/// Above a floor between two levels one stands: nearer to the level above it is that level's sunken slab or a ceiling (m).
const STANDING: f64 = 1.5;

/// Below a floor at least this high one lives too (m).
const BELOW: f64 = 1.8;

/// A thicker thing is no floor (m).
const THICKEST: f64 = 0.6;

/// Heights within this are one (m).
const SAME: f64 = 0.01;

/// A smaller part of an outline is no tower (m2).
const TOWER: f64 = 40.0;

/// Slabs of a tower lie no further from the level that stands for all towers (m).
const NEAR: f64 = 0.35;

/// Of several towers that stand on common levels, as one building or each as its own: how high the storey is in the lowest of
/// them, or in the tower of this level, with a slab of it, where the towers differ and the level tells the height of a higher one.
pub(crate) fn of_towers(survey: &Survey<'_>, id: StoreyId, height: f64) -> Option<(f64, Option<GlobalId>)> {
    let low = survey.storey(id).elevation;
    let tops = |towers: &[(StoreyId, Region)]| -> Vec<(StoreyId, f64, ThingId)> {
        let rise = |(on, tower): &(StoreyId, Region)| {
            let slabs = slabs(survey, survey.storey(*on).building?);
            let (floor, _) = top_at(survey, &slabs, tower, low)?;
            let (next, slab) = top_at(survey, &slabs, tower, low + height)?;
            Some((*on, next - floor, slab))
        };
        towers.iter().filter_map(rise).collect()
    };
    let is_tower = survey.building(survey.storey(id).building?).tower.is_some();
    let heights = if is_tower {
        let entity = survey.storey(id).entities.first().map(|(model, entity)| (*model, entity.id()))?;
        let same = |other: &StoreyId| survey.storey(*other).entities.first().is_some_and(|(model, e)| (*model, e.id()) == entity);
        let twins = (0..survey.storeys.len()).map(StoreyId).filter(same);
        tops(&twins.filter_map(|twin| Some((twin, survey.enclosure(twin).ok()?.clone()))).collect::<Vec<_>>())
    } else {
        let outline = survey.enclosure(id).ok().filter(|outline| outline.0.len() > 1)?;
        let parts = outline.iter().map(|part| Region::new(vec![part.clone()])).filter(|part| area(part) > TOWER);
        tops(&parts.map(|part| (id, part)).collect::<Vec<_>>())
    };
    let own = heights.iter().filter(|(on, _, _)| *on == id).min_by(|a, b| a.1.total_cmp(&b.1))?;
    let most = heights.iter().map(|(_, height, _)| *height).fold(own.1, f64::max);
    // a level that tells the height of the lower tower needs no other reading
    let tells_higher = (most - height).abs() <= (own.1 - height).abs();
    (most - own.1 > SAME && tells_higher).then(|| (height - (most - own.1), survey.thing_guid(own.2)))
}

/// The slabs of a building, each with its top.
fn slabs(survey: &Survey<'_>, building: BuildingId) -> Vec<(ThingId, f64)> {
    let slabs = survey.things_in(Some(building)).iter().filter(|thing| survey.thing(**thing).is_slab);
    slabs.filter_map(|thing| Some((*thing, survey.extent(*thing)?.max[2]))).collect()
}

/// The most common top, by area, of the slabs of a tower near a height, and one of them.
fn top_at(survey: &Survey<'_>, slabs: &[(ThingId, f64)], tower: &Region, z: f64) -> Option<(f64, ThingId)> {
    let around = plan::bounds(tower)?;
    let here = slabs.iter().filter(|(_, top)| (top - z).abs() <= NEAR).filter_map(|(thing, top)| {
        let near = survey.extent(*thing).is_some_and(|extent| Bounds::from(&extent).within(&around, 0.0));
        let over = if near { area(&intersection(survey.plan(*thing).ok()?, tower)) } else { 0.0 };
        (over > 0.0).then_some((*top, over, *thing))
    });
    let here: Vec<(f64, f64, ThingId)> = here.collect();
    let weights: Vec<(f64, f64)> = here.iter().map(|(top, over, _)| (*top, *over)).collect();
    let mode = weighted_mode(&weights, SAME)?;
    here.iter().find(|(top, _, _)| (top - mode).abs() <= SAME).map(|(_, _, thing)| (mode, *thing))
}

/// The least height over or under floors between a level and the next one, and the floor that shows it.
pub(crate) fn least(survey: &Survey<'_>, id: StoreyId, rooms: &Region, high: f64) -> Option<(f64, Option<GlobalId>)> {
    let low = survey.storey(id).elevation;
    let building = survey.storey(id).building?;
    let whole = area(rooms);
    let floors = survey.things_in(Some(building)).iter().copied().filter(|thing| {
        let held = survey.thing(*thing);
        held.is_slab && held.entity.named("PredefinedType").as_enum() != Some("LANDING")
    });
    let between = floors.filter_map(|thing| {
        let extent = survey.extent(thing)?;
        let top = extent.max[2];
        let fits = top > low + RAISED && top < high - STANDING && top - extent.min[2] <= THICKEST;
        if !fits {
            return None;
        }
        Some((thing, top, intersection(survey.plan(thing).ok()?, rooms)))
    });
    let mut by_height: Vec<(ThingId, f64, Region)> = between.filter(|(_, _, over)| area(over) > 0.0).collect();
    by_height.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut least: Option<(f64, Option<GlobalId>)> = None;
    let mut at = 0;
    while at < by_height.len() {
        let (thing, top, _) = by_height[at];
        let end = (at..by_height.len()).find(|next| by_height[*next].1 > top + SAME).unwrap_or(by_height.len());
        let parts: Vec<&Region> = by_height[at..end].iter().map(|(_, _, over)| over).collect();
        at = end;
        let floor = plan::union(&parts);
        if area(&floor) < SHARE * whole {
            continue;
        }
        let above = survey.above_region(building, &floor, top);
        let over = weighted_mode(&above.tops, SAME).unwrap_or(high - top);
        let under = Some(top - low).filter(|under| *under >= BELOW);
        for height in [Some(over), under].into_iter().flatten() {
            if least.as_ref().is_none_or(|(known, _)| height < *known) {
                least = Some((height, survey.thing_guid(thing)));
            }
        }
    }
    least
}
