//! The report on paper, without a browser: for the author what is to be done, for the agency the form of review.

mod form;
mod report;

use haofang_pdf::{About, Cell, Colour, Column, Document, Style};
use haofang_policy::{ClauseResult, Outcome};

use crate::assessment::{Assessment, Audience, leading};
use crate::html::Figures;
use crate::words::{self, Lang, mark};

/// Inks of the outcomes, and the ground of the verdict.
const BAD: Colour = [0xb3, 0x26, 0x1e];
const OPEN: Colour = [0x94, 0x60, 0x0a];
const ASK: Colour = [0x43, 0x50, 0xaf];
const GOOD: Colour = [0x24, 0x73, 0x4a];

/// The report as PDF: for [`Audience::Agency`] the form of review, else the list of what is to be done.
#[must_use]
pub fn pdf(source: &Assessment, figures: &Figures, lang: Lang) -> Vec<u8> {
    match source.audience {
        Audience::Agency => form::write(source, lang),
        Audience::Author => report::write(source, figures, lang),
    }
}

fn ink(outcome: Outcome) -> Colour {
    match outcome {
        Outcome::Fail => BAD,
        Outcome::Undetermined => OPEN,
        Outcome::Manual => ASK,
        Outcome::Pass => GOOD,
        Outcome::NotApplicable | Outcome::NotAssessed => haofang_pdf::SOFT,
    }
}

/// `✗ 不满足`, in its ink.
fn outcome(of: Outcome, lang: Lang) -> Cell {
    Cell::from(format!("{} {}", mark(of), lang.outcome(of))).coloured(ink(of)).strong()
}

fn begin(source: &Assessment, title: &str, lang: Lang) -> Document {
    let main = &source.judgement.main;
    let project = source.project();
    Document::new(About {
        title: format!("{title} · {project}"),
        creator: format!("{} {}", source.tool.name, source.tool.version),
        lang: lang.tag().to_owned(),
        foot: format!(
            "{project} · {title} · {} · {} {} · {} {}",
            source.judgement.as_of, main.policy.id, main.policy.version, source.tool.name, source.tool.version
        ),
    })
}

/// The verdict sentence on its ground, and how many clauses have each outcome.
fn verdict(source: &Assessment, page: &mut Document, lang: Lang) {
    let conclusion = source.conclusion();
    let (ground, ink) = match conclusion.code {
        0 => ([0xee, 0xf7, 0xf2], GOOD),
        4 => ([0xfd, 0xf6, 0xe7], OPEN),
        _ => ([0xfd, 0xf1, 0xf0], BAD),
    };
    page.banner(&crate::text::sentence(source, &conclusion, lang), ground, ink);
    let order = [Outcome::Fail, Outcome::Undetermined, Outcome::Manual, Outcome::Pass, Outcome::NotApplicable, Outcome::NotAssessed];
    let counts: Vec<String> =
        order.iter().map(|of| format!("{} {} {}", mark(*of), lang.outcome(*of), source.judgement.main.count(*of))).collect();
    let total = source.clauses().len();
    page.paragraph(
        &format!("{} {total}  =  {}", lang.pick("条款", "clauses"), counts.join("  ·  ")),
        Style { bold: true, ..Style::default() },
    );
}

/// What the clause's outcome rests on, in one cell: the worst subject with its numbers, else what is missing, else why.
fn ground(source: &Assessment, clause: &ClauseResult, lang: Lang) -> String {
    let mut lines = Vec::new();
    if clause.of > 0 {
        lines.push(format!("{} {}/{}", lang.pick("检查", "examined"), clause.examined, clause.of));
    }
    if let Some(lead) = leading(clause) {
        if let Some(relation) = words::relation(lead, lang) {
            lines.push(format!("{} {relation}", source.path(&lead.subject)));
        }
        let missing = lead.missing.first().map(|missing| lang.text(&missing.what)).filter(|_| clause.outcome == Outcome::Undetermined);
        let why = missing.unwrap_or_else(|| lang.text(&lead.explanation));
        if !why.is_empty() {
            lines.push(why.to_owned());
        }
    }
    if let Some(note) = &clause.note {
        lines.push(lang.text(note).to_owned());
    }
    lines.join("\n")
}

/// Files with their hashes, rule packs with theirs, parameters and readings with where they came from.
fn audit(source: &Assessment, page: &mut Document, lang: Lang) {
    page.heading(2, lang.pick("审计：文件、规则包与参数", "Audit: files, rule packs and parameters"));
    let main = &source.judgement.main;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for file in &source.sheet.sources {
        let about = format!("{} · {} · {}", file.ifc_schema, file.application, words::size(file.bytes));
        rows.push(vec![file.file.clone().into(), about.into(), format!("sha256 {}", file.sha256).into()]);
    }
    for pack in main.layers.iter().chain([&main.policy]) {
        rows.push(vec![pack.id.clone().into(), pack.version.clone().into(), format!("sha256 {}", pack.sha256).into()]);
    }
    let columns = [
        Column::left(lang.pick("文件 / 规则包", "File / rule pack"), 1.3),
        Column::left(lang.pick("版本", "Version"), 1.3),
        Column::left(lang.pick("哈希", "Hash"), 2.2),
    ];
    page.table(&columns, &rows);
    let rows: Vec<Vec<Cell>> = crate::html::parameters(source)
        .iter()
        .map(|row| {
            let said = |key: &str| row.get(key).and_then(|both| both.get(lang.pick("zh", "en")));
            let text = |value: Option<&serde_json::Value>| value.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            vec![text(said("title")).into(), text(row.get("key")).into(), text(row.get("value")).into(), text(said("from")).into()]
        })
        .collect();
    let columns = [
        Column::left(lang.pick("参数与解释", "Parameter or reading"), 1.6),
        Column::left(lang.pick("键", "Key"), 1.5),
        Column::left(lang.pick("值", "Value"), 1.2),
        Column::left(lang.pick("来源", "From"), 0.6),
    ];
    page.table(&columns, &rows);
}

/// Accepted findings.
fn waivers(source: &Assessment, page: &mut Document, lang: Lang) {
    if source.waivers.is_empty() {
        return;
    }
    page.heading(2, lang.pick("豁免", "Waivers"));
    let columns = [
        Column::left(lang.pick("条款", "Clause"), 0.8),
        Column::left(lang.pick("对象", "Subject"), 1.0),
        Column::left(lang.pick("理由", "Reason"), 2.0),
        Column::left(lang.pick("批准人", "By"), 0.8),
        Column::left(lang.pick("有效至", "Until"), 0.7),
    ];
    let rows: Vec<Vec<Cell>> = source
        .waivers
        .iter()
        .map(|waiver| {
            let subject = waiver.subject.clone().unwrap_or_default();
            [waiver.clause.clone(), subject, waiver.reason.clone(), waiver.by.clone(), waiver.until.clone()].map(Cell::from).into()
        })
        .collect();
    page.table(&columns, &rows);
}
