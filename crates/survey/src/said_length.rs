//! Heights as authors write them: 2米9, H=2900, 3.1m/2.9m, 不足3.1m, 3.15，其中卫生间2.9 (CLAUSES NT-2.1-04, NT-3.3-01).

use haofang_ifc::Entity;
use haofang_ifc::property::{Property, PropertyValue};

use crate::Vocabulary;
use crate::authored::{self, Reading, leading_number};
use crate::numerals::arabic;
use crate::vocabulary::fold;

/// What is below or above a number without being it differs from it by at least this (m): the accuracy of heights.
const BEYOND: f64 = 1.0 / 1000.0;

/// A number without a unit that is greater is one of millimetres (IFC_CN §4.3).
const MILLIMETRES: f64 = 100.0;

/// Units of length as folded, the longer before the shorter, in metres.
const UNITS: [(&str, f64); 12] = [
    ("毫米", 1.0 / 1000.0),
    ("厘米", 0.01),
    ("分米", 0.1),
    ("公尺", 1.0),
    ("米", 1.0),
    ("mm", 1.0 / 1000.0),
    ("cm", 0.01),
    ("dm", 0.1),
    ("m", 1.0),
    ("英尺", 0.3048),
    ("ft", 0.3048),
    ("'", 0.3048),
];

/// The lengths that a text names, in metres; those of clear heights, thicknesses and levels are left out. 不足3.1m is less than
/// it by as little as can be measured.
pub(crate) fn lengths_in(vocabulary: &Vocabulary, text: &str) -> Vec<f64> {
    let text = without_gaps(&arabic(&fold(text)));
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let before = &text[from..start];
        let Some((number, rest)) = leading_number(&text[start..]) else { break };
        let rest = rest.trim_start();
        let unit = UNITS.iter().find(|(unit, _)| rest.starts_with(unit) && !(*unit == "m" && is_area_or_word(rest)));
        let after = unit.map_or(rest, |(unit, _)| &rest[unit.len()..]);
        let next = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        from = text.len() - after.len();
        let is_other = vocabulary.find_folded("length_of", before).is_some_and(|found| found.word == "other");
        // a number of storeys, of the level or of a grade of concrete is no length
        let is_name = unit.is_none() && (before.ends_with(|c: char| c.is_ascii_alphabetic()) && !before.ends_with('h'))
            || after.starts_with(|c: char| "f层楼#号级期".contains(c));
        if is_other || is_name {
            continue;
        }
        let metres = match unit {
            Some((_, factor)) => number * factor,
            None if number > MILLIMETRES => number / 1000.0,
            None => number,
        };
        let bound = vocabulary.find_folded("bound", before).or_else(|| vocabulary.find_folded("bound_behind", &after[..next]));
        out.push(match bound.map(|bound| bound.word) {
            Some("below") => metres - BEYOND,
            Some("above") => metres + BEYOND,
            _ => metres,
        });
    }
    out
}

/// The text without the spaces between thousands: 2 900.
fn without_gaps(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let is_gap = |at: usize| at > 0 && letters[at] == ' ' && digit(at - 1) && (1..=3).all(|next| digit(at + next)) && !digit(at + 4);
    letters.iter().enumerate().filter(|(at, _)| !is_gap(*at)).map(|(_, c)| *c).collect()
}

/// Whether an m begins a unit of area or a word.
fn is_area_or_word(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The lengths that a property states, in metres, with where it stands.
pub(crate) fn of_property(vocabulary: &Vocabulary, property: &Property<'_>) -> Vec<Reading<f64>> {
    let whole = authored::length_of_property(property, |amount| amount.least);
    let PropertyValue::Text(text) = &property.value else { return whole.into_iter().collect() };
    let read = lengths_in(vocabulary, text);
    let source = || format!("{} \"{text}\"", authored::source(property));
    match read.as_slice() {
        [] => whole.into_iter().collect(),
        _ => read.into_iter().map(|value| Reading { value, source: source(), note: None }).collect(),
    }
}

/// The lengths that stand behind a word of a list in the names and the description of an entity: 3F（层高2.9m）.
pub(crate) fn in_names(vocabulary: &Vocabulary, entity: Entity<'_>, list: &str) -> Vec<Reading<f64>> {
    let of_attribute = |attribute: &str| {
        let text = entity.named(attribute).as_text()?;
        let behind = behind(vocabulary, list, &text)?;
        let source = format!("{attribute} \"{text}\"");
        Some(lengths_in(vocabulary, &behind).into_iter().map(move |value| Reading { value, source: source.clone(), note: None }))
    };
    ["Name", "LongName", "Description"].into_iter().filter_map(of_attribute).flatten().collect()
}

/// What stands behind the word of a list in a text.
pub(crate) fn behind(vocabulary: &Vocabulary, list: &str, text: &str) -> Option<String> {
    let folded = fold(text);
    let found = vocabulary.find_folded(list, &folded)?;
    let at = folded.find(found.keyword)?;
    Some(folded[at + found.keyword.len()..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_all_their_ways_of_writing() {
        let vocabulary = Vocabulary::builtin();
        for (text, lengths) in [
            ("二点九米", &[2.9][..]),
            ("2米9", &[2.9]),
            ("<3.1m", &[3.099]),
            ("不足3.1m", &[3.099]),
            ("低于 3.1", &[3.099]),
            ("不低于3.1m", &[3.1]),
            ("3.1m以下", &[3.099]),
            ("大于29m", &[29.001]),
            ("3.1(局部2.9)", &[3.1, 2.9]),
            ("3.15，其中卫生间2.9", &[3.15, 2.9]),
            ("3.1m（净高2.8m）", &[3.1]),
            ("H=2900", &[2.9]),
            ("3,05", &[3.05]),
            ("2,900", &[2.9]),
            ("2 900 mm", &[2.9]),
            ("29dm", &[2.9]),
            ("290 cm", &[2.9]),
            ("3F", &[]),
            ("C30", &[]),
            ("2~3层", &[2.0]),
        ] {
            let read = lengths_in(&vocabulary, text);
            let same = read.len() == lengths.len() && read.iter().zip(lengths).all(|(a, b)| (a - b).abs() < 1e-9);
            assert!(same, "{text}: {read:?}");
        }
    }
}
