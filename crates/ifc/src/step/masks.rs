//! Where in 64 bytes the characters stand that structure a Part 21 file: one bit each.

use wide::u8x16;

/// Bit `i` is set when byte `i` of the block is the character named.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Masks {
    pub(super) outer: Outer,
    pub(super) quote: u64,
    pub(super) slash: u64,
    pub(super) backslash: u64,
    /// Line feed or carriage return.
    pub(super) newline: u64,
    /// Not ASCII.
    pub(super) high: u64,
}

/// The characters that structure a block without strings.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outer {
    pub(super) semicolon: u64,
    pub(super) open: u64,
    pub(super) close: u64,
    pub(super) equals: u64,
}

impl Outer {
    /// Those of them that stand where `mask` has a bit.
    #[inline(always)]
    pub(super) fn within(self, mask: u64) -> Outer {
        Outer { semicolon: self.semicolon & mask, open: self.open & mask, close: self.close & mask, equals: self.equals & mask }
    }
}

/// Something that finds the characters of a block: 16 bytes at a time anywhere, 32 where the processor has AVX2, all 64 where
/// it has AVX-512.
pub(crate) trait Eyes: Copy {
    fn masks(self, block: &[u8; 64]) -> Masks;

    /// The same of a block outside of strings; `None` when it holds a quote, a slash or what is not ASCII.
    fn outer(self, block: &[u8; 64]) -> Option<Outer>;

    /// Where a byte stands.
    fn find(self, block: &[u8; 64], byte: u8) -> u64;

    /// Where a record's `=` and first `(` stand: the two that the beginning of a record is split at.
    #[inline(always)]
    fn head(self, block: &[u8; 64]) -> (u64, u64) {
        (self.find(block, b'='), self.find(block, b'('))
    }

    /// Where carriage returns and line feeds stand.
    #[inline(always)]
    fn line_ends(self, block: &[u8; 64]) -> (u64, u64) {
        (self.find(block, b'\r'), self.find(block, b'\n'))
    }

    /// Where digits stand, one bit each.
    fn digits(self, window: &[u8; 32]) -> u64;

    /// Where quotes stand, and where what makes a text more than its bytes: backslashes and what is not ASCII.
    fn quoted(self, window: &[u8; 32]) -> (u64, u64);
}

/// What every processor can do.
#[derive(Clone, Copy)]
pub(crate) struct Plain;

impl Eyes for Plain {
    #[inline(always)]
    fn masks(self, block: &[u8; 64]) -> Masks {
        let (parts, _) = block.as_chunks::<16>();
        let parts: [u8x16; 4] = std::array::from_fn(|i| u8x16::new(parts.get(i).copied().unwrap_or([0; 16])));
        let pack = |bits: [u8x16; 4]| {
            let [a, b, c, d] = bits.map(|v| u64::from(v.to_bitmask()));
            a | b << 16 | c << 32 | d << 48
        };
        let equal = |byte: u8| parts.map(|part| part.simd_eq(u8x16::splat(byte)));
        let ([r0, r1, r2, r3], [n0, n1, n2, n3]) = (equal(b'\r'), equal(b'\n'));
        Masks {
            outer: Outer { semicolon: pack(equal(b';')), open: pack(equal(b'(')), close: pack(equal(b')')), equals: pack(equal(b'=')) },
            quote: pack(equal(b'\'')),
            slash: pack(equal(b'/')),
            backslash: pack(equal(b'\\')),
            newline: pack([r0 | n0, r1 | n1, r2 | n2, r3 | n3]),
            high: pack(parts),
        }
    }

    #[inline(always)]
    fn outer(self, block: &[u8; 64]) -> Option<Outer> {
        let m = self.masks(block);
        (m.quote | m.slash | m.high == 0).then_some(m.outer)
    }

    #[inline(always)]
    fn find(self, block: &[u8; 64], byte: u8) -> u64 {
        let (parts, _) = block.as_chunks::<16>();
        let bits = |part: &[u8; 16]| u64::from(u8x16::new(*part).simd_eq(u8x16::splat(byte)).to_bitmask());
        parts.iter().rev().fold(0, |all, part| all << 16 | bits(part))
    }

    #[inline(always)]
    fn digits(self, window: &[u8; 32]) -> u64 {
        let distance = |part: u8x16| part - u8x16::splat(b'0');
        both(window, |part| distance(part).min(u8x16::splat(9)).simd_eq(distance(part)))
    }

    #[inline(always)]
    fn quoted(self, window: &[u8; 32]) -> (u64, u64) {
        let quotes = both(window, |part| part.simd_eq(u8x16::splat(b'\'')));
        (quotes, both(window, |part| part | part.simd_eq(u8x16::splat(b'\\'))))
    }
}

