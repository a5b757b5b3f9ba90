//! `markup.bcf` of 2.0, 2.1 and 3.0 to a [`Topic`].

use std::collections::{BTreeMap, BTreeSet};

use crate::date;
use crate::ids;
use crate::model::{Change, Comment, DocumentReference, DocumentTarget, HeaderFile, ImageFormat, Picture, Snippet, Topic, Viewpoint};
use crate::read::Note;
use crate::read_view::parse_view;
use crate::xml::{self, Element};

/// A topic, and the files of its folder that went into it.
pub(crate) struct Markup {
    pub(crate) topic: Topic,
    pub(crate) taken: BTreeSet<String>,
}

type Files<'a> = BTreeMap<&'a str, &'a Vec<u8>>;

/// `None` when the markup holds no topic.
pub(crate) fn parse_topic(root: &Element, folder: &str, files: &Files<'_>, notes: &mut Vec<Note>) -> Option<Markup> {
    let source = root.child("Topic")?;
    let guid = topic_guid(source, folder, notes);
    let mut taken = BTreeSet::new();
    let mut topic = Topic {
        server_assigned_id: attribute(source, "ServerAssignedId"),
        topic_type: attribute(source, "TopicType"),
        status: attribute(source, "TopicStatus"),
        files: header(root),
        reference_links: listed(source, "ReferenceLinks", "ReferenceLink"),
        title: source.text_of("Title").unwrap_or_default(),
        priority: source.text_of("Priority"),
        index: source.text_of("Index").and_then(|text| text.parse().ok()),
        labels: labels(source),
        created: Change {
            date: date_of(source, "CreationDate", folder, notes).unwrap_or_default(),
            author: source.text_of("CreationAuthor").unwrap_or_default(),
        },
        modified: change(source, folder, notes),
        due_date: date_of(source, "DueDate", folder, notes),
        assigned_to: source.text_of("AssignedTo"),
        stage: source.text_of("Stage"),
        description: source.text_of("Description"),
        snippet: source.child("BimSnippet").map(snippet),
        documents: document_references(source),
        related: related(source),
        ..Topic::default()
    };
    let own = source.children("Comments").flat_map(|list| list.children("Comment"));
    topic.comments = root.children("Comment").chain(own).map(|comment| parse_comment(comment, &guid, folder, notes)).collect();
    let own = source.children("Viewpoints").flat_map(|list| list.children("ViewPoint"));
    for entry in root.children("Viewpoints").chain(own) {
        topic.viewpoints.push(parse_viewpoint(entry, &guid, folder, files, &mut taken, notes));
    }
    let prefix = format!("{folder}/");
    for bitmap in topic.viewpoints.iter_mut().filter_map(|viewpoint| viewpoint.view.as_mut()).flat_map(|view| &mut view.bitmaps) {
        // Some tools write the path from the archive's root.
        if let Some(name) = bitmap.reference.strip_prefix(&prefix) {
            bitmap.reference = name.to_owned();
        }
    }
    if topic.viewpoints.is_empty() {
        topic.viewpoints.extend(unlisted_viewpoint(&guid, files, &mut taken, notes));
    }
    topic.guid = guid;
    Some(Markup { topic, taken })
}

/// The identifier from the markup, else from the folder, else made from the folder's name.
fn topic_guid(source: &Element, folder: &str, notes: &mut Vec<Note>) -> String {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let stated = source.attribute("Guid").unwrap_or_default();
    if ids::is_uuid(stated) {
        if stated != name {
            notes.push(Note::new(folder, format!("the folder is not named after its topic {stated}")));
        }
        return stated.to_ascii_lowercase();
    }
    notes.push(Note::new(folder, format!("the topic's Guid {stated:?} is not a UUID")));
    if ids::is_uuid(name) { name.to_ascii_lowercase() } else { ids::stable(&["folder", folder]) }
}

fn attribute(element: &Element, name: &str) -> Option<String> {
    element.attribute(name).filter(|value| !value.is_empty()).map(str::to_owned)
}

fn flag(element: &Element, name: &str, default: bool) -> bool {
    element.attribute(name).map_or(default, |value| matches!(value, "true" | "1" | "True"))
}

