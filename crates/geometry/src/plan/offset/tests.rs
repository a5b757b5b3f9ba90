//! Offsets and openings against closed forms; the eight metres of NT-2.1-10 to the millimetre.

use super::*;
use crate::plan::{area, closing, polygon, rectangle};
use proptest::prelude::*;
use std::f64::consts::PI;

fn moved(region: &Region, angle: f64, shift: f64) -> Region {
    let (sin, cos) = angle.sin_cos();
    use geo::MapCoords;
    region.map_coords(|c| Point2 { x: c.x * cos - c.y * sin + shift, y: c.x * sin + c.y * cos - shift })
}

const PLACES: [(f64, f64); 4] = [(0.0, 0.0), (0.4, 0.0), (0.0, 4.0e7), (2.2, 4.0e7)];

#[track_caller]
fn near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} instead of {expected}");
}

#[test]
fn rectangles_grow_and_shrink_exactly() {
    for (angle, shift) in PLACES {
        let r = moved(&rectangle([0.0, 0.0], [12.0, 7.0]), angle, shift);
        near(area(&offset(&r, 1.5, Join::Mitre)), 15.0 * 10.0, 1e-5);
        near(area(&offset(&r, 1.5, Join::Round)), 84.0 + 2.0 * 19.0 * 1.5 + PI * 2.25, 2e-3);
        near(area(&offset(&r, -1.5, Join::Mitre)), 9.0 * 4.0, 1e-5);
        assert!(offset(&r, -3.6, Join::Mitre).0.is_empty());
        near(area(&offset(&r, 0.0, Join::Mitre)), 84.0, 1e-6);
    }
}

#[test]
fn a_hole_closes_when_the_region_grows() {
    let ring = difference(&rectangle([0.0, 0.0], [10.0, 10.0]), &rectangle([4.0, 4.0], [6.0, 6.0]));
    near(area(&offset(&ring, 0.5, Join::Mitre)), 121.0 - 1.0, 1e-5);
    near(area(&offset(&ring, 1.5, Join::Mitre)), 169.0, 1e-5);
    near(area(&offset(&ring, -1.0, Join::Mitre)), 64.0 - 16.0, 1e-5);
    near(area(&offset(&ring, -1.0, Join::Round)), 64.0 - 4.0 - 8.0 - PI, 2e-3);
}

#[test]
fn needles_are_cut_off_at_the_mitre_limit() {
    let needle = polygon(&[[0.0, 0.0], [10.0, 0.1], [10.0, -0.1]]);
    let grown = offset(&needle, 1.0, Join::Mitre);
    let reach = grown.0[0].exterior().0.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
    near(reach, -5.0, 1e-6);
}

/// A square green of 20 m with an arm of the given width and 15 m length.
fn green_with_arm(width: f64) -> Region {
    union(&[rectangle([0.0, 0.0], [20.0, 20.0]), rectangle([19.0, 5.0], [35.0, 5.0 + width])])
}

#[test]
fn eight_metres_count_and_a_millimetre_less_does_not() {
    for (angle, shift) in PLACES {
        let counted = |width: f64| area(&opening(&moved(&green_with_arm(width), angle, shift), 8.0));
        near(counted(8.0), 400.0 + 120.0, 0.02);
        near(counted(7.999), 400.0, 0.02);
        near(counted(7.99), 400.0, 0.02);
        near(counted(8.001), 400.0 + 15.0 * 8.001, 0.02);
        near(counted(12.0), 400.0 + 180.0, 0.01);
        let strip = |width: f64| area(&opening(&moved(&rectangle([0.0, 0.0], [50.0, width]), angle, shift), 8.0));
        near(strip(8.0), 400.0, 0.02);
        near(strip(7.999), 0.0, 0.0);
        near(strip(30.0), 1500.0, 1e-4);
    }
}

