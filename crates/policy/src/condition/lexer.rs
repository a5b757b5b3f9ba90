//! Text of a condition → tokens with their byte ranges.

use std::ops::Range;

use haofang_facts::{Comparator, Unit};

/// A flaw in a condition, with the byte range in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

impl Flaw {
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    /// A number in SI units; per cent is already divided.
    Number(f64, Unit),
    /// `'…'`
    Text(String),
    /// A dotted name or a word.
    Name(String),
    Compare(Comparator),
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    Colon,
    End,
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// The tokens of a condition; the last is always [`Token::End`].
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Flaw> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let next = text[at..].chars().next();
        let token = match c {
            _ if c.is_whitespace() => continue,
            '+' => Token::Plus,
            '-' => Token::Minus,
            '*' => Token::Times,
            '/' => Token::Over,
            '(' => Token::Open,
            ')' => Token::Close,
            '[' => Token::OpenList,
            ']' => Token::CloseList,
            ',' => Token::Comma,
            ':' => Token::Colon,
            '>' | '<' | '=' | '!' => {
                let equals = next == Some('=');
                at += usize::from(equals);
                match (c, equals) {
                    ('>', true) => Token::Compare(Comparator::AtLeast),
                    ('>', false) => Token::Compare(Comparator::MoreThan),
                    ('<', true) => Token::Compare(Comparator::AtMost),
                    ('<', false) => Token::Compare(Comparator::LessThan),
                    ('=', true) => Token::Compare(Comparator::Equal),
                    ('!', true) => Token::Compare(Comparator::NotEqual),
                    ('=', false) => return Err(Flaw::new(start..at, "a single `=` compares nothing; write `==`")),
                    _ => return Err(Flaw::new(start..at, "`!` is not an operator; write `not` or `!=`")),
                }
            }
            '\'' => {
                let Some(length) = text[at..].find('\'') else {
                    return Err(Flaw::new(start..text.len(), "this text has no closing `'`"));
                };
                let word = text[at..at + length].to_owned();
                at += length + 1;
                Token::Text(word)
            }
            _ if c.is_ascii_digit() => {
                let length = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len() - start);
                let digits = &text[start..start + length];
                at = start + length;
                let number: f64 =
                    digits.replace('_', "").parse().map_err(|_| Flaw::new(start..at, format!("`{digits}` is not a number")))?;
                let (unit, after) = unit(text, at)?;
                at = after;
                let number = if unit == Some(Unit::Ratio) { number / 100.0 } else { number };
                Token::Number(number, unit.unwrap_or(Unit::Count))
            }
            _ if is_name(c) => {
                let length = text[start..].find(|c: char| !is_name(c)).unwrap_or(text.len() - start);
                at = start + length;
                Token::Name(text[start..at].to_owned())
            }
            _ => return Err(Flaw::new(start..at, format!("`{c}` has no meaning in a condition"))),
        };
        out.push((token, start..at));
    }
    out.push((Token::End, text.len()..text.len()));
    Ok(out)
}

/// The unit after a number, if there is one: only SI units, so that no factor stands in a rule pack.
fn unit(text: &str, at: usize) -> Result<(Option<Unit>, usize), Flaw> {
    let rest = &text[at..];
    let start = at + rest.len() - rest.trim_start().len();
    let rest = &text[start..];
    for (sign, unit) in
        [("%", Unit::Ratio), ("％", Unit::Ratio), ("㎡", Unit::SquareMetre), ("m²", Unit::SquareMetre), ("m³", Unit::CubicMetre)]
    {
        if rest.starts_with(sign) {
            return Ok((Some(unit), start + sign.len()));
        }
    }
    let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    let unit = match &rest[..length] {
        "m" => Unit::Metre,
        "m2" => Unit::SquareMetre,
        "m3" => Unit::CubicMetre,
        "" | "and" | "or" | "where" | "in" => return Ok((None, at)),
        other @ ("mm" | "cm" | "km" | "ft" | "in2" | "ha") => {
            return Err(Flaw::new(start..start + length, format!("`{other}` is not used in rule packs; write metres (m, m2, m3)")));
        }
        other => return Err(Flaw::new(start..start + length, format!("expected a unit (m, m2, m3, %) or an operator, found `{other}`"))),
    };
    Ok((Some(unit), start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_units_and_names_carry_dots() {
        let kinds: Vec<Token> = tokens("storey.height >= 3.1 m and 20 % < 40㎡").unwrap().into_iter().map(|(token, _)| token).collect();
        assert_eq!(
            kinds,
            [
                Token::Name("storey.height".into()),
                Token::Compare(Comparator::AtLeast),
                Token::Number(3.1, Unit::Metre),
                Token::Name("and".into()),
                Token::Number(0.2, Unit::Ratio),
                Token::Compare(Comparator::LessThan),
                Token::Number(40.0, Unit::SquareMetre),
                Token::End,
            ]
        );
    }

    #[test]
    fn flaws_say_what_to_write() {
        assert!(tokens("a = 3").unwrap_err().message.contains("`==`"));
        assert!(tokens("a > 3100 mm").unwrap_err().message.contains("write metres"));
        assert!(tokens("a > 3 apples").unwrap_err().message.contains("found `apples`"));
        assert_eq!(tokens("'层").unwrap_err().span, 0..4);
        assert!(tokens("a & b").unwrap_err().message.contains('&'));
        assert!(tokens("1.2.3").unwrap_err().message.contains("not a number"));
    }
}
