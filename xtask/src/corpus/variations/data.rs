//! The lists: what is found in the estate, and what is done to it.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

/// How a thing is found in the estate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thing {
    /// Its classes, apart by `|`: as IFC4 and IFC2X3 have them.
    pub(super) class: Option<String>,
    /// Its name is one of these.
    #[serde(default)]
    names: Vec<String>,
    /// Its name holds this.
    #[serde(default)]
    holds: String,
    /// Its name does not hold this.
    without: Option<String>,
    /// So many are passed over.
    #[serde(default)]
    pub(super) skip: usize,
    /// Only so many.
    pub(super) first: Option<usize>,
    /// So many of them matter to the first estate only.
    #[serde(default)]
    pub(super) of_first: bool,
    /// What is right or wrong of their amounts is so of the first estate only.
    #[serde(default)]
    pub(super) amounts_of_first: bool,
    /// And what these mean.
    #[serde(default)]
    pub(super) also: Vec<String>,
}

impl Thing {
    /// Whether a thing of its class with this name is meant.
    pub(super) fn means(&self, name: &str) -> bool {
        (self.names.is_empty() || self.names.iter().any(|wanted| wanted == name))
            && name.contains(&self.holds)
            && !self.without.as_ref().is_some_and(|word| name.contains(word))
    }
}

/// A value of a property.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    /// `.T.` or `.F.`.
    Claim(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Real(f64),
    /// A label; `IFC…(…)` is written as it stands.
    Text(String),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Claim(claim) => write!(out, "{claim}"),
            Self::Whole(number) => write!(out, "{number}"),
            Self::Real(number) => write!(out, "{number:?}"),
            Self::Text(text) => write!(out, "「{text}」"),
        }
    }
}

/// Changes of one thing, as the list has them: each entry of each list is a variation of its own.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    thing: String,
    clauses: Vec<String>,
    /// Its amounts contradict, or agree with, the first estate only.
    of_first: bool,
    /// Other names; `%d` is the number of the thing.
    names: Vec<String>,
    /// The set of the properties.
    set: String,
    properties: Vec<(String, Scalar)>,
    /// Other values of a property that is there.
    values: Vec<Scalar>,
    areas: Vec<(String, f64)>,
    lengths: Vec<(String, f64)>,
    materials: Vec<String>,
    types: Vec<String>,
    groups: Vec<String>,
    systems: Vec<String>,
    system_descriptions: Vec<String>,
    descriptions: Vec<String>,
    object_types: Vec<String>,
    long_names: Vec<String>,
    /// In millimetres.
    moves: Vec<[f64; 3]>,
}

/// One change of the file.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Another name.
    Name(String),
    /// Another text at this place among the attributes.
    Attribute(usize, String),
    /// Another value of a property.
    Value(Scalar),
    /// A property more: set, name, value.
    Property(String, String, Scalar),
    /// A quantity more: kind, name, value.
    Quantity(&'static str, String, f64),
    /// A material more.
    Material(String),
    /// A type of this name.
    Type(String),
    /// A group: class, name, description.
    Group(&'static str, String, Option<String>),
    /// Another place, in millimetres.
    Move([f64; 3]),
}

/// One variation of the estate.
pub(super) struct Variation {
    /// What is changed.
    pub(super) thing: String,
    /// How.
    pub(super) change: Change,
    /// The clauses that it contradicts; none for a harmless one.
    pub(super) clauses: Vec<String>,
    /// It is one of the first estate only.
    pub(super) is_of_first: bool,
}

impl Variation {
    /// Whether a number is part of it, which may be right of one estate and wrong of another.
    pub(super) fn has_amount(&self) -> bool {
        self.is_of_first || self.label().replace("%d", "").contains(|c: char| c.is_ascii_digit() && c != '0')
    }

    /// Its name in reports and in the list of known ones.
    pub(super) fn label(&self) -> String {
        let thing = &self.thing;
        match &self.change {
            Change::Name(to) => format!("{thing}: Name = 「{to}」"),
            Change::Attribute(position, to) => format!("{thing}: attribute {position} = 「{to}」"),
            Change::Value(to) => format!("{thing}: value = {to}"),
            Change::Property(set, key, value) => format!("{thing}: {set}.{key} = {value}"),
            Change::Quantity(kind, key, value) => format!("{thing}: {kind} {key} = {value}"),
            Change::Material(to) => format!("{thing}: material = 「{to}」"),
            Change::Type(to) => format!("{thing}: type = 「{to}」"),
            Change::Move(by) => format!("{thing}: moved by {by:?}"),
            Change::Group(class, name, description) => {
                format!("{thing}: {class} = 「{name}」{}", description.as_deref().unwrap_or_default())
            }
        }
    }
}

/// A list of variations.
pub(super) struct List {
    /// How things are found.
    pub(super) things: BTreeMap<String, Thing>,
    /// Every variation, in the order of the list.
    pub(super) variations: Vec<Variation>,
}

impl List {
    /// Reads how things are found, and the variations of them.
    pub(super) fn read(things: &str, list: &str) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Whole {
            change: Vec<Entry>,
        }
        let things = toml::from_str(things).context("the things")?;
        let whole: Whole = toml::from_str(list).context("the variations")?;
        let mut variations = Vec::new();
        for entry in whole.change {
            let clauses: Vec<String> = entry.clauses.clone();
            let thing = entry.thing.clone();
            let is_of_first = entry.of_first;
            let of = |change| Variation { thing: thing.clone(), change, clauses: clauses.clone(), is_of_first };
            variations.extend(entry.changes().map(of));
        }
        Ok(Self { things, variations })
    }
}

impl Entry {
    fn changes(self) -> impl Iterator<Item = Change> {
        let set = self.set;
        let names = self.names.into_iter().map(Change::Name);
        let properties = self.properties.into_iter().map(move |(key, value)| Change::Property(set.clone(), key, value));
        let areas = self.areas.into_iter().map(|(key, value)| Change::Quantity("AREA", key, value));
        let lengths = self.lengths.into_iter().map(|(key, value)| Change::Quantity("LENGTH", key, value));
        let system = |text: String| Change::Group("IFCSYSTEM", "室内给水系统".to_owned(), Some(text));
        names
            .chain(properties)
            .chain(self.values.into_iter().map(Change::Value))
            .chain(areas)
            .chain(lengths)
            .chain(self.materials.into_iter().map(Change::Material))
            .chain(self.types.into_iter().map(Change::Type))
            .chain(self.groups.into_iter().map(|name| Change::Group("IFCGROUP", name, None)))
            .chain(self.systems.into_iter().map(|name| Change::Group("IFCSYSTEM", name, None)))
            .chain(self.system_descriptions.into_iter().map(system))
            .chain(self.descriptions.into_iter().map(|text| Change::Attribute(3, text)))
            .chain(self.object_types.into_iter().map(|text| Change::Attribute(4, text)))
            .chain(self.long_names.into_iter().map(|text| Change::Attribute(7, text)))
            .chain(self.moves.into_iter().map(Change::Move))
    }
}
