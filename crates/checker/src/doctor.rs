//! Is this model ready to be checked? What is there, and the one thing to fix next, file by file.

use haofang_facts::{FactSheet, Subject, SubjectKind};
use haofang_ifc::exporter::{UNNAMED, exporter};
use haofang_ifc::units::UnitProblem;
use haofang_report::Lang;
use haofang_report::text::{DoctorFinding, Level};
use haofang_survey::NamedModel;

use crate::Session;

/// Rooms that cover less of a storey than this are probably incomplete.
const COVERED: f64 = 0.85;
/// Findings of one kind spelled out.
const SPELLED: usize = 3;

fn good(text: String) -> DoctorFinding {
    DoctorFinding { level: Level::Good, text, remedy: String::new() }
}

fn note(text: String, remedy: &str) -> DoctorFinding {
    DoctorFinding { level: Level::Note, text, remedy: remedy.to_owned() }
}

fn bad(text: String, remedy: &str) -> DoctorFinding {
    DoctorFinding { level: Level::Bad, text, remedy: remedy.to_owned() }
}

/// The findings for each file of a submission, in the order given; files that are no IFC are one finding.
#[must_use]
pub fn doctor(session: &Session, sheet: &FactSheet, lang: Lang) -> Vec<(String, Vec<DoctorFinding>)> {
    let submission = session.submission();
    submission
        .sources()
        .iter()
        .map(|source| {
            let findings = match submission.models.iter().find(|named| named.file == source.file) {
                Some(named) => model(session, named, sheet, lang),
                None => submission
                    .unread
                    .iter()
                    .filter(|unread| unread.file == source.file)
                    .map(|unread| match lang {
                        Lang::Zh => bad(unread.error.message_zh(), ""),
                        Lang::En => bad(unread.error.to_string(), ""),
                    })
                    .collect(),
            };
            (source.file.clone(), findings)
        })
        .collect()
}

fn model(session: &Session, named: &NamedModel, sheet: &FactSheet, lang: Lang) -> Vec<DoctorFinding> {
    let mut findings = Vec::new();
    identity(session, named, lang, &mut findings);
    units(named, lang, &mut findings);
    defects(session, named, lang, &mut findings);
    let of_file: Vec<&Subject> =
        sheet.subjects.iter().filter(|subject| subject.place.as_ref().is_some_and(|place| place.file == named.file)).collect();
    storeys(&of_file, lang, &mut findings);
    rooms(&of_file, lang, &mut findings);
    dwellings(&of_file, lang, &mut findings);
    findings
}

fn identity(session: &Session, named: &NamedModel, lang: Lang, findings: &mut Vec<DoctorFinding>) {
    let header = named.model.header();
    let source = session.submission().sources().iter().find(|source| source.file == named.file);
    let exporter = exporter(&named.model);
    let application = match exporter.to_string() {
        unknown if unknown == UNNAMED => lang.pick(UNNAMED, "exporter not named").to_owned(),
        name => name,
    };
    let view = header.view_definition().map(|view| format!(" {view}")).unwrap_or_default();
    let schema = header.schemas.first().map_or("", String::as_str);
    let count = named.model.len();
    findings.push(good(match lang {
        Lang::Zh => format!("{schema}{view} · {application} · {count} 个实例"),
        Lang::En => format!("{schema}{view} · {application} · {count} instances"),
    }));
    for flaw in exporter.known_flaws() {
        let text = format!("{} {}: {}", lang.pick("已知问题", "known flaw"), flaw.thread, lang.pick(flaw.flaw, flaw.flaw_en));
        findings.push(note(text, lang.pick(flaw.remedy, flaw.remedy_en)));
    }
    let encoding = source.map_or("", |source| source.encoding.as_str());
    findings.push(match encoding {
        "ascii" | "x2" => good(format!("{} ({encoding})", lang.pick("中文编码正常", "text is encoded as the standard says"))),
        raw => note(
            format!("{} {raw}", lang.pick("文字按原始编码读取:", "raw text, read as")),
            lang.pick("如有乱码，用 --encoding 指定", "if names are garbled, give --encoding"),
        ),
    });
}

fn units(named: &NamedModel, lang: Lang, findings: &mut Vec<DoctorFinding>) {
    let units = named.model.units();
    let tell = |found: &Result<f64, UnitProblem>, what: &str| match found {
        Ok(factor) => Ok(format!("{what} ×{factor}")),
        Err(problem) => Err(match lang {
            Lang::Zh => problem.message_zh(),
            Lang::En => problem.to_string(),
        }),
    };
    let told = [
        tell(&units.length, lang.pick("长度", "length")),
        tell(&units.area, lang.pick("面积", "area")),
        tell(&units.plane_angle, lang.pick("角度", "angle")),
    ];
    let fine: Vec<&str> = told.iter().filter_map(|told| told.as_deref().ok()).collect();
    if !fine.is_empty() {
        findings.push(good(format!("{} {}", lang.pick("单位换算到 SI:", "units to SI:"), fine.join(" · "))));
    }
    for (at, problem) in told.iter().enumerate().filter_map(|(at, told)| Some((at, told.as_ref().err()?))) {
        let remedy = lang.pick("导出时写入完整的单位 (IfcUnitAssignment)", "export with a complete IfcUnitAssignment");
        findings.push(if at == 0 { bad(problem.clone(), remedy) } else { note(problem.clone(), remedy) });
    }
}

