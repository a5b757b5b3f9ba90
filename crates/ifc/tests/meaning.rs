//! Units, relations, properties and quantities: what the records mean together.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use haofang_ifc::property::{PropertyValue, QuantityKind, properties_of, property, quantities_of};
use haofang_ifc::units::UnitProblem;
use haofang_ifc::view::{Space, Storey};
use haofang_ifc::{Entity, InstanceId, Model, View as _, class, exporter};

fn model_of(schema: &str, data: &str) -> Model {
    let text = format!(
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n{data}\nENDSEC;\nEND-ISO-10303-21;\n"
    );
    Model::index(Arc::new(text.into_bytes())).unwrap()
}

fn model(data: &str) -> Model {
    model_of("IFC4", data)
}

/// A project with these units.
fn units(units: &str) -> Model {
    let refs: Vec<String> = (0..units.lines().count()).map(|i| format!("#{}", 100 + i)).collect();
    let lines: Vec<String> = units.lines().enumerate().map(|(i, line)| format!("#{}={};", 100 + i, line.trim())).collect();
    model(&format!(
        "#1=IFCPROJECT('0000000000000000000000',$,'p',$,$,$,$,(),#2);\n#2=IFCUNITASSIGNMENT(({}));\n{}\n\
         #200=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\n#201=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);\n#202=IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.);\n\
         #203=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(304.8),#201);\n#204=IFCMEASUREWITHUNIT(IFCRATIOMEASURE(0.0254),#200);\n\
         #205=IFCMEASUREWITHUNIT(IFCPLANEANGLEMEASURE(0.0174532925199433),#202);\n#206=IFCMEASUREWITHUNIT(IFCAREAMEASURE(0.09290304),#207);\n\
         #207=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);\n#208=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);\n#209=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(1.),#210);\n\
         #210=IFCCONVERSIONBASEDUNIT(#208,.LENGTHUNIT.,'LOOP',#209);\n#211=IFCDERIVEDUNITELEMENT(#200,3);\n#212=IFCDERIVEDUNITELEMENT(#213,-1);\n\
         #213=IFCSIUNIT(*,.TIMEUNIT.,$,.SECOND.);\n",
        refs.join(","),
        lines.join("\n")
    ))
}

#[test]
fn si_prefixes_and_powers() {
    let model = units(
        "IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)\nIFCSIUNIT(*,.AREAUNIT.,.MILLI.,.SQUARE_METRE.)\nIFCSIUNIT(*,.VOLUMEUNIT.,.CENTI.,.CUBIC_METRE.)\nIFCSIUNIT(*,.MASSUNIT.,.KILO.,.GRAM.)\nIFCMONETARYUNIT('CNY')",
    );
    let units = model.units();
    assert_eq!(units.length, Ok(0.001));
    assert_eq!(units.area, Ok(0.000_001));
    assert_eq!(units.volume, Ok(0.000_001));
    assert_eq!(units.factor("MASSUNIT"), Ok(1.0));
    assert_eq!(units.plane_angle, Err(UnitProblem::Missing("PLANEANGLEUNIT")));
    assert_eq!(units.assigned().count(), 4);
}

#[test]
fn feet_inches_degrees_and_derived() {
    let foot = units(
        "IFCCONVERSIONBASEDUNIT(#208,.LENGTHUNIT.,'FOOT',#203)\nIFCCONVERSIONBASEDUNIT(#208,.PLANEANGLEUNIT.,'DEGREE',#205)\nIFCCONVERSIONBASEDUNIT(#208,.AREAUNIT.,'SQUARE FOOT',#206)\nIFCDERIVEDUNIT((#211,#212),.VOLUMETRICFLOWRATEUNIT.,$)",
    );
    assert!((foot.units().length.clone().unwrap() - 0.3048).abs() < 1e-15);
    assert_eq!(foot.units().area, Ok(0.09290304));
    assert_eq!(foot.units().plane_angle, Ok(0.0174532925199433));
    assert_eq!(foot.units().factor("VOLUMETRICFLOWRATEUNIT"), Ok(1.0));
    let inch = units("IFCCONVERSIONBASEDUNIT(#208,.LENGTHUNIT.,'INCH',#204)");
    assert_eq!(inch.units().length, Ok(0.0254));
    assert_eq!(inch.units().area, Err(UnitProblem::Missing("AREAUNIT")));
}

