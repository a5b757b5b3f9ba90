//! Values and their units; everything is SI by the time it gets here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The unit of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Length in metres.
    #[serde(rename = "m")]
    Metre,
    /// Area in square metres.
    #[serde(rename = "m2")]
    SquareMetre,
    /// Volume in cubic metres.
    #[serde(rename = "m3")]
    CubicMetre,
    /// A count.
    #[serde(rename = "1")]
    Count,
    /// A ratio as a fraction; written as `1` like a count, printed in per cent.
    #[serde(rename = "ratio")]
    Ratio,
}

impl Unit {
    /// The unit as JSON documents write it.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Metre => "m",
            Self::SquareMetre => "m2",
            Self::CubicMetre => "m3",
            Self::Count | Self::Ratio => "1",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

/// A value of a quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A number with its SI unit.
    Number(f64, Unit),
    /// Yes or no.
    Bool(bool),
    /// A word of a fixed vocabulary, or a name.
    Text(String),
}

impl Value {
    /// The number, whatever its unit.
    #[must_use]
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number, _) => Some(*number),
            _ => None,
        }
    }

    /// The unit, for numbers.
    #[must_use]
    pub const fn unit(&self) -> Option<Unit> {
        match self {
            Self::Number(_, unit) => Some(*unit),
            _ => None,
        }
    }
}
