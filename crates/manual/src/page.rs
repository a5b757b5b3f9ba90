//! Pages: the manual (phone first, prints to A4), the sheet of acceptance, the index per building and of the estate.
//! One file each, no request leaves it, everything escaped.

use haofang_drawing::web::{VIEWER, base64};
use minijinja::Environment;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::content::{Drawing, Equipment, Manual, Status};
use crate::estate::Listed;
use crate::solid::Solid;
use crate::{acceptance, chapters, code};

/// A template that does not fit its values: a bug, never the input's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template: {0}")]
pub struct PageError(String);

/// The page of one dwelling. `lang` is the language that it opens in: `zh-CN` or `en`.
///
/// # Errors
/// When the template does not fit: a bug.
pub fn html(manual: &Manual, solid: &Solid, lang: &str) -> Result<String, PageError> {
    let mut context = page(manual, lang);
    context["picture"] = json!(base64::encode(&solid.picture));
    context["glb"] = json!(base64::encode(&solid.glb));
    context["viewer"] = json!(VIEWER);
    // the one script that may run: the page's policy names its hash
    context["viewer_hash"] = json!(base64::encode(&Sha256::digest(VIEWER.as_bytes())));
    render("manual.html", include_str!("../templates/manual.html"), &context)
}

/// The sheet of acceptance (一房一验) of one dwelling.
///
/// # Errors
/// When the template does not fit: a bug.
pub fn acceptance_sheet(manual: &Manual, lang: &str) -> Result<String, PageError> {
    let mut context = page(manual, lang);
    context["acceptance"] = acceptance::rows(manual);
    render("acceptance.html", include_str!("../templates/acceptance.html"), &context)
}

/// The index of a building (一楼一档): its dwellings with their files and how complete they are.
///
/// # Errors
/// When the template does not fit: a bug.
pub fn building_index(building: &str, summary: &Json, lang: &str) -> Result<String, PageError> {
    let context = json!({"lang": lang, "css": CSS, "title": building, "summary": summary, "levels": ["building"]});
    render("index.html", include_str!("../templates/index.html"), &context)
}

/// The index of the estate: its buildings.
///
/// # Errors
/// When the template does not fit: a bug.
pub fn estate_index(project: &str, summary: &Json, lang: &str) -> Result<String, PageError> {
    let context = json!({"lang": lang, "css": CSS, "title": project, "summary": summary, "levels": ["estate"]});
    render("index.html", include_str!("../templates/index.html"), &context)
}

/// A dwelling in an index.
#[must_use]
pub fn index_line(manual: &Manual, listed: &Listed) -> Json {
    let count = |status: Status| manual.items.iter().filter(|item| item.status == status).count();
    json!({
        "number": manual.dwelling.number, "guid": manual.dwelling.guid, "folder": listed.folder[1], "unit": manual.dwelling.unit,
        "storeys": manual.dwelling.storeys, "type": manual.dwelling.dwelling_type, "usable_area": manual.number("areas.usable_area"),
        "floor_area": manual.number("areas.floor_area"), "filled": count(Status::Filled), "partial": count(Status::Partial),
        "missing": count(Status::Missing), "gaps": manual.gaps.len(), "building": listed.building, "building_guid": manual.dwelling.building_guid,
        "as_of": manual.as_of, "tool": manual.tool, "stamp": manual.stamp, "sources": manual.sources,
    })
}

const CSS: &str = include_str!("../templates/manual.css");

fn render(name: &'static str, template: &'static str, context: &Json) -> Result<String, PageError> {
    let mut environment = Environment::new();
    let flaw = |error: minijinja::Error| PageError(error.to_string());
    environment.add_filter("fixed", |value: f64, places: usize| format!("{value:.places$}"));
    environment.add_filter("address", |text: String| chapters::encoded(&text));
    environment.add_template("words.html", include_str!("../templates/words.html")).map_err(flaw)?;
    environment.add_template(name, template).map_err(flaw)?;
    let template = environment.get_template(name).map_err(flaw)?;
    template.render(minijinja::value::Serde(context)).map_err(flaw)
}

fn page(manual: &Manual, lang: &str) -> Json {
    let drawings = |kind: &str| -> Vec<Json> { manual.drawings.iter().filter(|drawing| drawing.kind == kind).map(drawing).collect() };
    let trades: Vec<Json> = chapters::TRADES
        .iter()
        .filter_map(|trade| {
            let lines: Vec<&Equipment> = manual.equipment.iter().filter(|line| line.trade == *trade).collect();
            let (zh, en) = chapters::trade_words(*trade);
            (!lines.is_empty()).then(|| json!({"title": {"zh": zh, "en": en}, "lines": lines}))
        })
        .collect();
    let mut out = json!({
        "lang": lang,
        "css": CSS,
        "title": format!("{} {} 住宅使用说明书", manual.dwelling.building, manual.dwelling.number),
        "m": manual,
        "qr": code::svg(&manual.code),
        "plans": drawings("plan"), "structures": drawings("structure"), "services": drawings("services"), "sections": drawings("section"), "keys": drawings("key"),
        "trades": trades,
        "running": css_string(&format!("{} {} · {}", manual.dwelling.building, manual.dwelling.number, manual.stamp.get(lang))),
        "emergency": chapters::emergency(manual),
        "items": manual.items.iter().map(|item| (item.id.to_owned(), json!(item))).collect::<serde_json::Map<_, _>>(),
        "rules_fit_out": manual.rules.iter().filter(|rule| rule.kind == "fit_out").collect::<Vec<_>>(),
        "rules_use": manual.rules.iter().filter(|rule| rule.kind == "use").collect::<Vec<_>>(),
        "rules_safety": manual.rules.iter().filter(|rule| rule.kind == "safety").collect::<Vec<_>>(),
    });
    out["has_calendar"] = json!(crate::calendar::calendar(manual).is_some());
    out
}

/// A drawing within a page: the picture in the text, so that it takes the page's fonts; in print as wide as its scale wants.
fn drawing(drawing: &Drawing) -> Json {
    let width =
        drawing.svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|width| width.parse::<f64>().ok());
    json!({
        "caption": drawing.caption, "scale": drawing.scale, "svg": drawing.svg, "file": drawing.file,
        "width_mm": width.filter(|_| drawing.scale.is_some()).map(|width| width / 10.0),
    })
}

/// A text as a string of a style sheet, safe whatever it holds: everything but letters and digits is an escape.
fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() && !c.is_ascii_hexdigit() {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:06x}", u32::from(c)));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::css_string;

    #[test]
    fn no_text_leaves_its_string() {
        let text = css_string("</style><script>\"\\\n住宅");
        assert!(!text[1..text.len() - 1].contains(['<', '>', '"', '\n', '/']), "{text}");
        assert!(text.contains("住宅"));
    }
}
