//! A fact sheet with the indices that conditions range over.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use haofang_facts::{Brief, FactSheet, Subject, SubjectKind};

/// The facts, the brief, and who stands in whom.
pub(crate) struct World<'w> {
    pub(crate) sheet: &'w FactSheet,
    pub(crate) brief: &'w Brief,
    by_kind: BTreeMap<SubjectKind, Vec<usize>>,
    parent: Vec<Option<usize>>,
    /// Subjects of a kind by who holds them, made when first asked for: every subject of an estate asks for its own few.
    held: RefCell<BTreeMap<(SubjectKind, SubjectKind), Held>>,
}

/// Subjects in sheet order by their holder.
type Held = Rc<HashMap<usize, Vec<usize>>>;

impl<'w> World<'w> {
    pub(crate) fn new(sheet: &'w FactSheet, brief: &'w Brief) -> Self {
        let mut by_kind: BTreeMap<SubjectKind, Vec<usize>> = BTreeMap::new();
        let at: BTreeMap<&str, usize> = sheet.subjects.iter().enumerate().map(|(at, subject)| (subject.id.0.as_str(), at)).collect();
        let mut parent = Vec::with_capacity(sheet.subjects.len());
        for (index, subject) in sheet.subjects.iter().enumerate() {
            by_kind.entry(subject.kind).or_default().push(index);
            parent.push(subject.parent.as_ref().and_then(|parent| at.get(parent.0.as_str()).copied()));
        }
        Self { sheet, brief, by_kind, parent, held: RefCell::default() }
    }

    pub(crate) fn subject(&self, at: usize) -> Option<&'w Subject> {
        self.sheet.subjects.get(at)
    }

    pub(crate) fn of_kind(&self, kind: SubjectKind) -> &[usize] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The subjects of a kind by the subject of kind `within` that holds them.
    pub(crate) fn held(&self, kind: SubjectKind, within: SubjectKind) -> Held {
        if let Some(known) = self.held.borrow().get(&(kind, within)) {
            return Rc::clone(known);
        }
        let mut found: HashMap<usize, Vec<usize>> = HashMap::new();
        for &subject in self.of_kind(kind) {
            if let Some(holder) = self.holder(subject, within) {
                found.entry(holder).or_default().push(subject);
            }
        }
        let found = Rc::new(found);
        self.held.borrow_mut().insert((kind, within), Rc::clone(&found));
        found
    }

    /// The subject itself or its nearest ancestor of a kind.
    pub(crate) fn ancestor(&self, at: usize, kind: SubjectKind) -> Option<usize> {
        let mut at = at;
        // a chain longer than the sheet is a cycle in a hand-written sheet
        for _ in 0..=self.parent.len() {
            if self.subject(at)?.kind == kind {
                return Some(at);
            }
            at = (*self.parent.get(at)?)?;
        }
        None
    }

    /// As [`Self::ancestor`]; the project and a sole site hold everything.
    pub(crate) fn holder(&self, at: usize, kind: SubjectKind) -> Option<usize> {
        self.ancestor(at, kind).or_else(|| match (kind, self.of_kind(kind)) {
            (SubjectKind::Project | SubjectKind::Site, [only]) => Some(*only),
            _ => None,
        })
    }

    /// The name under which people know a subject: with its storey and building where they tell it apart.
    pub(crate) fn long_name(&self, at: usize) -> String {
        let Some(subject) = self.subject(at) else { return String::new() };
        let mut parts: Vec<&str> = Vec::new();
        for kind in [SubjectKind::Building, SubjectKind::Storey, SubjectKind::Dwelling] {
            if let Some(holder) = self.ancestor(at, kind)
                && holder != at
                && let Some(holder) = self.subject(holder)
            {
                parts.push(&holder.name);
            }
        }
        parts.push(&subject.name);
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() { subject.kind.title_zh().to_owned() } else { parts.join(" ") }
    }
}
