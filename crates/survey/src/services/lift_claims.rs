//! What authors say of the storeys at which a lift stops: 停靠地下车库 = 否, 停靠楼层 = 1F-11F (NT-2.1-07).

use haofang_ifc::Entity;

use crate::Vocabulary;
use crate::authored::{self, Reading};
use crate::building::Survey;
use crate::carriers::Texts;
use crate::said::names_of;
use crate::said_length;
use crate::vocabulary::fold;

/// Travels that differ by less are one (m): a landing may lie some steps off its level.
const TRAVEL: f64 = 1.0;

/// Whether a name, type or property says that a lift carries goods only: 消防货梯, 电梯类型 = 货梯, 是否客梯 = 否.
pub(crate) fn carries_goods(survey: &Survey<'_>, lift: Entity<'_>, texts: &Texts) -> bool {
    let is_goods = |folded: &str| survey.vocabulary.find_folded("lift_goods", folded).is_some_and(|found| found.word == "goods");
    let said = |meaning: &str| survey.said(lift, meaning);
    let words = |meaning: &str| said(meaning).into_iter().filter_map(|claim| authored::words_of(&claim.property)).map(|words| fold(&words));
    names_of(texts).any(is_goods)
        || words("kind").chain(words("remark")).any(|words| is_goods(&words))
        || said("passengers").iter().any(|claim| authored::claim_of(&claim.property) == Some(false))
        || said("passengers").iter().any(|claim| authored::words_of(&claim.property).is_some_and(|words| fold(&words) == "0人"))
        || said("goods").iter().any(|claim| authored::claim_of(&claim.property) == Some(true))
}

/// Each claim of an author that the lift reaches, or does not reach, a storey below ground.
pub(crate) fn of_reach(survey: &Survey<'_>, lift: Entity<'_>) -> Vec<Reading<bool>> {
    let mut out: Vec<Reading<bool>> = Vec::new();
    for claim in survey.said(lift, "reaches_below") {
        let Some(value) = authored::claim_of(&claim.property) else { continue };
        out.push(Reading { value, source: authored::source(&claim.property), note: None });
    }
    for claim in survey.said(lift, "stops") {
        let Some(words) = authored::words_of(&claim.property) else { continue };
        let folded = fold(&words);
        // 停靠层(地下) = 无
        let of_below = survey.vocabulary.find("lift_stops", &claim.property.name).is_some_and(|found| found.word == "below");
        if let (true, Some(value)) = (of_below, authored::claim_of(&claim.property)) {
            out.push(Reading { value, source: format!("{} \"{words}\"", authored::source(&claim.property)), note: None });
        }
        // 0.000，3.150，6.300 and ±0.000~25.200
        if let Some(lowest) = lowest_level(&folded, false) {
            out.push(Reading { value: lowest < -TRAVEL, source: format!("{} \"{words}\"", authored::source(&claim.property)), note: None });
            continue;
        }
        // a bare number may be how many stops there are
        let names_storeys = folded.contains(['f', '层', '楼', '-', '~', '至', '首', '负', 'b', ',', '、']);
        if (names_storeys && !is_count(&folded)) || denies_below(survey.vocabulary, &folded) {
            let source = format!("{} \"{words}\"", authored::source(&claim.property));
            out.push(Reading { value: reaches_below(survey.vocabulary, &folded), source, note: None });
        }
    }
    // names and remarks that deny it, or give the storeys: 客梯（不停地下）, 客梯 1F-9F
    let texts = survey.texts(lift);
    let described = texts.iter().filter(|carrier| ["LongName", "Name", "ObjectType", "type name"].contains(&&*carrier.from));
    let mut sentences: Vec<(String, String)> = described.map(|carrier| (carrier.folded.to_string(), carrier.from.to_string())).collect();
    for claim in survey.said(lift, "remark") {
        sentences.extend(authored::words_of(&claim.property).map(|words| (fold(&words), authored::source(&claim.property))));
    }
    for (folded, source) in sentences {
        let lists = is_range(&folded) || lists_stops(survey.vocabulary, &folded);
        if denies_below(survey.vocabulary, &folded) || (lists && !reaches_below(survey.vocabulary, &folded)) {
            out.push(Reading { value: false, source: format!("{source} \"{folded}\""), note: None });
        }
    }
    if let Some(other) = survey.called_else(lift, &texts, "lift", &|word| word == "lift") {
        out.push(Reading { value: false, source: other, note: None });
    }
    out
}

