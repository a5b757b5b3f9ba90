//! Where a green is: on the ground, on a roof, on a wall, or hanging in the air, which nobody can count (NT-2.1-09, -10).

use haofang_geometry::plan::{self, Region, area, intersection};
use haofang_ifc::class;

use super::green::{Green, OVER_BUILDING};
use super::green_count::Patch;
use super::labels::{Body, outline_of};
use crate::building::{BuildingId, Survey, ThingId};

/// A green this much above the outdoor ground is not on it (m).
const ON_ROOF: f64 = 1.5;
/// What carries a green lies no deeper under it than soil does (m).
const SOIL: f64 = 2.5;
/// A plot that is drawn no deeper under a green than this is the ground on which it lies (m).
const PLOT: f64 = 1.0;
/// What carries a green may reach into it by this much (m).
const INTO: f64 = 0.5;

/// Where a green is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Ground,
    Roof,
    Vertical,
    /// Above the ground, with nothing under it, or far below it.
    Air,
    /// Trees and the like: no area.
    Nothing,
}

/// Where a green is, told by its kind, its height, and what lies under it.
pub(super) fn place(survey: &Survey<'_>, green: &Green<'_>, footprints: &[Region]) -> Place {
    match green.kind.as_str() {
        "tree" => return Place::Nothing,
        "roof" | "sky_garden" => return Place::Roof,
        "vertical" => return Place::Vertical,
        _ => {}
    }
    let Ok(body) = &green.body else { return Place::Ground };
    let ground = (0..survey.buildings.len())
        .map(|at| survey.ground(BuildingId(at)).map_or_else(|_| survey.zero(BuildingId(at)), |ground| ground.z))
        .collect::<Vec<f64>>();
    let (lowest, ground) = ground.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), z| (low.min(*z), high.max(*z)));
    if ground.is_finite() && body.top < lowest - ON_ROOF && !is_ground(survey, green, body) {
        return Place::Air;
    }
    if !ground.is_finite() || body.bottom < ground + ON_ROOF {
        return Place::Ground;
    }
    let over: f64 = footprints.iter().map(|footprint| area(&intersection(&body.region, footprint))).sum();
    if over > OVER_BUILDING * body.area {
        return Place::Roof;
    }
    carrier(survey, green, body)
}

/// What carries a green above the ground: a roof or terrace of a building, the ground itself, or nothing.
fn carrier(survey: &Survey<'_>, green: &Green<'_>, body: &Body) -> Place {
    let under = |top: f64| (body.bottom - SOIL..=body.bottom + INTO).contains(&top);
    let Some(own) = plan::bounds(&body.region) else { return Place::Air };
    let mut of_building: Vec<Region> = Vec::new();
    let mut of_ground: Vec<Region> = Vec::new();
    for at in (0..survey.things.len()).map(ThingId) {
        let thing = survey.thing(at);
        if thing.entity == green.entity || !carries(survey, at) {
            continue;
        }
        if !survey.extent(at).is_some_and(|extent| under(extent.max[2])) {
            continue;
        }
        let Ok(plan) = survey.plan(at) else { continue };
        if !plan::bounds(plan).is_some_and(|other| own.within(&other, 0.0)) {
            continue;
        }
        let of = thing.storey.filter(|storey| survey.storey(*storey).usage != "basement");
        if of.is_some() { &mut of_building } else { &mut of_ground }.push(intersection(&body.region, plan));
    }
    of_ground.extend(plots_under(survey, body));
    let most = |parts: &[Region]| area(&plan::union(parts)) > OVER_BUILDING * body.area;
    if most(&of_building) {
        Place::Roof
    } else if most(&of_ground) {
        Place::Ground
    } else {
        Place::Air
    }
}

/// Where terrain, and plots that are drawn at another height than the buildings, lie right under a green.
fn plots_under(survey: &Survey<'_>, body: &Body) -> Vec<Region> {
    let plots = survey.sites.iter().filter_map(|site| outline_of(survey, site.model, site.entity).ok());
    let near = plots.filter(|plot| (body.bottom - PLOT..=body.bottom + INTO).contains(&plot.top));
    near.map(|plot| intersection(&body.region, &plot.region)).collect()
}

