//! Sentences in both languages in one text: `中文 ‖ English`. Methods, sources and reasons are written so by the survey; whoever
//! shows them picks the half of the reader's language.

/// Between the Chinese and the English half.
pub const BOTH: &str = " ‖ ";

/// A sentence in both languages.
#[must_use]
pub fn both(zh: impl AsRef<str>, en: impl AsRef<str>) -> String {
    format!("{}{BOTH}{}", zh.as_ref(), en.as_ref())
}

/// The half of a text for a language; a text that has only one half (names, properties, numbers) is answered whole.
#[must_use]
pub fn spoken(text: &str, chinese: bool) -> &str {
    match halves(text) {
        (zh, _) if chinese => zh,
        (_, en) => en,
    }
}

/// The Chinese and the English half of a text; twice the whole of one that has only one half.
#[must_use]
pub fn halves(text: &str) -> (&str, &str) {
    // the sign alone is found many times as fast as the sign between blanks
    let parts = text.match_indices('‖').find_map(|(at, sign)| {
        let (before, after) = (text.get(..at)?, text.get(at + sign.len()..)?);
        before.strip_suffix(' ').zip(after.strip_prefix(' '))
    });
    parts.unwrap_or((text, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_read_in_the_language_asked_for_and_names_are_left_alone() {
        let method = both("完成面至完成面", "finished floor to finished floor");
        assert_eq!(spoken(&method, true), "完成面至完成面");
        assert_eq!(spoken(&method, false), "finished floor to finished floor");
        assert_eq!(spoken("Qto_SpaceBaseQuantities.Height", true), "Qto_SpaceBaseQuantities.Height");
    }
}
