//! What a straight line in plan crosses: covered spans, clear gaps, wall thicknesses.

use crate::plan::{Point2, Region};
use smallvec::SmallVec;

/// A clear distance between two faces on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Where the gap begins (m, world).
    pub from: Point2,
    /// Where it ends.
    pub to: Point2,
    /// Its length in m.
    pub width: f64,
}

/// Pieces of the line through `origin` along `direction` that lie in the region, as distances in metres
/// from the origin, ascending. An edge on the line counts as on its left.
pub fn spans(region: &Region, origin: Point2, direction: Point2) -> Vec<(f64, f64)> {
    let size = direction.x.hypot(direction.y);
    if !(size > 0.0 && size.is_finite()) {
        return vec![];
    }
    let d = direction / size;
    let mut all: Vec<(f64, f64)> = vec![];
    let mut crossings: SmallVec<[f64; 16]> = SmallVec::new();
    for polygon in region {
        crossings.clear();
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for pair in ring.0.windows(2) {
                let (a, b) = (pair[0] - origin, pair[1] - origin);
                let (ha, hb) = (d.x * a.y - d.y * a.x, d.x * b.y - d.y * b.x);
                if (ha > 0.0) != (hb > 0.0) {
                    let (ta, tb) = (d.x * a.x + d.y * a.y, d.x * b.x + d.y * b.y);
                    crossings.push(ta + (tb - ta) * ha / (ha - hb));
                }
            }
        }
        crossings.sort_unstable_by(f64::total_cmp);
        all.extend(crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    // those that touch are one
    all.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
    all
}

/// The clear distance around `through` along `direction` between two faces of the obstacles; `None` when
/// the point is inside an obstacle or one side has no face within `reach` metres.
pub fn clear_gap(obstacles: &Region, through: Point2, direction: Point2, reach: f64) -> Option<Gap> {
    let covered = spans(obstacles, through, direction);
    if covered.iter().any(|(from, to)| *from < 0.0 && *to > 0.0) {
        return None;
    }
    let before = covered.iter().map(|s| s.1).filter(|t| *t <= 0.0).fold(f64::NEG_INFINITY, f64::max);
    let after = covered.iter().map(|s| s.0).filter(|t| *t >= 0.0).fold(f64::INFINITY, f64::min);
    (before >= -reach && after <= reach).then(|| gap(through, direction, before, after))
}

/// Thickness in m of the first piece of the region met from `from` along `direction`, when it begins
/// within `within` metres (either side, for faces that do not quite meet): a wall behind a face.
pub fn thickness(region: &Region, from: Point2, direction: Point2, within: f64) -> Option<f64> {
    let first = spans(region, from, direction).into_iter().find(|(_, to)| *to > within)?;
    (first.0.abs() <= within).then_some(first.1 - first.0)
}

pub(super) fn gap(origin: Point2, direction: Point2, from: f64, to: f64) -> Gap {
    let d = direction / direction.x.hypot(direction.y);
    Gap { from: origin + d * from, to: origin + d * to, width: to - from }
}
