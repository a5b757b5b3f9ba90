//! The data of a dwelling without any IFC: rooms, areas, doors, windows, equipment with their GlobalIds (`data.json`).

use serde_json::{Value as Json, json};

use crate::content::Manual;

/// The extract; every number is one of the manual.
#[must_use]
pub fn extract(manual: &Manual) -> Json {
    let areas: Vec<Json> = manual
        .items
        .iter()
        .flat_map(|item| &item.fields)
        .filter(|field| field.key.starts_with("areas.") || field.key.starts_with("heights."))
        .map(|field| json!({"key": field.key, "title": field.title, "value": field.value, "unit": field.unit, "from": field.from}))
        .collect();
    json!({
        "schema": "haofang.dwelling/1", "tool": manual.tool, "as_of": manual.as_of, "stamp": manual.stamp, "sources": manual.sources,
        "dwelling": manual.dwelling, "areas": areas, "rooms": manual.rooms, "doors": manual.doors, "windows": manual.windows,
        "structure": manual.structure, "equipment": manual.equipment, "layers": manual.layers,
    })
}
