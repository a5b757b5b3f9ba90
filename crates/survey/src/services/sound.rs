//! Rated sound insulation of what stands between dwellings and before them, as authored (CLAUSES NT-2.1-05).

use std::collections::BTreeSet;

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, SubjectKind, Unit};
use haofang_geometry::plan::{self, Join};
use haofang_ifc::class;
use rayon::prelude::*;

use crate::Vocabulary;
use crate::authored;
use crate::building::{DwellingId, Room, StoreyId, Survey, ThingId};
use crate::outdoor::Measured;

/// Properties that state the airborne insulation.
const RATING: &[&str] = &["AcousticRating", "空气声隔声量", "隔声量", "计权隔声量", "空气声隔声性能", "隔声性能"];
/// A room this far from a wall still bounds it (m): plaster and cladding that the room leaves out.
const BESIDE: f64 = 0.08;
/// Less than this of a room under a wall's edge is no contact (m2).
const TOUCH: f64 = 0.02;
/// Parts of a dwelling that are no rooms to be kept quiet.
const OPEN_AIR: &[&str] = &["balcony", "terrace", "bay_window", "equipment_platform", "void"];
/// Ratings outside of these are no airborne insulation of a building element (dB).
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 20.0..=90.0;

/// The least rating of party walls, party floors and windows.
pub(crate) fn measure(survey: &Survey<'_>, sheet: &FactSheet) -> Measured {
    let walls: Vec<ThingId> = survey.things_of(class::IFC_WALL).collect();
    let walls: Vec<ThingId> = walls.into_par_iter().filter(|wall| between_dwellings(survey, *wall)).collect();
    let slabs: Vec<ThingId> = survey.things_of(class::IFC_SLAB).collect();
    let slabs: Vec<ThingId> = slabs.into_par_iter().filter(|slab| over_a_dwelling(survey, *slab)).collect();
    let outer: BTreeSet<&GlobalId> = sheet
        .of_kind(SubjectKind::Window)
        .filter(|window| window.claim("is_external") == Some(true) && window.claim("is_of_dwelling") == Some(true))
        .filter_map(|window| window.guid.as_ref())
        .collect();
    let windows: Vec<ThingId> =
        survey.things_of(class::IFC_WINDOW).filter(|window| survey.thing_guid(*window).is_some_and(|guid| outer.contains(&guid))).collect();
    vec![
        ("party_wall_sound", least(survey, &walls, "walls between dwellings")),
        ("party_floor_sound", least(survey, &slabs, "floors between dwellings")),
        ("window_sound", least(survey, &windows, "external windows of dwellings")),
    ]
}

/// The least rating; a gap when any of the things carries none.
fn least(survey: &Survey<'_>, things: &[ThingId], what: &str) -> Result<Fact, Gap> {
    if things.is_empty() {
        return Err(Gap::new(GapKind::NotModelled, format!("no {what} are recognised")));
    }
    let rated: Vec<(f64, ThingId)> = things.iter().filter_map(|thing| Some((rating(survey, *thing)?, *thing))).collect();
    if rated.len() < things.len() {
        return Err(Gap::new(
            GapKind::NotModelled,
            format!("{} of {} {what} carry no AcousticRating", things.len() - rated.len(), things.len()),
        ));
    }
    let low = rated.iter().map(|(rating, _)| *rating).fold(f64::INFINITY, f64::min);
    let lowest = rated.iter().filter(|(rating, _)| *rating <= low).filter_map(|(_, thing)| survey.thing_guid(*thing));
    Ok(Fact::authored(low, Unit::Count, format!("least AcousticRating of {} {what}", rated.len())).of(lowest))
}

fn rating(survey: &Survey<'_>, thing: ThingId) -> Option<f64> {
    let entity = survey.thing(thing).entity;
    let texts = authored::all_texts(entity, RATING);
    // 目标53 promises nothing, whatever stands beside it
    if texts.iter().any(|reading| is_target(survey.vocabulary, &reading.value)) {
        return None;
    }
    let stated = texts.into_iter().filter_map(|reading| decibels(&reading.value)).reduce(f64::min);
    stated.or_else(|| authored::number(entity, RATING).map(|reading| reading.value).filter(|value| PLAUSIBLE.contains(value)))
}

