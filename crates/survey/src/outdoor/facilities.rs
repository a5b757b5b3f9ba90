//! Facilities as connected groups with their gross area and whether they stand alone (CLAUSES NT-2.3-02, -05, -06, -15, NT-3.1-03).

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, Provenance, Subject, SubjectId, SubjectKind, Unit, Value};
use haofang_geometry::plan::{self, Region, area};
use haofang_geometry::tolerance::AREA_ACCURACY;
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::Measured;
use super::homes::{DETACHED_GAP, Homes};
use super::labels::{Body, Labelled};
use super::parking_doubt;
use super::roof_over;
use super::{facility_area, facility_doubt, facility_place};
use crate::authored;
use crate::building::{BuildingId, SpaceId, StoreyId, Survey};
use crate::called::denied;

/// Facilities that a clause demands.
const DEMANDED: [&str; 4] = ["elderly_care", "mini_fire_station", "e_bike_shed", "e_bike_charging"];
/// A wall between two rooms of one storey is no thicker than this (m).
const WALL: f64 = 0.45;
/// Objects of one kind this near to each other are one place (m).
const ONE_PLACE: f64 = 10.0;
/// A canopy is no higher above what it covers (m).
const CANOPY: f64 = 4.5;

/// What tells that a facility can be moved.
const MOVABLE: &str = "its name or properties say 装配式可移动";

/// One room or object of a facility.
pub(super) struct Part<'m> {
    pub(super) entity: Entity<'m>,
    model: usize,
    pub(super) space: Option<SpaceId>,
    pub(super) storey: Option<StoreyId>,
    building: Option<BuildingId>,
    pub(super) name: String,
    pub(super) word: String,
    by: String,
    pub(super) body: Result<Body, Gap>,
    movable: bool,
    /// What says that it cannot be moved.
    fixed: Option<String>,
    /// What else its texts call it.
    doubt: Option<String>,
}

/// All facilities and the elderly-care area of the project.
pub(crate) fn measure<'m>(
    survey: &Survey<'m>,
    labelled: &[Labelled<'m>],
    plot: Option<&Region>,
    sheet: &FactSheet,
) -> (Vec<Subject>, Measured) {
    let mut parts: Vec<Part<'m>> = labelled.par_iter().filter_map(|item| part(survey, item)).collect();
    let off = parking_doubt::off_plot(plot, &parts.iter().map(|part| part.body.as_ref().ok()).collect::<Vec<_>>());
    for (part, _) in parts.iter_mut().zip(off).filter(|(_, off)| *off) {
        part.doubt.get_or_insert_with(|| "it lies off the plot".to_owned());
    }
    canopies(survey, labelled, &mut parts);
    let mut groups: BTreeMap<(String, Option<BuildingId>), Vec<usize>> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        groups.entry((part.word.clone(), part.building)).or_default().push(at);
    }
    let homes = Homes::find(survey, sheet);
    let mut subjects: Vec<(usize, Subject)> = Vec::new();
    for members in groups.values() {
        let connected = connect(survey, &parts, members);
        for group in &connected {
            let joined_by_wall = connected.iter().any(|other| other != group && wall_between(survey, &parts, group, other));
            subjects.push((group[0], facility(survey, &parts, group, joined_by_wall, &homes)));
        }
    }
    subjects.sort_by_key(|(first, _)| *first);
    let mut subjects: Vec<Subject> = subjects.into_iter().map(|(_, subject)| subject).collect();
    subjects.extend(whole_buildings(survey, &parts, &homes));
    subjects.extend(super::dual_lobby::find(survey));
    let care = elderly(&subjects).map(|fact| facility_area::with_stated_total(survey, fact));
    (subjects, vec![("elderly_care_area", care)])
}

