//! Habits of other exporters: parking places on the site of a model without rooms, levels that all lie at 0, rooms drawn as
//! outlines, spaces without a telling name, balconies without guards, windows written as proxies.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, Subject, SubjectKind};

const X: [f64; 2] = [0.0, 8.0];
const Y: [f64; 2] = [0.0, 6.0];

fn one(sheet: &FactSheet, kind: SubjectKind) -> &Subject {
    let mut all = sheet.of_kind(kind);
    let first = all.next().unwrap();
    assert!(all.next().is_none(), "one {kind:?}");
    first
}

fn storey<'s>(sheet: &'s FactSheet, name: &str) -> &'s Subject {
    sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name == name).unwrap_or_else(|| panic!("no {name}"))
}

/// A slab and four outer walls of 8 m by 6 m.
fn shell(s: &mut Sketch, level: usize, z: f64) {
    s.slab(level, "楼板", X, Y, [z - 0.1, z]);
    for (x, y) in [(X, [0.0, 0.2]), (X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
        s.wall(level, x, y, [z, z + 3.0]);
    }
}

fn room(s: &mut Sketch, level: usize, name: &str, z: f64) -> usize {
    s.room(level, name, cuboid([0.2, 7.8], [0.2, 5.8], [z, z + 3.0]))
}

#[test]
fn parking_places_on_the_site_are_no_rooms_of_the_only_building() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
    shell(&mut s, levels[0], 0.0);
    shell(&mut s, levels[1], 3.1);
    s.slab(levels[2], "屋面板", X, Y, [6.1, 6.2]);
    let site = s.site();
    for at in 0..3 {
        let x = 30.0 + 2.5 * f64::from(at);
        s.room(site, "机动车位", cuboid([x, x + 2.4], [20.0, 25.3], [-0.3, 2.0]));
    }
    let sheet = survey(&s.file(), &[]);
    for name in ["1F", "2F"] {
        assert_eq!(storey(&sheet, name).text("use"), Some("dwelling"), "{name}: 1#住宅楼 is residential by its name");
    }
    assert!(sheet.of_kind(SubjectKind::ParkingSpace).all(|place| place.parent.as_ref() != Some(&storey(&sheet, "1F").id)));
    assert_eq!(one(&sheet, SubjectKind::Project).number("parking_spaces"), Some(3.0));
}

#[test]
fn a_garage_below_does_not_make_the_storeys_above_it_non_residential() {
    let mut s = Sketch::of("1#");
    let levels = [s.level("-1F", -3.9), s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
    for (at, z) in [(0, -3.9), (1, 0.0), (2, 3.1)] {
        shell(&mut s, levels[at], z);
    }
    s.slab(levels[3], "屋面板", X, Y, [6.1, 6.2]);
    room(&mut s, levels[0], "地下车库", -3.9);
    let sheet = survey(&s.file(), &[]);
    assert_eq!(storey(&sheet, "-1F").text("use"), Some("basement"));
    for name in ["1F", "2F"] {
        assert_eq!(storey(&sheet, name).text("use"), Some("unknown"), "{name}: nothing says what it is for");
    }
}

#[test]
fn levels_that_all_lie_at_zero_are_told_apart_by_what_stands_on_them() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 0.0), s.level("3F", 0.0)];
    for (at, z) in [(0, 0.0), (1, 3.05), (2, 6.15)] {
        shell(&mut s, levels[at], z);
        room(&mut s, levels[at], "卧室", z);
    }
    let sheet = survey(&s.file(), &[]);
    for (name, height) in [("1F", 3.05), ("2F", 3.1)] {
        let storey = storey(&sheet, name);
        assert_eq!(storey.text("use"), Some("dwelling"), "{name}");
        assert!((storey.number("height").unwrap() - height).abs() < 1e-6, "{name}: {:?}", storey.number("height"));
    }
}

