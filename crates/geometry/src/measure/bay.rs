//! Clear width of a room between its cross walls, measured along a façade edge (开间, CONTRACT §4).

use super::line::{gap, spans};
use crate::plan::{Edge, Point2, Region, contains, edges};

/// The clear width of a room along one of its walls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BayWidth {
    /// Distance in m between the faces of the cross walls.
    pub width: f64,
    /// Where the measuring line meets the cross wall at the lower end of `along`.
    pub start: Point2,
    /// Where it meets the other cross wall.
    pub end: Point2,
    /// The room edge met at the start.
    pub start_wall: Edge,
    /// The room edge met at the end.
    pub end_wall: Edge,
    /// The unit vector from start to end.
    pub along: Point2,
}

impl BayWidth {
    /// Whether both faces stand square to the measured edge within the given sine and are at least
    /// `length` metres long: otherwise the width is of a splayed room or of a column's face.
    pub fn is_between_walls(&self, sine: f64, length: f64) -> bool {
        [self.start_wall, self.end_wall].iter().all(|wall| {
            let d = wall.direction();
            (d.x * self.along.x + d.y * self.along.y).abs() <= sine && wall.length() >= length
        })
    }
}

/// Clear width at `depth` metres inside the room, parallel to `along`, opposite the point `at` on the
/// wall (the middle of the bay window, say). `None` when that line is not in the room.
pub fn bay_width(room: &Region, at: Point2, along: Point2, depth: f64) -> Option<BayWidth> {
    let size = along.x.hypot(along.y);
    if !(size > 0.0 && size.is_finite()) {
        return None;
    }
    let along = along / size;
    let sides = edges(room);
    let left = Point2 { x: -along.y, y: along.x };
    // The inside is where the room is; of two candidates (a line through the room) the nearer outside edge decides.
    let inside = [left, left * -1.0].into_iter().filter(|n| contains(room, at + *n * depth));
    let inward = inside.min_by(|a, b| {
        let reach = |n: Point2| sides.iter().map(|e| e.distance(at - n * depth)).fold(f64::INFINITY, f64::min);
        reach(*a).total_cmp(&reach(*b))
    })?;
    let origin = at + inward * depth;
    let (from, to) = spans(room, origin, along).into_iter().find(|(from, to)| *from <= 0.0 && *to >= 0.0)?;
    let line = gap(origin, along, from, to);
    let nearest = |point: Point2| sides.iter().copied().min_by(|a, b| a.distance(point).total_cmp(&b.distance(point)));
    Some(BayWidth {
        width: line.width,
        start: line.from,
        end: line.to,
        start_wall: nearest(line.from)?,
        end_wall: nearest(line.to)?,
        along,
    })
}

#[cfg(test)]
mod tests;
