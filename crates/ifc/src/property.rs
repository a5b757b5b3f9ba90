//! Properties and quantities of objects and types, with values in SI units.
//!
//! An object has its own sets and those of its type; where both give a property of one name in one set, its own counts.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::class;
use crate::entity::Entity;
use crate::schema::attributes;
use crate::step::Value;
use crate::units::{self, UnitProblem};

/// A property of an object or type.
#[derive(Clone, Debug, PartialEq)]
pub struct Property<'m> {
    /// Name of the property set, e.g. `Pset_WallCommon`; empty when it has none.
    pub set: Cow<'m, str>,
    /// Name of the property; inner properties of a complex one are named `Outer.Inner`.
    pub name: Cow<'m, str>,
    /// What it says.
    pub value: PropertyValue<'m>,
    /// Whether it comes from the type.
    pub from_type: bool,
    /// The property instance, for its place in the file.
    pub entity: Entity<'m>,
}

/// What a property says. Numbers with a unit are in SI.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PropertyValue<'m> {
    /// Given, but without a value.
    Null,
    /// Text, and enumeration values as text.
    Text(Cow<'m, str>),
    /// A whole number without unit.
    Integer(i64),
    /// A number in SI units, with the measure it was given as, e.g. `IFCLENGTHMEASURE`.
    Number {
        /// In SI units.
        value: f64,
        /// The measure as written; empty when there is none.
        measure: &'m str,
    },
    /// A number whose unit cannot be converted. It must not be used as if it were SI.
    NoUnit {
        /// As written.
        written: f64,
        /// Why it cannot be converted.
        problem: UnitProblem,
    },
    /// Yes or no.
    Boolean(bool),
    /// `.U.`: neither yes nor no.
    Unknown,
    /// List, or values chosen from an enumeration.
    List(Vec<PropertyValue<'m>>),
    /// A bounded value.
    Range {
        /// Lower bound.
        lower: Box<PropertyValue<'m>>,
        /// Upper bound.
        upper: Box<PropertyValue<'m>>,
        /// Set point (IFC4 on).
        set_point: Box<PropertyValue<'m>>,
    },
    /// A table: defining value, defined value.
    Table(Vec<(PropertyValue<'m>, PropertyValue<'m>)>),
    /// A reference to another instance.
    Reference(Entity<'m>),
    /// Not a value at all.
    Invalid,
}

impl<'m> PropertyValue<'m> {
    /// The number, in SI. Never a number whose unit is unknown.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            PropertyValue::Integer(value) => Some(*value as f64),
            PropertyValue::Number { value, .. } => Some(*value),
            PropertyValue::List(one) if one.len() == 1 => one.first()?.as_f64(),
            _ => None,
        }
    }

    /// The text, of a list with one entry too.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            PropertyValue::Text(text) => Some(text),
            PropertyValue::List(one) if one.len() == 1 => one.first()?.as_text(),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            PropertyValue::Boolean(value) => Some(*value),
            _ => None,
        }
    }
}

/// What a quantity measures.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuantityKind {
    /// Metres.
    Length,
    /// Square metres.
    Area,
    /// Cubic metres.
    Volume,
    /// A number of things.
    Count,
    /// Kilograms.
    Weight,
    /// Seconds.
    Time,
    /// A number without unit (IFC4.3).
    Number,
}

/// A quantity as the exporter stated it. It is a claim, not a measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity<'m> {
    /// Name of the quantity set, e.g. `Qto_SpaceBaseQuantities`; empty when it has none.
    pub set: Cow<'m, str>,
    /// Name of the quantity; inner quantities of a complex one are named `Outer.Inner`.
    pub name: Cow<'m, str>,
    /// What it measures.
    pub kind: QuantityKind,
    /// The value in SI units, or why it cannot be converted; `None` when it has no value.
    pub value: Option<Result<f64, UnitProblem>>,
    /// Whether it comes from the type.
    pub from_type: bool,
    /// The quantity instance, for its place in the file.
    pub entity: Entity<'m>,
}

impl Quantity<'_> {
    /// The value in SI units, if it has one that can be converted.
    pub fn si(&self) -> Option<f64> {
        self.value.as_ref()?.as_ref().ok().copied()
    }
}

