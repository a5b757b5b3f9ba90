//! M6, M7 and M13: water, drains, gas, heating, air, power, data and fire protection as far as they are modelled, and their
//! makers. A dwelling of a model without services says so; nothing is drawn or listed that is not there.

use haofang_geometry::plan::Point2;
use haofang_ifc::Entity;
use haofang_survey::authored;
use haofang_survey::building::StoreyId;

use super::context::said;
use super::{Context, trade};
use crate::catalogue;
use crate::content::{Device, Document, Equipment, Item, Status, Trade};
use crate::field::{Field, From, FromKind, both};
use crate::materials;
use crate::overlay::GivenEquipment;

/// Where a device stands, for the plan of services.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) mark: String,
    pub(crate) trade: Trade,
    pub(crate) device: Option<Device>,
    pub(crate) storey: Option<StoreyId>,
    pub(crate) at: Option<Point2>,
}

/// The equipment of the dwelling; alike pieces of one room are one line.
pub(super) fn equipment(context: &Context<'_, '_>) -> (Vec<Equipment>, Vec<Spot>) {
    let survey = context.estate.survey;
    let placed = context.estate.devices.get(&context.listed.id).map_or(&[][..], Vec::as_slice);
    let mut lines: Vec<Equipment> = Vec::new();
    let mut spots: Vec<Spot> = Vec::new();
    for one in placed {
        let thing = survey.thing(one.thing);
        let texts = trade::texts(thing.entity);
        let Some(trade) = trade::of(thing.entity, &texts) else { continue };
        let room = survey.space(one.room);
        let storey = room.storey.or(thing.storey);
        let extent = survey.extent(one.thing);
        let height = extent.zip(storey).map(|(extent, storey)| 0.5 * (extent.min[2] + extent.max[2]) - survey.storey(storey).elevation);
        let at = extent.map(|extent| Point2 { x: 0.5 * (extent.min[0] + extent.max[0]), y: 0.5 * (extent.min[1] + extent.max[1]) });
        let new = line(context, one.thing, trade, trade::device(thing.entity, trade, &texts), room.name.clone(), storey, height);
        let mark = match lines.iter_mut().find(|known| is_alike(known, &new)) {
            Some(known) => {
                known.count += 1;
                if known.height != new.height {
                    known.height = None;
                }
                known.mark.clone()
            }
            None => {
                let mark = format!("E{}", lines.len() + 1);
                lines.push(Equipment { mark: mark.clone(), ..new });
                mark
            }
        };
        let device = lines.iter().find(|line| line.mark == mark).and_then(|line| line.device);
        spots.push(Spot { mark, trade, device, storey, at });
    }
    for given in context.given.equipment() {
        merge(&mut lines, given);
    }
    (lines, spots)
}

fn is_alike(known: &Equipment, new: &Equipment) -> bool {
    let kinds = |one: &Equipment| {
        (
            one.name.clone(),
            one.trade,
            one.room.clone(),
            one.storey.clone(),
            one.size.clone(),
            one.material.clone(),
            one.serial.clone(),
            one.maker.clone(),
            one.model.clone(),
        )
    };
    kinds(known) == kinds(new) && known.device.is_none()
}

fn line(
    context: &Context<'_, '_>,
    id: haofang_survey::building::ThingId,
    trade: Trade,
    device: Option<Device>,
    room: String,
    storey: Option<StoreyId>,
    height: Option<f64>,
) -> Equipment {
    let survey = context.estate.survey;
    let thing = survey.thing(id);
    let read = |names: &[&str]| said(thing.entity, names).map(|reading| reading.value);
    let of_type = thing.entity.model().relations().type_of(thing.entity).and_then(|found| found.name()).map(|name| name.trim().to_owned());
    let name = if thing.name.is_empty() { of_type.unwrap_or_else(|| thing.class.name().to_owned()) } else { thing.name.clone() };
    Equipment {
        mark: String::new(),
        guid: survey.thing_guid(id),
        class: thing.class.name(),
        name: without_number(&name),
        trade,
        device,
        room: Some(room),
        storey: storey.map(|storey| context.home.storey_name(storey).to_owned()),
        count: 1,
        height,
        size: read(&[
            "公称直径",
            "管径",
            "直径",
            "NominalDiameter",
            "规格",
            "规格型号",
            "尺寸",
            "Size",
            "额定电流",
            "额定功率",
            "RatedCurrent",
            "NominalCurrent",
        ]),
        material: materials::words(&materials::of(thing.entity)).or_else(|| read(&["材质", "材料", "管材"])),
        maker: read(&["Manufacturer", "品牌", "生产厂家", "厂家", "制造商", "生产厂商"]),
        model: read(&["ModelLabel", "ModelReference", "型号", "产品型号"]),
        serial: read(&["SerialNumber", "序列号", "出厂编号"]),
        installed: read(&["InstallationDate", "安装日期"]),
        warranty_until: read(&["WarrantyEndDate", "保修截止", "质保截止日期"]),
        maintenance_months: authored::number(thing.entity, &["维护周期", "保养周期", "维护周期(月)"]).map(|reading| reading.value),
        manual: document_of(thing.entity).and_then(|document| document.file.or(Some(document.title))),
    }
}

