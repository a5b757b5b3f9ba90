//! Units of the project, and nothing that guesses them.
//!
//! Only the assignment of the `IfcProject` counts. A unit that is missing or contradictory is a [`UnitProblem`]; it never
//! becomes metres. Beyond this module and the lowering of geometry every number is SI.

use std::f64::consts::PI;

use crate::entity::Entity;
use crate::model::Model;
use crate::step::Value;
use crate::{class, schema};

/// Why values of a kind cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitProblem {
    /// No `IfcProject`, or one without units.
    #[error("the project assigns no units; set project units in the authoring tool and export again")]
    NoAssignment,
    /// The project does not assign a unit of this kind.
    #[error("the project assigns no {0}; set it in the authoring tool and export again")]
    Missing(&'static str),
    /// Two units of this kind that differ.
    #[error("the project assigns {kind} twice: {first} and {second}, expected one")]
    Contradictory {
        /// `LENGTHUNIT` and so on.
        kind: &'static str,
        /// The first.
        first: String,
        /// The second.
        second: String,
    },
    /// A unit whose name says one thing and whose factor another.
    #[error("{kind} is called {name} but its factor is {factor} (SI), expected {expected}")]
    WrongFactor {
        /// `LENGTHUNIT` and so on.
        kind: &'static str,
        /// As written.
        name: String,
        /// As written, in SI.
        factor: String,
        /// What the name means.
        expected: String,
    },
    /// A unit that has no factor to SI, or cannot be read.
    #[error("{kind} {found} cannot be converted to SI")]
    Unreadable {
        /// `LENGTHUNIT` and so on.
        kind: &'static str,
        /// What stands there.
        found: String,
    },
}

/// A unit as assigned: factor to SI and a name to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// SI units in one of these: 0.001 for a millimetre. Kilograms for mass, seconds for time, radians for angles, kelvin for temperature.
    pub factor: f64,
    /// E.g. `MILLIMETRE`, `FOOT`, `SQUARE_METRE`.
    pub name: String,
}

/// The units of a project by what they measure.
#[derive(Clone, Debug)]
pub struct Units {
    /// Metres in one length unit.
    pub length: Result<f64, UnitProblem>,
    /// Square metres in one area unit, as assigned; never made up from the length unit.
    pub area: Result<f64, UnitProblem>,
    /// Cubic metres in one volume unit, as assigned; never made up from the length unit.
    pub volume: Result<f64, UnitProblem>,
    /// Radians in one plane angle unit.
    pub plane_angle: Result<f64, UnitProblem>,
    assigned: Vec<(&'static str, Result<Unit, UnitProblem>)>,
    has_assignment: bool,
    other_assignments: usize,
}

impl Units {
    /// Reads the assignment of the first project.
    pub fn read(model: &Model) -> Units {
        let project = model.all(class::IFC_PROJECT).next();
        let assignment = project.and_then(|p| p.entity_named("UnitsInContext"));
        let mut assigned: Vec<(&'static str, Result<Unit, UnitProblem>)> = Vec::new();
        for unit in assignment.iter().flat_map(|a| a.entities_at(0)) {
            let Some(kind) = kind_of(unit) else { continue };
            let found = convert(unit, kind, 0);
            match assigned.iter_mut().find(|(k, _)| *k == kind) {
                None => assigned.push((kind, found)),
                Some((_, first)) => {
                    if let (Ok(one), Ok(two)) = (&*first, &found)
                        && !same(one.factor, two.factor)
                    {
                        *first = Err(UnitProblem::Contradictory { kind, first: one.name.clone(), second: two.name.clone() });
                    }
                }
            }
        }
        let mut units = Units {
            length: Err(UnitProblem::NoAssignment),
            area: Err(UnitProblem::NoAssignment),
            volume: Err(UnitProblem::NoAssignment),
            plane_angle: Err(UnitProblem::NoAssignment),
            assigned,
            has_assignment: assignment.is_some(),
            other_assignments: model.all(class::IFC_UNIT_ASSIGNMENT).count().saturating_sub(usize::from(assignment.is_some())),
        };
        units.length = units.factor("LENGTHUNIT");
        units.area = units.factor("AREAUNIT");
        units.volume = units.factor("VOLUMEUNIT");
        units.plane_angle = units.factor("PLANEANGLEUNIT");
        units
    }

    /// The unit assigned for a kind such as `LENGTHUNIT` or `MASSUNIT`.
    pub fn of(&self, kind: &'static str) -> Result<&Unit, UnitProblem> {
        match self.assigned.iter().find(|(k, _)| *k == kind) {
            Some((_, Ok(unit))) => Ok(unit),
            Some((_, Err(problem))) => Err(problem.clone()),
            None if self.has_assignment => Err(UnitProblem::Missing(kind)),
            None => Err(UnitProblem::NoAssignment),
        }
    }

    /// SI units in one unit of a kind.
    pub fn factor(&self, kind: &'static str) -> Result<f64, UnitProblem> {
        self.of(kind).map(|unit| unit.factor)
    }

    /// All that the project assigns, in file order, money apart.
    pub fn assigned(&self) -> impl Iterator<Item = (&'static str, Result<&Unit, &UnitProblem>)> {
        self.assigned.iter().map(|(kind, unit)| (*kind, unit.as_ref()))
    }

    /// The units in a few words, e.g. `mm · ㎡ · m³ · °`; what is missing is `?`.
    pub fn summary(&self) -> String {
        let sign = |kind: &'static str| match self.of(kind) {
            Ok(unit) => match unit.name.to_ascii_uppercase().as_str() {
                "METRE" => "m".to_owned(),
                "CENTIMETRE" => "cm".to_owned(),
                "MILLIMETRE" => "mm".to_owned(),
                "SQUARE_METRE" => "㎡".to_owned(),
                "CUBIC_METRE" => "m³".to_owned(),
                "RADIAN" => "rad".to_owned(),
                "DEGREE" => "°".to_owned(),
                name => name.to_ascii_lowercase(),
            },
            Err(_) => "?".to_owned(),
        };
        ["LENGTHUNIT", "AREAUNIT", "VOLUMEUNIT", "PLANEANGLEUNIT"].map(sign).join(" · ")
    }

