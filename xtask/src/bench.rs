//! The reader's speed, and that of the whole command, beside IfcOpenShell's `open`, on large files, in one run; shapes in another.

mod peers;
mod shapes;
mod whole;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

const SEED: &str = "corpus/ThatOpen__engine_web-ifc/tests/ifcfiles/public/duplex.ifc";

/// The outside material, the model that is multiplied and where that goes; nothing, and a word, where there is none.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // the chore's own setting and output
fn files(root: &Path) -> Option<(PathBuf, PathBuf, PathBuf)> {
    let shared = std::env::var("HAOFANG_SHARED").map_or_else(|_| root.join("../shared"), PathBuf::from);
    let seed = shared.join(SEED);
    if !seed.is_file() {
        println!("bench: no outside material at {}; nothing measured", shared.display());
        return None;
    }
    Some((shared, seed, root.join("target/duplex48.ifc")))
}

/// Shapes alone, of seven real models and of the multiplied one (made here if it is not there yet).
#[allow(clippy::disallowed_methods)] // runs a program
pub(crate) fn shapes(root: &Path) -> anyhow::Result<bool> {
    let Some((shared, seed, large)) = files(root) else { return Ok(true) };
    if !large.is_file() {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let reader = ["bench", "-q", "-p", "haofang-ifc", "--bench", "reader", "--"];
        json(Command::new(cargo).current_dir(root).args(reader).arg(&seed).arg("48").arg(&large))?;
    }
    shapes::run(root, &shared, &large)
}

/// Repeats a real model 48 times, measures both readers on it and prints a line for each.
/// Needs the outside material and, for the comparison, the Python that `HAOFANG_PYTHON` names, with `ifcopenshell`.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // the chore runs programs and prints what they say
pub(crate) fn run(root: &Path) -> anyhow::Result<bool> {
    let Some((shared, seed, large)) = files(root) else { return Ok(true) };
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let ours = json(
        Command::new(cargo)
            .current_dir(root)
            .args(["bench", "-q", "-p", "haofang-ifc", "--bench", "reader", "--"])
            .arg(&seed)
            .args(["48"])
            .arg(&large),
    )?;
    println!("haofang: {ours}");
    let python = std::env::var("HAOFANG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let theirs = match json(Command::new(python).arg(root.join("xtask/compare/open.py")).arg(&large)) {
        Ok(theirs) => theirs,
        Err(error) => {
            println!("bench: IfcOpenShell not measured: {error:#}");
            return Ok(true);
        }
    };
    println!("IfcOpenShell: {theirs}");
    let number = |of: &Value, name: &str| of[name].as_f64().unwrap_or(f64::NAN);
    let times = number(&theirs, "seconds") / number(&ours, "index_relations_properties_s");
    let memory = (number(&ours, "index_bytes") + number(&ours, "relations_bytes")) / 1_048_576.0;
    println!(
        "index, all relations and all properties: {times:.1} times as fast as open; {memory:.0} MB against {:.0} MB",
        number(&theirs, "megabytes")
    );
    peers::run(root, &large, &ours, &theirs);
    let met = whole::run(root, &shared, &large)?;
    Ok(met && number(&ours, "instances") == number(&theirs, "instances"))
}

#[allow(clippy::disallowed_methods)] // runs a program
fn json(command: &mut Command) -> anyhow::Result<Value> {
    let output = command.output().with_context(|| format!("running {command:?}"))?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("it failed"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(text.lines().last().unwrap_or_default()).context("reading its figures")
}
