//! Star ratings and ratios as authors write them: 二星级, 「三星（目标）」, 72%, 0.72 (CLAUSES NT-2.4-01, -03).

use crate::Vocabulary;

/// A rating read from text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rating {
    /// 0 for 基本级, else the number of stars.
    pub(crate) stars: f64,
    /// The text speaks of a target, not of a rating obtained.
    pub(crate) target: bool,
}

/// Whether a text speaks of something aimed at and not of something obtained.
pub(crate) fn is_target(vocabulary: &Vocabulary, text: &str) -> bool {
    vocabulary.find("rating_target", text).is_some()
}

/// The stars that a text names; of a choice of several the least.
pub(crate) fn stars(vocabulary: &Vocabulary, text: &str) -> Option<Rating> {
    let parts: Vec<&str> = text.split([',', '，', '、', '/', ';', '；', '|', '或', '~', '～', '至', '到', '-', '—']).collect();
    let of_parts = parts.iter().filter_map(|part| named_stars(vocabulary, part)).reduce(f64::min);
    let stars = of_parts.or_else(|| named_stars(vocabulary, text))?;
    Some(Rating { stars, target: is_target(vocabulary, text) })
}

fn named_stars(vocabulary: &Vocabulary, text: &str) -> Option<f64> {
    let word = vocabulary.find("rating", text).map(|found| found.word.to_owned());
    let stars = match word.as_deref() {
        Some("three") => 3.0,
        Some("two") => 2.0,
        Some("one") => 1.0,
        Some("basic") => 0.0,
        _ => text.trim().parse::<f64>().ok().filter(|n| [0.0, 1.0, 2.0, 3.0].contains(n))?,
    };
    Some(stars)
}

/// A ratio written as a fraction, a number of per cent, or with a per cent sign.
pub(crate) fn ratio(text: &str) -> Option<f64> {
    let flat: String = crate::vocabulary::fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let start = flat.find(|c: char| c.is_ascii_digit())?;
    if flat[..start].ends_with('-') {
        return None;
    }
    let digits: String = flat[start..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number: f64 = digits.parse().ok()?;
    let percent = flat[start + digits.len()..].starts_with('%') || number > 1.0;
    let ratio = if percent { number / 100.0 } else { number };
    (0.0..=1.0).contains(&ratio).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_targets_are_read() {
        let vocabulary = Vocabulary::builtin();
        let read = |text| stars(&vocabulary, text);
        assert_eq!(read("二星级"), Some(Rating { stars: 2.0, target: false }));
        assert_eq!(read("绿色建筑三星（设计目标）"), Some(Rating { stars: 3.0, target: true }));
        assert_eq!(read("基本级"), Some(Rating { stars: 0.0, target: false }));
        assert_eq!(read("★★"), Some(Rating { stars: 2.0, target: false }));
        assert_eq!(read("2"), Some(Rating { stars: 2.0, target: false }));
        assert_eq!(read("优秀"), None);
        assert_eq!(read("一星级, 二星级, 三星级"), Some(Rating { stars: 1.0, target: false }), "the choices of a list are no rating");
        assert_eq!(read("未达到二星级"), Some(Rating { stars: 2.0, target: true }), "a person reads it");
    }

    #[test]
    fn ratios_are_fractions_whatever_the_spelling() {
        assert_eq!(ratio("72%"), Some(0.72));
        assert_eq!(ratio("７２％"), Some(0.72));
        assert_eq!(ratio("0.72"), Some(0.72));
        assert_eq!(ratio("不低于 70"), Some(0.7));
        assert_eq!(ratio("1"), Some(1.0));
        assert_eq!(ratio("170"), None);
        assert_eq!(ratio("-75"), None);
        assert_eq!(ratio("无"), None);
    }
}
