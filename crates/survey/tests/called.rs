//! What descriptions, types and kinds call a thing that its name calls something else: in doubt, whatever it is (docs/traps.md).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::statements::{block, described, greatest, label, least, one};
use common::survey;
use haofang_facts::{SubjectKind, Value};

/// The least count of ten places, four of which are described so.
fn places(description: &str) -> f64 {
    let mut s = Sketch::of("地下车库");
    let level = s.level("-1F", -4.0);
    for number in 0..10 {
        let x = 2.5 * f64::from(number);
        s.room(level, if number < 4 { "停车位" } else { "机动车位" }, cuboid([x, x + 2.4], [0.0, 5.3], [-4.0, -2.0]));
    }
    let sheet = survey(&described(s.file(), "停车位", description), &[]);
    least(one(&sheet, SubjectKind::Project).fact("parking_spaces").unwrap())
}

#[test]
fn places_for_cars_that_are_described_as_something_else_are_in_doubt() {
    for description in
        ["消防车道", "绿地", "小区道路", "商铺", "垃圾收集点", "地下储藏间，消防车道", "回车场", "卸货区", "非机动车停放", "设备间"]
    {
        assert_eq!(places(description), 6.0, "{description}");
    }
    for description in ["小型车", "消防车道旁", "靠近地下储藏间", "植草砖", "沥青路面", "绿地内停车位", "含充电桩", "业主"]
    {
        assert_eq!(places(description), 10.0, "{description}");
    }
}

/// The least count of ten places, four of which are of this size (m), this far above their level, or members of a group.
fn drawn(size: [f64; 2], above: f64, group: &str, name: &str) -> f64 {
    let mut s = Sketch::of("地下车库");
    let level = s.level("-1F", -4.0);
    let own: Vec<usize> = (0..10)
        .map(|number| {
            let (x, first) = (2.6 * f64::from(number), number < 4);
            let (size, z) = if first { (size, -4.0 + above) } else { ([2.4, 5.3], -4.0) };
            s.room(level, if first { name } else { "机动车位" }, cuboid([x, x + size[0]], [0.0, size[1]], [z, z + 2.0]))
        })
        .collect();
    if !group.is_empty() {
        s.zone(group, &own[..4]);
    }
    s.room(level, "楼梯间", cuboid([-6.0, -1.0], [0.0, 6.0], [-4.0, -1.0]));
    let sheet = survey(&s.file(), &[]);
    least(one(&sheet, SubjectKind::Project).fact("parking_spaces").unwrap())
}

#[test]
fn places_that_are_drawn_too_small_or_far_from_their_level_or_in_a_group_of_another_use_are_in_doubt() {
    assert_eq!(drawn([2.4, 5.3], 0.0, "", "机动车位"), 10.0);
    assert_eq!(drawn([2.2, 4.3], 0.0, "地下车库", "机动车位"), 10.0);
    assert_eq!(drawn([1.8, 5.3], 0.0, "", "机动车位"), 6.0);
    assert_eq!(drawn([2.4, 3.0], 0.0, "", "机动车位"), 6.0);
    assert_eq!(drawn([2.4, 5.3], 30.0, "", "机动车位"), 6.0);
    assert_eq!(drawn([2.4, 5.3], 0.0, "消防车道", "机动车位"), 6.0);
    assert_eq!(drawn([2.4, 5.3], 0.0, "", "停车位（规划）"), 6.0);
}

/// Whether another reading of the green ratio contradicts the drawn one.
fn green(description: &str, property: Option<(&str, &str)>) -> bool {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.wall(level, [0.0, 10.0], [0.0, 0.2], [0.0, 3.0]);
    let thing = s.product("IFCGEOGRAPHICELEMENT", "集中绿地", None, &[cuboid([20.0, 40.0], [0.0, 20.0], [-0.1, 0.0])], ",$,.TERRAIN.");
    if let Some((name, value)) = property {
        s.properties(thing, "绿地", &[(name, &label(value))]);
    }
    let sheet = survey(&described(s.file(), "集中绿地", description), &[("site.area_m2".to_owned(), "2000".to_owned())]);
    let site = one(&sheet, SubjectKind::Site);
    ["green_ratio", "concentrated_green_ratio"].iter().any(|ratio| site.fact(ratio).unwrap().conflicts().next().is_some())
}