#[test]
fn wrong_missing_contradictory_and_circular_units_are_problems_never_metres() {
    let lies = units("IFCCONVERSIONBASEDUNIT(#208,.LENGTHUNIT.,'FOOT',#204)");
    assert!(matches!(lies.units().length, Err(UnitProblem::WrongFactor { .. })));
    let two = units("IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)\nIFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)");
    assert!(matches!(two.units().length, Err(UnitProblem::Contradictory { .. })));
    let same = units("IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)\nIFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)");
    assert_eq!(same.units().length, Ok(0.001));
    let round = units("IFCCONVERSIONBASEDUNIT(#208,.LENGTHUNIT.,'LOOP',#209)");
    assert!(matches!(round.units().length, Err(UnitProblem::Unreadable { .. })));
    for data in ["#1=IFCPROJECT('0000000000000000000000',$,'p',$,$,$,$,(),$);", "#1=IFCWALL('0000000000000000000001',$,'墙',$,$,$,$,$,$);"]
    {
        let model = model(data);
        assert_eq!(model.units().length, Err(UnitProblem::NoAssignment));
        assert!(model.defects().iter().any(|d| d.kind.code() == "E0041"), "{:?}", model.defects());
    }
}

#[test]
fn only_the_projects_assignment_counts() {
    let model = model(
        "#9=IFCUNITASSIGNMENT((#8));\n#8=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\n#1=IFCPROJECT('0000000000000000000000',$,'p',$,$,$,$,(),#2);\n#2=IFCUNITASSIGNMENT((#3));\n#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);",
    );
    assert_eq!(model.units().length, Ok(0.001));
    assert_eq!(model.units().other_assignments(), 1);
    assert_eq!(model.units().summary(), "mm · ? · ? · ?");
}

