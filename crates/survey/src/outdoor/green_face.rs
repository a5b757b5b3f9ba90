//! The face of green on walls.

use haofang_geometry::Shape;

use super::green::Green;
use crate::building::Survey;

/// Area of the largest face of a vertical green (m2), else what its author wrote.
pub(crate) fn face_area(survey: &Survey<'_>, green: &Green<'_>) -> Option<f64> {
    let shape = survey.find_thing(green.model, green.entity).and_then(|thing| survey.shape(thing).ok());
    shape.and_then(largest_face).or_else(|| green.authored.as_ref().map(|(area, _)| *area))
}

/// Total area of the upright facets that look the way most of them look.
fn largest_face(shape: &Shape) -> Option<f64> {
    let mesh = shape.mesh();
    // degrees to area: facets of one face share their bearing
    let mut bearings: std::collections::BTreeMap<i64, f64> = std::collections::BTreeMap::new();
    for triangle in &mesh.triangles {
        let normal = mesh.directed_area(*triangle);
        let size = normal.norm();
        if size > 0.0 && normal.z.abs() < 0.5 * size {
            let degrees = normal.y.atan2(normal.x).to_degrees().round() as i64;
            *bearings.entry(degrees.rem_euclid(360)).or_default() += size;
        }
    }
    bearings.into_values().max_by(f64::total_cmp)
}
