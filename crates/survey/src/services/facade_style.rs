//! Names of the surface styles of a body: a last hint at what shows on a façade (CLAUSES NT-2.2-04), never a proof of stone.

use haofang_ifc::{Entity, class};

/// How deep mapped and cut bodies are followed.
const DEPTH: usize = 4;

/// Names of the surface styles that the body of a thing bears.
pub(super) fn names_of(thing: Entity<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let drawings = thing.entity_named("Representation").into_iter().flat_map(|shape| shape.entities_at(2));
    drawings.flat_map(|drawing| drawing.entities_at(3)).for_each(|item| collect(item, DEPTH, &mut names));
    names.sort();
    names.dedup();
    names
}

fn collect(item: Entity<'_>, depth: usize, names: &mut Vec<String>) {
    if depth == 0 {
        return;
    }
    for styled in item.model().relations().styles_of(item) {
        // up to IFC2X3 styles stand in an assignment
        let styles =
            styled.entities_at(1).flat_map(|x| if x.is_a(class::IFC_PRESENTATION_STYLE) { vec![x] } else { x.entities_at(0).collect() });
        names.extend(
            styles
                .filter(|style| style.is_a(class::IFC_SURFACE_STYLE))
                .filter_map(|style| Some(style.named("Name").as_text()?.into_owned())),
        );
    }
    match item.class() {
        class::IFC_BOOLEAN_RESULT | class::IFC_BOOLEAN_CLIPPING_RESULT => {
            item.entity_at(1).into_iter().for_each(|cut| collect(cut, depth - 1, names))
        }
        class::IFC_MAPPED_ITEM => {
            let mapped = item.entity_at(0).and_then(|map| map.entity_at(1));
            mapped.into_iter().flat_map(|drawing| drawing.entities_at(3)).for_each(|item| collect(item, depth - 1, names));
        }
        _ => {}
    }
}
