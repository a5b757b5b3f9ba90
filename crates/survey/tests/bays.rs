//! Bay windows and what looks like them, drawn by hand: curved, at a corner, as proxies, assemblies and curtain walls, with and
//! without rooms.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Body, P, Sketch, cuboid};
use common::{estate, same, subject, survey};
use haofang_facts::{FactSheet, Subject, SubjectKind};
use haofang_testkit::estate::{Bay, BayForm};
use haofang_testkit::{Estate, Style};

/// A house of two rooms, each 4.0 m by 5.0 m between walls of 0.2 m: the southern façade of the western one stays open
/// between `hole`, at x, with the wall cut by an opening element.
struct House {
    sketch: Sketch,
    level: usize,
    opening: usize,
}

/// The openings' heights.
const HOLE: [f64; 2] = [0.5, 2.3];

fn house(rooms: bool, hole: [f64; 2]) -> House {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    let top = s.level("2F", 3.1);
    s.slab(level, "楼板", [-0.2, 8.4], [-0.2, 5.2], [-0.1, 0.0]);
    s.slab(top, "楼板", [-0.2, 8.4], [-0.2, 5.2], [3.0, 3.1]);
    let z = [0.0, 3.0];
    let south = s.wall(level, [-0.2, 8.4], [-0.2, 0.0], z);
    s.wall(level, [-0.2, 8.4], [5.0, 5.2], z);
    s.wall(level, [-0.2, 0.0], [0.0, 5.0], z);
    s.wall(level, [4.0, 4.2], [0.0, 5.0], z);
    s.wall(level, [8.2, 8.4], [0.0, 5.0], z);
    let opening = s.opening(south, hole, [-0.4, 0.2], HOLE);
    if rooms {
        s.room(level, "主卧", cuboid([0.0, 4.0], [0.0, 5.0], z));
        s.room(level, "客厅", cuboid([4.2, 8.2], [0.0, 5.0], z));
    }
    House { sketch: s, level, opening }
}

/// Front and two side panes of 0.05 m before the hole.
fn glass(hole: [f64; 2], projection: f64) -> Vec<Body> {
    let (y, z) = (-0.2 - projection, [0.6, 2.3]);
    vec![
        cuboid(hole, [y, y + 0.05], z),
        cuboid([hole[0], hole[0] + 0.05], [y + 0.05, -0.2], z),
        cuboid([hole[1] - 0.05, hole[1]], [y + 0.05, -0.2], z),
    ]
}

fn sill(hole: [f64; 2], projection: f64) -> Body {
    cuboid(hole, [-0.2 - projection, -0.2], [0.5, 0.6])
}

fn bays(sheet: &FactSheet) -> Vec<&Subject> {
    sheet.of_kind(SubjectKind::BayWindow).collect()
}

fn near(bay: &Subject, quantity: &str, want: f64) {
    let got = bay.number(quantity).unwrap_or_else(|| panic!("{quantity}: {:?}", bay.gaps));
    assert!((got - want).abs() < 1e-3, "{quantity}: {got}, {want} is there");
}

fn is_the_bay(sheet: &FactSheet, width: f64, projection: f64) {
    let found = bays(sheet);
    assert_eq!(found.len(), 1, "{:?}", found.iter().map(|bay| &bay.name).collect::<Vec<_>>());
    for (quantity, want) in [
        ("clear_width", width),
        ("projection", projection),
        ("room_bay_width_axis", 4.2),
        ("room_bay_width_clear", 4.0),
        ("sill_height", 0.6),
    ] {
        near(found[0], quantity, want);
    }
    near(found[0], "width_ratio", width / 4.2);
}

