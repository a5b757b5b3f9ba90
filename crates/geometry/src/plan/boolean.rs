//! Union, difference, intersection and exclusive or of plan regions: the one place that calls the boolean engine.

use super::area::{Bounds, bounds, cross, dot, length, ring_area, ring_length};
use super::memory::{Operation, recall};
use super::nest::nest;
use super::ring::{is_convex_ring, tidy_ring};
use super::simple::{are_apart, is_simple_ring};
use super::snap::{restore, snap};
use super::{Point2, Region};
use crate::tolerance::{PLAN_SLIVER, PLAN_SNAP, in_reach, on_plan_grid};
use geo::{LineString, Polygon};
use i_overlay::core::{fill_rule::FillRule, overlay_rule::OverlayRule};
use i_overlay::float::{clip::FloatClip, overlay::FloatOverlay};
use i_overlay::string::clip::ClipRule;
use std::borrow::{Borrow, Cow};

/// The origin of regions that are near to it already.
const HERE: Point2 = Point2 { x: 0.0, y: 0.0 };

/// The area covered by at least one of the regions.
pub fn union<R: Borrow<Region>>(regions: &[R]) -> Region {
    let all = || regions.iter().map(Borrow::borrow);
    let Some(origin) = origin_of(all()) else { return Region::new(vec![]) };
    let mut polygons = all().flatten();
    if let (Some(only), None) = (polygons.next(), polygons.next())
        && let Some(tidy) = plain(only, origin)
    {
        return finish(vec![tidy], origin);
    }
    recall(Operation::Union, &[], all(), |near| {
        let parts = near.iter().flat_map(|r| local(r, HERE)).collect();
        finish(run(parts, vec![], OverlayRule::Union), HERE)
    })
}

/// What the engine makes of a single plain ring without any work for it: the same corners, anticlockwise from the one before the leftmost.
fn plain(polygon: &Polygon<f64>, origin: Point2) -> Option<Polygon<f64>> {
    if !polygon.interiors().is_empty() {
        return None;
    }
    let ring = tidy_ring(polygon.exterior(), origin)?;
    let count = ring.len() - 1;
    let corner = |i: usize| {
        let (a, b) = (ring[i + 1] - ring[i], ring[(i + 2) % count] - ring[i + 1]);
        // the engine drops corners on the line of their neighbours, to the rounding of its grid
        length(a) > PLAN_SNAP && (cross(a, b).abs() > PLAN_SNAP * length(a).max(length(b)) || dot(a, b) < 0.0)
    };
    if !is_simple_ring(&ring) || !(0..count).all(corner) {
        return None;
    }
    let (mut outer, _) = anticlockwise(ring).into_inner();
    outer.0.pop();
    // as on the grid, where the rounding of a place makes no difference
    let start = outer.0.first().copied()?;
    let near = |p: &Point2| (on_plan_grid(p.x - start.x), on_plan_grid(p.y - start.y));
    let least = |a: &Point2, b: &Point2| near(a).0.total_cmp(&near(b).0).then(near(a).1.total_cmp(&near(b).1));
    let first = outer.0.iter().enumerate().min_by(|a, b| least(a.1, b.1)).map(|(at, _)| at)?;
    let before = (first + outer.0.len() - 1) % outer.0.len();
    outer.0.rotate_left(before);
    outer.close();
    Some(Polygon::new(outer, vec![]))
}

/// What one anticlockwise ring winds around, if it keeps clear of itself; `None` where only the engine can tell.
pub(crate) fn within_plain_ring(ring: LineString<f64>) -> Option<Region> {
    if ring_area(&ring.0) <= 0.0 {
        return None;
    }
    let origin = ring.0.first().filter(|p| in_reach(p.x) && in_reach(p.y)).map(|p| Point2 { x: p.x.floor(), y: p.y.floor() })?;
    Some(finish(vec![plain(&Polygon::new(ring, vec![]), origin)?], origin))
}

