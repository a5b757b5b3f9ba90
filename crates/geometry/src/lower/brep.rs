//! Faces on surfaces: loops of edges on planes, cylinders, B-splines and the rest.

use super::facets::Shell;
use super::read::Read;
use super::{Shapes, unsupported};
use crate::curve::{Basis, Curve};
use crate::frame::Point3;
use crate::lower::unsupported::Reason;
use crate::mesh::Mesh;
use crate::profile::Profile;
use crate::solid::Part;
use crate::solid::face::newell;
use crate::solid::part::Body;
use crate::solid::surface::{Surface, bounded_face, whole_patch};
use haofang_ifc::{Entity, class};

/// Adds a face with a surface to a shell.
pub(crate) fn face<'m>(s: &Shapes<'m>, face: Entity<'m>, surface: Entity<'m>, shell: &mut Shell) -> Read<()> {
    let mut loops: Vec<Vec<Point3>> = Vec::new();
    let mut outer = None;
    for bound in face.entities_at(0) {
        let ring = s.part(bound, 0, "Bound")?;
        let mut points = match ring.class() {
            class::IFC_POLY_LOOP => ring.entities_at(0).map(|p| s.point(p)).collect::<Read<Vec<_>>>()?,
            class::IFC_EDGE_LOOP => {
                let along = edge_loop(s, ring)?;
                shell.curved |= along.curved;
                along.points
            }
            class::IFC_VERTEX_LOOP => continue,
            _ => return Err(unsupported(ring, Reason::Kind)),
        };
        if points.len() > 1 && (points[0] - points[points.len() - 1]).norm() <= crate::tolerance::JOIN {
            points.pop();
        }
        if bound.attr(1).as_bool() == Some(false) {
            points.reverse();
        }
        if bound.class() == class::IFC_FACE_OUTER_BOUND {
            outer = Some(loops.len());
        }
        loops.push(points);
    }
    let natural = face.attr(2).as_bool().unwrap_or(true);
    // A plane face needs no surface: its loops say it, whatever the plane's normal.
    if surface.class() == class::IFC_PLANE {
        let largest = (0..loops.len()).max_by(|a, b| newell(&loops[*a]).norm().total_cmp(&newell(&loops[*b]).norm()));
        if let Some(k) = outer.or(largest) {
            loops.swap(0, k);
        }
        shell.add_points(&loops);
        return Ok(());
    }
    shell.curved = true;
    let geometry = s.surface(surface)?;
    bounded_face(&mut shell.mesh, &geometry, &loops, natural, s.precision);
    Ok(())
}

/// The points along a loop of oriented edges.
pub(crate) fn edge_loop<'m>(s: &Shapes<'m>, ring: Entity<'m>) -> Read<Curve> {
    let mut out = Curve::default();
    for oriented in ring.entities_at(0) {
        let along = edge(s, s.part(oriented, 2, "EdgeElement")?)?;
        out.join(if oriented.attr(3).as_bool() == Some(false) { along.reversed() } else { along });
    }
    Ok(out)
}

/// An edge from its start to its end.
fn edge<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Curve> {
    let vertex = |at: usize, name: &'static str| -> Read<Point3> {
        let v = s.part(e, at, name)?;
        s.point_at(v, 0, "VertexGeometry")
    };
    let (from, to) = (vertex(0, "EdgeStart")?, vertex(1, "EdgeEnd")?);
    let straight = Curve::through(vec![from, to]);
    if e.class() != class::IFC_EDGE_CURVE {
        return Ok(straight);
    }
    let geometry = s.part(e, 2, "EdgeGeometry")?;
    let forward = e.attr(3).as_bool().unwrap_or(true);
    let basis = s.basis(geometry, super::DEPTH)?;
    if matches!(basis, Basis::Line(..)) {
        return Ok(straight);
    }
    let (a, b) = (basis.parameter(from), basis.parameter(to));
    let closes = (from - to).norm() <= crate::tolerance::JOIN;
    let mut c = match &basis {
        Basis::Ellipse(..) => basis.part(a, b, forward, s.precision),
        _ if closes && forward => basis.whole(s.precision),
        _ if closes => basis.whole(s.precision).reversed(),
        _ => basis.part(a, b, forward, s.precision),
    };
    // The vertices are where neighbouring edges meet, to the last bit.
    if let Some(p) = c.points.first_mut() {
        *p = from;
    }
    if let Some(p) = c.points.last_mut() {
        *p = to;
    }
    Ok(c)
}

/// A bounded surface as an item of its own.
pub(crate) fn bounded_surface<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let mut mesh = Mesh::default();
    match e.class() {
        class::IFC_CURVE_BOUNDED_PLANE => {
            let frame = s.frame_at(s.part(e, 0, "BasisSurface")?, 0)?;
            let outer = s.curve(s.part(e, 1, "OuterBoundary")?)?;
            let inner = e.entities_at(2).map(|c| s.curve(c)).collect::<Read<Vec<_>>>()?;
            for polygon in &Profile::from_curves(&outer, &inner).region.0 {
                let loops: Vec<Vec<Point3>> = crate::profile::region::rings(polygon)
                    .into_iter()
                    .map(|r| r.into_iter().map(|p| frame.point(Point3::new(p[0], p[1], 0.0))).collect())
                    .collect();
                crate::solid::face::add_face(&mut mesh, &loops);
            }
        }
        class::IFC_RECTANGULAR_TRIMMED_SURFACE => {
            let surface = s.surface(s.part(e, 0, "BasisSurface")?)?;
            let (au, av) = match surface {
                Surface::Plane(_) => (s.length_unit(), s.length_unit()),
                Surface::Cylinder(..) | Surface::Cone(..) => (s.angle_unit(), s.length_unit()),
                Surface::Sphere(..) | Surface::Torus(..) => (s.angle_unit(), s.angle_unit()),
                _ => (1.0, 1.0),
            };
            let n = |at: usize| e.attr(at).as_f64().ok_or_else(|| unsupported(e, Reason::Attribute("U1")));
            let d = [[n(1)? * au, n(3)? * au], [n(2)? * av, n(4)? * av]];
            whole_patch(&mut mesh, &surface, Some(d), false, s.precision);
        }
        _ => {
            let surface = s.surface(e)?;
            let d = match &surface {
                Surface::Extrusion(c, _) => [end_parameters(c), [0.0, 1.0]],
                Surface::Revolution(c, _) => [[0.0, std::f64::consts::TAU], end_parameters(c)],
                _ => return Err(unsupported(e, Reason::Kind)),
            };
            whole_patch(&mut mesh, &surface, Some(d), false, s.precision);
        }
    }
    if mesh.triangles.is_empty() {
        return Err(unsupported(e, Reason::Empty("a surface without area")));
    }
    Ok(Part::body(Body::from_surface(mesh, e.class() != class::IFC_CURVE_BOUNDED_PLANE)))
}

fn end_parameters(b: &Basis) -> [f64; 2] {
    match b {
        Basis::Line(..) => [0.0, 1.0],
        Basis::Ellipse(..) => [0.0, std::f64::consts::TAU],
        Basis::Spline(s) => s.domain(),
        Basis::Chords(c) => [0.0, (c.points.len().max(1) - 1) as f64],
    }
}
