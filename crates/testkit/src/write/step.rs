//! The exchange structure: instances in order, numbers, strings, lengths in the unit of the file.

use std::collections::BTreeMap;

use super::text::quoted;
use crate::style::{Schema, Style};

/// `#n`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ref(u32);

/// One attribute.
#[derive(Clone, Debug)]
pub(super) enum Arg {
    Null,
    Derived,
    To(Ref),
    List(Vec<Arg>),
    Text(String),
    Enum(&'static str),
    /// A plain real.
    Real(f64),
    /// A number already spelt.
    Exact(String),
    /// Metres, written in the length unit.
    Length(f64),
    /// Square metres, written in the area unit.
    Area(f64),
    /// Cubic metres, written in the volume unit.
    Volume(f64),
    /// Radians, written in the angle unit.
    Angle(f64),
    Int(i64),
    Flag(bool),
    Typed(&'static str, Box<Arg>),
}

impl From<Ref> for Arg {
    fn from(value: Ref) -> Self {
        Self::To(value)
    }
}
impl From<Option<Ref>> for Arg {
    fn from(value: Option<Ref>) -> Self {
        value.map_or(Self::Null, Self::To)
    }
}
impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<Option<String>> for Arg {
    fn from(value: Option<String>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }
}
impl From<Vec<Ref>> for Arg {
    fn from(value: Vec<Ref>) -> Self {
        Self::List(value.into_iter().map(Arg::To).collect())
    }
}

/// `typed!("IFCLABEL", arg)`
pub(super) fn typed(name: &'static str, arg: impl Into<Arg>) -> Arg {
    Arg::Typed(name, Box::new(arg.into()))
}

/// A list of lengths: coordinates of a point.
pub(super) fn point(p: &[f64]) -> Arg {
    Arg::List(p.iter().map(|&v| Arg::Length(v)).collect())
}

/// The growing file.
pub(super) struct Step {
    pub(super) body: Vec<u8>,
    next: u32,
    pub(super) style: Style,
    shared: BTreeMap<Vec<u8>, Ref>,
}

impl Step {
    pub(super) fn new(style: Style) -> Self {
        Self { body: Vec::new(), next: 1, style, shared: BTreeMap::new() }
    }

    pub(super) fn is_2x3(&self) -> bool {
        self.style.schema == Schema::Ifc2x3
    }

    fn line(&self, keyword: &str, args: &[Arg]) -> Vec<u8> {
        let mut line = Vec::with_capacity(96);
        line.extend_from_slice(keyword.as_bytes());
        self.list(&mut line, args);
        line.extend_from_slice(b";\n");
        line
    }

    fn list(&self, out: &mut Vec<u8>, args: &[Arg]) {
        out.push(b'(');
        for (i, arg) in args.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            self.arg(out, arg);
        }
        out.push(b')');
    }

    fn arg(&self, out: &mut Vec<u8>, arg: &Arg) {
        let unit = self.style.unit.metres();
        let imperial = !matches!(self.style.unit, crate::style::Unit::Millimetre | crate::style::Unit::Metre);
        let surface = if imperial { unit } else { 1.0 };
        match arg {
            Arg::Null => out.push(b'$'),
            Arg::Derived => out.push(b'*'),
            Arg::To(id) => out.extend_from_slice(format!("#{}", id.0).as_bytes()),
            Arg::List(items) => self.list(out, items),
            Arg::Text(text) => quoted(out, text, self.style.encoding),
            Arg::Enum(word) => out.extend_from_slice(format!(".{word}.").as_bytes()),
            Arg::Exact(text) => out.extend_from_slice(text.as_bytes()),
            Arg::Real(value) => out.extend_from_slice(real(*value).as_bytes()),
            Arg::Length(value) => out.extend_from_slice(real(value / unit).as_bytes()),
            Arg::Area(value) => out.extend_from_slice(real(value / (surface * surface)).as_bytes()),
            Arg::Volume(value) => out.extend_from_slice(real(value / (surface * surface * surface)).as_bytes()),
            Arg::Angle(value) => out.extend_from_slice(real(if self.style.degrees { value.to_degrees() } else { *value }).as_bytes()),
            Arg::Int(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Arg::Flag(value) => out.extend_from_slice(if *value { b".T." } else { b".F." }),
            Arg::Typed(name, inner) => {
                out.extend_from_slice(name.as_bytes());
                out.push(b'(');
                self.arg(out, inner);
                out.push(b')');
            }
        }
    }

    /// Adds an instance.
    pub(super) fn put(&mut self, keyword: &str, args: &[Arg]) -> Ref {
        let line = self.line(keyword, args);
        self.push(&line)
    }

    /// Adds an instance once: the same content answers the same reference.
    pub(super) fn once(&mut self, keyword: &str, args: &[Arg]) -> Ref {
        let line = self.line(keyword, args);
        if let Some(&id) = self.shared.get(&line) {
            return id;
        }
        let id = self.push(&line);
        self.shared.insert(line, id);
        id
    }

    fn push(&mut self, line: &[u8]) -> Ref {
        let id = Ref(self.next);
        self.next += 1;
        self.body.extend_from_slice(format!("#{}=", id.0).as_bytes());
        self.body.extend_from_slice(line);
        id
    }
}

/// A STEP real: at most ten decimals (the noise of unit division goes), always with a point.
pub(crate) fn real(value: f64) -> String {
    let scale = 1e10;
    let rounded = if value.abs() < 1e5 { (value * scale).round() / scale } else { value };
    let rounded = if rounded == 0.0 { 0.0 } else { rounded };
    let text = format!("{rounded}");
    match text.split_once('.') {
        Some((whole, decimals)) if decimals.len() > 10 => {
            let cut = format!("{rounded:.9}");
            let cut = cut.trim_end_matches('0').to_owned();
            if cut.is_empty() { format!("{whole}.") } else { cut }
        }
        Some(_) => text,
        None => text + ".",
    }
}

#[cfg(test)]
mod tests {
    use super::real;

    #[test]
    fn reals_have_a_point_and_no_noise() {
        assert_eq!(real(3.05 / 0.001), "3050.");
        assert_eq!(real(-0.0), "0.");
        assert_eq!(real(0.1 + 0.2), "0.3");
        assert_eq!(real(40_512_345.678), "40512345.678");
    }
}
