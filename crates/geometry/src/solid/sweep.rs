//! Profiles swept along a line, about an axis or along a path.

use super::face::ears;
use super::prism::Prism;
use crate::curve::{Curve, Precision};
use crate::frame::{Frame, Point3};
use crate::mesh::Mesh;
use crate::profile::{Profile, region};
use crate::tolerance::PARALLEL;
use nalgebra::Vector3;
use std::f64::consts::TAU;
use std::sync::Arc;

/// A profile in a frame's xy plane, moved along `depth`.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// What is swept; shared between the copies of a mapped item.
    pub profile: Arc<Profile>,
    /// Where the profile lies.
    pub frame: Frame,
    /// How far and where to, in the outer space.
    pub depth: Vector3<f64>,
}

impl Sweep {
    /// Exact volume in cubic metres.
    pub fn volume(&self) -> f64 {
        self.profile.area * self.frame.x().cross(&self.frame.y()).dot(&self.depth).abs()
    }

    /// The sweep seen through a frame.
    pub fn transformed(&self, frame: &Frame) -> Sweep {
        Sweep { profile: self.profile.clone(), frame: frame.then(&self.frame), depth: frame.vector(self.depth) }
    }

    /// The same body as a region over a height range, if it stands upright: a level profile swept vertically, or a box.
    pub fn to_prism(&self) -> Option<Prism> {
        let level = |v: Vector3<f64>| v.z.abs() <= PARALLEL * v.norm();
        let upright = |v: Vector3<f64>| v.xy().norm() <= PARALLEL * v.norm();
        let (x, y, o) = (self.frame.x(), self.frame.y(), self.frame.origin);
        if level(x) && level(y) && upright(self.depth) {
            let (z0, z1) = (o.z.min(o.z + self.depth.z), o.z.max(o.z + self.depth.z));
            let placed = self.profile.transformed(&self.frame);
            return Some(Prism { region: placed.region, z0, z1, area: placed.area, curved: placed.curved });
        }
        let c = self.profile.as_parallelogram()?.map(|p| self.frame.point(Point3::new(p[0], p[1], 0.0)));
        let edges = [c[1] - c[0], c[3] - c[0], self.depth];
        let up = (0..3).find(|&i| upright(edges[i]) && level(edges[(i + 1) % 3]) && level(edges[(i + 2) % 3]))?;
        let (u, v, h) = (edges[(up + 1) % 3], edges[(up + 2) % 3], edges[up].z);
        let p = |q: Point3| [q.x, q.y];
        let profile = Profile::from_rings(vec![p(c[0]), p(c[0] + u), p(c[0] + u + v), p(c[0] + v)], vec![]);
        Some(Prism { area: profile.area, region: profile.region, z0: c[0].z.min(c[0].z + h), z1: c[0].z.max(c[0].z + h), curved: false })
    }

    /// Closed mesh of the body.
    pub fn mesh(&self) -> Mesh {
        let mut m = Mesh::default();
        let place = |p: [f64; 2]| self.frame.point(Point3::new(p[0], p[1], 0.0));
        for polygon in &self.profile.region.0 {
            between(&mut m, &region::rings(polygon), &|p| place(p), &|p| place(p) + self.depth);
        }
        if self.frame.x().cross(&self.frame.y()).dot(&self.depth) < 0.0 {
            m.flip();
        }
        m
    }
}

