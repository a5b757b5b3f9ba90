//! What stands elsewhere or serves others: places for shops, smaller than a car by their properties, off the plot, in walls;
//! facilities without an area, roofs over what is denied (docs/traps.md).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::statements::{label, least};
use common::survey;
use haofang_facts::SubjectKind;

/// The least count of ten places of 2.4 m by 5.3 m, the first four of which bear a name and properties and stand somewhere;
/// the site may state something.
fn places(name: &str, property: Option<(&str, &str)>, at: f64, of_site: Option<(&str, &str)>) -> f64 {
    let mut s = Sketch::of("地下车库");
    let level = s.level("-1F", -4.0);
    let plot = [cuboid([-20.0, 80.0], [-20.0, 60.0], [-0.1, 0.0])];
    s.product("IFCBUILDINGELEMENTPROXY", "用地红线", None, &plot, ",$,$");
    s.wall(level, [40.0, 80.0], [0.0, 5.0], [-4.0, -0.5]);
    for number in 0..10 {
        let x = 2.5 * f64::from(number) + if number < 4 { at } else { 0.0 };
        let room = s.room(level, if number < 4 { name } else { "机动车位" }, cuboid([x, x + 2.4], [0.0, 5.3], [-4.0, -2.0]));
        if let (Some((property, value)), true) = (property, number < 4) {
            s.properties(room, "车位", &[(property, value)]);
        }
    }
    if let Some((property, value)) = of_site {
        let site = s.site();
        s.properties(site, "指标", &[(property, value)]);
    }
    let sheet = survey(&s.file(), &[("households".to_owned(), "5".to_owned())]);
    least(sheet.of_kind(SubjectKind::Project).next().unwrap().fact("parking_spaces").unwrap())
}

#[test]
fn places_for_shops_in_walls_off_the_plot_or_too_small_have_a_witness_without_them() {
    assert_eq!(places("机动车位", None, 0.0, None), 10.0);
    for name in ["商业停车位", "机动车位（商业）", "社会公共停车位", "机动车位（社会公共）", "公建配套车位"]
    {
        assert_eq!(places(name, None, 0.0, None), 6.0, "{name}");
    }
    for (name, value) in [
        ("服务对象", label("商业")),
        ("所属", label("商业配套")),
        ("功能", label("储藏")),
        ("计数", "IFCINTEGER(0)".to_owned()),
        ("宽度", "IFCREAL(1.)".to_owned()),
        ("车位宽度mm", "IFCREAL(1000.)".to_owned()),
        ("长度", "IFCREAL(2.)".to_owned()),
        ("尺寸", label("1.0×2.0")),
        ("车位尺寸", label("1000*5300")),
    ] {
        assert_eq!(places("机动车位", Some((name, &value)), 0.0, None), 6.0, "{name} {value}");
    }
    for (name, value) in
        [("宽度", "IFCREAL(2400.)"), ("宽度", "IFCREAL(0.)"), ("服务对象", "IFCLABEL('住户')"), ("尺寸", "IFCLABEL('2.4×5.3')")]
    {
        assert_eq!(places("机动车位", Some((name, value)), 0.0, None), 10.0, "{name} {value}");
    }
    assert_eq!(places("无车位", None, 0.0, None), 6.0);
    assert_eq!(places("机动车位", None, 45.0, None), 6.0, "in a wall");
    assert_eq!(places("机动车位", None, 400.0, None), 6.0, "off the plot");
}

#[test]
fn places_per_household_that_the_site_states_are_a_witness() {
    for (name, value, count) in [
        ("户均车位", "IFCREAL(1.)", 5.0),
        ("户均停车位（个/户）", "IFCLABEL('1.2')", 6.0),
        ("车位配比", "IFCLABEL('1:1')", 5.0),
        ("停车率", "IFCLABEL('50%')", 2.5),
        ("停车率", "IFCREAL(0.5)", 2.5),
        ("户均车位", "IFCREAL(2.)", 10.0),
        ("车位配比", "IFCLABEL('1.0个/100㎡')", 10.0),
    ] {
        assert!((places("机动车位", None, 0.0, Some((name, value))) - count).abs() < 1e-9, "{name} {value}");
    }
}

/// How many places for e-bikes a roof makes over a room of this name.
fn sheds(room: Option<&str>) -> usize {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.product("IFCSLAB", "非机动车棚顶棚", None, &[cuboid([20.0, 30.0], [0.0, 8.0], [2.4, 2.5])], ",$,.ROOF.");
    if let Some(name) = room {
        s.room(level, name, cuboid([20.0, 30.0], [0.0, 8.0], [0.0, 2.4]));
    }
    let sheet = survey(&s.file(), &[]);
    let is_shed = |word: &str| word.starts_with("e_bike");
    sheet.of_kind(SubjectKind::Facility).filter(|facility| facility.text("use").is_some_and(is_shed)).count()
}

#[test]
fn a_roof_over_what_is_no_place_for_e_bikes_makes_none() {
    assert_eq!(sheds(None), 1);
    for name in ["电动自行车集中充电停放区", "车棚", "停车区", "01"] {
        assert_eq!(sheds(Some(name)), 1, "{name}");
    }
    for name in ["非机动车道", "电动自行车禁停区", "禁止电动自行车停放充电", "电动自行车停放区（取消）", "微型消防站"]
    {
        assert_eq!(sheds(Some(name)), 0, "{name}");
    }
}

/// How many places for cars are counted where half of four are in a group of this name.
fn grouped(class: &str, name: &str) -> f64 {
    let mut s = Sketch::of("地下车库");
    let level = s.level("-1F", -4.0);
    let rooms: Vec<usize> = (0..4)
        .map(|at| s.room(level, "机动车位", cuboid([2.5 * f64::from(at), 2.5 * f64::from(at) + 2.4], [0.0, 5.3], [-4.0, -2.0])))
        .collect();
    let group = s.root(class, name, if class == "IFCZONE" { "$,$" } else { "$" });
    s.root("IFCRELASSIGNSTOGROUP", "", &format!("(#{},#{}),$,#{group}", rooms[0], rooms[1]));
    least(survey(&s.file(), &[]).of_kind(SubjectKind::Project).next().unwrap().fact("parking_spaces").unwrap())
}

#[test]
fn members_of_a_group_that_is_not_there_are_not_there_and_those_of_a_system_are() {
    for (class, name, count) in [
        ("IFCGROUP", "机动车位", 4.0),
        ("IFCGROUP", "远期预留车位", 2.0),
        ("IFCZONE", "取消的车位", 2.0),
        ("IFCGROUP", "预留充电车位", 4.0),
        ("IFCSYSTEM", "预留系统", 4.0),
    ] {
        assert_eq!(grouped(class, name), count, "{class} {name}");
    }
}
