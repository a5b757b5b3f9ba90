//! Green-building stars and green-material ratio as authored or declared; model completeness (NT-2.4-01, -03, NT-4.3-01a).

use haofang_facts::brief::Setting;
use haofang_facts::{Fact, Gap, GapKind, Provenance, Unit, Value};
use haofang_ifc::{Entity, class};

use super::rating_text;
use crate::authored::{self, Reading};
use crate::building::Survey;
use crate::outdoor::Measured;

/// Quantities of the project.
pub(crate) fn measure(survey: &Survey<'_>) -> Measured {
    let mut out = stars(survey);
    out.extend(materials(survey));
    out.push(("model_completeness", Ok(completeness(survey))));
    out
}

fn carriers<'m>(survey: &Survey<'m>) -> Vec<Entity<'m>> {
    let kinds = [class::IFC_PROJECT, class::IFC_SITE, class::IFC_FACILITY];
    kinds.iter().flat_map(|kind| survey.models.iter().flat_map(move |named| named.model.all(*kind))).collect()
}

/// The residential building that lacks what others state; none where the project or the site states it, or all of them do.
fn unstated(survey: &Survey<'_>, states: impl Fn(Entity<'_>) -> bool) -> Option<String> {
    let whole = [class::IFC_PROJECT, class::IFC_SITE];
    if survey.models.iter().any(|named| whole.iter().any(|kind| named.model.all(*kind).any(&states))) {
        return None;
    }
    let lives = |building: &&crate::building::Building<'_>| building.residential.as_ref().is_some_and(|(lives, _)| *lives);
    let silent = |building: &&crate::building::Building<'_>| !building.entities.iter().any(|(_, entity)| states(*entity));
    survey.buildings.iter().filter(lives).find(silent).map(|building| building.name.clone())
}

/// What an entity states by properties whose names mean a word of the vocabulary.
fn written(survey: &Survey<'_>, entity: Entity<'_>, meaning: &str) -> Vec<Reading<String>> {
    claims(survey, entity, meaning, false)
}

/// What it states so by properties, or in sentences of its description and remarks: these prove nothing alone.
fn claims(survey: &Survey<'_>, entity: Entity<'_>, meaning: &str, spoken: bool) -> Vec<Reading<String>> {
    let claims = survey.said(entity, meaning).into_iter().filter(|claim| claim.is_spoken == spoken);
    let reading = |claim: crate::said::Claim<'_>| {
        Some(Reading { value: authored::words_of(&claim.property)?, source: authored::source(&claim.property), note: None })
    };
    claims.filter_map(reading).collect()
}

fn setting_text(setting: &Setting) -> Option<String> {
    match setting {
        Setting::Text(text) => Some(text.clone()),
        Setting::Number(number) => Some(number.to_string()),
        Setting::Flag(_) | Setting::Table(_) => None,
    }
}

fn stars(survey: &Survey<'_>) -> Measured {
    let mut readings: Vec<(rating_text::Rating, Provenance, String)> = Vec::new();
    for document in survey.brief.documents_for("NT-2.4-01") {
        let text = document.value.as_ref().and_then(setting_text).unwrap_or_else(|| document.title.clone());
        readings.extend(
            rating_text::stars(survey.vocabulary, &text)
                .map(|rating| (rating, Provenance::Declared, format!("document {} \"{text}\"", document.title))),
        );
    }
    let mut aimed = false;
    let sides = [false, true].into_iter().flat_map(|spoken| carriers(survey).into_iter().map(move |entity| (entity, spoken)));
    for (entity, spoken) in sides {
        if spoken && readings.is_empty() {
            break;
        }
        // a rating by a standard that is no longer in force
        aimed |= claims(survey, entity, "rating_version", spoken).iter().any(|of| rating_text::is_target(survey.vocabulary, &of.value));
        for reading in claims(survey, entity, "stars", spoken) {
            let target =
                rating_text::is_target(survey.vocabulary, &reading.source) || rating_text::is_target(survey.vocabulary, &reading.value);
            // 绿色建筑评价阶段 = 预评价 says it of the rating beside it
            aimed |= target;
            readings.extend(rating_text::stars(survey.vocabulary, &reading.value).map(|rating| {
                (
                    rating_text::Rating { target: rating.target || target, ..rating },
                    Provenance::Authored,
                    format!("{} \"{}\"", reading.source, reading.value),
                )
            }));
        }
    }
    // 绿色建筑等级要求 = 二星级 is what was asked for: beside a rating it says nothing, alone it is a target
    let is_demand = |(_, of, source): &(rating_text::Rating, Provenance, String)| {
        *of == Provenance::Authored && survey.vocabulary.find("rating_demand", source).is_some()
    };
    if readings.iter().all(is_demand) {
        readings.iter_mut().for_each(|(rating, ..)| rating.target = true);
    } else {
        readings.retain(|reading| !is_demand(reading));
    }
    let Some((first, provenance, source)) = readings.first().cloned() else {
        let gap = Gap::new(GapKind::NotModelled, "no 绿色建筑等级 on project or building, and no document for NT-2.4-01");
        return vec![("green_building_stars", Err(gap.clone())), ("green_building_is_target", Err(gap))];
    };
    if provenance == Provenance::Authored
        && let Some(unrated) = unstated(survey, |entity| !written(survey, entity, "stars").is_empty())
    {
        let gap = Gap::new(GapKind::Incomplete, format!("other buildings carry a rating, {unrated} none"));
        return vec![("green_building_stars", Err(gap.clone())), ("green_building_is_target", Err(gap))];
    }
    // several buildings with several ratings: the least is the project's
    let least = readings.iter().filter(|(_, of, _)| *of == provenance).map(|(rating, _, _)| rating.stars).fold(first.stars, f64::min);
    let with = |provenance: Provenance, stars: f64, source: String| match provenance {
        Provenance::Declared => Fact::declared(stars, Unit::Count, source),
        _ => Fact::authored(stars, Unit::Count, source),
    };
    let fact = readings.iter().skip(1).fold(with(provenance, least, source.clone()), |fact, (rating, provenance, source)| {
        fact.witness(Value::Number(rating.stars, Unit::Count), *provenance, source.clone())
    });
    let target = readings.iter().any(|(rating, of, _)| *of == provenance && rating.target) || (aimed && provenance == Provenance::Authored);
    vec![("green_building_stars", Ok(fact)), ("green_building_is_target", Ok(Fact::claim(target, provenance, source)))]
}

