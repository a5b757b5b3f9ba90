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
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Side of a cell in snapping distances.
const CELL: f64 = 1000.0;

/// Up to this many vertices are looked through one by one: faster than any index, and most plans have fewer.
const FEW: usize = 64;

/// Up to this many vertices near to an edge are found in a list ordered by x.
const LISTED: usize = 256;

/// Known vertices in the order of their coming; many of them also by cell.
#[derive(Default)]
pub(super) struct Vertices {
    all: Vec<Point2>,
    cells: HashMap<(i64, i64), Vec<Point2>, BuildHasherDefault<CellHasher>>,
}

impl Vertices {
    /// The known vertex within the snapping distance.
    pub(super) fn find(&self, point: Point2) -> Option<Point2> {
        if self.all.len() <= FEW {
            return nearest(self.all.iter(), point);
        }
        let (low, high) = (cell(point - PLAN_SNAP_BOX), cell(point + PLAN_SNAP_BOX));
        let cells = (low.0..=high.0).flat_map(|x| (low.1..=high.1).map(move |y| (x, y)));
        nearest(cells.filter_map(|c| self.cells.get(&c)).flatten(), point)
    }

    fn find_or_add(&mut self, point: Point2) -> Point2 {
        self.find(point).unwrap_or_else(|| {
            self.all.push(point);
            match self.all.len() {
                0..=FEW => {}
                count if count == FEW + 1 => {
                    for known in &self.all {
                        self.cells.entry(cell(*known)).or_default().push(*known);
                    }
                }
                _ => self.cells.entry(cell(point)).or_default().push(point),
            }
            point
        })
    }
}

/// The nearest of the vertices within the snapping distance, the first of equals.
fn nearest<'v>(vertices: impl Iterator<Item = &'v Point2>, point: Point2) -> Option<Point2> {
    let near = vertices.filter(|v| (v.x - point.x).abs() <= PLAN_SNAP && (v.y - point.y).abs() <= PLAN_SNAP);
    let best = near.map(|v| (length(*v - point), *v)).min_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(d, _)| *d <= PLAN_SNAP).map(|(_, v)| v)
}

/// Spreads the two numbers of a cell; nobody chooses them to collide, as cells only hold what lies in them.
#[derive(Default)]
struct CellHasher(u64);

impl Hasher for CellHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_i64(i64::from(*byte)));
    }

    fn write_i64(&mut self, number: i64) {
        self.0 = (self.0.rotate_left(29) ^ number.cast_unsigned()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

const PLAN_SNAP_BOX: Point2 = Point2 { x: PLAN_SNAP, y: PLAN_SNAP };

fn cell(point: Point2) -> (i64, i64) {
    let size = CELL * PLAN_SNAP;
    ((point.x / size).floor() as i64, (point.y / size).floor() as i64)
}

/// Snaps the rings of all polygons to each other in place; returns the vertices for [`restore`].
pub(super) fn snap(polygons: &mut [Polygon<f64>]) -> Vertices {
    let mut known = Vertices::default();
    let mut distinct: Vec<[f64; 2]> = vec![];
    each_ring(polygons, |ring| {
        for point in &mut ring.0 {
            let snapped = known.find_or_add(*point);
            if snapped == *point {
                distinct.push([point.x, point.y]);
            }
            *point = snapped;
        }
        ring.0.dedup();
    });
    distinct.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    distinct.dedup();
    let index = Index::of(distinct);
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
    /// Ordered by x.
    List(Vec<[f64; 2]>),
    Tree(RTree<[f64; 2]>),
}

impl Index {
    /// Of vertices ordered by x.
    fn of(ordered: Vec<[f64; 2]>) -> Self {
        if ordered.len() <= LISTED { Self::List(ordered) } else { Self::Tree(RTree::bulk_load(ordered)) }
    }

    /// Calls `each` for the vertices in a box.
    fn within(&self, low: [f64; 2], high: [f64; 2], mut each: impl FnMut(Point2)) {
        match self {
            Self::List(ordered) => {
                let start = ordered.partition_point(|v| v[0] < low[0]);
                let near = ordered.iter().skip(start).take_while(|v| v[0] <= high[0]);
                near.filter(|v| v[1] >= low[1] && v[1] <= high[1]).for_each(|v| each(Point2 { x: v[0], y: v[1] }));
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
