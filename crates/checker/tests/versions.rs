//! Two versions of one model in one submission decide nothing where they differ; one model given twice is one model.
#![allow(clippy::unwrap_used)] // a test program

use std::collections::BTreeMap;

use haofang_checker::policy::Policy;
use haofang_checker::report::Lang;
use haofang_checker::{Document, NamedSource, Request, Session};

/// The whole document of a submission.
fn check_all(files: &[(&str, &str)]) -> serde_json::Value {
    let files: Vec<NamedSource> = files.iter().map(|(name, text)| NamedSource::new(*name, text.as_bytes().to_vec())).collect();
    let session = Session::open(&files, None);
    let mut request = Request::new(vec![Policy::builtin("nantong-2024-1").unwrap()], "2026-11-22");
    for parameter in ["model_scope=whole", "gas=true"] {
        request.brief.set(parameter).unwrap();
    }
    serde_json::from_slice(&session.run(&request).document(&Document::Json, Lang::Zh).unwrap()).unwrap()
}

fn outcomes(all: &serde_json::Value) -> BTreeMap<String, String> {
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    all["clauses"].as_array().unwrap().iter().map(|clause| (word(&clause["id"]), word(&clause["outcome"]))).collect()
}

fn flaws(all: &serde_json::Value, code: &str) -> Vec<serde_json::Value> {
    all["defects"].as_array().unwrap().iter().filter(|flaw| flaw["code"] == code).cloned().collect()
}

/// The outcomes of all clauses, and the flaws of code E0044.
fn check(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<serde_json::Value>) {
    let all = check_all(files);
    (outcomes(&all), flaws(&all, "E0044"))
}

fn model() -> String {
    String::from_utf8(haofang_testkit::samples::demo().ifc_files.remove(0).1).unwrap()
}

/// A text as the generator writes it, without the signs around it.
fn escaped(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

#[test]
fn a_superseded_version_beside_the_current_one_decides_nothing_where_they_differ() {
    let good = model();
    let (whole, none) = check(&[("1号楼.ifc", &good)]);
    assert!(none.is_empty());
    // (what the other version says instead, the clause that it fails by itself)
    let room = ("居家养老服务用房", "配套商业服务用房");
    for ((says, instead), clause) in [(room, "NT-2.3-02a")] {
        let other = good.replace(&escaped(says), &escaped(instead));
        assert_ne!(other, good, "{says}");
        assert_eq!(whole[clause], "pass", "{clause}");
        assert_ne!(check(&[("1号楼.ifc", &other)]).0[clause], "pass", "{clause}");
        for files in [[("1号楼_v1.ifc", &good), ("1号楼_v2.ifc", &other)], [("1号楼_v2.ifc", &other), ("1号楼_v1.ifc", &good)]] {
            let (outcomes, flaws) = check(&files.map(|(name, text)| (name, text.as_str())));
            assert_ne!(outcomes[clause], "pass", "{clause}");
            let both = |file: &str| flaws.iter().any(|flaw| flaw["file"] == file);
            assert!(both("1号楼_v1.ifc") && both("1号楼_v2.ifc"), "{flaws:?}");
            let told = flaws[0]["message_zh"].as_str().unwrap();
            assert!(told.contains(says) && told.contains(instead) && told.contains("不是最新版本"), "{told}");
        }
    }
}

#[test]
fn a_moved_thing_is_another_and_an_export_made_anew_is_the_same() {
    let good = model();
    let (whole, _) = check(&[("1号楼.ifc", &good)]);
    let again = good.replacen("FILE_NAME('", "FILE_NAME('x", 1);
    assert_ne!(again, good);
    let (outcomes, flaws) = check(&[("a.ifc", &good), ("b.ifc", &again)]);
    assert_eq!((outcomes, flaws.len()), (whole, 0));
    // the first depth of an extrusion, a centimetre more
    let at = good.find("IFCEXTRUDEDAREASOLID(").unwrap();
    let end = at + good[at..].find(");").unwrap();
    let comma = good[..end].rfind(',').unwrap();
    let depth: f64 = good[comma + 1..end].parse().unwrap();
    let higher = format!("{}{:.6}{}", &good[..=comma], depth * 1.01 + 0.01, &good[end..]);
    let (_, flaws) = check(&[("a.ifc", &good), ("b.ifc", &higher)]);
    assert!(!flaws.is_empty());
    assert!(flaws[0]["message"].as_str().unwrap().contains("place or size differ"), "{flaws:?}");
}

/// The text without the records of a class, and without what refers to nothing else.
fn without(text: &str, class: &str) -> String {
    let is_of = |line: &&str| line.split_once('=').is_some_and(|(_, record)| record.trim_start().starts_with(&format!("{class}(")));
    let gone: Vec<String> = text.lines().filter(is_of).filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned())).collect();
    let mut out = String::new();
    for line in text.lines().filter(|line| !is_of(line)) {
        let mut line = line.to_owned();
        for id in &gone {
            for (with, rest) in [(format!(",{id},"), ","), (format!("({id},"), "("), (format!(",{id})"), ")"), (format!("({id})"), "()")] {
                line = line.replace(&with, rest);
            }
        }
        if !(line.contains("IFCREL") && line.contains("()")) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

#[test]
fn what_only_one_of_two_versions_has_decides_nothing() {
    let good = model();
    let clause = "NT-2.4-07";
    let none = without(&good, "IFCSENSOR");
    assert_ne!(none, good);
    let (whole, _) = check(&[("1号楼.ifc", &good)]);
    assert_eq!(whole[clause], "pass");
    assert_ne!(check(&[("1号楼.ifc", &none)]).0[clause], "pass");
    for files in [[("v1.ifc", &good), ("v2.ifc", &none)], [("v2.ifc", &none), ("v1.ifc", &good)]] {
        let all = check_all(&files.map(|(name, text)| (name, text.as_str())));
        assert_eq!(outcomes(&all)[clause], "undetermined");
        let alone = flaws(&all, "E0045");
        assert!(!alone.is_empty() && alone.iter().all(|flaw| flaw["file"] == "v1.ifc"), "{alone:?}");
        assert!(alone[0]["message_zh"].as_str().unwrap().contains("另一版本 v2.ifc"), "{alone:?}");
    }
}

#[test]
fn an_extract_for_one_discipline_is_no_version() {
    let good = model();
    let (whole, _) = check(&[("全专业.ifc", &good)]);
    let mut extract = good.clone();
    for class in ["IFCSENSOR", "IFCPIPESEGMENT", "IFCSPACE", "IFCDOOR", "IFCWINDOW", "IFCFURNISHINGELEMENT", "IFCBUILDINGELEMENTPROXY"] {
        extract = without(&extract, class);
    }
    let all = check_all(&[("全专业.ifc", &good), ("结构.ifc", &extract)]);
    assert_eq!(flaws(&all, "E0045").len(), 0);
    assert_eq!(outcomes(&all)["NT-2.4-07"], whole["NT-2.4-07"]);
}
