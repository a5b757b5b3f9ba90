//! What a level is for: by the rooms on it first, by its name second, by what stands on it third (CLAUSES §4.1.3).

use haofang_geometry::plan;
use haofang_ifc::class;

use super::space_use::HABITABLE;
use crate::authored;
use crate::building::{BuildingId, LevelKind, StoreyId, Survey};

/// A level this far below ±0.000 is a basement, whatever stands on it.
const BELOW_GROUND: f64 = 1.5;

/// A bare level this far below ±0.000 holds foundations.
const FOUNDATION: f64 = 0.5;

/// A ground floor whose walls enclose less than this share of the storey above is open.
const OPEN: f64 = 0.5;

/// A level lower than this holds pipes and plant, or is half a storey; dwellings are at least 2.8 m high (GB 50096).
const LOW: f64 = 2.6;

/// Why a building is taken as not residential when only its rooms say so.
pub(crate) const NO_HOME: &str = "no room that people live in";

/// Walls lower than this are parapets: a level with nothing else is a roof.
const PARAPET: f64 = 1.9;

/// Gives every level its use and every building its kind.
pub(crate) fn recognise(survey: &mut Survey<'_>) {
    let residential: Vec<Option<(bool, String)>> = (0..survey.buildings.len()).map(|at| is_residential(survey, BuildingId(at))).collect();
    for (building, verdict) in survey.buildings.iter_mut().zip(residential) {
        building.residential = verdict;
    }
    let uses: Vec<(String, String)> = (0..survey.storeys.len()).map(|at| usage(survey, StoreyId(at))).collect();
    for (storey, (usage, by)) in survey.storeys.iter_mut().zip(uses) {
        (storey.usage, storey.usage_by) = (usage, by);
    }
}

/// Whether people live in a building, and what says so; `None` where nothing does.
fn is_residential(survey: &Survey<'_>, id: BuildingId) -> Option<(bool, String)> {
    let building = survey.building(id);
    if building.is_site {
        return Some((false, "nothing but things of the site".to_owned()));
    }
    if building.is_base {
        return Some((false, "levels below ground that several towers share".to_owned()));
    }
    let homes = survey.dwellings.iter().filter(|dwelling| dwelling.building == Some(id)).count();
    if homes > 0 {
        return Some((true, format!("{homes} dwellings")));
    }
    for (_, entity) in &building.entities {
        if let Some(count) = authored::count(*entity, &["户数", "住宅总套数", "总户数", "套数"]).filter(|count| count.value > 0.0)
        {
            return Some((true, format!("{} {}", count.source, count.value)));
        }
    }
    let lived_in = survey.spaces.iter().any(|space| space.building == Some(id) && space.usage == "bedroom");
    let named = building.entities.iter().find_map(|(_, entity)| survey.recognise("building", *entity)).or_else(|| {
        let found = survey.vocabulary.find("building", &building.name)?;
        Some(crate::carriers::Recognised {
            word: found.word.to_owned(),
            keyword: found.keyword.to_owned(),
            text: building.name.clone(),
            by: format!("name \"{}\"", building.name),
        })
    });
    match named {
        Some(found) if found.word == "residential" => Some((true, found.by)),
        _ if lived_in => Some((true, "bedrooms".to_owned())),
        Some(found) => Some((false, found.by)),
        None => {
            // a garage below says nothing of what stands on it
            let zero = survey.zero(id);
            let above = |storey: Option<StoreyId>| storey.is_some_and(|storey| survey.storey(storey).elevation >= zero - BELOW_GROUND);
            let low_only = !survey.storeys_of(id).iter().any(|storey| survey.storey(*storey).elevation >= zero - BELOW_GROUND);
            let of_it = survey.spaces.iter().filter(|space| space.building == Some(id) && !space.is_area_region);
            let rooms = of_it.filter(|space| tells(&space.usage) && (low_only || above(space.storey))).count();
            (rooms > 0).then(|| (false, NO_HOME.to_owned()))
        }
    }
}

/// Whether the use of a room says what its building is for: stairs, lobbies and rooms named 房间 do not.
fn tells(usage: &str) -> bool {
    !matches!(usage, "unknown" | "other" | "void" | "passage" | "entry" | "storage" | "bathroom")
        && !super::space_use::CIRCULATION.contains(&usage)
        && !super::space_use::OUTDOOR.contains(&usage)
}

