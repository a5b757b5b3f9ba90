//! Convex bodies: what openings and half-spaces are made of, so that cuts are plane by plane and exact.

use super::clip::{Side, split};
use super::sweep::Sweep;
use crate::Region;
use crate::frame::{Frame, Point3};
use crate::mesh::{Extent, Mesh};
use crate::profile::region::{Ring, ring, rings, signed_area};
use crate::solid::face::{ears, newell};
use crate::tolerance::{CONVEX, NO_DIRECTION, ON_PLANE, PARALLEL};
use nalgebra::Vector3;

/// A plane with the side its normal points to outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// A point on it.
    pub point: Point3,
    /// Unit normal, pointing out of the body.
    pub normal: Vector3<f64>,
}

impl Plane {
    /// Signed distance: positive outside.
    pub fn distance(&self, p: Point3) -> f64 {
        (p - self.point).dot(&self.normal)
    }

    /// The plane seen through a frame.
    pub fn transformed(&self, frame: &Frame) -> Plane {
        let f = Frame::from_axes(Point3::origin(), self.normal, Vector3::x());
        let n = frame.vector(f.x()).cross(&frame.vector(f.y())) * frame.determinant().signum();
        Plane { point: frame.point(self.point), normal: n.try_normalize(NO_DIRECTION).unwrap_or(self.normal) }
    }
}

/// One face of a convex body.
#[derive(Clone, Debug)]
pub struct Facet {
    /// Its plane.
    pub plane: Plane,
    /// Its corners, counter-clockwise seen from outside.
    pub corners: Vec<Point3>,
}

/// A convex body.
#[derive(Clone, Debug)]
pub struct Convex {
    /// Its faces.
    pub facets: Vec<Facet>,
}

fn facet(corners: Vec<Point3>) -> Option<Facet> {
    let normal = newell(&corners).try_normalize(NO_DIRECTION)?;
    Some(Facet { plane: Plane { point: corners[0], normal }, corners })
}

impl Convex {
    /// A convex ring in a frame's xy plane, swept along a vector.
    pub fn swept(outline: &[[f64; 2]], frame: &Frame, depth: Vector3<f64>) -> Option<Convex> {
        let mut low: Vec<Point3> = outline.iter().map(|p| frame.point(Point3::new(p[0], p[1], 0.0))).collect();
        if newell(&low).dot(&depth) < 0.0 {
            low.reverse();
        }
        let high: Vec<Point3> = low.iter().map(|p| p + depth).collect();
        let n = low.len();
        let mut facets: Vec<Facet> = (0..n).filter_map(|i| facet(vec![low[i], low[(i + 1) % n], high[(i + 1) % n], high[i]])).collect();
        let mut bottom = low;
        bottom.reverse();
        facets.extend(facet(bottom));
        facets.extend(facet(high));
        (facets.len() == n + 2).then_some(Convex { facets })
    }

    /// A sweep as convex bodies that touch but do not overlap.
    pub fn of_sweep(sweep: &Sweep) -> Vec<Convex> {
        pieces(&sweep.profile.region).iter().filter_map(|r| Convex::swept(r, &sweep.frame, sweep.depth)).collect()
    }

    /// The body a closed mesh bounds, if that is convex.
    pub fn of_mesh(mesh: &Mesh) -> Option<Convex> {
        Convex::nearly(mesh, CONVEX)
    }

    /// The convex body of which no vertex of the mesh stands out further than `slack` (metres), if there is one.
    pub(crate) fn nearly(mesh: &Mesh, slack: f64) -> Option<Convex> {
        let mut planes: Vec<Plane> = Vec::new();
        for &t in &mesh.triangles {
            let [a, b, c] = mesh.corners(t);
            let Some(normal) = (b - a).cross(&(c - a)).try_normalize(NO_DIRECTION) else { continue };
            let p = Plane { point: a, normal };
            let known = planes.iter().any(|q| (q.normal - normal).norm() <= PARALLEL * 10.0 && q.distance(a).abs() <= slack);
            if known {
                continue;
            }
            if planes.len() >= 64 || mesh.positions.iter().any(|v| p.distance(Point3::from(*v)) > slack) {
                return None;
            }
            planes.push(p);
        }
        let mut e = mesh.extent();
        let m = e.diagonal();
        e.add([0, 1, 2].map(|k| e.min[k] - m));
        e.add([0, 1, 2].map(|k| e.max[k] + m));
        let mut body = Convex::around(&e);
        planes.iter().for_each(|p| body.keep_behind(p));
        (body.facets.len() >= 4).then_some(body)
    }

    /// A box.
    pub fn around(e: &Extent) -> Convex {
        let f = Frame::translation(e.min[0], e.min[1], e.min[2]);
        let [x, y, z] = e.size();
        let ring = [[0.0, 0.0], [x, 0.0], [x, y], [0.0, y]];
        Convex::swept(&ring, &f, Vector3::new(0.0, 0.0, z)).unwrap_or(Convex { facets: vec![] })
    }

