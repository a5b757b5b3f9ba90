//! Paper to scale: world metres to tenths of a millimetre, A4 wide, turned so that most walls lie level.

use std::fmt::Write as _;

use haofang_drawing::svg::{Svg, number};
use haofang_geometry::Region;
use haofang_geometry::plan::Point2;

/// Scales that drawings of dwellings use.
const SCALES: [u32; 8] = [50, 75, 100, 150, 200, 300, 500, 1000];

/// What fits between the margins of A4, in tenths of a millimetre.
const WIDEST: f64 = 1760.0;
const TALLEST: f64 = 2050.0;

/// Empty border inside the drawing for dimensions and texts, in tenths of a millimetre.
const BORDER: f64 = 110.0;
/// Room that the scale in figures takes beside its bar, with what the last figure of the bar overhangs.
const SCALE_TEXT: f64 = 190.0;

/// A drawing to scale.
pub(crate) struct Paper {
    along: Point2,
    across: Point2,
    low: [f64; 2],
    high: [f64; 2],
    factor: f64,
    foot: f64,
    /// 100 for 1:100.
    pub(crate) scale: u32,
}

impl Paper {
    /// Paper for what lies between two corners, in metres along the axes.
    pub(crate) fn new(axes: [Point2; 2], low: [f64; 2], high: [f64; 2], foot: f64) -> Option<Self> {
        let size = [high[0] - low[0], high[1] - low[1]];
        if !(size[0] > 0.0 && size[1] > 0.0 && size[0].is_finite() && size[1].is_finite()) {
            return None;
        }
        let fits = |scale: &&u32| {
            let factor = 10_000.0 / f64::from(**scale);
            size[0] * factor + 2.0 * BORDER <= WIDEST && size[1] * factor + 2.0 * BORDER + foot <= TALLEST
        };
        let scale = *SCALES.iter().find(fits).or(SCALES.last())?;
        Some(Self { along: axes[0], across: axes[1], low, high, factor: 10_000.0 / f64::from(scale), foot, scale })
    }

    /// The corners of regions along axes, in metres.
    pub(crate) fn bounds<'r>(axes: [Point2; 2], regions: impl Iterator<Item = &'r Region>) -> Option<([f64; 2], [f64; 2])> {
        let points = regions.flat_map(|region| region.iter().flat_map(|polygon| polygon.exterior().0.iter()));
        let none = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (low, high) = points.filter(|p| p.x.is_finite() && p.y.is_finite()).fold(none, |(low, high), p| {
            let at = [p.x * axes[0].x + p.y * axes[0].y, p.x * axes[1].x + p.y * axes[1].y];
            ([low[0].min(at[0]), low[1].min(at[1])], [high[0].max(at[0]), high[1].max(at[1])])
        });
        (low[0] < high[0] && low[1] < high[1]).then_some((low, high))
    }

    /// Width and height of the drawing.
    pub(crate) fn size(&self) -> [f64; 2] {
        [(self.high[0] - self.low[0]) * self.factor + 2.0 * BORDER, (self.high[1] - self.low[1]) * self.factor + 2.0 * BORDER + self.foot]
    }

    /// Where a point of the world lies on the paper.
    pub(crate) fn at(&self, p: Point2) -> [f64; 2] {
        self.of([p.x * self.along.x + p.y * self.along.y, p.x * self.across.x + p.y * self.across.y])
    }

    /// Where metres along and across lie on the paper.
    pub(crate) fn of(&self, at: [f64; 2]) -> [f64; 2] {
        [BORDER + (at[0] - self.low[0]) * self.factor, BORDER + (self.high[1] - at[1]) * self.factor]
    }

    /// Metres on the paper.
    pub(crate) fn length(&self, metres: f64) -> f64 {
        metres * self.factor
    }

    /// A region as the data of a path; empty when it has no outline.
    pub(crate) fn path(&self, region: &Region) -> String {
        let mut data = String::new();
        for polygon in region {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                let count = ring.0.len().saturating_sub(1);
                for (at, point) in ring.0.iter().take(count).enumerate() {
                    let [x, y] = self.at(*point);
                    let _ = write!(data, "{}{} {}", if at == 0 { "M" } else { "L" }, number(x), number(y));
                }
                if count > 0 {
                    data.push('Z');
                }
            }
        }
        data
    }

    /// An empty drawing whose width in print is to scale.
    pub(crate) fn svg(&self, title: &str) -> Svg {
        let [width, height] = self.size();
        Svg::new(width, height, title)
    }

    /// A bar of whole metres and the scale, at the foot.
    pub(crate) fn scale_bar(&self, svg: &mut Svg) {
        let [width, height] = self.size();
        let mut metres: f64 = if self.scale <= 75 {
            2.0
        } else if self.scale <= 150 {
            4.0
        } else {
            10.0
        };
        // a narrow plan has room for a short bar beside the scale in figures
        while metres > 1.0 && self.length(metres) > width - 2.0 * BORDER - SCALE_TEXT {
            metres *= 0.5;
        }
        let (left, y) = (BORDER, height - 34.0);
        let half = 0.5 * self.length(metres);
        for (at, fill) in [(0.0, "#1d2429"), (1.0, "#fff")] {
            let x = number(left + at * half);
            svg.push(&format!(
                r##"<rect x="{x}" y="{}" width="{}" height="12" fill="{fill}" stroke="#1d2429" stroke-width="1.5"/>"##,
                number(y),
                number(half)
            ));
        }
        svg.text([left, y - 8.0], 22.0, r##"fill="#1d2429" text-anchor="middle""##, "0");
        svg.text([left + 2.0 * half, y - 8.0], 22.0, r##"fill="#1d2429" text-anchor="middle""##, &format!("{metres:.0} m"));
        svg.text([width - BORDER, y + 10.0], 24.0, r##"fill="#5b6770" text-anchor="end""##, &format!("1:{}（A4）", self.scale));
    }

    /// A north arrow; `angle` is the direction of north anticlockwise from world Y, radians.
    pub(crate) fn north(&self, svg: &mut Svg, angle: f64, is_true: bool) {
        let [width, _] = self.size();
        let (sin, cos) = angle.sin_cos();
        let north = Point2 { x: -sin, y: cos };
        let (x, y) = (north.x * self.along.x + north.y * self.along.y, north.x * self.across.x + north.y * self.across.y);
        let turn = number(x.atan2(y).to_degrees());
        let at = [width - 62.0, 62.0];
        let (cx, cy) = (number(at[0]), number(at[1]));
        svg.push(&format!(
            r##"<g transform="translate({cx} {cy}) rotate({turn})"><circle r="34" fill="#fff" stroke="#1d2429" stroke-width="2"/><path d="M0 -40L13 18L0 8L-13 18Z" fill="#1d2429"/></g>"##
        ));
        let word = if is_true { "北 N" } else { "模型北 Y" };
        svg.text([at[0], at[1] + 62.0], 20.0, r##"fill="#1d2429" text-anchor="middle""##, word);
    }
}

/// A filled path.
pub(crate) fn fill(svg: &mut Svg, data: &str, style: &str) {
    if !data.is_empty() {
        svg.push(&format!(r#"<path d="{data}" fill-rule="evenodd" {style}/>"#));
    }
}