/// Adds the body between two images of a polygon (outer ring counter-clockwise, holes clockwise); faces outward when the
/// second image lies on the side from which the polygon runs counter-clockwise.
fn between(m: &mut Mesh, rings: &[Vec<[f64; 2]>], low: &dyn Fn([f64; 2]) -> Point3, high: &dyn Fn([f64; 2]) -> Point3) {
    let base = m.positions.len() as u32;
    let flat: Vec<[f64; 2]> = rings.iter().flatten().copied().collect();
    let n = flat.len() as u32;
    m.positions.extend(flat.iter().map(|p| -> [f64; 3] { low(*p).into() }));
    m.positions.extend(flat.iter().map(|p| -> [f64; 3] { high(*p).into() }));
    let mut holes = Vec::new();
    let mut start = 0u32;
    for r in rings {
        if start > 0 {
            holes.push(start);
        }
        let k = r.len() as u32;
        for i in 0..k {
            let (a, b) = (base + start + i, base + start + (i + 1) % k);
            m.triangles.push([a, b, b + n]);
            m.triangles.push([a, b + n, a + n]);
        }
        start += k;
    }
    for [a, b, c] in ears(&flat, &holes) {
        m.triangles.push([base + a, base + c, base + b]);
        m.triangles.push([base + n + a, base + n + b, base + n + c]);
    }
}

/// Body between a profile and a second one with the same number of points, `depth` further on (a tapered extrusion).
/// `None` if their points do not pair up.
pub fn tapered(from: &Profile, to: &Profile, frame: &Frame, depth: Vector3<f64>) -> Option<Mesh> {
    let mut m = Mesh::default();
    if from.region.0.len() != to.region.0.len() {
        return None;
    }
    for (p, q) in from.region.0.iter().zip(&to.region.0) {
        let (a, b) = (region::rings(p), region::rings(q));
        if a.len() != b.len() || a.iter().zip(&b).any(|(r, s)| r.len() != s.len()) {
            return None;
        }
        let base = m.positions.len() as u32;
        let (fa, fb): (Vec<[f64; 2]>, Vec<[f64; 2]>) = (a.iter().flatten().copied().collect(), b.iter().flatten().copied().collect());
        between(&mut m, &a, &|p| frame.point(Point3::new(p[0], p[1], 0.0)), &|p| frame.point(Point3::new(p[0], p[1], 0.0)) + depth);
        for (i, p) in fb.iter().enumerate() {
            m.positions[base as usize + fa.len() + i] = (frame.point(Point3::new(p[0], p[1], 0.0)) + depth).into();
        }
    }
    if frame.x().cross(&frame.y()).dot(&depth) < 0.0 {
        m.flip();
    }
    Some(m)
}

/// Profile turned about an axis (in the profile's frame) by `angle` radians; the exact volume is Pappus's.
pub fn revolved(profile: &Profile, frame: &Frame, axis_at: Point3, axis: Vector3<f64>, angle: f64, precision: Precision) -> Mesh {
    let Some(axis) = axis.try_normalize(crate::tolerance::NO_DIRECTION) else { return Mesh::default() };
    let reach = region::all_rings(&profile.region)
        .iter()
        .flatten()
        .map(|p| {
            let d = Point3::new(p[0], p[1], 0.0) - axis_at;
            (d - axis * d.dot(&axis)).norm()
        })
        .fold(0.0, f64::max);
    let full = (angle.abs() - TAU).abs() < PARALLEL || angle.abs() > TAU;
    let angle = if full { TAU.copysign(angle) } else { angle };
    let n = precision.chords(reach, angle).max(if full { 3 } else { 1 });
    let unit = nalgebra::Unit::new_unchecked(axis);
    let stations: Vec<Frame> = (0..=n)
        .map(|i| {
            let turn = nalgebra::Rotation3::from_axis_angle(&unit, if full && i == n { 0.0 } else { angle * i as f64 / n as f64 });
            let spin = Frame { axes: *turn.matrix(), origin: Point3::from(axis_at.coords - turn * axis_at.coords) };
            frame.then(&spin)
        })
        .collect();
    let mut m = along(profile, &stations, full);
    if m.signed_volume() < 0.0 {
        m.flip();
    }
    m
}

