//! What a room is, by its names in the order of trust, and which spaces are area regions and no rooms.

use std::collections::BTreeMap;

use haofang_geometry::Extent;
use haofang_geometry::plan;
use haofang_ifc::Entity;
use rayon::prelude::*;

use crate::building::{SpaceId, StoreyId, Survey};
use crate::carriers::{self, Carrier};

/// Share of the smaller space from which two spaces are two readings of one place (IFC_CN §1).
const OVERLAP: f64 = 0.60;

/// Spaces smaller than this are cut to tell how they lie (m2).
const LEAST: f64 = 0.10;

/// Words of rooms in which people live: a storey with one is a dwelling storey.
pub(crate) const HABITABLE: &[&str] = &["bedroom", "living", "study"];

/// Words of rooms that only dwellings and their like have.
pub(crate) const DOMESTIC: &[&str] = &["bedroom", "living", "dining", "study", "kitchen", "bathroom"];

/// Words of common circulation: dwellings end at them.
pub(crate) const CIRCULATION: &[&str] = &["stairwell", "smoke_lobby", "lift_lobby", "lobby", "corridor", "shaft"];

/// Words of outdoor parts of a dwelling.
pub(crate) const OUTDOOR: &[&str] = &["balcony", "terrace", "equipment_platform", "bay_window"];

/// The carriers of a space's name, most trusted first: LongName, a Name with letters, ObjectType, reference and function
/// properties, classification, predefined type.
pub(crate) fn names(entity: Entity<'_>) -> Vec<Carrier> {
    let mut all = carriers::texts(entity);
    let order = |from: &str| match from {
        "LongName" => 0,
        "Name" => 1,
        "ObjectType" => 2,
        "Description" => 5,
        "PredefinedType" => 6,
        _ => 3,
    };
    all.sort_by_key(|carrier| order(&carrier.from));
    all
}

