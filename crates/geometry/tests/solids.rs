//! Every kind of solid has its closed-form volume and plan in millimetres, metres and feet, turned and moved far away.
#![allow(clippy::unwrap_used)]

use haofang_geometry::lower::Shapes;
use haofang_geometry::plan;
use haofang_ifc::{Model, class};
use proptest::prelude::*;
use std::f64::consts::PI;
use std::sync::Arc;

/// A model with one product whose body is `items` (records #100 and up; #100 is the item), placed and turned.
fn model(unit: &str, records: &str, kind: &str, origin: [f64; 3], turn: f64, more: &str) -> Model {
    let units = match unit {
        "mm" => "#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);",
        "m" => "#3=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
        _ => {
            "#4=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);\n#5=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\n\
             #6=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.3048),#5);\n#3=IFCCONVERSIONBASEDUNIT(#4,.LENGTHUNIT.,'FOOT',#6);"
        }
    };
    let text = format!(
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n\
         #1=IFCPROJECT('0YvctVUKr0kugbFTf53O9L',$,'小区',$,$,$,$,$,#2);\n#2=IFCUNITASSIGNMENT((#3));\n{units}\n\
         #10=IFCCARTESIANPOINT(({:?},{:?},{:?}));\n#11=IFCDIRECTION((0.,0.,1.));\n#12=IFCDIRECTION(({:?},{:?},0.));\n\
         #13=IFCAXIS2PLACEMENT3D(#10,#11,#12);\n#14=IFCLOCALPLACEMENT($,#13);\n\
         #20=IFCSHAPEREPRESENTATION($,'Body','{kind}',(#100));\n#21=IFCPRODUCTDEFINITIONSHAPE($,$,(#20));\n\
         #22=IFCWALL('1YvctVUKr0kugbFTf53O9L',$,'外墙',$,$,#14,#21,$,$);\n#30=IFCCARTESIANPOINT((0.,0.,0.));\n{records}\n{more}\nENDSEC;\nEND-ISO-10303-21;\n",
        origin[0],
        origin[1],
        origin[2],
        turn.cos(),
        turn.sin()
    );
    Model::index(Arc::new(text.into_bytes())).unwrap()
}

fn factor(unit: &str) -> f64 {
    match unit {
        "mm" => 0.001,
        "m" => 1.0,
        _ => 0.3048,
    }
}

/// Volume and plan area of the one product, in the file's units.
fn measured(m: &Model, unit: &str) -> (f64, f64) {
    let shapes = Shapes::new(m).unwrap();
    let shape = shapes.shape(m.all(class::IFC_WALL).next().unwrap()).unwrap();
    assert!(shape.omitted().is_empty(), "{:?}", shape.omitted());
    let f = factor(unit);
    (shape.volume().unwrap() / f.powi(3), shape.plan_area() / (f * f))
}

fn near(found: f64, truth: f64, share: f64) {
    assert!((found - truth).abs() <= share * truth.abs().max(1e-9), "{found} instead of {truth}");
}

fn units() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("mm"), Just("m"), Just("ft")]
}

