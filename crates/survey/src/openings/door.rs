//! Doors as subjects: size, clear passage, level, the rooms that they join, fire rating.

use std::collections::BTreeMap;

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::tolerance::LENGTH_ACCURACY;
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::hole::hole;
use super::subjects::with_overall;
use crate::authored::{self, Reading};
use crate::building::{SpaceId, Survey, ThingId};
use crate::recognise::links::{Link, Way};

/// A lining wider than this share of its door is a flaw of the file.
const LINING: f64 = 0.25;

/// Every door, in file order.
pub(crate) fn measure(survey: &Survey<'_>) -> Vec<Subject> {
    let way = |link: &'_ Link| if let Way::Door(door) = link.way { Some(door) } else { None };
    let ways: BTreeMap<ThingId, &Link> = survey.links().iter().filter_map(|link| Some((way(link)?, link))).collect();
    let doors: Vec<ThingId> = survey.things_of(class::IFC_DOOR).collect();
    doors.into_par_iter().map(|id| subject(survey, id, ways.get(&id).copied())).collect()
}

fn subject(survey: &Survey<'_>, id: ThingId, link: Option<&Link>) -> Subject {
    let thing = survey.thing(id);
    let entity = thing.entity;
    let mut out = survey.subject(SubjectKind::Door, thing.model, entity);
    out.parent =
        thing.storey.map(|storey| survey.storey_id(storey)).or_else(|| thing.building.map(|building| survey.building_id(building)));
    let ids: Vec<GlobalId> = survey.thing_guid(id).into_iter().collect();
    match hole(survey, id, entity.model().relations().fills(entity)) {
        Some(hole) => {
            let by = match hole.by {
                "opening" => "of the opening",
                "overall size" => "overall size of the door, which has no opening",
                _ => "of the door's body, which has no opening and no overall size",
            };
            let length = |value: f64| Fact::measured(value, Unit::Metre, LENGTH_ACCURACY, by).of(ids.iter().cloned());
            out.know("width", with_overall(entity, length(hole.width), "OverallWidth"));
            out.know("height", with_overall(entity, length(hole.height), "OverallHeight"));
        }
        None => {
            for quantity in ["width", "height"] {
                out.lack(quantity, Gap::new(GapKind::NoGeometry, "the door has neither an opening, an overall size nor a body"));
            }
        }
    }
    out.record("clear_width", clear_width(entity));
    out.record(
        "clear_height",
        written_length(entity, &["ClearHeight", "通行净高", "门净高", "净高"])
            .ok_or_else(|| Gap::new(GapKind::NotModelled, "no clear height (通行净高) on the door or its type")),
    );
    match thing.storey {
        Some(storey) => out.know("storey", Fact::text(survey.storey(storey).name.clone(), Provenance::Authored, "its level")),
        None => out.lack("storey", Gap::new(GapKind::Incomplete, "the door stands on no storey")),
    }
    let (from, to) = sides(survey, link);
    out.record("from_room", room(survey, from, "no room is found at the door"));
    out.record("to_room", room(survey, to, "no room is found on the other side of the door: outdoors, or no room is modelled there"));
    out.record("fire_rating", fire_rating(survey, entity));
    match authored::flag(entity, &["IsExternal", "是否外门", "外门"]) {
        Some(reading) => out.know("is_external", Fact::claim(reading.value, Provenance::Authored, reading.source)),
        None => out.lack("is_external", Gap::new(GapKind::NotModelled, "no IsExternal on the door or its type")),
    }
    out
}

fn written_length(entity: Entity<'_>, names: &[&str]) -> Option<Fact> {
    let Reading { value, source, note } = authored::length(entity, names).filter(|reading| reading.value > 0.0)?;
    Some(Fact::authored(value, Unit::Metre, note.map_or_else(|| source.clone(), |note| format!("{source}; {note}"))))
}

/// As written, else between the linings that the type describes. The leaf that stands open is not taken off, which the method says.
fn clear_width(entity: Entity<'_>) -> Result<Fact, Gap> {
    if let Some(fact) = written_length(entity, &["ClearWidth", "通行净宽", "净通行宽度", "门净宽", "净宽"]) {
        return Ok(fact);
    }
    let unknown = || Gap::new(GapKind::NotModelled, "neither a clear width (通行净宽) nor the lining of the door is modelled");
    let unit = entity.model().units().length.as_ref().ok().copied();
    let width = entity.named("OverallWidth").as_f64().filter(|width| *width > 0.0);
    let (Some(unit), Some(width), Some(lining)) = (unit, width, lining(entity)) else { return Err(unknown()) };
    if lining <= 0.0 || lining > width * LINING {
        return Err(unknown());
    }
    let (width, lining) = (width * unit, lining * unit);
    Ok(Fact::derived(
        width - 2.0 * lining,
        Unit::Metre,
        format!("overall width less both linings, the open leaf not taken off = {width:.3} - 2 x {lining:.3}"),
    ))
}

