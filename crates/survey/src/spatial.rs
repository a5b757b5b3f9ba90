//! The spatial tree of all files as one estate: buildings and levels merged over files, things and rooms placed in them.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use haofang_facts::Brief;
use haofang_ifc::{Class, Entity, InstanceId, class};
use rayon::prelude::*;

use crate::building::{
    Building, BuildingId, LevelKind, NamedModel, Options, PlacedBy, Site, Space, SpaceId, Storey, StoreyId, Survey, Thing, ThingId,
};
use crate::recognise::storey_name;
use crate::shapes::Readers;
use crate::vocabulary::{Vocabulary, fold};
use crate::{levels, placing, site_carrier, towers};

/// Longest chain of containers and hosts that is followed; longer ones are cycles.
pub(crate) const DEPTH: usize = 32;

/// Reads the tree of every model; nothing is measured yet.
pub(crate) fn read<'m>(models: &'m [NamedModel], brief: &'m Brief, vocabulary: &'m Vocabulary, options: &'m Options) -> Survey<'m> {
    let mut survey = Survey {
        models,
        brief,
        vocabulary,
        options,
        things: Vec::new(),
        gone: Vec::new(),
        sites: Vec::new(),
        buildings: Vec::new(),
        storeys: Vec::new(),
        spaces: Vec::new(),
        dwellings: Vec::new(),
        units: Vec::new(),
        notes: Vec::new(),
        readers: Readers::new(models),
        thing_index: BTreeMap::new(),
        space_index: BTreeMap::new(),
        storey_index: BTreeMap::new(),
        building_index: BTreeMap::new(),
        on_storey: Vec::new(),
        in_building: Vec::new(),
        rooms_on: Vec::new(),
        walls: Vec::new(),
        enclosures: Vec::new(),
        cells: Vec::new(),
        floors: Vec::new(),
        floor_regions: Vec::new(),
        voids: OnceLock::new(),
        grounds: Vec::new(),
        lost_outlines: Vec::new(),
        lost_platforms: Vec::new(),
        closers: Vec::new(),
        ground_surfaces: OnceLock::new(),
        ceilings: Vec::new(),
        links: OnceLock::new(),
        links_by_room: OnceLock::new(),
        said: crate::said::Said::default(),
    };
    for model in 0..models.len() {
        buildings(&mut survey, model);
    }
    for model in 0..models.len() {
        storeys(&mut survey, model);
        products(&mut survey, model);
    }
    let homes: Vec<Home> = survey.things.par_iter().map(|thing| home(&survey, thing.model, thing.entity)).collect();
    for (thing, home) in survey.things.iter_mut().zip(homes) {
        (thing.storey, thing.building, thing.placed_by) = (home.storey, home.building, home.placed_by);
    }
    let homes: Vec<Home> = survey.spaces.par_iter().map(|space| home(&survey, space.model, space.entity)).collect();
    for (space, home) in survey.spaces.iter_mut().zip(homes) {
        (space.storey, space.building) = (home.storey, home.building);
    }
    site_carrier::dissolve(&mut survey);
    levels::settle(&mut survey);
    placing::by_geometry(&mut survey);
    towers::split(&mut survey);
    survey.walls = (0..survey.storeys.len()).map(|_| OnceLock::new()).collect();
    survey.enclosures = (0..survey.storeys.len()).map(|_| OnceLock::new()).collect();
    survey.cells = (0..survey.storeys.len()).map(|_| OnceLock::new()).collect();
    survey.floors = (0..survey.storeys.len()).map(|_| OnceLock::new()).collect();
    survey.floor_regions = (0..survey.storeys.len()).map(|_| OnceLock::new()).collect();
    survey.lost_outlines = (0..survey.storeys.len()).map(|_| OnceLock::new()).collect();
    survey.lost_platforms = (0..survey.storeys.len()).map(|_| OnceLock::new()).collect();
    survey.closers = (0..survey.buildings.len()).map(|_| OnceLock::new()).collect();
    survey.grounds = (0..survey.buildings.len()).map(|_| OnceLock::new()).collect();
    survey.ceilings = (0..survey.buildings.len()).map(|_| OnceLock::new()).collect();
    survey.on_storey = vec![Vec::new(); survey.storeys.len()];
    let of_none = survey.buildings.len();
    survey.in_building = vec![Vec::new(); of_none + 1];
    for (at, thing) in survey.things.iter().enumerate() {
        survey.in_building[thing.building.map_or(of_none, |id| id.0)].push(ThingId(at));
        if let Some(storey) = thing.storey {
            survey.on_storey[storey.0].push(ThingId(at));
        }
    }
    survey
}

