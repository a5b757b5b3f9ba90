//! One self-contained HTML file: no request leaves it, it prints to A4, and it works with scripts off.

mod clauses;
mod overview;
mod tables;

use std::collections::BTreeMap;

pub(crate) use tables::parameters;

use haofang_facts::SubjectId;
use haofang_policy::Localised;
use minijinja::Environment;
use serde_json::{Value as Json, json};

use crate::assessment::{Assessment, Audience};
use crate::json::Whole;
use crate::words::Lang;

/// Bytes of embedded JSON above which passed verdicts are left out of the page.
const MOST_JSON: usize = 1_200_000;

/// A drawing of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The clause.
    pub clause: String,
    /// The subject.
    pub subject: SubjectId,
    /// The drawing, an SVG document.
    pub svg: String,
    /// What it shows.
    pub caption: Localised,
}

/// What the caller drew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Plans and sections with the measured number.
    pub drawings: Vec<Figure>,
    /// Snapshots of the BCF topics by topic identifier, PNG.
    pub snapshots: BTreeMap<String, Vec<u8>>,
    /// The model for the 3D view, binary glTF.
    pub model: Option<Vec<u8>>,
}

/// The report, or the flaw of a template (a bug of ours).
///
/// # Errors
/// When a template does not fit the value: a bug, never the input's fault.
pub fn report(source: &Assessment, figures: &Figures, lang: Lang) -> Result<String, String> {
    let mut environment = Environment::new();
    environment.add_template("report.html", include_str!("../../templates/report.html")).map_err(|error| error.to_string())?;
    let context = context(source, figures, lang);
    let template = environment.get_template("report.html").map_err(|error| error.to_string())?;
    template.render(minijinja::value::Serde(&context)).map_err(|error| format!("{error:#}"))
}

fn context(source: &Assessment, figures: &Figures, lang: Lang) -> Json {
    let mut out = json!({
        "lang": lang.tag(),
        "css": include_str!("../../templates/report.css"),
        "js": include_str!("../../templates/report.js"),
        "viewer": haofang_drawing::web::VIEWER,
        "has_model": figures.model.is_some(),
        "glb": figures.model.as_deref().map(haofang_drawing::web::base64::encode),
        "json": embedded(source),
        "agency": source.audience == Audience::Agency,
    });
    let parts = [overview::overview(source), clauses::clauses(source, figures), tables::tables(source)];
    if let Some(object) = out.as_object_mut() {
        for part in parts {
            if let Json::Object(part) = part {
                object.extend(part);
            }
        }
    }
    out
}

/// The machine's copy, safe inside a script element; large ones are shortened.
fn embedded(source: &Assessment) -> String {
    // counted before it is made: of a large estate most is left out
    let mut text = String::new();
    if length(&Whole::of(source)) <= MOST_JSON {
        text = serde_json::to_string(&Whole::of(source)).unwrap_or_default();
    } else {
        let mut json = serde_json::to_value(Whole::of(source).only_open()).unwrap_or_default();
        for most in [usize::MAX, 40, 8] {
            shorten(&mut json, most);
            text = json.to_string();
            if text.len() <= MOST_JSON {
                break;
            }
        }
    }
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// How many bytes a document takes as JSON.
fn length(document: &impl serde::Serialize) -> usize {
    struct Counter(usize);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // a counter cannot fail
    let _ = serde_json::to_writer(&mut counter, document);
    counter.0
}

/// Leaves out passed verdicts, of each clause all but the first `most` that are not failures, and what the page itself
/// tells of the others; says how many verdicts were left out. The 3D view needs the elements of every failure.
fn shorten(json: &mut Json, most: usize) {
    let clauses = json.get_mut("clauses").and_then(Json::as_array_mut);
    for clause in clauses.into_iter().flatten() {
        let Some(verdicts) = clause.get_mut("verdicts").and_then(Json::as_array_mut) else { continue };
        let before = verdicts.len();
        let mut kept = 0;
        verdicts.retain(|verdict| match verdict.get("outcome").and_then(Json::as_str) {
            Some("pass" | "not_applicable") => false,
            Some("fail") => true,
            _ => {
                kept += 1;
                kept <= most
            }
        });
        for verdict in verdicts.iter_mut().skip(most).filter_map(Json::as_object_mut) {
            for told in ["tree", "witnesses", "evidence", "assumptions", "explanation_en", "place", "anchor", "missing_detail"] {
                verdict.shift_remove(told);
            }
        }
        let left_out = before - verdicts.len();
        if let Some(object) = clause.as_object_mut().filter(|_| left_out > 0) {
            let earlier = object.get("verdicts_left_out").and_then(Json::as_u64).unwrap_or(0);
            object.insert("verdicts_left_out".into(), json!(earlier + left_out as u64));
        }
    }
    // the page lists the first rows of the ledger; all of them are in assessment.json
    if most < usize::MAX
        && let Some(ledger) = json.pointer_mut("/far/ledger").and_then(Json::as_array_mut)
    {
        let left_out = ledger.len().saturating_sub(tables::LEDGER);
        ledger.truncate(tables::LEDGER);
        if let Some(far) = json.get_mut("far").and_then(Json::as_object_mut).filter(|_| left_out > 0) {
            far.insert("ledger_left_out".into(), json!(left_out));
        }
    }
}

/// A text in both languages, for the template's `t`.
pub(super) fn both(text: &Localised) -> Json {
    json!({"zh": text.zh, "en": text.en})
}

/// The same function in both languages.
pub(super) fn each(text: impl Fn(Lang) -> Option<String>) -> Json {
    match (text(Lang::Zh), text(Lang::En)) {
        (Some(zh), en) => json!({"zh": zh, "en": en}),
        (None, _) => Json::Null,
    }
}

/// An image as an address within the page. An SVG shown as an image runs no script, whatever names it carries.
pub(super) fn data_address(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", haofang_drawing::web::base64::encode(bytes))
}