#[test]
fn a_window_family_is_a_bay_with_and_without_rooms() {
    for rooms in [true, false] {
        let mut h = house(rooms, [0.5, 3.5]);
        let bodies: Vec<Body> = glass([0.5, 3.5], 0.6).into_iter().chain([sill([0.5, 3.5], 0.6)]).collect();
        h.sketch.window(h.level, "TC3017", &bodies, Some(h.opening));
        let sheet = survey(&h.sketch.file(), &[]);
        is_the_bay(&sheet, 2.9, 0.6);
        let room = sheet.subject(bays(&sheet)[0].parent.as_ref().unwrap()).unwrap();
        assert_eq!(room.kind, SubjectKind::Space);
        assert_eq!(room.name == "主卧", rooms, "{}", room.name);
        near(room, "net_area", 20.0);
    }
}

#[test]
fn a_proxy_an_assembly_and_a_curtain_wall_are_bays_by_their_geometry() {
    let hole = [0.5, 3.5];
    // a proxy that bears the name
    let mut h = house(true, hole);
    let bodies: Vec<Body> = glass(hole, 0.6).into_iter().chain([sill(hole, 0.6)]).collect();
    h.sketch.product("IFCBUILDINGELEMENTPROXY", "转角飘窗 02", Some(h.level), &bodies, ",$,$");
    is_the_bay(&survey(&h.sketch.file(), &[]), 2.9, 0.6);
    // an assembly of plates over a sill slab
    let mut h = house(true, hole);
    let plates: Vec<usize> = glass(hole, 0.6).into_iter().map(|pane| h.sketch.product("IFCPLATE", "玻璃", None, &[pane], ",$,$")).collect();
    let whole = h.sketch.product("IFCELEMENTASSEMBLY", "凸窗组件", Some(h.level), &[], ",$,$,$");
    h.sketch.parts(whole, &plates);
    h.sketch.slab(h.level, "窗台板", hole, [-0.8, -0.2], [0.5, 0.6]);
    is_the_bay(&survey(&h.sketch.file(), &[]), 2.9, 0.6);
    // a curtain wall without a telling name
    let mut h = house(true, hole);
    let plates: Vec<usize> =
        glass(hole, 0.6).into_iter().map(|pane| h.sketch.product("IFCPLATE", "系统嵌板", None, &[pane], ",$,$")).collect();
    let whole = h.sketch.product("IFCCURTAINWALL", "外部玻璃", Some(h.level), &[], ",$,$");
    h.sketch.parts(whole, &plates);
    h.sketch.slab(h.level, "板", hole, [-0.8, -0.2], [0.5, 0.6]);
    is_the_bay(&survey(&h.sketch.file(), &[]), 2.9, 0.6);
}

#[test]
fn loose_plates_members_and_nameless_proxies_before_an_empty_opening_are_a_bay() {
    let hole = [0.5, 3.5];
    for class in ["IFCPLATE", "IFCMEMBER", "IFCBUILDINGELEMENTPROXY"] {
        let mut h = house(true, hole);
        if class == "IFCBUILDINGELEMENTPROXY" {
            h.sketch.product(class, "构件 12", Some(h.level), &glass(hole, 0.6), ",$,$");
        } else {
            for pane in glass(hole, 0.6) {
                h.sketch.product(class, "构件", Some(h.level), &[pane], ",$,$");
            }
        }
        h.sketch.slab(h.level, "板", hole, [-0.8, -0.2], [0.5, 0.6]);
        is_the_bay(&survey(&h.sketch.file(), &[]), 2.9, 0.6);
    }
    // a cupboard in the room and a cabinet far before the façade are none
    let mut h = house(true, hole);
    h.sketch.product("IFCBUILDINGELEMENTPROXY", "柜", Some(h.level), &[cuboid([0.5, 2.0], [0.3, 0.9], [0.2, 2.0])], ",$,$");
    h.sketch.product("IFCBUILDINGELEMENTPROXY", "箱", Some(h.level), &[cuboid([0.5, 2.0], [-3.0, -2.4], [0.2, 2.0])], ",$,$");
    assert!(bays(&survey(&h.sketch.file(), &[])).is_empty());
}

