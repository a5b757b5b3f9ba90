//! The underground garage and its parking places, places above ground, and the shed for electric bicycles.

use super::build::Build;
use super::plan::{INNER, WallKind, WallLine};
use super::residential::Residential;
use crate::guid::global_id;
use crate::plane::{Outline, Stand};
use crate::scene::{Block, Class, Home, Level, RoomTag, Solid, Thing};
use crate::style::ParkingCarrier;

/// Numbers of parking places by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// 机动车位
    pub motor: usize,
    /// 无障碍车位
    pub accessible: usize,
    /// 充电车位
    pub charging: usize,
    /// 访客车位
    pub visitor: usize,
}

impl Places {
    /// Places that count for the households: all but visitors'.
    pub fn counted(&self) -> usize {
        self.motor + self.accessible + self.charging
    }

    fn list(&self) -> Vec<(&'static str, &'static str)> {
        let rows = [
            (self.motor, ("机动车位", "motor")),
            (self.accessible, ("无障碍车位", "accessible")),
            (self.charging, ("充电车位", "charging")),
            (self.visitor, ("访客车位", "visitor")),
        ];
        rows.into_iter().flat_map(|(count, row)| vec![row; count]).collect()
    }
}

/// The garage: one basement storey under part of the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Garage {
    /// Inner faces of its walls: x0, y0, x1, y1 (m, site frame).
    pub inside: [f64; 4],
    /// Level of its floor below ±0.000 (m, positive); the buildings' basements lie as deep.
    pub depth: f64,
    /// Floor to top of the roof slab (m).
    pub height: f64,
    /// Rectangles (x0, y0, x1, y1) without parking.
    pub places: Places,
}

/// Size of a parking place (m).
const PLACE: [f64; 2] = [2.5, 5.3];
const SLAB: f64 = 0.3;

impl Garage {
    /// Top of the roof slab (m, ±0.000 of the buildings).
    pub fn top(&self) -> f64 {
        self.height - self.depth
    }

    /// Adds garage and places; the cores of the buildings stand in it as islands.
    pub(super) fn build(&self, b: &mut Build<'_>, buildings: &[Residential], file: usize) {
        let key = format!("{}/地下车库", b.scene.key);
        let guid = global_id(&key);
        let block = b.scene.blocks.len();
        b.scene.blocks.push(Block {
            key: key.clone(),
            name: "地下车库".into(),
            object_type: Some("地下车库".into()),
            stand: Stand::default(),
            psets: Vec::new(),
            file,
        });
        let level = b.scene.levels.len();
        let storey = format!("{key}/-1F");
        let (number, elevation) = (Some(-1), -self.depth);
        b.scene.levels.push(Level {
            key: storey.clone(),
            number,
            name: String::new(),
            block,
            elevation,
            psets: Vec::new(),
            quantities: None,
        });
        let home = Home::Storey(level);
        let [x0, y0, x1, y1] = self.inside;
        let (at, thick) = (Stand::at(0.0, 0.0, -self.depth), 2.0 * INNER);
        let line = |a, turn, length| WallLine { a, turn, length, kind: WallKind::Inner };
        let plain = Residential::default();
        let clear = self.height - SLAB;
        for (n, wall) in [
            line([x0 - thick, y0 - INNER], 0, x1 - x0 + 2.0 * thick),
            line([x0 - thick, y1 + INNER], 0, x1 - x0 + 2.0 * thick),
            line([x0 - INNER, y0], 1, y1 - y0),
            line([x1 + INNER, y0], 1, y1 - y0),
        ]
        .iter()
        .enumerate()
        {
            b.wall(format!("{key}/wall{n}"), home, wall, -self.depth, clear, plain.layers(WallKind::Inner));
        }
        let islands: Vec<[f64; 4]> = buildings
            .iter()
            .filter(|building| building.basement.is_some())
            .flat_map(|building| {
                (0..building.units).map(|unit| {
                    let [a, c, d, e] = building.plan.core_outline(unit);
                    let [px, py] = building.position;
                    [a + px, c + py, d + px, e + py]
                })
            })
            .collect();
        let outer = Outline::rect(x0 - thick, y0 - thick, x1 + thick, y1 + thick);
        let holes: Vec<Outline> = islands.iter().map(|&[a, c, d, e]| Outline::rect(a, c, d, e)).collect();
        let plate = |holes: Vec<Outline>, z: f64| vec![Solid::Prism { outline: outer.clone(), holes, z: z - SLAB, height: SLAB }];
        b.scene.put(
            Thing::new(format!("{key}/底板"), Class::Slab("BASESLAB"), "车库底板", home, at, plate(holes.clone(), 0.0))
                .made_of("钢筋混凝土"),
        );
        let lid = plate(holes.clone(), self.height);
        b.scene.put(Thing::new(format!("{key}/顶板"), Class::Slab("ROOF"), "车库顶板", home, at, lid).made_of("钢筋混凝土"));
        let space_key = format!("{key}/车库");
        let body = vec![Solid::Prism { outline: Outline::rect(x0, y0, x1, y1), holes, z: 0.0, height: clear }];
        let mut space = Thing::new(space_key.clone(), Class::Space("INTERNAL"), "", home, at, body);
        space.room = Some(RoomTag { label: "地下车库".into(), number: "B1-00".into(), dwelling: None });
        b.scene.put(space);
        let net = (x1 - x0) * (y1 - y0) - islands.iter().map(|[a, c, d, e]| (d - a) * (e - c)).sum::<f64>();
        let base = b.world_zero();
        let facts = b.truth.add("building", Some(guid.clone()), Some(&guid), "地下车库").set("is_residential", false);
        let _ = facts.set("storeys_above", 0_usize).set("storeys_below", 1_usize);
        let facts = b.truth.add("storey", Some(global_id(&storey)), Some(&guid), "-1F").set("elevation", base - self.depth);
        let _ = facts.set("use", "basement");
        let facts = b.truth.add("space", Some(global_id(&space_key)), Some(&guid), "地下车库").set("use", "garage");
        let _ = facts.set("net_area", net).set("height", clear).set("clear_height", clear);
        self.places(b, &key, &guid, home, &islands);
    }

