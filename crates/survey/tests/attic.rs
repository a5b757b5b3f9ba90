//! Sloped ceilings and recessed balconies in the floor area, by both area standards (CLAUSES §4.2).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Body, Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, SubjectKind};

/// A house of 10 m by 6 m outside; its attic lies under a gable whose underside rises from 0.5 m above the floor at both long
/// façades to 3.5 m in the middle, 0.2 m thick measured upright.
fn gable() -> Vec<(String, Vec<u8>)> {
    let mut s = Sketch::new();
    let (ground, attic) = (s.level("1F", 0.0), s.level("2F", 3.0));
    for (level, z) in [(ground, 0.0), (attic, 3.0)] {
        s.slab(level, "楼板", [0.0, 10.0], [0.0, 6.0], [z - 0.1, z]);
    }
    let walls = |s: &mut Sketch, level: usize, z: [f64; 2], gable: [f64; 2]| {
        s.wall(level, [0.0, 10.0], [0.0, 0.2], z);
        s.wall(level, [0.0, 10.0], [5.8, 6.0], z);
        s.wall(level, [0.0, 0.2], [0.2, 5.8], gable);
        s.wall(level, [9.8, 10.0], [0.2, 5.8], gable);
    };
    walls(&mut s, ground, [0.0, 2.9], [0.0, 2.9]);
    walls(&mut s, attic, [3.0, 3.5], [3.0, 5.5]);
    s.room(ground, "客厅", cuboid([0.2, 9.8], [0.2, 5.8], [0.0, 2.9]));
    s.room(attic, "卧室", cuboid([0.2, 9.8], [0.2, 5.8], [3.0, 4.0]));
    // half of the roof: the underside from (y 0, z 3.5) to (y 3, z 6.5)
    for side in [0.0, 1.0] {
        let y = |at: f64| if side == 0.0 { at } else { 6.0 - at };
        let corners: Vec<[f64; 3]> =
            [0.0, 10.0].into_iter().flat_map(|x| [[x, y(0.0), 3.5], [x, y(3.0), 6.5], [x, y(3.0), 6.7], [x, y(0.0), 3.7]]).collect();
        let mut faces = vec![vec![0, 1, 2, 3], vec![7, 6, 5, 4], vec![0, 4, 5, 1], vec![1, 5, 6, 2], vec![2, 6, 7, 3], vec![3, 7, 4, 0]];
        if side == 0.0 {
            faces.iter_mut().for_each(|face| face.reverse());
        }
        s.product("IFCSLAB", "坡屋面板", Some(attic), &[Body::Facets(corners, faces)], ",$,.ROOF.");
    }
    s.file()
}

fn counted(sheet: &FactSheet, level: &str) -> f64 {
    sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name == level).unwrap().number("counted_floor_area").unwrap()
}

#[test]
fn an_attic_counts_whole_half_or_not_by_its_height() {
    let sheet = survey(&gable(), &[]);
    let attic = sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name == "2F").unwrap();
    assert_eq!(attic.claim("roof_is_pitched"), Some(true), "{:?}", attic.gaps);
    assert!((attic.number("floor_area").unwrap() - 60.0).abs() < 0.06);
    // 2.10 m is reached 1.6 m from each façade, 1.20 m after 0.7 m: 28 m² whole, 18 m² half
    assert!((counted(&sheet, "2F") - 37.0).abs() < 0.06, "{}", counted(&sheet, "2F"));
    assert!((counted(&sheet, "1F") - 60.0).abs() < 0.06);
    // the top of the slab reaches 2.20 m after 1.5 m: 30 m²
    let new = survey(&gable(), &[("profile.area_standard".to_owned(), "GB55031_2022".to_owned())]);
    assert!((counted(&new, "2F") - 30.0).abs() < 0.06, "{}", counted(&new, "2F"));
    let building = new.of_kind(SubjectKind::Building).next().unwrap();
    let fact = building.fact("gross_floor_area").unwrap();
    assert!(fact.method.contains("97.00"), "the other standard's sum stands beside: {}", fact.method);
}

