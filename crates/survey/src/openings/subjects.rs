//! Windows and bay windows as subjects with their facts.

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectId, SubjectKind, Unit, Value};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::Entity;
use rayon::prelude::*;

use super::window::{Found, FoundBay};
use crate::authored;
use crate::building::{SpaceId, StoreyId, Survey, ThingId};
use crate::part_doubt::BAY;

/// Faces of one wall lie in one plane within this (m).
const ONE_WALL: f64 = 0.10;
/// Two bays on one wall line whose clear ranges overlap by more than this share are one.
const SAME: f64 = 0.5;

fn guids(survey: &Survey<'_>, found: &Found) -> Vec<GlobalId> {
    [Some(found.thing), found.host].into_iter().flatten().filter_map(|thing| survey.thing_guid(thing)).collect()
}

/// The room behind a window, drawn or left between walls, else its level.
fn parent(survey: &Survey<'_>, space: Option<SpaceId>, cell: Option<usize>, storey: Option<StoreyId>) -> Option<SubjectId> {
    match (space, cell, storey) {
        (Some(space), _, _) => Some(survey.space_id(space)),
        (None, Some(cell), Some(storey)) if survey.rooms_are_derived(storey) => Some(survey.derived_room_id(storey, cell)),
        (None, _, Some(storey)) => Some(survey.storey_id(storey)),
        _ => None,
    }
}

/// A window.
pub(crate) fn window(survey: &Survey<'_>, found: &Found) -> Subject {
    let thing = survey.thing(found.thing);
    let mut subject = survey.subject(SubjectKind::Window, thing.model, thing.entity);
    subject.parent = parent(survey, found.space, found.cell, found.storey);
    let ids = || guids(survey, found);
    match &found.hole {
        Some(hole) => {
            let by = match hole.by {
                "opening" => "of the opening",
                "overall size" => "overall size of the window, which has no opening",
                _ => "of the window's body, which has no opening and no overall size",
            };
            let length = |value: f64| Fact::measured(value, Unit::Metre, LENGTH_ACCURACY, by).of(ids());
            subject.know("width", with_overall(thing.entity, length(hole.width), "OverallWidth"));
            subject.know("height", with_overall(thing.entity, length(hole.height), "OverallHeight"));
            let area = hole.width * hole.height;
            subject.know(
                "area",
                Fact::measured(area, Unit::SquareMetre, (area * AREA_ACCURACY).max(AREA_ACCURACY), format!("width x height {by}"))
                    .of(ids()),
            );
            match found.storey {
                Some(storey) => {
                    let floor = survey.storey(storey).elevation;
                    subject.know(
                        "sill_height",
                        Fact::measured(
                            hole.bottom - floor,
                            Unit::Metre,
                            LENGTH_ACCURACY,
                            format!("lower edge at {:.3}, floor at {floor:.3}", hole.bottom),
                        )
                        .of(ids()),
                    );
                }
                None => subject.lack("sill_height", Gap::new(GapKind::Incomplete, "the window stands on no storey")),
            }
        }
        None => {
            for quantity in ["width", "height", "area", "sill_height"] {
                subject.lack(quantity, Gap::new(GapKind::NoGeometry, "the window has neither an opening, an overall size nor a body"));
            }
        }
    }
    let written = authored::flag(thing.entity, &["IsExternal", "是否外窗", "外窗"]);
    let external = match (written, found.is_external) {
        (Some(reading), Some(measured)) => Ok(Fact::claim(reading.value, Provenance::Authored, reading.source).witness(
            Value::Bool(measured),
            Provenance::Measured,
            "no room lies beyond its wall",
        )),
        (Some(reading), None) => Ok(Fact::claim(reading.value, Provenance::Authored, reading.source)),
        (None, Some(measured)) => Ok(Fact::claim(measured, Provenance::Measured, "whether a room lies beyond its wall").of(ids())),
        (None, None) => Err(Gap::new(GapKind::Incomplete, "neither IsExternal nor a wall with a room behind it")),
    };
    let is_external = external.as_ref().ok().map(|fact| fact.value == Value::Bool(true));
    subject.record("is_external", external);
    match &found.is_bay {
        Ok(bay) => {
            let mut fact = Fact::claim(*bay, Provenance::Measured, found.why.clone()).of(ids());
            if let Some(named) = survey.recognise("window", thing.entity).filter(super::names_bay) {
                fact = fact.witness(Value::Bool(true), Provenance::Authored, named.by);
            }
            subject.know("is_bay_window", fact);
        }
        Err(gap) => subject.lack("is_bay_window", gap.clone()),
    }
    let dwelling = found.space.and_then(|space| survey.space(space).dwelling);
    match (is_external, found.space) {
        (Some(false), _) => subject.know("is_of_dwelling", Fact::claim(false, Provenance::Derived, "no external window")),
        (Some(true), Some(space)) if dwelling.is_none() && may_be_lived_in(survey, space) => {
            subject.lack("is_of_dwelling", Gap::new(GapKind::Incomplete, "its room belongs to no recognised dwelling"));
        }
        (Some(true), Some(_)) => subject.know("is_of_dwelling", Fact::claim(dwelling.is_some(), Provenance::Derived, "its room")),
        _ => subject.lack("is_of_dwelling", Gap::new(GapKind::Incomplete, "the room of the window is not known")),
    }
    match authored::text(thing.entity, &["Manufacturer", "品牌", "生产厂家", "厂家", "制造商", "生产厂商"]) {
        Some(reading) => subject.know("manufacturer", Fact::text(reading.value, Provenance::Authored, reading.source)),
        None => subject.lack("manufacturer", Gap::new(GapKind::NotModelled, "no Manufacturer or 品牌 on the window or its type")),
    }
    let system = survey.recognise("window_system", thing.entity).map(|found| (true, found.by)).or_else(|| {
        let names = ["系统窗", "是否系统窗", "ModelLabel", "ModelReference", "窗系统", "门窗系统", "产品系列", "窗类型", "门窗类型"];
        let text = authored::text(thing.entity, &names)?;
        let named = survey.vocabulary.find("window_system", &text.value).is_some();
        let yes = authored::flag(thing.entity, &["系统窗", "是否系统窗"]).map(|reading| reading.value);
        (named || yes.is_some()).then(|| (named || yes == Some(true), text.source))
    });
    match system {
        Some((yes, by)) => subject.know("is_system_window", Fact::claim(yes, Provenance::Authored, by)),
        None => subject.lack("is_system_window", Gap::new(GapKind::NotModelled, "neither type nor property says 系统窗")),
    }
    subject
}

