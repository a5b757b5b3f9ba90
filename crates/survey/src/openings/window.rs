//! One window: its opening, its wall and room, whether it is a bay.

use std::sync::Arc;

use haofang_facts::{Gap, GapKind};
use haofang_geometry::plan::{self, Region, area, intersection};
use haofang_ifc::class;
use rayon::prelude::*;

use super::bay_shape::{BayShape, Glazing, MOST_PROJECTION, WallFrame};
use super::confirm::{Confirmed, confirm};
use super::hole::{Hole, hole};
use super::level::{Level, section};
use super::on_line::{Look, OnLine};
use super::side_plates;
use super::typical::Looks;
use super::wall_line::{WallLine, candidates};
use crate::building::{SpaceId, StoreyId, Survey, ThingId};
use crate::quantities::bay_width;

/// A pane nearer than this to a room may stand in its wall (m).
const IN_WALL: f64 = 0.45;
/// Glazing this near to a balcony's edge stands on it (m).
const RIM: f64 = 0.25;

/// A bay as found.
pub(crate) struct FoundBay {
    pub(crate) frame: WallFrame,
    pub(crate) shape: BayShape,
    pub(crate) space: Option<SpaceId>,
    /// The place between walls behind it, where no space is drawn.
    pub(crate) cell: Option<usize>,
    pub(crate) room: Option<bay_width::Bay>,
    pub(crate) sill: f64,
    pub(crate) soffit: f64,
    pub(crate) has_sill_slab: bool,
    pub(crate) tessellated: bool,
    /// Extent of the glazing along the wall: the widest of several windows of one bay stands for it.
    pub(crate) glazed: f64,
}

/// What was found of a window.
pub(crate) struct Found {
    pub(crate) thing: ThingId,
    pub(crate) storey: Option<StoreyId>,
    pub(crate) hole: Option<Hole>,
    pub(crate) host: Option<ThingId>,
    pub(crate) space: Option<SpaceId>,
    /// The place between walls behind it, where no space is drawn.
    pub(crate) cell: Option<usize>,
    pub(crate) is_external: Option<bool>,
    pub(crate) is_bay: Result<bool, Gap>,
    pub(crate) why: String,
    pub(crate) bays: Vec<FoundBay>,
}