/// A size that is some metres long in the unit.
fn size(unit: &str, metres: f64) -> f64 {
    metres / factor(unit)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn extruded_rectangles(unit in units(), a in 0.2..8.0f64, b in 0.1..5.0f64, h in 0.1..4.0f64, turn in 0.0..6.2f64, far in prop_oneof![Just(0.0), Just(4.0e7)]) {
        let (a, b, h, o) = (size(unit, a), size(unit, b), size(unit, h), size(unit, far));
        let r = format!("#100=IFCEXTRUDEDAREASOLID(#101,$,#11,{h:?});\n#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,{a:?},{b:?});");
        let (v, p) = measured(&model(unit, &r, "SweptSolid", [o, -o, 0.0], turn, ""), unit);
        near(v, a * b * h, if far > 0.0 { 1e-6 } else { 1e-12 });
        near(p, a * b, if far > 0.0 { 1e-6 } else { 1e-12 });
    }

    #[test]
    fn round_profiles_are_exact_though_chords_stand_for_them(unit in units(), r in 0.05..3.0f64, h in 0.1..4.0f64, turn in 0.0..6.2f64) {
        let (r, h) = (size(unit, r), size(unit, h));
        let text = format!("#100=IFCEXTRUDEDAREASOLID(#101,$,#11,{h:?});\n#101=IFCCIRCLEPROFILEDEF(.AREA.,$,$,{r:?});");
        let (v, p) = measured(&model(unit, &text, "SweptSolid", [0.0; 3], turn, ""), unit);
        near(v, PI * r * r * h, 1e-9);
        near(p, PI * r * r, 1e-9);
    }

    #[test]
    fn bodies_of_revolution(unit in units(), inner in 0.2..2.0f64, w in 0.1..1.0f64, h in 0.1..1.0f64, turn in 0.0..6.2f64) {
        let (i, w, h) = (size(unit, inner), size(unit, w), size(unit, h));
        let x = i + w / 2.0;
        let text = format!(
            "#100=IFCREVOLVEDAREASOLID(#101,$,#103,{:?});\n#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,#102,{w:?},{h:?});\n#102=IFCAXIS2PLACEMENT2D(#104,$);\n\
             #104=IFCCARTESIANPOINT(({x:?},0.));\n#103=IFCAXIS1PLACEMENT(#30,#105);\n#105=IFCDIRECTION((0.,1.,0.));", 2.0 * PI);
        let (v, _) = measured(&model(unit, &text, "SweptSolid", [0.0; 3], turn, ""), unit);
        // Pappus; the facets stay within the arc deviation of 0.2 mm.
        near(v, 2.0 * PI * x * w * h, 0.012);
    }

    #[test]
    fn windows_take_their_volume(unit in units(), l in 3.0..8.0f64, t in 0.1..0.4f64, w in 0.5..2.0f64, turn in 0.0..6.2f64, far in prop_oneof![Just(0.0), Just(4.0e7)]) {
        let (l, t, w, h, o) = (size(unit, l), size(unit, t), size(unit, w), size(unit, 3.0), size(unit, far));
        let (sill, high) = (h * 0.3, h * 0.5);
        let text = format!("#100=IFCEXTRUDEDAREASOLID(#101,$,#11,{h:?});\n#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,{l:?},{t:?});");
        // The opening's profile stands upright and is pushed through the wall.
        let more = format!(
            "#200=IFCRELVOIDSELEMENT('2YvctVUKr0kugbFTf53O9L',$,$,$,#22,#201);\n#201=IFCOPENINGELEMENT('3YvctVUKr0kugbFTf53O9L',$,'窗洞',$,$,#202,#203,$,$);\n\
             #202=IFCLOCALPLACEMENT(#14,#204);\n#204=IFCAXIS2PLACEMENT3D(#205,#206,#207);\n#205=IFCCARTESIANPOINT((0.,{:?},{:?}));\n\
             #206=IFCDIRECTION((0.,1.,0.));\n#207=IFCDIRECTION((1.,0.,0.));\n#203=IFCPRODUCTDEFINITIONSHAPE($,$,(#208));\n\
             #208=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#209));\n#209=IFCEXTRUDEDAREASOLID(#210,$,#11,{:?});\n#210=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,{w:?},{high:?});",
            -t, sill + high / 2.0, 2.0 * t);
        let (v, p) = measured(&model(unit, &text, "SweptSolid", [o, o, 0.0], turn, &more), unit);
        near(v, t * (l * h - w * high), 2e-6);
        near(p, l * t, 2e-6);
    }

    #[test]
    fn roof_cuts_are_exact(unit in units(), l in 2.0..6.0f64, rise in 0.1..1.0f64, turn in 0.0..6.2f64) {
        let (l, t, h) = (size(unit, l), size(unit, 0.24), size(unit, 4.0));
        // Cut by a plane through the middle of the wall at half height, rising along it.
        let text = format!(
            "#100=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#102,#103);\n#102=IFCEXTRUDEDAREASOLID(#101,$,#11,{h:?});\n#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,{l:?},{t:?});\n\
             #103=IFCHALFSPACESOLID(#104,.F.);\n#104=IFCPLANE(#105);\n#105=IFCAXIS2PLACEMENT3D(#106,#107,#108);\n#106=IFCCARTESIANPOINT((0.,0.,{:?}));\n\
             #107=IFCDIRECTION(({:?},0.,1.));\n#108=IFCDIRECTION((0.,1.,0.));", h / 2.0, -rise * 0.5);
        let m = model(unit, &text, "Clipping", [0.0; 3], turn, "");
        let (v, p) = measured(&m, unit);
        near(v, l * t * h / 2.0, 1e-9);
        near(p, l * t, 1e-7);
        let shape = Shapes::new(&m).unwrap().shape(m.all(class::IFC_WALL).next().unwrap()).unwrap();
        near(shape.extent().size()[2], (h / 2.0 + l / 2.0 * rise * 0.5) * factor(unit), 1e-9);
        near(plan::area(&shape.section(0.1 * h * factor(unit))) / factor(unit).powi(2), l * t, 1e-7);
    }
}

