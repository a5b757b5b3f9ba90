//! Whether a snapshot is a picture that importers show and people can use.

use std::collections::BTreeSet;
use std::io::Cursor;

use crate::lint::Severity;
use crate::model::{ImageFormat, Picture};

/// Longest side that BCF 3.0 recommends, pixels.
const LONGEST: u32 = 1500;
/// Shortest useful longest side, pixels.
const SHORTEST: u32 = 256;
/// One open reader fails above about this size, bytes.
const HEAVY: usize = 120_000;
/// Decoding stops at this size, bytes.
const MEMORY: usize = 64 << 20;

pub(crate) fn problems(picture: &Picture) -> Vec<(Severity, &'static str, String)> {
    let mut found = Vec::new();
    if picture.bytes.len() > HEAVY {
        let message = format!("{} bytes; some readers fail above {HEAVY}", picture.bytes.len());
        found.push((Severity::Warning, "snapshot-heavy", message));
    }
    if picture.format == ImageFormat::Jpeg {
        return found;
    }
    match decode(&picture.bytes) {
        Err(error) => found.push((Severity::Error, "snapshot", format!("does not decode: {error}"))),
        Ok((width, height, colours)) => {
            let longest = width.max(height);
            if !(SHORTEST..=LONGEST).contains(&longest) {
                let message = format!("{width} x {height} pixels, longest side expected {SHORTEST} to {LONGEST}");
                found.push((Severity::Warning, "snapshot-size", message));
            }
            if colours < 4 {
                found.push((Severity::Warning, "snapshot-blank", format!("looks blank: {colours} colours")));
            }
        }
    }
    found
}

/// Width, height and number of distinct pixels, counted up to a few.
fn decode(bytes: &[u8]) -> Result<(u32, u32, usize), String> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: MEMORY });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let size = reader.output_buffer_size().filter(|size| *size <= MEMORY).ok_or("the image is too large")?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    let step = frame.color_type.samples();
    let used = pixels.get(..frame.buffer_size()).unwrap_or_default();
    let mut colours: BTreeSet<&[u8]> = BTreeSet::new();
    for pixel in used.chunks_exact(step) {
        colours.insert(pixel);
        if colours.len() >= 4 {
            break;
        }
    }
    Ok((frame.width, frame.height, colours.len()))
}
