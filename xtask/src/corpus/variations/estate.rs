//! An estate as the records of its STEP file, and small edits of it: other names, properties, materials, groups.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context;

use super::data::{Change, Scalar, Thing};

/// Inches and metres in a millimetre.
const INCH: f64 = 1.0 / 25.4;
const METRE: f64 = 1.0 / 1000.0;

/// One record: `#12=IFCWALL('guid',…);`.
struct Record {
    id: u32,
    class: String,
    arguments: String,
}

/// The estate that nobody has touched.
pub(super) struct Estate {
    head: String,
    records: Vec<Record>,
    foot: String,
    /// Units of length in a millimetre.
    scale: f64,
    /// It is written in IFC2X3.
    is_old: bool,
}

impl Estate {
    /// Reads a file that holds one record a line, as the estates of known truth do.
    pub(super) fn read(text: &str) -> anyhow::Result<Self> {
        let (head, rest) = text.split_once("DATA;").context("no data section")?;
        let (data, foot) = rest.split_once("ENDSEC;").context("the data section has no end")?;
        let mut records = Vec::new();
        for line in data.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (id, rest) = line.split_once('=').with_context(|| format!("no record: {line}"))?;
            let (class, rest) = rest.split_once('(').with_context(|| format!("no record: {line}"))?;
            records.push(Record {
                id: id.trim().trim_start_matches('#').parse().with_context(|| format!("no record: {line}"))?,
                class: class.trim().to_ascii_uppercase(),
                arguments: rest.trim_end().strip_suffix(");").with_context(|| format!("more than a line: {line}"))?.to_owned(),
            });
        }
        let scale = if data.contains("'INCH'") {
            INCH
        } else if data.contains(".LENGTHUNIT.,.MILLI.") {
            1.0
        } else {
            METRE
        };
        Ok(Self { head: head.to_owned(), records, foot: foot.to_owned(), scale, is_old: head.contains("IFC2X3") })
    }

    /// The file as it is.
    pub(super) fn text(&self) -> String {
        Edit::new(self).text()
    }

    /// Where the things are that a description means; none is an error of the list.
    fn find(&self, things: &BTreeMap<String, Thing>, name: &str) -> anyhow::Result<Vec<usize>> {
        let thing = things.get(name).with_context(|| format!("`{name}` is described nowhere"))?;
        let mut found = Vec::new();
        if let Some(class) = &thing.class {
            let is_one = |record: &Record| class.split('|').any(|class| record.class == class);
            for (at, record) in self.records.iter().enumerate().filter(|(_, record)| is_one(record)) {
                if thing.means(&decoded(split(&record.arguments)[name_position(&record.class)])) {
                    found.push(at);
                }
            }
            found = found.into_iter().skip(thing.skip).take(thing.first.unwrap_or(usize::MAX)).collect();
        }
        for other in &thing.also {
            found.extend(self.find(things, other).unwrap_or_default());
        }
        anyhow::ensure!(!found.is_empty(), "`{name}` is not in the estate");
        Ok(found)
    }

    /// Whether it has things that a description means.
    pub(super) fn has(&self, things: &BTreeMap<String, Thing>, name: &str) -> bool {
        self.find(things, name).is_ok()
    }

    /// The file after one change.
    pub(super) fn changed(&self, things: &BTreeMap<String, Thing>, name: &str, change: &Change) -> anyhow::Result<String> {
        let found = self.find(things, name)?;
        let mut edit = Edit::new(self);
        match change {
            Change::Name(to) => {
                for (number, at) in found.iter().enumerate() {
                    let position = name_position(&self.records[*at].class);
                    edit.set(*at, position, quoted(&to.replace("%d", &(number + 1).to_string())));
                }
            }
            Change::Attribute(position, to) => found.iter().for_each(|at| {
                // a material has no GlobalId
                let position = if self.records[*at].class == "IFCMATERIAL" { 1 } else { *position };
                edit.set(*at, position, quoted(to));
            }),
            Change::Value(to) => found.iter().for_each(|at| edit.set(*at, 2, to.step())),
            Change::Property(set, key, value) => {
                let property = edit.add("IFCPROPERTYSINGLEVALUE", &format!("{},$,{},$", quoted(key), value.step()));
                edit.define(&found, "IFCPROPERTYSET", set, &format!("(#{property})"));
            }
            Change::Quantity(kind, key, value) => {
                let value = if *kind == "LENGTH" { value * self.scale } else { *value };
                let formula = if self.is_old { "" } else { ",$" };
                let quantity = edit.add(&format!("IFCQUANTITY{kind}"), &format!("{},$,$,{value:?}{formula}", quoted(key)));
                edit.define(&found, "IFCELEMENTQUANTITY", "Qto", &format!("$,(#{quantity})"));
            }
            Change::Material(to) => {
                let rest = if self.is_old { "" } else { ",$,$" };
                let material = edit.add("IFCMATERIAL", &format!("{}{rest}", quoted(to)));
                edit.relate("IFCRELASSOCIATESMATERIAL", &found, &format!("#{material}"));
            }
            Change::Type(to) => {
                let class = match self.records[found[0]].class.as_str() {
                    "IFCFLOWSEGMENT" => "IFCPIPESEGMENTTYPE".to_owned(),
                    "IFCDISTRIBUTIONCONTROLELEMENT" => "IFCSENSORTYPE".to_owned(),
                    "IFCWALLSTANDARDCASE" => "IFCWALLTYPE".to_owned(),
                    other => format!("{other}TYPE"),
                };
                let guid = edit.guid();
                let last = if class == "IFCGEOGRAPHICELEMENTTYPE" { ".USERDEFINED." } else { ".NOTDEFINED." };
                let kind = edit.add(&class, &format!("'{guid}',$,{},$,$,$,$,$,$,{last}", quoted(to)));
                edit.relate("IFCRELDEFINESBYTYPE", &found, &format!("#{kind}"));
            }
            Change::Move(by) => {
                for at in &found {
                    edit.shift(*at, *by)?;
                }
            }
            Change::Group(class, name, description) => {
                let guid = edit.guid();
                let description = description.as_ref().map_or_else(|| "$".to_owned(), |text| quoted(text));
                let group = edit.add(class, &format!("'{guid}',$,{},{description},$", quoted(name)));
                edit.relate("IFCRELASSIGNSTOGROUP", &found, &format!("$,#{group}"));
            }
        }
        Ok(edit.text())
    }
}

