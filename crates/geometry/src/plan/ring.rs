//! Rings: tidied, joined from polylines, made of corners, simplified.

use super::area::{cross, dot, length, ring_area, ring_length};
use super::{Point2, Region, clean};
use crate::tolerance::{PLAN_COLLINEAR, PLAN_POINT, PLAN_SLIVER, in_reach};
use geo::{LineString, Polygon, Simplify};

/// The axis-parallel rectangle between two corners.
pub fn rectangle(min: [f64; 2], max: [f64; 2]) -> Region {
    polygon(&[[min[0], min[1]], [max[0], min[1]], [max[0], max[1]], [min[0], max[1]]])
}

/// The region inside a ring of corners, closed or not, in either direction; empty when it has no area.
pub fn polygon(corners: &[[f64; 2]]) -> Region {
    let ring = corners.iter().map(|c| Point2 { x: c[0], y: c[1] }).collect();
    clean(&Region::new(vec![Polygon::new(LineString(ring), vec![])]))
}

/// Regions of closed rings joined from polylines whose ends meet within `gap` metres, in any order
/// and direction. A chain that comes back within `gap` of its start is closed; others are left out
/// and counted in the second part of the answer. Rings inside rings become holes (even-odd).
pub fn rings_from_polylines(lines: &[Vec<Point2>], gap: f64) -> (Region, usize) {
    let finite = |line: &&Vec<Point2>| line.len() > 1 && line.iter().all(|p| in_reach(p.x) && in_reach(p.y));
    let mut rest: Vec<Vec<Point2>> = lines.iter().filter(finite).cloned().collect();
    rest.reverse();
    let mut open = lines.len() - rest.len();
    let mut closed: Vec<Region> = vec![];
    while let Some(mut chain) = rest.pop() {
        while let (Some(&first), Some(&last)) = (chain.first(), chain.last()) {
            if chain.len() > 2 && length(first - last) <= gap {
                break;
            }
            let nearest = rest
                .iter()
                .enumerate()
                .flat_map(|(i, line)| {
                    let ends = [(line.first(), false), (line.last(), true)];
                    ends.into_iter().filter_map(move |(end, turn)| end.map(|e| (length(*e - last), i, turn)))
                })
                .min_by(|a, b| a.0.total_cmp(&b.0));
            match nearest {
                Some((d, i, turn)) if d <= gap => {
                    let mut next = rest.remove(i);
                    if turn {
                        next.reverse();
                    }
                    chain.extend(next.into_iter().skip(usize::from(d <= PLAN_POINT)));
                }
                _ => break,
            }
        }
        let ends = chain.first().zip(chain.last());
        if chain.len() > 2 && ends.is_some_and(|(a, b)| length(*a - *b) <= gap) {
            let ring = clean(&Region::new(vec![Polygon::new(LineString(chain), vec![])]));
            if !ring.0.is_empty() {
                closed.push(ring);
                continue;
            }
        }
        open += 1;
    }
    let region = closed.iter().fold(Region::new(vec![]), |sum, ring| super::xor(&sum, ring));
    (region, open)
}

/// Fewer vertices, none further than `tolerance` metres from the boundary before (Ramer-Douglas-Peucker).
pub fn simplify(region: &Region, tolerance: f64) -> Region {
    clean(&clean(region).simplify(tolerance))
}

/// Without the pieces and holes whose mean width (twice area over perimeter, m) is below `width`.
pub fn without_slivers(region: &Region, width: f64) -> Region {
    let thick = |ring: &LineString<f64>| 2.0 * ring_area(&ring.0).abs() >= 0.5 * width * ring_length(&ring.0);
    let kept = clean(region).into_iter().filter(|p| thick(p.exterior())).map(|polygon| {
        let (outer, holes) = polygon.into_inner();
        Polygon::new(outer, holes.into_iter().filter(&thick).collect())
    });
    Region::new(kept.collect())
}

/// The ring about `origin`, open, without repeated points; `None` when a number is not finite or no area is possible.
pub(super) fn tidy_ring(ring: &LineString<f64>, origin: Point2) -> Option<Vec<Point2>> {
    let mut points: Vec<Point2> = Vec::with_capacity(ring.0.len());
    for point in &ring.0 {
        let moved = *point - origin;
        if !(in_reach(moved.x) && in_reach(moved.y)) {
            return None;
        }
        if points.last().is_none_or(|last| length(moved - *last) > PLAN_POINT) {
            points.push(moved);
        }
    }
    while points.len() > 1 && points.first().zip(points.last()).is_some_and(|(a, b)| length(*a - *b) <= PLAN_POINT) {
        points.pop();
    }
    if points.len() < 3 {
        return None;
    }
    points.push(points[0]);
    let first = points[0];
    let reach = points.iter().map(|p| length(*p - first)).fold(0.0, f64::max);
    let flat = points.iter().all(|p| points.iter().all(|q| cross(*p - first, *q - first).abs() <= PLAN_SLIVER * reach));
    (points.len() > 12 || !flat).then_some(points)
}

/// Whether a closed ring turns one way only, and once: then it is simple.
pub(super) fn is_convex_ring(ring: &[Point2]) -> bool {
    let count = ring.len().saturating_sub(1);
    if count < 3 {
        return false;
    }
    let (mut turns, mut total) = (0.0, 0.0);
    for i in 0..count {
        let a = ring[i];
        let b = ring[(i + 1) % count];
        let c = ring[(i + 2) % count];
        let turn = cross(b - a, c - b).atan2(dot(b - a, c - b));
        if turn * turns < 0.0 {
            return false;
        }
        turns = if turn == 0.0 { turns } else { turn };
        total += turn;
    }
    total.abs() < 1.5 * std::f64::consts::TAU && turns != 0.0
}

/// The closed ring without vertices on the line of their neighbours and without edges shorter than `shortest` metres.
pub(super) fn straightened(ring: &[Point2], shortest: f64) -> Vec<Point2> {
    let mut points: Vec<Point2> = vec![];
    for point in ring.iter().take(ring.len().saturating_sub(1)) {
        if points.last().is_none_or(|last| length(*point - *last) > shortest) {
            points.push(*point);
        }
    }
    while points.len() > 3 && points.first().zip(points.last()).is_some_and(|(a, b)| length(*a - *b) <= shortest) {
        points.pop();
    }
    let mut kept: Vec<Point2> = vec![];
    for i in 0..points.len() {
        let before = kept.last().copied().unwrap_or(points[points.len() - 1]);
        let after = points[(i + 1) % points.len()];
        let span = length(after - before);
        let height = cross(after - before, points[i] - before).abs();
        if height > PLAN_COLLINEAR * span || dot(points[i] - before, after - points[i]) < 0.0 {
            kept.push(points[i]);
        }
    }
    if let Some(first) = kept.first().copied() {
        kept.push(first);
    }
    kept
}
