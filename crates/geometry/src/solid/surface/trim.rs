//! Faces cut out of curved surfaces by loops of points.

use super::Surface;
use crate::curve::Precision;
use crate::frame::Point3;
use crate::mesh::Mesh;
use crate::profile::region::{self, Ring, signed_area};
use crate::solid::face::ears;
use crate::tolerance::PARALLEL;

/// Most cells a face is broken into along one parameter.
const MOST_CELLS: f64 = 400.0;

/// Adds a face: the part of the surface within the loops (outer loop first or not), facing the side from which the outer
/// loop runs counter-clockwise.
pub fn bounded_face(mesh: &mut Mesh, surface: &Surface, loops: &[Vec<Point3>], natural: bool, precision: Precision) {
    if let Surface::Plane(_) = surface {
        crate::solid::face::add_face(mesh, loops);
        return;
    }
    let periods = surface.periods();
    let mut closed: Vec<Ring> = Vec::new();
    let mut around: Vec<Ring> = Vec::new();
    for l in loops.iter().filter(|l| l.len() > 1) {
        let (ring, winds) = flattened(surface, l, periods);
        if winds { around.push(ring) } else { closed.push(ring) }
    }
    if around.len() == 2 {
        closed.push(band(&around, periods));
    } else if around.len() == 1 {
        closed.extend(capped(surface, &around[0], natural));
    }
    if closed.is_empty() {
        whole_patch(mesh, surface, None, !natural, precision);
        return;
    }
    let outer = (0..closed.len()).max_by(|a, b| signed_area(&closed[*a]).abs().total_cmp(&signed_area(&closed[*b]).abs())).unwrap_or(0);
    let left = signed_area(&closed[outer]) > 0.0;
    // Bring the other loops of a periodic surface next to the outer one.
    let middle = |r: &Ring, k: usize| r.iter().map(|p| p[k]).sum::<f64>() / r.len().max(1) as f64;
    let home = [middle(&closed[outer], 0), middle(&closed[outer], 1)];
    for (i, r) in closed.iter_mut().enumerate() {
        for k in 0..2 {
            if let Some(p) = periods[k]
                && i != outer
            {
                let shift = ((home[k] - r.iter().map(|p| p[k]).sum::<f64>() / r.len().max(1) as f64) / p).round() * p;
                r.iter_mut().for_each(|q| q[k] += shift);
            }
        }
    }
    closed.swap(0, outer);
    let mut rings: Vec<Ring> = Vec::new();
    for (i, mut r) in closed.into_iter().enumerate() {
        if (signed_area(&r) > 0.0) != (i == 0) {
            r.reverse();
        }
        rings.push(r);
    }
    patch(mesh, surface, &rings, !left, precision);
}

/// Adds the whole of a surface over its parameter domain (or a given one).
pub fn whole_patch(mesh: &mut Mesh, surface: &Surface, domain: Option<[[f64; 2]; 2]>, flip: bool, precision: Precision) {
    use std::f64::consts::{FRAC_PI_2, TAU};
    let d = match (domain, surface) {
        (Some(d), _) => d,
        (None, Surface::Sphere(..)) => [[0.0, TAU], [-FRAC_PI_2, FRAC_PI_2]],
        (None, Surface::Torus(..)) => [[0.0, TAU], [0.0, TAU]],
        (None, Surface::Spline(b)) => b.domain(),
        _ => return,
    };
    let ring = vec![[d[0][0], d[1][0]], [d[0][1], d[1][0]], [d[0][1], d[1][1]], [d[0][0], d[1][1]]];
    patch(mesh, surface, &[ring], flip, precision);
}

/// A loop in parameters, unwrapped; and whether it runs once around a period.
fn flattened(surface: &Surface, points: &[Point3], periods: [Option<f64>; 2]) -> (Ring, bool) {
    let mut ring: Ring = Vec::with_capacity(points.len());
    let unwrap = |mut q: [f64; 2], last: [f64; 2]| {
        for k in 0..2 {
            if let Some(p) = periods[k] {
                q[k] -= ((q[k] - last[k]) / p).round() * p;
            }
        }
        q
    };
    for p in points {
        let mut q = surface.parameters(*p, ring.last().copied());
        if let Some(&last) = ring.last() {
            q = unwrap(q, last);
        }
        // At a pole the angle means nothing: keep the last one.
        if let (Surface::Sphere(..), Some(&last)) = (surface, ring.last())
            && q[1].abs() > std::f64::consts::FRAC_PI_2 - PARALLEL
        {
            q[0] = last[0];
        }
        ring.push(q);
    }
    let (first, last) = (ring[0], ring[ring.len() - 1]);
    let back = unwrap(first, last);
    let winds = (0..2).any(|k| periods[k].is_some_and(|p| (back[k] - first[k]).abs() > p / 2.0));
    if winds {
        ring.push(back);
    }
    (ring, winds)
}

/// Two loops around a period as one outline.
fn band(around: &[Ring], periods: [Option<f64>; 2]) -> Ring {
    let (a, b) = (&around[0], &around[1]);
    let shift = |k: usize| periods[k].map_or(0.0, |p| ((a[a.len() - 1][k] - b[0][k]) / p).round() * p);
    let (du, dv) = (shift(0), shift(1));
    a.iter().copied().chain(b.iter().map(|q| [q[0] + du, q[1] + dv])).collect()
}

