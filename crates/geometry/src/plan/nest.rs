//! Rebuilds polygons from the rings of a boolean by which ring lies in which.
//!
//! Where rings touch in a corner the engine sometimes calls a piece a hole, or gives a hole to the
//! wrong piece (found by property tests). Its rings are right, so only they are used: each is split
//! at corners it visits twice, and how many others lie around it says what it is.

use super::Point2;
use super::area::{length, ring_area, winding};
use geo::{LineString, Polygon};
use rstar::{AABB, RTree, RTreeObject};
use std::collections::BTreeMap;

/// Valid polygons of the same rings: outer rings anticlockwise, holes clockwise, order as given.
pub(super) fn nest(rings: impl Iterator<Item = LineString<f64>>) -> Vec<Polygon<f64>> {
    let loops: Vec<LineString<f64>> = rings.flat_map(simple_loops).collect();
    if let [_] = loops.as_slice() {
        return loops.into_iter().map(|ring| Polygon::new(turned(ring, 1.0), vec![])).collect();
    }
    let boxes = loops.iter().enumerate().map(|(index, ring)| Boxed { index, envelope: envelope(ring) });
    let index = RTree::bulk_load(boxes.collect());
    let around: Vec<Vec<usize>> = loops.iter().enumerate().map(|(i, ring)| containers(&index, &loops, i, ring)).collect();
    let mut homes: BTreeMap<usize, Vec<LineString<f64>>> = BTreeMap::new();
    for (i, ring) in loops.iter().enumerate() {
        if around[i].len().is_multiple_of(2) {
            homes.entry(i).or_default();
            continue;
        }
        let size = |j: &usize| ring_area(&loops[*j].0).abs();
        let outer = around[i].iter().filter(|j| around[**j].len().is_multiple_of(2));
        if let Some(home) = outer.min_by(|a, b| size(a).total_cmp(&size(b))) {
            homes.entry(*home).or_default().push(turned(ring.clone(), -1.0));
        }
    }
    homes.into_iter().map(|(i, holes)| Polygon::new(turned(loops[i].clone(), 1.0), holes)).collect()
}

struct Boxed {
    index: usize,
    envelope: AABB<[f64; 2]>,
}

impl RTreeObject for Boxed {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

fn envelope(ring: &LineString<f64>) -> AABB<[f64; 2]> {
    AABB::from_points(ring.0.iter().map(|p| [p.x, p.y]).collect::<Vec<_>>().iter())
}

/// The rings that have ring `i` inside, ascending.
fn containers(index: &RTree<Boxed>, loops: &[LineString<f64>], i: usize, ring: &LineString<f64>) -> Vec<usize> {
    let edges = ring.0.windows(2).map(|pair| (length(pair[1] - pair[0]), pair[0], pair[1]));
    let Some((_, from, to)) = edges.max_by(|a, b| a.0.total_cmp(&b.0)) else { return vec![] };
    // Rings do not cross, but a corner of one may touch the edge of another just where it is asked:
    // three odd places on the longest edge vote.
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for share in [0.237, 0.419, 0.731] {
        let point = from + (to - from) * share;
        let near = index.locate_in_envelope_intersecting(&AABB::from_point([point.x, point.y])).map(|b| b.index);
        for j in near.filter(|j| *j != i && matches!(winding(&loops[*j], point), Some(n) if n != 0)) {
            *votes.entry(j).or_default() += 1;
        }
    }
    votes.into_iter().filter(|(_, count)| *count > 1).map(|(j, _)| j).collect()
}

/// Rings of more corners are not compared corner by corner.
const FEW: usize = 48;

/// The ring cut apart at corners that it visits twice.
fn simple_loops(mut ring: LineString<f64>) -> Vec<LineString<f64>> {
    ring.close();
    if is_one_loop(&ring.0) {
        return vec![ring];
    }
    let mut loops = vec![];
    let mut path: Vec<Point2> = vec![];
    let mut seen: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    let key = |p: &Point2| (p.x.to_bits(), p.y.to_bits());
    for point in ring.0 {
        if let Some(&start) = seen.get(&key(&point)) {
            let mut part = path.split_off(start);
            part.iter().for_each(|p| {
                seen.remove(&key(p));
            });
            part.push(point);
            if part.len() > 3 {
                loops.push(LineString(part));
            }
        }
        seen.insert(key(&point), path.len());
        path.push(point);
    }
    loops
}

/// Whether a closed ring of few corners visits none of them twice.
fn is_one_loop(ring: &[Point2]) -> bool {
    let same = |a: &Point2, b: &Point2| a.x.to_bits() == b.x.to_bits() && a.y.to_bits() == b.y.to_bits();
    let Some((last, path)) = ring.split_last() else { return false };
    let closes = path.len() > 2 && path.first().is_some_and(|first| same(first, last));
    closes && path.len() <= FEW && path.iter().enumerate().all(|(at, point)| !path.iter().take(at).any(|other| same(other, point)))
}

fn turned(mut ring: LineString<f64>, sign: f64) -> LineString<f64> {
    if ring_area(&ring.0) * sign < 0.0 {
        ring.0.reverse();
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[[f64; 2]]) -> LineString<f64> {
        LineString(corners.iter().map(|c| Point2 { x: c[0], y: c[1] }).collect())
    }

    #[test]
    fn a_ring_that_visits_a_corner_twice_is_two() {
        let square = ring(&[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]]);
        assert_eq!(simple_loops(square.clone()).len(), 1);
        assert!(simple_loops(square).iter().all(|ring| ring.0.len() == 5));
        let eight = ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0], [0.0, 1.0]]);
        let loops = simple_loops(eight);
        assert_eq!(loops.iter().map(|ring| ring.0.len()).collect::<Vec<_>>(), [5, 5]);
        // what has fewer than three corners is no ring
        assert!(simple_loops(ring(&[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])).is_empty());
    }
}
