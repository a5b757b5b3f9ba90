//! Writes an estate of a given size for benches: `cargo run --release -p haofang-testkit --example write_large -- FILE [DWELLINGS]`.
#![allow(clippy::disallowed_methods)] // an example writes files; the library does not

use haofang_testkit::{Estate, Style};

fn main() -> std::io::Result<()> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "large.ifc".into());
    let dwellings = std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(300);
    let mut generated = Estate::sized(dwellings).generate(&Style { quantities: true, ..Style::default() });
    std::fs::write(file, generated.ifc_files.remove(0).1)
}
