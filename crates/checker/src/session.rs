//! A submission that stays read: changed parameters or rules are judged again without reading the models twice.

use std::sync::Arc;

use haofang_facts::{Brief, FactSheet};
use haofang_ifc::Encoding;
use haofang_survey::{Options, Survey, Vocabulary, VocabularyError};

use crate::{Cancelled, NamedSource, Progress, Stage, Submission};

/// One submission, read once, with the vocabulary by which its names are understood.
///
/// A session owns what it needs: it can be kept by a host, moved between threads and used from several at a time.
///
/// ```
/// use haofang_checker::{Brief, Document, NamedSource, Request, Session, policy::Policy, report::Lang};
///
/// # let bytes = haofang_testkit::samples::demo().ifc_files.remove(0).1;
/// let session = Session::open(&[NamedSource::new("1号楼.ifc", bytes)], None);
/// assert!(session.submission().is_whole());
///
/// let packs = vec![Policy::builtin("nantong-2024-1").expect("shipped")];
/// let mut request = Request::new(packs, "2026-11-22");
/// request.brief.set("plan.green_ratio=30%").expect("a known key");
/// let run = session.run(&request);
/// assert!(run.assessment().conclusion().code > 0);
/// let page = run.document(&Document::Html, Lang::Zh).expect("written");
/// assert!(page.starts_with(b"<!doctype html>") || page.starts_with(b"<!DOCTYPE html>"));
///
/// // other parameters, same models: nothing is read again
/// let mut other = request.clone();
/// other.brief = Brief::default();
/// let again = session.assess(&other);
/// assert_eq!(again.sheet.sources, run.assessment().sheet.sources);
/// ```
pub struct Session {
    submission: Arc<Submission>,
    vocabulary: Vocabulary,
}

impl Session {
    /// Reads the files of one submission. `encoding` overrides what the raw text of the models seems to be.
    #[must_use]
    pub fn open(files: &[NamedSource], encoding: Option<Encoding>) -> Self {
        // what takes longest first: the other thread has all else
        let (submission, vocabulary) = rayon::join(|| Submission::read(files, encoding), Vocabulary::builtin);
        Self { submission: Arc::new(submission), vocabulary }
    }

    /// As [`Session::open`], told and stopped by `progress`.
    ///
    /// # Errors
    /// When the host said stop.
    pub fn open_watched(files: &[NamedSource], encoding: Option<Encoding>, progress: &Progress) -> Result<Self, Cancelled> {
        let submission = Submission::read_watched(files, encoding, &|done, of| progress.step(Stage::Read, done, of))?;
        progress.step(Stage::Read, files.len(), files.len())?;
        Ok(Self::of(Arc::new(submission)))
    }

    /// A session over files that are read already, with the shipped vocabulary.
    #[must_use]
    pub fn of(submission: Arc<Submission>) -> Self {
        Self { submission, vocabulary: Vocabulary::builtin() }
    }

    /// Adds the caller's names to the vocabulary. `origin` names the text in errors.
    ///
    /// # Errors
    /// When the text is no vocabulary; what was added before stays.
    pub fn extend_vocabulary(&mut self, origin: &str, text: &str) -> Result<(), VocabularyError> {
        self.vocabulary.extend(origin, text)
    }

    /// What was read.
    #[must_use]
    pub fn submission(&self) -> &Submission {
        &self.submission
    }

    /// The building as it is understood under these parameters, for pictures and exports.
    #[must_use]
    pub fn survey<'s>(&'s self, brief: &'s Brief, options: &'s Options) -> Survey<'s> {
        // looking for flaws asks for nothing that a survey finds, and fills the threads where one waits for the other
        rayon::join(|| Survey::new(&self.submission.models, brief, &self.vocabulary, options), || self.submission.defects()).0
    }

    /// Everything that can be measured under these parameters, with the files and their flaws.
    ///
    /// ```
    /// use haofang_checker::{Brief, MeasureOptions, NamedSource, Session, facts::SubjectKind};
    ///
    /// # let bytes = haofang_testkit::samples::demo().ifc_files.remove(0).1;
    /// let session = Session::open(&[NamedSource::new("1号楼.ifc", bytes)], None);
    /// let sheet = session.facts(&Brief::default(), &MeasureOptions::default());
    /// let storey = sheet.of_kind(SubjectKind::Storey).next().expect("it has storeys");
    /// assert!(storey.number("elevation").is_some());
    /// ```
    #[must_use]
    pub fn facts(&self, brief: &Brief, options: &Options) -> FactSheet {
        self.facts_of(&self.survey(brief, options))
    }

    /// As [`Session::facts`], told and stopped by `progress`.
    ///
    /// # Errors
    /// When the host said stop.
    pub fn facts_watched(&self, brief: &Brief, options: &Options, progress: &Progress) -> Result<FactSheet, Cancelled> {
        let options = Options { stop: Some(progress.flag()), ..options.clone() };
        progress.step(Stage::Recognise, 0, 1)?;
        let survey = self.survey(brief, &options);
        self.measure_watched(&survey, progress)
    }

    /// As [`Session::facts`], of a survey of this session that the caller goes on using, or does not want to put away.
    #[must_use]
    pub fn facts_of(&self, survey: &Survey<'_>) -> FactSheet {
        self.with_files(survey.measure())
    }

    pub(crate) fn measure_watched(&self, survey: &Survey<'_>, progress: &Progress) -> Result<FactSheet, Cancelled> {
        // a listener that says stop sets the flag that the survey asks
        let sheet = survey.measure_watched(&mut |done, of| {
            let _ = progress.step(Stage::Measure, done, of);
        });
        sheet.filter(|_| !progress.is_cancelled()).map(|sheet| self.with_files(sheet)).ok_or(Cancelled)
    }

    /// A sheet with what is known of the files behind it.
    fn with_files(&self, mut sheet: FactSheet) -> FactSheet {
        sheet.sources = self.submission.sources().to_vec();
        sheet.defects = self.submission.defects().to_vec();
        sheet.notes.splice(0..0, self.submission.notes.iter().cloned());
        sheet
    }
}
