//! From a decision to a verdict: measured, required, margin, reasons, evidence, what is missing, what to do.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::phrase::spoken;
use haofang_facts::{GlobalId, SubjectKind, Unit, Value, compare, display};

use super::decide::{Decider, Decision, Doubt, Via};
use super::{Sides, sides, text};
use crate::condition::{Context, Expr, ExprKind, Function, Lack, Override, Scope, Seen, explain};
use crate::pack::{Case, parts};
use crate::verdict::{Assumption, Force, Localised, Missing, Outcome, Reading, Required, SubjectRef, Verdict};

/// How many missing data a verdict names.
const NAMED: usize = 24;

/// Judges one clause and words its verdicts.
pub(super) struct Composer<'c> {
    pub(super) decider: Decider<'c>,
    pub(super) damaged: &'c BTreeSet<(&'c str, &'c str)>,
    pub(super) doubtful: &'c BTreeMap<&'c GlobalId, &'c str>,
}

/// A verdict that says only what was found and why.
pub(super) fn bare(subject: SubjectRef, anchor: SubjectRef, outcome: Outcome, why: Localised) -> Verdict {
    Verdict {
        subject,
        outcome,
        advice: false,
        measured: None,
        required: None,
        margin: None,
        fix: None,
        elements: Vec::new(),
        missing: Vec::new(),
        explanation: why,
        tree: None,
        remedy: None,
        evidence: Vec::new(),
        assumptions: Vec::new(),
        witnesses: Vec::new(),
        anchor,
    }
}

