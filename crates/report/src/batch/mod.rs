//! Many submissions in one table: what each came to, as CSV, Parquet and a page. Times are left out, so that the same
//! submissions give the same bytes.

mod page;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::parquet::{self, Column, Values};

pub use page::html;

/// What one submission came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its name within the batch.
    pub submission: String,
    /// Its files, as the batch names them.
    pub files: Vec<String>,
    /// Their size in bytes.
    pub bytes: u64,
    /// The exit code that `check` ends with; `None` when there is no assessment.
    pub code: Option<u8>,
    /// Schemas of the files.
    pub schemas: String,
    /// Programs that wrote the files.
    pub applications: String,
    /// Clauses by outcome, in the order of [`OUTCOMES`].
    pub counts: [u64; 6],
    /// Failed clauses, strongest first.
    pub failed: Vec<String>,
    /// Clauses for which data are missing.
    pub undetermined: Vec<String>,
    /// Flaws of the files.
    pub defects: u64,
    /// Why there is no assessment.
    pub error: Option<String>,
    /// SHA-256 of `assessment.json`, so that two runs are compared by their tables.
    pub assessment_sha256: Option<String>,
}

/// The words of outcomes, in the order of the summary (CONTRACT §5).
pub const OUTCOMES: [&str; 6] = ["pass", "fail", "undetermined", "manual", "not_applicable", "not_assessed"];
/// Forces from the strongest on.
const FORCES: [&str; 5] = ["must", "entitle", "principle", "should", "encourage"];

impl Row {
    /// Takes over what an `assessment.json` says.
    pub fn take(&mut self, assessment: &Json) {
        let list = |json: &Json, key: &str| json.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
        let text = |json: &Json, key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let sources = list(assessment, "sources");
        let all = |key: &str| {
            let mut words: Vec<String> = sources.iter().map(|source| text(source, key)).filter(|word| !word.is_empty()).collect();
            words.sort();
            words.dedup();
            words.join("; ")
        };
        (self.schemas, self.applications) = (all("ifc_schema"), all("application"));
        self.counts = OUTCOMES.map(|word| assessment.pointer(&format!("/summary/{word}")).and_then(Json::as_u64).unwrap_or(0));
        self.defects = list(assessment, "defects").len() as u64;
        let mut clauses = list(assessment, "clauses");
        clauses.sort_by_key(|clause| FORCES.iter().position(|force| *force == text(clause, "force")).unwrap_or(FORCES.len()));
        let with =
            |outcome: &str| clauses.iter().filter(|clause| text(clause, "outcome") == outcome).map(|clause| text(clause, "id")).collect();
        (self.failed, self.undetermined) = (with("fail"), with("undetermined"));
    }

    /// One word for people: what to do with this submission.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match (self.code, &self.error) {
            (Some(0), _) => "ok",
            (Some(1), _) => "violations",
            (Some(3), _) => "unreadable",
            (Some(4), _) => "unexamined",
            _ => "error",
        }
    }
}

/// The table for spreadsheets: UTF-8 with byte order mark, as Excel wants it.
#[must_use]
pub fn csv(rows: &[Row]) -> String {
    let mut text = format!("\u{feff}{}\r\n", headings().join(","));
    for row in rows {
        let mut cells = vec![row.submission.clone(), row.state().to_owned(), row.code.map(|code| code.to_string()).unwrap_or_default()];
        cells.extend(row.counts.iter().map(u64::to_string));
        cells.extend([
            row.failed.join(" "),
            row.undetermined.join(" "),
            row.defects.to_string(),
            row.schemas.clone(),
            row.applications.clone(),
        ]);
        cells.extend([row.files.join(" "), row.bytes.to_string(), row.error.clone().unwrap_or_default()]);
        cells.push(row.assessment_sha256.clone().unwrap_or_default());
        text += &cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
        text += "\r\n";
    }
    text
}

fn headings() -> Vec<&'static str> {
    let mut names = vec!["submission", "state", "code"];
    names.extend(OUTCOMES);
    names.extend(["failed", "undetermined_clauses", "defects", "schemas", "applications", "files", "bytes", "error", "assessment_sha256"]);
    names
}

/// A cell; text that a spreadsheet would take for a formula gets an apostrophe.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The table as Parquet.
#[must_use]
pub fn parquet(rows: &[Row]) -> Vec<u8> {
    let texts = |of: &dyn Fn(&Row) -> Option<String>| Values::Texts(rows.iter().map(of).collect());
    let integers = |of: &dyn Fn(&Row) -> Option<u64>| {
        Values::Integers(rows.iter().map(|row| of(row).map(|number| i64::try_from(number).unwrap_or(i64::MAX))).collect())
    };
    let mut columns = vec![
        Column::new("submission", texts(&|row| Some(row.submission.clone()))),
        Column::new("state", texts(&|row| Some(row.state().to_owned()))),
        Column::new("code", integers(&|row| row.code.map(u64::from))),
    ];
    for (at, word) in OUTCOMES.iter().enumerate() {
        columns.push(Column::new(word, integers(&|row| row.code.and_then(|_| row.counts.get(at).copied()))));
    }
    columns.extend([
        Column::new("failed", texts(&|row| Some(row.failed.join(" ")))),
        Column::new("undetermined_clauses", texts(&|row| Some(row.undetermined.join(" ")))),
        Column::new("defects", integers(&|row| row.code.map(|_| row.defects))),
        Column::new("schemas", texts(&|row| Some(row.schemas.clone()))),
        Column::new("applications", texts(&|row| Some(row.applications.clone()))),
        Column::new("files", texts(&|row| Some(row.files.join(" ")))),
        Column::new("bytes", integers(&|row| Some(row.bytes))),
        Column::new("error", texts(&|row| row.error.clone())),
        Column::new("assessment_sha256", texts(&|row| row.assessment_sha256.clone())),
    ]);
    parquet::write(&columns)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows() -> Vec<Row> {
        let mut good = Row { submission: "1号楼".into(), files: vec!["1号楼.ifc".into()], bytes: 10, code: Some(1), ..Row::default() };
        good.take(&json!({
            "summary": {"pass": 3, "fail": 1}, "sources": [{"ifc_schema": "IFC4", "application": "A, B"}], "defects": [{}],
            "clauses": [{"id": "NT-1", "force": "should", "outcome": "fail"}, {"id": "NT-2", "force": "must", "outcome": "fail"}],
        }));
        let bad = Row { submission: "=cmd".into(), error: Some("a \"bad\" <file>".into()), ..Row::default() };
        vec![good, bad]
    }

    #[test]
    fn a_row_says_what_the_assessment_says() {
        let row = &rows()[0];
        assert_eq!((row.counts, row.defects, row.state()), ([3, 1, 0, 0, 0, 0], 1, "violations"));
        assert_eq!(row.failed, ["NT-2", "NT-1"], "must comes first");
    }

    #[test]
    fn spreadsheets_get_cells_and_no_formulas() {
        let text = csv(&rows());
        assert!(text.contains(",\"A, B\","), "{text}");
        assert!(text.contains("\r\n'=cmd,error,,"), "{text}");
        assert!(text.contains("\"a \"\"bad\"\" <file>\""), "{text}");
    }

    #[test]
    fn the_page_escapes_what_files_say() {
        let page = html(&rows(), "report.html");
        assert!(page.contains("a &quot;bad&quot; &lt;file&gt;") && !page.contains("<file>"), "{page}");
        assert!(page.contains("href=\"submissions/1%E5%8F%B7%E6%A5%BC/report.html\""), "{page}");
    }
}
