//! The clause table, the cards of what needs action, the checklist for people, and the folded rest.

use haofang_policy::{ClauseResult, Outcome, Verdict};
use serde_json::{Value as Json, json};

use super::overview::{force, outcome};
use super::tables::from;
use super::{Figures, both, data_address, each};
use crate::assessment::{Assessment, Audience, worst};
use crate::diff::{Diff, State, against_baseline};
use crate::issues::Issues;
use crate::words;

/// Subjects spelled out in a card.
const ROWS: usize = 40;
/// Elements listed of a subject.
const ELEMENTS: usize = 12;
/// Passed subjects listed of a clause, for the author and for the agency.
const PASSED: (usize, usize) = (6, 200);
/// Drawings of a clause.
const FIGURES: usize = 4;

pub(super) fn clauses(source: &Assessment, figures: &Figures) -> Json {
    let issues = Issues::of(source);
    let diff = source.baseline.as_ref().map(|_| against_baseline(source));
    // What needs action stands first: by outcome, then by force, then as in the document.
    let mut order: Vec<&ClauseResult> = source.clauses().iter().collect();
    order.sort_by_key(|clause| (std::cmp::Reverse(clause.outcome.badness()), crate::assessment::urgency(clause.force)));
    let rows: Vec<Json> = order.into_iter().map(|clause| row(source, clause)).collect();
    let wanted = [Outcome::Fail, Outcome::Undetermined];
    let cards: Vec<Json> = wanted
        .into_iter()
        .flat_map(|outcome| source.with_outcome(outcome))
        .map(|clause| card(source, clause, figures, &issues, diff.as_ref()))
        .collect();
    let manual: Vec<Json> = source.with_outcome(Outcome::Manual).into_iter().map(|clause| checklist(source, clause)).collect();
    let most = if source.audience == Audience::Agency { PASSED.1 } else { PASSED.0 };
    let folded: Vec<Json> = [Outcome::Pass, Outcome::NotApplicable, Outcome::NotAssessed]
        .into_iter()
        .map(|of| (of, source.with_outcome(of)))
        .filter(|(_, clauses)| !clauses.is_empty())
        .map(|(of, clauses)| {
            json!({"outcome": outcome(of), "clauses": clauses.into_iter().map(|clause| rest(source, clause, of, most)).collect::<Vec<_>>()})
        })
        .collect();
    let context: Vec<Json> = source
        .judgement
        .context
        .iter()
        .map(|judged| {
            let judged_clauses = judged.clauses.iter().filter(|clause| clause.outcome != Outcome::NotApplicable);
            let list = judged_clauses.map(
                |clause| json!({"id": clause.id, "title": both(&clause.title), "outcome": outcome(clause.outcome), "examined": clause.examined, "of": clause.of}),
            );
            json!({"title": both(&judged.policy.title), "version": judged.policy.version, "clauses": list.collect::<Vec<_>>()})
        })
        .collect();
    json!({"clauses": rows, "cards": cards, "manual": manual, "folded": folded, "context": context})
}

/// The verdict whose numbers stand for the clause: the worst of the clause's own outcome.
fn leading(clause: &ClauseResult) -> Option<&Verdict> {
    worst(clause.verdicts.iter().filter(|verdict| verdict.outcome == clause.outcome && verdict.measured.is_some()))
}

fn row(source: &Assessment, clause: &ClauseResult) -> Json {
    let lead = leading(clause);
    json!({
        "id": clause.id, "title": both(&clause.title), "quote": clause.quote, "force": force(clause.force), "outcome": outcome(clause.outcome),
        "note": clause.note.as_ref().map(both), "examined": clause.examined, "of": clause.of,
        "card": matches!(clause.outcome, Outcome::Fail | Outcome::Undetermined), "waived": source.is_waived(clause),
        "advice": clause.outcome == Outcome::Manual && clause.verdicts.iter().any(|verdict| verdict.advice),
        "relation": lead.map(|verdict| each(|lang| words::relation(verdict, lang))),
    })
}

fn card(source: &Assessment, clause: &ClauseResult, figures: &Figures, issues: &Issues, diff: Option<&Diff>) -> Json {
    let own: Vec<&Verdict> = clause.verdicts.iter().filter(|verdict| verdict.outcome == clause.outcome).collect();
    let mut others: Vec<&Verdict> = clause
        .verdicts
        .iter()
        .filter(|verdict| verdict.outcome != clause.outcome && matches!(verdict.outcome, Outcome::Undetermined | Outcome::Manual))
        .collect();
    others.sort_by_key(|verdict| std::cmp::Reverse(verdict.outcome.badness()));
    let count = own.len();
    let all: Vec<&Verdict> = own.iter().copied().chain(others).collect();
    let shown: Vec<Json> = all.iter().take(ROWS).map(|verdict| verdict_row(source, clause, verdict, diff)).collect();
    let mut topics: Vec<&str> = own.iter().filter_map(|verdict| issues.of_verdict(clause, verdict)).collect();
    topics.dedup();
    let mut pictures: Vec<Json> = figures
        .drawings
        .iter()
        .filter(|figure| figure.clause == clause.id)
        .take(FIGURES)
        .map(|figure| json!({"src": data_address("image/svg+xml", figure.svg.as_bytes()), "caption": both(&figure.caption)}))
        .collect();
    if clause.outcome == Outcome::Fail {
        for (topic, png) in topics.iter().filter_map(|topic| Some((topic, figures.snapshots.get(*topic)?))).take(FIGURES) {
            let short: String = topic.chars().take(8).collect();
            pictures.push(json!({
                "src": data_address("image/png", png),
                "caption": {"zh": format!("模型视图（与 BCF 议题 {short} 相同的视角）"), "en": format!("view of the model, as in BCF topic {short}")},
            }));
        }
    }
    json!({
        "id": clause.id, "title": both(&clause.title), "quote": clause.quote, "cite": clause.cite, "force": force(clause.force),
        "outcome": outcome(clause.outcome), "count": count, "verdicts": shown, "more": all.len().saturating_sub(ROWS),
        "figures": pictures, "issue": topics.join(" "),
    })
}