/// Whether a text numbers a room and does not name it: 3-Y0, A-101.
fn is_code(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.is_ascii() && letters <= 2 && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Recognises every space, then sorts out those that lie over others.
pub(crate) fn recognise(survey: &mut Survey<'_>) {
    let vocabulary = survey.vocabulary;
    let found: Vec<(String, String, String, String, bool)> = survey
        .spaces
        .par_iter()
        .map(|space| {
            let texts = names(space.entity);
            let has_letters = |text: &str| text.chars().any(char::is_alphabetic);
            let named = || texts.iter().filter(|c| matches!(c.from.as_str(), "LongName" | "Name" | "ObjectType") && has_letters(&c.text));
            let shown = named().find(|c| !is_code(&c.text)).or_else(|| named().next()).or_else(|| texts.first());
            let name = shown.map(|c| c.text.to_string()).unwrap_or_default();
            let numbers = ["Name", "LongName"].into_iter().filter_map(|from| texts.iter().find(|c| c.from == from && c.text != name));
            let number = numbers.map(|c| c.text.to_string()).next().unwrap_or_default();
            let predefined = texts.iter().find(|c| c.from == "PredefinedType").map(|c| c.text.as_str());
            let mut usage = None;
            let mut region = predefined == Some("GFA");
            for carrier in texts.iter().filter(|c| c.from != "PredefinedType" && c.from != "Description") {
                let room = vocabulary.find_folded("space", &carrier.folded);
                let area = vocabulary.find_folded("area_region", &carrier.folded);
                if let Some(area) = area
                    && room.is_none_or(|room| area.keyword.chars().count() >= room.keyword.chars().count())
                {
                    region = true;
                    usage = Some(("other".to_owned(), format!("{} \"{}\"", carrier.from, carrier.text)));
                    break;
                }
                if let Some(room) = room {
                    usage = Some((room.word.to_owned(), format!("{} \"{}\"", carrier.from, carrier.text)));
                    break;
                }
            }
            if usage.is_none() && predefined == Some("PARKING") {
                usage = Some(("parking".to_owned(), "PredefinedType PARKING".to_owned()));
            }
            let (usage, by) = usage.unwrap_or_else(|| ("unknown".to_owned(), String::new()));
            (name, number, usage, by, region)
        })
        .collect();
    for (space, (name, number, usage, by, region)) in survey.spaces.iter_mut().zip(found) {
        (space.name, space.number, space.usage, space.usage_by, space.is_area_region) = (name, number, usage, by, region);
    }
    overlaps(survey);
    survey.rooms_on = vec![Vec::new(); survey.storeys.len()];
    for (at, space) in survey.spaces.iter().enumerate() {
        if let Some(storey) = space.storey.filter(|_| !space.is_area_region) {
            survey.rooms_on[storey.0].push(SpaceId(at));
        }
    }
}

/// A nameless space over several rooms is an area; of two spaces of one name in one place the second is a copy.
fn overlaps(survey: &mut Survey<'_>) {
    let mut on: BTreeMap<StoreyId, Vec<SpaceId>> = BTreeMap::new();
    for (at, space) in survey.spaces.iter().enumerate() {
        if let Some(storey) = space.storey.filter(|_| !space.is_area_region) {
            on.entry(storey).or_default().push(SpaceId(at));
        }
    }
    let frozen = &*survey;
    let verdicts: Vec<Vec<(SpaceId, String)>> = on.par_iter().map(|(_, spaces)| over_others(frozen, spaces)).collect();
    for (id, note) in verdicts.into_iter().flatten() {
        survey.spaces[id.0].is_area_region = true;
        survey.notes.push(note);
    }
}

fn over_others(survey: &Survey<'_>, spaces: &[SpaceId]) -> Vec<(SpaceId, String)> {
    let boxes: Vec<Option<Extent>> = spaces.iter().map(|id| survey.space_shape(*id).ok().map(haofang_geometry::Shape::extent)).collect();
    let meets = |a: &Extent, b: &Extent| (0..3).all(|axis| a.min[axis] < b.max[axis] - 0.01 && b.min[axis] < a.max[axis] - 0.01);
    let mut covers = vec![0_usize; spaces.len()];
    let mut copies: Vec<(usize, usize)> = Vec::new();
    let mut plans: BTreeMap<usize, plan::Region> = BTreeMap::new();
    for (a, first) in boxes.iter().enumerate() {
        for (b, second) in boxes.iter().enumerate().skip(a + 1) {
            let (Some(first), Some(second)) = (first, second) else { continue };
            if !meets(first, second) {
                continue;
            }
            for at in [a, b] {
                if let std::collections::btree_map::Entry::Vacant(slot) = plans.entry(at)
                    && let Ok(shape) = survey.space_shape(spaces[at])
                {
                    slot.insert(shape.plan().clone());
                }
            }
            let (Some(one), Some(two)) = (plans.get(&a), plans.get(&b)) else { continue };
            let (area_a, area_b) = (plan::area(one), plan::area(two));
            // a parking place of many within their garage needs no cut: it is all of the smaller and little of the larger
            let least = area_a.min(area_b);
            let (small, large) = if area_a >= area_b { (two, one) } else { (one, two) };
            if least > LEAST && least < area_a.max(area_b) / 2.0 && small.0.len() == 1 && plan::lies_within(small, large) {
                covers[if area_a >= area_b { a } else { b }] += 1;
                continue;
            }
            let shared = plan::area(&plan::intersection(one, two));
            if shared <= area_a.min(area_b) * OVERLAP {
                continue;
            }
            covers[if area_a >= area_b { a } else { b }] += 1;
            if shared > area_a.max(area_b) * 0.95 {
                copies.push((a, b));
            }
        }
    }
    let mut out = Vec::new();
    for (at, id) in spaces.iter().enumerate() {
        let space = survey.space(*id);
        let parent =
            space.entity.model().relations().children_of(space.entity).iter().any(|child| child.is_a(haofang_ifc::class::IFC_SPACE));
        if covers[at] >= 2 && (space.usage == "unknown" || parent) {
            out.push((*id, format!("space {} lies over {} rooms; taken as an area, not a room", space.name, covers[at])));
        }
    }
    for (a, b) in copies {
        let (first, second) = (survey.space(spaces[a]), survey.space(spaces[b]));
        if first.usage == second.usage || second.usage == "unknown" {
            out.push((spaces[b], format!("space {} lies over {} in the same place; counted once", second.name, first.name)));
        } else if first.usage == "unknown" {
            out.push((spaces[a], format!("space {} lies over {} in the same place; counted once", first.name, second.name)));
        }
    }
    out
}

/// Names that mean one thing inside a dwelling and another outside: 门厅 and 走道 of a dwelling are its own.
pub(crate) fn settle_in_dwellings(survey: &mut Survey<'_>) {
    for space in &mut survey.spaces {
        let word = match (space.dwelling.is_some(), space.usage.as_str()) {
            (true, "lobby") => "entry",
            (true, "corridor") => "passage",
            (false, "passage") if space.name.contains("走道") => "corridor",
            _ => continue,
        };
        word.clone_into(&mut space.usage);
    }
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn numbers_of_rooms_are_no_names() {
        for text in ["3-Y0", "A-101", "4-T1", "101", "B1-02"] {
            assert!(is_code(text), "{text}");
        }
        for text in ["阳台", "卧室2", "Bedroom 1", "主卧-101", "WC", "厨房"] {
            assert!(!is_code(text), "{text}");
        }
    }
}
