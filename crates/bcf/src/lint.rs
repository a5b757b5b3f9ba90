//! `haofang bcf lint`: what importers would stumble over, in any archive.

use std::collections::BTreeSet;

use crate::date;
use crate::entries::{Limits, unpack};
use crate::error::ReadError;
use crate::ids;
use crate::lint_image;
use crate::model::{Archive, Camera, Projection, Topic, View};
use crate::read::{Reading, read};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Breaks the standard: some importer will refuse it.
    Error,
    /// Legal, but a known trap for an importer.
    Warning,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Short name of the rule, stable.
    pub rule: &'static str,
    /// File or topic.
    pub place: String,
    /// What was found and what was expected.
    pub message: String,
}

/// What lint found.
#[derive(Debug, Clone, PartialEq)]
pub struct LintReport {
    /// The archive as read.
    pub reading: Reading,
    /// Problems, worst first.
    pub problems: Vec<Problem>,
}

impl LintReport {
    /// Whether no importer has a reason to refuse the archive.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks an archive against the standard and the known traps of importers.
///
/// # Errors
/// When the bytes cannot be read as a BCF archive at all.
pub fn lint(bytes: &[u8]) -> Result<LintReport, ReadError> {
    let reading = read(bytes)?;
    let mut found = Found { problems: Vec::new() };
    for note in &reading.notes {
        found.error("reading", &note.place, &note.message);
    }
    let entries = unpack(bytes, Limits::default(), &mut Vec::new())?;
    let folders: BTreeSet<String> = entries.folders.iter().map(|name| name.to_ascii_lowercase()).collect();
    if entries.find("project.bcfp").is_none() {
        found.warn("project", "project.bcfp", "is missing; importers then show no project");
    }
    if reading.version == "3.0" && entries.find("extensions.xml").is_none() {
        found.error("extensions", "extensions.xml", "is missing; 3.0 demands it");
    }
    if reading.archive.topics.is_empty() {
        found.warn("topics", "archive", "holds no topic");
    }
    let mut guids = BTreeSet::new();
    for topic in &reading.archive.topics {
        if !folders.contains(&topic.guid) {
            found.warn("zip-dir", &topic.guid, "the topic folder has no directory entry in the archive");
        }
        let own = topic.comments.iter().map(|c| &c.guid).chain(topic.viewpoints.iter().map(|v| &v.guid));
        for guid in own.chain([&topic.guid]) {
            if !guids.insert(guid.clone()) {
                found.error("guid-twice", &topic.guid, &format!("identifier {guid} is used twice"));
            }
        }
        check_topic(topic, &reading, &mut found);
    }
    found.problems.sort();
    Ok(LintReport { problems: found.problems, reading })
}

struct Found {
    problems: Vec<Problem>,
}

impl Found {
    fn add(&mut self, severity: Severity, rule: &'static str, place: &str, message: &str) {
        self.problems.push(Problem { severity, rule, place: place.to_owned(), message: message.to_owned() });
    }

    fn error(&mut self, rule: &'static str, place: &str, message: &str) {
        self.add(Severity::Error, rule, place, message);
    }