/// Profile carried through a row of frames; the ends are capped unless the row closes on itself.
pub fn along(profile: &Profile, stations: &[Frame], closed: bool) -> Mesh {
    let rows: Vec<Section<'_>> = stations.iter().map(|f| Section { frame: *f, from: profile, to: profile, share: 0.0 }).collect();
    skinned(&rows, closed).unwrap_or_default()
}

/// A cross section on the way from one profile to another.
#[derive(Clone, Copy, Debug)]
pub struct Section<'p> {
    /// Where it lies.
    pub frame: Frame,
    /// The profile before it.
    pub from: &'p Profile,
    /// The profile after it.
    pub to: &'p Profile,
    /// How much of the way between the two has been gone, from 0 to 1.
    pub share: f64,
}

impl Section<'_> {
    /// Its points in space, polygon by polygon; `None` if the two profiles do not pair up.
    fn points(&self) -> Option<Vec<Vec<Point3>>> {
        let rings = |p: &Profile| -> Vec<Vec<region::Ring>> { p.region.0.iter().map(region::rings).collect() };
        let place = |p: [f64; 2]| self.frame.point(Point3::new(p[0], p[1], 0.0));
        if std::ptr::eq(self.from, self.to) {
            return Some(rings(self.from).iter().map(|p| p.iter().flatten().map(|q| place(*q)).collect()).collect());
        }
        let (a, b) = (rings(self.from), rings(self.to));
        let counts = |p: &[Vec<region::Ring>]| -> Vec<Vec<usize>> { p.iter().map(|q| q.iter().map(Vec::len).collect()).collect() };
        if counts(&a) != counts(&b) {
            return None;
        }
        let between = |p: &[f64; 2], q: &[f64; 2]| place([0, 1].map(|k| p[k] + (q[k] - p[k]) * self.share));
        let polygon = |(p, q): (&Vec<region::Ring>, &Vec<region::Ring>)| {
            p.iter().flatten().zip(q.iter().flatten()).map(|(p, q)| between(p, q)).collect()
        };
        Some(a.iter().zip(&b).map(polygon).collect())
    }
}

