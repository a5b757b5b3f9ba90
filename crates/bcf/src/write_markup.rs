//! A [`Topic`] to `markup.bcf`, elements in the order of the official schemas.

use crate::date;
use crate::ids;
use crate::model::{Archive, Change, Comment, DocumentReference, DocumentTarget, HeaderFile, Snippet, Topic, Version};
use crate::write::extension_of;
use crate::xml::Element;

/// Written in 3.0 for a topic without a type.
pub(crate) const DEFAULT_TYPE: &str = "Issue";
/// Written in 3.0 for a topic without a status.
pub(crate) const DEFAULT_STATUS: &str = "Open";

/// File names of the viewpoints of a topic.
pub(crate) struct Names {
    pub(crate) viewpoints: Vec<ViewpointNames>,
}

pub(crate) struct ViewpointNames {
    pub(crate) view: Option<String>,
    pub(crate) snapshot: Option<String>,
}

impl Names {
    /// The first pair is `viewpoint.bcfv` and `snapshot.png`: older importers look for nothing else.
    pub(crate) fn of(topic: &Topic) -> Self {
        let name = |(at, viewpoint): (usize, &crate::model::Viewpoint)| {
            let guid = viewpoint.guid.to_ascii_lowercase();
            let (view, picture) = if at == 0 { ("viewpoint", "snapshot") } else { (guid.as_str(), guid.as_str()) };
            ViewpointNames {
                view: viewpoint.view.as_ref().map(|_| format!("{view}.bcfv")),
                snapshot: viewpoint.snapshot.as_ref().map(|image| format!("{picture}.{}", extension_of(image.format))),
            }
        };
        Self { viewpoints: topic.viewpoints.iter().enumerate().map(name).collect() }
    }

    pub(crate) fn contains(&self, file: &str) -> bool {
        let mut names = self.viewpoints.iter().flat_map(|entry| [&entry.view, &entry.snapshot]).flatten();
        file.eq_ignore_ascii_case("markup.bcf") || names.any(|name| name.eq_ignore_ascii_case(file))
    }
}

pub(crate) fn markup(topic: &Topic, names: &Names, archive: &Archive, version: Version) -> Result<Element, String> {
    let three = version == Version::V3_0;
    let mut root = Element::new("Markup");
    if let Some(header) = header(&topic.files, three)? {
        root.push(header);
    }
    let mut element = topic_element(topic, archive, three)?;
    let comments = topic.comments.iter().map(|source| comment(source, topic, three)).collect::<Result<Vec<_>, _>>()?;
    let viewpoints = topic.viewpoints.iter().zip(&names.viewpoints).map(|(viewpoint, names)| {
        let mut entry = Element::new(if three { "ViewPoint" } else { "Viewpoints" }).set("Guid", &uuid(&viewpoint.guid, "viewpoint")?);
        entry.push_text("Viewpoint", names.view.as_deref());
        entry.push_text("Snapshot", names.snapshot.as_deref());
        entry.push_text("Index", viewpoint.index.map(|index| index.to_string()).as_deref());
        Ok(entry)
    });
    let viewpoints = viewpoints.collect::<Result<Vec<_>, String>>()?;
    if three {
        push_list(&mut element, "Comments", comments);
        push_list(&mut element, "Viewpoints", viewpoints);
        root.push(element);
    } else {
        root.push(element);
        root.children.extend(comments);
        root.children.extend(viewpoints);
    }
    Ok(root)
}

fn push_list(parent: &mut Element, name: &str, items: Vec<Element>) {
    if !items.is_empty() {
        let mut list = Element::new(name);
        list.children = items;
        parent.push(list);
    }
}

fn uuid(text: &str, what: &str) -> Result<String, String> {
    if ids::is_uuid(text) { Ok(text.to_ascii_lowercase()) } else { Err(format!("{what} identifier {text:?} is not a UUID")) }
}

fn date_text(text: &str, what: &str) -> Result<String, String> {
    date::normal(text).ok_or_else(|| format!("{what} {text:?} is not a date such as 2026-01-02T03:04:05+08:00"))
}

