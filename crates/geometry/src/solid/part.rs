//! One solid of a shape, in the simplest form that is still exact.

use super::orient::oriented;
use super::prism::{self, Prism};
use super::section::{Just, section, shadow};
use super::sweep::Sweep;
use crate::Region;
use crate::frame::{Frame, Point3};
use crate::mesh::{Extent, Mesh};
use crate::profile::region;
use crate::tolerance::{PARALLEL, WELD};
use std::sync::Arc;

/// A body given by its surface.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Its triangles, facing outward if closed.
    pub mesh: Mesh,
    /// True if the surface encloses a volume.
    pub closed: bool,
    /// True if some facets stand for a curved face.
    pub curved: bool,
    /// True if it was made from profiles and planes, not from facets in the file.
    pub exact: bool,
}

impl Body {
    /// From a surface found in the file: turned outward if closed, also where single faces look the wrong way.
    pub fn from_surface(mesh: Mesh, curved: bool) -> Body {
        let Some((welded, open)) = mesh.seams() else {
            return Body::closed_or_not(mesh, true, curved, false);
        };
        match oriented(welded, &open) {
            Some(mesh) => Body { mesh, closed: true, curved, exact: false },
            None => Body { mesh, closed: false, curved, exact: false },
        }
    }

    /// From a surface known to be closed or not.
    pub fn closed_or_not(mut mesh: Mesh, closed: bool, curved: bool, exact: bool) -> Body {
        if closed && mesh.signed_volume() < 0.0 {
            mesh.flip();
        }
        Body { mesh, closed, curved, exact }
    }
}

/// One solid (or surface) of a shape.
#[derive(Clone, Debug)]
pub enum Part {
    /// A profile moved along a line.
    Sweep(Sweep),
    /// Upright prisms that touch but do not overlap.
    Stack(Vec<Prism>),
    /// Anything else.
    Body(Arc<Body>),
}

impl Part {
    /// Wraps a body.
    pub fn body(body: Body) -> Part {
        Part::Body(Arc::new(body))
    }

    /// The part seen through a frame.
    pub fn transformed(&self, frame: &Frame) -> Part {
        match self {
            Part::Sweep(s) => Part::Sweep(s.transformed(frame)),
            Part::Stack(prisms) => match moved_upright(prisms, frame) {
                Some(s) => Part::Stack(s),
                None => Part::body(Body { mesh: prism::mesh(prisms).transformed(frame), closed: true, curved: self.curved(), exact: true }),
            },
            Part::Body(b) => Part::body(Body { mesh: b.mesh.transformed(frame), ..**b }),
        }
    }

    /// The part as upright prisms, if it is that: swept upright, or a closed body of level and upright faces only.
    pub fn stack(&self) -> Option<Vec<Prism>> {
        match self {
            Part::Sweep(s) => s.to_prism().map(|p| vec![p]),
            Part::Stack(s) => Some(s.clone()),
            Part::Body(b) if b.closed && !b.curved => layers(&b.mesh),
            Part::Body(_) => None,
        }
    }

    /// The part's surface.
    pub fn mesh(&self) -> Mesh {
        match self {
            Part::Sweep(s) => s.mesh(),
            Part::Stack(s) => prism::mesh(s),
            Part::Body(b) => b.mesh.clone(),
        }
    }

    /// Volume in cubic metres; `None` if it is open.
    pub fn volume(&self) -> Option<f64> {
        match self {
            Part::Sweep(s) => Some(s.volume()),
            Part::Stack(s) => Some(s.iter().map(Prism::volume).sum()),
            Part::Body(b) => b.closed.then(|| b.mesh.signed_volume()),
        }
    }

    /// Box around it.
    pub fn extent(&self) -> Extent {
        match self {
            Part::Sweep(s) => {
                let mut e = Extent::EMPTY;
                for p in s.profile.region.0.iter().flat_map(|p| &p.exterior().0) {
                    let q = s.frame.point(Point3::new(p.x, p.y, 0.0));
                    e.add(q.into());
                    e.add((q + s.depth).into());
                }
                e
            }
            Part::Stack(s) => s.iter().fold(Extent::EMPTY, |e, p| e.merge(&p.extent())),
            Part::Body(b) => b.mesh.extent(),
        }
    }

    /// What it covers seen from above.
    pub fn plan(&self) -> Region {
        match self {
            Part::Stack(s) => region::union_all(&s.iter().map(|p| &p.region).collect::<Vec<_>>()),
            Part::Sweep(s) => match s.to_prism() {
                Some(p) => p.region,
                None => shadow(&s.mesh().welded(), true),
            },
            Part::Body(b) => shadow(&b.mesh.welded(), b.closed),
        }
    }

