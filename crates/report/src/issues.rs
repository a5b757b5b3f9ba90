//! Findings into topics: which topic a verdict belongs to, and its identifier that survives re-submission (CONTRACT §6).

use std::collections::BTreeMap;

use haofang_bcf::ids;
use haofang_policy::{ClauseResult, Outcome, SubjectRef, Verdict};

use crate::assessment::Assessment;
use crate::submission::{Matcher, Past};

/// The clause id of the topic that lists all missing data.
pub const MISSING: &str = "missing";

/// Topic identifiers by clause and anchor.
#[derive(Debug, Clone, Default)]
pub struct Issues {
    topics: BTreeMap<(String, String), String>,
}

/// The key of an anchor: its GlobalId, else its id in the sheet.
pub(crate) fn anchor_key(anchor: &SubjectRef) -> String {
    anchor.guid.as_ref().map_or_else(|| anchor.id.0.clone(), |guid| guid.to_string())
}

impl Issues {
    /// The topics of all failures and manual findings, and of the missing data.
    #[must_use]
    pub fn of(source: &Assessment) -> Self {
        let policy = &source.judgement.main.policy.id;
        let mut topics = BTreeMap::new();
        let matcher = source.baseline.as_ref().map(Matcher::anchors);
        for clause in source.clauses() {
            for verdict in &clause.verdicts {
                let Some(id) = topic_clause(clause, verdict) else { continue };
                let anchor = if id == MISSING { missing_anchor(source, verdict) } else { verdict.anchor.clone() };
                let key = anchor_key(&anchor);
                let slot = (id.to_owned(), key.clone());
                if topics.contains_key(&slot) {
                    continue;
                }
                let past = Past::of(source, &anchor);
                let kept = matcher.as_ref().and_then(|matcher| matcher.issue(id, &past));
                topics.insert(slot, kept.unwrap_or_else(|| ids::topic(policy, id, &key)));
            }
        }
        Self { topics }
    }

    /// The topic of a clause and an anchor.
    #[must_use]
    pub fn get(&self, clause: &str, anchor: &SubjectRef) -> Option<&str> {
        self.topics.get(&(clause.to_owned(), anchor_key(anchor))).map(String::as_str)
    }

    /// The topic in the archive that tells of a verdict: failures only, and the missing data.
    #[must_use]
    pub fn of_verdict(&self, clause: &ClauseResult, verdict: &Verdict) -> Option<&str> {
        match verdict.outcome {
            Outcome::Fail => self.get(&clause.id, &verdict.anchor),
            Outcome::Undetermined => self.topics.iter().find(|((id, _), _)| id == MISSING).map(|(_, guid)| guid.as_str()),
            _ => None,
        }
    }
}

/// The clause id under which a verdict's topic is filed.
fn topic_clause<'c>(clause: &'c ClauseResult, verdict: &Verdict) -> Option<&'c str> {
    match verdict.outcome {
        Outcome::Fail | Outcome::Manual => Some(&clause.id),
        Outcome::Undetermined => Some(MISSING),
        Outcome::Pass | Outcome::NotApplicable | Outcome::NotAssessed => None,
    }
}

/// All missing data are one topic, at the project.
pub(crate) fn missing_anchor(source: &Assessment, verdict: &Verdict) -> SubjectRef {
    let project = source.sheet.of_kind(haofang_facts::SubjectKind::Project).next();
    project.map_or_else(
        || verdict.anchor.clone(),
        |project| SubjectRef { id: project.id.clone(), kind: project.kind, guid: project.guid.clone(), name: project.name.clone() },
    )
}
