//! Sheds and ramp canopies: whether a roof is there, and what stands within its columns (CLAUSES §4.2); roofs of storeys whose
//! outline is hard to tell.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::{estate, same, subject, survey};
use haofang_facts::{Subject, SubjectKind};
use haofang_testkit::estate::Roof;
use haofang_testkit::{Estate, Style};

/// A roof of 10 m by 6 m on columns of 0.2 m at these places, or a place without one.
fn shed(name: &str, roof: bool, columns: &[[f64; 2]]) -> Subject {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    if roof {
        s.product("IFCSLAB", name, None, &[cuboid([20.0, 30.0], [0.0, 6.0], [2.6, 2.7])], ",$,.ROOF.");
    } else {
        let site = s.site();
        s.room(site, name, cuboid([20.0, 30.0], [0.0, 6.0], [0.0, 2.5]));
    }
    for [x, y] in columns {
        s.product("IFCCOLUMN", "柱", None, &[cuboid([x - 0.1, x + 0.1], [y - 0.1, y + 0.1], [0.0, 2.6])], ",$,$");
    }
    let sheet = survey(&s.file(), &[]);
    let found = sheet.of_kind(SubjectKind::Facility).next().unwrap();
    found.clone()
}

#[test]
fn columns_in_rows_bound_what_counts_and_a_single_row_bounds_nothing() {
    let rows = shed("非机动车棚顶棚", true, &[[21.0, 1.0], [29.0, 1.0], [21.0, 5.0], [29.0, 5.0]]);
    assert_eq!(rows.claim("has_roof"), Some(true));
    assert!((rows.number("column_area").unwrap() - 8.2 * 4.2).abs() < 1e-6);
    let single = shed("非机动车棚顶棚", true, &[[21.0, 3.0], [25.0, 3.0], [29.0, 3.0]]);
    assert_eq!(single.number("column_area"), Some(0.0));
    let hanging = shed("机动车库坡道顶盖", true, &[]);
    assert_eq!((hanging.claim("has_roof"), hanging.number("column_area")), (Some(true), None));
}

#[test]
fn a_place_without_a_roof_has_none_unless_its_name_says_so() {
    assert_eq!(shed("电动自行车停放充电区", false, &[]).claim("has_roof"), None);
    assert_eq!(shed("电动自行车棚", false, &[]).claim("has_roof"), Some(true));
}

#[test]
fn wide_terraces_beside_a_closed_storey_without_rooms_do_not_open_it_and_its_gable_is_seen() {
    let mut drawn = Estate::default();
    let building = &mut drawn.buildings[0];
    // slabs of terraces and of the roof below lie at the height of the floor and are a quarter as large
    building.setback = Some((7, 2.7));
    building.units = 2;
    (building.plan.master, building.plan.study, building.plan.living) = (4.1, 2.9, 4.9);
    building.roof = Roof::Gable { rise: 2.4 };
    let (sheet, truth) = estate(&drawn, &Style { spaces: false, ..Style::default() });
    let mut compared = 0;
    for (word, kind, quantities) in [
        ("building", SubjectKind::Building, &["height", "fire_height"][..]),
        ("storey", SubjectKind::Storey, &["floor_area", "terrace_area"]),
        ("terrace", SubjectKind::Terrace, &["area"]),
    ] {
        for want in truth.of(word) {
            let got = subject(&sheet, kind, want.guid.as_ref().unwrap());
            for quantity in quantities {
                let Some(value) = want.facts.get(quantity) else { continue };
                let found = got.fact(quantity).unwrap_or_else(|| panic!("{}: no {quantity}", want.name));
                assert!(same(value, &found.value), "{} {quantity}: {:?}, {value:?} is there", want.name, found.value);
                compared += 1;
            }
        }
    }
    assert!(compared > 12 && truth.of("terrace").count() == 4);
}

#[test]
fn the_roof_over_walls_that_do_not_close_is_seen_over_their_floor() {
    let mut s = Sketch::new();
    s.level("室外地坪", -0.3);
    let (first, roof) = (s.level("1F", 0.0), s.level("屋面", 3.1));
    s.slab(first, "楼板", [0.0, 8.0], [0.0, 6.0], [-0.1, 0.0]);
    s.wall(first, [0.0, 8.0], [0.0, 0.2], [0.0, 3.0]);
    s.wall(first, [0.0, 0.2], [0.2, 6.0], [0.0, 3.0]);
    s.slab(roof, "屋面板", [0.0, 8.0], [0.0, 6.0], [4.9, 5.0]);
    let sheet = survey(&s.file(), &[]);
    let building = sheet.of_kind(SubjectKind::Building).next().unwrap();
    for quantity in ["height", "fire_height"] {
        assert_eq!(building.number(quantity).map(|height| (height * 1000.0).round()), Some(5300.0), "{quantity}: {:?}", building.gaps);
    }
}
