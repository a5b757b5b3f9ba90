//! Turns the faces of a shell to agree with each other. Exporters turn single faces over, B-spline faces most of all; a shell
//! whose every edge joins two faces says by itself which way each must look.

use crate::mesh::{Mesh, OpenEdge};
use rustc_hash::FxHashMap;

/// The same surface with all faces looking outward, of a welded one with its open edges; `None` if some edge does not join
/// exactly two faces.
pub(crate) fn oriented(mut m: Mesh, open: &[OpenEdge]) -> Option<Mesh> {
    let split = m.stitch(open);
    // an edge with an odd surplus joins an odd number of faces
    if m.triangles.len() < 4 || !split && open.iter().any(|(_, surplus)| surplus % 2 != 0) || !joins_two(&m) {
        return None;
    }
    let mut beside: FxHashMap<[u32; 2], Vec<usize>> = FxHashMap::default();
    beside.reserve(m.triangles.len() * 2);
    for (i, t) in m.triangles.iter().enumerate() {
        for k in 0..3 {
            let (a, b) = (t[k], t[(k + 1) % 3]);
            beside.entry([a.min(b), a.max(b)]).or_default().push(i);
        }
    }
    let mut seen = vec![false; m.triangles.len()];
    for start in 0..m.triangles.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut component = vec![start];
        let mut next = 0;
        let mut turned = 0usize;
        while let Some(&i) = component.get(next) {
            next += 1;
            let t = m.triangles[i];
            for k in 0..3 {
                let (a, b) = (t[k], t[(k + 1) % 3]);
                for &n in beside.get(&[a.min(b), a.max(b)]).into_iter().flatten().filter(|n| **n != i) {
                    if seen[n] {
                        continue;
                    }
                    seen[n] = true;
                    let o = m.triangles[n];
                    if (0..3).any(|j| (o[j], o[(j + 1) % 3]) == (a, b)) {
                        m.triangles[n].swap(1, 2);
                        turned += 1;
                    }
                    component.push(n);
                }
            }
        }
        // Most faces are right: a body in which the first one was wrong is turned back as a whole.
        if turned * 2 > component.len() {
            component.iter().for_each(|i| m.triangles[*i].swap(1, 2));
        }
    }
    if m.signed_volume() < 0.0 {
        m.flip();
    }
    Some(m)
}

/// Whether every edge joins exactly two triangles.
fn joins_two(mesh: &Mesh) -> bool {
    let mut edges: Vec<u64> = Vec::with_capacity(mesh.triangles.len() * 3);
    for t in &mesh.triangles {
        edges.extend([(t[0], t[1]), (t[1], t[2]), (t[2], t[0])].map(|(a, b)| u64::from(a.min(b)) << 32 | u64::from(a.max(b))));
    }
    edges.sort_unstable();
    edges.chunk_by(|a, b| a == b).all(|same| same.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::Extent;
    use crate::solid::convex::Convex;

    fn turned(mesh: &Mesh) -> Option<Mesh> {
        let welded = mesh.welded();
        let open = welded.open_edges();
        oriented(welded, &open)
    }

    #[test]
    fn a_block_with_faces_turned_over_gets_its_volume_back() {
        let block = Convex::around(&Extent { min: [0.0; 3], max: [2.0, 3.0, 4.0] }).mesh();
        for wrong in [vec![0], vec![1, 2, 5], (0..block.triangles.len() - 1).collect::<Vec<_>>()] {
            let mut m = block.clone();
            wrong.iter().for_each(|i| m.triangles[*i].swap(1, 2));
            let right = turned(&m).unwrap();
            assert!((right.signed_volume() - 24.0).abs() < 1e-12);
            assert!(right.open_edges().is_empty());
        }
        let mut open = block.clone();
        open.triangles.pop();
        assert!(turned(&open).is_none());
    }
}
