//! Brings vertices that mean the same point together before a boolean, and gives results their exact corners back.
//!
//! Two walls that meet are written with rounding of their own: without snapping, hairline gaps
//! between them survive every union. Vertices within [`PLAN_SNAP`] become one, and a vertex that near
//! to another ring's edge becomes a vertex of that edge too, so that shared edges are the same edge.

use super::Point2;
use super::area::{cross, dot, length};
use crate::tolerance::PLAN_SNAP;
use geo::{LineString, Polygon};
use rstar::{AABB, RTree};

/// Side of a cell in snapping distances.
const CELL: f64 = 1000.0;

/// Up to this many vertices are looked through one by one: faster than any index.
const FEW: usize = 12;

/// Up to this many vertices near to an edge are found in lists ordered by x and by y.
const LISTED: usize = 2048;

/// No vertex.
const FREE: u32 = u32::MAX;

/// Known vertices in the order of their coming; many of them also by cell.
#[derive(Default)]
pub(super) struct Vertices {
    all: Vec<Point2>,
    /// Numbers of vertices from the place on that their cell has, as many places as a power of two; empty for few.
    places: Vec<u32>,
}

impl Vertices {
    /// The known vertex within the snapping distance.
    pub(super) fn find(&self, point: Point2) -> Option<Point2> {
        let mut best = Nearest::to(point);
        if self.places.is_empty() {
            self.all.iter().for_each(|vertex| best.take(*vertex));
            return best.found();
        }
        let ((left, low), (right, high)) = (cell(point - PLAN_SNAP_BOX), cell(point + PLAN_SNAP_BOX));
        for x in left..=right {
            for y in low..=high {
                self.take_cell((x, y), &mut best);
            }
        }
        best.found()
    }

