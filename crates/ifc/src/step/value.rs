//! Attribute values, read when asked for.

use std::borrow::Cow;

use super::number::{Number, number, plain};
use super::scan::{skip_blank, string_end};
use super::text::{Encoding, Text};
use crate::entity::InstanceId;

/// One attribute value as it stands in the file. Lists and typed values are read on as they are walked.
#[derive(Copy, Clone, Debug)]
pub enum Value<'m> {
    /// `$`, or no such attribute in the record.
    Null,
    /// `*`: the schema derives it.
    Derived,
    /// A number without a point.
    Int(i64),
    /// A number with a point; always finite.
    Real(f64),
    /// A quoted string.
    Text(Text<'m>),
    /// `.NAME.` without its points; booleans too.
    Enum(&'m str),
    /// Quoted hexadecimal digits.
    Binary(&'m str),
    /// `#12`.
    Ref(InstanceId),
    /// `( … )`.
    List(List<'m>),
    /// `IFCLABEL( … )`.
    Typed(Typed<'m>),
    /// Something that is no Part 21 value, or a number too large to be one: as written.
    Invalid(&'m [u8]),
}

impl<'m> Value<'m> {
    /// Whether the value is absent (`$`).
    pub fn is_null(self) -> bool {
        matches!(self, Value::Null)
    }

    /// A number, also out of a typed value.
    pub fn as_f64(self) -> Option<f64> {
        match self.untyped() {
            Value::Int(value) => Some(value as f64),
            Value::Real(value) => Some(value),
            _ => None,
        }
    }

    /// A whole number, also out of a typed value. A real without fraction counts.
    pub fn as_i64(self) -> Option<i64> {
        match self.untyped() {
            Value::Int(value) => Some(value),
            Value::Real(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(value as i64),
            _ => None,
        }
    }

    /// Decoded text, also out of a typed value.
    pub fn as_text(self) -> Option<Cow<'m, str>> {
        match self.untyped() {
            Value::Text(text) => Some(text.decode()),
            _ => None,
        }
    }

    /// An enumeration value without its points, also out of a typed value.
    pub fn as_enum(self) -> Option<&'m str> {
        match self.untyped() {
            Value::Enum(name) => Some(name),
            _ => None,
        }
    }

    /// `.T.` or `.F.`, also out of a typed value; `.U.` is `None`.
    pub fn as_bool(self) -> Option<bool> {
        match self.as_enum()? {
            "T" | "TRUE" => Some(true),
            "F" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The instance referred to.
    #[allow(clippy::should_implement_trait, reason = "named for what it yields, like its sisters")]
    pub fn as_ref(self) -> Option<InstanceId> {
        match self {
            Value::Ref(id) => Some(id),
            _ => None,
        }
    }

    /// The members of a list; nothing when it is no list.
    pub fn as_list(self) -> List<'m> {
        match self.untyped() {
            Value::List(list) => list,
            _ => List { reader: Reader { bytes: b")", at: 0, encoding: Encoding::Ascii } },
        }
    }

    /// Keyword as written and inner value of a typed value such as `IFCLABEL('x')`.
    pub fn typed(self) -> Option<(&'m str, Value<'m>)> {
        match self {
            Value::Typed(typed) => Some((typed.keyword, typed.value())),
            _ => None,
        }
    }

    /// The value inside a typed value; itself otherwise. Only a few levels are opened.
    fn untyped(self) -> Value<'m> {
        let mut value = self;
        for _ in 0..4 {
            match value {
                Value::Typed(typed) => value = typed.value(),
                other => return other,
            }
        }
        Value::Null
    }

    /// What kind of thing stands there, for messages.
    pub fn kind(self) -> &'static str {
        match self {
            Value::Null => "nothing ($)",
            Value::Derived => "derived (*)",
            Value::Int(_) => "a whole number",
            Value::Real(_) => "a number",
            Value::Text(_) => "a string",
            Value::Enum(_) => "an enumeration value",
            Value::Binary(_) => "binary digits",
            Value::Ref(_) => "a reference",
            Value::List(_) => "a list",
            Value::Typed(_) => "a typed value",
            Value::Invalid(_) => "no value",
        }
    }
}

impl From<Number> for Value<'_> {
    fn from(number: Number) -> Self {
        match number {
            Number::Int(value) => Value::Int(value),
            Number::Real(value) => Value::Real(value),
        }
    }
}

/// The members of a bracketed list, read one after the other.
#[derive(Copy, Clone, Debug)]
pub struct List<'m> {
    reader: Reader<'m>,
}

impl<'m> Iterator for List<'m> {
    type Item = Value<'m>;

    #[inline]
    fn next(&mut self) -> Option<Value<'m>> {
        self.reader.next_value()
    }
}

