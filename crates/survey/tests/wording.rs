//! What names, properties, heights and scales say of things in models of other styles: later phases, greens in the air, lifts
//! that stop above the garage, files in the wrong unit.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, SubjectKind};

fn green(name: &str, properties: &[(&str, &str)], z: f64, more: impl FnOnce(&mut Sketch)) -> FactSheet {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.wall(level, [0.0, 10.0], [0.0, 0.2], [0.0, 3.0]);
    let thing = s.product("IFCGEOGRAPHICELEMENT", name, None, &[cuboid([20.0, 40.0], [0.0, 20.0], [z, z + 0.1])], ",$,.TERRAIN.");
    if !properties.is_empty() {
        s.properties(thing, "绿地参数", properties);
    }
    more(&mut s);
    survey(&s.file(), &[("site.area_m2".to_owned(), "2000".to_owned())])
}

/// The ratio of all and of concentrated green, and whether another reading contradicts the latter.
fn ratios(sheet: &FactSheet) -> (Option<f64>, bool) {
    let site = sheet.of_kind(SubjectKind::Site).next().unwrap();
    let fact = site.fact("concentrated_green_ratio");
    (fact.and_then(|fact| fact.value.as_number()), fact.is_some_and(|fact| fact.conflicts().next().is_some()))
}

#[test]
fn greens_of_a_later_phase_are_in_doubt_and_those_put_off_are_none() {
    let (whole, doubt) = ratios(&green("集中绿地", &[], -0.1, |_| ()));
    assert!((whole.unwrap() - 0.2).abs() < 1e-9 && !doubt);
    for name in ["规划集中绿地（二期）", "集中绿地-3期", "Ⅱ期集中绿地", "集中绿地 Phase 2"] {
        let (ratio, doubt) = ratios(&green(name, &[], -0.1, |_| ()));
        assert!(ratio.is_some() && doubt, "{name}");
    }
    for (property, value) in [("建设期数", "二期"), ("绿地类型", "二期集中绿地"), ("备注", "二期实施")] {
        let value = format!("IFCLABEL('{value}')");
        assert!(ratios(&green("集中绿地", &[(property, &value)], -0.1, |_| ())).1, "{property}");
    }
    for name in ["集中绿地（远期）", "集中绿地-后期实施", "集中绿地（本期不实施）", "集中绿地（待定）"] {
        assert_eq!(green(name, &[], -0.1, |_| ()).of_kind(SubjectKind::GreenSpace).count(), 0, "{name}");
    }
    for (property, value) in [("是否计入绿地率", "否"), ("状态", "取消"), ("实施阶段", "远期"), ("是否建设", "待定"), ("数量", "0")]
    {
        let value = format!("IFCLABEL('{value}')");
        let sheet = green("集中绿地", &[(property, &value)], -0.1, |_| ());
        assert_eq!(sheet.of_kind(SubjectKind::GreenSpace).count(), 0, "{property}");
    }
    assert!(!ratios(&green("集中绿地（景观另行设计）", &[], -0.1, |_| ())).1);
}

#[test]
fn the_phase_of_the_submission_is_there_and_other_phases_are_not() {
    let of = |building: &str, green: &str| {
        let mut s = Sketch::of(building);
        s.level("1F", 0.0);
        s.product("IFCGEOGRAPHICELEMENT", green, None, &[cuboid([20.0, 40.0], [0.0, 20.0], [-0.1, 0.0])], ",$,.TERRAIN.");
        survey(&s.file(), &[]).of_kind(SubjectKind::GreenSpace).count()
    };
    assert_eq!(of("二期1#住宅楼", "二期集中绿地"), 1);
    assert_eq!(of("二期1#住宅楼", "三期集中绿地"), 0);
    assert_eq!(of("1#住宅楼", "一期集中绿地"), 1);
}

