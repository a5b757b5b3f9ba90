//! From statements to the index: sections, instances, and what is wrong with them.

use crate::entity::InstanceId;
use crate::error::{DefectKind, Error};
use crate::records::Records;
use crate::schema::Class;
use crate::step::recover::{next_record, trim_end};
use crate::step::{EncodingCensus, Eyes, Plain, Scan, Sink, Statement, scan, skip_blank};

/// Defects of one file that are listed; the others are counted.
pub(crate) const LISTED: usize = 10_000;

/// A defect before its line is known.
pub(crate) struct Flaw {
    pub(crate) byte: usize,
    pub(crate) instance: Option<InstanceId>,
    pub(crate) kind: DefectKind,
}

/// What one pass over the bytes finds.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) records: Records,
    pub(crate) flaws: Vec<Flaw>,
    /// Flaws beyond those listed.
    pub(crate) more: u64,
    pub(crate) broken: bool,
    pub(crate) census: EncodingCensus,
    /// Header records: keyword and place of the attributes.
    pub(crate) header: Vec<(Vec<u8>, usize)>,
    /// Whether `ISO-10303-21` or a section was met.
    pub(crate) is_part21: bool,
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Section {
    None,
    Header,
    Data,
    Other,
    End,
}

struct Indexer<'a> {
    bytes: &'a [u8],
    index: Index,
    section: Section,
    outside_told: bool,
    /// Whether `ISO-10303-21;` was met.
    begun: bool,
}

/// Splits the bytes into records.
pub(crate) fn index(bytes: &[u8], start: usize) -> Result<Index, Error> {
    let mut indexer = Indexer {
        bytes,
        index: Index { records: Records::with_capacity(bytes.len() / 64), ..Index::default() },
        section: Section::None,
        outside_told: false,
        begun: false,
    };
    let end = scan(bytes, start, &mut indexer);
    indexer.end(end);
    let mut index = indexer.index;
    if index.records.len() >= u32::MAX as usize {
        return Err(Error::TooMany(u64::from(u32::MAX) - 1));
    }
    index.order(bytes);
    Ok(index)
}

impl Index {
    pub(crate) fn flaw(&mut self, byte: usize, instance: Option<InstanceId>, kind: DefectKind) {
        self.broken |= kind.breaks_whole();
        if self.flaws.len() < LISTED {
            self.flaws.push(Flaw { byte, instance, kind });
        } else {
            self.more += 1;
        }
    }

    fn order(&mut self, bytes: &[u8]) {
        let mut records = std::mem::take(&mut self.records);
        records.finish(|records, first, second| {
            let id = records.id(second);
            let content = |index: u32| {
                let start = records.args(index);
                let mut reader = crate::step::Reader::new(bytes, start, crate::Encoding::Ascii);
                while reader.skip(1) {}
                bytes.get(start..reader.position())
            };
            let same = records.class(first) == records.class(second) && content(first) == content(second);
            // The line of the first is filled in when lines are known: until then its byte stands there.
            let kind = if same { DefectKind::RepeatedId(id) } else { DefectKind::ConflictingId { id, first: records.args(first) as u64 } };
            self.flaw(records.args(second), Some(id), kind);
        });
        self.records = records;
    }
}

impl Sink for Indexer<'_> {
    #[inline(always)]
    fn take(&mut self, eyes: impl Eyes, statement: Statement) {
        self.statement(eyes, statement);
    }
}

