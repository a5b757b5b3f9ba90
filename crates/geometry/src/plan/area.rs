//! Area, perimeter, centre, extent and point tests of plan regions, about a local origin.

use super::{Point2, Region};
use crate::Extent;
use crate::tolerance::PLAN_POINT;
use geo::{LineString, Polygon};

/// Coordinates up to this are given to a tenth of a nanometre (m).
const NEAR: f64 = 1e5;

/// The extent of a region: smallest and largest corner (m).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Smallest X and Y.
    pub min: Point2,
    /// Largest X and Y.
    pub max: Point2,
}

impl Bounds {
    /// Whether the two extents come within `gap` metres of each other.
    pub fn within(&self, other: &Bounds, gap: f64) -> bool {
        self.min.x <= other.max.x + gap
            && other.min.x <= self.max.x + gap
            && self.min.y <= other.max.y + gap
            && other.min.y <= self.max.y + gap
    }
}

/// The box in plan.
impl From<&Extent> for Bounds {
    fn from(extent: &Extent) -> Bounds {
        Bounds { min: Point2 { x: extent.min[0], y: extent.min[1] }, max: Point2 { x: extent.max[0], y: extent.max[1] } }
    }
}

/// Area in m2, holes taken off; a valid region is expected (see [`super::clean`]).
pub fn area(region: &Region) -> f64 {
    region.iter().map(polygon_area).sum()
}

fn polygon_area(polygon: &Polygon<f64>) -> f64 {
    let holes: f64 = polygon.interiors().iter().map(|hole| ring_area(&hole.0).abs()).sum();
    (ring_area(&polygon.exterior().0).abs() - holes).max(0.0)
}

/// Length of all boundaries in m, those of holes included.
pub fn perimeter(region: &Region) -> f64 {
    rings(region).map(|ring| ring_length(&ring.0)).sum()
}

/// Centre of gravity; of the vertices when there is no area; `None` when there is no vertex.
pub fn centroid(region: &Region) -> Option<Point2> {
    let origin = *region.iter().find_map(|p| p.exterior().0.first())?;
    let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
    for polygon in region {
        let outer = std::iter::once((polygon.exterior(), 1.0));
        for (ring, sign) in outer.chain(polygon.interiors().iter().map(|hole| (hole, -1.0))) {
            let direction = sign * ring_area(&ring.0).signum();
            for pair in ring.0.windows(2) {
                let (a, b) = (pair[0] - origin, pair[1] - origin);
                let cross = direction * (a.x * b.y - b.x * a.y);
                sum += cross;
                x += cross * (a.x + b.x) / 3.0;
                y += cross * (a.y + b.y) / 3.0;
            }
        }
    }
    let centre = if sum > 0.0 {
        Point2 { x: x / sum, y: y / sum }
    } else {
        let points: Vec<Point2> = region.iter().flat_map(|p| p.exterior().0.iter().map(|c| *c - origin)).collect();
        points.iter().fold(Point2 { x: 0.0, y: 0.0 }, |a, b| a + *b) / points.len() as f64
    };
    Some(centre + origin)
}

/// The extent, `None` for an empty region.
pub fn bounds(region: &Region) -> Option<Bounds> {
    let mut found: Option<Bounds> = None;
    // asked for more often than anything else: loops, no chain of iterators
    for polygon in region {
        let Some(first) = polygon.exterior().0.first() else { continue };
        let Bounds { mut min, mut max } = found.unwrap_or(Bounds { min: *first, max: *first });
        for p in &polygon.exterior().0 {
            (min.x, max.x) = (min.x.min(p.x), max.x.max(p.x));
            (min.y, max.y) = (min.y.min(p.y), max.y.max(p.y));
        }
        found = Some(Bounds { min, max });
    }
    found
}

/// Whether the point is in the region; points on the boundary are.
pub fn contains(region: &Region, point: Point2) -> bool {
    region.iter().any(|polygon| {
        let outer = winding(polygon.exterior(), point);
        outer != Some(0) && !polygon.interiors().iter().any(|hole| matches!(winding(hole, point), Some(n) if n != 0))
    })
}