/// What counts of stops, travels and lowest levels say of a lift that passes so many floors over such a height (m): it does not
/// reach them all, and those below ground are the last to be served.
pub(crate) fn of_stops(survey: &Survey<'_>, lift: Entity<'_>, (floors, height): (usize, f64)) -> Vec<Reading<bool>> {
    let mut out: Vec<Reading<bool>> = Vec::new();
    let mut deny = |source: String| out.push(Reading { value: false, source, note: None });
    for claim in survey.said(lift, "stops") {
        let Some(words) = authored::words_of(&claim.property) else { continue };
        // 停靠楼层 = 9 may be a storey, 停站数 = 9 is a count
        let counts = ["数", "站", "stops", "landings", "stopcount"].iter().any(|word| fold(&claim.property.name).contains(word));
        if count_of_stops(&fold(&words), counts).is_some_and(|stops| stops < floors) {
            deny(format!("{} \"{words}\", {floors} floors passed", authored::source(&claim.property)));
        }
    }
    for claim in survey.said(lift, "travel") {
        let travels = said_length::of_property(survey.vocabulary, &claim.property);
        if let Some(least) = travels.into_iter().find(|travel| travel.value > 0.0 && travel.value < height - TRAVEL) {
            deny(format!("{} {:.2} m, {height:.2} m passed", least.source, least.value));
        }
    }
    // a family that is placed on 1F may reach below it by an offset
    let offsets = survey.said(lift, "base_offset");
    let mut offsets = offsets.iter().flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property));
    if !offsets.any(|offset| offset.value.abs() > TRAVEL) {
        for claim in survey.said(lift, "lowest") {
            let Some(words) = authored::words_of(&claim.property) else { continue };
            let folded = fold(&words);
            let names_storey =
                folded.contains(['层', '楼', '首']) || folded.starts_with(|c: char| c.is_ascii_digit()) && folded.contains('f');
            let is_at_ground = lowest_level(&folded, true).is_some_and(|level| level > -TRAVEL);
            if is_at_ground || (names_storey && !reaches_below(survey.vocabulary, &folded)) {
                deny(format!("{} \"{words}\"", authored::source(&claim.property)));
            }
        }
    }
    out
}

/// The count of stops that a folded text gives: 9层9站, 9/9/9 (层/站/门), and where a bare number is one, 9.
fn count_of_stops(folded: &str, bare_counts: bool) -> Option<usize> {
    let number = |text: &str| -> Option<usize> {
        let digits = text.chars().rev().take_while(char::is_ascii_digit).count();
        text[text.len() - digits..].parse().ok()
    };
    if let Some(at) = folded.rfind('站') {
        return number(&folded[..at]);
    }
    let mut parts = folded.split('/');
    match (parts.next(), parts.next()) {
        (Some(first), Some(second)) if !first.is_empty() => second.parse().ok(),
        (Some(only), None) if bare_counts => only.trim_end_matches(['层', '个']).parse().ok(),
        _ => None,
    }
}

