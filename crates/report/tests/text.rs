//! What the terminal shows, in both languages and every situation.
#![allow(clippy::unwrap_used)]

mod common;

use haofang_report::text::{self, BrokenFile, DoctorFinding, Level, TextOptions, Written};
use haofang_report::{Audience, Lang, Submission, assessment_json, diff};
use unicode_width::UnicodeWidthStr;

fn options(lang: Lang) -> TextOptions {
    TextOptions { lang, ..TextOptions::default() }
}

fn written() -> Vec<Written> {
    vec![
        Written { what: "报告".into(), path: "haofang-out/report.html".into(), note: String::new() },
        Written { what: "BCF ".into(), path: "haofang-out/issues.bcf".into(), note: "4 个议题，4 张截图".into() },
    ]
}

#[test]
fn a_check_with_findings() {
    let source = common::estate(false);
    for (name, lang) in [("check_zh", Lang::Zh), ("check_en", Lang::En)] {
        let text = text::check(&source, &written(), &options(lang));
        for line in text.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn findings_take_at_most_six_lines() {
    let text = text::check(&common::estate(false), &[], &options(Lang::Zh));
    for finding in text.split("\n\n").filter(|block| block.starts_with('✗')) {
        assert!(finding.lines().count() <= 6, "{finding}");
    }
    assert!(!text.contains('\u{1b}'));
    let coloured = text::check(&common::estate(false), &[], &TextOptions { color: true, ..options(Lang::Zh) });
    let plain: String =
        coloured.split('\u{1b}').enumerate().map(|(at, part)| if at == 0 { part } else { part.split_once('m').unwrap().1 }).collect();
    assert_eq!(plain, text, "colour changes nothing but colour");
}

#[test]
fn an_agency_sees_passes_and_no_remedies() {
    let mut source = common::estate(false);
    source.audience = Audience::Agency;
    let text = text::check(&source, &[], &options(Lang::Zh));
    assert!(!text.contains("建议  "), "{text}");
    assert!(text.contains("NT-2.3-09  访客车位"), "a waiver does not hide a finding from the agency:\n{text}");
    assert_eq!(source.conclusion().code, 1);
    insta::assert_snapshot!("check_agency_zh", text);
    insta::assert_snapshot!("check_agency_en", text::check(&source, &[], &options(Lang::En)));
}

#[test]
fn a_second_submission() {
    let first = common::estate(false);
    let before = Submission::from_json(&assessment_json(&first).to_string()).unwrap();
    let second = common::estate(true);
    let found = diff::diff(&before, &Submission::of(&second));
    for (name, lang) in [("diff_zh", Lang::Zh), ("diff_en", Lang::En)] {
        insta::assert_snapshot!(name, text::diff(&found, &options(lang)));
        insta::assert_snapshot!(format!("{name}_md"), haofang_report::table::diff_markdown(&found, lang));
    }
    assert_eq!(found.exit_code(), 1, "concentrated green became worse");
}

#[test]
fn a_broken_file() {
    let file = BrokenFile {
        code: "E0012".into(),
        message: "文件不完整：缺少 ENDSEC / END-ISO-10303-21".into(),
        file: "3号楼.ifc".into(),
        line: 91_204,
        column: 38,
        byte: 38_112_256,
        excerpt: r"#884213=IFCSPACE('0ij26ZcGbFOPsb50cc_5LC',$,'\X2\5BA2".into(),
        span: 9,
        label: "字符串未结束".into(),
        cause: "上传或拷贝中断的可能性最大（前 91203 行正常，含 12 层中的 9 层）".into(),
        help: "重新导出或重新上传；仅想看已读部分：haofang facts --lenient 3号楼.ifc（不会给出任何“满足”）".into(),
    };
    insta::assert_snapshot!("broken_zh", text::broken(&file, &options(Lang::Zh)));
    let english = BrokenFile {
        message: "the file is not whole: ENDSEC / END-ISO-10303-21 is missing".into(),
        label: "the string does not end".into(),
        cause: "most probably an upload or copy broke off (91203 lines before are sound, with 9 of 12 storeys)".into(),
        help: "export or upload it again; to see the readable part: haofang facts --lenient 3号楼.ifc (nothing will be called a pass)"
            .into(),
        ..file.clone()
    };
    insta::assert_snapshot!("broken_en", text::broken(&english, &options(Lang::En)));
    let long = BrokenFile { excerpt: "长".repeat(500), column: 300, ..file };
    for line in text::broken(&long, &options(Lang::Zh)).lines() {
        assert!(line.width() <= 80 || line.contains("字符串"), "{line}");
    }
}

#[test]
fn a_doctor() {
    let finding = |level, text: &str, remedy: &str| DoctorFinding { level, text: text.into(), remedy: remedy.into() };
    let findings = [
        finding(Level::Good, "IFC4 Reference View · Autodesk Revit 2024 (24.3.2)", ""),
        finding(Level::Good, "单位 mm / ㎡ · 中文正常 · 11 层，标高与楼板一致", ""),
        finding(Level::Bad, "房间：3F 楼面覆盖 71%（其余层 ≥ 97%），疑似缺 4 个房间", "在 Revit 中：建筑 → 房间，在 3F 补放房间后重新导出"),
        finding(Level::Note, "套型：由房间名 \"1-3F-302 客厅\" 推出（未见 IfcZone）", "导出 ZoneName，并核对 haofang facts"),
    ];
    insta::assert_snapshot!("doctor_zh", text::doctor("1号楼.ifc", &findings, &options(Lang::Zh)));
    let english = [
        finding(Level::Good, "IFC4 Reference View · Autodesk Revit 2024 (24.3.2)", ""),
        finding(Level::Good, "units mm / m2 · 11 storeys, elevations agree", ""),
        finding(
            Level::Bad,
            "rooms: 71% of 3F is covered (other storeys 97% and more)",
            "in Revit: Architecture → Room, place the rooms of 3F, export again",
        ),
        finding(Level::Note, "dwellings: taken from room names such as \"1-3F-302 客厅\"", "export ZoneName, and look at haofang facts"),
    ];
    insta::assert_snapshot!("doctor_en", text::doctor("1号楼.ifc", &english, &options(Lang::En)));
}

#[test]
fn the_facts() {
    let sheet = common::estate(false).sheet;
    insta::assert_snapshot!("facts_zh", text::facts(&sheet, Lang::Zh));
    insta::assert_snapshot!("facts_en", text::facts(&sheet, Lang::En));
    let csv = haofang_report::table::facts_csv(&sheet, Lang::Zh);
    assert!(csv.contains(",usable_area,98.4,m2,measured,0.01,各房间净面积之和,,"));
    for line in text::facts(&sheet, Lang::En).lines() {
        assert!(line.width() <= 80, "{line}");
    }
}
