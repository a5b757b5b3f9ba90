//! The 自查表 as a form on A4: head, every judged clause with what the model shows, boxes and lines for people.

use haofang_facts::SubjectKind;
use haofang_policy::{ClauseResult, Outcome};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::assessment::{Assessment, leading};
use crate::words::{self, Lang, mark};

/// Widths of the columns, characters.
const WIDTHS: [f64; 7] = [12.0, 34.0, 9.0, 11.0, 24.0, 14.0, 14.0];
/// Height of a line of text in points.
const LINE: f64 = 14.0;

fn boxed() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

/// Writes the form.
pub(super) fn write(source: &Assessment, lang: Lang, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(lang.pick("自查表", "self-check form"))?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let last = 6;
    let main = &source.judgement.main;
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(0, 0, 0, last, lang.pick("住宅品质自查表", "Self-check of housing quality"), &title)?;
    sheet.set_row_height(0, 30)?;
    let project = source.sheet.of_kind(SubjectKind::Project).next().map(|project| project.name.clone()).unwrap_or_default();
    let files: Vec<String> = source
        .sheet
        .sources
        .iter()
        .map(|file| format!("{} sha256 {}", file.file, file.sha256.chars().take(16).collect::<String>()))
        .collect();
    let rows = [
        (lang.pick("项目", "project"), project),
        (lang.pick("依据", "policy"), format!("{} {}", main.policy.document, lang.text(&main.policy.title))),
        (lang.pick("校核日期", "as of"), source.judgement.as_of.clone()),
        (lang.pick("模型", "models"), files.join("\n")),
        (lang.pick("结论", "result"), crate::text::sentence(source, &source.conclusion(), lang)),
        (lang.pick("建设单位", "developer"), String::new()),
        (lang.pick("设计单位", "designer"), String::new()),
    ];
    let mut line = 1;
    for (name, value) in rows {
        sheet.write_with_format(line, 0, name, &boxed().set_bold())?;
        sheet.merge_range(line, 1, line, last, &value, &boxed())?;
        sheet.set_row_height(line, LINE * (value.lines().count().max(1) as f64) + 6.0)?;
        line += 1;
    }
    let head = [
        lang.pick("条款", "clause"),
        lang.pick("要求", "demand"),
        lang.pick("性质", "force"),
        lang.pick("自动校核", "automatic check"),
        lang.pick("实测与依据", "measured, ground"),
        lang.pick("自查结论", "own decision"),
        lang.pick("签字 / 日期", "signature, date"),
    ];
    let grey = boxed().set_bold().set_background_color(Color::RGB(0x00E9_EFF0));
    for (column, name) in (0_u16..).zip(head) {
        sheet.write_with_format(line, column, name, &grey)?;
    }
    let head_line = line;
    line += 1;
    for clause in source.clauses().iter().filter(|clause| clause.outcome != Outcome::NotAssessed) {
        row(clause, lang, sheet, line)?;
        line += 1;
    }
    line += 1;
    for name in [lang.pick("自查人", "checked by"), lang.pick("项目负责人", "project manager"), lang.pick("日期（盖章）", "date, seal")]
    {
        sheet.write_with_format(line, 0, name, &boxed().set_bold())?;
        sheet.merge_range(line, 1, line, last, "", &boxed())?;
        sheet.set_row_height(line, 26)?;
        line += 1;
    }
    sheet.set_paper_size(9);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(head_line, head_line)?;
    sheet.set_freeze_panes(head_line + 1, 0)?;
    Ok(())
}

fn row(clause: &ClauseResult, lang: Lang, sheet: &mut Worksheet, line: u32) -> Result<(), XlsxError> {
    let lead = leading(clause);
    let relation = lead.and_then(|verdict| words::relation(verdict, lang)).unwrap_or_default();
    let missing = lead.and_then(|verdict| verdict.missing.first()).map(|missing| lang.text(&missing.what)).unwrap_or_default();
    let coverage = if clause.of > 0 { format!("{}/{}", clause.examined, clause.of) } else { String::new() };
    let ground = [relation.as_str(), missing, &coverage].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
    let demand = format!("{}\n「{}」", lang.text(&clause.title), clause.quote);
    let boxes = if clause.outcome == Outcome::NotApplicable { "" } else { lang.pick("□ 符合  □ 不符合", "□ met  □ not met") };
    let outcome = format!("{} {}", mark(clause.outcome), lang.outcome(clause.outcome));
    let ink = match clause.outcome {
        Outcome::Fail => 0x00B3_261E,
        Outcome::Undetermined => 0x0094_600A,
        Outcome::Manual => 0x0043_50AF,
        Outcome::Pass => 0x0024_734A,
        Outcome::NotApplicable | Outcome::NotAssessed => 0x005B_6770,
    };
    let cells = [clause.id.as_str(), &demand, lang.force(clause.force), &outcome, &ground, boxes, ""];
    for (column, text) in (0_u16..).zip(cells) {
        let format = if column == 3 { boxed().set_bold().set_font_color(Color::RGB(ink)) } else { boxed() };
        sheet.write_with_format(line, column, text, &format)?;
    }
    // Excel does not grow rows that a program writes: as many lines as the widest cells need
    let lines = |text: &str, width: f64| {
        text.lines().map(|line| (unicode_width::UnicodeWidthStr::width(line) as f64 / width).ceil().max(1.0)).sum::<f64>()
    };
    let most = lines(&demand, WIDTHS[1] - 1.0).max(lines(&ground, WIDTHS[4] - 1.0));
    sheet.set_row_height(line, most * LINE + 6.0)?;
    Ok(())
}
