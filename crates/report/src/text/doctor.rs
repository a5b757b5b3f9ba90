//! The result of `haofang doctor` for the terminal: what is ready, and the one thing to fix next.

use super::TextOptions;
use super::layout::{Ink, Page};

/// How a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Ready.
    Good,
    /// Works, with a remark.
    Note,
    /// Something cannot be checked until it is fixed.
    Bad,
}

/// One finding about a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How it stands.
    pub level: Level,
    /// What was found.
    pub text: String,
    /// What to do, with the menu path where known; empty when nothing is to do.
    pub remedy: String,
}

/// The whole text for one file.
#[must_use]
pub fn doctor(file: &str, findings: &[Finding], options: &TextOptions) -> String {
    let lang = options.lang;
    let mut page = Page::new(options.width, options.color);
    page.inked(Ink::Strong, file);
    for finding in findings {
        let (mark, ink) = match finding.level {
            Level::Good => ("✓", Ink::Good),
            Level::Note => ("!", Ink::Warn),
            Level::Bad => ("✗", Ink::Bad),
        };
        page.marked(ink, mark, &finding.text, 3);
        if !finding.remedy.is_empty() {
            page.wrapped("  → ", &finding.remedy, 3);
        }
    }
    let bad = findings.iter().filter(|finding| finding.level == Level::Bad).count();
    page.blank();
    let text = match bad {
        0 => lang.pick("可以校核", "ready to be checked").to_owned(),
        _ => lang.pick("N 项需先处理", "N things to fix first").replace('N', &bad.to_string()),
    };
    page.inked(if bad == 0 { Ink::Good } else { Ink::Bad }, &text);
    page.finish()
}
