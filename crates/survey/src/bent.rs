//! Walls and faces of rooms on arcs, also as arcs of short straight pieces: their direction differs from place to place.

use haofang_geometry::plan::{self, Edge, Point2, Region, cross, dot};

/// A wall of which more than this share of the outline runs neither along nor across is bent.
const SLANTED: f64 = 0.3;
/// An arc has more slanted edges than this; the ends of a straight piece of a façade may slant too.
const ENDS: usize = 4;
/// Sine of the angle up to which an edge runs along or across.
const STRAIGHT: f64 = 0.02;
/// The direction of a bent wall at a place is that of its faces no further away than this (m).
const NEAR: f64 = 0.75;
/// Faces that lean against each other by more are the ends of the wall, not its sides (cosine).
const END: f64 = 0.7;
/// Pieces of one arc turn by less than this from one to the next (cosine).
const TURN: f64 = 0.85;

/// Whether a wall follows an arc.
pub(crate) fn is_bent(wall: &Region) -> bool {
    runs_bent(&plan::edges(wall))
}

/// As [`is_bent`], of a wall with these edges.
pub(crate) fn runs_bent(edges: &[Edge]) -> bool {
    let Some(chord) = chord(edges) else { return false };
    let slanted = |edge: &&Edge| {
        let (along, across) = (dot(edge.direction(), chord).abs(), cross(edge.direction(), chord).abs());
        along > STRAIGHT && across > STRAIGHT
    };
    let whole: f64 = edges.iter().map(Edge::length).sum();
    let slanted: Vec<f64> = edges.iter().filter(slanted).map(Edge::length).collect();
    slanted.len() > ENDS && slanted.iter().sum::<f64>() > SLANTED * whole
}

/// The direction of the wall as a whole: that of its outline as doubled angles, so that both faces count alike.
fn chord(edges: &[Edge]) -> Option<Point2> {
    mean(edges.iter().map(|edge| (edge.direction(), edge.length())))
}

/// The direction of a bent wall before a point: the mean of its faces around it.
pub(crate) fn direction_at(wall: &Region, at: Point2) -> Option<Point2> {
    let edges = plan::edges(wall);
    let foot = edges.iter().map(|edge| edge.distance(at)).fold(f64::INFINITY, f64::min);
    let reach = foot + NEAR;
    let nearest = edges.iter().filter(|edge| edge.distance(at) <= foot + NEAR / 10.0).max_by(|a, b| a.length().total_cmp(&b.length()))?;
    let first = nearest.direction();
    let within = edges.iter().filter(|edge| dot(edge.direction(), first).abs() > END);
    mean(within.map(|edge| (edge.direction(), inside(edge, at, reach))))
}

/// A side of a room that follows an arc: pieces that each turn a little, between two edges that turn more.
pub(crate) struct Arc {
    /// The pieces in ring order.
    pub(crate) pieces: Vec<Edge>,
    /// The edge before the first and that after the last piece: the cross walls.
    pub(crate) ends: [Edge; 2],
}

impl Arc {
    /// Length along the pieces in m.
    pub(crate) fn length(&self) -> f64 {
        self.pieces.iter().map(Edge::length).sum()
    }

    /// The piece halfway along.
    pub(crate) fn middle(&self) -> Option<Edge> {
        let half = self.length() / 2.0;
        let mut run = 0.0;
        self.pieces.iter().copied().find(|piece| {
            run += piece.length();
            run >= half
        })
    }
}

