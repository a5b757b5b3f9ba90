//! CSV (RFC 4180) with a byte-order mark, so that Excel reads the Chinese.

use haofang_facts::{FactSheet, Value};

use super::rows::{self, Cell, Table};
use super::subjects;
use crate::assessment::Assessment;
use crate::words::{self, Lang};

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
    csv(&subjects::dwellings(source, lang))
}

/// Every fact and every gap of a sheet, one a line.
#[must_use]
pub fn facts(sheet: &FactSheet, lang: Lang) -> String {
    let mut out = String::from("\u{feff}");
    let head = ["kind", "id", "guid", "name", "parent", "quantity", "value", "unit", "provenance", "tolerance", "method", "gap", "detail"];
    line(head.iter().map(|head| (*head).to_owned()), &mut out);
    for subject in &sheet.subjects {
        let guid = subject.guid.as_ref().map(|guid| guid.0.as_str()).unwrap_or_default();
        let parent = subject.parent.as_ref().map(|parent| parent.0.as_str()).unwrap_or_default();
        let lead = [subject.kind.word(), &subject.id.0, guid, &subject.name, parent].map(quoted);
        for (quantity, fact) in &subject.facts {
            let (value, unit) = match &fact.value {
                Value::Number(number, unit) => ((number + 0.0).to_string(), unit.symbol()),
                Value::Bool(claim) => (claim.to_string(), ""),
                Value::Text(text) => (quoted(text), ""),
            };
            let tolerance = fact.tolerance.map(|tolerance| tolerance.to_string()).unwrap_or_default();
            let rest = [
                quantity.to_string(),
                value,
                unit.to_owned(),
                fact.provenance.word().to_owned(),
                tolerance,
                quoted(words::spoken(&fact.method, lang)),
                String::new(),
                String::new(),
            ];
            line(lead.iter().cloned().chain(rest), &mut out);
        }
        for (quantity, gap) in &subject.gaps {
            let kind = serde_json::to_value(gap.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
            let empty = || String::new();
            let rest = [quantity.to_string(), empty(), empty(), empty(), empty(), empty(), kind, quoted(words::spoken(&gap.detail, lang))];
            line(lead.iter().cloned().chain(rest), &mut out);
        }
    }
    out
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
