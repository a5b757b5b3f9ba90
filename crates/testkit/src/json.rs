//! The truth as a JSON document, for people and for checks in other languages.

use crate::truth::{Truth, Value};

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}

impl Truth {
    /// One subject per line, facts in the order of their names.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\n\"parameters\": {");
        let parameters: Vec<String> = self.parameters.iter().map(|(key, value)| format!("{}: {}", quoted(key), quoted(value))).collect();
        out.push_str(&parameters.join(", "));
        out.push_str("},\n\"clauses\": {");
        let clauses: Vec<String> = self
            .clauses
            .iter()
            .map(|(id, expected)| {
                let failing: Vec<String> = expected.failing.iter().map(|guid| quoted(guid)).collect();
                format!("\n  {}: {{\"outcome\": {}, \"failing\": [{}]}}", quoted(id), quoted(expected.outcome), failing.join(", "))
            })
            .collect();
        out.push_str(&clauses.join(","));
        out.push_str("},\n\"subjects\": [");
        let subjects: Vec<String> = self
            .subjects
            .iter()
            .map(|subject| {
                let guid = |guid: &Option<String>| guid.as_deref().map_or("null".into(), quoted);
                let facts: Vec<String> = subject
                    .facts
                    .iter()
                    .map(|(name, value)| {
                        let value = match value {
                            Value::Number(value) => format!("{value}"),
                            Value::Text(text) => quoted(text),
                            Value::Flag(flag) => flag.to_string(),
                        };
                        format!("{}: {value}", quoted(name))
                    })
                    .collect();
                format!(
                    "\n  {{\"kind\": {}, \"guid\": {}, \"building\": {}, \"name\": {}, \"facts\": {{{}}}}}",
                    quoted(subject.kind),
                    guid(&subject.guid),
                    guid(&subject.building),
                    quoted(&subject.name),
                    facts.join(", ")
                )
            })
            .collect();
        out.push_str(&subjects.join(","));
        out.push_str("\n]\n}\n");
        out
    }
}
