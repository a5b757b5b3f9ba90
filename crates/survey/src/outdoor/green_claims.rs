//! What authors say of one green beside its kind: how much of it is planted, how wide it is, how deep its soil, on which layer it
//! is drawn. None of it makes a green larger; what contradicts the drawing is in doubt (NT-2.1-09, -10).

use haofang_ifc::Entity;
use haofang_ifc::property::PropertyValue;

use super::green_find::HARD;
use super::labels::{Body, Labelled};
use crate::authored;
use crate::building::Survey;
use crate::said_length;
use crate::vocabulary::fold;

/// Concentrated green is at least this wide where no parameter says otherwise (m, GB 50180-2018 4.0.7).
const WIDE: f64 = 8.0;

/// A third of a concentrated green lies outside the shadows of buildings (GB 50180-2018 4.0.7), as authors round it down.
const SUNLIT: f64 = 0.33;

/// Soil of this depth counts whole where no parameter says otherwise (m).
const DEEP: f64 = 1.5;

/// Whether a property that tells how much of a green counts says that nothing does: 计入绿地面积 = 否.
pub(super) fn is_not_counted(survey: &Survey<'_>, green: Entity<'_>) -> bool {
    let said = survey.said(green, "green_area");
    let mut spoken = said.iter().filter(|claim| matches!(claim.property.value, PropertyValue::Boolean(_) | PropertyValue::Text(_)));
    spoken.any(|claim| {
        authored::claim_of(&claim.property) == Some(false) && authored::area_of_property(&claim.property, |_| Some(0.0)).is_none()
    })
}

/// The property by which less of a green is planted than makes it one: 植被覆盖率 = 0.2, 硬质面积 = 800.
pub(super) fn barely_planted(survey: &Survey<'_>, green: Entity<'_>, body: Option<&Body>) -> Option<String> {
    let shares = ["planted_share", "green_ratio"].into_iter().flat_map(|meaning| survey.said(green, meaning));
    let mut few = shares.filter(|claim| authored::ratio_of_property(&claim.property).is_some_and(|share| share.value < 1.0 - HARD));
    if let Some(claim) = few.next() {
        return Some(authored::source(&claim.property));
    }
    let whole = body?.area;
    let areas = survey.said(green, "hard_area");
    let stated = |claim: &crate::said::Claim<'_>| authored::area_of_property(&claim.property, |amount| Some(amount.least));
    let much = areas.iter().find(|claim| stated(claim).is_some_and(|area| area.value > HARD * whole))?;
    Some(authored::source(&much.property))
}

/// The soil (覆土) that a green states in a property or name, where it is less than counts whole and no table says what it earns:
/// who writes it means a green over a structure, drawn or not.
pub(super) fn thin_soil(survey: &Survey<'_>, green: Entity<'_>) -> Option<String> {
    if survey.brief.table("green.soil_coefficients").is_some() {
        return None;
    }
    let enough = survey.brief.number("green.min_soil_m").unwrap_or(DEEP);
    let stated =
        survey.said(green, "soil_depth").into_iter().flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property));
    let named = said_length::in_names(survey.vocabulary, green, "soil_word");
    let remarked = survey.said(green, "remark").into_iter().flat_map(|claim| {
        let words = authored::words_of(&claim.property).unwrap_or_default();
        let behind = said_length::behind(survey.vocabulary, "soil_word", &words).unwrap_or_default();
        let source = format!("{} \"{words}\"", authored::source(&claim.property));
        let read = said_length::lengths_in(survey.vocabulary, &behind).into_iter();
        read.map(move |value| authored::Reading { value, source: source.clone(), note: None })
    });
    stated.chain(named).chain(remarked).find(|reading| reading.value > 0.0 && reading.value < enough).map(|reading| reading.source)
}

/// The soil that the name of a green tells of, of several depths the least: 绿地（覆土1.5m）.
pub(super) fn named_soil(survey: &Survey<'_>, green: Entity<'_>) -> Option<authored::Reading<f64>> {
    let named = said_length::in_names(survey.vocabulary, green, "soil_word").into_iter().filter(|reading| reading.value > 0.0);
    named.min_by(|a, b| a.value.total_cmp(&b.value))
}