/// Winding number of the ring about the point by exact orientation; `None` on the boundary.
pub(super) fn winding(ring: &LineString<f64>, point: Point2) -> Option<i32> {
    wound(ring.0.windows(2).map(|pair| (pair[0], pair[1])), point)
}

/// Whether an edge neither crosses nor touches the line along X at a height.
fn misses(a: Point2, b: Point2, y: f64) -> bool {
    (a.y <= y) == (b.y <= y) && a.y != y && b.y != y
}

fn wound(edges: impl Iterator<Item = (Point2, Point2)>, point: Point2) -> Option<i32> {
    let coordinate = |c: Point2| robust::Coord { x: c.x, y: c.y };
    let mut number = 0;
    for (a, b) in edges {
        if misses(a, b, point.y) {
            continue;
        }
        let side = robust::orient2d(coordinate(a), coordinate(b), coordinate(point));
        let between = point.x >= a.x.min(b.x) && point.x <= a.x.max(b.x) && point.y >= a.y.min(b.y) && point.y <= a.y.max(b.y);
        if side == 0.0 && between {
            return None;
        }
        if a.y <= point.y && b.y > point.y && side > 0.0 {
            number += 1;
        } else if a.y > point.y && b.y <= point.y && side < 0.0 {
            number -= 1;
        }
    }
    Some(number)
}

/// Whether where lines meet comes out far more exactly than two points are told apart.
pub(crate) fn is_near(point: Point2) -> bool {
    point.x.abs() <= NEAR && point.y.abs() <= NEAR
}

/// What of a region a line along X meets: tells for many points of one height whether they are in it.
#[derive(Default)]
pub(crate) struct Row {
    y: f64,
    edges: Vec<(Point2, Point2)>,
    /// For each ring whether it is a hole, and where its edges end.
    rings: Vec<(bool, usize)>,
    /// From where to where nothing was met, and whether that lies in the region.
    known: Option<([f64; 2], bool)>,
}

impl Row {
    /// To the line at a height of a region.
    pub(crate) fn move_to(&mut self, region: &Region, y: f64) {
        self.y = y;
        self.known = None;
        self.edges.clear();
        self.rings.clear();
        for polygon in region {
            for (at, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
                let met = ring.0.windows(2).map(|pair| (pair[0], pair[1])).filter(|(a, b)| !misses(*a, *b, y));
                self.edges.extend(met);
                self.rings.push((at > 0, self.edges.len()));
            }
        }
    }

    /// As [`contains`] for the point of the line at `x`.
    pub(crate) fn contains(&mut self, x: f64) -> bool {
        if let Some(([low, high], inside)) = self.known
            && low < x
            && x < high
        {
            return inside;
        }
        let inside = self.holds(x);
        self.known = self.free_around(x).map(|free| (free, inside));
        inside
    }

    /// The span around a place of the line that plainly holds no point of an edge.
    fn free_around(&self, x: f64) -> Option<[f64; 2]> {
        let mut free = [f64::NEG_INFINITY, f64::INFINITY];
        for (a, b) in &self.edges {
            let rise = b.y - a.y;
            let [low, high] = if rise != 0.0 && is_near(*a) && is_near(*b) {
                let cut = a.x + (self.y - a.y) / rise * (b.x - a.x);
                [cut - PLAN_POINT, cut + PLAN_POINT]
            } else {
                [a.x.min(b.x) - PLAN_POINT, a.x.max(b.x) + PLAN_POINT]
            };
            if high < x {
                free[0] = free[0].max(high);
            } else if x < low {
                free[1] = free[1].min(low);
            } else {
                return None;
            }
        }
        Some(free)
    }

    fn holds(&self, x: f64) -> bool {
        let point = Point2 { x, y: self.y };
        let mut start = 0;
        let mut inside = false;
        for (is_hole, end) in &self.rings {
            let edges = self.edges.get(start..*end).unwrap_or_default();
            start = *end;
            if !is_hole {
                if inside {
                    return true;
                }
                inside = wound(edges.iter().copied(), point) != Some(0);
            } else if inside {
                inside = !matches!(wound(edges.iter().copied(), point), Some(n) if n != 0);
            }
        }
        inside
    }
}

