//! Quantities of building elements, listed on request.

use std::collections::BTreeSet;

use haofang_facts::{Fact, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::plan;
use haofang_ifc::{Entity, class};

use crate::building::{Survey, ThingId};

/// Accuracy of volumes, areas and heights.
const ACCURACY: f64 = 1.0 / 1000.0;

/// One building element; nothing for annotations and the like.
pub(crate) fn subject(survey: &Survey<'_>, id: ThingId) -> Option<Subject> {
    let thing = survey.thing(id);
    if !thing.class.is_a(class::IFC_ELEMENT) {
        return None;
    }
    let mut out = survey.subject(SubjectKind::Element, thing.model, thing.entity);
    out.parent =
        thing.storey.map(|storey| survey.storey_id(storey)).or_else(|| thing.building.map(|building| survey.building_id(building)));
    match survey.shape(id) {
        Ok(shape) => {
            let extent = shape.extent();
            let measured =
                |number: f64, unit, method: &'static str| Fact::measured(number, unit, ACCURACY, method).tessellated(shape.curved());
            out.know("top", measured(extent.max[2], Unit::Metre, "highest point of the body"));
            out.know("bottom", measured(extent.min[2], Unit::Metre, "lowest point of the body"));
            out.know("footprint_area", measured(plan::area(shape.plan()), Unit::SquareMetre, "projection on the ground"));
            if let Some(volume) = shape.volume() {
                out.know("volume", measured(volume, Unit::CubicMetre, "volume of the body, openings subtracted"));
            }
            let opened = !thing.entity.model().relations().openings_of(thing.entity).is_empty();
            let gross =
                if opened { survey.readers.gross(thing.model, thing.entity).and_then(|shape| shape.volume()) } else { shape.volume() };
            if let Some(volume) = gross {
                out.know("gross_volume", measured(volume, Unit::CubicMetre, "volume of the body before openings"));
            }
        }
        Err(gap) => {
            for quantity in ["volume", "gross_volume", "footprint_area", "top", "bottom"] {
                out.lack(quantity, gap.clone());
            }
        }
    }
    if let Some(material) = thing.entity.model().relations().material_of(thing.entity) {
        let names = material_names(material);
        if !names.is_empty() {
            out.know("material", Fact::text(names.join("|"), Provenance::Authored, material.class().name()));
        }
    }
    Some(out)
}

/// Names of the materials of a definition, layers in their order.
fn material_names(definition: Entity<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![definition];
    let mut seen = BTreeSet::new();
    while let Some(at) = open.pop() {
        if !seen.insert(at.id()) && !at.is_a(class::IFC_MATERIAL) {
            continue;
        }
        if at.is_a(class::IFC_MATERIAL) {
            names.extend(at.attr(0).as_text().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
            continue;
        }
        let mut inner = Vec::new();
        for attribute in
            ["ForLayerSet", "MaterialLayers", "ForProfileSet", "MaterialProfiles", "MaterialConstituents", "Materials", "Material"]
        {
            inner.extend(at.entity_named(attribute));
            inner.extend(at.entities_named(attribute));
        }
        open.extend(inner.into_iter().rev());
    }
    names
}