#[test]
fn primitives_and_bars() {
    let cases = [
        ("#100=IFCBLOCK(#13,2.,3.,4.);", 24.0, 0.0),
        ("#100=IFCRECTANGULARPYRAMID(#13,2.,3.,4.);", 8.0, 0.0),
        ("#100=IFCRIGHTCIRCULARCYLINDER(#13,4.,1.);", 4.0 * PI, 0.0),
        ("#100=IFCRIGHTCIRCULARCONE(#13,3.,1.);", PI, 0.002),
        ("#100=IFCSPHERE(#13,1.);", 4.0 / 3.0 * PI, 0.002),
        ("#100=IFCSWEPTDISKSOLID(#101,0.1,$,$,$);\n#101=IFCPOLYLINE((#30,#102));\n#102=IFCCARTESIANPOINT((3.,4.,0.));", 0.05 * PI, 0.0),
        (
            "#100=IFCSWEPTDISKSOLID(#101,0.1,0.05,$,$);\n#101=IFCPOLYLINE((#30,#102,#103));\n#102=IFCCARTESIANPOINT((3.,0.,0.));\n#103=IFCCARTESIANPOINT((3.,4.,0.));",
            7.0 * PI * (0.01 - 0.0025),
            0.013,
        ),
    ];
    for (text, truth, share) in cases {
        let (v, _) = measured(&model("m", text, "CSG", [1.0, 2.0, 3.0], 0.4, ""), "m");
        near(v, truth, if share > 0.0 { share } else { 1e-9 });
    }
}

#[test]
fn mapped_items_scale_and_mirror() {
    let text = "#100=IFCMAPPEDITEM(#101,#102);\n#101=IFCREPRESENTATIONMAP(#103,#104);\n#103=IFCAXIS2PLACEMENT3D(#30,$,$);\n\
                #104=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#105));\n#105=IFCEXTRUDEDAREASOLID(#106,$,#11,2.);\n\
                #106=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#107);\n#107=IFCPOLYLINE((#30,#108,#109,#30));\n#108=IFCCARTESIANPOINT((3.,0.));\n#109=IFCCARTESIANPOINT((0.,4.));\n\
                #102=IFCCARTESIANTRANSFORMATIONOPERATOR3DNONUNIFORM(#110,$,#30,2.,#11,3.,0.5);\n#110=IFCDIRECTION((-1.,0.,0.));";
    let m = model("m", text, "MappedRepresentation", [0.0; 3], 0.0, "");
    let (v, p) = measured(&m, "m");
    near(v, 12.0 * 2.0 * 3.0 * 0.5, 1e-12);
    near(p, 36.0, 1e-12);
}

/// A block of 3 m by 2 m, 4 m high, a notch of 1 m cut out of its corner at (3, 2), mapped by an operator with these attributes.
fn mapped(operator: &str) -> Result<([f64; 3], [f64; 3], f64, f64), String> {
    let text = format!(
        "#100=IFCMAPPEDITEM(#101,#102);\n#101=IFCREPRESENTATIONMAP(#103,#104);\n#103=IFCAXIS2PLACEMENT3D(#30,$,$);\n\
         #104=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#105));\n#105=IFCEXTRUDEDAREASOLID(#106,$,#11,4.);\n\
         #106=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#107);\n#107=IFCPOLYLINE((#30,#50,#51,#52,#53,#54,#30));\n\
         #50=IFCCARTESIANPOINT((3.,0.));\n#51=IFCCARTESIANPOINT((3.,1.));\n#52=IFCCARTESIANPOINT((2.,1.));\n\
         #53=IFCCARTESIANPOINT((2.,2.));\n#54=IFCCARTESIANPOINT((0.,2.));\n#60=IFCDIRECTION((1.,0.,0.));\n#61=IFCDIRECTION((-1.,0.,0.));\n\
         #62=IFCDIRECTION((0.,1.,0.));\n#63=IFCDIRECTION((0.,-1.,0.));\n#64=IFCDIRECTION((0.,0.,1.));\n#65=IFCDIRECTION((0.,0.,0.));\n\
         #70=IFCCARTESIANPOINT((10.,20.,30.));\n#102={operator};"
    );
    let m = model("m", &text, "MappedRepresentation", [0.0; 3], 0.0, "");
    let shapes = Shapes::new(&m).unwrap();
    let shape = shapes.shape(m.all(class::IFC_WALL).next().unwrap()).map_err(|u| u.to_string())?;
    if let Some(lost) = shape.omitted().first() {
        return Err(lost.to_string());
    }
    let extent = shape.extent();
    Ok((extent.min, extent.max, shape.volume().unwrap(), shape.plan_area()))
}

