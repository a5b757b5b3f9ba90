//! Quantities of the whole submission that need no outdoor parts.

use std::collections::BTreeSet;

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, Unit, Value};
use haofang_ifc::{Entity, class};

use crate::authored::{self, Reading};
use crate::building::Survey;
use crate::recognise::space_use::HABITABLE;
use crate::vocabulary::fold;

/// Words by which a rating is a target and no certificate.
const TARGET: &[&str] = &["目标", "拟", "预评价", "申请", "争取", "计划"];

/// Project, green building, completeness.
pub(crate) fn subject(survey: &Survey<'_>) -> Subject {
    let mut out = survey.project_subject();
    out.record("households", households(survey));
    let mep = [class::IFC_DISTRIBUTION_ELEMENT];
    let found = survey.things.iter().find(|thing| mep.iter().any(|class| thing.class.is_a(*class)));
    let method = if found.is_some() { "distribution elements in the files" } else { "no distribution element in the files" };
    out.know("has_mep", Fact::claim(found.is_some(), Provenance::Measured, method));
    stars(survey, &mut out);
    materials(survey, &mut out);
    out.know("model_completeness", completeness(survey));
    out
}

/// Projects, sites and buildings of all files.
fn heads<'m>(survey: &Survey<'m>) -> Vec<Entity<'m>> {
    let mut heads: Vec<Entity<'m>> = survey.models.iter().flat_map(|named| named.model.all(class::IFC_PROJECT)).collect();
    heads.extend(survey.sites.iter().map(|site| site.entity));
    heads.extend(survey.buildings.iter().flat_map(|building| building.entities.iter().map(|(_, entity)| *entity)));
    heads
}

/// What the authors say of the number of households: of the project, else the sum of its buildings.
fn stated_households(survey: &Survey<'_>) -> Option<Reading<f64>> {
    let names = ["户数", "总户数", "住宅总套数", "住宅套数", "规划户数"];
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
        .filter_map(|building| building.entities.iter().find_map(|(_, entity)| authored::count(*entity, &names)))
        .collect();
    let source = all.first()?.source.clone();
    Some(Reading { value: all.iter().map(|reading| reading.value).sum(), source: format!("{source}, sum over buildings"), note: None })
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
            fact = fact.witness(Value::Number(reading.value, Unit::Count), Provenance::Authored, reading.source);
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
        None if recognised > 0.0 => Ok(Fact::derived(recognised, Unit::Count, "recognised dwellings")),
        _ => Err(Gap::new(
            GapKind::NotModelled,
            "no dwelling is recognised and no 户数 is given; model the rooms with their dwellings or give `households`",
        )),
    }
}

/// The rating that an author gives: 基本级 0, 一星 1, 二星 2, 三星 3.
fn stars_in(text: &str) -> Option<f64> {
    let folded = fold(text);
    let signs = [
        ("三星", 3.0),
        ("3星", 3.0),
        ("★★★", 3.0),
        ("二星", 2.0),
        ("两星", 2.0),
        ("2星", 2.0),
        ("★★", 2.0),
        ("一星", 1.0),
        ("1星", 1.0),
        ("★", 1.0),
        ("基本级", 0.0),
    ];
    signs
        .iter()
        .find(|(sign, _)| folded.contains(sign))
        .map(|(_, stars)| *stars)
        .or_else(|| folded.trim().parse().ok().filter(|stars: &f64| (0.0..=3.0).contains(stars) && stars.fract() == 0.0))
}

fn stars(survey: &Survey<'_>, out: &mut Subject) {
    let names = ["绿色建筑等级", "绿色建筑星级", "绿色建筑评价等级", "绿建星级", "绿建等级", "绿色建筑标识等级", "星级"];
    let found = heads(survey).into_iter().find_map(|entity| authored::text(entity, &names).map(|reading| (entity, reading)));
    match found {
        Some((entity, reading)) => {
            let guid: Vec<GlobalId> = entity.guid().map(GlobalId::from).into_iter().collect();
            let target = TARGET.iter().any(|word| reading.value.contains(word) || reading.source.contains(word));
            match stars_in(&reading.value) {
                Some(stars) => {
                    out.know(
                        "green_building_stars",
                        Fact::authored(stars, Unit::Count, format!("{} \"{}\"", reading.source, reading.value)).of(guid.clone()),
                    );
                    out.know("green_building_is_target", Fact::claim(target, Provenance::Authored, reading.source).of(guid));
                }
                None => out.lack(
                    "green_building_stars",
                    Gap::new(
                        GapKind::Ambiguous,
                        format!("{} says \"{}\"; 基本级, 一星, 二星 or 三星 is expected", reading.source, reading.value),
                    ),
                ),
            }
        }
        None => out
            .lack("green_building_stars", Gap::new(GapKind::NotDeclared, "no 绿色建筑等级 on the project or a building, and no document")),
    }
}

