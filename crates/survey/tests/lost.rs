//! Shapes that cannot be made: what is summed over them is not known. A smaller sum might help a demand to be met.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::survey;
use haofang_facts::{FactSheet, SubjectKind};
use haofang_testkit::style::Encoding;
use haofang_testkit::{Estate, Style};

/// Sums, outlines and shares that a lost shape must not change.
const SUMS: &[(SubjectKind, &[&str])] = &[
    (SubjectKind::Storey, &["height", "floor_area", "balcony_area", "terrace_area", "terrace_share"]),
    (SubjectKind::Dwelling, &["usable_area", "floor_area", "balcony_area"]),
    (SubjectKind::Building, &["height", "footprint_area", "gross_floor_area", "facade_material_ratio"]),
    (SubjectKind::Site, &["green_area", "green_counted_area", "green_ratio", "concentrated_green_area", "concentrated_green_ratio"]),
    (SubjectKind::Project, &["gross_floor_area", "residential_area", "elderly_care_area", "parking_per_100_m2"]),
];

/// Facts that a damaged model has and that are not those of the whole one.
fn changed(whole: &FactSheet, damaged: &FactSheet, what: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (kind, quantities) in SUMS {
        for subject in damaged.of_kind(*kind) {
            let Some(other) = whole.subject(&subject.id) else { continue };
            for quantity in *quantities {
                if let (Some(got), Some(want)) = (subject.number(quantity), other.number(quantity))
                    && (got - want).abs() > want.abs() / 1000.0 + 1e-6
                {
                    out.push(format!("{what}: {kind} {} {quantity} {got}, whole {want}", subject.name));
                }
            }
        }
    }
    out
}

/// The files without the records that hold a text, all of them or the n-th only.
fn damaged(files: &[(String, Vec<u8>)], text: &str, only: Option<usize>) -> Vec<(String, Vec<u8>)> {
    let mut seen = 0;
    files
        .iter()
        .map(|(name, bytes)| {
            let kept: Vec<&str> = std::str::from_utf8(bytes)
                .unwrap()
                .lines()
                .filter(|line| {
                    if !line.contains(text) {
                        return true;
                    }
                    seen += 1;
                    only.is_some_and(|only| only != seen)
                })
                .collect();
            (name.clone(), (kept.join("\n") + "\n").into_bytes())
        })
        .collect()
}

#[test]
fn no_sum_is_smaller_because_a_shape_is_lost() {
    let style = Style { encoding: Encoding::Utf8, ..Style::default() };
    let mut wrong = Vec::new();
    let small = Estate::terraces(2.0).generate(&style);
    let whole = survey(&small.ifc_files, &[]);
    let count = small
        .ifc_files
        .iter()
        .map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().matches("IFCEXTRUDEDAREASOLID(").count())
        .sum::<usize>();
    for part in 0..14 {
        let at = 1 + part * count / 14;
        let sheet = survey(&damaged(&small.ifc_files, "IFCEXTRUDEDAREASOLID(", Some(at)), &[]);
        wrong.extend(changed(&whole, &sheet, &format!("solid {at} of {count}")));
    }
    for kind in ["IFCRECTANGLEPROFILEDEF(", "IFCARBITRARYCLOSEDPROFILEDEF(", "IFCPOLYLINE("] {
        let sheet = survey(&damaged(&small.ifc_files, kind, None), &[]);
        wrong.extend(changed(&whole, &sheet, kind));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
