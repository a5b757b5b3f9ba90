//! Roofs of sheds and ramps, and what carries them: by GB 55031 a roof on several rows of columns counts to their outer line, one
//! on a single row by half, and what has no roof not at all (CLAUSES §4.2).

use haofang_facts::{Fact, Gap, GapKind, Provenance, Subject, Unit};
use haofang_geometry::plan::{self, Point2, Region, area, intersection, longest_edge};
use haofang_geometry::tolerance::AREA_ACCURACY;
use haofang_ifc::class;

use super::labels::Body;
use crate::building::Survey;

/// A roof no higher than this above a place covers it (m).
const REACH: f64 = 8.0;
/// A roof is no lower than this above the floor (m).
const HEADROOM: f64 = 1.5;
/// Share of a place that a roof must cover.
const COVERS: f64 = 0.5;
/// Rows of columns stand further apart than this (m).
const ROWS: f64 = 1.0;
/// Columns may end this far below the roof that they carry (m).
const BELOW: f64 = 0.5;

/// What names say of a place that has a roof.
const ROOFED: &[&str] = &["棚", "顶", "盖", "库", "房", "篷", "亭", "canopy", "shed", "roof"];

/// Records whether a place has a roof, and the area within its columns.
pub(super) fn record(survey: &Survey<'_>, bodies: &[&Body], is_space: bool, subject: &mut Subject) {
    let region = plan::union(&bodies.iter().map(|body| &body.region).collect::<Vec<_>>());
    if region.0.is_empty() {
        return;
    }
    let floor = bodies.iter().map(|body| body.bottom).fold(f64::INFINITY, f64::min);
    let folded = crate::vocabulary::fold(&subject.name);
    let roof = if is_space { roof_above(survey, &region, floor) } else { Some(floor) };
    match roof {
        Some(_) => subject.know("has_roof", Fact::claim(true, Provenance::Measured, "a roof covers at least half of it")),
        None if ROOFED.iter().any(|word| folded.contains(word)) => {
            subject.know("has_roof", Fact::claim(true, Provenance::Derived, "as its name says; no roof is modelled over it"));
        }
        None => subject.lack("has_roof", Gap::new(GapKind::NotModelled, "no roof is modelled over it: open to the sky, or not drawn")),
    }
    let under = roof.unwrap_or(floor + REACH);
    let columns: Vec<Region> = survey
        .things_of(class::IFC_COLUMN)
        .filter(|thing| {
            let extent = survey.extent(*thing);
            extent.is_some_and(|extent| extent.max[2] > under.min(floor + HEADROOM + BELOW) - BELOW && extent.min[2] < under - HEADROOM)
        })
        .filter_map(|thing| survey.plan(thing).ok().filter(|plan| plan::touches(plan, &region, 0.0)).cloned())
        .collect();
    if columns.is_empty() {
        let gap = "no columns are modelled under the roof: whether it counts whole, by half or not at all by GB 55031 is not known";
        subject.lack("column_area", Gap::new(GapKind::NotModelled, gap));
        return;
    }
    let (count, size) = (columns.len(), within(&region, &columns));
    let method = format!("within the outer faces of {count} columns; 0 for a single row");
    subject.know("column_area", Fact::measured(size, Unit::SquareMetre, (size * AREA_ACCURACY).max(AREA_ACCURACY), method));
}

/// Underside of the lowest slab or roof that covers a region.
fn roof_above(survey: &Survey<'_>, region: &Region, floor: f64) -> Option<f64> {
    let slabs = survey.things.iter().enumerate().filter(|(_, thing)| thing.is_slab || thing.class.is_a(class::IFC_COVERING));
    let over = slabs.map(|(at, _)| crate::building::ThingId(at)).filter_map(|thing| {
        let extent = survey.extent(thing)?;
        let near = extent.min[2] > floor + HEADROOM && extent.min[2] < floor + REACH;
        let covers = near && area(&intersection(survey.plan(thing).ok()?, region)) > COVERS * area(region);
        covers.then_some(extent.min[2])
    });
    over.reduce(f64::min)
}

/// Area of the box along the roof's longest edge around its columns; 0 where they stand in one row.
fn within(region: &Region, columns: &[Region]) -> f64 {
    let Some(edge) = longest_edge(region) else { return 0.0 };
    let (along, across) = (edge.direction(), edge.normal);
    let corners = || columns.iter().flat_map(|column| column.iter()).flat_map(|p| p.exterior().0.iter());
    let span = |axis: Point2, points: &mut dyn Iterator<Item = Point2>| {
        points.map(|p| p.x * axis.x + p.y * axis.y).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
    };
    let centres: Vec<Point2> = columns.iter().filter_map(plan::centroid).collect();
    let size = |(low, high): (f64, f64)| high - low;
    let rows = size(span(along, &mut centres.iter().copied())).min(size(span(across, &mut centres.iter().copied())));
    if columns.len() < 3 || rows < ROWS {
        return 0.0;
    }
    size(span(along, &mut corners().copied())) * size(span(across, &mut corners().copied()))
}
