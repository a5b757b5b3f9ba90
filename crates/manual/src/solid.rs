//! The dwelling as binary glTF: what encloses it, cut off where the neighbour begins, its floors, doors, windows, equipment.

use std::collections::BTreeSet;

use haofang_drawing::{Camera, GlbOptions, Item, Role, Scene, Snapshot, glb, snapshot};
use haofang_facts::GlobalId;
use haofang_geometry::plan;
use haofang_geometry::solid::prism::{self, Operation};
use haofang_geometry::{Mesh, Prism, Region};
use haofang_ifc::class;
use haofang_survey::building::{DwellingId, ThingId};

use crate::estate::Estate;
use crate::home::{Home, Level, TOUCH};

const WALL: [u8; 3] = [0xe6, 0xe1, 0xd8];
const COLUMN: [u8; 3] = [0x8d, 0x95, 0x9e];
const DOOR: [u8; 3] = [0xb0, 0x8d, 0x57];
const WINDOW: [u8; 3] = [0x9f, 0xcc, 0xe8];
const DEVICE: [u8; 3] = [0x5b, 0x8d, 0xb8];
const STAIR: [u8; 3] = [0xc9, 0xbb, 0x97];
const FLOOR: [u8; 3] = [0xd9, 0xd3, 0xc7];
const OPEN_AIR: [u8; 3] = [0xcf, 0xd8, 0xc4];
const WET: [u8; 3] = [0xb9, 0xd3, 0xdf];

/// Thickness of the floors that are drawn under rooms, in metres.
const PLATE: f64 = 0.03;

/// One dwelling in 3D.
pub struct Solid {
    /// Binary glTF, elements with their GlobalIds.
    pub glb: Vec<u8>,
    /// A picture of it from above, PNG.
    pub picture: Vec<u8>,
}

/// Direction in which the picture looks: steep enough to see the floors behind the walls.
const LOOK: [f64; 3] = [0.34, 0.42, -0.84];

/// Distance of the camera, as a share of what shows every box whole.
const NEARER: f64 = 0.72;

/// The model of one dwelling and its picture.
#[must_use]
pub fn solid(estate: &Estate<'_, '_>, id: DwellingId) -> Solid {
    let scene = scene(estate, id);
    let mut camera = Camera::fit_along(&scene.focus(), LOOK);
    // nearer than what shows all of any box: from so high, a dwelling is flat
    let focus = scene.focus();
    for axis in 0..3 {
        camera.eye[axis] += (1.0 - NEARER) * (0.5 * (focus.min[axis] + focus.max[axis]) - camera.eye[axis]);
    }
    let picture = snapshot(&scene, &camera, &Snapshot { width: 900, height: 640, caption: None });
    Solid { glb: glb(&scene, &GlbOptions { generator: estate.edition.tool.clone(), ..GlbOptions::default() }), picture }
}

