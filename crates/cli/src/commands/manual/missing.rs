//! `--missing` as a table for people and as CSV for spreadsheets.

use std::fmt::Write as _;

use haofang_checker::manual::Missing;
use haofang_checker::report::Lang;
use unicode_width::UnicodeWidthStr as _;

/// Rows as columns, two spaces apart; Chinese counts as two.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let last = column + 1 == row.len();
            let gap = if last { 0 } else { widths[column] + 2 - cell.width() };
            let _ = write!(out, "{cell}{:gap$}", "");
        }
        out.push('\n');
    }
    out
}

/// The table: items by status, then what is missing by type of dwelling.
pub(super) fn table(missing: &Missing, lang: Lang) -> String {
    let word = |zh: &str, en: &str| if lang == Lang::En { en.to_owned() } else { zh.to_owned() };
    let text = |both: &haofang_checker::policy::Localised| if lang == Lang::En { both.en.clone() } else { both.zh.clone() };
    let kind = |name: &str| if name.is_empty() { word("（未注明户型）", "(no type)") } else { name.to_owned() };
    let all: usize = missing.types.values().sum();
    let mut out = word(&format!("说明书缺项 · {all} 户"), &format!("What the manuals lack · {all} dwellings"));
    out.push('\n');
    let mut rows = vec![vec![word("项", "item"), String::new(), word("齐全", "complete"), word("部分", "partial"), word("缺", "missing")]];
    rows.extend(missing.items.iter().map(|(id, title, [filled, partial, none])| {
        vec![(*id).to_owned(), text(title), filled.to_string(), partial.to_string(), none.to_string()]
    }));
    out.push_str(&aligned(&rows));
    out.push('\n');
    let mut head = vec![word("项", "item"), word("缺少", "missing")];
    head.extend(missing.types.iter().map(|(name, count)| format!("{} {count}", kind(name))));
    head.push(word("如何补充", "how to supply"));
    let mut rows = vec![head];
    for row in &missing.rows {
        let mut cells = vec![row.item.to_owned(), text(&row.what)];
        cells.extend(missing.types.keys().map(|name| row.by_type.get(name).map_or_else(|| "·".to_owned(), ToString::to_string)));
        cells.push(text(&row.supply));
        rows.push(cells);
    }
    out.push_str(&aligned(&rows));
    out
}

/// The same as CSV, with a byte order mark so that Excel reads Chinese.
pub(super) fn csv(missing: &Missing) -> String {
    let cell = |text: &str| {
        // a leading sign would be taken for a formula
        let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
        format!("\"{}\"", text.replace('"', "\"\""))
    };
    let mut out = String::from("\u{feff}item,key,缺少,missing,如何补充,how to supply,户数 dwellings");
    for name in missing.types.keys() {
        let _ = write!(out, ",{}", cell(if name.is_empty() { "（未注明户型）" } else { name }));
    }
    out.push_str("\r\n");
    for row in &missing.rows {
        let texts = [row.item, &row.key, &row.what.zh, &row.what.en, &row.supply.zh, &row.supply.en].map(cell);
        let _ = write!(out, "{},{}", texts.join(","), row.count);
        for name in missing.types.keys() {
            let _ = write!(out, ",{}", row.by_type.get(name).unwrap_or(&0));
        }
        out.push_str("\r\n");
    }
    out
}
