//! The `haofang.facts/1` document (CONTRACT §4).

use serde_json::{Map, Value as Json, json};

use crate::{Fact, FactSheet, Gap, Subject, Value, phrase};

fn value(value: &Value) -> (Json, Option<&'static str>) {
    match value {
        // adding zero turns -0.0 into 0.0; a number that is not finite never becomes a fact, null would show the bug
        Value::Number(number, unit) => (json!(number + 0.0), Some(unit.symbol())),
        Value::Bool(claim) => (json!(claim), None),
        Value::Text(text) => (json!(text), None),
    }
}

/// A sentence under its name in Chinese and under `<name>_en` in English; a text of one language under its name alone.
fn sentence(out: &mut Map<String, Json>, name: &str, text: &str) {
    let (zh, en) = (phrase::spoken(text, true), phrase::spoken(text, false));
    out.insert(name.to_owned(), json!(zh));
    if zh != en {
        out.insert(format!("{name}_en"), json!(en));
    }
}

fn fact(fact: &Fact) -> Json {
    let mut out = Map::new();
    let (number, unit) = value(&fact.value);
    out.insert("value".into(), number);
    if let Some(unit) = unit {
        out.insert("unit".into(), json!(unit));
    }
    out.insert("provenance".into(), json!(fact.provenance));
    sentence(&mut out, "method", &fact.method);
    if let Some(tolerance) = fact.tolerance {
        out.insert("tolerance".into(), json!(tolerance));
    }
    if fact.tessellated {
        out.insert("tessellated".into(), json!(true));
    }
    out.insert("elements".into(), json!(fact.elements));
    let witnesses: Vec<Json> = fact
        .witnesses
        .iter()
        .map(|witness| {
            let (number, unit) = value(&witness.value);
            let mut out = Map::new();
            out.insert("value".into(), number);
            if let Some(unit) = unit {
                out.insert("unit".into(), json!(unit));
            }
            out.insert("provenance".into(), json!(witness.provenance));
            sentence(&mut out, "source", &witness.source);
            Json::Object(out)
        })
        .collect();
    out.insert("witnesses".into(), Json::Array(witnesses));
    let conflicts = fact.conflicts().count();
    if conflicts > 0 {
        out.insert("conflicts".into(), json!(conflicts));
    }
    Json::Object(out)
}

fn gap(gap: &Gap) -> Json {
    let mut out = Map::new();
    out.insert("kind".into(), json!(gap.kind));
    sentence(&mut out, "detail", &gap.detail);
    Json::Object(out)
}

fn subject(subject: &Subject) -> Json {
    let facts: Map<String, Json> = subject.facts.iter().map(|(name, known)| (name.to_string(), fact(known))).collect();
    let gaps: Map<String, Json> = subject.gaps.iter().map(|(name, reason)| (name.to_string(), gap(reason))).collect();
    json!({
        "id": subject.id, "kind": subject.kind.word(), "guid": subject.guid, "name": subject.name, "parent": subject.parent,
        "place": subject.place, "recognised_by": subject.recognised_by, "facts": facts, "gaps": gaps,
    })
}

/// The sources and defects as both JSON documents list them.
#[must_use]
pub(crate) fn sources(sheet: &FactSheet) -> Json {
    json!(sheet.sources)
}

/// The sheet as a `haofang.facts/1` document.
#[must_use]
pub fn to_json(sheet: &FactSheet, version: &str) -> Json {
    json!({
        "schema": "haofang.facts/1",
        "tool": { "name": "haofang", "version": version },
        "sources": sources(sheet),
        "subjects": sheet.subjects.iter().map(subject).collect::<Vec<_>>(),
        "defects": sheet.defects,
        "notes": sheet.notes,
    })
}
