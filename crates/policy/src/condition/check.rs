//! Names, units and subjects of a condition, checked when a pack is loaded.

use std::collections::BTreeMap;
use std::ops::Range;

use haofang_facts::brief::{KEYS, Key, KeyType};
use haofang_facts::catalogue::{self, Spec, Type};
use haofang_facts::{Comparator, SubjectKind, Unit};

use super::lexer::Flaw;
use super::names::{self, DocumentField};
use super::parser::{Arithmetic, Raw, RawKind};
use crate::error::hint;

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ty {
    Number(Unit),
    Claim,
    Text,
}

impl Ty {
    fn word(self) -> String {
        match self {
            Self::Number(Unit::Count | Unit::Ratio) => "a plain number".to_owned(),
            Self::Number(unit) => format!("a number in {unit}"),
            Self::Claim => "true or false".to_owned(),
            Self::Text => "a word".to_owned(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Min,
    Max,
    Ceil,
    Floor,
    Abs,
    If,
    Known,
    Contains,
    Provenance,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gather {
    Count,
    Sum,
    Min,
    Max,
    All,
    Any,
}

/// A checked expression with the text it was written as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expr {
    pub(crate) kind: ExprKind,
    pub(crate) text: String,
    pub(crate) ty: Ty,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ExprKind {
    Number(f64),
    Word(String),
    Claim(bool),
    /// A quantity of the nearest subject of its kind.
    Quantity(SubjectKind, &'static str),
    /// A quantity of the subject that is judged, whatever is being ranged over.
    Own(SubjectKind, &'static str),
    Parameter(&'static str),
    Document(DocumentField),
    /// A named formula of the pack.
    Derived(Box<Expr>),
    Negative(Box<Expr>),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare {
        left: Box<Expr>,
        comparator: Comparator,
        right: Box<Expr>,
        unit: Option<Unit>,
    },
    Among(Box<Expr>, Vec<Expr>),
    Arithmetic(Box<Expr>, Arithmetic, Box<Expr>),
    Call(Function, Vec<Expr>),
    Over {
        gather: Gather,
        kind: SubjectKind,
        within: Option<SubjectKind>,
        filter: Option<Box<Expr>>,
        body: Option<Box<Expr>>,
    },
}

/// The named formulas of a pack: as written and their texts.
pub(crate) type Names = BTreeMap<String, (Raw, String)>;

/// Resolves and checks a condition written for subjects of kind `own`.
pub(crate) fn check(text: &str, raw: &Raw, own: SubjectKind, names: &Names) -> Result<Expr, Flaw> {
    Checker { text, own, scope: vec![own], names, depth: 0 }.expr(raw)
}

struct Checker<'c> {
    text: &'c str,
    own: SubjectKind,
    scope: Vec<SubjectKind>,
    names: &'c Names,
    depth: usize,
}

impl Checker<'_> {
    fn made(&self, raw: &Raw, kind: ExprKind, ty: Ty) -> Expr {
        Expr { kind, text: self.text.get(raw.span.clone()).unwrap_or_default().to_owned(), ty }
    }

    fn claim(&mut self, raw: &Raw) -> Result<Expr, Flaw> {
        let expr = self.expr(raw)?;
        match expr.ty {
            Ty::Claim => Ok(expr),
            ty => Err(Flaw::new(raw.span.clone(), format!("expected a condition (true or false), found {}", ty.word()))),
        }
    }

    fn number(&mut self, raw: &Raw) -> Result<(Expr, Unit), Flaw> {
        let expr = self.expr(raw)?;
        match expr.ty {
            Ty::Number(unit) => Ok((expr, unit)),
            ty => Err(Flaw::new(raw.span.clone(), format!("expected a number, found {}", ty.word()))),
        }
    }

    fn expr(&mut self, raw: &Raw) -> Result<Expr, Flaw> {
        let (kind, ty) = match &raw.kind {
            RawKind::Number(number, unit) => (ExprKind::Number(*number), Ty::Number(*unit)),
            RawKind::Text(text) => (ExprKind::Word(text.clone()), Ty::Text),
            RawKind::Name(name) => self.name(name, raw)?,
            RawKind::Negative(inner) => {
                let (inner, unit) = self.number(inner)?;
                (ExprKind::Negative(Box::new(inner)), Ty::Number(unit))
            }
            RawKind::Not(inner) => (ExprKind::Not(Box::new(self.claim(inner)?)), Ty::Claim),
            RawKind::And(parts) => (ExprKind::And(parts.iter().map(|part| self.claim(part)).collect::<Result<_, _>>()?), Ty::Claim),
            RawKind::Or(parts) => (ExprKind::Or(parts.iter().map(|part| self.claim(part)).collect::<Result<_, _>>()?), Ty::Claim),
            RawKind::Compare(left, comparator, right) => (self.compare(left, *comparator, right, raw)?, Ty::Claim),
            RawKind::Among(left, words) => {
                let left_expr = self.expr(left)?;
                let words = words.iter().map(|word| self.operand(&left_expr, word)).collect::<Result<Vec<_>, _>>()?;
                (ExprKind::Among(Box::new(left_expr), words), Ty::Claim)
            }
            RawKind::Arithmetic(left, operator, right) => {
                let (left, a) = self.number(left)?;
                let (right, b) = self.number(right)?;
                let unit = combine(a, *operator, b).map_err(|message| Flaw::new(raw.span.clone(), message))?;
                (ExprKind::Arithmetic(Box::new(left), *operator, Box::new(right)), Ty::Number(unit))
            }
            RawKind::Call(function, arguments) => self.call(function, arguments, raw)?,
            RawKind::Over { function, kind, within, filter, body } => {
                self.over(function, kind, within.as_ref(), filter.as_deref(), body.as_deref(), raw)?
            }
        };
        Ok(self.made(raw, kind, ty))
    }

    fn compare(&mut self, left: &Raw, comparator: Comparator, right: &Raw, raw: &Raw) -> Result<ExprKind, Flaw> {
        let left_expr = self.expr(left)?;
        let right_expr = self.operand(&left_expr, right)?;
        let unit = match (left_expr.ty, right_expr.ty) {
            (Ty::Number(a), Ty::Number(b)) if dimension(a) == dimension(b) => {
                // `spaces per household >= 2` is read in plain numbers, `>= 200 %` in per cent
                let plain = matches!(right_expr.kind, ExprKind::Number(_)) && b == Unit::Count;
                Some(if plain || a == Unit::Count { b } else { a })
            }
            (Ty::Number(a), Ty::Number(b)) => {
                return Err(Flaw::new(raw.span.clone(), format!("units clash: the left side is in {a}, the right side in {b}")));
            }
            (a, b) if a == b => {
                if !matches!(comparator, Comparator::Equal | Comparator::NotEqual) {
                    return Err(Flaw::new(raw.span.clone(), format!("`{}` compares numbers only; use == or != here", comparator.sign())));
                }
                None
            }
            (a, b) => return Err(Flaw::new(raw.span.clone(), format!("cannot compare {} with {}", a.word(), b.word()))),
        };
        Ok(ExprKind::Compare { left: Box::new(left_expr), comparator, right: Box::new(right_expr), unit })
    }

    /// The right side of a comparison: beside a word-valued left side, a bare name is a word of its vocabulary.
    fn operand(&mut self, left: &Expr, right: &Raw) -> Result<Expr, Flaw> {
        let RawKind::Name(word) = &right.kind else { return self.typed(left, right) };
        if left.ty != Ty::Text || word.contains('.') {
            return self.typed(left, right);
        }
        if let Some(words) = vocabulary(left)
            && !words.iter().any(|known| known == word)
        {
            let known: Vec<&str> = words.iter().map(String::as_str).collect();
            let hint = hint(word, known.iter().copied());
            return Err(Flaw::new(right.span.clone(), format!("`{word}` is not a word of `{}` ({}){hint}", left.text, known.join(", "))));
        }
        Ok(self.made(right, ExprKind::Word(word.clone()), Ty::Text))
    }

    fn typed(&mut self, left: &Expr, right: &Raw) -> Result<Expr, Flaw> {
        let expr = self.expr(right)?;
        let same = match (left.ty, expr.ty) {
            (Ty::Number(_), Ty::Number(_)) => true,
            (a, b) => a == b,
        };
        if same { Ok(expr) } else { Err(Flaw::new(right.span.clone(), format!("expected {}, found {}", left.ty.word(), expr.ty.word()))) }
    }

    fn name(&mut self, name: &str, raw: &Raw) -> Result<(ExprKind, Ty), Flaw> {
        let fail = |message: String| Flaw::new(raw.span.clone(), message);
        if name == "true" || name == "false" {
            return Ok((ExprKind::Claim(name == "true"), Ty::Claim));
        }
        if let Some((_, field)) = DocumentField::ALL.into_iter().find(|(known, _)| *known == name) {
            return Ok((ExprKind::Document(field), field.ty()));
        }
        if let Some((formula, text)) = self.names.get(name) {
            if self.depth > 8 {
                return Err(fail(format!("`{name}` refers to itself")));
            }
            let mut inner = Checker { text, own: self.own, scope: self.scope.clone(), names: self.names, depth: self.depth + 1 };
            let expr = inner.expr(formula).map_err(|flaw| fail(format!("in `{name}`: {}", flaw.message)))?;
            let ty = expr.ty;
            return Ok((ExprKind::Derived(Box::new(expr)), ty));
        }
        if let Some(key) = names::key(name) {
            let Some(ty) = names::key_type(key) else {
                return Err(fail(format!("`{name}` is a table and cannot stand in a condition")));
            };
            return Ok((ExprKind::Parameter(key.name), ty));
        }
        let Some((subject, quantity)) = name.split_once('.') else {
            return Err(fail(format!("unknown name `{name}`{}", self.suggest(name))));
        };
        if subject == "self" {
            let spec = self.quantity(self.own, quantity, name, raw)?;
            return Ok((ExprKind::Own(self.own, spec.name), spec_type(spec)));
        }
        let Some(kind) = SubjectKind::from_word(subject) else {
            return Err(fail(format!("unknown name `{name}`{}", self.suggest(name))));
        };
        let spec = self.quantity(kind, quantity, name, raw)?;
        if !self.scope.iter().any(|&scope| names::may_stand_in(scope, kind)) {
            return Err(fail(format!(
                "`{name}` is a quantity of {} ({}), but this condition is about {} ({}); range over them, such as `min({subject} : {name})`",
                kind.word(),
                kind.title_zh(),
                self.own.word(),
                self.own.title_zh()
            )));
        }
        Ok((ExprKind::Quantity(kind, spec.name), spec_type(spec)))
    }

    fn quantity(&self, kind: SubjectKind, quantity: &str, name: &str, raw: &Raw) -> Result<&'static Spec, Flaw> {
        catalogue::spec(kind, quantity).ok_or_else(|| {
            let names: Vec<String> = catalogue::of_kind(kind).map(|spec| format!("{}.{}", kind.word(), spec.name)).collect();
            Flaw::new(raw.span.clone(), format!("unknown quantity `{name}`{}", hint(name, names.iter().map(String::as_str))))
        })
    }

    fn suggest(&self, name: &str) -> String {
        let mut names: Vec<String> = catalogue::CATALOGUE.iter().map(|spec| format!("{}.{}", spec.kind.word(), spec.name)).collect();
        names.extend(KEYS.iter().map(|key: &Key| key.name.to_owned()));
        names.extend(self.names.keys().cloned());
        names.extend(DocumentField::ALL.iter().map(|(name, _)| (*name).to_owned()));
        hint(name, names.iter().map(String::as_str))
    }

    fn call(&mut self, function: &str, arguments: &[Raw], raw: &Raw) -> Result<(ExprKind, Ty), Flaw> {
        let table = [
            ("min", Function::Min),
            ("max", Function::Max),
            ("ceil", Function::Ceil),
            ("floor", Function::Floor),
            ("abs", Function::Abs),
            ("if", Function::If),
            ("known", Function::Known),
            ("contains", Function::Contains),
            ("provenance", Function::Provenance),
        ];
        let Some((_, which)) = table.into_iter().find(|(name, _)| *name == function) else {
            let known = table.iter().map(|(name, _)| *name).chain(super::parser::RANGES);
            return Err(Flaw::new(raw.span.clone(), format!("unknown function `{function}`{}", hint(function, known))));
        };
        let count = |from: usize, to: usize| {
            if (from..=to).contains(&arguments.len()) {
                Ok(())
            } else {
                Err(Flaw::new(
                    raw.span.clone(),
                    format!("`{function}` takes {from} argument{}, found {}", if from == to { "s" } else { " or more" }, arguments.len()),
                ))
            }
        };
        let mut checked = Vec::new();
        let ty = match which {
            Function::Min | Function::Max => {
                count(1, usize::MAX)?;
                let mut unit = None;
                for argument in arguments {
                    let (expr, found) = self.number(argument)?;
                    let first = *unit.get_or_insert(found);
                    if dimension(first) != dimension(found) {
                        return Err(Flaw::new(argument.span.clone(), format!("units clash: {first} and {found} in one `{function}`")));
                    }
                    checked.push(expr);
                }
                Ty::Number(unit.unwrap_or(Unit::Count))
            }
            Function::Ceil | Function::Floor | Function::Abs => {
                count(1, 1)?;
                let mut unit = Unit::Count;
                for argument in arguments {
                    let (expr, found) = self.number(argument)?;
                    unit = found;
                    checked.push(expr);
                }
                Ty::Number(unit)
            }
            Function::If => {
                count(3, 3)?;
                let [condition, yes, no] = arguments else { return Err(Flaw::new(raw.span.clone(), "`if` takes 3 arguments")) };
                checked.push(self.claim(condition)?);
                let yes = self.expr(yes)?;
                let no_expr = self.typed(&yes, no)?;
                let ty = match (yes.ty, no_expr.ty) {
                    (Ty::Number(a), Ty::Number(b)) if dimension(a) != dimension(b) => {
                        return Err(Flaw::new(no.span.clone(), format!("units clash: {a} and {b} in one `if`")));
                    }
                    (Ty::Number(Unit::Count), other) => other,
                    (ty, _) => ty,
                };
                checked.push(yes);
                checked.push(no_expr);
                ty
            }
            Function::Known | Function::Provenance => {
                count(1, 1)?;
                for argument in arguments {
                    checked.push(self.expr(argument)?);
                }
                if which == Function::Known { Ty::Claim } else { Ty::Text }
            }
            Function::Contains => {
                count(2, usize::MAX)?;
                for argument in arguments {
                    let expr = self.expr(argument)?;
                    if expr.ty != Ty::Text {
                        return Err(Flaw::new(argument.span.clone(), format!("expected a text such as '目标', found {}", expr.ty.word())));
                    }
                    checked.push(expr);
                }
                Ty::Claim
            }
        };
        Ok((ExprKind::Call(which, checked), ty))
    }

    fn over(
        &mut self,
        function: &str,
        kind: &(String, Range<usize>),
        within: Option<&(String, Range<usize>)>,
        filter: Option<&Raw>,
        body: Option<&Raw>,
        raw: &Raw,
    ) -> Result<(ExprKind, Ty), Flaw> {
        let subject = |(word, span): &(String, Range<usize>)| {
            SubjectKind::from_word(word).ok_or_else(|| {
                let words = SubjectKind::ALL.iter().map(|kind| kind.word());
                Flaw::new(span.clone(), format!("`{word}` is not a subject{}", hint(word, words)))
            })
        };
        let (range, kind) = (kind, subject(kind)?);
        let within = match within {
            None => None,
            Some(named) => {
                let within = subject(named)?;
                if !self.scope.iter().any(|&scope| names::may_stand_in(scope, within)) || !names::may_stand_in(kind, within) {
                    return Err(Flaw::new(
                        named.1.clone(),
                        format!("no {} stands in the {} of this {}", range.0, within.word(), self.own.word()),
                    ));
                }
                Some(within)
            }
        };
        self.scope.push(kind);
        let filter = filter.map(|filter| self.claim(filter)).transpose();
        let body_expr = body.map(|body| self.expr(body)).transpose();
        self.scope.pop();
        let (filter, body_expr) = (filter?, body_expr?);
        let (gather, ty) = match (function, body_expr.as_ref().map(|body| body.ty)) {
            ("count", None) => (Gather::Count, Ty::Number(Unit::Count)),
            ("count", Some(_)) => return Err(Flaw::new(raw.span.clone(), "`count` has no `:` part; put the condition after `where`")),
            ("sum", Some(Ty::Number(unit))) => (Gather::Sum, Ty::Number(unit)),
            ("min", Some(Ty::Number(unit))) => (Gather::Min, Ty::Number(unit)),
            ("max", Some(Ty::Number(unit))) => (Gather::Max, Ty::Number(unit)),
            ("all", Some(Ty::Claim)) => (Gather::All, Ty::Claim),
            ("any", Some(Ty::Claim)) => (Gather::Any, Ty::Claim),
            ("any" | "all", _) => return Err(Flaw::new(raw.span.clone(), format!("`{function}` needs `: condition` after the subjects"))),
            _ => return Err(Flaw::new(raw.span.clone(), format!("`{function}` needs `: number` after the subjects"))),
        };
        Ok((ExprKind::Over { gather, kind, within, filter: filter.map(Box::new), body: body_expr.map(Box::new) }, ty))
    }
}

const fn spec_type(spec: &Spec) -> Ty {
    match spec.value {
        Type::Number(unit) => Ty::Number(unit),
        Type::Claim => Ty::Claim,
        Type::Text => Ty::Text,
    }
}

/// The words that a word-valued expression can have, where they are a fixed set.
fn vocabulary(expr: &Expr) -> Option<Vec<String>> {
    match &expr.kind {
        ExprKind::Quantity(kind, name) | ExprKind::Own(kind, name) => {
            let spec = catalogue::spec(*kind, name)?;
            // `space.use` words stand in the vocabulary of CONTRACT §4, not in the catalogue row
            let words: Vec<String> =
                spec.definition.trim_end_matches(['.', '…', ' ']).split([',', '.', ';']).map(|word| word.trim().to_owned()).collect();
            let listed =
                words.len() > 1 && words.iter().all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            listed.then_some(words)
        }
        ExprKind::Parameter(name) => match names::key(name)?.value {
            KeyType::Word(words) => Some(words.iter().map(|word| (*word).to_owned()).collect()),
            _ => None,
        },
        ExprKind::Derived(inner) => vocabulary(inner),
        ExprKind::Call(Function::Provenance, _) => Some(["authored", "measured", "declared", "derived"].map(str::to_owned).to_vec()),
        _ => None,
    }
}

/// The power of the metre in a unit.
pub(crate) const fn dimension(unit: Unit) -> u8 {
    match unit {
        Unit::Count | Unit::Ratio => 0,
        Unit::Metre => 1,
        Unit::SquareMetre => 2,
        Unit::CubicMetre => 3,
    }
}

fn combine(a: Unit, operator: Arithmetic, b: Unit) -> Result<Unit, String> {
    let power = |power: u8| match power {
        1 => Some(Unit::Metre),
        2 => Some(Unit::SquareMetre),
        3 => Some(Unit::CubicMetre),
        _ => None,
    };
    match operator {
        Arithmetic::Plus | Arithmetic::Minus if dimension(a) == dimension(b) => Ok(if a == Unit::Count { b } else { a }),
        Arithmetic::Plus | Arithmetic::Minus => Err(format!("units clash: {a} and {b} cannot be added or subtracted")),
        Arithmetic::Times => match (dimension(a), dimension(b)) {
            (0, 0) => Ok(if a == Unit::Ratio && b == Unit::Ratio { Unit::Ratio } else { Unit::Count }),
            (x, y) => power(x + y).ok_or_else(|| format!("{a} times {b} is no unit of this language")),
        },
        Arithmetic::Over => match (dimension(a), dimension(b)) {
            (0, 0) => Ok(a),
            (x, y) if x == y => Ok(Unit::Ratio),
            (x, y) => x.checked_sub(y).and_then(power).ok_or_else(|| format!("{a} divided by {b} is no unit of this language")),
        },
    }
}
