//! Writes what is derived from the rule packs: the coverage table and the IDS file; or sees whether they are current.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use haofang_policy::{Policy, coverage, ids};

/// The pack whose derived files stand in the repository.
const PACK: &str = "nantong-2024-1";

/// Every derived file, as path under the root and text.
fn files(root: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let folder = root.join("policies").join(PACK);
    let policy =
        Policy::parse(&format!("policies/{PACK}/policy.toml"), &read(&folder.join("policy.toml"))?, &read(&folder.join("source.txt"))?)
            .map_err(|flaws| anyhow!("{}", flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    Ok(vec![
        ("docs/policy-coverage.md".to_owned(), coverage::table(&policy, &cases(&folder)?)),
        (format!("policies/{PACK}/model-requirements.ids"), ids(&policy)),
    ])
}

#[allow(clippy::disallowed_methods)] // a chore reads files
fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

#[allow(clippy::disallowed_methods)] // a chore reads folders
fn cases(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join("cases"))?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
    paths.sort();
    paths.iter().map(|path| Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), read(path)?))).collect()
}

/// Writes the derived files; with `check`, only compares, and is true when all are current.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // a chore writes files and says so
pub(crate) fn run(root: &Path, check: bool) -> anyhow::Result<bool> {
    let mut current = true;
    for (name, text) in files(root)? {
        if std::fs::read_to_string(root.join(&name)).unwrap_or_default() == text {
            continue;
        }
        if check {
            println!("{name} is not current: run cargo xtask generate");
            current = false;
        } else {
            std::fs::write(root.join(&name), text)?;
            println!("{name} written");
        }
    }
    Ok(current)
}
