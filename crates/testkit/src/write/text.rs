//! Strings of the exchange file in the three encodings met in China.

use super::gbk::GBK;
use crate::style::Encoding;

/// Appends `text` as a quoted string.
pub(super) fn quoted(out: &mut Vec<u8>, text: &str, encoding: Encoding) {
    out.push(b'\'');
    let mut open = false;
    for c in text.chars() {
        let raw = match encoding {
            _ if c.is_ascii() => None,
            Encoding::Escapes => None,
            Encoding::Utf8 => Some(c.to_string().into_bytes()),
            Encoding::Gb18030 => GBK.binary_search_by_key(&c, |pair| pair.0).ok().map(|at| GBK[at].1.to_be_bytes().to_vec()),
        };
        let escaped = raw.is_none() && !c.is_ascii();
        if open && !escaped {
            out.extend_from_slice(b"\\X0\\");
        }
        if escaped && !open {
            out.extend_from_slice(b"\\X2\\");
        }
        open = escaped;
        match (raw, c) {
            (Some(bytes), _) => out.extend_from_slice(&bytes),
            (None, '\'') => out.extend_from_slice(b"''"),
            (None, '\\') => out.extend_from_slice(b"\\\\"),
            (None, c) if c.is_ascii() => out.push(c as u8),
            (None, c) => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.extend_from_slice(format!("{unit:04X}").as_bytes())),
        }
    }
    if open {
        out.extend_from_slice(b"\\X0\\");
    }
    out.push(b'\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, encoding: Encoding) -> Vec<u8> {
        let mut out = Vec::new();
        quoted(&mut out, text, encoding);
        out
    }

    #[test]
    fn chinese_text_in_each_encoding() {
        assert_eq!(written("1#客厅's", Encoding::Escapes), b"'1#\\X2\\5BA25385\\X0\\''s'");
        assert_eq!(written("客厅", Encoding::Utf8), "'客厅'".as_bytes());
        assert_eq!(written("客厅1", Encoding::Gb18030), b"'\xBF\xCD\xCC\xFC1'");
    }
}
