//! Evaluating a condition in three-valued logic: a gap stays unknown unless the rest decides.

use std::cell::RefCell;
use std::collections::BTreeSet;

use haofang_facts::brief::{Brief, Document, Setting};
use haofang_facts::{Comparator, Gap, Provenance, QuantityId, SubjectKind, Unit, Value, compare};

use super::check::{Expr, ExprKind, Function, Gather, Ty};
use super::names::DocumentField;
use super::parser::Arithmetic;
use super::world::World;

/// Why a value is not known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Lack {
    /// A quantity of a subject, with the survey's reason; no reason where it was never measured.
    Fact { subject: usize, name: &'static str, gap: Option<Gap> },
    /// There is no subject of this kind to ask.
    Subject(SubjectKind),
    /// A parameter that was not given.
    Parameter(&'static str),
    /// No document was given for the clause, or it does not say this.
    Document,
    /// Nothing to take a minimum or maximum of, or a division by zero.
    Nothing(String),
}

/// A value, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) value: Option<Value>,
    pub(crate) lacks: Vec<Lack>,
}

impl Found {
    fn known(value: Value) -> Self {
        Self { value: Some(value), lacks: Vec::new() }
    }

    fn claim(claim: bool) -> Self {
        Self::known(Value::Bool(claim))
    }

    fn unknown(lacks: Vec<Lack>) -> Self {
        Self { value: None, lacks }
    }

    /// The truth of a condition; `None` is unknown.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self.value {
            Some(Value::Bool(claim)) => Some(claim),
            _ => None,
        }
    }

    /// The number, if it is a known one.
    pub(crate) fn number(&self) -> Option<f64> {
        self.value.as_ref().and_then(Value::as_number)
    }
}

/// What an evaluation read: facts by subject and name, parameters, documents.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) facts: BTreeSet<(usize, &'static str)>,
    pub(crate) parameters: BTreeSet<&'static str>,
    pub(crate) documents: bool,
}

/// One fact read as if it had another value: how witnesses and accuracies are tried out.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    pub(crate) subject: usize,
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

/// The subjects that names may refer to, innermost first.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s> {
    pub(crate) subject: usize,
    pub(crate) outer: Option<&'s Scope<'s>>,
}

/// Everything that evaluating needs.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) world: &'c World<'c>,
    /// The clause whose documents are meant.
    pub(crate) clause: &'c str,
    /// The subject that is judged.
    pub(crate) own: usize,
    /// Facts that are read as if they had other values.
    pub(crate) instead: &'c [Override],
    pub(crate) seen: &'c RefCell<Seen>,
}

