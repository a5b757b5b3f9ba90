//! Checks a document against a published JSON schema.
#![allow(dead_code, clippy::disallowed_methods, clippy::unwrap_used)] // each test file uses its part

use serde_json::Value as Json;

/// The words of JSON Schema that our schema uses; any other fails the test.
fn check(root: &Json, rule: &Json, value: &Json, at: &str, flaws: &mut Vec<String>) {
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        other => panic!("type {other}"),
    };
    for (word, wanted) in rule.as_object().unwrap() {
        let good = match word.as_str() {
            "$schema" | "$id" | "title" | "description" | "$defs" => true,
            "type" => {
                wanted.as_str().is_some_and(is)
                    || wanted.as_array().is_some_and(|kinds| kinds.iter().any(|kind| is(kind.as_str().unwrap())))
            }
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "required" => wanted.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "properties" => {
                for (key, rule) in wanted.as_object().unwrap() {
                    if let Some(part) = value.get(key) {
                        check(root, rule, part, &format!("{at}/{key}"), flaws);
                    }
                }
                true
            }
            "additionalProperties" => value.as_object().is_none_or(|found| found.keys().all(|key| rule["properties"].get(key).is_some())),
            "items" => {
                for (place, part) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, part, &format!("{at}/{place}"), flaws);
                }
                true
            }
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                check(root, &root["$defs"][name], value, at, flaws);
                true
            }
            "anyOf" => wanted.as_array().unwrap().iter().any(|rule| {
                let mut own = Vec::new();
                check(root, rule, value, at, &mut own);
                own.is_empty()
            }),
            other => panic!("word {other}"),
        };
        if !good {
            flaws.push(format!("{at}: {word} {wanted} refuses {value}"));
        }
    }
}

/// What `docs/schema/manual.schema.json` refuses in a manual.
pub(crate) fn schema_flaws(manual: &Json) -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/manual.schema.json");
    let schema: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut flaws = Vec::new();
    check(&schema, &schema, manual, "", &mut flaws);
    flaws
}
