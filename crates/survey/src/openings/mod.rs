//! Windows and bay windows: openings, walls, rooms behind, projection, clear width (CLAUSES NT-3.1-02, NT-2.2-06).

mod bay_shape;
mod confirm;
mod door;
mod doubtful;
mod hole;
mod level;
mod on_line;
mod side_plates;
mod subjects;
mod typical;
mod wall_line;
mod window;

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::{FactSheet, Subject};
use haofang_geometry::Extent;
use haofang_geometry::lower::reach::Reach;
use haofang_ifc::class;
use rayon::prelude::*;

use crate::building::{StoreyId, Survey, ThingId};
use crate::carriers::Recognised;
use level::Level;
use window::Found;

pub(crate) use door::measure as doors;

/// Lower things are parts of windows (m).
const LEAST_HEIGHT: f64 = 0.8;
/// Glazing without a name that begins lower than this above the floor is a façade (m).
const RAISED: f64 = 0.15;
/// Wider glazing without a name is a façade (m).
const WIDEST: f64 = 8.0;
/// A box around a thing may be larger than the thing by less than this (m).
const ROUGH: f64 = 0.01;
/// Glazing further from an opening is another's (m).
const REACH: f64 = bay_shape::MOST_PROJECTION;
/// Higher glazing without a name is a façade (m).
const HIGHEST: f64 = 3.0;

/// Windows and bay windows.
pub(crate) fn measure(survey: &Survey<'_>, _: &FactSheet) -> Vec<Subject> {
    let windows: Vec<ThingId> = survey.things_of(class::IFC_WINDOW).chain(written_as_proxies(survey)).collect();
    let mut stand_ins = stand_ins(survey, &windows);
    let known: BTreeSet<ThingId> = windows.iter().chain(&stand_ins).copied().collect();
    stand_ins.extend(before_empty_holes(survey).into_iter().filter(|thing| !known.contains(thing)));
    let mut storeys: Vec<StoreyId> = windows.iter().chain(&stand_ins).filter_map(|thing| survey.thing(*thing).storey).collect();
    storeys.sort_unstable();
    storeys.dedup();
    let mut levels: BTreeMap<StoreyId, Level> = storeys.into_par_iter().map(|storey| (storey, level::read(survey, storey))).collect();
    typical::liken(survey, levels.values_mut());
    let looks = typical::Looks::default();
    let look = |thing: &ThingId| window::look(survey, survey.thing(*thing).storey.and_then(|storey| levels.get(&storey)), &looks, *thing);
    // one window may take as long as a hundred others
    let look_at = |things: &[ThingId]| things.par_iter().with_max_len(1).map(look).collect::<Vec<Found>>();
    let (mut found, others) = rayon::join(|| look_at(&windows), || look_at(&stand_ins));
    window::side_panes(survey, &mut found);
    let (bays, mut out) = rayon::join(
        || {
            // levels hold thousands of outlines, whose memory is given back beside the windows
            drop((levels, looks));
            let mut bays = subjects::bays(survey, &found, &others);
            bays.extend(doubtful::named(survey, &found, &others));
            bays
        },
        || found.par_iter().map(|found| subjects::window(survey, found)).collect::<Vec<Subject>>(),
    );
    out.extend(bays);
    out
}

/// Whether a word of the vocabulary's window list means a bay: 飘窗 and 转角飘窗, but not 转角窗.
pub(crate) fn names_bay(found: &Recognised) -> bool {
    found.word == "bay" || found.word == "corner" && (found.keyword.contains('飘') || found.keyword.contains('凸'))
}

/// Windows that a tool wrote as proxies: they fill the opening of a wall, and their name or mark says that they are windows.
fn written_as_proxies<'s>(survey: &'s Survey<'_>) -> impl Iterator<Item = ThingId> + 's {
    survey.things_of(class::IFC_BUILDING_ELEMENT_PROXY).filter(|thing| {
        let entity = survey.thing(*thing).entity;
        let relations = entity.model().relations();
        let in_wall =
            relations.fills(entity).and_then(|opening| relations.voided_by(opening)).is_some_and(|host| host.is_a(class::IFC_WALL));
        in_wall && survey.texts(entity).iter().any(|carrier| is_mark_of_window(&carrier.folded))
    })
}

/// `C1815`, `TC2418`, `推拉窗:C1815:3456`, `平开窗`; not `MLC2124`, `M0921`.
fn is_mark_of_window(folded: &str) -> bool {
    if folded.contains('门') {
        return false;
    }
    let marks = ["c", "tc", "gc", "pc", "lc", "zjc"];
    let is_mark = |part: &str| {
        let letters = part.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(part.len());
        let digits = part[letters..].chars().take_while(char::is_ascii_digit).count();
        marks.contains(&&part[..letters]) && (3..=6).contains(&digits)
    };
    folded.contains('窗') && !folded.contains("窗台") || folded.split([' ', ':', '-', '_', '/']).any(is_mark)
}

