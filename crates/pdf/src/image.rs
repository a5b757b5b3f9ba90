//! Pictures: PNG to red, green and blue, deflated.

use std::io::Write as _;

/// A picture ready for the file.
pub(crate) struct Image {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Eight bits a channel, red green blue, zlib.
    pub(crate) data: Vec<u8>,
}

/// zlib at a fixed level, so that the same input gives the same bytes.
pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    // writing to memory cannot fail
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Reads a PNG; `None` when it is none. What is see-through lies on white.
pub(crate) fn png(bytes: &[u8]) -> Option<Image> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let pixels = pixels.get(..frame.buffer_size())?;
    let over = |channel: u8, alpha: u8| (u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha))).div_ceil(255) as u8;
    let rgb: Vec<u8> = match frame.color_type {
        png::ColorType::Rgb => pixels.to_vec(),
        png::ColorType::Rgba => pixels.chunks_exact(4).flat_map(|p| [over(p[0], p[3]), over(p[1], p[3]), over(p[2], p[3])]).collect(),
        png::ColorType::Grayscale => pixels.iter().flat_map(|g| [*g; 3]).collect(),
        png::ColorType::GrayscaleAlpha => pixels.chunks_exact(2).flat_map(|p| [over(p[0], p[1]); 3]).collect(),
        png::ColorType::Indexed => return None,
    };
    Some(Image { width: frame.width, height: frame.height, data: deflate(&rgb) })
}
