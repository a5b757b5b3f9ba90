//! Verdicts to documents: JSON, terminal text, HTML, tables, BCF topics, and the comparison of two submissions.
//!
//! This crate computes nothing: outcomes, numbers and counts come from the assessment, so that every format says the same.

pub mod archive;
mod assessment;
pub mod batch;
pub mod diff;
pub mod html;
mod issues;
mod json;
mod junit;
pub mod parquet;
mod pdf;
mod sarif;
mod submission;
pub mod table;
pub mod text;
pub mod topics;
pub mod waivers;
mod words;

pub use assessment::{Assessment, Audience, Conclusion, FailOn, ModelHeader, Tool};
pub use issues::{Issues, MISSING};
pub use json::{assessment as assessment_json, overview, text as assessment_text};
pub use junit::junit;
pub use pdf::pdf;
pub use sarif::sarif;
pub use submission::{Matcher, Past, PastClause, PastVerdict, Rung, Submission};
pub use words::Lang;
