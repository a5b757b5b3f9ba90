//! Lifts, the storeys they serve, and their way into the garage (CLAUSES NT-2.1-07).

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit, Value};
use haofang_geometry::plan::{self, Region};
use haofang_geometry::tolerance::LENGTH_ACCURACY;
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::lift_claims;
use super::lift_unit::unit_of;
use super::lift_way;
use super::shafts::stack;
use crate::building::{BuildingId, SpaceId, StoreyId, Survey, ThingId, UnitId};

/// A lift serves a storey when something of it stands this far above its floor (m, CLAUSES NT-2.1-07, ALG 2).
const ABOVE_FLOOR: f64 = 1.0;
/// A landing door stands this near to the shaft or car (m).
pub(super) const DOOR: f64 = 0.80;
/// Storeys of different buildings this near in height are one level below ground (m).
const ONE_LEVEL: f64 = 1.0;
/// Rooms this near to each other have only a wall between them (m).
const WALL: f64 = 0.60;

/// A body no higher than this is a cabin and shows no travel (m).
const CABIN: f64 = 4.0;
/// The least size of a car in plan and height (m).
const CAR: [f64; 3] = [0.8, 0.8, 1.8];

/// A lift.
pub(crate) struct Lift<'m> {
    entity: Entity<'m>,
    model: usize,
    name: String,
    by: String,
    pub(super) region: Region,
    pub(super) building: Option<BuildingId>,
    bottom: f64,
    top: f64,
    /// Storeys with a landing door.
    doors: Vec<StoreyId>,
    /// A car with a shape is drawn.
    has_car: bool,
    /// Storeys its body or shaft spans.
    spans: Vec<StoreyId>,
    guids: Vec<GlobalId>,
}

/// A basement storey with cars: its height, and the rooms for cars in it.
pub(super) struct Garage {
    pub(super) storey: StoreyId,
    pub(super) level: f64,
    pub(super) spaces: Vec<SpaceId>,
}

/// Lifts and what they say of the stair units.
pub(crate) fn measure(survey: &Survey<'_>) -> Vec<Subject> {
    let lifts = find(survey);
    let garages = garages(survey);
    let mut out: Vec<Subject> = lifts.iter().map(|lift| subject(survey, lift, &garages)).collect();
    let homes: Vec<Option<UnitId>> = lifts.par_iter().map(|lift| unit_of(survey, lift)).collect();
    out.extend((0..survey.units.len()).map(UnitId).map(|id| {
        let own: Vec<&Lift<'_>> = lifts.iter().zip(&homes).filter(|(_, home)| **home == Some(id)).map(|(lift, _)| lift).collect();
        unit(survey, id, &own, &garages)
    }));
    out
}

fn is_passenger_lift(survey: &Survey<'_>, entity: Entity<'_>) -> bool {
    let texts = survey.texts(entity);
    if survey.is_disclaimed(entity, &texts) || lift_claims::carries_goods(survey, entity, &texts) {
        return false;
    }
    let named = survey.recognise("lift", entity).map(|found| found.word);
    let word = entity.named("PredefinedType").as_enum().or_else(|| entity.named("OperationType").as_enum());
    let typed = entity.model().relations().type_of(entity).and_then(|of_type| of_type.named("PredefinedType").as_enum());
    // an escalator by type is no lift, whatever its occurrence says
    if typed.is_some_and(|typed| ["ESCALATOR", "MOVINGWALKWAY", "CRANEWAY", "LIFTINGGEAR"].contains(&typed)) {
        return false;
    }
    match word.filter(|word| !matches!(*word, "NOTDEFINED" | "USERDEFINED")).or(typed) {
        // 货梯 and 杂物电梯 carry no people, whatever the type says
        Some("ELEVATOR") => named.as_deref() != Some("none"),
        Some("ESCALATOR" | "MOVINGWALKWAY" | "CRANEWAY" | "LIFTINGGEAR") => false,
        _ => named.as_deref() == Some("lift"),
    }
}