    /// Number of unit assignments that are not the project's, and are ignored.
    pub fn other_assignments(&self) -> usize {
        self.other_assignments
    }

    /// Factor to SI for a value of a defined type such as `IfcLengthMeasure`: 1 when the type has no unit.
    pub fn factor_of_measure(&self, measure: &str) -> Result<f64, UnitProblem> {
        match measure_unit(measure) {
            Some(kind) => self.factor(kind),
            None => Ok(1.0),
        }
    }
}

/// The factor to SI of a single unit instance, as properties may carry one of their own.
pub fn unit(unit: Entity<'_>) -> Result<Unit, UnitProblem> {
    let kind = kind_of(unit).unwrap_or("the unit");
    convert(unit, kind, 0)
}

/// What a unit instance measures, e.g. `LENGTHUNIT`; `None` for money and what is no unit.
fn kind_of(unit: Entity<'_>) -> Option<&'static str> {
    let named = unit.named("UnitType").as_enum()?;
    ["IfcUnitEnum", "IfcDerivedUnitEnum"]
        .iter()
        .filter_map(|name| schema::enumeration(name))
        .find_map(|values| values.iter().find(|value| value.eq_ignore_ascii_case(named)))
        .copied()
}

/// Units refer to units; deeper than this is a circle.
const DEEPEST: usize = 8;

fn convert(unit: Entity<'_>, kind: &'static str, depth: usize) -> Result<Unit, UnitProblem> {
    let unreadable = |found: &str| UnitProblem::Unreadable { kind, found: format!("{} {found}", unit.keyword()).trim_end().to_owned() };
    if depth > DEEPEST {
        return Err(unreadable("that refers to itself"));
    }
    if unit.is_a(class::IFC_SI_UNIT) {
        let name = unit.attr(3).as_enum().ok_or_else(|| unreadable("without a name"))?;
        let prefix = unit.attr(2).as_enum().unwrap_or("");
        let factor = si(prefix, name).ok_or_else(|| unreadable(name))?;
        return Ok(Unit { factor, name: format!("{prefix}{name}") });
    }
    if unit.is_a(class::IFC_CONVERSION_BASED_UNIT) {
        let name = unit.attr(2).as_text().unwrap_or_default().into_owned();
        let measure = unit.entity_at(3).ok_or_else(|| unreadable(&name))?;
        let value = measure.attr(0).as_f64().ok_or_else(|| unreadable(&name))?;
        let base = measure.entity_at(1).ok_or_else(|| unreadable(&name))?;
        let factor = value * convert(base, kind, depth + 1)?.factor;
        if !factor.is_finite() || factor <= 0.0 {
            return Err(unreadable(&name));
        }
        if let Some(expected) = known(&name)
            && (factor / expected - 1.0).abs() > 1.0 / 500.0
        {
            return Err(UnitProblem::WrongFactor { kind, name, factor: factor.to_string(), expected: expected.to_string() });
        }
        return Ok(Unit { factor, name });
    }
    if unit.is_a(class::IFC_DERIVED_UNIT) {
        let (mut factor, mut name) = (1.0, String::new());
        for element in unit.entities_at(0) {
            let exponent = element.attr(1).as_i64().and_then(|e| i32::try_from(e).ok()).ok_or_else(|| unreadable("exponent"))?;
            let base = convert(element.entity_at(0).ok_or_else(|| unreadable("element"))?, kind, depth + 1)?;
            factor *= base.factor.powi(exponent);
            if !name.is_empty() {
                name.push('·');
            }
            name.push_str(&base.name);
            if exponent != 1 {
                name.push_str(&format!("^{exponent}"));
            }
        }
        return if name.is_empty() || !factor.is_finite() { Err(unreadable("without elements")) } else { Ok(Unit { factor, name }) };
    }
    Err(unreadable(""))
}

/// Sizes that no building has, as a sign that the units are wrong: the instance that shows it and what it shows.
pub fn doubts(model: &Model) -> Vec<(Entity<'_>, String)> {
    let Ok(metre) = model.units().length else { return Vec::new() };
    let mut found = Vec::new();
    // Elevations are within one building; half of the gaps decide, so that a mast or a pit does not.
    let mut levels: Vec<(f64, Entity<'_>)> =
        model.all(class::IFC_BUILDING_STOREY).filter_map(|s| Some((s.attr(9).as_f64()? * metre, s))).collect();
    levels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let gaps: Vec<(f64, Entity<'_>)> = levels
        .windows(2)
        .filter_map(|pair| {
            let [(below, storey), (above, _)] = pair else { return None };
            (above > below).then_some((above - below, *storey))
        })
        .collect();
    if let Some((gap, storey)) = median(gaps).filter(|(gap, _)| !(0.1..=50.0).contains(gap)) {
        found.push((storey, format!("storeys {gap} m apart")));
    }
    for (class, what) in [(class::IFC_DOOR, "doors"), (class::IFC_WINDOW, "windows")] {
        let sizes = model.all(class).filter_map(|e| Some((e.attr(8).as_f64()? * metre, e))).filter(|(size, _)| *size > 0.0).collect();
        if let Some((size, entity)) = median(sizes).filter(|(size, _)| !(0.02..=50.0).contains(size)) {
            found.push((entity, format!("{what} {size} m high")));
        }
    }
    found
}

fn median(mut sizes: Vec<(f64, Entity<'_>)>) -> Option<(f64, Entity<'_>)> {
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    sizes.get(sizes.len() / 2).copied()
}

fn same(one: f64, two: f64) -> bool {
    (one / two - 1.0).abs() < 1e4 * f64::EPSILON
}

/// SI factor of a prefixed SI name. A prefix of a square or cubic metre belongs to the metre (ISO 10303-41).
fn si(prefix: &str, name: &str) -> Option<f64> {
    let power = match prefix {
        "" => 0,
        "EXA" => 18,
        "PETA" => 15,
        "TERA" => 12,
        "GIGA" => 9,
        "MEGA" => 6,
        "KILO" => 3,
        "HECTO" => 2,
        "DECA" => 1,
        "DECI" => -1,
        "CENTI" => -2,
        "MILLI" => -3,
        "MICRO" => -6,
        "NANO" => -9,
        "PICO" => -12,
        "FEMTO" => -15,
        "ATTO" => -18,
        _ => return None,
    };
    let (dimension, shift) = match name {
        "SQUARE_METRE" => (2, 0),
        "CUBIC_METRE" => (3, 0),
        "GRAM" => (1, -3),
        "METRE" | "SECOND" | "AMPERE" | "KELVIN" | "MOLE" | "CANDELA" | "RADIAN" | "STERADIAN" | "HERTZ" | "NEWTON" | "PASCAL"
        | "JOULE" | "WATT" | "COULOMB" | "VOLT" | "FARAD" | "OHM" | "SIEMENS" | "WEBER" | "TESLA" | "HENRY" | "DEGREE_CELSIUS"
        | "LUMEN" | "LUX" | "BECQUEREL" | "GRAY" | "SIEVERT" => (1, 0),
        _ => return None,
    };
    Some(ten_to(power * dimension + shift))
}

/// Exactly rounded powers of ten: `powi` with a negative exponent would round twice.
fn ten_to(exponent: i32) -> f64 {
    let power = 10f64.powi(exponent.abs());
    if exponent < 0 { 1.0 / power } else { power }
}

/// What a conversion-based unit of this name must be in SI, where the name is common.
fn known(name: &str) -> Option<f64> {
    const INCH: f64 = 0.0254;
    const FOOT: f64 = 0.3048;
    let name = name.trim().to_ascii_uppercase().replace([' ', '-'], "_");
    Some(match name.as_str() {
        "INCH" | "INCHES" | "IN" => INCH,
        "FOOT" | "FEET" | "FT" => FOOT,
        "YARD" => 3.0 * FOOT,
        "MILE" => 5280.0 * FOOT,
        "SQUARE_INCH" => INCH * INCH,
        "SQUARE_FOOT" => FOOT * FOOT,
        "SQUARE_YARD" => 9.0 * FOOT * FOOT,
        "ACRE" => 43560.0 * FOOT * FOOT,
        "CUBIC_INCH" => INCH * INCH * INCH,
        "CUBIC_FOOT" => FOOT * FOOT * FOOT,
        "CUBIC_YARD" => 27.0 * FOOT * FOOT * FOOT,
        "LITRE" | "LITER" => ten_to(-3),
        "DEGREE" | "DEGREES" => PI / 180.0,
        "GRAD" | "GON" => PI / 200.0,
        "MINUTE" => 60.0,
        "HOUR" => 3600.0,
        "DAY" => 86400.0,
        _ => return None,
    })
}

/// The unit kind in which values of a defined type stand; `None` for types without unit (ratios, counts, text).
pub fn measure_unit(measure: &str) -> Option<&'static str> {
    // Nearly all values are of these; the rest is looked up.
    match measure {
        "IFCLENGTHMEASURE" | "IFCPOSITIVELENGTHMEASURE" | "IFCNONNEGATIVELENGTHMEASURE" => return Some("LENGTHUNIT"),
        "IFCAREAMEASURE" => return Some("AREAUNIT"),
        "IFCVOLUMEMEASURE" => return Some("VOLUMEUNIT"),
        "IFCPLANEANGLEMEASURE" | "IFCPOSITIVEPLANEANGLEMEASURE" => return Some("PLANEANGLEUNIT"),
        "" | "IFCREAL" | "IFCINTEGER" | "IFCLABEL" | "IFCTEXT" | "IFCIDENTIFIER" => return None,
        _ => {}
    }
    let upper = measure.to_ascii_uppercase();
    if upper != measure {
        return measure_unit(&upper);
    }
    match measure {
        "IFCRATIOMEASURE"
        | "IFCPOSITIVERATIOMEASURE"
        | "IFCNORMALISEDRATIOMEASURE"
        | "IFCCOUNTMEASURE"
        | "IFCNUMERICMEASURE"
        | "IFCDESCRIPTIVEMEASURE"
        | "IFCCONTEXTDEPENDENTMEASURE"
        | "IFCPARAMETERVALUE"
        | "IFCMONETARYMEASURE" => None,
        _ => {
            let kind = measure.strip_prefix("IFC")?.strip_suffix("MEASURE")?;
            ["IfcUnitEnum", "IfcDerivedUnitEnum"]
                .iter()
                .filter_map(|name| schema::enumeration(name))
                .find_map(|values| values.iter().find(|value| value.strip_suffix("UNIT") == Some(kind)))
                .copied()
        }
    }
}

/// Whether a value that stands for itself carries a unit: a typed value of a measure.
pub fn unit_of_value(value: Value<'_>) -> Option<&'static str> {
    measure_unit(value.typed()?.0)
}
