//! The one scanner: splits a Part 21 file into statements, aware of strings and comments.
//!
//! Every other reader works inside the ranges found here, with [`string_end`] for strings.
//! Scanning goes 64 bytes at a time over bit masks; what is rare (comments, line breaks inside strings,
//! quotes after a backslash) leaves that path and is looked at byte by byte.

use memchr::{memchr, memmem};

use super::masks::{Eyes, Outer, Plain, parity};
use super::recover;

/// In a place that a statement may have: that it has not.
const NONE: usize = usize::MAX;

/// What one `=` counts in [`Statement::sum`]: more than there can be brackets.
const SIGN: i64 = 1 << 40;

/// A statement's range, from after the previous `;` to its own `;`, exclusive.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) start: usize,
    pub(crate) end: usize,
    open_string: usize,
    /// The number of `(` minus that of `)`, plus [`SIGN`] for each `=`: one sum, that a sound record can be told by at once.
    sum: i64,
    /// Not zero if it holds bytes above 127.
    high: u64,
    /// Holds a comment.
    pub(crate) has_comment: bool,
}

impl Default for Statement {
    #[inline(always)]
    fn default() -> Statement {
        Statement { start: 0, end: 0, open_string: NONE, sum: 0, high: 0, has_comment: false }
    }
}

impl Statement {
    /// Whether it has one `=`, brackets that match in number, and no string that was left open.
    #[inline(always)]
    pub(crate) fn is_plain(&self) -> bool {
        self.sum == SIGN && self.open_string == NONE
    }

    /// `(` minus `)`.
    pub(crate) fn balance(&self) -> i64 {
        let rest = self.sum.rem_euclid(SIGN);
        if rest > SIGN / 2 { rest - SIGN } else { rest }
    }

    /// Whether it holds bytes above 127.
    #[inline(always)]
    pub(crate) fn has_high(&self) -> bool {
        self.high != 0
    }

    /// First `=` and first `(` outside strings and comments: found by reading again, as only what is odd needs to be asked.
    #[cold]
    pub(crate) fn places(&self, bytes: &[u8]) -> Places {
        let bytes = bytes.get(..self.end).unwrap_or(bytes);
        let mut places = Places::default();
        let mut at = self.start;
        while let Some(byte) = bytes.get(at).filter(|_| places.equals.is_none() || places.open.is_none()) {
            at = match byte {
                b'\'' => string_end(bytes, at + 1).unwrap_or(bytes.len()),
                b'/' if bytes.get(at + 1) == Some(&b'*') => {
                    bytes.get(at + 2..).and_then(|rest| memmem::find(rest, b"*/")).map_or(bytes.len(), |length| at + length + 3)
                }
                _ => at,
            } + 1;
            match byte {
                b'=' => places.equals = places.equals.or(Some(at - 1)),
                b'(' => places.open = places.open.or(Some(at - 1)),
                _ => {}
            }
        }
        places
    }

    /// Where a string began that never ended before the next record did.
    #[inline(always)]
    pub(crate) fn open_string(&self) -> Option<usize> {
        (self.open_string != NONE).then_some(self.open_string)
    }
}

/// Where the parts of a record begin.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) equals: Option<usize>,
    pub(crate) open: Option<usize>,
}

/// How the scan ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// At the end of the bytes, with nothing but blanks left over.
    Clean,
    /// In the middle of a statement.
    InStatement(Statement),
    /// In a string that began here, within the statement.
    InString(Statement, usize),
    /// In a comment that began here.
    InComment(usize),
}

/// Takes the statements of a scan, in order, and with them the eyes of the scan.
pub(crate) trait Sink {
    fn take(&mut self, eyes: impl Eyes, statement: Statement);
}

impl<F: FnMut(Statement)> Sink for F {
    #[inline(always)]
    fn take(&mut self, _: impl Eyes, statement: Statement) {
        self(statement);
    }
}

/// Hands every statement in order to `sink`, with the widest registers that the processor has.
pub(crate) fn scan(bytes: &[u8], start: usize, sink: &mut impl Sink) -> Scan {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(eyes) = pulp::x86::V4::try_new() {
            return eyes.vectorize(Wide { eyes, bytes, start, sink });
        }
        if let Some(eyes) = pulp::x86::V3::try_new() {
            return eyes.vectorize(Wide { eyes, bytes, start, sink });
        }
    }
    scan_with(Plain, bytes, start, sink)
}

