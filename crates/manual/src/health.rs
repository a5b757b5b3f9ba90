//! The 住宅健康卡: what a dwelling is made of, its periods, and an empty list of events for the tools that come after.

use serde_json::{Value as Json, json};

use crate::content::Manual;
use crate::field::Amount;

/// The card (`health-card.json`).
#[must_use]
pub fn health_card(manual: &Manual, storeys_above: Option<f64>, units: Option<usize>, height: Option<f64>) -> Json {
    let text = |key: &str| manual.words(key).map(str::to_owned);
    let number = |key: &str| manual.number(key);
    let mut components: Vec<Json> = Vec::new();
    let until = |part: &str| manual.warranty.iter().find(|line| line.part.zh.contains(part)).and_then(|line| line.until.clone());
    for layer in &manual.layers {
        let waterproof = layer.kind == "waterproof";
        components.push(json!({
            "id": layer.elements.first(), "kind": if waterproof { "防水" } else { "外保温" }, "name": layer.material, "place": layer.place,
            "installed": null, "warranty_until": if waterproof { until("防渗漏") } else { None }, "maker": null,
        }));
    }
    for window in &manual.windows {
        components.push(json!({
            "id": window.guid, "kind": "外窗", "name": window.name, "place": window.room, "installed": null, "warranty_until": until("外墙面"),
            "maker": window.maker,
        }));
    }
    for line in &manual.equipment {
        let trade = crate::chapters::trade_title(line.trade);
        components.push(json!({
            "id": line.guid, "kind": trade, "name": line.name, "place": line.room, "installed": line.installed,
            "warranty_until": line.warranty_until, "maker": line.maker, "model": line.model, "serial": line.serial,
            "maintenance_months": line.maintenance_months,
        }));
    }
    let insurance: Vec<Json> = text("insurance.kind")
        .or_else(|| text("insurance.insurer"))
        .map(|kind| {
            json!({"kind": kind, "insurer": text("insurance.insurer"), "policy": text("insurance.policy"), "years": number("insurance.years"), "until": text("insurance.until")})
        })
        .into_iter()
        .collect();
    let structure = manual.field("structure.system").and_then(|field| match &field.value {
        Some(Amount::Text(text)) => Some(text.clone()),
        _ => None,
    });
    json!({
        "schema": "nt-health-card/1",
        "tool": manual.tool,
        "as_of": manual.as_of,
        "stamp": manual.stamp,
        "building": {
            "id": manual.dwelling.building_guid, "name": manual.dwelling.building, "completion": text("warranty.start"), "floors": storeys_above,
            "units": units, "height_m": height, "structure": structure,
        },
        "dwelling": {
            "id": manual.dwelling.guid, "no": manual.dwelling.number, "storeys": manual.dwelling.storeys, "net_area_m2": number("areas.usable_area"),
        },
        "components": components,
        "insurance": insurance,
        "inspection_plan": {"years": number("inspection.years"), "cycle_years": number("inspection.cycle_years")},
        "events": [],
    })
}