#[test]
fn greens_that_are_described_as_something_else_are_in_doubt() {
    assert!(!green("", None));
    for description in ["水景", "消防车道", "停车位", "屋顶绿化", "垂直绿化"] {
        assert!(green(description, None), "{description}");
    }
    for description in ["乔木、灌木、草坪", "宽12m", "临水景", "小区道路南侧", "植草砖"] {
        assert!(!green(description, None), "{description}");
    }
    for (name, value) in [
        ("面积", "0"),
        ("是否屋顶绿化", "是"),
        ("备注", "覆土0.5m"),
        ("构造", "花岗岩铺装"),
        ("阴影线外比例", "0.1"),
        ("覆土情况", "不足1.5m"),
    ] {
        assert!(green("", Some((name, value))), "{name}");
    }
    for (name, value) in [("面积", "400"), ("是否屋顶绿化", "否"), ("备注", "覆土1.5m"), ("阴影线外比例", "0.5")] {
        assert!(!green("", Some((name, value))), "{name}");
    }
}

/// What is said of a detector in the kitchen of a dwelling: there, in doubt, or none.
fn detector(description: &str, of_type: Option<(&str, &str)>) -> (Option<bool>, bool) {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.level("2F", 3.1);
    let kitchen = s.room(level, "厨房", cuboid([0.2, 4.0], [0.2, 5.8], [0.0, 3.0]));
    let room = s.room(level, "卧室", cuboid([4.2, 8.8], [0.2, 5.8], [0.0, 3.0]));
    let zone = s.root("IFCZONE", "101", "'户',$");
    s.root("IFCRELASSIGNSTOGROUP", "", &format!("(#{kitchen},#{room}),$,#{zone}"));
    let sensor = s.product("IFCSENSOR", "燃气泄漏报警器", Some(level), &[cuboid([1.0, 1.1], [1.0, 1.1], [2.4, 2.5])], ",$,.GASSENSOR.");
    if let Some((name, kind)) = of_type {
        let of_type = s.root("IFCSENSORTYPE", name, &format!("$,$,$,$,$,.{kind}."));
        s.root("IFCRELDEFINESBYTYPE", "", &format!("(#{sensor}),#{of_type}"));
    }
    let sheet = survey(&described(s.file(), "燃气泄漏报警器", description), &[]);
    let dwelling = one(&sheet, SubjectKind::Dwelling);
    let fact = dwelling.fact("has_gas_detector").unwrap();
    (dwelling.claim("has_gas_detector"), fact.conflicts().next().is_some())
}

#[test]
fn a_detector_that_its_type_or_description_calls_another_is_in_doubt() {
    assert_eq!(detector("", None), (Some(true), false));
    assert_eq!(detector("联动燃气切断阀", Some(("可燃气体探测器", "GASSENSOR"))), (Some(true), false));
    assert_eq!(detector("与感烟探测器联动", None), (Some(true), false));
    assert_eq!(detector("", Some(("感烟探测器", "GASSENSOR"))), (Some(true), true));
    assert_eq!(detector("", Some(("探测器", "SMOKESENSOR"))), (Some(true), true));
    assert_eq!(detector("感烟探测器", None), (Some(true), true));
    assert_eq!(detector("", Some(("五孔插座", "GASSENSOR"))), (Some(true), true));
    assert_eq!(detector("两户共用", None), (Some(true), true));
}

/// Whether what the texts of a facility say contradicts what it is taken for, and the least area for the elderly.
fn facility(name: &str, description: &str) -> bool {
    let mut s = Sketch::of("配套服务楼");
    let level = s.level("1F", 0.0);
    s.wall(level, [0.0, 40.0], [0.0, 0.2], [0.0, 4.0]);
    s.room(level, name, cuboid([0.2, 30.0], [0.2, 20.8], [0.0, 3.9]));
    let sheet = survey(&described(s.file(), name, description), &[]);
    let facility = one(&sheet, SubjectKind::Facility);
    facility.fact("use").unwrap().conflicts().next().is_some()
}

#[test]
fn facilities_that_are_described_as_something_else_are_in_doubt() {
    for (name, description) in [
        ("微型消防站", "便利店"),
        ("居家养老服务用房", "商铺"),
        ("居家养老服务用房", "快递驿站"),
        ("配电房", "垃圾房"),
        ("门卫室", "水泵房"),
        ("居家养老服务用房", "架空活动空间"),
        ("微型消防站", "仅设置灭火器柜"),
        ("微型消防站", "位于门卫旁，改为便利店"),
        ("微型消防站", "微型消防站现为储藏间"),
    ] {
        assert!(facility(name, description), "{name} {description}");
    }
    for (name, description) in [
        ("微型消防站", "消防控制室"),
        ("微型消防站", "兼门卫室"),
        ("微型消防站", "由值班室改为微型消防站"),
        ("微型消防站", "仅有1个出入口"),
        ("居家养老服务用房", "社区配套用房"),
        ("居家养老服务用房", "含助餐点"),
        ("门卫室", "物业管理用房"),
        ("电动自行车停放充电区", "非机动车棚"),
    ] {
        assert!(!facility(name, description), "{name} {description}");
    }
}

