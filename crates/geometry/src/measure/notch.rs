//! Parts of a room that stand out beyond one of its walls, as a bay window's space does.

use crate::plan::{Edge, Point2, Region, clean, edges};
use geo::{LineString, Polygon};

/// A part of a room beyond the line of a wall.
#[derive(Debug, Clone, PartialEq)]
pub struct Notch {
    /// Start of the mouth, on the wall line (m).
    pub from: Point2,
    /// End of the mouth.
    pub to: Point2,
    /// Unit vector out of the room.
    pub outward: Point2,
    /// Clear width of the mouth in the plane of the wall (m).
    pub width: f64,
    /// How far the notch reaches beyond the wall line (m).
    pub projection: f64,
    /// The notch itself.
    pub region: Region,
}

/// Notches between two pieces of one wall line (within `tolerance` metres), reaching between the two
/// depths beyond it. In ring order. A notch over the whole width of a room has no wall pieces beside
/// it and is not found here: measure the gap between the wall bodies instead.
pub fn notches(room: &Region, depth: std::ops::RangeInclusive<f64>, tolerance: f64) -> Vec<Notch> {
    let all = edges(room);
    let mut found = vec![];
    let mut start = 0;
    while start < all.len() {
        let same = |e: &&Edge| e.polygon == all[start].polygon && e.ring == all[start].ring;
        let ring: Vec<Edge> = all[start..].iter().take_while(same).copied().collect();
        start += ring.len();
        for i in 0..ring.len() {
            found.extend(notch_after(&ring, i, &depth, tolerance));
        }
    }
    found
}

/// The notch that begins at the end of edge `i`, if the ring comes back to that edge's line.
fn notch_after(ring: &[Edge], i: usize, depth: &std::ops::RangeInclusive<f64>, tolerance: f64) -> Option<Notch> {
    let wall = ring[i];
    let mut chain = vec![wall.to];
    for step in 1..ring.len() {
        let edge = ring[(i + step) % ring.len()];
        let back = wall.height(edge.from).abs() <= tolerance && wall.height(edge.to).abs() <= tolerance;
        if step > 1 && back {
            let width = wall.position(edge.from) - wall.length();
            let projection = chain.iter().map(|p| wall.height(*p)).fold(0.0, f64::max);
            let ahead = width > tolerance && edge.direction().x * wall.direction().x + edge.direction().y * wall.direction().y > 0.0;
            if !ahead || !depth.contains(&projection) {
                return None;
            }
            let mut outer = chain.clone();
            outer.push(wall.to);
            let region = clean(&Region::new(vec![Polygon::new(LineString(outer), vec![])]));
            return Some(Notch { from: wall.to, to: edge.from, outward: wall.normal, width, projection, region });
        }
        // The first turn must lead out of the room, and the chain stays beyond the wall line.
        if wall.height(edge.to) < -tolerance {
            return None;
        }
        chain.push(edge.to);
    }
    None
}
