//! The site and what lies outside of the walls: green, parking, facilities, balconies, terraces, voids.

mod boundary;
mod dual_lobby;
mod facilities;
mod facility_area;
mod facility_doubt;
mod facility_place;
mod green;
mod green_claims;
mod green_count;
mod green_face;
mod green_find;
mod green_place;
mod green_soil;
mod gross;
mod homes;
pub(crate) mod labels;
mod parking;
mod parking_dedupe;
mod parking_doubt;
mod paved;
pub(crate) mod platforms;
mod roof_over;
mod site;
mod soil;

use haofang_facts::{Fact, FactSheet, Gap, Subject};
use haofang_geometry::plan::Region;

use crate::building::Survey;

/// Quantities of a subject that another part of the survey owns: names with what became of them.
pub(crate) type Measured = Vec<(&'static str, Result<Fact, Gap>)>;

/// What is known of the site as far as it asks nothing of the sheet.
pub(crate) struct OnSite<'m> {
    labelled: Vec<labels::Labelled<'m>>,
    site: Vec<Subject>,
    plot: Option<Region>,
}

/// Looks for what lies on the site.
pub(crate) fn find<'m>(survey: &Survey<'m>) -> OnSite<'m> {
    let labelled = labels::gather(survey);
    let (site, plot) = site::measure(survey, &labelled);
    OnSite { labelled, site, plot }
}

/// Everything outdoors, and what it adds to project, site, storeys and dwellings.
pub(crate) fn measure(survey: &Survey<'_>, sheet: &FactSheet, on_site: OnSite<'_>) -> Vec<Subject> {
    let OnSite { labelled, site, plot } = on_site;
    let on_plot = || {
        rayon::join(
            || parking::measure(survey, &labelled, plot.as_ref(), sheet),
            || facilities::measure(survey, &labelled, plot.as_ref(), sheet),
        )
    };
    let (((places, parking), (facilities, care)), mut out) = rayon::join(on_plot, || platforms::measure(survey, sheet));
    out.extend(site);
    let mut project = survey.project_subject();
    for (name, outcome) in parking.into_iter().chain(care) {
        project.record(name, outcome);
    }
    out.push(project);
    out.extend(places);
    out.extend(facilities);
    out
}
