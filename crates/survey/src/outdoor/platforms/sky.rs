//! What of a platform is open to the sky (CLAUSES §4.4): balconies are roofed, terraces are open, mixed ones are split.

use haofang_geometry::plan::{Region, area, difference, intersection, union, without_slivers};

/// Strips narrower than this are edges that do not quite meet, not parts of their own (m).
const STRIP: f64 = 0.15;

/// A platform by what is above it.
#[derive(Debug, Clone)]
pub(crate) struct Sky {
    /// The part under a slab or roof.
    pub(crate) covered: Region,
    /// The part under nothing.
    pub(crate) open: Region,
    /// Open share of the area, 0 to 1.
    pub(crate) share: f64,
}

/// Splits a platform by the plans of everything that covers it.
pub(crate) fn split(platform: &Region, covers: &[Region]) -> Option<Sky> {
    let size = area(platform);
    if size <= 0.0 {
        return None;
    }
    let roof = union(covers);
    let covered = without_slivers(&intersection(platform, &roof), STRIP);
    let open = without_slivers(&difference(platform, &roof), STRIP);
    let share = area(&open) / size;
    Some(Sky { covered, open, share: share.clamp(0.0, 1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::rectangle;

    #[test]
    fn a_partly_roofed_terrace_is_split_and_slivers_are_not() {
        let platform = rectangle([0.0, 0.0], [6.0, 4.0]);
        let sky = split(&platform, &[rectangle([0.0, 3.0], [6.0, 10.0])]).unwrap();
        assert!((area(&sky.open) - 18.0).abs() < 1e-9 && (area(&sky.covered) - 6.0).abs() < 1e-9);
        assert!((sky.share - 0.75).abs() < 1e-12);
        let edge = split(&platform, &[rectangle([-1.0, 3.95], [7.0, 10.0])]).unwrap();
        assert!(edge.covered.0.is_empty());
        assert!(split(&Region::new(vec![]), &[]).is_none());
    }
}
