//! CSG primitives as meshes: pyramid, cone, sphere. (Blocks and cylinders are sweeps.)

use super::sweep::revolved;
use crate::curve::Precision;
use crate::frame::{Frame, Point3};
use crate::mesh::Mesh;
use crate::profile::Profile;
use nalgebra::Vector3;
use std::f64::consts::TAU;

/// Right pyramid on a rectangle from the frame's origin, its apex above the middle.
pub fn pyramid(frame: &Frame, x: f64, y: f64, height: f64) -> Mesh {
    let p = [[0.0, 0.0, 0.0], [x, 0.0, 0.0], [x, y, 0.0], [0.0, y, 0.0], [x / 2.0, y / 2.0, height]];
    let m = Mesh { positions: p.to_vec(), triangles: vec![[0, 2, 1], [0, 3, 2], [0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]] };
    m.transformed(frame)
}

/// Right circular cone standing on the frame's xy plane about its z axis.
pub fn cone(frame: &Frame, radius: f64, height: f64, precision: Precision) -> Mesh {
    let n = precision.chords(radius, TAU).max(3);
    let mut m = Mesh { positions: vec![[0.0; 3], [0.0, 0.0, height]], triangles: vec![] };
    for i in 0..n {
        let a = TAU * i as f64 / n as f64;
        m.positions.push([radius * a.cos(), radius * a.sin(), 0.0]);
        let (p, q) = (2 + i as u32, 2 + ((i + 1) % n) as u32);
        m.triangles.push([0, q, p]);
        m.triangles.push([p, q, 1]);
    }
    m.transformed(frame)
}

/// Sphere about the frame's origin.
pub fn sphere(frame: &Frame, radius: f64, precision: Precision) -> Mesh {
    let n = (precision.chords(radius, TAU) / 2).max(2);
    let half: Vec<[f64; 2]> = (0..=n)
        .map(|i| {
            let a = (i as f64 / n as f64 - 0.5) * TAU / 2.0;
            if i == 0 || i == n { [0.0, radius * a.sin().signum()] } else { [radius * a.cos(), radius * a.sin()] }
        })
        .collect();
    let profile = Profile::from_rings(half, vec![]);
    // The half disk stands in the xz plane and turns about z.
    let upright = Frame { axes: nalgebra::Matrix3::new(1.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.0, 1.0, 0.0), origin: Point3::origin() };
    let m = revolved(&profile, &upright, Point3::origin(), Vector3::y(), TAU, precision);
    m.welded().transformed(frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn volumes_approach_the_closed_forms() {
        let f = Frame::translation(4.0e6, 0.0, 0.0).then(&Frame::turn_z(0.3));
        assert!((pyramid(&f, 3.0, 2.0, 5.0).signed_volume() - 10.0).abs() < 1e-6);
        let c = cone(&f, 1.0, 3.0, Precision::default());
        assert!((c.signed_volume() / PI - 1.0).abs() < 1e-3 && c.is_closed());
        let s = sphere(&f, 1.0, Precision::default());
        assert!((s.signed_volume() / (4.0 / 3.0 * PI) - 1.0).abs() < 2e-3 && s.is_closed());
    }
}
