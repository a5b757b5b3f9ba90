//! Plane faces with holes to triangles.

use crate::frame::Point3;
use crate::mesh::Mesh;
use crate::tolerance::{NO_DIRECTION, WELD};
use earcut::Earcut;
use nalgebra::Vector3;

/// Twice the directed area of a closed loop (Newell), about its first point.
pub fn newell(points: &[Point3]) -> Vector3<f64> {
    let Some(&o) = points.first() else { return Vector3::zeros() };
    points.windows(2).map(|w| (w[0] - o).cross(&(w[1] - o))).sum()
}

/// Adds the face bounded by an outer loop and holes to a mesh; it faces the side from which the outer loop runs
/// counter-clockwise. Loops need not repeat their first point. A face without area adds nothing.
pub fn add_face(mesh: &mut Mesh, loops: &[Vec<Point3>]) {
    let mut indexed: Vec<Vec<u32>> = Vec::with_capacity(loops.len());
    for l in loops {
        let base = mesh.positions.len() as u32;
        mesh.positions.extend(l.iter().map(|p| [p.x, p.y, p.z]));
        indexed.push((base..mesh.positions.len() as u32).collect());
    }
    add_indexed(mesh, &indexed);
}

/// As [`add_face`], with the loops given as indices of vertices that the mesh already has.
pub fn add_indexed(mesh: &mut Mesh, loops: &[Vec<u32>]) {
    if let [one] = loops
        && let &[a, b, c] = one.as_slice()
    {
        if a != b && b != c && c != a {
            mesh.triangles.push([a, b, c]);
        }
        return;
    }
    let at = |i: u32| mesh.positions.get(i as usize).map_or_else(Point3::origin, |p| Point3::from(*p));
    if let [one] = loops
        && let &[a, b, c, d] = one.as_slice()
        && is_plain_quad([a, b, c, d].map(at))
    {
        mesh.triangles.extend([[a, b, c], [a, c, d]]);
        return;
    }
    let cleaned: Vec<Vec<u32>> = loops.iter().map(|l| without_spikes(without_repeats(l, &at), &at)).filter(|l| l.len() > 2).collect();
    let Some(outer) = cleaned.first() else { return };
    let points: Vec<Vec<Point3>> = cleaned.iter().map(|l| l.iter().map(|i| at(*i)).collect()).collect();
    let normal = newell(&points[0]);
    if normal.norm() <= NO_DIRECTION {
        return;
    }
    if cleaned.len() == 1 && outer.len() == 3 {
        mesh.triangles.push([outer[0], outer[1], outer[2]]);
        return;
    }
    let flat = project(&points, normal);
    let all: Vec<u32> = cleaned.iter().flatten().copied().collect();
    for t in triangulate(&flat, &points) {
        mesh.triangles.push(t.map(|i| all[i as usize]));
    }
}

/// Whether four corners need no care: convex, and none of them near to its neighbours or on a line turning back.
fn is_plain_quad(corners: [Point3; 4]) -> bool {
    let [o, p, q, r] = corners;
    let edges = [p - o, q - p, r - q, o - r];
    let sharp = |k: usize| {
        let (d, e) = (edges[k], edges[(k + 1) % 4]);
        d.norm_squared() > WELD * WELD && !turns_back(&d, &e)
    };
    let normal = (p - o).cross(&(q - p)) + (q - o).cross(&(r - q));
    if !(0..4).all(sharp) || normal.norm() <= NO_DIRECTION {
        return false;
    }
    let (i, j) = kept(normal);
    is_convex_quad(corners.map(|c| [c[i] - o[i], c[j] - o[j]]))
}

/// Drops points that repeat the one before (and the last if it repeats the first).
fn without_repeats(points: &[u32], at: &impl Fn(u32) -> Point3) -> Vec<u32> {
    let near = |a: u32, b: u32| a == b || (at(a) - at(b)).norm() <= WELD;
    let mut out: Vec<u32> = Vec::with_capacity(points.len());
    for &p in points {
        if out.last().is_none_or(|l| !near(*l, p)) {
            out.push(p);
        }
    }
    while out.len() > 1 && near(out[0], out[out.len() - 1]) {
        out.pop();
    }
    out
}

/// Whether an edge runs back along the one before.
fn turns_back(before: &Vector3<f64>, after: &Vector3<f64>) -> bool {
    before.dot(after) < 0.0 && before.cross(after).norm_squared() <= WELD * WELD * before.norm_squared().max(after.norm_squared())
}

/// Drops points at which a loop turns back on itself: boolean engines leave such hairlines where two edges that should be one
/// differ in their last digits, and a triangulation takes a corner far off for one of the face's own.
fn without_spikes(mut points: Vec<u32>, at: &impl Fn(u32) -> Point3) -> Vec<u32> {
    let mut i = 0;
    let mut calm = 0;
    while points.len() > 2 && calm < points.len() {
        let n = points.len();
        let (before, here, after) = (i % n, (i + 1) % n, (i + 2) % n);
        let (d, e) = (at(points[here]) - at(points[before]), at(points[after]) - at(points[here]));
        if !turns_back(&d, &e) {
            (i, calm) = ((i + 1) % n, calm + 1);
            continue;
        }
        let closes = (at(points[after]) - at(points[before])).norm() <= WELD;
        points.remove(here);
        if closes && points.len() > 1 {
            points.remove(if after > here { after - 1 } else { after });
        }
        // The corner before may be a spike now.
        (i, calm) = ((before + 2 * points.len()).saturating_sub(2) % points.len().max(1), 0);
    }
    points
}

