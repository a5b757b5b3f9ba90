//! Tables: cells whose text breaks, rows that stay together, a head on every page.

use crate::flow::{Document, Style};
use crate::line_break;
use crate::page::Ink;
use crate::{Colour, INK, RULE, SOFT, WASH};

/// Where a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// From the left.
    #[default]
    Left,
    /// To the right, for numbers.
    Right,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Its share of the width.
    pub share: f32,
    /// Where its text stands.
    pub align: Align,
}

impl Column {
    /// A column from the left.
    #[must_use]
    pub fn left(title: impl Into<String>, share: f32) -> Self {
        Self { title: title.into(), share, align: Align::Left }
    }

    /// A column of numbers.
    #[must_use]
    pub fn right(title: impl Into<String>, share: f32) -> Self {
        Self { title: title.into(), share, align: Align::Right }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its text; line ends are kept.
    pub text: String,
    /// Its ink.
    pub colour: Colour,
    /// Whether it is bold.
    pub bold: bool,
}

impl Cell {
    /// In another ink.
    #[must_use]
    pub fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// In bold.
    #[must_use]
    pub fn strong(self) -> Self {
        Self { bold: true, ..self }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), colour: INK, bold: false }
    }
}

const SIZE: f32 = 8.2;
const LEADING: f32 = 12.0;
const PAD: f32 = 4.0;

impl Document {
    /// A table over the whole width.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<Cell>]) {
        let total: f32 = columns.iter().map(|column| column.share).sum();
        let widths: Vec<f32> = columns.iter().map(|column| column.share / total * self.width()).collect();
        let head: Vec<Cell> = columns.iter().map(|column| Cell::from(column.title.clone()).coloured(SOFT).strong()).collect();
        if columns.iter().any(|column| !column.title.is_empty()) {
            // a head at the foot of a page heads nothing
            self.keep(60.0);
            self.row(columns, &widths, &head, true);
        }
        for row in rows {
            let before = self.page_count();
            let tall = height(&widths, row);
            self.keep(tall.min(200.0));
            if self.page_count() > before {
                self.row(columns, &widths, &head, true);
            }
            self.row(columns, &widths, row, false);
        }
        self.gap(8.0);
    }

    /// One row; what does not fit goes on on the next page.
    fn row(&mut self, columns: &[Column], widths: &[f32], row: &[Cell], head: bool) {
        let mut cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| lines(&cell.text, *width)).collect();
        loop {
            let most = cells.iter().map(Vec::len).max().unwrap_or(0);
            let fits = (((self.left() - 2.0 * PAD) / LEADING).floor().max(1.0)) as usize;
            let now = most.min(fits);
            let tall = now as f32 * LEADING + 2.0 * PAD;
            let (left, top) = self.place();
            if head {
                let width = self.width();
                self.page().area([left, top], [width, tall], WASH);
            }
            let mut x = left;
            for (((column, width), cell), content) in columns.iter().zip(widths).zip(row).zip(&cells) {
                let ink = Ink { size: SIZE, bold: cell.bold, colour: cell.colour };
                for (at, line) in content.iter().take(now).enumerate() {
                    let base = top + PAD + LEADING * at as f32 + 0.78 * LEADING;
                    let wide = haofang_font::width(line) as f32 * SIZE;
                    let from = if column.align == Align::Right { x + width - PAD - wide } else { x + PAD };
                    self.page().text([from, base], ink, line);
                }
                x += width;
            }
            let end = left + self.width();
            self.page().line([left, top + tall], [end, top + tall], RULE, 0.5);
            self.down(tall);
            if now == most {
                return;
            }
            for content in &mut cells {
                content.drain(..now.min(content.len()));
            }
            self.new_page();
        }
    }

    /// Name and value in two columns, as for the head of a form.
    pub fn pairs(&mut self, rows: &[(String, String)]) {
        let columns = [Column::left("", 1.0), Column::left("", 4.0)];
        let rows: Vec<Vec<Cell>> =
            rows.iter().map(|(name, value)| vec![Cell::from(name.clone()).coloured(SOFT), value.clone().into()]).collect();
        self.table(&columns, &rows);
    }

    /// Fields to be filled in by hand: a name and a line each, in one row.
    pub fn blanks(&mut self, names: &[String]) {
        self.keep(44.0);
        self.gap(22.0);
        let (left, top) = self.place();
        let each = self.width() / names.len().max(1) as f32;
        for (at, name) in names.iter().enumerate() {
            let x = left + each * at as f32;
            let wide = haofang_font::width(name) as f32 * 9.5;
            self.page().text([x, top], Ink { size: 9.5, bold: false, colour: INK }, name);
            self.page().line([x + wide + 4.0, top + 2.0], [x + each - 14.0, top + 2.0], SOFT, 0.6);
        }
        self.down(12.0);
    }
}

fn lines(text: &str, width: f32) -> Vec<String> {
    line_break::lines(text, f64::from((width - 2.0 * PAD) / SIZE))
}

fn height(widths: &[f32], row: &[Cell]) -> f32 {
    let most = row.iter().zip(widths).map(|(cell, width)| lines(&cell.text, *width).len()).max().unwrap_or(0);
    most as f32 * LEADING + 2.0 * PAD
}

impl Style {
    /// Small soft print.
    #[must_use]
    pub const fn note() -> Self {
        Self { size: 8.0, bold: false, colour: SOFT }
    }
}
