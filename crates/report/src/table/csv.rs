//! CSV (RFC 4180) with a byte-order mark, so that Excel reads the Chinese.

use super::rows::{self, Cell, Table};
use crate::assessment::Assessment;
use crate::words::Lang;

/// Every clause.
#[must_use]
pub fn clauses(source: &Assessment, lang: Lang) -> String {
    csv(&rows::clauses(source, lang))
}

/// Every verdict that needs action.
#[must_use]
pub fn findings(source: &Assessment, lang: Lang) -> String {
    csv(&rows::findings(source, lang))
}

/// The FAR ledger.
#[must_use]
pub fn far(source: &Assessment, lang: Lang) -> String {
    csv(&rows::far(source, lang))
}

/// Dwellings.
#[must_use]
pub fn dwellings(source: &Assessment, lang: Lang) -> String {
    csv(&rows::dwellings(source, lang))
}

fn csv(table: &Table) -> String {
    let mut out = String::from("\u{feff}");
    line(table.head.iter().map(|head| quoted(head)), &mut out);
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => quoted(text),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        });
        line(cells, &mut out);
    }
    out
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

/// Quoted where needed. A name that a spreadsheet would run as a formula gets an apostrophe.
fn quoted(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(super::quoted("主卧, \"南\""), "\"主卧, \"\"南\"\"\"");
        assert_eq!(super::quoted("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(super::quoted("层高"), "层高");
    }
}
