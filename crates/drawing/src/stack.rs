//! The storeys of a building as a section strip: levels to scale, heights with numbers, culprits red.

use crate::scene::Role;
use crate::svg::{Svg, escape, number, text_width};

/// A storey in the strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Name, for example `5F`.
    pub name: String,
    /// Finished floor (m).
    pub elevation: f64,
    /// Height to the next level (m); `None` when it could not be measured.
    pub height: Option<f64>,
    /// What is written beside the height, for example `3.050 m < 3.100 m`.
    pub text: String,
    /// Use of the storey, for example `住宅` or `地下车库`.
    pub usage: Option<String>,
    /// Culprits are red.
    pub role: Role,
}

/// Storeys of one building.
#[derive(Debug, Clone, PartialEq)]
pub struct StoreyStack {
    /// Title, usually the building's name.
    pub title: String,
    /// The storeys, in any order.
    pub levels: Vec<Level>,
    /// Width in pixels.
    pub width: f64,
}

/// This many equal storeys in a row, and more, are drawn as one broken piece.
const FOLD: usize = 5;
const HEAD: f64 = 40.0;
const FOOT: f64 = 24.0;

/// A row of the strip: one storey or a folded run.
struct Row<'a> {
    first: &'a Level,
    last: &'a Level,
    count: usize,
}

impl StoreyStack {
    /// Draws the strip; the same storeys give the same text.
    pub fn to_svg(&self) -> String {
        let mut levels: Vec<&Level> = self.levels.iter().filter(|l| l.elevation.is_finite()).collect();
        levels.sort_by(|a, b| a.elevation.total_cmp(&b.elevation));
        let rows = folded(&levels);
        let pixels: Vec<f64> = rows.iter().map(|row| row_height(row)).collect();
        let height = HEAD + FOOT + pixels.iter().sum::<f64>();
        let mut svg = Svg::new(self.width, height, &self.title);
        svg.text([16.0, 24.0], 14.0, r##"fill="#1f2933" font-weight="600""##, &self.title);
        let (left, right) = (0.30 * self.width, 0.58 * self.width);
        let mut y = height - FOOT;
        for (row, tall) in rows.iter().zip(&pixels) {
            draw_row(&mut svg, row, [left, right], [y - tall, y]);
            y -= tall;
        }
        if let Some((row, _)) = rows.last().zip(pixels.last()) {
            // The level above the last storey.
            if let Some(above) = row.last.height {
                level_mark(&mut svg, left, y, row.last.elevation + above);
            }
            svg.line([left - 14.0, y], [right + 10.0, y], r##"stroke="#323f4b" stroke-width="1.2""##);
        }
        svg.finish()
    }
}

/// Runs of context storeys with the same height, text and use become one row.
fn folded<'a>(levels: &[&'a Level]) -> Vec<Row<'a>> {
    let alike = |a: &Level, b: &Level| a.role == Role::Context && b.role == Role::Context && a.text == b.text && a.usage == b.usage;
    let mut rows = vec![];
    let mut start = 0;
    while start < levels.len() {
        let run = levels[start..].iter().take_while(|l| alike(levels[start], l)).count().max(1);
        if run >= FOLD {
            rows.push(Row { first: levels[start], last: levels[start + run - 1], count: run });
        } else {
            rows.extend(levels[start..start + run].iter().map(|l| Row { first: l, last: l, count: 1 }));
        }
        start += run;
    }
    rows
}

/// Twelve pixels a metre, within what can be read.
fn row_height(row: &Row) -> f64 {
    if row.count > 1 { 58.0 } else { (12.0 * row.last.height.filter(|h| h.is_finite()).unwrap_or(3.0)).clamp(24.0, 90.0) }
}