fn find<'m>(survey: &Survey<'m>) -> Vec<Lift<'m>> {
    let shafts: Vec<(SpaceId, Region)> = (0..survey.spaces.len())
        .map(SpaceId)
        .filter(|id| survey.space(*id).usage == "shaft" && is_lift_shaft(survey, *id))
        .filter_map(|id| Some((id, survey.room(id).ok()?.region.clone())))
        .collect();
    let doors: Vec<(ThingId, StoreyId, Region)> = survey
        .things_of(class::IFC_DOOR)
        .filter(|door| survey.recognise("lift", survey.thing(*door).entity).is_some_and(|found| found.word == "landing_door"))
        .filter_map(|door| Some((door, survey.thing(door).storey?, survey.plan(door).ok()?.clone())))
        .collect();
    let mut lifts: Vec<Lift<'m>> = Vec::new();
    let mut used = vec![false; shafts.len()];
    for cars in cars(survey) {
        let first = cars[0];
        let of = survey.thing(first);
        let plans: Vec<&Region> = cars.iter().filter_map(|car| survey.plan(*car).ok()).collect();
        let region = plan::union(&plans);
        let own: Vec<usize> = (0..shafts.len()).filter(|at| stack(&[region.clone(), shafts[*at].1.clone()]).len() == 1).collect();
        own.iter().for_each(|at| used[*at] = true);
        let extents = cars.iter().filter_map(|car| survey.extent(*car));
        let (bottom, top) =
            extents.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), extent| (low.min(extent.min[2]), high.max(extent.max[2])));
        let spaces: Vec<SpaceId> = own.iter().map(|at| shafts[*at].0).collect();
        let guids = cars.iter().filter_map(|car| survey.thing_guid(*car)).collect();
        lifts.push(lift(
            survey,
            (of.model, of.entity),
            of.name.clone(),
            of.class.name().to_owned(),
            region,
            of.building,
            (bottom, top),
            &spaces,
            &doors,
            guids,
        ));
    }
    // shafts without a car: each stack is a lift, unless its car will be pulled down or carries no people
    let other_cars = other_cars(survey);
    let rest: Vec<usize> = (0..shafts.len()).filter(|at| !used[*at]).collect();
    for group in stack(&rest.iter().map(|at| shafts[*at].1.clone()).collect::<Vec<_>>()) {
        let spaces: Vec<SpaceId> = group.iter().map(|at| shafts[rest[*at]].0).collect();
        // a piece of a shaft that stands beside a modelled car belongs to it
        let region = plan::union(&group.iter().map(|at| &shafts[rest[*at]].1).collect::<Vec<_>>());
        if lifts.iter().map(|lift| &lift.region).chain(&other_cars).any(|other| plan::touches(other, &region, 0.0)) {
            continue;
        }
        let first = survey.space(spaces[0]);
        let guids = spaces.iter().filter_map(|space| survey.space_guid(*space)).collect();
        lifts.push(lift(
            survey,
            (first.model, first.entity),
            first.name.clone(),
            format!("lift shaft, {}", first.usage_by),
            region,
            first.building,
            (f64::INFINITY, f64::NEG_INFINITY),
            &spaces,
            &doors,
            guids,
        ));
    }
    lifts
}

/// Outlines of cars that will be pulled down, are not there yet, or carry goods.
fn other_cars(survey: &Survey<'_>) -> Vec<Region> {
    let is_car = |entity: Entity<'_>| {
        (entity.is_a(class::IFC_TRANSPORT_ELEMENT) || entity.is_a(class::IFC_BUILDING_ELEMENT_PROXY)) && is_passenger_lift(survey, entity)
    };
    let cars = survey.gone.iter().filter(|(_, entity)| is_car(*entity));
    let mut out: Vec<Region> = cars.filter_map(|(model, entity)| Some(survey.body(*model, *entity).ok()?.plan().clone())).collect();
    let others = survey.things_of(class::IFC_TRANSPORT_ELEMENT).filter(|thing| !is_passenger_lift(survey, survey.thing(*thing).entity));
    out.extend(others.filter_map(|thing| survey.plan(thing).ok().cloned()));
    out
}

/// The cars of each lift: tools write one for every storey that it serves. Two lifts are never in one place.
fn cars(survey: &Survey<'_>) -> Vec<Vec<ThingId>> {
    let transport = survey.things_of(class::IFC_TRANSPORT_ELEMENT).filter(|thing| is_passenger_lift(survey, survey.thing(*thing).entity));
    let mut all: Vec<ThingId> = transport.collect();
    let modelled = all.len();
    // proxies named as lifts, of the size of a car, where no better carrier stands
    let proxies = survey.things_of(class::IFC_BUILDING_ELEMENT_PROXY).filter(|thing| is_car_by_name(survey, *thing));
    for proxy in proxies {
        let apart = |other: &ThingId| match (survey.plan(*other), survey.plan(proxy)) {
            (Ok(a), Ok(b)) => !plan::touches(a, b, 0.0),
            _ => true,
        };
        if all[..modelled].iter().all(apart) {
            all.push(proxy);
        }
    }
    let outline = |thing: &ThingId| survey.plan(*thing).cloned().unwrap_or_else(|_| Region::new(vec![]));
    let groups = stack(&all.iter().map(outline).collect::<Vec<_>>());
    let mut out: Vec<Vec<ThingId>> = Vec::new();
    for group in groups {
        let mut of_building: std::collections::BTreeMap<Option<BuildingId>, Vec<ThingId>> = std::collections::BTreeMap::new();
        for at in group {
            let building = survey.thing(all[at]).building;
            let over = survey.plan(all[at]).map_or(building, |plan| survey.tower_at(building, plan));
            of_building.entry(over).or_default().push(all[at]);
        }
        out.extend(of_building.into_values());
    }
    out.sort();
    out
}

