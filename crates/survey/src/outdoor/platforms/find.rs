//! Finds platforms: spaces by use, slabs by name, slabs without a name that lie outside of the walls.

use haofang_facts::GlobalId;
use haofang_geometry::plan::{self, Region, area, difference, intersection, without_slivers};
use haofang_ifc::{Entity, class};

use super::sky;
use crate::authored;
use crate::building::{DwellingId, SpaceId, StoreyId, Survey, ThingId};

/// A slab this near to the floor level is the floor of a platform (m, NT-3.1-01).
const NEAR_FLOOR: f64 = 0.45;
/// A slab whose share outside of the enclosure is smaller is a floor.
const OUTSIDE: f64 = 0.6;
/// Platforms smaller than this are ledges (m2).
const LEAST: f64 = 1.0;
/// Thickest guard (m).
const GUARD: f64 = 0.30;
/// A door stands in a wall no thicker than this (m).
const DOOR: f64 = 0.40;
/// Strips narrower than this are joints (m).
const STRIP: f64 = 0.05;

/// A platform outside of the wall line.
pub(crate) struct Platform<'m> {
    /// The entity that stands for it: the space, else the slab.
    pub(crate) entity: Entity<'m>,
    /// Its model.
    pub(crate) model: usize,
    /// Space and slab, where both exist.
    pub(crate) entities: Vec<Entity<'m>>,
    /// Their ids.
    pub(crate) guids: Vec<GlobalId>,
    /// Its name.
    pub(crate) name: String,
    /// `balcony`, `terrace`, `equipment_platform`, `other`.
    pub(crate) kind: &'static str,
    /// How it was recognised.
    pub(crate) by: String,
    /// Full horizontal projection beyond the outer wall face.
    pub(crate) region: Region,
    /// On what that was measured.
    pub(crate) measured_on: String,
    /// Curves were cut into chords.
    pub(crate) curved: bool,
    /// The slab, where it stands for the platform.
    pub(crate) slab: Option<ThingId>,
    /// Z of its floor.
    pub(crate) floor: f64,
    /// The storey from which it is used.
    pub(crate) storey: Option<StoreyId>,
    /// The dwelling that it belongs to.
    pub(crate) dwelling: Option<DwellingId>,
}

/// All platforms, storey by storey.
pub(crate) fn find<'m>(survey: &Survey<'m>) -> Vec<Platform<'m>> {
    let storeys: Vec<StoreyId> = survey.buildings.iter().flat_map(|building| building.storeys.iter().copied()).collect();
    let found: Vec<Vec<Platform<'m>>> = rayon::iter::ParallelIterator::collect(rayon::iter::ParallelIterator::map(
        rayon::iter::IntoParallelIterator::into_par_iter(storeys),
        |storey| on_storey(survey, storey),
    ));
    found.into_iter().flatten().collect()
}

/// A slab that may be the floor of a platform.
struct Slab<'m> {
    entity: Entity<'m>,
    model: usize,
    thing: ThingId,
    name: String,
    word: Option<String>,
    by: String,
    region: Region,
    top: f64,
    curved: bool,
}

fn on_storey<'m>(survey: &Survey<'m>, storey: StoreyId) -> Vec<Platform<'m>> {
    let Ok(enclosure) = survey.enclosure(storey) else { return Vec::new() };
    let level = survey.storey(storey).elevation;
    let slabs = slabs(survey, storey, enclosure, level);
    let mut used = vec![false; slabs.len()];
    let mut out: Vec<Platform<'m>> = Vec::new();
    for &space in survey.spaces_on(storey) {
        let usage = survey.space(space).usage.as_str();
        if !["balcony", "terrace", "equipment_platform"].contains(&usage) {
            continue;
        }
        let Ok(room) = survey.room(space) else { continue };
        let slab = slabs
            .iter()
            .enumerate()
            .filter(|(_, slab)| (slab.top - room.bottom).abs() <= NEAR_FLOOR)
            .map(|(at, slab)| (at, area(&intersection(&slab.region, &room.region))))
            .filter(|(_, shared)| *shared > 0.5 * room.area)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(at, _)| at);
        if let Some(at) = slab {
            used[at] = true;
        }
        out.push(of_space(survey, storey, space, slab.map(|at| &slabs[at]), enclosure));
    }
    for (at, slab) in slabs.iter().enumerate().filter(|(at, _)| !used[*at]) {
        let covered: Vec<Region> = out.iter().map(|platform| platform.region.clone()).collect();
        let rest = without_slivers(&difference(&slab.region, &plan::union(&covered)), STRIP);
        // a slab with several spaces on it has been used up by them
        if area(&rest) < LEAST || area(&rest) < 0.5 * area(&slab.region) {
            continue;
        }
        out.extend(of_slab(survey, storey, &slabs[at], enclosure));
    }
    out.into_iter().flat_map(|platform| by_sky(survey, platform)).collect()
}