/// Drops the coordinate in which the face is flattest, keeping the side it faces and staying near the origin.
fn project(loops: &[Vec<Point3>], normal: Vector3<f64>) -> Vec<[f64; 2]> {
    let o = loops[0][0];
    let (i, j) = kept(normal);
    loops.iter().flatten().map(|p| [p[i] - o[i], p[j] - o[j]]).collect()
}

/// The two coordinates that stay, in the order that keeps the side.
fn kept(normal: Vector3<f64>) -> (usize, usize) {
    let k = normal.abs().imax();
    if normal[k] > 0.0 { ((k + 1) % 3, (k + 2) % 3) } else { ((k + 2) % 3, (k + 1) % 3) }
}

/// Whether four corners turn left only.
fn is_convex_quad(flat: [[f64; 2]; 4]) -> bool {
    let turn = |a: usize, b: usize, c: usize| {
        (flat[b][0] - flat[a][0]) * (flat[c][1] - flat[a][1]) - (flat[c][0] - flat[a][0]) * (flat[b][1] - flat[a][1])
    };
    turn(0, 1, 2) > 0.0 && turn(1, 2, 3) > 0.0 && turn(2, 3, 0) > 0.0 && turn(3, 0, 1) > 0.0
}

fn triangulate(flat: &[[f64; 2]], loops: &[Vec<Point3>]) -> Vec<[u32; 3]> {
    let mut holes: Vec<u32> = Vec::new();
    let mut n = 0;
    for l in &loops[..loops.len() - 1] {
        n += l.len() as u32;
        holes.push(n);
    }
    ears(flat, &holes)
}

/// Triangles of a polygon whose outer ring runs counter-clockwise, all counter-clockwise; `holes` are the indices at which holes begin.
pub fn ears(flat: &[[f64; 2]], holes: &[u32]) -> Vec<[u32; 3]> {
    // The commonest face by far.
    if holes.is_empty()
        && let &[a, b, c, d] = flat
        && is_convex_quad([a, b, c, d])
    {
        return vec![[0, 1, 2], [0, 2, 3]];
    }
    let mut indices: Vec<u32> = Vec::new();
    Earcut::new().earcut(flat.iter().copied(), holes, &mut indices);
    let mut triangles: Vec<[u32; 3]> = indices.chunks_exact(3).map(|t| [t[0], t[1], t[2]]).collect();
    let twice = |t: &[u32; 3]| {
        let [a, b, c] = t.map(|i| flat[i as usize]);
        (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    };
    if triangles.iter().map(twice).sum::<f64>() < 0.0 {
        triangles.iter_mut().for_each(|t| t.swap(1, 2));
    }
    triangles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quadrilaterals_that_need_care_do_not_go_the_short_way() {
        let frame = crate::frame::Frame::from_axes(Point3::new(300.0, -20.0, 9.0), Vector3::new(1.0, -2.0, 3.0), Vector3::x());
        let plain = |corners: [[f64; 2]; 4]| is_plain_quad(corners.map(|c| frame.point(Point3::new(c[0], c[1], 0.0))));
        assert!(plain([[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0]]));
        assert!(plain([[0.0, 0.0], [3.0, 0.0], [2.0, 1.0], [1.0, 1.0]]));
        for care in [
            [[0.0, 0.0], [2.0, 0.0], [0.5, 0.5], [0.0, 2.0]],  // hollow
            [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [0.0, 1.0]],  // a corner on an edge
            [[0.0, 0.0], [0.0, 1e-7], [1.0, 1.0], [0.0, 1.0]], // two corners in one place
            [[0.0, 0.0], [2.0, 0.0], [1.0, 1e-9], [0.0, 1.0]], // a spike
            [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]],  // crossed
            [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]],  // without area
        ] {
            assert!(!plain(care), "{care:?}");
        }
    }

    #[test]
    fn a_turned_face_with_a_hole_keeps_its_area_and_side() {
        let f = crate::frame::Frame::from_axes(Point3::new(4.0e7, 0.0, 9.0), Vector3::new(1.0, 2.0, 3.0), Vector3::x());
        let at = |x: f64, y: f64| f.point(Point3::new(x, y, 0.0));
        let sq = |o: f64, s: f64| vec![at(o, o), at(o + s, o), at(o + s, o + s), at(o, o + s)];
        let mut hole = sq(1.0, 1.0);
        hole.reverse();
        let mut m = Mesh::default();
        add_face(&mut m, &[sq(0.0, 4.0), hole]);
        let sum: Vector3<f64> = m.triangles.iter().map(|t| m.directed_area(*t)).sum();
        assert!((sum - f.z() * 15.0).norm() < 1e-6);
        assert!((m.surface_area() - 15.0).abs() < 1e-6);
    }
}