impl<'m> List<'m> {
    pub(crate) fn new(reader: Reader<'m>) -> List<'m> {
        List { reader }
    }

    /// The instances that the members refer to.
    pub fn refs(self) -> impl Iterator<Item = InstanceId> + 'm {
        self.filter_map(Value::as_ref)
    }

    /// The members that are numbers.
    pub fn numbers(self) -> impl Iterator<Item = f64> + 'm {
        self.filter_map(Value::as_f64)
    }
}

/// A value with its type in front, as selects need it.
#[derive(Copy, Clone, Debug)]
pub struct Typed<'m> {
    keyword: &'m str,
    reader: Reader<'m>,
}

impl<'m> Typed<'m> {
    /// The type as written, e.g. `IFCLENGTHMEASURE`.
    pub fn keyword(self) -> &'m str {
        self.keyword
    }

    /// The value in the brackets.
    pub fn value(self) -> Value<'m> {
        self.reader.last_value().unwrap_or(Value::Null)
    }
}

/// Reads values up to the closing bracket that ends them. Copying it costs nothing; nothing recurses.
#[derive(Copy, Clone)]
pub(crate) struct Reader<'m> {
    bytes: &'m [u8],
    at: usize,
    encoding: Encoding,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let end = self.bytes.len().min(self.at + 40);
        f.write_str(&String::from_utf8_lossy(self.bytes.get(self.at..end).unwrap_or(&[])))
    }
}

impl<'m> Reader<'m> {
    /// Starts after an opening bracket.
    #[inline]
    pub(crate) fn new(bytes: &'m [u8], at: usize, encoding: Encoding) -> Reader<'m> {
        Reader { bytes, at, encoding }
    }

    /// Where the next value will be looked for.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Passes over `count` values; false when the list ends before.
    #[inline]
    pub(crate) fn skip(&mut self, count: usize) -> bool {
        (0..count).all(|_| self.skip_value())
    }

    /// Passes over one value and its comma; false at the end of the list.
    fn skip_value(&mut self) -> bool {
        let mut depth = 0usize;
        let mut any = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            let dull = rest.iter().take_while(|byte| !TELLING.get(usize::from(**byte)).is_some_and(|telling| *telling)).count();
            any |= dull > 0;
            self.at += dull;
            match rest.get(dull) {
                None => return any,
                Some(b'\'') => self.at = string_end(self.bytes, self.at + 1).unwrap_or(self.bytes.len()),
                Some(b'(') => depth += 1,
                Some(b')') if depth == 0 => return any,
                Some(b')') => depth -= 1,
                Some(b',') if depth == 0 => {
                    self.at += 1;
                    return true;
                }
                Some(b';') => return any,
                Some(0..=b' ') => {
                    self.at += 1;
                    continue;
                }
                Some(b'/') if rest.get(dull + 1) == Some(&b'*') => {
                    self.at = skip_blank(self.bytes, self.at);
                    continue;
                }
                Some(_) => {}
            }
            any = true;
            self.at += 1;
        }
    }

