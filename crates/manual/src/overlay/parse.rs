//! Reading `manual.toml`, strictly: an unknown key is an error with its place, never ignored.

use haofang_facts::brief::is_date;
use haofang_facts::spelling::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Given, GivenDocument, GivenEquipment, Layer, Overlay, OverlayError};
use crate::catalogue::{self, FIELDS, Holds};
use crate::field::Amount;

/// Sections that are no fields.
const SCOPES: [&str; 4] = ["type", "dwelling", "equipment", "documents"];
const EQUIPMENT: [&str; 11] =
    ["name", "match", "room", "trade", "maker", "model", "serial", "installed", "warranty_until", "maintenance_months", "manual"];
const TRADES: [&str; 9] = ["water", "drain", "gas", "heat", "air", "power", "data", "fire", "provision"];

struct Reader<'t> {
    origin: &'t str,
    text: &'t str,
    errors: Vec<OverlayError>,
}

pub(super) fn file(origin: &str, text: &str) -> Result<Overlay, Vec<OverlayError>> {
    let mut reader = Reader { origin, text, errors: Vec::new() };
    let mut overlay = Overlay::default();
    match DeTable::parse(text) {
        Ok(table) => {
            overlay.project = reader.layer(table.get_ref(), true, 0);
            for (scope, into) in [("type", &mut overlay.types), ("dwelling", &mut overlay.dwellings)] {
                for (name, value) in table.get_ref().iter().filter(|(name, _)| name.get_ref() == scope) {
                    let DeValue::Table(named) = value.get_ref() else {
                        reader.flaw(name.span().start, format!("`{scope}` must be tables such as [{scope}.\"A\"]"));
                        continue;
                    };
                    for (key, value) in named {
                        match value.get_ref() {
                            DeValue::Table(table) => {
                                let layer = reader.layer(table, false, key.span().start);
                                into.insert(key.get_ref().trim().to_owned(), layer);
                            }
                            _ => reader.flaw(
                                key.span().start,
                                format!("`{scope}.{0}` must be a table: write [{scope}.\"{0}\".parties] and its keys below", key.get_ref()),
                            ),
                        }
                    }
                }
            }
        }
        Err(error) => reader.flaw(error.span().map_or(0, |span| span.start), format!("not valid TOML: {}", error.message())),
    }
    if reader.errors.is_empty() { Ok(overlay) } else { Err(reader.errors) }
}

