//! What a reviewer should not have to look for: arrows between crates, file sizes, stray epsilons, module docs, and the
//! quotes of the rule packs in their source texts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Who may import whom, within the workspace. Development dependencies on `testkit` are always allowed.
const ARROWS: &[(&str, &[&str])] = &[
    ("ifc", &[]),
    ("facts", &[]),
    ("bcf", &[]),
    ("font", &[]),
    ("testkit", &[]),
    ("geometry", &["ifc"]),
    ("survey", &["ifc", "geometry", "facts"]),
    ("policy", &["facts"]),
    ("drawing", &["geometry", "facts", "font"]),
    ("pdf", &["font"]),
    ("report", &["facts", "policy", "bcf", "drawing", "pdf"]),
    ("manual", &["ifc", "geometry", "survey", "facts", "drawing", "policy"]),
    ("checker", &["ifc", "geometry", "facts", "survey", "policy", "drawing", "bcf", "report", "manual"]),
    ("cli", &["checker", "testkit"]),
    ("python", &["checker"]),
    ("capi", &["checker"]),
    ("wasm", &["checker"]),
];

/// Files over this many lines are asked what two things they are.
const LONGEST: usize = 500;

/// The only files that may hold a float literal below 0.01.
const TOLERANCES: &[&str] = &["crates/geometry/src/tolerance.rs", "crates/facts/src/compare.rs"];

/// Checks the tree; true when it is tidy.
#[allow(clippy::print_stdout, clippy::disallowed_methods)] // the chore reads the tree and prints what it finds
pub(crate) fn run(root: &Path) -> anyhow::Result<bool> {
    let mut complaints = Vec::new();
    arrows(root, &mut complaints)?;
    let mut files = Vec::new();
    for folder in ["crates", "xtask"] {
        sources(&root.join(folder), &mut files)?;
    }
    files.sort();
    for file in &files {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        source(&name, &text, &mut complaints);
    }
    quotes(root, &mut complaints)?;
    for complaint in &complaints {
        println!("{complaint}");
    }
    println!("tidy: {} files, {} complaints", files.len(), complaints.len());
    Ok(complaints.is_empty())
}

/// The workspace crates that a manifest's `[dependencies]` name, without the `haofang-` prefix.
fn imports(manifest: &str, table: &str) -> anyhow::Result<Vec<String>> {
    let manifest: toml::Table = manifest.parse()?;
    let names = manifest.get(table).and_then(toml::Value::as_table).map(|table| table.keys().cloned().collect::<Vec<_>>());
    Ok(names.unwrap_or_default().iter().filter_map(|name| name.strip_prefix("haofang-")).map(str::to_owned).collect())
}

#[allow(clippy::disallowed_methods)] // reads manifests
fn arrows(root: &Path, complaints: &mut Vec<String>) -> anyhow::Result<()> {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root.join("crates"))?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Ok(manifest) = std::fs::read_to_string(folder.join("Cargo.toml")) else { continue };
        let Some(may) = allowed.get(name.as_str()) else {
            complaints.push(format!("crates/{name}: not in the table of arrows (xtask/src/tidy.rs)"));
            continue;
        };
        for import in imports(&manifest, "dependencies")? {
            if !may.contains(&import.as_str()) {
                complaints.push(format!("crates/{name}: may not import `{import}`"));
            }
        }
    }
    Ok(())
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target" && name != "generated" && name != "snapshots") {
                sources(&path, files)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// Looks at one source file.
