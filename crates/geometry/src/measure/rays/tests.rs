//! Heights by vertical rays through boxes, slopes and shared edges, near and far.

use super::*;
use crate::plan::{contains, polygon, rectangle};

/// A closed box with outward facets.
fn slab(min: [f64; 3], max: [f64; 3]) -> (Vec<[f64; 3]>, Vec<[u32; 3]>) {
    let pick = |i: usize, bit: usize, axis: usize| if i >> bit & 1 == 1 { max[axis] } else { min[axis] };
    let positions = (0..8).map(|i| [pick(i, 0, 0), pick(i, 1, 1), pick(i, 2, 2)]).collect();
    let triangles = vec![
        [0, 2, 1],
        [1, 2, 3],
        [4, 5, 6],
        [5, 7, 6],
        [0, 1, 4],
        [1, 5, 4],
        [2, 6, 3],
        [3, 6, 7],
        [0, 4, 2],
        [2, 4, 6],
        [1, 3, 5],
        [3, 7, 5],
    ];
    (positions, triangles)
}

#[test]
fn storey_heights_between_slabs() {
    for shift in [0.0, 4.0e7] {
        let slabs: Vec<_> =
            (0..4).map(|i| slab([shift, shift, 3.1 * f64::from(i) - 0.12], [shift + 10.0, shift + 8.0, 3.1 * f64::from(i)])).collect();
        let rays = VerticalRays::new(slabs.iter().enumerate().map(|(i, (p, t))| (i, p.as_slice(), t.as_slice())));
        // On the diagonal of the facets, on an edge and in the open.
        for (x, y) in [(5.0, 4.0), (2.5, 1.7), (10.0, 3.0)] {
            let at = Point2 { x: shift + x, y: shift + y };
            assert_eq!(rays.hits(at).len(), 8, "{x} {y}");
            let top = rays.first_above(at, 0.5).unwrap();
            assert!((top.z - 2.98).abs() < 1e-9 && !top.upward && top.key == 1);
            let floor = rays.first_below(at, 2.0).unwrap();
            assert!((floor.z).abs() < 1e-9 && floor.upward && floor.key == 0);
        }
        assert!(rays.hits(Point2 { x: shift + 11.0, y: shift }).is_empty());
    }
}

#[test]
fn a_sloped_facet_and_broken_triangles() {
    let positions = [[0.0, 0.0, 3.0], [4.0, 0.0, 5.0], [4.0, 4.0, 5.0], [0.0, 4.0, 3.0], [f64::NAN, 0.0, 0.0]];
    let triangles = [[0, 1, 2], [0, 2, 3], [0, 1, 99], [0, 1, 4], [0, 0, 1]];
    let rays = VerticalRays::new([(7, positions.as_slice(), triangles.as_slice())]);
    let hits = rays.hits(Point2 { x: 1.0, y: 3.0 });
    assert_eq!(hits.len(), 1);
    assert!((hits[0].z - 3.5).abs() < 1e-12 && hits[0].upward && hits[0].key == 7);
}

