//! Placements and solids in the chosen representation.

use super::step::{Arg, Ref, Step, point};
use crate::plane::{Outline, P2, Stand};
use crate::scene::{Hole, Solid, WallShape};
use crate::style::Geometry;

/// A point of space.
pub(super) fn point3(step: &mut Step, p: [f64; 3]) -> Ref {
    step.once("IFCCARTESIANPOINT", &[point(&p)])
}

fn point2(step: &mut Step, p: P2) -> Ref {
    step.once("IFCCARTESIANPOINT", &[point(&p)])
}

fn direction(step: &mut Step, d: &[f64]) -> Ref {
    step.once("IFCDIRECTION", &[Arg::List(d.iter().map(|&v| Arg::Real(v)).collect())])
}

/// An axis placement standing upright, turned about the vertical.
pub(super) fn axes(step: &mut Step, stand: &Stand) -> Ref {
    let origin = point3(step, stand.origin);
    let (s, c) = stand.turn();
    if (s, c) == (0.0, 1.0) {
        return step.once("IFCAXIS2PLACEMENT3D", &[origin.into(), Arg::Null, Arg::Null]);
    }
    let (up, x) = (direction(step, &[0.0, 0.0, 1.0]), direction(step, &[c, s, 0.0]));
    step.once("IFCAXIS2PLACEMENT3D", &[origin.into(), up.into(), x.into()])
}

/// A local placement.
pub(super) fn placement(step: &mut Step, parent: Option<Ref>, stand: &Stand) -> Ref {
    let axes = axes(step, stand);
    step.put("IFCLOCALPLACEMENT", &[parent.into(), axes.into()])
}

/// The solids of a wall: whole, or in pieces around its holes when the holes are not objects.
pub(super) fn wall_solids(wall: &WallShape, with_holes: bool) -> Vec<Solid> {
    if !with_holes || wall.holes.is_empty() {
        return vec![Solid::cuboid([0.0, wall.length], wall.y, [0.0, wall.height])];
    }
    let mut holes: Vec<&Hole> = wall.holes.iter().collect();
    holes.sort_by(|a, b| a.x[0].total_cmp(&b.x[0]));
    let (mut pieces, mut at) = (Vec::new(), 0.0);
    for hole in holes {
        if hole.x[0] > at {
            pieces.push(Solid::cuboid([at, hole.x[0]], wall.y, [0.0, wall.height]));
        }
        if hole.z[0] > 0.0 {
            pieces.push(Solid::cuboid(hole.x, wall.y, [0.0, hole.z[0]]));
        }
        if hole.z[1] < wall.height {
            pieces.push(Solid::cuboid(hole.x, wall.y, [hole.z[1], wall.height]));
        }
        at = hole.x[1];
    }
    if at < wall.length {
        pieces.push(Solid::cuboid([at, wall.length], wall.y, [0.0, wall.height]));
    }
    pieces
}

/// One representation item and the type word it belongs to.
pub(super) fn item(step: &mut Step, solid: &Solid, geometry: Geometry, clip: bool) -> (Ref, &'static str) {
    match solid {
        Solid::Facets { corners, faces } => (brep(step, corners, &faces.iter().map(|f| vec![f.clone()]).collect::<Vec<_>>()), "Brep"),
        Solid::Prism { outline, holes, z, height } => {
            let straight = outline.is_straight() && holes.iter().all(Outline::is_straight);
            match geometry {
                Geometry::Brep if straight => {
                    let (corners, faces) = prism_faces(outline, holes, *z, *height);
                    (brep(step, &corners, &faces), "Brep")
                }
                Geometry::Triangulated if straight && holes.is_empty() => {
                    let (corners, faces) = prism_faces(outline, holes, *z, *height);
                    if step.is_2x3() {
                        let triangles: Vec<Vec<Vec<usize>>> =
                            faces.iter().flat_map(|face| triangles(&corners, &face[0])).map(|t| vec![t.to_vec()]).collect();
                        (brep(step, &corners, &triangles), "Brep")
                    } else {
                        (triangulated(step, &corners, &faces), "Tessellation")
                    }
                }
                Geometry::Clipped if clip && straight => (clipped(step, outline, *z, *height), "Clipping"),
                _ => (extruded(step, outline, holes, *z, *height), "SweptSolid"),
            }
        }
    }
}

