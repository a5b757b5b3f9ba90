//! One body on a layer: faces shaded by their direction, edges, and the storey cut.

use super::edges::Topology;
use super::layer::{Layer, Spot, View, clip};
use crate::scene::{Clip, Item};
use crate::vector::{V3, dot, scale, unit};

/// Direction towards the light: behind the viewer's left shoulder, from above.
const LIGHT: V3 = [-0.30, -0.62, 0.72];
/// Line width in samples.
const LINE: usize = 2;

/// Draws the item's faces and edges in the colour.
pub(super) fn draw(layer: &mut Layer, view: &View, item: &Item, cut: Option<Clip>, colour: [u8; 3]) {
    let corner = |i: u32| item.mesh.positions.get(i as usize).map(|p| item.world(*p)).filter(|p| p.iter().all(|v| v.is_finite()));
    let faces = item.mesh.triangles.iter().filter_map(|t| Some([corner(t[0])?, corner(t[1])?, corner(t[2])?]));
    let topology = Topology::new(faces);
    let edge_colour = shade(colour, 0.42);
    let cut_colour = shade(colour, 0.66);
    let light = unit(LIGHT).unwrap_or(LIGHT);
    for (face, normal) in topology.faces.iter().zip(&topology.normals) {
        let towards = view.faces(*normal, face[0]);
        let polygon = within(face, cut);
        // Seen from inside a closed body: this is where the cut goes through it.
        let colour = if cut.is_some() && topology.closed && !towards {
            cut_colour
        } else {
            let n = if towards { *normal } else { scale(*normal, -1.0) };
            shade(colour, 0.60 + 0.40 * (0.5 + 0.5 * dot(n, light)))
        };
        let local: Vec<V3> = polygon.into_iter().map(|p| view.local(p)).collect();
        let spots: Vec<Spot> = view.clip_near(&local).into_iter().filter_map(|p| view.project(p)).collect();
        for i in 2..spots.len() {
            layer.triangle([spots[0], spots[i - 1], spots[i]], colour);
        }
    }
    let mut line = |a: V3, b: V3| {
        let ends = view.clip_near(&[view.local(a), view.local(b)]);
        let spots: Vec<Spot> = ends.into_iter().filter_map(|p| view.project(p)).collect();
        if let [first, second, ..] = spots.as_slice() {
            layer.line(*first, *second, LINE, edge_colour);
        }
    };
    for [a, b] in topology.visible(view) {
        if let [a, b, ..] = within(&[a, b], cut).as_slice() {
            line(*a, *b);
        }
    }
    for height in cut.iter().flat_map(|c| [c.bottom, c.top]) {
        for face in &topology.faces {
            if let Some([a, b]) = at_height(face, height) {
                line(a, b);
            }
        }
    }
}

fn within(polygon: &[V3], cut: Option<Clip>) -> Vec<V3> {
    match cut {
        None => polygon.to_vec(),
        Some(c) => clip(&clip(polygon, |p| p[2] - c.bottom), |p| c.top - p[2]),
    }
}

/// Where a face crosses a height.
fn at_height(face: &[V3; 3], height: f64) -> Option<[V3; 2]> {
    let mut ends = (0..3).filter_map(|i| {
        let (a, b) = (face[i], face[(i + 1) % 3]);
        let (ha, hb) = (a[2] - height, b[2] - height);
        ((ha > 0.0) != (hb > 0.0)).then(|| {
            let t = ha / (ha - hb);
            [0, 1, 2].map(|k| a[k] + t * (b[k] - a[k]))
        })
    });
    Some([ends.next()?, ends.next()?])
}

/// The colour at a share of its brightness.
fn shade(colour: [u8; 3], by: f64) -> [u8; 3] {
    colour.map(|c| (f64::from(c) * by).round().clamp(0.0, 255.0) as u8)
}
