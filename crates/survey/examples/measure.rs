//! Measures IFC files and prints the sheet as JSON: `cargo run -p haofang-survey --example measure -- FILES… [-p key=value]…`.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

use std::sync::Arc;

use haofang_facts::Brief;
use haofang_ifc::Model;
use haofang_survey::{NamedModel, Options, Vocabulary, survey};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut brief, mut models) = (Brief::default(), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "-p" {
            brief.set(&arguments.next().unwrap_or_default())?;
            continue;
        }
        let bytes = std::fs::read(&argument)?;
        let model = Model::index(Arc::new(bytes)).map_err(|error| error.to_string())?;
        models.push(NamedModel { file: argument, model: Arc::new(model) });
    }
    let sheet = survey(&models, &brief, &Vocabulary::builtin(), &Options::default());
    println!("{}", haofang_facts::to_json(&sheet, "0"));
    Ok(())
}
