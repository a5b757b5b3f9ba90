//! Attribute tables of the schemas, and how to look in them.

use super::class::{CLASSES, Class};

/// The schema by which a file's records are read.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Schema {
    /// IFC 2x3 TC1 (ISO/PAS 16739), also used for older releases as far as it fits.
    Ifc2x3,
    /// IFC 4 ADD2 TC1 (ISO 16739-1:2018), also used for 4.1 and 4.2.
    Ifc4,
    /// IFC 4.3 ADD2 (ISO 16739-1:2024) and its release candidates.
    Ifc4x3,
}

impl Schema {
    /// All schemas, oldest first.
    pub const ALL: [Schema; 3] = [Schema::Ifc2x3, Schema::Ifc4, Schema::Ifc4x3];

    /// The name as written in `FILE_SCHEMA`.
    pub fn name(self) -> &'static str {
        match self {
            Schema::Ifc2x3 => "IFC2X3",
            Schema::Ifc4 => "IFC4",
            Schema::Ifc4x3 => "IFC4X3",
        }
    }
}

impl std::fmt::Display for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What may stand at an attribute's place in a file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// A quoted string.
    Text,
    /// A number.
    Real,
    /// A whole number.
    Integer,
    /// `.T.` or `.F.`.
    Boolean,
    /// `.T.`, `.F.` or `.U.`.
    Logical,
    /// A quoted run of hexadecimal digits.
    Binary,
    /// One of the values of the named enumeration.
    Enumeration(&'static str),
    /// A reference to an instance.
    Entity,
    /// A reference or a typed value.
    Select,
    /// A list or set in brackets.
    List,
}

/// An attribute as the schema defines it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The name as IFC spells it.
    pub name: &'static str,
    /// What may stand in its place.
    pub kind: AttributeKind,
    /// Whether `$` is allowed.
    pub optional: bool,
    /// The measure of a number, by keyword such as `IFCPOSITIVELENGTHMEASURE`; it tells the unit.
    pub measure: Option<&'static str>,
}

#[derive(Copy, Clone)]
enum Kind {
    Text,
    Real,
    /// A real of the measure with this number among the types.
    Measure(u16),
    Integer,
    Boolean,
    Logical,
    Binary,
    Enumeration(u16),
    Entity,
    Select,
    List,
}

#[derive(Copy, Clone)]
struct Own {
    name: &'static str,
    kind: Kind,
    optional: bool,
}

struct Row {
    class: u16,
    parent: u16,
    is_abstract: bool,
    own: &'static [Own],
}

const fn a(name: &'static str, kind: Kind, optional: bool) -> Own {
    Own { name, kind, optional }
}

const fn r(class: u16, parent: u16, is_abstract: bool, own: &'static [Own]) -> Row {
    Row { class, parent, is_abstract, own }
}

#[allow(non_snake_case, reason = "one letter for each kind keeps the generated tables short")]
const fn N(enumeration: u16) -> Kind {
    Kind::Enumeration(enumeration)
}
#[allow(non_snake_case, reason = "as above")]
const fn M(measure: u16) -> Kind {
    Kind::Measure(measure)
}
const T: Kind = Kind::Text;
const R: Kind = Kind::Real;
const I: Kind = Kind::Integer;
const B: Kind = Kind::Boolean;
const G: Kind = Kind::Logical;
const Y: Kind = Kind::Binary;
const E: Kind = Kind::Entity;
const S: Kind = Kind::Select;
const L: Kind = Kind::List;

include!("generated/ifc2x3.rs");
include!("generated/ifc4.rs");
include!("generated/ifc4x3.rs");
include!("generated/enums.rs");
include!("generated/types.rs");

/// Row number plus one for each class and schema; zero where the schema lacks the class.
static ROWS: [[u16; CLASSES]; 3] = [dense(&IFC2X3), dense(&IFC4), dense(&IFC4X3)];
const ROWS_AT_BUILD: [[u16; CLASSES]; 3] = [dense(&IFC2X3), dense(&IFC4), dense(&IFC4X3)];

#[allow(clippy::indexing_slicing, reason = "runs at compile time: an error is a build error")]
const fn dense(rows: &[Row]) -> [u16; CLASSES] {
    let mut table = [0; CLASSES];
    let mut i = 0;
    while i < rows.len() {
        table[rows[i].class as usize] = i as u16 + 1;
        i += 1;
    }
    table
}

#[allow(clippy::indexing_slicing, reason = "runs at compile time: an error is a build error")]
pub(super) const fn parent(schema: usize, class: usize) -> usize {
    let row = ROWS_AT_BUILD[schema][class] as usize;
    match (schema, row) {
        (_, 0) => 0,
        (0, row) => IFC2X3[row - 1].parent as usize,
        (1, row) => IFC4[row - 1].parent as usize,
        (_, row) => IFC4X3[row - 1].parent as usize,
    }
}

fn rows(schema: Schema) -> &'static [Row] {
    match schema {
        Schema::Ifc2x3 => &IFC2X3,
        Schema::Ifc4 => &IFC4,
        Schema::Ifc4x3 => &IFC4X3,
    }
}

fn row(schema: Schema, class: Class) -> Option<&'static Row> {
    let number = *ROWS.get(schema as usize)?.get(class.0 as usize)?;
    rows(schema).get((number as usize).checked_sub(1)?)
}

/// The schema whose table describes the class: the file's own if it knows the class, else the nearest that does.
fn home(schema: Schema, class: Class) -> Option<Schema> {
    [schema, Schema::Ifc4, Schema::Ifc4x3, Schema::Ifc2x3].into_iter().find(|s| row(*s, class).is_some())
}

