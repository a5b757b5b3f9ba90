//! Bodies on demand: lowering with the reason when there is none, and rooms as polygons between wall faces.

use std::sync::OnceLock;

use haofang_facts::{Gap, GapKind};
use haofang_geometry::Reason;
use haofang_geometry::lower::Shapes;
use haofang_geometry::lower::look::Look;
use haofang_geometry::lower::reach::{Heights, Reach};
use haofang_geometry::tolerance::in_reach;
use haofang_geometry::{Frame, Shape, plan};
use haofang_ifc::{Entity, class};

use crate::building::{NamedModel, Room, SpaceId, Survey, Thing, ThingId};
use crate::carriers::Memory;

/// Outlines of rooms further from their level than this are not drawn on its floor (m).
const FLOOR: f64 = 0.5;

/// Height of a room of which nothing tells it, for asking what stands in it; never a quantity (m).
const HEADROOM: f64 = 2.2;

/// The shape readers of all models, and what was read of their entities so far.
pub(crate) struct Readers<'m> {
    shapes: Vec<(String, Result<Shapes<'m>, Gap>)>,
    /// Texts of entities.
    pub(crate) texts: Memory,
}

impl<'m> Readers<'m> {
    pub(crate) fn new(models: &'m [NamedModel]) -> Self {
        let reader = |named: &'m NamedModel| {
            let shapes = Shapes::new(&named.model).map_err(|problem| Gap::new(GapKind::UnitUnknown, format!("{}: {problem}", named.file)));
            (named.file.clone(), shapes)
        };
        Self { shapes: models.iter().map(reader).collect(), texts: Memory::default() }
    }

    /// The reader of a model, where its units can be read.
    pub(crate) fn reader(&self, model: usize) -> Option<&Shapes<'m>> {
        self.shapes.get(model)?.1.as_ref().ok()
    }

    /// The body of a product, openings subtracted, or why it has none.
    pub(crate) fn lower(&self, model: usize, entity: Entity<'m>) -> Result<Shape, Gap> {
        let (file, reader) = &self.shapes[model];
        reader.as_ref().map_err(Clone::clone)?.shape(entity).map_err(|unsupported| {
            let absent = matches!(unsupported.reason, Reason::NoRepresentation | Reason::NoBody(_));
            let kind = if absent { GapKind::NoGeometry } else { GapKind::Unsupported };
            let what = format!("{} {}", entity.class().name(), entity.guid().unwrap_or("without GlobalId"));
            Gap::new(kind, format!("{what} ({file}): {unsupported}"))
        })
    }

    /// The body before openings are cut.
    pub(crate) fn gross(&self, model: usize, entity: Entity<'m>) -> Option<Shape> {
        self.shapes[model].1.as_ref().ok()?.shape_gross(entity).ok()
    }

    /// A box that surely holds a product, where one is found without making its body.
    pub(crate) fn reach(&self, model: usize, entity: Entity<'m>) -> Option<Reach> {
        self.reader(model)?.reach(entity)
    }

    /// Whether a body plainly has a point below a height in world metres; `false` where only its shape tells. `known` remembers
    /// what was found out about it before.
    pub(crate) fn has_point_below(&self, known: &OnceLock<Heights>, model: usize, entity: Entity<'m>, height: f64) -> bool {
        self.reader(model).is_some_and(|reader| {
            let known = known.get_or_init(|| reader.heights(entity));
            in_reach(height) && (known.low < height || !known.is_all && reader.has_point_below(entity, height))
        })
    }

    /// As [`Self::has_point_below`], above a height.
    pub(crate) fn has_point_above(&self, known: &OnceLock<Heights>, model: usize, entity: Entity<'m>, height: f64) -> bool {
        self.reader(model).is_some_and(|reader| {
            let known = known.get_or_init(|| reader.heights(entity));
            in_reach(height) && (known.high > height || !known.is_all && reader.has_point_above(entity, height))
        })
    }

    /// The frame of a product in world metres.
    pub(crate) fn placement(&self, model: usize, entity: Entity<'m>) -> Option<Frame> {
        self.shapes[model].1.as_ref().ok()?.placement(entity).ok()
    }
}

