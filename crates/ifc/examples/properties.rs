//! Prints the names, properties and quantities of models as JSON lines, for comparison with other readers.
//!
//! `cargo run --release -p haofang-ifc --example properties -- FILE…`; `xtask/compare/properties.py` reads it.
#![allow(clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

use std::sync::Arc;

use haofang_ifc::property::{PropertyValue, properties_of, quantities_of};
use haofang_ifc::{Model, class};

fn main() {
    for file in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let Ok(model) = Model::index(Arc::new(bytes)) else { continue };
        println!("{{\"file\":{}}}", text(&file));
        for root in model.all(class::IFC_ROOT) {
            let name = root.name().map_or("null".to_owned(), |name| text(&name));
            let mut sets = Vec::new();
            if root.is_a(class::IFC_OBJECT) || root.is_a(class::IFC_TYPE_OBJECT) {
                for p in properties_of(root) {
                    sets.push(format!("[{},{},{},{}]", text(&p.set), text(&p.name), value(&p.value), p.entity.id().0));
                }
                for q in quantities_of(root) {
                    let si = match &q.value {
                        Some(Ok(si)) => format!("{si:e}"),
                        Some(Err(problem)) => format!("{{\"problem\":{}}}", text(&problem.to_string())),
                        None => "null".to_owned(),
                    };
                    sets.push(format!("[{},{},{si},{}]", text(&q.set), text(&q.name), q.entity.id().0));
                }
            }
            println!("{{\"id\":{},\"name\":{name},\"sets\":[{}]}}", root.id().0, sets.join(","));
        }
    }
}

fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn value(of: &PropertyValue<'_>) -> String {
    match of {
        PropertyValue::Text(t) => text(t),
        PropertyValue::Integer(i) => i.to_string(),
        PropertyValue::Number { value, .. } => format!("{value:e}"),
        PropertyValue::NoUnit { problem, .. } => format!("{{\"problem\":{}}}", text(&problem.to_string())),
        PropertyValue::Boolean(b) => b.to_string(),
        PropertyValue::Unknown => "\"UNKNOWN\"".to_owned(),
        PropertyValue::List(members) => format!("[{}]", members.iter().map(value).collect::<Vec<_>>().join(",")),
        PropertyValue::Range { lower, upper, set_point } => {
            format!("{{\"lower\":{},\"upper\":{},\"set\":{}}}", value(lower), value(upper), value(set_point))
        }
        PropertyValue::Table(rows) => {
            format!("{{\"table\":[{}]}}", rows.iter().map(|(a, b)| format!("[{},{}]", value(a), value(b))).collect::<Vec<_>>().join(","))
        }
        PropertyValue::Reference(entity) => format!("{{\"ref\":{}}}", entity.id().0),
        PropertyValue::Null => "null".to_owned(),
        _ => "{\"invalid\":true}".to_owned(),
    }
}