fn materials(survey: &Survey<'_>) -> Measured {
    let mut readings: Vec<(f64, bool, Provenance, String)> = Vec::new();
    for document in survey.brief.documents_for("NT-2.4-03") {
        let text = document.value.as_ref().and_then(setting_text).unwrap_or_default();
        let target = rating_text::is_target(survey.vocabulary, &document.title);
        readings.extend(
            rating_text::ratio(&text).map(|ratio| (ratio, target, Provenance::Declared, format!("document {} \"{text}\"", document.title))),
        );
    }
    let mut aimed = false;
    let sides = [false, true].into_iter().flat_map(|spoken| carriers(survey).into_iter().map(move |entity| (entity, spoken)));
    for (entity, spoken) in sides {
        if spoken && readings.is_empty() {
            break;
        }
        for claim in survey.said(entity, "green_material").into_iter().filter(|claim| claim.is_spoken == spoken) {
            let words = authored::words_of(&claim.property).unwrap_or_default();
            let source = authored::source(&claim.property);
            let target = rating_text::is_target(survey.vocabulary, &format!("{source} {words}"));
            aimed |= target;
            // 750 is no per cent of anything
            let ratio =
                authored::ratio_of_property(&claim.property).map(|reading| reading.value).filter(|ratio| (0.0..=1.0).contains(ratio));
            readings.extend(ratio.or_else(|| rating_text::ratio(&words)).map(|ratio| (ratio, target, Provenance::Authored, source)));
        }
    }
    let Some((ratio, target, provenance, source)) = readings.first().cloned() else {
        let gap = Gap::new(GapKind::NotModelled, "no 绿色建材应用比例 on project or building, and no document for NT-2.4-03");
        return vec![("green_material_ratio", Err(gap.clone())), ("green_material_is_target", Err(gap))];
    };
    if provenance == Provenance::Authored
        && let Some(unstated) = unstated(survey, |entity| !written(survey, entity, "green_material").is_empty())
    {
        let gap = Gap::new(GapKind::Incomplete, format!("other buildings carry a ratio, {unstated} none"));
        return vec![("green_material_ratio", Err(gap.clone())), ("green_material_is_target", Err(gap))];
    }
    let fact = match provenance {
        Provenance::Declared => Fact::declared(ratio, Unit::Ratio, source.clone()),
        _ => Fact::authored(ratio, Unit::Ratio, source.clone()),
    };
    let fact = readings
        .iter()
        .skip(1)
        .fold(fact, |fact, (ratio, _, provenance, source)| fact.witness(Value::Number(*ratio, Unit::Ratio), *provenance, source.clone()));
    let target = target || (aimed && provenance == Provenance::Authored);
    vec![("green_material_ratio", Ok(fact)), ("green_material_is_target", Ok(Fact::claim(target, provenance, source)))]
}

/// Share of the information requirement that is there (IFC_CN §8).
fn completeness(survey: &Survey<'_>) -> Fact {
    let has = |kind| survey.things_of(kind).next().is_some();
    let rooms = || survey.spaces.iter().filter(|space| !space.is_area_region);
    let named = rooms().filter(|space| space.usage != "unknown" && space.usage != "other").count();
    let outer = survey.things_of(class::IFC_WALL).any(|wall| authored::flag(survey.thing(wall).entity, &["IsExternal"]).is_some());
    let layered = survey.things_of(class::IFC_WALL).any(|wall| {
        let entity = survey.thing(wall).entity;
        entity.model().relations().material_of(entity).is_some()
    });
    let typed = survey.things_of(class::IFC_WINDOW).any(|window| {
        let entity = survey.thing(window).entity;
        entity.model().relations().type_of(entity).is_some()
    });
    let checks = [
        ("storeys", !survey.storeys.is_empty()),
        ("rooms", rooms().next().is_some()),
        ("room names", rooms().next().is_some() && named * 2 > rooms().count()),
        ("dwellings", !survey.dwellings.is_empty()),
        ("external walls", outer),
        ("wall materials", layered),
        ("window types", typed),
        ("site", survey.sites.iter().any(|site| !site.entity.named("Representation").is_null())),
        ("lifts", has(class::IFC_TRANSPORT_ELEMENT)),
        ("MEP", has(class::IFC_DISTRIBUTION_ELEMENT)),
    ];
    let present = checks.iter().filter(|(_, there)| *there).count();
    let missing: Vec<&str> = checks.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    let text = if missing.is_empty() { "all present".to_owned() } else { format!("missing: {}", missing.join("; ")) };
    Fact::derived(present as f64 / checks.len() as f64, Unit::Ratio, format!("{present} of {} groups; {text}", checks.len()))
}
