//! The result of `haofang check` for the terminal.

use haofang_facts::SubjectKind;
use haofang_policy::{ClauseResult, Force, Outcome, Verdict};

use super::TextOptions;
use super::layout::{Ink, Page, pad, width};
use crate::assessment::{Assessment, Audience, Conclusion};
use crate::diff::{Diff, against_baseline};
use crate::words::{self, Lang, mark};

/// Defects listed one by one.
const DEFECTS: usize = 3;
/// Clauses without data listed one by one.
const UNDETERMINED: usize = 8;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it is: `报告`, `BCF`, `结果`.
    pub what: String,
    /// Where it is.
    pub path: String,
    /// A remark, such as `3 个议题, 3 张截图`.
    pub note: String,
}

/// The whole text. `written` are the files this run wrote.
#[must_use]
pub fn check(source: &Assessment, written: &[Written], options: &TextOptions) -> String {
    let mut page = Page::new(options.width, options.color);
    let diff = source.baseline.as_ref().map(|_| against_baseline(source));
    head(source, options.lang, &mut page);
    failures(source, diff.as_ref(), options, &mut page);
    undetermined(source, options, &mut page);
    folded(source, options, &mut page);
    far(source, options.lang, &mut page);
    tail(source, written, options.lang, &mut page);
    page.finish()
}

fn head(source: &Assessment, lang: Lang, page: &mut Page) {
    let stamp = &source.judgement.main.policy;
    let title = lang.text(&stamp.title);
    page.line(&if lang == Lang::Zh { format!("{}《{title}》", stamp.document) } else { format!("{title} ({})", stamp.document) });
    let text = format!(
        "{} {} {} · {} {}",
        lang.pick("规则包", "rule pack"),
        stamp.id,
        stamp.version,
        lang.pick("校核日期", "as of"),
        source.judgement.as_of
    );
    page.inked(Ink::Quiet, &text);
    page.blank();
    let sheet = &source.sheet;
    let bytes: u64 = sheet.sources.iter().map(|file| file.bytes).sum();
    let mut programs: Vec<String> = Vec::new();
    for file in &sheet.sources {
        let text =
            if file.application.is_empty() { file.ifc_schema.clone() } else { format!("{} ({})", file.ifc_schema, file.application) };
        if !programs.contains(&text) {
            programs.push(text);
        }
    }
    let files = sheet.sources.len();
    let files = lang.pick("N 个文件", "N files").replace('N', &files.to_string());
    label(page, lang.pick("读取", "read"), &format!("{files} · {} · {}", words::size(bytes), programs.join(" · ")));
    label(page, lang.pick("识别", "found"), &recognised(source, lang));
    for note in source.judgement.main.notes.iter().take(3) {
        label(page, lang.pick("说明", "note"), lang.text(note));
    }
    for defect in sheet.defects.iter().take(DEFECTS) {
        let message = lang.pick(defect.message_in_chinese(), &defect.message);
        label(page, "!", &format!("{}:{}:{} {message}", defect.file, defect.line, defect.column));
    }
    if sheet.defects.len() > DEFECTS {
        label(
            page,
            "!",
            &lang
                .pick("另有 N 处数据缺陷，见报告", "N more defects, see the report")
                .replace('N', &(sheet.defects.len() - DEFECTS).to_string()),
        );
    }
    if !source.judgement.whole {
        let text = lang.pick("文件不完整：不会给出任何“满足”", "a file is incomplete: nothing is called met");
        page.inked(Ink::Bad, &format!("  !      {text}"));
    }
}

fn label(page: &mut Page, name: &str, text: &str) {
    page.wrapped(&format!("  {}", pad(name, 7)), text, 2);
}

fn recognised(source: &Assessment, lang: Lang) -> String {
    let sheet = &source.sheet;
    let mut parts = Vec::new();
    for (kind, zh, en) in [
        (SubjectKind::Building, "N 栋", "N buildings"),
        (SubjectKind::Storey, "N 层", "N storeys"),
        (SubjectKind::Dwelling, "N 套", "N dwellings"),
        (SubjectKind::Space, "N 个房间", "N rooms"),
        (SubjectKind::BayWindow, "飘窗 N", "N bay windows"),
        (SubjectKind::GreenSpace, "绿地 N", "N green areas"),
        (SubjectKind::ParkingSpace, "车位 N", "N parking spaces"),
    ] {
        let count = sheet.of_kind(kind).count();
        if count > 0 {
            parts.push(lang.pick(zh, en).replace('N', &count.to_string()));
        }
    }
    if parts.is_empty() {
        lang.pick("没有识别到楼栋、楼层或房间", "no building, storey or room").to_owned()
    } else {
        parts.join(" · ")
    }
}