impl Indexer<'_> {
    #[inline(always)]
    fn statement(&mut self, eyes: impl Eyes, s: Statement) {
        // most records stand at the beginning of a line
        let first = match self.bytes.get(s.start..s.start + 2) {
            Some(b"\n#") => s.start + 1,
            _ => skip_blank(self.bytes, s.start),
        };
        if first >= s.end {
            return;
        }
        if self.bytes.get(first) != Some(&b'#') {
            return self.keyword(s, first);
        }
        if self.section != Section::Data {
            if self.section == Section::Other {
                return;
            }
            self.outside(first);
        }
        match self.split(eyes, &s, first) {
            Some((id, class, args)) => {
                self.index.records.push(id, args, class);
                if s.has_high() {
                    self.census(args, s.end);
                }
            }
            None => self.repair(s, first),
        }
    }

    /// Id, class and place of the attributes, if the statement is a sound record.
    #[inline(always)]
    fn split(&self, eyes: impl Eyes, s: &Statement, first: usize) -> Option<(u64, Class, usize)> {
        if !s.is_plain() {
            return None;
        }
        self.quick(eyes, s, first).or_else(|| self.careful(s, first))
    }

    /// The same of a record as nearly all are: digits, `=` and capital letters without anything between them. Where these are
    /// found, no string or comment lies before the bracket.
    #[inline(always)]
    fn quick(&self, eyes: impl Eyes, s: &Statement, first: usize) -> Option<(u64, Class, usize)> {
        let (equals, open) = eyes.head(self.bytes.get(first..)?.first_chunk::<64>()?);
        if equals == 0 || open == 0 {
            return None;
        }
        let (equals, open) = (first + equals.trailing_zeros() as usize, first + open.trailing_zeros() as usize);
        if open >= s.end || self.bytes.get(s.end - 1) != Some(&b')') {
            return None;
        }
        let id = whole_number(self.bytes.get(first + 1..equals)?)?;
        Some((id, Class::of_upper(self.bytes.get(equals + 1..open)?)?, open + 1))
    }

    #[cold]
    #[inline(never)]
    fn careful(&self, s: &Statement, first: usize) -> Option<(u64, Class, usize)> {
        let places = s.places(self.bytes);
        let (equals, open) = (places.equals?, places.open?);
        let digits = self.bytes.get(first + 1..equals)?;
        let id = match whole_number(digits) {
            Some(id) => id,
            None => self.spaced_number(digits)?,
        };
        let start = skip_blank(self.bytes, equals + 1);
        let keyword = self.bytes.get(start..open)?;
        let class = match Class::of_upper(keyword) {
            Some(class) => class,
            None => self.odd_keyword(keyword, s.has_comment)?,
        };
        if self.bytes.get(s.end - 1) != Some(&b')') && !self.ends_well(open, s.end, s.has_comment) {
            return None;
        }
        Some((id, class, open + 1))
    }

    /// Whether a closing bracket ends the record, blanks aside. What a comment may hide is not looked at.
    #[cold]
    fn ends_well(&self, open: usize, end: usize, has_comment: bool) -> bool {
        has_comment || self.bytes.get(open..end).map(trim_end).and_then(<[u8]>::last) == Some(&b')')
    }

    /// The class of a keyword that is in small letters, unknown, or followed by blanks or a comment; `None` if it is no keyword.
    #[cold]
    fn odd_keyword(&self, keyword: &[u8], has_comment: bool) -> Option<Class> {
        let keyword = trim_end(keyword);
        let keyword = if has_comment { keyword.split(|b| matches!(b, b'/' | b' ')).next()? } else { keyword };
        if keyword.is_empty() || !keyword.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'!')) {
            return None;
        }
        Some(Class::of_bytes(keyword).unwrap_or(Class::UNKNOWN))
    }

    /// The digits of an id that blanks or comments follow, as a number.
    #[cold]
    fn spaced_number(&self, text: &[u8]) -> Option<u64> {
        let length = text.iter().take_while(|b| b.is_ascii_digit()).count();
        if skip_blank(text, length) != text.len() {
            return None;
        }
        std::str::from_utf8(text.get(..length)?).ok()?.parse().ok()
    }

    #[cold]
    fn outside(&mut self, first: usize) {
        self.index.is_part21 |= self.section != Section::None;
        if !self.outside_told {
            self.outside_told = true;
            self.index.flaw(first, None, DefectKind::OutsideData);
        }
    }

    fn census(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(open) = self.bytes.get(at..end).and_then(|rest| memchr::memchr(b'\'', rest)) {
            let from = at + open + 1;
            let to = crate::step::string_end(self.bytes, from).unwrap_or(end);
            self.index.census.count(self.bytes.get(from..to).unwrap_or(&[]));
            at = to + 1;
        }
    }

    /// Looks at a record that cannot be split: finds a second record in it, or says what is wrong.
    #[cold]
    fn repair(&mut self, s: Statement, first: usize) {
        let mut from = s;
        let mut first = first;
        // Each turn takes one record off the front of what has run together.
        while from.open_string().is_none()
            && let Some(next) = next_record(self.bytes, from.places(self.bytes).equals.map_or(first + 1, |e| e + 1), from.end)
        {
            let head = self.bytes.get(..next).unwrap_or(self.bytes);
            let mut part = match scan(head, from.start, &mut |_: Statement| {}) {
                Scan::InStatement(part) | Scan::InString(part, _) => part,
                _ => break,
            };
            part.end = next;
            match self.split(Plain, &part, first) {
                Some((id, class, args)) => {
                    self.index.records.push(id, args, class);
                    self.index.flaw(first, Some(InstanceId(id)), DefectKind::MissingSemicolon);
                }
                None => self.broken(&part, first),
            }
            let tail = self.bytes.get(..from.end).unwrap_or(self.bytes);
            from = match scan(tail, next, &mut |_: Statement| {}) {
                Scan::InStatement(rest) | Scan::InString(rest, _) => rest,
                _ => return,
            };
            first = next;
            if let Some((id, class, args)) = self.split(Plain, &from, first) {
                self.index.records.push(id, args, class);
                return;
            }
        }
        self.broken(&from, first);
    }

    #[cold]
    fn broken(&mut self, s: &Statement, first: usize) {
        let id = self.bytes.get(first + 1..s.end).and_then(|rest| {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            std::str::from_utf8(rest.get(..digits)?).ok()
        });
        let has_sign = s.places(self.bytes).equals.is_some();
        let (byte, kind) = match (s.open_string(), id.map(str::parse::<u64>)) {
            (Some(at), _) => (at, DefectKind::OpenString),
            (None, Some(Err(_))) if id.is_some_and(|id| !id.is_empty()) => {
                (first, DefectKind::Id { found: id.unwrap_or_default().to_owned() })
            }
            _ if s.balance() > 0 && has_sign => (first, DefectKind::Brackets { found: s.balance().unsigned_abs(), what: "not closed" }),
            _ if s.balance() < 0 && has_sign => {
                (first, DefectKind::Brackets { found: s.balance().unsigned_abs(), what: "closed but never opened" })
            }
            _ => (first, DefectKind::NotARecord { found: self.excerpt(first, s.end) }),
        };
        let instance = id.and_then(|id| id.parse().ok()).map(InstanceId);
        self.index.flaw(byte, instance, kind);
    }

    fn excerpt(&self, from: usize, to: usize) -> String {
        let text = self.bytes.get(from..to.min(from + 40)).unwrap_or(&[]);
        let line = text.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or(&[]);
        String::from_utf8_lossy(line).trim_end().to_owned()
    }

    /// A statement that is no instance: a section, a header record, or nothing we know.
    #[cold]
    #[inline(never)]
    fn keyword(&mut self, s: Statement, first: usize) {
        let rest = self.bytes.get(first..s.end).unwrap_or(&[]);
        let length = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'!'))).unwrap_or(rest.len());
        let keyword = rest.get(..length).unwrap_or(&[]).to_ascii_uppercase();
        let bare = skip_blank(self.bytes, first + length) >= s.end;
        let open = s.places(self.bytes).open;
        match keyword.as_slice() {
            b"ISO-10303-21" if bare && self.section != Section::End => {
                self.index.is_part21 = true;
                self.begun = true;
            }
            b"HEADER" if bare => {
                self.index.is_part21 = true;
                self.section = Section::Header;
            }
            b"DATA" if bare || open == Some(skip_blank(self.bytes, first + length)) => self.open_section(first, Section::Data),
            b"ANCHOR" | b"REFERENCE" | b"SIGNATURE" if bare => self.open_section(first, Section::Other),
            b"ENDSEC" if bare => self.section = Section::None,
            b"END-ISO-10303-21" if bare => self.close(first),
            _ if self.section == Section::Other => {}
            _ if self.section == Section::End => {
                let found = self.excerpt(first, s.end);
                self.index.flaw(first, None, DefectKind::AfterEnd { found });
            }
            name if (name.starts_with(b"FILE_") || self.section == Section::Header) && open.is_some() && s.balance() == 0 => {
                if s.has_high() {
                    self.census(first, s.end);
                }
                self.index.is_part21 |= name.starts_with(b"FILE_");
                self.index.header.push((keyword, open.map_or(first, |open| open + 1)));
            }
            _ => match next_record(self.bytes, first, s.end) {
                // A stray word or a section name without ';' in front of a record.
                Some(next) => {
                    let found = self.excerpt(first, next);
                    self.index.flaw(first, None, DefectKind::NotARecord { found });
                    if keyword == b"DATA" {
                        self.open_section(first, Section::Data);
                    }
                    if let Scan::InStatement(rest) = scan(self.bytes.get(..s.end).unwrap_or(self.bytes), next, &mut |_: Statement| {}) {
                        self.statement(Plain, rest);
                    }
                }
                None if s.open_string().is_some() => {
                    self.index.flaw(s.open_string().unwrap_or(first), None, DefectKind::OpenString);
                }
                None => {
                    let found = self.excerpt(first, s.end);
                    self.index.flaw(first, None, DefectKind::NotARecord { found });
                }
            },
        }
    }

    fn open_section(&mut self, at: usize, section: Section) {
        self.index.is_part21 = true;
        if matches!(self.section, Section::Header | Section::Data) {
            self.index.flaw(at, None, DefectKind::MissingEndSection);
        }
        self.section = section;
    }

    fn close(&mut self, at: usize) {
        self.index.is_part21 = true;
        if matches!(self.section, Section::Header | Section::Data) {
            self.index.flaw(at, None, DefectKind::MissingEndSection);
        }
        self.section = Section::End;
    }

    fn end(&mut self, end: Scan) {
        let (byte, kind, statement) = match end {
            Scan::Clean => return self.missing_ends(),
            Scan::InString(statement, quote) => (quote, DefectKind::CutString, statement),
            Scan::InComment(at) => (at, DefectKind::CutComment, Statement::default()),
            Scan::InStatement(statement) => (skip_blank(self.bytes, statement.start), DefectKind::CutRecord, statement),
        };
        if self.section == Section::End {
            let found = self.excerpt(byte, self.bytes.len());
            return self.index.flaw(byte, None, DefectKind::AfterEnd { found });
        }
        let first = skip_blank(self.bytes, statement.start);
        let digits: Vec<u8> = self.bytes.iter().skip(first + 1).copied().take_while(u8::is_ascii_digit).collect();
        let is_instance = self.bytes.get(first) == Some(&b'#') && kind != DefectKind::CutComment;
        // Records may have run together before the cut: those that are sound are kept.
        if is_instance
            && let Some(equals) = statement.places(self.bytes).equals
            && next_record(self.bytes, equals + 1, self.bytes.len()).is_some()
        {
            return self.cut_run(&statement, first);
        }
        let id = String::from_utf8(digits).ok().filter(|_| is_instance).and_then(|d| d.parse().ok()).map(InstanceId);
        self.index.flaw(byte, id, kind);
        self.missing_ends();
    }

    fn cut_run(&mut self, statement: &Statement, first: usize) {
        self.repair(*statement, first);
        self.missing_ends();
    }

    fn missing_ends(&mut self) {
        let end = self.bytes.len();
        // Something in front of the word is told by itself.
        if !self.begun && !self.index.flaws.iter().any(|flaw| matches!(flaw.kind, DefectKind::NotARecord { .. })) {
            self.index.flaw(0, None, DefectKind::MissingStart);
        }
        if matches!(self.section, Section::Header | Section::Data) {
            self.index.flaw(end, None, DefectKind::MissingEndSection);
        }
        if self.section != Section::End {
            self.index.flaw(end, None, DefectKind::MissingEnd);
        }
    }
}

