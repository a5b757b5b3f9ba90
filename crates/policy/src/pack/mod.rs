//! A rule pack: clauses, area rules and readings as data, read from TOML and checked.

mod builtin;
pub(crate) mod fields;
mod read;
mod rows;

use std::collections::BTreeMap;

use haofang_facts::{QuantityId, SubjectKind};
use sha2::{Digest, Sha256};

use crate::condition::{Expr, ExprKind};
use crate::error::PolicyError;
use crate::verdict::{Force, Localised, Outcome, PolicyStamp};

/// What a pack is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its clauses are the verdict.
    Rules,
    /// Its clauses are notes beside the verdict.
    Context,
    /// Area rules that others build on; its clauses are not judged.
    Base,
}

/// One rung of a decision list: the first whose condition holds decides.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Case {
    pub(crate) condition: Expr,
    pub(crate) then: Outcome,
    pub(crate) reason: Localised,
    /// Parameters or quantities that are missing when it decides `undetermined`.
    pub(crate) missing: Vec<String>,
    /// The comparison shown when it decides.
    pub(crate) compare: Option<Expr>,
}

/// The nearest change that would meet the demand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fix {
    pub(crate) by: Expr,
    pub(crate) text: Localised,
}

/// Texts of `haofang explain`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Teaching {
    pub(crate) formula: Localised,
    pub(crate) measured: Localised,
    pub(crate) model: Localised,
    pub(crate) traps: Localised,
}

/// One clause of a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Stable id.
    pub id: String,
    /// Where it stands: `二（一）`.
    pub cite: String,
    /// The sentence, verbatim, `…` for words left out.
    pub quote: String,
    /// How binding it is.
    pub force: Force,
    /// The subject as the clause model names it: `dwelling storey`.
    pub subject: String,
    /// `A`, `A+P`, `E`, `D`, `–` …
    pub kind: String,
    /// Discipline of its findings.
    pub discipline: String,
    /// Title.
    pub title: Localised,
    /// How an ambiguous wording is read.
    pub reading: Localised,
    /// What it is judged on; `None` when nobody can compute it.
    pub on: Option<SubjectKind>,
    pub(crate) when: Option<Expr>,
    pub(crate) unless_reason: Localised,
    pub(crate) cases: Vec<Case>,
    pub(crate) require: Option<Expr>,
    pub(crate) otherwise: Option<(Outcome, Localised)>,
    pub(crate) compare: Option<Expr>,
    pub(crate) claimed: Option<Expr>,
    pub(crate) none: Vec<Case>,
    pub(crate) complete: Option<Case>,
    pub(crate) notes: Vec<(Expr, Localised)>,
    pub(crate) fix: Option<Fix>,
    pub(crate) select: Vec<Expr>,
    pub(crate) on_pass: Localised,
    pub(crate) fail_text: Localised,
    pub(crate) remedy: Localised,
    pub(crate) evidence: Vec<Localised>,
    pub(crate) teaching: Teaching,
}

impl Clause {
    /// Whether subjects are judged: a clause of kind `–` or of a duty of people is listed and not assessed.
    #[must_use]
    pub const fn is_judged(&self) -> bool {
        self.on.is_some() && self.force.is_judged()
    }

    /// Every condition of the clause.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let cases = self.cases.iter().chain(&self.none).chain(&self.complete);
        self.when
            .iter()
            .chain(&self.require)
            .chain(&self.compare)
            .chain(&self.claimed)
            .chain(cases.flat_map(|case| std::iter::once(&case.condition).chain(&case.compare)))
            .chain(self.notes.iter().map(|(condition, _)| condition))
            .chain(self.fix.iter().map(|fix| &fix.by))
            .chain(&self.select)
    }
}

/// A rule that makes regions of the FAR ledger.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AreaRule {
    pub(crate) id: String,
    pub(crate) on: SubjectKind,
    pub(crate) when: Option<Expr>,
    pub(crate) area: Expr,
    pub(crate) coefficient: Expr,
    pub(crate) claimed: Option<Expr>,
    /// A row beside the one of the first rule that concerns the subject: virtual floor area.
    pub(crate) adds: bool,
    pub(crate) reason: Localised,
    /// The pack that it comes from.
    pub(crate) pack: String,
}

/// What a clause, once earned, does to a region of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Exemption {
    pub(crate) clause: String,
    pub(crate) on: SubjectKind,
    pub(crate) counts: Expr,
    pub(crate) reason: Localised,
}

/// A sentence of the source text that makes no demand on a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OutOfScope {
    pub(crate) text: String,
    pub(crate) why: String,
}

/// A requirement of the IDS export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdsSpec {
    pub(crate) name: String,
    pub(crate) clauses: Vec<String>,
    pub(crate) entity: String,
    pub(crate) predefined: Option<String>,
    pub(crate) names: Vec<String>,
    pub(crate) attributes: Vec<String>,
    pub(crate) property_set: Option<String>,
    pub(crate) property: Option<String>,
    pub(crate) data_type: Option<String>,
    pub(crate) required: bool,
    pub(crate) material: bool,
    pub(crate) versions: Vec<String>,
    pub(crate) instructions: String,
}

/// A rule pack, checked.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) stamp: PolicyStamp,
    pub(crate) layers: Vec<PolicyStamp>,
    pub(crate) role: Role,
    pub(crate) in_force: Option<(String, String)>,
    pub(crate) applies: Option<(Expr, Localised)>,
    pub(crate) districts: Vec<String>,
    pub(crate) district_note: Localised,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) area_rules: Vec<AreaRule>,
    pub(crate) exemptions: Vec<Exemption>,
    pub(crate) out_of_scope: Vec<OutOfScope>,
    pub(crate) ids: Vec<IdsSpec>,
    pub(crate) source: String,
    pub(crate) texts: Vec<(String, String)>,
}

