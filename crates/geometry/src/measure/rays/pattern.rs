//! Which level surfaces many vertical lines meet, found once for all floors where it is the same.
//!
//! A line meets a level surface or it does not: that lies in plan, where typical floors are equal, and towers of one kind on the
//! grid of plan algebra; only the height differs from floor to floor.

use super::{Column, Facet, Hit, MOST, VerticalRays, meeting, put_in_order};
use crate::plan::{Bounds, Content, Operation, Point2, about, is_near, remembered};
use crate::tolerance::PLAN_POINT;
use rstar::AABB;
use std::collections::BTreeMap;

/// Points whose vertical lines meet the very same surfaces.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// What they meet, lowest first.
    pub hits: Vec<Hit>,
    /// Which of the points they are, ascending.
    pub points: Vec<usize>,
}

/// Points by the places of the surfaces that they meet in the list of those near.
type Pattern = Vec<(Vec<usize>, Vec<usize>)>;

/// A level surface in plan.
struct Flat {
    corners: [[f64; 3]; 3],
    reach: AABB<[f64; 2]>,
    /// Whether it plainly lies over all of the points, or over none; most do either.
    whole: Option<bool>,
}

impl VerticalRays {
    /// What the vertical lines through some points meet between two heights: as [`VerticalRays::hits_within`] for each point.
    pub fn meet(&self, points: &[Point2], low: f64, high: f64) -> Vec<Met> {
        let Some(extent) = extent(points) else { return vec![] };
        let mut column = self.over(&extent, low, high);
        // in the order of their meshes, which one floor has from the next
        column.facets.sort_unstable_by_key(|facet| facet.number);
        if column.facets.len() > MOST || !column.facets.iter().all(|facet| facet.is_level()) {
            return one_by_one(&mut column, points);
        }
        let Some(origin) = points.first().copied() else { return vec![] };
        let near = |point: &Point2| about(*point, origin);
        let make = || {
            let points: Vec<Point2> = points.iter().map(near).collect();
            let within = self::extent(&points);
            let flat: Vec<Flat> = column.facets.iter().map(|facet| Flat::of(facet, origin, within.as_ref())).collect();
            pattern(&flat, &points)
        };
        let words = |pattern: &Pattern| pattern.iter().map(|(surfaces, points)| surfaces.len() + points.len() + 8).sum();
        let pattern = remembered(content(&column.facets, points, origin), words, make);
        let met = |(surfaces, points): &(Vec<usize>, Vec<usize>)| {
            let facets = surfaces.iter().filter_map(|at| column.facets.get(*at));
            let hits = facets.map(|facet| Hit { z: facet.corners[0][2], key: facet.key, upward: facet.upward });
            let mut hits: Vec<Hit> = hits.filter(|hit| hit.z >= low && hit.z <= high).collect();
            put_in_order(&mut hits);
            Met { hits, points: points.clone() }
        };
        pattern.iter().map(met).collect()
    }
}

fn extent(points: &[Point2]) -> Option<Bounds> {
    let first = *points.first()?;
    Some(points.iter().fold(Bounds { min: first, max: first }, |all, p| Bounds {
        min: Point2 { x: all.min.x.min(p.x), y: all.min.y.min(p.y) },
        max: Point2 { x: all.max.x.max(p.x), y: all.max.y.max(p.y) },
    }))
}

fn one_by_one(column: &mut Column<'_>, points: &[Point2]) -> Vec<Met> {
    points.iter().enumerate().map(|(at, point)| Met { hits: column.hits(*point).to_vec(), points: vec![at] }).collect()
}

/// All that a pattern depends on.
fn content(facets: &[&Facet], points: &[Point2], origin: Point2) -> Content {
    let content = Content::default().count(Operation::Pattern as usize).count(points.len());
    let near = |content: Content, point: Point2| {
        let point = about(point, origin);
        content.numbers(&[point.x, point.y])
    };
    let content = points.iter().fold(content, |content, point| near(content, *point));
    let corners = facets.iter().flat_map(|facet| facet.corners).map(|corner| Point2 { x: corner[0], y: corner[1] });
    corners.fold(content, near)
}

impl Flat {
    /// About a point, on the grid of plan algebra.
    fn of(facet: &Facet, origin: Point2, points: Option<&Bounds>) -> Self {
        let corners = facet.corners.map(|corner| {
            let near = about(Point2 { x: corner[0], y: corner[1] }, origin);
            [near.x, near.y, 0.0]
        });
        let reach = corners.map(|corner| [corner[0], corner[1]]);
        Self { corners, reach: AABB::from_points(reach.iter()), whole: points.and_then(|points| covers(reach, points)) }
    }

