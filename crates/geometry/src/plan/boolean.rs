//! Union, difference, intersection and exclusive or of plan regions: the one place that calls the boolean engine.

use super::area::{ring_area, ring_length};
use super::nest::nest;
use super::ring::{is_convex_ring, tidy_ring};
use super::snap::{restore, snap};
use super::{Point2, Region};
use crate::tolerance::PLAN_SLIVER;
use geo::algorithm::bool_ops::{BooleanOps, FillRule, OpType};
use geo::{LineString, MultiLineString, Polygon};
use std::borrow::Borrow;

/// Regions spread wider than this (m) are worked on cluster by cluster, as the engine's grid grows with the extent.
const WIDE: f64 = 1000.0;

/// The area covered by at least one of the regions.
pub fn union<R: Borrow<Region>>(regions: &[R]) -> Region {
    let Some(origin) = origin_of(regions.iter().map(Borrow::borrow)) else { return Region::new(vec![]) };
    let all = regions.iter().flat_map(|r| local(r.borrow(), origin)).collect();
    finish(by_cluster(all, vec![], OpType::Union), origin)
}

/// The area of `a` that `b` does not cover.
pub fn difference(a: &Region, b: &Region) -> Region {
    apply(a, b, OpType::Difference)
}

/// The area that both regions cover.
pub fn intersection(a: &Region, b: &Region) -> Region {
    apply(a, b, OpType::Intersection)
}

/// The area that exactly one of the regions covers.
pub fn xor(a: &Region, b: &Region) -> Region {
    apply(a, b, OpType::Xor)
}

/// The same area as valid polygons: members united, bow-ties resolved, collinear points and slivers gone.
pub fn clean(region: &Region) -> Region {
    union(&[region])
}

/// The parts of the lines inside the region (or outside of it).
pub fn clip_lines(lines: &[Vec<Point2>], region: &Region, outside: bool) -> Vec<Vec<Point2>> {
    let finite = |line: &&Vec<Point2>| line.len() > 1 && line.iter().all(|p| p.x.is_finite() && p.y.is_finite());
    let kept: Vec<&Vec<Point2>> = lines.iter().filter(finite).collect();
    let Some(origin) = origin_of([region]) else {
        return if outside { kept.into_iter().cloned().collect() } else { vec![] };
    };
    let mask = Region::new(local(region, origin));
    let moved = kept.iter().map(|l| LineString(l.iter().map(|p| *p - origin).collect())).collect();
    let cut = mask.clip_with_fill_rule(&MultiLineString(moved), outside, FillRule::Positive);
    cut.0.into_iter().map(|l| l.0.into_iter().map(|p| p + origin).collect()).collect()
}

fn apply(a: &Region, b: &Region, op: OpType) -> Region {
    let Some(origin) = origin_of([a, b]) else { return Region::new(vec![]) };
    finish(by_cluster(local(a, origin), local(b, origin), op), origin)
}

/// A whole-metre point near the first finite vertex: subtracting it from coordinates loses nothing.
fn origin_of<'a>(regions: impl IntoIterator<Item = &'a Region>) -> Option<Point2> {
    let mut vertices = regions.into_iter().flatten().flat_map(|p| p.exterior().0.iter());
    vertices.find(|p| p.x.is_finite() && p.y.is_finite()).map(|p| Point2 { x: p.x.floor(), y: p.y.floor() })
}

/// The polygons about the origin with outer rings anticlockwise and holes clockwise, so that winding above zero is inside.
fn local(region: &Region, origin: Point2) -> Vec<Polygon<f64>> {
    region.iter().flat_map(|polygon| positive(polygon, origin)).collect()
}

fn positive(polygon: &Polygon<f64>, origin: Point2) -> Vec<Polygon<f64>> {
    let Some(outer) = tidy_ring(polygon.exterior(), origin) else { return vec![] };
    let holes: Vec<_> = polygon.interiors().iter().filter_map(|hole| tidy_ring(hole, origin)).collect();
    if holes.is_empty() && is_convex_ring(&outer) {
        return vec![anticlockwise(outer)];
    }
    let outer = covered(outer);
    if holes.is_empty() {
        return outer;
    }
    engine(outer, holes.into_iter().flat_map(covered).collect(), OpType::Difference, FillRule::Positive)
}

/// What one ring winds around at all, whatever its direction: keeps both lobes of a bow-tie.
fn covered(ring: Vec<Point2>) -> Vec<Polygon<f64>> {
    let simple = is_convex_ring(&ring);
    let polygon = vec![anticlockwise(ring)];
    if simple { polygon } else { engine(polygon, vec![], OpType::Union, FillRule::NonZero) }
}

