//! `haofang.toml` with guesses: what the model itself says of the planning conditions and households, each with the reason.
//!
//! A guess is written as a comment unless the model states it in so many words; nothing becomes a condition unseen.

use std::fmt::Write as _;

use haofang_facts::brief::{KEYS, Key, KeyType, Setting};
use haofang_facts::{Brief, FactSheet, SubjectKind};
use haofang_ifc::{class, property};

use crate::Session;

/// What the model says of a key.
struct Guess {
    value: String,
    why: String,
}

/// Property names that state a planning condition, with the key that they answer.
const STATED: &[(&str, &[&str])] = &[
    ("plan.far", &["规划容积率", "容积率"]),
    ("plan.green_ratio", &["规划绿地率", "绿地率"]),
    ("plan.height_limit_m", &["建筑限高", "规划限高", "限高"]),
    ("plan.parking_required", &["规划机动车位", "机动车位", "机动车位数量"]),
];

/// The text of a parameter file for a submission.
#[must_use]
pub fn brief_file(session: &Session, sheet: &FactSheet) -> String {
    let mut text = String::from(
        "# haofang.toml —— 项目参数 project parameters\n# 规划条件等不在模型中的数据写在这里；以 # 开头的行不起作用。请逐项核对后去掉 #。\n# Lines that begin with # have no effect: check each and remove the #.\n\n",
    );
    for file in session.submission().sources() {
        let _ = writeln!(text, "# 来源 source: {} ({}, sha256 {}…)", file.file, file.ifc_schema, file.sha256.get(..12).unwrap_or_default());
    }
    let mut section = "";
    for wanted_section in [true, false] {
        for key in KEYS.iter().filter(|key| key.name.contains('.') != wanted_section) {
            let (head, name) = key.name.rsplit_once('.').unwrap_or(("", key.name));
            if head != section {
                section = head;
                let _ = write!(text, "\n[{section}]");
            }
            let _ = writeln!(text, "\n# {}{}", key.zh, default(key));
            match stated(session, key).or_else(|| measured(sheet, key.name)) {
                Some(guess) => {
                    let _ = writeln!(text, "# 推测 guess: {}\n# {name} = {}", guess.why, guess.value);
                }
                None => {
                    let _ = writeln!(text, "# {name} = {}", example(key));
                }
            }
        }
    }
    text
}

fn default(key: &Key) -> String {
    match Brief::default().get(key.name) {
        Some((Setting::Flag(flag), _)) => format!("（默认 default {flag}）"),
        Some((Setting::Number(number), _)) => format!("（默认 default {number}）"),
        Some((Setting::Text(word), _)) => format!("（默认 default \"{word}\"）"),
        _ => String::new(),
    }
}

fn example(key: &Key) -> String {
    match key.value {
        KeyType::Flag => "true".to_owned(),
        KeyType::Count => "0".to_owned(),
        KeyType::Number | KeyType::NumberOrTable => "0.0".to_owned(),
        KeyType::Ratio => "\"0%\"".to_owned(),
        KeyType::Table => "{ }".to_owned(),
        KeyType::Word(words) => format!("\"{}\"   # {}", words.first().copied().unwrap_or_default(), words.join(" | ")),
        KeyType::Date => "\"2026-01-01\"".to_owned(),
        KeyType::Text => "\"\"".to_owned(),
    }
}

/// What a property of the project, the site or a building states of a key.
fn stated(session: &Session, key: &Key) -> Option<Guess> {
    let (_, names) = STATED.iter().find(|(name, _)| *name == key.name)?;
    for named in &session.submission().models {
        for class in [class::IFC_PROJECT, class::IFC_SITE, class::IFC_FACILITY] {
            for entity in named.model.all(class) {
                for found in property::properties_of(entity) {
                    if !names.iter().any(|name| *name == found.name.trim()) {
                        continue;
                    }
                    let number = found.value.as_f64().or_else(|| found.value.as_text()?.trim().trim_end_matches('%').parse().ok());
                    let Some(number) = number.filter(|number| number.is_finite() && *number > 0.0) else { continue };
                    let (value, note) = match key.value {
                        KeyType::Ratio if number > 1.0 => (number / 100.0, "（按百分数 read as per cent）"),
                        _ => (number, ""),
                    };
                    let why = format!(
                        "{} {} 的属性 {}.{} = {number}{note}；可能是设计值而非规划条件 may be the design value",
                        named.file,
                        class.name(),
                        found.set,
                        found.name
                    );
                    return Some(Guess { value: format!("{value}"), why });
                }
            }
        }
    }
    None
}

/// What was measured of a key.
fn measured(sheet: &FactSheet, key: &str) -> Option<Guess> {
    let (kind, quantity) = match key {
        "households" => (SubjectKind::Project, "households"),
        "residential_area_m2" => (SubjectKind::Project, "residential_area"),
        "site.area_m2" => (SubjectKind::Site, "area"),
        _ => return None,
    };
    let fact = sheet.of_kind(kind).find_map(|subject| subject.fact(quantity))?;
    let number = fact.value.as_number()?;
    let value = if quantity == "households" { format!("{number:.0}") } else { format!("{number:.2}") };
    Some(Guess { value, why: format!("模型量测 measured: {}", fact.method) })
}
