//! Quotes against the source text of a policy: 臵 is read as 置, white space is ignored, `…` stands for words left out.

use std::ops::Range;

/// The text as it is compared: without white space, with the OCR slip 臵 (U+81F5) read as 置.
#[must_use]
pub fn normalise(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').map(|c| if c == '臵' { '置' } else { c }).collect()
}

/// Where the parts of a quote stand in a normalised text, in order; `None` where one does not.
#[must_use]
pub fn find(quote: &str, normalised: &str) -> Option<Vec<Range<usize>>> {
    let quote = normalise(quote);
    let parts: Vec<&str> = quote.split(['…', ';']).filter(|part| !part.is_empty()).collect();
    let (first, rest) = parts.split_first()?;
    // the first part may occur several times; take the first occurrence from which the others follow
    let mut from = 0;
    while let Some(at) = normalised[from..].find(first) {
        let mut found = vec![from + at..from + at + first.len()];
        let mut end = from + at + first.len();
        for part in rest {
            match normalised[end..].find(part) {
                Some(at) => {
                    found.push(end + at..end + at + part.len());
                    end += at + part.len();
                }
                None => break,
            }
        }
        if found.len() == parts.len() {
            return Some(found);
        }
        from += at + first.chars().next().map_or(1, char::len_utf8);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_found_across_line_breaks_and_gaps() {
        let source = normalise("空间尺度适度加大，层 \n\n高不低于 3.1m。宜设臵双门厅、下沉庭院。");
        assert!(find("层高不低于3.1m", &source).is_some());
        assert_eq!(find("空间尺度…宜设置双门厅", &source).map(|parts| parts.len()), Some(2));
        assert!(find("下沉庭院…层高", &source).is_none(), "parts keep their order");
        assert!(find("层高不低于3.2m", &source).is_none());
        assert!(find("", &source).is_none());
    }
}
