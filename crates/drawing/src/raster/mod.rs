//! Snapshots: a small software renderer with depth, edges and dimensions, to palette PNG.

mod edges;
mod layer;
mod overlay;
mod palette;
mod solid;

use crate::camera::Camera;
use crate::scene::{Role, Scene};
use layer::{Layer, View};

/// Largest size of a snapshot in bytes: house rule 3 of our BCF profile.
pub const SIZE_LIMIT: usize = 100_000;
/// Samples a pixel along each side.
const SAMPLES: usize = 2;
/// Colour of what an issue is about (FF4040, as in the BCF's colouring).
pub(crate) const CULPRIT: [u8; 3] = [0xFF, 0x40, 0x40];
const CONTEXT: [u8; 3] = [0xEC, 0xEE, 0xF1];
const PAPER: [u8; 3] = [0xFF, 0xFF, 0xFF];
/// Share of the body behind that shows through context in front of it.
const SEEN_THROUGH: f64 = 0.68;

/// Size and caption of a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Width in pixels, kept between 256 and 1500.
    pub width: u32,
    /// Height in pixels, kept between 256 and 1500.
    pub height: u32,
    /// A line at the foot in Latin letters and numbers; others are left out.
    pub caption: Option<String>,
}

impl Default for Snapshot {
    fn default() -> Snapshot {
        Snapshot { width: 1200, height: 900, caption: None }
    }
}

/// Draws the scene as a PNG below [`SIZE_LIMIT`] bytes. Never blank: bodies without a visible face
/// are shown by the box around them, an empty scene says so.
pub fn snapshot(scene: &Scene, camera: &Camera, options: &Snapshot) -> Vec<u8> {
    let (width, height) = (options.width.clamp(256, 1500) as usize, options.height.clamp(256, 1500) as usize);
    let view = View::new(camera, width * SAMPLES, height * SAMPLES);
    let mut context = Layer::new(view.width, view.height);
    let mut subject = Layer::new(view.width, view.height);
    for item in &scene.items {
        let (layer, colour) = match item.role {
            Role::Culprit => (&mut subject, CULPRIT),
            Role::Counted => (&mut subject, item.colour),
            // Light grey with a breath of its own colour: glass stays bluish, a roof reddish.
            Role::Context => {
                (&mut context, [0, 1, 2].map(|k| (0.82 * f64::from(CONTEXT[k]) + 0.18 * f64::from(item.colour[k])).round() as u8))
            }
        };
        solid::draw(layer, &view, item, scene.clip, colour);
    }
    let mut picture = compose(&context, &subject, width, height);
    let blank = subject.is_empty() && (context.is_empty() || scene.items.iter().any(|i| i.role != Role::Context));
    overlay::draw(&mut picture, scene, camera, options, blank);
    palette::png(&picture, SIZE_LIMIT)
}

/// A picture of red, green and blue bytes.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<[u8; 3]>,
}

/// Subjects over context; context in front of a subject lets it show through; then samples to pixels.
fn compose(context: &Layer, subject: &Layer, width: usize, height: usize) -> Picture {
    let wide = width * SAMPLES;
    let sample = |index: usize| -> [f64; 3] {
        let (behind, front) = (context.depth[index], subject.depth[index]);
        let plain = |c: [u8; 3]| c.map(f64::from);
        match (behind > 0.0, front > 0.0) {
            (false, false) => plain(PAPER),
            (true, false) => plain(context.colour[index]),
            (_, true) if front >= behind => plain(subject.colour[index]),
            (_, true) => {
                let (s, c) = (plain(subject.colour[index]), plain(context.colour[index]));
                [0, 1, 2].map(|k| SEEN_THROUGH * s[k] + (1.0 - SEEN_THROUGH) * c[k])
            }
        }
    };
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let mut sum = [0.0; 3];
            for i in 0..SAMPLES * SAMPLES {
                let index = (y * SAMPLES + i / SAMPLES) * wide + x * SAMPLES + i % SAMPLES;
                let c = sample(index);
                sum = [0, 1, 2].map(|k| sum[k] + c[k]);
            }
            pixels.push(sum.map(|v| (v / (SAMPLES * SAMPLES) as f64).round() as u8));
        }
    }
    Picture { width, height, pixels }
}

#[cfg(test)]
mod tests;
