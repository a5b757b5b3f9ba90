//! M9: the schedule of doors and windows, with marks that the drawings repeat.

use haofang_facts::GlobalId;
use haofang_ifc::property;
use haofang_ifc::{Entity, class};
use haofang_policy::Localised;
use haofang_survey::authored;
use haofang_survey::building::{SpaceId, StoreyId, ThingId};

use super::Context;
use super::context::said;
use super::rooms::place;
use crate::catalogue;
use crate::content::{Door, Item, Window};
use crate::field::{Field, From, FromKind, both, same};
use crate::materials;

/// A door or window as the drawings need it.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    pub(crate) thing: ThingId,
    pub(crate) storey: Option<StoreyId>,
    pub(crate) mark: String,
}

/// What is outside of the dwelling is never named more closely.
fn outside() -> String {
    "公共部位/室外".to_owned()
}

/// The doors, the entrance first.
pub(super) fn doors(context: &Context<'_, '_>) -> (Vec<Door>, Vec<Marked>) {
    let survey = context.estate.survey;
    let mut all: Vec<_> = context.estate.doors.get(&context.listed.id).cloned().unwrap_or_default();
    let is_own = |space: SpaceId| survey.space(space).dwelling == Some(context.listed.id);
    let is_common = |space: Option<SpaceId>| space.is_some_and(|space| !is_own(space));
    all.sort_by_key(|door| !is_common(door.to));
    let mut out = Vec::new();
    let mut things = Vec::new();
    for (at, door) in all.iter().enumerate() {
        let thing = survey.thing(door.thing);
        let entity = thing.entity;
        let storey = survey.space(door.from).storey.or(thing.storey);
        let mark = format!("M{}", at + 1);
        let name_of = |space: SpaceId| {
            let found = survey.space(space);
            place(found.storey.map_or("", |storey| context.home.storey_name(storey)), &found.name)
        };
        let beyond = match door.to {
            Some(space) if is_own(space) => name_of(space),
            _ => outside(),
        };
        let (width, height, from) = size(context, door.thing);
        out.push(Door {
            mark: mark.clone(),
            guid: survey.thing_guid(door.thing),
            name: thing.name.clone(),
            between: vec![name_of(door.from), beyond],
            is_entrance: is_common(door.to),
            width,
            height,
            size_from: from,
            operation: operation(entity).map(|word| swing_words(&word)),
            fire_rating: fire_rating(entity, &thing.name),
            maker: maker(entity),
        });
        things.push(Marked { thing: door.thing, storey, mark });
    }
    (out, things)
}

/// Overall size as written, else of the body.
fn size(context: &Context<'_, '_>, id: ThingId) -> (Option<f64>, Option<f64>, Option<&'static str>) {
    let survey = context.estate.survey;
    let entity = survey.thing(id).entity;
    let unit = entity.model().units().length.as_ref().ok().copied();
    let written = |name: &str| {
        entity.named(name).as_f64().zip(unit).map(|(value, unit)| value * unit).filter(|metres| *metres > 0.05 && *metres < 20.0)
    };
    if let (Some(width), Some(height)) = (written("OverallWidth"), written("OverallHeight")) {
        return (Some(width), Some(height), Some("authored"));
    }
    let (Ok(plan), Some(extent)) = (survey.plan(id), survey.extent(id)) else { return (None, None, None) };
    let longest = haofang_geometry::plan::longest_edge(plan).map(|edge| edge.length());
    (longest, Some(extent.max[2] - extent.min[2]), Some("measured"))
}

/// The operation of a door: its own, else its type's.
pub(crate) fn operation(entity: Entity<'_>) -> Option<String> {
    let said = |word: Option<&str>| word.filter(|word| !matches!(*word, "NOTDEFINED" | "USERDEFINED")).map(str::to_owned);
    let of_type = || entity.model().relations().type_of(entity).and_then(|found| said(found.named("OperationType").as_enum()));
    said(entity.named("OperationType").as_enum()).or_else(of_type)
}

