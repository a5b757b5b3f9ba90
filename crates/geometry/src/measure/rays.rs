//! Vertical rays through meshes by a spatial index: heights of floors and ceilings above a point.

use crate::plan::{Bounds, Content, Operation, Point2, Region, Row, about, bounds, first_vertex, remembered};
use crate::tolerance::{PLAN_POINT, RAY_SAME};
use geo::MapCoords;
use rstar::{AABB, RTree, RTreeObject};

mod pattern;

pub use pattern::Met;

/// Where a vertical line meets a surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Height in m.
    pub z: f64,
    /// The caller's key of the mesh.
    pub key: usize,
    /// The surface looks up (a floor) rather than down (a soffit), by its winding.
    pub upward: bool,
}

struct Facet {
    key: usize,
    /// In the order of the meshes as given.
    number: usize,
    corners: [[f64; 3]; 3],
    /// It looks up, by its winding.
    upward: bool,
    /// The box around it, asked for at every step through the index.
    reach: AABB<[f64; 3]>,
}

impl RTreeObject for Facet {
    type Envelope = AABB<[f64; 3]>;
    fn envelope(&self) -> Self::Envelope {
        self.reach
    }
}

/// An index over triangles for vertical rays. Vertical facets are left out: a vertical ray does not cross them.
pub struct VerticalRays {
    facets: RTree<Facet>,
}

impl VerticalRays {
    /// Builds the index over meshes given as key, world positions (m) and triangles. Triangles with
    /// unknown corners or numbers that are not finite are left out.
    pub fn new<'a>(meshes: impl IntoIterator<Item = (usize, &'a [[f64; 3]], &'a [[u32; 3]])>) -> Self {
        let mut facets = vec![];
        for (key, positions, triangles) in meshes {
            for triangle in triangles {
                let corner = |i: usize| positions.get(triangle[i] as usize).copied();
                let (Some(a), Some(b), Some(c)) = (corner(0), corner(1), corner(2)) else { continue };
                let corners = [a, b, c];
                let turn = side(a, b, [c[0], c[1]]);
                if corners.iter().flatten().all(|v| v.is_finite()) && turn != 0.0 {
                    let low = [0, 1, 2].map(|i| a[i].min(b[i]).min(c[i]));
                    let high = [0, 1, 2].map(|i| a[i].max(b[i]).max(c[i]));
                    let number = facets.len();
                    facets.push(Facet { key, number, corners, upward: turn > 0.0, reach: AABB::from_corners(low, high) });
                }
            }
        }
        VerticalRays { facets: RTree::bulk_load(facets) }
    }

    /// All surfaces on the vertical line through a plan point, lowest first; a point on an edge shared by
    /// two facets of one mesh is one hit.
    pub fn hits(&self, at: Point2) -> Vec<Hit> {
        self.hits_within(at, f64::NEG_INFINITY, f64::INFINITY)
    }

    /// The surfaces on the vertical line through a plan point between two heights: of a tower only the storeys asked for.
    pub fn hits_within(&self, at: Point2, low: f64, high: f64) -> Vec<Hit> {
        let point = [at.x, at.y];
        // a facet meets the line between its own heights, but for rounding
        let band = AABB::from_corners([at.x, at.y, low - RAY_SAME], [at.x, at.y, high + RAY_SAME]);
        let near = self.facets.locate_in_envelope_intersecting(&band).filter_map(|facet| facet.hit(point));
        in_order(near.filter(|hit| hit.z >= low && hit.z <= high).collect())
    }

    /// The surfaces over (or under) an extent between two heights, for many rays there.
    pub fn over(&self, extent: &Bounds, low: f64, high: f64) -> Column<'_> {
        let band = AABB::from_corners([extent.min.x, extent.min.y, low - RAY_SAME], [extent.max.x, extent.max.y, high + RAY_SAME]);
        let facets = self.facets.locate_in_envelope_intersecting(&band).collect();
        Column { rays: self, facets, low, high, row: None, found: vec![] }
    }

    /// The lowest surface above the height.
    pub fn first_above(&self, at: Point2, z: f64) -> Option<Hit> {
        self.hits(at).into_iter().find(|hit| hit.z > z)
    }

    /// The highest surface below the height.
    pub fn first_below(&self, at: Point2, z: f64) -> Option<Hit> {
        self.hits(at).into_iter().rev().find(|hit| hit.z < z)
    }
}

/// Hits from below, those of one surface once.
fn in_order(mut hits: Vec<Hit>) -> Vec<Hit> {
    put_in_order(&mut hits);
    hits
}

fn put_in_order(hits: &mut Vec<Hit>) {
    hits.sort_by(|a, b| (a.z.total_cmp(&b.z)).then(a.key.cmp(&b.key)).then(a.upward.cmp(&b.upward)));
    hits.dedup_by(|b, a| a.key == b.key && a.upward == b.upward && (b.z - a.z).abs() <= RAY_SAME);
}

/// More surfaces than this are not looked through one by one.
const MOST: usize = 2048;

/// The few surfaces of a [`VerticalRays`] over an extent, between two heights; points are best asked for row by row.
pub struct Column<'r> {
    rays: &'r VerticalRays,
    facets: Vec<&'r Facet>,
    low: f64,
    high: f64,
    /// The surfaces that reach a line along X.
    row: Option<(f64, Vec<&'r Facet>)>,
    found: Vec<Hit>,
}

