//! Room polygons grown into the walls around them: to the axes, or to the outer face where the outside lies behind.

use haofang_geometry::measure;
use haofang_geometry::plan::{self, Edge, Point2, Region};

use super::bay_width;
use crate::building::{StoreyId, Survey};

/// How far behind a room's face its wall may begin.
const BEHIND: f64 = 0.05;

/// Thicker than this is no wall.
const THICKEST: f64 = 1.0;

/// The polygon with every edge moved to the axis of the wall behind it.
pub(crate) fn to_axes(survey: &Survey<'_>, storey: StoreyId, room: &Region) -> Region {
    grown(room, |edge| {
        samples(edge).find_map(|face| bay_width::axis_behind(survey, storey, face, edge.normal)).map_or(0.0, |(_, distance)| distance)
    })
}

/// The polygon of a dwelling on a level: to the axes of party walls, to the outer face of outer walls.
pub(crate) fn to_own_share(survey: &Survey<'_>, storey: StoreyId, rooms: &Region) -> Region {
    let enclosure = survey.enclosure(storey).ok();
    let solid: Vec<&Region> = survey.walls(storey).iter().filter(|wall| !wall.is_low).map(|wall| &wall.plan).collect();
    grown(rooms, |edge| {
        let found = samples(edge).find_map(|face| {
            let (_, to_axis) = bay_width::axis_behind(survey, storey, face, edge.normal)?;
            let thickness = solid
                .iter()
                .filter_map(|wall| measure::thickness(wall, face, edge.normal, BEHIND))
                .filter(|t| *t < THICKEST)
                .fold(0.0, f64::max);
            let behind = face + edge.normal * (thickness + BEHIND * 2.0);
            let outside = thickness > 0.0 && enclosure.is_some_and(|enclosure| !plan::contains(enclosure, behind));
            Some(if outside { thickness } else { to_axis })
        });
        found.unwrap_or(0.0)
    })
}

fn samples(edge: &Edge) -> impl Iterator<Item = Point2> + '_ {
    [0.5, 0.2, 0.8].into_iter().map(|share| edge.from + (edge.to - edge.from) * share)
}

fn grown(region: &Region, distance: impl Fn(&Edge) -> f64) -> Region {
    let edges = plan::edges(region);
    let moved: Vec<(Edge, Point2, Point2)> = edges
        .iter()
        .map(|edge| {
            let by = edge.normal * distance(edge);
            (*edge, edge.from + by, edge.to + by)
        })
        .collect();
    let mut outer: Vec<Region> = Vec::new();
    let mut holes: Vec<Region> = Vec::new();
    let mut start = 0;
    while start < moved.len() {
        let same = |at: usize| moved[at].0.polygon == moved[start].0.polygon && moved[at].0.ring == moved[start].0.ring;
        let end = (start..moved.len()).find(|at| !same(*at)).unwrap_or(moved.len());
        let ring = &moved[start..end];
        let corners: Vec<[f64; 2]> = (0..ring.len()).flat_map(|at| corner(&ring[(at + ring.len() - 1) % ring.len()], &ring[at])).collect();
        let polygon = plan::polygon(&corners);
        if moved[start].0.ring == 0 {
            outer.push(polygon)
        } else {
            holes.push(polygon)
        }
        start = end;
    }
    let outer = plan::union(&outer);
    if holes.is_empty() { outer } else { plan::difference(&outer, &plan::union(&holes)) }
}

/// Where two moved edges meet; parallel ones are joined by a step.
fn corner(before: &(Edge, Point2, Point2), after: &(Edge, Point2, Point2)) -> Vec<[f64; 2]> {
    let (d, e) = (before.2 - before.1, after.2 - after.1);
    let cross = d.x * e.y - d.y * e.x;
    let size = d.x.hypot(d.y) * e.x.hypot(e.y);
    if cross.abs() <= size / 100.0 {
        return vec![[before.2.x, before.2.y], [after.1.x, after.1.y]];
    }
    let gap = after.1 - before.1;
    let share = (gap.x * e.y - gap.y * e.x) / cross;
    let at = before.1 + d * share;
    vec![[at.x, at.y]]
}
