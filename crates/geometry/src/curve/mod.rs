//! Curves in space as chords that stay within a stated distance, with what the chords leave out kept beside: the exact
//! length and the exact area between arc and chord.

pub mod alignment;
mod basis;
mod spline;

pub use basis::Basis;
pub use spline::Spline;

use crate::frame::{Frame, Point3};
use crate::tolerance::{ARC_DEVIATION, ARC_TURN, COARSE_DEVIATION, COARSE_TURN, JOIN, PARALLEL};
use nalgebra::Vector3;

/// How finely arcs and curved surfaces are broken into chords.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Largest distance between curve and chord, in metres.
    pub deviation: f64,
    /// Largest turn from one chord to the next, in radians.
    pub turn: f64,
    /// Rounds the number of chords down instead of up, as common mesh kernels do; the deviation is then only nearly kept.
    pub fewest: bool,
}

impl Default for Precision {
    fn default() -> Self {
        Precision { deviation: ARC_DEVIATION, turn: ARC_TURN, fewest: false }
    }
}

impl Precision {
    /// The mesher defaults of common viewers, for comparison with them and for light exports.
    pub const COARSE: Precision = Precision { deviation: COARSE_DEVIATION, turn: COARSE_TURN, fewest: true };

    /// Number of chords for an arc.
    pub fn chords(&self, radius: f64, sweep: f64) -> usize {
        let by_deviation = if radius > self.deviation { 2.0 * (1.0 - self.deviation / radius).acos() } else { self.turn };
        let step = by_deviation.min(self.turn).max(1.0 / f64::from(MOST_CHORDS));
        let n = sweep.abs() / step;
        let n = if self.fewest { (n + PARALLEL).floor() } else { n.ceil() };
        (n as usize).clamp(1, MOST_CHORDS as usize)
    }
}

/// No curve is broken into more chords than this.
const MOST_CHORDS: u32 = 4096;

/// A tessellated curve: points in order, closed if the last repeats the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Points along the curve; metres once lowered.
    pub points: Vec<Point3>,
    /// Exact length along the curve.
    pub length: f64,
    /// Directed area between the exact curve and its chords: add to the directed area of a closed polygon to get the exact one.
    pub bulge: Vector3<f64>,
    /// True if some chord stands for something that is not straight.
    pub curved: bool,
}

impl Curve {
    /// Straight lines through points.
    pub fn through(points: Vec<Point3>) -> Curve {
        let length = points.windows(2).map(|w| (w[1] - w[0]).norm()).sum();
        Curve { points, length, bulge: Vector3::zeros(), curved: false }
    }

    /// Arc of an ellipse about a frame's origin with half axes along its x and y, from one parameter angle to another.
    pub fn ellipse(frame: &Frame, rx: f64, ry: f64, from: f64, to: f64, precision: Precision) -> Curve {
        let n = precision.chords(rx.abs().max(ry.abs()), to - from);
        let step = (to - from) / n as f64;
        let at = |t: f64| frame.point(Point3::new(rx * t.cos(), ry * t.sin(), 0.0));
        let mut points: Vec<Point3> = (0..=n).map(|i| at(from + step * i as f64)).collect();
        if ((to - from).abs() - std::f64::consts::TAU).abs() < JOIN {
            points[n] = points[0]; // a full turn closes exactly
        }
        let bulge = frame.directed_area(Vector3::new(0.0, 0.0, rx * ry / 2.0 * (to - from - n as f64 * step.sin())));
        let speed = |t: f64| frame.vector(Vector3::new(-rx * t.sin(), ry * t.cos(), 0.0)).norm();
        Curve { points, length: integral(speed, from, to, n).abs(), bulge, curved: true }
    }

    /// Arc from a start through a middle point to an end; straight if the three lie on a line.
    pub fn arc_through(a: Point3, m: Point3, b: Point3, precision: Precision) -> Curve {
        let (u, v) = (m - a, b - a);
        let normal = u.cross(&v);
        let full = (b - a).norm() <= JOIN * u.norm();
        if full {
            // Start and end coincide: a circle with the middle point opposite; its plane is taken as level.
            let c = a + u / 2.0;
            let f = Frame::from_axes(c, Vector3::z(), a - c);
            return Curve::ellipse(&f, u.norm() / 2.0, u.norm() / 2.0, 0.0, std::f64::consts::TAU, precision);
        }
        if normal.norm() <= crate::tolerance::PARALLEL * u.norm() * v.norm() {
            return Curve::through(vec![a, m, b]);
        }
        let n2 = normal.norm_squared();
        let centre = a + (v.norm_squared() * u.cross(&v).cross(&u) - u.norm_squared() * u.cross(&v).cross(&v)) / (2.0 * n2);
        let r = (a - centre).norm();
        let f = Frame::from_axes(centre, normal, a - centre);
        let d = b - centre;
        let mut sweep = d.dot(&f.y()).atan2(d.dot(&f.x()));
        if sweep <= 0.0 {
            sweep += std::f64::consts::TAU;
        }
        let mut arc = Curve::ellipse(&f, r, r, 0.0, sweep, precision);
        // The ends are what the file says, to the last bit.
        if let Some(p) = arc.points.first_mut() {
            *p = a;
        }
        if let Some(p) = arc.points.last_mut() {
            *p = b;
        }
        arc
    }

