//! Floors and roofs as surfaces: where the structural slab of a level lies, its finish, and the roof over the top storey.

use haofang_facts::GlobalId;
use haofang_geometry::measure::{VerticalRays, grid_points, weighted_mode};
use haofang_geometry::plan::{self, Region};
use haofang_geometry::tolerance::LENGTH_ACCURACY;
use haofang_geometry::{Mesh, Shape};
use haofang_ifc::class;

use crate::building::{StoreyId, Survey, ThingId};

/// How far below a finished level its structural slab may lie: the thickest usual build-up (CLAUSES §4.1, levels in pairs).
const BUILD_UP: f64 = 0.30;

/// How far above a level a slab top may lie and still be its floor.
const ABOVE: f64 = 0.10;

/// Slab tops within this are one surface.
const SAME: f64 = 0.01;

/// A roof whose top surface varies more is pitched; less is a fall.
const PITCH: f64 = 0.40;

/// A flat thing is no thicker (m).
const THICKEST: f64 = 0.80;

/// Words of the list `platform` that lie outside of the enclosure.
const OPEN: &[&str] = &["balcony", "terrace", "equipment_platform"];

/// What stands upright is no floor, however flat its box.
const UPRIGHT: &[haofang_ifc::Class] =
    &[class::IFC_WALL, class::IFC_DOOR, class::IFC_WINDOW, class::IFC_COLUMN, class::IFC_FURNISHING_ELEMENT, class::IFC_OPENING_ELEMENT];

/// Less than this above the floor is no roof over a room; the eaves of a pitched roof may lie below it.
const HEADROOM: f64 = 1.5;

/// The floor of a level as modelled.
#[derive(Debug, Clone)]
pub struct FloorSurface {
    /// Top of the structural slab: the most common top by area.
    pub structural: f64,
    /// Top of the modelled finish, where there is one.
    pub finish: Option<f64>,
    /// Whether the modelled finish covers most of the slab: tiles of one bathroom do not.
    pub is_finished: bool,
    /// Area of the slabs at that height (m2).
    pub area: f64,
    /// Area of those that neither their name (terrace, balcony, platform) nor their type (roof) lays outdoors (m2).
    pub indoors: f64,
    /// The slabs.
    pub slabs: Vec<GlobalId>,
}

/// The roof over a storey.
#[derive(Debug, Clone)]
pub struct RoofSurface {
    /// Structural surface: of a flat roof its top (the lowest point of falls), of a pitched one at the line of the eaves.
    pub surface: f64,
    /// Highest point of the structure.
    pub ridge: f64,
    /// It is sloped.
    pub is_pitched: bool,
    /// Its surface varies with curved or faceted falls, so that the value is near, not exact.
    pub tessellated: bool,
    /// The slabs.
    pub slabs: Vec<GlobalId>,
    /// How it was found.
    pub method: String,
}

impl Survey<'_> {
    /// The modelled floor of a level.
    #[must_use]
    pub fn floor(&self, storey: StoreyId) -> Option<&FloorSurface> {
        self.floors.get(storey.0)?.get_or_init(|| floor(self, storey)).as_ref()
    }

    /// The GlobalId of a thing.
    #[must_use]
    pub fn thing_guid(&self, thing: ThingId) -> Option<GlobalId> {
        self.things[thing.0].entity.guid().map(GlobalId::from)
    }
}

/// Slabs of the building of a level, with the things that are part of roofs.
fn slabs<'s>(survey: &'s Survey<'_>, id: StoreyId) -> impl Iterator<Item = (ThingId, &'s Shape)> {
    let of_building = survey.things_in(survey.storey(id).building).iter().copied();
    of_building.filter(|thing| survey.thing(*thing).is_slab).filter_map(|thing| survey.shape(thing).ok().map(|shape| (thing, shape)))
}

