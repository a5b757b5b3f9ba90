//! Bay windows put into the walls of a floor, with their truth.

use super::bay::Bay;
use super::build::{Build, Cut, FloorIn};
use super::plan::{OUTER_IN, OUTER_OUT, Room, WallKind, WallLine};
use crate::guid::global_id;
use crate::plane::{P2, Stand};
use crate::scene::{Class, Hole, Prop, Thing};

impl FloorIn<'_> {
    /// Whether the room lies at an end of the building (both its southern and its side wall are outer walls).
    pub(super) fn at_end(&self, room: &Room) -> bool {
        room.sides[0] == WallKind::Outer && (room.sides[1] == WallKind::Outer || room.sides[3] == WallKind::Outer)
    }

    pub(super) fn bay(&self, b: &mut Build<'_>, room: &Room, n: usize, at: P2, walls: &[(WallLine, usize)]) {
        let Some(bay) = self.building.bay_at(self.index) else { return };
        let (key, mark) = (format!("{}/飘窗{n}", self.key), bay.mark());
        let (w, h) = (bay.clear_width, bay.height);
        let cut = Cut { key: key.clone(), at, width: w, sill: bay.sill, height: h, class: Class::Window, name: &mark };
        let Some((window, stand)) = self.cut(b, walls, cut, bay.window_body(), false) else { return };
        b.scene.things[window] = super::residential::claim(b.scene.things[window].clone(), self.building.claims.bay);
        self.window_truth(b, &key, &mark, [w, h, bay.sill], bay.is_bay());
        b.lies_in(&self.key, n);
        for thing in bay.companions(&key, self.home(), stand, self.building.facade) {
            b.scene.put(thing);
        }
        let (true, Some([axis, clear])) = (bay.is_bay(), self.bay_widths(room, b.style.layers)) else { return };
        let guid = self.guid(b);
        b.truth
            .add("bay_window", Some(global_id(&key)), Some(&guid), &format!("{}F {}", self.index + 1, room.kind.label()))
            .set("clear_width", w)
            .set("projection", bay.projection)
            .set("sill_height", bay.sill)
            .set("clear_height", h)
            .set("area", w * bay.projection)
            .set("room_bay_width_axis", axis)
            .set("room_bay_width_clear", clear)
            .set("width_ratio", w / axis);
        b.lies_in(&self.key, n);
    }

    /// Two windows around the corner of the building, the corner itself cut out of both walls.
    pub(super) fn corner_bay(&self, b: &mut Build<'_>, bay: Bay, room: &Room, n: usize, walls: &[(WallLine, usize)]) {
        let west = room.sides[3] == WallKind::Outer;
        let (Some(south), Some(side)) = (walls.first(), walls.get(if west { 2 } else { 3 })) else { return };
        let leg = (bay.clear_width / 2.0).max(0.9);
        let beyond = OUTER_IN + OUTER_OUT;
        let [x0, y0, x1, y1] = room.net();
        let axis = room.axis;
        let blind = if b.style.layers { 0.0 } else { (OUTER_OUT - OUTER_IN) / 2.0 };
        // hole along each wall, where the corner of the building lies from the hole's corner end, clear width, room
        let legs = [
            ("南", south, bay.clear_width + beyond, 0.0, !west, bay.clear_width, [axis[2] - axis[0] + blind, x1 - x0]),
            ("侧", side, leg, -beyond, west, leg, [axis[3] - axis[1] + blind, y1 - y0]),
        ];
        for (which, (line, wall), hole, corner, at_end_of_wall, clear, [room_axis, room_clear]) in legs {
            let key = format!("{}/转角窗{n}{which}", self.key);
            let from = if at_end_of_wall { line.length - hole } else { 0.0 };
            let base = self.building.finish + bay.sill;
            let host = b.scene.things[*wall].stand;
            let stand = Stand { origin: host.out([from, 0.0, base]), angle: host.angle };
            let shorter = if which == "南" { 0.0 } else { super::bay::PANE };
            let body = bay.corner_body(hole, corner, shorter, at_end_of_wall);
            let mut window = Thing::new(key.clone(), Class::Window, &format!("转角飘窗{}", bay.mark()), self.home(), stand, body);
            window.size = Some([clear, bay.height]);
            let window = window.pset("Pset_WindowCommon", vec![("IsExternal", Prop::Flag(true))]);
            let window = b.scene.put(self.with_maker(window));
            if let Some(shape) = &mut b.scene.things[*wall].wall {
                let z = [base, base + bay.height];
                shape.holes.push(Hole { key: format!("{key}/hole"), x: [from, from + hole], z, filler: Some(window) });
            }
            let guid = self.guid(b);
            let name = format!("{}F {} {which}", self.index + 1, room.kind.label());
            let facts = b.truth.add("window", Some(global_id(&key)), Some(&guid), &name);
            let facts = facts.set("height", bay.height).set("sill_height", bay.sill).set("is_external", true);
            let _ = facts.set("is_bay_window", true);
            b.lies_in(&self.key, n);
            b.truth
                .add("bay_window", Some(global_id(&key)), Some(&guid), &name)
                .set("clear_width", clear)
                .set("projection", bay.projection)
                .set("sill_height", bay.sill)
                .set("clear_height", bay.height)
                .set("area", clear * bay.projection)
                .set("room_bay_width_axis", room_axis)
                .set("room_bay_width_clear", room_clear)
                .set("width_ratio", clear / room_axis);
            b.lies_in(&self.key, n);
        }
    }
}
