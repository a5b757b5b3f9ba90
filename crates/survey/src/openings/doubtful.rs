//! Bay windows that are drawn but cannot be taken as such: a wall that was never cut behind them, and things that are called
//! bays and stand out beyond the walls, but whose glazing is not understood. They are told, never passed over (NT-3.1-02).

use haofang_facts::{Gap, GapKind, Subject, SubjectKind};
use haofang_geometry::plan::{self, area, intersection};

use super::level;
use super::window::{Found, FoundBay};
use crate::building::Survey;

/// Share of the way in that a wall must fill to close it.
const CLOSED: f64 = 0.5;
/// What is called a bay stands out beyond the walls when this much of its plan does (m2): 0.3 m over half a metre.
const BEYOND: f64 = 0.15;
/// Quantities of a bay.
const QUANTITIES: &[&str] = &[
    "clear_width",
    "projection",
    "area",
    "sill_height",
    "clear_height",
    "room_bay_width_clear",
    "room_bay_width_axis",
    "width_ratio",
    "width_ratio_clear",
    "width_ratio_axis",
    "room_is_regular",
    "is_open_to_room",
];

/// The wall that runs through behind a bay and parts it from its room. A window that fills an opening has its way.
pub(super) fn walled_up(survey: &Survey<'_>, found: &Found, bay: &FoundBay) -> Option<String> {
    if found.hole.as_ref().is_some_and(|hole| hole.by == "opening") {
        return None;
    }
    let (from, to) = bay.shape.clear;
    let inset = 0.1 * (to - from);
    let depth = bay.frame.thickness;
    let way = bay.frame.rectangle((from + inset, to - inset), (-0.7 * depth, -0.3 * depth));
    let (near, size) = (plan::bounds(&way)?, area(&way));
    let z = 0.5 * (bay.sill + bay.soffit);
    let closes = |wall: &&crate::walls::WallOn| {
        let close = plan::bounds(&wall.plan).is_some_and(|box_| box_.within(&near, 0.0));
        close && area(&intersection(&level::section(survey, wall.thing, z), &way)) > CLOSED * size
    };
    let wall = survey.walls(found.storey?).iter().find(closes)?;
    Some(survey.thing(wall.thing).name.clone())
}

/// Things called bays that stand out beyond the walls and are none of the bays found.
pub(super) fn named(survey: &Survey<'_>, windows: &[Found], others: &[Found]) -> Vec<Subject> {
    let mut unclear = windows.iter().filter(|found| found.is_bay.is_err()).chain(others).filter(|found| found.bays.is_empty()).peekable();
    if unclear.peek().is_none() {
        return Vec::new();
    }
    let known: Vec<_> = windows
        .iter()
        .chain(others)
        .flat_map(|found| found.bays.iter().map(move |bay| (found.storey, bay)))
        .map(|(storey, bay)| (storey, bay.frame.rectangle(bay.shape.clear, (-0.3, bay.shape.projection + 0.3))))
        .collect();
    unclear
        .filter_map(|found| {
            let thing = survey.thing(found.thing);
            let named = survey.recognise("window", thing.entity).filter(super::names_bay)?;
            let (storey, own) = (found.storey?, survey.plan(found.thing).ok()?);
            let walls = survey.enclosure(storey).ok()?;
            let is_known = known.iter().any(|(on, zone)| *on == Some(storey) && area(&intersection(zone, own)) > CLOSED * area(own));
            if is_known || area(&plan::difference(own, walls)) < BEYOND {
                return None;
            }
            let mut subject = survey.subject(SubjectKind::BayWindow, thing.model, thing.entity);
            subject.recognised_by = named.by;
            subject.parent = Some(survey.storey_id(storey));
            let why = found.is_bay.as_ref().err().map_or(found.why.as_str(), |gap| &*gap.detail);
            let gap = Gap::new(
                GapKind::Ambiguous,
                format!("its name says that it is a bay window and it stands out beyond the walls, but it cannot be measured: {why}"),
            );
            QUANTITIES.iter().for_each(|quantity| subject.lack(*quantity, gap.clone()));
            Some(subject)
        })
        .collect()
}