/// The property and quantity sets of an object or type: its own, then its type's (marked `true`).
pub fn sets_of(entity: Entity<'_>) -> Vec<(Entity<'_>, bool)> {
    let relations = entity.model().relations();
    let mut sets: Vec<(Entity<'_>, bool)> = relations.definitions_of(entity).into_iter().map(|set| (set, false)).collect();
    if entity.is_a(class::IFC_TYPE_OBJECT) {
        sets.extend(entity.entities_at(5).map(|set| (set, false)));
    } else if let Some(of_type) = relations.type_of(entity) {
        sets.extend(of_type.entities_at(5).map(|set| (set, true)));
    }
    if entity.is_a(class::IFC_MATERIAL_DEFINITION) {
        let own = entity.model().all(class::IFC_MATERIAL_PROPERTIES);
        sets.extend(own.filter(|set| set.entity_named("Material") == Some(entity)).map(|set| (set, false)));
    }
    sets
}

/// Whether an object or type may have sets at all: of those of a model that have none, nothing else need be asked.
pub fn may_have_sets(entity: Entity<'_>) -> bool {
    let relations = entity.model().relations();
    relations.is_defined(entity)
        || relations.type_of(entity).is_some()
        || entity.is_a(class::IFC_TYPE_OBJECT)
        || entity.is_a(class::IFC_MATERIAL_DEFINITION)
}

/// All properties of an object or type, in file order of its sets; its own before those of its type.
pub fn properties_of(entity: Entity<'_>) -> Vec<Property<'_>> {
    properties_where(entity, |_| true)
}

/// As [`properties_of`], reading of the property sets only what is `wanted`: it is asked for each property that stands in a
/// set itself, before its value is read. What stands in complex properties and in predefined sets is always read.
pub fn properties_where<'m>(entity: Entity<'m>, wanted: impl Fn(Entity<'m>) -> bool) -> Vec<Property<'m>> {
    let mut found: Vec<Property<'m>> = Vec::new();
    let mut own = 0;
    for (set, from_type) in sets_of(entity) {
        if !from_type {
            own = found.len();
        }
        if set.is_a(class::IFC_ELEMENT_QUANTITY) {
            continue;
        }
        let name = OnceCell::new();
        let name = || name.get_or_init(|| set.name().unwrap_or_default());
        let mut add = |property: Property<'m>| {
            let shadowed = from_type && found.iter().take(own).any(|own| own.name == property.name && own.set == property.set);
            if !shadowed {
                found.push(property);
            }
        };
        if set.is_a(class::IFC_PROPERTY_SET) || set.is_a(class::IFC_EXTENDED_PROPERTIES) {
            let position = if set.is_a(class::IFC_PROPERTY_SET) { 4 } else { 2 };
            let members = set.entities_at(position).filter(|member| member.is_a(class::IFC_COMPLEX_PROPERTY) || wanted(*member));
            flatten(members, class::IFC_COMPLEX_PROPERTY, 3, |prefix, property| {
                let (inner, value) = named_value(property);
                add(Property { set: name().clone(), name: joined(prefix, inner), value, from_type, entity: property });
            });
        } else {
            predefined(set, name(), from_type).into_iter().for_each(&mut add);
        }
        if !from_type {
            own = found.len();
        }
    }
    found
}

/// The property of a name in a set.
pub fn property<'m>(entity: Entity<'m>, set: &str, name: &str) -> Option<PropertyValue<'m>> {
    properties_of(entity).into_iter().find(|p| p.set == set && p.name == name).map(|p| p.value)
}

