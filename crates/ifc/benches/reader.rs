//! How fast the reader is, beside a bare quote-aware scan of the same bytes in the same run.
//!
//! `cargo bench -p haofang-ifc -- FILE [TIMES]` repeats the data section of the file (default 48 times) with new ids,
//! as one large model. Prints one JSON line; `cargo xtask bench` sets it beside other programs.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::time::Instant;

use haofang_ifc::{Model, class, property};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    let Some(file) = arguments.next() else {
        println!("usage: cargo bench -p haofang-ifc -- FILE [TIMES [OUT]]");
        return;
    };
    let times = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(48);
    let bytes = repeat(&std::fs::read(file).unwrap(), times);
    if let Some(out) = arguments.next() {
        std::fs::write(out, &bytes).unwrap();
    }
    let size = bytes.len() as f64;
    let (bare, statements) = best(|| bare_scan(&bytes));
    let source = Arc::new(bytes);
    let (index, ()) = best(|| assert!(Model::index(source.clone()).unwrap().is_whole()));
    let (by_class, memory) = best(|| {
        let model = Model::index(source.clone()).unwrap();
        assert_eq!(model.all(class::IFC_PROJECT).count(), times);
        model.index_memory()
    });
    let (all, (instances, relations, properties)) = best(|| {
        let model = Model::index(source.clone()).unwrap();
        let relations = model.relations().memory();
        let found: usize = model.all(class::IFC_PRODUCT).map(|p| property::properties_of(p).len() + property::quantities_of(p).len()).sum();
        (model.len(), relations, found)
    });
    let model = Model::index(source.clone()).unwrap();
    let (defects, found) = best(|| Model::index(source.clone()).unwrap().defects().len());
    println!(
        "{{\"bytes\":{size},\"instances\":{instances},\"statements\":{statements},\"bare_scan_mb_s\":{:.0},\"index_mb_s\":{:.0},\
         \"index_s\":{index:.3},\"index_by_class_s\":{by_class:.3},\"index_relations_properties_s\":{all:.3},\"properties\":{properties},\"index_bytes\":{memory},\
         \"relations_bytes\":{relations},\"all_defects_s\":{defects:.3},\"defects\":{found},\"whole\":{}}}",
        size / bare / 1e6,
        size / index / 1e6,
        model.is_whole()
    );
}

/// Seconds that this thread has had of a processor, where the system tells (Linux), else of the clock: other programs on the
/// machine do not count. The reader runs in one thread, so that both are the same on an idle machine.
#[cfg(target_os = "linux")]
fn now(_: Instant) -> f64 {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9
}

#[cfg(not(target_os = "linux"))]
fn now(start: Instant) -> f64 {
    start.elapsed().as_secs_f64()
}

/// Runs of each kind, of which the best counts.
const RUNS: usize = 15;

/// The best of all runs, in seconds, with what the run gave.
fn best<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let mut best = f64::INFINITY;
    let mut last = None;
    let start = Instant::now();
    for _ in 0..RUNS {
        let before = now(start);
        last = Some(run());
        best = best.min(now(start) - before);
    }
    (best, last.unwrap())
}

/// The least that splitting into statements takes: every `;` outside of strings, found with `memchr`.
fn bare_scan(bytes: &[u8]) -> usize {
    let mut statements = 0;
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'\'', b';', &bytes[at..]) {
        at += step + 1;
        if bytes[at - 1] == b';' {
            statements += 1;
        } else {
            at += memchr::memchr(b'\'', &bytes[at..]).map_or(bytes.len() - at, |end| end + 1);
        }
    }
    statements
}

/// The model's data section several times over, each with ids of its own.
fn repeat(bytes: &[u8], times: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let start = text.find("DATA;").unwrap() + 5;
    let end = text.rfind("ENDSEC;").unwrap();
    let model = Model::index(Arc::new(bytes.to_vec())).unwrap();
    let step = model.entities().map(|e| e.id().0).max().unwrap_or(0) + 1;
    let mut out = text[..start].as_bytes().to_vec();
    let data = &text.as_bytes()[start..end];
    for copy in 0..times as u64 {
        let mut at = 0;
        let mut quoted = false;
        while at < data.len() {
            let byte = data[at];
            out.push(byte);
            at += 1;
            quoted ^= byte == b'\'';
            if byte == b'#' && !quoted {
                let digits = data[at..].iter().take_while(|b| b.is_ascii_digit()).count();
                let id: u64 = std::str::from_utf8(&data[at..at + digits]).unwrap().parse().unwrap_or(0);
                out.extend((id + copy * step).to_string().bytes());
                at += digits;
            }
        }
    }
    out.extend_from_slice(text[end..].as_bytes());
    out
}