#[test]
fn a_recessed_balcony_counts_whole_by_the_old_standard_and_half_by_the_new_one() {
    let mut s = Sketch::new();
    let (level, top) = (s.level("1F", 0.0), s.level("2F", 3.1));
    for (level, z) in [(level, 0.0), (top, 3.1)] {
        s.slab(level, "楼板", [0.0, 10.0], [0.0, 6.0], [z - 0.1, z]);
    }
    let z = [0.0, 3.0];
    // 3 m by 1.5 m are left out of the southern façade
    for (x, y) in [
        ([0.0, 3.0], [0.0, 0.2]),
        ([6.0, 10.0], [0.0, 0.2]),
        ([2.8, 3.0], [0.2, 1.7]),
        ([6.0, 6.2], [0.2, 1.7]),
        ([3.0, 6.0], [1.5, 1.7]),
        ([0.0, 10.0], [5.8, 6.0]),
        ([0.0, 0.2], [0.2, 5.8]),
        ([9.8, 10.0], [0.2, 5.8]),
    ] {
        s.wall(level, x, y, z);
    }
    let ring = vec![[0.2, 0.2], [2.8, 0.2], [2.8, 1.7], [6.2, 1.7], [6.2, 0.2], [9.8, 0.2], [9.8, 5.8], [0.2, 5.8]];
    s.room(level, "客厅", Body::Prism(ring, 0.0, 3.0));
    s.room(level, "阳台", cuboid([3.0, 6.0], [0.1, 1.5], z));
    s.wall(level, [3.0, 6.0], [0.0, 0.1], [0.0, 1.1]);
    let file = s.file();
    for (standard, share) in [("GBT50353_2013", 1.0), ("GB55031_2022", 0.5)] {
        let sheet = survey(&file, &[("profile.area_standard".to_owned(), standard.to_owned())]);
        let balcony = sheet.of_kind(SubjectKind::Balcony).next().unwrap();
        assert!((balcony.number("area").unwrap() - 4.5).abs() < 0.01, "{:?}", balcony.number("area"));
        let storey = sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name == "1F").unwrap();
        assert!((storey.number("floor_area").unwrap() - 55.5).abs() < 0.06, "{:?}", storey.number("floor_area"));
        let gross = sheet.of_kind(SubjectKind::Project).next().unwrap().number("floor_area_above").unwrap();
        assert!((gross - 55.5 - 4.5 * share).abs() < 0.06, "{standard}: {gross}");
    }
}

#[test]
fn a_window_in_the_gable_belongs_to_the_storey_below_and_not_to_the_roof() {
    let mut s = Sketch::new();
    let levels = [s.level("1F", 0.0), s.level("2F", 3.0), s.level("屋面", 6.1)];
    for (level, z) in levels.into_iter().zip([0.0, 3.0, 6.1]) {
        s.slab(level, "楼板", [0.0, 10.0], [0.0, 6.0], [z - 0.1, z]);
    }
    let mut gable = 0;
    for (level, z, top) in [(levels[0], 0.0, 2.9), (levels[1], 3.0, 6.0)] {
        s.wall(level, [0.0, 10.0], [0.0, 0.2], [z, top]);
        s.wall(level, [0.0, 10.0], [5.8, 6.0], [z, top]);
        // the gable is one wall with the storey below it
        gable = s.wall(level, [0.0, 0.2], [0.2, 5.8], [z, if z > 1.0 { 8.0 } else { top }]);
        s.wall(level, [9.8, 10.0], [0.2, 5.8], [z, top]);
        s.room(level, "卧室", cuboid([0.2, 9.8], [0.2, 5.8], [z, top]));
    }
    let opening = s.opening(gable, [-0.1, 0.3], [2.5, 3.5], [6.6, 7.4]);
    s.window(levels[1], "C1008", &[cuboid([0.07, 0.13], [2.5, 3.5], [6.6, 7.4])], Some(opening));
    let sheet = survey(&s.file(), &[]);
    let window = sheet.of_kind(SubjectKind::Window).next().unwrap();
    assert!((window.number("sill_height").unwrap() - 3.6).abs() < 1e-6, "{:?}", window.fact("sill_height"));
}
