//! Voids (挑空) that no space is drawn for: the hole in the floor slab tells.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::{subject, survey, without};
use haofang_facts::SubjectKind;
use haofang_testkit::style::Encoding;
use haofang_testkit::{Estate, Style};

#[test]
fn a_void_without_a_space_is_taken_off_the_floor_and_belongs_to_the_dwelling_below() {
    for slab_openings in [false, true] {
        let style = Style { slab_openings, encoding: Encoding::Utf8, ..Style::default() };
        let generated = Estate::voids().generate(&style);
        let sheet = survey(&without(&generated.ifc_files, &["IFCSPACE(", "挑空"]), &[]);
        for want in generated.truth.of("storey").filter(|storey| storey.facts.get("use") == Some(&"dwelling".into())) {
            let got = subject(&sheet, SubjectKind::Storey, want.guid.as_ref().unwrap());
            for quantity in ["floor_area", "terrace_share"] {
                let (got, want) = (got.number(quantity).unwrap(), want.number(quantity).unwrap());
                assert!((got - want).abs() <= want.abs() * 0.001 + 1e-9, "{quantity}: {got}, {want} is there");
            }
        }
        for want in generated.truth.of("dwelling") {
            let got = subject(&sheet, SubjectKind::Dwelling, want.guid.as_ref().unwrap());
            for quantity in ["void_area", "usable_area"] {
                let (got, want) = (got.number(quantity).unwrap(), want.number(quantity).unwrap());
                assert!((got - want).abs() <= want.abs() * 0.001, "{} {quantity}: {got}, {want} is there", want);
            }
        }
        let voids = sheet.of_kind(SubjectKind::Void).count();
        assert_eq!(voids, generated.truth.of("dwelling").count(), "one void per duplex");
    }
}

#[test]
fn wells_of_stairs_and_lifts_and_the_hole_of_a_duplex_stair_are_no_voids() {
    let style = Style { slab_openings: true, ..Style::default() };
    let duplex = Estate::terraces(2.0).generate(&style);
    assert_eq!(survey(&duplex.ifc_files, &[]).of_kind(SubjectKind::Void).count(), 0);
    // without rooms nothing but the slabs tells where the wells are
    let bare = Estate::default().generate(&Style { spaces: false, ..style });
    let sheet = survey(&bare.ifc_files, &[]);
    for want in bare.truth.of("storey").filter(|storey| storey.facts.get("use") == Some(&"dwelling".into())) {
        let got = subject(&sheet, SubjectKind::Storey, want.guid.as_ref().unwrap());
        let (got, want) = (got.number("floor_area").unwrap(), want.number("floor_area").unwrap());
        assert!((got - want).abs() <= want * 0.001, "{got}, {want} is there");
    }
}
