//! Two submissions compared by clause and subject: what is fixed, still there, worse, better, new, not re-checked.

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::{Unit, compare};
use haofang_policy::SubjectRef;
use serde_json::{Value as Json, json};

use crate::assessment::Assessment;
use crate::submission::{Matcher, Past, PastVerdict, Rung, Submission};

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Failed before, fails with a larger gap now.
    Worse,
    /// Did not fail before, fails now.
    New,
    /// Failed before, fails the same now.
    Still,
    /// Failed before, fails with a smaller gap now, or is down to a question for a person.
    Better,
    /// Failed before, and nothing can be said now: subject or clause gone, data missing.
    NotRechecked,
    /// Failed before, met now.
    Fixed,
}

impl State {
    /// Every state, what needs action first.
    pub const ALL: [Self; 6] = [Self::Worse, Self::New, Self::Still, Self::Better, Self::NotRechecked, Self::Fixed];

    /// The word used in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::New => "new",
            Self::Still => "still",
            Self::Better => "better",
            Self::NotRechecked => "not_rechecked",
            Self::Fixed => "fixed",
        }
    }

    /// The word for people.
    #[must_use]
    pub const fn title(self, english: bool) -> &'static str {
        match (self, english) {
            (Self::Worse, false) => "变差",
            (Self::New, false) => "新增",
            (Self::Still, false) => "仍存在",
            (Self::Better, false) => "变好",
            (Self::NotRechecked, false) => "未重查",
            (Self::Fixed, false) => "已解决",
            (Self::Worse, true) => "worse",
            (Self::New, true) => "new",
            (Self::Still, true) => "still",
            (Self::Better, true) => "better",
            (Self::NotRechecked, true) => "not re-checked",
            (Self::Fixed, true) => "fixed",
        }
    }
}

/// One finding of either submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The clause.
    pub clause: String,
    /// Its title, Chinese and English.
    pub title: (String, String),
    /// What became of the finding.
    pub state: State,
    /// The subject as the new submission knows it, else as the old one did.
    pub subject: Past,
    /// Anchor of the topic, as `subject`.
    pub anchor: Past,
    /// The verdict before.
    pub before: Option<PastVerdict>,
    /// The verdict now.
    pub after: Option<PastVerdict>,
    /// The topic it had.
    pub issue: Option<String>,
}

/// The comparison.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diff {
    /// Date of the earlier submission.
    pub before: String,
    /// SHA-256 of its first file.
    pub sha256: String,
    /// Findings, in the order of the clauses.
    pub changes: Vec<Change>,
    /// Subjects found again by another rung than GlobalId.
    pub found_by_name: usize,
    /// Subjects of failures that were not found again.
    pub not_found: usize,
}

impl Diff {
    /// How many findings are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.changes.iter().filter(|change| change.state == state).count()
    }

    /// 1 when anything is worse or new, else 0.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        u8::from(self.count(State::Worse) + self.count(State::New) > 0)
    }

    /// The state of a finding of the new submission.
    #[must_use]
    pub fn state(&self, clause: &str, subject: &SubjectRef) -> Option<State> {
        self.change(clause, subject).map(|change| change.state)
    }

    /// What became of a finding of the new submission.
    #[must_use]
    pub fn change(&self, clause: &str, subject: &SubjectRef) -> Option<&Change> {
        let guid = subject.guid.as_ref().map(|guid| guid.0.as_str());
        let same = |past: &Past| past.id == subject.id.0 && past.guid.as_deref() == guid;
        self.changes.iter().find(|change| change.clause == clause && same(&change.subject))
    }

    /// Topics all of whose findings are fixed, with the findings.
    #[must_use]
    pub fn resolved_topics(&self) -> BTreeMap<String, Vec<&Change>> {
        let mut topics: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
        for change in &self.changes {
            if let Some(issue) = &change.issue {
                topics.entry(issue.clone()).or_default().push(change);
            }
        }
        topics.retain(|_, changes| changes.iter().all(|change| change.state == State::Fixed));
        topics
    }
}

/// The comparison of a run with its baseline; empty without one.
#[must_use]
pub fn against_baseline(source: &Assessment) -> Diff {
    source.baseline.as_ref().map(|before| diff(before, &Submission::of(source))).unwrap_or_default()
}

