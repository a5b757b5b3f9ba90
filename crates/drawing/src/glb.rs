//! Binary glTF 2.0 of a scene: one node a product with its GlobalId, shapes shared by products written once.
//!
//! glTF is Y up: a point (x, y, z) of the model is written as (x, z, −y), less an origin on whole
//! metres, because glTF numbers are 32-bit. The origin stands in `asset.extras.origin_m`.

use crate::scene::{Item, Role, Scene};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a glTF file should say about itself.
#[derive(Debug, Clone, Default)]
pub struct GlbOptions {
    /// `asset.generator`.
    pub generator: String,
    /// Name of the scene.
    pub name: String,
    /// Colour items by role (culprits red, context light) instead of by their own colour.
    pub by_role: bool,
}

/// The scene as binary glTF. Items without a usable triangle are left out; a scene without any gives
/// a valid file with an empty scene.
pub fn glb(scene: &Scene, options: &GlbOptions) -> Vec<u8> {
    let extents = scene.items.iter().map(Item::extent).filter(|e| !e.is_empty());
    let whole = extents.fold(haofang_geometry::Extent::EMPTY, |all, e| all.merge(&e));
    let origin = if whole.is_empty() { [0.0; 3] } else { [0, 1, 2].map(|k| (0.5 * (whole.min[k] + whole.max[k])).floor()) };
    let mut file = File { origin, ..File::default() };
    for item in &scene.items {
        file.add(item, options);
    }
    file.finish(options)
}

#[derive(Default)]
struct File {
    origin: [f64; 3],
    bytes: Vec<u8>,
    views: Vec<Value>,
    accessors: Vec<Value>,
    meshes: Vec<Value>,
    materials: Vec<Value>,
    nodes: Vec<Value>,
    /// Index of each colour's material.
    painted: BTreeMap<[u8; 4], usize>,
    /// For each shape (address, placed or not) its accessors; for each shape and material its mesh.
    shapes: BTreeMap<(usize, bool), Option<(usize, usize)>>,
    drawn: BTreeMap<(usize, bool, usize), usize>,
}

impl File {
    fn add(&mut self, item: &Item, options: &GlbOptions) {
        let key = (Arc::as_ptr(&item.mesh) as usize, item.placement.is_some());
        // The items hold their meshes, so an address is one mesh as long as this runs; it orders nothing in the output.
        let shape = match self.shapes.get(&key) {
            Some(known) => *known,
            None => {
                let made = self.shape(item);
                self.shapes.insert(key, made);
                made
            }
        };
        let Some((positions, indices)) = shape else { return };
        let material = self.material(item, options);
        let mesh = *self.drawn.entry((key.0, key.1, material)).or_insert_with(|| {
            let mut mesh = Map::new();
            if let Some(name) = item.name.as_deref().or(item.class.as_deref()) {
                mesh.insert("name".into(), json!(name));
            }
            mesh.insert("primitives".into(), json!([{"attributes": {"POSITION": positions}, "indices": indices, "material": material}]));
            self.meshes.push(Value::Object(mesh));
            self.meshes.len() - 1
        });
        let mut node = Map::new();
        if let Some(name) = item.name.as_deref().or(item.guid.as_deref()) {
            node.insert("name".into(), json!(name));
        }
        node.insert("mesh".into(), json!(mesh));
        if let Some(rows) = &item.placement {
            node.insert("matrix".into(), json!(self.matrix(rows)));
        }
        let identity = [("GlobalId", &item.guid), ("class", &item.class), ("name", &item.name)];
        let mut extras: Map<String, Value> = identity.iter().filter_map(|(k, v)| Some(((*k).to_owned(), json!(v.as_ref()?)))).collect();
        extras.insert("role".into(), json!(role_word(item.role)));
        node.insert("extras".into(), Value::Object(extras));
        self.nodes.push(Value::Object(node));
    }

    /// Positions and indices of a mesh as accessors; `None` when it has no triangle.
    fn shape(&mut self, item: &Item) -> Option<(usize, usize)> {
        let mesh = &item.mesh;
        // Placed shapes stay in their own axes; others are moved to the origin.
        let origin = if item.placement.is_some() { [0.0; 3] } else { self.origin };
        let point = |i: u32| mesh.positions.get(i as usize).filter(|p| p.iter().all(|v| v.is_finite()));
        let triangles: Vec<[u32; 3]> = mesh.triangles.iter().copied().filter(|t| t.iter().all(|i| point(*i).is_some())).collect();
        if triangles.is_empty() {
            return None;
        }
        let mut used: BTreeMap<u32, u32> = BTreeMap::new();
        triangles.iter().flatten().for_each(|i| {
            used.insert(*i, 0);
        });
        let mut positions: Vec<[f32; 3]> = vec![];
        for (old, new) in &mut used {
            *new = positions.len() as u32;
            let p = point(*old)?;
            let moved = [0, 1, 2].map(|k| p[k] - origin[k]);
            positions.push([moved[0] as f32, moved[2] as f32, -moved[1] as f32]);
        }
        let bound = |pick: fn(f32, f32) -> f32| [0, 1, 2].map(|k| positions.iter().map(|p| p[k]).reduce(pick).unwrap_or(0.0));
        let (low, high) = (bound(f32::min), bound(f32::max));
        let view = self.view(positions.iter().flatten().flat_map(|v| v.to_le_bytes()).collect(), 34962);
        self.accessors
            .push(json!({"bufferView": view, "componentType": 5126, "count": positions.len(), "type": "VEC3", "min": low, "max": high}));
        let at = self.accessors.len() - 1;
        let indices = triangles.iter().flatten().map(|i| used[i]);
        // The largest index of a type is reserved for restarting primitives.
        let short = positions.len() < usize::from(u16::MAX);
        let data =
            if short { indices.flat_map(|i| (i as u16).to_le_bytes()).collect() } else { indices.flat_map(u32::to_le_bytes).collect() };
        let view = self.view(data, 34963);
        self.accessors.push(
            json!({"bufferView": view, "componentType": if short { 5123 } else { 5125 }, "count": 3 * triangles.len(), "type": "SCALAR"}),
        );
        Some((at, at + 1))
    }

