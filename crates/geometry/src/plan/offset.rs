//! Offsets of plan regions with mitred or round joins, and the opening that finds parts of a given width.

use super::area::{cross, dot, rings, unit};
use super::boolean::wound;
use super::memory::{Operation, recall};
use super::ring::straightened;
use super::{Point2, Region, clean, difference, intersection, union};
use crate::tolerance::{OFFSET_EDGE, OFFSET_SAGITTA, OPENING_GUARD, OPENING_SLACK, PLAN_POINT};
use geo::{LineString, Polygon};

/// A mitre longer than this many offsets is cut off: a needle must not grow without bound.
const MITRE_LIMIT: f64 = 5.0;

/// From this distance on, edges too short to have a direction make no difference (m).
const MOVED: f64 = 10.0 * OFFSET_EDGE;

/// How an offset goes round a corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// The edges are prolonged until they meet (cut off at five offsets): right angles stay right angles.
    Mitre,
    /// A circular arc, by chords within 0.1 mm.
    Round,
}

/// The region grown (`distance > 0`) or shrunk (`< 0`) by a distance in metres.
///
/// Built as union or difference with one strip for each edge and one joint for each corner, so
/// holes close, arms vanish and parts merge as they should, whatever the shape.
pub fn offset(region: &Region, distance: f64, join: Join) -> Region {
    let round = f64::from(u8::from(join == Join::Round));
    of_one(Operation::Offset, &[distance, round], region, |near| grown(near, distance, join))
}

/// An operation on a single region, made or remembered.
fn of_one(operation: Operation, parameters: &[f64], region: &Region, make: impl FnOnce(&Region) -> Region) -> Region {
    recall(operation, parameters, std::iter::once(region), |near| near.first().map_or_else(|| Region::new(vec![]), make))
}

fn grown(region: &Region, distance: f64, join: Join) -> Region {
    let region = clean(region);
    if !distance.is_finite() || distance.abs() <= PLAN_POINT {
        return region;
    }
    let moved = if distance.abs() >= MOVED { moved(&region, distance, join) } else { None };
    moved.unwrap_or_else(|| {
        let band = band(&region, distance, join);
        if distance > 0.0 { union(&[region, band]) } else { difference(&region, &band) }
    })
}

/// The same by rings of moved edges, which wind around exactly what the region and its strips and joints cover together: an
/// eighth of the edges for the boolean. `None` for rings too small to have edges that could be moved.
fn moved(region: &Region, distance: f64, join: Join) -> Option<Region> {
    let size = distance.abs();
    let side = |d: Point2| if distance > 0.0 { Point2 { x: d.y, y: -d.x } } else { Point2 { x: -d.y, y: d.x } };
    let mut found: Vec<LineString<f64>> = vec![];
    for ring in rings(region) {
        let ring = straightened(&ring.0, OFFSET_EDGE);
        let directions = ring.windows(2).map(|pair| unit(pair[1] - pair[0])).collect::<Option<Vec<_>>>()?;
        let count = directions.len();
        if count < 3 {
            return None;
        }
        let mut path: Vec<Point2> = Vec::with_capacity(3 * count + 1);
        for (i, d) in directions.iter().enumerate() {
            let (corner, next) = (ring[i + 1], directions[(i + 1) % count]);
            let turn = cross(*d, next) * distance.signum();
            if turn > 0.0 || (turn == 0.0 && dot(*d, next) < 0.0) {
                // behind the corner itself: the two moved ends and what joins them
                let joint = joint(corner, [*d, next], [side(*d), side(next)], size, join);
                path.extend(joint.iter().skip(1).take(joint.len() - 2));
            } else {
                path.extend([corner + side(*d) * size, corner, corner + side(next) * size]);
            }
        }
        path.push(*path.first()?);
        found.push(LineString(path));
    }
    Some(wound(found))
}

