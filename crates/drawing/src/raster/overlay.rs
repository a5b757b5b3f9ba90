//! What lies flat on a snapshot: dimension lines with numbers, the caption, and signs where nothing is to be seen.

use super::layer::View;
use super::{Picture, Snapshot};
use crate::camera::Camera;
use crate::scene::{Dimension, Role, Scene};
use haofang_font::Segment;
use tiny_skia::{Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

const INK: [u8; 3] = [0x1F, 0x29, 0x33];
const RED: [u8; 3] = [0xB4, 0x12, 0x12];
const WHITE: [u8; 3] = [0xFF, 0xFF, 0xFF];
/// Sizes of a caption's letters in pixels: as large as fits.
const LARGEST: f64 = 22.0;
const SMALLEST: f64 = 15.0;
/// Height of a capital or a figure as a share of the letters' size.
const CAP: f64 = 0.74;
/// Rim of the plate under a text as a share of the letters' size.
const PLATE: f64 = 0.45;
/// How many places for a number are tried, each further from its line than the one before.
const FURTHEST: u32 = 5;

/// Draws dimensions and caption; when `blank`, the box around the subject or a sentence instead of nothing.
pub(super) fn draw(picture: &mut Picture, scene: &Scene, camera: &Camera, options: &Snapshot, blank: bool) {
    let Some(mut sheet) = Sheet::new(picture) else { return };
    let view = View::new(camera, picture.width, picture.height);
    let spot = |p: [f64; 3]| view.project(view.local(p)).map(|s| [s[0], s[1]]);
    if blank {
        let focus = scene.focus();
        if focus.is_empty() {
            sheet.text("无几何形体 no geometry", [0.5 * sheet.width(), 0.5 * sheet.height()], 28.0, INK, false);
        } else {
            let corner = |i: usize| [0, 1, 2].map(|k| if i >> k & 1 == 1 { focus.max[k] } else { focus.min[k] });
            for (a, b) in [(0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7)] {
                if let (Some(a), Some(b)) = (spot(corner(a)), spot(corner(b))) {
                    sheet.line(a, b, 2.0, RED);
                }
            }
            if scene.items.iter().all(|i| i.role == Role::Context) || scene.dimensions.is_empty() {
                sheet.text("无可见面 no visible faces", [0.5 * sheet.width(), 40.0], 16.0, RED, false);
            }
        }
    }
    let mut taken: Vec<Plate> = Vec::new();
    for dimension in &scene.dimensions {
        if let (Some(a), Some(b)) = (spot(dimension.from), spot(dimension.to)) {
            sheet.dimension(dimension, a, b, &mut taken);
        }
    }
    if let Some(caption) = options.caption.as_deref().filter(|caption| !caption.trim().is_empty()) {
        let room = sheet.width() - 48.0;
        let size = (room / haofang_font::width(caption).max(1.0)).clamp(SMALLEST, LARGEST);
        let caption = fitted(caption, room / size);
        sheet.text(&caption, [24.0 + 0.5 * haofang_font::width(&caption) * size, sheet.height() - 28.0], size, INK, true);
    }
    sheet.give_back(picture);
}

/// The plate under a number: its middle and half its size, in pixels.
#[derive(Clone, Copy)]
struct Plate {
    middle: [f64; 2],
    half: [f64; 2],
}

impl Plate {
    fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| (self.middle[axis] - other.middle[axis]).abs() < self.half[axis] + other.half[axis])
    }
}

/// A picture under tiny-skia's brush.
struct Sheet {
    pixmap: Pixmap,
}

impl Sheet {
    fn new(picture: &Picture) -> Option<Sheet> {
        let mut pixmap = Pixmap::new(picture.width as u32, picture.height as u32)?;
        for (target, source) in pixmap.data_mut().chunks_exact_mut(4).zip(&picture.pixels) {
            target[..3].copy_from_slice(source);
            target[3] = 255;
        }
        Some(Sheet { pixmap })
    }