/// Proxies, furniture and assemblies that are bay windows by name, and curtain walls of a window's size that begin above the floor, whatever
/// their name: geometry decides.
fn stand_ins(survey: &Survey<'_>, windows: &[ThingId]) -> Vec<ThingId> {
    let kinds = [class::IFC_BUILDING_ELEMENT_PROXY, class::IFC_FURNISHING_ELEMENT, class::IFC_CURTAIN_WALL, class::IFC_ELEMENT_ASSEMBLY];
    kinds
        .iter()
        .flat_map(|kind| survey.things_of(*kind))
        .filter(|thing| {
            let (entity, kind) = (survey.thing(*thing).entity, survey.thing(*thing).class);
            let named = survey.recognise("window", entity).is_some_and(|found| names_bay(&found));
            let slab = survey.recognise("platform", entity).is_some_and(|found| found.keyword.ends_with('板'));
            let is_window = kind.is_a(class::IFC_BUILDING_ELEMENT_PROXY) && windows.contains(thing);
            let candidate = !is_window && named || kind.is_a(class::IFC_CURTAIN_WALL) || kind.is_a(class::IFC_ELEMENT_ASSEMBLY);
            candidate
                && !slab
                && survey
                    .extent(*thing)
                    .is_some_and(|extent| named && extent.max[2] - extent.min[2] > LEAST_HEIGHT || is_window_sized(survey, *thing, &extent))
        })
        .collect()
}

/// Plates, members and proxies of a window's size that stand by themselves before openings of walls which nothing fills.
fn before_empty_holes(survey: &Survey<'_>) -> Vec<ThingId> {
    let kinds = [class::IFC_PLATE, class::IFC_MEMBER, class::IFC_BUILDING_ELEMENT_PROXY];
    let on_level = |thing: &ThingId| {
        let held = survey.thing(*thing);
        held.storey.is_some() && held.entity.model().relations().parent_of(held.entity).is_none()
    };
    let loose: Vec<ThingId> = kinds.iter().flat_map(|kind| survey.things_of(*kind)).filter(on_level).collect();
    if loose.is_empty() {
        return Vec::new();
    }
    let empty: Vec<_> = survey
        .things_of(class::IFC_WALL)
        .flat_map(|wall| {
            let (model, entity) = (survey.thing(wall).model, survey.thing(wall).entity);
            let relations = entity.model().relations();
            relations.openings_of(entity).into_iter().map(move |opening| (model, opening))
        })
        .filter(|(_, opening)| opening.model().relations().fillings_of(*opening).is_empty())
        .collect();
    let holes: Vec<Extent> = empty
        .into_par_iter()
        .filter_map(|(model, opening)| survey.readers.lower(model, opening).ok().map(|shape| shape.extent()))
        .filter(|hole| hole.max[2] - hole.min[2] > LEAST_HEIGHT)
        .collect();
    if holes.is_empty() {
        return Vec::new();
    }
    let before = |extent: &Extent| {
        holes.iter().any(|hole| {
            let near = (0..2).all(|axis| extent.min[axis] < hole.max[axis] + REACH && extent.max[axis] > hole.min[axis] - REACH);
            let shared = extent.max[2].min(hole.max[2]) - extent.min[2].max(hole.min[2]);
            near && shared > 0.5 * (hole.max[2] - hole.min[2])
        })
    };
    // most loose things stand before no opening or on the floor: a box around them tells that without their shape
    let may_be = |thing: ThingId, around: &Reach| {
        before(&around.extent) && (!around.upright || is_window_high(survey, thing, &around.extent, ROUGH))
    };
    loose
        .into_par_iter()
        .with_max_len(1) // one partition with 20 000 points takes as long as all others
        .filter(|thing| survey.reach(*thing).is_none_or(|around| may_be(*thing, &around)))
        .filter(|thing| survey.extent(*thing).is_some_and(|extent| is_window_sized(survey, *thing, &extent) && before(&extent)))
        .collect()
}

/// As large as a window, and beginning above the floor.
fn is_window_sized(survey: &Survey<'_>, thing: ThingId, extent: &Extent) -> bool {
    let size = |axis: usize| extent.max[axis] - extent.min[axis];
    size(0).max(size(1)) < WIDEST && is_window_high(survey, thing, extent, 0.0)
}

/// As high as a window, and beginning above the floor, give or take `slack` metres.
fn is_window_high(survey: &Survey<'_>, thing: ThingId, extent: &Extent, slack: f64) -> bool {
    let height = extent.max[2] - extent.min[2];
    let raised = |storey| extent.min[2] + slack > survey.storey(storey).elevation + RAISED;
    survey.thing(thing).storey.is_some_and(raised) && height + slack > LEAST_HEIGHT && height - slack < HIGHEST
}

#[cfg(test)]
mod tests {
    use super::is_mark_of_window;

    #[test]
    fn marks_of_windows_are_told_from_marks_of_doors() {
        for name in ["c1815", "tc2418", "推拉窗:c1815:3456", "平开窗", "gc0906"] {
            assert!(is_mark_of_window(name), "{name}");
        }
        for name in ["m0921", "mlc2124", "门联窗", "窗台板", "c30", "fm甲1221", "卧室"] {
            assert!(!is_mark_of_window(name), "{name}");
        }
    }
}
