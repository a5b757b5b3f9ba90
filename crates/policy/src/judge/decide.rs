//! One clause on one subject: the decision list in three-valued logic, and how it stands under other readings.

use std::cell::RefCell;
use std::collections::BTreeSet;

use haofang_facts::{Unit, Value, compare};

use crate::condition::{Context, Expr, Found, Lack, Override, Seen, World};
use crate::pack::{AreaRule, Case, Clause};
use crate::verdict::{Force, Localised, Outcome};

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Via<'c> {
    /// Whether the clause concerns the subject.
    When,
    /// A rung of the decision list.
    Case(&'c Case),
    /// The demand itself.
    Require,
    /// The clause has no demand that a program can decide.
    Otherwise(&'c Localised),
    /// An exemption that was claimed and not earned.
    Claim,
    /// An exemption that was neither earned nor claimed.
    Unclaimed,
    /// An exemption that the base rules give anyway.
    Base,
}

/// The decision on one subject.
#[derive(Debug, Clone)]
pub(super) struct Decision<'c> {
    pub(super) outcome: Outcome,
    pub(super) via: Via<'c>,
    pub(super) lacks: Vec<Lack>,
}

/// How a decision changes when a fact is read otherwise.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Doubt {
    /// Two witnesses stand on different sides of the limit.
    Witness { quantity: String, judged: Value, other: Value, source: haofang_facts::Text },
    /// The margin is below the accuracy of a value from a curved shape cut into facets.
    Accuracy { quantity: String, tolerance: f64, unit: Unit },
}

/// No more readings are told where many flip a decision together.
const TOLD: usize = 3;

/// Other readings of several facts, each with the doubt that it is.
#[derive(Default)]
struct Together(Vec<(Override, Doubt)>);

impl Together {
    fn overrides(&self) -> Vec<Override> {
        self.0.iter().map(|(instead, _)| instead.clone()).collect()
    }

    fn into_doubts(self) -> impl Iterator<Item = Doubt> {
        self.0.into_iter().take(TOLD).map(|(_, doubt)| doubt)
    }
}

/// Judging one clause over a world.
pub(super) struct Decider<'c> {
    pub(super) world: &'c World<'c>,
    pub(super) clause: &'c Clause,
    /// Area rules of loaded base packs; none without a base pack.
    pub(super) base: &'c [&'c AreaRule],
    pub(super) has_base: bool,
}

