//! The ends of loose edges, ordered so that an edge looks only at those beside it.

use super::{Mesh, OpenEdge};
use crate::frame::Point3;

/// Vertices at which loose edges end, by x, those of one x in their order.
pub(super) struct Ends(Vec<([f64; 3], u32)>);

impl Ends {
    pub(super) fn of(mesh: &Mesh, open: &[OpenEdge]) -> Self {
        let mut ends: Vec<u32> = open.iter().flat_map(|(ends, _)| *ends).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut placed: Vec<_> = ends.into_iter().map(|v| (mesh.positions.get(v as usize).copied().unwrap_or_default(), v)).collect();
        placed.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]));
        Self(placed)
    }

    /// The vertices inside a segment and no further than `apart` (m) from it, by where they stand on it, 0 at `p` and 1 at `q`.
    pub(super) fn inside(&self, p: Point3, q: Point3, apart: f64) -> impl Iterator<Item = (f64, u32)> {
        let (d, squared) = (q - p, (q - p).norm_squared());
        let from = |k: usize| p[k].min(q[k]) - 2.0 * apart;
        let to = |k: usize| p[k].max(q[k]) + 2.0 * apart;
        let (low, high) = ([from(0), from(1), from(2)], [to(0), to(1), to(2)]);
        let beside = self.0.iter().skip(self.0.partition_point(|(at, _)| at[0] < low[0])).take_while(move |(at, _)| at[0] <= high[0]);
        beside.filter(move |(at, _)| at[1] >= low[1] && at[1] <= high[1] && at[2] >= low[2] && at[2] <= high[2]).filter_map(
            move |(at, v)| {
                let r = Point3::from(*at) - p;
                let t = r.dot(&d) / squared;
                (t > 0.0 && t < 1.0 && (r - d * t).norm() <= apart).then_some((t, *v))
            },
        )
    }
}
