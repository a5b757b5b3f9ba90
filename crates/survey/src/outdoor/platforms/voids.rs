//! The part of an upper storey of a dwelling without a floor (挑空, CLAUSES NT-3.1-05).

use haofang_facts::{Fact, FactSheet, Gap, GapKind, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::plan::{Region, area, intersection};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::Entity;

use crate::authored;
use crate::building::{DwellingId, SpaceId, StoreyId, Survey};

/// A room higher than this many storeys reaches through the floor above (CLAUSES NT-3.1-05).
const TALL: f64 = 1.6;

/// A void.
pub(crate) struct Void<'m> {
    pub(crate) entity: Entity<'m>,
    pub(crate) model: usize,
    pub(crate) name: String,
    pub(crate) by: String,
    /// Horizontal projection of the missing floor (m2).
    pub(crate) area: f64,
    region: Region,
    top: f64,
    tessellated: bool,
    /// The upper storey, where the floor is missing.
    pub(crate) storey: Option<StoreyId>,
    pub(crate) dwelling: Option<DwellingId>,
}

/// Voids by the use of spaces, and by rooms that reach through the next floor.
pub(crate) fn find<'m>(survey: &Survey<'m>) -> Vec<Void<'m>> {
    let mut out: Vec<Void<'m>> = Vec::new();
    for (at, space) in survey.spaces.iter().enumerate() {
        if space.usage == "void" && !space.is_area_region {
            out.extend(of(survey, SpaceId(at), space.storey, space.usage_by.clone()));
        }
    }
    for (at, space) in survey.spaces.iter().enumerate() {
        if space.is_area_region
            || space.dwelling.is_none()
            || !["living", "dining", "entry", "passage", "other"].contains(&space.usage.as_str())
        {
            continue;
        }
        let (Some(storey), Ok(room)) = (space.storey, survey.room(SpaceId(at))) else { continue };
        let (Some(above), Some(next)) = (survey.storey(storey).above, survey.next_level(storey)) else { continue };
        if room.top - room.bottom <= TALL * (next - survey.storey(storey).elevation) {
            continue;
        }
        // named twice: the room below and 上空 above it
        let twice = out.iter().any(|void| void.storey == Some(above) && area(&intersection(&void.region, &room.region)) > 0.5 * void.area);
        if !twice {
            out.extend(of(
                survey,
                SpaceId(at),
                Some(above),
                format!("room {:.2} m high reaches through {}", room.top - room.bottom, survey.storey(above).name),
            ));
        }
    }
    out
}

fn of<'m>(survey: &Survey<'m>, id: SpaceId, storey: Option<StoreyId>, by: String) -> Option<Void<'m>> {
    let space = survey.space(id);
    let room = survey.room(id).ok()?;
    let below = storey.and_then(|storey| survey.storey(storey).below);
    let under = || {
        let rooms = below.map_or(&[][..], |below| survey.spaces_on(below));
        rooms
            .iter()
            .find(|other| survey.room(**other).is_ok_and(|other| area(&intersection(&other.region, &room.region)) > 0.5 * room.area))
            .and_then(|other| survey.space(*other).dwelling)
    };
    Some(Void {
        entity: space.entity,
        model: space.model,
        name: space.name.clone(),
        by,
        area: room.area,
        region: room.region.clone(),
        top: room.top,
        tessellated: room.tessellated,
        storey,
        dwelling: space.dwelling.or_else(under),
    })
}

/// The void as a subject.
pub(crate) fn subject(survey: &Survey<'_>, void: &Void<'_>, sheet: &FactSheet) -> Subject {
    let mut subject = survey.subject(SubjectKind::Void, void.model, void.entity);
    subject.name.clone_from(&void.name);
    subject.recognised_by.clone_from(&void.by);
    subject.parent = void
        .dwelling
        .map(|dwelling| survey.dwelling_subject(dwelling).id)
        .or_else(|| void.storey.map(|storey| survey.storey_subject(storey).id));
    subject.know(
        "area",
        Fact::measured(
            void.area,
            Unit::SquareMetre,
            (void.area * AREA_ACCURACY).max(AREA_ACCURACY),
            "horizontal projection of the missing floor",
        )
        .tessellated(void.tessellated),
    );
    if let Some(reading) = authored::number(void.entity, &["计容系数", "计算系数"]) {
        subject.know("far_coefficient", Fact::authored(reading.value, Unit::Count, reading.source));
    }
    match void.dwelling.and_then(|dwelling| super::is_duplex(survey, sheet, dwelling)) {
        Some(duplex) => subject.know("is_of_duplex", Fact::claim(duplex, Provenance::Derived, "its dwelling")),
        None => {
            subject.lack("is_of_duplex", Gap::new(GapKind::Incomplete, "the dwelling of the void, or whether it is a duplex, is not known"))
        }
    }
    let below = void.storey.and_then(|storey| survey.storey(storey).below);
    let floor = below.map(|below| survey.storey(below).elevation);
    match floor {
        Some(floor) => subject
            .know("clear_height", Fact::measured(void.top - floor, Unit::Metre, LENGTH_ACCURACY, "lower floor to the top of the space")),
        None => subject.lack("clear_height", Gap::new(GapKind::Incomplete, "the storey below is not known")),
    }
    let upper: f64 = match (void.dwelling, void.storey) {
        (Some(dwelling), Some(storey)) => survey
            .dwelling(dwelling)
            .spaces
            .iter()
            .filter(|space| {
                survey.space(**space).storey == Some(storey)
                    && !["balcony", "terrace", "void", "equipment_platform", "bay_window"].contains(&survey.space(**space).usage.as_str())
            })
            .filter_map(|space| survey.room(*space).ok().map(|room| room.area))
            .sum(),
        _ => 0.0,
    };
    if upper > 0.0 {
        let share = void.area / (upper + void.area);
        subject.know("share", Fact::derived(share, Unit::Ratio, format!("{:.2} / ({upper:.2} + {:.2})", void.area, void.area)));
        subject.know("is_partial", Fact::claim(true, Provenance::Derived, "rooms of the dwelling lie beside it on the upper storey"));
    } else {
        let gap = Gap::new(GapKind::Incomplete, "no rooms of its dwelling on the upper storey");
        subject.lack("share", gap.clone());
        subject.lack("is_partial", gap);
    }
    subject
}
