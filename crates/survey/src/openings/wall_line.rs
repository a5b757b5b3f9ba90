//! The wall that a window belongs to, as a line with an inside and an outside — also when no opening relation says it.

use haofang_geometry::measure::spans;
use haofang_geometry::plan::{self, Bounds, Point2, Region};

use super::bay_shape::WallFrame;
use super::level::{FloorWall, Level, RoomArea};
use crate::building::ThingId;

/// How far from its wall the glazing of a bay may stand (m).
const REACH: f64 = 1.9;
/// How far inside the wall the room is looked for (m).
const INSIDE: f64 = 0.30;
/// Beside the opening the wall is looked for at these distances (m).
const BESIDE: [f64; 4] = [0.0, 0.15, 0.40, 0.80];
/// Layers of one façade drawn as several walls stand this near to each other (m).
const LAYER_GAP: f64 = 0.03;
/// A layer drawn as a wall of its own is no thicker (m).
const LAYER: f64 = 0.25;
/// An opening that is longer than its wall by more than this goes through several walls (m).
pub(super) const PIECE: f64 = 0.05;
/// Sine of the angle by which an opening may be turned against a wall of short pieces.
const OWN_TURN: f64 = 0.2;
/// Walls thicker than this are no walls (m).
const THICKEST: f64 = 1.2;

/// A wall line with the room behind it.
pub(crate) struct WallLine<'l> {
    /// The wall as seen from outside, its origin opposite the middle of the glazing.
    pub(crate) frame: WallFrame,
    /// The wall.
    pub(crate) wall: ThingId,
    /// The room inside.
    pub(crate) room: &'l RoomArea,
    /// A room lies outside too: an inner wall.
    pub(crate) is_inner: bool,
    /// The room inside is a balcony or terrace.
    pub(crate) is_platform: bool,
    /// A guard or parapet.
    pub(crate) is_low: bool,
}

/// All wall lines that may hold the glazing, nearest first; the host wall before all others.
///
/// `hole` is the opening that the glazing fills: what stands in walls of short pieces runs as its opening does.
pub(crate) fn candidates<'l>(level: &'l Level, glazing: &Region, hole: Option<&Region>, host: Option<ThingId>) -> Vec<WallLine<'l>> {
    let Some(extent) = plan::bounds(glazing) else { return Vec::new() };
    let centre = Point2 { x: 0.5 * (extent.min.x + extent.max.x), y: 0.5 * (extent.min.y + extent.max.y) };
    let mut near: Vec<(bool, f64, usize)> = Vec::new();
    for (at, wall) in level.walls.iter().enumerate() {
        let is_host = host == Some(wall.thing);
        if wall.is_twin && !is_host {
            continue; // the same line as that of the earlier wall
        }
        if is_host || wall.bounds.within(&extent, REACH) {
            let apart = if is_host { 0.0 } else { plan::distance(&wall.plan, glazing).unwrap_or(f64::INFINITY) };
            if apart <= REACH {
                near.push((!is_host, apart, at));
            }
        }
    }
    near.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut found: Vec<WallLine<'l>> = Vec::new();
    for (_, _, at) in near {
        let wall = &level.walls[at];
        let mut sides: Vec<WallLine<'l>> =
            [1.0, -1.0].into_iter().filter_map(|side| line(level, wall, glazing, hole, centre, side)).collect();
        // between a room and a terrace the room is inside
        if sides.iter().any(|line| !line.is_platform) {
            sides.retain(|line| !line.is_platform);
        }
        for line in sides {
            let known = found.iter().any(|other| {
                let turn = other.frame.outward.x * line.frame.outward.x + other.frame.outward.y * line.frame.outward.y;
                turn > 0.99 && other.frame.local(line.frame.origin).1.abs() < LAYER
            });
            if !known {
                found.push(line);
            }
        }
    }
    found
}