fn date_of(element: &Element, name: &str, place: &str, notes: &mut Vec<Note>) -> Option<String> {
    let text = element.text_of(name)?;
    let normal = date::normal(&text);
    if normal.is_none() {
        notes.push(Note::new(place, format!("{name} {text:?} is not a date and was left out")));
    }
    normal
}

fn change(element: &Element, place: &str, notes: &mut Vec<Note>) -> Option<Change> {
    let date = date_of(element, "ModifiedDate", place, notes)?;
    Some(Change { date, author: element.text_of("ModifiedAuthor").unwrap_or_default() })
}

/// `<Names><Name/>…` of 3.0 and repeated `<Name>` of 2.x.
fn listed(element: &Element, list: &str, name: &str) -> Vec<String> {
    let nested = element.children(list).flat_map(|list| list.children(name));
    let words = element.children(name).chain(nested).map(|word| word.text.trim().to_owned());
    words.filter(|word| !word.is_empty()).collect()
}

fn labels(element: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for label in element.children("Labels") {
        let nested = label.children("Label").map(|word| word.text.trim());
        found.extend(nested.chain([label.text.trim()]).filter(|word| !word.is_empty()).map(str::to_owned));
    }
    found
}

fn header(root: &Element) -> Vec<HeaderFile> {
    let Some(header) = root.child("Header") else { return Vec::new() };
    let nested = header.children("Files").flat_map(|files| files.children("File"));
    let file = |file: &Element| HeaderFile {
        ifc_project: attribute(file, "IfcProject"),
        ifc_spatial: attribute(file, "IfcSpatialStructureElement"),
        is_external: flag(file, "IsExternal", true),
        filename: file.text_of("Filename"),
        date: file.text_of("Date").and_then(|text| date::normal(&text)),
        reference: file.text_of("Reference"),
    };
    header.children("File").chain(nested).map(file).collect()
}

fn snippet(source: &Element) -> Snippet {
    Snippet {
        snippet_type: attribute(source, "SnippetType").unwrap_or_default(),
        is_external: flag(source, "IsExternal", false),
        reference: source.text_of("Reference").unwrap_or_default(),
        schema: source.text_of("ReferenceSchema").unwrap_or_default(),
    }
}

fn document_references(source: &Element) -> Vec<DocumentReference> {
    let nested = source.children("DocumentReferences").flat_map(|list| list.children("DocumentReference"));
    // 2.0 wrote the plural for one reference.
    let old = source.children("DocumentReferences").filter(|entry| entry.child("ReferencedDocument").is_some());
    let mut found = Vec::new();
    for entry in source.children("DocumentReference").chain(nested).chain(old) {
        let path = entry.text_of("ReferencedDocument");
        let target = match (entry.text_of("DocumentGuid"), entry.text_of("Url"), path) {
            (Some(guid), _, _) => DocumentTarget::Guid(guid.to_ascii_lowercase()),
            (None, Some(url), _) => DocumentTarget::Url(url),
            (None, None, Some(path)) if flag(entry, "IsExternal", false) => DocumentTarget::Url(path),
            (None, None, Some(path)) => DocumentTarget::Path(path),
            (None, None, None) => continue,
        };
        let guid = attribute(entry, "Guid").filter(|guid| ids::is_uuid(guid)).map(|guid| guid.to_ascii_lowercase());
        found.push(DocumentReference { guid, target, description: entry.text_of("Description") });
    }
    found
}

fn related(source: &Element) -> Vec<String> {
    let nested = source.children("RelatedTopics").flat_map(|list| list.children("RelatedTopic"));
    let old = source.children("RelatedTopics").filter(|entry| entry.attribute("Guid").is_some());
    let entries = source.children("RelatedTopic").chain(nested).chain(old);
    entries.filter_map(|entry| attribute(entry, "Guid")).filter(|guid| ids::is_uuid(guid)).map(|guid| guid.to_ascii_lowercase()).collect()
}

