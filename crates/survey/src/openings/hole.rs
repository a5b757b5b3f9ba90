//! The hole in the wall that a window or door fills: its size and heights, measured or read.

use haofang_geometry::plan::{self, Region};
use haofang_ifc::Entity;

use super::bay_shape::WallFrame;
use super::wall_line::own_direction;
use crate::building::{Survey, ThingId};

/// The hole in the wall.
pub(crate) struct Hole {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) bottom: f64,
    pub(crate) top: f64,
    /// Measured on the opening, else read from the window.
    pub(crate) by: &'static str,
    /// Range along the wall in the frame of the wall line, where the opening has a shape.
    pub(super) plan: Option<Region>,
}

/// The opening's size along its wall and its heights; else the overall size of the window or door, else its body.
pub(super) fn hole<'m>(survey: &Survey<'m>, thing: ThingId, opening: Option<Entity<'m>>) -> Option<Hole> {
    let window = survey.thing(thing);
    if let Some(opening) = opening
        && let Ok(shape) = survey.readers.lower(window.model, opening)
    {
        let extent = shape.extent();
        let region = shape.plan().clone();
        let width = host_direction(survey, thing, &region)
            .map(|along| own_direction(&region, along))
            .and_then(|along| width_along(&region, along))
            .or_else(|| plan::longest_edge(&region).map(|edge| edge.length()))?;
        return Some(Hole {
            width,
            height: extent.max[2] - extent.min[2],
            bottom: extent.min[2],
            top: extent.max[2],
            by: "opening",
            plan: Some(region),
        });
    }
    let unit = window.entity.model().units().length.as_ref().ok().copied();
    let size = |name: &str| window.entity.named(name).as_f64().zip(unit).map(|(value, unit)| value * unit).filter(|value| *value > 0.0);
    let body = survey.shape(thing).ok().map(|shape| (shape.extent(), shape.plan().clone()));
    match (size("OverallWidth"), size("OverallHeight"), body) {
        (Some(width), Some(height), Some((extent, _))) => {
            let bottom =
                if extent.max[2] - extent.min[2] > height + 0.01 { 0.5 * (extent.min[2] + extent.max[2] - height) } else { extent.min[2] };
            Some(Hole { width, height, bottom, top: bottom + height, by: "overall size", plan: None })
        }
        (_, _, Some((extent, region))) => {
            let width = plan::longest_edge(&region).map(|edge| edge.length())?;
            Some(Hole { width, height: extent.max[2] - extent.min[2], bottom: extent.min[2], top: extent.max[2], by: "body", plan: None })
        }
        _ => None,
    }
}

fn host_direction(survey: &Survey<'_>, thing: ThingId, opening: &Region) -> Option<plan::Point2> {
    let window = survey.thing(thing);
    let relations = window.entity.model().relations();
    let host = relations.fills(window.entity).and_then(|opening| relations.voided_by(opening))?;
    let host = survey.find_thing(window.model, host)?;
    let wall = survey.walls(window.storey?).iter().find(|wall| wall.thing == host)?;
    wall.axis.map(|axis| axis.direction).or_else(|| crate::bent::direction_at(&wall.plan, plan::centroid(opening)?))
}

fn width_along(region: &Region, along: plan::Point2) -> Option<f64> {
    let frame = WallFrame { origin: plan::centroid(region)?, along, outward: plan::Point2 { x: -along.y, y: along.x }, thickness: 0.0 };
    frame.extent(region).map(|(s, _)| s.1 - s.0)
}
