//! The shape of one product in the world: what the rest of the workspace asks about bodies.

use crate::Region;
use crate::lower::unsupported::Unsupported;
use crate::mesh::{Extent, Mesh};
use crate::profile::region;
use crate::solid::{Part, Prism};
use std::sync::OnceLock;

/// A product's body in world metres. Parts are kept as profiles and paths while they are exact; plan, mesh and prisms are
/// made once, when first asked for.
#[derive(Debug, Default)]
pub struct Shape {
    parts: Vec<Part>,
    omitted: Vec<Unsupported>,
    extent: OnceLock<Extent>,
    plan: OnceLock<Region>,
    mesh: OnceLock<Mesh>,
    prisms: OnceLock<(Vec<Prism>, bool)>,
}

impl Clone for Shape {
    fn clone(&self) -> Self {
        Shape::new(self.parts.clone()).with_omitted(self.omitted.clone())
    }
}

impl Shape {
    /// From parts in world coordinates.
    pub fn new(parts: Vec<Part>) -> Shape {
        Shape { parts, ..Shape::default() }
    }

    /// Remembers what could not be read of it.
    pub(crate) fn with_omitted(mut self, omitted: Vec<Unsupported>) -> Shape {
        self.omitted = omitted;
        self
    }

    /// What could not be read of it: items left out, openings not cut. Empty for a complete shape; judge nothing by a shape
    /// that is not complete without saying so.
    pub fn omitted(&self) -> &[Unsupported] {
        &self.omitted
    }

    /// The solids and surfaces it is made of.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Area covered seen from above: exact for upright prisms and plane-faced bodies, within the arc deviation elsewhere.
    pub fn plan(&self) -> &Region {
        self.plan.get_or_init(|| {
            let plans: Vec<Region> = self.parts.iter().map(Part::plan).filter(|r| !r.0.is_empty()).collect();
            region::union_all(&plans.iter().collect::<Vec<_>>())
        })
    }

    /// Exact area of the plan in square metres where it is a single upright prism's (arcs included); else the polygon's.
    pub fn plan_area(&self) -> f64 {
        match (self.prisms(), self.is_prismatic()) {
            ([one], true) => one.area,
            _ => region::area(self.plan()),
        }
    }

    /// Box around it.
    pub fn extent(&self) -> Extent {
        *self.extent.get_or_init(|| self.parts.iter().fold(Extent::EMPTY, |e, p| e.merge(&p.extent())))
    }

    /// Volume in cubic metres, exact for sweeps (arcs included); `None` if any part is an open surface. Parts that overlap
    /// each other count twice.
    pub fn volume(&self) -> Option<f64> {
        if self.parts.is_empty() {
            return None;
        }
        self.parts.iter().map(Part::volume).sum()
    }

    /// True if every part encloses a volume.
    pub fn is_closed(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(Part::is_closed)
    }

    /// Its surface as triangles.
    pub fn mesh(&self) -> &Mesh {
        self.mesh.get_or_init(|| {
            let mut all = Mesh::default();
            self.parts.iter().for_each(|p| all.append(&p.mesh()));
            all
        })
    }

    /// Where it has material just above the height `z` (metres).
    pub fn section(&self, z: f64) -> Region {
        let all: Vec<Region> = self.parts.iter().filter(|p| p.is_closed()).map(|p| p.section(z)).filter(|r| !r.0.is_empty()).collect();
        region::union_all(&all.iter().collect::<Vec<_>>())
    }

    /// True if it comes from profiles and planes, not from facets in the file.
    pub fn is_exact(&self) -> bool {
        self.parts.iter().all(Part::is_exact)
    }

    /// The parts that are upright prisms (regions over height ranges), also those given as plane-faced closed facets.
    pub fn prisms(&self) -> &[Prism] {
        &self.prism_parts().0
    }

    /// True if upright prisms are all it is made of: then `prisms` says everything about it.
    pub fn is_prismatic(&self) -> bool {
        self.prism_parts().1
    }

    fn prism_parts(&self) -> &(Vec<Prism>, bool) {
        self.prisms.get_or_init(|| {
            let stacks: Vec<Option<Vec<Prism>>> = self.parts.iter().map(Part::stack).collect();
            let whole = !stacks.is_empty() && stacks.iter().all(Option::is_some);
            (stacks.into_iter().flatten().flatten().collect(), whole)
        })
    }

    /// True if chords or facets stand for curves or curved faces somewhere.
    pub fn curved(&self) -> bool {
        self.parts.iter().any(Part::curved)
    }
}
