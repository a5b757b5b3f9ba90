//! Upright prisms: a plan region over a height range, and exact set operations on stacks of them.

use crate::Region;
use crate::mesh::{Extent, Mesh};
use crate::profile::region::{self, all_rings, rings};
use crate::solid::face::ears;
use crate::tolerance::{NO_AREA, ON_PLANE, WELD, on_plan_grid};

/// A region over a height range.
#[derive(Clone, Debug, PartialEq)]
pub struct Prism {
    /// Plan region, metres; arcs broken into chords.
    pub region: Region,
    /// Lower end, metres.
    pub z0: f64,
    /// Upper end, metres.
    pub z1: f64,
    /// Exact plan area in square metres, arcs included (the chords' area where a cut ran through an arc).
    pub area: f64,
    /// True if some edge of the region stands for an arc.
    pub curved: bool,
}

/// What to keep of two stacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// In the first but not in the second.
    Difference,
    /// In both.
    Intersection,
    /// In either.
    Union,
}

impl Prism {
    /// Volume in cubic metres.
    pub fn volume(&self) -> f64 {
        self.area * (self.z1 - self.z0)
    }

    /// True if it has material just above the height `z` (metres).
    pub(crate) fn reaches_above(&self, z: f64) -> bool {
        self.z0 <= z + ON_PLANE && z + ON_PLANE < self.z1
    }

    /// Box around it.
    pub fn extent(&self) -> Extent {
        region::bounds(&self.region).map_or(Extent::EMPTY, |[a, b]| Extent { min: [a[0], a[1], self.z0], max: [b[0], b[1], self.z1] })
    }

    fn surplus(&self) -> f64 {
        if self.curved { self.area - region::area(&self.region) } else { 0.0 }
    }
}

/// A stack taken away from (or combined with) a stack. Prisms within a stack must not overlap each other.
pub fn combine(a: &[Prism], b: &[Prism], operation: Operation) -> Vec<Prism> {
    let reach = |s: &[Prism]| s.iter().fold(Extent::EMPTY, |e, p| e.merge(&p.extent()));
    let (ea, eb) = (reach(a), reach(b));
    if !ea.meets(&eb, 0.0) {
        return match operation {
            Operation::Difference => a.to_vec(),
            Operation::Intersection => vec![],
            Operation::Union => a.iter().chain(b).cloned().collect(),
        };
    }
    let mut levels: Vec<f64> = a.iter().chain(b).flat_map(|p| [p.z0, p.z1]).collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup_by(|x, y| (*x - *y).abs() <= WELD);
    let mut out: Vec<Prism> = Vec::new();
    for w in levels.windows(2) {
        let mid = (w[0] + w[1]) / 2.0;
        let at = |s: &'_ [Prism]| -> Vec<Prism> { s.iter().filter(|p| p.z0 < mid && mid < p.z1).cloned().collect() };
        let (pa, pb) = (at(a), at(b));
        for mut slab in layer(pa, &pb, operation) {
            (slab.z0, slab.z1) = (w[0], w[1]);
            // A slab that goes on unchanged from the one below grows it instead.
            match out.iter_mut().find(|p| (p.z1 - w[0]).abs() <= WELD && p.region == slab.region) {
                Some(p) => p.z1 = w[1],
                None => out.push(slab),
            }
        }
    }
    out
}

/// One height range: the regions combined, with what is known of exact areas carried over.
fn layer(a: Vec<Prism>, b: &[Prism], operation: Operation) -> Vec<Prism> {
    let curved = a.iter().chain(b).any(|p| p.curved);
    let regions = |s: &[Prism]| region::union_all(&s.iter().map(|p| &p.region).collect::<Vec<_>>());
    let made = |region: Region, surplus: f64| {
        let area = region::area(&region) + surplus;
        if area > NO_AREA { vec![Prism { region, z0: 0.0, z1: 0.0, area, curved }] } else { vec![] }
    };
    match operation {
        _ if b.is_empty() && operation == Operation::Intersection => vec![],
        _ if b.is_empty() => a,
        Operation::Union if a.is_empty() => b.to_vec(),
        Operation::Union => made(region::union(&regions(&a), &regions(b)), 0.0),
        Operation::Intersection => made(region::intersection(&regions(&a), &regions(b)), 0.0),
        Operation::Difference => {
            let tool = regions(b);
            let whole = region::area(&tool);
            a.into_iter()
                .flat_map(|p| {
                    let left = region::difference(&p.region, &tool);
                    let (before, after) = (region::area(&p.region), region::area(&left));
                    let untouched = (before - after).abs() <= NO_AREA;
                    // Arcs stay exact where the cut lies wholly inside or outside.
                    let surplus = if untouched {
                        p.surplus()
                    } else if (before - after - whole).abs() <= WELD {
                        p.surplus() - b.iter().map(Prism::surplus).sum::<f64>()
                    } else {
                        0.0
                    };
                    if untouched { vec![p] } else { made(left, surplus) }
                })
                .collect()
        }
    }
}