/// The parts of the region at least `width` metres wide: P ∩ dilation by w/2, mitred, of the erosion
/// by w/2 less 0.5 mm (CLAUSES NT-2.1-10). Corners survive, exactly `width` counts, narrower arms
/// and parts cut off do not; a part of `width` less 1 mm does not.
pub fn opening(region: &Region, width: f64) -> Region {
    of_one(Operation::Opening, &[width], region, |near| opened(near, width))
}

fn opened(region: &Region, width: f64) -> Region {
    let region = clean(region);
    let half = 0.5 * width;
    let parts = region.iter().map(|part| {
        // Part by part: the finer the grid of the booleans, the truer the thin cores of exact widths.
        let part = Region::new(vec![part.clone()]);
        let core = offset(&part, OPENING_SLACK - OPENING_GUARD - half, Join::Mitre);
        intersection(&offset(&core, half, Join::Mitre), &part)
    });
    union(&parts.collect::<Vec<_>>())
}

/// The region with gaps and slots narrower than `width` metres filled (dilation, then erosion, mitred).
pub fn closing(region: &Region, width: f64) -> Region {
    of_one(Operation::Closing, &[width], region, |near| closed(near, width))
}

fn closed(region: &Region, width: f64) -> Region {
    let grown = offset(region, 0.5 * width, Join::Mitre);
    union(&[&offset(&grown, -0.5 * width, Join::Mitre), region])
}

/// Everything within the offset distance of the boundary, on the side that the sign says.
fn band(region: &Region, distance: f64, join: Join) -> Region {
    let mut pieces: Vec<Polygon<f64>> = vec![];
    let size = distance.abs();
    // Rings of a clean region have the inside on their left: right of an edge is outside.
    let side = |d: Point2| if distance > 0.0 { Point2 { x: d.y, y: -d.x } } else { Point2 { x: -d.y, y: d.x } };
    for ring in rings(region) {
        let ring = straightened(&ring.0, OFFSET_EDGE);
        let directions: Vec<_> = ring.windows(2).map(|pair| unit(pair[1] - pair[0])).collect();
        for (i, direction) in directions.iter().enumerate() {
            let Some(d) = *direction else { continue };
            let (a, b, n) = (ring[i], ring[i + 1], side(d) * size);
            pieces.push(Polygon::new(LineString(vec![a, b, b + n, a + n, a]), vec![]));
            let Some(next) = directions[(i + 1) % directions.len()] else { continue };
            let turn = cross(d, next) * distance.signum();
            if turn > 0.0 || (turn == 0.0 && dot(d, next) < 0.0) {
                let ring = joint(b, [d, next], [side(d), side(next)], size, join);
                pieces.push(Polygon::new(LineString(ring), vec![]));
            }
        }
    }
    Region::new(pieces)
}

/// The piece that fills the wedge between the strips of two edges meeting at `corner`.
fn joint(corner: Point2, along: [Point2; 2], normal: [Point2; 2], size: f64, join: Join) -> Vec<Point2> {
    let angle = cross(normal[0], normal[1]).atan2(dot(normal[0], normal[1]));
    let (from, to) = (corner + normal[0] * size, corner + normal[1] * size);
    let mut ring = vec![corner, from];
    let half = 0.5 * angle.abs();
    match join {
        Join::Mitre if half.cos() * MITRE_LIMIT >= 1.0 => {
            ring.push(from + along[0] * (size * half.tan()));
        }
        Join::Mitre => {
            let reach = size * (MITRE_LIMIT - half.cos()) / half.sin();
            ring.push(from + along[0] * reach);
            ring.push(to - along[1] * reach);
        }
        Join::Round => {
            let step = 2.0 * (1.0 - (OFFSET_SAGITTA / size).min(0.5)).acos();
            let count = (angle.abs() / step).ceil().max(1.0);
            for k in 1..count as usize {
                let (sin, cos) = (angle * k as f64 / count).sin_cos();
                let n = normal[0];
                ring.push(corner + Point2 { x: n.x * cos - n.y * sin, y: n.x * sin + n.y * cos } * size);
            }
        }
    }
    ring.push(to);
    ring.push(corner);
    ring
}

#[cfg(test)]
mod tests;