fn swing_words(word: &str) -> Localised {
    let (zh, en) = match word {
        "SINGLE_SWING_LEFT" => ("单扇平开（左）", "single swing, left"),
        "SINGLE_SWING_RIGHT" => ("单扇平开（右）", "single swing, right"),
        "DOUBLE_DOOR_SINGLE_SWING" | "DOUBLE_PANEL_SINGLE_SWING" => ("双扇平开", "double swing doors"),
        "DOUBLE_SWING_LEFT" | "DOUBLE_SWING_RIGHT" | "DOUBLE_DOOR_DOUBLE_SWING" => ("双向弹簧门", "double-acting"),
        "SLIDING_TO_LEFT" | "SLIDING_TO_RIGHT" => ("单扇推拉", "sliding"),
        "DOUBLE_DOOR_SLIDING" => ("双扇推拉", "double sliding"),
        "FOLDING_TO_LEFT" | "FOLDING_TO_RIGHT" | "DOUBLE_DOOR_FOLDING" => ("折叠", "folding"),
        "REVOLVING" => ("旋转", "revolving"),
        "ROLLINGUP" => ("卷帘", "rolling"),
        other => return same(other.to_lowercase()),
    };
    both(zh, en)
}

fn fire_rating(entity: Entity<'_>, name: &str) -> Option<String> {
    let written = said(entity, &["FireRating", "防火等级", "耐火等级", "耐火极限", "防火性能"]).map(|reading| reading.value);
    let by_name = || ["甲级", "乙级", "丙级"].into_iter().find(|class| name.contains(class)).map(|class| format!("{class}防火门"));
    let by_mark = || {
        let mark = name.strip_prefix("FM")?;
        [("甲", "甲级防火门"), ("乙", "乙级防火门"), ("丙", "丙级防火门")]
            .into_iter()
            .find(|(letter, _)| mark.starts_with(letter))
            .map(|(_, word)| word.to_owned())
    };
    written.or_else(by_name).or_else(by_mark)
}

fn maker(entity: Entity<'_>) -> Option<String> {
    said(entity, &["Manufacturer", "品牌", "生产厂家", "厂家", "制造商", "生产厂商"]).map(|reading| reading.value)
}

/// The windows in the order of rooms.
pub(super) fn windows(context: &Context<'_, '_>) -> (Vec<Window>, Vec<Marked>) {
    let survey = context.estate.survey;
    let mut all = context.estate.windows.get(&context.listed.id).cloned().unwrap_or_default();
    let order = |space: SpaceId| context.home.rooms.iter().position(|room| room.id == space);
    all.sort_by_key(|(_, space, _)| order(*space));
    let mut out = Vec::new();
    let mut things = Vec::new();
    for (at, (subject, space, thing)) in all.iter().enumerate() {
        let mark = format!("C{}", at + 1);
        let room = survey.space(*space);
        let entity = thing.map(|thing| survey.thing(thing).entity);
        let read = |names: &[&str]| entity.and_then(|entity| said(entity, names)).map(|reading| reading.value);
        let given = |key: &str| context.given.text(key).map(str::to_owned);
        out.push(Window {
            mark: mark.clone(),
            guid: subject.guid.clone(),
            name: subject.name.clone(),
            room: place(room.storey.map_or("", |storey| context.home.storey_name(storey)), &room.name),
            width: subject.number("width"),
            height: subject.number("height"),
            sill_height: subject.number("sill_height"),
            is_bay: subject.claim("is_bay_window"),
            is_system: subject.claim("is_system_window"),
            glass: glass(entity).or_else(|| read(&["玻璃", "玻璃类型", "玻璃配置", "GlassType"])).or_else(|| given("windows.glass")),
            frame: frame(entity).or_else(|| read(&["窗框", "窗框材质", "型材", "框材"])).or_else(|| given("windows.frame")),
            u_value: entity.and_then(u_value).or_else(|| context.given.number("windows.u_value")),
            sound: read(&["AcousticRating", "隔声性能", "隔声量", "空气声隔声"]),
            maker: subject.text("manufacturer").map(str::to_owned).or_else(|| given("windows.brand")),
        });
        if let Some(thing) = thing {
            things.push(Marked { thing: *thing, storey: room.storey.or(survey.thing(*thing).storey), mark });
        }
    }
    (out, things)
}

/// The thermal transmittance: a property of that measure, else the table's words.
fn u_value(entity: Entity<'_>) -> Option<f64> {
    let standard = property::property(entity, "Pset_WindowCommon", "ThermalTransmittance").and_then(|value| value.as_f64());
    standard
        .or_else(|| authored::number(entity, &["传热系数", "传热系数K", "K值"]).map(|reading| reading.value))
        .filter(|value| *value > 0.1 && *value < 10.0)
}

