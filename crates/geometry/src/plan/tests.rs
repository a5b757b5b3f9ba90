//! Edges, outlines, nearness, rings and point tests on plans drawn by hand.

use super::*;
use proptest::prelude::*;

fn at(x: f64, y: f64) -> Point2 {
    Point2 { x, y }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

#[test]
fn outward_normals_and_the_longest_edge() {
    let yard = difference(&rectangle([0.0, 0.0], [10.0, 6.0]), &rectangle([4.0, 2.0], [6.0, 4.0]));
    let all = edges(&yard);
    assert_eq!(all.len(), 8);
    for edge in &all {
        assert!(contains(&yard, edge.middle() - edge.normal * 0.01) && !contains(&yard, edge.middle() + edge.normal * 0.01));
        assert!(near(edge.height(edge.middle() + edge.normal), 1.0));
    }
    assert_eq!(all.iter().filter(|e| e.ring == 1).count(), 4);
    assert!(near(longest_edge(&yard).unwrap().length(), 10.0));
    assert!(longest_edge(&Region::new(vec![])).is_none());
}

#[test]
fn a_facade_interrupted_by_a_bay_is_one_edge() {
    let room = union(&[rectangle([0.0, 0.0], [3.6, 4.5]), rectangle([0.6, -0.6], [3.0, 0.0])]);
    let merged = merged_edges(&room, 0.05, 3.0);
    let south: Vec<_> = merged.iter().filter(|e| e.normal.y < -0.9).collect();
    assert_eq!(south.len(), 2);
    assert!(near(south[0].length(), 3.6) && near(south[1].length(), 2.4));
}

#[test]
fn outlines_hulls_and_rectangles() {
    let yard = difference(&rectangle([0.0, 0.0], [10.0, 6.0]), &rectangle([4.0, 2.0], [6.0, 4.0]));
    assert!(near(area(&outline(&yard)), 60.0) && near(area(&yard), 56.0) && near(perimeter(&yard), 40.0));
    let l = polygon(&[[0.0, 0.0], [30.0, 0.0], [30.0, 8.0], [8.0, 8.0], [8.0, 30.0], [0.0, 30.0]]);
    assert!(!is_convex(&l) && is_convex(&outline(&yard)) && !is_convex(&yard));
    assert!(near(area(&convex_hull(&l)), 900.0 - 22.0 * 22.0 / 2.0));
    assert!(near(rectangularity(&l), 416.0 / 900.0) && near(rectangularity(&outline(&yard)), 1.0));
    assert!(is_rectangle(&outline(&yard), 0.001) && !is_rectangle(&l, 0.001));
    let slanted = polygon(&[[0.0, 0.0], [4.0, 3.0], [1.0, 7.0], [-3.0, 4.0]]);
    assert!(is_rectangle(&slanted, 0.001) && near(rectangularity(&slanted), 1.0));
    assert!(near(rectangularity(&Region::new(vec![])), 0.0));
}

#[test]
fn distance_adjacency_and_groups() {
    let far = 4.0e7;
    let room = |x: f64, y: f64, w: f64, h: f64| rectangle([far + x, y], [far + x + w, y + h]);
    let (a, b, c) = (room(0.0, 0.0, 3.0, 4.0), room(3.2, 1.0, 3.0, 4.0), room(20.0, 0.0, 1.0, 1.0));
    assert!(near(distance(&a, &b).unwrap(), 0.2) && near(distance(&a, &c).unwrap(), 17.0));
    assert_eq!(distance(&a, &a), Some(0.0));
    assert_eq!(distance(&a, &Region::new(vec![])), None);
    assert!(near(shared_length(&a, &b, 0.25), 3.0) && shared_length(&a, &b, 0.1) == 0.0);
    assert_eq!(components(&[&a, &c, &b, &Region::new(vec![])], 0.2), vec![vec![0, 2], vec![1], vec![3]]);
    let inside = room(1.0, 1.0, 0.5, 0.5);
    assert_eq!(distance(&a, &inside), Some(0.0));
}

#[test]
fn the_share_open_to_the_sky() {
    let terrace = rectangle([0.0, 0.0], [6.0, 2.0]);
    let eaves = [rectangle([-1.0, 1.0], [2.0, 3.0]), rectangle([1.0, 0.0], [2.0, 2.0])];
    assert!(near(open_share(&terrace, &eaves).unwrap(), 9.0 / 12.0));
    assert_eq!(open_share(&Region::new(vec![]), &eaves), None);
    assert_eq!(open_share::<Region>(&terrace, &[]), Some(1.0));
}

#[test]
fn rings_are_joined_from_loose_lines() {
    let line = |points: &[[f64; 2]]| points.iter().map(|p| at(p[0], p[1])).collect::<Vec<_>>();
    let site = [
        line(&[[0.0, 0.0], [50.0, 0.0]]),
        line(&[[0.0, 30.0], [0.0, 0.004]]),
        line(&[[50.0, 30.0], [50.003, 0.0]]),
        line(&[[50.0, 30.002], [25.0, 30.0], [0.0, 30.0]]),
        line(&[[10.0, 10.0], [20.0, 10.0], [20.0, 20.0], [10.0, 20.0], [10.0, 10.0]]),
        line(&[[70.0, 0.0], [80.0, 0.0]]),
    ];
    let (region, open) = rings_from_polylines(&site, 0.01);
    assert_eq!(open, 1);
    assert!((area(&region) - 1400.0).abs() < 0.2, "{}", area(&region));
    assert_eq!(rings_from_polylines(&site[..4], 0.001).1, 4);
}

#[test]
fn points_centres_and_simplification() {
    let l = polygon(&[[0.0, 0.0], [3.0, 0.0], [3.0, 1.0], [1.0, 1.0], [1.0, 3.0], [0.0, 3.0]]);
    assert!(contains(&l, at(0.5, 2.0)) && contains(&l, at(3.0, 0.5)) && !contains(&l, at(2.0, 2.0)));
    assert!(contains(&l, interior_point(&l).unwrap()));
    let c = centroid(&l).unwrap();
    assert!(near(c.x, (3.0 * 1.5 + 2.0 * 0.5) / 5.0) && near(c.y, c.x));
    let circle: Vec<[f64; 2]> = (0..360).map(|i| f64::from(i).to_radians().sin_cos()).map(|(s, c)| [5.0 * c, 5.0 * s]).collect();
    let coarse = simplify(&polygon(&circle), 0.02);
    assert!(coarse.0[0].exterior().0.len() < 90 && (area(&coarse) - 78.5).abs() < 1.2);
    let sliver = union(&[rectangle([0.0, 0.0], [2.0, 2.0]), rectangle([5.0, 0.0], [5.004, 9.0])]);
    assert_eq!(without_slivers(&sliver, 0.01).0.len(), 1);
    assert_eq!(bounds(&sliver).unwrap().max, at(5.004, 9.0));
}

#[test]
fn coordinates_where_nothing_is_built_are_left_out_and_stop_nothing() {
    let room = rectangle([0.0, 0.0], [4.0, 3.0]);
    for wild in [1e308, -1e308, 1e300, f64::INFINITY, f64::NAN, 2e9] {
        let broken = Region::new(vec![geo::Polygon::new(
            geo::LineString(vec![Point2 { x: 0.0, y: 0.0 }, Point2 { x: wild, y: 0.0 }, Point2 { x: wild, y: wild }]),
            vec![],
        )]);
        assert!(near(area(&union(&[&room, &broken])), 12.0), "{wild}");
        assert!(near(area(&difference(&room, &broken)), 12.0), "{wild}");
    }
}

/// A star about a centre, perhaps with a hole.
fn star(reach: &[f64], centre: [f64; 2], hollow: bool) -> Region {
    let corners = |share: f64| -> Vec<[f64; 2]> {
        let turn = |i: usize| std::f64::consts::TAU * i as f64 / reach.len() as f64;
        reach.iter().enumerate().map(|(i, r)| [centre[0] + share * r * turn(i).cos(), centre[1] + share * r * turn(i).sin()]).collect()
    };
    let outer = polygon(&corners(1.0));
    if hollow { difference(&outer, &polygon(&corners(0.6))) } else { outer }
}

proptest! {
    #[test]
    fn regions_that_overlap_are_no_distance_apart_and_others_are(
        a in prop::collection::vec(1.0..6.0f64, 3..9), b in prop::collection::vec(0.3..4.0f64, 3..7),
        x in -12.0..12.0f64, y in -12.0..12.0f64, hollow in any::<bool>()
    ) {
        let (one, two) = (star(&a, [0.0, 0.0], hollow), star(&b, [x, y], false));
        let shared = area(&intersection(&one, &two));
        let apart = distance(&one, &two).unwrap();
        prop_assert_eq!(shared > 0.0, apart == 0.0, "{} {}", shared, apart);
        for gap in [0.0, 0.05, 1.0] {
            prop_assert_eq!(touches(&one, &two, gap), apart <= gap + 1e-6);
        }
    }
}
