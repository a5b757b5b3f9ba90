//! What the tests of manuals share: runs of the command, what was written, the sample with changes.
#![allow(dead_code, clippy::disallowed_methods, clippy::unwrap_used)] // each test file uses its part

use serde_json::Value as Json;

use crate::command::{self, Folder, haofang, sample};

pub(crate) const DAY: &str = "2026-11-22";

pub(crate) fn json(text: &[u8]) -> Json {
    serde_json::from_slice(text).unwrap()
}

pub(crate) fn run(model: &str, out: &Folder, more: &[&str]) -> command::Run {
    let folder = out.path("out");
    let mut arguments = vec!["manual", model, "--as-of", DAY, "-o", &folder];
    arguments.extend(more);
    haofang(&arguments)
}

/// The folders of the dwellings that were written, in order.
pub(crate) fn dwellings(out: &Folder) -> Vec<String> {
    let index = json(&out.read("out/index.json"));
    let mut found = Vec::new();
    for building in index["buildings"].as_array().unwrap() {
        let folder = building["folder"].as_str().unwrap();
        let own = json(&out.read(&format!("out/{folder}/index.json")));
        found.extend(own["dwellings"].as_array().unwrap().iter().map(|one| format!("out/{folder}/{}", one["folder"].as_str().unwrap())));
    }
    found
}

pub(crate) fn manual(out: &Folder, dwelling: &str) -> Json {
    json(&out.read(&format!("{dwelling}/manual.json")))
}

pub(crate) fn facts(model: &str) -> Json {
    json(haofang(&["facts", model, "-f", "json"]).stdout.as_bytes())
}

pub(crate) fn value(subject: &Json, quantity: &str) -> Option<f64> {
    subject["facts"][quantity]["value"].as_f64()
}

pub(crate) fn field<'j>(manual: &'j Json, key: &str) -> &'j Json {
    let items = manual["items"].as_array().unwrap();
    items.iter().flat_map(|item| item["fields"].as_array().unwrap()).find(|field| field["key"] == key).unwrap_or(&Json::Null)
}

pub(crate) fn status<'j>(manual: &'j Json, item: &str) -> &'j str {
    manual["items"].as_array().unwrap().iter().find(|one| one["id"] == item).unwrap()["status"].as_str().unwrap()
}

/// The sample with records put before its end, and with texts replaced.
pub(crate) fn altered(out: &Folder, records: &str, replaced: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(sample()).unwrap();
    for (old, new) in replaced {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let end = text.rfind("ENDSEC;").unwrap();
    text.insert_str(end, records);
    out.write("model.ifc", text.as_bytes());
    out.path("model.ifc")
}

/// A text as the sample's file writes it.
pub(crate) fn x2(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("\\X2\\{units}\\X0\\")
}

/// The number of the record that defines a thing with this GlobalId.
pub(crate) fn instance(guid: &str) -> String {
    let text = std::fs::read_to_string(sample()).unwrap();
    text.lines().find(|line| line.contains(guid)).unwrap().split('=').next().unwrap().to_owned()
}
