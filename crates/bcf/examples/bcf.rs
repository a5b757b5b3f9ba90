//! `bcf lint FILE…` tells what importers would stumble over; `bcf rewrite FILE OUT.bcf 2.1|3.0` reads and writes again.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use haofang_bcf::{Version, lint, read, write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["lint", files @ ..] => {
            for file in files {
                let report = match lint(&std::fs::read(file)?) {
                    Ok(report) => report,
                    Err(error) => {
                        println!("unreadable {file}: {error}");
                        continue;
                    }
                };
                let archive = &report.reading.archive;
                let views = archive.topics.iter().flat_map(|topic| &topic.viewpoints).filter(|v| v.view.is_some()).count();
                println!(
                    "{} {} topics {views} views {} problems {file}",
                    report.reading.version,
                    archive.topics.len(),
                    report.problems.len()
                );
                for problem in report.problems {
                    println!("  {:?} {} {}: {}", problem.severity, problem.rule, problem.place, problem.message);
                }
            }
        }
        ["rewrite", from, to, version] => {
            let version = if *version == "3.0" { Version::V3_0 } else { Version::V2_1 };
            std::fs::write(to, write(&read(&std::fs::read(from)?)?.archive, version)?)?;
        }
        _ => println!("bcf lint FILE… | bcf rewrite FILE OUT.bcf 2.1|3.0"),
    }
    Ok(())
}