/// All sides of a room that follow an arc.
pub(crate) fn arcs(room: &Region) -> Vec<Arc> {
    let mut rings: Vec<Vec<Edge>> = Vec::new();
    for edge in plan::edges(room) {
        match rings.last_mut().filter(|ring| ring.last().is_some_and(|last| (last.polygon, last.ring) == (edge.polygon, edge.ring))) {
            Some(ring) => ring.push(edge),
            None => rings.push(vec![edge]),
        }
    }
    let mut found = Vec::new();
    for mut ring in rings {
        let bends = |a: &Edge, b: &Edge| dot(a.direction(), b.direction()) < TURN;
        // begin behind a corner, so that no arc runs over the end of the list; a ring without corners has no cross walls
        let Some(corner) = (0..ring.len()).find(|at| bends(&ring[(at + ring.len() - 1) % ring.len()], &ring[*at])) else { continue };
        ring.rotate_left(corner);
        let runs: Vec<&[Edge]> = ring.chunk_by(|a, b| !bends(a, b)).collect();
        for (at, run) in runs.iter().enumerate() {
            let Some(first) = run.first() else { continue };
            let before = runs.get((at + runs.len() - 1) % runs.len()).and_then(|run| run.last());
            let after = runs.get((at + 1) % runs.len()).and_then(|run| run.first());
            let turns = run.iter().any(|piece| cross(first.direction(), piece.direction()).abs() > STRAIGHT);
            if let (true, Some(before), Some(after)) = (turns, before, after) {
                found.push(Arc { pieces: run.to_vec(), ends: [*before, *after] });
            }
        }
    }
    found
}

/// The length of an edge inside a circle.
fn inside(edge: &Edge, centre: Point2, radius: f64) -> f64 {
    let (way, from) = (edge.direction(), edge.from - centre);
    let middle = -dot(from, way);
    let apart = dot(from, from) - middle * middle;
    let half = (radius * radius - apart).max(0.0).sqrt();
    ((middle + half).min(edge.length()) - (middle - half).max(0.0)).max(0.0)
}

/// The mean of directions without sense, by weight.
fn mean(directions: impl Iterator<Item = (Point2, f64)>) -> Option<Point2> {
    let doubled = |way: Point2| (way.x * way.x - way.y * way.y, 2.0 * way.x * way.y);
    let (x, y) = directions.fold((0.0, 0.0), |sum, (way, weight)| {
        let (x, y) = doubled(way);
        (sum.0 + x * weight, sum.1 + y * weight)
    });
    let angle = y.atan2(x) / 2.0;
    (x.hypot(y) > 0.0).then(|| Point2 { x: angle.cos(), y: angle.sin() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::{polygon, rectangle};

    /// A wall 0.2 m thick on an arc of 12.75 m radius about (6, 11.25), from x = 0 to x = 12.
    fn arc(steps: usize) -> Region {
        let side = |radius: f64| {
            let end = (6.0_f64 / radius).asin();
            (0..=steps).map(move |at| {
                let angle = end * (2.0 * at as f64 / steps as f64 - 1.0);
                [6.0 + radius * angle.sin(), 11.25 - radius * angle.cos()]
            })
        };
        polygon(&side(12.75).chain(side(12.55).collect::<Vec<_>>().into_iter().rev()).collect::<Vec<_>>())
    }

    #[test]
    fn walls_on_arcs_are_bent_and_others_are_not() {
        for steps in [8, 24, 200] {
            assert!(is_bent(&arc(steps)), "{steps}");
        }
        let mitred = polygon(&[[0.0, 0.0], [5.0, 0.0], [4.8, 0.2], [0.2, 0.2]]);
        let turned = polygon(&[[0.0, 0.0], [3.0, 4.0], [2.84, 4.12], [-0.16, 0.12]]);
        let corner = polygon(&[[0.0, 0.0], [5.0, 0.0], [5.0, 4.0], [4.8, 4.0], [4.8, 0.2], [0.0, 0.2]]);
        let piece = polygon(&[[0.0, 0.0], [0.5, 0.0], [0.48, 0.2], [0.02, 0.2]]);
        for straight in [rectangle([0.0, 0.0], [6.0, 0.2]), mitred, turned, corner, piece] {
            assert!(!is_bent(&straight));
        }
    }

    #[test]
    fn the_direction_before_a_window_is_the_tangent_there() {
        for (steps, room) in [(24, 0.02), (200, 0.002)] {
            for x in [3.0_f64, 6.0, 9.0] {
                let angle = ((x - 6.0) / 12.75).asin();
                let at = Point2 { x: 6.0 + 12.7 * angle.sin(), y: 11.25 - 12.7 * angle.cos() };
                let way = direction_at(&arc(steps), at).map(|way| way.y.atan2(way.x));
                assert!(way.is_some_and(|way| (way - angle).abs() < room), "{steps} {x}: {way:?} {angle}");
            }
        }
    }
}
