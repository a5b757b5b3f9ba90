//! Lifts, escape, façades, pipes, equipment, ratings, sound insulation.

mod equipment;
mod escape;
pub(crate) mod facade;
mod facade_style;
mod lift_claims;
mod lift_unit;
mod lift_way;
mod lifts;
mod outer_face;
mod pipe_material;
mod pipes;
mod rating_text;
mod ratings;
mod shafts;
mod sound;

use haofang_facts::{FactSheet, Subject};

use crate::building::Survey;
use crate::outdoor::Measured;

/// What serves the building, as far as it asks nothing of the sheet.
pub(crate) struct Found {
    lifts: Vec<Subject>,
    facades: Vec<Subject>,
    escape: Vec<Subject>,
    equipment: Vec<Subject>,
    pipes: (Vec<Subject>, Measured),
    ratings: Measured,
}

/// Looks for what serves the building.
pub(crate) fn find(survey: &Survey<'_>) -> Found {
    Found {
        lifts: lifts::measure(survey),
        facades: facade::find(survey),
        escape: escape::measure(survey),
        equipment: equipment::measure(survey, &equipment::find(survey)),
        pipes: pipes::measure(survey),
        ratings: ratings::measure(survey),
    }
}

/// What walls, slabs and windows promise, which asks for windows only.
pub(crate) use sound::measure as of_parts;

/// Everything that serves the building, with what its parts promise.
pub(crate) fn measure(survey: &Survey<'_>, sheet: &FactSheet, found: Found, of_parts: Measured) -> Vec<Subject> {
    let mut out = found.lifts;
    out.extend(facade::with_balconies(survey, sheet, found.facades));
    out.extend(found.escape);
    out.extend(found.equipment);
    let (pipes, shares) = found.pipes;
    let mut project = survey.project_subject();
    for (name, outcome) in shares.into_iter().chain(found.ratings).chain(of_parts) {
        project.record(name, outcome);
    }
    out.push(project);
    out.extend(pipes);
    out
}