#[test]
fn green_that_hangs_in_the_air_counts_in_one_reading_only_and_what_carries_it_decides() {
    assert!(ratios(&green("集中绿地", &[], 20.0, |_| ())).1, "nothing under it");
    let on_slab = |s: &mut Sketch| {
        s.product("IFCSLAB", "车库顶板", None, &[cuboid([15.0, 45.0], [0.0, 25.0], [1.6, 1.9])], ",$,.FLOOR.");
    };
    assert!(!ratios(&green("集中绿地", &[], 2.4, on_slab)).1, "soil over the roof of a garage that stands above the ground");
    let on_roof = |s: &mut Sketch| {
        let roof = s.level("屋面", 12.0);
        s.slab(roof, "屋面板", [15.0, 45.0], [0.0, 25.0], [11.8, 12.0]);
    };
    let sheet = green("绿地", &[], 12.3, on_roof);
    let kinds: Vec<&str> = sheet.of_kind(SubjectKind::GreenSpace).filter_map(|green| green.text("green_kind")).collect();
    assert_eq!(kinds, ["roof"]);
}

#[test]
fn a_coefficient_or_an_area_that_its_author_gives_a_green_is_the_less_favourable_reading() {
    for (property, value) in [("折算系数", "IFCREAL(0.)"), ("折算系数", "IFCREAL(0.5)"), ("投影面积", "IFCLABEL('100㎡')")] {
        assert!(ratios(&green("集中绿地", &[(property, value)], -0.1, |_| ())).1, "{property}");
    }
}

#[test]
fn facilities_that_are_wished_for_borrowed_or_given_up_are_none() {
    let count = |name: &str| {
        let mut s = Sketch::new();
        s.level("1F", 0.0);
        s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid([20.0, 24.0], [0.0, 5.0], [0.0, 2.8])], ",$,$");
        survey(&s.file(), &[]).of_kind(SubjectKind::Facility).count()
    };
    for name in [
        "微型消防站（二期）",
        "建议设置微型消防站",
        "应设微型消防站",
        "微型消防站（与邻近地块合用）",
        "微型消防站（借用）",
        "微型消防站：无",
        "微型消防站（停用）",
        "废弃微型消防站",
        "微型消防站（依托社区）",
        "微型消防站设备箱",
        "微型消防站（暂无）",
    ] {
        assert_eq!(count(name), 0, "{name}");
    }
    for name in ["微型消防站", "微型消防站（与消控室合用）", "门卫室（不计入容积率）", "门卫室（不计容）"]
    {
        assert_eq!(count(name), 1, "{name}");
    }
}

/// A flat of several storeys in the unit that the sketch is given: metres times the factor.
fn tower(factor: f64) -> FactSheet {
    let mut s = Sketch::new();
    let f = |x: f64| x * factor;
    for at in 0..4_usize {
        let z = 3.1 * at as f64;
        let level = s.level(&format!("{}F", at + 1), f(z));
        for (x, y) in [([0.0, 9.0], [0.0, 0.2]), ([0.0, 9.0], [5.8, 6.0]), ([0.0, 0.2], [0.0, 6.0]), ([8.8, 9.0], [0.0, 6.0])] {
            s.wall(level, x.map(f), y.map(f), [z, z + 3.0].map(f));
        }
        s.slab(level, "楼板", [0.0, 9.0].map(f), [0.0, 6.0].map(f), [z - 0.1, z].map(f));
        s.room(level, "卧室", cuboid([0.2, 4.0].map(f), [0.2, 5.8].map(f), [z, z + 3.0].map(f)));
        s.room(level, "客厅", cuboid([4.0, 8.8].map(f), [0.2, 5.8].map(f), [z, z + 3.0].map(f)));
    }
    survey(&s.file(), &[])
}

#[test]
fn a_file_that_is_too_small_tells_no_height_area_or_ratio() {
    let height = |sheet: &FactSheet| sheet.of_kind(SubjectKind::Building).next().unwrap().number("height");
    let areas = |sheet: &FactSheet| sheet.of_kind(SubjectKind::Space).filter(|space| space.number("net_area").is_some()).count();
    let right = tower(1.0);
    assert_eq!(areas(&right), 8);
    // centimetres taken for inches, feet for metres, centimetres for millimetres, metres for millimetres
    for factor in [0.3937, 0.3048, 0.1, 0.001] {
        let small = tower(factor);
        assert_eq!((height(&small), areas(&small)), (None, 0), "{factor}");
        assert!(small.of_kind(SubjectKind::Storey).all(|storey| storey.number("height").is_none()), "{factor}");
    }
}

