//! The project brief: the parameters of CONTRACT §3, typed, with where each one came from.
//!
//! Planning conditions, household counts and readings of the policy are in no model. They come from `haofang.toml` and
//! `-p key=value`; nothing is guessed, and every value used is printed in every report.

mod keys;
mod parse;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

pub use keys::{KEYS, Key, KeyType};
pub use parse::is_date;

/// A flaw in a brief, located where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}{}: {message}", match (line, column) { (Some(line), Some(column)) => format!(":{line}:{column}"), _ => String::new() })]
pub struct BriefError {
    /// The file, or `-p`.
    pub origin: String,
    /// Line, from 1, in files.
    pub line: Option<usize>,
    /// Column in characters, from 1, in files.
    pub column: Option<usize>,
    /// What was found, what was expected, what to do.
    pub message: String,
}

/// Where a parameter came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The default of the contract.
    Default,
    /// `haofang.toml`.
    File,
    /// `-p` on the command line, or the embedding program.
    Caller,
}

impl Origin {
    /// The Chinese and the English word.
    #[must_use]
    pub fn titles(self) -> (&'static str, &'static str) {
        match self {
            Self::Default => ("默认", "default"),
            Self::File => ("配置文件", "file"),
            Self::Caller => ("命令行", "command line"),
        }
    }
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Setting {
    /// Yes or no.
    Flag(bool),
    /// A number in the unit of its key.
    Number(f64),
    /// A word, path, date or name.
    Text(String),
    /// Numbers by name (building → height limit, kind → coefficient, depth → coefficient).
    Table(BTreeMap<String, f64>),
}

/// A document that supports a clause (`[[documents]]`).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Document {
    /// The clause that it supports.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// The value that it certifies: a rating, a ratio, `true`.
    pub value: Option<Setting>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Date of issue, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// File name.
    pub file: Option<String>,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
}

/// All parameters of one run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brief {
    given: BTreeMap<&'static str, (Setting, Origin)>,
    /// Documents offered as evidence.
    pub documents: Vec<Document>,
}

impl Brief {
    /// Reads `haofang.toml` text. `origin` names the file in errors.
    ///
    /// # Errors
    /// All flaws found: syntax, unknown keys with "did you mean", wrong types, ratios above 1.
    pub fn from_toml(origin: &str, text: &str) -> Result<Self, Vec<BriefError>> {
        parse::file(origin, text)
    }

    /// Sets one parameter from `key=value`; the value may be bare text or TOML.
    ///
    /// # Errors
    /// Unknown key, wrong type, or a ratio above 1.
    pub fn set(&mut self, assignment: &str) -> Result<(), BriefError> {
        parse::assignment(self, assignment)
    }

    /// The value of a key, given or by default.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<(Setting, Origin)> {
        if let Some((setting, origin)) = self.given.get(key) {
            return Some((setting.clone(), *origin));
        }
        keys::key(key)?.default_setting().map(|setting| (setting, Origin::Default))
    }

    /// Whether the key was given by the caller (not only a default).
    #[must_use]
    pub fn is_given(&self, key: &str) -> bool {
        self.given.contains_key(key)
    }

    /// The number of a key, given or by default.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)?.0 {
            Setting::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The number of a key for one name: a plain number holds for all, a table for the names it lists.
    #[must_use]
    pub fn number_for(&self, key: &str, name: &str) -> Option<f64> {
        match self.get(key)?.0 {
            Setting::Number(number) => Some(number),
            Setting::Table(table) => Self::row(&table, name),
            _ => None,
        }
    }

    /// The row of a table for a building: by its name, else by that of the whole of which it is one tower (`1#住宅楼（东塔）`).
    #[must_use]
    pub fn row(table: &BTreeMap<String, f64>, name: &str) -> Option<f64> {
        let whole = || name.strip_suffix('）')?.rsplit_once('（').filter(|(_, part)| part.contains('塔')).map(|(whole, _)| whole);
        table.get(name).or_else(|| table.get(whole()?)).copied()
    }

    /// The claim of a key, given or by default.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key)?.0 {
            Setting::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The word of a key, given or by default.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        match self.get(key)?.0 {
            Setting::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The table of a key.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<BTreeMap<String, f64>> {
        match self.get(key)?.0 {
            Setting::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The documents offered for a clause.
    pub fn documents_for<'b>(&'b self, clause: &'b str) -> impl Iterator<Item = &'b Document> {
        self.documents.iter().filter(move |document| document.clause == clause)
    }

    /// Every key with a value, and where it came from, as reports print it.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut out = Map::new();
        for key in KEYS {
            if let Some((setting, origin)) = self.get(key.name) {
                out.insert(key.name.to_owned(), json!({ "value": setting, "from": origin, "title": key.zh }));
            }
        }
        if !self.documents.is_empty() {
            out.insert("documents".into(), json!(self.documents));
        }
        Json::Object(out)
    }
}

#[cfg(test)]
mod tests;