fn parse_comment(source: &Element, topic: &str, place: &str, notes: &mut Vec<Note>) -> Comment {
    let text = source.text_of("Comment").unwrap_or_default();
    let guid = guid_or(source, place, "comment", notes, || ids::comment(topic, &text));
    let created =
        Change { date: date_of(source, "Date", place, notes).unwrap_or_default(), author: source.text_of("Author").unwrap_or_default() };
    let viewpoint = source.child("Viewpoint").and_then(|entry| attribute(entry, "Guid"));
    Comment { guid, created, text, viewpoint: viewpoint.map(|guid| guid.to_ascii_lowercase()), modified: change(source, place, notes) }
}

fn guid_or(source: &Element, place: &str, what: &str, notes: &mut Vec<Note>, otherwise: impl Fn() -> String) -> String {
    match source.attribute("Guid") {
        Some(guid) if ids::is_uuid(guid) => guid.to_ascii_lowercase(),
        other => {
            notes.push(Note::new(place, format!("a {what} has the Guid {other:?}, which is not a UUID; it got one")));
            otherwise()
        }
    }
}

fn parse_viewpoint(
    entry: &Element,
    topic: &str,
    place: &str,
    files: &Files<'_>,
    taken: &mut BTreeSet<String>,
    notes: &mut Vec<Note>,
) -> Viewpoint {
    let file = entry.text_of("Viewpoint");
    let guid = guid_or(entry, place, "viewpoint", notes, || ids::viewpoint(topic, file.as_deref().unwrap_or_default()));
    let index = entry.text_of("Index").and_then(|text| text.parse().ok());
    let mut viewpoint = Viewpoint { guid, index, ..Viewpoint::default() };
    if let Some(name) = file {
        match find(files, &name) {
            Some((name, content)) => {
                taken.insert(name.to_owned());
                read_view(content, &format!("{place}/{name}"), &mut viewpoint, notes);
            }
            None => notes.push(Note::new(place, format!("viewpoint {name} is not in the archive"))),
        }
    }
    if let Some(name) = entry.text_of("Snapshot") {
        match find(files, &name) {
            Some((name, content)) => {
                taken.insert(name.to_owned());
                viewpoint.snapshot = picture(content);
                if viewpoint.snapshot.is_none() {
                    notes.push(Note::new(place, format!("snapshot {name} is neither PNG nor JPEG and was left out")));
                }
            }
            None => notes.push(Note::new(place, format!("snapshot {name} is not in the archive"))),
        }
    }
    viewpoint
}

fn read_view(content: &[u8], place: &str, viewpoint: &mut Viewpoint, notes: &mut Vec<Note>) {
    match xml::parse(content) {
        Ok(root) => viewpoint.view = Some(parse_view(&root, place, notes)),
        Err(error) => {
            notes.push(Note::new(place, format!("line {}, column {}: {}", error.line, error.column, error.message)));
        }
    }
}

/// 2.0 allowed `viewpoint.bcfv` and `snapshot.png` that the markup does not list.
fn unlisted_viewpoint(topic: &str, files: &Files<'_>, taken: &mut BTreeSet<String>, notes: &mut Vec<Note>) -> Option<Viewpoint> {
    let (name, content) = find(files, "viewpoint.bcfv")?;
    taken.insert(name.to_owned());
    let mut viewpoint = Viewpoint { guid: ids::viewpoint(topic, name), ..Viewpoint::default() };
    read_view(content, name, &mut viewpoint, notes);
    if let Some((name, content)) = find(files, "snapshot.png") {
        taken.insert(name.to_owned());
        viewpoint.snapshot = picture(content);
    }
    Some(viewpoint)
}

fn find<'a>(files: &Files<'a>, name: &str) -> Option<(&'a str, &'a [u8])> {
    let wanted = name.replace('\\', "/");
    let found = files.get_key_value(wanted.as_str());
    let found = found.or_else(|| files.iter().find(|(key, _)| key.eq_ignore_ascii_case(&wanted)));
    found.map(|(key, content)| (*key, content.as_slice()))
}

/// The encoding is told by the content; names lie.
pub(crate) fn picture(content: &[u8]) -> Option<Picture> {
    let format = match content {
        [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat::Jpeg,
        _ => return None,
    };
    Some(Picture { format, bytes: content.to_vec() })
}
