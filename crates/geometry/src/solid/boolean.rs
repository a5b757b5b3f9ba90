//! Set operations on shapes: exact on upright prisms, plane by plane where the tool is convex, a mesh library for the rest.

use super::clip::{Keep, by_convex, by_half_space, upright_or_level};
use super::convex::{Convex, Plane};
use super::decompose::convex_pieces;
use super::general;
use super::needles::without_needles;
use super::part::{Body, Part};
use super::prism::{Operation, Prism, combine};
use super::sweep::Sweep;
use crate::frame::{Frame, Point3};
use crate::mesh::{Extent, Mesh};
use crate::profile::{Profile, region};
use crate::tolerance::{FLUSH, ON_PLANE, PARALLEL, WELD};
use nalgebra::Vector3;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What cuts.
#[derive(Clone, Debug)]
pub enum Tool {
    /// All space behind a plane.
    HalfSpace(Plane),
    /// The space behind a plane, within an outline (in the frame's xy plane) carried along the frame's z both ways.
    Bounded {
        /// Frame of the outline.
        frame: Frame,
        /// The outline.
        outline: Arc<Profile>,
        /// The plane.
        plane: Plane,
    },
    /// Solids.
    Parts(Vec<Part>),
}

/// Why an operation gave nothing usable.
pub type Failed = &'static str;

/// The solids combined with a tool.
pub fn apply(host: Vec<Part>, tool: &Tool, operation: Operation) -> Result<Vec<Part>, Failed> {
    match operation {
        Operation::Union => unite(host, tool),
        _ => {
            let mut out = Vec::new();
            for part in host {
                out.extend(one(part, tool, operation)?);
            }
            Ok(out)
        }
    }
}

fn one(part: Part, tool: &Tool, operation: Operation) -> Result<Vec<Part>, Failed> {
    if !part.is_closed() {
        // A surface has no inside to cut with certainty; convex cuts of it still mean something.
        return cut_body(&part, tool, operation);
    }
    let reach = part.extent();
    if let Tool::Parts(p) = tool
        && !p.iter().any(|t| t.extent().meets(&reach, 0.0))
    {
        return Ok(if operation == Operation::Difference { vec![part] } else { vec![] });
    }
    if let Some(stack) = part.stack()
        && let Some(cutters) = upright_tool(tool, &reach)
    {
        // Parts of the tool may overlap each other, so they take their turn.
        let left = match operation {
            Operation::Difference => cutters.iter().fold(stack, |s, c| combine(&s, c, operation)),
            _ => cutters.iter().flat_map(|c| combine(&stack, c, operation)).collect(),
        };
        return Ok(if left.is_empty() { vec![] } else { vec![Part::Stack(left)] });
    }
    cut_body(&part, tool, operation)
}

/// The tool as stacks of upright prisms, if it is that.
fn upright_tool(tool: &Tool, reach: &Extent) -> Option<Vec<Vec<Prism>>> {
    match tool {
        Tool::Parts(parts) => parts.iter().filter(|p| p.extent().meets(reach, WELD)).map(Part::stack).collect(),
        Tool::HalfSpace(plane) => {
            let m = 1.0 + reach.diagonal();
            let ring = vec![
                [reach.min[0] - m, reach.min[1] - m],
                [reach.max[0] + m, reach.min[1] - m],
                [reach.max[0] + m, reach.max[1] + m],
                [reach.min[0] - m, reach.max[1] + m],
            ];
            let p = Profile::from_rings(ring, vec![]);
            let block = Prism { area: p.area, region: p.region, z0: reach.min[2] - m, z1: reach.max[2] + m, curved: false };
            behind(block, plane).map(|p| vec![p.into_iter().collect()])
        }
        Tool::Bounded { plane, .. } => {
            let block = bounded_sweep(tool, reach)?.to_prism()?;
            behind(block, plane).map(|p| vec![p.into_iter().collect()])
        }
    }
}

/// The part of a prism behind a level or upright plane; the outer option is empty for a slanting one.
fn behind(p: Prism, plane: &Plane) -> Option<Option<Prism>> {
    let (upright, level) = upright_or_level(plane);
    if level {
        let z = plane.point.z;
        let (z0, z1) = if plane.normal.z > 0.0 { (p.z0, p.z1.min(z)) } else { (p.z0.max(z), p.z1) };
        return Some((z1 - z0 > WELD).then_some(Prism { z0, z1, ..p }));
    }
    if !upright {
        return None;
    }
    let e = p.extent();
    let reach = e.diagonal() + (Point3::from(e.min) - plane.point).norm() + 1.0;
    let n = Vector3::new(plane.normal.x, plane.normal.y, 0.0).normalize();
    let t = Vector3::new(-n.y, n.x, 0.0);
    let at = |a: f64, b: f64| {
        let q = plane.point + t * a - n * b;
        [q.x, q.y]
    };
    let half = Profile::from_rings(vec![at(-reach, 0.0), at(reach, 0.0), at(reach, 2.0 * reach), at(-reach, 2.0 * reach)], vec![]);
    let region = region::intersection(&p.region, &half.region);
    let area = region::area(&region);
    Some((!region.0.is_empty()).then_some(Prism { region, area, ..p }))
}