/// One bit for each byte of a window: the highest bit of what is made of the byte.
#[inline(always)]
fn both(window: &[u8; 32], of: impl Fn(u8x16) -> u8x16) -> u64 {
    let (parts, _) = window.as_chunks::<16>();
    parts.iter().rev().fold(0, |all, part| all << 16 | u64::from(of(u8x16::new(*part)).to_bitmask()))
}

#[cfg(target_arch = "x86_64")]
impl Eyes for pulp::x86::V3 {
    #[inline(always)]
    fn masks(self, block: &[u8; 64]) -> Masks {
        let (avx, avx2) = (self.avx, self.avx2);
        let [low, high]: [std::arch::x86_64::__m256i; 2] = pulp::cast(*block);
        let pack = |low, high| u64::from(avx2._mm256_movemask_epi8(low) as u32) | u64::from(avx2._mm256_movemask_epi8(high) as u32) << 32;
        let equal = |byte: u8| {
            let wanted = avx._mm256_set1_epi8(byte as i8);
            (avx2._mm256_cmpeq_epi8(low, wanted), avx2._mm256_cmpeq_epi8(high, wanted))
        };
        let find = |byte: u8| {
            let (low, high) = equal(byte);
            pack(low, high)
        };
        let ((r0, r1), (n0, n1)) = (equal(b'\r'), equal(b'\n'));
        Masks {
            outer: Outer { semicolon: find(b';'), open: find(b'('), close: find(b')'), equals: find(b'=') },
            quote: find(b'\''),
            slash: find(b'/'),
            backslash: find(b'\\'),
            newline: pack(avx2._mm256_or_si256(r0, n0), avx2._mm256_or_si256(r1, n1)),
            high: pack(low, high),
        }
    }

    #[inline(always)]
    fn outer(self, block: &[u8; 64]) -> Option<Outer> {
        let (avx, avx2) = (self.avx, self.avx2);
        let [low, high]: [std::arch::x86_64::__m256i; 2] = pulp::cast(*block);
        let equal = |part, byte: u8| avx2._mm256_cmpeq_epi8(part, avx._mm256_set1_epi8(byte as i8));
        let or = |a, b| avx2._mm256_or_si256(a, b);
        // the sign bit of a byte tells as much as a comparison
        let odd = or(or(low, high), or(or(equal(low, b'\''), equal(high, b'\'')), or(equal(low, b'/'), equal(high, b'/'))));
        if avx2._mm256_movemask_epi8(odd) != 0 {
            return None;
        }
        let find = |byte: u8| {
            let (low, high) = (avx2._mm256_movemask_epi8(equal(low, byte)), avx2._mm256_movemask_epi8(equal(high, byte)));
            u64::from(low as u32) | u64::from(high as u32) << 32
        };
        Some(Outer { semicolon: find(b';'), open: find(b'('), close: find(b')'), equals: find(b'=') })
    }

    #[inline(always)]
    fn find(self, block: &[u8; 64], byte: u8) -> u64 {
        let (avx, avx2) = (self.avx, self.avx2);
        let parts: [std::arch::x86_64::__m256i; 2] = pulp::cast(*block);
        let wanted = avx._mm256_set1_epi8(byte as i8);
        let [low, high] = parts.map(|part| u64::from(avx2._mm256_movemask_epi8(avx2._mm256_cmpeq_epi8(part, wanted)) as u32));
        low | high << 32
    }

    #[inline(always)]
    fn digits(self, window: &[u8; 32]) -> u64 {
        let (avx, avx2) = (self.avx, self.avx2);
        let distance = avx2._mm256_sub_epi8(pulp::cast(*window), avx._mm256_set1_epi8(b'0' as i8));
        let near = avx2._mm256_cmpeq_epi8(avx2._mm256_min_epu8(distance, avx._mm256_set1_epi8(9)), distance);
        u64::from(avx2._mm256_movemask_epi8(near) as u32)
    }

    #[inline(always)]
    fn quoted(self, window: &[u8; 32]) -> (u64, u64) {
        let (avx, avx2) = (self.avx, self.avx2);
        let window: std::arch::x86_64::__m256i = pulp::cast(*window);
        let equal = |byte: u8| avx2._mm256_cmpeq_epi8(window, avx._mm256_set1_epi8(byte as i8));
        let bits = |mask| u64::from(avx2._mm256_movemask_epi8(mask) as u32);
        // the sign bit of a byte tells as much as a comparison
        (bits(equal(b'\'')), bits(avx2._mm256_or_si256(window, equal(b'\\'))))
    }
}

