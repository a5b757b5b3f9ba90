//! Attribute values, read when asked for.

use std::borrow::Cow;

use super::number::Number;
use super::reader::Reader;
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
            _ => List::NONE,
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

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        match number {
            Number::Int(value) => value as f64,
            Number::Real(value) => value,
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
    /// A list without members.
    pub(crate) const NONE: List<'static> = List { reader: Reader::new(b")", 0, Encoding::Ascii) };

    pub(crate) fn new(reader: Reader<'m>) -> List<'m> {
        List { reader }
    }

    /// The instances that the members refer to.
    pub fn refs(mut self) -> impl Iterator<Item = InstanceId> + 'm {
        std::iter::from_fn(move || self.reader.next_ref())
    }

    /// The members that are numbers.
    pub fn numbers(mut self) -> impl Iterator<Item = f64> + 'm {
        std::iter::from_fn(move || self.reader.next_number())
    }

    /// Reads the numbers of the next member that is a list, as points and faces are written by the thousand, into one buffer; a
    /// member that is none gives an empty row. False at the end.
    pub fn next_row(&mut self, row: &mut Vec<f64>) -> bool {
        self.reader.next_row(row)
    }
}

/// A value with its type in front, as selects need it.
#[derive(Copy, Clone, Debug)]
pub struct Typed<'m> {
    keyword: &'m str,
    reader: Reader<'m>,
}

impl<'m> Typed<'m> {
    pub(super) fn new(keyword: &'m str, reader: Reader<'m>) -> Typed<'m> {
        Typed { keyword, reader }
    }

    /// The type as written, e.g. `IFCLENGTHMEASURE`.
    pub fn keyword(self) -> &'m str {
        self.keyword
    }

    /// The value in the brackets.
    pub fn value(self) -> Value<'m> {
        self.reader.last_value().unwrap_or(Value::Null)
    }
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
    fn rows_are_read_as_member_by_member() {
        for text in [
            "((1,2,3),(4,5,6))",
            "((1.5,-2.,3.E1),(4,5))",
            "( (1, 2,3) ,(4,/* , */5,6 ) )",
            "((1,$,3),7,(IFCREAL(2.5)),(),'x',((1,2),3),(1,'),'))",
            "((1,2,3",
            "((1,2,3)",
            "((1,2),",
            "()",
            "((1e400,2),(12345678901234567890,3))",
        ] {
            rows_agree(text);
        }
        // and whatever these bytes make together
        let pieces = [
            "(",
            ")",
            ",",
            "(1,2,3)",
            "((",
            "))",
            "1",
            "-2.5",
            "3.E-4",
            " ",
            "$",
            "*",
            "'a,)'",
            ";",
            "/*,(*/",
            "#7",
            ".T.",
            "IFCREAL(",
            "99999999999999999999",
        ];
        let mut state = 7_usize;
        for _ in 0..20_000 {
            let mut text = String::from("(");
            for _ in 0..state % 23 {
                state = state * 48_271 % 0x7fff_ffff;
                text.push_str(pieces[state / 64 % pieces.len()]);
            }
            state = state * 48_271 % 0x7fff_ffff;
            rows_agree(&text);
        }
    }

    fn rows_agree(text: &str) {
        // as it stands, and with bytes behind, as in a file, for the quick ways
        for text in [text.to_owned(), format!("{text}                ")] {
            let list = List { reader: Reader::new(text.as_bytes(), 1, Encoding::Ascii) };
            let slow: Vec<Vec<f64>> = list.map(|row| row.as_list().numbers().collect()).collect();
            let (mut rows, mut row, mut quick) = (list, Vec::new(), Vec::new());
            while rows.next_row(&mut row) {
                quick.push(row.clone());
            }
            assert_eq!(quick, slow, "{text}");
        }
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
