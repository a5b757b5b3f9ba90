//! The part of an upper storey of a dwelling without a floor (挑空, CLAUSES NT-3.1-05).

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::plan::{Region, area, intersection};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use rayon::prelude::*;

use crate::authored;
use crate::building::{DwellingId, SpaceId, StoreyId, Survey};
use crate::floor_holes;
use crate::part_doubt::VOID;

/// A room higher than this many storeys reaches through the floor above (CLAUSES NT-3.1-05).
const TALL: f64 = 1.6;

/// A void.
pub(crate) struct Void {
    /// The space that is drawn for it; none where only the hole in the floor shows it.
    pub(crate) space: Option<SpaceId>,
    /// Key of its subject when no entity carries it.
    key: String,
    /// The slabs around the hole.
    slabs: Vec<GlobalId>,
    pub(crate) name: String,
    pub(crate) by: String,
    /// Horizontal projection of the missing floor (m2).
    pub(crate) area: f64,
    pub(crate) region: Region,
    top: f64,
    tessellated: bool,
    /// The upper storey, where the floor is missing.
    pub(crate) storey: Option<StoreyId>,
    pub(crate) dwelling: Option<DwellingId>,
}

impl Survey<'_> {
    /// All voids: drawn as spaces, rooms that reach through a floor, holes in floors.
    pub(crate) fn voids(&self) -> &[Void] {
        if let Some(known) = self.voids.get() {
            return known;
        }
        // outside of the lock: a thread that waits for its helpers may take up a task that asks for the same voids
        let found = find(self);
        self.voids.get_or_init(|| found)
    }
}

/// Voids by the use of spaces, by rooms that reach through the next floor, and by holes in floors.
fn find(survey: &Survey<'_>) -> Vec<Void> {
    let mut out: Vec<Void> = Vec::new();
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
        if holds_stair(survey, storey, &room.region) {
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
    let storeys: Vec<StoreyId> = (0..survey.storeys.len()).map(StoreyId).collect();
    let holes: Vec<Vec<Void>> = storeys.par_iter().map(|storey| of_holes(survey, *storey, &out)).collect();
    out.extend(holes.into_iter().flatten());
    out
}

/// Whether a stair fills a good part of a room: its height is the stair's.
fn holds_stair(survey: &Survey<'_>, storey: StoreyId, room: &Region) -> bool {
    let stairs = [haofang_ifc::class::IFC_STAIR, haofang_ifc::class::IFC_STAIR_FLIGHT];
    let building = survey.storey(storey).building;
    let kinds = stairs.iter().flat_map(|kind| survey.things_of(*kind)).filter(|thing| survey.thing(*thing).building == building);
    kinds.filter_map(|thing| survey.plan(thing).ok()).any(|stair| area(&intersection(stair, room)) > 0.25 * area(room))
}

/// Voids that only the hole in the floor shows.
fn of_holes<'m>(survey: &Survey<'m>, storey: StoreyId, known: &[Void]) -> Vec<Void> {
    let holes = floor_holes::find(survey, storey);
    let twice =
        |hole: &Region| known.iter().any(|void| void.storey == Some(storey) && area(&intersection(&void.region, hole)) > 0.3 * area(hole));
    let level = survey.storey(storey);
    let key = level.entities.first().and_then(|(_, entity)| entity.guid()).map_or_else(|| format!("storey{}", storey.0), str::to_owned);
    let slabs: Vec<GlobalId> = survey.floor(storey).map(|floor| floor.slabs.iter().take(4).cloned().collect()).unwrap_or_default();
    let room_below = |hole: &Region| {
        let rooms = level.below.map_or(&[][..], |below| survey.spaces_on(below));
        let shares = rooms.iter().filter_map(|id| Some((area(&intersection(&survey.room(*id).ok()?.region, hole)), *id)));
        shares.filter(|(shared, _)| *shared > 0.3 * area(hole)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, id)| id)
    };
    holes
        .into_iter()
        .filter(|hole| !twice(hole))
        .enumerate()
        .map(|(at, hole)| {
            let below = room_below(&hole);
            let soffit = below.and_then(|room| survey.above(room).ok()).and_then(|above| {
                let highest = above.soffits.iter().map(|(height, _)| *height).fold(f64::NEG_INFINITY, f64::max);
                highest.is_finite().then_some(above.floor + highest)
            });
            let under = below.map(|room| survey.space(room).name.clone()).unwrap_or_default();
            Void {
                space: None,
                key: format!("{key}/void{}", at + 1),
                slabs: slabs.clone(),
                name: if under.is_empty() { "挑空".to_owned() } else { format!("{under}上空") },
                by: "hole in the floor slab".to_owned(),
                area: area(&hole),
                top: soffit.or_else(|| survey.next_level(storey)).unwrap_or(level.elevation),
                tessellated: false,
                storey: Some(storey),
                dwelling: below.and_then(|room| survey.space(room).dwelling),
                region: hole,
            }
        })
        .collect()
}

fn of(survey: &Survey<'_>, id: SpaceId, storey: Option<StoreyId>, by: String) -> Option<Void> {
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
        space: Some(id),
        key: String::new(),
        slabs: Vec::new(),
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
pub(crate) fn subject(survey: &Survey<'_>, void: &Void, sheet: &FactSheet) -> Subject {
    let entity = void.space.map(|space| (survey.space(space).model, survey.space(space).entity));
    let mut subject = match entity {
        Some((model, entity)) => survey.subject(SubjectKind::Void, model, entity),
        None => Subject::new(SubjectKind::Void, &void.key, ""),
    };
    subject.name.clone_from(&void.name);
    subject.recognised_by.clone_from(&void.by);
    subject.parent =
        void.dwelling.map(|dwelling| survey.dwelling_id(dwelling)).or_else(|| void.storey.map(|storey| survey.storey_id(storey)));
    subject.know(
        "area",
        Fact::measured(
            void.area,
            Unit::SquareMetre,
            (void.area * AREA_ACCURACY).max(AREA_ACCURACY),
            "horizontal projection of the missing floor",
        )
        .of(void.slabs.iter().cloned())
        .tessellated(void.tessellated),
    );
    if let Some(reading) = entity.and_then(|(_, entity)| authored::number(entity, &["计容系数", "计算系数"])) {
        subject.know("far_coefficient", Fact::authored(reading.value, Unit::Count, reading.source));
    }
    // a room that reaches through the floor is what its own name says
    let doubt = void.space.map(|space| survey.space(space)).and_then(|space| match space.usage.as_str() {
        "void" => survey.doubt_of_part(space.entity, &VOID),
        _ => survey.doubt_of_room(space.entity, &VOID),
    });
    let duplex = void.dwelling.and_then(|dwelling| super::is_duplex(survey, sheet, dwelling, "its dwelling".to_owned()));
    match (doubt, duplex) {
        (Some(doubt), _) => subject.lack("is_of_duplex", doubt),
        (None, Some(duplex)) => subject.know("is_of_duplex", duplex),
        (None, None) => {
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
