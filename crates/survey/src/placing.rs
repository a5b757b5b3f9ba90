//! Things and rooms that no container holds, placed by where they stand (IFC_CN §1: federated and careless exports).

use std::collections::BTreeSet;
use std::sync::OnceLock;

use haofang_facts::Gap;
use haofang_geometry::lower::reach::Heights;
use haofang_geometry::{Extent, Shape};
use haofang_ifc::{Class, Entity, class};
use rayon::prelude::*;

use crate::building::{BuildingId, PlacedBy, StoreyId, Survey, Thing, ThingId};
use crate::site_carrier::stands_in_buildings;

/// How far below its level the body of a thing may begin (walls start on the structural slab).
const BELOW_LEVEL: f64 = 0.30;

/// A building goes on above its top level by about a storey.
const STOREY: f64 = 3.0;

/// Balconies and canopies stand before the walls of their building by no more than this.
const NEAR: f64 = 3.0;

/// Parts of a storey whose bodies are asked for in any case.
const SOLID: &[Class] = &[
    class::IFC_WALL,
    class::IFC_WINDOW,
    class::IFC_DOOR,
    class::IFC_CURTAIN_WALL,
    class::IFC_RAILING,
    class::IFC_COLUMN,
    class::IFC_TRANSPORT_ELEMENT,
];

/// How far a slab's top may lie from the level that it floors (CLAUSES NT-3.1-01: |ΔZ| ≤ 0.45 m).
const SLAB_TO_LEVEL: f64 = 0.45;

/// Places every lost thing and space.
pub(crate) fn by_geometry(survey: &mut Survey<'_>) {
    crate::astray::return_home(survey);
    strays(survey);
    let lost_things: Vec<usize> = (0..survey.things.len()).filter(|at| is_lost(survey, *at)).collect();
    // outdoor places that hang on the site stay there, where rooms are known to hang on storeys
    let tidy = survey.spaces.iter().any(|space| space.storey.is_some());
    let sited = |entity: Entity<'_>| {
        let relations = entity.model().relations();
        relations.parent_of(entity).or_else(|| relations.container_of(entity)).is_some_and(|parent| parent.is_a(class::IFC_SITE))
    };
    let lost_spaces: Vec<usize> =
        (0..survey.spaces.len()).filter(|at| survey.spaces[*at].storey.is_none() && !(tidy && sited(survey.spaces[*at].entity))).collect();
    if lost_things.is_empty() && lost_spaces.is_empty() || survey.storeys.is_empty() {
        return;
    }
    let boxes = building_boxes(survey);
    // what hangs on the site belongs to a building only where it stands within it: fences and parking places do not
    let apart = |entity: Entity<'_>, extent: Extent| {
        sited(entity) && boxes.iter().any(Option::is_some) && !boxes.iter().flatten().any(|outer| reach(outer, centre(&extent)) <= NEAR)
    };
    let things: Vec<(usize, Option<(StoreyId, BuildingId)>)> = lost_things
        .par_iter()
        .map(|at| {
            let thing = &survey.things[*at];
            let shape = thing.shape.get_or_init(|| survey.readers.lower(thing.model, thing.entity));
            (
                *at,
                shape.as_ref().ok().filter(|shape| !apart(thing.entity, shape.extent())).and_then(|shape| {
                    level_of(survey, &boxes, thing.building, shape.extent(), thing.is_slab && !thing.class.is_a(class::IFC_ROOF))
                }),
            )
        })
        .collect();
    let spaces: Vec<(usize, Option<(StoreyId, BuildingId)>)> = lost_spaces
        .par_iter()
        .map(|at| {
            let space = &survey.spaces[*at];
            let shape: &Result<Shape, Gap> = space.shape.get_or_init(|| survey.readers.lower(space.model, space.entity));
            let near = shape.as_ref().ok().filter(|shape| !apart(space.entity, shape.extent()));
            (*at, near.and_then(|shape| level_of(survey, &boxes, space.building, shape.extent(), false)))
        })
        .collect();
    let mut moved = 0_usize;
    for (at, home) in things {
        if let Some((storey, building)) = home {
            let thing = &mut survey.things[at];
            (thing.storey, thing.building, thing.placed_by) = (Some(storey), Some(building), PlacedBy::Geometry);
            moved += 1;
        }
    }
    for (at, home) in spaces {
        if let Some((storey, building)) = home {
            (survey.spaces[at].storey, survey.spaces[at].building) = (Some(storey), Some(building));
            moved += 1;
        }
    }
    if moved > 0 {
        survey.notes.push(format!("{moved} things and rooms stand in no storey; they were placed by their height"));
    }
}

