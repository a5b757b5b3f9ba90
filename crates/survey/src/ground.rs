//! The outdoor design ground at a building (室外设计地坪): authored, a level, the terrain, or the ground that the site shows.

use haofang_facts::{Gap, GapKind, GlobalId, Provenance};
use haofang_geometry::measure::weighted_mode;
use haofang_geometry::plan;
use haofang_ifc::class;

use crate::authored;
use crate::building::{BuildingId, LevelKind, Survey, ThingId};

/// Ground surfaces within this height of each other are one ground.
const SAME: f64 = 0.01;

/// Ground farther away than this says nothing of a building.
const NEAR: f64 = 60.0;

/// The ground at a building.
#[derive(Debug, Clone)]
pub struct Ground {
    /// Its Z.
    pub z: f64,
    /// How it was obtained.
    pub provenance: Provenance,
    /// Where it was read or measured.
    pub source: String,
    /// What it was measured on.
    pub elements: Vec<GlobalId>,
    /// Other readings.
    pub witnesses: Vec<(f64, Provenance, String)>,
}

impl Survey<'_> {
    /// The outdoor design ground at a building.
    ///
    /// # Errors
    /// When neither a property, a level, terrain nor ground on the site says it.
    pub fn ground(&self, building: BuildingId) -> Result<&Ground, &Gap> {
        self.grounds[building.0].get_or_init(|| ground(self, building)).as_ref()
    }

    /// Z of ±0.000: the level that its name says is the ground floor, else the placement of the building.
    #[must_use]
    pub fn zero(&self, building: BuildingId) -> f64 {
        let named = self.buildings[building.0].storeys.iter().map(|id| &self.storeys[id.0]).find(|storey| storey.claim.number == Some(1));
        named.map_or(self.buildings[building.0].origin, |storey| storey.elevation)
    }
}

fn ground(survey: &Survey<'_>, id: BuildingId) -> Result<Ground, Gap> {
    let building = survey.building(id);
    let zero = survey.zero(id);
    let mut readings: Vec<(f64, Provenance, String, Vec<GlobalId>)> = Vec::new();
    for (_, entity) in &building.entities {
        let names = ["室外地坪标高", "室外设计地坪标高", "室外地面标高", "地坪标高", "室外标高"];
        if let Some(reading) = authored::length(*entity, &names) {
            readings.push((zero + reading.value, Provenance::Authored, reading.source, Vec::new()));
        }
        let gap = authored::length(*entity, &["室内外高差", "室内外高差最大值"]);
        if let Some(reading) = gap.filter(|reading| reading.value > 0.0) {
            readings.push((zero - reading.value, Provenance::Authored, reading.source, Vec::new()));
        }
        if let (Some(value), Ok(unit)) = (entity.named("ElevationOfTerrain").as_f64(), &entity.model().units().length) {
            let reference = entity.named("ElevationOfRefHeight").as_f64().unwrap_or(0.0);
            // 0 in both is what exporters write when nobody said anything
            if value != 0.0 || reference != 0.0 {
                readings.push((
                    zero + (value - reference) * unit,
                    Provenance::Authored,
                    "IfcBuilding.ElevationOfTerrain".to_owned(),
                    Vec::new(),
                ));
            }
        }
    }
    // marks on the section hold for every tower of the building
    let wholes: Vec<BuildingId> = building
        .entities
        .first()
        .map_or_else(Vec::new, |(model, entity)| survey.building_index.get(&(*model, entity.id())).copied().into_iter().collect());
    let marks = |storey: &&crate::building::Storey<'_>| {
        storey.building == Some(id) || storey.kind == LevelKind::Mark && storey.building.is_some_and(|of| wholes.contains(&of))
    };
    for storey in survey.storeys.iter().filter(marks) {
        let is_ground = survey.vocabulary.find("pseudo_level", &storey.name).is_some_and(|found| found.word == "ground");
        if is_ground && storey.claim.number.is_none() {
            readings.push((storey.elevation, Provenance::Measured, format!("level {}", storey.name), Vec::new()));
        }
    }
    if let Some((z, elements)) = site_ground(survey, id, zero) {
        readings.push((z, Provenance::Measured, "top of the ground surfaces of the site".to_owned(), elements));
    }
    let mut readings = readings.into_iter();
    let Some((z, provenance, source, elements)) = readings.next() else {
        return Err(Gap::new(
            GapKind::NotModelled,
            format!(
                "no outdoor design ground at {}: give 室外地坪标高 on the building, a level 室外地坪, or model the ground",
                building.name
            ),
        ));
    };
    let witnesses = readings.map(|(z, provenance, source, _)| (z, provenance, source)).collect();
    Ok(Ground { z, provenance, source, elements, witnesses })
}