#[test]
fn a_nameless_space_beyond_closed_walls_adds_nothing_to_the_floor() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1)];
    for (at, z) in [(0, 0.0), (1, 3.1)] {
        shell(&mut s, levels[at], z);
        room(&mut s, levels[at], "房间", z);
        s.slab(levels[at], "楼板", [2.0, 6.0], [-1.5, 0.0], [z - 0.1, z]);
        s.room(levels[at], "房间", cuboid([2.0, 6.0], [-1.5, 0.0], [z, z + 3.0]));
    }
    let sheet = survey(&s.file(), &[]);
    assert!((storey(&sheet, "1F").number("floor_area").unwrap() - 48.0).abs() < 0.01);
}

#[test]
fn a_room_of_which_only_the_outline_is_drawn_has_an_area_and_no_height() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1)];
    shell(&mut s, levels[0], 0.0);
    shell(&mut s, levels[1], 3.1);
    s.outlined_room(levels[1], "卧室", &[[0.2, 0.2], [7.8, 0.2], [7.8, 5.8], [0.2, 5.8]], 3.1);
    let sheet = survey(&s.file(), &[]);
    let bedroom = sheet.of_kind(SubjectKind::Space).find(|space| space.name == "卧室").unwrap();
    assert!((bedroom.number("net_area").unwrap() - 7.6 * 5.6).abs() < 1e-6);
    assert!(bedroom.fact("height").is_none() && bedroom.fact("volume").is_none());
    assert!((storey(&sheet, "2F").number("floor_area").unwrap() - 48.0).abs() < 0.01);
}

#[test]
fn a_slab_that_a_door_leads_onto_is_a_balcony_of_which_it_is_not_known_whether_it_is_closed() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
    for (at, z) in [(0, 0.0), (1, 3.1)] {
        s.slab(levels[at], "楼板", X, Y, [z - 0.1, z]);
        let south = s.wall(levels[at], X, [0.0, 0.2], [z, z + 3.0]);
        for (x, y) in [(X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
            s.wall(levels[at], x, y, [z, z + 3.0]);
        }
        let rooms = [room(&mut s, levels[at], "卧室", z)];
        s.zone(&format!("{}01", at + 1), &rooms);
        let opening = s.opening(south, [3.0, 5.0], [0.0, 0.2], [z, z + 2.4]);
        let door = s.product("IFCDOOR", "TLM2024", Some(levels[at]), &[cuboid([3.0, 5.0], [0.05, 0.15], [z, z + 2.4])], ",$,$,$,$,$,$");
        s.root("IFCRELFILLSELEMENT", "", &format!("#{opening},#{door}"));
        s.slab(levels[at], "", [2.0, 6.0], [-1.5, 0.0], [z - 0.1, z]);
    }
    s.slab(levels[2], "屋面板", X, [-1.5, 6.0], [6.1, 6.2]);
    let sheet = survey(&s.file(), &[]);
    let balcony = one(&sheet, SubjectKind::Balcony);
    assert!((balcony.number("area").unwrap() - 6.0).abs() < 1e-6);
    assert!(balcony.claim("is_enclosed").is_none(), "its edges are not modelled");
}

#[test]
fn a_window_written_as_a_proxy_is_a_window_and_a_door_is_none() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1)];
    s.slab(levels[0], "楼板", X, Y, [-0.1, 0.0]);
    let south = s.wall(levels[0], X, [0.0, 0.2], [0.0, 3.0]);
    for (x, y) in [(X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
        s.wall(levels[0], x, y, [0.0, 3.0]);
    }
    shell(&mut s, levels[1], 3.1);
    room(&mut s, levels[0], "卧室", 0.0);
    for (name, x, z) in [("推拉窗:C1815", [1.0, 2.8], [0.9, 2.4]), ("MLC0921", [4.0, 4.9], [0.0, 2.1])] {
        let opening = s.opening(south, x, [0.0, 0.2], z);
        let proxy = s.product("IFCBUILDINGELEMENTPROXY", name, Some(levels[0]), &[cuboid(x, [0.07, 0.13], z)], ",$,$");
        s.root("IFCRELFILLSELEMENT", "", &format!("#{opening},#{proxy}"));
    }
    let sheet = survey(&s.file(), &[]);
    let window = one(&sheet, SubjectKind::Window);
    assert_eq!((window.number("width"), window.claim("is_bay_window")), (Some(1.7999999999999998), Some(false)));
}

