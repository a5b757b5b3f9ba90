//! Whether glazing before a façade is a bay or a closed balcony: what lies below and above it, by names and heights.

use haofang_geometry::plan::{self, Region, area, intersection};

use super::hole::Hole;
use super::level::Level;
use super::window::Found;
use crate::building::{Survey, ThingId};

/// A slab whose top is this near to the lower edge of the window is its sill (m).
const SILL: (f64, f64) = (-0.15, 0.06);
/// A slab that covers this share of the projecting part belongs to it.
const COVERS: f64 = 0.5;
/// A floor this far from the storey's floor is a platform's (m).
const FLOOR: (f64, f64) = (-0.35, 0.15);
/// A window that begins lower than this above the floor reaches it (m).
const AT_FLOOR: f64 = 0.15;

/// What glazing before a façade is.
pub(super) enum Confirmed {
    Bay { sill: f64, soffit: f64, has_sill_slab: bool },
    Platform(String),
    Unclear(String),
}

/// Tells a bay from a closed balcony by what lies below the glazing.
pub(super) fn confirm(survey: &Survey<'_>, level: &Level, thing: ThingId, zone: &Region, found: &Found, z: f64) -> Confirmed {
    let size = area(zone);
    let covers = |region: &Region| area(&intersection(region, zone)) > COVERS * size;
    let in_space = |usages: &[&str]| level.rooms.iter().any(|room| usages.contains(&room.usage.as_str()) && covers(&room.region));
    let named_bay = in_space(&["bay_window"]);
    let Some(near) = plan::bounds(zone) else { return Confirmed::Unclear("no area before the façade".to_owned()) };
    let (bottom, top) = own_heights(survey, thing, zone, found.hole.as_ref(), z);
    let (mut sill, mut soffit, mut has_sill, mut has_floor) = (bottom, top, false, false);
    // an opening may be cut down through the sill slab that the glazing stands on
    let glazed = survey.extent(thing).map_or(bottom, |extent| extent.min[2].clamp(bottom, z.max(bottom)));
    let mut head: Option<f64> = None;
    let mut platform: Option<String> = None;
    for solid in level.flat_near(survey, &near, 0.0).into_iter().filter(|solid| solid.thing != thing) {
        let Ok(plan) = survey.plan(solid.thing) else { continue };
        let is_sill = solid.z.1 - bottom >= SILL.0 && solid.z.1 - glazed <= SILL.1 && solid.z.1 > level.floor + AT_FLOOR;
        let is_floor = solid.z.1 - level.floor >= FLOOR.0 && solid.z.1 - level.floor <= FLOOR.1;
        let is_head = solid.z.0 >= z && solid.z.0 <= top + 0.6;
        if !(is_sill || is_floor || is_head) || !covers(plan) {
            continue;
        }
        if is_sill {
            sill = if has_sill { sill.max(solid.z.1) } else { solid.z.1 };
            has_sill = true;
        }
        has_floor |= is_floor && !is_sill;
        if is_floor && !is_sill {
            let named = survey.recognise("platform", survey.thing(solid.thing).entity);
            platform = platform.or(named.filter(|found| ["balcony", "terrace"].contains(&found.word.as_str())).map(|found| found.by));
        }
        if is_head {
            head = Some(head.map_or(solid.z.0, |head: f64| head.min(solid.z.0)));
        }
    }
    if own_plate(survey, thing, zone, z) {
        has_sill = true;
    }
    if let Some(head) = head
        && head < top + SILL.1
    {
        soffit = head;
    }
    // a bay may stand out over a terrace; glazing without a sill slab over one closes it
    if !has_sill && in_space(&["balcony", "terrace"]) {
        return Confirmed::Platform("glazes a balcony".to_owned());
    }
    let raised = bottom - level.floor > AT_FLOOR;
    if !has_sill
        && !named_bay
        && let Some(by) = platform
    {
        return Confirmed::Platform(format!("glazes a balcony ({by})"));
    }
    if has_floor && !has_sill && !named_bay {
        let window = survey.thing(thing);
        let named = survey.recognise("window", window.entity).is_some_and(|found| super::names_bay(&found));
        if !raised && !named {
            // a floor beyond the wall with glazing down to it is a closed balcony, at most a window down to the floor
            return Confirmed::Platform("glazing down to a floor before the façade: a closed balcony, no bay window".to_owned());
        }
        // a ledge for the air conditioner below a glass box, or a balcony with a parapet
        if !named {
            return Confirmed::Unclear(
                "the glazing stands before the façade over a floor, without a sill slab: a bay window over a ledge, or a closed balcony"
                    .to_owned(),
            );
        }
    }
    Confirmed::Bay { sill, soffit, has_sill_slab: has_sill }
}

/// Lower and upper edge of the opening, else of the glazing between plates of the window's own body.
fn own_heights(survey: &Survey<'_>, thing: ThingId, zone: &Region, hole: Option<&Hole>, z: f64) -> (f64, f64) {
    let opening = hole.filter(|hole| hole.by == "opening").map(|hole| (hole.bottom, hole.top));
    let Ok(shape) = survey.shape(thing) else { return opening.unwrap_or((z, z)) };
    let extent = shape.extent();
    // plates of the window's own body narrow the opening that it stands in
    let (mut bottom, mut top) = opening.unwrap_or((extent.min[2], extent.max[2]));
    for prism in shape.prisms().iter().filter(|prism| area(&intersection(&prism.region, zone)) > COVERS * area(zone)) {
        if prism.z1 <= z {
            bottom = bottom.max(prism.z1);
        } else if prism.z0 >= z {
            top = top.min(prism.z0);
        }
    }
    (bottom, top)
}

/// Whether the window's own body has a plate below the glazing.
fn own_plate(survey: &Survey<'_>, thing: ThingId, zone: &Region, z: f64) -> bool {
    survey.shape(thing).is_ok_and(|shape| {
        let extent = shape.extent();
        let low = shape.section(extent.min[2] + 0.02);
        extent.min[2] + 0.02 < z && area(&intersection(&low, zone)) > COVERS * area(zone)
    })
}
