//! Cases: hand-written fact sheets with the outcome that a clause must have on them; the tests of a rule pack.
//!
//! A case file holds an estate (`[sheet]`), parameters (`[brief]`) and, per clause, variations with the outcome expected.

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::{Brief, FactSheet};

use crate::error::PolicyError;
use crate::judge::judge;
use crate::pack::{Clause, Policy};
use crate::verdict::{ClauseResult, Force, Outcome};

mod read;

pub(crate) use read::{read, read_for};

/// How one case came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReport {
    /// The clause.
    pub clause: String,
    /// Name of the case.
    pub name: String,
    /// The outcome it must have.
    pub expected: Outcome,
    /// The outcome it has.
    pub found: Outcome,
    /// What differs; empty when all is as expected.
    pub differences: Vec<String>,
}

impl CaseReport {
    /// Whether all is as expected.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// How all cases of a pack came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestReport {
    /// One line per failing case or clause without the cases that it needs, then the totals.
    pub lines: Vec<String>,
    /// Cases as expected.
    pub passed: usize,
    /// Cases not as expected, flawed files, and clauses that lack a case.
    pub failed: usize,
}

/// One case, ready to run.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) clause: String,
    pub(crate) name: String,
    pub(crate) expect: Outcome,
    pub(crate) sheet: FactSheet,
    pub(crate) brief: Brief,
    as_of: String,
    lenient: bool,
    base: Option<Policy>,
    force: Option<String>,
    checks: Vec<Check>,
}

#[derive(Debug, Clone)]
enum Check {
    Verdict(String, Outcome),
    Margin(f64),
    Measured(f64),
    Missing(String),
    Advice(bool),
    Says(String),
    Of(f64),
    Elements(Vec<String>),
}

/// Runs the cases of one file.
///
/// # Errors
/// The first flaw of the file, with its place.
pub fn run(policy: &Policy, file: &str, toml: &str) -> Result<Vec<CaseReport>, PolicyError> {
    Ok(read(policy, file, toml)?.iter().map(|case| case.run(policy)).collect())
}

/// As [`run`], only the cases of one clause where one is named.
///
/// # Errors
/// As [`run`].
pub fn run_for(policy: &Policy, file: &str, toml: &str, clause: Option<&str>) -> Result<Vec<CaseReport>, PolicyError> {
    Ok(read_for(policy, file, toml, clause)?.iter().map(|case| case.run(policy)).collect())
}

/// Runs all case files of a pack and names the clauses that lack a case they need.
#[must_use]
pub fn test(policy: &Policy, cases: &[(String, String)]) -> TestReport {
    let mut report = TestReport::default();
    let mut seen: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for (file, toml) in cases {
        match run(policy, file, toml) {
            Err(flaw) => {
                report.failed += 1;
                report.lines.push(flaw.to_string());
            }
            Ok(reports) => {
                for case in reports {
                    seen.entry(case.clause.clone()).or_default().insert(case.expected.word());
                    if case.passed() {
                        report.passed += 1;
                    } else {
                        report.failed += 1;
                        report.lines.push(format!("✗ {} · {} ({file}): {}", case.clause, case.name, case.differences.join("; ")));
                    }
                }
            }
        }
    }
    for clause in policy.clauses().iter().filter(|clause| clause.is_judged()) {
        let known = seen.get(&clause.id);
        let lacking: Vec<&str> = reachable(clause).into_iter().filter(|word| !known.is_some_and(|known| known.contains(word))).collect();
        if !lacking.is_empty() {
            report.failed += 1;
            report.lines.push(format!("✗ {} has no case for: {}", clause.id, lacking.join(", ")));
        }
    }
    report.lines.push(format!("{}: {} passed, {} failed", policy.stamp().id, report.passed, report.failed));
    report
}

