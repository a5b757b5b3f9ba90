//! Which level surfaces many vertical lines meet, found once for all floors where it is the same.
//!
//! A line meets a level surface or it does not: that lies in plan, where typical floors are equal to the bit; only the height
//! differs from floor to floor.

use super::{Column, Facet, Hit, MOST, VerticalRays, put_in_order};
use crate::plan::{Bounds, Content, Point2, Region};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Points whose vertical lines meet the very same surfaces.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// What they meet, lowest first.
    pub hits: Vec<Hit>,
    /// Which of the points they are, ascending.
    pub points: Vec<usize>,
}

/// Points by the places of the surfaces that they meet in the list of those near.
pub(super) type Pattern = Arc<Vec<(Vec<usize>, Vec<usize>)>>;

impl VerticalRays {
    /// As [`super::grid_points`], found once for regions that are equal to the bit.
    pub fn grid_points(&self, region: &Region, step: f64) -> Arc<Vec<Point2>> {
        self.grids.recall(Content::default().numbers(&[step]).region(region), || Arc::new(super::grid_points(region, step)))
    }

    /// What the vertical lines through some points meet between two heights: as [`VerticalRays::hits_within`] for each point.
    pub fn meet(&self, points: &[Point2], low: f64, high: f64) -> Vec<Met> {
        let Some(extent) = extent(points) else { return vec![] };
        let mut column = self.over(&extent, low, high);
        // in the order of their meshes, which one floor has from the next
        column.facets.sort_unstable_by_key(|facet| facet.number);
        if column.facets.len() > MOST || !column.facets.iter().all(|facet| facet.is_level()) {
            return one_by_one(&mut column, points);
        }
        let pattern = self.patterns.recall(content(&column.facets, points), || Arc::new(pattern(&column.facets, points)));
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
fn content(facets: &[&Facet], points: &[Point2]) -> Content {
    let content = points.iter().fold(Content::default().count(points.len()), |content, p| content.numbers(&[p.x, p.y]));
    facets.iter().fold(content, |content, facet| {
        let [a, b, c] = facet.corners;
        content.numbers(&[a[0], a[1], b[0], b[1], c[0], c[1]])
    })
}

fn pattern(facets: &[&Facet], points: &[Point2]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    // points come row by row: the surfaces that reach a row are picked once
    let (mut row, mut y) = (Vec::new(), f64::NAN);
    let mut surfaces = Vec::new();
    for (at, point) in points.iter().enumerate() {
        if point.y != y {
            y = point.y;
            row.clear();
            let reaches = |facet: &Facet| facet.reach.lower()[1] <= y && y <= facet.reach.upper()[1];
            row.extend(facets.iter().enumerate().filter(|(_, facet)| reaches(facet)).map(|(surface, facet)| (surface, *facet)));
        }
        surfaces.clear();
        for (surface, facet) in &row {
            if facet.reach.lower()[0] <= point.x && point.x <= facet.reach.upper()[0] && facet.hit([point.x, point.y]).is_some() {
                surfaces.push(*surface);
            }
        }
        match groups.get_mut(&surfaces) {
            Some(group) => group.push(at),
            None => {
                groups.insert(surfaces.clone(), vec![at]);
            }
        }
    }
    groups.into_iter().collect()
}
