//! What authors say of heights, greens, lifts and pipes in names of levels, layers, styles, counts and shares, and what is drawn
//! upon or below greens (docs/traps.md).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::statements::{block, green, height_of, label, least, one};
use common::survey;
use haofang_facts::SubjectKind;

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
fn a_sunken_slab_an_elevation_and_the_name_of_a_level_are_readings_of_a_height() {
    assert!((height_of(block().0, "2F") - 3.15).abs() < 1e-9);
    // the slab of 3F lies 80 mm deeper under its level than those of the other storeys; where a finish is drawn upon it up to the
    // level the level is right, but tiles of one room prove nothing
    for (width, height) in [(0.0, 3.07), (9.0, 3.15), (2.0, 3.07)] {
        let mut s = Sketch::new();
        for (at, level) in ["1F", "2F", "3F", "4F"].into_iter().enumerate() {
            let z = 3.15 * at as f64;
            let level = s.level(level, z);
            let top = if at == 2 { z - 0.08 } else { z };
            s.slab(level, "楼板", [0.0, 9.0], [0.0, 6.0], [top - 0.1, top]);
            s.wall(level, [0.0, 9.0], [0.0, 0.2], [z, z + 3.05]);
            s.room(level, "卧室", cuboid([0.2, 8.8], [0.2, 5.8], [z, z + 3.05]));
            if at == 2 && width > 0.0 {
                s.product("IFCCOVERING", "地暖面层", Some(level), &[cuboid([0.0, width], [0.0, 6.0], [top, z])], ",.FLOORING.");
            }
        }
        assert!((height_of(s, "2F") - height).abs() < 1e-9, "{width}");
    }
    // its Elevation says 6.15 m, its placement 6.30 m
    let (s, _) = block();
    let mut files = s.file();
    let text = String::from_utf8(files.remove(0).1).unwrap();
    let level = text.lines().find(|line| line.contains("IFCBUILDINGSTOREY") && line.contains("3F")).unwrap();
    let end = level.rfind(',').unwrap();
    let changed = format!("{},6.15);", &level[..end]);
    let sheet = survey(&[("a.ifc".to_owned(), text.replace(level, &changed).into_bytes())], &[]);
    let storey = sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name.starts_with("2F")).unwrap().clone();
    assert!((least(storey.fact("height").unwrap()) - 3.0).abs() < 1e-9, "{:?}", storey.fact("height"));
    let (mut s, _) = block();
    let level = s.level("5F-2900", 12.6);
    s.slab(level, "楼板", [0.0, 9.0], [0.0, 6.0], [12.5, 12.6]);
    s.room(level, "卧室", cuboid([0.2, 8.8], [0.2, 5.8], [12.6, 15.6]));
    s.level("6F", 15.75);
    assert!((height_of(s, "5F") - 2.9).abs() < 1e-9);
}

#[test]
fn greens_that_their_authors_call_something_else_are_in_doubt_or_none() {
    for name in [
        "集中绿地（非绿化）",
        "集中绿地（消防登高场地）",
        "集中绿地（临时）",
        "集中绿地？",
        "集中绿地（覆土0.3m）",
        "集中绿地（宅旁）",
        "绿地内广场",
    ] {
        assert_eq!(green_in_doubt(name, None, ""), Some(true), "{name}");
    }
    for (name, value) in [
        ("植被覆盖率", "0.2"),
        ("绿化率", "30%"),
        ("硬质面积", "300"),
        ("水面面积", "200㎡"),
        ("覆土厚度", "0.3"),
        ("覆土", "300"),
        ("最小宽度", "6"),
        ("有效绿地面积", "100"),
        ("水体占比", "60%"),
        ("绿植率", "0.3"),
    ] {
        assert_eq!(green_in_doubt("集中绿地", Some((name, value)), ""), Some(true), "{name} {value}");
    }
    for (name, value) in
        [("植被覆盖率", "0.9"), ("硬质面积", "50"), ("种植土厚度", "0.3"), ("覆土厚度", "1.8"), ("最小宽度", "20"), ("计入绿地面积", "是")]
    {
        assert_eq!(green_in_doubt("集中绿地", Some((name, value)), ""), Some(false), "{name} {value}");
    }
    // not counted, or of another plot: no green
    assert_eq!(green_in_doubt("集中绿地", Some(("计入绿地面积", "否")), ""), None);
    assert_eq!(green_in_doubt("集中绿地（另一地块）", None, ""), None);
    assert_eq!(green_in_doubt("集中绿地", Some(("绿地性质", "公共市政")), ""), None);
}

