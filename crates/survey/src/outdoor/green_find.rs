//! Which things are green, of which kind, and what their authors say of them (NT-2.1-09, -10).

use haofang_facts::Gap;
use haofang_ifc::property::QuantityKind;
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::green::Green;
use super::green_claims;
use super::green_place::Doubt;
use super::labels::{Body, Labelled, outline_of};
use super::paved::is_hard;
use crate::authored;
use crate::building::{SpaceId, Survey};
use crate::disclaimed::Standing;
use haofang_ifc::material::names_of_materials;

/// Paths and places for play belong to a green up to this share of it (GB 50180, older rule; CLAUSES NT-2.1-10).
pub(crate) const HARD: f64 = 0.30;

/// Vegetation without a name that is lower than this is a lawn, higher a tree (m).
const LAWN: f64 = 1.5;

/// All green objects, in file order.
pub(crate) fn find<'m>(survey: &Survey<'m>, labelled: &[Labelled<'m>]) -> Vec<Green<'m>> {
    let not_green = |space: SpaceId| survey.space(space).dwelling.is_some() || survey.space(space).is_area_region;
    let of_item = |item: &Labelled<'m>| {
        if item.space.is_some_and(not_green) {
            return None;
        }
        let (kind, by) = kind_of(survey, item).filter(|(kind, _)| kind == "paver" || !is_hard(item.entity))?;
        // 是否集中绿地 = 否
        let denied = kind == "concentrated"
            && survey.said(item.entity, "concentrated").iter().any(|claim| authored::claim_of(&claim.property) == Some(false));
        let kind = if denied { "ordinary".to_owned() } else { kind };
        if green_claims::is_not_counted(survey, item.entity) {
            return None;
        }
        match survey.standing(item.entity, &item.texts) {
            Standing::There => {
                let found = green(survey, item, kind, by);
                let later = doubtful(survey, item, &found);
                let other_kind = if found.kind == "concentrated" { green_claims::is_other_kind(survey, item) } else { None };
                Some(Green { later, other_kind, ..found })
            }
            Standing::Later(words) => Some(Green { later: Some(Doubt::Later(words)), ..green(survey, item, kind, by) }),
            Standing::Denied => None,
        }
    };
    let mut found: Vec<Green<'m>> = labelled.par_iter().filter_map(of_item).collect();
    // H-IFC files declare greens on further sites
    for site in &survey.sites {
        let Some((kind, by)) = kind_by_property(survey, site.entity) else { continue };
        let name = site.entity.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let body = outline_of(survey, site.model, site.entity);
        found.push(with_properties(survey, (site.model, site.entity), name, kind, by, body));
    }
    found
}

/// What its author says against counting a green that is there.
fn doubtful(survey: &Survey<'_>, item: &Labelled<'_>, green: &Green<'_>) -> Option<Doubt> {
    // a roof, a ramp or furniture that is called a lawn
    const OTHER: [haofang_ifc::Class; 4] = [class::IFC_ROOF, class::IFC_RAMP, class::IFC_STAIR, class::IFC_FURNISHING_ELEMENT];
    let on_ground = ["concentrated", "ordinary", "building_side", "pocket_park"].contains(&green.kind.as_str());
    let class = OTHER.iter().find(|other| on_ground && item.entity.is_a(**other)).map(|other| other.name().to_owned());
    class
        .map(Doubt::Else)
        .or_else(|| hard(survey, item, &green.kind).map(Doubt::Hard))
        .or_else(|| green_claims::named_as_ground(survey, item).map(Doubt::Ground))
        .or_else(|| green_claims::called_else(survey, item, &green.kind, &green.by).map(Doubt::Else))
        .or_else(|| green_claims::is_said_above(survey, item.entity).map(Doubt::Else))
        .or_else(|| green_claims::barely_planted(survey, item.entity, green.body.as_ref().ok()).map(Doubt::Bare))
        .or_else(|| green_claims::thin_soil(survey, item.entity).map(Doubt::ThinSoil))
}

/// The words by which a green is called paved, a sports ground or of plastic grass: a person decides how much of it is green.
fn hard(survey: &Survey<'_>, item: &Labelled<'_>, kind: &str) -> Option<String> {
    // what is on a roof or a wall by its kind counts by other rules
    if !["concentrated", "ordinary", "building_side", "pocket_park"].contains(&kind) {
        return None;
    }
    let is_hard = |words: &str| survey.vocabulary.find("hard_ground", words).is_some_and(|found| found.word == "hard");
    let names = item.texts.iter().map(|carrier| carrier.text.to_string());
    let said = ["material", "finish", "kind", "remark", "phase", "words", "owner"]
        .into_iter()
        .flat_map(|meaning| survey.said(item.entity, meaning));
    let said: Vec<String> = said.filter_map(|claim| authored::words_of(&claim.property)).collect();
    let groups = item.entity.model().relations().groups_of(item.entity).into_iter().filter_map(|group| Some(group.name()?.into_owned()));
    let shares = survey.said(item.entity, "hard_share");
    let mut shares = shares.iter().filter(|claim| authored::ratio_of_property(&claim.property).is_some_and(|share| share.value > HARD));
    let paved = shares.next().map(|claim| authored::source(&claim.property));
    let claimed = survey.said(item.entity, "hard").into_iter().find(|claim| authored::claim_of(&claim.property) == Some(true));
    let layers = green_claims::layers(item.entity);
    let words = names.chain(said).chain(names_of_materials(item.entity)).chain(groups).chain(layers).find(|words| {
        // the brackets of a name say what the rest does not: 集中绿地（硬质铺装）
        is_hard(words) || words.split(['(', ')', '（', '）']).any(is_hard)
    });
    let of_ground = |name: &String| survey.vocabulary.find("ground_material", name).is_some_and(|found| found.word == "hard");
    let words = words.or_else(|| names_of_materials(item.entity).into_iter().find(of_ground));
    words.or(paved).or_else(|| claimed.map(|claim| authored::source(&claim.property)))
}