/// Things and rooms whose container is a level far below them: tools that put everything onto one level, windows of which only
/// a wall over several storeys tells where they are.
fn strays(survey: &mut Survey<'_>) {
    let true_level = |home: Option<StoreyId>, low: f64| -> Option<StoreyId> {
        let home = &survey.storeys[home?.0];
        let above = &survey.storeys[home.above?.0];
        // where levels contradict the things on them, the levels may be wrong
        if home.elevation_doubt.is_some() || above.elevation_doubt.is_some() || low < above.elevation + BELOW_LEVEL {
            return None;
        }
        let levels = &survey.buildings[home.building?.0].storeys;
        levels.iter().rev().copied().find(|id| survey.storeys[id.0].elevation <= low + BELOW_LEVEL)
    };
    let shape_of = |shape: &Result<Shape, Gap>| shape.as_ref().ok().map(|shape| shape.extent().min[2]);
    // most things have a point below the next level, and one is enough to tell
    let reaches_down = |known: &OnceLock<Heights>, model: usize, entity: Entity<'_>, home: StoreyId| {
        let above = survey.storeys[home.0].above.map(|above| survey.storeys[above.0].elevation);
        above.is_some_and(|above| survey.readers.has_point_below(known, model, entity, above + BELOW_LEVEL))
    };
    let things: Vec<Option<StoreyId>> = survey
        .things
        .par_iter()
        .enumerate()
        .map(|(at, thing)| {
            let low = || {
                let known = thing.shape.get().and_then(shape_of);
                let reach = || survey.reach(ThingId(at)).map(|reach| reach.extent.min[2]);
                // plain bodies are soon made, and those of walls, slabs and openings are asked for later anyway
                let made = || {
                    let shape = || thing.shape.get_or_init(|| survey.readers.lower(thing.model, thing.entity));
                    (thing.is_slab || SOLID.iter().any(|class| thing.class.is_a(*class))).then(|| shape_of(shape())).flatten()
                };
                known.or_else(reach).or_else(made)
            };
            let storey = thing.storey.filter(|storey| survey.storeys[storey.0].above.is_some())?;
            if thing.shape.get().is_none() && reaches_down(&thing.heights, thing.model, thing.entity, storey) {
                return None;
            }
            true_level(Some(storey), low()?)
        })
        .collect();
    let spaces: Vec<Option<StoreyId>> = survey
        .spaces
        .par_iter()
        .map(|space| {
            let shape = || space.shape.get_or_init(|| survey.readers.lower(space.model, space.entity));
            let storey = space.storey.filter(|storey| survey.storeys[storey.0].above.is_some())?;
            if space.shape.get().is_none() && reaches_down(&space.heights, space.model, space.entity, storey) {
                return None;
            }
            true_level(space.storey, shape_of(shape())?)
        })
        .collect();
    let things = gables_stay(survey, things, &spaces);
    resettle(survey, things, spaces, "stand storeys above the level that holds them");
}

