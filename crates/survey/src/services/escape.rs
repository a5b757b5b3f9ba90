//! Stairs to the roof, escape and refuge features (CLAUSES NT-2.3-14): facts of presence, a person judges.

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Subject, Unit};
use haofang_geometry::plan::{self, Bounds, Region};
use haofang_ifc::class;
use rayon::prelude::*;

use super::shafts::stack;
use crate::building::{BuildingId, Room, SpaceId, StoreyId, Survey, ThingId};

/// A stair reaches the roof when something of it stands this far above the roof's level (m).
const ABOVE_ROOF: f64 = 0.5;

/// Boxes further apart than this have nothing in common (m).
const BESIDE: f64 = 0.05;

/// Facts of every building.
pub(crate) fn measure(survey: &Survey<'_>) -> Vec<Subject> {
    let features: Vec<(ThingId, String)> = features(survey);
    (0..survey.buildings.len())
        .map(BuildingId)
        .map(|id| {
            let mut subject = survey.building_subject(id);
            stairs(survey, id, &mut subject);
            presence(survey, id, &features, &mut subject);
            subject
        })
        .collect()
}

/// A piece of a stair: where it stands and how high it reaches.
struct Piece {
    region: Region,
    top: f64,
    guid: Option<GlobalId>,
}

fn stairs(survey: &Survey<'_>, id: BuildingId, subject: &mut Subject) {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, space) in survey.spaces.iter().enumerate() {
        if space.building == Some(id)
            && space.usage == "stairwell"
            && space.dwelling.is_none()
            && let Ok(room) = survey.room(SpaceId(at))
        {
            pieces.push(Piece { region: room.region.clone(), top: room.top, guid: survey.space_guid(SpaceId(at)) });
        }
    }
    let inside: Vec<&Room> = survey
        .spaces
        .iter()
        .enumerate()
        .filter(|(_, space)| space.building == Some(id) && space.dwelling.is_some())
        .filter_map(|(at, _)| survey.room(SpaceId(at)).ok())
        .collect();
    let has_wells = !pieces.is_empty();
    for thing in survey.things_of(class::IFC_STAIR).chain(survey.things_of(class::IFC_STAIR_FLIGHT)) {
        if survey.thing(thing).building != Some(id) {
            continue;
        }
        let (Ok(plan), Some(extent)) = (survey.plan(thing), survey.extent(thing)) else { continue };
        let (around, size) = (Bounds::from(&extent), plan::area(plan));
        let near = |room: &&&Room| room.bounds.is_none_or(|own| own.within(&around, BESIDE));
        let private = inside.iter().filter(near).any(|room| plan::area(&plan::intersection(&room.region, plan)) > 0.5 * size);
        if !private {
            pieces.push(Piece { region: plan.clone(), top: extent.max[2], guid: survey.thing_guid(thing) });
        }
    }
    let groups = stack(&pieces.iter().map(|piece| piece.region.clone()).collect::<Vec<_>>());
    if groups.is_empty() {
        let gap = Gap::new(GapKind::NotModelled, "no common stair or stairwell is modelled");
        subject.lack("stairs", gap.clone());
        subject.lack("stairs_to_roof", gap);
        return;
    }
    let ids = |group: &[usize]| -> Vec<GlobalId> { group.iter().filter_map(|at| pieces[*at].guid.clone()).collect() };
    let by = if has_wells { "stairwells and stairs that stand over each other" } else { "stairs that stand over each other" };
    subject.know(
        "stairs",
        Fact::derived(groups.len() as f64, Unit::Count, by).of(groups.iter().flat_map(|group| ids(group).into_iter().take(1))),
    );
    let roof = survey
        .storeys_of(id)
        .iter()
        .find(|storey| ["roof", "plant"].contains(&survey.storey(**storey).usage.as_str()))
        .map(|storey| survey.storey(*storey).elevation);
    match roof {
        Some(roof) => {
            let reaching: Vec<&Vec<usize>> =
                groups.iter().filter(|group| group.iter().any(|at| pieces[*at].top >= roof + ABOVE_ROOF)).collect();
            let fact = Fact::measured(
                reaching.len() as f64,
                Unit::Count,
                0.0,
                format!("stairs of which a part stands {ABOVE_ROOF} m above the roof's level {roof:.3}"),
            );
            subject.know("stairs_to_roof", fact.of(reaching.iter().flat_map(|group| ids(group))));
        }
        None => subject.lack("stairs_to_roof", Gap::new(GapKind::NotModelled, "no roof level is modelled")),
    }
}