/// The skin over a row of cross sections; the ends are capped unless the row closes on itself. `None` if neighbouring
/// profiles do not pair up.
pub fn skinned(stations: &[Section<'_>], closed: bool) -> Option<Mesh> {
    let mut m = Mesh::default();
    let (first, last) = (stations.first()?, stations.last()?);
    let rows = if closed { stations.len() - 1 } else { stations.len() };
    let placed = stations.iter().take(rows).map(Section::points).collect::<Option<Vec<_>>>()?;
    for (index, polygon) in first.from.region.0.iter().enumerate() {
        let rings = region::rings(polygon);
        let flat: Vec<[f64; 2]> = rings.iter().flatten().copied().collect();
        let n = flat.len() as u32;
        let base = m.positions.len() as u32;
        for row in &placed {
            let points = row.get(index).filter(|p| p.len() == flat.len())?;
            m.positions.extend(points.iter().map(|p| -> [f64; 3] { (*p).into() }));
        }
        let row = |i: usize| base + (i % rows) as u32 * n;
        let mut holes = Vec::new();
        for s in 0..stations.len() - 1 {
            let mut start = 0u32;
            for r in &rings {
                let k = r.len() as u32;
                for i in 0..k {
                    let (a, b) = (start + i, start + (i + 1) % k);
                    let quad = [row(s) + a, row(s) + b, row(s + 1) + b, row(s + 1) + a];
                    // Twisted faces are cut along the one diagonal and the other in turn: always the same would lean to one side.
                    let [p, q, r, t] = if s % 2 == 0 { quad } else { [quad[1], quad[2], quad[3], quad[0]] };
                    m.triangles.push([p, q, r]);
                    m.triangles.push([p, r, t]);
                }
                start += k;
            }
        }
        let mut start = 0u32;
        for r in &rings {
            if start > 0 {
                holes.push(start);
            }
            start += r.len() as u32;
        }
        if !closed {
            for [a, b, c] in ears(&flat, &holes) {
                m.triangles.push([row(0) + a, row(0) + c, row(0) + b]);
            }
            let end: Vec<[f64; 2]> = last.to.region.0.get(index).map(region::rings)?.into_iter().flatten().collect();
            for [a, b, c] in ears(&end, &holes) {
                m.triangles.push([row(rows - 1) + a, row(rows - 1) + b, row(rows - 1) + c]);
            }
        }
    }
    Some(m)
}

/// Frames along a path, their z along it and turned as little as possible from one to the next; at bends they lie in the
/// mitre plane (stretched so that the swept section stays the same).
pub fn path_frames(path: &Curve, x_hint: Option<Vector3<f64>>) -> Vec<Frame> {
    frames_along(path, x_hint, false)
}

/// Frames along a path whose x stays as near to a fixed direction as being across the path allows.
pub fn fixed_frames(path: &Curve, reference: Vector3<f64>) -> Vec<Frame> {
    frames_along(path, Some(reference), true)
}

fn frames_along(path: &Curve, x_hint: Option<Vector3<f64>>, fixed: bool) -> Vec<Frame> {
    let mut p: Vec<Point3> = Vec::new();
    for q in &path.points {
        if p.last().is_none_or(|l| (l - q).norm() > crate::tolerance::WELD) {
            p.push(*q);
        }
    }
    if p.len() < 2 {
        return vec![];
    }
    let n = p.len();
    let closed = path.is_closed() && n > 3;
    let dir = |i: usize| (p[i + 1] - p[i]).normalize();
    let mut frames = Vec::with_capacity(n);
    let first = dir(0);
    let mut x = Frame::from_axes(p[0], first, x_hint.unwrap_or_else(|| if first.z.abs() < 0.9 { Vector3::z() } else { Vector3::x() })).x();
    for (i, &origin) in p.iter().enumerate() {
        let before = if i > 0 {
            dir(i - 1)
        } else if closed {
            dir(n - 2)
        } else {
            first
        };
        let after = if i + 1 < n {
            dir(i)
        } else if closed {
            dir(0)
        } else {
            before
        };
        if i > 0 {
            // The section's frame belongs to the segment before; project it onto the mitre plane along that segment.
            x = (x - before * x.dot(&before)).normalize();
        } else if closed {
            x = (x - before * x.dot(&before)).try_normalize(PARALLEL).unwrap_or(x);
        }
        let y = before.cross(&x);
        let mitre = (before + after).try_normalize(PARALLEL).unwrap_or(before);
        let onto = |v: Vector3<f64>| v - before * (v.dot(&mitre) / before.dot(&mitre).max(0.1));
        frames.push(Frame { axes: nalgebra::Matrix3::from_columns(&[onto(x), onto(y), before]), origin });
        // Carry x over to the next segment by the smallest turn.
        if let Some(turn) = nalgebra::Rotation3::rotation_between(&before, &after) {
            x = turn * x;
        }
        if fixed && let Some(r) = x_hint {
            x = (r - after * r.dot(&after)).try_normalize(PARALLEL).unwrap_or(x);
        }
    }
    frames
}

/// A round bar (or tube, with an inner radius) along a path.
pub fn disk(path: &Curve, radius: f64, inner: Option<f64>, precision: Precision) -> Mesh {
    let ring = |r: f64| Curve::ellipse(&Frame::identity(), r, r, 0.0, TAU, precision);
    let holes: Vec<Curve> = inner.filter(|r| *r > 0.0 && *r < radius).map(ring).into_iter().collect();
    let profile = Profile::from_curves(&ring(radius), &holes);
    let frames = path_frames(path, None);
    if frames.len() < 2 {
        return Mesh::default();
    }
    let mut m = along(&profile, &frames, path.is_closed() && frames.len() > 3);
    if m.signed_volume() < 0.0 {
        m.flip();
    }
    m
}