/// The Z of a placement in world metres.
pub(crate) fn placement_z<'m>(readers: &Readers<'m>, model: usize, entity: Entity<'m>) -> Option<f64> {
    readers.placement(model, entity).map(|frame| frame.origin.z)
}

fn name_of(entity: Entity<'_>) -> String {
    entity.name().map(|name| name.trim().to_owned()).unwrap_or_default()
}

fn buildings(survey: &mut Survey<'_>, model: usize) {
    let file = &survey.models[model];
    let ifc = &*file.model;
    for entity in ifc.all(class::IFC_SITE) {
        survey.sites.push(Site { entity, model });
    }
    let mut found = 0_usize;
    // IFC4X3 has facilities beside buildings: one that has levels is a building, whatever it is called
    let has_levels = |facility: &Entity<'_>| ifc.relations().children_of(*facility).iter().any(|part| is_level(*part));
    let facilities = ifc.all(class::IFC_FACILITY).filter(|facility| !facility.is_a(class::IFC_BUILDING)).filter(has_levels);
    for entity in ifc.all(class::IFC_BUILDING).chain(facilities) {
        found += 1;
        // a building section (单元 as a part) is the building that it is part of
        let whole = ifc.relations().parent_of(entity).filter(|parent| parent.is_a(class::IFC_BUILDING));
        if let Some(id) = whole.and_then(|parent| survey.building_index.get(&(model, parent.id())).copied()) {
            survey.building_index.insert((model, entity.id()), id);
            continue;
        }
        let name = name_of(entity);
        let same = survey.buildings.iter().position(|other| {
            other.entities.iter().any(|(_, twin)| entity.guid().is_some() && twin.guid() == entity.guid())
                || (other.entities.iter().all(|(of, _)| *of != model)
                    && !other.entities.is_empty()
                    && names_a_building(&name)
                    && fold(&other.name) == fold(&name))
        });
        let id = BuildingId(same.unwrap_or(survey.buildings.len()));
        survey.building_index.insert((model, entity.id()), id);
        if let Some(twin) = same {
            survey.buildings[twin].entities.push((model, entity));
        } else {
            let origin = placement_z(&survey.readers, model, entity).unwrap_or(0.0);
            survey.buildings.push(Building {
                entities: vec![(model, entity)],
                name,
                storeys: Vec::new(),
                origin,
                is_site: false,
                residential: None,
                tower: None,
                is_base: false,
            });
        }
    }
    if found == 0 && ifc.all(class::IFC_BUILDING_STOREY).next().is_some() {
        survey.notes.push(format!("{}: levels without a building; taken as one building", file.file));
        let name = file.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let none = Vec::new;
        let (tower, is_base) = (None, false);
        survey.buildings.push(Building {
            entities: none(),
            name,
            storeys: Vec::new(),
            origin: 0.0,
            is_site: false,
            residential: None,
            tower,
            is_base,
        });
    }
}

/// Names that every template gives say nothing of which building it is.
fn names_a_building(name: &str) -> bool {
    let folded = fold(name);
    name.chars().any(|c| c.is_numeric() || !c.is_ascii())
        && !matches!(folded.as_str(), "默认" | "建筑" | "建筑物" | "楼" | "未命名" | "无" | "住宅" | "住宅楼")
}

/// Whether a part of a building is a level: a storey, or a part of an IFC4X3 facility that its name says is one. Other parts
/// are sections, and what they hold stands on the level at its height.
fn is_level(part: Entity<'_>) -> bool {
    let says_level = |name: &str| {
        let claim = storey_name::read(name);
        claim.number.is_some() || claim.range.is_some() || claim.is_typical
    };
    let named =
        || part.name().is_some_and(|name| says_level(&name)) || part.named("LongName").as_text().is_some_and(|name| says_level(&name));
    part.is_a(class::IFC_BUILDING_STOREY) || part.is_a(class::IFC_FACILITY_PART) && named()
}

