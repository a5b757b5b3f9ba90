//! What a thread read last of small instances that many others share: directions, and the placements of parts in their product.
//!
//! Nothing waits for a lock, and nothing grows with the file: an instance pushes out the one that had its place.

use super::Shapes;
use super::read::Read;
use crate::frame::Frame;
use haofang_ifc::{Entity, InstanceId};
use nalgebra::Vector3;
use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::LocalKey;

/// Places for instances of one kind (a power of two).
const PLACES: usize = 256;

/// Tells the readers of all models apart, those that are gone too.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// The number of a new reader.
pub(super) fn number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// What was read of an instance of a reader's model.
type Known<T> = (u64, InstanceId, T);

/// The last instances, by their number.
pub(super) struct Recent<T>(Vec<Option<Known<T>>>);

thread_local! {
    static FRAMES: RefCell<Recent<Frame>> = const { RefCell::new(Recent(Vec::new())) };
    static DIRECTIONS: RefCell<Recent<Option<Vector3<f64>>>> = const { RefCell::new(Recent(Vec::new())) };
}

/// The frame of an axis placement, read or remembered.
pub(super) fn frame<'m>(s: &Shapes<'m>, e: Entity<'m>, read: impl FnOnce() -> Read<Frame>) -> Read<Frame> {
    recall(&FRAMES, s, e, read)
}

/// A direction, read or remembered.
pub(super) fn direction<'m>(s: &Shapes<'m>, e: Entity<'m>, read: impl FnOnce() -> Option<Vector3<f64>>) -> Option<Vector3<f64>> {
    recall(&DIRECTIONS, s, e, || Ok(read())).ok().flatten()
}

fn recall<'m, T: Copy>(
    known: &'static LocalKey<RefCell<Recent<T>>>,
    s: &Shapes<'m>,
    e: Entity<'m>,
    read: impl FnOnce() -> Read<T>,
) -> Read<T> {
    let (of, id) = (s.number, e.id());
    let at = id.0 as usize % PLACES;
    let found = known.with_borrow(|all| match all.0.get(at) {
        Some(Some((reader, instance, value))) if (*reader, *instance) == (of, id) => Some(*value),
        _ => None,
    });
    if let Some(found) = found {
        return Ok(found);
    }
    let made = read()?;
    known.with_borrow_mut(|all| {
        all.0.resize_with(PLACES, || None);
        if let Some(place) = all.0.get_mut(at) {
            *place = Some((of, id, made));
        }
    });
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_ifc::Model;

    fn model(x: &str) -> Model {
        let text = format!(
            "ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('IFC4'));ENDSEC;DATA;\n\
             #1=IFCPROJECT('1xS3BCk291UvhgP2a6eflK',$,'P',$,$,$,$,$,#2);\n#2=IFCUNITASSIGNMENT((#3));\n#3=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\n\
             #4=IFCAXIS2PLACEMENT3D(#5,$,$);\n#5=IFCCARTESIANPOINT(({x},0.,0.));\n#260=IFCAXIS2PLACEMENT3D(#6,$,$);\n\
             #6=IFCCARTESIANPOINT((9.,0.,0.));\nENDSEC;END-ISO-10303-21;"
        );
        Model::index(std::sync::Arc::new(text.into_bytes())).unwrap()
    }

    #[test]
    fn instances_of_one_place_and_models_of_one_number_are_told_apart() {
        for x in ["1.", "2."] {
            let model = model(x);
            let shapes = Shapes::new(&model).unwrap();
            let at = |id: u64| shapes.axis_placement(model.entity(InstanceId(id)).unwrap()).unwrap().origin.x;
            assert_eq!([at(4), at(260), at(4)], [x.parse().unwrap(), 9.0, x.parse().unwrap()]);
        }
    }
}