#[test]
fn two_bays_in_one_wall_are_judged_each_and_their_sum_is_shown() {
    let mut h = house(true, [0.3, 1.7]);
    for (hole, opening) in [([0.3, 1.7], Some(h.opening)), ([2.2, 3.8], None)] {
        let bodies: Vec<Body> = glass(hole, 0.6).into_iter().chain([sill(hole, 0.6)]).collect();
        h.sketch.window(h.level, "TC", &bodies, opening);
    }
    let sheet = survey(&h.sketch.file(), &[]);
    let found = bays(&sheet);
    assert_eq!(found.len(), 2);
    near(found[0], "clear_width", 1.3);
    near(found[1], "clear_width", 1.5);
    for bay in found {
        near(bay, "wall_clear_width", 2.8);
    }
}

#[test]
fn a_curved_bay_is_as_wide_as_its_mouth_between_the_panes() {
    // an arc over a chord of 3.0 m with a rise of 0.6 m: radius 2.175 m, centre 1.575 m behind the façade
    let (radius, depth) = (2.175_f64, 1.575_f64);
    let arc = |r: f64| -> Vec<P> {
        let half = (1.5_f64 / radius).asin();
        (0..=120)
            .map(|i| {
                let a = -half + 2.0 * half * f64::from(i) / 120.0;
                [2.0 + r * a.sin(), -0.2 + depth - r * a.cos()]
            })
            .collect()
    };
    let mut ring = arc(radius);
    ring.extend(arc(radius - 0.05).into_iter().rev());
    let mut h = house(true, [0.5, 3.5]);
    h.sketch.window(h.level, "弧形飘窗", &[Body::Prism(ring, 0.6, 2.3)], Some(h.opening));
    let mut plate = arc(radius);
    plate.extend([[3.5, -0.2], [0.5, -0.2]]);
    h.sketch.product("IFCSLAB", "飘窗板", Some(h.level), &[Body::Prism(plate, 0.5, 0.6)], ",$,.FLOOR.");
    let sheet = survey(&h.sketch.file(), &[]);
    let found = bays(&sheet);
    assert_eq!(found.len(), 1);
    near(found[0], "projection", 0.6);
    // between the inner faces of the panes where they meet the façade: the chord of the inner arc
    near(found[0], "clear_width", 2.0 * ((radius - 0.05).powi(2) - depth.powi(2)).sqrt());
    near(found[0], "room_bay_width_axis", 4.2);
}

#[test]
fn flat_recessed_and_named_windows_are_no_bays() {
    for (name, y) in [("TC1821", [-0.13, -0.06]), ("飘窗 C1", [-0.2, -0.13]), ("C1821", [0.0, 0.05])] {
        let mut h = house(true, [1.0, 2.8]);
        h.sketch.window(h.level, name, &[cuboid([1.0, 2.8], y, [0.5, 2.3])], Some(h.opening));
        let sheet = survey(&h.sketch.file(), &[]);
        assert!(bays(&sheet).is_empty(), "{name}");
        let window = sheet.of_kind(SubjectKind::Window).next().unwrap();
        assert_eq!(window.claim("is_bay_window"), Some(false), "{name}");
    }
}

#[test]
fn glazing_round_a_balcony_is_no_bay_whether_rooms_are_drawn_or_not() {
    for (rooms, name) in [(true, "阳台板"), (false, "阳台板"), (false, "板")] {
        let hole = [0.5, 3.5];
        let mut h = house(rooms, hole);
        h.sketch.slab(h.level, name, hole, [-1.4, -0.2], [-0.1, 0.0]);
        let (y, z) = (-1.4, [0.0, 2.9]);
        for (x, y) in [(hole, [y, y + 0.05]), ([0.5, 0.55], [y, -0.2]), ([3.45, 3.5], [y, -0.2])] {
            h.sketch.window(h.level, "封阳台窗", &[cuboid(x, y, z)], None);
        }
        let sheet = survey(&h.sketch.file(), &[]);
        assert!(bays(&sheet).is_empty(), "{rooms} {name}");
    }
}

