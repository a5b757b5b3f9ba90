//! The lines of facts and gaps in the text of a document: what [`crate::json`] says of them printed for people, without a
//! serializer between, as an estate has a hundred thousand.

use serde::Serialize;

use crate::{Fact, Gap, Provenance, Subject, Value, phrase};

/// Line breaks before the parts of a document, by the depth at which they stand.
const FACT: &str = "\n        ";
const FIELD: &str = "\n          ";
const ITEM: &str = "\n            ";
const PART: &str = "\n              ";

/// The facts and gaps of a subject, from the comma before them to the end of the subject.
pub(crate) fn facts_and_gaps(out: &mut Vec<u8>, subject: &Subject) {
    put(out, ",\n      \"facts\": ");
    members(out, "\n      ", ['{', '}'], &subject.facts, |out, (name, fact)| {
        put(out, FACT);
        text(out, &name.0);
        self::fact(out, fact);
    });
    put(out, ",\n      \"gaps\": ");
    members(out, "\n      ", ['{', '}'], &subject.gaps, |out, (name, gap)| {
        put(out, FACT);
        text(out, &name.0);
        self::gap(out, gap);
    });
    put(out, "\n    }");
}

fn fact(out: &mut Vec<u8>, fact: &Fact) {
    put(out, ": {");
    put(out, FIELD);
    value(out, &fact.value, FIELD);
    provenance(out, fact.provenance, FIELD);
    sentence(out, ["method", "method_en"], &fact.method, FIELD);
    if let Some(tolerance) = fact.tolerance {
        put(out, ",\n          \"tolerance\": ");
        plain(out, &tolerance);
    }
    if fact.tessellated {
        put(out, ",\n          \"tessellated\": true");
    }
    put(out, ",\n          \"elements\": ");
    members(out, FIELD, ['[', ']'], &fact.elements, |out, element| {
        put(out, ITEM);
        text(out, &element.0);
    });
    put(out, ",\n          \"witnesses\": ");
    members(out, FIELD, ['[', ']'], &fact.witnesses, |out, witness| {
        put(out, ITEM);
        put(out, "{");
        put(out, PART);
        value(out, &witness.value, PART);
        provenance(out, witness.provenance, PART);
        sentence(out, ["source", "source_en"], &witness.source, PART);
        put(out, ITEM);
        put(out, "}");
    });
    // whoever has no witness has none that contradicts
    let conflicts = if fact.witnesses.is_empty() { 0 } else { fact.conflicts().count() };
    if conflicts > 0 {
        put(out, ",\n          \"conflicts\": ");
        plain(out, &conflicts);
    }
    put(out, "\n        }");
}

fn gap(out: &mut Vec<u8>, gap: &Gap) {
    put(out, ": {\n          \"kind\": ");
    plain(out, &gap.kind);
    sentence(out, ["detail", "detail_en"], &gap.detail, FIELD);
    put(out, "\n        }");
}

/// What stands in brackets, each on its own lines; nothing between them when there is nothing.
fn members<T>(out: &mut Vec<u8>, end: &str, [open, close]: [char; 2], all: impl IntoIterator<Item = T>, one: impl Fn(&mut Vec<u8>, T)) {
    out.push(open as u8);
    let mut any = false;
    for member in all {
        if any {
            out.push(b',');
        }
        any = true;
        one(out, member);
    }
    if any {
        put(out, end);
    }
    out.push(close as u8);
}

/// A value and its unit.
fn value(out: &mut Vec<u8>, value: &Value, line: &str) {
    put(out, "\"value\": ");
    match value {
        Value::Number(number, unit) => {
            plain(out, &(number + 0.0));
            put(out, ",");
            put(out, line);
            put(out, "\"unit\": ");
            text(out, unit.symbol());
        }
        Value::Bool(claim) => put(out, if *claim { "true" } else { "false" }),
        Value::Text(words) => text(out, words),
    }
}

fn provenance(out: &mut Vec<u8>, provenance: Provenance, line: &str) {
    put(out, ",");
    put(out, line);
    put(out, "\"provenance\": \"");
    put(out, provenance.word());
    put(out, "\"");
}

/// A sentence in both languages, or under its first name alone.
fn sentence(out: &mut Vec<u8>, names: [&str; 2], sentence: &str, line: &str) {
    let (zh, en) = phrase::halves(sentence);
    let halves = [(names[0], zh), (names[1], en)];
    for (name, half) in halves.into_iter().take(if zh == en { 1 } else { 2 }) {
        put(out, ",");
        put(out, line);
        put(out, "\"");
        put(out, name);
        put(out, "\": ");
        text(out, half);
    }
}

fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// A text in quotes.
fn text(out: &mut Vec<u8>, text: &str) {
    // without a way out of the loop, so that many bytes are looked at at once
    let escapes = text.bytes().fold(false, |found, byte| found | (byte < 0x20) | (byte == b'"') | (byte == b'\\'));
    if escapes {
        return plain(out, text);
    }
    out.push(b'"');
    put(out, text);
    out.push(b'"');
}

/// What is written in one line, as the serializer writes it.
fn plain<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // texts and numbers into memory: nothing that could fail
    let _ = serde_json::to_writer(out, value);
}
