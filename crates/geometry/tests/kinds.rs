//! Every kind of profile and solid has its closed-form area and volume in millimetres, metres and feet, level and turned, at the
//! origin and 40 000 km from it.
#![allow(clippy::unwrap_used)]

use haofang_geometry::Extent;
use haofang_geometry::lower::Shapes;
use haofang_ifc::{Entity, Model, class};
use std::f64::consts::{FRAC_PI_2, PI};
use std::sync::Arc;

const UNITS: [(&str, f64); 3] = [("mm", 0.001), ("m", 1.0), ("ft", 0.3048)];

/// `<2.5>` becomes 2.5 metres in the unit.
fn scaled(text: &str, unit: f64) -> String {
    let mut out = String::new();
    for (i, piece) in text.split('<').enumerate() {
        match piece.split_once('>').filter(|_| i > 0) {
            Some((number, rest)) => out += &format!("{:?}{rest}", number.parse::<f64>().unwrap() / unit),
            None => out += piece,
        }
    }
    out
}

/// Volume and plan area, in metres, of a wall whose body is #100, with its placement turned and moved; radians for angles.
fn measured(records: &str, unit: (&str, f64), turn: f64, far: f64) -> (f64, f64) {
    let declared = match unit.0 {
        "mm" => "#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);",
        "m" => "#3=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
        _ => {
            "#4=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);#5=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\
             #6=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.3048),#5);#3=IFCCONVERSIONBASEDUNIT(#4,.LENGTHUNIT.,'FOOT',#6);"
        }
    };
    let text = scaled(
        &format!(
            "ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('IFC4X3_ADD2'));ENDSEC;DATA;\n\
             #1=IFCPROJECT('0YvctVUKr0kugbFTf53O9L',$,'小区',$,$,$,$,$,#2);#2=IFCUNITASSIGNMENT((#3));{declared}\n\
             #10=IFCCARTESIANPOINT((<{far:?}>,<{:?}>,<1.>));#11=IFCDIRECTION((0.,0.,1.));#12=IFCDIRECTION(({:?},{:?},0.));\n\
             #13=IFCAXIS2PLACEMENT3D(#10,#11,#12);#14=IFCLOCALPLACEMENT($,#13);#15=IFCAXIS2PLACEMENT3D(#30,$,$);\n\
             #20=IFCSHAPEREPRESENTATION($,'Body','Brep',(#100));#21=IFCPRODUCTDEFINITIONSHAPE($,$,(#20));\n\
             #22=IFCWALL('1YvctVUKr0kugbFTf53O9L',$,'外墙',$,$,#14,#21,$,$);#30=IFCCARTESIANPOINT((<0.>,<0.>,<0.>));#31=IFCDIRECTION((0.,0.,1.));#32=IFCDIRECTION((1.,0.,0.));\n{records}\nENDSEC;END-ISO-10303-21;\n",
            -far,
            turn.cos(),
            turn.sin()
        ),
        unit.1,
    );
    let m = Model::index(Arc::new(text.into_bytes())).unwrap();
    let shapes = Shapes::new(&m).unwrap();
    let wall = m.all(class::IFC_WALL).next().unwrap();
    let shape = shapes.shape(wall).unwrap_or_else(|e| panic!("{e}: {records}"));
    assert!(shape.omitted().is_empty(), "{:?}", shape.omitted());
    heights_are_those_of_the_body(&shapes, wall, shape.extent(), records);
    (shape.volume().unwrap_or_else(|| panic!("open: {records}")), shape.plan_area())
}

/// What is known of a body's heights before it is made lies within it, and says what a search among all its points says.
fn heights_are_those_of_the_body(shapes: &Shapes<'_>, wall: Entity<'_>, extent: Extent, records: &str) {
    let (known, [low, high]) = (shapes.heights(wall), [extent.min[2], extent.max[2]]);
    assert!(known.low > low - 1e-6 && known.high < high + 1e-6, "{known:?} {low} {high}: {records}");
    for height in [low - 1.0, low + 0.3 * (high - low), high - 0.1 * (high - low), high + 1.0] {
        let (below, above) = (known.low < height, known.high > height);
        assert!(shapes.has_point_below(wall, height) == below || !known.is_all && !below, "{known:?} {height}: {records}");
        assert!(shapes.has_point_above(wall, height) == above || !known.is_all && !above, "{known:?} {height}: {records}");
    }
}

