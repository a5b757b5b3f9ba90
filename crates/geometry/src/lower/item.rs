//! Representation items: one match from entity to solid.

use super::read::Read;
use super::{Shapes, boolean, deeper, facets, sectioned, sweep, unsupported};
use crate::lower::unsupported::Reason;
use crate::solid::Part;
use haofang_ifc::{Entity, class};
use std::sync::Arc;

/// The solids and surfaces of an item, in the coordinates of its representation.
pub(crate) fn parts<'m>(s: &Shapes<'m>, e: Entity<'m>, depth: u8) -> Read<Vec<Part>> {
    let depth = deeper(e, depth)?;
    match e.class() {
        class::IFC_EXTRUDED_AREA_SOLID
        | class::IFC_EXTRUDED_AREA_SOLID_TAPERED
        | class::IFC_REVOLVED_AREA_SOLID
        | class::IFC_SURFACE_CURVE_SWEPT_AREA_SOLID
        | class::IFC_FIXED_REFERENCE_SWEPT_AREA_SOLID
        | class::IFC_DIRECTRIX_DERIVED_REFERENCE_SWEPT_AREA_SOLID
        | class::IFC_SWEPT_DISK_SOLID
        | class::IFC_SWEPT_DISK_SOLID_POLYGONAL => Ok(vec![sweep::swept(s, e)?]),
        class::IFC_SECTIONED_SOLID_HORIZONTAL | class::IFC_SECTIONED_SPINE => Ok(vec![sectioned::sectioned(s, e)?]),
        class::IFC_BOOLEAN_RESULT | class::IFC_BOOLEAN_CLIPPING_RESULT => boolean::result(s, e, depth),
        class::IFC_CSG_SOLID => parts(s, s.part(e, 0, "TreeRootExpression")?, depth),
        class::IFC_BLOCK
        | class::IFC_RECTANGULAR_PYRAMID
        | class::IFC_RIGHT_CIRCULAR_CONE
        | class::IFC_RIGHT_CIRCULAR_CYLINDER
        | class::IFC_SPHERE => Ok(vec![boolean::primitive(s, e)?]),
        class::IFC_FACETED_BREP | class::IFC_FACETED_BREP_WITH_VOIDS | class::IFC_ADVANCED_BREP | class::IFC_ADVANCED_BREP_WITH_VOIDS => {
            facets::brep(s, e)
        }
        class::IFC_SHELL_BASED_SURFACE_MODEL | class::IFC_FACE_BASED_SURFACE_MODEL => facets::surface_model(s, e),
        class::IFC_OPEN_SHELL | class::IFC_CLOSED_SHELL | class::IFC_CONNECTED_FACE_SET => facets::single_shell(s, e),
        class::IFC_TRIANGULATED_FACE_SET | class::IFC_TRIANGULATED_IRREGULAR_NETWORK => facets::triangulated(s, e),
        class::IFC_POLYGONAL_FACE_SET => facets::polygonal(s, e),
        class::IFC_BOUNDING_BOX => Ok(vec![boolean::bounding_box(s, e)?]),
        class::IFC_MAPPED_ITEM => mapped(s, e, depth),
        class::IFC_GEOMETRIC_SET | class::IFC_GEOMETRIC_CURVE_SET => set(s, e, depth),
        class::IFC_STYLED_ITEM => parts(s, s.part(e, 0, "Item")?, depth),
        class::IFC_FACE_SURFACE | class::IFC_ADVANCED_FACE | class::IFC_FACE => facets::single_face(s, e),
        class::IFC_CURVE_BOUNDED_PLANE
        | class::IFC_RECTANGULAR_TRIMMED_SURFACE
        | class::IFC_SURFACE_OF_LINEAR_EXTRUSION
        | class::IFC_SURFACE_OF_REVOLUTION => super::brep::bounded_surface(s, e).map(|p| vec![p]),
        _ => Err(unsupported(e, Reason::Kind)),
    }
}

/// All items of a representation; an item that cannot be read is left out and named.
pub(crate) fn all<'m>(s: &Shapes<'m>, representation: Entity<'m>, depth: u8) -> (Vec<Part>, Vec<crate::lower::unsupported::Unsupported>) {
    let (mut out, mut failed) = (Vec::new(), Vec::new());
    for e in representation.entities_at(3) {
        match parts(s, e, depth) {
            Ok(p) => out.extend(p),
            Err(u) => failed.push(u),
        }
    }
    (out, failed)
}

/// A mapped item: the mapped representation, made once, under the mapping's two transforms.
fn mapped<'m>(s: &Shapes<'m>, e: Entity<'m>, depth: u8) -> Read<Vec<Part>> {
    let map = s.part(e, 0, "MappingSource")?;
    let target = s.operator(s.part(e, 1, "MappingTarget")?)?;
    let frame = target.then(&s.frame_at(map, 0)?);
    let made = source(s, map, depth)?;
    Ok(made.iter().map(|p| p.transformed(&frame)).collect())
}

fn source<'m>(s: &Shapes<'m>, map: Entity<'m>, depth: u8) -> Read<Arc<Vec<Part>>> {
    if let Some(known) = s.maps.read().ok().and_then(|m| m.get(&map.id()).cloned()) {
        return known;
    }
    let representation = s.part(map, 1, "MappedRepresentation")?;
    let (parts, failed) = all(s, representation, depth);
    let made = match failed.into_iter().next() {
        Some(u) => Err(u),
        None if parts.is_empty() => Err(unsupported(representation, Reason::Empty("no items"))),
        None => Ok(Arc::new(parts)),
    };
    if let Ok(mut m) = s.maps.write() {
        m.insert(map.id(), made.clone());
    }
    made
}

/// The surfaces and solids of a geometric set; its points and curves are no body.
fn set<'m>(s: &Shapes<'m>, e: Entity<'m>, depth: u8) -> Read<Vec<Part>> {
    let mut out = Vec::new();
    for x in e.entities_at(0).filter(|x| !x.is_a(class::IFC_CURVE) && !x.is_a(class::IFC_POINT)) {
        out.extend(parts(s, x, depth)?);
    }
    if out.is_empty() { Err(unsupported(e, Reason::Empty("only points and curves"))) } else { Ok(out) }
}
