//! What a BCF archive says, the same for 2.1 and 3.0.

use std::collections::BTreeMap;

/// A version of the format that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// BCF 2.1, which every importer reads.
    #[default]
    V2_1,
    /// BCF 3.0.
    V3_0,
}

impl Version {
    /// `2.1` or `3.0`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2_1 => "2.1",
            Self::V3_0 => "3.0",
        }
    }
}

/// A whole archive.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Archive {
    /// The project the topics belong to.
    pub project: Option<Project>,
    /// The words allowed for types, statuses and so on. On writing, used words are added.
    pub extensions: Extensions,
    /// The topics, in the order in which they are shown.
    pub topics: Vec<Topic>,
    /// Documents attached to the archive (`documents.xml` of 3.0).
    pub documents: Vec<Document>,
    /// Other files of the archive by path, for example a model or a 2.1 document.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Identity of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Any stable identifier, usually a UUID.
    pub id: String,
    /// Name for people.
    pub name: Option<String>,
}

/// The lists of allowed words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Topic types.
    pub types: Vec<String>,
    /// Topic statuses.
    pub statuses: Vec<String>,
    /// Priorities.
    pub priorities: Vec<String>,
    /// Labels.
    pub labels: Vec<String>,
    /// Users, by e-mail address.
    pub users: Vec<String>,
    /// Types of BIM snippets.
    pub snippet_types: Vec<String>,
    /// Stages of the project.
    pub stages: Vec<String>,
}

/// A document stored in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// UUID of the document.
    pub guid: String,
    /// Its file name.
    pub filename: String,
    /// What it is.
    pub description: Option<String>,
    /// Its content; `None` when the archive lacks it.
    pub bytes: Option<Vec<u8>>,
}

/// Who changed something, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Date and time with zone, `2026-01-02T03:04:05+08:00`.
    pub date: String,
    /// E-mail address of the person or tool.
    pub author: String,
}

/// One issue.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Topic {
    /// UUID, lower case; also the name of the folder.
    pub guid: String,
    /// Number given by a server (3.0).
    pub server_assigned_id: Option<String>,
    /// Kind of issue.
    pub topic_type: Option<String>,
    /// State of the issue.
    pub status: Option<String>,
    /// The models the topic is about.
    pub files: Vec<HeaderFile>,
    /// Links to places outside.
    pub reference_links: Vec<String>,
    /// One line that tells the issue.
    pub title: String,
    /// Priority.
    pub priority: Option<String>,
    /// Place in the order of topics.
    pub index: Option<i32>,
    /// Labels.
    pub labels: Vec<String>,
    /// Who created the topic, and when.
    pub created: Change,
    /// Who changed it last, and when.
    pub modified: Option<Change>,
    /// Date by which it is to be solved.
    pub due_date: Option<String>,
    /// E-mail address of the person in charge.
    pub assigned_to: Option<String>,
    /// Stage of the project.
    pub stage: Option<String>,
    /// The whole story.
    pub description: Option<String>,
    /// A machine-readable piece of the model.
    pub snippet: Option<Snippet>,
    /// Documents that belong to the topic.
    pub documents: Vec<DocumentReference>,
    /// UUIDs of related topics.
    pub related: Vec<String>,
    /// What people and tools said, oldest first.
    pub comments: Vec<Comment>,
    /// Views of the model; the first is the one shown.
    pub viewpoints: Vec<Viewpoint>,
    /// Other files of the topic's folder by path below it (snippets, bitmaps, attachments).
    pub attachments: BTreeMap<String, Vec<u8>>,
}

/// A model the topic is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderFile {
    /// GlobalId of the IfcProject.
    pub ifc_project: Option<String>,
    /// GlobalId of the spatial element the topic is in.
    pub ifc_spatial: Option<String>,
    /// Whether the file lies outside the archive.
    pub is_external: bool,
    /// Name from the header of the IFC file.
    pub filename: Option<String>,
    /// Date from the header of the IFC file.
    pub date: Option<String>,
    /// Address of the file.
    pub reference: Option<String>,
}

impl Default for HeaderFile {
    fn default() -> Self {
        Self { ifc_project: None, ifc_spatial: None, is_external: true, filename: None, date: None, reference: None }
    }
}

/// A machine-readable piece of the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Kind of snippet.
    pub snippet_type: String,
    /// Whether `reference` is an address outside the archive.
    pub is_external: bool,
    /// File name in the topic's folder, or an address.
    pub reference: String,
    /// Schema of the snippet.
    pub schema: String,
}

