//! Part 21 strings to text: escapes first, then what raw bytes the exporter left in.

use std::borrow::Cow;

use encoding_rs::{
    BIG5, GB18030, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_8, SHIFT_JIS, WINDOWS_1252,
    WINDOWS_1254,
};

/// How bytes above 127 in strings are read. Part 21 forbids them up to edition 2, exporters write them all the same.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// No such bytes in the file: escapes only.
    Ascii,
    /// UTF-8.
    Utf8,
    /// GB18030, which holds GBK and GB2312.
    Gb18030,
    /// Windows-1252, which holds ISO 8859-1.
    Latin1,
    /// Shift-JIS; only when asked for.
    ShiftJis,
    /// Big5; only when asked for.
    Big5,
}

impl Encoding {
    /// The name for people, e.g. `GB18030`.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Ascii => "ASCII",
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
            Encoding::Latin1 => "Latin-1",
            Encoding::ShiftJis => "Shift-JIS",
            Encoding::Big5 => "Big5",
        }
    }

    /// The encoding of a name as given to `--encoding`, in any case: `utf-8`, `gb18030`, `gbk`, `gb2312` ….
    pub fn of(name: &str) -> Option<Encoding> {
        Some(match name.to_ascii_lowercase().as_str() {
            "ascii" | "us-ascii" => Encoding::Ascii,
            "utf-8" | "utf8" => Encoding::Utf8,
            "gb18030" | "gbk" | "gb2312" | "cp936" => Encoding::Gb18030,
            "latin-1" | "latin1" | "iso-8859-1" | "windows-1252" => Encoding::Latin1,
            "shift-jis" | "shift_jis" | "sjis" | "cp932" => Encoding::ShiftJis,
            "big5" | "cp950" => Encoding::Big5,
            _ => return None,
        })
    }

    fn strict(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        let table = match self {
            Encoding::Ascii | Encoding::Utf8 => return std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Encoding::Gb18030 => GB18030,
            Encoding::Latin1 => WINDOWS_1252,
            Encoding::ShiftJis => SHIFT_JIS,
            Encoding::Big5 => BIG5,
        };
        table.decode_without_bom_handling_and_without_replacement(bytes)
    }

    /// Decodes bytes without escapes. One bad string falls back on its own; it never changes how the next is read.
    fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        if let Some(text) = self.strict(bytes) {
            return (text, true);
        }
        let other = [Encoding::Utf8, Encoding::Gb18030].into_iter().find_map(|e| e.strict(bytes));
        (other.unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0), false)
    }

    fn is_multibyte(self) -> bool {
        matches!(self, Encoding::Gb18030 | Encoding::ShiftJis | Encoding::Big5)
    }
}

/// How many strings with raw bytes fit which encoding; the majority decides for the file.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct EncodingCensus {
    /// Strings with raw bytes that are valid UTF-8.
    pub utf8: u64,
    /// Strings that are valid GB18030 in pairs of high bytes, and not UTF-8.
    pub gb18030: u64,
    /// Strings whose raw bytes stand alone, as in Latin-1.
    pub latin1: u64,
}

impl EncodingCensus {
    /// Counts one string's raw bytes.
    pub(crate) fn count(&mut self, raw: &[u8]) {
        if raw.is_ascii() {
            return;
        }
        if std::str::from_utf8(raw).is_ok() {
            self.utf8 += 1;
        } else if looks_paired(raw) && Encoding::Gb18030.strict(raw).is_some() {
            self.gb18030 += 1;
        } else {
            self.latin1 += 1;
        }
    }

    /// The encoding that most strings fit.
    pub fn majority(&self) -> Encoding {
        let EncodingCensus { utf8, gb18030, latin1 } = *self;
        if utf8 + gb18030 + latin1 == 0 {
            Encoding::Ascii
        } else if utf8 >= gb18030 + latin1 {
            Encoding::Utf8
        } else if gb18030 >= latin1 {
            Encoding::Gb18030
        } else {
            Encoding::Latin1
        }
    }
}

/// Chinese text is runs of two-byte characters; accented Latin letters stand alone between ASCII ones.
fn looks_paired(raw: &[u8]) -> bool {
    let (mut pairs, mut alone) = (0, 0);
    let mut rest = raw;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first < 0x80 {
            continue;
        }
        match tail {
            [0x80..=0xff, after @ ..] => (pairs, rest) = (pairs + 1, after),
            [0x40..=0x7e, after @ ..] => (alone, rest) = (alone + 1, after),
            _ => alone += 1,
        }
    }
    pairs > alone
}

/// A string as it stands in the file, without its quotes; decoded when asked for.
#[derive(Copy, Clone, PartialEq, Eq, Hash)]
pub struct Text<'m> {
    raw: &'m [u8],
    encoding: Encoding,
}

impl<'m> Text<'m> {
    pub(crate) fn new(raw: &'m [u8], encoding: Encoding) -> Text<'m> {
        Text { raw, encoding }
    }

    /// The bytes between the quotes, escapes and all.
    pub fn raw(self) -> &'m [u8] {
        self.raw
    }