/// In all units, level and turned, near and far.
fn holds(name: &str, records: &str, volume: f64, plan: Option<f64>, share: f64) {
    for unit in UNITS {
        for turn in [0.0, 0.7] {
            for far in [0.0, 4.0e7] {
                let (v, p) = measured(records, unit, turn, far);
                let share = if far > 0.0 { share.max(2e-6) } else { share };
                assert!((v - volume).abs() <= share * volume, "{name} in {unit:?} turned {turn} at {far}: volume {v}, not {volume}");
                if let Some(plan) = plan {
                    assert!((p - plan).abs() <= share.max(1e-7) * plan, "{name} in {unit:?} turned {turn} at {far}: plan {p}, not {plan}");
                }
            }
        }
    }
}

/// Profiles stand 2 m high: their areas are exact, arcs and all.
#[test]
fn profiles() {
    let corner = |r: f64| (1.0 - PI / 4.0) * r * r;
    let cases: &[(&str, &str, f64)] = &[
        ("rectangle", "IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<3.>,<2.>)", 6.0),
        ("rounded rectangle", "IFCROUNDEDRECTANGLEPROFILEDEF(.AREA.,$,$,<3.>,<2.>,<0.25>)", 6.0 - 4.0 * corner(0.25)),
        (
            "rectangle hollow",
            "IFCRECTANGLEHOLLOWPROFILEDEF(.AREA.,$,$,<3.>,<2.>,<0.1>,<0.05>,<0.15>)",
            6.0 - 4.0 * corner(0.15) - (2.8 * 1.8 - 4.0 * corner(0.05)),
        ),
        ("circle", "IFCCIRCLEPROFILEDEF(.AREA.,$,$,<0.5>)", PI * 0.25),
        ("circle hollow", "IFCCIRCLEHOLLOWPROFILEDEF(.AREA.,$,$,<0.5>,<0.1>)", PI * (0.25 - 0.16)),
        ("ellipse", "IFCELLIPSEPROFILEDEF(.AREA.,$,$,<0.6>,<0.4>)", PI * 0.24),
        ("trapezium", "IFCTRAPEZIUMPROFILEDEF(.AREA.,$,$,<2.>,<1.>,<1.>,<0.25>)", 1.5),
        ("I", "IFCISHAPEPROFILEDEF(.AREA.,$,$,<0.3>,<0.5>,<0.02>,<0.03>,$,$,$)", 0.018 + 0.44 * 0.02),
        (
            "I with fillets",
            "IFCISHAPEPROFILEDEF(.AREA.,$,$,<0.3>,<0.5>,<0.02>,<0.03>,<0.02>,$,$)",
            0.018 + 0.44 * 0.02 + 4.0 * corner(0.02),
        ),
        (
            "asymmetric I",
            "IFCASYMMETRICISHAPEPROFILEDEF(.AREA.,$,$,<0.3>,<0.5>,<0.02>,<0.03>,$,<0.2>,<0.02>,$,$,$,$,$)",
            0.009 + 0.004 + 0.45 * 0.02,
        ),
        ("L", "IFCLSHAPEPROFILEDEF(.AREA.,$,$,<0.2>,<0.1>,<0.01>,<0.01>,$,$)", 0.002 + 0.000_9 + corner(0.01)),
        ("T", "IFCTSHAPEPROFILEDEF(.AREA.,$,$,<0.2>,<0.1>,<0.01>,<0.02>,$,$,$,$,$)", 0.002 + 0.001_8),
        ("U", "IFCUSHAPEPROFILEDEF(.AREA.,$,$,<0.2>,<0.1>,<0.01>,<0.02>,$,$,$)", 0.002 + 0.003_6),
        ("C", "IFCCSHAPEPROFILEDEF(.AREA.,$,$,<0.2>,<0.1>,<0.01>,<0.03>,$)", 0.002 + 0.001_8 + 0.000_4),
        ("Z", "IFCZSHAPEPROFILEDEF(.AREA.,$,$,<0.2>,<0.1>,<0.01>,<0.02>,$,$)", 0.002 + 0.003_6),
        (
            "placed",
            "IFCRECTANGLEPROFILEDEF(.AREA.,$,#102,<3.>,<2.>);#102=IFCAXIS2PLACEMENT2D(#103,#104);#103=IFCCARTESIANPOINT((<1.>,<2.>));#104=IFCDIRECTION((1.,2.))",
            6.0,
        ),
        (
            "a polyline",
            "IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#102);#102=IFCPOLYLINE((#103,#104,#105,#103));#103=IFCCARTESIANPOINT((<0.>,<0.>));\
             #104=IFCCARTESIANPOINT((<2.>,<0.>));#105=IFCCARTESIANPOINT((<0.5>,<1.5>))",
            1.5,
        ),
        (
            "an indexed half circle",
            "IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#102);#102=IFCINDEXEDPOLYCURVE(#103,(IFCARCINDEX((1,2,3)),IFCLINEINDEX((3,1))),$);\
             #103=IFCCARTESIANPOINTLIST2D(((<1.>,<0.>),(<0.>,<1.>),(<-1.>,<0.>)),$)",
            FRAC_PI_2,
        ),
        (
            "a composite of a trimmed circle and a line",
            "IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#102);#102=IFCCOMPOSITECURVE((#103,#104),.F.);#103=IFCCOMPOSITECURVESEGMENT(.CONTINUOUS.,.T.,#105);\
             #104=IFCCOMPOSITECURVESEGMENT(.CONTINUOUS.,.T.,#106);#105=IFCTRIMMEDCURVE(#107,(IFCPARAMETERVALUE(0.)),(IFCPARAMETERVALUE(3.14159265358979323)),.T.,.PARAMETER.);\
             #107=IFCCIRCLE(#108,<1.>);#108=IFCAXIS2PLACEMENT2D(#109,$);#109=IFCCARTESIANPOINT((<0.>,<0.>));#106=IFCPOLYLINE((#110,#111));\
             #110=IFCCARTESIANPOINT((<-1.>,<0.>));#111=IFCCARTESIANPOINT((<1.>,<0.>))",
            FRAC_PI_2,
        ),
        (
            "a whole ellipse",
            "IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#102);#102=IFCELLIPSE(#103,<2.>,<1.>);#103=IFCAXIS2PLACEMENT2D(#104,$);#104=IFCCARTESIANPOINT((<3.>,<0.>))",
            2.0 * PI,
        ),
        (
            "with a round void",
            "IFCARBITRARYPROFILEDEFWITHVOIDS(.AREA.,$,#102,(#106));#102=IFCPOLYLINE((#103,#104,#105,#107,#103));#103=IFCCARTESIANPOINT((<0.>,<0.>));\
             #104=IFCCARTESIANPOINT((<2.>,<0.>));#105=IFCCARTESIANPOINT((<2.>,<2.>));#107=IFCCARTESIANPOINT((<0.>,<2.>));\
             #106=IFCCIRCLE(#108,<0.5>);#108=IFCAXIS2PLACEMENT2D(#109,$);#109=IFCCARTESIANPOINT((<1.>,<1.>))",
            4.0 - PI * 0.25,
        ),
        (
            "a thickened centre line",
            "IFCCENTERLINEPROFILEDEF(.AREA.,$,#102,<0.2>);#102=IFCPOLYLINE((#103,#104,#105));#103=IFCCARTESIANPOINT((<0.>,<0.>));\
             #104=IFCCARTESIANPOINT((<2.>,<0.>));#105=IFCCARTESIANPOINT((<2.>,<1.>))",
            0.6,
        ),
        (
            "composed",
            "IFCCOMPOSITEPROFILEDEF(.AREA.,$,(#102,#103),$);#102=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<1.>,<1.>);\
             #103=IFCCIRCLEPROFILEDEF(.AREA.,$,#104,<0.5>);#104=IFCAXIS2PLACEMENT2D(#105,$);#105=IFCCARTESIANPOINT((<3.>,<0.>))",
            1.0 + PI * 0.25,
        ),
        (
            "derived, doubled",
            "IFCDERIVEDPROFILEDEF(.AREA.,$,#102,#103,$);#102=IFCCIRCLEPROFILEDEF(.AREA.,$,$,<0.5>);\
             #103=IFCCARTESIANTRANSFORMATIONOPERATOR2D($,$,#104,2.);#104=IFCCARTESIANPOINT((<1.>,<0.>))",
            PI,
        ),
        ("mirrored", "IFCMIRROREDPROFILEDEF(.AREA.,$,#102,*,$);#102=IFCLSHAPEPROFILEDEF(.AREA.,$,$,<0.2>,<0.1>,<0.01>,$,$,$)", 0.002_9),
    ];
    for (name, profile, area) in cases {
        holds(name, &format!("#100=IFCEXTRUDEDAREASOLID(#101,$,#11,<2.>);#101={profile};"), area * 2.0, Some(*area), 1e-9);
    }
}