fn storeys(survey: &mut Survey<'_>, model: usize) {
    let file = &survey.models[model];
    let ifc = &*file.model;
    let buildings_here: Vec<BuildingId> = {
        let mut ids: Vec<BuildingId> = survey.building_index.iter().filter(|((of, _), _)| *of == model).map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let only = match buildings_here.as_slice() {
        [] => survey.buildings.iter().position(|b| b.entities.is_empty() && file.file.ends_with(&b.name)).map(BuildingId),
        [one] => Some(*one),
        _ => None,
    };
    for entity in ifc.all(class::IFC_BUILDING_STOREY).chain(ifc.all(class::IFC_FACILITY_PART).filter(|part| is_level(*part))) {
        let building = ancestor(entity, |e| survey.building_index.get(&(model, e.id())).copied()).or(only);
        let twin = survey.storeys.iter().position(|other| {
            other.building == building && entity.guid().is_some() && other.entities.iter().any(|(_, twin)| twin.guid() == entity.guid())
        });
        let id = StoreyId(twin.unwrap_or(survey.storeys.len()));
        survey.storey_index.insert((model, entity.id()), id);
        if let Some(twin) = twin {
            survey.storeys[twin].entities.push((model, entity));
            continue;
        }
        let name = name_of(entity);
        let long = entity.named("LongName").as_text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut claim = storey_name::read(&name);
        if claim == storey_name::StoreyName::default() {
            claim = long.as_deref().map(storey_name::read).unwrap_or_default();
        }
        let name = if name.is_empty() { long.unwrap_or_default() } else { name };
        survey.storeys.push(Storey {
            entities: vec![(model, entity)],
            name,
            claim,
            building,
            elevation: 0.0,
            readings: Vec::new(),
            elevation_doubt: None,
            kind: LevelKind::Storey,
            usage: "unknown".to_owned(),
            usage_by: String::new(),
            above: None,
            below: None,
        });
    }
}

fn products<'m>(survey: &mut Survey<'m>, model: usize) {
    const NO_THING: [Class; 7] = [
        class::IFC_SPATIAL_STRUCTURE_ELEMENT,
        class::IFC_SPATIAL_ELEMENT,
        class::IFC_FEATURE_ELEMENT,
        class::IFC_PORT,
        class::IFC_GRID,
        class::IFC_STRUCTURAL_ITEM,
        class::IFC_STRUCTURAL_ACTIVITY,
    ];
    let ifc = &*survey.models[model].model;
    let products: Vec<Entity<'m>> = ifc.all(class::IFC_PRODUCT).collect();
    let is_none = |kind: Class| NO_THING.iter().any(|other| kind.is_a(*other));
    let named = products.par_iter().map(|entity| {
        let is_thing = !entity.class().is_a(class::IFC_SPACE) && !is_none(entity.class());
        is_thing.then(|| name_of(*entity))
    });
    let (names, gone): (Vec<Option<String>>, _) = rayon::join(|| named.collect(), || crate::demolished::demolished(ifc));
    survey.things.reserve(names.iter().flatten().count());
    let mut left_out = 0_usize;
    levels_that_go(survey, model, &gone);
    for (entity, name) in products.into_iter().zip(names) {
        let kind = entity.class();
        if gone.contains(&entity.id()) && (name.is_some() || kind.is_a(class::IFC_SPACE)) {
            left_out += 1;
            survey.gone.push((model, entity));
            continue;
        }
        if kind.is_a(class::IFC_SPACE) {
            survey.space_index.insert((model, entity.id()), SpaceId(survey.spaces.len()));
            survey.spaces.push(Space {
                entity,
                model,
                name: String::new(),
                number: String::new(),
                usage: "unknown".to_owned(),
                usage_by: String::new(),
                storey: None,
                building: None,
                dwelling: None,
                unit: None,
                is_area_region: false,
                shape: OnceLock::new(),
                heights: OnceLock::new(),
                room: OnceLock::new(),
                clear_height: OnceLock::new(),
            });
            continue;
        }
        let Some(name) = name else { continue };
        survey.thing_index.insert((model, entity.id()), ThingId(survey.things.len()));
        survey.things.push(Thing {
            entity,
            model,
            class: kind,
            is_slab: is_slab(kind, &name),
            name,
            storey: None,
            building: None,
            placed_by: PlacedBy::Nowhere,
            shape: OnceLock::new(),
            reach: OnceLock::new(),
            heights: OnceLock::new(),
        });
    }
    if left_out > 0 {
        survey.notes.push(format!("{left_out} things and rooms are marked to be demolished or temporary; they were left out"));
    }
}

