//! The known answers: every subject of the estate with its quantities in SI, as the parameters give them.

use std::collections::BTreeMap;

/// A true value: number (SI: m, m2, m3, 1), text or yes/no.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Metres, square metres, cubic metres or a plain number or ratio.
    Number(f64),
    /// A word, for instance a use.
    Text(String),
    /// Yes or no.
    Flag(bool),
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}
impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Number(value as f64)
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Flag(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

/// One subject of the kinds of the fact sheet (project, site, building, storey, dwelling …).
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Kind word: `storey`, `space`, `bay_window` …
    pub kind: &'static str,
    /// GlobalId of its entity in the file; none where the style writes no entity for it.
    pub guid: Option<String>,
    /// GlobalId of the building it belongs to, when it has one.
    pub building: Option<String>,
    /// GlobalId of the room that a window or a bay belongs to, where the style draws rooms.
    pub room: Option<String>,
    /// The dwelling that a room or a part of it belongs to: those of one number are one dwelling.
    pub dwelling: Option<usize>,
    /// Name for messages (not necessarily the name written in the file).
    pub name: String,
    /// Quantity name to true value.
    pub facts: BTreeMap<&'static str, Value>,
}

impl Subject {
    /// The number of a quantity, when it is one.
    pub fn number(&self, fact: &str) -> Option<f64> {
        match self.facts.get(fact) {
            Some(Value::Number(value)) => Some(*value),
            _ => None,
        }
    }
}

/// Everything true of a generated estate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truth {
    /// The subjects in a fixed order: project, site, buildings with their parts.
    pub subjects: Vec<Subject>,
    /// Parameters for `-p`, as key and TOML-like value (`plan.green_ratio` → `0.30`).
    pub parameters: Vec<(String, String)>,
    /// Documents for `[[documents]]`: clause, title, value.
    pub documents: Vec<[String; 3]>,
    /// Clause id to the outcome that the definitions give (only clauses the estate decides).
    pub clauses: BTreeMap<&'static str, Expected>,
}

/// What a check must say of one clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// `pass`, `fail`, `undetermined`, `manual` or `not_applicable`.
    pub outcome: &'static str,
    /// GlobalIds of the subjects that fail (empty unless the outcome is `fail`).
    pub failing: Vec<String>,
}

impl Truth {
    /// All subjects of one kind.
    pub fn of<'t>(&'t self, kind: &'t str) -> impl Iterator<Item = &'t Subject> {
        self.subjects.iter().filter(move |subject| subject.kind == kind)
    }

    /// The subject of this kind and GlobalId.
    pub fn find(&self, kind: &str, guid: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.kind == kind && subject.guid.as_deref() == Some(guid))
    }

    /// The first subject of this kind and name.
    pub fn named(&self, kind: &str, name: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.kind == kind && subject.name == name)
    }

    pub(crate) fn add(&mut self, kind: &'static str, guid: Option<String>, building: Option<&str>, name: &str) -> Facts<'_> {
        let (building, name) = (building.map(str::to_owned), name.to_owned());
        self.subjects.push(Subject { kind, guid, building, room: None, dwelling: None, name, facts: BTreeMap::new() });
        let last = self.subjects.len() - 1;
        Facts(&mut self.subjects[last].facts)
    }

    /// Floor areas above ground of the project, all and residential, and the floor area ratio on a site (m2).
    pub(crate) fn areas_above(&mut self, above: Option<[f64; 2]>, site: Option<f64>) {
        let project = self.subjects.iter_mut().find(|subject| subject.kind == "project");
        let Some((project, [all, residential])) = project.zip(above) else { return };
        let facts = Facts(&mut project.facts).set("floor_area_above", all).set("far_area", all);
        let is_declared = self.parameters.iter().any(|(key, _)| key == "residential_area_m2");
        let facts = if is_declared { facts } else { facts.set("residential_area", residential) };
        if let Some(site) = site {
            let _ = facts.set("far", all / site);
        }
    }

    /// The subject just added lies in this room.
    pub(crate) fn in_room(&mut self, room: Option<String>) {
        if let Some(subject) = self.subjects.last_mut() {
            subject.room = room;
        }
    }

    /// The subject just added belongs to this dwelling.
    pub(crate) fn of_dwelling(&mut self, dwelling: Option<usize>) {
        if let Some(subject) = self.subjects.last_mut() {
            subject.dwelling = dwelling;
        }
    }
}

/// Fills in the facts of a subject just added.
pub(crate) struct Facts<'t>(&'t mut BTreeMap<&'static str, Value>);

impl Facts<'_> {
    pub(crate) fn set(self, fact: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(fact, value.into());
        self
    }
}