const HOUSE: &str = "\
#1=IFCPROJECT('0000000000000000000000',$,'p',$,$,$,$,(),#2);
#2=IFCUNITASSIGNMENT((#3,#4));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#4=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);
#10=IFCBUILDING('0000000000000000000010',$,'1#\\X2\\697C\\X0\\',$,$,$,$,$,$,$,$,$);
#11=IFCBUILDINGSTOREY('0000000000000000000011',$,'3F',$,$,$,$,'三层',.ELEMENT.,6200.);
#12=IFCSPACE('0000000000000000000012',$,'301',$,$,$,$,'主卧',.ELEMENT.,.INTERNAL.,6250.);
#13=IFCWALL('0000000000000000000013',$,'外墙',$,$,$,$,$,.SOLIDWALL.);
#14=IFCOPENINGELEMENT('0000000000000000000014',$,$,$,$,$,$,$,.OPENING.);
#15=IFCWINDOW('0000000000000000000015',$,'飘窗',$,$,$,$,$,1500.,2400.,$,$,$);
#16=IFCWINDOWTYPE('0000000000000000000016',$,'C2415',$,$,(#42),$,$,$,.WINDOW.,.NOTDEFINED.,$,$);
#17=IFCZONE('0000000000000000000017',$,'301户',$,'套型',$);
#20=IFCRELAGGREGATES('0000000000000000000020',$,$,$,#1,(#10));
#21=IFCRELAGGREGATES('0000000000000000000021',$,$,$,#10,(#11));
#22=IFCRELAGGREGATES('0000000000000000000022',$,$,$,#11,(#12));
#23=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000023',$,$,$,(#13,#15),#11);
#24=IFCRELVOIDSELEMENT('0000000000000000000024',$,$,$,#13,#14);
#25=IFCRELFILLSELEMENT('0000000000000000000025',$,$,$,#14,#15);
#26=IFCRELDEFINESBYTYPE('0000000000000000000026',$,$,$,(#15),#16);
#27=IFCRELASSIGNSTOGROUP('0000000000000000000027',$,$,$,(#12),$,#17);
#28=IFCRELDEFINESBYPROPERTIES('0000000000000000000028',$,$,$,(#15),#40);
#29=IFCRELDEFINESBYPROPERTIES('0000000000000000000029',$,$,$,(#12),IFCPROPERTYSETDEFINITIONSET((#41,#47)));
#30=IFCRELASSOCIATESMATERIAL('0000000000000000000030',$,$,$,(#16),#31);
#31=IFCMATERIAL('断桥铝',$,$);
#32=IFCRELSPACEBOUNDARY('0000000000000000000032',$,$,$,#12,#13,$,.PHYSICAL.,.EXTERNAL.);
#40=IFCPROPERTYSET('0000000000000000000040',$,'Pset_WindowCommon',$,(#50,#51));
#41=IFCELEMENTQUANTITY('0000000000000000000041',$,'Qto_SpaceBaseQuantities',$,$,(#60,#61,#62));
#42=IFCPROPERTYSET('0000000000000000000042',$,'Pset_WindowCommon',$,(#52,#53));
#47=IFCPROPERTYSET('0000000000000000000047',$,'户型信息',$,(#54,#55,#56,#57,#58));
#50=IFCPROPERTYSINGLEVALUE('IsExternal',$,IFCBOOLEAN(.T.),$);
#51=IFCPROPERTYSINGLEVALUE('SillHeight',$,IFCPOSITIVELENGTHMEASURE(450.),$);
#52=IFCPROPERTYSINGLEVALUE('IsExternal',$,IFCBOOLEAN(.F.),$);
#53=IFCPROPERTYSINGLEVALUE('Reference',$,IFCIDENTIFIER('C2415'),$);
#54=IFCPROPERTYENUMERATEDVALUE('朝向',$,(IFCLABEL('南')),$);
#55=IFCPROPERTYBOUNDEDVALUE('净高',$,IFCLENGTHMEASURE(2900.),IFCLENGTHMEASURE(2700.),$,$);
#56=IFCPROPERTYLISTVALUE('层',$,(IFCINTEGER(3),IFCINTEGER(4)),$);
#57=IFCCOMPLEXPROPERTY('户',$,'x',(#59));
#58=IFCPROPERTYSINGLEVALUE('体积',$,IFCVOLUMEMEASURE(40.),$);
#59=IFCPROPERTYSINGLEVALUE('宽',$,IFCLENGTHMEASURE(3.6),#70);
#60=IFCQUANTITYLENGTH('Height',$,$,2900.,$);
#61=IFCQUANTITYAREA('NetFloorArea',$,$,15.5,$);
#62=IFCQUANTITYVOLUME('NetVolume',$,$,45.,$);
#70=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
";

fn at(model: &Model, id: u64) -> Entity<'_> {
    model.entity(InstanceId(id)).unwrap()
}

#[test]
fn relations_are_walkable_from_both_sides() {
    let model = model(HOUSE);
    let r = model.relations();
    let (wall, opening, window, space) = (at(&model, 13), at(&model, 14), at(&model, 15), at(&model, 12));
    assert_eq!(r.container_of(wall), Some(at(&model, 11)));
    assert_eq!(r.contained_in(at(&model, 11)), [wall, window]);
    assert_eq!(r.parent_of(space), Some(at(&model, 11)));
    assert_eq!(r.children_of(at(&model, 10)), [at(&model, 11)]);
    assert_eq!(r.openings_of(wall), [opening]);
    assert_eq!(r.voided_by(opening), Some(wall));
    assert_eq!(r.filling_of(opening), Some(window));
    assert_eq!(r.fills(window), Some(opening));
    assert_eq!(r.type_of(window), Some(at(&model, 16)));
    assert_eq!(r.material_of(window).and_then(|m| m.name()).as_deref(), Some("断桥铝"));
    assert_eq!(r.zones_of(space), [at(&model, 17)]);
    assert_eq!(r.systems_of(space), []);
    assert_eq!(r.members_of(at(&model, 17)), [space]);
    assert_eq!(r.bounded_spaces(wall), [space]);
    assert_eq!(r.boundaries_of(space).len(), 1);
    assert_eq!(r.ancestor(opening, class::IFC_BUILDING), Some(at(&model, 10)));
    assert_eq!(r.ancestor(wall, class::IFC_SITE), None);
    // The volume quantity has no unit, and that is all.
    assert_eq!(model.defects().iter().map(|d| d.kind.code()).collect::<Vec<_>>(), ["E0041"]);
}

