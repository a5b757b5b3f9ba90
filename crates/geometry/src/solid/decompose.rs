//! Takes a closed plane-faced body apart into convex ones, for cuts that the mesh library cannot make.

use super::clip::{Keep, by_half_space};
use super::convex::{Convex, Plane};
use super::needles::without_needles;
use crate::frame::Point3;
use crate::mesh::Mesh;
use crate::tolerance::{FLUSH, WELD};

/// Bodies of more triangles are not taken apart: each cut looks at every face against every vertex.
const MOST_TRIANGLES: usize = 600;

/// The body as convex ones that touch but do not overlap, each face within [`FLUSH`] of where it was: cut along the planes of
/// its own faces until nothing stands out of them. `None` if that takes more than `most` pieces or does not come out even.
pub(crate) fn convex_pieces(mesh: &Mesh, most: usize) -> Option<Vec<Convex>> {
    if mesh.triangles.len() > MOST_TRIANGLES {
        return None;
    }
    let whole = mesh.signed_volume();
    let mut pieces = Vec::new();
    let mut work = vec![mesh.welded()];
    let mut cuts = 0;
    while let Some(m) = work.pop() {
        if let Some(c) = Convex::nearly(&m, FLUSH) {
            pieces.push(c);
            continue;
        }
        cuts += 1;
        if pieces.len() + work.len() >= most || cuts > 2 * most {
            return None;
        }
        let (inside, outside) = split(&m)?;
        work.extend([inside, outside].into_iter().filter(|p| p.signed_volume() > WELD * p.surface_area()));
    }
    let sum: f64 = pieces.iter().map(|c| c.mesh().signed_volume()).sum();
    let slack = FLUSH * mesh.surface_area();
    ((sum - whole).abs() <= slack && !pieces.is_empty()).then_some(pieces)
}

/// The mesh in two along the plane of one of its faces: the one that the fewest triangles cross.
fn split(mesh: &Mesh) -> Option<(Mesh, Mesh)> {
    let mut best: Option<(usize, Plane)> = None;
    for &t in &mesh.triangles {
        let [point, ..] = mesh.corners(t);
        let Some(normal) = mesh.directed_area(t).try_normalize(WELD * WELD) else { continue };
        let plane = Plane { point, normal };
        let far: Vec<f64> = mesh.positions.iter().map(|p| plane.distance(Point3::from(*p))).collect();
        if !far.iter().any(|d| *d > FLUSH) || !far.iter().any(|d| *d < -FLUSH) {
            continue;
        }
        let side = |i: u32| far.get(i as usize).copied().unwrap_or(0.0);
        let crosses = |t: &&[u32; 3]| t.iter().any(|i| side(*i) > WELD) && t.iter().any(|i| side(*i) < -WELD);
        let count = mesh.triangles.iter().filter(crosses).count();
        if best.as_ref().is_none_or(|(least, _)| count < *least) {
            best = Some((count, plane));
        }
    }
    let (_, plane) = best?;
    // A needle's plane is noise, but would count as one that its own body stands out of.
    let half = |keep| without_needles(by_half_space(mesh, &plane, keep));
    Some((half(Keep::Inside), half(Keep::Outside)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;
    use crate::profile::Profile;
    use crate::solid::Sweep;
    use std::sync::Arc;

    #[test]
    fn a_star_comes_apart_and_keeps_its_volume_far_from_the_origin() {
        let corner = |i: usize| {
            let (r, a) = (if i.is_multiple_of(2) { 2.0 } else { 1.0 }, std::f64::consts::TAU * i as f64 / 10.0);
            [r * a.cos(), r * a.sin()]
        };
        let profile = Arc::new(Profile::from_rings((0..10).map(corner).collect(), vec![]));
        let frame =
            Frame::translation(4.0e6, 0.0, 3.0).then(&Frame::from_axes(Point3::origin(), [1.0, 2.0, 3.0].into(), [1.0, 0.0, 0.0].into()));
        let star = Sweep { profile, depth: frame.z() * 1.5, frame };
        let pieces = convex_pieces(&star.mesh(), 48).unwrap();
        let volume: f64 = pieces.iter().map(|c| c.mesh().signed_volume()).sum();
        assert!((volume - star.volume()).abs() < 1e-6, "{volume} {}", star.volume());
        assert!(pieces.len() >= 5 && pieces.len() <= 20, "{}", pieces.len());
    }

    #[test]
    fn a_twisted_quadrilateral_is_still_one_piece() {
        let mut m = Convex::around(&crate::mesh::Extent { min: [0.0; 3], max: [2.0, 1.0, 1.0] }).mesh().welded();
        m.positions[0][2] += 2e-5;
        assert_eq!(convex_pieces(&m, 48).unwrap().len(), 1);
    }
}
