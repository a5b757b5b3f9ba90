//! Writes random estates with their truth: `cargo run -p haofang-testkit --example write_random -- FOLDER FIRST COUNT [without-rooms]`.
#![allow(clippy::disallowed_methods)] // an example writes files; the library does not

use haofang_testkit::{Estate, Style, random::Random};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| ".".into());
    let mut number = || args.next().and_then(|text| text.parse::<u64>().ok());
    let (first, count) = (number().unwrap_or(0), number().unwrap_or(1));
    let without_rooms = args.next().is_some_and(|word| word == "without-rooms");
    for seed in first..first + count {
        let mut random = Random::new(seed);
        let mut style = Style::random(&mut random);
        style.spaces &= !without_rooms;
        let mut estate = Estate::random(&mut random);
        estate.key = format!("r{seed:04}");
        let generated = estate.generate(&style);
        for (name, bytes) in &generated.ifc_files {
            std::fs::write(format!("{folder}/{name}"), bytes)?;
        }
        let note = format!("{style:#?}\n{estate:#?}\n");
        std::fs::write(format!("{folder}/{}.txt", estate.key), note)?;
        std::fs::write(format!("{folder}/{}.truth.json", estate.key), generated.truth.to_json())?;
    }
    Ok(())
}
