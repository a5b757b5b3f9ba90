//! Comparison with what is not ours: real files, another kernel's figures, estates with known truth, official cases.
//!
//! None of it is part of the project. It is looked for beside the workspace (or where `HAOFANG_SHARED` says) and the chore
//! says so when it is absent.

mod authored;
mod bcf;
mod geometry;
mod levels;
mod properties;
mod quantities;
mod reader;
mod truth;
mod truth_outdoor;
mod variations;

use std::path::Path;

/// The outcome of one section.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// How many things were compared.
    pub(crate) checked: usize,
    /// Differences that nobody has explained: the chore fails.
    pub(crate) failures: Vec<String>,
    /// Figures and explained differences, printed.
    pub(crate) notes: Vec<String>,
}

/// A section by its name; some take a part of their material unless all of it is asked for.
enum Section {
    Whole(fn(&Path) -> anyhow::Result<Report>),
    Part(fn(&Path, bool) -> anyhow::Result<Report>),
}

/// The sections, in the order in which they run. Each takes the folder of outside material.
const SECTIONS: &[(&str, Section)] = &[
    ("bcf", Section::Whole(bcf::run)),
    ("reader", Section::Whole(reader::run)),
    ("properties", Section::Whole(properties::run)),
    ("geometry", Section::Whole(geometry::run)),
    ("quantities", Section::Whole(quantities::run)),
    ("truth", Section::Whole(truth::run)),
    ("levels", Section::Whole(levels::run)),
    ("authored", Section::Whole(authored::run)),
    ("harmless", Section::Part(variations::harmless)),
    ("contradictions", Section::Part(variations::contradictions)),
];

/// Runs the named sections, or all; true when nothing unexplained was found.
#[allow(clippy::print_stdout, clippy::disallowed_methods)] // the chore's own output and its one setting
pub(crate) fn run(root: &Path, words: &[&str]) -> anyhow::Result<bool> {
    let all = words.contains(&"--all");
    let wanted: Vec<&str> = words.iter().copied().filter(|word| *word != "--all").collect();
    let shared = std::env::var("HAOFANG_SHARED").map_or_else(|_| root.join("../shared"), Into::into);
    if !shared.join("corpus").is_dir() {
        println!("corpus: no outside material at {}; nothing compared", shared.display());
        println!("        (real models, oracle figures and official cases are kept apart from the project; set HAOFANG_SHARED)");
        return Ok(true);
    }
    if let Some(unknown) = wanted.iter().find(|name| !SECTIONS.iter().any(|(known, _)| known == *name)) {
        anyhow::bail!("unknown section `{unknown}`; known: {}", SECTIONS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "));
    }
    let mut fine = true;
    for (name, section) in SECTIONS {
        if !wanted.is_empty() && !wanted.contains(name) {
            continue;
        }
        let report = match section {
            Section::Whole(section) => section(&shared)?,
            Section::Part(section) => section(&shared, all)?,
        };
        println!("corpus {name}: {} compared, {} unexplained", report.checked, report.failures.len());
        for note in &report.notes {
            println!("  {note}");
        }
        for failure in report.failures.iter().take(200) {
            println!("  FAIL {failure}");
        }
        fine &= report.failures.is_empty() && report.checked > 0;
    }
    Ok(fine)
}
