//! Alignments of roads and rails: a line on the ground made of straights, arcs and transition curves, and heights along it.
//!
//! Distances run along the line on the ground, as chainages do; heights do not lengthen them.

use super::{Curve, Precision, gauss};
use crate::frame::{Frame, Point3};
use crate::tolerance::{NEWTON_STEP, PARALLEL, WELD, in_reach};
use nalgebra::{Matrix3, Vector3};
use std::f64::consts::{PI, TAU};

/// How the curvature of a piece changes with the distance along its parent curve.
#[derive(Clone, Debug, PartialEq)]
pub enum Bend {
    /// A polynomial, constant term first: none for a straight, one for a circle, two for a clothoid, more for Bloss curves,
    /// Viennese bends and their like.
    Polynomial(Vec<f64>),
    /// `constant + amplitude · cos(π s / length)`.
    Cosine(f64, f64, f64),
    /// `constant + linear · s + amplitude · sin(2π s / length)`.
    Sine(f64, f64, f64, f64),
}

impl Bend {
    /// Curvature (1/m, positive to the left) at a distance.
    pub fn curvature(&self, s: f64) -> f64 {
        match self {
            Bend::Polynomial(c) => c.iter().rev().fold(0.0, |sum, c| sum * s + c),
            Bend::Cosine(c, a, l) => c + a * (PI * s / l).cos(),
            Bend::Sine(c, k, a, l) => c + k * s + a * (TAU * s / l).sin(),
        }
    }

    /// Direction (radians) at a distance, zero at the start of the parent curve.
    pub fn heading(&self, s: f64) -> f64 {
        match self {
            Bend::Polynomial(c) => c.iter().enumerate().rev().fold(0.0, |sum, (n, c)| (sum + c / (n as f64 + 1.0)) * s),
            Bend::Cosine(c, a, l) => c * s + a * l / PI * (PI * s / l).sin(),
            Bend::Sine(c, k, a, l) => c * s + k * s * s / 2.0 + a * l / TAU * (1.0 - (TAU * s / l).cos()),
        }
    }
}

/// A piece of a line on the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    start: [f64; 2],
    heading: f64,
    bend: Bend,
    from: f64,
    along: f64,
    length: f64,
    /// Distance along the whole line at which it starts.
    chainage: f64,
    /// Points at equal distances, from which the way is integrated on.
    knots: Vec<[f64; 2]>,
}

/// Turn (radians) between two knots, over which five Gauss points are exact to the last digits.
const KNOT_TURN: f64 = 0.1;

impl Piece {
    /// A piece that starts at a point in a direction (radians from x) and follows its parent from the distance `from` for
    /// `length` metres, backwards if that is negative.
    pub fn new(start: [f64; 2], heading: f64, bend: Bend, from: f64, length: f64) -> Piece {
        let along = length.signum();
        let mut p = Piece { start, heading, bend, from, along, length: length.abs(), chainage: 0.0, knots: vec![start] };
        let sharpest = (0..=8).map(|i| p.curvature(p.length * f64::from(i) / 8.0).abs()).fold(0.0, f64::max);
        let n = if sharpest == 0.0 { 0 } else { ((p.length * sharpest / KNOT_TURN).ceil() as usize).clamp(8, 1 << 14) };
        for i in 0..n {
            let (a, b) = (p.length * i as f64 / n as f64, p.length * (i + 1) as f64 / n as f64);
            let [x, y] = p.knots[i];
            p.knots.push([x + gauss(|u| p.direction(u).cos(), a, b), y + gauss(|u| p.direction(u).sin(), a, b)]);
        }
        p
    }

    /// Direction of travel (radians from x) at a distance from its start.
    pub fn direction(&self, u: f64) -> f64 {
        self.heading + self.bend.heading(self.from + self.along * u) - self.bend.heading(self.from)
    }

    /// Curvature (1/m, positive to the left) at a distance from its start.
    pub fn curvature(&self, u: f64) -> f64 {
        self.along * self.bend.curvature(self.from + self.along * u)
    }

    /// Point at a distance from its start; beyond its ends it goes on.
    pub fn at(&self, u: f64) -> [f64; 2] {
        let n = self.knots.len() - 1;
        if n == 0 {
            return [self.start[0] + u * self.heading.cos(), self.start[1] + u * self.heading.sin()];
        }
        let i = ((u / self.length * n as f64).max(0.0) as usize).min(n);
        let a = self.length * i as f64 / n as f64;
        let [x, y] = self.knots[i];
        [x + gauss(|v| self.direction(v).cos(), a, u), y + gauss(|v| self.direction(v).sin(), a, u)]
    }

