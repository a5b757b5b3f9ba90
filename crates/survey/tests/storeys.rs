//! Levels that lie about the building: missing ones, typical floors, mezzanines, marks, slabs as proxies, rooms grouped by a
//! parent space, inner stairs called stairwells.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, Subject, SubjectKind};

fn storey<'s>(sheet: &'s FactSheet, name: &str) -> &'s Subject {
    sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name == name).unwrap_or_else(|| panic!("no {name}"))
}

/// One room of 8 m by 6 m outside with walls up to `top`.
fn floor(s: &mut Sketch, level: usize, z: f64, top: f64, name: &str) -> usize {
    for (x, y) in [([0.0, 8.0], [0.0, 0.2]), ([0.0, 8.0], [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
        s.wall(level, x, y, [z, top]);
    }
    s.room(level, name, cuboid([0.2, 7.8], [0.2, 5.8], [z, top]))
}

fn slab(s: &mut Sketch, level: usize, z: f64) {
    s.slab(level, "楼板", [0.0, 8.0], [0.0, 6.0], [z - 0.1, z]);
}

#[test]
fn a_floor_slab_between_two_levels_leaves_the_height_open_and_never_doubles_it() {
    let mut s = Sketch::new();
    let (first, third) = (s.level("1F", 0.0), s.level("3F", 5.8));
    for z in [0.0, 2.9] {
        slab(&mut s, first, z);
    }
    slab(&mut s, third, 5.8);
    floor(&mut s, first, 0.0, 2.8, "卧室");
    floor(&mut s, third, 5.8, 8.6, "卧室");
    let sheet = survey(&s.file(), &[]);
    assert!(storey(&sheet, "1F").fact("height").is_none(), "two storeys of 2.9 m are no storey of 5.8 m");
    assert_eq!(storey(&sheet, "1F").claim("missing_level_suspected"), Some(true));
}

#[test]
fn a_floor_of_planks_or_of_another_class_between_two_levels_is_one_too() {
    for (class, rest, planks) in [
        ("IFCCOVERING", ",$,.FLOORING.", 1),
        ("IFCPLATE", ",$,$", 3),
        ("IFCMEMBER", ",$,$", 3),
        ("IFCBUILDINGELEMENTPROXY", ",$,$", 1),
        ("IFCDISCRETEACCESSORY", ",$,$", 2),
    ] {
        let mut s = Sketch::new();
        let (first, second) = (s.level("1F", 0.0), s.level("2F", 6.2));
        slab(&mut s, first, 0.0);
        slab(&mut s, second, 6.2);
        for at in 0..planks {
            let wide = 8.0 / f64::from(planks);
            let x = f64::from(at) * wide;
            s.product(class, "构件", Some(first), &[cuboid([x, x + wide], [0.0, 6.0], [3.0, 3.1])], rest);
        }
        floor(&mut s, first, 0.0, 6.1, "卧室");
        floor(&mut s, second, 6.2, 9.2, "卧室");
        let sheet = survey(&s.file(), &[]);
        assert!(storey(&sheet, "1F").fact("height").is_none(), "{class}: {:?}", storey(&sheet, "1F").fact("height"));
    }
}

#[test]
fn a_typical_floor_has_no_height_of_its_own_and_gives_no_households() {
    for name in ["3~17F", "F3-F17", "标准层"] {
        let mut s = Sketch::new();
        let (typical, roof) = (s.level(name, 6.2), s.level("屋面层", 52.7));
        slab(&mut s, typical, 6.2);
        slab(&mut s, roof, 52.7);
        let rooms = [floor(&mut s, typical, 6.2, 9.2, "卧室")];
        s.zone("1单元301", &rooms);
        let sheet = survey(&s.file(), &[]);
        assert!(storey(&sheet, name).fact("height").is_none(), "{name}");
        let building = sheet.of_kind(SubjectKind::Building).next().unwrap();
        assert!(building.fact("storeys_above").is_none() && building.fact("gross_floor_area").is_none(), "{name}");
        let project = sheet.of_kind(SubjectKind::Project).next().unwrap();
        assert!(project.fact("households").is_none(), "{name}: {:?}", project.fact("households"));
    }
}

#[test]
fn a_mezzanine_does_not_cut_the_storey_and_marks_on_the_section_are_no_storeys() {
    let mut s = Sketch::new();
    let (first, half, second) = (s.level("1F", 0.0), s.level("夹层", 1.5), s.level("2F", 3.2));
    let (_, _) = (s.level("窗台", 0.9), s.level("女儿墙顶", 7.9));
    slab(&mut s, first, 0.0);
    s.slab(half, "夹层板", [0.2, 2.0], [0.2, 2.0], [1.4, 1.5]);
    slab(&mut s, second, 3.2);
    let roof = s.level("屋面", 6.4);
    slab(&mut s, roof, 6.4);
    floor(&mut s, first, 0.0, 3.1, "客厅");
    floor(&mut s, second, 3.2, 6.3, "卧室");
    let sheet = survey(&s.file(), &[]);
    for (name, height) in [("1F", 3.2), ("2F", 3.2)] {
        let got = storey(&sheet, name).number("height").unwrap_or_else(|| panic!("{name}: {:?}", storey(&sheet, name).gaps));
        assert!((got - height).abs() < 1e-6, "{name}: {got}");
    }
    for name in ["窗台", "女儿墙顶"] {
        assert_eq!(storey(&sheet, name).text("use"), Some("duplicate"), "{name}");
    }
    assert_eq!(sheet.of_kind(SubjectKind::Building).next().unwrap().number("storeys_above"), Some(2.0));
}

#[test]
fn slabs_written_as_proxies_are_floors_and_roofs() {
    let mut s = Sketch::new();
    let (first, second) = (s.level("1F", 0.0), s.level("2F", 3.1));
    for (level, z, name) in [(first, 0.0, "现浇楼板 100"), (second, 3.1, "现浇楼板 100"), (second, 6.2, "屋面板")] {
        s.product("IFCBUILDINGELEMENTPROXY", name, Some(level), &[cuboid([0.0, 8.0], [0.0, 6.0], [z - 0.1, z])], ",$,$");
    }
    floor(&mut s, first, 0.0, 3.0, "客厅");
    floor(&mut s, second, 3.1, 6.1, "卧室");
    let sheet = survey(&s.file(), &[]);
    for name in ["1F", "2F"] {
        for (quantity, want) in [("height", 3.1), ("structural_height", 3.1), ("clear_height", 3.0)] {
            let got = storey(&sheet, name).number(quantity).unwrap_or_else(|| panic!("{name} {quantity}: {:?}", storey(&sheet, name).gaps));
            assert!((got - want).abs() < 1e-6, "{name} {quantity}: {got}");
        }
    }
}

#[test]
fn rooms_without_a_telling_name_do_not_make_a_building_non_residential() {
    let mut s = Sketch::new();
    let (first, second) = (s.level("1F", 0.0), s.level("2F", 3.1));
    slab(&mut s, first, 0.0);
    slab(&mut s, second, 3.1);
    floor(&mut s, first, 0.0, 3.0, "房间");
    let text = String::from_utf8(s.file().remove(0).1).unwrap().replace("1#住宅楼", "1#");
    let sheet = survey(&[("无名.ifc".to_owned(), text.into_bytes())], &[]);
    assert_eq!(storey(&sheet, "1F").text("use"), Some("unknown"), "{}", storey(&sheet, "1F").recognised_by);
    assert!(sheet.of_kind(SubjectKind::Building).next().unwrap().claim("is_residential") != Some(false));
}

/// Two levels of one household: kitchen, living room and bathroom below, bedrooms above, joined by what is called a stairwell.
fn duplex(grouping: &str) -> FactSheet {
    let mut s = Sketch::new();
    let (first, second, roof) = (s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2));
    slab(&mut s, first, 0.0);
    slab(&mut s, roof, 6.2);
    s.slab(second, "楼板", [0.0, 8.0], [0.0, 6.0], [3.0, 3.1]);
    let mut rooms = Vec::new();
    for (level, z, names) in [(first, 0.0, ["客厅", "厨房", "卫生间"]), (second, 3.1, ["主卧", "次卧", "主卫"])] {
        for (x, y) in [([0.0, 8.0], [0.0, 0.2]), ([0.0, 8.0], [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
            s.wall(level, x, y, [z, z + 3.0]);
        }
        // rooms side by side without walls between them, the stair in the corner
        for (at, name) in names.into_iter().enumerate() {
            let x = 0.2 + 2.0 * at as f64;
            rooms.push(s.room(level, name, cuboid([x, x + 2.0], [0.2, 5.8], [z, z + 3.0])));
        }
        rooms.push(s.room(level, "楼梯间", cuboid([6.2, 7.8], [0.2, 5.8], [z, z + 3.0])));
    }
    s.product("IFCSTAIR", "楼梯", Some(first), &[cuboid([6.4, 7.4], [1.0, 5.0], [0.0, 3.1])], ",$,$");
    match grouping {
        "parent" => {
            let whole = s.root("IFCSPACE", "301", "$,$,$,'套型A',.COMPLEX.,.INTERNAL.,$");
            s.parts(whole, &rooms);
        }
        "property" => rooms.iter().for_each(|room| s.properties(*room, "Pset_套内", &[("户号", "IFCTEXT('301')")])),
        "zone" => {
            s.zone("东边套", &rooms);
        }
        _ => {}
    }
    survey(&s.file(), &[])
}

#[test]
fn a_duplex_is_one_dwelling_by_every_rung_of_the_ladder() {
    for grouping in ["zone", "parent", "property", "doors"] {
        let sheet = duplex(grouping);
        let dwellings: Vec<&Subject> = sheet.of_kind(SubjectKind::Dwelling).collect();
        let shown: Vec<_> = dwellings.iter().map(|d| (&d.name, &d.recognised_by, d.number("usable_area"))).collect();
        assert_eq!(dwellings.len(), 1, "{grouping}: {shown:?}");
        assert_eq!(dwellings[0].claim("is_duplex"), Some(true), "{grouping}");
        let area = dwellings[0].number("usable_area").unwrap();
        assert!((area - 2.0 * 7.6 * 5.6).abs() < 0.1, "{grouping}: {area}");
        assert_eq!(sheet.of_kind(SubjectKind::Void).count(), 0, "{grouping}");
    }
}

#[test]
fn flats_over_each_other_on_one_stair_stay_two_dwellings() {
    let mut s = Sketch::new();
    let (first, second, roof) = (s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2));
    for (level, z) in [(first, 0.0), (second, 3.1), (roof, 6.2)] {
        slab(&mut s, level, z);
    }
    for (level, z) in [(first, 0.0), (second, 3.1)] {
        for (at, name) in ["客厅", "厨房", "卫生间"].into_iter().enumerate() {
            let x = 0.2 + 2.0 * at as f64;
            s.room(level, name, cuboid([x, x + 2.0], [0.2, 5.8], [z, z + 3.0]));
        }
        s.room(level, "楼梯间", cuboid([6.2, 7.8], [0.2, 5.8], [z, z + 3.0]));
    }
    s.product("IFCSTAIR", "楼梯", Some(first), &[cuboid([6.4, 7.4], [1.0, 5.0], [0.0, 3.1])], ",$,$");
    let sheet = survey(&s.file(), &[]);
    assert_eq!(sheet.of_kind(SubjectKind::Dwelling).count(), 2);
}

#[test]
fn a_raised_floor_or_a_loft_without_a_level_is_a_second_reading_of_the_height() {
    // half of the rooms on a floor raised by 0.60 m; a loft floor at 2.20 m over half of them; a podium of a bed
    for (top, x, height, least) in
        [(0.6, [0.2, 4.0], 3.1, Some(2.5)), (2.2, [0.2, 4.0], 4.4, Some(2.2)), (0.6, [0.2, 1.4], 3.1, None), (0.15, [0.2, 4.0], 3.1, None)]
    {
        let mut s = Sketch::new();
        let levels = [s.level("1F", 0.0), s.level("2F", height), s.level("屋面", 2.0 * height)];
        for (at, z) in [(0, 0.0), (1, height)] {
            slab(&mut s, levels[at], z);
            let rooms = [floor(&mut s, levels[at], z, z + height - 0.1, "卧室")];
            s.zone(&format!("{}01", at + 1), &rooms);
            s.slab(levels[at], "楼板", x, [0.2, 5.8], [z + top - 0.1, z + top]);
        }
        slab(&mut s, levels[2], 2.0 * height);
        let sheet = survey(&s.file(), &[]);
        let fact = storey(&sheet, "1F").fact("height").unwrap();
        let lowest = fact.witnesses.iter().filter_map(|witness| witness.value.as_number()).fold(f64::INFINITY, f64::min);
        match least {
            Some(least) => assert!((lowest - least).abs() < 1e-6, "{top}: {lowest}"),
            None => assert!(lowest > height - 0.01, "{top}: {lowest}"),
        }
    }
}

#[test]
fn a_model_in_the_wrong_unit_or_upside_down_has_no_storey_heights() {
    // storeys of 31 m: centimetres where millimetres were meant
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 31.0), s.level("3F", 62.0)];
    for (at, level) in levels.into_iter().enumerate() {
        let z = 31.0 * at as f64;
        slab(&mut s, level, z);
        if at < 2 {
            floor(&mut s, level, z, z + 30.0, "卧室");
        }
    }
    let sheet = survey(&s.file(), &[]);
    for name in ["1F", "2F"] {
        assert_eq!(storey(&sheet, name).number("height"), None, "{name}");
    }
    // and no area a hundred times too large
    for room in sheet.of_kind(SubjectKind::Space) {
        assert_eq!(room.number("net_area"), None, "{}", room.name);
        assert!(room.gaps.get(&"net_area".into()).is_some_and(|gap| gap.detail.contains("长度单位")), "{}", room.name);
    }
}

#[test]
fn a_flat_roof_whose_level_lies_below_its_structure_is_a_second_reading_of_the_height() {
    for (level, least) in [(6.4, 3.2), (6.55, 3.2), (6.25, 3.05)] {
        let mut s = Sketch::new();
        let (first, second, roof) = (s.level("1F", 0.0), s.level("2F", 3.2), s.level("屋面层", level));
        slab(&mut s, first, 0.0);
        slab(&mut s, second, 3.2);
        // the structure ends at 6.40 m wherever the level is said to be
        slab(&mut s, roof, 6.4);
        floor(&mut s, first, 0.0, 3.1, "客厅");
        floor(&mut s, second, 3.2, 6.3, "卧室");
        let sheet = survey(&s.file(), &[]);
        let height = storey(&sheet, "2F").fact("height").unwrap().clone();
        assert!((common::statements::least(&height) - least).abs() < 1e-6, "{level}: {height:?}");
    }
}
