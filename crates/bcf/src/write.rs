//! Writing archives: strict, complete, and the same bytes for the same value.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::WriteError;
use crate::ids;
use crate::model::{Archive, Extensions, ImageFormat, Picture, Version};
use crate::write_markup::{Names, markup};
use crate::write_view::view;
use crate::xml::{Element, serialize};

/// Packs the archive. Words used by topics are added to the extension lists.
///
/// # Errors
/// When a value breaks the schema of the chosen version; nothing invalid is ever written.
pub fn write(archive: &Archive, version: Version) -> Result<Vec<u8>, WriteError> {
    let mut pack = Pack::new();
    pack.file("bcf.version", &serialize(&version_element(version)))?;
    if version == Version::V2_1 || archive.project.is_some() {
        pack.file("project.bcfp", &serialize(&project(archive, version)))?;
    }
    let extensions = used_words(archive);
    match version {
        Version::V2_1 => pack.file("extensions.xsd", &serialize(&extensions_schema(&extensions)))?,
        Version::V3_0 => pack.file("extensions.xml", &serialize(&extensions_list(&extensions)))?,
    }
    documents(archive, version, &mut pack)?;
    for (path, content) in &archive.files {
        pack.file(path, content)?;
    }
    let mut guids = BTreeSet::new();
    for topic in &archive.topics {
        let invalid = |what: String| WriteError::Invalid { topic: topic.guid.clone(), what };
        let guid = topic.guid.to_ascii_lowercase();
        let names = Names::of(topic);
        let root = markup(topic, &names, archive, version).map_err(invalid)?;
        if !guids.insert(guid.clone()) {
            return Err(invalid("this identifier is used by two topics".to_owned()));
        }
        pack.folder(&guid)?;
        pack.file(&format!("{guid}/markup.bcf"), &serialize(&root))?;
        for (viewpoint, name) in topic.viewpoints.iter().zip(&names.viewpoints) {
            if let (Some(source), Some(name)) = (&viewpoint.view, &name.view) {
                let root = view(source, &viewpoint.guid, version).map_err(invalid)?;
                pack.file(&format!("{guid}/{name}"), &serialize(&root))?;
            }
            if let (Some(Picture { bytes, .. }), Some(name)) = (&viewpoint.snapshot, &name.snapshot) {
                pack.file(&format!("{guid}/{name}"), bytes)?;
            }
        }
        for (name, content) in &topic.attachments {
            if !names.contains(name) {
                pack.file(&format!("{guid}/{name}"), content)?;
            }
        }
    }
    pack.finish()
}

pub(crate) fn extension_of(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpg",
    }
}

fn version_element(version: Version) -> Element {
    let mut root = Element::new("Version").set("VersionId", version.as_str());
    if version == Version::V2_1 {
        root.push(Element::with_text("DetailedVersion", "2.1"));
    }
    root
}

fn project(archive: &Archive, version: Version) -> Element {
    let mut root = Element::new(if version == Version::V2_1 { "ProjectExtension" } else { "ProjectInfo" });
    if let Some(source) = &archive.project {
        let id = if source.id.trim().is_empty() {
            ids::stable(&["project", source.name.as_deref().unwrap_or_default()])
        } else {
            source.id.clone()
        };
        let mut project = Element::new("Project").set("ProjectId", &id);
        project.push_text("Name", source.name.as_deref());
        root.push(project);
    }
    if version == Version::V2_1 {
        // Importers take the archive for empty without it.
        root.push(Element::with_text("ExtensionSchema", "extensions.xsd"));
    }
    root
}

/// The lists of the archive and the words its topics use, in this order, each word once.
fn used_words(archive: &Archive) -> Extensions {
    let mut lists = archive.extensions.clone();
    for topic in &archive.topics {
        lists.types.extend(topic.topic_type.clone());
        lists.statuses.extend(topic.status.clone());
        lists.priorities.extend(topic.priority.clone());
        lists.labels.extend(topic.labels.iter().cloned());
        lists.users.extend(topic.assigned_to.clone());
        lists.stages.extend(topic.stage.clone());
        lists.snippet_types.extend(topic.snippet.as_ref().map(|snippet| snippet.snippet_type.clone()));
    }
    // 3.0 demands both of every topic.
    if archive.topics.iter().any(|topic| topic.topic_type.is_none()) {
        lists.types.push(crate::write_markup::DEFAULT_TYPE.to_owned());
    }
    if archive.topics.iter().any(|topic| topic.status.is_none()) {
        lists.statuses.push(crate::write_markup::DEFAULT_STATUS.to_owned());
    }
    for list in [
        &mut lists.types,
        &mut lists.statuses,
        &mut lists.priorities,
        &mut lists.labels,
        &mut lists.users,
        &mut lists.snippet_types,
        &mut lists.stages,
    ] {
        let mut seen = BTreeSet::new();
        list.retain(|word| !word.trim().is_empty() && seen.insert(word.clone()));
    }
    lists
}

