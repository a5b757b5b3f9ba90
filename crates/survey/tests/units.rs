//! Stair units that share an entrance hall are still units of their own (CLAUSES NT-2.1-07: a lift for each).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::SubjectKind;

/// Two stairs 10 m apart over two storeys; on the ground a hall of this width (m) from the western stair eastwards.
fn units(hall: f64) -> usize {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("3F", 6.2), s.level("屋面", 9.3)];
    for (at, level) in levels.into_iter().enumerate() {
        let z = 3.1 * at as f64;
        s.slab(level, "楼板", [0.0, 20.0], [0.0, 6.0], [z - 0.1, z]);
        if at == 3 {
            break;
        }
        let door = |s: &mut Sketch, name: &str, x: f64| {
            s.wall(level, [x - 0.1, x + 0.1], [0.0, 6.0], [z, z + 3.0]);
            s.product("IFCDOOR", name, Some(level), &[cuboid([x - 0.03, x + 0.03], [1.0, 2.0], [z, z + 2.1])], ",$,$,$,$,$,$");
        };
        for x in [4.0, 14.0] {
            s.room(level, "楼梯间", cuboid([x + 0.1, x + 1.9], [0.1, 5.9], [z, z + 3.0]));
        }
        if at == 0 {
            s.room(level, "入户大堂", cuboid([6.1, 6.0 + hall - 0.1], [0.1, 5.9], [z, z + 3.0]));
            door(&mut s, "M1521", 6.0);
            door(&mut s, "M1521", 6.0 + hall);
            continue;
        }
        for (dwelling, x, entrance) in [(1, 0.0, 4.0), (2, 16.0, 16.0)] {
            let number = format!("{}0{dwelling}", at + 1);
            s.room(level, &format!("{number}-客厅"), cuboid([x + 0.1, x + 3.9], [0.1, 3.9], [z, z + 3.0]));
            s.room(level, &format!("{number}-厨房"), cuboid([x + 0.1, x + 3.9], [4.1, 5.9], [z, z + 3.0]));
            door(&mut s, "户门", entrance);
        }
    }
    survey(&s.file(), &[]).of_kind(SubjectKind::StairUnit).count()
}

#[test]
fn a_shared_hall_does_not_make_two_units_one() {
    assert_eq!(units(4.0), 2, "the hall ends before the other stair");
    assert_eq!(units(8.0), 2, "the hall leads to both stairs");
}

/// A flat beside a stair, and above it bedrooms; the answer is the number of dwellings and of households.
fn flat_with_bedrooms_above(entered: bool) -> (usize, Option<f64>) {
    let mut s = Sketch::of("1#住宅楼");
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
    for (at, level) in levels.into_iter().enumerate() {
        let z = 3.1 * at as f64;
        s.slab(level, "楼板", [0.0, 12.0], [0.0, 6.0], [z - 0.1, z]);
        if at == 2 {
            break;
        }
        for (x, y) in [([0.0, 12.0], [0.0, 0.2]), ([0.0, 12.0], [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([11.8, 12.0], [0.2, 5.8])] {
            s.wall(level, x, y, [z, z + 3.0]);
        }
        s.wall(level, [8.0, 8.2], [0.2, 5.8], [z, z + 3.0]);
        s.room(level, "楼梯间", cuboid([8.2, 11.8], [0.2, 5.8], [z, z + 3.0]));
        let rooms = if at == 0 { ["客厅", "厨房", "卫生间"] } else { ["主卧", "次卧", "卫生间"] };
        for (room, x) in rooms.into_iter().zip([[0.2, 4.0], [4.0, 6.0], [6.0, 8.0]]) {
            s.room(level, room, cuboid(x, [0.2, 5.8], [z, z + 3.0]));
        }
        if at == 0 || entered {
            s.product("IFCDOOR", "户门", Some(level), &[cuboid([8.0, 8.2], [1.0, 2.0], [z, z + 2.1])], ",$,$,$,$,$,$");
        }
    }
    let sheet = survey(&s.file(), &[]);
    let households = sheet.of_kind(SubjectKind::Project).next().unwrap().number("households");
    (sheet.of_kind(SubjectKind::Dwelling).count(), households)
}

#[test]
fn bedrooms_that_nobody_can_enter_are_no_dwelling_of_their_own() {
    assert_eq!(flat_with_bedrooms_above(true), (2, Some(2.0)), "a flat without a kitchen behind its own door");
    assert_eq!(flat_with_bedrooms_above(false), (1, None), "the upper floor of a duplex whose stair is not drawn: whose, nothing says");
}
