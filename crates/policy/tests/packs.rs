//! The shipped packs: no flaws, every case as written, and cases so close that no change of a threshold, comparator or
//! force goes unnoticed. Reads the packs from the repository, as `haofang policy test PATH` does.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::path::PathBuf;

use haofang_policy::{Policy, case, coverage, ids};

fn folder(id: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../policies").join(id)
}

fn text(id: &str, file: &str) -> String {
    std::fs::read_to_string(folder(id).join(file)).unwrap_or_default()
}

fn parse(id: &str) -> Policy {
    let (toml, source) = (text(id, "policy.toml"), text(id, "source.txt"));
    Policy::parse(&format!("policies/{id}/policy.toml"), &toml, &source).unwrap_or_else(|flaws| {
        let text: Vec<String> = flaws.iter().map(ToString::to_string).collect();
        panic!("{} flaws\n{}", flaws.len(), text.join("\n\n"));
    })
}

fn cases(id: &str) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder(id).join("cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn every_case_comes_out_as_written() {
    let mut lines = Vec::new();
    let mut failed = 0;
    for id in Policy::builtin_ids() {
        let report = case::test(&parse(id), &cases(id));
        failed += report.failed;
        lines.extend(report.lines);
    }
    assert_eq!(failed, 0, "\n{}", lines.join("\n"));
}

#[test]
fn every_case_file_and_pack_is_shipped() {
    for id in Policy::builtin_ids() {
        let shipped = Policy::builtin_cases(id);
        let mut names: Vec<&str> = shipped.iter().map(|(file, _)| file.rsplit('/').next().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, cases(id).iter().map(|(file, _)| file.as_str()).collect::<Vec<_>>());
        assert_eq!(Policy::builtin(id).unwrap().stamp(), parse(id).stamp());
    }
}

/// The places of a pack's text where a small change must be noticed: expressions of judged clauses and named formulas.
struct Spot {
    clause: Option<String>,
    range: std::ops::Range<usize>,
    to: String,
}

fn spots(toml: &str) -> Vec<Spot> {
    let mut out = Vec::new();
    let mut clause: Option<String> = None;
    let mut active = false;
    let mut at = 0;
    for line in toml.split_inclusive('\n') {
        let body = line.trim_end();
        if body.starts_with('[') {
            active = matches!(body, "[[clause]]" | "[[clause.case]]" | "[[clause.none]]" | "[clause.complete]" | "[[quantity]]");
            if body == "[[clause]]" || body == "[[quantity]]" {
                clause = None;
            }
        } else if let Some(id) = body.strip_prefix("id = \"") {
            if active {
                clause = Some(id.trim_end_matches('"').to_owned());
            }
        } else if active && let Some(word) = body.strip_prefix("force = \"") {
            let word = word.trim_end_matches('"');
            let start = at + "force = \"".len();
            for other in ["must", "principle", "should", "encourage", "entitle"].into_iter().filter(|other| *other != word) {
                out.push(Spot { clause: clause.clone(), range: start..start + word.len(), to: other.to_owned() });
            }
        } else if active {
            for field in ["when", "require", "if", "claimed", "is"] {
                let Some(rest) = body.strip_prefix(field).and_then(|rest| rest.strip_prefix(" = \"")) else { continue };
                let start = at + body.len() - rest.len();
                expression(rest.trim_end_matches('"'), start, &clause, &mut out);
            }
        }
        at += line.len();
    }
    out
}

