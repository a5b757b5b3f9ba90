//! Things and rooms whose container is not the level on which they stand: basements hung on the ground storey, whole buildings
//! hung on one of their levels (IFC_CN §1).
//!
//! A level that holds nothing of its own says nothing of what stands on it; a thing that lies wholly below its level and stands
//! on the floor beneath belongs there. What only hangs from a floor (pipes, beams) stays with the level of its container.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use haofang_geometry::lower::reach::Heights;
use haofang_ifc::{Class, Entity, class};
use rayon::prelude::*;

use crate::building::{StoreyId, Survey, Thing};
use crate::placing;

/// What stands on a level begins no deeper than this below it: in a floor's finish and slab (m).
const IN_FLOOR: f64 = 0.15;
/// What stands on a level begins no higher than this above it (m).
const ON_FLOOR: f64 = 0.30;
/// A slab floors the level that lies this near to its top (m, CLAUSES NT-3.1-01: |ΔZ| ≤ 0.45 m).
const FLOORS: f64 = 0.45;
/// What rises no more than this above a level lies below it (m).
const RISES: f64 = 0.05;
/// Levels nearer to each other than this are no two storeys (m).
const STOREY: f64 = 1.8;

/// Parts of a storey that stand on its floor.
const STANDING: &[Class] = &[
    class::IFC_WALL,
    class::IFC_CURTAIN_WALL,
    class::IFC_COLUMN,
    class::IFC_STAIR,
    class::IFC_STAIR_FLIGHT,
    class::IFC_RAILING,
    class::IFC_TRANSPORT_ELEMENT,
];
/// What fills walls, and tells that a level is lived on.
const FILLING: &[Class] = &[class::IFC_WINDOW, class::IFC_DOOR];

/// What a thing is to its storey.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Room,
    Filling,
    Standing,
    Slab,
    Other,
}

fn part(thing: &Thing<'_>) -> Part {
    let any = |classes: &[Class]| classes.iter().any(|class| thing.class.is_a(*class));
    match () {
        () if any(FILLING) => Part::Filling,
        () if any(STANDING) => Part::Standing,
        () if thing.is_slab && !thing.class.is_a(class::IFC_ROOF) => Part::Slab,
        () => Part::Other,
    }
}

/// One thing or room: what it is, its level, and its lowest and highest point where they matter.
struct Body<'b, 'm> {
    part: Part,
    home: StoreyId,
    model: usize,
    entity: Entity<'m>,
    heights: &'b OnceLock<Heights>,
}

/// Puts every thing and room that stands on another level onto that one.
pub(crate) fn return_home(survey: &mut Survey<'_>) {
    let bare = bare_levels(survey);
    let frozen = &*survey;
    let things: Vec<Option<StoreyId>> = frozen
        .things
        .par_iter()
        .map(|thing| {
            let body = Body { part: part(thing), home: thing.storey?, model: thing.model, entity: thing.entity, heights: &thing.heights };
            let made = || thing.shape.get_or_init(|| frozen.readers.lower(thing.model, thing.entity));
            let known = || thing.reach(&frozen.readers).map(|reach| (reach.extent.min[2], reach.extent.max[2]));
            let ends = || known().or_else(|| made().as_ref().ok().map(|shape| (shape.extent().min[2], shape.extent().max[2])));
            true_level(frozen, &bare, &body, thing.shape.get().is_some(), ends)
        })
        .collect();
    let spaces: Vec<Option<StoreyId>> = frozen
        .spaces
        .par_iter()
        .map(|space| {
            let body = Body { part: Part::Room, home: space.storey?, model: space.model, entity: space.entity, heights: &space.heights };
            let made = || space.shape.get_or_init(|| frozen.readers.lower(space.model, space.entity));
            let ends = || made().as_ref().ok().map(|shape| (shape.extent().min[2], shape.extent().max[2]));
            true_level(frozen, &bare, &body, space.shape.get().is_some(), ends)
        })
        .collect();
    // a bare level above is a storey where rooms, doors or windows stand on it; else it is a roof with its parapets
    let lived_on: BTreeSet<StoreyId> = frozen
        .things
        .iter()
        .zip(&things)
        .filter(|(thing, to)| part(thing) == Part::Filling && !to.is_some_and(|to| placing::in_gable(frozen, thing, to)))
        .filter_map(|(_, home)| *home)
        .chain(spaces.iter().copied().flatten())
        .collect();
    let rises = |from: Option<StoreyId>, to: StoreyId| {
        let height = |id: StoreyId| frozen.storeys[id.0].elevation;
        from.is_some_and(|from| height(to) > height(from))
    };
    let stays = |from: Option<StoreyId>, to: &Option<StoreyId>| to.filter(|to| !rises(from, *to) || lived_on.contains(to));
    let things: Vec<Option<StoreyId>> = frozen.things.iter().zip(&things).map(|(thing, to)| stays(thing.storey, to)).collect();
    placing::resettle(survey, things, spaces, "stand on another level than the one that holds them");
}

