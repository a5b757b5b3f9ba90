//! Lifts, escape, façades, pipes, equipment, ratings, sound insulation.

mod equipment;
mod escape;
pub(crate) mod facade;
mod lifts;
mod pipe_material;
mod pipes;
mod rating_text;
mod ratings;
mod shafts;
mod sound;

use haofang_facts::{FactSheet, Subject};

use crate::building::Survey;

/// Everything that serves the building.
pub(crate) fn measure(survey: &Survey<'_>, sheet: &FactSheet) -> Vec<Subject> {
    let mut out = lifts::measure(survey);
    out.extend(facade::measure(survey, sheet));
    out.extend(escape::measure(survey));
    out.extend(equipment::measure(survey, &equipment::find(survey)));
    let (pipes, shares) = pipes::measure(survey);
    let mut project = survey.project_subject();
    for (name, outcome) in shares.into_iter().chain(ratings::measure(survey)).chain(sound::measure(survey, sheet)) {
        project.record(name, outcome);
    }
    out.push(project);
    out.extend(pipes);
    out
}
