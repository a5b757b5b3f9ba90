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
    #[error("the file ends inside a record, expected ')' and ';'; the file was cut")]
    CutRecord,
    /// The file ends inside a string.
    #[error("the file ends inside a string that begins here, expected a closing quote; the file was cut")]
    CutString,
    /// The file ends inside a comment.
    #[error("the file ends inside a comment that begins here, expected '*/'; the file was cut")]
    CutComment,
    /// No `ENDSEC;` after the data.
    #[error("ENDSEC is missing after the data section; the file was cut")]
    MissingEndSection,
    /// No `ISO-10303-21;` at the beginning.
    #[error("ISO-10303-21 is missing at the beginning; the file was cut")]
    MissingStart,
    /// No `END-ISO-10303-21;`.
    #[error("END-ISO-10303-21 is missing at the end; the file was cut")]
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
    /// An attribute without a value that the schema asks for.
    #[error("attribute {attribute} of {class} is missing, which the schema does not allow")]
    MissingAttribute {
        /// The class.
        class: &'static str,
        /// The attribute.
        attribute: &'static str,
    },
    /// Something that is no value, or a number too large to be one.
    #[error("found {found}, expected a value")]
    Value {
        /// As written.
        found: String,
    },
    /// A GlobalId of a form that other programs refuse.
    #[error("GlobalId {found:?} is not 22 characters of 0-9 A-Z a-z _ $ that begin with 0 to 3")]
    Guid {
        /// As written.
        found: String,
    },
    /// More than one project in one file.
    #[error("a second IfcProject, expected one; the units of {first} are used")]
    SecondProject {
        /// The one that counts.
        first: InstanceId,
    },
    /// Sizes that no building has.
    #[error("{0}: units look wrong; check the project units in the authoring tool")]
    UnitDoubt(String),
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

/// How much a defect matters.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Untidy, but nothing is lost and nothing is in doubt.
    Note,
    /// The instance, or what depends on it, cannot be relied on.
    Spoils,
    /// The file cannot be called read as a whole: something was lost, and nobody can say what.
    Breaks,
}

impl DefectKind {
    /// Code that stays the same from version to version, how much it matters, and what to do about it.
    fn entry(&self) -> (&'static str, Weight, &'static str) {
        use DefectKind as K;
        use Weight::{Breaks, Note, Spoils};
        const AGAIN: &str = "export the model again, and check that the upload or copy was complete";
        const TOOL: &str = "correct the object in the authoring tool and export again; if it comes back, report it to the exporter's maker";
        const UNITS: &str = "set the project units in the authoring tool and export again";
        match self {
            K::CutRecord | K::CutString | K::CutComment | K::MissingStart | K::MissingEndSection | K::MissingEnd => {
                ("E0012", Breaks, AGAIN)
            }
            K::OpenString => ("E0013", Breaks, AGAIN),
            K::Brackets { .. } => ("E0014", Breaks, AGAIN),
            K::MissingSemicolon => ("E0015", Breaks, AGAIN),
            K::NotARecord { .. } => ("E0016", Breaks, AGAIN),
            K::Id { .. } => ("E0017", Breaks, AGAIN),
            K::ConflictingId { .. } => ("E0018", Breaks, "do not merge IFC files by hand; export each model again"),
            K::RepeatedId(_) => ("E0019", Note, "nothing is lost; export the model again to be rid of it"),
            K::MissingSchema { .. } => ("E0020", Spoils, "export the model again as IFC2X3, IFC4 or IFC4X3"),
            K::NearSchema { .. } => ("E0021", Note, "export as IFC2X3, IFC4 or IFC4X3 if the tool can"),
            K::OutsideData => ("E0022", Note, AGAIN),
            K::AfterEnd { .. } => ("E0023", Note, "look whether two files were joined; submit each by itself"),
            K::Dangling(_) => ("E0030", Spoils, TOOL),
            K::UnknownClass { .. } => ("E0031", Spoils, "export by the schema that FILE_SCHEMA names"),
            K::AttributeCount { .. } => ("E0032", Spoils, "export by the schema that FILE_SCHEMA names"),
            K::Attribute { .. } => ("E0033", Spoils, TOOL),
            K::MissingAttribute { .. } => ("E0034", Note, TOOL),
            K::Value { .. } => ("E0035", Spoils, TOOL),
            K::Text { .. } => ("E0036", Spoils, "give the encoding with --encoding, or let the exporter write \\X2\\ escapes"),
            K::Nesting { .. } => ("E0037", Spoils, AGAIN),
            K::Guid { .. } => ("E0038", Note, TOOL),
            K::RepeatedGuid { .. } => ("E0039", Note, "copy objects with new GlobalIds in the authoring tool"),
            K::Cycle(_) => ("E0040", Spoils, TOOL),
            K::Unit(_) => ("E0041", Spoils, UNITS),
            K::UnitDoubt(_) => ("E0042", Spoils, UNITS),
            K::SecondProject { .. } => ("E0043", Note, "submit each model as a file of its own"),
            K::More(_) => ("E0099", Spoils, "correct what is listed first"),
        }
    }

    /// A code that stays the same from version to version: `E001x` for what loses data, `E002x` for the file as a whole,
    /// `E003x` for single records, `E004x` for structure and units.
    pub fn code(&self) -> &'static str {
        self.entry().0
    }

    /// How much it matters.
    pub fn weight(&self) -> Weight {
        self.entry().1
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        self.entry().2
    }

    /// Whether the file cannot be called read as a whole because of this: something was lost, and nobody can say what.
    pub fn breaks_whole(&self) -> bool {
        self.weight() == Weight::Breaks
    }
}
