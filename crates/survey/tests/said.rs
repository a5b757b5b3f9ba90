//! What authors say in properties, names and relations against what is drawn: heights in words, areas smaller than drawn, totals,
//! further materials, finishes, balconies, ratings (docs/traps.md).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::statements::{block, green, height_of, label, least, one};
use common::survey;
use haofang_facts::SubjectKind;

#[test]
fn heights_in_words_with_bounds_and_under_any_name_are_heard() {
    for (name, value, height) in [
        ("层高", "二点九米", 2.9),
        ("层高", "两米九", 2.9),
        ("层高", "2米9", 2.9),
        ("层高", "<3.1m", 3.099),
        ("层高", "不足3.1m", 3.099),
        ("层高", "小于 3.1", 3.099),
        ("层高", "低于3.1", 3.099),
        ("层高", "3.15m，其中局部2.9m", 2.9),
        ("层高", "3,05", 3.05),
        ("层高", "3.15m（净高2.8m）", 3.15),
        ("本层层高", "2.9", 2.9),
        ("高度", "2.9", 2.9),
        ("备注", "层高2.9m", 2.9),
    ] {
        let (mut s, levels) = block();
        s.properties(levels[0], "楼层", &[(name, &label(value))]);
        assert!((height_of(s, "1F") - height).abs() < 1e-9, "{name} {value}");
    }
    // the height of a level above ±0.000 is no height of a storey
    let (mut s, levels) = block();
    s.properties(levels[1], "楼层", &[("高度", &label("3.15"))]);
    assert!((height_of(s, "2F") - 3.15).abs() < 1e-9);
}

#[test]
fn heights_that_a_building_its_rooms_or_the_name_of_a_level_state_are_heard() {
    for name in ["层高", "标准层层高", "各层层高", "高度"] {
        let (mut s, _) = block();
        let building = s.main_building();
        s.properties(building, "建筑", &[(name, "IFCREAL(2.9)")]);
        assert!((height_of(s, "2F") - 2.9).abs() < 1e-9, "{name}");
    }
    let (mut s, _) = block();
    let building = s.main_building();
    s.properties(building, "建筑", &[("地下室层高", "IFCREAL(2.9)"), ("净高", "IFCREAL(2.8)")]);
    assert!((height_of(s, "2F") - 3.15).abs() < 1e-9, "of other storeys");
    let (mut s, _) = block();
    let level = s.level("5F（层高2.9m）", 12.6);
    s.slab(level, "楼板", [0.0, 9.0], [0.0, 6.0], [12.5, 12.6]);
    s.room(level, "卧室", cuboid([0.2, 8.8], [0.2, 5.8], [12.6, 15.6]));
    s.level("6F", 15.75);
    assert!((height_of(s, "5F") - 2.9).abs() < 1e-9, "in its name");
}

/// The least area of rooms for the elderly of 30 m by 22 m with these properties, 0 where none is there.
fn elderly(name: &str, properties: &[(&str, &str)]) -> Option<f64> {
    let mut s = Sketch::of("3#配套服务楼");
    let level = s.level("1F", 0.0);
    for (x, y) in [([0.0, 30.4], [0.0, 0.2]), ([0.0, 30.4], [22.2, 22.4]), ([0.0, 0.2], [0.0, 22.4]), ([30.2, 30.4], [0.0, 22.4])] {
        s.wall(level, x, y, [0.0, 4.0]);
    }
    s.slab(level, "楼板", [0.0, 30.4], [0.0, 22.4], [-0.1, 0.0]);
    let room = s.room(level, name, cuboid([0.2, 30.2], [0.2, 22.2], [0.0, 4.0]));
    if !properties.is_empty() {
        s.properties(room, "房间", properties);
    }
    let sheet = survey(&s.file(), &[]);
    sheet.of_kind(SubjectKind::Facility).find(|facility| facility.text("use") == Some("elderly_care"))?.fact("area").map(least)
}

