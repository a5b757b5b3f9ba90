//! Where products stand: chains of local placements, grid and linear placements.

use super::read::Read;
use super::{Shapes, unsupported};
use crate::frame::Frame;
use crate::lower::unsupported::Reason;
use crate::tolerance::in_reach;
use haofang_ifc::{Entity, class};

/// World frame of a product; one without placement stands at the origin.
pub(crate) fn world<'m>(s: &Shapes<'m>, product: Entity<'m>) -> Read<Frame> {
    match s.maybe(product, 5, "ObjectPlacement")? {
        Some(p) => chain(s, p),
        None => Ok(Frame::identity()),
    }
}

/// World frame of a placement: its own frame within those of all it is relative to.
pub(crate) fn chain<'m>(s: &Shapes<'m>, placement: Entity<'m>) -> Read<Frame> {
    let known = |p: Entity<'m>| s.placements.read().ok().and_then(|m| m.get(&p.id()).copied());
    let mut pending: Vec<(Entity<'m>, Frame)> = Vec::new();
    let mut here = Some(placement);
    let mut frame = Frame::identity();
    while let Some(p) = here {
        if let Some(f) = known(p) {
            frame = f;
            break;
        }
        if pending.len() > usize::from(u8::MAX) {
            return Err(unsupported(placement, Reason::TooDeep));
        }
        let (own, parent) = one(s, p)?;
        pending.push((p, own));
        here = parent;
    }
    while let Some((p, own)) = pending.pop() {
        frame = frame.then(&own);
        if let Ok(mut m) = s.placements.write() {
            m.insert(p.id(), frame);
        }
    }
    Ok(frame)
}

/// A placement's own frame and what it is relative to.
fn one<'m>(s: &Shapes<'m>, p: Entity<'m>) -> Read<(Frame, Option<Entity<'m>>)> {
    match p.class() {
        class::IFC_LOCAL_PLACEMENT => Ok((s.frame_at(p, 1)?, s.maybe(p, 0, "PlacementRelTo")?)),
        // The Cartesian fallback that IFC4X3 exporters write beside a position along an alignment.
        class::IFC_LINEAR_PLACEMENT => match p.entity_at(2) {
            Some(c) => Ok((s.axis_placement(c)?, p.entity_at(0).filter(|r| r.is_a(class::IFC_OBJECT_PLACEMENT)))),
            None => {
                let place = s.part(p, 1, "RelativePlacement")?;
                let line = s.basis_curve(place)?;
                let (_, frame) = s.linear_place(place, &line)?;
                if !frame.origin.iter().all(|x| in_reach(*x)) {
                    return Err(unsupported(p, Reason::OutOfReach));
                }
                Ok((frame, s.maybe(p, 0, "PlacementRelTo")?))
            }
        },
        class::IFC_GRID_PLACEMENT => grid(s, p),
        _ => Err(unsupported(p, Reason::Kind)),
    }
}

/// On the intersection of two grid axes, turned to the direction of the first (or of the reference intersection).
fn grid<'m>(s: &Shapes<'m>, p: Entity<'m>) -> Read<(Frame, Option<Entity<'m>>)> {
    let at = usize::from(p.entity_at(0).is_none_or(|e| !e.is_a(class::IFC_VIRTUAL_GRID_INTERSECTION)));
    let crossing = s.part(p, at, "PlacementLocation")?;
    let axes: Vec<Entity<'m>> = crossing.entities_at(0).collect();
    let [a, b] = axes.as_slice() else { return Err(unsupported(crossing, Reason::Attribute("IntersectingAxes"))) };
    let line = |axis: &Entity<'m>| s.curve(s.part(*axis, 1, "AxisCurve")?);
    let (c, d) = (line(a)?, line(b)?);
    let (Some((p0, p1)), Some((q0, q1))) = (ends(&c), ends(&d)) else { return Err(unsupported(crossing, Reason::Empty("its axes"))) };
    let (u, v) = (p1 - p0, q1 - q0);
    let cross = u.x * v.y - u.y * v.x;
    if cross.abs() <= crate::tolerance::PARALLEL * u.norm() * v.norm() {
        return Err(unsupported(crossing, Reason::Empty("its axes are parallel")));
    }
    let w = q0 - p0;
    let t = (w.x * v.y - w.y * v.x) / cross;
    let offsets: Vec<f64> = crossing.attr(1).as_list().numbers().map(|x| x * s.length_unit()).collect();
    if offsets.iter().take(2).any(|o| *o != 0.0) {
        return Err(unsupported(crossing, Reason::Attribute("OffsetDistances")));
    }
    let mut origin = p0 + u * t;
    origin.z += offsets.get(2).copied().unwrap_or(0.0);
    let grid = s.model().all(class::IFC_GRID).find(|g| [7, 8, 9].iter().any(|k| g.entities_at(*k).any(|x| x == *a)));
    let relative = if at == 1 { p.entity_at(0) } else { None };
    let frame = Frame::from_axes(origin, nalgebra::Vector3::z(), u);
    Ok((frame, relative.or_else(|| grid.and_then(|g| g.entity_at(5)))))
}

fn ends(c: &crate::curve::Curve) -> Option<(crate::frame::Point3, crate::frame::Point3)> {
    Some((*c.points.first()?, *c.points.last()?))
}
