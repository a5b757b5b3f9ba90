//! One instance of a model: a pointer and an index, read when asked.

use std::borrow::Cow;
use std::fmt;

use crate::model::Model;
use crate::schema::{Class, Schema, attribute};
use crate::step::{List, Value};

/// A file-local instance number such as `#123`. It never leaves the tool: people see GlobalIds.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceId(pub u64);

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Debug for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// One instance of a model. Copying it costs nothing.
#[derive(Copy, Clone)]
pub struct Entity<'m> {
    model: &'m Model,
    index: u32,
}

impl<'m> Entity<'m> {
    pub(crate) fn new(model: &'m Model, index: u32) -> Entity<'m> {
        Entity { model, index }
    }

    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// The model it belongs to.
    pub fn model(self) -> &'m Model {
        self.model
    }

    /// Its number in the file.
    pub fn id(self) -> InstanceId {
        self.model.records().id(self.index)
    }

    /// Its class; [`Class::UNKNOWN`] when no supported schema has it.
    #[inline]
    pub fn class(self) -> Class {
        self.model.records().class(self.index)
    }

    /// The keyword as written, e.g. `IFCWALL`.
    pub fn keyword(self) -> &'m str {
        self.model.keyword(self.index)
    }

    /// Whether its class is `class` or a subtype of it.
    #[inline]
    pub fn is_a(self, class: Class) -> bool {
        self.class().is_a(class)
    }

    /// All its attribute values in file order; cheaper than asking for each.
    #[inline]
    pub fn attrs(self) -> List<'m> {
        List::new(self.model.reader(self.index))
    }

    /// The attribute at a position, from 0; [`Value::Null`] beyond the last.
    #[inline]
    pub fn attr(self, position: usize) -> Value<'m> {
        let mut reader = self.model.reader(self.index);
        if !reader.skip(position) {
            return Value::Null;
        }
        reader.last_value().unwrap_or(Value::Null)
    }

    /// The members of the list attribute at a position; nothing when it is no list.
    #[inline]
    pub fn list_at(self, position: usize) -> List<'m> {
        let mut reader = self.model.reader(self.index);
        if reader.skip(position) { reader.last_list() } else { List::NONE }
    }

    /// The attribute of this name, by the position that the file's schema gives it; [`Value::Null`] when it has none.
    pub fn named(self, name: &str) -> Value<'m> {
        attribute(self.schema(), self.class(), name).map_or(Value::Null, |position| self.attr(position))
    }

    /// The schema of its file.
    pub fn schema(self) -> Schema {
        self.model.schema()
    }

    /// The instance that the attribute at a position refers to, if the file has it.
    pub fn entity_at(self, position: usize) -> Option<Entity<'m>> {
        let mut reader = self.model.reader(self.index);
        let id = if reader.skip(position) { reader.last_ref()? } else { return None };
        self.model.entity(id)
    }

    /// As [`Entity::entity_at`] of what need not be given: `Some(None)` when it is not, `None` when something stands there that
    /// leads to nothing.
    #[inline]
    pub fn entity_if_given_at(self, position: usize) -> Option<Option<Entity<'m>>> {
        let mut reader = self.model.reader(self.index);
        if !reader.skip(position) {
            return Some(None);
        }
        match reader.last_ref_if_given()? {
            Some(id) => self.model.entity(id).map(Some),
            None => Some(None),
        }
    }

    /// The instances that a list attribute refers to, those that the file has.
    pub fn entities_at(self, position: usize) -> impl Iterator<Item = Entity<'m>> {
        self.list_at(position).refs().filter_map(move |id| self.model.entity(id))
    }

    /// The instance that the attribute of this name refers to, if the file has it.
    pub fn entity_named(self, name: &str) -> Option<Entity<'m>> {
        self.model.entity(self.named(name).as_ref()?)
    }

    /// The instances that the list attribute of this name refers to, those that the file has.
    pub fn entities_named(self, name: &str) -> impl Iterator<Item = Entity<'m>> {
        self.named(name).as_list().refs().filter_map(move |id| self.model.entity(id))
    }

    /// Its GlobalId as written, if it is an `IfcRoot` and has one.
    pub fn guid(self) -> Option<&'m str> {
        if !self.is_a(crate::class::IFC_ROOT) {
            return None;
        }
        match self.attr(0) {
            Value::Text(text) => std::str::from_utf8(text.raw()).ok(),
            _ => None,
        }
    }

    /// Its Name, by the position that the schema gives it.
    pub fn name(self) -> Option<Cow<'m, str>> {
        if self.is_a(crate::class::IFC_ROOT) { self.attr(2).as_text() } else { self.named("Name").as_text() }
    }
}

impl PartialEq for Entity<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && std::ptr::eq(self.model, other.model)
    }
}

impl Eq for Entity<'_> {}

impl PartialOrd for Entity<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By place in the file.
impl Ord for Entity<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}

impl std::hash::Hash for Entity<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.id(), self.keyword())
    }
}
