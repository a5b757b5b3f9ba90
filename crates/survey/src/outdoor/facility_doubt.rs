//! Rooms that bear the name of a facility and cannot be it as they are drawn: too small, too low, or the place of another room.

use haofang_geometry::plan::{area, intersection};

use super::labels::{Body, Labelled};
use crate::building::Survey;

/// What covers less is no room (m2).
const LEAST_ROOM: f64 = 2.0;
/// What is drawn lower is no room (m); what is drawn flat is an outline and tells no height.
const LOWEST: f64 = 1.9;
const FLAT: f64 = 0.3;
/// Rooms that share less of their area stand beside each other (m2, and as a share of the room).
const SHARED: (f64, f64) = (2.0, 0.05);

/// Why what bears the name of a facility is none as it is drawn.
pub(super) fn no_room(survey: &Survey<'_>, item: &Labelled<'_>, body: Option<&Body>, word: &str) -> Option<String> {
    let body = body?;
    // a symbol, or a cabinet that bears the name
    if body.area < LEAST_ROOM {
        return Some("it is smaller than any room".to_owned());
    }
    let height = body.top - body.bottom;
    if item.space.is_some() && height > FLAT && height < LOWEST {
        return Some(format!("it is {height:.2} m high, lower than any room"));
    }
    overlapped(survey, item, body, word)
}

/// The room of another use that takes part of this one.
fn overlapped(survey: &Survey<'_>, item: &Labelled<'_>, body: &Body, word: &str) -> Option<String> {
    let (own, storey) = (item.space?, item.storey(survey)?);
    let is_other = |name: &str| {
        let facility = survey.vocabulary.find("facility", name).map(|found| found.word);
        let room = survey.vocabulary.find("space", name).map(|found| found.word);
        facility.is_some_and(|other| !["none", "accessible", "smart_system", word].contains(&other))
            || facility.is_none()
                && room.is_some_and(|room| ["storage", "retail", "garage", "parking", "stairwell", "shaft"].contains(&room))
    };
    let others = survey.spaces_on(storey).iter().filter(|other| **other != own && !survey.space(**other).is_area_region);
    let mut taken = others.filter(|other| is_other(&survey.space(**other).name)).filter(|other| {
        survey.room(**other).is_ok_and(|room| {
            let upright = room.bottom < body.top && room.top > body.bottom;
            upright && area(&intersection(&room.region, &body.region)) > SHARED.0.max(SHARED.1 * body.area)
        })
    });
    taken.next().map(|other| format!("{} takes part of it", survey.space(*other).name))
}
