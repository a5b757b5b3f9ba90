//! A file whose storeys, doors or rooms are higher or lower than any, or whose rooms and windows are smaller than any, is
//! written in another unit than it says: nothing measured in it is as large as it seems.

use haofang_facts::{FactSheet, Gap, GapKind, Provenance, SubjectKind, Unit, Value};
use haofang_geometry::measure::weighted_median;
use haofang_ifc::class;

use crate::building::{LevelKind, SpaceId, Survey, ThingId};
use crate::recognise::space_use::HABITABLE;

/// No storey of dwellings is higher than this (m).
pub(crate) const HIGHEST: f64 = 8.0;
/// No storey of dwellings is lower than this (m); half levels of 1.4 m are.
const LOWEST: f64 = 1.2;
/// What is smaller than this is no room, no floor of a building, no window (m2, m2, m).
const LEAST: [(SubjectKind, &str, f64); 3] =
    [(SubjectKind::Space, "net_area", 0.25), (SubjectKind::Storey, "floor_area", 4.0), (SubjectKind::Window, "width", 0.12)];
/// As many things tell a scale.
const ENOUGH: usize = 3;
/// Nor are as many storeys higher than this (m): 2.7 m taken for inches in a file of centimetres are 6.86 m.
const HIGHEST_OF_MANY: f64 = 6.8;
/// The most common door is no lower and no higher (m): 2.0 m in feet taken for metres are 0.61 m, inches for centimetres 5.08 m.
const DOORS: [f64; 2] = [1.2, 4.0];
/// Rooms in which people live are mostly no lower and no higher (m).
const ROOMS: [f64; 2] = [1.5, 6.2];
/// As many doors of a file are looked at where their size is not written.
const DOORS_SEEN: usize = 24;

/// Takes back what was measured, or derived from what was measured, when half of the storeys of dwellings or more, or half of
/// the rooms, floors or windows, are of a size that none has: every length, area and volume, the ratios of such, as offsets and
/// least widths are metres, and what was told by distances. What authors wrote stays: its unit is another matter.
pub(crate) fn doubt(survey: &Survey<'_>, sheet: &mut FactSheet) {
    let Some(detail) = flaw(survey, sheet) else { return };
    for subject in &mut sheet.subjects {
        let is_scaled = |value: &Value, provenance: Provenance| match value {
            Value::Number(_, Unit::Metre | Unit::SquareMetre | Unit::CubicMetre | Unit::Ratio) => {
                matches!(provenance, Provenance::Measured | Provenance::Derived)
            }
            Value::Bool(_) => provenance == Provenance::Measured,
            _ => false,
        };
        let taken: Vec<_> = subject
            .facts
            .iter()
            .filter(|(_, fact)| is_scaled(&fact.value, fact.provenance))
            .map(|(quantity, _)| quantity.clone())
            .collect();
        for quantity in taken {
            subject.facts.remove(&quantity);
            subject.lack(quantity, Gap::new(GapKind::Ambiguous, detail.clone()));
        }
    }
}

/// What shows that the scale cannot be.
fn flaw(survey: &Survey<'_>, sheet: &FactSheet) -> Option<String> {
    let lives = |storey: &&crate::building::Storey<'_>| storey.usage == "dwelling" && storey.kind == LevelKind::Storey;
    let rise = |storey: &crate::building::Storey<'_>| Some(survey.storey(storey.above?).elevation - storey.elevation);
    let rises: Vec<f64> = survey.storeys.iter().filter(lives).filter_map(rise).collect();
    let half = |wrong: usize, all: usize| wrong > 0 && 2 * wrong >= all;
    let check = "check the length unit of the files and their levels";
    if half(rises.iter().filter(|rise| **rise > HIGHEST).count(), rises.len()) {
        let most = rises.iter().copied().fold(0.0, f64::max);
        return Some(format!("storeys of dwellings are {most:.3} m high: {check}"));
    }
    let high = rises.iter().filter(|rise| **rise > HIGHEST_OF_MANY).count();
    if high >= ENOUGH && half(high, rises.len()) {
        let most = rises.iter().copied().fold(0.0, f64::max);
        return Some(format!("storeys of dwellings are {most:.3} m high: {check}"));
    }
    let low = rises.iter().filter(|rise| **rise < LOWEST).count();
    if low >= ENOUGH && half(low, rises.len()) {
        let least = rises.iter().copied().fold(f64::INFINITY, f64::min);
        return Some(format!("storeys of dwellings are {least:.3} m high: {check}"));
    }
    let of_files = (0..survey.models.len()).find_map(|model| {
        let file = &survey.models[model].file;
        let doors = median(&doors(survey, model)).filter(|height| is_beyond(*height, DOORS));
        let doors = doors.map(|height| format!("doors of {file} are {height:.3} m high: {check}"));
        doors.or_else(|| {
            let height = median(&rooms(survey, model)).filter(|height| is_beyond(*height, ROOMS))?;
            Some(format!("rooms of {file} are {height:.3} m high: {check}"))
        })
    });
    if of_files.is_some() {
        return of_files;
    }
    LEAST.iter().find_map(|(kind, quantity, least)| {
        let sizes: Vec<f64> = sheet.of_kind(*kind).filter_map(|subject| subject.number(quantity)).collect();
        let small = sizes.iter().filter(|size| **size < *least).count();
        (small >= ENOUGH && half(small, sizes.len()))
            .then(|| format!("{small} of {} {kind}s have a {quantity} of less than {least} m or m2: {check}", sizes.len()))
    })
}

fn is_beyond(size: f64, [least, most]: [f64; 2]) -> bool {
    size < least || size > most
}

/// The middle one of enough sizes.
fn median(sizes: &[f64]) -> Option<f64> {
    if sizes.len() < ENOUGH {
        return None;
    }
    let weights: Vec<(f64, f64)> = sizes.iter().map(|size| (*size, 1.0)).collect();
    weighted_median(&weights)
}

/// Heights of the doors of a file: as written, unless their bodies, which share the scale of all others, are of a usual size.
fn doors(survey: &Survey<'_>, model: usize) -> Vec<f64> {
    let all: Vec<ThingId> = survey.things_of(class::IFC_DOOR).filter(|door| survey.thing(*door).model == model).collect();
    let Ok(unit) = &survey.models[model].model.units().length else { return Vec::new() };
    let height = |door: &ThingId| survey.thing(*door).entity.named("OverallHeight").as_f64().filter(|height| *height > 0.0);
    let written: Vec<f64> = all.iter().filter_map(height).map(|height| height * unit).collect();
    if median(&written).is_some_and(|height| !is_beyond(height, DOORS)) {
        return written;
    }
    let body = |door: &ThingId| survey.extent(*door).map(|extent| extent.max[2] - extent.min[2]);
    let bodies: Vec<f64> = all.iter().take(DOORS_SEEN).filter_map(body).collect();
    if bodies.len() >= ENOUGH { bodies } else { written }
}

/// Heights of the rooms of a file in which people live.
fn rooms(survey: &Survey<'_>, model: usize) -> Vec<f64> {
    let lived_in = survey.spaces.iter().enumerate().filter(|(_, space)| space.model == model && HABITABLE.contains(&space.usage.as_str()));
    let bodies = lived_in.filter_map(|(at, _)| survey.room(SpaceId(at)).ok()).filter(|room| room.has_body);
    bodies.map(|room| room.top - room.bottom).collect()
}