    /// The next value for who reads nothing after it: a list's end need not be looked for.
    #[inline]
    pub(crate) fn last_value(mut self) -> Option<Value<'m>> {
        self.at = skip_blank(self.bytes, self.at);
        match self.bytes.get(self.at) {
            Some(b'(') => Some(Value::List(List { reader: Reader { at: self.at + 1, ..self } })),
            _ => self.next_value(),
        }
    }

    /// The next value, or `None` at the closing bracket.
    #[inline]
    pub(crate) fn next_value(&mut self) -> Option<Value<'m>> {
        self.at = skip_blank(self.bytes, self.at);
        let value = match self.bytes.get(self.at)? {
            b')' | b';' => return None,
            b'$' => self.single(Value::Null),
            b'*' => self.single(Value::Derived),
            b',' => Value::Invalid(&[]),
            b'#' => self.reference(),
            b'\'' => {
                let start = self.at + 1;
                let end = string_end(self.bytes, start).unwrap_or(self.bytes.len());
                self.at = (end + 1).min(self.bytes.len());
                Value::Text(Text::new(self.bytes.get(start..end).unwrap_or(&[]), self.encoding))
            }
            b'(' => {
                let list = List { reader: Reader { at: self.at + 1, ..*self } };
                self.skip_value();
                return Some(Value::List(list));
            }
            b'0'..=b'9' | b'-' | b'+' => {
                let found = self.bytes.get(self.at..).and_then(plain);
                if let Some((number, length)) = found
                    && let Some(b',' | b')') = self.bytes.get(self.at + length)
                {
                    self.at += length;
                    return self.comma(number.into());
                }
                let text = self.word();
                number(text).map_or(Value::Invalid(text), Value::from)
            }
            b'.' => self.enumeration(),
            b'"' => {
                let text = self.word();
                match text {
                    [b'"', inner @ .., b'"'] => ascii(inner).map_or(Value::Invalid(text), Value::Binary),
                    _ => Value::Invalid(text),
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'!' => {
                let start = self.at;
                let keyword = self.keyword();
                self.at = skip_blank(self.bytes, self.at);
                if let (Some(b'('), Some(keyword)) = (self.bytes.get(self.at), ascii(keyword)) {
                    let typed = Typed { keyword, reader: Reader { at: self.at + 1, ..*self } };
                    self.skip_value();
                    return Some(Value::Typed(typed));
                }
                self.at = start;
                Value::Invalid(self.word())
            }
            _ => Value::Invalid(self.word()),
        };
        self.comma(value)
    }

    /// Expects the end of a value: a comma is taken; anything else but the end makes the value invalid.
    #[inline]
    fn comma(&mut self, value: Value<'m>) -> Option<Value<'m>> {
        self.at = skip_blank(self.bytes, self.at);
        match self.bytes.get(self.at) {
            Some(b',') => self.at += 1,
            Some(b')' | b';') | None => {}
            Some(_) => {
                let start = self.at;
                self.skip_value();
                return Some(Value::Invalid(self.bytes.get(start..self.at).unwrap_or(&[])));
            }
        }
        Some(value)
    }

    #[inline]
    fn single(&mut self, value: Value<'m>) -> Value<'m> {
        self.at += 1;
        value
    }

    #[inline]
    fn reference(&mut self) -> Value<'m> {
        let start = self.at;
        self.at += 1;
        let mut id = Some(0u64);
        let first = self.at;
        while let Some(digit @ b'0'..=b'9') = self.bytes.get(self.at) {
            id = id.and_then(|id| id.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
            self.at += 1;
        }
        match id {
            Some(id) if self.at > first => Value::Ref(InstanceId(id)),
            _ => Value::Invalid(self.bytes.get(start..self.at).unwrap_or(&[])),
        }
    }

    /// `.NAME.`, or a number that begins with its point.
    fn enumeration(&mut self) -> Value<'m> {
        let text = self.word();
        match text {
            [b'.', inner @ .., b'.'] if inner.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') => {
                ascii(inner).map_or(Value::Invalid(text), Value::Enum)
            }
            _ => match number(text) {
                Some(Number::Real(value)) => Value::Real(value),
                _ => Value::Invalid(text),
            },
        }
    }

    /// Everything up to the next blank or separator.
    #[inline]
    fn word(&mut self) -> &'m [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let length = rest.iter().position(|b| matches!(b, b',' | b')' | b'(' | b';' | b'\'' | 0..=b' ')).unwrap_or(rest.len());
        let length = length.max(usize::from(!rest.is_empty()));
        self.at += length;
        rest.get(..length).unwrap_or(&[])
    }

    fn keyword(&mut self) -> &'m [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let length = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'!' | b'-'))).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or(&[])
    }
}