/// Whether the concentrated share of a plot with a green of 20 m by 20 m at this height, and this upon it, is contradicted.
fn green_with(z: f64, upon: Option<(&str, &str, f64, f64)>, layer: &str, of_site: Option<(&str, &str)>) -> bool {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.wall(level, [0.0, 10.0], [0.0, 0.2], [0.0, 3.0]);
    s.product("IFCGEOGRAPHICELEMENT", "宅旁绿地", None, &[cuboid([-50.0, -10.0], [0.0, 30.0], [-0.1, 0.0])], ",$,.TERRAIN.");
    s.product("IFCGEOGRAPHICELEMENT", "集中绿地", None, &[cuboid([20.0, 40.0], [0.0, 20.0], [z - 0.1, z])], ",$,.TERRAIN.");
    if let Some((class, name, size, above)) = upon {
        let rest = if class == "IFCSLAB" { ",$,.FLOOR." } else { ",$,$" };
        let thing = s.product(class, name, None, &[cuboid([20.0, 20.0 + size], [0.0, 20.0], [z + above - 0.05, z + above])], rest);
        let site = s.site();
        s.root("IFCRELCONTAINEDINSPATIALSTRUCTURE", "", &format!("(#{thing}),#{site}"));
    }
    if let Some((name, value)) = of_site {
        let site = s.site();
        s.properties(site, "用地", &[(name, &label(value))]);
    }
    let mut files = s.file();
    if !layer.is_empty() {
        let text = String::from_utf8(files.remove(0).1).unwrap();
        let green = text.lines().filter(|line| line.contains("IFCGEOGRAPHICELEMENT")).nth(1).unwrap();
        let shape = green.split(",#").last().and_then(|rest| rest.split(',').next()).unwrap();
        let shape = text.lines().find(|line| line.starts_with(&format!("#{shape}="))).unwrap();
        let drawing = shape.split("(#").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
        let assigned = format!("#999999=IFCPRESENTATIONLAYERASSIGNMENT('{layer}',$,(#{drawing}),$);\nENDSEC;\nEND-ISO");
        let at = text.rfind("ENDSEC;").unwrap();
        files.push(("a.ifc".to_owned(), format!("{}{assigned}-10303-21;\n", &text[..at]).into_bytes()));
    }
    let sheet = survey(&files, &[("site.area_m2".to_owned(), "2000".to_owned())]);
    let site = one(&sheet, SubjectKind::Site);
    site.fact("concentrated_green_ratio").unwrap().conflicts().next().is_some()
}

/// Whether the green share is less for a slab upon a green that stands on a level.
fn hosted(name: &str) -> bool {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.wall(level, [0.0, 10.0], [0.0, 0.2], [0.0, 3.0]);
    s.product("IFCGEOGRAPHICELEMENT", "集中绿地", None, &[cuboid([20.0, 40.0], [0.0, 20.0], [-0.1, 0.0])], ",$,.TERRAIN.");
    s.slab(level, name, [20.0, 38.0], [0.0, 20.0], [0.0, 0.05]);
    let sheet = survey(&s.file(), &[("site.area_m2".to_owned(), "2000".to_owned())]);
    least(one(&sheet, SubjectKind::Site).fact("concentrated_green_ratio").unwrap()) < 0.1
}