/// The number that these digits are; `None` when they are none, or too many.
#[inline(always)]
fn whole_number(digits: &[u8]) -> Option<u64> {
    match digits.len() {
        // Most ids: the digits fill one or two words of four, which are read at once.
        4..=8 => {
            let (head, tail) = (digits.first_chunk::<4>()?, digits.last_chunk::<4>()?);
            // The words overlap: from the first, only the digits in front of the second are kept.
            let extra = digits.len() as u32 - 4;
            let head = u32::from_le_bytes(*head).checked_shl(32 - 8 * extra).unwrap_or(0);
            let head = head | 0x3030_3030u32.checked_shr(8 * extra).unwrap_or(0);
            let word = u64::from(head) | u64::from(u32::from_le_bytes(*tail)) << 32;
            eight_digits(word)
        }
        1..=19 => digits.iter().try_fold(0u64, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0'))),
        _ => std::str::from_utf8(digits).ok()?.parse().ok(),
    }
}

/// Eight digits, the first in the lowest byte, as a number.
#[inline(always)]
fn eight_digits(word: u64) -> Option<u64> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let digits = word ^ (ONES * 0x30);
    // Anything but 0 to 9 sets a high nibble, now or after six is added.
    if (digits | (digits.wrapping_add(ONES * 6))) & (ONES * 0xf0) != 0 {
        return None;
    }
    let pairs = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    Some((fours * 10_000 + (fours >> 32)) & 0xffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_length_are_read() {
        let mut text = String::new();
        for length in 1..=20 {
            text.push(char::from(b'0' + (length * 7 % 10) as u8));
            assert_eq!(whole_number(text.as_bytes()), text.parse().ok(), "{text}");
            for at in 0..text.len() {
                for wrong in [b'/', b':', b' ', b'a', 0x00, 0x80, 0xff, b'-'] {
                    let mut bytes = text.clone().into_bytes();
                    bytes[at] = wrong;
                    assert_eq!(whole_number(&bytes), None, "{bytes:?}");
                }
            }
        }
        assert_eq!(whole_number(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(whole_number(b"18446744073709551616"), None);
        assert_eq!(whole_number(b"00000007"), Some(7));
        assert_eq!(whole_number(b""), None);
    }
}