/// Revit puts the element's number after the name.
fn without_number(name: &str) -> String {
    match name.rsplit_once(':') {
        Some((rest, number)) if number.len() >= 5 && number.bytes().all(|byte| byte.is_ascii_digit()) => rest.to_owned(),
        _ => name.to_owned(),
    }
}

/// What `manual.toml` says of a device in the model, else a line of its own.
fn merge(lines: &mut Vec<Equipment>, given: &GivenEquipment) {
    let wanted = given.matches.as_deref().unwrap_or(&given.name);
    let mut found = false;
    for line in lines.iter_mut() {
        let by_guid = line.guid.as_ref().is_some_and(|guid| guid.0 == wanted);
        if !by_guid && !line.name.contains(wanted) {
            continue;
        }
        if given.room.as_ref().is_some_and(|room| line.room.as_ref() != Some(room)) {
            continue;
        }
        found = true;
        let set = |into: &mut Option<String>, value: &Option<String>| {
            if let Some(value) = value {
                *into = Some(value.clone());
            }
        };
        set(&mut line.maker, &given.maker);
        set(&mut line.model, &given.model);
        set(&mut line.serial, &given.serial);
        set(&mut line.installed, &given.installed);
        set(&mut line.warranty_until, &given.warranty_until);
        set(&mut line.manual, &given.manual);
        line.maintenance_months = given.maintenance_months.or(line.maintenance_months);
    }
    if found || given.matches.is_some() {
        return;
    }
    let trade = match given.trade.as_deref() {
        Some("water") => Trade::Water,
        Some("drain") => Trade::Drain,
        Some("gas") => Trade::Gas,
        Some("heat") => Trade::Heat,
        Some("air") => Trade::Air,
        Some("power") => Trade::Power,
        Some("data") => Trade::Data,
        Some("fire") => Trade::Fire,
        Some("provision") => Trade::Provision,
        _ => Trade::Other,
    };
    lines.push(Equipment {
        mark: format!("E{}", lines.len() + 1),
        guid: None,
        class: "",
        name: given.name.clone(),
        trade,
        device: None,
        room: given.room.clone(),
        storey: None,
        count: 1,
        height: None,
        size: None,
        material: None,
        maker: given.maker.clone(),
        model: given.model.clone(),
        serial: given.serial.clone(),
        installed: given.installed.clone(),
        warranty_until: given.warranty_until.clone(),
        maintenance_months: given.maintenance_months,
        manual: given.manual.clone(),
    });
}

/// A document of an element or its type.
fn document_of(entity: Entity<'_>) -> Option<Document> {
    entity.model().relations().documents_of(entity).into_iter().find_map(|reference| {
        let text = |name: &str| reference.named(name).as_text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let title = text("Name").or_else(|| text("Description"))?;
        Some(Document { title, file: text("Location"), of: entity.name().unwrap_or_default().into_owned() })
    })
}

/// The documents of its equipment, doors and windows.
pub(super) fn documents(context: &Context<'_, '_>) -> Vec<Document> {
    let survey = context.estate.survey;
    let devices = context.estate.devices.get(&context.listed.id).into_iter().flatten().map(|placed| placed.thing);
    let doors = context.estate.doors.get(&context.listed.id).into_iter().flatten().map(|door| door.thing);
    let windows = context.estate.windows.get(&context.listed.id).into_iter().flatten().filter_map(|(_, _, thing)| *thing);
    let mut out: Vec<Document> = Vec::new();
    for thing in devices.chain(doors).chain(windows) {
        if let Some(document) = document_of(survey.thing(thing).entity).filter(|document| !out.contains(document)) {
            out.push(document);
        }
    }
    out
}

/// The lines of one trade in a sentence.
fn summary(equipment: &[Equipment], wanted: Trade) -> Option<(String, Vec<haofang_facts::GlobalId>)> {
    let mut parts: Vec<String> = Vec::new();
    let own: Vec<&Equipment> = equipment.iter().filter(|line| line.trade == wanted).collect();
    for line in &own {
        let words = format!("{}{}", line.name, if line.count > 1 { format!("×{}", line.count) } else { String::new() });
        let place = line.room.as_deref().unwrap_or("");
        parts.push(if place.is_empty() { words } else { format!("{place}：{words}") });
    }
    let more = parts.len().saturating_sub(6);
    parts.truncate(6);
    if more > 0 {
        parts.push(format!("等 {} 项", own.len()));
    }
    (!own.is_empty()).then(|| (parts.join("；"), own.iter().filter_map(|line| line.guid.clone()).collect()))
}

