//! Lifts in their shafts, and the stairs beside them.

use super::build::Build;
use super::plan::RoomKind;
use super::residential::Residential;
use crate::guid::global_id;
use crate::plane::Stand;
use crate::scene::{Class, Home, Solid, Thing};

pub(super) fn build(building: &Residential, b: &mut Build<'_>, key: &str, units: &mut [Vec<usize>]) {
    let floor = building.plan.basement(building.units);
    let top = building.storeys.len();
    let down = building.basement.filter(|_| building.lift_to_basement);
    let low_name = if down.is_some() { "-1F" } else { "1F" };
    let Some(low) = b.scene.levels.iter().position(|level| level.key == format!("{key}/{low_name}")) else { return };
    let z0 = b.scene.levels[low].elevation;
    let guid = global_id(key);
    let per_unit = building.storeys.iter().filter(|storey| storey.1 == super::residential::Use::Dwelling).count() * 2;
    let spell = |b: &Build<'_>, name: &str| {
        let level = b.scene.levels.iter().find(|level| level.key == format!("{key}/{name}"));
        level.map_or_else(String::new, |level| crate::write::naming::storey(b.style, level))
    };
    let (lowest, highest) = (spell(b, low_name), spell(b, &format!("{top}F")));
    for room in &floor.rooms {
        let [x0, y0, x1, y1] = room.net();
        let name = format!("{}-{}单元", building.name, room.unit + 1);
        match room.kind {
            RoomKind::Lift => {
                let height = building.floor_level(top - 1) + 2.4 - z0;
                let body = vec![Solid::cuboid([0.2, x1 - x0 - 0.2], [0.1, y1 - y0 - 0.1], [0.0, height])];
                let lift_key = format!("{key}/电梯{}", room.unit + 1);
                let stand = Stand::at(x0, y0, z0);
                let lift = b.scene.put(Thing::new(lift_key.clone(), Class::Lift, &format!("客梯 {name}"), Home::Storey(low), stand, body));
                units[room.unit].push(lift);
                let lift = b
                    .truth
                    .add("lift", Some(global_id(&lift_key)), Some(&guid), &format!("客梯 {name}"))
                    .set("lowest_storey", lowest.as_str())
                    .set("highest_storey", highest.as_str());
                if b.garage {
                    let _ = lift.set("reaches_garage", down.is_some());
                }
                let unit = b
                    .truth
                    .add("stair_unit", Some(global_id(&format!("{key}/{}单元", room.unit + 1))), Some(&guid), &name)
                    .set("lifts", 1_usize)
                    .set("households", if building.duplex { per_unit / 2 } else { per_unit });
                if b.garage {
                    let _ = unit.set("lift_reaches_garage", down.is_some());
                }
            }
            RoomKind::Stair => {
                for index in 0..top {
                    let Some(level) = b.scene.levels.iter().position(|level| level.key == format!("{key}/{}F", index + 1)) else {
                        continue;
                    };
                    let (z, rise) = (building.floor_level(index), building.storeys[index].0);
                    let landing = Solid::cuboid([0.0, x1 - x0], [y1 - y0 - 1.2, y1 - y0], [rise / 2.0 - 0.1, rise / 2.0]);
                    let stair_key = format!("{key}/{}F/楼梯{}", index + 1, room.unit + 1);
                    b.scene.put(Thing::new(stair_key, Class::Stair, "疏散楼梯", Home::Storey(level), Stand::at(x0, y0, z), vec![landing]));
                }
            }
            _ => {}
        }
    }
}
