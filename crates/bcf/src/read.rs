//! Reading archives of BCF 2.0, 2.1 and 3.0, also flawed ones; every repair is noted.

use std::collections::{BTreeMap, BTreeSet};

use crate::entries::{Entries, Limits, unpack};
use crate::error::ReadError;
use crate::model::{Archive, Document, Extensions, Project, Topic};
use crate::read_markup::{Markup, parse_topic};
use crate::xml::{self, Element};

/// Something that was wrong and was read all the same, or had to be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// File or topic.
    pub place: String,
    /// What was found.
    pub message: String,
}

impl Note {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

/// An archive as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Version that the archive states, for example `2.1`.
    pub version: String,
    /// What it says.
    pub archive: Archive,
    /// What was wrong with it.
    pub notes: Vec<Note>,
}

/// Reads an archive with the usual limits.
///
/// # Errors
/// When the bytes are no BCF archive, or would unpack to more than the limits.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_with(bytes, Limits::default())
}

/// Reads an archive.
///
/// # Errors
/// When the bytes are no BCF archive, or would unpack to more than `limits`.
pub fn read_with(bytes: &[u8], limits: Limits) -> Result<Reading, ReadError> {
    let mut notes = Vec::new();
    let entries = unpack(bytes, limits, &mut notes)?;
    let folders = topic_folders(&entries);
    let stated = document(&entries, "bcf.version", &mut notes).and_then(|root| root.attribute("VersionId").map(str::to_owned));
    if stated.is_none() && folders.is_empty() {
        return Err(ReadError::NotBcf);
    }
    let version = stated.unwrap_or_else(|| {
        notes.push(Note::new("bcf.version", "is missing or names no version; read as 2.1"));
        "2.1".to_owned()
    });
    if !matches!(version.as_str(), "2.0" | "2.1" | "3.0") {
        notes.push(Note::new("bcf.version", format!("version {version} is unknown; read as far as 2.0 to 3.0 go")));
    }

    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut archive = Archive {
        project: project(&entries, &mut notes),
        extensions: extensions(&entries, &mut notes),
        documents: documents(&entries, &mut used, &mut notes),
        ..Archive::default()
    };
    let mut seen = BTreeSet::new();
    for folder in &folders {
        if let Some(topic) = topic(&entries, folder, &mut used, &mut notes) {
            if seen.insert(topic.guid.clone()) {
                archive.topics.push(topic);
            } else {
                notes.push(Note::new(folder, "repeats the identifier of an earlier topic; the first one counts"));
            }
        }
    }
    for (path, content) in &entries.files {
        if !used.contains(path) && !is_frame(path) {
            archive.files.insert(path.clone(), content.clone());
        }
    }
    Ok(Reading { version, archive, notes })
}

/// Files that the writer makes anew.
fn is_frame(path: &str) -> bool {
    ["bcf.version", "project.bcfp", "extensions.xsd", "extensions.xml", "documents.xml"].iter().any(|name| path.eq_ignore_ascii_case(name))
}

/// Folders with a markup, in the archive's alphabetical order.
fn topic_folders(entries: &Entries) -> Vec<String> {
    let markup = |path: &String| {
        let (folder, name) = path.rsplit_once('/')?;
        name.eq_ignore_ascii_case("markup.bcf").then(|| folder.to_owned())
    };
    entries.files.keys().filter_map(markup).collect()
}

fn document(entries: &Entries, path: &str, notes: &mut Vec<Note>) -> Option<Element> {
    match xml::parse(entries.find(path)?) {
        Ok(root) => Some(root),
        Err(error) => {
            notes.push(Note::new(path, format!("line {}, column {}: {}", error.line, error.column, error.message)));
            None
        }
    }
}

fn project(entries: &Entries, notes: &mut Vec<Note>) -> Option<Project> {
    let root = document(entries, "project.bcfp", notes)?;
    let project = root.child("Project")?;
    Some(Project { id: project.attribute("ProjectId").unwrap_or_default().to_owned(), name: project.text_of("Name") })
}

