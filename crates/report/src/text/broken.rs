//! A file that cannot be read whole, as a compiler would tell it.

use super::TextOptions;
use super::layout::{Ink, Page, fit, width};

/// What is known of the break.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrokenFile {
    /// Stable code, such as `E0012`.
    pub code: String,
    /// What was found and what was expected.
    pub message: String,
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1.
    pub column: u64,
    /// Byte offset.
    pub byte: u64,
    /// The line of the file, as far as it is text.
    pub excerpt: String,
    /// How many columns of the excerpt, from `column` on, are at fault.
    pub span: usize,
    /// What is wrong with them.
    pub label: String,
    /// The most probable cause.
    pub cause: String,
    /// What to do.
    pub help: String,
}

/// The whole text.
#[must_use]
pub fn broken(file: &BrokenFile, options: &TextOptions) -> String {
    let lang = options.lang;
    let mut page = Page::new(options.width, options.color);
    let code = if file.code.is_empty() { String::new() } else { format!("[{}]", file.code) };
    // the message ends with what to do: it is wrapped, never cut
    page.marked(Ink::Bad, &format!("{}{code}", lang.pick("错误", "error")), &file.message, 4);
    let byte = lang.pick("字节", "byte");
    page.line(&format!(" --> {}:{}:{}  ({byte} {})", file.file, file.line, file.column, file.byte));
    if !file.excerpt.is_empty() {
        let number = file.line.to_string();
        let gutter = " ".repeat(number.len());
        // A long line is shown around the fault.
        let before: String = file.excerpt.chars().take(usize::try_from(file.column).unwrap_or(1).saturating_sub(1)).collect();
        let rest: String = file.excerpt.chars().skip(before.chars().count()).collect();
        let room = page.width.saturating_sub(number.len() + 3);
        let keep = room.saturating_sub(width(&rest).min(room / 2)).saturating_sub(1);
        let lead = tail(&before, keep);
        page.line(&format!("{gutter} |"));
        page.line(&format!("{number} | {}", fit(&format!("{lead}{rest}"), room)));
        let marks = "^".repeat(file.span.clamp(1, room / 2));
        page.line(&format!("{gutter} | {}{marks} {}", " ".repeat(width(&lead)), file.label));
        page.line(&format!("{gutter} |"));
    }
    if !file.cause.is_empty() {
        page.wrapped(&format!("{}  ", lang.pick("原因", "cause")), &file.cause, 4);
    }
    if !file.help.is_empty() {
        page.wrapped(&format!("{}  ", lang.pick("帮助", "help")), &file.help, 4);
    }
    page.finish()
}

/// The end of a text, as many columns as there is room for.
fn tail(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out: Vec<char> = Vec::new();
    let mut used = 1;
    for character in text.chars().rev() {
        let step = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if used + step > columns {
            break;
        }
        used += step;
        out.push(character);
    }
    std::iter::once('…').chain(out.into_iter().rev()).collect()
}
