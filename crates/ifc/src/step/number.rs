//! Part 21 numbers, exactly rounded.

use super::words::{digits_of, value_of};

/// A number as written: whole or real. `None` when it is no number, or too large to be one.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Number {
    Int(i64),
    Real(f64),
}

const POWERS: [f64; 23] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

/// Whole numbers up to this one are doubles.
const EXACT: u64 = 1 << 53;

/// The number that is the whole of `text`.
pub(super) fn number(text: &[u8]) -> Option<Number> {
    match plain(text) {
        Some((number, length)) if length == text.len() => Some(number),
        _ => slow(text),
    }
}

/// The number at the beginning of `text` and its length, where it is of the plain kind that most are: digits, with a point
/// among them or not. What stands behind it is not looked at.
#[inline]
pub(super) fn plain(text: &[u8]) -> Option<(Number, usize)> {
    match quick(text) {
        Quick::Read(number, length) => Some((number, length)),
        Quick::Not => None,
        Quick::Unknown => looped(text),
    }
}

/// What [`quick`] finds.
enum Quick {
    Read(Number, usize),
    /// No plain number.
    Not,
    /// To be read with care.
    Unknown,
}

/// As [`looped`], eight digits at a time where the bytes behind are enough for it.
#[inline]
fn quick(text: &[u8]) -> Quick {
    let sign = usize::from(matches!(text.first(), Some(b'-' | b'+')));
    let Some((mantissa, whole)) = run(text, sign, 0) else { return Quick::Unknown };
    let mut end = sign + whole;
    let point = text.get(end) == Some(&b'.');
    let (mut mantissa, mut fraction) = (mantissa, 0);
    if point {
        let Some((more, count)) = run(text, end + 1, mantissa) else { return Quick::Unknown };
        (mantissa, fraction) = (more, count);
        end += 1 + fraction;
    }
    if whole + fraction > 19 {
        return Quick::Unknown;
    }
    if whole + fraction == 0 || mantissa > EXACT && !point {
        return Quick::Not;
    }
    let negative = text.first() == Some(&b'-');
    if !point {
        let value = mantissa as i64;
        return Quick::Read(Number::Int(if negative { -value } else { value }), end);
    }
    let value = if mantissa > EXACT {
        near_quotient(mantissa, fraction).unwrap_or_else(|| long_quotient(mantissa, fraction))
    } else {
        // both operands are exact, so the quotient is correctly rounded
        mantissa as f64 / POWERS.get(fraction).copied().unwrap_or(f64::NAN)
    };
    Quick::Read(Number::Real(if negative { -value } else { value }), end)
}

/// For each power of ten up to 10^19 its zeros `z` before the highest bit, and `2^127 / (10^f << z)`, rounded down.
#[allow(clippy::indexing_slicing)] // while compiling
const RECIPROCALS: [(u32, u64); 20] = {
    let mut all = [(0, 0); 20];
    let (mut at, mut power) = (1, 10_u64);
    while at < all.len() {
        let zeros = power.leading_zeros();
        all[at] = (zeros, ((1_u128 << 127) / (power << zeros) as u128) as u64);
        (at, power) = (at + 1, power.wrapping_mul(10));
    }
    all
};

/// As [`long_quotient`], by a product instead of a quotient; `None` for the few that lie too near to the middle between two doubles.
#[inline]
fn near_quotient(mantissa: u64, fraction: usize) -> Option<f64> {
    let (of_power, reciprocal) = *RECIPROCALS.get(fraction).filter(|(_, reciprocal)| *reciprocal != 0)?;
    let zeros = mantissa.leading_zeros();
    let high = ((u128::from(mantissa << zeros) * u128::from(reciprocal)) >> 64) as u64;
    // the quotient's highest bits are these, or larger by less than two
    let dropped = 11 - high.leading_zeros();
    let (middle, low) = (1_u64 << (dropped - 1), high & ((1 << dropped) - 1));
    if low + 2 > middle && low <= middle {
        return None;
    }
    let rounded = (high >> dropped) + u64::from(low > middle);
    // the exponent is far from where doubles end, so scaling is exact
    let exponent = u64::from(1023 - 63 + dropped + of_power - zeros);
    Some(rounded as f64 * f64::from_bits(exponent << 52))
}

/// `mantissa / 10^fraction`, correctly rounded, of a mantissa that is not 0 and a fraction of at most 19 digits: 64 bits of the
/// quotient and whether anything is left tell how to round.
fn long_quotient(mantissa: u64, fraction: usize) -> f64 {
    let power = u128::from(10_u64.pow(fraction as u32));
    let zeros = mantissa.leading_zeros();
    let dividend = u128::from(mantissa << zeros) << 64;
    let quotient = dividend / power;
    let left = u128::from(quotient * power != dividend);
    // the exponent is far from where doubles end, so scaling is exact
    (quotient | left) as f64 * f64::from_bits((1023 - 64 - u64::from(zeros)) << 52)
}

/// The number that the digits from `at` on write behind those of `mantissa`, and how many they are; `None` where fewer than
/// eight bytes are left. It is right as long as all digits together are at most 19.
#[inline(always)]
fn run(text: &[u8], mut at: usize, mut mantissa: u64) -> Option<(u64, usize)> {
    let mut length = 0;
    loop {
        let word = u64::from_le_bytes(*text.get(at..)?.first_chunk()?);
        let count = digits_of(word);
        if count > 0 {
            let scale = WHOLE_POWERS.get(count as usize).copied().unwrap_or(0);
            mantissa = mantissa.wrapping_mul(scale).wrapping_add(value_of(word, count));
        }
        length += count as usize;
        at += 8;
        if count < 8 {
            return Some((mantissa, length));
        }
    }
}

