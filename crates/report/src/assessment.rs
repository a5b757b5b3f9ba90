//! Everything a report needs, in one value, and the conclusion that follows from it.

use haofang_facts::{Brief, FactSheet, Subject, SubjectKind};
use haofang_policy::{ClauseResult, Force, Judgement, Outcome, SubjectRef, Verdict};

use crate::submission::Submission;
use crate::waivers::Waiver;

/// The program that assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    /// `haofang`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// For whom the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// The author of the model: remedies are shown.
    #[default]
    Author,
    /// The agency: passes with evidence and hashes are shown, remedies are not; waivers do not lift the exit code.
    Agency,
}

/// From which finding on the exit code is not 0 (CONTRACT §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Failed `must` and `entitle` clauses.
    #[default]
    Error,
    /// `principle` clauses too.
    Warning,
    /// As `Error`, and `must` clauses that are undetermined give code 4; what an agency asks for unless told otherwise.
    Missing,
    /// Nothing.
    Never,
}

/// What a BCF header says of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelHeader {
    /// File name as given by the caller.
    pub file: String,
    /// GlobalId of the IfcProject.
    pub project_guid: Option<String>,
    /// FILE_NAME's time stamp.
    pub date: Option<String>,
}

/// Everything that was read, measured and judged in one run.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The program.
    pub tool: Tool,
    /// Files, subjects, facts, defects.
    pub sheet: FactSheet,
    /// The parameters.
    pub brief: Brief,
    /// The verdicts.
    pub judgement: Judgement,
    /// Header of each model, for BCF.
    pub models: Vec<ModelHeader>,
    /// For whom the report is.
    pub audience: Audience,
    /// What makes the exit code differ from 0.
    pub fail_on: FailOn,
    /// Whether a model that cannot be read whole was judged as far as it goes.
    pub lenient: bool,
    /// Accepted findings.
    pub waivers: Vec<Waiver>,
    /// An earlier submission to compare with.
    pub baseline: Option<Submission>,
}

/// The one-sentence result with the exit code that follows from the same list (CONTRACT §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conclusion {
    /// Exit code: 0, 1, 3 or 4.
    pub code: u8,
    /// `must` clauses with a failure that counts.
    pub must_failed: usize,
    /// `entitle` clauses with a failure that counts.
    pub entitle_failed: usize,
    /// `principle` clauses with a failure that counts.
    pub principle_failed: usize,
    /// Clauses whose failures are all waived.
    pub waived: usize,
    /// `must` clauses that are undetermined.
    pub must_undetermined: usize,
    /// `must` clauses of which a subject was examined.
    pub must_examined: usize,
}

impl Assessment {
    /// The clauses of the policy that counts, in the order of the document.
    #[must_use]
    pub fn clauses(&self) -> &[ClauseResult] {
        &self.judgement.main.clauses
    }

    /// The clauses with this outcome, strongest force first, else in the order of the document.
    #[must_use]
    pub fn with_outcome(&self, outcome: Outcome) -> Vec<&ClauseResult> {
        let mut found: Vec<&ClauseResult> = self.clauses().iter().filter(|clause| clause.outcome == outcome).collect();
        found.sort_by_key(|clause| urgency(clause.force));
        found
    }

    /// What the project is called: its own name, else the names of its files.
    pub(crate) fn project(&self) -> String {
        let name = self.sheet.of_kind(SubjectKind::Project).next().map(|project| project.name.clone()).filter(|name| !name.is_empty());
        name.unwrap_or_else(|| self.sheet.sources.iter().map(|file| file.file.as_str()).collect::<Vec<_>>().join(" · "))
    }

    /// The waiver for a finding, and whether it still holds.
    #[must_use]
    pub fn waiver(&self, clause: &ClauseResult, verdict: &Verdict) -> Option<(&Waiver, bool)> {
        if verdict.outcome != Outcome::Fail {
            return None;
        }
        let path = self.path(&verdict.subject);
        let matching = |waiver: &&Waiver| waiver.covers(&clause.id, &verdict.subject, &path);
        let holding = |waiver: &&Waiver| waiver.holds(&self.judgement.as_of);
        let mut found = self.waivers.iter().filter(matching);
        let first = found.clone().next()?;
        Some(found.find(holding).map_or((first, false), |waiver| (waiver, true)))
    }