    /// From where to where a line along X lies in the surface; `None` where only a closer look tells.
    fn along(&self, y: f64) -> Option<[f64; 2]> {
        let [a, b, c] = self.corners;
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for [from, to] in [[a, b], [b, c], [c, a]] {
            let rise = to[1] - from[1];
            if rise == 0.0 && from[1] != y {
                continue; // met by no line but its own
            }
            if rise == 0.0 || ![from, to].iter().all(|end| is_near(Point2 { x: end[0], y: end[1] })) {
                return None;
            }
            let share = (y - from[1]) / rise;
            if (0.0..=1.0).contains(&share) {
                let x = from[0] + share * (to[0] - from[0]);
                (low, high) = (low.min(x), high.max(x));
            }
        }
        (low <= high).then_some([low, high])
    }

    /// Whether the vertical line through a point of a row meets the surface.
    fn meets(&self, along: Option<[f64; 2]>, point: Point2) -> bool {
        match along {
            Some([low, high]) if point.x < low - PLAN_POINT || point.x > high + PLAN_POINT => false,
            Some([low, high]) if point.x > low + PLAN_POINT && point.x < high - PLAN_POINT => true,
            _ => {
                let [low, high] = [self.reach.lower()[0], self.reach.upper()[0]];
                low <= point.x && point.x <= high && meeting(self.corners, [point.x, point.y]).is_some()
            }
        }
    }
}

/// Whether a triangle holds a box, or none of it, with room to spare on all sides; `None` where only a closer look tells.
fn covers(corners: [[f64; 2]; 3], extent: &Bounds) -> Option<bool> {
    let Bounds { min, max } = *extent;
    let ends = [[min.x, min.y], [max.x, min.y], [max.x, max.y], [min.x, max.y]];
    let cross = |a: [f64; 2], b: [f64; 2], p: [f64; 2]| (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    let [a, b, c] = corners;
    let turn = cross(a, b, c).signum();
    let mut holds = true;
    for [from, to] in [[a, b], [b, c], [c, a]] {
        let far = PLAN_POINT * (to[0] - from[0]).hypot(to[1] - from[1]);
        let heights = ends.map(|end| turn * cross(from, to, end));
        if heights.iter().all(|height| *height < -far) {
            return Some(false);
        }
        holds &= heights.iter().all(|height| *height > far);
    }
    holds.then_some(true)
}

fn pattern(facets: &[Flat], points: &[Point2]) -> Pattern {
    if facets.iter().all(|facet| facet.whole.is_some()) {
        let surfaces = facets.iter().enumerate().filter(|(_, facet)| facet.whole == Some(true)).map(|(at, _)| at);
        return vec![(surfaces.collect(), (0..points.len()).collect())];
    }
    let mut groups: Pattern = Vec::new();
    let mut places: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let mut met: Vec<Vec<usize>> = Vec::new();
    let mut last: Option<usize> = None;
    let mut at = 0;
    // points come row by row
    for row in points.chunk_by(|a, b| a.y == b.y) {
        meet_row(facets, row, &mut met);
        for surfaces in met.iter().take(row.len()) {
            // neighbours mostly meet the same
            let place = last.filter(|place| groups[*place].0 == *surfaces).or_else(|| places.get(surfaces).copied());
            let place = place.unwrap_or_else(|| {
                places.insert(surfaces.clone(), groups.len());
                groups.push((surfaces.clone(), Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(at);
            last = Some(place);
            at += 1;
        }
    }
    groups.sort_unstable();
    groups
}

/// Which surfaces each point of a row meets, ascending.
fn meet_row(facets: &[Flat], row: &[Point2], met: &mut Vec<Vec<usize>>) {
    met.resize_with(met.len().max(row.len()), Vec::new);
    met.iter_mut().for_each(Vec::clear);
    let Some(y) = row.first().map(|point| point.y) else { return };
    let ascending = row.is_sorted_by(|a, b| a.x <= b.x);
    for (surface, facet) in facets.iter().enumerate() {
        if facet.whole == Some(false) || y < facet.reach.lower()[1] || facet.reach.upper()[1] < y {
            continue;
        }
        // only points between the ends of the facet can lie on it
        let (low, high) = (facet.reach.lower()[0], facet.reach.upper()[0]);
        let range = if ascending { row.partition_point(|p| p.x < low)..row.partition_point(|p| p.x <= high) } else { 0..row.len() };
        let along = facet.along(y);
        for (point, met) in row[range.clone()].iter().zip(&mut met[range]) {
            if facet.meets(along, *point) {
                met.push(surface);
            }
        }
    }
}
