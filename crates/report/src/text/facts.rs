//! The measured quantities for the terminal: project, plot, buildings, a table of storeys, and how many of the rest.

use haofang_facts::catalogue::CATALOGUE;
use haofang_facts::{FactSheet, Subject, SubjectKind, Value, display};

use super::layout::{Ink, Page, fit, pad, width};
use crate::words::{self, Lang};

/// Columns of the terminal.
const WIDTH: usize = 80;

/// The whole text.
#[must_use]
pub fn facts(sheet: &FactSheet, lang: Lang) -> String {
    let mut page = Page::new(WIDTH, false);
    for kind in [SubjectKind::Project, SubjectKind::Site, SubjectKind::Building] {
        for subject in sheet.of_kind(kind) {
            page.blank();
            let name = if subject.name.is_empty() { kind.title_zh() } else { &subject.name };
            page.inked(Ink::Strong, &format!("{} {name}", lang.pick(kind.title_zh(), kind.word())));
            quantities(subject, lang, &mut page);
            if kind == SubjectKind::Building {
                storeys(sheet, subject, lang, &mut page);
            }
        }
    }
    page.blank();
    for kind in SubjectKind::ALL.iter().filter(|kind| !matches!(kind, SubjectKind::Project | SubjectKind::Site | SubjectKind::Building)) {
        let count = sheet.of_kind(*kind).count();
        if count > 0 {
            page.line(&format!("{} {count}", pad(lang.pick(kind.title_zh(), kind.word()), 16)));
        }
    }
    let unknown: usize = sheet.subjects.iter().map(|subject| subject.gaps.len()).sum();
    if unknown > 0 {
        page.blank();
        let text = lang.pick("未知 N 项（-f json 中的 gaps 说明原因）", "N unknown quantities (see gaps in -f json)");
        page.line(&text.replace('N', &unknown.to_string()));
    }
    for defect in sheet.defects.iter().take(5) {
        let message = lang.pick(defect.message_in_chinese(), &defect.message);
        page.line(&format!("! {}:{}:{} {message}", defect.file, defect.line, defect.column));
    }
    page.finish()
}

fn quantities(subject: &Subject, lang: Lang, page: &mut Page) {
    for spec in CATALOGUE.iter().filter(|spec| spec.kind == subject.kind) {
        let Some(fact) = subject.fact(spec.name) else { continue };
        let how = words::provenance(fact.provenance, lang);
        // a floor area ratio is a number, not a percentage
        let value = match (&fact.value, spec.name) {
            (Value::Number(number, _), "far" | "parking_per_household" | "parking_per_100_m2") => format!("{number:.3}"),
            (value, _) => words::value(value, lang),
        };
        let title = pad(&fit(lang.pick(spec.zh, spec.en), 24), 24);
        let number = format!("{}{value}", " ".repeat(18_usize.saturating_sub(width(&value))));
        page.line(&format!("  {title}{number}  {how}"));
    }
    for spec in CATALOGUE.iter().filter(|spec| spec.kind == subject.kind) {
        let gap = subject.gaps.iter().find(|(name, _)| name.0 == spec.name);
        if let Some((_, gap)) = gap {
            page.line(&format!("  {}? {}", pad(&fit(lang.pick(spec.zh, spec.en), 24), 24), words::spoken(&gap.detail, lang)));
        }
    }
}

fn storeys(sheet: &FactSheet, building: &Subject, lang: Lang, page: &mut Page) {
    let storeys: Vec<&Subject> = sheet.children(&building.id).filter(|subject| subject.kind == SubjectKind::Storey).collect();
    if storeys.is_empty() {
        return;
    }
    let columns =
        [("elevation", "标高", "level"), ("height", "层高", "height"), ("clear_height", "净高", "clear"), ("floor_area", "面积", "area")];
    let right = |text: &str, columns: usize| format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))));
    let mut head = format!("  {}", pad(lang.pick("楼层", "storey"), 14));
    for (_, zh, en) in columns {
        head.push_str(&right(lang.pick(zh, en), 14));
    }
    page.inked(Ink::Quiet, &format!("{head}  {}", lang.pick("用途", "use")));
    for storey in storeys {
        let mut line = format!("  {}", pad(&fit(&storey.name, 13), 14));
        for (name, ..) in columns {
            let value = storey.fact(name).and_then(|fact| Some(display::number(fact.value.as_number()?, fact.value.unit()?)));
            line.push_str(&right(value.as_deref().unwrap_or("?"), 14));
        }
        page.line(&format!("{line}  {}", storey.text("use").unwrap_or_default()));
    }
}
