//! The process behind a core: command lines come in, one JSON array a line; exit codes go out. It ends with its parent.

use std::io::BufRead as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;

use clap::Parser as _;
use serde_json::json;

use crate::args::{Cli, Command};
use crate::commands::check;
use crate::exit::Exit;
use crate::output;

pub(crate) fn run() -> anyhow::Result<Exit> {
    // one core, one thread: whole submissions share the machine better than their parts
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let (sender, lines) = channel::<String>();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
        // the parent is gone, killed perhaps: what is under way is nobody's any more, and must not write later
        std::process::exit(i32::from(Exit::Fine as u8));
    });
    for line in lines {
        let arguments: Vec<String> = serde_json::from_str(&line)?;
        let answer = match catch_unwind(AssertUnwindSafe(|| one(&arguments))) {
            Ok(Ok(exit)) => json!({"code": exit as u8}),
            Ok(Err(error)) => json!({"error": format!("{error:#}")}),
            Err(_) => json!({"error": "内部错误 internal error"}),
        };
        output::print(format!("{answer}\n").as_bytes())?;
    }
    Ok(Exit::Fine)
}

fn one(arguments: &[String]) -> anyhow::Result<Exit> {
    match Cli::try_parse_from(arguments)?.command {
        Command::Check(arguments) => check::run(&arguments),
        _ => anyhow::bail!("not a check"),
    }
}
