//! Quantities of the whole submission that need no outdoor parts.

use std::collections::BTreeSet;

use haofang_facts::{Fact, Gap, GapKind, Provenance, Subject, Unit, Value};
use haofang_ifc::class;

use crate::authored::{self, Reading};
use crate::building::{LevelKind, Storey, StoreyId, Survey};
use crate::recognise::space_use::HABITABLE;

/// The project with its households.
pub(crate) fn subject(survey: &Survey<'_>) -> Subject {
    let mut out = survey.project_subject();
    out.record("households", households(survey));
    out
}

/// What the authors say of the number of households: of the project, else the sum of its buildings.
fn stated_households(survey: &Survey<'_>) -> Option<Reading<f64>> {
    let names = [
        "户数",
        "总户数",
        "住宅总套数",
        "住宅套数",
        "规划户数",
        "居住户数",
        "住宅户数",
        "住户数",
        "总套数",
        "居住套数",
        "设计户数",
        "套数",
        "住宅总户数",
        "居住总户数",
        "规划总户数",
        "规划居住户数",
        "zonghushu",
        "hushu",
    ];
    let of_project = survey
        .models
        .iter()
        .flat_map(|named| named.model.all(class::IFC_PROJECT))
        .chain(survey.sites.iter().map(|site| site.entity))
        .find_map(|entity| authored::count(entity, &names));
    if of_project.is_some() {
        return of_project;
    }
    let all: Vec<Reading<f64>> = survey
        .buildings
        .iter()
        .filter(|building| !building.is_site)
        // what one IfcBuilding says is of all its towers
        .filter(|building| building.tower.as_ref().is_none_or(|tower| tower.at == 1 && tower.base.is_none()))
        .filter_map(|building| building.entities.iter().find_map(|(_, entity)| authored::count(*entity, &names)))
        .collect();
    let source = all.first()?.source.clone();
    Some(Reading { value: all.iter().map(|reading| reading.value).sum(), source: format!("{source}, sum over buildings"), note: None })
}

/// Dwelling storeys on which no recognised dwelling has rooms: their dwellings are not among those counted.
fn empty_storeys(survey: &Survey<'_>) -> Vec<String> {
    let lived: BTreeSet<StoreyId> = survey.dwellings.iter().flat_map(|dwelling| dwelling.storeys.iter().copied()).collect();
    let counts = |storey: &Storey<'_>| storey.usage == "dwelling" && storey.kind == LevelKind::Storey;
    let empty = survey.storeys.iter().enumerate().filter(|(at, storey)| counts(storey) && !lived.contains(&StoreyId(*at)));
    empty
        .map(|(_, storey)| {
            let building = storey.building.map_or("", |building| survey.building(building).name.as_str());
            format!("{building} {}", storey.name).trim().to_owned()
        })
        .collect()
}

fn households(survey: &Survey<'_>) -> Result<Fact, Gap> {
    let recognised = survey.dwellings.len() as f64;
    let stated = stated_households(survey);
    if survey.brief.is_given("households")
        && let Some(declared) = survey.brief.number("households")
    {
        let mut fact = Fact::declared(declared, Unit::Count, "households").witness(
            Value::Number(recognised, Unit::Count),
            Provenance::Derived,
            "recognised dwellings",
        );
        if let Some(reading) = stated {
            fact = reading.beside(fact);
        }
        return Ok(fact);
    }
    let lost: Vec<&str> = survey
        .spaces
        .iter()
        .filter(|space| !space.is_area_region && space.dwelling.is_none() && HABITABLE.contains(&space.usage.as_str()))
        .map(|space| space.name.as_str())
        .collect();
    if !lost.is_empty() {
        let shown: BTreeSet<&str> = lost.iter().copied().collect();
        let shown: Vec<&str> = shown.into_iter().take(5).collect();
        return Err(Gap::new(
            GapKind::Incomplete,
            format!(
                "{} habitable rooms lie outside every recognised dwelling ({}); group the rooms of each dwelling in a zone or give 户号",
                lost.len(),
                shown.join(", ")
            ),
        ));
    }
    if survey.storeys.iter().any(|storey| storey.claim.is_typical || storey.claim.range.is_some())
        && survey.dwellings.iter().any(|dwelling| dwelling.storeys.iter().any(|storey| survey.storey(*storey).claim.is_typical))
    {
        return match stated {
            Some(reading) if reading.value > recognised => Ok(Fact::authored(reading.value, Unit::Count, reading.source)),
            _ => Err(Gap::new(GapKind::Ambiguous, "a typical floor stands for several storeys; give `households`")),
        };
    }
    match stated {
        Some(reading) if reading.value > recognised => Ok(Fact::authored(reading.value, Unit::Count, reading.source).witness(
            Value::Number(recognised, Unit::Count),
            Provenance::Derived,
            "recognised dwellings",
        )),
        Some(reading) if recognised > 0.0 => Ok(Fact::derived(recognised, Unit::Count, "recognised dwellings").witness(
            Value::Number(reading.value, Unit::Count),
            Provenance::Authored,
            reading.source,
        )),
        None if recognised > 0.0 => match empty_storeys(survey) {
            empty if empty.is_empty() => Ok(Fact::derived(recognised, Unit::Count, "recognised dwellings")),
            empty => Err(Gap::new(
                GapKind::Incomplete,
                format!(
                    "{} dwelling storeys carry no recognised dwelling ({}), so {recognised} is too few; model their rooms or give `households`",
                    empty.len(),
                    empty.iter().take(5).cloned().collect::<Vec<_>>().join(", ")
                ),
            )),
        },
        _ => Err(Gap::new(
            GapKind::NotModelled,
            "no dwelling is recognised and no 户数 is given; model the rooms with their dwellings or give `households`",
        )),
    }
}
