//! Windows and bay windows: openings, walls, rooms behind, projection, clear width (CLAUSES NT-3.1-02, NT-2.2-06).

mod bay_shape;
mod level;
mod subjects;
mod wall_line;
mod window;

use std::collections::BTreeMap;

use haofang_facts::{FactSheet, Subject};
use haofang_ifc::class;
use rayon::prelude::*;

use crate::building::{StoreyId, Survey, ThingId};
use crate::carriers::Recognised;
use level::Level;
use window::Found;

/// Lower things are parts of windows (m).
const LEAST_HEIGHT: f64 = 0.8;
/// Glazing without a name that begins lower than this above the floor is a façade (m).
const RAISED: f64 = 0.15;
/// Wider glazing without a name is a façade (m).
const WIDEST: f64 = 8.0;
/// Higher glazing without a name is a façade (m).
const HIGHEST: f64 = 3.0;

/// Windows and bay windows.
pub(crate) fn measure(survey: &Survey<'_>, _: &FactSheet) -> Vec<Subject> {
    let windows: Vec<ThingId> = survey.things_of(class::IFC_WINDOW).collect();
    let stand_ins = stand_ins(survey);
    let mut storeys: Vec<StoreyId> = windows.iter().chain(&stand_ins).filter_map(|thing| survey.thing(*thing).storey).collect();
    storeys.sort_unstable();
    storeys.dedup();
    let levels: BTreeMap<StoreyId, Level> = storeys.into_par_iter().map(|storey| (storey, level::read(survey, storey))).collect();
    let look = |thing: &ThingId| window::look(survey, survey.thing(*thing).storey.and_then(|storey| levels.get(&storey)), *thing);
    let mut found: Vec<Found> = windows.par_iter().map(look).collect();
    window::side_panes(survey, &mut found);
    let others: Vec<Found> = stand_ins.par_iter().map(look).filter(|found| !found.bays.is_empty()).collect();
    let mut out: Vec<Subject> = found.iter().map(|found| subjects::window(survey, found)).collect();
    out.extend(subjects::bays(survey, &found, &others));
    out
}

/// Whether a word of the vocabulary's window list means a bay: 飘窗 and 转角飘窗, but not 转角窗.
pub(crate) fn names_bay(found: &Recognised) -> bool {
    found.word == "bay" || found.word == "corner" && (found.keyword.contains('飘') || found.keyword.contains('凸'))
}

/// Proxies and assemblies that are bay windows by name, and curtain walls of a window's size that begin above the floor, whatever
/// their name: geometry decides.
fn stand_ins(survey: &Survey<'_>) -> Vec<ThingId> {
    let kinds = [class::IFC_BUILDING_ELEMENT_PROXY, class::IFC_CURTAIN_WALL, class::IFC_ELEMENT_ASSEMBLY];
    kinds
        .iter()
        .flat_map(|kind| survey.things_of(*kind))
        .filter(|thing| {
            let (entity, kind) = (survey.thing(*thing).entity, survey.thing(*thing).class);
            let named = survey.recognise("window", entity).is_some_and(|found| names_bay(&found));
            let slab = survey.recognise("platform", entity).is_some_and(|found| found.keyword.ends_with('板'));
            let candidate = named || kind.is_a(class::IFC_CURTAIN_WALL) || kind.is_a(class::IFC_ELEMENT_ASSEMBLY);
            candidate
                && !slab
                && survey.extent(*thing).is_some_and(|extent| {
                    let size = |axis: usize| extent.max[axis] - extent.min[axis];
                    let raised = survey.thing(*thing).storey.is_some_and(|storey| extent.min[2] > survey.storey(storey).elevation + RAISED);
                    size(2) > LEAST_HEIGHT && (named || raised && size(0).max(size(1)) < WIDEST && size(2) < HIGHEST)
                })
        })
        .collect()
}