    /// The text; borrowed unless it held escapes or foreign bytes.
    pub fn decode(self) -> Cow<'m, str> {
        self.decode_checked().0
    }

    /// Whether all of it is well-formed in the file's encoding: what [`Text::decode_checked`] says, without the text where
    /// the bytes are ASCII and the escapes are runs of `\X2\`, as in nearly all texts.
    pub(crate) fn is_sound(self) -> bool {
        let mut rest = self.raw;
        while let Some(at) = rest.iter().position(|b| *b == b'\\' || *b >= 0x80) {
            let escape = rest.get(at..).and_then(|escape| escape.strip_prefix(b"\\X2\\"));
            let Some(after) = escape.and_then(plain_groups) else { return self.decode_checked().1 };
            rest = after;
        }
        true
    }

    /// The text, and whether all of it was well-formed in the file's encoding.
    pub fn decode_checked(self) -> (Cow<'m, str>, bool) {
        if !self.raw.iter().any(|b| matches!(b, b'\\' | b'\'')) {
            return self.encoding.decode(self.raw);
        }
        let mut decoder =
            Decoder { out: String::with_capacity(self.raw.len()), pending: Vec::new(), encoding: self.encoding, page: 0, clean: true };
        decoder.run(self.raw);
        (Cow::Owned(decoder.out), decoder.clean)
    }
}

impl std::fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.decode(), f)
    }
}

struct Decoder {
    out: String,
    pending: Vec<u8>,
    encoding: Encoding,
    /// ISO 8859 part minus one, as set by `\P?\`.
    page: u8,
    clean: bool,
}

impl Decoder {
    fn run(&mut self, raw: &[u8]) {
        let mut rest = raw;
        while let [byte, tail @ ..] = rest {
            // The second byte of a GBK, Big5 or Shift-JIS character may look like a backslash; it is not one.
            if self.encoding.is_multibyte()
                && *byte >= 0x81
                && let [second @ (0x40..=0x7e | 0x80..=0xff), after @ ..] = tail
            {
                self.pending.extend([*byte, *second]);
                rest = after;
                continue;
            }
            match byte {
                b'\'' => {
                    self.pending.push(b'\'');
                    rest = tail.strip_prefix(b"'").unwrap_or(tail);
                }
                b'\\' => match self.escape(tail) {
                    Some(after) => rest = after,
                    None => {
                        self.pending.push(b'\\');
                        rest = tail;
                    }
                },
                _ => {
                    self.pending.push(*byte);
                    rest = tail;
                }
            }
        }
        self.flush();
    }

    /// Reads an escape whose backslash is already taken; `None` when it is a backslash and no more.
    fn escape<'a>(&mut self, tail: &'a [u8]) -> Option<&'a [u8]> {
        match tail {
            [b'\\', after @ ..] => {
                self.pending.push(b'\\');
                Some(after)
            }
            [b'S' | b's', b'\\', letter, after @ ..] if letter.is_ascii() => {
                self.flush();
                self.page_character(letter | 0x80);
                // A writer may have doubled the quote although the escape needs no doubling.
                Some(if *letter == b'\'' { after.strip_prefix(b"'").unwrap_or(after) } else { after })
            }
            [b'P' | b'p', page @ (b'A'..=b'I' | b'a'..=b'i'), b'\\', after @ ..] => {
                self.page = page.to_ascii_uppercase() - b'A';
                Some(after)
            }
            [b'X' | b'x', b'\\', high, low, after @ ..] => {
                let byte = hex(*high)? << 4 | hex(*low)?;
                self.flush();
                self.out.push(char::from_u32(byte).unwrap_or(char::REPLACEMENT_CHARACTER));
                Some(after)
            }
            [b'X' | b'x', b'2', b'\\', after @ ..] => Some(self.wide(after, 4)),
            [b'X' | b'x', b'4', b'\\', after @ ..] => Some(self.wide(after, 8)),
            // The end of an escape that never began, or that broke off: left out, and told.
            [b'X' | b'x', b'0', b'\\', after @ ..] => {
                self.clean = false;
                Some(after)
            }
            [b'N' | b'n', b'\\', after @ ..] => {
                self.pending.push(b'\n');
                Some(after)
            }
            _ => None,
        }
    }

    /// Reads groups of hexadecimal digits up to `\X0\`. What cannot be read ends the escape, not the string.
    fn wide<'a>(&mut self, mut rest: &'a [u8], width: usize) -> &'a [u8] {
        self.flush();
        let mut units: Vec<u16> = Vec::new();
        loop {
            if let [b'\\', b'X' | b'x', b'0', b'\\', after @ ..] = rest {
                rest = after;
                break;
            }
            let group = rest.get(..width).and_then(|g| g.iter().try_fold(0u32, |n, d| Some(n << 4 | hex(*d)?)));
            let Some(code) = group else {
                self.clean = false;
                break;
            };
            if width == 4 {
                units.push(code as u16);
            } else {
                self.out.push(char::from_u32(code).unwrap_or_else(|| {
                    self.clean = false;
                    char::REPLACEMENT_CHARACTER
                }));
            }
            rest = rest.get(width..).unwrap_or(&[]);
        }
        for unit in char::decode_utf16(units) {
            self.clean &= unit.is_ok();
            self.out.push(unit.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        rest
    }

    fn page_character(&mut self, byte: u8) {
        let table = match self.page {
            1 => ISO_8859_2,
            2 => ISO_8859_3,
            3 => ISO_8859_4,
            4 => ISO_8859_5,
            5 => ISO_8859_6,
            6 => ISO_8859_7,
            7 => ISO_8859_8,
            8 => WINDOWS_1254,
            _ => return self.out.push(char::from(byte)),
        };
        self.out.push_str(&table.decode_without_bom_handling(&[byte]).0);
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (text, clean) = self.encoding.decode(&self.pending);
            self.out.push_str(&text);
            self.clean &= clean;
            self.pending.clear();
        }
    }
}