impl<'m> Survey<'m> {
    /// The colour that the model gives a thing, if it gives the whole of its body one; for pictures only.
    #[must_use]
    pub fn look(&self, id: ThingId) -> Option<Look> {
        let thing = self.thing(id);
        self.readers.reader(thing.model)?.look(thing.entity)
    }

    /// The terrain: sites that have a body, with their colours; for pictures only.
    #[must_use]
    pub fn terrain(&self) -> Vec<(Entity<'m>, Shape, Option<Look>)> {
        let readers = self.readers.shapes.iter().filter_map(|(_, reader)| reader.as_ref().ok());
        let sites = readers.flat_map(|reader| reader.model().all(class::IFC_SITE).map(move |site| (reader, site)));
        sites.filter_map(|(reader, site)| Some((site, reader.shape(site).ok()?, reader.look(site)))).collect()
    }

    /// A box that surely holds a thing whose body is not made yet, where one is found without making it.
    pub(crate) fn reach(&self, id: ThingId) -> Option<Reach> {
        self.thing(id).reach(&self.readers)
    }
}

impl Thing<'_> {
    /// As [`Survey::reach`]: furniture may have tens of thousands of points, so that the box is found once.
    pub(crate) fn reach(&self, readers: &Readers<'_>) -> Option<Reach> {
        if self.shape.get().is_some() { None } else { *self.reach.get_or_init(|| readers.reach(self.model, self.entity)) }
    }
}

/// The polygon and heights of a space. Where its body runs into the walls, the walls are taken away: the net area lies
/// between wall faces (CONTRACT §4).
pub(crate) fn room(survey: &Survey<'_>, id: SpaceId) -> Result<Room, Gap> {
    let shape = match survey.space_shape(id) {
        Ok(shape) => shape,
        Err(gap) => return of_outline(survey, id).ok_or_else(|| gap.clone()),
    };
    let extent = shape.extent();
    let mut region = shape.plan().clone();
    let mut whole = true;
    if let Some(storey) = survey.space(id).storey {
        (region, whole) = crate::walls::outside_of_walls(survey, storey, region, (extent.min[2] + extent.max[2]) / 2.0);
    }
    let area = if whole { shape.plan_area() } else { plan::area(&region) };
    if area <= 0.0 {
        return Err(Gap::new(GapKind::NoGeometry, format!("the body of {} has no area in plan", survey.space(id).name)));
    }
    Ok(Room {
        bounds: plan::bounds(&region),
        area,
        bottom: extent.min[2],
        top: extent.max[2],
        volume: shape.volume(),
        has_body: true,
        exact: shape.is_exact(),
        tessellated: shape.curved(),
        region,
    })
}

/// A space of which only the outline on its floor is drawn (FootPrint): its polygon is as good as that of a body, its height
/// is not known and reaches to the next level.
fn of_outline(survey: &Survey<'_>, id: SpaceId) -> Option<Room> {
    let space = survey.space(id);
    let reader = survey.readers.reader(space.model)?;
    let profile = reader.footprint_region(space.entity).filter(|profile| plan::area(&profile.region) > 0.0)?;
    let bottom = reader.placement(space.entity).ok()?.origin.z;
    let level = space.storey.map(|storey| survey.storey(storey).elevation);
    // an outline that hangs in the air is drawn on a plan, not on a floor
    let bottom = level.filter(|level| (level - bottom).abs() > FLOOR).unwrap_or(bottom);
    let top = space.storey.and_then(|storey| survey.next_level(storey)).filter(|next| *next > bottom).unwrap_or(bottom + HEADROOM);
    let (region, whole) = match space.storey {
        Some(storey) => crate::walls::outside_of_walls(survey, storey, profile.region, (bottom + top) / 2.0),
        None => (profile.region, true),
    };
    let area = if whole { profile.area } else { plan::area(&region) };
    let bounds = plan::bounds(&region);
    (area > 0.0).then_some(Room {
        bounds,
        area,
        bottom,
        top,
        volume: None,
        has_body: false,
        exact: true,
        tessellated: profile.curved,
        region,
    })
}
