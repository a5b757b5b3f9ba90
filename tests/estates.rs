//! Estates that break exactly one clause, and estates that lie exactly on a limit: bytes in, verdicts out.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

use std::collections::BTreeSet;
use std::sync::Arc;

use haofang_checker::policy::{Outcome, Policy};
use haofang_checker::report::Assessment;
use haofang_checker::{NamedSource, Request, Session};
use haofang_testkit::estate::{BREAKABLE, boundaries};
use haofang_testkit::random::Random;
use haofang_testkit::{Estate, Style};

fn assess(estate: &Estate, style: &Style) -> Assessment {
    let generated = estate.generate(style);
    let sources: Vec<NamedSource> =
        generated.ifc_files.into_iter().map(|(name, bytes)| NamedSource { name, bytes: Arc::new(bytes) }).collect();
    let mut request = Request::new(vec![Policy::builtin("nantong-2024-1").unwrap()], "2026-11-22");
    for (key, value) in &generated.truth.parameters {
        request.brief.set(&format!("{key}={value}")).unwrap();
    }
    Session::open(&sources, None).assess(&request)
}

fn with(assessment: &Assessment, outcome: Outcome) -> BTreeSet<&str> {
    assessment.clauses().iter().filter(|clause| clause.outcome == outcome).map(|clause| clause.id.as_str()).collect()
}

fn outcome(assessment: &Assessment, clause: &str) -> Outcome {
    assessment.clauses().iter().find(|found| found.id == clause).unwrap().outcome
}

/// The same files with facilities in place of buildings, and parts of facilities in place of numbered levels (IFC4X3).
fn as_facilities(files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let without = |rest: &str, attributes: usize, instead: &str| {
        let mut rest = rest.strip_suffix(");").unwrap();
        for _ in 0..attributes {
            rest = rest.rsplit_once(',').unwrap().0;
        }
        format!("{rest}{instead});")
    };
    let line = |line: &str| match (line.split_once("=IFCBUILDING("), line.split_once("=IFCBUILDINGSTOREY(")) {
        (Some((id, rest)), _) => format!("{id}=IFCFACILITY({}", without(rest, 3, "")),
        (_, Some((id, rest))) if rest.split('\'').nth(3).is_some_and(|name| name.contains('F')) => {
            format!("{id}=IFCFACILITYPARTCOMMON({}", without(rest, 1, ",.VERTICAL.,.NOTDEFINED."))
        }
        _ => line.to_owned(),
    };
    let file = |(name, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).unwrap();
        (name, text.lines().map(line).collect::<Vec<_>>().join("\n").into_bytes())
    };
    files.into_iter().map(file).collect()
}

#[test]
fn an_estate_of_facilities_is_judged_as_one_of_buildings() {
    let style =
        Style { schema: haofang_testkit::style::Schema::Ifc4x3, encoding: haofang_testkit::style::Encoding::Utf8, ..Style::default() };
    for estate in [Estate::good(), Estate::break_clause("NT-2.1-04").unwrap(), Estate::break_clause("NT-2.1-07").unwrap()] {
        let generated = estate.generate(&style);
        let told = |files: Vec<(String, Vec<u8>)>| {
            let sources: Vec<NamedSource> = files.into_iter().map(|(name, bytes)| NamedSource { name, bytes: Arc::new(bytes) }).collect();
            let mut request = Request::new(vec![Policy::builtin("nantong-2024-1").unwrap()], "2026-11-22");
            for (key, value) in &generated.truth.parameters {
                request.brief.set(&format!("{key}={value}")).unwrap();
            }
            let assessment = Session::open(&sources, None).assess(&request);
            let verdicts = assessment.clauses().iter().map(|clause| (clause.id.clone(), clause.outcome, clause.verdicts.len()));
            verdicts.collect::<Vec<_>>()
        };
        let (buildings, facilities) = (told(generated.ifc_files.clone()), told(as_facilities(generated.ifc_files.clone())));
        assert_eq!(buildings, facilities);
    }
}

