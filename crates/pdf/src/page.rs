//! One page being drawn: text, lines, areas and pictures at points measured from its top left corner.

use haofang_font as font;
use pdf_writer::types::{LineCapStyle, LineJoinStyle, TextRenderingMode};
use pdf_writer::{Content, Name, Str};
use subsetter::GlyphRemapper;

use crate::Colour;

/// A4 in points.
pub(crate) const WIDE: f32 = 595.28;
/// A4 in points.
pub(crate) const HIGH: f32 = 841.89;
/// Stroke of bold letters as a share of their size.
const BOLD: f32 = 0.03;

/// The glyphs used so far, with the character each stands for.
#[derive(Default)]
pub(crate) struct Glyphs {
    pub(crate) remapper: GlyphRemapper,
    /// New glyph number → character, width in thousandths of an em.
    pub(crate) used: std::collections::BTreeMap<u16, (char, f32)>,
}

impl Glyphs {
    fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() * 2);
        for character in text.chars() {
            let old = font::glyph(character);
            let new = self.remapper.remap(old);
            self.used.entry(new).or_insert((font::drawn(character), (font::advance(old) * font::UNITS) as f32));
            out.extend(new.to_be_bytes());
        }
        out
    }
}

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) colour: Colour,
}

/// A page's content.
pub(crate) struct Page {
    pub(crate) content: Content,
    /// Numbers of the pictures on the page.
    pub(crate) images: Vec<usize>,
    pub(crate) glyphs: Glyphs,
}

fn part(channel: u8) -> f32 {
    f32::from(channel) / 255.0
}

impl Page {
    pub(crate) fn new(glyphs: Glyphs) -> Self {
        Self { content: Content::new(), images: Vec::new(), glyphs }
    }

    pub(crate) fn fill(&mut self, colour: Colour) {
        self.content.set_fill_rgb(part(colour[0]), part(colour[1]), part(colour[2]));
    }

    pub(crate) fn stroke(&mut self, colour: Colour, width: f32) {
        self.content.set_stroke_rgb(part(colour[0]), part(colour[1]), part(colour[2]));
        self.content.set_line_width(width).set_line_cap(LineCapStyle::RoundCap).set_line_join(LineJoinStyle::RoundJoin);
    }

    /// Text whose base line begins at a point.
    pub(crate) fn text(&mut self, at: [f32; 2], ink: Ink, text: &str) {
        if text.is_empty() {
            return;
        }
        self.shown([1.0, 0.0, 0.0, 1.0, at[0], HIGH - at[1]], ink, None, text);
    }

    /// Text under a matrix, with a rim of another colour and width below it when wanted.
    pub(crate) fn shown(&mut self, matrix: [f32; 6], ink: Ink, rim: Option<(Colour, f32)>, text: &str) {
        let code = self.glyphs.encode(text);
        self.fill(ink.colour);
        if let Some((colour, width)) = rim {
            self.stroke(colour, width);
            self.show(matrix, ink.size, TextRenderingMode::Stroke, &code);
        }
        if ink.bold {
            // line widths do not follow the text's matrix
            let scale = (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs().sqrt();
            self.stroke(ink.colour, ink.size * scale * BOLD);
        }
        self.show(matrix, ink.size, if ink.bold { TextRenderingMode::FillStroke } else { TextRenderingMode::Fill }, &code);
    }

    fn show(&mut self, matrix: [f32; 6], size: f32, mode: TextRenderingMode, code: &[u8]) {
        self.content.begin_text();
        self.content.set_font(Name(b"F"), size).set_text_rendering_mode(mode).set_text_matrix(matrix);
        self.content.show(Str(code));
        self.content.end_text();
    }

    pub(crate) fn line(&mut self, from: [f32; 2], to: [f32; 2], colour: Colour, width: f32) {
        self.stroke(colour, width);
        self.content.move_to(from[0], HIGH - from[1]).line_to(to[0], HIGH - to[1]).stroke();
    }

    pub(crate) fn area(&mut self, at: [f32; 2], size: [f32; 2], colour: Colour) {
        self.fill(colour);
        self.content.rect(at[0], HIGH - at[1] - size[1], size[0], size[1]).fill_nonzero();
    }

    /// A picture of the document by its number.
    pub(crate) fn image(&mut self, number: usize, at: [f32; 2], size: [f32; 2]) {
        if !self.images.contains(&number) {
            self.images.push(number);
        }
        self.content.save_state();
        self.content.transform([size[0], 0.0, 0.0, size[1], at[0], HIGH - at[1] - size[1]]);
        self.content.x_object(Name(format!("I{number}").as_bytes()));
        self.content.restore_state();
    }
}
