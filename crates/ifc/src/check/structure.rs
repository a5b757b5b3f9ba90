//! Flaws that only show across records: shared GlobalIds, references in a circle, units that cannot be right.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Found;
use crate::class;
use crate::entity::Entity;
use crate::error::DefectKind;
use crate::model::Model;
use crate::units::{UnitProblem, doubts};

/// GlobalIds that are not 22 characters of the IFC alphabet, or that several instances share.
pub(super) fn guids(model: &Model, found: &mut Found) {
    // the numbers that they write are sorted ten times as fast as the texts, and nearly always tell that all is well
    if numbers(model).is_some_and(|numbers| numbers.is_sorted_by(|one, next| one < next)) {
        return;
    }
    let mut first: Option<Entity<'_>> = None;
    for entity in model.in_guid_order() {
        let Some(guid) = entity.guid() else { continue };
        let sound = guid.len() == 22
            && guid.starts_with(['0', '1', '2', '3'])
            && guid.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$'));
        if !sound {
            found.add(model.args(entity), entity.id(), DefectKind::Guid { found: guid.to_owned() });
        }
        match first.filter(|f| f.guid() == Some(guid)) {
            Some(first) => {
                found.add(model.args(entity), entity.id(), DefectKind::RepeatedGuid { guid: guid.to_owned(), first: first.id() });
            }
            None => first = Some(entity),
        }
    }
}

/// What sound GlobalIds write, sorted; `None` when one is not sound, or not written as plainly as they all are.
fn numbers(model: &Model) -> Option<Vec<u128>> {
    let bytes = model.bytes();
    let mut numbers = Vec::new();
    for root in model.all(class::IFC_ROOT) {
        match bytes.get(model.args(root)..)? {
            [b'\'', guid @ ..] => match guid.split_first_chunk::<22>()? {
                (guid, [b'\'', b',' | b')', ..]) => numbers.push(number(guid)?),
                _ => return None,
            },
            [b'$', b',' | b')', ..] => {}
            _ => return None,
        }
    }
    numbers.sort_unstable();
    Some(numbers)
}

/// The 128 bits of a sound GlobalId: six in each character, two in the first.
fn number(guid: &[u8; 22]) -> Option<u128> {
    let number = guid.iter().try_fold(0_u128, |number, character| {
        let digit = match character {
            b'0'..=b'9' => character - b'0',
            b'A'..=b'Z' => character - b'A' + 10,
            b'a'..=b'z' => character - b'a' + 36,
            b'_' => 62,
            b'$' => 63,
            _ => return None,
        };
        Some(number << 6 | u128::from(digit))
    });
    number.filter(|_| guid[0] <= b'3')
}

/// Placements and wholes that lead back to themselves.
pub(super) fn cycles(model: &Model, found: &mut Found) {
    let relations = model.relations();
    let placements = model.all(class::IFC_LOCAL_PLACEMENT);
    chains(model, placements, |placement| placement.entity_at(0), "the placement", found);
    let objects = model.all(class::IFC_OBJECT_DEFINITION);
    chains(model, objects, |object| relations.parent_of(object), "the decomposition", found);
}

/// Follows `up` from every start, each instance once, and reports where a chain comes back to itself.
fn chains<'m>(
    model: &'m Model,
    starts: impl Iterator<Item = Entity<'m>>,
    up: impl Fn(Entity<'m>) -> Option<Entity<'m>>,
    what: &'static str,
    found: &mut Found,
) {
    // The number of the walk that came by each.
    let mut walks: FxHashMap<u32, u32> = FxHashMap::default();
    for (walk, start) in (1u32..).zip(starts) {
        let mut at = Some(start);
        while let Some(entity) = at {
            match walks.entry(entity.index()) {
                Entry::Vacant(place) => {
                    place.insert(walk);
                }
                Entry::Occupied(seen) => {
                    if *seen.get() == walk {
                        found.add(model.args(entity), entity.id(), DefectKind::Cycle(what));
                    }
                    break;
                }
            }
            at = up(entity);
        }
    }
}

/// Units that cannot be used, where something needs them, and sizes that no building has.
pub(super) fn units(model: &Model, found: &mut Found) {
    let Some(project) = model.all(class::IFC_PROJECT).next() else {
        if let Some(first) = model.all(class::IFC_PRODUCT).next() {
            found.add(model.args(first), first.id(), DefectKind::Unit(UnitProblem::NoAssignment));
        }
        return;
    };
    let units = model.units();
    let needed = [
        (&units.length, true),
        (&units.area, model.count(class::IFC_QUANTITY_AREA) > 0),
        (&units.volume, model.count(class::IFC_QUANTITY_VOLUME) > 0),
        (&units.plane_angle, false),
    ];
    for (unit, needed) in needed {
        match unit {
            Err(problem) if needed || !matches!(problem, UnitProblem::Missing(_) | UnitProblem::NoAssignment) => {
                found.add(model.args(project), project.id(), DefectKind::Unit(problem.clone()));
            }
            _ => {}
        }
    }
    for (entity, doubt) in doubts(model) {
        found.add(model.args(entity), entity.id(), DefectKind::UnitDoubt(doubt));
    }
    for other in model.all(class::IFC_PROJECT).skip(1) {
        found.add(model.args(other), other.id(), DefectKind::SecondProject { first: project.id() });
    }
}
