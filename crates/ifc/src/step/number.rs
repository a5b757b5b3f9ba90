//! Part 21 numbers, exactly rounded.

/// A number as written: whole or real. `None` when it is no number, or too large to be one.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Number {
    Int(i64),
    Real(f64),
}

const POWERS: [f64; 23] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

/// Reads the number that is the whole of `text`.
pub(super) fn number(text: &[u8]) -> Option<Number> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut mantissa = 0u64;
    let mut count = 0u32;
    let mut fraction = 0u32;
    let mut point = false;
    let mut rest = digits;
    while let [byte, tail @ ..] = rest {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                count += u32::from(mantissa != 0);
                fraction += u32::from(point);
            }
            b'.' if !point => point = true,
            _ => break,
        }
        rest = tail;
    }
    if digits.len() == rest.len() || digits == b"." {
        return None;
    }
    if rest.is_empty() && count <= 15 {
        if !point {
            let value = mantissa as i64;
            return Some(Number::Int(if negative { -value } else { value }));
        }
        // Both operands are exact, so the quotient is correctly rounded.
        if let Some(power) = POWERS.get(fraction as usize) {
            let value = mantissa as f64 / power;
            return Some(Number::Real(if negative { -value } else { value }));
        }
    }
    slow(text, point)
}

#[cold]
fn slow(text: &[u8], point: bool) -> Option<Number> {
    if !text.iter().all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
        return None;
    }
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
    fn reals_match_the_standard_library() {
        for text in [
            "1.",
            "0.1",
            "-0.0254",
            "304.8",
            "1.E-5",
            "1.5E+3",
            "3.14159265358979",
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
