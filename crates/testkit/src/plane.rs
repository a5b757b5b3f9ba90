//! Plane figures of the generator: polygons with optional arcs, their areas by formula.

/// A point of the plan (m).
pub(crate) type P2 = [f64; 2];

/// Where a thing stands: origin (m) and turn about the vertical (rad, anticlockwise) in the frame of its building or site.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Stand {
    pub(crate) origin: [f64; 3],
    pub(crate) angle: f64,
}

impl Stand {
    pub(crate) fn at(x: f64, y: f64, z: f64) -> Self {
        Self { origin: [x, y, z], angle: 0.0 }
    }

    /// Sine and cosine, exact for quarter turns so that coordinates stay short.
    pub(crate) fn turn(&self) -> (f64, f64) {
        let quarters = self.angle / std::f64::consts::FRAC_PI_2;
        if (quarters - quarters.round()).abs() < f64::EPSILON * 8.0 {
            match (quarters.round() as i64).rem_euclid(4) {
                0 => (0.0, 1.0),
                1 => (1.0, 0.0),
                2 => (0.0, -1.0),
                _ => (-1.0, 0.0),
            }
        } else {
            self.angle.sin_cos()
        }
    }

    /// A local point in the outer frame.
    pub(crate) fn out(&self, p: [f64; 3]) -> [f64; 3] {
        let (s, c) = self.turn();
        [self.origin[0] + c * p[0] - s * p[1], self.origin[1] + s * p[0] + c * p[1], self.origin[2] + p[2]]
    }

    /// This stand, itself given within `outer`.
    pub(crate) fn within(&self, outer: &Stand) -> Stand {
        Stand { origin: outer.out(self.origin), angle: self.angle + outer.angle }
    }
}

/// A closed outline: straight edges, or an arc from a corner to the next through a given point.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outline {
    /// Corners anticlockwise; `Some(m)` makes the edge that leaves the corner an arc through `m`.
    Path(Vec<(P2, Option<P2>)>),
    /// A full circle: centre and radius.
    Circle(P2, f64),
}

impl Outline {
    pub(crate) fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self::polygon(&[[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    }

    pub(crate) fn polygon(corners: &[P2]) -> Self {
        Self::Path(corners.iter().map(|&p| (p, None)).collect())
    }

    pub(crate) fn is_straight(&self) -> bool {
        matches!(self, Self::Path(path) if path.iter().all(|corner| corner.1.is_none()))
    }

    /// Corners of a straight outline (arc midpoints are left out).
    pub(crate) fn corners(&self) -> Vec<P2> {
        match self {
            Self::Path(path) => path.iter().map(|corner| corner.0).collect(),
            Self::Circle(..) => Vec::new(),
        }
    }

    /// The box (x0, y0, x1, y1) when the outline is an upright rectangle.
    pub(crate) fn as_rect(&self) -> Option<[f64; 4]> {
        let c = self.corners();
        if !self.is_straight() || c.len() != 4 {
            return None;
        }
        let upright = c[0][1] == c[1][1] && c[1][0] == c[2][0] && c[2][1] == c[3][1] && c[3][0] == c[0][0];
        (upright && c[1][0] > c[0][0] && c[2][1] > c[1][1]).then(|| [c[0][0], c[0][1], c[2][0], c[2][1]])
    }
}

/// Area of a polygon (m2), corners anticlockwise.
pub(crate) fn area(corners: &[P2]) -> f64 {
    let n = corners.len();
    (0..n).map(|i| (corners[i], corners[(i + 1) % n])).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// Length of the boundary of a polygon (m).
pub(crate) fn perimeter(corners: &[P2]) -> f64 {
    let n = corners.len();
    (0..n).map(|i| (corners[i], corners[(i + 1) % n])).map(|(a, b)| (b[0] - a[0]).hypot(b[1] - a[1])).sum()
}

/// Moves each edge of an upright rectilinear polygon inwards by its own distance (edge `i` leaves corner `i`).
pub(crate) fn inset(corners: &[P2], by: &[f64]) -> Vec<P2> {
    let n = corners.len();
    let moved = |i: usize| -> (P2, bool) {
        let (a, b) = (corners[i], corners[(i + 1) % n]);
        let (dx, dy) = ((b[0] - a[0]).signum(), (b[1] - a[1]).signum());
        if a[1] == b[1] { ([a[0], a[1] + dx * by[i]], true) } else { ([a[0] - dy * by[i], a[1]], false) }
    };
    (0..n)
        .map(|i| {
            let (before, flat) = moved((i + n - 1) % n);
            let (after, _) = moved(i);
            if flat { [after[0], before[1]] } else { [before[0], after[1]] }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inset_of_an_l_shaped_room_moves_each_edge_by_its_wall() {
        let room = [[0.0, 0.0], [4.0, 0.0], [4.0, 3.0], [2.0, 3.0], [2.0, 5.0], [0.0, 5.0]];
        let net = inset(&room, &[0.1, 0.2, 0.1, 0.2, 0.1, 0.1]);
        assert_eq!(net, vec![[0.1, 0.1], [3.8, 0.1], [3.8, 2.9], [1.8, 2.9], [1.8, 4.9], [0.1, 4.9]]);
        assert!((area(&net) - (3.7 * 2.8 + 1.7 * 2.0)).abs() < 1e-12);
        assert!((perimeter(&net) - 17.0).abs() < 1e-12);
    }
}
