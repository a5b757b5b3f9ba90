//! The words of verdicts: what is missing, what was measured, what decides; in both languages.

use haofang_facts::brief::{KEYS, Setting};
use haofang_facts::definition_zh;
use haofang_facts::phrase::spoken;
use haofang_facts::{Comparator, SubjectKind, Unit, Value, catalogue, display};

use super::decide::Doubt;
use crate::condition::{Lack, World};
use crate::verdict::{Localised, Missing, SubjectRef};

/// The sign as people read it.
pub(super) const fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::MoreThan => "＞",
        Comparator::AtMost => "≤",
        Comparator::LessThan => "＜",
        Comparator::Equal => "=",
        Comparator::NotEqual => "≠",
    }
}

/// A value as people read it, in both languages.
pub(super) fn shown(value: &Value) -> Localised {
    match value {
        Value::Number(number, unit) => both(&display::number(*number, *unit)),
        Value::Bool(true) => Localised::new("是", "yes"),
        Value::Bool(false) => Localised::new("否", "no"),
        Value::Text(text) => both(text),
    }
}

fn both(text: &str) -> Localised {
    Localised::new(text, text)
}

pub(super) fn reference(world: &World<'_>, at: usize) -> Option<SubjectRef> {
    let subject = world.subject(at)?;
    Some(SubjectRef { id: subject.id.clone(), kind: subject.kind, guid: subject.guid.clone(), name: subject.name.clone() })
}

/// A setting as text.
pub(crate) fn setting(setting: &Setting) -> String {
    match setting {
        Setting::Flag(flag) => flag.to_string(),
        Setting::Number(number) => number.to_string(),
        Setting::Text(text) => text.clone(),
        Setting::Table(table) => table.iter().map(|(name, number)| format!("{name} = {number}")).collect::<Vec<_>>().join(", "),
    }
}

/// What is missing, from why a value is not known.
pub(crate) fn missing(world: &World<'_>, clause: &str, lack: &Lack) -> Missing {
    match lack {
        Lack::Fact { subject, name, gap } => {
            let kind = world.subject(*subject).map_or(SubjectKind::Project, |subject| subject.kind);
            let mut missing = quantity(kind, name);
            let (zh, en) = (world.long_name(*subject), world.subject(*subject).map_or("", |subject| subject.name.as_str()));
            let why = |chinese| gap.as_ref().map_or("", |gap| spoken(&gap.detail, chinese));
            let after = |colon: &str, why: &str| if why.is_empty() { String::new() } else { format!("{colon}{why}") };
            missing.what = Localised::new(
                format!("{zh}：{}未知{}", missing.what.zh, after("：", why(true))),
                format!("{en}: {} is not known{}", missing.what.en, after(": ", why(false))),
            );
            missing.subject = reference(world, *subject);
            missing
        }
        Lack::Subject(kind) => Missing {
            quantity: kind.word().to_owned(),
            subject: None,
            what: Localised::new(
                format!("模型中没有可识别的{}", kind.title_zh()),
                format!("no {} is recognised in the model", kind.word().replace('_', " ")),
            ),
            supply: Localised::new(
                format!("在模型中建立{}并按其用途命名", kind.title_zh()),
                format!("model the {} and name it by its use", kind.word().replace('_', " ")),
            ),
        },
        Lack::Parameter(name) => parameter(name),
        Lack::Document => Missing {
            quantity: "document".to_owned(),
            subject: None,
            what: Localised::new("没有针对本条的证明文件或其数值", "no document with a value was given for this clause"),
            supply: Localised::new(
                format!("在 haofang.toml 中添加 [[documents]]，clause = \"{clause}\"，并填写 title、value"),
                format!("add a [[documents]] entry with clause = \"{clause}\", title and value to haofang.toml"),
            ),
        },
        Lack::Nothing(text) => Missing {
            quantity: text.clone(),
            subject: None,
            what: Localised::new(format!("无法计算 {text}"), format!("{text} cannot be computed")),
            supply: Localised::default(),
        },
    }
}

