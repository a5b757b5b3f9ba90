//! Which levels count and how high they lie: three readings of the elevation, duplicate levels, marks on the section.

use haofang_geometry::measure::weighted_mode;
use haofang_ifc::class;
use rayon::prelude::*;

use crate::building::{BuildingId, LevelKind, Storey, StoreyId, Survey};
use crate::recognise::storey_name::StoreyName;
use crate::shapes::Readers;
use crate::spatial;

/// Levels nearer to each other than this are one storey (CLAUSES §4.1).
pub(crate) const SAME_STOREY: f64 = 0.30;

/// Readings of one level that differ by more contradict each other (CLAUSES §0).
const CONFLICT: f64 = 0.01;

/// Contents of levels that differ by more stand on different storeys.
const STACKED: f64 = 1.5;

/// What a level holds of its own.
#[derive(Debug, Clone, Copy, Default)]
struct Content {
    slabs: usize,
    walls: usize,
    spaces: usize,
    others: usize,
}

impl Content {
    fn is_storey(self) -> bool {
        self.slabs + self.walls + self.spaces > 0
    }
}

/// Chooses elevations, finds duplicates and marks, and links the levels of each building.
pub(crate) fn settle(survey: &mut Survey<'_>) {
    let content = contents(survey);
    for building in 0..survey.buildings.len() {
        elevations(survey, BuildingId(building));
    }
    let orphans: Vec<usize> = (0..survey.storeys.len()).filter(|at| survey.storeys[*at].building.is_none()).collect();
    for at in orphans {
        let readings = readings(&survey.readers, &survey.storeys[at], 0.0);
        let storey = &mut survey.storeys[at];
        if let Some(first) = readings.first() {
            storey.elevation = first.0;
        }
        storey.readings = readings;
    }
    for building in 0..survey.buildings.len() {
        kinds(survey, BuildingId(building), &content);
    }
    // what stands on a duplicate level stands on the storey
    for at in 0..survey.things.len() {
        survey.things[at].storey = survey.things[at].storey.map(|id| survey.counted(id));
    }
    for at in 0..survey.spaces.len() {
        survey.spaces[at].storey = survey.spaces[at].storey.map(|id| survey.counted(id));
    }
}

fn contents(survey: &Survey<'_>) -> Vec<Content> {
    let mut content = vec![Content::default(); survey.storeys.len()];
    for thing in &survey.things {
        let Some(storey) = thing.storey else { continue };
        let count = &mut content[storey.0];
        if thing.is_slab && !thing.class.is_a(class::IFC_ROOF) {
            count.slabs += 1;
        } else if thing.class.is_a(class::IFC_WALL) || thing.class.is_a(class::IFC_CURTAIN_WALL) {
            count.walls += 1;
        } else {
            count.others += 1;
        }
    }
    for space in &survey.spaces {
        if let Some(storey) = space.storey {
            content[storey.0].spaces += 1;
        }
    }
    content
}

/// Placement and attribute of a level, absolute; the placement first.
fn readings<'m>(readers: &Readers<'m>, storey: &Storey<'m>, building_z: f64) -> Vec<(f64, String)> {
    let mut readings = Vec::new();
    let Some((model, entity)) = storey.entities.first() else { return readings };
    if !entity.named("ObjectPlacement").is_null()
        && let Some(z) = spatial::placement_z(readers, *model, *entity)
    {
        readings.push((z, "ObjectPlacement".to_owned()));
    }
    if let (Some(value), Ok(unit)) = (entity.named("Elevation").as_f64(), &entity.model().units().length) {
        readings.push((value * unit + building_z, "IfcBuildingStorey.Elevation".to_owned()));
    }
    readings
}

