//! Pipes, gas detectors and valves, fresh-air units in the dwellings, and the truth of the dwellings.

use super::build::{Build, FloorIn};
use super::plan::{CORE, OUTER_OUT, Room, RoomKind};
use crate::guid::global_id;
use crate::plane::{Outline, Stand};
use crate::scene::{Class, Home, Solid, Thing};

/// Equipment of the dwellings of this floor; on a dwelling's last floor its truth is put down.
pub(super) fn build(floor: &FloorIn<'_>, b: &mut Build<'_>, rooms: &[Room], z: f64) {
    let building = floor.building;
    let home = Home::Storey(floor.level);
    let lower = !building.upper_half(floor.index);
    for room in rooms {
        let Some(side) = room.dwelling else { continue };
        let n = 2 * room.unit + side;
        let [x0, y0, x1, y1] = room.net();
        let at = |dz: f64| Stand::at((x0 + x1) / 2.0, (y0 + y1) / 2.0, z + dz);
        let key = |what: &str| format!("{}/{what}{n}", floor.key);
        let pipe = |radius: f64, length: f64| vec![Solid::prism(Outline::Circle([0.0, 0.0], radius), 0.0, length)];
        if matches!(room.kind, RoomKind::Kitchen | RoomKind::Bath)
            && let Some(material) = building.water_pipe
        {
            let place = if room.kind == RoomKind::Kitchen { "厨房" } else { "卫生间" };
            let supply = Thing::new(key(&format!("给水管{place}")), Class::Pipe, "给水管 DN20", home, at(0.3), pipe(0.01, 2.0));
            let supply = b.scene.put(supply.typed("室内给水管").made_of(material));
            b.scene.system("给水系统 J", "DOMESTICCOLDWATER", supply);
            let stand = Stand::at(x0 + 0.2, y0 + 0.2, z);
            let drain = Thing::new(key(&format!("排水管{place}")), Class::Pipe, "排水管 DN110", home, stand, pipe(0.055, 2.4));
            let drain = b.scene.put(drain.typed("污水立管").made_of("PVC-U"));
            b.scene.system("污水系统 W", "SEWAGE", drain);
        }
        if room.kind == RoomKind::Kitchen && lower && building.gas_detectors {
            let cube = || vec![Solid::cuboid([-0.05, 0.05], [-0.05, 0.05], [0.0, 0.1])];
            let stand = Stand::at(x0 + 0.3, y1 - 0.3, z);
            let gas =
                Thing::new(key("燃气管"), Class::Pipe, "燃气管 DN15", home, stand, pipe(0.01, 2.0)).typed("燃气支管").made_of("镀锌钢管");
            let gas = b.scene.put(gas);
            b.scene.system("燃气系统 RQ", "GAS", gas);
            b.scene.put(Thing::new(key("探测器"), Class::GasDetector, "可燃气体探测器", home, at(2.3), cube()).typed("燃气泄漏报警器"));
            b.scene.put(Thing::new(key("切断阀"), Class::GasValve, "燃气紧急切断阀", home, at(1.5), cube()).typed("电磁阀"));
        }
        if room.kind == RoomKind::Kitchen && lower {
            for (which, name) in building.appliances.iter().enumerate() {
                let body = vec![Solid::cuboid([-0.1, 0.1], [-0.1, 0.1], [0.0, 0.3])];
                let stand = Stand::at(x1 - 0.4 * (which + 1) as f64, y0 + 0.4, z + 0.5);
                b.scene.put(Thing::new(key(name), Class::Proxy, name, home, stand, body));
            }
        }
        if room.kind == RoomKind::Passage && lower && building.fresh_air {
            let body = vec![Solid::cuboid([-0.3, 0.3], [-0.3, 0.3], [0.0, 0.25])];
            let unit = Thing::new(key("新风机"), Class::FreshAir, "新风机组(全热回收、PM2.5过滤)", home, at(2.4), body);
            b.scene.put(unit.typed("新风系统"));
        }
    }
    truth(floor, b, rooms);
}

fn truth(floor: &FloorIn<'_>, b: &mut Build<'_>, rooms: &[Room]) {
    let building = floor.building;
    let (plan, last) = (building.plan, !building.duplex || building.upper_half(floor.index));
    if !last {
        return;
    }
    let storeys = if building.duplex { vec![floor.index - 1, floor.index] } else { vec![floor.index] };
    for (n, &dwelling) in floor.dwellings.iter().enumerate() {
        let (unit, side) = (n / 2, n % 2);
        let (mut usable, mut void, mut balcony, mut count, mut gross) = (0.0, 0.0, 0.0, 0, 0.0);
        let end = (side == 0 && unit == 0) || (side == 1 && unit + 1 == building.units);
        for &index in &storeys {
            let back = building.setback_of(index);
            for room in rooms.iter().filter(|room| room.unit == unit && room.dwelling == Some(side)) {
                if room.merged {
                    continue;
                }
                let [x0, _, x1, _] = room.net();
                // rooms of the floor at hand; on the storey below the southern rooms may be deeper
                let south = matches!(room.kind, RoomKind::Master | RoomKind::Study | RoomKind::Living);
                let deeper = if south { building.setback_of(floor.index) - back } else { 0.0 };
                let area = room.measures().0 + (x1 - x0) * deeper;
                if room.kind == RoomKind::Living && building.has_void(index) {
                    void += area;
                } else {
                    usable += area;
                    count += usize::from(matches!(room.kind, RoomKind::Master | RoomKind::Second | RoomKind::Study | RoomKind::Living));
                }
            }
            balcony += building.balcony_at(index).map_or(0.0, |it| building.balcony_area(it));
            let side_face = if end { OUTER_OUT } else { 0.0 };
            gross += (plan.half() + side_face) * (plan.south - back + OUTER_OUT)
                + (plan.half() - CORE + side_face) * (plan.passage + plan.north + OUTER_OUT);
        }
        let tag = b.scene.dwellings[dwelling].clone();
        let guid = global_id(&b.scene.blocks[tag.block].key);
        let id = b.style.dwelling_has_entity().then(|| global_id(&tag.key));
        let mut facts = b
            .truth
            .add("dwelling", id, Some(&guid), &tag.name)
            .set("room_count", count)
            .set("usable_area", usable)
            .set("balcony_area", balcony)
            .set("is_duplex", building.duplex)
            .set("has_gas_detector", building.gas_detectors);
        if void == 0.0 {
            facts = facts.set("floor_area", gross + balcony / 2.0);
        } else {
            facts = facts.set("void_area", void);
        }
        let _ = facts;
    }
}
