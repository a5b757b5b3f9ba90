//! Quantities of a stair unit that need no lifts.

use haofang_facts::{Fact, GlobalId, Subject, Unit};

use crate::building::{Survey, UnitId};

/// Households of a unit.
pub(crate) fn subject(survey: &Survey<'_>, id: UnitId) -> Subject {
    let mut out = survey.unit_subject(id);
    let unit = survey.unit(id);
    let carriers: Vec<GlobalId> = unit
        .dwellings
        .iter()
        .filter_map(|dwelling| survey.dwelling(*dwelling).entity.and_then(|(_, entity)| survey.guid(entity)))
        .collect();
    out.know("households", Fact::derived(unit.dwellings.len() as f64, Unit::Count, "recognised dwellings of the unit").of(carriers));
    out
}
