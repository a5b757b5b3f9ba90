//! Header, owner, units and representation contexts.

use super::step::{Arg, Ref, Step, typed};
use crate::plane::Stand;
use crate::style::{Encoding, Schema, Style, Unit};

/// The instances that everything else refers to.
pub(super) struct Setup {
    pub(super) owner: Ref,
    pub(super) units: Ref,
    pub(super) model: Ref,
    pub(super) body: Ref,
    pub(super) axis: Ref,
    pub(super) footprint: Ref,
}

/// The bytes before the first instance.
pub(super) fn header(style: &Style, file: &str) -> Vec<u8> {
    let schema = match style.schema {
        Schema::Ifc2x3 => "IFC2X3",
        Schema::Ifc4 => "IFC4",
        Schema::Ifc4x3 => "IFC4X3_ADD2",
    };
    let mut out = b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');\nFILE_NAME(".to_vec();
    super::text::quoted(&mut out, file, if style.encoding == Encoding::Utf8 { Encoding::Escapes } else { style.encoding });
    out.extend_from_slice(
        format!(",'2024-06-01T09:00:00',(''),(''),'haofang testkit','haofang testkit','');\nFILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n")
            .as_bytes(),
    );
    out
}

pub(super) fn setup(step: &mut Step) -> Setup {
    let person = step.put("IFCPERSON", &[Arg::Null, "设计人".into(), Arg::Null, Arg::Null, Arg::Null, Arg::Null, Arg::Null, Arg::Null]);
    let office = step.put("IFCORGANIZATION", &[Arg::Null, "某建筑设计院".into(), Arg::Null, Arg::Null, Arg::Null]);
    let both = step.put("IFCPERSONANDORGANIZATION", &[person.into(), office.into(), Arg::Null]);
    let tool = step.put("IFCAPPLICATION", &[office.into(), "1".into(), "haofang testkit".into(), "testkit".into()]);
    let owner = step.put(
        "IFCOWNERHISTORY",
        &[both.into(), tool.into(), Arg::Null, Arg::Enum("ADDED"), Arg::Null, Arg::Null, Arg::Null, Arg::Int(1_717_203_600)],
    );
    let units = units(step);
    let origin = super::shape::axes(step, &Stand::default());
    let small = Arg::Real(1.0 / 100_000.0);
    let model = step.put("IFCGEOMETRICREPRESENTATIONCONTEXT", &[Arg::Null, "Model".into(), Arg::Int(3), small, origin.into(), Arg::Null]);
    let mut sub = |name: &str, view: &'static str| {
        let d = || Arg::Derived;
        step.put(
            "IFCGEOMETRICREPRESENTATIONSUBCONTEXT",
            &[name.into(), "Model".into(), d(), d(), d(), d(), model.into(), Arg::Null, Arg::Enum(view), Arg::Null],
        )
    };
    let (body, axis, footprint) = (sub("Body", "MODEL_VIEW"), sub("Axis", "GRAPH_VIEW"), sub("FootPrint", "PLAN_VIEW"));
    Setup { owner, units, model, body, axis, footprint }
}

fn units(step: &mut Step) -> Ref {
    let style = step.style;
    let si = |step: &mut Step, kind: &'static str, prefix: Arg, name: &'static str| {
        step.put("IFCSIUNIT", &[Arg::Derived, Arg::Enum(kind), prefix, Arg::Enum(name)])
    };
    let metre_prefix = if style.unit == Unit::Millimetre { Arg::Enum("MILLI") } else { Arg::Null };
    let mut all = vec![
        si(step, "LENGTHUNIT", metre_prefix, "METRE"),
        si(step, "AREAUNIT", Arg::Null, "SQUARE_METRE"),
        si(step, "VOLUMEUNIT", Arg::Null, "CUBIC_METRE"),
        si(step, "PLANEANGLEUNIT", Arg::Null, "RADIAN"),
    ];
    let factor = style.unit.metres();
    let names = match style.unit {
        Unit::Inch => Some(["INCH", "SQUARE INCH", "CUBIC INCH"]),
        Unit::Foot => Some(["FOOT", "SQUARE FOOT", "CUBIC FOOT"]),
        Unit::Millimetre | Unit::Metre => None,
    };
    let kinds = [("LENGTHUNIT", "IFCLENGTHMEASURE"), ("AREAUNIT", "IFCAREAMEASURE"), ("VOLUMEUNIT", "IFCVOLUMEMEASURE")];
    for (power, (kind, measure)) in kinds.into_iter().enumerate() {
        if let Some(names) = names {
            all[power] = converted(step, all[power], kind, names[power], measure, factor.powi(power as i32 + 1), power as i64 + 1);
        }
    }
    if style.degrees {
        all[3] = converted(step, all[3], "PLANEANGLEUNIT", "DEGREE", "IFCPLANEANGLEMEASURE", std::f64::consts::PI / 180.0, 0);
    }
    step.put("IFCUNITASSIGNMENT", &[all.into()])
}

fn converted(step: &mut Step, si: Ref, kind: &'static str, name: &str, measure: &'static str, factor: f64, power: i64) -> Ref {
    let mut exponents = vec![Arg::Int(power)];
    exponents.extend((0..6).map(|_| Arg::Int(0)));
    let exponents = step.put("IFCDIMENSIONALEXPONENTS", &exponents);
    let text = format!("{factor}");
    let factor = step.put("IFCMEASUREWITHUNIT", &[typed(measure, Arg::Exact(text)), si.into()]);
    step.put("IFCCONVERSIONBASEDUNIT", &[exponents.into(), Arg::Enum(kind), name.into(), factor.into()])
}
