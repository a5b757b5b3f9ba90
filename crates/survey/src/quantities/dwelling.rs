//! Quantities of a dwelling.

use std::collections::BTreeMap;

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::plan::{self, Region};
use haofang_ifc::class;
use haofang_ifc::property::QuantityKind;

use crate::authored;
use crate::building::{Dwelling, DwellingId, SpaceId, StoreyId, Survey};
use crate::recognise::links::Way;
use crate::recognise::space_use::{DOMESTIC, HABITABLE, OUTDOOR};

/// Accuracy of areas.
const AREA: f64 = 0.01;

/// Everything of one dwelling that needs no outdoor parts.
pub(crate) fn subject(survey: &Survey<'_>, id: DwellingId) -> Subject {
    let dwelling = survey.dwelling(id);
    let mut out = survey.dwelling_subject(id);
    let rooms: Vec<GlobalId> = dwelling.spaces.iter().filter_map(|space| survey.space_guid(*space)).collect();
    out.record("number", number(survey, id).map(|fact| fact.of(rooms.clone())));
    let count = Fact::derived(room_count(survey, dwelling), Unit::Count, "bedrooms, living rooms and studies").of(rooms.clone());
    // what is left of a dwelling tells nothing of its type
    out.record("room_count", pulled_down(survey, dwelling).map_or(Ok(count), Err));
    out.know("storeys", Fact::derived(dwelling.storeys.len() as f64, Unit::Count, "levels with rooms of the dwelling").of(rooms.clone()));
    let names: Vec<String> = dwelling.storeys.iter().map(|storey| survey.storey(*storey).name.clone()).collect();
    out.know("storey", Fact::text(names.join(", "), Provenance::Derived, "levels with rooms of the dwelling"));
    if survey.wants(SubjectKind::Dwelling, "usable_area") {
        out.record("usable_area", usable_area(survey, dwelling).map(|fact| fact.of(rooms.clone())));
    }
    out.record("is_duplex", is_duplex(survey, dwelling).map(|fact| fact.of(rooms)));
    let of_group = dwelling.entity.and_then(|(_, entity)| authored::text(entity, &["户型名", "户型", "套型", "户型名称"]));
    if let Some(reading) = of_group {
        out.know("dwelling_type", Fact::text(reading.value, Provenance::Authored, reading.source));
    }
    let typed = dwelling
        .spaces
        .iter()
        .find_map(|space| authored::text(survey.space(*space).entity, &["户型名", "户型", "套型", "户型名称", "所属户型"]));
    if let Some(reading) = typed.filter(|_| out.fact("dwelling_type").is_none()) {
        out.know("dwelling_type", Fact::text(reading.value, Provenance::Authored, reading.source));
    }
    let accessible = dwelling
        .spaces
        .iter()
        .find_map(|space| authored::flag(survey.space(*space).entity, &["HandicapAccessible", "无障碍", "是否无障碍"]));
    if let Some(reading) = accessible {
        out.know("has_accessible_room", Fact::claim(reading.value, Provenance::Authored, reading.source));
    }
    out
}

/// The number of the dwelling: not the name of a type (B户型), nor one that several dwellings of a unit share.
fn number(survey: &Survey<'_>, id: DwellingId) -> Result<Fact, Gap> {
    let dwelling = survey.dwelling(id);
    if dwelling.number.is_empty() {
        return Err(Gap::new(GapKind::NotModelled, "no zone, property or name gives the number of the dwelling"));
    }
    let typed = ["户型", "套型"].iter().any(|word| dwelling.number.contains(word));
    let digits = dwelling.number.split(|letter: char| !letter.is_ascii_digit()).any(|run| (3..=4).contains(&run.len()));
    if typed && !digits {
        return Err(Gap::new(GapKind::NotModelled, format!("{} names a type of dwelling, not this one", dwelling.number)));
    }
    let same =
        |other: &&Dwelling<'_>| other.building == dwelling.building && other.unit == dwelling.unit && other.number == dwelling.number;
    let sharing = survey.dwellings.iter().filter(same).count();
    if sharing > 1 {
        return Err(Gap::new(GapKind::Ambiguous, format!("{} is the number of {sharing} dwellings", dwelling.number)));
    }
    Ok(Fact::text(dwelling.number.clone(), Provenance::Authored, dwelling.recognised_by.clone()))
}

/// Why a dwelling is not whole: rooms of its zone will be pulled down.
fn pulled_down(survey: &Survey<'_>, dwelling: &Dwelling<'_>) -> Option<Gap> {
    let (model, zone) = dwelling.entity.filter(|_| !survey.gone.is_empty())?;
    let members = zone.model().relations().members_of(zone);
    let goes = survey.gone.iter().any(|(of, entity)| *of == model && members.contains(entity));
    goes.then(|| {
        Gap::new(GapKind::Incomplete, format!("rooms of {} are marked to be demolished: what is left is no dwelling type", dwelling.number))
    })
}

/// Bedrooms, living rooms and studies; a combined 客餐厅 is the living room.
fn room_count(survey: &Survey<'_>, dwelling: &Dwelling<'_>) -> f64 {
    let counts = |space: &&SpaceId| {
        let space = survey.space(**space);
        HABITABLE.contains(&space.usage.as_str()) || (space.usage == "dining" && (space.name.contains('客') || space.name.contains("起居")))
    };
    dwelling.spaces.iter().filter(counts).count() as f64
}