fn verdict_row(source: &Assessment, clause: &ClauseResult, verdict: &Verdict, diff: Option<&Diff>) -> Json {
    let name = source.path(&verdict.subject);
    let change = diff.and_then(|diff| diff.change(&clause.id, &verdict.subject));
    let state = change.map(|change| change.state);
    let before = change.and_then(|change| change.before.as_ref()).and_then(|before| before.shown.clone());
    let author = source.audience == Audience::Author;
    let missing: Vec<Json> =
        verdict.missing.iter().map(|missing| json!({"what": both(&missing.what), "supply": both(&missing.supply)})).collect();
    let witnesses: Vec<Json> = verdict
        .witnesses
        .iter()
        .map(|reading| {
            json!({
                "value": each(|lang| Some(words::value(&reading.value, lang))), "source": each(|lang| Some(words::spoken(&reading.source, lang).to_owned())),
                "provenance": each(|lang| Some(words::provenance(reading.provenance, lang).to_owned())),
                "conflict": reading.conflict,
            })
        })
        .collect();
    let assumptions: Vec<Json> =
        verdict.assumptions.iter().map(|used| json!({"key": used.key, "value": used.value, "from": from(used.from)})).collect();
    let waived = source
        .waiver(clause, verdict)
        .map(|(waiver, holds)| json!({"reason": waiver.reason, "by": waiver.by, "until": waiver.until, "expired": !holds}));
    json!({
        "name": name, "anchor": name.replace(' ', "/"), "outcome": outcome(verdict.outcome),
        "measured": each(|lang| words::measured(verdict, lang)), "required": each(|lang| words::required(verdict, lang)),
        "margin": each(|lang| words::margin(verdict, lang)), "explanation": (!verdict.explanation.is_empty()).then(|| both(&verdict.explanation)),
        "missing": missing, "witnesses": witnesses, "assumptions": assumptions, "tree": verdict.tree,
        "fix": verdict.fix.as_ref().filter(|_| author).map(both), "remedy": verdict.remedy.as_ref().filter(|_| author).map(both),
        "elements": verdict.elements.iter().take(ELEMENTS).collect::<Vec<_>>(),
        "more_elements": verdict.elements.len().saturating_sub(ELEMENTS),
        "place": source.subject(&verdict.subject).and_then(|subject| subject.place.as_ref()),
        "waived": waived, "before": before, "state": state.map(|state| json!({"word": State::word(state), "zh": state.title(false), "en": state.title(true)})),
    })
}

fn checklist(source: &Assessment, clause: &ClauseResult) -> Json {
    let open: Vec<&Verdict> = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Manual).collect();
    let mut evidence: Vec<Json> = Vec::new();
    for wanted in open.iter().flat_map(|verdict| &verdict.evidence) {
        let text = both(wanted);
        if !evidence.contains(&text) {
            evidence.push(text);
        }
    }
    let findings: Vec<Json> = open
        .iter()
        .take(6)
        .map(|verdict| {
            json!({
                "name": source.path(&verdict.subject), "relation": each(|lang| words::relation(verdict, lang)),
                "explanation": both(&verdict.explanation),
            })
        })
        .collect();
    json!({"id": clause.id, "title": both(&clause.title), "quote": clause.quote, "force": force(clause.force), "evidence": evidence, "findings": findings})
}

fn rest(source: &Assessment, clause: &ClauseResult, of: Outcome, most: usize) -> Json {
    let own: Vec<&Verdict> = clause.verdicts.iter().filter(|verdict| verdict.outcome == of).collect();
    let listed: Vec<Json> = own
        .iter()
        .take(most)
        .map(|verdict| {
            json!({
                "name": source.path(&verdict.subject), "relation": each(|lang| words::relation(verdict, lang)),
                "explanation": (!verdict.explanation.is_empty()).then(|| both(&verdict.explanation)),
            })
        })
        .collect();
    json!({
        "id": clause.id, "title": both(&clause.title), "quote": clause.quote, "examined": clause.examined, "of": clause.of,
        "verdicts": listed, "more": own.len().saturating_sub(most),
    })
}
