//! Records that are plainly sound, told in one quick look: nearly all are, and only the others are read token by token.

use super::record::{DEEPEST, mismatch};
use crate::entity::InstanceId;
use crate::model::Model;
use crate::schema::{Attribute, AttributeKind};
use crate::step::tokens::Token;
use crate::step::{Eyes, Text, digits_of, string_end, value_of};

/// A whole number of no more characters than this is within the range of what can be read.
const LONGEST: usize = 18;

/// Kinds of values, one bit each, and [`ENUM`] where the word decides.
type Kinds = u16;
const NULL: Kinds = 1;
const DERIVED: Kinds = 2;
const INT: Kinds = 4;
const REAL: Kinds = 8;
const TEXT: Kinds = 16;
const REF: Kinds = 32;
const TYPED: Kinds = 64;
const OPEN: Kinds = 128;
const ENUM: Kinds = 256;

/// The attributes of a class, and the kinds of values that fit each.
pub(super) struct Template {
    pub(super) table: Vec<Attribute>,
    class: &'static str,
    fits: Vec<Kinds>,
}

impl Template {
    pub(super) fn new(class: &'static str, table: Vec<Attribute>) -> Template {
        let samples = [
            (NULL, Token::Null),
            (DERIVED, Token::Derived),
            (INT, Token::Int),
            (REAL, Token::Real),
            (TEXT, Token::Text(b"")),
            (REF, Token::Ref(InstanceId(1))),
            (TYPED, Token::Keyword(b"IFCLABEL")),
            (OPEN, Token::Open),
        ];
        let fits = |attribute: &Attribute| {
            let sound = samples.iter().filter(|(_, token)| mismatch(class, attribute, *token).is_none());
            let words = matches!(attribute.kind, AttributeKind::Boolean | AttributeKind::Logical | AttributeKind::Enumeration(_));
            sound.fold(if words { ENUM } else { 0 }, |all, (kind, _)| all | kind)
        };
        Template { fits: table.iter().map(fits).collect(), class, table }
    }

    /// Whether a kind of value may stand at a position; of words, whether this one may.
    #[inline(always)]
    fn allows(&self, position: usize, kind: Kinds, word: &[u8]) -> bool {
        self.fits.get(position).is_some_and(|fits| fits & kind != 0) && (kind != ENUM || self.allows_word(position, word))
    }

    fn allows_word(&self, position: usize, word: &[u8]) -> bool {
        self.table.get(position).is_some_and(|attribute| mismatch(self.class, attribute, Token::Enum(word)).is_none())
    }
}

/// Whether a record has no flaw, as far as a quick look can tell: blanks, comments, long numbers and what stands at the very end
/// of the file are left to the careful look. `start` is behind the opening bracket.
#[inline(always)]
pub(super) fn is_plain(eyes: impl Eyes, model: &Model, start: usize, template: &Template) -> bool {
    let bytes = model.bytes();
    let (mut at, mut depth, mut position) = (start, 0_usize, 0_usize);
    loop {
        // a value begins here
        let Some(window) = window(bytes, at) else { return false };
        let (kind, word, length) = match window[0] {
            b'#' => match reference(window) {
                Some((id, length)) if model.records().find(id).is_some() => (REF, &[][..], length),
                _ => return false,
            },
            b'(' => {
                if depth == 0 && !template.allows(position, OPEN, &[]) || depth == DEEPEST {
                    return false;
                }
                depth += 1;
                at += 1;
                if window[1] != b')' {
                    continue;
                }
                (0, &[][..], 0)
            }
            b'A'..=b'Z' | b'a'..=b'z' => match typed(eyes, model, at) {
                Some(length) => (TYPED, &[][..], length),
                None => return false,
            },
            _ => match simple(eyes, model, window, at) {
                Some(found) => found,
                None => return false,
            },
        };
        if depth == 0 && !template.allows(position, kind, word) {
            return false;
        }
        at += length;
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
                Some(b')') => return position + 1 == template.fits.len(),
                _ => return false,
            }
        }
    }
}

/// What lies before the eyes: nothing where the file ends before the window does.
#[inline(always)]
fn window(bytes: &[u8], at: usize) -> Option<&[u8; 32]> {
    bytes.get(at..)?.first_chunk()
}

