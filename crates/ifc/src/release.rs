//! What kind of file it is, and by which schema its records are read.

use crate::error::{DefectKind, Error};
use crate::index::Index;
use crate::schema::Schema;
use crate::step::Header;

/// Where the Part 21 text begins (after a byte order mark), or why it is none.
pub(crate) fn sniff(bytes: &[u8]) -> Result<usize, Error> {
    if bytes.iter().all(|b| b.is_ascii_whitespace()) {
        return Err(Error::Empty);
    }
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => return Err(Error::WideText("UTF-32")),
        [0xff, 0xfe, ..] | [b'I', 0, b'S', 0, ..] | [b'#', 0, ..] => return Err(Error::WideText("UTF-16 (little endian)")),
        [0xfe, 0xff, ..] | [0, b'I', 0, b'S', ..] | [0, b'#', ..] => return Err(Error::WideText("UTF-16 (big endian)")),
        _ => {}
    }
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = bytes.get(start..).unwrap_or(&[]).trim_ascii_start();
    if text.starts_with(b"<") { Err(xml(text)) } else { Ok(start) }
}

fn xml(text: &[u8]) -> Error {
    let head = text.get(..text.len().min(4096)).unwrap_or(text);
    let head = String::from_utf8_lossy(head);
    if head.contains("ifcXML") || head.contains("<ifc") || head.contains("IFC2X") || head.contains("iso_10303_28") {
        let namespace = ["http://www.buildingsmart", "http://www.iai-tech", "https://standards.buildingsmart"]
            .iter()
            .find_map(|start| head.find(start).and_then(|at| head.get(at..)))
            .and_then(|rest| rest.split(['"', '\'', ' ', '>']).next());
        return Error::Xml(namespace.map(str::to_owned));
    }
    not_ifc(text)
}

/// Says what a file that is not IFC begins with.
pub(crate) fn not_ifc(bytes: &[u8]) -> Error {
    let kinds = [
        (&b"%PDF"[..], "a PDF document"),
        (b"AC10", "an AutoCAD drawing (DWG)"),
        (b"glTF", "a glTF scene"),
        (b"\xd0\xcf\x11\xe0", "a Revit or Office document"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"Rar!", "a RAR archive"),
        (b"<!DOCTYPE html", "a web page"),
        (b"<html", "a web page"),
        (b"<?xml", "an XML document"),
        (b"{", "a JSON document"),
    ];
    let kind = kinds.iter().find(|(magic, _)| bytes.starts_with(magic));
    let found = match kind {
        Some((_, name)) => (*name).to_owned(),
        None => {
            let head = bytes.get(..bytes.len().min(24)).unwrap_or(bytes);
            format!("{:?}", String::from_utf8_lossy(head))
        }
    };
    Error::NotIfc { found }
}

/// The schema of the header, with a defect where it is missing or merely near to one of ours.
pub(crate) fn schema(header: &Header, index: &mut Index) -> Result<Schema, Error> {
    let Some(name) = header.schemas.first().map(|name| name.trim().to_ascii_uppercase()).filter(|name| !name.is_empty()) else {
        let schema = guess(index);
        index.flaw(0, None, DefectKind::MissingSchema { assumed: schema.name() });
        return Ok(schema);
    };
    // Names may carry an object identifier: `IFC4 { 1 0 10303 … }`.
    let bare = name.split([' ', '{']).next().unwrap_or(&name);
    let (schema, exact) = match bare {
        "IFC2X3" | "IFC2X3_TC1" => (Schema::Ifc2x3, true),
        "IFC4" | "IFC4_ADD1" | "IFC4_ADD2" | "IFC4_ADD2_TC1" => (Schema::Ifc4, true),
        "IFC4X3" | "IFC4X3_TC1" | "IFC4X3_ADD1" | "IFC4X3_ADD2" => (Schema::Ifc4x3, true),
        other if other.starts_with("IFC4X3") || other.starts_with("IFC4X4") || other.starts_with("IFC5") => (Schema::Ifc4x3, false),
        other if other.starts_with("IFC4") => (Schema::Ifc4, false),
        other if other.starts_with("IFC") => (Schema::Ifc2x3, false),
        _ => return Err(Error::OtherSchema(name)),
    };
    if !exact {
        index.flaw(0, None, DefectKind::NearSchema { found: bare.to_owned(), used: schema.name() });
    }
    Ok(schema)
}

/// The oldest schema that knows all classes of the file, so far as that can be told.
fn guess(index: &Index) -> Schema {
    let used: Vec<_> = crate::Class::every().skip(1).filter(|c| !index.records.of_class(*c).is_empty()).collect();
    let misses = |schema: Schema| used.iter().filter(|class| class.is_abstract(schema).is_none()).count();
    [Schema::Ifc4, Schema::Ifc2x3, Schema::Ifc4x3].into_iter().min_by_key(|schema| misses(*schema)).unwrap_or(Schema::Ifc4)
}