fn anticlockwise(mut ring: Vec<Point2>) -> Polygon<f64> {
    if ring_area(&ring) < 0.0 {
        ring.reverse();
    }
    Polygon::new(LineString(ring), vec![])
}

fn run(a: Vec<Polygon<f64>>, b: Vec<Polygon<f64>>, op: OpType) -> Vec<Polygon<f64>> {
    let without = match op {
        OpType::Intersection => a.is_empty() || b.is_empty(),
        OpType::Difference => a.is_empty(),
        OpType::Union | OpType::Xor => a.is_empty() && b.is_empty(),
    };
    if without {
        return vec![];
    }
    engine(a, b, op, FillRule::Positive)
}

/// One run of the boolean engine on snapped operands.
fn engine(a: Vec<Polygon<f64>>, b: Vec<Polygon<f64>>, op: OpType, rule: FillRule) -> Vec<Polygon<f64>> {
    let split = a.len();
    let mut first: Vec<Polygon<f64>> = a.into_iter().chain(b).collect();
    let known = snap(&mut first);
    let second = Region::new(first.split_off(split));
    let mut result = nest(Region::new(first).boolean_op_with_fill_rule(&second, op, rule).0);
    restore(&mut result, &known);
    result
}

type Span = ([f64; 2], [f64; 2]);

fn span(polygon: &Polygon<f64>) -> Span {
    let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    polygon.exterior().0.iter().fold(start, |(lo, hi), p| ([lo[0].min(p.x), lo[1].min(p.y)], [hi[0].max(p.x), hi[1].max(p.y)]))
}

/// Runs the operation on groups of polygons whose boxes touch, when the whole is so wide that the grid would be coarse.
fn by_cluster(a: Vec<Polygon<f64>>, b: Vec<Polygon<f64>>, op: OpType) -> Vec<Polygon<f64>> {
    let split = a.len();
    let all: Vec<Polygon<f64>> = a.into_iter().chain(b).collect();
    let spans: Vec<Span> = all.iter().map(span).collect();
    let extent = spans.iter().fold(([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]), |(lo, hi), s| {
        ([lo[0].min(s.0[0]), lo[1].min(s.0[1])], [hi[0].max(s.1[0]), hi[1].max(s.1[1])])
    });
    let group =
        if (extent.1[0] - extent.0[0]).max(extent.1[1] - extent.0[1]) > WIDE { touching_groups(&spans) } else { vec![0; all.len()] };
    let mut operands: std::collections::BTreeMap<usize, (Vec<_>, Vec<_>)> = Default::default();
    for (index, polygon) in all.into_iter().enumerate() {
        let pair = operands.entry(group[index]).or_default();
        if index < split { pair.0.push(polygon) } else { pair.1.push(polygon) }
    }
    operands.into_values().flat_map(|(a, b)| run(a, b, op)).collect()
}

/// For each box the lowest index of its group of touching boxes (sweep along X, then union-find).
fn touching_groups(spans: &[Span]) -> Vec<usize> {
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut parent: Vec<usize> = (0..spans.len()).collect();
    let mut order = parent.clone();
    order.sort_by(|i, j| spans[*i].0[0].total_cmp(&spans[*j].0[0]));
    let mut open: Vec<usize> = vec![];
    for i in order {
        open.retain(|j| spans[*j].1[0] >= spans[i].0[0]);
        for &j in &open {
            if spans[j].0[1] <= spans[i].1[1] && spans[i].0[1] <= spans[j].1[1] {
                let (a, b) = (root(&mut parent, i), root(&mut parent, j));
                parent[a.max(b)] = a.min(b);
            }
        }
        open.push(i);
    }
    (0..spans.len()).map(|i| root(&mut parent, i)).collect()
}

/// Back to the world, without rounding slivers and sliver holes.
fn finish(polygons: Vec<Polygon<f64>>, origin: Point2) -> Region {
    let thick = |ring: &LineString<f64>| 2.0 * ring_area(&ring.0).abs() > PLAN_SLIVER * ring_length(&ring.0);
    let back = |ring: LineString<f64>| LineString(ring.0.into_iter().map(|p| p + origin).collect());
    let kept = polygons.into_iter().filter(|p| thick(p.exterior())).map(|polygon| {
        let (outer, holes) = polygon.into_inner();
        Polygon::new(back(outer), holes.into_iter().filter(&thick).map(back).collect())
    });
    Region::new(kept.collect())
}

#[cfg(test)]
mod tests;
