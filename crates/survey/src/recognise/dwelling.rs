//! Dwellings (套/户) by the ladder zone → spatial zone → parent space → property → name → doors (CLAUSES §4.4, IFC_CN §2).
//!
//! Each rung takes only rooms that no earlier rung took. A group that holds several kitchens on one level is no dwelling; where
//! nothing decides, no dwelling is made up and the rooms stay outside.

use std::collections::{BTreeMap, BTreeSet};

use haofang_geometry::plan;
use haofang_ifc::{Entity, class};

use super::by_doors::{components, doors, outdoor_parts};
use super::space_use::{CIRCULATION, DOMESTIC, HABITABLE, OUTDOOR};
use crate::authored;
use crate::building::{BuildingId, Dwelling, DwellingId, SpaceId, StoreyId, Survey};
use crate::carriers;
use crate::vocabulary::fold;

/// Properties that name the dwelling of a room.
const PROPERTIES: &[&str] = &[
    "户号",
    "户编号",
    "所属户",
    "套号",
    "户型标识",
    "户室号",
    "室号",
    "房号",
    "ZoneName",
    "所属户型",
    "住户编号",
    "门牌号",
    "Apartment",
    "ApartmentNumber",
    "Reference",
];

/// A group of rooms that may be a dwelling.
pub(super) struct Candidate<'m> {
    pub(super) entity: Option<(usize, Entity<'m>)>,
    pub(super) number: String,
    pub(super) by: String,
    pub(super) spaces: Vec<SpaceId>,
}

/// Recognises the dwellings and gives every room its dwelling.
pub(crate) fn recognise(survey: &mut Survey<'_>) {
    let mut taken = vec![false; survey.spaces.len()];
    let mut found: Vec<Candidate<'_>> = Vec::new();
    let frozen = &*survey;
    for rung in [zones, spatial_zones, parents, properties, prefixes, doors] {
        for mut candidate in rung(frozen, &taken) {
            candidate.spaces.retain(|space| !taken[space.0]);
            candidate.spaces.sort_unstable();
            candidate.spaces.dedup();
            if candidate.spaces.is_empty() || !is_domestic(frozen, &candidate.spaces) {
                continue;
            }
            for part in split(frozen, candidate) {
                for space in &part.spaces {
                    taken[space.0] = true;
                }
                found.push(part);
            }
        }
    }
    outdoor_parts(frozen, &mut found, &mut taken);
    let mut sorted: Vec<(Option<BuildingId>, i64, String, SpaceId, usize)> = found
        .iter()
        .enumerate()
        .filter_map(|(at, candidate)| {
            let first = frozen.space(*candidate.spaces.first()?);
            let level = first.storey.map_or(0, |storey| (frozen.storey(storey).elevation * 1000.0) as i64);
            Some((first.building, level, candidate.number.clone(), *candidate.spaces.first()?, at))
        })
        .collect();
    sorted.sort();
    let mut slots: Vec<Option<Candidate<'_>>> = found.into_iter().map(Some).collect();
    for (building, _, _, first, at) in sorted {
        let Some(candidate) = slots.get_mut(at).and_then(Option::take) else { continue };
        let id = DwellingId(survey.dwellings.len());
        let mut storeys: Vec<StoreyId> = candidate.spaces.iter().filter_map(|space| survey.space(*space).storey).collect();
        storeys.sort_by(|a, b| survey.storey(*a).elevation.total_cmp(&survey.storey(*b).elevation).then(a.cmp(b)));
        storeys.dedup();
        for space in &candidate.spaces {
            survey.spaces[space.0].dwelling = Some(id);
        }
        let anchor = survey.space(first);
        let key = anchor.entity.guid().map_or_else(|| format!("{}{}", anchor.model, anchor.entity.id()), str::to_owned);
        survey.dwellings.push(Dwelling {
            entity: candidate.entity,
            key,
            number: candidate.number,
            recognised_by: candidate.by,
            spaces: candidate.spaces,
            storeys,
            building,
            unit: None,
        });
    }
}

/// Whether a group holds rooms that only dwellings have, or rooms of unknown use that its carrier vouches for.
fn is_domestic(survey: &Survey<'_>, spaces: &[SpaceId]) -> bool {
    let has = |words: &[&str]| spaces.iter().any(|space| words.contains(&survey.space(*space).usage.as_str()));
    has(HABITABLE) || (has(DOMESTIC) && !has(&["elderly_care", "community", "retail", "plant"]))
}

/// Kitchens on each level of a group.
pub(super) fn kitchens(survey: &Survey<'_>, spaces: &[SpaceId]) -> BTreeMap<Option<StoreyId>, usize> {
    let mut count = BTreeMap::new();
    for space in spaces {
        if survey.space(*space).usage == "kitchen" {
            *count.entry(survey.space(*space).storey).or_insert(0) += 1;
        }
    }
    count
}

