//! Many random estates in random styles, schemas, units and placements: every quantity against the analytic truth.
//!
//! A few seeds run always; hundreds by hand:
//! `HAOFANG_SEEDS=1000..1500 cargo test --release -p haofang-survey --test many -- --ignored --nocapture`
//! and the same with `HAOFANG_WITHOUT_ROOMS=1`, which leaves the rooms out of the files.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)] // a test may fail, print and read its setting

mod common;

use std::collections::BTreeMap;

use haofang_facts::{FactSheet, Subject, SubjectId, SubjectKind, Value};
use haofang_testkit::random::Random;
use haofang_testkit::{Estate, Style, Truth};

/// Where the generator's words differ from ours: its `number` leaves out the unit; its `use` of parts that serve a whole
/// storey is a reading; it calls the counted concentrated green by the name of the whole.
const READINGS: &[(&str, &str)] =
    &[("dwelling", "number"), ("site", "concentrated_green_area"), ("green_space", "concentrated_green_area")];

/// What was found in some estates.
#[derive(Default)]
struct Tally {
    compared: usize,
    gaps: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

/// Rooms of windows and bays, and the flats of rooms, balconies and terraces: those of one flat share one subject, others do not.
fn belongings(name: &str, sheet: &FactSheet, truth: &Truth, tally: &mut Tally) {
    let parent = |subject: &Subject| subject.parent.as_ref().and_then(|parent| sheet.subject(parent)).cloned();
    let (mut flats, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    for want in &truth.subjects {
        let subject = || sheet.subject(&SubjectId::new(SubjectKind::from_word(want.kind)?, want.guid.as_ref()?));
        let Some(got) = subject() else { continue };
        if let Some(room) = &want.room {
            tally.compared += 1;
            if parent(got).and_then(|room| room.guid).is_none_or(|guid| *room != *guid.0) {
                tally.wrong.push(format!("{name}: {} {} is not in its room but in {:?}", want.kind, want.name, got.parent));
            }
        }
        let Some(number) = want.dwelling else { continue };
        tally.compared += 1;
        // terraces are judged with their storey; their flat is a quantity of theirs
        let said = got.text("dwelling").and_then(|id| sheet.subject(&SubjectId(id.into())).cloned());
        let flat = said.or_else(|| std::iter::successors(parent(got), parent).find(|above| above.kind == SubjectKind::Dwelling));
        let Some(flat) = flat else {
            *tally.gaps.entry(format!("{} in no dwelling", want.kind)).or_insert(0) += 1;
            continue;
        };
        let (of_number, of_flat) =
            (flats.entry(number).or_insert_with(|| flat.id.clone()), numbers.entry(flat.id.clone()).or_insert(number));
        if *of_number != flat.id || *of_flat != number {
            tally.wrong.push(format!("{name}: {} {} is of {} and not of its own flat", want.kind, want.name, flat.name));
        }
    }
}

fn compare(name: &str, estate: &Estate, style: &Style, tally: &mut Tally) {
    let (sheet, truth) = common::estate(estate, style);
    for want in &truth.subjects {
        let (Some(kind), Some(guid)) = (SubjectKind::from_word(want.kind), &want.guid) else { continue };
        let Some(got) = sheet.subject(&SubjectId::new(kind, guid)) else {
            tally.wrong.push(format!("{name}: {} {} is not found", want.kind, want.name));
            continue;
        };
        for (quantity, value) in &want.facts {
            if READINGS.contains(&(want.kind, quantity)) {
                continue;
            }
            tally.compared += 1;
            match got.fact(quantity) {
                Some(fact) if common::same(value, &fact.value) => {}
                // only rooms tell what a low level between dwellings is for
                Some(fact) if !style.spaces && *quantity == "use" && fact.value == Value::Text("unknown".to_owned()) => {
                    *tally.gaps.entry(format!("{} {quantity}", want.kind)).or_insert(0) += 1;
                }
                Some(fact) => tally.wrong.push(format!(
                    "{name}: {} {} {quantity}: want {value:?}, got {:?} ({:?})",
                    want.kind, want.name, fact.value, fact.method
                )),
                None => {
                    let gap = got.gaps.iter().find(|(name, _)| name.0 == *quantity).map(|(_, gap)| gap.detail.clone());
                    if gap.is_none() {
                        tally.wrong.push(format!("{name}: {} {} {quantity}: neither fact nor gap", want.kind, want.name));
                    }
                    *tally.gaps.entry(format!("{} {quantity}", want.kind)).or_insert(0) += 1;
                }
            }
        }
    }
    belongings(name, &sheet, &truth, tally);
    for kind in ["bay_window", "balcony", "terrace", "dwelling"] {
        let (got, want) = (sheet.of_kind(SubjectKind::from_word(kind).unwrap()).count(), truth.of(kind).count());
        if got != want {
            tally.wrong.push(format!("{name}: {got} {kind}, {want} are there"));
        }
    }
}

fn of_seed(seed: u64, spaces: bool, tally: &mut Tally) {
    let mut random = Random::new(seed);
    let style = Style { spaces, ..Style::random(&mut random) };
    let rooms = if spaces { "" } else { " without rooms" };
    compare(&format!("seed {seed}{rooms}"), &Estate::random(&mut random), &style, tally);
}

#[test]
fn a_fixed_sample_of_random_estates_equals_its_truth() {
    let mut tally = Tally::default();
    for seed in [7, 411, 62] {
        of_seed(seed, true, &mut tally);
    }
    // 22003: a low level of pipes; 22165: a gable that stands out over the roof slab; 22050: wells of stairs of which only
    // landings are drawn; 22025: a void with a door to a terrace; 22176: a wall of the garage that runs past a tower
    for seed in [9, 21, 22003, 22165, 22050, 22025, 22176] {
        of_seed(seed, false, &mut tally);
    }
    compare("复式挑空", &Estate::voids(), &Style { slab_openings: true, ..Style::default() }, &mut tally);
    assert!(tally.wrong.is_empty(), "{} of {}\n{}", tally.wrong.len(), tally.compared, tally.wrong.join("\n"));
}

#[test]
#[ignore = "takes minutes; by hand, with HAOFANG_SEEDS=from..to"]
fn hundreds_of_random_estates_equal_their_truth() {
    let range = std::env::var("HAOFANG_SEEDS").unwrap_or_else(|_| "1000..1020".to_owned());
    let (from, to) = range.split_once("..").unwrap();
    let mut tally = Tally::default();
    let mut bad = 0_usize;
    for seed in from.parse().unwrap()..to.parse().unwrap() {
        let before = tally.wrong.len();
        of_seed(seed, std::env::var_os("HAOFANG_WITHOUT_ROOMS").is_none(), &mut tally);
        if tally.wrong.len() > before {
            bad += 1;
            println!("{}", tally.wrong[before..].iter().take(6).cloned().collect::<Vec<_>>().join("\n"));
        }
    }
    println!("{range}: {} quantities compared, {} wrong in {bad} estates; gaps: {:?}", tally.compared, tally.wrong.len(), tally.gaps);
    assert!(tally.wrong.is_empty());
}
