//! Every record against the schema: attribute counts and kinds, references, numbers and strings.

use std::ops::Range;
use std::sync::OnceLock;

use super::Found;
use super::plain::{Page, Template, is_plain};
use crate::entity::Entity;
use crate::error::DefectKind;
use crate::model::Model;
use crate::schema::{Attribute, AttributeKind, CLASSES, Class, attributes, enumeration};
use crate::step::tokens::{Token, token};
use crate::step::{Eyes, Look, Text, look};

/// The deepest nesting that is of any use; B-spline surfaces need three.
pub(super) const DEEPEST: usize = 16;

pub(super) fn records(model: &Model, classes: &Classes, indexes: Range<u32>, found: &mut Found) {
    look(Records { model, classes, indexes, found });
}

/// Records to be looked at.
struct Records<'a> {
    model: &'a Model,
    classes: &'a Classes,
    indexes: Range<u32>,
    found: &'a mut Found,
}

/// What is known of each class, found out when a record of it is met.
pub(super) struct Classes(Vec<OnceLock<Known>>);

/// What is known of a class.
enum Known {
    /// Its attributes.
    Table(Template),
    /// Its attributes are those of a neighbouring release.
    Near,
    /// The schema has no such class.
    Not,
}

impl Classes {
    pub(super) fn new() -> Classes {
        Classes(std::iter::repeat_with(OnceLock::new).take(CLASSES).collect())
    }

    #[inline(always)]
    fn get(&self, model: &Model, class: Class) -> &Known {
        self.0.get(class.0 as usize).map_or(&Known::Not, |slot| slot.get_or_init(|| Known::of(model, class)))
    }
}

impl Known {
    #[inline(never)]
    fn of(model: &Model, class: Class) -> Known {
        let known = class != Class::UNKNOWN && class.is_abstract(model.schema()).is_some();
        match (known, model.is_near_schema()) {
            (true, false) => Known::Table(Template::new(class.name(), attributes(model.schema(), class))),
            (false, true) if class != Class::UNKNOWN => Known::Near,
            (true, true) => Known::Near,
            (false, _) => Known::Not,
        }
    }
}

impl Look for Records<'_> {
    #[inline(always)]
    fn look(self, eyes: impl Eyes) {
        let Records { model, classes, indexes, found } = self;
        let page = Page::of(model);
        for entity in indexes.map(|index| Entity::new(model, index)) {
            match classes.get(model, entity.class()) {
                Known::Table(template) => {
                    if !is_plain(eyes, page, model.args(entity), template) {
                        record(entity, Some(&template.table), found);
                    }
                }
                Known::Near => record(entity, None, found),
                Known::Not => {
                    let kind = DefectKind::UnknownClass { keyword: entity.keyword().to_owned(), schema: model.schema().name() };
                    found.add(model.args(entity), entity.id(), kind);
                    record(entity, None, found);
                }
            }
        }
    }
}

/// Checks one record; against its class's attributes where these are known.
#[inline(never)]
pub(super) fn record(entity: Entity<'_>, table: Option<&[Attribute]>, found: &mut Found) {
    let model = entity.model();
    let bytes = model.bytes();
    let class = entity.class().name();
    let start = model.args(entity);
    let (mut at, mut depth, mut deepest) = (start, 0usize, 0usize);
    let mut position = 0;
    // Whether a value has begun since the last comma, at the top and at any level.
    let (mut begun, mut filled) = (false, false);
    // Whether the token before was a keyword, and bit `n`: the bracket at depth `n` belongs to one, and holds one value.
    let (mut keyword, mut typed) = (false, 0u64);
    while let Some((token, from, next)) = token(bytes, at) {
        at = next;
        match token {
            Token::Comma => {
                if !filled {
                    found.add(from, entity.id(), DefectKind::Value { found: "nothing before ','".to_owned() });
                }
                if typed & bit(depth) != 0 {
                    found.add(from, entity.id(), DefectKind::Value { found: "a second value in the brackets of a type".to_owned() });
                }
                filled = false;
                if depth == 0 {
                    position += 1;
                    begun = false;
                }
                continue;
            }
            Token::Close => {
                if !filled && (depth > 0 || position > 0) {
                    found.add(from, entity.id(), DefectKind::Value { found: "nothing before ')'".to_owned() });
                }
                if depth == 0 {
                    break;
                }
                typed &= !bit(depth);
                depth -= 1;
                filled = true;
                continue;
            }
            _ => {}
        }
        let after_keyword = std::mem::replace(&mut keyword, matches!(token, Token::Keyword(_)));
        if depth == 0
            && !begun
            && let Some(attribute) = table.and_then(|table| table.get(position))
            && let Some(kind) = mismatch(class, attribute, token)
        {
            found.add(from, entity.id(), kind);
        }
        begun = true;
        filled = true;
        match token {
            Token::Open => {
                depth += 1;
                deepest = deepest.max(depth);
                if after_keyword {
                    typed |= bit(depth);
                }
                filled = false;
                // An empty list is fine.
                if let Some((Token::Close, _, _)) = crate::step::tokens::token(bytes, at) {
                    filled = true;
                }
            }
            Token::Ref(id) if model.entity(id).is_none() => found.add(from, entity.id(), DefectKind::Dangling(id)),
            Token::Bad(word) => found.add(from, entity.id(), DefectKind::Value { found: show(word) }),
            Token::Text(raw) if raw.iter().any(|b| *b == b'\\' || *b >= 0x80) => {
                let (text, clean) = Text::new(raw, model.encoding()).decode_checked();
                if !clean {
                    let kind = DefectKind::Text { found: text.into_owned(), expected: model.encoding().name() };
                    found.add(from, entity.id(), kind);
                }
            }
            _ => {}
        }
    }
    if deepest > DEEPEST {
        found.add(start, entity.id(), DefectKind::Nesting { found: deepest, limit: DEEPEST });
    }
    let count = if begun || position > 0 { position + 1 } else { 0 };
    if let Some(table) = table.filter(|table| table.len() != count) {
        found.add(start, entity.id(), DefectKind::AttributeCount { class, found: count, expected: table.len() });
    }
}

