//! FAR ledger, dwellings, the state of the model, parameters and hashes.

use std::collections::BTreeMap;

use haofang_facts::brief::{KEYS, Origin, Setting};
use haofang_facts::{FactSheet, Subject, SubjectId, SubjectKind, display};
use haofang_policy::FarLedger;
use serde_json::{Value as Json, json};

use super::{both, overview};
use crate::assessment::Assessment;
use crate::words::{self, Lang};

/// Rows of the FAR ledger in the page; the JSON and the tables hold all.
pub(super) const LEDGER: usize = 600;
/// Defects in the page.
const DEFECTS: usize = 200;

pub(super) fn tables(source: &Assessment) -> Json {
    let sheet = &source.sheet;
    let sources: Vec<Json> = sheet
        .sources
        .iter()
        .map(|file| {
            json!({
                "file": file.file, "sha256": file.sha256, "schema": file.ifc_schema, "application": file.application, "encoding": file.encoding,
                "size": words::size(file.bytes), "instances": file.instances, "whole": file.whole,
            })
        })
        .collect();
    let kinds: Vec<Json> = SubjectKind::ALL
        .iter()
        .map(|kind| json!({"zh": kind.title_zh(), "en": kind.word().replace('_', " "), "count": sheet.of_kind(*kind).count()}))
        .filter(|row| row["count"] != 0)
        .collect();
    let zh = crate::topics::missing_groups(source, Lang::Zh);
    let en = crate::topics::missing_groups(source, Lang::En);
    let missing: Vec<Json> = zh
        .iter()
        .zip(&en)
        .take(8)
        .map(|(zh, en)| json!({"what": {"zh": zh.1, "en": en.1}, "supply": {"zh": zh.2, "en": en.2}, "clauses": zh.3.join(" ")}))
        .collect();
    let bays = bays(sheet);
    let dwellings: Vec<Json> = sheet.of_kind(SubjectKind::Dwelling).map(|subject| dwelling(sheet, subject, &bays)).collect();
    let mut notes: Vec<Json> = source.judgement.main.notes.iter().map(both).collect();
    notes.extend(sheet.notes.iter().map(|note| json!(note)));
    json!({
        "sources": sources, "kinds": kinds, "missing": missing, "defects": sheet.defects.iter().take(DEFECTS).collect::<Vec<_>>(),
        "defect_count": sheet.defects.len(), "notes": notes, "parameters": parameters(source), "waivers": source.waivers,
        "far": source.judgement.main.far.as_ref().map(far), "dwelling_count": dwellings.len(), "dwellings": dwellings,
    })
}

fn far(ledger: &FarLedger) -> Json {
    let amounts = [
        ("基准（未豁免）", "baseline", ledger.baseline),
        ("按本意见豁免后", "with exemptions", ledger.entitled),
        ("模型主张", "claimed by the model", ledger.claimed),
        ("用地面积", "site area", ledger.site_area),
    ];
    let totals: Vec<Json> = amounts
        .into_iter()
        .map(|(zh, en, amount)| json!({"label": {"zh": zh, "en": en}, "value": amount.map_or_else(|| "—".to_owned(), words::area)}))
        .collect();
    let bar = ledger.ratio(ledger.entitled).zip(ledger.plan_far).map(|(ratio, plan)| {
        let (value, limit) = overview::percent(ratio, plan);
        json!({"value": format!("{ratio:.3}"), "limit": format!("{plan:.3}"), "value_pct": value, "limit_pct": limit})
    });
    let rows: Vec<Json> = ledger
        .rows
        .iter()
        .take(LEDGER)
        .map(|row| {
            json!({
                "subject": row.subject, "area": format!("{:.2}", row.area), "baseline": format!("{:.2}", row.baseline_coefficient),
                "coefficient": format!("{:.2}", row.coefficient), "counted": format!("{:.2}", row.counted), "clause": row.clause,
                "reason": both(&row.reason),
            })
        })
        .collect();
    let mut notes: Vec<Json> = ledger.notes.iter().map(both).collect();
    notes.extend(ledger.missing.iter().map(|missing| both(&missing.what)));
    json!({
        "totals": totals, "bar": bar, "rows": rows, "more": ledger.rows.len().saturating_sub(LEDGER), "notes": notes,
        "standard": ledger.area_standard, "sum_area": format!("{:.2}", ledger.rows.iter().map(|row| row.area).sum::<f64>()),
        "sum_counted": format!("{:.2}", ledger.rows.iter().map(|row| row.counted).sum::<f64>()),
    })
}

/// How many bay windows each dwelling has: they hang under rooms, rooms under the dwelling.
fn bays(sheet: &FactSheet) -> BTreeMap<&SubjectId, usize> {
    let mut counts = BTreeMap::new();
    for bay in sheet.of_kind(SubjectKind::BayWindow) {
        let room = bay.parent.as_ref().and_then(|parent| sheet.subject(parent)).filter(|room| room.kind == SubjectKind::Space);
        if let Some(home) = room.and_then(|room| room.parent.as_ref()) {
            *counts.entry(home).or_default() += 1;
        }
    }
    counts
}

/// One dwelling; what is not known stays empty.
fn dwelling(sheet: &FactSheet, subject: &Subject, bays: &BTreeMap<&SubjectId, usize>) -> Json {
    let number = |name: &str| subject.number(name).map_or_else(String::new, |number| format!("{number:.2}"));
    let storey = sheet.ancestor(subject, SubjectKind::Storey);
    let building = sheet.ancestor(subject, SubjectKind::Building);
    let place: Vec<&str> = [building, storey].into_iter().flatten().map(|above| above.name.as_str()).collect();
    let height =
        storey.and_then(|storey| storey.fact("height")).and_then(|fact| Some(display::number(fact.value.as_number()?, fact.value.unit()?)));
    json!({
        "number": subject.text("number").unwrap_or(&subject.name), "place": place.join(" "),
        "rooms": subject.number("room_count").map(|count| format!("{count:.0}")), "usable": number("usable_area"), "floor": number("floor_area"),
        "balcony": number("balcony_area"), "height": height, "bays": bays.get(&subject.id).copied().unwrap_or(0),
    })
}

/// Where a parameter comes from.
pub(super) fn from(origin: Origin) -> Json {
    let (zh, en) = origin.titles();
    json!({"zh": zh, "en": en})
}

/// Every parameter and reading used: key, title, value, and where it came from.
pub(crate) fn parameters(source: &Assessment) -> Vec<Json> {
    let mut rows = Vec::new();
    for key in KEYS {
        let Some((setting, origin)) = source.brief.get(key.name) else { continue };
        let value = match setting {
            Setting::Flag(flag) => flag.to_string(),
            Setting::Number(number) => number.to_string(),
            Setting::Text(text) => text,
            Setting::Table(table) => table.iter().map(|(name, number)| format!("{name} = {number}")).collect::<Vec<_>>().join(", "),
        };
        rows.push(json!({"key": key.name, "title": {"zh": key.zh, "en": key.en}, "value": value, "from": from(origin)}));
    }
    for document in &source.brief.documents {
        let value: Vec<&str> =
            [Some(document.title.as_str()), document.issuer.as_deref(), document.date.as_deref()].into_iter().flatten().collect();
        rows.push(json!({"key": document.clause, "title": {"zh": "文件", "en": "document"}, "value": value.join(" · "), "from": from(Origin::File)}));
    }
    rows
}
