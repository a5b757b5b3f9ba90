//! Curved surfaces with parameters, and faces cut out of them by loops.

mod spline;
mod trim;

pub use spline::SplineSurface;
pub use trim::{bounded_face, whole_patch};

use crate::curve::{Basis, Precision};
use crate::frame::{Frame, Point3};
use nalgebra::Vector3;
use std::f64::consts::TAU;

/// A surface with IFC's parametrisation; angles in radians, lengths in metres.
#[derive(Clone, Debug)]
pub enum Surface {
    /// The frame's xy plane.
    Plane(Frame),
    /// About the frame's z axis.
    Cylinder(Frame, f64),
    /// About the frame's z axis: radius at height 0 and half angle.
    Cone(Frame, f64, f64),
    /// About the frame's origin.
    Sphere(Frame, f64),
    /// About the frame's z axis: radius of the ring and of its section.
    Torus(Frame, f64, f64),
    /// B-spline surface.
    Spline(Box<SplineSurface>),
    /// A curve drawn out along a vector; v counts in vector lengths.
    Extrusion(Box<Basis>, Vector3<f64>),
    /// A curve turned about the frame's z axis.
    Revolution(Box<Basis>, Frame),
}

impl Surface {
    /// Point at parameters.
    pub fn at(&self, u: f64, v: f64) -> Point3 {
        let (s, c) = u.sin_cos();
        match self {
            Surface::Plane(f) => f.point(Point3::new(u, v, 0.0)),
            Surface::Cylinder(f, r) => f.point(Point3::new(r * c, r * s, v)),
            Surface::Cone(f, r, a) => {
                let r = r + v * a.tan();
                f.point(Point3::new(r * c, r * s, v))
            }
            Surface::Sphere(f, r) => f.point(Point3::new(r * v.cos() * c, r * v.cos() * s, r * v.sin())),
            Surface::Torus(f, big, r) => {
                let d = big + r * v.cos();
                f.point(Point3::new(d * c, d * s, r * v.sin()))
            }
            Surface::Spline(b) => b.at(u, v),
            Surface::Extrusion(curve, d) => curve.at(u) + d * v,
            Surface::Revolution(curve, f) => turned(f, curve.at(v), u),
        }
    }

    /// Parameters of the surface point nearest to `p`; `near` starts the search where there is one.
    pub fn parameters(&self, p: Point3, near: Option<[f64; 2]>) -> [f64; 2] {
        let local = |f: &Frame| f.inverse().map_or(p, |i| i.point(p));
        match self {
            Surface::Plane(f) => {
                let q = local(f);
                [q.x, q.y]
            }
            Surface::Cylinder(f, _) | Surface::Cone(f, ..) => {
                let q = local(f);
                [q.y.atan2(q.x), q.z]
            }
            Surface::Sphere(f, _) => {
                let q = local(f);
                [q.y.atan2(q.x), q.z.atan2(q.x.hypot(q.y))]
            }
            Surface::Torus(f, big, _) => {
                let q = local(f);
                [q.y.atan2(q.x), q.z.atan2(q.x.hypot(q.y) - big)]
            }
            Surface::Spline(b) => b.parameters(p, near),
            Surface::Extrusion(curve, d) => {
                // Slide the point along the vector into the curve's reach, twice for skew planes.
                let mut v = 0.0;
                let mut u = 0.0;
                for _ in 0..4 {
                    u = curve.parameter(p - d * v);
                    v = (p - curve.at(u)).dot(d) / d.norm_squared();
                }
                [u, v]
            }
            Surface::Revolution(curve, f) => {
                let q = local(f);
                let mid = curve.whole(Precision::COARSE).points;
                let far = mid
                    .iter()
                    .map(|m| f.inverse().map_or(*m, |i| i.point(*m)))
                    .max_by(|a, b| a.xy().coords.norm().total_cmp(&b.xy().coords.norm()));
                let start = far.map_or(0.0, |m| m.y.atan2(m.x));
                let u = q.y.atan2(q.x) - start;
                [u, curve.parameter(turned(f, p, -u))]
            }
        }
    }

    /// Period of each parameter, where the surface closes on itself.
    pub fn periods(&self) -> [Option<f64>; 2] {
        let closed = |b: &Basis| match b {
            Basis::Ellipse(..) => Some(TAU),
            Basis::Spline(s) => {
                let [a, b] = s.domain();
                ((s.at(a) - s.at(b)).norm() <= crate::tolerance::JOIN).then_some(b - a)
            }
            Basis::Chords(c) => c.is_closed().then_some((c.points.len() - 1) as f64),
            Basis::Line(..) => None,
        };
        match self {
            Surface::Plane(_) => [None, None],
            Surface::Cylinder(..) | Surface::Cone(..) | Surface::Sphere(..) => [Some(TAU), None],
            Surface::Torus(..) => [Some(TAU), Some(TAU)],
            Surface::Spline(b) => b.periods(),
            Surface::Extrusion(c, _) => [closed(c), None],
            Surface::Revolution(c, _) => [Some(TAU), closed(c)],
        }
    }

    /// Largest parameter steps that keep facets near the surface; infinite where it is straight.
    pub fn steps(&self, precision: Precision) -> [f64; 2] {
        let round = |r: f64| TAU / precision.chords(r, TAU).max(3) as f64;
        let curve = |b: &Basis| match b {
            Basis::Line(..) => f64::INFINITY,
            Basis::Ellipse(_, rx, ry) => round(rx.max(*ry)),
            Basis::Spline(s) => {
                let [a, e] = s.domain();
                (e - a) / (s.tessellate(a, e, precision).points.len().max(2) - 1) as f64
            }
            Basis::Chords(_) => 1.0,
        };
        match self {
            Surface::Plane(_) => [f64::INFINITY; 2],
            Surface::Cylinder(_, r) => [round(*r), f64::INFINITY],
            Surface::Cone(_, r, _) => [round(*r), f64::INFINITY],
            Surface::Sphere(_, r) => [round(*r), round(*r)],
            Surface::Torus(_, big, r) => [round(big + r), round(*r)],
            Surface::Spline(b) => b.steps(precision),
            Surface::Extrusion(c, _) => [curve(c), f64::INFINITY],
            Surface::Revolution(c, f) => {
                let r = c
                    .whole(Precision::COARSE)
                    .points
                    .iter()
                    .map(|p| f.inverse().map_or(*p, |i| i.point(*p)).xy().coords.norm())
                    .fold(0.0, f64::max);
                [round(r), curve(c)]
            }
        }
    }
}

/// A point turned about a frame's z axis.
fn turned(f: &Frame, p: Point3, angle: f64) -> Point3 {
    let axis = nalgebra::Unit::new_normalize(f.z());
    f.origin + nalgebra::Rotation3::from_axis_angle(&axis, angle) * (p - f.origin)
}
