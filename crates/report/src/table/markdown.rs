//! A summary in Markdown, for a pull request or a message.

use haofang_policy::{Outcome, Verdict};

use crate::assessment::{Assessment, leading};
use crate::diff::{Diff, State};
use crate::words::{self, Lang, mark};

/// The summary.
#[must_use]
pub fn markdown(source: &Assessment, lang: Lang) -> String {
    let main = &source.judgement.main;
    let mut out = format!("# {} · {}\n\n", lang.pick("校核结果", "Assessment"), escaped(lang.text(&main.policy.title)));
    out.push_str(&format!("**{}**\n\n", escaped(&crate::text::sentence(source, &source.conclusion(), lang))));
    let counts: Vec<String> =
        Outcome::ALL.into_iter().map(|outcome| format!("{} {} {}", mark(outcome), lang.outcome(outcome), main.count(outcome))).collect();
    out.push_str(&format!("{}\n\n", counts.join(" · ")));
    let head = [
        lang.pick("条款", "Clause"),
        lang.pick("内容", "Demand"),
        lang.pick("性质", "Force"),
        lang.pick("结论", "Outcome"),
        lang.pick("对象", "Subject"),
        lang.pick("实测", "Measured"),
        lang.pick("要求", "Required"),
    ];
    out.push_str(&format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len())));
    for outcome in [Outcome::Fail, Outcome::Undetermined, Outcome::Manual] {
        for clause in source.with_outcome(outcome) {
            let own: Vec<&Verdict> = clause.verdicts.iter().filter(|verdict| verdict.outcome == outcome).collect();
            let worst = leading(clause);
            let mut subject = worst.map(|verdict| source.path(&verdict.subject)).unwrap_or_default();
            if own.len() > 1 {
                subject.push_str(&format!(" (+{})", own.len() - 1));
            }
            let cells = [
                clause.id.clone(),
                lang.text(&clause.title).to_owned(),
                lang.force(clause.force).to_owned(),
                format!("{} {}", mark(outcome), lang.outcome(outcome)),
                subject,
                worst.and_then(|verdict| words::measured(verdict, lang)).unwrap_or_default(),
                worst.and_then(|verdict| words::required(verdict, lang)).unwrap_or_default(),
            ];
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    if source.baseline.is_some() {
        let compared = diff_markdown(&crate::diff::against_baseline(source), lang);
        out.push_str(&format!("\n#{compared}"));
    }
    out.push_str(&format!(
        "\n<sub>{} {} · {} {} · {}</sub>\n",
        source.tool.name, source.tool.version, main.policy.id, main.policy.version, source.judgement.as_of
    ));
    out
}

/// What became of the findings of the submission before.
#[must_use]
pub fn diff_markdown(diff: &Diff, lang: Lang) -> String {
    let english = lang == Lang::En;
    let mut out = format!("# {} {}\n\n", lang.pick("与上次提交对比", "Against the submission of"), diff.before);
    let counts: Vec<String> = State::ALL.into_iter().map(|state| format!("{} {}", state.title(english), diff.count(state))).collect();
    out.push_str(&format!("**{}**\n\n", counts.join(" · ")));
    let head = [
        lang.pick("状态", "State"),
        lang.pick("条款", "Clause"),
        lang.pick("内容", "Demand"),
        lang.pick("对象", "Subject"),
        lang.pick("变化", "Change"),
    ];
    if !diff.changes.is_empty() {
        out.push_str(&format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len())));
    }
    for state in State::ALL {
        for change in diff.changes.iter().filter(|change| change.state == state) {
            let title = if english && !change.title.1.is_empty() { &change.title.1 } else { &change.title.0 };
            let values = crate::archive::values(change);
            let cells = [state.title(english), &change.clause, title, &change.subject.path, &values].map(escaped);
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    if diff.found_by_name + diff.not_found > 0 {
        let text = lang.pick(
            "GlobalId 已变化、按名称与位置找回 N 个对象，M 个未找回。",
            "N subjects changed their GlobalId and were found by name and place, M were not found.",
        );
        out.push_str(&format!("\n{}\n", text.replace('N', &diff.found_by_name.to_string()).replace('M', &diff.not_found.to_string())));
    }
    out
}

/// Names must not become markup.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}
