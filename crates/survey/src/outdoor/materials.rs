//! The names of the materials of an entity, whatever carries them: single, list, layers, profiles, constituents.

use haofang_ifc::{Entity, class};

/// How deep sets within sets are followed.
const DEPTH: usize = 6;

/// Names of all materials of an entity, its type's included, in file order.
pub(crate) fn names_of_materials(entity: Entity<'_>) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(material) = entity.model().relations().material_of(entity) {
        collect(material, DEPTH, &mut names);
    }
    names
}

fn collect(material: Entity<'_>, depth: usize, names: &mut Vec<String>) {
    if depth == 0 {
        return;
    }
    if material.is_a(class::IFC_MATERIAL) {
        names.extend(material.name().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
        return;
    }
    for value in material.attrs() {
        for id in value.as_ref().into_iter().chain(value.as_list().refs()) {
            if let Some(next) = material.model().entity(id) {
                collect(next, depth - 1, names);
            }
        }
    }
}
