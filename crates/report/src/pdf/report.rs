//! The author's report on paper: the verdict, each finding with its drawing, numbers and remedy, what is missing, what a
//! person decides, the areas, and every clause.

use haofang_pdf::{Cell, Column, Document, Picture, Style};
use haofang_policy::{ClauseResult, Outcome, Verdict};

use super::{audit, begin, ground, outcome, verdict, waivers};
use crate::assessment::{Assessment, leading};
use crate::diff::{State, against_baseline};
use crate::html::Figures;
use crate::issues::Issues;
use crate::words::{self, Lang};

/// Subjects of a finding spelled out; the others are counted.
const ROWS: usize = 20;
/// Drawings and pictures of a finding.
const FIGURES: usize = 2;
/// Rows of the FAR ledger; all of them are in the tables.
const LEDGER: usize = 120;

pub(super) fn write(source: &Assessment, figures: &Figures, lang: Lang) -> Vec<u8> {
    let title = lang.pick("校核报告", "Check report");
    let mut page = begin(source, title, lang);
    let main = &source.judgement.main;
    page.paragraph(&format!("{} · {}", main.policy.document, lang.text(&main.policy.title)), Style::note());
    page.heading(1, &source.project());
    verdict(source, &mut page, lang);
    compared(source, &mut page, lang);
    let issues = Issues::of(source);
    let failed = source.with_outcome(Outcome::Fail);
    if !failed.is_empty() {
        page.heading(2, &format!("{} · {}", lang.pick("不满足", "Not met"), failed.len()));
        for clause in failed {
            finding(source, clause, figures, &issues, &mut page, lang);
        }
    }
    missing(source, &mut page, lang);
    manual(source, &mut page, lang);
    far(source, &mut page, lang);
    page.heading(2, &format!("{} · {}", lang.pick("全部条款", "All clauses"), source.clauses().len()));
    let columns = [
        Column::left(lang.pick("条款", "Clause"), 1.0),
        Column::left(lang.pick("内容", "Demand"), 2.2),
        Column::left(lang.pick("性质", "Force"), 0.7),
        Column::left(lang.pick("结论", "Outcome"), 0.9),
        Column::right(lang.pick("实测 / 要求", "Measured / required"), 1.7),
        Column::right(lang.pick("覆盖", "Coverage"), 0.6),
    ];
    let rows: Vec<Vec<Cell>> = source.clauses().iter().map(|clause| row(clause, lang)).collect();
    page.table(&columns, &rows);
    waivers(source, &mut page, lang);
    audit(source, &mut page, lang);
    page.finish()
}

fn row(clause: &ClauseResult, lang: Lang) -> Vec<Cell> {
    let relation = leading(clause).and_then(|lead| words::relation(lead, lang)).unwrap_or_default();
    let coverage = if clause.of > 0 { format!("{}/{}", clause.examined, clause.of) } else { String::new() };
    vec![
        clause.id.clone().into(),
        lang.text(&clause.title).into(),
        lang.force(clause.force).into(),
        outcome(clause.outcome, lang),
        relation.into(),
        coverage.into(),
    ]
}