fn part<'m>(survey: &Survey<'m>, item: &Labelled<'m>) -> Option<Part<'m>> {
    if item.entity.is_a(class::IFC_ANNOTATION) {
        return None;
    }
    let space = item.space.map(|space| survey.space(space));
    if space.is_some_and(|space| space.is_area_region || space.dwelling.is_some()) {
        return None;
    }
    let found = item.recognise(survey, "facility").or_else(|| by_zone(survey, item)).filter(|found| found.word != "none")?;
    // 取消, 预留, 未设: what is not there is no facility
    if survey.vocabulary.find("negation", &found.text).is_some_and(|denied| denied.word == "no")
        || survey.is_disclaimed(item.entity, &item.texts)
    {
        return None;
    }
    if space.is_some() && survey.vocabulary.find(&format!("beside_{}", found.word), &found.text).is_some() {
        return None;
    }
    // 用途 = 仓库 on what is named a facility
    let serves_else = |words: &str| {
        let of_room =
            survey.vocabulary.find("space", words).is_some_and(|word| ["storage", "retail", "garage", "parking"].contains(&word.word));
        of_room && survey.vocabulary.find("facility", words).is_none()
    };
    let kinds = survey.said(item.entity, "kind");
    let mut kinds = kinds.iter().filter_map(|claim| authored::words_of(&claim.property));
    if DEMANDED.contains(&found.word.as_str()) && kinds.any(|words| serves_else(&words)) {
        return None;
    }
    // chargers and lockers stand on ground that bears their name too; places for cars are parking
    if item.recognise(survey, "parking").is_some_and(|place| place.word != "none") {
        return None;
    }
    let building =
        item.space.map_or_else(|| item.thing.and_then(|thing| survey.thing(thing).building), |space| survey.space(space).building);
    let (movable, fixed) = facility_place::said_movable(survey, item.entity, &item.texts);
    let e_bike = |word: &str| word.starts_with("e_bike");
    // 门卫室 of a property manager
    let managed =
        |word: &str| word == "property_office" && ["gatehouse", "switch_room", "mini_fire_station"].contains(&found.word.as_str());
    let is_same = |word: &str| word == found.word || (e_bike(word) && e_bike(&found.word)) || managed(word);
    let doubt = survey.called_else(item.entity, &item.texts, "facility", &is_same);
    let for_charging = survey.vocabulary.find("parking_charge", &found.text).is_some_and(|charge| charge.word == "charging");
    let body = item.body(survey);
    let doubt = doubt.or_else(|| {
        let demanded = DEMANDED.contains(&found.word.as_str());
        // what charges e-bikes is small and no room
        let is_room = item.space.is_some() || !e_bike(&found.word);
        (demanded && is_room).then(|| facility_doubt::no_room(survey, item, body.as_ref().ok(), &found.word)).flatten()
    });
    Some(Part {
        entity: item.entity,
        model: item.model,
        space: item.space,
        storey: item.storey(survey),
        building,
        name: item.name(survey),
        // 电动自行车停车棚（充电）
        word: if found.word == "e_bike_shed" && for_charging { "e_bike_charging".to_owned() } else { found.word },
        by: found.by,
        body,
        movable,
        fixed,
        doubt,
    })
}

