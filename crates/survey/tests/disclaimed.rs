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

#[test]
fn a_remark_that_says_nothing_and_an_owner_deny_nothing() {
    for (property, value) in [
        ("备注", "无"),
        ("注释", "<无>"),
        ("说明", "没有"),
        ("Comments", "None"),
        ("权属", "业主"),
        ("产权", "全体业主共有"),
        ("权属", "无"),
        ("施工单位", "待定"),
        ("运营单位", "待定"),
    ] {
        assert_eq!(facilities("微型消防站", &[(property, &format!("IFCLABEL('{value}')"))]), 1, "{property} = {value}");
    }
    for (property, value) in [("建设内容", "无"), ("备注", "不设"), ("权属", "市政"), ("供应", "业主")] {
        assert_eq!(facilities("微型消防站", &[(property, &format!("IFCLABEL('{value}')"))]), 0, "{property} = {value}");
    }
}

#[test]
fn a_shed_for_e_bikes_whose_name_speaks_of_charging_is_one_for_charging() {
    let kind = |name: &str| on_site(name).of_kind(SubjectKind::Facility).find_map(|facility| facility.text("use").map(str::to_owned));
    for name in ["电动自行车停放及充电区域", "电动自行车停车棚（充电）", "非机动车停车棚（含电动自行车充电设施）", "电动车充电停放区"]
    {
        assert_eq!(kind(name).as_deref(), Some("e_bike_charging"), "{name}");
    }
    for name in ["非机动车停车棚", "电动自行车停车棚（充电预留）"] {
        assert_eq!(kind(name).as_deref(), Some("e_bike_shed"), "{name}");
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

/// A lawn of 20 m by 20 m on a plot of 40 m by 40 m; the answer is its counted ratio and what speaks against it.
fn lawn(paving: Option<([f64; 2], [f64; 2], f64)>, authored: Option<&str>) -> (f64, usize) {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    s.annotation("用地红线", &[[0.0, 0.0], [40.0, 0.0], [40.0, 40.0], [0.0, 40.0]]);
    let lawn = s.product("IFCGEOGRAPHICELEMENT", "绿地", None, &[cuboid([10.0, 30.0], [10.0, 30.0], [0.0, 0.1])], ",$,.TERRAIN.");
    if let Some((x, y, top)) = paving {
        s.product("IFCBUILDINGELEMENTPROXY", "硬质铺装", None, &[cuboid(x, y, [top - 0.1, top])], ",$,$");
    }
    if let Some(area) = authored {
        s.properties(lawn, "Pset_绿地信息属性集", &[("投影面积", area)]);
    }
    let sheet = survey(&s.file(), &[]);
    let site = sheet.of_kind(SubjectKind::Site).next().unwrap();
    let ratio = site.fact("green_ratio").unwrap();
    (site.number("green_ratio").unwrap(), ratio.witnesses.len())
}

#[test]
fn paving_upon_a_green_takes_away_from_it_and_the_ground_below_does_not() {
    assert!((lawn(None, None).0 - 0.25).abs() < 1e-9);
    let half = ([10.0, 20.0], [10.0, 30.0]);
    assert!((lawn(Some((half.0, half.1, 0.15)), None).0 - 0.125).abs() < 1e-9, "above it");
    assert!((lawn(Some((half.0, half.1, 0.1)), None).0 - 0.125).abs() < 1e-9, "in its plane");
    assert!((lawn(Some((half.0, half.1, -0.1)), None).0 - 0.25).abs() < 1e-9, "below it");
    assert!((lawn(Some(([0.0, 40.0], [0.0, 40.0], 0.1)), None).0 - 0.25).abs() < 1e-9, "the ground on which it is drawn");
}

#[test]
fn a_green_that_its_author_calls_smaller_has_a_witness_against_it() {
    assert_eq!(lawn(None, Some("IFCAREAMEASURE(400.)")).1, 0);
    assert_eq!(lawn(None, Some("IFCAREAMEASURE(100.)")).1, 1);
}

#[test]
fn what_is_smaller_than_any_car_is_no_place_for_one() {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    let site = s.site();
    for at in 0..4 {
        let x = 20.0 + 3.0 * f64::from(at);
        let size = if at == 0 { [2.4, 5.3] } else { [0.8, 1.6] };
        s.room(site, "机动车位", cuboid([x, x + size[0]], [0.0, size[1]], [0.0, 2.0]));
    }
    let sheet = survey(&s.file(), &[]);
    assert_eq!(sheet.of_kind(SubjectKind::Project).next().unwrap().number("parking_spaces"), Some(1.0));
}

/// A thing of the site: class, name, x, y, top.
type Flat<'t> = (&'t str, &'t str, [f64; 2], [f64; 2], f64);

/// The ratio of a plot of 40 m by 40 m with a lawn of 20 m by 20 m and further things of IFC4X3.
fn hard(things: &[Flat<'_>]) -> f64 {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    s.annotation("用地红线", &[[0.0, 0.0], [40.0, 0.0], [40.0, 40.0], [0.0, 40.0]]);
    s.product("IFCGEOGRAPHICELEMENT", "绿地", None, &[cuboid([10.0, 30.0], [10.0, 30.0], [0.0, 0.1])], ",$,.TERRAIN.");
    for (class, name, x, y, top) in things {
        let rest = if *class == "IFCKERB" || *class == "IFCPAVEMENT" { ",$,$" } else { ",$,.USERDEFINED." };
        s.product(class, name, None, &[cuboid(*x, *y, [top - 0.1, *top])], rest);
    }
    let files: Vec<(String, Vec<u8>)> = s.file();
    let as_43 = |(name, bytes): (String, Vec<u8>)| {
        (name, String::from_utf8(bytes).unwrap().replace("FILE_SCHEMA(('IFC4'))", "FILE_SCHEMA(('IFC4X3_ADD2'))").into_bytes())
    };
    let sheet = survey(&files.into_iter().map(as_43).collect::<Vec<_>>(), &[]);
    sheet.of_kind(SubjectKind::Site).next().unwrap().number("green_ratio").unwrap()
}

#[test]
fn pavements_kerbs_and_courses_are_hard_surface_whatever_they_are_called() {
    let beside = ([0.0, 10.0], [0.0, 40.0]);
    for class in ["IFCPAVEMENT", "IFCKERB", "IFCCOURSE"] {
        for name in ["绿化带", "绿地路缘石", "绿道", "草坪", "面层"] {
            assert!((hard(&[(class, name, beside.0, beside.1, 0.1)]) - 0.25).abs() < 1e-9, "{class} {name} beside the lawn");
            let upon = hard(&[(class, name, [10.0, 20.0], [10.0, 30.0], 0.15)]);
            assert!((upon - 0.125).abs() < 1e-9, "{class} {name} upon the lawn: {upon}");
        }
        assert!((hard(&[(class, "基层", [10.0, 20.0], [10.0, 30.0], -0.1)]) - 0.25).abs() < 1e-9, "{class} under the lawn");
    }
}

#[test]
fn spatial_zones_are_greens_and_parking_places() {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    s.annotation("用地红线", &[[0.0, 0.0], [40.0, 0.0], [40.0, 40.0], [0.0, 40.0]]);
    let zone = |s: &mut Sketch, name: &str, body| s.product("IFCSPATIALZONE", name, None, &[body], ",$,$");
    zone(&mut s, "绿地", cuboid([10.0, 30.0], [10.0, 30.0], [0.0, 0.1]));
    for at in 0..3 {
        let x = 10.0 + 2.5 * f64::from(at);
        zone(&mut s, "机动车位", cuboid([x, x + 2.4], [0.0, 5.3], [0.0, 0.1]));
    }
    let sheet = survey(&s.file(), &[]);
    assert_eq!(sheet.of_kind(SubjectKind::Project).next().unwrap().number("parking_spaces"), Some(3.0));
    let ratio = sheet.of_kind(SubjectKind::Site).next().unwrap().number("green_ratio").unwrap();
    assert!((ratio - 0.25).abs() < 1e-9, "{ratio}");
}
