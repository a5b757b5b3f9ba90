//! Judging a fact sheet: every clause of the packs over every subject it concerns.

mod compose;
mod decide;
pub(crate) mod text;

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::{Brief, Comparator, FactSheet, GlobalId, SubjectKind, Unit, Value};

use crate::condition::{Context, Expr, ExprKind, World};
use crate::far;
use crate::pack::{AreaRule, Clause, Policy, Role};
use crate::verdict::{ClauseResult, JudgedPolicy, Judgement, Localised, Missing, Outcome, PolicyStamp, SubjectRef, Verdict};
use compose::{Composer, bare};
use decide::{Decider, ask};

/// Judges a fact sheet under rule packs: later packs win over earlier ones, packs of role `context` only give notes,
/// packs of role `base` bring area rules. `as_of` (`YYYY-MM-DD`) dates the submission where the brief does not.
/// A sheet whose sources could not be read whole is undetermined throughout; `lenient` judges the readable part, in which
/// failures stay and nothing is better than undetermined.
#[must_use]
pub fn judge(policies: &[Policy], sheet: &FactSheet, brief: &Brief, as_of: &str, lenient: bool) -> Judgement {
    let world = World::new(sheet, brief);
    let base: Vec<&Policy> = policies.iter().filter(|policy| policy.role == Role::Base).collect();
    let rules: Vec<&Policy> = policies.iter().filter(|policy| policy.role == Role::Rules).collect();
    let bench = Bench { world: &world, base: &base, as_of, lenient };
    Judgement {
        main: bench.judge(&rules),
        context: policies.iter().filter(|policy| policy.role == Role::Context).map(|policy| bench.judge(&[policy])).collect(),
        as_of: as_of.to_owned(),
        whole: sheet.is_whole(),
    }
}

struct Bench<'b> {
    world: &'b World<'b>,
    base: &'b [&'b Policy],
    as_of: &'b str,
    lenient: bool,
}