/// What follows a run of groups of four hexadecimal digits that `\X0\` ends and that stand for one character each.
fn plain_groups(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        if let Some(after) = rest.strip_prefix(b"\\X0\\") {
            return Some(after);
        }
        let (group, after) = rest.split_first_chunk::<4>()?;
        let code = group.iter().try_fold(0, |code, digit| Some(code << 4 | hex(*digit)?))?;
        char::from_u32(code)?;
        rest = after;
    }
}

fn hex(digit: u8) -> Option<u32> {
    char::from(digit).to_digit(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &[u8], encoding: Encoding) -> (String, bool) {
        let (text, clean) = Text::new(raw, encoding).decode_checked();
        (text.into_owned(), clean)
    }

    #[test]
    fn every_escape_is_read() {
        for (raw, text) in [
            (r"\X2\5BA25385\X0\", "客厅"),
            (r"\X2\5ba25385\x0\", "客厅"),
            (r"\X4\00005BA20001F600\X0\", "客😀"),
            (r"\X2\D83DDE00\X0\", "😀"),
            (r"\X\E6gir", "ægir"),
            (r"\S\D", "Ä"),
            (r"\PE\\S\0\S\1", "АБ"),
            ("it''s", "it's"),
            (r"C:\\temp", r"C:\temp"),
            (r"C:\temp\", r"C:\temp\"),
            (r"abc\S\'def", "abc§def"),
            (r"abc\S\''def", "abc§def"),
            (r"\X2\3010\X0\S\X2\3011\X0\", "【S】"),
            (r"\X2\4E3B\X0\1#\X2\5367\X0\", "主1#卧"),
            (r"a\N\b", "a\nb"),
        ] {
            assert_eq!(read(raw.as_bytes(), Encoding::Ascii), (text.into(), true), "{raw}");
        }
    }

    #[test]
    fn a_bad_escape_spoils_only_itself() {
        for (raw, text) in
            [(r"\X2\5BA2538\X0\厅", "客538厅"), (r"\X2\5BA2", "客"), (r"\X2\D83D\X0\x", "\u{fffd}x"), (r"\X4\00110000\X0\x", "\u{fffd}x")]
        {
            assert_eq!(read(raw.as_bytes(), Encoding::Utf8), (text.into(), false), "{raw}");
        }
    }

    #[test]
    fn raw_bytes_follow_the_file() {
        let gbk = b"\xbf\xcd\xcc\xfc";
        assert_eq!(read(gbk, Encoding::Gb18030), ("客厅".into(), true));
        assert_eq!(read(gbk, Encoding::Utf8), ("客厅".into(), false));
        assert_eq!(read("阳台".as_bytes(), Encoding::Utf8), ("阳台".into(), true));
        assert_eq!(read("阳台".as_bytes(), Encoding::Ascii), ("阳台".into(), true));
        assert_eq!(read(b"Fen\xeatre", Encoding::Latin1), ("Fenêtre".into(), true));
        assert_eq!(read(b"\x8b\x8f\x8a\xd4", Encoding::ShiftJis), ("居間".into(), true));
    }

    #[test]
    fn a_gbk_trail_byte_is_no_backslash() {
        // 誠 is D5 5C in GBK: its second byte is that of a backslash.
        assert_eq!(read(b"\xd5\x5cS\\", Encoding::Gb18030), ("誠S\\".into(), true));
    }

    #[test]
    fn the_majority_decides() {
        let mut census = EncodingCensus::default();
        // 联通 in GBK happens to be valid UTF-8; the other names outvote it.
        for name in [&b"\xc1\xaa\xcd\xa8"[..], b"\xbf\xcd\xcc\xfc", b"\xd6\xf7\xce\xd4", b"\xb3\xf8\xb7\xbf"] {
            census.count(name);
        }
        assert_eq!(census.majority(), Encoding::Gb18030);
        assert_eq!(read(b"\xc1\xaa\xcd\xa8", census.majority()).0, "联通");
        let mut latin = EncodingCensus::default();
        latin.count(b"Fen\xeatre");
        latin.count(b"T\xfcr");
        assert_eq!(latin.majority(), Encoding::Latin1);
        assert_eq!(EncodingCensus::default().majority(), Encoding::Ascii);
    }
}
