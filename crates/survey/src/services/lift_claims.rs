//! What authors say of the storeys at which a lift stops: 停靠地下车库 = 否, 停靠楼层 = 1F-11F (NT-2.1-07).

use haofang_ifc::Entity;

use crate::authored::{self, Reading};
use crate::building::Survey;
use crate::carriers::Texts;
use crate::vocabulary::fold;

/// Properties that say whether a lift reaches the garage or the basement.
const REACHES: &[&str] = &[
    "停靠地下车库",
    "是否停靠地下车库",
    "到达地下车库",
    "是否到达地下车库",
    "直达地下车库",
    "是否直达地下车库",
    "通达地下车库",
    "是否通达地下车库",
    "是否通地下车库",
    "通地下车库",
    "是否直达车库",
    "直达车库",
    "停靠车库",
    "是否停靠车库",
    "直达地库",
    "是否直达地库",
    "停靠地库",
    "是否停靠地库",
    "停靠地下室",
    "是否停靠地下室",
    "到达地下室",
    "是否到达地下室",
    "直达地下室",
    "是否直达地下室",
    "是否通达地下室",
    "是否通地下室",
    "停靠地下层",
    "是否停靠地下层",
    "到达地下层",
    "是否到达地下层",
    "是否下地下室",
    "是否下地库",
    "地下停靠",
    "是否地下停靠",
    "ReachesGarage",
    "ServesBasement",
];

/// Properties that list the storeys at which a lift stops.
const STOPS: &[&str] = &[
    "停靠楼层",
    "服务楼层",
    "停靠层",
    "停靠层站",
    "停站楼层",
    "停靠范围",
    "服务范围",
    "起止楼层",
    "运行楼层",
    "到达楼层",
    "运行范围",
    "最低停靠层",
    "起始层",
    "底层端站",
    "底站",
];

/// What a text says of storeys below ground.
const BELOW: &[&str] =
    &["地下", "地库", "车库", "负", "b1", "b2", "b3", "-1", "-2", "-3", "basement", "garage", "全部", "各层", "所有", "全楼层"];

/// Properties that say what a lift carries.
const KIND: &[&str] = &["电梯类型", "电梯类别", "电梯用途", "梯种", "类型", "类别", "用途", "功能"];

/// Whether a type or property says that a lift carries goods only, whatever its name is: 电梯类型 = 货梯, 是否客梯 = 否.
pub(crate) fn carries_goods(survey: &Survey<'_>, lift: Entity<'_>, texts: &Texts) -> bool {
    let is_none = |folded: &str| survey.vocabulary.find_folded("lift", folded).is_some_and(|found| found.word == "none");
    texts.iter().any(|carrier| &*carrier.from == "type name" && is_none(&carrier.folded))
        || authored::all_texts(lift, KIND).iter().any(|reading| is_none(&fold(&reading.value)))
        || authored::flag(lift, &["是否客梯", "客梯", "是否载客", "载人"]).is_some_and(|reading| !reading.value)
}

/// Each claim of an author that the lift reaches, or does not reach, a storey below ground.
pub(crate) fn of_reach(lift: Entity<'_>) -> Vec<Reading<bool>> {
    let mut out: Vec<Reading<bool>> = authored::flag(lift, REACHES).into_iter().collect();
    for stops in authored::all_texts(lift, STOPS) {
        let folded = fold(&stops.value);
        // a bare number may be how many stops there are
        let names_storeys = folded.contains(['f', '层', '楼', '-', '~', '至', '首', '负', 'b', ',', '、']);
        if names_storeys {
            out.push(Reading { value: reaches_below(&folded), source: format!("{} \"{}\"", stops.source, stops.value), note: None });
        }
    }
    out
}

/// Whether a folded list of storeys holds one below ground: `-1F~11F`, `B1-18`, 地下一层至屋面.
fn reaches_below(folded: &str) -> bool {
    let denies = ["不停", "不到", "不达", "不含", "除地下", "不包括", "不下"].iter().any(|word| folded.contains(word));
    // the hyphen of 1F-11F is no minus
    let minus = |word: &str| {
        folded.match_indices(word).any(|(at, _)| {
            let alone =
                folded[..at].chars().next_back().is_none_or(|before| !(before.is_alphanumeric() || before == '层' || before == '#'));
            let ends = folded[at + word.len()..].chars().next().is_none_or(|after| !after.is_ascii_digit());
            alone && ends
        })
    };
    let says = |word: &&str| if word.starts_with('-') { minus(word) } else { folded.contains(*word) };
    !denies && BELOW.iter().any(says)
}

#[cfg(test)]
mod tests {
    use super::{fold, reaches_below};

    #[test]
    fn lists_of_storeys_tell_whether_they_go_below_ground() {
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
            assert_eq!(reaches_below(&fold(text)), below, "{text}");
        }
    }
}