fn slabs<'m>(survey: &Survey<'m>, storey: StoreyId, enclosure: &Region, level: f64) -> Vec<Slab<'m>> {
    let mut out = Vec::new();
    for &thing in survey.things_on(storey) {
        let kind = survey.thing(thing).class;
        if ![class::IFC_SLAB, class::IFC_PLATE, class::IFC_BUILDING_ELEMENT_PROXY].iter().any(|class| kind.is_a(*class)) {
            continue;
        }
        let entity = survey.thing(thing).entity;
        if matches!(entity.named("PredefinedType").as_enum(), Some("ROOF" | "BASESLAB" | "LANDING")) {
            continue;
        }
        let named = survey.recognise("platform", entity);
        let is_slab = kind.is_a(class::IFC_SLAB);
        if named.is_none() && !is_slab {
            continue;
        }
        let (Some(extent), Ok(plan)) = (survey.extent(thing), survey.plan(thing)) else { continue };
        let flat = extent.max[2] - extent.min[2] <= 0.6;
        if !flat || (extent.max[2] - level).abs() > NEAR_FLOOR {
            continue;
        }
        let outside = without_slivers(&difference(plan, enclosure), STRIP);
        let platform_word = named.as_ref().map(|found| found.word.clone());
        let says = platform_word.as_deref().is_some_and(|word| ["balcony", "terrace", "equipment_platform"].contains(&word));
        if area(&outside) < LEAST.min(0.25) || (!says && area(&outside) < OUTSIDE * area(plan)) {
            continue;
        }
        out.push(Slab {
            entity,
            model: survey.thing(thing).model,
            thing,
            name: survey.thing(thing).name.clone(),
            by: named.as_ref().map_or_else(|| "slab outside of the walls".to_owned(), |found| found.by.clone()),
            word: platform_word,
            region: outside,
            top: extent.max[2],
            curved: survey.shape(thing).is_ok_and(haofang_geometry::Shape::curved),
        });
    }
    out
}

fn of_space<'m>(survey: &Survey<'m>, storey: StoreyId, id: SpaceId, slab: Option<&Slab<'m>>, enclosure: &Region) -> Platform<'m> {
    let space = survey.space(id);
    let (bottom, region, tessellated) =
        survey.room(id).map_or((0.0, Region::new(vec![]), false), |room| (room.bottom, room.region.clone(), room.tessellated));
    let kind = match space.usage.as_str() {
        "terrace" => "terrace",
        "equipment_platform" => "equipment_platform",
        _ => "balcony",
    };
    let (region, measured_on, curved) = match slab {
        // a slab that carries several spaces is shared out among them
        Some(slab) if area(&slab.region) > 2.0 * area(&region) + 2.0 => {
            let own = intersection(&slab.region, &plan::offset(&region, GUARD, plan::Join::Mitre));
            (own, "slab beyond the outer wall face, around the space".to_owned(), slab.curved)
        }
        Some(slab) => (slab.region.clone(), "slab beyond the outer wall face".to_owned(), slab.curved),
        None => {
            (with_guards(survey, storey, &region, enclosure), "space with its guards, beyond the outer wall face".to_owned(), tessellated)
        }
    };
    let entities: Vec<Entity<'m>> = std::iter::once(space.entity).chain(slab.map(|slab| slab.entity)).collect();
    Platform {
        entity: space.entity,
        model: space.model,
        guids: entities.iter().filter_map(|entity| entity.guid().map(GlobalId::from)).collect(),
        entities,
        name: space.name.clone(),
        kind,
        by: space.usage_by.clone(),
        region,
        measured_on,
        curved,
        slab: None,
        floor: slab.map_or(bottom, |slab| slab.top),
        storey: Some(storey),
        dwelling: space.dwelling.or_else(|| neighbour(survey, storey, survey.room(id).map(|room| &room.region).ok())),
    }
}

