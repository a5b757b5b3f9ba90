//! Lines of a text: Chinese breaks between any two characters but before closing and after opening punctuation; words and
//! numbers stay whole unless they are longer than a line.

use haofang_font::width;

/// May not begin a line.
const CLOSING: &str = "。，、；：？！）」』》〉】〕”’…—·%‰℃.,;:!?)]}㎡²³";
/// May not end a line.
const OPENING: &str = "（「『《〈【〔“‘([{";

fn is_word(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{a1}'..='\u{24f}').contains(&c)
}

/// Pieces between which a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = before.is_some_and(|before| {
            let inside_word = is_word(before) && is_word(c);
            before == ' ' || !(inside_word || c == ' ' || CLOSING.contains(c) || OPENING.contains(before))
        });
        if breaks {
            out.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// The lines of a text in a width given in ems.
pub(crate) fn lines(text: &str, room: f64) -> Vec<String> {
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for piece in pieces(paragraph) {
            let wide = width(piece.trim_end());
            if used + wide > room && !line.is_empty() {
                out.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0.0;
            }
            if wide <= room {
                line.push_str(piece);
                used += width(piece);
                continue;
            }
            // longer than a line: hashes, GlobalIds in a row
            for c in piece.chars() {
                let step = width(c.encode_utf8(&mut [0; 4]));
                if used + step > room && !line.is_empty() {
                    out.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(c);
                used += step;
            }
        }
        out.push(line.trim_end().to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_anywhere_but_not_before_punctuation() {
        assert_eq!(lines("层高不低于三米一，顶层同。", 5.0), ["层高不低于", "三米一，顶", "层同。"].map(str::to_owned));
        assert_eq!(lines("层高不低于三米一顶，", 9.0), ["层高不低于三米一", "顶，"].map(str::to_owned));
        assert_eq!(lines("要求（三）必须", 3.0), ["要求", "（三）", "必须"].map(str::to_owned));
        for line in lines("《南通市区住宅品质改善提升指导意见》，层高“不低于3.1m”。", 6.0) {
            assert!(width(&line) <= 6.0 + 1e-9 && !line.starts_with(['，', '。', '》', '”']) && !line.ends_with(['《', '“']), "{line}");
        }
    }

    #[test]
    fn words_stay_whole_unless_too_long() {
        assert_eq!(lines("storey height", 5.0), ["storey", "height"].map(str::to_owned));
        let broken = lines(&"f".repeat(64), 10.0);
        assert!(broken.len() > 1 && broken.concat() == "f".repeat(64));
        assert_eq!(lines("", 5.0), [""]);
        assert_eq!(lines("a\nb", 5.0), ["a", "b"]);
    }
}
