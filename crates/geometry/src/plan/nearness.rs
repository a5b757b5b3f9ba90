//! How regions lie to each other: distance, shared boundary, connected groups, share open to the sky.

use super::area::{Bounds, area, bounds, contains, cross, dot, rings};
use super::simple::{Meet, meet};
use super::{Edge, Region, difference, edges, intersection, union};
use crate::tolerance::{PLAN_PARALLEL, PLAN_POINT, PLAN_SNAP};
use std::borrow::Borrow;
use std::cell::OnceCell;

/// Edges are compared one by one up to this many pairs; beyond, a boolean is faster.
const MOST_PAIRS: usize = 4096;

/// Shortest distance in m, 0 where the regions meet or overlap; `None` when one of them is empty.
pub fn distance(a: &Region, b: &Region) -> Option<f64> {
    let (sides, others) = (edges(a), edges(b));
    if sides.is_empty() || others.is_empty() {
        return None;
    }
    if overlap(a, b) {
        return Some(0.0);
    }
    let nearest = nearest(&sides, &others);
    Some(if nearest <= PLAN_POINT { 0.0 } else { nearest })
}

/// Whether one region plainly lies within another: no edge of the other comes near to the box around it. `false` where only a
/// boolean tells.
pub fn lies_within(inner: &Region, outer: &Region) -> bool {
    let Some(extent) = bounds(inner) else { return false };
    let apart = |a: f64, b: f64, low: f64, high: f64| a.max(b) < low - PLAN_SNAP || a.min(b) > high + PLAN_SNAP;
    let clear = |ring: &geo::LineString<f64>| {
        ring.0
            .windows(2)
            .all(|pair| apart(pair[0].x, pair[1].x, extent.min.x, extent.max.x) || apart(pair[0].y, pair[1].y, extent.min.y, extent.max.y))
    };
    rings(outer).all(clear) && contains(outer, extent.min)
}

/// Shortest distance between the corners of one and the edges of the other.
fn nearest(sides: &[Edge], others: &[Edge]) -> f64 {
    let one_way = |from: &[Edge], to: &[Edge]| {
        let pairs = from.iter().flat_map(|e| to.iter().map(move |o| o.distance(e.from)));
        pairs.fold(f64::INFINITY, f64::min)
    };
    one_way(sides, others).min(one_way(others, sides))
}

/// Whether the regions have a piece in common.
fn overlap(a: &Region, b: &Region) -> bool {
    plainly_overlap(a, b).unwrap_or_else(|| !intersection(a, b).0.is_empty())
}

/// Whether two regions overlap, where that is plain without a boolean: a corner lies well inside the other, edges cross well
/// within both, or all edges keep clear of each other.
fn plainly_overlap(a: &Region, b: &Region) -> Option<bool> {
    let near = bounds(a).zip(bounds(b)).is_some_and(|(a, b)| a.within(&b, PLAN_SNAP));
    if !near {
        return Some(false);
    }
    let corners = |region: &Region| -> usize { rings(region).map(|ring| ring.0.len()).sum() };
    if corners(a).saturating_mul(corners(b)) > MOST_PAIRS {
        return None;
    }
    let lies = match (rings_lie(a, b), rings_lie(b, a)) {
        (Lie::Across, _) | (_, Lie::Across) => return Some(true),
        (Lie::Near, _) | (_, Lie::Near) => return None,
        (one, other) => [one, other],
    };
    Some(lies.contains(&Lie::Inside))
}

/// How the corners of one region lie to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lie {
    Across,
    Near,
    Inside,
    Outside,
}

fn rings_lie(of: &Region, to: &Region) -> Lie {
    let mut found = Lie::Outside;
    for ring in rings(of) {
        for other in rings(to) {
            match meet(&ring.0, &other.0) {
                Meet::Across => return Lie::Across,
                Meet::Near => found = Lie::Near,
                Meet::Apart => {}
            }
        }
    }
    let first = |polygon: &geo::Polygon<f64>| polygon.exterior().0.first().copied();
    if found == Lie::Outside && of.iter().filter_map(first).any(|corner| contains(to, corner)) {
        return Lie::Inside;
    }
    found
}