/// Mesh of a stack without faces between prisms that stand on each other.
pub fn mesh(stack: &[Prism]) -> Mesh {
    let mut m = Mesh::default();
    let mut levels: Vec<f64> = stack.iter().flat_map(|p| [p.z0, p.z1]).collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup_by(|a, b| (*a - *b).abs() <= WELD);
    for p in stack {
        for r in all_rings(&p.region) {
            let base = m.positions.len() as u32;
            let k = r.len() as u32;
            m.positions.extend(r.iter().map(|q| [q[0], q[1], p.z0]));
            m.positions.extend(r.iter().map(|q| [q[0], q[1], p.z1]));
            for i in 0..k {
                let (a, b) = (base + i, base + (i + 1) % k);
                m.triangles.push([a, b, b + k]);
                m.triangles.push([a, b + k, a + k]);
            }
        }
    }
    for z in levels {
        let gather =
            |end: fn(&Prism) -> f64| -> Vec<&Region> { stack.iter().filter(|p| (end(p) - z).abs() <= WELD).map(|p| &p.region).collect() };
        let (below, above) = (gather(|p| p.z1), gather(|p| p.z0));
        let (below, above) = match (below.as_slice(), above.as_slice()) {
            ([one], []) => ((*one).clone(), Region::new(vec![])),
            ([], [one]) => (Region::new(vec![]), (*one).clone()),
            _ => {
                let (b, a) = (region::union_all(&below), region::union_all(&above));
                (region::difference(&b, &a), region::difference(&a, &b))
            }
        };
        cap(&mut m, &below, z, true);
        cap(&mut m, &above, z, false);
    }
    m
}

fn cap(m: &mut Mesh, region: &Region, z: f64, up: bool) {
    for polygon in &region.0 {
        let rings = rings(polygon);
        let base = m.positions.len() as u32;
        let o = rings[0][0];
        // on the grid of plan algebra: equal floors fall into the same triangles wherever they stand
        let flat: Vec<[f64; 2]> = rings.iter().flatten().map(|p| [on_plan_grid(p[0] - o[0]), on_plan_grid(p[1] - o[1])]).collect();
        m.positions.extend(rings.iter().flatten().map(|p| [p[0], p[1], z]));
        let mut holes = Vec::new();
        let mut start = 0;
        for r in &rings[..rings.len() - 1] {
            start += r.len() as u32;
            holes.push(start);
        }
        for [a, b, c] in ears(&flat, &holes) {
            m.triangles.push(if up { [base + a, base + b, base + c] } else { [base + a, base + c, base + b] });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    fn block(x: f64, y: f64, w: f64, d: f64, z0: f64, z1: f64) -> Prism {
        let p = Profile::from_rings(vec![[x, y], [x + w, y], [x + w, y + d], [x, y + d]], vec![]);
        Prism { region: p.region, z0, z1, area: p.area, curved: false }
    }

    fn volume(s: &[Prism]) -> f64 {
        s.iter().map(Prism::volume).sum()
    }

    #[test]
    fn a_wall_with_a_window_and_a_door() {
        let wall = [block(0.0, 0.0, 5.0, 0.2, 0.0, 3.0)];
        let window = [block(1.0, -0.1, 1.5, 0.4, 0.9, 2.4)];
        let door = [block(3.0, 0.0, 0.9, 0.2, 0.0, 2.1)];
        let s = combine(&combine(&wall, &window, Operation::Difference), &door, Operation::Difference);
        let truth = 5.0 * 0.2 * 3.0 - 1.5 * 0.2 * 1.5 - 0.9 * 0.2 * 2.1;
        assert!((volume(&s) - truth).abs() < 1e-7);
        let m = mesh(&s);
        assert!((m.signed_volume() - truth).abs() < 1e-8);
        assert!(m.is_closed());
        let area = 2.0 * (15.0 - 2.25 - 1.89) + 2.0 * (0.2 * 3.0) + 0.2 * (5.0 - 0.9) + 0.2 * 5.0 + 0.2 * (6.0 + 2.1 * 2.0 + 0.9);
        assert!((m.surface_area() - area).abs() < 1e-7);
    }

    #[test]
    fn union_and_intersection() {
        let (a, b) = ([block(0.0, 0.0, 2.0, 2.0, 0.0, 2.0)], [block(1.0, 1.0, 2.0, 2.0, 1.0, 3.0)]);
        assert!((volume(&combine(&a, &b, Operation::Union)) - 15.0).abs() < 1e-8);
        assert!((volume(&combine(&a, &b, Operation::Intersection)) - 1.0).abs() < 1e-8);
    }
}
