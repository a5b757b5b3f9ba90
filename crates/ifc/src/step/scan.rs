//! The one scanner: splits a Part 21 file into statements, aware of strings and comments.
//!
//! Every other reader works inside the ranges found here, with [`string_end`] for strings.
//! Scanning goes 64 bytes at a time over bit masks; what is rare (comments, line breaks inside strings,
//! quotes after a backslash) leaves that path and is looked at byte by byte.

use memchr::{memchr, memmem};

use super::masks::{masks, parity};
use super::recover;

/// A statement's range, from after the previous `;` to its own `;`, exclusive.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// First `=` outside strings and comments.
    pub(crate) equals: Option<usize>,
    /// First `(` outside strings and comments.
    pub(crate) open: Option<usize>,
    /// More than one `=`.
    pub(crate) many_equals: bool,
    /// `(` minus `)`.
    pub(crate) balance: i64,
    /// Holds bytes above 127.
    pub(crate) has_high: bool,
    /// Holds a comment.
    pub(crate) has_comment: bool,
    /// Where a string began that never ended before the next record did.
    pub(crate) open_string: Option<usize>,
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

/// Calls `each` for every statement in order.
pub(crate) fn scan(bytes: &[u8], start: usize, mut each: impl FnMut(&Statement)) -> Scan {
    let mut scanner = Scanner { bytes, statement: Statement { start, ..Statement::default() }, string_close: 0, last_quote: start };
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
        let mut m = masks(block);
        let mut inside = parity(m.quote) ^ if in_string { u64::MAX } else { 0 };
        let escaped = (m.backslash << 1) | u64::from(position > 0 && bytes.get(position - 1) == Some(&b'\\'));
        let rare = (m.slash & !inside) | (m.newline & inside) | (m.quote & escaped);
        let mut taken = 64;
        if rare != 0 {
            taken = rare.trailing_zeros() as usize;
            let keep = (1u64 << taken) - 1;
            m.quote &= keep;
            m.semicolon &= keep;
            m.open &= keep;
            m.close &= keep;
            m.equals &= keep;
            m.high &= keep;
            inside &= keep;
        }
        scanner.block(position, m.semicolon & !inside, m.open & !inside, m.close & !inside, m.equals & !inside, m.high, &mut each);
        if m.quote != 0 {
            scanner.last_quote = position + 63 - m.quote.leading_zeros() as usize;
        }
        if rare == 0 {
            // The last bit of the parity says whether the next block begins inside a string.
            in_string = inside >> 63 == 1;
            position += 64;
        } else {
            in_string ^= m.quote.count_ones() % 2 == 1;
            match scanner.rare(position + taken, in_string, &mut each) {
                Some((next, inside)) => (position, in_string) = (next, inside),
                None => return Scan::InComment(position + taken),
            }
        }
    }
    let mut statement = scanner.statement;
    statement.end = bytes.len();
    if in_string {
        Scan::InString(statement, scanner.last_quote)
    } else if skip_blank(bytes, statement.start) >= bytes.len() {
        Scan::Clean
    } else {
        Scan::InStatement(statement)
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    statement: Statement,
    /// End of the string last checked by [`recover::swallows_a_record`], so that no string is searched twice.
    string_close: usize,
    last_quote: usize,
}

impl Scanner<'_> {
    #[inline]
    #[allow(clippy::too_many_arguments, reason = "the masks of one block, already freed from strings")]
    fn block(
        &mut self,
        base: usize,
        mut semicolon: u64,
        mut open: u64,
        mut close: u64,
        mut equals: u64,
        mut high: u64,
        each: &mut impl FnMut(&Statement),
    ) {
        while semicolon != 0 {
            let upto = semicolon ^ (semicolon - 1);
            self.absorb(base, open & upto, close & upto, equals & upto, high & upto);
            let end = base + semicolon.trailing_zeros() as usize;
            self.statement.end = end;
            each(&self.statement);
            self.statement = Statement { start: end + 1, ..Statement::default() };
            semicolon &= !upto;
            open &= !upto;
            close &= !upto;
            equals &= !upto;
            high &= !upto;
        }
        self.absorb(base, open, close, equals, high);
    }

    #[inline]
    fn absorb(&mut self, base: usize, open: u64, close: u64, equals: u64, high: u64) {
        let s = &mut self.statement;
        if equals != 0 {
            s.many_equals |= s.equals.is_some() || equals & (equals - 1) != 0;
            s.equals = s.equals.or(Some(base + equals.trailing_zeros() as usize));
        }
        if open != 0 {
            s.open = s.open.or(Some(base + open.trailing_zeros() as usize));
        }
        s.balance += i64::from(open.count_ones()) - i64::from(close.count_ones());
        s.has_high |= high != 0;
    }

    /// Handles the byte at `at` that the masks could not: returns where to go on and whether inside a string.
    #[cold]
    fn rare(&mut self, at: usize, in_string: bool, each: &mut impl FnMut(&Statement)) -> Option<(usize, bool)> {
        let bytes = self.bytes;
        match bytes.get(at) {
            Some(b'/') => {
                if bytes.get(at + 1) != Some(&b'*') {
                    return Some((at + 1, false));
                }
                let length = memmem::find(bytes.get(at + 2..)?, b"*/")?;
                self.statement.has_comment = true;
                Some((at + 2 + length + 2, false))
            }
            Some(b'\'') if !in_string => {
                self.last_quote = at;
                Some((at + 1, true))
            }
            Some(b'\'') => {
                self.last_quote = at;
                match page_quote(bytes, self.statement.start, at) {
                    Some(width) => Some((at + width, true)),
                    None => Some((at + 1, false)),
                }
            }
            _ => {
                if self.string_close <= at && recover::swallows_a_record(bytes, at, &mut self.string_close) {
                    let mut broken = self.statement;
                    broken.end = at;
                    broken.open_string = Some(self.last_quote);
                    each(&broken);
                    self.statement = Statement { start: at, ..Statement::default() };
                    return Some((at, false));
                }
                Some((at + 1, true))
            }
        }
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
#[inline]
pub(crate) fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
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
        let end = scan(text.as_bytes(), 0, |s| found.push(text[s.start..s.end].trim()));
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
    fn every_offset_into_the_blocks_gives_the_same_statements() {
        for pad in 0..130 {
            let text = format!("{}#1=A('a;''b',(1,2));#2=B(\\'x');/*;*/#3=C(')(=');", " ".repeat(pad));
            let mut balances = Vec::new();
            scan(text.as_bytes(), 0, |s| balances.push((s.balance, s.many_equals)));
            assert_eq!(balances, [(0, false); 3], "pad {pad}");
        }
    }
}