fn ink(outcome: Outcome, force: Force) -> Ink {
    match outcome {
        Outcome::Fail if force == Force::Principle => Ink::Warn,
        Outcome::Fail => Ink::Bad,
        Outcome::Undetermined | Outcome::Manual => Ink::Warn,
        Outcome::Pass => Ink::Good,
        Outcome::NotApplicable | Outcome::NotAssessed => Ink::Quiet,
    }
}

fn heading(outcome: Outcome, count: usize, lang: Lang) -> String {
    format!("{} {count}", lang.outcome(outcome))
}

fn failures(source: &Assessment, diff: Option<&Diff>, options: &TextOptions, page: &mut Page) {
    let lang = options.lang;
    let failed = source.with_outcome(Outcome::Fail);
    if failed.is_empty() {
        return;
    }
    page.rule(Ink::Bad, &heading(Outcome::Fail, failed.len(), lang));
    let agency = source.audience == Audience::Agency;
    for clause in failed.iter().filter(|clause| agency || !source.is_waived(clause)) {
        page.blank();
        finding(source, clause, diff, options, page);
    }
    for clause in failed.iter().filter(|clause| source.is_waived(clause)) {
        page.blank();
        let waivers = clause.verdicts.iter().filter_map(|verdict| source.waiver(clause, verdict));
        if let Some((waiver, _)) = waivers.into_iter().next() {
            let name = lang.pick("已豁免", "waived");
            let until = lang.pick("至", "until");
            let text =
                format!("{} {} · {} · {until} {} · “{}”", clause.id, lang.text(&clause.title), waiver.by, waiver.until, waiver.reason);
            page.wrapped(&format!("{name}  "), &text, 3);
        }
    }
}

/// At most six lines: what, where twice, evidence, place, remedy.
fn finding(source: &Assessment, clause: &ClauseResult, diff: Option<&Diff>, options: &TextOptions, page: &mut Page) {
    let lang = options.lang;
    let failed: Vec<&Verdict> = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fail).collect();
    let right = format!("{} · {}", lang.force(clause.force), lang.places(failed.len()));
    let title = format!("{}  {}", clause.id, lang.text(&clause.title));
    page.headline(ink(Outcome::Fail, clause.force), mark(Outcome::Fail), &title, &right);
    let shown = if failed.len() <= 2 || options.all { failed.len() } else { 1 };
    for verdict in failed.iter().take(shown) {
        let state = diff.and_then(|diff| diff.state(&clause.id, &verdict.subject));
        let state = state.map(|state| format!("  [{}]", state.title(lang == Lang::En))).unwrap_or_default();
        page.line(&format!("    {}{state}", crate::topics::line(source, verdict, lang)));
    }
    if failed.len() > shown {
        let names: Vec<String> = failed.iter().skip(shown).map(|verdict| source.path(&verdict.subject)).collect();
        let more = lang.pick("另 N 处", "N more").replace('N', &names.len().to_string());
        page.wrapped(&format!("    {more}  "), &names.join(lang.pick("、", ", ")), 1);
    }
    let Some(first) = failed.first() else { return };
    let basis = basis(first, lang);
    if !basis.is_empty() {
        // six lines a finding: a single one has room for its witnesses
        page.wrapped(&format!("    {}  ", lang.pick("依据", "basis")), &basis, if failed.len() == 1 { 2 } else { 1 });
    }
    if let Some(subject) = source.subject(&first.subject)
        && let Some(place) = &subject.place
    {
        let guid = subject.guid.as_ref().map(|guid| guid.0.as_str()).unwrap_or_default();
        page.line(&format!("    → {}:{}  {} \"{}\" {guid}", place.file, place.line, place.entity, subject.name));
    }
    if source.audience == Audience::Author {
        let parts: Vec<&str> =
            [&first.fix, &first.remedy].into_iter().flatten().map(|text| lang.text(text)).filter(|text| !text.is_empty()).collect();
        if !parts.is_empty() {
            page.wrapped(&format!("    {}  ", lang.pick("建议", "remedy")), &parts.join(" · "), 1);
        }
    }
}