fn defects(session: &Session, named: &NamedModel, lang: Lang, findings: &mut Vec<DoctorFinding>) {
    if !named.model.is_whole() {
        findings.push(bad(
            lang.pick("文件不完整，不会给出任何“满足”", "the file is not whole; nothing will be called a pass").to_owned(),
            lang.pick("重新导出或重新上传", "export or upload it again"),
        ));
    }
    let of_file: Vec<_> = session.submission().defects().iter().filter(|defect| defect.file == named.file).collect();
    for defect in of_file.iter().take(SPELLED) {
        let (message, help) = match lang {
            Lang::Zh => (defect.message_in_chinese(), &defect.help_zh),
            Lang::En => (defect.message.as_str(), &defect.help),
        };
        findings.push(note(format!("{}:{}:{} {message}", defect.file, defect.line, defect.column), help));
    }
    if of_file.len() > SPELLED {
        let more = of_file.len() - SPELLED;
        findings.push(note(lang.pick("另有 N 处记录有瑕疵", "N more flawed records").replace('N', &more.to_string()), ""));
    }
}

fn storeys(subjects: &[&Subject], lang: Lang, findings: &mut Vec<DoctorFinding>) {
    let storeys: Vec<&&Subject> = subjects.iter().filter(|subject| subject.kind == SubjectKind::Storey).collect();
    if storeys.is_empty() {
        findings.push(note(
            lang.pick("没有楼层 (IfcBuildingStorey)", "no storeys (IfcBuildingStorey)").to_owned(),
            lang.pick("若为总图可忽略；单体模型须导出标高", "fine for a site model; a building must be exported with its levels"),
        ));
        return;
    }
    let doubted: Vec<&str> = storeys
        .iter()
        .filter(|storey| storey.fact("elevation").is_some_and(|fact| fact.conflicts().next().is_some()))
        .map(|storey| storey.name.as_str())
        .collect();
    let count = storeys.len();
    findings.push(if doubted.is_empty() {
        good(lang.pick("N 个楼层，标高一致", "N storeys, elevations agree").replace('N', &count.to_string()))
    } else {
        note(
            format!("{} {}", lang.pick("标高互相矛盾的楼层:", "storeys whose elevations disagree:"), doubted.join("、")),
            lang.pick(
                "核对标高属性与放置；校核按几何位置",
                "compare the Elevation attribute with the placement; the check goes by geometry",
            ),
        )
    });
}

fn rooms(subjects: &[&Subject], lang: Lang, findings: &mut Vec<DoctorFinding>) {
    // rooms that the survey saw between walls are no rooms of the model
    let drawn = |subject: &&&Subject| subject.kind == SubjectKind::Space && subject.guid.is_some();
    let rooms = subjects.iter().filter(drawn).count();
    if rooms == 0 {
        findings.push(bad(
            lang.pick("没有房间 (IfcSpace)", "no rooms (IfcSpace)").to_owned(),
            lang.pick(
                "导出房间：Revit 勾选“导出房间”，ArchiCAD 导出区域",
                "export rooms: in Revit tick “Export rooms”, in Archicad export zones",
            ),
        ));
        return;
    }
    let unnamed = subjects.iter().filter(drawn).filter(|subject| subject.text("use") == Some("unknown")).count();
    let text = lang.pick("N 个房间", "N rooms").replace('N', &rooms.to_string());
    findings.push(if unnamed == 0 {
        good(text)
    } else {
        note(
            format!(
                "{text}，{}",
                lang.pick("其中 N 个名称无法识别", "N with a name that is not understood").replace('N', &unnamed.to_string())
            ),
            lang.pick("使用规范房间名，或在 vocabulary 中补充", "use the usual room names or add yours to the vocabulary"),
        )
    });
    let thin: Vec<String> = subjects
        .iter()
        .filter(|subject| subject.kind == SubjectKind::Storey)
        .filter_map(|storey| {
            let share = storey.number("room_coverage").filter(|share| *share < COVERED)?;
            Some(format!("{} {:.0}%", storey.name, share * 100.0))
        })
        .collect();
    if !thin.is_empty() {
        findings.push(note(
            format!("{} {}", lang.pick("房间未铺满楼面:", "rooms do not cover the floor:"), thin.join("、")),
            lang.pick("疑似缺房间", "rooms are probably missing"),
        ));
    }
}

fn dwellings(subjects: &[&Subject], lang: Lang, findings: &mut Vec<DoctorFinding>) {
    let dwellings: Vec<&&Subject> = subjects.iter().filter(|subject| subject.kind == SubjectKind::Dwelling).collect();
    let Some(first) = dwellings.first() else {
        let residential = subjects.iter().any(|subject| subject.claim("is_residential") == Some(true));
        if residential {
            findings.push(bad(
                lang.pick("未识别出套型", "no dwellings recognised").to_owned(),
                lang.pick("按户建立 IfcZone，或给房间写入 户号", "group the rooms of each dwelling in an IfcZone, or give rooms a 户号"),
            ));
        }
        return;
    };
    let text = lang.pick("N 套", "N dwellings").replace('N', &dwellings.len().to_string());
    findings.push(good(format!("{text}（{} {}）", lang.pick("识别依据", "recognised by"), first.recognised_by)));
}
