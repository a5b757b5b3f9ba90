//! The plan of one stair unit: axes, walls, rooms, doors and windows of two mirrored dwellings about a core.
//!
//! Seen from the south: 主卧, 书房, 客餐厅 along the façade, a passage behind them, 次卧, 卫生间, 厨房 to the north;
//! between the two dwellings the core with lobby, stairs, lift and shaft.

use crate::plane::{P2, area, inset, perimeter};

/// Axis dimensions of a dwelling (m). The other dwelling of the unit is its mirror image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// 开间 of the main bedroom.
    pub master: f64,
    /// 开间 of the study.
    pub study: f64,
    /// 开间 of the living room; at least 1.3 m more than half the core.
    pub living: f64,
    /// Depth of the southern rooms.
    pub south: f64,
    /// Depth of the passage.
    pub passage: f64,
    /// Depth of the northern rooms.
    pub north: f64,
    /// 开间 of the second bedroom.
    pub second: f64,
    /// 开间 of the bathroom.
    pub bath: f64,
    /// The living room runs on into the passage without a wall: an L-shaped 客餐厅.
    pub open: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self { master: 3.6, study: 2.7, living: 4.2, south: 4.5, passage: 1.2, north: 4.2, second: 3.3, bath: 2.1, open: false }
    }
}

/// Half the width of the core (stairs, lift), on axes.
pub(super) const CORE: f64 = 2.4;
/// Depth of the lift lobby, on axes.
pub(super) const LOBBY: f64 = 2.1;
/// Depth of the lift shaft, on axes.
const SHAFT: f64 = 2.0;
/// East of the unit's middle: axis between stairs and lift.
const STAIR: f64 = 0.3;

/// From the axis (centre of the concrete) to the inner face of an outer wall: half of 200 concrete, 10 plaster.
pub(super) const OUTER_IN: f64 = 0.11;
/// From the axis to the outer finished face: half of 200 concrete, 50 insulation board.
pub(super) const OUTER_OUT: f64 = 0.15;
/// From the axis to the outer face of the concrete.
pub(super) const CONCRETE: f64 = 0.10;
/// Half of an inner structural wall: 10 plaster, 200 concrete, 10 plaster.
pub(super) const INNER: f64 = 0.11;
/// Half of a partition: 10 plaster, 100 block, 10 plaster.
pub(super) const LIGHT: f64 = 0.06;

/// Kind of wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WallKind {
    Outer,
    Inner,
    Light,
}

impl WallKind {
    pub(super) fn y(self) -> [f64; 2] {
        match self {
            Self::Outer => [-OUTER_OUT, OUTER_IN],
            Self::Inner => [-INNER, INNER],
            Self::Light => [-LIGHT, LIGHT],
        }
    }
}

/// A straight wall: its axis starts at `a` and runs for `length` in quarter turn `turn` (0 east, 1 north, 2 west, 3 south).
#[derive(Clone, Debug)]
pub(super) struct WallLine {
    pub(super) a: P2,
    pub(super) turn: u8,
    pub(super) length: f64,
    pub(super) kind: WallKind,
}

impl WallLine {
    /// Distance along the wall of a plan point, when the point lies on it.
    pub(super) fn station(&self, p: P2) -> Option<f64> {
        let d = [p[0] - self.a[0], p[1] - self.a[1]];
        let (along, across) = match self.turn {
            0 => (d[0], d[1]),
            1 => (d[1], d[0]),
            2 => (-d[0], d[1]),
            _ => (-d[1], d[0]),
        };
        let near = 1.0 / 1_000_000.0;
        (across.abs() < near && along > 0.0 && along < self.length).then_some(along)
    }
}

/// What a room is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RoomKind {
    Master,
    Study,
    Living,
    Passage,
    Second,
    Bath,
    Kitchen,
    Lobby,
    Stair,
    Lift,
    Shaft,
}

