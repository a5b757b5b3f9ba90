//! Text as exporters really write it, in whole files.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use haofang_ifc::{Encoding, Model, ReadOptions};

/// A file whose materials have these names, as bytes.
fn file(names: &[&[u8]]) -> Vec<u8> {
    let mut bytes = b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('D:\\temp\\1.ifc','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n".to_vec();
    for (i, name) in names.iter().enumerate() {
        bytes.extend_from_slice(format!("#{}=IFCMATERIAL('", i + 1).as_bytes());
        bytes.extend_from_slice(name);
        bytes.extend_from_slice(b"',$,$);\n");
    }
    bytes.extend_from_slice(b"ENDSEC;\nEND-ISO-10303-21;\n");
    bytes
}

fn read(names: &[&[u8]], encoding: Option<Encoding>) -> (Model, Vec<String>) {
    let mut options = ReadOptions::default();
    options.encoding = encoding;
    let model = Model::index_with(Arc::new(file(names)), &options).unwrap();
    let names = model.entities().map(|e| e.name().unwrap().into_owned()).collect();
    (model, names)
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn raw_utf8() {
    let (model, names) = read(&["客厅".as_bytes(), "阳台（封闭）".as_bytes(), b"WC"], None);
    assert_eq!(names, ["客厅", "阳台（封闭）", "WC"]);
    assert_eq!((model.encoding(), model.encoding_label()), (Encoding::Utf8, "utf-8"));
    assert!(model.defects().is_empty() && model.is_whole());
}

#[test]
fn raw_gb18030_with_trail_bytes_like_backslashes() {
    // 乗 誠 廫 end in the byte of a backslash; 㐀 takes four bytes; 联通 looks like UTF-8.
    let words = ["主卧", "联通", "誠信", "乗", "廫", "㐀", "飘窗;#9=X('", "厨房"];
    let bytes: Vec<Vec<u8>> = words.iter().map(|w| gbk(&w.replace('\'', "''"))).collect();
    let slices: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
    let (model, names) = read(&slices, None);
    assert_eq!(names, words);
    assert_eq!((model.encoding(), model.encoding_label()), (Encoding::Gb18030, "gb18030"));
    assert!(model.defects().is_empty() && model.is_whole(), "{:?}", model.defects());
}

#[test]
fn one_bad_string_never_spoils_the_next() {
    let (model, names) = read(&["客厅".as_bytes(), &gbk("主卧"), "阳台".as_bytes(), br"\X2\5BA2", br"\X2\53A8623F\X0\"], None);
    assert_eq!(names, ["客厅", "主卧", "阳台", "客", "厨房"]);
    let told: Vec<_> = model.defects().iter().map(|d| (d.instance.unwrap().0, d.kind.code())).collect();
    assert_eq!(told, [(2, "E0036"), (4, "E0036")]);
    assert!(model.is_whole());
}

#[test]
fn an_encoding_may_be_given() {
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("居間");
    let (model, names) = read(&[&bytes], Some(Encoding::of("Shift-JIS").unwrap()));
    assert_eq!((names, model.encoding_label()), (vec!["居間".to_owned()], "shift-jis"));
    let (bytes, _, _) = encoding_rs::BIG5.encode("客廳");
    assert_eq!(read(&[&bytes], Encoding::of("big5")).1, ["客廳"]);
    assert_eq!(Encoding::of("klingon"), None);
}

#[test]
fn accents_of_europe_are_not_taken_for_chinese() {
    let (model, names) = read(&[b"Fen\xeatre", b"T\xfcr", b"Stra\xdfe"], None);
    assert_eq!(names, ["Fenêtre", "Tür", "Straße"]);
    assert_eq!(model.encoding_label(), "latin-1");
}

#[test]
fn escapes_only() {
    let (model, names) = read(&[br"\X2\98D87A97\X0\", br"\X2\3010\X0\S\X2\3011\X0\", br"1# \X\B1 \S\1"], None);
    assert_eq!(names, ["飘窗", "【S】", "1# ± ±"]);
    assert_eq!(model.encoding_label(), "x2");
    assert_eq!(model.header().name, r"D:\temp\1.ifc");
    assert_eq!(read(&[b"plain"], None).0.encoding_label(), "ascii");
}

#[test]
fn section_signs_and_quotes() {
    let (model, names) = read(&[br"abc\S\'def", br"x\S\''y", b"it''s", b"''", br"5\S\'"], None);
    assert_eq!(names[..4], ["abc§def", "x§y", "it's", "'"]);
    assert!(model.is_whole());
    assert_eq!(model.len(), 5);
}

#[test]
fn a_name_over_several_lines() {
    let (model, names) = read(&[b"first\n#2=second line", b"next"], None);
    assert_eq!(names, ["first\n#2=second line", "next"]);
    assert!(model.is_whole());
}
