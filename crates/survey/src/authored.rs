//! What authors wrote: properties and quantities by any of their names, in any set, with units made plausible and said so.

use haofang_facts::{Fact, Provenance, Value};
use haofang_ifc::Entity;
use haofang_ifc::property::{self, Property, PropertyValue, Quantity, QuantityKind};

use crate::numerals::arabic;
use crate::property_names::{Key, PropertyNames, Wanted, bare};
use crate::vocabulary::fold;

/// A bare number above this is no length in metres of a building part but one in millimetres (IFC_CN §4.3).
const MILLIMETRES: f64 = 100.0;

/// No unit is written with more bytes than this.
const UNIT: usize = 8;

/// Something read, with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    /// The value, SI.
    pub value: T,
    /// `set.property`.
    pub source: String,
    /// What had to be assumed of it.
    pub note: Option<String>,
}

impl Reading<f64> {
    /// A measured fact with this reading beside it, in the fact's unit.
    pub(crate) fn beside(self, fact: Fact) -> Fact {
        match fact.value.unit() {
            Some(unit) => fact.witness(Value::Number(self.value, unit), Provenance::Authored, self.source),
            None => fact,
        }
    }

    /// The reading whose source tells what had to be assumed.
    pub(crate) fn noted(self) -> Self {
        let note = self.note.map(|note| format!(" ({note})")).unwrap_or_default();
        Self { source: format!("{}{note}", self.source), note: None, ..self }
    }
}

/// The properties of an entity with one of these names, in the order of the names.
fn named<'m>(entity: Entity<'m>, names: &[&str]) -> Vec<Property<'m>> {
    if !property::may_have_sets(entity) {
        return Vec::new();
    }
    sought(entity, &PropertyNames::of(entity.model()).wanted(names))
}

/// As [`named`], of names that were looked up before.
pub(crate) fn sought<'m>(entity: Entity<'m>, wanted: &Wanted) -> Vec<Property<'m>> {
    if wanted.is_nothing() || !property::may_have_sets(entity) {
        return Vec::new();
    }
    let names = PropertyNames::of(entity.model());
    let found = property::properties_where(entity, |property| names.has(wanted, property));
    let keys: Vec<Key> = found.iter().map(|property| Key::of(&property.name)).collect();
    let both = || found.iter().zip(&keys);
    wanted.bare.iter().flat_map(|name| both().filter(|(_, key)| key.is(name)).map(|(property, _)| property.clone())).collect()
}

pub(crate) fn source(property: &Property<'_>) -> String {
    if property.set.is_empty() { property.name.to_string() } else { format!("{}.{}", property.set, property.name) }
}

