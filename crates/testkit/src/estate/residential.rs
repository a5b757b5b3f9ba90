//! A residential building: its parameters, and how they become levels, walls, rooms and truth.

use super::bay::Bay;
use super::build::{Build, FloorIn};
use super::plan::{OUTER_OUT, Plan, RoomKind, WallKind};
use crate::guid::global_id;
use crate::plane::Stand;
use crate::scene::{Block, DwellingTag, Group, Level, Prop, Pset, Thing};

/// Roof of a building.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Roof {
    /// Flat, with a parapet of this height above the roof slab (m).
    Flat {
        /// Height of the parapet (m).
        parapet: f64,
    },
    /// Gabled along the length, eaves at the roof level, ridge this much higher (m).
    Gable {
        /// Ridge above the eaves (m).
        rise: f64,
    },
}

/// A balcony before each living room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balcony {
    /// From the finished wall face to the outer face of the guard (m).
    pub depth: f64,
    /// Glazed from floor to soffit on all open edges, or guarded by railings.
    pub enclosed: bool,
}

/// What a storey is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Dwellings.
    Dwelling,
    /// 架空层: core only, columns, open to the outside.
    OpenGround,
    /// 设备层: one undivided plant room.
    Equipment,
}

/// A residential building of mirrored dwellings about cores.
#[derive(Clone, Debug, PartialEq)]
pub struct Residential {
    /// For instance `1#住宅楼`.
    pub name: String,
    /// South-west corner on axes, in the frame of the site (m).
    pub position: [f64; 2],
    /// Number of stair units (单元).
    pub units: usize,
    /// The plan of a unit.
    pub plan: Plan,
    /// Storey heights from ±0.000 up, with their uses.
    pub storeys: Vec<(f64, Use)>,
    /// Depth of the basement floor below ±0.000; none without basement.
    pub basement: Option<f64>,
    /// Thickness of the modelled floor finish (m); 0 leaves it out.
    pub finish: f64,
    /// Thickness of floor slabs (m).
    pub slab: f64,
    /// Outdoor ground below ±0.000 (m, positive).
    pub step_down: f64,
    /// Roof.
    pub roof: Roof,
    /// Balconies; none leaves windows.
    pub balcony: Option<Balcony>,
    /// Bay window in one room of each dwelling.
    pub bay: Option<Bay>,
    /// Two storeys form one dwelling, with a stair inside (in the study).
    pub duplex: bool,
    /// In duplexes the upper living room is left out as a void (挑空).
    pub void: bool,
    /// From this natural storey up the southern wall steps back by this much (m), leaving terraces.
    pub setback: Option<(usize, f64)>,
    /// A roof machine room of this height over each core (m).
    pub machine_room: Option<f64>,
    /// Lifts stop in the basement.
    pub lift_to_basement: bool,
    /// Outermost layer of the outer walls.
    pub facade: &'static str,
    /// Material of water supply pipes; none leaves MEP out.
    pub water_pipe: Option<&'static str>,
    /// A gas detector and a valve in each kitchen.
    pub gas_detectors: bool,
    /// A fresh-air unit per dwelling.
    pub fresh_air: bool,
    /// Property of the external windows: maker and system; none writes nothing.
    pub system_window: Option<&'static str>,
    /// The core's hall on the ground storey is an entrance hall (入户大堂) instead of a lift lobby.
    pub entrance_hall: bool,
    /// The hall of the core in the basement is a lobby (地下大堂) instead of a lift lobby.
    pub basement_hall: bool,
    /// Rated sound insulation of inner walls, floor slabs and windows (dB); none writes nothing.
    pub sound: Option<[u32; 3]>,
    /// Objects in each kitchen, by their names.
    pub appliances: Vec<&'static str>,
    /// Authored FAR coefficients (计容系数).
    pub claims: Claims,
}

