//! What is to be pulled down, where the type, the whole, the level or the building says so.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, SubjectKind};

const DEMOLISH: &[(&str, &str)] = &[("Status", "IFCLABEL('DEMOLISH')")];

fn facilities(sheet: &FactSheet) -> Vec<&str> {
    sheet.of_kind(SubjectKind::Facility).map(|facility| facility.name.as_str()).collect()
}

fn stand(s: &mut Sketch, name: &str, x: f64) -> usize {
    s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid([x, x + 2.0], [0.0, 0.9], [0.0, 2.0])], ",$,$")
}

#[test]
fn the_status_of_the_type_holds_unless_the_thing_says_otherwise() {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    let (old, kept) = (stand(&mut s, "智能快递柜", 20.0), stand(&mut s, "微型消防站", 30.0));
    let set = s.set("Pset_BuildingElementProxyCommon", DEMOLISH);
    let of_type = s.root("IFCBUILDINGELEMENTPROXYTYPE", "旧设施", &format!("$,(#{set}),$,$,$,.NOTDEFINED."));
    s.root("IFCRELDEFINESBYTYPE", "", &format!("(#{old},#{kept}),#{of_type}"));
    s.properties(kept, "Pset_BuildingElementProxyCommon", &[("Status", "IFCLABEL('EXISTING')")]);
    assert_eq!(facilities(&survey(&s.file(), &[])), ["微型消防站"]);
}

#[test]
fn parts_of_a_whole_go_with_it_and_what_is_temporary_goes_too() {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    let (part, temporary) = (stand(&mut s, "智能快递柜", 20.0), stand(&mut s, "微型消防站", 30.0));
    let whole = s.product("IFCELEMENTASSEMBLY", "旧设施", None, &[], ",$,$,$");
    s.parts(whole, &[part]);
    s.properties(whole, "阶段化", &[("拆除的阶段", "IFCLABEL('新构造')")]);
    s.properties(temporary, "Pset_BuildingElementProxyCommon", &[("Status", "IFCLABEL('TEMPORARY')")]);
    assert!(facilities(&survey(&s.file(), &[])).is_empty());
}

/// Three storeys with flats; the answer are the levels and the building of them.
fn flats(s: &mut Sketch) -> Vec<usize> {
    let levels: Vec<usize> = (0..4).map(|at| s.level(&format!("{}F", at + 1), 3.1 * f64::from(at))).collect();
    for (at, level) in levels.iter().copied().enumerate() {
        let z = 3.1 * at as f64;
        s.slab(level, "楼板", [0.0, 8.0], [0.0, 6.0], [z - 0.1, z]);
        if at < 3 {
            for (x, y) in [([0.0, 8.0], [0.0, 0.2]), ([0.0, 8.0], [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
                s.wall(level, x, y, [z, z + 3.0]);
            }
            let rooms = [
                s.room(level, "主卧", cuboid([0.2, 4.0], [0.2, 5.8], [z, z + 3.0])),
                s.room(level, "厨房", cuboid([4.0, 7.8], [0.2, 5.8], [z, z + 3.0])),
            ];
            s.zone(&format!("1-{}01户", at + 1), &rooms);
        }
    }
    levels
}

#[test]
fn a_level_that_goes_takes_what_stands_on_it() {
    let mut s = Sketch::new();
    let levels = flats(&mut s);
    for level in &levels[2..] {
        s.properties(*level, "Pset_BuildingStoreyCommon", DEMOLISH);
    }
    let sheet = survey(&s.file(), &[]);
    let heights: Vec<(&str, Option<f64>)> = sheet
        .of_kind(SubjectKind::Storey)
        .filter(|storey| storey.text("use") == Some("dwelling"))
        .map(|storey| (storey.name.as_str(), storey.number("height")))
        .collect();
    assert_eq!(heights, [("1F", Some(3.1)), ("2F", None)], "what was above 2F is gone, so that it has no height");
}

#[test]
fn of_a_building_that_goes_nothing_is_judged() {
    let mut s = Sketch::new();
    flats(&mut s);
    let old = s.main_building();
    s.properties(old, "Pset_BuildingCommon", DEMOLISH);
    s.building("2#住宅楼");
    s.level("1F", 0.0);
    let sheet = survey(&s.file(), &[]);
    assert_eq!(sheet.of_kind(SubjectKind::Dwelling).filter(|dwelling| dwelling.text("number").is_some()).count(), 0);
    assert_eq!(
        sheet
            .of_kind(SubjectKind::Storey)
            .filter(|storey| storey.name != "1F")
            .filter(|storey| storey.text("use") == Some("dwelling"))
            .count(),
        0
    );
}

#[test]
fn a_shaft_whose_car_goes_is_no_lift() {
    for gone in [false, true] {
        let mut s = Sketch::new();
        let levels = flats(&mut s);
        let garage = s.level("-1F", -3.6);
        s.slab(garage, "底板", [0.0, 20.0], [0.0, 6.0], [-3.7, -3.6]);
        s.room(garage, "地下车库", cuboid([10.0, 20.0], [0.2, 5.8], [-3.6, -0.2]));
        for (at, level) in levels[..3].iter().copied().chain([garage]).enumerate() {
            let z = if level == garage { -3.6 } else { 3.1 * at as f64 };
            s.room(level, "电梯井", cuboid([8.0, 10.0], [0.0, 2.0], [z, z + 3.0]));
            s.product("IFCDOOR", "电梯门", Some(level), &[cuboid([9.95, 10.0], [0.5, 1.5], [z, z + 2.1])], ",$,$,$,$,$,$");
        }
        let car =
            s.product("IFCTRANSPORTELEMENT", "客梯", Some(levels[0]), &[cuboid([8.2, 9.8], [0.2, 1.8], [-3.6, 9.0])], ",$,.ELEVATOR.");
        if gone {
            s.properties(car, "Pset_TransportElementCommon", DEMOLISH);
        }
        let sheet = survey(&s.file(), &[]);
        assert_eq!(sheet.of_kind(SubjectKind::Lift).count(), usize::from(!gone));
    }
}