    /// Looks at the vertices of a cell in the order of their coming.
    fn take_cell(&self, wanted: (i64, i64), best: &mut Nearest) {
        let mut place = self.first_place(wanted);
        while let Some(vertex) = self.places.get(place).and_then(|number| self.all.get(*number as usize)) {
            if best.is_near(*vertex) && cell(*vertex) == wanted {
                best.take(*vertex);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }

    /// Where the search for the vertices of a cell begins; there are places.
    fn first_place(&self, (x, y): (i64, i64)) -> usize {
        let mixed = (x.cast_unsigned().rotate_left(29) ^ y.cast_unsigned()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize & (self.places.len() - 1)
    }

    fn find_or_add(&mut self, point: Point2) -> Point2 {
        self.find(point).unwrap_or_else(|| {
            self.all.push(point);
            let crowded = 2 * self.all.len() > self.places.len();
            if self.all.len() > FEW && crowded {
                self.places = vec![FREE; (8 * self.all.len()).next_power_of_two()];
                (0..self.all.len()).for_each(|number| self.put(number));
            } else if !self.places.is_empty() {
                self.put(self.all.len() - 1);
            }
            point
        })
    }

    /// Into the first free place from that of its cell on; at most half of the places are taken.
    fn put(&mut self, number: usize) {
        let (Some(vertex), Ok(short)) = (self.all.get(number), u32::try_from(number)) else { return };
        let mut place = self.first_place(cell(*vertex));
        while self.places[place] != FREE {
            place = (place + 1) & (self.places.len() - 1);
        }
        self.places[place] = short;
    }
}

/// The nearest of the vertices within the snapping distance, the first of equals.
struct Nearest {
    point: Point2,
    best: Option<(f64, Point2)>,
}

impl Nearest {
    fn to(point: Point2) -> Self {
        Self { point, best: None }
    }

    fn is_near(&self, vertex: Point2) -> bool {
        (vertex.x - self.point.x).abs() <= PLAN_SNAP && (vertex.y - self.point.y).abs() <= PLAN_SNAP
    }

    fn take(&mut self, vertex: Point2) {
        if self.is_near(vertex) {
            let apart = length(vertex - self.point);
            if self.best.is_none_or(|(least, _)| apart < least) {
                self.best = Some((apart, vertex));
            }
        }
    }

    fn found(self) -> Option<Point2> {
        self.best.filter(|(apart, _)| *apart <= PLAN_SNAP).map(|(_, vertex)| vertex)
    }
}

const PLAN_SNAP_BOX: Point2 = Point2 { x: PLAN_SNAP, y: PLAN_SNAP };

fn cell(point: Point2) -> (i64, i64) {
    // down to the whole number below, without the call that rounding is on older processors
    let below = |v: f64| {
        let cut = v as i64;
        cut - i64::from(cut as f64 > v)
    };
    let size = CELL * PLAN_SNAP;
    (below(point.x / size), below(point.y / size))
}

/// Snaps the rings of all polygons to each other in place; returns the vertices for [`restore`].
pub(super) fn snap(polygons: &mut [Polygon<f64>]) -> Vertices {
    let mut known = Vertices::default();
    each_ring(polygons, |ring| {
        for point in &mut ring.0 {
            *point = known.find_or_add(*point);
        }
        ring.0.dedup();
    });
    let index = Index::of(&known.all);
    each_ring(polygons, |ring| {
        let mut noded: Vec<Point2> = Vec::with_capacity(ring.0.len());
        for pair in ring.0.windows(2) {
            noded.push(pair[0]);
            noded.extend(on_edge(&index, pair[0], pair[1]));
        }
        noded.extend(ring.0.last());
        ring.0 = noded;
    });
    known
}

/// Vertices by place.
enum Index {
    /// Ordered by x, and ordered by y.
    Lists([Vec<[f64; 2]>; 2]),
    Tree(RTree<[f64; 2]>),
}

impl Index {
    fn of(vertices: &[Point2]) -> Self {
        let all: Vec<[f64; 2]> = vertices.iter().map(|v| [v.x, v.y]).collect();
        if all.len() > LISTED {
            return Self::Tree(RTree::bulk_load(all));
        }
        Self::Lists([0, 1].map(|axis: usize| {
            let mut list = all.clone();
            list.sort_unstable_by(|a, b| a[axis].total_cmp(&b[axis]));
            list
        }))
    }

    /// Calls `each` for the vertices in a box.
    fn within(&self, low: [f64; 2], high: [f64; 2], mut each: impl FnMut(Point2)) {
        match self {
            Self::Lists(lists) => {
                // along the shorter side of the box there are fewer
                let axis = usize::from(high[1] - low[1] < high[0] - low[0]);
                let (list, other) = (&lists[axis], 1 - axis);
                let start = list.partition_point(|v| v[axis] < low[axis]);
                let near = list.iter().skip(start).take_while(|v| v[axis] <= high[axis]);
                near.filter(|v| v[other] >= low[other] && v[other] <= high[other]).for_each(|v| each(Point2 { x: v[0], y: v[1] }));
            }
            Self::Tree(tree) => {
                tree.locate_in_envelope(&AABB::from_corners(low, high)).for_each(|v| each(Point2 { x: v[0], y: v[1] }));
            }
        }
    }
}

/// The vertices within the snapping distance of the inside of an edge, in its direction.
fn on_edge(index: &Index, a: Point2, b: Point2) -> Vec<Point2> {
    let (d, size) = (b - a, length(b - a));
    let low = [a.x.min(b.x) - PLAN_SNAP, a.y.min(b.y) - PLAN_SNAP];
    let high = [a.x.max(b.x) + PLAN_SNAP, a.y.max(b.y) + PLAN_SNAP];
    let mut inside: Vec<(f64, Point2)> = vec![];
    index.within(low, high, |v| {
        if v != a && v != b && cross(d, v - a).abs() <= PLAN_SNAP * size {
            let t = dot(d, v - a) / size;
            if t > 0.0 && t < size {
                inside.push((t, v));
            }
        }
    });
    inside.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.x.total_cmp(&q.1.x)).then(p.1.y.total_cmp(&q.1.y)));
    inside.into_iter().map(|(_, v)| v).collect()
}

/// Puts the result's vertices, rounded to the grid of the boolean engine, back on the corners they came from.
pub(super) fn restore(polygons: &mut [Polygon<f64>], known: &Vertices) {
    each_ring(polygons, |ring| {
        for point in &mut ring.0 {
            if let Some(exact) = known.find(*point) {
                *point = exact;
            }
        }
    });
}

fn each_ring(polygons: &mut [Polygon<f64>], mut change: impl FnMut(&mut LineString<f64>)) {
    for polygon in polygons {
        polygon.exterior_mut(&mut change);
        polygon.interiors_mut(|holes| holes.iter_mut().for_each(&mut change));
    }
}
