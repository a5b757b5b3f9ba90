//! What judging yields: outcomes, verdicts with their evidence, the result per clause, and the whole judgement.
//!
//! Everything that a report or a BCF topic says stands here already; documents render it and compute nothing.

use haofang_facts::brief::Origin;
use haofang_facts::{Comparator, GlobalId, Provenance, SubjectId, SubjectKind, Text, Unit, Value};
use serde::Serialize;

use crate::far::FarLedger;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Localised {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Localised {
    /// A text in both languages.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }

    /// The text of a language tag: `en…` is English, anything else Chinese.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        if lang.starts_with("en") && !self.en.is_empty() { &self.en } else { &self.zh }
    }
}

/// What judging a subject or a clause found (CONTRACT §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The demand is met.
    Pass,
    /// The demand is not met.
    Fail,
    /// Data are missing; the verdict names which.
    Undetermined,
    /// Measured, but a person decides.
    Manual,
    /// The demand does not concern the subject.
    NotApplicable,
    /// Nobody can compute it from a model; listed so that every sentence is traceable.
    NotAssessed,
}

impl Outcome {
    /// Every outcome, in the order in which summaries count them.
    pub const ALL: [Self; 6] = [Self::Pass, Self::Fail, Self::Undetermined, Self::Manual, Self::NotApplicable, Self::NotAssessed];

    /// The word used in JSON, cases and rule packs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Undetermined => "undetermined",
            Self::Manual => "manual",
            Self::NotApplicable => "not_applicable",
            Self::NotAssessed => "not_assessed",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub const fn title_zh(self) -> &'static str {
        match self {
            Self::Pass => "满足",
            Self::Fail => "不满足",
            Self::Undetermined => "缺数据",
            Self::Manual => "需人工",
            Self::NotApplicable => "不适用",
            Self::NotAssessed => "不评判",
        }
    }

    /// The English word.
    #[must_use]
    pub const fn title_en(self) -> &'static str {
        match self {
            Self::Pass => "met",
            Self::Fail => "not met",
            Self::Undetermined => "data missing",
            Self::Manual => "needs a person",
            Self::NotApplicable => "not applicable",
            Self::NotAssessed => "not assessed",
        }
    }

    /// The outcome that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// How bad: fail > undetermined > manual > pass > not applicable > not assessed (CONTRACT §5).
    #[must_use]
    pub const fn badness(self) -> u8 {
        match self {
            Self::Fail => 5,
            Self::Undetermined => 4,
            Self::Manual => 3,
            Self::Pass => 2,
            Self::NotApplicable => 1,
            Self::NotAssessed => 0,
        }
    }

    /// The worse of two.
    #[must_use]
    pub const fn worst(self, other: Self) -> Self {
        if other.badness() > self.badness() { other } else { self }
    }
}

/// How binding a clause is (CLAUSES §0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// 必须、应、不低于.
    Must,
    /// 原则上.
    Principle,
    /// 宜、适度、推广.
    Should,
    /// 鼓励、探索、因地制宜.
    Encourage,
    /// 允许、可、不计入容积率.
    Entitle,
    /// Duty of people, no model fact.
    Process,
    /// Duty of a government body.
    Admin,
    /// Validity and place; drives applicability.
    Scope,
}

impl Force {
    /// Every force, strongest first.
    pub const ALL: [Self; 8] =
        [Self::Must, Self::Principle, Self::Should, Self::Encourage, Self::Entitle, Self::Process, Self::Admin, Self::Scope];

    /// The word used in JSON and rule packs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Principle => "principle",
            Self::Should => "should",
            Self::Encourage => "encourage",
            Self::Entitle => "entitle",
            Self::Process => "process",
            Self::Admin => "admin",
            Self::Scope => "scope",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub const fn title_zh(self) -> &'static str {
        match self {
            Self::Must => "必须",
            Self::Principle => "原则上",
            Self::Should => "宜",
            Self::Encourage => "鼓励",
            Self::Entitle => "支持政策",
            Self::Process => "过程要求",
            Self::Admin => "部门职责",
            Self::Scope => "适用范围",
        }
    }

    /// The force that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|force| force.word() == word)
    }

    /// Whether subjects are judged at all.
    #[must_use]
    pub const fn is_judged(self) -> bool {
        !matches!(self, Self::Process | Self::Admin | Self::Scope)
    }

    /// Whether a negative finding is advice and never a failure.
    #[must_use]
    pub const fn is_advice(self) -> bool {
        matches!(self, Self::Should | Self::Encourage)
    }
}

/// A subject as a verdict names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectRef {
    /// Id in the fact sheet.
    pub id: SubjectId,
    /// Its kind.
    pub kind: SubjectKind,
    /// The model's GlobalId, where it has one.
    pub guid: Option<GlobalId>,
    /// Its name.
    pub name: String,
}

/// What a clause demands of the measured value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Required {
    /// How the measured value must stand to `value`.
    pub comparator: Comparator,
    /// The limit, in SI units.
    pub value: Value,
}

/// A datum that was wanted and is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missing {
    /// `storey.height`, `plan.green_ratio`, `document`.
    pub quantity: String,
    /// Whose; `None` for parameters and documents.
    pub subject: Option<SubjectRef>,
    /// What is missing and why.
    pub what: Localised,
    /// How to supply it: what to model, which parameter to give.
    pub supply: Localised,
}

