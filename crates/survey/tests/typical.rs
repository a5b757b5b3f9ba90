//! Typical floors: what is remembered of the windows of one level is what would be found anew on the next.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Body, Sketch, cuboid};
use common::survey;
use haofang_facts::{SubjectKind, Value};

/// Storeys; the cross wall of one of them stands elsewhere.
const STOREYS: usize = 5;
const OTHER: usize = 3;

/// Five storeys 3.1 m high, two rooms each: a bay in the southern wall of the western room, with an opening or drawn into a gap
/// between walls, and a flat window in that of the eastern one. Windows only on the storeys asked for.
fn tower(with_opening: bool, windows_on: &[usize]) -> Vec<(String, Vec<u8>)> {
    let mut s = Sketch::new();
    let mut holes = Vec::new();
    for storey in 0..STOREYS {
        let z = 3.1 * storey as f64;
        let level = s.level(&format!("{}F", storey + 1), z);
        let cross = if storey == OTHER { 3.5 } else { 4.0 };
        s.slab(level, "楼板", [-0.2, 8.4], [-0.2, 5.2], [z - 0.1, z]);
        let high = [z, z + 3.0];
        let south = if with_opening {
            s.wall(level, [-0.2, 8.4], [-0.2, 0.0], high)
        } else {
            s.wall(level, [-0.2, 0.7], [-0.2, 0.0], high);
            s.wall(level, [3.1, 8.4], [-0.2, 0.0], high)
        };
        s.wall(level, [-0.2, 8.4], [5.0, 5.2], high);
        s.wall(level, [-0.2, 0.0], [0.0, 5.0], high);
        s.wall(level, [cross, cross + 0.2], [0.0, 5.0], high);
        s.wall(level, [8.2, 8.4], [0.0, 5.0], high);
        s.room(level, "主卧", cuboid([0.0, cross], [0.0, 5.0], high));
        s.room(level, "客厅", cuboid([cross + 0.2, 8.2], [0.0, 5.0], high));
        let hole = with_opening.then(|| s.opening(south, [0.7, 3.1], [-0.4, 0.2], [z + 0.5, z + 2.3]));
        let flat = s.opening(south, [5.0, 6.5], [-0.4, 0.2], [z + 0.9, z + 2.3]);
        holes.push((level, z, hole, flat));
    }
    let roof = s.level("屋面", 3.1 * STOREYS as f64);
    s.slab(roof, "屋面板", [-0.2, 8.4], [-0.2, 5.2], [3.1 * STOREYS as f64 - 0.1, 3.1 * STOREYS as f64]);
    for storey in windows_on {
        let (level, z, hole, flat) = holes[*storey];
        let glass: Vec<Body> = vec![
            cuboid([0.7, 3.1], [-0.8, -0.75], [z + 0.6, z + 2.3]),
            cuboid([0.7, 0.75], [-0.75, -0.2], [z + 0.6, z + 2.3]),
            cuboid([3.05, 3.1], [-0.75, -0.2], [z + 0.6, z + 2.3]),
            cuboid([0.7, 3.1], [-0.8, -0.2], [z + 0.5, z + 0.6]),
        ];
        s.window(level, &format!("飘窗{storey}"), &glass, hole);
        s.window(level, &format!("C{storey}"), &[cuboid([5.0, 6.5], [-0.15, -0.1], [z + 0.9, z + 2.3])], Some(flat));
    }
    s.file()
}

/// What the sheet says of the windows and bays of a storey: quantities with their values and methods, without the windows' own
/// identities.
fn said(files: &[(String, Vec<u8>)], storey: usize) -> Vec<String> {
    let sheet = survey(files, &[]);
    let names = [format!("飘窗{storey}"), format!("C{storey}")];
    let kinds = [SubjectKind::Window, SubjectKind::BayWindow];
    let of_storey = kinds.iter().flat_map(|kind| sheet.of_kind(*kind)).filter(|subject| names.contains(&subject.name));
    let windows: Vec<&str> = sheet.of_kind(SubjectKind::Window).filter_map(|window| window.id.0.split(':').nth(1)).collect();
    let mut out = Vec::new();
    for subject in of_storey {
        out.push(format!("{} in {:?}", subject.name, subject.parent));
        for (quantity, fact) in &subject.facts {
            let of: Vec<String> = fact.elements.iter().map(ToString::to_string).collect();
            let others: Vec<&String> = of.iter().filter(|guid| !windows.contains(&guid.as_str())).collect();
            out.push(format!("{quantity}: {:?} {} {others:?}", fact.value, fact.method));
        }
        out.extend(subject.gaps.iter().map(|(quantity, gap)| format!("{quantity}: {gap:?}")));
    }
    out
}

#[test]
fn each_storey_of_a_tower_says_what_it_says_alone() {
    let all: Vec<usize> = (0..STOREYS).collect();
    for with_opening in [true, false] {
        let tower_of_all = tower(with_opening, &all);
        for storey in 0..STOREYS {
            let together = said(&tower_of_all, storey);
            let alone = said(&tower(with_opening, &[storey]), storey);
            assert_eq!(together, alone, "storey {storey}");
            assert!(together.iter().any(|line| line.starts_with("clear_width")), "{together:#?}");
        }
    }
}

#[test]
fn a_storey_whose_cross_wall_stands_elsewhere_has_its_own_width() {
    let all: Vec<usize> = (0..STOREYS).collect();
    let sheet = survey(&tower(true, &all), &[]);
    let widths: Vec<f64> = (0..STOREYS)
        .map(|storey| {
            let mut bays = sheet.of_kind(SubjectKind::BayWindow);
            let bay = bays.find(|bay| bay.name == format!("飘窗{storey}")).unwrap();
            match bay.facts.get(&"room_bay_width_clear".into()).unwrap().value {
                Value::Number(width, _) => width,
                _ => f64::NAN,
            }
        })
        .collect();
    for (storey, width) in widths.iter().enumerate() {
        let right = if storey == OTHER { 3.5 } else { 4.0 };
        assert!((width - right).abs() < 1e-6, "{widths:?}");
    }
}
