//! Booleans against areas known in closed form, with broken input, turned and moved far away.

use super::*;
use crate::plan::{area, polygon, rectangle};
use geo::MapCoords;
use proptest::prelude::*;

fn moved(region: &Region, angle: f64, shift: f64) -> Region {
    let (sin, cos) = angle.sin_cos();
    region.map_coords(|c| Point2 { x: c.x * cos - c.y * sin + shift, y: c.x * sin + c.y * cos - shift })
}

fn raw(rings: &[&[[f64; 2]]]) -> Region {
    let ring = |r: &[[f64; 2]]| LineString(r.iter().map(|c| Point2 { x: c[0], y: c[1] }).collect());
    let mut all = rings.iter().map(|r| ring(r));
    let outer = all.next().unwrap();
    Region::new(vec![Polygon::new(outer, all.collect())])
}

#[test]
fn broken_rings_give_their_area_and_never_a_panic() {
    let nan = f64::NAN;
    let cases: &[(&[&[[f64; 2]]], f64)] = &[
        (&[&[]], 0.0),
        (&[&[[1.0, 1.0]]], 0.0),
        (&[&[[0.0, 0.0], [5.0, 0.0]]], 0.0),
        (&[&[[0.0, 0.0], [5.0, 0.0], [2.0, 0.0]]], 0.0),
        (&[&[[0.0, 0.0], [nan, 0.0], [2.0, 2.0], [0.0, 2.0]]], 0.0),
        (&[&[[3.0, 3.0], [3.0, 3.0], [3.0, 3.0], [3.0, 3.0]]], 0.0),
        // A bow-tie keeps both lobes.
        (&[&[[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]]], 2.0),
        // A ring walked twice is one area; a clockwise one too.
        (&[&[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]]], 4.0),
        (&[&[[0.0, 0.0], [0.0, 2.0], [2.0, 2.0], [2.0, 0.0]]], 4.0),
        // A spike without width, repeated points.
        (&[&[[0.0, 0.0], [2.0, 0.0], [2.0, 0.0], [5.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]]], 4.0),
        // A hole as large as its ring; a hole partly outside; two holes that overlap.
        (&[&[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]], &[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]]], 0.0),
        (&[&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]], &[[3.0, 1.0], [6.0, 1.0], [6.0, 3.0], [3.0, 3.0]]], 14.0),
        (
            &[
                &[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]],
                &[[1.0, 1.0], [3.0, 1.0], [3.0, 2.0], [1.0, 2.0]],
                &[[2.0, 1.0], [3.0, 1.0], [3.0, 3.0], [2.0, 3.0]],
            ],
            13.0,
        ),
        // A keyhole: the hole is joined to the outside by a bridge walked both ways.
        (
            &[&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0], [1.0, 1.0], [1.0, 3.0], [3.0, 3.0], [3.0, 1.0], [1.0, 1.0]]],
            12.0,
        ),
    ];
    for (rings, expected) in cases {
        for (angle, shift) in [(0.0, 0.0), (0.7, 0.0), (1.1, 4.0e7)] {
            let cleaned = clean(&moved(&raw(rings), angle, shift));
            assert!((area(&cleaned) - expected).abs() < 1e-5, "{rings:?} {angle} {shift}: {}", area(&cleaned));
        }
    }
}

#[test]
fn overlapping_members_count_once_and_fill_each_others_holes() {
    let mut courtyard = difference(&rectangle([0.0, 0.0], [10.0, 10.0]), &rectangle([2.0, 2.0], [8.0, 8.0]));
    assert!((area(&courtyard) - 64.0).abs() < 1e-6);
    courtyard.0.extend(rectangle([1.0, 1.0], [5.0, 5.0]).0);
    assert!((area(&clean(&courtyard)) - 73.0).abs() < 1e-6);
}

#[test]
fn shared_edges_and_hairlines_leave_no_slivers() {
    let rooms: Vec<Region> = (0..40).map(|i| rectangle([0.3 * i as f64, 0.0], [0.3 * (i + 1) as f64, 4.2])).collect();
    for (angle, shift) in [(0.0, 0.0), (0.3, 4.0e7)] {
        let all: Vec<Region> = rooms.iter().map(|r| moved(r, angle, shift)).collect();
        let whole = union(&all);
        assert_eq!(whole.0.len(), 1);
        assert!(whole.0[0].interiors().is_empty());
        assert!((area(&whole) - 12.0 * 4.2).abs() < 1e-5);
        assert!(area(&difference(&whole, &union(&all))) < 1e-5);
    }
}

