//! Any bytes as a BCF archive: reading, the lint, and writing again what was read.
#![no_main]

use haofang_bcf::{Version, lint, read, write};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = lint(bytes);
    let Ok(reading) = read(bytes) else { return };
    for version in [Version::V2_1, Version::V3_0] {
        if let Ok(again) = write(&reading.archive, version) {
            assert_eq!(read(&again).expect("what was written can be read").archive.topics.len(), reading.archive.topics.len());
        }
    }
});
