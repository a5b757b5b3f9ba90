//! The committed samples are what the generator writes, and what EXPECTED.md states is what the truth says.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // tests read files

use std::path::Path;

use haofang_testkit::{Style, samples};

#[test]
fn committed_samples_equal_the_generator() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    for (path, bytes) in samples::all() {
        let file = root.join(&path);
        let there = std::fs::read(&file).unwrap_or_default();
        assert!(there == bytes, "{path} differs: run `cargo run -p haofang-testkit --example write_samples`");
    }
}

#[test]
fn the_fifth_storey_of_the_first_sample_is_low_and_the_hand_calculation_holds() {
    let truth = samples::seven_storeys().generate(&Style::default()).truth;
    let height = |name: &str| truth.named("storey", name).and_then(|storey| storey.number("height")).unwrap();
    let low: Vec<&str> = ["1F", "2F", "3F", "4F", "5F", "6F", "7F"].into_iter().filter(|name| height(name) < 3.1).collect();
    assert_eq!(low, ["5F"]);
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} ≠ {b}");
    near(truth.named("building", "3#住宅楼").unwrap().number("height").unwrap(), 23.45);
    near(truth.named("storey", "3F").unwrap().number("floor_area").unwrap(), 217.26);
    near(truth.named("storey", "5F").unwrap().number("clear_height").unwrap(), 2.93);
    near(truth.of("dwelling").next().unwrap().number("usable_area").unwrap(), 81.8768);
    let bay = truth.of("bay_window").next().unwrap();
    near(bay.number("width_ratio").unwrap(), 2.5 / 3.6);
    near(bay.number("room_bay_width_clear").unwrap(), 3.43);
    assert_eq!(truth.of("bay_window").count(), 14);
}

#[test]
fn same_seed_same_bytes() {
    use haofang_testkit::{Estate, random::Random};
    let make = || {
        let mut random = Random::new(2024);
        let style = Style::random(&mut random);
        Estate::random(&mut random).generate(&style)
    };
    let (a, b) = (make(), make());
    assert!(a.ifc_files == b.ifc_files && a.truth == b.truth);
}

#[test]
fn the_demo_fails_exactly_its_seven_planted_clauses() {
    let truth = samples::demo().truth;
    let failing: Vec<&str> = truth.clauses.iter().filter(|(_, expected)| expected.outcome == "fail").map(|(id, _)| *id).collect();
    assert_eq!(failing, ["NT-2.1-04", "NT-2.1-07", "NT-2.1-09", "NT-2.2-05", "NT-2.2-07", "NT-2.3-02b", "NT-2.3-07"]);
    assert!(samples::brief(&truth).contains("plan.green_ratio = 0.3\nplan.height_limit_m = 24\n"));
}