#[test]
fn what_lies_upon_a_green_and_where_it_lies_make_it_doubtful() {
    assert!(!green_with(0.0, None, "", None));
    assert!(!green_with(0.0, None, "A-绿地", None));
    assert!(green_with(0.0, None, "硬质铺装", None));
    assert!(green_with(-3.0, None, "", None), "3 m below all buildings");
    for name in ["消防登高场地", "景观水池", "室外地坪", "板 100"] {
        assert!(green_with(0.0, Some(("IFCSLAB", name, 20.0, 0.05)), "", None), "{name}");
    }
    assert!(green_with(0.0, Some(("IFCBUILDINGELEMENTPROXY", "消防登高场地", 20.0, 0.05)), "", None));
    // tools host the slabs of a site plan on a level
    assert!(hosted("消防登高场地") && hosted("停车场") && !hosted("板 100"));
    // grass over a hidden lane, a slab under the green, something small upon it, the ground of the whole site
    for upon in [
        ("IFCSLAB", "隐形消防登高场地", 20.0, 0.05),
        ("IFCSLAB", "板 100", 20.0, -0.2),
        ("IFCSLAB", "座椅基础", 4.0, 0.05),
        ("IFCSLAB", "室外地坪", 60.0, 0.05),
        ("IFCBUILDINGELEMENTPROXY", "景观小品", 20.0, 0.05),
    ] {
        assert!(!green_with(0.0, Some(upon), "", None), "{}", upon.1);
    }
    for (name, value) in [("集中绿地面积", "150"), ("集中绿地", "150㎡"), ("集中绿地总面积", "150")] {
        assert!(green_with(0.0, None, "", Some((name, value))), "{name}");
    }
    assert!(!green_with(0.0, None, "", Some(("集中绿地面积", "400"))));
}

/// What contradicts that a lift over three levels reaches the garage below.
fn lift_in_doubt(properties: &[(&str, &str)], doors: &[&str]) -> bool {
    let mut s = Sketch::new();
    let below = s.level("-1F", -4.0);
    let ground = s.level("1F", 0.0);
    let above = s.level("2F", 3.1);
    s.room(above, "卧室", cuboid([5.0, 9.0], [0.0, 4.0], [3.1, 6.1]));
    s.room(below, "地下车库", cuboid([0.0, 20.0], [12.0, 20.0], [-4.0, -0.5]));
    s.room(ground, "卧室", cuboid([5.0, 9.0], [0.0, 4.0], [0.0, 3.0]));
    let lift = s.product("IFCTRANSPORTELEMENT", "客梯", Some(ground), &[cuboid([0.0, 2.0], [0.0, 2.0], [-4.0, 6.0])], ",$,.ELEVATOR.");
    if !doors.is_empty() {
        // a lobby before the lift, with doors in its far wall
        s.room(below, "电梯厅", cuboid([0.0, 2.0], [2.2, 5.0], [-4.0, -0.5]));
        s.wall(below, [-0.2, 2.2], [5.0, 5.2], [-4.0, -0.5]);
        s.wall(below, [-0.2, 2.2], [2.0, 2.2], [-4.0, -0.5]);
        for name in doors {
            let y = if *name == "电梯门" { [2.0, 2.2] } else { [5.0, 5.2] };
            s.product("IFCDOOR", name, Some(below), &[cuboid([0.5, 1.5], y, [-4.0, -1.9])], ",$,2.1,1.0,$,$,$");
        }
        // elsewhere in the building
        s.product("IFCDOOR", "户门", Some(ground), &[cuboid([6.0, 7.0], [4.0, 4.2], [0.0, 2.1])], ",$,2.1,1.0,$,$,$");
    }
    for (name, value) in properties {
        s.properties(lift, "电梯参数", &[(name, &label(value))]);
    }
    let sheet = survey(&s.file(), &[]);
    let lift = sheet.of_kind(SubjectKind::Lift).next().unwrap().clone();
    lift.fact("reaches_garage").unwrap().conflicts().next().is_some()
}

#[test]
fn counts_of_stops_travels_and_lowest_levels_of_a_lift_are_heard() {
    for (name, value) in [
        ("停站数", "2"),
        ("层站", "2层2站"),
        ("层/站/门", "2/2/2"),
        ("提升高度", "3.1"),
        ("底部约束", "1F"),
        ("基准标高", "首层"),
        ("停靠层（地下）", "无"),
        ("备注", "首层起停靠"),
        ("备注", "B1层不停靠"),
        ("端站", "1F/顶层"),
        ("停靠楼层", "0.000，3.100"),
        ("停靠楼层", "±0.000~3.100"),
        ("Stops", "2"),
        ("Number of Stops", "2"),
        ("开门方式", "B1不开门"),
        ("电梯停靠", "不停地库"),
        ("最低停靠标高", "0.000"),
    ] {
        assert!(lift_in_doubt(&[(name, value)], &[]), "{name} {value}");
    }
    for (name, value) in [
        ("停站数", "3"),
        ("层站", "3层3站"),
        ("提升高度", "7.1m"),
        ("底部约束", "-1F"),
        ("底部标高", "标高 1"),
        ("停靠楼层", "2"),
        ("停靠楼层", "-4.000,0.000,3.100"),
        ("Stops", "3"),
        ("停站数", "3.0"),
        ("最低停靠标高", "-4.000"),
        ("开门方式", "前后贯通"),
    ] {
        assert!(!lift_in_doubt(&[(name, value)], &[]), "{name} {value}");
    }
    assert!(!lift_in_doubt(&[("底部约束", "1F"), ("底部偏移", "-4000")], &[]));
}

