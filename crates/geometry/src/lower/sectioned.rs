//! Solids between cross sections: along a curve (IfcSectionedSolidHorizontal) or given one by one (IfcSectionedSpine).

use super::alignment::across;
use super::read::Read;
use super::{Shapes, unsupported};
use crate::frame::Frame;
use crate::lower::unsupported::Reason;
use crate::solid::Part;
use crate::solid::part::Body;
use crate::solid::sweep::{Section, skinned};
use crate::tolerance::WELD;
use haofang_ifc::{Entity, class};
use nalgebra::Vector3;

/// A sectioned solid.
pub(crate) fn sectioned<'m>(s: &Shapes<'m>, e: Entity<'m>) -> Read<Part> {
    let profiles = e.entities_at(1).map(|p| s.profile(p)).collect::<Read<Vec<_>>>()?;
    let positions: Vec<Entity<'m>> = e.entities_at(2).collect();
    if profiles.len() < 2 || profiles.len() != positions.len() {
        return Err(unsupported(e, Reason::Attribute("CrossSectionPositions")));
    }
    let mut curved = profiles.iter().any(|p| p.curved);
    let rows = if e.class() == class::IFC_SECTIONED_SPINE {
        let frames = positions.iter().map(|p| s.axis_placement(*p)).collect::<Read<Vec<_>>>()?;
        frames.into_iter().zip(&profiles).map(|(frame, p)| Section { frame, from: p, to: p, share: 0.0 }).collect()
    } else {
        let directrix = s.directrix(s.part(e, 0, "Directrix")?, super::DEPTH)?;
        curved |= directrix.curved();
        // Earlier drafts could ask for sections that stand upright whatever the slope.
        let upright = e.attr(3).as_bool() == Some(true);
        let places = positions.iter().map(|p| s.linear_place(*p, &directrix)).collect::<Read<Vec<_>>>()?;
        // What a place adds to the bare frame of the curve there goes over evenly into what the next one adds.
        let own = |(at, f): &(f64, Frame)| directrix.frame(*at).inverse().map(|i| i.then(f));
        let mut rows = Vec::new();
        for (i, w) in places.windows(2).enumerate() {
            if w[1].0 <= w[0].0 {
                return Err(unsupported(e, Reason::Attribute("CrossSectionPositions")));
            }
            let (Some(a), Some(b)) = (own(&w[0]), own(&w[1])) else {
                return Err(unsupported(e, Reason::Attribute("CrossSectionPositions")));
            };
            for at in directrix.stations(w[0].0, w[1].0, s.precision).into_iter().skip(usize::from(i > 0)) {
                let share = (at - w[0].0) / (w[1].0 - w[0].0);
                let frame = directrix.frame(at).then(&blended(&a, &b, share));
                let frame = across(&if upright { stood_up(&frame) } else { frame });
                rows.push(Section { frame, from: &profiles[i], to: &profiles[i + 1], share });
            }
        }
        rows
    };
    let length: f64 = rows.windows(2).map(|w: &[Section<'_>]| (w[1].frame.origin - w[0].frame.origin).norm()).sum();
    if !length.is_finite() {
        return Err(unsupported(e, Reason::OutOfReach));
    }
    if length <= WELD {
        return Err(unsupported(e, Reason::Empty("a path without length")));
    }
    let mut mesh = skinned(&rows, false).ok_or_else(|| unsupported(e, Reason::Empty("its sections do not pair up")))?;
    if mesh.signed_volume() < 0.0 {
        mesh.flip();
    }
    Ok(Part::body(Body::closed_or_not(mesh, true, curved, true)))
}

/// A frame between two, right-angled again.
fn blended(a: &Frame, b: &Frame, share: f64) -> Frame {
    let mix = a.axes * (1.0 - share) + b.axes * share;
    Frame::from_axes(a.origin + (b.origin - a.origin) * share, mix.column(2).into(), mix.column(0).into())
}

/// The frame turned so that its z is plumb.
fn stood_up(f: &Frame) -> Frame {
    Frame::from_axes(f.origin, Vector3::z(), f.x())
}
