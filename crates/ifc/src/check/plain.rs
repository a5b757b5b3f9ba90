//! Records that are plainly sound, told in one quick look: nearly all are, and only the others are read token by token.

use super::record::{DEEPEST, mismatch};
use crate::entity::InstanceId;
use crate::model::Model;
use crate::schema::Attribute;
use crate::step::tokens::Token;

/// A whole number of no more characters than this is within the range of what can be read.
const LONGEST: usize = 18;

/// The same of a number with a point and at most two digits of exponent.
const LONGEST_REAL: usize = 40;

/// Whether a record has no flaw, as far as a quick look can tell: blanks, escapes, typed values and long numbers are left to
/// the careful look. `start` is behind the opening bracket.
pub(super) fn is_plain(model: &Model, start: usize, class: &'static str, table: &[Attribute]) -> bool {
    let Some(bytes) = model.bytes().get(start..) else { return false };
    let (mut at, mut depth, mut position) = (0, 0_usize, 0_usize);
    loop {
        // a value begins here
        let Some((token, end)) = value(bytes, at) else { return false };
        if depth == 0 && table.get(position).is_none_or(|attribute| mismatch(class, attribute, token).is_some()) {
            return false;
        }
        at = end;
        match token {
            Token::Ref(id) if model.records().find(id).is_none() => return false,
            Token::Open => {
                depth += 1;
                if depth > DEEPEST {
                    return false;
                }
                if bytes.get(at) != Some(&b')') {
                    continue;
                }
            }
            _ => {}
        }
        // and has ended here
        loop {
            match bytes.get(at) {
                Some(b',') => {
                    at += 1;
                    position += usize::from(depth == 0);
                    break;
                }
                Some(b')') if depth > 0 => {
                    at += 1;
                    depth -= 1;
                }
                Some(b')') => return position + 1 == table.len(),
                _ => return false,
            }
        }
    }
}

/// The value that begins at a place, and where it ends.
fn value(bytes: &[u8], at: usize) -> Option<(Token<'_>, usize)> {
    let rest = bytes.get(at..)?;
    match rest.first()? {
        b'#' => {
            let (mut id, mut length) = (0_u64, 1);
            while let Some(digit) = rest.get(length).map(|b| b.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
                id = id.wrapping_mul(10).wrapping_add(u64::from(digit));
                length += 1;
            }
            (length > 1 && length <= LONGEST).then_some((Token::Ref(InstanceId(id)), at + length))
        }
        first @ (b'0'..=b'9' | b'-') => {
            let sign = usize::from(*first == b'-');
            let (mut length, mut points) = (sign, 0);
            while let Some(b) = rest.get(length).filter(|b| b.is_ascii_digit() || **b == b'.') {
                points += usize::from(*b == b'.');
                length += 1;
            }
            let digits = length > points + sign;
            if points == 1 && rest.get(length) == Some(&b'E') {
                let signed = usize::from(matches!(rest.get(length + 1), Some(b'+' | b'-')));
                let from = length + 1 + signed;
                let exponent = rest.get(from..)?.iter().take_while(|b| b.is_ascii_digit()).count();
                let sound = digits && length <= LONGEST_REAL && (1..=2).contains(&exponent);
                return sound.then_some((Token::Real, at + from + exponent));
            }
            let sound = digits && (points == 0 && length <= LONGEST || points == 1 && length <= LONGEST_REAL);
            sound.then_some((if points == 0 { Token::Int } else { Token::Real }, at + length))
        }
        b'(' => Some((Token::Open, at + 1)),
        b'$' => Some((Token::Null, at + 1)),
        b'*' => Some((Token::Derived, at + 1)),
        b'.' => {
            let length = rest.iter().skip(1).position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'))?;
            let word = rest.get(1..=length)?;
            let letters = word.first().is_some_and(u8::is_ascii_alphabetic);
            (letters && rest.get(length + 1) == Some(&b'.')).then_some((Token::Enum(word), at + length + 2))
        }
        b'\'' => {
            let length = memchr::memchr(b'\'', rest.get(1..)?)?;
            let text = rest.get(1..=length)?;
            let simple = rest.get(length + 2) != Some(&b'\'') && text.iter().all(|b| *b < 0x80 && *b != b'\\');
            simple.then_some((Token::Text(text), at + length + 2))
        }
        _ => None,
    }
}
