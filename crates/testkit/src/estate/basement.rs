//! The basement under the cores: lobby, stairs, shafts, with doors to the garage.

use super::build::Build;
use super::plan::RoomKind;
use super::plan::WallLine;
use super::residential::Residential;
use crate::guid::global_id;
use crate::plane::{Outline, Stand};
use crate::scene::{Class, Hole, Home, Prop, RoomTag, Solid, Thing};

pub(super) fn build(
    building: &Residential,
    b: &mut Build<'_>,
    key: &str,
    block: usize,
    level: usize,
    depth: f64,
    units: &mut [Vec<usize>],
) {
    let (home, key) = (Home::Storey(level), format!("{key}/-1F"));
    let floor = building.plan.basement(building.units);
    let height = depth - building.slab - building.finish;
    let walls: Vec<(WallLine, usize)> = floor
        .walls
        .iter()
        .enumerate()
        .map(|(n, line)| (line.clone(), b.wall(format!("{key}/wall{n}"), home, line, -depth, height, building.layers(line.kind))))
        .collect();
    let guid = global_id(&b.scene.blocks[block].key);
    for (n, room) in floor.rooms.iter().enumerate() {
        let hall = building.basement_hall && room.kind == RoomKind::Lobby;
        let (label, word) = if hall { ("地下大堂", "lobby") } else { (room.kind.label(), room.kind.word()) };
        let tag = RoomTag { label: label.into(), number: format!("B1-{:02}", n + 1), dwelling: None };
        let (space_key, net) = (format!("{key}/{}{n}", room.kind.label()), room.net());
        let index = b.room(space_key.clone(), home, tag, net, -depth, height);
        units[room.unit].push(index);
        let facts = b
            .truth
            .add("space", Some(global_id(&space_key)), Some(&guid), &format!("-1F {}", room.kind.label()))
            .set("use", word)
            .set("net_area", (net[2] - net[0]) * (net[3] - net[1]))
            .set("height", height);
        if room.kind == RoomKind::Lobby {
            let _ = facts.set("clear_height", height);
        }
        let middle = (net[0] + net[2]) / 2.0;
        let (front, name, width) = match room.kind {
            RoomKind::Lobby => (room.axis[1], "FM甲1521", 1.5),
            RoomKind::Stair => (room.axis[1], "FM乙1021", 1.0),
            RoomKind::Lift if building.lift_to_basement => (room.axis[1], "电梯层门DT1121", 1.1),
            _ => continue,
        };
        let Some((wall, station)) = walls.iter().find_map(|(line, index)| line.station([middle, front]).map(|s| (*index, s))) else {
            continue;
        };
        let stand = Stand::at(middle - width / 2.0, front, -depth);
        let leaf = vec![Solid::cuboid([0.0, width], [-0.02, 0.02], [0.0, 2.1])];
        let mut door = Thing::new(format!("{key}/门{n}"), Class::Door, name, home, stand, leaf);
        door.size = Some([width, 2.1]);
        let door = b.scene.put(door.pset("Pset_DoorCommon", vec![("IsExternal", Prop::Flag(false))]));
        if let Some(shape) = &mut b.scene.things[wall].wall {
            let x = [station - width / 2.0, station + width / 2.0];
            shape.holes.push(Hole { key: format!("{key}/门洞{n}"), x, z: [0.0, 2.1], filler: Some(door) });
        }
    }
    for unit in 0..building.units {
        let [x0, y0, x1, y1] = building.plan.core_outline(unit);
        let body = Solid::prism(Outline::rect(x0, y0, x1, y1), -0.3, 0.3);
        let at = Stand::at(0.0, 0.0, -depth);
        b.scene
            .put(Thing::new(format!("{key}/底板{unit}"), Class::Slab("BASESLAB"), "基础底板", home, at, vec![body]).made_of("钢筋混凝土"));
    }
}
