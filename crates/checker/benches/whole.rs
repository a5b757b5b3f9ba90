//! Where the time of the whole command goes: `cargo bench -p haofang-checker -- FILE [JOBS]` prints one JSON line with the
//! seconds of each stage, best of five. Without a file it takes the sample estate of the tests.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::time::Instant;

use haofang_checker::policy::Policy;
use haofang_checker::report::assessment_json;
use haofang_checker::{Brief, MeasureOptions, NamedSource, Request, Session};

/// Runs of which the best counts.
const RUNS: usize = 5;

/// Stages in their order.
const STAGES: [&str; 5] = ["read", "recognise", "measure", "judge", "json"];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (name, bytes) = match arguments.next() {
        Some(file) => (file.clone(), std::fs::read(file).unwrap()),
        None => haofang_testkit::samples::demo().ifc_files.remove(0),
    };
    if let Some(jobs) = arguments.next().and_then(|text| text.parse().ok()) {
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().unwrap();
    }
    let source = NamedSource::new(name, bytes);
    let mut best = [f64::INFINITY; STAGES.len()];
    let mut all = f64::INFINITY;
    for _ in 0..RUNS {
        let seconds = run(&source);
        all = all.min(seconds.iter().sum());
        best.iter_mut().zip(seconds).for_each(|(best, now)| *best = best.min(now));
    }
    let stages: Vec<String> = STAGES.iter().zip(best).map(|(stage, seconds)| format!("\"{stage}_s\":{seconds:.4}")).collect();
    println!(
        "{{\"bytes\":{},\"jobs\":{},{},\"all_s\":{all:.4}}}",
        (*source.bytes).as_ref().len(),
        rayon::current_num_threads(),
        stages.join(",")
    );
}

/// Seconds of each stage of one run.
fn run(source: &NamedSource) -> [f64; STAGES.len()] {
    let mut seconds = [0.0; STAGES.len()];
    let mut begun = Instant::now();
    let mut lap = |stage: usize| {
        seconds[stage] = begun.elapsed().as_secs_f64();
        begun = Instant::now();
    };
    let session = Session::open(std::slice::from_ref(source), None);
    lap(0);
    let (brief, options) = (Brief::default(), MeasureOptions::default());
    let survey = session.survey(&brief, &options);
    lap(1);
    let sheet = survey.measure();
    lap(2);
    let packs = ["cn-national-residential", "nantong-2024-1"].iter().filter_map(|id| Policy::builtin(id)).collect();
    let assessment = session.judge(&Request::new(packs, "2026-11-22"), sheet);
    lap(3);
    let text = serde_json::to_string(&assessment_json(&assessment)).unwrap();
    assert!(text.len() > 2);
    lap(4);
    seconds
}
