//! Tables are read back with other people's readers: the workbook with calamine, Parquet with the parquet crate.
#![allow(clippy::unwrap_used)] // a test program

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};
use haofang_checker::facts::SubjectKind;
use haofang_checker::policy::Policy;
use haofang_checker::report::Lang;
use haofang_checker::{Document, MeasureOptions, NamedSource, Request, Session};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;

fn session() -> (Session, Request) {
    let files: Vec<NamedSource> =
        haofang_testkit::samples::demo().ifc_files.into_iter().map(|(name, bytes)| NamedSource::new(name, bytes)).collect();
    (Session::open(&files, None), Request::new(vec![Policy::builtin("nantong-2024-1").unwrap()], "2026-11-22"))
}

fn json(session: &Session, request: &Request) -> serde_json::Value {
    serde_json::from_slice(&session.run(request).document(&Document::Json, Lang::Zh).unwrap()).unwrap()
}

fn column(range: &Range<Data>, title: &str) -> usize {
    let head = range.rows().next().unwrap();
    head.iter().position(|cell| *cell == Data::String(title.to_owned())).unwrap_or_else(|| panic!("no column {title}: {head:?}"))
}

fn book(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

#[test]
fn the_workbook_holds_every_table_with_what_was_measured() {
    let (session, request) = session();
    let run = session.run(&request);
    let mut book = book(run.document(&Document::Xlsx, Lang::Zh).unwrap());
    let names = ["结论", "条款", "问题", "容积率台账", "套型", "房间", "门", "窗", "飘窗", "参数", "字段说明", "自查表"];
    assert_eq!(book.sheet_names(), names);
    let assessment = json(&session, &request);
    let mut table = |name: &str| book.worksheet_range(name).unwrap();
    let rows = |range: &Range<Data>| range.height() - 1;
    let sheet = &run.assessment().sheet;
    let count = |kind: SubjectKind| sheet.of_kind(kind).count();
    assert_eq!(rows(&table("条款")), assessment["clauses"].as_array().unwrap().len());
    assert_eq!(rows(&table("容积率台账")), assessment["far"]["ledger"].as_array().unwrap().len());
    for (name, kind) in
        [("套型", SubjectKind::Dwelling), ("房间", SubjectKind::Space), ("窗", SubjectKind::Window), ("飘窗", SubjectKind::BayWindow)]
    {
        assert_eq!(rows(&table(name)), count(kind), "{name}");
    }
    let findings = assessment["clauses"].as_array().unwrap().iter().flat_map(|clause| clause["verdicts"].as_array().unwrap());
    let open = findings.filter(|verdict| ["fail", "undetermined", "manual"].contains(&verdict["outcome"].as_str().unwrap())).count();
    assert_eq!(rows(&table("问题")), open);
    let form = table("自查表");
    let judged = assessment["clauses"].as_array().unwrap().iter().filter(|clause| clause["outcome"] != "not_assessed").count();
    let boxes = form.rows().filter(|row| row[0].to_string().starts_with("NT-")).count();
    assert_eq!(boxes, judged, "the form has a row for every judged clause");
}

#[test]
fn a_room_that_was_not_measured_is_an_empty_cell_with_its_reason() {
    let (session, request) = session();
    let run = session.run(&request);
    let rooms = book(run.document(&Document::Xlsx, Lang::Zh).unwrap()).worksheet_range("房间").unwrap();
    let (guid, width, why, origin) =
        (column(&rooms, "GlobalId"), column(&rooms, "开间(轴线) m"), column(&rooms, "未知项及原因"), column(&rooms, "来源"));
    let (mut known, mut unknown) = (0, 0);
    for row in rooms.rows().skip(1) {
        let space = run
            .assessment()
            .sheet
            .of_kind(SubjectKind::Space)
            .find(|space| space.guid.as_ref().is_some_and(|own| own.0 == row[guid].to_string()));
        let space = space.unwrap();
        match space.number("bay_width_axis") {
            Some(number) => {
                known += 1;
                assert_eq!(row[width], Data::Float(number), "{}", space.name);
                assert!(row[origin].to_string().contains("开间(轴线)"), "{}", row[origin]);
            }
            None => {
                unknown += 1;
                assert_eq!(row[width], Data::Empty, "missing is never 0");
                assert!(row[why].to_string().contains("开间(轴线)："), "{}: {}", space.name, row[why]);
            }
        }
    }
    assert!(known > 0 && unknown > 0, "{known} {unknown}");
}

#[test]
fn doors_have_sizes_levels_rooms_and_ids_and_say_what_nobody_modelled() {
    let (session, request) = session();
    let doors = book(session.run(&request).document(&Document::Xlsx, Lang::Zh).unwrap()).worksheet_range("门").unwrap();
    let head: Vec<String> = doors.rows().next().unwrap().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(head.join(" | "), @"名称 | 位置 | GlobalId | 楼层 | 洞口宽 m | 洞口高 m | 通行净宽 m | 通行净高 m | 一侧房间 | 另一侧房间 | 防火等级 | 外门 | 来源 | 未知项及原因");
    let options = MeasureOptions { elements: true, ..MeasureOptions::default() };
    let sheet = session.facts(&request.brief, &options);
    let measured: BTreeMap<String, f64> =
        sheet.of_kind(SubjectKind::Door).filter_map(|door| Some((door.guid.as_ref()?.to_string(), door.number("width")?))).collect();
    assert!(measured.len() > 4 && doors.height() - 1 == sheet.of_kind(SubjectKind::Door).count(), "{}", doors.height());
    let at = |title: &str| column(&doors, title);
    for row in doors.rows().skip(1) {
        let guid = row[at("GlobalId")].to_string();
        assert_eq!(row[at("洞口宽 m")], Data::Float(measured[&guid]));
        assert!(row[at("楼层")].to_string().ends_with('F') || !row[at("楼层")].to_string().is_empty());
        assert_eq!(row[at("通行净宽 m")], Data::Empty, "an opening is no clear passage");
        assert!(row[at("未知项及原因")].to_string().contains("通行净宽：门及其类型未填通行净宽"), "{}", row[at("未知项及原因")]);
        assert!(row[at("来源")].to_string().contains("量取：洞口宽、洞口高"), "{}", row[at("来源")]);
    }
    let joined = doors.rows().skip(1).filter(|row| row[at("一侧房间")] != Data::Empty && row[at("另一侧房间")] != Data::Empty).count();
    assert!(joined > 0, "some door joins two rooms");
}

#[test]
fn every_column_says_its_unit_and_definition() {
    let (session, request) = session();
    let said = book(session.run(&request).document(&Document::Xlsx, Lang::Zh).unwrap()).worksheet_range("字段说明").unwrap();
    let net = said.rows().find(|row| row[2] == "space.net_area").unwrap();
    let cells: Vec<String> = net.iter().map(ToString::to_string).collect();
    assert_eq!(cells, ["房间", "净面积", "space.net_area", "m2", "墙面之间多边形的水平投影面积。"]);
}

#[test]
fn parquet_counts_what_json_counts() {
    let (session, request) = session();
    let bytes = session.run(&request).document(&Document::Parquet, Lang::Zh).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    let names: Vec<String> = reader.metadata().file_metadata().schema_descr().columns().iter().map(|c| c.name().to_owned()).collect();
    let rows: Vec<BTreeMap<String, Field>> =
        reader.get_row_iter(None).unwrap().map(|row| row.unwrap().into_columns().into_iter().collect()).collect();
    assert_eq!(names.len(), 28);
    let text = |row: &BTreeMap<String, Field>, name: &str| match &row[name] {
        Field::Str(text) => Some(text.clone()),
        Field::Null => None,
        other => panic!("{name}: {other:?}"),
    };
    let assessment = json(&session, &request);
    let clauses = assessment["clauses"].as_array().unwrap();
    let verdicts: Vec<&serde_json::Value> = clauses.iter().flat_map(|clause| clause["verdicts"].as_array().unwrap()).collect();
    assert_eq!(rows.iter().filter(|row| row["outcome"] != Field::Null).count(), verdicts.len());
    let outcomes: BTreeMap<String, String> =
        rows.iter().map(|row| (text(row, "clause").unwrap(), text(row, "clause_outcome").unwrap())).collect();
    assert_eq!(outcomes.len(), clauses.len());
    for clause in clauses {
        assert_eq!(outcomes[clause["id"].as_str().unwrap()], clause["outcome"].as_str().unwrap());
    }
    // in the order of the JSON, verdict by verdict
    let told = rows.iter().filter(|row| row["outcome"] != Field::Null);
    for (row, verdict) in told.zip(&verdicts) {
        assert_eq!(text(row, "guid").as_deref(), verdict["subject"]["guid"].as_str());
        assert_eq!(text(row, "issue").as_deref(), verdict["issue"].as_str());
        match verdict["measured"]["value"].as_f64() {
            // the reader of JSON is off by one in the last place now and then
            Some(number) => assert!(matches!(row["measured"], Field::Double(told) if (told - number).abs() < 1e-12)),
            None => assert_eq!(row["measured"], Field::Null, "missing is null"),
        }
    }
}
