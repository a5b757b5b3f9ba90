//! Any bytes as a file: index, defects, relations, units, properties.
#![no_main]

use std::sync::Arc;

use haofang_ifc::{Model, property};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(model) = Model::index(Arc::new(bytes.to_vec())) else { return };
    for entity in model.entities() {
        let _ = (entity.name(), entity.guid(), entity.keyword(), model.location(entity.id()));
        let _ = (property::properties_of(entity), property::quantities_of(entity));
        let _ = model.relations().ancestor(entity, haofang_ifc::class::IFC_PROJECT);
    }
    assert_eq!(model.is_whole(), model.breaks().is_empty());
    let _ = (model.units(), model.defects().iter().map(ToString::to_string).collect::<Vec<_>>());
});
