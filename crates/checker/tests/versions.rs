//! Two versions of one model in one submission decide nothing where they differ; one model given twice is one model.
#![allow(clippy::unwrap_used)] // a test program

use std::collections::BTreeMap;

use haofang_checker::policy::Policy;
use haofang_checker::report::Lang;
use haofang_checker::{Document, NamedSource, Request, Session};

/// The outcomes of all clauses, and the flaws of code E0044.
fn check(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<serde_json::Value>) {
    let files: Vec<NamedSource> = files.iter().map(|(name, text)| NamedSource::new(*name, text.as_bytes().to_vec())).collect();
    let session = Session::open(&files, None);
    let mut request = Request::new(vec![Policy::builtin("nantong-2024-1").unwrap()], "2026-11-22");
    request.brief.set("model_scope=whole").unwrap();
    let bytes = session.run(&request).document(&Document::Json, Lang::Zh).unwrap();
    let all: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let outcomes = all["clauses"].as_array().unwrap().iter().map(|clause| (word(&clause["id"]), word(&clause["outcome"]))).collect();
    let flaws = all["defects"].as_array().unwrap().iter().filter(|flaw| flaw["code"] == "E0044").cloned().collect();
    (outcomes, flaws)
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