    fn view(&mut self, data: Vec<u8>, target: u32) -> usize {
        let offset = self.bytes.len();
        self.views.push(json!({"buffer": 0, "byteOffset": offset, "byteLength": data.len(), "target": target}));
        self.bytes.extend(data);
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        self.views.len() - 1
    }

    fn material(&mut self, item: &Item, options: &GlbOptions) -> usize {
        let (rgb, opacity) = match (options.by_role, item.role) {
            (true, Role::Culprit) => (crate::raster::CULPRIT, 1.0),
            (true, Role::Context) => ([0xD5, 0xD9, 0xDE], 0.35),
            _ => (item.colour, item.opacity.clamp(0.0, 1.0)),
        };
        let key = [rgb[0], rgb[1], rgb[2], (opacity * 255.0).round() as u8];
        *self.painted.entry(key).or_insert_with(|| {
            // Colours are sRGB, glTF factors are linear; four digits keep the file short.
            let digits = |v: f64| (v * 10_000.0).round() / 10_000.0;
            let linear = |v: u8| digits((f64::from(v) / 255.0).powf(2.2));
            let alpha = digits(f64::from(key[3]) / 255.0);
            let mut material = json!({
                "pbrMetallicRoughness": {"baseColorFactor": [linear(rgb[0]), linear(rgb[1]), linear(rgb[2]), alpha], "metallicFactor": 0, "roughnessFactor": 0.9},
                "doubleSided": true
            });
            if key[3] < 255 {
                material["alphaMode"] = json!("BLEND");
            }
            self.materials.push(material);
            self.materials.len() - 1
        })
    }

    /// The placement with Y up and about the origin, column by column.
    fn matrix(&self, rows: &[[f64; 4]; 3]) -> [f64; 16] {
        let moved = [0, 1, 2].map(|k| [rows[k][0], rows[k][1], rows[k][2], rows[k][3] - self.origin[k]]);
        // Rows and columns in the order x, z, −y.
        let (order, sign) = ([0, 2, 1], [1.0, 1.0, -1.0]);
        let mut matrix = [0.0; 16];
        for (i, row) in order.iter().enumerate() {
            for (j, column) in order.iter().enumerate() {
                matrix[4 * j + i] = sign[i] * sign[j] * moved[*row][*column];
            }
            matrix[12 + i] = sign[i] * moved[*row][3];
        }
        matrix[15] = 1.0;
        // No negative zeros in the text.
        matrix.map(|v| v + 0.0)
    }

    fn finish(self, options: &GlbOptions) -> Vec<u8> {
        let mut root = Map::new();
        root.insert("asset".into(), json!({"version": "2.0", "generator": options.generator, "extras": {"origin_m": self.origin, "up": "Y; (x, z, -y) of the model less origin_m"}}));
        root.insert("scene".into(), json!(0));
        let mut scene = Map::new();
        if !options.name.is_empty() {
            scene.insert("name".into(), json!(options.name));
        }
        if !self.nodes.is_empty() {
            scene.insert("nodes".into(), json!((0..self.nodes.len()).collect::<Vec<_>>()));
        }
        root.insert("scenes".into(), json!([scene]));
        let lists = [
            ("nodes", self.nodes),
            ("meshes", self.meshes),
            ("materials", self.materials),
            ("accessors", self.accessors),
            ("bufferViews", self.views),
        ];
        for (name, list) in lists {
            if !list.is_empty() {
                root.insert(name.into(), Value::Array(list));
            }
        }
        if !self.bytes.is_empty() {
            root.insert("buffers".into(), json!([{"byteLength": self.bytes.len()}]));
        }
        let mut text = Value::Object(root).to_string().into_bytes();
        text.resize(text.len().next_multiple_of(4), b' ');
        let mut out = vec![];
        let chunks: Vec<(&[u8; 4], &[u8])> =
            if self.bytes.is_empty() { vec![(b"JSON", &text)] } else { vec![(b"JSON", &text), (b"BIN\0", &self.bytes)] };
        let total = 12 + chunks.iter().map(|c| 8 + c.1.len()).sum::<usize>();
        out.extend(b"glTF");
        out.extend(2u32.to_le_bytes());
        out.extend((total as u32).to_le_bytes());
        for (kind, data) in chunks {
            out.extend((data.len() as u32).to_le_bytes());
            out.extend(kind);
            out.extend(data);
        }
        out
    }
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Culprit => "culprit",
        Role::Counted => "counted",
        Role::Context => "context",
    }
}

#[cfg(test)]
mod tests;
