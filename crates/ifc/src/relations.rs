//! Who is related to whom: every relationship of the file in one inverse index, built in one pass.

use crate::class;
use crate::entity::Entity;
use crate::model::Model;
use crate::schema::Class;

/// A one-to-many relation between instances, walkable from both sides; pairs stay in file order on each side.
#[derive(Default)]
struct Links {
    /// (one, many), ordered by one.
    down: Vec<(u32, u32)>,
    /// (many, one), ordered by many.
    up: Vec<(u32, u32)>,
}

impl Links {
    fn add(&mut self, one: u32, many: u32) {
        self.down.push((one, many));
    }

    fn finish(&mut self) {
        self.up = self.down.iter().map(|(one, many)| (*many, *one)).collect();
        self.down.sort_by_key(|pair| pair.0);
        self.up.sort_by_key(|pair| pair.0);
        self.down.shrink_to_fit();
    }

    fn memory(&self) -> usize {
        8 * (self.down.capacity() + self.up.capacity())
    }
}

fn pairs(side: &[(u32, u32)], key: u32) -> impl Iterator<Item = u32> {
    let start = side.partition_point(|pair| pair.0 < key);
    side.get(start..).unwrap_or(&[]).iter().take_while(move |pair| pair.0 == key).map(|pair| pair.1)
}

macro_rules! relations {
    ($($field:ident: $class:ident, one $one:literal, many $many:literal;)*) => {
        /// The inverse index over the relationships of a model.
        #[derive(Default)]
        pub struct Relations {
            $($field: Links,)*
            /// Relationship instances by the space that they bound and by the element that bounds.
            boundaries: Links,
            boundary_elements: Links,
            /// Styles, by the geometry that they colour.
            styles: Links,
            /// Layers, by what lies on them.
            layers: Links,
        }

        impl Relations {
            fn collect(model: &Model) -> Relations {
                let mut relations = Relations::default();
                $(
                    for relation in model.all(class::$class) {
                        link(&mut relations.$field, relation, $one, $many);
                    }
                    relations.$field.finish();
                )*
                relations
            }

            #[cfg(test)]
            const POSITIONS: &[(Class, usize, usize)] = &[$((class::$class, $one, $many)),*];

            /// Bytes of memory that the index takes.
            pub fn memory(&self) -> usize {
                [$(&self.$field,)* &self.boundaries, &self.boundary_elements, &self.styles, &self.layers].iter().map(|l| l.memory()).sum()
            }
        }
    };
}

relations! {
    containment: IFC_REL_CONTAINED_IN_SPATIAL_STRUCTURE, one 5, many 4;
    reference: IFC_REL_REFERENCED_IN_SPATIAL_STRUCTURE, one 5, many 4;
    aggregation: IFC_REL_AGGREGATES, one 4, many 5;
    nesting: IFC_REL_NESTS, one 4, many 5;
    grouping: IFC_REL_ASSIGNS_TO_GROUP, one 6, many 4;
    acting: IFC_REL_ASSIGNS_TO_ACTOR, one 6, many 4;
    voiding: IFC_REL_VOIDS_ELEMENT, one 4, many 5;
    filling: IFC_REL_FILLS_ELEMENT, one 4, many 5;
    typing: IFC_REL_DEFINES_BY_TYPE, one 5, many 4;
    defining: IFC_REL_DEFINES_BY_PROPERTIES, one 5, many 4;
    material: IFC_REL_ASSOCIATES_MATERIAL, one 5, many 4;
    classification: IFC_REL_ASSOCIATES_CLASSIFICATION, one 5, many 4;
    document: IFC_REL_ASSOCIATES_DOCUMENT, one 5, many 4;
    covering: IFC_REL_COVERS_BLDG_ELEMENTS, one 4, many 5;
    space_covering: IFC_REL_COVERS_SPACES, one 4, many 5;
    servicing: IFC_REL_SERVICES_BUILDINGS, one 4, many 5;
    path: IFC_REL_CONNECTS_PATH_ELEMENTS, one 5, many 6;
    element_port: IFC_REL_CONNECTS_PORT_TO_ELEMENT, one 5, many 4;
    port_port: IFC_REL_CONNECTS_PORTS, one 4, many 5;
    flow_control: IFC_REL_FLOW_CONTROL_ELEMENTS, one 5, many 4;
    declaration: IFC_REL_DECLARES, one 4, many 5;
}

