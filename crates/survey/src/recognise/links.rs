//! Which rooms one can walk between: doors, doorways, open edges and stairs, found by where they stand.

use haofang_geometry::plan::{self, Edge, Point2};
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::space_use::OUTDOOR;
use crate::building::{SpaceId, StoreyId, Survey, ThingId};
use crate::walls;

/// How far from the middle of its wall a room may begin that a door leads to: half of a thick wall with its finish.
const REACH: f64 = 0.45;

/// Rooms that face each other nearer than this have no wall between them.
const OPEN: f64 = 0.02;

/// Shortest open edge that one walks through.
const PASSAGE: f64 = 0.60;

/// How far from a level a stair that leads to it may end.
const STEP: f64 = 0.8;

/// A hole that begins higher above the floor is a window.
const THRESHOLD: f64 = 0.15;

/// How one gets from room to room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Through a door.
    Door(ThingId),
    /// Through a hole in a wall.
    Doorway,
    /// Over an edge without a wall.
    Open,
    /// By a stair to the level above.
    Stair(ThingId),
}

/// A connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// A room.
    pub from: SpaceId,
    /// The other room; none outdoors or where no room is modelled.
    pub to: Option<SpaceId>,
    /// How.
    pub way: Way,
}

/// The rooms of a level with their boundaries, ready for many questions.
struct Rooms<'s> {
    all: Vec<(SpaceId, &'s plan::Region, Vec<Edge>)>,
    /// The boxes around them.
    boxes: Vec<Option<plan::Bounds>>,
}

impl Rooms<'_> {
    /// Whether a point plainly lies further from a room than a door leads.
    fn is_far(&self, at: usize, point: Point2) -> bool {
        let known = self.boxes.get(at).copied().flatten();
        known.is_some_and(|room| !room.within(&plan::Bounds { min: point, max: point }, 2.0 * REACH))
    }

    /// Distance of a point from a room and the direction to it.
    fn nearest(&self, at: usize, point: Point2) -> (f64, Point2) {
        let (_, region, edges) = &self.all[at];
        let Some(edge) = edges.iter().min_by(|a, b| a.distance(point).total_cmp(&b.distance(point))) else {
            return (f64::INFINITY, Point2 { x: 0.0, y: 0.0 });
        };
        let distance = edge.distance(point);
        // from outside the room lies against the edge's outward normal, from inside along its depth as well
        let inward = edge.normal * -1.0;
        if plan::contains(region, point) { (0.0, inward) } else { (distance, inward) }
    }
}

impl Survey<'_> {
    /// All connections between rooms, level by level.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        if let Some(known) = self.links.get() {
            return known;
        }
        // outside of the lock: a thread that waits for its helpers may take up a task that asks for the same links
        let levels: Vec<StoreyId> = (0..self.storeys.len()).map(StoreyId).filter(|id| !self.spaces_on(*id).is_empty()).collect();
        let found = levels.par_iter().map(|id| on_level(self, *id)).collect::<Vec<_>>().into_iter().flatten().collect();
        self.links.get_or_init(|| found)
    }

    /// The connections of a room, in the order of [`Survey::links`].
    pub(crate) fn links_of(&self, room: SpaceId) -> impl Iterator<Item = &Link> {
        let links = self.links();
        let by_room = self.links_by_room.get_or_init(|| {
            let mut by_room: Vec<Vec<u32>> = vec![Vec::new(); self.spaces.len()];
            for (at, link) in (0_u32..).zip(links) {
                by_room[link.from.0].push(at);
                if let Some(to) = link.to.filter(|to| *to != link.from) {
                    by_room[to.0].push(at);
                }
            }
            by_room
        });
        by_room.get(room.0).into_iter().flatten().filter_map(|at| links.get(*at as usize))
    }

    /// The room on a level that holds a point.
    #[must_use]
    pub fn space_at(&self, storey: StoreyId, point: Point2) -> Option<SpaceId> {
        self.spaces_on(storey).iter().copied().find(|id| self.room(*id).is_ok_and(|room| plan::contains(&room.region, point)))
    }
}

fn on_level(survey: &Survey<'_>, id: StoreyId) -> Vec<Link> {
    let here = survey.spaces_on(id).iter();
    let all: Vec<_> =
        here.filter_map(|space| survey.room(*space).ok().map(|room| (*space, &room.region, plan::edges(&room.region)))).collect();
    let boxes = all.iter().map(|(_, region, _)| plan::bounds(region)).collect();
    let rooms = Rooms { all, boxes };
    let mut links = Vec::new();
    for thing in survey.things_on(id) {
        let entity = survey.thing(*thing).entity;
        if !survey.thing(*thing).class.is_a(class::IFC_DOOR) {
            continue;
        }
        if let Some(centre) = door_centre(survey, id, *thing, entity) {
            links.extend(through(&rooms, centre, Way::Door(*thing)));
        }
    }
    let floor = survey.storey(id).elevation;
    for wall in survey.walls(id) {
        let host = survey.thing(wall.thing);
        let relations = host.entity.model().relations();
        for opening in relations.openings_of(host.entity) {
            if relations.filling_of(opening).is_some() {
                continue;
            }
            let Ok(shape) = survey.readers.lower(host.model, opening) else { continue };
            let extent = shape.extent();
            if extent.min[2] > floor + THRESHOLD || extent.max[2] < floor + 1.8 {
                continue;
            }
            if let Some(centre) = plan::centroid(shape.plan()) {
                links.extend(through(&rooms, on_axis(wall, centre), Way::Doorway));
            }
        }
    }
    for (at, (first, region, _)) in rooms.all.iter().enumerate() {
        let Some(own) = rooms.boxes.get(at).copied().flatten() else { continue };
        for ((second, other, _), bounds) in rooms.all.iter().zip(&rooms.boxes).skip(at + 1) {
            let near = bounds.is_some_and(|other| own.within(&other, OPEN));
            if near && plan::shared_length(region, other, OPEN) >= PASSAGE {
                links.push(Link { from: *first, to: Some(*second), way: Way::Open });
            }
        }
    }
    links.extend(stairs(survey, id));
    links
}

