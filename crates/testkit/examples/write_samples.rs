//! Rewrites the files under `samples/` from the generator: `cargo run -p haofang-testkit --example write_samples`.
#![allow(clippy::disallowed_methods)] // an example writes files; the library does not

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    for (path, bytes) in haofang_testkit::samples::all() {
        let file = root.join(path);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, bytes)?;
    }
    Ok(())
}