/// The lowest of the levels (m, ±0.000 is the ground floor) of which a folded text consists: 0.000,3.150 or ±0.000~25.200.
/// A number alone may be a count unless it is said to be a level.
fn lowest_level(folded: &str, alone: bool) -> Option<f64> {
    let parts: Vec<&str> =
        folded.split([',', '，', '、', ';', '；', '~', '/', ' ', '至']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let level = |part: &&str| -> Option<f64> {
        let bare = part.trim_start_matches(['±', '+']).trim_end_matches(['m', '米']);
        // level 3 has no decimals
        (bare.contains('.') || alone && bare == "0").then(|| bare.parse().ok()).flatten()
    };
    if parts.len() < 2 && !alone {
        return None;
    }
    let levels: Option<Vec<f64>> = parts.iter().map(level).collect();
    levels?.into_iter().min_by(f64::total_cmp)
}

/// Whether a folded text counts stops and names none: 9层9站, 9/9/9.
fn is_count(folded: &str) -> bool {
    folded.ends_with('站') || folded.chars().all(|c| c.is_ascii_digit() || c == '/')
}

/// Whether a folded text tells at which storeys a lift stops: 仅停靠1f、3f, 停靠地上各层.
fn lists_stops(vocabulary: &Vocabulary, folded: &str) -> bool {
    let storey = |at: usize| {
        folded[at..].starts_with(['f', '层', '楼'])
            && folded[..at].ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十首各".contains(c))
    };
    vocabulary.find_folded("stopping", folded).is_some() && !is_count(folded) && folded.char_indices().any(|(at, _)| storey(at))
}

/// Whether a folded text holds a range of storeys: 1f-9f, 1~9层, 首层至九层.
fn is_range(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    letters.iter().enumerate().any(|(at, c)| {
        let before: Vec<char> = letters[..at].iter().rev().take(2).copied().collect();
        let storey = before.first().is_some_and(|c| "f层楼".contains(*c)) && before.get(1).is_some_and(|c| number(*c) || *c == '首');
        let bare = before.first().is_some_and(|c| number(*c));
        let after: String = letters[at + 1..].iter().skip_while(|c| number(**c)).take(1).collect();
        // 1f至顶层, 1层到屋面
        let ends = letters.get(at + 1).is_some_and(|c| number(*c) && ["f", "层", "楼"].contains(&after.as_str()) || "顶屋".contains(*c));
        "-~至到".contains(*c) && (storey || bare) && ends
    })
}

/// Whether a folded text says that the lift does not go below ground.
fn denies_below(vocabulary: &Vocabulary, folded: &str) -> bool {
    vocabulary.find_folded("lift_stops", folded).is_some_and(|found| found.word == "denies")
}

/// Whether a folded list of storeys holds one below ground: `-1F~11F`, `B1-18`, 地下一层至屋面.
fn reaches_below(vocabulary: &Vocabulary, folded: &str) -> bool {
    // the hyphen of 1F-11F is no minus
    let minus = folded.match_indices('-').any(|(at, _)| {
        // 停站-1F, 停靠层-1~9: the word before is no storey
        let mut before = folded[..at].chars().rev();
        let last = before.next();
        let worded = last.is_some_and(|last| "站层".contains(last)) && before.next().is_some_and(|letter| "停靠".contains(letter));
        let alone = worded || last == Some('靠') || last.is_none_or(|last| !(last.is_alphanumeric() || last == '#'));
        let mut after = folded[at + 1..].chars();
        alone && after.next().is_some_and(|digit| ('1'..='3').contains(&digit)) && after.next().is_none_or(|next| !next.is_ascii_digit())
    });
    !denies_below(vocabulary, folded) && (minus || vocabulary.find_folded("lift_stops", folded).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, count_of_stops, fold, is_range, reaches_below};

    #[test]
    fn lists_of_storeys_tell_whether_they_go_below_ground() {
        let vocabulary = Vocabulary::builtin();
        for (text, below) in [
            ("1F-11F", false),
            ("-1F~11F", true),
            ("B1-18", true),
            ("地下一层至屋面", true),
            ("1~18层", false),
            ("1-2", false),
            ("首层至十一层", false),
            ("-1,1,2,3", true),
            ("1层-11层，不停地下室", false),
            ("1F-18F", false),
            ("全部楼层", true),
            ("客梯 停站-1F~9F", true),
            ("停靠层-1~9", true),
            ("停站 1F-9F", false),
            ("1层-11层", false),
        ] {
            assert_eq!(reaches_below(&vocabulary, &fold(text)), below, "{text}");
        }
    }

    #[test]
    fn ranges_of_storeys_are_told_from_names() {
        for (text, range) in [
            ("客梯 1F-9F", true),
            ("客梯（1~9层）", true),
            ("首层至九层", true),
            ("客梯 1#住宅楼-1", false),
            ("DT-1", false),
            ("1-2", false),
        ] {
            assert_eq!(is_range(&fold(text)), range, "{text}");
        }
    }

    #[test]
    fn counts_of_stops_are_read_and_storeys_are_none() {
        for (text, bare, stops) in [
            ("9层9站", false, Some(9)),
            ("10层/9站/9门", false, Some(9)),
            ("9/9/9", false, Some(9)),
            ("9/9", false, Some(9)),
            ("9", true, Some(9)),
            ("9层", true, Some(9)),
            ("9", false, None),
            ("1-9层", true, None),
            ("-1F~9F", true, None),
        ] {
            assert_eq!(count_of_stops(&fold(text), bare), stops, "{text}");
        }
    }
}
