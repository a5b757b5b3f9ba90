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
