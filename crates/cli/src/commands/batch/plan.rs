//! Which files are one submission, and what its check is told.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use clap::ValueEnum;
use serde_json::{Value as Json, json};

use super::{Batch, DOCUMENTS};
use crate::exit::Usage;
use crate::{input, output};

/// What is one submission of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grouping {
    /// A folder with a `haofang.toml` is one, every other file is one.
    Auto,
    /// Every file is one.
    File,
    /// The files of every folder are one.
    Folder,
}

/// One submission to check.
pub(crate) struct Task {
    /// Its name: the path below the batch's folder.
    pub(crate) name: String,
    /// Its files, as the batch names them.
    pub(crate) files: Vec<String>,
    /// Their size.
    pub(crate) bytes: u64,
    /// Where its documents go.
    pub(crate) folder: PathBuf,
    /// The command line of its check.
    pub(crate) arguments: Vec<String>,
    /// What must be unchanged for a result to be taken over: arguments, sizes and times of the files.
    pub(crate) stamp: Json,
}

/// Files of one submission and its own parameters.
struct Group {
    name: PathBuf,
    files: Vec<PathBuf>,
    config: Option<PathBuf>,
}

/// The submissions that the command names, in order of their names.
pub(crate) fn tasks(batch: &Batch, as_of: &str) -> anyhow::Result<Vec<Task>> {
    let what = &batch.what;
    let mut groups = if what.is_dir() {
        let mut groups = Vec::new();
        walk(what, what, batch.by, &batch.output, &mut groups)?;
        groups
    } else {
        listed(what)?
    };
    groups.sort_by(|one, other| one.name.cmp(&other.name));
    let mut seen = BTreeSet::new();
    if let Some(twice) = groups.iter().find(|group| !seen.insert(named(&group.name))) {
        return Err(Usage(format!("{}: 出现两次 is listed twice", output::show(&twice.name))).into());
    }
    groups.iter().map(|group| task(batch, as_of, group)).collect()
}

fn is_model(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    [".ifc", ".ifczip", ".ifc.gz"].iter().any(|end| name.ends_with(end))
}

fn walk(root: &Path, folder: &Path, by: Grouping, output: &Path, groups: &mut Vec<Group>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|error| Usage(format!("{}: 无法读取 cannot be read: {error}", folder.display())))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let config = Some(folder.join("haofang.toml")).filter(|config| config.is_file());
    let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
    if by == Grouping::Auto && config.is_some() {
        let mut files = Vec::new();
        all_models(folder, &mut files);
        if !files.is_empty() {
            groups.push(Group { name: below(folder), files, config });
        }
        return Ok(());
    }
    let models: Vec<PathBuf> = paths.iter().filter(|path| path.is_file() && is_model(path)).cloned().collect();
    if by == Grouping::Folder && !models.is_empty() {
        groups.push(Group { name: below(folder), files: models, config });
    } else {
        groups.extend(models.into_iter().map(|file| Group { name: below(&file), files: vec![file], config: config.clone() }));
    }
    for path in paths.iter().filter(|path| path.is_dir() && path.as_path() != output && !path.is_symlink()) {
        walk(root, path, by, output, groups)?;
    }
    Ok(())
}

fn all_models(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect()).unwrap_or_default();
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.is_symlink() {
            all_models(&path, files);
        } else if is_model(&path) {
            files.push(path);
        }
    }
}

/// A list: one submission per line, its files separated by tabs; paths are relative to the list, `#` begins a remark.
fn listed(list: &Path) -> anyhow::Result<Vec<Group>> {
    let text = input::text(list)?;
    let root = list.parent().unwrap_or(Path::new(""));
    let lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    Ok(lines
        .map(|line| {
            let files: Vec<PathBuf> = line.split('\t').filter(|path| !path.trim().is_empty()).map(|path| root.join(path.trim())).collect();
            let name = PathBuf::from(line.split('\t').next().unwrap_or(line).trim());
            let config = files.first().and_then(|file| file.parent()).map(|folder| folder.join("haofang.toml"));
            Group { name, files, config: config.filter(|config| config.is_file()) }
        })
        .collect())
}

/// The name of a submission: the parts of its path, without what leads out of the output folder.
fn named(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    });
    let name = parts.collect::<Vec<_>>().join("/");
    if name.is_empty() { "submission".to_owned() } else { name }
}

/// Size and time of change of a file: what decides whether a result still holds.
fn stamp(path: &Path) -> Json {
    let about = std::fs::metadata(path).ok();
    let changed = about.as_ref().and_then(|about| about.modified().ok()).and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    json!([
        output::show(path),
        about.map(|about| about.len()),
        changed.map(|time| format!("{}.{:09}", time.as_secs(), time.subsec_nanos()))
    ])
}

fn task(batch: &Batch, as_of: &str, group: &Group) -> anyhow::Result<Task> {
    let name = named(&group.name);
    let folder = batch.output.join("submissions").join(&name);
    let mut arguments: Vec<String> = vec!["haofang".into(), "check".into()];
    arguments.extend(group.files.iter().map(|file| output::show(file)));
    let config = group.config.as_ref().or(batch.config.as_ref());
    if let Some(config) = config {
        arguments.extend(["-c".into(), output::show(config)]);
    }
    arguments.extend(batch.params.iter().flat_map(|param| ["-p".to_owned(), param.clone()]));
    arguments.extend(batch.rules.policies.iter().flat_map(|pack| ["--policy".to_owned(), pack.clone()]));
    arguments.extend(["--as-of".into(), as_of.to_owned(), "--lang".into(), batch.speech.lang.clone(), "-q".into()]);
    if batch.lenient {
        arguments.push("--lenient".into());
    }
    for (format, file) in DOCUMENTS.iter().filter(|(format, _)| *format == "json" || batch.formats.iter().any(|wanted| wanted == format)) {
        arguments.extend(["-f".to_owned(), format!("{format}:{}", output::show(&folder.join(file)))]);
    }
    let named_files: Vec<PathBuf> = config.into_iter().cloned().chain(batch.rules.policies.iter().map(PathBuf::from)).collect();
    let stamps: Vec<Json> = group.files.iter().chain(&named_files).map(|path| stamp(path)).collect();
    Ok(Task {
        name,
        files: group.files.iter().map(|file| output::show(file.strip_prefix(&batch.what).unwrap_or(file))).collect(),
        bytes: group.files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|about| about.len()).sum(),
        stamp: json!({"version": env!("CARGO_PKG_VERSION"), "arguments": arguments, "files": stamps}),
        folder,
        arguments,
    })
}

#[cfg(test)]
mod tests {
    use super::named;
    use std::path::Path;

    #[test]
    fn names_stay_below_the_output() {
        assert_eq!(named(Path::new("../../etc/一期/1号楼.ifc")), "etc/一期/1号楼.ifc");
        assert_eq!(named(Path::new("/abs/a.ifc")), "abs/a.ifc");
        assert_eq!(named(Path::new("")), "submission");
    }
}