impl Column<'_> {
    /// As [`VerticalRays::hits_within`] between the heights of the column, for a point of its extent.
    pub fn hits(&mut self, at: Point2) -> &[Hit] {
        if self.facets.len() > MOST {
            self.found = self.rays.hits_within(at, self.low, self.high);
            return &self.found;
        }
        if self.row.as_ref().is_none_or(|(y, _)| *y != at.y) {
            let mut row = self.row.take().map(|(_, row)| row).unwrap_or_default();
            row.clear();
            let meets = |facet: &&&Facet| facet.reach.lower()[1] <= at.y && at.y <= facet.reach.upper()[1];
            row.extend(self.facets.iter().filter(meets));
            self.row = Some((at.y, row));
        }
        self.found.clear();
        for facet in self.row.iter().flat_map(|(_, row)| row) {
            if facet.reach.lower()[0] <= at.x && at.x <= facet.reach.upper()[0] {
                self.found.extend(facet.hit([at.x, at.y]).filter(|hit| hit.z >= self.low && hit.z <= self.high));
            }
        }
        put_in_order(&mut self.found);
        &self.found
    }
}

impl Facet {
    /// Whether all of it lies at one height, to the bit: that is then the height of every point of it.
    fn is_level(&self) -> bool {
        let [a, b, c] = self.corners.map(|corner| corner[2].to_bits());
        a == b && b == c && a != (-0.0_f64).to_bits()
    }

    fn hit(&self, point: [f64; 2]) -> Option<Hit> {
        let [a, b, c] = self.corners;
        let [u, v, w] = meeting(self.corners, point)?;
        let sum = u + v + w;
        // About the first corner, so that heights far from the datum keep their digits.
        let z = a[2] + (v * (b[2] - a[2]) + w * (c[2] - a[2])) / sum;
        Some(Hit { z, key: self.key, upward: sum > 0.0 })
    }
}

/// The weights of the corners where the vertical line through a point meets a triangle; their sum is not 0.
fn meeting([a, b, c]: [[f64; 3]; 3], point: [f64; 2]) -> Option<[f64; 3]> {
    let (u, v, w) = (side(b, c, point), side(c, a, point), side(a, b, point));
    let inside = (u >= 0.0 && v >= 0.0 && w >= 0.0) || (u <= 0.0 && v <= 0.0 && w <= 0.0);
    (inside && u + v + w != 0.0).then_some([u, v, w])
}

/// Twice the signed area of a, b and the point in plan, with the sign exact.
fn side(a: [f64; 3], b: [f64; 3], point: [f64; 2]) -> f64 {
    let coordinate = |x: f64, y: f64| robust::Coord { x, y };
    robust::orient2d(coordinate(a[0], a[1]), coordinate(b[0], b[1]), coordinate(point[0], point[1]))
}

/// A grid over a square has no more rows than this: more than a garage of nine hectares needs at a metre, and a room whose file
/// says metres and means millimetres takes no longer than that.
const FINEST: f64 = 300.0;

/// Points of a square grid of `step` metres inside the region, row by row; each stands for `step`² m2.
/// A region too small for the grid gives one interior point; one too large for it a coarser grid, of some 90 000 points. They
/// are found once for regions that are equal, wherever they stand.
pub fn grid_points(region: &Region, step: f64) -> Vec<Point2> {
    let Some(origin) = first_vertex(std::iter::once(region)) else { return vec![] };
    let near = |point| about(point, origin);
    let key = Content::default().count(Operation::Grid as usize).numbers(&[step]).placed(region, near);
    let points = remembered(key, |points: &Vec<Point2>| 2 * points.len(), || points_of_grid(&region.map_coords(near), step));
    points.iter().map(|point| *point + origin).collect()
}

fn points_of_grid(region: &Region, step: f64) -> Vec<Point2> {
    let Some(extent) = bounds(region) else { return vec![] };
    let (width, height) = (extent.max.x - extent.min.x, extent.max.y - extent.min.y);
    let limit = (width * height).sqrt() / FINEST;
    let step = step.max(limit);
    if !(step > 0.0 && step.is_finite()) {
        return vec![];
    }
    // Centred, so that no point falls on the boundary of a box whose sides are multiples of the step.
    // Rounding adds no column.
    let count = |size: f64| ((size - PLAN_POINT) / step).ceil().max(1.0);
    let (columns, rows) = (count(width), count(height));
    let first = Point2 { x: extent.min.x + 0.5 * (width - (columns - 1.0) * step), y: extent.min.y + 0.5 * (height - (rows - 1.0) * step) };
    let mut points = vec![];
    let mut inside = Row::default();
    for row in 0..rows as usize {
        let y = first.y + row as f64 * step;
        inside.move_to(region, y);
        for column in 0..columns as usize {
            let x = first.x + column as f64 * step;
            if inside.contains(x) {
                points.push(Point2 { x, y });
            }
        }
    }
    if points.is_empty() {
        points.extend(crate::plan::interior_point(region));
    }
    points
}

#[cfg(test)]
mod tests;
