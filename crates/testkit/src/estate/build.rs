//! One floor of a residential building: walls, rooms, doors, windows, balconies, slabs, with the truth of each.

use std::collections::BTreeMap;

use super::bay::{BayForm, BayRoom};
use super::plan::{CONCRETE, CORE, LIGHT, OUTER_IN, OUTER_OUT, Room, RoomKind, WallKind, WallLine};
use super::residential::{Residential, Use};
use crate::guid::global_id;
use crate::plane::{Outline, P2, Stand};
use crate::scene::{Amount, Class, Hole, Home, Prop, RoomTag, Scene, Solid, Thing, WallShape};
use crate::style::Style;
use crate::truth::Truth;

/// What is being built: the scene and its truth grow side by side from the same parameters.
pub(crate) struct Build<'b> {
    pub(crate) scene: &'b mut Scene,
    pub(crate) truth: &'b mut Truth,
    pub(crate) style: &'b Style,
    /// Whether the estate has an underground garage.
    pub(crate) garage: bool,
    /// Floor area above ground of all buildings so far, of these of the residential ones (m2); unknown where an open ground storey or
    /// a machine room is read in more than one way.
    pub(crate) above: Option<[f64; 2]>,
    /// GlobalIds of the rooms that are drawn, by floor and number.
    pub(crate) rooms: BTreeMap<(String, usize), String>,
}

impl Build<'_> {
    /// The room that the subject just added to the truth lies in.
    pub(super) fn lies_in(&mut self, floor: &str, n: usize) {
        let room = self.rooms.get(&(floor.to_owned(), n)).cloned();
        self.truth.in_room(room);
    }

    /// World Z of ±0.000 (m).
    pub(super) fn world_zero(&self) -> f64 {
        crate::write::site_stand(self.style).origin[2]
    }

    /// A wall along a line, from `z` up by `height`.
    pub(super) fn wall(&mut self, key: String, home: Home, line: &WallLine, z: f64, height: f64, layers: crate::scene::Layers) -> usize {
        let name = match line.kind {
            WallKind::Outer => "外墙",
            WallKind::Inner => "内墙-200",
            WallKind::Light => "隔墙-100",
        };
        let stand = Stand { origin: [line.a[0], line.a[1], z], angle: f64::from(line.turn) * std::f64::consts::FRAC_PI_2 };
        let mut wall = Thing::new(key, Class::Wall, name, home, stand, Vec::new());
        wall.wall = Some(WallShape { length: line.length, y: line.kind.y(), height, holes: Vec::new() });
        wall.layers = Some(layers);
        wall.quantities =
            Some(("Qto_WallBaseQuantities", vec![("Length", Amount::Length(line.length)), ("Height", Amount::Length(height))]));
        let wall = wall.pset(
            "Pset_WallCommon",
            vec![("IsExternal", Prop::Flag(line.kind == WallKind::Outer)), ("LoadBearing", Prop::Flag(line.kind != WallKind::Light))],
        );
        self.scene.put(wall)
    }

    /// A room as a space with the given net rectangle.
    pub(super) fn room(&mut self, key: String, home: Home, tag: RoomTag, [x0, y0, x1, y1]: [f64; 4], z: f64, height: f64) -> usize {
        self.polygon_room(key, home, tag, &[[x0, y0], [x1, y0], [x1, y1], [x0, y1]], z, height)
    }

    /// A room as a space with the given net polygon.
    pub(super) fn polygon_room(&mut self, key: String, home: Home, tag: RoomTag, corners: &[P2], z: f64, height: f64) -> usize {
        let [x0, y0] = corners[0];
        let stand = Stand::at(x0, y0, z);
        let local: Vec<P2> = corners.iter().map(|p| [p[0] - x0, p[1] - y0]).collect();
        let body = Solid::prism(Outline::polygon(&local), 0.0, height);
        let mut space = Thing::new(key, Class::Space("INTERNAL"), "", home, stand, vec![body]);
        let area = crate::plane::area(corners);
        let amounts =
            vec![("Height", Amount::Length(height)), ("NetFloorArea", Amount::Area(area)), ("NetVolume", Amount::Volume(area * height))];
        space.quantities = Some(("Qto_SpaceBaseQuantities", amounts));
        space.room = Some(tag);
        self.scene.put(space)
    }
}

