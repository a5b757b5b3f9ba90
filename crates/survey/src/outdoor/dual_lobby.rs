//! 双门厅: buildings with a lobby on the ground storey and one below ground.

use haofang_facts::{Fact, GlobalId, Provenance, Subject, SubjectKind};

use crate::building::{BuildingId, SpaceId, Survey};
use crate::called::{doubt_of_all, with_doubt};

/// 双门厅: a lobby on the ground storey and one on a basement storey of the same building (CLAUSES NT-2.1-06a).
pub(crate) fn find(survey: &Survey<'_>) -> Vec<Subject> {
    let mut out = Vec::new();
    for (at, building) in survey.buildings.iter().enumerate() {
        let id = BuildingId(at);
        let lobbies = |below: bool| -> Vec<SpaceId> {
            (0..survey.spaces.len())
                .map(SpaceId)
                .filter(|space| {
                    let space = survey.space(*space);
                    let level = space.storey.map(|storey| (survey.storey(storey).usage == "basement", survey.storey(storey).claim.number));
                    space.building == Some(id)
                        && space.usage == "lobby"
                        && level.is_some_and(|(basement, number)| basement == below && (below || number == Some(1)))
                })
                .collect()
        };
        let (above, below) = (lobbies(false), lobbies(true));
        if above.is_empty() || below.is_empty() {
            continue;
        }
        let mut subject =
            Subject::new(SubjectKind::Facility, &format!("{}/dual_lobby", survey.building_id(id)), format!("{} 双门厅", building.name));
        subject.parent = Some(survey.building_id(id));
        subject.recognised_by = "a lobby on the ground storey and one below ground".to_owned();
        let ids: Vec<GlobalId> = above.iter().chain(&below).filter_map(|space| survey.space_guid(*space)).collect();
        let usage = Fact::text("dual_lobby", Provenance::Derived, subject.recognised_by.clone()).of(ids);
        // one lobby on each side that nothing is said against is enough
        let doubt = [&above, &below].into_iter().find_map(|side| doubt_of_all(side.iter().map(|lobby| survey.doubt_of_lobby(*lobby))));
        subject.know("use", with_doubt(usage, doubt.as_deref()));
        out.push(subject);
    }
    out
}
