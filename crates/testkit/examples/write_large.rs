//! Writes the estate of 300 dwellings for benches: `cargo run --release -p haofang-testkit --example write_large -- FILE`.
#![allow(clippy::disallowed_methods)] // an example writes files; the library does not

use haofang_testkit::{Estate, Style};

fn main() -> std::io::Result<()> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "large.ifc".into());
    let mut generated = Estate::large().generate(&Style { quantities: true, ..Style::default() });
    std::fs::write(file, generated.ifc_files.remove(0).1)
}