/// A group that is several dwellings, such as one number used in every unit or on every level, by levels, then by doors.
fn split<'m>(survey: &Survey<'m>, candidate: Candidate<'m>) -> Vec<Candidate<'m>> {
    let count = kitchens(survey, &candidate.spaces);
    let most = count.values().copied().max().unwrap_or(0);
    if most <= 1 && count.len() <= 1 {
        return vec![candidate];
    }
    let joined = components(survey, &candidate.spaces, |_| true);
    let whole = joined.len() == 1;
    if whole && most <= 1 {
        // two kitchens on two levels of one connected group: a duplex with two kitchens
        return vec![candidate];
    }
    // a household number on two or three neighbouring levels is a duplex with a kitchen on each
    if most <= 1 && is_dwelling_number(&candidate.number) && are_neighbours(survey, &candidate.spaces) {
        return vec![candidate];
    }
    let parts: Vec<Vec<SpaceId>> = joined.into_iter().filter(|part| is_domestic(survey, part)).collect();
    if parts.iter().any(|part| kitchens(survey, part).values().any(|n| *n > 1)) || parts.len() < 2 {
        return Vec::new();
    }
    parts
        .into_iter()
        .map(|spaces| Candidate {
            entity: None,
            number: candidate.number.clone(),
            by: format!("{}, parted by doors", candidate.by),
            spaces,
        })
        .collect()
}

/// Whether the levels of a group are two or three that follow each other.
fn are_neighbours(survey: &Survey<'_>, spaces: &[SpaceId]) -> bool {
    let levels: BTreeSet<Option<StoreyId>> = spaces.iter().map(|space| survey.space(*space).storey).collect();
    let starts = levels.iter().flatten().filter(|level| !levels.contains(&survey.storey(**level).below)).count();
    (2..=3).contains(&levels.len()) && starts == 1
}

/// The room spaces of a group of entities.
fn rooms_of<'m>(survey: &Survey<'m>, model: usize, members: &[Entity<'m>]) -> Vec<SpaceId> {
    let ids = members.iter().filter_map(|member| survey.find_space(model, *member));
    ids.filter(|id| !survey.space(*id).is_area_region).collect()
}

/// What a zone says it is: `Some(true)` a dwelling, `Some(false)` something else, `None` nothing.
fn claims_dwelling(survey: &Survey<'_>, entity: Entity<'_>) -> Option<bool> {
    let texts = carriers::texts(entity);
    if texts.iter().any(|carrier| survey.vocabulary.find("dwelling_group", &carrier.text).is_some()) {
        return Some(true);
    }
    if texts.iter().any(|carrier| survey.vocabulary.find("unit_group", &carrier.text).is_some_and(|found| found.word == "other")) {
        return Some(false);
    }
    let numbered = texts.iter().filter(|c| matches!(c.from.as_str(), "Name" | "LongName")).any(|carrier| is_dwelling_number(&carrier.text));
    if numbered {
        return Some(true);
    }
    let unit = texts.iter().any(|carrier| survey.vocabulary.find("unit_group", &carrier.text).is_some_and(|found| found.word == "unit"));
    unit.then_some(false)
}

/// `A-501`, `1-2-501`, `1单元501`, `501室`, `2#-1-101`: ends with a room number of three or four digits.
pub(crate) fn is_dwelling_number(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_end_matches(['室', '户', '号', '房', '套']);
    let digits: String = bare.chars().rev().take_while(char::is_ascii_digit).collect();
    let before = bare[..bare.len() - digits.len()].chars().next_back();
    (3..=4).contains(&digits.len()) && before.is_none_or(|c| "-_#/ 元栋楼座幢号层".contains(c) || c.is_ascii_alphabetic())
}

