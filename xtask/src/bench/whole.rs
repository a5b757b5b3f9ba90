//! The whole command beside IfcOpenShell's `open` of the same file, in one run, and where its time goes.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::json;

const LARGEST: &str = "corpus/IfcOpenShell__files/revit2012_janesville_restaurant.zip!/revit2012_janesville_restaurant.ifc";
const ESTATE: &str = "truth/p00_good.ifc";
/// Dwellings of the generated estate.
const DWELLINGS: &str = "300";

/// What is run: a name, the verb, the file, and the largest share of `open`'s time that is aimed at, where one is.
struct Case {
    name: &'static str,
    verb: &'static str,
    file: PathBuf,
    aim: Option<f64>,
}

/// Measures `check` and `facts` on a large real model, on the multiplied one and on estates. Whether all aims are met.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // the chore runs programs and prints what they say
pub(super) fn run(root: &Path, shared: &Path, multiplied: &Path) -> anyhow::Result<bool> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let python = std::env::var("HAOFANG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), PathBuf::from);
    let estate = target.join("tmp/estate300.ifc");
    std::fs::create_dir_all(target.join("tmp"))?;
    let build = Command::new(&cargo).current_dir(root).args(["build", "-q", "--release", "-p", "haofang"]).status()?;
    let write = Command::new(&cargo)
        .current_dir(root)
        .args(["run", "-q", "--release", "-p", "haofang-testkit", "--example", "write_large", "--"])
        .arg(&estate)
        .arg(DWELLINGS)
        .status()?;
    anyhow::ensure!(build.success() && write.success(), "the command or the estate of {DWELLINGS} dwellings could not be made");
    let cases = [
        Case { name: "check, largest real model", verb: "check", file: shared.join(LARGEST), aim: Some(0.2) },
        Case { name: "check, estate of 50 dwellings", verb: "check", file: shared.join(ESTATE), aim: None },
        Case { name: "facts, estate of 300 dwellings", verb: "facts", file: estate, aim: Some(1.0) },
        Case { name: "facts, duplex 48 times", verb: "facts", file: multiplied.to_owned(), aim: Some(1.0) },
    ];
    let mut met = true;
    for case in cases.iter().filter(|case| case.file.is_file()) {
        let measured = json(
            Command::new(&python)
                .arg(root.join("xtask/compare/whole.py"))
                .arg(&case.file)
                .arg(target.join("release/haofang"))
                .args([case.verb, "-f", "json"])
                .arg(&case.file),
        )?;
        let number = |of: &str, what: &str| measured[of][what].as_f64();
        let own = number("ours", "clock").unwrap_or(f64::NAN);
        let show = |of: &str| match (number(of, "clock"), number(of, "spent"), number(of, "megabytes")) {
            (Some(clock), Some(spent), Some(megabytes)) => format!("{clock:.3} s ({spent:.3} s of processors, {megabytes:.0} MB)"),
            _ => "not measured".to_owned(),
        };
        println!("{}: {} | open alone: {}", case.name, show("ours"), show("theirs"));
        if let (Some(open), Some(aim)) = (number("theirs", "clock"), case.aim) {
            let share = own / open;
            println!("  {share:.2} of open, aim {aim:.2}{}", if share <= aim { "" } else { ": MISSED" });
            met &= share <= aim;
        }
        let stages = json(
            Command::new(&cargo).current_dir(root).args(["bench", "-q", "-p", "haofang-checker", "--bench", "whole", "--"]).arg(&case.file),
        )?;
        println!("  {}", stages_in_words(&stages));
    }
    Ok(met)
}

fn stages_in_words(stages: &Value) -> String {
    let of = |(name, value): (&String, &Value)| value.as_f64().filter(|_| name.ends_with("_s")).map(|s| format!("{name} {s:.3}"));
    stages.as_object().into_iter().flatten().filter_map(of).collect::<Vec<_>>().join("  ")
}
