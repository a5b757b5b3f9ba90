//! Every format counts the same: over random assessments, text, JSON, HTML, XLSX, CSV, Markdown, JUnit, SARIF, BCF and PDF.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use haofang_bcf::Version;
use haofang_policy::Outcome;
use haofang_report::text::{self, TextOptions};
use haofang_report::{Assessment, Audience, Lang, MISSING, archive, assessment_json, html, junit, pdf, sarif, table, topics};
use proptest::prelude::*;

type Counts = BTreeMap<&'static str, usize>;

fn wanted(source: &Assessment) -> Counts {
    let mut counts = Counts::new();
    for clause in source.clauses() {
        *counts.entry(clause.outcome.word()).or_default() += 1;
    }
    for outcome in Outcome::ALL {
        counts.entry(outcome.word()).or_default();
    }
    counts
}

fn each(count: impl Fn(Outcome) -> usize) -> Counts {
    Outcome::ALL.into_iter().map(|outcome| (outcome.word(), count(outcome))).collect()
}

fn number_after(text: &str, marker: &str) -> Option<usize> {
    let rest = text.split_once(marker)?.1;
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

fn in_text(source: &Assessment) -> Counts {
    let text = text::check(source, &[], &TextOptions::default());
    each(|outcome| {
        let marker = format!("{} ", outcome.title_zh());
        text.lines().find_map(|line| line.starts_with(&marker).then(|| number_after(line, &marker))?).unwrap_or(0)
    })
}

fn in_json(source: &Assessment) -> Counts {
    let json = assessment_json(source);
    let clauses = json["clauses"].as_array().unwrap();
    for outcome in Outcome::ALL {
        let listed = clauses.iter().filter(|clause| clause["outcome"] == outcome.word()).count();
        assert_eq!(json["summary"][outcome.word()], listed);
    }
    each(|outcome| usize::try_from(json["summary"][outcome.word()].as_u64().unwrap()).unwrap())
}

fn in_html(source: &Assessment) -> Counts {
    let page = html::report(source, &html::Figures::default(), Lang::Zh).unwrap();
    let tiles = each(|outcome| number_after(&page, &format!("data-filter=\"{}\" data-count=\"", outcome.word())).unwrap());
    let table = page.split_once("id=\"clause-table\"").unwrap().1.split_once("</table>").unwrap().0;
    assert_eq!(tiles, each(|outcome| table.matches(&format!("<tr data-o=\"{}\"", outcome.word())).count()));
    assert_eq!(page.matches("<article class=\"card fail\"").count(), tiles["fail"]);
    tiles
}

fn in_xlsx(source: &Assessment) -> Counts {
    let bytes = table::xlsx(source, &[], Lang::Zh).unwrap();
    assert_eq!(bytes, table::xlsx(source, &[], Lang::Zh).unwrap(), "same input, same bytes");
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        book.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let strings: Vec<String> = part("xl/sharedStrings.xml")
        .split("<si>")
        .skip(1)
        .map(|item| item.split_once('>').unwrap().1.split_once("</t>").unwrap().0.to_owned())
        .collect();
    let sheet = part("xl/worksheets/sheet2.xml");
    let column = |cell: &str| {
        let index = number_after(cell, "<v>").unwrap();
        strings[index].clone()
    };
    let outcomes: Vec<String> = sheet.split("<c r=\"E").skip(2).map(column).collect();
    each(|outcome| outcomes.iter().filter(|word| *word == outcome.title_zh()).count())
}

fn in_overview(source: &Assessment) -> Counts {
    let (brief, whole) = (haofang_report::overview(source), assessment_json(source));
    for (told, clause) in brief["clauses"].as_array().unwrap().iter().zip(whole["clauses"].as_array().unwrap()) {
        let failing = clause["verdicts"].as_array().unwrap().iter().filter(|verdict| verdict["outcome"] == "fail").count();
        assert_eq!((&told["id"], &told["outcome"], &told["failing"]), (&clause["id"], &clause["outcome"], &failing.into()));
    }
    let text = haofang_report::assessment_text(source).unwrap();
    assert_eq!(text, serde_json::to_string_pretty(&whole).unwrap() + "\n", "written verdict by verdict, the same document");
    each(|outcome| usize::try_from(brief["summary"][outcome.word()].as_u64().unwrap()).unwrap())
}

fn in_csv(source: &Assessment) -> Counts {
    let csv = table::csv(source, Lang::En);
    each(|outcome| csv.lines().skip(1).filter(|line| line.contains(&format!(",{},", outcome.title_en()))).count())
}

fn in_markdown(source: &Assessment) -> Counts {
    let text = table::markdown(source, Lang::Zh);
    let line = text.lines().find(|line| line.contains(" · ✗ ")).unwrap();
    each(|outcome| number_after(line, &format!("{} ", outcome.title_zh())).unwrap())
}

fn in_junit(source: &Assessment) -> Counts {
    let xml = junit(source, Lang::Zh);
    assert_eq!(number_after(&xml, "failures=\""), Some(xml.matches("<failure ").count()));
    assert_eq!(number_after(&xml, "tests=\""), Some(source.clauses().len()));
    assert_eq!(number_after(&xml, "skipped=\""), Some(xml.matches("<skipped ").count()));
    each(|outcome| match outcome {
        Outcome::Fail => xml.matches("<failure ").count(),
        Outcome::Pass => xml.matches("time=\"0\"></testcase>").count(),
        other => xml.matches(&format!("<skipped message=\"{}: ", other.word())).count(),
    })
}

fn in_sarif(source: &Assessment) -> Counts {
    let json = sarif(source, Lang::Zh);
    let results = json["runs"][0]["results"].as_array().unwrap();
    each(|outcome| {
        let kind = match outcome {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Undetermined => "open",
            Outcome::Manual => "review",
            Outcome::NotApplicable => "notApplicable",
            Outcome::NotAssessed => "informational",
        };
        let rules: BTreeSet<&str> =
            results.iter().filter(|result| result["kind"] == kind).map(|result| result["ruleId"].as_str().unwrap()).collect();
        rules.len()
    })
}

/// In the author's report and in the agency's form, the sentence of counts; in the report also the table of clauses.
fn in_pdf(source: &Assessment) -> Counts {
    let mark = |outcome: Outcome| match outcome {
        Outcome::Fail => "×",
        Outcome::Undetermined => "?",
        Outcome::Manual => "!",
        Outcome::Pass => "✓",
        Outcome::NotApplicable => "–",
        Outcome::NotAssessed => "·",
    };
    let cell = |outcome: Outcome| format!("{} {}", mark(outcome), outcome.title_zh());
    let counted = |source: &Assessment| {
        let text = common::pdf_text::text(&pdf(source, &html::Figures::default(), Lang::Zh));
        let sentence = text.lines().find(|line| line.starts_with("条款 ")).unwrap().to_owned();
        (each(|outcome| number_after(&sentence, &format!("{} ", cell(outcome))).unwrap()), text)
    };
    let mut source = source.clone();
    source.audience = Audience::Author;
    let (counts, text) = counted(&source);
    let table = text.split_once("全部条款").unwrap().1;
    assert_eq!(counts, each(|outcome| table.lines().filter(|line| **line == cell(outcome)).count()));
    source.audience = Audience::Agency;
    assert_eq!(counted(&source).0, counts);
    counts
}

/// Clauses with a topic of failures, and whether there is the topic of missing data.
fn in_bcf(source: &Assessment) -> (usize, bool) {
    let plans = topics::plan(source, false, Lang::Zh);
    let made = archive::archive(source, &plans, plans.iter().map(|_| None).collect(), Version::V2_1, Lang::Zh);
    let bytes = haofang_bcf::write(&made, Version::V2_1).unwrap();
    let back = haofang_bcf::read(&bytes).unwrap().archive;
    assert_eq!(back.topics.len(), plans.len());
    let failed: BTreeSet<&str> =
        back.topics.iter().filter_map(|topic| topic.labels.iter().find(|label| label.starts_with("NT-"))).map(String::as_str).collect();
    assert_eq!(failed.len(), plans.iter().filter(|plan| plan.clause != MISSING).map(|plan| &plan.clause).collect::<BTreeSet<_>>().len());
    (failed.len(), plans.iter().any(|plan| plan.clause == MISSING))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_format_counts_the_same(source in common::random()) {
        let counts = wanted(&source);
        prop_assert_eq!(&in_json(&source), &counts);
        prop_assert_eq!(&in_text(&source), &counts);
        prop_assert_eq!(&in_html(&source), &counts);
        prop_assert_eq!(&in_overview(&source), &counts);
        prop_assert_eq!(&in_xlsx(&source), &counts);
        prop_assert_eq!(&in_csv(&source), &counts);
        prop_assert_eq!(&in_markdown(&source), &counts);
        prop_assert_eq!(&in_junit(&source), &counts);
        prop_assert_eq!(&in_sarif(&source), &counts);
        prop_assert_eq!(&in_pdf(&source), &counts);
        let (failed, missing) = in_bcf(&source);
        prop_assert_eq!(failed, counts["fail"]);
        let undetermined = source.clauses().iter().flat_map(|clause| &clause.verdicts).any(|verdict| verdict.outcome == Outcome::Undetermined);
        prop_assert_eq!(missing, undetermined);
    }

    #[test]
    fn the_exit_code_follows_from_the_findings(source in common::random()) {
        let conclusion = source.conclusion();
        let json = assessment_json(&source);
        prop_assert_eq!(json["conclusion"]["code"].as_u64().unwrap(), u64::from(conclusion.code));
        let counting = json["clauses"].as_array().unwrap().iter().any(|clause| {
            matches!(clause["force"].as_str(), Some("must" | "entitle"))
                && clause["verdicts"].as_array().unwrap().iter().any(|verdict| {
                    verdict["outcome"] == "fail" && (json["audience"] == "agency" || verdict.get("waived").is_none_or(|waived| waived["expired"] == true))
                })
        });
        prop_assert_eq!(conclusion.code == 1, counting);
        if conclusion.code == 0 {
            prop_assert!(conclusion.must_examined > 0);
        }
    }
}
