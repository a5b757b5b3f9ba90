//! Centre-line profiles: a band of even thickness along an open line.

use super::region::{Ring, signed_area};
use super::{Profile, region};
use crate::curve::Curve;
use crate::tolerance::PARALLEL;

/// The band of `thickness` with `line` in its middle: mitred at bends, square at the ends. For arcs the band's exact area
/// is thickness times length.
pub fn thicken(line: &Curve, thickness: f64) -> Profile {
    let mut p: Ring = Vec::new();
    for q in &line.points {
        if p.last().is_none_or(|l| (l[0] - q.x).hypot(l[1] - q.y) > crate::tolerance::WELD) {
            p.push([q.x, q.y]);
        }
    }
    if p.len() < 2 {
        return Profile::from_rings(vec![], vec![]);
    }
    let closed = line.is_closed();
    if closed {
        p.pop();
    }
    let n = p.len();
    let direction = |i: usize| {
        let (a, b) = (p[i % n], p[(i + 1) % n]);
        let l = (b[0] - a[0]).hypot(b[1] - a[1]);
        [(b[0] - a[0]) / l, (b[1] - a[1]) / l]
    };
    let side = |sign: f64| -> Ring {
        (0..n)
            .map(|i| {
                let before = if i > 0 {
                    direction(i - 1)
                } else if closed {
                    direction(n - 1)
                } else {
                    direction(0)
                };
                let after = if i + 1 < n || closed { direction(i) } else { before };
                let (bx, by) = (-before[1] - after[1], before[0] + after[0]);
                // The mitre vector m satisfies m·n1 = m·n2 = 1.
                let scale = 1.0 + before[0] * after[0] + before[1] * after[1];
                let m = if scale > PARALLEL { [bx / scale, by / scale] } else { [-after[1], after[0]] };
                let h = sign * thickness / 2.0;
                [p[i][0] + m[0] * h, p[i][1] + m[1] * h]
            })
            .collect()
    };
    let (left, mut right) = (side(1.0), side(-1.0));
    let mut profile = if closed {
        let (outer, inner) = if signed_area(&left).abs() > signed_area(&right).abs() { (left, right) } else { (right, left) };
        Profile::from_rings(outer, vec![inner])
    } else {
        right.reverse();
        Profile::from_rings(left.into_iter().chain(right).collect(), vec![])
    };
    profile.curved = line.curved;
    let exact = thickness * line.length;
    if line.curved && (exact - region::area(&profile.region)).abs() < 0.01 * exact {
        profile.area = exact;
    }
    profile
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Point3;

    #[test]
    fn a_bend_is_mitred() {
        let l = Curve::through([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]].map(|p| Point3::new(p[0], p[1], 0.0)).to_vec());
        assert!((thicken(&l, 0.2).area - 0.2 * 7.0).abs() < 1e-12);
    }
}