/// A region with its box and its edges, for many questions about what comes near to it.
pub struct Sides<'r> {
    region: &'r Region,
    bounds: Option<Bounds>,
    edges: OnceCell<Vec<Edge>>,
}

impl<'r> Sides<'r> {
    /// Of a region; its edges are found when first asked for.
    pub fn of(region: &'r Region) -> Self {
        Self { region, bounds: bounds(region), edges: OnceCell::new() }
    }

    /// As [`touches`] for the regions of both.
    pub fn touch(&self, other: &Self, gap: f64) -> bool {
        let near = self.bounds.zip(other.bounds).is_some_and(|(a, b)| a.within(&b, gap));
        if !near {
            return false;
        }
        let (sides, others) = (self.edges.get_or_init(|| edges(self.region)), other.edges.get_or_init(|| edges(other.region)));
        let comes_near = |from: &[Edge], to: &[Edge]| from.iter().any(|e| to.iter().any(|o| o.distance(e.from) <= gap + PLAN_POINT));
        // what comes near enough need not be asked whether it overlaps
        !sides.is_empty()
            && !others.is_empty()
            && (comes_near(sides, others) || comes_near(others, sides) || overlap(self.region, other.region))
    }
}

/// Whether two regions come within `gap` metres of each other.
pub fn touches(a: &Region, b: &Region, gap: f64) -> bool {
    Sides::of(a).touch(&Sides::of(b), gap)
}

/// Length in m of `a`'s boundary that faces a parallel edge of `b` no further than `gap` metres away:
/// the length of wall two rooms share.
pub fn shared_length(a: &Region, b: &Region, gap: f64) -> f64 {
    let near = bounds(a).zip(bounds(b)).is_some_and(|(a, b)| a.within(&b, gap));
    if !near {
        return 0.0;
    }
    let others = edges(b);
    edges(a).iter().map(|edge| covered_length(edge, &others, gap)).sum()
}

fn covered_length(edge: &Edge, others: &[Edge], gap: f64) -> f64 {
    let slack = PLAN_POINT;
    let facing = others.iter().filter(|o| {
        let height = edge.height(o.middle());
        dot(o.normal, edge.normal) < 0.0 && cross(o.normal, edge.normal).abs() < PLAN_PARALLEL && height >= -slack && height <= gap + slack
    });
    let mut spans: Vec<(f64, f64)> = facing
        .map(|o| {
            let (p, q) = (edge.position(o.from), edge.position(o.to));
            (p.min(q).max(0.0), p.max(q).min(edge.length()))
        })
        .filter(|(from, to)| to > from)
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut total, mut reached) = (0.0, 0.0_f64);
    for (from, to) in spans {
        total += (to - from.max(reached)).max(0.0);
        reached = reached.max(to);
    }
    total
}

/// Groups of regions that are connected by steps of at most `gap` metres: indices, ascending, groups
/// in the order of their first member. Empty regions stand alone.
pub fn components<R: Borrow<Region>>(regions: &[R], gap: f64) -> Vec<Vec<usize>> {
    let extents: Vec<Option<Bounds>> = regions.iter().map(|r| bounds(r.borrow())).collect();
    let mut group: Vec<usize> = (0..regions.len()).collect();
    for i in 0..regions.len() {
        for j in 0..i {
            let (Some(a), Some(b)) = (&extents[i], &extents[j]) else { continue };
            if group[i] != group[j] && a.within(b, gap) && touches(regions[i].borrow(), regions[j].borrow(), gap) {
                let (keep, drop) = (group[i].min(group[j]), group[i].max(group[j]));
                group.iter_mut().filter(|g| **g == drop).for_each(|g| *g = keep);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = Default::default();
    for (i, g) in group.into_iter().enumerate() {
        groups.entry(g).or_default().push(i);
    }
    groups.into_values().collect()
}

/// Share (0 to 1) of the region that none of the covers above it hides from the sky; `None` without area.
pub fn open_share<R: Borrow<Region>>(region: &Region, covers: &[R]) -> Option<f64> {
    let whole = union(&[region]);
    let size = area(&whole);
    (size > 0.0).then(|| (area(&difference(&whole, &union(covers))) / size).clamp(0.0, 1.0))
}
