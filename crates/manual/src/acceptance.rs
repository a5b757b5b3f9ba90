//! The 一房一验 sheet: for each room what the model says, an empty column for what was measured on site, and boxes to tick.

use serde_json::{Value as Json, json};

use crate::content::Manual;

/// What is looked at in every dwelling, beside the measures.
const LOOKED_AT: &[(&str, &str)] = &[
    ("卫生间、厨房、阳台地面蓄水试验无渗漏", "bathrooms, kitchen, balcony: no leak in the water test"),
    ("外窗、外墙淋水无渗漏", "windows and outer walls: no leak in the spray test"),
    ("门窗开启灵活、密封条完整、五金齐全", "doors and windows move freely, seals and fittings complete"),
    ("护栏高度与牢固", "height and strength of guards"),
    ("插座、开关、剩余电流动作保护试验", "sockets, switches, residual current device"),
    ("给水压力、排水通畅、地漏水封", "water pressure, drains, traps of floor drains"),
    ("燃气阀、报警器试验", "gas valve and detector"),
    ("墙面、地面平整，无空鼓、裂缝", "walls and floors even, without hollows and cracks"),
    ("等电位端子、配电箱标识", "bonding terminal, labels of the consumer unit"),
];

/// The rows of the sheet: room by room.
pub(crate) fn rows(manual: &Manual) -> Json {
    let mm = |metres: Option<f64>| metres.map(|metres| format!("{:.0}", metres * 1000.0));
    let rooms: Vec<Json> = manual
        .rooms
        .iter()
        .filter(|room| room.usage != "void")
        .map(|room| {
            let size = room.clear_size;
            let mut lines = vec![
                json!({"what": {"zh": "净高", "en": "clear height"}, "model": mm(room.clear_height)}),
                json!({"what": {"zh": "净开间", "en": "clear width"}, "model": mm(size.map(|size| size[0]))}),
                json!({"what": {"zh": "净进深", "en": "clear depth"}, "model": mm(size.map(|size| size[1]))}),
            ];
            if room.is_rectangular == Some(true)
                && let Some([width, depth]) = size
            {
                lines.push(json!({"what": {"zh": "方正度（对角线）", "en": "squareness (diagonal)"}, "model": mm(Some(width.hypot(depth)))}));
            }
            let place = if room.storey.is_empty() { room.name.clone() } else { format!("{} {}", room.storey, room.name) };
            for window in manual.windows.iter().filter(|window| window.room == place) {
                lines.push(json!({"what": {"zh": format!("窗台高 {}", window.mark), "en": format!("sill {}", window.mark)}, "model": mm(window.sill_height)}));
            }
            json!({"name": room.name, "storey": room.storey, "lines": lines})
        })
        .collect();
    let looked_at: Vec<Json> = LOOKED_AT.iter().map(|(zh, en)| json!({"zh": zh, "en": en})).collect();
    json!({"rooms": rooms, "looked_at": looked_at})
}