/// FAR coefficients that the author writes; none writes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Claims {
    /// Of bay windows.
    pub bay: Option<f64>,
    /// Of terraces.
    pub terrace: Option<f64>,
    /// Of voids.
    pub void: Option<f64>,
}

/// The property set that carries an authored FAR coefficient.
pub(super) fn claim(thing: Thing, coefficient: Option<f64>) -> Thing {
    match coefficient {
        Some(value) => thing.pset("Pset_计容信息属性集", vec![("计容系数", Prop::Real(value))]),
        None => thing,
    }
}

impl Default for Residential {
    /// Seven storeys of 3.10 m, one unit, no extras.
    fn default() -> Self {
        Self {
            name: "1#住宅楼".into(),
            position: [0.0, 0.0],
            units: 1,
            plan: Plan::default(),
            storeys: vec![(3.1, Use::Dwelling); 7],
            basement: None,
            finish: 0.0,
            slab: 0.12,
            step_down: 0.3,
            roof: Roof::Flat { parapet: 1.2 },
            balcony: Some(Balcony { depth: 1.5, enclosed: true }),
            bay: None,
            duplex: false,
            void: false,
            setback: None,
            machine_room: None,
            lift_to_basement: true,
            facade: "保温装饰一体板",
            water_pipe: None,
            gas_detectors: false,
            fresh_air: false,
            system_window: None,
            entrance_hall: false,
            basement_hall: false,
            sound: None,
            appliances: Vec::new(),
            claims: Claims::default(),
        }
    }
}

impl Residential {
    /// Height of the roof level above ±0.000 (m).
    pub fn roof_level(&self) -> f64 {
        self.storeys.iter().map(|storey| storey.0).sum()
    }

    /// Floor level of the storey with this index (m).
    pub fn floor_level(&self, index: usize) -> f64 {
        self.storeys[..index].iter().map(|storey| storey.0).sum()
    }

    /// Number of dwellings.
    pub fn households(&self) -> usize {
        let dwelling = self.storeys.iter().filter(|storey| storey.1 == Use::Dwelling).count();
        2 * self.units * if self.duplex { dwelling / 2 } else { dwelling }
    }

    /// How far the southern wall of a storey is set back (m).
    pub(super) fn setback_of(&self, index: usize) -> f64 {
        self.setback.filter(|&(from, _)| index + 1 >= from).map_or(0.0, |(_, by)| by)
    }

    /// Floor-to-soffit height inside a storey (m).
    pub(super) fn clear(&self, index: usize) -> f64 {
        let top = index + 1 == self.storeys.len();
        self.storeys[index].0 - self.slab - if top { 0.0 } else { self.finish }
    }

    /// Storeys converted by GB 50096 4.0.5: those above 3.00 m as their sum over 3.00 m, a rest of 1.50 m adding one.
    fn converted(&self) -> f64 {
        let low = self.storeys.iter().filter(|storey| storey.0 <= 3.0).count() as f64;
        let high: f64 = self.storeys.iter().filter(|storey| storey.0 > 3.0).map(|storey| storey.0).sum();
        let noise = 1.0 / 1_000_000_000.0;
        let whole = (high / 3.0 + noise).floor();
        low + whole + if high - whole * 3.0 + noise >= 1.5 { 1.0 } else { 0.0 }
    }

    /// Height above the outdoor ground to parapet top or ridge (m).
    pub fn height(&self) -> f64 {
        self.step_down
            + self.roof_level()
            + match self.roof {
                Roof::Flat { parapet } => parapet,
                Roof::Gable { rise } => rise,
            }
    }

    /// Outline of the ground storey (m2).
    pub fn footprint(&self) -> f64 {
        self.outline(0)
    }

    /// Outline of a storey by the outer finished faces (m2), voids not taken off.
    pub(super) fn outline(&self, index: usize) -> f64 {
        (self.plan.length(self.units) + 2.0 * OUTER_OUT) * (self.plan.depth() - self.setback_of(index) + 2.0 * OUTER_OUT)
    }