    /// What it covers at a height: material just above it.
    pub fn section(&self, z: f64) -> Region {
        match self {
            Part::Stack(s) => {
                let at: Vec<&Region> = s.iter().filter(|p| p.reaches_above(z)).map(|p| &p.region).collect();
                region::union_all(&at)
            }
            Part::Sweep(s) => match s.to_prism() {
                Some(p) => Part::Stack(vec![p]).section(z),
                None => section(&s.mesh().welded(), &Frame::translation(0.0, 0.0, z), Just::Above),
            },
            Part::Body(b) => section(&b.mesh.welded(), &Frame::translation(0.0, 0.0, z), Just::Above),
        }
    }

    /// True if whether it is made of prisms is known or cheaply found.
    pub(crate) fn is_plain(&self) -> bool {
        !matches!(self, Part::Body(b) if b.mesh.triangles.len() > FEW_TRIANGLES)
    }

    /// True if it encloses a volume.
    pub fn is_closed(&self) -> bool {
        !matches!(self, Part::Body(b) if !b.closed)
    }

    /// True if chords stand for curves.
    pub fn curved(&self) -> bool {
        match self {
            Part::Sweep(s) => s.profile.curved,
            Part::Stack(s) => s.iter().any(|p| p.curved),
            Part::Body(b) => b.curved,
        }
    }

    /// True if it comes from profiles and planes, not from facets.
    pub fn is_exact(&self) -> bool {
        !matches!(self, Part::Body(b) if !b.exact)
    }
}

/// Prisms moved by a frame that keeps upright things upright.
fn moved_upright(prisms: &[Prism], frame: &Frame) -> Option<Vec<Prism>> {
    let (x, y, z) = (frame.x(), frame.y(), frame.z());
    let upright = x.z.abs() <= PARALLEL * x.norm() && y.z.abs() <= PARALLEL * y.norm() && z.xy().norm() <= PARALLEL * z.norm();
    if !upright {
        return None;
    }
    let o = frame.origin;
    let scale = (x.x * y.y - x.y * y.x).abs();
    let moved = |p: &Prism| {
        let region = region::mapped(&p.region, |q| [o.x + x.x * q[0] + y.x * q[1], o.y + x.y * q[0] + y.y * q[1]]);
        let (a, b) = (o.z + z.z * p.z0, o.z + z.z * p.z1);
        Prism { region, z0: a.min(b), z1: a.max(b), area: p.area * scale, curved: p.curved }
    };
    Some(prisms.iter().map(moved).collect())
}

/// Up to so many triangles a body is taken apart into prisms sooner than it is cut twice.
const FEW_TRIANGLES: usize = 64;

/// Most levels a body may have and still be taken apart into prisms.
const MOST_LEVELS: usize = 24;

/// A closed body of level and upright faces as prisms between its levels.
fn layers(mesh: &Mesh) -> Option<Vec<Prism>> {
    let e = mesh.extent();
    for &t in &mesh.triangles {
        let n = mesh.directed_area(t);
        let a = n.norm();
        if a > WELD * WELD && n.z.abs() > PARALLEL * a && n.xy().norm() > PARALLEL * a {
            return None;
        }
    }
    let mut levels: Vec<f64> = mesh.positions.iter().map(|p| p[2]).collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup_by(|a, b| (*a - *b).abs() <= WELD);
    if levels.len() < 2 || levels.len() > MOST_LEVELS {
        return None;
    }
    // About a local origin, so that a far-away body keeps its micrometres.
    let o = Frame::translation(e.min[0], e.min[1], 0.0);
    let here = Frame::translation(-e.min[0], -e.min[1], 0.0);
    let shared = if levels.len() == 2 { mesh.transformed(&here) } else { mesh.welded().transformed(&here) };
    let mut out: Vec<Prism> = Vec::new();
    for w in levels.windows(2) {
        // Upright faces are often split along a diagonal, whose middle would be a corner of the section; the faces on top have none,
        // and their shadow joins what is near by itself.
        let region = match levels.len() {
            2 => shadow(&shared, true),
            _ => section(&shared, &Frame::translation(0.0, 0.0, (w[0] + w[1]) / 2.0), Just::Above),
        };
        let area = region::area(&region);
        if region.0.is_empty() {
            continue;
        }
        out.push(Prism { region, z0: w[0], z1: w[1], area, curved: false });
    }
    let volume: f64 = out.iter().map(Prism::volume).sum();
    let sound = (volume - mesh.signed_volume()).abs() <= PARALLEL * volume.max(WELD);
    if sound { moved_upright(&out, &o) } else { None }
}
