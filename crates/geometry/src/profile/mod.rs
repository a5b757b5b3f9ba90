//! Profiles: plane regions to be swept, with their exact area kept beside the chords that stand for their arcs.

pub mod region;
pub mod shapes;
mod thicken;

pub use thicken::thicken;

use crate::Region;
use crate::curve::Curve;
use crate::frame::Frame;
use region::{Ring, signed_area};

/// A plane region in its own xy plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The region, arcs broken into chords.
    pub region: Region,
    /// Exact area in square metres, arcs included.
    pub area: f64,
    /// True if some edge stands for an arc.
    pub curved: bool,
}

impl Profile {
    /// From a closed outer curve and closed inner curves.
    pub fn from_curves(outer: &Curve, inner: &[Curve]) -> Profile {
        let exact = |c: &Curve| {
            let ring = c.ring();
            (signed_area(&ring) + c.bulge.z).abs()
        };
        let holes: Vec<Ring> = inner.iter().map(Curve::ring).filter(|r| r.len() > 2).collect();
        let area = exact(outer) - inner.iter().map(exact).sum::<f64>();
        let curved = outer.curved || inner.iter().any(|c| c.curved);
        Profile::checked(outer.ring(), holes, area, curved)
    }

    /// From straight-edged rings.
    pub fn from_rings(outer: Ring, holes: Vec<Ring>) -> Profile {
        let area = signed_area(&outer).abs() - holes.iter().map(|h| signed_area(h).abs()).sum::<f64>();
        Profile::checked(outer, holes, area, false)
    }

    /// Rings are taken as they are if they look sound; crossing ones are cleaned by the overlay, and then their area is what the overlay finds.
    fn checked(outer: Ring, holes: Vec<Ring>, area: f64, curved: bool) -> Profile {
        if outer.len() < 3 {
            return Profile { region: geo::MultiPolygon(vec![]), area: 0.0, curved };
        }
        let simple = is_simple(&outer, &holes);
        if simple {
            return Profile { region: geo::MultiPolygon(vec![region::polygon(&outer, &holes)]), area, curved };
        }
        let body = region::odd(&[outer]);
        let cut = region::odd(&holes);
        let region = region::difference(&body, &cut);
        let area = region::area(&region);
        Profile { region, area, curved }
    }

    /// Region without arcs.
    pub fn from_region(region: Region) -> Profile {
        let area = region::area(&region);
        Profile { region, area, curved: false }
    }

    /// The profile under a plane map (the upper left part of a frame).
    pub fn transformed(&self, frame: &Frame) -> Profile {
        let (x, y, o) = (frame.x(), frame.y(), frame.origin);
        let region = region::mapped(&self.region, |p| [o.x + x.x * p[0] + y.x * p[1], o.y + x.y * p[0] + y.y * p[1]]);
        Profile { region, area: self.area * (x.x * y.y - x.y * y.x).abs(), curved: self.curved }
    }

    /// Several profiles as one.
    pub fn composite(parts: &[Profile]) -> Profile {
        let regions: Vec<&Region> = parts.iter().map(|p| &p.region).collect();
        let region = region::union_all(&regions);
        let (sum, joined) = (parts.iter().map(|p| region::area(&p.region)).sum::<f64>(), region::area(&region));
        let exact: f64 = parts.iter().map(|p| p.area).sum();
        // Where parts overlap the arcs' surplus cannot be told apart from the overlap.
        let area = if (sum - joined).abs() <= crate::tolerance::ON_PLANE * sum.max(1.0) { exact } else { joined };
        Profile { region, area, curved: parts.iter().any(|p| p.curved) }
    }

    /// The rectangle the region is, if it is one: corners in order.
    pub fn as_parallelogram(&self) -> Option<[[f64; 2]; 4]> {
        let [p] = self.region.0.as_slice() else { return None };
        if !p.interiors().is_empty() {
            return None;
        }
        let r: [[f64; 2]; 4] = region::ring(p.exterior()).try_into().ok()?;
        let gap = (r[0][0] + r[2][0] - r[1][0] - r[3][0]).hypot(r[0][1] + r[2][1] - r[1][1] - r[3][1]);
        let size = (r[0][0] - r[2][0]).hypot(r[0][1] - r[2][1]);
        (gap <= crate::tolerance::ON_PLANE * size).then_some(r)
    }
}

/// Whether no two edges of the rings cross and the holes lie inside. Long rings are taken to be simple only if the overlay agrees.
fn is_simple(outer: &Ring, holes: &[Ring]) -> bool {
    let edges: Vec<([f64; 2], [f64; 2])> =
        std::iter::once(outer).chain(holes).flat_map(|r| (0..r.len()).map(move |i| (r[i], r[(i + 1) % r.len()]))).collect();
    if edges.len() > 400 {
        let mut all = vec![oriented(outer, true)];
        all.extend(holes.iter().map(|h| oriented(h, false)));
        let plain: f64 = all.iter().map(|r| signed_area(r)).sum();
        return (region::area(&region::odd(&all)) - plain).abs() <= crate::tolerance::ON_PLANE * plain.abs().max(1.0);
    }
    let side = |a: [f64; 2], b: [f64; 2], c: [f64; 2]| {
        let c2 = |p: [f64; 2]| robust::Coord { x: p[0], y: p[1] };
        robust::orient2d(c2(a), c2(b), c2(c))
    };
    for (i, &(a, b)) in edges.iter().enumerate() {
        for &(c, d) in &edges[i + 1..] {
            let apart = (0..2).any(|k| a[k].max(b[k]) < c[k].min(d[k]) || c[k].max(d[k]) < a[k].min(b[k]));
            if apart || a == c || a == d || b == c || b == d {
                continue;
            }
            if side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0 {
                return false;
            }
        }
    }
    holes.iter().all(|h| h.first().is_some_and(|p| inside(outer, *p)))
}

fn oriented(ring: &Ring, left: bool) -> Ring {
    let mut r = ring.clone();
    if (signed_area(&r) > 0.0) != left {
        r.reverse();
    }
    r
}

/// Whether a ring winds around a point.
fn inside(ring: &Ring, p: [f64; 2]) -> bool {
    let mut odd = false;
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            odd = !odd;
        }
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossing_outlines_are_cleaned() {
        let bow = vec![[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]];
        let p = Profile::from_rings(bow, vec![]);
        assert_eq!(p.region.0.len(), 2);
        assert!((p.area - 2.0).abs() < 1e-6);
    }

    #[test]
    fn holes_are_taken_out() {
        let sq = |o: f64, s: f64| vec![[o, o], [o + s, o], [o + s, o + s], [o, o + s]];
        let p = Profile::from_rings(sq(0.0, 4.0), vec![sq(1.0, 1.0)]);
        assert_eq!(p.area, 15.0);
        assert_eq!(region::area(&p.region), 15.0);
    }
}
