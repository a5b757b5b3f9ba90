//! A known value with how it was obtained, and the reasons why a value is not known.

use serde::{Deserialize, Serialize};

use crate::{GlobalId, Text, Unit, Value, compare};

/// How a value was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Read from a property or quantity that the author wrote.
    Authored,
    /// Measured on the model's geometry.
    Measured,
    /// Given by the caller: parameters, documents.
    Declared,
    /// Computed by a formula over other facts.
    Derived,
}

impl Provenance {
    /// The word of the JSON, which is the English one.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Authored => "authored",
            Self::Measured => "measured",
            Self::Declared => "declared",
            Self::Derived => "derived",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn title_zh(self) -> &'static str {
        match self {
            Self::Authored => "属性",
            Self::Measured => "量取",
            Self::Declared => "申报",
            Self::Derived => "计算",
        }
    }
}

/// Another reading of the same quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Witness {
    /// What it says, in SI units.
    pub value: Value,
    /// How it was obtained.
    pub provenance: Provenance,
    /// Where it was read, such as `Qto_BuildingStoreyBaseQuantities.GrossHeight`.
    pub source: Text,
}

/// A known value of a quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The value that is judged.
    pub value: Value,
    /// How it was obtained.
    pub provenance: Provenance,
    /// The method or formula in one sentence, with numbers filled in where that helps.
    pub method: Text,
    /// Accuracy of the value in its own unit, where it was measured.
    pub tolerance: Option<f64>,
    /// True when the value comes from a curved shape that was cut into facets.
    pub tessellated: bool,
    /// The elements it was read from or measured on.
    pub elements: Vec<GlobalId>,
    /// The other readings of the same quantity.
    pub witnesses: Vec<Witness>,
}

impl Fact {
    fn new(value: Value, provenance: Provenance, method: impl Into<Text>) -> Self {
        Self { value, provenance, method: method.into(), tolerance: None, tessellated: false, elements: Vec::new(), witnesses: Vec::new() }
    }

    /// A number measured on geometry, with its accuracy.
    #[must_use]
    pub fn measured(number: f64, unit: Unit, tolerance: f64, method: impl Into<Text>) -> Self {
        Self { tolerance: Some(tolerance), ..Self::new(Value::Number(number, unit), Provenance::Measured, method) }
    }

    /// A number that the author wrote.
    #[must_use]
    pub fn authored(number: f64, unit: Unit, source: impl Into<Text>) -> Self {
        Self::new(Value::Number(number, unit), Provenance::Authored, source)
    }

    /// A number given by the caller.
    #[must_use]
    pub fn declared(number: f64, unit: Unit, source: impl Into<Text>) -> Self {
        Self::new(Value::Number(number, unit), Provenance::Declared, source)
    }

    /// A number computed from other facts.
    #[must_use]
    pub fn derived(number: f64, unit: Unit, formula: impl Into<Text>) -> Self {
        Self::new(Value::Number(number, unit), Provenance::Derived, formula)
    }

    /// A claim, with how it was obtained.
    #[must_use]
    pub fn claim(claim: bool, provenance: Provenance, method: impl Into<Text>) -> Self {
        Self::new(Value::Bool(claim), provenance, method)
    }

    /// A word, with how it was obtained.
    #[must_use]
    pub fn text(text: impl Into<String>, provenance: Provenance, method: impl Into<Text>) -> Self {
        Self::new(Value::Text(text.into()), provenance, method)
    }

    /// With the elements that it was read from.
    #[must_use]
    pub fn of(mut self, elements: impl IntoIterator<Item = GlobalId>) -> Self {
        if self.elements.is_empty() {
            self.elements = elements.into_iter().collect();
        } else {
            self.elements.extend(elements);
        }
        self
    }

    /// With one more reading of the same quantity.
    #[must_use]
    pub fn witness(mut self, value: Value, provenance: Provenance, source: impl Into<Text>) -> Self {
        self.witnesses.push(Witness { value, provenance, source: source.into() });
        self
    }

    /// Marked as coming from a curved shape cut into facets.
    #[must_use]
    pub const fn tessellated(mut self, tessellated: bool) -> Self {
        self.tessellated = tessellated;
        self
    }

    /// The witnesses that contradict the value: lengths by more than 10 mm, areas, volumes and ratios by more than 1 %,
    /// counts, claims and words at all (CLAUSES §0).
    pub fn conflicts(&self) -> impl Iterator<Item = &Witness> {
        self.witnesses.iter().filter(|witness| compare::conflict(&self.value, &witness.value))
    }
}

/// Why a value is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GapKind {
    /// The model has nothing of the kind.
    NotModelled,
    /// The caller did not give it.
    NotDeclared,
    /// The things are there, their shapes are not.
    NoGeometry,
    /// A shape of a kind that is not supported.
    Unsupported,
    /// Several answers are possible and nothing decides.
    Ambiguous,
    /// The unit of the value is missing or contradictory.
    UnitUnknown,
    /// Some of the things it depends on are not known.
    Incomplete,
    /// The record that holds it cannot be read.
    Unreadable,
}

/// A value that was wanted and is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The kind of reason.
    pub kind: GapKind,
    /// The reason in one sentence: what is missing, where, and what to model or declare.
    pub detail: Text,
}

impl Gap {
    /// A gap with its reason.
    #[must_use]
    pub fn new(kind: GapKind, detail: impl Into<Text>) -> Self {
        Self { kind, detail: detail.into() }
    }
}
