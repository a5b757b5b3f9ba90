//! Names, properties and quantities of every file of the collection against IfcOpenShell's, value by value, in SI at 1e-9 relative.
//!
//! The other reader runs at the same time in the Python that `HAOFANG_PYTHON` names; without it the section says so.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use haofang_ifc::property::{PropertyValue, properties_of, quantities_of};
use haofang_ifc::{Model, class};
use serde_json::{Value, json};

use super::Report;

/// Compares every file that can be read.
#[allow(clippy::disallowed_methods)] // the chore reads outside files and runs a program
pub(super) fn run(shared: &Path) -> anyhow::Result<Report> {
    let python = std::env::var("HAOFANG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut report = Report::default();
    if !Command::new(&python).args(["-c", "import ifcopenshell.util.element"]).output().is_ok_and(|output| output.status.success()) {
        report.checked = 1;
        report.notes.push(format!("{python} has no ifcopenshell: properties are not compared (set HAOFANG_PYTHON)"));
        return Ok(report);
    }
    let root = crate::root();
    let lines = root.join("target/properties.jsonl");
    let corpus = shared.join("corpus");
    let mut files = Vec::new();
    super::reader::models(&corpus, &mut files)?;
    files.sort();
    {
        let mut out = std::io::BufWriter::new(std::fs::File::create(&lines).context("writing target/properties.jsonl")?);
        for file in &files {
            let Ok(model) = Model::index(Arc::new(std::fs::read(file)?)) else { continue };
            write_model(&mut out, &file.to_string_lossy(), &model)?;
        }
    }
    let output = Command::new(&python).arg(root.join("xtask/compare/properties.py")).arg(&lines).output()?;
    if !output.status.success() {
        bail!("properties.py: {}", String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("it failed"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let found: Value = serde_json::from_str(text.lines().last().unwrap_or_default()).context("reading what properties.py found")?;
    for (what, count) in found["counts"].as_object().into_iter().flatten() {
        report.notes.push(format!("{count} {what}"));
    }
    report.checked = found["counts"]["values"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    report.failures = found["failures"].as_array().into_iter().flatten().filter_map(|f| f.as_str().map(str::to_owned)).collect();
    Ok(report)
}

fn write_model(out: &mut impl std::io::Write, file: &str, model: &Model) -> anyhow::Result<()> {
    writeln!(out, "{}", json!({ "file": file }))?;
    for root in model.all(class::IFC_ROOT) {
        let mut sets = Vec::new();
        if root.is_a(class::IFC_OBJECT) || root.is_a(class::IFC_TYPE_OBJECT) {
            for p in properties_of(root) {
                sets.push(json!([p.set, p.name, value(&p.value), p.entity.id().0]));
            }
            for q in quantities_of(root) {
                let si = match &q.value {
                    Some(Ok(si)) => json!(si),
                    Some(Err(problem)) => json!({ "problem": problem.to_string() }),
                    None => Value::Null,
                };
                sets.push(json!([q.set, q.name, si, q.entity.id().0]));
            }
        }
        writeln!(out, "{}", json!({ "id": root.id().0, "name": root.name(), "sets": sets }))?;
    }
    Ok(())
}

fn value(of: &PropertyValue<'_>) -> Value {
    match of {
        PropertyValue::Text(text) => json!(text),
        PropertyValue::Integer(whole) => json!(whole),
        PropertyValue::Number { value, .. } => json!(value),
        PropertyValue::NoUnit { problem, .. } => json!({ "problem": problem.to_string() }),
        PropertyValue::Boolean(truth) => json!(truth),
        PropertyValue::Unknown => json!("UNKNOWN"),
        PropertyValue::List(members) => members.iter().map(value).collect(),
        PropertyValue::Range { lower, upper, set_point } => {
            json!({ "lower": value(lower), "upper": value(upper), "set": value(set_point) })
        }
        PropertyValue::Table(rows) => json!({ "table": rows.iter().map(|(a, b)| json!([value(a), value(b)])).collect::<Vec<_>>() }),
        PropertyValue::Reference(entity) => json!({ "ref": entity.id().0 }),
        PropertyValue::Null => Value::Null,
        _ => json!({ "invalid": true }),
    }
}