#[test]
fn properties_are_converted_and_inherited() {
    let model = model(HOUSE);
    let window = at(&model, 15);
    let found: Vec<_> = properties_of(window).into_iter().map(|p| (p.name.into_owned(), p.from_type)).collect();
    assert_eq!(found, [("IsExternal".into(), false), ("SillHeight".into(), false), ("Reference".into(), true)]);
    assert_eq!(property(window, "Pset_WindowCommon", "IsExternal").unwrap().as_bool(), Some(true));
    assert_eq!(property(window, "Pset_WindowCommon", "SillHeight").unwrap().as_f64(), Some(0.45));
    let space = at(&model, 12);
    assert_eq!(property(space, "户型信息", "朝向").unwrap().as_text(), Some("南"));
    assert_eq!(property(space, "户型信息", "户.宽").unwrap().as_f64(), Some(3.6));
    let PropertyValue::Range { lower, upper, set_point } = property(space, "户型信息", "净高").unwrap() else { panic!() };
    assert_eq!((lower.as_f64(), upper.as_f64(), *set_point), (Some(2.7), Some(2.9), PropertyValue::Null));
    let PropertyValue::List(storeys) = property(space, "户型信息", "层").unwrap() else { panic!() };
    assert_eq!(storeys, [PropertyValue::Integer(3), PropertyValue::Integer(4)]);
    // No volume unit is assigned: the number must not be taken for cubic metres.
    let volume = property(space, "户型信息", "体积").unwrap();
    assert_eq!(volume, PropertyValue::NoUnit { written: 40.0, problem: UnitProblem::Missing("VOLUMEUNIT") });
    assert_eq!(volume.as_f64(), None);
}

#[test]
fn attributes_of_predefined_sets_have_the_unit_of_their_measure() {
    let more = "#80=IFCDOORLININGPROPERTIES('0000000000000000000080',$,'门框',$,120.,50.,$,$,$,$,0.5,$,$,$,$,$,$);\n\
                #81=IFCRELDEFINESBYPROPERTIES('0000000000000000000081',$,$,$,(#13),#80);\n";
    let model = model(&(HOUSE.to_owned() + more));
    let found = |name| property(at(&model, 13), "门框", name);
    assert_eq!(found("LiningDepth").and_then(|v| v.as_f64()), Some(0.12));
    assert_eq!(found("LiningThickness").and_then(|v| v.as_f64()), Some(0.05));
    assert_eq!(found("LiningOffset").and_then(|v| v.as_f64()), Some(0.0005));
    assert_eq!(found("ThresholdDepth"), None);
    let no_units = self::model(&(HOUSE.replace("(#3,#4)", "(#4)") + more));
    let depth = property(at(&no_units, 13), "门框", "LiningDepth");
    assert_eq!(depth, Some(PropertyValue::NoUnit { written: 120.0, problem: UnitProblem::Missing("LENGTHUNIT") }));
}

#[test]
fn quantities_are_in_si_or_not_at_all() {
    let model = model(HOUSE);
    let found = quantities_of(at(&model, 12));
    let shown: Vec<_> = found.iter().map(|q| (q.name.as_ref(), q.kind, q.si())).collect();
    assert_eq!(
        shown,
        [
            ("Height", QuantityKind::Length, Some(2.9)),
            ("NetFloorArea", QuantityKind::Area, Some(15.5)),
            ("NetVolume", QuantityKind::Volume, None)
        ]
    );
    assert_eq!(found[0].set, "Qto_SpaceBaseQuantities");
}

