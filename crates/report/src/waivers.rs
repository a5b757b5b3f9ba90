//! Accepted findings: a file of their own, each with reason, person and expiry; shown struck through, never deleted.

use haofang_policy::SubjectRef;
use serde::{Deserialize, Serialize};

/// One accepted finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The clause, such as `NT-2.3-09`.
    pub clause: String,
    /// GlobalId, id or name of the subject; absent: every subject of the clause.
    #[serde(default)]
    pub subject: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepts it.
    pub by: String,
    /// Last day on which it holds, `YYYY-MM-DD`.
    pub until: String,
    /// A document that supports it.
    #[serde(default)]
    pub evidence: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waivers: Vec<Waiver>,
}

/// A flaw in a waivers file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {message}")]
pub struct WaiverError {
    /// The file.
    pub origin: String,
    /// What was found, what was expected.
    pub message: String,
}

impl Waiver {
    /// Whether it concerns this finding; `path` is the subject's name with building and storey.
    #[must_use]
    pub fn covers(&self, clause: &str, subject: &SubjectRef, path: &str) -> bool {
        let named = |wanted: &String| {
            subject.guid.as_ref().is_some_and(|guid| guid.0 == *wanted)
                || subject.id.0 == *wanted
                || subject.name == *wanted
                || path == wanted
        };
        self.clause == clause && self.subject.as_ref().is_none_or(named)
    }

    /// Whether it holds on this day; the last day counts.
    #[must_use]
    pub fn holds(&self, as_of: &str) -> bool {
        as_of <= self.until.as_str()
    }
}

/// Reads `[[waivers]]` entries.
///
/// # Errors
/// Syntax, unknown or missing keys, empty reason or person, a date that is none.
pub fn parse(origin: &str, text: &str) -> Result<Vec<Waiver>, WaiverError> {
    let error = |message: String| WaiverError { origin: origin.to_owned(), message };
    let file: File = toml::from_str(text).map_err(|flaw| error(flaw.to_string()))?;
    for waiver in &file.waivers {
        if waiver.reason.trim().is_empty() || waiver.by.trim().is_empty() {
            return Err(error(format!("the waiver of {} names no reason or no person; both are needed", waiver.clause)));
        }
        if !haofang_facts::brief::is_date(&waiver.until) {
            return Err(error(format!("the waiver of {} ends on {:?}; expected a date such as 2026-12-31", waiver.clause, waiver.until)));
        }
    }
    Ok(file.waivers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_facts::{SubjectId, SubjectKind};

    #[test]
    fn waivers_need_reason_person_and_date() {
        let text = "[[waivers]]\nclause = \"NT-2.3-09\"\nsubject = \"1号楼 7F\"\nreason = \"已报规划局\"\nby = \"审核人A\"\nuntil = \"2026-12-31\"\n";
        let waiver = parse("haofang.waivers.toml", text).unwrap().remove(0);
        let subject = SubjectRef { id: SubjectId::new(SubjectKind::Storey, "x"), kind: SubjectKind::Storey, guid: None, name: "7F".into() };
        assert!(waiver.covers("NT-2.3-09", &subject, "1号楼 7F"));
        assert!(!waiver.covers("NT-2.3-09", &subject, "2号楼 7F"));
        assert!(!waiver.covers("NT-2.1-04", &subject, "1号楼 7F"));
        assert!(waiver.holds("2026-12-31") && !waiver.holds("2027-01-01"));
        for bad in
            [text.replace("已报规划局", " "), text.replace("2026-12-31", "年底"), text.replace("by =", "who ="), "waivers = 1".into()]
        {
            assert!(parse("haofang.waivers.toml", &bad).is_err(), "{bad}");
        }
    }
}
