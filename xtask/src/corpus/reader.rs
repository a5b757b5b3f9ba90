//! The reader against another reader: every file of the collection is opened, and its instances, classes, length unit and
//! storeys are compared with what IfcOpenShell found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use haofang_ifc::units::UnitProblem;
use haofang_ifc::{Class, Model, View as _, class, view};
use serde_json::Value;

use super::Report;

/// Differences that are understood: end of the path, what differs, why.
const EXPLAINED: &[(&str, &str, &str)] = &[("HelloWallXml.ifczip", "open", "ifcXML is named and refused")];

/// Why a length unit may differ: the other reader falls back to metres without a word.
const SILENT_METRES: &str = "a missing unit never becomes metres here";

/// Opens every model and compares.
#[allow(clippy::disallowed_methods)] // the chore reads outside files
pub(super) fn run(shared: &Path) -> anyhow::Result<Report> {
    let corpus = shared.join("corpus");
    let mut files = Vec::new();
    models(&corpus, &mut files)?;
    files.sort();
    let mut report = Report::default();
    refused(&corpus, &mut report)?;
    let (mut instances, mut bytes, mut whole, mut metres) = (0usize, 0usize, 0usize, 0usize);
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &files {
        let name = file.strip_prefix(&corpus).unwrap_or(file).to_string_lossy().into_owned();
        let content = std::fs::read(file).with_context(|| format!("reading {name}"))?;
        bytes += content.len();
        report.checked += 1;
        let oracle = oracle(&corpus, &name)?;
        let model = match Model::index(Arc::new(content)) {
            Ok(model) => model,
            Err(error) => {
                // Refusing is right where the other reader refuses too.
                let theirs = oracle.as_ref().and_then(|o| o["error"].as_str());
                tell(&mut report, &name, theirs, "open", format!("{error}; the other reader: {}", theirs.unwrap_or("opens it")));
                continue;
            }
        };
        instances += model.len();
        whole += usize::from(model.is_whole());
        for defect in model.defects() {
            *codes.entry(defect.kind.code()).or_default() += 1;
        }
        let Some(oracle) = oracle else { continue };
        if let Some(error) = oracle["error"].as_str() {
            report.notes.push(format!("{name}: {} instances, whole: {}; the other reader says {error}", model.len(), model.is_whole()));
            continue;
        }
        for (what, difference) in differences(&model, &oracle) {
            if what == SILENT_METRES {
                metres += 1;
                continue;
            }
            tell(&mut report, &name, None, what, difference);
        }
    }
    report.notes.insert(0, format!("{} files, {whole} of them whole, {instances} instances in {bytes} bytes", files.len()));
    report.notes.insert(1, format!("{metres} files have no length unit, which the other reader takes for metres ({SILENT_METRES})"));
    report.notes.insert(2, format!("defects: {}", codes.iter().map(|(code, n)| format!("{code} × {n}")).collect::<Vec<_>>().join(", ")));
    Ok(report)
}

/// Every ifcXML file must be refused by its name, not read as something else.
#[allow(clippy::disallowed_methods)] // the chore reads outside files
fn refused(corpus: &Path, report: &mut Report) -> anyhow::Result<()> {
    let mut files = Vec::new();
    ending_in(corpus, &["ifcxml"], &mut files)?;
    files.sort();
    for file in &files {
        report.checked += 1;
        match Model::index(Arc::new(std::fs::read(file)?)) {
            Err(haofang_ifc::Error::Xml(_)) => {}
            other => report.failures.push(format!("{}: {other:?}, expected to be refused as ifcXML", file.display())),
        }
    }
    report.notes.push(format!("{} files of ifcXML are named and refused", files.len()));
    Ok(())
}

/// Files a difference as explained or not.
fn tell(report: &mut Report, name: &str, known: Option<&str>, what: &str, difference: String) {
    let why = EXPLAINED.iter().find(|(file, of, _)| name.ends_with(file) && *of == what).map(|(_, _, why)| *why);
    match why.or(known) {
        Some(why) => report.notes.push(format!("{name}: {what}: {difference} ({why})")),
        None => report.failures.push(format!("{name}: {what}: {difference}")),
    }
}

