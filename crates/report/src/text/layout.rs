//! Lines of a fixed width: a Chinese character takes two columns, a colour none.

use unicode_width::UnicodeWidthStr;

/// Colours by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Bad,
    Warn,
    Good,
    Quiet,
    Strong,
}

/// Text under construction.
pub(super) struct Page {
    pub(super) width: usize,
    color: bool,
    out: String,
}

impl Page {
    pub(super) fn new(width: usize, color: bool) -> Self {
        Self { width: width.max(40), color, out: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// One line, cut to the width.
    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(fit(text, self.width).trim_end());
        self.out.push('\n');
    }

    /// One line that is already fitted, and may carry colours.
    pub(super) fn line_raw(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// A mark in a colour, a text in the usual weight, and a text at the right margin.
    pub(super) fn plain(&mut self, ink: Ink, mark: &str, text: &str, right: &str) {
        let room = self.width.saturating_sub(width(mark) + 1 + 2 + width(right));
        let text = pad(&fit(text, room), room);
        let line = format!("{} {text}  {right}", self.paint(ink, mark));
        self.line_raw(&line);
    }

    /// A mark in a colour and a text over several lines.
    pub(super) fn marked(&mut self, ink: Ink, mark: &str, text: &str, most: usize) {
        let lines = wrap(text, self.width.saturating_sub(width(mark) + 1), most);
        for (at, line) in lines.iter().enumerate() {
            let lead = if at == 0 { self.paint(ink, mark) } else { " ".repeat(width(mark)) };
            self.line_raw(&format!("{lead} {line}"));
        }
    }

    /// One line in a colour.
    pub(super) fn inked(&mut self, ink: Ink, text: &str) {
        let text = fit(text, self.width);
        let painted = self.paint(ink, text.trim_end());
        self.out.push_str(&painted);
        self.out.push('\n');
    }

    /// A mark in a colour, a text, and a text at the right margin.
    pub(super) fn headline(&mut self, ink: Ink, mark: &str, text: &str, right: &str) {
        let room = self.width.saturating_sub(width(mark) + 1 + 2 + width(right));
        let text = pad(&fit(text, room), room);
        let line = format!("{} {}  {right}", self.paint(ink, mark), self.paint(Ink::Strong, &text));
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// Text over several lines, the later ones indented as the first one's words.
    pub(super) fn wrapped(&mut self, first: &str, text: &str, most: usize) {
        let indent = " ".repeat(width(first));
        let lines = wrap(text, self.width.saturating_sub(width(first)), most);
        for (at, line) in lines.iter().enumerate() {
            self.line(&format!("{}{line}", if at == 0 { first } else { &indent }));
        }
    }

    /// A heading with a rule to the right margin.
    pub(super) fn rule(&mut self, ink: Ink, text: &str) {
        self.blank();
        let rest = self.width.saturating_sub(width(text) + 1);
        let line = format!("{} {}", self.paint(ink, text), self.paint(Ink::Quiet, &"─".repeat(rest)));
        self.out.push_str(&line);
        self.out.push('\n');
    }

    pub(super) fn paint(&self, ink: Ink, text: &str) -> String {
        if !self.color {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Bad => "1;31",
            Ink::Warn => "33",
            Ink::Good => "32",
            Ink::Quiet => "2",
            Ink::Strong => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Columns of a text.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut to so many columns with `…`; control characters of names never reach the terminal.
pub(super) fn fit(text: &str, columns: usize) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if width(&clean) <= columns {
        return clean;
    }
    let mut out = String::new();
    let mut used = 0;
    for character in clean.chars() {
        let step = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if used + step + 1 > columns {
            break;
        }
        used += step;
        out.push(character);
    }
    out.trim_end().to_owned() + "…"
}

/// The text, filled with blanks to so many columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text over at most `most` lines, broken at blanks or between Chinese characters.
pub(super) fn wrap(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, after) = next_word(rest);
        let last = lines.len();
        let Some(line) = lines.last_mut() else { break };
        if width(line) + width(word.trim_end()) > columns && !line.is_empty() {
            if last == most {
                let cut = fit(&format!("{line}{rest}"), columns);
                *line = cut;
                return lines;
            }
            *line = line.trim_end().to_owned();
            lines.push(word.trim_start().to_owned());
        } else {
            line.push_str(word);
        }
        rest = after;
    }
    lines.into_iter().map(|line| fit(line.trim_end(), columns)).collect()
}

/// A run of characters that stays together: a wide character, or narrow ones up to the next blank.
fn next_word(text: &str) -> (&str, &str) {
    let wide = |c: char| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0) > 1;
    let mut end = text.len();
    for (at, character) in text.char_indices() {
        if at == 0 && wide(character) {
            let mut after = character.len_utf8();
            // closing marks stay with the word before them
            while let Some(mark) = text[after..].chars().next().filter(|c| "，。；：、）」》？！".contains(*c)) {
                after += mark.len_utf8();
            }
            return text.split_at(after);
        }
        if wide(character) {
            end = at;
            break;
        }
        if character == ' ' && at > 0 {
            end = at + 1;
            break;
        }
    }
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_counts_two_columns() {
        assert_eq!(width("层高 3.05"), 9);
        assert_eq!(fit("层高不低于三点一米", 9), "层高不低…");
        assert_eq!(pad("层高", 6), "层高  ");
        assert!(fit("a\u{1b}[31m名", 80).chars().all(|c| !c.is_control()));
    }

    #[test]
    fn wrapped_lines_keep_the_width() {
        let text = "依据 7F 楼板顶面 18.600 → 8F 21.650，与属性 Elevation 一致；其余楼层未见异常。";
        for columns in 12..60 {
            for line in wrap(text, columns, 9) {
                assert!(width(&line) <= columns, "{columns}: {line}");
            }
        }
        assert_eq!(wrap("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(wrap("one two three four", 7, 2).len(), 2);
    }
}
