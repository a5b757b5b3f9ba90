//! B-spline surfaces, rational or not.

use crate::curve::Precision;
use crate::frame::Point3;
use nalgebra::Vector4;

/// A B-spline surface with full knot vectors; control points in rows along v.
#[derive(Clone, Debug)]
pub struct SplineSurface {
    degrees: [usize; 2],
    control: Vec<Vec<Vector4<f64>>>,
    knots: [Vec<f64>; 2],
}

impl SplineSurface {
    /// Checks the counts, as for curves.
    pub fn new(degrees: [usize; 2], control: &[Vec<Point3>], weights: Option<&[Vec<f64>]>, knots: [Vec<f64>; 2]) -> Option<SplineSurface> {
        let (n, m) = (control.len(), control.first()?.len());
        let good = |degree: usize, count: usize, k: &[f64]| {
            (1..64).contains(&degree)
                && count > degree
                && k.len() == count + degree + 1
                && k.windows(2).all(|w| w[0] <= w[1])
                && k[degree] < k[count]
        };
        let rows = control.iter().all(|r| r.len() == m)
            && weights.is_none_or(|w| w.len() == n && w.iter().all(|r| r.len() == m && r.iter().all(|x| *x > 0.0)));
        if !rows || !good(degrees[0], n, &knots[0]) || !good(degrees[1], m, &knots[1]) {
            return None;
        }
        let weight = |i: usize, j: usize| weights.and_then(|w| w.get(i)?.get(j)).copied().unwrap_or(1.0);
        let control = control
            .iter()
            .enumerate()
            .map(|(i, r)| r.iter().enumerate().map(|(j, p)| (p.coords * weight(i, j)).push(weight(i, j))).collect())
            .collect();
        Some(SplineSurface { degrees, control, knots })
    }

    /// Parameter ranges.
    pub fn domain(&self) -> [[f64; 2]; 2] {
        let range = |k: usize, n: usize| [self.knots[k][self.degrees[k]], self.knots[k][n]];
        [range(0, self.control.len()), range(1, self.control[0].len())]
    }

    /// Point at parameters (clamped to the domain).
    pub fn at(&self, u: f64, v: f64) -> Point3 {
        let [du, dv] = self.domain();
        let (u, v) = (u.clamp(du[0], du[1]), v.clamp(dv[0], dv[1]));
        let (p, n) = (self.degrees[0], self.control.len());
        let span = span(&self.knots[0], p, n, u);
        let mut row: Vec<Vector4<f64>> =
            self.control[span - p..=span].iter().map(|r| de_boor(&self.knots[1], self.degrees[1], r, v)).collect();
        blend(&self.knots[0], p, span, &mut row, u);
        let h = row[p];
        Point3::from(h.xyz() / h.w)
    }

    /// Parameters of the nearest point: the best of a grid (or a given start), refined by Gauss–Newton.
    pub fn parameters(&self, p: Point3, near: Option<[f64; 2]>) -> [f64; 2] {
        let d = self.domain();
        let off = |u: f64, v: f64| (self.at(u, v) - p).norm_squared();
        let grid = || {
            let n = 24;
            let at = |k: usize, i: usize| d[k][0] + (d[k][1] - d[k][0]) * i as f64 / n as f64;
            (0..=n)
                .flat_map(|i| (0..=n).map(move |j| (i, j)))
                .map(|(i, j)| [at(0, i), at(1, j)])
                .min_by(|a, b| off(a[0], a[1]).total_cmp(&off(b[0], b[1])))
                .unwrap_or([d[0][0], d[1][0]])
        };
        let refine = |mut q: [f64; 2]| {
            for _ in 0..30 {
                let h = [0, 1].map(|k: usize| (d[k][1] - d[k][0]) * crate::tolerance::PARALLEL);
                let slope = |k: usize| {
                    let (mut a, mut b) = (q, q);
                    a[k] = (q[k] - h[k]).max(d[k][0]);
                    b[k] = (q[k] + h[k]).min(d[k][1]);
                    (self.at(b[0], b[1]) - self.at(a[0], a[1])) / (b[k] - a[k])
                };
                let (su, sv, r) = (slope(0), slope(1), p - self.at(q[0], q[1]));
                let (a, b, c) = (su.dot(&su), su.dot(&sv), sv.dot(&sv));
                let det = a * c - b * b;
                if det <= 0.0 {
                    break;
                }
                let (x, y) = (su.dot(&r), sv.dot(&r));
                let step = [(c * x - b * y) / det, (a * y - b * x) / det];
                let next = [0, 1].map(|k| (q[k] + step[k]).clamp(d[k][0], d[k][1]));
                let moved = (0..2).map(|k| (next[k] - q[k]).abs() / (d[k][1] - d[k][0])).fold(0.0, f64::max);
                q = next;
                if moved < crate::tolerance::NEWTON_STEP {
                    break;
                }
            }
            q
        };
        let good = crate::tolerance::JOIN * crate::tolerance::JOIN;
        if let Some(q) = near.map(refine)
            && off(q[0], q[1]) <= good
        {
            return q;
        }
        refine(grid())
    }

