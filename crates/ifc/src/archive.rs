//! `.ifczip` and gzip: finds the IFC files inside, and bounds what they may unpack to.

use std::io::{Cursor, Read};
use std::sync::Arc;

use crate::error::Error;
use crate::model::Source;

/// Packed data may always unpack to this many bytes; beyond it, to `RATIO` times its own size.
const SMALL: u64 = 256 << 20;
/// Deflate reaches 1000; models reach 30 or so.
const RATIO: u64 = 200;

/// A model file found in a source.
pub struct Packed {
    /// Its name inside the archive; `None` when the source was no archive.
    pub name: Option<String>,
    /// Its bytes, unpacked.
    pub source: Source,
}

/// All model files in a source, by name: several in an `.ifczip` that holds several, otherwise the source itself.
///
/// `limit` bounds the bytes that all of them together may unpack to.
pub fn unpack(source: Source, limit: u64) -> Result<Vec<Packed>, Error> {
    let bytes: &[u8] = (*source).as_ref();
    let limit = limit.min((bytes.len() as u64).saturating_mul(RATIO).max(SMALL));
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes, limit);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        let source: Source = Arc::new(read(flate2::read::MultiGzDecoder::new(bytes), limit)?);
        return Ok(vec![Packed { name: None, source }]);
    }
    Ok(vec![Packed { name: None, source }])
}

/// The one model in a source.
pub(crate) fn unpack_one(source: Source, limit: u64) -> Result<Source, Error> {
    let mut found = unpack(source, limit)?;
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one.source),
        (last, others) => {
            let names: Vec<String> = found.iter().chain(last.as_ref()).filter_map(|p| p.name.clone()).collect();
            Err(Error::Archive(format!("it holds {} models ({}), expected one", others + 1, listed(&names))))
        }
    }
}

fn zip(bytes: &[u8], limit: u64) -> Result<Vec<Packed>, Error> {
    let broken = |error: zip::result::ZipError| Error::Archive(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut names: Vec<String> = archive.file_names().filter_map(Result::ok).map(|n| n.into_owned()).collect();
    names.sort_unstable();
    let ends = |name: &str, ending: &str| name.to_ascii_lowercase().ends_with(ending) && !name.starts_with("__MACOSX/");
    let models: Vec<&String> = names.iter().filter(|n| ends(n, ".ifc")).collect();
    if models.is_empty() {
        if names.iter().any(|n| ends(n, ".ifcxml") || ends(n, ".xml")) {
            return Err(Error::Xml(None));
        }
        let held = if names.is_empty() { "nothing".to_owned() } else { format!("only {}", listed(&names)) };
        return Err(Error::Archive(format!("it holds no .ifc file, {held}")));
    }
    let mut left = limit;
    let mut found = Vec::new();
    for name in models {
        let content = read(archive.by_name(name).map_err(broken)?, left).map_err(|error| match error {
            Error::TooLarge { .. } => Error::TooLarge { limit },
            Error::Archive(why) => Error::Archive(format!("{name}: {why}")),
            other => other,
        })?;
        left -= content.len() as u64;
        found.push(Packed { name: Some(name.clone()), source: Arc::new(content) });
    }
    Ok(found)
}

fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
    let more = names.len().saturating_sub(5);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

fn read(from: impl Read, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| Error::Archive(e.to_string()))?;
    if bytes.len() as u64 > limit { Err(Error::TooLarge { limit }) } else { Ok(bytes) }
}