/// 2.1: a redefinition of the markup schema. SnippetType does not exist there, so it is left out.
fn extensions_schema(lists: &Extensions) -> Element {
    let mut redefine = Element::new("xs:redefine").set("schemaLocation", "markup.xsd");
    for (name, words) in [
        ("TopicType", &lists.types),
        ("TopicStatus", &lists.statuses),
        ("Priority", &lists.priorities),
        ("TopicLabel", &lists.labels),
        ("UserIdType", &lists.users),
        ("Stage", &lists.stages),
    ] {
        if words.is_empty() {
            continue;
        }
        let mut restriction = Element::new("xs:restriction").set("base", name);
        for word in words {
            restriction.push(Element::new("xs:enumeration").set("value", word));
        }
        let mut simple = Element::new("xs:simpleType").set("name", name);
        simple.push(restriction);
        redefine.push(simple);
    }
    let mut root = Element::new("xs:schema").set("xmlns:xs", "http://www.w3.org/2001/XMLSchema");
    root.push(redefine);
    root
}

fn extensions_list(lists: &Extensions) -> Element {
    let mut root = Element::new("Extensions");
    for (plural, singular, words) in [
        ("TopicTypes", "TopicType", &lists.types),
        ("TopicStatuses", "TopicStatus", &lists.statuses),
        ("Priorities", "Priority", &lists.priorities),
        ("TopicLabels", "TopicLabel", &lists.labels),
        ("Users", "User", &lists.users),
        ("SnippetTypes", "SnippetType", &lists.snippet_types),
        ("Stages", "Stage", &lists.stages),
    ] {
        let mut list = Element::new(plural);
        for word in words {
            list.push(Element::with_text(singular, word));
        }
        root.push(list);
    }
    root
}

fn documents(archive: &Archive, version: Version, pack: &mut Pack) -> Result<(), WriteError> {
    let mut list = Element::new("Documents");
    for document in &archive.documents {
        let Some(bytes) = &document.bytes else { continue };
        match version {
            Version::V2_1 => pack.file(&format!("Documents/{}", document.filename), bytes)?,
            Version::V3_0 => {
                let mut entry = Element::new("Document").set("Guid", &document.guid);
                entry.push(Element::with_text("Filename", &document.filename));
                entry.push_text("Description", document.description.as_deref());
                list.push(entry);
                pack.file(&format!("Documents/{}", document.guid), bytes)?;
            }
        }
    }
    if !list.children.is_empty() {
        let mut root = Element::new("DocumentInfo");
        root.push(list);
        pack.file("documents.xml", &serialize(&root))?;
    }
    Ok(())
}

/// A zip writer that knows no clock.
struct Pack {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    paths: BTreeSet<String>,
}

impl Pack {
    fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), paths: BTreeSet::new() }
    }

    fn options() -> SimpleFileOptions {
        SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
    }

    fn folder(&mut self, name: &str) -> Result<(), WriteError> {
        self.zip.add_directory(name, Self::options().unix_permissions(0o755)).map_err(|error| WriteError::Zip(error.to_string()))
    }

    fn file(&mut self, path: &str, content: &[u8]) -> Result<(), WriteError> {
        let unsafe_path =
            path.is_empty() || path.starts_with('/') || path.contains([':', '\\']) || path.split('/').any(|part| part == "..");
        if unsafe_path || !self.paths.insert(path.to_lowercase()) {
            let what = format!("the path {path:?} is unsafe or used twice; choose another file name");
            return Err(WriteError::Invalid { topic: path.to_owned(), what });
        }
        let failed = |error: String| WriteError::Zip(error);
        self.zip.start_file(path, Self::options()).map_err(|error| failed(error.to_string()))?;
        self.zip.write_all(content).map_err(|error| failed(error.to_string()))
    }

    fn finish(self) -> Result<Vec<u8>, WriteError> {
        self.zip.finish().map(Cursor::into_inner).map_err(|error| WriteError::Zip(error.to_string()))
    }
}
