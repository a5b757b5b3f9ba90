//! M2 and M3: the dwelling in numbers — measured ones labelled as model values — and the structure it stands in.

use haofang_facts::{GlobalId, Unit};
use haofang_geometry::plan;
use haofang_ifc::class;

use super::Context;
use super::context::is_said;
use crate::catalogue;
use crate::content::{Item, Room};
use crate::field::{Field, From, FromKind, both, same};
use crate::home::OUTDOOR;

/// Uses of rooms that people stay in.
const LIVING: &[&str] = &["living", "dining", "bedroom", "study", "kitchen"];

/// The dwelling.
pub(super) fn dwelling(context: &Context<'_, '_>, rooms: &[Room]) -> Item {
    let by_model = |field: Field| {
        if field.is_known() {
            field.noted("模型计算值，以产权登记为准", "computed from the model; the land register decides")
        } else {
            field
        }
    };
    let mut fields = vec![project_name(context), address(context)];
    fields.push(by_model(context.fact("floor_area", "areas.floor_area", "套内建筑面积", "floor area of the dwelling")));
    fields.push(by_model(context.fact("usable_area", "areas.usable_area", "套内使用面积", "usable area")));
    fields.push(by_model(context.fact("balcony_area", "areas.balcony_area", "阳台投影面积", "balconies, full projection")).optional());
    fields.push(context.field("home.registered_area_m2"));
    fields.push(context.fact("room_count", "home.room_count", "居室数", "habitable rooms"));
    let void = context.fact("void_area", "areas.void_area", "挑空面积", "void area").optional();
    if void.value.as_ref().is_some_and(|value| *value != crate::field::Amount::Number(0.0)) {
        fields.push(by_model(void));
    }
    fields.push(context.fact("is_duplex", "home.is_duplex", "复式", "duplex").optional());
    fields.extend(storey_heights(context));
    fields.push(clear_height(rooms));
    fields.extend([context.field("home.type"), super::orientation::field(context)]);
    for key in ["building.design_life", "building.seismic", "building.fire_class", "home.parking_space", "home.storage_room"] {
        fields.push(context.field(key));
    }
    Item::new("M2", catalogue::item_title("M2"), fields)
}

pub(super) fn project_name(context: &Context<'_, '_>) -> Field {
    let field = context.field("project.name");
    if field.is_known() {
        return field;
    }
    let project = context.estate.survey.project_subject();
    if !is_said(&project.name) {
        return field;
    }
    Field::text(field.key.clone(), field.title.clone(), same(project.name), From::new(FromKind::Model, "IfcProject").of(project.guid))
}

/// The address: of the table, else the postal address of building or site.
fn address(context: &Context<'_, '_>) -> Field {
    let field = context.field("project.address");
    if field.is_known() {
        return field;
    }
    let survey = context.estate.survey;
    let of_building = context
        .home
        .dwelling
        .building
        .into_iter()
        .flat_map(|building| survey.building(building).entities.iter().map(|(_, entity)| (*entity, "BuildingAddress")));
    let carriers = of_building.chain(survey.sites.iter().map(|site| (site.entity, "SiteAddress")));
    let found =
        carriers.filter_map(|(entity, attribute)| Some((entity.entity_named(attribute)?, attribute))).find_map(|(address, attribute)| {
            let part = |name: &str| address.named(name).as_text().map(|text| text.trim().to_owned()).filter(|text| is_said(text));
            let lines: Vec<String> = address
                .named("AddressLines")
                .as_list()
                .filter_map(|line| line.as_text())
                .map(|line| line.trim().to_owned())
                .filter(|line| is_said(line))
                .collect();
            let mut parts: Vec<String> = ["Country", "Region", "Town"].into_iter().filter_map(part).collect();
            parts.extend(lines);
            (!parts.is_empty()).then(|| (parts.join(" "), attribute))
        });
    match found {
        Some((text, attribute)) => Field::text(field.key.clone(), field.title.clone(), same(text), From::new(FromKind::Model, attribute)),
        None => field,
    }
}

