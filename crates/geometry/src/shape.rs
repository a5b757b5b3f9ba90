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
            if let Some(prisms) = self.plain_prisms() {
                return region::union_all(&prisms.iter().map(|p| &p.region).collect::<Vec<_>>());
            }
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
        if let Some(prisms) = self.plain_prisms() {
            let at: Vec<&Region> = prisms.iter().filter(|p| p.reaches_above(z)).map(|p| &p.region).collect();
            return region::union_all(&at);
        }
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

    /// All it is made of as prisms, where these are known or cheaply found: then they answer for the plan and every section.
    fn plain_prisms(&self) -> Option<&[Prism]> {
        (self.parts.iter().all(Part::is_plain) && self.is_prismatic()).then(|| self.prisms())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use crate::solid::part::Body;
    use crate::solid::prism;

    /// An angle with a hole, with a step on it, `at` metres away: as prisms and as the facets that a tool writes of them.
    fn both(at: f64) -> [Shape; 2] {
        let moved = |ring: &[[f64; 2]]| ring.iter().map(|p| [p[0] + at, p[1] - at]).collect::<Vec<_>>();
        let angle = moved(&[[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [1.0, 1.0], [1.0, 3.0], [0.0, 3.0]]);
        let hole = moved(&[[0.3, 0.3], [0.3, 0.7], [0.7, 0.7], [0.7, 0.3]]);
        let whole = Profile::from_rings(angle, vec![hole]);
        let step = Profile::from_rings(moved(&[[2.0, 0.0], [4.0, 0.0], [4.0, 1.0], [2.0, 1.0]]), vec![]);
        let prism = |p: Profile, z0: f64, z1: f64| Prism { area: p.area, region: p.region, z0, z1, curved: false };
        let stack = vec![prism(whole, 0.0, 2.8), prism(step, 2.8, 3.0)];
        let facets = Body::from_surface(prism::mesh(&stack), false);
        [Shape::new(vec![Part::Stack(stack)]), Shape::new(vec![Part::body(facets)])]
    }

    #[test]
    fn facets_of_level_and_upright_faces_answer_as_the_prisms_they_are() {
        for at in [0.0, 12.25, 4.0e7] {
            let [prisms, facets] = both(at);
            assert!(facets.is_prismatic() && !facets.is_exact());
            assert!((region::area(prisms.plan()) - region::area(facets.plan())).abs() < 1e-6, "{at}");
            for z in [-0.1, 0.0, 1.5, 2.8, 2.9, 3.0] {
                let areas = [&prisms, &facets].map(|shape| region::area(&shape.section(z)));
                assert!((areas[0] - areas[1]).abs() < 1e-6, "{at}: {areas:?} at {z}");
            }
            // one height range: corners where the tool put them, none where upright faces are split
            let one =
                Body::from_surface(prism::mesh(&[Prism { z1: 1.0, ..prisms.prisms()[1].clone() }].map(|p| Prism { z0: 0.0, ..p })), false);
            let one = Shape::new(vec![Part::body(one)]);
            assert_eq!(one.section(0.5).0[0].exterior().0.len(), 5, "{at}");
        }
    }
}