/// The models of a folder and of the folders in it.
pub(super) fn models(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    ending_in(folder, &["ifc", "ifczip"], found)
}

/// The files of a folder and of the folders in it whose names end so.
#[allow(clippy::disallowed_methods)] // the chore reads outside files
pub(super) fn ending_in(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if path.is_dir() {
            ending_in(&path, endings, found)?;
        } else if endings.contains(&ending.as_str()) {
            found.push(path);
        }
    }
    Ok(())
}

#[allow(clippy::disallowed_methods)] // the chore reads outside files
fn oracle(corpus: &Path, name: &str) -> anyhow::Result<Option<Value>> {
    let path = corpus.join("oracle").join(format!("{}.json", name.replace('/', "__")));
    if !path.is_file() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_str(&std::fs::read_to_string(path)?)?))
}

fn differences(model: &Model, oracle: &Value) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let theirs = oracle["instances"].as_u64().unwrap_or(0);
    if theirs != model.len() as u64 {
        found.push(("instances", format!("{}, the other reader {theirs}", model.len())));
    }
    let ours: BTreeMap<&str, u64> =
        model.class_counts().filter(|(class, _)| *class != Class::UNKNOWN).map(|(class, count)| (class.name(), count as u64)).collect();
    let types: BTreeMap<&str, u64> =
        oracle["types"].as_object().into_iter().flatten().map(|(name, count)| (name.as_str(), count.as_u64().unwrap_or(0))).collect();
    for name in ours.keys().chain(types.keys()).collect::<std::collections::BTreeSet<_>>() {
        let (our, their) = (ours.get(name).unwrap_or(&0), types.get(name).unwrap_or(&0));
        if our != their {
            found.push(("types", format!("{name}: {our}, the other reader {their}")));
        }
    }
    let length = model.units().length.clone();
    match (&length, oracle["length_unit_m"].as_f64()) {
        (Ok(our), Some(their)) if !near(*our, their) => found.push(("length unit", format!("{our} m, the other reader {their} m"))),
        (Err(UnitProblem::Missing(_) | UnitProblem::NoAssignment), Some(their)) if near(their, 1.0) => {
            found.push((SILENT_METRES, String::new()));
        }
        (Err(problem), Some(their)) => found.push(("length unit", format!("{problem}; the other reader takes {their} m"))),
        _ => {}
    }
    for storey in oracle["storeys_guid_name_elevation_placementz"].as_array().into_iter().flatten() {
        let guid = storey[0].as_str().unwrap_or_default();
        let Some(entity) = model.by_guid(guid).filter(|e| e.is_a(class::IFC_BUILDING_STOREY)) else {
            found.push(("storeys", format!("storey {guid} is missing")));
            continue;
        };
        let name = entity.name().unwrap_or_default();
        if storey[1].as_str().unwrap_or_default() != name {
            found.push(("storeys", format!("storey {guid} is called {name:?}, by the other reader {}", storey[1])));
        }
        let elevation = view::Storey::of(entity).and_then(|s| s.elevation()).zip(length.clone().ok()).map(|(e, factor)| e * factor);
        match (elevation, storey[2].as_f64()) {
            (Some(our), Some(their)) if !near(our, their) => {
                found.push(("storeys", format!("storey {guid} at {our} m, by the other reader {their} m")));
            }
            (Some(our), None) => found.push(("storeys", format!("storey {guid} at {our} m, by the other reader nowhere"))),
            (None, Some(their)) if length.is_ok() => {
                found.push(("storeys", format!("storey {guid} nowhere, by the other reader {their} m")))
            }
            _ => {}
        }
    }
    found
}

/// Equal but for the six decimals to which the figures of the other reader are rounded.
fn near(one: f64, two: f64) -> bool {
    (one - two).abs() <= 1.0 / 1_000_000.0 * one.abs().max(1.0)
}
