//! The HTML report: complete, self-contained, and safe with hostile names.
#![allow(clippy::unwrap_used)]

mod common;

use haofang_policy::Localised;
use haofang_report::html::{Figure, Figures, report};
use haofang_report::{Audience, Lang};

fn figures(source: &haofang_report::Assessment) -> Figures {
    let subject = source.judgement.main.clauses[1].verdicts[6].subject.id.clone();
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 180'><rect width='320' height='180' fill='#fff'/><g fill='none' stroke='#9aa5ab'><path d='M40 140H280M40 60H280'/></g><path d='M40 140H280' stroke='#b3261e' stroke-width='4'/><path d='M60 60V140' stroke='#1d2429' marker-start='url(#a)'/><text x='70' y='105' font-size='16' fill='#b3261e'>3.050 m</text></svg>";
    Figures {
        drawings: vec![Figure {
            clause: "NT-2.1-04".into(),
            subject,
            svg: svg.into(),
            caption: Localised::new("1号楼 7F 剖面", "section of 7F"),
        }],
        ..Figures::default()
    }
}

#[test]
fn a_report_is_self_contained_and_escapes_names() {
    let source = common::estate(false);
    let html = report(&source, &figures(&source), Lang::Zh).unwrap();
    assert!(!html.contains("<script>alert"), "a name became markup");
    assert!(html.contains("&lt;script&gt;alert") && html.contains("\\u003cscript>alert"));
    for forbidden in ["src=\"http", "href=\"http", "url(http", "@import", "fetch(", "XMLHttpRequest"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for expected in [
        "不能提交",
        "3.050 m",
        "NT-2.1-04",
        "1号楼 7F",
        "36\u{202f}865.20 ㎡",
        "“园林式居住区”评定文件",
        "审核人A",
        "data:image/svg+xml;base64,",
    ] {
        assert!(html.contains(expected), "{expected}");
    }
    assert_eq!(html, report(&source, &figures(&source), Lang::Zh).unwrap());
    assert!(html.len() < 600_000, "{}", html.len());
}

#[test]
fn the_agency_view_shows_passes_and_hides_remedies() {
    let mut source = common::estate(false);
    source.audience = Audience::Agency;
    let html = report(&source, &Figures::default(), Lang::Zh).unwrap();
    assert!(!html.contains("8F 及以上标高上移"));
    assert!(html.contains("2号楼 11F"), "all passed storeys are listed");
}

#[test]
fn the_page_for_looking_at() {
    let mut source = common::estate(true);
    let first = common::estate(false);
    let page = report(&first, &figures(&first), Lang::Zh).unwrap();
    source.baseline = haofang_report::Submission::from_json(&haofang_report::assessment_json(&first).to_string()).ok();
    let second = report(&source, &Figures::default(), Lang::En).unwrap();
    assert!(second.contains("not re-checked"));
    // Written only on request, to be opened in a browser.
    if let Some(folder) = option_env!("HAOFANG_LOOK") {
        #[allow(clippy::disallowed_methods)]
        {
            std::fs::write(format!("{folder}/report.html"), page).unwrap();
            std::fs::write(format!("{folder}/second.html"), second).unwrap();
        }
    }
}
