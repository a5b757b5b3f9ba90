//! What authors wrote: properties and quantities by any of their names, in any set, with units made plausible and said so.

use haofang_ifc::Entity;
use haofang_ifc::property::{self, Property, PropertyValue, QuantityKind};

use crate::property_names::{Key, PropertyNames, Wanted, bare};
use crate::vocabulary::fold;

/// A bare number above this is no length in metres of a building part but one in millimetres (IFC_CN §4.3).
const MILLIMETRES: f64 = 100.0;

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

/// The properties of an entity with one of these names, in the order of the names.
fn named<'m>(entity: Entity<'m>, names: &[&str]) -> Vec<Property<'m>> {
    sought(entity, &PropertyNames::of(entity.model()).wanted(names))
}

/// As [`named`], of names that were looked up before.
pub(crate) fn sought<'m>(entity: Entity<'m>, wanted: &Wanted) -> Vec<Property<'m>> {
    if wanted.is_nothing() {
        return Vec::new();
    }
    let names = PropertyNames::of(entity.model());
    let found = property::properties_where(entity, |property| names.has(wanted, property));
    let keys: Vec<Key> = found.iter().map(|property| Key::of(&property.name)).collect();
    let both = || found.iter().zip(&keys);
    wanted.bare.iter().flat_map(|name| both().filter(|(_, key)| key.is(name)).map(|(property, _)| property.clone())).collect()
}

fn source(property: &Property<'_>) -> String {
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
    let mut groups = digits.split('.').next().unwrap_or(digits).split(',').skip(1);
    let fraction = digits.split('.').nth(1).unwrap_or_default();
    (groups.all(|group| group.len() == 3) && !fraction.contains(',')).then(|| digits.replace(',', ""))
}

/// A number, the unit written after it, and whether the file gave it a measure with a unit.
fn amount(value: &PropertyValue<'_>) -> Option<(f64, String, bool)> {
    match value {
        PropertyValue::Text(text) => {
            let folded = fold(text);
            let folded = folded.trim_start_matches(['±', '+', ' ', '≈', '约']);
            let end = folded.find(|c: char| !(c.is_ascii_digit() || ".,-eE".contains(c))).unwrap_or(folded.len());
            let number = grouped(folded.get(..end)?)?.parse().ok().filter(|number: &f64| number.is_finite())?;
            let unit = folded[end..].trim();
            // 50~75 is no number
            if unit.starts_with(['~', '～', '至', '到', '/']) {
                return None;
            }
            Some((number, unit.to_owned(), false))
        }
        PropertyValue::Number { value, measure } => {
            let typed = ["LENGTHMEASURE", "AREAMEASURE", "VOLUMEMEASURE"].iter().any(|kind| measure.to_ascii_uppercase().ends_with(kind));
            Some((*value, String::new(), typed))
        }
        other => other.as_f64().map(|number| (number, String::new(), false)),
    }
}

/// The first number of these names, as written or in SI where it has a measure.
#[must_use]
pub fn number(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    named(entity, names)
        .iter()
        .find_map(|property| Some(Reading { value: amount(&property.value)?.0, source: source(property), note: None }))
}

/// The first count of these names.
#[must_use]
pub fn count(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    number(entity, names).filter(|reading| reading.value >= 0.0 && reading.value.fract() == 0.0)
}

/// The first length of these names in metres. A bare number above 100 is taken as millimetres, which the note says.
#[must_use]
pub fn length(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    named(entity, names).iter().find_map(|property| {
        let (number, unit, typed) = amount(&property.value)?;
        let written_unit = fold(&property.name);
        let in_millimetres =
            unit.starts_with("mm") || unit.starts_with("毫米") || (unit.is_empty() && !typed && written_unit.contains("mm"));
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
    })
}

/// Units of land that authors write, in square metres.
const LAND: [(&str, f64); 7] =
    [("公顷", 1e4), ("ha", 1e4), ("hm2", 1e4), ("万", 1e4), ("亩", 2000.0 / 3.0), ("km2", 1e6), ("平方公里", 1e6)];

/// The first area of these names in square metres; 公顷, 亩 and 万㎡ behind the number or in the name are heeded.
#[must_use]
pub fn area(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    let reading = named(entity, names).iter().find_map(|property| {
        let (number, unit, typed) = amount(&property.value)?;
        let name = fold(&property.name);
        let stated = LAND.iter().find(|(word, _)| unit.starts_with(word));
        let in_name = || LAND.iter().find(|(word, _)| name.contains(&format!("({word}")));
        let of_land = stated.or_else(|| if typed || !unit.is_empty() { None } else { in_name() });
        let value = of_land.map_or(number, |(_, factor)| number * factor);
        Some(Reading { value, source: source(property), note: None })
    });
    reading.filter(|reading| reading.value >= 0.0)
}

/// The first ratio of these names as a fraction: 0.35, 35 and `35%` are the same.
#[must_use]
pub fn ratio(entity: Entity<'_>, names: &[&str]) -> Option<Reading<f64>> {
    named(entity, names).iter().find_map(|property| {
        let (number, unit, _) = amount(&property.value)?;
        let percent = unit.starts_with('%') || property.name.contains('%') || property.name.contains('％') || number > 1.0;
        let note = (percent && !unit.starts_with('%')).then(|| format!("{number} is taken as per cent"));
        Some(Reading { value: if percent { number / 100.0 } else { number }, source: source(property), note })
    })
}

/// The first claim of these names: `.T.`, 是, 有, true, 1.
#[must_use]
pub fn flag(entity: Entity<'_>, names: &[&str]) -> Option<Reading<bool>> {
    named(entity, names).iter().find_map(|property| {
        let value = match &property.value {
            PropertyValue::Boolean(claim) => *claim,
            PropertyValue::Integer(0) => false,
            PropertyValue::Integer(1) => true,
            PropertyValue::Text(text) => match fold(text).trim_matches('.') {
                "是" | "有" | "true" | "t" | "yes" | "y" | "1" | "封闭" => true,
                "否" | "无" | "false" | "f" | "no" | "n" | "0" | "没有" | "不封闭" | "开敞" => false,
                _ => return None,
            },
            _ => return None,
        };
        Some(Reading { value, source: source(property), note: None })
    })
}

/// Whether the first property of these names is a logical value that says neither yes nor no.
#[must_use]
pub fn is_unknown(entity: Entity<'_>, names: &[&str]) -> bool {
    named(entity, names).first().is_some_and(|property| matches!(property.value, PropertyValue::Unknown))
}

/// The first quantity of these names and this kind, in SI; one whose unit is unknown is none.
#[must_use]
pub fn quantity(entity: Entity<'_>, kind: QuantityKind, names: &[&str]) -> Option<Reading<f64>> {
    let all = property::quantities_of(entity);
    let keys: Vec<Key> = all.iter().map(|quantity| Key::of(&quantity.name)).collect();
    if keys.is_empty() {
        return None;
    }
    names.iter().map(|name| bare(name)).find_map(|wanted| {
        let both = all.iter().zip(&keys);
        both.filter(|(quantity, key)| quantity.kind == kind && key.is(&wanted)).find_map(|(quantity, _)| {
            let value = quantity.si().filter(|value| value.is_finite())?;
            let source = if quantity.set.is_empty() { quantity.name.to_string() } else { format!("{}.{}", quantity.set, quantity.name) };
            Some(Reading { value, source, note: None })
        })
    })
}
