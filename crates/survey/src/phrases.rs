//! Methods, sources and reasons in both languages: the survey writes them in English, this table adds the Chinese.
//!
//! A text is looked up whole, then sentence by sentence at "; ". What is filled in is looked up too. Texts that are no
//! sentences (names of properties, numbers) stay as they are.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use foldhash::HashMap;
use haofang_facts::{FactSheet, Subject, Text, phrase};
use rayon::prelude::*;

/// English, tab, Chinese.
const TABLE: &str = include_str!("phrases.tsv");

/// How deep what is filled in is looked up.
const DEPTH: u8 = 3;

/// An English sentence as what stands between its blanks, and the Chinese one.
struct Phrase {
    pieces: Vec<&'static str>,
    chinese: &'static str,
}

/// Sentences by their first byte; those that begin with a blank under 0. The more they say themselves, the earlier.
fn phrases() -> &'static BTreeMap<u8, Vec<Phrase>> {
    static PHRASES: OnceLock<BTreeMap<u8, Vec<Phrase>>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut out: BTreeMap<u8, Vec<Phrase>> = BTreeMap::new();
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        for (english, chinese) in lines {
            let pieces: Vec<&str> = english.split("{}").collect();
            let first = pieces.first().and_then(|piece| piece.bytes().next()).unwrap_or(0);
            out.entry(first).or_default().push(Phrase { pieces, chinese });
        }
        for list in out.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.pieces.iter().map(|piece| piece.len()).sum::<usize>()));
        }
        out
    })
}

/// What fills the blanks of a sentence, where the text is one.
fn filled<'t>(text: &'t str, pieces: &[&str]) -> Option<Vec<&'t str>> {
    let (first, rest) = pieces.split_first()?;
    // most sentences end otherwise: the blanks between need not be looked for
    if !pieces.last().is_some_and(|last| text.ends_with(last)) {
        return None;
    }
    let mut left = text.strip_prefix(first)?;
    let mut out = Vec::with_capacity(rest.len());
    for (at, piece) in rest.iter().enumerate() {
        if at + 1 == rest.len() {
            out.push(left.strip_suffix(piece)?);
            left = "";
        } else {
            let (inside, after) = left.split_once(piece)?;
            out.push(inside);
            left = after;
        }
    }
    left.is_empty().then_some(out)
}

/// The Chinese of a text, where the table has it.
fn chinese(text: &str, depth: u8) -> Option<String> {
    if depth == 0 || text.is_empty() {
        return None;
    }
    if let Some(whole) = as_one(text, depth, false) {
        return Some(whole);
    }
    if !text.contains("; ") {
        return None;
    }
    let mut known = false;
    let parts: Vec<String> = text
        .split("; ")
        .map(|part| match chinese(part, depth - 1) {
            Some(part) => {
                known = true;
                part
            }
            None => part.to_owned(),
        })
        .collect();
    if known { Some(parts.join("；")) } else { as_one(text, depth, true) }
}

/// The Chinese of a text that is one sentence of the table; whether what fills its blanks `may_hold` several sentences.
fn as_one(text: &str, depth: u8, may_hold: bool) -> Option<String> {
    let table = phrases();
    let lists = [text.bytes().next().unwrap_or(0), 0].into_iter().filter_map(|first| table.get(&first));
    for phrase in lists.flatten() {
        let Some(inside) = filled(text, &phrase.pieces) else { continue };
        let within = phrase.pieces.iter().any(|piece| piece.contains("; "));
        if !may_hold && !within && inside.iter().any(|part| part.contains("; ")) {
            continue;
        }
        let inside: Vec<String> = inside.into_iter().map(|part| chinese(part, depth - 1).unwrap_or_else(|| part.to_owned())).collect();
        return Some(fill(phrase.chinese, &inside));
    }
    None
}

/// The blanks filled, in order or by their numbers.
fn fill(pattern: &str, inside: &[String]) -> String {
    let mut out = String::new();
    let (mut left, mut next) = (pattern, 0);
    while let Some(open) = left.find('{') {
        let Some(close) = left[open..].find('}').map(|close| open + close) else { break };
        out.push_str(&left[..open]);
        let at = left[open + 1..close].parse().unwrap_or(next);
        next = at + 1;
        out.push_str(inside.get(at).map_or("", String::as_str));
        left = &left[close + 1..];
    }
    out.push_str(left);
    out
}

/// Both languages in one text.
pub(crate) fn in_both(text: &str) -> Option<String> {
    if text.contains(phrase::BOTH) {
        return None;
    }
    chinese(text, DEPTH).filter(|chinese| chinese != text).map(|chinese| phrase::both(chinese, text))
}

/// Subjects that are spoken together: each lot finds its sentences anew, those of one kind share nearly all.
const LOT: usize = 1024;

/// Adds the Chinese to every method, source and reason of a sheet.
pub(crate) fn speak(sheet: &mut FactSheet) {
    sheet.subjects.par_chunks_mut(LOT).for_each(speak_of);
}

fn speak_of(subjects: &mut [Subject]) {
    // what many facts say is one text of them all
    let mut known: HashMap<Text, Text> = HashMap::default();
    let mut say = |text: &mut Text| {
        let spoken = match known.get(text.as_str()) {
            Some(spoken) => spoken.clone(),
            None => {
                let spoken = in_both(text).map_or_else(|| text.clone(), Text::from);
                known.insert(text.clone(), spoken.clone());
                spoken
            }
        };
        *text = spoken;
    };
    for subject in subjects {
        for fact in subject.facts.values_mut() {
            say(&mut fact.method);
            for witness in &mut fact.witnesses {
                say(&mut witness.source);
            }
        }
        for gap in subject.gaps.values_mut() {
            say(&mut gap.detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_with_what_is_filled_in_are_said_in_both_languages() {
        for (text, chinese) in [
            ("its room", "按所属房间"),
            ("finished floor to the underside of what lies above, 36 vertical rays", "楼面完成面至上方板底，36 条铅垂线"),
            ("top of the roof slab over 30 of 36 points", "屋面板顶面（36 个测点中 30 个）"),
            ("area of 主卧: no slab or roof above 主卧", "主卧 的面积：主卧 上方无楼板或屋面"),
            (
                "clipped to the site, 1.00 m from buildings, soil coefficients applied; 52.00 m2 over basements whose soil is not modelled counted whole (assumption)",
                "按用地范围裁剪，距建筑 1.00 m，已按覆土系数折算；地下室顶板上覆土未建模的 52.00 m² 按全额计入（假定）",
            ),
            (
                "outdoor design ground to the parapet top: 20.100 m - ground -0.300 m (top of the ground surfaces of the site)",
                "室外设计地坪至女儿墙顶：20.100 m − 室外地坪 -0.300 m（场地地面顶面）",
            ),
            ("8 of 10 groups; missing: dwellings; site", "10 组信息中具备 8 组；缺：套型；用地"),
            ("polygon between the wall faces; closed wall faces, no IfcSpace", "墙面之间的多边形；由闭合墙面得出，无 IfcSpace"),
        ] {
            assert_eq!(in_both(text), Some(format!("{chinese} ‖ {text}")));
        }
        for name in ["Qto_SpaceBaseQuantities.Height", "IfcBuildingStorey.Elevation", "3.100", "", "LongName \"主卧\""] {
            assert_eq!(in_both(name), None, "{name}");
        }
    }

    #[test]
    fn every_line_of_the_table_has_as_many_blanks_on_both_sides() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (english, chinese) = line.split_once('\t').unwrap();
            assert_eq!(english.matches("{}").count(), chinese.matches('{').count(), "{line}");
        }
    }
}