fn floor(survey: &Survey<'_>, id: StoreyId) -> Option<FloorSurface> {
    let level = survey.storey(id).elevation;
    let near = |top: f64| top >= level - BUILD_UP && top <= level + ABOVE;
    let found: Vec<(ThingId, f64, f64)> = slabs(survey, id)
        .filter(|(_, shape)| near(shape.extent().max[2]))
        .filter_map(|(thing, shape)| Some((thing, shape.extent().max[2], plan::area(survey.plan(thing).ok()?))))
        .collect();
    let weights: Vec<(f64, f64)> = found.iter().map(|(_, top, area)| (*top, *area)).collect();
    let top = weighted_mode(&weights, SAME)?;
    let at_top: Vec<&(ThingId, f64, f64)> = found.iter().filter(|(_, z, _)| (z - top).abs() <= SAME).collect();
    // the slab may be drawn with its finish as one body: the layers of its material tell the structural top
    let covered: Vec<f64> = at_top.iter().filter_map(|(thing, _, _)| finish_layers(survey, *thing)).collect();
    let in_body = covered.iter().copied().fold(0.0, f64::max);
    let coverings: Vec<(f64, f64)> = survey
        .things_on(id)
        .iter()
        .filter(|thing| survey.thing(**thing).class.is_a(class::IFC_COVERING))
        .filter_map(|thing| {
            let extent = survey.extent(*thing)?;
            let flat = extent.min[2] >= top - SAME && extent.max[2] <= level + ABOVE && extent.max[2] > top;
            flat.then(|| (extent.max[2], survey.plan(*thing).map_or(0.0, plan::area)))
        })
        .collect();
    let laid = weighted_mode(&coverings, SAME);
    let area: f64 = at_top.iter().map(|(_, _, area)| area).sum();
    // a slab at the height of the floor that is a roof by its type roofs the storey below
    let is_roof = |thing: ThingId| survey.thing(thing).entity.named("PredefinedType").as_enum() == Some("ROOF");
    let is_indoors = |thing: ThingId| !is_roof(thing) && !is_platform(survey, thing);
    let indoors = at_top.iter().filter(|(thing, _, _)| is_indoors(*thing)).map(|(_, _, area)| area).sum();
    let covers = |finish: f64| coverings.iter().filter(|(top, _)| (top - finish).abs() <= SAME).map(|(_, area)| area).sum::<f64>();
    Some(FloorSurface {
        structural: top - in_body,
        finish: laid.or((in_body > 0.0).then_some(top)),
        is_finished: laid.map_or(in_body > 0.0, |finish| covers(finish) > area / 2.0),
        area,
        indoors,
        slabs: at_top.iter().filter_map(|(thing, _, _)| survey.thing_guid(*thing)).collect(),
    })
}

/// Total thickness of the layers above the structural one, where the layer set fills the slab.
fn finish_layers(survey: &Survey<'_>, id: ThingId) -> Option<f64> {
    let entity = survey.thing(id).entity;
    let usage = entity.model().relations().material_of(entity)?;
    if !usage.is_a(class::IFC_MATERIAL_LAYER_SET_USAGE) {
        return None;
    }
    let unit = *entity.model().units().length.as_ref().ok()?;
    let upwards = usage.attr(2).as_enum() != Some("NEGATIVE");
    let mut layers: Vec<f64> = usage.entity_at(0)?.entities_at(0).map(|layer| layer.attr(1).as_f64().unwrap_or(0.0) * unit).collect();
    if layers.len() < 2 {
        return None;
    }
    if !upwards {
        layers.reverse();
    }
    let core = layers.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0))).map(|(at, _)| at)?;
    let total: f64 = layers.iter().sum();
    let extent = survey.extent(id)?;
    let fills = ((extent.max[2] - extent.min[2]) - total).abs() <= SAME;
    fills.then(|| layers.get(core + 1..).unwrap_or_default().iter().sum())
}

/// Area of the floor slabs of a level in plan that lie indoors by what is said of them; none where no slab does.
pub(crate) fn slab_area(survey: &Survey<'_>, id: StoreyId) -> Option<f64> {
    survey.floor(id).map(|floor| floor.indoors).filter(|area| *area > 0.0)
}

/// Whether a slab is a terrace, balcony or platform by its name.
pub(crate) fn is_platform(survey: &Survey<'_>, id: ThingId) -> bool {
    survey.recognise("platform", survey.thing(id).entity).is_some_and(|found| OPEN.contains(&found.word.as_str()))
}

/// A floor slab between two levels, at least 2 m from each: a sign of a missing level (CLAUSES §4.1.2).
pub(crate) fn slab_between(survey: &Survey<'_>, id: StoreyId, low: f64, high: f64) -> Option<(f64, GlobalId)> {
    let floor = survey.floor(id).map_or(0.0, |floor| floor.area);
    slabs(survey, id)
        .filter(|(_, shape)| {
            let top = shape.extent().max[2];
            top >= low + 2.0 && top <= high - 2.0
        })
        .filter_map(|(thing, shape)| Some((shape.extent().max[2], plan::area(survey.plan(thing).ok()?), survey.thing_guid(thing)?)))
        .filter(|(_, area, _)| *area >= 4.0 && *area >= floor / 10.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(top, _, guid)| (top, guid))
        .or_else(|| floor_in_disguise(survey, id, low + 2.0, high - 2.0))
}

/// Flat things of whatever class, planks and plates say, that together cover half of a level between two heights.
fn floor_in_disguise(survey: &Survey<'_>, id: StoreyId, low: f64, high: f64) -> Option<(f64, GlobalId)> {
    let floor = survey.floor(id).map(|floor| floor.area).or_else(|| survey.enclosure(id).ok().map(plan::area))?;
    let mut at: std::collections::BTreeMap<i64, (f64, ThingId)> = std::collections::BTreeMap::new();
    for thing in survey.things_in(survey.storey(id).building) {
        let held = survey.thing(*thing);
        if held.is_slab || UPRIGHT.iter().any(|class| held.class.is_a(*class)) {
            continue;
        }
        let Some(extent) = survey.extent(*thing) else { continue };
        let [wide, deep, thick] = [0, 1, 2].map(|axis| extent.max[axis] - extent.min[axis]);
        if extent.max[2] < low || extent.max[2] > high || thick > THICKEST || wide.min(deep) < thick {
            continue;
        }
        let Ok(plan) = survey.plan(*thing) else { continue };
        // tops within a hand's breadth are one floor
        let layer = at.entry((extent.max[2] * 10.0).round() as i64).or_insert((0.0, *thing));
        layer.0 += plan::area(plan);
    }
    let (_, thing) = at.into_values().filter(|(area, _)| *area >= floor / 2.0).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((survey.extent(thing)?.max[2], survey.thing_guid(thing)?))
}

