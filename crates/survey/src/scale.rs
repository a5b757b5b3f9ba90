//! A file whose storeys are higher or lower than any, or whose rooms and windows are smaller than any, is written in another
//! unit than it says: nothing measured in it is as large as it seems.

use haofang_facts::{FactSheet, Gap, GapKind, Provenance, SubjectKind, Unit, Value};

use crate::building::{LevelKind, Survey};

/// No storey of dwellings is higher than this (m).
pub(crate) const HIGHEST: f64 = 8.0;
/// No storey of dwellings is lower than this (m); half levels of 1.4 m are.
const LOWEST: f64 = 1.2;
/// What is smaller than this is no room, no floor of a building, no window (m2, m2, m).
const LEAST: [(SubjectKind, &str, f64); 3] =
    [(SubjectKind::Space, "net_area", 0.25), (SubjectKind::Storey, "floor_area", 4.0), (SubjectKind::Window, "width", 0.12)];
/// As many things tell a scale.
const ENOUGH: usize = 3;

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
    let low = rises.iter().filter(|rise| **rise < LOWEST).count();
    if low >= ENOUGH && half(low, rises.len()) {
        let least = rises.iter().copied().fold(f64::INFINITY, f64::min);
        return Some(format!("storeys of dwellings are {least:.3} m high: {check}"));
    }
    LEAST.iter().find_map(|(kind, quantity, least)| {
        let sizes: Vec<f64> = sheet.of_kind(*kind).filter_map(|subject| subject.number(quantity)).collect();
        let small = sizes.iter().filter(|size| **size < *least).count();
        (small >= ENOUGH && half(small, sizes.len()))
            .then(|| format!("{small} of {} {kind}s have a {quantity} of less than {least} m or m2: {check}", sizes.len()))
    })
}