#[test]
fn a_landing_by_the_garage_from_which_no_door_leads_on_is_in_doubt() {
    assert!(!lift_in_doubt(&[], &["电梯门", "单元门"]));
    assert!(lift_in_doubt(&[], &["电梯门"]));
}

#[test]
fn a_pipe_of_which_its_standard_or_its_material_says_plastic_is_doubtful() {
    let class = |of_material: &str, property: Option<(&str, &str)>| {
        let mut s = Sketch::new();
        let level = s.level("1F", 0.0);
        let pipe =
            s.product("IFCPIPESEGMENT", "给水管 DN20", Some(level), &[cuboid([1.0, 3.0], [1.0, 1.02], [0.5, 0.52])], ",$,.RIGIDSEGMENT.");
        let material = s.put("IFCMATERIAL('薄壁不锈钢管 S30408',$,$)");
        s.root("IFCRELASSOCIATESMATERIAL", "", &format!("(#{pipe}),#{material}"));
        if !of_material.is_empty() {
            let value = s.put(&format!("IFCPROPERTYSINGLEVALUE('材质',$,{},$)", label(of_material)));
            s.put(&format!("IFCMATERIALPROPERTIES('属性',$,(#{value}),#{material})"));
        }
        if let Some((name, value)) = property {
            s.properties(pipe, "管道", &[(name, &label(value))]);
        }
        let sheet = survey(&s.file(), &[]);
        one(&sheet, SubjectKind::Pipe).text("material_class").unwrap().to_owned()
    };
    assert_eq!(class("", None), "stainless");
    assert_eq!(class("不锈钢", None), "stainless");
    assert_eq!(class("PP-R", None), "ambiguous");
    assert_eq!(class("", Some(("管材标准", "GB/T 18742"))), "ambiguous");
    assert_eq!(class("", Some(("管材标准", "GB/T 19228"))), "stainless");
    assert_eq!(class("", Some(("公称规格", "De25 PPR"))), "ambiguous");
    for (name, value) in [("SDR", "7.4"), ("管系列", "S3.2"), ("连接形式", "粘接"), ("Connection", "Heat fusion"), ("产品标准", "CJ/T 183")]
    {
        assert_eq!(class("", Some((name, value))), "ambiguous", "{name} {value}");
    }
    for (name, value) in [("连接形式", "卡压"), ("压力等级", "PN16"), ("管道颜色", "银灰")] {
        assert_eq!(class("", Some((name, value))), "stainless", "{name} {value}");
    }
}

/// The share of prescribed façade of a building of stone of which all walls bear this surface style.
fn stone_styled(style: &str) -> f64 {
    stone(style, None)
}

/// As [`stone_styled`], one property being said of the first two walls.
fn stone(style: &str, property: Option<(&str, &str)>) -> f64 {
    let mut s = Sketch::of("1#住宅楼");
    let level = s.level("1F", 0.0);
    s.room(level, "卧室", cuboid([0.2, 8.8], [0.2, 5.8], [0.0, 3.0]));
    let sides = [([0.0, 9.0], [0.0, 0.2]), ([0.0, 9.0], [5.8, 6.0]), ([0.0, 0.2], [0.0, 6.0]), ([8.8, 9.0], [0.0, 6.0])];
    let walls: Vec<String> = sides.map(|(x, y)| format!("#{}", s.wall(level, x, y, [0.0, 3.0]))).into();
    if let Some((name, value)) = property {
        for wall in &walls[..2] {
            s.properties(wall[1..].parse().unwrap(), "外墙", &[(name, &label(value))]);
        }
    }
    let stone = s.put("IFCMATERIAL('石材幕墙',$,$)");
    s.root("IFCRELASSOCIATESMATERIAL", "", &format!("({}),#{stone}", walls.join(",")));
    let mut text = String::from_utf8(s.file().remove(0).1).unwrap();
    let drawings: Vec<String> = text.lines().filter(|line| line.contains("IFCSHAPEREPRESENTATION")).map(str::to_owned).collect();
    let end = text.rfind("ENDSEC;").unwrap();
    text.truncate(end);
    text.push_str(&format!("#900000=IFCSURFACESTYLE('{style}',.BOTH.,());\n"));
    for (at, drawing) in drawings.iter().enumerate() {
        let item = drawing.rsplit("(#").next().and_then(|rest| rest.split([')', ',']).next()).unwrap();
        text.push_str(&format!("#{}=IFCSTYLEDITEM(#{item},(#900000),$);\n", 900_001 + at));
    }
    text.push_str("ENDSEC;\nEND-ISO-10303-21;\n");
    let sheet = survey(&[("a.ifc".to_owned(), text.into_bytes())], &[]);
    one(&sheet, SubjectKind::Building).number("facade_material_ratio").unwrap()
}