#[test]
fn a_good_estate_fails_nothing() {
    let mut styles = vec![Style::default()];
    styles.extend((1..=3).map(|seed| Style::random(&mut Random::new(seed))));
    for style in styles {
        let assessment = assess(&Estate::good(), &style);
        assert_eq!(with(&assessment, Outcome::Fail), BTreeSet::new(), "{style:?}");
    }
    let assessment = assess(&Estate::good(), &Style::default());
    for clause in BREAKABLE {
        assert_eq!(outcome(&assessment, clause), Outcome::Pass, "{clause}");
    }
}

#[test]
fn an_estate_that_breaks_one_clause_fails_that_clause_and_no_other() {
    let mut wrong = Vec::new();
    for clause in BREAKABLE {
        let assessment = assess(&Estate::break_clause(clause).unwrap(), &Style::default());
        let expected: BTreeSet<&str> = match clause {
            // without a shed for electric bicycles there are no chargers either
            "NT-2.3-10a" => BTreeSet::from(["NT-2.3-10a", "NT-2.3-10b"]),
            // where there is no facility at all, neither the sum nor the size of each place is met
            "NT-2.3-02a" => BTreeSet::from(["NT-2.3-02a", "NT-2.3-02b"]),
            // an area that is called a charging area, without chargers, is looked at by a person
            "NT-2.3-10b" => BTreeSet::new(),
            // an entitlement that is not earned is no failure
            "NT-3.1-02" => BTreeSet::new(),
            one => BTreeSet::from([one]),
        };
        let failed = with(&assessment, Outcome::Fail);
        let broken = assessment.clauses().iter().find(|found| found.id == clause).unwrap();
        if failed != expected || broken.outcome == Outcome::Pass {
            let verdicts: Vec<String> = broken
                .verdicts
                .iter()
                .filter(|verdict| verdict.outcome != Outcome::Pass)
                .map(|verdict| format!("{}: {} ({})", verdict.subject.name, verdict.outcome.word(), verdict.explanation.zh))
                .take(3)
                .collect();
            wrong.push(format!("{clause} broken: {failed:?} fail, {clause} is {}: {verdicts:?}", broken.outcome.word()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_on_a_limit_fall_on_the_side_that_the_document_says() {
    for boundary in boundaries() {
        let assessment = assess(&boundary.estate, &Style::default());
        assert_eq!(outcome(&assessment, boundary.clause).word(), boundary.outcome, "{} {}", boundary.clause, boundary.name);
    }
}

/// What an estate must give by its analytic truth, and never a pass where the truth has none.
fn wrong_outcomes(estate: &Estate, style: &Style) -> Vec<String> {
    let generated = estate.generate(style);
    let assessment = assess(estate, style);
    let mut wrong = Vec::new();
    for (clause, expected) in &generated.truth.clauses {
        let found = outcome(&assessment, clause).word();
        if found == "pass" && expected.outcome != "pass" || found == "fail" && expected.outcome != "fail" {
            wrong.push(format!("{clause}: {found}, the truth is {}", expected.outcome));
        }
    }
    wrong
}

#[test]
fn no_outcome_is_better_or_worse_than_the_truth_of_an_estate_allows() {
    let mut wrong = Vec::new();
    let mut look = |name: String, estate: &Estate, style: &Style| {
        wrong.extend(wrong_outcomes(estate, style).into_iter().map(|found| format!("{name}: {found}")));
    };
    look("复式挑空".to_owned(), &Estate::voids(), &Style::default());
    for setback in [2.0, 2.13, 2.2] {
        look(format!("露台 {setback}"), &Estate::terraces(setback), &Style::default());
    }
    for seed in 900..906 {
        let mut random = Random::new(seed);
        let style = Style::random(&mut random);
        let estate = Estate::random(&mut random);
        look(format!("seed {seed}"), &estate, &style);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