impl Bench<'_> {
    fn judge(&self, stack: &[&Policy]) -> JudgedPolicy {
        let Some(head) = stack.last() else {
            let policy = PolicyStamp {
                id: String::new(),
                version: String::new(),
                sha256: String::new(),
                title: Localised::default(),
                document: String::new(),
            };
            return JudgedPolicy { policy, layers: Vec::new(), clauses: Vec::new(), far: None, notes: Vec::new() };
        };
        let mut clauses: Vec<&Clause> = Vec::new();
        for clause in stack.iter().flat_map(|policy| &policy.clauses) {
            match clauses.iter_mut().find(|known| known.id == clause.id) {
                Some(known) => *known = clause,
                None => clauses.push(clause),
            }
        }
        let mut layers: Vec<PolicyStamp> = Vec::new();
        for stamp in
            self.base.iter().map(|policy| &policy.stamp).chain(stack.iter().flat_map(|policy| policy.layers.iter().chain([&policy.stamp])))
        {
            if stamp.id != head.stamp.id && !layers.iter().any(|layer| layer.id == stamp.id) {
                layers.push(stamp.clone());
            }
        }
        let damaged = self.damaged();
        let doubtful = self.doubtful(&damaged);
        let base_rules: Vec<&AreaRule> = self.base.iter().flat_map(|policy| &policy.area_rules).collect();
        let mut results: Vec<ClauseResult> = clauses
            .iter()
            .map(|clause| {
                let decider = Decider { world: self.world, clause, base: &base_rules, has_base: !self.base.is_empty() };
                self.clause(&Composer { decider, damaged: &damaged, doubtful: &doubtful })
            })
            .collect();
        let mut notes = Vec::new();
        let excluded = self.excluded(head, &mut notes);
        let ledger = far::ledger(self.world, stack, &base_rules, &results, excluded.is_none());
        if self.world.sheet.is_whole() {
            if let Some(reason) = &excluded {
                results.iter_mut().for_each(|result| exclude(result, reason));
            }
        } else {
            notes.push(unreadable());
            results.iter_mut().for_each(|result| self.doubt(result));
        }
        JudgedPolicy { policy: head.stamp.clone(), layers, clauses: results, far: ledger, notes }
    }

    /// The records that have flaws by which they cannot be relied on, by file and instance.
    fn damaged(&self) -> BTreeSet<(&str, &str)> {
        let flaws = self.world.sheet.defects.iter().filter(|defect| !defect.is_remark);
        flaws.filter_map(|defect| Some((defect.file.as_str(), defect.instance.as_deref()?))).collect()
    }

    /// The names of the subjects of flawed records, by their GlobalIds: what was made of them cannot be relied on either.
    fn doubtful(&self, damaged: &BTreeSet<(&str, &str)>) -> BTreeMap<&GlobalId, &str> {
        if damaged.is_empty() {
            return BTreeMap::new();
        }
        let flawed = self.world.sheet.subjects.iter().filter(|subject| {
            subject.place.as_ref().is_some_and(|place| damaged.contains(&(place.file.as_str(), place.instance.as_str())))
        });
        flawed.filter_map(|subject| Some((subject.guid.as_ref()?, subject.name.as_str()))).collect()
    }

    /// Why the whole policy does not concern the project, if so; remarks on date and place otherwise.
    fn excluded(&self, policy: &Policy, notes: &mut Vec<Localised>) -> Option<Localised> {
        let brief = self.world.brief;
        if let Some((applies, reason)) = &policy.applies
            && let Some(own) = self.seat()
            && ask(self.world, "", own, applies).truth() == Some(false)
        {
            notes.push(reason.clone());
            return Some(reason.clone());
        }
        if let Some((from, until)) = &policy.in_force {
            let given = brief.text("application_date");
            let date = given.as_deref().unwrap_or(self.as_of);
            if given.is_none() {
                notes.push(Localised::new(
                    format!("申报日期未给定，按校核日期 {date} 判断政策有效期"),
                    format!("no application date given; {date} was used"),
                ));
            }
            // dates in ISO form order as texts
            if date < from.as_str() || date > until.as_str() {
                let reason = Localised::new(
                    format!("申报日期 {date} 不在政策有效期 {from} 至 {until} 内"),
                    format!("the application date {date} lies outside the validity {from} to {until}"),
                );
                notes.push(reason.clone());
                return Some(reason);
            }
        }
        if !policy.districts.is_empty() {
            match brief.text("district") {
                None => notes.push(Localised::new("所在区县未给定", "the district is not given")),
                Some(district) if policy.districts.iter().any(|known| district.contains(known.as_str())) => {}
                Some(_) => notes.push(policy.district_note.clone()),
            }
        }
        None
    }

    /// The subject that stands for the whole submission.
    fn seat(&self) -> Option<usize> {
        let kinds = [SubjectKind::Project, SubjectKind::Site, SubjectKind::Building];
        kinds.iter().find_map(|kind| self.world.of_kind(*kind).first().copied()).or_else(|| self.world.subject(0).map(|_| 0))
    }

    fn clause(&self, composer: &Composer<'_>) -> ClauseResult {
        let clause = composer.decider.clause;
        let mut result = ClauseResult {
            id: clause.id.clone(),
            force: clause.force,
            kind: clause.kind.clone(),
            discipline: clause.discipline.clone(),
            title: clause.title.clone(),
            quote: clause.quote.clone(),
            cite: clause.cite.clone(),
            outcome: Outcome::NotAssessed,
            examined: 0,
            of: 0,
            verdicts: Vec::new(),
            note: (!clause.reading.is_empty()).then(|| clause.reading.clone()),
        };
        let Some(kind) = clause.on.filter(|_| clause.is_judged()) else { return result };
        result.verdicts = self.world.of_kind(kind).iter().map(|&own| composer.verdict(own)).collect();
        count(&mut result);
        let nobody = result.of == 0 && (result.verdicts.is_empty() || !clause.none.is_empty());
        if nobody {
            let verdict = match self.seat() {
                Some(seat) => composer.none(seat, kind),
                None => empty(kind),
            };
            result.verdicts.push(verdict);
            count(&mut result);
        }
        if let (Some(complete), Some(seat)) = (&clause.complete, self.seat())
            && result.of > 0
            && !composer.decider.certain(seat, &complete.condition)
        {
            // not a subject of the clause: it only keeps the whole from being called met
            result.verdicts.push(composer.incomplete(seat, complete));
        }
        result.outcome = worst(&result.verdicts);
        result
    }

    /// Sources that could not be read whole: nothing is better than undetermined.
    fn doubt(&self, result: &mut ClauseResult) {
        if result.outcome == Outcome::NotAssessed {
            return;
        }
        if self.lenient {
            result.outcome = result.outcome.worst(Outcome::Undetermined);
            return;
        }
        result.outcome = Outcome::Undetermined;
        result.examined = 0;
        let of = result.of;
        let subject = self.seat().and_then(|seat| text::reference(self.world, seat)).unwrap_or_else(nowhere);
        let missing = Missing {
            quantity: "source".to_owned(),
            subject: None,
            what: unreadable(),
            supply: Localised::new("重新导出或重新上传模型", "export or upload the model again"),
        };
        let mut verdict = bare(subject.clone(), subject, Outcome::Undetermined, unreadable());
        verdict.missing.push(missing);
        result.verdicts = vec![verdict];
        result.of = of;
    }
}