/// A scan whose code, that of the sink included, is compiled for AVX2 or AVX-512.
#[cfg(target_arch = "x86_64")]
struct Wide<'a, E, S> {
    eyes: E,
    bytes: &'a [u8],
    start: usize,
    sink: &'a mut S,
}

#[cfg(target_arch = "x86_64")]
impl<E: Eyes, S: Sink> pulp::NullaryFnOnce for Wide<'_, E, S> {
    type Output = Scan;

    #[inline(always)]
    fn call(self) -> Scan {
        scan_with(self.eyes, self.bytes, self.start, self.sink)
    }
}

#[inline(always)]
fn scan_with(eyes: impl Eyes, bytes: &[u8], start: usize, sink: &mut impl Sink) -> Scan {
    // Locals, not fields of something that is lent: they stay in registers.
    let mut statement = Statement { start, ..Statement::default() };
    let mut quotes = Quotes { last: start, closed: 0 };
    let mut position = start;
    let mut in_string = false;
    let mut tail = [b' '; 64];
    while position < bytes.len() {
        let block = match bytes.get(position..).and_then(|rest| rest.first_chunk::<64>()) {
            Some(block) => block,
            None => {
                let rest = bytes.get(position..).unwrap_or(&[]);
                tail.fill(b' ');
                for (to, from) in tail.iter_mut().zip(rest) {
                    *to = *from;
                }
                &tail
            }
        };
        // most blocks hold no string: for them half of the questions are enough
        if !in_string && let Some(outer) = eyes.outer(block) {
            statement.take_in(eyes, position, outer, 0, sink);
            position += 64;
            continue;
        }
        let m = eyes.masks(block);
        let inside = parity(m.quote) ^ if in_string { u64::MAX } else { 0 };
        let after_backslash = position > 0 && bytes.get(position - 1) == Some(&b'\\');
        let escaped = (m.backslash << 1) | u64::from(after_backslash);
        let rare = (m.slash & !inside) | (m.newline & inside) | (m.quote & escaped);
        // What comes before the first rare character, which is everything if there is none.
        let plain = rare.wrapping_sub(1) & !rare;
        let outside = plain & !inside;
        statement.take_in(eyes, position, m.outer.within(outside), m.high & plain, sink);
        let quote = m.quote & plain;
        if quote != 0 {
            quotes.last = position + 63 - quote.leading_zeros() as usize;
        }
        if rare == 0 {
            // The last bit of the parity says whether the next block begins inside a string.
            in_string = inside >> 63 == 1;
            position += 64;
            continue;
        }
        let at = position + rare.trailing_zeros() as usize;
        in_string ^= quote.count_ones() % 2 == 1;
        let (mut lent, mut seen) = (statement, quotes);
        match look(bytes, at, in_string, &mut lent, &mut seen) {
            Next::At(next, inside) => (position, in_string) = (next, inside),
            Next::Swallowed => {
                lent.end = at;
                lent.open_string = seen.last;
                sink.take(eyes, lent);
                lent = Statement { start: at, ..Statement::default() };
                (position, in_string) = (at, false);
            }
            Next::OpenComment => return Scan::InComment(at),
        }
        statement = Statement { open_string: NONE, ..lent };
        quotes = seen;
    }
    statement.end = bytes.len();
    if in_string {
        Scan::InString(statement, quotes.last)
    } else if skip_blank(bytes, statement.start) >= bytes.len() {
        Scan::Clean
    } else {
        Scan::InStatement(statement)
    }
}

impl Statement {
    /// Takes in a block from `base` on: hands over each statement that ends in it and goes on with the next.
    #[inline(always)]
    fn take_in(&mut self, eyes: impl Eyes, base: usize, outer: Outer, mut high: u64, sink: &mut impl Sink) {
        let Outer { mut semicolon, mut open, mut close, mut equals } = outer;
        while semicolon != 0 {
            let upto = semicolon ^ (semicolon - 1);
            self.absorb(open & upto, close & upto, equals & upto, high & upto);
            let end = base + semicolon.trailing_zeros() as usize;
            self.end = end;
            sink.take(eyes, *self);
            *self = Statement { start: end + 1, ..Statement::default() };
            open &= !upto;
            close &= !upto;
            equals &= !upto;
            high &= !upto;
            semicolon &= !upto;
        }
        self.absorb(open, close, equals, high);
    }