fn extensions(entries: &Entries, notes: &mut Vec<Note>) -> Extensions {
    let mut found = Extensions::default();
    if let Some(root) = document(entries, "extensions.xml", notes) {
        for list in &root.children {
            let words = list.children.iter().map(|word| word.text.trim().to_owned()).filter(|word| !word.is_empty());
            if let Some(target) = list_for(&mut found, &list.name) {
                target.extend(words);
            }
        }
    }
    // 2.x: enumerations of a redefined schema, read as text; the official sample does not even compile.
    if let Some(root) = document(entries, "extensions.xsd", notes) {
        let types = root.children.iter().flat_map(|redefine| redefine.children("simpleType"));
        for simple in types {
            let words = simple
                .children("restriction")
                .flat_map(|restriction| restriction.children("enumeration"))
                .filter_map(|word| word.attribute("value").map(str::to_owned))
                .filter(|word| !word.is_empty());
            if let Some(target) = list_for(&mut found, simple.attribute("name").unwrap_or_default()) {
                target.extend(words);
            }
        }
    }
    found
}

fn list_for<'a>(extensions: &'a mut Extensions, name: &str) -> Option<&'a mut Vec<String>> {
    Some(match name {
        "TopicType" | "TopicTypes" => &mut extensions.types,
        "TopicStatus" | "TopicStatuses" => &mut extensions.statuses,
        "Priority" | "Priorities" => &mut extensions.priorities,
        "TopicLabel" | "TopicLabels" => &mut extensions.labels,
        "UserIdType" | "Users" => &mut extensions.users,
        "SnippetType" | "SnippetTypes" => &mut extensions.snippet_types,
        "Stage" | "Stages" => &mut extensions.stages,
        _ => return None,
    })
}

fn documents(entries: &Entries, used: &mut BTreeSet<String>, notes: &mut Vec<Note>) -> Vec<Document> {
    let Some(root) = document(entries, "documents.xml", notes) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in root.children("Documents").flat_map(|list| list.children("Document")) {
        let guid = entry.attribute("Guid").unwrap_or_default().to_ascii_lowercase();
        let wanted = format!("Documents/{guid}");
        let path = entries.files.keys().find(|path| path.eq_ignore_ascii_case(&wanted)).cloned();
        if path.is_none() {
            notes.push(Note::new("documents.xml", format!("document {guid} is not in the archive")));
        }
        let bytes = path.and_then(|path| {
            used.insert(path.clone());
            entries.files.get(&path).cloned()
        });
        let filename = entry.text_of("Filename").unwrap_or_default();
        found.push(Document { guid, filename, description: entry.text_of("Description"), bytes });
    }
    found
}

fn topic(entries: &Entries, folder: &str, used: &mut BTreeSet<String>, notes: &mut Vec<Note>) -> Option<Topic> {
    let mut files: BTreeMap<&str, (&str, &Vec<u8>)> = BTreeMap::new();
    let prefix = format!("{folder}/");
    for (path, content) in &entries.files {
        if let Some(name) = path.strip_prefix(&prefix) {
            files.insert(name, (path, content));
        }
    }
    let (name, (path, content)) = files.iter().find(|(name, _)| name.eq_ignore_ascii_case("markup.bcf"))?;
    used.insert((*path).to_owned());
    let root = match xml::parse(content) {
        Ok(root) => root,
        Err(error) => {
            let message = format!("line {}, column {}: {}; the topic is left out", error.line, error.column, error.message);
            notes.push(Note::new(*path, message));
            return None;
        }
    };
    let contents: BTreeMap<&str, &Vec<u8>> = files.iter().map(|(name, (_, content))| (*name, *content)).collect();
    let Some(Markup { mut topic, taken }) = parse_topic(&root, folder, &contents, notes) else {
        notes.push(Note::new(*path, "has no Topic; left out"));
        return None;
    };
    for (other, (path, content)) in &files {
        used.insert((*path).to_owned());
        if other != name && !taken.contains(*other) {
            topic.attachments.insert((*other).to_owned(), (*content).clone());
        }
    }
    Some(topic)
}
