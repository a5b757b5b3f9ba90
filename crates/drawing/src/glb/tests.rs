//! The bytes of glTF read back: header, lengths, ranges, sharing, and where the corners end up.

use super::*;
use haofang_geometry::Mesh;

fn tetra(shift: f64) -> Mesh {
    let p = |x: f64, y: f64, z: f64| [x + shift, y + shift, z];
    Mesh {
        positions: vec![p(0.0, 0.0, 0.0), p(2.0, 0.0, 0.0), p(0.0, 3.0, 0.0), p(0.0, 0.0, 4.0), [9.0; 3]],
        triangles: vec![[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]],
    }
}

fn parts(bytes: &[u8]) -> (Value, Vec<u8>) {
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!(&bytes[..4], b"glTF");
    assert_eq!((word(4), word(8)), (2, bytes.len()));
    let json = word(12);
    assert_eq!((json % 4, &bytes[16..20]), (0, b"JSON".as_slice()));
    let value = serde_json::from_slice(&bytes[20..20 + json]).unwrap();
    let rest = 20 + json;
    if rest == bytes.len() {
        return (value, vec![]);
    }
    assert_eq!(&bytes[rest + 4..rest + 8], b"BIN\0");
    assert_eq!(word(rest), bytes.len() - rest - 8);
    (value, bytes[rest + 8..].to_vec())
}

#[test]
fn far_corners_keep_their_millimetres_and_names_their_characters() {
    let mut scene = Scene::default();
    let mesh = tetra(4.0e7 + 0.123);
    scene.items.push(Item::new(mesh, Role::Counted, [200, 120, 40]).of_product(
        Some("2O2Fr$t4X7Zf8NOew3FLOH"),
        "IfcWall",
        Some("外墙-200"),
    ));
    let (json, data) = parts(&glb(&scene, &GlbOptions { generator: "haofang".into(), name: "3号楼".into(), by_role: false }));
    assert_eq!(json["nodes"][0]["extras"]["GlobalId"], "2O2Fr$t4X7Zf8NOew3FLOH");
    assert_eq!(json["nodes"][0]["name"], "外墙-200");
    let accessor = &json["accessors"][0];
    assert_eq!(accessor["count"], 4, "the corner that no triangle uses is left out");
    let origin: Vec<f64> = (0..3).map(|k| json["asset"]["extras"]["origin_m"][k].as_f64().unwrap()).collect();
    let float = |i: usize| f64::from(f32::from_le_bytes(data[4 * i..4 * i + 4].try_into().unwrap()));
    // The second corner back in the model: (x, −z, y) plus the origin.
    let back = [float(3) + origin[0], -float(5) + origin[1], float(4) + origin[2]];
    let expected = [4.0e7 + 2.123, 4.0e7 + 0.123, 0.0];
    assert!((0..3).all(|k| (back[k] - expected[k]).abs() < 1e-6), "{back:?}");
    for (k, name) in ["min", "max"].iter().enumerate() {
        for axis in 0..3 {
            let values = (0..4).map(|i| float(3 * i + axis));
            let bound = if k == 0 { values.fold(f64::INFINITY, f64::min) } else { values.fold(f64::NEG_INFINITY, f64::max) };
            assert_eq!(accessor[*name][axis].as_f64().unwrap() as f32, bound as f32);
        }
    }
    assert_eq!(json["buffers"][0]["byteLength"], data.len());
}

#[test]
fn shared_shapes_are_written_once_and_placed_by_matrices() {
    let shape = Arc::new(tetra(0.0));
    let mut scene = Scene::default();
    for i in 0..5 {
        let mut item = Item::new(shape.clone(), Role::Context, [90, 90, 90]);
        item.placement = Some([[0.0, -1.0, 0.0, 10.0 * f64::from(i)], [1.0, 0.0, 0.0, 7.0], [0.0, 0.0, 1.0, 3.1]]);
        scene.items.push(item);
    }
    let (json, data) = parts(&glb(&scene, &GlbOptions::default()));
    assert_eq!((json["nodes"].as_array().unwrap().len(), json["meshes"].as_array().unwrap().len()), (5, 1));
    let matrix: Vec<f64> = json["nodes"][2]["matrix"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let float = |i: usize| f64::from(f32::from_le_bytes(data[4 * i..4 * i + 4].try_into().unwrap()));
    let local = [float(6), float(7), float(8)];
    let world = [0, 1, 2].map(|r| (0..3).map(|c| matrix[4 * c + r] * local[c]).sum::<f64>() + matrix[12 + r]);
    let origin: Vec<f64> = (0..3).map(|k| json["asset"]["extras"]["origin_m"][k].as_f64().unwrap()).collect();
    let back = [world[0] + origin[0], -world[2] + origin[1], world[1] + origin[2]];
    // Corner (0, 3, 0) turned by 90° and moved to (20, 7, 3.1).
    assert!([17.0, 7.0, 3.1].iter().zip(back).all(|(e, b)| (e - b).abs() < 1e-5), "{back:?}");
}

#[test]
fn empty_and_broken_scenes_are_valid_files() {
    let broken = Mesh { positions: vec![[f64::NAN; 3], [0.0; 3]], triangles: vec![[0, 1, 1], [7, 8, 9]] };
    for items in [vec![], vec![Item::new(broken, Role::Culprit, [0; 3])]] {
        let (json, data) = parts(&glb(&Scene { items, ..Scene::default() }, &GlbOptions::default()));
        assert!(data.is_empty() && json.get("buffers").is_none() && json.get("nodes").is_none());
        assert!(json["scenes"][0].get("nodes").is_none());
    }
}