/// A document that belongs to a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReference {
    /// UUID of the reference (optional in 2.1).
    pub guid: Option<String>,
    /// Where the document is.
    pub target: DocumentTarget,
    /// What it is.
    pub description: Option<String>,
}

/// Where a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentTarget {
    /// A [`Document`] of the archive, by UUID (3.0).
    Guid(String),
    /// A path relative to the topic's folder (2.1).
    Path(String),
    /// An address outside the archive.
    Url(String),
}

/// What somebody said about a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comment {
    /// UUID, lower case.
    pub guid: String,
    /// Who said it, and when.
    pub created: Change,
    /// The words.
    pub text: String,
    /// UUID of the viewpoint it refers to.
    pub viewpoint: Option<String>,
    /// Who changed it last, and when.
    pub modified: Option<Change>,
}

/// A view with its picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Viewpoint {
    /// UUID, lower case.
    pub guid: String,
    /// Place in the order of viewpoints.
    pub index: Option<i32>,
    /// The view; `None` when there is only a picture.
    pub view: Option<View>,
    /// The picture.
    pub snapshot: Option<Picture>,
}

/// An encoded image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// How it is encoded.
    pub format: ImageFormat,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Encodings that the format allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// What is seen and from where; metres in IFC world coordinates, Z up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Selected, hidden and coloured components.
    pub components: Option<Components>,
    /// The camera.
    pub camera: Option<Camera>,
    /// Lines drawn into the model.
    pub lines: Vec<Line>,
    /// Planes that cut the model.
    pub clipping_planes: Vec<ClippingPlane>,
    /// Images placed in the model.
    pub bitmaps: Vec<Bitmap>,
}

/// Selected, hidden and coloured components.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Components {
    /// What the issue is about.
    pub selection: Vec<Component>,
    /// Whether components are shown unless excepted.
    pub default_visibility: bool,
    /// Components that differ from `default_visibility`.
    pub exceptions: Vec<Component>,
    /// Which kinds of auxiliary objects are shown.
    pub hints: Option<Hints>,
    /// Colours, in the order given.
    pub coloring: Vec<Coloring>,
}

/// Which kinds of auxiliary objects are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hints {
    /// IfcSpace.
    pub spaces: bool,
    /// Space boundaries.
    pub space_boundaries: bool,
    /// IfcOpeningElement.
    pub openings: bool,
}

/// One element of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Component {
    /// GlobalId, 22 characters.
    pub ifc_guid: Option<String>,
    /// Program that made it.
    pub originating_system: Option<String>,
    /// Identifier in that program.
    pub authoring_tool_id: Option<String>,
}

impl Component {
    /// The element with this GlobalId.
    #[must_use]
    pub fn of(ifc_guid: impl Into<String>) -> Self {
        Self { ifc_guid: Some(ifc_guid.into()), ..Self::default() }
    }
}

/// Components shown in one colour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coloring {
    /// `RRGGBB` or `AARRGGBB`, hexadecimal.
    pub color: String,
    /// The components.
    pub components: Vec<Component>,
}

/// From where the model is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Camera {
    /// Eye point, metres.
    pub eye: [f64; 3],
    /// Direction of view, unit length.
    pub direction: [f64; 3],
    /// Upward direction, unit length, at a right angle to `direction`.
    pub up: [f64; 3],
    /// Perspective or parallel projection.
    pub projection: Projection,
    /// Width over height; `None` in 2.1, written as 1 in 3.0.
    pub aspect: Option<f64>,
}

/// Kind of projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Projection {
    /// Perspective with this vertical field of view, degrees.
    Perspective {
        /// Vertical field of view, degrees; 2.1 allows 45 to 60 only.
        field_of_view: f64,
    },
    /// Parallel, showing this many metres vertically.
    Orthogonal {
        /// Visible height, metres.
        scale: f64,
    },
}

/// A line, or a point when both ends are equal; metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Start.
    pub start: [f64; 3],
    /// End.
    pub end: [f64; 3],
}

/// A plane that cuts the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClippingPlane {
    /// A point on the plane, metres.
    pub location: [f64; 3],
    /// Unit normal towards the half that is removed.
    pub direction: [f64; 3],
}

/// An image placed in the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Bitmap {
    /// Encoding.
    pub format: ImageFormat,
    /// File name in the topic's folder, found in [`Topic::attachments`].
    pub reference: String,
    /// Centre, metres.
    pub location: [f64; 3],
    /// Normal.
    pub normal: [f64; 3],
    /// Upward direction.
    pub up: [f64; 3],
    /// Height, metres.
    pub height: f64,
}