#[test]
fn rooms_for_the_elderly_that_are_stated_smaller_than_drawn_have_a_witness() {
    let drawn = 30.4 * 22.4;
    assert!((elderly("居家养老服务用房", &[]).unwrap() - drawn).abs() < 0.1);
    // a net area a little smaller than the gross one is right
    assert!((elderly("居家养老服务用房", &[("使用面积", "IFCREAL(660.)")]).unwrap() - drawn).abs() < 0.1);
    assert!((elderly("居家养老服务用房", &[("计容面积", "IFCREAL(0.)")]).unwrap() - drawn).abs() < 0.1, "not counted is not small");
    for unset in [("使用面积", "IFCREAL(-1.)"), ("建筑面积", "IFCREAL(-1.)")] {
        assert!((elderly("居家养老服务用房", &[unset]).unwrap() - drawn).abs() < 0.1, "{unset:?}: no area is less than none");
    }
    for (name, value) in [
        ("面积", "IFCREAL(500.)"),
        ("使用面积", "IFCREAL(450.)"),
        ("计容面积", "IFCREAL(500.)"),
        ("面积", "IFCREAL(0.)"),
        ("套内面积", "IFCLABEL('480㎡')"),
        ("总建筑面积", "IFCREAL(500.)"),
        ("建筑面积", "IFCLABEL('不足600㎡')"),
        ("面积", "IFCLABEL('不足600㎡')"),
        ("建筑面积m2", "IFCREAL(500.)"),
        ("建筑面积_㎡", "IFCREAL(500.)"),
    ] {
        assert!(elderly("居家养老服务用房", &[(name, value)]).unwrap() < 600.0, "{name} {value}");
    }
    assert!(elderly("居家养老服务用房（500㎡）", &[]).unwrap() < 600.0);
    for name in ["居家养老服务用房（与物业合用）", "居家养老/社区用房", "居家养老服务用房兼党群服务", "居家养老服务用房（共享）"]
    {
        assert_eq!(elderly(name, &[]), None, "{name}");
    }
}

#[test]
fn a_facility_is_denied_by_what_properties_say_of_it_and_not_of_other_things() {
    let count = |property: &str, value: &str| {
        let mut s = Sketch::new();
        s.level("1F", 0.0);
        let thing = s.product("IFCBUILDINGELEMENTPROXY", "微型消防站", None, &[cuboid([20.0, 24.0], [0.0, 5.0], [0.0, 2.8])], ",$,$");
        s.properties(thing, "设施", &[(property, &label(value))]);
        survey(&s.file(), &[]).of_kind(SubjectKind::Facility).count()
    };
    for (property, value) in [
        ("建设内容", "不含微型消防站"),
        ("建设内容", "不包括消防站"),
        ("是否设置微型消防站", "否"),
        ("是否设消防站", "不设"),
        ("微型消防站", "无"),
        ("是否取消", "是"),
        ("预留", "是"),
        ("是否有效", "否"),
        ("备注", "本项目不设微型消防站"),
        ("备注", "微型消防站另行设置"),
        ("数量", "无"),
        ("实际用途", "储藏间"),
        ("功能", "备用房"),
    ] {
        assert_eq!(count(property, value), 0, "{property} = {value}");
    }
    for (property, value) in [
        ("是否设置喷淋", "否"),
        ("建设内容", "不含装修"),
        ("备注", "预留给水接口"),
        ("是否预留充电条件", "是"),
        ("是否计入容积率", "否"),
        ("数量", "1"),
        ("备注", "无障碍"),
    ] {
        assert_eq!(count(property, value), 1, "{property} = {value}");
    }
}

