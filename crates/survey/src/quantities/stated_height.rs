//! Heights of storeys as authors state them: in properties, quantities, names and remarks of levels, buildings and the project
//! (CLAUSES NT-2.1-04).

use haofang_ifc::Entity;
use haofang_ifc::property::QuantityKind;

use crate::authored::{self, Reading};
use crate::building::{StoreyId, Survey};
use crate::said_length;
use crate::scale::HIGHEST;
use crate::vocabulary::fold;

/// What is written and lower is no height of a storey but of something in it (m).
const LEAST_HEIGHT: f64 = 1.5;

/// A building of more levels is higher than any storey.
const SEVERAL: usize = 3;

/// What the name of a level ends with is a height of storeys within these bounds (m); beyond them it is a level, a year or a mark.
const LEAST_NAMED: f64 = 2.2;
const HIGHEST_NAMED: f64 = 4.5;

/// A number in the name of a level this near to its elevation is that, of the structure or of the finish (m).
const NEAR_ELEVATION: f64 = 0.3;

/// A bare 高度 this near to the level's elevation is that (m).
const ELEVATION: f64 = 0.01;

/// Authored heights of a level, in metres.
pub(super) fn of_level(survey: &Survey<'_>, id: StoreyId) -> Vec<Reading<f64>> {
    let storey = survey.storey(id);
    let mut readings = Vec::new();
    for (_, entity) in &storey.entities {
        readings.extend(stated_heights(survey, *entity));
        // a bare 高度 may be the height of the level above ±0.000
        let is_height = |reading: &Reading<f64>| {
            (LEAST_HEIGHT..=HIGHEST).contains(&reading.value) && (reading.value - storey.elevation).abs() > ELEVATION
        };
        let bare = survey.said(*entity, "bare_height");
        readings.extend(bare.iter().flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property)).filter(is_height));
        readings.extend(in_level_name(*entity, storey.elevation));
        readings.extend(authored::quantity(*entity, QuantityKind::Length, &["GrossHeight", "Height", "层高"]));
    }
    // what a building, its site or the project says of the storeys where people live
    if let Some(building) = storey.building.filter(|_| storey.usage == "dwelling") {
        let buildings = survey.building(building).entities.iter().map(|(_, entity)| *entity);
        // no building of several storeys is as low as one of them
        if survey.storeys_of(building).len() > SEVERAL {
            let bare = buildings.clone().flat_map(|entity| survey.said(entity, "bare_height"));
            let lengths = bare.flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property));
            readings.extend(lengths.filter(|reading| (LEAST_HEIGHT..=HIGHEST).contains(&reading.value)));
        }
        let rooms = survey.spaces_on(id).iter().map(|room| survey.space(*room));
        let lived = rooms.filter(|room| ["living", "dining", "bedroom", "study"].contains(&room.usage.as_str()));
        let of_rooms = lived.flat_map(|room| survey.said(room.entity, "storey_height"));
        let lengths = of_rooms.flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property));
        let least = lengths.filter(|reading| (LEAST_HEIGHT..=HIGHEST).contains(&reading.value)).min_by(|a, b| a.value.total_cmp(&b.value));
        readings.extend(least);
        let whole = survey.whole();
        readings.extend(buildings.chain(whole).flat_map(|entity| stated_heights(survey, entity)));
    }
    readings
}

/// What properties, names and remarks of an entity state as the height of storeys where people live, in metres.
pub(super) fn stated_heights(survey: &Survey<'_>, entity: Entity<'_>) -> Vec<Reading<f64>> {
    let stated = survey.said(entity, "storey_height");
    let mut out: Vec<Reading<f64>> = stated.iter().flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property)).collect();
    // 建筑做法 = 层高2.9m，面层50
    for remark in ["remark", "finish"].into_iter().flat_map(|meaning| survey.said(entity, meaning)) {
        let text = authored::words_of(&remark.property).unwrap_or_default();
        let behind = said_length::behind(survey.vocabulary, "height_word", &text).unwrap_or_default();
        let lengths = said_length::lengths_in(survey.vocabulary, &behind);
        let source = || format!("{} \"{text}\"", authored::source(&remark.property));
        out.extend(lengths.into_iter().map(|value| Reading { value, source: source(), note: None }));
    }
    out.extend(said_length::in_names(survey.vocabulary, entity, "height_word"));
    // 2 of 2~3层 and 0.9 of a sill are no heights of storeys
    out.retain(|reading| (LEAST_HEIGHT..=HIGHEST).contains(&reading.value));
    out
}

/// The height that the name of a level ends with: 3F-2900, 标准层 2.9m. The height of the level itself above ±0.000 stands there more
/// often, and is none.
fn in_level_name(level: Entity<'_>, elevation: f64) -> Option<Reading<f64>> {
    let name = level.name()?.into_owned();
    let folded = fold(&name);
    let bare = folded.trim_end_matches(')').trim_end_matches("mm").trim_end_matches(['m', '米']);
    let digits = bare.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let (before, written) = bare.split_at(bare.len() - digits);
    // 标高 3 and 1#-3 count levels
    let is_length = written.len() == 4 && written.bytes().all(|c| c.is_ascii_digit()) || written.contains('.');
    // (-4.200) lies below ±0.000
    let is_negative = before.strip_suffix('-').is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '(', '_']));
    if before.is_empty() || !is_length || is_negative {
        return None;
    }
    let number: f64 = written.parse().ok()?;
    let value = if written.contains('.') { number } else { number / 1000.0 };
    let is_height = (LEAST_NAMED..=HIGHEST_NAMED).contains(&value) && (value - elevation).abs() > NEAR_ELEVATION;
    is_height.then(|| Reading { value, source: format!("Name \"{name}\""), note: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_levels_end_with_heights_of_storeys_and_with_their_own() {
        let read = |name: &str, elevation: f64| {
            let text = format!(
                "ISO-10303-21;HEADER;FILE_SCHEMA(('IFC4'));ENDSEC;DATA;#1=IFCBUILDINGSTOREY('0',$,'{name}',$,$,$,$,$,$,$);ENDSEC;END-ISO-10303-21;"
            );
            let model = haofang_ifc::Model::index(std::sync::Arc::new(text.into_bytes())).unwrap();
            in_level_name(model.all(haofang_ifc::class::IFC_BUILDING_STOREY).next().unwrap(), elevation).map(|reading| reading.value)
        };
        assert_eq!(read("3F-2900", 6.3), Some(2.9));
        assert_eq!(read("3F 2.9m", 6.3), Some(2.9));
        assert_eq!(read("3F（2.900）", 6.3), Some(2.9));
        for (name, elevation) in [
            ("2F-3150", 3.15),
            ("2F(3.100)", 3.15),
            ("3F_6.300", 6.3),
            ("Level 3", 6.3),
            ("3F", 6.3),
            ("1#-3", 6.3),
            ("-1F -4.200", -4.2),
            ("3F 2024", 6.3),
        ] {
            assert_eq!(read(name, elevation), None, "{name}");
        }
    }
}
