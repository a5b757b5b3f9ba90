//! The plan of a storey as SVG: bodies and rooms with names, dimensions with the measured number, scale bar and north.

use crate::scene::Role;
use crate::svg::{Svg, escape, number, text_width};
use haofang_geometry::Region;
use haofang_geometry::measure::spans;
use haofang_geometry::plan::{Point2, bounds, contains, edges, interior_point};
use std::fmt::Write;

/// What a region of the plan is; drawn in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The site.
    Site,
    /// Roads and paved ground.
    Road,
    /// Green.
    Green,
    /// The footprint of a building.
    Building,
    /// Floor slabs.
    Slab,
    /// Balconies and terraces.
    Balcony,
    /// Rooms.
    Space,
    /// Parking places.
    Parking,
    /// Cut walls.
    Wall,
    /// Cut columns.
    Column,
    /// Doors.
    Door,
    /// Windows.
    Window,
}

impl Kind {
    /// Fill, line and line width in pixels.
    fn style(self) -> (&'static str, &'static str, f64) {
        match self {
            Kind::Site => ("#fbfaf6", "#8a6d3b", 1.4),
            Kind::Road => ("#eceae6", "#cfcac2", 0.6),
            Kind::Green => ("#d9ecd2", "#8dbb7d", 0.8),
            Kind::Building => ("#e4e7eb", "#69727d", 1.2),
            Kind::Slab => ("#f4f5f7", "#b8bfc8", 0.8),
            Kind::Balcony => ("#eef3f8", "#9fb3c8", 0.8),
            Kind::Space => ("#ffffff", "#d3d8de", 0.6),
            Kind::Parking => ("#f2f2f7", "#a9a9bd", 0.6),
            Kind::Wall => ("#4a5460", "#4a5460", 0.4),
            Kind::Column => ("#2b333c", "#2b333c", 0.4),
            Kind::Door => ("#f3e6d3", "#b08d57", 0.6),
            Kind::Window => ("#bfe0f5", "#4a90c0", 0.8),
        }
    }
}

/// A region of the plan.
#[derive(Debug, Clone)]
pub struct PlanItem {
    /// The region (m, world).
    pub region: Region,
    /// What it is.
    pub kind: Kind,
    /// Its part in the picture: culprits are red, counted things in a strong line.
    pub role: Role,
    /// Name written into it when it fits.
    pub name: Option<String>,
    /// A second line, for example `12.34 ㎡`.
    pub note: Option<String>,
    /// GlobalId, kept as an attribute.
    pub guid: Option<String>,
}

/// A measured length in the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanDimension {
    /// One end (m, world).
    pub from: Point2,
    /// The other end.
    pub to: Point2,
    /// The measured number, for example `2.400 m` or `净宽 2.400 m`.
    pub text: String,
    /// How far (m) the line is drawn to the left of from → to, with extension lines.
    pub offset: f64,
    /// Drawn in red.
    pub culprit: bool,
}

/// A plan to draw.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Title for the head of the drawing and for screen readers.
    pub title: String,
    /// The regions.
    pub items: Vec<PlanItem>,
    /// The lengths.
    pub dimensions: Vec<PlanDimension>,
    /// Direction of true north, anticlockwise from world Y (radians); `None` draws no arrow.
    pub north: Option<f64>,
    /// Turn of the drawing, anticlockwise (radians); `None` lays the longest walls level.
    pub turn: Option<f64>,
    /// Width of the drawing in pixels.
    pub width: f64,
    /// Largest height in pixels.
    pub max_height: f64,
    /// Crop to this region and what is near it instead of showing everything.
    pub focus: Option<Region>,
}

impl Plan {
    /// An empty plan of the usual size.
    pub fn new(title: impl Into<String>) -> Plan {
        Plan {
            title: title.into(),
            items: vec![],
            dimensions: vec![],
            north: None,
            turn: None,
            width: 760.0,
            max_height: 620.0,
            focus: None,
        }
    }

