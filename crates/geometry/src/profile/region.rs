//! Plan polygons made from raw rings, and the few operations on them that solids need.

use crate::plan;
use crate::tolerance::{NO_AREA, in_reach};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};

/// A closed ring without its repeated last point.
pub type Ring = Vec<[f64; 2]>;

/// Area to the left of a ring's direction of travel, summed about its first point.
pub fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let Some(&o) = ring.first() else { return 0.0 };
    ring.windows(2).map(|w| (w[0][0] - o[0]) * (w[1][1] - o[1]) - (w[1][0] - o[0]) * (w[0][1] - o[1])).sum::<f64>() / 2.0
}

/// A ring as `geo` wants it, closed.
pub fn line_string(ring: &[[f64; 2]]) -> LineString<f64> {
    // as long as it is: the outlines of an estate are many
    let mut closed = Vec::with_capacity(ring.len() + 1);
    closed.extend(ring.iter().chain(ring.first()).map(|p| Coord { x: p[0], y: p[1] }));
    LineString(closed)
}

/// A `geo` ring without its repeated last point.
pub fn ring(line: &LineString<f64>) -> Ring {
    let mut r: Ring = line.0.iter().map(|c| [c.x, c.y]).collect();
    if r.len() > 1 && r.first() == r.last() {
        r.pop();
    }
    r
}

/// Outer ring (counter-clockwise) and holes (clockwise) of a polygon.
pub fn rings(polygon: &Polygon<f64>) -> Vec<Ring> {
    let turned = |l: &LineString<f64>, left: bool| {
        let mut r = ring(l);
        if (signed_area(&r) > 0.0) != left {
            r.reverse();
        }
        r
    };
    std::iter::once(turned(polygon.exterior(), true)).chain(polygon.interiors().iter().map(|h| turned(h, false))).collect()
}

/// All rings of a region, outer ones counter-clockwise, holes clockwise.
pub fn all_rings(region: &MultiPolygon<f64>) -> Vec<Ring> {
    region.0.iter().flat_map(rings).collect()
}

/// Polygon from an outer ring and holes taken as they are (turned the right way round).
pub fn polygon(outer: &[[f64; 2]], holes: &[Ring]) -> Polygon<f64> {
    let oriented = |r: &[[f64; 2]], left: bool| {
        let mut l = line_string(r);
        if (signed_area(r) > 0.0) != left {
            l.0.reverse();
        }
        l
    };
    Polygon::new(oriented(outer, true), holes.iter().map(|h| oriented(h, false)).collect())
}

/// What rings wind around once or more often, counter-clockwise counted up and clockwise down.
pub fn wound(rings: &[Ring]) -> MultiPolygon<f64> {
    let plain = if let [one] = rings { plan::within_plain_ring(line_string(one)) } else { None };
    plain.map_or_else(|| filled(rings, FillRule::Positive), cleaned)
}

/// What an odd number of rings surround.
pub fn odd(rings: &[Ring]) -> MultiPolygon<f64> {
    filled(rings, FillRule::EvenOdd)
}

fn filled(rings: &[Ring], rule: FillRule) -> MultiPolygon<f64> {
    overlaid(rings, &[], OverlayRule::Subject, rule)
}

/// Of what the first rings wind around, the part that the second wind around (`inside`) or do not.
pub fn clipped(subject: &[Ring], clip: &[Ring], inside: bool) -> MultiPolygon<f64> {
    overlaid(subject, clip, if inside { OverlayRule::Intersect } else { OverlayRule::Difference }, FillRule::Positive)
}

fn overlaid(subject: &[Ring], clip: &[Ring], operation: OverlayRule, rule: FillRule) -> MultiPolygon<f64> {
    let sound = |r: &&Ring| r.len() > 2 && r.iter().all(|p| in_reach(p[0]) && in_reach(p[1]));
    let Some(&[x, y]) = subject.iter().find(sound).and_then(|r| r.first()) else { return MultiPolygon(vec![]) };
    // About a local origin and on a 64-bit grid: nothing measurable is rounded.
    let (x, y) = (x.floor(), y.floor());
    let local =
        |rings: &[Ring]| -> Vec<Ring> { rings.iter().filter(sound).map(|r| r.iter().map(|p| [p[0] - x, p[1] - y]).collect()).collect() };
    let (a, b) = (local(subject), local(clip));
    let shapes =
        FloatOverlay::<[f64; 2], i64>::from_subj_and_clip_custom(&a, &b, OverlayOptions::ogc(), Solver::default()).overlay(operation, rule);
    let back = |r: &Ring| -> Ring { r.iter().map(|p| [p[0] + x, p[1] + y]).collect() };
    let polygons = shapes.iter().filter_map(|s| {
        let (outer, holes) = s.split_first()?;
        Some(polygon(&back(outer), &holes.iter().map(back).collect::<Vec<_>>()))
    });
    cleaned(MultiPolygon(polygons.collect()))
}