    /// Whether a failure counts for the exit code.
    #[must_use]
    pub fn counts(&self, clause: &ClauseResult, verdict: &Verdict) -> bool {
        verdict.outcome == Outcome::Fail
            && (self.audience == Audience::Agency || !self.waiver(clause, verdict).is_some_and(|(_, holds)| holds))
    }

    /// Whether all failures of a clause are waived.
    #[must_use]
    pub fn is_waived(&self, clause: &ClauseResult) -> bool {
        clause.outcome == Outcome::Fail && !clause.verdicts.iter().any(|verdict| self.counts(clause, verdict))
    }

    /// The conclusion.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        let failed = |force: Force| {
            let of_force = self.clauses().iter().filter(|clause| clause.force == force && clause.outcome == Outcome::Fail);
            of_force.filter(|clause| !self.is_waived(clause)).count()
        };
        let must = || self.clauses().iter().filter(|clause| clause.force == Force::Must);
        let mut conclusion = Conclusion {
            code: 0,
            must_failed: failed(Force::Must),
            entitle_failed: failed(Force::Entitle),
            principle_failed: failed(Force::Principle),
            waived: self.clauses().iter().filter(|clause| self.is_waived(clause)).count(),
            must_undetermined: must().filter(|clause| clause.outcome == Outcome::Undetermined).count(),
            must_examined: must().filter(|clause| clause.examined > 0).count(),
        };
        let errors = conclusion.must_failed + conclusion.entitle_failed;
        let violations = match self.fail_on {
            FailOn::Never => 0,
            FailOn::Error | FailOn::Missing => errors,
            FailOn::Warning => errors + conclusion.principle_failed,
        };
        let wants_data = self.fail_on == FailOn::Missing;
        let unexamined = conclusion.must_examined == 0 || (wants_data && conclusion.must_undetermined > 0);
        conclusion.code = match (self.judgement.whole, violations) {
            (false, _) if !self.lenient => 3,
            (_, 1..) => 1,
            (false, 0) => 4,
            (true, 0) if unexamined && self.fail_on != FailOn::Never => 4,
            (true, 0) => 0,
        };
        conclusion
    }

    /// The fact subject of a reference.
    #[must_use]
    pub fn subject(&self, reference: &SubjectRef) -> Option<&Subject> {
        self.sheet.subject(&reference.id)
    }

    /// Name of a subject with its building, storey and dwelling: `1号楼 7F 主卧`.
    #[must_use]
    pub fn path(&self, reference: &SubjectRef) -> String {
        let Some(subject) = self.subject(reference) else { return reference.name.clone() };
        let mut names: Vec<&str> = Vec::new();
        for kind in [SubjectKind::Building, SubjectKind::Storey, SubjectKind::StairUnit, SubjectKind::Dwelling, SubjectKind::Space] {
            if kind != subject.kind
                && let Some(above) = self.sheet.ancestor(subject, kind)
                && !names.contains(&above.name.as_str())
                && !above.name.is_empty()
            {
                names.push(&above.name);
            }
        }
        let own = if reference.name.is_empty() { subject.kind.title_zh() } else { reference.name.as_str() };
        // "1号楼 1号楼-7F" says the building twice
        names.retain(|name| !own.contains(name));
        names.push(own);
        names.join(" ")
    }
}

/// Order in which findings need action.
pub(crate) fn urgency(force: Force) -> usize {
    match force {
        Force::Must => 0,
        Force::Entitle => 1,
        Force::Principle => 2,
        Force::Should => 3,
        Force::Encourage => 4,
        Force::Process | Force::Admin | Force::Scope => 5,
    }
}

/// The worst of some verdicts: the one with the least margin; one without numbers counts as on the limit.
pub(crate) fn worst<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> Option<&'a Verdict> {
    verdicts.min_by(|a, b| a.margin.unwrap_or(0.0).total_cmp(&b.margin.unwrap_or(0.0)))
}

/// The verdict that stands for a clause: the worst of the clause's own outcome.
pub(crate) fn leading(clause: &ClauseResult) -> Option<&Verdict> {
    worst(clause.verdicts.iter().filter(|verdict| verdict.outcome == clause.outcome))
}
