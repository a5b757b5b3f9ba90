//! B-spline curves, rational or not, by de Boor's algorithm.

use super::{Curve, Precision, integral};
use crate::frame::Point3;
use nalgebra::{Vector3, Vector4};

/// A B-spline with its full knot vector (multiplicities written out).
#[derive(Clone, Debug)]
pub struct Spline {
    degree: usize,
    control: Vec<Vector4<f64>>,
    knots: Vec<f64>,
}

impl Spline {
    /// Checks the counts: knots = control points + degree + 1, knots not falling, weights positive.
    pub fn new(degree: usize, control: &[Point3], weights: Option<&[f64]>, knots: Vec<f64>) -> Option<Spline> {
        let fits = (1..64).contains(&degree)
            && control.len() > degree
            && knots.len() == control.len() + degree + 1
            && knots.windows(2).all(|w| w[0] <= w[1])
            && knots[degree] < knots[control.len()]
            && weights.is_none_or(|w| w.len() == control.len() && w.iter().all(|x| *x > 0.0));
        let weight = |i: usize| weights.and_then(|w| w.get(i)).copied().unwrap_or(1.0);
        let control = control.iter().enumerate().map(|(i, p)| (p.coords * weight(i)).push(weight(i))).collect();
        fits.then_some(Spline { degree, control, knots })
    }

    /// The spline seen through a frame.
    pub fn transformed(&self, frame: &crate::frame::Frame) -> Spline {
        let control = self.control.iter().map(|h| (frame.axes * h.xyz() + frame.origin.coords * h.w).push(h.w)).collect();
        Spline { degree: self.degree, control, knots: self.knots.clone() }
    }

    /// Parameter range.
    pub fn domain(&self) -> [f64; 2] {
        [self.knots[self.degree], self.knots[self.control.len()]]
    }

    /// Knot values inside the domain where the curve may bend sharply or change its polynomial.
    pub fn breaks(&self) -> Vec<f64> {
        let [a, b] = self.domain();
        let mut k: Vec<f64> = self.knots.iter().copied().filter(|k| *k >= a && *k <= b).collect();
        k.dedup();
        k
    }

    fn homogeneous(&self, t: f64) -> Vector4<f64> {
        let [a, b] = self.domain();
        let t = t.clamp(a, b);
        let p = self.degree;
        let n = self.control.len();
        let span = self.knots[p..n].partition_point(|k| *k <= t).max(1) + p - 1;
        let mut d: Vec<Vector4<f64>> = self.control[span - p..=span].to_vec();
        for r in 1..=p {
            for j in (r..=p).rev() {
                let (lo, hi) = (self.knots[span - p + j], self.knots[span + 1 + j - r]);
                let w = if hi > lo { (t - lo) / (hi - lo) } else { 0.0 };
                d[j] = d[j - 1] * (1.0 - w) + d[j] * w;
            }
        }
        d[p]
    }

    /// Point at a parameter (clamped to the domain).
    pub fn at(&self, t: f64) -> Point3 {
        let h = self.homogeneous(t);
        Point3::from(h.xyz() / h.w)
    }

    /// Derivative by central difference over a step that f64 carries.
    fn velocity(&self, t: f64) -> Vector3<f64> {
        let [a, b] = self.domain();
        let h = (b - a) * crate::tolerance::PARALLEL;
        let (s, e) = ((t - h).max(a), (t + h).min(b));
        (self.at(e) - self.at(s)) / (e - s)
    }

    /// Chords between two parameters.
    pub fn tessellate(&self, from: f64, to: f64, precision: Precision) -> Curve {
        let (lo, hi) = (from.min(to), from.max(to));
        let mut stops = vec![lo];
        stops.extend(self.breaks().into_iter().filter(|k| *k > lo && *k < hi));
        stops.push(hi);
        let mut points = vec![self.at(lo)];
        let mut length = 0.0;
        for w in stops.windows(2) {
            self.refine(w[0], w[1], 0, precision, &mut points);
            length += integral(|t| self.velocity(t).norm(), w[0], w[1], 8);
        }
        let straight = self.degree == 1;
        let curve = Curve { points, length, bulge: Vector3::zeros(), curved: !straight };
        if from <= to { curve } else { curve.reversed() }
    }

    fn refine(&self, a: f64, b: f64, depth: u32, precision: Precision, out: &mut Vec<Point3>) {
        let (p, q) = (self.at(a), self.at(b));
        let flat = [0.25, 0.5, 0.75].iter().all(|s| {
            let m = self.at(a + (b - a) * s);
            let chord = q - p;
            let along = if chord.norm_squared() > 0.0 { ((m - p).dot(&chord) / chord.norm_squared()).clamp(0.0, 1.0) } else { 0.0 };
            (m - (p + chord * along)).norm() <= precision.deviation
        });
        let turned = {
            let (u, v) = (self.velocity(a + (b - a) * 0.01), self.velocity(b - (b - a) * 0.01));
            u.norm() > 0.0 && v.norm() > 0.0 && u.angle(&v) > precision.turn
        };
        if self.degree == 1 || depth >= 10 || (flat && !turned && depth >= 1) {
            out.push(q);
        } else {
            let m = (a + b) / 2.0;
            self.refine(a, m, depth + 1, precision, out);
            self.refine(m, b, depth + 1, precision, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rational_quadratic_is_a_quarter_circle() {
        let w = 0.5f64.sqrt();
        let c = [Point3::new(2.0, 0.0, 0.0), Point3::new(2.0, 2.0, 0.0), Point3::new(0.0, 2.0, 0.0)];
        let s = Spline::new(2, &c, Some(&[1.0, w, 1.0]), vec![0.0, 0.0, 0.0, 1.0, 1.0, 1.0]).unwrap();
        for t in [0.0, 0.1, 0.5, 0.9, 1.0] {
            assert!((s.at(t).coords.norm() - 2.0).abs() < 1e-12);
        }
        let c = s.tessellate(0.0, 1.0, Precision::default());
        assert!((c.length - std::f64::consts::PI).abs() < 1e-6);
        assert!(c.points.len() > 8);
    }

    #[test]
    fn wrong_counts_are_refused() {
        assert!(Spline::new(3, &[Point3::origin(); 3], None, vec![0.0; 7]).is_none());
        assert!(Spline::new(1, &[Point3::origin(); 2], None, vec![0.0, 0.0, 1.0, 1.0]).is_some());
    }
}