/// The outline carried far enough along the frame's z to pass the whole host.
fn bounded_sweep(tool: &Tool, reach: &Extent) -> Option<Sweep> {
    let Tool::Bounded { frame, outline, .. } = tool else { return None };
    let inverse = frame.inverse()?;
    let mut z = (f64::INFINITY, f64::NEG_INFINITY);
    for k in 0..8 {
        let pick = |i: usize| if k >> i & 1 == 0 { reach.min[i] } else { reach.max[i] };
        let h = inverse.point(Point3::new(pick(0), pick(1), pick(2))).z;
        z = (z.0.min(h), z.1.max(h));
    }
    let low = frame.then(&Frame::translation(0.0, 0.0, z.0 - 1.0));
    Some(Sweep { profile: outline.clone(), frame: low, depth: frame.z() * (z.1 - z.0 + 2.0) })
}

fn cut_body(part: &Part, tool: &Tool, operation: Operation) -> Result<Vec<Part>, Failed> {
    let before = part.mesh();
    let (closed, curved, exact) = (part.is_closed(), part.curved(), part.is_exact());
    let keep = if operation == Operation::Difference { Keep::Outside } else { Keep::Inside };
    let wrap = |mesh: Mesh, curved: bool, exact: bool| -> Vec<Part> {
        let mesh = without_needles(mesh);
        if mesh.triangles.is_empty() { vec![] } else { vec![Part::body(Body { mesh, closed, curved, exact })] }
    };
    match tool {
        Tool::HalfSpace(plane) => Ok(wrap(by_half_space(&before, plane, keep), curved, exact)),
        Tool::Bounded { plane, .. } => {
            let sweep = bounded_sweep(tool, &before.extent()).ok_or("its frame has no inverse")?;
            let mut bodies = Convex::of_sweep(&sweep);
            bodies.iter_mut().for_each(|b| b.keep_behind(plane));
            bodies.retain(|b| b.facets.len() > 3);
            Ok(by_all(&before, &bodies, keep).into_iter().flat_map(|m| wrap(m, curved, exact)).collect())
        }
        Tool::Parts(tools) => {
            let mut left = vec![before];
            let mut common = Vec::new();
            let (mut curved, mut exact) = (curved, exact);
            for t in tools {
                let near = left.iter().any(|m| m.extent().meets(&t.extent(), -ON_PLANE));
                if !near {
                    continue;
                }
                curved |= t.curved();
                exact &= t.is_exact();
                let bodies = convex_bodies(t);
                let mut next = Vec::new();
                for m in &left {
                    match &bodies {
                        Some(b) => next.extend(by_all(m, b, keep)),
                        None if encloses_nothing(&t.mesh()) => next.extend(untouched(m, operation)),
                        None if !t.is_closed() => return Err("the cutting body is open"),
                        None => next.extend(general_cut(m, &t.mesh(), operation)?),
                    }
                }
                if operation == Operation::Difference { left = next } else { common.extend(next) }
            }
            let all = if operation == Operation::Difference { left } else { common };
            Ok(all.into_iter().flat_map(|m| wrap(m, curved, exact)).collect())
        }
    }
}

/// Whether a surface is only folds: each triangle has another back to back with it.
fn encloses_nothing(mesh: &Mesh) -> bool {
    let mut sides: BTreeMap<[u32; 3], i32> = BTreeMap::new();
    for mut t in mesh.welded().triangles {
        let turn = i32::from(t[0] > t[1]) + i32::from(t[1] > t[2]) + i32::from(t[0] > t[2]);
        t.sort_unstable();
        *sides.entry(t).or_default() += if turn % 2 == 0 { 1 } else { -1 };
    }
    sides.values().all(|n| *n == 0)
}

/// What a body without any volume leaves: all outside of it, nothing inside.
fn untouched(mesh: &Mesh, operation: Operation) -> Option<Mesh> {
    (operation == Operation::Difference).then(|| mesh.clone())
}