fn line<'l>(
    level: &'l Level,
    wall: &FloorWall,
    glazing: &Region,
    hole: Option<&Region>,
    centre: Point2,
    side: f64,
) -> Option<WallLine<'l>> {
    // before a place on an arc the wall runs along its tangent
    let along = if wall.is_bent { crate::bent::direction_at(&wall.plan, centre)? } else { wall.along };
    // an opening through several pieces of a wall has a direction of its own
    let piece = hole.filter(|hole| !wall.is_bent && length_along(&wall.plan, along) + PIECE < length_along(hole, along));
    let along = piece.map_or(along, |hole| own_direction(hole, along));
    let outward = Point2 { x: -along.y * side, y: along.x * side };
    let start = WallFrame { origin: centre, along, outward, thickness: 0.0 };
    let (s, t) = start.extent(glazing)?;
    // the wall's faces, behind or beside the glazing
    let middle = (wall.is_bent || piece.is_some()).then_some(0.5 * (s.0 + s.1));
    let beside = BESIDE.iter().flat_map(|beside| [s.0 - beside, s.1 + beside, 0.5 * (s.0 + s.1)]);
    // of several pieces the one before which the middle lies shows the faces
    let beside = beside.filter(|_| piece.is_none());
    let (mut inner, mut outer) = middle.into_iter().chain(beside).find_map(|at| {
        let pieces = spans(&wall.plan, start.point(at, 0.0), outward);
        pieces
            .into_iter()
            .filter(|piece| piece.1 - piece.0 <= THICKEST && piece.0 <= t.1 && piece.1 >= t.0 - REACH)
            .min_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
    })?;
    // finishes and insulation drawn as walls of their own
    for other in level.walls.iter().filter(|other| !other.is_twin && other.thing != wall.thing && parallel(other.along, along)) {
        let reach = Bounds { min: wall.bounds.min, max: wall.bounds.max };
        if !other.bounds.within(&reach, LAYER_GAP) {
            continue;
        }
        for at in [s.0 - BESIDE[1], s.1 + BESIDE[1]] {
            for piece in spans(&other.plan, start.point(at, 0.0), outward) {
                if piece.1 - piece.0 > LAYER {
                    continue;
                }
                if (piece.0 - outer).abs() <= LAYER_GAP {
                    outer = piece.1;
                } else if (inner - piece.1).abs() <= LAYER_GAP {
                    inner = piece.0;
                }
            }
        }
    }
    let places = [0.5 * (s.0 + s.1), s.0 + (s.1 - s.0) * 0.2, s.0 + (s.1 - s.0) * 0.8];
    let at = |t: f64, inner: bool| places.iter().find_map(|place| level.room_at(start.point(*place, t), inner));
    let (room, is_platform) = match at(inner - INSIDE, true) {
        Some(room) => (room, false),
        None => (at(inner - INSIDE, false)?, true),
    };
    let beyond = at(outer + INSIDE, true);
    let is_inner = beyond.is_some_and(|other| !std::ptr::eq(other, room));
    let frame = WallFrame { origin: start.point(0.5 * (s.0 + s.1), outer), along, outward, thickness: outer - inner };
    Some(WallLine { frame, wall: wall.thing, room, is_inner, is_platform, is_low: wall.is_low })
}

/// How far a region reaches along a direction (m).
pub(super) fn length_along(region: &Region, along: Point2) -> f64 {
    let frame = WallFrame { origin: Point2 { x: 0.0, y: 0.0 }, along, outward: Point2 { x: -along.y, y: along.x }, thickness: 0.0 };
    frame.extent(region).map_or(0.0, |(s, _)| s.1 - s.0)
}

/// The side of a rectangular opening that runs along its wall: an opening in a wall of short straight pieces is square to none.
pub(super) fn own_direction(opening: &Region, along: Point2) -> Point2 {
    let edges = plan::edges(opening);
    let lean = |edge: &plan::Edge| (edge.direction().x * along.y - edge.direction().y * along.x).abs();
    let nearest = edges.iter().min_by(|a, b| lean(a).total_cmp(&lean(b))).filter(|edge| edges.len() == 4 && lean(edge) < OWN_TURN);
    nearest.map_or(along, |edge| {
        let own = edge.direction();
        if own.x * along.x + own.y * along.y < 0.0 { own * -1.0 } else { own }
    })
}

fn parallel(a: Point2, b: Point2) -> bool {
    (a.x * b.y - a.y * b.x).abs() < 0.05
}
