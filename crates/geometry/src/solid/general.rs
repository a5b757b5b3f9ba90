//! The general case of set operations on closed meshes, by the Manifold port. Bounded by size; anything that comes back
//! implausible is an error, never a shape.

use super::boolean::Failed;
use super::fins::without_fins;
use super::prism::Operation;
use crate::mesh::Mesh;
use crate::tolerance::PARALLEL;
use manifold_rust::manifold::Manifold;
use manifold_rust::types::{BooleanEngine, Error, MeshGLP, OpType};

/// Meshes with more triangles than this together are not combined: one cut would take minutes.
const MOST_TRIANGLES: usize = 60_000;

/// The same for meshes that are not sound manifolds.
const MOST_UNSOUND_TRIANGLES: usize = 1_500;

/// Combines two closed meshes.
pub(crate) fn boolean(a: &Mesh, b: &Mesh, operation: Operation) -> Result<Mesh, Failed> {
    if a.triangles.len() + b.triangles.len() > MOST_TRIANGLES {
        return Err("too many triangles for a cut in bounded time");
    }
    let origin = a.extent().min;
    let (va, vb) = (a.signed_volume(), b.signed_volume());
    let op = match operation {
        Operation::Difference => OpType::Subtract,
        Operation::Intersection => OpType::Intersect,
        Operation::Union => OpType::Add,
    };
    // The library states its own invariants by panicking; a model must not bring the reader down.
    let made = std::panic::catch_unwind(|| {
        let (mut x, mut y) = (import(a, origin, false), import(b, origin, false));
        let sound = |m: &Manifold| m.status() == Error::NoError;
        let mut engine = BooleanEngine::Exact;
        if !sound(&x) || !sound(&y) {
            // Surfaces that touch or cross themselves need exact rational arithmetic, which only small ones can wait for.
            if a.triangles.len() + b.triangles.len() > MOST_UNSOUND_TRIANGLES {
                return None;
            }
            (x, y, engine) = (import(a, origin, true), import(b, origin, true), BooleanEngine::Auto);
            if !sound(&x) || !sound(&y) {
                return None;
            }
        }
        let r = x.boolean_with_engine(&y, op, engine);
        (r.status() == Error::NoError).then(|| without_fins(export(&r, origin)))
    });
    let mesh = made.ok().flatten().ok_or("the bodies are not closed or cross themselves")?;
    if is_plausible(va, vb, mesh.signed_volume(), operation) { Ok(mesh) } else { Err("the result's volume is impossible") }
}

/// Whether a result may have this volume, given those of its operands.
pub(crate) fn is_plausible(va: f64, vb: f64, v: f64, operation: Operation) -> bool {
    let slack = PARALLEL * 10.0 * (va.abs() + vb.abs());
    match operation {
        Operation::Difference => v <= va + slack && v >= va - vb - slack,
        Operation::Intersection => v <= va.min(vb) + slack && v >= -slack,
        Operation::Union => v >= va.max(vb) - slack && v <= va + vb + slack,
    }
}

fn import(m: &Mesh, o: [f64; 3], soup: bool) -> Manifold {
    let shared = m.welded().stitched();
    let g = MeshGLP::<f64, u32> {
        num_prop: 3,
        vert_properties: shared.positions.iter().flat_map(|p| [p[0] - o[0], p[1] - o[1], p[2] - o[2]]).collect(),
        tri_verts: shared.triangles.iter().flatten().copied().collect(),
        ..Default::default()
    };
    if soup { Manifold::from_mesh_glp_robust(&g) } else { Manifold::from_mesh_glp(&g) }
}

fn export(m: &Manifold, o: [f64; 3]) -> Mesh {
    let g = m.get_mesh_glp::<f64, u32>(0);
    let n = (g.num_prop as usize).max(3);
    Mesh {
        positions: g.vert_properties.chunks_exact(n).map(|p| [p[0] + o[0], p[1] + o[1], p[2] + o[2]]).collect(),
        triangles: g.tri_verts.chunks_exact(3).map(|t| [t[0], t[1], t[2]]).collect(),
    }
}
