//! Any bytes as a model, measured whole: shapes, storeys, rooms, dwellings, site.
#![no_main]

use std::sync::Arc;

use haofang_checker::{Brief, MeasureOptions, NamedSource, Session};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let source = NamedSource { name: "模型.ifc".into(), bytes: Arc::new(bytes.to_vec()) };
    let sheet = Session::open(&[source], None).facts(&Brief::default(), &MeasureOptions::default());
    assert!(!sheet.subjects.is_empty());
});
