//! What a level's name claims: its number, a range of typical floors, an architectural or structural level.

use crate::vocabulary::fold;

/// The claim of a level's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StoreyName {
    /// Number of the natural storey: 1 = ground floor, -1 = first basement.
    pub number: Option<i32>,
    /// First and last storey of a typical floor: `3~17F`.
    pub range: Option<(i32, i32)>,
    /// A typical floor without a range: `标准层`; with a number it may stand for itself alone: `标准层3F` below `标准层4F`.
    pub is_typical: bool,
}

/// Reads a level's name: `3F`, `F3`, `第3层`, `三层`, `首层`, `B1`, `-1F`, `地下一层`, `3~17F`, `F3-F17`, `标准层`.
#[must_use]
pub fn read(name: &str) -> StoreyName {
    let text = fold(name);
    let text = text.split('(').next().unwrap_or_default().trim();
    let is_typical = text.contains("标准层") || text.contains("typical");
    if let Some(range) = range(text) {
        return StoreyName { number: None, range: Some(range), is_typical: true };
    }
    let alone = text.replace("标准层", " ");
    let alone = if is_typical { alone.trim_matches([' ', '-', '_', ':']) } else { text };
    StoreyName { number: number(alone), range: None, is_typical }
}

/// `3~17f`, `f3-f17`, `3-17层`, `三至十七层`.
fn range(text: &str) -> Option<(i32, i32)> {
    let text = text.strip_prefix("标准层").unwrap_or(text).trim_start_matches(['_', ' ', ':']);
    for sign in ["~", "至", "到", "〜", "-"] {
        let Some((from, to)) = text.split_once(sign) else { continue };
        let from_number = floor(from).or_else(|| plain(from));
        let (Some(first), Some(last)) = (from_number, floor(to)) else { continue };
        if first > 0 && last > first {
            return Some((first, last));
        }
    }
    None
}

fn plain(text: &str) -> Option<i32> {
    let text = text.trim().trim_start_matches('第');
    if text.is_empty() || text.chars().count() > 4 { None } else { text.parse().ok().or_else(|| chinese(text)) }
}

/// A single level: with a storey sign, so that `1#楼` or `A3` are none.
fn floor(text: &str) -> Option<i32> {
    let text = text.trim();
    for (sign, value) in [("首层", 1), ("底层", 1), ("地面层", 1), ("负一层", -1), ("负二层", -2), ("负三层", -3), ("负一楼", -1)]
    {
        if text == sign {
            return Some(value);
        }
    }
    if let Some(rest) = text.strip_prefix("地下") {
        let digits = rest.trim_end_matches(['层', '室', 'f', '楼']);
        return if digits.is_empty() { None } else { plain(digits).filter(|n| *n > 0).map(|n| -n) };
    }
    let bare = text.strip_prefix("地上").unwrap_or(text);
    for sign in ["层", "楼", "f"] {
        if let Some(digits) = bare.strip_suffix(sign) {
            return plain(digits).filter(|n| *n != 0);
        }
    }
    for word in ["level ", "floor ", "storey ", "story "] {
        if let Some(digits) = bare.strip_prefix(word) {
            return digits.trim().parse().ok().filter(|n: &i32| *n != 0);
        }
    }
    if let Some(digits) = bare.strip_prefix('f').or_else(|| bare.strip_prefix("l")) {
        return digits.trim_start_matches([' ', '-', '_']).parse().ok().filter(|n: &i32| *n != 0);
    }
    if let Some(digits) = bare.strip_prefix('b') {
        return digits.parse().ok().filter(|n: &i32| *n > 0).map(|n: i32| -n);
    }
    None
}

/// The level in a longer name: `3#-AR-1F`, `F1_±0.000`, `1层 0.000`.
fn number(text: &str) -> Option<i32> {
    if let Some(number) = floor(text) {
        return Some(number);
    }
    if matches!(text, "±0.000" | "±0.00" | "0.000" | "±0") {
        return Some(1);
    }
    let parts: Vec<&str> = text.split([' ', '_', '/', ',', ':', '#']).filter(|part| !part.is_empty()).collect();
    let dashed = parts.iter().flat_map(|part| {
        let last = part.rsplit_once('-').map(|(before, last)| match before {
            "" => *part,
            // 建筑--1F is the first basement of the architect
            _ if before.ends_with('-') => &part[before.len()..],
            _ => last,
        });
        [Some(*part), last].into_iter().flatten()
    });
    let mut found: Vec<i32> = dashed.filter_map(floor).collect();
    found.dedup();
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Chinese numerals up to 99.
fn chinese(text: &str) -> Option<i32> {
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c).or(if c == '两' { Some(2) } else { None });
    let (tens, ones) = match text.split_once('十') {
        Some((tens, ones)) => {
            (if tens.is_empty() { 1 } else { single(tens, digit)? }, if ones.is_empty() { 0 } else { single(ones, digit)? })
        }
        None => (0, single(text, digit)?),
    };
    i32::try_from(tens * 10 + ones).ok()
}

fn single(text: &str, digit: impl Fn(char) -> Option<usize>) -> Option<usize> {
    let mut chars = text.chars();
    let value = digit(chars.next()?)?;
    chars.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_common_spelling() {
        for (name, number) in [
            ("3F", Some(3)),
            ("-1F", Some(-1)),
            ("F12", Some(12)),
            ("第3层", Some(3)),
            ("三层", Some(3)),
            ("十二层", Some(12)),
            ("二十一层", Some(21)),
            ("首层", Some(1)),
            ("B2", Some(-2)),
            ("地下一层", Some(-1)),
            ("地下2层", Some(-2)),
            ("负一层", Some(-1)),
            ("3层（建筑）", Some(3)),
            ("3F(结构)", Some(3)),
            ("３Ｆ", Some(3)),
            ("±0.000", Some(1)),
            ("3#-AR-1F", Some(1)),
            ("建筑--1F", Some(-1)),
            ("F1_±0.000", Some(1)),
            ("屋面层", None),
            ("A3", None),
            ("地下室", None),
            ("Erdgeschoss", None),
            ("Level 2", Some(2)),
        ] {
            assert_eq!(read(name).number, number, "{name}");
        }
    }

    #[test]
    fn ranges_are_typical_floors() {
        assert_eq!(read("3~17F").range, Some((3, 17)));
        assert_eq!(read("F3-F17").range, Some((3, 17)));
        assert_eq!(read("三至十七层").range, Some((3, 17)));
        assert_eq!(read("标准层3~17F").range, Some((3, 17)));
        assert!(read("标准层").is_typical);
        assert_eq!(read("标准层3F"), StoreyName { number: Some(3), range: None, is_typical: true });
        assert_eq!(read("-1F").range, None);
        assert_eq!(read("3#-AR-1F").range, None);
    }
}