/// A canopy over a room for e-bikes is part of that place, whatever its own name says of it; over a room that is another thing,
/// or is said not to be there, it is no place either.
fn canopies<'m>(survey: &Survey<'m>, labelled: &[Labelled<'m>], parts: &mut Vec<Part<'m>>) {
    let e_bike = |word: &str| word.starts_with("e_bike");
    if !parts.iter().any(|part| part.space.is_none() && e_bike(&part.word)) {
        return;
    }
    let taken: BTreeSet<SpaceId> = parts.iter().filter(|part| e_bike(&part.word)).filter_map(|part| part.space).collect();
    let is_other = |item: &&Labelled<'m>| {
        let of_space = item.recognise(survey, "space").is_some_and(|found| !["garage", "parking"].contains(&found.word.as_str()));
        of_space || item.recognise(survey, "facility").is_some()
    };
    let others = labelled.iter().filter(|item| item.space.is_some_and(|space| !taken.contains(&space))).filter(is_other);
    let others: Vec<Body> = others.filter_map(|item| item.body(survey).ok()).collect();
    parts.retain(|part| {
        let Ok(body) = &part.body else { return true };
        let is_near = |room: &Body| (0.0..CANOPY).contains(&(body.top - room.bottom));
        let under = |room: &Body| is_near(room) && 2.0 * area(&plan::intersection(&room.region, &body.region)) > body.area;
        part.space.is_some() || !e_bike(&part.word) || !others.iter().any(under)
    });
    let rooms: Vec<(Region, String, Option<BuildingId>)> = parts
        .iter()
        .filter(|part| e_bike(&part.word))
        .filter_map(|part| Some((survey.room(part.space?).ok()?.region.clone(), part.word.clone(), part.building)))
        .collect();
    for part in parts.iter_mut().filter(|part| part.space.is_none() && e_bike(&part.word)) {
        let Ok(body) = &part.body else { continue };
        let over = |room: &Region| 2.0 * area(&plan::intersection(room, &body.region)) > body.area.min(area(room));
        if let Some((_, word, building)) = rooms.iter().find(|(room, _, _)| over(room)) {
            (part.word, part.building) = (word.clone(), *building);
        }
    }
}

/// A room whose own name says nothing belongs to the facility that its zone names.
fn by_zone(survey: &Survey<'_>, item: &Labelled<'_>) -> Option<crate::carriers::Recognised> {
    item.space?;
    item.entity.model().relations().groups_of(item.entity).into_iter().find_map(|zone| {
        let mut found = survey.recognise("facility", zone)?;
        found.by = format!("zone, {}", found.by);
        Some(found)
    })
}

/// Groups of parts that are one place: rooms joined by doors, openings or stairs, zones, objects near each other.
fn connect(survey: &Survey<'_>, parts: &[Part<'_>], members: &[usize]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..members.len()).collect();
    for a in 0..members.len() {
        for b in 0..a {
            if group[a] != group[b] && joined(survey, &parts[members[a]], &parts[members[b]]) {
                let (keep, drop) = (group[a].min(group[b]), group[a].max(group[b]));
                group.iter_mut().filter(|g| **g == drop).for_each(|g| *g = keep);
            }
        }
    }
    let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, key) in group.into_iter().enumerate() {
        out.entry(key).or_default().push(members[at]);
    }
    out.into_values().collect()
}

fn joined(survey: &Survey<'_>, a: &Part<'_>, b: &Part<'_>) -> bool {
    let zones = |part: &Part<'_>| -> Vec<Option<String>> {
        let zones = part.entity.model().relations().groups_of(part.entity).into_iter();
        zones.filter(|zone| survey.recognise("facility", *zone).is_some()).map(|zone| zone.guid().map(str::to_owned)).collect()
    };
    if a.space.is_some() && b.space.is_some() {
        let (of_a, of_b) = (zones(a), zones(b));
        if of_a.iter().any(|zone| zone.is_some() && of_b.contains(zone)) {
            return true;
        }
    }
    match (a.space, b.space) {
        (Some(first), Some(second)) => linked(survey, first, second),
        (None, None) => {
            let (Ok(one), Ok(other)) = (&a.body, &b.body) else { return false };
            plan::touches(&one.region, &other.region, ONE_PLACE)
        }
        (Some(_), None) | (None, Some(_)) => {
            // a canopy over, or an object in, the space of the same kind
            let (Ok(one), Ok(other)) = (&a.body, &b.body) else { return false };
            plan::touches(&one.region, &other.region, 0.0)
        }
    }
}

/// Whether two rooms are joined by a door or an opening, lie open to each other, or are linked by a stair.
fn linked(survey: &Survey<'_>, a: SpaceId, b: SpaceId) -> bool {
    survey.links().iter().any(|link| (link.from == a && link.to == Some(b)) || (link.from == b && link.to == Some(a)))
}

