//! BCF 2.1 and 3.0 archives; knows nothing of policies.
//!
//! Writing is strict: element order of the official schemas, directory entries for topic folders, lower-case
//! identifiers, fixed time stamps, so that the same value always gives the same bytes. Reading is lenient: 2.0, 2.1
//! and 3.0, also with the flaws that real tools leave behind; what was repaired is told in [`Note`]s.

pub mod date;
mod entries;
mod error;
pub mod ids;
mod lint;
mod lint_image;
mod merge;
mod model;
mod read;
mod read_markup;
mod read_view;
mod write;
mod write_markup;
mod write_view;
mod xml;

pub use entries::Limits;
pub use error::{ReadError, WriteError};
pub use lint::{LintReport, Problem, Severity, lint};
pub use merge::{MergeOptions, Merged, Resolution, merge};
pub use model::{
    Archive, Bitmap, Camera, Change, ClippingPlane, Coloring, Comment, Component, Components, Document, DocumentReference, DocumentTarget,
    Extensions, HeaderFile, Hints, ImageFormat, Line, Picture, Project, Projection, Snippet, Topic, Version, View, Viewpoint,
};
pub use read::{Note, Reading, read, read_with};
pub use write::write;