#[test]
fn a_file_that_is_too_large_tells_none_either() {
    let areas = |sheet: &FactSheet| sheet.of_kind(SubjectKind::Space).filter(|space| space.number("net_area").is_some()).count();
    // inches taken for centimetres, metres for feet, centimetres for millimetres, millimetres for metres
    for factor in [2.54, 3.2808, 10.0, 100.0, 1000.0] {
        let large = tower(factor);
        assert_eq!(areas(&large), 0, "{factor}");
        assert!(large.of_kind(SubjectKind::Storey).all(|storey| storey.number("height").is_none()), "{factor}");
    }
}

/// A shop on one level in the unit that the sketch is given: only its doors tell of what size it is.
fn shop(factor: f64, written: f64) -> Option<f64> {
    let mut s = Sketch::of("3#商铺");
    let f = |x: f64| x * factor;
    let level = s.level("1F", 0.0);
    s.slab(level, "楼板", [0.0, 20.0].map(f), [0.0, 6.0].map(f), [-0.1, 0.0].map(f));
    s.room(level, "商铺", cuboid([0.0, 20.0].map(f), [0.0, 6.0].map(f), [0.0, 3.0].map(f)));
    for at in 0..3 {
        let x = [at as f64 * 5.0, at as f64 * 5.0 + 0.9].map(f);
        let size = format!(",$,{:?},{:?},$,$,$", 2.1 * written, 0.9 * written);
        s.product("IFCDOOR", "M0921", Some(level), &[cuboid(x, [0.0, 0.05].map(f), [0.0, 2.1].map(f))], &size);
    }
    survey(&s.file(), &[]).of_kind(SubjectKind::Space).next().unwrap().number("net_area")
}

#[test]
fn doors_tell_the_scale_of_a_file_and_their_bodies_more_than_what_is_written() {
    assert_eq!(shop(1.0, 1.0), Some(120.0));
    for factor in [0.3048, 0.3937, 2.54, 3.2808, 10.0, 100.0, 1000.0] {
        assert_eq!(shop(factor, factor), None, "{factor}");
    }
    // sizes written in millimetres in a file of metres do not make its bodies larger
    assert_eq!(shop(1.0, 1000.0), Some(120.0));
}

#[test]
fn authored_heights_are_read_with_ranges_and_all_their_names() {
    let witness = |name: &str, value: &str| {
        let mut s = Sketch::new();
        for (at, level) in ["1F", "2F", "3F"].into_iter().enumerate() {
            let z = 3.15 * at as f64;
            let level = s.level(level, z);
            s.slab(level, "楼板", [0.0, 9.0], [0.0, 6.0], [z - 0.1, z]);
            s.room(level, "卧室", cuboid([0.2, 8.8], [0.2, 5.8], [z, z + 3.0]));
            if at == 0 {
                let value = format!("IFCLABEL('{value}')");
                s.properties(level, "楼层", &[(name, &value)]);
            }
        }
        let sheet = survey(&s.file(), &[]);
        let storey = sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name == "1F").unwrap();
        let fact = storey.fact("height").unwrap();
        fact.witnesses.iter().filter_map(|witness| witness.value.as_number()).fold(f64::INFINITY, f64::min)
    };
    for (name, value, least) in [
        ("层高", "2.8~3.1", 2.8),
        ("层高", "3.05-3.15", 3.05),
        ("层高", "3.1m/2.9m", 2.9),
        ("层高", "H=2900", 2.9),
        ("设计层高", "3.00", 3.0),
        ("层高(mm)", "3050", 3.05),
        ("建筑层高", "3.05 M", 3.05),
    ] {
        assert!((witness(name, value) - least).abs() < 1e-9, "{name} {value}");
    }
}

