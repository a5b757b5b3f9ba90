//! `haofang check` as a user runs it: the README's sample, files that cannot be read, wrong flags, determinism.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

mod command;

use command::{Folder, haofang, sample};
use haofang_testkit::random::Random;
use haofang_testkit::{Estate, Style};
use serde_json::Value as Json;

fn json(text: &[u8]) -> Json {
    serde_json::from_slice(text).unwrap()
}

fn clause<'j>(assessment: &'j Json, id: &str) -> &'j Json {
    assessment["clauses"].as_array().unwrap().iter().find(|clause| clause["id"] == id).unwrap()
}

#[test]
fn the_sample_fails_by_its_fifth_storey_and_writes_three_documents() {
    let out = Folder::new("sample");
    let run = haofang(&["check", &sample(), "--as-of", "2026-11-22", "-o", &out.path("")]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for expected in ["NT-2.1-04", "5F", "3.050 m", "3.100 m", "−0.050 m", "3号楼.ifc:", "IfcBuildingStorey"] {
        assert!(run.stdout.contains(expected), "{expected} is missing in\n{}", run.stdout);
    }
    let assessment = json(&out.read("assessment.json"));
    assert_eq!(assessment["schema"], "haofang.assessment/1");
    let heights = clause(&assessment, "NT-2.1-04");
    assert_eq!((&heights["outcome"], &heights["examined"], &heights["of"]), (&"fail".into(), &7.into(), &7.into()));
    let failed: Vec<&Json> = heights["verdicts"].as_array().unwrap().iter().filter(|verdict| verdict["outcome"] == "fail").collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["subject"]["name"], "5F");
    assert!((failed[0]["measured"]["value"].as_f64().unwrap() - 3.05).abs() < 1e-9);
    assert!((failed[0]["margin"].as_f64().unwrap() + 0.05).abs() < 1e-9);
    assert_eq!(failed[0]["required"]["comparator"], ">=");
    assert!(out.read("report.html").len() > 50_000);
    let lint = haofang(&["bcf", "lint", &out.path("issues.bcf")]);
    assert_eq!(lint.code, 0, "{}", lint.stdout);
}

#[test]
fn no_line_of_the_terminal_is_wider_than_eighty_columns() {
    for lang in ["zh-CN", "en"] {
        let run = haofang(&["check", &sample(), "--as-of", "2026-11-22", "--lang", lang]);
        for line in run.stdout.lines() {
            assert!(command::width(line) <= 80, "{} columns: {line}", command::width(line));
        }
        assert!(!run.stdout.contains('\u{1b}'), "a pipe gets no colour");
    }
}

#[test]
fn every_clause_of_the_document_is_listed_and_the_summary_counts_them() {
    let run = haofang(&["check", &sample(), "--as-of", "2026-11-22", "-f", "json"]);
    let assessment = json(run.stdout.as_bytes());
    let clauses = assessment["clauses"].as_array().unwrap();
    assert_eq!(clauses.len(), 117);
    for (outcome, count) in assessment["summary"].as_object().unwrap() {
        let listed = clauses.iter().filter(|clause| clause["outcome"] == outcome.as_str()).count() as u64;
        assert_eq!(count.as_u64(), Some(listed), "{outcome}");
    }
}

#[test]
fn two_runs_give_the_same_bytes_with_any_number_of_threads() {
    let run = |name: &str, jobs: &str| {
        let out = Folder::new(name);
        haofang(&["check", &sample(), "--as-of", "2026-11-22", "--jobs", jobs, "-o", &out.path("")]);
        ["assessment.json", "report.html", "issues.bcf"].map(|file| out.read(file))
    };
    let (one, many) = (run("jobs-1", "1"), run("jobs-4", "4"));
    assert!(one == many, "the documents differ between 1 and 4 threads");
}