fn usage(survey: &Survey<'_>, id: StoreyId) -> (String, String) {
    let storey = survey.storey(id);
    let say = |word: &str, by: String| (word.to_owned(), by);
    match storey.kind {
        LevelKind::DuplicateOf(kept) => return say("duplicate", format!("less than 0.30 m from level {}", survey.storey(kept).name)),
        LevelKind::Mark => return say("duplicate", format!("name \"{}\", nothing stands on it", storey.name)),
        LevelKind::Storey => {}
    }
    let named = survey.vocabulary.find("storey", &storey.name).map(|found| found.word);
    let by_name = format!("name \"{}\"", storey.name);
    let zero = storey.building.map_or(0.0, |building| survey.zero(building));
    if storey.claim.number.is_some_and(|number| number < 0) || named == Some("basement") {
        return say("basement", by_name);
    }
    if storey.elevation < zero - BELOW_GROUND {
        return say("basement", format!("{:.2} m below ±0.000", zero - storey.elevation));
    }
    let rooms: Vec<&str> = survey.spaces_on(id).iter().map(|space| survey.space(*space).usage.as_str()).collect();
    // nobody lives among the foundations
    if rooms.is_empty() && storey.elevation < zero - FOUNDATION && is_bare(survey, id) {
        return say("basement", format!("{:.2} m below ±0.000, without rooms or walls", zero - storey.elevation));
    }
    let has = |words: &[&str]| rooms.iter().any(|room| words.contains(room));
    let of_dwelling = survey.spaces_on(id).iter().any(|space| {
        let space = survey.space(*space);
        space.dwelling.is_some() && !super::space_use::OUTDOOR.contains(&space.usage.as_str()) && space.usage != "void"
    });
    if of_dwelling || has(HABITABLE) {
        return say("dwelling", if of_dwelling { "rooms of dwellings".to_owned() } else { "bedrooms or living rooms".to_owned() });
    }
    if named == Some("open_ground") || survey.spaces_on(id).iter().any(|space| survey.space(*space).name.contains("架空")) {
        return say("open_ground", if named == Some("open_ground") { by_name } else { "rooms named 架空".to_owned() });
    }
    if let Some(word) = named.filter(|word| *word != "dwelling") {
        return say(word, by_name);
    }
    let served = |room: &str| room == "plant" || super::space_use::CIRCULATION.contains(&room);
    let lives_above = std::iter::successors(storey.above, |above| survey.storey(*above).above)
        .any(|above| survey.spaces_on(above).iter().any(|space| survey.space(*space).dwelling.is_some()));
    if has(&["plant"]) && rooms.iter().all(|room| served(room)) && lives_above {
        return say("equipment", "only plant rooms, with dwellings above".to_owned());
    }
    let public = ["retail", "community", "elderly_care", "plant", "garage", "parking", "e_bike"];
    if has(&public) {
        return say("podium", "rooms of other uses".to_owned());
    }
    if !rooms.is_empty()
        && storey.above.is_none()
        && rooms.iter().all(|room| {
            ["stairwell", "shaft", "plant", "lift_lobby", "smoke_lobby", "terrace", "equipment_platform", "other"].contains(room)
        })
    {
        return say("plant", "only stairs, shafts and plant under the roof".to_owned());
    }
    let lives = storey.building.and_then(|building| survey.building(building).residential.clone());
    // a top level with nothing but slabs, guards and parapets is a roof
    if rooms.is_empty() && storey.above.is_none() && storey.below.is_some() && is_bare(survey, id) {
        return say("roof", "topmost level without rooms or walls".to_owned());
    }
    let lives_here = lives.as_ref().is_some_and(|(lives, _)| *lives);
    if lives_here && let Some(share) = open_share(survey, id, &rooms) {
        return say("open_ground", format!("walls enclose {:.0} % of the storey above, the rest is open", share * 100.0));
    }
    // too low to live in, between levels whose dwellings are drawn or that are all higher: plant, or a level of pipes
    if rooms.is_empty() && lives_here && is_low(survey, id) {
        if has_homes(survey, storey.building) {
            return say("unknown", "lower than 2.6 m, no room is drawn on it, dwellings are drawn on other levels".to_owned());
        }
        if is_alone_in_being_low(survey, id) {
            return say("unknown", "lower than 2.6 m, no room is drawn on it, the other levels above ground are higher".to_owned());
        }
    }
    let only_common = !rooms.is_empty() && rooms.iter().all(|room| super::space_use::CIRCULATION.contains(room));
    match lives {
        Some((true, by))
            if !only_common
                && (rooms.is_empty()
                    || rooms.iter().all(|room| {
                        ["unknown", "other", "stairwell", "lift_lobby", "smoke_lobby", "shaft", "corridor", "lobby"].contains(room)
                    })) =>
        {
            say("dwelling", format!("above-ground level of a residential building ({by})"))
        }
        Some((true, by)) if !only_common => say("dwelling", format!("rooms of a residential building ({by})")),
        Some((true, _)) => say("unknown", "only common rooms are modelled".to_owned()),
        // the rooms of other levels say nothing of one on which none is drawn
        Some((false, by)) if rooms.is_empty() && by == NO_HOME => say("unknown", String::new()),
        Some((false, by)) => say("podium", format!("level of a building that is not residential ({by})")),
        None => say("unknown", String::new()),
    }
}