    /// Period of each parameter, if the surface closes on itself along it.
    pub fn periods(&self) -> [Option<f64>; 2] {
        let d = self.domain();
        let closed = |k: usize| {
            (0..=8).all(|i| {
                let t = f64::from(i) / 8.0;
                let o = d[1 - k][0] + (d[1 - k][1] - d[1 - k][0]) * t;
                let at = |x: f64| if k == 0 { self.at(x, o) } else { self.at(o, x) };
                (at(d[k][0]) - at(d[k][1])).norm() <= crate::tolerance::JOIN
            })
        };
        [0, 1].map(|k| closed(k).then_some(d[k][1] - d[k][0]))
    }

    /// Steps along each parameter that keep facets within the deviation, found by halving.
    pub fn steps(&self, precision: Precision) -> [f64; 2] {
        let d = self.domain();
        [0, 1].map(|k| {
            let size = d[k][1] - d[k][0];
            let mut n = if self.degrees[k] == 1 { self.knots[k].len() } else { 4 };
            while n < 128 && self.degrees[k] > 1 {
                let worst = (0..=6)
                    .flat_map(|i| (0..n).map(move |j| (i, j)))
                    .map(|(i, j)| {
                        let o = d[1 - k][0] + (d[1 - k][1] - d[1 - k][0]) * f64::from(i) / 6.0;
                        let at = |x: f64| if k == 0 { self.at(x, o) } else { self.at(o, x) };
                        let (a, b) = (d[k][0] + size * j as f64 / n as f64, d[k][0] + size * (j + 1) as f64 / n as f64);
                        (at((a + b) / 2.0) - nalgebra::center(&at(a), &at(b))).norm()
                    })
                    .fold(0.0, f64::max);
                if worst <= precision.deviation {
                    break;
                }
                n *= 2;
            }
            size / n as f64
        })
    }
}

fn span(knots: &[f64], p: usize, n: usize, t: f64) -> usize {
    knots[p..n].partition_point(|k| *k <= t).max(1) + p - 1
}

fn de_boor(knots: &[f64], p: usize, control: &[Vector4<f64>], t: f64) -> Vector4<f64> {
    let s = span(knots, p, control.len(), t);
    let mut d = control[s - p..=s].to_vec();
    blend(knots, p, s, &mut d, t);
    d[p]
}

fn blend(knots: &[f64], p: usize, s: usize, d: &mut [Vector4<f64>], t: f64) {
    for r in 1..=p {
        for j in (r..=p).rev() {
            let (lo, hi) = (knots[s - p + j], knots[s + 1 + j - r]);
            let w = if hi > lo { (t - lo) / (hi - lo) } else { 0.0 };
            d[j] = d[j - 1] * (1.0 - w) + d[j] * w;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rational_patch_is_a_cylinder_and_can_be_inverted() {
        let w = 0.5f64.sqrt();
        let row = |x: f64, y: f64| vec![Point3::new(x, y, 0.0), Point3::new(x, y, 3.0)];
        let control = [row(1.0, 0.0), row(1.0, 1.0), row(0.0, 1.0)];
        let weights = [vec![1.0, 1.0], vec![w, w], vec![1.0, 1.0]];
        let s =
            SplineSurface::new([2, 1], &control, Some(&weights), [vec![0.0, 0.0, 0.0, 1.0, 1.0, 1.0], vec![0.0, 0.0, 1.0, 1.0]]).unwrap();
        let p = s.at(0.3, 0.4);
        assert!((p.xy().coords.norm() - 1.0).abs() < 1e-12);
        let [u, v] = s.parameters(p, None);
        assert!((u - 0.3).abs() < 1e-7 && (v - 0.4).abs() < 1e-7);
    }
}