/// The middle of a door in plan: of the hole that it fills, else of its body, moved onto the axis of its wall.
fn door_centre(survey: &Survey<'_>, id: StoreyId, thing: ThingId, entity: Entity<'_>) -> Option<Point2> {
    let model = survey.thing(thing).model;
    let opening = entity.model().relations().fills(entity);
    let hole = opening.and_then(|opening| survey.readers.lower(model, opening).ok()).and_then(|shape| plan::centroid(shape.plan()));
    let centre = hole.or_else(|| plan::centroid(survey.plan(thing).ok()?))?;
    let wall = survey
        .walls(id)
        .iter()
        .filter(|wall| {
            wall.bounds.is_some_and(|b| {
                centre.x >= b.min.x - REACH && centre.x <= b.max.x + REACH && centre.y >= b.min.y - REACH && centre.y <= b.max.y + REACH
            })
        })
        .filter(|wall| wall.axis.is_some_and(|axis| axis.distance(centre) <= REACH))
        .min_by(|a, b| {
            let off = |wall: &walls::WallOn| {
                if plan::contains(&wall.plan, centre) { 0.0 } else { wall.axis.map_or(f64::INFINITY, |axis| axis.distance(centre)) }
            };
            off(a).total_cmp(&off(b))
        });
    Some(wall.map_or(centre, |wall| on_axis(wall, centre)))
}

fn on_axis(wall: &walls::WallOn, point: Point2) -> Point2 {
    wall.axis.map_or(point, |axis| {
        let d = point - axis.point;
        axis.point + axis.direction * (d.x * axis.direction.x + d.y * axis.direction.y)
    })
}

/// The rooms on both sides of a point in a wall.
fn through(rooms: &Rooms<'_>, centre: Point2, way: Way) -> Option<Link> {
    let mut near: Vec<(f64, Point2, SpaceId)> = rooms
        .all
        .iter()
        .enumerate()
        .filter(|(at, _)| !rooms.is_far(*at, centre))
        .filter_map(|(at, (space, _, _))| {
            let (distance, towards) = rooms.nearest(at, centre);
            (distance <= REACH).then_some((distance, towards, *space))
        })
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    let (_, towards, from) = *near.first()?;
    let opposite = near.iter().skip(1).find(|(_, other, _)| other.x * towards.x + other.y * towards.y < -0.3);
    Some(Link { from, to: opposite.map(|(_, _, space)| *space), way })
}

/// Stairs that lead from a room of this level to one of the level above, on whichever level they are listed.
fn stairs(survey: &Survey<'_>, id: StoreyId) -> Vec<Link> {
    let Some(above) = survey.storey(id).above else { return Vec::new() };
    let (floor, top) = (survey.storey(id).elevation, survey.storey(above).elevation);
    let is_stair = |thing: &ThingId| {
        let thing = survey.thing(*thing);
        let near = thing.storey == Some(id)
            || thing.storey == Some(above)
            || thing.storey.is_none_or(|storey| Some(storey) == survey.storey(id).below);
        near && (thing.class.is_a(class::IFC_STAIR) || thing.class.is_a(class::IFC_STAIR_FLIGHT))
    };
    let mut links = Vec::new();
    for thing in survey.things_in(survey.storey(id).building).iter().copied().filter(is_stair) {
        let Some(extent) = survey.extent(thing) else { continue };
        let Ok(body) = survey.plan(thing) else { continue };
        if extent.max[2] < top - STEP || extent.min[2] > floor + STEP {
            continue;
        }
        let most = |level: StoreyId| {
            let near = plan::offset(body, REACH, plan::Join::Mitre);
            let shares = survey.spaces_on(level).iter().filter_map(|space| {
                let is_floor = !OUTDOOR.contains(&survey.space(*space).usage.as_str()) && survey.space(*space).usage != "void";
                let room = survey.room(*space).ok().filter(|_| is_floor)?;
                Some((plan::area(&plan::intersection(&room.region, &near)), *space))
            });
            shares.filter(|(area, _)| *area > 0.1).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, space)| space)
        };
        if let (Some(from), Some(to)) = (most(id), most(above)) {
            links.push(Link { from, to: Some(to), way: Way::Stair(thing) });
        }
    }
    links
}
