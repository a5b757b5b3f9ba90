//! Other readers on the same file in the same run: web-ifc, ifc-lite and ifcfast, where `HAOFANG_PEERS` names a folder that has them
//! (`npm install web-ifc @ifc-lite/parser`, and a Python environment `venv` with `ifcfast`).

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Prints a row for each reader that is there, beside ours.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // the chore runs programs and prints what they say
pub(super) fn run(root: &Path, large: &Path, ours: &Value, open: &Value) {
    let number = |of: &Value, name: &str| of[name].as_f64().unwrap_or(f64::NAN);
    let size = number(ours, "bytes") / 1e6;
    let row = |what: &str, seconds: f64, megabytes: f64| println!("| {what} | {seconds:.3} | {:.0} | {megabytes:.0} |", size / seconds);
    let ours_mb = (number(ours, "index_bytes") + number(ours, "relations_bytes")) / 1_048_576.0;
    println!("| reader | seconds of processor time | MB/s | MB of memory, the file's bytes apart for ours |\n|---|---|---|---|");
    println!(
        "| bare quote-aware scan (memchr) | {:.3} | {:.0} | – |",
        size / number(ours, "bare_scan_mb_s"),
        number(ours, "bare_scan_mb_s")
    );
    row("haofang: index", number(ours, "index_s"), number(ours, "index_bytes") / 1_048_576.0);
    row("haofang: index, all relations, all properties and quantities", number(ours, "index_relations_properties_s"), ours_mb);
    row(
        &format!("IfcOpenShell {}: open", open["version"].as_str().unwrap_or_default()),
        number(open, "seconds"),
        number(open, "megabytes"),
    );
    let Ok(folder) = std::env::var("HAOFANG_PEERS").map(PathBuf::from) else {
        println!("bench: web-ifc, ifc-lite and ifcfast not measured (HAOFANG_PEERS names no folder that has them)");
        return;
    };
    let large = std::path::absolute(large).unwrap_or_else(|_| large.to_owned());
    let runs =
        [("node".into(), root.join("xtask/compare/peers.mjs")), (folder.join("venv/bin/python"), root.join("xtask/compare/peers.py"))];
    for (program, script) in runs {
        match super::json(Command::new(&program).current_dir(&folder).arg(script).arg(&large)) {
            Ok(Value::Object(found)) => {
                for (name, figures) in found {
                    let version = figures["version"].as_str().unwrap_or_default();
                    row(&format!("{name} {version}: open"), number(&figures, "seconds"), number(&figures, "megabytes"));
                }
            }
            Ok(other) => println!("bench: {} said {other}", program.display()),
            Err(error) => println!("bench: {} not measured: {error:#}", program.display()),
        }
    }
}
