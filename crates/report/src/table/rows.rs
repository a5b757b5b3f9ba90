//! The rows that CSV and XLSX share.

use haofang_facts::Value;
use haofang_policy::Outcome;

use crate::assessment::{Assessment, leading};
use crate::words::{self, Lang};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// A table with its headings.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(lang: Lang, zh: &str, en: &str, head: &[(&str, &str)]) -> Self {
        let head = head.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).collect();
        Self { name: lang.pick(zh, en).to_owned(), head, rows: Vec::new() }
    }
}

pub(super) fn text(value: Option<impl Into<String>>) -> Cell {
    value.map_or(Cell::Empty, |text| Cell::Text(text.into()))
}

#[expect(clippy::cast_precision_loss, reason = "counts of clauses and subjects are far below 2^52")]
fn count(number: usize) -> Cell {
    Cell::Number(number as f64)
}

/// Every clause, in the order of the document.
pub(super) fn clauses(source: &Assessment, lang: Lang) -> Table {
    let head = [
        ("条款", "clause"),
        ("内容", "demand"),
        ("条文", "quote"),
        ("性质", "force"),
        ("结论", "outcome"),
        ("实测", "measured"),
        ("要求", "required"),
        ("已检查", "examined"),
        ("应检查", "of"),
        ("说明", "explanation"),
    ];
    let mut table = Table::new(lang, "条款", "clauses", &head);
    for clause in source.clauses() {
        let lead = leading(clause);
        let missing = lead.and_then(|verdict| verdict.missing.first()).map(|missing| lang.text(&missing.what));
        let explanation = lead.map(|verdict| lang.text(&verdict.explanation)).filter(|text| !text.is_empty()).or(missing);
        table.rows.push(vec![
            clause.id.as_str().into(),
            lang.text(&clause.title).into(),
            clause.quote.as_str().into(),
            lang.force(clause.force).into(),
            lang.outcome(clause.outcome).into(),
            text(lead.and_then(|verdict| words::measured(verdict, lang))),
            text(lead.and_then(|verdict| words::required(verdict, lang))),
            count(clause.examined),
            count(clause.of),
            text(explanation),
        ]);
    }
    table
}

/// Every verdict that needs action.
pub(super) fn findings(source: &Assessment, lang: Lang) -> Table {
    let head = [
        ("条款", "clause"),
        ("性质", "force"),
        ("结论", "outcome"),
        ("对象", "subject"),
        ("GlobalId", "GlobalId"),
        ("实测", "measured"),
        ("单位", "unit"),
        ("比较", "comparator"),
        ("要求", "required"),
        ("差值", "margin"),
        ("缺", "missing"),
        ("说明", "explanation"),
        ("豁免", "waived"),
        ("文件", "file"),
        ("行", "line"),
    ];
    let mut table = Table::new(lang, "问题", "findings", &head);
    for clause in source.clauses() {
        for verdict in &clause.verdicts {
            if !matches!(verdict.outcome, Outcome::Fail | Outcome::Undetermined | Outcome::Manual) {
                continue;
            }
            let place = source.subject(&verdict.subject).and_then(|subject| subject.place.as_ref());
            let value = |value: &Value| match value {
                Value::Number(number, _) => Cell::Number(*number),
                other => Cell::Text(words::value(other, lang)),
            };
            let missing: Vec<&str> = verdict.missing.iter().map(|missing| lang.text(&missing.what)).collect();
            table.rows.push(vec![
                clause.id.as_str().into(),
                lang.force(clause.force).into(),
                lang.outcome(verdict.outcome).into(),
                source.path(&verdict.subject).into(),
                text(verdict.subject.guid.as_ref().map(|guid| guid.0.clone())),
                verdict.measured.as_ref().map_or(Cell::Empty, value),
                text(verdict.measured.as_ref().and_then(Value::unit).map(|unit| unit.symbol())),
                text(verdict.required.as_ref().map(|required| required.comparator.sign())),
                verdict.required.as_ref().map_or(Cell::Empty, |required| value(&required.value)),
                verdict.margin.into(),
                text(Some(missing.join("; ")).filter(|text| !text.is_empty())),
                lang.text(&verdict.explanation).into(),
                text(source.waiver(clause, verdict).map(|(waiver, _)| format!("{} · {} · {}", waiver.reason, waiver.by, waiver.until))),
                text(place.map(|place| place.file.clone())),
                place.map_or(Cell::Empty, |place| Cell::Text(place.line.to_string())),
            ]);
        }
    }
    table
}

/// The FAR ledger.
pub(super) fn far(source: &Assessment, lang: Lang) -> Table {
    let head = [
        ("区域", "region"),
        ("GlobalId", "GlobalId"),
        ("面积 ㎡", "area m2"),
        ("基准系数", "baseline coefficient"),
        ("基准计容 ㎡", "baseline m2"),
        ("系数", "coefficient"),
        ("计容 ㎡", "counted m2"),
        ("模型主张系数", "claimed coefficient"),
        ("依据", "by"),
        ("理由", "reason"),
    ];
    let mut table = Table::new(lang, "容积率台账", "FAR ledger", &head);
    for row in source.judgement.main.far.iter().flat_map(|ledger| &ledger.rows) {
        table.rows.push(vec![
            row.subject.as_str().into(),
            text(row.guid.as_ref().map(|guid| guid.0.clone())),
            Cell::Number(row.area),
            Cell::Number(row.baseline_coefficient),
            Cell::Number(row.baseline_counted),
            Cell::Number(row.coefficient),
            Cell::Number(row.counted),
            row.claimed_coefficient.into(),
            row.clause.as_str().into(),
            lang.text(&row.reason).into(),
        ]);
    }
    table
}

/// Every parameter and reading used, with where it came from.
pub(super) fn parameters(source: &Assessment, lang: Lang) -> Table {
    let head = [("参数", "parameter"), ("键", "key"), ("值", "value"), ("来源", "from")];
    let mut table = Table::new(lang, "参数", "parameters", &head);
    let word = |value: Option<&serde_json::Value>| value.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    for row in crate::html::parameters(source) {
        let said = |key: &str| row.get(key).and_then(|both| both.get(lang.pick("zh", "en")));
        table.rows.push([word(said("title")), word(row.get("key")), word(row.get("value")), word(said("from"))].map(Cell::Text).into());
    }
    table
}