    /// The piece as chords.
    pub fn curve(&self, precision: Precision) -> Curve {
        let line = Directrix::ground(vec![self.clone()]);
        line.curve(0.0, self.length, precision)
    }
}

/// Heights over a range of distances.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// Distance at which it starts.
    pub from: f64,
    /// Height there.
    pub height: f64,
    /// Slope there (rise over run).
    pub slope: f64,
    /// How it goes on.
    pub law: Law,
}

/// How heights go on from the start of a grade.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Along the slope.
    Straight,
    /// By a polynomial in the distance from the start, from the quadratic term on.
    Polynomial(Vec<f64>),
    /// Along a circle of this radius, above the line (a sag) if positive.
    Arc(f64),
}

impl Grade {
    /// Height, slope and second derivative at a distance.
    fn at(&self, s: f64) -> [f64; 3] {
        let d = s - self.from;
        match &self.law {
            Law::Straight => [self.height + self.slope * d, self.slope, 0.0],
            Law::Polynomial(c) => {
                let mut out = [self.height + self.slope * d, self.slope, 0.0];
                for (i, c) in c.iter().enumerate() {
                    let n = i as f64 + 2.0;
                    out[0] += c * d.powf(n);
                    out[1] += c * n * d.powf(n - 1.0);
                    out[2] += c * n * (n - 1.0) * d.powf(n - 2.0);
                }
                out
            }
            Law::Arc(r) => {
                let angle = self.slope.atan();
                // Sine of the slope's angle grows evenly with the distance.
                let sine = (angle.sin() + d / r).clamp(-1.0 + PARALLEL, 1.0 - PARALLEL);
                let cosine = (1.0 - sine * sine).sqrt();
                [self.height + r * (angle.cos() - cosine), sine / cosine, 1.0 / (r * cosine.powi(3))]
            }
        }
    }
}

/// A curve along which things are placed by distance.
#[derive(Clone, Debug)]
pub enum Directrix {
    /// A line on the ground with heights.
    Alignment(Vec<Piece>, Vec<Grade>),
    /// Any other curve, as chords; with the distance of each point.
    Chords(Curve, Vec<f64>),
}

impl Directrix {
    /// A line on the ground at height 0.
    pub fn ground(pieces: Vec<Piece>) -> Directrix {
        Directrix::alignment(pieces, vec![])
    }

    /// A line on the ground, piece after piece, with heights in the order of their distances.
    pub fn alignment(mut pieces: Vec<Piece>, mut grades: Vec<Grade>) -> Directrix {
        let mut end = 0.0;
        for p in &mut pieces {
            p.chainage = end;
            end += p.length;
        }
        grades.sort_by(|a, b| a.from.total_cmp(&b.from));
        Directrix::Alignment(pieces, grades)
    }

    /// Chords by the distance along them.
    pub fn chords(curve: Curve) -> Directrix {
        let mut s = vec![0.0];
        for w in curve.points.windows(2) {
            s.push(s[s.len() - 1] + (w[1] - w[0]).norm());
        }
        // The chords of arcs are shorter than the curve they stand for.
        let scale = if s[s.len() - 1] > 0.0 { curve.length / s[s.len() - 1] } else { 1.0 };
        s.iter_mut().for_each(|d| *d *= scale);
        Directrix::Chords(curve, s)
    }

    /// Length by which distances count, in metres.
    pub fn length(&self) -> f64 {
        match self {
            Directrix::Alignment(pieces, _) => pieces.iter().map(|p| p.length).sum(),
            Directrix::Chords(c, _) => c.length,
        }
    }

    /// Whether all its points are numbers and within reach.
    pub fn is_sound(&self) -> bool {
        let far = |s: f64| self.frame(s).origin.iter().all(|x| in_reach(*x));
        match self {
            Directrix::Alignment(pieces, grades) => {
                pieces.iter().all(|p| far(p.chainage) && far(p.chainage + p.length)) && grades.iter().all(|g| far(g.from))
            }
            Directrix::Chords(c, _) => c.points.iter().flat_map(|p| p.iter()).all(|x| in_reach(*x)),
        }
    }