impl Composer<'_> {
    fn subject(&self, own: usize) -> SubjectRef {
        text::reference(self.decider.world, own).unwrap_or_else(super::nowhere)
    }

    /// The building, else the site, else the project (CONTRACT §6).
    fn anchor(&self, own: usize) -> SubjectRef {
        let world = self.decider.world;
        let kinds = [SubjectKind::Building, SubjectKind::Site, SubjectKind::Project];
        kinds.iter().find_map(|kind| world.holder(own, *kind)).map_or_else(|| self.subject(own), |at| self.subject(at))
    }

    /// The verdict on one subject.
    pub(super) fn verdict(&self, own: usize) -> Verdict {
        let (mut decision, seen) = self.decider.decide(own, &[]);
        let mut reasons: Vec<Localised> = Vec::new();
        let mut missing: Vec<Missing> = Vec::new();
        let touched = self.touched(&seen).or_else(|| if decision.outcome == Outcome::Pass { self.made_of(&seen) } else { None });
        if let Some(name) = &touched {
            decision.outcome = Outcome::Undetermined;
            let why = Localised::new(
                format!("{name} 的记录有缺陷，其数据不可靠"),
                format!("the record of {name} is flawed; its data cannot be relied on"),
            );
            missing.push(Missing {
                quantity: "source".to_owned(),
                subject: None,
                what: why.clone(),
                supply: Localised::new("修复或重新导出模型", "repair or export the model again"),
            });
            reasons.push(why);
        }
        let judged = matches!(decision.outcome, Outcome::Pass | Outcome::Fail) || decision.via == Via::Unclaimed;
        let doubts: Vec<Doubt> = if judged { self.decider.doubts(own, &decision, &seen) } else { Vec::new() };
        if !doubts.is_empty() {
            decision.outcome = Outcome::Manual;
        }
        self.compose(own, &decision, &seen, &doubts, reasons, missing)
    }

    fn compose(
        &self,
        own: usize,
        decision: &Decision<'_>,
        seen: &Seen,
        doubts: &[Doubt],
        mut reasons: Vec<Localised>,
        mut missing: Vec<Missing>,
    ) -> Verdict {
        let clause = self.decider.clause;
        let world = self.decider.world;
        let outcome = decision.outcome;
        let advice = outcome == Outcome::Manual && clause.force.is_advice();
        let scratch = RefCell::new(Seen::default());
        let comparison = self.comparison(decision);

        // the least favourable of contradicting readings is the one that is shown and judged
        let plain = self.decider.context(own, &[], &scratch);
        let instead: Option<Override> = comparison.and_then(|expr| {
            let margin = sides(&plain, expr)?.margin()?;
            self.decider.less_favourable(own, expr, seen, margin)
        });
        let context = self.decider.context(own, instead.as_slice(), &scratch);
        let shown = comparison.and_then(|expr| sides(&context, expr));
        if instead.is_some() && doubts.is_empty() {
            reasons.push(Localised::new("数据冲突：采用较不利的数值", "data conflict: the less favourable value is used"));
        }

        let mut sentences = Vec::new();
        sentences.push(self.headline(own, outcome, shown.as_ref()));
        match decision.via {
            Via::Case(case) => sentences.push(case.reason.clone()),
            Via::Otherwise(why) => sentences.push(why.clone()),
            Via::When if outcome == Outcome::NotApplicable => sentences.push(clause.unless_reason.clone()),
            Via::Claim if outcome == Outcome::Fail => {
                sentences.push(Localised::new(
                    "申报系数为 0，但不符合本条条件，基础规则也不免计，应计容",
                    "claimed with a coefficient of 0, but neither this clause nor the base rules exempt it",
                ));
            }
            Via::Claim => {
                sentences.push(Localised::new(
                    "申报系数为 0，但不符合本条条件；未加载基础计容规则，须人工核定",
                    "claimed with a coefficient of 0 without meeting this clause; no base rules are loaded, so a person decides",
                ));
            }
            Via::Unclaimed => sentences.push(Localised::new(
                "不符合本条条件，也未申报不计容，按现行实施细则计算",
                "the condition is not met and nothing is claimed; the base rules apply",
            )),
            Via::Base => sentences
                .push(Localised::new("不符合本条条件，但基础规则不计容", "the condition is not met, but the base rules exempt it anyway")),
            _ => {}
        }
        sentences.append(&mut reasons);
        sentences.extend(doubts.iter().map(text::doubt));
        if outcome == Outcome::Pass {
            sentences.push(clause.on_pass.clone());
        }
        if outcome == Outcome::Fail && clause.force == Force::Principle {
            sentences.push(Localised::new("不满足原则性要求，需说明理由", "the principle is not met; a reason must be given"));
        }
        if advice {
            sentences.push(Localised::new("建议项，不作为不满足", "advice only, never a failure"));
        }
        if outcome != Outcome::NotApplicable {
            for (condition, say) in &clause.notes {
                if context.of(condition).truth() == Some(true) {
                    sentences.push(fill(say, &self.slots(own, shown.as_ref())));
                }
            }
            sentences.extend(comparison.and_then(|expr| self.method(&context, expr)));
        }

        if outcome == Outcome::Undetermined {
            let world_missing = decision.lacks.iter().map(|lack| text::missing(world, &clause.id, lack));
            missing.extend(world_missing);
            if let Via::Case(Case { then: Outcome::Undetermined, missing: names, reason, .. }) = decision.via {
                missing.extend(names.iter().map(|name| text::named(name, reason)));
            }
            missing.dedup_by(|a, b| a.quantity == b.quantity && a.subject == b.subject);
            missing.truncate(NAMED);
        }
        let acts = matches!(outcome, Outcome::Fail | Outcome::Undetermined) || advice;
        let mut verdict = bare(self.subject(own), self.anchor(own), outcome, text::join(&sentences));
        verdict.advice = advice;
        verdict.margin = shown.as_ref().and_then(Sides::margin);
        verdict.fix =
            if outcome == Outcome::Fail || outcome == Outcome::Manual { self.fix(own, shown.as_ref(), verdict.margin) } else { None };
        verdict.elements = self.elements(own, comparison, outcome);
        // what is met, or does not apply, is told by its numbers: on a whole estate these trees would be most of the memory
        let asks_why = !matches!(outcome, Outcome::Pass | Outcome::NotApplicable);
        verdict.tree = asks_why.then(|| explain(&context, self.shown_condition(decision)));
        verdict.remedy = (acts && !clause.remedy.is_empty()).then(|| clause.remedy.clone());
        verdict.evidence = if outcome == Outcome::Manual { clause.evidence.clone() } else { Vec::new() };
        verdict.assumptions = self.assumptions(seen);
        verdict.witnesses = self.readings(seen);
        verdict.missing = missing;
        if let Some(shown) = shown {
            verdict.required = shown.right.clone().map(|value| Required { comparator: shown.comparator, value });
            verdict.measured = shown.left;
        }
        verdict
    }

    /// The condition whose tree explains the verdict.
    fn shown_condition<'x>(&'x self, decision: &Decision<'x>) -> &'x Expr {
        let clause = self.decider.clause;
        match decision.via {
            Via::Case(case) => &case.condition,
            Via::When => clause.when.as_ref().or(clause.require.as_ref()).unwrap_or(&NEVER),
            _ => clause.require.as_ref().or(clause.compare.as_ref()).unwrap_or(&NEVER),
        }
    }

    fn comparison<'x>(&'x self, decision: &Decision<'x>) -> Option<&'x Expr> {
        let clause = self.decider.clause;
        let case = if let Via::Case(case) = decision.via { case.compare.as_ref() } else { None };
        case.or(clause.compare.as_ref()).or(clause.require.as_ref())
    }

    /// Slots of message templates.
    fn slots(&self, own: usize, shown: Option<&Sides>) -> Vec<(&'static str, Localised)> {
        let world = self.decider.world;
        let mut slots = vec![("{name}", Localised::new(world.long_name(own), world.long_name(own)))];
        if let Some(shown) = shown {
            // a side that is not known leaves its slot empty; the part of the sentence that needs it is dropped
            let (measured, required) = match (&shown.left, &shown.right) {
                (Some(Value::Number(left, unit)), Some(Value::Number(right, _))) => {
                    let (left, right) = display::pair(*left, *right, *unit);
                    (Some(Localised::new(left.clone(), left)), Some(Localised::new(right.clone(), right)))
                }
                (left, right) => (left.as_ref().map(text::shown), right.as_ref().map(text::shown)),
            };
            slots.extend(measured.map(|text| ("{measured}", text)));
            slots.extend(required.map(|text| ("{required}", text)));
            let sign = text::sign(shown.comparator);
            slots.push(("{sign}", Localised::new(sign, sign)));
            if let (Some(margin), Some(unit)) = (shown.margin(), shown.unit) {
                slots.push(("{short}", text::amount(margin, unit)));
            }
        }
        slots
    }

    fn headline(&self, own: usize, outcome: Outcome, shown: Option<&Sides>) -> Localised {
        let clause = self.decider.clause;
        let slots = self.slots(own, shown);
        if outcome == Outcome::Fail && !clause.fail_text.is_empty() {
            return fill(&clause.fail_text, &slots);
        }
        let known = shown.is_some_and(|shown| shown.left.is_some());
        let template = match (known, shown.and_then(|shown| shown.unit)) {
            (true, Some(_)) if outcome == Outcome::Fail => Localised::new(
                "{name}：实测 {measured}，要求 {sign} {required}，差 {short}",
                "{name}: {measured}, required {sign} {required}, off by {short}",
            ),
            (true, Some(_)) => {
                Localised::new("{name}：实测 {measured}，要求 {sign} {required}", "{name}: {measured}, required {sign} {required}")
            }
            (true, None) => Localised::new(
                format!("{{name}}：{}：{{measured}}", clause.title.zh),
                format!("{{name}}: {}: {{measured}}", clause.title.en),
            ),
            _ => Localised::new("{name}", "{name}"),
        };
        fill(&template, &slots)
    }

    /// How the first measured quantity of the comparison was obtained.
    fn method(&self, context: &Context<'_>, expr: &Expr) -> Option<Localised> {
        let (at, name) = leaves(context, expr).into_iter().next()?;
        let fact = self.decider.world.subject(at)?.fact(name)?;
        (!fact.method.is_empty())
            .then(|| Localised::new(format!("依据：{}", spoken(&fact.method, true)), format!("by: {}", spoken(&fact.method, false))))
    }

    fn fix(&self, own: usize, shown: Option<&Sides>, margin: Option<f64>) -> Option<Localised> {
        if let Some(fix) = &self.decider.clause.fix {
            let scratch = RefCell::new(Seen::default());
            let found = self.decider.context(own, &[], &scratch).of(&fix.by);
            if let Some(Value::Number(number, unit)) = found.value
                && number > compare::noise(unit)
            {
                let amount = display::number(number, unit);
                return Some(fill(&fix.text, &[("{}", Localised::new(amount.clone(), amount))]));
            }
        }
        let unit = shown?.unit?;
        let short = margin.filter(|margin| *margin < -compare::noise(unit))?;
        use haofang_facts::Comparator as C;
        let sign = if matches!(shown?.comparator, C::AtLeast | C::MoreThan) { "+" } else { "−" };
        let amount = text::amount(if unit == Unit::Count { short.abs().ceil() } else { short }, unit);
        Some(Localised::new(format!("{sign}{}", amount.zh), format!("{sign}{}", amount.en)))
    }

    /// The subjects selected by the pack, what the shown quantities were measured on, the subject itself.
    fn elements(&self, own: usize, comparison: Option<&Expr>, outcome: Outcome) -> Vec<GlobalId> {
        if outcome == Outcome::NotApplicable {
            return self.subject(own).guid.into_iter().collect();
        }
        let world = self.decider.world;
        let scratch = RefCell::new(Seen::default());
        let context = self.decider.context(own, &[], &scratch);
        let mut out: Vec<GlobalId> = Vec::new();
        let mut known: BTreeSet<GlobalId> = BTreeSet::new();
        let mut push = |guid: &GlobalId| {
            if known.insert(guid.clone()) {
                out.push(guid.clone());
            }
        };
        for select in &self.decider.clause.select {
            let ExprKind::Over { kind, within, filter, .. } = &select.kind else { continue };
            let members = context.members(*kind, *within, filter.as_deref(), &Scope { subject: own, outer: None }).unwrap_or_default();
            for (at, _) in members.iter().filter(|(_, truth)| truth.truth() == Some(true)) {
                let Some(subject) = world.subject(*at) else { continue };
                subject.guid.iter().for_each(&mut push);
            }
        }
        if let Some(subject) = world.subject(own).filter(|subject| subject.kind != SubjectKind::Project) {
            subject.guid.iter().for_each(&mut push);
        }
        for (at, name) in comparison.map(|expr| leaves(&context, expr)).unwrap_or_default() {
            if let Some(fact) = world.subject(at).and_then(|subject| subject.fact(name)) {
                fact.elements.iter().for_each(&mut push);
            }
        }
        out
    }

    fn assumptions(&self, seen: &Seen) -> Vec<Assumption> {
        let brief = self.decider.world.brief;
        let used = seen.parameters.iter().filter_map(|key| brief.get(key).map(|(setting, from)| (key, setting, from)));
        used.map(|(key, setting, from)| Assumption { key: (*key).to_owned(), value: text::setting(&setting), from }).collect()
    }

    fn readings(&self, seen: &Seen) -> Vec<Reading> {
        let mut out = Vec::new();
        for &(at, name) in &seen.facts {
            let Some(subject) = self.decider.world.subject(at) else { continue };
            let Some(fact) = subject.fact(name) else { continue };
            out.extend(fact.witnesses.iter().map(|witness| Reading {
                quantity: format!("{}.{name}", subject.kind.word()),
                subject: subject.name.clone(),
                judged: fact.value.clone(),
                value: witness.value.clone(),
                provenance: witness.provenance,
                source: witness.source.clone(),
                conflict: compare::conflict(&fact.value, &witness.value),
            }));
        }
        out
    }

    /// The name of a subject that was read and whose record is flawed.
    fn touched(&self, seen: &Seen) -> Option<String> {
        if self.damaged.is_empty() {
            return None;
        }
        seen.facts.iter().find_map(|(at, _)| {
            let subject = self.decider.world.subject(*at)?;
            let place = subject.place.as_ref()?;
            self.damaged.contains(&(place.file.as_str(), place.instance.as_str())).then(|| subject.name.clone())
        })
    }

    /// The name of a subject whose record is flawed and of which a fact that was read is made: a detector of a dwelling.
    fn made_of(&self, seen: &Seen) -> Option<String> {
        if self.doubtful.is_empty() {
            return None;
        }
        seen.facts.iter().find_map(|(at, name)| {
            let fact = self.decider.world.subject(*at)?.fact(name)?;
            fact.elements.iter().find_map(|element| self.doubtful.get(element)).map(|name| (*name).to_owned())
        })
    }

    /// The verdict where no subject is concerned.
    pub(super) fn none(&self, seat: usize, kind: SubjectKind) -> Verdict {
        let clause = self.decider.clause;
        let scratch = RefCell::new(Seen::default());
        let context = self.decider.context(seat, &[], &scratch);
        let mut decided = None;
        for case in &clause.none {
            match context.of(&case.condition).truth() {
                Some(true) => {
                    decided = Some((case.then, case.reason.clone(), case.missing.clone()));
                    break;
                }
                Some(false) => {}
                None => break,
            }
        }
        let nothing = Localised::new(
            format!("模型中没有可识别的{}", kind.title_zh()),
            format!("no {} is recognised in the model", kind.word().replace('_', " ")),
        );
        let (outcome, why, names) = decided.unwrap_or_else(|| match clause.force {
            // nothing was claimed, nothing is exempt
            Force::Entitle => (Outcome::NotApplicable, nothing.clone(), Vec::new()),
            _ => (Outcome::Undetermined, nothing.clone(), Vec::new()),
        });
        let mut verdict = bare(self.subject(seat), self.anchor(seat), outcome, why.clone());
        verdict.advice = outcome == Outcome::Manual && clause.force.is_advice();
        verdict.assumptions = self.assumptions(&scratch.borrow());
        if outcome == Outcome::Undetermined {
            verdict.missing.push(text::missing(self.decider.world, &clause.id, &Lack::Subject(kind)));
            verdict.missing.extend(names.iter().map(|name| text::named(name, &why)));
        }
        if matches!(outcome, Outcome::Fail | Outcome::Undetermined) && !clause.remedy.is_empty() {
            verdict.remedy = Some(clause.remedy.clone());
        }
        if outcome == Outcome::Manual {
            verdict.evidence = clause.evidence.clone();
        }
        verdict.elements = self.subject(seat).guid.into_iter().filter(|_| verdict.subject.kind != SubjectKind::Project).collect();
        verdict
    }

    /// The verdict that keeps an incomplete count of subjects from being called met.
    pub(super) fn incomplete(&self, seat: usize, complete: &Case) -> Verdict {
        let mut verdict = bare(self.subject(seat), self.anchor(seat), complete.then, complete.reason.clone());
        let scratch = RefCell::new(Seen::default());
        let found = self.decider.context(seat, &[], &scratch).of(&complete.condition);
        verdict.missing = found.lacks.iter().map(|lack| text::missing(self.decider.world, &self.decider.clause.id, lack)).collect();
        verdict.missing.extend(complete.missing.iter().map(|name| text::named(name, &complete.reason)));
        verdict.missing.truncate(NAMED);
        verdict
    }
}

