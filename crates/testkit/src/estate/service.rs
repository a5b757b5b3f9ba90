//! Service buildings and small facilities: one storey, a row of rooms, free-standing or against another building.

use super::build::Build;
use super::plan::{CONCRETE, INNER, OUTER_IN, OUTER_OUT, WallKind, WallLine};
use super::residential::Residential;
use crate::guid::global_id;
use crate::plane::Stand;
use crate::scene::{Block, Class, Hole, Home, Level, Prop, Pset, RoomTag, Solid, Thing};

/// A room of a service building: its name, the contract's word for it, and its width on axes (m).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceRoom {
    /// For instance `居家养老服务用房`.
    pub label: &'static str,
    /// For instance `elderly_care`.
    pub word: &'static str,
    /// Width on axes (m).
    pub width: f64,
}

/// A one-storey building with rooms side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Name of the building.
    pub name: String,
    /// South-west corner on axes (m).
    pub position: [f64; 2],
    /// Depth on axes (m).
    pub depth: f64,
    /// Storey height (m).
    pub height: f64,
    /// Rooms from west to east.
    pub rooms: Vec<ServiceRoom>,
    /// Stands free (false: touches a residential building, the caller's position sees to it).
    pub detached: bool,
    /// Authored FAR coefficient of its rooms.
    pub claim: Option<f64>,
}

impl Service {
    /// A building of one room.
    pub fn single(label: &'static str, word: &'static str, position: [f64; 2], width: f64, depth: f64) -> Self {
        Self {
            name: label.into(),
            position,
            depth,
            height: 3.3,
            rooms: vec![ServiceRoom { label, word, width }],
            detached: true,
            claim: None,
        }
    }

    /// Length on axes (m).
    pub fn length(&self) -> f64 {
        self.rooms.iter().map(|room| room.width).sum()
    }

    /// Outline by the outer faces (m2).
    pub fn footprint(&self) -> f64 {
        (self.length() + 2.0 * OUTER_OUT) * (self.depth + 2.0 * OUTER_OUT)
    }

    /// Gross area of a room: outer faces, axes of shared walls (m2).
    pub fn gross(&self, index: usize) -> f64 {
        let ends = usize::from(index == 0) + usize::from(index + 1 == self.rooms.len());
        (self.rooms[index].width + OUTER_OUT * ends as f64) * (self.depth + 2.0 * OUTER_OUT)
    }

    /// Adds the building; answers its roof level and the level's height, for what stands on it.
    pub(super) fn build(&self, b: &mut Build<'_>, file: usize) -> (usize, f64) {
        let key = format!("{}/{}", b.scene.key, self.name);
        let guid = global_id(&key);
        let block = b.scene.blocks.len();
        b.scene.blocks.push(Block {
            key: key.clone(),
            name: self.name.clone(),
            object_type: Some("配套".into()),
            stand: Stand::at(self.position[0], self.position[1], 0.0),
            psets: vec![Pset {
                name: "Pset_建筑技术信息属性集", props: vec![("建筑类别", Prop::Text("公共配套".into()))]
            }],
            file,
        });
        let level = b.scene.levels.len();
        for (name, number, elevation) in [("1F", Some(1), 0.0), ("屋面层", None, self.height)] {
            let key = format!("{key}/{name}");
            b.scene.levels.push(Level { key, number, name: name.into(), block, elevation, psets: Vec::new(), quantities: None });
        }
        let base = b.world_zero();
        let facts = b.truth.add("building", Some(guid.clone()), Some(&guid), &self.name);
        let facts = facts.set("footprint_area", self.footprint()).set("storeys_above", 1_usize).set("storeys_below", 0_usize);
        let _ = facts.set("is_residential", false);
        let id = Some(global_id(&format!("{key}/1F")));
        let facts = b.truth.add("storey", id, Some(&guid), "1F").set("elevation", base).set("height", self.height);
        let _ = facts.set("floor_area", self.footprint());
        b.above = b.above.map(|[all, residential]| [all + self.footprint(), residential]);
        self.scene(b, &key, &guid, level);
        (level + 1, self.height)
    }

