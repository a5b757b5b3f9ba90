//! What the policy promises and what was measured for this dwelling: quotations of the verdicts, nothing judged anew.

use std::collections::BTreeSet;

use haofang_facts::{SubjectId, SubjectKind, display};
use haofang_policy::{ClauseResult, Outcome, Verdict};

use super::Context;
use crate::content::Promise;
use crate::field::both;

/// The verdicts on the dwelling, its rooms, windows and storeys, its building and its estate.
pub(super) fn of(context: &Context<'_, '_>) -> Vec<Promise> {
    let Some(judgement) = context.estate.judgement else { return Vec::new() };
    let own = own_subjects(context);
    let building = context.home.dwelling.building.map(|building| context.estate.survey.building_subject(building).id);
    let mut out = Vec::new();
    for clause in judgement.main.clauses.iter().filter(|clause| clause.force.is_judged()) {
        for verdict in &clause.verdicts {
            let scope = match verdict.subject.kind {
                SubjectKind::Project | SubjectKind::Site => "estate",
                _ if own.contains(&verdict.subject.id) => "dwelling",
                _ if Some(&verdict.subject.id) == building.as_ref() => "building",
                _ => continue,
            };
            if matches!(verdict.outcome, Outcome::NotApplicable | Outcome::NotAssessed) {
                continue;
            }
            // of building and estate only what was measured and decided: what nobody could tell is no news to an owner
            let decided = matches!(verdict.outcome, Outcome::Pass | Outcome::Fail);
            if scope != "dwelling" && (verdict.measured.is_none() || !decided) {
                continue;
            }
            let new = promise(clause, verdict, scope);
            // alike findings on several windows or rooms are one line
            match out.iter_mut().find(|known: &&mut Promise| is_alike(known, &new)) {
                Some(known) => {
                    if known.subject.split('、').all(|name| name != new.subject) {
                        known.subject = format!("{}、{}", known.subject, new.subject);
                    }
                    known.elements.extend(new.elements);
                }
                None => out.push(new),
            }
        }
    }
    let order = ["dwelling", "building", "estate"];
    out.sort_by_key(|promise| order.iter().position(|scope| *scope == promise.scope));
    out
}

fn is_alike(one: &Promise, other: &Promise) -> bool {
    let kind = |promise: &Promise| (promise.scope, promise.outcome, promise.measured.clone(), promise.required.clone());
    one.clause == other.clause && kind(one) == kind(other)
}

fn promise(clause: &ClauseResult, verdict: &Verdict, scope: &'static str) -> Promise {
    let measured = verdict.measured_number();
    let limit = verdict.required.as_ref().and_then(|required| required.value.as_number());
    let (measured, required) = match (measured, limit) {
        // "more than nothing" is how a rule says "shown to a person", no demand
        (Some((value, unit)), Some(limit)) if limit > 0.0 || verdict.outcome == Outcome::Fail => {
            let (left, right) = display::pair(value, limit, unit);
            let sign = verdict.required.as_ref().map_or("", |required| required.comparator.sign());
            (Some(left), Some(format!("{sign} {right}")))
        }
        (Some((value, unit)), _) => (Some(display::number(value, unit)), None),
        _ => (None, None),
    };
    let outcome = verdict.outcome;
    Promise {
        clause: clause.id.clone(),
        title: clause.title.clone(),
        quote: clause.quote.clone(),
        subject: verdict.subject.name.clone(),
        scope,
        outcome,
        outcome_text: both(outcome.title_zh(), outcome.title_en()),
        measured,
        required,
        elements: if scope == "dwelling" { verdict.elements.clone() } else { Vec::new() },
    }
}

/// The dwelling itself, its rooms and what hangs on them, its storeys and its stair unit.
fn own_subjects(context: &Context<'_, '_>) -> BTreeSet<SubjectId> {
    let survey = context.estate.survey;
    let mut own: BTreeSet<SubjectId> = context.home.dwelling.spaces.iter().map(|space| survey.space_subject(*space).id).collect();
    own.insert(survey.dwelling_subject(context.listed.id).id);
    let hanging: Vec<SubjectId> = own.iter().filter_map(|id| context.estate.children.get(id)).flatten().map(|id| (*id).clone()).collect();
    own.extend(hanging);
    own.extend(context.home.dwelling.storeys.iter().map(|storey| survey.storey_subject(*storey).id));
    own.extend(context.home.dwelling.unit.map(|unit| survey.unit_subject(unit).id));
    own
}