#[test]
fn operators_mirror_as_the_schema_has_it_and_never_turn_things_over() {
    let near = |found: [f64; 3], want: [f64; 3]| found.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-9);
    let op = |axes: &str, scales: &str| mapped(&format!("IFCCARTESIANTRANSFORMATIONOPERATOR3D{axes}{scales})"));
    for (operator, low, high) in [
        (op("($,$,#70,1.,$", ""), [10.0, 20.0, 30.0], [13.0, 22.0, 34.0]),
        (op("(#60,#62,#70,1.,#64", ""), [10.0, 20.0, 30.0], [13.0, 22.0, 34.0]),
        // mirrored along x and along y, with the third axis and without: the floor stays below
        (op("(#61,#62,#70,1.,#64", ""), [7.0, 20.0, 30.0], [10.0, 22.0, 34.0]),
        (op("(#61,#62,#70,1.,$", ""), [7.0, 20.0, 30.0], [10.0, 22.0, 34.0]),
        (op("(#60,#63,#70,1.,#64", ""), [10.0, 18.0, 30.0], [13.0, 20.0, 34.0]),
        (op("(#60,#63,#70,$,$", ""), [10.0, 18.0, 30.0], [13.0, 20.0, 34.0]),
        (op("($,#63,#70,1.,$", ""), [10.0, 18.0, 30.0], [13.0, 20.0, 34.0]),
        (op("NONUNIFORM(#61,#62,#70,2.,$", ",3.,0.5"), [4.0, 20.0, 30.0], [10.0, 26.0, 32.0]),
        // the two plane axes may span an upright plane
        (op("(#60,#64,#70,1.,$", ""), [10.0, 16.0, 30.0], [13.0, 20.0, 32.0]),
    ] {
        let (min, max, volume, _) = operator.unwrap();
        assert!(near(min, low) && near(max, high), "{min:?} {max:?}, {low:?} {high:?}");
        let share = (high[0] - low[0]) * (high[1] - low[1]) * (high[2] - low[2]);
        assert!((volume - share * 5.0 / 6.0).abs() < 1e-9, "{volume}");
    }
    for (operator, attribute) in [
        (op("($,$,#70,-1.,$", ""), "Scale"),
        (op("($,$,#70,0.,$", ""), "Scale"),
        (op("NONUNIFORM($,$,#70,1.,$", ",-1.,1."), "Scale2"),
        (op("NONUNIFORM($,$,#70,1.,$", ",1.,-1."), "Scale3"),
        (op("(#64,$,#70,1.,#64", ""), "Axis1"),
        (op("(#60,#61,#70,1.,#64", ""), "Axis2"),
        (op("(#60,#62,#70,1.,#65", ""), "Axis3"),
    ] {
        let why = operator.unwrap_err();
        assert!(why.contains(&format!("attribute {attribute} is missing or wrong")), "{attribute}: {why}");
    }
}

