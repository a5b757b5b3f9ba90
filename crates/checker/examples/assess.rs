//! The library as a Rust program embeds it: `assess OPTIONS.json ASSESSMENT.json FILES…`, with the exit code of the check.
//!
//! Only this outermost program touches files; the library gets bytes and gives bytes.
#![allow(clippy::disallowed_methods, clippy::print_stderr)] // a program of its own

use std::process::ExitCode;
use std::sync::Arc;

use haofang_checker::{Document, NamedSource, Order, Progress, Session, Submission};

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<u8, Box<dyn std::error::Error>> {
    let [options, out, files @ ..] = arguments else { return Err("usage: assess OPTIONS.json ASSESSMENT.json FILES…".into()) };
    let order = Order::from_json(&std::fs::read_to_string(options)?)?;
    let read = |path: &String| -> std::io::Result<NamedSource> {
        let name = std::path::Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(NamedSource::new(name, std::fs::read(path)?))
    };
    let sources = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let session: Arc<Session> = Arc::new(order.session(Arc::new(Submission::read(&sources, order.encoding)))?);
    let progress = Progress::told(|step| eprintln!("{} {}/{}", step.stage.word(), step.done, step.of));
    let checked = session.check(order.request, &progress)?;
    std::fs::write(out, checked.document(&Document::Json, order.lang)?)?;
    Ok(checked.assessment().conclusion().code)
}
