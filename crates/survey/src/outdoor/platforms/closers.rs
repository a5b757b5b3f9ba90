//! What stands on the open edges of a balcony, cut at several heights between floor and soffit.

use haofang_facts::{Gap, GapKind, GlobalId};
use haofang_geometry::Extent;
use haofang_geometry::plan::{self, Bounds, Region, area, intersection};
use haofang_ifc::class;

use super::Platform;
use super::closing::{closed_share, open_edges};
use crate::building::{BuildingId, Survey, ThingId};
use haofang_ifc::material::names_of_materials;

/// Heights between floor and soffit at which the edges are looked at, as shares of the clear height.
const CUTS: [f64; 6] = [0.08, 0.25, 0.42, 0.58, 0.75, 0.92];
/// Things further from the platform's edge than this do not close it (m).
const REACH: f64 = 0.40;

/// With less of its open edges guarded or glazed at any height, nothing tells whether the balcony is closed.
const GUARDED: f64 = 0.10;

/// What is written as a railing and higher is more than a guard (m).
const GUARD: f64 = 1.6;

/// Boxes further apart than this hold nothing that touches (m).
const BESIDE: f64 = 0.05;

/// How a balcony is closed.
pub(crate) struct Closing {
    /// Share of the open perimeter closed from floor to soffit.
    pub(crate) share: f64,
    /// The same without railings that are higher than a guard, where there are any.
    pub(crate) without_railings: Option<f64>,
    /// `window`, `curtain_wall`, `railing`, `open`.
    pub(crate) way: &'static str,
    /// In words.
    pub(crate) method: String,
    /// What closes it.
    pub(crate) guids: Vec<GlobalId>,
}

/// Looks at the open edges of a balcony.
pub(crate) fn closing(survey: &Survey<'_>, platform: &Platform<'_>) -> Result<Closing, Gap> {
    let storey = platform.storey.ok_or_else(|| Gap::new(GapKind::Incomplete, "the balcony stands on no storey"))?;
    let building = survey.storey(storey).building.ok_or_else(|| Gap::new(GapKind::Incomplete, "the balcony belongs to no building"))?;
    let enclosure = survey.enclosure(storey).map_err(Clone::clone)?;
    let open = open_edges(&platform.region, enclosure);
    let length: f64 = open.iter().map(plan::Edge::length).sum();
    if open.is_empty() {
        return Err(Gap::new(GapKind::Ambiguous, "every edge of the balcony lies against the building"));
    }
    let floor = platform.floor;
    let soffit = soffit(survey, building, platform).or_else(|| survey.next_level(storey)).unwrap_or(floor + 2.8);
    let near = plan::offset(&platform.region, REACH, plan::Join::Mitre);
    let around = plan::bounds(&near);
    // the box of a thing that touches in plan touches the box around the platform
    let meets = |extent: &Extent| around.is_none_or(|around| Bounds::from(extent).within(&around, BESIDE));
    let closers: Vec<ThingId> = survey.closers[building.0]
        .get_or_init(|| things_of(survey, building).filter_map(|thing| Some((thing, survey.extent(thing)?))).collect())
        .iter()
        .filter(|(_, extent)| extent.min[2] < soffit - 0.1 && extent.max[2] > floor + 0.1 && meets(extent))
        .map(|(thing, _)| *thing)
        .filter(|thing| survey.plan(*thing).is_ok_and(|plan| plan::touches(plan, &near, 0.0)))
        .collect();
    let is = |thing: &ThingId, kind| survey.thing(*thing).class.is_a(kind);
    // lattices, louvres and sun screens let the air through: they close nothing (NT-2.2-05: window, curtain wall, glazing)
    let is_screen = |thing: &ThingId| {
        let entity = survey.thing(*thing).entity;
        let is_glazing = is(thing, class::IFC_WINDOW) || is(thing, class::IFC_DOOR) || is(thing, class::IFC_CURTAIN_WALL);
        let named = |words: &[&str]| survey.recognise("enclosure", entity).is_some_and(|found| words.contains(&found.word.as_str()));
        // 材质 = 金属网, 玻璃 = 无
        let said = || {
            let names = ["material", "kind", "type"].into_iter().flat_map(|meaning| survey.said(entity, meaning));
            let names = names.filter_map(|claim| crate::authored::words_of(&claim.property)).chain(names_of_materials(entity));
            let is_net = |name: &str| {
                survey.vocabulary.find("enclosure", name).is_some_and(|found| ["net", "railing", "screen"].contains(&found.word))
            };
            let bare = survey.said(entity, "glazed").iter().any(|claim| crate::authored::claim_of(&claim.property) == Some(false));
            bare || names.into_iter().any(|name| is_net(&name))
        };
        // a railing written as a window is one, and glazing that is only provided for is none
        let denied = || {
            let texts = survey.texts(entity);
            survey.is_disclaimed(entity, &texts) || survey.called_else(entity, &texts, "enclosure", &|word| word == "glazing").is_some()
        };
        (!is(thing, class::IFC_WALL) && named(&["screen", "net"])) || (is_glazing && (named(&["railing", "hole"]) || said() || denied()))
    };
    let closers: Vec<ThingId> = closers.into_iter().filter(|thing| !is_screen(thing)).collect();
    let layers = layers(survey, &closers, &near, (floor, soffit));
    // the wall of the house behind it is no guard
    let anything: Vec<&Region> = layers.iter().collect();
    if closed_share(&open, &[plan::union(&anything)]).is_none_or(|guarded| guarded < GUARDED) {
        return Err(Gap::new(GapKind::NotModelled, "nothing is modelled on the open edges of the balcony: neither guard nor glazing"));
    }
    let share = closed_share(&open, &layers).ok_or_else(|| Gap::new(GapKind::Ambiguous, "the balcony has no open edge"))?;
    // glass that is written as a railing: whether it closes to the soffit is for a person to see
    let tall = |thing: &ThingId| {
        is(thing, class::IFC_RAILING) && survey.extent(*thing).is_some_and(|extent| extent.max[2] - extent.min[2].max(floor) > GUARD)
    };
    let without_railings = closers.iter().any(tall).then(|| {
        let others: Vec<ThingId> = closers.iter().copied().filter(|thing| !tall(thing)).collect();
        closed_share(&open, &self::layers(survey, &others, &near, (floor, soffit))).unwrap_or(0.0)
    });
    let is_on_edge = |thing: &ThingId| survey.plan(*thing).is_ok_and(|plan| area(&intersection(plan, &near)) > 0.5 * area(plan));
    let on_edge: Vec<ThingId> = closers.into_iter().filter(is_on_edge).collect();
    let glass = |kind| on_edge.iter().filter(|thing| is(thing, kind)).count();
    let low = on_edge.iter().any(|thing| is(thing, class::IFC_RAILING) || is(thing, class::IFC_WALL));
    let way = if glass(class::IFC_CURTAIN_WALL) + glass(class::IFC_PLATE) > 0 && share > 0.5 {
        "curtain_wall"
    } else if glass(class::IFC_WINDOW) > 0 && share > 0.0 {
        "window"
    } else if low {
        "railing"
    } else {
        "open"
    };
    Ok(Closing {
        share,
        without_railings,
        way,
        method: format!("{length:.2} m of open edges cut at {} heights between {floor:.2} and {soffit:.2} m", CUTS.len()),
        guids: on_edge.iter().filter_map(|thing| survey.thing_guid(*thing)).collect(),
    })
}

