//! Products: which representation is the body, and its openings.

use super::read::Read;
use super::{DEPTH, Shapes, deeper, item, placement, unsupported};
use crate::frame::Frame;
use crate::lower::unsupported::{Reason, Unsupported};
use crate::shape::Shape;
use crate::solid::Part;
use crate::solid::boolean::{Tool, apply};
use crate::solid::prism::Operation;
use crate::tolerance::in_reach;
use haofang_ifc::{Entity, Value, class};
use std::borrow::Cow;

/// The body of a product in world coordinates.
pub(crate) fn shape<'m>(s: &Shapes<'m>, product: Entity<'m>, cut: bool) -> Read<Shape> {
    let found = body(s, product, cut, DEPTH)?;
    let extent = found.extent();
    if extent.is_empty() || extent.min.iter().chain(&extent.max).all(|c| in_reach(*c)) {
        Ok(found)
    } else {
        Err(unsupported(product, Reason::OutOfReach))
    }
}

fn body<'m>(s: &Shapes<'m>, product: Entity<'m>, cut: bool, depth: u8) -> Read<Shape> {
    let depth = deeper(product, depth)?;
    let own = own_parts(s, product);
    let (parts, mut omitted) = match own {
        Ok(found) => found,
        Err(why) => return assembled(s, product, cut, depth).unwrap_or(Err(why)),
    };
    let frame = placement::world(s, product)?;
    let mut parts = parts;
    if cut {
        (parts, omitted) = without_openings(s, product, parts, omitted, &frame);
        if parts.is_empty() {
            return Err(unsupported(product, Reason::Empty("nothing is left after its openings")));
        }
    }
    Ok(Shape::new(parts.iter().map(|p| p.transformed(&frame)).collect()).with_omitted(omitted))
}

/// A product without a body of its own: the sum of its parts. `None` if it has no parts with a body.
fn assembled<'m>(s: &Shapes<'m>, product: Entity<'m>, cut: bool, depth: u8) -> Option<Read<Shape>> {
    if product.is_a(class::IFC_SPATIAL_ELEMENT) || product.is_a(class::IFC_SPATIAL_STRUCTURE_ELEMENT) {
        return None; // a storey is not the sum of its rooms
    }
    let mut parts = Vec::new();
    let mut omitted = Vec::new();
    for child in s.model().relations().children_of(product).into_iter().filter(|c| c.is_a(class::IFC_PRODUCT)) {
        match body(s, child, cut, depth) {
            Ok(b) => {
                parts.extend(b.parts().iter().cloned());
                omitted.extend(b.omitted().iter().cloned());
            }
            Err(u) if u.reason == Reason::NoRepresentation => {}
            Err(u) => omitted.push(u),
        }
    }
    if parts.is_empty() { None } else { Some(Ok(Shape::new(parts).with_omitted(omitted))) }
}

/// The representations that may stand for the body, best first.
pub(crate) fn bodies(definition: Entity<'_>) -> Vec<Entity<'_>> {
    let mut ranked: Vec<(u8, Entity<'_>)> = definition.entities_at(2).filter_map(|r| rank(r).map(|k| (k, r))).collect();
    ranked.sort_by_key(|(k, _)| *k);
    ranked.into_iter().map(|(_, r)| r).collect()
}

type Found = (Vec<Part>, Vec<Unsupported>);

/// The parts of a product's body in its own coordinates.
fn own_parts<'m>(s: &Shapes<'m>, product: Entity<'m>) -> Read<Found> {
    let definition = product.entity_at(6).ok_or_else(|| unsupported(product, Reason::NoRepresentation))?;
    let mut first = None;
    for r in bodies(definition) {
        let (parts, failed) = item::all(s, r, DEPTH);
        if !parts.is_empty() {
            return Ok((parts, failed));
        }
        first = first.or_else(|| failed.into_iter().next());
    }
    Err(first.unwrap_or_else(|| {
        let names: Vec<String> = definition.entities_at(2).map(|r| name(r, 1).or_else(|| name(r, 2)).unwrap_or_default()).collect();
        unsupported(product, Reason::NoBody(names.join(", ")))
    }))
}

fn name(representation: Entity<'_>, at: usize) -> Option<String> {
    representation.attr(at).as_text().map(|t| t.into_owned()).filter(|t| !t.is_empty())
}

/// How well a representation stands for the body: 0 best; `None` if it is not one.
fn rank(r: Entity<'_>) -> Option<u8> {
    let identifier = word(r, 1);
    let one_of = |words: &[&str], word: &[u8]| words.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word));
    if one_of(&["body"], &identifier) {
        return Some(0);
    }
    let flat = [
        "curve2d",
        "geometriccurveset",
        "annotation2d",
        "curve3d",
        "curve",
        "boundingbox",
        "point",
        "pointcloud",
        "text",
        "segment",
        "vertex",
        "edge",
        "path",
    ];
    let second = ["facetation", "tessellation", "body-fallback", "surfacemodel", "surface"];
    let other = [
        "axis",
        "box",
        "footprint",
        "annotation",
        "plan",
        "profile",
        "cog",
        "clearance",
        "lighting",
        "reference",
        "survey points",
        "mapped axis",
    ];
    let kind = word(r, 2);
    if one_of(&flat, &kind) || one_of(&other, &identifier) {
        return None;
    }
    Some(if one_of(&second, &identifier) { 1 } else { 2 })
}

/// The bytes of a word of a representation, to be compared without regard to the case of Latin letters.
fn word(representation: Entity<'_>, at: usize) -> Cow<'_, [u8]> {
    let value = representation.attr(at);
    match value {
        Value::Text(text) if text.raw().iter().all(|b| b.is_ascii() && !matches!(b, b'\\' | b'\'')) => Cow::Borrowed(text.raw()),
        _ => Cow::Owned(value.as_text().unwrap_or_default().to_lowercase().into_bytes()),
    }
}

/// Openings of the product and of the wholes it is part of, as tools in the product's coordinates.
fn without_openings<'m>(s: &Shapes<'m>, product: Entity<'m>, mut parts: Vec<Part>, mut omitted: Vec<Unsupported>, frame: &Frame) -> Found {
    let Some(inverse) = frame.inverse() else { return (parts, omitted) };
    for opening in openings(s, product) {
        let tool = own_parts(s, opening).and_then(|(found, failed)| {
            omitted.extend(failed);
            let there = inverse.then(&placement::world(s, opening)?);
            Ok(found.iter().map(|p| p.transformed(&there)).collect::<Vec<_>>())
        });
        let tool = match tool {
            Ok(t) => t,
            Err(u) => {
                omitted.push(u);
                continue;
            }
        };
        match apply(parts.clone(), &Tool::Parts(tool), Operation::Difference) {
            Ok(cut) => parts = cut,
            Err(why) => omitted.push(unsupported(opening, Reason::Cut(why))),
        }
    }
    (parts, omitted)
}

pub(crate) fn openings<'m>(s: &Shapes<'m>, product: Entity<'m>) -> Vec<Entity<'m>> {
    let relations = s.model().relations();
    let mut all = relations.openings_of(product);
    let mut whole = relations.parent_of(product);
    for _ in 0..DEPTH {
        let Some(w) = whole.filter(|w| w.is_a(class::IFC_ELEMENT)) else { break };
        all.extend(relations.openings_of(w));
        whole = relations.parent_of(w);
    }
    all
}