#[test]
fn totals_of_the_site_and_of_levels_contradict_the_places_that_are_marked() {
    let visitors = |of_site: Option<&str>, of_level: Option<&str>, place: Option<(&str, &str)>| {
        let mut s = Sketch::of("地下车库");
        let level = s.level("-1F", -4.0);
        let site = s.site();
        let mut rooms = Vec::new();
        for at in 0..2 {
            let x = 3.0 * f64::from(at);
            rooms.push(s.room(level, "访客车位", cuboid([x, x + 2.4], [0.0, 5.3], [-4.0, -2.0])));
        }
        if let Some(value) = of_site {
            s.properties(site, "指标", &[("访客车位数量", value)]);
        }
        if let Some(value) = of_level {
            s.properties(level, "指标", &[("访客停车位数", value)]);
        }
        if let Some((name, value)) = place {
            s.properties(rooms[0], "车位", &[(name, &label(value))]);
            s.properties(rooms[1], "车位", &[(name, &label(value))]);
        }
        let sheet = survey(&s.file(), &[("parking.visitor_in_total".to_owned(), "true".to_owned())]);
        one(&sheet, SubjectKind::Project).fact("visitor_parking_spaces").map(least)
    };
    assert_eq!(visitors(None, None, None), Some(2.0));
    assert_eq!(visitors(Some("IFCINTEGER(0)"), None, None), Some(0.0));
    assert_eq!(visitors(Some("IFCLABEL('无')"), None, None), Some(0.0));
    assert_eq!(visitors(None, Some("IFCINTEGER(1)"), None), Some(1.0));
    assert_eq!(visitors(None, Some("IFCINTEGER(2)"), None), Some(2.0));
    for (name, value) in [("权属", "业主私有"), ("是否出售", "是"), ("停车位类型", "非机动车位"), ("车位性质", "产权车位")]
    {
        assert_eq!(visitors(None, None, Some((name, value))), None, "{name}");
    }
}

#[test]
fn a_further_material_a_lining_or_a_remark_makes_a_pipe_of_steel_doubtful() {
    let class = |materials: &[&str], property: Option<(&str, &str)>| {
        let mut s = Sketch::new();
        let level = s.level("1F", 0.0);
        let body = [cuboid([1.0, 3.0], [1.0, 1.02], [0.5, 0.52])];
        let pipe = s.product("IFCPIPESEGMENT", "给水管 DN20", Some(level), &body, ",$,.RIGIDSEGMENT.");
        for name in materials {
            let material = s.put(&format!("IFCMATERIAL('{name}',$,$)"));
            s.root("IFCRELASSOCIATESMATERIAL", "", &format!("(#{pipe}),#{material}"));
        }
        if let Some((name, value)) = property {
            s.properties(pipe, "管道", &[(name, &label(value))]);
        }
        let sheet = survey(&s.file(), &[]);
        one(&sheet, SubjectKind::Pipe).text("material_class").unwrap().to_owned()
    };
    let steel = "薄壁不锈钢管 S30408";
    assert_eq!(class(&[steel], None), "stainless");
    assert_eq!(class(&[steel, "不锈钢 304"], None), "stainless");
    for (name, value) in [("保温材料", "聚乙烯泡沫"), ("防结露材料", "橡塑"), ("备注", "无")] {
        assert_eq!(class(&[steel], Some((name, value))), "stainless", "{name}");
    }
    for other in ["PP-R", "待定", "镀锌钢管"] {
        assert_eq!(class(&[steel, other], None), "ambiguous", "{other}");
        assert_eq!(class(&[other, steel], None), "ambiguous", "{other} first");
    }
    for (name, value) in
        [("备注", "现场改用PP-R"), ("内衬", "PE"), ("品名", "PP-R给水管"), ("管材类型", "PPR"), ("类型注释", "PPR"), ("连接方式", "热熔")]
    {
        assert_eq!(class(&[steel], Some((name, value))), "ambiguous", "{name} {value}");
    }
    for (name, value, found) in [("是否不锈钢", "否", "ambiguous"), ("不锈钢", "否", "ambiguous"), ("是否不锈钢", "是", "stainless")]
    {
        assert_eq!(class(&[steel], Some((name, value))), found, "{name} {value}");
    }
    assert_eq!(class(&[], Some(("材质", "PP-R"))), "other");
    assert_eq!(class(&[], Some(("管材", "薄壁不锈钢"))), "stainless");
}

