//! Every official BCF archive of 2.0, 2.1 and 3.0 is read, written in both versions, and read again without loss.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use haofang_checker::bcf::{self, Archive, Severity, Version};

use super::Report;

/// Reads, writes and reads again.
#[allow(clippy::disallowed_methods)] // the chore reads outside files
pub(super) fn run(shared: &Path) -> anyhow::Result<Report> {
    let folder = shared.join("corpus/buildingSMART__BCF-XML");
    let mut files = Vec::new();
    archives(&folder, &mut files)?;
    files.sort();
    let mut report = Report::default();
    let (mut topics, mut repaired) = (0, 0);
    for file in &files {
        let name = file.strip_prefix(&folder).unwrap_or(file).display().to_string();
        report.checked += 1;
        let reading = match bcf::read(&std::fs::read(file).with_context(|| format!("reading {name}"))?) {
            Ok(reading) => reading,
            Err(error) => {
                report.failures.push(format!("{name}: {error}"));
                continue;
            }
        };
        topics += reading.archive.topics.len();
        repaired += reading.notes.len();
        if reading.archive.topics.is_empty() {
            report.failures.push(format!("{name}: no topic"));
        }
        for version in [Version::V2_1, Version::V3_0] {
            let again = bcf::write(&reading.archive, version).map_err(|error| error.to_string());
            match again.and_then(|bytes| bcf::lint(&bytes).map_err(|error| error.to_string())) {
                Err(error) => report.failures.push(format!("{name}: written as {}: {error}", version.as_str())),
                Ok(linted) => {
                    if counts(&linted.reading.archive) != counts(&reading.archive) {
                        let what = format!("{:?} became {:?}", counts(&reading.archive), counts(&linted.reading.archive));
                        report.failures.push(format!("{name}: written as {}: {what}", version.as_str()));
                    }
                    for problem in linted.problems.iter().filter(|problem| problem.severity == Severity::Error) {
                        report.failures.push(format!("{name}: written as {}: {} {}", version.as_str(), problem.place, problem.message));
                    }
                }
            }
        }
    }
    report.notes.push(format!("{topics} topics in {} archives, {repaired} flaws repaired on reading", files.len()));
    Ok(report)
}

/// Topics, comments, viewpoints, selected components.
fn counts(archive: &Archive) -> [usize; 4] {
    let topics = &archive.topics;
    let views = || topics.iter().flat_map(|topic| &topic.viewpoints);
    let selected =
        views().filter_map(|viewpoint| viewpoint.view.as_ref()?.components.as_ref()).map(|components| components.selection.len());
    [topics.len(), topics.iter().map(|topic| topic.comments.len()).sum(), views().count(), selected.sum()]
}

#[allow(clippy::disallowed_methods)] // the chore reads outside files
fn archives(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        let packed = path.extension().is_some_and(|extension| extension == "bcf" || extension == "bcfzip");
        if path.is_dir() {
            archives(&path, found)?;
        } else if packed && path.file_name().is_none_or(|name| name != "markup.bcf") {
            found.push(path);
        }
    }
    Ok(())
}
