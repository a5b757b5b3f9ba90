//! What can stop reading or writing an archive altogether.

/// Nothing useful can be read from these bytes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes are no zip archive, or its directory is damaged.
    #[error("not a BCF archive: {0}; expected a zip archive (.bcf or .bcfzip); export or download the file again")]
    Zip(String),
    /// The archive would unpack to more than the limits allow.
    #[error("{place} exceeds the limit of {limit} {unit}; this looks like a zip bomb and is not unpacked")]
    TooLarge {
        /// Which entry, or the archive as a whole.
        place: String,
        /// The limit that was hit.
        limit: u64,
        /// What is counted: bytes or entries.
        unit: &'static str,
    },
    /// There is a zip archive, but nothing of BCF in it.
    #[error("found neither bcf.version nor a markup.bcf in the archive; expected a BCF 2.0, 2.1 or 3.0 file")]
    NotBcf,
}

/// The archive cannot be written so that others may read it.
#[derive(Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A value that the schema demands is missing or malformed.
    #[error("topic {topic}: {what}")]
    Invalid {
        /// Identifier of the topic, or the place in the archive.
        topic: String,
        /// What was found and what was expected.
        what: String,
    },
    /// The zip writer failed (an archive above 4 GB, for example).
    #[error("the archive cannot be packed: {0}")]
    Zip(String),
}
