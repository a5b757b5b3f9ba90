//! Generated estates against their analytic truth: levels, rooms, dwellings, areas and heights in many modelling styles.
//!
//! The generator shares no code with the survey. Lengths agree within 1 mm, areas within 0.1 %.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::sync::Arc;

use haofang_facts::{Brief, FactSheet, Subject, SubjectId, SubjectKind, Unit, Value};
use haofang_survey::{NamedModel, Options, Survey, Vocabulary};
use haofang_testkit::random::Random;
use haofang_testkit::style::{Carrier, Encoding, Geometry, Placement, Schema, StoreyAttribute};
use haofang_testkit::{Estate, Style, Truth};

/// The kinds and quantities that this half of the survey measures.
const KINDS: &[&str] = &["project", "building", "storey", "stair_unit", "dwelling", "space"];

/// Quantities of those kinds that the other half measures, and readings where the generator's words differ from ours:
/// its `number` leaves out the unit.
const ELSEWHERE: &[&str] = &[
    "number",
    "use",
    "balcony_area",
    "terrace_area",
    "terrace_share",
    "void_area",
    "lifts",
    "lift_reaches_garage",
    "has_gas_detector",
    "facade_material_ratio",
    "parking_per_household",
    "parking_spaces",
    "visitor_parking_spaces",
    "elderly_care_area",
    "far",
    "bay_width_axis",
    "bay_width_clear",
];

fn survey(estate: &Estate, style: &Style) -> (FactSheet, Truth) {
    let generated = estate.generate(style);
    let models: Vec<NamedModel> = generated
        .ifc_files
        .iter()
        .map(|(file, bytes)| NamedModel {
            file: file.clone(),
            model: Arc::new(haofang_ifc::Model::index(Arc::new(bytes.clone())).unwrap()),
        })
        .collect();
    let mut brief = Brief::default();
    for (key, value) in &generated.truth.parameters {
        brief.set(&format!("{key}={value}")).unwrap();
    }
    let (vocabulary, options) = (Vocabulary::builtin(), Options::default());
    let sheet = Survey::new(&models, &brief, &vocabulary, &options).measure();
    (sheet, generated.truth)
}

fn find<'s>(sheet: &'s FactSheet, kind: SubjectKind, truth: &haofang_testkit::truth::Subject) -> Option<&'s Subject> {
    match &truth.guid {
        Some(guid) => sheet.subject(&SubjectId::new(kind, guid)),
        None => None,
    }
}

/// Every difference, as text.
fn differences(sheet: &FactSheet, truth: &Truth) -> Vec<String> {
    let mut out = Vec::new();
    for want in truth.subjects.iter().filter(|want| KINDS.contains(&want.kind)) {
        let kind = SubjectKind::from_word(want.kind).unwrap();
        let Some(got) = find(sheet, kind, want) else {
            if want.guid.is_some() {
                out.push(format!("{} {}: no such subject", want.kind, want.name));
            }
            continue;
        };
        for (quantity, value) in want.facts.iter().filter(|(quantity, _)| !ELSEWHERE.contains(quantity)) {
            // stairs and shafts are open to the storeys above, and so are rooms under a void
            if want.kind == "space"
                && *quantity == "clear_height"
                && got.fact("clear_height").is_none_or(|fact| fact.value.as_number() > want.number("height").map(|height| height + 1.0))
            {
                continue;
            }
            let fact = got.fact(quantity);
            let same = match (value, fact.map(|fact| &fact.value)) {
                (haofang_testkit::Value::Number(want), Some(Value::Number(got, unit))) => {
                    let room = if *unit == Unit::Metre { 0.001 } else { (want.abs() * 0.001).max(1e-6) };
                    (got - want).abs() <= room + 1e-9
                }
                (haofang_testkit::Value::Text(want), Some(Value::Text(got))) => want == got,
                (haofang_testkit::Value::Flag(want), Some(Value::Bool(got))) => want == got,
                _ => false,
            };
            if !same {
                let gap = got.gaps.iter().find(|(name, _)| name.0 == *quantity).map(|(_, gap)| gap.detail.clone());
                out.push(format!("{} {} {quantity}: want {value:?}, got {:?} {gap:?}", want.kind, want.name, fact.map(|fact| &fact.value)));
            }
        }
    }
    out
}