fn undetermined(source: &Assessment, options: &TextOptions, page: &mut Page) {
    let lang = options.lang;
    let clauses = source.with_outcome(Outcome::Undetermined);
    if clauses.is_empty() {
        return;
    }
    page.rule(Ink::Warn, &heading(Outcome::Undetermined, clauses.len(), lang));
    let shown = if options.all { clauses.len() } else { UNDETERMINED };
    for clause in clauses.iter().take(shown) {
        let missing = clause.verdicts.iter().flat_map(|verdict| &verdict.missing).next();
        let what = missing
            .map_or_else(|| clause.note.as_ref().map(|note| lang.text(note)).unwrap_or_default(), |missing| lang.text(&missing.what));
        let mark = page.paint(Ink::Warn, mark(Outcome::Undetermined));
        let force = lang.force(clause.force);
        let text = format!("{}  {}（{force}）{what}", clause.id, lang.text(&clause.title));
        let text = if lang == Lang::En { text.replace('（', " (").replace('）', ") ") } else { text };
        let room = page.width.saturating_sub(2);
        let text = super::layout::fit(&text, room);
        // the mark may carry a colour, so the line is fitted before
        page.line_raw(&format!("{mark} {text}"));
    }
    if clauses.len() > shown {
        let ids: Vec<&str> = clauses.iter().skip(shown).map(|clause| clause.id.as_str()).collect();
        page.wrapped(&format!("  +{}  ", ids.len()), &ids.join(" "), 3);
    }
    // What is worth supplying first: the data that most clauses wait for.
    let name = lang.pick("先补", "first");
    for (at, (quantity, _, _, ids)) in crate::topics::missing_groups(source, lang).iter().take(3).enumerate() {
        let lead = if at == 0 { format!("  {name}  ") } else { " ".repeat(width(name) + 4) };
        page.wrapped(&lead, &format!("{} → {}", crate::topics::quantity_title(quantity, lang), ids.join(" ")), 1);
    }
}

/// One line a group: what a person decides, what is met, what does not concern, what nobody can compute.
fn folded(source: &Assessment, options: &TextOptions, page: &mut Page) {
    let lang = options.lang;
    page.blank();
    for outcome in [Outcome::Manual, Outcome::Pass, Outcome::NotApplicable, Outcome::NotAssessed] {
        let clauses = source.with_outcome(outcome);
        if clauses.is_empty() {
            continue;
        }
        let name = pad(&heading(outcome, clauses.len(), lang), if lang == Lang::Zh { 10 } else { 20 });
        let items: Vec<String> = clauses.iter().map(|clause| item(clause, outcome, lang)).collect();
        let lines = if options.all || (source.audience == Audience::Agency && outcome == Outcome::Pass) { usize::MAX } else { 1 };
        if outcome == Outcome::NotAssessed && !options.all {
            page.line(&format!("{name}{}", lang.pick("过程、部门职责等条文，不由模型判断", "duties of people, not judged from a model")));
        } else {
            page.wrapped(&name, &items.join("   "), lines);
        }
    }
}

/// `NT-2.1-09 绿地率 35.20% ≥ 33.00%`.
fn item(clause: &ClauseResult, outcome: Outcome, lang: Lang) -> String {
    let title = lang.text(&clause.title);
    if outcome == Outcome::Pass {
        let passed: Vec<&Verdict> = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Pass).collect();
        if let [only] = passed.as_slice()
            && let Some(relation) = words::relation(only, lang)
        {
            return format!("{} {relation}", clause.id);
        }
        return format!("{} {title} {}/{}", clause.id, passed.len(), clause.of);
    }
    format!("{} {title}", clause.id)
}

fn far(source: &Assessment, lang: Lang, page: &mut Page) {
    let Some(ledger) = &source.judgement.main.far else { return };
    let mut parts = Vec::new();
    if let Some(baseline) = ledger.baseline {
        parts.push(format!("{} {}", lang.pick("计容(基准)", "baseline"), words::area(baseline)));
    }
    if let Some(entitled) = ledger.entitled {
        parts.push(format!("{} {}", lang.pick("按本意见", "with exemptions"), words::area(entitled)));
    }
    if let Some(ratio) = ledger.ratio(ledger.entitled) {
        let plan = ledger.plan_far.map(|plan| format!(" ({} {plan:.3})", lang.pick("规划", "plan"))).unwrap_or_default();
        parts.push(format!("{ratio:.3}{plan}"));
    }
    if let (true, Some(missing)) = (parts.is_empty(), ledger.missing.first()) {
        parts.push(format!("{} {}", lang.pick("缺数据：", "unknown:"), lang.text(&missing.what)));
    }
    if !parts.is_empty() {
        page.blank();
        page.wrapped(&format!("{}  ", lang.pick("容积率", "FAR")), &parts.join(" · "), 2);
    }
}