fn kind_by_property(survey: &Survey<'_>, entity: Entity<'_>) -> Option<(String, String)> {
    const KIND: &[&str] = &["绿地类型", "绿化类型", "绿地类别"];
    let reading = authored::text(entity, KIND)?;
    let word = survey.vocabulary.find("green", &reading.value).map_or("ordinary", |found| found.word);
    (word != "none").then(|| (word.to_owned(), format!("{} \"{}\"", reading.source, reading.value)))
}

fn kind_of(survey: &Survey<'_>, item: &Labelled<'_>) -> Option<(String, String)> {
    if let Some(found) = kind_by_property(survey, item.entity) {
        return Some(found);
    }
    // the most specific word of all texts: a proxy 绿地 of type 集中绿地 is concentrated
    let mut ordinary = None;
    for carrier in item.texts.iter() {
        let Some(found) = survey.vocabulary.find_folded("green", &carrier.folded) else { continue };
        let by = format!("{} \"{}\"", carrier.from, carrier.text);
        match found.word {
            // a description tells of what a green has: 覆土厚度1.5m
            "none" if &*carrier.from == "Description" => {}
            "none" => return None,
            "ordinary" => ordinary = ordinary.or(Some((found.word.to_owned(), by))),
            word => return Some((word.to_owned(), by)),
        }
    }
    if ordinary.is_some() {
        return ordinary;
    }
    if item.entity.is_a(class::IFC_GEOGRAPHIC_ELEMENT) && item.entity.named("PredefinedType").as_enum() == Some("VEGETATION") {
        let low = item.body(survey).is_ok_and(|body| body.top - body.bottom < LAWN && body.area > 5.0);
        return Some((if low { "ordinary" } else { "tree" }.to_owned(), "PredefinedType VEGETATION".to_owned()));
    }
    let flat =
        [class::IFC_SLAB, class::IFC_COVERING, class::IFC_GEOGRAPHIC_ELEMENT, class::IFC_BUILDING_ELEMENT_PROXY, class::IFC_CIVIL_ELEMENT];
    if !flat.iter().any(|kind| item.entity.is_a(*kind)) {
        return None;
    }
    let names = names_of_materials(item.entity);
    names.iter().find_map(|name| {
        let found = survey.vocabulary.find("green", name).filter(|found| !matches!(found.word, "none" | "tree"))?;
        Some((found.word.to_owned(), format!("material \"{name}\"")))
    })
}

fn green<'m>(survey: &Survey<'m>, item: &Labelled<'m>, kind: String, by: String) -> Green<'m> {
    let fire_lane = item.mentions(survey, "green_mark");
    Green { fire_lane, ..with_properties(survey, (item.model, item.entity), item.name(survey), kind, by, item.body(survey)) }
}

fn with_properties<'m>(
    survey: &Survey<'m>,
    (model, entity): (usize, Entity<'m>),
    name: String,
    kind: String,
    by: String,
    body: Result<Body, Gap>,
) -> Green<'m> {
    // of several areas that its author gives the least: whoever writes 0 gives it none
    let stated = survey.said(entity, "green_area");
    let areas = stated.iter().filter_map(|claim| authored::area_of_property(&claim.property, |amount| Some(amount.least)));
    let written = areas
        .min_by(|a, b| a.value.total_cmp(&b.value))
        .or_else(|| authored::quantity(entity, QuantityKind::Area, &["NetArea", "GrossArea", "NetFloorArea", "Area", "面积"]));
    let shares = survey.said(entity, "green_share");
    let shares = shares.iter().filter_map(|claim| authored::ratio_of_property(&claim.property));
    let claimed = shares.min_by(|a, b| a.value.total_cmp(&b.value)).map(|reading| (reading.value, reading.source));
    let has_kind = kind != "ordinary" || authored::text(entity, &["绿地类型", "绿化类型"]).is_some() || says_ordinary(survey, &by);
    Green {
        has_kind,
        authored: written.map(|reading| (reading.value, reading.source)),
        soil: authored::length(entity, &["覆土厚度", "覆土深度", "种植土厚度", "土层厚度", "lhhd"])
            .or_else(|| green_claims::named_soil(survey, entity))
            .map(|reading| (reading.value, reading.source)),
        claimed,
        entity,
        model,
        name,
        kind,
        by,
        body,
        fire_lane: false,
        later: None,
        other_kind: None,
    }
}

/// Names such as 附属绿地 or 宅旁绿地 say a kind; 绿地 and 草坪 say only that it is green.
fn says_ordinary(survey: &Survey<'_>, by: &str) -> bool {
    survey.vocabulary.find("ordinary_green", by).is_some()
}
