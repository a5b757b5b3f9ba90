//! The survey on real buildings: every level's elevation against the other reader's, and whole fact sheets without a crash.

use std::path::Path;
use std::sync::Arc;

use haofang_facts::Brief;
use haofang_survey::{NamedModel, Options, Survey, Vocabulary};
use serde_json::Value as Json;

use super::Report;

/// Larger files are left to the reader's section.
const LARGEST: usize = 6_000_000;

/// Files that are measured whole: end of the path.
const MEASURED: &[&str] = &[
    "AC20-FZK-Haus.ifc",
    "AC14-FZK-Haus.ifc",
    "public/duplex.ifc",
    "231110AC-11-Smiley-West-04-07-2007.ifc",
    "SampleHouse4.ifc",
    "AC90R1-Jasmin-Sun-105-2x3.ifc",
    "TallBuilding.ifc",
    "LargeBuilding.ifc",
    "Office_A_20110811.ifc",
    "TestSourceFiles/House.ifc",
    "TestModel_IFC4Add2.ifc",
];

/// Surveys every file that has levels.
#[allow(clippy::disallowed_methods)] // a chore reads files
pub(crate) fn run(shared: &Path) -> anyhow::Result<Report> {
    let corpus = shared.join("corpus");
    let mut report = Report::default();
    let mut oracles: Vec<_> = std::fs::read_dir(corpus.join("oracle"))?.collect::<Result<Vec<_>, _>>()?;
    oracles.sort_by_key(std::fs::DirEntry::file_name);
    let (mut levels, mut measured) = (0_usize, 0_usize);
    for entry in oracles {
        let oracle: Json = serde_json::from_slice(&std::fs::read(entry.path())?)?;
        let Some(file) = oracle["file"].as_str().filter(|file| !file.contains('!')) else { continue };
        let Some(want) = oracle["storeys_guid_name_elevation_placementz"].as_array().filter(|rows| !rows.is_empty()) else { continue };
        let path = corpus.join(file);
        if !path.is_file() || std::fs::metadata(&path)?.len() > LARGEST as u64 {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let Ok(model) = haofang_ifc::Model::index(Arc::new(bytes)) else { continue };
        if model.units().length.is_err() {
            continue;
        }
        let models = [NamedModel { file: file.to_owned(), model: Arc::new(model) }];
        let (brief, vocabulary, options) = (Brief::default(), Vocabulary::builtin(), Options::default());
        let survey = Survey::new(&models, &brief, &vocabulary, &options);
        let found: std::collections::BTreeMap<&str, &haofang_survey::building::Storey<'_>> = survey
            .storeys
            .iter()
            .filter_map(|storey| storey.entities.first().and_then(|(_, entity)| entity.guid()).map(|guid| (guid, storey)))
            .collect();
        for row in want {
            let (Some(guid), placement) = (row[0].as_str(), row[3].as_f64()) else { continue };
            report.checked += 1;
            levels += 1;
            let Some(storey) = found.get(guid) else {
                report.failures.push(format!("{file}: level {} is missing", row[1]));
                continue;
            };
            let Some(z) = placement else { continue };
            // where placement and attribute disagree either may be chosen; the other is kept as a reading
            let said = storey.readings.iter().any(|(reading, _)| (reading - z).abs() <= 0.001);
            let all_same = want.len() > 1 && want.iter().all(|other| other[3] == row[3]);
            if !said && !all_same {
                report.failures.push(format!("{file}: level {} at {:.4} m, the other reader says {z:.4} m", storey.name, storey.elevation));
            }
            if said && (storey.elevation - z).abs() > 0.001 {
                report.notes.push(format!("{file}: level {}: {}", storey.name, storey.elevation_doubt.clone().unwrap_or_default()));
            }
        }
        if MEASURED.iter().any(|name| file.ends_with(name)) {
            let sheet = survey.measure();
            measured += 1;
            for storey in sheet.of_kind(haofang_facts::SubjectKind::Storey) {
                let height = storey.number("height").map_or_else(|| "-".to_owned(), |height| format!("{height:.3}"));
                report.notes.push(format!("{file}: {} {} height {height} m", storey.name, storey.text("use").unwrap_or("-")));
            }
        }
    }
    report.notes.push(format!("{levels} levels, {measured} files measured whole"));
    Ok(report)
}
