//! The plan of one level: rooms with names, net areas and dimensions, cut walls, doors with their swing, windows, marks.
//! Everything beyond the dwelling's own walls is left white.

use haofang_drawing::svg::{Svg, escape, number};
use haofang_facts::{SubjectKind, Unit, display};
use haofang_geometry::measure::spans;
use haofang_geometry::plan::{self, Point2};
use haofang_geometry::{Region, tolerance};
use haofang_ifc::class;
use haofang_survey::building::ThingId;

use super::paper::{Paper, fill};
use super::{Marks, dimension, door, label};
use crate::chapters::{Context, trade};
use crate::content::{Category, Trade};
use crate::home::{CUT, Level, OUTDOOR, TOUCH};

/// What a plan is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// Rooms, sizes, doors and windows.
    Rooms,
    /// What must not be touched.
    Structure,
    /// Where devices are.
    Services,
}

/// Colour of balconies and terraces.
const OPEN_AIR: &str = "#f1f6ee";

/// Room for legend and scale bar below the plan, in tenths of a millimetre.
const FOOT: f64 = 60.0;

/// Outer dimensions stand so far from the walls, in metres of a plan 1:100.
const OUTER: f64 = 0.70;

/// Marks of windows and doors stand so far from their line, in metres of a plan 1:100.
const BESIDE: f64 = 0.26;