fn elevations(survey: &mut Survey<'_>, building: BuildingId) {
    let origin = survey.buildings[building.0].origin;
    let ids: Vec<usize> = (0..survey.storeys.len()).filter(|at| survey.storeys[*at].building == Some(building)).collect();
    let all: Vec<Vec<(f64, String)>> = ids.iter().map(|at| readings(&survey.readers, &survey.storeys[*at], origin)).collect();
    let distinct = |source: &str| {
        let mut values: Vec<f64> = all.iter().flatten().filter(|(_, from)| from == source).map(|(z, _)| *z).collect();
        values.sort_by(f64::total_cmp);
        values.dedup_by(|a, b| (*a - *b).abs() <= CONFLICT);
        values.len()
    };
    let placed = distinct("ObjectPlacement");
    let authored = distinct("IfcBuildingStorey.Elevation");
    // an attribute that is the same on every level (0 everywhere) says nothing, nor does such a placement
    let several = ids.len() > 1;
    let placement_says = placed > 0 && !(several && placed == 1 && authored > 1);
    let attribute_says = authored > 0 && !(several && authored == 1 && placed > 1);
    // levels that all say the same height, though what stands on them lies storeys apart, say nothing
    let floors: Vec<Option<f64>> = if several && placed <= 1 && authored <= 1 {
        ids.iter().map(|at| floor_of_content(survey, StoreyId(*at))).collect()
    } else {
        Vec::new()
    };
    let seen = || floors.iter().flatten().copied();
    let stacked = seen().fold(f64::NEG_INFINITY, f64::max) - seen().fold(f64::INFINITY, f64::min) > STACKED;
    for (at, mut readings) in ids.iter().copied().zip(all) {
        if stacked {
            readings.clear();
        }
        readings.retain(|(_, from)| if from == "ObjectPlacement" { placement_says } else { attribute_says });
        // the attribute may be meant in the world frame as well
        if origin.abs() > CONFLICT
            && let [(placement, _), (attribute, _)] = readings.as_mut_slice()
            && (*attribute - *placement).abs() > CONFLICT
            && (*attribute - origin - *placement).abs() <= CONFLICT
        {
            *attribute -= origin;
        }
        let conflict = matches!(readings.as_slice(), [(a, _), (b, _)] if (a - b).abs() > CONFLICT);
        if (conflict || readings.is_empty())
            && let Some(seen) = floor_of_content(survey, StoreyId(at))
        {
            let near = readings.iter().position(|(z, _)| (z - seen).abs() <= SAME_STOREY);
            match near {
                Some(near) => readings.swap(0, near),
                None if readings.is_empty() => readings.push((seen, "floors of the rooms and things on the level".to_owned())),
                None => {}
            }
            if conflict {
                readings.push((seen, "floors of the rooms and things on the level".to_owned()));
            }
        }
        let storey = &mut survey.storeys[at];
        storey.elevation_doubt = match readings.as_slice() {
            [] => Some("the level has neither a placement nor an Elevation nor anything on it".to_owned()),
            [(a, from), rest @ ..] if conflict => Some(format!(
                "{from} says {a:.3} m, {}",
                rest.iter().map(|(z, from)| format!("{from} {z:.3} m")).collect::<Vec<_>>().join(", ")
            )),
            _ => None,
        };
        storey.elevation = readings.first().map_or(0.0, |(z, _)| *z);
        storey.readings = readings;
    }
}

/// Where the floor seems to be: the most common underside of the rooms, else of the walls, on the level.
fn floor_of_content(survey: &Survey<'_>, id: StoreyId) -> Option<f64> {
    let spaces: Vec<usize> = (0..survey.spaces.len()).filter(|at| survey.spaces[*at].storey == Some(id)).take(60).collect();
    let of_spaces: Vec<(f64, f64)> = spaces
        .par_iter()
        .filter_map(|at| {
            let space = &survey.spaces[*at];
            let shape = space.shape.get_or_init(|| survey.readers.lower(space.model, space.entity)).as_ref().ok()?;
            Some((shape.extent().min[2], 1.0))
        })
        .collect();
    if !of_spaces.is_empty() {
        return weighted_mode(&of_spaces, CONFLICT);
    }
    let walls: Vec<usize> = (0..survey.things.len())
        .filter(|at| survey.things[*at].storey == Some(id) && survey.things[*at].class.is_a(class::IFC_WALL))
        .take(60)
        .collect();
    let of_walls: Vec<(f64, f64)> = walls
        .par_iter()
        .filter_map(|at| {
            let thing = &survey.things[*at];
            let shape = thing.shape.get_or_init(|| survey.readers.lower(thing.model, thing.entity)).as_ref().ok()?;
            Some((shape.extent().min[2], 1.0))
        })
        .collect();
    if of_walls.is_empty() { None } else { weighted_mode(&of_walls, CONFLICT) }
}