/// A sound value that is neither a reference nor a list nor typed: its kind, the word that it is, and its length.
#[inline(always)]
fn simple<'m>(eyes: impl Eyes, model: &'m Model, window: &'m [u8; 32], at: usize) -> Option<(Kinds, &'m [u8], usize)> {
    match window[0] {
        b'0'..=b'9' | b'-' => number(eyes, window).map(|(kind, length)| (kind, &[][..], length)),
        b'$' => Some((NULL, &[], 1)),
        b'*' => Some((DERIVED, &[], 1)),
        b'.' => word(window).map(|word| (ENUM, word, word.len() + 2)),
        b'\'' => text(eyes, model, at + 1).map(|length| (TEXT, &[][..], length + 2)),
        _ => None,
    }
}

/// An id of at most seven digits, and the length of the reference; longer ones are for the careful look.
#[inline(always)]
fn reference(window: &[u8; 32]) -> Option<(InstanceId, usize)> {
    let word = u64::from_le_bytes(*window.get(1..)?.first_chunk()?);
    let count = digits_of(word);
    (1..8).contains(&count).then(|| (InstanceId(value_of(word, count)), count as usize + 1))
}

/// Digits with at most one point and an exponent of at most two digits, all of it before the eyes.
#[inline(always)]
fn number(eyes: impl Eyes, window: &[u8; 32]) -> Option<(Kinds, usize)> {
    let digits = eyes.digits(window);
    let run = |from: usize| (digits >> from).trailing_ones() as usize;
    let sign = usize::from(window[0] == b'-');
    let whole = run(sign);
    let mut end = sign + whole;
    if window.get(end)? != &b'.' {
        return (whole > 0 && end <= LONGEST).then_some((INT, end));
    }
    let fraction = run(end + 1);
    end += 1 + fraction;
    if window.get(end)? == &b'E' {
        end += 1;
        end += usize::from(matches!(window.get(end)?, b'+' | b'-'));
        let exponent = run(end);
        end += exponent;
        // what goes on behind the window may be longer
        if !(1..=2).contains(&exponent) || end >= window.len() {
            return None;
        }
    }
    (whole + fraction > 0).then_some((REAL, end))
}

/// The word between the points of an enumeration value.
#[inline(always)]
fn word(window: &[u8; 32]) -> Option<&[u8]> {
    let length = window.iter().skip(1).position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'))?;
    let word = window.get(1..=length)?;
    let letters = word.first().is_some_and(u8::is_ascii_alphabetic);
    (letters && window.get(length + 1) == Some(&b'.')).then_some(word)
}

/// The length of a sound text that begins here, its quotes aside.
#[inline(always)]
fn text(eyes: impl Eyes, model: &Model, start: usize) -> Option<usize> {
    let bytes = model.bytes();
    if let Some(window) = window(bytes, start) {
        let (quotes, odd) = eyes.quoted(window);
        let end = quotes.trailing_zeros() as usize;
        let inside = quotes.wrapping_sub(1) & !quotes;
        if quotes != 0 && odd & inside == 0 && bytes.get(start + end + 1) != Some(&b'\'') {
            return Some(end);
        }
    }
    odd_text(model, start)
}

/// The same of a text that is long, has escapes, or is not ASCII.
#[inline(never)]
fn odd_text(model: &Model, start: usize) -> Option<usize> {
    let bytes = model.bytes();
    let end = string_end(bytes, start)?;
    let raw = bytes.get(start..end)?;
    Text::new(raw, model.encoding()).is_sound().then_some(raw.len())
}