/// Whether a room outside of every recognised dwelling may be one of a dwelling: by its use, or of unknown use among dwellings.
fn may_be_lived_in(survey: &Survey<'_>, space: SpaceId) -> bool {
    let space = survey.space(space);
    let on_dwelling_storey = || space.storey.is_some_and(|storey| survey.storey(storey).usage == "dwelling");
    match space.usage.as_str() {
        "unknown" => on_dwelling_storey(),
        usage => crate::recognise::space_use::HABITABLE.contains(&usage),
    }
}

/// With the size that the window or door itself states, where it does.
pub(super) fn with_overall(entity: haofang_ifc::Entity<'_>, fact: Fact, attribute: &str) -> Fact {
    let unit = entity.model().units().length.as_ref().ok().copied();
    match entity.named(attribute).as_f64().zip(unit) {
        Some((value, unit)) if value > 0.0 => {
            fact.witness(Value::Number(value * unit, Unit::Metre), Provenance::Authored, attribute.to_owned())
        }
        _ => fact,
    }
}

/// The bays; several windows of one bay make one, the widest stands for it.
pub(crate) fn bays(survey: &Survey<'_>, windows: &[Found], others: &[Found]) -> Vec<Subject> {
    let all: Vec<(&Found, usize, &FoundBay)> =
        windows.iter().chain(others).flat_map(|found| found.bays.iter().enumerate().map(move |(leg, bay)| (found, leg, bay))).collect();
    let mut kept: Vec<(&Found, usize, &FoundBay, Vec<ThingId>)> = Vec::new();
    for (found, leg, bay) in all {
        let twin = kept.iter_mut().find(|(other, _, known, _)| other.storey == found.storey && same(known, bay));
        match twin {
            Some(twin) => {
                twin.3.push(found.thing);
                let is_window = |found: &Found| survey.thing(found.thing).class.is_a(haofang_ifc::class::IFC_WINDOW);
                if (is_window(found), bay.glazed) > (is_window(twin.0), twin.2.glazed) {
                    (twin.0, twin.1, twin.2) = (found, leg, bay);
                }
            }
            None => kept.push((found, leg, bay, vec![found.thing])),
        }
    }
    let legs = |found: &Found| found.bays.len();
    let mut subjects: Vec<Subject> =
        kept.par_iter().map(|(found, leg, bay, things)| subject(survey, found, (legs(found) > 1).then_some(*leg), bay, things)).collect();
    for (subject, (found, _, bay, _)) in subjects.iter_mut().zip(&kept) {
        let beside: Vec<f64> = kept
            .iter()
            .filter(|(other, _, known, _)| other.storey == found.storey && in_one_wall(known, bay))
            .map(|(_, _, known, _)| known.shape.width())
            .collect();
        if beside.len() > 1 {
            let method = format!("{} bay windows of one room in one wall", beside.len());
            subject.know("wall_clear_width", Fact::measured(beside.iter().sum(), Unit::Metre, LENGTH_ACCURACY, method));
        }
    }
    subjects
}