    /// Takes in what the masks show of one piece of it.
    #[inline(always)]
    fn absorb(&mut self, open: u64, close: u64, equals: u64, high: u64) {
        self.sum += i64::from(equals.count_ones()) * SIGN + i64::from(open.count_ones()) - i64::from(close.count_ones());
        self.high |= high;
    }
}

#[derive(Copy, Clone)]
struct Quotes {
    /// The quote that was met last.
    last: usize,
    /// End of the string last checked by [`recover::swallows_a_record`], so that no string is searched twice.
    closed: usize,
}

/// How to go on after a character that the masks cannot judge.
enum Next {
    /// Here, inside a string or not.
    At(usize, bool),
    /// The string was never closed, and a record begins here.
    Swallowed,
    /// The comment never ends.
    OpenComment,
}

/// Judges the byte at `at` that the masks could not.
#[cold]
#[inline(never)]
fn look(bytes: &[u8], at: usize, in_string: bool, statement: &mut Statement, quotes: &mut Quotes) -> Next {
    match bytes.get(at) {
        Some(b'/') => {
            if bytes.get(at + 1) != Some(&b'*') {
                return Next::At(at + 1, false);
            }
            let Some(length) = bytes.get(at + 2..).and_then(|rest| memmem::find(rest, b"*/")) else { return Next::OpenComment };
            statement.has_comment = true;
            Next::At(at + 2 + length + 2, false)
        }
        Some(b'\'') if !in_string => {
            quotes.last = at;
            Next::At(at + 1, true)
        }
        Some(b'\'') => {
            quotes.last = at;
            match page_quote(bytes, statement.start, at) {
                Some(width) => Next::At(at + width, true),
                None => Next::At(at + 1, false),
            }
        }
        _ if quotes.closed <= at && recover::swallows_a_record(bytes, at, &mut quotes.closed) => Next::Swallowed,
        _ => Next::At(at + 1, true),
    }
}

/// Position of the quote that closes a string, given the position after its opening quote.
pub(crate) fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += memchr(b'\'', bytes.get(at..)?)?;
        if let Some(width) = page_quote(bytes, start, at) {
            at += width;
        } else if bytes.get(at + 1) == Some(&b'\'') {
            at += 2;
        } else {
            return Some(at);
        }
    }
}

/// Whether the quote at `at` is the character of `\S\'` (the section sign) and not an end: the bytes it takes.
/// Writers differ: some double that quote, some do not, and some merely end a string with `\S\`.
fn page_quote(bytes: &[u8], start: usize, at: usize) -> Option<usize> {
    let from = at.checked_sub(3).filter(|from| *from >= start)?;
    let before = bytes.get(from..at)?;
    if !before.eq_ignore_ascii_case(b"\\S\\") || (from > start && bytes.get(from - 1) == Some(&b'\\')) {
        return None;
    }
    let ends_at = |quote: usize| matches!(bytes.get(skip_blank(bytes, quote + 1)), Some(b',' | b')'));
    if bytes.get(at + 1) == Some(&b'\'') {
        return Some(if ends_at(at + 1) { 1 } else { 2 });
    }
    if ends_at(at) { None } else { Some(1) }
}

