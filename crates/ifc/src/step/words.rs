//! Digits eight at a time, in one machine word: no loop and no branch for each of them.

/// How many of the first bytes of a word, the lowest first, are ASCII digits: none to eight.
#[inline(always)]
pub(crate) fn digits_of(word: u64) -> u32 {
    let distance = word ^ (0x30 * EACH);
    // the highest bit of each byte that is no digit: ten and more overflow into it, and what is not ASCII has it
    let others = (((distance & (0x7f * EACH)) + (0x76 * EACH)) | distance) & (0x80 * EACH);
    others.trailing_zeros() / 8
}

/// The number that the first `count` bytes of a word write, one to eight, all of them digits.
#[inline(always)]
pub(crate) fn value_of(word: u64, count: u32) -> u64 {
    // zeros in front do not count
    let digits = (word << (64 - 8 * count) & (0x0f * EACH)).wrapping_mul(10 << 8 | 1) >> 8;
    let pairs = (digits & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
    (pairs & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32
}

/// One in each byte.
const EACH: u64 = 0x0101_0101_0101_0101;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_end_where_they_end() {
        for byte in 0..=255u8 {
            for at in 0..8 {
                let mut text = *b"90817263";
                text[at] = byte;
                let wanted = text.iter().take_while(|b| b.is_ascii_digit()).count();
                assert_eq!(digits_of(u64::from_le_bytes(text)) as usize, wanted, "{byte} at {at}");
            }
        }
    }

    #[test]
    fn numbers_are_what_they_write() {
        for text in ["00000000", "99999999", "12345678", "80000001", "09080706"] {
            for count in 1..=8 {
                let mut bytes = [b'/'; 8];
                bytes[..count].copy_from_slice(&text.as_bytes()[..count]);
                assert_eq!(value_of(u64::from_le_bytes(bytes), count as u32), text[..count].parse::<u64>().unwrap(), "{text} {count}");
            }
        }
    }
}