#[test]
fn pieces_far_apart_keep_their_grid() {
    let near = rectangle([0.0, 0.0], [1.0, 1.0]);
    let far = moved(&rectangle([0.0, 0.0], [2.0, 1.5]), 0.0, 3.0e6);
    let both = union(&[near.clone(), far, rectangle([0.5, 0.0], [1.25, 1.0])]);
    assert_eq!(both.0.len(), 2);
    assert!((area(&both) - 4.25).abs() < 1e-6, "{}", area(&both));
}

#[test]
fn a_hole_beside_a_touching_island_belongs_to_the_ring_around_it() {
    // Found by the property test below: the engine gave the triangular hole to the island.
    let a = [[-6.127765, -6.284691], [0.562780, 1.039674], [-4.546174, 0.0], [-5.347507, 7.456339], [3.993026, -4.090659]];
    let b = [
        [3.697535, 4.038795],
        [1.493691, -1.274083],
        [7.000223, 5.684221],
        [-2.602420, 0.191500],
        [-1.952283, -2.919782],
        [0.593807, 4.996329],
        [3.351598, -5.826271],
    ];
    for angle in [0.0, 1.0, 2.343006864788458, 4.0] {
        let (a, b) = (clean(&moved(&raw(&[&a]), angle, 0.0)), clean(&moved(&raw(&[&b]), angle, 0.0)));
        let expected = area(&a) + area(&b) - area(&intersection(&a, &b));
        assert!((area(&union(&[&a, &b])) - expected).abs() < 1e-5);
    }
}

#[test]
fn a_piece_that_touches_another_in_a_corner_is_no_hole() {
    // Found by the property test below: the engine called the second lobe of the bow-tie a hole.
    let a = [[6.785, 0.0], [0.0, 0.861], [5.428, 3.444]];
    let b = [[5.428, 1.722], [2.714, 0.861], [4.071, 3.444], [0.0, 4.305]];
    for angle in [0.0, 1.0, 4.953718286009227] {
        let (a, b) = (moved(&raw(&[&a]), angle, 0.0), moved(&raw(&[&b]), angle, 0.0));
        let expected = area(&difference(&a, &b)) + area(&difference(&b, &a));
        assert!((area(&xor(&a, &b)) - expected).abs() < 1e-5);
    }
}

#[test]
fn a_corner_that_touches_the_middle_of_an_edge_is_outside() {
    // Found by the property test below: asked in the middle of its longest edge, the star seemed to lie in the triangle.
    let star = [[4.071, 1.722], [0.0, 1.722], [5.428, 0.0], [1.357, 1.722], [4.071, 0.0], [1.357, 0.0]];
    for angle in [0.0, 1.3616545676254392, 3.0] {
        let size = area(&clean(&moved(&raw(&[&star]), angle, 0.0)));
        assert!((size - 3.2714556).abs() < 1e-6, "{size}");
    }
}

#[test]
fn lines_are_clipped_inside_and_outside() {
    let site = moved(&rectangle([0.0, 0.0], [10.0, 10.0]), 0.0, 4.0e7);
    let line = |a: [f64; 2], b: [f64; 2]| [a, b].iter().map(|p| Point2 { x: p[0] + 4.0e7, y: p[1] - 4.0e7 }).collect::<Vec<_>>();
    let road = [line([-5.0, 3.0], [4.0, 3.0])];
    let total = |lines: &[Vec<Point2>]| lines.iter().map(|l| (l[1].x - l[0].x).abs()).sum::<f64>();
    assert!((total(&clip_lines(&road, &site, false)) - 4.0).abs() < 1e-5);
    assert!((total(&clip_lines(&road, &site, true)) - 5.0).abs() < 1e-5);
    assert!(clip_lines(&road, &Region::new(vec![]), false).is_empty());
}

fn any_ring() -> impl Strategy<Value = Vec<[f64; 2]>> {
    // Few distinct coordinates in millimetres: crossing, touching, repeated and collinear points abound.
    let snapped = prop::collection::vec((0..6i32, 0..6i32).prop_map(|(x, y)| [f64::from(x) * 1.357, f64::from(y) * 0.861]), 0..9);
    let free = prop::collection::vec([-8.0..8.0f64, -8.0..8.0f64], 0..12);
    prop_oneof![snapped, free]
}

