//! Where a plane cuts a closed mesh.

use crate::Region;
use crate::frame::{Frame, Point3};
use crate::mesh::Mesh;
use crate::profile::region::{Ring, wound};
use crate::tolerance::{JOIN, ON_PLANE, PARALLEL};
use std::collections::BTreeMap;

/// Which side of the plane vertices lying on it are taken to be on: asks for the section just below or just above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Just {
    /// Just behind the plane (against its normal).
    Below,
    /// Just in front of the plane.
    Above,
}

/// Region of the plane (a frame's xy plane, in its coordinates) that lies inside the mesh. Vertices should be shared
/// between triangles (welded) for the outline to chain without searching.
pub fn section(mesh: &Mesh, plane: &Frame, just: Just) -> Region {
    wound(&outlines(mesh, plane, just))
}

/// Oriented outlines of the section, material on the left.
pub fn outlines(mesh: &Mesh, plane: &Frame, just: Just) -> Vec<Ring> {
    let Some(inverse) = plane.inverse() else { return vec![] };
    let local: Vec<Point3> = mesh.positions.iter().map(|&p| inverse.point(Point3::from(p))).collect();
    let above = |p: &Point3| match just {
        Just::Above => p.z > ON_PLANE,
        Just::Below => p.z >= -ON_PLANE,
    };
    let side: Vec<bool> = local.iter().map(above).collect();
    let mut next: BTreeMap<[u32; 2], Vec<[u32; 2]>> = BTreeMap::new();
    for t in &mesh.triangles {
        let s = t.map(|i| side[i as usize]);
        if s[0] == s[1] && s[1] == s[2] {
            continue;
        }
        let (mut up, mut down) = ([0, 0], [0, 0]);
        for k in 0..3 {
            let (a, b) = (t[k], t[(k + 1) % 3]);
            let key = [a.min(b), a.max(b)];
            match (s[k], s[(k + 1) % 3]) {
                (false, true) => up = key,
                (true, false) => down = key,
                _ => {}
            }
        }
        next.entry(down).or_default().push(up);
    }
    let at = |e: [u32; 2]| {
        let (a, b) = (local[e[0] as usize], local[e[1] as usize]);
        let d = b.z - a.z;
        let t = if d.abs() > ON_PLANE { (-a.z / d).clamp(0.0, 1.0) } else { 0.5 };
        [a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t]
    };
    chain(&mut next, at)
}

fn chain(next: &mut BTreeMap<[u32; 2], Vec<[u32; 2]>>, at: impl Fn([u32; 2]) -> [f64; 2]) -> Vec<Ring> {
    let mut rings = Vec::new();
    let mut open: Vec<Ring> = Vec::new();
    // Open chains first: they start where no triangle ends.
    let mut arriving: BTreeMap<[u32; 2], i32> = BTreeMap::new();
    for (from, tos) in next.iter() {
        *arriving.entry(*from).or_default() -= tos.len() as i32;
        tos.iter().for_each(|t| *arriving.entry(*t).or_default() += 1);
    }
    let starts: Vec<[u32; 2]> = arriving.iter().filter(|(_, n)| **n < 0).map(|(e, _)| *e).collect();
    let walk = |start: [u32; 2], next: &mut BTreeMap<[u32; 2], Vec<[u32; 2]>>| -> (Ring, bool) {
        let mut ring = vec![at(start)];
        let mut here = start;
        while let Some(to) = next.get_mut(&here).and_then(Vec::pop) {
            if next.get(&here).is_some_and(Vec::is_empty) {
                next.remove(&here);
            }
            here = to;
            if here == start {
                return (ring, true);
            }
            ring.push(at(here));
        }
        (ring, false)
    };
    for s in starts {
        let (ring, closed) = walk(s, next);
        if closed { rings.push(ring) } else { open.push(ring) }
    }
    while let Some((&s, _)) = next.first_key_value() {
        let (ring, closed) = walk(s, next);
        if closed { rings.push(ring) } else { open.push(ring) }
    }
    rings.extend(joined(open));
    rings
}

/// Joins open chains end to start where they touch (or nearly do), and closes what is left.
fn joined(mut open: Vec<Ring>) -> Vec<Ring> {
    let gap = |a: &Ring, b: &Ring| match (a.last(), b.first()) {
        (Some(p), Some(q)) => (p[0] - q[0]).hypot(p[1] - q[1]),
        _ => f64::INFINITY,
    };
    let mut rings = Vec::new();
    while let Some(mut ring) = open.pop() {
        loop {
            let own = gap(&ring, &ring);
            let best = open.iter().enumerate().map(|(i, o)| (gap(&ring, o), i)).min_by(|a, b| a.0.total_cmp(&b.0));
            match best {
                Some((g, i)) if g < own.min(JOIN.max(own)) => {
                    let more = open.swap_remove(i);
                    ring.extend(more);
                }
                _ => break,
            }
        }
        rings.push(ring);
    }
    rings
}

/// What the mesh covers seen from above: the union of its triangles' shadows. `facing_up` limits it to upward faces, which
/// is enough for (and faster with) a closed mesh.
pub fn shadow(mesh: &Mesh, facing_up: bool) -> Region {
    // Vertices above each other become one point of the plan: left apart by a rounding they would make hairline outlines.
    let flat = Mesh { positions: mesh.positions.iter().map(|p| [p[0], p[1], 0.0]).collect(), triangles: vec![] };
    let (points, index) = flat.weld_map();
    // Edges between two upward triangles cancel; what is left winds around the shadow.
    let mut edges: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut directed: Vec<([u32; 2], bool)> = Vec::new();
    for &t in &mesh.triangles {
        let slope = mesh.directed_area(t);
        if slope.z.abs() <= PARALLEL * slope.norm() {
            continue; // upright
        }
        let t = t.map(|i| index.get(i as usize).copied().unwrap_or(0));
        let t = match slope.z {
            z if z > 0.0 => t,
            _ if !facing_up => [t[0], t[2], t[1]],
            _ => continue,
        };
        for (a, b) in [(t[0], t[1]), (t[1], t[2]), (t[2], t[0])] {
            if a != b {
                directed.push(([a.min(b), a.max(b)], a < b));
            }
        }
    }
    directed.sort_unstable();
    let mut i = 0;
    while i < directed.len() {
        let key = directed[i].0;
        let mut sum = 0i32;
        while i < directed.len() && directed[i].0 == key {
            sum += if directed[i].1 { 1 } else { -1 };
            i += 1;
        }
        let [a, b] = key;
        let (from, to) = if sum > 0 { (a, b) } else { (b, a) };
        (0..sum.abs()).for_each(|_| edges.entry(from).or_default().push(to));
    }
    let at = |v: u32| points.get(v as usize).map_or([0.0; 2], |p| [p[0], p[1]]);
    let mut rings = Vec::new();
    while let Some((&start, _)) = edges.first_key_value() {
        let mut ring = vec![at(start)];
        let mut here = start;
        while let Some(to) = edges.get_mut(&here).and_then(Vec::pop) {
            if edges.get(&here).is_some_and(Vec::is_empty) {
                edges.remove(&here);
            }
            here = to;
            if here == start {
                break;
            }
            ring.push(at(here));
        }
        rings.push(ring);
    }
    wound(&rings)
}
