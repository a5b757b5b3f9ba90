//! `.ifczip` and gzip: finds the one IFC file inside, and bounds what it may unpack to.

use std::io::{Cursor, Read};
use std::sync::Arc;

use crate::error::Error;
use crate::model::Source;

/// The bytes to read: the source itself, or what it holds packed.
pub(crate) fn unpack(source: Source, limit: u64) -> Result<Source, Error> {
    let bytes: &[u8] = (*source).as_ref();
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Arc::new(zip(bytes, limit)?));
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Ok(Arc::new(read(flate2::read::MultiGzDecoder::new(bytes), limit)?));
    }
    Ok(source)
}

fn zip(bytes: &[u8], limit: u64) -> Result<Vec<u8>, Error> {
    let broken = |error: zip::result::ZipError| Error::Archive(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut names: Vec<String> = archive.file_names().filter_map(Result::ok).map(|n| n.into_owned()).collect();
    names.sort_unstable();
    let with = |ending: &str| names.iter().filter(|n| n.to_ascii_lowercase().ends_with(ending)).cloned().collect::<Vec<_>>();
    let models: Vec<String> = with(".ifc").into_iter().filter(|n| !n.contains("__MACOSX")).collect();
    let name = match models.as_slice() {
        [one] => one,
        [] if !with(".ifcxml").is_empty() => return Err(Error::Xml(None)),
        [] => return Err(Error::Archive(format!("it holds no .ifc file, only {}", listed(&names)))),
        many => return Err(Error::Archive(format!("it holds {} models ({}), expected one", many.len(), listed(many)))),
    };
    let file = archive.by_name(name).map_err(broken)?;
    read(file, limit)
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
