//! Numbers as people read them. What is printed must be true as printed: where rounding would show
//! "3.10 ≥ 3.10: fails", one more digit is shown.

use crate::{Unit, compare};

/// Decimal places in which a unit is normally printed (per cent values for ratios).
const fn places(unit: Unit) -> usize {
    match unit {
        Unit::Metre => 3,
        Unit::SquareMetre | Unit::CubicMetre | Unit::Ratio => 2,
        Unit::Count => 0,
    }
}

fn scaled(number: f64, unit: Unit) -> f64 {
    if unit == Unit::Ratio { number * 100.0 } else { number }
}

/// The sign after a number: `m`, `㎡`, `m³`, `%` or nothing.
#[must_use]
pub const fn suffix(unit: Unit) -> &'static str {
    match unit {
        Unit::Metre => " m",
        Unit::SquareMetre => " ㎡",
        Unit::CubicMetre => " m³",
        Unit::Ratio => "%",
        Unit::Count => "",
    }
}

fn fixed(number: f64, unit: Unit, places: usize) -> String {
    let text = format!("{:.places$}", scaled(number, unit));
    // "-0.000" says nothing that "0.000" does not
    if text.starts_with('-') && text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) { text[1..].to_owned() } else { text }
}

fn count_places(number: f64) -> usize {
    if (number - number.round()).abs() > compare::noise(Unit::Count) { 2 } else { 0 }
}

/// A number with its unit, such as `3.050 m`, `35.20%`, `18`.
#[must_use]
pub fn number(number: f64, unit: Unit) -> String {
    let places = if unit == Unit::Count { count_places(number) } else { places(unit) };
    format!("{}{}", fixed(number, unit, places), suffix(unit))
}

/// Two numbers that are compared, with as many digits as it takes to tell them apart when they differ.
#[must_use]
pub fn pair(left: f64, right: f64, unit: Unit) -> (String, String) {
    let mut digits = if unit == Unit::Count { count_places(left).max(count_places(right)) } else { places(unit) };
    let differ = (left - right).abs() > compare::noise(unit);
    while differ && digits < 9 && fixed(left, unit, digits) == fixed(right, unit, digits) {
        digits += 1;
    }
    (format!("{}{}", fixed(left, unit, digits), suffix(unit)), format!("{}{}", fixed(right, unit, digits), suffix(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_stay_true() {
        assert_eq!(number(3.05, Unit::Metre), "3.050 m");
        assert_eq!(number(0.352, Unit::Ratio), "35.20%");
        assert_eq!(number(2.083_333, Unit::Count), "2.08");
        assert_eq!(number(-0.000_01, Unit::Metre), "0.000 m");
        assert_eq!(pair(3.099_95, 3.1, Unit::Metre), ("3.09995 m".to_owned(), "3.10000 m".to_owned()));
        assert_eq!(pair(3.05, 3.1, Unit::Metre), ("3.050 m".to_owned(), "3.100 m".to_owned()));
    }
}
