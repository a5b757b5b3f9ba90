//! Flaws of rule packs and cases: file, line, column, the line itself with a caret, what was found and what to do.

use std::fmt;
use std::ops::Range;

use haofang_facts::spelling::nearest;

/// A flaw in a rule pack or a case file, located where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    /// The file as named by the caller.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was found, what was expected, what to do.
    pub message: String,
    /// The line of text concerned.
    pub excerpt: String,
    /// How many characters are marked, at least one.
    pub marked: usize,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "{}", self.message)?;
        writeln!(f, "{margin}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.excerpt)?;
        // Chinese characters take two columns in a terminal
        let pad: usize = self.excerpt.chars().take(self.column - 1).map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        write!(f, "{margin} | {}{}", " ".repeat(pad), "^".repeat(self.marked.max(1)))
    }
}

/// A named text whose byte offsets become lines and columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'t> {
    pub(crate) name: &'t str,
    pub(crate) text: &'t str,
}

impl Source<'_> {
    /// The flaw at a byte range of the text.
    pub(crate) fn error(&self, span: Range<usize>, message: impl Into<String>) -> PolicyError {
        let start = floor(self.text, span.start);
        let end = floor(self.text, span.end.max(span.start));
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        PolicyError {
            file: self.name.to_owned(),
            line: self.text[..start].matches('\n').count() + 1,
            column: self.text[line_start..start].chars().count() + 1,
            message: message.into(),
            excerpt: self.text[line_start..line_end].trim_end_matches('\r').to_owned(),
            marked: self.text[start..end.min(line_end).max(start)].chars().count().max(1),
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `; did you mean …?` where something is near.
pub(crate) fn hint<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_point_at_the_place() {
        let source = Source { name: "policy.toml", text: "a = 1\n名 = \"storey.heigth\"\n" };
        let start = source.text.find("storey").unwrap();
        let error = source.error(start..start + 13, "unknown name");
        assert_eq!((error.line, error.column), (2, 6));
        assert_eq!(error.to_string(), "unknown name\n --> policy.toml:2:6\n  |\n2 | 名 = \"storey.heigth\"\n  |       ^^^^^^^^^^^^^");
        assert_eq!(source.error(9_999..9_999, "end").line, 3);
    }

    #[test]
    fn near_names_are_offered_and_far_ones_are_not() {
        assert_eq!(hint("storey.heigth", ["storey.height", "storey.use"]), "; did you mean `storey.height`?");
        assert_eq!(hint("q", ["storey.height"]), "");
    }
}