#[test]
fn files_that_cannot_be_read_whole_are_never_a_pass() {
    let folder = Folder::new("broken");
    let whole = std::fs::read(sample()).unwrap();
    let gbk = "客厅".bytes().collect::<Vec<_>>();
    let cases: [(&str, Vec<u8>); 5] = [
        ("截断.ifc", whole[..whole.len() / 2].to_vec()),
        ("缺尾.ifc", whole[..whole.len() - 30].to_vec()),
        ("空.ifc", Vec::new()),
        ("不是.ifc", "这不是 IFC".as_bytes().to_vec()),
        ("坏.ifczip", [b"PK\x03\x04".as_slice(), &gbk].concat()),
    ];
    for (name, bytes) in cases {
        folder.write(name, &bytes);
        let run = haofang(&["check", &folder.path(name), "-f", "json"]);
        assert_eq!(run.code, 3, "{name}: {}", run.stderr);
        let assessment = json(run.stdout.as_bytes());
        assert_eq!(assessment["summary"]["pass"], 0, "{name}");
        assert!(!assessment["defects"].as_array().unwrap().is_empty(), "{name}");
        let outcomes = assessment["clauses"].as_array().unwrap().iter().map(|clause| clause["outcome"].as_str().unwrap());
        assert!(outcomes.into_iter().all(|outcome| matches!(outcome, "undetermined" | "not_assessed")), "{name}");
        let text = haofang(&["check", &folder.path(name)]);
        assert_eq!(text.code, 3);
        assert!(text.stdout.contains(name) && !text.stdout.contains("panicked"), "{}", text.stdout);
        let lenient = haofang(&["check", &folder.path(name), "--lenient", "-f", "json"]);
        assert!(matches!(lenient.code, 1 | 4), "{name}: {}", lenient.code);
        assert_eq!(json(lenient.stdout.as_bytes())["summary"]["pass"], 0, "{name}");
    }
}

#[test]
fn a_wrong_command_line_exits_with_2_and_says_what_is_wrong() {
    let sample = sample();
    for (arguments, expected) in [
        (vec!["check"], "FILES"),
        (vec!["check", &sample, "-p", "plan.green_ration=0.3"], "plan.green_ratio"),
        (vec!["check", &sample, "-p", "plan.green_ratio=30"], "between 0 and 1"),
        (vec!["check", &sample, "--policy", "nowhere"], "nantong-2024-1"),
        (vec!["check", &sample, "--as-of", "2026-02-30"], "YYYY-MM-DD"),
        (vec!["check", &sample, "-f", "docx"], "known"),
        (vec!["check", "没有这个文件.ifc"], "没有这个文件.ifc"),
        (vec!["check", &sample, "--only", "NT-9.9-99"], "NT-9.9-99"),
    ] {
        let run = haofang(&arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
        assert!(run.stdout.is_empty());
    }
}

#[test]
fn a_submission_outside_the_validity_is_not_applicable() {
    for arguments in [["--as-of", "2023-01-01"], ["-p", "improved_housing=false"]] {
        let run = haofang(&["check", &sample(), "-f", "json", arguments[0], arguments[1]]);
        let assessment = json(run.stdout.as_bytes());
        assert_eq!(assessment["summary"]["pass"], 0);
        assert_eq!(assessment["summary"]["fail"], 0);
        assert_eq!(clause(&assessment, "NT-2.1-04")["outcome"], "not_applicable");
        assert_eq!(run.code, 4, "nothing was examined");
    }
}

#[test]
fn a_good_building_passes_the_storey_height_however_it_is_written() {
    let folder = Folder::new("units");
    for at in 1..=6 {
        let style = Style::random(&mut Random::new(at));
        let generated = Estate::default().generate(&style);
        let files: Vec<String> = generated
            .ifc_files
            .iter()
            .map(|(name, bytes)| {
                let name = format!("{at}-{name}");
                folder.write(&name, bytes);
                folder.path(&name)
            })
            .collect();
        let mut arguments = vec!["check", "-f", "json", "--as-of", "2026-11-22"];
        arguments.extend(files.iter().map(String::as_str));
        let run = haofang(&arguments);
        let assessment = json(run.stdout.as_bytes());
        assert_eq!(clause(&assessment, "NT-2.1-04")["outcome"], "pass", "style {at}: {style:?}");
    }
}
