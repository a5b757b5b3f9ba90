//! Line and column of a byte, found with a sparse table of line counts.

use super::masks::{Eyes, Look, look};
use crate::error::Location;

/// Bytes from one count to the next: few enough that the rest is counted in no time.
const STRIDE: usize = 1 << 11;

/// Line breaks before every 2 KiB of the file. A break is LF, CR LF or CR alone.
pub(crate) struct Lines {
    before: Vec<u64>,
}

/// Counts breaks.
struct Count<'a> {
    bytes: &'a [u8],
    before: &'a mut Vec<u64>,
}

impl Look for Count<'_> {
    #[inline(always)]
    fn look(self, eyes: impl Eyes) {
        let Count { bytes, before } = self;
        let mut total = 0;
        for (i, chunk) in bytes.chunks(STRIDE).enumerate() {
            before.push(total);
            let (blocks, rest) = chunk.as_chunks::<64>();
            for (j, block) in blocks.iter().enumerate() {
                let (returns, feeds) = eyes.line_ends(block);
                // bit by bit, whether a feed comes next
                let fed = feeds >> 1 | u64::from(bytes.get(i * STRIDE + (j + 1) * 64) == Some(&b'\n')) << 63;
                total += u64::from(feeds.count_ones() + (returns & !fed).count_ones());
            }
            total += breaks(rest, bytes.get((i + 1) * STRIDE));
        }
    }
}

impl Lines {
    pub(crate) fn new(bytes: &[u8]) -> Lines {
        let mut before = Vec::with_capacity(bytes.len() / STRIDE + 1);
        look(Count { bytes, before: &mut before });
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
        for end in ["\r\n", "\n\n", "\r\r"] {
            let text = format!("12345678{end}").repeat(20_000);
            let lines = Lines::new(text.as_bytes());
            let ends = if end == "\r\n" { 1 } else { 2 };
            for far in (3..200_000).step_by(170) {
                let place = lines.locate(text.as_bytes(), far / 10 * 10 + 3);
                assert_eq!((place.line, place.column), (far as u64 / 10 * ends + 1, 4));
            }
        }
    }
}
