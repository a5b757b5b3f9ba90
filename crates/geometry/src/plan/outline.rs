//! Outer boundaries, convexity and how rectangular a region is.

use super::area::{area, cross, dot};
use super::ring::is_convex_ring;
use super::{Point2, Region, clean, edges};
use crate::tolerance::PLAN_POINT;
use geo::{ConvexHull, Polygon};

/// The region with all its holes filled.
pub fn outline(region: &Region) -> Region {
    let filled = clean(region).into_iter().map(|p| Polygon::new(p.into_inner().0, vec![]));
    clean(&Region::new(filled.collect()))
}

/// The convex hull.
pub fn convex_hull(region: &Region) -> Region {
    let region = clean(region);
    let Some(origin) = region.iter().find_map(|p| p.exterior().0.first().copied()) else { return region };
    use geo::MapCoords;
    let hull = region.map_coords(|c| c - origin).convex_hull().map_coords(|c| c + origin);
    clean(&Region::new(vec![hull]))
}

/// Whether the region is one convex polygon without holes (vertices within a micrometre of a line count as on it).
pub fn is_convex(region: &Region) -> bool {
    let region = clean(region);
    match region.0.as_slice() {
        [polygon] if polygon.interiors().is_empty() => is_convex_ring(&super::ring::straightened(&polygon.exterior().0, PLAN_POINT)),
        _ => false,
    }
}

/// Area divided by that of the smallest enclosing rectangle parallel to one of the edges: 1 for a rectangle, 0 for nothing.
pub fn rectangularity(region: &Region) -> f64 {
    let sides = edges(region);
    let corners: Vec<Point2> = sides.iter().map(|e| e.from).collect();
    let boxes = sides.iter().map(|side| {
        let along = side.direction();
        let range = |axis: Point2| {
            let reach = corners.iter().map(|c| dot(*c - side.from, axis));
            let (low, high) = reach.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
            high - low
        };
        range(along) * range(side.normal)
    });
    let smallest = boxes.fold(f64::INFINITY, f64::min);
    if smallest.is_finite() && smallest > 0.0 { (area(&clean(region)) / smallest).min(1.0) } else { 0.0 }
}

/// Whether the region is one rectangle, its corners within `tolerance` metres.
pub fn is_rectangle(region: &Region, tolerance: f64) -> bool {
    let sides = edges(region);
    sides.len() == 4
        && (0..4).all(|i| {
            let (a, b) = (sides[i], sides[(i + 1) % 4]);
            dot(a.direction(), b.direction()).abs() * a.length().min(b.length()) <= tolerance && cross(a.direction(), b.direction()) > 0.0
        })
}
