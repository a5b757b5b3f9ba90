//! One workbook: summary, clauses, findings, FAR ledger, dwellings, rooms, doors, windows, parameters, what the columns mean, and
//! the 自查表 as a form.

use haofang_facts::Subject;
use haofang_policy::Outcome;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::rows::{self, Cell, Table};
use super::subjects;
use crate::assessment::Assessment;
use crate::words::Lang;

/// Widest column, characters.
const WIDEST: usize = 60;

/// The workbook's bytes. Doors are given beside the sheet, which lists them only where somebody asked for elements.
///
/// # Errors
/// When a sheet cannot be written (more than a million rows, for example).
pub fn xlsx(source: &Assessment, doors: &[Subject], lang: Lang) -> Result<Vec<u8>, String> {
    book(source, doors, lang).map_err(|error| error.to_string())
}

fn book(source: &Assessment, doors: &[Subject], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The date of the assessment, never the clock: same input, same bytes.
    let date = ExcelDateTime::parse_from_str(&source.judgement.as_of).or_else(|_| ExcelDateTime::from_ymd(2024, 4, 24))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&date).set_author(&source.tool.name));
    summary(source, lang, book.add_worksheet())?;
    let mut tables = vec![rows::clauses(source, lang), rows::findings(source, lang), rows::far(source, lang)];
    tables.extend(subjects::all(source, doors, lang));
    tables.extend([rows::parameters(source, lang), subjects::columns(lang)]);
    for table in &tables {
        sheet(table, book.add_worksheet())?;
    }
    super::form::write(source, lang, book.add_worksheet())?;
    book.save_to_buffer()
}

fn head() -> Format {
    Format::new().set_bold().set_background_color(Color::RGB(0x00E9_EFF0)).set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::Top)
}

fn summary(source: &Assessment, lang: Lang, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(lang.pick("结论", "summary"))?;
    let main = &source.judgement.main;
    let sentence = crate::text::sentence(source, &source.conclusion(), lang);
    let rows = [
        (lang.pick("结论", "result"), sentence),
        (lang.pick("文件", "document"), format!("{} {}", main.policy.document, lang.text(&main.policy.title))),
        (lang.pick("规则包", "rule pack"), format!("{} {}", main.policy.id, main.policy.version)),
        (lang.pick("校核日期", "as of"), source.judgement.as_of.clone()),
    ];
    let mut line = 0;
    for (name, text) in rows {
        sheet.write_with_format(line, 0, name, &head())?;
        sheet.write(line, 1, text)?;
        line += 1;
    }
    line += 1;
    for outcome in Outcome::ALL {
        sheet.write_with_format(line, 0, lang.outcome(outcome), &head())?;
        sheet.write(line, 1, u32::try_from(main.count(outcome)).unwrap_or(u32::MAX))?;
        line += 1;
    }
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 90)?;
    Ok(())
}

fn sheet(table: &Table, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(&table.name)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let plain = Format::new().set_align(FormatAlign::Top);
    let mut widths: Vec<usize> = Vec::new();
    for (column, name) in (0_u16..).zip(&table.head) {
        sheet.write_with_format(0, column, name, &head())?;
        widths.push(columns(name));
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        for ((column, cell), width) in (0_u16..).zip(row).zip(widths.iter_mut()) {
            match cell {
                Cell::Text(text) => {
                    let format = if columns(text) > WIDEST { &wrap } else { &plain };
                    sheet.write_string_with_format(line, column, text, format)?;
                    *width = (*width).max(columns(text));
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(line, column, *number, &plain)?;
                }
                Cell::Empty => {}
            }
        }
    }
    for (column, width) in (0_u16..).zip(&widths) {
        let width = u32::try_from((*width).clamp(8, WIDEST) + 2).unwrap_or(12);
        sheet.set_column_width(column, f64::from(width))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Ok(rows), Ok(last)) = (u32::try_from(table.rows.len()), u16::try_from(table.head.len().saturating_sub(1))) {
        sheet.autofilter(0, 0, rows, last)?;
    }
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn columns(text: &str) -> usize {
    text.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0)
}