impl<'c> Decider<'c> {
    pub(super) fn context<'x>(&'x self, own: usize, instead: &'x [Override], seen: &'x RefCell<Seen>) -> Context<'x> {
        Context { world: self.world, clause: &self.clause.id, own, instead, seen }
    }

    /// The decision on a subject, and what it read.
    pub(super) fn decide(&self, own: usize, instead: &[Override]) -> (Decision<'c>, Seen) {
        let seen = RefCell::new(Seen::default());
        let decision = self.list(&self.context(own, instead, &seen));
        (decision, seen.into_inner())
    }

    fn list(&self, context: &Context<'_>) -> Decision<'c> {
        let clause = self.clause;
        if let Some(when) = &clause.when {
            let found = context.of(when);
            match found.truth() {
                Some(true) => {}
                Some(false) => return Decision { outcome: Outcome::NotApplicable, via: Via::When, lacks: Vec::new() },
                None => return Decision { outcome: Outcome::Undetermined, via: Via::When, lacks: found.lacks },
            }
        }
        let mut open: Vec<(&Case, Vec<Lack>)> = Vec::new();
        for case in &clause.cases {
            let found = context.of(&case.condition);
            match found.truth() {
                Some(true) => return settle(Decision { outcome: case.then, via: Via::Case(case), lacks: Vec::new() }, open),
                Some(false) => {}
                None => open.push((case, found.lacks)),
            }
        }
        settle(self.demand(context), open)
    }

    fn demand(&self, context: &Context<'_>) -> Decision<'c> {
        let plain = |outcome, via| Decision { outcome, via, lacks: Vec::new() };
        let Some(require) = &self.clause.require else {
            return match &self.clause.otherwise {
                Some((outcome, why)) => plain(*outcome, Via::Otherwise(why)),
                None => plain(Outcome::NotAssessed, Via::Require),
            };
        };
        let found = context.of(require);
        match (found.truth(), self.clause.force) {
            (Some(true), _) => plain(Outcome::Pass, Via::Require),
            (None, _) => Decision { outcome: Outcome::Undetermined, via: Via::Require, lacks: found.lacks },
            (Some(false), Force::Entitle) => self.unearned(context),
            (Some(false), force) if force.is_advice() => plain(Outcome::Manual, Via::Require),
            (Some(false), _) => plain(Outcome::Fail, Via::Require),
        }
    }

    /// An exemption whose own condition is not met: what matters is whether it was claimed (CONTRACT §5).
    fn unearned(&self, context: &Context<'_>) -> Decision<'c> {
        let plain = |outcome, via| Decision { outcome, via, lacks: Vec::new() };
        let claimed = self.clause.claimed.as_ref().is_some_and(|claimed| context.of(claimed).truth() == Some(true));
        if !claimed {
            return plain(Outcome::NotApplicable, Via::Unclaimed);
        }
        if !self.has_base {
            return plain(Outcome::Manual, Via::Claim);
        }
        match self.base_exempts(context) {
            Some(true) => plain(Outcome::NotApplicable, Via::Base),
            Some(false) => plain(Outcome::Fail, Via::Claim),
            None => plain(Outcome::Manual, Via::Claim),
        }
    }

    fn base_exempts(&self, context: &Context<'_>) -> Option<bool> {
        let kind = self.world.subject(context.own)?.kind;
        // what is added for height is no coefficient of the region itself
        for rule in self.base.iter().filter(|rule| rule.on == kind && !rule.adds) {
            match rule.when.as_ref().map_or(Some(true), |when| context.of(when).truth()) {
                Some(false) => {}
                Some(true) => {
                    return context.of(&rule.coefficient).number().map(|coefficient| coefficient.abs() <= compare::noise(Unit::Ratio));
                }
                None => return None,
            }
        }
        Some(false)
    }

    /// Other readings under which the decision would be another one.
    pub(super) fn doubts(&self, own: usize, decision: &Decision<'_>, seen: &Seen) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for &(at, name) in &seen.facts {
            let Some(subject) = self.world.subject(at) else { continue };
            let Some(fact) = subject.fact(name) else { continue };
            let flips = |value: Value| {
                let instead = Override { subject: at, name, value };
                self.decide(own, &[instead]).0.outcome != decision.outcome
            };
            let quantity = format!("{}.{name}", subject.kind.word());
            let mut tried: BTreeSet<String> = BTreeSet::new();
            for witness in &fact.witnesses {
                if same_type(&witness.value, &fact.value) && tried.insert(format!("{:?}", witness.value)) && flips(witness.value.clone()) {
                    let (judged, other) = (fact.value.clone(), witness.value.clone());
                    doubts.push(Doubt::Witness { quantity: quantity.clone(), judged, other, source: witness.source.clone() });
                }
            }
            if let (true, Value::Number(number, unit)) = (fact.tessellated, &fact.value) {
                let tolerance = fact.tolerance.unwrap_or_else(|| compare::accuracy(*unit));
                if [number - tolerance, number + tolerance].into_iter().any(|near| flips(Value::Number(near, *unit))) {
                    doubts.push(Doubt::Accuracy { quantity, tolerance, unit: *unit });
                }
            }
        }
        if doubts.is_empty() {
            let flips = |together: &Together| self.decide(own, &together.overrides()).0.outcome != decision.outcome;
            doubts.extend(self.together(seen).into_iter().find(flips).into_iter().flat_map(Together::into_doubts));
        }
        doubts
    }

    /// What contradicts more than one fact, believed at once: of two fire stations that are both said to be shops, each leaves the
    /// other. Numbers are tried at their least and at their greatest.
    fn together(&self, seen: &Seen) -> Vec<Together> {
        let mut sides = [Together::default(), Together::default()];
        for &(at, name) in &seen.facts {
            let Some((subject, fact)) = self.world.subject(at).and_then(|subject| Some((subject, subject.fact(name)?))) else { continue };
            for (side, greater) in sides.iter_mut().zip([false, true]) {
                let others = fact.conflicts().filter(|witness| same_type(&witness.value, &fact.value));
                let number = |value: &Value| value.as_number().map_or(0.0, |number| if greater { number } else { -number });
                let further = others.reduce(|one, other| if number(&other.value) > number(&one.value) { other } else { one });
                let Some(witness) = further.filter(|witness| number(&witness.value) >= number(&fact.value)) else { continue };
                let instead = Override { subject: at, name, value: witness.value.clone() };
                let quantity = format!("{}.{name}", subject.kind.word());
                let (judged, other) = (fact.value.clone(), witness.value.clone());
                side.0.push((instead, Doubt::Witness { quantity, judged, other, source: witness.source.clone() }));
            }
        }
        sides.into_iter().filter(|side| side.0.len() > 1).collect()
    }

    /// Whether a condition holds, and holds as well whichever witness of each fact is believed.
    pub(super) fn certain(&self, own: usize, condition: &Expr) -> bool {
        let seen = RefCell::new(Seen::default());
        if self.context(own, &[], &seen).of(condition).truth() != Some(true) {
            return false;
        }
        let seen = seen.into_inner();
        let holds = |instead: &[Override]| {
            let scratch = RefCell::new(Seen::default());
            self.context(own, instead, &scratch).of(condition).truth() != Some(false)
        };
        let singly = seen.facts.iter().all(|&(at, name)| {
            let Some(fact) = self.world.subject(at).and_then(|subject| subject.fact(name)) else { return true };
            fact.witnesses
                .iter()
                .filter(|witness| same_type(&witness.value, &fact.value))
                .all(|witness| holds(&[Override { subject: at, name, value: witness.value.clone() }]))
        });
        singly && self.together(&seen).iter().all(|together| holds(&together.overrides()))
    }

    /// The reading that contradicts a judged fact and gives the least favourable margin, where the decision stays.
    pub(super) fn less_favourable(&self, own: usize, compare: &Expr, seen: &Seen, margin: f64) -> Option<Override> {
        let mut worst = (margin, None);
        for &(at, name) in &seen.facts {
            let Some(fact) = self.world.subject(at).and_then(|subject| subject.fact(name)) else { continue };
            for witness in fact.conflicts().filter(|witness| same_type(&witness.value, &fact.value)) {
                let instead = Override { subject: at, name, value: witness.value.clone() };
                let scratch = RefCell::new(Seen::default());
                let context = self.context(own, std::slice::from_ref(&instead), &scratch);
                if let Some(sides) = super::sides(&context, compare)
                    && let Some(other) = sides.margin()
                    && other < worst.0
                {
                    worst = (other, Some(instead));
                }
            }
        }
        worst.1
    }
}

/// A decision with rungs above it whose conditions are unknown: it stands only if none of them could change it.
fn settle<'c>(mut decision: Decision<'c>, open: Vec<(&Case, Vec<Lack>)>) -> Decision<'c> {
    let outcome = decision.outcome;
    let undecided: Vec<Lack> = open.into_iter().filter(|(case, _)| case.then != outcome).flat_map(|(_, lacks)| lacks).collect();
    if !undecided.is_empty() {
        decision.outcome = Outcome::Undetermined;
        decision.lacks.extend(undecided);
    }
    decision
}

fn same_type(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a, _), Value::Number(..)) => a.is_finite(),
        (Value::Bool(_), Value::Bool(_)) | (Value::Text(_), Value::Text(_)) => true,
        _ => false,
    }
}

/// The truth of a condition for a subject, read outside any decision.
pub(super) fn ask(world: &World<'_>, clause: &str, own: usize, expr: &Expr) -> Found {
    let seen = RefCell::new(Seen::default());
    Context { world, clause, own, instead: &[], seen: &seen }.of(expr)
}