/// Of the lowest level above ground without a dwelling: how much of the level above its walls enclose, if that is little.
fn open_share(survey: &Survey<'_>, id: StoreyId, rooms: &[&str]) -> Option<f64> {
    let storey = survey.storey(id);
    let zero = storey.building.map_or(0.0, |building| survey.zero(building));
    let lowest = storey.below.is_none_or(|below| survey.storey(below).elevation < zero - BELOW_GROUND);
    let common = !rooms.is_empty()
        && rooms.iter().all(|room| super::space_use::CIRCULATION.contains(room) || ["other", "e_bike", "community"].contains(room));
    if lowest && rooms.is_empty() {
        return open_by_walls(survey, id);
    }
    if !lowest || !common {
        return None;
    }
    let own = plan::area(survey.enclosure(id).ok()?);
    let above = plan::area(survey.enclosure(storey.above?).ok()?);
    (above > 0.0 && own < above * OPEN).then(|| own / above)
}

/// The same of a level without rooms: by its full walls, and only when no window looks out of them.
fn open_by_walls(survey: &Survey<'_>, id: StoreyId) -> Option<f64> {
    let has_window = survey.things_on(id).iter().any(|thing| survey.thing(*thing).class.is_a(class::IFC_WINDOW));
    let walls: Vec<&plan::Region> = survey.walls(id).iter().filter(|wall| !wall.is_low).map(|wall| &wall.plan).collect();
    if has_window || walls.is_empty() {
        return None;
    }
    let own = plan::area(&plan::outline(&plan::union(&walls)));
    let above = plan::area(survey.enclosure(survey.storey(id).above?).ok()?);
    (above > 0.0 && own < above * OPEN).then(|| own / above)
}

/// Whether the next level lies nearer than any dwelling storey is high.
fn is_low(survey: &Survey<'_>, id: StoreyId) -> bool {
    survey.next_level(id).is_some_and(|next| next - survey.storey(id).elevation < LOW)
}

/// Whether all other levels above ground of the building are higher, and there are several: where more are low, they may be low
/// dwellings.
fn is_alone_in_being_low(survey: &Survey<'_>, id: StoreyId) -> bool {
    let Some(building) = survey.storey(id).building else { return false };
    let ground = survey.zero(building) - BELOW_GROUND;
    let others = survey.storeys_of(building).iter().filter(|other| **other != id && survey.storey(**other).elevation >= ground);
    let heights = || others.clone().filter(|other| survey.next_level(**other).is_some());
    heights().count() > 1 && !heights().any(|other| is_low(survey, *other))
}

fn has_homes(survey: &Survey<'_>, building: Option<BuildingId>) -> bool {
    survey.dwellings.iter().any(|dwelling| dwelling.building == building)
}

/// Nothing stands here that is as high as a room.
fn is_bare(survey: &Survey<'_>, id: StoreyId) -> bool {
    let floor = survey.storey(id).elevation;
    survey.things_on(id).iter().all(|thing| {
        let class = survey.thing(*thing).class;
        let tall_kind = class.is_a(class::IFC_WALL)
            || class.is_a(class::IFC_CURTAIN_WALL)
            || class.is_a(class::IFC_WINDOW)
            || class.is_a(class::IFC_DOOR);
        !tall_kind || survey.extent(*thing).is_some_and(|extent| extent.max[2] < floor + PARAPET)
    })
}