/// Sum of the net areas without balcony, terrace, bay space, platform, void; a space inside a room is not counted twice.
fn usable_area(survey: &Survey<'_>, dwelling: &Dwelling<'_>) -> Result<Fact, Gap> {
    let mut sum = 0.0;
    let mut outside: BTreeMap<Option<StoreyId>, Vec<&Region>> = BTreeMap::new();
    let is_outside = |id: SpaceId| OUTDOOR.contains(&survey.space(id).usage.as_str()) || survey.space(id).usage == "void";
    for id in dwelling.spaces.iter().filter(|id| is_outside(**id)) {
        if let Ok(room) = survey.room(*id) {
            outside.entry(survey.space(*id).storey).or_default().push(&room.region);
        }
    }
    // a room drawn over a hole in its floor is no room there
    for void in survey.voids().iter().filter(|void| void.space.is_none()) {
        outside.entry(void.storey).or_default().push(&void.region);
    }
    let mut tessellated = false;
    for id in dwelling.spaces.iter().filter(|id| !is_outside(**id)) {
        let room =
            survey.room(*id).map_err(|gap| Gap::new(GapKind::Incomplete, format!("area of {}: {}", survey.space(*id).name, gap.detail)))?;
        sum += room.area;
        tessellated |= room.tessellated;
        for other in outside.get(&survey.space(*id).storey).into_iter().flatten() {
            let near = matches!((room.bounds, plan::bounds(other)), (Some(a), Some(b)) if a.within(&b, 0.0));
            if near {
                let shared = plan::area(&plan::intersection(&room.region, other));
                sum -= if shared > AREA { shared } else { 0.0 };
            }
        }
    }
    let fact =
        Fact::measured(sum, Unit::SquareMetre, AREA, "sum of the net areas of its rooms without balcony, terrace, bay space and void")
            .tessellated(tessellated);
    let stated = dwelling.entity.and_then(|(_, entity)| {
        authored::area(entity, &["套内使用面积", "使用面积"]).or_else(|| authored::quantity(entity, QuantityKind::Area, &["NetFloorArea"]))
    });
    Ok(match stated {
        Some(reading) => reading.beside(fact),
        None => fact,
    })
}

/// Rooms on two or more levels and a stair of its own (复式、跃层).
fn is_duplex(survey: &Survey<'_>, dwelling: &Dwelling<'_>) -> Result<Fact, Gap> {
    let lived: Vec<StoreyId> = dwelling
        .storeys
        .iter()
        .copied()
        .filter(|storey| {
            dwelling.spaces.iter().any(|id| {
                let space = survey.space(*id);
                space.storey == Some(*storey) && !OUTDOOR.contains(&space.usage.as_str()) && space.usage != "void"
            })
        })
        .collect();
    if lived.len() < 2 {
        return Ok(Fact::claim(false, Provenance::Derived, "all rooms on one level"));
    }
    let own = |id: SpaceId| dwelling.spaces.contains(&id);
    let by_link = survey.links().iter().any(|link| matches!(link.way, Way::Stair(_)) && own(link.from) && link.to.is_some_and(own));
    let named = dwelling.spaces.iter().any(|id| {
        survey.space(*id).usage == "stairwell" || survey.space(*id).name.contains("楼梯") || survey.space(*id).name.contains("梯")
    });
    let stands_inside = || {
        survey.things_of(class::IFC_STAIR).chain(survey.things_of(class::IFC_STAIR_FLIGHT)).any(|stair| {
            let Some(storey) = survey.thing(stair).storey.filter(|storey| lived.contains(storey)) else { return false };
            let Ok(body) = survey.plan(stair) else { return false };
            let inside =
                dwelling.spaces.iter().filter(|id| survey.space(**id).storey == Some(storey)).filter_map(|id| survey.room(*id).ok());
            inside.map(|room| plan::area(&plan::intersection(&room.region, body))).sum::<f64>() * 2.0 > plan::area(body)
        })
    };
    // an author who groups rooms of living on two levels as one household says that a stair is there
    let authored =
        dwelling.entity.is_some() || dwelling.recognised_by.starts_with("property") || dwelling.recognised_by.starts_with("name");
    let lived_above = lived.iter().filter(|storey| survey.storey(**storey).usage != "basement").filter(|storey| {
        dwelling.spaces.iter().any(|id| survey.space(*id).storey == Some(**storey) && DOMESTIC.contains(&survey.space(*id).usage.as_str()))
    });
    let grouped = authored && lived_above.count() >= 2;
    let how = if by_link {
        "a stair connects its levels"
    } else if named {
        "rooms on several levels, one is a stair"
    } else if stands_inside() {
        "a stair stands in its rooms"
    } else if grouped {
        "grouped as one household by the author; no internal stair is modelled"
    } else {
        return Err(Gap::new(
            GapKind::NotModelled,
            format!("rooms on {} levels, but no stair is modelled inside; model the internal stair", lived.len()),
        ));
    };
    let fact = Fact::claim(true, Provenance::Derived, format!("rooms on {} levels; {how}", lived.len()));
    Ok(match survey.says_flat(dwelling) {
        Some(source) => crate::called::denied(fact, source),
        None => fact,
    })
}