/// Looks at a window or at a thing that stands for one.
pub(crate) fn look(survey: &Survey<'_>, level: Option<&Level>, looks: &Looks, thing: ThingId) -> Found {
    let window = survey.thing(thing);
    let relations = window.entity.model().relations();
    let opening = relations.fills(window.entity);
    let host_entity = opening.and_then(|opening| relations.voided_by(opening));
    let host = host_entity.and_then(|host| survey.find_thing(window.model, host));
    let hole = hole(survey, thing, opening);
    let mut found = Found {
        thing,
        storey: window.storey,
        hole,
        host,
        space: None,
        cell: None,
        is_external: None,
        is_bay: Ok(false),
        why: String::new(),
        bays: Vec::new(),
    };
    if host_entity.is_some_and(|host| host.is_a(class::IFC_ROOF) || host.is_a(class::IFC_SLAB)) {
        found.is_external = Some(true);
        found.why = "in a roof or slab".to_owned();
        return found;
    }
    let Some(level) = level else {
        found.is_bay = Err(Gap::new(GapKind::Incomplete, "the window stands on no storey"));
        return found;
    };
    let shape = match survey.shape(thing) {
        Ok(shape) => shape,
        Err(gap) => {
            found.is_bay = Err(gap.clone());
            from_opening(level, &mut found);
            return found;
        }
    };
    let extent = shape.extent();
    let z = found.hole.as_ref().map_or(0.5 * (extent.min[2] + extent.max[2]), |hole| 0.5 * (hole.bottom + hole.top));
    let own = section(survey, thing, z);
    let own = Arc::new(if own.0.is_empty() { shape.plan().clone() } else { own });
    let hole = found.hole.as_ref().and_then(|hole| hole.plan.clone());
    let lines = looks.candidates(level, &own, hole.as_ref(), host);
    let mut flat: Option<(&WallLine<'_>, String)> = None;
    let mut too_deep: Option<(&WallLine<'_>, f64)> = None;
    let look_at = |line: &WallLine<'_>| OnLine { survey, level, line, own: &own, hole: hole.as_ref(), z }.look(looks);
    let at_first = lines.iter().take(1).map(look_at);
    // of a window that does not lie flat in the first wall line, all others are asked
    let at_others = std::iter::once_with(|| lines.par_iter().skip(1).map(look_at).collect::<Vec<Look>>()).flatten();
    for (line, Look { glazing, opening, room }) in lines.iter().zip(at_first.chain(at_others)) {
        match glazing {
            Glazing::Bay(shape_found) if !line.is_inner && !line.is_platform => {
                if found
                    .bays
                    .iter()
                    .any(|bay| (bay.frame.outward.x * line.frame.outward.x + bay.frame.outward.y * line.frame.outward.y).abs() > 0.5)
                {
                    continue;
                }
                let zone = line.frame.rectangle(shape_found.clear, (0.05, (shape_found.projection - 0.02).max(0.06)));
                let own_zone = line.frame.rectangle((opening.0 - 0.2, opening.1 + 0.2), (0.0, MOST_PROJECTION + 0.5));
                if area(&intersection(&own, &own_zone)) < 0.2 * area(&own) {
                    continue; // the pane belongs to another bay
                }
                match confirm(survey, level, thing, &zone, &found, z) {
                    Confirmed::Bay { sill, soffit, has_sill_slab } => found.bays.push(FoundBay {
                        glazed: line.frame.extent(&own).map_or(0.0, |(s, _)| s.1 - s.0),
                        frame: line.frame,
                        shape: side_plates::narrowed(survey, level, &line.frame, shape_found, (sill, soffit), z),
                        space: line.room.space,
                        cell: line.room.cell,
                        room,
                        sill,
                        soffit,
                        has_sill_slab,
                        tessellated: shape.curved(),
                    }),
                    Confirmed::Platform(why) => {
                        found.why = why;
                        (found.space, found.cell) = (line.room.space, line.room.cell);
                        found.space = own_platform(survey, level, &own).or(found.space);
                        found.is_external = Some(true);
                        return found;
                    }
                    Confirmed::Unclear(why) => found.is_bay = Err(Gap::new(GapKind::Ambiguous, why)),
                }
                found.space = found.space.or(line.room.space);
                found.cell = found.cell.or(line.room.cell);
                found.is_external = Some(true);
            }
            Glazing::Flat { projection } if flat.is_none() && found.bays.is_empty() => {
                flat = Some((line, format!("glazing {projection:.3} m before the outer face of its wall")));
                if host.is_some_and(|host| host == line.wall) || line.is_low {
                    break;
                }
                // a pane in this wall's own thickness is a flat window; one before another wall may still be a bay's
                if projection < 0.15 && projection > -line.frame.thickness {
                    break;
                }
            }
            Glazing::TooDeep { projection } => too_deep = Some((line, projection)),
            _ => {}
        }
    }
    if !found.bays.is_empty() {
        found.is_bay = Ok(true);
        found.why = format!("glazing stands {:.3} m before the outer face of its wall", found.bays[0].shape.projection);
        return found;
    }
    if let Some((line, why)) = flat {
        (found.space, found.cell) = (line.room.space, line.room.cell);
        // between two balconies a pane is of the one on whose edge it stands
        if line.is_platform && host.is_none() {
            found.space = own_platform(survey, level, &own).or(found.space);
        }
        found.is_external = Some(!line.is_inner);
        found.why = why;
        return found;
    }
    if let Some((why, space)) = glazes_platform(survey, level, &own) {
        (found.why, found.space, found.is_external) = (why, space, Some(true));
        return found;
    }
    if let Some((line, projection)) = too_deep {
        (found.space, found.cell) = (line.room.space, line.room.cell);
        found.is_external = Some(true);
        found.why = format!("glazing {projection:.2} m before the wall: more than a bay");
        return found;
    }
    if let Some(line) = lines.first() {
        (found.space, found.cell) = (line.room.space, line.room.cell);
        found.is_external = Some(!line.is_inner);
        if found.is_bay.is_ok() && !line.is_platform && host != Some(line.wall) {
            found.is_bay = Err(Gap::new(GapKind::Ambiguous, "the glazing lies neither in the wall nor before it"));
        }
        found.why = "no glazing in or before the wall's opening".to_owned();
    } else if found.is_bay.is_ok() {
        found.is_bay = Err(Gap::new(GapKind::Incomplete, "no wall with a room behind it beside the window"));
    }
    found
}

/// Side panes drawn as windows of their own belong to the bay whose front they stand beside.
pub(crate) fn side_panes(survey: &Survey<'_>, windows: &mut [Found]) {
    let zones: Vec<(Option<StoreyId>, Region)> = windows
        .iter()
        .flat_map(|found| found.bays.iter().map(move |bay| (found.storey, bay)))
        .map(|(storey, bay)| {
            (storey, bay.frame.rectangle((bay.shape.clear.0 - RIM, bay.shape.clear.1 + RIM), (-0.05, bay.shape.projection + 0.05)))
        })
        .collect();
    if zones.is_empty() {
        return;
    }
    for found in windows.iter_mut().filter(|found| found.bays.is_empty()) {
        let Ok(own) = survey.plan(found.thing) else { continue };
        let size = area(own);
        let inside = |zone: &Region| plan::touches(zone, own, 0.0) && area(&intersection(zone, own)) > 0.6 * size;
        if zones.iter().any(|(storey, zone)| *storey == found.storey && inside(zone)) {
            found.is_bay = Ok(true);
            found.is_external = Some(true);
            found.why = "side pane of a bay window".to_owned();
        }
    }
}

/// The balcony of a dwelling on whose rim glazing stands.
fn own_platform(survey: &Survey<'_>, level: &Level, own: &Region) -> Option<SpaceId> {
    glazes_platform(survey, level, own)?.1.filter(|space| survey.space(*space).dwelling.is_some())
}

/// Glazing on the rim of a balcony, away from the rooms: by the balcony's space, else by a slab that bears its name.
fn glazes_platform(survey: &Survey<'_>, level: &Level, own: &Region) -> Option<(String, Option<SpaceId>)> {
    let centre = plan::centroid(own)?;
    let apart = |region: &Region| {
        if plan::contains(region, centre) {
            0.0
        } else {
            plan::edges(region).iter().map(|edge| edge.distance(centre)).fold(f64::INFINITY, f64::min)
        }
    };
    let is_platform = |usage: &str| ["balcony", "terrace"].contains(&usage);
    let inner = level.rooms.iter().filter(|room| !is_platform(&room.usage)).map(|room| apart(&room.region)).fold(f64::INFINITY, f64::min);
    if inner <= IN_WALL {
        return None;
    }
    let nearest = level
        .rooms
        .iter()
        .filter(|room| is_platform(&room.usage))
        .map(|room| (apart(&room.region), room))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, room)) = nearest.filter(|(apart, _)| *apart <= RIM) {
        return Some(("glazes a balcony".to_owned(), room.space));
    }
    let near = plan::bounds(own)?;
    let on_rim = |thing: &ThingId| survey.plan(*thing).is_ok_and(|plan| plan::touches(plan, own, RIM));
    let slab = level.platforms_near(survey, &near, RIM).find(on_rim);
    slab.map(|slab| (format!("glazes the edge of {}", survey.thing(slab).name), None))
}

/// Room and wall of a window without a shape, by its opening.
fn from_opening(level: &Level, found: &mut Found) {
    let Some(plan) = found.hole.as_ref().and_then(|hole| hole.plan.as_ref()) else { return };
    if let Some(line) = candidates(level, plan, Some(plan), found.host).first() {
        (found.space, found.cell) = (line.room.space, line.room.cell);
        found.is_external = Some(!line.is_inner);
    }
}