    /// Adds the building to the scene and its subjects to the truth; answers the index of its block.
    pub(super) fn build(&self, b: &mut Build<'_>, file: usize) -> usize {
        let key = format!("{}/{}", b.scene.key, self.name);
        let guid = global_id(&key);
        let block = b.scene.blocks.len();
        let text = |text: &str| Prop::Text(text.to_owned());
        let mut props = vec![("建筑类别", text("住宅"))];
        if b.style.ground == crate::style::Ground::Property {
            props.push(("室外地坪标高", Prop::Real(-self.step_down)));
        }
        b.scene.blocks.push(Block {
            key: key.clone(),
            name: self.name.clone(),
            object_type: Some("住宅".into()),
            stand: Stand::at(self.position[0], self.position[1], 0.0),
            psets: vec![Pset { name: "Pset_建筑技术信息属性集", props }],
            file,
        });
        let base = b.world_zero();
        let voids = self.truth_of_storeys(b, &key, &guid, base);
        self.truth_of_building(b, &guid, &voids);
        self.levels(b, &key, block);
        self.storeys_in_scene(b, &key, block);
        block
    }

    fn levels(&self, b: &mut Build<'_>, key: &str, block: usize) {
        let level = |number: Option<i32>, name: &str, elevation: f64| Level {
            key: format!("{key}/{}", number.map_or(name.to_owned(), |n| format!("{n}F"))),
            number,
            name: name.to_owned(),
            block,
            elevation,
            psets: Vec::new(),
            quantities: None,
        };
        let mut levels = Vec::new();
        if let Some(depth) = self.basement {
            levels.push(level(Some(-1), "", -depth));
        }
        if b.style.ground == crate::style::Ground::Level {
            levels.push(level(None, "室外地坪", -self.step_down));
        }
        for (index, &(height, _)) in self.storeys.iter().enumerate() {
            let mut storey = level(Some(index as i32 + 1), "", self.floor_level(index));
            storey.quantities = Some(("Qto_BuildingStoreyBaseQuantities", vec![("GrossHeight", crate::scene::Amount::Length(height))]));
            if b.style.structural_levels && index > 0 {
                let drop = if self.finish > 0.0 { self.finish } else { 0.05 };
                levels.push(level(None, &format!("{}F(结构)", index + 1), self.floor_level(index) - drop));
            }
            levels.push(storey);
        }
        levels.push(level(None, "屋面层", self.roof_level()));
        if let Some(height) = self.machine_room {
            levels.push(level(None, "机房屋面", self.roof_level() + height));
        }
        b.scene.levels.extend(levels);
    }

    /// Outlines of the basement cores (m2).
    pub(super) fn core_area(&self) -> f64 {
        let [x0, y0, x1, y1] = self.plan.core_outline(0);
        self.units as f64 * (x1 - x0) * (y1 - y0)
    }

    /// Floor area of a storey by GB/T 50353-2013: outline without voids, half below 2.20 m, balconies half.
    fn counted_area(&self, index: usize, void: f64) -> f64 {
        let low = self.storeys[index].0 < 2.2;
        let balconies = self.balcony_at(index).map_or(0.0, |balcony| self.balcony_area(balcony)) * 2.0 * self.units as f64;
        (self.outline(index) - void) * if low { 0.5 } else { 1.0 } + balconies / 2.0
    }