/// Why a green that is called concentrated may be none, whatever it measures: its brackets name another kind, or a width that
/// it states is too small.
pub(super) fn is_other_kind(survey: &Survey<'_>, item: &Labelled<'_>) -> Option<String> {
    let is_other = |words: &str| survey.vocabulary.find("not_concentrated", words).is_some_and(|found| found.word == "other");
    let names = ["LongName", "Name", "ObjectType", "type name", "Description"];
    let mut names = item.texts.iter().filter(|carrier| names.contains(&&*carrier.from));
    if let Some(named) = names.find(|carrier| is_other(&carrier.text)) {
        return Some(named.text.to_string());
    }
    let kinds = survey.said(item.entity, "kind").into_iter().filter_map(|claim| authored::words_of(&claim.property));
    let groups = item.entity.model().relations().groups_of(item.entity).into_iter().filter_map(|group| Some(group.name()?.into_owned()));
    if let Some(words) = kinds.chain(groups).find(|words| is_other(words)) {
        return Some(words);
    }
    let least = survey.brief.number("green.concentrated.min_width_m").unwrap_or(WIDE);
    let widths = survey.said(item.entity, "green_width");
    let narrow = |claim: &&crate::said::Claim<'_>| {
        said_length::of_property(survey.vocabulary, &claim.property).iter().any(|width| width.value > 0.0 && width.value < least)
    };
    // 集中绿地（宽6m）
    let named = || {
        let widths = said_length::in_names(survey.vocabulary, item.entity, "width_word").into_iter();
        widths.into_iter().find(|width| width.value > 0.0 && width.value < least).map(|width| width.source)
    };
    // 阴影线外比例 = 0.1
    let shaded = || {
        let shares = survey.said(item.entity, "sunlit_share");
        let mut shares =
            shares.iter().filter(|claim| authored::ratio_of_property(&claim.property).is_some_and(|share| share.value < SUNLIT));
        shares.next().map(|claim| authored::source(&claim.property))
    };
    widths.iter().find(narrow).map(|claim| authored::source(&claim.property)).or_else(named).or_else(shaded)
}

/// A name that calls a green a road, a square or a path, though something else about it says that it is green: 绿地内广场.
pub(super) fn named_as_ground(survey: &Survey<'_>, item: &Labelled<'_>) -> Option<String> {
    let names = item.texts.iter().filter(|carrier| ["LongName", "Name"].contains(&&*carrier.from));
    let is_ground = |folded: &str| {
        let bare = folded.split('(').next().unwrap_or(folded).trim_end_matches(|c: char| c.is_ascii_digit() || " -_#.".contains(c));
        survey.vocabulary.find_folded("road", bare).is_some_and(|found| found.word != "none" && bare.ends_with(found.keyword))
    };
    names.into_iter().find(|carrier| is_ground(&carrier.folded)).map(|carrier| carrier.text.to_string())
}

/// The text that calls a green on the ground something else, be it another kind of green: 消防车道, 水景, 屋顶绿化.
pub(super) fn called_else(survey: &Survey<'_>, item: &Labelled<'_>, kind: &str, by: &str) -> Option<String> {
    const PLANTED: [&str; 8] = ["concentrated", "ordinary", "building_side", "road", "pocket_park", "tree", "paver", "none"];
    // water counts as green where its author gives it that kind; what is called a lawn and water is in doubt
    let of_kind = ["绿地类型", "绿化类型", "绿地类别"].iter().any(|name| by.contains(name));
    let is_same = |word: &str| word == kind || ((kind != "water" || of_kind) && PLANTED.contains(&word));
    // 绿地-水景: which of the two it is nobody says
    let both = || {
        let mut names = item.texts.iter().filter(|carrier| ["Name", "LongName", "ObjectType"].contains(&&*carrier.from));
        names.find_map(|carrier| {
            let found = survey.vocabulary.find_folded("green", &carrier.folded).filter(|found| found.word == "water")?;
            let rest = carrier.folded.replace(found.keyword, "");
            let planted = survey.vocabulary.find_folded("green", &rest).is_some_and(|other| PLANTED.contains(&other.word));
            planted.then(|| format!("{} \"{}\"", carrier.from, carrier.text))
        })
    };
    let doubt = if kind == "water" && !of_kind { both() } else { None };
    doubt.or_else(|| survey.called_else(item.entity, &item.texts, "green", &is_same))
}

/// The property that calls what is drawn on the ground a green of a roof or a wall: 是否屋顶绿化 = 是.
pub(super) fn is_said_above(survey: &Survey<'_>, green: Entity<'_>) -> Option<String> {
    let said = survey.said(green, "green_above").into_iter();
    said.into_iter().find(|claim| authored::claim_of(&claim.property) == Some(true)).map(|claim| authored::source(&claim.property))
}

/// Names of the presentation layers on which a thing is drawn.
pub(super) fn layers(thing: Entity<'_>) -> Vec<String> {
    let relations = thing.model().relations();
    let Some(shape) = thing.entity_named("Representation") else { return Vec::new() };
    let drawn = shape.entities_at(2).flat_map(|drawing| std::iter::once(drawing).chain(drawing.entities_at(3)));
    let names = drawn.flat_map(|item| relations.layers_of(item)).filter_map(|layer| Some(layer.named("Name").as_text()?.into_owned()));
    names.map(|name| fold(&name)).collect()
}