fn unreadable() -> Localised {
    Localised::new("模型文件不能完整读取，不作任何满足判定", "a model cannot be read whole; nothing is called met")
}

fn nowhere() -> SubjectRef {
    SubjectRef { id: haofang_facts::SubjectId::new(SubjectKind::Project, ""), kind: SubjectKind::Project, guid: None, name: String::new() }
}

fn empty(kind: SubjectKind) -> Verdict {
    let why = Localised::new(format!("模型中没有可识别的{}", kind.title_zh()), format!("no {} is recognised in the model", kind.word()));
    let mut verdict = bare(nowhere(), nowhere(), Outcome::Undetermined, why.clone());
    verdict.missing.push(Missing { quantity: kind.word().to_owned(), subject: None, what: why, supply: Localised::default() });
    verdict
}

/// The policy does not concern the project: measured values stay, verdicts go.
fn exclude(result: &mut ClauseResult, reason: &Localised) {
    result.outcome = Outcome::NotApplicable;
    for verdict in &mut result.verdicts {
        verdict.outcome = Outcome::NotApplicable;
        verdict.advice = false;
        verdict.missing.clear();
        verdict.explanation = reason.clone();
        verdict.remedy = None;
        verdict.fix = None;
        verdict.evidence.clear();
    }
    result.note = Some(reason.clone());
    result.examined = 0;
    result.of = 0;
}

fn count(result: &mut ClauseResult) {
    result.of = result.verdicts.iter().filter(|verdict| verdict.outcome != Outcome::NotApplicable).count();
    let lost = result.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Undetermined).count();
    result.examined = result.of - lost;
}

fn worst(verdicts: &[Verdict]) -> Outcome {
    verdicts.iter().map(|verdict| verdict.outcome).reduce(Outcome::worst).unwrap_or(Outcome::Undetermined)
}

/// The two sides of a comparison, evaluated.
pub(super) struct Sides {
    left: Option<Value>,
    comparator: Comparator,
    right: Option<Value>,
    unit: Option<Unit>,
}

impl Sides {
    /// Slack: negative by as much as the left side falls short of the demand.
    fn margin(&self) -> Option<f64> {
        let (left, right) = (self.left.as_ref()?.as_number()?, self.right.as_ref()?.as_number()?);
        Some(match self.comparator {
            Comparator::AtLeast | Comparator::MoreThan => left - right,
            Comparator::AtMost | Comparator::LessThan => right - left,
            Comparator::Equal => -(left - right).abs(),
            Comparator::NotEqual => (left - right).abs(),
        })
    }
}

/// The comparison that a condition shows: itself, or the first of a conjunction; a claim is compared with true.
pub(super) fn sides(context: &Context<'_>, expr: &Expr) -> Option<Sides> {
    match &expr.kind {
        ExprKind::Compare { left, comparator, right, unit } => {
            let as_unit = |value: Value| match (value, unit) {
                (Value::Number(number, _), Some(unit)) => Value::Number(number, *unit),
                (value, _) => value,
            };
            let (left, right) = (context.of(left).value.map(as_unit), context.of(right).value.map(as_unit));
            Some(Sides { left, comparator: *comparator, right, unit: *unit })
        }
        ExprKind::And(parts) => {
            // the part that fails is the one to show; else the first comparison
            let failing = parts.iter().find(|part| context.of(part).truth() == Some(false));
            failing.and_then(|part| sides(context, part)).or_else(|| parts.iter().find_map(|part| sides(context, part)))
        }
        ExprKind::Derived(inner) => sides(context, inner),
        ExprKind::Quantity(..) | ExprKind::Own(..) => {
            let left = context.of(expr).value;
            Some(Sides { left, comparator: Comparator::Equal, right: Some(Value::Bool(true)), unit: None })
        }
        _ => None,
    }
}
