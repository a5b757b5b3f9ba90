//! The chapters: each reads the model, the facts and `manual.toml` for one dwelling and says what it found and what not.

mod companies;
mod context;
mod digital;
mod general;
pub(crate) mod openings;
mod orientation;
mod promises;
pub(crate) mod provisions;
mod rooms;
mod rules;
pub(crate) mod services;
pub(crate) mod structure;
pub(crate) mod trade;
mod warranty;
mod wet;

use haofang_policy::Localised;

use crate::catalogue;
use crate::content::{Device, Document, Gap, Identity, Item, Manual, Source, State, Trade};
use crate::draw;
use crate::estate::{Estate, Listed};
use crate::field::{Field, both};
pub(crate) use context::Context;
pub(crate) use digital::encoded;
pub(crate) use openings::operation;
pub(crate) use rooms::clear_size;

/// Everything of one dwelling.
pub(crate) fn compose(estate: &Estate<'_, '_>, listed: &Listed) -> Manual {
    let context = Context::new(estate, listed);
    let (doors, door_things) = openings::doors(&context);
    let (windows, window_things) = openings::windows(&context);
    let structure = structure::parts(&context);
    let (equipment, equipment_places) = services::equipment(&context);
    let layers = wet::layers(&context);
    let rooms = rooms::rooms(&context, &doors, &windows, &layers);
    let drawings = draw::all(
        &context,
        &draw::Marks { doors: &door_things, windows: &window_things, structure: &structure, equipment: &equipment_places },
    );
    let parts: Vec<_> = structure.into_iter().map(|placed| placed.part).collect();
    let rules = rules::rules(&context, &parts, &rooms);
    let warranty = warranty::table(&context);
    let documents = documents(&context);
    let items = vec![
        companies::item(&context),
        general::dwelling(&context, &rooms),
        general::structure(&context),
        structure::item(&parts),
        wet::item(&context, &layers, &rooms),
        services::supply(&context, &equipment),
        services::power(&context, &equipment),
        provisions::item(&context, &equipment),
        openings::item(&context, &doors, &windows),
        rules::fit_out(&context, &parts, &rooms),
        warranty::item(&context),
        rules::safety(&context, &doors, &equipment),
        services::list(&context, &equipment),
        digital::item(&context, &drawings),
    ];
    let state = digital::state(&context);
    let gaps = gaps(&items);
    Manual {
        schema: "haofang.manual/1",
        tool: estate.edition.tool.clone(),
        as_of: estate.edition.as_of.clone(),
        version: digital::version(&context),
        state,
        stamp: stamp(&context, state),
        code: digital::code(&context),
        sources: sources(&context),
        dwelling: identity(&context),
        promises: promises::of(&context),
        items,
        rooms,
        doors,
        windows,
        structure: parts,
        equipment,
        layers,
        rules,
        warranty,
        documents,
        drawings,
        gaps,
    }
}

fn identity(context: &Context<'_, '_>) -> Identity {
    let (survey, listed) = (context.estate.survey, context.listed);
    let building = context.home.dwelling.building;
    let subject = survey.dwelling_subject(listed.id);
    Identity {
        guid: subject.guid,
        subject: subject.id.0,
        number: listed.number.clone(),
        number_is_authored: listed.number_is_authored,
        recognised_by: subject.recognised_by,
        project: general::project_name(context).text.map_or_else(String::new, |text| text.zh),
        building: listed.building.clone(),
        building_guid: building.and_then(|building| survey.building_subject(building).guid),
        unit: listed.unit.clone(),
        storeys: listed.storeys.clone(),
        dwelling_type: listed.dwelling_type.clone().or_else(|| context.given.text("home.type").map(str::to_owned)),
    }
}

fn sources(context: &Context<'_, '_>) -> Vec<Source> {
    let files = context.estate.sheet.sources.iter();
    files
        .map(|source| Source { file: source.file.clone(), sha256: source.sha256.clone(), application: source.application.clone() })
        .collect()
}