/// Compares two submissions.
#[must_use]
pub fn diff(before: &Submission, after: &Submission) -> Diff {
    let mut out = Diff { before: before.as_of.clone(), sha256: before.sha256.clone(), ..Diff::default() };
    let mut by_name = BTreeSet::new();
    let mut lost = BTreeSet::new();
    for clause in &after.clauses {
        let Some(old) = before.clauses.iter().find(|old| old.id == clause.id) else {
            let fails = clause.verdicts.iter().filter(|verdict| verdict.outcome == "fail");
            out.changes.extend(fails.map(|verdict| change(&clause.id, &clause.title, State::New, None, Some(verdict))));
            continue;
        };
        let pairs = pair(&old.verdicts, &clause.verdicts);
        for (verdict, place) in clause.verdicts.iter().zip(&pairs) {
            if place.is_some_and(|(_, rung)| rung != Rung::GlobalId) && verdict.subject.guid.is_some() {
                by_name.insert(verdict.subject.id.clone());
            }
            let earlier = place.and_then(|(place, _)| old.verdicts.get(place));
            if let Some(state) = state(earlier, verdict, &clause.force) {
                out.changes.push(change(&clause.id, &clause.title, state, earlier, Some(verdict)));
            }
        }
        let seen: BTreeSet<usize> = pairs.iter().flatten().map(|(place, _)| *place).collect();
        for (place, earlier) in old.verdicts.iter().enumerate() {
            if earlier.outcome == "fail" && !seen.contains(&place) {
                lost.insert(earlier.subject.id.clone());
                out.changes.push(change(&clause.id, &clause.title, State::NotRechecked, Some(earlier), None));
            }
        }
    }
    for clause in before.clauses.iter().filter(|old| !after.clauses.iter().any(|new| new.id == old.id)) {
        let fails = clause.verdicts.iter().filter(|verdict| verdict.outcome == "fail");
        out.changes.extend(fails.map(|verdict| change(&clause.id, &clause.title, State::NotRechecked, Some(verdict), None)));
    }
    out.found_by_name = by_name.len();
    out.not_found = lost.len();
    out
}

/// For each new verdict the old one on the same subject. The surest rung goes first for all subjects, and a rung counts
/// only where it names one subject on either side.
fn pair(old: &[PastVerdict], new: &[PastVerdict]) -> Vec<Option<(usize, Rung)>> {
    let before = Matcher::new(old.iter().map(|verdict| &verdict.subject).collect());
    let after = Matcher::new(new.iter().map(|verdict| &verdict.subject).collect());
    let mut pairs = vec![None; new.len()];
    let mut taken = BTreeSet::new();
    for rung in Rung::ALL {
        for (at, (verdict, slot)) in new.iter().zip(pairs.iter_mut()).enumerate() {
            if slot.is_none()
                && after.find(&verdict.subject, rung) == Some(at)
                && let Some(place) = before.find(&verdict.subject, rung)
                && taken.insert(place)
            {
                *slot = Some((place, rung));
            }
        }
    }
    pairs
}

fn change(clause: &str, title: &(String, String), state: State, before: Option<&PastVerdict>, after: Option<&PastVerdict>) -> Change {
    let known = after.or(before);
    Change {
        clause: clause.to_owned(),
        title: title.clone(),
        state,
        subject: known.map(|verdict| verdict.subject.clone()).unwrap_or_default(),
        anchor: known.map(|verdict| verdict.anchor.clone()).unwrap_or_default(),
        before: before.cloned(),
        after: after.cloned(),
        issue: before.and_then(|verdict| verdict.issue.clone()),
    }
}

/// `None` where neither submission fails.
fn state(before: Option<&PastVerdict>, after: &PastVerdict, force: &str) -> Option<State> {
    let failed = before.is_some_and(|verdict| verdict.outcome == "fail");
    match (failed, after.outcome.as_str()) {
        (false, "fail") => Some(State::New),
        (false, _) => None,
        (true, "fail") => Some(trend(before, after)),
        (true, "pass") => Some(State::Fixed),
        // A claim that is not made any more needs no entitlement.
        (true, "not_applicable") if force == "entitle" => Some(State::Fixed),
        (true, "manual") => Some(State::Better),
        (true, _) => Some(State::NotRechecked),
    }
}

fn trend(before: Option<&PastVerdict>, after: &PastVerdict) -> State {
    let noise = compare::noise(Unit::Metre);
    match (before.and_then(|verdict| verdict.margin), after.margin) {
        (Some(old), Some(new)) if new < old - noise => State::Worse,
        (Some(old), Some(new)) if new > old + noise => State::Better,
        _ => State::Still,
    }
}

/// The comparison as JSON.
#[must_use]
pub fn to_json(diff: &Diff) -> Json {
    let counts: serde_json::Map<String, Json> =
        State::ALL.into_iter().map(|state| (state.word().to_owned(), json!(diff.count(state)))).collect();
    let side = |verdict: &Option<PastVerdict>| {
        verdict.as_ref().map(|verdict| {
            json!({
                "outcome": verdict.outcome, "measured": verdict.measured.as_ref().map(|(value, unit)| json!({"value": value, "unit": unit})),
                "margin": verdict.margin,
            })
        })
    };
    let changes: Vec<Json> = diff
        .changes
        .iter()
        .map(|change| {
            json!({
                "clause": change.clause, "title": change.title.0, "state": change.state.word(),
                "subject": {"kind": change.subject.kind, "guid": change.subject.guid, "name": change.subject.name, "path": change.subject.path},
                "before": side(&change.before), "after": side(&change.after), "issue": change.issue,
            })
        })
        .collect();
    json!({
        "schema": "haofang.diff/1", "before": {"as_of": diff.before, "sha256": diff.sha256}, "summary": counts, "changes": changes,
        "identity": {"found_by_name": diff.found_by_name, "not_found": diff.not_found},
    })
}
