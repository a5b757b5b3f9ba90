//! Exact cuts of a mesh by planes and by convex bodies.

use super::convex::{Convex, Facet, Plane};
use super::face::{add_face, newell};
use super::section::{Just, section};
use crate::frame::{Frame, Point3};
use crate::mesh::{Extent, Mesh};
use crate::profile::region::{Ring, all_rings, area, clipped, rings, signed_area};
use crate::tolerance::{FLUSH, FLUSH_TILT, NO_AREA, NO_DIRECTION, ON_PLANE, PARALLEL};
use nalgebra::Vector3;

/// A side of a plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Against the normal.
    Behind,
    /// Along the normal.
    Front,
}

/// The part of a convex polygon on one side of a plane; points on the plane belong to both sides.
pub fn split(polygon: &[Point3], plane: &Plane, keep: Side) -> Vec<Point3> {
    let sign = if keep == Side::Behind { 1.0 } else { -1.0 };
    let d: Vec<f64> = polygon.iter().map(|p| sign * plane.distance(*p)).collect();
    let n = polygon.len();
    let mut out = Vec::with_capacity(n + 1);
    for i in 0..n {
        let j = (i + 1) % n;
        if d[i] <= ON_PLANE {
            out.push(polygon[i]);
        }
        if (d[i] > ON_PLANE && d[j] < -ON_PLANE) || (d[i] < -ON_PLANE && d[j] > ON_PLANE) {
            // The same two ends give the same point whichever way the edge is run through.
            let (a, b, da, db) = if lexical(&polygon[i], &polygon[j]) { (i, j, d[i], d[j]) } else { (j, i, d[j], d[i]) };
            out.push(polygon[a] + (polygon[b] - polygon[a]) * (da / (da - db)));
        }
    }
    if out.len() < 3 || out.iter().all(|p| plane.distance(*p).abs() <= ON_PLANE) { Vec::new() } else { out }
}

fn lexical(a: &Point3, b: &Point3) -> bool {
    (a.x, a.y, a.z) < (b.x, b.y, b.z)
}

/// What to keep of a mesh cut by a convex body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What lies outside the body.
    Outside,
    /// What lies inside it.
    Inside,
}

/// A closed mesh cut by the space behind a plane (a half-space solid): keeps what is outside or inside of it.
pub fn by_half_space(mesh: &Mesh, plane: &Plane, keep: Keep) -> Mesh {
    let d: Vec<f64> = mesh.positions.iter().map(|p| plane.distance(Point3::from(*p))).collect();
    let (some_behind, some_front) = (d.iter().any(|d| *d < -ON_PLANE), d.iter().any(|d| *d > ON_PLANE));
    match (keep, some_behind, some_front) {
        (Keep::Outside, false, _) | (Keep::Inside, _, false) => return mesh.clone(),
        (Keep::Outside, true, false) | (Keep::Inside, false, true) => return Mesh::default(),
        _ => {}
    }
    by_planes(mesh, &[Facet { plane: *plane, corners: vec![] }], &Extent { min: [f64::NEG_INFINITY; 3], max: [f64::INFINITY; 3] }, keep)
}

/// A closed mesh cut by a convex body.
pub fn by_convex(mesh: &Mesh, body: &Convex, keep: Keep) -> Mesh {
    let reach = body.extent();
    if body.facets.len() < 4 || !reach.meets(&mesh.extent(), -ON_PLANE) {
        return if keep == Keep::Outside { mesh.clone() } else { Mesh::default() };
    }
    by_planes(mesh, &body.facets, &reach, keep)
}

fn by_planes(mesh: &Mesh, facets: &[Facet], reach: &Extent, keep: Keep) -> Mesh {
    let shared = mesh.welded();
    let mut out = Mesh { positions: shared.positions.clone(), triangles: vec![] };
    let mut groups: Vec<Flat> = Vec::new();
    for &t in &shared.triangles {
        let corners = shared.corners(t);
        let mut e = Extent::EMPTY;
        corners.iter().for_each(|p| e.add([p.x, p.y, p.z]));
        let Some(normal) = newell(&corners).try_normalize(NO_DIRECTION) else { continue };
        if !e.meets(reach, FLUSH) {
            if keep == Keep::Outside {
                out.triangles.push(t);
            }
            continue;
        }
        let plane = Plane { point: corners[0], normal };
        let fits =
            |g: &Flat| (g.plane.normal - normal).norm() <= PARALLEL && corners.iter().all(|c| g.plane.distance(*c).abs() <= ON_PLANE);
        match groups.iter_mut().rev().find(|g| fits(g)) {
            Some(g) => g.triangles.push(t),
            None => groups.push(Flat { plane, triangles: vec![t] }),
        }
    }
    let flush = meant_flush(facets, &groups);
    let facets = flush.as_deref().unwrap_or(facets);
    let square = if reach.min[0].is_finite() { *reach } else { shared.extent() };
    for g in &groups {
        flat_face(&mut out, &shared, g, facets, &square, keep);
    }
    for f in facets {
        lid(&mut out, &shared, f, keep);
    }
    out.welded()
}

