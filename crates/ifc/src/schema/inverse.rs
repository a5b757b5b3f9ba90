//! Inverse attributes of the schemas: which relationship refers to an instance, and by which of its attributes.

use super::class::Class;
use super::tables::Schema;

/// An inverse attribute as the schema defines it, e.g. `ContainsElements` of a storey: the `IfcRelContainedInSpatialStructure`
/// whose `RelatingStructure` it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Inverse {
    /// The name as IFC spells it.
    pub name: &'static str,
    /// The class that refers.
    pub of: Class,
    /// The attribute by which it refers.
    pub attribute: &'static str,
}

/// A class and its own inverse attributes: name, referring class, attribute.
type InverseRow = (u16, &'static [(&'static str, u16, &'static str)]);

include!("generated/ifc2x3_inverse.rs");
include!("generated/ifc4_inverse.rs");
include!("generated/ifc4x3_inverse.rs");

/// All inverse attributes of a class, inherited ones first.
pub fn inverse_attributes(schema: Schema, class: Class) -> Vec<Inverse> {
    let table: &[InverseRow] = match schema {
        Schema::Ifc2x3 => &IFC2X3_INVERSE,
        Schema::Ifc4 => &IFC4_INVERSE,
        Schema::Ifc4x3 => &IFC4X3_INVERSE,
    };
    let mut line = Vec::new();
    let mut next = Some(class);
    while let Some(class) = next {
        line.push(class);
        next = class.parent(schema);
    }
    let own = |class: &Class| table.iter().find(|row| row.0 == class.0).map_or(&[][..], |row| row.1);
    let inverse = |(name, of, attribute): &(&'static str, u16, &'static str)| Inverse { name, of: Class(*of), attribute };
    line.iter().rev().flat_map(own).map(inverse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class;
    use crate::schema::attribute;

    #[test]
    fn every_inverse_attribute_names_an_attribute_of_its_schema() {
        for schema in Schema::ALL {
            for class in Class::every().skip(1).filter(|class| class.is_abstract(schema).is_some()) {
                for inverse in inverse_attributes(schema, class) {
                    let found = inverse.of.with_subtypes().any(|of| attribute(schema, of, inverse.attribute).is_some());
                    assert!(found, "{schema}: {class}.{} by {}.{}", inverse.name, inverse.of, inverse.attribute);
                }
            }
        }
    }

    #[test]
    fn inherited_ones_come_first() {
        let wall = inverse_attributes(Schema::Ifc4, class::IFC_WALL);
        let names: Vec<&str> = wall.iter().map(|inverse| inverse.name).collect();
        assert!(names.contains(&"HasOpenings") && names.contains(&"ContainedInStructure") && names.contains(&"IsDefinedBy"), "{names:?}");
        let storey = inverse_attributes(Schema::Ifc2x3, class::IFC_BUILDING_STOREY);
        let contains = storey.iter().find(|inverse| inverse.name == "ContainsElements").unwrap();
        assert_eq!((contains.of, contains.attribute), (class::IFC_REL_CONTAINED_IN_SPATIAL_STRUCTURE, "RelatingStructure"));
        assert_eq!(inverse_attributes(Schema::Ifc2x3, class::IFC_SPATIAL_ZONE), []);
    }
}
