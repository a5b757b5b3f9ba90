//! Coordinate frames: where a placement puts things, kept in f64 so that models far from the origin stay right.

use crate::tolerance::{NO_DIRECTION, SAME_SCALE};
use nalgebra::{Matrix3, Vector3};

/// A point in metres.
pub type Point3 = nalgebra::Point3<f64>;

/// An affine map `p -> axes * p + origin`: a placement (rigid) or the transform of a mapped item (may scale and mirror).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Images of the three unit vectors, as columns.
    pub axes: Matrix3<f64>,
    /// Image of the origin.
    pub origin: Point3,
}

impl Default for Frame {
    fn default() -> Self {
        Frame::identity()
    }
}

impl Frame {
    /// The frame that changes nothing.
    pub fn identity() -> Frame {
        Frame { axes: Matrix3::identity(), origin: Point3::origin() }
    }

    /// A shift.
    pub fn translation(x: f64, y: f64, z: f64) -> Frame {
        Frame { axes: Matrix3::identity(), origin: Point3::new(x, y, z) }
    }

    /// A right-handed orthonormal frame from its z direction and a direction whose part across z becomes x, as
    /// IfcBuildAxes builds it. Degenerate directions fall back to the nearest world axis, as the schema's defaults do.
    pub fn from_axes(origin: Point3, z: Vector3<f64>, x_hint: Vector3<f64>) -> Frame {
        let z = z.try_normalize(NO_DIRECTION).unwrap_or_else(Vector3::z);
        let across = |hint: Vector3<f64>| (hint - z * z.dot(&hint)).try_normalize(NO_DIRECTION);
        let x = x_hint
            .try_normalize(NO_DIRECTION)
            .and_then(across)
            .or_else(|| across(if z.x.abs() < 0.9 { Vector3::x() } else { Vector3::y() }))
            .unwrap_or_else(Vector3::x);
        Frame { axes: Matrix3::from_columns(&[x, z.cross(&x), z]), origin }
    }

    /// A turn about the z axis by `angle` radians.
    pub fn turn_z(angle: f64) -> Frame {
        let (s, c) = angle.sin_cos();
        Frame { axes: Matrix3::new(c, -s, 0.0, s, c, 0.0, 0.0, 0.0, 1.0), origin: Point3::origin() }
    }

    /// The image of a point.
    pub fn point(&self, p: Point3) -> Point3 {
        self.origin + self.axes * p.coords
    }

    /// The image of a free vector.
    pub fn vector(&self, v: Vector3<f64>) -> Vector3<f64> {
        self.axes * v
    }

    /// The map that applies `inner` first and then this one.
    pub fn then(&self, inner: &Frame) -> Frame {
        Frame { axes: self.axes * inner.axes, origin: self.point(inner.origin) }
    }

    /// The map back, if there is one.
    pub fn inverse(&self) -> Option<Frame> {
        let axes = self.axes.try_inverse()?;
        Some(Frame { axes, origin: Point3::from(-(axes * self.origin.coords)) })
    }

    /// Image of a directed area (a cross product of two vectors).
    pub fn directed_area(&self, a: Vector3<f64>) -> Vector3<f64> {
        let (x, y, z) = (self.axes.column(0), self.axes.column(1), self.axes.column(2));
        y.cross(&z) * a.x + z.cross(&x) * a.y + x.cross(&y) * a.z
    }

    /// Signed volume of the image of a unit cube; negative when the map mirrors.
    pub fn determinant(&self) -> f64 {
        self.axes.determinant()
    }

    /// The factor by which the map scales every length, if it is the same in all directions and angles stay.
    pub fn uniform_scale(&self) -> Option<f64> {
        let s = self.axes.column(0).norm();
        let t = self.axes.transpose() * self.axes;
        let same = (t - Matrix3::identity() * (s * s)).abs().max() <= SAME_SCALE * s * s;
        same.then_some(s)
    }

    /// Direction of the frame's z axis in the outer space.
    pub fn z(&self) -> Vector3<f64> {
        self.axes.column(2).into()
    }

    /// Direction of the frame's x axis in the outer space.
    pub fn x(&self) -> Vector3<f64> {
        self.axes.column(0).into()
    }

    /// Direction of the frame's y axis in the outer space.
    pub fn y(&self) -> Vector3<f64> {
        self.axes.column(1).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_follow_the_schema() {
        let f = Frame::from_axes(Point3::new(1.0, 2.0, 3.0), Vector3::new(0.0, 0.0, 2.0), Vector3::new(1.0, 1.0, 5.0));
        assert!((f.x() - Vector3::new(0.5f64.sqrt(), 0.5f64.sqrt(), 0.0)).norm() < 1e-15);
        assert!((f.determinant() - 1.0).abs() < 1e-15);
        let parallel = Frame::from_axes(Point3::origin(), Vector3::x(), Vector3::x());
        assert!((parallel.determinant() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn inverse_undoes_a_far_turned_frame() {
        let f = Frame::translation(4.0e7, -3.0e7, 5.0).then(&Frame::turn_z(0.7));
        let p = Point3::new(1.5, 2.5, -3.5);
        let back = f.inverse().unwrap().point(f.point(p));
        assert!((back - p).norm() < 1e-7);
        assert_eq!(f.uniform_scale().map(|s| (s * 1e9).round()), Some(1e9));
    }
}