#[test]
fn grids_cover_the_room_evenly() {
    let room = rectangle([0.0, 0.0], [3.6, 4.5]);
    let points = grid_points(&room, 0.5);
    assert_eq!(points.len(), 8 * 9);
    assert!(points.iter().all(|p| contains(&room, *p)));
    let l = polygon(&[[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [1.0, 1.0], [1.0, 4.0], [0.0, 4.0]]);
    let covered = grid_points(&l, 0.1).len() as f64 * 0.01;
    assert!((covered - 7.0).abs() < 0.3, "{covered}");
    assert_eq!(grid_points(&rectangle([0.0, 0.0], [0.05, 0.05]), 0.5).len(), 1);
    assert!(grid_points(&Region::new(vec![]), 0.5).is_empty());
    // a room of millimetres whose file says metres
    let many = grid_points(&rectangle([0.0, 0.0], [3600.0, 4500.0]), 1.0).len();
    assert!((80_000..100_000).contains(&many), "{many}");
}

#[test]
fn a_column_meets_what_single_rays_meet() {
    let slabs: Vec<_> = (0..4)
        .flat_map(|i| (0..3).map(move |j| (3.1 * f64::from(i), 2.5 * f64::from(j))))
        .map(|(z, x)| slab([x, 0.3 * x, z - 0.12], [x + 2.5, 6.0, z]))
        .collect();
    let rays = VerticalRays::new(slabs.iter().enumerate().map(|(i, (p, t))| (i, p.as_slice(), t.as_slice())));
    let extent = Bounds { min: Point2 { x: 0.5, y: 0.0 }, max: Point2 { x: 7.0, y: 6.0 } };
    for (low, high) in [(f64::NEG_INFINITY, f64::INFINITY), (1.0, 6.1)] {
        let mut column = rays.over(&extent, low, high);
        for (x, y) in [(0.5, 3.0), (2.5, 3.0), (2.5, 0.75), (5.0, 1.5), (7.0, 1.5), (7.0, 6.0), (1.0, 3.0)] {
            let at = Point2 { x, y };
            assert_eq!(column.hits(at), rays.hits_within(at, low, high), "{x} {y}");
        }
    }
}

#[test]
fn many_points_meet_what_single_rays_meet() {
    let level = |z: f64| slab([0.0, 0.0, z - 0.12], [4.0, 6.0, z]);
    let beside = |z: f64| slab([4.0, 0.0, z - 0.4], [7.0, 6.0, z - 0.3]);
    // six typical floors, and a roof that slopes
    let mut bodies: Vec<_> = (1..7).flat_map(|i| [level(3.1 * f64::from(i)), beside(3.1 * f64::from(i))]).collect();
    bodies.push((vec![[0.0, 0.0, 21.0], [7.0, 0.0, 24.0], [7.0, 6.0, 24.0], [0.0, 6.0, 21.0]], vec![[0, 1, 2], [0, 2, 3]]));
    let rays = VerticalRays::new(bodies.iter().enumerate().map(|(i, (p, t))| (i, p.as_slice(), t.as_slice())));
    let room = rectangle([0.5, 0.5], [6.5, 5.5]);
    let points = grid_points(&room, 0.5);
    assert_eq!(points, grid_points(&room, 0.5));
    for floor in 0..7 {
        let low = 3.1 * f64::from(floor) + 1.0;
        for high in [low + 2.5, f64::INFINITY] {
            let mut seen = vec![0; points.len()];
            for met in rays.meet(&points, low, high) {
                for at in met.points {
                    seen[at] += 1;
                    assert_eq!(met.hits, rays.hits_within(points[at], low, high), "{floor} {high} {at}");
                }
            }
            assert!(seen.iter().all(|count| *count == 1));
        }
    }
}

#[test]
fn grids_and_what_they_meet_are_the_same_wherever_they_stand() {
    let (low, high) = (0.5, 4.0);
    let at = |dx: f64, dy: f64| {
        let moved = |min: [f64; 2], max: [f64; 2]| rectangle([min[0] + dx, min[1] + dy], [max[0] + dx, max[1] + dy]);
        let bodies = [slab([dx, dy, 2.9], [dx + 4.1, dy + 6.3, 3.02]), slab([dx + 4.1, dy, 2.6], [dx + 7.2, dy + 6.3, 2.7])];
        let rays = VerticalRays::new(bodies.iter().enumerate().map(|(i, (p, t))| (i, p.as_slice(), t.as_slice())));
        let points = grid_points(&moved([0.12, 0.12], [7.08, 6.18]), 0.35);
        (rays.meet(&points, low, high), points)
    };
    let (met, points) = at(0.0, 0.0);
    for (dx, dy) in [(90.0, -170.0), (12.345, 6.789), (517_204.25, 3_541_881.5)] {
        let (other, moved) = at(dx, dy);
        assert_eq!(met, other);
        assert_eq!(points.len(), moved.len());
        assert!(points.iter().zip(&moved).all(|(p, q)| (p.x + dx - q.x).abs() < 1e-8 && (p.y + dy - q.y).abs() < 1e-8));
    }
}

#[test]
fn a_row_over_leaning_edges_meets_what_single_rays_meet() {
    // a level fan of narrow triangles, and points on its corners, on its edges and between
    let rim: Vec<[f64; 3]> =
        (0..=24).map(|i| f64::from(i) * 0.26).map(|turn| [6.0 + 5.5 * turn.cos(), 5.0 + 4.5 * turn.sin(), 3.0]).collect();
    let positions: Vec<[f64; 3]> = std::iter::once([6.0, 5.0, 3.0]).chain(rim).collect();
    let triangles: Vec<[u32; 3]> = (1..25).map(|i| [0, i, i + 1]).collect();
    let rays = VerticalRays::new([(3, positions.as_slice(), triangles.as_slice())]);
    let mut points: Vec<Point2> =
        (0..=40).flat_map(|y| (0..=48).map(move |x| Point2 { x: 0.25 * f64::from(x), y: 0.25 * f64::from(y) })).collect();
    points.extend(positions.iter().map(|p| Point2 { x: p[0], y: p[1] }));
    let met = rays.meet(&points, 0.0, 5.0);
    let mut hits = vec![vec![]; points.len()];
    met.into_iter().for_each(|met| met.points.into_iter().for_each(|at| hits[at].clone_from(&met.hits)));
    let rim = points.len() - positions.len();
    for (at, point) in points.iter().enumerate().filter(|(at, _)| *at <= rim) {
        assert_eq!(hits[at], rays.hits_within(*point, 0.0, 5.0), "{point:?}");
    }
    let plan = polygon(&positions[1..].iter().map(|p| [p[0], p[1]]).collect::<Vec<_>>());
    assert_eq!(grid_points(&plan, 0.1).len(), {
        let extent = crate::plan::bounds(&plan).unwrap();
        let (width, height) = (extent.max.x - extent.min.x, extent.max.y - extent.min.y);
        let (columns, rows) = ((width / 0.1).ceil(), (height / 0.1).ceil());
        let (x, y) = (extent.min.x + 0.5 * (width - (columns - 1.0) * 0.1), extent.min.y + 0.5 * (height - (rows - 1.0) * 0.1));
        let all =
            (0..rows as usize).flat_map(|r| (0..columns as usize).map(move |c| Point2 { x: x + c as f64 * 0.1, y: y + r as f64 * 0.1 }));
        all.filter(|point| contains(&plan, *point)).count()
    });
}
