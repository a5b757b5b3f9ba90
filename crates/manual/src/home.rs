//! One dwelling as geometry: its rooms level by level, what encloses them, and which way it lies.

use haofang_facts::Subject;
use haofang_geometry::measure::weighted_mode;
use haofang_geometry::plan::{self, Join, Point2};
use haofang_geometry::{Extent, Region};
use haofang_survey::Survey;
use haofang_survey::building::{Dwelling, DwellingId, SpaceId, StoreyId, ThingId};
use haofang_survey::walls::WallOn;

use crate::estate::Estate;

/// How near a wall stands to the rooms that it encloses, in metres.
pub(crate) const TOUCH: f64 = 0.06;

/// How far beyond its rooms a dwelling is drawn, in metres: through its walls, never into the neighbour's rooms.
const REACH: f64 = 0.45;

/// How far beyond a slab its guard is drawn, in metres.
const GUARD: f64 = 0.15;

/// What is left of a slab beside rooms is a balcony from here on, in square metres.
const LEAST: f64 = 0.2;

/// Height above the floor at which plans are cut, in metres.
pub(crate) const CUT: f64 = 1.2;

/// Uses that lie in the open.
pub(crate) const OUTDOOR: &[&str] = &["balcony", "terrace", "equipment_platform"];

/// A room of the dwelling.
pub(crate) struct HomeRoom<'a> {
    pub(crate) id: SpaceId,
    pub(crate) name: &'a str,
    pub(crate) usage: &'a str,
    pub(crate) storey: Option<StoreyId>,
    pub(crate) region: Option<&'a Region>,
    pub(crate) subject: Option<&'a Subject>,
}

/// A level of the dwelling.
pub(crate) struct Level<'a> {
    pub(crate) storey: StoreyId,
    /// All its rooms, balconies included.
    pub(crate) own: Region,
    /// What may be drawn: the rooms and their walls, without any other room.
    pub(crate) clip: Region,
    /// The walls around and between its rooms.
    pub(crate) walls: Vec<&'a WallOn>,
    /// Its balconies and terraces that are slabs without a room.
    pub(crate) outdoor: Vec<Outdoor<'a>>,
}

/// A balcony or terrace that is a slab without a room.
pub(crate) struct Outdoor<'a> {
    pub(crate) subject: &'a Subject,
    pub(crate) thing: ThingId,
    /// What of the slab lies outside of all rooms.
    pub(crate) region: Region,
}

/// A dwelling ready to be described and drawn.
pub(crate) struct Home<'a, 'm> {
    pub(crate) survey: &'a Survey<'m>,
    pub(crate) dwelling: &'a Dwelling<'m>,
    pub(crate) rooms: Vec<HomeRoom<'a>>,
    pub(crate) levels: Vec<Level<'a>>,
    /// Direction of most of its walls, anticlockwise from world X, between -45° and 45° (radians).
    pub(crate) direction: f64,
}

impl<'a, 'm> Home<'a, 'm> {
    pub(crate) fn of(estate: &Estate<'a, 'm>, id: DwellingId) -> Self {
        let (survey, sheet) = (estate.survey, estate.sheet);
        let slabs = estate.outdoor.get(&id).map_or(&[][..], Vec::as_slice);
        let dwelling = survey.dwelling(id);
        let rooms: Vec<HomeRoom<'a>> = dwelling
            .spaces
            .iter()
            .map(|space| {
                let found = survey.space(*space);
                HomeRoom {
                    id: *space,
                    name: &found.name,
                    usage: &found.usage,
                    storey: found.storey,
                    region: survey.room(*space).ok().map(|room| &room.region),
                    subject: sheet.subject(&survey.space_subject(*space).id),
                }
            })
            .collect();
        let levels = dwelling.storeys.iter().filter_map(|storey| level(survey, id, &rooms, slabs, *storey)).collect();
        let direction = main_direction(rooms.iter().filter_map(|room| room.region));
        Self { survey, dwelling, rooms, levels, direction }
    }

