//! Balconies, terraces and bays by where they stand and whose they are: gathered once, since every level, dwelling and building
//! of an estate asks for its own few.

use std::collections::BTreeMap;

use haofang_facts::{FactSheet, Subject, SubjectId, SubjectKind};

use super::standard::Balconies;
use crate::building::{StoreyId, Survey};

/// The outdoor parts of a sheet, each list in sheet order.
pub(super) struct Parts<'s> {
    balconies_on: BTreeMap<StoreyId, Vec<&'s Subject>>,
    balconies_of: BTreeMap<&'s SubjectId, Vec<&'s Subject>>,
    /// Balconies, then terraces.
    on: BTreeMap<StoreyId, Vec<&'s Subject>>,
    bays: BTreeMap<&'s SubjectId, Vec<&'s Subject>>,
}

impl<'s> Parts<'s> {
    pub(super) fn of(survey: &Survey<'_>, sheet: &'s FactSheet) -> Self {
        let mut parts = Self { balconies_on: BTreeMap::new(), balconies_of: BTreeMap::new(), on: BTreeMap::new(), bays: BTreeMap::new() };
        for part in sheet.of_kind(SubjectKind::Balcony).chain(sheet.of_kind(SubjectKind::Terrace)) {
            let level = survey.storey_of_subject(part);
            if let Some(level) = level {
                parts.on.entry(level).or_default().push(part);
            }
            if part.kind == SubjectKind::Balcony {
                if let Some(level) = level {
                    parts.balconies_on.entry(level).or_default().push(part);
                }
                if let Some(owner) = &part.parent {
                    parts.balconies_of.entry(owner).or_default().push(part);
                }
            }
        }
        for bay in sheet.of_kind(SubjectKind::BayWindow) {
            if let Some(building) = sheet.ancestor(bay, SubjectKind::Building) {
                parts.bays.entry(&building.id).or_default().push(bay);
            }
        }
        parts
    }

    /// Balconies and terraces of a level.
    pub(super) fn on(&self, level: StoreyId) -> &[&'s Subject] {
        self.on.get(&level).map_or(&[], Vec::as_slice)
    }

    /// Bay windows of a building.
    pub(super) fn bays(&self, building: &SubjectId) -> &[&'s Subject] {
        self.bays.get(building).map_or(&[], Vec::as_slice)
    }

    /// The balconies of a level, `all` of them known to be this much.
    pub(super) fn balconies_on(&self, level: StoreyId, all: f64) -> Balconies {
        sum(self.balconies_on.get(&level), all)
    }

    /// The balconies of a dwelling, `all` of them known to be this much.
    pub(super) fn balconies_of(&self, owner: &SubjectId, all: f64) -> Balconies {
        sum(self.balconies_of.get(owner), all)
    }
}

fn sum(balconies: Option<&Vec<&Subject>>, all: f64) -> Balconies {
    let mut sum = Balconies { all, ..Balconies::default() };
    for balcony in balconies.into_iter().flatten() {
        sum.inside += balcony.number("inside_structure_area").unwrap_or(0.0);
        if balcony.claim("is_enclosed") == Some(true) {
            sum.closed += balcony.number("area").unwrap_or(0.0);
        }
    }
    sum
}

/// Bay windows by their rooms: of several, the first of the sheet.
pub(super) struct Bays<'s>(BTreeMap<&'s SubjectId, &'s Subject>);

impl<'s> Bays<'s> {
    pub(super) fn of_sheet(sheet: &'s FactSheet) -> Self {
        let mut bays = BTreeMap::new();
        for bay in sheet.of_kind(SubjectKind::BayWindow) {
            if let Some(room) = &bay.parent {
                bays.entry(room).or_insert(bay);
            }
        }
        Self(bays)
    }

    /// The bay window of a room.
    pub(super) fn of(&self, room: &SubjectId) -> Option<&'s Subject> {
        self.0.get(room).copied()
    }
}
