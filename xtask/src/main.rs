//! Chores of the project: `cargo xtask tidy | corpus | bench | codegen | generate | wasm`.

mod bench;
mod codegen;
mod corpus;
mod generate;
mod tidy;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <chore>
  tidy              arrows between crates, file sizes, stray epsilons, module docs, clause quotes
  corpus [SECTION…] [--all]  compare with real files and other programs' figures (needs ../shared, says so when absent); --all
                    takes every variation of an estate instead of a fixed part
  bench             the reader beside IfcOpenShell's on a large file, in one run
  bench shapes      all shapes of eight models beside other kernels', in one run
  codegen [--check] regenerate the IFC schema tables (needs Python with ifcopenshell), or see whether they are current
  generate [--check]  write the coverage table and the IDS file from the rule packs, or see whether they are current
  wasm              whether the libraries compile for wasm32-unknown-unknown, where that target is installed";

/// The workspace root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

#[allow(clippy::print_stderr)] // a command's own usage text
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["tidy"] => tidy::run(&root()),
        ["bench"] => bench::run(&root()),
        ["bench", "shapes"] => bench::shapes(&root()),
        ["codegen"] => codegen::run(&root(), false),
        ["codegen", "--check"] => codegen::run(&root(), true),
        ["generate"] => generate::run(&root(), false),
        ["generate", "--check"] => generate::run(&root(), true),
        ["wasm"] => wasm::run(&root()),
        ["corpus", sections @ ..] => corpus::run(&root(), sections),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