/// All quantities of an object or type, in file order of its sets; its own before those of its type.
pub fn quantities_of(entity: Entity<'_>) -> Vec<Quantity<'_>> {
    let mut found: Vec<Quantity<'_>> = Vec::new();
    for (set, from_type) in sets_of(entity) {
        if !set.is_a(class::IFC_ELEMENT_QUANTITY) {
            continue;
        }
        let name = set.name().unwrap_or_default();
        let own = found.len();
        flatten(set.entities_at(5), class::IFC_PHYSICAL_COMPLEX_QUANTITY, 2, |prefix, quantity| {
            let Some((kind, unit)) = quantity_kind(quantity) else { return };
            let name_of = joined(prefix, quantity.attr(0).as_text().unwrap_or_default());
            if from_type && found.iter().take(own).any(|q| q.set == name && q.name == name_of) {
                return;
            }
            let value = quantity.attr(3).as_f64().map(|written| match quantity.entity_at(2) {
                Some(own) => units::unit(own).map(|unit| written * unit.factor),
                None => unit.map_or(Ok(1.0), |kind| entity.model().units().factor(kind)).map(|factor| written * factor),
            });
            found.push(Quantity { set: name.clone(), name: name_of, kind, value, from_type, entity: quantity });
        });
    }
    found
}

fn quantity_kind(quantity: Entity<'_>) -> Option<(QuantityKind, Option<&'static str>)> {
    Some(match quantity.class() {
        class::IFC_QUANTITY_LENGTH => (QuantityKind::Length, Some("LENGTHUNIT")),
        class::IFC_QUANTITY_AREA => (QuantityKind::Area, Some("AREAUNIT")),
        class::IFC_QUANTITY_VOLUME => (QuantityKind::Volume, Some("VOLUMEUNIT")),
        class::IFC_QUANTITY_COUNT => (QuantityKind::Count, None),
        class::IFC_QUANTITY_WEIGHT => (QuantityKind::Weight, Some("MASSUNIT")),
        class::IFC_QUANTITY_TIME => (QuantityKind::Time, Some("TIMEUNIT")),
        class::IFC_QUANTITY_NUMBER => (QuantityKind::Number, None),
        _ => return None,
    })
}

/// How many members a set may unfold to: complex properties that contain each other would have no end.
const MOST: usize = 100_000;

/// Walks members, opening the complex ones, in order.
fn flatten<'m>(members: impl Iterator<Item = Entity<'m>>, complex: crate::Class, inside: usize, mut each: impl FnMut(&str, Entity<'m>)) {
    let mut seen = 0;
    let mut stack: Vec<(String, Entity<'m>, usize)> = Vec::new();
    for member in members {
        if !member.is_a(complex) {
            each("", member);
            continue;
        }
        stack.push((String::new(), member, 0));
        while let Some((prefix, member, depth)) = stack.pop() {
            seen += 1;
            if seen > MOST {
                return;
            }
            if !member.is_a(complex) {
                each(&prefix, member);
            } else if depth < 8 {
                let prefix = format!("{prefix}{}.", member.attr(0).as_text().unwrap_or_default());
                let start = stack.len();
                stack.extend(member.entities_at(inside).map(|e| (prefix.clone(), e, depth + 1)));
                stack.get_mut(start..).unwrap_or_default().reverse();
            }
        }
    }
}

fn joined<'m>(prefix: &str, name: Cow<'m, str>) -> Cow<'m, str> {
    if prefix.is_empty() { name } else { Cow::Owned(format!("{prefix}{name}")) }
}

/// Name and value of a simple property. Single values, which are most, are read in one go.
fn named_value(property: Entity<'_>) -> (Cow<'_, str>, PropertyValue<'_>) {
    if property.class() != class::IFC_PROPERTY_SINGLE_VALUE {
        return (property.attr(0).as_text().unwrap_or_default(), value_of(property));
    }
    let mut attributes = property.attrs();
    let name = attributes.next().and_then(Value::as_text).unwrap_or_default();
    let value = attributes.nth(1).unwrap_or(Value::Null);
    let unit = attributes.next().and_then(Value::as_ref).and_then(|id| property.model().entity(id));
    (name, plain(property, value, unit))
}

