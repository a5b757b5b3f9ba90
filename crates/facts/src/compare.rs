//! The one comparison function: float noise is removed, then full values are compared (全数值比较法, CLAUSES §0).
//!
//! Nothing is ever rounded into a pass: 3.0995 m fails 3.1 m, and a model in feet gives 3.1 m within 1e-7.

use serde::{Deserialize, Serialize};

use crate::{Unit, Value};

/// How a measured value must stand to the required one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparator {
    /// 不低于、不少于: includes the number.
    #[serde(rename = ">=")]
    AtLeast,
    /// 超过: excludes the number.
    #[serde(rename = ">")]
    MoreThan,
    /// 不大于、以内: includes the number.
    #[serde(rename = "<=")]
    AtMost,
    /// 少于、不足: excludes the number.
    #[serde(rename = "<")]
    LessThan,
    /// 等于.
    #[serde(rename = "==")]
    Equal,
    /// 不等于.
    #[serde(rename = "!=")]
    NotEqual,
}

impl Comparator {
    /// The sign as written in rule packs and JSON.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::AtMost => "<=",
            Self::LessThan => "<",
            Self::Equal => "==",
            Self::NotEqual => "!=",
        }
    }
}

/// The float noise of a unit: 1 µm, 1e-6 m², 1e-6 m³, 1e-9 for ratios and counts.
#[must_use]
pub const fn noise(unit: Unit) -> f64 {
    match unit {
        Unit::Metre | Unit::SquareMetre | Unit::CubicMetre => 1e-6,
        Unit::Count | Unit::Ratio => 1e-9,
    }
}

/// The accuracy that measured values must have where none is stated: 1 mm, 0.01 m², 0.01 m³, exact counts (CLAUSES §0).
#[must_use]
pub const fn accuracy(unit: Unit) -> f64 {
    match unit {
        Unit::Metre | Unit::Ratio => 1e-3,
        Unit::SquareMetre | Unit::CubicMetre => 0.01,
        Unit::Count => 0.0,
    }
}

/// Whether `left` stands to `right` as `comparator` asks, both in `unit`; false when either is not finite.
#[must_use]
pub fn holds(left: f64, comparator: Comparator, right: f64, unit: Unit) -> bool {
    if !left.is_finite() || !right.is_finite() {
        return false;
    }
    let noise = noise(unit);
    match comparator {
        Comparator::AtLeast => left >= right - noise,
        Comparator::MoreThan => left > right + noise,
        Comparator::AtMost => left <= right + noise,
        Comparator::LessThan => left < right - noise,
        Comparator::Equal => (left - right).abs() <= noise,
        Comparator::NotEqual => (left - right).abs() > noise,
    }
}

/// Whether two readings of one quantity contradict each other: lengths by more than 10 mm, areas, volumes and ratios by
/// more than 1 % of the larger, counts, claims and words at all.
#[must_use]
pub fn conflict(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a, Unit::Metre), Value::Number(b, Unit::Metre)) => (a - b).abs() > 0.01 + noise(Unit::Metre),
        (Value::Number(a, Unit::Count), Value::Number(b, Unit::Count)) => !holds(*a, Comparator::Equal, *b, Unit::Count),
        (Value::Number(a, unit), Value::Number(b, other)) if unit == other => (a - b).abs() > 0.01 * a.abs().max(b.abs()) + noise(*unit),
        (Value::Number(..), Value::Number(..)) => true,
        (a, b) => a != b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_removed_and_nothing_is_rounded_into_a_pass() {
        assert!(holds(3.1, Comparator::AtLeast, 3.1, Unit::Metre));
        assert!(holds(10.170_603_674_540_7 * 0.3048, Comparator::AtLeast, 3.1, Unit::Metre));
        assert!(!holds(3.0995, Comparator::AtLeast, 3.1, Unit::Metre));
        assert!(!holds(2.0 / 3.0, Comparator::MoreThan, 2.0 / 3.0, Unit::Ratio));
        assert!(holds(0.2, Comparator::AtMost, 0.2, Unit::Ratio));
        assert!(!holds(f64::NAN, Comparator::AtLeast, 3.1, Unit::Metre));
    }

    #[test]
    fn readings_conflict_by_the_limits_of_their_unit() {
        let m = |x| Value::Number(x, Unit::Metre);
        let m2 = |x| Value::Number(x, Unit::SquareMetre);
        assert!(!conflict(&m(3.1), &m(3.11)));
        assert!(conflict(&m(3.1), &m(3.111)));
        assert!(!conflict(&m2(100.0), &m2(100.9)));
        assert!(conflict(&m2(100.0), &m2(101.2)));
        assert!(conflict(&Value::Bool(true), &Value::Bool(false)));
    }
}
