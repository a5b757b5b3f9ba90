//! The evaluated condition as a tree: value, unit, provenance and method at every leaf.

use haofang_facts::phrase::spoken;
use haofang_facts::{Value, display};

use super::check::{Expr, ExprKind, Function};
use super::eval::{Context, Found, Scope};
use crate::verdict::{Explanation, Localised};

/// How many members of a range are listed.
const LISTED: usize = 8;

/// A value as people read it.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Number(number, unit) => display::number(*number, *unit),
        Value::Bool(claim) => if *claim { "true" } else { "false" }.to_owned(),
        Value::Text(text) => text.clone(),
    }
}

/// The tree of an evaluated expression for the judged subject.
pub(crate) fn explain(context: &Context<'_>, expr: &Expr) -> Explanation {
    node(context, expr, &Scope { subject: context.own, outer: None })
}

fn node(context: &Context<'_>, expr: &Expr, scope: &Scope<'_>) -> Explanation {
    let found = context.eval(expr, scope);
    let child = |inner: &Expr| node(context, inner, scope);
    let mut note = None;
    let parts = match &expr.kind {
        ExprKind::Number(_) | ExprKind::Word(_) | ExprKind::Claim(_) => Vec::new(),
        ExprKind::Quantity(kind, name) => {
            note = context.locate(*kind, scope).and_then(|at| leaf(context, at, name));
            Vec::new()
        }
        ExprKind::Own(_, name) => {
            note = leaf(context, context.own, name);
            Vec::new()
        }
        ExprKind::Parameter(name) => {
            note = Some(match context.world.brief.get(name) {
                Some((_, origin)) => {
                    let (zh, en) = origin.titles();
                    Localised::new(format!("参数，{zh}"), format!("parameter, {en}"))
                }
                None => Localised::new("参数，未给定", "parameter, not given"),
            });
            Vec::new()
        }
        ExprKind::Document(_) => {
            let titles: Vec<&str> = context.world.brief.documents_for(context.clause).map(|document| document.title.as_str()).collect();
            note = Some(if titles.is_empty() {
                Localised::new("文件：无", "documents: none")
            } else {
                Localised::new(format!("文件：{}", titles.join("、")), format!("documents: {}", titles.join(", ")))
            });
            Vec::new()
        }
        ExprKind::Derived(inner) | ExprKind::Negative(inner) | ExprKind::Not(inner) => vec![child(inner)],
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().map(child).collect(),
        ExprKind::Compare { left, right, .. } | ExprKind::Arithmetic(left, _, right) => [left, right]
            .into_iter()
            .filter(|side| !matches!(side.kind, ExprKind::Number(_) | ExprKind::Word(_)))
            .map(|side| child(side))
            .collect(),
        ExprKind::Among(left, _) => vec![child(left)],
        ExprKind::Call(Function::Known, _) => Vec::new(),
        ExprKind::Call(_, arguments) => {
            arguments.iter().filter(|side| !matches!(side.kind, ExprKind::Number(_) | ExprKind::Word(_))).map(child).collect()
        }
        ExprKind::Over { kind, within, filter, body, .. } => match context.members(*kind, *within, filter.as_deref(), scope) {
            Err(_) => Vec::new(),
            Ok(members) => {
                note = Some(Localised::new(
                    format!("共 {} 个{}", members.len(), kind.title_zh()),
                    format!("over {} of {}", members.len(), kind.word()),
                ));
                let listed = members.iter().take(LISTED).map(|(subject, _)| {
                    let inner = Scope { subject: *subject, outer: Some(scope) };
                    let value = body.as_ref().map_or_else(|| "counted".to_owned(), |body| shown(&context.eval(body, &inner)));
                    Explanation { text: context.world.long_name(*subject), value, note: None, parts: Vec::new() }
                });
                listed.collect()
            }
        },
    };
    Explanation { text: expr.text.clone(), value: shown(&found), note, parts }
}

fn shown(found: &Found) -> String {
    found.value.as_ref().map_or_else(|| "unknown".to_owned(), plain)
}

fn leaf(context: &Context<'_>, at: usize, name: &str) -> Option<Localised> {
    let subject = context.world.subject(at)?;
    let Some(fact) = subject.fact(name) else {
        let gap = subject.gaps.iter().find(|(quantity, _)| quantity.0 == name).map(|(_, gap)| gap.detail.clone());
        let why = |chinese: bool, unsaid: &'static str| gap.as_deref().map_or(unsaid, |gap| spoken(gap, chinese)).to_owned();
        return Some(Localised::new(
            format!("{}：{}", subject.name, why(true, "未量得")),
            format!("{}: {}", subject.name, why(false, "not measured")),
        ));
    };
    let accuracy = match (fact.tolerance, fact.value.unit()) {
        (Some(tolerance), Some(unit)) => format!(" ±{}", display::number(tolerance, unit)),
        _ => String::new(),
    };
    Some(Localised::new(
        format!("{}：{}：{}{accuracy}", subject.name, fact.provenance.title_zh(), spoken(&fact.method, true)),
        format!("{}: {}: {}{accuracy}", subject.name, fact.provenance.word(), spoken(&fact.method, false)),
    ))
}
