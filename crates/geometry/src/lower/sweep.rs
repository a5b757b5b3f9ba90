//! Swept solids: extruded, tapered, revolved, along paths, round bars.

use super::read::{Read, finite};
use super::{Shapes, unsupported};
use crate::curve::alignment::Directrix;
use crate::curve::{Basis, Curve};
use crate::frame::{Frame, Point3};
use crate::lower::unsupported::{Reason, Unsupported};
use crate::mesh::Mesh;
use crate::solid::part::Body;
use crate::solid::sweep::{along, disk, fixed_frames, path_frames, revolved, tapered};
use crate::solid::{Part, Sweep};
use crate::tolerance::NO_THICKNESS;
use haofang_ifc::{Entity, class};
use nalgebra::Vector3;
use std::sync::Arc;

/// One swept solid.
pub(crate) fn swept<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    match e.class() {
        class::IFC_EXTRUDED_AREA_SOLID => extruded(s, e),
        class::IFC_EXTRUDED_AREA_SOLID_TAPERED => tapering(s, e),
        class::IFC_REVOLVED_AREA_SOLID => turned(s, e),
        class::IFC_SURFACE_CURVE_SWEPT_AREA_SOLID
        | class::IFC_FIXED_REFERENCE_SWEPT_AREA_SOLID
        | class::IFC_DIRECTRIX_DERIVED_REFERENCE_SWEPT_AREA_SOLID => carried(s, e),
        class::IFC_SWEPT_DISK_SOLID | class::IFC_SWEPT_DISK_SOLID_POLYGONAL => bar(s, e),
        _ => Err(unsupported(e, Reason::Kind)),
    }
}

fn direction<'m>(s: &Shapes<'m>, e: Entity<'m>, frame: &Frame) -> Read<Vector3<f64>> {
    let d = s.direction_at(e, 2).ok_or_else(|| unsupported(e, Reason::Attribute("ExtrudedDirection")))?;
    let depth = s.length(e, 3, "Depth")?;
    if depth.abs() <= NO_THICKNESS || d.z.abs() <= crate::tolerance::PARALLEL {
        return Err(unsupported(e, Reason::Empty("an extrusion without thickness")));
    }
    Ok(frame.vector(d * depth))
}

fn extruded<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let frame = s.frame_at(e, 1)?;
    let profile = s.shared_profile(s.part(e, 0, "SweptArea")?)?;
    Ok(Part::Sweep(Sweep { profile, frame, depth: direction(s, e, &frame)? }))
}

fn tapering<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let frame = s.frame_at(e, 1)?;
    let (from, to) = (s.profile(s.part(e, 0, "SweptArea")?)?, s.profile(s.part(e, 4, "EndSweptArea")?)?);
    let mesh = tapered(&from, &to, &frame, direction(s, e, &frame)?)
        .ok_or_else(|| unsupported(e, Reason::Empty("its two profiles do not pair up")))?;
    Ok(solid(mesh, from.curved || to.curved))
}

fn solid(mesh: Mesh, curved: bool) -> Part {
    Part::body(Body::closed_or_not(mesh, true, curved, true))
}

fn turned<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let frame = s.frame_at(e, 1)?;
    let profile = s.profile(s.part(e, 0, "SweptArea")?)?;
    let axis = s.axis_placement(s.part(e, 2, "Axis")?)?;
    let angle = s.angle_or(e, 3, f64::NAN);
    if !angle.is_finite() || angle.abs() <= NO_THICKNESS {
        return Err(unsupported(e, Reason::Attribute("Angle")));
    }
    Ok(solid(revolved(&profile, &frame, axis.origin, axis.z(), angle, s.precision), true))
}

/// The directrix between its start and end parameters.
fn directrix<'m>(s: &Shapes<'m>, e: Entity<'m>, at: usize, trims: [usize; 2]) -> Read<Curve> {
    let c = s.part(e, at, "Directrix")?;
    let (from, to) = (finite(e.attr(trims[0])), finite(e.attr(trims[1])));
    let basis = s.basis(c, super::DEPTH)?;
    let path = match (&basis, from, to) {
        (Basis::Ellipse(..), Some(a), Some(b)) => basis.part(a * s.angle_unit(), b * s.angle_unit(), true, s.precision),
        (Basis::Line(..), Some(a), Some(b)) => basis.part(a, b, true, s.precision),
        (Basis::Spline(_), Some(a), Some(b)) if a < b => basis.part(a, b, true, s.precision),
        (Basis::Chords(whole), Some(a), Some(b)) if c.class() == class::IFC_POLYLINE && a < b && b <= whole.points.len() as f64 => {
            basis.part(a, b, true, s.precision)
        }
        _ => s.curve(c)?,
    };
    if path.points.len() < 2 || path.length <= NO_THICKNESS {
        Err(unsupported(c, Reason::Empty("a path without length")))
    } else {
        Ok(path)
    }
}