/// Levels that hold no rooms, walls, doors and windows of their own.
fn bare_levels(survey: &Survey<'_>) -> Vec<bool> {
    let mut bare = vec![true; survey.storeys.len()];
    let shells = survey.things.iter().filter(|thing| part(thing) == Part::Filling || thing.class.is_a(class::IFC_WALL));
    for home in shells.filter_map(|thing| thing.storey).chain(survey.spaces.iter().filter_map(|space| space.storey)) {
        bare[home.0] = false;
    }
    bare
}

/// The level on which a body stands, where that is not its container.
fn true_level(
    survey: &Survey<'_>,
    bare: &[bool],
    body: &Body<'_, '_>,
    is_made: bool,
    ends: impl FnOnce() -> Option<(f64, f64)>,
) -> Option<StoreyId> {
    let home = &survey.storeys[body.home.0];
    let certain = |id: &StoreyId| survey.storeys[id.0].elevation_doubt.is_none();
    // where levels contradict the things on them, the levels may be wrong
    if home.elevation_doubt.is_some() {
        return None;
    }
    let above = home.above.filter(certain).filter(|above| bare[above.0]).map(|above| survey.storeys[above.0].elevation);
    let below = home.below.filter(certain).map(|below| (below, survey.storeys[below.0].elevation));
    let below = below.filter(|(_, elevation)| home.elevation - elevation >= STOREY);
    if above.is_none() && below.is_none() {
        return None;
    }
    // most bodies have a point that tells that they stand where they are
    let has_below = |height: f64| !is_made && survey.readers.has_point_below(body.heights, body.model, body.entity, height);
    let has_above = |height: f64| !is_made && survey.readers.has_point_above(body.heights, body.model, body.entity, height);
    let may_rise = || above.is_some_and(|above| body.part == Part::Slab || !has_below(above - IN_FLOOR));
    let may_sink = || below.is_some_and(|_| !has_above(home.elevation + RISES));
    let (rises, sinks) = (may_rise(), may_sink());
    // of what may only hang from the floor the body is not made in vain
    let idle = body.part == Part::Other
        && !rises
        && below.is_none_or(|(below, elevation)| !bare[below.0] && !has_below((home.elevation + elevation) / 2.0));
    if (!rises && !sinks) || (idle && !is_made) {
        return None;
    }
    let (low, top) = ends()?;
    let levels = &survey.buildings[home.building?.0].storeys;
    let height = |id: &StoreyId| survey.storeys[id.0].elevation;
    let floored = || {
        let near = |id: &StoreyId| (height(id) - top).abs();
        levels.iter().copied().filter(|id| near(id) <= FLOORS).min_by(|a, b| near(a).total_cmp(&near(b)))
    };
    let stands_on = |depth: f64| levels.iter().rev().copied().find(|id| height(id) <= low + depth);
    let found = if let Some(above) = above.filter(|above| rises && (body.part == Part::Slab || low >= *above - IN_FLOOR)) {
        if body.part == Part::Slab { floored().filter(|id| height(id) >= above) } else { stands_on(IN_FLOOR) }
    } else {
        let (below, elevation) = below.filter(|_| sinks && top <= home.elevation + RISES)?;
        let hangs_clear = top <= home.elevation - ON_FLOOR;
        let belongs = match body.part {
            Part::Slab => return floored().filter(|id| *id != body.home && top < home.elevation - FLOORS),
            Part::Room | Part::Standing => low <= elevation + ON_FLOOR || (bare[below.0] && hangs_clear),
            Part::Filling => low <= elevation + ON_FLOOR || hangs_clear,
            Part::Other => hangs_clear && (bare[below.0] || low <= (home.elevation + elevation) / 2.0),
        };
        belongs.then(|| stands_on(ON_FLOOR).or_else(|| levels.first().copied())).flatten()
    };
    found.filter(|id| *id != body.home)
}
