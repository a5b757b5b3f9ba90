//! Which edges of a mesh are drawn: creases, open borders, and outlines against the eye.

use super::layer::View;
use crate::vector::{V3, cross, dot, sub, unit};
use std::collections::BTreeMap;

/// Cosine of the smallest bend drawn as a crease (25°): facets of a round column stay smooth.
const CREASE: f64 = 0.9;

/// A mesh with its neighbourhoods: welded corners, face normals, faces at each edge.
pub(super) struct Topology {
    /// Corners of each face with area.
    pub(super) faces: Vec<[V3; 3]>,
    /// Unit normals of those faces.
    pub(super) normals: Vec<V3>,
    edges: Vec<([V3; 2], Vec<usize>)>,
    /// Each edge has two faces running opposite ways: inside and outside can be told.
    pub(super) closed: bool,
}

type Key = [i64; 3];

/// Corners within a tenth of a millimetre are one, for drawing.
fn key(p: V3) -> Key {
    p.map(|v| (v * 10_000.0).round() as i64)
}

impl Topology {
    pub(super) fn new(faces: impl Iterator<Item = [V3; 3]>) -> Topology {
        let mut topology = Topology { faces: vec![], normals: vec![], edges: vec![], closed: true };
        let mut at: BTreeMap<(Key, Key), (usize, i32)> = BTreeMap::new();
        for face in faces {
            let Some(normal) = unit(cross(sub(face[1], face[0]), sub(face[2], face[0]))) else { continue };
            let index = topology.faces.len();
            topology.faces.push(face);
            topology.normals.push(normal);
            for i in 0..3 {
                let (a, b) = (face[i], face[(i + 1) % 3]);
                let (ka, kb) = (key(a), key(b));
                if ka == kb {
                    continue;
                }
                let (pair, sense) = if ka < kb { ((ka, kb), 1) } else { ((kb, ka), -1) };
                let entry = at.entry(pair).or_insert_with(|| {
                    topology.edges.push(([a, b], vec![]));
                    (topology.edges.len() - 1, 0)
                });
                entry.1 += sense;
                topology.edges[entry.0].1.push(index);
            }
        }
        topology.closed = !topology.faces.is_empty() && at.values().all(|(_, sum)| *sum == 0);
        topology
    }

    /// The edges to draw from this eye.
    pub(super) fn visible<'a>(&'a self, view: &'a View) -> impl Iterator<Item = [V3; 2]> + 'a {
        self.edges.iter().filter(|(ends, faces)| self.is_drawn(view, ends[0], faces)).map(|(ends, _)| *ends)
    }

    fn is_drawn(&self, view: &View, point: V3, faces: &[usize]) -> bool {
        let Some((first, rest)) = faces.split_first() else { return false };
        if rest.is_empty() {
            return true;
        }
        let (n, facing) = (self.normals[*first], view.faces(self.normals[*first], point));
        rest.iter().any(|other| {
            let m = self.normals[*other];
            let bend = dot(n, m);
            // Faces wound against each other say nothing about outlines.
            bend.abs() < CREASE || (self.closed && bend < 1.0 - f64::EPSILON.sqrt() && view.faces(m, point) != facing)
        })
    }
}