#[test]
fn a_placement_that_does_not_say_how_it_is_turned_is_refused() {
    let block =
        "#100=IFCEXTRUDEDAREASOLID(#101,#102,#11,3.);\n#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,6.,0.2);\n#40=IFCDIRECTION((0.,0.,0.));\n";
    let made = |frame: &str| {
        let m = model("m", &format!("{block}#102=IFCAXIS2PLACEMENT3D(#30,{frame});"), "SweptSolid", [0.0; 3], 0.0, "");
        let shapes = Shapes::new(&m).unwrap();
        shapes.shape(m.all(class::IFC_WALL).next().unwrap()).map(|s| s.extent().max).map_err(|u| u.to_string())
    };
    let upright = made("$,$").unwrap();
    assert_eq!(made("#11,$").unwrap(), upright);
    for (frame, attribute) in [("#11,#11", "RefDirection"), ("$,#11", "RefDirection"), ("#40,$", "Axis"), ("#11,#40", "RefDirection")] {
        let why = made(frame).unwrap_err();
        assert!(why.contains(&format!("attribute {attribute} ")), "{frame}: {why}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever an operator does to a body, it does to its corners: turned, scaled, mirrored or not.
    #[test]
    fn a_mapped_body_is_the_image_of_its_corners(
        turn in 0.0..std::f64::consts::TAU,
        mirrored: bool,
        scales in [0.1..5.0_f64, 0.1..5.0, 0.1..5.0],
        third in proptest::option::of(Just(())),
    ) {
        let (c, s) = (turn.cos(), turn.sin());
        let side = if mirrored { -1.0 } else { 1.0 };
        let z = if third.is_some() { "#64" } else { "$" };
        let operator = format!(
            "IFCCARTESIANTRANSFORMATIONOPERATOR3DNONUNIFORM(#80,#81,#70,{:?},{z},{:?},{:?});\n#80=IFCDIRECTION(({c:?},{s:?},0.));\n#81=IFCDIRECTION(({:?},{:?},0.))",
            scales[0], scales[1], scales[2], -s * side, c * side
        );
        let (min, max, volume, plan) = mapped(&operator).unwrap();
        let image = |x: f64, y: f64| [
            10.0 + x * scales[0] * c - y * scales[1] * s * side,
            20.0 + x * scales[0] * s + y * scales[1] * c * side,
        ];
        let corners = [[0.0, 0.0], [3.0, 0.0], [3.0, 1.0], [2.0, 1.0], [2.0, 2.0], [0.0, 2.0]].map(|[x, y]| image(x, y));
        for axis in 0..2 {
            let low = corners.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
            let high = corners.iter().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((min[axis] - low).abs() < 1e-6 && (max[axis] - high).abs() < 1e-6, "{min:?} {max:?} {low} {high}");
        }
        prop_assert!((min[2] - 30.0).abs() < 1e-9 && (max[2] - 30.0 - 4.0 * scales[2]).abs() < 1e-9);
        let area = 5.0 * scales[0] * scales[1];
        prop_assert!((plan - area).abs() < 1e-6 * area && (volume - area * 4.0 * scales[2]).abs() < 1e-6 * volume);
    }
}

#[test]
fn a_model_without_units_is_refused_and_circles_end() {
    let text = "#100=IFCBOOLEANRESULT(.DIFFERENCE.,#100,#100);";
    let m = model("m", text, "CSG", [0.0; 3], 0.0, "");
    let shapes = Shapes::new(&m).unwrap();
    assert!(shapes.shape(m.all(class::IFC_WALL).next().unwrap()).is_err());
    let no_units = Model::index(Arc::new(b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n#1=IFCWALL('1YvctVUKr0kugbFTf53O9L',$,$,$,$,$,$,$,$);\nENDSEC;\nEND-ISO-10303-21;\n".to_vec())).unwrap();
    assert!(Shapes::new(&no_units).is_err());
}

#[test]
fn what_stands_on_a_lost_placement_is_not_measured_at_the_origin() {
    let block = "#100=IFCEXTRUDEDAREASOLID(#101,$,#11,3.);\n#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,6.,0.2);";
    let reason = |from: &str, to: &str| {
        let text = format!("{block}\n#102=IFCAXIS2PLACEMENT2D(#30,$);").replace(from, to);
        let m = model("m", &text, "SweptSolid", [5.0, 0.0, 0.0], 0.0, "");
        let shapes = Shapes::new(&m).unwrap();
        shapes.shape(m.all(class::IFC_WALL).next().unwrap()).map(|s| s.extent().min[0]).map_err(|u| u.to_string())
    };
    assert!((reason("#101,$", "#101,$").unwrap() - 2.0).abs() < 1e-9);
    // `$` is an absence; a reference to nothing is a loss.
    assert!(reason("#101,$", "#101,#999").unwrap_err().contains("Position"));
    assert!(reason(".AREA.,$,$", ".AREA.,$,#999").unwrap_err().contains("Position"));
}