#[test]
fn the_kind_that_says_more_decides_of_a_parking_place_and_the_plot_may_be_a_property() {
    let mut s = Sketch::new();
    s.level("1F", 0.0);
    let site = s.site();
    s.properties(site, "Pset_规划净用地信息属性集", &[("名称", "IFCLABEL('净用地')"), ("投影面积", "IFCREAL(5400.)")]);
    for (at, kind) in ["访客车位", "普通车位", "普通车位"].iter().enumerate() {
        let x = 30.0 + 2.5 * at as f64;
        let place = s.product("IFCBUILDINGELEMENTPROXY", "P", None, &[cuboid([x, x + 2.4], [20.0, 25.3], [-0.3, -0.28])], ",$,$");
        let kind = format!("IFCLABEL('{kind}')");
        s.properties(place, "Pset_停车位信息属性集", &[("停车位类别", "IFCLABEL('机动车')"), ("停车位类型", &kind)]);
    }
    s.annotation("机动车位", &[[60.0, 20.0], [62.4, 20.0], [62.4, 25.3], [60.0, 25.3]]);
    let sheet = survey(&s.file(), &[]);
    let project = one(&sheet, SubjectKind::Project);
    assert_eq!((project.number("parking_spaces"), project.number("visitor_parking_spaces")), (Some(3.0), Some(1.0)));
    assert_eq!(one(&sheet, SubjectKind::Site).number("area"), Some(5400.0));
}

#[test]
fn a_building_that_holds_only_the_site_plan_is_no_building() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
    for (at, z) in [(0, 0.0), (1, 3.1)] {
        shell(&mut s, levels[at], z);
        let rooms = [room(&mut s, levels[at], "卧室", z)];
        s.zone(&format!("{}01", at + 1), &rooms);
    }
    s.slab(levels[2], "屋面板", X, Y, [6.1, 6.2]);
    s.building("总图");
    let plan = s.level("标高 1", 0.0);
    s.slab(plan, "楼板:集中绿地", [20.0, 40.0], [0.0, 15.0], [-0.4, -0.3]);
    s.slab(plan, "楼板:道路", [-4.0, 40.0], [-15.0, -8.0], [-0.4, -0.3]);
    s.slab(plan, "用地红线", [-20.0, 60.0], [-20.0, 40.0], [-0.5, -0.45]);
    let sheet = survey(&s.file(), &[]);
    assert_eq!(storey(&sheet, "标高 1").text("use"), Some("duplicate"), "nothing of a building stands on it");
    let site = one(&sheet, SubjectKind::Site);
    assert!((site.number("green_area").unwrap() - 300.0).abs() < 1e-6);
    assert!((site.number("building_footprint_area").unwrap() - 48.0).abs() < 0.01);
    let house = sheet.of_kind(SubjectKind::Building).find(|building| building.name == "1#住宅楼").unwrap();
    assert!((house.number("height").unwrap() - 6.5).abs() < 1e-6, "from the lawn at -0.3 to the roof");
}

#[test]
fn greens_of_a_plot_on_which_the_building_does_not_stand_are_not_known() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1)];
    shell(&mut s, levels[0], 0.0);
    shell(&mut s, levels[1], 3.1);
    for (name, x, y) in [("用地红线", [1000.0, 1080.0], [1000.0, 1060.0]), ("集中绿地", [1005.0, 1040.0], [1005.0, 1030.0])] {
        s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid(x, y, [-0.4, -0.3])], ",$,$");
    }
    let sheet = survey(&s.file(), &[]);
    let site = one(&sheet, SubjectKind::Site);
    for quantity in ["green_area", "green_ratio", "concentrated_green_ratio", "building_coverage"] {
        assert!(site.fact(quantity).is_none(), "{quantity}: the files do not share an origin");
    }
}