fn required<'a>(text: &'a str, what: &str) -> Result<&'a str, String> {
    if text.trim().is_empty() { Err(format!("{what} is empty")) } else { Ok(text) }
}

/// Archives of others name nobody at times; an empty author is a trap for importers, so say that it is unknown.
fn author(change: &Change) -> &str {
    if change.author.trim().is_empty() { "unknown" } else { &change.author }
}

fn header(files: &[HeaderFile], three: bool) -> Result<Option<Element>, String> {
    let external = if three { "IsExternal" } else { "isExternal" };
    let mut entries = Vec::new();
    for file in files {
        let mut entry = Element::new("File");
        for (name, guid) in [("IfcProject", &file.ifc_project), ("IfcSpatialStructureElement", &file.ifc_spatial)] {
            // A malformed GlobalId would make the whole markup invalid; it identifies nothing anyway.
            if let Some(guid) = guid.as_deref().filter(|guid| ids::is_ifc_guid(guid)) {
                entry = entry.set(name, guid);
            }
        }
        entry = entry.set(external, if file.is_external { "true" } else { "false" });
        entry.push_text("Filename", file.filename.as_deref());
        if let Some(date) = &file.date {
            entry.push(Element::with_text("Date", &date_text(date, "date of the model")?));
        }
        entry.push_text("Reference", file.reference.as_deref());
        entries.push(entry);
    }
    if entries.is_empty() {
        return Ok(None);
    }
    let mut header = Element::new("Header");
    if three {
        push_list(&mut header, "Files", entries);
    } else {
        header.children = entries;
    }
    Ok(Some(header))
}

fn topic_element(topic: &Topic, archive: &Archive, three: bool) -> Result<Element, String> {
    let mut out = Element::new("Topic").set("Guid", &uuid(&topic.guid, "topic")?);
    if three && let Some(id) = topic.server_assigned_id.as_deref().filter(|id| !id.trim().is_empty()) {
        out = out.set("ServerAssignedId", id);
    }
    let kind = topic.topic_type.as_deref().or(three.then_some(DEFAULT_TYPE));
    let status = topic.status.as_deref().or(three.then_some(DEFAULT_STATUS));
    for (name, value) in [("TopicType", kind), ("TopicStatus", status)] {
        if let Some(value) = value {
            out = out.set(name, value);
        }
    }
    words(&mut out, "ReferenceLinks", "ReferenceLink", &topic.reference_links, three);
    out.push(Element::with_text("Title", required(&topic.title, "the title")?));
    out.push_text("Priority", topic.priority.as_deref());
    out.push_text("Index", topic.index.map(|index| index.to_string()).as_deref());
    if three {
        words(&mut out, "Labels", "Label", &topic.labels, true);
    } else {
        words(&mut out, "", "Labels", &topic.labels, false);
    }
    out.push(Element::with_text("CreationDate", &date_text(&topic.created.date, "the creation date")?));
    out.push(Element::with_text("CreationAuthor", author(&topic.created)));
    push_change(&mut out, topic.modified.as_ref())?;
    if let Some(due) = &topic.due_date {
        out.push(Element::with_text("DueDate", &date_text(due, "the due date")?));
    }
    out.push_text("AssignedTo", topic.assigned_to.as_deref());
    out.push_text("Stage", topic.stage.as_deref());
    out.push_text("Description", topic.description.as_deref());
    if let Some(source) = &topic.snippet {
        out.push(snippet(source, three)?);
    }
    document_references(&mut out, topic, archive, three)?;
    let mut related = Vec::new();
    for guid in &topic.related {
        related.push(Element::new("RelatedTopic").set("Guid", &uuid(guid, "related topic")?));
    }
    if three {
        push_list(&mut out, "RelatedTopics", related);
    } else {
        out.children.extend(related);
    }
    Ok(out)
}

fn words(parent: &mut Element, list: &str, name: &str, words: &[String], three: bool) {
    let items: Vec<Element> = words.iter().filter(|w| !w.trim().is_empty()).map(|w| Element::with_text(name, w)).collect();
    if three {
        push_list(parent, list, items);
    } else {
        parent.children.extend(items);
    }
}