#[test]
fn corners_survive_an_opening() {
    let l = polygon(&[[0.0, 0.0], [30.0, 0.0], [30.0, 8.0], [8.0, 8.0], [8.0, 30.0], [0.0, 30.0]]);
    for (angle, shift) in PLACES {
        near(area(&opening(&moved(&l, angle, shift), 8.0)), 240.0 + 176.0, 0.03);
    }
    let triangle = polygon(&[[0.0, 0.0], [40.0, 0.0], [0.0, 40.0]]);
    near(area(&opening(&triangle, 8.0)), 800.0, 1e-3);
}

#[test]
fn a_path_that_cuts_a_green_leaves_two_too_narrow_halves() {
    let green = rectangle([0.0, 0.0], [17.0, 30.0]);
    let cut = difference(&green, &rectangle([7.9, -1.0], [9.1, 31.0]));
    near(area(&opening(&green, 8.0)), 510.0, 1e-4);
    assert!(opening(&cut, 8.0).0.is_empty());
    // A flower bed in the middle of a strip of 20 m leaves 9.5 m on both sides.
    let bed = difference(&rectangle([0.0, 0.0], [60.0, 20.0]), &rectangle([20.0, 9.5], [30.0, 10.5]));
    near(area(&opening(&bed, 8.0)), 1190.0, 1e-3);
}

#[test]
fn closing_fills_joints_but_keeps_corners() {
    let walls = union(&[rectangle([0.0, 0.0], [3.0, 0.2]), rectangle([3.05, 0.0], [6.0, 0.2]), rectangle([5.8, 0.0], [6.0, 4.0])]);
    let closed = closing(&walls, 0.1);
    assert_eq!(closed.0.len(), 1);
    near(area(&closed), 6.0 * 0.2 + 3.8 * 0.2, 1e-5);
}

proptest! {
    #[test]
    fn an_opening_lies_between_the_erosion_and_the_region(
        corners in prop::collection::vec([0.0..40.0f64, 0.0..40.0f64], 3..9), angle in 0.0..6.3f64, far in prop::bool::ANY,
    ) {
        let region = moved(&polygon(&corners), angle, if far { 4.0e7 } else { 0.0 });
        let once = opening(&region, 8.0);
        prop_assert!(area(&difference(&once, &region)) < 1e-3);
        prop_assert!(area(&offset(&region, -4.0, Join::Mitre)) <= area(&once) + 1e-6);
    }

    #[test]
    fn round_offsets_obey_steiner(w in 1.0..30.0f64, h in 1.0..30.0f64, d in 0.05..5.0f64, angle in 0.0..6.3f64) {
        let r = moved(&rectangle([0.0, 0.0], [w, h]), angle, 4.0e7);
        let steiner = w * h + 2.0 * (w + h) * d + PI * d * d;
        prop_assert!((area(&offset(&r, d, Join::Round)) - steiner).abs() < 1e-3 * d.max(1.0));
    }
}

/// The offset as union or difference with strips and joints, one by one.
fn by_pieces(region: &Region, distance: f64, join: Join) -> Region {
    let region = clean(region);
    let band = band(&region, distance, join);
    if distance > 0.0 { union(&[region, band]) } else { difference(&region, &band) }
}

proptest! {
    #[test]
    fn moved_edges_wind_around_what_strips_and_joints_cover(
        reach in prop::collection::vec(0.6..6.0f64, 3..12), hole in prop::collection::vec(0.1..0.5f64, 3..6),
        distance in prop_oneof![-2.0..-0.01f64, 0.01..2.0f64], round in any::<bool>(), shift in prop_oneof![Just(0.0), Just(4.0e5)]
    ) {
        let star = |reach: &[f64]| {
            let turn = |i: usize| 0.3 + PI * 2.0 * i as f64 / reach.len() as f64;
            polygon(&reach.iter().enumerate().map(|(i, r)| [shift + r * turn(i).cos(), r * turn(i).sin()]).collect::<Vec<_>>())
        };
        let region = difference(&star(&reach), &star(&hole));
        let join = if round { Join::Round } else { Join::Mitre };
        let (fast, slow) = (offset(&region, distance, join), by_pieces(&region, distance, join));
        let apart = area(&crate::plan::xor(&fast, &slow));
        prop_assert!(apart < 1e-6, "{} of {} and {}", apart, area(&fast), area(&slow));
    }
}
