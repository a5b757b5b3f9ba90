//! The outline of a group of rooms with their walls: to the outer face where outside, to the middle of the wall where another
//! room lies beyond (建筑面积 of a part of a storey, CLAUSES NT-2.3-02).

use haofang_geometry::measure::spans;
use haofang_geometry::plan::{Edge, Point2, Region, closing, difference, edges, polygon, union};
use haofang_geometry::tolerance::PLAN_POINT;

/// Walls between rooms are no thicker than this (m).
const WALL: f64 = 0.60;
/// Walls between rooms of one group are no thicker than this (m).
const INNER_WALL: f64 = 0.40;
/// Outer walls with their finishes are no thicker than this (m).
const OUTER_WALL: f64 = 0.80;
/// Distance of the places along an edge at which the wall behind it is asked for (m).
const STEP: f64 = 0.20;

/// The rooms with their share of the walls around them.
///
/// `others` are all other rooms of the storey, `enclosure` its outline by the outer face.
pub(crate) fn outline(rooms: &Region, others: &Region, enclosure: &Region) -> Region {
    // walls between two rooms of the group belong to it whole
    let rooms = &difference(&closing(rooms, INNER_WALL), others);
    let sides = edges(rooms);
    let pieces: Vec<Vec<(f64, f64, f64)>> = sides.iter().map(|edge| strips(edge, others, enclosure)).collect();
    let mut parts = vec![rooms.clone()];
    for (at, edge) in sides.iter().enumerate() {
        for (from, to, depth) in &pieces[at] {
            // at a convex corner the strip reaches to the outer face of the wall round the corner
            let before = if *from <= PLAN_POINT { corner(&sides, &pieces, edge, edge.from, false) } else { 0.0 };
            let after = if *to >= edge.length() - PLAN_POINT { corner(&sides, &pieces, edge, edge.to, true) } else { 0.0 };
            let along = edge.direction();
            let (start, end) = (edge.from + along * (from - before), edge.from + along * (to + after));
            let out = edge.normal * *depth;
            let xy = |p: Point2| [p.x, p.y];
            parts.push(polygon(&[xy(start), xy(start + out), xy(end + out), xy(end)]));
        }
    }
    union(&parts)
}

/// Depth of the wall behind each piece of an edge: from, to, depth.
fn strips(edge: &Edge, others: &Region, enclosure: &Region) -> Vec<(f64, f64, f64)> {
    let count = ((edge.length() / STEP).ceil() as usize).max(1);
    let step = edge.length() / count as f64;
    let mut out: Vec<(f64, f64, f64)> = Vec::new();
    for at in 0..count {
        let from = step * at as f64;
        let depth = depth(edge.from + edge.direction() * (from + step / 2.0), edge.normal, others, enclosure);
        match out.last_mut() {
            Some(last) if (last.2 - depth).abs() < PLAN_POINT * 100.0 => last.1 = from + step,
            _ => out.push((from, from + step, depth)),
        }
    }
    out.retain(|piece| piece.2 > 0.0);
    out
}

fn depth(from: Point2, normal: Point2, others: &Region, enclosure: &Region) -> f64 {
    let beyond = spans(others, from, normal).into_iter().map(|span| span.0).find(|start| *start > -PLAN_POINT * 10.0 && *start <= WALL);
    if let Some(gap) = beyond {
        return gap.max(0.0) / 2.0;
    }
    let inside = spans(enclosure, from, normal).into_iter().find(|span| span.0 <= PLAN_POINT * 10.0 && span.1 > 0.0);
    inside.map(|span| span.1).filter(|thickness| *thickness <= OUTER_WALL).unwrap_or(0.0)
}

/// Depth of the wall behind the edge round a convex corner.
fn corner(sides: &[Edge], pieces: &[Vec<(f64, f64, f64)>], edge: &Edge, at: Point2, after: bool) -> f64 {
    let near = |a: Point2, b: Point2| (a.x - b.x).hypot(a.y - b.y) < PLAN_POINT * 100.0;
    for (index, other) in sides.iter().enumerate() {
        let meets = if after { near(other.from, at) } else { near(other.to, at) };
        if !meets || other == edge {
            continue;
        }
        let turn = if after {
            edge.direction().x * other.direction().y - edge.direction().y * other.direction().x
        } else {
            other.direction().x * edge.direction().y - other.direction().y * edge.direction().x
        };
        if turn <= 0.0 {
            return 0.0;
        }
        let piece = if after {
            pieces[index].first().filter(|p| p.0 <= PLAN_POINT)
        } else {
            pieces[index].last().filter(|p| p.1 >= other.length() - PLAN_POINT)
        };
        return piece.map_or(0.0, |piece| piece.2);
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::{area, rectangle};

    #[test]
    fn a_room_between_an_outer_wall_and_a_neighbour() {
        // outer walls 0.26 m, inner wall 0.10 m between two rooms of 3 m depth
        let room = rectangle([0.0, 0.0], [4.0, 3.0]);
        let other = rectangle([4.1, 0.0], [8.0, 3.0]);
        let enclosure = rectangle([-0.26, -0.26], [8.26, 3.26]);
        let gross = outline(&room, &other, &enclosure);
        assert!((area(&gross) - (0.26 + 4.0 + 0.05) * 3.52).abs() < 1e-6, "{}", area(&gross));
        let whole = outline(&union(&[&room, &other]), &Region::new(vec![]), &enclosure);
        assert!((area(&whole) - 8.52 * 3.52).abs() < 1e-6, "{}", area(&whole));
    }

    #[test]
    fn an_open_side_gets_no_wall() {
        let room = rectangle([0.0, 0.0], [4.0, 3.0]);
        let gross = outline(&room, &Region::new(vec![]), &rectangle([-0.2, -0.2], [20.0, 3.2]));
        assert!((area(&gross) - 4.2 * 3.4).abs() < 1e-6, "{}", area(&gross));
    }
}
