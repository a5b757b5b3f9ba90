//! What descriptions and remarks say of a thing: amounts under the names of properties, that it is not there, that something else
//! hangs above it; and what is drawn against what it is called (docs/traps.md).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::statements::{block, described, greatest, green, label, one};
use common::survey;
use haofang_facts::{SubjectKind, Value};

#[test]
fn descriptions_state_what_properties_state() {
    let height = |description: &str| {
        let (mut s, _) = block();
        s.level("室外地坪", -0.3);
        let level = s.level("屋面", 12.6);
        s.slab(level, "屋面板", [0.0, 9.0], [0.0, 6.0], [12.5, 12.6]);
        let sheet = survey(&described(s.file(), "1#住宅楼", description), &[]);
        greatest(one(&sheet, SubjectKind::Building).fact("height").unwrap())
    };
    let drawn = height("");
    assert!((height("建筑高度36.5m") - 36.5).abs() < 1e-6);
    assert!((height("剪力墙结构，建筑高度：36.5 米") - 36.5).abs() < 1e-6);
    assert!((height("建筑高度满足规划限高要求") - drawn).abs() < 1e-6);
    // an amount in a remark as well; the demand of the site
    let demand = |remark: &str| {
        let (mut s, _) = block();
        let site = s.site();
        s.properties(site, "场地", &[("备注", &label(remark))]);
        one(&survey(&s.file(), &[]), SubjectKind::Site).number("stated_green_demand")
    };
    assert_eq!(demand("规划条件绿地率不低于35%，限高29m"), Some(0.35));
    assert_eq!(demand("绿地布置详见总图"), None);
    // a rating in a sentence contradicts one in a property, and proves none
    let stars = |property: Option<&str>, remark: &str| {
        let (mut s, _) = block();
        let building = s.main_building();
        if let Some(stars) = property {
            s.properties(building, "绿建", &[("绿色建筑星级", &label(stars))]);
        }
        s.properties(building, "其他", &[("备注", &label(remark))]);
        let sheet = survey(&s.file(), &[]);
        one(&sheet, SubjectKind::Project).fact("green_building_stars").map(|fact| fact.value.as_number().unwrap())
    };
    assert_eq!(stars(Some("二星级"), "详见专篇"), Some(2.0));
    assert_eq!(stars(Some("二星级"), "绿色建筑一星级"), Some(1.0));
    assert_eq!(stars(None, "绿色建筑二星级"), None);
    // what was asked for is a target
    let (mut s, _) = block();
    let building = s.main_building();
    s.properties(building, "绿建", &[("绿色建筑等级要求", &label("二星级"))]);
    assert_eq!(one(&survey(&s.file(), &[]), SubjectKind::Project).claim("green_building_is_target"), Some(true));
}

#[test]
fn a_description_that_says_only_that_a_thing_is_not_there_is_heard() {
    let there = |description: &str| {
        let (s, _) = green("集中绿地", None);
        let sheet = survey(&described(s.file(), "集中绿地", description), &[("site.area_m2".to_owned(), "2000".to_owned())]);
        one(&sheet, SubjectKind::Site).number("concentrated_green_area").is_some_and(|area| area > 0.0)
    };
    for description in ["已拆除", "待拆除", "暂定方案", "目前停用", "示意", "方案比选阶段", "乔灌草结合；已取消"]
    {
        assert!(!there(description), "{description}");
    }
    for description in ["", "无", "-", "需拆除旧路面后种植", "全体业主", "设计阶段", "含临时步道", "仅有草坪"] {
        assert!(there(description), "{description}");
    }
    let closed = |description: &str| {
        let (s, _) = glazed("IFCWINDOW", "阳台封窗", 2.95);
        let sheet = survey(&described(s.file(), "阳台封窗", description), &[]);
        one(&sheet, SubjectKind::Balcony).claim("is_enclosed") == Some(true)
    };
    assert!(closed("断桥铝合金窗"));
    for description in ["洞口，不装窗", "无窗", "仅有栏杆", "窗已取消"] {
        assert!(!closed(description), "{description}");
    }
}

/// A block with a balcony that is glazed to this height (m) on three sides by things of a class.
fn glazed(class: &str, name: &str, height: f64) -> (Sketch, usize) {
    let (mut s, levels) = block();
    let slab = s.slab(levels[0], "阳台板", [2.0, 6.0], [-1.5, 0.0], [-0.1, 0.0]);
    s.slab(levels[1], "板", [2.0, 6.0], [-1.5, 0.0], [3.05, 3.15]);
    for (x, y) in [([2.0, 6.0], [-1.5, -1.4]), ([2.0, 2.1], [-1.5, 0.0]), ([5.9, 6.0], [-1.5, 0.0])] {
        let rest = if class == "IFCWINDOW" { ",$,$,$,$,$,$" } else { ",$,$" };
        s.product(class, name, Some(levels[0]), &[cuboid(x, y, [0.0, height])], rest);
    }
    (s, slab)
}

#[test]
fn glass_that_is_written_as_a_railing_closes_a_balcony_in_one_reading_only() {
    let closed = |class: &str, name: &str, height: f64| {
        let sheet = survey(&glazed(class, name, height).0.file(), &[]);
        let balcony = one(&sheet, SubjectKind::Balcony);
        let fact = balcony.fact("is_enclosed").unwrap();
        (fact.value == Value::Bool(true), fact.conflicts().next().is_some())
    };
    assert_eq!(closed("IFCWINDOW", "阳台封窗", 3.05), (true, false));
    assert_eq!(closed("IFCRAILING", "阳台封窗", 3.05), (true, true));
    assert_eq!(closed("IFCRAILING", "玻璃栏板", 1.1), (false, false));
}

#[test]
fn what_hangs_above_the_ground_is_not_on_it_whatever_covers_it() {
    let detached = |z: f64| {
        let mut s = Sketch::of("配套用房");
        s.level("室外地坪", -0.3);
        let level = s.level("1F", 0.0);
        s.wall(level, [0.0, 8.0], [0.0, 0.2], [0.0, 3.0]);
        s.product("IFCSLAB", "电动自行车棚顶棚", None, &[cuboid([20.0, 30.0], [0.0, 5.0], [2.8, 2.9])], ",$,.ROOF.");
        s.room(level, "电动自行车集中充电停放区", cuboid([20.0, 30.0], [0.0, 5.0], [z, z + 2.5]));
        let sheet = survey(&s.file(), &[]);
        let facility = one(&sheet, SubjectKind::Facility);
        (facility.claim("is_detached"), facility.fact("is_detached").map(|fact| fact.method.to_string()))
    };
    assert_ne!(detached(0.0).0, Some(false), "{:?}", detached(0.0));
    assert_eq!(detached(10.0).0, Some(false));
    let in_doubt = |bottom: f64, name: &str| {
        let (mut s, _) = green("集中绿地", None);
        s.product("IFCSLAB", name, None, &[cuboid([20.0, 40.0], [0.0, 12.0], [bottom, bottom + 0.2])], ",$,.FLOOR.");
        let sheet = survey(&s.file(), &[("site.area_m2".to_owned(), "2000".to_owned())]);
        one(&sheet, SubjectKind::Site).fact("green_ratio").unwrap().conflicts().next().is_some()
    };
    assert!(in_doubt(3.0, "架空平台"));
    assert!(!in_doubt(30.0, "架空平台"));
    assert!(!in_doubt(-1.5, "车库顶板"));
}