/// `LiningThickness` of the door's type or of the door itself, in the unit of the file.
fn lining(entity: Entity<'_>) -> Option<f64> {
    let relations = entity.model().relations();
    let of_type = relations.type_of(entity).into_iter().flat_map(|of_type| of_type.entities_named("HasPropertySets"));
    let own = relations.definitions_of(entity);
    let panels = own.into_iter().chain(of_type).filter(|set| set.is_a(class::IFC_DOOR_LINING_PROPERTIES));
    panels.filter_map(|set| set.named("LiningThickness").as_f64()).next()
}

/// The rooms that a door joins: what lies outside of dwellings first.
fn sides(survey: &Survey<'_>, link: Option<&Link>) -> (Option<SpaceId>, Option<SpaceId>) {
    let Some(link) = link else { return (None, None) };
    let private = |id: SpaceId| survey.space(id).dwelling.is_some();
    match link.to {
        Some(to) if private(link.from) && !private(to) => (Some(to), Some(link.from)),
        to => (Some(link.from), to),
    }
}

fn room(survey: &Survey<'_>, id: Option<SpaceId>, why_not: &'static str) -> Result<Fact, Gap> {
    let Some(id) = id else { return Err(Gap::new(GapKind::Incomplete, why_not)) };
    let space = survey.space(id);
    let number = space.dwelling.map(|dwelling| survey.dwelling(dwelling).number.as_str()).filter(|number| !number.is_empty());
    let name = number.map_or_else(|| space.name.clone(), |number| format!("{number} {}", space.name));
    Ok(Fact::text(name, Provenance::Measured, "the room that begins at the wall of the door").of(survey.space_guid(id)))
}

fn fire_rating(survey: &Survey<'_>, entity: Entity<'_>) -> Result<Fact, Gap> {
    let names = ["FireRating", "防火等级", "耐火等级", "防火门等级", "耐火极限", "防火性能"];
    if let Some(reading) = authored::text(entity, &names).filter(|reading| !is_placeholder(&reading.value, &names)) {
        return Ok(Fact::text(reading.value, Provenance::Authored, reading.source));
    }
    let marked = survey.texts(entity).iter().find_map(|carrier| {
        let class = class_of_mark(&carrier.folded)?;
        Some(Fact::text(class, Provenance::Authored, format!("{} \"{}\"", carrier.from, carrier.text)))
    });
    marked.ok_or_else(|| Gap::new(GapKind::NotModelled, "no FireRating (防火等级) and no mark such as FM甲1021 on the door or its type"))
}

/// A parameter that nobody filled in says its own name: Revit exports `Fire Rating`.
fn is_placeholder(value: &str, names: &[&str]) -> bool {
    let bare: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
    bare.is_empty() || names.iter().any(|name| name.eq_ignore_ascii_case(&bare))
}

/// `FM甲1021`, `甲级防火门`, `乙FM-1`: the class of a fire door by its mark.
fn class_of_mark(folded: &str) -> Option<&'static str> {
    if !folded.contains("防火门") && !folded.contains("fm") {
        return None;
    }
    let mut named = [('甲', "甲级"), ('乙', "乙级"), ('丙', "丙级")].into_iter().filter(|(letter, _)| folded.contains(*letter));
    match (named.next(), named.next()) {
        (Some((_, class)), None) => Some(class),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{class_of_mark, is_placeholder};

    #[test]
    fn a_parameter_that_says_its_own_name_says_nothing() {
        for (value, nothing) in [("Fire Rating", true), ("防火等级", true), ("-", true), ("甲级", false), ("EI 90", false), ("1.5h", false)]
        {
            assert_eq!(is_placeholder(value, &["FireRating", "防火等级"]), nothing, "{value}");
        }
    }

    #[test]
    fn marks_name_the_class_of_fire_doors() {
        for (mark, class) in [("fm甲1021", "甲级"), ("乙级防火门:fm1521", "乙级"), ("fm丙0618", "丙级")] {
            assert_eq!(class_of_mark(mark), Some(class), "{mark}");
        }
        for mark in ["m0921", "fm1021", "甲门", "防火门", "fm甲乙"] {
            assert_eq!(class_of_mark(mark), None, "{mark}");
        }
    }
}
