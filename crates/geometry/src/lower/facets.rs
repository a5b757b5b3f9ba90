//! Bodies given face by face: faceted B-reps, surface models, triangulated and polygonal face sets.

use super::read::Read;
use super::{Shapes, brep, unsupported};
use crate::frame::Point3;
use crate::lower::unsupported::Reason;
use crate::mesh::Mesh;
use crate::solid::Part;
use crate::solid::face::{add_indexed, newell};
use crate::solid::part::Body;
use haofang_ifc::{Entity, InstanceId, Value, class};
use rustc_hash::FxHashMap;

/// A shell in the making: vertices shared by the instances they come from.
#[derive(Default)]
pub(crate) struct Shell {
    pub(crate) mesh: Mesh,
    pub(crate) curved: bool,
    vertices: FxHashMap<InstanceId, u32>,
}

impl Shell {
    /// Index of a vertex; made when first seen.
    fn vertex<'m>(&mut self, s: &Shapes<'m>, id: InstanceId) -> Read<Option<u32>> {
        if let Some(v) = self.vertices.get(&id) {
            return Ok(Some(*v));
        }
        let Some(e) = s.model().entity(id) else { return Ok(None) };
        let p = s.point(e)?;
        let v = self.mesh.positions.len() as u32;
        self.mesh.positions.push(p.into());
        self.vertices.insert(id, v);
        Ok(Some(v))
    }

    /// Adds loops of points.
    pub(crate) fn add_points(&mut self, loops: &[Vec<Point3>]) {
        crate::solid::face::add_face(&mut self.mesh, loops);
    }
}

/// Solids by their boundary.
pub(crate) fn brep<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Vec<Part>> {
    let mut shell = Shell::default();
    face_set(s, s.part(e, 0, "Outer")?, &mut shell)?;
    let mut outer = finished(e, shell)?;
    // Voids look inward: they are turned so whatever the file says.
    if e.is_a(class::IFC_FACETED_BREP_WITH_VOIDS) || e.is_a(class::IFC_ADVANCED_BREP_WITH_VOIDS) {
        for v in e.entities_at(1) {
            let mut hole = Shell::default();
            face_set(s, v, &mut hole)?;
            let mut hole = finished(v, hole)?;
            hole.mesh.flip();
            outer.mesh.append(&hole.mesh);
            outer.closed &= hole.closed;
        }
    }
    Ok(vec![Part::body(outer)])
}

/// Shell- and face-based surface models: each shell a part.
pub(crate) fn surface_model<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Vec<Part>> {
    let shells: Vec<Entity<'m>> = e.entities_at(0).collect();
    let mut parts = Vec::with_capacity(shells.len());
    for f in shells {
        let mut shell = Shell::default();
        face_set(s, f, &mut shell)?;
        parts.push(Part::body(finished(f, shell)?));
    }
    if parts.is_empty() { Err(unsupported(e, Reason::Empty("no shells"))) } else { Ok(parts) }
}

/// One open or closed shell as an item of its own.
pub(crate) fn single_shell<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Vec<Part>> {
    let mut shell = Shell::default();
    face_set(s, e, &mut shell)?;
    Ok(vec![Part::body(finished(e, shell)?)])
}

/// One face as an item of its own.
pub(crate) fn single_face<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Vec<Part>> {
    let mut shell = Shell::default();
    one_face(s, e, &mut shell)?;
    Ok(vec![Part::body(finished(e, shell)?)])
}

fn finished(e: Entity<'_>, shell: Shell) -> Read<Body> {
    if shell.mesh.triangles.is_empty() {
        return Err(unsupported(e, Reason::Empty("no faces with area")));
    }
    // Facets of neighbouring curved faces need not share their points; a solid's shell is closed by what it is.
    if shell.curved && e.is_a(class::IFC_MANIFOLD_SOLID_BREP) {
        let body = Body::from_surface(shell.mesh, true);
        return Ok(Body::closed_or_not(body.mesh, true, true, false));
    }
    Ok(Body::from_surface(shell.mesh, shell.curved))
}

fn face_set<'m>(s: &Shapes<'m>, e: Entity<'m>, shell: &mut Shell) -> Read<()> {
    e.entities_at(0).try_for_each(|face| one_face(s, face, shell))
}

fn one_face<'m>(s: &Shapes<'m>, face: Entity<'m>, shell: &mut Shell) -> Read<()> {
    let surface = if face.is_a(class::IFC_FACE_SURFACE) { face.entity_at(1) } else { None };
    match surface {
        Some(f) => brep::face(s, face, f, shell),
        None => plain_face(s, face, shell),
    }
}

