//! Numbers, points, directions and axis placements of the file, in metres and radians.

use super::{Shapes, recent, unsupported};
use crate::frame::{Frame, Point3};
use crate::lower::unsupported::{Reason, Unsupported};
use crate::tolerance::{NO_DIRECTION, PARALLEL};
use haofang_ifc::{Entity, Value, class};
use nalgebra::Vector3;

pub(crate) type Read<T> = Result<T, Unsupported>;

impl<'m> Shapes<'m> {
    /// A length in metres.
    pub(crate) fn length(&self, e: Entity<'m>, at: usize, name: &'static str) -> Read<f64> {
        finite(e.attr(at)).map(|x| x * self.length).ok_or_else(|| unsupported(e, Reason::Attribute(name)))
    }

    /// A length in metres if it is given.
    pub(crate) fn length_or(&self, e: Entity<'m>, at: usize, default: f64) -> f64 {
        finite(e.attr(at)).map_or(default, |x| x * self.length)
    }

    /// An angle in radians if it is given.
    pub(crate) fn angle_or(&self, e: Entity<'m>, at: usize, default: f64) -> f64 {
        finite(e.attr(at)).map_or(default, |x| x * self.angle)
    }

    /// Radians in one plane angle unit of the file.
    pub(crate) fn angle_unit(&self) -> f64 {
        self.angle
    }

    /// Metres in one length unit of the file.
    pub(crate) fn length_unit(&self) -> f64 {
        self.length
    }

