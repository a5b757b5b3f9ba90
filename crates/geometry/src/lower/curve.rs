//! Curves of the file to chords.

use super::read::{Read, finite};
use super::{DEPTH, Shapes, deeper, unsupported};
use crate::curve::{Basis, Curve, Spline};
use crate::frame::Point3;
use crate::lower::unsupported::Reason;
use haofang_ifc::{Entity, Value, class};

impl<'m> Shapes<'m> {
    /// A bounded curve (or the whole of a closed one).
    pub(crate) fn curve(&self, e: Entity<'m>) -> Read<Curve> {
        self.curve_at_depth(e, DEPTH)
    }

    pub(crate) fn curve_at_depth(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let c = self.basis(e, depth)?.whole(self.precision);
        if c.points.len() < 2 || c.points.iter().any(|p| !p.coords.iter().all(|x| x.is_finite())) {
            return Err(unsupported(e, Reason::Empty("a curve of fewer than two points")));
        }
        Ok(c)
    }

    /// A curve with its parameter.
    pub(crate) fn basis(&self, e: Entity<'m>, depth: u8) -> Read<Basis> {
        let depth = deeper(e, depth)?;
        match e.class() {
            class::IFC_POLYLINE => {
                let points = e.entities_at(0).map(|p| self.point(p)).collect::<Read<Vec<_>>>()?;
                Ok(Basis::Chords(Curve::through(points)))
            }
            class::IFC_LINE => {
                let v = self.part(e, 1, "Dir")?;
                let d = self.direction_at(v, 0).ok_or_else(|| unsupported(v, Reason::Attribute("Orientation")))?;
                Ok(Basis::Line(self.point_at(e, 0, "Pnt")?, d * self.length_or(v, 1, self.length_unit())))
            }
            class::IFC_CIRCLE => {
                let r = self.length(e, 1, "Radius")?;
                Ok(Basis::Ellipse(self.frame_at(e, 0)?, r, r))
            }
            class::IFC_ELLIPSE => {
                Ok(Basis::Ellipse(self.frame_at(e, 0)?, self.length(e, 1, "SemiAxis1")?, self.length(e, 2, "SemiAxis2")?))
            }
            class::IFC_TRIMMED_CURVE => self.trimmed(e, depth).map(Basis::Chords),
            class::IFC_COMPOSITE_CURVE
            | class::IFC_2D_COMPOSITE_CURVE
            | class::IFC_COMPOSITE_CURVE_ON_SURFACE
            | class::IFC_BOUNDARY_CURVE
            | class::IFC_OUTER_BOUNDARY_CURVE => self.composite(e, depth).map(Basis::Chords),
            class::IFC_INDEXED_POLY_CURVE => self.indexed(e).map(Basis::Chords),
            class::IFC_B_SPLINE_CURVE_WITH_KNOTS
            | class::IFC_RATIONAL_B_SPLINE_CURVE_WITH_KNOTS
            | class::IFC_B_SPLINE_CURVE
            | class::IFC_BEZIER_CURVE
            | class::IFC_RATIONAL_BEZIER_CURVE => self.spline(e).map(Basis::Spline),
            class::IFC_SURFACE_CURVE | class::IFC_SEAM_CURVE | class::IFC_INTERSECTION_CURVE => {
                self.basis(self.part(e, 0, "Curve3D")?, depth)
            }
            class::IFC_PCURVE => self.on_surface(e, depth).map(Basis::Chords),
            class::IFC_GRADIENT_CURVE => {
                let line = self.directrix(e, depth)?;
                Ok(Basis::Chords(line.curve(0.0, line.length(), self.precision)))
            }
            class::IFC_OFFSET_CURVE_BY_DISTANCES => self.offset_by_distances(e, depth).map(Basis::Chords),
            class::IFC_OFFSET_CURVE_3D => self.offset_in_space(e, depth).map(Basis::Chords),
            class::IFC_OFFSET_CURVE_2D => self.offset(e, depth).map(Basis::Chords),
            _ => Err(unsupported(e, Reason::Kind)),
        }
    }

