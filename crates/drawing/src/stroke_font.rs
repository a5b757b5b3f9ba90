//! A small stroke font for numbers, units and Latin letters in snapshots; Chinese is left to SVG and HTML.

/// Height of a capital in font units; the base line is at zero.
const CAP: f64 = 12.0;
/// Height of the base line in the glyph table.
const BASE: f64 = 3.0;

/// Strokes of a text at the given cap height, from the origin along x with y upwards, and its width.
/// Characters without a glyph are left out.
pub(crate) fn strokes(text: &str, cap_height: f64) -> (Vec<Vec<[f64; 2]>>, f64) {
    let scale = cap_height / CAP;
    let mut lines = vec![];
    let mut pen = 0.0;
    for (position, character) in text.chars().flat_map(plain).enumerate() {
        if character == ' ' {
            pen += 6.0;
            continue;
        }
        let Some(glyph) = glyph(character) else { continue };
        let mut right: f64 = 0.0;
        if position > 0 && pen > 0.0 {
            pen += 3.0;
        }
        for stroke in glyph.split('|') {
            let points = stroke.split(' ').filter_map(|pair| {
                let mut digits = pair.chars().map(|c| c.to_digit(36));
                Some([f64::from(digits.next()??), f64::from(digits.next()??)])
            });
            let points: Vec<[f64; 2]> = points.collect();
            right = points.iter().fold(right, |r, p| r.max(p[0]));
            lines.push(points.iter().map(|p| [(pen + p[0]) * scale, (p[1] - BASE) * scale]).collect());
        }
        pen += right;
    }
    (lines, pen * scale)
}

/// Compatibility forms as the characters they stand for: `㎡` as `m²`, all spaces alike, full-width signs as plain ones.
fn plain(character: char) -> impl Iterator<Item = char> {
    let pair = match character {
        '㎡' => ['m', '²'],
        '㎥' => ['m', '³'],
        '\u{FF01}'..='\u{FF5E}' => [char::from_u32(character as u32 - 0xFEE0).unwrap_or(' '), '\0'],
        c if c.is_whitespace() => [' ', '\0'],
        c => [c, '\0'],
    };
    pair.into_iter().filter(|c| *c != '\0')
}

/// Whether something worth reading is left when the characters without a glyph are left out.
pub(crate) fn says_something(text: &str) -> bool {
    text.chars().flat_map(plain).any(|c| c.is_ascii_alphanumeric())
}

/// Whether every character of the text can be drawn.
#[cfg(test)]
pub(crate) fn covers(text: &str) -> bool {
    text.chars().flat_map(plain).all(|c| c == ' ' || glyph(c).is_some())
}