#[test]
fn a_facility_that_its_author_does_not_let_stand_by_itself_is_in_doubt() {
    let doubted = |name: &str, value: &str, z: f64| {
        let mut s = Sketch::of("配套用房");
        s.level("室外地坪", -0.3);
        let level = s.level("1F", 0.0);
        s.wall(level, [0.0, 8.0], [0.0, 0.2], [0.0, 3.0]);
        let room = s.room(level, "门卫室", cuboid([0.2, 8.0], [0.2, 5.8], [z, z + 3.0]));
        s.properties(room, "建设", &[(name, &label(value))]);
        let sheet = survey(&s.file(), &[]);
        let facility = one(&sheet, SubjectKind::Facility);
        let fact = facility.fact("is_detached").unwrap().clone();
        fact.value == Value::Bool(false) || fact.conflicts().next().is_some()
    };
    for (name, value) in [
        ("是否独立设置", "否"),
        ("位置", "架空层"),
        ("设置位置", "1#楼首层"),
        ("建设形式", "与住宅贴建"),
        ("所在楼层", "地下一层"),
        ("附属于", "1#住宅楼"),
    ] {
        assert!(doubted(name, value, 0.0), "{name}");
    }
    for (name, value) in
        [("是否独立设置", "是"), ("位置", "小区主入口"), ("位置", "1#住宅楼北侧"), ("所在楼层", "1F"), ("建设形式", "独立建设")]
    {
        assert!(!doubted(name, value, 0.0), "{name} {value}");
    }
    // drawn far above its level
    assert!(doubted("位置", "小区主入口", 10.0));
}

#[test]
fn a_facility_no_room_or_off_the_plot_is_in_doubt() {
    let doubted = |size: f64, x: f64, height: f64, other: &str| {
        let mut s = Sketch::of("配套用房");
        let level = s.level("1F", 0.0);
        s.wall(level, [0.0, 8.0], [0.0, 0.2], [0.0, 3.0]);
        s.product("IFCBUILDINGELEMENTPROXY", "用地红线", None, &[cuboid([-10.0, 50.0], [-10.0, 50.0], [-0.6, -0.55])], ",$,$");
        s.room(level, "门卫室", cuboid([0.2, 4.0], [0.2, 4.0], [0.0, 3.0]));
        s.room(level, "配电房", cuboid([10.2, 14.0], [0.2, 4.0], [0.0, 3.0]));
        s.room(level, "微型消防站", cuboid([x, x + size], [6.0, 6.0 + size], [0.0, height]));
        if !other.is_empty() {
            s.room(level, other, cuboid([x, x + size], [7.0, 6.0 + size], [0.0, 3.0]));
        }
        let sheet = survey(&s.file(), &[]);
        let station =
            sheet.of_kind(SubjectKind::Facility).find(|facility| facility.text("use") == Some("mini_fire_station")).unwrap().clone();
        station.fact("use").unwrap().conflicts().next().is_some()
    };
    assert!(!doubted(4.0, 0.0, 3.0, ""));
    assert!(doubted(0.6, 0.0, 3.0, ""));
    assert!(doubted(4.0, 900.0, 3.0, ""));
    assert!(doubted(4.0, 0.0, 1.2, ""));
    // another room takes its place; what is part of it does not
    assert!(doubted(4.0, 0.0, 3.0, "物业服务用房"));
    assert!(!doubted(4.0, 0.0, 3.0, "卫生间"));
}

#[test]
fn a_lobby_that_is_a_shop_is_in_doubt() {
    let doubted = |description: &str| {
        let mut s = Sketch::new();
        let level = s.level("1F", 0.0);
        s.room(level, "门厅", cuboid([0.2, 8.0], [0.2, 5.8], [0.0, 3.0]));
        let sheet = survey(&described(s.file(), "门厅", description), &[]);
        let space = sheet.of_kind(SubjectKind::Space).next().unwrap().clone();
        space.fact("use").unwrap().conflicts().next().is_some()
    };
    for description in ["商铺", "合用前室", "便利店"] {
        assert!(doubted(description), "{description}");
    }
    for description in ["", "挑高两层", "入户大堂", "含快递柜"] {
        assert!(!doubted(description), "{description}");
    }
}

