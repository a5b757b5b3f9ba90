//! Tokens → syntax tree. Depth is bounded, so that no text can exhaust the stack.

use std::ops::Range;

use haofang_facts::{Comparator, Unit};

use super::lexer::{Flaw, Token, tokens};

/// How deep conditions may nest.
const DEPTH: usize = 64;

/// An expression as written, names not yet resolved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Raw {
    pub(crate) kind: RawKind,
    pub(crate) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Plus,
    Minus,
    Times,
    Over,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RawKind {
    Number(f64, Unit),
    Text(String),
    Name(String),
    Negative(Box<Raw>),
    Not(Box<Raw>),
    And(Vec<Raw>),
    Or(Vec<Raw>),
    Compare(Box<Raw>, Comparator, Box<Raw>),
    Among(Box<Raw>, Vec<Raw>),
    Arithmetic(Box<Raw>, Arithmetic, Box<Raw>),
    Call(String, Vec<Raw>),
    /// `sum(facility in building where F : E)`
    Over {
        function: String,
        kind: (String, Range<usize>),
        within: Option<(String, Range<usize>)>,
        filter: Option<Box<Raw>>,
        body: Option<Box<Raw>>,
    },
}

/// Functions that range over subjects when their argument names a subject kind.
pub(crate) const RANGES: [&str; 6] = ["count", "sum", "min", "max", "all", "any"];

