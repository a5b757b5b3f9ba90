//! Set operations against volumes known beforehand.

use super::*;

fn block(min: [f64; 3], size: [f64; 3]) -> Part {
    let ring = vec![[0.0, 0.0], [size[0], 0.0], [size[0], size[1]], [0.0, size[1]]];
    Part::Sweep(Sweep {
        profile: Arc::new(Profile::from_rings(ring, vec![])),
        frame: Frame::translation(min[0], min[1], min[2]),
        depth: Vector3::new(0.0, 0.0, size[2]),
    })
}

fn volume(parts: &[Part]) -> f64 {
    parts.iter().map(|p| p.volume().unwrap()).sum()
}

#[test]
fn a_gable_wall_clipped_twice_with_a_window() {
    let o = 4.0e6;
    let wall = vec![block([o, o, 0.0], [6.0, 0.3, 5.0])];
    let slope = |s: f64| Plane { point: Point3::new(o + 3.0, o, 5.0), normal: Vector3::new(-s, 0.0, -1.0).normalize() };
    let mut parts = wall;
    for s in [1.0, -1.0] {
        parts = apply(parts, &Tool::HalfSpace(slope(s)), Operation::Difference).unwrap();
    }
    assert!((volume(&parts) - 0.3 * (6.0 * 2.0 + 9.0)).abs() < 1e-6, "{}", volume(&parts));
    let window = Tool::Parts(vec![block([o + 2.0, o - 0.1, 1.0], [2.0, 0.5, 1.5])]);
    let cut = apply(parts, &window, Operation::Difference).unwrap();
    assert!((volume(&cut) - (0.3 * 21.0 - 0.9)).abs() < 1e-6);
    assert!(cut[0].mesh().is_closed());
}

#[test]
fn bounded_half_space_only_cuts_within_its_outline() {
    let ring = vec![[-1.0, -1.0], [2.0, -1.0], [2.0, 1.0], [-1.0, 1.0]];
    let tool = |normal: Vector3<f64>| Tool::Bounded {
        frame: Frame::identity(),
        outline: Arc::new(Profile::from_rings(ring.clone(), vec![])),
        plane: Plane { point: Point3::new(0.0, 0.0, 2.0), normal: normal.normalize() },
    };
    let level = apply(vec![block([0.0; 3], [5.0, 0.2, 3.0])], &tool(-Vector3::z()), Operation::Difference).unwrap();
    assert!((volume(&level) - (3.0 - 2.0 * 0.2 * 1.0)).abs() < 1e-7);
    assert!(matches!(level[0], Part::Stack(_)));
    let slant = apply(vec![block([0.0; 3], [5.0, 0.2, 3.0])], &tool(Vector3::new(0.5, 0.0, -1.0)), Operation::Difference).unwrap();
    // Above z = 2 + x / 2, for x from 0 to 2.
    assert!((volume(&slant) - (3.0 - 0.2 * 1.0)).abs() < 1e-7, "{}", volume(&slant));
}

#[test]
fn general_bodies_go_to_the_mesh_library() {
    let f = Frame::identity();
    let ball = Part::body(Body::from_surface(super::super::primitive::sphere(&f, 1.0, crate::curve::Precision::default()), true));
    let v = ball.volume().unwrap();
    let half = apply(vec![block([-2.0, -2.0, 0.0], [4.0, 4.0, 4.0])], &Tool::Parts(vec![ball]), Operation::Difference).unwrap();
    assert!((volume(&half) - (64.0 - v / 2.0)).abs() < 1e-6);
}

