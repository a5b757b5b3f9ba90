//! Numbers and words as people read them, in both languages.

use haofang_facts::{Comparator, Unit, Value, compare, display};
use haofang_policy::{Force, Localised, Outcome, Required, Verdict};

/// The language of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language of a tag: `en…` is English, anything else Chinese.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if tag.starts_with("en") { Self::En } else { Self::Zh }
    }

    /// `zh-CN` or `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// One of two texts.
    #[must_use]
    pub fn pick<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// A number of places where a clause is not met.
    pub(crate) fn places(self, count: usize) -> String {
        match (self, count) {
            (Self::Zh, _) => format!("{count} 处"),
            (Self::En, 1) => "1 place".to_owned(),
            (Self::En, _) => format!("{count} places"),
        }
    }

    pub(crate) fn text(self, text: &Localised) -> &str {
        text.get(self.tag())
    }

    pub(crate) fn outcome(self, outcome: Outcome) -> &'static str {
        self.pick(outcome.title_zh(), outcome.title_en())
    }

    pub(crate) fn force(self, force: Force) -> &'static str {
        self.pick(
            force.title_zh(),
            match force {
                Force::Must => "must",
                Force::Principle => "in principle",
                Force::Should => "should",
                Force::Encourage => "encouraged",
                Force::Entitle => "entitlement",
                Force::Process => "process",
                Force::Admin => "agency duty",
                Force::Scope => "scope",
            },
        )
    }
}

/// The reader's half of a sentence that the survey wrote in both languages; names and properties whole.
pub(crate) fn spoken(text: &str, lang: Lang) -> &str {
    haofang_facts::phrase::spoken(text, lang == Lang::Zh)
}

/// The word for how a value was obtained.
pub(crate) fn provenance(provenance: haofang_facts::Provenance, lang: Lang) -> &'static str {
    lang.pick(provenance.title_zh(), provenance.word())
}

/// The mark of an outcome; colour is never the only signal.
pub(crate) fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fail => "✗",
        Outcome::Undetermined => "?",
        Outcome::Manual => "!",
        Outcome::Pass => "✓",
        Outcome::NotApplicable => "–",
        Outcome::NotAssessed => "·",
    }
}

pub(crate) fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::MoreThan => ">",
        Comparator::AtMost => "≤",
        Comparator::LessThan => "<",
        Comparator::Equal => "=",
        Comparator::NotEqual => "≠",
    }
}

pub(crate) fn value(value: &Value, lang: Lang) -> String {
    match value {
        Value::Number(number, unit) => display::number(*number, *unit),
        Value::Bool(true) => lang.pick("是", "yes").to_owned(),
        Value::Bool(false) => lang.pick("否", "no").to_owned(),
        Value::Text(text) if lang == Lang::Zh => chinese(text).to_owned(),
        Value::Text(text) => text.clone(),
    }
}

/// The Chinese for a word of our own vocabularies; names and materials as the model writes them stay.
fn chinese(word: &str) -> &str {
    match word {
        "stainless" => "不锈钢",
        "other" => "其他",
        "ambiguous" => "说法不一",
        "unknown" => "未知",
        "none" => "无",
        _ => word,
    }
}

/// The measured value, with as many digits as it takes to tell it from the required one.
pub(crate) fn measured(verdict: &Verdict, lang: Lang) -> Option<String> {
    let found = verdict.measured.as_ref()?;
    if let (Value::Number(number, unit), Some(Required { value: Value::Number(limit, other), .. })) = (found, &verdict.required)
        && unit == other
    {
        return Some(display::pair(*number, *limit, *unit).0);
    }
    Some(value(found, lang))
}

/// The demand, such as `≥ 3.100 m`.
pub(crate) fn required(verdict: &Verdict, lang: Lang) -> Option<String> {
    let demand = verdict.required.as_ref()?;
    let limit = match (&verdict.measured, &demand.value) {
        (Some(Value::Number(number, unit)), Value::Number(limit, other)) if unit == other => display::pair(*number, *limit, *unit).1,
        (_, limit) => value(limit, lang),
    };
    Some(format!("{} {limit}", sign(demand.comparator)))
}

