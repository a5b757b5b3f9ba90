//! One window: its opening, its wall and room, whether it is a bay.

use std::cell::OnceCell;
use std::sync::Arc;

use haofang_facts::{Gap, GapKind};
use haofang_geometry::plan::{self, Bounds, Region, area, intersection};
use haofang_ifc::{Entity, class};

use super::bay_shape::{BayShape, Glazing, LEAST_PROJECTION, MOST_PROJECTION, Panes, WallFrame, judge};
use super::level::{Level, section};
use super::wall_line::{PIECE, WallLine, candidates, length_along, own_direction};
use crate::building::{SpaceId, StoreyId, Survey, ThingId};
use crate::quantities::bay_width;

/// A slab whose top is this near to the lower edge of the window is its sill (m).
const SILL: (f64, f64) = (-0.15, 0.06);
/// A slab that covers this share of the projecting part belongs to it.
const COVERS: f64 = 0.5;
/// A floor this far from the storey's floor is a platform's (m).
const FLOOR: (f64, f64) = (-0.35, 0.15);
/// A pane nearer than this to a room may stand in its wall (m).
const IN_WALL: f64 = 0.45;
/// Glazing this near to a balcony's edge stands on it (m).
const RIM: f64 = 0.25;
/// Openings are drawn deeper than their wall by no more than this (m).
const CUT_DEPTH: f64 = 0.80;
/// Frames of one window stand no further apart than this (m).
const FRAMES: f64 = 1.5;
/// A window that begins lower than this above the floor reaches it (m).
const AT_FLOOR: f64 = 0.15;

