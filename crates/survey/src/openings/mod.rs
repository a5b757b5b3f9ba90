//! Windows and bay windows.

mod bay_shape;

use haofang_facts::{FactSheet, Subject};

use crate::building::Survey;

/// Windows and bay windows.
pub(crate) fn measure(_survey: &Survey<'_>, _sheet: &FactSheet) -> Vec<Subject> {
    Vec::new()
}