/// What lies on the ground of the site by its name, in file order.
fn ground_surfaces(survey: &Survey<'_>) -> Vec<ThingId> {
    const FLAT: [haofang_ifc::Class; 6] = [
        class::IFC_GEOGRAPHIC_ELEMENT,
        class::IFC_SLAB,
        class::IFC_CIVIL_ELEMENT,
        class::IFC_BUILDING_ELEMENT_PROXY,
        class::IFC_COVERING,
        class::IFC_PAVEMENT,
    ];
    const GROUND: [&str; 17] = [
        "绿",
        "草",
        "地坪",
        "地面",
        "道路",
        "路面",
        "广场",
        "铺装",
        "场地",
        "种植",
        "消防登高",
        "车行",
        "terrain",
        "green",
        "road",
        "ground",
        "topography",
    ];
    let says = |text: &str| {
        let folded = crate::vocabulary::fold(text);
        GROUND.iter().any(|word| folded.contains(word))
    };
    let is_ground = |thing: &ThingId| {
        let thing = survey.thing(*thing);
        FLAT.iter().any(|class| thing.class.is_a(*class))
            && (says(&thing.name) || thing.entity.named("ObjectType").as_text().is_some_and(|text| says(&text)))
    };
    survey.things_in(None).iter().copied().filter(is_ground).collect()
}

/// The most common top, by area, of what lies on the ground of the site.
fn site_ground(survey: &Survey<'_>, id: BuildingId, zero: f64) -> Option<(f64, Vec<GlobalId>)> {
    let surfaces = survey.ground_surfaces.get_or_init(|| ground_surfaces(survey));
    // asked for only where a surface lies at the right height: an outline is dear
    let outline = std::cell::LazyCell::new(|| {
        let mut storeys = survey.buildings[id.0].storeys.iter();
        storeys.find(|storey| survey.storeys[storey.0].elevation >= zero - 1.0).and_then(|storey| survey.enclosure(*storey).ok())
    });
    let measured: Vec<(f64, f64, ThingId)> = surfaces
        .iter()
        .filter_map(|thing| {
            let extent = survey.extent(*thing)?;
            // hedges, trees and slopes are no ground; roof greens lie higher
            let flat = extent.max[2] - extent.min[2] <= 2.0 && extent.max[2] <= zero + 1.0 && extent.max[2] >= zero - 3.0;
            if !flat {
                return None;
            }
            let plan = survey.plan(*thing).ok()?;
            let near = outline.is_none_or(|outline| plan::distance(outline, plan).is_none_or(|distance| distance <= NEAR));
            near.then(|| (extent.max[2], plan::area(plan), *thing))
        })
        .collect();
    let weights: Vec<(f64, f64)> = measured.iter().map(|(top, area, _)| (*top, *area)).collect();
    let z = weighted_mode(&weights, SAME)?;
    let elements = measured
        .iter()
        .filter(|(top, _, _)| (top - z).abs() <= SAME)
        .take(20)
        .filter_map(|(_, _, thing)| survey.thing_guid(*thing))
        .collect();
    Some((z, elements))
}
