//! A file whose storeys of dwellings are higher than any is written in another unit than it says: nothing measured in it
//! is as large as it seems.

use haofang_facts::{FactSheet, Gap, GapKind, Provenance, Unit, Value};

use crate::building::Survey;

/// No storey of dwellings is higher than this (m).
pub(crate) const HIGHEST: f64 = 8.0;

/// Takes back every length, area and volume that was measured, or derived from what was measured, when half of the storeys
/// of dwellings or more are higher than any. What authors wrote stays: its unit is another matter.
pub(crate) fn doubt(survey: &Survey<'_>, sheet: &mut FactSheet) {
    let rise = |storey: &crate::building::Storey<'_>| Some(survey.storey(storey.above?).elevation - storey.elevation);
    let rises: Vec<f64> = survey.storeys.iter().filter(|storey| storey.usage == "dwelling").filter_map(rise).collect();
    let high = rises.iter().filter(|rise| **rise > HIGHEST).count();
    if high == 0 || 2 * high < rises.len() {
        return;
    }
    let most = rises.iter().copied().fold(0.0, f64::max);
    let detail = format!("storeys of dwellings are {most:.3} m high: check the length unit of the files and their levels");
    for subject in &mut sheet.subjects {
        let is_scaled = |value: &Value| matches!(value, Value::Number(_, Unit::Metre | Unit::SquareMetre | Unit::CubicMetre));
        let taken: Vec<_> = subject
            .facts
            .iter()
            .filter(|(_, fact)| is_scaled(&fact.value) && matches!(fact.provenance, Provenance::Measured | Provenance::Derived))
            .map(|(quantity, _)| quantity.clone())
            .collect();
        for quantity in taken {
            subject.facts.remove(&quantity);
            subject.lack(quantity, Gap::new(GapKind::Ambiguous, detail.clone()));
        }
    }
}
