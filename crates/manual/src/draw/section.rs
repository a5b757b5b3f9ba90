//! A section through a dwelling on several levels: its own rooms, the slabs and walls that the line cuts, heights.

use haofang_drawing::svg::{Svg, number};
use haofang_facts::{Unit, display};
use haofang_geometry::measure::spans;
use haofang_geometry::plan::{self, Point2};
use haofang_geometry::solid::section::{Just, section};
use haofang_geometry::{Frame, Point3, Region};
use haofang_ifc::{Class, class};
use haofang_survey::building::ThingId;
use nalgebra::Vector3;

use super::dimension;
use super::paper::{Paper, fill};
use crate::chapters::Context;

/// What is cut, and whether it is drawn dark.
const CUT: &[(Class, bool)] = &[
    (class::IFC_WALL, true),
    (class::IFC_SLAB, true),
    (class::IFC_BEAM, true),
    (class::IFC_ROOF, true),
    (class::IFC_STAIR, false),
    (class::IFC_STAIR_FLIGHT, false),
];

/// How far below its floors and above its ceilings the section reaches, in metres: the slabs, nothing beyond.
const REACH: f64 = 0.32;

/// The drawing and its scale.
pub(crate) fn draw(context: &Context<'_, '_>) -> Option<(String, u32)> {
    let survey = context.estate.survey;
    let home = &context.home;
    let (origin, along) = line(context)?;
    let axes = [Point2 { x: 1.0, y: 0.0 }, Point2 { x: 0.0, y: 1.0 }];
    // what may be drawn: level by level the stretch of the line inside the dwelling, from slab to slab
    let mut windows: Vec<Region> = Vec::new();
    let mut rooms: Vec<(Region, String, f64, f64)> = Vec::new();
    for level in &home.levels {
        let bodies = home.rooms_on(level.storey).filter_map(|room| Some((room, survey.room(room.id).ok()?)));
        for (room, body) in bodies {
            for (from, to) in spans(&body.region, origin, along) {
                windows.push(plan::rectangle([from - 0.30, body.bottom - REACH], [to + 0.30, body.top + REACH]));
                let height = room.subject.and_then(|subject| subject.number("clear_height")).unwrap_or(body.top - body.bottom);
                rooms.push((plan::rectangle([from, body.bottom], [to, body.top]), room.name.to_owned(), body.bottom, height));
            }
        }
    }
    let allowed = plan::union(&windows);
    let (low, high) = Paper::bounds(axes, [&allowed].into_iter())?;
    // room for the levels at the right, about a fifth of the width
    let side = 0.2 * (high[0] - low[0]).max(4.0);
    let paper = Paper::new(axes, low, [high[0] + side, high[1]], 60.0)?;
    let mut svg = paper.svg(&format!("{} 剖面", context.listed.number));
    for (region, ..) in &rooms {
        fill(&mut svg, &paper.path(region), r##"fill="#fffdf8" stroke="#cfd6da" stroke-width="1""##);
    }
    let frame = Frame::from_axes(Point3::new(origin.x, origin.y, 0.0), normal(along), Vector3::new(along.x, along.y, 0.0));
    let extent = home.extent();
    let things = (0..survey.things.len()).map(ThingId).filter_map(|thing| {
        let found = survey.thing(thing);
        let (_, dark) = CUT.iter().find(|(class, _)| found.class.is_a(*class))?;
        let own = survey.extent(thing).filter(|_| found.building == home.dwelling.building)?;
        own.meets(&extent, 0.5).then_some((thing, *dark))
    });
    for (thing, dark) in things {
        let Ok(shape) = survey.shape(thing) else { continue };
        let body = plan::intersection(&section(&shape.mesh().welded(), &frame, Just::Above), &allowed);
        let style = if dark {
            r##"fill="#3c474f" stroke="#3c474f" stroke-width="1""##
        } else {
            r##"fill="#c9bb97" stroke="#8c7a55" stroke-width="1.6""##
        };
        fill(&mut svg, &paper.path(&body), style);
    }
    for (region, name, bottom, height) in &rooms {
        room(&mut svg, &paper, region, name, *bottom, *height);
    }
    levels(&mut svg, &paper, context, low, high);
    paper.scale_bar(&mut svg);
    Some((svg.finish(), paper.scale))
}

/// Horizontal normal of the plane whose x runs along the line and whose y is up.
fn normal(along: Point2) -> Vector3<f64> {
    // x × up
    Vector3::new(along.y, -along.x, 0.0)
}

/// A line through the stair or void of the dwelling, else through its largest room, along its longer side.
fn line(context: &Context<'_, '_>) -> Option<(Point2, Point2)> {
    let home = &context.home;
    let axes = home.axes();
    let all: Vec<&Region> = home.levels.iter().map(|level| &level.own).collect();
    let (low, high) = Paper::bounds(axes, all.into_iter())?;
    let along = if high[0] - low[0] >= high[1] - low[1] { axes[0] } else { axes[1] };
    let rooms = || home.rooms.iter().filter_map(|room| Some((room, room.region?)));
    let void = rooms()
        .find(|(room, _)| room.usage == "void" || room.usage == "stairwell" || room.name.contains('梯'))
        .and_then(|(_, region)| plan::interior_point(region));
    let stair = || {
        let survey = context.estate.survey;
        let stairs = survey.things_of(class::IFC_STAIR).chain(survey.things_of(class::IFC_STAIR_FLIGHT));
        stairs.filter(|thing| survey.thing(*thing).building == home.dwelling.building).find_map(|thing| {
            let body = survey.plan(thing).ok()?;
            let level = home.levels.iter().find(|level| survey.thing(thing).storey == Some(level.storey))?;
            let within = plan::intersection(body, &level.own);
            (plan::area(&within) * 2.0 > plan::area(body)).then(|| plan::interior_point(&within)).flatten()
        })
    };
    let largest =
        || rooms().max_by(|(_, a), (_, b)| plan::area(a).total_cmp(&plan::area(b))).and_then(|(_, region)| plan::interior_point(region));
    Some((void.or_else(stair).or_else(largest)?, along))
}

/// Name and clear height of a room.
fn room(svg: &mut Svg, paper: &Paper, region: &Region, name: &str, bottom: f64, height: f64) {
    let Some(bounds) = plan::bounds(region) else { return };
    let wide = paper.length(bounds.max.x - bounds.min.x);
    let size = (0.8 * wide / haofang_drawing::svg::text_width(name).max(1.0)).min(26.0);
    if size >= 11.0 {
        let at = paper.of([0.5 * (bounds.min.x + bounds.max.x), bottom + 0.55 * height]);
        svg.text(at, size, r##"fill="#1d2429" text-anchor="middle""##, name);
    }
    if wide > 120.0 {
        let x = bounds.min.x + 0.18 * (bounds.max.x - bounds.min.x);
        dimension::on_paper(svg, paper.of([x, bottom]), paper.of([x, bottom + height]), &format!("{:.0}", height * 1000.0));
    }
}

/// The level of each floor at the side.
fn levels(svg: &mut Svg, paper: &Paper, context: &Context<'_, '_>, low: [f64; 2], high: [f64; 2]) {
    let survey = context.estate.survey;
    for level in &context.home.levels {
        let storey = survey.storey(level.storey);
        let (from, to) = (paper.of([low[0], storey.elevation]), paper.of([high[0], storey.elevation]));
        svg.line([from[0] - 30.0, from[1]], [to[0] + 40.0, to[1]], r##"stroke="#0f5c63" stroke-width="1.2" stroke-dasharray="18 8""##);
        let (x, y) = (number(to[0] + 50.0), number(to[1] + 7.0));
        let text = format!("{} {}", storey.name, display::number(storey.elevation, Unit::Metre));
        svg.push(&format!(r##"<text x="{x}" y="{y}" font-size="19" fill="#0f5c63">{}</text>"##, haofang_drawing::svg::escape(&text)));
    }
}