#[test]
fn a_lobby_is_no_shop_by_its_brackets_and_no_higher_than_stated() {
    let lobby = |name: &str, property: Option<(&str, &str)>| {
        let mut s = Sketch::new();
        let level = s.level("1F", 0.0);
        let room = s.room(level, name, cuboid([0.2, 8.0], [0.2, 5.8], [0.0, 5.9]));
        s.slab(level, "楼板", [0.0, 8.2], [0.0, 6.0], [-0.1, 0.0]);
        let above = s.level("3F", 6.0);
        s.slab(above, "楼板", [0.0, 8.2], [0.0, 6.0], [5.9, 6.0]);
        if let Some((name, value)) = property {
            s.properties(room, "房间", &[(name, value)]);
        }
        let sheet = survey(&s.file(), &[]);
        sheet.of_kind(SubjectKind::Space).next().unwrap().clone()
    };
    let doubted = |space: &haofang_facts::Subject, quantity: &str| space.fact(quantity).unwrap().conflicts().next().is_some();
    assert!(doubted(&lobby("入户大堂（商铺）", None), "use"));
    assert!(doubted(&lobby("入户大堂(含便利店)", None), "use"));
    assert!(!doubted(&lobby("入户大堂（挑高）", None), "use"));
    assert!(!doubted(&lobby("入户大堂", None), "structural_height"));
    assert!(!doubted(&lobby("入户大堂", Some(("层高", "IFCREAL(6.)"))), "structural_height"));
    for (name, value) in [("层高", "IFCREAL(3.2)"), ("结构层高", "IFCLABEL('3.2m')"), ("备注", "IFCLABEL('层高3.2m')")] {
        assert!(doubted(&lobby("入户大堂", Some((name, value))), "structural_height"), "{name} {value}");
    }
}

/// Whether a place for waste can be moved, and whether that is in doubt.
fn movable(name: &str, property: Option<(&str, &str)>) -> (Option<bool>, bool) {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    let thing = s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid([20.0, 24.0], [0.0, 2.0], [0.0, 2.2])], ",$,$");
    if let Some((name, value)) = property {
        s.properties(thing, "设施", &[(name, value)]);
    }
    let facility = one(&survey(&s.file(), &[]), SubjectKind::Facility);
    (facility.claim("is_movable"), facility.fact("is_movable").unwrap().conflicts().next().is_some())
}

#[test]
fn what_is_named_movable_and_said_to_be_fixed_is_in_doubt() {
    let named = "装配式可移动生活垃圾分类投放点";
    assert_eq!(movable(named, None), (Some(true), false));
    assert_eq!(movable("生活垃圾分类投放点", None), (Some(false), false));
    assert_eq!(movable("生活垃圾分类投放点", Some(("是否可移动", "IFCBOOLEAN(.T.)"))), (Some(true), false));
    assert_eq!(movable("不可移动生活垃圾分类投放点", None).0, Some(false));
    for (name, value) in [
        ("是否可移动", "IFCLABEL('否')"),
        ("可移动", "IFCBOOLEAN(.F.)"),
        ("是否固定", "IFCLABEL('是')"),
        ("备注", "IFCLABEL('固定式')"),
        ("备注", "IFCLABEL('是否可移动：否')"),
        ("类型", "IFCLABEL('砖砌')"),
    ] {
        assert_eq!(movable(named, Some((name, value))), (Some(true), true), "{name} {value}");
    }
    assert_eq!(movable("装配式可移动生活垃圾分类投放点（固定式）", None), (Some(true), true));
    for (name, value) in [("是否可移动", "IFCLABEL('是')"), ("备注", "IFCLABEL('非固定式，成品')"), ("是否固定", "IFCBOOLEAN(.F.)")]
    {
        assert_eq!(movable(named, Some((name, value))), (Some(true), false), "{name} {value}");
    }
}

