//! The width of a room between its cross walls (开间), clear and between axes, along a given façade edge (CONTRACT §4).
//!
//! Shared by rooms (along their longest external edge) and bay windows (along the edge that holds the bay).

use haofang_geometry::measure::{self, BayWidth};
use haofang_geometry::plan::{self, Edge, Point2, Region, cross, dot};
use haofang_geometry::tolerance::PLAN_POINT;

use crate::bent::Arc;
use crate::building::{StoreyId, Survey, ThingId};
use crate::walls::WallOn;

/// How far inside the façade the width is measured (CLAUSES NT-3.1-02).
pub(crate) const DEPTH: f64 = 0.30;

/// A façade interrupted by a column or a bay is one edge: collinear within this …
const LINE: f64 = 0.05;

/// … over gaps of this length.
const BREAK: f64 = 4.0;

/// How far behind a room's face its wall may begin: plaster, gaps between bodies.
const BEHIND: f64 = 0.05;

/// A cross wall is at least this long, else it is the side of a column.
const CROSS_WALL: f64 = 0.50;

/// A place of a façade lies on an arc when it is no further from it than this: walls of short pieces bend off it (m).
const NEAR_ARC: f64 = 0.25;

/// How far behind an arc a line between both cross walls is looked for (m).
const DEEPEST: f64 = 3.0;

/// Sine of the largest angle by which a cross wall may lean against the façade and still be square to it.
const SQUARE: f64 = 0.02;

/// Rooms whose area is less than this share of their box are not rectangular (CLAUSES NT-3.1-02).
const REGULAR: f64 = 0.85;

/// Width of a room along one of its walls.
#[derive(Debug, Clone)]
pub struct Bay {
    /// Between the faces of the cross walls.
    pub clear: f64,
    /// Between their axes; none when a side is no wall.
    pub axis: Option<f64>,
    /// The room is rectangular enough and both sides are walls square to the façade.
    pub is_regular: bool,
    /// Where the measuring line meets the two faces.
    pub ends: [Point2; 2],
    /// The cross walls.
    pub walls: [Option<ThingId>; 2],
}

/// The width of a room on a level along the direction `along`, at the point `at` of its façade edge.
#[must_use]
pub(crate) fn measure(survey: &Survey<'_>, storey: StoreyId, room: &Region, at: Point2, along: Point2) -> Option<Bay> {
    let straight = measure::bay_width(room, at, along, DEPTH).filter(|width| width.is_between_walls(SQUARE, CROSS_WALL));
    let mut width = match straight.or_else(|| behind_arc(room, at, along)) {
        Some(width) => width,
        None => measure::bay_width(room, at, along, DEPTH)?,
    };
    let sides = [(width.start, width.along * -1.0), (width.end, width.along)];
    let behind = sides.map(|(face, outwards)| axis_behind(survey, storey, face, outwards));
    let axis = match (&behind[0], &behind[1]) {
        (Some((_, first)), Some((_, second))) => Some(width.width + first + second),
        _ => None,
    };
    let is_regular = plan::rectangularity(room) >= REGULAR && width.is_between_walls(SQUARE, CROSS_WALL) && axis.is_some();
    // both faces carried to the façade line through `at`
    let lean = cross(width.along, along);
    if lean.abs() > PLAN_POINT {
        let square = Point2 { x: -width.along.y, y: width.along.x };
        let carried = |end: Point2| end - square * (cross(along, end - at) / cross(along, square));
        (width.start, width.end) = (carried(width.start), carried(width.end));
    }
    Some(Bay {
        clear: width.width,
        axis,
        is_regular,
        ends: [width.start, width.end],
        walls: behind.map(|found| found.map(|(wall, _)| wall)),
    })
}

