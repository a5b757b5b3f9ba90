//! Tables for people who work in Excel, and for scripts.

mod csv;
mod markdown;
mod rows;
mod xlsx;

pub use csv::{clauses as csv, dwellings as csv_dwellings, facts as facts_csv, far as csv_far, findings as csv_findings};
pub use markdown::markdown;
pub use xlsx::xlsx;
