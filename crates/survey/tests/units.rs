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
