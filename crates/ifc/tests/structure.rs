//! Traps in the structure of files that readers of the field fell into: each opens, and nothing is lost silently.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use haofang_ifc::{DefectKind, Error, InstanceId, Model, ReadOptions, Schema, Weight, class};

fn read(bytes: &[u8]) -> Result<Model, Error> {
    Model::index(Arc::new(bytes.to_vec()))
}

fn file(data: &str) -> String {
    format!(
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n{data}\nENDSEC;\nEND-ISO-10303-21;\n"
    )
}

fn model(data: &str) -> Model {
    read(file(data).as_bytes()).unwrap()
}

/// A material with this name: the shortest record with a text.
fn material(id: u64, name: &str) -> String {
    format!("#{id}=IFCMATERIAL('{name}',$,$);\n")
}

fn names(model: &Model) -> Vec<String> {
    model.entities().filter_map(|e| e.name()).map(|n| n.into_owned()).collect()
}

fn codes(model: &Model) -> Vec<&'static str> {
    model.defects().iter().filter(|d| d.kind.weight() != Weight::Note).map(|d| d.kind.code()).collect()
}

#[test]
fn a_sound_file_has_no_defects() {
    let model = model(&(material(1, r"\X2\94A27B4B6DF751DD571F\X0\") + &material(2, "砖")));
    assert_eq!(names(&model), ["钢筋混凝土", "砖"]);
    assert!(model.is_whole());
    assert_eq!(model.defects(), []);
    assert_eq!(model.schema(), Schema::Ifc4);
}

#[test]
fn statement_ends_and_ids_in_strings_are_text() {
    let model = model(&(material(1, "客厅; #9=IFCWALL(") + &material(2, "it''s /* no comment */") + &material(3, "厨房)")));
    assert_eq!(names(&model), ["客厅; #9=IFCWALL(", "it's /* no comment */", "厨房)"]);
    assert!(model.is_whole() && model.defects().is_empty());
}

#[test]
fn comments_anywhere() {
    let model =
        model("/* ' ; */ #1 /*a*/ = /*b*/ IFCMATERIAL /*c*/ ( /*d;'*/ '墙' /*e*/ , $, $ /*)*/ ) /*f*/ ;\n/* #2=IFCMATERIAL('x',$,$); */");
    assert_eq!(names(&model), ["墙"]);
    assert_eq!(model.len(), 1);
    assert_eq!(model.entity(InstanceId(1)).unwrap().class(), class::IFC_MATERIAL);
    assert!(model.is_whole() && model.defects().is_empty());
}

#[test]
fn spaces_lower_case_and_several_lines() {
    let model = model("#1 = ifcMaterial(\r\n  '主卧'\r\n , $,\r\n $ ) ;;\n #2=IFCMATERIAL ('次卧',$,$)\t;");
    assert_eq!(names(&model), ["主卧", "次卧"]);
    assert!(model.is_whole() && model.defects().is_empty());
}

#[test]
fn lines_may_end_in_any_way_and_a_bom_may_lead() {
    let text = file(&(material(1, "阳台") + &material(2, "飘窗")));
    for bytes in [text.replace('\n', "\r\n"), text.replace('\n', "\r"), text.replace('\n', ""), format!("\u{feff}{text}")] {
        let model = read(bytes.as_bytes()).unwrap();
        assert_eq!(names(&model), ["阳台", "飘窗"]);
        assert!(model.is_whole());
    }
    let place = read(text.replace('\n', "\r").as_bytes()).unwrap().location(InstanceId(2)).unwrap();
    assert_eq!((place.line, place.column), (9, 1));
}

#[test]
fn every_cut_is_noticed_and_told_with_its_place() {
    let text = file(&(material(1, "客厅") + &material(2, r"\X2\9633\X0\台") + "/* end */\n"));
    let end = text.rfind(';').unwrap();
    for cut in text.find("DATA").unwrap()..=end {
        let Some(part) = text.as_bytes().get(..cut) else { continue };
        let model = read(part).unwrap();
        assert!(!model.is_whole(), "cut at {cut}");
        assert!(!model.breaks().is_empty());
    }
    assert!(read(text.trim_end().as_bytes()).unwrap().is_whole());
    let inside = read(&text.as_bytes()[..text.find("客厅").unwrap() + 3]).unwrap();
    let cut = &inside.breaks()[0];
    assert_eq!(cut.kind, DefectKind::CutString);
    assert_eq!((cut.at.line, cut.at.column, cut.instance), (8, 16, Some(InstanceId(1))));
    assert!(cut.to_string().contains("line 8, column 16"), "{cut}");
}

#[test]
fn missing_section_ends() {
    let text = file(&material(1, "墙"));
    let no_end = read(text.replace("END-ISO-10303-21;\n", "").as_bytes()).unwrap();
    assert_eq!(no_end.breaks().into_iter().map(|d| d.kind).collect::<Vec<_>>(), [DefectKind::MissingEnd]);
    let no_endsec = read(text.replace("ENDSEC;\nEND-ISO", "END-ISO").as_bytes()).unwrap();
    assert_eq!(no_endsec.breaks().into_iter().map(|d| d.kind).collect::<Vec<_>>(), [DefectKind::MissingEndSection]);
    let no_start = read(text.split_once("DATA;").map(|(_, data)| format!("DATA;{data}")).unwrap().as_bytes()).unwrap();
    assert!(!no_start.is_whole());
    assert_eq!(names(&no_start), ["墙"]);
}

#[test]
fn one_missing_bracket_costs_one_record() {
    let model = model(
        &(material(1, "甲") + "#2=IFCMATERIAL('乙',(1,2;\n" + &material(3, "丙") + "#4=IFCMATERIAL('丁',$,$));\n" + &material(5, "戊")),
    );
    assert_eq!(names(&model), ["甲", "丙", "戊"]);
    assert!(!model.is_whole());
    let broken: Vec<_> = model.breaks().into_iter().map(|d| (d.instance.unwrap().0, d.at.line, d.kind.code())).collect();
    assert_eq!(broken, [(2, 9, "E0014"), (4, 11, "E0014")]);
}

#[test]
fn an_open_string_costs_one_record() {
    let model = model(&(material(1, "甲") + "#2=IFCMATERIAL('乙,$,$);\n" + &material(3, "丙") + &material(4, "")));
    assert_eq!(names(&model), ["甲", "丙", ""]);
    let broken = &model.breaks()[0];
    assert_eq!((broken.kind.clone(), broken.at.line, broken.at.column), (DefectKind::OpenString, 9, 16));
}

#[test]
fn a_missing_semicolon_costs_nothing_but_is_told() {
    for gap in ["\n", "", " "] {
        let data = material(1, "甲") + &format!("#2=IFCMATERIAL('乙',$,$){gap}#3=IFCMATERIAL('丙',$,$);\n") + &material(4, "丁");
        let model = model(&data);
        assert_eq!(names(&model), ["甲", "乙", "丙", "丁"]);
        assert!(!model.is_whole());
    }
}

#[test]
fn equal_ids_with_other_content_break_the_model() {
    let same = model(&(material(7, "甲") + &material(7, "甲")));
    assert_eq!((same.len(), same.is_whole()), (1, true));
    assert_eq!(same.defects()[0].kind.code(), "E0019");
    let other = model(&(material(7, "甲") + &material(8, "乙") + &material(7, "丙")));
    assert_eq!(names(&other), ["甲", "乙"]);
    assert!(!other.is_whole());
    assert_eq!(other.breaks()[0].kind, DefectKind::ConflictingId { id: InstanceId(7), first: 8 });
    assert_eq!(other.breaks()[0].at.line, 10);
}

#[test]
fn ids_of_any_size_in_any_order() {
    let model = model(
        &(material(92_147_483_647, "甲") + &material(3, "乙") + &material(u64::MAX, "丙") + "#5=IFCMATERIALLIST((#92147483647,#3));\n"),
    );
    let list = model.entity(InstanceId(5)).unwrap();
    assert_eq!(list.entities_at(0).filter_map(|m| m.name()).collect::<Vec<_>>(), ["甲", "乙"]);
    assert!(model.is_whole() && model.defects().is_empty());
    let beyond = self::model("#99999999999999999999999=IFCMATERIAL('x',$,$);");
    assert_eq!((beyond.len(), beyond.breaks()[0].kind.code()), (0, "E0017"));
}

#[test]
fn references_to_nothing_are_told_one_by_one() {
    let model = model("#1=IFCMATERIALLIST((#2,#77));\n#2=IFCMATERIAL('砖',$,$);\n#3=IFCPOLYLINE((#88));");
    let missing: Vec<_> = model.defects().iter().map(|d| (d.instance.unwrap().0, d.at.line, d.at.column, d.kind.clone())).collect();
    assert_eq!(missing, [(1, 8, 24, DefectKind::Dangling(InstanceId(77))), (3, 10, 17, DefectKind::Dangling(InstanceId(88)))]);
    assert!(model.is_whole());
    assert_eq!(model.entity(InstanceId(1)).unwrap().entities_at(0).count(), 1);
}

#[test]
fn attributes_of_the_wrong_number_or_kind() {
    let model = model(
        "#1=IFCMATERIAL('砖');\n#2=IFCCARTESIANPOINT('x');\n#3=IFCDIRECTION((1e400,-nan,0.));\n#4=IFCACTORROLE(.KING.,$,$);\n#5=IFCNOSUCH(1);\n#6=IFCMATERIAL($,$,$);",
    );
    assert_eq!(codes(&model), ["E0032", "E0033", "E0035", "E0035", "E0033", "E0031"]);
    let texts: Vec<String> = model.defects().iter().map(ToString::to_string).collect();
    assert!(texts[0].ends_with("IfcMaterial has 1 attributes, expected 3"), "{}", texts[0]);
    assert!(texts[1].ends_with("attribute Coordinates of IfcCartesianPoint is a string, expected a list"), "{}", texts[1]);
    assert!(texts[2].ends_with("found 1e400, expected a value"), "{}", texts[2]);
    assert!(texts[4].ends_with("attribute Role of IfcActorRole is .KING., expected a value of IfcRoleEnum"), "{}", texts[4]);
    assert!(texts[6].contains("Name of IfcMaterial is missing"), "{}", texts[6]);
    assert!(model.is_whole());
}

#[test]
fn nesting_without_end_is_harmless() {
    let deep = 200_000;
    let model = model(&format!("#1=IFCMATERIALLIST({}{});\n#2=IFCMATERIAL('好',$,$);", "(".repeat(deep), ")".repeat(deep)));
    assert_eq!(model.len(), 2);
    assert!(codes(&model).contains(&"E0037"));
    let typed = self::model(&format!("#1=IFCMATERIAL({}'x'{},$,$);", "IFCLABEL(".repeat(50_000), ")".repeat(50_000)));
    assert_eq!(typed.entity(InstanceId(1)).unwrap().name(), None);
}

#[test]
fn circles_are_found_and_walks_end() {
    let model = model(
        "#1=IFCLOCALPLACEMENT(#2,#9);\n#2=IFCLOCALPLACEMENT(#1,#9);\n#9=IFCAXIS2PLACEMENT3D($,$,$);\n#3=IFCRELAGGREGATES('0000000000000000000001',$,$,$,#4,(#5));\n#6=IFCRELAGGREGATES('0000000000000000000002',$,$,$,#5,(#4));\n#4=IFCBUILDING('0000000000000000000003',$,$,$,$,$,$,$,$,$,$,$);\n#5=IFCBUILDINGSTOREY('0000000000000000000004',$,$,$,$,$,$,$,$,$);",
    );
    assert_eq!(codes(&model).iter().filter(|c| **c == "E0040").count(), 2);
    assert!(model.relations().ancestor(model.entity(InstanceId(5)).unwrap(), class::IFC_SITE).is_none());
}

#[test]
fn what_is_no_model_is_named() {
    let utf16: Vec<u8> = file("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, part) in [
        (&b""[..], "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (&utf16, "UTF-16"),
        (b"\xff\xfeI\0S\0", "UTF-16"),
        (
            b"<?xml version='1.0'?><ifcXML xmlns='http://www.buildingsmart-tech.org/ifcXML/IFC4/Add2'/>",
            "ifcXML (http://www.buildingsmart-tech.org/ifcXML/IFC4/Add2)",
        ),
        (b"<html></html>", "a web page"),
        (b"hello world", "hello world"),
        (b"PK\x03\x04 broken", "archive cannot be read"),
        (b"\x1f\x8b broken", "archive cannot be read"),
    ] {
        let error = read(bytes).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
    let other = file(&material(1, "x")).replace("IFC4", "AUTOMOTIVE_DESIGN");
    assert_eq!(read(other.as_bytes()).unwrap_err(), Error::OtherSchema("AUTOMOTIVE_DESIGN".into()));
}

#[test]
fn schema_names_are_mapped_with_a_warning() {
    for (name, schema, exact) in [
        ("IFC2X3", Schema::Ifc2x3, true),
        ("ifc4", Schema::Ifc4, true),
        ("IFC4X3_ADD2", Schema::Ifc4x3, true),
        ("IFC4X3_RC4", Schema::Ifc4x3, false),
        ("IFC4X1", Schema::Ifc4, false),
        ("IFC2X2_FINAL", Schema::Ifc2x3, false),
        ("IFC2X_FINAL", Schema::Ifc2x3, false),
    ] {
        let model = read(file(&material(1, "x")).replace("IFC4", name).as_bytes()).unwrap();
        assert_eq!(model.schema(), schema, "{name}");
        assert_eq!(model.defects().iter().any(|d| d.kind.code() == "E0021"), !exact, "{name}");
        assert!(model.is_whole());
    }
}

#[test]
fn archives_are_unpacked_within_bounds() {
    use std::io::Write as _;
    let pack = |entries: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in entries {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let one = file(&material(1, "一号楼"));
    let two = file(&material(1, "总图"));
    let zip = pack(&[("说明.txt", b"x"), ("1号楼.ifc", one.as_bytes())]);
    assert_eq!(names(&read(&zip).unwrap()), ["一号楼"]);
    let both = pack(&[("总图.IFC", two.as_bytes()), ("1号楼.ifc", one.as_bytes())]);
    assert!(read(&both).unwrap_err().to_string().contains("2 models (1号楼.ifc, 总图.IFC)"));
    let found = haofang_ifc::unpack(Arc::new(both), 1 << 20).unwrap();
    assert_eq!(found.iter().map(|p| p.name.as_deref().unwrap()).collect::<Vec<_>>(), ["1号楼.ifc", "总图.IFC"]);
    assert!(read(&pack(&[("a.rvt", b"x")])).unwrap_err().to_string().contains("no .ifc file, only a.rvt"));
    assert_eq!(read(&pack(&[("a.ifcxml", b"<x/>")])).unwrap_err(), Error::Xml(None));
    let bomb = pack(&[("a.ifc", &vec![b' '; 2_000_000])]);
    let mut options = ReadOptions::default();
    options.unpack_limit = 1_000_000;
    assert_eq!(Model::index_with(Arc::new(bomb), &options).unwrap_err(), Error::TooLarge { limit: 1_000_000 });
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(one.as_bytes()).unwrap();
    let mut gzip = gzip.finish().unwrap();
    assert_eq!(names(&read(&gzip).unwrap()), ["一号楼"]);
    gzip.truncate(gzip.len() / 2);
    assert!(matches!(read(&gzip), Err(Error::Archive(_))));
}

#[test]
fn what_follows_the_end_is_told() {
    let model = read((file(&material(1, "x")) + "#9=IFCMATERIAL('y',$,$);\n").as_bytes()).unwrap();
    assert!(model.defects().iter().any(|d| matches!(d.kind, DefectKind::AfterEnd { .. } | DefectKind::OutsideData)));
    assert!(read((file(&material(1, "x")) + "\0\0\u{1a}\n").as_bytes()).unwrap().defects().is_empty());
}

#[test]
fn a_shared_global_id_is_told_and_the_first_is_found() {
    let site = |id: u64, name: &str| format!("#{id}=IFCSITE('3vB2YO$MX4xv5uCqZZG05x',$,'{name}',$,$,$,$,$,$,$,$,$,$,$);\n");
    let model = model(&(site(1, "地块") + &site(2, "另一地块")));
    assert_eq!(model.by_guid("3vB2YO$MX4xv5uCqZZG05x").unwrap().name().as_deref(), Some("地块"));
    assert!(model.by_guid("0000000000000000000000").is_none());
    assert!(model.defects().iter().any(|d| matches!(&d.kind, DefectKind::RepeatedGuid { first, .. } if first.0 == 1)));
}
