//! Estates with known truth: every quantity of their truth files against the facts, in the conventions of their README.
//!
//! Offsets of greens are 0, concentrated green is at least 400 m², visitors count in the parking total. Lengths agree within
//! 1 mm, areas within 0.1 %.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use haofang_facts::{Brief, FactSheet, Subject, SubjectId, SubjectKind};
use haofang_survey::{NamedModel, Options, Survey, Vocabulary};
use serde_json::Value as Json;

use super::Report;

/// Parameters that make our conventions those of the truth.
pub(super) const CONVENTIONS: &[&str] = &[
    "green.building_offset_m=0",
    "green.concentrated.building_offset_m=0",
    "green.concentrated.road_offset_m=0",
    "green.concentrated.min_area_m2=400",
    "parking.visitor_in_total=true",
    "model_scope=whole",
];

/// Compares every estate of the folder.
pub(crate) fn run(shared: &Path) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(shared.join("truth"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".truth.json").map(str::to_owned));
    }
    names.sort();
    for name in names {
        estate(shared, &name, &mut report).with_context(|| name.clone())?;
    }
    Ok(report)
}

#[allow(clippy::disallowed_methods)] // a chore reads files
fn estate(shared: &Path, name: &str, report: &mut Report) -> anyhow::Result<()> {
    let folder = shared.join("truth");
    let truth: Json = serde_json::from_slice(&std::fs::read(folder.join(format!("{name}.truth.json")))?)?;
    let mut models = Vec::new();
    for file in truth["files"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        let bytes = std::fs::read(folder.join(file))?;
        let model = haofang_ifc::Model::index(Arc::new(bytes))?;
        models.push(NamedModel { file: file.to_owned(), model: Arc::new(model) });
    }
    let mut brief = Brief::default();
    for setting in CONVENTIONS {
        brief.set(setting)?;
    }
    let vocabulary = Vocabulary::builtin();
    let options = Options::default();
    let survey = Survey::new(&models, &brief, &vocabulary, &options);
    let sheet = survey.measure();
    let mut compared = Compared { name, sheet: &sheet, report };
    storeys(&truth, &mut compared);
    spaces(&truth, &mut compared);
    dwellings(&truth, &mut compared);
    buildings(&truth, &mut compared);
    project(&truth, &mut compared);
    super::truth_outdoor::compare(&truth, &mut compared);
    Ok(())
}

/// One estate's comparison.
pub(crate) struct Compared<'t> {
    name: &'t str,
    /// The facts.
    pub(crate) sheet: &'t FactSheet,
    report: &'t mut Report,
}

impl Compared<'_> {
    /// The subject with this GlobalId; its absence is a failure.
    pub(crate) fn subject(&mut self, kind: SubjectKind, guid: &str) -> Option<Subject> {
        let found = self.sheet.subject(&SubjectId::new(kind, guid)).cloned();
        if found.is_none() {
            self.fail(format!("{kind} {guid}: no such subject"));
        }
        found
    }

    /// A number within 1 mm (lengths) or 0.1 % (areas and the rest).
    pub(crate) fn number(&mut self, subject: &Subject, quantity: &str, want: Option<f64>) {
        let Some(want) = want else { return };
        self.report.checked += 1;
        let Some(fact) = subject.fact(quantity) else {
            let gap = subject.gaps.iter().find(|(name, _)| name.0 == quantity).map(|(_, gap)| gap.detail.clone());
            self.fail(format!(
                "{} {} {quantity}: want {want}, {}",
                subject.kind,
                subject.name,
                gap.unwrap_or_else(|| "neither fact nor gap".into())
            ));
            return;
        };
        let Some(got) = fact.value.as_number() else { return };
        let is_length = fact.value.unit() == Some(haofang_facts::Unit::Metre);
        let room = if is_length { 0.001 } else { (want.abs() * 0.001).max(1e-6) };
        if (got - want).abs() > room + 1e-9 {
            self.fail(format!("{} {} {quantity}: want {want}, got {got:.6} ({})", subject.kind, subject.name, fact.method));
        }
    }

    /// A word or claim.
    pub(crate) fn same(&mut self, subject: &Subject, quantity: &str, got: Option<String>, want: &str) {
        self.report.checked += 1;
        if got.as_deref() != Some(want) {
            self.fail(format!("{} {} {quantity}: want {want}, got {got:?} ({})", subject.kind, subject.name, subject.recognised_by));
        }
    }

    pub(crate) fn fail(&mut self, message: String) {
        self.report.failures.push(format!("{}: {message}", self.name));
    }
}