#[test]
fn a_limit_of_height_and_a_green_ratio_that_the_model_demands_are_read() {
    let stated = |name: &str, value: &str| {
        let (mut s, _) = block();
        let site = s.site();
        s.properties(site, "规划条件", &[(name, &label(value))]);
        let sheet = survey(&s.file(), &[]);
        let limit = one(&sheet, SubjectKind::Building).number("stated_height_limit");
        (limit, one(&sheet, SubjectKind::Site).number("stated_green_demand"))
    };
    for (name, value) in [("限高", "20"), ("建筑限高", "≤20m"), ("规划限高", "二十米"), ("控高", "20m"), ("建筑高度上限(m)", "20")]
    {
        assert_eq!(stated(name, value).0, Some(20.0), "{name}");
    }
    for (name, value) in [("地库限高", "2.4m"), ("车道限高", "4.5"), ("规划建筑高度", "20")] {
        assert_eq!(stated(name, value).0, None, "{name}");
    }
    assert_eq!(stated("规划条件绿地率", "35%").1, Some(0.35));
    assert_eq!(stated("绿地率要求", "≥35%").1, Some(0.35));
    assert_eq!(stated("规划绿地率", "36%").1, Some(0.36));
    assert_eq!(stated("屋顶绿化率", "36%").1, None);
}

#[test]
fn eaves_without_a_unit_and_a_parapet_that_is_stated_higher_are_other_readings_of_a_height() {
    let height = |name: &str, value: &str| {
        let (mut s, _) = block();
        s.level("室外地坪", -0.3);
        let level = s.level("屋面", 12.6);
        s.slab(level, "屋面板", [0.0, 9.0], [0.0, 6.0], [12.5, 12.6]);
        let building = s.main_building();
        s.properties(building, "建筑", &[(name, &label(value))]);
        let sheet = survey(&s.file(), &[]);
        let building = one(&sheet, SubjectKind::Building);
        greatest(building.fact("height").unwrap())
    };
    let drawn = height("层数", "4");
    assert!((height("檐口高度", "135") - 135.0).abs() < 1e-9);
    assert!((height("檐口高度", "11") - drawn).abs() < 1e-9);
    assert!((height("女儿墙高度", "3.0") - drawn - 3.0).abs() < 1e-6, "{}", height("女儿墙高度", "3.0"));
    assert!((height("女儿墙高度", "3000") - drawn - 3.0).abs() < 1e-6);
}

#[test]
fn a_balcony_behind_railings_or_without_a_window_is_said_to_be_open() {
    let closed = |name: &str, value: &str| {
        let (mut s, levels) = block();
        let slab = s.slab(levels[0], "阳台板", [2.0, 6.0], [-1.5, 0.0], [-0.1, 0.0]);
        s.properties(slab, "阳台", &[(name, &label(value))]);
        let sheet = survey(&s.file(), &[]);
        one(&sheet, SubjectKind::Balcony).fact("is_declared_enclosed").map(|fact| fact.value == Value::Bool(true))
    };
    for (name, value) in [("围护", "栏杆"), ("围护形式", "玻璃栏板"), ("是否有窗", "否"), ("有窗", "否"), ("交付标准", "不封窗")]
    {
        assert_eq!(closed(name, value), Some(false), "{name}");
    }
    for (name, value) in [("围护", "铝合金窗"), ("是否有窗", "是"), ("交付标准", "精装")] {
        assert_eq!(closed(name, value), None, "{name}");
    }
}

#[test]
fn a_facility_to_be_built_long_after_its_drawings_is_not_there_yet() {
    let count = |name: &str, value: &str, of_site: Option<(&str, &str)>| {
        let mut s = Sketch::of("配套服务楼");
        let level = s.level("1F", 0.0);
        let room = s.room(level, "微型消防站", cuboid([0.2, 8.0], [0.2, 5.8], [0.0, 3.9]));
        s.properties(room, "建设", &[(name, &label(value))]);
        if let Some((name, value)) = of_site {
            let site = s.site();
            s.properties(site, "建设", &[(name, &label(value))]);
        }
        let text = String::from_utf8(s.file().remove(0).1)
            .unwrap()
            .replace("FILE_NAME('手绘.ifc','',", "FILE_NAME('手绘.ifc','2024-05-20T10:00:00',");
        survey(&[("a.ifc".to_owned(), text.into_bytes())], &[]).of_kind(SubjectKind::Facility).count()
    };
    assert_eq!(count("建设年份", "2026", None), 1);
    assert_eq!(count("建设年份", "2030", None), 0);
    assert_eq!(count("建设年份", "2030", Some(("竣工年份", "2031"))), 1);
    assert_eq!(count("设计阶段", "概念", None), 0);
    assert_eq!(count("设计阶段", "施工图", None), 1);
}