/// The space's polygon with the parapets, railings and glazing around it.
fn with_guards(survey: &Survey<'_>, storey: StoreyId, region: &Region, enclosure: &Region) -> Region {
    let guards = [class::IFC_WALL, class::IFC_RAILING, class::IFC_WINDOW, class::IFC_CURTAIN_WALL, class::IFC_PLATE, class::IFC_MEMBER];
    let around = plan::offset(region, GUARD, plan::Join::Mitre);
    let mut parts = vec![region.clone()];
    for &thing in survey.things_on(storey) {
        if !guards.iter().any(|class| survey.thing(thing).class.is_a(*class)) {
            continue;
        }
        if let Ok(plan) = survey.plan(thing)
            && plan::touches(plan, region, STRIP)
        {
            parts.push(intersection(plan, &around));
        }
    }
    without_slivers(&difference(&plan::closing(&plan::union(&parts), STRIP), enclosure), STRIP)
}

fn of_slab<'m>(survey: &Survey<'m>, storey: StoreyId, slab: &Slab<'m>, enclosure: &Region) -> Option<Platform<'m>> {
    let kind = match slab.word.as_deref() {
        Some("balcony") => "balcony",
        Some("terrace") => "terrace",
        Some("equipment_platform") => "equipment_platform",
        Some("entry_garden") => "terrace",
        Some(_) => return None, // bay sills, canopies, decoration, ramps
        None => {
            // no name: a floor beside the rooms, deep enough to stand on, with something on its edge
            let deep = plan::opening(&slab.region, 0.9);
            let beside = plan::touches(&slab.region, enclosure, STRIP);
            let used = || has_guard(survey, storey, &slab.region) || is_entered(survey, storey, &slab.region);
            if area(&deep) < 1.5 || !beside || survey.storey(storey).usage != "dwelling" || !used() {
                return None;
            }
            "balcony"
        }
    };
    let kind = match authored::flag(slab.entity, &["是否为露台", "露台"]) {
        Some(reading) if reading.value => "terrace",
        _ => kind,
    };
    Some(Platform {
        entity: slab.entity,
        model: slab.model,
        entities: vec![slab.entity],
        guids: slab.entity.guid().map(GlobalId::from).into_iter().collect(),
        name: if slab.name.is_empty() { "阳台".to_owned() } else { slab.name.clone() },
        kind,
        by: slab.by.clone(),
        region: slab.region.clone(),
        measured_on: format!("slab beyond the outer wall face ({})", survey.thing(slab.thing).class.name()),
        curved: slab.curved,
        slab: Some(slab.thing),
        floor: slab.top,
        storey: Some(storey),
        dwelling: neighbour(survey, storey, Some(&slab.region)),
    })
}

fn has_guard(survey: &Survey<'_>, storey: StoreyId, region: &Region) -> bool {
    let rim = [class::IFC_RAILING, class::IFC_WINDOW, class::IFC_CURTAIN_WALL];
    let on_rim = |thing: ThingId| {
        rim.iter().any(|class| survey.thing(thing).class.is_a(*class))
            && survey.plan(thing).is_ok_and(|plan| area(&intersection(plan, region)) > 0.3 * area(plan))
    };
    survey.things_on(storey).iter().any(|thing| on_rim(*thing))
        || survey.walls(storey).iter().any(|wall| wall.is_low && area(&intersection(&wall.plan, region)) > 0.3 * area(&wall.plan))
}

