//! How much of a platform's open edge is closed from floor to soffit (CLAUSES NT-2.2-05).

use haofang_geometry::plan::{Edge, Region, area, bounds, closing, edges, intersection, polygon};
use haofang_geometry::tolerance::PLAN_POINT;

/// An edge no further than this from the building is against it (m): finishes, joints, slabs that stop short.
const AGAINST: f64 = 0.30;
/// Glazing, parapets and guards stand this near to the platform's edge, on either side (m).
const REACH: f64 = 0.35;

/// Less of a balcony between walls is a joint (m2).
const LEAST_RECESS: f64 = 0.5;

/// The pieces of the platform's boundary that do not lie against the building.
pub(crate) fn open_edges(platform: &Region, building: &Region) -> Vec<Edge> {
    let mut open = Vec::new();
    for edge in edges(platform) {
        let near = covered(&edge, building, AGAINST);
        let mut at = 0.0;
        for (from, to) in near.into_iter().chain([(edge.length(), edge.length())]) {
            // stubs as short as a wall is thick are the returns of the edge beside
            if from - at > AGAINST {
                let along = edge.direction();
                open.push(Edge { from: edge.from + along * at, to: edge.from + along * from, ..edge });
            }
            at = f64::max(at, to);
        }
    }
    open
}

/// Area of a platform that lies in a recess of the building: between walls on both sides, as deep as these reach.
pub(crate) fn inside_structure(platform: &Region, building: &Region) -> f64 {
    // only a recess no wider than the platform holds it: a gap between two wings does not
    let width = edges(platform).iter().map(Edge::length).fold(0.0, f64::max) + AGAINST;
    let filled = closing(building, width);
    let inside = area(&intersection(platform, &filled));
    // strips beside a joint are no recess
    if inside > LEAST_RECESS { inside } else { 0.0 }
}

/// Share of the open edges behind which something stands at every height; `None` without open edges.
///
/// Each layer is the section of all closing things (walls, windows, glazing) at one height.
pub(crate) fn closed_share(open: &[Edge], layers: &[Region]) -> Option<f64> {
    let whole: f64 = open.iter().map(Edge::length).sum();
    if whole <= 0.0 || layers.is_empty() {
        return None;
    }
    let mut closed = 0.0;
    for edge in open {
        let mut ranges = vec![(0.0, edge.length())];
        for layer in layers {
            ranges = meet(&ranges, &covered(edge, layer, REACH));
        }
        closed += ranges.iter().map(|(from, to)| to - from).sum::<f64>();
    }
    Some((closed / whole).clamp(0.0, 1.0))
}

/// Ranges of the edge within `reach` metres of the region, in metres from its start, ascending, apart.
pub(crate) fn covered(edge: &Edge, region: &Region, reach: f64) -> Vec<(f64, f64)> {
    let (n, u) = (edge.normal * reach, edge.direction() * PLAN_POINT);
    let corner = |p: haofang_geometry::plan::Point2| [p.x, p.y];
    let strip = polygon(&[corner(edge.from + n + u), corner(edge.from - n + u), corner(edge.to - n - u), corner(edge.to + n - u)]);
    let near = bounds(&strip).zip(bounds(region)).is_some_and(|(a, b)| a.within(&b, 0.0));
    if !near {
        return Vec::new();
    }
    let mut found: Vec<(f64, f64)> = intersection(region, &strip)
        .iter()
        .map(|piece| {
            let places = piece.exterior().0.iter().map(|p| edge.position(*p));
            places.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), s| (low.min(s), high.max(s)))
        })
        .map(|(low, high)| {
            (if low < PLAN_POINT * 10.0 { 0.0 } else { low }, if high > edge.length() - PLAN_POINT * 10.0 { edge.length() } else { high })
        })
        .filter(|(low, high)| high > low)
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for (low, high) in found {
        match merged.last_mut() {
            Some(last) if low <= last.1 => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    merged
}

fn meet(a: &[(f64, f64)], b: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    for x in a {
        for y in b {
            let both = (x.0.max(y.0), x.1.min(y.1));
            if both.1 > both.0 {
                out.push(both);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::{rectangle, union};

    fn parts() -> (Region, Region) {
        // the building above y = 0, a balcony 4.2 x 1.8 before it
        (rectangle([0.0, -1.8], [4.2, 0.0]), rectangle([-10.0, 0.0], [10.0, 12.0]))
    }

    fn ring() -> Region {
        union(&[rectangle([0.0, -1.8], [4.2, -1.7]), rectangle([0.0, -1.8], [0.1, 0.0]), rectangle([4.1, -1.8], [4.2, 0.0])])
    }

    #[test]
    fn a_balcony_glazed_on_three_sides_is_closed() {
        let (balcony, building) = parts();
        let open = open_edges(&balcony, &building);
        assert!((open.iter().map(Edge::length).sum::<f64>() - 7.8).abs() < 0.7, "{open:?}");
        assert_eq!(closed_share(&open, &[ring(), ring(), ring()]), Some(1.0));
    }

    #[test]
    fn a_guard_of_breast_height_closes_nothing() {
        let (balcony, building) = parts();
        let open = open_edges(&balcony, &building);
        assert_eq!(closed_share(&open, &[ring(), Region::new(vec![])]), Some(0.0));
        assert_eq!(closed_share(&[], &[ring()]), None);
    }

    #[test]
    fn glazing_of_the_front_alone_closes_its_share() {
        let (balcony, building) = parts();
        let open = open_edges(&balcony, &building);
        let front = rectangle([0.0, -1.8], [4.2, -1.7]);
        let share = closed_share(&open, &[ring(), front]).unwrap();
        assert!(share > 0.5 && share < 0.65, "{share}");
    }

    #[test]
    fn a_recessed_balcony_is_open_at_its_front_only() {
        let building = haofang_geometry::plan::difference(&rectangle([-5.0, 0.0], [9.0, 10.0]), &rectangle([0.0, 0.0], [4.0, 1.5]));
        let open = open_edges(&rectangle([0.0, 0.0], [4.0, 1.5]), &building);
        assert_eq!(open.len(), 1);
        assert!((open[0].length() - 4.0).abs() < 0.61);
    }

    #[test]
    fn a_recess_is_within_the_main_structure_and_a_projecting_balcony_is_not() {
        let building = haofang_geometry::plan::difference(&rectangle([-5.0, 0.0], [9.0, 10.0]), &rectangle([0.0, 0.0], [4.0, 1.5]));
        assert!((inside_structure(&rectangle([0.0, 0.0], [4.0, 1.5]), &building) - 6.0).abs() < 1e-6);
        // half of it stands out before the façade
        assert!((inside_structure(&rectangle([0.0, -1.0], [4.0, 1.5]), &building) - 6.0).abs() < 1e-6);
        let (balcony, plain) = parts();
        assert_eq!(inside_structure(&balcony, &plain), 0.0);
        // beside a wing, open on the other side
        let corner = union(&[plain, rectangle([4.2, -6.0], [9.0, 0.0])]);
        assert_eq!(inside_structure(&balcony, &corner), 0.0);
    }
}