fn words(value: &PropertyValue<'_>) -> Option<String> {
    match value {
        PropertyValue::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        PropertyValue::Integer(number) => Some(number.to_string()),
        PropertyValue::Number { value, .. } => Some(value.to_string()),
        PropertyValue::Boolean(claim) => Some(if *claim { "true" } else { "false" }.to_owned()),
        PropertyValue::List(all) => {
            let all: Vec<String> = all.iter().filter_map(words).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

/// The first text of these names.
#[must_use]
pub fn text(entity: Entity<'_>, names: &[&str]) -> Option<Reading<String>> {
    named(entity, names).iter().find_map(|property| Some(Reading { value: words(&property.value)?, source: source(property), note: None }))
}

/// All texts of these names, in the order of the names.
#[must_use]
pub fn all_texts(entity: Entity<'_>, names: &[&str]) -> Vec<Reading<String>> {
    texts_of(&named(entity, names))
}

/// As [`all_texts`], of names that were looked up before.
pub(crate) fn all_wanted_texts(entity: Entity<'_>, wanted: &Wanted) -> Vec<Reading<String>> {
    texts_of(&sought(entity, wanted))
}

fn texts_of(found: &[Property<'_>]) -> Vec<Reading<String>> {
    let reading = |property: &Property<'_>| Some(Reading { value: words(&property.value)?, source: source(property), note: None });
    found.iter().filter_map(reading).collect()
}

/// A number without the commas between its thousands; none where they stand elsewhere.
fn grouped(digits: &str) -> Option<String> {
    let digits = digits.trim_end_matches(',');
    // 3,05: the comma of a fraction
    if let Some((whole, fraction)) = digits.split_once(',')
        && (1..=2).contains(&fraction.len())
        && fraction.bytes().all(|digit| digit.is_ascii_digit())
    {
        return Some(format!("{whole}.{fraction}"));
    }
    let mut groups = digits.split('.').next().unwrap_or(digits).split(',').skip(1);
    let fraction = digits.split('.').nth(1).unwrap_or_default();
    (groups.all(|group| group.len() == 3) && !fraction.contains(',')).then(|| digits.replace(',', ""))
}

/// A number, the greatest of a range of numbers, the unit written behind, and whether the file gave it a measure with a unit.
pub(crate) struct Amount {
    pub(crate) least: f64,
    pub(crate) most: f64,
    unit: String,
    typed: bool,
}

impl Amount {
    /// The one number that was written.
    fn single(self) -> Option<(f64, String, bool)> {
        (self.least == self.most).then_some((self.least, self.unit, self.typed))
    }
}

/// The number with which a folded text begins, and what follows it.
pub(crate) fn leading_number(text: &str) -> Option<(f64, &str)> {
    let end = text
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || ".,".contains(*c) || (*c == '-' && *at == 0)))
        .map_or(text.len(), |(at, _)| at);
    let (mantissa, rest) = text.split_at(end);
    let number = grouped(mantissa)?;
    // 1.5e3, but not the e of a word
    let power = rest.strip_prefix('e').map(|rest| {
        let end =
            rest.char_indices().find(|(at, c)| !(c.is_ascii_digit() || ("+-".contains(*c) && *at == 0))).map_or(rest.len(), |(at, _)| at);
        rest.split_at(end)
    });
    let with_power = power.and_then(|(power, rest)| Some((format!("{number}e{power}").parse::<f64>().ok()?, rest)));
    let (value, rest) = match with_power {
        Some(read) => read,
        None => (number.parse::<f64>().ok()?, rest),
    };
    value.is_finite().then_some((value, rest))
}

fn amount(value: &PropertyValue<'_>) -> Option<Amount> {
    match value {
        PropertyValue::Text(text) => {
            // what stands before a number and does not change it; 不足 and < say less than it
            const BEFORE: [&str; 16] =
                ["h=", "h:", "=", ":", "±", "+", "≈", "约", "≥", ">=", "不低于", "不小于", "不少于", "净高", "层高", "高"];
            let folded = arabic(&fold(text));
            let mut rest = folded.trim();
            while let Some(after) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
                rest = after.trim_start();
            }
            let (first, mut rest) = leading_number(rest)?;
            let (mut least, mut most) = (first, first);
            // 2.8~3.1, 3.05-3.15, 3.1m/2.9m
            loop {
                let unit_end = rest.find(['~', '-', '至', '到', '/', '、']).unwrap_or(rest.len());
                let after = rest[unit_end..].chars().next().map_or("", |c| &rest[unit_end + c.len_utf8()..]).trim_start();
                let Some((next, behind)) = leading_number(after).filter(|_| unit_end <= UNIT) else { break };
                (least, most) = (least.min(next), most.max(next));
                rest = if behind.trim().is_empty() { &rest[..unit_end] } else { behind };
            }
            Some(Amount { least, most, unit: rest.trim().to_owned(), typed: false })
        }
        PropertyValue::Number { value, measure } => {
            let typed = ["LENGTHMEASURE", "AREAMEASURE", "VOLUMEMEASURE"].iter().any(|kind| measure.to_ascii_uppercase().ends_with(kind));
            Some(Amount { least: *value, most: *value, unit: String::new(), typed })
        }
        other => other.as_f64().map(|number| Amount { least: number, most: number, unit: String::new(), typed: false }),
    }
}

/// The first number of these names, as written or in SI where it has a measure.
#[must_use]
pub fn number(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    named(entity, names)
        .iter()
        .find_map(|property| Some(Reading { value: amount(&property.value)?.single()?.0, source: source(property), note: None }))
}

/// The first count of these names.
#[must_use]
pub fn count(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    number(entity, names).filter(|reading| reading.value >= 0.0 && reading.value.fract() == 0.0)
}

/// The first length of these names in metres, of a range the least. A bare number above 100 is taken as millimetres, which
/// the note says.
#[must_use]
pub fn length(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    length_of(entity, names, |amount| amount.least)
}

/// As [`length`], of a range the greatest: for what may not exceed a limit.
#[must_use]
pub fn greatest_length(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    length_of(entity, names, |amount| amount.most)
}

fn length_of(entity: Entity<'_>, names: &[&str], pick: fn(&Amount) -> f64) -> Option<Reading<f64>> {
    named(entity, names).iter().find_map(|property| length_of_property(property, pick))
}

/// The length that a property states, in metres.
pub(crate) fn length_of_property(property: &Property<'_>, pick: fn(&Amount) -> f64) -> Option<Reading<f64>> {
    let amount = amount(&property.value)?;
    let (number, unit, typed) = (pick(&amount), amount.unit, amount.typed);
    let written_unit = fold(&property.name);
    let in_millimetres = unit.starts_with("mm") || unit.starts_with("毫米") || (unit.is_empty() && !typed && written_unit.contains("mm"));
    let (value, note) = if in_millimetres {
        (number / 1000.0, None)
    } else if unit.starts_with("cm") || unit.starts_with("厘米") {
        (number / 100.0, None)
    } else if !typed && unit.is_empty() && number.abs() > MILLIMETRES {
        (number / 1000.0, Some(format!("{number} has no unit; taken as millimetres")))
    } else {
        (number, None)
    };
    Some(Reading { value, source: source(property), note })
}

/// Units of land that authors write, in square metres.
const LAND: [(&str, f64); 7] =
    [("公顷", 1e4), ("ha", 1e4), ("hm2", 1e4), ("万", 1e4), ("亩", 2000.0 / 3.0), ("km2", 1e6), ("平方公里", 1e6)];

/// The first area of these names in square metres; 公顷, 亩 and 万㎡ behind the number or in the name are heeded.
#[must_use]
pub fn area(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    let single = |amount: &Amount| (amount.least == amount.most).then_some(amount.least);
    named(entity, names).iter().find_map(|property| area_of_property(property, single)).filter(|reading| reading.value >= 0.0)
}

/// The area that a property states, in square metres.
pub(crate) fn area_of_property(property: &Property<'_>, pick: fn(&Amount) -> Option<f64>) -> Option<Reading<f64>> {
    let amount = amount(&property.value)?;
    let (number, unit, typed) = (pick(&amount)?, amount.unit, amount.typed);
    let name = fold(&property.name);
    let stated = LAND.iter().find(|(word, _)| unit.starts_with(word));
    let in_name = || LAND.iter().find(|(word, _)| name.contains(&format!("({word}")));
    let of_land = stated.or_else(|| if typed || !unit.is_empty() { None } else { in_name() });
    let value = of_land.map_or(number, |(_, factor)| number * factor);
    Some(Reading { value, source: source(property), note: None })
}

/// The first ratio of these names as a fraction: 0.35, 35 and `35%` are the same.
#[must_use]
pub fn ratio(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    named(entity, names).iter().find_map(ratio_of_property)
}

/// The ratio that a property states, as a fraction.
pub(crate) fn ratio_of_property(property: &Property<'_>) -> Option<Reading<f64>> {
    let Some((number, unit, _)) = amount(&property.value).and_then(Amount::single) else { return bounded_ratio(property) };
    let percent = unit.starts_with('%') || property.name.contains('%') || property.name.contains('％') || number > 1.0;
    let note = (percent && !unit.starts_with('%')).then(|| format!("{number} is taken as per cent"));
    Some(Reading { value: if percent { number / 100.0 } else { number }, source: source(property), note })
}

/// A ratio behind a word that it lies below, or any other: 不足30%, 达到35%.
fn bounded_ratio(property: &Property<'_>) -> Option<Reading<f64>> {
    /// What says less than the number behind it, and by how little that is told apart.
    const BELOW: [&str; 9] = ["不足", "小于", "低于", "少于", "不到", "未达", "未到", "达不到", "<"];
    const BEYOND: f64 = 1.0 / 10_000.0;
    let PropertyValue::Text(text) = &property.value else { return None };
    let folded = arabic(&fold(text));
    let (before, digits) = folded.split_at(folded.find(|c: char| c.is_ascii_digit())?);
    let (number, rest) = leading_number(digits)?;
    let is_percent = rest.trim() == "%";
    let ratio = if is_percent { number / 100.0 } else { number };
    let is_word = before.chars().all(|c| !c.is_ascii_alphanumeric()) && before.chars().count() <= 4;
    let below = BELOW.iter().any(|word| before.contains(word));
    let is_ratio = is_word && (is_percent || rest.trim().is_empty()) && (0.0..=1.0).contains(&ratio);
    is_ratio.then(|| Reading { value: if below { ratio - BEYOND } else { ratio }, source: source(property), note: None })
}

/// What a property says in words.
pub(crate) fn words_of(property: &Property<'_>) -> Option<String> {
    words(&property.value)
}

/// The count that a property states.
pub(crate) fn count_of(property: &Property<'_>) -> Option<f64> {
    amount(&property.value)?.single().map(|(count, ..)| count).filter(|count| *count >= 0.0 && count.fract() == 0.0)
}

/// What a property claims, if it is yes or no.
pub(crate) fn claim_of(property: &Property<'_>) -> Option<bool> {
    match &property.value {
        PropertyValue::Boolean(claim) => Some(*claim),
        PropertyValue::Integer(0) => Some(false),
        PropertyValue::Integer(1) => Some(true),
        // spreadsheets give numbers a point
        PropertyValue::Number { value, .. } if *value == 0.0 => Some(false),
        PropertyValue::Number { value, .. } if *value == 1.0 => Some(true),
        PropertyValue::Text(text) => claim(&fold(text)),
        _ => None,
    }
}

/// The first claim of these names: `.T.`, 是, 有, √, true, 1; 否, 无, 未设, ×, 不通.
#[must_use]
pub fn flag(entity: Entity<'_>, names: &[&str]) -> Option<Reading<bool>> {
    named(entity, names).iter().find_map(|property| Some(Reading { value: claim_of(property)?, source: source(property), note: None }))
}

/// What a folded word claims, if it is yes or no.
fn claim(folded: &str) -> Option<bool> {
    // 不锈钢 and 未来 deny nothing
    const NO: [&str; 18] = [
        "不设",
        "不安",
        "不配",
        "不通",
        "不到",
        "不停",
        "不达",
        "不计",
        "不建",
        "不封",
        "不含",
        "不是",
        "不提供",
        "不实施",
        "不直",
        "未",
        "没有",
        "非封闭",
    ];
    match folded.trim().trim_matches('.') {
        "是" | "有" | "true" | "t" | "yes" | "y" | "1" | "1.0" | "封闭" | "√" | "✓" | "✔" | "已设" | "已设置" | "已安装" => {
            Some(true)
        }
        "否" | "无" | "false" | "f" | "no" | "n" | "0" | "0.0" | "开敞" | "敞开" | "×" | "✗" | "✕" | "x" | "不" => Some(false),
        other => (NO.iter().any(|word| other.starts_with(word)) && !other.starts_with("未来")).then_some(false),
    }
}

/// Whether the first property of these names is a logical value that says neither yes nor no.
#[must_use]
pub fn is_unknown(entity: Entity<'_>, names: &[&str]) -> bool {
    named(entity, names).first().is_some_and(|property| matches!(property.value, PropertyValue::Unknown))
}

/// What authors wrote as quantities of one thing, gathered once for all questions.
pub struct Quantities<'m> {
    all: Vec<(Quantity<'m>, Key)>,
}

impl<'m> Quantities<'m> {
    /// All quantities of a thing and its type.
    #[must_use]
    pub fn of(entity: Entity<'m>) -> Self {
        let keyed = |quantity: Quantity<'m>| {
            let key = Key::of(&quantity.name);
            (quantity, key)
        };
        Self { all: property::quantities_of(entity).into_iter().map(keyed).collect() }
    }

    /// The first quantity of these names and this kind, in SI; one whose unit is unknown is none.
    #[must_use]
    pub fn first(&self, kind: QuantityKind, names: &[&str]) -> Option<Reading<f64>> {
        if self.all.is_empty() {
            return None;
        }
        names.iter().map(|name| bare(name)).find_map(|wanted| {
            self.all.iter().filter(|(quantity, key)| quantity.kind == kind && key.is(&wanted)).find_map(|(quantity, _)| {
                let value = quantity.si().filter(|value| value.is_finite())?;
                let source =
                    if quantity.set.is_empty() { quantity.name.to_string() } else { format!("{}.{}", quantity.set, quantity.name) };
                Some(Reading { value, source, note: None })
            })
        })
    }
}

/// As [`Quantities::first`], for one question only.
#[must_use]
pub fn quantity(entity: Entity<'_>, kind: QuantityKind, names: &[&str]) -> Option<Reading<f64>> {
    Quantities::of(entity).first(kind, names)
}
