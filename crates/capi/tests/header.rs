//! `include/haofang.h` is what the sources export.
#![allow(clippy::disallowed_methods)] // reads the header, or writes it when asked

use std::path::Path;

#[test]
fn the_header_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let sources = [root.join("src/lib.rs"), root.join("src/memory.rs")];
    let builder = sources.iter().fold(cbindgen::Builder::new().with_config(config), |builder, source| builder.with_src(source));
    let mut text = Vec::new();
    builder.generate().unwrap().write(&mut text);
    let text = String::from_utf8(text).unwrap();
    let path = root.join("include/haofang.h");
    if std::env::var_os("HAOFANG_WRITE_HEADER").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "run HAOFANG_WRITE_HEADER=1 cargo test -p haofang-capi --test header and review the change\n{text}");
}
