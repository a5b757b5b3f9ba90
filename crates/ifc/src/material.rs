//! The names of the materials of an entity, whatever carries them: single, list, layers, profiles, constituents.

use crate::class;
use crate::entity::Entity;

/// How deep sets within sets are followed.
const DEPTH: usize = 6;

/// More records than this are not looked through for one association of materials.
const MOST: usize = 1000;

/// Names of all materials of an entity, its type's included, in file order.
#[must_use]
pub fn names_of_materials(entity: Entity<'_>) -> Vec<String> {
    entity.model().relations().materials_of(entity).into_iter().flat_map(names_in).collect()
}

/// Names of all materials that one material association leads to.
#[must_use]
pub fn names_in(material: Entity<'_>) -> Vec<String> {
    let names = materials_in(material).into_iter().flat_map(|material| {
        // what a description or category calls it is another name of it
        let texts = ["Name", "Description", "Category"].into_iter().filter_map(move |attribute| material.named(attribute).as_text());
        texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect::<Vec<_>>()
    });
    names.collect()
}

/// The single materials that one material association leads to.
#[must_use]
pub fn materials_in(material: Entity<'_>) -> Vec<Entity<'_>> {
    let (mut found, mut left) = (Vec::new(), MOST);
    collect(material, DEPTH, &mut left, &mut found);
    found
}

fn collect<'m>(material: Entity<'m>, depth: usize, left: &mut usize, found: &mut Vec<Entity<'m>>) {
    let (Some(deeper), Some(fewer)) = (depth.checked_sub(1), left.checked_sub(1)) else { return };
    *left = fewer;
    if material.is_a(class::IFC_MATERIAL) {
        found.push(material);
        return;
    }
    for value in material.attrs() {
        for id in value.as_ref().into_iter().chain(value.as_list().refs()) {
            if let Some(next) = material.model().entity(id) {
                collect(next, deeper, left, found);
            }
        }
    }
}
