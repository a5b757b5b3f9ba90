//! The face of green on walls.

use super::green::Green;
use crate::building::Survey;
use crate::services::facade::largest_face;

/// Area of the largest face of a vertical green (m2), else what its author wrote.
pub(crate) fn face_area(survey: &Survey<'_>, green: &Green<'_>) -> Option<f64> {
    let shape = survey.find_thing(green.model, green.entity).and_then(|thing| survey.shape(thing).ok());
    shape.and_then(largest_face).or_else(|| green.authored.as_ref().map(|(area, _)| *area))
}