/// A proxy that its name calls a lift, as large as a car: doors, buttons and hooks are smaller.
fn is_car_by_name(survey: &Survey<'_>, thing: ThingId) -> bool {
    survey.recognise("lift", survey.thing(thing).entity).is_some_and(|found| found.word == "lift")
        && survey.extent(thing).is_some_and(|extent| (0..3).all(|axis| extent.max[axis] - extent.min[axis] >= CAR[axis]))
}

fn is_lift_shaft(survey: &Survey<'_>, id: SpaceId) -> bool {
    let space = survey.space(id);
    if survey.is_disclaimed(space.entity, &survey.texts(space.entity)) {
        return false;
    }
    survey.vocabulary.find("lift", &space.name).is_some_and(|found| ["shaft", "lift", "landing_door"].contains(&found.word))
        || space.name.contains("电梯")
}

fn lift<'m>(
    survey: &Survey<'m>,
    (model, entity): (usize, Entity<'m>),
    name: String,
    by: String,
    region: Region,
    building: Option<BuildingId>,
    body: (f64, f64),
    spaces: &[SpaceId],
    doors: &[(ThingId, StoreyId, Region)],
    mut guids: Vec<GlobalId>,
) -> Lift<'m> {
    let (mut bottom, mut top) = body;
    let building = survey.tower_at(building, &region);
    let car = (bottom.is_finite() && top.is_finite()).then_some(body);
    for room in spaces.iter().filter_map(|space| survey.room(*space).ok()) {
        bottom = bottom.min(room.bottom);
        top = top.max(room.top);
    }
    let mut own: Vec<StoreyId> = Vec::new();
    for (door, storey, plan) in doors {
        let same = building.is_none_or(|building| survey.is_level_of(*storey, building));
        if same && plan::touches(plan, &region, DOOR) {
            own.push(*storey);
            guids.extend(survey.thing_guid(*door));
        }
    }
    own.sort_unstable();
    own.dedup();
    let levels: Vec<StoreyId> =
        building.map_or_else(Vec::new, |building| [survey.shared_levels(building), survey.storeys_of(building)].concat());
    let spans = levels
        .into_iter()
        .filter(|storey| {
            let z = survey.storey(*storey).elevation + ABOVE_FLOOR;
            // rooms of the shaft below the car are no landing: they decide only where no car is drawn, or one that shows no
            // more than its cabin
            let (low, high) = car.filter(|(low, high)| high - low > CABIN).unwrap_or((bottom, top));
            low <= z && z <= high
        })
        .collect();
    Lift {
        entity,
        model,
        name,
        by,
        region,
        building,
        bottom,
        top,
        doors: own,
        has_car: car.is_some_and(|(low, high)| high - low > CABIN),
        spans,
        guids,
    }
}

impl Lift<'_> {
    /// The storeys it serves: those with landing doors, else those its body or shaft spans.
    fn served(&self, survey: &Survey<'_>) -> Vec<StoreyId> {
        let mut served = if self.doors.is_empty() { self.spans.clone() } else { self.doors.clone() };
        served.sort_by(|a, b| survey.storey(*a).elevation.total_cmp(&survey.storey(*b).elevation));
        served
    }
}

fn garages(survey: &Survey<'_>) -> Vec<Garage> {
    let mut out: Vec<Garage> = Vec::new();
    for building in &survey.buildings {
        for storey in building.storeys.iter().filter(|storey| survey.storey(**storey).usage == "basement") {
            let spaces: Vec<SpaceId> = survey
                .spaces_on(*storey)
                .iter()
                .copied()
                .filter(|space| ["garage", "parking"].contains(&survey.space(*space).usage.as_str()))
                .collect();
            let symbols = || {
                survey.things_on(*storey).iter().any(|thing| {
                    survey
                        .recognise("parking", survey.thing(*thing).entity)
                        .is_some_and(|found| !["none", "e_bike", "bicycle"].contains(&found.word.as_str()))
                })
            };
            if !spaces.is_empty() || symbols() {
                out.push(Garage { storey: *storey, level: survey.storey(*storey).elevation, spaces });
            }
        }
    }
    out
}