#[test]
fn swept_solids() {
    let rectangle = "#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<0.2>,<0.3>);";
    let bend = "#102=IFCPOLYLINE((#30,#103,#104));#103=IFCCARTESIANPOINT((<3.>,<0.>,<0.>));#104=IFCCARTESIANPOINT((<3.>,<2.>,<0.>));";
    let cases: &[(&str, String, f64, Option<f64>, f64)] = &[
        (
            "extruded aslant",
            format!("#100=IFCEXTRUDEDAREASOLID(#101,$,#102,<2.>);{rectangle}#102=IFCDIRECTION((0.,0.6,0.8));"),
            0.06 * 1.6,
            Some(0.2 * 1.5),
            1e-9,
        ),
        (
            "tapered",
            "#100=IFCEXTRUDEDAREASOLIDTAPERED(#101,$,#11,<3.>,#102);#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<2.>,<2.>);#102=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<1.>,<1.>);".into(),
            7.0,
            Some(4.0),
            1e-9,
        ),
        (
            "a quarter turned",
            format!(
                "#100=IFCREVOLVEDAREASOLID(#101,$,#103,{FRAC_PI_2:?});#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,#104,<0.2>,<0.3>);#103=IFCAXIS1PLACEMENT(#30,#105);\
                 #105=IFCDIRECTION((0.,1.,0.));#104=IFCAXIS2PLACEMENT2D(#106,$);#106=IFCCARTESIANPOINT((<1.>,<0.>));"
            ),
            FRAC_PI_2 * 0.06,
            None,
            2e-3,
        ),
        (
            "along a curve on a plane",
            format!("#100=IFCSURFACECURVESWEPTAREASOLID(#101,$,#102,$,$,#105);{rectangle}{bend}#105=IFCPLANE(#15);"),
            0.06 * 5.0,
            Some(0.3 * 5.0),
            1e-9,
        ),
        (
            "along a curve with a fixed reference",
            format!("#100=IFCFIXEDREFERENCESWEPTAREASOLID(#101,$,#102,$,$,#31);{rectangle}{bend}"),
            0.06 * 5.0,
            Some(0.3 * 5.0),
            1e-9,
        ),
        (
            "a pipe with a rounded bend",
            format!("#100=IFCSWEPTDISKSOLIDPOLYGONAL(#102,<0.05>,<0.04>,$,$,<0.5>);{bend}"),
            PI * (0.0025 - 0.0016) * (4.0 + FRAC_PI_2 * 0.5),
            None,
            0.013,
        ),
        (
            "between sections of a spine",
            "#100=IFCSECTIONEDSPINE(#105,(#101,#102),(#15,#103));#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<2.>,<2.>);#102=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<1.>,<1.>);\
             #103=IFCAXIS2PLACEMENT3D(#104,$,$);#104=IFCCARTESIANPOINT((<0.>,<0.>,<3.>));#105=IFCCOMPOSITECURVE((#106),.F.);#106=IFCCOMPOSITECURVESEGMENT(.CONTINUOUS.,.T.,#107);#107=IFCPOLYLINE((#30,#104));"
                .into(),
            7.0,
            Some(4.0),
            1e-9,
        ),
        ("bounding box", "#100=IFCBOUNDINGBOX(#30,<1.>,<2.>,<3.>);".into(), 6.0, Some(2.0), 1e-9),
    ];
    for (name, text, volume, plan, share) in cases {
        holds(name, text, *volume, *plan, *share);
    }
}