/// Which of several roofs over each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    /// The one over the rooms: it ends their storey.
    Lowest,
    /// The one under the sky: it ends the building.
    Outermost,
}

/// The roof over a storey, seen from its rooms.
pub(crate) fn roof(survey: &Survey<'_>, id: StoreyId, rooms: &Region, cover: Cover) -> Option<RoofSurface> {
    let level = survey.storey(id).elevation;
    let over: Vec<(ThingId, &Shape)> = slabs(survey, id)
        .filter(|(thing, shape)| {
            shape.extent().max[2] >= level + HEADROOM && survey.plan(*thing).is_ok_and(|plan| plan::touches(plan, rooms, 0.0))
        })
        .collect();
    if over.is_empty() {
        return None;
    }
    let meshes: Vec<&Mesh> = over.iter().map(|(_, shape)| shape.mesh()).collect();
    let rays = VerticalRays::new(meshes.iter().enumerate().map(|(at, mesh)| (at, mesh.positions.as_slice(), mesh.triangles.as_slice())));
    let step = (plan::area(rooms).sqrt() / 20.0).clamp(0.25, 1.0);
    let mut tops: Vec<(f64, f64)> = Vec::new();
    let points = grid_points(rooms, step);
    let seen = points.len();
    for met in rays.meet(&points, f64::NEG_INFINITY, f64::INFINITY) {
        // the first surface that faces up above the room: a second roof over the first is no part of this storey
        let over = met.hits.iter().filter(|hit| hit.upward && hit.z > level + HEADROOM).map(|hit| hit.z);
        let top = if cover == Cover::Lowest { over.min_by(f64::total_cmp) } else { over.max_by(f64::total_cmp) };
        tops.extend(top.into_iter().flat_map(|z| met.points.iter().map(move |_| (z, 1.0))));
    }
    if tops.len() * 2 < seen || tops.is_empty() {
        return None;
    }
    let low = tops.iter().map(|(z, _)| *z).fold(f64::INFINITY, f64::min);
    let high = tops.iter().map(|(z, _)| *z).fold(f64::NEG_INFINITY, f64::max);
    let slabs: Vec<GlobalId> = over.iter().filter_map(|(thing, _)| survey.thing_guid(*thing)).collect();
    let tessellated = over.iter().any(|(_, shape)| shape.curved());
    let flat = weighted_mode(&tops, SAME)?;
    let same: Vec<(f64, f64)> = tops.iter().copied().filter(|(z, _)| (z - flat).abs() <= SAME).collect();
    if same.len() * 2 > tops.len() {
        let method = format!("top of the roof slab over {} of {} points", same.len(), tops.len());
        // the lower edge of a pitched roof over the slab that stands out beyond it by a finish is near, but no part of it
        let flat = weighted_mode(&same, LENGTH_ACCURACY).unwrap_or(flat);
        let in_body = over.iter().filter_map(|(thing, _)| finish_layers(survey, *thing)).fold(0.0, f64::max);
        return Some(RoofSurface { surface: flat - in_body, ridge: high, is_pitched: false, tessellated, slabs, method });
    }
    if high - low <= PITCH {
        return Some(RoofSurface {
            surface: low,
            ridge: high,
            is_pitched: false,
            tessellated,
            slabs,
            method: "lowest point of the falls of the roof".to_owned(),
        });
    }
    // pitched: the structural surface on the line of the outer wall faces, at the low side
    let outline = survey.enclosure(id).ok().cloned().unwrap_or_else(|| plan::outline(rooms));
    let mut eaves = f64::INFINITY;
    for edge in plan::edges(&outline) {
        let pieces = (edge.length() / step).ceil().max(1.0);
        let mut along = 0.0;
        while along <= pieces {
            let point = edge.from + (edge.to - edge.from) * (along / pieces) - edge.normal * (1.0 / 1000.0);
            if let Some(hit) = rays.hits(point).iter().filter(|hit| hit.upward && hit.z > level).max_by(|a, b| a.z.total_cmp(&b.z)) {
                eaves = eaves.min(hit.z);
            }
            along += 1.0;
        }
    }
    let surface = if eaves.is_finite() { eaves } else { low };
    let ridge = meshes.iter().flat_map(|mesh| mesh.positions.iter()).map(|p| p[2]).fold(high, f64::max);
    Some(RoofSurface {
        surface,
        ridge,
        is_pitched: true,
        tessellated,
        slabs,
        method: "roof surface on the line of the outer wall faces, low side".to_owned(),
    })
}
