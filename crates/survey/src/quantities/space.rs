//! Quantities of a room.

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::plan;
use haofang_ifc::property::QuantityKind;

use super::outdoor_parts::Bays;
use super::{bay_width, clear_height, outline, stated_height};
use crate::authored::{self, Quantities, Reading};
use crate::building::{Room, SpaceId, Survey};

/// Accuracy of an area of exact polygons, and of one cut into facets.
const AREA: [f64; 2] = [0.01, 0.05];

/// Accuracy of lengths read off polygons.
const LENGTH: f64 = 1.0 / 1000.0;

/// Uses whose height to the structure above is asked for.
const HIGH: &[&str] = &["lobby", "void", "entry", "lift_lobby"];

/// All quantities of one room.
pub(crate) fn subject(survey: &Survey<'_>, id: SpaceId) -> Subject {
    let space = survey.space(id);
    let mut out = survey.space_subject(id);
    let own: Vec<GlobalId> = survey.space_guid(id).into_iter().collect();
    let by = if space.usage_by.is_empty() { "no carrier names a known use".to_owned() } else { space.usage_by.clone() };
    let usage = Fact::text(space.usage.clone(), Provenance::Authored, by).of(own.clone());
    out.know("use", crate::called::with_doubt(usage, survey.doubt_of_lobby(id).as_deref()));
    if let Some(storey) = space.storey {
        out.know("storey", Fact::text(survey.storey(storey).name.clone(), Provenance::Derived, "level of the room").of(own.clone()));
    }
    let wants = |quantity: &str| survey.wants(SubjectKind::Space, quantity);
    let room = survey.room(id);
    let stated_quantities = Quantities::of(space.entity);
    if wants("net_area") {
        out.record("net_area", room.map_err(Clone::clone).map(|room| net_area(survey, id, room, &stated_quantities)));
    }
    if wants("gross_area") {
        out.record("gross_area", gross_area(survey, id, &stated_quantities));
    }
    if let Ok(room) = room {
        let body = |number: f64, unit, method: &'static str| {
            Fact::measured(number, unit, LENGTH, method).of(own.clone()).tessellated(room.tessellated)
        };
        let stated = stated_quantities.first(QuantityKind::Length, &["Height", "高度"]);
        if room.has_body {
            out.know("height", with(body(room.top - room.bottom, Unit::Metre, "height of the space body"), stated));
        } else {
            let only_outline = || Gap::new(GapKind::NoGeometry, "only the outline of the space is drawn");
            let authored = stated.map(|stated| Fact::authored(stated.value, Unit::Metre, stated.source));
            out.record("height", authored.ok_or_else(only_outline));
        }
        out.know("perimeter", body(plan::perimeter(&room.region), Unit::Metre, "perimeter of the net polygon"));
        match room.volume {
            Some(volume) => out.know(
                "volume",
                Fact::measured(volume, Unit::CubicMetre, AREA[0], "volume of the space body").of(own.clone()).tessellated(room.tessellated),
            ),
            None => out.lack("volume", Gap::new(GapKind::NoGeometry, "the body of the space is not closed")),
        }
    } else if let Err(gap) = room {
        for quantity in ["height", "perimeter", "volume"] {
            out.lack(quantity, gap.clone());
        }
    }
    if wants("clear_height") {
        let measured = clear_height::of_room(survey, id).map(|fact| fact.of(own.clone()));
        let stated = authored::length(space.entity, &["建筑净高", "净高", "室内净高"])
            .or_else(|| stated_quantities.first(QuantityKind::Length, &["FinishCeilingHeight", "ClearHeight"]));
        out.record("clear_height", measured.map(|fact| with(fact, stated)));
    }
    if HIGH.contains(&space.usage.as_str()) && wants("structural_height") {
        let stated = stated_height::stated_heights(survey, space.entity);
        let measured = clear_height::structural(survey, id).map(|fact| fact.of(own.clone()));
        out.record("structural_height", measured.map(|fact| stated.into_iter().map(Some).fold(fact, with)));
    }
    if let Some(reading) = authored::number(space.entity, &["计容系数", "计算系数"]) {
        out.know("far_coefficient", Fact::authored(reading.value, Unit::Count, reading.source).of(own));
    }
    out
}

/// Adds an authored reading as a witness.
fn with(fact: Fact, reading: Option<Reading<f64>>) -> Fact {
    match reading {
        Some(reading) => reading.noted().beside(fact),
        None => fact,
    }
}

