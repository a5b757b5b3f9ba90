//! Several towers that one IfcBuilding holds on common levels: each is a building of its own, with its own heights, façade,
//! lifts and dwellings.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, Subject, SubjectKind};

/// What the sketch of two towers varies.
#[derive(Clone, Copy)]
struct Pair {
    /// West side of the eastern tower (m); the western one ends at 24 m.
    east: f64,
    /// Storeys of the western and of the eastern tower.
    storeys: [usize; 2],
    /// A level below ground under both, with cars.
    garage: bool,
    /// Levels whose walls run under both towers.
    podium: usize,
}

const APART: Pair = Pair { east: 48.0, storeys: [6, 4], garage: false, podium: 0 };

fn ring(s: &mut Sketch, level: usize, x: [f64; 2], z: f64) {
    let y = [0.0, 12.0];
    let walls = [(x, [0.0, 0.2]), (x, [11.8, 12.0]), ([x[0], x[0] + 0.2], y), ([x[1] - 0.2, x[1]], y)];
    for (x, y) in walls {
        s.wall(level, x, y, [z, z + 3.0]);
    }
}

/// Two towers of one dwelling a storey each; in every tower a stair, and a lift down to the lowest level.
fn pair(of: Pair) -> FactSheet {
    let mut s = Sketch::of("1#住宅楼");
    let building = s.main_building();
    s.properties(building, "建筑", &[("户数", "IFCINTEGER(10)"), ("室外地坪标高", "IFCLENGTHMEASURE(-0.3)")]);
    let towers = [[0.0, 24.0], [of.east, of.east + 12.0]];
    let low = if of.garage { -4.0 } else { 0.0 };
    if of.garage {
        let below = s.level("-1F", -4.0);
        ring(&mut s, below, [0.0, of.east + 12.0], -4.0);
        s.slab(below, "底板", [0.0, of.east + 12.0], [0.0, 12.0], [-4.3, -4.0]);
        s.room(below, "地下车库", cuboid([0.2, of.east + 11.8], [0.2, 6.0], [-4.0, -0.5]));
        for x in towers {
            s.room(below, "楼梯间", cuboid([x[0] + 0.2, x[0] + 3.0], [6.0, 11.8], [-4.0, -0.5]));
        }
    }
    let highest = of.storeys[0].max(of.storeys[1]);
    for at in 0..=highest {
        let z = 3.15 * at as f64;
        let level = s.level(&if at == highest { "屋面".to_owned() } else { format!("{}F", at + 1) }, z);
        if at < of.podium {
            ring(&mut s, level, [0.0, of.east + 12.0], z);
        }
        for (tower, x) in towers.into_iter().enumerate().filter(|(tower, _)| at <= of.storeys[*tower]) {
            s.slab(level, "楼板", x, [0.0, 12.0], [z - 0.12, z]);
            if at == of.storeys[tower] {
                continue;
            }
            ring(&mut s, level, x, z);
            s.wall(level, [x[0] + 3.0, x[0] + 3.2], [0.2, 11.8], [z, z + 3.0]);
            let number = format!("{}0{}", at + 1, tower + 1);
            s.room(level, "楼梯间", cuboid([x[0] + 0.2, x[0] + 3.0], [0.2, 11.8], [z, z + 3.0]));
            s.room(level, &format!("{number}-客厅"), cuboid([x[0] + 3.2, x[1] - 0.2], [0.2, 6.0], [z, z + 3.0]));
            s.room(level, &format!("{number}-卧室"), cuboid([x[0] + 3.2, x[1] - 0.2], [6.0, 11.8], [z, z + 3.0]));
            let door = cuboid([x[0] + 3.0, x[0] + 3.2], [2.0, 3.0], [z, z + 2.1]);
            s.product("IFCDOOR", "户门", Some(level), &[door], ",$,$,$,$,$,$");
        }
    }
    for (tower, x) in towers.into_iter().enumerate() {
        let body = cuboid([x[0] + 0.3, x[0] + 2.3], [8.0, 10.0], [low, 3.15 * of.storeys[tower] as f64]);
        s.product("IFCTRANSPORTELEMENT", "客梯", None, &[body], ",$,.ELEVATOR.");
    }
    survey(&s.file(), &[])
}