/// Reads a condition.
pub(crate) fn parse(text: &str) -> Result<Raw, Flaw> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let raw = parser.or()?;
    match parser.peek() {
        Token::End => Ok(raw),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(0..0, |(_, span)| span.clone())
    }

    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |(_, span)| span.end)
    }

    fn word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Name(name) if name == word)
    }

    fn eat(&mut self, token: &Token) -> bool {
        let found = self.peek() == token;
        self.at += usize::from(found);
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.word(word);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, expected: &str) -> Flaw {
        let found = match self.peek() {
            Token::End => "the end".to_owned(),
            Token::Name(name) => format!("`{name}`"),
            Token::Text(text) => format!("'{text}'"),
            Token::Number(..) => "a number".to_owned(),
            Token::Compare(comparator) => format!("`{}`", comparator.sign()),
            other => format!("{other:?}").to_lowercase(),
        };
        Flaw::new(self.span(), format!("expected {expected}, found {found}"))
    }

    fn expect(&mut self, token: &Token, expected: &str) -> Result<(), Flaw> {
        if self.eat(token) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn or(&mut self) -> Result<Raw, Flaw> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Flaw::new(self.span(), "this condition is nested too deeply"));
        }
        let start = self.span().start;
        let mut parts = vec![self.and()?];
        while self.eat_word("or") {
            parts.push(self.and()?);
        }
        self.depth -= 1;
        Ok(self.group(start, parts, RawKind::Or))
    }

    fn and(&mut self) -> Result<Raw, Flaw> {
        let start = self.span().start;
        let mut parts = vec![self.not()?];
        while self.eat_word("and") {
            parts.push(self.not()?);
        }
        Ok(self.group(start, parts, RawKind::And))
    }

    fn group(&self, start: usize, mut parts: Vec<Raw>, kind: fn(Vec<Raw>) -> RawKind) -> Raw {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Raw { kind: kind(parts), span: start..self.end() }
            }
        }
    }

    fn not(&mut self) -> Result<Raw, Flaw> {
        let start = self.span().start;
        let mut times = 0_usize;
        while self.eat_word("not") {
            times += 1;
        }
        let mut raw = self.comparison()?;
        if times % 2 == 1 {
            raw = Raw { kind: RawKind::Not(Box::new(raw)), span: start..self.end() };
        }
        Ok(raw)
    }

    fn comparison(&mut self) -> Result<Raw, Flaw> {
        let start = self.span().start;
        let left = self.sum()?;
        if let Token::Compare(comparator) = *self.peek() {
            self.at += 1;
            let right = self.sum()?;
            if matches!(self.peek(), Token::Compare(_)) {
                return Err(Flaw::new(self.span(), "comparisons do not chain; write `a <= x and x <= b`"));
            }
            return Ok(Raw { kind: RawKind::Compare(Box::new(left), comparator, Box::new(right)), span: start..self.end() });
        }
        if self.eat_word("in") {
            self.expect(&Token::OpenList, "a list such as [dwelling, mezzanine]")?;
            let mut words = Vec::new();
            loop {
                words.push(self.primary()?);
                if !self.eat(&Token::Comma) {
                    break;
                }
            }
            self.expect(&Token::CloseList, "`,` or `]`")?;
            return Ok(Raw { kind: RawKind::Among(Box::new(left), words), span: start..self.end() });
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Raw, Flaw> {
        let start = self.span().start;
        let mut left = self.product()?;
        for _ in 0..DEPTH {
            let operator = match self.peek() {
                Token::Plus => Arithmetic::Plus,
                Token::Minus => Arithmetic::Minus,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.product()?;
            left = Raw { kind: RawKind::Arithmetic(Box::new(left), operator, Box::new(right)), span: start..self.end() };
        }
        Err(Flaw::new(start..self.end(), "this sum has too many terms"))
    }

    fn product(&mut self) -> Result<Raw, Flaw> {
        let start = self.span().start;
        let mut left = self.unary()?;
        for _ in 0..DEPTH {
            let operator = match self.peek() {
                Token::Times => Arithmetic::Times,
                Token::Over => Arithmetic::Over,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.unary()?;
            left = Raw { kind: RawKind::Arithmetic(Box::new(left), operator, Box::new(right)), span: start..self.end() };
        }
        Err(Flaw::new(start..self.end(), "this product has too many factors"))
    }

    fn unary(&mut self) -> Result<Raw, Flaw> {
        let start = self.span().start;
        if self.eat(&Token::Minus) {
            let raw = self.primary()?;
            return Ok(Raw { kind: RawKind::Negative(Box::new(raw)), span: start..self.end() });
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Raw, Flaw> {
        let span = self.span();
        let kind = match self.peek().clone() {
            Token::Number(number, unit) => RawKind::Number(number, unit),
            Token::Text(text) => RawKind::Text(text),
            Token::Open => {
                self.at += 1;
                let raw = self.or()?;
                self.expect(&Token::Close, "`)`")?;
                return Ok(raw);
            }
            Token::Name(name) if matches!(name.as_str(), "and" | "or" | "not" | "in" | "where") => return Err(self.unexpected("a value")),
            Token::Name(name) => {
                self.at += 1;
                if self.peek() != &Token::Open {
                    return Ok(Raw { kind: RawKind::Name(name), span });
                }
                self.at += 1;
                let kind = if RANGES.contains(&name.as_str()) && self.is_range() { self.range(name)? } else { self.call(name)? };
                return Ok(Raw { kind, span: span.start..self.end() });
            }
            _ => return Err(self.unexpected("a value")),
        };
        self.at += 1;
        Ok(Raw { kind, span })
    }

    /// Whether the argument starts with a bare subject word rather than an expression.
    fn is_range(&self) -> bool {
        let Some((Token::Name(first), _)) = self.tokens.get(self.at) else { return false };
        let after = self.tokens.get(self.at + 1).map(|(token, _)| token);
        !first.contains('.')
            && match after {
                Some(Token::Close | Token::Colon) => true,
                Some(Token::Name(word)) => word == "in" || word == "where",
                _ => false,
            }
    }

    fn name(&mut self, expected: &str) -> Result<(String, Range<usize>), Flaw> {
        let span = self.span();
        match self.peek().clone() {
            Token::Name(name) => {
                self.at += 1;
                Ok((name, span))
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    fn range(&mut self, function: String) -> Result<RawKind, Flaw> {
        let kind = self.name("a subject such as `storey`")?;
        let within = if self.eat_word("in") { Some(self.name("a subject such as `building`")?) } else { None };
        let filter = if self.eat_word("where") { Some(Box::new(self.or()?)) } else { None };
        let body = if self.eat(&Token::Colon) { Some(Box::new(self.or()?)) } else { None };
        self.expect(&Token::Close, "`where`, `:` or `)`")?;
        Ok(RawKind::Over { function, kind, within, filter, body })
    }

    fn call(&mut self, function: String) -> Result<RawKind, Flaw> {
        let mut arguments = Vec::new();
        if !self.eat(&Token::Close) {
            loop {
                arguments.push(self.or()?);
                if !self.eat(&Token::Comma) {
                    break;
                }
            }
            self.expect(&Token::Close, "`,` or `)`")?;
        }
        Ok(RawKind::Call(function, arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precedence_is_the_usual_one() {
        let raw = parse("a + 2 * b >= 3 m and not c or d").unwrap();
        let RawKind::Or(parts) = raw.kind else { panic!() };
        let RawKind::And(parts) = &parts[0].kind else { panic!() };
        assert!(matches!(&parts[0].kind, RawKind::Compare(left, Comparator::AtLeast, _)
            if matches!(&left.kind, RawKind::Arithmetic(_, Arithmetic::Plus, right) if matches!(right.kind, RawKind::Arithmetic(_, Arithmetic::Times, _)))));
        assert!(matches!(parts[1].kind, RawKind::Not(_)));
    }

    #[test]
    fn ranges_and_calls_are_told_apart() {
        assert!(matches!(parse("max(a.b, 600 m2)").unwrap().kind, RawKind::Call(..)));
        assert!(matches!(parse("max(storey : storey.height)").unwrap().kind, RawKind::Over { .. }));
        assert!(matches!(parse("count(storey in building where storey.use == dwelling)").unwrap().kind, RawKind::Over { .. }));
        assert!(matches!(parse("count(storey)").unwrap().kind, RawKind::Over { .. }));
    }

    #[test]
    fn flaws_say_what_was_expected() {
        assert!(parse("a >=").unwrap_err().message.contains("expected a value, found the end"));
        assert!(parse("1 < a < 3").unwrap_err().message.contains("do not chain"));
        assert!(parse("(a").unwrap_err().message.contains("expected `)`"));
        assert!(parse("a b").unwrap_err().message.contains("expected an operator or the end, found `b`"));
        assert!(parse(&"(".repeat(10_000)).unwrap_err().message.contains("too deeply"));
        assert!(parse(&format!("{}a", "not ".repeat(10_000))).is_ok());
        assert!(parse(&format!("1{}", " + 1".repeat(10_000))).unwrap_err().message.contains("too many terms"));
        assert!(parse(&format!("1{}", " * 1".repeat(10_000))).unwrap_err().message.contains("too many factors"));
    }
}