    /// Cuts away what lies in front of a plane.
    pub fn keep_behind(&mut self, plane: &Plane) {
        let far = self.extent();
        let cut = self.facets.iter().any(|f| f.corners.iter().any(|p| plane.distance(*p) > ON_PLANE));
        if !cut {
            return;
        }
        let f = Frame::from_axes(plane.point, plane.normal, Vector3::x());
        let reach = far.diagonal() * 2.0 + (Point3::from(far.min) - plane.point).norm();
        let mut lid: Vec<Point3> =
            [[-reach, -reach], [reach, -reach], [reach, reach], [-reach, reach]].map(|p| f.point(Point3::new(p[0], p[1], 0.0))).to_vec();
        for g in &self.facets {
            lid = split(&lid, &g.plane, Side::Behind);
        }
        for g in &mut self.facets {
            g.corners = split(&g.corners, plane, Side::Behind);
        }
        self.facets.retain(|g| g.corners.len() > 2 && newell(&g.corners).norm() > NO_DIRECTION);
        if lid.len() > 2 && newell(&lid).norm() > NO_DIRECTION {
            self.facets.push(Facet { plane: *plane, corners: lid });
        }
    }

    /// Box around it.
    pub fn extent(&self) -> Extent {
        let mut e = Extent::EMPTY;
        self.facets.iter().flat_map(|f| &f.corners).for_each(|p| e.add([p.x, p.y, p.z]));
        e
    }

    /// Its surface.
    pub fn mesh(&self) -> Mesh {
        let mut m = Mesh::default();
        self.facets.iter().for_each(|f| super::face::add_face(&mut m, std::slice::from_ref(&f.corners)));
        m
    }
}

/// Convex rings that make up a region without overlap: triangles joined over shared edges while they stay convex.
pub fn pieces(region: &Region) -> Vec<Ring> {
    let mut out = Vec::new();
    for polygon in &region.0 {
        let outer = ring(polygon.exterior());
        if polygon.interiors().is_empty() && is_convex(&outer) {
            out.push(outer);
            continue;
        }
        let rs = rings(polygon);
        let flat: Vec<[f64; 2]> = rs.iter().flatten().copied().collect();
        let mut holes = Vec::new();
        let mut n = 0u32;
        for r in &rs[..rs.len() - 1] {
            n += r.len() as u32;
            holes.push(n);
        }
        let mut parts: Vec<Vec<u32>> = ears(&flat, &holes).into_iter().map(|t| t.to_vec()).collect();
        let mut i = 0;
        while i < parts.len() {
            match (i + 1..parts.len()).find_map(|j| merged(&parts[i], &parts[j], &flat).map(|m| (j, m))) {
                Some((j, m)) => {
                    parts[i] = m;
                    parts.swap_remove(j);
                }
                None => i += 1,
            }
        }
        out.extend(parts.into_iter().map(|p| p.into_iter().map(|v| flat[v as usize]).collect()));
    }
    out
}

fn merged(a: &[u32], b: &[u32], flat: &[[f64; 2]]) -> Option<Vec<u32>> {
    let (n, m) = (a.len(), b.len());
    for i in 0..n {
        let j = (0..m).find(|&j| b[j] == a[(i + 1) % n] && b[(j + 1) % m] == a[i]);
        if let Some(j) = j {
            let joined: Vec<u32> = (0..n).map(|k| a[(i + 1 + k) % n]).chain((2..m).map(|k| b[(j + k) % m])).collect();
            let ring: Ring = joined.iter().map(|v| flat[*v as usize]).collect();
            if is_convex(&ring) {
                return Some(joined);
            }
        }
    }
    None
}

fn is_convex(r: &Ring) -> bool {
    let n = r.len();
    let left = signed_area(r) > 0.0;
    n > 2
        && (0..n).all(|i| {
            let c = |k: usize| robust::Coord { x: r[(i + k) % n][0], y: r[(i + k) % n][1] };
            let turn = robust::orient2d(c(0), c(1), c(2));
            if left { turn >= 0.0 } else { turn <= 0.0 }
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    #[test]
    fn pieces_cover_a_notched_outline() {
        let u = Profile::from_rings(
            vec![[0.0, 0.0], [4.0, 0.0], [4.0, 3.0], [3.0, 3.0], [3.0, 1.0], [1.0, 1.0], [1.0, 3.0], [0.0, 3.0]],
            vec![],
        );
        let p = pieces(&u.region);
        assert!(p.len() <= 4);
        assert!((p.iter().map(|r| signed_area(r).abs()).sum::<f64>() - u.area).abs() < 1e-12);
    }

    #[test]
    fn a_box_mesh_is_convex_and_can_be_cut() {
        let e = Extent { min: [0.0; 3], max: [2.0, 3.0, 4.0] };
        let mut c = Convex::of_mesh(&Convex::around(&e).mesh()).unwrap();
        assert_eq!(c.facets.len(), 6);
        c.keep_behind(&Plane { point: Point3::new(0.0, 0.0, 2.0), normal: Vector3::new(1.0, 0.0, 1.0).normalize() });
        assert!((c.mesh().signed_volume() - 6.0).abs() < 1e-9);
    }
}
