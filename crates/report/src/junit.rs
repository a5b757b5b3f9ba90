//! JUnit XML for build servers: a test case for each clause.

use haofang_policy::Outcome;

use crate::assessment::Assessment;
use crate::words::Lang;

/// The document.
#[must_use]
pub fn junit(source: &Assessment, lang: Lang) -> String {
    let main = &source.judgement.main;
    let failures = main.count(Outcome::Fail);
    let skipped = main.clauses.len() - failures - main.count(Outcome::Pass);
    let name = escaped(&format!("{} {}", main.policy.id, main.policy.version));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"", main.clauses.len());
    out.push_str(&format!(
        "<testsuites name=\"haofang\" {counts}>\n  <testsuite name=\"{name}\" {counts} timestamp=\"{}T00:00:00\">\n",
        source.judgement.as_of
    ));
    out.push_str("    <properties>\n");
    for outcome in Outcome::ALL {
        out.push_str(&format!("      <property name=\"{}\" value=\"{}\"/>\n", outcome.word(), main.count(outcome)));
    }
    out.push_str("    </properties>\n");
    for clause in &main.clauses {
        let title = escaped(&format!("{} {}", clause.id, lang.text(&clause.title)));
        let class = escaped(&format!("{}.{}", main.policy.id, clause.force.word()));
        let lines: Vec<String> = clause
            .verdicts
            .iter()
            .filter(|verdict| verdict.outcome == clause.outcome && clause.outcome != Outcome::Pass)
            .take(50)
            .map(|verdict| {
                let missing: Vec<&str> = verdict.missing.iter().map(|missing| lang.text(&missing.what)).collect();
                format!("{}  {}", crate::topics::line(source, verdict, lang), missing.join("; ")).trim_end().to_owned()
            })
            .collect();
        let word = clause.outcome.word();
        let message = escaped(lines.first().map_or(lang.outcome(clause.outcome), String::as_str));
        let body = escaped(&lines.join("\n"));
        let inner = match clause.outcome {
            Outcome::Pass => String::new(),
            Outcome::Fail => format!("<failure type=\"{}\" message=\"{message}\">{body}</failure>", clause.force.word()),
            _ => format!("<skipped message=\"{word}: {message}\"/>"),
        };
        out.push_str(&format!("    <testcase classname=\"{class}\" name=\"{title}\" time=\"0\">{inner}</testcase>\n"));
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            c if c.is_control() || c == '\u{FFFE}' || c == '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}