#[test]
fn a_lower_storey_in_one_of_two_towers_of_one_building_is_another_reading() {
    // tower 1 is the larger one; 2F of tower 2 is 3.05 m high in the second sketch
    let least = |drop: f64| {
        let mut s = Sketch::new();
        for at in 0..4_usize {
            let z = 3.15 * at as f64;
            let level = s.level(&format!("{}F", at + 1), z);
            for (x, z) in [([0.0, 30.0], z), ([60.0, 72.0], if at > 1 { z - drop } else { z })] {
                let [a, b] = x;
                for (x, y) in [(x, [0.0, 0.2]), (x, [11.8, 12.0]), ([a, a + 0.2], [0.0, 12.0]), ([b - 0.2, b], [0.0, 12.0])] {
                    s.wall(level, x, y, [z, z + 3.0]);
                }
                s.slab(level, "楼板", x, [0.0, 12.0], [z - 0.12, z]);
                s.room(level, "卧室", cuboid([a + 0.2, b - 0.2], [0.2, 11.8], [z, z + 3.0]));
            }
        }
        let sheet = survey(&s.file(), &[]);
        // each tower has a 2F of its own
        let storeys = sheet.of_kind(SubjectKind::Storey).filter(|storey| storey.name == "2F");
        let facts: Vec<_> = storeys.map(|storey| storey.fact("height").unwrap()).collect();
        assert_eq!(facts.len(), 2);
        let all = facts.iter().flat_map(|fact| std::iter::once(&fact.value).chain(fact.witnesses.iter().map(|witness| &witness.value)));
        all.filter_map(haofang_facts::Value::as_number).fold(f64::INFINITY, f64::min)
    };
    assert!((least(0.0) - 3.15).abs() < 1e-6);
    assert!((least(0.1) - 3.05).abs() < 1e-6);
}

#[test]
fn a_lift_that_its_author_says_stops_above_the_garage_contradicts_its_shaft() {
    let reaches = |property: &str, value: &str| {
        let mut s = Sketch::new();
        let below = s.level("-1F", -4.0);
        let ground = s.level("1F", 0.0);
        s.level("2F", 3.1);
        s.room(below, "地下车库", cuboid([0.0, 20.0], [3.0, 20.0], [-4.0, -0.5]));
        s.room(ground, "卧室", cuboid([5.0, 9.0], [0.0, 4.0], [0.0, 3.0]));
        let lift = s.product("IFCTRANSPORTELEMENT", "客梯", Some(ground), &[cuboid([0.0, 2.0], [0.0, 2.0], [-4.0, 6.0])], ",$,.ELEVATOR.");
        if !property.is_empty() {
            let value = format!("IFCLABEL('{value}')");
            s.properties(lift, "电梯参数", &[(property, &value)]);
        }
        let sheet = survey(&s.file(), &[]);
        let lift = sheet.of_kind(SubjectKind::Lift).next()?.clone();
        let fact = lift.fact("reaches_garage")?.clone();
        Some((fact.value == haofang_facts::Value::Bool(true), fact.conflicts().next().is_some()))
    };
    assert_eq!(reaches("", ""), Some((true, false)));
    for (property, value) in [("停靠地下车库", "否"), ("是否到达地下室", "×"), ("停靠楼层", "1F-11F"), ("是否直达地下车库", "不通")]
    {
        assert_eq!(reaches(property, value), Some((true, true)), "{property}");
    }
    assert_eq!(reaches("停靠楼层", "-1F~11F"), Some((true, false)));
    assert_eq!(reaches("电梯类型", "货梯"), None);
}

#[test]
fn a_facility_of_ifc4x3_that_has_levels_is_a_building() {
    let mut s = Sketch::of("地下车库");
    let level = s.level("-1F", -4.0);
    s.room(level, "车库", cuboid([0.0, 20.0], [0.0, 20.0], [-4.0, -0.5]));
    let files: Vec<(String, Vec<u8>)> = s
        .file()
        .into_iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).unwrap().replace("FILE_SCHEMA(('IFC4'))", "FILE_SCHEMA(('IFC4X3_ADD2'))");
            let text: Vec<String> = text
                .lines()
                .map(|line| match line.split_once("=IFCBUILDING(") {
                    Some((id, rest)) => format!("{id}=IFCFACILITY({}", rest.replace(",.ELEMENT.,$,$,$);", ",.ELEMENT.);")),
                    None => line.to_owned(),
                })
                .collect();
            (name, text.join("\n").into_bytes())
        })
        .collect();
    let sheet = survey(&files, &[]);
    assert_eq!(sheet.of_kind(SubjectKind::Building).map(|building| building.name.as_str()).collect::<Vec<_>>(), ["地下车库"]);
}
