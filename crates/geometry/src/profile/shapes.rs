//! Parameterised profiles (rectangle, circle, I, L, T, U, Z, C, trapezium …), about the centre of their bounding box as IFC defines them.

use super::Profile;
use crate::curve::{Curve, Precision};
use crate::frame::{Frame, Point3};
use std::f64::consts::TAU;

/// A closed outline from corners, each rounded with its radius (0 for sharp), tangent to both edges.
fn rounded(corners: &[([f64; 2], f64)], precision: Precision) -> Curve {
    let n = corners.len();
    let at = |p: [f64; 2]| Point3::new(p[0], p[1], 0.0);
    let mut outline = Curve::default();
    for i in 0..n {
        let (p, r) = (at(corners[i].0), corners[i].1);
        let (before, after) = (at(corners[(i + n - 1) % n].0), at(corners[(i + 1) % n].0));
        let (u, v) = ((before - p).normalize(), (after - p).normalize());
        let half = u.angle(&v) / 2.0;
        let reach = r / half.tan();
        let room = (before - p).norm().min((after - p).norm());
        if r > 0.0 && reach.is_finite() && reach <= room * (1.0 + crate::tolerance::PARALLEL) {
            let centre = p + (u + v).normalize() * (r / half.sin());
            let left = u.x * v.y - u.y * v.x < 0.0;
            let start = p + u * reach - centre;
            let from = start.y.atan2(start.x);
            let sweep = std::f64::consts::PI - 2.0 * half;
            let arc = Curve::ellipse(
                &Frame { origin: centre, ..Frame::identity() },
                r,
                r,
                from,
                if left { from + sweep } else { from - sweep },
                precision,
            );
            outline.join(arc);
        } else {
            outline.join(Curve::through(vec![p]));
        }
    }
    if let Some(&first) = outline.points.first() {
        outline.points.push(first);
    }
    outline.length = outline.points.windows(2).map(|w| (w[1] - w[0]).norm()).sum();
    outline
}

fn sharp(points: &[[f64; 2]]) -> Vec<([f64; 2], f64)> {
    points.iter().map(|p| (*p, 0.0)).collect()
}

fn solid(outline: &Curve) -> Profile {
    Profile::from_curves(outline, &[])
}

/// The corners moved so that the box around them is centred on the origin.
fn centred(mut corners: Vec<([f64; 2], f64)>) -> Vec<([f64; 2], f64)> {
    for k in 0..2 {
        let low = corners.iter().map(|c| c.0[k]).fold(f64::INFINITY, f64::min);
        let high = corners.iter().map(|c| c.0[k]).fold(f64::NEG_INFINITY, f64::max);
        corners.iter_mut().for_each(|c| c.0[k] -= (low + high) / 2.0);
    }
    corners
}

fn box_corners(x: f64, y: f64, r: f64) -> Vec<([f64; 2], f64)> {
    let (a, b) = (x / 2.0, y / 2.0);
    [[-a, -b], [a, -b], [a, b], [-a, b]].into_iter().map(|p| (p, r)).collect()
}

/// Rectangle `x` by `y`, corners rounded with `radius` (0 for sharp).
pub fn rectangle(x: f64, y: f64, radius: f64, precision: Precision) -> Profile {
    solid(&rounded(&box_corners(x, y, radius), precision))
}

/// Rectangular tube with outer and inner corner radii.
pub fn rectangle_hollow(x: f64, y: f64, wall: f64, outer: f64, inner: f64, precision: Precision) -> Profile {
    let hole = rounded(&box_corners(x - 2.0 * wall, y - 2.0 * wall, inner), precision);
    Profile::from_curves(&rounded(&box_corners(x, y, outer), precision), &[hole])
}

/// Ellipse with half axes along x and y; a circle when they are equal.
pub fn ellipse(rx: f64, ry: f64, precision: Precision) -> Profile {
    solid(&Curve::ellipse(&Frame::identity(), rx, ry, 0.0, TAU, precision))
}

/// Round tube.
pub fn circle_hollow(radius: f64, wall: f64, precision: Precision) -> Profile {
    let circle = |r: f64| Curve::ellipse(&Frame::identity(), r, r, 0.0, TAU, precision);
    if wall >= radius {
        return solid(&circle(radius));
    }
    Profile::from_curves(&circle(radius), &[circle(radius - wall)])
}

/// Trapezium: bottom and top widths, height, and how far the top's left end lies right of the bottom's.
pub fn trapezium(bottom: f64, top: f64, height: f64, offset: f64, precision: Precision) -> Profile {
    solid(&rounded(&centred(sharp(&[[0.0, 0.0], [bottom, 0.0], [offset + top, height], [offset, height]])), precision))
}

