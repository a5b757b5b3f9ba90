//! Any bytes as an archive, within bounds.
#![no_main]

use std::sync::Arc;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for magic in [&b"PK\x03\x04"[..], b"\x1f\x8b\x08", b""] {
        let mut file = magic.to_vec();
        file.extend_from_slice(bytes);
        if let Ok(found) = haofang_ifc::unpack(Arc::new(file), 1 << 20) {
            let total: usize = found.iter().map(|packed| (*packed.source).as_ref().len()).sum();
            assert!(total <= (1 << 20).max(bytes.len() + 4));
        }
    }
});