    fn give_back(self, picture: &mut Picture) {
        for (target, source) in picture.pixels.iter_mut().zip(self.pixmap.data().chunks_exact(4)) {
            *target = [source[0], source[1], source[2]];
        }
    }

    fn width(&self) -> f64 {
        f64::from(self.pixmap.width())
    }

    fn height(&self) -> f64 {
        f64::from(self.pixmap.height())
    }

    fn line(&mut self, a: [f64; 2], b: [f64; 2], thick: f64, colour: [u8; 3]) {
        self.strokes(&[vec![a, b]], thick, colour);
    }

    fn strokes(&mut self, lines: &[Vec<[f64; 2]>], thick: f64, colour: [u8; 3]) {
        let Some(path) = path(lines) else { return };
        let stroke = Stroke { width: thick as f32, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        self.pixmap.stroke_path(&path, &paint(colour, 255), &stroke, Transform::identity(), None);
    }

    /// Text of a size centred on a point, on a white plate when asked, kept inside the picture.
    fn text(&mut self, text: &str, centre: [f64; 2], size: f64, colour: [u8; 3], plate: bool) {
        let (segments, ems) = haofang_font::outlines(text);
        let (width, cap) = (ems * size, CAP * size);
        let pad = PLATE * size;
        let keep = |at: f64, half: f64, end: f64| at.clamp((half + 4.0).min(0.5 * end), (end - half - 4.0).max(0.5 * end));
        let x = keep(centre[0], 0.5 * width + pad, self.width());
        let y = keep(centre[1], 0.5 * cap + pad, self.height());
        let (left, base) = (x - 0.5 * width, y + 0.5 * cap);
        if plate {
            let corners =
                Rect::from_xywh((left - pad) as f32, (base - cap - pad) as f32, (width + 2.0 * pad) as f32, (cap + 2.0 * pad) as f32);
            if let Some(area) = corners {
                self.pixmap.fill_rect(area, &paint(WHITE, 225), Transform::identity(), None);
            }
        }
        let Some(letters) = letters(&segments, [left, base], size) else { return };
        let rim = Stroke { width: (0.22 * size) as f32, line_join: LineJoin::Round, ..Stroke::default() };
        self.pixmap.stroke_path(&letters, &paint(WHITE, 255), &rim, Transform::identity(), None);
        self.pixmap.fill_path(&letters, &paint(colour, 255), FillRule::Winding, Transform::identity(), None);
    }

    /// A dimension line with slanted ticks, a white rim and its number beside the middle, further out where another number stands.
    fn dimension(&mut self, dimension: &Dimension, a: [f64; 2], b: [f64; 2], taken: &mut Vec<Plate>) {
        let colour = if dimension.culprit { RED } else { INK };
        let run = [b[0] - a[0], b[1] - a[1]];
        let length = run[0].hypot(run[1]);
        let along = if length > 0.0 { [run[0] / length, run[1] / length] } else { [1.0, 0.0] };
        let across = [-along[1], along[0]];
        let mut marks = vec![vec![a, b]];
        for end in [a, b] {
            let slant = [along[0] + across[0], along[1] + across[1]];
            marks.push(vec![[end[0] - 6.0 * slant[0], end[1] - 6.0 * slant[1]], [end[0] + 6.0 * slant[0], end[1] + 6.0 * slant[1]]]);
        }
        self.strokes(&marks, 6.0, WHITE);
        self.strokes(&marks, 2.4, colour);
        let size = 25.0;
        let (width, cap) = (haofang_font::width(&dimension.text) * size, CAP * size);
        // Beside the line, on the side away from the middle of the picture.
        let middle = [0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1])];
        let away = (middle[0] - 0.5 * self.width()) * across[0] + (middle[1] - 0.5 * self.height()) * across[1];
        let side = if away < 0.0 { -1.0 } else { 1.0 };
        let clear = 0.5 * width * across[0].abs() + 0.5 * cap * across[1].abs() + 1.4 * cap;
        let beside = |off: f64| [middle[0] + side * off * across[0], middle[1] + side * off * across[1]];
        let half = [0.5 * width + PLATE * size, 0.5 * cap + PLATE * size];
        let step = 2.0 * (half[0] * across[0].abs() + half[1] * across[1].abs());
        let places = (0..FURTHEST).map(|out| (out, Plate { middle: beside(clear + f64::from(out) * step), half }));
        let inside = |plate: &Plate| {
            let ends = [self.width(), self.height()];
            (0..2).all(|axis| plate.middle[axis] - half[axis] > 0.0 && plate.middle[axis] + half[axis] < ends[axis])
        };
        let free = |(out, plate): &(u32, Plate)| (*out == 0 || inside(plate)) && !taken.iter().any(|other| plate.meets(other));
        let (out, plate) = places.into_iter().find(free).unwrap_or((0, Plate { middle: beside(clear), half }));
        let centre = plate.middle;
        if out > 0 {
            self.line(middle, centre, 1.2, colour);
        }
        taken.push(plate);
        self.text(&dimension.text, centre, size, colour, true);
    }
}