impl RoomKind {
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Master => "主卧",
            Self::Study => "书房",
            Self::Living => "客餐厅",
            Self::Passage => "过道",
            Self::Second => "次卧",
            Self::Bath => "卫生间",
            Self::Kitchen => "厨房",
            Self::Lobby => "电梯厅",
            Self::Stair => "楼梯间",
            Self::Lift => "电梯井",
            Self::Shaft => "水电井",
        }
    }

    /// The contract's word for the use.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Master | Self::Second => "bedroom",
            Self::Study => "study",
            Self::Living => "dining", // the vocabulary lists 客餐厅 under dining
            Self::Passage => "passage",
            Self::Bath => "bathroom",
            Self::Kitchen => "kitchen",
            Self::Lobby => "lift_lobby",
            Self::Stair => "stairwell",
            Self::Lift | Self::Shaft => "shaft",
        }
    }
}

/// A room: axis rectangle, wall kind at each side (south, east, north, west), and which dwelling (0 west, 1 east) owns it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) kind: RoomKind,
    pub(super) axis: [f64; 4],
    pub(super) sides: [WallKind; 4],
    pub(super) dwelling: Option<usize>,
    pub(super) unit: usize,
    /// The passage that an open living room takes in.
    pub(super) joined: Option<Joined>,
    /// Part of an open living room: no room of its own.
    pub(super) merged: bool,
}

/// The axis rectangle of a passage joined to a living room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joined {
    axis: [f64; 4],
}

impl Room {
    /// The rectangle between the wall faces.
    pub(super) fn net(&self) -> [f64; 4] {
        let face = |side: usize| self.sides[side].y()[1];
        let [x0, y0, x1, y1] = self.axis;
        [x0 + face(3), y0 + face(0), x1 - face(1), y1 - face(2)]
    }

