//! Curves before they are trimmed: a parameter for a point, a point for a parameter, chords between two of them.

use super::{Curve, Precision, Spline};
use crate::frame::{Frame, Point3};
use nalgebra::Vector3;
use std::f64::consts::TAU;

/// An untrimmed curve with IFC's parametrisation (angles in radians).
#[derive(Clone, Debug)]
pub enum Basis {
    /// Point and direction with magnitude: parameter 1 is one direction vector away.
    Line(Point3, Vector3<f64>),
    /// Centre frame and half axes; the parameter is the angle.
    Ellipse(Frame, f64, f64),
    /// B-spline with its own knots.
    Spline(Spline),
    /// Anything already broken into chords; the parameter counts points.
    Chords(Curve),
}

impl Basis {
    /// Point at a parameter.
    pub fn at(&self, t: f64) -> Point3 {
        match self {
            Basis::Line(p, d) => p + d * t,
            Basis::Ellipse(f, rx, ry) => f.point(Point3::new(rx * t.cos(), ry * t.sin(), 0.0)),
            Basis::Spline(s) => s.at(t),
            Basis::Chords(c) => {
                let last = c.points.len().saturating_sub(1);
                let i = (t.max(0.0).floor() as usize).min(last);
                let a = c.points.get(i).copied().unwrap_or_else(Point3::origin);
                c.points.get(i + 1).map_or(a, |b| a + (b - a) * (t - i as f64).clamp(0.0, 1.0))
            }
        }
    }

    /// Parameter of the curve point nearest to `p`.
    pub fn parameter(&self, p: Point3) -> f64 {
        match self {
            Basis::Line(o, d) => (p - o).dot(d) / d.norm_squared().max(f64::MIN_POSITIVE),
            Basis::Ellipse(f, rx, ry) => {
                let local = f.inverse().map_or(p, |i| i.point(p));
                (local.y * rx).atan2(local.x * ry).rem_euclid(TAU)
            }
            Basis::Spline(s) => {
                let [a, b] = s.domain();
                nearest(a, b, 256, |t| (s.at(t) - p).norm_squared())
            }
            Basis::Chords(c) => {
                let mut best = (f64::INFINITY, 0.0);
                for (i, w) in c.points.windows(2).enumerate() {
                    let d = w[1] - w[0];
                    let t = ((p - w[0]).dot(&d) / d.norm_squared().max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
                    let off = (w[0] + d * t - p).norm_squared();
                    if off < best.0 {
                        best = (off, i as f64 + t);
                    }
                }
                best.1
            }
        }
    }

    /// The part from one parameter to another; `forward` says whether along the curve's own direction. Closed curves run on
    /// past their start where needed.
    pub fn part(&self, from: f64, to: f64, forward: bool, precision: Precision) -> Curve {
        match self {
            Basis::Line(..) => Curve::through(vec![self.at(from), self.at(to)]),
            Basis::Ellipse(f, rx, ry) => {
                let mut sweep = to - from;
                let turn = |x: f64| x.rem_euclid(TAU);
                sweep = if forward { turn(sweep) } else { -turn(-sweep) };
                if sweep.abs() < crate::tolerance::WELD {
                    sweep = if forward { TAU } else { -TAU };
                }
                Curve::ellipse(f, *rx, *ry, from, from + sweep, precision)
            }
            Basis::Spline(s) => {
                let [a, b] = s.domain();
                let closes = (s.at(a) - s.at(b)).norm() <= crate::tolerance::JOIN;
                if closes && forward && to <= from {
                    let mut c = s.tessellate(from, b, precision);
                    c.join(s.tessellate(a, to, precision));
                    return c;
                }
                if closes && !forward && from <= to {
                    let mut c = s.tessellate(from, a, precision);
                    c.join(s.tessellate(b, to, precision));
                    return c;
                }
                s.tessellate(from, to, precision)
            }
            Basis::Chords(c) => {
                let (lo, hi) = (from.min(to), from.max(to));
                let whole = lo <= 0.0 && hi >= c.points.len().saturating_sub(1) as f64;
                let part = if whole {
                    c.clone()
                } else {
                    let inner = c.points.iter().enumerate().filter(|(i, _)| (*i as f64) > lo && (*i as f64) < hi).map(|(_, p)| *p);
                    let points = std::iter::once(self.at(lo)).chain(inner).chain(std::iter::once(self.at(hi))).collect();
                    Curve { curved: c.curved, ..Curve::through(points) }
                };
                if from <= to { part } else { part.reversed() }
            }
        }
    }

    /// The whole of a bounded curve; a line gives its one direction vector.
    pub fn whole(&self, precision: Precision) -> Curve {
        match self {
            Basis::Line(..) => self.part(0.0, 1.0, true, precision),
            Basis::Ellipse(..) => self.part(0.0, TAU, true, precision),
            Basis::Spline(s) => {
                let [a, b] = s.domain();
                s.tessellate(a, b, precision)
            }
            Basis::Chords(c) => c.clone(),
        }
    }
}

/// Where a function of one variable is smallest: the best of `n` samples, refined by golden section.
pub(crate) fn nearest(a: f64, b: f64, n: usize, f: impl Fn(f64) -> f64) -> f64 {
    let step = (b - a) / n as f64;
    let best = (0..=n).map(|i| a + step * i as f64).min_by(|x, y| f(*x).total_cmp(&f(*y))).unwrap_or(a);
    let (mut lo, mut hi) = ((best - step).max(a), (best + step).min(b));
    let g = (5f64.sqrt() - 1.0) / 2.0;
    for _ in 0..60 {
        let (x, y) = (hi - g * (hi - lo), lo + g * (hi - lo));
        if f(x) <= f(y) { hi = y } else { lo = x }
    }
    (lo + hi) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimmed_arcs_follow_their_sense() {
        let b = Basis::Ellipse(Frame::identity(), 2.0, 2.0);
        let p = Precision::default();
        let quarter = b.part(0.0, TAU / 4.0, true, p);
        assert!((quarter.length - TAU / 2.0).abs() < 1e-9);
        let rest = b.part(0.0, TAU / 4.0, false, p);
        assert!((rest.length - 1.5 * TAU).abs() < 1e-9);
        assert!((b.parameter(Point3::new(0.0, -3.0, 0.0)) - 0.75 * TAU).abs() < 1e-12);
    }
}
