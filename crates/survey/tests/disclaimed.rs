//! What names and properties say of things that are not there, not yet, not on the plot, or something else.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, SubjectKind};

fn facilities(name: &str, properties: &[(&str, &str)]) -> usize {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    let thing = s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid([20.0, 24.0], [0.0, 5.0], [0.0, 2.8])], ",$,$");
    if !properties.is_empty() {
        s.properties(thing, "Pset_设施信息", properties);
    }
    survey(&s.file(), &[]).of_kind(SubjectKind::Facility).count()
}

#[test]
fn a_facility_that_is_denied_by_its_name_or_a_property_is_none() {
    assert_eq!(facilities("微型消防站", &[]), 1);
    assert_eq!(facilities("微型消防站", &[("是否设置", "IFCBOOLEAN(.T.)")]), 1);
    for name in ["微型消防站（不设）", "微型消防站（另建，不在本地块）", "禁止电动自行车停放", "居家养老服务用房（远期）"]
    {
        assert_eq!(facilities(name, &[]), 0, "{name}");
    }
    for (property, value) in [
        ("是否设置", "IFCBOOLEAN(.F.)"),
        ("是否安装", "IFCLABEL('否')"),
        ("设置情况", "IFCLABEL('无')"),
        ("安装方式", "IFCLABEL('用户自理')"),
        ("建设时序", "IFCLABEL('远期')"),
    ] {
        assert_eq!(facilities("微型消防站", &[(property, value)]), 0, "{property} {value}");
    }
}

fn on_site(name: &str) -> FactSheet {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    s.product("IFCGEOGRAPHICELEMENT", name, None, &[cuboid([20.0, 40.0], [0.0, 20.0], [0.0, 0.1])], ",$,.TERRAIN.");
    survey(&s.file(), &[])
}

#[test]
fn greens_of_others_and_of_later_are_no_greens_and_a_denied_kind_is_none() {
    let kinds = |name: &str| -> Vec<String> {
        on_site(name).of_kind(SubjectKind::GreenSpace).filter_map(|green| green.text("green_kind").map(str::to_owned)).collect()
    };
    assert_eq!(kinds("集中绿地"), ["concentrated"]);
    assert_eq!(kinds("非集中绿地"), ["ordinary"]);
    for name in ["代征绿地", "绿地（代征，不计入）", "市政绿地", "集中绿地（红线外）", "预留绿地"] {
        assert!(kinds(name).is_empty(), "{name}");
    }
}

#[test]
fn places_that_are_only_provided_for_are_none_and_a_denied_visitor_is_none() {
    let count = |name: &str| {
        let mut s = Sketch::new();
        s.level("1F", 0.0);
        let site = s.site();
        s.room(site, name, cuboid([20.0, 22.5], [0.0, 5.3], [0.0, 2.2]));
        let sheet = survey(&s.file(), &[("parking.visitor_in_total".to_owned(), "true".to_owned())]);
        let project = sheet.of_kind(SubjectKind::Project).next().unwrap();
        (project.number("parking_spaces"), project.number("visitor_parking_spaces"))
    };
    assert_eq!(count("访客车位 01"), (Some(1.0), Some(1.0)));
    assert_eq!(count("非访客车位 01"), (Some(1.0), None));
    assert_eq!(count("机动车位（预留充电条件）"), (Some(1.0), None));
    assert_eq!(count("预留车位 01"), (None, None));
    assert_eq!(count("公共停车位（市政）"), (None, None));
}

#[test]
fn lifts_for_goods_and_lifts_to_come_are_none_and_their_shafts_neither() {
    let lifts = |name: &str| {
        let mut s = Sketch::new();
        for (at, level) in ["1F", "2F", "3F"].into_iter().enumerate() {
            let z = 3.1 * at as f64;
            let level = s.level(level, z);
            s.slab(level, "楼板", [0.0, 8.0], [0.0, 6.0], [z - 0.1, z]);
            s.room(level, "电梯井", cuboid([3.0, 5.0], [2.0, 4.0], [z, z + 3.0]));
            if at == 0 {
                s.product("IFCTRANSPORTELEMENT", name, Some(level), &[cuboid([3.2, 4.8], [2.2, 3.8], [0.0, 9.0])], ",$,.ELEVATOR.");
            }
        }
        survey(&s.file(), &[]).of_kind(SubjectKind::Lift).count()
    };
    assert_eq!(lifts("客梯 1"), 1);
    assert_eq!(lifts("客货两用电梯"), 1);
    for name in ["货梯", "杂物电梯", "预留电梯", "传菜电梯"] {
        assert_eq!(lifts(name), 0, "{name}");
    }
}

#[test]
fn areas_of_land_are_read_with_their_units() {
    for (value, want) in [
        ("IFCLABEL('2公顷')", Some(20_000.0)),
        ("IFCLABEL('12,000㎡')", Some(12_000.0)),
        ("IFCLABEL('30亩')", Some(20_000.0)),
        ("IFCLABEL('1.2万㎡')", Some(12_000.0)),
        ("IFCLABEL('50~75')", None),
    ] {
        let mut s = Sketch::new();
        s.level("1F", 0.0);
        let site = s.site();
        s.properties(site, "Pset_场地信息属性集", &[("可建设用地面积", value)]);
        let sheet = survey(&s.file(), &[]);
        let area = sheet.of_kind(SubjectKind::Site).next().unwrap().number("area");
        assert_eq!(area.map(f64::round), want, "{value}");
    }
}
