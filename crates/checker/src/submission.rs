//! Reading the files of one submission: every one is listed with its hash and its flaws, also those that are no IFC at all.

use std::fmt::Write as _;
use std::sync::Arc;

use haofang_facts::{DefectNote, SourceNote};
use haofang_ifc::{Defect, Encoding, Error, Model, ReadOptions, Source};
use haofang_survey::NamedModel;
use sha2::{Digest as _, Sha256};

/// One file as the caller gives it.
#[derive(Clone)]
pub struct NamedSource {
    /// The name that messages and reports use.
    pub name: String,
    /// Its bytes: a vector, a map, a host's memory.
    pub bytes: Source,
}

/// Why a file gave no model at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {error}")]
pub struct ReadError {
    /// The file.
    pub file: String,
    /// The reason.
    pub error: Error,
}

/// The files of one submission, read.
pub struct Submission {
    /// The models that could be read, in the order given.
    pub models: Vec<NamedModel>,
    /// The files that gave no model.
    pub unread: Vec<ReadError>,
    /// One note per file, in the order given.
    pub sources: Vec<SourceNote>,
    /// The flaws of all files.
    pub defects: Vec<DefectNote>,
}

impl Submission {
    /// Reads every file. A file that is no IFC does not stop the others; it is listed in `unread`, and the submission is
    /// not whole. `encoding` overrides what the files' raw text seems to be.
    #[must_use]
    pub fn read(files: &[NamedSource], encoding: Option<Encoding>) -> Self {
        let mut submission = Self { models: Vec::new(), unread: Vec::new(), sources: Vec::new(), defects: Vec::new() };
        let mut options = ReadOptions::default();
        options.encoding = encoding;
        let read = |file: &NamedSource| {
            let bytes = (*file.bytes).as_ref();
            // hashing and indexing both read every byte once; they need not wait for each other
            rayon::join(|| hash(bytes), || Model::index_with(Arc::clone(&file.bytes), &options))
        };
        for file in files {
            let (sha256, outcome) = read(file);
            let bytes = (*file.bytes).as_ref().len() as u64;
            match outcome {
                Ok(model) => submission.take(file, sha256, bytes, model),
                Err(error) => submission.refuse(file, sha256, bytes, error),
            }
        }
        submission
    }

    fn take(&mut self, file: &NamedSource, sha256: String, bytes: u64, model: Model) {
        let header = model.header();
        let application = if header.originating_system.is_empty() { &header.preprocessor } else { &header.originating_system };
        self.sources.push(SourceNote {
            file: file.name.clone(),
            sha256: sha256.clone(),
            bytes,
            ifc_schema: header.schemas.first().cloned().unwrap_or_default(),
            application: application.clone(),
            encoding: model.encoding_label().to_owned(),
            instances: model.len() as u64,
            whole: model.is_whole(),
        });
        self.defects.extend(model.defects().iter().map(|defect| note(&file.name, defect)));
        self.models.push(NamedModel { file: file.name.clone(), sha256, bytes, model: Arc::new(model) });
    }

    fn refuse(&mut self, file: &NamedSource, sha256: String, bytes: u64, error: Error) {
        self.sources.push(SourceNote {
            file: file.name.clone(),
            sha256,
            bytes,
            ifc_schema: String::new(),
            application: String::new(),
            encoding: String::new(),
            instances: 0,
            whole: false,
        });
        self.defects.push(DefectNote {
            file: file.name.clone(),
            line: 1,
            column: 1,
            byte: 0,
            instance: None,
            code: "E0001".to_owned(),
            message: error.to_string(),
            help: String::new(),
        });
        self.unread.push(ReadError { file: file.name.clone(), error });
    }

    /// Whether every file could be read whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.sources.iter().all(|source| source.whole)
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // writing to a string cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn note(file: &str, defect: &Defect) -> DefectNote {
    DefectNote {
        file: file.to_owned(),
        line: defect.at.line,
        column: defect.at.column,
        byte: defect.at.byte,
        instance: defect.instance.map(|id| id.to_string()),
        code: defect.kind.code().to_owned(),
        message: defect.kind.to_string(),
        help: defect.kind.help().to_owned(),
    }
}