/// The verdict sentence.
pub(crate) fn sentence(source: &Assessment, conclusion: &Conclusion, lang: Lang) -> String {
    let n = |zh: &str, en: &str, count: usize| {
        let text = lang.pick(zh, en).replace('N', &count.to_string());
        if count == 1 {
            text.replace("clauses", "clause").replace("entitlements", "entitlement").replace("lack data", "lacks data")
        } else {
            text
        }
    };
    let mut parts = Vec::new();
    if conclusion.must_failed > 0 {
        parts.push(n("N 项必须条款不满足", "N must clauses not met", conclusion.must_failed));
    }
    if conclusion.entitle_failed > 0 {
        parts.push(n("N 项支持政策不符合条件而被主张", "N entitlements claimed and not earned", conclusion.entitle_failed));
    }
    if conclusion.principle_failed > 0 {
        parts.push(n("N 项原则性条款不满足", "N clauses in principle not met", conclusion.principle_failed));
    }
    if conclusion.must_undetermined > 0 {
        parts.push(n("N 项必须条款缺数据", "N must clauses lack data", conclusion.must_undetermined));
    }
    let head = if !source.judgement.whole {
        lang.pick("不能作出结论：文件不完整", "no conclusion: a file is incomplete")
    } else if conclusion.must_failed + conclusion.entitle_failed > 0 {
        lang.pick("不能提交", "not ready to submit")
    } else if conclusion.must_examined == 0 {
        lang.pick("不能作出结论：没有一项必须条款得到检查", "no conclusion: not one must clause could be examined")
    } else if conclusion.must_undetermined > 0 {
        lang.pick("未发现违反，但不能作出完整结论", "no violation found, but the conclusion is incomplete")
    } else if conclusion.principle_failed > 0 {
        lang.pick("需说明理由", "reasons to be given")
    } else {
        lang.pick("已检查的必须条款均满足", "all must clauses that were examined are met")
    };
    let waived = if conclusion.waived > 0 { n("；已豁免 N 项", "; N waived", conclusion.waived) } else { String::new() };
    if parts.is_empty() {
        return format!("{head}{waived}");
    }
    format!("{head}{}{}{waived}", lang.pick("：", ": "), parts.join(lang.pick("，", ", ")))
}

/// How the value was obtained and what else says so; the whole explanation where no method is told.
fn basis(verdict: &Verdict, lang: Lang) -> String {
    let explanation = lang.text(&verdict.explanation);
    let mut text = explanation.split_once(lang.pick("依据：", "by: ")).map_or(explanation, |(_, method)| method).to_owned();
    for reading in &verdict.witnesses {
        text.push_str(&format!(
            "{}{} {}",
            lang.pick("；佐证 ", "; also "),
            words::value(&reading.value, lang),
            words::spoken(&reading.source, lang)
        ));
    }
    text
}

fn tail(source: &Assessment, written: &[Written], lang: Lang, page: &mut Page) {
    let conclusion = source.conclusion();
    page.blank();
    let name = lang.pick("结论", "result");
    let text = sentence(source, &conclusion, lang);
    let first = format!("{name}  ");
    let room = page.width.saturating_sub(width(&first));
    let ink = match conclusion.code {
        0 => Ink::Good,
        4 => Ink::Warn,
        _ => Ink::Bad,
    };
    for (at, line) in super::layout::wrap(&text, room, 3).iter().enumerate() {
        let lead = if at == 0 { first.clone() } else { " ".repeat(width(&first)) };
        let painted = page.paint(ink, line);
        page.line_raw(&format!("{lead}{painted}"));
    }
    for file in written {
        let note = if file.note.is_empty() { String::new() } else { format!(" ({})", file.note) };
        page.line(&format!("{}  {}{note}", file.what, file.path));
    }
    let failed = source.with_outcome(Outcome::Fail);
    let asked = failed.first().copied().or_else(|| source.with_outcome(Outcome::Undetermined).first().copied());
    if let Some(clause) = asked {
        page.line(&format!("{}  haofang explain {}", lang.pick("下一步", "next"), clause.id));
    }
}