proptest! {
    #[test]
    fn areas_obey_the_laws_of_sets(a in any_ring(), b in any_ring(), angle in 0.0..6.3f64, far in prop::bool::ANY) {
        let shift = if far { 4.0e7 } else { 0.0 };
        let place = |ring: &Vec<[f64; 2]>| moved(&raw(&[ring]), angle, shift);
        let (a, b) = (place(&a), place(&b));
        let (size_a, size_b) = (area(&clean(&a)), area(&clean(&b)));
        let both = area(&intersection(&a, &b));
        let tolerance = 2e-4; // µm slivers along perimeters of up to a hundred metres
        let laws = [
            area(&union(&[&a, &b])) - (size_a + size_b - both),
            area(&difference(&a, &b)) - (size_a - both),
            area(&xor(&a, &b)) - (size_a + size_b - 2.0 * both),
            area(&intersection(&a, &a)) - size_a,
        ];
        prop_assert!(laws.iter().all(|v| v.abs() < tolerance), "{:?}", laws);
    }

    #[test]
    fn rectangles_in_millimetres_unite_exactly(
        cells in prop::collection::vec((0..40u32, 0..40u32, 1..15u32, 1..15u32), 1..25), angle in 0.0..6.3f64, far in prop::bool::ANY,
    ) {
        let mut grid = [[false; 60]; 60];
        let mut parts = vec![];
        for (x, y, w, h) in cells {
            for i in x..x + w { for j in y..y + h { grid[i as usize][j as usize] = true; } }
            let at = |v: u32| f64::from(v) * 0.237;
            parts.push(moved(&rectangle([at(x), at(y)], [at(x + w), at(y + h)]), angle, if far { 4.0e7 } else { 0.0 }));
        }
        let expected = grid.iter().flatten().filter(|c| **c).count() as f64 * 0.237 * 0.237;
        prop_assert!((area(&union(&parts)) - expected).abs() < 2e-5);
    }
}

#[test]
fn polygon_closes_and_turns_rings() {
    let l = polygon(&[[0.0, 0.0], [0.0, 3.0], [1.0, 3.0], [1.0, 1.0], [4.0, 1.0], [4.0, 0.0]]);
    assert!((area(&l) - 6.0).abs() < 1e-9);
    assert!(ring_area(&l.0[0].exterior().0) > 0.0, "outer rings are anticlockwise");
}

/// A star of random reach about a centre: simple, and rarely convex.
fn star(reach: &[f64], angle: f64, shift: f64) -> Region {
    let count = reach.len();
    let corners: Vec<[f64; 2]> = reach
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let turn = angle + std::f64::consts::TAU * i as f64 / count as f64;
            [shift + r * turn.cos(), r * turn.sin() - shift]
        })
        .collect();
    let ring = corners.iter().map(|c| Point2 { x: c[0], y: c[1] }).collect();
    Region::new(vec![Polygon::new(LineString(ring), vec![])])
}

fn by_engine(region: &Region) -> Region {
    let origin = origin_of([region]).unwrap();
    finish(run(local(region, origin), vec![], OverlayRule::Union), origin)
}

proptest! {
    #[test]
    fn a_plain_ring_is_what_the_engine_makes_of_it(
        reach in prop::collection::vec(0.5..6.0f64, 3..14), angle in 0.0..7.0f64, shift in prop_oneof![Just(0.0), Just(12.25), Just(4.0e5)]
    ) {
        let region = star(&reach, angle, shift);
        prop_assert_eq!(clean(&region), by_engine(&region));
    }

    #[test]
    fn a_plain_ring_of_right_angles_is_what_the_engine_makes_of_it(
        x in prop::collection::vec(0.1..5.0f64, 3), y in prop::collection::vec(0.1..5.0f64, 3), start in 0..8usize, back in any::<bool>()
    ) {
        // steps, with corners that stand over and beside each other, and one on a straight edge
        let (a, b, c) = (x[0], x[0] + x[1], x[0] + x[1] + x[2]);
        let (d, e, f) = (y[0], y[0] + y[1], y[0] + y[1] + y[2]);
        let mut corners = vec![[0.0, 0.0], [a, 0.0], [c, 0.0], [c, d], [b, d], [b, e], [a, e], [a, f], [0.0, f]];
        corners.rotate_left(start);
        if back {
            corners.reverse();
        }
        let ring = corners.iter().map(|c| Point2 { x: c[0], y: c[1] }).collect();
        let bent = Region::new(vec![Polygon::new(LineString(ring), vec![])]);
        // corners of the operand come back to the bit, where the way to whole metres and back may lose one
        let ring = |region: &Region| region.0[0].exterior().0.clone();
        let (ours, engines) = (ring(&clean(&bent)), ring(&by_engine(&bent)));
        prop_assert_eq!(ours.len(), engines.len());
        prop_assert!(ours.iter().zip(&engines).all(|(p, q)| length(*p - *q) < 1e-12));
        corners.retain(|corner| *corner != [a, 0.0]);
        let ring = corners.iter().map(|c| Point2 { x: c[0], y: c[1] }).collect();
        let plain = Region::new(vec![Polygon::new(LineString(ring), vec![])]);
        prop_assert_eq!(clean(&plain), by_engine(&plain));
    }
}