    /// The polygon between the wall faces, anticlockwise.
    pub(super) fn outline(&self) -> Vec<P2> {
        let Some(passage) = self.joined else {
            let [x0, y0, x1, y1] = self.net();
            return vec![[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
        };
        let ([x0, y0, x1, s], [p0, _, p1, n]) = (self.axis, passage.axis);
        if self.dwelling == Some(0) {
            let axis = [[x0, y0], [x1, y0], [x1, s], [p1, s], [p1, n], [p0, n], [p0, s], [x0, s]];
            inset(&axis, &[OUTER_IN, INNER, INNER, INNER, LIGHT, OUTER_IN, INNER, LIGHT])
        } else {
            let axis = [[x0, y0], [x1, y0], [x1, s], [p1, s], [p1, n], [p0, n], [p0, s], [x0, s]];
            inset(&axis, &[OUTER_IN, LIGHT, INNER, OUTER_IN, LIGHT, INNER, INNER, INNER])
        }
    }

    /// Net area (m2) and perimeter (m).
    pub(super) fn measures(&self) -> (f64, f64) {
        let outline = self.outline();
        (area(&outline), perimeter(&outline))
    }

    /// Moves the room north.
    pub(super) fn shift(&mut self, by: f64) {
        self.axis[1] += by;
        self.axis[3] += by;
        if let Some(passage) = &mut self.joined {
            passage.axis[1] += by;
            passage.axis[3] += by;
        }
    }
}

/// All walls and rooms of a floor of `units` stair units.
pub(super) struct Floor {
    pub(super) walls: Vec<WallLine>,
    pub(super) rooms: Vec<Room>,
}

impl Plan {
    /// Half a unit: width of one dwelling along the façade, on axes.
    pub fn half(&self) -> f64 {
        self.master + self.study + self.living
    }

    /// Depth of the building, on axes.
    pub fn depth(&self) -> f64 {
        self.south + self.passage + self.north
    }

    /// Length of a building of `units` units, on axes.
    pub fn length(&self, units: usize) -> f64 {
        2.0 * self.half() * units as f64
    }

    /// The typical floor.
    pub(super) fn floor(&self, units: usize) -> Floor {
        let (t, w, d) = (self.half(), self.length(units), self.depth());
        let (s, n) = (self.south, self.south + self.passage);
        use WallKind::{Inner, Light, Outer};
        let line = |a: P2, turn: u8, length: f64, kind: WallKind| WallLine { a, turn, length, kind };
        let mut walls = vec![
            line([-OUTER_OUT, 0.0], 0, w + 2.0 * OUTER_OUT, Outer),
            line([w + OUTER_OUT, d], 2, w + 2.0 * OUTER_OUT, Outer),
            line([0.0, d - OUTER_IN], 3, d - 2.0 * OUTER_IN, Outer),
            line([w, OUTER_IN], 1, d - 2.0 * OUTER_IN, Outer),
        ];
        let mut rooms = Vec::new();
        for unit in 0..units {
            let (o, e) = (2.0 * t * unit as f64, 2.0 * t * (unit + 1) as f64);
            let (west, east) = (if unit == 0 { Outer } else { Inner }, if unit + 1 == units { Outer } else { Inner });
            if unit > 0 {
                walls.push(line([o, OUTER_IN], 1, d - 2.0 * OUTER_IN, Inner));
            }
            // both side walls show INNER = OUTER_IN to the inside
            if self.open {
                // the wall behind the southern rooms stops where living room and passage meet
                let (west_end, core) = (self.master + self.study + LIGHT, t - CORE - INNER);
                walls.push(line([o + INNER, s], 0, west_end - INNER, Inner));
                walls.push(line([o + core, s], 0, 2.0 * (t - core), Inner));
                walls.push(line([e - west_end, s], 0, west_end - INNER, Inner));
            } else {
                walls.push(line([o + INNER, s], 0, 2.0 * t - 2.0 * INNER, Inner));
            }
            let up = |x: f64, y0: f64, y1: f64, kind: WallKind| line([x, y0], 1, y1 - y0, kind);
            let mid = o + t;
            for x in [o + self.master, o + self.master + self.study, e - self.master - self.study, e - self.master] {
                walls.push(up(x, OUTER_IN, s - INNER, Light));
            }
            walls.push(up(mid, OUTER_IN, s - INNER, Inner));
            for x in [mid - CORE, mid + CORE] {
                walls.push(up(x, s + INNER, d - OUTER_IN, Inner));
            }
            walls.push(line([o + INNER, n], 0, t - CORE - 2.0 * INNER, Light));
            walls.push(line([mid + CORE + INNER, n], 0, t - CORE - 2.0 * INNER, Light));
            for x in [o + self.second, o + self.second + self.bath, e - self.second - self.bath, e - self.second] {
                walls.push(up(x, n + LIGHT, d - OUTER_IN, Light));
            }
            let l = s + LOBBY;
            walls.push(line([mid - CORE + INNER, l], 0, 2.0 * (CORE - INNER), Inner));
            walls.push(up(mid + STAIR, l + INNER, d - OUTER_IN, Inner));
            walls.push(line([mid + STAIR + INNER, l + SHAFT], 0, CORE - STAIR - 2.0 * INNER, Inner));

            let x = [0.0, self.master, self.master + self.study, t];
            let y = [0.0, self.second, self.second + self.bath, t - CORE];
            let half = [
                (RoomKind::Master, [x[0], 0.0, x[1], s], [Outer, Light, Inner, west]),
                (RoomKind::Study, [x[1], 0.0, x[2], s], [Outer, Light, Inner, Light]),
                (RoomKind::Living, [x[2], 0.0, x[3], s], [Outer, Inner, Inner, Light]),
                (RoomKind::Passage, [0.0, s, y[3], n], [Inner, Inner, Light, west]),
                (RoomKind::Second, [y[0], n, y[1], d], [Light, Light, Outer, west]),
                (RoomKind::Bath, [y[1], n, y[2], d], [Light, Light, Outer, Light]),
                (RoomKind::Kitchen, [y[2], n, y[3], d], [Light, Inner, Outer, Light]),
            ];
            let open = |kind| self.open && kind == RoomKind::Living;
            let merged = |kind| self.open && kind == RoomKind::Passage;
            for (kind, [x0, y0, x1, y1], sides) in half {
                let joined = open(kind).then_some(Joined { axis: [o, s, o + y[3], n] });
                let axis = [o + x0, y0, o + x1, y1];
                rooms.push(Room { kind, axis, sides, dwelling: Some(0), unit, joined, merged: merged(kind) });
            }
            for (kind, [x0, y0, x1, y1], [south, inner, north, outer]) in half {
                let outer = if outer == west && x0 == 0.0 { east } else { outer };
                let (axis, sides) = ([e - x1, y0, e - x0, y1], [south, outer, north, inner]);
                let joined = open(kind).then_some(Joined { axis: [e - y[3], s, e, n] });
                rooms.push(Room { kind, axis, sides, dwelling: Some(1), unit, joined, merged: merged(kind) });
            }
            rooms.extend(self.core(mid, unit, Outer));
        }
        Floor { walls, rooms }
    }

    /// Lobby, stairs, lift shaft and riser shaft; `north` is the kind of wall behind the stairs.
    fn core(&self, mid: f64, unit: usize, north: WallKind) -> [Room; 4] {
        use WallKind::Inner;
        let (s, d, l) = (self.south, self.depth(), self.south + LOBBY);
        let room =
            |kind, axis, back| Room { kind, axis, sides: [Inner, Inner, back, Inner], dwelling: None, unit, joined: None, merged: false };
        [
            room(RoomKind::Lobby, [mid - CORE, s, mid + CORE, l], Inner),
            room(RoomKind::Stair, [mid - CORE, l, mid + STAIR, d], north),
            room(RoomKind::Lift, [mid + STAIR, l, mid + CORE, l + SHAFT], Inner),
            room(RoomKind::Shaft, [mid + STAIR, l + SHAFT, mid + CORE, d], north),
        ]
    }

    /// The basement under each unit: the core alone, closed by inner structural walls.
    pub(super) fn basement(&self, units: usize) -> Floor {
        use WallKind::Inner;
        let (s, d, l) = (self.south, self.depth(), self.south + LOBBY);
        let (mut walls, mut rooms) = (Vec::new(), Vec::new());
        for unit in 0..units {
            let mid = self.half() * (2 * unit + 1) as f64;
            let line = |a: P2, turn: u8, length: f64| WallLine { a, turn, length, kind: Inner };
            let across = 2.0 * (CORE + INNER);
            walls.extend([
                line([mid - CORE - INNER, s], 0, across),
                line([mid - CORE - INNER, d], 0, across),
                line([mid - CORE, s + INNER], 1, d - s - 2.0 * INNER),
                line([mid + CORE, s + INNER], 1, d - s - 2.0 * INNER),
                line([mid - CORE + INNER, l], 0, 2.0 * (CORE - INNER)),
                line([mid + STAIR, l + INNER], 1, d - l - 2.0 * INNER),
                line([mid + STAIR + INNER, l + SHAFT], 0, CORE - STAIR - 2.0 * INNER),
            ]);
            rooms.extend(self.core(mid, unit, Inner));
        }
        Floor { walls, rooms }
    }

    /// Outer faces of the basement core of a unit.
    pub(super) fn core_outline(&self, unit: usize) -> [f64; 4] {
        let mid = self.half() * (2 * unit + 1) as f64;
        [mid - CORE - INNER, self.south - INNER, mid + CORE + INNER, self.depth() + INNER]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_and_walls_fill_the_floor_without_gap_or_overlap() {
        for (units, open) in [(1, false), (2, false), (3, false), (1, true), (3, true)] {
            let plan = Plan { open, ..Plan::default() };
            let floor = plan.floor(units);
            let rooms: f64 = floor.rooms.iter().filter(|room| !room.merged).map(|room| room.measures().0).sum();
            let walls: f64 = floor.walls.iter().map(|w| w.length * (w.kind.y()[1] - w.kind.y()[0])).sum();
            let outline = (plan.length(units) + 2.0 * OUTER_OUT) * (plan.depth() + 2.0 * OUTER_OUT);
            assert!((rooms + walls - outline).abs() < 1e-9, "{units} 单元: {rooms} + {walls} ≠ {outline}");
        }
    }
}
