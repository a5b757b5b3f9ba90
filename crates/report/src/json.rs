//! `assessment.json`, schema `haofang.assessment/1` (CONTRACT §5).

use haofang_facts::Value;
use haofang_policy::{ClauseResult, FarLedger, JudgedPolicy, Outcome, SubjectRef, Verdict};
use serde_json::{Map, Value as Json, json};

use crate::assessment::{Assessment, Audience};
use crate::diff::{Diff, State};
use crate::issues::Issues;
use crate::words::{self, Lang};

/// The whole assessment as JSON.
#[must_use]
pub fn assessment(source: &Assessment) -> Json {
    let diff = source.baseline.as_ref().map(|_| crate::diff::against_baseline(source));
    let issues = Issues::of(source);
    let main = &source.judgement.main;
    let conclusion = source.conclusion();
    let clauses: Vec<Json> = main.clauses.iter().map(|clause| clause_json(source, clause, &issues, diff.as_ref())).collect();
    let mut out = json!({
        "schema": "haofang.assessment/1",
        "tool": {"name": source.tool.name, "version": source.tool.version},
        "policy": policy(main),
        "layers": main.layers,
        "as_of": source.judgement.as_of,
        "audience": if source.audience == Audience::Agency { "agency" } else { "author" },
        "whole": source.judgement.whole,
        "brief": source.brief.to_json(),
        "sources": source.sheet.sources,
        "summary": summary(main),
        "conclusion": {
            "code": conclusion.code, "must_failed": conclusion.must_failed, "entitle_failed": conclusion.entitle_failed,
            "principle_failed": conclusion.principle_failed, "waived": conclusion.waived,
            "must_undetermined": conclusion.must_undetermined, "must_examined": conclusion.must_examined,
        },
        "clauses": clauses,
        "far": far(main.far.as_ref()),
        "defects": source.sheet.defects,
        "notes": main.notes,
        "fact_notes": source.sheet.notes,
    });
    let context: Vec<Json> = source.judgement.context.iter().map(context).collect();
    if let Some(object) = out.as_object_mut() {
        if !context.is_empty() {
            object.insert("context".into(), Json::Array(context));
        }
        if !source.waivers.is_empty() {
            object.insert("waivers".into(), json!(source.waivers));
        }
        if let Some(diff) = &diff {
            object.insert("diff".into(), crate::diff::to_json(diff));
            let past = source.baseline.iter().flat_map(crate::submission::Submission::trend).map(|earlier| {
                json!({
                    "as_of": earlier.as_of, "sha256": earlier.sha256, "fail": earlier.failed, "undetermined": earlier.undetermined,
                    "pass": earlier.passed,
                })
            });
            object.insert("history".into(), past.collect());
        }
    }
    out
}

/// How many clauses have each outcome.
fn summary(judged: &JudgedPolicy) -> Json {
    Outcome::ALL.into_iter().map(|outcome| (outcome.word().to_owned(), json!(judged.count(outcome)))).collect::<Map<_, _>>().into()
}

fn policy(judged: &JudgedPolicy) -> Json {
    let stamp = &judged.policy;
    json!({"id": stamp.id, "version": stamp.version, "sha256": stamp.sha256, "title": stamp.title, "document": stamp.document})
}

/// Packs that only give context are noted in short and never counted.
fn context(judged: &JudgedPolicy) -> Json {
    let clauses = judged.clauses.iter().map(
        |clause| json!({"id": clause.id, "title": clause.title.zh, "outcome": clause.outcome, "examined": clause.examined, "of": clause.of}),
    );
    json!({"policy": policy(judged), "clauses": clauses.collect::<Vec<_>>()})
}

pub(crate) fn value(value: &Value) -> Json {
    match value {
        Value::Number(number, unit) => json!({"value": number + 0.0, "unit": unit.symbol()}),
        Value::Bool(claim) => json!({"value": claim}),
        Value::Text(text) => json!({"value": text}),
    }
}

fn subject(source: &Assessment, reference: &SubjectRef) -> Json {
    json!({
        "kind": reference.kind.word(), "guid": reference.guid, "name": reference.name, "id": reference.id, "path": source.path(reference),
    })
}

fn clause_json(source: &Assessment, clause: &ClauseResult, issues: &Issues, diff: Option<&Diff>) -> Json {
    let verdicts: Vec<Json> = clause.verdicts.iter().map(|verdict| verdict_json(source, clause, verdict, issues, diff)).collect();
    json!({
        "id": clause.id, "force": clause.force.word(), "kind": clause.kind, "title": clause.title.zh, "title_en": clause.title.en,
        "quote": clause.quote, "cite": clause.cite, "discipline": clause.discipline, "outcome": clause.outcome.word(),
        "examined": clause.examined, "of": clause.of, "note": clause.note, "verdicts": verdicts,
    })
}