/// Polylines of a glyph: points as two base-36 digits, x from 0 to 8, y with the base line at 3,
/// small letters to 11 and capitals to 15 (`f`).
fn glyph(character: char) -> Option<&'static str> {
    Some(match character {
        '0' | 'O' => "23 63 86 8c 6f 2f 0c 06 23",
        '1' => "1c 4f 43|13 73",
        '2' => "0c 2f 6f 8c 8a 03 83",
        '3' => "0d 2f 6f 8d 8b 69 39|69 87 85 63 23 05",
        '4' => "63 6f 07 87",
        '5' => "7f 1f 09 2a 6a 88 85 63 23 05",
        '6' => "7e 5f 3f 0c 05 23 63 85 88 6a 2a 08",
        '7' => "0f 8f 33",
        '8' => "29 0b 0d 2f 6f 8d 8b 69 29 07 05 23 63 85 87 69",
        '9' => "14 33 53 86 8d 6f 2f 0d 0a 28 68 8a",
        'A' => "03 4f 83|17 77",
        'B' => "03 0f 5f 7e 7a 59 09|59 87 85 63 03",
        'C' => "85 63 23 06 0c 2f 6f 8d",
        'D' => "03 0f 5f 8c 86 53 03",
        'E' => "83 03 0f 8f|09 69",
        'F' => "03 0f 8f|09 69",
        'G' => "8d 6f 2f 0c 06 23 63 86 89 59",
        'H' => "03 0f|83 8f|09 89",
        'I' => "23 2f",
        'J' => "06 23 43 66 6f",
        'K' => "03 0f|8f 07|39 83",
        'L' => "0f 03 73",
        'M' => "03 0f 48 8f 83",
        'N' => "03 0f 83 8f",
        'P' => "03 0f 6f 8d 8a 68 08",
        'Q' => "23 63 86 8c 6f 2f 0c 06 23|56 82",
        'R' => "03 0f 6f 8d 8a 68 08|48 83",
        'S' => "8d 6f 2f 0d 0b 29 69 87 85 63 23 05",
        'T' => "43 4f|0f 8f",
        'U' => "0f 06 23 63 86 8f",
        'V' => "0f 43 8f",
        'W' => "0f 23 4a 63 8f",
        'X' => "03 8f|0f 83",
        'Y' => "0f 49 8f|49 43",
        'Z' => "0f 8f 03 83",
        'a' => "7b 73|79 5b 2b 09 05 23 53 75",
        'b' => "0f 03|05 23 53 75 79 5b 2b 09",
        'c' => "79 5b 2b 09 05 23 53 75",
        'd' => "7f 73|75 53 23 05 09 2b 5b 79",
        'e' => "07 77 79 5b 2b 09 05 23 53 74",
        'f' => "5f 3f 2d 23|0b 4b",
        'g' => "7b 71 50 20 01|79 5b 2b 09 05 23 53 75",
        'h' => "0f 03|09 2b 5b 79 73",
        'i' => "1b 13|1e 1f",
        'j' => "3b 31 20 00|3e 3f",
        'k' => "0f 03|6b 06|38 73",
        'l' => "1f 13",
        'm' => "03 0b|09 1b 3b 49 43|49 5b 7b 89 83",
        'n' => "03 0b|09 2b 5b 79 73",
        'o' => "23 53 75 79 5b 2b 09 05 23",
        'p' => "00 0b|09 2b 5b 79 75 53 23 05",
        'q' => "70 7b|79 5b 2b 09 05 23 53 75",
        'r' => "03 0b|08 2b 4b",
        's' => "6a 4b 2b 09 27 47 65 43 23 04",
        't' => "2f 25 43 53|0b 5b",
        'u' => "0b 05 23 53 75|7b 73",
        'v' => "0b 43 8b",
        'w' => "0b 23 49 63 8b",
        'x' => "03 7b|0b 73",
        'y' => "0b 43|8b 20 00",
        'z' => "0b 7b 03 73",
        '.' => "03 13 14 04 03",
        ',' => "14 13 01",
        ':' => "04 05|0a 0b",
        '-' => "09 69",
        '–' => "09 89",
        '+' => "09 89|45 4d",
        '=' => "07 87|0b 8b",
        '<' => "8d 09 85",
        '>' => "0d 89 05",
        '≥' => "0e 8a 06|03 83",
        '≤' => "8e 0a 86|03 83",
        '%' => "03 8f|0c 0e 1f 2f 3e 3c 2b 1b 0c|54 56 67 77 86 84 73 63 54",
        '/' => "03 8f",
        '(' => "3f 1c 16 33",
        ')' => "0f 2c 26 03",
        '#' => "24 4e|54 7e|0b 8b|07 87",
        '²' => "0d 1f 3f 4d 4c 09 49",
        '³' => "0f 4f 2c 4b 49 28 08",
        '_' => "02 82",
        '×' => "15 7b|1b 75",
        '±' => "0b 8b|47 4f|04 84",
        '→' => "09 89|5c 89 56",
        '~' => "08 2a 68 8a",
        'Δ' => "03 4f 83 03",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_texts_can_be_drawn() {
        assert!(covers("NT-2.1-04  H = 3.050 m < 3.100 m (-50 mm)"));
        assert!(covers("A = 123.45 m², 66.7 % ≥ 2/3 ±0.000 ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789"));
        assert!(!covers("层高") && covers("598.85\u{A0}㎡ < 600.00 ㎡（1）"));
        assert!(says_something("层高 3.050") && !says_something("否（要求 = 是）"));
        assert_eq!(strokes("9 ㎡", 12.0).1, strokes("9 m²", 12.0).1);
    }

    #[test]
    fn widths_grow_with_the_text_and_unknown_letters_take_no_room() {
        let width = |t: &str| strokes(t, 12.0).1;
        assert!((width("3") - 8.0).abs() < 1e-12 && (width("33") - 19.0).abs() < 1e-12);
        assert!((width("层3高") - 8.0).abs() < 1e-12);
        assert!(strokes("层高", 12.0).0.is_empty());
    }
}