fn expression(text: &str, start: usize, clause: &Option<String>, out: &mut Vec<Spot>) {
    let bytes = text.as_bytes();
    let mut push = |range: std::ops::Range<usize>, to: String| {
        out.push(Spot { clause: clause.clone(), range: start + range.start..start + range.end, to })
    };
    let mut at = 0;
    let mut quoted = false;
    while at < bytes.len() {
        let two = text.get(at..at + 2).unwrap_or("");
        match bytes[at] {
            b'\'' => quoted = !quoted,
            _ if quoted => {}
            b'>' | b'<' | b'=' | b'!' if matches!(two, ">=" | "<=" | "==" | "!=") => {
                let to = match two {
                    ">=" => [">", "<="],
                    "<=" => ["<", ">="],
                    "==" => ["!=", "!="],
                    _ => ["==", "=="],
                };
                push(at..at + 2, to[0].to_owned());
                if to[0] != to[1] {
                    push(at..at + 2, to[1].to_owned());
                }
                at += 1;
            }
            b'>' => push(at..at + 1, ">=".to_owned()),
            b'<' => push(at..at + 1, "<=".to_owned()),
            // digits that start a number, not those inside names such as GBT50353
            digit
                if digit.is_ascii_digit()
                    && (at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'_' | b'.'))) =>
            {
                let end = at + text[at..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len() - at);
                let number: f64 = text[at..end].parse().unwrap();
                let whole = text[at..end].parse::<i64>().is_ok();
                let step = if whole && number < 20.0 { 1.0 } else { number * 0.01 };
                push(at..end, format!("{}", number + step));
                if number - step > 0.0 {
                    push(at..end, format!("{}", number - step));
                }
                at = end - 1;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The head of a pack and only the clause that stands at a place: all that its cases need.
fn alone(toml: &str, at: usize) -> String {
    let clause = "\n[[clause]]\n";
    let head = toml.find(clause).unwrap();
    let start = toml[..at].rfind(clause).unwrap();
    let after = |mark: &str| toml[at..].find(mark).map_or(toml.len(), |end| at + end);
    // tables after the clauses belong to the whole pack
    let end = [clause, "\n[[exemption]]", "\n[[area-rule]]", "\n[[quantity]]"].into_iter().map(after).min().unwrap();
    format!("{}{}", &toml[..head], &toml[start..end])
}

#[test]
fn no_change_of_threshold_comparator_or_force_goes_unnoticed() {
    let mut unnoticed = Vec::new();
    let mut tried = 0;
    for id in Policy::builtin_ids() {
        let (toml, files) = (text(id, "policy.toml"), cases(id));
        let used: Vec<Policy> = Policy::builtin_ids().filter(|used| *used != id).filter_map(Policy::builtin).collect();
        for spot in spots(&toml) {
            let mut mutant = toml.clone();
            mutant.replace_range(spot.range.clone(), &spot.to);
            if spot.clause.is_some() {
                mutant = alone(&mutant, spot.range.start);
            }
            // a change that no longer loads is noticed too
            let Ok(policy) = Policy::parse_over("policy.toml", &mutant, "", &used) else { continue };
            tried += 1;
            let names = |cases: &str| spot.clause.as_ref().is_none_or(|clause| cases.contains(&format!("id = \"{clause}\"")));
            let noticed = files.iter().filter(|(_, cases)| names(cases)).any(|(file, cases)| {
                match case::run_for(&policy, file, cases, spot.clause.as_deref()) {
                    Ok(reports) => reports.iter().any(|report| !report.passed()),
                    Err(_) => true,
                }
            });
            if !noticed {
                let line = toml[..spot.range.start].matches('\n').count() + 1;
                unnoticed.push(format!("{id}:{line} {}: `{}` → `{}`", spot.clause.unwrap_or_default(), &toml[spot.range.clone()], spot.to));
            }
        }
    }
    assert!(tried > 300, "only {tried} changes tried");
    assert!(unnoticed.is_empty(), "{} of {tried} changes unnoticed:\n{}", unnoticed.len(), unnoticed.join("\n"));
}

const IDS: &str = "model-requirements.ids";
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/policy-coverage.md");

#[test]
fn the_coverage_table_is_the_generated_one() {
    let id = "nantong-2024-1";
    let shown = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert!(coverage::table(&parse(id), &cases(id)) == shown, "docs/policy-coverage.md is stale: run `cargo xtask generate`");
}

#[test]
fn the_ids_file_is_the_exported_one() {
    let id = "nantong-2024-1";
    assert!(ids(&parse(id)) == text(id, IDS), "{IDS} is stale: run `cargo xtask generate`");
}