fn push_change(parent: &mut Element, change: Option<&Change>) -> Result<(), String> {
    if let Some(change) = change {
        parent.push(Element::with_text("ModifiedDate", &date_text(&change.date, "the date of change")?));
        parent.push(Element::with_text("ModifiedAuthor", author(change)));
    }
    Ok(())
}

fn snippet(source: &Snippet, three: bool) -> Result<Element, String> {
    let external = if three { "IsExternal" } else { "isExternal" };
    let mut out = Element::new("BimSnippet")
        .set("SnippetType", required(&source.snippet_type, "the snippet type")?)
        .set(external, if source.is_external { "true" } else { "false" });
    out.push(Element::with_text("Reference", required(&source.reference, "the snippet reference")?));
    let schema = if source.schema.trim().is_empty() { "unknown" } else { &source.schema };
    out.push(Element::with_text("ReferenceSchema", schema));
    Ok(out)
}

fn document_references(out: &mut Element, topic: &Topic, archive: &Archive, three: bool) -> Result<(), String> {
    let mut items = Vec::new();
    for (at, reference) in topic.documents.iter().enumerate() {
        let guid = reference.guid.clone().unwrap_or_else(|| ids::stable(&["document", &topic.guid, &at.to_string()]));
        let mut entry = Element::new("DocumentReference").set("Guid", &uuid(&guid, "document reference")?);
        if three {
            target_3(&mut entry, reference)
        } else {
            target_2(&mut entry, reference, archive)
        }
        entry.push_text("Description", reference.description.as_deref());
        items.push(entry);
    }
    if three {
        push_list(out, "DocumentReferences", items);
    } else {
        out.children.extend(items);
    }
    Ok(())
}

fn target_3(entry: &mut Element, reference: &DocumentReference) {
    match &reference.target {
        DocumentTarget::Guid(guid) => entry.push(Element::with_text("DocumentGuid", &guid.to_ascii_lowercase())),
        DocumentTarget::Path(path) | DocumentTarget::Url(path) => entry.push_text("Url", Some(path)),
    }
}

fn target_2(entry: &mut Element, reference: &DocumentReference, archive: &Archive) {
    let path = match &reference.target {
        DocumentTarget::Path(path) => path.clone(),
        DocumentTarget::Url(url) => {
            entry.attributes.push(("isExternal".to_owned(), "true".to_owned()));
            url.clone()
        }
        DocumentTarget::Guid(guid) => match archive.documents.iter().find(|document| document.guid == *guid) {
            Some(document) => format!("../Documents/{}", document.filename),
            None => guid.clone(),
        },
    };
    entry.push_text("ReferencedDocument", Some(&path));
}

/// Stands for the words of a comment that has none: 3.0 forbids a comment that says nothing and shows nothing, and who
/// looked at the topic when must not be lost.
const NO_WORDS: &str = "—";

fn comment(source: &Comment, topic: &Topic, three: bool) -> Result<Element, String> {
    let known = |guid: &&String| topic.viewpoints.iter().any(|viewpoint| viewpoint.guid.eq_ignore_ascii_case(guid));
    let viewpoint = source.viewpoint.as_ref().filter(known);
    let mut out = Element::new("Comment").set("Guid", &uuid(&source.guid, "comment")?);
    out.push(Element::with_text("Date", &date_text(&source.created.date, "the date of a comment")?));
    out.push(Element::with_text("Author", author(&source.created)));
    if three {
        let silent = source.text.trim().is_empty() && viewpoint.is_none();
        out.push_text("Comment", Some(if silent { NO_WORDS } else { &source.text }));
    } else {
        out.push(Element::with_text("Comment", &source.text));
    }
    if let Some(guid) = viewpoint {
        out.push(Element::new("Viewpoint").set("Guid", &uuid(guid, "viewpoint")?));
    }
    push_change(&mut out, source.modified.as_ref())?;
    Ok(out)
}
