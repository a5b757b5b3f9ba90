//! The text of our PDF files, read back as a reader copies it: through the font's map to Unicode.

use std::collections::BTreeMap;
use std::io::Read;

fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let find = |from: usize, what: &[u8]| pdf[from..].windows(what.len()).position(|window| window == what).map(|at| from + at);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, b"stream\n").map(|start| start + 7) {
        let end = find(start, b"\nendstream").unwrap();
        let mut plain = Vec::new();
        if flate2::read::ZlibDecoder::new(&pdf[start..end]).read_to_end(&mut plain).is_ok() {
            out.push(plain);
        }
        at = end + 10;
    }
    out
}

fn map(streams: &[Vec<u8>]) -> BTreeMap<u16, String> {
    let text = streams.iter().map(|bytes| String::from_utf8_lossy(bytes)).find(|text| text.contains("beginbfchar")).unwrap();
    let hex = |text: &str| u32::from_str_radix(text.trim_matches(['<', '>']), 16);
    text.lines()
        .filter_map(|line| {
            let (glyph, unicode) = line.split_once("> <")?;
            Some((u16::try_from(hex(glyph).ok()?).ok()?, char::from_u32(hex(unicode).ok()?)?.to_string()))
        })
        .collect()
}

/// The bytes of the string that ends right before a position.
fn string(content: &[u8]) -> Vec<u8> {
    if content.ends_with(b">") {
        let start = content.iter().rposition(|byte| *byte == b'<').unwrap();
        let digits: Vec<u8> = content[start + 1..content.len() - 1].iter().copied().filter(u8::is_ascii_hexdigit).collect();
        return digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect();
    }
    // a literal: from the bracket that nothing escapes
    let start = (0..content.len()).rev().find(|at| content[*at] == b'(' && (*at == 0 || content[at - 1] != b'\\')).unwrap();
    let mut out = Vec::new();
    let mut rest = content[start + 1..content.len() - 1].iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match rest.next().unwrap() {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            digit if digit.is_ascii_digit() => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    value = value * 8 + u32::from(rest.next().unwrap() - b'0');
                }
                out.push(u8::try_from(value).unwrap());
            }
            other => out.push(other),
        }
    }
    out
}

/// One line for each run of text.
pub(crate) fn text(pdf: &[u8]) -> String {
    let streams = streams(pdf);
    let map = map(&streams);
    let mut out = String::new();
    for content in streams.iter().filter(|bytes| bytes.windows(3).any(|w| w == b" Tj")) {
        let mut at = 0;
        while let Some(end) = content[at..].windows(3).position(|w| w == b" Tj").map(|place| at + place) {
            let code = string(&content[..end]);
            for pair in code.chunks_exact(2) {
                out.push_str(map.get(&u16::from_be_bytes([pair[0], pair[1]])).map_or("?", String::as_str));
            }
            out.push('\n');
            at = end + 3;
        }
    }
    out
}