    fn truth_of_building(&self, b: &mut Build<'_>, guid: &str, voids: &[f64]) {
        let above: f64 = (0..self.storeys.len()).map(|i| self.counted_area(i, voids[i])).sum();
        let below = self.basement.map_or(0.0, |_| self.core_area());
        let storeys_below = usize::from(self.basement.is_some());
        let fire = self.step_down
            + self.roof_level()
            + match self.roof {
                Roof::Flat { .. } => 0.0,
                Roof::Gable { rise } => rise / 2.0,
            };
        let good = match self.facade {
            "涂料" => Some(0.0),
            "真石漆" => None, // a person decides whether it counts
            _ => Some(1.0),
        };
        let facts = b
            .truth
            .add("building", Some(guid.to_owned()), Some(guid), &self.name)
            .set("height", self.height())
            .set("fire_height", fire)
            .set("storeys_above", self.storeys.len())
            .set("storeys_below", storeys_below)
            .set("converted_storeys", self.converted())
            .set("footprint_area", self.outline(0))
            .set("entrance_level_difference", self.step_down)
            .set("is_residential", true);
        let facts = match (good, b.style.layers) {
            (Some(share), true) => facts.set("facade_material_ratio", share),
            _ => facts,
        };
        // open ground storeys and machine rooms are read in more than one way
        if self.machine_room.is_none() && self.storeys.iter().all(|storey| storey.1 != Use::OpenGround) {
            let _ = facts.set("gross_floor_area", above + below);
            b.above = b.above.map(|[all, residential]| [all + above, residential + above]);
        } else {
            b.above = None;
        }
    }

    /// Facts of the levels; answers the void area of each storey.
    fn truth_of_storeys(&self, b: &mut Build<'_>, key: &str, guid: &str, base: f64) -> Vec<f64> {
        let id = |name: &str| Some(global_id(&format!("{key}/{name}")));
        if let Some(depth) = self.basement {
            b.truth
                .add("storey", id("-1F"), Some(guid), "-1F")
                .set("elevation", base - depth)
                .set("height", depth)
                .set("use", "basement")
                .set("floor_area", self.core_area());
        }
        let voids: Vec<f64> = (0..self.storeys.len()).map(|index| self.void_of(index)).collect();
        for (index, &(height, kind)) in self.storeys.iter().enumerate() {
            let top = index + 1 == self.storeys.len();
            let word = match kind {
                Use::Dwelling => "dwelling",
                Use::OpenGround => "open_ground",
                Use::Equipment => "equipment",
            };
            let balcony = self.balcony_at(index).map_or(0.0, |balcony| self.balcony_area(balcony));
            let balcony = balcony * 2.0 * self.units as f64;
            let terrace = self.terrace_area(index) * 2.0 * self.units as f64;
            let floor = self.outline(index) - voids[index];
            let mut facts = b
                .truth
                .add("storey", id(&format!("{}F", index + 1)), Some(guid), &format!("{}F", index + 1))
                .set("elevation", base + self.floor_level(index))
                .set("height", height)
                .set("use", word);
            if kind == Use::Dwelling {
                facts = facts
                    .set("structural_height", height + if top { self.finish } else { 0.0 })
                    .set("clear_height", self.clear(index))
                    .set("floor_area", floor)
                    .set("balcony_area", balcony)
                    .set("terrace_area", terrace)
                    .set("terrace_share", (terrace + balcony) / floor);
            }
            let _ = facts;
        }
        b.truth.add("storey", id("屋面层"), Some(guid), "屋面层").set("elevation", base + self.roof_level()).set("use", "roof");
        voids
    }

    /// Whether the living rooms of this storey are voids over those below.
    pub(super) fn has_void(&self, index: usize) -> bool {
        self.duplex && self.void && self.upper_half(index)
    }

    /// The bay window of this storey: none to the south once the wall steps back, where it would roof the terrace.
    pub(super) fn bay_at(&self, index: usize) -> Option<Bay> {
        self.bay.filter(|bay| self.setback_of(index) == 0.0 || bay.room == super::bay::BayRoom::Second)
    }

    /// The balcony of each dwelling on this storey: none over a void or a terrace.
    pub(super) fn balcony_at(&self, index: usize) -> Option<Balcony> {
        let plain = self.storeys[index].1 == Use::Dwelling && !self.has_void(index) && self.setback_of(index) == 0.0;
        self.balcony.filter(|_| plain)
    }