/// How a lift reaches cars below ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    None,
    /// It lands at the level of the garage; the way between lobby and garage is not modelled.
    LobbyOnly,
    /// One can walk from its landing to the cars.
    Linked,
}

fn reach(survey: &Survey<'_>, lift: &Lift<'_>, storeys: &[StoreyId], garages: &[Garage]) -> Reach {
    let mut best = Reach::None;
    for storey in storeys {
        for garage in garages {
            let level = survey.storey(*storey).elevation;
            if (level - garage.level).abs() > ONE_LEVEL {
                continue;
            }
            let linked = if *storey == garage.storey && garage.spaces.is_empty() { false } else { walks(survey, lift, *storey, garage) };
            best = best.max(if linked { Reach::Linked } else { Reach::LobbyOnly });
        }
    }
    best
}

/// Whether one can walk from the landing to a room for cars.
fn walks(survey: &Survey<'_>, lift: &Lift<'_>, storey: StoreyId, garage: &Garage) -> bool {
    let reached = lift_way::reached(survey, lift, storey, garage.storey);
    if reached.iter().any(|space| garage.spaces.contains(space)) {
        return true;
    }
    // garage and lobby in two buildings or files: a door in the wall between them
    let doors: Vec<&Region> = [storey, garage.storey]
        .into_iter()
        .flat_map(|on| survey.things_on(on).iter().copied())
        .filter(|thing| survey.thing(*thing).class.is_a(class::IFC_DOOR))
        .filter_map(|door| survey.plan(door).ok())
        .collect();
    reached.iter().filter_map(|space| survey.room(*space).ok()).any(|lobby| {
        garage.spaces.iter().filter_map(|space| survey.room(*space).ok()).any(|cars| {
            plan::touches(&lobby.region, &cars.region, WALL)
                && doors.iter().any(|door| plan::touches(door, &lobby.region, WALL) && plan::touches(door, &cars.region, WALL))
        })
    })
}

fn subject(survey: &Survey<'_>, lift: &Lift<'_>, garages: &[Garage]) -> Subject {
    let mut subject = survey.subject(SubjectKind::Lift, lift.model, lift.entity);
    subject.name.clone_from(&lift.name);
    subject.recognised_by.clone_from(&lift.by);
    subject.parent = lift.building.map(|building| survey.building_id(building));
    let length = |z: f64, method: &'static str| Fact::measured(z, Unit::Metre, LENGTH_ACCURACY, method).of(lift.guids.iter().cloned());
    if lift.bottom.is_finite() && lift.top.is_finite() {
        subject.know("bottom", length(lift.bottom, "lowest Z of car, shaft and rooms of the shaft"));
        subject.know("top", length(lift.top, "highest Z of car, shaft and rooms of the shaft"));
    } else {
        let gap = Gap::new(GapKind::NoGeometry, "neither the lift nor a shaft has a shape");
        subject.lack("bottom", gap.clone());
        subject.lack("top", gap);
    }
    let served = lift.served(survey);
    let by = if lift.doors.is_empty() { "spanned by car or shaft" } else { "with a landing door" };
    match (served.first(), served.last()) {
        (Some(lowest), Some(highest)) => {
            subject.know("lowest_storey", Fact::text(survey.storey(*lowest).name.clone(), Provenance::Derived, format!("storeys {by}")));
            subject.know("highest_storey", Fact::text(survey.storey(*highest).name.clone(), Provenance::Derived, format!("storeys {by}")));
        }
        _ => {
            let gap = Gap::new(GapKind::NoGeometry, "neither landing doors nor a shape that spans storeys");
            subject.lack("lowest_storey", gap.clone());
            subject.lack("highest_storey", gap);
        }
    }
    subject.record("reaches_garage", reaches(survey, lift, garages));
    subject
}

