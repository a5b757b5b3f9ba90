//! A document growing downwards: headings, paragraphs, pictures; a new page where the old one ends.

use crate::image::{self, Image};
use crate::page::{Glyphs, HIGH, Ink, Page, WIDE};
use crate::{About, Colour, INK, line_break, svg, write};

const MARGIN: f32 = 46.0;
const FOOT: f32 = 54.0;

/// How a paragraph is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Size in points.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Its ink.
    pub colour: Colour,
}

impl Default for Style {
    fn default() -> Self {
        Self { size: 9.5, bold: false, colour: INK }
    }
}

/// A document being written.
pub struct Document {
    about: About,
    pub(crate) finished: Vec<Page>,
    current: Page,
    /// Distance from the top of the page to the next line.
    at: f32,
    pub(crate) images: Vec<Image>,
    /// Headings: level, text, page, distance from its top.
    pub(crate) outline: Vec<(u8, String, usize, f32)>,
}

impl Document {
    /// An empty document.
    #[must_use]
    pub fn new(about: About) -> Self {
        Self { about, finished: Vec::new(), current: Page::new(Glyphs::default()), at: MARGIN, images: Vec::new(), outline: Vec::new() }
    }

    /// Width between the margins, in points.
    #[must_use]
    pub fn width(&self) -> f32 {
        WIDE - 2.0 * MARGIN
    }

    /// Pages begun.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.finished.len() + 1
    }

    /// Height left on the page.
    pub(crate) fn left(&self) -> f32 {
        HIGH - FOOT - self.at
    }

    pub(crate) fn place(&self) -> (f32, f32) {
        (MARGIN, self.at)
    }

    pub(crate) fn page(&mut self) -> &mut Page {
        &mut self.current
    }

    pub(crate) fn down(&mut self, by: f32) {
        self.at += by;
    }

    /// Goes on on the next page.
    pub fn new_page(&mut self) {
        let glyphs = std::mem::take(&mut self.current.glyphs);
        let full = std::mem::replace(&mut self.current, Page::new(glyphs));
        self.finished.push(full);
        self.at = MARGIN;
    }

    /// A new page unless this height is left.
    pub fn keep(&mut self, height: f32) {
        if self.left() < height && self.at > MARGIN {
            self.new_page();
        }
    }

    /// Empty height.
    pub fn gap(&mut self, height: f32) {
        self.at = (self.at + height).min(HIGH - FOOT);
    }

    /// A heading of level 1 to 3, which also stands in the reader's table of contents.
    pub fn heading(&mut self, level: u8, text: &str) {
        let (size, above, below, after) = match level {
            1 => (17.0, 0.0, 8.0, 60.0),
            2 => (12.5, 14.0, 5.0, 70.0),
            _ => (10.2, 9.0, 3.0, 50.0),
        };
        self.keep(above + size * 1.5 + after);
        if self.at > MARGIN {
            self.gap(above);
        }
        self.outline.push((level, text.to_owned(), self.finished.len(), self.at));
        self.write(text, Style { size, bold: true, colour: INK });
        self.gap(below);
    }

    /// A paragraph; line ends are kept.
    pub fn paragraph(&mut self, text: &str, style: Style) {
        self.write(text, style);
        self.gap(0.35 * style.size);
    }

    fn write(&mut self, text: &str, style: Style) {
        let leading = style.size * 1.5;
        for line in line_break::lines(text, f64::from(self.width() / style.size)) {
            self.keep(leading);
            let base = self.at + 0.78 * leading;
            self.current.text([MARGIN, base], Ink { size: style.size, bold: style.bold, colour: style.colour }, &line);
            self.at += leading;
        }
    }

    /// A paragraph on a coloured ground with a bar at its left, for the verdict.
    pub fn banner(&mut self, text: &str, ground: Colour, ink: Colour) {
        let size = 12.0;
        let lines = line_break::lines(text, f64::from((self.width() - 28.0) / size));
        let tall = lines.len() as f32 * 18.0 + 16.0;
        self.keep(tall);
        let top = self.at;
        let wide = self.width();
        self.current.area([MARGIN, top], [wide, tall], ground);
        self.current.area([MARGIN, top], [4.0, tall], ink);
        for (at, line) in lines.iter().enumerate() {
            let base = top + 8.0 + 18.0 * at as f32 + 14.0;
            self.current.text([MARGIN + 16.0, base], Ink { size, bold: true, colour: ink }, line);
        }
        self.at += tall + 8.0;
    }

    /// Drawings and pictures side by side, each with a caption: SVG of our own hand, or PNG.
    pub fn figures(&mut self, figures: &[(Picture<'_>, &str)], most_high: f32) {
        for pair in figures.chunks(2) {
            let room = (self.width() - 12.0 * (pair.len() as f32 - 1.0)) / pair.len() as f32;
            let sizes: Vec<Option<[f32; 2]>> = pair.iter().map(|(picture, _)| self.fitted(picture, [room, most_high])).collect();
            let tall = sizes.iter().flatten().map(|size| size[1]).fold(0.0, f32::max);
            if tall == 0.0 {
                continue;
            }
            self.keep(tall + 24.0);
            for (at, ((picture, caption), size)) in pair.iter().zip(sizes).enumerate() {
                let Some(size) = size else { continue };
                let left = MARGIN + (room + 12.0) * at as f32;
                self.put(picture, [left, self.at], size);
                let base = self.at + tall + 11.0;
                self.current.text([left, base], Ink { size: 7.6, bold: false, colour: crate::SOFT }, caption);
            }
            self.at += tall + 20.0;
        }
    }

    /// The size of a picture within a box.
    fn fitted(&self, picture: &Picture<'_>, room: [f32; 2]) -> Option<[f32; 2]> {
        let size = match picture {
            Picture::Svg(text) => svg::size(text)?.map(|v| v as f32),
            Picture::Png(bytes) => {
                let image = image::png(bytes)?;
                [image.width as f32, image.height as f32]
            }
        };
        let scale = (room[0] / size[0]).min(room[1] / size[1]).min(0.9);
        Some([size[0] * scale, size[1] * scale])
    }

    fn put(&mut self, picture: &Picture<'_>, at: [f32; 2], size: [f32; 2]) {
        match picture {
            Picture::Svg(text) => {
                if let Some(own) = svg::size(text) {
                    svg::draw(&mut self.current, text, at, f64::from(size[0]) / own[0]);
                }
            }
            Picture::Png(bytes) => {
                if let Some(image) = image::png(bytes) {
                    self.images.push(image);
                    self.current.image(self.images.len() - 1, at, size);
                }
            }
        }
    }

    /// The file.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.new_page();
        let glyphs = std::mem::take(&mut self.current.glyphs);
        let about = self.about.clone();
        write::file(self, &about, glyphs)
    }
}

/// A picture on a page.
#[derive(Debug, Clone, Copy)]
pub enum Picture<'p> {
    /// A drawing of ours.
    Svg(&'p str),
    /// A picture of points.
    Png(&'p [u8]),
}
