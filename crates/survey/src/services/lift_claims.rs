//! What authors say of the storeys at which a lift stops: 停靠地下车库 = 否, 停靠楼层 = 1F-11F (NT-2.1-07).

use haofang_ifc::Entity;

use crate::Vocabulary;
use crate::authored::{self, Reading};
use crate::building::Survey;
use crate::carriers::Texts;
use crate::said::names_of;
use crate::vocabulary::fold;

/// Whether a name, type or property says that a lift carries goods only: 消防货梯, 电梯类型 = 货梯, 是否客梯 = 否.
pub(crate) fn carries_goods(survey: &Survey<'_>, lift: Entity<'_>, texts: &Texts) -> bool {
    let is_goods = |folded: &str| survey.vocabulary.find_folded("lift_goods", folded).is_some_and(|found| found.word == "goods");
    let said = |meaning: &str| survey.said(lift, meaning);
    let words = |meaning: &str| said(meaning).into_iter().filter_map(|claim| authored::words_of(&claim.property)).map(|words| fold(&words));
    names_of(texts).any(is_goods)
        || texts.iter().any(|carrier| &*carrier.from == "Description" && is_goods(&carrier.folded))
        || words("kind").chain(words("remark")).any(|words| is_goods(&words))
        || said("passengers").iter().any(|claim| authored::claim_of(&claim.property) == Some(false))
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
        // a bare number may be how many stops there are
        let names_storeys = folded.contains(['f', '层', '楼', '-', '~', '至', '首', '负', 'b', ',', '、']);
        if names_storeys && !is_count(&folded) {
            let source = format!("{} \"{words}\"", authored::source(&claim.property));
            out.push(Reading { value: reaches_below(survey.vocabulary, &folded), source, note: None });
        }
    }
    // names and remarks that deny it, or give the storeys: 客梯（不停地下）, 客梯 1F-9F
    let texts = survey.texts(lift);
    let described = texts.iter().filter(|carrier| ["LongName", "Name", "ObjectType", "type name", "Description"].contains(&&*carrier.from));
    let mut sentences: Vec<(String, String)> = described.map(|carrier| (carrier.folded.to_string(), carrier.from.to_string())).collect();
    for claim in survey.said(lift, "remark") {
        sentences.extend(authored::words_of(&claim.property).map(|words| (fold(&words), authored::source(&claim.property))));
    }
    for (folded, source) in sentences {
        if denies_below(survey.vocabulary, &folded) || (is_range(&folded) && !reaches_below(survey.vocabulary, &folded)) {
            out.push(Reading { value: false, source: format!("{source} \"{folded}\""), note: None });
        }
    }
    out
}

/// Whether a folded text counts stops and names none: 9层9站, 9/9/9.
fn is_count(folded: &str) -> bool {
    folded.ends_with('站') || folded.chars().all(|c| c.is_ascii_digit() || c == '/')
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
        let ends = letters.get(at + 1).is_some_and(|c| number(*c)) && ["f", "层", "楼"].contains(&after.as_str());
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
        let alone = folded[..at].chars().next_back().is_none_or(|before| !(before.is_alphanumeric() || before == '层' || before == '#'));
        let mut after = folded[at + 1..].chars();
        alone && after.next().is_some_and(|digit| ('1'..='3').contains(&digit)) && after.next().is_none_or(|next| !next.is_ascii_digit())
    });
    !denies_below(vocabulary, folded) && (minus || vocabulary.find_folded("lift_stops", folded).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, fold, is_range, reaches_below};

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
}