#[test]
fn views_read_by_schema() {
    let model = model(HOUSE);
    let space = model.views::<Space<'_>>().next().unwrap();
    assert_eq!(space.long_name().as_deref(), Some("主卧"));
    assert_eq!(space.predefined_type(), Some("INTERNAL"));
    assert_eq!(space.interior_or_exterior_space(), None);
    assert_eq!(space.elevation_with_flooring(), Some(6250.0));
    assert_eq!(model.get::<Storey<'_>>(InstanceId(11)).and_then(|s| s.elevation()), Some(6200.0));
    assert!(model.get::<Storey<'_>>(InstanceId(12)).is_none());
    let old = model_of("IFC2X3", HOUSE);
    let space = Space::of(at(&old, 12)).unwrap();
    assert_eq!((space.predefined_type(), space.interior_or_exterior_space()), (None, Some("INTERNAL")));
    assert_eq!(model.all(class::IFC_BUILDING_ELEMENT).map(|e| e.id().0).collect::<Vec<_>>(), [13, 15]);
}

#[test]
fn storeys_kilometres_apart_are_doubted() {
    let wrong = model(&HOUSE.replace("#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,", "#3=IFCSIUNIT(*,.LENGTHUNIT.,$,"));
    assert!(wrong.defects().iter().any(|d| d.kind.to_string().starts_with("windows 1500 m high: units look wrong")));
    let storeys = |height: f64| {
        let storey = |i: u64| {
            format!("#{}=IFCBUILDINGSTOREY('00000000000000000000{}',$,'{i}F',$,$,$,$,$,$,{:?});\n", 80 + i, 80 + i, i as f64 * height)
        };
        model(&(HOUSE.replace(",6200.)", ",0.)") + &(1..4).map(storey).collect::<String>()))
    };
    let doubts =
        |model: &Model| model.defects().iter().filter(|d| d.kind.code() == "E0042").map(|d| d.kind.to_string()).collect::<Vec<_>>();
    assert_eq!(doubts(&storeys(3100.0)), [""; 0]);
    assert!(doubts(&storeys(3_100_000.0))[0].starts_with("storeys 3100 m apart"));
}

#[test]
fn the_exporter_is_recognised_with_its_flaws() {
    let data = "#1=IFCPROJECT('0000000000000000000000',#2,'p',$,$,$,$,(),$);\n#2=IFCOWNERHISTORY($,#3,$,.ADDED.,$,$,$,0);\n#3=IFCAPPLICATION($,'2024','Autodesk Revit 2024 (CHS)','Revit');";
    let found = exporter::exporter(&model(data));
    assert_eq!(found.family, exporter::Family::Revit);
    assert_eq!(found.to_string(), "Autodesk Revit 2024 (CHS)");
    assert!(found.known_flaws().any(|f| f.thread.contains("#742")));
    assert_eq!(exporter::exporter(&model("#1=IFCMATERIAL('x',$,$);")).to_string(), "未注明");
}

#[test]
fn places_on_the_map_in_both_forms() {
    use haofang_ifc::georeference::{Carrier, georeference};
    let new = model(
        "#1=IFCMAPCONVERSION(#2,#3,39512345.5,3541234.25,12.5,0.,1.,0.001);\n#2=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,$,$,$);\n\
         #3=IFCPROJECTEDCRS('EPSG:4549',$,'CGCS2000','1985',$,$,$);",
    );
    let place = georeference(&new).unwrap();
    assert_eq!((place.carrier, place.eastings, place.northings, place.height), (Carrier::MapConversion, 39_512_345.5, 3_541_234.25, 12.5));
    assert_eq!((place.rotation, place.scale, place.crs.as_deref()), (std::f64::consts::FRAC_PI_2, 0.001, Some("EPSG:4549")));
    let old = model_of(
        "IFC2X3",
        "#1=IFCSITE('0000000000000000000001',$,'地块',$,$,$,$,$,.ELEMENT.,$,$,$,$,$);\n\
         #2=IFCRELDEFINESBYPROPERTIES('0000000000000000000002',$,$,$,(#1),#3);\n\
         #3=IFCPROPERTYSET('0000000000000000000003',$,'ePSet_MapConversion',$,(#4,#5));\n\
         #4=IFCPROPERTYSINGLEVALUE('Eastings',$,IFCREAL(500000.),$);\n#5=IFCPROPERTYSINGLEVALUE('Northings',$,IFCREAL(3541234.),$);",
    );
    let place = georeference(&old).unwrap();
    assert_eq!((place.carrier, place.eastings, place.northings, place.scale), (Carrier::PropertySet, 500_000.0, 3_541_234.0, 1.0));
    assert!(georeference(&model(HOUSE)).is_none());
}

#[test]
fn files_of_one_submission_are_compared() {
    use haofang_ifc::federation::{Mismatch, compare};
    let (one, two) = (model(HOUSE), model(&HOUSE.replace(".MILLI.", "$").replace("00000013'", "00000093'")));
    let found = compare(&[&one, &two]);
    assert!(found.contains(&Mismatch::LengthUnit { first: 0, other: 1, metres: (0.001, 1.0) }), "{found:?}");
    let shared: Vec<&str> = found
        .iter()
        .filter_map(|m| match m {
            Mismatch::SharedGuid { guid, .. } => Some(guid.as_str()),
            _ => None,
        })
        .collect();
    assert!(shared.contains(&"0000000000000000000015"), "{shared:?}");
    assert!(!shared.contains(&"0000000000000000000013"));
    // The project, site and building may well be shared.
    assert!(!shared.contains(&"0000000000000000000000") && !shared.contains(&"0000000000000000000010"));
    assert!(compare(&[&one]).is_empty());
}

#[test]
fn origins_of_files_are_compared() {
    use haofang_ifc::federation::{Mismatch, compare};
    let with = |more: &str| {
        model(
            &(HOUSE.replace(
                "#10=IFCBUILDING('0000000000000000000010',$,'1#\\X2\\697C\\X0\\',$,$,$",
                "#10=IFCBUILDING('0000000000000000000010',$,'1#',$,$,#90",
            ) + more),
        )
    };
    let at = |x: f64| {
        with(&format!(
            "#90=IFCLOCALPLACEMENT(#93,#91);\n#91=IFCAXIS2PLACEMENT3D(#92,$,$);\n#92=IFCCARTESIANPOINT(({x:?},0.,0.));\n\
             #93=IFCLOCALPLACEMENT($,#94);\n#94=IFCAXIS2PLACEMENT3D(#95,$,$);\n#95=IFCCARTESIANPOINT((1000.,2000.,0.));\n"
        ))
    };
    // Millimetres: 3 km are within an estate, 40 km are not.
    let far = |x: f64| compare(&[&at(0.0), &at(x)]).into_iter().find(|m| matches!(m, Mismatch::FarApart { .. }));
    assert_eq!(far(3_000_000.0), None);
    assert_eq!(far(40_000_000.0), Some(Mismatch::FarApart { first: 0, other: 1, metres: 40_000.0 }));
    let map = |east: f64| {
        with(&format!(
            "#90=IFCMAPCONVERSION(#91,#92,{east:?},3541234.,0.,$,$,$);\n#91=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,$,$,$);\n\
             #92=IFCPROJECTEDCRS('EPSG:4549',$,$,$,$,$,$);\n"
        ))
    };
    let found = compare(&[&map(500_000.0), &map(500_120.5)]);
    let origin = found.iter().find(|m| matches!(m, Mismatch::MapOrigin { .. })).unwrap();
    assert_eq!(*origin, Mismatch::MapOrigin { first: 0, other: 1, offset: (120.5, 0.0) });
    assert_eq!(
        origin.messages(&["总图.ifc", "1号楼.ifc"]),
        (
            "1号楼.ifc 与 总图.ifc 的测量原点不同：东 120.500，北 0.000；坐标不能直接叠合".to_owned(),
            "origins on the map differ: 1号楼.ifc lies 120.500 east and 0.000 north of 总图.ifc".to_owned()
        )
    );
}