    /// Draws the plan; the same plan gives the same text.
    pub fn to_svg(&self) -> String {
        let sheet = Sheet::of(self);
        let mut svg = Svg::new(sheet.width, sheet.height, &self.title);
        svg.text([MARGIN, 22.0], 14.0, r##"fill="#1f2933" font-weight="600""##, &self.title);
        let mut order: Vec<&PlanItem> = self.items.iter().filter(|i| sheet.shows(&i.region)).collect();
        // Context first, what the issue is about last, so that its outline is whole.
        order.sort_by_key(|i| (i.role == Role::Culprit, i.kind));
        for item in &order {
            draw_item(&mut svg, &sheet, item);
        }
        let mut taken = vec![];
        order.sort_by_key(|i| i.role);
        for dimension in &self.dimensions {
            draw_dimension(&mut svg, &sheet, dimension, &mut taken);
        }
        for item in &order {
            // Name and note, else the name alone, in the tooltip anyway.
            let both: Vec<&str> = [item.name.as_deref(), item.note.as_deref()].into_iter().flatten().filter(|t| !t.is_empty()).collect();
            let _ = draw_label(&mut svg, &sheet, item, &both, &mut taken)
                || draw_label(&mut svg, &sheet, item, &both[..both.len().min(1)], &mut taken);
        }
        draw_scale_bar(&mut svg, &sheet);
        if let Some(north) = self.north {
            draw_north(&mut svg, &sheet, north);
        }
        svg.finish()
    }
}

const MARGIN: f64 = 24.0;
const HEAD: f64 = 36.0;
/// Room at the head for the title and the north arrow.
const NORTH_HEAD: f64 = 56.0;
const FOOT: f64 = 40.0;

/// From the world to the paper.
struct Sheet {
    origin: Point2,
    cos: f64,
    sin: f64,
    scale: f64,
    low: [f64; 2],
    high: [f64; 2],
    width: f64,
    height: f64,
    turn: f64,
    head: f64,
}

impl Sheet {
    fn of(plan: &Plan) -> Sheet {
        let turn = plan.turn.unwrap_or_else(|| -main_direction(&plan.items));
        let regions: Vec<&Region> = match &plan.focus {
            Some(focus) => vec![focus],
            None => plan.items.iter().map(|i| &i.region).collect(),
        };
        let origin = regions.iter().find_map(|r| bounds(r)).map_or(Point2 { x: 0.0, y: 0.0 }, |b| b.min);
        let (sin, cos) = turn.sin_cos();
        let mut sheet = Sheet {
            origin,
            cos,
            sin,
            scale: 1.0,
            low: [0.0; 2],
            high: [1.0; 2],
            width: plan.width,
            height: 0.0,
            turn,
            head: if plan.north.is_some() { NORTH_HEAD } else { HEAD },
        };
        let corners = regions.iter().flat_map(|r| r.iter().flat_map(|p| p.exterior().0.iter().copied()));
        let ends = plan.dimensions.iter().flat_map(|d| {
            let side = d.left();
            [d.from, d.to, d.from + side, d.to + side]
        });
        let points = corners.chain(ends).map(|p| sheet.turned(p)).filter(|p| p[0].is_finite() && p[1].is_finite());
        let none = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (low, high) = points.fold(none, |(l, h), p| ([l[0].min(p[0]), l[1].min(p[1])], [h[0].max(p[0]), h[1].max(p[1])]));
        if low[0] <= high[0] {
            // A tenth around a crop, so that its neighbours are seen.
            let pad = if plan.focus.is_some() { 0.1 * (high[0] - low[0]).max(high[1] - low[1]) } else { 0.0 };
            (sheet.low, sheet.high) = (low.map(|v| v - pad), high.map(|v| v + pad));
        }
        let size = [0, 1].map(|k| (sheet.high[k] - sheet.low[k]).max(0.5));
        sheet.scale = ((plan.width - 2.0 * MARGIN) / size[0]).min((plan.max_height - sheet.head - FOOT) / size[1]).max(f64::MIN_POSITIVE);
        sheet.height = sheet.head + FOOT + size[1] * sheet.scale;
        sheet
    }

