//! Tables for people who work in Excel, and for scripts.

mod csv;
mod findings;
mod form;
mod markdown;
mod rows;
mod subjects;
mod xlsx;

pub use csv::{clauses as csv, dwellings as csv_dwellings, facts as facts_csv, far as csv_far, findings as csv_findings};
pub use findings::parquet;
pub use markdown::{diff_markdown, markdown};
pub use xlsx::xlsx;