#[cfg(target_arch = "x86_64")]
impl Eyes for pulp::x86::V4 {
    #[inline(always)]
    fn masks(self, block: &[u8; 64]) -> Masks {
        let find = |byte: u8| self.find(block, byte);
        Masks {
            outer: Outer { semicolon: find(b';'), open: find(b'('), close: find(b')'), equals: find(b'=') },
            quote: find(b'\''),
            slash: find(b'/'),
            backslash: find(b'\\'),
            newline: find(b'\r') | find(b'\n'),
            high: self.avx512bw._mm512_movepi8_mask(pulp::cast(*block)),
        }
    }

    #[inline(always)]
    fn outer(self, block: &[u8; 64]) -> Option<Outer> {
        let find = |byte: u8| self.find(block, byte);
        if find(b'\'') | find(b'/') | self.avx512bw._mm512_movepi8_mask(pulp::cast(*block)) != 0 {
            return None;
        }
        Some(Outer { semicolon: find(b';'), open: find(b'('), close: find(b')'), equals: find(b'=') })
    }

    #[inline(always)]
    fn find(self, block: &[u8; 64], byte: u8) -> u64 {
        self.avx512bw._mm512_cmpeq_epi8_mask(pulp::cast(*block), self.avx512f._mm512_set1_epi8(byte as i8))
    }

    #[inline(always)]
    fn digits(self, window: &[u8; 32]) -> u64 {
        (*self).digits(window)
    }

    #[inline(always)]
    fn quoted(self, window: &[u8; 32]) -> (u64, u64) {
        (*self).quoted(window)
    }
}

/// Work whose code is compiled for the widest registers that the processor has.
pub(crate) trait Look {
    fn look(self, eyes: impl Eyes);
}

/// Does the work with the best eyes of this processor.
pub(crate) fn look(work: impl Look) {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(eyes) = pulp::x86::V4::try_new() {
            return eyes.vectorize(Wide(eyes, work));
        }
        if let Some(eyes) = pulp::x86::V3::try_new() {
            return eyes.vectorize(Wide(eyes, work));
        }
    }
    work.look(Plain);
}

#[cfg(target_arch = "x86_64")]
struct Wide<E, W>(E, W);

#[cfg(target_arch = "x86_64")]
impl<E: Eyes, W: Look> pulp::NullaryFnOnce for Wide<E, W> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.1.look(self.0);
    }
}

/// Bit `i` is set when an odd number of bits at or below `i` is set: inside a string, opening quote included.
#[inline(always)]
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
            let m = Plain.masks(&block);
            let head = (m.outer.equals, m.outer.open);
            assert_eq!(Plain.head(&block), head);
            assert_eq!(Plain.outer(&block), (m.quote | m.slash | m.high == 0).then_some(m.outer));
            #[cfg(target_arch = "x86_64")]
            {
                type All = (Masks, Option<Outer>, [(u64, u64); 2], [u64; 2], [(u64, u64); 2]);
                fn all(eyes: impl Eyes, block: &[u8; 64]) -> All {
                    let halves: [&[u8; 32]; 2] = [block.first_chunk().unwrap(), block.last_chunk().unwrap()];
                    let ends = [eyes.head(block), eyes.line_ends(block)];
                    (eyes.masks(block), eyes.outer(block), ends, halves.map(|h| eyes.digits(h)), halves.map(|h| eyes.quoted(h)))
                }
                let wanted = all(Plain, &block);
                assert!(pulp::x86::V3::try_new().is_none_or(|eyes| all(eyes, &block) == wanted));
                assert!(pulp::x86::V4::try_new().is_none_or(|eyes| all(eyes, &block) == wanted));
            }
            let Outer { semicolon, open, close, equals } = m.outer;
            let found = [m.quote, semicolon, open, close, equals, m.slash, m.backslash, m.newline];
            let wanted: [&[u8]; 8] = [b"'", b";", b"(", b")", b"=", b"/", b"\\", b"\r\n"];
            assert_eq!(found, wanted.map(|w| find(&block, w)));
            assert_eq!(m.high, if start >= 2 { u64::MAX } else { 0 });
            let (low, high): (&[u8; 32], &[u8; 32]) = (block.first_chunk().unwrap(), block.last_chunk().unwrap());
            let (returns, feeds) = Plain.line_ends(&block);
            assert_eq!((returns | feeds, feeds), (m.newline, find(&block, b"\n")));
            assert_eq!(Plain.digits(low) | Plain.digits(high) << 32, find(&block, b"0123456789"));
            let ((quotes, odd), (far_quotes, far_odd)) = (Plain.quoted(low), Plain.quoted(high));
            assert_eq!((quotes | far_quotes << 32, odd | far_odd << 32), (m.quote, m.backslash | m.high));
        }
    }

    #[test]
    fn parity_marks_the_inside() {
        assert_eq!(parity(0b0010_0100), 0b0001_1100);
        assert_eq!(parity(1), u64::MAX);
    }
}