    fn turned(&self, p: Point2) -> [f64; 2] {
        let d = p - self.origin;
        [d.x * self.cos - d.y * self.sin, d.x * self.sin + d.y * self.cos]
    }

    fn at(&self, p: Point2) -> [f64; 2] {
        let [x, y] = self.turned(p);
        let left = 0.5 * (self.width - (self.high[0] - self.low[0]) * self.scale);
        [left + (x - self.low[0]) * self.scale, self.head + (self.high[1] - y) * self.scale]
    }

    fn shows(&self, region: &Region) -> bool {
        let points = region.iter().flat_map(|p| p.exterior().0.iter()).map(|p| self.turned(*p));
        let none = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (low, high) = points.fold(none, |(l, h), p| ([l[0].min(p[0]), l[1].min(p[1])], [h[0].max(p[0]), h[1].max(p[1])]));
        (0..2).all(|k| low[k] <= self.high[k] && high[k] >= self.low[k])
    }
}

impl PlanDimension {
    /// The offset as a vector.
    fn left(&self) -> Point2 {
        let run = self.to - self.from;
        let size = run.x.hypot(run.y);
        if size > 0.0 { Point2 { x: -run.y, y: run.x } * (self.offset / size) } else { Point2 { x: 0.0, y: 0.0 } }
    }
}

/// The direction most of the walls have, between −45° and 45°.
fn main_direction(items: &[PlanItem]) -> f64 {
    let quarter = std::f64::consts::FRAC_PI_2;
    let sides = items.iter().flat_map(|i| edges(&i.region));
    let weighed: Vec<(f64, f64)> = sides
        .map(|e| {
            let d = e.direction();
            let angle = d.y.atan2(d.x);
            (angle - quarter * (angle / quarter).round(), e.length())
        })
        .collect();
    haofang_geometry::measure::weighted_mode(&weighed, 0.01).unwrap_or(0.0)
}

fn path_of(sheet: &Sheet, region: &Region) -> String {
    let mut d = String::new();
    for polygon in region {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let count = ring.0.len().saturating_sub(1);
            for (i, p) in ring.0.iter().take(count).enumerate() {
                let [x, y] = sheet.at(*p);
                let _ = write!(d, "{}{} {}", if i == 0 { "M" } else { "L" }, number(x), number(y));
            }
            d.push('Z');
        }
    }
    d
}