/// The hole in the wall.
pub(crate) struct Hole {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) bottom: f64,
    pub(crate) top: f64,
    /// Measured on the opening, else read from the window.
    pub(crate) by: &'static str,
    /// Range along the wall in the frame of the wall line, where the opening has a shape.
    plan: Option<Region>,
}

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
pub(crate) fn look(survey: &Survey<'_>, level: Option<&Level>, thing: ThingId) -> Found {
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
    let lines = candidates(level, &own, found.hole.as_ref().and_then(|hole| hole.plan.as_ref()), host);
    let mut flat: Option<(&WallLine<'_>, String)> = None;
    let mut too_deep: Option<(&WallLine<'_>, f64)> = None;
    for line in &lines {
        let near = around(&line.frame, &own);
        let mut panes = level.sections(survey, &near, z, true);
        panes.push(Arc::clone(&own));
        let panes = Panes::new(panes);
        let (verdict, opening_range, room) = judge_line(survey, level, found.storey, line, &panes, &own, found.hole.as_ref(), z, &near);
        match verdict {
            Glazing::Bay(shape_found) if !line.is_inner && !line.is_platform => {
                if found
                    .bays
                    .iter()
                    .any(|bay| (bay.frame.outward.x * line.frame.outward.x + bay.frame.outward.y * line.frame.outward.y).abs() > 0.5)
                {
                    continue;
                }
                let zone = line.frame.rectangle(shape_found.clear, (0.05, (shape_found.projection - 0.02).max(0.06)));
                let own_zone = line.frame.rectangle((opening_range.0 - 0.2, opening_range.1 + 0.2), (0.0, MOST_PROJECTION + 0.5));
                if area(&intersection(&own, &own_zone)) < 0.2 * area(&own) {
                    continue; // the pane belongs to another bay
                }
                match confirm(survey, level, thing, &zone, &found, z) {
                    Confirmed::Bay { sill, soffit, has_sill_slab } => found.bays.push(FoundBay {
                        glazed: line.frame.extent(&own).map_or(0.0, |(s, _)| s.1 - s.0),
                        frame: line.frame,
                        shape: shape_found,
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

/// The box in which things matter for this wall line.
fn around(frame: &WallFrame, own: &Region) -> Bounds {
    let (s, t) = frame.extent(own).unwrap_or(((-2.0, 2.0), (-0.5, 1.0)));
    let zone = frame.rectangle((s.0 - 6.0, s.1 + 6.0), (-frame.thickness - 0.5, t.1.max(0.0) + 1.0));
    plan::bounds(&zone).unwrap_or(Bounds { min: frame.origin, max: frame.origin })
}

fn judge_line(
    survey: &Survey<'_>,
    level: &Level,
    storey: Option<StoreyId>,
    line: &WallLine<'_>,
    panes: &Panes,
    own: &Region,
    hole: Option<&Hole>,
    z: f64,
    near: &Bounds,
) -> (Glazing, (f64, f64), Option<bay_width::Bay>) {
    let frame = &line.frame;
    let solid = OnceCell::new();
    // a hole longer than the wall that it is cut into is meant to go through the pieces beside it, too
    let cut =
        hole.and_then(|hole| hole.plan.as_ref()).filter(|hole| level.length_of(line.wall, frame) + PIECE < length_along(hole, frame.along));
    let obstacles = || {
        solid.get_or_init(|| {
            let mut upright = plan::union(&level.sections(survey, near, z, false));
            if let Some((hole, (s, _))) = cut.and_then(|hole| Some((hole, frame.extent(hole)?))) {
                upright = plan::difference(&upright, &intersection(hole, &frame.rectangle(s, (-frame.thickness - CUT_DEPTH, 0.0))));
            }
            plan::union(&[&upright, panes.whole()])
        })
    };
    let glazed = frame.extent(own).map_or((-0.5, 0.5), |(s, _)| s);
    let through = hole
        .and_then(|hole| hole.plan.as_ref())
        .and_then(|plan| frame.extent(plan))
        // the opening of another wall crosses this one at most, it does not lie in it
        .filter(|(s, t)| t.0 < 0.05 && t.1 > -frame.thickness - 0.05 && t.0 > -frame.thickness - CUT_DEPTH && s.1 - s.0 > t.1 - t.0)
        .map(|(s, _)| s);
    let middle = through.map_or(0.5 * (glazed.0 + glazed.1), |s| 0.5 * (s.0 + s.1));
    let room =
        storey.and_then(|storey| bay_width::measure(survey, storey, &line.room.region, frame.point(middle, -frame.thickness), frame.along));
    let range = room.as_ref().map(|bay| {
        let ends = bay.ends.map(|end| frame.local(end).0);
        (ends[0].min(ends[1]), ends[0].max(ends[1]))
    });
    // without an opening the gap between the walls is the way out; panes set into it do not end it
    let walls_only = || {
        let walls = plan::difference(obstacles(), &plan::offset(panes.whole(), 0.01, plan::Join::Mitre));
        let mid = frame.point(middle, -frame.thickness / 2.0);
        haofang_geometry::measure::clear_gap(&walls, mid, frame.along, 8.0).map(|gap| {
            let (a, b) = (frame.local(gap.from).0, frame.local(gap.to).0);
            (a.min(b), a.max(b))
        })
    };
    let mut opening = through.or_else(walls_only).unwrap_or(glazed);
    if let Some(range) = range {
        opening = (opening.0.max(range.0), opening.1.min(range.1));
    }
    if opening.1 - opening.0 < 0.2 {
        return (Glazing::Nothing, opening, room);
    }
    let mut verdict = judge(panes, obstacles, frame, opening, range);
    if verdict == Glazing::Nothing && frame.extent(own).is_some_and(|(_, t)| t.1 >= LEAST_PROJECTION) {
        // only frames are drawn, no panes: the glass stands between them
        let closed = Panes::new(vec![Arc::new(plan::closing(panes.whole(), FRAMES))]);
        verdict = judge(&closed, obstacles, frame, opening, range);
    }
    (verdict, opening, room)
}

enum Confirmed {
    Bay { sill: f64, soffit: f64, has_sill_slab: bool },
    Platform(String),
    Unclear(String),
}

/// Tells a bay from a closed balcony by what lies below the glazing.
fn confirm(survey: &Survey<'_>, level: &Level, thing: ThingId, zone: &Region, found: &Found, z: f64) -> Confirmed {
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
    for solid in level.flat_near(survey, &near, 0.0).filter(|solid| solid.thing != thing) {
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

/// The opening's size along its wall and its heights; else the overall size of the window or door, else its body.
pub(super) fn hole<'m>(survey: &Survey<'m>, thing: ThingId, opening: Option<Entity<'m>>) -> Option<Hole> {
    let window = survey.thing(thing);
    if let Some(opening) = opening
        && let Ok(shape) = survey.readers.lower(window.model, opening)
    {
        let extent = shape.extent();
        let region = shape.plan().clone();
        let width = host_direction(survey, thing, &region)
            .map(|along| own_direction(&region, along))
            .and_then(|along| width_along(&region, along))
            .or_else(|| plan::longest_edge(&region).map(|edge| edge.length()))?;
        return Some(Hole {
            width,
            height: extent.max[2] - extent.min[2],
            bottom: extent.min[2],
            top: extent.max[2],
            by: "opening",
            plan: Some(region),
        });
    }
    let unit = window.entity.model().units().length.as_ref().ok().copied();
    let size = |name: &str| window.entity.named(name).as_f64().zip(unit).map(|(value, unit)| value * unit).filter(|value| *value > 0.0);
    let body = survey.shape(thing).ok().map(|shape| (shape.extent(), shape.plan().clone()));
    match (size("OverallWidth"), size("OverallHeight"), body) {
        (Some(width), Some(height), Some((extent, _))) => {
            let bottom =
                if extent.max[2] - extent.min[2] > height + 0.01 { 0.5 * (extent.min[2] + extent.max[2] - height) } else { extent.min[2] };
            Some(Hole { width, height, bottom, top: bottom + height, by: "overall size", plan: None })
        }
        (_, _, Some((extent, region))) => {
            let width = plan::longest_edge(&region).map(|edge| edge.length())?;
            Some(Hole { width, height: extent.max[2] - extent.min[2], bottom: extent.min[2], top: extent.max[2], by: "body", plan: None })
        }
        _ => None,
    }
}

fn host_direction(survey: &Survey<'_>, thing: ThingId, opening: &Region) -> Option<plan::Point2> {
    let window = survey.thing(thing);
    let relations = window.entity.model().relations();
    let host = relations.fills(window.entity).and_then(|opening| relations.voided_by(opening))?;
    let host = survey.find_thing(window.model, host)?;
    let wall = survey.walls(window.storey?).iter().find(|wall| wall.thing == host)?;
    wall.axis.map(|axis| axis.direction).or_else(|| crate::bent::direction_at(&wall.plan, plan::centroid(opening)?))
}

fn width_along(region: &Region, along: plan::Point2) -> Option<f64> {
    let frame = WallFrame { origin: plan::centroid(region)?, along, outward: plan::Point2 { x: -along.y, y: along.x }, thickness: 0.0 };
    frame.extent(region).map(|(s, _)| s.1 - s.0)
}