/// A window, door or bare opening to be cut into the wall that passes through `at`.
pub(super) struct Cut<'c> {
    pub(super) key: String,
    pub(super) at: P2,
    pub(super) width: f64,
    pub(super) sill: f64,
    pub(super) height: f64,
    pub(super) class: Class,
    pub(super) name: &'c str,
}

/// A floor being built.
pub(super) struct FloorIn<'f> {
    pub(super) building: &'f Residential,
    pub(super) key: String,
    pub(super) block: usize,
    pub(super) level: usize,
    pub(super) index: usize,
    pub(super) dwellings: &'f [usize],
}

impl FloorIn<'_> {
    pub(super) fn home(&self) -> Home {
        Home::Storey(self.level)
    }

    pub(super) fn guid(&self, b: &Build<'_>) -> String {
        global_id(&b.scene.blocks[self.block].key)
    }

    /// Builds the floor; `units` collects what belongs to each stair unit.
    pub(super) fn build(&self, b: &mut Build<'_>, units: &mut [Vec<usize>]) {
        let building = self.building;
        let back = building.setback_of(self.index);
        let mut plan = building.plan;
        plan.south -= back;
        let kind = building.storeys[self.index].1;
        let z = building.floor_level(self.index);
        let height = building.clear(self.index);
        let mut floor = if kind == Use::OpenGround { plan.basement(building.units) } else { plan.floor(building.units) };
        for wall in &mut floor.walls {
            wall.a[1] += back;
        }
        for room in &mut floor.rooms {
            room.shift(back);
        }
        let walls: Vec<(WallLine, usize)> = floor
            .walls
            .iter()
            .enumerate()
            .map(|(n, line)| {
                let key = format!("{}/wall{n}", self.key);
                let wall = b.wall(key, self.home(), line, z - building.finish, height + building.finish, building.layers(line.kind));
                if line.kind == WallKind::Inner {
                    b.scene.things[wall] = self.rated(b.scene.things[wall].clone(), 0);
                }
                (line.clone(), wall)
            })
            .collect();
        for (n, room) in floor.rooms.iter().enumerate().filter(|(_, room)| !room.merged) {
            self.room(b, room, n, kind, z, height, units);
        }
        if kind == Use::OpenGround {
            self.columns(b, z, height);
        } else {
            self.doors(b, &floor.rooms, &walls, kind);
            self.windows(b, &floor.rooms, &walls, kind);
        }
        if kind == Use::OpenGround {
            self.core_doors(b, &floor.rooms, &walls);
        }
        self.slab(b, &floor.rooms, z, back);
        if kind == Use::Dwelling {
            for (n, &dwelling) in self.dwellings.iter().enumerate() {
                if let Some(balcony) = building.balcony_at(self.index) {
                    self.balcony(b, n, dwelling, balcony, z, height);
                }
                self.terrace(b, n, dwelling, z);
            }
            super::mep::build(self, b, &floor.rooms, z);
            self.regions(b, z, height);
        }
    }

    fn dwelling_of(&self, room: &Room) -> Option<usize> {
        room.dwelling.and_then(|side| self.dwellings.get(2 * room.unit + side).copied())
    }

    fn room(&self, b: &mut Build<'_>, room: &Room, n: usize, kind: Use, z: f64, height: f64, units: &mut [Vec<usize>]) {
        let building = self.building;
        let dwelling = self.dwelling_of(room).filter(|_| kind == Use::Dwelling);
        let void = dwelling.is_some() && room.kind == RoomKind::Living && building.has_void(self.index);
        let (label, word) = match (room.dwelling, kind) {
            (Some(_), Use::Equipment) => ("设备间", "plant"),
            _ if void => ("挑空", "void"),
            (None, Use::OpenGround | Use::Dwelling) if self.index == 0 && building.entrance_hall && room.kind == RoomKind::Lobby => {
                ("入户大堂", "lobby")
            }
            _ => (room.kind.label(), room.kind.word()),
        };
        let key = format!("{}/{}{n}", self.key, label);
        let tag = RoomTag { label: label.into(), number: format!("{}-{:02}", self.index + 1, n + 1), dwelling };
        let (area, perimeter) = room.measures();
        let index = b.polygon_room(key.clone(), self.home(), tag, &room.outline(), z, height);
        if void {
            b.scene.things[index] = super::residential::claim(b.scene.things[index].clone(), building.claims.void);
        }
        units[room.unit].push(index);
        if let Some(dwelling) = dwelling {
            b.scene.dwellings[dwelling].members.push(index);
        }
        if b.style.spaces {
            b.rooms.insert((self.key.clone(), n), global_id(&key));
        }
        let guid = self.guid(b);
        let widths = if dwelling.is_some() && !void { self.bay_widths(room, b.style.layers) } else { None };
        let mut facts = b
            .truth
            .add("space", Some(global_id(&key)), Some(&guid), &format!("{}F {label}", self.index + 1))
            .set("use", word)
            .set("net_area", area)
            .set("height", height)
            .set("volume", area * height)
            .set("perimeter", perimeter);
        if !matches!(room.kind, RoomKind::Stair | RoomKind::Lift | RoomKind::Shaft) && !void {
            // shafts have no floor above them; a living room looks through a void where that covers most of it, and not where
            // the passage it runs into and the terrace above are larger
            let next = self.index + 1;
            let void_above = room.kind == RoomKind::Living && next < building.storeys.len() && building.has_void(next);
            let through = void_above && building.void_area(next) > area / 2.0;
            let clear = if through { building.storeys[self.index].0 + building.clear(next) } else { height };
            facts = facts.set("clear_height", clear);
        }
        if let Some([axis, clear]) = widths {
            facts = facts.set("bay_width_axis", axis).set("bay_width_clear", clear);
        }
        let _ = facts;
        b.truth.of_dwelling(dwelling);
    }

    /// 开间 on axes and clear: along the edge with the bay window, else along the longest outer edge.
    pub(super) fn bay_widths(&self, room: &Room, layers: bool) -> Option<[f64; 2]> {
        let net = room.net();
        let along = |side: usize| if side.is_multiple_of(2) { net[2] - net[0] } else { net[3] - net[1] };
        let bay = self.building.bay_at(self.index).filter(|bay| bay.is_bay() && bay_room(bay.room) == room.kind);
        let bay = bay.filter(|bay| bay.form != BayForm::Corner || self.at_end(room));
        let side = match bay {
            Some(bay) if bay.room == BayRoom::Second => 2,
            Some(_) => 0,
            None => (0..4).filter(|&side| room.sides[side] == WallKind::Outer).max_by(|&a, &b| along(a).total_cmp(&along(b)))?,
        };
        // without layers the axis of an outer wall is the middle of its whole thickness
        let beyond = |side: usize| if room.sides[side] == WallKind::Outer && !layers { (OUTER_OUT - OUTER_IN) / 2.0 } else { 0.0 };
        let [x0, y0, x1, y1] = room.axis;
        let axis = if side.is_multiple_of(2) { x1 - x0 + beyond(1) + beyond(3) } else { y1 - y0 + beyond(0) + beyond(2) };
        Some([axis, along(side)])
    }

    fn find(rooms: &[Room], unit: usize, side: Option<usize>, kind: RoomKind) -> Option<&Room> {
        rooms.iter().find(|room| room.unit == unit && room.dwelling == side && room.kind == kind)
    }

    /// The window with its maker and system, where the building's windows state them.
    pub(super) fn with_maker(&self, window: Thing) -> Thing {
        let Some(maker) = self.building.system_window else { return window };
        let text = |text: &str| Prop::Text(text.to_owned());
        window.pset("Pset_ManufacturerTypeInformation", vec![("Manufacturer", text(maker)), ("ModelLabel", text("一体化系统窗"))])
    }

    /// The thing with its rated sound insulation, where the building states it: of walls (0), slabs (1), windows (2).
    pub(super) fn rated(&self, thing: Thing, which: usize) -> Thing {
        let Some(rating) = self.building.sound else { return thing };
        let set = ["Pset_WallCommon", "Pset_SlabCommon", "Pset_WindowCommon"][which];
        thing.pset(set, vec![("AcousticRating", Prop::Text(format!("Rw={}dB", rating[which])))])
    }

    /// Cuts a hole and fills it; answers the thing that fills it and its stand.
    pub(super) fn cut(
        &self,
        b: &mut Build<'_>,
        walls: &[(WallLine, usize)],
        cut: Cut<'_>,
        body: Vec<Solid>,
        inside: bool,
    ) -> Option<(usize, Stand)> {
        let (wall, station) = walls.iter().find_map(|(line, index)| line.station(cut.at).map(|station| (*index, station)))?;
        let host = b.scene.things[wall].stand;
        let (x0, base) = (station - cut.width / 2.0, self.building.finish + cut.sill);
        let stand = Stand { origin: host.out([x0, 0.0, base]), angle: host.angle };
        let mut filler = Thing::new(cut.key.clone(), cut.class, cut.name, self.home(), stand, body);
        filler.size = Some([cut.width, cut.height]);
        let set = if cut.class == Class::Window { "Pset_WindowCommon" } else { "Pset_DoorCommon" };
        let filler = filler.pset(set, vec![("IsExternal", Prop::Flag(!inside))]);
        let filler = if cut.class == Class::Window { self.rated(self.with_maker(filler), 2) } else { filler };
        let index = b.scene.put(filler);
        if let Some(shape) = &mut b.scene.things[wall].wall {
            let hole =
                Hole { key: format!("{}/hole", cut.key), x: [x0, x0 + cut.width], z: [base, base + cut.height], filler: Some(index) };
            shape.holes.push(hole);
        }
        Some((index, stand))
    }

    fn door(&self, b: &mut Build<'_>, walls: &[(WallLine, usize)], key: &str, at: P2, width: f64, name: &str, inside: bool) {
        let height = 2.1;
        let leaf = vec![Solid::cuboid([0.0, width], [-LIGHT / 3.0, LIGHT / 3.0], [0.0, height])];
        let cut = Cut { key: format!("{}/{key}", self.key), at, width, sill: 0.0, height, class: Class::Door, name };
        self.cut(b, walls, cut, leaf, inside);
    }

    fn core_doors(&self, b: &mut Build<'_>, rooms: &[Room], walls: &[(WallLine, usize)]) {
        for unit in 0..self.building.units {
            let Some(lobby) = Self::find(rooms, unit, None, RoomKind::Lobby) else { continue };
            let Some(stair) = Self::find(rooms, unit, None, RoomKind::Stair) else { continue };
            let Some(lift) = Self::find(rooms, unit, None, RoomKind::Lift) else { continue };
            let Some(shaft) = Self::find(rooms, unit, None, RoomKind::Shaft) else { continue };
            let middle = |room: &Room| (room.axis[0] + room.axis[2]) / 2.0;
            let back = lobby.axis[3];
            self.door(b, walls, &format!("梯门{unit}"), [middle(stair), back], 1.0, "FM乙1021", true);
            self.door(b, walls, &format!("层门{unit}"), [middle(lift), back], 1.1, "电梯层门DT1121", true);
            self.door(b, walls, &format!("井门{unit}"), [shaft.axis[0], (shaft.axis[1] + shaft.axis[3]) / 2.0], 0.7, "FM丙0721", true);
        }
    }

    fn doors(&self, b: &mut Build<'_>, rooms: &[Room], walls: &[(WallLine, usize)], kind: Use) {
        self.core_doors(b, rooms, walls);
        let building = self.building;
        for unit in 0..building.units {
            if self.index == 0
                && let Some(stair) = Self::find(rooms, unit, None, RoomKind::Stair)
            {
                self.door(
                    b,
                    walls,
                    &format!("单元门{unit}"),
                    [(stair.axis[0] + stair.axis[2]) / 2.0, stair.axis[3]],
                    1.5,
                    "单元门M1521",
                    false,
                );
            }
            for side in 0..2 {
                let sign = if side == 0 { 1.0 } else { -1.0 };
                let room = |kind| Self::find(rooms, unit, Some(side), kind);
                let Some(passage) = room(RoomKind::Passage) else { continue };
                let [x0, y0, x1, y1] = passage.axis;
                let (outer, inner) = if side == 0 { (x0, x1) } else { (x1, x0) };
                let name = |what: &str| format!("{what}{unit}{side}");
                if kind == Use::Dwelling && !building.upper_half(self.index) {
                    self.door(b, walls, &name("户门"), [inner, (y0 + y1) / 2.0], 1.0, "户门FM甲1021", true);
                }
                let p = building.plan;
                let to_living = outer + sign * ((p.master + p.study + p.half() - CORE) / 2.0);
                self.door(b, walls, &name("主卧门"), [outer + sign * (p.master - 0.7), y0], 0.9, "M0921", true);
                self.door(b, walls, &name("书房门"), [outer + sign * (p.master + 0.7), y0], 0.9, "M0921", true);
                if !building.has_void(self.index) && !p.open {
                    self.door(b, walls, &name("客厅门"), [to_living, y0], 1.0, "M1021", true);
                }
                for (what, kind) in [("次卧门", RoomKind::Second), ("卫生间门", RoomKind::Bath), ("厨房门", RoomKind::Kitchen)] {
                    if let Some(room) = room(kind) {
                        self.door(b, walls, &name(what), [(room.axis[0] + room.axis[2]) / 2.0, y1], 0.8, "M0821", true);
                    }
                }
            }
        }
    }

    fn windows(&self, b: &mut Build<'_>, rooms: &[Room], walls: &[(WallLine, usize)], kind: Use) {
        for (n, room) in rooms.iter().enumerate() {
            let middle = (room.axis[0] + room.axis[2]) / 2.0;
            let (south, north) = ([middle, room.axis[1]], [middle, room.axis[3]]);
            let (at, width, sill, height, name) = match room.kind {
                RoomKind::Master => (south, 1.8, 0.9, 1.5, "C1815"),
                RoomKind::Study => (south, 1.2, 0.9, 1.5, "C1215"),
                RoomKind::Second => (north, 1.5, 0.9, 1.5, "C1515"),
                RoomKind::Bath => (north, 0.6, 1.2, 1.2, "C0612"),
                RoomKind::Kitchen => (north, 1.2, 1.0, 1.3, "C1213"),
                RoomKind::Stair if self.index > 0 => (north, 1.2, 1.0, 1.2, "C1212"),
                RoomKind::Living => {
                    self.living_front(b, room, n, walls, kind);
                    continue;
                }
                _ => continue,
            };
            let end = self.at_end(room);
            match self
                .building
                .bay_at(self.index)
                .filter(|bay| kind == Use::Dwelling && bay_room(bay.room) == room.kind && (end || bay.form != BayForm::Corner))
            {
                Some(bay) if bay.form == BayForm::Corner => self.corner_bay(b, bay, room, n, walls),
                Some(_) => self.bay(b, room, n, at, walls),
                None => {
                    self.window(b, n, at, width, sill, height, name, walls);
                }
            }
        }
    }

    /// The living room opens to its balcony or terrace by a sliding door, else it has a window.
    fn living_front(&self, b: &mut Build<'_>, room: &Room, n: usize, walls: &[(WallLine, usize)], kind: Use) {
        let building = self.building;
        let at = [(room.axis[0] + room.axis[2]) / 2.0, room.axis[1]];
        let open = kind == Use::Dwelling && (building.balcony_at(self.index).is_some() || building.terrace_area(self.index) > 0.0);
        if open {
            let (width, height) = (2.4, 2.4);
            let leaf = vec![Solid::cuboid([0.0, width], [-LIGHT / 2.0, LIGHT / 2.0], [0.0, height])];
            let cut = Cut { key: format!("{}/推拉门{n}", self.key), at, width, sill: 0.0, height, class: Class::Door, name: "TLM2424" };
            self.cut(b, walls, cut, leaf, false);
        } else {
            self.window(b, n, at, 2.1, 0.9, 1.5, "C2115", walls);
        }
    }

    fn window(&self, b: &mut Build<'_>, n: usize, at: P2, width: f64, sill: f64, height: f64, name: &str, walls: &[(WallLine, usize)]) {
        let key = format!("{}/窗{n}", self.key);
        let pane = vec![Solid::cuboid([0.0, width], [-LIGHT / 2.0, LIGHT / 2.0], [0.0, height])];
        let cut = Cut { key: key.clone(), at, width, sill, height, class: Class::Window, name };
        if self.cut(b, walls, cut, pane, false).is_some() {
            self.window_truth(b, &key, name, [width, height, sill], false);
            b.lies_in(&self.key, n);
        }
    }

    pub(super) fn window_truth(&self, b: &mut Build<'_>, key: &str, name: &str, [width, height, sill]: [f64; 3], bay: bool) {
        let guid = self.guid(b);
        b.truth
            .add("window", Some(global_id(key)), Some(&guid), &format!("{}F {name}", self.index + 1))
            .set("width", width)
            .set("height", height)
            .set("area", width * height)
            .set("sill_height", sill)
            .set("is_external", true)
            .set("is_bay_window", bay);
    }

    fn columns(&self, b: &mut Build<'_>, z: f64, height: f64) {
        let (w, d) = (self.building.plan.length(self.building.units), self.building.plan.depth());
        for (n, p) in [[0.0, 0.0], [w, 0.0], [w, d], [0.0, d]].into_iter().enumerate() {
            let body = Solid::cuboid([-0.2, 0.2], [-0.2, 0.2], [0.0, height]);
            b.scene.put(Thing::new(
                format!("{}/柱{n}", self.key),
                Class::Column,
                "架空柱",
                self.home(),
                Stand::at(p[0], p[1], z),
                vec![body],
            ));
        }
    }

    /// The floor slab with its holes, and the finish on it.
    fn slab(&self, b: &mut Build<'_>, rooms: &[Room], z: f64, back: f64) {
        let building = self.building;
        let (w, d) = (building.plan.length(building.units), building.plan.depth());
        let outline = Outline::rect(-CONCRETE, back - CONCRETE, w + CONCRETE, d + CONCRETE);
        let over_something = self.index > 0 || building.basement.is_some();
        let mut holes = Vec::new();
        for room in rooms {
            let [x0, y0, x1, y1] = room.net();
            let well = matches!(room.kind, RoomKind::Stair | RoomKind::Lift | RoomKind::Shaft) && over_something;
            let void = room.kind == RoomKind::Living && room.dwelling.is_some() && building.has_void(self.index);
            if well || void {
                holes.push(Outline::rect(x0, y0, x1, y1));
            } else if room.kind == RoomKind::Study && building.upper_half(self.index) {
                holes.push(Outline::rect(x0 + 0.1, y0 + 1.0, x0 + 1.1, y0 + 3.4));
                let stair = vec![Solid::cuboid([0.1, 1.1], [1.0, 3.4], [-building.storeys[self.index - 1].0, -0.1])];
                let key = format!("{}/套内楼梯{}{}", self.key, room.unit, room.dwelling.unwrap_or(0));
                b.scene.put(Thing::new(key, Class::Stair, "套内楼梯", self.home(), Stand::at(x0, y0, z), stair));
            }
        }
        let top = -building.finish;
        let body = Solid::Prism { outline: outline.clone(), holes: holes.clone(), z: top - building.slab, height: building.slab };
        let at = Stand::at(0.0, 0.0, z);
        b.scene.put(
            self.rated(Thing::new(format!("{}/楼板", self.key), Class::Slab("FLOOR"), "楼板", self.home(), at, vec![body]), 1)
                .made_of("钢筋混凝土"),
        );
        if building.finish > 0.0 {
            let body = Solid::Prism { outline, holes, z: top, height: building.finish };
            let finish = Thing::new(format!("{}/面层", self.key), Class::Covering("FLOORING"), "楼面面层", self.home(), at, vec![body]);
            b.scene.put(finish.made_of("细石混凝土"));
        }
    }
}

fn bay_room(room: BayRoom) -> RoomKind {
    match room {
        BayRoom::Master => RoomKind::Master,
        BayRoom::Second => RoomKind::Second,
        BayRoom::Study => RoomKind::Study,
    }
}