/// By the mesh library; where it cannot, by the convex pieces of the tool.
fn general_cut(host: &Mesh, tool: &Mesh, operation: Operation) -> Result<Vec<Mesh>, Failed> {
    let why = match general::boolean(host, &snapped(tool.clone(), host), operation) {
        Ok(made) => return Ok(vec![made]),
        Err(why) => why,
    };
    let keep = if operation == Operation::Difference { Keep::Outside } else { Keep::Inside };
    let pieces = convex_pieces(tool, MOST_PIECES).ok_or(why)?;
    let left: Vec<Mesh> = by_all(host, &pieces, keep).into_iter().map(without_needles).collect();
    let volume = |all: &[Mesh]| all.iter().map(Mesh::signed_volume).sum::<f64>();
    let sound = left.iter().all(|m| m.triangles.is_empty() || m.is_closed())
        && general::is_plausible(host.signed_volume(), tool.signed_volume(), volume(&left), operation);
    if sound { Ok(left) } else { Err(why) }
}

/// More convex pieces than this are left to the mesh library.
const MOST_PIECES: usize = 48;

/// The tool with vertices that all but lie in a plane of the host moved into it: exporters round the two differently, and a
/// hair's breadth left standing would give a wall a false height.
fn snapped(mut tool: Mesh, host: &Mesh) -> Mesh {
    let mut planes: Vec<Plane> = Vec::new();
    for &t in &host.triangles {
        let [point, ..] = host.corners(t);
        let Some(normal) = host.directed_area(t).try_normalize(WELD * WELD) else { continue };
        let same = |q: &Plane| (q.normal - normal).norm() <= PARALLEL * 10.0 && q.distance(point).abs() <= WELD;
        if planes.len() < MOST_PLANES && !planes.iter().any(same) {
            planes.push(Plane { point, normal });
        }
    }
    for p in &mut tool.positions {
        for plane in &planes {
            let d = plane.distance(Point3::from(*p));
            if d.abs() <= FLUSH {
                *p = (Point3::from(*p) - plane.normal * d).into();
            }
        }
    }
    tool
}

/// A host with more planes than this is not one whose planes mean something to a cut.
const MOST_PLANES: usize = 64;

fn convex_bodies(tool: &Part) -> Option<Vec<Convex>> {
    let bodies = match tool {
        Part::Sweep(s) => Convex::of_sweep(s),
        Part::Stack(s) => s
            .iter()
            .flat_map(|p| {
                let profile = Arc::new(Profile { region: p.region.clone(), area: p.area, curved: p.curved });
                Convex::of_sweep(&Sweep { profile, frame: Frame::translation(0.0, 0.0, p.z0), depth: Vector3::new(0.0, 0.0, p.z1 - p.z0) })
            })
            .collect(),
        Part::Body(b) if b.closed => vec![Convex::of_mesh(&b.mesh)?],
        Part::Body(_) => return None,
    };
    (!bodies.is_empty() && bodies.len() <= MOST_PIECES).then_some(bodies)
}

fn by_all(mesh: &Mesh, bodies: &[Convex], keep: Keep) -> Vec<Mesh> {
    match keep {
        Keep::Outside => vec![bodies.iter().fold(mesh.clone(), |m, b| by_convex(&m, b, keep))],
        Keep::Inside => bodies.iter().map(|b| by_convex(mesh, b, keep)).collect(),
    }
}

fn unite(host: Vec<Part>, tool: &Tool) -> Result<Vec<Part>, Failed> {
    let Tool::Parts(more) = tool else { return Err("a half-space cannot be added") };
    let mut all = host;
    for t in more {
        let meets: Vec<usize> = (0..all.len()).filter(|&i| all[i].extent().meets(&t.extent(), ON_PLANE)).collect();
        if meets.is_empty() {
            all.push(t.clone());
            continue;
        }
        let mut joined = t.clone();
        for &i in meets.iter().rev() {
            let other = all.remove(i);
            joined = match (other.stack(), joined.stack()) {
                (Some(a), Some(b)) => Part::Stack(combine(&a, &b, Operation::Union)),
                _ if !other.is_closed() || !joined.is_closed() => return Err("an open surface cannot be added to a solid"),
                _ => {
                    let mesh = general::boolean(&other.mesh(), &joined.mesh(), Operation::Union)?;
                    Part::body(Body {
                        mesh,
                        closed: true,
                        curved: other.curved() || joined.curved(),
                        exact: other.is_exact() && joined.is_exact(),
                    })
                }
            };
        }
        all.push(joined);
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