/// The height of each of its storeys.
fn storey_heights(context: &Context<'_, '_>) -> Vec<Field> {
    let survey = context.estate.survey;
    let lived = context.home.dwelling.storeys.iter().filter(|storey| {
        let inside = |room: &crate::home::HomeRoom<'_>| !OUTDOOR.contains(&room.usage) && room.usage != "void";
        context.home.rooms_on(**storey).any(inside)
    });
    let fields: Vec<Field> = lived
        .enumerate()
        .map(|(at, storey)| {
            let subject = survey.storey_subject(*storey).id;
            let name = context.home.storey_name(*storey);
            let key = if at == 0 { "heights.storey".to_owned() } else { format!("heights.storey_{}", at + 1) };
            Field::of_fact(
                key,
                both(format!("层高（{name}）"), format!("storey height ({name})")),
                context.estate.sheet.get(&subject, "height"),
            )
        })
        .collect();
    if fields.is_empty() { vec![Field::empty("heights.storey", both("层高", "storey height"))] } else { fields }
}

/// The range of the clear heights of the rooms that people stay in.
fn clear_height(rooms: &[Room]) -> Field {
    let (key, title) = ("heights.clear", both("室内净高", "clear height"));
    let heights: Vec<(f64, Option<GlobalId>)> = rooms
        .iter()
        .filter(|room| LIVING.contains(&room.usage.as_str()))
        .filter_map(|room| Some((room.clear_height?, room.guid.clone())))
        .collect();
    let range = heights.iter().fold(None, |range: Option<(f64, f64)>, (height, _)| match range {
        None => Some((*height, *height)),
        Some((low, high)) => Some((low.min(*height), high.max(*height))),
    });
    let Some((low, high)) = range else { return Field::empty(key, title) };
    let from = From::new(FromKind::Measured, "clear heights of living rooms, bedrooms, studies and the kitchen")
        .of(heights.into_iter().filter_map(|(_, guid)| guid));
    let mut field = Field::number(key, title, low, Unit::Metre, from);
    if format!("{low:.3}") != format!("{high:.3}") {
        field.text = Some(same(format!("{low:.3}–{high:.3} m")));
    }
    field
}

/// The structure.
pub(super) fn structure(context: &Context<'_, '_>) -> Item {
    let mut slab = context.field("structure.slab_thickness");
    if !slab.is_known() {
        slab = slab_thickness(context).unwrap_or(slab);
    }
    let mut load = context.field("structure.live_load_kn_m2");
    if load.is_known() {
        load = load.noted("浴缸、鱼缸、保险柜等集中重物放置前请咨询物业与设计单位", "ask before placing baths, aquariums or safes");
    }
    let fields = vec![context.field("structure.system"), slab, load, context.field("structure.prefabricated")];
    Item::new("M3", catalogue::item_title("M3"), fields)
}

/// The thickness of the slabs under its rooms, measured.
fn slab_thickness(context: &Context<'_, '_>) -> Option<Field> {
    let survey = context.estate.survey;
    let mut found: Vec<(f64, GlobalId)> = Vec::new();
    for level in &context.home.levels {
        let floor = survey.storey(level.storey).elevation;
        let bounds = plan::bounds(&level.own)?;
        for thing in
            survey.things_on(level.storey).iter().chain(survey.storey(level.storey).below.map_or(&[][..], |below| survey.things_on(below)))
        {
            if !survey.thing(*thing).class.is_a(class::IFC_SLAB) {
                continue;
            }
            let (Some(extent), Some(guid)) = (survey.extent(*thing), survey.thing_guid(*thing)) else { continue };
            let near = (extent.max[2] - floor).abs() < 0.25;
            let over = extent.min[0] < bounds.max.x
                && extent.max[0] > bounds.min.x
                && extent.min[1] < bounds.max.y
                && extent.max[1] > bounds.min.y;
            let Ok(shape) = survey.shape(*thing) else { continue };
            if near && over && shape.is_prismatic() && plan::touches(shape.plan(), &level.own, 0.0) {
                let thick = shape.prisms().iter().map(|prism| prism.z1 - prism.z0).fold(0.0, f64::max);
                if thick > 0.05 && !found.iter().any(|(_, known)| *known == guid) {
                    found.push((thick, guid));
                }
            }
        }
    }
    let low = found.iter().map(|(thick, _)| *thick).fold(f64::INFINITY, f64::min);
    let high = found.iter().map(|(thick, _)| *thick).fold(0.0, f64::max);
    if !low.is_finite() {
        return None;
    }
    let (thin, thick) = (format!("{:.0}", low * 1000.0), format!("{:.0}", high * 1000.0));
    let text = if thin == thick { format!("{thin} mm") } else { format!("{thin}–{thick} mm") };
    let from = From::new(FromKind::Measured, "slabs under its rooms").of(found.into_iter().map(|(_, guid)| guid));
    let mut field = Field::text("structure.slab_thickness", both("楼板厚度", "slab thickness"), same(text), from);
    field.required = true;
    Some(field)
}
