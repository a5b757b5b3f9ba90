//! Side plates of a bay that do not reach the middle of its height: they bound the way into it as those that do (CLAUSES
//! NT-3.1-02: clear width between the inner faces of the side walls or panes).

use haofang_geometry::measure::spans;
use haofang_geometry::plan;

use super::bay_shape::{BayShape, WallFrame};
use super::level::Level;
use crate::building::Survey;

/// Shares of the height at which a bay is looked at beside its middle.
const HEIGHTS: [f64; 2] = [0.2, 0.8];
/// How far before the façade (m).
const BEFORE: f64 = 0.05;
/// A thicker thing beside the way in is no plate (m).
const THICKEST: f64 = 0.35;

/// The shape with the way in narrowed by plates that stand at its sides above or below the middle.
pub(super) fn narrowed(
    survey: &Survey<'_>,
    level: &Level,
    frame: &WallFrame,
    bay: BayShape,
    (sill, soffit): (f64, f64),
    z: f64,
) -> BayShape {
    let zone = frame.rectangle(bay.clear, (0.0, bay.projection));
    let (Some(near), middle) = (plan::bounds(&zone), 0.5 * (bay.clear.0 + bay.clear.1)) else { return bay };
    let gap = |z: f64| -> (f64, f64) {
        let solids = level.sections(survey, &near, z, false);
        let covered: Vec<(f64, f64)> = solids.iter().flat_map(|solid| spans(solid, frame.point(0.0, BEFORE), frame.along)).collect();
        let beside = |low: f64, high: f64| covered.iter().filter(move |(from, to)| *to > low && *from < high);
        // a plate stands at the side of the way in, touching it or just beyond
        let left = beside(bay.clear.0, middle).filter(|(from, to)| from - bay.clear.0 < BEFORE && to - bay.clear.0 < THICKEST);
        let right = beside(middle, bay.clear.1).filter(|(from, to)| bay.clear.1 - to < BEFORE && bay.clear.1 - from < THICKEST);
        (left.map(|(_, to)| *to).fold(bay.clear.0, f64::max), right.map(|(from, _)| *from).fold(bay.clear.1, f64::min))
    };
    // sides that lean inwards are seen at the middle, too: what is narrower there is no plate of another height
    let own = gap(z);
    let clear = HEIGHTS.iter().map(|share| gap(sill + share * (soffit - sill))).fold(bay.clear, |clear, other| {
        (clear.0.max(bay.clear.0 + (other.0 - own.0).max(0.0)), clear.1.min(bay.clear.1 - (own.1 - other.1).max(0.0)))
    });
    BayShape { clear, ..bay }
}