/// Whether a door of a dwelling above the ground storey leads onto a slab whose guard is not modelled.
fn is_entered(survey: &Survey<'_>, storey: StoreyId, region: &Region) -> bool {
    let on_ground = survey.storey(storey).below.is_none_or(|below| survey.storey(below).usage == "basement");
    let near = plan::offset(region, DOOR, plan::Join::Mitre);
    let leads_out = |thing: ThingId| {
        survey.thing(thing).class.is_a(class::IFC_DOOR)
            && survey.extent(thing).is_some_and(|extent| extent.min[2] < survey.storey(storey).elevation + NEAR_FLOOR)
            && survey.plan(thing).is_ok_and(|plan| area(&intersection(plan, &near)) > 0.5 * area(plan))
    };
    !on_ground && neighbour(survey, storey, Some(region)).is_some() && survey.things_on(storey).iter().any(|thing| leads_out(*thing))
}

/// The dwelling whose rooms lie against a region longest.
fn neighbour(survey: &Survey<'_>, storey: StoreyId, region: Option<&Region>) -> Option<DwellingId> {
    let region = region?;
    let mut shared: std::collections::BTreeMap<DwellingId, f64> = std::collections::BTreeMap::new();
    for &space in survey.spaces_on(storey) {
        let (Some(dwelling), Ok(room)) = (survey.space(space).dwelling, survey.room(space)) else { continue };
        let length = plan::shared_length(region, &room.region, 0.5);
        if length > 0.0 {
            *shared.entry(dwelling).or_default() += length;
        }
    }
    shared.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(dwelling, _)| dwelling)
}

/// Names claim, the sky decides: mostly roofed platforms are balconies, mostly open ones terraces, mixed ones are split.
fn by_sky<'m>(survey: &Survey<'m>, platform: Platform<'m>) -> Vec<Platform<'m>> {
    if platform.kind == "equipment_platform" {
        return vec![platform];
    }
    let Some(building) = platform.storey.and_then(|storey| survey.storey(storey).building) else { return vec![platform] };
    let covers: Vec<Region> = covers(survey, building, &platform);
    let Some(sky) = sky::split(&platform.region, &covers) else { return vec![platform] };
    let (open, covered) = (area(&sky.open), area(&sky.covered));
    if platform.kind == "balcony" {
        // a balcony without a roof is open to the sky only when a storey above exists that could have roofed it
        let roofless =
            sky.share > 0.5 && survey.storey(platform.storey.unwrap_or(StoreyId(0))).above.is_some() && has_space_named_terrace(&platform);
        if roofless {
            return vec![Platform { kind: "terrace", ..platform }];
        }
        return vec![platform];
    }
    if open > LEAST && covered > LEAST {
        let mut roofed = Platform {
            kind: "balcony",
            region: sky.covered,
            measured_on: format!("roofed part of {}", platform.measured_on),
            ..copy(&platform)
        };
        roofed.by = format!("{}; roofed part", platform.by);
        let open_part = Platform { region: sky.open, measured_on: format!("open part of {}", platform.measured_on), ..platform };
        return vec![open_part, roofed];
    }
    if sky.share < 0.5 {
        return vec![Platform { kind: "balcony", by: format!("{}; roofed", platform.by), ..platform }];
    }
    vec![platform]
}

fn has_space_named_terrace(platform: &Platform<'_>) -> bool {
    platform.entities.iter().any(|entity| authored::flag(*entity, &["是否为露台"]).is_some_and(|reading| reading.value))
}

fn copy<'m>(platform: &Platform<'m>) -> Platform<'m> {
    Platform {
        entity: platform.entity,
        model: platform.model,
        entities: platform.entities.clone(),
        guids: platform.guids.clone(),
        name: platform.name.clone(),
        kind: platform.kind,
        by: platform.by.clone(),
        region: platform.region.clone(),
        measured_on: platform.measured_on.clone(),
        curved: platform.curved,
        slab: platform.slab,
        floor: platform.floor,
        storey: platform.storey,
        dwelling: platform.dwelling,
    }
}

/// Plans of all slabs and roofs of a building well above a platform.
fn covers(survey: &Survey<'_>, building: crate::building::BuildingId, platform: &Platform<'_>) -> Vec<Region> {
    survey
        .things_in(Some(building))
        .iter()
        .copied()
        .filter(|id| survey.thing(*id).is_slab)
        .filter_map(|id| {
            let extent = survey.extent(id)?;
            (extent.min[2] > platform.floor + 1.8).then(|| survey.plan(id).ok().cloned())?
        })
        .filter(|plan| plan::touches(plan, &platform.region, 0.0))
        .collect()
}
