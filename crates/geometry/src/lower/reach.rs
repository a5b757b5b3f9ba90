//! A box that surely holds a product's body, read from the points of its faces alone: who only asks what lies near to
//! something need not have every chair made.

use super::{DEPTH, Shapes, placement, product};
use crate::frame::{Frame, Point3};
use crate::mesh::Extent;
use crate::tolerance::{JOIN, in_reach};
use haofang_ifc::{Entity, InstanceId, class};

/// The box in world metres; `None` for bodies that are not plainly faces, whose shape must be asked.
pub(crate) fn reach<'m>(s: &Shapes<'m>, of: Entity<'m>) -> Option<Extent> {
    let frame = placement::world(s, of).ok()?;
    let mut all = Extent::EMPTY;
    for representation in product::bodies(of.entity_at(6)?) {
        all = all.merge(&moved(&items(s, representation, DEPTH)?, &frame));
    }
    let known = !all.is_empty() && all.min.iter().chain(&all.max).all(|c| in_reach(*c));
    known.then(|| Extent { min: all.min.map(|c| c - JOIN), max: all.max.map(|c| c + JOIN) })
}

fn items<'m>(s: &Shapes<'m>, representation: Entity<'m>, depth: u8) -> Option<Extent> {
    let depth = depth.checked_sub(1)?;
    let mut all = Extent::EMPTY;
    for item in representation.entities_at(3) {
        all = all.merge(&one(s, item, depth)?);
    }
    Some(all)
}

fn one<'m>(s: &Shapes<'m>, item: Entity<'m>, depth: u8) -> Option<Extent> {
    match item.class() {
        class::IFC_MAPPED_ITEM => {
            let map = item.entity_at(0)?;
            let frame = s.operator(item.entity_at(1)?).ok()?.then(&s.frame_at(map, 0).ok()?);
            Some(moved(&source(s, map, depth)?, &frame))
        }
        class::IFC_SHELL_BASED_SURFACE_MODEL | class::IFC_FACE_BASED_SURFACE_MODEL => {
            let faces = item.entities_at(0).flat_map(|shell| shell.entities_at(0));
            points(s, faces)
        }
        class::IFC_FACETED_BREP => points(s, item.entity_at(0)?.entities_at(0)),
        class::IFC_TRIANGULATED_FACE_SET | class::IFC_POLYGONAL_FACE_SET => {
            let mut all = Extent::EMPTY;
            s.point_list(item.entity_at(0)?).into_iter().for_each(|p| all.add(p.into()));
            Some(all)
        }
        _ => None,
    }
}

/// The box of a mapped representation, made once.
fn source<'m>(s: &Shapes<'m>, map: Entity<'m>, depth: u8) -> Option<Extent> {
    if let Some(known) = s.boxes.read().ok().and_then(|boxes| boxes.get(&map.id()).copied()) {
        return known;
    }
    let made = map.entity_at(1).and_then(|representation| items(s, representation, depth));
    if let Ok(mut boxes) = s.boxes.write() {
        boxes.insert(map.id(), made);
    }
    made
}

/// The box of all corners of plane faces.
fn points<'m>(s: &Shapes<'m>, faces: impl Iterator<Item = Entity<'m>>) -> Option<Extent> {
    let mut corners: Vec<InstanceId> = Vec::new();
    for face in faces {
        if face.is_a(class::IFC_FACE_SURFACE) {
            return None;
        }
        for bound in face.entities_at(0) {
            let ring = bound.entity_at(0).filter(|ring| ring.class() == class::IFC_POLY_LOOP)?;
            corners.extend(ring.attr(0).as_list().refs());
        }
    }
    corners.sort_unstable();
    corners.dedup();
    let mut all = Extent::EMPTY;
    for corner in corners.into_iter().filter_map(|id| s.model().entity(id)) {
        all.add(s.point(corner).ok()?.into());
    }
    Some(all)
}

/// The box around a box seen through a frame.
fn moved(extent: &Extent, frame: &Frame) -> Extent {
    let mut all = Extent::EMPTY;
    if !extent.is_empty() {
        let ends = [extent.min, extent.max];
        for corner in 0..8_usize {
            let at = [0, 1, 2].map(|k| ends[corner >> k & 1][k]);
            all.add(frame.point(Point3::from(at)).into());
        }
    }
    all
}
