//! The header section: who wrote the file, when, with what, and by which schema.

use super::value::{List, Value};

/// What the header says; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// `FILE_DESCRIPTION`: e.g. `ViewDefinition [CoordinationView_V2.0]`.
    pub description: Vec<String>,
    /// Edition and conformance class, e.g. `2;1`.
    pub implementation_level: String,
    /// File name as the exporter wrote it.
    pub name: String,
    /// Time of export as written (ISO 8601 in most files).
    pub time_stamp: String,
    /// Authors.
    pub authors: Vec<String>,
    /// Organisations of the authors.
    pub organizations: Vec<String>,
    /// The toolkit that wrote the Part 21 file.
    pub preprocessor: String,
    /// The application that the model comes from.
    pub originating_system: String,
    /// Who authorised it.
    pub authorization: String,
    /// Schema names as written, e.g. `IFC4X3_ADD2`.
    pub schemas: Vec<String>,
}

impl Header {
    /// Takes in one header record.
    pub(crate) fn take(&mut self, keyword: &[u8], mut values: List<'_>) {
        let mut next = || values.next().unwrap_or(Value::Null);
        let text = |value: Value<'_>| value.as_text().unwrap_or_default().into_owned();
        let texts = |value: Value<'_>| -> Vec<String> {
            match value {
                Value::Text(text) => vec![text.decode().into_owned()],
                value => value.as_list().filter_map(Value::as_text).map(|t| t.into_owned()).collect(),
            }
        };
        if keyword.eq_ignore_ascii_case(b"FILE_DESCRIPTION") {
            self.description = texts(next());
            self.implementation_level = text(next());
        } else if keyword.eq_ignore_ascii_case(b"FILE_NAME") {
            self.name = text(next());
            self.time_stamp = text(next());
            self.authors = texts(next());
            self.organizations = texts(next());
            self.preprocessor = text(next());
            self.originating_system = text(next());
            self.authorization = text(next());
        } else if keyword.eq_ignore_ascii_case(b"FILE_SCHEMA") {
            self.schemas = texts(next());
        }
    }

    /// The model view definition named in the description, e.g. `ReferenceView_V1.2`.
    pub fn view_definition(&self) -> Option<&str> {
        self.description.iter().find_map(|line| {
            let rest = line.split_once("ViewDefinition")?.1.trim_start();
            Some(rest.strip_prefix('[')?.split_once(']')?.0.trim())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::{Encoding, Reader};

    #[test]
    fn a_lone_backslash_in_the_file_name() {
        let record = br"('D:\\\X2\9879\X0\\1.ifc','2026-01-02T03:04:05',('\X2\5F20\X0\'),(''),'p','Revit','')";
        let mut header = Header::default();
        header.take(b"FILE_NAME", List::new(Reader::new(record, 1, Encoding::Utf8)));
        assert_eq!(header.name, r"D:\项\1.ifc");
        assert_eq!(header.authors, ["张"]);
        assert_eq!(header.originating_system, "Revit");
        header.take(b"FILE_DESCRIPTION", List::new(Reader::new(b"(('ViewDefinition [ReferenceView_V1.2]'),'2;1')", 1, Encoding::Utf8)));
        assert_eq!(header.view_definition(), Some("ReferenceView_V1.2"));
    }
}
