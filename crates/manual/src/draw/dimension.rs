//! Dimension lines: clear width and depth inside rooms, overall lengths outside; whole millimetres, as measured.

use haofang_drawing::svg::{Svg, number, text_width};
use haofang_geometry::plan::{self, Point2};
use haofang_geometry::{Region, measure};

use super::paper::Paper;

/// Size of the numbers, in tenths of a millimetre.
const SIZE: f64 = 22.0;

/// Two clear lengths are one when they differ by less than this, in metres.
const SAME: f64 = 1.0 / 1000.0;

/// A length between two points of the world with its number in millimetres.
pub(crate) fn line(svg: &mut Svg, paper: &Paper, from: Point2, to: Point2, metres: f64) {
    let (a, b) = (paper.at(from), paper.at(to));
    on_paper(svg, a, b, &format!("{:.0}", metres * 1000.0));
}

/// A length on the paper with ticks, and its text above the line (left of an upright one).
pub(crate) fn on_paper(svg: &mut Svg, a: [f64; 2], b: [f64; 2], text: &str) {
    let run = [b[0] - a[0], b[1] - a[1]];
    let length = run[0].hypot(run[1]);
    if !(length > 1.0 && length.is_finite()) {
        return;
    }
    let style = r##"stroke="#0f5c63" stroke-width="1.6""##;
    svg.line(a, b, style);
    for end in [a, b] {
        svg.line([end[0] - 6.0, end[1] + 6.0], [end[0] + 6.0, end[1] - 6.0], r##"stroke="#0f5c63" stroke-width="2.4""##);
    }
    let size = SIZE.min(0.92 * length / text_width(text).max(0.1));
    if size < 11.0 {
        return;
    }
    let middle = [0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1])];
    // read from below or from the right
    let mut angle = run[1].atan2(run[0]).to_degrees();
    if angle > 89.0 {
        angle -= 180.0;
    }
    if angle < -91.0 {
        angle += 180.0;
    }
    let (x, y) = (number(middle[0]), number(middle[1]));
    svg.push(&format!(
        r##"<text transform="translate({x} {y}) rotate({})" y="-5" font-size="{}" text-anchor="middle" fill="#0f5c63" paint-order="stroke" stroke="#fff" stroke-width="4">{text}</text>"##,
        number(angle),
        number(size)
    ));
}

/// Clear width and depth of a room: through its middle where it is no rectangle, beside its name where it is. Answers the lines.
pub(crate) fn of_room(svg: &mut Svg, paper: &Paper, region: &Region, axes: [Point2; 2]) -> Vec<(Point2, Point2)> {
    let mut drawn = Vec::new();
    let Some(size) = crate::chapters::clear_size(region, axes) else { return drawn };
    let Some(middle) = plan::centroid(region).filter(|point| plan::contains(region, *point)).or_else(|| plan::interior_point(region))
    else {
        return drawn;
    };
    for (way, other) in [(0, 1), (1, 0)] {
        let (axis, beside) = (axes[way], axes[other]);
        // towards the lower and the left side of the paper
        let shifts = [-0.36, -0.28, -0.18, 0.0].map(|share| share * size[other]);
        let found = shifts.into_iter().find_map(|shift| {
            let through = middle + beside * shift;
            let (from, to) = measure::spans(region, through, axis).into_iter().find(|(from, to)| *from <= 0.0 && *to >= 0.0)?;
            ((to - from) - size[way]).abs().le(&SAME).then_some((through + axis * from, through + axis * to))
        });
        if let Some((from, to)) = found {
            line(svg, paper, from, to, size[way]);
            drawn.push((from, to));
        }
    }
    drawn
}
