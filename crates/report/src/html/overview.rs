//! Header and dashboard: the verdict sentence, three totals kept apart, what is still short, the trend.

use std::collections::BTreeMap;

use haofang_facts::Provenance;
use haofang_policy::{Outcome, PolicyStamp};
use serde_json::{Value as Json, json};

use super::{both, each};
use crate::assessment::{Assessment, worst};
use crate::diff::{Diff, State, against_baseline};
use crate::submission::Submission;
use crate::words::{self, Lang, mark};

pub(super) fn outcome(outcome: Outcome) -> Json {
    json!({"word": outcome.word(), "zh": outcome.title_zh(), "en": outcome.title_en(), "mark": mark(outcome)})
}

pub(super) fn stamp(stamp: &PolicyStamp) -> Json {
    json!({"id": stamp.id, "version": stamp.version, "sha256": stamp.sha256, "document": stamp.document, "title": both(&stamp.title)})
}

pub(super) fn overview(source: &Assessment) -> Json {
    let project = source.project();
    let conclusion = source.conclusion();
    let class = match (source.judgement.whole, conclusion.must_failed + conclusion.entitle_failed) {
        (false, _) => "fail",
        (true, 1..) => "fail",
        (true, 0) if conclusion.must_undetermined > 0 || conclusion.must_examined == 0 || conclusion.principle_failed > 0 => "open",
        (true, 0) => "pass",
    };
    let sentence = each(|lang| Some(crate::text::sentence(source, &conclusion, lang)));
    let main = &source.judgement.main;
    // What needs action stands first.
    let order = [Outcome::Fail, Outcome::Undetermined, Outcome::Manual, Outcome::Pass, Outcome::NotApplicable, Outcome::NotAssessed];
    let tiles: Vec<Json> = order
        .into_iter()
        .map(|of| {
            let mut tile = outcome(of);
            if let Some(object) = tile.as_object_mut() {
                object.insert("count".into(), json!(main.count(of)));
            }
            tile
        })
        .collect();
    json!({
        "title": format!("{project} · haofang"),
        "project": project,
        "verdict": {"class": class, "text": sentence},
        "as_of": source.judgement.as_of,
        "tool": {"name": source.tool.name, "version": source.tool.version},
        "policy": stamp(&main.policy),
        "layers": main.layers.iter().map(stamp).collect::<Vec<_>>(),
        "tiles": tiles,
        "subjects": subjects(source),
        "measurements": measurements(source),
        "gaps": gaps(source),
        "diff": source.baseline.as_ref().map(|_| comparison(source, &against_baseline(source))),
    })
}

/// How many subjects have each outcome, over all clauses.
fn subjects(source: &Assessment) -> Json {
    let mut counts: BTreeMap<u8, (Outcome, usize)> = BTreeMap::new();
    for verdict in source.clauses().iter().flat_map(|clause| &clause.verdicts) {
        counts.entry(verdict.outcome.badness()).or_insert((verdict.outcome, 0)).1 += 1;
    }
    let rows =
        counts.into_values().rev().map(|(outcome, count)| json!({"zh": outcome.title_zh(), "en": outcome.title_en(), "count": count}));
    rows.collect()
}

/// How many values are known, by how they were obtained, and how many are not.
fn measurements(source: &Assessment) -> Json {
    let count = |provenance: Provenance| {
        source.sheet.subjects.iter().flat_map(|subject| subject.facts.values()).filter(|fact| fact.provenance == provenance).count()
    };
    let unknown: usize = source.sheet.subjects.iter().map(|subject| subject.gaps.len()).sum();
    json!([
        {"zh": "几何量取", "en": "measured", "count": count(Provenance::Measured)},
        {"zh": "模型属性", "en": "authored", "count": count(Provenance::Authored)},
        {"zh": "计算得出", "en": "derived", "count": count(Provenance::Derived)},
        {"zh": "参数申报", "en": "declared", "count": count(Provenance::Declared)},
        {"zh": "未知", "en": "unknown", "count": unknown},
    ])
}

/// Per failing clause with numbers the worst finding, as a bullet chart.
fn gaps(source: &Assessment) -> Vec<Json> {
    let mut out = Vec::new();
    for clause in source.with_outcome(Outcome::Fail) {
        let failed = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fail && verdict.margin.is_some());
        let Some(worst) = worst(failed) else { continue };
        let limit = worst.required.as_ref().and_then(|required| required.value.as_number());
        let (Some((number, _)), Some(limit)) = (worst.measured_number(), limit) else { continue };
        let (value_pct, limit_pct) = percent(number, limit);
        out.push(json!({
            "id": clause.id, "title": both(&clause.title), "class": "fail", "value_pct": value_pct, "limit_pct": limit_pct,
            "measured": each(|lang| words::measured(worst, lang)), "required": each(|lang| words::required(worst, lang)),
        }));
    }
    out
}

/// Positions of a value and its limit on a bar, per cent of its length.
pub(super) fn percent(value: f64, limit: f64) -> (String, String) {
    // A quarter more than the larger of both leaves room to see what is beyond the limit.
    let full = value.abs().max(limit.abs()) * 1.25;
    let place = |number: f64| if full > 0.0 { format!("{:.1}", (number.max(0.0) / full * 100.0).min(100.0)) } else { "0".to_owned() };
    (place(value), place(limit))
}

fn comparison(source: &Assessment, diff: &Diff) -> Json {
    let counts: Vec<Json> = State::ALL
        .into_iter()
        .map(|state| json!({"word": state.word(), "zh": state.title(false), "en": state.title(true), "count": diff.count(state)}))
        .collect();
    let mut changes = Vec::new();
    for state in State::ALL {
        for change in diff.changes.iter().filter(|change| change.state == state) {
            changes.push(json!({
                "word": state.word(), "state": {"zh": state.title(false), "en": state.title(true)}, "clause": change.clause,
                "title": {"zh": change.title.0, "en": change.title.1}, "subject": change.subject.path, "values": crate::archive::values(change),
            }));
        }
    }
    let submissions = Submission::of(source).trend();
    let most = submissions.iter().map(|past| past.failed + past.undetermined).max().unwrap_or(0).max(1);
    let trend: Vec<Json> = submissions
        .iter()
        .enumerate()
        .map(|(at, past)| {
            let share = |count: usize| format!("{:.1}", count as f64 * 100.0 / most as f64);
            json!({
                "number": at + 1, "as_of": past.as_of, "fail": past.failed, "undetermined": past.undetermined, "pass": past.passed,
                "fail_pct": share(past.failed), "open_pct": share(past.undetermined),
            })
        })
        .collect();
    json!({"before": diff.before, "counts": counts, "changes": changes, "trend": trend})
}

pub(super) fn force(force: haofang_policy::Force) -> Json {
    json!({"zh": Lang::Zh.force(force), "en": Lang::En.force(force)})
}
