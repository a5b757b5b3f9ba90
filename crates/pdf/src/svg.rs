//! Our own drawings on a page: the few elements of SVG that `drawing` writes (path, rect, line, circle, text, g). What it
//! does not know is left out, so a drawing of another hand may come out in part.

use std::collections::BTreeMap;

use haofang_font::width;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::Colour;
use crate::page::{HIGH, Ink, Page};

type Attributes = BTreeMap<String, String>;
/// a b c d e f as in SVG: x' = a x + c y + e, y' = b x + d y + f.
type Matrix = [f64; 6];

/// Deepest nesting of groups read.
const DEEPEST: usize = 32;

fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    ]
}

fn attributes(start: &BytesStart<'_>) -> Attributes {
    let found = start.attributes().filter_map(Result::ok);
    found.map(|a| (a.key.as_ref().to_owned(), plain(&a.value))).collect()
}

/// A text without its entities.
fn plain(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |plain| plain.into_owned())
}

/// Width and height of a drawing in its own units.
pub(crate) fn size(svg: &str) -> Option<[f64; 2]> {
    let mut reader = Reader::from_str(svg);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) if start.name().as_ref() == "svg" => {
                let attributes = attributes(&start);
                let get = |key: &str| attributes.get(key).and_then(|text| text.parse::<f64>().ok()).filter(|v| v.is_finite() && *v > 0.0);
                return Some([get("width")?, get("height")?]);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Draws an SVG with its top left corner at a point, `scale` points a unit.
pub(crate) fn draw(page: &mut Page, svg: &str, at: [f32; 2], scale: f64) {
    let mut reader = Reader::from_str(svg);
    let root: Matrix = [scale, 0.0, 0.0, -scale, f64::from(at[0]), f64::from(HIGH - at[1])];
    let mut groups: Vec<(Attributes, Matrix)> = vec![(Attributes::new(), root)];
    let mut text: Option<(Attributes, String)> = None;
    page.content.save_state();
    // a drawing shows what lies on its sheet, no more
    if let Some([width, height]) = size(svg).map(|size| size.map(|side| (side * scale) as f32)) {
        page.content.rect(at[0], HIGH - at[1] - height, width, height).clip_nonzero().end_path();
    }
    while let Ok(event) = reader.read_event() {
        let inherited = groups.last().cloned().unwrap_or((Attributes::new(), root));
        let full = |start: &BytesStart<'_>| {
            let mut all = inherited.0.clone();
            all.remove("transform");
            all.extend(attributes(start));
            let matrix = all.get("transform").map_or(inherited.1, |t| times(inherited.1, transform(t)));
            (all, matrix)
        };
        match event {
            Event::Start(start) => match start.name().as_ref() {
                "g" if groups.len() < DEEPEST => groups.push(full(&start)),
                "text" => text = Some((full(&start).0, String::new())),
                name => {
                    let (all, matrix) = full(&start);
                    shape(page, name, &all, matrix);
                }
            },
            Event::Empty(start) => {
                let (all, matrix) = full(&start);
                shape(page, start.name().as_ref(), &all, matrix);
            }
            Event::Text(content) => {
                if let Some((_, held)) = &mut text {
                    held.push_str(&content);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((_, held)) = &mut text {
                    held.push_str(&plain(&format!("&{};", &*reference)));
                }
            }
            Event::End(end) => match end.name().as_ref() {
                "g" if groups.len() > 1 => {
                    groups.pop();
                }
                "text" => {
                    if let Some((all, content)) = text.take() {
                        let matrix = all.get("transform").map_or(inherited.1, |t| times(inherited.1, transform(t)));
                        write_text(page, &all, matrix, &content);
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    page.content.restore_state();
}

fn numbers(text: &str) -> Vec<f64> {
    text.split([' ', ',']).filter_map(|n| n.parse().ok()).filter(|n: &f64| n.is_finite()).collect()
}

/// `translate(x y) rotate(a x y)` in any order.
fn transform(text: &str) -> Matrix {
    let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    for call in text.split(')') {
        let Some((name, inside)) = call.split_once('(') else { continue };
        let n = numbers(inside);
        let get = |at: usize| n.get(at).copied().unwrap_or(0.0);
        match name.trim() {
            "translate" => matrix = times(matrix, [1.0, 0.0, 0.0, 1.0, get(0), get(1)]),
            "rotate" => {
                let (sin, cos) = get(0).to_radians().sin_cos();
                matrix = times(matrix, [1.0, 0.0, 0.0, 1.0, get(1), get(2)]);
                matrix = times(matrix, [cos, sin, -sin, cos, 0.0, 0.0]);
                matrix = times(matrix, [1.0, 0.0, 0.0, 1.0, -get(1), -get(2)]);
            }
            _ => {}
        }
    }
    matrix
}

fn colour(text: Option<&String>) -> Option<Colour> {
    let digits = text?.strip_prefix('#')?;
    let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let single = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok().map(|v| v * 17);
    if digits.len() == 3 { Some([single(0)?, single(1)?, single(2)?]) } else { Some([pair(0)?, pair(2)?, pair(4)?]) }
}

/// A colour thinned on white, since pages have no see-through ink.
fn thinned(colour: Colour, opacity: f64) -> Colour {
    colour.map(|c| (f64::from(c) * opacity + 255.0 * (1.0 - opacity)).round() as u8)
}

fn value(all: &Attributes, key: &str) -> f64 {
    all.get(key).and_then(|text| text.parse().ok()).filter(|v: &f64| v.is_finite()).unwrap_or(0.0)
}

fn shape(page: &mut Page, name: &str, all: &Attributes, matrix: Matrix) {
    let put = |x: f64, y: f64| [(matrix[0] * x + matrix[2] * y + matrix[4]) as f32, (matrix[1] * x + matrix[3] * y + matrix[5]) as f32];
    let scale = (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs().sqrt();
    let opacity = |key: &str| if all.contains_key(key) { value(all, key).clamp(0.0, 1.0) } else { 1.0 };
    let ink = colour(all.get("stroke")).map(|c| thinned(c, opacity("stroke-opacity")));
    let fill = match (name, all.get("fill")) {
        ("line", _) => None,
        (_, None) => Some([0; 3]),
        (_, fill) => colour(fill).map(|c| thinned(c, opacity("fill-opacity"))),
    };
    let contours: Vec<(Vec<[f64; 2]>, bool)> = match name {
        "line" => vec![(vec![[value(all, "x1"), value(all, "y1")], [value(all, "x2"), value(all, "y2")]], false)],
        "rect" => {
            let [x, y, w, h] = ["x", "y", "width", "height"].map(|key| value(all, key));
            vec![(vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]], true)]
        }
        "circle" => {
            let [x, y, r] = ["cx", "cy", "r"].map(|key| value(all, key));
            let around = (0..32).map(|k| f64::from(k) * std::f64::consts::TAU / 32.0);
            vec![(around.map(|a| [x + r * a.cos(), y + r * a.sin()]).collect(), true)]
        }
        "path" => all.get("d").map(|d| contours(d)).unwrap_or_default(),
        _ => return,
    };
    if contours.is_empty() || (fill.is_none() && ink.is_none()) {
        return;
    }
    if let Some(fill) = fill {
        page.fill(fill);
    }
    if let Some(ink) = ink {
        let width = if all.contains_key("stroke-width") { value(all, "stroke-width") } else { 1.0 };
        page.stroke(ink, (width * scale) as f32);
    }
    for (points, closed) in &contours {
        for (at, point) in points.iter().enumerate() {
            let [x, y] = put(point[0], point[1]);
            if at == 0 {
                page.content.move_to(x, y);
            } else {
                page.content.line_to(x, y);
            }
        }
        if *closed {
            page.content.close_path();
        }
    }
    match (fill, ink) {
        (Some(_), Some(_)) => page.content.fill_even_odd_and_stroke(),
        (Some(_), None) => page.content.fill_even_odd(),
        _ => page.content.stroke(),
    };
}

/// The contours of `M x y L x y … Z`.
fn contours(d: &str) -> Vec<(Vec<[f64; 2]>, bool)> {
    let mut out: Vec<(Vec<[f64; 2]>, bool)> = Vec::new();
    for part in d.split_inclusive(|c: char| c.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2) {
        let [before, now] = part else { continue };
        let command = before.chars().last().unwrap_or(' ');
        let n = numbers(now.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
        if let (Some(x), Some(y)) = (n.first(), n.get(1)) {
            if command == 'M' {
                out.push((Vec::new(), false));
            }
            if let Some((points, _)) = out.last_mut() {
                points.push([*x, *y]);
            }
        }
        if now.ends_with('Z')
            && let Some((_, closed)) = out.last_mut()
        {
            *closed = true;
        }
    }
    out
}

fn write_text(page: &mut Page, all: &Attributes, matrix: Matrix, text: &str) {
    let size = if all.contains_key("font-size") { value(all, "font-size") } else { 16.0 };
    let Some(ink) = colour(all.get("fill")).or(Some([0; 3])) else { return };
    let wide = width(text) * size;
    let shift = match all.get("text-anchor").map(String::as_str) {
        Some("middle") => -0.5 * wide,
        Some("end") => -wide,
        _ => 0.0,
    };
    let bold = all.get("font-weight").is_some_and(|weight| weight == "600" || weight == "700" || weight == "bold");
    let scale = (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs().sqrt();
    let rim =
        all.get("paint-order").and_then(|_| colour(all.get("stroke"))).map(|colour| (colour, (value(all, "stroke-width") * scale) as f32));
    // letters stand upright: the y axis of text points up again
    let placed = times(matrix, [1.0, 0.0, 0.0, -1.0, value(all, "x") + shift, value(all, "y")]);
    page.shown(placed.map(|v| v as f32), Ink { size: size as f32, bold, colour: ink }, rim, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_contours() {
        let found = contours("M0 0L10 0L10 5ZM2 1L3 1");
        assert_eq!(found, vec![(vec![[0.0, 0.0], [10.0, 0.0], [10.0, 5.0]], true), (vec![[2.0, 1.0], [3.0, 1.0]], false)]);
        assert_eq!(size(r#"<svg width="760" height="20.5"></svg>"#), Some([760.0, 20.5]));
        assert_eq!(size("no drawing"), None);
    }

    #[test]
    fn a_turn_about_a_point_leaves_it() {
        let m = transform("rotate(90 10 20)");
        let at = |x: f64, y: f64| [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
        let near = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).abs() + (a[1] - b[1]).abs() < 1e-9;
        assert!(near(at(10.0, 20.0), [10.0, 20.0]) && near(at(11.0, 20.0), [10.0, 21.0]));
        assert_eq!(colour(Some(&"#fff".to_owned())), Some([255; 3]));
        assert_eq!(thinned([0, 0, 0], 0.5), [128; 3]);
    }
}