/// The bit of a depth; none for depths beyond any use.
fn bit(depth: usize) -> u64 {
    u32::try_from(depth).ok().and_then(|depth| 1u64.checked_shl(depth)).unwrap_or(0)
}

fn show(word: &[u8]) -> String {
    String::from_utf8_lossy(word.get(..word.len().min(40)).unwrap_or(word)).into_owned()
}

/// What is wrong with the first token of an attribute, if anything.
pub(super) fn mismatch(class: &'static str, attribute: &Attribute, token: Token<'_>) -> Option<DefectKind> {
    use AttributeKind as A;
    let name = attribute.name;
    let fits = match (attribute.kind, token) {
        // Bad words are told by themselves; derived values may stand anywhere.
        (_, Token::Derived | Token::Bad(_)) => true,
        (_, Token::Null) if attribute.optional => true,
        (_, Token::Null) => return Some(DefectKind::MissingAttribute { class, attribute: name }),
        (A::Text, Token::Text(_)) => true,
        (A::Real, Token::Real | Token::Int) => true,
        (A::Integer, Token::Int) => true,
        (A::Boolean, Token::Enum(b"T" | b"F")) => true,
        (A::Logical, Token::Enum(b"T" | b"F" | b"U")) => true,
        (A::Binary, Token::Binary) => true,
        (A::Enumeration(values), Token::Enum(value)) => {
            enumeration(values).is_none_or(|known| known.iter().any(|k| k.as_bytes().eq_ignore_ascii_case(value)))
        }
        (A::Entity, Token::Ref(_)) => true,
        (A::Select, Token::Ref(_) | Token::Keyword(_)) => true,
        (A::List, Token::Open) => true,
        _ => false,
    };
    (!fits).then(|| DefectKind::Attribute { class, attribute: name, expected: expected(attribute.kind), found: describe(token) })
}

fn expected(kind: AttributeKind) -> String {
    match kind {
        AttributeKind::Text => "a string".to_owned(),
        AttributeKind::Real => "a number".to_owned(),
        AttributeKind::Integer => "a whole number".to_owned(),
        AttributeKind::Boolean => ".T. or .F.".to_owned(),
        AttributeKind::Logical => ".T., .F. or .U.".to_owned(),
        AttributeKind::Binary => "binary digits".to_owned(),
        AttributeKind::Enumeration(name) => format!("a value of {name}"),
        AttributeKind::Entity => "a reference".to_owned(),
        AttributeKind::Select => "a reference or a typed value".to_owned(),
        AttributeKind::List => "a list".to_owned(),
    }
}

fn describe(token: Token<'_>) -> String {
    match token {
        Token::Text(_) => "a string".to_owned(),
        Token::Int => "a whole number".to_owned(),
        Token::Real => "a number".to_owned(),
        Token::Enum(value) => format!(".{}.", show(value)),
        Token::Binary => "binary digits".to_owned(),
        Token::Ref(id) => id.to_string(),
        Token::Keyword(word) => format!("{}(…)", show(word)),
        Token::Open => "a list".to_owned(),
        _ => "no value".to_owned(),
    }
}