/// Things named as escape or refuge features.
fn features(survey: &Survey<'_>) -> Vec<(ThingId, String)> {
    let candidates: Vec<ThingId> = survey
        .things
        .iter()
        .enumerate()
        .filter(|(_, thing)| {
            !thing.class.is_a(class::IFC_WALL)
                && !thing.class.is_a(class::IFC_FLOW_SEGMENT)
                && !thing.class.is_a(class::IFC_REINFORCING_ELEMENT)
        })
        .map(|(at, _)| ThingId(at))
        .collect();
    candidates.into_par_iter().filter_map(|thing| Some((thing, survey.recognise("escape", survey.thing(thing).entity)?.word))).collect()
}

fn presence(survey: &Survey<'_>, id: BuildingId, features: &[(ThingId, String)], subject: &mut Subject) {
    let usage = |storey: Option<StoreyId>| storey.map_or("", |storey| survey.storey(storey).usage.as_str());
    let own: Vec<&(ThingId, String)> = features.iter().filter(|(thing, _)| survey.thing(*thing).building == Some(id)).collect();
    let on_roof = |storey: Option<StoreyId>| ["roof", "plant"].contains(&usage(storey));
    let doors =
        survey.things_of(class::IFC_DOOR).filter(|door| survey.thing(*door).building == Some(id) && on_roof(survey.thing(*door).storey));
    let roof: Vec<GlobalId> = own
        .iter()
        .filter(|(thing, word)| on_roof(survey.thing(*thing).storey) || word == "roof_exit")
        .map(|(thing, _)| *thing)
        .chain(doors)
        .filter_map(|thing| survey.thing_guid(thing))
        .collect();
    let platforms: Vec<&Region> = survey
        .spaces
        .iter()
        .enumerate()
        .filter(|(_, space)| space.building == Some(id) && ["balcony", "terrace"].contains(&space.usage.as_str()))
        .filter_map(|(at, _)| survey.room(SpaceId(at)).ok().map(|room| &room.region))
        .collect();
    let balcony: Vec<GlobalId> = own
        .iter()
        .filter(|(thing, _)| {
            let text = &survey.thing(*thing).name;
            let named = text.contains("阳台") || text.contains("露台");
            named || survey.plan(*thing).is_ok_and(|plan| platforms.iter().any(|platform| plan::touches(plan, platform, 0.3)))
        })
        .filter_map(|(thing, _)| survey.thing_guid(*thing))
        .collect();
    let corridor: Vec<GlobalId> = survey
        .spaces
        .iter()
        .enumerate()
        .filter(|(_, space)| space.building == Some(id) && !space.is_area_region && space.dwelling.is_none())
        .filter(|(_, space)| {
            ["corridor", "smoke_lobby", "lift_lobby"].contains(&space.usage.as_str())
                || survey.vocabulary.find("escape", &space.name).is_some_and(|found| found.word == "refuge")
        })
        .filter_map(|(at, _)| survey.space_guid(SpaceId(at)))
        .collect();
    for (quantity, found, what) in [
        ("roof_escape_features", roof, "things named 逃生, 避难 or 疏散 on the roof, and doors there"),
        ("balcony_escape_features", balcony, "things named 逃生, 避难 or 缓降 on balconies and terraces"),
        ("corridor_escape_features", corridor, "corridors, smoke and lift lobbies, refuge rooms"),
    ] {
        if found.is_empty() {
            subject.lack(quantity, Gap::new(GapKind::NotModelled, format!("none found: {what}")));
        } else {
            subject.know(quantity, Fact::derived(found.len() as f64, Unit::Count, what).of(found));
        }
    }
}
