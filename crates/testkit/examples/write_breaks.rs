//! Writes every estate of `breaks()` with its parameters, to look at one in a viewer or to check it with the command:
//! `cargo run --release -p haofang-testkit --example write_breaks -- FOLDER`.
#![allow(clippy::disallowed_methods)] // an example writes files; the library does not

use haofang_testkit::estate::breaks;
use haofang_testkit::{Estate, Style, samples};

fn main() -> std::io::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "breaks".into()));
    let mut written: Vec<Estate> = Vec::new();
    let mut index = String::new();
    for pair in breaks() {
        let mut place = |estate: &Estate| -> std::io::Result<usize> {
            if let Some(known) = written.iter().position(|other| other == estate) {
                return Ok(known);
            }
            let at = written.len();
            let generated = estate.generate(&Style::default());
            let folder = folder.join(format!("{at:02}"));
            std::fs::create_dir_all(&folder)?;
            std::fs::write(folder.join("haofang.toml"), samples::brief(&generated.truth))?;
            for (name, bytes) in generated.ifc_files {
                std::fs::write(folder.join(name), bytes)?;
            }
            written.push(estate.clone());
            Ok(at)
        };
        let (whole, broken) = (place(&pair.whole)?, place(&pair.broken)?);
        let row = [pair.clause, pair.change, pair.before, pair.after, &pair.along.join(","), &pair.named.join(",")].join("\t");
        index.push_str(&format!("{whole:02}\t{broken:02}\t{row}\n"));
    }
    std::fs::write(folder.join("index.tsv"), index)
}