/// A missing datum named by the pack: a parameter or a quantity.
pub(super) fn named(name: &str, why: &Localised) -> Missing {
    let mut missing = if KEYS.iter().any(|key| key.name == name) {
        parameter(name)
    } else if let Some((kind, quantity_name)) =
        name.split_once('.').and_then(|(kind, quantity)| Some((SubjectKind::from_word(kind)?, quantity)))
    {
        quantity(kind, quantity_name)
    } else {
        Missing { quantity: name.to_owned(), subject: None, what: both(name), supply: Localised::default() }
    };
    if !why.is_empty() {
        missing.what = why.clone();
    }
    missing
}

fn parameter(name: &str) -> Missing {
    let (zh, en) = KEYS.iter().find(|key| key.name == name).map_or((name, name), |key| (key.zh, key.en));
    Missing {
        quantity: name.to_owned(),
        subject: None,
        what: Localised::new(format!("参数 {name}（{zh}）未给定"), format!("the parameter {name} ({en}) is not given")),
        supply: Localised::new(
            format!("在 haofang.toml 中填写 {name}，或用 -p {name}=…"),
            format!("set {name} in haofang.toml, or with -p {name}=…"),
        ),
    }
}

fn quantity(kind: SubjectKind, name: &str) -> Missing {
    let spec = catalogue::spec(kind, name);
    let (zh, en, definition) = spec.map_or((name, name, ""), |spec| (spec.zh, spec.en, spec.definition));
    Missing {
        quantity: format!("{}.{name}", kind.word()),
        subject: None,
        what: Localised::new(format!("{}的{zh}", kind.title_zh()), en),
        supply: Localised::new(
            format!("在模型中提供{}的“{zh}”（{}）", kind.title_zh(), definition_zh(kind, name).unwrap_or(definition)),
            format!("model it so that “{en}” of the {} can be read: {definition}", kind.word().replace('_', " ")),
        ),
    }
}

/// Why a person must decide although a value was measured.
pub(super) fn doubt(doubt: &Doubt) -> Localised {
    match doubt {
        Doubt::Witness { quantity, judged, other, source } => {
            let (judged, other) = (shown(judged), shown(other));
            Localised::new(
                format!(
                    "两处数据分列限值两侧：{quantity} 判定用 {}，{source} 为 {}，须人工核定",
                    judged.zh,
                    other.zh,
                    source = spoken(source, true)
                ),
                format!(
                    "two readings stand on different sides of the limit: {quantity} judged as {}, {source} says {}",
                    judged.en,
                    other.en,
                    source = spoken(source, false)
                ),
            )
        }
        Doubt::Accuracy { quantity, tolerance, unit } => {
            let tolerance = display::number(*tolerance, *unit);
            Localised::new(
                format!("{quantity} 由曲面离散化量得（精度 ±{tolerance}），裕量小于精度，须人工核定"),
                format!("{quantity} was measured on a curved shape cut into facets (±{tolerance}); the margin is smaller than that"),
            )
        }
    }
}

/// Sentences joined without empty ones.
pub(super) fn join(parts: &[Localised]) -> Localised {
    let pick = |of: fn(&Localised) -> &str, with: &str| parts.iter().map(of).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(with);
    Localised::new(pick(|text| &text.zh, "；"), pick(|text| &text.en, "; "))
}

/// How far two values of a unit are apart, without the sign; ratios differ by percentage points, which are not per cent.
pub(super) fn amount(number: f64, unit: Unit) -> Localised {
    let text = display::number(number.abs(), unit);
    match text.strip_suffix('%') {
        Some(points) if unit == Unit::Ratio => Localised::new(format!("{points} 个百分点"), format!("{points} percentage points")),
        _ => Localised::new(text.clone(), text),
    }
}