/// Adds the pairs of one relationship. Either side may be a single reference or a list.
fn link(links: &mut Links, relation: Entity<'_>, one: usize, many: usize) {
    let model = relation.model();
    let (mut ones, mut manys) = (vec![], vec![]);
    for (position, value) in relation.attrs().enumerate().take(one.max(many) + 1) {
        let side = if position == one {
            &mut ones
        } else if position == many {
            &mut manys
        } else {
            continue;
        };
        let refs = value.as_ref().into_iter().chain(value.as_list().refs());
        side.extend(refs.filter_map(|id| model.entity(id)).map(|e| e.index()));
    }
    for one in &ones {
        for many in &manys {
            links.add(*one, *many);
        }
    }
}

impl Relations {
    /// Reads all relationships of a model.
    pub fn read(model: &Model) -> Relations {
        let mut relations = Relations::collect(model);
        for boundary in model.all(class::IFC_REL_SPACE_BOUNDARY) {
            if let Some(space) = boundary.entity_at(4) {
                relations.boundaries.add(space.index(), boundary.index());
            }
            if let Some(element) = boundary.entity_at(5) {
                relations.boundary_elements.add(element.index(), boundary.index());
            }
        }
        for styled in model.all(class::IFC_STYLED_ITEM) {
            if let Some(item) = styled.entity_at(0) {
                relations.styles.add(item.index(), styled.index());
            }
        }
        for layer in model.all(class::IFC_PRESENTATION_LAYER_ASSIGNMENT) {
            for item in layer.entities_at(2) {
                relations.layers.add(layer.index(), item.index());
            }
        }
        for links in [&mut relations.boundaries, &mut relations.boundary_elements, &mut relations.styles, &mut relations.layers] {
            links.finish();
        }
        relations
    }

