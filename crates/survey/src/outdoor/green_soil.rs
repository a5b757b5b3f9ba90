//! Soil under greens that lie over basements: how deep, and what it makes them count.

use haofang_facts::Unit;
use haofang_geometry::plan::{self, Region, area, intersection};
use haofang_ifc::class;

use super::green::{Green, OVER_BUILDING};
use super::labels::{Body, Labelled};
use super::soil;
use crate::building::{BuildingId, Survey};

/// Soil may be stated to reach above the top of a drawn green by this much: mounds, and surfaces drawn at another height (m).
const SURFACE: f64 = 0.3;

/// Soil under a green that lies over a basement.
pub(crate) struct Soil {
    /// The part of the green over the basement.
    pub(crate) over: Region,
    /// Depth and where it was read.
    pub(crate) depth: Option<(f64, String)>,
    /// Share that counts.
    pub(crate) coefficient: Option<f64>,
    /// Why depth or coefficient are not known.
    pub(crate) note: String,
}

/// Outlines of basements that reach beyond buildings: region and Z of the top of the roof slab over it.
pub(crate) fn basement(survey: &Survey<'_>) -> Vec<(Region, f64)> {
    let mut out = Vec::new();
    for (at, building) in survey.buildings.iter().enumerate() {
        let ground = survey.ground(BuildingId(at)).map_or_else(|_| survey.zero(BuildingId(at)), |ground| ground.z);
        for storey in building.storeys.iter().filter(|storey| survey.storey(**storey).usage == "basement") {
            for thing in survey.things_on(*storey) {
                if !survey.thing(*thing).class.is_a(class::IFC_SLAB) {
                    continue;
                }
                let Some(extent) = survey.extent(*thing) else { continue };
                // the slab over the basement: well above its floor, below the ground
                let is_roof = extent.max[2] > survey.storey(*storey).elevation + 1.5 && extent.max[2] <= ground + 0.1;
                if let (true, Ok(plan)) = (is_roof, survey.plan(*thing)) {
                    out.push((plan.clone(), extent.max[2]));
                }
            }
        }
    }
    out
}

/// The soil under a green, where it lies over a basement.
pub(crate) fn soil_of(
    survey: &Survey<'_>,
    labelled: &[Labelled<'_>],
    green: &Green<'_>,
    body: &Body,
    basement: &[(Region, f64)],
) -> Option<Soil> {
    let mut parts: Vec<(f64, f64)> = Vec::new();
    let mut regions: Vec<Region> = Vec::new();
    for (roof, top) in basement.iter().filter(|(_, top)| *top <= body.top) {
        let over = intersection(&body.region, roof);
        let size = area(&over);
        if size > 1.0 {
            parts.push((size, body.top - top));
            regions.push(over);
        }
    }
    if regions.is_empty() {
        return None;
    }
    let over = plan::union(&regions);
    let weight: f64 = parts.iter().map(|part| part.0).sum();
    let distance = parts.iter().map(|part| part.0 * part.1).sum::<f64>() / weight;
    let table = survey.brief.table("green.soil_coefficients");
    let enough = survey.brief.number("green.min_soil_m").unwrap_or(1.5);
    // a green whose name tells of its soil (绿地（覆土1.5m）) is not that soil
    let modelled = labelled.iter().filter(|item| item.entity != green.entity).any(|item| {
        item.recognise(survey, "soil").is_some()
            && item.body(survey).is_ok_and(|soil| area(&intersection(&soil.region, &over)) > OVER_BUILDING * area(&over))
    });
    let depth = match &green.soil {
        // no more soil than there is room for it: who writes more says no more than that it is not known
        Some((depth, source)) if *depth <= distance + SURFACE => Some((*depth, source.clone())),
        // with as much room as full soil needs it is deep enough, whatever fills it
        _ if modelled
            || body.top - body.bottom >= distance - 0.05
            || haofang_facts::compare::holds(distance, haofang_facts::Comparator::AtLeast, enough, Unit::Metre) =>
        {
            Some((distance, "green top to the top of the basement roof, area-weighted".to_owned()))
        }
        _ => None,
    };
    let coefficient = match &depth {
        // soil that is modelled too thin does not decide itself
        Some((depth, _)) => soil::coefficient(*depth, table.as_ref(), enough),
        // soil that nobody modelled is at most as deep as the room for it: that earns no more than the table gives for it …
        None if table.is_some() => soil::coefficient(distance, table.as_ref(), enough),
        // … and counts, as an assumption that is printed, only where trees could stand in it
        None => soil::has_room(distance, survey.brief.number("green.assumed_soil_m")).then_some(1.0),
    };
    let note = match &depth {
        Some((depth, _)) => format!("soil of {depth:.2} m is less than {enough:.2} m and green.soil_coefficients says nothing of it"),
        None => format!("the soil over the basement is not modelled (覆土); the green lies {distance:.2} m above the basement roof"),
    };
    Some(Soil { over, depth, coefficient, note })
}
