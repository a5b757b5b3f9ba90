//! Snapshots of small buildings: what must be seen is seen, at the place where the camera says.

use super::*;
use crate::scene::{Clip, Dimension, Item};
use haofang_geometry::{Extent, Mesh};

fn block(min: [f64; 3], max: [f64; 3]) -> Mesh {
    let pick = |i: usize, k: usize| if i >> k & 1 == 1 { max[k] } else { min[k] };
    Mesh {
        positions: (0..8).map(|i| [pick(i, 0), pick(i, 1), pick(i, 2)]).collect(),
        triangles: vec![
            [0, 2, 1],
            [1, 2, 3],
            [4, 5, 6],
            [5, 7, 6],
            [0, 1, 4],
            [1, 5, 4],
            [2, 6, 3],
            [3, 6, 7],
            [0, 4, 2],
            [2, 4, 6],
            [1, 3, 5],
            [3, 7, 5],
        ],
    }
}

fn decode(bytes: &[u8]) -> (usize, usize, Vec<[u8; 3]>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut buffer).unwrap();
    (frame.width as usize, frame.height as usize, buffer.chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect())
}

fn is_red(c: [u8; 3]) -> bool {
    c[0] > 150 && i32::from(c[0]) - i32::from(c[1]) > 60 && i32::from(c[0]) - i32::from(c[2]) > 60
}

fn storeys(shift: f64) -> Scene {
    let mut scene = Scene::default();
    for i in 0..4 {
        let z = 3.1 * f64::from(i);
        let slab = block([shift, shift, z - 0.12], [shift + 10.0, shift + 8.0, z]);
        let role = if i == 2 { Role::Culprit } else { Role::Context };
        scene.items.push(Item::new(slab, role, [200, 200, 200]));
        let wall = block([shift, shift, z], [shift + 10.0, shift + 0.2, z + 2.98]);
        scene.items.push(Item::new(wall, Role::Context, [200, 200, 200]));
    }
    scene.dimensions.push(Dimension { from: [shift, shift, 6.2], to: [shift, shift, 9.25], text: "3.050 m".into(), culprit: true });
    scene
}

#[test]
fn a_culprit_behind_walls_is_seen_here_and_far_away() {
    let mut pictures = vec![];
    for shift in [0.0, 4.0e7] {
        let scene = storeys(shift);
        let camera = Camera::fit(&scene.focus());
        let options = Snapshot { caption: Some("NT-2.1-04 层高 3.050 m < 3.100 m".into()), ..Snapshot::default() };
        let bytes = snapshot(&scene, &camera, &options);
        assert!(bytes.len() < SIZE_LIMIT, "{}", bytes.len());
        let (width, height, pixels) = decode(&bytes);
        assert_eq!((width, height), (1200, 900));
        let red = pixels.iter().filter(|c| is_red(**c)).count();
        assert!(red > 3_000, "{red} red pixels");
        assert_eq!(bytes, snapshot(&scene, &camera, &options), "same input, same bytes");
        pictures.push(pixels);
    }
    let differing = pictures[0].iter().zip(&pictures[1]).filter(|(a, b)| a != b).count();
    assert!(differing < 3_000, "{differing} pixels differ far from the origin");
}

#[test]
fn the_culprit_is_where_the_camera_looks() {
    let mut scene = Scene::default();
    scene.items.push(Item::new(block([0.0; 3], [2.0, 2.0, 2.0]), Role::Culprit, [0; 3]));
    let camera = Camera::fit(&scene.focus());
    let (width, height, pixels) = decode(&snapshot(&scene, &camera, &Snapshot::default()));
    let red: Vec<usize> = (0..pixels.len()).filter(|i| is_red(pixels[*i])).collect();
    let mean = |f: fn(usize, usize) -> usize| red.iter().map(|i| f(*i, width)).sum::<usize>() as f64 / red.len() as f64;
    assert!((mean(|i, w| i % w) - 0.5 * width as f64).abs() < 20.0 && (mean(|i, w| i / w) - 0.5 * height as f64).abs() < 20.0);
    assert!(red.len() * 5 > pixels.len() / 2, "fills the picture: {}", red.len());
}

#[test]
fn nothing_is_ever_blank() {
    let empty = Scene::default();
    let point = Scene {
        items: vec![Item::new(Mesh { positions: vec![[1.0, 2.0, 3.0], [4.0, 4.0, 4.0]], triangles: vec![] }, Role::Culprit, [0; 3])],
        ..Scene::default()
    };
    let broken = Scene {
        items: vec![Item::new(Mesh { positions: vec![[f64::NAN; 3]], triangles: vec![[0, 1, 2]] }, Role::Culprit, [0; 3])],
        ..Scene::default()
    };
    for scene in [empty, point, broken] {
        let bytes = snapshot(&scene, &Camera::fit(&scene.focus()), &Snapshot { width: 10, height: 5000, caption: None });
        let (width, height, pixels) = decode(&bytes);
        assert_eq!((width, height), (256, 1500));
        assert!(pixels.iter().filter(|c| **c != [255; 3]).count() > 50);
    }
}

#[test]
fn a_storey_is_cut_out() {
    let mut scene = storeys(0.0);
    scene.items.push(Item::new(block([4.0, 3.0, 0.0], [4.5, 3.5, 12.0]), Role::Counted, [60, 160, 90]));
    scene.clip = Some(Clip { bottom: 6.0, top: 7.4 });
    let focus = scene.focus();
    assert!(focus.max[2] <= 9.3);
    let camera = Camera::fit_along(&scene.extent_of(Role::Counted), [0.3, 0.4, -0.9]);
    let (_, _, pixels) = decode(&snapshot(&scene, &camera, &Snapshot::default()));
    // The column is seen in its colour, its cut darker.
    assert!(pixels.iter().filter(|c| i32::from(c[1]) > i32::from(c[0]) + 40 && i32::from(c[1]) > i32::from(c[2]) + 20).count() > 2_000);
    assert_eq!(scene.extent_of(Role::Counted), Extent { min: [4.0, 3.0, 6.0], max: [4.5, 3.5, 7.4] });
}