static NEVER: Expr = Expr { kind: ExprKind::Claim(true), text: String::new(), ty: crate::condition::Ty::Claim };

/// A template with its slots filled; parts of the sentence whose slot has no value are left out.
fn fill(template: &Localised, slots: &[(&str, Localised)]) -> Localised {
    let mut out = template.clone();
    for (slot, value) in slots {
        out.zh = out.zh.replace(slot, &value.zh);
        out.en = out.en.replace(slot, &value.en);
    }
    let whole = |text: &str, comma: &str| text.split(comma).filter(|part| !part.contains('{')).collect::<Vec<_>>().join(comma);
    Localised::new(whole(&out.zh, "，"), whole(&out.en, ", "))
}

/// The quantities that an expression names directly, located; ranges are not entered.
fn leaves(context: &Context<'_>, expr: &Expr) -> Vec<(usize, &'static str)> {
    let mut out = Vec::new();
    match &expr.kind {
        ExprKind::Quantity(kind, name) => {
            out.extend(context.locate(*kind, &Scope { subject: context.own, outer: None }).map(|at| (at, *name)))
        }
        ExprKind::Own(_, name) => out.push((context.own, *name)),
        ExprKind::Over { .. } => {}
        // only the branch that was taken says how the value was obtained
        ExprKind::Call(Function::If, arguments) => {
            if let [condition, yes, no] = &arguments[..] {
                out.extend(leaves(context, if context.of(condition).truth() == Some(false) { no } else { yes }));
            }
        }
        _ => out.extend(parts(expr).into_iter().flat_map(|part| leaves(context, part))),
    }
    out
}
