//! Alignment curves of IFC4X3: lines on the ground from curve segments, heights along them, and what stands at a distance.

use super::read::{Read, finite};
use super::{Shapes, deeper, unsupported};
use crate::curve::alignment::{Bend, Directrix, Grade, Law, Piece};
use crate::frame::Frame;
use crate::lower::unsupported::Reason;
use crate::tolerance::WELD;
use haofang_ifc::{Entity, class};
use nalgebra::{Matrix3, Vector3};

impl<'m> Shapes<'m> {
    /// A curve by the distance along it: alignments exactly, other curves as chords.
    pub(crate) fn directrix(&self, e: Entity<'m>, depth: u8) -> Read<Directrix> {
        let found = self.along(e, deeper(e, depth)?)?;
        if found.is_sound() { Ok(found) } else { Err(unsupported(e, Reason::OutOfReach)) }
    }

    fn along(&self, e: Entity<'m>, depth: u8) -> Read<Directrix> {
        match e.class() {
            class::IFC_GRADIENT_CURVE => {
                let Directrix::Alignment(pieces, _) = self.directrix(self.part(e, 2, "BaseCurve")?, depth)? else {
                    return Err(unsupported(e, Reason::Attribute("BaseCurve")));
                };
                Ok(Directrix::alignment(pieces, self.grades(e)?))
            }
            class::IFC_COMPOSITE_CURVE | class::IFC_2D_COMPOSITE_CURVE
                if e.entities_at(0).all(|s| s.class() == class::IFC_CURVE_SEGMENT) =>
            {
                let mut pieces = Vec::new();
                for segment in e.entities_at(0) {
                    pieces.extend(self.ground_piece(segment)?);
                }
                if pieces.is_empty() { Err(unsupported(e, Reason::Empty("a curve without length"))) } else { Ok(Directrix::ground(pieces)) }
            }
            class::IFC_POLYLINE if !self.curve_at_depth(e, depth)?.points.iter().any(|p| p.z != 0.0) => {
                let points = self.curve_at_depth(e, depth)?.points;
                let piece = |w: &[crate::frame::Point3]| {
                    let d = w[1] - w[0];
                    (d.norm() > WELD).then(|| Piece::new([w[0].x, w[0].y], d.y.atan2(d.x), Bend::Polynomial(vec![]), 0.0, d.norm()))
                };
                Ok(Directrix::ground(points.windows(2).filter_map(piece).collect()))
            }
            _ => Ok(Directrix::chords(self.curve_at_depth(e, depth)?)),
        }
    }

    /// A segment of a line on the ground; nothing for one without length, which only marks the end.
    pub(crate) fn ground_piece(&self, e: Entity<'m>) -> Read<Option<Piece>> {
        let parent = self.part(e, 4, "ParentCurve")?;
        let (from, length) = self.range(e, parent)?;
        if length.abs() <= WELD {
            return Ok(None);
        }
        let there = self.frame_at(e, 1)?;
        let bend = self.bend(parent, length)?;
        Ok(Some(Piece::new([there.origin.x, there.origin.y], there.x().y.atan2(there.x().x), bend, from, length)))
    }