    fn down<'m>(&self, links: impl Fn(&Self) -> &Links, of: Entity<'m>) -> Vec<Entity<'m>> {
        pairs(&links(self).down, of.index()).map(|index| Entity::new(of.model(), index)).collect()
    }

    fn up<'m>(&self, links: impl Fn(&Self) -> &Links, of: Entity<'m>) -> Vec<Entity<'m>> {
        pairs(&links(self).up, of.index()).map(|index| Entity::new(of.model(), index)).collect()
    }

    fn first_up<'m>(&self, links: &Links, of: Entity<'m>) -> Option<Entity<'m>> {
        pairs(&links.up, of.index()).next().map(|index| Entity::new(of.model(), index))
    }

    fn first_down<'m>(&self, links: &Links, of: Entity<'m>) -> Option<Entity<'m>> {
        pairs(&links.down, of.index()).next().map(|index| Entity::new(of.model(), index))
    }

    /// The storey, space or other spatial element that directly contains an element.
    pub fn container_of<'m>(&self, element: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.containment, element)
    }

    /// The elements that a spatial element directly contains.
    pub fn contained_in<'m>(&self, structure: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.containment, structure)
    }

    /// The elements that are referenced in a spatial element without being contained in it.
    pub fn referenced_in<'m>(&self, structure: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.reference, structure)
    }

    /// The spatial elements that reference an element.
    pub fn references_of<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        self.up(|r| &r.reference, element)
    }

    /// The whole that an object is part of, by aggregation or else by nesting.
    pub fn parent_of<'m>(&self, part: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.aggregation, part).or_else(|| self.first_up(&self.nesting, part))
    }

    /// The parts of a whole, aggregated ones first, then nested ones.
    pub fn children_of<'m>(&self, whole: Entity<'m>) -> Vec<Entity<'m>> {
        let mut children = self.down(|r| &r.aggregation, whole);
        children.extend(self.down(|r| &r.nesting, whole));
        children
    }

    /// The groups of every kind (zones and systems too) that an object is assigned to.
    pub fn groups_of<'m>(&self, object: Entity<'m>) -> Vec<Entity<'m>> {
        self.up(|r| &r.grouping, object)
    }

    /// The `IfcZone`s that a space is assigned to.
    pub fn zones_of<'m>(&self, space: Entity<'m>) -> Vec<Entity<'m>> {
        self.groups_of(space).into_iter().filter(|group| group.is_a(class::IFC_ZONE)).collect()
    }

    /// The systems that an object is assigned to; zones, which IFC4 counts as systems, are left out.
    pub fn systems_of<'m>(&self, object: Entity<'m>) -> Vec<Entity<'m>> {
        let system = |group: &Entity<'m>| group.is_a(class::IFC_SYSTEM) && !group.is_a(class::IFC_ZONE);
        self.groups_of(object).into_iter().filter(system).collect()
    }

    /// The objects that are assigned to a group, zone or system.
    pub fn members_of<'m>(&self, group: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.grouping, group)
    }

    /// The buildings and other spatial elements that a system serves.
    pub fn served_by<'m>(&self, system: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.servicing, system)
    }

    /// The systems that serve a building or other spatial element.
    pub fn servants_of<'m>(&self, building: Entity<'m>) -> Vec<Entity<'m>> {
        self.up(|r| &r.servicing, building)
    }

    /// The actors that an object is assigned to.
    pub fn actors_of<'m>(&self, object: Entity<'m>) -> Vec<Entity<'m>> {
        self.up(|r| &r.acting, object)
    }

    /// The openings cut into an element.
    pub fn openings_of<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.voiding, element)
    }

    /// The element that an opening is cut into.
    pub fn voided_by<'m>(&self, opening: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.voiding, opening)
    }

    /// The first door, window or other element that fills an opening.
    pub fn filling_of<'m>(&self, opening: Entity<'m>) -> Option<Entity<'m>> {
        self.first_down(&self.filling, opening)
    }

    /// All elements that fill an opening.
    pub fn fillings_of<'m>(&self, opening: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.filling, opening)
    }

    /// The opening that a door, window or other element fills.
    pub fn fills<'m>(&self, element: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.filling, element)
    }

    /// The type of an object.
    pub fn type_of<'m>(&self, object: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.typing, object)
    }

    /// The objects of a type.
    pub fn occurrences_of<'m>(&self, of_type: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.typing, of_type)
    }

    /// The property sets and element quantities given to an object itself, not to its type.
    pub fn definitions_of<'m>(&self, object: Entity<'m>) -> Vec<Entity<'m>> {
        self.up(|r| &r.defining, object)
    }

    /// Whether any set was given to an object itself.
    pub fn is_defined(&self, object: Entity<'_>) -> bool {
        self.first_up(&self.defining, object).is_some()
    }

    /// The material, layer set, profile set or constituents of an object, or else of its type.
    pub fn material_of<'m>(&self, object: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.material, object).or_else(|| self.first_up(&self.material, self.type_of(object)?))
    }

    /// All materials of an object, those of its own relations before those of its type.
    pub fn materials_of<'m>(&self, object: Entity<'m>) -> Vec<Entity<'m>> {
        let mut found = self.up(|r| &r.material, object);
        if let Some(of_type) = self.type_of(object) {
            found.extend(self.up(|r| &r.material, of_type));
        }
        found
    }

    /// The classification references of an object, then those of its type.
    pub fn classifications_of<'m>(&self, object: Entity<'m>) -> Vec<Entity<'m>> {
        let mut found = self.up(|r| &r.classification, object);
        if let Some(of_type) = self.type_of(object) {
            found.extend(self.up(|r| &r.classification, of_type));
        }
        found
    }

    /// The documents of an object, then those of its type.
    pub fn documents_of<'m>(&self, object: Entity<'m>) -> Vec<Entity<'m>> {
        let mut found = self.up(|r| &r.document, object);
        if let Some(of_type) = self.type_of(object) {
            found.extend(self.up(|r| &r.document, of_type));
        }
        found
    }

    /// The `IfcRelSpaceBoundary` instances of a space.
    pub fn boundaries_of<'m>(&self, space: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.boundaries, space)
    }

    /// The `IfcRelSpaceBoundary` instances that an element takes part in.
    pub fn boundaries_by<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.boundary_elements, element)
    }

    /// The spaces that an element bounds, each once, in file order of the boundaries.
    pub fn bounded_spaces<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        let mut spaces: Vec<Entity<'m>> = Vec::new();
        for space in self.boundaries_by(element).into_iter().filter_map(|b| b.entity_at(4)) {
            if !spaces.contains(&space) {
                spaces.push(space);
            }
        }
        spaces
    }

    /// The coverings of an element or of a space.
    pub fn covers<'m>(&self, covered: Entity<'m>) -> Vec<Entity<'m>> {
        let mut found = self.down(|r| &r.covering, covered);
        found.extend(self.down(|r| &r.space_covering, covered));
        found
    }

    /// The element or space that a covering covers.
    pub fn covered_by<'m>(&self, covering: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.covering, covering).or_else(|| self.first_up(&self.space_covering, covering))
    }

    /// The elements joined to an element along its path, e.g. walls that meet.
    pub fn path_neighbours<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        let mut found = self.down(|r| &r.path, element);
        found.extend(self.up(|r| &r.path, element));
        found
    }

    /// The ports of an element, connected (IFC2x3) or nested (IFC4 on).
    pub fn ports_of<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        let mut ports = self.down(|r| &r.element_port, element);
        ports.extend(
            self.down(|r| &r.nesting, element).into_iter().filter(|e| e.is_a(class::IFC_PORT) && !ports.contains(e)).collect::<Vec<_>>(),
        );
        ports
    }

    /// The element of a port.
    pub fn element_of<'m>(&self, port: Entity<'m>) -> Option<Entity<'m>> {
        self.first_up(&self.element_port, port).or_else(|| self.first_up(&self.nesting, port))
    }

    /// The elements that an element is connected to through ports, in file order of its ports.
    pub fn connected<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        let mut found: Vec<Entity<'m>> = Vec::new();
        for port in self.ports_of(element) {
            let others = self.down(|r| &r.port_port, port).into_iter().chain(self.up(|r| &r.port_port, port));
            for other in others.filter_map(|port| self.element_of(port)) {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
        }
        found
    }

    /// The elements that control a flow element.
    pub fn controls_of<'m>(&self, element: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.flow_control, element)
    }

    /// The `IfcStyledItem`s of a representation item.
    pub fn styles_of<'m>(&self, item: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.styles, item)
    }

    /// The presentation layers on which a representation or item lies.
    pub fn layers_of<'m>(&self, item: Entity<'m>) -> Vec<Entity<'m>> {
        self.up(|r| &r.layers, item)
    }

    /// What a project or library declares.
    pub fn declared_by<'m>(&self, context: Entity<'m>) -> Vec<Entity<'m>> {
        self.down(|r| &r.declaration, context)
    }

    /// The nearest ancestor of a class, by containment, aggregation, nesting, filling or voiding; an element counts as its own.
    pub fn ancestor<'m>(&self, of: Entity<'m>, class: Class) -> Option<Entity<'m>> {
        let mut at = of;
        // Circles are possible in broken files: no sound structure is this deep.
        for _ in 0..64 {
            if at.is_a(class) {
                return Some(at);
            }
            at = self.container_of(at).or_else(|| self.parent_of(at)).or_else(|| self.fills(at)).or_else(|| self.voided_by(at))?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Schema, attributes};

    #[test]
    fn both_sides_of_every_relation_stand_where_the_schema_says() {
        for (class, one, many) in Relations::POSITIONS {
            let mut known = false;
            for schema in Schema::ALL.into_iter().filter(|schema| class.is_abstract(*schema).is_some()) {
                known = true;
                let table = attributes(schema, *class);
                let (one, many) = (table[*one].name, table[*many].name);
                // An element has many ports, whichever side the schema gives it; IFC2x3 calls the space of a covering related too.
                let turned = [("RelatedElement", "RelatingPort"), ("RelatedSpace", "RelatedCoverings")].contains(&(one, many));
                assert!(turned || one.starts_with("Relating") && many.starts_with("Related"), "{schema} {class}: {one}, {many}");
            }
            assert!(known, "no schema has {class}");
        }
    }
}
