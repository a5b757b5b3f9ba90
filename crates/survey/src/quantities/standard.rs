//! The two area standards as computation profiles (CLAUSES §4.2).
//!
//! GB/T 50353-2013 and GB 55031-2022 differ in storeys below 2.20 m (half, none), in spaces under slopes, in balconies (half,
//! within the main structure full; half, closed ones full) and in bay windows down to the floor (half, full).

use super::slopes::Heights;
use crate::building::Survey;

/// Full height of a storey for areas.
const FULL_HEIGHT: f64 = 2.20;

/// A bay window counts when its sill is lower than this …
const BAY_SILL: f64 = 0.45;

/// … and its clear height at least this (GB/T 50353-2013 3.0.13).
const BAY_HEIGHT: f64 = 2.10;

/// Measures are noisy by this much.
const NOISE: f64 = 1.0 / 1000.0;

/// An area standard as a computation profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standard {
    /// GB/T 50353-2013.
    Gbt50353,
    /// GB 55031-2022.
    Gb55031,
}

/// Balconies as the standards see them (m2).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Balconies {
    /// All, full projection.
    pub(crate) all: f64,
    /// Of these, closed.
    pub(crate) closed: f64,
    /// Of these, within the main structure.
    pub(crate) inside: f64,
}

impl Standard {
    /// The one that the brief chooses.
    pub(crate) fn of(survey: &Survey<'_>) -> Self {
        if survey.brief.text("profile.area_standard").as_deref() == Some("GB55031_2022") { Self::Gb55031 } else { Self::Gbt50353 }
    }

    /// The other one, whose sums are shown beside.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Gbt50353 => Self::Gb55031,
            Self::Gb55031 => Self::Gbt50353,
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Gbt50353 => "GB/T 50353-2013",
            Self::Gb55031 => "GB 55031-2022",
        }
    }

    /// What counts of a storey of this area and structural height, or under these slopes.
    pub(crate) fn storey(self, area: f64, height: Option<f64>, slopes: Option<Heights>) -> f64 {
        // a void in the storey lies under the same roof as the rest
        let share = |counted: f64, slopes: Heights| if slopes.all > 0.0 { area * (counted / slopes.all).clamp(0.0, 1.0) } else { area };
        match (self, slopes, height.is_none_or(|height| height >= FULL_HEIGHT - NOISE)) {
            (Self::Gbt50353, Some(slopes), _) => share(slopes.all - slopes.below_210 + (slopes.below_210 - slopes.below_120) / 2.0, slopes),
            (Self::Gb55031, Some(slopes), _) => share(slopes.top_from_220, slopes),
            (_, None, true) => area,
            (Self::Gbt50353, None, false) => area / 2.0,
            (Self::Gb55031, None, false) => 0.0,
        }
    }

    /// Area of balconies that counts.
    pub(crate) fn balconies(self, balconies: Balconies) -> f64 {
        match self {
            Self::Gbt50353 => balconies.inside + (balconies.all - balconies.inside) / 2.0,
            Self::Gb55031 => balconies.closed + (balconies.all - balconies.closed) / 2.0,
        }
    }

    /// Coefficient of a bay window.
    pub(crate) fn bay(self, sill: f64, height: f64) -> f64 {
        match self {
            Self::Gbt50353 if sill < BAY_SILL - NOISE && height >= BAY_HEIGHT - NOISE => 0.5,
            Self::Gb55031 if sill < NOISE && height >= FULL_HEIGHT - NOISE => 1.0,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_of_both_standards() {
        let (old, new) = (Standard::Gbt50353, Standard::Gb55031);
        assert_eq!((old.storey(100.0, Some(2.2), None), new.storey(100.0, Some(2.2), None)), (100.0, 100.0));
        assert_eq!((old.storey(100.0, Some(2.19), None), new.storey(100.0, Some(2.19), None)), (50.0, 0.0));
        let balconies = Balconies { all: 10.0, closed: 6.0, inside: 4.0 };
        assert_eq!((old.balconies(balconies), new.balconies(balconies)), (7.0, 8.0));
        assert_eq!(
            (old.bay(0.4, 2.1), old.bay(0.45, 2.1), old.bay(0.4, 2.0), new.bay(0.4, 2.3), new.bay(0.0, 2.2)),
            (0.5, 0.0, 0.0, 0.0, 1.0)
        );
    }

    #[test]
    fn slopes_count_by_parts() {
        let slopes = Heights { all: 100.0, below_210: 40.0, below_120: 20.0, top_from_220: 62.0 };
        assert!((Standard::Gbt50353.storey(100.0, Some(0.7), Some(slopes)) - 70.0).abs() < 1e-9);
        assert!((Standard::Gb55031.storey(90.0, Some(0.7), Some(slopes)) - 55.8).abs() < 1e-9);
    }
}
