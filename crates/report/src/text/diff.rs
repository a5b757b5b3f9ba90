//! The result of `haofang diff` for the terminal.

use super::TextOptions;
use super::layout::{Ink, Page};
use crate::archive::values;
use crate::diff::{Diff, State};
use crate::words::Lang;

/// The whole text.
#[must_use]
pub fn diff(diff: &Diff, options: &TextOptions) -> String {
    let lang = options.lang;
    let english = lang == Lang::En;
    let mut page = Page::new(options.width, options.color);
    let hash: String = diff.sha256.chars().take(8).collect();
    let head = match lang {
        Lang::Zh => format!("本次提交 对比 {} 的提交 (sha256 {hash}…)", diff.before),
        Lang::En => format!("This submission against that of {} (sha256 {hash}…)", diff.before),
    };
    page.line(&head);
    let counts = [State::Fixed, State::Still, State::Better, State::Worse, State::New, State::NotRechecked];
    let counts: Vec<String> = counts.into_iter().map(|state| format!("{} {}", state.title(english), diff.count(state))).collect();
    page.line(&counts.join(" · "));
    page.blank();
    for state in State::ALL {
        for change in diff.changes.iter().filter(|change| change.state == state) {
            let (mark, ink) = match state {
                State::Worse => ("▼", Ink::Bad),
                State::New => ("+", Ink::Bad),
                State::Still => ("✗", Ink::Warn),
                State::Better => ("▲", Ink::Warn),
                State::NotRechecked => ("?", Ink::Warn),
                State::Fixed => ("✓", Ink::Good),
            };
            let title = if english && !change.title.1.is_empty() { &change.title.1 } else { &change.title.0 };
            let text = format!("{}  {} {}  {}  {title}", state.title(english), change.clause, change.subject.path, values(change));
            let issue: String = change.issue.as_deref().unwrap_or_default().chars().take(8).collect();
            let right = if issue.is_empty() { String::new() } else { format!("BCF {issue}…") };
            page.plain(ink, mark, &text, &right);
        }
    }
    if diff.found_by_name > 0 || diff.not_found > 0 {
        page.blank();
        let text = match lang {
            Lang::Zh => format!("i {} 个对象的 GlobalId 已变化，按名称与位置找回；{} 个未找回", diff.found_by_name, diff.not_found),
            Lang::En => format!(
                "i {} subjects changed their GlobalId and were found by name and place; {} were not found",
                diff.found_by_name, diff.not_found
            ),
        };
        page.line(&text);
    }
    page.finish()
}