#[test]
fn a_bay_at_the_corner_has_two_legs_each_against_its_own_wall() {
    // the south-western corner of a room of 4 m by 5 m is open over 2.0 m on both sides
    let mut s = Sketch::new();
    let (level, top) = (s.level("1F", 0.0), s.level("2F", 3.1));
    s.slab(level, "楼板", [-0.2, 4.2], [-0.2, 5.2], [-0.1, 0.0]);
    s.slab(top, "楼板", [-0.2, 4.2], [-0.2, 5.2], [3.0, 3.1]);
    let z = [0.0, 3.0];
    let south = s.wall(level, [-0.2, 4.2], [-0.2, 0.0], z);
    s.wall(level, [-0.2, 4.2], [5.0, 5.2], z);
    let west = s.wall(level, [-0.2, 0.0], [0.0, 5.0], z);
    s.wall(level, [4.0, 4.2], [0.0, 5.0], z);
    s.opening(south, [-0.3, 2.0], [-0.3, 0.1], HOLE);
    s.opening(west, [-0.3, 0.1], [-0.3, 2.0], HOLE);
    s.room(level, "次卧", cuboid([0.0, 4.0], [0.0, 5.0], z));
    // an L of glass 0.6 m before both façades, closed at its far jambs
    let z = [0.6, 2.3];
    let panes = [
        cuboid([-0.8, 2.0], [-0.8, -0.75], z),
        cuboid([-0.8, -0.75], [-0.75, 2.0], z),
        cuboid([1.95, 2.0], [-0.75, -0.2], z),
        cuboid([-0.75, -0.2], [1.95, 2.0], z),
    ];
    s.window(level, "转角飘窗", &panes, None);
    let ring = vec![[-0.8, -0.8], [2.0, -0.8], [2.0, -0.2], [-0.2, -0.2], [-0.2, 2.0], [-0.8, 2.0]];
    s.product("IFCSLAB", "飘窗板", Some(level), &[Body::Prism(ring, 0.5, 0.6)], ",$,.FLOOR.");
    let sheet = survey(&s.file(), &[]);
    let found = bays(&sheet);
    assert_eq!(found.len(), 2, "{:?}", sheet.of_kind(SubjectKind::Window).map(|w| &w.gaps).collect::<Vec<_>>());
    for bay in found {
        near(bay, "projection", 0.6);
        near(bay, "clear_width", 1.95);
    }
}

#[test]
fn furniture_that_is_a_bay_by_name_and_geometry_is_measured() {
    let hole = [0.5, 3.5];
    for (class, rest) in [("IFCFURNISHINGELEMENT", ",$"), ("IFCFURNITURE", ",$,$")] {
        let mut h = house(true, hole);
        let bodies: Vec<Body> = glass(hole, 0.6).into_iter().chain([sill(hole, 0.6)]).collect();
        h.sketch.product(class, "飘窗", Some(h.level), &bodies, rest);
        is_the_bay(&survey(&h.sketch.file(), &[]), 2.9, 0.6);
    }
    // a cupboard for the bay in the room is none
    let mut h = house(true, hole);
    h.sketch.product("IFCFURNISHINGELEMENT", "飘窗柜", Some(h.level), &[cuboid([0.5, 2.0], [0.3, 0.9], [0.2, 2.0])], ",$");
    assert!(bays(&survey(&h.sketch.file(), &[])).is_empty());
}

#[test]
fn what_is_called_a_bay_and_stands_out_but_cannot_be_measured_is_told() {
    for class in ["IFCFURNISHINGELEMENT", "IFCBUILDINGELEMENTPROXY"] {
        let mut h = house(true, [0.5, 3.5]);
        // further out than any bay, over nothing
        let rest = if class == "IFCFURNISHINGELEMENT" { ",$" } else { ",$,$" };
        h.sketch.product(class, "转角飘窗", Some(h.level), &[cuboid([1.0, 3.0], [-2.6, -1.9], [0.5, 2.3])], rest);
        let sheet = survey(&h.sketch.file(), &[]);
        let found = bays(&sheet);
        assert_eq!(found.len(), 1, "{class}");
        assert!(found[0].number("width_ratio").is_none() && found[0].gaps.keys().any(|quantity| *quantity == "width_ratio".into()));
    }
}

