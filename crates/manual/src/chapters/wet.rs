//! M5: what the owner must not break through — insulation in walls, waterproofing in wet rooms, balconies.

use haofang_ifc::class;
use haofang_policy::Localised;
use haofang_survey::building::ThingId;

use super::Context;
use super::rooms::place;
use crate::catalogue;
use crate::content::{Item, Layer, Room};
use crate::field::{Field, From, FromKind, both};
use crate::home::HomeRoom;
use crate::materials;

/// Rooms that are waterproofed by rule.
const WET: &[&str] = &["bathroom", "kitchen", "balcony", "terrace"];

/// Layers of insulation and waterproofing around the dwelling.
pub(super) fn layers(context: &Context<'_, '_>) -> Vec<Layer> {
    let survey = context.estate.survey;
    let mut out: Vec<Layer> = Vec::new();
    for level in &context.home.levels {
        let storey = context.home.storey_name(level.storey);
        for wall in &level.walls {
            add(context, wall.thing, storey, &mut out);
        }
        for thing in survey.things_on(level.storey) {
            let class = survey.thing(*thing).class;
            if !class.is_a(class::IFC_COVERING) && !class.is_a(class::IFC_SLAB) {
                continue;
            }
            let room = survey.room_of(*thing).filter(|room| survey.space(*room).dwelling == Some(context.listed.id));
            let covered = survey.thing(*thing).entity.model().relations().covered_by(survey.thing(*thing).entity);
            let of_space = covered
                .and_then(|space| survey.find_space(survey.thing(*thing).model, space))
                .filter(|room| survey.space(*room).dwelling == Some(context.listed.id));
            let Some(room) = of_space.or(room) else { continue };
            add(context, *thing, &place(storey, &survey.space(room).name), &mut out);
        }
    }
    out
}

fn add(context: &Context<'_, '_>, thing: ThingId, at: &str, out: &mut Vec<Layer>) {
    let survey = context.estate.survey;
    let found = survey.thing(thing);
    for substance in materials::of(found.entity) {
        let kind = match () {
            () if materials::is_waterproof(&substance.name) => "waterproof",
            () if materials::is_insulation(&substance.name) => "insulation",
            () => continue,
        };
        let same = out.iter_mut().find(|layer| {
            layer.kind == kind
                && layer.material == substance.name
                && layer.thickness == substance.thickness
                && layer.place == at
                && layer.part == found.name
        });
        match same {
            Some(layer) => layer.elements.extend(survey.thing_guid(thing)),
            None => out.push(Layer {
                kind,
                part: found.name.clone(),
                elements: survey.thing_guid(thing).into_iter().collect(),
                material: substance.name.clone(),
                thickness: substance.thickness,
                place: at.to_owned(),
            }),
        }
    }
}

/// How a room is waterproofed: as modelled, else assumed by its use.
pub(super) fn of_room(context: &Context<'_, '_>, room: &HomeRoom<'_>, storey: &str, layers: &[Layer]) -> Option<Localised> {
    let here = place(storey, room.name);
    let modelled = layers.iter().find(|layer| layer.kind == "waterproof" && layer.place == here);
    if let Some(layer) = modelled {
        return Some(both(format!("有（{}）", layer.material), format!("yes ({})", layer.material)));
    }
    if !WET.contains(&room.usage) {
        return None;
    }
    match context.given.text("waterproof.material") {
        Some(material) => Some(both(format!("有（{material}，建设单位提供）"), format!("yes ({material}, by the developer)"))),
        None => Some(both("推定有※", "assumed※")),
    }
}

/// The item.
pub(super) fn item(context: &Context<'_, '_>, layers: &[Layer], rooms: &[Room]) -> Item {
    let of = |kind: &str| layers.iter().filter(|layer| layer.kind == kind).collect::<Vec<_>>();
    let list = |key: &str, zh: &str, en: &str, kind: &str, supply: (&str, &str)| {
        let found = of(kind);
        if found.is_empty() {
            return Field::empty(key, both(zh, en)).supplied_by(supply.0, supply.1);
        }
        let mut words: Vec<String> = found
            .iter()
            .map(|layer| match layer.thickness {
                Some(metres) => format!("{} {:.0} mm", layer.material, metres * 1000.0),
                None => layer.material.clone(),
            })
            .collect();
        words.sort();
        words.dedup();
        let from = From::new(FromKind::Model, "material layers").of(found.iter().flat_map(|layer| layer.elements.iter().cloned()));
        Field::text(key, both(zh, en), crate::field::same(words.join("、")), from)
    };
    let insulation = list(
        "insulation.layers",
        "保温层",
        "insulation",
        "insulation",
        ("外墙构造层中没有保温材料层", "no insulation among the layers of the outer walls"),
    );
    let mut waterproof = list(
        "waterproof.layers",
        "防水层",
        "waterproofing",
        "waterproof",
        ("楼板、面层构造中没有防水层", "no waterproofing among the layers of slabs and coverings"),
    );
    if let (false, Some(given)) = (waterproof.is_known(), Some(context.field("waterproof.material")).filter(Field::is_known)) {
        waterproof = given;
        waterproof.required = true;
    }
    let assumed = super::rooms::names(context, rooms.iter().filter(|room| room.waterproof.is_some()));
    let mut fields = vec![insulation, waterproof];
    if !assumed.is_empty() {
        let from = From::new(FromKind::Derived, "use of the rooms")
            .of(rooms.iter().filter(|room| room.waterproof.is_some()).filter_map(|room| room.guid.clone()));
        fields.push(
            Field::text(
                "waterproof.rooms",
                both("有防水要求的房间", "rooms with waterproofing"),
                crate::field::same(assumed.join("、")),
                from,
            )
            .optional(),
        );
    }
    fields.extend(["waterproof.wall_height_m", "balcony.load_kn_m2", "balcony.enclosure"].map(|key| context.field(key)));
    let mut item = Item::new("M5", catalogue::item_title("M5"), fields);
    // rooms that are taken as wet by their use alone are an assumption, not information
    if item.fields.iter().all(|field| !field.is_known() || field.key == "waterproof.rooms") {
        item.status = crate::content::Status::Missing;
    }
    item
}
