//! Where authors say that a facility stands: 是否独立设置 = 否, 位置 = 架空层, 建设形式 = 与住宅贴建 (CLAUSES NT-3.1-03).

use haofang_ifc::{Entity, class};

use super::facilities::Part;
use crate::authored;
use crate::building::{BuildingId, Survey};

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
