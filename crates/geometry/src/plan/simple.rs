//! Whether rings are plainly simple: then a boolean needs no pass of its own to make sense of them.
//!
//! Careful on one side only: what comes within the snapping distance of itself is said not to be simple, and takes the long way.

use super::Point2;
use super::area::{cross, dot, length, winding};
use crate::tolerance::PLAN_SNAP;
use geo::LineString;

/// Rings of more corners than this are not looked through edge against edge.
const MOST: usize = 256;

/// Whether a closed ring keeps clear of itself.
pub(super) fn is_simple_ring(ring: &[Point2]) -> bool {
    let count = ring.len().saturating_sub(1);
    if !(3..=MOST).contains(&count) {
        return false;
    }
    for i in 0..count {
        let (a, b, c) = (ring[i], ring[i + 1], ring[(i + 2) % count]);
        let (d, e) = (b - a, c - b);
        if length(d) <= PLAN_SNAP || dot(d, e) < 0.0 && cross(d, e).abs() <= PLAN_SNAP * length(d).max(length(e)) {
            return false; // a spike
        }
        let last = if i == 0 { count - 1 } else { count };
        if (i + 2..last).any(|j| touch(a, b, ring[j], ring[j + 1])) {
            return false;
        }
    }
    true
}

/// Whether simple holes lie inside a simple ring, clear of it and of each other.
pub(super) fn are_apart(outer: &[Point2], holes: &[Vec<Point2>]) -> bool {
    if holes.is_empty() {
        return true;
    }
    if outer.len() + holes.iter().map(Vec::len).sum::<usize>() > MOST {
        return false;
    }
    let meet = |a: &[Point2], b: &[Point2]| meet(a, b) != Meet::Apart;
    let inside = |ring: &[Point2], point: Point2| matches!(winding(&LineString(ring.to_vec()), point), Some(n) if n != 0);
    holes.iter().enumerate().all(|(i, hole)| {
        let within = hole.first().is_some_and(|point| inside(outer, *point));
        let alone = |other: &Vec<Point2>| {
            let nested = |a: &[Point2], b: &[Point2]| b.first().is_some_and(|point| inside(a, *point));
            !meet(hole, other) && !nested(hole, other) && !nested(other, hole)
        };
        within && !meet(hole, outer) && holes.iter().take(i).all(alone)
    })
}

/// How two rings lie to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Meet {
    /// Two edges cross, their ends far beyond the snapping distance: what they bound overlaps.
    Across,
    /// They may touch.
    Near,
    /// Every pair of edges is plainly apart.
    Apart,
}

/// How two rings lie to each other, edge against edge.
pub(super) fn meet(one: &[Point2], other: &[Point2]) -> Meet {
    let mut found = Meet::Apart;
    for e in one.windows(2) {
        for f in other.windows(2) {
            if touch(e[0], e[1], f[0], f[1]) {
                if astride(e[0], e[1], f[0], f[1]) && astride(f[0], f[1], e[0], e[1]) {
                    return Meet::Across;
                }
                found = Meet::Near;
            }
        }
    }
    found
}

/// Whether two points lie well on either side of the line through `a` and `b`.
fn astride(a: Point2, b: Point2, p: Point2, q: Point2) -> bool {
    let far = 10.0 * PLAN_SNAP * length(b - a);
    let (u, v) = (cross(b - a, p - a), cross(b - a, q - a));
    (u > far && v < -far) || (u < -far && v > far)
}

/// Whether two edges may come within the snapping distance: no only when a line along one of them keeps them apart.
fn touch(a: Point2, b: Point2, c: Point2, d: Point2) -> bool {
    let boxes = a.x.min(b.x) <= c.x.max(d.x) + PLAN_SNAP
        && c.x.min(d.x) <= a.x.max(b.x) + PLAN_SNAP
        && a.y.min(b.y) <= c.y.max(d.y) + PLAN_SNAP
        && c.y.min(d.y) <= a.y.max(b.y) + PLAN_SNAP;
    boxes && !aside(a, b, c, d) && !aside(c, d, a, b)
}

/// Whether both points lie on one side of the line through `a` and `b`, further than the snapping distance.
fn aside(a: Point2, b: Point2, p: Point2, q: Point2) -> bool {
    let far = PLAN_SNAP * length(b - a);
    let (u, v) = (cross(b - a, p - a), cross(b - a, q - a));
    (u > far && v > far) || (u < -far && v < -far)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[[f64; 2]]) -> Vec<Point2> {
        points.iter().chain(points.first()).map(|p| Point2 { x: p[0], y: p[1] }).collect()
    }

    #[test]
    fn an_l_is_simple_a_bow_tie_a_spike_and_a_pinch_are_not() {
        let l = [[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [2.0, 2.0], [2.0, 5.0], [0.0, 5.0]];
        assert!(is_simple_ring(&ring(&l)));
        assert!(!is_simple_ring(&ring(&[[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]])));
        assert!(!is_simple_ring(&ring(&[[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [4.0, -3.0], [5.0, 4.0], [0.0, 4.0]])));
        let pinch = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [2.0, 0.0], [0.0, 4.0]];
        assert!(!is_simple_ring(&ring(&pinch)));
    }

    #[test]
    fn holes_must_lie_inside_and_apart() {
        let square = |o: f64, s: f64| ring(&[[o, o], [o + s, o], [o + s, o + s], [o, o + s]]);
        assert!(are_apart(&square(0.0, 10.0), &[square(1.0, 2.0), square(4.0, 2.0)]));
        assert!(!are_apart(&square(0.0, 10.0), &[square(1.0, 5.0), square(2.0, 1.0)]));
        assert!(!are_apart(&square(0.0, 10.0), &[square(1.0, 2.0), square(3.0, 2.0)]));
        assert!(!are_apart(&square(0.0, 10.0), &[square(9.0, 2.0)]));
        assert!(!are_apart(&square(0.0, 10.0), &[square(20.0, 2.0)]));
    }
}