fn chain(schema: Schema, class: Class) -> impl Iterator<Item = &'static Row> {
    let schema = home(schema, class);
    let mut next = class.0;
    std::iter::from_fn(move || {
        let row = row(schema?, Class(next))?;
        next = row.parent;
        Some(row)
    })
}

/// Number of attributes a record of this class has, inherited ones included; `None` for unknown classes.
pub fn attribute_count(schema: Schema, class: Class) -> Option<usize> {
    home(schema, class)?;
    Some(chain(schema, class).map(|row| row.own.len()).sum())
}

/// Position of an attribute by its name, inherited ones included.
pub fn attribute(schema: Schema, class: Class, name: &str) -> Option<usize> {
    let mut rows = chain(schema, class);
    while let Some(row) = rows.next() {
        if let Some(own) = row.own.iter().position(|own| own.name == name) {
            return Some(own + rows.map(|row| row.own.len()).sum::<usize>());
        }
    }
    None
}

/// All attributes of a class in file order, inherited ones first.
pub fn attributes(schema: Schema, class: Class) -> Vec<Attribute> {
    let mut rows: Vec<_> = chain(schema, class).collect();
    rows.reverse();
    rows.into_iter().flat_map(|row| row.own).map(expand).collect()
}

impl Class {
    /// Whether the schema forbids instances of the class itself; `None` when it lacks the class.
    pub fn is_abstract(self, schema: Schema) -> Option<bool> {
        row(schema, self).map(|row| row.is_abstract)
    }

    /// The direct supertype in this schema.
    pub fn parent(self, schema: Schema) -> Option<Class> {
        row(schema, self).map(|row| Class(row.parent)).filter(|c| *c != Class::UNKNOWN)
    }
}

fn expand(own: &Own) -> Attribute {
    let measure = match own.kind {
        Kind::Measure(number) => TYPES.get(number as usize).map(|measure| measure.0),
        _ => None,
    };
    Attribute { name: own.name, kind: kind(own.kind), optional: own.optional, measure }
}

fn kind(kind: Kind) -> AttributeKind {
    match kind {
        Kind::Text => AttributeKind::Text,
        Kind::Real | Kind::Measure(_) => AttributeKind::Real,
        Kind::Integer => AttributeKind::Integer,
        Kind::Boolean => AttributeKind::Boolean,
        Kind::Logical => AttributeKind::Logical,
        Kind::Binary => AttributeKind::Binary,
        Kind::Enumeration(number) => AttributeKind::Enumeration(ENUMS.get(number as usize).map_or("", |e| e.0)),
        Kind::Entity => AttributeKind::Entity,
        Kind::Select => AttributeKind::Select,
        Kind::List => AttributeKind::List,
    }
}

/// The values of an enumeration, those of all schemas together, e.g. of `IfcWallTypeEnum`.
pub fn enumeration(name: &str) -> Option<&'static [&'static str]> {
    ENUMS.binary_search_by_key(&name, |e| e.0).ok().and_then(|i| ENUMS.get(i)).map(|e| e.1)
}

/// Name and underlying kind of a defined type such as `IFCLENGTHMEASURE`, by keyword in upper case.
pub fn defined_type(keyword: &str) -> Option<(&'static str, AttributeKind)> {
    TYPES.binary_search_by_key(&keyword, |t| t.0).ok().and_then(|i| TYPES.get(i)).map(|t| (t.1, kind(t.2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class;

    #[test]
    fn positions_follow_the_schema() {
        for schema in Schema::ALL {
            assert_eq!(attribute(schema, class::IFC_SPACE, "GlobalId"), Some(0));
            assert_eq!(attribute(schema, class::IFC_SPACE, "LongName"), Some(7));
            assert_eq!(attribute(schema, class::IFC_BUILDING_STOREY, "Elevation"), Some(9));
        }
        assert_eq!(attribute(Schema::Ifc2x3, class::IFC_ZONE, "LongName"), None);
        assert_eq!(attribute(Schema::Ifc4, class::IFC_ZONE, "LongName"), Some(5));
        assert_eq!(attribute_count(Schema::Ifc2x3, class::IFC_DOOR), Some(10));
        assert_eq!(attribute_count(Schema::Ifc4, class::IFC_DOOR), Some(13));
        assert_eq!(attribute_count(Schema::Ifc4, Class::UNKNOWN), None);
    }

    #[test]
    fn a_class_of_another_release_is_still_described() {
        assert_eq!(attribute(Schema::Ifc4, class::IFC_ALIGNMENT, "Name"), Some(2));
        assert_eq!(class::IFC_ALIGNMENT.is_abstract(Schema::Ifc4), None);
    }

    #[test]
    fn enumerations_and_types_are_sorted_for_search() {
        assert!(ENUMS.is_sorted_by_key(|e| e.0));
        assert!(TYPES.is_sorted_by_key(|t| t.0));
        assert!(enumeration("IfcWallTypeEnum").unwrap().contains(&"PARAPET"));
        assert!(matches!(defined_type("IFCLENGTHMEASURE"), Some(("IfcLengthMeasure", AttributeKind::Real))));
        let kinds = attributes(Schema::Ifc4, class::IFC_WALL);
        assert_eq!(kinds[8].kind, AttributeKind::Enumeration("IfcWallTypeEnum"));
        let door = attributes(Schema::Ifc2x3, class::IFC_DOOR);
        assert_eq!((door[8].kind, door[8].measure), (AttributeKind::Real, Some("IFCPOSITIVELENGTHMEASURE")));
        assert_eq!(attributes(Schema::Ifc4, class::IFC_CARTESIAN_POINT)[0].measure, None);
    }
}
