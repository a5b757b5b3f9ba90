//! M8: places kept for what the owner will install: sleeves, holes, platforms, sockets — as modelled and named.

use haofang_facts::GlobalId;
use haofang_geometry::plan::{self, Point2};
use haofang_ifc::class;
use haofang_survey::Survey;
use haofang_survey::building::{DwellingId, StoreyId};

use super::Context;
use crate::catalogue;
use crate::content::{Equipment, Item};
use crate::field::{Field, From, FromKind, same};

/// Words of names by the field that they answer.
const WORDS: &[(&str, &[&str])] = &[
    ("provisions.air_conditioner", &["空调", "air condition", "ac sleeve"]),
    ("provisions.range_hood", &["油烟", "排烟", "烟道", "range hood"]),
    ("provisions.water_heater", &["热水器", "壁挂炉", "water heater"]),
    ("provisions.washing_machine", &["洗衣", "washing"]),
    ("provisions.fresh_air", &["新风", "fresh air"]),
    ("provisions.drying", &["晾衣", "drying"]),
    ("provisions.solar", &["太阳能", "光伏", "solar"]),
    ("provisions.ev_charging", &["充电", "charging", "charger"]),
];

/// Words that make a hole one that is kept for something.
const KEPT: &[&str] = &["预留", "预埋", "套管", "孔", "洞", "空调", "油烟", "烟道", "新风", "sleeve", "provision"];

/// How far outside of a room a hole in its wall may lie (m).
const IN_WALL: f64 = 0.40;

/// A hole kept for something, in a wall or slab of a dwelling.
#[derive(Debug, Clone)]
pub(crate) struct Reserved {
    dwelling: DwellingId,
    room: String,
    name: String,
    guid: Option<GlobalId>,
    /// Height of its middle above the floor, m.
    height: f64,
}

/// All openings without door or window whose names say what they are for.
pub(crate) fn openings(survey: &Survey<'_>) -> Vec<Reserved> {
    let mut out = Vec::new();
    for (model, named) in survey.models.iter().enumerate() {
        for opening in named.model.all(class::IFC_OPENING_ELEMENT) {
            let name = opening.name().unwrap_or_default().trim().to_owned();
            let says = KEPT.iter().any(|word| name.to_lowercase().contains(word)) && !name.contains("门洞") && !name.contains("窗洞");
            if !says || named.model.relations().filling_of(opening).is_some() {
                continue;
            }
            let Ok(shape) = survey.body(model, opening) else { continue };
            let extent = shape.extent();
            let middle = [0, 1, 2].map(|axis| 0.5 * (extent.min[axis] + extent.max[axis]));
            let host = named.model.relations().voided_by(opening).and_then(|host| survey.find_thing(model, host));
            let Some(storey) = host.and_then(|host| survey.thing(host).storey) else { continue };
            if let Some((dwelling, room)) = beside(survey, storey, Point2 { x: middle[0], y: middle[1] }) {
                let height = middle[2] - survey.storey(storey).elevation;
                out.push(Reserved { dwelling, room, name, guid: survey.guid(opening), height });
            }
        }
    }
    out
}

/// The dwelling and room nearest to a point in a wall.
fn beside(survey: &Survey<'_>, storey: StoreyId, point: Point2) -> Option<(DwellingId, String)> {
    let mut best: Option<(f64, DwellingId, String)> = None;
    for space in survey.spaces_on(storey) {
        let (Some(dwelling), Ok(room)) = (survey.space(*space).dwelling, survey.room(*space)) else { continue };
        let apart = if plan::contains(&room.region, point) {
            0.0
        } else {
            plan::edges(&room.region).iter().map(|edge| edge.distance(point)).fold(f64::INFINITY, f64::min)
        };
        if apart <= IN_WALL && best.as_ref().is_none_or(|(known, ..)| apart < *known) {
            best = Some((apart, dwelling, survey.space(*space).name.clone()));
        }
    }
    best.map(|(_, dwelling, room)| (dwelling, room))
}

/// The item.
pub(super) fn item(context: &Context<'_, '_>, equipment: &[Equipment]) -> Item {
    let fields = WORDS.iter().map(|(key, words)| one(context, key, words, equipment)).collect();
    Item::new("M8", catalogue::item_title("M8"), fields)
}

fn one(context: &Context<'_, '_>, key: &'static str, words: &[&str], equipment: &[Equipment]) -> Field {
    let field = context.field(key);
    if field.is_known() {
        return field;
    }
    let named = |name: &str| words.iter().any(|word| name.to_lowercase().contains(word));
    let mut found: Vec<String> = Vec::new();
    let mut guids: Vec<GlobalId> = Vec::new();
    for hole in context.estate.openings.iter().filter(|hole| hole.dwelling == context.listed.id && named(&hole.name)) {
        found.push(format!("{}：{}（中心距地 {:.2} m）", hole.room, hole.name, hole.height));
        guids.extend(hole.guid.clone());
    }
    for line in equipment.iter().filter(|line| named(&line.name)) {
        found.push(format!("{}：{}", line.room.as_deref().unwrap_or("—"), line.name));
        guids.extend(line.guid.clone());
    }
    if key == "provisions.air_conditioner" {
        for room in context.home.rooms.iter().filter(|room| room.usage == "equipment_platform") {
            found.push(format!("设备平台：{}", room.name));
            guids.extend(context.estate.survey.space_guid(room.id));
        }
    }
    if found.is_empty() {
        return field;
    }
    found.dedup();
    let text = Field::text(
        key,
        field.title.clone(),
        same(found.join("；")),
        From::new(FromKind::Model, "openings and elements by name").of(guids),
    );
    Field { required: field.required, ..text }
}
