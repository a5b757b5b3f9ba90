//! Writes an estate of a given size for benches: `cargo run --release -p haofang-testkit --example write_large -- FILE [DWELLINGS] [GEOMETRY]`,
//! with GEOMETRY one of `extruded` (the default), `brep`, `triangulated`, `mapped`, `clipped`.
#![allow(clippy::disallowed_methods)] // an example writes files; the library does not

use haofang_testkit::style::Geometry;
use haofang_testkit::{Estate, Style};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "large.ifc".into());
    let dwellings = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(300);
    let geometry = match arguments.next().as_deref() {
        None | Some("extruded") => Geometry::Extruded,
        Some("brep") => Geometry::Brep,
        Some("triangulated") => Geometry::Triangulated,
        Some("mapped") => Geometry::Mapped,
        Some("clipped") => Geometry::Clipped,
        Some(other) => return Err(std::io::Error::other(format!("no geometry {other}"))),
    };
    let mut generated = Estate::sized(dwellings).generate(&Style { quantities: true, geometry, ..Style::default() });
    std::fs::write(file, generated.ifc_files.remove(0).1)
}
