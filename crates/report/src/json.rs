//! `assessment.json`, schema `haofang.assessment/1` (CONTRACT §5).

use haofang_facts::Value;
use haofang_policy::{ClauseResult, FarLedger, JudgedPolicy, Outcome, SubjectRef, Verdict};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value as Json, json};

use crate::assessment::{Assessment, Audience};
use crate::diff::{Diff, State};
use crate::issues::Issues;
use crate::words::{self, Lang};

/// The whole assessment as JSON, in memory; [`text`] writes it without that.
#[must_use]
pub fn assessment(source: &Assessment) -> Json {
    // texts, numbers and lists of them: nothing that could not be a value
    serde_json::to_value(Whole::of(source)).unwrap_or_default()
}

/// The whole assessment as the text of `assessment.json`, with a line end: verdicts are written one by one, so that those of a
/// large estate never stand in memory as a tree.
///
/// # Errors
/// Never for what an assessment holds; a bug otherwise.
pub fn text(source: &Assessment) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(&Whole::of(source)).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// What a page says first, without the verdicts: of a large estate the whole document takes more memory than the check.
#[must_use]
pub fn overview(source: &Assessment) -> Json {
    let clause = |clause: &ClauseResult| {
        let failing = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fail).count();
        json!({
            "id": clause.id, "force": clause.force.word(), "title": clause.title.zh, "title_en": clause.title.en,
            "outcome": clause.outcome.word(), "examined": clause.examined, "of": clause.of, "failing": failing,
        })
    };
    json!({
        "schema": "haofang.assessment/1", "as_of": source.judgement.as_of, "whole": source.judgement.whole, "sources": source.sheet.sources,
        "summary": summary(&source.judgement.main), "code": source.conclusion().code, "defects": source.sheet.defects,
        "clauses": source.clauses().iter().map(clause).collect::<Vec<_>>(),
    })
}

/// The document, written as it is read.
pub(crate) struct Whole<'s> {
    source: &'s Assessment,
    diff: Option<Diff>,
    issues: Issues,
    /// Without the verdicts that are met or do not apply; each clause says how many were left out.
    only_open: bool,
}

impl<'s> Whole<'s> {
    pub(crate) fn of(source: &'s Assessment) -> Self {
        let diff = source.baseline.as_ref().map(|_| crate::diff::against_baseline(source));
        Self { source, diff, issues: Issues::of(source), only_open: false }
    }

    pub(crate) fn only_open(mut self) -> Self {
        self.only_open = true;
        self
    }
}

/// The clauses of a document, a clause, its verdicts.
struct Clauses<'w>(&'w Whole<'w>);
struct OneClause<'w>(&'w Whole<'w>, &'w ClauseResult);
struct Verdicts<'w>(&'w Whole<'w>, &'w ClauseResult);

impl Serialize for Clauses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.source.judgement.main.clauses.iter().map(|clause| OneClause(self.0, clause)))
    }
}

impl OneClause<'_> {
    fn left_out(&self) -> usize {
        self.1.verdicts.iter().filter(|verdict| !is_listed(self.0, verdict)).count()
    }
}

fn is_listed(whole: &Whole<'_>, verdict: &Verdict) -> bool {
    !whole.only_open || !matches!(verdict.outcome, Outcome::Pass | Outcome::NotApplicable)
}

impl Serialize for OneClause<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let clause = self.1;
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("id", &clause.id)?;
        out.serialize_entry("force", clause.force.word())?;
        out.serialize_entry("kind", &clause.kind)?;
        out.serialize_entry("title", &clause.title.zh)?;
        out.serialize_entry("title_en", &clause.title.en)?;
        out.serialize_entry("quote", &clause.quote)?;
        out.serialize_entry("cite", &clause.cite)?;
        out.serialize_entry("discipline", &clause.discipline)?;
        out.serialize_entry("outcome", clause.outcome.word())?;
        out.serialize_entry("examined", &clause.examined)?;
        out.serialize_entry("of", &clause.of)?;
        out.serialize_entry("note", &clause.note)?;
        out.serialize_entry("verdicts", &Verdicts(self.0, clause))?;
        let left_out = self.left_out();
        if left_out > 0 {
            out.serialize_entry("verdicts_left_out", &left_out)?;
        }
        out.end()
    }
}

impl Serialize for Verdicts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(whole, clause) = self;
        let listed = clause.verdicts.iter().filter(|verdict| is_listed(whole, verdict));
        serializer.collect_seq(listed.map(|verdict| verdict_json(whole.source, clause, verdict, &whole.issues, whole.diff.as_ref())))
    }
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let source = self.source;
        let main = &source.judgement.main;
        let conclusion = source.conclusion();
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("schema", "haofang.assessment/1")?;
        out.serialize_entry("tool", &json!({"name": source.tool.name, "version": source.tool.version}))?;
        out.serialize_entry("policy", &policy(main))?;
        out.serialize_entry("layers", &main.layers)?;
        out.serialize_entry("as_of", &source.judgement.as_of)?;
        out.serialize_entry("audience", if source.audience == Audience::Agency { "agency" } else { "author" })?;
        out.serialize_entry("whole", &source.judgement.whole)?;
        out.serialize_entry("brief", &source.brief.to_json())?;
        out.serialize_entry("sources", &source.sheet.sources)?;
        out.serialize_entry("summary", &summary(main))?;
        let counts = json!({
            "code": conclusion.code, "must_failed": conclusion.must_failed, "entitle_failed": conclusion.entitle_failed,
            "principle_failed": conclusion.principle_failed, "waived": conclusion.waived,
            "must_undetermined": conclusion.must_undetermined, "must_examined": conclusion.must_examined,
        });
        out.serialize_entry("conclusion", &counts)?;
        out.serialize_entry("clauses", &Clauses(self))?;
        out.serialize_entry("far", &far(main.far.as_ref()))?;
        out.serialize_entry("defects", &source.sheet.defects)?;
        out.serialize_entry("notes", &main.notes)?;
        out.serialize_entry("fact_notes", &source.sheet.notes)?;
        let context: Vec<Json> = source.judgement.context.iter().map(context).collect();
        if !context.is_empty() {
            out.serialize_entry("context", &context)?;
        }
        if !source.waivers.is_empty() {
            out.serialize_entry("waivers", &source.waivers)?;
        }
        if let Some(diff) = &self.diff {
            out.serialize_entry("diff", &crate::diff::to_json(diff))?;
            let past = source.baseline.iter().flat_map(crate::submission::Submission::trend).map(|earlier| {
                json!({
                    "as_of": earlier.as_of, "sha256": earlier.sha256, "fail": earlier.failed, "undetermined": earlier.undetermined,
                    "pass": earlier.passed,
                })
            });
            out.serialize_entry("history", &past.collect::<Vec<_>>())?;
        }
        out.end()
    }
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
