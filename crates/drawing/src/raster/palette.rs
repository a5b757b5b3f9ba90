//! Palette PNG below a size limit: colours cut to a few, by median cut when there are more.

use super::Picture;
use std::collections::BTreeMap;

/// The picture as PNG; with fewer colours until it is below the limit.
pub(super) fn png(picture: &Picture, limit: usize) -> Vec<u8> {
    let mut bytes = vec![];
    for colours in [256, 128, 64, 32, 16] {
        let (palette, indices) = reduce(picture, colours);
        bytes = encode(picture, &palette, &indices).unwrap_or_default();
        if !bytes.is_empty() && bytes.len() <= limit {
            break;
        }
    }
    bytes
}

fn encode(picture: &Picture, palette: &[[u8; 3]], indices: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = vec![];
    let mut encoder = png::Encoder::new(&mut bytes, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let small = palette.len() <= 16;
    encoder.set_depth(if small { png::BitDepth::Four } else { png::BitDepth::Eight });
    let mut writer = encoder.write_header()?;
    if small {
        let rows = indices.chunks(picture.width);
        let packed = rows.flat_map(|row| row.chunks(2).map(|p| p[0] << 4 | p.get(1).copied().unwrap_or(0)));
        writer.write_image_data(&packed.collect::<Vec<u8>>())?;
    } else {
        writer.write_image_data(indices)?;
    }
    writer.finish()?;
    Ok(bytes)
}

/// Palette and an index for each pixel.
fn reduce(picture: &Picture, colours: usize) -> (Vec<[u8; 3]>, Vec<u8>) {
    let mut counts: BTreeMap<[u8; 3], u64> = BTreeMap::new();
    // Neighbours are mostly alike: one look-up a run.
    for run in picture.pixels.chunk_by(|a, b| a == b) {
        *counts.entry(run[0]).or_default() += run.len() as u64;
    }
    let mut boxes: Vec<Vec<([u8; 3], u64)>> = vec![counts.into_iter().collect()];
    while boxes.len() < colours {
        // The box with the widest spread, weighed by how much of the picture it covers.
        let cost = |b: &Vec<([u8; 3], u64)>| {
            let weight = b.iter().map(|c| c.1).sum::<u64>() as f64;
            f64::from(spread(b).1) * weight.powf(0.4)
        };
        let widest =
            (0..boxes.len()).filter(|i| boxes[*i].len() > 1).max_by(|i, j| cost(&boxes[*i]).total_cmp(&cost(&boxes[*j])).then(j.cmp(i)));
        let Some(widest) = widest else { break };
        let (axis, _) = spread(&boxes[widest]);
        let mut low = std::mem::take(&mut boxes[widest]);
        low.sort_by_key(|c| (c.0[axis], c.0));
        let half = low.iter().map(|c| c.1).sum::<u64>() / 2;
        let mut sum = 0;
        let middle = low.iter().position(|c| {
            sum += c.1;
            sum > half
        });
        let high = low.split_off(middle.unwrap_or(0).clamp(1, low.len() - 1));
        boxes[widest] = low;
        boxes.push(high);
    }
    let mut index: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let mut palette = vec![];
    for colours in boxes.iter().filter(|b| !b.is_empty()) {
        let weight = colours.iter().map(|c| c.1).sum::<u64>();
        let commonest = colours.iter().max_by_key(|c| (c.1, c.0));
        // A colour that rules its box stays pure: paper stays white, the culprit FF4040.
        let pure = commonest.filter(|c| 2 * c.1 > weight).map(|c| c.0);
        let mean = |k: usize| (colours.iter().map(|c| u64::from(c.0[k]) * c.1).sum::<u64>() as f64 / weight as f64).round() as u8;
        palette.push(pure.unwrap_or_else(|| [mean(0), mean(1), mean(2)]));
        for (colour, _) in colours {
            index.insert(*colour, (palette.len() - 1) as u8);
        }
    }
    let mut indices = Vec::with_capacity(picture.pixels.len());
    for run in picture.pixels.chunk_by(|a, b| a == b) {
        indices.resize(indices.len() + run.len(), index.get(&run[0]).copied().unwrap_or(0));
    }
    (palette, indices)
}

/// Axis along which the colours differ most, and by how much.
fn spread(colours: &[([u8; 3], u64)]) -> (usize, u8) {
    let range = |k: usize| {
        let values = colours.iter().map(|c| c.0[k]);
        values.clone().max().unwrap_or(0) - values.min().unwrap_or(0)
    };
    (0..3).map(|k| (k, range(k))).max_by_key(|(k, r)| (*r, 2 - k)).unwrap_or((0, 0))
}
