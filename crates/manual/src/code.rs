//! The QR code of the cover as SVG; the encoder is a library's, the drawing ours.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Empty border that readers need, in modules.
const QUIET: usize = 4;

/// The code of a text; `None` when the text is too long for any code.
#[must_use]
pub fn svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let colours = code.to_colors();
    let size = width + 2 * QUIET;
    let mut path = String::new();
    for (row, line) in colours.chunks(width).enumerate() {
        for (column, _) in line.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
            let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
    }
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="QR" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the SVG's squares and reads them with another library.
    fn read(svg: &str) -> String {
        let size: usize = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let scale = 4;
        let mut dark = vec![false; size * size];
        for square in svg.split("<path d=\"M").nth(1).unwrap().split('"').next().unwrap().split('M') {
            let mut numbers = square.split('h').next().unwrap().split(' ').map(|number| number.parse::<usize>().unwrap());
            let (x, y) = (numbers.next().unwrap(), numbers.next().unwrap());
            dark[y * size + x] = true;
        }
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(size * scale, size * scale, |x, y| {
            if dark[(y / scale) * size + x / scale] { 0 } else { 255 }
        });
        image.detect_grids()[0].decode().unwrap().1
    }

    #[test]
    fn another_reader_reads_what_was_written() {
        for text in ["haofang:manual?dwelling=2SA7iwgteFX22Dx9OnccDl&version=1&model=3f9c0123abcd", "https://示例.中国/3号楼/1-2-501"]
        {
            assert_eq!(read(&svg(text).unwrap()), text);
        }
        assert!(svg(&"长".repeat(4000)).is_none());
    }
}
