//! What can be wrong with a file: an [`Error`] when nothing useful follows, a [`Defect`] when the rest stays usable.

use crate::entity::InstanceId;

/// Why bytes cannot be read as an IFC model at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No bytes.
    #[error("the file is empty; export the model again")]
    Empty,
    /// Some other kind of file.
    #[error("not an IFC file: it begins with {found}, expected ISO-10303-21; export the model as IFC (.ifc or .ifczip)")]
    NotIfc {
        /// What the first bytes look like.
        found: String,
    },
    /// Part 21, but of another schema, e.g. a mechanical STEP file.
    #[error("not an IFC file: FILE_SCHEMA says {0}, expected IFC2X3, IFC4 or IFC4X3; export the model as IFC")]
    OtherSchema(String),
    /// UTF-16 or UTF-32, which Part 21 does not allow.
    #[error("the file is encoded as {0}, which IFC does not allow; save it as UTF-8 or export the model again")]
    WideText(&'static str),
    /// The XML form of IFC.
    #[error("this is ifcXML{}, which is not read; export the model as .ifc or .ifczip", .0.as_ref().map(|s| format!(" ({s})")).unwrap_or_default())]
    Xml(Option<String>),
    /// A broken or unusable archive.
    #[error("the archive cannot be read: {0}; pack the .ifc file again")]
    Archive(String),
    /// Unpacking would exceed the bound.
    #[error("the archive unpacks to more than {limit} bytes; unpack it yourself if you trust it, or raise the limit")]
    TooLarge {
        /// The bound that was exceeded, in bytes.
        limit: u64,
    },
    /// More bytes or instances than the index can number.
    #[error("the file holds more than {0} records, which is more than can be indexed; split the model")]
    TooMany(u64),
}

/// A place in the file, as unpacked.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// Line, from 1. Lines end with LF, CR LF or CR.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
    /// Byte, from 0.
    pub byte: u64,
}

/// A flaw in one place. The rest of the model stays usable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {}, column {} (byte {}{}): {kind}", at.line, at.column, at.byte, instance.map(|i| format!(", {i}")).unwrap_or_default())]
pub struct Defect {
    /// The instance concerned, where there is one.
    pub instance: Option<InstanceId>,
    /// Where it is.
    pub at: Location,
    /// What is wrong.
    pub kind: DefectKind,
}

/// What is wrong in one place: what was found, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DefectKind {
    /// The file ends inside a record.
    #[error("the file ends inside a record, expected ')' and ';'; the file was cut, export it again")]
    CutRecord,
    /// The file ends inside a string.
    #[error("the file ends inside a string that begins here, expected a closing quote; the file was cut, export it again")]
    CutString,
    /// The file ends inside a comment.
    #[error("the file ends inside a comment that begins here, expected '*/'; the file was cut, export it again")]
    CutComment,
    /// No `ENDSEC;` after the data.
    #[error("ENDSEC is missing after the data section; the file was cut, export it again")]
    MissingEndSection,
    /// No `END-ISO-10303-21;`.
    #[error("END-ISO-10303-21 is missing at the end; the file was cut, export it again")]
    MissingEnd,
    /// A string that was not closed before the next record began.
    #[error("the string that begins here is not closed before the next record; this record cannot be read")]
    OpenString,
    /// Brackets do not match.
    #[error("{found} brackets are {what}; this record cannot be read")]
    Brackets {
        /// How many.
        found: u64,
        /// `not closed` or `closed but never opened`.
        what: &'static str,
    },
    /// A record without `;` before the next one.
    #[error("';' is missing before the next record")]
    MissingSemicolon,
    /// Something that is no record.
    #[error("found {found}, expected a record like #12=IFCWALL(…);")]
    NotARecord {
        /// The beginning of what was found.
        found: String,
    },
    /// An id that is too large to be numbered.
    #[error("the id {found} is too large, expected at most 18446744073709551615")]
    Id {
        /// As written.
        found: String,
    },
    /// The same id with the same record again.
    #[error("{0} is given twice with the same content; the second is left out")]
    RepeatedId(InstanceId),
    /// The same id with another record.
    #[error("{id} is given again with other content, first at line {first}; the second is left out, references to it may be wrong")]
    ConflictingId {
        /// The id.
        id: InstanceId,
        /// Line of the record that is kept.
        first: u64,
    },
    /// No header section, or none that names a schema.
    #[error("FILE_SCHEMA is missing in the header, read as {assumed}")]
    MissingSchema {
        /// The schema taken instead.
        assumed: &'static str,
    },
    /// A schema release that is read by the tables of another.
    #[error("schema {found} is read by the tables of {used}; what only {found} has is not understood")]
    NearSchema {
        /// As written.
        found: String,
        /// The schema whose tables serve.
        used: &'static str,
    },
    /// An instance outside a data section.
    #[error("instance outside a DATA section")]
    OutsideData,
    /// Bytes after the end.
    #[error("found {found} after END-ISO-10303-21, expected nothing")]
    AfterEnd {
        /// The beginning of what was found.
        found: String,
    },
    /// A reference to an instance that the file lacks.
    #[error("reference to missing {0}")]
    Dangling(InstanceId),
    /// A class that no supported schema has.
    #[error("{keyword} is not a class of {schema}; the instance is not understood")]
    UnknownClass {
        /// As written.
        keyword: String,
        /// The file's schema.
        schema: &'static str,
    },
    /// Too few or too many attributes.
    #[error("{class} has {found} attributes, expected {expected}")]
    AttributeCount {
        /// The class.
        class: &'static str,
        /// As written.
        found: usize,
        /// By the schema.
        expected: usize,
    },
    /// An attribute of the wrong kind.
    #[error("attribute {attribute} of {class} is {found}, expected {expected}")]
    Attribute {
        /// The class.
        class: &'static str,
        /// The attribute.
        attribute: &'static str,
        /// What the schema asks for.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A string that cannot be decoded as it stands.
    #[error("the string {found:?} has a broken escape or bytes of another encoding, expected {expected}")]
    Text {
        /// As far as it could be decoded.
        found: String,
        /// The encoding of the file.
        expected: &'static str,
    },
    /// Brackets within brackets beyond any use.
    #[error("brackets nested {found} deep, expected at most {limit}")]
    Nesting {
        /// Depth found.
        found: usize,
        /// The deepest that is walked.
        limit: usize,
    },
    /// A GlobalId that several instances share.
    #[error("GlobalId {guid} is also that of {first}, expected one instance for each")]
    RepeatedGuid {
        /// The GlobalId.
        guid: String,
        /// The instance that has it first.
        first: InstanceId,
    },
    /// Trouble with units.
    #[error("{0}")]
    Unit(crate::units::UnitProblem),
    /// References in a circle where a tree is expected.
    #[error("{0} leads back to itself")]
    Cycle(&'static str),
    /// More defects than are listed.
    #[error("{0} more flaws of single records are not listed")]
    More(u64),
}

impl DefectKind {
    /// Whether the file cannot be called read as a whole because of this: something was lost, and nobody can say what.
    pub fn breaks_whole(&self) -> bool {
        use DefectKind as K;
        matches!(
            self,
            K::CutRecord
                | K::CutString
                | K::CutComment
                | K::MissingEndSection
                | K::MissingEnd
                | K::OpenString
                | K::Brackets { .. }
                | K::MissingSemicolon
                | K::NotARecord { .. }
                | K::Id { .. }
                | K::ConflictingId { .. }
        )
    }
}