/// Triangles in one plane, facing the same way.
struct Flat {
    plane: Plane,
    triangles: Vec<[u32; 3]>,
}

/// The cutting body with each face that all but lies in a plane of the mesh put into that plane; `None` if all is exact already.
/// A face off by the last digits its exporter wrote would elsewhere cross the plane it is meant to lie in, so that the face
/// and the lid of the cut end at different lines.
fn meant_flush(facets: &[Facet], groups: &[Flat]) -> Option<Vec<Facet>> {
    let mut planes: Vec<Plane> = facets.iter().map(|f| f.plane).collect();
    let (mut tilted, mut moved) = (false, false);
    for (f, plane) in facets.iter().zip(&mut planes) {
        let off = |g: &Plane| f.corners.iter().map(|c| g.distance(*c).abs()).fold(0.0, f64::max);
        let near = groups.iter().map(|g| &g.plane).filter(|g| g.normal.cross(&f.plane.normal).norm() <= FLUSH_TILT);
        let Some((distance, g)) = near.map(|g| (off(g), g)).filter(|(d, _)| *d <= FLUSH).min_by(|a, b| a.0.total_cmp(&b.0)) else {
            continue;
        };
        let normal = if g.normal.dot(&f.plane.normal) > 0.0 { g.normal } else { -g.normal };
        let meant = Plane { point: g.point, normal };
        if !f.corners.is_empty() && *plane != meant {
            (*plane, tilted, moved) = (meant, true, moved || distance > ON_PLANE);
        }
    }
    if moved {
        let mut e = Extent::EMPTY;
        facets.iter().flat_map(|f| &f.corners).for_each(|c| e.add((*c).into()));
        let grown = Extent { min: e.min.map(|x| x - e.diagonal()), max: e.max.map(|x| x + e.diagonal()) };
        let mut body = Convex::around(&grown);
        planes.iter().for_each(|p| body.keep_behind(p));
        return (body.facets.len() > 3).then_some(body.facets);
    }
    tilted.then(|| facets.iter().zip(planes).map(|(f, plane)| Facet { plane, corners: f.corners.clone() }).collect())
}

/// Keeps of a plane face what lies outside (or inside) the cutting body: a plane region less (or within) the body's section.
fn flat_face(out: &mut Mesh, shared: &Mesh, g: &Flat, facets: &[Facet], reach: &Extent, keep: Keep) {
    let [p, q, _] = shared.corners(g.triangles[0]);
    let frame = Frame::from_axes(p, g.plane.normal, q - p);
    let Some(inverse) = frame.inverse() else { return };
    let size = reach.diagonal() * 2.0 + (Point3::from(reach.min) - p).norm() + 1.0;
    let mut cut: Vec<Point3> =
        [[-size, -size], [size, -size], [size, size], [-size, size]].map(|c| frame.point(Point3::new(c[0], c[1], 0.0))).to_vec();
    for f in facets {
        let lies_in = g.triangles.iter().all(|t| shared.corners(*t).iter().all(|c| f.plane.distance(*c).abs() <= ON_PLANE));
        if lies_in {
            // In the body's own face: facing the same way it bounds the common part, else it bounds what is left.
            if g.plane.normal.dot(&f.plane.normal) < 0.0 {
                cut.clear();
            }
        } else {
            cut = split(&cut, &f.plane, Side::Behind);
        }
        if cut.is_empty() {
            break;
        }
    }
    let flat = |points: &[Point3]| -> Ring { points.iter().map(|c| inverse.point(*c)).map(|c| [c.x, c.y]).collect() };
    let faces: Vec<Ring> = g.triangles.iter().map(|t| flat(&shared.corners(*t))).collect();
    let untouched = |out: &mut Mesh| out.triangles.extend_from_slice(&g.triangles);
    if cut.len() < 3 {
        if keep == Keep::Outside {
            untouched(out);
        }
        return;
    }
    let left = clipped(&faces, &[flat(&cut)], keep == Keep::Inside);
    let before: f64 = faces.iter().map(|r| signed_area(r)).sum();
    if (area(&left) - before).abs() <= NO_AREA {
        untouched(out);
        return;
    }
    for polygon in &left.0 {
        let back = |r: Ring| -> Vec<Point3> { r.iter().map(|c| frame.point(Point3::new(c[0], c[1], 0.0))).collect() };
        add_face(out, &rings(polygon).into_iter().map(back).collect::<Vec<_>>());
    }
}