/// The value of a simple property.
pub fn value_of(property: Entity<'_>) -> PropertyValue<'_> {
    let at = |position: usize, unit: Option<usize>| {
        let unit = unit.and_then(|unit| property.entity_at(unit));
        plain(property, property.attr(position), unit)
    };
    match property.class() {
        class::IFC_PROPERTY_SINGLE_VALUE => at(2, Some(3)),
        class::IFC_PROPERTY_ENUMERATED_VALUE => list(property, 2, None),
        class::IFC_PROPERTY_LIST_VALUE => list(property, 2, property.entity_at(3)),
        class::IFC_PROPERTY_BOUNDED_VALUE => {
            PropertyValue::Range { upper: Box::new(at(2, Some(4))), lower: Box::new(at(3, Some(4))), set_point: Box::new(at(5, Some(4))) }
        }
        class::IFC_PROPERTY_TABLE_VALUE => {
            let (defining, defined) = (property.entity_at(5), property.entity_at(6));
            let left = property.attr(2).as_list().map(|value| plain(property, value, defining));
            let right = property.attr(3).as_list().map(|value| plain(property, value, defined));
            PropertyValue::Table(left.zip(right).collect())
        }
        class::IFC_PROPERTY_REFERENCE_VALUE => property.entity_at(3).map_or(PropertyValue::Null, PropertyValue::Reference),
        _ => PropertyValue::Invalid,
    }
}

fn list<'m>(property: Entity<'m>, position: usize, unit: Option<Entity<'m>>) -> PropertyValue<'m> {
    if property.attr(position).is_null() {
        return PropertyValue::Null;
    }
    PropertyValue::List(property.attr(position).as_list().map(|value| plain(property, value, unit)).collect())
}

/// A value with the unit of its property, or else the project's unit for its measure.
fn plain<'m>(of: Entity<'m>, value: Value<'m>, unit: Option<Entity<'m>>) -> PropertyValue<'m> {
    let (measure, inner) = value.typed().unwrap_or(("", value));
    let number = |written: f64| {
        let factor = match unit {
            Some(unit) if !unit.is_a(class::IFC_MONETARY_UNIT) => units::unit(unit).map(|unit| unit.factor),
            _ => of.model().units().factor_of_measure(measure),
        };
        match factor {
            Ok(factor) => PropertyValue::Number { value: written * factor, measure },
            Err(problem) => PropertyValue::NoUnit { written, problem },
        }
    };
    match inner {
        Value::Null | Value::Derived => PropertyValue::Null,
        Value::Int(whole) if unit.is_none() && units::measure_unit(measure).is_none() => PropertyValue::Integer(whole),
        Value::Int(whole) => number(whole as f64),
        Value::Real(written) => number(written),
        Value::Text(text) => PropertyValue::Text(text.decode()),
        Value::Enum("T" | "TRUE") => PropertyValue::Boolean(true),
        Value::Enum("F" | "FALSE") => PropertyValue::Boolean(false),
        Value::Enum("U" | "UNKNOWN") => PropertyValue::Unknown,
        Value::Enum(name) => PropertyValue::Text(Cow::Borrowed(name)),
        Value::Binary(digits) => PropertyValue::Text(Cow::Borrowed(digits)),
        Value::Ref(id) => of.model().entity(id).map_or(PropertyValue::Invalid, PropertyValue::Reference),
        Value::List(members) => PropertyValue::List(
            members.map(|member| if let Value::List(_) = member { PropertyValue::Invalid } else { plain(of, member, unit) }).collect(),
        ),
        Value::Typed(_) | Value::Invalid(_) => PropertyValue::Invalid,
    }
}

/// Attributes of a predefined property set such as `IfcDoorLiningProperties`, by their schema names. The schema tells the
/// measure of each; a number of which it tells none is marked as one without unit.
fn predefined<'m>(set: Entity<'m>, name: &Cow<'m, str>, from_type: bool) -> Vec<Property<'m>> {
    let name = if name.is_empty() { Cow::Borrowed(set.class().name()) } else { name.clone() };
    let table = attributes(set.schema(), set.class());
    let units = set.model().units();
    let values = set.attrs().zip(table).skip(4).filter(|(value, _)| !value.is_null());
    values
        .map(|(value, attribute)| {
            let value = match (value, attribute.measure) {
                (Value::Int(_) | Value::Real(_), Some(measure)) => {
                    let written = value.as_f64().unwrap_or_default();
                    match units.factor_of_measure(measure) {
                        Ok(factor) => PropertyValue::Number { value: written * factor, measure },
                        Err(problem) => PropertyValue::NoUnit { written, problem },
                    }
                }
                (Value::Real(written), None) => {
                    PropertyValue::NoUnit { written, problem: UnitProblem::Missing("measure of a predefined property") }
                }
                _ => plain(set, value, None),
            };
            Property { set: name.clone(), name: Cow::Borrowed(attribute.name), value, from_type, entity: set }
        })
        .collect()
}
