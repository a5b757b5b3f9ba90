//! How regions lie to each other: distance, shared boundary, connected groups, share open to the sky.

use super::area::{Bounds, area, bounds, cross, dot};
use super::{Edge, Region, difference, edges, intersection, union};
use crate::tolerance::{PLAN_PARALLEL, PLAN_POINT};
use std::borrow::Borrow;

/// Shortest distance in m, 0 where the regions meet or overlap; `None` when one of them is empty.
pub fn distance(a: &Region, b: &Region) -> Option<f64> {
    if !intersection(a, b).0.is_empty() {
        return Some(0.0);
    }
    let (sides, others) = (edges(a), edges(b));
    if sides.is_empty() || others.is_empty() {
        return None;
    }
    let one_way = |from: &[Edge], to: &[Edge]| {
        let pairs = from.iter().flat_map(|e| to.iter().map(move |o| o.distance(e.from)));
        pairs.fold(f64::INFINITY, f64::min)
    };
    let nearest = one_way(&sides, &others).min(one_way(&others, &sides));
    Some(if nearest <= PLAN_POINT { 0.0 } else { nearest })
}

/// Whether two regions come within `gap` metres of each other.
pub fn touches(a: &Region, b: &Region, gap: f64) -> bool {
    let near = bounds(a).zip(bounds(b)).is_some_and(|(a, b)| a.within(&b, gap));
    near && distance(a, b).is_some_and(|d| d <= gap + PLAN_POINT)
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