#[test]
fn a_lift_for_goods_is_none_whichever_text_says_so_and_names_tell_its_storeys() {
    let lift = |name: &str, property: Option<(&str, &str)>| {
        let mut s = Sketch::new();
        let below = s.level("-1F", -4.0);
        let ground = s.level("1F", 0.0);
        s.level("2F", 3.1);
        s.room(below, "地下车库", cuboid([0.0, 20.0], [3.0, 20.0], [-4.0, -0.5]));
        s.room(ground, "卧室", cuboid([5.0, 9.0], [0.0, 4.0], [0.0, 3.0]));
        let lift = s.product("IFCTRANSPORTELEMENT", name, Some(ground), &[cuboid([0.0, 2.0], [0.0, 2.0], [-4.0, 6.0])], ",$,.ELEVATOR.");
        if let Some((name, value)) = property {
            s.properties(lift, "电梯参数", &[(name, &label(value))]);
        }
        let sheet = survey(&s.file(), &[]);
        let lift = sheet.of_kind(SubjectKind::Lift).next()?.clone();
        Some(lift.fact("reaches_garage")?.conflicts().next().is_some())
    };
    assert_eq!(lift("客梯 1#住宅楼-1", None), Some(false));
    for name in ["消防货梯", "货运客梯", "消防电梯（货用）", "施工升降机", "Freight elevator", "电梯（货）", "客梯（停运）"]
    {
        assert_eq!(lift(name, None), None, "{name}");
    }
    assert_eq!(lift("客货两用电梯", None), Some(false));
    for (name, value) in [("电梯功能", "载货"), ("备注", "货梯"), ("是否货梯", "是"), ("载客人数", "0"), ("是否载人", "否")]
    {
        assert_eq!(lift("客梯", Some((name, value))), None, "{name}");
    }
    for name in ["客梯（不停地下）", "客梯 1F-9F", "客梯（1~9层）", "客梯（仅地上）"] {
        assert_eq!(lift(name, None), Some(true), "{name}");
    }
    for (name, value) in [("备注", "不停靠地下车库"), ("直通地下车库", "否"), ("服务区间", "1F-9F"), ("负一层停靠", "不停")]
    {
        assert_eq!(lift("客梯", Some((name, value))), Some(true), "{name}");
    }
}

/// The share of prescribed façade of two buildings clad in panels; the second building and all walls of the first may say more.
fn facades(of_second: &[(&str, &str)], of_walls: &[(&str, &str)], further: &str) -> [f64; 2] {
    let mut s = Sketch::new();
    let mut walls = Vec::new();
    for at in 0..2 {
        if at == 1 {
            s.building("2#住宅楼");
            let building = s.main_building();
            if !of_second.is_empty() {
                s.properties(building, "建筑", of_second);
            }
        }
        let x = 40.0 * f64::from(at);
        let level = s.level("1F", 0.0);
        s.room(level, "卧室", cuboid([x + 0.2, x + 8.8], [0.2, 5.8], [0.0, 3.0]));
        for (a, b) in [([0.0, 9.0], [0.0, 0.2]), ([0.0, 9.0], [5.8, 6.0]), ([0.0, 0.2], [0.0, 6.0]), ([8.8, 9.0], [0.0, 6.0])] {
            walls.push((at, s.wall(level, a.map(|v| v + x), b, [0.0, 3.0])));
        }
    }
    let list =
        |of: &dyn Fn(i32) -> bool| walls.iter().filter(|(at, _)| of(*at)).map(|(_, wall)| format!("#{wall}")).collect::<Vec<_>>().join(",");
    let panel = s.put("IFCMATERIAL('保温装饰一体板',$,$)");
    s.root("IFCRELASSOCIATESMATERIAL", "", &format!("({}),#{panel}", list(&|_| true)));
    if !further.is_empty() {
        let material = s.put(&format!("IFCMATERIAL('{further}',$,$)"));
        s.root("IFCRELASSOCIATESMATERIAL", "", &format!("({}),#{material}", list(&|at| at == 0)));
    }
    for (_, wall) in walls.iter().filter(|(at, _)| *at == 0 && !of_walls.is_empty()) {
        s.properties(*wall, "外墙", of_walls);
    }
    let sheet = survey(&s.file(), &[]);
    let mut shares = sheet.of_kind(SubjectKind::Building).map(|building| building.number("facade_material_ratio").unwrap());
    [shares.next().unwrap(), shares.next().unwrap()]
}

