//! Takes away needles: triangles without width, as cuts along all but flush faces leave them. They cover nothing, but one that
//! hangs free gives a wall a false height.

use crate::mesh::Mesh;
use crate::tolerance::WELD;
use rustc_hash::FxHashMap;

/// Meshes with more triangles than this are left as they are.
const MOST_TRIANGLES: usize = 20_000;

/// Rounds of flattening; a needle beside a needle takes one more.
const ROUNDS: usize = 8;

/// The same surface with each needle's point put into the edge it lies on, and needles that touch nothing dropped.
pub(crate) fn without_needles(mesh: Mesh) -> Mesh {
    let thin = |m: &Mesh| m.triangles.iter().any(|t| needle(m, *t).is_some());
    if mesh.triangles.len() > MOST_TRIANGLES || !thin(&mesh) {
        return mesh;
    }
    let mut m = mesh.welded();
    for _ in 0..ROUNDS {
        if !flattened(&mut m) {
            break;
        }
    }
    m.welded()
}

/// The triangle turned so that its longest edge comes first, if its third corner lies on that edge.
fn needle(m: &Mesh, t: [u32; 3]) -> Option<[u32; 3]> {
    let turned = (0..3).map(|k| [t[k], t[(k + 1) % 3], t[(k + 2) % 3]]);
    let length = |t: &[u32; 3]| m.corners(*t)[..2].windows(2).map(|w| (w[1] - w[0]).norm()).sum::<f64>();
    let longest = turned.max_by(|a, b| length(a).total_cmp(&length(b)))?;
    (2.0 * m.directed_area(t).norm() <= WELD * length(&longest)).then_some(longest)
}

/// One round; true if there was a needle.
fn flattened(m: &mut Mesh) -> bool {
    let mut beside: FxHashMap<[u32; 2], Vec<usize>> = FxHashMap::default();
    for (i, t) in m.triangles.iter().enumerate() {
        for k in 0..3 {
            beside.entry([t[k], t[(k + 1) % 3]]).or_default().push(i);
        }
    }
    let mut gone = vec![false; m.triangles.len()];
    let mut added: Vec<[u32; 3]> = Vec::new();
    let mut found = false;
    for i in 0..gone.len() {
        if gone[i] {
            continue;
        }
        let Some([a, b, c]) = needle(m, m.triangles[i]) else { continue };
        found = true;
        gone[i] = true;
        let Some(&n) = beside.get(&[b, a]).and_then(|all| all.iter().find(|n| !gone[**n])) else { continue };
        gone[n] = true;
        let t = m.triangles[n];
        let Some(x) = t.into_iter().find(|v| *v != a && *v != b) else { continue };
        if x != c {
            added.extend([[b, c, x], [c, a, x]]);
        }
    }
    let mut kept = gone.iter();
    m.triangles.retain(|_| kept.next().is_some_and(|gone| !gone));
    m.triangles.extend(added);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::Extent;
    use crate::solid::convex::Convex;

    #[test]
    fn a_needle_standing_on_a_block_gives_it_no_height() {
        let mut m = Convex::around(&Extent { min: [0.0; 3], max: [2.0, 1.0, 1.0] }).mesh();
        let base = m.positions.len() as u32;
        m.positions.extend([[0.0, 0.0, 0.0], [1e-14, 0.0, 5.0], [0.0, 1e-14, 1.0]]);
        m.triangles.push([base, base + 1, base + 2]);
        let clean = without_needles(m);
        assert_eq!(clean.extent().max[2], 1.0);
        assert!((clean.signed_volume() - 2.0).abs() < 1e-12);
        assert!(clean.is_closed());
    }

    #[test]
    fn a_needle_between_two_faces_leaves_them_joined() {
        // A tetrahedron with one edge opened into a needle whose point lies on it.
        let m = Mesh {
            positions: vec![[0.0; 3], [2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 2.0], [1.0, 0.0, 0.0]],
            triangles: vec![[0, 2, 1], [0, 1, 4], [0, 4, 3], [4, 1, 3], [1, 2, 3], [0, 3, 2]],
        };
        assert!(m.open_edges().is_empty());
        let clean = without_needles(m.clone());
        assert!((clean.signed_volume() - m.signed_volume()).abs() < 1e-12);
        assert!(clean.open_edges().is_empty());
        assert_eq!(clean.triangles.len(), 6);
        assert!(clean.triangles.iter().all(|t| needle(&clean, *t).is_none()));
    }
}