impl Context<'_> {
    /// The value of an expression for the judged subject.
    pub(crate) fn of(&self, expr: &Expr) -> Found {
        self.eval(expr, &Scope { subject: self.own, outer: None })
    }

    /// The value of an expression in a scope.
    pub(crate) fn eval(&self, expr: &Expr, scope: &Scope<'_>) -> Found {
        match &expr.kind {
            ExprKind::Number(number) => self.finite(*number, expr),
            ExprKind::Word(word) => Found::known(Value::Text(word.clone())),
            ExprKind::Claim(claim) => Found::claim(*claim),
            ExprKind::Quantity(kind, name) => match self.locate(*kind, scope) {
                Some(subject) => self.fact(subject, name),
                None => Found::unknown(vec![Lack::Subject(*kind)]),
            },
            ExprKind::Own(_, name) => self.fact(self.own, name),
            ExprKind::Parameter(name) => self.parameter(name, expr, scope),
            ExprKind::Document(field) => self.document(*field),
            ExprKind::Derived(inner) => self.eval(inner, scope),
            ExprKind::Negative(inner) => self.map(inner, expr, scope, |number| -number),
            ExprKind::Not(inner) => {
                let found = self.eval(inner, scope);
                match found.truth() {
                    Some(claim) => Found::claim(!claim),
                    None => found,
                }
            }
            ExprKind::And(parts) => self.all(parts.iter().map(|part| self.eval(part, scope)), true),
            ExprKind::Or(parts) => self.all(parts.iter().map(|part| self.eval(part, scope)), false),
            ExprKind::Compare { left, comparator, right, unit } => {
                let (left, right) = (self.eval(left, scope), self.eval(right, scope));
                match (&left.value, &right.value) {
                    (Some(a), Some(b)) => Found::claim(holds(a, *comparator, b, *unit)),
                    _ => Found::unknown(left.lacks.into_iter().chain(right.lacks).collect()),
                }
            }
            ExprKind::Among(left, words) => {
                let left = self.eval(left, scope);
                let Some(value) = &left.value else { return left };
                let mut lacks = Vec::new();
                for word in words {
                    let found = self.eval(word, scope);
                    match &found.value {
                        Some(word) if holds(value, Comparator::Equal, word, value.unit()) => return Found::claim(true),
                        Some(_) => {}
                        None => lacks.extend(found.lacks),
                    }
                }
                if lacks.is_empty() { Found::claim(false) } else { Found::unknown(lacks) }
            }
            ExprKind::Arithmetic(left, operator, right) => {
                let (left, right) = (self.eval(left, scope), self.eval(right, scope));
                match (left.number(), right.number()) {
                    (Some(a), Some(b)) => match operator {
                        Arithmetic::Plus => self.finite(a + b, expr),
                        Arithmetic::Minus => self.finite(a - b, expr),
                        Arithmetic::Times => self.finite(a * b, expr),
                        Arithmetic::Over => self.finite(a / b, expr),
                    },
                    _ => Found::unknown(left.lacks.into_iter().chain(right.lacks).collect()),
                }
            }
            ExprKind::Call(function, arguments) => self.call(*function, arguments, expr, scope),
            ExprKind::Over { gather, kind, within, filter, body } => {
                self.over(*gather, *kind, *within, filter.as_deref(), body.as_deref(), expr, scope)
            }
        }
    }

    fn finite(&self, number: f64, expr: &Expr) -> Found {
        let unit = if let Ty::Number(unit) = expr.ty { unit } else { Unit::Count };
        if number.is_finite() { Found::known(Value::Number(number, unit)) } else { Found::unknown(vec![Lack::Nothing(expr.text.clone())]) }
    }

    fn map(&self, inner: &Expr, expr: &Expr, scope: &Scope<'_>, with: impl Fn(f64) -> f64) -> Found {
        let found = self.eval(inner, scope);
        match found.number() {
            Some(number) => self.finite(with(number), expr),
            None => found,
        }
    }

    /// The subject that a name of this kind refers to.
    pub(crate) fn locate(&self, kind: SubjectKind, scope: &Scope<'_>) -> Option<usize> {
        let mut at = Some(scope);
        while let Some(level) = at {
            if let Some(found) = self.world.holder(level.subject, kind) {
                return Some(found);
            }
            at = level.outer;
        }
        None
    }

    fn fact(&self, subject: usize, name: &'static str) -> Found {
        self.seen.borrow_mut().facts.insert((subject, name));
        if let Some(instead) = self.instead.iter().find(|instead| (instead.subject, instead.name) == (subject, name)) {
            return Found::known(instead.value.clone());
        }
        let known = self.world.subject(subject);
        match known.and_then(|subject| subject.fact(name)).map(|fact| &fact.value) {
            Some(Value::Number(number, _)) if !number.is_finite() => {}
            Some(value) => return Found::known(value.clone()),
            None => {}
        }
        let gap = known.and_then(|subject| subject.gaps.get(&QuantityId::from(name)).cloned());
        Found::unknown(vec![Lack::Fact { subject, name, gap }])
    }

    fn parameter(&self, name: &'static str, expr: &Expr, scope: &Scope<'_>) -> Found {
        self.seen.borrow_mut().parameters.insert(name);
        let lack = || Found::unknown(vec![Lack::Parameter(name)]);
        match self.world.brief.get(name).map(|(setting, _)| setting) {
            Some(Setting::Flag(flag)) => Found::claim(flag),
            Some(Setting::Text(text)) => Found::known(Value::Text(text)),
            Some(Setting::Number(number)) => self.finite(number, expr),
            Some(Setting::Table(table)) => {
                let building = self.locate(SubjectKind::Building, scope).and_then(|at| self.world.subject(at));
                building.and_then(|building| Brief::row(&table, &building.name)).map_or_else(lack, |number| self.finite(number, expr))
            }
            None => lack(),
        }
    }

    fn document(&self, field: DocumentField) -> Found {
        self.seen.borrow_mut().documents = true;
        let documents: Vec<&Document> = self.world.brief.documents_for(self.clause).collect();
        if field == DocumentField::Given {
            return Found::claim(!documents.is_empty());
        }
        let lack = || Found::unknown(vec![Lack::Document]);
        if documents.is_empty() {
            return lack();
        }
        match field {
            DocumentField::Text => {
                let texts = documents.iter().map(|document| match &document.value {
                    Some(Setting::Text(text)) => format!("{} {text}", document.title),
                    _ => document.title.clone(),
                });
                Found::known(Value::Text(texts.collect::<Vec<_>>().join(" ")))
            }
            DocumentField::Number => {
                let numbers: Option<Vec<f64>> = documents.iter().map(|document| document.value.as_ref().and_then(number)).collect();
                match numbers.and_then(|numbers| numbers.into_iter().reduce(f64::min)) {
                    Some(number) => Found::known(Value::Number(number, Unit::Count)),
                    None => lack(),
                }
            }
            _ => Found::claim(documents.iter().all(|document| match &document.value {
                None => true,
                Some(Setting::Flag(flag)) => *flag,
                Some(Setting::Number(number)) => *number > 0.0,
                // 否, 未取得, 不符合, 无: a text that begins with a negation affirms nothing
                Some(Setting::Text(text)) => {
                    !(text.trim().is_empty()
                        || text.trim().starts_with(['否', '未', '不', '无'])
                        || matches!(text.trim(), "no" | "false" | "0"))
                }
                Some(Setting::Table(_)) => false,
            })),
        }
    }

    /// Conjunction (`decided_by_false`) or disjunction of truths.
    fn all(&self, parts: impl Iterator<Item = Found>, conjunction: bool) -> Found {
        let mut lacks = Vec::new();
        for part in parts {
            match part.truth() {
                Some(claim) if claim != conjunction => return Found::claim(claim),
                Some(_) => {}
                None => lacks.extend(part.lacks),
            }
        }
        if lacks.is_empty() { Found::claim(conjunction) } else { Found::unknown(lacks) }
    }

    fn call(&self, function: Function, arguments: &[Expr], expr: &Expr, scope: &Scope<'_>) -> Found {
        let [first, rest @ ..] = arguments else { return Found::unknown(vec![Lack::Nothing(expr.text.clone())]) };
        match function {
            Function::Known => Found::claim(self.eval(first, scope).value.is_some()),
            Function::If => {
                let [yes, no] = rest else { return Found::unknown(vec![Lack::Nothing(expr.text.clone())]) };
                let condition = self.eval(first, scope);
                match condition.truth() {
                    Some(true) => self.eval(yes, scope),
                    Some(false) => self.eval(no, scope),
                    None => {
                        let (yes, no) = (self.eval(yes, scope), self.eval(no, scope));
                        if yes.value.is_some() && yes.value == no.value { yes } else { condition }
                    }
                }
            }
            Function::Contains => {
                let found = self.eval(first, scope);
                let Some(Value::Text(text)) = &found.value else { return found };
                self.all(
                    rest.iter().map(|part| {
                        let found = self.eval(part, scope);
                        match &found.value {
                            Some(Value::Text(part)) => Found::claim(text.contains(part.as_str())),
                            _ => found,
                        }
                    }),
                    false,
                )
            }
            Function::Provenance => {
                let found = self.eval(first, scope);
                if found.value.is_none() {
                    return found;
                }
                Found::known(Value::Text(self.origin(first, scope).to_owned()))
            }
            // float noise never lifts a count to the next whole number
            Function::Ceil => self.map(first, expr, scope, |number| (number - compare::noise(Unit::Count)).ceil()),
            Function::Floor => self.map(first, expr, scope, |number| (number + compare::noise(Unit::Count)).floor()),
            Function::Abs => self.map(first, expr, scope, f64::abs),
            Function::Min | Function::Max => {
                let found: Vec<Found> = arguments.iter().map(|argument| self.eval(argument, scope)).collect();
                let numbers: Option<Vec<f64>> = found.iter().map(Found::number).collect();
                let pick = if function == Function::Min { f64::min } else { f64::max };
                match numbers.and_then(|numbers| numbers.into_iter().reduce(pick)) {
                    Some(number) => self.finite(number, expr),
                    None => Found::unknown(found.into_iter().flat_map(|found| found.lacks).collect()),
                }
            }
        }
    }

    fn origin(&self, expr: &Expr, scope: &Scope<'_>) -> &'static str {
        let fact = match &expr.kind {
            ExprKind::Quantity(kind, name) => self.locate(*kind, scope).and_then(|at| self.world.subject(at)?.fact(name)),
            ExprKind::Own(_, name) => self.world.subject(self.own).and_then(|subject| subject.fact(name)),
            ExprKind::Derived(inner) => return self.origin(inner, scope),
            ExprKind::Parameter(_) | ExprKind::Document(_) => return "declared",
            _ => None,
        };
        match fact.map(|fact| fact.provenance) {
            Some(Provenance::Authored) => "authored",
            Some(Provenance::Measured) => "measured",
            Some(Provenance::Declared) => "declared",
            _ => "derived",
        }
    }

    /// The subjects of a range with the truth of its filter, in sheet order.
    pub(crate) fn members(
        &self,
        kind: SubjectKind,
        within: Option<SubjectKind>,
        filter: Option<&Expr>,
        scope: &Scope<'_>,
    ) -> Result<Vec<(usize, Found)>, Lack> {
        let held;
        let range = match within {
            None => self.world.of_kind(kind),
            Some(within) => {
                let holder = self.locate(within, scope).ok_or(Lack::Subject(within))?;
                held = self.world.held(kind, within);
                held.get(&holder).map_or(&[][..], Vec::as_slice)
            }
        };
        let mut out = Vec::new();
        for &subject in range {
            let inner = Scope { subject, outer: Some(scope) };
            let truth = filter.map_or_else(|| Found::claim(true), |filter| self.eval(filter, &inner));
            if truth.truth() != Some(false) {
                out.push((subject, truth));
            }
        }
        Ok(out)
    }

    fn over(
        &self,
        gather: Gather,
        kind: SubjectKind,
        within: Option<SubjectKind>,
        filter: Option<&Expr>,
        body: Option<&Expr>,
        expr: &Expr,
        scope: &Scope<'_>,
    ) -> Found {
        let members = match self.members(kind, within, filter, scope) {
            Ok(members) => members,
            Err(lack) => return Found::unknown(vec![lack]),
        };
        let mut lacks = Vec::new();
        let mut numbers = Vec::new();
        let decisive = match gather {
            Gather::All => Some(false),
            Gather::Any => Some(true),
            _ => None,
        };
        for (subject, truth) in members {
            let inner = Scope { subject, outer: Some(scope) };
            let found = body.map_or_else(|| Found::known(Value::Number(1.0, Unit::Count)), |body| self.eval(body, &inner));
            match (decisive, truth.truth(), found.truth()) {
                (Some(decisive), Some(true), Some(claim)) if claim == decisive => return Found::claim(decisive),
                // whether it belongs or not, it does not decide
                (Some(decisive), _, Some(claim)) if claim != decisive => continue,
                _ => {}
            }
            let known = truth.value.is_some() && found.value.is_some();
            if known {
                numbers.extend(found.number());
            } else {
                lacks.extend(truth.lacks);
                lacks.extend(found.lacks);
            }
        }
        if !lacks.is_empty() {
            return Found::unknown(lacks);
        }
        match gather {
            Gather::All => Found::claim(true),
            Gather::Any => Found::claim(false),
            Gather::Count => self.finite(numbers.len() as f64, expr),
            // adding zero turns an empty sum's -0.0 into 0.0
            Gather::Sum => self.finite(numbers.iter().sum::<f64>() + 0.0, expr),
            Gather::Min | Gather::Max => {
                let pick = if gather == Gather::Min { f64::min } else { f64::max };
                match numbers.into_iter().reduce(pick) {
                    Some(number) => self.finite(number, expr),
                    None => Found::unknown(vec![Lack::Subject(kind)]),
                }
            }
        }
    }
}

fn number(setting: &Setting) -> Option<f64> {
    match setting {
        Setting::Number(number) => Some(*number),
        Setting::Text(text) => {
            let text = text.trim();
            let percent = text.strip_suffix('%').or_else(|| text.strip_suffix('％'));
            let number = percent.unwrap_or(text).trim().parse::<f64>().ok().filter(|number| number.is_finite())?;
            Some(if percent.is_some() { number / 100.0 } else { number })
        }
        _ => None,
    }
}

fn holds(left: &Value, comparator: Comparator, right: &Value, unit: Option<Unit>) -> bool {
    match (left, right) {
        (Value::Number(a, own), Value::Number(b, _)) => compare::holds(*a, comparator, *b, unit.unwrap_or(*own)),
        (a, b) => (a == b) == (comparator == Comparator::Equal),
    }
}