#[test]
fn one_car_for_every_storey_is_one_lift_and_a_cabin_shows_no_travel() {
    for style in ["cars", "proxies", "cabin in a shaft"] {
        let mut s = Sketch::new();
        let levels = [s.level("-1F", -3.6), s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
        for (at, z, top) in [(0, -3.6, -0.1), (1, 0.0, 3.0), (2, 3.1, 6.1)] {
            shell(&mut s, levels[at], z);
            s.room(levels[at], if at == 0 { "地下车库" } else { "卧室" }, cuboid([0.2, 4.0], [0.2, 5.8], [z, top]));
            let car = |z| cuboid([5.0, 7.0], [2.0, 4.0], [z, z + 2.3]);
            match style {
                "cars" => s.product("IFCTRANSPORTELEMENT", "客梯", Some(levels[at]), &[car(z)], ",$,.ELEVATOR."),
                "proxies" => s.product("IFCBUILDINGELEMENTPROXY", "电梯:客梯", Some(levels[at]), &[car(z)], ",$,$"),
                _ => s.room(levels[at], "DT-1", cuboid([4.8, 7.2], [1.8, 4.2], [z, top])),
            };
            if style == "cabin in a shaft" && at == 1 {
                s.product("IFCTRANSPORTELEMENT", "客梯", Some(levels[at]), &[car(z)], ",$,.ELEVATOR.");
            }
        }
        let sheet = survey(&s.file(), &[]);
        let lift = one(&sheet, SubjectKind::Lift);
        assert_eq!((lift.text("lowest_storey"), lift.text("highest_storey")), (Some("-1F"), Some("2F")), "{style}");
        assert_eq!(lift.claim("reaches_garage"), Some(true), "{style}");
    }
}

#[test]
fn a_low_level_without_rooms_among_dwellings_is_not_taken_for_one() {
    let mut s = Sketch::new();
    let mut z = 0.0;
    for (at, height) in [3.1, 3.1, 2.2, 3.1].into_iter().enumerate() {
        let level = s.level(&format!("{}F", at + 1), z);
        s.slab(level, "楼板", X, Y, [z - 0.1, z]);
        for (x, y) in [(X, [0.0, 0.2]), (X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
            s.wall(level, x, y, [z, z + height - 0.1]);
        }
        if at != 2 {
            let rooms = [s.room(level, "卧室", cuboid([0.2, 7.8], [0.2, 5.8], [z, z + 3.0]))];
            s.zone(&format!("{}01", at + 1), &rooms);
        }
        z += height;
    }
    let roof = s.level("屋面", z);
    s.slab(roof, "屋面板", X, Y, [z - 0.1, z]);
    let sheet = survey(&s.file(), &[]);
    assert_eq!(storey(&sheet, "3F").text("use"), Some("unknown"));
    assert_eq!(storey(&sheet, "2F").text("use"), Some("dwelling"));
    assert_eq!(one(&sheet, SubjectKind::Project).number("households"), Some(3.0));
}

#[test]
fn a_room_drawn_into_its_bay_ends_at_the_wall_and_undrawn_rooms_belong_to_the_floor() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1)];
    s.slab(levels[0], "楼板", X, Y, [-0.1, 0.0]);
    let south = s.wall(levels[0], X, [0.0, 0.2], [0.0, 3.0]);
    for (x, y) in [(X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8]), ([3.9, 4.1], [0.2, 5.8])] {
        s.wall(levels[0], x, y, [0.0, 3.0]);
    }
    shell(&mut s, levels[1], 3.1);
    let opening = s.opening(south, [1.0, 3.0], [0.0, 0.2], [0.45, 2.4]);
    let panes = [
        cuboid([0.95, 1.0], [-0.6, 0.0], [0.45, 2.4]),
        cuboid([3.0, 3.05], [-0.6, 0.0], [0.45, 2.4]),
        cuboid([0.95, 3.05], [-0.6, -0.55], [0.45, 2.4]),
        cuboid([0.95, 3.05], [-0.6, 0.0], [0.35, 0.45]),
    ];
    s.window(levels[0], "TC2020", &panes, Some(opening));
    let ring = vec![[0.2, 0.2], [1.0, 0.2], [1.0, -0.55], [3.0, -0.55], [3.0, 0.2], [3.9, 0.2], [3.9, 5.8], [0.2, 5.8]];
    s.room(levels[0], "主卧", common::sketch::Body::Prism(ring, 0.0, 3.0));
    let sheet = survey(&s.file(), &[]);
    let bedroom = sheet.of_kind(SubjectKind::Space).find(|space| space.name == "主卧").unwrap();
    assert!((bedroom.number("net_area").unwrap() - 3.7 * 5.6).abs() < 1e-6, "{:?}", bedroom.number("net_area"));
    assert!((storey(&sheet, "1F").number("floor_area").unwrap() - 48.0).abs() < 0.01, "the room without a space too");
    let bay = one(&sheet, SubjectKind::BayWindow);
    assert!((bay.number("clear_width").unwrap() - 2.0).abs() < 1e-6 && (bay.number("projection").unwrap() - 0.6).abs() < 1e-6);
}