/// Closes the cut along one face of the cutting body: where the mesh has material on both sides of the face.
fn lid(out: &mut Mesh, shared: &Mesh, f: &Facet, keep: Keep) {
    let origin = f.corners.first().copied().unwrap_or(f.plane.point);
    let hint = f.corners.get(1).map_or_else(Vector3::x, |p| p - origin);
    let frame = Frame::from_axes(origin, f.plane.normal, hint);
    let d = || shared.positions.iter().map(|p| f.plane.distance(Point3::from(*p)));
    if d().all(|x| x > -ON_PLANE) || d().all(|x| x < ON_PLANE) {
        return;
    }
    let mut region = section(shared, &frame, Just::Above);
    if d().any(|x| x.abs() <= ON_PLANE) {
        region = clipped(&all_rings(&region), &all_rings(&section(shared, &frame, Just::Below)), true);
    }
    if !f.corners.is_empty() && !region.0.is_empty() {
        let Some(inverse) = frame.inverse() else { return };
        let outline: Ring = f.corners.iter().map(|p| inverse.point(*p)).map(|p| [p.x, p.y]).collect();
        region = clipped(&all_rings(&region), &[outline], true);
    }
    for polygon in &region.0 {
        let loops = rings(polygon).into_iter().map(|r| {
            let mut l: Vec<Point3> = r.iter().map(|p| frame.point(Point3::new(p[0], p[1], 0.0))).collect();
            if keep == Keep::Outside {
                l.reverse();
            }
            l
        });
        add_face(out, &loops.collect::<Vec<_>>());
    }
}

/// True if a plane is parallel to the z axis, or level.
pub fn upright_or_level(plane: &Plane) -> (bool, bool) {
    (plane.normal.z.abs() <= PARALLEL, plane.normal.xy().norm() <= PARALLEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(min: [f64; 3], max: [f64; 3]) -> Convex {
        Convex::around(&Extent { min, max })
    }

    #[test]
    fn a_through_window_flush_window_and_corner_notch() {
        let wall = block([0.0; 3], [5.0, 0.2, 3.0]).mesh();
        for (body, taken) in [
            (block([1.0, -0.5, 1.0], [2.0, 0.5, 2.0]), 0.2),
            (block([1.0, 0.0, 1.0], [2.0, 0.2, 2.0]), 0.2),
            (block([4.0, -1.0, 2.0], [6.0, 1.0, 4.0]), 0.2),
            (block([1.0, 0.1, 0.0], [2.0, 0.2, 2.0]), 0.2),
            (block([5.0, 0.0, 0.0], [6.0, 0.2, 2.0]), 0.0),
        ] {
            let left = by_convex(&wall, &body, Keep::Outside);
            assert!((left.signed_volume() - (3.0 - taken)).abs() < 1e-8, "{}", left.signed_volume());
            assert!(left.is_closed());
            let common = by_convex(&wall, &body, Keep::Inside);
            assert!((common.signed_volume() - taken).abs() < 1e-8);
        }
    }

    #[test]
    fn a_slanted_roof_cut_far_from_the_origin() {
        let o = 4.0e7;
        let wall = block([o, o, 0.0], [o + 4.0, o + 1.0, 4.0]).mesh();
        let roof = Plane { point: Point3::new(o, o, 2.0), normal: Vector3::new(1.0, 0.0, -1.0).normalize() };
        // The half-space lies behind the plane: above the slope z = 2 + x.
        let left = by_half_space(&wall, &roof, Keep::Outside);
        assert!((left.signed_volume() - (2.0 * 2.0 + 2.0 + 8.0)).abs() < 1e-5, "{}", left.signed_volume());
        assert!(left.is_closed());
        let cut = by_half_space(&wall, &roof, Keep::Inside);
        assert!((cut.signed_volume() + left.signed_volume() - 16.0).abs() < 1e-5);
    }
}
