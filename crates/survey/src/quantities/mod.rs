//! Measuring: one file per kind of subject, one function per quantity.

mod area;
pub(crate) mod bay_width;
mod building;
mod clear_height;
mod derived_room;
mod dwelling;
mod element;
mod outdoor_parts;
mod outline;
mod project;
mod slopes;
mod space;
mod split_level;
mod standard;
mod stated_height;
mod storey;
mod unit;

use haofang_facts::{FactSheet, Subject};
use rayon::prelude::*;

use crate::building::{BuildingId, DwellingId, SpaceId, StoreyId, Survey, ThingId, UnitId};

pub use bay_width::Bay;
use outdoor_parts::Bays;

/// Everything that needs no outdoor parts: project, site, buildings, levels, stair units, dwellings, rooms.
pub(crate) fn shell(survey: &Survey<'_>, _: &FactSheet) -> Vec<Subject> {
    let mut subjects = vec![project::subject(survey), survey.site_subject()];
    subjects.extend((0..survey.buildings.len()).into_par_iter().map(|at| building::subject(survey, BuildingId(at))).collect::<Vec<_>>());
    subjects.extend((0..survey.storeys.len()).into_par_iter().map(|at| storey::subject(survey, StoreyId(at))).collect::<Vec<_>>());
    subjects.extend((0..survey.units.len()).map(|at| unit::subject(survey, UnitId(at))));
    subjects.extend((0..survey.dwellings.len()).into_par_iter().map(|at| dwelling::subject(survey, DwellingId(at))).collect::<Vec<_>>());
    let rooms: Vec<SpaceId> = (0..survey.spaces.len()).map(SpaceId).filter(|id| !survey.space(*id).is_area_region).collect();
    subjects.extend(rooms.into_par_iter().map(|id| space::subject(survey, id)).collect::<Vec<_>>());
    subjects.extend(
        (0..survey.storeys.len())
            .into_par_iter()
            .map(|at| derived_room::subjects(survey, StoreyId(at)))
            .collect::<Vec<_>>()
            .into_iter()
            .flatten(),
    );
    if survey.options.elements {
        subjects.extend(crate::openings::doors(survey));
        subjects
            .extend((0..survey.things.len()).into_par_iter().filter_map(|at| element::subject(survey, ThingId(at))).collect::<Vec<_>>());
    }
    subjects
}

pub(crate) use area::measure as areas;

/// Widths of rooms, which need the bay windows.
pub(crate) fn widths(survey: &Survey<'_>, sheet: &FactSheet) -> Vec<Subject> {
    let bays = Bays::of_sheet(sheet);
    let drawn = (0..survey.spaces.len()).into_par_iter().filter_map(|at| space::bay(survey, sheet, &bays, SpaceId(at)));
    let mut subjects: Vec<Subject> = drawn.collect();
    let derived = (0..survey.storeys.len()).into_par_iter().map(|at| derived_room::widths(survey, sheet, &bays, StoreyId(at)));
    subjects.extend(derived.collect::<Vec<_>>().into_iter().flatten());
    subjects
}