/// Straight, arc and clothoid, level or on a grade: the area of a section whose middle is on the line, times the length.
#[test]
fn solids_along_alignments() {
    let lines = [
        ("a straight", "#110=IFCLINE(#30,#111);#111=IFCVECTOR(#32,<1.>);"),
        ("an arc", "#110=IFCCIRCLE(#112,<80.>);#112=IFCAXIS2PLACEMENT2D(#113,$);#113=IFCCARTESIANPOINT((<0.>,<0.>));"),
        ("a clothoid", "#110=IFCCLOTHOID(#112,<90.>);#112=IFCAXIS2PLACEMENT2D(#113,$);#113=IFCCARTESIANPOINT((<0.>,<0.>));"),
        (
            "a cosine bend",
            "#110=IFCCOSINESPIRAL(#112,<-160.>,<160.>);#112=IFCAXIS2PLACEMENT2D(#113,$);#113=IFCCARTESIANPOINT((<0.>,<0.>));",
        ),
    ];
    for (name, parent) in lines {
        for slope in [0.0, 0.05] {
            let (run, rise) = (1.0 / f64::hypot(1.0, slope), slope / f64::hypot(1.0, slope));
            let directrix = format!(
                "#102=IFCGRADIENTCURVE((#103),.F.,#104,$);#104=IFCCOMPOSITECURVE((#105),.F.);\
                 #105=IFCCURVESEGMENT(.DISCONTINUOUS.,#106,IFCLENGTHMEASURE(<0.>),IFCLENGTHMEASURE(<100.>),#110);#106=IFCAXIS2PLACEMENT2D(#107,#108);\
                 #107=IFCCARTESIANPOINT((<5.>,<7.>));#108=IFCDIRECTION((0.6,0.8));{parent}\
                 #103=IFCCURVESEGMENT(.DISCONTINUOUS.,#120,IFCLENGTHMEASURE(<0.>),IFCLENGTHMEASURE(<101.>),#121);#120=IFCAXIS2PLACEMENT2D(#122,#123);\
                 #122=IFCCARTESIANPOINT((<0.>,<3.>));#123=IFCDIRECTION(({run:?},{rise:?}));#121=IFCLINE(#30,#124);#124=IFCVECTOR(#32,<1.>);"
            );
            let sections = format!(
                "#100=IFCSECTIONEDSOLIDHORIZONTAL(#102,(#101,#101),(#130,#131));#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<4.>,<0.5>);\
                 #130=IFCAXIS2PLACEMENTLINEAR(#132,$,$);#132=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(<10.>),$,$,$,#102);\
                 #131=IFCAXIS2PLACEMENTLINEAR(#133,$,$);#133=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(<70.>),$,$,$,#102);{directrix}"
            );
            let truth = 2.0 * 60.0 * f64::hypot(1.0, slope);
            holds(&format!("sections on {name} rising {slope}"), &sections, truth, (slope == 0.0).then_some(240.0), 1e-4);
            for kind in ["IFCFIXEDREFERENCESWEPTAREASOLID", "IFCDIRECTRIXDERIVEDREFERENCESWEPTAREASOLID"] {
                let swept = format!(
                    "#100={kind}(#101,$,#102,IFCLENGTHMEASURE(<10.>),IFCLENGTHMEASURE(<70.>),#31);#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<0.5>,<4.>);{directrix}"
                );
                holds(&format!("{kind} on {name} rising {slope}"), &swept, truth, (slope == 0.0).then_some(240.0), 1e-4);
            }
        }
    }
    // Half the way from one width to the other, one metre up and to the side: the mean width rules.
    let line = "#102=IFCPOLYLINE((#30,#103));#103=IFCCARTESIANPOINT((<50.>,<0.>,<0.>));";
    let widening = format!(
        "#100=IFCSECTIONEDSOLIDHORIZONTAL(#102,(#101,#104),(#130,#131));#101=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<4.>,<0.5>);#104=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,<2.>,<0.5>);\
         #130=IFCAXIS2PLACEMENTLINEAR(#132,$,$);#132=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(<10.>),<1.>,<1.>,$,#102);\
         #131=IFCAXIS2PLACEMENTLINEAR(#133,$,$);#133=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(<30.>),<1.>,<1.>,$,#102);{line}"
    );
    holds("widening sections", &widening, 3.0 * 0.5 * 20.0, Some(60.0), 1e-9);
}