#[test]
fn a_surface_style_that_names_paint_makes_stone_doubtful() {
    for style in ["石材幕墙", "Grey", "内墙乳胶漆"] {
        assert_eq!(stone_styled(style), 1.0, "{style}");
    }
    for style in ["真石漆", "外墙涂料 米黄"] {
        assert_eq!(stone_styled(style), 0.0, "{style}");
    }
    for (name, value) in [("外墙涂料", "是"), ("外墙饰面砖", "是"), ("颜色", "米黄色真石漆"), ("备注", "石材改真石漆")]
    {
        assert!(stone("Grey", Some((name, value))) < 1.0, "{name}");
    }
    for (name, value) in [("外墙涂料", "否"), ("内墙涂料", "是"), ("颜色", "米黄")] {
        assert_eq!(stone("Grey", Some((name, value))), 1.0, "{name}");
    }
}

#[test]
fn a_balcony_that_is_said_to_be_closed_in_part_is_said_to_be_open() {
    let closed = |name: &str, value: &str| {
        let (mut s, levels) = block();
        let slab = s.slab(levels[0], "阳台板", [2.0, 6.0], [-1.5, 0.0], [-0.1, 0.0]);
        s.properties(slab, "阳台", &[(name, &label(value))]);
        let sheet = survey(&s.file(), &[]);
        let balcony = one(&sheet, SubjectKind::Balcony);
        balcony.fact("is_declared_enclosed").map(|fact| fact.value == haofang_facts::Value::Bool(true))
    };
    assert_eq!(closed("是否封闭", "是"), Some(true));
    assert_eq!(closed("封闭率", "0.5"), Some(false));
    assert_eq!(closed("封闭率", "50%"), Some(false));
    assert_eq!(closed("封闭率", "100%"), None);
}

#[test]
fn an_area_of_the_site_larger_than_drawn_and_its_greens_smaller_are_other_readings() {
    let doubted = |property: Option<(&str, &str)>| {
        let mut s = Sketch::new();
        let level = s.level("1F", 0.0);
        s.wall(level, [0.0, 10.0], [0.0, 0.2], [0.0, 3.0]);
        s.product("IFCBUILDINGELEMENTPROXY", "用地红线", None, &[cuboid([-10.0, 50.0], [-10.0, 50.0], [-0.6, -0.55])], ",$,$");
        s.product("IFCGEOGRAPHICELEMENT", "绿地", None, &[cuboid([12.0, 48.0], [0.0, 40.0], [-0.1, 0.0])], ",$,.TERRAIN.");
        if let Some((name, value)) = property {
            let site = s.site();
            s.properties(site, "用地", &[(name, &label(value))]);
        }
        let sheet = survey(&s.file(), &[]);
        one(&sheet, SubjectKind::Site).fact("green_ratio").unwrap().conflicts().next().is_some()
    };
    assert!(!doubted(None));
    for (name, value) in [
        ("总面积", "9000"),
        ("占地面积", "9000㎡"),
        ("用地", "0.9公顷"),
        ("项目用地面积", "9000"),
        ("绿地占比", "20%"),
        ("绿地面积", "600"),
        ("绿化面积", "600"),
    ] {
        assert!(doubted(Some((name, value))), "{name}");
    }
    // the area that buildings cover
    assert!(!doubted(Some(("占地面积", "300"))));
    assert!(!doubted(Some(("绿地面积", "1440"))));
}