/// Whether the demand is only that there is one at all.
fn is_presence(verdict: &Verdict) -> bool {
    let limit = verdict
        .required
        .as_ref()
        .filter(|required| required.comparator == Comparator::MoreThan)
        .and_then(|required| required.value.as_number());
    limit == Some(0.0) && verdict.measured.as_ref().and_then(Value::unit) == Some(Unit::Count)
}

/// Measured against required, true as printed: `3.050 m < 3.100 m` for a failure, `35.20% ≥ 33.00%` for a pass, else
/// `0.62（要求 > 0.67）`. A demand that there be one at all reads as a count.
pub(crate) fn relation(verdict: &Verdict, lang: Lang) -> Option<String> {
    let found = measured(verdict, lang)?;
    if is_presence(verdict) {
        let none = verdict.measured_number().is_some_and(|(number, _)| number == 0.0);
        return Some(if none { lang.pick("未识别到", "none found").to_owned() } else { found });
    }
    let Some(demand) = required(verdict, lang) else { return Some(found) };
    let short = verdict.margin.is_some_and(|margin| margin < 0.0);
    match (verdict.outcome, verdict.required.as_ref()) {
        (Outcome::Pass, Some(_)) if !short => Some(format!("{found} {demand}")),
        (Outcome::Fail, Some(required)) if short => {
            let limit = demand.split_once(' ').map_or(demand.as_str(), |(_, limit)| limit);
            Some(format!("{found} {} {limit}", opposite(required.comparator)))
        }
        _ => Some(format!("{found}{}{demand}{}", lang.pick("（要求 ", " (required "), lang.pick("）", ")"))),
    }
}

/// The sign of the relation that holds when a demand is not met.
fn opposite(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "<",
        Comparator::MoreThan => "≤",
        Comparator::AtMost => ">",
        Comparator::LessThan => "≥",
        Comparator::Equal => "≠",
        Comparator::NotEqual => "=",
    }
}

/// The margin with its sign, such as `−0.050 m`; a margin that is noise is none. The difference of two ratios is counted in
/// percentage points, which are not per cent of the limit.
pub(crate) fn margin(verdict: &Verdict, lang: Lang) -> Option<String> {
    let margin = verdict.margin?;
    let unit = verdict.measured.as_ref().and_then(Value::unit).unwrap_or(Unit::Count);
    if margin.abs() <= compare::noise(unit) {
        return Some(format!("±{}", points(display::number(0.0, unit), unit, lang)));
    }
    let text = points(display::pair(margin.abs(), 0.0, unit).0, unit, lang);
    Some(format!("{}{text}", if margin < 0.0 { "−" } else { "+" }))
}

fn points(text: String, unit: Unit, lang: Lang) -> String {
    match text.strip_suffix('%') {
        Some(number) if unit == Unit::Ratio => format!("{number} {}", lang.pick("个百分点", "percentage points")),
        _ => text,
    }
}

/// An area with its thousands set apart: `36 865.20 ㎡`.
pub(crate) fn area(number: f64) -> String {
    let text = format!("{number:.2}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
    let (minus, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    format!("{minus}{out}.{fraction} ㎡")
}

/// A file size.
pub(crate) fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    if bytes >= 1e6 {
        format!("{:.1} MB", bytes / 1e6)
    } else if bytes >= 1e3 {
        format!("{:.0} kB", bytes / 1e3)
    } else {
        format!("{bytes} B")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_and_sizes_are_readable() {
        assert_eq!(area(36_865.2), "36\u{202f}865.20 ㎡");
        assert_eq!(area(-1_234_567.0), "−1\u{202f}234\u{202f}567.00 ㎡");
        assert_eq!(area(12.0), "12.00 ㎡");
        assert_eq!(size(214_000_000), "214.0 MB");
        assert_eq!(size(3_800), "4 kB");
    }
}
