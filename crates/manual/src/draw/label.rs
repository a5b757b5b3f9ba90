//! Names of rooms on the plan, where there is most room for them.

use haofang_drawing::svg::{Svg, text_width};
use haofang_geometry::Region;
use haofang_geometry::measure::spans;
use haofang_geometry::plan::{self, Point2};

use super::paper::Paper;

/// Smallest and largest letters, in tenths of a millimetre.
const LEAST: f64 = 11.0;
const MOST: f64 = 36.0;
/// A room is a rectangle within this (m).
const RECTANGLE: f64 = 0.02;
/// Lines of a room nearer to each other than this are one (m).
const ONE_LINE: f64 = 0.01;
/// A room with more lines each way is round: no rectangle in it is looked for.
const ROUND: usize = 14;

/// Whether a room is so low on the paper that its texts fit only on one line above its dimension.
pub(super) fn is_narrow(paper: &Paper, region: &Region, axes: [Point2; 2]) -> bool {
    crate::chapters::clear_size(region, axes).is_some_and(|[wide, deep]| paper.length(deep) < 190.0 && wide > 2.0 * deep)
}

/// Name, area and height in the widest place of a room, smaller where it is narrow; beside its dimension lines.
pub(super) fn draw(svg: &mut Svg, paper: &Paper, region: &Region, axes: [Point2; 2], lines: &[String], dimensions: &[(Point2, Point2)]) {
    let longest = lines.iter().map(|line| text_width(line)).fold(0.1, f64::max);
    let rows = 1.3 * lines.len() as f64;
    let fitting = |[wide, deep]: [f64; 2]| (0.62 * paper.length(wide) / longest).min(0.55 * paper.length(deep) / rows);
    let is_angular = !plan::is_rectangle(region, RECTANGLE);
    if let Some((centre, [wide, deep])) = is_angular.then(|| widest(region, axes, dimensions, &fitting)).flatten() {
        // nothing else stands in that part of the room
        let size = (1.3 * fitting([wide, deep])).clamp(LEAST, MOST);
        return write(svg, paper.at(centre), lines, size, paper.length(wide));
    }
    let Some(place) = plan::centroid(region).filter(|point| plan::contains(region, *point)).or_else(|| plan::interior_point(region)) else {
        return;
    };
    let room = |axis: Point2| spans(region, place, axis).into_iter().find(|(from, to)| *from <= 0.0 && *to >= 0.0);
    let (Some((left, right)), Some((down, up))) = (room(axes[0]), room(axes[1])) else { return };
    let centre = place + axes[0] * (0.5 * (left + right)) + axes[1] * (0.5 * (down + up));
    let centre = if plan::contains(region, centre) { centre } else { place };
    // the lower and the left third are for dimensions
    let size = fitting([right - left, up - down]).clamp(LEAST, MOST);
    // beside the dimensions, which run through the middle of rooms that are no rectangles
    let aside = if is_angular { [0.17, 0.17] } else { [0.06, 0.04] };
    let moved = centre + axes[0] * (aside[0] * (right - left)) + axes[1] * (aside[1] * (up - down));
    let place = paper.at(if plan::contains(region, moved) { moved } else { centre });
    write(svg, place, lines, size, paper.length(right - left));
}

/// Lines of text about a place on the paper, cut to a width.
fn write(svg: &mut Svg, [x, y]: [f64; 2], lines: &[String], size: f64, width: f64) {
    for (row, line) in lines.iter().enumerate() {
        let (weight, size_of, colour) = if row == 0 { ("600", size, "#1d2429") } else { ("400", 0.85 * size, "#3f4a52") };
        let dy = (row as f64 - 0.5 * (lines.len() as f64 - 1.0)) * 1.3 * size + 0.35 * size;
        let attributes = format!(
            r##"fill="{colour}" text-anchor="middle" font-weight="{weight}" paint-order="stroke" stroke="#fff" stroke-width="4" stroke-opacity="0.9""##
        );
        svg.text([x, y + dy], size_of, &attributes, &shortened(line, width / size_of));
    }
}

