//! `haofang export` as a user runs it: the whole model, a storey, a dwelling as binary glTF; plans; the table of facts.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

mod command;

use std::collections::BTreeSet;

use command::{Folder, Run, haofang, sample};
use serde_json::Value as Json;

fn export(arguments: &[&str]) -> Run {
    haofang(&[&["export", &sample()], arguments].concat())
}

/// The document inside binary glTF, whose lengths must be those of the file.
fn document(glb: &[u8]) -> Json {
    let word = |at: usize| u32::from_le_bytes(glb[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!((&glb[..4], word(4), word(8)), (&b"glTF"[..], 2, glb.len()));
    assert_eq!(&glb[16..20], b"JSON");
    let length = word(12);
    assert_eq!((&glb[24 + length..28 + length], 28 + length + word(20 + length)), (&b"BIN\0"[..], glb.len()));
    serde_json::from_slice(&glb[20..20 + length]).unwrap()
}

/// What nodes say of their products: class and GlobalId.
fn products(document: &Json) -> BTreeSet<(String, String)> {
    let extras = document["nodes"].as_array().unwrap().iter().map(|node| &node["extras"]);
    let text = |value: &Json| value.as_str().map(str::to_owned);
    extras.filter_map(|extras| Some((text(&extras["class"])?, text(&extras["GlobalId"])?))).collect()
}

#[test]
fn a_storey_is_part_of_the_model_and_a_dwelling_shows_its_own_rooms() {
    let out = Folder::new("export-glb");
    let glb = |name: &str, more: &[&str]| {
        let target = format!("glb:{}", out.path(name));
        let run = export(&[&["-f", &target], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        products(&document(&out.read(name)))
    };
    let (whole, storey) = (glb("all.glb", &[]), glb("5f.glb", &["--storey", "5F"]));
    assert!(!storey.is_empty() && storey.is_subset(&whole) && storey.len() * 4 < whole.len(), "{} of {}", storey.len(), whole.len());
    let lost = export(&["-f", "glb", "--dwelling", "没有"]);
    assert_eq!(lost.code, 2, "{}", lost.stderr);
    let number = lost.stderr.split("such as ").nth(1).unwrap().trim().to_owned();
    let dwelling = glb("dwelling.glb", &["--dwelling", &number]);
    for class in ["IfcSpace", "IfcWall", "IfcDoor", "IfcWindow"] {
        assert!(dwelling.iter().any(|(of, _)| of == class), "{class} is missing in {dwelling:?}");
    }
    assert!(dwelling.len() * 4 < whole.len());
    let typo = export(&["-f", "glb", "--dwelling", &format!("{number}0")]);
    assert!(typo.code == 2 && typo.stderr.contains("did you mean"), "{}", typo.stderr);
    let plan = export(&["-f", "svg", "--dwelling", &number]);
    assert_eq!(plan.code, 2, "{}", plan.stderr);
}

#[test]
fn plans_and_tables_are_written_where_asked() {
    let out = Folder::new("export-plans");
    let run = export(&["-f", "svg", "-f", "csv", "-o", &out.path("")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let plan = String::from_utf8(out.read("3#住宅楼_5F.svg")).unwrap();
    assert!(plan.starts_with("<svg") && plan.contains("卧"), "{}", &plan[..plan.len().min(300)]);
    let table = String::from_utf8(out.read("facts.csv")).unwrap();
    assert!(table.contains("5F") && table.contains("3.05"), "{}", &table[..300]);
}
