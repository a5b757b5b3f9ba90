//! Reading the files of one submission: every one is listed with its hash and its flaws, also those that are no IFC at all.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use haofang_facts::{DefectNote, SourceNote};
use haofang_ifc::federation::{Mismatch, compare};
use haofang_ifc::{Defect, DefectKind, Encoding, Error, InstanceId, Model, ReadOptions, Source, Weight, class, unpack};
use haofang_report::Lang;
use haofang_report::text::BrokenFile;
use haofang_survey::NamedModel;

use crate::hash::Hash;
use crate::versions::contradictions;

/// Code of a file that gave no model at all.
const UNREAD: &str = "E0001";
/// Bytes of a line shown on either side of a break.
const EXCERPT: usize = 400;

/// One file as the caller gives it.
#[derive(Clone)]
pub struct NamedSource {
    /// The name that messages and reports use.
    pub name: String,
    /// Its bytes: a vector, a map, a host's memory.
    pub bytes: Source,
}

impl NamedSource {
    /// A file whose bytes are at hand.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self { name: name.into(), bytes: Arc::new(bytes) }
    }
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
    /// Remarks on the files as a set: given twice, sharing GlobalIds.
    pub notes: Vec<String>,
    /// One note per file, in the order given, still without its hash, and that.
    noted: Vec<(SourceNote, Hash)>,
    sources: OnceLock<Vec<SourceNote>>,
    /// Why files gave no model, each with the number of models given before it.
    refused: Vec<(usize, DefectNote)>,
    defects: OnceLock<Vec<DefectNote>>,
}

impl Submission {
    /// Reads every file. A file that is no IFC does not stop the others; it is listed in `unread`, and the submission is
    /// not whole. `encoding` overrides what the files' raw text seems to be.
    #[must_use]
    pub fn read(files: &[NamedSource], encoding: Option<Encoding>) -> Self {
        match Self::read_watched(files, encoding, &|_, _| Ok::<(), std::convert::Infallible>(())) {
            Ok(submission) => submission,
            Err(never) => match never {},
        }
    }

    /// As [`Submission::read`], telling before each file how many are done and how many there are; what the teller
    /// returns as an error ends the reading.
    pub(crate) fn read_watched<E>(
        files: &[NamedSource],
        encoding: Option<Encoding>,
        tell: &dyn Fn(usize, usize) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut submission = Self {
            models: Vec::new(),
            unread: Vec::new(),
            notes: Vec::new(),
            noted: Vec::new(),
            sources: OnceLock::new(),
            refused: Vec::new(),
            defects: OnceLock::new(),
        };
        let mut options = ReadOptions::default();
        options.encoding = encoding;
        let files: Vec<NamedSource> = files.iter().flat_map(|file| unpacked(file, options.unpack_limit)).collect();
        for (done, file) in files.iter().enumerate() {
            tell(done, files.len())?;
            let hash = Hash::begin(&file.bytes);
            let outcome = Model::index_with(Arc::clone(&file.bytes), &options);
            let twin = submission.noted.iter().position(|(_, other)| other.text() == hash.text());
            match outcome {
                // the same file given twice is one model, or everything in it would count double
                Ok(model) => match twin {
                    Some(twin) => submission.repeat(file, twin),
                    None => submission.take(file, hash, model),
                },
                Err(error) => submission.refuse(file, hash, error),
            }
        }
        submission.notes.extend(disagreements(&submission.models));
        Ok(submission)
    }

    fn repeat(&mut self, file: &NamedSource, twin: usize) {
        let Some((first, hash)) = self.noted.get(twin).cloned() else { return };
        self.notes.push(format!("{} 与 {} 内容相同，只计一次 is the same as {}, counted once", file.name, first.file, first.file));
        self.noted.push((SourceNote { file: file.name.clone(), ..first }, hash));
    }

    fn take(&mut self, file: &NamedSource, hash: Hash, model: Model) {
        let header = model.header();
        let application = if header.originating_system.is_empty() { &header.preprocessor } else { &header.originating_system };
        let note = SourceNote {
            ifc_schema: header.schemas.first().cloned().unwrap_or_default(),
            application: application.clone(),
            encoding: model.encoding_label().to_owned(),
            instances: model.len() as u64,
            whole: model.is_whole(),
            ..nothing_of(file)
        };
        self.noted.push((note, hash));
        self.models.push(NamedModel { file: file.name.clone(), model: Arc::new(model) });
    }

    fn refuse(&mut self, file: &NamedSource, hash: Hash, error: Error) {
        self.noted.push((nothing_of(file), hash));
        let defect = DefectNote {
            file: file.name.clone(),
            line: 1,
            column: 1,
            byte: 0,
            instance: None,
            code: UNREAD.to_owned(),
            message: error.to_string(),
            help: String::new(),
            message_zh: error.message_zh(),
            help_zh: String::new(),
            is_remark: false,
        };
        self.refused.push((self.models.len(), defect));
        self.unread.push(ReadError { file: file.name.clone(), error });
    }

    /// One note per file, in the order given.
    #[must_use]
    pub fn sources(&self) -> &[SourceNote] {
        let noted = || self.noted.iter().map(|(note, hash)| SourceNote { sha256: hash.text().to_owned(), ..note.clone() });
        self.sources.get_or_init(|| noted().collect())
    }