/// Changes of an estate, not yet written.
struct Edit<'e> {
    estate: &'e Estate,
    changed: BTreeMap<usize, Vec<String>>,
    added: String,
    next: u32,
}

impl<'e> Edit<'e> {
    fn new(estate: &'e Estate) -> Self {
        let next = estate.records.iter().map(|record| record.id).max().unwrap_or(0) + 1;
        Self { estate, changed: BTreeMap::new(), added: String::new(), next }
    }

    fn set(&mut self, at: usize, position: usize, value: String) {
        let arguments = || split(&self.estate.records[at].arguments).into_iter().map(str::to_owned).collect();
        let arguments = self.changed.entry(at).or_insert_with(arguments);
        if let Some(argument) = arguments.get_mut(position) {
            *argument = value;
        }
    }

    fn add(&mut self, class: &str, arguments: &str) -> u32 {
        let id = self.next;
        self.next += 1;
        let _ = writeln!(self.added, "#{id}={class}({arguments});");
        id
    }

    fn guid(&self) -> String {
        format!("0VARIATION{:012}", self.next)
    }

    fn define(&mut self, found: &[usize], class: &str, set: &str, rest: &str) {
        let guid = self.guid();
        let set = self.add(class, &format!("'{guid}',$,{},$,{rest}", quoted(set)));
        self.relate("IFCRELDEFINESBYPROPERTIES", found, &format!("#{set}"));
    }

    fn relate(&mut self, class: &str, found: &[usize], rest: &str) {
        let guid = self.guid();
        let list: Vec<String> = found.iter().map(|at| format!("#{}", self.estate.records[*at].id)).collect();
        self.add(class, &format!("'{guid}',$,$,$,({}),{rest}", list.join(",")));
    }