/// A point well inside the region: the middle of the widest span of a horizontal line through it.
pub fn interior_point(region: &Region) -> Option<Point2> {
    let extent = bounds(region)?;
    // An odd fraction avoids the heights of vertices and of symmetric holes.
    let heights = [0.5, 0.41, 0.59, 0.27, 0.73, 0.13, 0.87];
    let spans = heights.iter().flat_map(|share| {
        let y = extent.min.y + share * (extent.max.y - extent.min.y);
        let from = Point2 { x: extent.min.x, y };
        crate::measure::spans(region, from, Point2 { x: 1.0, y: 0.0 })
            .into_iter()
            .map(move |(a, b)| (b - a, Point2 { x: from.x + 0.5 * (a + b), y }))
    });
    // The first of about equals: the middle is where a name is looked for.
    spans.reduce(|best, next| if next.0 > 1.02 * best.0 { next } else { best }).map(|(_, point)| point)
}

/// All rings, outer ones and holes.
pub(super) fn rings(region: &Region) -> impl Iterator<Item = &LineString<f64>> {
    region.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
}

/// Signed area of a ring (closed or not), positive anticlockwise, about its first point.
pub(crate) fn ring_area(ring: &[Point2]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - *origin, pair[1] - *origin);
            0.5 * (a.x * b.y - b.x * a.y)
        })
        .sum()
}

/// Length of a ring, the closing edge included.
pub(super) fn ring_length(ring: &[Point2]) -> f64 {
    let closing = match (ring.first(), ring.last()) {
        (Some(a), Some(b)) => length(*a - *b),
        _ => 0.0,
    };
    closing + ring.windows(2).map(|pair| length(pair[1] - pair[0])).sum::<f64>()
}

pub(crate) fn length(v: Point2) -> f64 {
    // most edges run along an axis: their length is that number to the bit
    if v.x == 0.0 {
        v.y.abs()
    } else if v.y == 0.0 {
        v.x.abs()
    } else {
        v.x.hypot(v.y)
    }
}

/// The scalar product of two vectors.
pub fn dot(a: Point2, b: Point2) -> f64 {
    a.x * b.x + a.y * b.y
}

/// The cross product of two vectors: above zero when the second turns left of the first.
pub fn cross(a: Point2, b: Point2) -> f64 {
    a.x * b.y - a.y * b.x
}

/// The vector at length one; `None` when it has no direction.
pub(crate) fn unit(v: Point2) -> Option<Point2> {
    let size = length(v);
    (size.is_finite() && size > 0.0).then(|| v / size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{difference, rectangle, union};

    #[test]
    fn a_row_tells_what_single_points_tell() {
        let ring = difference(&rectangle([0.0, 0.0], [6.0, 4.0]), &rectangle([1.0, 1.0], [3.0, 3.0]));
        let region = union(&[ring, rectangle([8.0, 0.5], [9.0, 2.0]), rectangle([1.5, 1.5], [2.5, 2.5])]);
        let mut row = Row::default();
        // on edges and corners, through the hole, beside everything
        for y in [-0.5, 0.0, 0.5, 1.0, 1.7, 2.0, 2.5, 3.0, 3.999, 4.0, 4.5] {
            row.move_to(&region, y);
            for x in -2..=20 {
                let x = 0.5 * f64::from(x);
                assert_eq!(row.contains(x), contains(&region, Point2 { x, y }), "{x} {y}");
            }
        }
    }

    #[test]
    fn lengths_along_an_axis_are_their_own() {
        for (x, y) in [(0.0, -3.3), (4.1, 0.0), (-0.0, 0.1), (0.0, 0.0), (3.0, 4.0)] {
            assert_eq!(length(Point2 { x, y }).to_bits(), f64::hypot(x, y).to_bits());
        }
    }
}