const WHOLE_POWERS: [u64; 9] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// The number at the beginning of `text`, digit by digit; `None` where a double cannot hold it without rounding twice.
fn looped(text: &[u8]) -> Option<(Number, usize)> {
    let sign = usize::from(matches!(text.first(), Some(b'-' | b'+')));
    let (mut mantissa, mut count, mut at) = (0_u64, 0_u32, sign);
    let mut digits = |at: &mut usize| {
        let start = *at;
        while let Some(digit) = text.get(*at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            count += u32::from(mantissa != 0);
            *at += 1;
        }
        *at - start
    };
    let whole = digits(&mut at);
    let point = text.get(at) == Some(&b'.');
    at += usize::from(point);
    let fraction = if point { digits(&mut at) } else { 0 };
    // many tools write 16 digits, which often fit as well: below 2^53 every whole number is a double
    if whole + fraction == 0 || !(count <= 15 || count <= 19 && mantissa <= EXACT) {
        return None;
    }
    let negative = text.first() == Some(&b'-');
    if !point {
        let value = mantissa as i64;
        return Some((Number::Int(if negative { -value } else { value }), at));
    }
    // both operands are exact, so the quotient is correctly rounded
    let value = mantissa as f64 / POWERS.get(fraction)?;
    Some((Number::Real(if negative { -value } else { value }), at))
}

#[cold]
fn slow(text: &[u8]) -> Option<Number> {
    if !text.iter().all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
        return None;
    }
    let point = text.contains(&b'.');
    let text = std::str::from_utf8(text).ok()?;
    if !point && let Ok(value) = text.parse() {
        return Some(Number::Int(value));
    }
    text.parse().ok().filter(|value: &f64| value.is_finite()).map(Number::Real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_at_a_time_are_what_one_at_a_time_are() {
        let mut state = 20_261_123_u64;
        for round in 0..200_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round);
            let digits = format!("{:020}", state % 10_u64.pow((state >> 40) as u32 % 20));
            let from = (state >> 33) as usize % 21;
            let point = (state >> 25) as usize % 22;
            let mut text = ["", "-", "+"][(state >> 60) as usize % 3].to_owned() + &digits[from..];
            text.insert_str(point.min(text.len()), ["", ".", "E", "0000000000."][(state >> 57) as usize % 4]);
            for behind in ["", ",", ",#1234567890123456789"] {
                let text = format!("{text}{behind}");
                let (quickly, carefully) = (plain(text.as_bytes()), looped(text.as_bytes()));
                // more digits than a double holds are read as the standard library reads them
                let long = quickly.filter(|_| carefully.is_none()).and_then(|(_, length)| text[..length].parse().ok());
                let wanted = carefully.or(long.map(|value| (Number::Real(value), quickly.map_or(0, |found| found.1))));
                assert_eq!(quickly, wanted, "{text}");
            }
        }
    }

    #[test]
    fn products_round_as_quotients_do() {
        let mut state = 20_261_123_u64;
        let (mut quick, mut all) = (0, 0);
        for round in 0..200_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round);
            for fraction in 1..20 {
                let random = state | 1 << 60;
                // what lies nearest to the middle between two doubles
                let power = 10_f64.powi(fraction as i32);
                let middle = (((state >> 11 | 1 << 52) as f64 / power) * power) as u64;
                for mantissa in
                    [random, random >> 6, middle, middle + 1, middle.wrapping_sub(1), u64::MAX].into_iter().filter(|m| *m > EXACT)
                {
                    let found = near_quotient(mantissa, fraction);
                    assert!(found.is_none_or(|found| found == long_quotient(mantissa, fraction)), "{mantissa} / 10^{fraction}");
                    (quick, all) = (quick + u32::from(found.is_some()), all + 1);
                }
            }
        }
        assert!(f64::from(quick) > 0.99 * f64::from(all), "{quick} of {all}");
        // the middle itself, and what only the last bit of the reciprocal tells
        for text in ["9007199254740993.0", "900719925474099.30", "18014398509481986.0", "4503599627370497.5", "450359962737049.75"] {
            assert_eq!(number(text.as_bytes()), Some(Number::Real(text.parse().unwrap())), "{text}");
        }
    }

    #[test]
    fn reals_match_the_standard_library() {
        for text in [
            "1.",
            "0.1",
            "-0.0254",
            "304.8",
            "1.E-5",
            "1.5E+3",
            "3.14159265358979",
            "-1.894708253652738",
            "0.2129250253813329",
            "9007199254740.992",
            "9007199254740.993",
            "9.007199254740993",
            "18446744073709551.615",
            "18446744073709551.617",
            "99999999999999.99999",
            "123456789012345678.9",
            "-.5",
            "0.000000000000000000000000001",
        ] {
            assert_eq!(number(text.as_bytes()), Some(Number::Real(text.parse().unwrap())), "{text}");
        }
    }

    #[test]
    fn whole_numbers_stay_whole() {
        assert_eq!(number(b"42"), Some(Number::Int(42)));
        assert_eq!(number(b"-7"), Some(Number::Int(-7)));
        assert_eq!(number(b"9223372036854775807"), Some(Number::Int(i64::MAX)));
        assert_eq!(number(b"99999999999999999999"), Some(Number::Real(1e20)));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "1e400", "-1.E999", "nan", "-nan", "inf", "1.#IND", "1.2.3", "1e", "E5", "0x10", "1,5"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }
}
