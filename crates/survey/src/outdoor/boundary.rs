//! The plot: its boundary from any carrier, its area by the order declared, drawn, authored (CONTRACT §4).

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Unit, Value};
use haofang_geometry::Region;
use haofang_geometry::plan;
use haofang_geometry::tolerance::AREA_ACCURACY;
use haofang_ifc::property::QuantityKind;
use rayon::prelude::*;

use super::labels::{Body, Labelled, outline_of};
use crate::authored;
use crate::building::Survey;

/// A plot smaller than this is a symbol, a point of survey, or a piece of terrain (m2).
const LEAST_PLOT: f64 = 50.0;
/// Two drawings of one boundary differ by less than this share.
const SAME: f64 = 0.01;

/// Names of authored plot areas, net before gross.
const AREAS: &[&str] = &[
    "规划净用地面积",
    "净用地面积",
    "可建设用地面积",
    "规划建设用地面积",
    "建设用地面积",
    "用地面积",
    "总用地面积",
    "规划用地面积",
    "地块面积",
    "宗地面积",
    "用地红线面积",
    "用地规模",
    "出让面积",
    "规划总用地",
    "规划总用地面积",
    "LandArea",
    "SiteArea",
    "BuildableArea",
    "TotalArea",
];

/// Names of areas that may be of a building on the plot as well: what is larger than the plot as drawn contradicts it.
const LOOSE: &[&str] = &[
    "总用地",
    "净用地",
    "规划用地",
    "项目用地面积",
    "项目总用地面积",
    "地块用地面积",
    "红线面积",
    "用地红线内面积",
    "总面积",
    "场地总面积",
    "占地面积",
    "用地",
    "场地面积",
    "基地面积",
    "Area",
];

/// The boundary as drawn.
#[derive(Debug, Clone)]
pub(crate) struct Boundary {
    /// The plot in plan.
    pub(crate) region: Region,
    /// Its area with arcs exact where known.
    pub(crate) area: f64,
    /// Chords stand for curves.
    pub(crate) curved: bool,
    /// Where it was found.
    pub(crate) by: String,
    /// What carries it.
    pub(crate) elements: Vec<GlobalId>,
}

/// The boundary from the first carrier that has one: a thing named 用地红线, the outline of a site, the body of a site.
pub(crate) fn boundary(survey: &Survey<'_>, labelled: &[Labelled<'_>]) -> Result<Boundary, Gap> {
    let mut named = named(survey, labelled);
    let mut sites = sites(survey);
    // a site that says it is the net plot is as good as a drawn red line
    named.extend(sites.iter().filter(|site| site.1).map(|site| site.0.clone()));
    let found = if named.is_empty() { sites.drain(..).map(|site| site.0).collect() } else { named };
    let mut found: Vec<Boundary> = found.into_iter().filter(|boundary| boundary.area >= LEAST_PLOT).collect();
    if found.is_empty() {
        return Err(Gap::new(GapKind::NotModelled, "no site boundary: give IfcSite an outline, model 用地红线, or declare site.area_m2"));
    }
    let mut kept = found.remove(0);
    for other in found {
        let both = plan::area(&plan::intersection(&kept.region, &other.region));
        if both > (1.0 - SAME) * kept.area.max(other.area) {
            kept.elements.extend(other.elements); // the same line in another file
        } else if both < SAME * kept.area.min(other.area) {
            kept = Boundary {
                region: plan::union(&[&kept.region, &other.region]),
                area: kept.area + other.area,
                curved: kept.curved || other.curved,
                by: format!("{} + {}", kept.by, other.by),
                elements: [kept.elements, other.elements].concat(),
            };
        } else {
            return Err(Gap::new(
                GapKind::Ambiguous,
                format!(
                    "two site boundaries contradict each other: {} ({:.2} m2) and {} ({:.2} m2); keep one or declare site.area_m2",
                    kept.by, kept.area, other.by, other.area
                ),
            ));
        }
    }
    Ok(kept)
}

fn named(survey: &Survey<'_>, labelled: &[Labelled<'_>]) -> Vec<Boundary> {
    labelled
        .par_iter()
        .filter_map(|item| {
            let found = item.recognise(survey, "site_boundary").filter(|found| found.word == "boundary")?;
            let body = item.body(survey).ok()?;
            Some(of(body, found.by, item.guid()))
        })
        .collect()
}