/// A zone of one type (A户型) over many dwellings: several kitchens that its rooms do not connect.
fn zones<'m>(survey: &Survey<'m>, _: &[bool]) -> Vec<Candidate<'m>> {
    let mut out: Vec<(bool, Candidate<'m>)> = Vec::new();
    for (model, named) in survey.models.iter().enumerate() {
        let relations = named.model.relations();
        for zone in named.model.all(class::IFC_GROUP) {
            if zone.is_a(class::IFC_SYSTEM) && !zone.is_a(class::IFC_ZONE) {
                continue;
            }
            let spaces = rooms_of(survey, model, &relations.members_of(zone));
            if spaces.is_empty() {
                continue;
            }
            let claim = claims_dwelling(survey, zone);
            let by_rooms = kitchens(survey, &spaces).values().sum::<usize>() == 1
                && spaces.iter().any(|space| HABITABLE.contains(&survey.space(*space).usage.as_str()))
                && !spaces.iter().any(|space| {
                    CIRCULATION.contains(&survey.space(*space).usage.as_str())
                        && survey.space(*space).usage != "lobby"
                        && survey.space(*space).usage != "corridor"
                });
            if claim == Some(false) || (claim.is_none() && !by_rooms && !lives_apart(survey, &spaces)) {
                continue;
            }
            let by = if claim == Some(true) { "IfcZone".to_owned() } else { "IfcZone (by its rooms)".to_owned() };
            let by = by.replace("IfcZone", zone.class().name());
            out.push((claim == Some(true), Candidate { entity: Some((model, zone)), number: label(zone), by, spaces }));
        }
    }
    // zones that say what they are come first; smaller zones before those that hold them
    out.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.spaces.len().cmp(&b.1.spaces.len())));
    out.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Whether a group that does not say what it is holds what one household needs, and one can walk through all of it without
/// meeting common circulation.
fn lives_apart(survey: &Survey<'_>, spaces: &[SpaceId]) -> bool {
    let has = |words: &[&str]| spaces.iter().any(|space| words.contains(&survey.space(*space).usage.as_str()));
    let served = has(&["bathroom"]) || has(&["kitchen"]);
    let common = has(&["smoke_lobby", "lift_lobby", "shaft", "garage", "retail", "community", "elderly_care"]);
    let indoor: Vec<SpaceId> = spaces.iter().copied().filter(|space| !OUTDOOR.contains(&survey.space(*space).usage.as_str())).collect();
    has(HABITABLE)
        && served
        && !common
        && kitchens(survey, spaces).values().all(|kitchens| *kitchens <= 1)
        && components(survey, &indoor, |_| true).len() == 1
}

fn label(entity: Entity<'_>) -> String {
    let name = entity.name().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let long = || entity.named("LongName").as_text().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.or_else(long).unwrap_or_default()
}

fn spatial_zones<'m>(survey: &Survey<'m>, taken: &[bool]) -> Vec<Candidate<'m>> {
    let mut out = Vec::new();
    for (model, named) in survey.models.iter().enumerate() {
        let relations = named.model.relations();
        for zone in named.model.all(class::IFC_SPATIAL_ZONE) {
            let mut members = relations.referenced_in(zone);
            members.extend(relations.children_of(zone));
            members.extend(relations.contained_in(zone));
            members.extend(relations.members_of(zone));
            let mut spaces = rooms_of(survey, model, &members);
            let typed = authored::text(zone, &["户型名", "户型标识", "居室个数", "户号"]);
            let claim = claims_dwelling(survey, zone);
            if claim == Some(false) && typed.is_none() {
                continue;
            }
            if spaces.is_empty() {
                spaces = inside(survey, model, zone, taken);
            }
            if spaces.is_empty() || (claim.is_none() && typed.is_none() && kitchens(survey, &spaces).values().sum::<usize>() != 1) {
                continue;
            }
            let name = label(zone);
            let number = if name.is_empty() { typed.map(|reading| reading.value).unwrap_or_default() } else { name };
            out.push(Candidate { entity: Some((model, zone)), number, by: "IfcSpatialZone".to_owned(), spaces });
        }
    }
    out
}

/// Rooms that stand inside the body of a zone.
fn inside<'m>(survey: &Survey<'m>, model: usize, zone: Entity<'m>, taken: &[bool]) -> Vec<SpaceId> {
    let Ok(shape) = survey.readers.lower(model, zone) else { return Vec::new() };
    let (extent, region) = (shape.extent(), shape.plan().clone());
    (0..survey.spaces.len())
        .map(SpaceId)
        .filter(|id| !taken[id.0] && !survey.space(*id).is_area_region)
        .filter(|id| {
            survey.room(*id).is_ok_and(|room| {
                let middle = (room.bottom + room.top) / 2.0;
                middle > extent.min[2]
                    && middle < extent.max[2]
                    && plan::interior_point(&room.region).is_some_and(|point| plan::contains(&region, point))
            })
        })
        .collect()
}

fn parents<'m>(survey: &Survey<'m>, _: &[bool]) -> Vec<Candidate<'m>> {
    let mut out = Vec::new();
    for space in &survey.spaces {
        let children = space.entity.model().relations().children_of(space.entity);
        let spaces = rooms_of(survey, space.model, &children);
        if spaces.len() < 2 {
            continue;
        }
        let domestic = spaces.iter().any(|id| HABITABLE.contains(&survey.space(*id).usage.as_str()));
        if domestic {
            let number = if space.number.is_empty() { space.name.clone() } else { space.number.clone() };
            out.push(Candidate { entity: Some((space.model, space.entity)), number, by: "parent IfcSpace".to_owned(), spaces });
        }
    }
    out
}