fn cleaned(mut region: MultiPolygon<f64>) -> MultiPolygon<f64> {
    region.0.retain(|p| enclosed(p.exterior()) > NO_AREA);
    region
}

/// Area in square metres, each ring summed about its own first point.
pub fn area(region: &MultiPolygon<f64>) -> f64 {
    region.0.iter().map(|p| enclosed(p.exterior()) - p.interiors().iter().map(enclosed).sum::<f64>()).sum()
}

/// Area within a closed ring: its last piece, back to the first point, adds nothing.
fn enclosed(line: &LineString<f64>) -> f64 {
    let Some(&o) = line.0.first() else { return 0.0 };
    (line.0.windows(2).map(|w| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y)).sum::<f64>() / 2.0).abs()
}

/// Box around a region: lowest and highest corner; nothing for an empty region.
pub fn bounds(region: &MultiPolygon<f64>) -> Option<[[f64; 2]; 2]> {
    let mut b = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
    for c in region.0.iter().flat_map(|p| p.exterior().0.iter()) {
        b[0] = [b[0][0].min(c.x), b[0][1].min(c.y)];
        b[1] = [b[1][0].max(c.x), b[1][1].max(c.y)];
    }
    (b[0][0] <= b[1][0]).then_some(b)
}

fn apart(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> bool {
    match (bounds(a), bounds(b)) {
        (Some(a), Some(b)) => (0..2).any(|k| a[0][k] >= b[1][k] || b[0][k] >= a[1][k]),
        _ => true,
    }
}

/// What is in `a` or `b`.
pub fn union(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    plan::union(&[a, b])
}

/// What is in any of them.
pub fn union_all(all: &[&MultiPolygon<f64>]) -> MultiPolygon<f64> {
    match all {
        [] => MultiPolygon(vec![]),
        [one] => (*one).clone(),
        many => plan::union(many),
    }
}

/// What is in `a` but not in `b`.
pub fn difference(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    if apart(a, b) { a.clone() } else { plan::difference(a, b) }
}

/// What is in both.
pub fn intersection(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    if apart(a, b) { MultiPolygon(vec![]) } else { plan::intersection(a, b) }
}

/// A region with every point moved; rings are turned the right way round again if the map mirrors.
pub fn mapped(region: &MultiPolygon<f64>, map: impl Fn([f64; 2]) -> [f64; 2]) -> MultiPolygon<f64> {
    MultiPolygon(
        region
            .0
            .iter()
            .map(|p| {
                let moved = |l: &LineString<f64>| ring(l).into_iter().map(&map).collect::<Ring>();
                polygon(&moved(p.exterior()), &p.interiors().iter().map(moved).collect::<Vec<_>>())
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: f64, y: f64, w: f64, h: f64) -> Ring {
        vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]]
    }

    #[test]
    fn overlay_is_right_forty_thousand_kilometres_away() {
        let o = 4.0e7;
        let a = MultiPolygon(vec![polygon(&rect(o, o, 10.0, 4.0), &[])]);
        let b = MultiPolygon(vec![polygon(&rect(o + 2.0, o + 1.0, 3.0, 2.0), &[])]);
        assert!((area(&difference(&a, &b)) - 34.0).abs() < 1e-6);
        assert!((area(&union_all(&[&a, &b])) - 40.0).abs() < 1e-6);
        assert!((area(&intersection(&a, &b)) - 6.0).abs() < 1e-6);
    }

    #[test]
    fn rings_fill_by_winding_or_by_parity() {
        let (a, b) = (rect(0.0, 0.0, 4.0, 4.0), rect(1.0, 1.0, 2.0, 2.0));
        assert!((area(&wound(&[a.clone(), b.clone()])) - 16.0).abs() < 1e-9);
        assert!((area(&odd(&[a, b])) - 12.0).abs() < 1e-9);
    }
}