#[test]
fn a_bay_before_a_wall_that_was_never_cut_is_not_open_to_its_room() {
    // the southern wall of the western room runs through behind the glass
    let mut s = Sketch::new();
    let (level, top) = (s.level("1F", 0.0), s.level("2F", 3.1));
    s.slab(level, "楼板", [-0.2, 4.2], [-0.2, 5.2], [-0.1, 0.0]);
    s.slab(top, "楼板", [-0.2, 4.2], [-0.2, 5.2], [3.0, 3.1]);
    for (x, y) in [([-0.2, 4.2], [-0.2, 0.0]), ([-0.2, 4.2], [5.0, 5.2]), ([-0.2, 0.0], [0.0, 5.0]), ([4.0, 4.2], [0.0, 5.0])] {
        s.wall(level, x, y, [0.0, 3.0]);
    }
    s.room(level, "主卧", cuboid([0.0, 4.0], [0.0, 5.0], [0.0, 3.0]));
    let hole = [0.5, 3.5];
    let bodies: Vec<Body> = glass(hole, 0.6).into_iter().chain([sill(hole, 0.6)]).collect();
    s.window(level, "飘窗", &bodies, None);
    let sheet = survey(&s.file(), &[]);
    let found = bays(&sheet);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].claim("is_open_to_room"), Some(false));
    // with its opening it is
    let mut h = house(true, [0.5, 3.5]);
    let bodies: Vec<Body> = glass([0.5, 3.5], 0.6).into_iter().chain([sill([0.5, 3.5], 0.6)]).collect();
    h.sketch.product("IFCBUILDINGELEMENTPROXY", "飘窗", Some(h.level), &bodies, ",$,$");
    assert_eq!(bays(&survey(&h.sketch.file(), &[]))[0].claim("is_open_to_room"), Some(true));
}

/// A bay in the open wall of the western room, of a front pane and what stands at its sides.
fn sided(front: Body, sides: &[(&str, Body)]) -> FactSheet {
    let mut h = house(true, [0.5, 3.5]);
    h.sketch.window(h.level, "TC3017", &[front], Some(h.opening));
    for (class, body) in sides {
        let rest = if *class == "IFCWINDOW" { ",$,$,$,$,$,$" } else { ",$,$" };
        let copy = match body {
            Body::Prism(ring, low, high) => Body::Prism(ring.clone(), *low, *high),
            Body::Facets(corners, faces) => Body::Facets(corners.clone(), faces.clone()),
        };
        h.sketch.product(class, "侧板", Some(h.level), &[copy], rest);
    }
    h.sketch.slab(h.level, "窗台板", [0.5, 3.5], [-0.8, -0.2], [0.5, 0.6]);
    survey(&h.sketch.file(), &[])
}

#[test]
fn sides_of_a_bay_may_differ() {
    let front = || cuboid([0.5, 3.5], [-0.8, -0.75], [0.6, 2.3]);
    let left = |y: f64, z: [f64; 2]| ("IFCPLATE", cuboid([0.5, 0.6], [y, -0.2], z));
    let right = |z: [f64; 2]| ("IFCPLATE", cuboid([3.4, 3.5], [-0.75, -0.2], z));
    let whole = [0.6, 2.3];
    // one side plate runs out 0.3 m beyond the glass: no glazing, so the bay is as deep as its panes
    let (_, deeper) = left(-1.1, whole);
    is_the_bay(&sided(front(), &[("IFCWALL", deeper), right(whole)]), 2.8, 0.6);
    // one side is open, or of glass that begins at the wall
    is_the_bay(&sided(front(), &[left(-0.75, whole)]), 2.9, 0.6);
    // plates of half the height bound the way as the others do, above or below the middle
    for z in [[0.6, 1.3], [1.6, 2.3]] {
        is_the_bay(&sided(front(), &[left(-0.75, z), right(whole)]), 2.8, 0.6);
    }
}

