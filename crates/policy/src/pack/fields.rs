//! Typed access to TOML tables with positions: unknown fields and wrong types are flaws, never ignored.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::condition::{Expr, Flaw, Names, check, parse};
use crate::error::{PolicyError, Source, hint};
use crate::verdict::Localised;
use haofang_facts::SubjectKind;

/// A value of a field, with the text that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Field<'t> {
    pub(crate) source: Source<'t>,
    pub(crate) value: &'t Spanned<DeValue<'t>>,
}

impl<'t> Field<'t> {
    pub(crate) fn error(&self, message: impl Into<String>) -> PolicyError {
        self.source.error(self.value.span(), message)
    }

    pub(crate) fn text(&self) -> Result<String, PolicyError> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            other => Err(self.error(format!("expected a text in quotes, found {}", kind(other)))),
        }
    }

    pub(crate) fn flag(&self) -> Result<bool, PolicyError> {
        self.value.get_ref().as_bool().ok_or_else(|| self.error("expected true or false"))
    }

    /// A date, quoted or not.
    pub(crate) fn date(&self) -> Result<String, PolicyError> {
        match self.value.get_ref() {
            DeValue::Datetime(date) => Ok(date.to_string()),
            DeValue::String(text) if text.len() == 10 => Ok(text.to_string()),
            _ => Err(self.error("expected a date such as 2024-04-24")),
        }
    }

    /// The items of a list.
    pub(crate) fn list(&self) -> Result<Vec<Self>, PolicyError> {
        match self.value.get_ref() {
            DeValue::Array(items) => Ok(items.iter().map(|value| Field { source: self.source, value }).collect()),
            other => Err(self.error(format!("expected a list in brackets, found {}", kind(other)))),
        }
    }

    pub(crate) fn texts(&self) -> Result<Vec<String>, PolicyError> {
        self.list()?.iter().map(Self::text).collect()
    }

    /// `["中文", "English"]`.
    pub(crate) fn localised(&self) -> Result<Localised, PolicyError> {
        match &self.texts()?[..] {
            [zh, en] => Ok(Localised::new(zh, en)),
            _ => Err(self.error("expected [\"中文\", \"English\"]")),
        }
    }

    pub(crate) fn table(&self) -> Result<Table<'t>, PolicyError> {
        match self.value.get_ref() {
            DeValue::Table(table) => Ok(Table { layers: vec![(self.source, table)], span: self.value.span() }),
            other => Err(self.error(format!("expected a table, found {}", kind(other)))),
        }
    }

    /// A condition or formula, checked for subjects of a kind.
    pub(crate) fn expr(&self, own: SubjectKind, names: &Names) -> Result<Expr, PolicyError> {
        let text = self.text()?;
        parse(&text).and_then(|raw| check(&text, &raw, own, names)).map_err(|flaw| self.flaw(&flaw))
    }

    /// The flaw of a condition, placed in the file.
    pub(crate) fn flaw(&self, flaw: &Flaw) -> PolicyError {
        let span = self.value.span();
        let written = self.source.text.get(span.clone()).unwrap_or_default();
        let mut start = span.start + 1;
        if written.starts_with("\"\"\"") || written.starts_with("'''") {
            start = span.start + 3;
            // a line break right after the opening quotes is not part of the text
            start += if written[3..].starts_with("\r\n") { 2 } else { usize::from(written[3..].starts_with('\n')) };
        }
        self.source.error(start + flaw.span.start..start + flaw.span.end, flaw.message.clone())
    }
}

/// A table, or several of which the first that has a field wins (amendments over what they amend).
#[derive(Clone)]
pub(crate) struct Table<'t> {
    pub(crate) layers: Vec<(Source<'t>, &'t DeTable<'t>)>,
    pub(crate) span: Range<usize>,
}

impl<'t> Table<'t> {
    pub(crate) fn get(&self, name: &str) -> Option<Field<'t>> {
        self.layers.iter().find_map(|(source, table)| Some(Field { source: *source, value: table.get(name)? }))
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> PolicyError {
        match self.layers.first() {
            Some((source, _)) => source.error(self.span.clone(), message),
            None => Source { name: "", text: "" }.error(0..0, message),
        }
    }

    pub(crate) fn need(&self, name: &str) -> Result<Field<'t>, PolicyError> {
        self.get(name).ok_or_else(|| self.error(format!("the field `{name}` is missing")))
    }

    /// A text field, empty where it is absent.
    pub(crate) fn text(&self, name: &str) -> Result<String, PolicyError> {
        self.get(name).map_or_else(|| Ok(String::new()), |field| field.text())
    }

    pub(crate) fn localised(&self, name: &str) -> Result<Localised, PolicyError> {
        self.get(name).map_or_else(|| Ok(Localised::default()), |field| field.localised())
    }

    pub(crate) fn expr(&self, name: &str, own: SubjectKind, names: &Names) -> Result<Option<Expr>, PolicyError> {
        self.get(name).map(|field| field.expr(own, names)).transpose()
    }

    /// The tables of an array of tables; none where it is absent.
    pub(crate) fn tables(&self, name: &str) -> Result<Vec<Table<'t>>, PolicyError> {
        let Some(field) = self.get(name) else { return Ok(Vec::new()) };
        field.list()?.iter().map(Field::table).collect()
    }

    /// Flaws for fields that nothing reads.
    pub(crate) fn known(&self, names: &[&str]) -> Vec<PolicyError> {
        let mut errors = Vec::new();
        for (source, table) in &self.layers {
            for (name, _) in table.iter() {
                let word: &str = name.get_ref();
                if !names.contains(&word) {
                    errors.push(source.error(name.span(), format!("unknown field `{word}`{}", hint(word, names.iter().copied()))));
                }
            }
        }
        errors
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
