//! Line and column of a byte, found with a sparse table of line counts.

use crate::error::Location;

const STRIDE: usize = 1 << 16;

/// Line breaks before every 64 KiB of the file. A break is LF, CR LF or CR alone.
pub(crate) struct Lines {
    before: Vec<u64>,
}

impl Lines {
    pub(crate) fn new(bytes: &[u8]) -> Lines {
        let mut before = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut total = 0;
        for (i, chunk) in bytes.chunks(STRIDE).enumerate() {
            before.push(total);
            total += breaks(chunk, bytes.get((i + 1) * STRIDE));
        }
        Lines { before }
    }

    pub(crate) fn locate(&self, bytes: &[u8], byte: usize) -> Location {
        let byte = byte.min(bytes.len());
        let block = byte / STRIDE;
        let head = bytes.get(block * STRIDE..byte).unwrap_or(&[]);
        let line = self.before.get(block).copied().unwrap_or(0) + breaks(head, bytes.get(byte)) + 1;
        let start = bytes.get(..byte).and_then(|b| memchr::memrchr2(b'\n', b'\r', b)).map_or(0, |i| i + 1);
        let text = String::from_utf8_lossy(bytes.get(start..byte).unwrap_or(&[]));
        Location { line, column: text.chars().count() as u64 + 1, byte: byte as u64 }
    }
}

/// Line breaks in a piece whose next byte is given: a CR just before LF does not count by itself.
fn breaks(piece: &[u8], next: Option<&u8>) -> u64 {
    let Some((last, _)) = piece.split_last() else { return 0 };
    let ends = |byte: u8, next: u8| u8::from(byte == b'\n') | u8::from(byte == b'\r') & u8::from(next != b'\n');
    // in runs so short that their sum fits into a byte: such loops become a few instructions for 16 bytes and more
    let runs = piece.chunks(255).zip(piece.get(1..).unwrap_or(&[]).chunks(255));
    let inner: u64 = runs.map(|(bytes, next)| u64::from(bytes.iter().zip(next).map(|(byte, next)| ends(*byte, *next)).sum::<u8>())).sum();
    inner + u64::from(ends(*last, next.copied().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_ends_count_once() {
        for text in ["a\nb\n客x", "a\r\nb\r\n客x", "a\rb\r客x"] {
            let at = text.find('x').unwrap();
            let place = Lines::new(text.as_bytes()).locate(text.as_bytes(), at);
            assert_eq!((place.line, place.column, place.byte), (3, 2, at as u64), "{text:?}");
        }
    }

    #[test]
    fn breaks_are_counted_wherever_they_stand() {
        let mut state = 7_usize;
        for length in (0..600).chain([2000]) {
            let text: Vec<u8> = std::iter::repeat_with(|| {
                state = state * 48_271 % 0x7fff_ffff;
                b"\r\na"[state % 3]
            })
            .take(length)
            .collect();
            let slow = |piece: &[u8], next: Option<&u8>| {
                let alone = |i: usize| piece[i] == b'\r' && piece.get(i + 1).or(next) != Some(&b'\n');
                (0..piece.len()).filter(|i| piece[*i] == b'\n' || alone(*i)).count() as u64
            };
            for next in [None, Some(&b'\n'), Some(&b'a')] {
                assert_eq!(breaks(&text, next), slow(&text, next), "{length}");
            }
        }
    }

    #[test]
    fn far_into_a_long_file() {
        let text = "12345678\r\n".repeat(20_000);
        let place = Lines::new(text.as_bytes()).locate(text.as_bytes(), 150_003);
        assert_eq!((place.line, place.column), (15_001, 4));
    }
}
