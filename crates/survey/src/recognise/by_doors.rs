//! Dwellings by the ways between rooms: what one can walk through without crossing common circulation.

use std::collections::{BTreeMap, BTreeSet};

use haofang_geometry::plan;

use super::dwelling::{Candidate, kitchens};
use super::links::Way;
use super::space_use::{CIRCULATION, HABITABLE, OUTDOOR};
use crate::building::{SpaceId, StoreyId, Survey, ThingId};
use crate::vocabulary::fold;

/// How far an outdoor part may lie from the room that it belongs to: through a wall.
const THROUGH_WALL: f64 = 0.45;

/// Groups of rooms that one can walk between without leaving the set.
pub(super) fn components(survey: &Survey<'_>, spaces: &[SpaceId], may_pass: impl Fn(SpaceId) -> bool) -> Vec<Vec<SpaceId>> {
    let set: BTreeSet<SpaceId> = spaces.iter().copied().filter(|space| may_pass(*space)).collect();
    let mut next: BTreeMap<SpaceId, Vec<SpaceId>> = BTreeMap::new();
    for link in survey.links() {
        if let Some(to) = link.to
            && set.contains(&link.from)
            && set.contains(&to)
        {
            next.entry(link.from).or_default().push(to);
            next.entry(to).or_default().push(link.from);
        }
    }
    let mut seen: BTreeSet<SpaceId> = BTreeSet::new();
    let mut out = Vec::new();
    for start in &set {
        if !seen.insert(*start) {
            continue;
        }
        let mut part = vec![*start];
        let mut at = 0;
        while at < part.len() {
            for other in next.get(&part[at]).into_iter().flatten() {
                if seen.insert(*other) {
                    part.push(*other);
                }
            }
            at += 1;
        }
        part.sort_unstable();
        out.push(part);
    }
    out
}

/// Rooms that one can walk between without crossing common circulation.
pub(super) fn doors<'m>(survey: &Survey<'m>, taken: &[bool]) -> Vec<Candidate<'m>> {
    let open: Vec<SpaceId> = (0..survey.spaces.len()).map(SpaceId).filter(|id| !taken[id.0] && !survey.space(*id).is_area_region).collect();
    let any_left = open.iter().any(|id| HABITABLE.contains(&survey.space(*id).usage.as_str()));
    if !any_left {
        return Vec::new();
    }
    let common = [
        "stairwell",
        "smoke_lobby",
        "lift_lobby",
        "shaft",
        "garage",
        "parking",
        "e_bike",
        "plant",
        "elderly_care",
        "community",
        "retail",
        "lobby",
    ];
    let private = |id: SpaceId| {
        let space = survey.space(id);
        let is_corridor = space.usage == "corridor" || (space.usage == "passage" && space.name.contains("公共"));
        !common.contains(&space.usage.as_str()) && !is_corridor
    };
    let mut out = Vec::new();
    for spaces in with_private_stairs(survey, &open, components(survey, &open, private)) {
        let has = |word: &str| spaces.iter().any(|id| survey.space(*id).usage == word);
        let lived_in = spaces.iter().any(|id| HABITABLE.contains(&survey.space(*id).usage.as_str())) || has("dining");
        if !lived_in || !(has("kitchen") || has("bathroom")) {
            continue;
        }
        // bedrooms without a kitchen that nobody can enter from common rooms are the upper floor of a duplex whose stair is not
        // drawn: whose, nothing decides
        if !has("kitchen") && !is_entered(survey, &spaces, private) {
            continue;
        }
        // several dwellings that run together through a room of unknown use decide nothing
        if kitchens(survey, &spaces).values().any(|n| *n > 1) {
            continue;
        }
        out.push(Candidate { entity: None, number: String::new(), by: "doors".to_owned(), spaces });
    }
    out
}

/// Whether a door or opening leads into a part from common circulation, or an entrance door from where no room is drawn.
fn is_entered(survey: &Survey<'_>, part: &[SpaceId], private: impl Fn(SpaceId) -> bool) -> bool {
    let is_entrance = |door: ThingId| ["户门", "入户", "进户", "entrance"].iter().any(|word| fold(&survey.thing(door).name).contains(word));
    part.iter().flat_map(|room| survey.links_of(*room).map(move |link| (room, link))).any(|(room, link)| {
        let other = if link.from == *room { link.to } else { Some(link.from) };
        match (other, link.way) {
            (Some(other), _) => !private(other),
            (None, Way::Door(door)) => is_entrance(door),
            (None, _) => false,
        }
    })
}