/// Points of a box from #`base` and its six faces as loops of their numbers, outward.
fn cube(base: usize, low: f64, size: f64) -> (String, Vec<[usize; 4]>) {
    let points = (0..8).map(|i| {
        let [x, y, z] = [i & 1, i >> 1 & 1, i >> 2 & 1].map(|k| low + size * k as f64);
        format!("#{}=IFCCARTESIANPOINT((<{x:?}>,<{y:?}>,<{z:?}>));", base + i)
    });
    let faces = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [1, 3, 7, 5], [3, 2, 6, 7], [2, 0, 4, 6]];
    (points.collect(), faces.iter().map(|f| f.map(|i| base + i)).collect())
}

/// A shell of such a box from #`base`, its points included.
fn shell(base: usize, kind: &str, low: f64, size: f64) -> String {
    let (mut text, faces) = cube(base + 100, low, size);
    for (k, f) in faces.iter().enumerate() {
        let n = base + 10 + 3 * k;
        text += &format!(
            "#{n}=IFCFACE((#{}));#{}=IFCFACEOUTERBOUND(#{},.T.);#{}=IFCPOLYLOOP((#{},#{},#{},#{}));",
            n + 1,
            n + 1,
            n + 2,
            n + 2,
            f[0],
            f[1],
            f[2],
            f[3]
        );
    }
    let list: Vec<String> = (0..6).map(|k| format!("#{}", base + 10 + 3 * k)).collect();
    text + &format!("#{base}={kind}(({}));", list.join(","))
}