/// A prism drawn half a metre too high and cut by a half space.
fn clipped(step: &mut Step, outline: &Outline, z: f64, height: f64) -> Ref {
    let solid = extruded(step, outline, &[], z, height + 0.5);
    let (origin, up, x) = (point3(step, [0.0, 0.0, z + height]), direction(step, &[0.0, 0.0, 1.0]), direction(step, &[1.0, 0.0, 0.0]));
    let axes = step.once("IFCAXIS2PLACEMENT3D", &[origin.into(), up.into(), x.into()]);
    let plane = step.once("IFCPLANE", &[axes.into()]);
    // the half space keeps what lies against the plane's normal when AgreementFlag is true; it is the part taken away
    let half = step.once("IFCHALFSPACESOLID", &[plane.into(), Arg::Flag(false)]);
    step.put("IFCBOOLEANCLIPPINGRESULT", &[Arg::Enum("DIFFERENCE"), solid.into(), half.into()])
}

fn extruded(step: &mut Step, outline: &Outline, holes: &[Outline], z: f64, height: f64) -> Ref {
    let profile = profile(step, outline, holes);
    let position = axes(step, &Stand::at(0.0, 0.0, z));
    let up = direction(step, &[0.0, 0.0, 1.0]);
    step.put("IFCEXTRUDEDAREASOLID", &[profile.into(), position.into(), up.into(), Arg::Length(height)])
}

fn profile(step: &mut Step, outline: &Outline, holes: &[Outline]) -> Ref {
    let area = Arg::Enum("AREA");
    if holes.is_empty() {
        if let Some([x0, y0, x1, y1]) = outline.as_rect() {
            let centre = point2(step, [(x0 + x1) / 2.0, (y0 + y1) / 2.0]);
            let position = step.once("IFCAXIS2PLACEMENT2D", &[centre.into(), Arg::Null]);
            let sides = [Arg::Length(x1 - x0), Arg::Length(y1 - y0)];
            let [w, h] = sides;
            return step.once("IFCRECTANGLEPROFILEDEF", &[area, Arg::Null, position.into(), w, h]);
        }
        if let Outline::Circle(centre, radius) = outline {
            let centre = point2(step, *centre);
            let position = step.once("IFCAXIS2PLACEMENT2D", &[centre.into(), Arg::Null]);
            return step.once("IFCCIRCLEPROFILEDEF", &[area, Arg::Null, position.into(), Arg::Length(*radius)]);
        }
        let curve = curve(step, outline);
        return step.put("IFCARBITRARYCLOSEDPROFILEDEF", &[area, Arg::Null, curve.into()]);
    }
    let outer = curve(step, outline);
    let inner: Vec<Ref> = holes.iter().map(|hole| curve(step, hole)).collect();
    step.put("IFCARBITRARYPROFILEDEFWITHVOIDS", &[area, Arg::Null, outer.into(), inner.into()])
}

