//! Takes away fins: folds of a surface with nothing between their two sides, as mesh libraries leave them at flush cuts. They
//! enclose no volume but would give a wall a false height.

use super::convex::Plane;
use super::face::add_face;
use crate::frame::{Frame, Point3};
use crate::mesh::Mesh;
use crate::profile::region::{Ring, area, clipped, rings};
use crate::tolerance::{FLUSH, NO_AREA, WELD};

/// Meshes with more triangles than this are left as they are.
const MOST_TRIANGLES: usize = 4000;

struct Sheet {
    plane: Plane,
    front: Vec<[u32; 3]>,
    back: Vec<[u32; 3]>,
}

/// The surface without the parts where it lies on itself, back to back.
pub(crate) fn without_fins(mesh: Mesh) -> Mesh {
    if mesh.triangles.len() > MOST_TRIANGLES {
        return mesh;
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    for &t in &mesh.triangles {
        let corners = mesh.corners(t);
        let Some(normal) = mesh.directed_area(t).try_normalize(WELD * WELD) else { continue };
        let fits = |s: &Sheet| s.plane.normal.cross(&normal).norm() <= FLUSH && corners.iter().all(|c| s.plane.distance(*c).abs() <= FLUSH);
        match sheets.iter_mut().find(|s| fits(s)) {
            Some(s) if s.plane.normal.dot(&normal) > 0.0 => s.front.push(t),
            Some(s) => s.back.push(t),
            None => sheets.push(Sheet { plane: Plane { point: corners[0], normal }, front: vec![t], back: vec![] }),
        }
    }
    if sheets.iter().all(|s| s.back.is_empty()) {
        return mesh;
    }
    let mut out = Mesh { positions: mesh.positions.clone(), triangles: vec![] };
    let mut found = false;
    for s in &sheets {
        found |= sheet(&mut out, &mesh, s);
    }
    if found { out.welded() } else { mesh }
}

/// Adds what is left of one sheet; true if something was taken away.
fn sheet(out: &mut Mesh, mesh: &Mesh, s: &Sheet) -> bool {
    let frame = Frame::from_axes(s.plane.point, s.plane.normal, nalgebra::Vector3::x());
    let whole = |out: &mut Mesh| out.triangles.extend(s.front.iter().chain(&s.back));
    let Some(inverse) = frame.inverse().filter(|_| !s.back.is_empty()) else {
        whole(out);
        return false;
    };
    let flat = |ts: &[[u32; 3]], turn: bool| -> Vec<Ring> {
        ts.iter()
            .map(|t| {
                let mut r: Ring = mesh.corners(*t).iter().map(|c| inverse.point(*c)).map(|c| [c.x, c.y]).collect();
                if turn {
                    r.reverse();
                }
                r
            })
            .collect()
    };
    let (front, back) = (flat(&s.front, false), flat(&s.back, true));
    if area(&clipped(&front, &back, true)) <= NO_AREA {
        whole(out);
        return false;
    }
    for (region, turn) in [(clipped(&front, &back, false), false), (clipped(&back, &front, false), true)] {
        for polygon in &region.0 {
            let loops = rings(polygon).into_iter().map(|r| {
                let mut l: Vec<Point3> = r.iter().map(|p| frame.point(Point3::new(p[0], p[1], 0.0))).collect();
                if turn {
                    l.reverse();
                }
                l
            });
            add_face(out, &loops.collect::<Vec<_>>());
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::Extent;
    use crate::solid::convex::Convex;

    #[test]
    fn a_fin_on_a_block_goes_and_the_block_stays() {
        let mut m = Convex::around(&Extent { min: [0.0; 3], max: [2.0, 1.0, 1.0] }).mesh();
        let base = m.positions.len() as u32;
        m.positions.extend([[0.0, 0.0, 1.0], [2.0, 0.0, 1.0], [0.0, 0.0, 5.0]]);
        m.triangles.extend([[base, base + 1, base + 2], [base, base + 2, base + 1]]);
        let clean = without_fins(m);
        let top = clean.triangles.iter().flat_map(|t| clean.corners(*t)).map(|p| p.z).fold(0.0, f64::max);
        assert_eq!(top, 1.0);
        assert!((clean.signed_volume() - 2.0).abs() < 1e-12);
        assert!(clean.is_closed());
    }
}