#[test]
fn a_finish_that_a_building_states_is_its_own_and_walls_may_state_theirs() {
    assert_eq!(facades(&[], &[], ""), [1.0, 1.0]);
    for (name, value) in [("外立面材料", "真石漆"), ("外墙做法", "涂料"), ("立面", "涂料"), ("备注", "外立面为真石漆")]
    {
        assert_eq!(facades(&[(name, &label(value))], &[], ""), [1.0, 0.0], "{name}");
        assert_eq!(facades(&[], &[(name, &label(value))], ""), [0.0, 1.0], "{name} of walls");
    }
    for (name, value) in [("内墙做法", "涂料"), ("备注", "内侧乳胶漆"), ("外墙做法", "保温装饰一体板")] {
        assert_eq!(facades(&[], &[(name, &label(value))], ""), [1.0, 1.0], "{name}");
    }
    assert_eq!(facades(&[], &[], "外墙涂料"), [0.0, 1.0], "a further material");
}

/// A green of 20 m by 20 m on a plot of 2000 m²: whether another reading of the concentrated share contradicts the drawn one.
fn green_in_doubt(name: &str, property: Option<(&str, &str)>, material: &str) -> Option<bool> {
    let (mut s, thing) = green(name, property);
    if !material.is_empty() {
        let material = s.put(&format!("IFCMATERIAL('{material}',$,$)"));
        s.root("IFCRELASSOCIATESMATERIAL", "", &format!("(#{thing}),#{material}"));
    }
    let sheet = survey(&s.file(), &[("site.area_m2".to_owned(), "2000".to_owned())]);
    one(&sheet, SubjectKind::Site).fact("concentrated_green_ratio").map(|fact| fact.conflicts().next().is_some())
}

#[test]
fn greens_that_are_called_paved_are_in_doubt() {
    assert_eq!(green_in_doubt("集中绿地", None, ""), Some(false));
    assert_eq!(green_in_doubt("集中绿地（隐形消防登高场地）", None, "种植土"), Some(false));
    for name in ["集中绿地（硬质铺装）", "硬质集中绿地", "集中绿地（塑胶场地）", "集中绿地（人造草坪）"]
    {
        assert_eq!(green_in_doubt(name, None, ""), Some(true), "{name}");
    }
    for (name, value) in [("材质", "透水砖"), ("是否硬质", "是"), ("硬质铺装比例", "0.6"), ("折减系数", "0.5"), ("计入面积", "100")]
    {
        assert_eq!(green_in_doubt("集中绿地", Some((name, value)), ""), Some(true), "{name}");
    }
    assert_eq!(green_in_doubt("集中绿地", None, "花岗岩"), Some(true));
}

#[test]
fn a_height_of_a_building_is_the_greatest_that_its_author_names() {
    let greatest = |name: &str, value: &str| {
        let (mut s, _) = block();
        s.level("室外地坪", -0.3);
        let roof = s.level("屋面", 12.6);
        s.slab(roof, "屋面板", [0.0, 9.0], [0.0, 6.0], [12.48, 12.6]);
        let building = s.main_building();
        s.properties(building, "建筑", &[(name, &label(value))]);
        let sheet = survey(&s.file(), &[]);
        let building = one(&sheet, SubjectKind::Building);
        let fact = building.fact("height")?.clone();
        Some(fact.witnesses.iter().filter_map(|witness| witness.value.as_number()).fold(0.0, f64::max))
    };
    for (name, value, height) in [
        ("建筑高度", "135", 135.0),
        ("建筑高度", "三十五米", 35.0),
        ("建筑高度", "28.65，局部35", 35.0),
        ("建筑高度", "超过29m", 29.001),
        ("建筑最大高度", "35", 35.0),
        ("高度", "35", 35.0),
        ("檐口标高", "35.000", 35.0),
    ] {
        assert!(greatest(name, value).is_some_and(|found| (found - height).abs() < 1e-9), "{name} {value}");
    }
    assert!(greatest("建筑限高", "35").is_none_or(|found| found < 35.0), "a limit is no height");
}