    /// The flaws of all files, in the order given; looked for when first asked for.
    #[must_use]
    pub fn defects(&self) -> &[DefectNote] {
        if let Some(known) = self.defects.get() {
            return known;
        }
        // outside of the lock: a thread that waits for its helpers may take up a task that asks for the same flaws
        let mut all: Vec<DefectNote> = Vec::new();
        let of_models = |from: usize, to: usize, all: &mut Vec<DefectNote>| {
            for named in self.models.iter().take(to).skip(from) {
                all.extend(named.model.defects().iter().map(|defect| note(&named.file, defect)));
            }
        };
        let mut told = 0;
        for (before, defect) in &self.refused {
            of_models(told, *before, &mut all);
            all.push(defect.clone());
            told = *before;
        }
        of_models(told, self.models.len(), &mut all);
        all.extend(contradictions(&self.models));
        self.defects.get_or_init(|| all)
    }

    /// What keeps the files from being whole, with the line of text where each breaks, for people.
    #[must_use]
    pub fn breaks(&self, lang: Lang) -> Vec<BrokenFile> {
        let mut broken: Vec<BrokenFile> = self
            .unread
            .iter()
            .map(|unread| BrokenFile {
                code: UNREAD.to_owned(),
                message: match lang {
                    Lang::Zh => unread.error.message_zh(),
                    Lang::En => unread.error.to_string(),
                },
                file: unread.file.clone(),
                line: 1,
                column: 1,
                ..BrokenFile::default()
            })
            .collect();
        for named in self.models.iter().filter(|named| !named.model.is_whole()) {
            // the first break says where the file was cut; what follows from it needs no second telling
            let Some(defect) = named.model.breaks().into_iter().min_by_key(|defect| defect.at) else { continue };
            broken.push(BrokenFile {
                code: defect.kind.code().to_owned(),
                message: match lang {
                    Lang::Zh => defect.kind.message_zh(),
                    Lang::En => defect.kind.to_string(),
                },
                file: named.file.clone(),
                line: defect.at.line,
                column: defect.at.column,
                byte: defect.at.byte,
                excerpt: excerpt(named.model.bytes(), defect.at.byte),
                span: 1,
                label: String::new(),
                cause: String::new(),
                help: lang.pick(defect.kind.help_zh(), defect.kind.help()).to_owned(),
            });
        }
        broken
    }

    /// Whether every file could be read whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.noted.iter().all(|(source, _)| source.whole)
    }
}

/// What is noted of a file that gave no model.
fn nothing_of(file: &NamedSource) -> SourceNote {
    SourceNote {
        file: file.name.clone(),
        sha256: String::new(),
        bytes: (*file.bytes).as_ref().len() as u64,
        ifc_schema: String::new(),
        application: String::new(),
        encoding: String::new(),
        instances: 0,
        whole: false,
    }
}

/// The models of a file: each entry of an archive that holds several, else the file itself, whatever it is.
fn unpacked(file: &NamedSource, limit: u64) -> Vec<NamedSource> {
    match unpack(Arc::clone(&file.bytes), limit) {
        Ok(packed) if packed.len() > 1 => packed
            .into_iter()
            .map(|entry| NamedSource { name: format!("{}!{}", file.name, entry.name.unwrap_or_default()), bytes: entry.source })
            .collect(),
        // one model, or a flaw that reading the file tells
        _ => vec![file.clone()],
    }
}

/// Where the files disagree on units, coordinate systems and origins, and how many GlobalIds they share.
fn disagreements(models: &[NamedModel]) -> Vec<String> {
    let parts: Vec<&Model> = models.iter().map(|named| &*named.model).collect();
    let names: Vec<&str> = models.iter().map(|named| named.file.as_str()).collect();
    let told = compare(&parts);
    let mut notes = shared_guids(models, &told);
    notes.extend(told.iter().filter(|mismatch| !matches!(mismatch, Mismatch::SharedGuid { .. })).map(|mismatch| {
        let (zh, en) = mismatch.messages(&names);
        format!("{zh} {en}")
    }));
    notes
}

/// How many elements of a file carry a GlobalId that an earlier file gives to one: saved-as copies of one model, of which both
/// are measured.
fn shared_guids(models: &[NamedModel], told: &[Mismatch]) -> Vec<String> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for mismatch in told {
        let Mismatch::SharedGuid { owners, .. } = mismatch else { continue };
        let is_element = |(file, id): &&(usize, InstanceId)| {
            models.get(*file).and_then(|named| named.model.entity(*id)).is_some_and(|thing| thing.is_a(class::IFC_ELEMENT))
        };
        let mut elements = owners.iter().filter(is_element).map(|(file, _)| *file);
        let Some(first) = elements.next() else { continue };
        elements.filter(|file| *file != first).for_each(|file| *shared.entry((file, first)).or_default() += 1);
    }
    let tell = |((file, other), count): ((usize, usize), usize)| {
        let (file, other) = (&models.get(file)?.file, &models.get(other)?.file);
        Some(format!("{file} 与 {other} 有 {count} 个构件的 GlobalId 相同，可能重复建模 share {count} GlobalIds, perhaps modelled twice"))
    };
    shared.into_iter().filter_map(tell).collect()
}

/// The line of text around a byte, as far as it is text.
fn excerpt(bytes: &[u8], at: u64) -> String {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let (before, after) = bytes.split_at(at);
    let start = before.iter().rposition(is_end).map_or(0, |end| end + 1).max(at.saturating_sub(EXCERPT));
    let end = at + after.iter().take(EXCERPT).position(is_end).unwrap_or(after.len().min(EXCERPT));
    bytes.get(start..end).map(|line| String::from_utf8_lossy(line).into_owned()).unwrap_or_default()
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
        message_zh: defect.kind.message_zh(),
        help_zh: defect.kind.help_zh().to_owned(),
        // two things with one GlobalId are told apart by nobody who reads the report
        is_remark: defect.kind.weight() == Weight::Note && !matches!(defect.kind, DefectKind::RepeatedGuid { .. }),
    }
}
