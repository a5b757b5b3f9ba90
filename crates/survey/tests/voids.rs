//! Voids (挑空) that no space is drawn for: the hole in the floor slab tells.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::{subject, survey, without};
use haofang_facts::SubjectKind;
use haofang_testkit::style::Encoding;
use haofang_testkit::{Estate, Style};

/// What the walls of the generated plan take off the depth of a room on axes (m).
const WALLS: f64 = 0.22;

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

#[test]
fn of_a_living_room_that_a_void_covers_by_just_about_half_the_larger_part_tells_the_clear_height() {
    for share in [0.48, 0.49, 0.509, 0.52] {
        let mut estate = Estate::voids();
        let building = &mut estate.buildings[0];
        building.storeys.truncate(2);
        building.plan.living = 4.9;
        // the upper storey's wall steps back over the living room: a terrace on one part, the void over the other
        building.setback = Some((2, (1.0 - share) * (building.plan.south - WALLS)));
        let generated = estate.generate(&Style { encoding: Encoding::Utf8, ..Style::default() });
        let sheet = survey(&generated.ifc_files, &[]);
        let mut told = 0;
        for want in generated.truth.of("space").filter(|space| space.facts.contains_key("clear_height")) {
            let got = subject(&sheet, SubjectKind::Space, want.guid.as_ref().unwrap()).number("clear_height").unwrap();
            let want = want.number("clear_height").unwrap();
            assert!((got - want).abs() <= 0.001, "void over {share}: {got}, {want} is there");
            told += usize::from(want > 4.0);
        }
        assert_eq!(told > 0, share > 0.5, "void over {share}");
    }
}
