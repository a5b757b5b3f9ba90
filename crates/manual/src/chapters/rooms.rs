//! The table of rooms: areas and heights of the facts, clear sizes along the walls, finishes where modelled.

use haofang_geometry::plan::Point2;
use haofang_geometry::{Region, measure, plan};
use haofang_ifc::{Entity, class};

use super::Context;
use super::context::said;
use super::wet;
use crate::content::{Door, Layer, Room, Window};
use crate::home::HomeRoom;
use crate::materials;

/// Side deviation up to which a room is a rectangle, in metres.
const SQUARE: f64 = 0.02;

/// All rooms, level by level.
pub(super) fn rooms(context: &Context<'_, '_>, doors: &[Door], windows: &[Window], layers: &[Layer]) -> Vec<Room> {
    context.home.rooms.iter().map(|room| one(context, room, doors, windows, layers)).collect()
}

fn one(context: &Context<'_, '_>, room: &HomeRoom<'_>, doors: &[Door], windows: &[Window], layers: &[Layer]) -> Room {
    let survey = context.estate.survey;
    let storey = room.storey.map(|storey| context.home.storey_name(storey).to_owned()).unwrap_or_default();
    let entity = survey.space(room.id).entity;
    let of_doors =
        doors.iter().filter(|door| door.between.iter().any(|name| *name == place(&storey, room.name))).map(|door| door.mark.clone());
    let of_windows = windows.iter().filter(|window| window.room == place(&storey, room.name)).map(|window| window.mark.clone());
    let number = |quantity: &str| room.subject.and_then(|subject| subject.number(quantity));
    let finish = |key: &'static str, predefined: &str, names: &[&str]| {
        covering(entity, predefined)
            .or_else(|| said(entity, names).map(|reading| reading.value))
            .or_else(|| context.given.text(key).map(str::to_owned))
    };
    Room {
        guid: survey.space_guid(room.id),
        name: room.name.to_owned(),
        usage: room.usage.to_owned(),
        net_area: number("net_area"),
        clear_size: room.region.and_then(|region| clear_size(region, context.home.axes())),
        is_rectangular: room.region.map(|region| plan::is_rectangle(region, SQUARE)),
        clear_height: number("clear_height"),
        openings: of_doors.chain(of_windows).collect(),
        floor: finish("finish.floor", "FLOORING", &["FloorCovering", "楼地面", "地面做法", "地面材料", "楼面做法"]),
        wall: finish("finish.wall", "CLADDING", &["WallCovering", "墙面", "墙面做法", "墙面材料", "内墙做法"]),
        ceiling: finish("finish.ceiling", "CEILING", &["CeilingCovering", "顶棚", "顶棚做法", "天棚做法", "天花"]),
        waterproof: wet::of_room(context, room, &storey, layers),
        storey,
    }
}

/// How a room is named where two levels may have the same names.
pub(super) fn place(storey: &str, name: &str) -> String {
    if storey.is_empty() { name.to_owned() } else { format!("{storey} {name}") }
}

/// Names of rooms, with their level where the dwelling has several, each once.
pub(super) fn names<'r>(context: &Context<'_, '_>, rooms: impl Iterator<Item = &'r Room>) -> Vec<String> {
    let several = context.home.levels.len() > 1;
    let mut out: Vec<String> = Vec::new();
    for room in rooms {
        let name = if several { place(&room.storey, &room.name) } else { room.name.clone() };
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// Clear width and depth at the middle of a room along the main axes of the dwelling.
pub(crate) fn clear_size(region: &Region, axes: [Point2; 2]) -> Option<[f64; 2]> {
    let middle = plan::centroid(region).filter(|point| plan::contains(region, *point)).or_else(|| plan::interior_point(region))?;
    let through = |axis: Point2| {
        measure::spans(region, middle, axis).into_iter().find(|(from, to)| *from <= 0.0 && *to >= 0.0).map(|(from, to)| to - from)
    };
    Some([through(axes[0])?, through(axes[1])?])
}

/// The material or name of the covering of a space of one kind.
fn covering(space: Entity<'_>, predefined: &str) -> Option<String> {
    let relations = space.model().relations();
    let contained = relations.contained_in(space);
    let all = relations.covers(space).into_iter().chain(contained.into_iter().filter(|thing| thing.is_a(class::IFC_COVERING)));
    let mut of_kind = all.filter(|covering| {
        let own = covering.named("PredefinedType").as_enum();
        let of_type = || relations.type_of(*covering).and_then(|found| found.named("PredefinedType").as_enum());
        own.filter(|word| *word != "NOTDEFINED").or_else(of_type) == Some(predefined)
    });
    of_kind.find_map(|covering| {
        materials::words(&materials::of(covering))
            .or_else(|| covering.name().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()))
    })
}
