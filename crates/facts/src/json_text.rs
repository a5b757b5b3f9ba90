//! The text of a `haofang.facts/1` document, written piece by piece: subjects on all threads, put down in their order, so that
//! the document of a large estate never stands in memory.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize as _;
use serde_json::ser::{Formatter as _, PrettyFormatter};

use crate::json::{Document, Head};
use crate::json_lines::facts_and_gaps;
use crate::{FactSheet, Subject};

/// Subjects that one thread writes at a time.
const PIECE: usize = 64;

/// Pieces that stand in memory at a time.
const PIECES: usize = 8;

/// The line of a document without subjects, where they go.
const EMPTY: &str = "\n  \"subjects\": []";

/// How deep subjects stand in the document.
const DEPTH: usize = 2;

/// The end of a subject.
const END: &str = "\n    }";

/// Lines as they are written for people, at the depth at which subjects stand.
fn format() -> PrettyFormatter<'static> {
    let mut format = PrettyFormatter::new();
    for _ in 0..DEPTH {
        // all that a bracket written to nowhere leaves is a level
        let _ = format.begin_object(&mut io::sink());
    }
    format
}

/// Some subjects as they stand in the document.
fn piece(subjects: &[Subject]) -> Vec<u8> {
    let mut out = Vec::with_capacity(subjects.len() * 12 * 1024);
    for subject in subjects {
        out.extend_from_slice(b"\n    ");
        // texts and numbers into memory: nothing that could fail
        let _ = Head(subject).serialize(&mut serde_json::Serializer::with_formatter(&mut out, format()));
        // facts and gaps come before the bracket that ends the subject
        out.truncate(out.len().saturating_sub(END.len()));
        facts_and_gaps(&mut out, subject);
        out.push(b',');
    }
    out
}

/// Writes a sheet as the text of a `haofang.facts/1` document, with a line end.
///
/// # Errors
/// Those of the writer.
pub fn write_text(sheet: &FactSheet, version: &str, out: &mut dyn Write) -> io::Result<()> {
    let frame = serde_json::to_string_pretty(&Document { sheet, version, subjects: &[] }).map_err(io::Error::other)?;
    // texts hold no raw line ends, so that the line stands in the document once
    let (before, after) = frame.split_once(EMPTY).ok_or_else(|| io::Error::other("a document without subjects"))?;
    out.write_all(before.as_bytes())?;
    if sheet.subjects.is_empty() {
        out.write_all(EMPTY.as_bytes())?;
    } else {
        out.write_all(EMPTY.strip_suffix(']').unwrap_or(EMPTY).as_bytes())?;
        let mut last = Vec::new();
        for some in sheet.subjects.chunks(PIECE * PIECES) {
            out.write_all(&last)?;
            let mut pieces: Vec<Vec<u8>> = some.par_chunks(PIECE).map(piece).collect();
            last = pieces.pop().unwrap_or_default();
            pieces.iter().try_for_each(|piece| out.write_all(piece))?;
        }
        // no comma after the last one
        last.pop();
        out.write_all(&last)?;
        out.write_all(b"\n  ]")?;
    }
    out.write_all(after.as_bytes())?;
    out.write_all(b"\n")
}

/// The sheet as the text of a `haofang.facts/1` document, with a line end; the same as [`crate::to_json`] printed.
#[must_use]
pub fn to_text(sheet: &FactSheet, version: &str) -> String {
    let mut out = Vec::new();
    match write_text(sheet, version, &mut out) {
        Ok(()) => String::from_utf8(out).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, Gap, GapKind, Provenance, SubjectKind, Unit, Value};

    #[test]
    fn the_text_in_pieces_is_the_document_printed() {
        for count in [0, 1, 2, PIECE, PIECE + 1, PIECE * PIECES, PIECE * PIECES * 2 + 3] {
            let mut sheet = FactSheet::default();
            sheet.notes.push("名\n  \"subjects\": []".to_owned());
            for at in 0..count {
                let mut room = Subject::new(SubjectKind::Space, &format!("{at}"), "主卧 \"A\"\t\u{1}\\");
                if at % 3 > 0 {
                    room.know(
                        "area",
                        Fact::measured(at as f64 / 7.0, Unit::SquareMetre, 0.01, "面积 ‖ area").of(["0a".into(), "0b".into()]),
                    );
                    room.lack("width", Gap::new(GapKind::NoGeometry, "无 ‖ none"));
                    room.lack("\"height\"", Gap::new(GapKind::NotModelled, "no ‖none\n"));
                    let written = Fact::authored(-0.0, Unit::Count, "Pset.\\名").witness(
                        Value::Text("\u{7f}\"".into()),
                        Provenance::Declared,
                        "甲 ‖ A",
                    );
                    room.know("written", written.witness(Value::Number(f64::NAN, Unit::Metre), Provenance::Measured, "乙"));
                    room.know("claim", Fact::claim(at % 2 == 0, Provenance::Derived, "是 ‖ 是").tessellated(true));
                    room.know("name", Fact::text("室\t内", Provenance::Measured, "").witness(Value::Bool(true), Provenance::Authored, ""));
                    room.know(
                        "far",
                        Fact::declared(1e300 / (at as f64), Unit::Ratio, "x").witness(
                            Value::Number(3.0, Unit::Ratio),
                            Provenance::Derived,
                            "y",
                        ),
                    );
                }
                sheet.push(room);
            }
            let printed = serde_json::to_string_pretty(&crate::to_json(&sheet, "1.0")).unwrap() + "\n";
            assert!(to_text(&sheet, "1.0") == printed, "{count} subjects");
        }
    }
}
