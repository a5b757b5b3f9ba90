//! Authored quantities of real buildings against what the survey measures on their bodies: each difference above the
//! accuracy of the comparison (10 mm, 1 %) is explained here, or the chore fails.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use haofang_facts::{Brief, Provenance, SubjectKind};
use haofang_survey::{NamedModel, Options, Survey, Vocabulary};

use super::Report;

/// Files that carry quantities, by the end of their path.
const FILES: &[&str] = &[
    "AC20-FZK-Haus.ifc",
    "AC14-FZK-Haus.ifc",
    "231110AC-11-Smiley-West-04-07-2007.ifc",
    "AC90R1-Jasmin-Sun-105-2x3.ifc",
    "public/duplex.ifc",
    "TallBuilding.ifc",
    "LargeBuilding.ifc",
    "TestModel_IFC4Add2.ifc",
    "SampleHouse4.ifc",
    "Office_A_20110811.ifc",
    "TestSourceFiles/House.ifc",
];

/// Differences that were looked into: end of the path, kind, quantity, part of the subject's name, why.
const EXPLAINED: &[(&str, &str, &str, &str, &str)] = &[
    ("FZK-Haus.ifc", "space", "net_area", "Galerie", "authored by the German rule for slopes: parts below 2 m count half, below 1 m not"),
    ("FZK-Haus.ifc", "space", "net_area", "", "authored net areas are 3 % smaller: the reduction for plaster of the Archicad template"),
    ("FZK-Haus.ifc", "space", "height", "Galerie", "authored is the height set in the zone, the body is cut by the roof"),
    ("FZK-Haus.ifc", "space", "clear_height", "Galerie", "authored is the height set in the zone; measured is the median under the slope"),
    (
        "FZK-Haus.ifc",
        "storey",
        "height",
        "Dachgeschoss",
        "authored is the height set for the attic; measured at the eaves (GB 50352 2.0.14)",
    ),
    ("FZK-Haus.ifc", "storey", "floor_area", "Dachgeschoss", "authored to the edge of the roof; measured to the outer face of the walls"),
    (
        "public/duplex.ifc",
        "window",
        "height",
        "Skylight",
        "the opening of a skylight is a shaft through the roof: its height is the shaft's",
    ),
    ("public/duplex.ifc", "window", "width", "Skylight", "the shaft of a skylight is narrower than its frame"),
];

/// Compares every authored number that stands beside a measured one.
#[allow(clippy::disallowed_methods)] // a chore reads files
pub(crate) fn run(shared: &Path) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut paths: Vec<std::path::PathBuf> = Vec::new();
    collect(&shared.join("corpus"), 0, &mut paths)?;
    paths.sort();
    let mut explained: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for path in paths {
        let name = path.to_string_lossy().replace('\\', "/");
        let Some(file) = FILES.iter().find(|file| name.ends_with(*file)) else { continue };
        let bytes = std::fs::read(&path)?;
        let model = haofang_ifc::Model::index(Arc::new(bytes))?;
        let models = [NamedModel { file: (*file).to_owned(), model: Arc::new(model) }];
        let (brief, vocabulary, options) = (Brief::default(), Vocabulary::builtin(), Options::default());
        let sheet = Survey::new(&models, &brief, &vocabulary, &options).measure();
        let mut equal = 0_usize;
        for subject in &sheet.subjects {
            if !matches!(subject.kind, SubjectKind::Space | SubjectKind::Storey | SubjectKind::Window | SubjectKind::Dwelling) {
                continue;
            }
            for (quantity, fact) in &subject.facts {
                let authored = fact.witnesses.iter().filter(|witness| witness.provenance == Provenance::Authored);
                for witness in authored.filter(|witness| witness.value.as_number().is_some()) {
                    report.checked += 1;
                    if !haofang_facts::compare::conflict(&fact.value, &witness.value) {
                        equal += 1;
                        continue;
                    }
                    let kind = subject.kind.word();
                    let why = EXPLAINED.iter().find(|(end, of, what, part, _)| {
                        name.ends_with(end) && *of == kind && *what == quantity.0 && subject.name.contains(part)
                    });
                    match why {
                        Some((.., why)) => *explained.entry(((*file).to_owned(), why)).or_insert(0) += 1,
                        None => report.failures.push(format!(
                            "{file}: {kind} {} {}: measured {:?}, {} says {:?}",
                            subject.name, quantity.0, fact.value, witness.source, witness.value
                        )),
                    }
                }
            }
        }
        let count = |kind| sheet.of_kind(kind).count();
        report.notes.push(format!(
            "{file}: {equal} authored numbers equal; {} storeys, {} rooms, {} dwellings",
            count(SubjectKind::Storey),
            count(SubjectKind::Space),
            count(SubjectKind::Dwelling)
        ));
    }
    report.notes.extend(explained.into_iter().map(|((file, why), count)| format!("{file}: {count} differ: {why}")));
    Ok(report)
}

/// All files below a folder, not through links and not deeper than the corpus is.
#[allow(clippy::disallowed_methods)] // a chore reads folders
fn collect(folder: &Path, depth: usize, out: &mut Vec<std::path::PathBuf>) -> anyhow::Result<()> {
    if depth > 12 {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), depth + 1, out)?;
        } else if kind.is_file() {
            out.push(entry.path());
        }
    }
    Ok(())
}