/// A window above the top level, on which nobody lives, is one in a gable or a dormer of the storey below that holds it.
fn gables_stay(survey: &Survey<'_>, things: Vec<Option<StoreyId>>, spaces: &[Option<StoreyId>]) -> Vec<Option<StoreyId>> {
    let rooms = survey.spaces.iter().zip(spaces).filter_map(|(space, moved)| moved.or(space.storey));
    let is_door = |at: &usize| survey.things[*at].class.is_a(class::IFC_DOOR);
    let doors = (0..things.len()).filter(is_door).filter_map(|at| things[at].or(survey.things[at].storey));
    let lived_on: BTreeSet<StoreyId> = rooms.chain(doors).collect();
    let stays = |at: usize, to: StoreyId| in_gable(survey, &survey.things[at], to) && !lived_on.contains(&to);
    things.into_iter().enumerate().map(|(at, to)| to.filter(|to| !stays(at, *to))).collect()
}

/// Whether a thing is a window that the storey below the top level holds, and that stands above that level.
pub(crate) fn in_gable(survey: &Survey<'_>, thing: &Thing<'_>, to: StoreyId) -> bool {
    let is_next = thing.storey.is_some_and(|home| survey.storeys[home.0].above == Some(to));
    thing.class.is_a(class::IFC_WINDOW) && is_next && survey.storeys[to.0].above.is_none()
}

/// Puts things and rooms onto the levels found for them, where one was found, and notes how many and why.
pub(crate) fn resettle(survey: &mut Survey<'_>, things: Vec<Option<StoreyId>>, spaces: Vec<Option<StoreyId>>, why: &str) {
    let moved = things.iter().chain(&spaces).flatten().count();
    for (thing, storey) in survey.things.iter_mut().zip(things) {
        if let Some(storey) = storey {
            (thing.storey, thing.placed_by) = (Some(storey), PlacedBy::Geometry);
        }
    }
    for (space, storey) in survey.spaces.iter_mut().zip(spaces) {
        space.storey = storey.or(space.storey);
    }
    if moved > 0 {
        survey.notes.push(format!("{moved} things and rooms {why}; they were placed by their height"));
    }
}

/// Building elements without a storey; what the site holds (greens, roads, parking) stays with the site.
fn is_lost(survey: &Survey<'_>, at: usize) -> bool {
    let thing = &survey.things[at];
    if thing.storey.is_some() {
        return false;
    }
    let sited = thing.entity.model().relations().container_of(thing.entity).is_some_and(|home| home.is_a(class::IFC_SITE));
    stands_in_buildings(thing.class)
        || thing.class.is_a(class::IFC_RAILING)
        || thing.class.is_a(class::IFC_COVERING)
        || (!sited && thing.is_slab)
        || (thing.building.is_some() && thing.class.is_a(class::IFC_PRODUCT) && !sited)
}

/// The ground that the placed slabs, walls and rooms of each building cover, as boxes.
fn building_boxes(survey: &Survey<'_>) -> Vec<Option<Extent>> {
    let mut jobs: Vec<(usize, bool, usize)> = Vec::new();
    let mut counts = vec![0_usize; survey.buildings.len()];
    for (at, thing) in survey.things.iter().enumerate() {
        let Some(building) = thing.building else { continue };
        if thing.storey.is_some() && (thing.is_slab || thing.class.is_a(class::IFC_WALL)) && counts[building.0] < 200 {
            counts[building.0] += 1;
            jobs.push((building.0, true, at));
        }
    }
    for (at, space) in survey.spaces.iter().enumerate() {
        if let (Some(building), Some(_)) = (space.building, space.storey)
            && counts[building.0] < 200
        {
            counts[building.0] += 1;
            jobs.push((building.0, false, at));
        }
    }
    let extents: Vec<(usize, Option<Extent>)> = jobs
        .par_iter()
        .map(|(building, is_thing, at)| {
            let shape = if *is_thing {
                let thing = &survey.things[*at];
                thing.shape.get_or_init(|| survey.readers.lower(thing.model, thing.entity))
            } else {
                let space = &survey.spaces[*at];
                space.shape.get_or_init(|| survey.readers.lower(space.model, space.entity))
            };
            (*building, shape.as_ref().ok().map(Shape::extent))
        })
        .collect();
    let mut boxes: Vec<Option<Extent>> = vec![None; survey.buildings.len()];
    for (building, extent) in extents {
        let Some(extent) = extent else { continue };
        let joined = match boxes[building].take() {
            None => extent,
            Some(mut all) => {
                for axis in 0..3 {
                    all.min[axis] = all.min[axis].min(extent.min[axis]);
                    all.max[axis] = all.max[axis].max(extent.max[axis]);
                }
                all
            }
        };
        boxes[building] = Some(joined);
    }
    boxes
}

