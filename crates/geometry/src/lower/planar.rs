//! What products say in plan: wall axes, footprints, outlines of sites and green areas that have no body.

use super::{DEPTH, Shapes, deeper, placement};
use crate::curve::Curve;
use crate::frame::Frame;
use crate::profile::{Profile, region};
use haofang_ifc::{Entity, class};

/// The axis of a product in the world.
pub(crate) fn axis<'m>(s: &Shapes<'m>, product: Entity<'m>) -> Option<Curve> {
    let r = representations(product).find(|r| is(*r, &["axis"]))?;
    let frame = placement::world(s, product).ok()?;
    let mut found = Vec::new();
    gather(s, r, &frame, DEPTH, &mut found);
    let mut all = found.into_iter();
    let mut one = all.next()?;
    all.for_each(|c| one.join(c));
    Some(one)
}

/// All plan curves of a product in the world.
pub(crate) fn footprint<'m>(s: &Shapes<'m>, product: Entity<'m>) -> Vec<Curve> {
    let Ok(frame) = placement::world(s, product) else { return vec![] };
    let mut found = Vec::new();
    // The first kind that has curves says it; the rest repeats it.
    for names in [&["footprint"][..], &["plan", "boundary", "profile", "survey points"], &["annotation"], &["body", ""], &["axis"]] {
        for r in representations(product).filter(|r| is(*r, names)) {
            gather(s, r, &frame, DEPTH, &mut found);
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// What the plan curves enclose; curves inside others are holes.
pub(crate) fn region<'m>(s: &Shapes<'m>, product: Entity<'m>) -> Option<Profile> {
    let curves = footprint(s, product);
    let closed: Vec<&Curve> = curves.iter().filter(|c| c.is_closed()).collect();
    if closed.is_empty() {
        return None;
    }
    if let [one] = closed.as_slice() {
        let p = Profile::from_curves(one, &[]);
        return (!p.region.0.is_empty()).then_some(p);
    }
    // Each ring is recentred by the overlay itself.
    let region = region::odd(&closed.iter().map(|c| c.ring()).collect::<Vec<_>>());
    let curved = closed.iter().any(|c| c.curved);
    (!region.0.is_empty()).then(|| Profile { curved, ..Profile::from_region(region) })
}

fn representations<'m>(product: Entity<'m>) -> impl Iterator<Item = Entity<'m>> {
    product.entity_at(6).into_iter().flat_map(|d| d.entities_at(2).collect::<Vec<_>>())
}

fn is(r: Entity<'_>, names: &[&str]) -> bool {
    let name = r.attr(1).as_text().unwrap_or_default().to_lowercase();
    names.contains(&name.as_str())
}

/// The curves among a representation's items, through sets and mappings.
fn gather<'m>(s: &Shapes<'m>, representation: Entity<'m>, frame: &Frame, depth: u8, out: &mut Vec<Curve>) {
    for e in representation.entities_at(3) {
        curves(s, e, frame, depth, out);
    }
}

fn curves<'m>(s: &Shapes<'m>, e: Entity<'m>, frame: &Frame, depth: u8, out: &mut Vec<Curve>) {
    let Ok(depth) = deeper(e, depth) else { return };
    match e.class() {
        class::IFC_GEOMETRIC_SET | class::IFC_GEOMETRIC_CURVE_SET => e.entities_at(0).for_each(|c| curves(s, c, frame, depth, out)),
        class::IFC_STYLED_ITEM | class::IFC_ANNOTATION_FILL_AREA_OCCURRENCE => {
            e.entities_at(0).for_each(|c| curves(s, c, frame, depth, out))
        }
        class::IFC_ANNOTATION_FILL_AREA => {
            let rings = e.entity_at(0).into_iter().chain(e.entities_at(1).collect::<Vec<_>>());
            rings.for_each(|c| curves(s, c, frame, depth, out));
        }
        class::IFC_MAPPED_ITEM => {
            let (Some(map), Some(target)) = (e.entity_at(0), e.entity_at(1)) else { return };
            let (Ok(target), Ok(origin)) = (s.operator(target), s.frame_at(map, 0)) else { return };
            if let Some(r) = map.entity_at(1) {
                gather(s, r, &frame.then(&target.then(&origin)), depth, out);
            }
        }
        _ if e.is_a(class::IFC_CURVE) => {
            if let Ok(c) = s.curve(e) {
                out.push(c.transformed(frame));
            }
        }
        _ => {}
    }
}