    fn warn(&mut self, rule: &'static str, place: &str, message: &str) {
        self.add(Severity::Warning, rule, place, message);
    }
}

fn check_topic(topic: &Topic, reading: &Reading, found: &mut Found) {
    let place = topic.guid.as_str();
    let three = reading.version == "3.0";
    if topic.title.is_empty() {
        found.error("title", place, "the title is empty");
    }
    if topic.created.date.is_empty() {
        found.error("date", place, "the creation date is missing or no date");
    }
    if topic.created.author.is_empty() {
        found.error("author", place, "the creation author is empty");
    }
    for (name, value) in [("type", &topic.topic_type), ("status", &topic.status)] {
        if value.is_none() {
            let message = format!("the topic has no {name}");
            if three { found.error("topic-attribute", place, &message) } else { found.warn("topic-attribute", place, &message) }
        }
    }
    if topic.files.is_empty() {
        found.warn("header", place, "no model is named; importers cannot tell which one is meant");
    } else if topic.files.iter().any(|file| file.ifc_project.is_none() || file.filename.is_none()) {
        found.warn("header", place, "a model is named without IfcProject or file name");
    }
    if let Some(change) = &topic.modified {
        if change.author.is_empty() {
            found.warn("author", place, "a date of change without an author");
        }
        if date::seconds(&change.date) < date::seconds(&topic.created.date) {
            found.warn("date-order", place, "changed before it was created");
        }
    }
    words(topic, &reading.archive, found);
    for comment in &topic.comments {
        if comment.text.is_empty() {
            found.warn("comment-empty", place, &format!("comment {} has no text", comment.guid));
        }
        if comment.created.date.is_empty() || comment.created.author.is_empty() {
            found.error("comment", place, &format!("comment {} lacks date or author", comment.guid));
        }
        if let Some(guid) = &comment.viewpoint
            && !topic.viewpoints.iter().any(|viewpoint| viewpoint.guid == *guid)
        {
            found.error("comment-viewpoint", place, &format!("comment {} refers to viewpoint {guid}, which is absent", comment.guid));
        }
    }
    if topic.viewpoints.is_empty() {
        found.warn("viewpoint-none", place, "the topic has no viewpoint");
    } else if !topic.comments.iter().any(|comment| comment.viewpoint.is_some()) {
        found.warn("viewpoint-comment", place, "no comment refers to a viewpoint; BIMcollab Zoom goes to it through one");
    }
    for viewpoint in &topic.viewpoints {
        let place = format!("{place}/{}", viewpoint.guid);
        match &viewpoint.snapshot {
            None => found.warn("snapshot-none", &place, "no snapshot; Solibri (3.0) and BIMcollab refuse such viewpoints"),
            Some(picture) => {
                for (severity, rule, message) in lint_image::problems(picture) {
                    found.add(severity, rule, &place, &message);
                }
            }
        }
        match &viewpoint.view {
            None => found.warn("viewpoint-file", &place, "no view file, so no camera and no selection"),
            Some(view) => check_view(view, three, &place, found),
        }
    }
}

/// Words outside the extension lists, where lists are given.
fn words(topic: &Topic, archive: &Archive, found: &mut Found) {
    let lists = &archive.extensions;
    let one = |word: &Option<String>| word.clone().into_iter().collect::<Vec<_>>();
    for (name, list, used) in [
        ("type", &lists.types, one(&topic.topic_type)),
        ("status", &lists.statuses, one(&topic.status)),
        ("priority", &lists.priorities, one(&topic.priority)),
        ("label", &lists.labels, topic.labels.clone()),
        ("stage", &lists.stages, one(&topic.stage)),
        ("user", &lists.users, one(&topic.assigned_to)),
    ] {
        for word in used {
            if !list.is_empty() && !list.contains(&word) {
                found.warn("extension-value", &topic.guid, &format!("{name} {word:?} is not in the extension list"));
            }
        }
    }
}

fn check_view(view: &View, three: bool, place: &str, found: &mut Found) {
    match &view.components {
        None => found.warn("components", place, "no components: importers can select nothing"),
        Some(components) => {
            if components.selection.is_empty() {
                found.warn("selection", place, "nothing is selected");
            }
            if !components.default_visibility && components.exceptions.is_empty() {
                found.warn("visibility", place, "nothing is visible");
            }
            let all = components.selection.iter().chain(&components.exceptions);
            for component in all.chain(components.coloring.iter().flat_map(|group| &group.components)) {
                match &component.ifc_guid {
                    Some(guid) if !ids::is_ifc_guid(guid) => {
                        found.error("component-guid", place, &format!("{guid:?} is not an IFC GlobalId"));
                    }
                    None if component.authoring_tool_id.is_none() => {
                        found.error("component", place, "a component without any identifier");
                    }
                    _ => {}
                }
            }
            if components.selection.len() > 1000 {
                found.warn("component-many", place, "more than 1000 components are selected");
            }
        }
    }
    match &view.camera {
        None if three => found.error("camera", place, "3.0 needs exactly one camera"),
        None => found.warn("camera", place, "no camera"),
        Some(camera) => check_camera(camera, three, place, found),
    }
}

fn check_camera(camera: &Camera, three: bool, place: &str, found: &mut Found) {
    let dot = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (d, u) = (dot(camera.direction, camera.direction).sqrt(), dot(camera.up, camera.up).sqrt());
    // One in a hundred is what importers were seen to tolerate.
    let loose = 0.01;
    if d <= 0.0 || u <= 0.0 {
        found.error("camera", place, "direction or up vector without length");
        return;
    }
    if (d - 1.0).abs() > loose || (u - 1.0).abs() > loose {
        found.warn("camera-unit", place, "direction or up vector is not of unit length");
    }
    let cosine = dot(camera.direction, camera.up) / (d * u);
    if cosine.abs() > 1.0 - loose * loose {
        found.error("camera-parallel", place, "direction and up vector are parallel");
    } else if cosine.abs() > loose {
        found.warn("camera-square", place, "direction and up vector are not at a right angle; Revit plug-ins throw");
    }
    if let Projection::Perspective { field_of_view } = camera.projection
        && !three
        && !(45.0..=60.0).contains(&field_of_view)
    {
        found.error("camera-fov", place, &format!("field of view {field_of_view}; 2.1 allows 45 to 60"));
    }
}
