//! Sheds and ramp canopies: whether a roof is there, and what stands within its columns (CLAUSES §4.2).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{Subject, SubjectKind};

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