/// A closed curve: polyline, circle, or composite curve with trimmed circles.
pub(super) fn curve(step: &mut Step, outline: &Outline) -> Ref {
    match outline {
        Outline::Circle(centre, radius) => {
            let centre = point2(step, *centre);
            let position = step.once("IFCAXIS2PLACEMENT2D", &[centre.into(), Arg::Null]);
            step.once("IFCCIRCLE", &[position.into(), Arg::Length(*radius)])
        }
        Outline::Path(path) if outline.is_straight() => {
            let mut points: Vec<Ref> = path.iter().map(|corner| point2(step, corner.0)).collect();
            points.extend(points.first().copied());
            step.put("IFCPOLYLINE", &[points.into()])
        }
        Outline::Path(path) => {
            let n = path.len();
            let segments: Vec<Ref> = (0..n)
                .map(|i| {
                    let (a, b) = (path[i].0, path[(i + 1) % n].0);
                    let piece = match path[i].1 {
                        None => {
                            let ends = vec![point2(step, a), point2(step, b)];
                            step.put("IFCPOLYLINE", &[ends.into()])
                        }
                        Some(middle) => arc(step, a, middle, b),
                    };
                    step.put("IFCCOMPOSITECURVESEGMENT", &[Arg::Enum("CONTINUOUS"), Arg::Flag(true), piece.into()])
                })
                .collect();
            step.put("IFCCOMPOSITECURVE", &[segments.into(), Arg::Flag(false)])
        }
    }
}

/// The arc from `a` through `m` to `b`, trimmed by angles in the file's angle unit.
fn arc(step: &mut Step, a: P2, m: P2, b: P2) -> Ref {
    let d = 2.0 * (a[0] * (m[1] - b[1]) + m[0] * (b[1] - a[1]) + b[0] * (a[1] - m[1]));
    let sq = |p: P2| p[0] * p[0] + p[1] * p[1];
    let centre = [
        (sq(a) * (m[1] - b[1]) + sq(m) * (b[1] - a[1]) + sq(b) * (a[1] - m[1])) / d,
        (sq(a) * (b[0] - m[0]) + sq(m) * (a[0] - b[0]) + sq(b) * (m[0] - a[0])) / d,
    ];
    let radius = (a[0] - centre[0]).hypot(a[1] - centre[1]);
    let angle = |p: P2| (p[1] - centre[1]).atan2(p[0] - centre[0]);
    let anticlockwise = (m[0] - a[0]) * (b[1] - a[1]) - (m[1] - a[1]) * (b[0] - a[0]) > 0.0;
    let at = point2(step, centre);
    let position = step.once("IFCAXIS2PLACEMENT2D", &[at.into(), Arg::Null]);
    let circle = step.once("IFCCIRCLE", &[position.into(), Arg::Length(radius)]);
    let trim = |v: f64| Arg::List(vec![Arg::Typed("IFCPARAMETERVALUE", Box::new(Arg::Angle(v)))]);
    let (from, to) = (trim(angle(a)), trim(angle(b)));
    step.put("IFCTRIMMEDCURVE", &[circle.into(), from, to, Arg::Flag(anticlockwise), Arg::Enum("PARAMETER")])
}

type Faces = Vec<Vec<Vec<usize>>>;

/// Corners and faces (first loop outer, then inner loops) of a prism.
fn prism_faces(outline: &Outline, holes: &[Outline], z: f64, height: f64) -> (Vec<[f64; 3]>, Faces) {
    let (mut corners, mut faces) = (Vec::new(), Faces::new());
    let (mut bottom, mut top) = (Vec::new(), Vec::new());
    for (k, ring) in std::iter::once(outline).chain(holes).enumerate() {
        let mut plan = ring.corners();
        if (crate::plane::area(&plan) > 0.0) != (k == 0) {
            plan.reverse(); // outer anticlockwise, holes clockwise: then every side face looks outwards
        }
        let (first, n) = (corners.len(), plan.len());
        corners.extend(plan.iter().map(|p| [p[0], p[1], z]));
        corners.extend(plan.iter().map(|p| [p[0], p[1], z + height]));
        for i in 0..n {
            let j = (i + 1) % n;
            faces.push(vec![vec![first + i, first + j, first + n + j, first + n + i]]);
        }
        bottom.push((first..first + n).rev().collect());
        top.push((first + n..first + 2 * n).collect());
    }
    faces.push(bottom);
    faces.push(top);
    (corners, faces)
}

