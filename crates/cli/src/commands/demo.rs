//! `haofang demo`: a sample estate with planted faults, written and checked.

use std::path::PathBuf;

use haofang_testkit::samples;

use crate::args::{Check, Cli, Command, Demo};
use crate::exit::Exit;
use crate::input;
use crate::output;

pub(crate) fn run(demo: &Demo) -> anyhow::Result<Exit> {
    let estate = demo.dwellings.map_or_else(samples::demo, samples::demo_of);
    let mut files = Vec::new();
    for (name, bytes) in &estate.ifc_files {
        let path = demo.output.join(name);
        input::write(&path, bytes)?;
        files.push(path);
    }
    let config = demo.output.join("haofang.toml");
    input::write(&config, samples::brief(&estate.truth).as_bytes())?;
    output::error(&format!("样例小区已写入 sample estate written: {}", output::show(&demo.output)));
    super::check::run(&arguments(demo, &files, &config)?)
}

/// The check of the estate, as a user would type it.
fn arguments(demo: &Demo, files: &[PathBuf], config: &std::path::Path) -> anyhow::Result<Check> {
    use clap::Parser as _;
    let mut line: Vec<String> = vec!["haofang".into(), "check".into()];
    line.extend(files.iter().map(|path| output::show(path)));
    line.extend(["-c".into(), output::show(config), "-o".into(), output::show(&demo.output), "--lang".into(), demo.speech.lang.clone()]);
    match Cli::try_parse_from(line)?.command {
        Command::Check(check) => Ok(check),
        _ => unreachable!("the line above is a check"),
    }
}