#[test]
fn faceted_solids() {
    let points: String =
        (0..8).map(|i| [i & 1, i >> 1 & 1, i >> 2 & 1].map(|k| format!("<{k}.>")).join(",")).map(|p| format!("({p}),")).collect();
    let points = points.trim_end_matches(',');
    let cases = [
        ("faceted brep", format!("#100=IFCFACETEDBREP(#200);{}", shell(200, "IFCCLOSEDSHELL", 0.5, 2.0)), 8.0),
        (
            "brep with a void",
            format!(
                "#100=IFCFACETEDBREPWITHVOIDS(#200,(#400));{}{}",
                shell(200, "IFCCLOSEDSHELL", 0.5, 2.0),
                shell(400, "IFCCLOSEDSHELL", 1.0, 1.0)
            ),
            7.0,
        ),
        ("shell model", format!("#100=IFCSHELLBASEDSURFACEMODEL((#200));{}", shell(200, "IFCCLOSEDSHELL", 0.5, 2.0)), 8.0),
        ("face model", format!("#100=IFCFACEBASEDSURFACEMODEL((#200));{}", shell(200, "IFCCONNECTEDFACESET", 0.5, 2.0)), 8.0),
        (
            "triangulated",
            format!(
                "#100=IFCTRIANGULATEDFACESET(#200,$,.T.,((1,3,4),(1,4,2),(5,6,8),(5,8,7),(1,2,6),(1,6,5),(2,4,8),(2,8,6),(4,3,7),(4,7,8),(3,1,5),(3,5,7)),$);#200=IFCCARTESIANPOINTLIST3D(({points}),$);"
            ),
            1.0,
        ),
        (
            "polygonal",
            format!(
                "#100=IFCPOLYGONALFACESET(#200,.T.,(#201,#202,#203,#204,#205,#206),$);#200=IFCCARTESIANPOINTLIST3D(({points}),$);#201=IFCINDEXEDPOLYGONALFACE((1,3,4,2));\
                 #202=IFCINDEXEDPOLYGONALFACE((5,6,8,7));#203=IFCINDEXEDPOLYGONALFACE((1,2,6,5));#204=IFCINDEXEDPOLYGONALFACE((2,4,8,6));#205=IFCINDEXEDPOLYGONALFACE((4,3,7,8));#206=IFCINDEXEDPOLYGONALFACE((3,1,5,7));"
            ),
            1.0,
        ),
    ];
    for (name, text, volume) in cases {
        holds(name, &text, volume, None, 1e-9);
    }
}

