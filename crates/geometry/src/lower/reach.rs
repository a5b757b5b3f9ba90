//! A box that surely holds a product's body, read from the points of its faces alone: who only asks what lies near to
//! something need not have every chair made.

use super::{DEPTH, Shapes, placement, product};
use crate::frame::{Frame, Point3};
use crate::mesh::Extent;
use crate::tolerance::{JOIN, PARALLEL, in_reach};
use haofang_ifc::{Entity, InstanceId, class};
use std::cell::Cell;

/// A box around a body, and whether its heights are the body's own: turned boxes grow.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// The box, a hundredth of a millimetre larger on all sides.
    pub extent: Extent,
    /// Whether the body was only moved and turned about the vertical, so that it is as high as the box.
    pub upright: bool,
}

const NOTHING: Reach = Reach { extent: Extent::EMPTY, upright: true };

impl Reach {
    fn merge(self, other: &Reach) -> Reach {
        Reach { extent: self.extent.merge(&other.extent), upright: self.upright && other.upright }
    }

    fn of(extent: Extent) -> Reach {
        Reach { extent, upright: true }
    }
}

/// The box in world metres; `None` for bodies that are not plainly faces, whose shape must be asked.
pub(crate) fn reach<'m>(s: &Shapes<'m>, of: Entity<'m>) -> Option<Reach> {
    let frame = placement::world(s, of).ok()?;
    let bodies = product::bodies(of.entity_at(6)?);
    // openings may take the top off, and of several representations only one is the body
    let whole = bodies.len() == 1 && product::openings(s, of).is_empty();
    let mut all = Reach { upright: whole, ..NOTHING };
    for representation in bodies {
        all = all.merge(&moved(&items(s, representation, DEPTH)?, &frame));
    }
    let Extent { min, max } = all.extent;
    let known = !all.extent.is_empty() && min.iter().chain(&max).all(|c| in_reach(*c));
    known.then(|| Reach { extent: Extent { min: min.map(|c| c - JOIN), max: max.map(|c| c + JOIN) }, ..all })
}

fn items<'m>(s: &Shapes<'m>, representation: Entity<'m>, depth: u8) -> Option<Reach> {
    let depth = depth.checked_sub(1)?;
    let mut all = NOTHING;
    for item in representation.entities_at(3) {
        all = all.merge(&one(s, item, depth)?);
    }
    Some(all)
}

fn one<'m>(s: &Shapes<'m>, item: Entity<'m>, depth: u8) -> Option<Reach> {
    match item.class() {
        class::IFC_MAPPED_ITEM => {
            let map = item.entity_at(0)?;
            let frame = s.operator(item.entity_at(1)?).ok()?.then(&s.frame_at(map, 0).ok()?);
            Some(moved(&source(s, map, depth)?, &frame))
        }
        class::IFC_SHELL_BASED_SURFACE_MODEL | class::IFC_FACE_BASED_SURFACE_MODEL => {
            let faces = item.entities_at(0).flat_map(|shell| shell.entities_at(0));
            points(s, faces).map(Reach::of)
        }
        class::IFC_FACETED_BREP => points(s, item.entity_at(0)?.entities_at(0)).map(Reach::of),
        class::IFC_TRIANGULATED_FACE_SET | class::IFC_POLYGONAL_FACE_SET => {
            let mut all = Extent::EMPTY;
            s.point_list(item.entity_at(0)?).into_iter().for_each(|p| all.add(p.into()));
            Some(Reach::of(all))
        }
        _ => None,
    }
}

/// How high some points of a body lie in the world: the few that are found soonest, so that of most bodies they tell which level
/// these stand on. Of what openings take off the top nothing is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heights {
    /// The lowest of them (m); infinite where none is found.
    pub low: f64,
    /// The highest (m).
    pub high: f64,
    /// Whether no other points are to be found without making the body.
    pub is_all: bool,
}

/// One more point than extrusions have, whose ends are all that is asked.
const FEW: usize = 3;

/// The heights of the first points of a body.
pub(crate) fn heights<'m>(s: &Shapes<'m>, of: Entity<'m>) -> Heights {
    let found = Cell::new((Heights { low: f64::INFINITY, high: f64::NEG_INFINITY, is_all: true }, 0));
    let is_enough = |z: f64| {
        let (Heights { low, high, .. }, count) = found.get();
        found.set((Heights { low: low.min(z), high: high.max(z), is_all: true }, count + 1));
        count + 1 >= FEW
    };
    let is_all = !has_point(s, of, &is_enough);
    Heights { is_all, ..found.get().0 }
}

/// Whether a body plainly has a point below a height in the world: the first one found will do. `false` says nothing.
pub(crate) fn has_point_below<'m>(s: &Shapes<'m>, of: Entity<'m>, height: f64) -> bool {
    in_reach(height) && has_point(s, of, &|z| z < height)
}

/// As [`has_point_below`], above a height; of what openings take off the top nothing is known.
pub(crate) fn has_point_above<'m>(s: &Shapes<'m>, of: Entity<'m>, height: f64) -> bool {
    in_reach(height) && has_point(s, of, &|z| z > height)
}

