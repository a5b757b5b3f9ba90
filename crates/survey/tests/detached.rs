//! A facility stands alone only where what stands beside it is known (CLAUSES NT-3.1-03): missing is no ground for an exemption.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, Subject, SubjectKind};

const X: [f64; 2] = [0.0, 8.0];
const Y: [f64; 2] = [0.0, 6.0];

/// A building of so many storeys, 8 m by 6 m.
fn tower(s: &mut Sketch, storeys: usize) -> Vec<usize> {
    let levels: Vec<usize> =
        (0..=storeys).map(|at| s.level(&if at == storeys { "屋面".to_owned() } else { format!("{}F", at + 1) }, 3.1 * at as f64)).collect();
    for (at, level) in levels.iter().enumerate() {
        let z = 3.1 * at as f64;
        s.slab(*level, "楼板", X, Y, [z - 0.1, z]);
        if at < storeys {
            for (x, y) in [(X, [0.0, 0.2]), (X, [5.8, 6.0]), ([0.0, 0.2], [0.2, 5.8]), ([7.8, 8.0], [0.2, 5.8])] {
                s.wall(*level, x, y, [z, z + 3.0]);
            }
        }
    }
    levels
}

fn facility(sheet: &FactSheet) -> &Subject {
    sheet.of_kind(SubjectKind::Facility).next().unwrap()
}

#[test]
fn a_switch_room_in_a_tower_of_unknown_use_is_not_said_to_stand_alone() {
    for (storeys, name, expected) in [(6, "1#", None), (1, "1#", Some(true)), (6, "1#住宅楼", Some(false))] {
        let mut s = Sketch::of(name);
        let levels = tower(&mut s, storeys);
        s.room(levels[0], "配电房", cuboid([0.2, 7.8], [0.2, 5.8], [0.0, 3.0]));
        let sheet = survey(&s.file(), &[]);
        assert_eq!(facility(&sheet).claim("is_detached"), expected, "{name} of {storeys} storeys: {:?}", facility(&sheet).gaps);
    }
}

#[test]
fn a_facility_on_the_site_stands_alone_only_beside_known_dwellings() {
    for (name, expected) in [("1#住宅楼", Some(true)), ("地下车库", None)] {
        let mut s = Sketch::of(name);
        tower(&mut s, 2);
        let site = s.site();
        s.room(site, "门卫室", cuboid([30.0, 34.0], [0.0, 3.0], [0.0, 3.0]));
        let sheet = survey(&s.file(), &[]);
        assert_eq!(facility(&sheet).claim("is_detached"), expected, "{name}: {:?}", facility(&sheet).gaps);
    }
}