/// First position at or after `at` that is neither blank nor inside a comment.
#[inline(always)]
pub(crate) fn skip_blank(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'0'..=b'~' | b'!'..=b'.') => at,
        Some(b'\n') if bytes.get(at + 1) == Some(&b'#') => at + 1,
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') && bytes.get(at + 2) == Some(&b'#') => at + 2,
        _ => skip_blanks(bytes, at),
    }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(0..=b' ') => at += 1,
            Some(b'/') if bytes.get(at + 1) == Some(&b'*') => match bytes.get(at + 2..).and_then(|rest| memmem::find(rest, b"*/")) {
                Some(length) => at += length + 4,
                None => return bytes.len(),
            },
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (Vec<&str>, Scan) {
        let mut found = Vec::new();
        let end = scan(text.as_bytes(), 0, &mut |s: Statement| found.push(text[s.start..s.end].trim()));
        (found, end)
    }

    #[test]
    fn separators_in_strings_and_comments_do_not_split() {
        let (found, end) = split("#1=A('a;b #9=X(');/* ; ' */#2=B('it''s;');\n#3=C(/*'*/$);");
        assert_eq!(found, ["#1=A('a;b #9=X(')", "/* ; ' */#2=B('it''s;')", "#3=C(/*'*/$)"]);
        assert_eq!(end, Scan::Clean);
    }

    #[test]
    fn section_sign_takes_its_quote() {
        let (found, _) = split(r"#1=A('abc\S\'def;');#2=B('\S\';');#3=C('x\S\'',1);#4=D('D:\S\');");
        assert_eq!(found, [r"#1=A('abc\S\'def;')", r"#2=B('\S\';')", r"#3=C('x\S\'',1)", r"#4=D('D:\S\')"]);
    }

    #[test]
    fn an_open_string_costs_one_record() {
        let (found, end) = split("#1=A('好');\n#2=B('坏,$);\n#3=C('又好',$);\n#4=D('');\n");
        assert_eq!(found, ["#1=A('好')", "#2=B('坏,$);", "#3=C('又好',$)", "#4=D('')"]);
        assert_eq!(end, Scan::Clean);
    }

    #[test]
    fn line_breaks_in_a_string_are_kept() {
        let (found, _) = split("#1=A('first\n#2=second',$);#3=B();");
        assert_eq!(found, ["#1=A('first\n#2=second',$)", "#3=B()"]);
    }

    #[test]
    fn the_kind_of_end_is_told() {
        assert!(matches!(split("#1=A('x").1, Scan::InString(_, 5)));
        assert!(matches!(split("#1=A(").1, Scan::InStatement(_)));
        assert!(matches!(split("#1=A();/* x").1, Scan::InComment(7)));
    }

    #[test]
    fn what_the_processor_can_changes_nothing() {
        let pieces =
            ["#1=A('", "''", "');\n", "\\S\\'", "/*", "*/", "#22=IFCX(", "(1,2)", ")", ";", "\r\n", "客", "=", "\\", "ENDSEC;\n", "     "];
        let mut state = 20_261_122_usize;
        for _ in 0..2000 {
            let mut text = String::new();
            for _ in 0..state % 90 {
                state = state * 48_271 % 0x7fff_ffff;
                text += pieces[state % pieces.len()];
            }
            state = state * 48_271 % 0x7fff_ffff;
            let (mut plain, mut wide) = (vec![], vec![]);
            let ends = (
                scan_with(Plain, text.as_bytes(), 0, &mut |s: Statement| plain.push(s)),
                scan(text.as_bytes(), 0, &mut |s: Statement| wide.push(s)),
            );
            assert_eq!(plain.len(), wide.len(), "{text}");
            for (a, b) in plain.iter().zip(&wide) {
                assert_eq!(Statement { high: u64::from(a.has_high()), ..*a }, Statement { high: u64::from(b.has_high()), ..*b }, "{text}");
            }
            match ends {
                (Scan::InStatement(_), Scan::InStatement(_)) => {}
                (Scan::InString(_, a), Scan::InString(_, b)) => assert_eq!(a, b),
                (a, b) => assert_eq!(a, b),
            }
        }
    }

    #[test]
    fn brackets_and_signs_are_counted_apart() {
        for (text, balance, plain) in
            [("#1=A(1);", 0, true), ("#1=A(=);", 0, false), ("#1=((A;", 2, false), ("#1)=A);", -2, false), ("A(=))=;", -1, false)]
        {
            scan(text.as_bytes(), 0, &mut |s: Statement| assert_eq!((s.balance(), s.is_plain()), (balance, plain), "{text}"));
        }
    }

    #[test]
    fn every_offset_into_the_blocks_gives_the_same_statements() {
        for pad in 0..130 {
            let text = format!("{}#1=A('a;''b',(1,2));#2=B(\\'x');/*;*/#3=C(')(=');", " ".repeat(pad));
            let mut balances = Vec::new();
            scan(text.as_bytes(), 0, &mut |s: Statement| balances.push((s.balance(), s.is_plain())));
            assert_eq!(balances, [(0, true); 3], "pad {pad}");
        }
    }
}
