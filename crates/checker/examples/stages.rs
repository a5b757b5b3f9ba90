//! Memory and time after each stage of one submission, as the browser runs it: `cargo run --release -p haofang-checker --example stages -- FILE`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)] // a tool for people who look for memory

use std::sync::Arc;
use std::time::Instant;

use haofang_checker::policy::Policy;
use haofang_checker::report::Lang;
use haofang_checker::{Document, NamedSource, Progress, Request, Session};

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
    };
    format!("now {:5} MB, most {:5} MB", of("VmRSS:"), of("VmHWM:"))
}

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let begun = Instant::now();
    let tell = |what: &str| println!("{what:24} {:7.2} s  {}", begun.elapsed().as_secs_f64(), resident());
    let bytes = std::fs::read(&path).unwrap();
    tell("file");
    let session = Arc::new(Session::open(&[NamedSource::new("model.ifc", bytes)], None));
    tell("read");
    let request = Request::new(vec![Policy::builtin("nantong-2024-1").unwrap()], "2026-11-22");
    let options = haofang_checker::MeasureOptions::default();
    {
        let survey = session.survey(&request.brief, &options);
        tell("recognised");
        let sheet = survey.measure();
        tell("measured");
        drop(survey);
        tell("survey dropped");
        let size: usize = sheet.subjects.iter().map(|subject| subject.facts.len() + subject.gaps.len()).sum();
        println!("{} subjects, {size} facts and gaps", sheet.subjects.len());
        let assessment = session.judge(&request, sheet);
        tell("judged");
        let verdicts: usize = assessment.clauses().iter().map(|clause| clause.verdicts.len()).sum();
        println!("{verdicts} verdicts");
        drop(assessment);
        tell("dropped");
    }
    let checked = session.check(request, &Progress::default()).unwrap();
    tell("checked again");
    for word in ["json", "bcf", "html", "pdf", "xlsx"] {
        let document = checked.document(&Document::named(word).unwrap(), Lang::Zh).unwrap();
        tell(word);
        println!("{} bytes", document.len());
    }
}