/// Another reading of a quantity that a verdict used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// `storey.height`.
    pub quantity: String,
    /// Name of the subject whose quantity it is.
    pub subject: String,
    /// The value that was judged.
    pub judged: Value,
    /// The other reading.
    pub value: Value,
    /// How the other reading was obtained.
    pub provenance: Provenance,
    /// Where it was read.
    pub source: Text,
    /// Whether the two contradict each other (10 mm, 1 %).
    pub conflict: bool,
}

/// A parameter that a verdict used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// The parameter, such as `storey_height.basis`.
    pub key: String,
    /// Its value as text.
    pub value: String,
    /// Where it came from.
    pub from: Origin,
}

/// One node of the evaluated condition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The expression as written in the rule pack.
    pub text: String,
    /// Its value as people read it: `3.050 m`, `true`, `unknown`.
    pub value: String,
    /// Provenance, method and accuracy at a leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Localised>,
    /// The parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Explanation>,
}

/// The verdict on one subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Of what.
    pub subject: SubjectRef,
    /// What was found.
    pub outcome: Outcome,
    /// True for 宜/鼓励 that are not met: advice, never a failure.
    pub advice: bool,
    /// The measured value.
    pub measured: Option<Value>,
    /// The demand on it.
    pub required: Option<Required>,
    /// Slack in the unit of the measured value: negative by as much as it falls short.
    pub margin: Option<f64>,
    /// The nearest change that would meet the demand: `+0.050 m`, `18 个`, `k* = 0.62`.
    pub fix: Option<Localised>,
    /// The elements concerned (offending where it fails).
    pub elements: Vec<GlobalId>,
    /// What is missing, for undetermined verdicts.
    pub missing: Vec<Missing>,
    /// One or two sentences: measured, required, why.
    pub explanation: Localised,
    /// The evaluated condition, for outcomes other than pass and not applicable.
    pub tree: Option<Explanation>,
    /// What to do, for outcomes other than pass.
    pub remedy: Option<Localised>,
    /// Evidence wanted from a person, for manual verdicts.
    pub evidence: Vec<Localised>,
    /// Parameters used.
    pub assumptions: Vec<Assumption>,
    /// Other readings of the quantities used.
    pub witnesses: Vec<Reading>,
    /// The building, site or project under which findings are grouped (CONTRACT §6).
    pub anchor: SubjectRef,
}

impl Verdict {
    /// The measured number and its unit, where it is a number.
    #[must_use]
    pub const fn measured_number(&self) -> Option<(f64, Unit)> {
        match &self.measured {
            Some(Value::Number(number, unit)) => Some((*number, *unit)),
            _ => None,
        }
    }
}

/// The result of one clause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClauseResult {
    /// Stable id, such as `NT-2.1-04`.
    pub id: String,
    /// How binding it is.
    pub force: Force,
    /// `A`, `A+P`, `E`, `D`, `–` … as in the rule pack.
    pub kind: String,
    /// Discipline of the findings: 建筑, 结构, 给排水, 暖通, 电气, 总图 …
    pub discipline: String,
    /// Title.
    pub title: Localised,
    /// The sentence of the policy.
    pub quote: String,
    /// Where it stands: `二（一）`.
    pub cite: String,
    /// The worst of the verdicts.
    pub outcome: Outcome,
    /// Subjects that could be judged.
    pub examined: usize,
    /// Subjects concerned, without those the clause does not apply to.
    pub of: usize,
    /// One per subject, in sheet order; not-applicable ones included.
    pub verdicts: Vec<Verdict>,
    /// A remark on the whole clause.
    pub note: Option<Localised>,
}

/// Which rule pack judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyStamp {
    /// Id without version, such as `nantong-2024-1`.
    pub id: String,
    /// Version.
    pub version: String,
    /// SHA-256 of the rule pack's text, in hex.
    pub sha256: String,
    /// Title of the document.
    pub title: Localised,
    /// The document's number, such as 通政办规〔2024〕1号.
    pub document: String,
}

/// All results under one rule pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedPolicy {
    /// The pack.
    pub policy: PolicyStamp,
    /// The packs that it amends or builds on, outermost first.
    pub layers: Vec<PolicyStamp>,
    /// Every clause, in the order of the document.
    pub clauses: Vec<ClauseResult>,
    /// The FAR ledger, where the pack has area rules.
    pub far: Option<FarLedger>,
    /// Applicability, readings and other remarks on the whole.
    pub notes: Vec<Localised>,
}

impl JudgedPolicy {
    /// How many clauses have an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.clauses.iter().filter(|clause| clause.outcome == outcome).count()
    }

    /// The clause of this id.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&ClauseResult> {
        self.clauses.iter().find(|clause| clause.id == id)
    }
}

/// What judging a fact sheet yields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// The results that count.
    pub main: JudgedPolicy,
    /// Results of packs that only give context (national floor values): notes, never verdicts of the policy.
    pub context: Vec<JudgedPolicy>,
    /// The date as of which was judged, `YYYY-MM-DD`.
    pub as_of: String,
    /// False when a source could not be read whole: nothing is better than undetermined.
    pub whole: bool,
}
