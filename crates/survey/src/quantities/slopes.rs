//! How much of a level under a pitched roof is high enough to count (GB/T 50353-2013 3.0.3: 2.10 m and 1.20 m of clear
//! structural height; GB 55031-2022: 2.20 m to the top of the inclined slab). Exact for plane roofs: the roof is cut at the
//! height and projected.

use haofang_geometry::plan::{self, Region};
use haofang_geometry::{Mesh, Shape};

use crate::building::{StoreyId, Survey};

/// Things that end lower than this above the floor are no roof (m).
const OVER_FLOOR: f64 = 0.5;

/// A roof of more triangles is not cut: it is no roof of planes.
const MOST_TRIANGLES: usize = 20_000;

/// Parts of an outline by the height of the roof over them (m2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Heights {
    /// The whole outline.
    pub(crate) all: f64,
    /// Where the clear structural height is below 2.10 m.
    pub(crate) below_210: f64,
    /// Where it is below 1.20 m.
    pub(crate) below_120: f64,
    /// Where the top of the roof lies at least 2.20 m above the floor.
    pub(crate) top_from_220: f64,
}

/// The heights over an outline; `None` where no roof lies over it or its surface is not of planes.
pub(crate) fn heights(survey: &Survey<'_>, id: StoreyId, outline: &Region) -> Option<Heights> {
    let storey = survey.storey(id);
    let floor = survey.floor(id).map_or(storey.elevation, |floor| floor.structural);
    let over: Vec<&Shape> = survey
        .things_in(storey.building)
        .iter()
        .copied()
        .filter(|thing| survey.thing(*thing).is_slab)
        .filter_map(|thing| survey.shape(thing).ok())
        .filter(|shape| shape.extent().max[2] > floor + OVER_FLOOR && plan::touches(shape.plan(), outline, 0.0))
        // a flat slab down at the floor is the floor, also when a beam of it hangs lower
        .filter(|shape| shape.extent().max[2] - floor > OVER_FLOOR)
        .collect();
    if over.is_empty() || over.iter().map(|shape| shape.mesh().triangles.len()).sum::<usize>() > MOST_TRIANGLES {
        return None;
    }
    let inside = |parts: Vec<Region>| plan::area(&plan::intersection(&plan::union(&parts), outline));
    let below = |height: f64| inside(over.iter().flat_map(|shape| projected(shape.mesh(), floor + height, true)).collect());
    Some(Heights {
        all: plan::area(outline),
        below_210: below(2.10),
        below_120: below(1.20),
        top_from_220: inside(over.iter().flat_map(|shape| projected(shape.mesh(), floor + 2.20, false)).collect()),
    })
}

/// The plan of what of a mesh lies below (or above) a height.
fn projected(mesh: &Mesh, height: f64, below: bool) -> Vec<Region> {
    let side = |z: f64| if below { height - z } else { z - height };
    mesh.triangles
        .iter()
        .filter_map(|triangle| {
            let corners: Vec<[f64; 3]> = triangle.iter().filter_map(|at| mesh.positions.get(*at as usize).copied()).collect();
            if corners.len() < 3 || corners.iter().all(|corner| side(corner[2]) <= 0.0) {
                return None;
            }
            let mut ring: Vec<[f64; 2]> = Vec::new();
            for (at, from) in corners.iter().enumerate() {
                let to = corners.get((at + 1) % corners.len())?;
                let (a, b) = (side(from[2]), side(to[2]));
                if a >= 0.0 {
                    ring.push([from[0], from[1]]);
                }
                if (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0) {
                    let share = a / (a - b);
                    ring.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
                }
            }
            let part = plan::polygon(&ring);
            (plan::area(&part) > 0.0).then_some(part)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lean_to_roof_is_cut_at_the_height() {
        // a plane that rises from 0 at x = 0 to 4 at x = 4, 5 m deep
        let mesh = Mesh {
            positions: vec![[0.0, 0.0, 0.0], [4.0, 0.0, 4.0], [4.0, 5.0, 4.0], [0.0, 5.0, 0.0]],
            triangles: vec![[0, 1, 2], [0, 2, 3]],
        };
        let area = |height, below| plan::area(&plan::union(&projected(&mesh, height, below)));
        assert!((area(2.1, true) - 10.5).abs() < 1e-9 && (area(1.2, true) - 6.0).abs() < 1e-9);
        assert!((area(2.2, false) - 9.0).abs() < 1e-9 && area(5.0, false) == 0.0);
    }
}