/// A slab falls from all four sides to a drain: four clips from above that share edges with each other and with the drain's own,
/// and four from below, so that the thickness is the same everywhere (a real file of this kind lost a quarter of one cut).
#[test]
fn clips_that_share_edges_leave_a_slab_of_even_thickness() {
    let (a, b) = ([0.8, 2.887_499_998_571_7], [[0.112, 0.095_499_998_571_718], [-0.078, -0.094_500_001_428_281]]);
    let outer = [[a[0], a[1]], [-a[0], a[1]], [-a[0], -a[1]], [a[0], -a[1]]];
    let inner = [[b[0][0], b[0][1]], [b[1][0], b[0][1]], [b[1][0], b[1][1]], [b[0][0], b[1][1]]];
    let mut parts = vec![block([-a[0], -a[1], -0.18], [2.0 * a[0], 2.0 * a[1], 0.18])];
    // Each side: outline between the slab's edge and the drain's, plane from -0.15 there to -0.18 here.
    for (from, up) in [(-0.15, -1.0), (0.0, 1.0)] {
        for i in 0..4 {
            let j = (i + 1) % 4;
            let p = |q: [f64; 2], z: f64| Point3::new(q[0], q[1], z);
            let (o, l, r) = (p(outer[i], from), p(outer[j], from), p(inner[i], from - 0.03));
            let n = (l - o).cross(&(r - o)).normalize();
            // The half-space lies behind its plane's normal: below it for cuts from below.
            let normal = if n.z * up > 0.0 { -n } else { n };
            let outline = Arc::new(Profile::from_rings(vec![outer[i], outer[j], inner[j], inner[i]], vec![]));
            let tool = Tool::Bounded { frame: Frame::identity(), outline, plane: Plane { point: o, normal } };
            parts = apply(parts, &tool, Operation::Difference).unwrap();
            assert!(parts[0].mesh().is_closed(), "side {i} {up}");
        }
    }
    let drain = Tool::Bounded {
        frame: Frame::identity(),
        outline: Arc::new(Profile::from_rings(inner.to_vec(), vec![])),
        plane: Plane { point: Point3::new(0.0, 0.0, -0.03), normal: -Vector3::z() },
    };
    parts = apply(parts, &drain, Operation::Difference).unwrap();
    assert!((volume(&parts) - 0.15 * 4.0 * a[0] * a[1]).abs() < 1e-6, "{}", volume(&parts));
}

/// The corners of a tool's upper face lie some nanometres above and below the top of a long beam: extended along the beam its
/// plane leaves the top by far more than the corners do.
#[test]
fn a_face_meant_flush_cuts_as_if_it_were() {
    let mut tool = Convex::around(&Extent { min: [10.185, 0.185, 0.179], max: [10.475, 0.5, 0.2] }).mesh().welded();
    for (i, p) in tool.positions.iter_mut().enumerate() {
        p[2] += if p[2] > 0.19 { [4e-9, -5e-9, 6e-9][i % 3] } else { 0.0 };
        p[0] += 1e-9 * (i % 2) as f64;
    }
    let beam = vec![block([0.0, -0.48, -0.2], [11.52, 0.96, 0.4])];
    let pocket = Tool::Parts(vec![Part::body(Body::from_surface(tool, false))]);
    let first = apply(beam, &pocket, Operation::Difference).unwrap();
    let left = 11.52 * 0.96 * 0.4 - 0.29 * (0.48 - 0.185) * 0.021;
    assert!((volume(&first) - left).abs() < 1e-6, "{} {left}", volume(&first));
    assert!(first[0].mesh().is_closed());
    // The same with a tool that ends a hair's breadth (0.03 mm) below the top: it is meant to reach it.
    let mut short = Convex::around(&Extent { min: [1.0, 0.0, 0.1], max: [2.0, 0.2, 0.199_97] }).mesh().welded();
    short.positions.iter_mut().for_each(|p| p[0] += p[2] / 10.0);
    let cut = apply(first, &Tool::Parts(vec![Part::body(Body::from_surface(short, false))]), Operation::Difference).unwrap();
    assert!((volume(&cut) - (left - 0.2 * 0.1)).abs() < 1e-5, "{} {left}", volume(&cut));
}

#[test]
fn a_body_that_encloses_nothing_takes_nothing() {
    let fold = Mesh { positions: vec![[1.0, 0.1, 1.0], [2.0, 0.1, 1.0], [2.0, 0.1, 2.0]], triangles: vec![[0, 1, 2], [1, 0, 2]] };
    let tool = Tool::Parts(vec![Part::body(Body::from_surface(fold, false))]);
    let wall = apply(vec![block([0.0; 3], [5.0, 0.2, 3.0])], &tool, Operation::Difference).unwrap();
    assert!((volume(&wall) - 3.0).abs() < 1e-9);
    let open = Mesh { positions: vec![[1.0, -0.1, 1.0], [2.0, 0.1, 1.0], [2.0, 0.1, 2.0]], triangles: vec![[0, 1, 2]] };
    let tool = Tool::Parts(vec![Part::body(Body::from_surface(open, false))]);
    assert_eq!(apply(vec![block([0.0; 3], [5.0, 0.2, 3.0])], &tool, Operation::Difference).err(), Some("the cutting body is open"));
}