/// Whether a lift lands where cars stand; doors and body are two witnesses.
fn reaches(survey: &Survey<'_>, lift: &Lift<'_>, garages: &[Garage]) -> Result<Fact, Gap> {
    if garages.is_empty() {
        return Err(Gap::new(GapKind::NotModelled, "no underground garage in the files: no basement storey with parking"));
    }
    let served = lift.served(survey);
    if served.is_empty() {
        return Err(Gap::new(GapKind::NoGeometry, "which storeys the lift serves is not known"));
    }
    let best = reach(survey, lift, &served, garages);
    let found = best > Reach::None;
    let by = if lift.doors.is_empty() { "car or shaft" } else { "landing doors" };
    let mut fact =
        Fact::claim(found, Provenance::Measured, format!("serves {} storeys by its {by}", served.len())).of(lift.guids.iter().cloned());
    if !lift.doors.is_empty() && !lift.spans.is_empty() && lift.has_car {
        let spans = reach(survey, lift, &lift.spans, garages) > Reach::None;
        fact = fact.witness(Value::Bool(spans), Provenance::Measured, "storeys spanned by the car");
    }
    // a landing by the garage from which no door leads on
    let lands = |storey: &StoreyId| garages.iter().any(|garage| (survey.storey(*storey).elevation - garage.level).abs() <= ONE_LEVEL);
    let mut landings = served.iter().copied().filter(lands).peekable();
    if best == Reach::LobbyOnly && landings.peek().is_some() && landings.all(|storey| lift_way::is_dead_end(survey, lift, storey)) {
        fact = fact.witness(Value::Bool(false), Provenance::Measured, "no door leads on from the rooms at its landing by the garage");
    }
    // the level of a garage that stands elsewhere
    let near = |storey: StoreyId, garage: &Garage| {
        (survey.storey(storey).elevation - garage.level).abs() <= ONE_LEVEL && !lift_way::stands_apart(survey, lift, storey, garage)
    };
    if best == Reach::LobbyOnly && !served.iter().any(|storey| garages.iter().any(|garage| near(*storey, garage))) {
        fact = fact.witness(Value::Bool(false), Provenance::Measured, "the garage of its level stands apart from its building");
    }
    let stated = lift_claims::of_reach(survey, lift.entity);
    let counted = lift_claims::of_stops(survey, lift.entity, lift_way::stops(survey, &served));
    Ok(stated
        .into_iter()
        .chain(counted)
        .fold(fact, |fact, claim| fact.witness(Value::Bool(claim.value), Provenance::Authored, claim.source)))
}

fn unit(survey: &Survey<'_>, id: UnitId, own: &[&Lift<'_>], garages: &[Garage]) -> Subject {
    let mut subject = survey.unit_subject(id);
    let guids: Vec<GlobalId> = own.iter().flat_map(|lift| lift.guids.iter().take(1).cloned()).collect();
    subject.know(
        "has_garage",
        Fact::claim(!garages.is_empty(), Provenance::Derived, format!("{} basement storeys with parking", garages.len())),
    );
    if own.is_empty() {
        let gap = Gap::new(GapKind::NotModelled, "no lift, lift shaft or lift door is modelled in the unit");
        for quantity in ["lifts", "lifts_reaching_garage", "lift_reaches_garage", "garage_connection"] {
            subject.lack(quantity, gap.clone());
        }
        return subject;
    }
    subject.know("lifts", Fact::derived(own.len() as f64, Unit::Count, "cars, else shafts").of(guids.iter().cloned()));
    let reached: Vec<Result<Fact, Gap>> = own.iter().map(|lift| reaches(survey, lift, garages)).collect();
    let yes = reached.iter().filter(|fact| fact.as_ref().is_ok_and(|fact| fact.value == Value::Bool(true))).count();
    let connection = own.iter().map(|lift| reach(survey, lift, &lift.served(survey), garages)).max().unwrap_or(Reach::None);
    let word = match connection {
        Reach::Linked => "linked",
        Reach::LobbyOnly => "lobby_only",
        Reach::None => "none",
    };
    match reached.iter().find_map(|fact| fact.as_ref().err()) {
        Some(gap) if yes == 0 => {
            for quantity in ["lifts_reaching_garage", "lift_reaches_garage", "garage_connection"] {
                subject.lack(quantity, gap.clone());
            }
        }
        _ => {
            subject.know(
                "lifts_reaching_garage",
                Fact::derived(yes as f64, Unit::Count, "lifts that land on a basement storey with parking").of(guids.iter().cloned()),
            );
            let mut fact = Fact::claim(
                yes > 0,
                Provenance::Measured,
                format!("{yes} of {} lifts land on a basement storey with parking ({word})", own.len()),
            )
            .of(guids);
            // one lift that reaches the garage without a doubt is enough
            let sure = |fact: &&Fact| fact.value == Value::Bool(true) && fact.conflicts().next().is_none();
            if !reached.iter().flatten().any(|fact| sure(&fact))
                && let Some(other) = reached.iter().flatten().find(|fact| fact.conflicts().next().is_some())
            {
                fact.witnesses.extend(other.witnesses.iter().cloned());
            }
            subject.know("lift_reaches_garage", fact);
            subject.know(
                "garage_connection",
                Fact::text(
                    word,
                    Provenance::Measured,
                    "way from the landing to the cars: linked by doors, lobby_only at the same level, none",
                ),
            );
        }
    }
    subject
}