    /// Whether some of it is not straight.
    pub fn curved(&self) -> bool {
        match self {
            Directrix::Alignment(p, g) => p.iter().any(|p| p.knots.len() > 1) || g.iter().any(|g| g.law != Law::Straight),
            Directrix::Chords(c, _) => c.curved,
        }
    }

    /// Where a distance leads: x along the curve, y level to the left, z up.
    pub fn frame(&self, s: f64) -> Frame {
        let (origin, along) = match self {
            Directrix::Alignment(pieces, grades) => {
                let Some(piece) = piece(pieces, s) else { return Frame::identity() };
                let u = s - piece.chainage;
                let ([x, y], d) = (piece.at(u), piece.direction(u));
                let [z, slope, _] = grade(grades, s).map_or([0.0; 3], |g| g.at(s));
                (Point3::new(x, y, z), Vector3::new(d.cos(), d.sin(), slope))
            }
            Directrix::Chords(c, at) => {
                let i = at.partition_point(|d| *d <= s).clamp(1, at.len().saturating_sub(1).max(1)) - 1;
                let (Some(&a), Some(&b)) = (c.points.get(i), c.points.get(i + 1)) else { return Frame::identity() };
                let t = (s - at[i]) / (at[i + 1] - at[i]).max(NEWTON_STEP);
                (a + (b - a) * t, b - a)
            }
        };
        let x = along.try_normalize(PARALLEL).unwrap_or_else(Vector3::x);
        let y = Vector3::z().cross(&x).try_normalize(PARALLEL).unwrap_or_else(Vector3::y);
        Frame { axes: Matrix3::from_columns(&[x, y, x.cross(&y)]), origin }
    }

    /// Distances from one to another, close enough that chords between them stay within the precision.
    pub fn stations(&self, from: f64, to: f64, precision: Precision) -> Vec<f64> {
        let mut breaks = vec![from, to];
        match self {
            Directrix::Chords(_, at) => breaks.extend(at),
            Directrix::Alignment(pieces, grades) => {
                breaks.extend(pieces.iter().map(|p| p.chainage + p.length));
                breaks.extend(grades.iter().map(|g| g.from));
            }
        }
        breaks.retain(|s| *s >= from && *s <= to);
        breaks.sort_by(f64::total_cmp);
        breaks.dedup_by(|a, b| (*a - *b).abs() <= WELD);
        let mut out: Vec<f64> = breaks.first().copied().into_iter().collect();
        for w in breaks.windows(2) {
            let n = self.steps(w[0], w[1], precision);
            out.extend((1..=n).map(|i| w[0] + (w[1] - w[0]) * i as f64 / n as f64));
        }
        out
    }

    /// Chords needed between two distances within one piece and one grade.
    fn steps(&self, a: f64, b: f64, precision: Precision) -> usize {
        let Directrix::Alignment(pieces, grades) = self else { return 1 };
        let sharpest = (0..=8).map(|i| bend(pieces, grades, a + (b - a) * (0.01 + 0.98 * f64::from(i) / 8.0))).fold(0.0, f64::max);
        let by_deviation = (sharpest / (8.0 * precision.deviation)).sqrt();
        (((b - a) * by_deviation.max(sharpest / precision.turn)).ceil() as usize).clamp(1, 4096)
    }

    /// The part between two distances as chords.
    pub fn curve(&self, from: f64, to: f64, precision: Precision) -> Curve {
        let points = self.stations(from, to, precision).into_iter().map(|s| self.frame(s).origin).collect();
        Curve { curved: self.curved(), ..Curve::through(points) }
    }
}

/// Curvature in space at a distance, near enough.
fn bend(pieces: &[Piece], grades: &[Grade], s: f64) -> f64 {
    let level = piece(pieces, s).filter(|p| s <= p.chainage + p.length).map_or(0.0, |p| p.curvature(s - p.chainage));
    level.hypot(grade(grades, s).map_or(0.0, |g| g.at(s)[2]))
}

/// The piece that a distance lies on; the first or last beyond the ends.
fn piece(pieces: &[Piece], s: f64) -> Option<&Piece> {
    pieces.get(pieces.partition_point(|p| p.chainage < s).saturating_sub(1))
}

/// The grade that rules at a distance.
fn grade(grades: &[Grade], s: f64) -> Option<&Grade> {
    grades.get(grades.partition_point(|g| g.from <= s).saturating_sub(1))
}

#[cfg(test)]
mod tests;
