//! Helpers of the tests that survey generated and hand-changed models.

#![allow(dead_code)] // not every test program uses every helper

pub(crate) mod sketch;
pub(crate) mod statements;

use std::sync::Arc;

use haofang_facts::{Brief, FactSheet, Subject, SubjectId, SubjectKind, Unit, Value};
use haofang_survey::{NamedModel, Options, Survey, Vocabulary};
use haofang_testkit::{Estate, Style, Truth};

/// Surveys files with parameters `key=value`.
pub(crate) fn survey(files: &[(String, Vec<u8>)], parameters: &[(String, String)]) -> FactSheet {
    let model = |(file, bytes): &(String, Vec<u8>)| NamedModel {
        file: file.clone(),
        model: Arc::new(haofang_ifc::Model::index(Arc::new(bytes.clone())).unwrap()),
    };
    let models: Vec<NamedModel> = files.iter().map(model).collect();
    let mut brief = Brief::default();
    for (key, value) in parameters {
        brief.set(&format!("{key}={value}")).unwrap();
    }
    let (vocabulary, options) = (Vocabulary::builtin(), Options::default());
    Survey::new(&models, &brief, &vocabulary, &options).measure()
}

/// A generated estate, surveyed with its own parameters, and its truth.
pub(crate) fn estate(estate: &Estate, style: &Style) -> (FactSheet, Truth) {
    let generated = estate.generate(style);
    let parameters: Vec<(String, String)> =
        generated.truth.parameters.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    (survey(&generated.ifc_files, &parameters), generated.truth)
}

/// Whether a value equals the truth: lengths within 1 mm, other numbers within 0.1 %.
pub(crate) fn same(want: &haofang_testkit::Value, got: &Value) -> bool {
    match (want, got) {
        (haofang_testkit::Value::Number(want), Value::Number(got, unit)) => {
            let room = if *unit == Unit::Metre { 0.001 } else { (want.abs() * 0.001).max(1e-6) };
            (got - want).abs() <= room + 1e-9
        }
        (haofang_testkit::Value::Text(want), Value::Text(got)) => want == got,
        (haofang_testkit::Value::Flag(want), Value::Bool(got)) => want == got,
        _ => false,
    }
}

/// The files without the records whose line holds all of these texts; what pointed at them dangles.
pub(crate) fn without(files: &[(String, Vec<u8>)], texts: &[&str]) -> Vec<(String, Vec<u8>)> {
    let keep = |line: &&str| !texts.iter().all(|text| line.contains(text));
    files
        .iter()
        .map(|(name, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap();
            let kept: Vec<&str> = text.lines().filter(keep).collect();
            assert!(kept.len() < text.lines().count(), "{name} has no line with {texts:?}");
            (name.clone(), (kept.join("\n") + "\n").into_bytes())
        })
        .collect()
}

/// The subject of this GlobalId.
pub(crate) fn subject<'s>(sheet: &'s FactSheet, kind: SubjectKind, guid: &str) -> &'s Subject {
    sheet.subject(&SubjectId::new(kind, guid)).unwrap_or_else(|| panic!("no {kind} {guid}"))
}
