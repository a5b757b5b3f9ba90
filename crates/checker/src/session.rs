//! A submission that stays read: changed parameters or rules are judged again without reading the models twice.

use haofang_facts::{Brief, FactSheet};
use haofang_ifc::Encoding;
use haofang_survey::{Options, Survey, Vocabulary, VocabularyError};

use crate::{NamedSource, Submission};

/// One submission, read once, with the vocabulary by which its names are understood.
pub struct Session {
    submission: Submission,
    vocabulary: Vocabulary,
}

impl Session {
    /// Reads the files of one submission. `encoding` overrides what the raw text of the models seems to be.
    #[must_use]
    pub fn open(files: &[NamedSource], encoding: Option<Encoding>) -> Self {
        Self { submission: Submission::read(files, encoding), vocabulary: Vocabulary::builtin() }
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
    pub const fn submission(&self) -> &Submission {
        &self.submission
    }

    /// The building as it is understood under these parameters, for pictures and exports.
    #[must_use]
    pub fn survey<'s>(&'s self, brief: &'s Brief, options: &'s Options) -> Survey<'s> {
        Survey::new(&self.submission.models, brief, &self.vocabulary, options)
    }

    /// Everything that can be measured under these parameters, with the files and their flaws.
    #[must_use]
    pub fn facts(&self, brief: &Brief, options: &Options) -> FactSheet {
        self.measure(&self.survey(brief, options))
    }

    /// The facts of a survey already begun.
    pub(crate) fn measure(&self, survey: &Survey<'_>) -> FactSheet {
        let mut sheet = survey.measure();
        sheet.sources.clone_from(&self.submission.sources);
        sheet.defects.clone_from(&self.submission.defects);
        sheet.notes.splice(0..0, self.submission.notes.iter().cloned());
        sheet
    }
}