/// The middle of a box in plan.
fn centre(extent: &Extent) -> [f64; 2] {
    [(extent.min[0] + extent.max[0]) / 2.0, (extent.min[1] + extent.max[1]) / 2.0]
}

/// How far a point lies outside of a box in plan, along the farther axis.
fn reach(outer: &Extent, point: [f64; 2]) -> f64 {
    (0..2).map(|axis| (outer.min[axis] - point[axis]).max(point[axis] - outer.max[axis]).max(0.0)).fold(0.0, f64::max)
}

/// The building whose ground a box stands on, and its level.
fn level_of(
    survey: &Survey<'_>,
    boxes: &[Option<Extent>],
    known: Option<BuildingId>,
    extent: Extent,
    is_slab: bool,
) -> Option<(StoreyId, BuildingId)> {
    let building = known.or_else(|| {
        if survey.buildings.len() == 1 {
            return Some(BuildingId(0));
        }
        // the box that holds the centre, else the nearest within 3 m (a balcony, a canopy)
        let reach = |outer: &Extent| reach(outer, centre(&extent));
        let size = |outer: &Extent| (outer.max[0] - outer.min[0]) * (outer.max[1] - outer.min[1]);
        // a box holds the first things of a building only: its top level tells how high it goes on
        let top = |at: usize, outer: &Extent| {
            let levels = &survey.buildings[at].storeys;
            levels.last().map_or(outer.max[2], |id| outer.max[2].max(survey.storeys[id.0].elevation + STOREY))
        };
        let over = |at: usize, outer: &Extent| (extent.min[2] - top(at, outer)).max(0.0);
        let near = boxes.iter().enumerate().filter_map(|(at, outer)| outer.as_ref().map(|outer| (at, outer))).filter(|(at, outer)| {
            let levels = &survey.buildings[*at].storeys;
            let lowest = levels.first().map_or(f64::INFINITY, |id| survey.storeys[id.0].elevation);
            reach(outer) <= NEAR && extent.max[2] >= lowest - 1.0 && over(*at, outer) <= 6.0
        });
        // what stands over the roof of a garage beside a tower is the tower's
        let apart = |at: usize, outer: &Extent| reach(outer) + over(at, outer);
        // a wall that goes on far beyond a tower is that of the garage round it
        let sticks_out =
            |outer: &Extent| (0..2).any(|axis| extent.min[axis] < outer.min[axis] - NEAR || extent.max[axis] > outer.max[axis] + NEAR);
        near.min_by(|(a, first), (b, second)| {
            let by_distance = apart(*a, first).total_cmp(&apart(*b, second));
            by_distance.then(sticks_out(first).cmp(&sticks_out(second))).then(size(first).total_cmp(&size(second)))
        })
        .map(|(at, _)| BuildingId(at))
    })?;
    let levels = &survey.buildings[building.0].storeys;
    let storey = if is_slab {
        let top = extent.max[2];
        levels
            .iter()
            .copied()
            .filter(|id| (survey.storeys[id.0].elevation - top).abs() <= SLAB_TO_LEVEL)
            .min_by(|a, b| (survey.storeys[a.0].elevation - top).abs().total_cmp(&(survey.storeys[b.0].elevation - top).abs()))
    } else {
        None
    };
    let below = || levels.iter().rev().copied().find(|id| survey.storeys[id.0].elevation <= extent.min[2] + BELOW_LEVEL);
    Some((storey.or_else(below).or_else(|| levels.first().copied())?, building))
}
