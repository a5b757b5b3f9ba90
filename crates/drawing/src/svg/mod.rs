//! Writing SVG: escaped text, short numbers, and how much room a text needs.

use std::fmt::Write;

/// Text safe in SVG content and attributes; characters XML forbids are dropped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c < ' ' || c == '\u{FFFE}' || c == '\u{FFFF}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A coordinate with at most two decimals, no trailing zeros, no negative zero.
pub fn number(value: f64) -> String {
    let mut text = format!("{value:.2}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if text == "-0" { "0".into() } else { text }
}

/// Width of a text at font size 1: a Chinese character is one em, others a little over half.
pub fn text_width(text: &str) -> f64 {
    text.chars().map(|c| if (c as u32) > 0x2E7F { 1.0 } else { 0.56 }).sum()
}

/// An SVG document being written.
pub struct Svg {
    out: String,
}

impl Svg {
    /// Opens a document of this size in pixels with a title for screen readers.
    pub fn new(width: f64, height: f64, title: &str) -> Svg {
        let (w, h, title) = (number(width), number(height), escape(title));
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{title}" font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei','Source Han Sans SC',sans-serif">"#
        );
        let _ = writeln!(out, "<title>{title}</title>");
        let _ = writeln!(out, r##"<rect width="{w}" height="{h}" fill="#fff"/>"##);
        Svg { out }
    }

    /// Adds a line of markup.
    pub fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
        self.out.push('\n');
    }

    /// A straight line.
    pub fn line(&mut self, a: [f64; 2], b: [f64; 2], style: &str) {
        let [x1, y1, x2, y2] = [a[0], a[1], b[0], b[1]].map(number);
        self.push(&format!(r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {style}/>"#));
    }

    /// Text at a point with the given attributes.
    pub fn text(&mut self, at: [f64; 2], size: f64, attributes: &str, text: &str) {
        let (x, y, size) = (number(at[0]), number(at[1]), number(size));
        self.push(&format!(r#"<text x="{x}" y="{y}" font-size="{size}" {attributes}>{}</text>"#, escape(text)));
    }

    /// Closes the document.
    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_text_is_safe() {
        assert_eq!([12.0, -0.001, 3.456, 100.0, 0.5].map(number), ["12", "0", "3.46", "100", "0.5"]);
        assert_eq!(escape("客厅<\"A&B\">\u{1}"), "客厅&lt;&quot;A&amp;B&quot;&gt; ");
        assert!((text_width("主卧A1") - 3.12).abs() < 1e-9);
    }
}