/// Whether two groups have a wall in common, but no way from one to the other.
fn wall_between(survey: &Survey<'_>, parts: &[Part<'_>], one: &[usize], other: &[usize]) -> bool {
    let rooms = |group: &[usize]| -> Vec<(Option<StoreyId>, Region)> {
        group.iter().filter_map(|at| Some((parts[*at].storey, survey.room(parts[*at].space?).ok()?.region.clone()))).collect()
    };
    let (a, b) = (rooms(one), rooms(other));
    a.iter().any(|(storey, region)| b.iter().any(|(level, beside)| storey == level && plan::shared_length(region, beside, WALL) > 0.5))
}

fn facility<'m>(survey: &Survey<'m>, parts: &[Part<'m>], group: &[usize], joined_by_wall: bool, homes: &Homes) -> Subject {
    let first = &parts[group[0]];
    let zone = shared_zone(survey, parts, group);
    let mut subject = match zone {
        Some(zone) => survey.subject(SubjectKind::Facility, first.model, zone),
        None => survey.subject(SubjectKind::Facility, first.model, first.entity),
    };
    subject.name = zone.and_then(|zone| zone.name()).map_or_else(|| first.name.clone(), |name| name.into_owned());
    subject.recognised_by.clone_from(&first.by);
    subject.parent = parent(survey, first);
    let ids: Vec<GlobalId> = group.iter().filter_map(|at| parts[*at].entity.guid().map(GlobalId::from)).collect();
    let usage = Fact::text(first.word.clone(), Provenance::Derived, first.by.clone()).of(ids.iter().cloned());
    subject.know("use", crate::called::with_doubt(usage, group.iter().find_map(|at| parts[*at].doubt.as_deref())));
    facility_area::record(survey, parts, group, zone, &mut subject, &ids);
    if ["e_bike_shed", "e_bike_charging", "garage_ramp_canopy"].contains(&first.word.as_str()) {
        let bodies: Vec<&Body> = group.iter().filter_map(|at| parts[*at].body.as_ref().ok()).collect();
        roof_over::record(survey, &bodies, group.iter().all(|at| parts[*at].space.is_some()), &mut subject);
    }
    let below = group.iter().any(|at| parts[*at].storey.is_some_and(|storey| survey.storey(storey).usage == "basement"));
    subject.know("is_below_ground", Fact::claim(below, Provenance::Derived, "on a basement storey"));
    let movable = Fact::claim(group.iter().all(|at| parts[*at].movable), Provenance::Derived, MOVABLE);
    subject.know("is_movable", group.iter().filter_map(|at| parts[*at].fixed.clone()).fold(movable, denied));
    subject.know(
        "is_joined_by_wall_only",
        Fact::claim(
            joined_by_wall,
            Provenance::Measured,
            "another group of the same use has a wall in common with it, without door, opening or stair",
        ),
    );
    detached(survey, parts, group, below, homes, &mut subject);
    let said = group.iter().find_map(|at| facility_place::said_attached(survey, parts[*at].entity));
    if let Some((fact, said)) = subject.fact("is_detached").cloned().zip(said) {
        subject.know("is_detached", denied(fact, said));
    }
    let entities = || zone.into_iter().chain(group.iter().map(|at| parts[*at].entity));
    if let Some(reading) = entities().find_map(|entity| authored::number(entity, &["计容系数", "计算系数"])) {
        subject.know("far_coefficient", Fact::authored(reading.value, Unit::Count, reading.source));
    }
    if let Some(reading) =
        entities().find_map(|entity| authored::count(entity, &["车位数", "车位数量", "格口数", "格口数量", "非机动车位数量", "停车位数量"]))
    {
        subject.know("places", Fact::authored(reading.value, Unit::Count, reading.source));
    }
    subject
}

fn parent(survey: &Survey<'_>, part: &Part<'_>) -> Option<SubjectId> {
    match (part.storey, part.building) {
        (Some(storey), _) => Some(survey.storey_id(storey)),
        (None, Some(building)) => Some(survey.building_id(building)),
        _ if survey.sites.is_empty() => None,
        _ => Some(survey.site_subject().id),
    }
}

