//! Clauses as data, judged over facts: rule packs in TOML, a small checked condition language, verdicts with evidence.
//!
//! A policy never sees a model, only a fact sheet and the project brief. Thresholds and city names stand in the packs
//! under `policies/`, never here.

pub mod case;
mod condition;
pub mod coverage;
mod error;
pub mod far;
mod ids;
mod judge;
mod pack;
pub mod quote;
mod teach;
pub mod verdict;

pub use case::{CaseReport, TestReport, test};
pub use error::PolicyError;
pub use far::{FarLedger, FarRow, FarSum};
pub use ids::ids;
pub use judge::judge;
pub use pack::{Clause, Policy, Role};
pub use teach::{explain, find, line, lint, show};
pub use verdict::{
    Assumption, ClauseResult, Explanation, Force, JudgedPolicy, Judgement, Localised, Missing, Outcome, PolicyStamp, Reading, Required,
    SubjectRef, Verdict,
};

#[cfg(test)]
mod tests;