    /// Where on its parent a segment starts and how long it is, in metres along the parent.
    fn range(&self, e: Entity<'m>, parent: Entity<'m>) -> Read<(f64, f64)> {
        let turn = match parent.class() {
            class::IFC_CIRCLE => Some(self.angle_unit() * self.length(parent, 1, "Radius")?),
            class::IFC_LINE => Some(self.length_or(self.part(parent, 1, "Dir")?, 1, self.length_unit())),
            // Spirals and polynomials are written with lengths for parameters.
            _ => None,
        };
        let measure = |at: usize, name: &'static str| -> Read<f64> {
            let v = e.attr(at);
            let x = finite(v).ok_or_else(|| unsupported(e, Reason::Attribute(name)))?;
            let parameter = v.typed().is_some_and(|(k, _)| k.eq_ignore_ascii_case("IFCPARAMETERVALUE"));
            Ok(x * turn.filter(|_| parameter).unwrap_or(self.length_unit()))
        };
        Ok((measure(2, "SegmentStart")?, measure(3, "SegmentLength")?))
    }

    /// The curvature of a parent curve.
    fn bend(&self, parent: Entity<'m>, length: f64) -> Read<Bend> {
        // A term's length A stands for the curvature sⁿ / Aⁿ⁺¹, with A's sign.
        let term = |at: usize, n: i32| {
            self.length(parent, at, "Terms").ok().filter(|a| *a != 0.0).map_or(0.0, |a| a.signum() / a.abs().powi(n + 1))
        };
        let polynomial = |degree: usize| Bend::Polynomial((0..=degree).map(|n| term(1 + degree - n, n as i32)).collect());
        Ok(match parent.class() {
            class::IFC_LINE => Bend::Polynomial(vec![]),
            class::IFC_CIRCLE => Bend::Polynomial(vec![1.0 / self.length(parent, 1, "Radius")?]),
            class::IFC_CLOTHOID => Bend::Polynomial(vec![0.0, term(1, 1)]),
            class::IFC_SECOND_ORDER_POLYNOMIAL_SPIRAL => polynomial(2),
            class::IFC_THIRD_ORDER_POLYNOMIAL_SPIRAL => polynomial(3),
            class::IFC_SEVENTH_ORDER_POLYNOMIAL_SPIRAL => polynomial(7),
            class::IFC_COSINE_SPIRAL => Bend::Cosine(term(2, 0), term(1, 0), length.abs()),
            class::IFC_SINE_SPIRAL => Bend::Sine(term(3, 0), term(2, 1), term(1, 0), length.abs()),
            _ => return Err(unsupported(parent, Reason::Kind)),
        })
    }

    /// The heights of a gradient curve, whose segments lie in the plane of distance and height.
    fn grades(&self, e: Entity<'m>) -> Read<Vec<Grade>> {
        let mut grades = Vec::new();
        for segment in e.entities_at(0) {
            let parent = self.part(segment, 4, "ParentCurve")?;
            let there = self.frame_at(segment, 1)?;
            let (from, length) = self.range(segment, parent)?;
            if length.abs() <= WELD && !grades.is_empty() {
                continue;
            }
            let slope = there.x().y / there.x().x;
            if !slope.is_finite() {
                return Err(unsupported(segment, Reason::Attribute("Placement")));
            }
            let law = match parent.class() {
                class::IFC_LINE => Law::Straight,
                class::IFC_CIRCLE => Law::Arc(self.length(parent, 1, "Radius")?.copysign(length)),
                class::IFC_POLYNOMIAL_CURVE => Law::Polynomial(self.parabola(parent, from)?),
                _ => return Err(unsupported(parent, Reason::Kind)),
            };
            grades.push(Grade { from: there.origin.x, height: there.origin.y, slope, law });
        }
        Ok(grades)
    }

    /// Terms from the quadratic one on of a polynomial y(x) about a point of it.
    fn parabola(&self, parent: Entity<'m>, from: f64) -> Read<Vec<f64>> {
        let x: Vec<f64> = parent.attr(1).as_list().numbers().collect();
        if x.as_slice() != [0.0, 1.0] {
            return Err(unsupported(parent, Reason::Attribute("CoefficientsX")));
        }
        // A polynomial in file units is one in metres with each term scaled by a power of the unit.
        let unit = self.length_unit();
        let y: Vec<f64> = parent.attr(2).as_list().numbers().take(16).enumerate().map(|(n, c)| c * unit.powi(1 - n as i32)).collect();
        let binomial = |n: usize, k: usize| (0..k).fold(1.0, |b, i| b * (n - i) as f64 / (i + 1) as f64);
        let about = |k: usize| (k..y.len()).map(|n| y[n] * binomial(n, k) * from.powi((n - k) as i32)).sum();
        Ok((2..y.len()).map(about).collect())
    }

    /// Distance along a curve and frame (x along, y to the left, z up) of an IfcAxis2PlacementLinear or an
    /// IfcPointByDistanceExpression.
    pub(crate) fn linear_place(&self, e: Entity<'m>, on: &Directrix) -> Read<(f64, Frame)> {
        let (point, axes) = match e.class() {
            class::IFC_AXIS2_PLACEMENT_LINEAR => (self.part(e, 0, "Location")?, Some(e)),
            _ => (e, None),
        };
        if point.class() != class::IFC_POINT_BY_DISTANCE_EXPRESSION {
            return Err(unsupported(point, Reason::Kind));
        }
        let distance = point.attr(0);
        let share =
            distance.typed().is_some_and(|(k, _)| k.eq_ignore_ascii_case("IFCPARAMETERVALUE")) && !matches!(on, Directrix::Alignment(..));
        if share {
            return Err(unsupported(point, Reason::Attribute("DistanceAlong")));
        }
        let s = self.length(point, 0, "DistanceAlong")? + self.length_or(point, 3, 0.0);
        let mut frame = on.frame(s);
        frame.origin += frame.y() * self.length_or(point, 1, 0.0) + frame.z() * self.length_or(point, 2, 0.0);
        let given = axes.map(|a| (self.direction_at(a, 1), self.direction_at(a, 2))).unwrap_or_default();
        if given != (None, None) {
            let turned =
                Frame::from_axes(crate::frame::Point3::origin(), given.0.unwrap_or_else(Vector3::z), given.1.unwrap_or_else(Vector3::x));
            frame.axes *= turned.axes;
        }
        Ok((s, frame))
    }

    /// The curve that a point by distance lies on.
    pub(crate) fn basis_curve(&self, e: Entity<'m>) -> Read<Directrix> {
        let point = if e.class() == class::IFC_AXIS2_PLACEMENT_LINEAR { self.part(e, 0, "Location")? } else { e };
        self.directrix(self.part(point, 4, "BasisCurve")?, super::DEPTH)
    }
}

/// A frame for profiles from one along a curve: the profile's x to the left, its y up, its normal along the curve.
pub(crate) fn across(f: &Frame) -> Frame {
    Frame { axes: Matrix3::from_columns(&[f.y(), f.z(), f.x()]), origin: f.origin }
}