fn materials(survey: &Survey<'_>, out: &mut Subject) {
    let names = ["绿色建材应用比例", "绿色建材比例", "绿色建材应用率", "绿材比例"];
    match heads(survey).into_iter().find_map(|entity| Some((authored::ratio(entity, &names)?, authored::text(entity, &names)?))) {
        Some((ratio, text)) => {
            let target = TARGET.iter().any(|word| text.value.contains(word) || text.source.contains(word));
            let note = ratio.note.map(|note| format!(" ({note})")).unwrap_or_default();
            out.know("green_material_ratio", Fact::authored(ratio.value, Unit::Ratio, format!("{}{note}", ratio.source)));
            out.know("green_material_is_target", Fact::claim(target, Provenance::Authored, text.source));
        }
        None => out.lack(
            "green_material_ratio",
            Gap::new(GapKind::NotDeclared, "no 绿色建材应用比例 on the project or a building, and no document"),
        ),
    }
}

/// Share of the information requirement (IFC_CN §8) that is present.
fn completeness(survey: &Survey<'_>) -> Fact {
    let rooms: Vec<_> = survey.spaces.iter().filter(|space| !space.is_area_region).collect();
    let named = rooms.iter().filter(|space| space.usage != "unknown").count();
    let items = [
        (
            "levels",
            !survey.storeys.is_empty() && survey.storeys.iter().all(|storey| !storey.readings.is_empty() && !storey.name.is_empty()),
        ),
        ("named rooms", !rooms.is_empty() && named * 10 >= rooms.len() * 9),
        ("dwellings", !survey.dwellings.is_empty()),
        ("dwelling numbers", !survey.dwellings.is_empty() && survey.dwellings.iter().all(|dwelling| !dwelling.number.is_empty())),
        ("outdoor ground", (0..survey.buildings.len()).any(|at| survey.ground(crate::building::BuildingId(at)).is_ok())),
        ("site boundary", survey.sites.iter().any(|site| !site.entity.named("Representation").is_null())),
        ("lifts", survey.things_of(class::IFC_TRANSPORT_ELEMENT).next().is_some()),
        (
            "materials",
            survey
                .things
                .iter()
                .any(|thing| thing.class.is_a(class::IFC_WALL) && thing.entity.model().relations().material_of(thing.entity).is_some()),
        ),
        ("MEP", survey.things.iter().any(|thing| thing.class.is_a(class::IFC_DISTRIBUTION_ELEMENT))),
    ];
    let present: Vec<&str> = items.iter().filter(|(_, there)| *there).map(|(name, _)| *name).collect();
    let missing: Vec<&str> = items.iter().filter(|(_, there)| !*there).map(|(name, _)| *name).collect();
    let missing = if missing.is_empty() { "nothing".to_owned() } else { missing.join(", ") };
    Fact::derived(
        present.len() as f64 / items.len() as f64,
        Unit::Ratio,
        format!("{} of {} items present; missing: {missing}", present.len(), items.len()),
    )
}

#[cfg(test)]
mod tests {
    use super::stars_in;

    #[test]
    fn ratings_in_words() {
        for (text, stars) in [
            ("二星级", Some(2.0)),
            ("2星", Some(2.0)),
            ("三星", Some(3.0)),
            ("基本级", Some(0.0)),
            ("目标二星级", Some(2.0)),
            ("2", Some(2.0)),
            ("绿建", None),
        ] {
            assert_eq!(stars_in(text), stars, "{text}");
        }
    }
}
