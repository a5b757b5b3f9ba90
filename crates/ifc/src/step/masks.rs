//! Where in 64 bytes the characters stand that structure a Part 21 file: one bit each.
//!
use wide::u8x16;

/// Bit `i` is set when byte `i` of the block is the character named.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Masks {
    pub(super) quote: u64,
    pub(super) semicolon: u64,
    pub(super) open: u64,
    pub(super) close: u64,
    pub(super) equals: u64,
    pub(super) slash: u64,
    pub(super) backslash: u64,
    /// Line feed or carriage return.
    pub(super) newline: u64,
    /// Not ASCII.
    pub(super) high: u64,
}

#[inline]
pub(super) fn masks(block: &[u8; 64]) -> Masks {
    let (parts, _) = block.as_chunks::<16>();
    let parts: [u8x16; 4] = std::array::from_fn(|i| u8x16::new(parts.get(i).copied().unwrap_or([0; 16])));
    let pack = |bits: [u8x16; 4]| {
        let [a, b, c, d] = bits.map(|v| u64::from(v.to_bitmask()));
        a | b << 16 | c << 32 | d << 48
    };
    let equal = |byte: u8| parts.map(|part| part.simd_eq(u8x16::splat(byte)));
    let ([r0, r1, r2, r3], [n0, n1, n2, n3]) = (equal(b'\r'), equal(b'\n'));
    Masks {
        quote: pack(equal(b'\'')),
        semicolon: pack(equal(b';')),
        open: pack(equal(b'(')),
        close: pack(equal(b')')),
        equals: pack(equal(b'=')),
        slash: pack(equal(b'/')),
        backslash: pack(equal(b'\\')),
        newline: pack([r0 | n0, r1 | n1, r2 | n2, r3 | n3]),
        high: pack(parts),
    }
}

/// Bit `i` is set when an odd number of bits at or below `i` is set: inside a string, opening quote included.
#[inline]
pub(super) fn parity(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^ bits << 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_bit() {
        let find = |block: &[u8; 64], wanted: &[u8]| {
            block.iter().enumerate().fold(0u64, |bits, (i, byte)| bits | u64::from(wanted.contains(byte)) << i)
        };
        for start in 0..4u16 {
            let block: [u8; 64] = std::array::from_fn(|i| (start * 64 + i as u16) as u8);
            let m = masks(&block);
            let found = [m.quote, m.semicolon, m.open, m.close, m.equals, m.slash, m.backslash, m.newline];
            let wanted: [&[u8]; 8] = [b"'", b";", b"(", b")", b"=", b"/", b"\\", b"\r\n"];
            assert_eq!(found, wanted.map(|w| find(&block, w)));
            assert_eq!(m.high, if start >= 2 { u64::MAX } else { 0 });
        }
    }

    #[test]
    fn parity_marks_the_inside() {
        assert_eq!(parity(0b0010_0100), 0b0001_1100);
        assert_eq!(parity(1), u64::MAX);
    }
}