/// Whether a text tells of what is aimed at.
fn is_target(vocabulary: &Vocabulary, text: &str) -> bool {
    vocabulary.find("sound_target", text).is_some()
}

/// The number of decibels in `Rw=52dB`, `≥50dB`, `52`; impact levels (撞击声, Ln,w) are another quantity.
fn decibels(text: &str) -> Option<f64> {
    let flat = crate::vocabulary::fold(text);
    if flat.contains("撞击") || flat.contains("ln") || flat.contains("l'n") {
        return None;
    }
    let numbers = flat.split(|c: char| !c.is_ascii_digit() && c != '.').filter_map(|part| part.parse::<f64>().ok());
    numbers.filter(|number| PLAUSIBLE.contains(number)).reduce(f64::min)
}

/// The dwellings whose rooms on a level touch a region.
fn touching(survey: &Survey<'_>, storey: StoreyId, region: &plan::Region) -> BTreeSet<DwellingId> {
    let rooms = survey.spaces_on(storey).iter();
    let extent = plan::bounds(region);
    let near = |room: &Room| room.bounds.zip(extent).is_some_and(|(room, extent)| room.within(&extent, TOUCH));
    let over = |room: &Room| near(room) && plan::area(&plan::intersection(&room.region, region)) > TOUCH;
    let meets = |id: &crate::building::SpaceId| survey.room(*id).is_ok_and(over);
    let inside = |id: &crate::building::SpaceId| {
        let space = survey.space(*id);
        space.dwelling.is_some() && !OPEN_AIR.contains(&space.usage.as_str())
    };
    rooms.filter(|id| inside(id) && meets(id)).filter_map(|id| survey.space(*id).dwelling).collect()
}

fn between_dwellings(survey: &Survey<'_>, wall: ThingId) -> bool {
    let Some(storey) = survey.thing(wall).storey else { return false };
    let mut homes = survey.spaces_on(storey).iter().filter_map(|space| survey.space(*space).dwelling);
    if homes.next().is_none_or(|first| homes.all(|other| other == first)) {
        return false;
    }
    // a façade runs along several dwellings and separates none
    if authored::flag(survey.thing(wall).entity, &["IsExternal"]).is_some_and(|reading| reading.value) {
        return false;
    }
    survey.plan(wall).is_ok_and(|region| touching(survey, storey, &plan::offset(region, BESIDE, Join::Mitre)).len() > 1)
}

/// Whether a slab carries rooms of a dwelling over rooms of another.
fn over_a_dwelling(survey: &Survey<'_>, slab: ThingId) -> bool {
    let Some(storey) = survey.thing(slab).storey else { return false };
    let Some(below) = survey.storey(storey).below else { return false };
    let Ok(region) = survey.plan(slab) else { return false };
    let (upper, lower) = (touching(survey, storey, region), touching(survey, below, region));
    lower.iter().any(|dwelling| !upper.contains(dwelling)) && !upper.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{decibels, is_target};
    use crate::Vocabulary;

    #[test]
    fn ratings_are_read_and_impact_levels_are_not() {
        assert_eq!(decibels("Rw=52dB"), Some(52.0));
        assert_eq!(decibels("≥50dB"), Some(50.0));
        assert_eq!(decibels("空气声隔声量 Rw+C 48～50 dB"), Some(48.0));
        assert_eq!(decibels("45"), Some(45.0));
        assert_eq!(decibels("Ln,w ≤ 65 dB"), None);
        assert_eq!(decibels("撞击声 65 dB"), None);
        assert_eq!(decibels("良好"), None);
        assert_eq!(decibels("GB 50118"), None);
    }

    #[test]
    fn what_is_aimed_at_is_no_rating() {
        let vocabulary = Vocabulary::builtin();
        for text in ["目标53", "隔声量目标值 ≥53dB", "暂定 52", "待测"] {
            assert!(is_target(&vocabulary, text), "{text}");
        }
        for text in ["Rw=52dB", "≥50dB", "实测 53 dB"] {
            assert!(!is_target(&vocabulary, text), "{text}");
        }
    }
}
