//! The tokens of one record, flat: for checking a record without walking its nesting.

use super::number::{Number, number};
use super::scan::{skip_blank, string_end};
use crate::entity::InstanceId;

/// One token between the brackets of a record.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Open,
    Close,
    Comma,
    Null,
    Derived,
    Int,
    Real,
    Text(&'a [u8]),
    Enum(&'a [u8]),
    Binary,
    Ref(InstanceId),
    Keyword(&'a [u8]),
    Bad(&'a [u8]),
}

/// Reads the token at or after `at`: the token, where it begins and where the next may. `None` at the end of the bytes or at `;`.
pub(crate) fn token(bytes: &[u8], at: usize) -> Option<(Token<'_>, usize, usize)> {
    let at = skip_blank(bytes, at);
    let one = |token| Some((token, at, at + 1));
    match bytes.get(at)? {
        b'(' => one(Token::Open),
        b')' => one(Token::Close),
        b',' => one(Token::Comma),
        b'$' => one(Token::Null),
        b'*' => one(Token::Derived),
        b';' => None,
        b'\'' => {
            let end = string_end(bytes, at + 1)?;
            Some((Token::Text(bytes.get(at + 1..end)?), at, end + 1))
        }
        first => {
            let rest = bytes.get(at..)?;
            let ends = |b: &u8| matches!(b, b',' | b')' | b'(' | b';' | b'\'' | 0..=b' ');
            let length = rest.iter().position(ends).unwrap_or(rest.len()).max(1);
            let word = rest.get(..length)?;
            let token = match first {
                b'#' => reference(word).map_or(Token::Bad(word), Token::Ref),
                b'0'..=b'9' | b'-' | b'+' => numeric(word),
                b'.' => match word {
                    [b'.', inner @ .., b'.'] if inner.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') => Token::Enum(inner),
                    _ => numeric(word),
                },
                b'"' if length > 1 && word.ends_with(b"\"") => Token::Binary,
                b'A'..=b'Z' | b'a'..=b'z' | b'!' if word.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'!')) => {
                    Token::Keyword(word)
                }
                _ => Token::Bad(word),
            };
            Some((token, at, at + length))
        }
    }
}

/// A number of no more digits than this is within the range of what can be read.
const DIGITS: usize = 18;

fn numeric(word: &[u8]) -> Token<'_> {
    // digits with a point somewhere are what nearly all numbers are: their value is not needed to know what they are
    let digits = match word {
        [b'-' | b'+', rest @ ..] => rest,
        rest => rest,
    };
    let points = digits.iter().filter(|b| **b == b'.').count();
    if points < 2 && digits.len() > points && digits.len() <= DIGITS && digits.iter().all(|b| b.is_ascii_digit() || *b == b'.') {
        return if points == 0 { Token::Int } else { Token::Real };
    }
    match number(word) {
        Some(Number::Int(_)) => Token::Int,
        Some(Number::Real(_)) => Token::Real,
        None => Token::Bad(word),
    }
}

fn reference(word: &[u8]) -> Option<InstanceId> {
    if let [b'#', digits @ ..] = word
        && (1..=DIGITS).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
    {
        return Some(InstanceId(digits.iter().fold(0, |id, digit| id * 10 + u64::from(digit - b'0'))));
    }
    std::str::from_utf8(word.strip_prefix(b"#")?).ok()?.parse().ok().map(InstanceId)
}
