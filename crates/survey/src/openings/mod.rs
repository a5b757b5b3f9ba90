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
use level::Level;
use window::Found;

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

/// Proxies and assemblies that are bay windows by name, in models that have no IfcWindow for them.
fn stand_ins(survey: &Survey<'_>) -> Vec<ThingId> {
    let kinds = [class::IFC_BUILDING_ELEMENT_PROXY, class::IFC_CURTAIN_WALL, class::IFC_ELEMENT_ASSEMBLY];
    kinds
        .iter()
        .flat_map(|kind| survey.things_of(*kind))
        .filter(|thing| {
            let entity = survey.thing(*thing).entity;
            let named = survey.recognise("window", entity).is_some_and(|found| found.word == "bay");
            let slab = survey.recognise("platform", entity).is_some_and(|found| found.keyword.ends_with('板'));
            named && !slab && survey.extent(*thing).is_some_and(|extent| extent.max[2] - extent.min[2] > 0.8)
        })
        .collect()
}