    /// The rooms of a level.
    pub(crate) fn rooms_on(&self, storey: StoreyId) -> impl Iterator<Item = &HomeRoom<'a>> {
        self.rooms.iter().filter(move |room| room.storey == Some(storey))
    }

    /// Unit vectors along and across most of its walls.
    pub(crate) fn axes(&self) -> [Point2; 2] {
        let (sin, cos) = self.direction.sin_cos();
        [Point2 { x: cos, y: sin }, Point2 { x: -sin, y: cos }]
    }

    /// Name of a level.
    pub(crate) fn storey_name(&self, storey: StoreyId) -> &'a str {
        &self.survey.storey(storey).name
    }

    /// The box around its rooms.
    pub(crate) fn extent(&self) -> Extent {
        let mut all = Extent::EMPTY;
        for room in &self.rooms {
            let (Ok(body), Some(region)) = (self.survey.room(room.id), room.region) else { continue };
            if let Some(bounds) = plan::bounds(region) {
                all.add([bounds.min.x, bounds.min.y, body.bottom]);
                all.add([bounds.max.x, bounds.max.y, body.top]);
            }
        }
        all
    }
}

fn level<'a>(
    survey: &'a Survey<'_>,
    id: DwellingId,
    rooms: &[HomeRoom<'a>],
    slabs: &[(&'a Subject, ThingId)],
    storey: StoreyId,
) -> Option<Level<'a>> {
    let own: Vec<&Region> = rooms.iter().filter(|room| room.storey == Some(storey)).filter_map(|room| room.region).collect();
    if own.is_empty() {
        return None;
    }
    let own = plan::union(&own);
    let near = plan::offset(&own, REACH, Join::Mitre);
    let bounds = plan::bounds(&near)?;
    let others: Vec<&Region> = survey
        .spaces_on(storey)
        .iter()
        .filter(|space| survey.space(**space).dwelling != Some(id))
        .filter_map(|space| survey.room(*space).ok().map(|room| &room.region))
        .filter(|region| plan::bounds(region).is_some_and(|other| other.within(&bounds, 0.0)))
        .collect();
    let outdoor = outdoor(survey, slabs, storey);
    let beside: Vec<Region> = outdoor.iter().map(|part| plan::offset(&part.region, GUARD, Join::Mitre)).chain([near]).collect();
    let clip = plan::difference(&plan::union(&beside), &plan::union(&others));
    let walls = survey
        .walls(storey)
        .iter()
        .filter(|wall| plan::bounds(&wall.plan).is_some_and(|other| other.within(&bounds, 0.0)) && plan::touches(&wall.plan, &own, TOUCH))
        .collect();
    Some(Level { storey, own, clip, walls, outdoor })
}

/// The slabs of a level that people step out on: what of them lies outside of all rooms.
fn outdoor<'a>(survey: &Survey<'_>, slabs: &[(&'a Subject, ThingId)], storey: StoreyId) -> Vec<Outdoor<'a>> {
    let here = slabs.iter().filter(|(subject, thing)| {
        let by_guid = subject.guid.as_ref().and_then(|guid| survey.storey_of_guid(&guid.0));
        by_guid.or(survey.thing(*thing).storey) == Some(storey)
    });
    let rooms = || -> Vec<&Region> {
        survey.spaces_on(storey).iter().filter_map(|space| survey.room(*space).ok().map(|room| &room.region)).collect()
    };
    here.filter_map(|(subject, thing)| {
        let region = plan::difference(survey.plan(*thing).ok()?, &plan::union(&rooms()));
        (plan::area(&region) > LEAST).then_some(Outdoor { subject, thing: *thing, region })
    })
    .collect()
}

/// The direction most of the edges have, between −45° and 45°.
fn main_direction<'r>(regions: impl Iterator<Item = &'r Region>) -> f64 {
    let quarter = std::f64::consts::FRAC_PI_2;
    let weighed: Vec<(f64, f64)> = regions
        .flat_map(plan::edges)
        .map(|edge| {
            let direction = edge.direction();
            let angle = direction.y.atan2(direction.x);
            (angle - quarter * (angle / quarter).round(), edge.length())
        })
        .collect();
    weighted_mode(&weighed, 0.01).unwrap_or(0.0)
}