fn draw_item(svg: &mut Svg, sheet: &Sheet, item: &PlanItem) {
    let d = path_of(sheet, &item.region);
    if d.is_empty() {
        return;
    }
    let (fill, line, width) = item.kind.style();
    let (fill, line, width) = match item.role {
        Role::Culprit => ("#ff4040", "#b41212", 2.2),
        Role::Counted => (fill, "#2f6f3e", 1.6),
        Role::Context => (fill, line, width),
    };
    let solid = matches!(item.kind, Kind::Wall | Kind::Column | Kind::Door | Kind::Window);
    let opacity = if item.role == Role::Culprit && !solid { r#" fill-opacity="0.38""# } else { "" };
    let guid = item.guid.as_deref().map(|g| format!(r#" data-guid="{}""#, escape(g))).unwrap_or_default();
    let title = item.name.as_deref().map(|n| format!("<title>{}</title>", escape(n))).unwrap_or_default();
    let width = number(width);
    svg.push(&format!(
        r#"<path d="{d}" fill="{fill}"{opacity} fill-rule="evenodd" stroke="{line}" stroke-width="{width}" stroke-linejoin="round"{guid}>{title}</path>"#
    ));
}

type Box2 = [f64; 4];

fn free(taken: &[Box2], b: &Box2) -> bool {
    taken.iter().all(|t| b[2] <= t[0] || b[0] >= t[2] || b[3] <= t[1] || b[1] >= t[3])
}

/// Lines of text in the widest place of the region, smaller when narrow; false when too small or in the way.
fn draw_label(svg: &mut Svg, sheet: &Sheet, item: &PlanItem, lines: &[&str], taken: &mut Vec<Box2>) -> bool {
    let longest = lines.iter().map(|t| text_width(t)).fold(0.0, f64::max);
    let drawn = matches!(item.kind, Kind::Space | Kind::Balcony | Kind::Green | Kind::Building | Kind::Parking | Kind::Site)
        || item.role != Role::Context;
    let Some(place) = interior_point(&item.region).filter(|_| longest > 0.0 && drawn) else { return false };
    // Room along the paper's horizontal and upright; in the middle of both where the region allows.
    let (level, upright) = (Point2 { x: sheet.cos, y: -sheet.sin }, Point2 { x: sheet.sin, y: sheet.cos });
    let around = |p: Point2, axis: Point2| spans(&item.region, p, axis).into_iter().find(|(a, b)| *a <= 0.0 && *b >= 0.0);
    let Some((from, to)) = around(place, level) else { return false };
    let mut place = place + level * (0.5 * (from + to));
    let mut wide = to - from;
    let Some((from, to)) = around(place, upright) else { return false };
    let centred = place + upright * (0.5 * (from + to));
    if let Some((left, right)) = around(centred, level).filter(|(a, b)| b - a > 0.9 * wide && contains(&item.region, centred)) {
        (place, wide) = (centred + level * (0.5 * (left + right)), right - left);
    }
    let tall = 1.24 * lines.len() as f64;
    let size = (0.9 * wide * sheet.scale / longest).min(0.95 * (to - from) * sheet.scale / tall).min(12.0);
    if size < 7.0 {
        return false;
    }
    let [x, y] = sheet.at(place);
    let (half_width, half_height) = (0.5 * longest * size, 0.62 * size * lines.len() as f64);
    // Up and down a little, if something is written here already.
    let places = [0.0, -1.4, 1.4, -2.8, 2.8].map(|k| y + k * size);
    let boxes = places.map(|y| [x - half_width, y - half_height, x + half_width, y + half_height]);
    let Some(i) = (0..boxes.len()).find(|i| free(taken, &boxes[*i])) else { return false };
    taken.push(boxes[i]);
    let fill = if item.role == Role::Culprit { "#8f0e0e" } else { "#323f4b" };
    let attributes =
        format!(r##"fill="{fill}" text-anchor="middle" paint-order="stroke" stroke="#fff" stroke-width="2" stroke-opacity="0.8""##);
    for (row, text) in lines.iter().enumerate() {
        let offset = (row as f64 - 0.5 * (lines.len() as f64 - 1.0)) * 1.24 * size + 0.36 * size;
        svg.text([x, places[i] + offset], size, &attributes, text);
    }
    true
}

fn draw_dimension(svg: &mut Svg, sheet: &Sheet, dimension: &PlanDimension, taken: &mut Vec<Box2>) {
    let side = dimension.left();
    let (a, b) = (sheet.at(dimension.from + side), sheet.at(dimension.to + side));
    let run = [b[0] - a[0], b[1] - a[1]];
    let length = run[0].hypot(run[1]);
    if !(length > 0.0 && length.is_finite()) {
        return;
    }
    let colour = if dimension.culprit { "#b41212" } else { "#1f2933" };
    let thick = if dimension.culprit { "1.6" } else { "1" };
    let along = [run[0] / length, run[1] / length];
    svg.push(&format!(r#"<g stroke="{colour}" stroke-width="{thick}" stroke-linecap="round">"#));
    for (end, foot) in [(a, dimension.from), (b, dimension.to)] {
        let foot = sheet.at(foot);
        if dimension.offset != 0.0 {
            svg.line(foot, end, r#"stroke-width="0.7" stroke-opacity="0.7""#);
        }
        let slant = [0.7 * (along[0] - along[1]), 0.7 * (along[1] + along[0])];
        svg.line(
            [end[0] - 5.0 * slant[0], end[1] - 5.0 * slant[1]],
            [end[0] + 5.0 * slant[0], end[1] + 5.0 * slant[1]],
            r#"stroke-width="2""#,
        );
    }
    svg.line(a, b, "");
    svg.push("</g>");
    // Readable from below or from the right.
    let flip = along[0] < -f64::EPSILON.sqrt() || (along[0].abs() <= f64::EPSILON.sqrt() && along[1] > 0.0);
    let (dx, dy) = if flip { (-along[0], -along[1]) } else { (along[0], along[1]) };
    let angle = dy.atan2(dx).to_degrees();
    let size = 12.0;
    let width = text_width(&dimension.text) * size;
    // A number longer than its line stands on a plate above it.
    let lift = 5.0;
    let middle = [0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1])];
    let at = [middle[0] + dy * lift, middle[1] - dx * lift];
    let reach = [0.5 * width * dx.abs() + size * dy.abs(), 0.5 * width * dy.abs() + size * dx.abs()];
    taken.push([at[0] - reach[0], at[1] - reach[1], at[0] + reach[0], at[1] + reach[1]]);
    let (x, y, angle) = (number(at[0]), number(at[1]), number(angle));
    svg.push(&format!(
        r##"<text x="{x}" y="{y}" font-size="{}" transform="rotate({angle} {x} {y})" fill="{colour}" text-anchor="middle" font-weight="600" paint-order="stroke" stroke="#fff" stroke-width="3.5">{}</text>"##,
        number(size),
        escape(&dimension.text)
    ));
}

/// A bar of one, two or five times a power of ten metres, about a fifth of the width.
fn draw_scale_bar(svg: &mut Svg, sheet: &Sheet) {
    let target = 0.2 * sheet.width / sheet.scale;
    if !(target > 0.0 && target.is_finite()) {
        return;
    }
    let power = 10.0_f64.powf(target.log10().floor());
    let length = [5.0, 2.0, 1.0].into_iter().map(|m| m * power).find(|l| *l <= target).unwrap_or(power);
    let (x, y, wide) = (MARGIN, sheet.height - 16.0, length * sheet.scale);
    svg.push(r##"<g stroke="#323f4b" stroke-width="0.8">"##);
    for (i, fill) in ["#323f4b", "#fff", "#323f4b", "#fff"].iter().enumerate() {
        let (left, quarter) = (number(x + 0.25 * wide * i as f64), number(0.25 * wide));
        svg.push(&format!(r#"<rect x="{left}" y="{}" width="{quarter}" height="4" fill="{fill}"/>"#, number(y)));
    }
    svg.push("</g>");
    let style = r##"fill="#52606d" text-anchor="middle""##;
    svg.text([x, y - 4.0], 10.0, style, "0");
    svg.text([x + wide, y - 4.0], 10.0, style, &format!("{} m", number(length)));
}

fn draw_north(svg: &mut Svg, sheet: &Sheet, north: f64) {
    let (x, y) = (sheet.width - 34.0, 30.0);
    // SVG turns clockwise; the paper is turned too.
    let angle = number(-(north + sheet.turn).to_degrees());
    let (x, y) = (number(x), number(y));
    svg.push(&format!(
        r##"<g transform="translate({x} {y}) rotate({angle})"><circle r="13" fill="#fff" stroke="#7b8794" stroke-width="0.8"/><path d="M0 -12L5 9L0 5L-5 9Z" fill="#323f4b"/><text y="-15" font-size="10" text-anchor="middle" fill="#323f4b">北</text></g>"##
    ));
}

#[cfg(test)]
mod tests;