#[test]
fn windows_of_a_wall_over_all_storeys_stand_on_their_own_storey() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("3F", 6.2), s.level("屋面", 9.3)];
    let south = s.wall(levels[0], X, [0.0, 0.2], [0.0, 9.2]);
    for (at, z) in [(0, 0.0), (1, 3.1), (2, 6.2)] {
        s.slab(levels[at], "楼板", X, Y, [z - 0.1, z]);
        for (x, y) in [(X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
            s.wall(levels[at], x, y, [z, z + 3.0]);
        }
        room(&mut s, levels[at], "卧室", z);
        let opening = s.opening(south, [1.0, 2.8], [0.0, 0.2], [z + 0.9, z + 2.4]);
        // no level holds the window, and of one the wrong one
        let level = if at == 2 { Some(levels[0]) } else { None };
        let window = s.product("IFCWINDOW", "C1815", level, &[cuboid([1.0, 2.8], [0.07, 0.13], [z + 0.9, z + 2.4])], ",$,$,$,$,$,$");
        s.root("IFCRELFILLSELEMENT", "", &format!("#{opening},#{window}"));
    }
    s.slab(levels[3], "屋面板", X, Y, [9.2, 9.3]);
    let sheet = survey(&s.file(), &[]);
    let windows: Vec<&Subject> = sheet.of_kind(SubjectKind::Window).collect();
    assert_eq!(windows.len(), 3);
    for window in windows {
        assert!((window.number("sill_height").unwrap() - 0.9).abs() < 1e-6, "{:?}", window.number("sill_height"));
        assert_eq!(window.claim("is_bay_window"), Some(false));
    }
}

#[test]
fn roads_and_parking_upon_a_green_do_not_count_and_a_road_bed_under_it_takes_nothing_off() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1)];
    shell(&mut s, levels[0], 0.0);
    shell(&mut s, levels[1], 3.1);
    for (name, x, y, z) in [
        ("用地红线", [-20.0, 80.0], [-20.0, 60.0], [-0.6, -0.55]),
        ("绿地", [20.0, 50.0], [0.0, 20.0], [-0.35, -0.3]),
        ("小区道路", [30.0, 35.0], [-5.0, 25.0], [-0.33, -0.28]),
        ("小区道路路基", [-10.0, 70.0], [-10.0, 30.0], [-0.5, -0.4]),
        ("隐形消防车道", [22.0, 26.0], [0.0, 20.0], [-0.33, -0.28]),
        ("机动车位", [40.0, 42.4], [2.0, 7.3], [-0.3, -0.28]),
    ] {
        s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid(x, y, z)], ",$,$");
    }
    let sheet = survey(&s.file(), &[]);
    let site = one(&sheet, SubjectKind::Site);
    assert!((site.number("green_area").unwrap() - 600.0).abs() < 1e-6);
    assert!(
        (site.number("green_counted_area").unwrap() - (600.0 - 100.0 - 2.4 * 5.3)).abs() < 1e-6,
        "{:?}",
        site.number("green_counted_area")
    );
}

#[test]
fn signs_are_no_facilities() {
    for (name, count) in [
        ("微型消防站", 1),
        ("微型消防站指示牌", 0),
        ("微型消防站灭火器箱", 0),
        ("规划微型消防站", 0),
        ("原微型消防站", 0),
        ("非机动车停放标识牌", 0),
        ("非机动车库", 1),
        ("非机动车库出入口", 0),
    ] {
        let mut s = Sketch::new();
        s.level("1F", 0.0);
        s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid([30.0, 34.0], [0.0, 4.0], [-0.3, 2.7])], ",$,$");
        let sheet = survey(&s.file(), &[]);
        assert_eq!(sheet.of_kind(SubjectKind::Facility).count(), count, "{name}");
    }
}

