//! Finding back into step after an unterminated string or a missing `;`.

use super::scan::{skip_blank, string_end};

/// Whether the string around the line break at `at` has swallowed the next record, i.e. was never closed.
///
/// The next line must look like a record or a section end, and the string, if taken as it stands, must end where
/// no value can end. `close` remembers a string that ends well, so that its other line breaks are not looked at.
pub(super) fn swallows_a_record(bytes: &[u8], at: usize, close: &mut usize) -> bool {
    if !starts_statement(bytes, at) {
        return false;
    }
    match string_end(bytes, at) {
        Some(end) if matches!(bytes.get(skip_blank(bytes, end + 1)), Some(b',' | b')')) => {
            *close = end;
            false
        }
        _ => true,
    }
}

/// Whether a record (`#12=IFC…`) or a section end begins at `at`, blanks aside.
pub(super) fn starts_statement(bytes: &[u8], at: usize) -> bool {
    let at = at + bytes.iter().skip(at).take_while(|b| **b <= b' ').count();
    let rest = bytes.get(at..).unwrap_or(&[]);
    if rest.starts_with(b"ENDSEC") || rest.starts_with(b"END-ISO") {
        return true;
    }
    let Some(rest) = rest.strip_prefix(b"#") else { return false };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let blanks = |at: usize| rest.iter().skip(at).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let equals = digits + blanks(digits);
    digits > 0 && rest.get(equals) == Some(&b'=') && rest.get(equals + 1 + blanks(equals + 1)).is_some_and(u8::is_ascii_alphabetic)
}

/// Where the next record begins inside `from..to`, when a record has run on into it: at a `#12=IFC…` that stands at the
/// start of a line or after a closing bracket.
pub(crate) fn next_record(bytes: &[u8], from: usize, to: usize) -> Option<usize> {
    let range = bytes.get(from..to)?;
    memchr::memchr_iter(b'=', range).find_map(|equals| {
        let before = trim_end(range.get(..equals)?);
        let digits = before.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let head = before.get(..before.len() - digits)?.strip_suffix(b"#")?;
        let blanks = head.get(trim_end(head).len()..)?;
        let apart = blanks.iter().any(|b| matches!(b, b'\n' | b'\r')) || matches!(trim_end(head).last(), Some(b')' | b';'));
        let named = bytes.get(skip_blank(bytes, from + equals + 1)).is_some_and(u8::is_ascii_alphabetic);
        (digits > 0 && apart && named).then_some(from + head.len())
    })
}

pub(crate) fn trim_end(bytes: &[u8]) -> &[u8] {
    let length = bytes.iter().rposition(|b| *b > b' ').map_or(0, |i| i + 1);
    bytes.get(..length).unwrap_or(&[])
}