/// The zone that holds all rooms of the group and names the facility.
fn shared_zone<'m>(survey: &Survey<'m>, parts: &[Part<'m>], group: &[usize]) -> Option<Entity<'m>> {
    let first = &parts[group[0]];
    first.space?;
    first.entity.model().relations().groups_of(first.entity).into_iter().find(|zone| {
        survey.recognise("facility", *zone).is_some_and(|found| found.word == first.word)
            && group.iter().all(|at| {
                parts[*at].entity.model().relations().groups_of(parts[*at].entity).iter().any(|other| other.guid() == zone.guid())
            })
    })
}

fn detached(survey: &Survey<'_>, parts: &[Part<'_>], group: &[usize], below: bool, homes: &Homes, subject: &mut Subject) {
    let first = &parts[group[0]];
    if let Some((_, name, _)) = homes.certain.iter().find(|(id, _, _)| first.building == Some(*id)) {
        subject.know("is_detached", Fact::claim(false, Provenance::Derived, format!("inside {name}")));
        subject.know("attached_to", Fact::text(name.clone(), Provenance::Derived, "the building that holds it"));
        return;
    }
    if below {
        subject.know("is_detached", Fact::claim(false, Provenance::Derived, "below ground"));
        return;
    }
    // the whole building that holds it must stand free, not only the rooms
    let own = first.building.and_then(|id| {
        survey
            .storeys_of(id)
            .iter()
            .find(|storey| survey.storey(**storey).usage != "basement")
            .and_then(|storey| survey.enclosure(*storey).ok())
    });
    let bodies: Vec<&Region> = group.iter().filter_map(|at| parts[*at].body.as_ref().ok()).map(|body| &body.region).collect();
    let region = own.cloned().unwrap_or_else(|| plan::union(&bodies));
    if region.0.is_empty() {
        subject.lack("is_detached", Gap::new(GapKind::NoGeometry, "the facility has no outline to measure gaps from"));
        return;
    }
    if let Some(height) = facility_place::above_ground(survey, group.iter().map(|at| &parts[*at])) {
        subject.know("is_detached", Fact::claim(false, Provenance::Measured, format!("{height:.2} m from the outdoor ground")));
        return;
    }
    let touches = |(gap, _): &(f64, &String)| *gap < DETACHED_GAP;
    let nearest = homes.nearest(&region);
    if let Some(doubt) = homes.doubt(first.building, &region).filter(|_| !nearest.as_ref().is_some_and(touches)) {
        subject.lack("is_detached", doubt);
        return;
    }
    match nearest {
        Some((gap, name)) if gap < DETACHED_GAP => {
            subject.know("is_detached", Fact::claim(false, Provenance::Measured, format!("{gap:.2} m from {name}")));
            subject.know("attached_to", Fact::text(name.clone(), Provenance::Measured, format!("{gap:.2} m away")));
        }
        Some((gap, name)) => {
            subject.know("is_detached", Fact::claim(true, Provenance::Measured, format!("at ground level, {gap:.2} m from {name}")))
        }
        None => subject.know("is_detached", Fact::claim(true, Provenance::Measured, "at ground level; no dwelling building in the files")),
    }
}