fn agrees(style: Style) {
    let (sheet, truth) = survey(&Estate::default(), &style);
    let differences = differences(&sheet, &truth);
    assert!(differences.is_empty(), "{style:?}\n{}", differences.join("\n"));
}

#[test]
fn a_tidy_estate_equals_its_truth() {
    agrees(Style::default());
}

#[test]
fn feet_rotated_national_coordinates_and_gb18030_change_nothing() {
    agrees(Style {
        unit: haofang_testkit::style::Unit::Foot,
        placement: Placement::Cgcs2000,
        encoding: Encoding::Gb18030,
        degrees: true,
        ..Style::default()
    });
}

#[test]
fn old_schema_facets_and_elevations_of_zero_change_nothing() {
    agrees(Style { schema: Schema::Ifc2x3, geometry: Geometry::Brep, storey_attribute: StoreyAttribute::Zero, ..Style::default() });
}

#[test]
fn levels_in_pairs_area_regions_and_lost_containers_change_nothing() {
    agrees(Style { structural_levels: true, area_regions: true, uncontained: true, ..Style::default() });
}

#[test]
fn split_files_and_rooms_grouped_by_nothing_but_doors_change_nothing() {
    agrees(Style { split: true, carrier: Carrier::Doors, openings: false, ..Style::default() });
    agrees(Style { carrier: Carrier::NamePrefix, naming: haofang_testkit::style::Naming::NumberAndLongName, ..Style::default() });
}

#[test]
fn random_estates_in_random_styles_equal_their_truth() {
    for seed in [101, 102, 103] {
        let mut random = Random::new(seed);
        let style = Style::random(&mut random);
        let (sheet, truth) = survey(&Estate::random(&mut random), &style);
        let differences = differences(&sheet, &truth);
        assert!(differences.is_empty(), "seed {seed} {style:?}\n{}", differences.join("\n"));
    }
}

#[test]
fn without_rooms_levels_are_dwellings_by_the_building_and_nothing_is_made_up() {
    let (sheet, truth) = survey(&Estate::default(), &Style { spaces: false, ..Style::default() });
    let dwelling = truth.of("storey").filter(|storey| storey.facts.get("use") == Some(&"dwelling".into()));
    for want in dwelling {
        let got = find(&sheet, SubjectKind::Storey, want).unwrap();
        assert_eq!(got.text("use"), Some("dwelling"), "{}", want.name);
        let height = got.number("height").unwrap();
        assert!((height - want.number("height").unwrap()).abs() < 1e-6, "{}", want.name);
        // between the walls there are rooms all the same
        let clear = got.number("clear_height").unwrap();
        assert!((clear - want.number("clear_height").unwrap()).abs() < 1e-6, "{}", want.name);
    }
    assert_eq!(sheet.of_kind(SubjectKind::Dwelling).count(), 0);
    let project = sheet.of_kind(SubjectKind::Project).next().unwrap();
    let stated = project.fact("households").is_some_and(|fact| fact.provenance == haofang_facts::Provenance::Authored);
    assert!(project.fact("households").is_none() || stated, "households come from nowhere");
}

#[test]
fn the_same_files_give_the_same_sheet() {
    let one = survey(&Estate::default(), &Style::default()).0;
    let two = survey(&Estate::default(), &Style::default()).0;
    assert_eq!(one.subjects, two.subjects);
}

/// Panes round closed balconies, 0.6 m from those of the neighbour, are the balcony's and the flat's whose they are.
#[test]
fn each_pane_of_a_closed_balcony_is_of_its_own_balcony() {
    let estate = Estate::good();
    let (sheet, _) = survey(&estate, &Style::default());
    let mut panes: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for window in sheet.of_kind(SubjectKind::Window).filter(|window| window.name == "封阳台窗") {
        let room = window.parent.as_ref().and_then(|parent| sheet.subject(parent)).unwrap();
        assert_eq!(room.text("use"), Some("balcony"), "{}", room.name);
        *panes.entry(room.id.0.to_string()).or_default() += 1;
        assert_eq!(window.claim("is_of_dwelling"), Some(true));
    }
    assert!(panes.len() > 10 && panes.values().all(|count| *count == 3), "{panes:?}");
}