    /// Gives a product a placement of its own, this far from where it stands.
    fn shift(&mut self, at: usize, by: [f64; 3]) -> anyhow::Result<()> {
        const PLACEMENT: usize = 5;
        let of = |reference: &str| -> anyhow::Result<Vec<&'e str>> {
            let id: u32 = reference.trim_start_matches('#').parse().with_context(|| format!("no reference: {reference}"))?;
            let record = self.estate.records.iter().find(|record| record.id == id).with_context(|| format!("no record {reference}"))?;
            Ok(split(&record.arguments))
        };
        let own = split(&self.estate.records[at].arguments);
        let placement = of(own.get(PLACEMENT).context("no placement")?)?;
        let [parent, axis] = placement[..] else { anyhow::bail!("no local placement") };
        let axis = of(axis)?;
        let place = of(axis[0])?;
        let place: Vec<f64> = place[0].trim_matches(['(', ')']).split(',').map(str::parse).collect::<Result<_, _>>()?;
        let moved: Vec<String> =
            (0..3).map(|axis| format!("{:?}", place.get(axis).unwrap_or(&0.0) + by[axis] * self.estate.scale)).collect();
        let point = self.add("IFCCARTESIANPOINT", &format!("({})", moved.join(",")));
        let axis = self.add("IFCAXIS2PLACEMENT3D", &format!("#{point},{}", axis[1..].join(",")));
        let placement = self.add("IFCLOCALPLACEMENT", &format!("{parent},#{axis}"));
        self.set(at, PLACEMENT, format!("#{placement}"));
        Ok(())
    }

    fn text(&self) -> String {
        let size: usize = self.estate.records.iter().map(|record| record.arguments.len() + record.class.len() + 16).sum();
        let mut out = String::with_capacity(self.estate.head.len() + size + self.added.len() + 64);
        out.push_str(&self.estate.head);
        out.push_str("DATA;\n");
        for (at, record) in self.estate.records.iter().enumerate() {
            let _ = match self.changed.get(&at) {
                Some(arguments) => writeln!(out, "#{}={}({});", record.id, record.class, arguments.join(",")),
                None => writeln!(out, "#{}={}({});", record.id, record.class, record.arguments),
            };
        }
        out.push_str(&self.added);
        out.push_str("ENDSEC;");
        out.push_str(&self.estate.foot);
        out
    }
}

/// Where the name stands among the arguments: first in properties and materials, third in what has a GlobalId.
fn name_position(class: &str) -> usize {
    if matches!(class, "IFCPROPERTYSINGLEVALUE" | "IFCMATERIAL") { 0 } else { 2 }
}

/// The arguments of a record, split at the commas of its own level.
fn split(arguments: &str) -> Vec<&str> {
    let (mut depth, mut in_text, mut start) = (0_i32, false, 0);
    let mut out = Vec::new();
    for (at, byte) in arguments.bytes().enumerate() {
        match byte {
            b'\'' => in_text = !in_text,
            b'(' if !in_text => depth += 1,
            b')' if !in_text => depth -= 1,
            b',' if !in_text && depth == 0 => {
                out.push(&arguments[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&arguments[start..]);
    out
}

/// A text as it is read: without its quotes, `\X2\…\X0\` as what it stands for.
fn decoded(argument: &str) -> String {
    let mut rest = argument.trim().trim_matches('\'');
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("\\X2\\") {
        out.push_str(before);
        let (code, after) = after.split_once("\\X0\\").unwrap_or((after, ""));
        let units: Vec<u16> = (0..code.len() / 4).filter_map(|at| u16::from_str_radix(code.get(at * 4..at * 4 + 4)?, 16).ok()).collect();
        out.push_str(&String::from_utf16_lossy(&units));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text as STEP writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    let mut wide = false;
    for letter in text.chars() {
        if !letter.is_ascii() && !wide {
            out.push_str("\\X2\\");
        } else if letter.is_ascii() && wide {
            out.push_str("\\X0\\");
        }
        wide = !letter.is_ascii();
        match letter {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            _ if wide => letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(out, "{unit:04X}");
            }),
            _ => out.push(letter),
        }
    }
    out.push_str(if wide { "\\X0\\'" } else { "'" });
    out
}

impl Scalar {
    /// The value as a property holds it.
    fn step(&self) -> String {
        match self {
            // a measure of its own is written as it stands
            Self::Text(text) if text.starts_with("IFC") && text.ends_with(')') => text.clone(),
            Self::Text(text) => format!("IFCLABEL({})", quoted(text)),
            Self::Whole(number) => format!("IFCINTEGER({number})"),
            Self::Real(number) => format!("IFCREAL({number:?})"),
            Self::Claim(claim) => format!("IFCBOOLEAN(.{}.)", if *claim { "T" } else { "F" }),
        }
    }
}