    /// The same curve run through the other way.
    pub fn reversed(mut self) -> Curve {
        self.points.reverse();
        self.bulge = -self.bulge;
        self
    }

    /// Continues with another curve; ends that touch become one point.
    pub fn join(&mut self, next: Curve) {
        let touching = matches!((self.points.last(), next.points.first()), (Some(a), Some(b)) if (a - b).norm() <= JOIN);
        self.points.extend(next.points.into_iter().skip(usize::from(touching)));
        self.length += next.length;
        self.bulge += next.bulge;
        self.curved |= next.curved;
    }

    /// The curve seen through a frame.
    pub fn transformed(&self, frame: &Frame) -> Curve {
        let points: Vec<Point3> = self.points.iter().map(|p| frame.point(*p)).collect();
        let length = match frame.uniform_scale() {
            Some(s) => self.length * s,
            None => points.windows(2).map(|w| (w[1] - w[0]).norm()).sum(),
        };
        Curve { points, length, bulge: frame.directed_area(self.bulge), curved: self.curved }
    }

    /// True if the last point is where the first is.
    pub fn is_closed(&self) -> bool {
        self.points.len() > 2
            && matches!((self.points.first(), self.points.last()), (Some(a), Some(b)) if (a - b).norm() <= JOIN.max(self.length * crate::tolerance::PARALLEL))
    }

    /// The curve's shadow on its xy plane as a ring without repeated points.
    pub fn ring(&self) -> crate::profile::region::Ring {
        let mut ring: Vec<[f64; 2]> = Vec::with_capacity(self.points.len());
        for p in &self.points {
            let q = [p.x, p.y];
            if ring.last().is_none_or(|l| (l[0] - q[0]).hypot(l[1] - q[1]) > crate::tolerance::WELD) {
                ring.push(q);
            }
        }
        while ring.len() > 1 && matches!((ring.first(), ring.last()), (Some(a), Some(b)) if (a[0] - b[0]).hypot(a[1] - b[1]) <= JOIN) {
            ring.pop();
        }
        ring
    }
}

/// Integral over `n` (at least eight) Gauss panels of five points.
pub(crate) fn integral(f: impl Fn(f64) -> f64, from: f64, to: f64, n: usize) -> f64 {
    let n = n.max(8);
    let h = (to - from) / n as f64;
    (0..n).map(|i| gauss(&f, from + h * i as f64, from + h * (i + 1) as f64)).sum()
}

/// Integral over one Gauss panel of five points.
pub(crate) fn gauss(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    const NODES: [(f64, f64); 5] = [
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (0.906_179_845_938_664, 0.236_926_885_056_189_08),
        (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    ];
    let (mid, half) = ((from + to) / 2.0, (to - from) / 2.0);
    NODES.iter().map(|(x, w)| w * f(mid + x * half)).sum::<f64>() * half
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{PI, TAU};

    #[test]
    fn circles_keep_exact_length_and_area() {
        let c = Curve::ellipse(&Frame::translation(4.0e7, 0.0, 0.0), 3.0, 3.0, 0.0, TAU, Precision::COARSE);
        assert!((c.length - 6.0 * PI).abs() < 1e-12);
        let ring = c.ring();
        assert!((crate::profile::region::signed_area(&ring) + c.bulge.z - 9.0 * PI).abs() < 1e-6);
        assert!(c.is_closed());
        let r = c.reversed();
        assert!((crate::profile::region::signed_area(&r.ring()) + r.bulge.z + 9.0 * PI).abs() < 1e-6);
    }

    #[test]
    fn ellipse_length_matches_ramanujan_to_its_error() {
        let c = Curve::ellipse(&Frame::identity(), 2.0, 1.0, 0.0, TAU, Precision::default());
        assert!((c.length - 9.688_448_220_547_676).abs() < 1e-9);
    }

    #[test]
    fn arcs_go_through_their_middle_point() {
        let a =
            Curve::arc_through(Point3::new(1.0, 0.0, 0.0), Point3::new(0.0, 1.0, 0.0), Point3::new(-1.0, 0.0, 0.0), Precision::default());
        assert!((a.length - PI).abs() < 1e-12);
        assert!((a.bulge.z + crate::profile::region::signed_area(&a.ring()) - PI / 2.0).abs() < 1e-12);
        let b =
            Curve::arc_through(Point3::new(1.0, 0.0, 0.0), Point3::new(0.0, -1.0, 0.0), Point3::new(0.0, 1.0, 0.0), Precision::default());
        assert!((b.length - 1.5 * PI).abs() < 1e-12);
        assert!(b.bulge.z < 0.0);
    }

    #[test]
    fn deviation_is_kept() {
        let p = Precision::default();
        for r in [0.05, 1.0, 30.0, 500.0] {
            let n = p.chords(r, TAU) as f64;
            assert!(r * (1.0 - (PI / n).cos()) <= p.deviation * 1.0001);
        }
    }
}
