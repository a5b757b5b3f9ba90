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

/// Where the quick look looks.
#[derive(Clone, Copy)]
pub(super) struct Page<'m> {
    model: &'m Model,
    bytes: &'m [u8],
    /// At the place of an id whether it is known, of models that number densely.
    dense: Option<&'m [u32]>,
}

impl<'m> Page<'m> {
    pub(super) fn of(model: &'m Model) -> Page<'m> {
        Page { model, bytes: model.bytes(), dense: model.records().dense() }
    }

    #[inline(always)]
    fn knows(&self, id: u64) -> bool {
        match self.dense {
            Some(dense) => dense.get(id as usize).is_some_and(|known| *known != 0),
            None => self.model.records().find(InstanceId(id)).is_some(),
        }
    }
}

/// Whether a record has no flaw, as far as a quick look can tell: blanks, comments, long numbers and what stands at the very end
/// of the file are left to the careful look. `start` is behind the opening bracket.
#[inline(always)]
pub(super) fn is_plain(eyes: impl Eyes, page: Page<'_>, start: usize, template: &Template) -> bool {
    sound(eyes, page, start, template).unwrap_or(false)
}

#[inline(always)]
fn sound(eyes: impl Eyes, page: Page<'_>, start: usize, template: &Template) -> Option<bool> {
    let bytes = page.bytes;
    let (mut at, mut depth, mut position) = (start, 0_usize, 0_usize);
    loop {
        // a value begins here
        let window = window(bytes, at)?;
        let mut kind = match window[0] {
            b'#' => REF,
            b'$' => NULL,
            b'*' => DERIVED,
            b'\'' => TEXT,
            b'.' => ENUM,
            b'(' => OPEN,
            b'A'..=b'Z' | b'a'..=b'z' => TYPED,
            _ => REAL,
        };
        let mut word: &[u8] = &[];
        at += match kind {
            REF => reference(page, window)?,
            NULL | DERIVED => 1,
            TEXT => text(eyes, page, at + 1)? + 2,
            TYPED => typed(eyes, page, at)?,
            ENUM => {
                word = self::word(window)?;
                word.len() + 2
            }
            OPEN => {
                if depth == 0 && !template.allows(position, OPEN, word) || depth == DEEPEST {
                    return None;
                }
                depth += 1;
                match window[1] {
                    b')' => 1,
                    b'#' => 1 + references(page, at + 1)?,
                    b'0'..=b'9' | b'-' => 1 + numbers(eyes, bytes, at + 1)?,
                    _ => {
                        at += 1;
                        continue;
                    }
                }
            }
            _ => {
                let (found, length) = number(eyes, window)?;
                kind = found;
                length
            }
        };
        if depth == 0 && !template.allows(position, kind, word) {
            return None;
        }
        // and has ended here
        loop {
            match bytes.get(at)? {
                b',' => {
                    at += 1;
                    position += usize::from(depth == 0);
                    break;
                }
                b')' if depth > 0 => {
                    at += 1;
                    depth -= 1;
                }
                b')' => return Some(position + 1 == template.fits.len()),
                _ => return None,
            }
        }
    }
}

/// The length of as many references with commas between them as begin here, all of them to what is there.
#[inline(always)]
fn references(page: Page<'_>, start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let window = window(page.bytes, at)?;
        let length = reference(page, window)?;
        at += length;
        if window.get(length..length + 2) != Some(b",#") {
            return Some(at - start);
        }
        at += 1;
    }
}

/// The length of as many sound numbers with commas between them as begin here.
#[inline(always)]
fn numbers(eyes: impl Eyes, bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let window = window(bytes, at)?;
        let (_, length) = number(eyes, window)?;
        at += length;
        if bytes.get(at) != Some(&b',') || !matches!(bytes.get(at + 1), Some(b'0'..=b'9' | b'-')) {
            return Some(at - start);
        }
        at += 1;
    }
}

/// What lies before the eyes: nothing where the file ends before the window does.
#[inline(always)]
fn window(bytes: &[u8], at: usize) -> Option<&[u8; 32]> {
    bytes.get(at..)?.first_chunk()
}

/// The length of a reference with an id of at most seven digits, to what is there; longer ones are for the careful look.
#[inline(always)]
fn reference(page: Page<'_>, window: &[u8; 32]) -> Option<usize> {
    let word = u64::from_le_bytes(*window.get(1..)?.first_chunk()?);
    let count = digits_of(word);
    ((1..8).contains(&count) && page.knows(value_of(word, count))).then_some(count as usize + 1)
}

/// Digits with at most one point and a short exponent, all of it before the eyes.
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
        let sign = window.get(end + 1)?;
        end += 1 + usize::from(matches!(sign, b'+' | b'-'));
        let exponent = run(end);
        // too small is zero, too large is none
        let most = if *sign == b'-' || window.get(end)? == &b'0' { 3 } else { 2 };
        end += exponent;
        // what goes on behind the window may be longer
        if !(1..=most).contains(&exponent) || end >= window.len() {
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
fn text(eyes: impl Eyes, page: Page<'_>, start: usize) -> Option<usize> {
    if let Some(window) = window(page.bytes, start) {
        let (quotes, odd) = eyes.quoted(window);
        let end = quotes.trailing_zeros() as usize;
        let inside = quotes.wrapping_sub(1) & !quotes;
        if quotes != 0 && odd & inside == 0 && page.bytes.get(start + end + 1) != Some(&b'\'') {
            return Some(end);
        }
    }
    odd_text(page, start)
}

/// The same of a text that is long, has escapes, or is not ASCII.
#[inline(never)]
fn odd_text(page: Page<'_>, start: usize) -> Option<usize> {
    let end = string_end(page.bytes, start)?;
    let raw = page.bytes.get(start..end)?;
    Text::new(raw, page.model.encoding()).is_sound().then_some(raw.len())
}

/// The length of a simple value with its type in front.
#[inline(never)]
fn typed(eyes: impl Eyes, page: Page<'_>, at: usize) -> Option<usize> {
    let keyword = page.bytes.get(at..)?.iter().take(64).position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'))?;
    let from = at + keyword + 1;
    if page.bytes.get(from - 1) != Some(&b'(') {
        return None;
    }
    let window = window(page.bytes, from)?;
    let length = match window[0] {
        b'\'' => text(eyes, page, from + 1)? + 2,
        b'.' => word(window)?.len() + 2,
        b'$' | b'*' => 1,
        _ => number(eyes, window)?.1,
    };
    (page.bytes.get(from + length) == Some(&b')')).then_some(keyword + length + 2)
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
                let plain = is_plain(eyes, Page::of(self.0), self.0.args(entity), &template);
                assert_eq!(plain, is_plain(crate::step::Plain, Page::of(self.0), self.0.args(entity), &template));
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
        "IFCCARTESIANPOINT((1.E-5,2.5E+10,-7.1E-015))",
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