/// Dimensions of one flange of an I profile.
#[derive(Clone, Copy, Debug)]
pub struct Flange {
    /// Width.
    pub width: f64,
    /// Thickness, measured midway between web and edge where the flange slopes.
    pub thickness: f64,
    /// Radius between web and flange.
    pub fillet: f64,
    /// Radius of the flange's edge.
    pub edge: f64,
    /// Slope of the inner face, radians.
    pub slope: f64,
}

/// I profile of a given depth with its two flanges.
pub fn i_shape(depth: f64, web: f64, bottom: Flange, top: Flange, precision: Precision) -> Profile {
    let (h, w) = (depth / 2.0, web / 2.0);
    // Thickness at the edge and at the web of a sloping flange.
    let ends = |f: &Flange| {
        let rise = f.slope.tan() * (f.width / 2.0 - w) / 2.0;
        (f.thickness - rise, f.thickness + rise)
    };
    let ((be, bw), (te, tw)) = (ends(&bottom), ends(&top));
    let (b, t) = (bottom.width / 2.0, top.width / 2.0);
    let corners = [
        ([-b, -h], 0.0),
        ([b, -h], 0.0),
        ([b, -h + be], bottom.edge),
        ([w, -h + bw], bottom.fillet),
        ([w, h - tw], top.fillet),
        ([t, h - te], top.edge),
        ([t, h], 0.0),
        ([-t, h], 0.0),
        ([-t, h - te], top.edge),
        ([-w, h - tw], top.fillet),
        ([-w, -h + bw], bottom.fillet),
        ([-b, -h + be], bottom.edge),
    ];
    solid(&rounded(&corners, precision))
}

/// L profile: depth along y, width along x, corner at the lower left of the box.
pub fn l_shape(depth: f64, width: f64, thickness: f64, fillet: f64, edge: f64, slope: f64, precision: Precision) -> Profile {
    let (a, b) = (width / 2.0, depth / 2.0);
    let t = thickness;
    // A sloping leg has its thickness midway along its length.
    let (rx, ry) = (slope.tan() * width / 2.0, slope.tan() * depth / 2.0);
    let (ex, ey) = (t - rx, t - ry);
    // Inner corner where both inner faces meet.
    let k = slope.tan();
    let inner = if k > 0.0 {
        // y = -b + ex + k (a - x); x = -a + ey + k (b - y), solved for both.
        let x = (-a + ey + k * (2.0 * b - ex - k * a)) / (1.0 - k * k);
        [x, -b + ex + k * (a - x)]
    } else {
        [-a + t, -b + t]
    };
    let corners = [([-a, -b], 0.0), ([a, -b], 0.0), ([a, -b + ex], edge), (inner, fillet), ([-a + ey, b], edge), ([-a, b], 0.0)];
    solid(&rounded(&corners, precision))
}

/// T profile: flange at the top.
pub fn t_shape(depth: f64, width: f64, web: f64, flange: f64, radii: [f64; 3], slopes: [f64; 2], precision: Precision) -> Profile {
    let [fillet, flange_edge, web_edge] = radii;
    let [web_slope, flange_slope] = slopes;
    let (h, b, w) = (depth / 2.0, width / 2.0, web / 2.0);
    let (kw, kf) = (web_slope.tan(), flange_slope.tan());
    // The web is `web` thick halfway down the profile, the flange `flange` thick midway out.
    let flange_edge_thickness = flange - kf * b / 2.0;
    let web_foot = w - kw * h;
    // Inner corner: x = w + kw * y, y = h - flange_edge_thickness - kf * (b - x).
    let y = (h - flange_edge_thickness - kf * (b - w)) / (1.0 - kf * kw);
    let x = w + kw * y;
    let corners = [
        ([-web_foot, -h], web_edge),
        ([web_foot, -h], web_edge),
        ([x, y], fillet),
        ([b, h - flange_edge_thickness], flange_edge),
        ([b, h], 0.0),
        ([-b, h], 0.0),
        ([-b, h - flange_edge_thickness], flange_edge),
        ([-x, y], fillet),
    ];
    solid(&rounded(&corners, precision))
}