fn source(name: &str, text: &str, complaints: &mut Vec<String>) {
    let lines = text.lines().count();
    if lines > LONGEST {
        complaints.push(format!("{name}: {lines} lines; what two things is it?"));
    }
    let is_test = name.contains("/tests") || name.ends_with("tests.rs") || name.contains("/benches/") || name.contains("/examples/");
    if !is_test && !text.trim_start_matches('\u{feff}').lines().take(3).any(|line| line.starts_with("//!")) {
        complaints.push(format!("{name}: begins without saying what the module is for (//!)"));
    }
    let in_lower = name.starts_with("crates/geometry/src/lower");
    let mut in_tests = is_test;
    for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        if line.trim_start().starts_with("#[cfg(test)]") {
            in_tests = true;
        }
        if in_tests {
            continue;
        }
        let code = line.split("//").next().unwrap_or(line);
        if name.starts_with("crates/geometry/src/") && !in_lower && code.contains("haofang_ifc") {
            complaints.push(format!("{name}:{number}: only geometry/src/lower may see ifc"));
        }
        if ["todo", "unimplemented"].iter().any(|word| code.contains(&format!("{word}!("))) {
            complaints.push(format!("{name}:{number}: unfinished"));
        }
        if name.starts_with("crates/") && !name.starts_with("crates/testkit") && !TOLERANCES.contains(&name) {
            for literal in small_floats(code) {
                complaints.push(format!("{name}:{number}: the tolerance {literal} belongs in geometry/src/tolerance.rs, with a name"));
            }
        }
    }
}

/// Float literals of a line that are above 0 and below 0.01.
fn small_floats(code: &str) -> Vec<String> {
    let unquoted: String = code.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let mut found = Vec::new();
    let mut rest = unquoted.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = rest[..start].chars().next_back();
        let tail = &rest[start..];
        let mut end = tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
        // the sign of an exponent belongs to the number
        if tail[..end].ends_with(['e', 'E']) && tail[end..].starts_with(['-', '+']) {
            end += 1 + tail[end + 1..].find(|c: char| !is_word(c)).unwrap_or(tail.len() - end - 1);
        }
        let word = tail[..end].trim_end_matches("f64").replace('_', "");
        if !before.is_some_and(is_word)
            && (word.contains('.') || word.contains(['e', 'E']))
            && word.parse::<f64>().is_ok_and(|number| number > 0.0 && number < 0.01)
        {
            found.push(tail[..end].to_owned());
        }
        rest = &tail[end..];
    }
    found
}

/// Every clause quote of every pack occurs in the pack's source text, `…` separating parts in order.
#[allow(clippy::disallowed_methods)] // reads rule packs
fn quotes(root: &Path, complaints: &mut Vec<String>) -> anyhow::Result<()> {
    let fold = |text: &str| text.replace('臵', "置").chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for entry in std::fs::read_dir(root.join("policies"))? {
        let folder = entry?.path();
        let (Ok(pack), Ok(source)) =
            (std::fs::read_to_string(folder.join("policy.toml")), std::fs::read_to_string(folder.join("source.txt")))
        else {
            continue;
        };
        let source = fold(&source);
        let pack: toml::Table = pack.parse().with_context(|| format!("{}", folder.display()))?;
        for clause in pack.get("clause").and_then(toml::Value::as_array).into_iter().flatten() {
            let text = |key: &str| clause.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let mut rest = source.as_str();
            for part in fold(text("quote")).split(['…', ';']).filter(|part| !part.is_empty()) {
                match rest.find(part) {
                    Some(at) => rest = &rest[at + part.len()..],
                    None => complaints.push(format!("{}: the quote of {} is not in source.txt: {part}", folder.display(), text("id"))),
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_floats_are_found_and_others_are_not() {
        assert_eq!(small_floats("if x < 1e-9 && y > 0.001 { 3.5e-3 }"), ["1e-9", "0.001", "3.5e-3"]);
        assert!(small_floats("let a = 0.5 + 1e3 + 0.0; tuple.0.001; \"0.001\"; x1e-9").is_empty());
    }

    #[test]
    fn a_file_that_sees_ifc_outside_lower_is_named() {
        let mut complaints = Vec::new();
        source("crates/geometry/src/mesh.rs", "//! Meshes.\nuse haofang_ifc::Model;\n", &mut complaints);
        assert_eq!(complaints, ["crates/geometry/src/mesh.rs:2: only geometry/src/lower may see ifc"]);
    }
}
