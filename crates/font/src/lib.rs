//! The Chinese font of snapshots and PDF pages, which have no browser's fonts to fall back on.
//!
//! `haofang-sans.otf` is a subset of an open font, under a name of its own (see `OFL.txt`, `make.py`): Latin, signs and the
//! 6763 characters of GB 2312. What it lacks is drawn as an empty box, never left out.

use std::sync::LazyLock;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// The font file.
pub static BYTES: &[u8] = include_bytes!("../haofang-sans.otf");

/// What stands for a character that the font lacks.
const BOX: char = '□';

static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(BYTES, 0).ok());

/// Units of the font per em.
pub const UNITS: f64 = 1000.0;

/// A piece of an outline, in ems from the start of the text on its base line, y upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// A new contour begins here.
    Move([f64; 2]),
    /// A straight line.
    Line([f64; 2]),
    /// A quadratic curve: control point, end.
    Quad([f64; 2], [f64; 2]),
    /// A cubic curve: two control points, end.
    Cubic([f64; 2], [f64; 2], [f64; 2]),
    /// The contour ends where it began.
    Close,
}

/// The character that is drawn: marks that the font lacks have a likeness in it, every space is the plain one.
#[must_use]
pub fn drawn(character: char) -> char {
    match character {
        '✗' | '✕' => '×',
        '☐' | '☑' => BOX,
        '⌀' => 'Φ',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The glyph of a character; the empty box's where the font has none.
#[must_use]
pub fn glyph(character: char) -> u16 {
    let find = |c: char| FACE.as_ref()?.glyph_index(c);
    find(drawn(character)).or_else(|| find(BOX)).map_or(0, |glyph| glyph.0)
}

/// Whether the font has the character, or a likeness of it.
#[must_use]
pub fn covers(character: char) -> bool {
    FACE.as_ref().is_some_and(|face| face.glyph_index(drawn(character)).is_some())
}

/// How far a glyph moves the pen, in ems.
#[must_use]
pub fn advance(glyph: u16) -> f64 {
    let units = FACE.as_ref().and_then(|face| face.glyph_hor_advance(GlyphId(glyph)));
    units.map_or(1.0, |units| f64::from(units) / UNITS)
}

/// Width of a text, in ems.
#[must_use]
pub fn width(text: &str) -> f64 {
    text.chars().map(|c| advance(glyph(c))).sum()
}

/// The outlines of a text and its width, in ems.
#[must_use]
pub fn outlines(text: &str) -> (Vec<Segment>, f64) {
    let mut pen = Pen { at: 0.0, segments: Vec::new() };
    for character in text.chars() {
        let glyph = glyph(character);
        if let Some(face) = FACE.as_ref() {
            face.outline_glyph(GlyphId(glyph), &mut pen);
        }
        pen.at += advance(glyph);
    }
    (pen.segments, pen.at)
}

/// Collects outlines at a place along the line.
struct Pen {
    at: f64,
    segments: Vec<Segment>,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> [f64; 2] {
        [self.at + f64::from(x) / UNITS, f64::from(y) / UNITS]
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.segments.push(Segment::Move(self.place(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.segments.push(Segment::Line(self.place(x, y)));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.segments.push(Segment::Quad(self.place(x1, y1), self.place(x, y)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.segments.push(Segment::Cubic(self.place(x1, y1), self.place(x2, y2), self.place(x, y)));
    }

    fn close(&mut self) {
        self.segments.push(Segment::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_our_texts_need_is_there() {
        let wanted = "通政办规〔2024〕1号《南通市区住宅品质改善提升指导意见》层高不低于3.1m ≥≤−×÷±·…（）「」□✓✗㎡㎥ 飘窗砼璟樾";
        let missing: String = wanted.chars().filter(|c| !covers(*c)).collect();
        assert_eq!(missing, "");
        assert!(!covers('😀'));
        assert_eq!(glyph('😀'), glyph('□'));
    }

    #[test]
    fn a_chinese_character_is_one_em_wide() {
        assert!((width("层高") - 2.0).abs() < 1e-9);
        assert!(width("3.050 m") < 4.0);
        let (segments, advance) = outlines("口");
        assert!(segments.iter().filter(|s| matches!(s, Segment::Close)).count() >= 2, "outer and inner contour");
        assert!((advance - 1.0).abs() < 1e-9);
        let points = segments.iter().filter_map(|s| if let Segment::Line(p) = s { Some(*p) } else { None });
        assert!(points.into_iter().all(|p| (-0.2..1.1).contains(&p[0]) && (-0.3..1.1).contains(&p[1])));
    }

    #[test]
    fn the_font_does_not_carry_the_reserved_name() {
        let face = Face::parse(BYTES, 0).unwrap();
        let named: Vec<String> =
            face.names().into_iter().filter(|n| matches!(n.name_id, 1 | 3 | 4 | 6)).filter_map(|n| n.to_string()).collect();
        assert!(
            !named.is_empty() && named.iter().all(|n| n.contains("Haofang") && !n.contains("Noto") && !n.contains("Source")),
            "{named:?}"
        );
        assert!(include_str!("../OFL.txt").contains("SIL OPEN FONT LICENSE Version 1.1"));
    }
}
