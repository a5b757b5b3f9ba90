//! One line of a manual: what it is called, its value if known, where that comes from, and how to supply it if not.

use haofang_facts::{Fact, Gap, GlobalId, Provenance, Unit, Value, display};
use haofang_policy::Localised;
use serde::Serialize;

/// A value as people and programs read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// Yes or no.
    Flag(bool),
    /// A number in the unit of its field.
    Number(f64),
    /// A name, a date, a sentence.
    Text(String),
}

/// By which kind of source a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FromKind {
    /// A property of the model.
    Model,
    /// Measured on the model's geometry.
    Measured,
    /// Computed from other values.
    Derived,
    /// `manual.toml` of the developer.
    Overlay,
    /// A parameter of the project.
    Declared,
    /// Law or regulation.
    Statute,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct From {
    /// The kind of source.
    pub kind: FromKind,
    /// The place: a property, a method, a line of `manual.toml`, an article.
    pub at: String,
    /// The elements of the model behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<GlobalId>,
}

impl From {
    /// A source without elements.
    #[must_use]
    pub fn new(kind: FromKind, at: impl Into<String>) -> Self {
        Self { kind, at: at.into(), elements: Vec::new() }
    }

    /// With the elements behind it.
    #[must_use]
    pub fn of(mut self, elements: impl IntoIterator<Item = GlobalId>) -> Self {
        self.elements.extend(elements);
        self
    }
}

/// A line of the manual.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Stable key, such as `structure.live_load_kn_m2`.
    pub key: String,
    /// What people call it.
    pub title: Localised,
    /// Its value; null where neither the model nor `manual.toml` says.
    pub value: Option<Amount>,
    /// Unit of a number: `m`, `m2`, `kW` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The value as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Localised>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<From>,
    /// Whether the manual is incomplete without it.
    pub required: bool,
    /// What has to be said beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Localised>,
    /// How to supply it, where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supply: Option<Localised>,
}

/// A text that is the same in both languages.
pub(crate) fn same(text: impl Into<String>) -> Localised {
    let text = text.into();
    Localised::new(text.clone(), text)
}

/// A text in both languages.
pub(crate) fn both(zh: impl Into<String>, en: impl Into<String>) -> Localised {
    Localised::new(zh, en)
}

impl Field {
    /// A required field of which nothing is known yet.
    pub(crate) fn empty(key: impl Into<String>, title: Localised) -> Self {
        Self { key: key.into(), title, value: None, unit: None, text: None, from: None, required: true, note: None, supply: None }
    }

    /// A field with a text.
    pub(crate) fn text(key: impl Into<String>, title: Localised, text: Localised, from: From) -> Self {
        let mut field = Self::empty(key, title);
        field.value = Some(Amount::Text(text.zh.clone()));
        field.text = Some(text);
        field.from = Some(from);
        field
    }

    /// A field with a number.
    pub(crate) fn number(key: impl Into<String>, title: Localised, number: f64, unit: Unit, from: From) -> Self {
        let mut field = Self::empty(key, title);
        field.value = Some(Amount::Number(number));
        field.unit = Some(unit.symbol().to_owned());
        field.text = Some(same(display::number(number, unit)));
        field.from = Some(from);
        field
    }

    /// A field from a fact of the sheet, or missing for the reason of its gap.
    pub(crate) fn of_fact(key: impl Into<String>, title: Localised, found: Option<Result<&Fact, &Gap>>) -> Self {
        let (key, fact) = (key.into(), found.and_then(Result::ok));
        let Some(fact) = fact else {
            let mut field = Self::empty(key, title);
            field.supply = found.and_then(Result::err).map(|gap| {
                let (zh, en) = gap.detail.split_once(" ‖ ").unwrap_or((&gap.detail, &gap.detail));
                both(format!("模型：{zh}"), format!("model: {en}"))
            });
            return field;
        };
        let from = From::new(kind(fact.provenance), fact.method.clone()).of(fact.elements.iter().cloned());
        match &fact.value {
            Value::Number(number, unit) => Self::number(key, title, *number, *unit, from),
            Value::Text(text) => Self::text(key, title, same(text.clone()), from),
            Value::Bool(flag) => Self::flag(key, title, *flag, from),
        }
    }

    /// A field with a claim.
    pub(crate) fn flag(key: impl Into<String>, title: Localised, flag: bool, from: From) -> Self {
        let mut field = Self::empty(key, title);
        field.value = Some(Amount::Flag(flag));
        field.text = Some(if flag { both("是", "yes") } else { both("否", "no") });
        field.from = Some(from);
        field
    }

    /// Not needed for a complete manual.
    pub(crate) const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// With something to say beside it.
    pub(crate) fn noted(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.note = Some(both(zh, en));
        self
    }

    /// With how to supply it.
    pub(crate) fn supplied_by(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        if self.value.is_none() {
            self.supply = Some(both(zh, en));
        }
        self
    }

    /// Whether its value is known.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.value.is_some()
    }
}

/// The kind of source of a fact.
pub(crate) const fn kind(provenance: Provenance) -> FromKind {
    match provenance {
        Provenance::Authored => FromKind::Model,
        Provenance::Measured => FromKind::Measured,
        Provenance::Declared => FromKind::Declared,
        Provenance::Derived => FromKind::Derived,
    }
}