/// Glass by its layers, where the standard set says so.
fn glass(entity: Option<Entity<'_>>) -> Option<String> {
    let entity = entity?;
    let layers = property::property(entity, "Pset_DoorWindowGlazingType", "GlassLayers").and_then(|value| value.as_f64());
    let fill = property::property(entity, "Pset_DoorWindowGlazingType", "FillGas").and_then(|value| value.as_text().map(str::to_owned));
    let by_material = || {
        materials::of(entity)
            .into_iter()
            .map(|found| found.name)
            .find(|name| name.contains("玻璃") || name.to_lowercase().contains("glass"))
    };
    match (layers, fill) {
        (Some(layers), Some(fill)) => Some(format!("{layers:.0} 层，{fill}")),
        (Some(layers), None) => Some(format!("{layers:.0} 层")),
        _ => by_material(),
    }
}

/// The frame by material, or by the construction of its style (IFC2X3).
fn frame(entity: Option<Entity<'_>>) -> Option<String> {
    let entity = entity?;
    let metal = ["铝", "塑钢", "断桥", "木", "钢", "alumin", "pvc", "wood", "steel"];
    let named = materials::of(entity).into_iter().map(|found| found.name).find(|name| {
        let name = name.to_lowercase();
        metal.iter().any(|word| name.contains(word))
    });
    named.or_else(|| {
        let style = entity.model().relations().type_of(entity)?;
        let word = style.named("ConstructionType").as_enum().filter(|_| style.is_a(class::IFC_WINDOW_STYLE))?;
        let zh = match word {
            "ALUMINIUM" => "铝合金",
            "HIGH_GRADE_STEEL" => "不锈钢",
            "STEEL" => "钢",
            "WOOD" => "木",
            "ALUMINIUM_WOOD" => "铝木复合",
            "PLASTIC" => "塑料",
            _ => return None,
        };
        Some(zh.to_owned())
    })
}

/// The item.
pub(super) fn item(context: &Context<'_, '_>, doors: &[Door], windows: &[Window]) -> Item {
    let known = doors.iter().filter(|door| door.width.is_some()).count() + windows.iter().filter(|window| window.width.is_some()).count();
    let all = doors.len() + windows.len();
    let schedule = if all > 0 && known == all {
        let guids = doors.iter().filter_map(|door| door.guid.clone()).chain(windows.iter().filter_map(|window| window.guid.clone()));
        let text = both(
            format!("门 {} 樘、窗 {} 樘，尺寸见门窗表", doors.len(), windows.len()),
            format!("{} doors, {} windows; sizes in the schedule", doors.len(), windows.len()),
        );
        Field::text(
            "openings.schedule",
            both("门窗规格", "sizes"),
            text,
            From::new(FromKind::Measured, "openings and overall sizes").of(guids),
        )
    } else {
        Field::empty("openings.schedule", both("门窗规格", "sizes")).supplied_by(
            format!("{all} 樘门窗中 {known} 樘有尺寸；门窗须位于房间边界"),
            format!("{known} of {all} have a size; doors and windows must stand at the rooms"),
        )
    };
    let mut fields = vec![schedule];
    let every = |pick: fn(&Window) -> Option<&String>| -> Option<Vec<&String>> {
        let all: Vec<&String> = windows.iter().filter_map(pick).collect();
        (!windows.is_empty() && all.len() == windows.len()).then_some(all)
    };
    for (key, values) in [
        ("windows.brand", every(|window| window.maker.as_ref())),
        ("windows.frame", every(|window| window.frame.as_ref())),
        ("windows.glass", every(|window| window.glass.as_ref())),
    ] {
        let mut field = context.field(key);
        if let Some(mut values) = values.filter(|_| !field.is_known()) {
            values.dedup();
            let text = values.into_iter().cloned().collect::<Vec<_>>().join("、");
            let guids: Vec<GlobalId> = windows.iter().filter_map(|window| window.guid.clone()).collect();
            field = Field::text(key, field.title, same(text), From::new(FromKind::Model, "properties of every window").of(guids));
        }
        fields.push(field);
    }
    fields.extend(["windows.u_value", "windows.cleaning", "doors.entrance_brand"].map(|key| context.field(key)));
    let mut rating = context.field("doors.entrance_rating");
    if let Some((door, fire)) =
        doors.iter().find(|door| door.is_entrance).and_then(|door| Some((door, door.fire_rating.clone()?))).filter(|_| !rating.is_known())
    {
        rating = Field::text(
            rating.key.clone(),
            rating.title.clone(),
            same(fire),
            From::new(FromKind::Model, "FireRating or name").of(door.guid.clone()),
        )
        .optional();
    }
    fields.push(rating);
    let mut item = Item::new("M9", catalogue::item_title("M9"), fields);
    if all == 0 && item.fields.iter().all(|field| !field.is_known()) {
        item.status = crate::content::Status::Missing;
    }
    item
}