fn net_area(survey: &Survey<'_>, id: SpaceId, room: &Room, stated_quantities: &Quantities<'_>) -> Fact {
    let entity = survey.space(id).entity;
    let accuracy = if room.tessellated { AREA[1] } else { AREA[0] };
    let fact = Fact::measured(room.area, Unit::SquareMetre, accuracy, "polygon between the wall faces, projected")
        .of(survey.space_guid(id))
        .tessellated(room.tessellated);
    let stated = stated_quantities.first(QuantityKind::Area, &["NetFloorArea", "NetArea", "净面积"]);
    with(fact, stated.or_else(|| authored::area(entity, &["净面积", "使用面积", "房间面积"])))
}

/// The authored gross area, else the polygon whose edges lie on the axes of the walls around the room.
fn gross_area(survey: &Survey<'_>, id: SpaceId, stated_quantities: &Quantities<'_>) -> Result<Fact, Gap> {
    let space = survey.space(id);
    let guid = survey.space_guid(id);
    if let Some(reading) = stated_quantities.first(QuantityKind::Area, &["GrossFloorArea", "GrossArea", "毛面积"]) {
        return Ok(Fact::authored(reading.value, Unit::SquareMetre, reading.source).of(guid));
    }
    let room = survey.room(id).map_err(Clone::clone)?;
    let storey = space.storey.ok_or_else(|| Gap::new(GapKind::Incomplete, format!("{} stands on no level", space.name)))?;
    let region = outline::to_axes(survey, storey, &room.region);
    Ok(Fact::measured(plan::area(&region), Unit::SquareMetre, AREA[0], "polygon on the axes of the walls around the room")
        .of(guid)
        .tessellated(room.tessellated))
}

/// Width between the cross walls (开间): along the edge that holds a bay window, else along the longest external edge.
pub(crate) fn bay(survey: &Survey<'_>, sheet: &FactSheet, bays: &Bays<'_>, id: SpaceId) -> Option<Subject> {
    let space = survey.space(id);
    if space.is_area_region || !["bay_width_axis", "bay_width_clear"].iter().any(|quantity| survey.wants(SubjectKind::Space, quantity)) {
        return None;
    }
    let mut out = survey.space_subject(id);
    if let Some(bay) = bays.of(&out.id) {
        for (quantity, of_room) in [("bay_width_axis", "room_bay_width_axis"), ("bay_width_clear", "room_bay_width_clear")] {
            if let Some(outcome) = sheet.get(&bay.id, of_room) {
                out.record(quantity, outcome.cloned().map_err(Clone::clone));
            }
        }
        return Some(out);
    }
    along_longest(survey, id, &mut out);
    Some(out)
}

/// Width between cross walls along the longest external edge.
fn along_longest(survey: &Survey<'_>, id: SpaceId, out: &mut Subject) {
    let space = survey.space(id);
    let found = survey.room(id).map_err(Clone::clone).and_then(|room| {
        let storey = space.storey.ok_or_else(|| Gap::new(GapKind::Incomplete, format!("{} stands on no level", space.name)))?;
        let edge = bay_width::longest_external_edge(survey, storey, &room.region)
            .ok_or_else(|| Gap::new(GapKind::NotModelled, format!("{} has no external wall", space.name)))?;
        bay_width::measure(survey, storey, &room.region, edge.middle(), edge.direction())
            .ok_or_else(|| Gap::new(GapKind::Ambiguous, format!("no clear line through {} along its external wall", space.name)))
    });
    match found {
        Ok(bay) => {
            let walls: Vec<GlobalId> = bay.walls.iter().flatten().filter_map(|wall| survey.thing_guid(*wall)).collect();
            let note = if bay.is_regular { "" } else { "; the room is not rectangular or a side is no wall" };
            let method = |what: &str| format!("{what} along the longest external edge{note}");
            out.know(
                "bay_width_clear",
                Fact::measured(bay.clear, Unit::Metre, LENGTH, method("between the faces of the cross walls")).of(walls.clone()),
            );
            match bay.axis {
                Some(axis) => out.know(
                    "bay_width_axis",
                    Fact::measured(axis, Unit::Metre, LENGTH, method("between the axes of the cross walls")).of(walls),
                ),
                None => out.lack("bay_width_axis", Gap::new(GapKind::NotModelled, format!("a side of {} is no wall", space.name))),
            }
        }
        Err(gap) => {
            out.lack("bay_width_clear", gap.clone());
            out.lack("bay_width_axis", gap);
        }
    }
}
