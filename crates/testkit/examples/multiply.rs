//! Multiplies a model: `cargo run --release -p haofang-testkit --example multiply -- IN COUNT OUT [STEP]`.
#![allow(clippy::disallowed_methods)] // an example reads and writes files; the library does not

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [input, count, output, step @ ..] = &args[..] else {
        return Err(std::io::Error::other("IN COUNT OUT [STEP in length units of the file]"));
    };
    let step = step.first().and_then(|text| text.parse().ok()).unwrap_or(100_000.0);
    let count = count.parse().map_err(std::io::Error::other)?;
    let many = haofang_testkit::multiply(&std::fs::read(input)?, count, step);
    std::fs::write(output, many.ok_or_else(|| std::io::Error::other("no data section"))?)
}
