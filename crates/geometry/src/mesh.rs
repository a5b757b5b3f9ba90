//! Triangle meshes: measuring them, and telling whether they enclose a volume.

use crate::frame::{Frame, Point3};
use crate::tolerance::{NEAR_EDGE, WELD};
use nalgebra::Vector3;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

mod ends;
mod weld;

use ends::Ends;

/// An edge by its ends, and how much more often it is run through from the lower to the higher one than back.
pub(crate) type OpenEdge = ([u32; 2], i32);

/// Triangles over shared points, counter-clockwise seen from outside. Metres.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesh {
    /// Vertex positions.
    pub positions: Vec<[f64; 3]>,
    /// Vertex indices of each triangle.
    pub triangles: Vec<[u32; 3]>,
}

/// An axis-parallel box around something, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Lowest coordinates.
    pub min: [f64; 3],
    /// Highest coordinates.
    pub max: [f64; 3],
}

impl Extent {
    /// The box around nothing: grows to whatever is added.
    pub const EMPTY: Extent = Extent { min: [f64::INFINITY; 3], max: [f64::NEG_INFINITY; 3] };

    /// Grows to hold a point.
    pub fn add(&mut self, p: [f64; 3]) {
        for (k, x) in p.into_iter().enumerate() {
            self.min[k] = self.min[k].min(x);
            self.max[k] = self.max[k].max(x);
        }
    }

    /// The box around both.
    pub fn merge(mut self, other: &Extent) -> Extent {
        for k in 0..3 {
            self.min[k] = self.min[k].min(other.min[k]);
            self.max[k] = self.max[k].max(other.max[k]);
        }
        self
    }

    /// True if nothing was added.
    pub fn is_empty(&self) -> bool {
        self.min[0] > self.max[0]
    }

    /// Size along x, y and z.
    pub fn size(&self) -> [f64; 3] {
        [0, 1, 2].map(|k| (self.max[k] - self.min[k]).max(0.0))
    }

    /// Length of the diagonal.
    pub fn diagonal(&self) -> f64 {
        let s = self.size();
        (s[0] * s[0] + s[1] * s[1] + s[2] * s[2]).sqrt()
    }

    /// True if the boxes have a point in common, each grown by `margin`.
    pub fn meets(&self, other: &Extent, margin: f64) -> bool {
        (0..3).all(|k| self.min[k] <= other.max[k] + margin && other.min[k] <= self.max[k] + margin)
    }
}

impl Mesh {
    /// Corner positions of a triangle. Indices come from this crate and are within range; a foreign one gives the origin.
    pub fn corners(&self, t: [u32; 3]) -> [Point3; 3] {
        t.map(|i| self.positions.get(i as usize).map_or_else(Point3::origin, |p| Point3::new(p[0], p[1], p[2])))
    }

    /// Box around all vertices.
    pub fn extent(&self) -> Extent {
        let mut e = Extent::EMPTY;
        self.positions.iter().for_each(|p| e.add(*p));
        e
    }

    /// Volume enclosed, in cubic metres, summed about the middle of the mesh so that far-away models lose nothing.
    /// Only means something for a closed mesh; negative if its faces look inward.
    pub fn signed_volume(&self) -> f64 {
        let e = self.extent();
        if e.is_empty() {
            return 0.0;
        }
        let c = Point3::from([0, 1, 2].map(|k| (e.min[k] + e.max[k]) / 2.0));
        self.volume_about(c)
    }

    fn volume_about(&self, c: Point3) -> f64 {
        self.triangles.iter().map(|&t| self.corners(t).map(|p| p - c)).map(|[a, b, d]| a.dot(&b.cross(&d))).sum::<f64>() / 6.0
    }

    /// Area of all faces, in square metres.
    pub fn surface_area(&self) -> f64 {
        self.triangles.iter().map(|&t| self.directed_area(t).norm()).sum()
    }

    /// Area of a triangle times its outward normal.
    pub fn directed_area(&self, t: [u32; 3]) -> Vector3<f64> {
        let [a, b, c] = self.corners(t);
        (b - a).cross(&(c - a)) / 2.0
    }

    /// The mesh seen through a frame; a mirroring frame turns the triangles so that they still face outward.
    pub fn transformed(&self, frame: &Frame) -> Mesh {
        let positions = self.positions.iter().map(|&p| frame.point(Point3::from(p)).into()).collect();
        let mut triangles = self.triangles.clone();
        if frame.determinant() < 0.0 {
            triangles.iter_mut().for_each(|t| t.swap(1, 2));
        }
        Mesh { positions, triangles }
    }

