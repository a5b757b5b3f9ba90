//! The stages in order: bytes in, an assessment out.
//!
//! This is the crate that other programs embed. It opens no file, keeps no global state, uses no clock and no network;
//! [`Session`] holds what was read, so that changed parameters or rules are judged again without reading the models twice.

mod assess;
mod checked;
pub mod doctor;
mod documents;
pub mod export;
mod figure;
mod hash;
mod host;
pub mod init;
pub mod manual;
mod order;
mod picture;
mod progress;
mod session;
mod submission;
mod versions;

pub use assess::Request;
pub use checked::Checked;
pub use documents::{Document, DocumentError, Run};
pub use haofang_facts::{Brief, FactSheet};
pub use haofang_ifc::{Encoding, Source};
pub use haofang_survey::Options as MeasureOptions;
pub use hash::sha256;
pub use host::{Host, HostError};
pub use order::{DEFAULT_PACKS, Order, OrderError};
pub use progress::{Cancelled, Progress, Stage, Step};
pub use session::Session;
pub use submission::{NamedSource, ReadError, Submission};

pub use haofang_bcf as bcf;
pub use haofang_drawing as drawing;
pub use haofang_facts as facts;
pub use haofang_policy as policy;
pub use haofang_report as report;

/// The version of the tool, as documents print it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