/// Whether two bays stand out of one wall of one room.
fn in_one_wall(a: &FoundBay, b: &FoundBay) -> bool {
    let facing = a.frame.outward.x * b.frame.outward.x + a.frame.outward.y * b.frame.outward.y > 0.99;
    let known_room = a.space.is_some() || a.cell.is_some();
    known_room && (a.space, a.cell) == (b.space, b.cell) && facing && a.frame.local(b.frame.origin).1.abs() < ONE_WALL
}

fn same(a: &FoundBay, b: &FoundBay) -> bool {
    let facing = a.frame.outward.x * b.frame.outward.x + a.frame.outward.y * b.frame.outward.y > 0.99;
    let (s, t) = a.frame.local(b.frame.origin);
    let turned = a.frame.along.x * b.frame.along.x + a.frame.along.y * b.frame.along.y;
    let range = if turned > 0.0 { (s + b.shape.clear.0, s + b.shape.clear.1) } else { (s - b.shape.clear.1, s - b.shape.clear.0) };
    let shared = a.shape.clear.1.min(range.1) - a.shape.clear.0.max(range.0);
    facing && t.abs() < 0.10 && shared > SAME * a.shape.width().min(b.shape.width())
}

/// Why nothing is known of a bay against the width of its room.
fn lack_widths(subject: &mut Subject, why: &Gap) {
    for quantity in
        ["room_bay_width_axis", "room_bay_width_clear", "width_ratio", "width_ratio_axis", "width_ratio_clear", "room_is_regular"]
    {
        subject.lack(quantity, why.clone());
    }
}