/// Whether the terrain, or a plot, lies as low as a green below all buildings: a site on a slope.
fn is_ground(survey: &Survey<'_>, green: &Green<'_>, body: &Body) -> bool {
    let mut under = plots_under(survey, body);
    let terrain = [class::IFC_GEOGRAPHIC_ELEMENT, class::IFC_CIVIL_ELEMENT, class::IFC_EARTHWORKS_ELEMENT];
    for at in (0..survey.things.len()).map(ThingId).filter(|at| survey.thing(*at).entity != green.entity && carries(survey, *at)) {
        let reaches = survey.extent(at).is_some_and(|extent| (extent.min[2]..=extent.max[2] + INTO).contains(&body.bottom));
        if reaches
            && terrain.iter().any(|kind| survey.thing(at).class.is_a(*kind))
            && let Ok(plan) = survey.plan(at)
        {
            under.push(intersection(&body.region, plan));
        }
    }
    area(&plan::union(&under)) > OVER_BUILDING * body.area
}

/// Whether a thing can carry soil: greens do not carry each other.
fn carries(survey: &Survey<'_>, id: ThingId) -> bool {
    let thing = survey.thing(id);
    let kinds = [
        class::IFC_SLAB,
        class::IFC_ROOF,
        class::IFC_COVERING,
        class::IFC_PLATE,
        class::IFC_GEOGRAPHIC_ELEMENT,
        class::IFC_CIVIL_ELEMENT,
        class::IFC_BUILDING_ELEMENT_PROXY,
        class::IFC_PAVEMENT,
        class::IFC_COURSE,
        class::IFC_EARTHWORKS_ELEMENT,
    ];
    kinds.iter().any(|kind| thing.class.is_a(*kind))
        && survey.recognise("green", thing.entity).is_none_or(|found| found.word == "none" || found.keyword == "覆土")
}

/// What is said against counting a green that is there, with the words that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It may be paved, a sports ground, of plastic grass, or no green at all.
    Hard(String),
    /// It is called a road, a square or a path.
    Ground(String),
    /// A class, a text or a property calls it something else.
    Else(String),
    /// Less of it is planted than makes a green.
    Bare(String),
    /// The soil is too thin to count whole, and no table says what it earns.
    ThinSoil(String),
    /// It may be of a phase that is not the submission's.
    Later(String),
}

impl Doubt {
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Hard(words) => format!("\"{words}\" may be paved or no green"),
            Self::Ground(words) => format!("\"{words}\" is the name of a road, a square or a path"),
            Self::Else(words) => format!("{words} calls a green something else"),
            Self::Bare(words) => format!("{words} leaves less planted than makes a green"),
            Self::ThinSoil(words) => format!("{words} is thinner soil than counts whole, and green.soil_coefficients says nothing of it"),
            Self::Later(words) => format!("\"{words}\" may be of a later phase"),
        }
    }
}

/// Why it is in doubt whether a green counts.
pub(super) fn doubt(green: &Green<'_>, place: Place) -> Option<String> {
    match (place, &green.later) {
        (Place::Air, _) => Some(format!("{} hangs above the ground with nothing under it, or lies far below it", green.name)),
        (Place::Ground, Some(doubt)) => Some(doubt.sentence()),
        _ => None,
    }
}

/// The patches without those in doubt, and without those of `other_kinds` among the concentrated ones; none when nothing is in
/// doubt.
pub(super) fn without_doubted(patches: &[Patch], owner: &[usize], doubts: &[Option<String>], other_kinds: &[bool]) -> Option<Vec<Patch>> {
    let is_sure = |of: usize| doubts.get(of).is_none_or(Option::is_none);
    let is_other = |of: usize| other_kinds.get(of) == Some(&true);
    if owner.iter().all(|of| is_sure(*of) && !is_other(*of)) {
        return None;
    }
    let sure = patches.iter().zip(owner).filter(|(_, of)| is_sure(**of));
    Some(sure.map(|(patch, of)| Patch { concentrated: patch.concentrated && !is_other(*of), ..patch.clone() }).collect())
}