fn plain_face<'m>(s: &Shapes<'m>, face: Entity<'m>, shell: &mut Shell) -> Read<()> {
    let mut loops: Vec<Vec<u32>> = Vec::new();
    let mut outer = None;
    for bound in face.entities_at(0) {
        let ring = s.part(bound, 0, "Bound")?;
        let mut points: Vec<u32> = Vec::new();
        match ring.class() {
            class::IFC_POLY_LOOP => {
                for id in ring.list_at(0).refs() {
                    points.extend(shell.vertex(s, id)?);
                }
            }
            class::IFC_EDGE_LOOP => {
                let base = shell.mesh.positions.len() as u32;
                let along = brep::edge_loop(s, ring)?;
                shell.mesh.positions.extend(along.points.iter().map(|p| [p.x, p.y, p.z]));
                points = (base..shell.mesh.positions.len() as u32).collect();
            }
            class::IFC_VERTEX_LOOP => continue,
            _ => return Err(unsupported(ring, Reason::Kind)),
        }
        if bound.attr(1).as_bool() == Some(false) {
            points.reverse();
        }
        if bound.class() == class::IFC_FACE_OUTER_BOUND {
            outer = Some(loops.len());
        }
        loops.push(points);
    }
    order(&mut loops, outer, &shell.mesh);
    add_indexed(&mut shell.mesh, &loops);
    Ok(())
}

/// Puts the outer loop first: the one called so, else the largest.
fn order(loops: &mut [Vec<u32>], outer: Option<usize>, mesh: &Mesh) {
    if loops.len() < 2 {
        return;
    }
    let size = |l: &Vec<u32>| {
        newell(&l.iter().filter_map(|i| mesh.positions.get(*i as usize)).map(|p| Point3::from(*p)).collect::<Vec<_>>()).norm()
    };
    let largest = (0..loops.len()).max_by(|a, b| size(&loops[*a]).total_cmp(&size(&loops[*b])));
    if let Some(k) = outer.or(largest) {
        loops.swap(0, k);
    }
}

/// IfcTriangulatedFaceSet.
pub(crate) fn triangulated<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Vec<Part>> {
    let positions: Vec<[f64; 3]> = s.point_list(s.part(e, 0, "Coordinates")?).into_iter().map(Into::into).collect();
    let translate = indices(e.named("PnIndex"));
    let mut mesh = Mesh { positions, triangles: vec![] };
    let count = mesh.positions.len();
    let (mut faces, mut face) = (e.named("CoordIndex").as_list(), Vec::new());
    while faces.next_row(&mut face) {
        let mut corners = face.iter().filter_map(|i| resolve(*i, &translate, count));
        let (Some(a), Some(b), Some(c), None) = (corners.next(), corners.next(), corners.next(), corners.next()) else {
            return Err(unsupported(e, Reason::Attribute("CoordIndex")));
        };
        if a != b && b != c && c != a {
            mesh.triangles.push([a, b, c]);
        }
    }
    set(e, mesh)
}

/// IfcPolygonalFaceSet.
pub(crate) fn polygonal<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Vec<Part>> {
    let positions: Vec<[f64; 3]> = s.point_list(s.part(e, 0, "Coordinates")?).into_iter().map(Into::into).collect();
    let translate = indices(e.attr(3));
    let mut mesh = Mesh { positions, triangles: vec![] };
    let count = mesh.positions.len();
    let ring = |v: Value<'m>| -> Vec<u32> { v.as_list().numbers().filter_map(|i| resolve(i, &translate, count)).collect() };
    for face in e.entities_at(2) {
        let mut loops = vec![ring(face.attr(0))];
        if face.class() == class::IFC_INDEXED_POLYGONAL_FACE_WITH_VOIDS {
            loops.extend(face.attr(1).as_list().map(ring));
        }
        add_indexed(&mut mesh, &loops);
    }
    set(e, mesh)
}

fn set(e: Entity<'_>, mesh: Mesh) -> Read<Vec<Part>> {
    if mesh.triangles.is_empty() {
        return Err(unsupported(e, Reason::Empty("no faces with area")));
    }
    Ok(vec![Part::body(Body::from_surface(mesh, false))])
}

fn indices(v: Value<'_>) -> Vec<i64> {
    v.as_list().filter_map(Value::as_i64).collect()
}

/// A one-based index, possibly through PnIndex, to a vertex that exists.
fn resolve(written: f64, translate: &[i64], count: usize) -> Option<u32> {
    let i = (written.fract() == 0.0).then_some(written as i64)?;
    let i = if translate.is_empty() { i } else { *translate.get(usize::try_from(i - 1).ok()?)? };
    let k = u32::try_from(i - 1).ok()?;
    ((k as usize) < count).then_some(k)
}
