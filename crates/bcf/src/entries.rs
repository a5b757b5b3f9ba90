//! The files of an archive, unpacked within limits.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{Cursor, Read};

use crate::error::ReadError;
use crate::read::Note;

/// How much an archive may unpack to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of all files together.
    pub total: u64,
    /// Bytes of one file.
    pub file: u64,
    /// Number of entries.
    pub entries: usize,
}

impl Default for Limits {
    /// 1 GiB in all, 256 MiB a file, 50 000 entries: far above real archives, far below a bomb.
    fn default() -> Self {
        Self { total: 1 << 30, file: 256 << 20, entries: 50_000 }
    }
}

/// The files of an archive.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Content by path with `/` as separator.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Paths of directory entries, without the slash at the end.
    pub(crate) folders: Vec<String>,
}

impl Entries {
    /// Content by path, ignoring case when the exact path is absent.
    pub(crate) fn find(&self, path: &str) -> Option<&Vec<u8>> {
        self.files.get(path).or_else(|| {
            let same = |name: &&String| name.eq_ignore_ascii_case(path);
            self.files.keys().find(same).and_then(|name| self.files.get(name))
        })
    }
}

/// Unpacks an archive; entries that cannot be used are skipped with a note.
pub(crate) fn unpack(bytes: &[u8], limits: Limits, notes: &mut Vec<Note>) -> Result<Entries, ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| ReadError::Zip(error.to_string()))?;
    if archive.len() > limits.entries {
        return Err(ReadError::TooLarge { place: "the archive".into(), limit: limits.entries as u64, unit: "entries" });
    }
    let mut entries = Entries::default();
    let mut left = limits.total;
    for index in 0..archive.len() {
        let mut file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                notes.push(Note::new(format!("entry {}", index + 1), format!("cannot be unpacked: {error}")));
                continue;
            }
        };
        let raw = String::from_utf8_lossy(file.name_raw()).into_owned();
        let path = raw.replace('\\', "/");
        if path != raw {
            notes.push(Note::new(&raw, "has a backslash as separator, read as a slash"));
        }
        if path.starts_with('/') || path.contains(':') || path.split('/').any(|part| part == "..") {
            notes.push(Note::new(&path, "is an unsafe path and was skipped"));
            continue;
        }
        if path.ends_with('/') {
            entries.folders.push(path.trim_end_matches('/').to_owned());
            continue;
        }
        let limit = limits.file.min(left);
        let mut content = Vec::new();
        if let Err(error) = (&mut file).take(limit.saturating_add(1)).read_to_end(&mut content) {
            notes.push(Note::new(&path, format!("is damaged and was skipped: {error}")));
            continue;
        }
        if content.len() as u64 > limit {
            let place = if limit < limits.file { "the archive".into() } else { path };
            let limit = if limit < limits.file { limits.total } else { limits.file };
            return Err(ReadError::TooLarge { place, limit, unit: "bytes" });
        }
        left -= content.len() as u64;
        match entries.files.entry(path) {
            Entry::Occupied(known) => notes.push(Note::new(known.key(), "is in the archive more than once; the first one counts")),
            Entry::Vacant(place) => {
                place.insert(content);
            }
        }
    }
    Ok(entries)
}