/// The drawing and its scale.
pub(crate) fn draw(context: &Context<'_, '_>, level: &Level<'_>, marks: &Marks<'_>, layer: Layer) -> Option<(String, u32)> {
    let axes = context.home.axes();
    let cut = cut(context, level);
    let leaves = leaves(context, level, marks);
    // the swing of doors belongs onto the paper, too
    let swings: Vec<Region> = leaves.iter().filter_map(|(_, leaf)| door::reach(leaf)).collect();
    let body: Vec<&Region> =
        cut.iter().map(|(_, region)| region).chain([&level.own]).chain(level.outdoor.iter().map(|part| &part.region)).collect();
    let walls_only = Paper::bounds(axes, body.iter().copied())?;
    let (low, high) = Paper::bounds(axes, body.into_iter().chain(&swings))?;
    let paper = Paper::new(axes, low, high, if layer == Layer::Rooms { FOOT } else { FOOT + 60.0 })?;
    let title = format!("{} {}", context.listed.number, context.home.storey_name(level.storey));
    let mut svg = paper.svg(&title);
    for part in &level.outdoor {
        let guid = part.subject.guid.as_ref().map(|guid| format!(r#" data-guid="{}""#, escape(&guid.0))).unwrap_or_default();
        let colour = if layer == Layer::Rooms { OPEN_AIR } else { "#ffffff" };
        fill(&mut svg, &paper.path(&part.region), &format!(r##"fill="{colour}" stroke="#5b6770" stroke-width="1.6"{guid}"##));
    }
    for room in context.home.rooms_on(level.storey) {
        let Some(region) = room.region else { continue };
        let colour = match room.usage {
            _ if layer != Layer::Rooms => "#ffffff",
            "bathroom" | "kitchen" => "#eef5f8",
            "void" => "#f4f4f4",
            usage if OUTDOOR.contains(&usage) => OPEN_AIR,
            _ => "#fffdf8",
        };
        let guid = context.estate.survey.space_guid(room.id).map(|guid| format!(r#" data-guid="{}""#, escape(&guid.0))).unwrap_or_default();
        fill(&mut svg, &paper.path(region), &format!(r##"fill="{colour}" stroke="#cfd6da" stroke-width="1.2"{guid}"##));
        if room.usage == "void" {
            cross(&mut svg, &paper, region);
        }
    }
    walls(&mut svg, &paper, context, level, marks, layer, &cut);
    stairs(&mut svg, &paper, context, level);
    openings(&mut svg, &paper, context, level, marks, layer, &leaves);
    if layer == Layer::Structure {
        beams(&mut svg, &paper, context, level, marks);
    }
    for room in context.home.rooms_on(level.storey) {
        let Some(region) = room.region else { continue };
        let mut lines_drawn = Vec::new();
        if layer == Layer::Rooms && room.usage != "void" {
            lines_drawn = dimension::of_room(&mut svg, &paper, region, axes);
        }
        let area = room.subject.and_then(|subject| subject.number("net_area")).map(|area| display::number(area, Unit::SquareMetre));
        let height = room
            .subject
            .and_then(|subject| subject.number("clear_height"))
            .map(|height| format!("净高 {}", display::number(height, Unit::Metre)));
        let mut lines: Vec<String> = match layer {
            Layer::Rooms => [Some(room.name.to_owned()), area, height].into_iter().flatten().collect(),
            _ => vec![room.name.to_owned()],
        };
        if label::is_narrow(&paper, region, axes) && lines.len() > 1 {
            lines = vec![lines.join("  ")];
        }
        label::draw(&mut svg, &paper, region, axes, &lines, &lines_drawn);
    }
    for part in &level.outdoor {
        let kind = if part.subject.kind == SubjectKind::Terrace { "露台" } else { "阳台" };
        let area = part.subject.number("area").map(|area| format!("投影 {}", display::number(area, Unit::SquareMetre)));
        let lines: Vec<String> = [Some(kind.to_owned()), area.filter(|_| layer == Layer::Rooms)].into_iter().flatten().collect();
        label::draw(&mut svg, &paper, &part.region, axes, &lines, &[]);
    }
    if layer == Layer::Services {
        spots(&mut svg, &paper, level, marks);
    }
    if layer == Layer::Rooms {
        outer(&mut svg, &paper, walls_only.0, walls_only.1);
    }
    if layer == Layer::Structure {
        legend(&mut svg, &paper);
    }
    let north = north(context);
    paper.north(&mut svg, north.map_or(0.0, |north| north.angle), north.is_some());
    paper.scale_bar(&mut svg);
    Some((svg.finish(), paper.scale))
}

/// The walls and columns as cut, within the dwelling.
fn cut(context: &Context<'_, '_>, level: &Level<'_>) -> Vec<(ThingId, Region)> {
    let survey = context.estate.survey;
    let z = survey.storey(level.storey).elevation + CUT;
    let columns = survey.things_on(level.storey).iter().copied().filter(|thing| {
        survey.thing(*thing).class.is_a(class::IFC_COLUMN) && survey.plan(*thing).is_ok_and(|plan| plan::touches(plan, &level.own, TOUCH))
    });
    let things = level.walls.iter().map(|wall| wall.thing).chain(columns);
    things
        .filter_map(|thing| {
            let body = survey.shape(thing).ok()?.section(z);
            let region = plan::intersection(&body, &level.clip);
            (!region.0.is_empty()).then_some((thing, region))
        })
        .collect()
}

fn walls(
    svg: &mut Svg,
    paper: &Paper,
    context: &Context<'_, '_>,
    level: &Level<'_>,
    marks: &Marks<'_>,
    layer: Layer,
    cut: &[(ThingId, Region)],
) {
    let survey = context.estate.survey;
    let low = level.walls.iter().map(|wall| wall.thing).filter(|thing| !cut.iter().any(|(known, _)| known == thing));
    let railings = survey.things_on(level.storey).iter().copied().filter(|thing| survey.thing(*thing).class.is_a(class::IFC_RAILING));
    for thing in low.chain(railings) {
        let Ok(body) = survey.plan(thing) else { continue };
        if plan::touches(body, &level.own, TOUCH) || level.outdoor.iter().any(|part| plan::touches(body, &part.region, TOUCH)) {
            let within = plan::intersection(body, &level.clip);
            fill(svg, &paper.path(&within), r##"fill="#fff" stroke="#5b6770" stroke-width="1.6""##);
        }
    }
    for (thing, region) in cut {
        let part = marks.structure.iter().find(|placed| placed.thing == *thing && placed.storey == level.storey).map(|placed| &placed.part);
        let style = match (layer, part.map(|part| part.category)) {
            (Layer::Structure, Some(Category::LoadBearing)) => r##"fill="#c62828" stroke="#8e0000" stroke-width="2""##,
            (Layer::Structure, Some(Category::Enclosing)) => r##"fill="#5f6b73" stroke="#37424a" stroke-width="2""##,
            (Layer::Structure, Some(Category::Partition)) => r##"fill="#d5dadd" stroke="#7b868d" stroke-width="2""##,
            (Layer::Structure, _) => r##"fill="#f29a2e" stroke="#a85f00" stroke-width="2""##,
            (Layer::Rooms, _) => r##"fill="#3c474f" stroke="#3c474f" stroke-width="1""##,
            (Layer::Services, _) => r##"fill="#c3cacf" stroke="#c3cacf" stroke-width="1""##,
        };
        let guid = survey.thing_guid(*thing).map(|guid| format!(r#" data-guid="{}""#, escape(&guid.0))).unwrap_or_default();
        fill(svg, &paper.path(region), &format!("{style}{guid}"));
    }
    if layer == Layer::Structure {
        for (thing, region) in cut {
            let part =
                marks.structure.iter().find(|placed| placed.thing == *thing && placed.storey == level.storey).map(|placed| &placed.part);
            if let (Some(part), Some(at)) = (part, widest(region)) {
                tag(svg, paper.at(at), &part.mark, "#1d2429");
            }
        }
    }
}

/// A point in the largest piece of a region.
fn widest(region: &Region) -> Option<Point2> {
    let pieces = region.iter().map(|polygon| Region::new(vec![polygon.clone()]));
    plan::interior_point(&pieces.max_by(|a, b| plan::area(a).total_cmp(&plan::area(b)))?)
}

/// A small mark that stays readable over any ground.
fn tag(svg: &mut Svg, at: [f64; 2], text: &str, colour: &str) {
    let attributes =
        format!(r##"fill="{colour}" text-anchor="middle" font-weight="600" paint-order="stroke" stroke="#fff" stroke-width="5""##);
    svg.text([at[0], at[1] + 7.0], 20.0, &attributes, text);
}

/// Diagonals through a void.
fn cross(svg: &mut Svg, paper: &Paper, region: &Region) {
    let Some(bounds) = plan::bounds(region) else { return };
    let corners = [bounds.min, bounds.max, Point2 { x: bounds.min.x, y: bounds.max.y }, Point2 { x: bounds.max.x, y: bounds.min.y }];
    for pair in [[corners[0], corners[1]], [corners[2], corners[3]]] {
        let lines = plan::clip_lines(&[pair.to_vec()], region, false);
        for line in lines {
            if let (Some(from), Some(to)) = (line.first(), line.last()) {
                svg.line(paper.at(*from), paper.at(*to), r##"stroke="#9aa4aa" stroke-width="1.4" stroke-dasharray="14 8""##);
            }
        }
    }
}

/// Stairs that stand in its rooms.
fn stairs(svg: &mut Svg, paper: &Paper, context: &Context<'_, '_>, level: &Level<'_>) {
    let survey = context.estate.survey;
    for thing in survey.things_on(level.storey) {
        let found = survey.thing(*thing);
        if !found.class.is_a(class::IFC_STAIR) && !found.class.is_a(class::IFC_STAIR_FLIGHT) {
            continue;
        }
        let Ok(body) = survey.plan(*thing) else { continue };
        let within = plan::intersection(body, &level.own);
        if plan::area(&within) * 2.0 < plan::area(body) || plan::area(&within) < 0.5 {
            continue;
        }
        fill(svg, &paper.path(&within), r##"fill="#f3efe6" fill-opacity="0.7" stroke="#8c7a55" stroke-width="1.6""##);
        if let Some(at) = widest(&within) {
            tag(svg, paper.at(at), "楼梯", "#6b5a35");
        }
    }
}

/// Windows and doors with their marks.
fn openings(
    svg: &mut Svg,
    paper: &Paper,
    context: &Context<'_, '_>,
    level: &Level<'_>,
    marks: &Marks<'_>,
    layer: Layer,
    leaves: &[(&str, door::Leaf)],
) {
    let survey = context.estate.survey;
    let here = |storey: Option<haofang_survey::building::StoreyId>| storey == Some(level.storey);
    for marked in marks.windows.iter().filter(|marked| here(marked.storey)) {
        let Ok(body) = survey.plan(marked.thing) else { continue };
        fill(svg, &paper.path(body), r##"fill="#e3f2fb" stroke="#2f7fb0" stroke-width="2""##);
        if let Some(edge) = plan::longest_edge(body) {
            // the pane: a line through the middle along the longer side
            let middle = plan::centroid(body).unwrap_or(edge.middle());
            if let Some((from, to)) = spans(body, middle, edge.direction()).into_iter().find(|(from, to)| *from <= 0.0 && *to >= 0.0) {
                svg.line(
                    paper.at(middle + edge.direction() * from),
                    paper.at(middle + edge.direction() * to),
                    r##"stroke="#2f7fb0" stroke-width="1.4""##,
                );
            }
            if layer == Layer::Rooms {
                let outwards = outwards(level, middle, edge.direction());
                let at = paper.at(middle + outwards * (BESIDE * f64::from(paper.scale) / 100.0));
                tag(svg, at, &marked.mark, "#1f5f86");
            }
        }
    }
    for (mark, leaf) in leaves {
        door::draw(svg, paper, leaf);
        if layer == Layer::Rooms {
            let middle = (leaf.left + leaf.right) * 0.5;
            let at = paper.at(middle + leaf.opens * (-BESIDE * f64::from(paper.scale) / 100.0));
            tag(svg, at, mark, "#8a5a1c");
        }
    }
}

/// The doors of a level with their marks.
fn leaves<'k>(context: &Context<'_, '_>, level: &Level<'_>, marks: &Marks<'k>) -> Vec<(&'k str, door::Leaf)> {
    let here = marks.doors.iter().filter(|marked| marked.storey == Some(level.storey));
    here.filter_map(|marked| Some((marked.mark.as_str(), door::read(context.estate.survey, marked.thing, &level.walls)?))).collect()
}

/// The side of a wall where no room of the dwelling lies; either for inner windows.
fn outwards(level: &Level<'_>, at: Point2, along: Point2) -> Point2 {
    let side = Point2 { x: -along.y, y: along.x };
    if plan::contains(&level.own, at + side * 0.35) { side * -1.0 } else { side }
}

/// Beams over its rooms, dashed.
fn beams(svg: &mut Svg, paper: &Paper, context: &Context<'_, '_>, level: &Level<'_>, marks: &Marks<'_>) {
    let survey = context.estate.survey;
    for placed in marks.structure.iter().filter(|placed| placed.storey == level.storey && placed.part.mark.starts_with('L')) {
        let Ok(body) = survey.plan(placed.thing) else { continue };
        let within = plan::intersection(body, &level.clip);
        fill(svg, &paper.path(&within), r##"fill="none" stroke="#c62828" stroke-width="2.4" stroke-dasharray="12 8""##);
        if let Some(at) = widest(&within) {
            tag(svg, paper.at(at), &placed.part.mark, "#8e0000");
        }
    }
}

/// Devices as coloured dots with their marks.
fn spots(svg: &mut Svg, paper: &Paper, level: &Level<'_>, marks: &Marks<'_>) {
    let mut used: Vec<Trade> = Vec::new();
    for spot in marks.equipment.iter().filter(|spot| spot.storey == Some(level.storey)) {
        let Some(at) = spot.at.map(|at| paper.at(at)) else { continue };
        let colour = colour(spot.trade);
        let (x, y) = (number(at[0]), number(at[1]));
        let radius = if spot.device.is_some() { 15 } else { 9 };
        svg.push(&format!(r##"<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}" stroke="#fff" stroke-width="2"/>"##));
        tag(svg, [at[0] + 20.0, at[1] - 14.0], &spot.mark, colour);
        if !used.contains(&spot.trade) {
            used.push(spot.trade);
        }
    }
    used.sort_unstable();
    let [_, height] = paper.size();
    for (at, one) in used.into_iter().enumerate() {
        let x = 110.0 + 200.0 * at as f64;
        let y = height - 92.0;
        svg.push(&format!(r##"<circle cx="{}" cy="{}" r="10" fill="{}"/>"##, number(x), number(y), colour(one)));
        svg.text([x + 18.0, y + 8.0], 24.0, r##"fill="#1d2429""##, trade::title(one).0);
    }
}

const fn colour(trade: Trade) -> &'static str {
    match trade {
        Trade::Water => "#1565c0",
        Trade::Drain => "#6d4c41",
        Trade::Gas => "#f9a825",
        Trade::Heat => "#d84315",
        Trade::Air => "#00838f",
        Trade::Power => "#6a1b9a",
        Trade::Data => "#2e7d32",
        Trade::Fire => "#c62828",
        Trade::Provision | Trade::Other => "#546e7a",
    }
}

/// Overall lengths below and left of the plan.
fn outer(svg: &mut Svg, paper: &Paper, low: [f64; 2], high: [f64; 2]) {
    let off = OUTER * f64::from(paper.scale) / 100.0;
    let number = |metres: f64| format!("{:.0}", metres * 1000.0);
    dimension::on_paper(svg, paper.of([low[0], low[1] - off]), paper.of([high[0], low[1] - off]), &number(high[0] - low[0]));
    dimension::on_paper(svg, paper.of([low[0] - off, low[1]]), paper.of([low[0] - off, high[1]]), &number(high[1] - low[1]));
}

/// What the colours of the do-not-touch plan mean.
fn legend(svg: &mut Svg, paper: &Paper) {
    let [width, height] = paper.size();
    let entries =
        [("#c62828", "承重 禁止拆改"), ("#f29a2e", "未确认 按承重"), ("#5f6b73", "外墙分户墙 禁改"), ("#d5dadd", "非承重 须报备")];
    let step = (width - 150.0) / entries.len() as f64;
    let size = (0.075 * step + 6.0).clamp(11.0, 24.0);
    for (at, (colour, text)) in entries.into_iter().enumerate() {
        let (x, y) = (80.0 + step * at as f64, height - 108.0);
        svg.push(&format!(
            r##"<rect x="{}" y="{}" width="26" height="20" fill="{colour}" stroke="#37424a" stroke-width="1.4"/>"##,
            haofang_drawing::svg::number(x),
            haofang_drawing::svg::number(y)
        ));
        svg.text([x + 34.0, y + 17.0], size, r##"fill="#1d2429""##, text);
    }
}

/// Which way north is.
#[derive(Clone, Copy)]
pub(crate) struct North {
    /// Anticlockwise from world Y, radians.
    pub(crate) angle: f64,
    /// North of the map's grid (坐标北), which differs from true north by a few degrees at most.
    pub(crate) of_map: bool,
}

/// North as the model's file gives it: true north, else that of the map onto which it says how it lies.
pub(crate) fn north(context: &Context<'_, '_>) -> Option<North> {
    let survey = context.estate.survey;
    let model = survey.space(*context.home.dwelling.spaces.first()?).model;
    let model = &survey.models.get(model)?.model;
    let contexts = model.all(class::IFC_GEOMETRIC_REPRESENTATION_CONTEXT);
    if let Some(direction) = contexts.filter_map(|found| found.entity_named("TrueNorth")).next() {
        let ratios: Vec<f64> = direction.attr(0).as_list().numbers().collect();
        if let [x, y, ..] = ratios.as_slice()
            && x.hypot(*y) > tolerance::ON_PLANE
        {
            return Some(North { angle: (-x).atan2(*y), of_map: false });
        }
    }
    // a conversion without the direction of its x axis says where the model lies, not how it is turned
    let conversion = model.all(class::IFC_MAP_CONVERSION).next()?;
    let axis = |name: &str| conversion.named(name).as_f64();
    let (east, north) = (axis("XAxisAbscissa")?, axis("XAxisOrdinate")?);
    (east.hypot(north) > tolerance::ON_PLANE).then(|| North { angle: -north.atan2(east), of_map: true })
}