/// What stands on every page: which model, and that it is no legal measure.
fn stamp(context: &Context<'_, '_>, state: State) -> Localised {
    let hash = context.hash();
    let whole = context.estate.sheet.is_whole();
    let (torn_zh, torn_en) =
        if whole { ("", "") } else { ("模型文件不完整，内容可能缺失。", "The model file is incomplete. ") };
    match state {
        State::AsBuilt => both(
            format!("{torn_zh}依据竣工模型（{hash}）生成；面积等为模型计算值，以产权登记为准。"),
            format!("{torn_en}Made from the as-built model ({hash}); areas are computed from the model, the land register decides."),
        ),
        State::NotAsBuilt => both(
            format!("{torn_zh}非竣工模型，仅供参考：依据模型（{hash}）生成；面积等为模型计算值，以产权登记为准。"),
            format!(
                "{torn_en}Not an as-built model, for reference only: made from the model ({hash}); areas are computed from the model, the land register decides."
            ),
        ),
    }
}

fn documents(context: &Context<'_, '_>) -> Vec<Document> {
    let mut out: Vec<Document> = context
        .given
        .documents()
        .map(|given| Document { title: given.title.clone(), file: given.file.clone(), of: both("项目", "project").zh })
        .collect();
    out.extend(services::documents(context));
    out
}

/// What is missing, as work: every required field without a value, with how to supply it.
fn gaps(items: &[Item]) -> Vec<Gap> {
    let of_item = |item: &Item| {
        let id = item.id;
        let missing = item.fields.iter().filter(|field| field.required && !field.is_known());
        missing
            .map(move |field| Gap {
                item: id,
                key: field.key.clone(),
                what: field.title.clone(),
                supply: supply(&field.key, field.supply.as_ref()),
            })
            .collect::<Vec<_>>()
    };
    items.iter().flat_map(of_item).collect()
}

/// How to supply a field: what its chapter says, else the properties and the key that are read.
pub(crate) fn supply(key: &str, own: Option<&Localised>) -> Localised {
    let by_table = catalogue::spec(key).map(|spec| {
        let (section, name) = spec.key.split_once('.').unwrap_or(("", spec.key));
        match spec.properties.first() {
            Some(property) => both(
                format!("模型属性“{property}”，或 manual.toml [{section}] {name}"),
                format!("property {property} in the model, or manual.toml [{section}] {name}"),
            ),
            None => both(format!("manual.toml [{section}] {name}"), format!("manual.toml [{section}] {name}")),
        }
    });
    match (own, by_table) {
        (Some(own), Some(table)) => both(format!("{}；{}", own.zh, table.zh), format!("{}; {}", own.en, table.en)),
        (Some(own), None) => own.clone(),
        (None, Some(table)) => table,
        (None, None) => both("补充模型", "model it"),
    }
}

/// Every trade, in the order of the manual.
pub(crate) const TRADES: [Trade; 10] = [
    Trade::Water,
    Trade::Drain,
    Trade::Gas,
    Trade::Heat,
    Trade::Air,
    Trade::Power,
    Trade::Data,
    Trade::Fire,
    Trade::Provision,
    Trade::Other,
];

/// A trade in both languages.
pub(crate) const fn trade_words(of: Trade) -> (&'static str, &'static str) {
    trade::title(of)
}

/// A trade in Chinese.
pub(crate) const fn trade_title(of: Trade) -> &'static str {
    trade::title(of).0
}

/// Where water, gas and power are shut off, as modelled or given; what is unknown stays empty.
pub(crate) fn emergency(manual: &Manual) -> Vec<Field> {
    let wanted = [
        (Device::WaterValve, "water.main_valve", "总水阀", "main water valve"),
        (Device::GasValve, "gas.valve", "燃气阀", "gas valve"),
        (Device::PowerBoard, "power.board", "配电箱", "consumer unit"),
    ];
    wanted
        .into_iter()
        .map(|(device, key, zh, en)| {
            if let Some(field) = manual.field(key).filter(|field| field.is_known()) {
                return Field { title: both(zh, en), ..field.clone() };
            }
            match manual.equipment.iter().find(|line| line.device == Some(device)) {
                Some(line) => services::position(key, zh, en, line),
                None => Field::empty(key, both(zh, en)),
            }
        })
        .collect()
}