/// A text cut to a width in ems; the whole name stands in the table of rooms.
fn shortened(text: &str, ems: f64) -> String {
    if text_width(text) <= ems.max(4.0) {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if text_width(&out) + 2.0 > ems.max(4.0) {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// The rectangle along the axes within a region in which a text fits largest, not crossed by any dimension: its centre and size (m).
fn widest(
    region: &Region,
    axes: [Point2; 2],
    dimensions: &[(Point2, Point2)],
    fitting: &dyn Fn([f64; 2]) -> f64,
) -> Option<(Point2, [f64; 2])> {
    let rings = || region.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let origin = *rings().next()?.0.first()?;
    let along = |point: Point2, way: usize| (point.x - origin.x) * axes[way].x + (point.y - origin.y) * axes[way].y;
    // upright dimensions stand at one place along the first axis, level ones along the second
    let crossed: [Vec<f64>; 2] = [0, 1].map(|way| {
        let at = dimensions.iter().map(|(from, to)| [along(*from, way), along(*to, way)]);
        at.filter(|[from, to]| (from - to).abs() < ONE_LINE).map(|[from, _]| from).collect()
    });
    let lines: [Vec<f64>; 2] = [0, 1].map(|way| {
        let mut all: Vec<f64> =
            rings().flat_map(|ring| &ring.0).map(|point| along(*point, way)).chain(crossed[way].iter().copied()).collect();
        all.sort_by(f64::total_cmp);
        all.dedup_by(|a, b| *a - *b < ONE_LINE);
        all
    });
    if lines.iter().any(|lines| lines.len() > ROUND) {
        return None;
    }
    let place = |u: f64, v: f64| origin + axes[0] * u + axes[1] * v;
    let middle = |way: usize, cell: usize| 0.5 * (lines[way][cell] + lines[way][cell + 1]);
    let count = lines.each_ref().map(|lines| lines.len().saturating_sub(1));
    let inside: Vec<Vec<bool>> =
        (0..count[0]).map(|i| (0..count[1]).map(|k| plan::contains(region, place(middle(0, i), middle(1, k)))).collect()).collect();
    let ranges: [Vec<(usize, usize)>; 2] = [0, 1].map(|way| {
        let is_free = |from: usize, to: usize| {
            let (low, high) = (lines[way][from] + ONE_LINE, lines[way][to + 1] - ONE_LINE);
            !crossed[way].iter().any(|at| low < *at && *at < high)
        };
        (0..count[way]).flat_map(|from| (from..count[way]).map(move |to| (from, to))).filter(|(from, to)| is_free(*from, *to)).collect()
    });
    let mut best: Option<(f64, Point2, [f64; 2])> = None;
    for &(left, right) in &ranges[0] {
        for &(down, up) in &ranges[1] {
            let size = [lines[0][right + 1] - lines[0][left], lines[1][up + 1] - lines[1][down]];
            let fits = fitting(size);
            let is_better = best.is_none_or(|(known, ..)| fits > known);
            if is_better && inside[left..=right].iter().all(|column| column[down..=up].iter().all(|cell| *cell)) {
                let centre = place(lines[0][left] + 0.5 * size[0], lines[1][down] + 0.5 * size[1]);
                best = Some((fits, centre, size));
            }
        }
    }
    best.map(|(_, centre, size)| (centre, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_angular_room_stands_in_its_widest_part_and_beside_its_dimensions() {
        // 主卧: 3.4 m by 4.7 m without the 1.7 m by 2 m of a bathroom at its upper left
        let room = plan::polygon(&[[0.0, 0.0], [3.4, 0.0], [3.4, 4.7], [1.7, 4.7], [1.7, 2.7], [0.0, 2.7]]);
        let axes = [Point2 { x: 1.0, y: 0.0 }, Point2 { x: 0.0, y: 1.0 }];
        let fitting = |[wide, deep]: [f64; 2]| (wide / 6.0_f64).min(deep / 3.0);
        let (centre, size) = widest(&room, axes, &[], &fitting).unwrap();
        assert!((centre.x - 1.7).abs() < 1e-9 && (centre.y - 1.35).abs() < 1e-9 && size == [3.4, 2.7], "{centre:?} {size:?}");
        // a dimension runs upright at 2.4 m
        let upright = (Point2 { x: 2.4, y: 0.0 }, Point2 { x: 2.4, y: 4.7 });
        let (centre, size) = widest(&room, axes, &[upright], &fitting).unwrap();
        assert!((centre.x - 1.2).abs() < 1e-9 && (size[0] - 2.4).abs() < 1e-9, "{centre:?} {size:?}");
    }
}