fn kinds(survey: &mut Survey<'_>, building: BuildingId, content: &[Content]) {
    // a level whose elevation nothing tells is no duplicate of one at 0: it stays a storey, beside the others
    let (mut ids, lost): (Vec<StoreyId>, Vec<StoreyId>) = (0..survey.storeys.len())
        .map(StoreyId)
        .filter(|id| survey.storeys[id.0].building == Some(building) && survey.storeys[id.0].kind != LevelKind::Mark)
        .partition(|id| !survey.storeys[id.0].readings.is_empty());
    ids.sort_by(|a, b| survey.storeys[a.0].elevation.total_cmp(&survey.storeys[b.0].elevation).then(a.cmp(b)));
    // levels in clusters: each within 0.30 m of the lowest of the cluster
    let mut clusters: Vec<Vec<StoreyId>> = Vec::new();
    for id in ids {
        let z = survey.storeys[id.0].elevation;
        match clusters.last_mut().filter(|cluster| z - survey.storeys[cluster[0].0].elevation < SAME_STOREY) {
            Some(cluster) => cluster.push(id),
            None => clusters.push(vec![id]),
        }
    }
    let mut kept: Vec<StoreyId> = Vec::new();
    for cluster in clusters {
        let Some(first) = cluster.iter().copied().max_by(|a, b| rank(survey, content, *a).cmp(&rank(survey, content, *b)).then(b.cmp(a)))
        else {
            continue;
        };
        if is_mark(survey, first, content) {
            for id in cluster {
                survey.storeys[id.0].kind = LevelKind::Mark;
            }
            continue;
        }
        for id in cluster {
            if id != first {
                survey.storeys[id.0].kind = LevelKind::DuplicateOf(first);
            }
        }
        kept.push(first);
    }
    for pair in kept.windows(2) {
        survey.storeys[pair[0].0].above = Some(pair[1]);
        survey.storeys[pair[1].0].below = Some(pair[0]);
    }
    each_for_itself(survey, &kept);
    kept.extend(lost);
    survey.buildings[building.0].storeys = kept;
}

/// 标准层3F right below 4F stands for itself, and so does 标准层9F right above 标准层8F: the word says of what kind it is.
fn each_for_itself(survey: &mut Survey<'_>, kept: &[StoreyId]) {
    let claims: Vec<StoreyName> = kept.iter().map(|id| survey.storeys[id.0].claim).collect();
    for (at, id) in kept.iter().enumerate().filter(|(at, _)| claims[*at].is_typical) {
        let Some(number) = claims[at].number else { continue };
        let next = claims.get(at + 1).is_some_and(|above| above.number == Some(number + 1));
        let last = at.checked_sub(1).map(|below| claims[below]).is_some_and(|below| below.is_typical && below.number == Some(number - 1));
        if next || last {
            survey.storeys[id.0].claim.is_typical = false;
        }
    }
}

/// Of several levels of one storey the one with rooms is the storey; a structural name comes last, the higher level first.
fn rank(survey: &Survey<'_>, content: &[Content], id: StoreyId) -> (bool, bool, bool, usize, i64) {
    let storey = &survey.storeys[id.0];
    let count = content[id.0];
    let structural = survey.vocabulary.find("pseudo_level", &storey.name).is_some_and(|found| found.word == "structural")
        || is_structural(survey, &storey.name);
    let height = (storey.elevation * 1000.0).round() as i64;
    (count.spaces > 0, !structural, count.is_storey(), usize::from(storey.claim.number.is_some()), height)
}

fn is_structural(survey: &Survey<'_>, name: &str) -> bool {
    let folded = crate::vocabulary::fold(name);
    folded.ends_with("(结)")
        || folded.ends_with("jg")
        || survey.vocabulary.find("pseudo_level", name).is_some_and(|found| found.keyword == "结构")
}

/// A height on the section: nothing of a storey on it, and a name that says so. The ground floor and ±0.000 never are.
fn is_mark(survey: &Survey<'_>, id: StoreyId, content: &[Content]) -> bool {
    let storey = &survey.storeys[id.0];
    let count = content[id.0];
    let ground = storey.claim.number == Some(1);
    !ground && !count.is_storey() && storey.claim.number.is_none() && survey.vocabulary.find("pseudo_level", &storey.name).is_some()
}
