//! Where roads, paving and surface parking lie upon the greens: there they take away from them (NT-2.1-09).

use haofang_geometry::plan::{self, Region, area, difference, intersection};
use haofang_ifc::{Entity, class};

use super::green::Green;
use super::green_find::HARD;
use super::green_place::Place;
use super::labels::{Body, Labelled};
use crate::building::Survey;

/// A road or place whose surface is this much lower or higher than the top of a green lies upon it (m).
const UPON: (f64, f64) = (0.02, 1.0);
/// A slab this far above a green roofs it over (m); what is higher lets in sun and rain.
const OVER: (f64, f64) = (1.8, 12.0);
/// Paving in the plane of a green that is larger than it by more than this is the ground on which the green is drawn.
const GROUND: f64 = 1.5;

/// Whether a thing is hard surface by its class, whatever it is called: 绿化带路缘石 is a kerb.
pub(super) fn is_hard(entity: Entity<'_>) -> bool {
    [class::IFC_PAVEMENT, class::IFC_KERB, class::IFC_COURSE].iter().any(|kind| entity.is_a(*kind))
}

/// What lies upon the greens.
#[derive(Default)]
pub(super) struct Upon {
    /// Roads, paving and surface parking.
    pub(super) sure: Vec<Region>,
    /// Fire-fighting places, pools, and slabs of which nothing says what they are, by their names: what shows is not the green.
    pub(super) doubtful: Vec<(String, Region)>,
}

/// Where roads, paving and surface parking lie upon the greens, and where something else does. A road bed under a lawn takes
/// nothing off it; grass over a hidden fire lane is flagged, not taken off.
pub(super) fn upon<'m>(survey: &Survey<'m>, labelled: &[Labelled<'m>], greens: &[Green<'m>], placed: &[Place]) -> Upon {
    let on_ground =
        || greens.iter().zip(placed).filter(|(_, place)| **place == Place::Ground).filter_map(|(green, _)| green.body.as_ref().ok());
    let mut out = Upon::default();
    for item in labelled.iter().filter(|item| !item.entity.is_a(class::IFC_ANNOTATION)) {
        // tools host roads on a level; rooms and slabs of a building without such a word are its own
        let is_of_site = item.storey(survey).is_none();
        if !is_of_site && item.space.is_some() {
            continue;
        }
        let word = |list: &str| item.recognise(survey, list).map(|found| found.word);
        let named = word("road");
        let road = named.clone().filter(|word| word != "none");
        // paths and places for play belong to a green up to a share of it
        let is_part = road.as_deref().is_some_and(|word| ["path", "place"].contains(&word));
        let is_paving = road.as_deref() == Some("paving");
        let is_paved = road.is_some()
            || is_hard(item.entity) && named.as_deref() != Some("path")
            || word("parking").is_some_and(|word| !["none", "bicycle", "e_bike"].contains(&word.as_str()));
        let is_green = greens.iter().any(|green| green.entity == item.entity);
        if is_green || item.mentions(survey, "hidden_lane") {
            continue;
        }
        let is_doubtful = !is_paved && item.mentions(survey, "upon_green");
        let is_slab = [class::IFC_SLAB, class::IFC_COVERING].iter().any(|kind| item.entity.is_a(*kind));
        let is_other = ["soil", "site_boundary", "green"].iter().any(|list| item.recognise(survey, list).is_some());
        if is_slab && !is_other {
            out.doubtful.extend(roofed(survey, item, &mut on_ground()).map(|over| (item.name(survey), over)));
        }
        if !is_paved && !is_doubtful && (!is_slab || is_other || !is_of_site) {
            continue;
        }
        let Ok(body) = item.body(survey) else { continue };
        let surface = if item.space.is_some() { body.bottom } else { body.top };
        for green in on_ground().filter(|green| surface >= green.top - UPON.0 && surface <= green.top + UPON.1) {
            let in_plane = surface <= green.top + UPON.0;
            let is_ground = body.area > GROUND * green.area;
            // what reaches far beyond a green is the ground on which it is drawn
            if !is_paved && (is_ground || in_plane && !is_doubtful) || is_paving && in_plane && is_ground {
                continue;
            }
            let over = intersection(&body.region, &green.region);
            // without the word of anybody what covers little is furniture
            if area(&over) > if is_part || !is_paved { HARD * green.area } else { 0.0 } {
                if is_paved { out.sure.push(over) } else { out.doubtful.push((item.name(survey), over)) }
            }
        }
    }
    out
}

/// Where a slab hangs over the greens, beyond the outline of its own storey, as far as it covers much of one.
fn roofed(survey: &Survey<'_>, item: &Labelled<'_>, greens: &mut dyn Iterator<Item = &Body>) -> Option<Region> {
    let thing = item.thing?;
    let extent = survey.extent(thing)?;
    let over = greens.filter(|green| extent.min[2] > green.top + OVER.0 && extent.min[2] < green.top + OVER.1).filter_map(|green| {
        let plan = survey.plan(thing).ok()?;
        let over = intersection(plan, &green.region);
        let outline = item.storey(survey).and_then(|storey| survey.enclosure(storey).ok());
        let over = outline.map_or_else(|| over.clone(), |outline| difference(&over, outline));
        (area(&over) > HARD * green.area).then_some(over)
    });
    over.reduce(|a, b| plan::union(&[a, b]))
}