    /// Adds another mesh's triangles.
    pub fn append(&mut self, other: &Mesh) {
        let base = self.positions.len() as u32;
        self.positions.extend_from_slice(&other.positions);
        self.triangles.extend(other.triangles.iter().map(|t| t.map(|i| i + base)));
    }

    /// Turns every face over.
    pub fn flip(&mut self) {
        self.triangles.iter_mut().for_each(|t| t.swap(1, 2));
    }

    /// The same surface with vertices nearer than the welding tolerance made one and degenerate triangles dropped.
    pub fn welded(&self) -> Mesh {
        let (positions, index) = self.weld_map();
        let at = |i: u32| index.get(i as usize).copied().unwrap_or(0);
        let triangles = self.triangles.iter().map(|t| t.map(at)).filter(|t| t[0] != t[1] && t[1] != t[2] && t[2] != t[0]).collect();
        Mesh { positions, triangles }.compact()
    }

    /// Without positions that no triangle uses.
    fn compact(self) -> Mesh {
        let mut new = vec![u32::MAX; self.positions.len()];
        let mut positions = Vec::with_capacity(self.positions.len());
        let triangles = self
            .triangles
            .iter()
            .map(|t| {
                t.map(|i| {
                    if new[i as usize] == u32::MAX {
                        new[i as usize] = positions.len() as u32;
                        positions.push(self.positions[i as usize]);
                    }
                    new[i as usize]
                })
            })
            .collect();
        Mesh { positions, triangles }
    }

    /// True if every edge is run through as often in one direction as in the other, after welding; faces
    /// may meet with a vertex on one side of an edge only.
    pub fn is_closed(&self) -> bool {
        self.triangles.len() >= 4 && self.seams().is_none()
    }

    /// `None` if it is closed; else the welded surface and its open edges, found on the way.
    pub(crate) fn seams(&self) -> Option<(Mesh, Vec<OpenEdge>)> {
        let enough = self.triangles.len() >= 4;
        if enough && self.open_edges().is_empty() {
            return None;
        }
        let welded = self.welded();
        let open = welded.open_edges();
        let closed = enough && (open.is_empty() || welded.edges_cancel(&open));
        (!closed).then_some((welded, open))
    }