#[test]
fn primitives_and_trees() {
    let blocks = "#101=IFCBLOCK(#15,<2.>,<2.>,<2.>);#102=IFCBLOCK(#103,<2.>,<2.>,<2.>);#103=IFCAXIS2PLACEMENT3D(#104,$,$);#104=IFCCARTESIANPOINT((<1.>,<1.>,<1.>));";
    let tree = |operation: &str| format!("#100=IFCCSGSOLID(#105);#105=IFCBOOLEANRESULT(.{operation}.,#101,#102);{blocks}");
    let cases = [
        ("block", "#100=IFCBLOCK(#15,<2.>,<3.>,<4.>);".to_owned(), 24.0, Some(6.0), 1e-9),
        ("pyramid", "#100=IFCRECTANGULARPYRAMID(#15,<2.>,<3.>,<4.>);".to_owned(), 8.0, Some(6.0), 1e-9),
        ("cylinder", "#100=IFCRIGHTCIRCULARCYLINDER(#15,<4.>,<1.>);".to_owned(), 4.0 * PI, Some(PI), 1e-9),
        ("cone", "#100=IFCRIGHTCIRCULARCONE(#15,<3.>,<1.>);".to_owned(), PI, None, 2e-3),
        ("sphere", "#100=IFCSPHERE(#15,<1.>);".to_owned(), 4.0 / 3.0 * PI, None, 2e-3),
        ("union", tree("UNION"), 15.0, Some(7.0), 1e-8),
        ("difference", tree("DIFFERENCE"), 7.0, Some(4.0), 1e-8),
        ("intersection", tree("INTERSECTION"), 1.0, Some(1.0), 1e-8),
        (
            "half-space",
            "#100=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#101,#102);#101=IFCBLOCK(#15,<2.>,<2.>,<2.>);#102=IFCHALFSPACESOLID(#103,.F.);#103=IFCPLANE(#104);\
             #104=IFCAXIS2PLACEMENT3D(#105,#106,#107);#105=IFCCARTESIANPOINT((<1.>,<1.>,<1.>));#106=IFCDIRECTION((0.5,0.,1.));#107=IFCDIRECTION((0.,1.,0.));".to_owned(),
            4.0,
            Some(4.0),
            1e-8,
        ),
        (
            // Within x < 1 only; its z axis leans, so the bound leans too: x < 1 at z = 0, x < 1.5 at z = 1.
            "bounded half-space that leans",
            "#100=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#101,#102);#101=IFCBLOCK(#15,<4.>,<2.>,<2.>);#102=IFCPOLYGONALBOUNDEDHALFSPACE(#103,.F.,#108,#110);#103=IFCPLANE(#104);\
             #104=IFCAXIS2PLACEMENT3D(#105,$,$);#105=IFCCARTESIANPOINT((<0.>,<0.>,<1.>));#108=IFCAXIS2PLACEMENT3D(#30,#109,#112);#109=IFCDIRECTION((0.5,0.,1.));#112=IFCDIRECTION((1.,0.,-0.5));\
             #110=IFCPOLYLINE((#113,#114,#115,#116,#113));#113=IFCCARTESIANPOINT((<-5.>,<-1.>));#114=IFCCARTESIANPOINT((<0.894427190999916>,<-1.>));#115=IFCCARTESIANPOINT((<0.894427190999916>,<3.>));#116=IFCCARTESIANPOINT((<-5.>,<3.>));".to_owned(),
            16.0 - 2.0 * (1.5 + 2.0) / 2.0,
            Some(8.0),
            1e-8,
        ),
        (
            "mapped, mirrored and scaled",
            "#100=IFCMAPPEDITEM(#101,#102);#101=IFCREPRESENTATIONMAP(#15,#103);#103=IFCSHAPEREPRESENTATION($,'Body','CSG',(#104));#104=IFCBLOCK(#15,<2.>,<3.>,<4.>);\
             #102=IFCCARTESIANTRANSFORMATIONOPERATOR3DNONUNIFORM(#105,#106,#30,2.,#31,1.,0.5);#105=IFCDIRECTION((1.,0.,0.));#106=IFCDIRECTION((0.,-1.,0.));".to_owned(),
            24.0,
            Some(12.0),
            1e-9,
        ),
    ];
    for (name, text, volume, plan, share) in cases {
        holds(name, &text, volume, plan, share);
    }
}