    /// A referenced entity that must be there.
    pub(crate) fn part(&self, e: Entity<'m>, at: usize, name: &'static str) -> Read<Entity<'m>> {
        e.entity_at(at).ok_or_else(|| unsupported(e, Reason::Attribute(name)))
    }

    /// A referenced entity that need not be given; one that is given and missing from the file is a flaw, not an absence: what
    /// stands on a lost placement must not be measured at the origin.
    pub(crate) fn maybe(&self, e: Entity<'m>, at: usize, name: &'static str) -> Read<Option<Entity<'m>>> {
        e.entity_if_given_at(at).ok_or_else(|| unsupported(e, Reason::Attribute(name)))
    }

    /// A point in metres; two-dimensional ones lie at height 0.
    pub(crate) fn point(&self, e: Entity<'m>) -> Read<Point3> {
        let mut c = [0.0; 3];
        let mut n = 0;
        for (k, v) in e.list_at(0).numbers().take(3).enumerate() {
            c[k] = v * self.length;
            n = k + 1;
        }
        if e.class() == class::IFC_CARTESIAN_POINT && n >= 2 && c.iter().all(|x| x.is_finite()) {
            Ok(Point3::from(c))
        } else {
            Err(unsupported(e, if e.class() == class::IFC_CARTESIAN_POINT { Reason::Attribute("Coordinates") } else { Reason::Kind }))
        }
    }

    /// A point given by an attribute.
    pub(crate) fn point_at(&self, e: Entity<'m>, at: usize, name: &'static str) -> Read<Point3> {
        self.point(self.part(e, at, name)?)
    }

    /// A direction given by an attribute, if it is given and has a length.
    pub(crate) fn direction_at(&self, e: Entity<'m>, at: usize) -> Option<Vector3<f64>> {
        e.entity_at(at).and_then(|d| self.direction(d))
    }

    /// A frame from an IfcAxis2Placement3D or 2D (or IfcAxis2PlacementLinear's Cartesian part, which is not read here).
    ///
    /// A direction that is given without a length, or that is parallel to the axis it should lie across, leaves open which way
    /// the frame is turned: it is refused, never guessed.
    pub(crate) fn axis_placement(&self, e: Entity<'m>) -> Read<Frame> {
        recent::frame(self, e, || self.frame_of(e))
    }

    fn direction(&self, d: Entity<'m>) -> Option<Vector3<f64>> {
        recent::direction(self, d, || direction(d))
    }

    fn frame_of(&self, e: Entity<'m>) -> Read<Frame> {
        let origin = |name| self.point_at(e, 0, name);
        let (first, second) = (self.way(e, 1, "Axis")?, self.way(e, 2, "RefDirection")?);
        match e.class() {
            class::IFC_AXIS2_PLACEMENT_3D => {
                let z = first.unwrap_or_else(Vector3::z);
                if second.is_some_and(|x| x.cross(&z).norm() <= PARALLEL) {
                    return Err(unsupported(e, Reason::Attribute("RefDirection")));
                }
                Ok(Frame::from_axes(origin("Location")?, z, second.unwrap_or_else(Vector3::x)))
            }
            class::IFC_AXIS2_PLACEMENT_2D => {
                let x = first.unwrap_or_else(Vector3::x);
                if x.xy().norm() <= PARALLEL {
                    return Err(unsupported(e, Reason::Attribute("RefDirection")));
                }
                Ok(Frame::from_axes(origin("Location")?, Vector3::z(), Vector3::new(x.x, x.y, 0.0)))
            }
            class::IFC_AXIS1_PLACEMENT => Ok(Frame::from_axes(origin("Location")?, first.unwrap_or_else(Vector3::z), Vector3::x())),
            _ => Err(unsupported(e, Reason::Kind)),
        }
    }

    /// A direction given by an attribute; one that is given must have a length.
    fn way(&self, e: Entity<'m>, at: usize, name: &'static str) -> Read<Option<Vector3<f64>>> {
        match self.maybe(e, at, name)? {
            Some(given) => self.direction(given).map(Some).ok_or_else(|| unsupported(e, Reason::Attribute(name))),
            None => Ok(None),
        }
    }

    /// The frame an attribute refers to; the unit frame if it is not given.
    pub(crate) fn frame_at(&self, e: Entity<'m>, at: usize) -> Read<Frame> {
        self.maybe(e, at, "Position")?.map_or(Ok(Frame::identity()), |p| self.axis_placement(p))
    }

    /// A Cartesian transformation operator, in two or three dimensions, uniform or not, with the defaults of the schema's
    /// IfcBaseAxis. It mirrors where its second axis points against the right hand; a scale that is not above zero, which the
    /// schema forbids, would turn things over that nobody meant to turn, and is refused.
    pub(crate) fn operator(&self, e: Entity<'m>) -> Read<Frame> {
        let wrong = |name| Err(unsupported(e, Reason::Attribute(name)));
        let origin = self.point_at(e, 2, "LocalOrigin")?;
        let scale = finite(e.attr(3)).unwrap_or(1.0);
        let (s2, s3) = match e.class() {
            class::IFC_CARTESIAN_TRANSFORMATION_OPERATOR_3D_NON_UNIFORM => {
                (finite(e.attr(5)).unwrap_or(scale), finite(e.attr(6)).unwrap_or(scale))
            }
            class::IFC_CARTESIAN_TRANSFORMATION_OPERATOR_2D_NON_UNIFORM => (finite(e.attr(4)).unwrap_or(scale), scale),
            _ => (scale, scale),
        };
        for (value, name) in [(scale, "Scale"), (s2, "Scale2"), (s3, "Scale3")] {
            if value <= 0.0 {
                return wrong(name);
            }
        }
        let plane = e.is_a(class::IFC_CARTESIAN_TRANSFORMATION_OPERATOR_2D);
        let (x, y) = (self.way(e, 0, "Axis1")?, self.way(e, 1, "Axis2")?);
        let z = if plane { None } else { self.way(e, 4, "Axis3")? };
        // without a third axis the first two lie level, as the schema has it; where they do not, they span the plane themselves
        let level = |v: Vector3<f64>| v.z.abs() <= PARALLEL;
        let z_dir = z.unwrap_or_else(|| match (x, y) {
            (Some(x), Some(y)) if !(plane || level(x) && level(y)) => x.cross(&y).try_normalize(NO_DIRECTION).unwrap_or_else(Vector3::z),
            _ => Vector3::z(),
        });
        let x_hint = match (x, y) {
            (Some(x), _) => x,
            (None, Some(y)) if plane => Vector3::new(y.y, -y.x, 0.0),
            _ => Vector3::x(),
        };
        if x.is_some() && x_hint.cross(&z_dir).norm() <= PARALLEL {
            return wrong("Axis1");
        }
        let mut f = Frame::from_axes(origin, z_dir, x_hint);
        match y.map(|y| y.dot(&f.y())) {
            Some(side) if side.abs() <= PARALLEL => return wrong("Axis2"),
            Some(side) if side < 0.0 => f.axes.column_mut(1).neg_mut(),
            _ => {}
        }
        for (k, s) in [scale, s2, s3].into_iter().enumerate() {
            f.axes.column_mut(k).scale_mut(s);
        }
        if f.determinant().abs() > 0.0 { Ok(f) } else { wrong("Scale") }
    }
}

/// The unit vector of an IfcDirection, if it has a length.
fn direction(d: Entity<'_>) -> Option<Vector3<f64>> {
    let mut c = [0.0; 3];
    d.list_at(0).numbers().take(3).enumerate().for_each(|(k, v)| c[k] = v);
    Vector3::from(c).try_normalize(NO_DIRECTION).filter(|v| v.iter().all(|x| x.is_finite()))
}

/// A finite number.
pub(crate) fn finite(v: Value<'_>) -> Option<f64> {
    v.as_f64().filter(|x| x.is_finite())
}
