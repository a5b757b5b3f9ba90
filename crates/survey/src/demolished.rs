//! What a model says will be pulled down is not there: the status of IFC (`Pset_…Common.Status`), the phases of Revit and the
//! renovation status of ArchiCAD. Renovation models carry the old state beside the new one.

use std::collections::HashSet;

use haofang_ifc::property::{PropertyValue, value_of};
use haofang_ifc::{Entity, InstanceId, Model, class};
use rayon::prelude::*;

use crate::property_names::PropertyNames;
use crate::vocabulary::fold;

/// Properties whose value names a state.
const STATUS: &[&str] = &["status", "renovationstatus", "umbau-status", "改造状态", "翻新状态", "构件状态"];

/// States in which a thing goes: what stands for the time of building only is not there afterwards either.
const GONE: &[&str] = &[
    "demolish",
    "demolished",
    "tobedemolished",
    "demolition",
    "abbruch",
    "abzubrechen",
    "拆除",
    "待拆除",
    "拟拆除",
    "已拆除",
    "temporary",
    "临时",
];

/// Properties whose value is the phase in which a thing goes; none when it stays.
const PHASE: &[&str] = &["phasedemolished", "拆除的阶段", "拆除阶段", "abbruchphase"];

/// Values of a phase that say that a thing stays.
const STAYS: &[&str] = &["", "none", "无", "<无>", "<none>", "keine", "-", "未拆除"];

/// The things of a model that will be pulled down, with what they hold: parts, fillings of their openings, and the contents of
/// buildings and levels. What a type says holds for its occurrences unless they say otherwise.
pub(crate) fn demolished(model: &Model) -> HashSet<InstanceId> {
    let mut gone = HashSet::new();
    let names = PropertyNames::of(model);
    let states = names.wanted(&[STATUS, PHASE].concat());
    let classes = [class::IFC_PROPERTY_SINGLE_VALUE, class::IFC_PROPERTY_ENUMERATED_VALUE];
    let all: Vec<Entity<'_>> = classes.into_iter().flat_map(|class| model.all(class)).collect();
    let properties: HashSet<InstanceId> =
        all.into_par_iter().filter(|one| names.has(&states, *one) && says_gone(*one)).map(|one| one.id()).collect();
    if properties.is_empty() {
        return gone;
    }
    let holds = |set: &Entity<'_>| set.entities_named("HasProperties").any(|property| properties.contains(&property.id()));
    let sets: HashSet<InstanceId> = model.all(class::IFC_PROPERTY_SET).filter(holds).map(|set| set.id()).collect();
    for relation in model.all(class::IFC_REL_DEFINES_BY_PROPERTIES) {
        let definition = relation.named("RelatingPropertyDefinition");
        // one set, or in IFC4 a list of sets
        if definition.as_ref().into_iter().chain(definition.as_list().refs()).any(|set| sets.contains(&set)) {
            gone.extend(relation.entities_named("RelatedObjects").map(|thing| thing.id()));
        }
    }
    for of_type in model.all(class::IFC_TYPE_OBJECT) {
        if gone.contains(&of_type.id()) || of_type.entities_named("HasPropertySets").any(|set| sets.contains(&set.id())) {
            let occurrences = model.relations().occurrences_of(of_type);
            gone.extend(occurrences.into_iter().filter(|thing| !says_otherwise(*thing)).map(|thing| thing.id()));
        }
    }
    with_contents(model, gone)
}

/// What goes with what goes. A room that is given up takes nothing with it but what is part of it.
fn with_contents(model: &Model, mut gone: HashSet<InstanceId>) -> HashSet<InstanceId> {
    let relations = model.relations();
    let mut open: Vec<Entity<'_>> = gone.iter().filter_map(|id| model.entity(*id)).collect();
    while let Some(whole) = open.pop() {
        let mut inside = relations.children_of(whole);
        if !whole.is_a(class::IFC_SPACE) {
            inside.extend(relations.contained_in(whole));
        }
        for opening in relations.openings_of(whole) {
            inside.extend(relations.fillings_of(opening));
        }
        open.extend(inside.into_iter().filter(|thing| gone.insert(thing.id())));
    }
    gone
}

/// Whether a property says that its object will be pulled down.
fn says_gone(property: Entity<'_>) -> bool {
    let name = bare(&property.named("Name").as_text().unwrap_or_default());
    let (status, phase) = (STATUS.contains(&name.as_str()), PHASE.contains(&name.as_str()));
    let goes = |word: &String| if status { GONE.contains(&word.as_str()) } else { !STAYS.contains(&word.as_str()) };
    (status || phase) && words(&value_of(property)).iter().any(goes)
}

/// Whether a thing has a state of its own.
fn says_otherwise(thing: Entity<'_>) -> bool {
    thing.model().relations().definitions_of(thing).into_iter().flat_map(|set| set.entities_named("HasProperties").collect::<Vec<_>>()).any(
        |property| {
            let name = bare(&property.named("Name").as_text().unwrap_or_default());
            let known = STATUS.contains(&name.as_str()) || PHASE.contains(&name.as_str());
            known && words(&value_of(property)).iter().any(|word| !word.is_empty())
        },
    )
}

fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words of a value, folded, without spaces.
fn words(value: &PropertyValue<'_>) -> Vec<String> {
    match value {
        PropertyValue::Text(text) => vec![bare(text)],
        PropertyValue::List(all) => all.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}