    fn trimmed(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let basis_entity = self.part(e, 0, "BasisCurve")?;
        let basis = self.basis(basis_entity, depth)?;
        let by_parameter = e.attr(4).as_enum() == Some("PARAMETER");
        let scale = if matches!(basis, Basis::Ellipse(..)) { self.angle } else { 1.0 };
        let trim = |at: usize, name: &'static str| -> Read<f64> {
            let (mut point, mut parameter) = (None, None);
            for v in e.attr(at).as_list() {
                match v {
                    Value::Ref(id) => point = self.model.entity(id).map(|p| self.point(p)).transpose()?,
                    v => parameter = finite(v),
                }
            }
            let near = |p: Point3| basis.parameter(p);
            let own = parameter.map(|t| t * scale);
            let chosen = if by_parameter { own.or_else(|| point.map(near)) } else { point.map(near).or(own) };
            chosen.ok_or_else(|| unsupported(e, Reason::Attribute(name)))
        };
        let (from, to) = (trim(1, "Trim1")?, trim(2, "Trim2")?);
        let forward = e.attr(3).as_bool().unwrap_or(true);
        Ok(match &basis {
            Basis::Ellipse(..) => basis.part(from, to, forward, self.precision),
            _ => basis.part(from, to, forward, self.precision),
        })
    }

    fn composite(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let mut out = Curve::default();
        for segment in e.entities_at(0) {
            let mut piece = match segment.class() {
                class::IFC_COMPOSITE_CURVE_SEGMENT | class::IFC_REPARAMETRISED_COMPOSITE_CURVE_SEGMENT => {
                    let c = self.curve_at_depth(self.part(segment, 2, "ParentCurve")?, depth)?;
                    if segment.attr(1).as_bool().unwrap_or(true) { c } else { c.reversed() }
                }
                class::IFC_CURVE_SEGMENT => self.curve_segment(segment, depth)?,
                _ => return Err(unsupported(segment, Reason::Kind)),
            };
            // Exporters sometimes give a segment the wrong way round: the nearer end continues.
            if let (Some(&end), Some(&a), Some(&b)) = (out.points.last(), piece.points.first(), piece.points.last())
                && (end - a).norm() > crate::tolerance::COARSE_DEVIATION
                && (end - b).norm() <= crate::tolerance::JOIN
            {
                piece = piece.reversed();
            }
            out.join(piece);
        }
        Ok(out)
    }

    /// IFC4X3: a piece of a line or circle by start and length, put where its placement says.
    fn curve_segment(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let parent = self.part(e, 4, "ParentCurve")?;
        if parent.is_a(class::IFC_SPIRAL) {
            return Ok(self.ground_piece(e)?.map_or_else(Curve::default, |p| p.curve(self.precision)));
        }
        let basis = self.basis(parent, depth)?;
        let measure = |at: usize, name: &'static str| -> Read<(f64, bool)> {
            let v = e.attr(at);
            let by_length = v.typed().is_none_or(|(k, _)| !k.eq_ignore_ascii_case("IFCPARAMETERVALUE"));
            finite(v).map(|x| (x, by_length)).ok_or_else(|| unsupported(e, Reason::Attribute(name)))
        };
        let ((start, a), (length, b)) = (measure(2, "SegmentStart")?, measure(3, "SegmentLength")?);
        let unit = |by_length: bool| match &basis {
            Basis::Line(_, d) if by_length => Some(self.length / d.norm()),
            Basis::Ellipse(_, rx, ry) if by_length && rx == ry => Some(self.length / rx),
            Basis::Ellipse(..) if !by_length => Some(self.angle),
            Basis::Line(..) => Some(1.0),
            _ => None,
        };
        let (Some(ua), Some(ub)) = (unit(a), unit(b)) else { return Err(unsupported(parent, Reason::Kind)) };
        let (from, to) = (start * ua, start * ua + length * ub);
        let piece = match &basis {
            Basis::Ellipse(f, rx, ry) => Curve::ellipse(f, *rx, *ry, from, to, self.precision),
            _ => basis.part(from, to, true, self.precision),
        };
        // The placement says where the piece starts and which way it runs there.
        let here = match &basis {
            Basis::Ellipse(f, ..) => {
                let (t, turn) = (from, (to - from).signum());
                let tangent = f.vector(nalgebra::Vector3::new(-t.sin(), t.cos(), 0.0)) * turn;
                crate::frame::Frame::from_axes(basis.at(from), f.z(), tangent)
            }
            _ => crate::frame::Frame::from_axes(
                basis.at(from),
                nalgebra::Vector3::z(),
                (basis.at(from + 1.0) - basis.at(from)) * (to - from).signum(),
            ),
        };
        let there = self.frame_at(e, 1)?;
        let back = here.inverse().ok_or_else(|| unsupported(e, Reason::Attribute("Placement")))?;
        Ok(piece.transformed(&there.then(&back)))
    }

    fn indexed(&self, e: Entity<'m>) -> Read<Curve> {
        let list = self.part(e, 0, "Points")?;
        let points = self.point_list(list);
        let pick = |i: i64| {
            usize::try_from(i - 1).ok().and_then(|i| points.get(i)).copied().ok_or_else(|| unsupported(e, Reason::Attribute("Segments")))
        };
        let segments = e.attr(1);
        if segments.is_null() {
            return Ok(Curve::through(points));
        }
        let mut out = Curve::default();
        for v in segments.as_list() {
            let Some((kind, inner)) = v.typed() else { return Err(unsupported(e, Reason::Attribute("Segments"))) };
            let indices: Vec<i64> = inner.as_list().filter_map(Value::as_i64).collect();
            let p = indices.iter().map(|i| pick(*i)).collect::<Read<Vec<_>>>()?;
            match (kind.eq_ignore_ascii_case("IFCARCINDEX"), p.as_slice()) {
                (true, &[a, m, b]) => out.join(Curve::arc_through(a, m, b, self.precision)),
                (false, _) => out.join(Curve::through(p)),
                _ => return Err(unsupported(e, Reason::Attribute("Segments"))),
            }
        }
        Ok(out)
    }

    /// Points of a Cartesian point list, in two or three dimensions.
    pub(crate) fn point_list(&self, list: Entity<'m>) -> Vec<Point3> {
        let (mut rows, mut row, mut points) = (list.attr(0).as_list(), Vec::new(), Vec::new());
        while rows.next_row(&mut row) {
            let coordinate = |k: usize| row.get(k).map_or(0.0, |x| x * self.length);
            points.push(Point3::new(coordinate(0), coordinate(1), coordinate(2)));
        }
        points
    }

    fn spline(&self, e: Entity<'m>) -> Read<Spline> {
        let bad = |name: &'static str| unsupported(e, Reason::Attribute(name));
        let degree = e.attr(0).as_i64().and_then(|d| usize::try_from(d).ok()).ok_or_else(|| bad("Degree"))?;
        let control = e.entities_at(1).map(|p| self.point(p)).collect::<Read<Vec<_>>>()?;
        let n = control.len();
        let bezier = e.is_a(class::IFC_BEZIER_CURVE) || e.class() == class::IFC_B_SPLINE_CURVE;
        let knots: Vec<f64> = if bezier {
            // Bézier pieces laid end to end, or one piece.
            if degree == 0 || n <= degree || !(n - 1).is_multiple_of(degree) {
                return Err(bad("ControlPointsList"));
            }
            let pieces = (n - 1) / degree;
            let inner = (1..pieces).flat_map(|i| std::iter::repeat_n(i as f64, degree));
            std::iter::repeat_n(0.0, degree + 1).chain(inner).chain(std::iter::repeat_n(pieces as f64, degree + 1)).collect()
        } else {
            knot_vector(e.attr(5), e.attr(6), n + degree + 1).ok_or_else(|| bad("Knots"))?
        };
        let weights_at = if e.is_a(class::IFC_RATIONAL_BEZIER_CURVE) {
            Some(5)
        } else {
            e.is_a(class::IFC_RATIONAL_B_SPLINE_CURVE_WITH_KNOTS).then_some(8)
        };
        let weights: Option<Vec<f64>> = weights_at.map(|k| e.attr(k).as_list().numbers().collect());
        Spline::new(degree, &control, weights.as_deref(), knots).ok_or_else(|| bad("ControlPointsList"))
    }

    /// A curve beside an alignment, by distances to the left and up that change evenly between the places where they are given.
    fn offset_by_distances(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let line = self.directrix(self.part(e, 0, "BasisCurve")?, depth)?;
        let place = |p: Entity<'m>| -> Read<[f64; 3]> {
            Ok([self.length(p, 0, "DistanceAlong")? + self.length_or(p, 3, 0.0), self.length_or(p, 1, 0.0), self.length_or(p, 2, 0.0)])
        };
        let mut places = e.entities_at(1).map(place).collect::<Read<Vec<_>>>()?;
        places.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
            return Err(unsupported(e, Reason::Attribute("OffsetValues")));
        };
        // One offset holds for the whole curve; several hold from the first to the last.
        let (from, to) = if places.len() == 1 { (0.0, line.length()) } else { (first[0], last[0]) };
        let offset = |s: f64| {
            let next = places.iter().position(|p| p[0] >= s).unwrap_or(places.len() - 1);
            let (a, b) = (places[next.saturating_sub(1)], places[next]);
            let share = if b[0] > a[0] { ((s - a[0]) / (b[0] - a[0])).clamp(0.0, 1.0) } else { 0.0 };
            [1, 2].map(|k| a[k] + (b[k] - a[k]) * share)
        };
        let mut stations = line.stations(from, to, self.precision);
        stations.extend(places.iter().map(|p| p[0]).filter(|s| *s > from && *s < to));
        stations.sort_by(f64::total_cmp);
        let point = |s: f64| {
            let (f, [y, z]) = (line.frame(s), offset(s));
            f.origin + f.y() * y + f.z() * z
        };
        Ok(Curve { curved: line.curved(), ..Curve::through(stations.into_iter().map(point).collect()) })
    }

    /// A curve moved across its direction and a fixed one, as a mitred line.
    fn offset_in_space(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let base = self.curve_at_depth(self.part(e, 0, "BasisCurve")?, depth)?;
        let d = self.length(e, 1, "Distance")?;
        let reference = self.direction_at(e, 3).ok_or_else(|| unsupported(e, Reason::Attribute("RefDirection")))?;
        // In these frames x points along the fixed direction, so that its cross product with the direction of travel is -y.
        let frames = crate::solid::sweep::path_frames(&base, Some(reference));
        Ok(Curve { curved: base.curved, ..Curve::through(frames.iter().map(|f| f.point(Point3::new(0.0, -d, 0.0))).collect()) })
    }

    /// A plane curve moved sideways by a distance (to the left if positive), as a mitred line.
    fn offset(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let base = self.curve_at_depth(self.part(e, 0, "BasisCurve")?, depth)?;
        let d = self.length(e, 1, "Distance")?;
        let frames = crate::solid::sweep::path_frames(&base, Some(nalgebra::Vector3::z()));
        // In these frames x points up, so that y is the direction to the left of travel.
        let points = frames.iter().map(|f| f.point(Point3::new(0.0, d, 0.0))).collect();
        Ok(Curve { curved: base.curved, ..Curve::through(points) })
    }
}

/// Knots written out with their multiplicities, if their number is right.
pub(crate) fn knot_vector(multiplicities: Value<'_>, knots: Value<'_>, count: usize) -> Option<Vec<f64>> {
    let mut all = Vec::with_capacity(count.min(1 << 16));
    let mut many = multiplicities.as_list().filter_map(Value::as_i64);
    for k in knots.as_list().numbers() {
        let m = usize::try_from(many.next()?).ok()?;
        if all.len() + m > count {
            return None;
        }
        all.extend(std::iter::repeat_n(k, m));
    }
    (all.len() == count).then_some(all)
}