fn has_point<'m>(s: &Shapes<'m>, of: Entity<'m>, wanted: &dyn Fn(f64) -> bool) -> bool {
    let (Ok(frame), Some(definition)) = (placement::world(s, of), of.entity_at(6)) else { return false };
    // of several representations only one is the body
    let [body] = product::bodies(definition)[..] else { return false };
    finds(s, body, &frame, wanted, DEPTH)
}

fn finds<'m>(s: &Shapes<'m>, representation: Entity<'m>, frame: &Frame, wanted: &dyn Fn(f64) -> bool, depth: u8) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let hit = |z: f64| in_reach(z) && wanted(z);
    let corner = |face: Entity<'m>| {
        let mut rings = face.entities_at(0).filter_map(|bound| bound.entity_at(0)).filter(|ring| ring.class() == class::IFC_POLY_LOOP);
        rings.any(|ring| ring.entities_at(0).any(|corner| s.point(corner).is_ok_and(|p| hit(frame.point(p).z))))
    };
    let item = |item: Entity<'m>| match item.class() {
        class::IFC_MAPPED_ITEM => {
            let inner = || {
                let map = item.entity_at(0)?;
                let frame = frame.then(&s.operator(item.entity_at(1)?).ok()?).then(&s.frame_at(map, 0).ok()?);
                Some((map.entity_at(1)?, frame))
            };
            inner().is_some_and(|(source, frame)| finds(s, source, &frame, wanted, depth))
        }
        class::IFC_SHELL_BASED_SURFACE_MODEL | class::IFC_FACE_BASED_SURFACE_MODEL => {
            item.entities_at(0).flat_map(|shell| shell.entities_at(0)).any(corner)
        }
        class::IFC_FACETED_BREP => item.entity_at(0).is_some_and(|shell| shell.entities_at(0).any(corner)),
        // of an upright extrusion the profile lies level in its base
        class::IFC_EXTRUDED_AREA_SOLID => s.frame_at(item, 1).is_ok_and(|own| {
            let own = frame.then(&own);
            let far = || s.direction_at(item, 2).zip(s.length(item, 3, "Depth").ok()).map(|(way, depth)| own.vector(way * depth).z);
            is_level(&own) && (hit(own.origin.z) || far().is_some_and(|rise| hit(own.origin.z + rise)))
        }),
        _ => false,
    };
    representation.entities_at(3).any(item)
}

/// The box of a mapped representation, made once.
fn source<'m>(s: &Shapes<'m>, map: Entity<'m>, depth: u8) -> Option<Reach> {
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
            corners.extend(ring.list_at(0).refs());
        }
    }
    let mut all = Extent::EMPTY;
    for corner in distinct(corners).into_iter().filter_map(|id| s.model().entity(id)) {
        all.add(s.point(corner).ok()?.into());
    }
    Some(all)
}

/// Each number once, in their order. Those of the corners of one body mostly lie close together.
fn distinct(mut ids: Vec<InstanceId>) -> Vec<InstanceId> {
    let (Some(low), Some(high)) = (ids.iter().min().copied(), ids.iter().max().copied()) else { return ids };
    let words = (high.0 - low.0) / 64 + 1;
    if words > ids.len() as u64 {
        ids.sort_unstable();
        ids.dedup();
        return ids;
    }
    let mut seen = vec![0_u64; words as usize];
    for id in &ids {
        let at = id.0 - low.0;
        if let Some(word) = seen.get_mut((at / 64) as usize) {
            *word |= 1 << (at % 64);
        }
    }
    ids.clear();
    for (at, word) in (0_u64..).zip(seen) {
        let mut left = word;
        while left != 0 {
            ids.push(InstanceId(low.0 + 64 * at + u64::from(left.trailing_zeros())));
            left &= left - 1;
        }
    }
    ids
}

/// The box around a box seen through a frame.
fn moved(from: &Reach, frame: &Frame) -> Reach {
    let mut all = Extent::EMPTY;
    if !from.extent.is_empty() {
        let ends = [from.extent.min, from.extent.max];
        for corner in 0..8_usize {
            let at = [0, 1, 2].map(|k| ends[corner >> k & 1][k]);
            all.add(frame.point(Point3::from(at)).into());
        }
    }
    Reach { extent: all, upright: from.upright && is_level(frame) }
}

/// Whether what is level in a frame is level outside of it.
fn is_level(frame: &Frame) -> bool {
    [frame.x(), frame.y()].iter().all(|axis| axis.z.abs() <= PARALLEL * axis.norm())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_number_is_there_once(ids in prop::collection::vec(prop_oneof![0_u64..300, any::<u64>()], 0..200), near in any::<bool>()) {
            let ids: Vec<InstanceId> = ids.into_iter().map(|id| InstanceId(if near { id % 300 } else { id })).collect();
            let mut plain = ids.clone();
            plain.sort_unstable();
            plain.dedup();
            prop_assert_eq!(distinct(ids), plain);
        }
    }
}