/// Levels that will be pulled down are none, and a building of which nothing stays is none either.
fn levels_that_go(survey: &mut Survey<'_>, model: usize, gone: &HashSet<InstanceId>) {
    if gone.is_empty() {
        return;
    }
    let goes = |entities: &[(usize, Entity<'_>)]| entities.iter().all(|(of, entity)| *of == model && gone.contains(&entity.id()));
    for storey in survey.storeys.iter_mut().filter(|storey| goes(&storey.entities)) {
        storey.kind = LevelKind::Mark;
    }
    for building in survey.buildings.iter_mut().filter(|building| !building.entities.is_empty() && goes(&building.entities)) {
        building.is_site = true;
    }
}

/// Whether a thing is a floor or roof slab: some tools write them as proxies that only the name tells (IFC_CN §1).
fn is_slab(kind: Class, name: &str) -> bool {
    if kind.is_a(class::IFC_SLAB) || kind.is_a(class::IFC_ROOF) {
        return true;
    }
    let stands_for = kind.is_a(class::IFC_BUILDING_ELEMENT_PROXY) || kind.is_a(class::IFC_PLATE);
    let slabs = ["楼板", "屋面板", "屋面", "屋顶板", "顶板", "底板", "结构板", "叠合板", "现浇板", "slab"];
    let others = ["阳台", "飘窗", "窗台", "空调", "雨篷", "装饰", "线脚", "绿", "种植", "树", "车位", "窗", "门"];
    if !stands_for || name.is_empty() {
        return false;
    }
    let folded = fold(name);
    slabs.iter().any(|word| folded.contains(word)) && !others.iter().any(|word| folded.contains(word))
}

/// The first ancestor in the aggregation tree for which something is known.
fn ancestor<T>(entity: Entity<'_>, known: impl Fn(Entity<'_>) -> Option<T>) -> Option<T> {
    let relations = entity.model().relations();
    let mut at = entity;
    for _ in 0..DEPTH {
        at = relations.parent_of(at).or_else(|| relations.container_of(at))?;
        if let Some(found) = known(at) {
            return Some(found);
        }
    }
    None
}

struct Home {
    storey: Option<StoreyId>,
    building: Option<BuildingId>,
    placed_by: PlacedBy,
}

/// Follows containers, wholes and hosts up to a level or a building.
fn home(survey: &Survey<'_>, model: usize, entity: Entity<'_>) -> Home {
    let relations = entity.model().relations();
    let mut at = entity;
    let mut hosted = false;
    for _ in 0..DEPTH {
        if let Some(storey) = survey.storey_index.get(&(model, at.id())).copied() {
            let placed_by = if hosted { PlacedBy::Host } else { PlacedBy::Container };
            return Home { storey: Some(storey), building: survey.storeys[storey.0].building, placed_by };
        }
        if let Some(building) = survey.building_index.get(&(model, at.id())).copied() {
            return Home { storey: None, building: Some(building), placed_by: PlacedBy::Nowhere };
        }
        let next = relations.container_of(at).or_else(|| relations.parent_of(at)).or_else(|| {
            hosted = true;
            relations.fills(at).and_then(|opening| relations.voided_by(opening)).or_else(|| relations.voided_by(at))
        });
        let Some(next) = next else { break };
        at = next;
    }
    Home { storey: None, building: None, placed_by: PlacedBy::Nowhere }
}