/// The sections of what stands round a platform, at several heights between floor and soffit, each that differs once.
fn layers(survey: &Survey<'_>, closers: &[ThingId], near: &Region, (floor, soffit): (f64, f64)) -> Vec<Region> {
    let is = |thing: &ThingId, kind| survey.thing(*thing).class.is_a(kind);
    // what stands upright has one section at most heights: each is looked at once
    let mut seen: Vec<Vec<Region>> = Vec::new();
    let mut layers: Vec<Region> = Vec::new();
    for cut in CUTS {
        let z = floor + (soffit - floor) * cut;
        let mut here: Vec<Region> = Vec::new();
        for thing in closers {
            let Some(extent) = survey.extent(*thing) else { continue };
            if extent.min[2] > z || extent.max[2] < z {
                continue;
            }
            let filling = is(thing, class::IFC_WINDOW) || is(thing, class::IFC_DOOR) || is(thing, class::IFC_CURTAIN_WALL);
            let section = survey.shape(*thing).map(|shape| shape.section(z)).unwrap_or_else(|_| Region::new(vec![]));
            // windows close their opening even when only their frames or surfaces are drawn
            here.push(if filling || section.0.is_empty() && !is(thing, class::IFC_RAILING) {
                survey.plan(*thing).cloned().unwrap_or(section)
            } else {
                section
            });
        }
        if !seen.contains(&here) {
            layers.push(intersection(&plan::union(&here), near));
            seen.push(here);
        }
    }
    layers
}

fn things_of<'s>(survey: &'s Survey<'_>, building: BuildingId) -> impl Iterator<Item = ThingId> + 's {
    const CLOSERS: [haofang_ifc::Class; 10] = [
        class::IFC_WALL,
        class::IFC_WINDOW,
        class::IFC_DOOR,
        class::IFC_CURTAIN_WALL,
        class::IFC_PLATE,
        class::IFC_MEMBER,
        class::IFC_RAILING,
        class::IFC_COLUMN,
        class::IFC_COVERING,
        class::IFC_BUILDING_ELEMENT_PROXY,
    ];
    let storeys = survey.storeys_of(building).to_vec();
    storeys
        .into_iter()
        .flat_map(move |storey| survey.things_on(storey).iter().copied())
        .filter(move |thing| CLOSERS.iter().any(|kind| survey.thing(*thing).class.is_a(*kind)))
}

/// Underside of what roofs the balcony.
fn soffit(survey: &Survey<'_>, building: BuildingId, platform: &Platform<'_>) -> Option<f64> {
    let size = area(&platform.region);
    let own = plan::bounds(&platform.region);
    let beside = |extent: &Extent| own.is_some_and(|own| !Bounds::from(extent).within(&own, BESIDE));
    survey
        .things_in(Some(building))
        .iter()
        .copied()
        .filter(|id| survey.thing(*id).is_slab)
        .filter_map(|id| {
            let extent = survey.extent(id)?;
            let above = extent.min[2] > platform.floor + 1.8 && extent.min[2] < platform.floor + 6.5;
            if !above || beside(&extent) {
                return None;
            }
            let plan = survey.plan(id).ok()?;
            (area(&intersection(plan, &platform.region)) > 0.5 * size).then_some(extent.min[2])
        })
        .min_by(f64::total_cmp)
}