    /// Rows of places with aisles between them, kept clear of the cores.
    fn places(&self, b: &mut Build<'_>, key: &str, guid: &str, home: Home, islands: &[[f64; 4]]) {
        let [x0, y0, x1, y1] = self.inside;
        let (mut x, mut y, mut row) = (x0 + 1.0, y0 + 0.5, 0);
        for (n, (label, word)) in self.places.list().into_iter().enumerate() {
            loop {
                if x + PLACE[0] > x1 - 1.0 {
                    x = x0 + 1.0;
                    row += 1;
                    y += PLACE[1] + if row % 2 == 1 { 5.5 } else { 0.1 };
                }
                let free = |&[a, c, d, e]: &[f64; 4]| x >= d + 1.5 || x + PLACE[0] <= a - 1.5 || y >= e + 1.5 || y + PLACE[1] <= c - 1.5;
                if islands.iter().all(free) {
                    break;
                }
                x += PLACE[0];
            }
            assert!(y + PLACE[1] < y1, "the garage is too small for its places");
            place(b, &format!("{key}/车位{n:03}"), (label, word), home, [x, y, -self.depth], guid, n);
            x += PLACE[0];
        }
    }
}

/// One parking place with its carrier.
fn place(b: &mut Build<'_>, key: &str, (label, word): (&str, &str), home: Home, [x, y, z]: [f64; 3], guid: &str, n: usize) {
    let name = format!("{label} {:03}", n + 1);
    let at = Stand::at(x, y, z);
    let sheet = |height: f64| vec![Solid::cuboid([0.0, PLACE[0]], [0.0, PLACE[1]], [0.0, height])];
    let as_space = matches!(b.style.parking, ParkingCarrier::Space | ParkingCarrier::Both);
    let as_proxy = !as_space || b.style.parking == ParkingCarrier::Both;
    let space_key = format!("{key}/空间");
    if as_space {
        let mut space = Thing::new(space_key.clone(), Class::Space("PARKING"), &name, home, at, sheet(2.2));
        space.object_type = Some("停车位".into());
        b.scene.put(space);
    }
    if as_proxy {
        b.scene.put(Thing::new(key.to_owned(), Class::Proxy, &name, home, at, sheet(0.02)).typed("停车位"));
    }
    let id = global_id(if as_space { &space_key } else { key });
    b.truth.add("parking_space", Some(id), Some(guid), &name).set("use", word).set("area", PLACE[0] * PLACE[1]);
}

/// An open shed where electric bicycles stand and charge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BicycleShed {
    /// South-west corner (m).
    pub position: [f64; 2],
    /// Width and depth of the area (m).
    pub size: [f64; 2],
    /// Charging posts.
    pub chargers: usize,
    /// Authored FAR coefficient of the area.
    pub claim: Option<f64>,
}

impl BicycleShed {
    pub(super) fn build(&self, b: &mut Build<'_>) {
        let key = format!("{}/电动自行车", b.scene.key);
        let at = Stand::at(self.position[0], self.position[1], -0.3);
        let [w, d] = self.size;
        let area = vec![Solid::cuboid([0.0, w], [0.0, d], [0.0, 2.4])];
        let mut space = Thing::new(format!("{key}/区"), Class::Space("EXTERNAL"), "电动自行车停放充电区", Home::Site, at, area);
        space.object_type = Some("非机动车停放".into());
        b.scene.put(super::residential::claim(space, self.claim));
        let lid = vec![Solid::cuboid([0.0, w], [0.0, d], [2.5, 2.6])];
        b.scene.put(Thing::new(format!("{key}/棚"), Class::Slab("ROOF"), "非机动车棚顶棚", Home::Site, at, lid));
        for n in 0..self.chargers {
            let x = 0.5 + n as f64;
            let post = vec![Solid::cuboid([x, x + 0.2], [0.1, 0.2], [0.0, 1.2])];
            let post = Thing::new(format!("{key}/桩{n}"), Class::Proxy, "电动自行车充电桩", Home::Site, at, post);
            b.scene.put(post);
        }
    }
}
