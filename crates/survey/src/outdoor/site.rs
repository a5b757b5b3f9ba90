//! The quantities of the plot: area, buildings on it, green.

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Subject, Unit};
use haofang_geometry::plan::{self, Region, area, intersection};
use haofang_geometry::tolerance::AREA_ACCURACY;

use super::labels::Labelled;
use super::{boundary, green};
use crate::authored;
use crate::building::{BuildingId, Survey};

/// A ratio that authors round to whole per cents differs from the measured one by less.
const ROUNDED: f64 = 0.5 / 100.0;

/// The site and its greens, and the plot as drawn.
pub(crate) fn measure<'m>(survey: &Survey<'m>, labelled: &[Labelled<'m>]) -> (Vec<Subject>, Option<Region>) {
    let boundary = boundary::boundary(survey, labelled);
    let size = boundary::area(survey, &boundary);
    let footprints = footprints(survey);
    let mut site = survey.site_subject();
    let region = boundary.as_ref().ok().map(|boundary| &boundary.region);
    coverage(survey, &mut site, region, &size, &footprints);
    let regions: Vec<Region> = footprints.iter().filter_map(|(_, outline)| outline.as_ref().ok().cloned()).collect();
    let totals = green::measure(survey, labelled, region, &size, &regions);
    let measured = totals.site.iter().find(|(name, _)| *name == "green_ratio").and_then(|(_, fact)| fact.as_ref().ok()?.value.as_number());
    site.record("area", size);
    // green under a building whose outline is lost would count
    let lost = footprints.iter().find_map(|(id, outline)| outline.as_ref().err().filter(|_| stands(survey, *id)).map(|gap| (*id, gap)));
    // files that do not share an origin: the buildings would not be taken off the greens
    let astray = region.and_then(|region| {
        let known = footprints.iter().filter_map(|(id, outline)| Some((*id, outline.as_ref().ok()?)));
        known.into_iter().find(|(_, outline)| area(&intersection(outline, region)) < 0.5 * area(outline)).map(|(id, _)| id)
    });
    for (name, outcome) in totals.site {
        let on_ground = name.starts_with("green_") || name.starts_with("concentrated_green_");
        site.record(
            name,
            match (lost, &outcome) {
                (Some((id, gap)), Ok(fact)) if on_ground && fact.value.as_number().is_some() => {
                    Err(Gap::new(GapKind::Incomplete, format!("{} has no outline: {}", survey.building(id).name, gap.detail)))
                }
                (None, Ok(fact)) if on_ground && fact.value.as_number().is_some() && astray.is_some() => Err(outside(survey, astray)),
                _ => outcome,
            },
        );
    }
    if let Some(demand) = stated_demand(survey, measured) {
        site.know("stated_green_demand", demand);
    }
    let parent = site.id.clone();
    let mut out = vec![site];
    out.extend(totals.subjects.into_iter().map(|mut subject| {
        subject.parent.get_or_insert_with(|| parent.clone());
        subject
    }));
    (out, boundary.ok().map(|boundary| boundary.region))
}

/// The greatest green ratio that the site or the project states as a demand upon it: 规划条件绿地率, 绿地率要求. 规划绿地率 may also be
/// the ratio of the design: it is no demand where that is the measured one.
fn stated_demand(survey: &Survey<'_>, measured: Option<f64>) -> Option<Fact> {
    let said = |meaning: &'static str| {
        let claims = survey.whole().flat_map(move |entity| survey.said(entity, meaning));
        claims.filter_map(|claim| authored::ratio_of_property(&claim.property)).collect::<Vec<_>>()
    };
    let is_design = |ratio: f64| measured.is_some_and(|measured| (ratio - measured).abs() < ROUNDED);
    let planned = said("green_demand").into_iter().filter(|ratio| !is_design(ratio.value));
    let greatest = said("required_green").into_iter().chain(planned).max_by(|a, b| a.value.total_cmp(&b.value))?;
    Some(Fact::authored(greatest.value, Unit::Ratio, greatest.source))
}