    fn scene(&self, b: &mut Build<'_>, key: &str, guid: &str, level: usize) {
        let (w, d, home, slab) = (self.length(), self.depth, Home::Storey(level), 0.12);
        let height = self.height - slab;
        let outer = |a, turn, length| WallLine { a, turn, length, kind: WallKind::Outer };
        let mut walls = vec![
            outer([-OUTER_OUT, 0.0], 0, w + 2.0 * OUTER_OUT),
            outer([w + OUTER_OUT, d], 2, w + 2.0 * OUTER_OUT),
            outer([0.0, d - OUTER_IN], 3, d - 2.0 * OUTER_IN),
            outer([w, OUTER_IN], 1, d - 2.0 * OUTER_IN),
        ];
        let mut x = 0.0;
        for room in &self.rooms[..self.rooms.len() - 1] {
            x += room.width;
            walls.push(WallLine { a: [x, OUTER_IN], turn: 1, length: d - 2.0 * OUTER_IN, kind: WallKind::Inner });
        }
        let plain = Residential::default();
        let indices: Vec<usize> = walls
            .iter()
            .enumerate()
            .map(|(n, line)| b.wall(format!("{key}/wall{n}"), home, line, 0.0, height, plain.layers(line.kind)))
            .collect();
        let plate = |z: f64| vec![Solid::cuboid([-CONCRETE, w + CONCRETE], [-CONCRETE, d + CONCRETE], [z - slab, z])];
        b.scene.put(Thing::new(format!("{key}/地坪"), Class::Slab("BASESLAB"), "地坪板", home, Stand::default(), plate(0.0)));
        let roof = Home::Storey(level + 1);
        b.scene.put(Thing::new(format!("{key}/屋面板"), Class::Slab("ROOF"), "屋面板", roof, Stand::at(0.0, 0.0, self.height), plate(0.0)));
        let mut x = 0.0;
        for (n, room) in self.rooms.iter().enumerate() {
            let (first, last) = (n == 0, n + 1 == self.rooms.len());
            let face = |end: bool| if end { OUTER_IN } else { INNER };
            let net = [x + face(first), OUTER_IN, x + room.width - face(last), d - OUTER_IN];
            let tag = RoomTag { label: room.label.into(), number: format!("F-{:02}", n + 1), dwelling: None };
            let space_key = format!("{key}/{}{n}", room.label);
            let space = b.room(space_key.clone(), home, tag, net, 0.0, height);
            if self.claim.is_some() {
                b.scene.things[space] = super::residential::claim(b.scene.things[space].clone(), self.claim);
            }
            let area = (net[2] - net[0]) * (net[3] - net[1]);
            let id = Some(global_id(&space_key));
            let facts = b.truth.add("space", id.clone(), Some(guid), room.label).set("net_area", area).set("height", height);
            let _ = facts.set("clear_height", height);
            b.truth
                .add("facility", id, Some(guid), room.label)
                .set("use", room.word)
                .set("area", self.gross(n))
                .set("net_area", area)
                .set("is_detached", self.detached);
            let middle = x + room.width / 2.0;
            let (from, width) = (middle - 0.6, 1.2);
            let leaf = vec![Solid::cuboid([0.0, width], [-0.02, 0.02], [0.0, 2.4])];
            let mut door = Thing::new(format!("{key}/门{n}"), Class::Door, "M1224", home, Stand::at(from, 0.0, 0.0), leaf);
            door.size = Some([width, 2.4]);
            let door = b.scene.put(door.pset("Pset_DoorCommon", vec![("IsExternal", Prop::Flag(true))]));
            if let Some(shape) = &mut b.scene.things[indices[0]].wall {
                let at = from + OUTER_OUT;
                shape.holes.push(Hole { key: format!("{key}/门洞{n}"), x: [at, at + width], z: [0.0, 2.4], filler: Some(door) });
            }
            x += room.width;
        }
    }
}
