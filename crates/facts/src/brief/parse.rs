//! Reading parameters from `haofang.toml` and from `key=value`, strictly: an unknown key is an error, never ignored.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key, KeyType};
use super::{Brief, BriefError, Document, Origin, Setting};

struct Text<'t> {
    origin: &'t str,
    text: &'t str,
}

impl Text<'_> {
    fn error(&self, byte: usize, message: String) -> BriefError {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        BriefError { origin: self.origin.to_owned(), line: Some(line), column: Some(column), message }
    }
}

pub(super) fn file(origin: &str, text: &str) -> Result<Brief, Vec<BriefError>> {
    let source = Text { origin, text };
    let table = DeTable::parse(text)
        .map_err(|error| vec![source.error(error.span().map_or(0, |span| span.start), format!("not valid TOML: {}", error.message()))])?;
    let mut brief = Brief::default();
    let mut errors = Vec::new();
    walk(&source, "", table.get_ref(), &mut brief, &mut errors);
    if errors.is_empty() { Ok(brief) } else { Err(errors) }
}

fn walk(source: &Text<'_>, prefix: &str, table: &DeTable<'_>, brief: &mut Brief, errors: &mut Vec<BriefError>) {
    for (name, value) in table {
        let path = if prefix.is_empty() { name.get_ref().to_string() } else { format!("{prefix}.{}", name.get_ref()) };
        let at = name.span().start;
        if path == "documents" {
            documents(source, value, brief, errors);
            continue;
        }
        if let Some(key) = keys::key(&path) {
            match setting(key, value.get_ref()) {
                Ok(setting) => {
                    brief.given.insert(key.name, (setting, Origin::File));
                }
                Err(message) => errors.push(source.error(value.span().start, message)),
            }
        } else if let DeValue::Table(inner) = value.get_ref()
            && keys::KEYS.iter().any(|key| key.name.starts_with(&format!("{path}.")))
        {
            walk(source, &path, inner, brief, errors);
        } else {
            errors.push(source.error(at, unknown(&path)));
        }
    }
}

fn unknown(name: &str) -> String {
    match keys::nearest(name) {
        Some(near) => format!("unknown parameter `{name}`; did you mean `{near}`?"),
        None => format!("unknown parameter `{name}`; see the list of parameters in the README"),
    }
}

fn documents(source: &Text<'_>, value: &Spanned<DeValue<'_>>, brief: &mut Brief, errors: &mut Vec<BriefError>) {
    let DeValue::Array(entries) = value.get_ref() else {
        errors.push(source.error(value.span().start, "`documents` must be written as [[documents]] tables".to_owned()));
        return;
    };
    for entry in entries {
        let DeValue::Table(table) = entry.get_ref() else {
            errors.push(source.error(entry.span().start, "an entry of `documents` must be a table".to_owned()));
            continue;
        };
        let mut document = Document::default();
        for (name, value) in table {
            let text = || value.get_ref().as_str().map(str::to_owned).or_else(|| value.get_ref().as_datetime().map(ToString::to_string));
            let known = match name.get_ref().as_ref() {
                "clause" => text().map(|text| document.clause = text),
                "title" => text().map(|text| document.title = text),
                "issuer" => text().map(|text| document.issuer = Some(text)),
                "date" => text().map(|text| document.date = Some(text)),
                "file" => text().map(|text| document.file = Some(text)),
                "sha256" => text().map(|text| document.sha256 = Some(text)),
                "value" => free(value.get_ref()).map(|value| document.value = Some(value)),
                other => {
                    errors.push(source.error(
                        name.span().start,
                        format!("unknown field `{other}` of a document; known: clause, title, value, issuer, date, file, sha256"),
                    ));
                    continue;
                }
            };
            if known.is_none() {
                errors.push(
                    source.error(value.span().start, format!("field `{}` of a document has a value of the wrong type", name.get_ref())),
                );
            }
        }
        if document.clause.is_empty() {
            errors.push(source.error(entry.span().start, "a document must name the `clause` that it supports".to_owned()));
        }
        brief.documents.push(document);
    }
}

fn free(value: &DeValue<'_>) -> Option<Setting> {
    match value {
        DeValue::Boolean(flag) => Some(Setting::Flag(*flag)),
        DeValue::String(text) => Some(Setting::Text(text.to_string())),
        other => number(other).map(Setting::Number),
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(integer) => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite())
}