/// M6.
pub(super) fn supply(context: &Context<'_, '_>, equipment: &[Equipment]) -> Item {
    let mut fields = Vec::new();
    let groups: [(&str, Trade, &[&'static str]); 7] = [
        ("services.water", Trade::Water, &["water.pipe", "water.main_valve", "water.hot_water"]),
        ("services.drain", Trade::Drain, &["drain.pipe"]),
        ("services.gas", Trade::Gas, &["gas.supply", "gas.valve"]),
        ("services.heat", Trade::Heat, &["heating.system"]),
        ("services.air", Trade::Air, &["air.filter_cycle"]),
        ("services.data", Trade::Data, &["data.provider"]),
        ("services.fire", Trade::Fire, &["fire.system"]),
    ];
    for (key, of, keys) in groups {
        let (zh, en) = trade::title(of);
        let given: Vec<Field> = keys.iter().map(|key| context.field(key)).collect();
        let title = both(zh, en);
        let field = match summary(equipment, of) {
            Some((words, guids)) => {
                Field::text(key, title, crate::field::same(words), From::new(FromKind::Model, "elements in its rooms").of(guids))
            }
            None if given.iter().any(|field| field.is_known() && field.key != "air.filter_cycle") => {
                Field::text(key, title, both("见建设单位说明", "see the developer's note"), From::new(FromKind::Overlay, "manual.toml"))
            }
            None if !context.estate.has_services => {
                Field::empty(key, title).supplied_by("模型未包含机电专业，请提交机电模型", "no services are modelled: submit the MEP model")
            }
            None => {
                Field::empty(key, title).supplied_by(format!("本户房间内没有{zh}构件"), format!("no {en} in the rooms of the dwelling"))
            }
        };
        let required = !matches!(of, Trade::Air | Trade::Heat);
        fields.push(Field { required, ..field });
        fields.extend(given);
    }
    let title = catalogue::item_title("M6");
    Item::new("M6", title, fields)
}

/// M7.
pub(super) fn power(context: &Context<'_, '_>, equipment: &[Equipment]) -> Item {
    let mut board = context.field("power.board");
    if let Some(found) = equipment.iter().find(|line| line.device == Some(Device::PowerBoard)).filter(|_| !board.is_known()) {
        board = position("power.board", "户内配电箱位置", "consumer unit", found);
    }
    let fields = vec![
        context.field("power.rated_load_kw"),
        board,
        context.field("power.circuits"),
        context.field("power.rcd"),
        context.field("power.equipotential"),
    ];
    Item::new("M7", catalogue::item_title("M7"), fields)
}

/// Where a device is: room and height.
pub(super) fn position(key: &'static str, zh: &str, en: &str, line: &Equipment) -> Field {
    let room = line.room.clone().unwrap_or_default();
    let (high_zh, high_en) = match line.height {
        Some(metres) => (format!("，距地 {metres:.2} m"), format!(", {metres:.2} m above the floor")),
        None => (String::new(), String::new()),
    };
    let text = both(format!("{room}{high_zh}（{} {}）", line.mark, line.name), format!("{room}{high_en} ({} {})", line.mark, line.name));
    Field::text(key, both(zh, en), text, From::new(FromKind::Measured, "room and middle of its body").of(line.guid.clone()))
}

/// M13.
pub(super) fn list(context: &Context<'_, '_>, equipment: &[Equipment]) -> Item {
    let devices: Vec<&Equipment> = equipment
        .iter()
        .filter(|line| {
            ![
                "IfcPipeSegment",
                "IfcFlowSegment",
                "IfcPipeFitting",
                "IfcFlowFitting",
                "IfcDuctSegment",
                "IfcDuctFitting",
                "IfcCableSegment",
                "IfcCableCarrierSegment",
            ]
            .contains(&line.class)
        })
        .collect();
    let title = both("设备清单", "list of equipment");
    if devices.is_empty() {
        let field = Field::empty("equipment.list", title)
            .supplied_by("机电模型中的设备，或 manual.toml [[equipment]]", "equipment of the MEP model, or manual.toml [[equipment]]");
        let mut item = Item::new("M13", catalogue::item_title("M13"), vec![field, context.field("maintenance.note")]);
        item.status = Status::Missing;
        return item;
    }
    let guids = devices.iter().filter_map(|line| line.guid.clone());
    let text = both(format!("{} 项，见设备清单", devices.len()), format!("{}, see the list", devices.len()));
    let mut fields = vec![Field::text("equipment.list", title, text, From::new(FromKind::Model, "elements in its rooms").of(guids))];
    for (key, zh, en, known) in [
        ("equipment.makers", "厂家", "makers", devices.iter().filter(|line| line.maker.is_some()).count()),
        ("equipment.models", "型号", "models", devices.iter().filter(|line| line.model.is_some()).count()),
        ("equipment.manuals", "说明书", "manuals", devices.iter().filter(|line| line.manual.is_some()).count()),
    ] {
        fields.push(if known == devices.len() {
            Field::text(key, both(zh, en), both("齐全", "complete"), From::new(FromKind::Model, "properties and manual.toml"))
        } else {
            Field::empty(key, both(zh, en)).supplied_by(
                format!("{} 项设备中 {known} 项有{zh}：补 Pset_ManufacturerTypeInformation 或 manual.toml [[equipment]]", devices.len()),
                format!("{known} of {} have {en}: Pset_ManufacturerTypeInformation or manual.toml [[equipment]]", devices.len()),
            )
        });
    }
    fields.push(context.field("maintenance.note"));
    Item::new("M13", catalogue::item_title("M13"), fields)
}
