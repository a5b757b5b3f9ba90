//! Regenerates the IFC schema tables, or checks that they are current.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

const TABLES: &str = "crates/ifc/src/schema/generated";

/// Writes the tables with the Python that `HAOFANG_PYTHON` names (it needs `ifcopenshell`), `python3` otherwise.
/// With `check`, writes beside them and compares; true when they are current.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // the chore runs a program and writes files
pub(crate) fn run(root: &Path, check: bool) -> anyhow::Result<bool> {
    let python = std::env::var("HAOFANG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let tables = root.join(TABLES);
    let target = if check { root.join("target/codegen") } else { tables.clone() };
    std::fs::create_dir_all(&target)?;
    let status = Command::new(&python).arg(root.join("xtask/codegen/ifc_tables.py")).arg(&target).status();
    let status = status.with_context(|| format!("running {python}; set HAOFANG_PYTHON"))?;
    if !status.success() {
        bail!("{python} failed; it needs the package ifcopenshell of the version named in {TABLES}/classes.rs");
    }
    if !check {
        return Ok(true);
    }
    let mut current = true;
    for entry in std::fs::read_dir(&target)? {
        let name = entry?.file_name();
        if std::fs::read(target.join(&name))? != std::fs::read(tables.join(&name)).unwrap_or_default() {
            println!("{TABLES}/{} is not current: run cargo xtask codegen", name.to_string_lossy());
            current = false;
        }
    }
    Ok(current)
}
