//! The JSON documents are as docs/schema says, and the schemas refuse what is not.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use haofang_report::{Submission, assessment_json, diff};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn schema(name: &str) -> Json {
    let path = format!("{}/../../docs/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn is(kind: &str, value: &Json) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("type {other}"),
    }
}

/// The words of JSON Schema that our schemas use; any other word fails the test.
fn check(root: &Json, rule: &Json, value: &Json, at: &str, flaws: &mut Vec<String>) {
    for (word, wanted) in rule.as_object().unwrap() {
        let mut flaw = |good: bool| {
            if !good {
                flaws.push(format!("{at}: {word} {wanted} refuses {}", value.to_string().chars().take(80).collect::<String>()));
            }
        };
        match word.as_str() {
            "$schema" | "$id" | "title" | "description" | "$defs" => {}
            "type" => flaw(match wanted {
                Json::Array(kinds) => kinds.iter().any(|kind| is(kind.as_str().unwrap(), value)),
                kind => is(kind.as_str().unwrap(), value),
            }),
            "const" => flaw(value == wanted),
            "enum" => flaw(wanted.as_array().unwrap().contains(value)),
            "minimum" => flaw(value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap())),
            "pattern" => flaw(value.as_str().is_some_and(|text| text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2)),
            "required" => flaw(wanted.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some())),
            "properties" => {
                for (key, rule) in wanted.as_object().unwrap() {
                    if let Some(part) = value.get(key) {
                        check(root, rule, part, &format!("{at}/{key}"), flaws);
                    }
                }
            }
            "additionalProperties" => {
                let known = rule.get("properties").and_then(Json::as_object);
                for (key, part) in
                    value.as_object().into_iter().flatten().filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)))
                {
                    check(root, wanted, part, &format!("{at}/{key}"), flaws);
                }
            }
            "items" => {
                for (number, part) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, part, &format!("{at}/{number}"), flaws);
                }
            }
            "anyOf" => {
                let fits = |rule: &Json| {
                    let mut found = Vec::new();
                    check(root, rule, value, at, &mut found);
                    found.is_empty()
                };
                flaw(wanted.as_array().unwrap().iter().any(fits));
            }
            "allOf" => wanted.as_array().unwrap().iter().for_each(|rule| check(root, rule, value, at, flaws)),
            "$ref" => check(root, root.pointer(wanted.as_str().unwrap().trim_start_matches('#')).unwrap(), value, at, flaws),
            other => panic!("the test does not know the word {other}"),
        }
    }
}

fn flaws(name: &str, value: &Json) -> Vec<String> {
    let root = schema(name);
    let mut flaws = Vec::new();
    check(&root, &root, value, "", &mut flaws);
    flaws
}

#[test]
fn the_estate_is_as_published() {
    let first = common::estate(false);
    let mut second = common::estate(true);
    second.baseline = Submission::from_json(&assessment_json(&first).to_string()).ok();
    let json = assessment_json(&second);
    assert_eq!(flaws("assessment", &json), Vec::<String>::new());
    assert_eq!(json["history"].as_array().unwrap().len(), 1);
    let found = diff::diff(second.baseline.as_ref().unwrap(), &Submission::of(&second));
    assert_eq!(flaws("diff", &diff::to_json(&found)), Vec::<String>::new());
    assert_eq!(flaws("facts", &haofang_facts::to_json(&second.sheet, "0.1.0")), Vec::<String>::new());
}

#[test]
fn what_breaks_the_contract_is_refused() {
    let good = assessment_json(&common::estate(false));
    assert!(good["clauses"][1]["verdicts"][0].is_object(), "a clause with verdicts");
    for (pointer, bad) in [
        ("/schema", json!("haofang.assessment/2")),
        ("/as_of", json!("today")),
        ("/summary/pass", json!(-1)),
        ("/clauses/0/outcome", json!("passed")),
        ("/clauses/1/verdicts/0/advice", json!(null)),
        ("/clauses/1/verdicts/0/margin", json!("-0.05")),
        ("/far/ledger", json!({})),
    ] {
        let mut json = good.clone();
        *json.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = bad;
        assert!(!flaws("assessment", &json).is_empty(), "{pointer}");
    }
    let mut json = haofang_facts::to_json(&common::estate(false).sheet, "0.1.0");
    let subjects = json["subjects"].as_array_mut().unwrap();
    let dwelling = subjects.iter_mut().find(|subject| subject["kind"] == "dwelling").unwrap();
    dwelling["facts"]["usable_area"]["value"] = Json::Null;
    assert!(!flaws("facts", &json).is_empty(), "a null is no value");
}

#[test]
fn the_trend_grows_by_one_a_submission() {
    let mut earlier = common::estate(false);
    for number in 2..=4_usize {
        let mut next = common::estate(number > 2);
        next.baseline = Some(Submission::from_json(&assessment_json(&earlier).to_string()).unwrap());
        let trend = Submission::of(&next).trend();
        assert_eq!(trend.len(), number);
        assert_eq!((trend[0].failed, trend[number - 1].failed), (4, if number > 2 { 3 } else { 4 }));
        earlier = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_assessment_is_as_published(source in common::random()) {
        prop_assert_eq!(flaws("assessment", &assessment_json(&source)), Vec::<String>::new());
    }
}