/// Buildings that are a facility by their name and have no room that says so.
fn whole_buildings(survey: &Survey<'_>, parts: &[Part<'_>], homes: &Homes) -> Vec<Subject> {
    let mut out = Vec::new();
    for (at, building) in survey.buildings.iter().enumerate() {
        let id = BuildingId(at);
        if parts.iter().any(|part| part.building == Some(id)) || homes.holds(id) {
            continue;
        }
        let Some(found) = survey.vocabulary.find("facility", &building.name).filter(|found| found.word != "none") else { continue };
        let absent = |entity: Entity<'_>| survey.is_disclaimed(entity, &survey.texts(entity));
        let is_named_so = survey.vocabulary.find("negation", &building.name).is_some();
        if building.is_site || building.is_base || is_named_so || building.entities.iter().any(|(_, entity)| absent(*entity)) {
            continue;
        }
        let mut subject = match building.entities.first() {
            Some((model, entity)) => survey.subject(SubjectKind::Facility, *model, *entity),
            None => continue,
        };
        subject.id = SubjectId(format!("{}{}", subject.id, survey.tower_key(id)));
        subject.parent = Some(survey.building_id(id));
        subject.recognised_by = format!("building \"{}\"", building.name);
        subject.know("use", Fact::text(found.word, Provenance::Derived, subject.recognised_by.clone()));
        let outlines: Vec<f64> = building.storeys.iter().filter_map(|storey| survey.enclosure(*storey).ok()).map(area).collect();
        if outlines.is_empty() {
            subject.lack("area", Gap::new(GapKind::NoGeometry, "the building has no outline"));
        } else {
            let total: f64 = outlines.iter().sum();
            subject.know(
                "area",
                Fact::measured(total, Unit::SquareMetre, (total * AREA_ACCURACY).max(AREA_ACCURACY), "outlines of its storeys"),
            );
        }
        let ground = building.storeys.iter().find_map(|storey| survey.enclosure(*storey).ok());
        let nearest = ground.and_then(|own| homes.nearest(own));
        let doubt = ground.and_then(|own| homes.doubt(Some(id), own));
        match (ground, nearest) {
            (None, _) => subject.lack("is_detached", Gap::new(GapKind::NoGeometry, "the building has no outline")),
            (Some(_), near) if doubt.is_some() && near.is_none_or(|(gap, _)| gap >= DETACHED_GAP) => {
                doubt.into_iter().for_each(|doubt| subject.lack("is_detached", doubt));
            }
            (Some(_), Some((gap, name))) => subject.know(
                "is_detached",
                Fact::claim(gap >= DETACHED_GAP, Provenance::Measured, format!("own building, {gap:.2} m from {name}")),
            ),
            (Some(_), None) => {
                subject.know("is_detached", Fact::claim(true, Provenance::Measured, "own building; no dwelling building in the files"))
            }
        }
        let said = building.entities.iter().map(|(_, entity)| facility_place::said_movable(survey, *entity, &survey.texts(*entity)));
        let (movable, fixed): (Vec<bool>, Vec<Option<String>>) = said.unzip();
        let movable = Fact::claim(movable.contains(&true), Provenance::Derived, MOVABLE);
        subject.know("is_movable", fixed.into_iter().flatten().fold(movable, denied));
        out.push(subject);
    }
    out
}

fn elderly(subjects: &[Subject]) -> Result<Fact, Gap> {
    let care: Vec<&Subject> = subjects.iter().filter(|subject| subject.text("use") == Some("elderly_care")).collect();
    if care.is_empty() {
        return Err(Gap::new(GapKind::NotModelled, "no room or zone is named 居家养老服务用房, 养老用房 or 日间照料"));
    }
    let known: Vec<f64> = care.iter().filter_map(|subject| subject.number("area")).collect();
    if known.len() < care.len() {
        return Err(Gap::new(
            GapKind::Incomplete,
            format!("the area of {} of {} elderly-care facilities is not known", care.len() - known.len(), care.len()),
        ));
    }
    let ids: Vec<GlobalId> = care.iter().filter_map(|subject| subject.guid.clone()).collect();
    let total: f64 = known.iter().sum();
    let is_sure = |subject: &&&Subject| subject.fact("use").is_some_and(|usage| usage.conflicts().next().is_none());
    let sure: f64 = care.iter().filter(is_sure).filter_map(|subject| subject.number("area")).sum();
    let fact = Fact::derived(total, Unit::SquareMetre, format!("gross areas of {} facilities", care.len())).of(ids);
    Ok(if sure < total {
        fact.witness(Value::Number(sure, Unit::SquareMetre), Provenance::Authored, "without rooms that their texts call something else")
    } else {
        fact
    })
}
