//! Where authors say that a facility stands: 是否独立设置 = 否, 位置 = 架空层, 建设形式 = 与住宅贴建 (CLAUSES NT-3.1-03).

use haofang_ifc::Entity;

use crate::authored;
use crate::building::Survey;

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
