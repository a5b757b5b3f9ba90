//! Boundary edges with their outward normals, merged over collinear pieces, and the longest of them.

use super::area::{cross, dot, length, rings, unit};
use super::ring::straightened;
use super::{Point2, Region, clean};
use crate::tolerance::PLAN_POINT;
use std::cell::RefCell;

/// A straight piece of a region's boundary, the region on its left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Start (m).
    pub from: Point2,
    /// End (m).
    pub to: Point2,
    /// Unit vector away from the region.
    pub normal: Point2,
    /// Which polygon of the cleaned region the edge bounds.
    pub polygon: usize,
    /// 0 for the outer ring, otherwise the number of the hole from 1.
    pub ring: usize,
}

impl Edge {
    /// Length in m.
    pub fn length(&self) -> f64 {
        length(self.to - self.from)
    }

    /// Unit vector from start to end.
    pub fn direction(&self) -> Point2 {
        Point2 { x: -self.normal.y, y: self.normal.x }
    }

    /// Middle of the edge.
    pub fn middle(&self) -> Point2 {
        (self.from + self.to) / 2.0
    }

    /// Distance of a point from the edge's line, positive outside of the region (m).
    pub fn height(&self, point: Point2) -> f64 {
        dot(point - self.from, self.normal)
    }

    /// Position of a point's foot on the edge's line, in metres from the start.
    pub fn position(&self, point: Point2) -> f64 {
        dot(point - self.from, self.direction())
    }

    /// Shortest distance of a point from the edge (m).
    pub fn distance(&self, point: Point2) -> f64 {
        let foot = self.from + self.direction() * self.position(point).clamp(0.0, self.length());
        length(point - foot)
    }
}

/// Regions of more corners than this are not remembered with their edges.
const MOST: usize = 48;

/// Regions that a thread remembers with their edges (a power of two): some 2 MB.
const KNOWN: usize = 2048;

/// A region and its edges.
type Known = (Region, Box<[Edge]>);

thread_local! {
    /// The last region of each hash, with its edges: rooms and walls are asked for theirs again and again, and so are the
    /// floors above that repeat them.
    static LAST: RefCell<Vec<Option<Known>>> = const { RefCell::new(Vec::new()) };
}

/// All edges of the cleaned region, ring by ring; collinear neighbours are one edge.
pub fn edges(region: &Region) -> Vec<Edge> {
    if rings(region).map(|ring| ring.0.len()).sum::<usize>() > MOST {
        return found(region);
    }
    let at = spread(region) % KNOWN;
    let known = LAST.with_borrow(|last| match last.get(at) {
        Some(Some((other, edges))) if is_same(region, other) => Some(edges.to_vec()),
        _ => None,
    });
    known.unwrap_or_else(|| {
        let edges = found(region);
        LAST.with_borrow_mut(|last| {
            last.resize_with(KNOWN, || None);
            if let Some(place) = last.get_mut(at) {
                *place = Some((region.clone(), edges.as_slice().into()));
            }
        });
        edges
    })
}

/// A number made of all coordinates.
fn spread(region: &Region) -> usize {
    let mix = |hash: u64, number: f64| (hash.rotate_left(23) ^ number.to_bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = rings(region).flat_map(|ring| &ring.0).fold(0, |hash, point| mix(mix(hash, point.x), point.y));
    (hash ^ (hash >> 32)) as usize
}

/// Whether two regions are one to the bit, ring by ring.
fn is_same(a: &Region, b: &Region) -> bool {
    let bits = |point: &Point2| (point.x.to_bits(), point.y.to_bits());
    let same = |a: &geo::LineString<f64>, b: &geo::LineString<f64>| a.0.len() == b.0.len() && a.0.iter().map(bits).eq(b.0.iter().map(bits));
    a.0.len() == b.0.len()
        && a.iter().zip(b).all(|(a, b)| {
            same(a.exterior(), b.exterior())
                && a.interiors().len() == b.interiors().len()
                && a.interiors().iter().zip(b.interiors()).all(|(a, b)| same(a, b))
        })
}

fn found(region: &Region) -> Vec<Edge> {
    let mut found = vec![];
    for (polygon, shape) in clean(region).iter().enumerate() {
        let rings = std::iter::once(shape.exterior()).chain(shape.interiors());
        for (ring, line) in rings.enumerate() {
            let points = straightened(&line.0, PLAN_POINT);
            for pair in points.windows(2) {
                if let Some(d) = unit(pair[1] - pair[0]) {
                    let normal = Point2 { x: d.y, y: -d.x };
                    found.push(Edge { from: pair[0], to: pair[1], normal, polygon, ring });
                }
            }
        }
    }
    found
}

/// Edges with those of one ring merged that lie on one line within `tolerance` metres and follow each
/// other within `gap` metres along it: a façade interrupted by a bay or a column is one edge again.
/// The merged edge runs from the first start to the last end, longest first.
pub fn merged_edges(region: &Region, tolerance: f64, gap: f64) -> Vec<Edge> {
    let mut rest = edges(region);
    rest.sort_by(|a, b| b.length().total_cmp(&a.length()));
    let mut merged: Vec<Edge> = vec![];
    while !rest.is_empty() {
        let mut edge = rest.remove(0);
        while let Some(i) = rest.iter().position(|other| {
            let (a, b) = (edge.position(other.from), edge.position(other.to));
            let apart = (a.min(b) - edge.length()).max(-a.max(b));
            other.polygon == edge.polygon
                && other.ring == edge.ring
                && dot(other.normal, edge.normal) > 0.0
                && cross(other.normal, edge.normal).abs() * other.length() <= tolerance
                && edge.height(other.from).abs() <= tolerance
                && edge.height(other.to).abs() <= tolerance
                && apart <= gap
        }) {
            let other = rest.remove(i);
            let (from, along) = (edge.from, edge.direction());
            let start = edge.position(other.from).min(0.0);
            let end = edge.position(other.to).max(edge.length());
            edge.from = from + along * start;
            edge.to = from + along * end;
        }
        merged.push(edge);
    }
    merged.sort_by(|a, b| b.length().total_cmp(&a.length()));
    merged
}

/// The longest edge; the first of equals in ring order.
pub fn longest_edge(region: &Region) -> Option<Edge> {
    longest_of(&edges(region))
}

/// The longest of some edges; the first of equals.
pub fn longest_of(edges: &[Edge]) -> Option<Edge> {
    edges.iter().copied().reduce(|best, edge| if edge.length() > best.length() + PLAN_POINT { edge } else { best })
}
