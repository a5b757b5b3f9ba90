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
    // a first part such as 探索 occurs in many sentences: the tightest match is the one that is meant
    let mut best: Option<Vec<Range<usize>>> = None;
    let mut from = 0;
    while let Some(at) = normalised[from..].find(first) {
        let start = from + at;
        let mut end = start + first.len();
        let mut found: Vec<Range<usize>> = std::iter::once(start..end).collect();
        for part in rest {
            let Some(at) = normalised[end..].find(part) else { break };
            found.push(end + at..end + at + part.len());
            end += at + part.len();
        }
        let span = |found: &[Range<usize>]| found.last().map_or(0, |last| last.end - found[0].start);
        if found.len() == parts.len() && best.as_deref().is_none_or(|best| span(&found) < span(best)) {
            best = Some(found);
        }
        from = start + first.chars().next().map_or(1, char::len_utf8);
    }
    best
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
        let twice = normalise("探索灵活套型。开展登记。探索为企业办理登记。");
        assert_eq!(find("探索…登记", &twice).map(|parts| parts[0].start), twice.rfind("探索"), "the tightest match is meant");
    }
}