#[test]
fn a_bay_in_an_inner_corner_ends_at_the_wall_of_the_neighbour() {
    // the eastern wing stands out beyond the western room's façade: its wall closes the bay on that side
    let mut h = house(true, [1.5, 4.0]);
    h.sketch.wall(h.level, [4.0, 4.2], [-4.0, -0.2], [0.0, 3.0]);
    let z = [0.6, 2.3];
    let panes = [cuboid([1.5, 4.0], [-0.8, -0.75], z), cuboid([1.5, 1.55], [-0.75, -0.2], z)];
    h.sketch.window(h.level, "转角凸窗", &panes, Some(h.opening));
    h.sketch.slab(h.level, "窗台板", [1.5, 4.0], [-0.8, -0.2], [0.5, 0.6]);
    is_the_bay(&survey(&h.sketch.file(), &[]), 2.45, 0.6);
}

#[test]
fn plates_of_a_bay_may_be_filed_with_another_storey() {
    // sill and head held by the level above, by the level below, by none
    for (sill, head) in [(Some(1), Some(1)), (Some(0), Some(0)), (None, None)] {
        let mut s = Sketch::new();
        let z0 = 3.1;
        let levels = [s.level("1F", 0.0), s.level("2F", z0), s.level("3F", 2.0 * z0)];
        for (at, level) in levels.into_iter().enumerate() {
            let z = z0 * at as f64;
            s.slab(level, "楼板", [-0.2, 4.2], [-0.2, 5.2], [z - 0.1, z]);
            if at == 2 {
                continue;
            }
            let high = [z, z + 3.0];
            let south = s.wall(level, [-0.2, 4.2], [-0.2, 0.0], high);
            for (x, y) in [([-0.2, 4.2], [5.0, 5.2]), ([-0.2, 0.0], [0.0, 5.0]), ([4.0, 4.2], [0.0, 5.0])] {
                s.wall(level, x, y, high);
            }
            s.room(level, "主卧", cuboid([0.0, 4.0], [0.0, 5.0], high));
            if at == 1 {
                let hole = [0.5, 3.5];
                let opening = s.opening(south, hole, [-0.4, 0.2], [z + 0.5, z + 2.4]);
                let z = [z + 0.6, z + 2.3];
                let bodies = [cuboid(hole, [-0.8, -0.75], z), cuboid([0.5, 0.55], [-0.75, -0.2], z), cuboid([3.45, 3.5], [-0.75, -0.2], z)];
                s.window(level, "TC3017", &bodies, Some(opening));
                for (of, z) in [(sill, [z[0] - 0.1, z[0]]), (head, [z[1], z[1] + 0.1])] {
                    let home = of.map(|of: usize| levels[2 * of]);
                    s.product("IFCSLAB", "板", home, &[cuboid(hole, [-0.8, -0.2], z)], ",$,.FLOOR.");
                }
            }
        }
        let sheet = survey(&s.file(), &[]);
        is_the_bay(&sheet, 2.9, 0.6);
        near(bays(&sheet)[0], "clear_height", 1.7);
    }
}

#[test]
fn each_leg_of_a_corner_bay_ends_at_its_room_whatever_part_of_its_glazing_lies_round_the_corner() {
    for (clear_width, projection) in [(1.5, 0.4), (1.5, 0.8), (1.8, 0.8), (2.1, 0.6)] {
        let mut drawn = Estate::default();
        drawn.buildings[0].bay = Some(Bay { form: BayForm::Corner, clear_width, projection, ..Bay::default() });
        for openings in [true, false] {
            let (sheet, truth) = estate(&drawn, &Style { openings, ..Style::default() });
            let mut legs = 0;
            for want in truth.of("bay_window") {
                let got = subject(&sheet, SubjectKind::BayWindow, want.guid.as_ref().unwrap());
                for (quantity, value) in &want.facts {
                    let found = got.fact(quantity).unwrap_or_else(|| panic!("{}: no {quantity}", want.name));
                    assert!(
                        same(value, &found.value),
                        "{clear_width} x {projection}, {}: {quantity} {:?}, {value:?} is there",
                        want.name,
                        found.value
                    );
                }
                legs += 1;
            }
            assert!(legs > 0);
        }
    }
}
