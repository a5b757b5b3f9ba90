//! Surfaces of the file.

use super::curve::knot_vector;
use super::read::Read;
use super::{DEPTH, Shapes, deeper, unsupported};
use crate::curve::{Basis, Curve};
use crate::frame::{Frame, Point3};
use crate::lower::unsupported::Reason;
use crate::solid::surface::{SplineSurface, Surface};
use haofang_ifc::{Entity, Value, class};

impl<'m> Shapes<'m> {
    /// A surface with its parameters.
    pub(crate) fn surface(&self, e: Entity<'m>) -> Read<Surface> {
        match e.class() {
            class::IFC_PLANE => Ok(Surface::Plane(self.frame_at(e, 0)?)),
            class::IFC_CYLINDRICAL_SURFACE => Ok(Surface::Cylinder(self.frame_at(e, 0)?, self.length(e, 1, "Radius")?)),
            class::IFC_SPHERICAL_SURFACE => Ok(Surface::Sphere(self.frame_at(e, 0)?, self.length(e, 1, "Radius")?)),
            class::IFC_TOROIDAL_SURFACE => {
                Ok(Surface::Torus(self.frame_at(e, 0)?, self.length(e, 1, "MajorRadius")?, self.length(e, 2, "MinorRadius")?))
            }
            class::IFC_SURFACE_OF_LINEAR_EXTRUSION => {
                let frame = self.frame_at(e, 1)?;
                let d = self.direction_at(e, 2).ok_or_else(|| unsupported(e, Reason::Attribute("ExtrudedDirection")))?;
                let curve = self.placed_profile(self.part(e, 0, "SweptCurve")?, &frame)?;
                Ok(Surface::Extrusion(Box::new(curve), frame.vector(d * self.length(e, 3, "Depth")?)))
            }
            class::IFC_SURFACE_OF_REVOLUTION => {
                let frame = self.frame_at(e, 1)?;
                let axis = self.axis_placement(self.part(e, 2, "AxisPosition")?)?;
                let curve = self.placed_profile(self.part(e, 0, "SweptCurve")?, &frame)?;
                Ok(Surface::Revolution(Box::new(curve), frame.then(&axis)))
            }
            class::IFC_B_SPLINE_SURFACE_WITH_KNOTS | class::IFC_RATIONAL_B_SPLINE_SURFACE_WITH_KNOTS => self.spline_surface(e),
            _ => Err(unsupported(e, Reason::Kind)),
        }
    }

    /// The curve of an open (or closed) profile, placed.
    fn placed_profile(&self, profile: Entity<'m>, frame: &Frame) -> Read<Basis> {
        let curve = self.part(profile, 2, "Curve")?;
        Ok(match self.basis(curve, DEPTH)? {
            Basis::Line(p, d) => Basis::Line(frame.point(p), frame.vector(d)),
            Basis::Ellipse(f, rx, ry) => Basis::Ellipse(frame.then(&f), rx, ry),
            Basis::Spline(s) => Basis::Spline(s.transformed(frame)),
            Basis::Chords(c) => Basis::Chords(c.transformed(frame)),
        })
    }

    fn spline_surface(&self, e: Entity<'m>) -> Read<Surface> {
        let bad = |name: &'static str| unsupported(e, Reason::Attribute(name));
        let degree = |at: usize| e.attr(at).as_i64().and_then(|d| usize::try_from(d).ok()).ok_or_else(|| bad("UDegree"));
        let degrees = [degree(0)?, degree(1)?];
        let mut control: Vec<Vec<Point3>> = Vec::new();
        for row in e.attr(2).as_list() {
            let points = row.as_list().refs().filter_map(|id| self.model().entity(id)).map(|p| self.point(p)).collect::<Read<Vec<_>>>()?;
            control.push(points);
        }
        let (n, m) = (control.len(), control.first().map_or(0, Vec::len));
        let ku = knot_vector(e.attr(7), e.attr(9), n + degrees[0] + 1).ok_or_else(|| bad("UKnots"))?;
        let kv = knot_vector(e.attr(8), e.attr(10), m + degrees[1] + 1).ok_or_else(|| bad("VKnots"))?;
        let weights: Option<Vec<Vec<f64>>> = (e.class() == class::IFC_RATIONAL_B_SPLINE_SURFACE_WITH_KNOTS)
            .then(|| e.attr(12).as_list().map(|r: Value<'m>| r.as_list().numbers().collect()).collect());
        SplineSurface::new(degrees, &control, weights.as_deref(), [ku, kv])
            .map(|b| Surface::Spline(Box::new(b)))
            .ok_or_else(|| bad("ControlPointsList"))
    }

    /// A curve given in a surface's parameters, brought into space.
    pub(crate) fn on_surface(&self, e: Entity<'m>, depth: u8) -> Read<Curve> {
        let depth = deeper(e, depth)?;
        let surface = self.surface(self.part(e, 0, "BasisSurface")?)?;
        let flat = self.curve_at_depth(self.part(e, 1, "ReferenceCurve")?, depth)?;
        // Parameters are lengths only on planes; elsewhere the length unit has to be taken out again.
        let unit = |k: usize| match (&surface, k) {
            (Surface::Plane(_), _) | (Surface::Cylinder(..), 1) => 1.0,
            (Surface::Cylinder(..) | Surface::Sphere(..) | Surface::Torus(..), _) => self.angle_unit() / self.length_unit(),
            _ => 1.0 / self.length_unit(),
        };
        let points = flat.points.iter().map(|p| surface.at(p.x * unit(0), p.y * unit(1))).collect();
        Ok(Curve { curved: true, ..Curve::through(points) })
    }
}