/// The entries of a list of the truth.
pub(crate) fn list<'t>(truth: &'t Json, name: &str) -> impl Iterator<Item = &'t Json> {
    truth[name].as_array().into_iter().flatten()
}

fn text<'t>(entry: &'t Json, name: &str) -> &'t str {
    entry[name].as_str().unwrap_or_default()
}

fn storeys(truth: &Json, compared: &mut Compared<'_>) {
    for entry in list(truth, "storeys") {
        let Some(subject) = compared.subject(SubjectKind::Storey, text(entry, "guid")) else { continue };
        compared.number(&subject, "elevation", entry["elevation_m"].as_f64());
        let want = match text(entry, "use") {
            "residential" => "dwelling",
            "garage" => "basement",
            "service" => "podium",
            other => other,
        };
        compared.same(&subject, "use", subject.text("use").map(str::to_owned), want);
        if want != "roof" {
            compared.number(&subject, "height", entry["height_m"].as_f64());
        }
        let void = list(truth, "buildings")
            .flat_map(|building| list(building, "per_storey"))
            .find(|row| row["storey"] == entry["guid"])
            .and_then(|row| row["void_m2"].as_f64())
            .unwrap_or(0.0);
        compared.number(&subject, "floor_area", entry["outline_area_m2"].as_f64().map(|outline| outline - void));
    }
}

fn spaces(truth: &Json, compared: &mut Compared<'_>) {
    for entry in list(truth, "spaces") {
        let Some(subject) = compared.subject(SubjectKind::Space, text(entry, "guid")) else { continue };
        compared.number(&subject, "net_area", entry["net_area_m2"].as_f64());
        compared.number(&subject, "height", entry["height_m"].as_f64());
        let usage = subject.text("use").unwrap_or("-").to_owned();
        if usage == "unknown" {
            compared.fail(format!("space {}: use unknown", subject.name));
        }
    }
}

fn dwellings(truth: &Json, compared: &mut Compared<'_>) {
    for entry in list(truth, "dwellings") {
        let guid = text(entry, "guid");
        let found = compared.sheet.subject(&SubjectId::new(SubjectKind::Dwelling, guid)).cloned();
        let by_number = || compared.sheet.of_kind(SubjectKind::Dwelling).find(|dwelling| dwelling.name == text(entry, "id")).cloned();
        let Some(subject) = found.or_else(by_number) else {
            compared.fail(format!("dwelling {}: not recognised", text(entry, "id")));
            continue;
        };
        compared.number(&subject, "usable_area", entry["inside_area_m2"].as_f64());
        let storeys = list(entry, "storeys").count();
        compared.number(&subject, "storeys", Some(storeys as f64));
        let claim = subject.claim("is_duplex").map(|claim| claim.to_string());
        compared.same(&subject, "is_duplex", claim, if storeys > 1 { "true" } else { "false" });
    }
    let recognised = compared.sheet.of_kind(SubjectKind::Dwelling).count();
    let want = list(truth, "dwellings").count();
    if recognised != want {
        compared.fail(format!("{recognised} dwellings recognised, {want} are there"));
    }
}

fn buildings(truth: &Json, compared: &mut Compared<'_>) {
    for entry in list(truth, "buildings") {
        let Some(subject) = compared.subject(SubjectKind::Building, text(entry, "guid")) else { continue };
        compared.number(&subject, "height", entry["height_m"].as_f64());
        compared.number(&subject, "storeys_above", entry["storeys_above"].as_f64());
        compared.number(&subject, "storeys_below", entry["storeys_below"].as_f64());
        compared.number(&subject, "footprint_area", entry["footprint_m2"].as_f64());
        let residential = subject.claim("is_residential").map(|claim| claim.to_string());
        compared.same(&subject, "is_residential", residential, if text(entry, "use") == "residential" { "true" } else { "false" });
        if entry["storeys_above"].as_f64() > Some(0.0) {
            compared.number(&subject, "entrance_level_difference", entry["outdoor_ground_elevation_m"].as_f64().map(|ground| -ground));
        }
        let of = |name: &str| entry[name].as_f64().unwrap_or(0.0);
        let balconies = (of("balcony_enclosed_m2") + of("balcony_open_m2")) / 2.0;
        compared.number(&subject, "gross_floor_area", Some(of("gfa_m2") + of("gfa_below_m2") + balconies));
    }
}

fn project(truth: &Json, compared: &mut Compared<'_>) {
    let Some(subject) = compared.sheet.of_kind(SubjectKind::Project).next().cloned() else {
        compared.fail("no project".into());
        return;
    };
    compared.number(&subject, "households", truth["households"].as_f64());
    compared.number(&subject, "floor_area_above", truth["gfa"]["with_half_balconies_m2"].as_f64());
}