fn verdict_json(source: &Assessment, clause: &ClauseResult, verdict: &Verdict, issues: &Issues, diff: Option<&Diff>) -> Json {
    let required = verdict.required.as_ref().map(|required| {
        let mut out = Map::new();
        out.insert("comparator".into(), json!(required.comparator.sign()));
        if let Json::Object(limit) = value(&required.value) {
            out.extend(limit);
        }
        out.insert("text".into(), json!(words::required(verdict, Lang::Zh)));
        Json::Object(out)
    });
    let measured = verdict.measured.as_ref().map(|found| {
        let mut out = value(found);
        if let Some(object) = out.as_object_mut() {
            object.insert("text".into(), json!(words::measured(verdict, Lang::Zh)));
        }
        out
    });
    let missing: Vec<Json> = verdict
        .missing
        .iter()
        .map(|missing| {
            let of = missing.subject.as_ref().map(|reference| subject(source, reference));
            json!({"quantity": missing.quantity, "subject": of, "what": missing.what, "supply": missing.supply})
        })
        .collect();
    let names: Vec<&str> = verdict.missing.iter().map(|missing| missing.quantity.as_str()).collect();
    let mut out = json!({
        "subject": subject(source, &verdict.subject), "outcome": verdict.outcome.word(), "advice": verdict.advice,
        "measured": measured, "required": required, "margin": verdict.margin.map(|margin| margin + 0.0),
        "elements": verdict.elements, "missing": names, "explanation": verdict.explanation.zh, "explanation_en": verdict.explanation.en,
        "issue": issues.of_verdict(clause, verdict), "anchor": subject(source, &verdict.anchor),
    });
    let Some(object) = out.as_object_mut() else { return out };
    let mut add = |key: &str, more: Json| {
        object.insert(key.to_owned(), more);
    };
    if !missing.is_empty() {
        add("missing_detail", Json::Array(missing));
    }
    if let Some(fix) = &verdict.fix {
        add("fix", json!(fix));
    }
    if source.audience == Audience::Author
        && let Some(remedy) = &verdict.remedy
    {
        add("remedy", json!(remedy));
    }
    if !verdict.evidence.is_empty() {
        add("evidence", json!(verdict.evidence));
    }
    if !verdict.assumptions.is_empty() {
        add("assumptions", json!(verdict.assumptions));
    }
    if !verdict.witnesses.is_empty() {
        let witnesses = verdict.witnesses.iter().map(|reading| {
            json!({
                "quantity": reading.quantity, "subject": reading.subject, "judged": value(&reading.judged), "reading": value(&reading.value),
                "provenance": reading.provenance, "source": reading.source, "conflict": reading.conflict,
            })
        });
        add("witnesses", witnesses.collect());
    }
    if verdict.outcome != Outcome::Pass
        && verdict.outcome != Outcome::NotApplicable
        && let Some(tree) = &verdict.tree
    {
        add("tree", json!(tree));
    }
    if let Some(place) = source.subject(&verdict.subject).and_then(|subject| subject.place.as_ref()) {
        add("place", json!(place));
    }
    if let Some((waiver, holds)) = source.waiver(clause, verdict) {
        add(
            "waived",
            json!({
                "reason": waiver.reason, "by": waiver.by, "until": waiver.until, "evidence": waiver.evidence, "expired": !holds,
            }),
        );
    }
    if let Some(state) = diff.and_then(|diff| diff.state(&clause.id, &verdict.subject)) {
        add("state", json!(State::word(state)));
    }
    out
}

fn far(ledger: Option<&FarLedger>) -> Json {
    let Some(ledger) = ledger else {
        return json!({"baseline": null, "entitled": null, "claimed": null, "ledger": []});
    };
    let rows: Vec<Json> = ledger
        .rows
        .iter()
        .map(|row| {
            json!({
                "subject": row.subject, "kind": row.kind.word(), "guid": row.guid, "area": row.area, "coefficient": row.coefficient,
                "counted": row.counted, "baseline_coefficient": row.baseline_coefficient, "baseline_counted": row.baseline_counted,
                "claimed_coefficient": row.claimed_coefficient, "clause": row.clause, "reason": row.reason.zh, "reason_en": row.reason.en,
            })
        })
        .collect();
    json!({
        "baseline": ledger.baseline, "entitled": ledger.entitled, "claimed": ledger.claimed, "site_area": ledger.site_area,
        "plan_far": ledger.plan_far, "area_standard": ledger.area_standard, "ratio": ledger.ratio(ledger.baseline),
        "ratio_entitled": ledger.ratio(ledger.entitled), "ledger": rows,
        "missing": ledger.missing.iter().map(|missing| missing.quantity.clone()).collect::<Vec<_>>(), "notes": ledger.notes,
    })
}
