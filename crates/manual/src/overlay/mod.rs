//! `manual.toml`: what the developer knows and the model does not, for the project, a type of dwelling, or one dwelling.
//!
//! The nearer wins: a dwelling's own entry before its type's, that before the project's. Unknown keys are errors.

mod parse;

use std::collections::BTreeMap;

use crate::field::Amount;

/// A flaw of `manual.toml`, located where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}:{line}:{column}: {message}")]
pub struct OverlayError {
    /// The file.
    pub origin: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was found, what was expected, what to do.
    pub message: String,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The value.
    pub value: Amount,
    /// `manual.toml:12`.
    pub at: String,
}

/// A piece of equipment of `[[equipment]]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GivenEquipment {
    /// What it is called.
    pub name: String,
    /// GlobalId, or a part of the name, of what it describes in the model; without, it is an entry of its own.
    pub matches: Option<String>,
    /// Room.
    pub room: Option<String>,
    /// Trade: water, drain, gas, heat, air, power, data, fire, provision.
    pub trade: Option<String>,
    /// Maker.
    pub maker: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Date of installation.
    pub installed: Option<String>,
    /// End of the maker's warranty.
    pub warranty_until: Option<String>,
    /// Months between maintenance.
    pub maintenance_months: Option<f64>,
    /// Manual: file or address.
    pub manual: Option<String>,
    /// `manual.toml:12`.
    pub at: String,
}

/// A document of `[[documents]]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenDocument {
    /// Title.
    pub title: String,
    /// File or address.
    pub file: Option<String>,
    /// `manual.toml:12`.
    pub at: String,
}

/// What is given for one scope.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layer {
    /// Fields by key.
    pub fields: BTreeMap<&'static str, Given>,
    /// Equipment.
    pub equipment: Vec<GivenEquipment>,
    /// Documents.
    pub documents: Vec<GivenDocument>,
    /// Where the scope begins: `manual.toml:40`.
    pub at: String,
}

/// All of `manual.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlay {
    /// For every dwelling.
    pub project: Layer,
    /// `[type."A"]`.
    pub types: BTreeMap<String, Layer>,
    /// `[dwelling."1-2-501"]` or `[dwelling."3号楼/1-2-501"]`.
    pub dwellings: BTreeMap<String, Layer>,
}

impl Overlay {
    /// Reads the text of a `manual.toml`. `origin` names the file in errors and sources.
    ///
    /// # Errors
    /// All flaws found: syntax, unknown keys with "did you mean", values of the wrong kind.
    pub fn parse(origin: &str, text: &str) -> Result<Self, Vec<OverlayError>> {
        parse::file(origin, text)
    }

    /// What holds for one dwelling: `names` are its ways of being named, the nearest first.
    pub(crate) fn of(&self, dwelling_type: Option<&str>, names: &[&str]) -> View<'_> {
        let own = names.iter().find_map(|name| self.dwellings.get(*name));
        let of_type = dwelling_type.and_then(|name| self.types.get(name));
        View { layers: own.into_iter().chain(of_type).chain([&self.project]).collect() }
    }
}

/// What holds for one dwelling, nearest first.
pub(crate) struct View<'o> {
    layers: Vec<&'o Layer>,
}

impl<'o> View<'o> {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'o Given> {
        self.layers.iter().find_map(|layer| layer.fields.get(key))
    }

    /// The text of a key.
    pub(crate) fn text(&self, key: &str) -> Option<&'o str> {
        match &self.get(key)?.value {
            Amount::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of a key.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)?.value {
            Amount::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether a key is set to true.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.get(key).is_some_and(|given| given.value == Amount::Flag(true))
    }

    /// The equipment of all scopes, nearest first.
    pub(crate) fn equipment(&self) -> impl Iterator<Item = &'o GivenEquipment> + '_ {
        self.layers.iter().flat_map(|layer| &layer.equipment)
    }

    /// The documents of all scopes, nearest first.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &'o GivenDocument> + '_ {
        self.layers.iter().flat_map(|layer| &layer.documents)
    }
}

#[cfg(test)]
mod tests;