/// The share of the plot that is green when soil of unknown worth counts nothing: a green of 20 m by 20 m whose top lies so
/// high above the roof of a basement (m).
fn green_over_basement(name: &str, soil: Option<&str>, room: f64) -> f64 {
    let (mut s, levels) = block();
    let below = s.level("-1F", -5.0);
    s.slab(below, "底板", [-5.0, 60.0], [-5.0, 40.0], [-5.3, -5.0]);
    s.slab(below, "地下室顶板", [10.0, 60.0], [-5.0, 40.0], [-room - 0.3, -room]);
    s.room(below, "地下车库", cuboid([-4.0, 59.0], [-4.0, 39.0], [-5.0, -room - 0.3]));
    assert_eq!(levels.len(), 4);
    let green = s.product("IFCGEOGRAPHICELEMENT", name, None, &[cuboid([20.0, 40.0], [0.0, 20.0], [-0.05, 0.0])], ",$,.TERRAIN.");
    if let Some(depth) = soil {
        s.properties(green, "绿地", &[("覆土厚度", &label(depth))]);
    }
    let sheet = survey(&s.file(), &[("site.area_m2".to_owned(), "2000".to_owned())]);
    one(&sheet, SubjectKind::Site).number("green_ratio_least_soil").unwrap()
}

#[test]
fn soil_that_a_green_states_counts_as_far_as_there_is_room_for_it() {
    let counts = |name, soil, room| green_over_basement(name, soil, room) > 0.15;
    // the name tells of the soil; the green is not the soil itself
    assert!(counts("集中绿地（覆土1.5m）", None, 1.3));
    assert!(counts("集中绿地", Some("1.5m"), 1.3));
    assert!(!counts("集中绿地（覆土0.6m）", None, 1.3));
    // more than there is room for
    assert!(!counts("集中绿地", Some("1.5m"), 0.4));
    assert!(!counts("集中绿地（覆土1.5m）", None, 0.4));
    assert!(!counts("集中绿地", None, 0.4));
}

#[test]
fn a_typical_floor_with_a_number_among_others_stands_for_itself() {
    let heights = |names: [&str; 4]| {
        let mut s = Sketch::new();
        for (at, name) in names.into_iter().enumerate() {
            let z = 3.15 * at as f64;
            let level = s.level(name, z);
            s.slab(level, "楼板", [0.0, 9.0], [0.0, 6.0], [z - 0.1, z]);
            s.wall(level, [0.0, 9.0], [0.0, 0.2], [z, z + 3.05]);
            s.room(level, "卧室", cuboid([0.2, 8.8], [0.2, 5.8], [z, z + 3.05]));
        }
        let sheet = survey(&s.file(), &[]);
        sheet.of_kind(SubjectKind::Storey).filter(|storey| storey.fact("repeats").is_none() && storey.number("height").is_some()).count()
            + usize::from(one(&sheet, SubjectKind::Building).fact("storeys_above").is_some()) * 10
    };
    assert_eq!(heights(["1F", "2F", "标准层3F", "4F"]), heights(["1F", "2F", "3F", "4F"]));
    assert_eq!(heights(["1F", "标准层2F", "标准层3F", "标准层4F"]), heights(["1F", "2F", "3F", "4F"]));
    assert!(heights(["1F", "2F", "标准层3F", "屋面"]) < 10, "it may stand for 3F to 20F");
}

#[test]
fn each_reason_to_doubt_a_green_has_its_own_sentence() {
    for (name, property, sentence) in [
        ("集中绿地（硬质铺装）", None, "硬质铺装或非绿地"),
        ("绿地内广场", None, "道路、广场或园路之名"),
        ("集中绿地", Some(("植被覆盖率", "0.2")), "种植部分不足"),
        ("集中绿地", Some(("覆土厚度", "0.3")), "覆土厚度不足以全额计入"),
        ("集中绿地", Some(("建设期数", "二期")), "后续分期"),
    ] {
        let (s, _) = green(name, property);
        let sheet = survey(&s.file(), &[("site.area_m2".to_owned(), "2000".to_owned())]);
        let site = one(&sheet, SubjectKind::Site);
        let witnesses = &site.fact("green_ratio").unwrap().witnesses;
        assert!(witnesses.iter().any(|witness| witness.source.contains(sentence)), "{name} {property:?}: {witnesses:?}");
    }
}