    /// Edges run through more often in one direction, each with its surplus; in vertex order.
    pub fn open_edges(&self) -> Vec<([u32; 2], i32)> {
        // both ends in one word, the lower first: compared at once
        let mut edges: Vec<(u64, i32)> = Vec::with_capacity(self.triangles.len() * 3);
        let word = |low: u32, high: u32| u64::from(low) << 32 | u64::from(high);
        for t in &self.triangles {
            for (a, b) in [(t[0], t[1]), (t[1], t[2]), (t[2], t[0])] {
                edges.push(if a < b { (word(a, b), 1) } else { (word(b, a), -1) });
            }
        }
        edges.sort_unstable_by_key(|e| e.0);
        let surplus = edges.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|e| e.1).sum::<i32>()));
        surplus.filter(|(_, sum)| *sum != 0).map(|(ends, sum)| ([(ends >> 32) as u32, ends as u32], sum)).collect()
    }

    /// The same surface with edges split where a neighbour has a vertex inside them, so that they match edge by edge.
    /// For welded meshes; one that does not match is given back as far as it came.
    pub fn stitched(mut self) -> Mesh {
        let open = self.open_edges();
        self.stitch(&open);
        self
    }

    /// As [`Mesh::stitched`] with known open edges; true if an edge was split.
    pub(crate) fn stitch(&mut self, open: &[OpenEdge]) -> bool {
        if open.is_empty() || open.len() > MOST_OPEN_EDGES {
            return false;
        }
        let ends = Ends::of(self, open);
        let first_inside = |m: &Mesh, a: u32, b: u32| -> Option<u32> {
            let [p, q, _] = m.corners([a, b, a]);
            let inside = ends.inside(p, q, 2.0 * WELD).filter(|(_, v)| *v != a && *v != b);
            inside.min_by(|x, y| x.0.total_cmp(&y.0)).map(|(_, v)| v)
        };
        let mut work = self.triangles.clone();
        let most = 4 * (work.len() + 4 * open.len());
        // An edge cut in two leaves two pieces that may be cut again; edges within a triangle cut so are new and never loose.
        let mut pieces: FxHashSet<[u32; 2]> = open.iter().map(|(e, _)| *e).collect();
        let mut done = Vec::with_capacity(work.len());
        let mut steps = 0;
        while let Some(t) = work.pop() {
            steps += 1;
            let cut = (0..3).find_map(|k| {
                let (a, b) = (t[k], t[(k + 1) % 3]);
                if steps > most || !pieces.contains(&[a.min(b), a.max(b)]) {
                    return None;
                }
                first_inside(self, a, b).filter(|v| *v != t[(k + 2) % 3]).map(|v| (k, v))
            });
            match cut {
                Some((k, v)) => {
                    let (a, b, c) = (t[k], t[(k + 1) % 3], t[(k + 2) % 3]);
                    pieces.insert([a.min(v), a.max(v)]);
                    pieces.insert([v.min(b), v.max(b)]);
                    work.push([a, v, c]);
                    work.push([v, b, c]);
                }
                None => done.push(t),
            }
        }
        let split = steps <= most && done.len() != self.triangles.len();
        if steps <= most {
            done.reverse();
            self.triangles = done;
        }
        split
    }

    /// Whether open edges cancel piecewise along their lines (faces that meet at a vertex inside a neighbour's edge).
    fn edges_cancel(&self, open: &[([u32; 2], i32)]) -> bool {
        if open.len() > MOST_OPEN_EDGES {
            return false;
        }
        if self.spans_area(open) {
            return false;
        }
        let ends = Ends::of(self, open);
        let mut pieces: BTreeMap<[u32; 2], i32> = BTreeMap::new();
        for &([a, b], n) in open {
            let [p, q, _] = self.corners([a, b, a]);
            let mut stops = vec![(0.0, a), (1.0, b)];
            stops.extend(ends.inside(p, q, NEAR_EDGE).filter(|(_, v)| *v != a && *v != b));
            stops.sort_by(|x, y| x.0.total_cmp(&y.0));
            for w in stops.windows(2) {
                let (u, v) = (w[0].1, w[1].1);
                *pieces.entry([u.min(v), u.max(v)]).or_default() += if u < v { n } else { -n };
            }
        }
        pieces.values().all(|n| *n == 0)
    }

    /// Whether a surface spanned over the open edges has an area: then they cannot cancel. Edges that do cancel enclose
    /// nothing but what lies between an edge and vertices that are nearly on it.
    fn spans_area(&self, open: &[([u32; 2], i32)]) -> bool {
        let Some(([first, _], _)) = open.first() else { return false };
        let o = self.corners([*first; 3])[0];
        let (mut sum, mut slack) = (Vector3::zeros(), 0.0);
        for &([a, b], n) in open {
            let [p, q, _] = self.corners([a, b, a]);
            sum += (p - o).cross(&(q - o)) * f64::from(n);
            slack += f64::from(n.abs()) * ((q - p).norm() + NEAR_EDGE);
        }
        sum.norm() > 8.0 * NEAR_EDGE * slack
    }
}

/// With more unmatched edges than this a mesh is not searched for edges that match piecewise.
const MOST_OPEN_EDGES: usize = 3000;

#[cfg(test)]
mod tests {
    use super::*;

    fn tetrahedron() -> Mesh {
        Mesh {
            positions: vec![[0.0; 3], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            triangles: vec![[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]],
        }
    }

    #[test]
    fn volume_is_the_same_far_away() {
        let m = tetrahedron();
        assert!((m.signed_volume() - 1.0 / 6.0).abs() < 1e-15);
        assert!(m.is_closed());
        let far = m.transformed(&Frame::translation(4.0e7, 2.0e6, 100.0));
        assert!((far.signed_volume() - 1.0 / 6.0).abs() < 1e-7);
        assert!(far.is_closed());
    }

    #[test]
    fn a_missing_face_leaves_it_open() {
        let mut m = tetrahedron();
        m.triangles.pop();
        assert!(!m.is_closed());
    }

    #[test]
    fn mirrored_meshes_still_face_outward() {
        let mut f = Frame::identity();
        f.axes[(0, 0)] = -1.0;
        assert!(tetrahedron().transformed(&f).signed_volume() > 0.16);
    }
}