/// A quarter of a cylinder of radius 2 m and height 3 m between planes, its curved side on the surface #190 (`more` holds it).
fn quarter(more: &str) -> String {
    let mut out = String::from("#100=IFCADVANCEDBREP(#101);#101=IFCCLOSEDSHELL((#171,#172,#173,#174,#175));");
    let corners = [[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 3.0], [2.0, 0.0, 3.0], [0.0, 2.0, 3.0]];
    for (at, [x, y, z]) in corners.into_iter().enumerate() {
        out += &format!("#{}=IFCCARTESIANPOINT((<{x:?}>,<{y:?}>,<{z:?}>));#{}=IFCVERTEXPOINT(#{});", 110 + at, 120 + at, 110 + at);
    }
    // direction, then origin of the planes and circles
    out += "#102=IFCDIRECTION((0.,1.,0.));#103=IFCDIRECTION((-1.,0.,0.));#104=IFCDIRECTION((0.,0.,-1.));#105=IFCDIRECTION((0.,-1.,0.));";
    let edges =
        [(0, 1, "#32"), (1, 2, ""), (2, 0, "#105"), (3, 4, "#32"), (4, 5, ""), (5, 3, "#105"), (0, 3, "#31"), (1, 4, "#31"), (2, 5, "#31")];
    for (at, (from, to, along)) in edges.into_iter().enumerate() {
        let curve = match along {
            "" => format!("IFCCIRCLE(#{},<2.>);#{}=IFCAXIS2PLACEMENT3D(#{},#31,#32)", 150 + at, 150 + at, if from < 3 { 110 } else { 113 }),
            along => format!("IFCLINE(#{},#{});#{}=IFCVECTOR({along},<1.>)", 110 + from, 150 + at, 150 + at),
        };
        out += &format!("#{}=IFCEDGECURVE(#{},#{},#{},.T.);#{}={curve};", 130 + at, 120 + from, 120 + to, 140 + at, 140 + at);
    }
    // edges counted from 1, negative against their direction
    let faces: [(&[i32], &str); 5] = [
        (&[-3, -2, -1], "IFCPLANE(#181);#181=IFCAXIS2PLACEMENT3D(#110,#104,#32)"),
        (&[4, 5, 6], "IFCPLANE(#182);#182=IFCAXIS2PLACEMENT3D(#113,#31,#32)"),
        (&[1, 8, -4, -7], "IFCPLANE(#183);#183=IFCAXIS2PLACEMENT3D(#110,#105,#32)"),
        (&[3, 7, -6, -9], "IFCPLANE(#184);#184=IFCAXIS2PLACEMENT3D(#110,#103,#31)"),
        (&[2, 9, -5, -8], ""),
    ];
    for (at, (loop_, surface)) in faces.into_iter().enumerate() {
        let base = 200 + 10 * at;
        let oriented: Vec<String> = (0..loop_.len()).map(|k| format!("#{}", base + 2 + k)).collect();
        for (k, edge) in loop_.iter().enumerate() {
            let way = if *edge > 0 { ".T." } else { ".F." };
            out += &format!("#{}=IFCORIENTEDEDGE(*,*,#{},{way});", base + 2 + k, 129 + edge.abs());
        }
        let on = if surface.is_empty() { 190 } else { 160 + at };
        out += &format!("#{}=IFCADVANCEDFACE((#{base}),#{on},.T.);#{base}=IFCFACEOUTERBOUND(#{},.T.);", 171 + at, base + 1);
        out += &format!("#{}=IFCEDGELOOP(({}));", base + 1, oriented.join(","));
        if !surface.is_empty() {
            out += &format!("#{on}={surface};");
        }
    }
    out + more
}

/// Advanced B-reps on a cylinder, and on the rational spline that is the same quarter of it.
#[test]
fn advanced_breps() {
    let spline = "#190=IFCRATIONALBSPLINESURFACEWITHKNOTS(2,1,((#111,#114),(#191,#192),(#112,#115)),.UNSPECIFIED.,.F.,.F.,.F.,(3,3),(2,2),(0.,1.),(0.,1.),\
         .UNSPECIFIED.,((1.,1.),(0.7071067811865476,0.7071067811865476),(1.,1.)));#191=IFCCARTESIANPOINT((<2.>,<2.>,<0.>));#192=IFCCARTESIANPOINT((<2.>,<2.>,<3.>));";
    for (name, surface) in [("cylinder", "#190=IFCCYLINDRICALSURFACE(#15,<2.>);"), ("rational spline", spline)] {
        holds(name, &quarter(surface), 3.0 * PI, Some(PI), 1e-3);
    }
}