impl Reader<'_> {
    fn place(&self, byte: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        (line, String::from_utf8_lossy(&before[start..]).chars().count() + 1)
    }

    fn flaw(&mut self, byte: usize, message: String) {
        let (line, column) = self.place(byte);
        self.errors.push(OverlayError { origin: self.origin.to_owned(), line, column, message });
    }

    fn at(&self, byte: usize) -> String {
        format!("{}:{}", self.origin, self.place(byte).0)
    }

    fn layer(&mut self, table: &DeTable<'_>, is_top: bool, start: usize) -> Layer {
        let mut layer = Layer { at: self.at(start), ..Layer::default() };
        for (name, value) in table {
            let section = name.get_ref().as_ref();
            match section {
                "type" | "dwelling" if is_top => {}
                "equipment" => self.entries(section, value, |reader, entry, at| {
                    if let Some(equipment) = reader.equipment(entry, at) {
                        layer.equipment.push(equipment);
                    }
                }),
                "documents" => self.entries(section, value, |reader, entry, at| {
                    if let Some(document) = reader.document(entry, at) {
                        layer.documents.push(document);
                    }
                }),
                _ => self.section(section, name.span().start, value, &mut layer),
            }
        }
        layer
    }

    fn section(&mut self, section: &str, at: usize, value: &Spanned<DeValue<'_>>, layer: &mut Layer) {
        let prefix = format!("{section}.");
        if !FIELDS.iter().any(|field| field.key.starts_with(&prefix)) {
            let sections = FIELDS.iter().filter_map(|field| field.key.split('.').next()).chain(SCOPES);
            self.flaw(at, unknown("section", section, sections));
            return;
        }
        let DeValue::Table(table) = value.get_ref() else {
            self.flaw(at, format!("`{section}` must be a table: write [{section}] and its keys below"));
            return;
        };
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            let Some(spec) = catalogue::spec(&key) else {
                let known = FIELDS.iter().map(|field| field.key).filter(|known| known.starts_with(&prefix));
                let message = match nearest(&key, known).or_else(|| nearest(&key, FIELDS.iter().map(|field| field.key))) {
                    Some(near) => format!("unknown key `{key}`; did you mean `{near}`?"),
                    None => {
                        let own: Vec<&str> = FIELDS.iter().filter_map(|field| field.key.strip_prefix(&prefix)).collect();
                        format!("unknown key `{key}`; [{section}] has: {}", own.join(", "))
                    }
                };
                self.flaw(name.span().start, message);
                continue;
            };
            match amount(spec.holds, value.get_ref()) {
                Ok(amount) => {
                    layer.fields.insert(spec.key, Given { value: amount, at: self.at(name.span().start) });
                }
                Err(expected) => self.flaw(value.span().start, format!("`{key}` must be {expected}")),
            }
        }
    }

    fn entries(&mut self, section: &str, value: &Spanned<DeValue<'_>>, mut each: impl FnMut(&mut Self, &DeTable<'_>, usize)) {
        let DeValue::Array(entries) = value.get_ref() else {
            self.flaw(value.span().start, format!("`{section}` must be written as [[{section}]] tables"));
            return;
        };
        for entry in entries {
            match entry.get_ref() {
                DeValue::Table(table) => each(self, table, entry.span().start),
                _ => self.flaw(entry.span().start, format!("an entry of `{section}` must be a table")),
            }
        }
    }

    fn equipment(&mut self, table: &DeTable<'_>, at: usize) -> Option<GivenEquipment> {
        let mut out = GivenEquipment { at: self.at(at), ..GivenEquipment::default() };
        for (name, value) in table {
            let key = name.get_ref().as_ref();
            if !EQUIPMENT.contains(&key) {
                self.flaw(name.span().start, unknown("key of [[equipment]]", key, EQUIPMENT));
                continue;
            }
            let holds = match key {
                "maintenance_months" => Holds::Number("months"),
                "installed" | "warranty_until" => Holds::Date,
                _ => Holds::Text,
            };
            let amount = match amount(holds, value.get_ref()) {
                Ok(amount) => amount,
                Err(expected) => {
                    self.flaw(value.span().start, format!("`equipment.{key}` must be {expected}"));
                    continue;
                }
            };
            let text = match amount {
                Amount::Number(months) => {
                    out.maintenance_months = Some(months);
                    continue;
                }
                Amount::Text(text) => text,
                Amount::Flag(_) => continue,
            };
            if key == "trade" && !TRADES.contains(&text.as_str()) {
                self.flaw(value.span().start, unknown("trade", &text, TRADES));
                continue;
            }
            let slot = match key {
                "name" => {
                    out.name = text;
                    continue;
                }
                "match" => &mut out.matches,
                "room" => &mut out.room,
                "trade" => &mut out.trade,
                "maker" => &mut out.maker,
                "model" => &mut out.model,
                "serial" => &mut out.serial,
                "installed" => &mut out.installed,
                "warranty_until" => &mut out.warranty_until,
                _ => &mut out.manual,
            };
            *slot = Some(text);
        }
        if out.name.is_empty() {
            self.flaw(at, "an entry of `equipment` must have a `name`".to_owned());
            return None;
        }
        Some(out)
    }

    fn document(&mut self, table: &DeTable<'_>, at: usize) -> Option<GivenDocument> {
        let mut out = GivenDocument { at: self.at(at), ..GivenDocument::default() };
        for (name, value) in table {
            let key = name.get_ref().as_ref();
            match (key, amount(Holds::Text, value.get_ref())) {
                ("title", Ok(Amount::Text(text))) => out.title = text,
                ("file", Ok(Amount::Text(text))) => out.file = Some(text),
                ("title" | "file", _) => self.flaw(value.span().start, format!("`documents.{key}` must be a text in quotes")),
                _ => self.flaw(name.span().start, unknown("key of [[documents]]", key, ["title", "file"])),
            }
        }
        if out.title.is_empty() {
            self.flaw(at, "an entry of `documents` must have a `title`".to_owned());
            return None;
        }
        Some(out)
    }
}

fn unknown<'k>(what: &str, name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("unknown {what} `{name}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{name}`; known: {}", known.join(", ")),
    }
}

/// The value in the kind that its key holds, or what was expected.
fn amount(holds: Holds, value: &DeValue<'_>) -> Result<Amount, String> {
    let written = |text: &str| text.trim().to_owned();
    match (holds, value) {
        (Holds::Text, DeValue::String(text)) => Ok(Amount::Text(written(text))),
        (Holds::Text, DeValue::Integer(number)) => Ok(Amount::Text(number.as_str().to_owned())),
        (Holds::Flag, DeValue::Boolean(flag)) => Ok(Amount::Flag(*flag)),
        (Holds::Number(unit), DeValue::Integer(_) | DeValue::Float(_)) => {
            let text = match value {
                DeValue::Integer(integer) => integer.as_str(),
                DeValue::Float(float) => float.as_str(),
                _ => "",
            };
            let number = text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
            number.map(Amount::Number).ok_or_else(|| format!("a number of {unit}, 0 or more"))
        }
        (Holds::Date, DeValue::String(text)) if is_date(text) => Ok(Amount::Text(written(text))),
        (Holds::Date, DeValue::Datetime(date)) if is_date(&date.to_string()) => Ok(Amount::Text(date.to_string())),
        (Holds::Text, _) => Err("a text in quotes".to_owned()),
        (Holds::Flag, _) => Err("true or false".to_owned()),
        (Holds::Number(unit), _) => Err(format!("a number of {unit} without quotes")),
        (Holds::Date, _) => Err("a date such as 2026-12-31".to_owned()),
    }
}