fn subject(survey: &Survey<'_>, found: &Found, leg: Option<usize>, bay: &FoundBay, things: &[ThingId]) -> Subject {
    let thing = survey.thing(found.thing);
    let mut subject = survey.subject(SubjectKind::BayWindow, thing.model, thing.entity);
    if let Some(leg) = leg.filter(|leg| *leg > 0) {
        subject.id = SubjectId(format!("{}/{}", subject.id, leg + 1));
        subject.name = format!("{}（第{}边）", subject.name, leg + 1);
    }
    subject.recognised_by = format!("projects {:.2} m", bay.shape.projection);
    subject.parent = parent(survey, bay.space, bay.cell, found.storey);
    let ids: Vec<GlobalId> = things.iter().copied().chain(found.host).filter_map(|thing| survey.thing_guid(thing)).collect();
    let length = |value: f64, method: &'static str| {
        Fact::measured(value, Unit::Metre, LENGTH_ACCURACY, method).of(ids.iter().cloned()).tessellated(bay.tessellated)
    };
    let (width, projection) = (bay.shape.width(), bay.shape.projection);
    // what is stated beside: of a corner it may be any leg, or all of them
    let entities: Vec<Entity<'_>> = things.iter().map(|thing| survey.thing(*thing).entity).collect();
    let legs = found.bays.iter().map(|leg| leg.shape.width());
    let widths: Vec<f64> = std::iter::once(width).chain(legs.clone()).chain(std::iter::once(legs.sum())).collect();
    let stated =
        |fact: Fact, entities: &[Entity<'_>], meaning: &str, measured: &[f64]| match survey.length_against(entities, meaning, measured) {
            Some(reading) => reading.beside(fact),
            None => fact,
        };
    let clear_width = length(width, "between the inner faces of side walls or panes in the plane of the wall");
    subject.know("clear_width", stated(clear_width, &entities, "bay_width", &widths));
    subject.know("projection", length(projection, "outer finished façade face to the outermost glazing face"));
    let area = width * projection;
    let fact = Fact::measured(
        area,
        Unit::SquareMetre,
        (area * AREA_ACCURACY).max(AREA_ACCURACY),
        format!("clear width x projection = {width:.3} x {projection:.3}"),
    );
    subject.know("area", fact.of(ids.iter().cloned()).tessellated(bay.tessellated));
    if let Some(storey) = found.storey {
        let floor = survey.storey(storey).elevation;
        let method = if bay.has_sill_slab { "floor to the top of the sill slab" } else { "floor to the lower edge of the opening" };
        let sill = bay.sill - floor;
        subject.know("sill_height", stated(length(sill, method), &entities, "sill_height", &[sill]));
        subject.know("clear_height", length(bay.soffit - bay.sill, "sill top to soffit"));
    }
    let doubt = entities.iter().find_map(|entity| survey.doubt_of_part(*entity, &BAY));
    match (doubt, &bay.room) {
        (Some(doubt), _) => lack_widths(&mut subject, &doubt),
        (None, Some(room)) => {
            // 开间 is stated between axes or faces
            let rooms: Vec<Entity<'_>> = bay.space.iter().map(|space| survey.space(*space).entity).collect();
            let measured: Vec<f64> = std::iter::once(room.clear).chain(room.axis).collect();
            let of_room = |fact: Fact| stated(fact, &rooms, "room_width", &measured);
            let method = "between the faces of the cross walls, 0.3 m inside the façade";
            subject.know("room_bay_width_clear", of_room(length(room.clear, method)));
            subject.know(
                "width_ratio_clear",
                Fact::derived(width / room.clear, Unit::Ratio, format!("{width:.3} / {:.3}", room.clear)).tessellated(bay.tessellated),
            );
            match room.axis {
                Some(axis) => {
                    let method = "between the axes of the cross walls along the façade";
                    subject.know("room_bay_width_axis", of_room(length(axis, method)));
                    subject.know(
                        "width_ratio_axis",
                        Fact::derived(width / axis, Unit::Ratio, format!("{width:.3} / {axis:.3}")).tessellated(bay.tessellated),
                    );
                }
                None => {
                    let gap = Gap::new(GapKind::Incomplete, "a side of the room is no wall: no axis to measure from");
                    subject.lack("room_bay_width_axis", gap.clone());
                    subject.lack("width_ratio_axis", gap);
                }
            }
            subject.know(
                "room_is_regular",
                Fact::claim(room.is_regular, Provenance::Measured, "area at least 0.85 of its box, two cross walls square to the façade"),
            );
            let basis = survey.brief.text("bay.room_width_basis").unwrap_or_else(|| "axis".to_owned());
            let by = if basis == "clear" { Some(room.clear) } else { room.axis };
            match by {
                Some(by) => subject.know(
                    "width_ratio",
                    Fact::derived(width / by, Unit::Ratio, format!("clear width / room bay width ({basis}) = {width:.3} / {by:.3}"))
                        .of(ids.iter().cloned())
                        .tessellated(bay.tessellated),
                ),
                None => {
                    subject.lack("width_ratio", Gap::new(GapKind::Incomplete, "a side of the room is no wall: no axis to measure from"))
                }
            }
        }
        (None, None) => {
            lack_widths(&mut subject, &Gap::new(GapKind::Incomplete, "the room behind the bay has no polygon"));
        }
    }
    let wall = super::doubtful::walled_up(survey, found, bay);
    let way =
        wall.as_ref().map_or_else(|| "no wall runs through behind it".to_owned(), |wall| format!("the wall {wall} behind it is not cut"));
    subject.know("is_open_to_room", Fact::claim(wall.is_none(), Provenance::Measured, way));
    if let Some(reading) =
        std::iter::once(thing.entity).chain(entities).find_map(|entity| authored::number(entity, &["计容系数", "计算系数"]))
    {
        subject.know("far_coefficient", Fact::authored(reading.value, Unit::Count, reading.source));
    }
    subject
}