impl Policy {
    /// Reads a rule pack. `name` names the file in errors; quotes are checked against `source_text` unless it is empty.
    /// A pack that amends a shipped one needs to say only what differs.
    ///
    /// # Errors
    /// All flaws found, each with line, column, the line itself and what to do.
    pub fn parse(name: &str, toml: &str, source_text: &str) -> Result<Self, Vec<PolicyError>> {
        read::read(name, toml, source_text, &[])
    }

    /// As [`Policy::parse`], with packs beside the shipped ones that it may amend or use.
    ///
    /// # Errors
    /// As [`Policy::parse`].
    pub fn parse_over(name: &str, toml: &str, source_text: &str, known: &[Self]) -> Result<Self, Vec<PolicyError>> {
        read::read(name, toml, source_text, known)
    }

    /// A shipped pack.
    #[must_use]
    pub fn builtin(id: &str) -> Option<Self> {
        let shipped = builtin::SHIPPED.iter().find(|shipped| shipped.id == id)?;
        // shipped packs are parsed by a test; a flaw cannot reach a user
        Self::parse(shipped.file, shipped.toml, shipped.source).ok()
    }

    /// The ids of the shipped packs.
    pub fn builtin_ids() -> impl Iterator<Item = &'static str> {
        builtin::SHIPPED.iter().map(|shipped| shipped.id)
    }

    /// The case files shipped with a pack: name and TOML text.
    #[must_use]
    pub fn builtin_cases(id: &str) -> &'static [(&'static str, &'static str)] {
        builtin::SHIPPED.iter().find(|shipped| shipped.id == id).map_or(&[], |shipped| shipped.cases)
    }

    /// The TOML text of a shipped pack and its source text.
    #[must_use]
    pub fn builtin_text(id: &str) -> Option<(&'static str, &'static str)> {
        builtin::SHIPPED.iter().find(|shipped| shipped.id == id).map(|shipped| (shipped.toml, shipped.source))
    }

    /// Id, version, hash and title.
    #[must_use]
    pub const fn stamp(&self) -> &PolicyStamp {
        &self.stamp
    }

    /// The packs that it amends or uses.
    #[must_use]
    pub fn layers(&self) -> &[PolicyStamp] {
        &self.layers
    }

    /// What it is for.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// First and last day of validity, `YYYY-MM-DD`.
    #[must_use]
    pub fn in_force(&self) -> Option<(&str, &str)> {
        self.in_force.as_ref().map(|(from, until)| (from.as_str(), until.as_str()))
    }

    /// Its clauses, in the order of the document.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The clause of this id; case and full-width hyphens do not matter.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        let wanted = id.trim().replace(['－', '–', '—'], "-");
        self.clauses.iter().find(|clause| clause.id.eq_ignore_ascii_case(&wanted))
    }

    /// The id nearest to one that does not exist.
    #[must_use]
    pub fn nearest_clause(&self, id: &str) -> Option<&str> {
        haofang_facts::spelling::nearest(&id.to_ascii_uppercase(), self.clauses.iter().map(|clause| clause.id.as_str()))
    }

    /// The quantities that judging asks for: the survey needs to measure no others.
    #[must_use]
    pub fn wants(&self) -> Vec<(SubjectKind, QuantityId)> {
        let mut wanted: BTreeMap<(SubjectKind, &'static str), ()> = BTreeMap::new();
        let rules = self.area_rules.iter().flat_map(|rule| rule.when.iter().chain([&rule.area, &rule.coefficient]).chain(&rule.claimed));
        let exemptions = self.exemptions.iter().map(|exemption| &exemption.counts);
        for expr in self.clauses.iter().flat_map(Clause::expressions).chain(rules).chain(exemptions) {
            quantities(expr, &mut |kind, name| {
                wanted.insert((kind, name), ());
            });
        }
        wanted.into_keys().map(|(kind, name)| (kind, QuantityId::from(name))).collect()
    }
}

/// Calls `each` for every quantity that an expression names.
pub(crate) fn quantities(expr: &Expr, each: &mut impl FnMut(SubjectKind, &'static str)) {
    match &expr.kind {
        ExprKind::Quantity(kind, name) | ExprKind::Own(kind, name) => each(*kind, name),
        _ => {}
    }
    for part in parts(expr) {
        quantities(part, each);
    }
}

/// Calls `each` for every parameter that an expression names.
pub(crate) fn parameters(expr: &Expr, each: &mut impl FnMut(&'static str)) {
    if let ExprKind::Parameter(name) = &expr.kind {
        each(name);
    }
    for part in parts(expr) {
        parameters(part, each);
    }
}

/// The direct parts of an expression.
pub(crate) fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Derived(inner) | ExprKind::Negative(inner) | ExprKind::Not(inner) => vec![inner],
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Call(_, parts) => parts.iter().collect(),
        ExprKind::Compare { left, right, .. } | ExprKind::Arithmetic(left, _, right) => vec![left, right],
        ExprKind::Among(left, words) => std::iter::once(&**left).chain(words).collect(),
        ExprKind::Over { filter, body, .. } => filter.iter().chain(body).map(|part| &**part).collect(),
        _ => Vec::new(),
    }
}

/// SHA-256 of texts, in hex.
pub(crate) fn hash<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
