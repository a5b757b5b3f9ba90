//! SARIF 2.1.0 for code-review tools: a rule for each clause, a result for each finding.

use haofang_policy::{ClauseResult, Force, Outcome, Verdict};
use serde_json::{Value as Json, json};

use crate::assessment::Assessment;
use crate::issues::Issues;
use crate::words::Lang;

/// The document. Failures are told one by one; of other outcomes each clause has one result, so that counting rules by
/// kind gives the summary.
#[must_use]
pub fn sarif(source: &Assessment, lang: Lang) -> Json {
    let main = &source.judgement.main;
    let issues = Issues::of(source);
    let rules: Vec<Json> = main
        .clauses
        .iter()
        .map(|clause| {
            json!({
                "id": clause.id, "name": lang.text(&clause.title), "shortDescription": {"text": lang.text(&clause.title)},
                "fullDescription": {"text": clause.quote}, "properties": {"force": clause.force.word(), "kind": clause.kind},
                "defaultConfiguration": {"level": level(clause.force)},
            })
        })
        .collect();
    let mut results = Vec::new();
    for (index, clause) in main.clauses.iter().enumerate() {
        if clause.outcome == Outcome::Fail {
            let failed = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fail);
            results.extend(failed.map(|verdict| result(source, clause, index, Some(verdict), &issues, lang)));
        } else {
            let lead = clause.verdicts.iter().find(|verdict| verdict.outcome == clause.outcome);
            results.push(result(source, clause, index, lead, &issues, lang));
        }
    }
    let artifacts: Vec<Json> = source
        .sheet
        .sources
        .iter()
        .map(|file| json!({"location": {"uri": uri(&file.file)}, "length": file.bytes, "hashes": {"sha-256": file.sha256}}))
        .collect();
    let summary: serde_json::Map<String, Json> =
        Outcome::ALL.into_iter().map(|outcome| (outcome.word().to_owned(), json!(main.count(outcome)))).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": source.tool.name, "version": source.tool.version, "rules": rules}},
            "language": lang.tag(), "artifacts": artifacts, "results": results,
            "properties": {"policy": main.policy.id, "policyVersion": main.policy.version, "asOf": source.judgement.as_of, "summary": summary},
        }],
    })
}

fn level(force: Force) -> &'static str {
    match force {
        Force::Must | Force::Entitle => "error",
        Force::Principle => "warning",
        _ => "note",
    }
}

fn kind(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::Undetermined => "open",
        Outcome::Manual => "review",
        Outcome::NotApplicable => "notApplicable",
        Outcome::NotAssessed => "informational",
    }
}

fn uri(file: &str) -> String {
    let mut out = String::new();
    for byte in file.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte))
        } else {
            out.push_str(&format!("%{byte:02X}"))
        }
    }
    out
}

fn result(source: &Assessment, clause: &ClauseResult, index: usize, verdict: Option<&Verdict>, issues: &Issues, lang: Lang) -> Json {
    let outcome = verdict.map_or(clause.outcome, |verdict| verdict.outcome);
    let text = verdict.map_or_else(
        || format!("{} {}", lang.text(&clause.title), lang.outcome(outcome)),
        |verdict| format!("{} {}", lang.text(&clause.title), crate::topics::line(source, verdict, lang)),
    );
    let mut out = json!({
        "ruleId": clause.id, "ruleIndex": index, "kind": kind(outcome), "level": if outcome == Outcome::Fail { level(clause.force) } else { "none" },
        "message": {"text": text},
    });
    let Some(object) = out.as_object_mut() else { return out };
    let Some(verdict) = verdict else { return out };
    let logical = json!({"fullyQualifiedName": source.path(&verdict.subject), "kind": verdict.subject.kind.word()});
    let mut location = json!({"logicalLocations": [logical]});
    if let Some(place) = source.subject(&verdict.subject).and_then(|subject| subject.place.as_ref())
        && let Some(location) = location.as_object_mut()
    {
        let region = json!({"startLine": place.line.max(1)});
        location.insert("physicalLocation".into(), json!({"artifactLocation": {"uri": uri(&place.file)}, "region": region}));
    }
    object.insert("locations".into(), json!([location]));
    let key = format!("{}/{}", clause.id, verdict.subject.guid.as_ref().map_or(verdict.subject.id.0.as_str(), |guid| guid.0.as_str()));
    object.insert("partialFingerprints".into(), json!({"finding/v1": key}));
    if let Some(issue) = issues.of_verdict(clause, verdict) {
        object.insert("guid".into(), json!(haofang_bcf::ids::stable(&["result", issue, &key])));
    }
    if outcome == Outcome::Fail
        && let Some((waiver, true)) = source.waiver(clause, verdict)
    {
        object.insert("suppressions".into(), json!([{"kind": "external", "status": "accepted", "justification": waiver.reason}]));
    }
    out
}
