//! Where results go: standard output, files, and the words on standard error.

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use crate::args::{Color, Speech};
use crate::exit::Usage;
use crate::input;

/// One requested output: a format, to a file or to standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) format: String,
    pub(crate) file: Option<PathBuf>,
}

/// The requested outputs, `text` to standard output when none is asked for.
pub(crate) fn targets(formats: &[String], known: &[&str]) -> anyhow::Result<Vec<Target>> {
    let targets = files(formats, known)?;
    if targets.iter().filter(|target| target.file.is_none()).count() > 1 {
        return Err(Usage(
            "只能有一种格式输出到标准输出，其余请写成 格式:文件 only one format can go to standard output; write the others as FORMAT:FILE"
                .to_owned(),
        )
        .into());
    }
    Ok(targets)
}

/// The same for who has a file name for each format.
pub(crate) fn files(formats: &[String], known: &[&str]) -> anyhow::Result<Vec<Target>> {
    let mut targets = Vec::new();
    for format in formats {
        let (name, file) = match format.split_once(':') {
            Some((name, file)) if !file.is_empty() => (name, Some(PathBuf::from(file))),
            Some((name, _)) => (name, None),
            None => (format.as_str(), None),
        };
        if !known.contains(&name) {
            return Err(Usage(format!("-f {format}: 未知格式 unknown format; known: {}", known.join(", "))).into());
        }
        targets.push(Target { format: name.to_owned(), file });
    }
    if targets.is_empty() {
        targets.push(Target { format: "text".to_owned(), file: None });
    }
    Ok(targets)
}

/// Writes a result to its target.
pub(crate) fn deliver(target: &Target, bytes: &[u8]) -> anyhow::Result<()> {
    match &target.file {
        Some(path) => input::write(path, bytes),
        None => print(bytes),
    }
}

/// Writes a long result to its target while it is being made.
pub(crate) fn stream(target: &Target, write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    match &target.file {
        Some(path) => input::write_streamed(path, write),
        None => {
            let mut out = std::io::stdout().lock();
            write(&mut out)?;
            out.flush()?;
            Ok(())
        }
    }
}

/// Writes to standard output.
pub(crate) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// One line on standard error.
pub(crate) fn error(line: &str) {
    // nothing sensible can be done when standard error is closed
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Progress on standard error, only where a person watches.
pub(crate) fn progress(speech: &Speech, line: &str) {
    if !speech.quiet && (speech.verbose || std::io::stderr().is_terminal()) {
        error(line);
    }
}

/// Whether standard output gets colour.
pub(crate) fn is_coloured(speech: &Speech, target: &Target) -> bool {
    match speech.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => target.file.is_none() && std::io::stdout().is_terminal() && std::env::var("NO_COLOR").map_or(true, |v| v.is_empty()),
    }
}

/// A path as messages show it.
pub(crate) fn show(path: &Path) -> String {
    path.display().to_string()
}
