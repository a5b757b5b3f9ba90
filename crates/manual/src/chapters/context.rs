//! What every chapter has at hand: the dwelling's geometry and facts, `manual.toml`, and the look-up of single fields.

use haofang_facts::Subject;
use haofang_ifc::{Entity, class};
use haofang_survey::authored::{self, Reading};

use crate::catalogue::{self, Holds};
use crate::estate::{Estate, Listed};
use crate::field::{Amount, Field, From, FromKind, both, same};
use crate::home::Home;
use crate::overlay::View;

/// One dwelling and all that is known around it.
pub(crate) struct Context<'a, 'm> {
    pub(crate) estate: &'a Estate<'a, 'm>,
    pub(crate) listed: &'a Listed,
    pub(crate) home: Home<'a, 'm>,
    pub(crate) given: View<'a>,
    pub(crate) subject: Option<&'a Subject>,
}

/// Sections that are said of rooms and dwellings, not only of buildings.
const OWN: [&str; 6] = ["home", "power", "gas", "water", "drain", "heating"];

impl<'a, 'm> Context<'a, 'm> {
    pub(crate) fn new(estate: &'a Estate<'a, 'm>, listed: &'a Listed) -> Self {
        Self { estate, listed, home: Home::of(estate, listed.id), given: estate.given(listed), subject: estate.subject(listed.id) }
    }

    /// The first digits of the hashes of the models.
    pub(crate) fn hash(&self) -> String {
        let own = self.home.dwelling.spaces.first().map(|space| self.estate.survey.space(*space).model);
        let file = own.and_then(|model| self.estate.survey.models.get(model)).map(|named| &named.file);
        let source = file.and_then(|file| self.estate.sheet.sources.iter().find(|source| source.file == *file));
        source.map_or_else(|| "—".to_owned(), |source| format!("{} {}", source.file, source.sha256.get(..12).unwrap_or(&source.sha256)))
    }

    /// A quantity of the dwelling as a field.
    pub(crate) fn fact(&self, quantity: &str, key: &str, zh: &str, en: &str) -> Field {
        let found = self.subject.and_then(|subject| self.estate.sheet.get(&subject.id, quantity));
        Field::of_fact(key, both(zh, en), found)
    }

    /// A field of the table: from `manual.toml`, else from a property of the model.
    pub(crate) fn field(&self, key: &'static str) -> Field {
        let Some(spec) = catalogue::spec(key) else { return Field::empty(key, same(key)) };
        let mut field = Field::empty(key, both(spec.zh, spec.en));
        field.required = spec.required;
        let found = self.in_model(spec.key, spec.properties, spec.holds);
        if let Some(given) = self.given.get(key) {
            fill(&mut field, given.value.clone(), spec.holds, From::new(FromKind::Overlay, given.at.clone()));
            if let Some((value, at)) = found.filter(|(value, _)| *value != given.value) {
                let other = words(&value, spec.holds).zh;
                field = field.noted(format!("模型中为 {other}（{at}）"), format!("the model says {other} ({at})"));
            }
            return field;
        }
        if let Some((value, at)) = found {
            fill(&mut field, value, spec.holds, From::new(FromKind::Model, at));
        }
        field
    }

    /// The entities that may say something of this dwelling, the nearest first.
    fn carriers(&self, key: &str) -> Vec<Entity<'m>> {
        let survey = self.estate.survey;
        let mut out: Vec<Entity<'m>> = self.home.dwelling.entity.iter().map(|(_, entity)| *entity).collect();
        if OWN.contains(&key.split('.').next().unwrap_or_default()) {
            out.extend(self.home.dwelling.spaces.iter().map(|space| survey.space(*space).entity));
        }
        for storey in &self.home.dwelling.storeys {
            out.extend(survey.storey(*storey).entities.iter().map(|(_, entity)| *entity));
        }
        if let Some(building) = self.home.dwelling.building {
            out.extend(survey.building(building).entities.iter().map(|(_, entity)| *entity));
        }
        out.extend(survey.sites.iter().map(|site| site.entity));
        out.extend(survey.models.iter().filter_map(|named| named.model.all(class::IFC_PROJECT).next()));
        out
    }

    fn in_model(&self, key: &str, properties: &[&str], holds: Holds) -> Option<(Amount, String)> {
        if properties.is_empty() {
            return None;
        }
        self.carriers(key).into_iter().find_map(|entity| match holds {
            Holds::Text | Holds::Date => said(entity, properties).map(|reading| (Amount::Text(reading.value), reading.source)),
            Holds::Flag => authored::flag(entity, properties).map(|reading| (Amount::Flag(reading.value), reading.source)),
            Holds::Number(unit) => authored::number(entity, properties)
                .filter(|reading| reading.value > 0.0)
                .map(|reading| (Amount::Number(in_unit(reading.value, unit)), reading.source)),
        })
    }
}

/// A measure with a unit comes in SI: newtons and watts, where the field is in kilonewtons and kilowatts.
fn in_unit(value: f64, unit: &str) -> f64 {
    let is_kilo = match unit {
        "kN/m2" => value >= 100.0,
        "kW" => value >= 500.0,
        _ => false,
    };
    if is_kilo { value / 1000.0 } else { value }
}

/// The first text of these names that says something.
pub(crate) fn said(entity: Entity<'_>, names: &[&str]) -> Option<Reading<String>> {
    authored::all_texts(entity, names).into_iter().find(|reading| is_said(&reading.value) && !repeats_its_name(reading))
}

/// COBie templates hold the name of a property as its value (`Manufacturer` = "Manufacturer") until somebody fills it in.
fn repeats_its_name(reading: &Reading<String>) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let value = letters(&reading.value);
    reading.source.rsplit('.').next().is_some_and(|name| letters(name) == value)
}

/// Place holders of exporters say nothing.
pub(crate) fn is_said(text: &str) -> bool {
    let text = text.trim();
    let nothing = [
        "",
        "-",
        "—",
        "/",
        "无数据",
        "未知",
        "待定",
        "待填",
        "n/a",
        "none",
        "null",
        "undefined",
        "notdefined",
        "unknown",
        "enter address here",
        "author",
        "organization",
    ];
    !nothing.contains(&text.to_lowercase().as_str())
}

fn fill(field: &mut Field, value: Amount, holds: Holds, from: From) {
    if let Holds::Number(unit) = holds {
        field.unit = Some(unit.to_owned());
    }
    field.text = Some(words(&value, holds));
    field.value = Some(value);
    field.from = Some(from);
}

/// A value as printed.
fn words(value: &Amount, holds: Holds) -> haofang_policy::Localised {
    match (value, holds) {
        (Amount::Text(text), _) => same(text.clone()),
        (Amount::Flag(true), _) => both("是", "yes"),
        (Amount::Flag(false), _) => both("否", "no"),
        (Amount::Number(number), Holds::Number("a")) => both(format!("{number} 年"), format!("{number} years")),
        (Amount::Number(number), Holds::Number("seasons")) => {
            both(format!("{number} 个供热、供冷期"), format!("{number} heating and cooling seasons"))
        }
        (Amount::Number(number), Holds::Number("m2")) => same(format!("{number:.2} ㎡")),
        (Amount::Number(number), Holds::Number("kN/m2")) => same(format!("{number} kN/㎡")),
        (Amount::Number(number), Holds::Number("W/(m2K)")) => same(format!("{number} W/(㎡·K)")),
        (Amount::Number(number), Holds::Number(unit)) => same(format!("{number} {unit}")),
        (Amount::Number(number), _) => same(number.to_string()),
    }
}