/// Groups of untaken rooms by a key.
fn grouped<'m>(survey: &Survey<'m>, taken: &[bool], key: impl Fn(SpaceId) -> Option<(String, String)>) -> Vec<Candidate<'m>> {
    let mut groups: BTreeMap<(Option<BuildingId>, String), (String, Vec<SpaceId>)> = BTreeMap::new();
    for id in (0..survey.spaces.len()).map(SpaceId) {
        let space = survey.space(id);
        if taken[id.0] || space.is_area_region {
            continue;
        }
        if let Some((number, by)) = key(id) {
            groups.entry((space.building, number)).or_insert_with(|| (by, Vec::new())).1.push(id);
        }
    }
    groups.into_iter().map(|((_, number), (by, spaces))| Candidate { entity: None, number, by, spaces }).collect()
}

fn properties<'m>(survey: &Survey<'m>, taken: &[bool]) -> Vec<Candidate<'m>> {
    let mut out = Vec::new();
    for property in PROPERTIES {
        let groups = grouped(survey, taken, |id| {
            let entity = survey.space(id).entity;
            let reading = authored::text(entity, &[property])?;
            let unit = authored::text(entity, &["单元", "单元号", "所属单元"]).map(|unit| format!("{}-", unit.value)).unwrap_or_default();
            let value = reading.value.trim().to_owned();
            // a Reference may be the type of the room: only a number of a dwelling groups
            let is_room = carriers::names_rooms(&reading.source);
            let groups = !value.is_empty() && !is_room && (*property != "Reference" || is_dwelling_number(&value));
            groups.then(|| {
                (
                    if value.contains(unit.trim_end_matches('-')) { value } else { format!("{unit}{value}") },
                    format!("property {}", reading.source),
                )
            })
        });
        // a number of the room itself groups nothing
        let several = groups.iter().filter(|group| group.spaces.len() > 1).count();
        if several * 2 >= groups.len() && several > 0 {
            out.extend(groups);
            break;
        }
    }
    out
}

/// `1#-2单元-501-客厅`, `501_主卧`: the part before the room's own name.
pub(crate) fn prefix(name: &str) -> Option<String> {
    let folded = fold(name);
    if let Some(head) = numbered_head(&folded) {
        return Some(head.to_owned());
    }
    let cut = folded.rfind(['-', '_'])?;
    let (head, tail) = (folded[..cut].trim(), folded[cut + 1..].trim());
    let is_name = tail.chars().any(|c| c.is_alphabetic()) && !head.is_empty();
    (is_name && is_dwelling_number(head)).then(|| head.to_owned())
}

/// `1-2-501主卧`: a number of several parts, at once followed by the name in ideographs. A bare `501主卧` may be the number of
/// the room itself.
fn numbered_head(folded: &str) -> Option<&str> {
    let end = folded.find(|c: char| !c.is_ascii())?;
    let (head, tail) = folded.split_at(end);
    let head = head.trim_end_matches([' ', ':', '.']);
    let parts = head.split(['-', '#', '/']).filter(|part| !part.is_empty()).count();
    (parts > 1 && is_dwelling_number(head) && tail.chars().next().is_some_and(char::is_alphabetic)).then_some(head)
}

fn prefixes<'m>(survey: &Survey<'m>, taken: &[bool]) -> Vec<Candidate<'m>> {
    grouped(survey, taken, |id| {
        let space = survey.space(id);
        let texts = super::space_use::names(space.entity);
        texts
            .iter()
            .filter(|c| matches!(c.from.as_str(), "LongName" | "Name" | "ObjectType"))
            .find_map(|c| prefix(&c.text))
            .map(|number| (number, "name prefix".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dwelling_numbers_and_name_prefixes() {
        for name in ["A-501", "1-2-501", "1单元501", "501", "501室", "1#-1-101", "2单元-1201", "B1203"] {
            assert!(is_dwelling_number(name), "{name}");
        }
        for name in ["1单元", "A户型", "防火分区1", "3#", "户型A-98", "12"] {
            assert!(!is_dwelling_number(name), "{name}");
        }
        assert_eq!(prefix("1#-501-客厅").as_deref(), Some("1#-501"));
        assert_eq!(prefix("1-1-501_主卧").as_deref(), Some("1-1-501"));
        assert_eq!(prefix("1-2-501 主卧").as_deref(), Some("1-2-501"));
        assert_eq!(prefix("501 主卧"), None);
        assert_eq!(prefix("主卧-1"), None);
        assert_eq!(prefix("B1-01"), None);
    }
}
