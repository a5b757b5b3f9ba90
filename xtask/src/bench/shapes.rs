//! All shapes of real models, openings cut, beside IfcOpenShell's default kernel and, where they are installed, web-ifc and ifc-lite:
//! processor time, products, memory and what a second thread brings, in one run.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{SEED, json};

/// Files under the outside material: a name and a path.
const FILES: [(&str, &str); 7] = [
    ("FZK-Haus AC20", "corpus/MetabuildDev__ifc_rs/ifc_rs/resources/AC20-FZK-Haus.ifc"),
    ("duplex", SEED),
    ("Office_A", "corpus/ThatOpen__engine_web-ifc/tests/ifcfiles/public/Office_A_20110811.ifc"),
    ("Smiley-West", "corpus/andoludo__ifctrano/tests/models/space_boundary/231110AC-11-Smiley-West-04-07-2007.ifc"),
    (
        "Kozijnen",
        "corpus/buildingsmart-community__Community-Sample-Test-Files/IFC 2.3.0.1 (IFC 2x3)/Schependomlaan/Coordination model and subcontractors models/BIMsight Projectdata1/ROOT-houten kozijnen.ifczip",
    ),
    ("TallBuilding", "corpus/andrewisen__bim-whale-ifc-samples/TallBuilding/IFC/TallBuilding.ifc"),
    ("Janesville", "corpus/IfcOpenShell__files/revit2012_janesville_restaurant.zip!/revit2012_janesville_restaurant.ifc"),
];

/// At least so many times as fast as IfcOpenShell's default kernel is aimed at.
const TIMES: f64 = 20.0;

/// Measures every file that is there, the multiplied one last. Whether the aim is met on all.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // the chore runs programs and prints what they say
pub(super) fn run(root: &Path, shared: &Path, multiplied: &Path) -> anyhow::Result<bool> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let python = std::env::var("HAOFANG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), PathBuf::from);
    let build = Command::new(cargo)
        .current_dir(root)
        .args(["build", "-q", "--release", "-p", "haofang-geometry", "--example", "speed"])
        .status()?;
    anyhow::ensure!(build.success(), "the measuring example could not be built");
    let speed = target.join("release/examples/speed");
    let files = FILES.iter().map(|(name, path)| (*name, shared.join(path))).chain([("duplex × 48", multiplied.to_owned())]);
    println!("| model | products (theirs) | haofang s | MB | 2 threads | IfcOpenShell s | MB | times | web-ifc s | ifc-lite s |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut met = true;
    for (name, file) in files.filter(|(_, file)| file.is_file()) {
        let file = unpacked(&file, &target, &python)?;
        let found = json(Command::new(&python).arg(root.join("xtask/compare/shapes.py")).arg(&file).arg(&speed))?;
        let of = |who: &str, what: &str| found[who][what].as_f64().unwrap_or(f64::NAN);
        let times = of("theirs", "spent") / of("ours", "spent");
        met &= times.is_nan() || times >= TIMES;
        let peers = peers(root, &file);
        let peer = |who: &str| match peers.as_ref().map(|p| &p[who]) {
            Some(p) if p["seconds"].is_number() => format!("{:.2} ({})", p["seconds"].as_f64().unwrap_or(f64::NAN), p["count"]),
            _ => "–".to_owned(),
        };
        println!(
            "| {name} | {} ({}) | {:.3} | {:.0} | {:.2} × | {:.2} | {:.0} | {times:.0} | {} | {} |",
            found["ours"]["count"],
            found["theirs"]["count"],
            of("ours", "spent"),
            of("ours", "megabytes"),
            found["scaling"].as_f64().unwrap_or(f64::NAN),
            of("theirs", "spent"),
            of("theirs", "megabytes"),
            peer("web-ifc"),
            peer("ifc-lite"),
        );
    }
    Ok(met)
}

/// What a zipped file holds, for those that do not read it.
const UNPACK: &str = "import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
open(sys.argv[2], 'wb').write(z.read(next(n for n in z.namelist() if n.lower().endswith('.ifc'))))";

/// The file itself, or what a zipped one holds.
#[allow(clippy::disallowed_methods)] // the chore runs programs and writes under target/
fn unpacked(file: &Path, target: &Path, python: &str) -> anyhow::Result<PathBuf> {
    if file.extension().is_none_or(|e| e != "ifczip") {
        return Ok(file.to_owned());
    }
    let out = target.join("tmp").join(file.file_stem().unwrap_or_default()).with_extension("ifc");
    std::fs::create_dir_all(target.join("tmp"))?;
    let done = Command::new(python).args(["-c", UNPACK]).arg(file).arg(&out).status()?;
    anyhow::ensure!(done.success(), "{} could not be unpacked", file.display());
    Ok(out)
}

/// What web-ifc and ifc-lite take, where `HAOFANG_PEERS` names a folder that has them.
#[allow(clippy::print_stdout)]
#[allow(clippy::disallowed_methods)] // a chore reads the environment
fn peers(root: &Path, file: &Path) -> Option<Value> {
    let folder = std::env::var("HAOFANG_PEERS").ok().map(PathBuf::from)?;
    let file = std::path::absolute(file).ok()?;
    #[allow(clippy::disallowed_methods)] // runs a program
    let mut node = Command::new("node");
    json(node.current_dir(folder).arg(root.join("xtask/compare/shapes.mjs")).arg(file)).ok()
}