/// Bytes that are more than a part of a word.
const TELLING: [bool; 256] = telling();

#[allow(clippy::indexing_slicing, reason = "runs at compile time: an error is a build error")]
const fn telling() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, 0..=b' ' | b'\'' | b'(' | b')' | b',' | b';' | b'/');
        byte += 1;
    }
    table
}

fn ascii(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Value<'_>> {
        List { reader: Reader::new(text.as_bytes(), 1, Encoding::Ascii) }.collect()
    }

    fn show(text: &str) -> String {
        read(text).iter().map(|v| format!("{v:?}")).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn every_kind_of_value() {
        assert_eq!(
            show(r#"( $, * ,-12,1.5E2,'\X2\5BA2\X0\','',.T.,"0FF",#7 , () , .5 )"#),
            "Null | Derived | Int(-12) | Real(150.0) | Text(\"客\") | Text(\"\") | Enum(\"T\") | Binary(\"0FF\") | \
             Ref(#7) | List(List { reader: ) , .5 ) }) | Real(0.5)"
        );
        let typed = read("(IFCLABEL('it''s, (a)'),IFCLENGTHMEASURE( 3.1 ),$)");
        assert_eq!(typed[0].as_text().as_deref(), Some("it's, (a)"));
        assert_eq!(typed[1].as_f64(), Some(3.1));
        assert_eq!(typed[1].typed().map(|t| t.0), Some("IFCLENGTHMEASURE"));
        assert_eq!(typed.len(), 3);
    }

    #[test]
    fn nested_lists_are_walked_level_by_level() {
        let rows: Vec<Vec<f64>> = read("(((1.,2.),(3,4.)),'x')")[0].as_list().map(|row| row.as_list().numbers().collect()).collect();
        assert_eq!(rows, [[1.0, 2.0], [3.0, 4.0]]);
        let bomb = format!("({}1{})", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(read(&bomb).len(), 1);
        let typed = format!("({}1{})", "A(".repeat(1000), ")".repeat(1000));
        assert_eq!(read(&typed)[0].as_f64(), None);
    }

    #[test]
    fn nonsense_is_invalid_and_the_rest_is_kept() {
        let values = read("(1e400,-nan,#,#99999999999999999999999,'a'b,,5)");
        assert!(values[..6].iter().all(|v| matches!(v, Value::Invalid(_))), "{values:?}");
        assert_eq!(values[6].as_i64(), Some(5));
        assert_eq!(read("(#4294967297)")[0].as_ref(), Some(InstanceId(4_294_967_297)));
    }

    #[test]
    fn comments_and_line_breaks_between_values() {
        let values = read("(/* ' */1 /*,*/ ,\r\n 'a/*b*/' , 3/*x*/)");
        assert_eq!(values.len(), 3);
        assert_eq!(values[1].as_text().as_deref(), Some("a/*b*/"));
        let mut reader = Reader::new(b"(1/*,*/,'),',(2,3), 9)", 1, Encoding::Ascii);
        assert!(reader.skip(3));
        assert_eq!(reader.next_value().and_then(Value::as_i64), Some(9));
        assert!(!reader.skip(1));
    }
}