/// A ring of rooms with walls between them, each coordinate as a model would write it about its own origin.
fn flat() -> Vec<Region> {
    let room = |x: f64, y: f64, w: f64, h: f64| rectangle([x, y], [x + w, y + h]);
    vec![room(0.12, 0.12, 3.36, 4.26), room(3.6, 0.12, 2.76, 4.26), room(0.12, 4.5, 6.24, 2.1), room(-0.6, 1.27, 0.6, 1.83)]
}

#[test]
fn results_stand_wherever_their_operands_stand() {
    use crate::plan::{Join, closing, offset, opening};
    type Ask = fn(&[Region]) -> Region;
    let asks: [Ask; 7] = [
        |rooms| union(rooms),
        |rooms| difference(&rooms[2], &offset(&rooms[0], 0.7, Join::Mitre)),
        |rooms| intersection(&offset(&rooms[0], 0.7, Join::Round), &rooms[1]),
        |rooms| xor(&rooms[0], &offset(&rooms[1], 0.5, Join::Mitre)),
        |rooms| closing(&union(rooms), 0.3),
        |rooms| opening(&closing(&union(rooms), 0.3), 1.5),
        |rooms| offset(&closing(&union(rooms), 0.3), -0.24, Join::Mitre),
    ];
    for angle in [0.0_f64, 0.3] {
        let (sin, cos) = angle.sin_cos();
        let turned: Vec<Region> =
            flat().iter().map(|r| r.map_coords(|c| Point2 { x: c.x * cos - c.y * sin, y: c.x * sin + c.y * cos })).collect();
        let at =
            |dx: f64, dy: f64| -> Vec<Region> { turned.iter().map(|r| r.map_coords(|c| Point2 { x: c.x + dx, y: c.y + dy })).collect() };
        for ask in asks {
            let here = ask(&turned);
            assert!(area(&here) > 0.1);
            // metres of millimetres, of inches and of national coordinates, whose own rounding is 4 nm
            for (dx, dy, most) in [(90.0, -170.0, 1e-9), (12.345, 0.0254 * 7.0, 1e-9), (517_204.25, 3_541_881.5, 2e-8)] {
                let there = ask(&at(dx, dy));
                assert_eq!(here.0.len(), there.0.len());
                for (a, b) in here.iter().zip(&there) {
                    assert_eq!(a.interiors().len(), b.interiors().len());
                    let rings = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).cloned().collect::<Vec<_>>();
                    for (a, b) in rings(a).iter().zip(&rings(b)) {
                        assert_eq!(a.0.len(), b.0.len());
                        for (p, q) in a.0.iter().zip(&b.0) {
                            assert!((p.x + dx - q.x).abs() <= most && (p.y + dy - q.y).abs() <= most, "{p:?} {q:?} {dx} {dy}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn corners_of_operands_come_back_to_the_bit() {
    let rooms: Vec<Region> = flat().iter().map(|room| moved(room, 0.0, 4.0e7)).collect();
    let whole = union(&rooms);
    let corners: Vec<Point2> = rooms.iter().flatten().flat_map(|polygon| polygon.exterior().0.clone()).collect();
    for ring in whole.iter().map(Polygon::exterior) {
        assert!(ring.0.iter().all(|point| corners.contains(point)));
    }
}