/// Stars and ratio of green materials with what is said beside them: both, and whether each is a target.
fn ratings(properties: &[(&str, &str)]) -> (Option<f64>, Option<bool>) {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    let building = s.main_building();
    let values: Vec<(&str, String)> = properties.iter().map(|(name, value)| (*name, label(value))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    s.properties(building, "项目信息", &values);
    let sheet = survey(&s.file(), &[]);
    let project = one(&sheet, SubjectKind::Project);
    (project.fact("green_building_stars").map(least), project.claim("green_building_is_target"))
}

#[test]
fn ratings_that_are_aimed_at_or_of_a_part_are_targets_and_the_least_counts() {
    assert_eq!(ratings(&[("绿色建筑星级", "二星级")]), (Some(2.0), Some(false)));
    assert_eq!(ratings(&[("绿色建筑星级", "二星级"), ("绿色建筑标识", "一星")]).0, Some(1.0));
    for text in ["参照二星级", "部分二星", "二星级（公建部分）", "承诺达到二星级", "自评二星", "二星级（方案阶段）", "曾获二星级"]
    {
        assert_eq!(ratings(&[("绿色建筑星级", text)]).1, Some(true), "{text}");
    }
    for (name, value) in [("绿色建筑评价阶段", "预评价"), ("绿色建筑标识状态", "未取得")] {
        assert_eq!(ratings(&[("绿色建筑星级", "二星级"), (name, value)]).1, Some(true), "{name}");
    }
}

/// Whether a dwelling with this detector in its kitchen has one.
fn has_detector(name: &str, kind: &str, property: Option<(&str, &str)>, z: f64) -> bool {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.level("2F", 3.1);
    let kitchen = s.room(level, "厨房", cuboid([0.2, 4.0], [0.2, 5.8], [0.0, 3.0]));
    let room = s.room(level, "卧室", cuboid([4.2, 8.8], [0.2, 5.8], [0.0, 3.0]));
    let zone = s.root("IFCZONE", "101", "'户',$");
    s.root("IFCRELASSIGNSTOGROUP", "", &format!("(#{kitchen},#{room}),$,#{zone}"));
    let body = [cuboid([1.0, 1.1], [1.0, 1.1], [z, z + 0.1])];
    let sensor = s.product("IFCSENSOR", name, Some(level), &body, &format!(",$,.{kind}."));
    if let Some((name, value)) = property {
        s.properties(sensor, "探测器", &[(name, &label(value))]);
    }
    let sheet = survey(&s.file(), &[]);
    one(&sheet, SubjectKind::Dwelling).claim("has_gas_detector") == Some(true)
}

#[test]
fn a_detector_of_something_else_or_in_another_storey_is_none() {
    assert!(has_detector("燃气泄漏报警器", "GASSENSOR", None, 2.4));
    assert!(!has_detector("燃气泄漏报警器", "SMOKESENSOR", None, 2.4));
    assert!(!has_detector("烟感探测器", "GASSENSOR", None, 2.4));
    assert!(!has_detector("燃气泄漏报警器", "GASSENSOR", None, 5.5), "it hangs in the storey above");
    for (name, value) in [("探测气体", "CO"), ("是否统一安装", "否"), ("供货", "业主自理"), ("类型", "烟感")] {
        assert!(!has_detector("燃气泄漏报警器", "GASSENSOR", Some((name, value)), 2.4), "{name}");
    }
}