    /// Whether this storey is the upper one of a duplex pair.
    pub(super) fn upper_half(&self, index: usize) -> bool {
        let before = self.storeys[..index].iter().filter(|storey| storey.1 == Use::Dwelling).count();
        self.duplex && self.storeys[index].1 == Use::Dwelling && before % 2 == 1
    }

    /// Void area of a storey: the living rooms between their wall faces.
    fn void_of(&self, index: usize) -> f64 {
        if self.has_void(index) { self.void_area(index) * 2.0 * self.units as f64 } else { 0.0 }
    }

    /// Area of one void: the living room of this storey between its wall faces (m2), less deep where the storey steps back.
    pub(super) fn void_area(&self, index: usize) -> f64 {
        let mut plan = self.plan;
        plan.south -= self.setback_of(index);
        let floor = plan.floor(1);
        let living = floor.rooms.iter().find(|room| room.kind == RoomKind::Living).map_or([0.0; 4], |room| room.net());
        (living[2] - living[0]) * (living[3] - living[1])
    }

    /// Full projection of one balcony (m2).
    pub(super) fn balcony_area(&self, balcony: Balcony) -> f64 {
        (self.plan.living - 0.3) * balcony.depth
    }

    /// Terrace of one dwelling on this storey (m2): between the outer faces of its guards.
    pub(super) fn terrace_area(&self, index: usize) -> f64 {
        match self.setback {
            Some((from, by)) if index + 1 == from => (self.plan.half() - 1.5) * by,
            _ => 0.0,
        }
    }

    fn storeys_in_scene(&self, b: &mut Build<'_>, key: &str, block: usize) {
        let level_of = |b: &Build<'_>, name: &str| b.scene.levels.iter().position(|level| level.key == format!("{key}/{name}"));
        let mut dwellings: Vec<usize> = Vec::new();
        let mut unit_members: Vec<Vec<usize>> = vec![Vec::new(); self.units];
        for (index, &(_, kind)) in self.storeys.iter().enumerate() {
            let Some(level) = level_of(b, &format!("{}F", index + 1)) else { continue };
            if kind == Use::Dwelling && !self.upper_half(index) {
                dwellings = (0..2 * self.units)
                    .map(|n| {
                        let number = format!("{}{:02}", index + 1, n + 1);
                        let name = format!("{}单元{number}", n / 2 + 1);
                        b.scene.dwellings.push(DwellingTag { key: format!("{key}/{name}"), number, name, block, members: Vec::new() });
                        b.scene.dwellings.len() - 1
                    })
                    .collect();
            }
            let floor = FloorIn { building: self, key: format!("{key}/{}F", index + 1), block, level, index, dwellings: &dwellings };
            floor.build(b, &mut unit_members);
        }
        if let (Some(depth), Some(level)) = (self.basement, level_of(b, "-1F")) {
            super::basement::build(self, b, key, block, level, depth, &mut unit_members);
        }
        if let Some(level) = level_of(b, "屋面层") {
            self.roof_in_scene(b, key, level);
        }
        super::lift::build(self, b, key, &mut unit_members);
        for (unit, members) in unit_members.into_iter().enumerate() {
            let name = format!("{}单元", unit + 1);
            let key = format!("{key}/{name}");
            b.scene.groups.push(Group { key, name, object_type: "单元", system: None, members });
        }
    }

    /// Wall kind towards a neighbour: what the room's side shows.
    pub(super) fn layers(&self, kind: WallKind) -> crate::scene::Layers {
        match kind {
            WallKind::Outer => vec![("水泥砂浆", 0.01), ("钢筋混凝土", 0.2), (self.facade, 0.05)],
            WallKind::Inner => vec![("水泥砂浆", 0.01), ("钢筋混凝土", 0.2), ("水泥砂浆", 0.01)],
            WallKind::Light => vec![("水泥砂浆", 0.01), ("加气混凝土砌块", 0.1), ("水泥砂浆", 0.01)],
        }
    }
}