/// Whether a part has all that a household needs.
fn is_complete(survey: &Survey<'_>, part: &[SpaceId]) -> bool {
    let has = |words: &[&str]| part.iter().any(|id| words.contains(&survey.space(*id).usage.as_str()));
    has(&["kitchen"]) && has(&["bathroom"]) && has(HABITABLE)
}

/// Parts joined by a stairwell that serves nothing else: one part on each level, not each of them complete by itself. Such a
/// stair is the inner one of a duplex, whatever its name.
fn with_private_stairs(survey: &Survey<'_>, open: &[SpaceId], mut parts: Vec<Vec<SpaceId>>) -> Vec<Vec<SpaceId>> {
    let wells: Vec<SpaceId> = open.iter().copied().filter(|id| survey.space(*id).usage == "stairwell").collect();
    if wells.is_empty() {
        return parts;
    }
    for group in components(survey, &wells, |_| true) {
        let beside: BTreeSet<SpaceId> = survey
            .links()
            .iter()
            .filter_map(|link| match link.to {
                Some(to) if group.contains(&link.from) => Some(to),
                Some(to) if group.contains(&to) => Some(link.from),
                _ => None,
            })
            .filter(|id| !group.contains(id))
            .collect();
        let is_common = |id: &SpaceId| {
            let usage = survey.space(*id).usage.as_str();
            CIRCULATION.contains(&usage) && usage != "lobby" || matches!(usage, "garage" | "parking" | "e_bike" | "retail" | "community")
        };
        let at: BTreeSet<usize> = beside.iter().filter_map(|id| parts.iter().position(|part| part.contains(id))).collect();
        let levels: Vec<BTreeSet<Option<StoreyId>>> =
            at.iter().filter_map(|at| parts.get(*at)).map(|part| part.iter().map(|id| survey.space(*id).storey).collect()).collect();
        let apart = levels.iter().enumerate().all(|(one, own)| levels.iter().skip(one + 1).all(|other| own.is_disjoint(other)));
        let all_complete = at.iter().filter_map(|at| parts.get(*at)).all(|part| is_complete(survey, part));
        if beside.iter().any(is_common) || !(2..=4).contains(&at.len()) || !apart || all_complete {
            continue;
        }
        let mut joined: Vec<SpaceId> = group;
        for (_, part) in parts.iter_mut().enumerate().filter(|(index, _)| at.contains(index)) {
            joined.append(part);
        }
        joined.sort_unstable();
        parts.retain(|part| !part.is_empty());
        parts.push(joined);
    }
    parts
}

/// Balconies, bay spaces and platforms that no carrier gave to a dwelling go to the only one that they touch.
pub(super) fn outdoor_parts(survey: &Survey<'_>, found: &mut [Candidate<'_>], taken: &mut [bool]) {
    let mut home: BTreeMap<SpaceId, usize> = BTreeMap::new();
    for (at, candidate) in found.iter().enumerate() {
        for space in &candidate.spaces {
            home.insert(*space, at);
        }
    }
    let loose: Vec<SpaceId> = (0..survey.spaces.len())
        .map(SpaceId)
        .filter(|id| {
            !taken[id.0]
                && !survey.space(*id).is_area_region
                && (OUTDOOR.contains(&survey.space(*id).usage.as_str()) || survey.space(*id).usage == "void")
        })
        .collect();
    for id in loose {
        let Some(storey) = survey.space(id).storey else { continue };
        let Ok(room) = survey.room(id) else { continue };
        let by_door: BTreeSet<usize> = survey
            .links()
            .iter()
            .filter_map(|link| match link.to {
                Some(to) if link.from == id => home.get(&to).copied(),
                Some(to) if to == id => home.get(&link.from).copied(),
                _ => None,
            })
            .collect();
        let near = || -> BTreeSet<usize> {
            survey
                .spaces_on(storey)
                .iter()
                .filter_map(|other| {
                    let at = home.get(other)?;
                    let region = &survey.room(*other).ok()?.region;
                    (plan::shared_length(&room.region, region, THROUGH_WALL) > 0.5).then_some(*at)
                })
                .collect()
        };
        let owners = if by_door.is_empty() { near() } else { by_door };
        if let (Some(owner), 1) = (owners.first(), owners.len()) {
            found[*owner].spaces.push(id);
            taken[id.0] = true;
        }
    }
}