/// What became of the findings of the submission before.
fn compared(source: &Assessment, page: &mut Document, lang: Lang) {
    if source.baseline.is_none() {
        return;
    }
    let diff = against_baseline(source);
    let english = lang == Lang::En;
    page.heading(2, &format!("{} {}", lang.pick("与上次提交对比", "Against the submission of"), diff.before));
    let counts: Vec<String> = State::ALL.into_iter().map(|state| format!("{} {}", state.title(english), diff.count(state))).collect();
    page.paragraph(&counts.join("  ·  "), Style::default());
    let columns = [
        Column::left(lang.pick("状态", "State"), 0.7),
        Column::left(lang.pick("条款", "Clause"), 1.0),
        Column::left(lang.pick("对象", "Subject"), 2.0),
        Column::left(lang.pick("变化", "Change"), 2.0),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for state in State::ALL {
        for change in diff.changes.iter().filter(|change| change.state == state).take(ROWS) {
            let values = crate::archive::values(change);
            rows.push([state.title(english).to_owned(), change.clause.clone(), change.subject.path.clone(), values].map(Cell::from).into());
        }
    }
    page.table(&columns, &rows);
}

fn finding(source: &Assessment, clause: &ClauseResult, figures: &Figures, issues: &Issues, page: &mut Document, lang: Lang) {
    let own: Vec<&Verdict> = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fail).collect();
    let drawn = figures.drawings.iter().any(|figure| figure.clause == clause.id);
    page.keep(if drawn { 310.0 } else { 110.0 });
    page.heading(3, &format!("✗ {} {} · {} · {}", clause.id, lang.text(&clause.title), lang.force(clause.force), lang.places(own.len())));
    page.paragraph(&format!("{}「{}」", clause.cite, clause.quote), Style::note());
    let drawings = figures.drawings.iter().filter(|figure| figure.clause == clause.id).take(1);
    let mut shown: Vec<(Picture<'_>, &str)> = drawings.map(|figure| (Picture::Svg(&figure.svg), lang.text(&figure.caption))).collect();
    let views = own.iter().filter_map(|verdict| figures.snapshots.get(issues.of_verdict(clause, verdict)?));
    shown.extend(
        views.take(1).map(|png| (Picture::Png(png), lang.pick("模型视图（与 BCF 相同的视角）", "view of the model, as in the BCF"))),
    );
    shown.truncate(FIGURES);
    page.figures(&shown, 210.0);
    let columns = [
        Column::left(lang.pick("对象", "Subject"), 1.5),
        Column::right(lang.pick("实测", "Measured"), 0.9),
        Column::right(lang.pick("要求", "Required"), 0.9),
        Column::right(lang.pick("差", "Gap"), 0.9),
        Column::left(lang.pick("依据", "Basis"), 3.0),
    ];
    let rows: Vec<Vec<Cell>> = own
        .iter()
        .take(ROWS)
        .map(|verdict| {
            let waived = source.waiver(clause, verdict).map(|(waiver, holds)| {
                let name = if holds { lang.pick("已豁免", "waived") } else { lang.pick("豁免已过期", "waiver expired") };
                format!("\n{name} {} · {} · {}", waiver.reason, waiver.by, waiver.until)
            });
            vec![
                format!("{}{}", source.path(&verdict.subject), waived.unwrap_or_default()).into(),
                Cell::from(words::measured(verdict, lang).unwrap_or_default()).coloured(super::BAD).strong(),
                words::required(verdict, lang).unwrap_or_default().into(),
                words::margin(verdict, lang).unwrap_or_default().into(),
                lang.text(&verdict.explanation).into(),
            ]
        })
        .collect();
    page.table(&columns, &rows);
    if own.len() > ROWS {
        page.paragraph(&format!("+{}", own.len() - ROWS), Style::note());
    }
    let fix = own.iter().find_map(|verdict| verdict.fix.as_ref().map(|fix| lang.text(fix).to_owned()));
    let remedy = own.iter().find_map(|verdict| verdict.remedy.as_ref().map(|remedy| lang.text(remedy).to_owned()));
    let advice: Vec<String> = [fix, remedy].into_iter().flatten().collect();
    if !advice.is_empty() {
        page.paragraph(&format!("{} {}", lang.pick("建议：", "Remedy:"), advice.join(" ")), Style { size: 9.0, ..Style::default() });
    }
}

/// What lacks data, by datum, with how to supply it; and every clause that waits.
fn missing(source: &Assessment, page: &mut Document, lang: Lang) {
    let open = source.with_outcome(Outcome::Undetermined);
    if open.is_empty() {
        return;
    }
    page.heading(2, &format!("{} · {}", lang.pick("缺数据", "Data missing"), open.len()));
    let columns = [
        Column::left(lang.pick("缺什么", "What is missing"), 2.0),
        Column::left(lang.pick("如何补", "How to supply it"), 2.6),
        Column::left(lang.pick("条款", "Clauses"), 1.4),
    ];
    let rows: Vec<Vec<Cell>> = crate::topics::missing_groups(source, lang)
        .into_iter()
        .map(|(_, what, supply, clauses)| [what, supply, clauses.join(" ")].map(Cell::from).into())
        .collect();
    page.table(&columns, &rows);
}

/// What a person decides, with boxes to sign.
fn manual(source: &Assessment, page: &mut Document, lang: Lang) {
    let open = source.with_outcome(Outcome::Manual);
    if open.is_empty() {
        return;
    }
    page.heading(2, &format!("{} · {}", lang.pick("人工核对表", "Checklist for people"), open.len()));
    let columns = [
        Column::left(lang.pick("条款", "Clause"), 1.0),
        Column::left(lang.pick("需核对", "To be checked"), 2.4),
        Column::left(lang.pick("已知与应出示", "Known, and evidence wanted"), 2.8),
        Column::left(lang.pick("结论 / 签字", "Decision, signature"), 1.1),
    ];
    let rows: Vec<Vec<Cell>> = open
        .into_iter()
        .map(|clause| {
            let mut known = ground(source, clause, lang);
            let mut evidence: Vec<&str> =
                clause.verdicts.iter().flat_map(|verdict| &verdict.evidence).map(|text| lang.text(text)).collect();
            evidence.dedup();
            for wanted in evidence.into_iter().take(4) {
                known.push_str(&format!("\n→ {wanted}"));
            }
            vec![
                clause.id.clone().into(),
                format!("{}\n「{}」", lang.text(&clause.title), clause.quote).into(),
                known.into(),
                lang.pick("□ 符合\n□ 不符合\n", "□ met\n□ not met\n").into(),
            ]
        })
        .collect();
    page.table(&columns, &rows);
}

fn far(source: &Assessment, page: &mut Document, lang: Lang) {
    let Some(ledger) = &source.judgement.main.far else { return };
    page.heading(2, lang.pick("容积率台账", "FAR ledger"));
    let amounts = [
        (lang.pick("基准（未豁免）", "baseline"), ledger.baseline),
        (lang.pick("按本意见豁免后", "with exemptions"), ledger.entitled),
        (lang.pick("模型主张", "claimed by the model"), ledger.claimed),
        (lang.pick("用地面积", "site area"), ledger.site_area),
    ];
    let mut pairs: Vec<(String, String)> =
        amounts.into_iter().map(|(name, amount)| (name.to_owned(), amount.map_or_else(|| "—".to_owned(), words::area))).collect();
    if let Some(ratio) = ledger.ratio(ledger.entitled) {
        let plan = ledger.plan_far.map(|plan| format!("（{} {plan:.3}）", lang.pick("规划条件", "plan"))).unwrap_or_default();
        pairs.push((lang.pick("容积率", "FAR").to_owned(), format!("{ratio:.3}{plan}")));
    }
    page.pairs(&pairs);
    for note in ledger.notes.iter().chain(ledger.missing.iter().map(|missing| &missing.what)) {
        page.paragraph(lang.text(note), Style::note());
    }
    let columns = [
        Column::left(lang.pick("区域", "Region"), 2.0),
        Column::right("㎡", 0.8),
        Column::right(lang.pick("基准系数", "Baseline"), 0.7),
        Column::right(lang.pick("系数", "Coefficient"), 0.7),
        Column::right(lang.pick("计容 ㎡", "Counted ㎡"), 0.9),
        Column::left(lang.pick("依据", "By"), 2.4),
    ];
    let rows: Vec<Vec<Cell>> = ledger
        .rows
        .iter()
        .take(LEDGER)
        .map(|row| {
            let number = |number: f64| Cell::from(format!("{number:.2}"));
            vec![
                row.subject.clone().into(),
                number(row.area),
                number(row.baseline_coefficient),
                number(row.coefficient),
                number(row.counted),
                format!("{} {}", row.clause, lang.text(&row.reason)).into(),
            ]
        })
        .collect();
    page.table(&columns, &rows);
    if ledger.rows.len() > LEDGER {
        let more = lang.pick("另有 N 行，见表格文件（-f xlsx）。", "N more rows, see the tables (-f xlsx).");
        page.paragraph(&more.replace('N', &(ledger.rows.len() - LEDGER).to_string()), Style::note());
    }
}
