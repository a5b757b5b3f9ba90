//! M14: the digital files, the code on the cover, and the state that the model shows.

use super::Context;
use super::context::said;
use crate::catalogue;
use crate::content::{Drawing, Item, State};
use crate::field::{Amount, Field, From, FromKind, both, same};

/// Whether the developer, or the model, says that it shows the building as built.
pub(super) fn state(context: &Context<'_, '_>) -> State {
    if context.given.get("edition.as_built").is_some() {
        return if context.given.is_true("edition.as_built") { State::AsBuilt } else { State::NotAsBuilt };
    }
    let survey = context.estate.survey;
    let of_building = context
        .home
        .dwelling
        .building
        .into_iter()
        .flat_map(|building| survey.building(building).entities.iter().map(|(_, entity)| *entity));
    let projects = survey.models.iter().filter_map(|named| named.model.all(haofang_ifc::class::IFC_PROJECT).next());
    let stage = of_building.chain(projects).find_map(|entity| said(entity, &["模型阶段", "模型类型", "阶段"]));
    match stage {
        Some(reading) if reading.value.contains("竣工") && !reading.value.contains('非') => State::AsBuilt,
        _ => State::NotAsBuilt,
    }
}

/// The version of the manual.
pub(super) fn version(context: &Context<'_, '_>) -> String {
    context.given.text("edition.version").unwrap_or("1").to_owned()
}

/// What the QR code says: the developer's address with its places filled in, else dwelling, version and model.
pub(super) fn code(context: &Context<'_, '_>) -> String {
    let subject = context.estate.survey.dwelling_subject(context.listed.id);
    let id = subject.guid.map_or_else(|| subject.id.0.clone(), |guid| guid.0.into());
    let hash: String = context.hash().rsplit(' ').next().unwrap_or_default().to_owned();
    let version = version(context);
    match context.given.text("edition.url") {
        Some(url) => [
            ("{id}", &id),
            ("{number}", &context.listed.number),
            ("{building}", &context.listed.building),
            ("{version}", &version),
            ("{model}", &hash),
        ]
        .iter()
        .fold(url.to_owned(), |url, (place, value)| url.replace(place, &encoded(value))),
        None => format!("haofang:manual?dwelling={}&version={}&model={}", encoded(&id), encoded(&version), encoded(&hash)),
    }
}

/// A value as a part of an address.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The item.
pub(super) fn item(context: &Context<'_, '_>, drawings: &[Drawing]) -> Item {
    let subject = context.estate.survey.dwelling_subject(context.listed.id);
    let guid = match subject.guid {
        Some(guid) => Field::text(
            "digital.guid",
            both("本户 GlobalId", "GlobalId of the dwelling"),
            same(guid.0.clone()),
            From::new(FromKind::Model, subject.recognised_by).of([guid]),
        ),
        None => Field::empty("digital.guid", both("本户 GlobalId", "GlobalId of the dwelling"))
            .supplied_by("按户建 IfcZone（或 IfcSpatialZone）并把房间归入", "an IfcZone (or IfcSpatialZone) per dwelling with its rooms"),
    };
    let has_plan = drawings.iter().any(|drawing| drawing.kind == "plan");
    let files = |key: &str, zh: &str, en: &str, name: &str| {
        let title = both(zh, en);
        if has_plan {
            Field::text(key, title, same(name), From::new(FromKind::Derived, "written beside this manual"))
        } else {
            Field::empty(key, title).supplied_by("房间（IfcSpace）须有几何形体", "rooms (IfcSpace) need shapes")
        }
    };
    let data = Field::text(
        "digital.data",
        both("数据文件", "data"),
        same("manual.json、data.json、health-card.json"),
        From::new(FromKind::Derived, "written beside this manual"),
    )
    .optional();
    let mut fields = vec![
        guid,
        files("digital.plan", "平面图", "plans", "plan-*.svg"),
        files("digital.model", "三维模型", "3D model", "model.glb"),
        data,
    ];
    fields.extend(["edition.as_built", "edition.model_version", "edition.version", "edition.handover"].map(|key| context.field(key)));
    let mut item = Item::new("M14", catalogue::item_title("M14"), fields);
    if item.fields.iter().all(|field| !field.required || !field.is_known()) {
        item.status = crate::content::Status::Missing;
    }
    if item.fields.iter().all(|field| field.value != Some(Amount::Flag(true))) && state(context) == State::AsBuilt {
        item.fields.retain(|field| field.key != "edition.as_built");
    }
    item
}
