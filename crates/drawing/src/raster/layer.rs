//! A colour and depth buffer, the projection onto it, and triangles and lines drawn with the depth test.

use crate::camera::Camera;
use crate::vector::{V3, dot, sub};

/// Nearest depth drawn (m): the eye may stand inside the context.
const NEAR: f64 = 0.1;

/// Colours and inverse depths of samples; an inverse depth of zero is nothing.
pub(super) struct Layer {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) depth: Vec<f32>,
    pub(super) colour: Vec<[u8; 3]>,
}

/// The camera with a picture size: world to samples.
pub(super) struct View {
    eye: V3,
    axes: [V3; 3],
    focus: f64,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// A projected point: samples right and down, inverse depth.
pub(super) type Spot = [f64; 3];

impl View {
    pub(super) fn new(camera: &Camera, width: usize, height: usize) -> View {
        let focus = 0.5 * height as f64 / (0.5 * camera.field_of_view).to_radians().tan();
        View { eye: camera.eye, axes: [camera.right(), camera.up, camera.direction], focus, width, height }
    }

    /// The point in camera axes.
    pub(super) fn local(&self, point: V3) -> V3 {
        let p = sub(point, self.eye);
        [dot(p, self.axes[0]), dot(p, self.axes[1]), dot(p, self.axes[2])]
    }

    /// Whether a face with this outward normal through this point turns towards the eye.
    pub(super) fn faces(&self, normal: V3, point: V3) -> bool {
        dot(normal, sub(self.eye, point)) > 0.0
    }

    /// A point in camera axes on the picture; `None` before the nearest depth.
    pub(super) fn project(&self, local: V3) -> Option<Spot> {
        (local[2] >= NEAR).then(|| {
            let inverse = 1.0 / local[2];
            [0.5 * self.width as f64 + self.focus * local[0] * inverse, 0.5 * self.height as f64 - self.focus * local[1] * inverse, inverse]
        })
    }

    /// The part of a polygon in camera axes beyond the nearest depth.
    pub(super) fn clip_near(&self, polygon: &[V3]) -> Vec<V3> {
        clip(polygon, |p| p[2] - NEAR)
    }
}

/// The part of a convex polygon where the function is not negative (it must be linear).
pub(super) fn clip(polygon: &[V3], side: impl Fn(V3) -> f64) -> Vec<V3> {
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    for i in 0..polygon.len() {
        let (a, b) = (polygon[i], polygon[(i + 1) % polygon.len()]);
        let (sa, sb) = (side(a), side(b));
        if sa >= 0.0 {
            kept.push(a);
        }
        if (sa >= 0.0) != (sb >= 0.0) {
            let t = sa / (sa - sb);
            kept.push([0, 1, 2].map(|k| a[k] + t * (b[k] - a[k])));
        }
    }
    kept
}

impl Layer {
    pub(super) fn new(width: usize, height: usize) -> Layer {
        Layer { width, height, depth: vec![0.0; width * height], colour: vec![[255; 3]; width * height] }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.depth.iter().all(|d| *d == 0.0)
    }

    /// Fills a triangle where it is nearer than what is there.
    pub(super) fn triangle(&mut self, corners: [Spot; 3], colour: [u8; 3]) {
        let [a, mut b, mut c] = corners;
        let mut area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        if !area.is_finite() || area == 0.0 {
            return;
        }
        if area < 0.0 {
            std::mem::swap(&mut b, &mut c);
            area = -area;
        }
        let low = |k: usize, end: usize| a[k].min(b[k]).min(c[k]).floor().clamp(0.0, end as f64) as usize;
        let high = |k: usize, end: usize| (a[k].max(b[k]).max(c[k]).ceil() + 1.0).clamp(0.0, end as f64) as usize;
        let (x0, x1, y0, y1) = (low(0, self.width), high(0, self.width), low(1, self.height), high(1, self.height));
        if x0 >= x1 {
            return;
        }
        // Weights are linear along a row: where all three are positive is one run of samples.
        let edge = |p: Spot, q: Spot, x: f64, y: f64| (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]);
        let steps = [-(c[1] - b[1]), -(a[1] - c[1]), -(b[1] - a[1])];
        let depth_step = ((steps[0] * a[2] + steps[1] * b[2] + steps[2] * c[2]) / area) as f32;
        for y in y0..y1 {
            let (sx, sy) = (x0 as f64 + 0.5, y as f64 + 0.5);
            let weights = [edge(b, c, sx, sy), edge(c, a, sx, sy), edge(a, b, sx, sy)];
            let (mut first, mut last) = (0.0_f64, (x1 - x0) as f64 - 1.0);
            for (weight, step) in weights.iter().zip(steps) {
                if step > 0.0 {
                    first = first.max((-weight / step).ceil());
                } else if step < 0.0 {
                    last = last.min((weight / -step).floor());
                } else if *weight < 0.0 {
                    last = -1.0;
                }
            }
            if first > last {
                continue;
            }
            let (from, to) = (y * self.width + x0 + first as usize, y * self.width + x0 + last as usize);
            let start = ((weights[0] * a[2] + weights[1] * b[2] + weights[2] * c[2]) / area) as f32 + depth_step * first as f32;
            let samples = self.depth[from..=to].iter_mut().zip(&mut self.colour[from..=to]);
            for (k, (depth, pixel)) in samples.enumerate() {
                let inverse = start + depth_step * k as f32;
                if inverse > *depth {
                    (*depth, *pixel) = (inverse, colour);
                }
            }
        }
    }

    /// Draws a line `thick` samples wide where it is not behind something; it lies a little in front of its faces.
    pub(super) fn line(&mut self, a: Spot, b: Spot, thick: usize, colour: [u8; 3]) {
        let steep = (b[1] - a[1]).abs() > (b[0] - a[0]).abs();
        let (major, minor) = if steep { (1, 0) } else { (0, 1) };
        let (a, b) = if a[major] <= b[major] { (a, b) } else { (b, a) };
        let (long, wide) = if steep { (self.height, self.width) } else { (self.width, self.height) };
        let run = b[major] - a[major];
        if !run.is_finite() || b[major] < 0.0 || a[major] > long as f64 {
            return;
        }
        let (from, to) = (a[major].floor().max(0.0) as usize, b[major].ceil().min(long as f64 - 1.0).max(0.0) as usize);
        for step in from..=to {
            let t = if run > 0.0 { ((step as f64 + 0.5 - a[major]) / run).clamp(0.0, 1.0) } else { 0.0 };
            let across = a[minor] + t * (b[minor] - a[minor]) - 0.5 * thick as f64;
            let inverse = a[2] + t * (b[2] - a[2]);
            for k in 0..thick {
                let place = (across + k as f64).round();
                if place < 0.0 || place >= wide as f64 {
                    continue;
                }
                let (x, y) = if steep { (place as usize, step) } else { (step, place as usize) };
                let index = y * self.width + x;
                let here = inverse as f32;
                // A five-hundredth nearer, or the faces beside the edge would hide half of it.
                if here * 1.002 >= self.depth[index] {
                    self.depth[index] = self.depth[index].max(here);
                    self.colour[index] = colour;
                }
            }
        }
    }
}