/// One loop around a period: the face reaches to the pole or apex on its left.
fn capped(surface: &Surface, ring: &Ring, _natural: bool) -> Option<Ring> {
    let (first, last) = (ring[0], ring[ring.len() - 1]);
    let up = last[0] > first[0];
    let v = match surface {
        Surface::Sphere(..) => std::f64::consts::FRAC_PI_2.copysign(if up { 1.0 } else { -1.0 }),
        Surface::Cone(_, r, a) if a.tan() != 0.0 => -r / a.tan(),
        _ => return None,
    };
    let mut out = ring.clone();
    out.push([last[0], v]);
    out.push([first[0], v]);
    Some(out)
}

/// Triangulates in parameters, splits along grid lines, and puts the pieces on the surface.
fn patch(mesh: &mut Mesh, surface: &Surface, rings: &[Ring], flip: bool, precision: Precision) {
    let flat: Ring = rings.iter().flatten().copied().collect();
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for p in &flat {
        for k in 0..2 {
            low[k] = low[k].min(p[k]);
            high[k] = high[k].max(p[k]);
        }
    }
    if !(0..2).all(|k| low[k].is_finite() && high[k].is_finite()) {
        return;
    }
    let steps = surface.steps(precision);
    // Triangulate in a square so that ears are not judged by unlike units.
    let unit = [0, 1].map(|k| if high[k] > low[k] { 1.0 / (high[k] - low[k]) } else { 1.0 });
    let scaled: Ring = flat.iter().map(|p| [(p[0] - low[0]) * unit[0], (p[1] - low[1]) * unit[1]]).collect();
    let mut holes = Vec::new();
    let mut n = 0u32;
    for r in &rings[..rings.len() - 1] {
        n += r.len() as u32;
        holes.push(n);
    }
    for t in ears(&scaled, &holes) {
        let triangle: Ring = t.iter().map(|i| flat[*i as usize]).collect();
        for piece in cells(triangle, low, high, steps) {
            if region::signed_area(&piece).abs() <= f64::MIN_POSITIVE {
                continue;
            }
            let base = mesh.positions.len() as u32;
            mesh.positions.extend(piece.iter().map(|p| -> [f64; 3] { surface.at(p[0], p[1]).into() }));
            for i in 1..piece.len() as u32 - 1 {
                mesh.triangles.push(if flip { [base, base + i + 1, base + i] } else { [base, base + i, base + i + 1] });
            }
        }
    }
}

/// A convex piece split along the grid lines of both parameters.
fn cells(piece: Ring, low: [f64; 2], high: [f64; 2], steps: [f64; 2]) -> Vec<Ring> {
    let mut pieces = vec![piece];
    for k in 0..2 {
        let size = high[k] - low[k];
        if !steps[k].is_finite() || steps[k] <= 0.0 || size <= 0.0 {
            continue;
        }
        let n = (size / steps[k]).ceil().clamp(1.0, MOST_CELLS);
        let step = size / n;
        let mut next = Vec::new();
        for p in pieces {
            let lo = p.iter().map(|q| q[k]).fold(f64::INFINITY, f64::min);
            let hi = p.iter().map(|q| q[k]).fold(f64::NEG_INFINITY, f64::max);
            let mut rest = p;
            let mut i = ((lo - low[k]) / step).floor() + 1.0;
            while low[k] + step * i < hi - step * PARALLEL && rest.len() > 2 {
                let line = low[k] + step * i;
                if line > lo + step * PARALLEL {
                    next.push(cut(&rest, k, line, true));
                    rest = cut(&rest, k, line, false);
                }
                i += 1.0;
            }
            next.push(rest);
        }
        pieces = next.into_iter().filter(|p| p.len() > 2).collect();
    }
    pieces
}

fn cut(p: &Ring, k: usize, line: f64, below: bool) -> Ring {
    let keep = |q: &[f64; 2]| if below { q[k] <= line } else { q[k] >= line };
    let mut out = Ring::with_capacity(p.len() + 1);
    for i in 0..p.len() {
        let (a, b) = (p[i], p[(i + 1) % p.len()]);
        if keep(&a) {
            out.push(a);
        }
        if (a[k] < line && b[k] > line) || (a[k] > line && b[k] < line) {
            let t = (line - a[k]) / (b[k] - a[k]);
            let mut q = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
            q[k] = line;
            out.push(q);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curve::Curve;
    use crate::frame::Frame;
    use std::f64::consts::{PI, TAU};

    #[test]
    fn a_cylinder_between_two_circles_has_its_area() {
        let f = Frame::translation(100.0, 0.0, 0.0);
        let p = Precision::default();
        let circle = |z: f64| Curve::ellipse(&Frame::translation(100.0, 0.0, z), 2.0, 2.0, 0.0, TAU, p).points;
        let mut top = circle(3.0);
        top.reverse();
        let mut m = Mesh::default();
        let open = |mut v: Vec<Point3>| {
            v.pop();
            v
        };
        bounded_face(&mut m, &Surface::Cylinder(f, 2.0), &[open(circle(0.0)), open(top)], true, p);
        assert!((m.surface_area() / (12.0 * PI) - 1.0).abs() < 1e-3, "{}", m.surface_area());
        let outward: f64 = m
            .triangles
            .iter()
            .map(|t| {
                let [a, b, c] = m.corners(*t);
                let mid = nalgebra::center(&nalgebra::center(&a, &b), &c);
                m.directed_area(*t).dot(&nalgebra::Vector3::new(mid.x - 100.0, mid.y, 0.0))
            })
            .sum();
        assert!(outward > 0.0);
    }

    #[test]
    fn a_whole_sphere_encloses_its_volume() {
        let mut m = Mesh::default();
        whole_patch(&mut m, &Surface::Sphere(Frame::identity(), 1.0), None, false, Precision::default());
        assert!((m.signed_volume() / (4.0 / 3.0 * PI) - 1.0).abs() < 3e-3);
    }
}
