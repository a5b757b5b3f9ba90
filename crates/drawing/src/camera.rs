//! The camera of an issue: fitted to a box so that every BCF viewer sees the same picture.

use crate::vector::{V3, add, cross, dot, scale, sub, unit};
use haofang_geometry::Extent;

/// View direction of an issue: from the south-west and above.
const VIEW: V3 = [0.6, 0.64, -0.48];
/// Vertical field of view in degrees: the largest that BCF 2.1 allows.
const FIELD_OF_VIEW: f64 = 60.0;
/// How much further away than touching the box's sphere.
const MARGIN: f64 = 1.3;
/// Smallest radius (m) a camera is fitted to: a door handle is shown with what is around it.
const SMALLEST: f64 = 0.5;

/// A perspective camera in metres and the IFC world frame (Z up).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Where the eye is.
    pub eye: [f64; 3],
    /// Unit vector of the view.
    pub direction: [f64; 3],
    /// Unit vector upwards in the picture, perpendicular to the direction.
    pub up: [f64; 3],
    /// Vertical field of view in degrees.
    pub field_of_view: f64,
}

impl Camera {
    /// The camera of an issue on a box: eye = centre − d · 1.3 r / sin(fov / 2), fov 60°,
    /// d = (0.6, 0.64, −0.48) at unit length, r half the diagonal of the box.
    pub fn fit(extent: &Extent) -> Camera {
        Camera::fit_along(extent, VIEW)
    }

    /// The same from straight above, north up in the picture.
    pub fn fit_from_above(extent: &Extent) -> Camera {
        Camera::fit_along(extent, [0.0, 0.0, -1.0])
    }

    /// The same along any direction; one without length gives the usual one.
    pub fn fit_along(extent: &Extent, direction: [f64; 3]) -> Camera {
        let usable = extent.min.iter().chain(&extent.max).all(|v| v.is_finite()) && !extent.is_empty();
        let extent = if usable { *extent } else { Extent { min: [0.0; 3], max: [0.0; 3] } };
        let radius = (0.5 * extent.diagonal()).max(SMALLEST);
        let centre = scale(add(extent.min, extent.max), 0.5);
        let direction = unit(direction).or_else(|| unit(VIEW)).unwrap_or(VIEW);
        let away = MARGIN * radius / (0.5 * FIELD_OF_VIEW).to_radians().sin();
        Camera { eye: sub(centre, scale(direction, away)), direction, up: upward(direction), field_of_view: FIELD_OF_VIEW }
    }

    /// Unit vector to the right in the picture.
    pub fn right(&self) -> [f64; 3] {
        cross(self.direction, self.up)
    }

    /// A point in camera axes: right, up, depth along the view (m).
    pub fn local(&self, point: [f64; 3]) -> [f64; 3] {
        let from_eye = sub(point, self.eye);
        [dot(from_eye, self.right()), dot(from_eye, self.up), dot(from_eye, self.direction)]
    }

    /// Whether a picture of this aspect (width over height) shows the point.
    pub fn sees(&self, point: [f64; 3], aspect: f64) -> bool {
        let [x, y, z] = self.local(point);
        let half = z * (0.5 * self.field_of_view).to_radians().tan();
        z > 0.0 && y.abs() <= half && x.abs() <= half * aspect
    }
}

/// World Z made perpendicular to the view; +Y when looking straight up or down.
fn upward(direction: V3) -> V3 {
    let level = 1.0 - direction[2] * direction[2];
    let reference = if level > f64::EPSILON.sqrt() { [0.0, 0.0, 1.0] } else { [0.0, 1.0, 0.0] };
    unit(sub(reference, scale(direction, dot(reference, direction)))).unwrap_or([0.0, 1.0, 0.0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(e: &Extent) -> Vec<V3> {
        (0..8).map(|i| [0, 1, 2].map(|k| if i >> k & 1 == 1 { e.max[k] } else { e.min[k] })).collect()
    }

    #[test]
    fn the_fit_is_that_of_the_bcf_rules() {
        let e = Extent { min: [-1.0, -2.0, 0.0], max: [1.0, 2.0, 4.0] };
        let camera = Camera::fit(&e);
        let d = unit([0.6, 0.64, -0.48]).unwrap();
        let r = 3.0;
        for k in 0..3 {
            let centre = [0.0, 0.0, 2.0][k];
            assert!((camera.eye[k] - (centre - d[k] * 1.3 * r / 0.5)).abs() < 1e-12);
        }
        assert!((dot(camera.direction, camera.direction) - 1.0).abs() < 1e-12);
        assert!((dot(camera.up, camera.up) - 1.0).abs() < 1e-12 && dot(camera.up, camera.direction).abs() < 1e-12 && camera.up[2] > 0.0);
        assert!(corners(&e).into_iter().all(|c| camera.sees(c, 1.0)));
    }

    #[test]
    fn looking_down_has_north_up() {
        let camera = Camera::fit_from_above(&Extent { min: [4e7, 4e7, 0.0], max: [4e7 + 9.0, 4e7 + 5.0, 3.0] });
        assert_eq!(camera.up, [0.0, 1.0, 0.0]);
        assert_eq!(camera.right(), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn odd_boxes_still_give_a_camera() {
        for e in [
            Extent { min: [f64::INFINITY; 3], max: [f64::NEG_INFINITY; 3] },
            Extent { min: [f64::NAN; 3], max: [1.0; 3] },
            Extent { min: [7.0; 3], max: [7.0; 3] },
        ] {
            let camera = Camera::fit_along(&e, [0.0; 3]);
            assert!(camera.eye.iter().chain(&camera.up).all(|v| v.is_finite()));
        }
    }
}