#[test]
fn without_a_length_unit_the_entrance_lies_at_no_height() {
    for (unit, known) in [("IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)", true), ("IFCSIUNIT(*,.MASSUNIT.,.KILO.,.GRAM.)", false)] {
        let mut s = Sketch::new();
        let level = s.level("1F", 0.0);
        s.level("2F", 3.1);
        s.wall(level, [0.0, 8.0], [0.0, 0.2], [0.0, 2.98]);
        let building = s.main_building();
        s.properties(building, "Pset_建筑技术信息属性集", &[("室外地坪标高", "IFCREAL(-0.3)")]);
        let mut files = s.file();
        let text = String::from_utf8(files[0].1.clone()).unwrap();
        files[0].1 = text.replace("IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)", unit).into_bytes();
        let sheet = survey(&files, &[]);
        let building = one(&sheet, SubjectKind::Building);
        assert_eq!(building.number("entrance_level_difference").is_some(), known, "{unit}");
    }
}

#[test]
fn zones_of_archicad_name_rooms_and_group_none() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
    for (at, level) in levels.into_iter().enumerate() {
        let z = 3.1 * at as f64;
        s.slab(level, "楼板", X, Y, [z - 0.1, z]);
        if at == 2 {
            break;
        }
        for (x, y) in [(X, [0.0, 0.2]), (X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
            s.wall(level, x, y, [z, z + 3.0]);
        }
        // Name is the number, LongName empty, the zone's name stands in ArchiCAD's own set
        for (number, name, x) in [("01", "主卧", [0.2, 4.0]), ("02", "客厅", [4.0, 7.8])] {
            let room = s.room(level, number, cuboid(x, [0.2, 5.8], [z, z + 3.0]));
            let name = format!("IFCLABEL('{name}')");
            s.properties(
                room,
                "ArchiCADProperties",
                &[("区域名称", &name), ("Zone Name", &name), ("Renovation Status", "IFCLABEL('New')")],
            );
        }
    }
    let sheet = survey(&s.file(), &[]);
    let mut uses: Vec<&str> = sheet.of_kind(SubjectKind::Space).filter_map(|room| room.text("use")).collect();
    uses.sort_unstable();
    assert_eq!(uses, ["bedroom", "bedroom", "living", "living"]);
    // 主卧 of both storeys are no dwelling
    assert_eq!(sheet.of_kind(SubjectKind::Dwelling).count(), 0);
}

#[test]
fn what_will_be_demolished_is_not_there() {
    for (set, property, gone, stays) in [
        ("Pset_BuildingElementProxyCommon", "Status", "DEMOLISH", "NEW"),
        ("AC_Pset_RenovationAndPhasing", "Renovation Status", "To Be Demolished", "Existing"),
        ("Phasing", "Phase Demolished", "New Construction", "None"),
        ("阶段化", "拆除的阶段", "新构造", "无"),
    ] {
        let mut s = Sketch::new();
        let levels = [s.level("1F", 0.0), s.level("2F", 3.1)];
        shell(&mut s, levels[0], 0.0);
        shell(&mut s, levels[1], 3.1);
        for (name, x, state) in [("智能快递柜", 20.0, gone), ("微型消防站", 30.0, stays)] {
            let thing = s.product("IFCBUILDINGELEMENTPROXY", name, None, &[cuboid([x, x + 2.0], [0.0, 0.9], [0.0, 2.0])], ",$,$");
            s.properties(thing, set, &[(property, &format!("IFCLABEL('{state}')"))]);
        }
        let sheet = survey(&s.file(), &[]);
        let found: Vec<&str> = sheet.of_kind(SubjectKind::Facility).map(|facility| facility.name.as_str()).collect();
        assert_eq!(found, ["微型消防站"], "{set}.{property}");
    }
}
