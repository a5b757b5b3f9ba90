//! The sheet of facts: subjects in a stable order, the sources they come from, and the flaws found in those.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{Fact, Gap, Subject, SubjectId, SubjectKind};

/// One submitted file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceNote {
    /// File name as given by the caller.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// `IFC2X3`, `IFC4`, `IFC4X3`, as the header says.
    pub ifc_schema: String,
    /// The program that wrote it.
    pub application: String,
    /// How its text is encoded: `ascii`, `x2`, `utf-8`, `gb18030`, …
    pub encoding: String,
    /// Number of instances.
    pub instances: u64,
    /// False when the file is truncated or cannot be split whole (exit code 3).
    pub whole: bool,
}

/// A flaw in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefectNote {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// Column in bytes, from 1.
    pub column: u64,
    /// Byte offset, from 0.
    pub byte: u64,
    /// The instance concerned, such as `#12`.
    pub instance: Option<String>,
    /// A stable code, such as `E0012`.
    pub code: String,
    /// What was found, what was expected.
    pub message: String,
    /// What to do, where that can be said.
    pub help: String,
    /// The message in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message_zh: String,
    /// The advice in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help_zh: String,
    /// Untidy, but nothing is lost and nothing is in doubt: what the record says can be relied on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_remark: bool,
}

impl DefectNote {
    /// The message in Chinese, or else in English.
    #[must_use]
    pub fn message_in_chinese(&self) -> &str {
        if self.message_zh.is_empty() { &self.message } else { &self.message_zh }
    }
}

/// All that was measured in one submission.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FactSheet {
    /// The files.
    pub sources: Vec<SourceNote>,
    /// The subjects, parents before children, in an order that does not change from run to run.
    pub subjects: Vec<Subject>,
    /// Flaws of the files.
    pub defects: Vec<DefectNote>,
    /// Notes for the reader: assumptions made, things left out, conflicts between files.
    pub notes: Vec<String>,
    #[serde(skip)]
    index: HashMap<SubjectId, usize, foldhash::fast::RandomState>,
}

impl FactSheet {
    /// Adds subjects, each as [`FactSheet::push`] does.
    pub fn extend(&mut self, subjects: Vec<Subject>) {
        self.index.reserve(subjects.len());
        self.subjects.reserve(subjects.len());
        subjects.into_iter().for_each(|subject| self.push(subject));
    }

    /// Adds a subject. A second subject of the same id is merged into the first: new facts win over gaps, never over facts.
    pub fn push(&mut self, subject: Subject) {
        if let Some(&at) = self.index.get(&subject.id) {
            let first = &mut self.subjects[at];
            for (quantity, fact) in subject.facts {
                first.gaps.remove(&quantity);
                first.facts.entry(quantity).or_insert(fact);
            }
            for (quantity, gap) in subject.gaps {
                first.lack(quantity, gap);
            }
            return;
        }
        self.index.insert(subject.id.clone(), self.subjects.len());
        self.subjects.push(subject);
    }

    /// Puts parents before children: by kind, as kinds are ordered from the whole to its parts, then by order of finding.
    #[allow(clippy::iter_over_hash_type)] // each place is changed for itself
    pub fn arrange(&mut self) {
        let mut found: Vec<(usize, Subject)> = std::mem::take(&mut self.subjects).into_iter().enumerate().collect();
        found.sort_by_key(|(_, subject)| subject.kind);
        let mut places = vec![0; found.len()];
        for (place, (at, _)) in found.iter().enumerate() {
            places[*at] = place;
        }
        for at in self.index.values_mut() {
            *at = places.get(*at).copied().unwrap_or(*at);
        }
        self.subjects = found.into_iter().map(|(_, subject)| subject).collect();
    }

    /// The subject of this id.
    #[must_use]
    pub fn subject(&self, id: &SubjectId) -> Option<&Subject> {
        match self.index.get(id) {
            Some(&at) => self.subjects.get(at),
            None => self.subjects.iter().find(|subject| &subject.id == id),
        }
    }

    /// The subject of this id, to add facts to.
    pub fn subject_mut(&mut self, id: &SubjectId) -> Option<&mut Subject> {
        match self.index.get(id) {
            Some(&at) => self.subjects.get_mut(at),
            None => self.subjects.iter_mut().find(|subject| &subject.id == id),
        }
    }

    /// The subjects of one kind, in sheet order.
    pub fn of_kind(&self, kind: SubjectKind) -> impl Iterator<Item = &Subject> {
        self.subjects.iter().filter(move |subject| subject.kind == kind)
    }

    /// The direct children of a subject, in sheet order.
    pub fn children<'s>(&'s self, id: &'s SubjectId) -> impl Iterator<Item = &'s Subject> {
        self.subjects.iter().filter(move |subject| subject.parent.as_ref() == Some(id))
    }

    /// The nearest ancestor (or the subject itself) of a kind.
    #[must_use]
    pub fn ancestor<'s>(&'s self, subject: &'s Subject, kind: SubjectKind) -> Option<&'s Subject> {
        let mut at = subject;
        // a chain longer than the sheet is a cycle in a hand-written sheet
        for _ in 0..=self.subjects.len() {
            if at.kind == kind {
                return Some(at);
            }
            at = self.subject(at.parent.as_ref()?)?;
        }
        None
    }

    /// The fact, or why it is not known; `None` where it was never wanted.
    #[must_use]
    pub fn get(&self, id: &SubjectId, quantity: &str) -> Option<Result<&Fact, &Gap>> {
        let subject = self.subject(id)?;
        let key = crate::QuantityId(quantity.to_owned().into());
        subject.facts.get(&key).map(Ok).or_else(|| subject.gaps.get(&key).map(Err))
    }

    /// Whether every source could be read whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.sources.iter().all(|source| source.whole)
    }
}