/// As much of a text as fits a width in ems, with a sign that something was cut.
fn fitted(text: &str, room: f64) -> String {
    if haofang_font::width(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = haofang_font::width("…");
    for character in text.chars() {
        used += haofang_font::advance(haofang_font::glyph(character));
        if used > room {
            break;
        }
        out.push(character);
    }
    out + "…"
}

/// Outlines in ems as a path in pixels, from a point on the base line.
fn letters(segments: &[Segment], from: [f64; 2], size: f64) -> Option<Path> {
    let place = |p: [f64; 2]| [(from[0] + p[0] * size) as f32, (from[1] - p[1] * size) as f32];
    let mut builder = PathBuilder::new();
    for segment in segments {
        match *segment {
            Segment::Move(p) => {
                let [x, y] = place(p);
                builder.move_to(x, y);
            }
            Segment::Line(p) => {
                let [x, y] = place(p);
                builder.line_to(x, y);
            }
            Segment::Quad(a, p) => {
                let ([ax, ay], [x, y]) = (place(a), place(p));
                builder.quad_to(ax, ay, x, y);
            }
            Segment::Cubic(a, b, p) => {
                let ([ax, ay], [bx, by], [x, y]) = (place(a), place(b), place(p));
                builder.cubic_to(ax, ay, bx, by, x, y);
            }
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

fn path(lines: &[Vec<[f64; 2]>]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for line in lines {
        for (i, p) in line.iter().enumerate() {
            if i == 0 {
                builder.move_to(p[0] as f32, p[1] as f32);
            } else {
                builder.line_to(p[0] as f32, p[1] as f32);
            }
        }
    }
    builder.finish()
}

fn paint(colour: [u8; 3], alpha: u8) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(colour[0], colour[1], colour[2], alpha));
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_short_lines_above_each_other_do_not_cover_each_other() {
        let (width, height) = (1000, 1000);
        let picture = Picture { width, height, pixels: vec![[255; 3]; width * height] };
        let mut sheet = Sheet::new(&picture).unwrap();
        let mut taken = Vec::new();
        // 0.261 m, 0.500 m and 3.450 m above each other, as three levels of a house
        for (text, from, to) in [("0.261 m", 420.0, 430.0), ("0.500 m", 430.0, 450.0), ("3.450 m", 450.0, 580.0)] {
            let dimension = Dimension { from: [0.0; 3], to: [0.0; 3], text: text.into(), culprit: true };
            sheet.dimension(&dimension, [480.0, from], [480.0, to], &mut taken);
        }
        for (at, plate) in taken.iter().enumerate() {
            assert!(taken[at + 1..].iter().all(|other| !plate.meets(other)), "{at}");
            assert!(plate.middle.iter().zip(plate.half).all(|(middle, half)| middle - half >= 0.0 && middle + half <= 1000.0), "{at}");
        }
        assert_eq!(taken.len(), 3);
    }
}
