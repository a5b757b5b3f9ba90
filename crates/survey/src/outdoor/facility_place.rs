//! Where authors say that a facility stands, and whether it can be moved: 是否独立设置 = 否, 位置 = 架空层, 建设形式 = 与住宅贴建,
//! 是否可移动 = 否 (CLAUSES NT-3.1-03).

use haofang_ifc::{Entity, class};

use super::facilities::Part;
use crate::authored;
use crate::building::{BuildingId, Survey};
use crate::carriers::Texts;
use crate::said::Claim;
use crate::vocabulary::fold;

/// A facility this near to the outdoor ground stands on it (m).
const AT_GROUND: f64 = 1.5;

/// How far from the outdoor ground the part of a facility lies that is furthest from it, where that is not on the ground.
pub(super) fn above_ground<'p, 'm: 'p>(survey: &Survey<'_>, parts: impl Iterator<Item = &'p Part<'m>> + Clone) -> Option<f64> {
    let grounds = (0..survey.buildings.len()).filter_map(|at| survey.ground(BuildingId(at)).ok());
    let ground = grounds.map(|ground| ground.z).min_by(f64::total_cmp)?;
    // a canopy hangs over the ground, or the room, that it covers
    let has_room = parts.clone().any(|part| part.space.is_some());
    let is_canopy = |part: &&Part<'_>| {
        let is_over = part.storey.is_none() || has_room && part.space.is_none();
        is_over && [class::IFC_SLAB, class::IFC_ROOF, class::IFC_COVERING].iter().any(|kind| part.entity.is_a(*kind))
    };
    let heights = parts.filter(|part| !is_canopy(part)).flat_map(|part| {
        // its level and its body where they stand apart
        let level = part.storey.map(|storey| survey.storey(storey).elevation);
        let drawn = part.body.as_ref().ok().map(|body| body.bottom).filter(|z| level.is_none_or(|level| (level - z).abs() > AT_GROUND));
        [level, drawn].into_iter().flatten()
    });
    heights.map(|z| z - ground).max_by(|a, b| a.abs().total_cmp(&b.abs())).filter(|height| height.abs() > AT_GROUND)
}

/// The property by which a facility does not stand by itself on the ground.
pub(super) fn said_attached(survey: &Survey<'_>, entity: Entity<'_>) -> Option<String> {
    let no = survey.said(entity, "detached").into_iter().find(|claim| authored::claim_of(&claim.property) == Some(false));
    if let Some(claim) = no {
        return Some(authored::source(&claim.property));
    }
    let places = survey.said(entity, "place").into_iter();
    places.into_iter().find_map(|claim| {
        let words = authored::words_of(&claim.property)?;
        let is_inside = survey.vocabulary.find("attached", &words).is_some_and(|found| found.word == "inside");
        is_inside.then(|| format!("{} \"{words}\"", authored::source(&claim.property)))
    })
}

/// Whether names or properties of a facility say that it can be moved (装配式可移动), and what they say against that.
pub(super) fn said_movable(survey: &Survey<'_>, entity: Entity<'_>, texts: &Texts) -> (bool, Option<String>) {
    let has = |list: &'static str| move |folded: &str| survey.vocabulary.find_folded(list, folded).is_some_and(|found| found.word == list);
    let (is_movable, is_fixed) = (has("movable"), has("fixed"));
    let (movable, fixed) = (survey.said(entity, "movable"), survey.said(entity, "fixed"));
    let states = |claim: &&Claim<'_>, state: bool| authored::claim_of(&claim.property) == Some(state);
    let promised = texts.iter().any(|carrier| is_movable(&carrier.folded))
        || movable.iter().any(|claim| states(&claim, true))
        || fixed.iter().any(|claim| states(&claim, false));
    if !promised {
        return (false, None);
    }
    if let Some(claim) = movable.iter().find(|claim| states(claim, false)).or_else(|| fixed.iter().find(|claim| states(claim, true))) {
        return (true, Some(authored::source(&claim.property)));
    }
    // 装配式可移动垃圾房（固定式）: what stands in brackets is heard by itself
    let tells = |folded: &str| folded.split(['(', ')']).any(&is_fixed);
    let named = texts.iter().find(|carrier| tells(&carrier.folded)).map(|carrier| format!("{} \"{}\"", carrier.from, carrier.text));
    let mut said = ["remark", "kind", "state", "movable"].into_iter().flat_map(|meaning| survey.said(entity, meaning));
    let spoken = || {
        said.find_map(|claim| {
            let words = authored::words_of(&claim.property).filter(|words| tells(&fold(words)))?;
            Some(format!("{} \"{words}\"", authored::source(&claim.property)))
        })
    };
    (true, named.or_else(spoken))
}