/// The outcomes that a clause can have and therefore must show in a case.
pub(crate) fn reachable(clause: &Clause) -> BTreeSet<&'static str> {
    let mut out: BTreeSet<&'static str> = clause.cases.iter().chain(&clause.none).map(|case| case.then.word()).collect();
    out.extend(clause.otherwise.as_ref().map(|(outcome, _)| outcome.word()));
    if clause.when.is_some() {
        out.insert(Outcome::NotApplicable.word());
    }
    if clause.require.is_some() || clause.when.is_some() || !clause.cases.is_empty() {
        out.insert(Outcome::Undetermined.word());
    }
    if clause.require.is_some() {
        out.insert(Outcome::Pass.word());
        let negative = match clause.force {
            Force::Entitle if clause.claimed.is_some() => vec![Outcome::NotApplicable, Outcome::Manual, Outcome::Fail],
            Force::Entitle => vec![Outcome::NotApplicable],
            // a presence that is missing is undetermined by a rung of the list; advice is not always reachable
            force if force.is_advice() => Vec::new(),
            _ => vec![Outcome::Fail],
        };
        out.extend(negative.into_iter().map(Outcome::word));
    }
    out
}

impl Case {
    /// Judges the case under a pack, only its own clause.
    pub(crate) fn judged(&self, policy: &Policy) -> Option<ClauseResult> {
        let mut only = policy.clone();
        only.clauses.retain(|clause| clause.id == self.clause);
        only.area_rules.clear();
        only.role = crate::pack::Role::Rules;
        let stack: Vec<Policy> = self.base.iter().cloned().chain([only]).collect();
        judge(&stack, &self.sheet, &self.brief, &self.as_of, self.lenient).main.clauses.into_iter().next()
    }

    /// Runs the case under a pack.
    pub(crate) fn run(&self, policy: &Policy) -> CaseReport {
        let mut report = CaseReport {
            clause: self.clause.clone(),
            name: self.name.clone(),
            expected: self.expect,
            found: Outcome::NotAssessed,
            differences: Vec::new(),
        };
        let Some(result) = self.judged(policy) else {
            report.differences.push("the clause does not exist".to_owned());
            return report;
        };
        report.found = result.outcome;
        if result.outcome != self.expect {
            let why = result
                .verdicts
                .iter()
                .find(|verdict| verdict.outcome == result.outcome)
                .map_or_else(String::new, |verdict| verdict.explanation.zh.clone());
            report.differences.push(format!("expected {}, found {} ({why})", self.expect.word(), result.outcome.word()));
        }
        if let Some(force) = &self.force
            && force != result.force.word()
        {
            report.differences.push(format!("expected force {force}, found {}", result.force.word()));
        }
        for check in &self.checks {
            if let Some(difference) = check.difference(&result) {
                report.differences.push(difference);
            }
        }
        report
    }
}

impl Check {
    fn difference(&self, result: &ClauseResult) -> Option<String> {
        let verdict = result.verdicts.iter().find(|verdict| verdict.outcome == result.outcome);
        let near = |found: Option<f64>, wanted: f64| {
            found.is_some_and(|found| (found - wanted).abs() <= haofang_facts::compare::noise(haofang_facts::Unit::Metre))
        };
        let ok = match self {
            Self::Verdict(name, outcome) => {
                result.verdicts.iter().any(|verdict| verdict.subject.name == *name && verdict.outcome == *outcome)
            }
            Self::Margin(wanted) => near(verdict.and_then(|verdict| verdict.margin), *wanted),
            Self::Measured(wanted) => near(verdict.and_then(|verdict| verdict.measured_number()).map(|(number, _)| number), *wanted),
            Self::Missing(quantity) => verdict.is_some_and(|verdict| verdict.missing.iter().any(|missing| missing.quantity == *quantity)),
            Self::Advice(wanted) => verdict.is_some_and(|verdict| verdict.advice == *wanted),
            Self::Says(text) => verdict.is_some_and(|verdict| verdict.explanation.zh.contains(text.as_str())),
            Self::Of(wanted) => near(Some(result.of as f64), *wanted),
            Self::Elements(wanted) => {
                verdict.is_some_and(|verdict| wanted.iter().all(|guid| verdict.elements.iter().any(|element| element.0 == *guid)))
            }
        };
        let found = || {
            verdict.map(|verdict| {
                (
                    verdict.measured.clone(),
                    verdict.margin,
                    verdict.missing.iter().map(|missing| missing.quantity.clone()).collect::<Vec<_>>(),
                    verdict.explanation.zh.clone(),
                )
            })
        };
        (!ok).then(|| format!("expected {self:?}, found {:?}", found()))
    }
}
