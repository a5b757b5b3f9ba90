//! Whether the libraries compile for the browser: `cargo check` for `wasm32-unknown-unknown`, where that target is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

const TARGET: &str = "wasm32-unknown-unknown";

/// The crates that must do without files, clock and threads; the last one takes all the others with it.
const CRATES: &[&str] = &[
    "haofang-ifc",
    "haofang-geometry",
    "haofang-facts",
    "haofang-survey",
    "haofang-policy",
    "haofang-drawing",
    "haofang-bcf",
    "haofang-report",
    "haofang-checker",
];

/// Checks the crates; true when they compile, or when the target is not installed, which is said.
#[allow(clippy::disallowed_methods, clippy::print_stdout)] // the chore runs programs and says what they did
pub(crate) fn run(root: &Path) -> anyhow::Result<bool> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(&rustc).args(["--print", "target-libdir", "--target", TARGET]).output();
    let output = output.with_context(|| format!("running {rustc}"))?;
    let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let std_is_there =
        folder.is_dir() && std::fs::read_dir(&folder)?.flatten().any(|e| e.file_name().to_string_lossy().starts_with("libstd"));
    if !output.status.success() || !std_is_there {
        println!("wasm: the target {TARGET} is not installed (rustup target add {TARGET}); nothing checked");
        return Ok(true);
    }
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    for name in CRATES {
        let status = Command::new(&cargo).current_dir(root).args(["check", "-q", "--target", TARGET, "-p", name]).status()?;
        if !status.success() {
            bail!("{name} does not compile for {TARGET}");
        }
    }
    println!("wasm: {} crates compile for {TARGET}", CRATES.len());
    Ok(true)
}