/// What rings in their own directions wind around more often anticlockwise than clockwise.
pub(super) fn wound(rings: Vec<LineString<f64>>) -> Region {
    let Some(first) = rings.iter().flat_map(|ring| &ring.0).find(|p| in_reach(p.x) && in_reach(p.y)) else { return Region::new(vec![]) };
    let origin = Point2 { x: first.x.floor(), y: first.y.floor() };
    let near = |ring: LineString<f64>| LineString(ring.0.into_iter().map(|p| p - origin).collect());
    let known = |ring: &LineString<f64>| ring.0.iter().all(|p| in_reach(p.x) && in_reach(p.y));
    let parts: Vec<Polygon<f64>> = rings.into_iter().map(near).filter(known).map(|ring| Polygon::new(ring, vec![])).collect();
    finish(run(parts, vec![], OverlayRule::Union), origin)
}

/// The area of `a` that `b` does not cover.
pub fn difference(a: &Region, b: &Region) -> Region {
    match bounds(a) {
        Some(extent) => apply(a, &near(b, &extent), Operation::Difference),
        None => Region::new(vec![]),
    }
}

/// The area that both regions cover.
pub fn intersection(a: &Region, b: &Region) -> Region {
    let (Some(of_a), Some(of_b)) = (bounds(a), bounds(b)) else { return Region::new(vec![]) };
    if !of_a.within(&of_b, FAR) {
        return Region::new(vec![]);
    }
    // the box of a single polygon is known to meet the other
    let a = if a.0.len() == 1 { Cow::Borrowed(a) } else { near(a, &of_b) };
    let b = if b.0.len() == 1 { Cow::Borrowed(b) } else { near(b, &of_a) };
    apply(&a, &b, Operation::Intersection)
}

/// The area that exactly one of the regions covers.
pub fn xor(a: &Region, b: &Region) -> Region {
    apply(a, b, Operation::Xor)
}

/// The same area as valid polygons: members united, bow-ties resolved, collinear points and slivers gone.
pub fn clean(region: &Region) -> Region {
    union(&[region])
}

/// The parts of the lines inside the region (or outside of it).
pub fn clip_lines(lines: &[Vec<Point2>], region: &Region, outside: bool) -> Vec<Vec<Point2>> {
    let finite = |line: &&Vec<Point2>| line.len() > 1 && line.iter().all(|p| in_reach(p.x) && in_reach(p.y));
    let kept: Vec<&Vec<Point2>> = lines.iter().filter(finite).collect();
    let Some(origin) = origin_of([region]) else {
        return if outside { kept.into_iter().cloned().collect() } else { vec![] };
    };
    let moved: Vec<Vec<[f64; 2]>> = kept.iter().map(|l| l.iter().map(|p| [p.x - origin.x, p.y - origin.y]).collect()).collect();
    let rule = ClipRule { invert: outside, boundary_included: true };
    let cut = moved.clip_by_as::<i64>(&contours(&local(region, origin)), FillRule::Positive, rule);
    cut.into_iter().map(|l| l.into_iter().map(|p| Point2 { x: p[0] + origin.x, y: p[1] + origin.y }).collect()).collect()
}

/// Polygons further apart than this have nothing to do with each other, whatever is snapped to what.
const FAR: f64 = 4.0 * PLAN_SNAP;

/// The polygons of a region that come near to a box: the others change nothing there.
fn near<'r>(region: &'r Region, extent: &Bounds) -> Cow<'r, Region> {
    let meets = |polygon: &&Polygon<f64>| {
        let [x, y] = span(polygon.exterior());
        x[0] <= extent.max.x + FAR && x[1] >= extent.min.x - FAR && y[0] <= extent.max.y + FAR && y[1] >= extent.min.y - FAR
    };
    let count = region.iter().filter(meets).count();
    if count == region.0.len() { Cow::Borrowed(region) } else { Cow::Owned(Region::new(region.iter().filter(meets).cloned().collect())) }
}

/// Least and largest X and Y of a ring.
fn span(ring: &LineString<f64>) -> [[f64; 2]; 2] {
    let mut found = [[f64::INFINITY, f64::NEG_INFINITY]; 2];
    for p in &ring.0 {
        found = [[found[0][0].min(p.x), found[0][1].max(p.x)], [found[1][0].min(p.y), found[1][1].max(p.y)]];
    }
    found
}