/// The outlines of the sites; true beside those that say they are the net plot.
fn sites(survey: &Survey<'_>) -> Vec<(Boundary, bool)> {
    let is_green = |site: &crate::building::Site<'_>| {
        // a description tells of what lies on a site: 集中绿地率10%
        let texts = survey.texts(site.entity);
        let mut names = texts.iter().filter(|carrier| &*carrier.from != "Description");
        let found = names.find_map(|carrier| survey.vocabulary.find_folded("green", &carrier.folded));
        let named = found.is_some_and(|found| found.word != "none");
        named || authored::text(site.entity, &["绿地类型"]).is_some()
    };
    survey
        .sites
        .iter()
        .filter(|site| !is_green(site))
        .filter_map(|site| {
            let body = outline_of(survey, site.model, site.entity).ok()?;
            let name = site.entity.name().map(|name| name.into_owned()).unwrap_or_default();
            let net = survey.recognise("site_boundary", site.entity).is_some_and(|found| found.word == "boundary");
            Some((of(body, format!("outline of IfcSite {name}").trim_end().to_owned(), site.entity.guid().map(GlobalId::from)), net))
        })
        .collect()
}

fn of(body: Body, by: String, guid: Option<GlobalId>) -> Boundary {
    // a boundary drawn as a closed line with a body (a wall, a strip) encloses the plot
    let region = plan::outline(&body.region);
    let filled = plan::area(&region);
    let area = if filled > body.area * (1.0 + SAME) { filled } else { body.area };
    Boundary { region, area, curved: body.curved, by, elements: guid.into_iter().collect() }
}

/// The area of the plot: declared, else drawn, else authored; the others are witnesses.
pub(crate) fn area(survey: &Survey<'_>, boundary: &Result<Boundary, Gap>) -> Result<Fact, Gap> {
    let mut readings: Vec<Fact> = Vec::new();
    if survey.brief.is_given("site.area_m2")
        && let Some(declared) = survey.brief.number("site.area_m2")
    {
        readings.push(Fact::declared(declared, Unit::SquareMetre, "site.area_m2"));
    }
    if let Ok(boundary) = boundary {
        let fact = Fact::measured(
            boundary.area,
            Unit::SquareMetre,
            boundary.area * AREA_ACCURACY,
            format!("horizontal projection; {}", boundary.by),
        );
        readings.push(fact.of(boundary.elements.iter().cloned()).tessellated(boundary.curved));
    }
    for site in &survey.sites {
        if let Some(reading) = authored::area(site.entity, AREAS) {
            readings.push(Fact::authored(reading.value, Unit::SquareMetre, reading.source));
        }
        let drawn = boundary.as_ref().map_or(f64::INFINITY, |boundary| boundary.area);
        if let Some(reading) = authored::area(site.entity, LOOSE).filter(|reading| reading.value > drawn * (1.0 + SAME)) {
            readings.push(Fact::authored(reading.value, Unit::SquareMetre, reading.source));
        }
        // H-IFC: Pset_规划净用地信息属性集.投影面积, beside that of the gross plot
        let plots = authored::all_texts(site.entity, &["投影面积"]).into_iter().filter(|reading| reading.source.contains("用地"));
        let mut plots: Vec<_> = plots.filter_map(|reading| Some((reading.value.parse::<f64>().ok()?, reading.source))).collect();
        plots.sort_by_key(|(_, source)| !source.contains("净用地"));
        if let Some((value, source)) = plots.into_iter().next() {
            readings.push(Fact::authored(value, Unit::SquareMetre, source));
        }
        if let Some(reading) = authored::quantity(site.entity, QuantityKind::Area, &["GrossArea", "NetArea"]) {
            readings.push(Fact::authored(reading.value, Unit::SquareMetre, reading.source));
        }
    }
    for named in survey.models {
        for project in named.model.all(haofang_ifc::class::IFC_PROJECT) {
            if let Some(reading) = authored::area(project, AREAS) {
                readings.push(Fact::authored(reading.value, Unit::SquareMetre, reading.source));
            }
        }
    }
    let mut readings = readings.into_iter().filter(|fact| fact.value.as_number().is_some_and(|area| area > 0.0));
    let Some(chosen) = readings.next() else {
        return Err(boundary.as_ref().err().cloned().unwrap_or_else(|| Gap::new(GapKind::NotModelled, "no site boundary")));
    };
    Ok(readings.fold(chosen, |fact, other| {
        let source = match other.provenance {
            Provenance::Measured => other.method.clone(),
            _ => other.method,
        };
        let value: Value = other.value;
        fact.witness(value, other.provenance, source)
    }))
}
