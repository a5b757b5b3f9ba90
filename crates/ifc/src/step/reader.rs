//! Walking over the values of a record: plain ones by a few instructions each, and whatever else a file holds with care.

use wide::u8x16;

use super::masks::{Eyes, Plain};
use super::number::{Number, number, plain};
use super::scan::{skip_blank, string_end};
use super::text::{Encoding, Text};
use super::value::{List, Typed, Value};
use super::words::{digits_of, value_of};
use crate::entity::InstanceId;

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
    pub(crate) const fn new(bytes: &'m [u8], at: usize, encoding: Encoding) -> Reader<'m> {
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
    #[inline]
    fn skip_value(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let length = match rest.first() {
            Some(b'#') => reference(rest).map(|(_, length)| length),
            Some(b'$' | b'*') => Some(1),
            Some(b'\'') => text(rest).map(|length| length + 2),
            _ => None,
        };
        match length.filter(|length| rest.get(*length) == Some(&b',')) {
            Some(length) => {
                self.at += length + 1;
                true
            }
            None => self.skip_any(),
        }
    }

    /// The same of whatever stands there.
    fn skip_any(&mut self) -> bool {
        let mut depth = 0usize;
        let mut any = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            if depth > 0 {
                // commas and blanks inside of a list end nothing
                let length = dull_in_list(rest);
                self.at += length;
                any |= length > 0;
            }
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
            Some(b'(') => Some(Value::List(List::new(Reader { at: self.at + 1, ..self }))),
            _ => self.next_value(),
        }
    }

    /// What [`Reader::last_value`] is when it is a list.
    #[inline]
    pub(crate) fn last_list(self) -> List<'m> {
        match self.bytes.get(self.at) {
            Some(b'(') => List::new(Reader { at: self.at + 1, ..self }),
            _ => self.last_value().map_or(List::NONE, Value::as_list),
        }
    }

    /// What [`Reader::last_value`] is when it is a reference.
    #[inline]
    pub(crate) fn last_ref(mut self) -> Option<InstanceId> {
        let rest = self.bytes.get(self.at..)?;
        match reference(rest) {
            Some((id, length)) if self.ends(rest, length) => Some(id),
            _ => self.last_value()?.as_ref(),
        }
    }

    /// What [`Reader::last_value`] refers to: `Some(None)` for `$` and `*`, `None` for what is no reference.
    #[inline]
    pub(crate) fn last_ref_if_given(self) -> Option<Option<InstanceId>> {
        match self.bytes.get(self.at..)? {
            [b'$' | b'*', b',' | b')', ..] => Some(None),
            [b'#', ..] => self.last_ref().map(Some),
            _ => match self.last_value() {
                None | Some(Value::Null | Value::Derived) => Some(None),
                Some(value) => value.as_ref().map(Some),
            },
        }
    }

    /// The next value, or `None` at the closing bracket.
    #[inline]
    pub(crate) fn next_value(&mut self) -> Option<Value<'m>> {
        self.plain_value().or_else(|| self.any_value())
    }

    /// The next reference; other values are passed over.
    #[inline]
    pub(super) fn next_ref(&mut self) -> Option<InstanceId> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            if let Some((id, length)) = reference(rest)
                && self.ends(rest, length)
            {
                return Some(id);
            }
            if let Value::Ref(id) = self.any_value()? {
                return Some(id);
            }
        }
    }

    /// The next number; other values are passed over.
    #[inline]
    pub(super) fn next_number(&mut self) -> Option<f64> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            if let Some((number, length)) = plain(rest)
                && self.ends(rest, length)
            {
                return Some(number.into());
            }
            if let Some(number) = self.any_value()?.as_f64() {
                return Some(number);
            }
        }
    }

    /// The numbers of the next value if that is a list, into `row`; false at the end. Other members of it are passed over.
    pub(super) fn next_row(&mut self, row: &mut Vec<f64>) -> bool {
        row.clear();
        if let Some(end) = self.plain_row(row) {
            self.at = end;
            return true;
        }
        row.clear();
        let Some(value) = self.any_value() else { return false };
        row.extend(value.as_list().numbers());
        true
    }

    /// The place behind a list of plain numbers and nothing else, without blanks or comments; its comma is passed over.
    fn plain_row(&self, row: &mut Vec<f64>) -> Option<usize> {
        let mut at = self.at;
        let Some(b'(') = self.bytes.get(at) else { return None };
        loop {
            let rest = self.bytes.get(at + 1..)?;
            let (number, length) = plain(rest)?;
            row.push(number.into());
            at += 1 + length;
            match (rest.get(length)?, rest.get(length + 1)) {
                (b',', _) => {}
                (b')', Some(b',')) => return Some(at + 2),
                (b')', Some(b')')) => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// The next value if it is of the kinds that nearly all are, without blanks or comments around it.
    #[inline]
    fn plain_value(&mut self) -> Option<Value<'m>> {
        let rest = self.bytes.get(self.at..)?;
        let (value, length) = match rest.first()? {
            b'#' => reference(rest).map(|(id, length)| (Value::Ref(id), length))?,
            b'0'..=b'9' | b'-' => plain(rest).map(|(number, length)| (number.into(), length))?,
            b'$' => (Value::Null, 1),
            b'\'' => {
                let length = text(rest)?;
                (Value::Text(Text::new(rest.get(1..=length)?, self.encoding)), length + 2)
            }
            _ => return None,
        };
        self.ends(rest, length).then_some(value)
    }

    /// Whether a value of a length ends there; then it is passed over, with its comma.
    #[inline]
    fn ends(&mut self, rest: &[u8], length: usize) -> bool {
        match rest.get(length) {
            Some(b',') => self.at += length + 1,
            Some(b')') => self.at += length,
            _ => return false,
        }
        true
    }

    /// The next value, whatever it is.
    fn any_value(&mut self) -> Option<Value<'m>> {
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
                let list = List::new(Reader { at: self.at + 1, ..*self });
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
                    let typed = Typed::new(keyword, Reader { at: self.at + 1, ..*self });
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

    fn single(&mut self, value: Value<'m>) -> Value<'m> {
        self.at += 1;
        value
    }

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

/// The id of a reference with at most seven digits, and the length of the reference.
#[inline(always)]
fn reference(rest: &[u8]) -> Option<(InstanceId, usize)> {
    let (b'#', digits) = rest.split_first()? else { return None };
    let word = u64::from_le_bytes(*digits.first_chunk()?);
    let count = digits_of(word);
    (1..8).contains(&count).then(|| (InstanceId(value_of(word, count)), count as usize + 1))
}

/// The length between its quotes of a text of at most 127 bytes that surely ends at the second one.
#[inline(always)]
fn text(rest: &[u8]) -> Option<usize> {
    let mut from = 1;
    while from < 128 {
        let window: &[u8; 32] = rest.get(from..)?.first_chunk()?;
        let (quotes, _) = Plain.quoted(window);
        if quotes != 0 {
            let quote = from + quotes.trailing_zeros() as usize;
            // a quote may be part of the text behind `\S\`, and two of them always are
            let page = rest.get(quote - 1) == Some(&b'\\') && matches!(rest.get(quote.saturating_sub(2)), Some(b'S' | b's'));
            return (!page && rest.get(quote + 1) != Some(&b'\'')).then_some(quote - 1);
        }
        from += 32;
    }
    None
}

/// How many bytes at the beginning have no meaning inside of a list.
fn dull_in_list(rest: &[u8]) -> usize {
    let (blocks, last) = rest.as_chunks::<16>();
    for (number, block) in blocks.iter().enumerate() {
        let block = u8x16::new(*block);
        let equal = |byte: u8| block.simd_eq(u8x16::splat(byte));
        let telling = (equal(b'(') | equal(b')') | equal(b'\'') | equal(b';') | equal(b'/')).to_bitmask();
        if telling != 0 {
            return number * 16 + telling.trailing_zeros() as usize;
        }
    }
    let dull = last.iter().take_while(|byte| !matches!(byte, b'(' | b')' | b'\'' | b';' | b'/')).count();
    blocks.len() * 16 + dull
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
mod tests;