/// Why nothing on the ground is known when a building stands beside the plot.
fn outside(survey: &Survey<'_>, astray: Option<BuildingId>) -> Gap {
    let name = astray.map(|id| survey.building(id).name.clone()).unwrap_or_default();
    Gap::new(
        GapKind::Ambiguous,
        format!("{name} stands outside of the site boundary: the files do not share an origin, or the boundary is another plot's"),
    )
}

/// The outline of each building where it stands on the ground: its lowest storey that is no basement.
fn footprints(survey: &Survey<'_>) -> Vec<(BuildingId, Result<Region, Gap>)> {
    (0..survey.buildings.len())
        .map(BuildingId)
        .filter_map(|id| {
            let ground =
                survey.storeys_of(id).iter().find(|storey| !["basement", "duplicate"].contains(&survey.storey(**storey).usage.as_str()))?;
            // a garage under the open site covers nothing
            let mut outline = survey.enclosure(*ground).cloned().map_err(Clone::clone);
            // a storey on columns covers the ground that the storey above it covers
            if survey.storey(*ground).usage == "open_ground"
                && let Some(Ok(above)) = survey.storey(*ground).above.map(|above| survey.enclosure(above))
            {
                outline = Ok(outline.map_or_else(|_| above.clone(), |own| plan::union(&[&own, above])));
            }
            Some((id, outline))
        })
        .collect()
}

/// Whether a building has walls or rooms on its ground storey: one drawn as a symbol covers nothing that could be measured.
fn stands(survey: &Survey<'_>, id: BuildingId) -> bool {
    let mut levels =
        survey.storeys_of(id).iter().filter(|storey| !["basement", "duplicate"].contains(&survey.storey(**storey).usage.as_str()));
    levels.next().is_some_and(|level| survey.lost_outline(*level).is_some())
}

fn coverage(
    survey: &Survey<'_>,
    site: &mut Subject,
    region: Option<&Region>,
    size: &Result<Fact, Gap>,
    footprints: &[(BuildingId, Result<Region, Gap>)],
) {
    if footprints.is_empty() {
        let gap = Gap::new(GapKind::NotModelled, "no building above ground in the files");
        site.lack("building_footprint_area", gap.clone());
        site.lack("building_coverage", gap);
        return;
    }
    if let Some(region) = region
        && let Some((id, _)) = footprints
            .iter()
            .find(|(_, outline)| outline.as_ref().is_ok_and(|outline| area(&intersection(outline, region)) < 0.5 * area(outline)))
    {
        let gap = outside(survey, Some(*id));
        site.lack("building_footprint_area", gap.clone());
        site.lack("building_coverage", gap);
        return;
    }
    if let Some((id, Err(gap))) = footprints.iter().find(|(_, outline)| outline.is_err()) {
        let gap = Gap::new(GapKind::Incomplete, format!("{} has no outline: {}", survey.building(*id).name, gap.detail));
        site.lack("building_footprint_area", gap.clone());
        site.lack("building_coverage", gap);
        return;
    }
    let outlines: Vec<&Region> = footprints.iter().filter_map(|(_, outline)| outline.as_ref().ok()).collect();
    let mut union = plan::union(&outlines);
    if let Some(region) = region {
        union = intersection(&union, region);
    }
    let covered = area(&union);
    let ids: Vec<GlobalId> = footprints
        .iter()
        .filter_map(|(id, _)| survey.building(*id).entities.first().and_then(|(_, entity)| survey.guid(*entity)))
        .collect();
    let fact = Fact::measured(
        covered,
        Unit::SquareMetre,
        (covered * AREA_ACCURACY).max(AREA_ACCURACY),
        format!("union of the ground-storey outlines of {} buildings", outlines.len()),
    );
    site.know("building_footprint_area", fact.of(ids));
    match size {
        Ok(fact) => {
            let whole = fact.value.as_number().filter(|whole| *whole > 0.0);
            let ratio = whole.map(|whole| {
                Fact::derived(covered / whole, Unit::Ratio, format!("building_footprint_area / area = {covered:.2} / {whole:.2}"))
            });
            site.record("building_coverage", ratio.ok_or_else(|| Gap::new(GapKind::Incomplete, "the area of the site is 0")));
        }
        Err(gap) => site.lack("building_coverage", gap.clone()),
    }
}