fn buildings(sheet: &FactSheet) -> Vec<&Subject> {
    sheet.of_kind(SubjectKind::Building).collect()
}

fn named<'s>(sheet: &'s FactSheet, name: &str) -> &'s Subject {
    buildings(sheet).into_iter().find(|building| building.name == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn towers_of_one_building_are_buildings_of_their_own() {
    let sheet = pair(APART);
    assert_eq!(buildings(&sheet).iter().map(|b| b.name.as_str()).collect::<Vec<_>>(), ["1#住宅楼（西塔）", "1#住宅楼（东塔）"]);
    for (name, storeys, height, footprint) in [("1#住宅楼（西塔）", 6.0, 19.2, 288.0), ("1#住宅楼（东塔）", 4.0, 12.9, 144.0)]
    {
        let tower = named(&sheet, name);
        assert!(tower.guid.is_none() && tower.recognised_by.contains('2'), "{name}: {}", tower.recognised_by);
        for (quantity, want) in [("storeys_above", storeys), ("height", height), ("footprint_area", footprint), ("dwellings", storeys)] {
            let got = tower.number(quantity).unwrap_or_else(|| panic!("{name} {quantity}: {:?}", tower.gaps));
            assert!((got - want).abs() < 1e-6, "{name} {quantity}: {got}, {want} is there");
        }
        let own = sheet.of_kind(SubjectKind::Storey).filter(|storey| storey.parent.as_ref() == Some(&tower.id));
        assert_eq!(own.filter(|storey| storey.text("use") == Some("dwelling")).count(), storeys as usize, "{name}");
        let lifts: Vec<&Subject> = sheet.of_kind(SubjectKind::Lift).filter(|lift| lift.parent.as_ref() == Some(&tower.id)).collect();
        assert_eq!(lifts.len(), 1, "{name}");
        assert_eq!(lifts[0].text("lowest_storey"), Some("1F"));
    }
    // what the one IfcBuilding says of its households is said once
    assert_eq!(sheet.of_kind(SubjectKind::Project).next().unwrap().number("households"), Some(10.0));
    let ids: std::collections::BTreeSet<&str> = sheet.subjects.iter().map(|subject| subject.id.0.as_str()).collect();
    assert_eq!(ids.len(), sheet.subjects.len(), "every subject has an id of its own");
    assert!(sheet.notes.iter().any(|note| note.contains("塔")), "{:?}", sheet.notes);
}

#[test]
fn towers_share_the_garage_below_them() {
    let sheet = pair(Pair { garage: true, ..APART });
    assert_eq!(buildings(&sheet).iter().map(|b| b.name.as_str()).collect::<Vec<_>>(), ["1#住宅楼", "1#住宅楼（西塔）", "1#住宅楼（东塔）"]);
    let base = named(&sheet, "1#住宅楼");
    assert_eq!((base.claim("is_residential"), base.number("storeys_above")), (Some(false), Some(0.0)));
    assert!(base.guid.is_some());
    for (name, storeys) in [("1#住宅楼（西塔）", 6.0), ("1#住宅楼（东塔）", 4.0)] {
        let tower = named(&sheet, name);
        assert_eq!((tower.number("storeys_above"), tower.number("storeys_below")), (Some(storeys), Some(1.0)), "{name}");
        let lift = sheet.of_kind(SubjectKind::Lift).find(|lift| lift.parent.as_ref() == Some(&tower.id)).unwrap();
        assert_eq!((lift.text("lowest_storey"), lift.claim("reaches_garage")), (Some("-1F"), Some(true)), "{name}");
    }
    let levels = sheet.of_kind(SubjectKind::Storey).filter(|storey| storey.text("use") == Some("basement"));
    assert_eq!(levels.filter_map(|storey| storey.parent.as_ref()).collect::<Vec<_>>(), [&base.id]);
}

#[test]
fn what_stands_near_or_on_a_podium_stays_one_building() {
    for of in [Pair { east: 27.0, ..APART }, Pair { podium: 1, ..APART }] {
        let sheet = pair(of);
        assert_eq!(buildings(&sheet).len(), 1, "{} {}", of.east, of.podium);
        assert_eq!(named(&sheet, "1#住宅楼").number("storeys_above"), Some(6.0));
    }
}