fn draw_row(svg: &mut Svg, row: &Row, [left, right]: [f64; 2], [top, bottom]: [f64; 2]) {
    let level = row.last;
    let (fill, ink, weight) = match level.role {
        Role::Culprit => ("#ffd9d9", "#b41212", "600"),
        Role::Counted => ("#e3f1e0", "#1f2933", "400"),
        Role::Context => ("#f4f5f7", "#3e4c59", "400"),
    };
    let (x, y, w, h) = (number(left), number(top), number(right - left), number(bottom - top));
    svg.push(&format!(r##"<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}" stroke="#9aa5b1" stroke-width="0.6"/>"##));
    if level.role == Role::Culprit {
        svg.push(&format!(
            r##"<rect x="{}" y="{y}" width="{w}" height="{h}" fill="none" stroke="#b41212" stroke-width="2"/>"##,
            number(left)
        ));
    }
    svg.line([left - 14.0, bottom], [right + 10.0, bottom], r##"stroke="#323f4b" stroke-width="1.2""##);
    level_mark(svg, left, bottom, row.first.elevation);
    let middle = 0.5 * (top + bottom);
    let name = if row.count > 1 { format!("{}～{}（{} 层）", row.first.name, row.last.name, row.count) } else { level.name.clone() };
    let name = level.usage.as_ref().map_or(name.clone(), |u| format!("{name} {u}"));
    let size = (0.94 * (right - left) / text_width(&name).max(1.0)).min(12.0);
    svg.text(
        [0.5 * (left + right), middle + 0.36 * size],
        size,
        &format!(r#"fill="{ink}" text-anchor="middle" font-weight="{weight}""#),
        &name,
    );
    if row.count > 1 {
        // A break sign: the run is not to scale.
        for x in [left, right] {
            let [x0, x1, y0, y1] = [x - 5.0, x + 5.0, middle + 3.0, middle - 3.0].map(number);
            svg.push(&format!(r##"<path d="M{x0} {y0}L{x1} {y0}L{x0} {y1}L{x1} {y1}" fill="none" stroke="#fff" stroke-width="4"/><path d="M{x0} {y0}L{x1} {y0}L{x0} {y1}L{x1} {y1}" fill="none" stroke="#7b8794" stroke-width="1"/>"##));
        }
    }
    let measured = level.height.is_some().then_some([top, bottom]);
    dimension(svg, right + 24.0, measured, 0.5 * (top + bottom), &level.text, ink, weight);
}

/// A vertical dimension with slanted ticks, unless nothing was measured, and its text to the right.
fn dimension(svg: &mut Svg, x: f64, ends: Option<[f64; 2]>, middle: f64, text: &str, ink: &str, weight: &str) {
    if let Some([top, bottom]) = ends {
        svg.line([x, top], [x, bottom], &format!(r#"stroke="{ink}" stroke-width="1""#));
        for y in [top, bottom] {
            svg.line([x - 4.0, y + 4.0], [x + 4.0, y - 4.0], &format!(r#"stroke="{ink}" stroke-width="1.8""#));
        }
    }
    svg.text([x + 10.0, middle + 4.2], 12.0, &format!(r#"fill="{ink}" font-weight="{weight}""#), text);
}

/// The drawing sign of a level: an open triangle with the height in metres, three decimals, ±0.000 at the datum.
fn level_mark(svg: &mut Svg, x: f64, y: f64, elevation: f64) {
    let text = format!("{elevation:.3}");
    let text = if text == "0.000" || text == "-0.000" { "±0.000".to_owned() } else { text };
    let tip = [number(x - 30.0), number(y)];
    let [a, b, top] = [number(x - 35.0), number(x - 25.0), number(y - 6.0)];
    svg.push(&format!(r##"<path d="M{} {}L{a} {top}L{b} {top}Z" fill="none" stroke="#52606d" stroke-width="0.9"/>"##, tip[0], tip[1]));
    svg.line([x - 42.0, y], [x - 14.0, y], r##"stroke="#52606d" stroke-width="0.9""##);
    svg.push(&format!(
        r##"<text x="{}" y="{}" font-size="10.5" fill="#52606d" text-anchor="end">{}</text>"##,
        number(x - 44.0),
        number(y - 1.0),
        escape(&text)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(name: &str, elevation: f64, height: f64, usage: &str, role: Role) -> Level {
        Level { name: name.into(), elevation, height: Some(height), text: format!("{height:.3} m"), usage: Some(usage.into()), role }
    }

    fn tower() -> StoreyStack {
        let mut levels = vec![level("-1F", -4.2, 4.2, "地下车库", Role::Context)];
        let mut z = 0.0;
        for i in 1..=18 {
            let height = if i == 7 || i == 8 { 3.05 } else { 3.1 };
            let role = if height < 3.1 { Role::Culprit } else { Role::Context };
            let mut storey = level(&format!("{i}F"), z, height, "住宅", role);
            if role == Role::Culprit {
                storey.text = "3.050 m < 3.100 m".into();
            }
            levels.push(storey);
            z += height;
        }
        levels.push(Level {
            name: "屋面".into(), elevation: z, height: None, text: "无法测量".into(), usage: None, role: Role::Context
        });
        StoreyStack { title: "1号楼 层高".into(), levels, width: 520.0 }
    }

    #[test]
    fn a_tower_with_two_low_storeys() {
        insta::assert_snapshot!(tower().to_svg());
    }

    #[test]
    fn low_storeys_are_never_folded_away() {
        let svg = tower().to_svg();
        assert!(svg.contains("7F 住宅") && svg.contains("8F 住宅") && svg.contains("9F～18F（10 层） 住宅") && svg.contains("±0.000"));
        assert_eq!(svg.matches("3.050 m &lt; 3.100 m").count(), 2);
        let nothing = StoreyStack { title: "空".into(), levels: vec![], width: 300.0 }.to_svg();
        assert!(nothing.ends_with("</svg>\n"));
    }
}