/// U profile: web at the left, open to the right.
pub fn u_shape(depth: f64, width: f64, web: f64, flange: f64, radii: [f64; 2], slope: f64, precision: Precision) -> Profile {
    let [fillet, edge] = radii;
    let (h, b) = (depth / 2.0, width / 2.0);
    let rise = slope.tan() * (width - web) / 2.0;
    let (at_edge, at_web) = (flange - rise, flange + rise);
    let corners = [
        ([-b, -h], 0.0),
        ([b, -h], 0.0),
        ([b, -h + at_edge], edge),
        ([-b + web, -h + at_web], fillet),
        ([-b + web, h - at_web], fillet),
        ([b, h - at_edge], edge),
        ([b, h], 0.0),
        ([-b, h], 0.0),
    ];
    solid(&rounded(&corners, precision))
}

/// Z profile: web in the middle, lower flange to the right, upper to the left.
pub fn z_shape(depth: f64, flange_width: f64, web: f64, flange: f64, fillet: f64, edge: f64, precision: Precision) -> Profile {
    let (h, w) = (depth / 2.0, web / 2.0);
    let far = flange_width - w;
    let corners = [
        ([-w, -h], 0.0),
        ([far, -h], 0.0),
        ([far, -h + flange], edge),
        ([w, -h + flange], fillet),
        ([w, h], 0.0),
        ([-far, h], 0.0),
        ([-far, h - flange], edge),
        ([-w, h - flange], fillet),
    ];
    solid(&rounded(&corners, precision))
}

/// C profile: cold-formed channel with lips (`girth`), open to the right.
pub fn c_shape(depth: f64, width: f64, wall: f64, girth: f64, inner_radius: f64, precision: Precision) -> Profile {
    let (h, b, t) = (depth / 2.0, width / 2.0, wall);
    let outer = if inner_radius > 0.0 { inner_radius + wall } else { 0.0 };
    let corners = [
        ([-b, -h], outer),
        ([b, -h], outer),
        ([b, -h + girth], 0.0),
        ([b - t, -h + girth], 0.0),
        ([b - t, -h + t], inner_radius),
        ([-b + t, -h + t], inner_radius),
        ([-b + t, h - t], inner_radius),
        ([b - t, h - t], inner_radius),
        ([b - t, h - girth], 0.0),
        ([b, h - girth], 0.0),
        ([b, h], outer),
        ([-b, h], outer),
    ];
    solid(&rounded(&centred(corners.to_vec()), precision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    const P: Precision = Precision { deviation: 2e-4, turn: 0.2, fewest: false };

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} != {b}");
    }

    #[test]
    fn areas_are_the_closed_forms() {
        close(rectangle(3.0, 2.0, 0.0, P).area, 6.0);
        close(rectangle(3.0, 2.0, 0.5, P).area, 6.0 - (4.0 - PI) * 0.25);
        close(ellipse(2.0, 1.0, P).area, 2.0 * PI);
        close(circle_hollow(1.0, 0.1, P).area, PI * (1.0 - 0.81));
        close(rectangle_hollow(1.0, 0.5, 0.1, 0.0, 0.0, P).area, 0.5 - 0.8 * 0.3);
        close(trapezium(4.0, 2.0, 1.0, 0.5, P).area, 3.0);
        let f = Flange { width: 0.2, thickness: 0.015, fillet: 0.018, edge: 0.0, slope: 0.0 };
        // HEB-like: two flanges, web between them, four fillets.
        close(i_shape(0.2, 0.009, f, f, P).area, 2.0 * 0.2 * 0.015 + 0.17 * 0.009 + (4.0 - PI) * 0.018 * 0.018);
        close(l_shape(0.1, 0.08, 0.01, 0.0, 0.0, 0.0, P).area, 0.1 * 0.01 + 0.07 * 0.01);
        close(t_shape(0.2, 0.1, 0.01, 0.02, [0.0; 3], [0.0; 2], P).area, 0.1 * 0.02 + 0.18 * 0.01);
        close(u_shape(0.2, 0.1, 0.01, 0.02, [0.0; 2], 0.0, P).area, 2.0 * 0.1 * 0.02 + 0.16 * 0.01);
        close(z_shape(0.2, 0.1, 0.01, 0.02, 0.0, 0.0, P).area, 2.0 * 0.1 * 0.02 + 0.16 * 0.01);
        close(c_shape(0.2, 0.1, 0.01, 0.03, 0.0, P).area, 0.2 * 0.01 + 2.0 * 0.09 * 0.01 + 2.0 * 0.02 * 0.01);
    }

    #[test]
    fn slopes_keep_the_mean_thickness() {
        let f = Flange { width: 0.2, thickness: 0.02, fillet: 0.0, edge: 0.0, slope: 0.05 };
        // The slope thickens the root by as much as it thins the edge: web over the whole depth, four overhangs.
        close(i_shape(0.3, 0.01, f, f, P).area, 0.3 * 0.01 + 4.0 * 0.095 * 0.02);
    }
}
