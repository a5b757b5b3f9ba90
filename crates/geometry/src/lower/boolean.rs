//! Boolean results, half-spaces and CSG primitives.

use super::read::Read;
use super::{Shapes, deeper, item, unsupported};
use crate::frame::{Frame, Point3};
use crate::lower::unsupported::Reason;
use crate::profile::Profile;
use crate::profile::shapes;
use crate::solid::boolean::{Tool, apply};
use crate::solid::convex::Plane;
use crate::solid::part::Body;
use crate::solid::prism::Operation;
use crate::solid::{Part, Sweep, primitive};
use haofang_ifc::{Entity, class};
use nalgebra::Vector3;
use std::sync::Arc;

/// More operations in one chain than this are a circle, not a building.
const MOST_OPERATIONS: usize = 4000;

/// A boolean result: the chain of first operands is walked, not recursed into, as exporters nest it once per cut.
pub(crate) fn result<'m>(s: &Shapes<'m>, e: Entity<'m>, depth: u8) -> Read<Vec<Part>> {
    let depth = deeper(e, depth)?;
    let mut steps: Vec<Entity<'m>> = Vec::new();
    let mut first = e;
    while first.is_a(class::IFC_BOOLEAN_RESULT) {
        steps.push(first);
        if steps.len() > MOST_OPERATIONS {
            return Err(unsupported(e, Reason::TooDeep));
        }
        first = s.part(first, 1, "FirstOperand")?;
    }
    let mut parts = item::parts(s, first, depth)?;
    for step in steps.into_iter().rev() {
        let operation = match step.attr(0).as_enum() {
            Some("DIFFERENCE") => Operation::Difference,
            Some("INTERSECTION") => Operation::Intersection,
            Some("UNION") => Operation::Union,
            _ => return Err(unsupported(step, Reason::Attribute("Operator"))),
        };
        let second = tool(s, s.part(step, 2, "SecondOperand")?, depth)?;
        parts = apply(parts, &second, operation).map_err(|why| unsupported(step, Reason::Cut(why)))?;
    }
    if parts.is_empty() { Err(unsupported(e, Reason::Empty("nothing is left after the cuts"))) } else { Ok(parts) }
}

fn tool<'m>(s: &Shapes<'m>, e: Entity<'m>, depth: u8) -> Read<Tool> {
    if !e.is_a(class::IFC_HALF_SPACE_SOLID) {
        return Ok(Tool::Parts(item::parts(s, e, depth)?));
    }
    let surface = s.part(e, 0, "BaseSurface")?;
    if surface.class() != class::IFC_PLANE {
        return Err(unsupported(surface, Reason::Kind));
    }
    let f = s.frame_at(surface, 0)?;
    let agrees = e.attr(1).as_bool().unwrap_or(true);
    // Agreement means that the normal points away from the solid.
    let plane = Plane { point: f.origin, normal: if agrees { f.z() } else { -f.z() } };
    if e.class() == class::IFC_POLYGONAL_BOUNDED_HALF_SPACE {
        let boundary = s.curve(s.part(e, 3, "PolygonalBoundary")?)?;
        let outline = Arc::new(Profile::from_curves(&boundary, &[]));
        if outline.region.0.is_empty() {
            return Err(unsupported(e, Reason::Empty("a boundary without area")));
        }
        return Ok(Tool::Bounded { frame: s.frame_at(e, 2)?, outline, plane });
    }
    // A boxed half-space's box is a hint for kernels only.
    Ok(Tool::HalfSpace(plane))
}

/// A CSG primitive.
pub(crate) fn primitive<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let f = s.frame_at(e, 0)?;
    let p = s.precision;
    let rect = |x: f64, y: f64| Arc::new(Profile::from_rings(vec![[0.0, 0.0], [x, 0.0], [x, y], [0.0, y]], vec![]));
    let curved = |mesh| Part::body(Body::closed_or_not(mesh, true, true, true));
    let part = match e.class() {
        class::IFC_BLOCK => {
            let z = s.length(e, 3, "ZLength")?;
            Part::Sweep(Sweep { profile: rect(s.length(e, 1, "XLength")?, s.length(e, 2, "YLength")?), frame: f, depth: f.z() * z })
        }
        class::IFC_RECTANGULAR_PYRAMID => {
            let m = primitive::pyramid(&f, s.length(e, 1, "XLength")?, s.length(e, 2, "YLength")?, s.length(e, 3, "Height")?);
            Part::body(Body::closed_or_not(m, true, false, true))
        }
        class::IFC_RIGHT_CIRCULAR_CYLINDER => {
            let r = s.length(e, 2, "Radius")?;
            Part::Sweep(Sweep { profile: Arc::new(shapes::ellipse(r, r, p)), frame: f, depth: f.z() * s.length(e, 1, "Height")? })
        }
        class::IFC_RIGHT_CIRCULAR_CONE => curved(primitive::cone(&f, s.length(e, 2, "BottomRadius")?, s.length(e, 1, "Height")?, p)),
        class::IFC_SPHERE => curved(primitive::sphere(&f, s.length(e, 1, "Radius")?, p)),
        _ => return Err(unsupported(e, Reason::Kind)),
    };
    if part.volume().is_some_and(|v| v > 0.0) { Ok(part) } else { Err(unsupported(e, Reason::Empty("a primitive without volume"))) }
}

/// A bounding box given as geometry.
pub(crate) fn bounding_box<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let o: Point3 = s.point_at(e, 0, "Corner")?;
    let (x, y, z) = (s.length(e, 1, "XDim")?, s.length(e, 2, "YDim")?, s.length(e, 3, "ZDim")?);
    let profile = Arc::new(Profile::from_rings(vec![[0.0, 0.0], [x, 0.0], [x, y], [0.0, y]], vec![]));
    Ok(Part::Sweep(Sweep { profile, frame: Frame::translation(o.x, o.y, o.z), depth: Vector3::new(0.0, 0.0, z) }))
}