/// The length of a simple value with its type in front.
#[inline(always)]
fn typed(eyes: impl Eyes, model: &Model, at: usize) -> Option<usize> {
    let bytes = model.bytes();
    let keyword = bytes.get(at..)?.iter().take(64).position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'))?;
    let open = at + keyword;
    if bytes.get(open) != Some(&b'(') {
        return None;
    }
    let (_, _, length) = simple(eyes, model, window(bytes, open + 1)?, open + 1)?;
    (bytes.get(open + 1 + length) == Some(&b')')).then_some(keyword + length + 2)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::check::{Found, record::record};
    use crate::schema::attributes;
    use crate::step::{Look, look};

    /// Looks at every record quickly and with care; tells how many the quick look passed.
    struct Both<'a>(&'a Model, &'a mut usize);

    impl Look for Both<'_> {
        fn look(self, eyes: impl Eyes) {
            for entity in self.0.entities() {
                let template = Template::new(entity.class().name(), attributes(self.0.schema(), entity.class()));
                let plain = is_plain(eyes, self.0, self.0.args(entity), &template);
                assert_eq!(plain, is_plain(crate::step::Plain, self.0, self.0.args(entity), &template));
                let mut found = Found::default();
                record(entity, Some(&template.table), &mut found);
                let kinds: Vec<_> = found.flaws.iter().map(|flaw| &flaw.kind).collect();
                assert!(!plain || kinds.is_empty(), "{entity:?}: {kinds:?}");
                *self.1 += usize::from(plain);
            }
        }
    }

    fn passed(records: &[String]) -> usize {
        let numbered: Vec<String> = records.iter().zip(1..).map(|(record, id)| format!("#{id}={record};\n")).collect();
        let text = format!(
            "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n{}ENDSEC;\nEND-ISO-10303-21;\n{}",
            numbered.concat(),
            " ".repeat(64)
        );
        let model = Model::index(Arc::new(text.into_bytes())).unwrap();
        let mut plain = 0;
        look(Both(&model, &mut plain));
        plain
    }

    const SOUND: [&str; 9] = [
        "IFCCARTESIANPOINT((1.,-2.5,3.14159265358979))",
        "IFCCARTESIANPOINT((1.E-5,2.5E+10,0.))",
        "IFCPOLYLOOP((#1,#2,#3))",
        "IFCFACEOUTERBOUND(#3,.T.)",
        "IFCPROPERTYSINGLEVALUE('Name',$,IFCLABEL('\\X2\\5BA2\\X0\\'),$)",
        "IFCPROPERTYSINGLEVALUE('it''s a text of more than thirty-two bytes',$,IFCREAL(1.5),$)",
        "IFCWALL('0123456789012345678901',$,'客厅','',$,$,$,$,.STANDARD.)",
        "IFCLOCALPLACEMENT($,#2)",
        "IFCBSPLINESURFACEWITHKNOTS(1,1,((#1,#2),(#1,#2)),.UNSPECIFIED.,.F.,.F.,.F.,(2,2),(2,2),(0.,1.),(0.,1.),.UNSPECIFIED.)",
    ];

    #[test]
    fn what_files_hold_is_plain() {
        assert_eq!(passed(&SOUND.map(str::to_owned)), SOUND.len());
    }

    #[test]
    fn no_flaw_passes_the_quick_look() {
        let bytes = b"#'(),.$*\\E+-0T X\x80";
        let mut state = 20_261_123_usize;
        let mut next = |below: usize| {
            state = state * 48_271 % 0x7fff_ffff;
            state / 7 % below
        };
        for _ in 0..600 {
            let mut records = vec![];
            for record in SOUND {
                let mut text = record.as_bytes().to_vec();
                for _ in 0..=next(2) {
                    let at = 8 + next(text.len() - 9);
                    match next(3) {
                        0 => drop(text.remove(at)),
                        1 => text[at] = bytes[next(bytes.len())],
                        _ => text.insert(at, bytes[next(bytes.len())]),
                    }
                }
                records.push(String::from_utf8_lossy(&text).into_owned());
            }
            passed(&records);
        }
    }

    #[test]
    fn escapes_are_sound_where_decoding_says_so() {
        let pieces = ["\\X2\\", "\\X0\\", "5BA2", "D83D", "DE00", "''", "a", "\\", "\\S\\", "客", "\\X\\E4", "00", "g", "\\x2\\"];
        let mut state = 1_usize;
        for length in 0..20_000 {
            let mut text = String::new();
            for _ in 0..length % 9 {
                state = state * 48_271 % 0x7fff_ffff;
                text += pieces[state % pieces.len()];
            }
            for encoding in [crate::Encoding::Ascii, crate::Encoding::Utf8, crate::Encoding::Gb18030] {
                let text = Text::new(text.as_bytes(), encoding);
                assert_eq!(text.is_sound(), text.decode_checked().1, "{text:?}");
            }
        }
    }
}