fn carried<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let frame = s.frame_at(e, 1)?;
    let profile = s.profile(s.part(e, 0, "SweptArea")?)?;
    let line = alignment(s, e)?;
    let path = match &line {
        Some((directrix, [from, to])) => directrix.curve(*from, *to, s.precision),
        None => directrix(s, e, 2, [3, 4])?,
    };
    if !path.length.is_finite() {
        return Err(unsupported(e, Reason::OutOfReach));
    }
    if path.points.len() < 2 || path.length <= NO_THICKNESS {
        return Err(unsupported(e, Reason::Empty("a path without length")));
    }
    let reference = if e.class() == class::IFC_SURFACE_CURVE_SWEPT_AREA_SOLID {
        let surface = s.part(e, 5, "ReferenceSurface")?;
        match surface.class() {
            class::IFC_PLANE => s.frame_at(surface, 0)?.z(),
            class::IFC_SURFACE_OF_LINEAR_EXTRUSION => {
                // Across both the path and the direction in which the surface is drawn out.
                let d = s.direction_at(surface, 2).ok_or_else(|| unsupported(surface, Reason::Attribute("ExtrudedDirection")))?;
                let start = path.points[1] - path.points[0];
                start.cross(&d).try_normalize(crate::tolerance::PARALLEL).unwrap_or(d)
            }
            _ => return Err(unsupported(surface, Reason::Kind)),
        }
    } else {
        s.direction_at(e, 5).unwrap_or_else(Vector3::z)
    };
    let stations = match &line {
        Some((directrix, [from, to])) => on_alignment(s, directrix, *from, *to, reference),
        None => fixed_frames(&path, reference),
    };
    if stations.len() < 2 {
        return Err(unsupported(e, Reason::Empty("a path without length")));
    }
    let mut mesh = along(&profile, &stations, path.is_closed() && stations.len() > 3);
    if mesh.signed_volume() < 0.0 {
        mesh.flip();
    }
    Ok(solid(mesh.transformed(&frame), profile.curved || path.curved))
}

/// The alignment along which a profile is carried, and from where to where; `None` for other curves.
fn alignment<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Option<(Directrix, [f64; 2])>> {
    let c = s.part(e, 2, "Directrix")?;
    let segments = |c: Entity<'m>| c.entities_at(0).any(|p| p.class() == class::IFC_CURVE_SEGMENT);
    if c.class() != class::IFC_GRADIENT_CURVE && !(c.is_a(class::IFC_COMPOSITE_CURVE) && segments(c)) {
        return Ok(None);
    }
    let line = s.directrix(c, super::DEPTH)?;
    let range = [s.length_or(e, 3, 0.0), s.length_or(e, 4, line.length())];
    Ok(Some((line, range)))
}

/// Frames on an alignment with their z exactly along it and their x as near to a direction as that allows.
fn on_alignment(s: &Shapes<'_>, line: &Directrix, from: f64, to: f64, reference: Vector3<f64>) -> Vec<Frame> {
    let frame = |at: f64| {
        let f = line.frame(at);
        Frame::from_axes(f.origin, f.x(), reference)
    };
    line.stations(from, to, s.precision).into_iter().map(frame).collect()
}

fn bar<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let mut path = directrix(s, e, 0, [3, 4])?;
    let radius = s.length(e, 1, "Radius")?;
    let inner = e.attr(2).as_f64().map(|r| r * s.length_unit());
    if e.class() == class::IFC_SWEPT_DISK_SOLID_POLYGONAL
        && let Some(r) = e.attr(5).as_f64().map(|r| r * s.length_unit()).filter(|r| *r > 0.0)
    {
        path = filleted(&path, r, s);
    }
    let straight = path_frames(&path, None).len() == 2;
    if straight && radius > 0.0 {
        // A straight bar stays a sweep, with its exact volume.
        let f = path_frames(&path, None)[0];
        let profile = match inner.filter(|r| *r > 0.0 && *r < radius) {
            Some(r) => crate::profile::shapes::circle_hollow(radius, radius - r, s.precision),
            None => crate::profile::shapes::ellipse(radius, radius, s.precision),
        };
        let depth = path.points[path.points.len() - 1] - path.points[0];
        return Ok(Part::Sweep(Sweep { profile: Arc::new(profile), frame: f, depth }));
    }
    let mesh = disk(&path, radius, inner, s.precision);
    if mesh.triangles.is_empty() { Err(empty(e)) } else { Ok(solid(mesh, true)) }
}

fn empty(e: Entity<'_>) -> Unsupported {
    unsupported(e, Reason::Empty("a bar without body"))
}

/// A line with its corners rounded.
fn filleted(path: &Curve, radius: f64, s: &Shapes<'_>) -> Curve {
    let p = &path.points;
    let mut out = Curve::through(p.iter().take(1).copied().collect());
    for w in p.windows(3) {
        let (u, v) = ((w[0] - w[1]).normalize(), (w[2] - w[1]).normalize());
        let half = u.angle(&v) / 2.0;
        let reach = radius / half.tan();
        let room = (w[0] - w[1]).norm().min((w[2] - w[1]).norm());
        match (u + v).try_normalize(crate::tolerance::PARALLEL) {
            Some(inward) if reach <= room => {
                let centre = w[1] + inward * (radius / half.sin());
                let middle: Point3 = centre - inward * radius;
                out.join(Curve::through(vec![out.points[out.points.len() - 1], w[1] + u * reach]));
                out.join(Curve::arc_through(w[1] + u * reach, middle, w[1] + v * reach, s.precision));
            }
            _ => out.join(Curve::through(vec![out.points[out.points.len() - 1], w[1]])),
        }
    }
    if let Some(&last) = p.last() {
        out.join(Curve::through(vec![out.points[out.points.len() - 1], last]));
    }
    out
}