/// Whether a unit recovers heat and filters, and whether each is in doubt.
fn fresh_air(name: &str, property: Option<(&str, &str)>) -> [(Option<bool>, bool); 2] {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.room(level, "客厅", cuboid([0.2, 8.0], [0.2, 5.8], [0.0, 3.0]));
    let unit = s.product("IFCUNITARYEQUIPMENT", name, Some(level), &[cuboid([1.0, 2.0], [1.0, 2.0], [2.4, 2.8])], ",$,$");
    if let Some((name, value)) = property {
        s.properties(unit, "设备", &[(name, value)]);
    }
    let equipment = one(&survey(&s.file(), &[]), SubjectKind::Equipment);
    ["has_heat_recovery", "has_air_filter"].map(|ability| {
        let doubted = equipment.fact(ability).unwrap().conflicts().next().is_some();
        (equipment.claim(ability), doubted)
    })
}

#[test]
fn what_a_unit_of_fresh_air_does_not_do_is_heard() {
    let (able, unable, denied) = ((Some(true), false), (Some(false), false), (Some(true), true));
    let both = "新风机组（全热回收、PM2.5过滤）";
    assert_eq!(fresh_air(both, None), [able, able]);
    assert_eq!(fresh_air("新风机组", None), [unable, unable]);
    assert_eq!(fresh_air("新风机组（热回收，不含PM2.5过滤）", None), [able, unable]);
    assert_eq!(fresh_air("新风机组（PM2.5过滤，不含热回收）", None), [unable, able]);
    for (name, value) in [("热回收", "IFCLABEL('无')"), ("是否热回收", "IFCLABEL('否')")] {
        assert_eq!(fresh_air(both, Some((name, value))), [denied, able], "{name} {value}");
    }
    assert_eq!(fresh_air(both, Some(("过滤", "IFCLABEL('无')"))), [able, denied]);
    assert_eq!(fresh_air(both, Some(("热回收效率", "IFCLABEL('75%')"))), [able, able]);
}

#[test]
fn a_stated_difference_of_levels_a_lower_lobby_and_a_green_on_a_roof_are_held_against_their_words() {
    let step = |name: &str, value: &str| {
        let (mut s, _) = block();
        s.level("室外地坪", -0.3);
        let building = s.main_building();
        s.properties(building, "建筑", &[(name, value)]);
        one(&survey(&s.file(), &[]), SubjectKind::Building).fact("entrance_level_difference").unwrap().conflicts().next().is_some()
    };
    for (name, value) in [("室内外高差", "IFCREAL(0.15)"), ("室内外高差", "IFCLABEL('150mm')"), ("备注", "IFCLABEL('室内外高差0.15m')")]
    {
        assert!(step(name, value), "{name} {value}");
    }
    assert!(!step("室内外高差", "IFCREAL(0.3)") && !step("备注", "IFCLABEL('室内外高差300mm')"));
    let lobbies = |below: &str| {
        let mut s = Sketch::of("1#住宅楼");
        for (level, z, name) in [("-1F", -4.0, below), ("1F", 0.0, "入户大堂")] {
            let level = s.level(level, z);
            s.wall(level, [0.0, 8.2], [0.0, 0.2], [z, z + 3.0]);
            s.room(level, name, cuboid([0.2, 8.0], [0.2, 5.8], [z, z + 3.0]));
        }
        s.level("2F", 4.0);
        let sheet = survey(&s.file(), &[]);
        let both = sheet.of_kind(SubjectKind::Facility).find(|facility| facility.text("use") == Some("dual_lobby")).cloned();
        both.map(|both| both.fact("use").unwrap().conflicts().next().is_some())
    };
    assert_eq!(lobbies("地下大堂"), Some(false));
    assert_eq!(lobbies("地下大堂（商铺）"), Some(true));
    let roof = |description: &str| {
        let (mut s, _) = block();
        let level = s.level("屋面", 12.6);
        s.slab(level, "屋面板", [0.0, 9.0], [0.0, 6.0], [12.5, 12.6]);
        s.product("IFCGEOGRAPHICELEMENT", "屋顶绿化", None, &[cuboid([1.0, 8.0], [1.0, 5.0], [12.6, 12.9])], ",$,.TERRAIN.");
        let green = one(&survey(&described(s.file(), "屋顶绿化", description), &[]), SubjectKind::GreenSpace);
        (green.text("green_kind").unwrap().to_owned(), green.fact("green_kind").unwrap().conflicts().next().is_some())
    };
    assert_eq!(roof(""), ("roof".to_owned(), false));
    for description in ["改为设备平台", "屋面光伏"] {
        assert_eq!(roof(description), ("roof".to_owned(), true), "{description}");
    }
}