fn scene(estate: &Estate<'_, '_>, id: DwellingId) -> Scene {
    let survey = estate.survey;
    let home = Home::of(estate, id);
    let mut items: Vec<Item> = Vec::new();
    let mut seen: BTreeSet<ThingId> = BTreeSet::new();
    let identified = |item: Item, thing: ThingId| {
        let guid = survey.thing_guid(thing);
        let found = survey.thing(thing);
        item.of_product(guid.as_ref().map(|guid| guid.0.as_str()), found.class.name(), Some(&found.name))
    };
    for level in &home.levels {
        for part in &level.outdoor {
            if seen.insert(part.thing) {
                let bottom = survey.shape(part.thing).map_or(0.0, |shape| shape.extent().max[2]);
                items.push(identified(Item::new(slab(&part.region, bottom), Role::Counted, OPEN_AIR), part.thing));
            }
        }
        for room in home.rooms_on(level.storey) {
            let (Some(region), Ok(body)) = (room.region, survey.room(room.id)) else { continue };
            if room.usage == "void" {
                continue;
            }
            let colour = if ["bathroom", "kitchen"].contains(&room.usage) { WET } else { FLOOR };
            let mesh = slab(region, body.bottom);
            let guid = survey.space_guid(room.id);
            items.push(Item::new(mesh, Role::Counted, colour).of_product(
                guid.as_ref().map(|guid: &GlobalId| guid.0.as_str()),
                "IfcSpace",
                Some(room.name),
            ));
        }
        let columns = survey.things_on(level.storey).iter().copied().filter(|thing| {
            let found = survey.thing(*thing);
            found.class.is_a(class::IFC_COLUMN) && survey.plan(*thing).is_ok_and(|plan| plan::touches(plan, &level.own, TOUCH))
        });
        for (thing, colour) in level.walls.iter().map(|wall| (wall.thing, WALL)).chain(columns.map(|thing| (thing, COLUMN))) {
            if seen.insert(thing)
                && let Some(mesh) = within(estate, &home, level, thing)
            {
                items.push(identified(Item::new(mesh, Role::Counted, colour), thing));
            }
        }
        for thing in survey.things_on(level.storey) {
            let found = survey.thing(*thing);
            let is_stair =
                found.class.is_a(class::IFC_STAIR) || found.class.is_a(class::IFC_STAIR_FLIGHT) || found.class.is_a(class::IFC_RAILING);
            let Some(plan_of) = survey.plan(*thing).ok().filter(|_| is_stair) else { continue };
            let inside = plan::area(&plan::intersection(plan_of, &level.own)) * 2.0 > plan::area(plan_of);
            if inside && seen.insert(*thing) {
                whole(estate, *thing, STAIR, 1.0, &mut items);
            }
        }
    }
    for door in estate.doors.get(&id).into_iter().flatten().filter(|door| seen.insert(door.thing)) {
        whole(estate, door.thing, DOOR, 1.0, &mut items);
    }
    for window in estate.windows.get(&id).into_iter().flatten().filter_map(|(_, _, thing)| *thing) {
        if seen.insert(window) {
            whole(estate, window, WINDOW, 0.5, &mut items);
        }
    }
    for placed in estate.devices.get(&id).into_iter().flatten().filter(|placed| seen.insert(placed.thing)) {
        whole(estate, placed.thing, DEVICE, 1.0, &mut items);
    }
    Scene { items, ..Scene::default() }
}

fn whole(estate: &Estate<'_, '_>, thing: ThingId, colour: [u8; 3], opacity: f64, items: &mut Vec<Item>) {
    let survey = estate.survey;
    let Ok(shape) = survey.shape(thing) else { return };
    let mut item = Item::new(shape.mesh().clone(), Role::Counted, colour);
    item.opacity = opacity;
    let guid = survey.thing_guid(thing);
    let found = survey.thing(thing);
    items.push(item.of_product(guid.as_ref().map(|guid| guid.0.as_str()), found.class.name(), Some(&found.name)));
}

/// A wall or column within the dwelling's own walls and levels; what lies at the neighbour's is cut away.
fn within(estate: &Estate<'_, '_>, home: &Home<'_, '_>, level: &Level<'_>, thing: ThingId) -> Option<Mesh> {
    let shape = estate.survey.shape(thing).ok()?;
    let outside = plan::area(&plan::difference(shape.plan(), &level.clip));
    let extent = home.extent();
    let (low, high) = (extent.min[2] - 0.30, extent.max[2] + 0.30);
    let stands_within = shape.extent().min[2] >= low && shape.extent().max[2] <= high;
    if outside < 0.01 && stands_within {
        return Some(shape.mesh().clone());
    }
    let limit = Prism { region: level.clip.clone(), z0: low, z1: high, area: plan::area(&level.clip), curved: false };
    if shape.is_prismatic() {
        let kept = prism::combine(shape.prisms(), &[limit], Operation::Intersection);
        return (!kept.is_empty()).then(|| prism::mesh(&kept));
    }
    // no prisms: the outline of its foot, without openings, is all that can be shown of it here
    let foot = plan::intersection(shape.plan(), &level.clip);
    let (z0, z1) = (shape.extent().min[2].max(low), shape.extent().max[2].min(high));
    (!foot.0.is_empty() && z1 > z0).then(|| prism::mesh(&[Prism { area: plan::area(&foot), region: foot, z0, z1, curved: false }]))
}

fn slab(region: &Region, top: f64) -> Mesh {
    prism::mesh(&[Prism { region: region.clone(), z0: top - PLATE, z1: top, area: plan::area(region), curved: false }])
}
