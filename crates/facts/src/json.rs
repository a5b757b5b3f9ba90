//! The `haofang.facts/1` document (CONTRACT §4).

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value as Json, json};

use crate::{Fact, FactSheet, Gap, Subject, Value, phrase};

/// A document that is written as it is read: large sheets never stand in memory as a tree.
pub(crate) struct Document<'s> {
    pub(crate) sheet: &'s FactSheet,
    pub(crate) version: &'s str,
    pub(crate) subjects: &'s [Subject],
}
struct Subjects<'s>(&'s [Subject]);
struct OneSubject<'s>(&'s Subject);
pub(crate) struct Head<'s>(pub(crate) &'s Subject);
struct Facts<'s>(&'s Subject);
struct Gaps<'s>(&'s Subject);
struct OneFact<'s>(&'s Fact);
struct OneGap<'s>(&'s Gap);
struct Witnesses<'s>(&'s Fact);
struct OneWitness<'s>(&'s crate::Witness);

/// The value and its unit.
fn value<M: serde::ser::SerializeMap>(out: &mut M, value: &Value) -> Result<(), M::Error> {
    match value {
        // adding zero turns -0.0 into 0.0; a number that is not finite never becomes a fact, null would show the bug
        Value::Number(number, unit) => {
            out.serialize_entry("value", &(number + 0.0))?;
            out.serialize_entry("unit", unit.symbol())
        }
        Value::Bool(claim) => out.serialize_entry("value", claim),
        Value::Text(text) => out.serialize_entry("value", text),
    }
}

/// A sentence under its name in Chinese and under its second name in English; a text of one language under its name alone.
fn sentence<M: serde::ser::SerializeMap>(out: &mut M, names: [&'static str; 2], text: &str) -> Result<(), M::Error> {
    let (zh, en) = phrase::halves(text);
    out.serialize_entry(names[0], zh)?;
    if zh == en { Ok(()) } else { out.serialize_entry(names[1], en) }
}

impl Serialize for OneFact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fact = self.0;
        let mut out = serializer.serialize_map(None)?;
        value(&mut out, &fact.value)?;
        out.serialize_entry("provenance", &fact.provenance)?;
        sentence(&mut out, ["method", "method_en"], &fact.method)?;
        if let Some(tolerance) = fact.tolerance {
            out.serialize_entry("tolerance", &tolerance)?;
        }
        if fact.tessellated {
            out.serialize_entry("tessellated", &true)?;
        }
        out.serialize_entry("elements", &fact.elements)?;
        out.serialize_entry("witnesses", &Witnesses(fact))?;
        let conflicts = fact.conflicts().count();
        if conflicts > 0 {
            out.serialize_entry("conflicts", &conflicts)?;
        }
        out.end()
    }
}

impl Serialize for Witnesses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.witnesses.iter().map(OneWitness))
    }
}

impl Serialize for OneWitness<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        value(&mut out, &self.0.value)?;
        out.serialize_entry("provenance", &self.0.provenance)?;
        sentence(&mut out, ["source", "source_en"], &self.0.source)?;
        out.end()
    }
}

impl Serialize for OneGap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("kind", &self.0.kind)?;
        sentence(&mut out, ["detail", "detail_en"], &self.0.detail)?;
        out.end()
    }
}

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.facts.iter().map(|(name, fact)| (&*name.0, OneFact(fact))))
    }
}

impl Serialize for Gaps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.gaps.iter().map(|(name, gap)| (&*name.0, OneGap(gap))))
    }
}

/// All of a subject but its facts and gaps.
fn head<M: serde::ser::SerializeMap>(out: &mut M, subject: &Subject) -> Result<(), M::Error> {
    out.serialize_entry("id", &subject.id)?;
    out.serialize_entry("kind", subject.kind.word())?;
    out.serialize_entry("guid", &subject.guid)?;
    out.serialize_entry("name", &subject.name)?;
    out.serialize_entry("parent", &subject.parent)?;
    out.serialize_entry("place", &subject.place)?;
    out.serialize_entry("recognised_by", &subject.recognised_by)
}

impl Serialize for Head<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        head(&mut out, self.0)?;
        out.end()
    }
}

impl Serialize for OneSubject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let subject = self.0;
        let mut out = serializer.serialize_map(None)?;
        head(&mut out, subject)?;
        out.serialize_entry("facts", &Facts(subject))?;
        out.serialize_entry("gaps", &Gaps(subject))?;
        out.end()
    }
}

impl Serialize for Subjects<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(OneSubject))
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { sheet, version, subjects } = self;
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("schema", "haofang.facts/1")?;
        out.serialize_entry("tool", &json!({ "name": "haofang", "version": version }))?;
        out.serialize_entry("sources", &sheet.sources)?;
        out.serialize_entry("subjects", &Subjects(subjects))?;
        out.serialize_entry("defects", &sheet.defects)?;
        out.serialize_entry("notes", &sheet.notes)?;
        out.end()
    }
}

/// The sheet as a `haofang.facts/1` document.
#[must_use]
pub fn to_json(sheet: &FactSheet, version: &str) -> Json {
    // texts, numbers and lists of them: nothing that could not be a value
    serde_json::to_value(Document { sheet, version, subjects: &sheet.subjects }).unwrap_or_default()
}