fn setting(key: &Key, value: &DeValue<'_>) -> Result<Setting, String> {
    let wrong = |expected: &str| format!("`{}` must be {expected}, found {}", key.name, kind(value));
    match key.value {
        KeyType::Flag => value.as_bool().map(Setting::Flag).ok_or_else(|| wrong("true or false")),
        KeyType::Count => match number(value) {
            // no project has no households; 0 would make every demand per household empty
            Some(count) if key.name == "households" && count < 1.0 => Err(wrong("a whole number, 1 or more")),
            Some(count) if count >= 0.0 && count.fract().abs() <= 0.0 => Ok(Setting::Number(count)),
            _ => Err(wrong("a whole number, 0 or more")),
        },
        KeyType::Number => at_least_zero(key, value).map(Setting::Number),
        KeyType::Ratio => ratio(key, value).map(Setting::Number),
        KeyType::NumberOrTable | KeyType::Table => match value {
            DeValue::Table(table) => {
                let mut out = BTreeMap::new();
                for (name, value) in table {
                    out.insert(name.get_ref().to_string(), at_least_zero(key, value.get_ref())?);
                }
                Ok(Setting::Table(out))
            }
            other if key.value == KeyType::NumberOrTable => at_least_zero(key, other).map(Setting::Number),
            _ => Err(wrong("a table of numbers")),
        },
        KeyType::Word(words) => match value.as_str() {
            Some(word) if words.contains(&word) => Ok(Setting::Text(word.to_owned())),
            Some(word) => Err(format!("`{}` must be one of {}, found \"{word}\"", key.name, words.join(", "))),
            None => Err(wrong(&format!("one of {}", words.join(", ")))),
        },
        KeyType::Date => {
            let text = value.as_str().map(str::to_owned).or_else(|| value.as_datetime().map(ToString::to_string));
            text.filter(|text| is_date(text)).map(Setting::Text).ok_or_else(|| wrong("a date YYYY-MM-DD"))
        }
        KeyType::Text => value.as_str().map(|text| Setting::Text(text.to_owned())).ok_or_else(|| wrong("a text")),
    }
}

fn at_least_zero(key: &Key, value: &DeValue<'_>) -> Result<f64, String> {
    match number(value) {
        Some(number) if number >= 0.0 => Ok(number),
        _ => Err(format!("`{}` must be a number, 0 or more, found {}", key.name, kind(value))),
    }
}

fn ratio(key: &Key, value: &DeValue<'_>) -> Result<f64, String> {
    let expected = || format!("`{}` must be a fraction between 0 and 1, or a text such as \"30%\", found {}", key.name, kind(value));
    let found = match value {
        DeValue::String(text) => {
            let text = text.trim();
            let percent = text.strip_suffix('%').or_else(|| text.strip_suffix('％'));
            let number = percent.unwrap_or(text).trim().parse::<f64>().map_err(|_| expected())?;
            if percent.is_some() { number / 100.0 } else { number }
        }
        other => number(other).ok_or_else(expected)?,
    };
    if found.is_finite() && (0.0..=1.0).contains(&found) {
        Ok(found)
    } else {
        Err(format!("`{}` is a ratio between 0 and 1, found {found}; write 0.30 or \"30%\" for 30 per cent", key.name))
    }
}

fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{text}\""),
        DeValue::Integer(integer) => format!("the number {}", integer.as_str()),
        DeValue::Float(float) => format!("the number {}", float.as_str()),
        DeValue::Boolean(flag) => format!("{flag}"),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Whether a text is a real calendar date `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return false;
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse::<u32>(), month.parse::<u32>(), day.parse::<u32>()) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    (1..=days).contains(&day)
}

pub(super) fn assignment(brief: &mut Brief, text: &str) -> Result<(), BriefError> {
    let error = |message: String| BriefError { origin: format!("-p {text}"), line: None, column: None, message };
    let Some((name, value)) = text.split_once('=') else {
        return Err(error("expected key=value".to_owned()));
    };
    let (name, value) = (name.trim(), value.trim());
    // `plan.height_limit_m.1#=36` sets one row of a table
    let (key, row) = match keys::key(name) {
        Some(key) => (key, None),
        None => keys::KEYS
            .iter()
            .filter(|key| matches!(key.value, KeyType::NumberOrTable | KeyType::Table))
            .find_map(|key| Some((key, Some(name.strip_prefix(key.name)?.strip_prefix('.')?))))
            .ok_or_else(|| error(unknown(name)))?,
    };
    let quoted = toml::Value::String(value.to_owned()).to_string();
    let as_toml = format!("v = {value}");
    let as_text = format!("v = {quoted}");
    let wants_text = matches!(key.value, KeyType::Text | KeyType::Word(_) | KeyType::Date) && !value.starts_with(['"', '\'']);
    let table = if wants_text { DeTable::parse(&as_text) } else { DeTable::parse(&as_toml).or_else(|_| DeTable::parse(&as_text)) };
    let table = table.map_err(|_| error("the value cannot be read".to_owned()))?;
    let Some((_, value)) = table.get_ref().iter().next() else { return Err(error("the value is missing".to_owned())) };
    if let Some(row) = row {
        let number = at_least_zero(key, value.get_ref()).map_err(error)?;
        let mut rows = brief.table(key.name).unwrap_or_default();
        rows.insert(row.trim_matches('"').to_owned(), number);
        brief.given.insert(key.name, (Setting::Table(rows), Origin::Caller));
        return Ok(());
    }
    let setting = setting(key, value.get_ref()).map_err(error)?;
    brief.given.insert(key.name, (setting, Origin::Caller));
    Ok(())
}
