//! Things, spaces and zones with all their texts, gathered once and then asked for many lists of words.

use haofang_facts::{Gap, GapKind, GlobalId};
use haofang_geometry::Region;
use haofang_geometry::plan;
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use crate::building::{SpaceId, StoreyId, Survey, ThingId};
use crate::carriers::{Recognised, Texts};
use crate::site_carrier::is_part_of_building;

/// An entity with its texts.
pub(crate) struct Labelled<'m> {
    /// The entity.
    pub(crate) entity: Entity<'m>,
    /// Index of its model.
    pub(crate) model: usize,
    /// Its handle, when it is a thing.
    pub(crate) thing: Option<ThingId>,
    /// Its handle, when it is a space.
    pub(crate) space: Option<SpaceId>,
    /// All its texts.
    pub(crate) texts: Texts,
}

/// What an entity covers.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    /// In plan.
    pub(crate) region: Region,
    /// Exact area of the plan where arcs are known.
    pub(crate) area: f64,
    /// Lowest Z; of 2D outlines the height of their plane.
    pub(crate) bottom: f64,
    /// Highest Z.
    pub(crate) top: f64,
    /// Chords stand for curves somewhere.
    pub(crate) curved: bool,
}

impl<'m> Labelled<'m> {
    /// The word of a list for the first text in which a keyword of it stands.
    pub(crate) fn recognise(&self, survey: &Survey<'_>, list: &str) -> Option<Recognised> {
        survey.recognise_in(list, &self.texts)
    }

    /// Whether any text has a keyword of a list.
    pub(crate) fn mentions(&self, survey: &Survey<'_>, list: &str) -> bool {
        self.texts.iter().any(|carrier| survey.vocabulary.find_folded(list, &carrier.folded).is_some_and(|found| found.word != "none"))
    }

    /// Its GlobalId.
    pub(crate) fn guid(&self) -> Option<GlobalId> {
        self.entity.guid().map(GlobalId::from)
    }

    /// A name for people.
    pub(crate) fn name(&self, survey: &Survey<'_>) -> String {
        if let Some(space) = self.space.map(|space| survey.space(space)).filter(|space| !space.name.is_empty()) {
            return space.name.clone();
        }
        let long = self.texts.iter().find(|carrier| carrier.from == "LongName");
        let name = self.entity.name().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        match (long, name) {
            // the name of a space is often only its number
            (Some(long), _) => long.text.to_string(),
            (None, Some(name)) => name,
            (None, None) => self.texts.first().map_or_else(|| self.entity.class().name().to_owned(), |carrier| carrier.text.to_string()),
        }
    }

    /// The storey where it stands.
    pub(crate) fn storey(&self, survey: &Survey<'_>) -> Option<StoreyId> {
        self.space.map_or_else(|| self.thing.and_then(|thing| survey.thing(thing).storey), |space| survey.space(space).storey)
    }

    /// What it covers in plan: its body, else its outline curves.
    pub(crate) fn body(&self, survey: &Survey<'m>) -> Result<Body, Gap> {
        let shape = match (self.thing, self.space) {
            (Some(thing), _) => survey.shape(thing),
            (None, Some(space)) => survey.space_shape(space),
            (None, None) => return outline_of(survey, self.model, self.entity),
        };
        match shape {
            Ok(shape) => {
                let extent = shape.extent();
                let region = shape.plan().clone();
                if region.0.is_empty() {
                    return outline_of(survey, self.model, self.entity);
                }
                Ok(Body { area: shape.plan_area(), region, bottom: extent.min[2], top: extent.max[2], curved: shape.curved() })
            }
            Err(gap) => outline_of(survey, self.model, self.entity).map_err(|_| gap.clone()),
        }
    }
}

/// What the outline curves of an entity enclose (FootPrint, Plan, Annotation); else its body, for entities that are no things.
pub(crate) fn outline_of<'m>(survey: &Survey<'m>, model: usize, entity: Entity<'m>) -> Result<Body, Gap> {
    let named = &survey.models[model];
    let nothing = || {
        Gap::new(
            GapKind::NoGeometry,
            format!("{} {} has no outline ({})", entity.class().name(), entity.guid().unwrap_or("without GlobalId"), named.file),
        )
    };
    let shapes = survey
        .readers
        .reader(model)
        .ok_or_else(|| Gap::new(GapKind::UnitUnknown, format!("{} states no usable length unit", named.file)))?;
    if let Some(profile) = shapes.footprint_region(entity) {
        let region = profile.region;
        if !region.0.is_empty() {
            let z = shapes.placement(entity).map_or(0.0, |frame| frame.origin.z);
            return Ok(Body { area: profile.area, region, bottom: z, top: z, curved: profile.curved });
        }
    }
    let shape = shapes.shape(entity).map_err(|_| nothing())?;
    let region = shape.plan().clone();
    if region.0.is_empty() {
        return Err(nothing());
    }
    let extent = shape.extent();
    Ok(Body { area: plan::area(&region), region, bottom: extent.min[2], top: extent.max[2], curved: shape.curved() })
}

/// Everything that may be a green, a parking place, a boundary or a facility, in file order.
pub(crate) fn gather<'m>(survey: &Survey<'m>) -> Vec<Labelled<'m>> {
    let mut found: Vec<(Entity<'m>, usize, Option<ThingId>, Option<SpaceId>)> = Vec::new();
    for (at, thing) in survey.things.iter().enumerate() {
        if !is_part_of_building(thing.class) {
            found.push((thing.entity, thing.model, Some(ThingId(at)), None));
        }
    }
    for (at, space) in survey.spaces.iter().enumerate() {
        found.push((space.entity, space.model, None, Some(SpaceId(at))));
    }
    for (model, named) in survey.models.iter().enumerate() {
        for kind in [class::IFC_SPATIAL_ZONE, class::IFC_ANNOTATION] {
            found.extend(
                named
                    .model
                    .all(kind)
                    .filter(|entity| survey.find_thing(model, *entity).is_none())
                    .map(|entity| (entity, model, None, None)),
            );
        }
    }
    found
        .into_par_iter()
        .map(|(entity, model, thing, space)| Labelled { entity, model, thing, space, texts: survey.texts(entity) })
        .collect()
}
