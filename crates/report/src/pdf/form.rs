//! The agency's form of review (审查意见表): the verdict, clause by clause what the model shows, and the boxes that a person
//! fills in. A working sheet in the order of the policy, not a form of any authority.

use haofang_pdf::{Cell, Column, Document, Style};
use haofang_policy::{ClauseResult, Outcome};

use super::{audit, begin, ground, outcome, verdict, waivers};
use crate::assessment::Assessment;
use crate::words::Lang;

pub(super) fn write(source: &Assessment, lang: Lang) -> Vec<u8> {
    let title = lang.pick("住宅品质审查意见表", "Review of housing quality");
    let mut page = begin(source, title, lang);
    let main = &source.judgement.main;
    page.heading(1, title);
    let files: Vec<String> = source
        .sheet
        .sources
        .iter()
        .map(|file| format!("{}  sha256 {}", file.file, file.sha256.chars().take(16).collect::<String>()))
        .collect();
    page.pairs(&[
        (lang.pick("项目", "Project").to_owned(), source.project()),
        (lang.pick("审查依据", "Policy").to_owned(), format!("{} {}", main.policy.document, lang.text(&main.policy.title))),
        (lang.pick("校核日期", "As of").to_owned(), source.judgement.as_of.clone()),
        (lang.pick("模型文件", "Models").to_owned(), files.join("\n")),
        (lang.pick("规则包", "Rule pack").to_owned(), format!("{} {}", main.policy.id, main.policy.version)),
    ]);
    page.blanks(
        &[lang.pick("建设单位", "Developer"), lang.pick("设计单位", "Designer"), lang.pick("受理编号", "File no.")].map(str::to_owned),
    );
    page.heading(2, lang.pick("一、自动校核结论", "1 Result of the automatic check"));
    verdict(source, &mut page, lang);
    page.paragraph(
        lang.pick(
            "以下结论由模型数据自动得出，供审查人员核对；“需人工”“缺数据”各条须由审查人员判断。依据申报值的结论未核验证书。本表按条文顺序编排，是工作表，不是法定格式。",
            "Drawn from model data for the reviewer to confirm; clauses marked review or undetermined are for a person to decide. \
             Conclusions from declared values are not verified against certificates. A working sheet, not a statutory form.",
        ),
        Style::note(),
    );
    page.heading(2, lang.pick("二、须补正或说明的事项", "2 To be corrected or explained"));
    actions(source, &mut page, lang);
    page.heading(2, lang.pick("三、逐条审查", "3 Clause by clause"));
    clauses(source, &mut page, lang);
    waivers(source, &mut page, lang);
    page.heading(2, lang.pick("四、审查意见", "4 Opinion of the reviewer"));
    page.keep(150.0);
    page.paragraph(
        lang.pick(
            "□ 同意     □ 补正后同意     □ 不同意     □ 须专题论证",
            "□ agreed     □ agreed after correction     □ not agreed     □ expert review",
        ),
        Style { size: 11.0, ..Style::default() },
    );
    for _ in 0..3 {
        page.blanks(&[String::new()]);
    }
    page.blanks(
        &[lang.pick("审查人", "Reviewer"), lang.pick("复核人", "Second reviewer"), lang.pick("日期（盖章）", "Date, seal")]
            .map(str::to_owned),
    );
    audit(source, &mut page, lang);
    page.finish()
}

/// What failed and what lacks data, strongest force first.
fn actions(source: &Assessment, page: &mut Document, lang: Lang) {
    let wanted: Vec<&ClauseResult> = [Outcome::Fail, Outcome::Undetermined].into_iter().flat_map(|of| source.with_outcome(of)).collect();
    if wanted.is_empty() {
        page.paragraph(lang.pick("无。", "None."), Style::default());
        return;
    }
    let columns = [
        Column::left(lang.pick("条款", "Clause"), 1.0),
        Column::left(lang.pick("性质", "Force"), 0.7),
        Column::left(lang.pick("结论", "Outcome"), 0.8),
        Column::left(lang.pick("事项与依据", "Matter and ground"), 4.2),
    ];
    let rows: Vec<Vec<Cell>> = wanted
        .into_iter()
        .map(|clause| {
            let title = lang.text(&clause.title);
            vec![
                Cell::from(clause.id.clone()).strong(),
                lang.force(clause.force).into(),
                outcome(clause.outcome, lang),
                format!("{title}\n{}", ground(source, clause, lang)).into(),
            ]
        })
        .collect();
    page.table(&columns, &rows);
}

/// Every clause that the policy judges, in its order, with boxes.
fn clauses(source: &Assessment, page: &mut Document, lang: Lang) {
    let columns = [
        Column::left(lang.pick("条款", "Clause"), 1.0),
        Column::left(lang.pick("条文", "Text"), 2.2),
        Column::left(lang.pick("自动校核", "Automatic check"), 0.9),
        Column::left(lang.pick("证据", "Evidence"), 2.6),
        Column::left(lang.pick("审查意见", "Opinion"), 1.0),
    ];
    let boxes = lang.pick("□ 符合\n□ 不符合\n□ 需补充", "□ met\n□ not met\n□ more needed");
    let rows: Vec<Vec<Cell>> = source
        .clauses()
        .iter()
        .filter(|clause| clause.outcome != Outcome::NotAssessed)
        .map(|clause| {
            let asks = clause.outcome != Outcome::NotApplicable;
            vec![
                Cell::from(format!("{}\n{}", clause.id, lang.force(clause.force))),
                format!("{}「{}」", clause.cite, clause.quote).into(),
                outcome(clause.outcome, lang),
                ground(source, clause, lang).into(),
                if asks { boxes.into() } else { Cell::from("") },
            ]
        })
        .collect();
    page.table(&columns, &rows);
    let left = source.clauses().len() - rows.len();
    if left > 0 {
        let text = lang
            .pick("另有 N 条为过程、部门职责等，不由模型判断。", "N more clauses are duties of people and are not judged from a model.");
        page.paragraph(&text.replace('N', &left.to_string()), Style::note());
    }
}