/// The width behind a side of the room on an arc: square to its cross walls, as near to the arc as a line between both lies.
/// Cross walls that are not parallel have no one distance.
fn behind_arc(room: &Region, at: Point2, along: Point2) -> Option<BayWidth> {
    let apart = |arc: &Arc| arc.pieces.iter().map(|piece| piece.distance(at)).fold(f64::INFINITY, f64::min);
    let arc = crate::bent::arcs(room).into_iter().min_by(|a, b| apart(a).total_cmp(&apart(b))).filter(|arc| apart(arc) < NEAR_ARC)?;
    let [before, after] = arc.ends.map(|end| end.direction());
    if cross(before, after).abs() > SQUARE {
        return None;
    }
    let square = Point2 { x: -after.y, y: after.x };
    let square = if dot(square, along) < 0.0 { square * -1.0 } else { square };
    // the foot of the measuring line lies in the room behind any place of the arc
    let steps = (DEEPEST / DEPTH) as usize;
    (1..=steps)
        .filter_map(|step| measure::bay_width(room, at, square, DEPTH * step as f64))
        .find(|width| width.is_between_walls(SQUARE, CROSS_WALL))
}

/// The wall behind a face and the distance from the face to its axis.
pub(crate) fn axis_behind(survey: &Survey<'_>, storey: StoreyId, face: Point2, outwards: Point2) -> Option<(ThingId, f64)> {
    let mut best: Option<(ThingId, f64, f64)> = None;
    for wall in survey.walls(storey).iter().filter(|wall| !wall.is_low) {
        if !is_near(wall, face) {
            continue;
        }
        let Some(first) = measure::spans(&wall.plan, face, outwards).into_iter().find(|(_, to)| *to > BEHIND) else { continue };
        if first.0.abs() > BEHIND {
            continue;
        }
        // a wall that runs along the line is no cross wall
        let lean = wall.axis.map(|axis| (axis.direction.x * outwards.x + axis.direction.y * outwards.y).abs());
        if lean.is_some_and(|lean| lean > 0.5) {
            continue;
        }
        let to_axis = match wall.axis {
            // for a leaning wall the axis is met along the line, not at its foot
            Some(axis) => axis.distance(face) / lean.map_or(1.0, |lean| (1.0 - lean * lean).sqrt()),
            None => (first.0 + first.1) / 2.0,
        };
        if best.is_none_or(|(_, _, start)| first.0.abs() < start) {
            best = Some((wall.thing, to_axis, first.0.abs()));
        }
    }
    best.map(|(wall, to_axis, _)| (wall, to_axis))
}

/// Whether a wall may begin behind a face.
fn is_near(wall: &WallOn, face: Point2) -> bool {
    wall.bounds.is_some_and(|b| {
        face.x >= b.min.x - BEHIND && face.x <= b.max.x + BEHIND && face.y >= b.min.y - BEHIND && face.y <= b.max.y + BEHIND
    })
}

/// The longest edge of a room that the outside lies behind; edges broken by bays and columns count as one, and so do the pieces of
/// an arc, for which its middle piece stands.
#[must_use]
pub(crate) fn longest_external_edge(survey: &Survey<'_>, storey: StoreyId, room: &Region) -> Option<Edge> {
    let enclosure = survey.enclosure(storey).ok()?;
    let straight = plan::merged_edges(room, LINE, BREAK)
        .into_iter()
        .filter(|edge| edge.length() > CROSS_WALL)
        .find(|edge| is_external(survey, storey, enclosure, edge));
    let least = straight.map_or(CROSS_WALL, |edge| edge.length());
    let bent = crate::bent::arcs(room).into_iter().filter(|arc| arc.length() > least);
    let longest = bent.max_by(|a, b| a.length().total_cmp(&b.length())).and_then(|arc| arc.middle());
    longest.filter(|piece| is_external(survey, storey, enclosure, piece)).or(straight)
}

/// Whether the outside lies behind the wall of an edge.
fn is_external(survey: &Survey<'_>, storey: StoreyId, enclosure: &Region, edge: &Edge) -> bool {
    // a quarter in from each end, and the middle: one of them is not behind a neighbour's wall
    [0.5, 0.25, 0.75].into_iter().any(|share| {
        let face = edge.from + (edge.to - edge.from) * share;
        let solid = survey.walls(storey).iter().filter(|wall| !wall.is_low && is_near(wall, face));
        let thickness = solid.filter_map(|wall| measure::thickness(&wall.plan, face, edge.normal, BEHIND)).fold(0.0, f64::max);
        thickness < 1.0 && !plan::contains(enclosure, face + edge.normal * (thickness + BEHIND * 2.0))
    })
}