fn apply(a: &Region, b: &Region, operation: Operation) -> Region {
    let rule = match operation {
        Operation::Intersection => OverlayRule::Intersect,
        Operation::Xor => OverlayRule::Xor,
        _ => OverlayRule::Difference,
    };
    let make = |near: &[Region]| match near {
        [a, b] => finish(run(local(a, HERE), local(b, HERE), rule), HERE),
        _ => Region::new(vec![]),
    };
    recall(operation, &[], [a, b].into_iter(), make)
}

/// A whole-metre point near the first vertex within reach: subtracting it from coordinates loses nothing.
fn origin_of<'a>(regions: impl IntoIterator<Item = &'a Region>) -> Option<Point2> {
    let mut vertices = regions.into_iter().flatten().flat_map(|p| p.exterior().0.iter());
    vertices.find(|p| in_reach(p.x) && in_reach(p.y)).map(|p| Point2 { x: p.x.floor(), y: p.y.floor() })
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
    let simple = |ring: &Vec<Point2>| is_convex_ring(ring) || is_simple_ring(ring);
    if simple(&outer) && holes.iter().all(simple) && are_apart(&outer, &holes) {
        let (outer, _) = anticlockwise(outer).into_inner();
        let holes = holes.into_iter().map(|hole| {
            let (mut ring, _) = anticlockwise(hole).into_inner();
            ring.0.reverse();
            ring
        });
        return vec![Polygon::new(outer, holes.collect())];
    }
    let outer = covered(outer);
    if holes.is_empty() {
        return outer;
    }
    engine(outer, holes.into_iter().flat_map(covered).collect(), OverlayRule::Difference, FillRule::Positive)
}

/// What one ring winds around at all, whatever its direction: keeps both lobes of a bow-tie.
fn covered(ring: Vec<Point2>) -> Vec<Polygon<f64>> {
    let simple = is_convex_ring(&ring) || is_simple_ring(&ring);
    let polygon = vec![anticlockwise(ring)];
    if simple { polygon } else { engine(polygon, vec![], OverlayRule::Union, FillRule::NonZero) }
}

fn anticlockwise(mut ring: Vec<Point2>) -> Polygon<f64> {
    if ring_area(&ring) < 0.0 {
        ring.reverse();
    }
    Polygon::new(LineString(ring), vec![])
}

fn run(a: Vec<Polygon<f64>>, b: Vec<Polygon<f64>>, op: OverlayRule) -> Vec<Polygon<f64>> {
    let without = match op {
        OverlayRule::Intersect => a.is_empty() || b.is_empty(),
        OverlayRule::Difference => a.is_empty(),
        _ => a.is_empty() && b.is_empty(),
    };
    if without {
        return vec![];
    }
    engine(a, b, op, FillRule::Positive)
}

/// One run of the boolean engine on snapped operands.
fn engine(a: Vec<Polygon<f64>>, b: Vec<Polygon<f64>>, op: OverlayRule, rule: FillRule) -> Vec<Polygon<f64>> {
    let split = a.len();
    let mut first: Vec<Polygon<f64>> = a.into_iter().chain(b).collect();
    let known = snap(&mut first);
    let second = first.split_off(split);
    let shapes = FloatOverlay::<[f64; 2], i64>::from_subj_and_clip(&contours(&first), &contours(&second)).overlay(op, rule);
    let rings = shapes.into_iter().flatten().map(|ring| LineString(ring.into_iter().map(|p| Point2 { x: p[0], y: p[1] }).collect()));
    let mut result = nest(rings);
    restore(&mut result, &known);
    result
}

/// The rings as the engine takes them: open, outer ones and holes alike.
fn contours(polygons: &[Polygon<f64>]) -> Vec<Vec<[f64; 2]>> {
    let rings = polygons.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings.map(|ring| ring.0.iter().take(ring.0.len().saturating_sub(1)).map(|p| [p.x, p.y]).collect()).collect()
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