fn brep(step: &mut Step, corners: &[[f64; 3]], faces: &[Vec<Vec<usize>>]) -> Ref {
    let points: Vec<Ref> = corners.iter().map(|&p| point3(step, p)).collect();
    let faces: Vec<Ref> = faces
        .iter()
        .map(|loops| {
            let bounds: Vec<Ref> = loops
                .iter()
                .enumerate()
                .map(|(k, ring)| {
                    let polygon: Vec<Ref> = ring.iter().map(|&i| points[i]).collect();
                    let polygon = step.put("IFCPOLYLOOP", &[polygon.into()]);
                    step.put(if k == 0 { "IFCFACEOUTERBOUND" } else { "IFCFACEBOUND" }, &[polygon.into(), Arg::Flag(true)])
                })
                .collect();
            step.put("IFCFACE", &[bounds.into()])
        })
        .collect();
    let shell = step.put("IFCCLOSEDSHELL", &[faces.into()]);
    step.put("IFCFACETEDBREP", &[shell.into()])
}

fn triangulated(step: &mut Step, corners: &[[f64; 3]], faces: &[Vec<Vec<usize>>]) -> Ref {
    let list = step.put("IFCCARTESIANPOINTLIST3D", &tail(step.style.schema, corners));
    let index: Vec<Arg> = faces
        .iter()
        .flat_map(|face| triangles(corners, &face[0]))
        .map(|t| Arg::List(t.iter().map(|&i| Arg::Int(i as i64 + 1)).collect()))
        .collect();
    step.put("IFCTRIANGULATEDFACESET", &[list.into(), Arg::Null, Arg::Flag(true), Arg::List(index), Arg::Null])
}

fn tail(schema: crate::style::Schema, corners: &[[f64; 3]]) -> Vec<Arg> {
    let mut args = vec![Arg::List(corners.iter().map(|p| point(p)).collect())];
    if schema == crate::style::Schema::Ifc4x3 {
        args.push(Arg::Null);
    }
    args
}

/// Ear clipping of one planar loop.
fn triangles(corners: &[[f64; 3]], ring: &[usize]) -> Vec<[usize; 3]> {
    let normal = ring.iter().enumerate().fold([0.0; 3], |sum: [f64; 3], (i, &a)| {
        let (p, q) = (corners[a], corners[ring[(i + 1) % ring.len()]]);
        [sum[0] + (p[1] - q[1]) * (p[2] + q[2]), sum[1] + (p[2] - q[2]) * (p[0] + q[0]), sum[2] + (p[0] - q[0]) * (p[1] + q[1])]
    });
    let flat = |i: usize| {
        let p = corners[i];
        let [x, y, z] = normal.map(f64::abs);
        if z >= x && z >= y {
            [p[0] * normal[2].signum(), p[1]]
        } else if x >= y {
            [p[1] * normal[0].signum(), p[2]]
        } else {
            [p[2] * normal[1].signum(), p[0]]
        }
    };
    let turn = |a: usize, b: usize, c: usize| {
        let (a, b, c) = (flat(a), flat(b), flat(c));
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    };
    let (mut rest, mut out) = (ring.to_vec(), Vec::new());
    while rest.len() > 3 {
        let n = rest.len();
        let ear = (0..n).find(|&i| {
            let (a, b, c) = (rest[(i + n - 1) % n], rest[i], rest[(i + 1) % n]);
            turn(a, b, c) > 0.0
                && rest.iter().all(|&p| [a, b, c].contains(&p) || !(turn(a, b, p) >= 0.0 && turn(b, c, p) >= 0.0 && turn(c, a, p) >= 0.0))
        });
        let i = ear.unwrap_or(0);
        out.push([rest[(i + n - 1) % n], rest[i], rest[(i + 1) % n]]);
        rest.remove(i);
    }
    if let [a, b, c] = rest[..] {
        out.push([a, b, c]);
    }
    out
}
