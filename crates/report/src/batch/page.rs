//! The page of a batch: one row per submission, a link to each report, filters that need no network.

use std::fmt::Write as _;

use super::{OUTCOMES, Row};

/// Word of a state, Chinese and English, and its colour.
const STATES: [(&str, &str, &str, &str); 5] = [
    ("violations", "不满足", "violations", "#a4262c"),
    ("unreadable", "文件不完整", "unreadable", "#7a4a00"),
    ("error", "出错", "error", "#5c2d91"),
    ("unexamined", "未能审查", "not examined", "#5f5f00"),
    ("ok", "未发现问题", "nothing found", "#1e6b34"),
];
const TITLES: [&str; 6] = ["满足 pass", "不满足 fail", "缺数据 undetermined", "人工 manual", "不适用 n/a", "不评 not assessed"];

/// The page. Each submission links to its `document` (`report.html`) in `submissions/NAME/` beside the page.
#[must_use]
pub fn html(rows: &[Row], document: &str) -> String {
    let mut page = String::from(include_str!("head.html"));
    let _ = write!(page, "<h1>批量校核 Batch</h1>\n<p>{} 份提交 submissions：", rows.len());
    for (state, zh, en, colour) in STATES {
        let count = rows.iter().filter(|row| row.state() == state).count();
        let _ =
            write!(page, "<button data-state=\"{state}\" style=\"--c:{colour}\" aria-pressed=\"false\">{zh} {en} <b>{count}</b></button> ");
    }
    page += "</p>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th>提交 submission</th><th>结论 result</th>";
    for title in TITLES {
        let _ = write!(page, "<th class=\"n\">{title}</th>");
    }
    page += "<th>不满足的条款 failed clauses</th><th class=\"n\">文件缺陷 defects</th><th>软件 application</th></tr></thead>\n<tbody>\n";
    for row in rows {
        let state = row.state();
        let (zh, en, colour) =
            STATES.iter().find(|(word, ..)| *word == state).map_or(("", "", ""), |(_, zh, en, colour)| (*zh, *en, *colour));
        let name = escape(&row.submission);
        let name =
            if row.code.is_some() { format!("<a href=\"submissions/{}/{document}\">{name}</a>", address(&row.submission)) } else { name };
        let _ =
            write!(page, "<tr data-state=\"{state}\"><td>{name}</td><td><span class=\"tag\" style=\"--c:{colour}\">{zh} {en}</span></td>");
        for at in 0..OUTCOMES.len() {
            let count = row.code.and_then(|_| row.counts.get(at)).map(u64::to_string).unwrap_or_default();
            let _ = write!(page, "<td class=\"n\">{count}</td>");
        }
        let what = row.error.as_ref().map_or_else(|| row.failed.join(" "), Clone::clone);
        let _ = writeln!(page, "<td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>", escape(&what), row.defects, escape(&row.applications));
    }
    page + include_str!("tail.html")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A path as part of an address, slashes kept.
fn address(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // writing to a string cannot fail
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
