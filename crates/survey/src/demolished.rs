//! What a model says will be pulled down is not there: the status of IFC (`Pset_…Common.Status`), the phases of Revit and the
//! renovation status of ArchiCAD. Renovation models carry the old state beside the new one.

use std::collections::HashSet;

use haofang_ifc::property::{PropertyValue, value_of};
use haofang_ifc::{Entity, InstanceId, Model, class};
use memchr::memmem;
use rayon::prelude::*;

use crate::vocabulary::fold;

/// A file that holds none of these says of nothing that it will be pulled down: 拆除 in escapes, UTF-8 and GB18030.
const MARKS: &[&[u8]] = &[b"DEMOLI", b"emoli", b"bbruch", b"62C69664", "拆除".as_bytes(), b"\xb2\xf0\xb3\xfd"];

/// Properties whose value names a state.
const STATUS: &[&str] = &["status", "renovationstatus", "umbau-status", "改造状态", "翻新状态", "构件状态"];

/// States in which a thing goes.
const GONE: &[&str] = &["demolish", "demolished", "tobedemolished", "demolition", "abbruch", "abzubrechen", "拆除", "待拆除", "拟拆除"];

/// Properties whose value is the phase in which a thing goes; none when it stays.
const PHASE: &[&str] = &["phasedemolished", "拆除的阶段", "拆除阶段", "abbruchphase"];

/// Values of a phase that say that a thing stays.
const STAYS: &[&str] = &["", "none", "无", "<无>", "<none>", "keine", "-", "未拆除"];

/// The things of a model that will be pulled down.
pub(crate) fn demolished(model: &Model) -> HashSet<InstanceId> {
    let mut gone = HashSet::new();
    if !MARKS.par_iter().any(|mark| memmem::find(model.bytes(), mark).is_some()) {
        return gone;
    }
    let says = |property: Entity<'_>| {
        let name: String = fold(&property.named("Name").as_text().unwrap_or_default()).chars().filter(|c| !c.is_whitespace()).collect();
        let (status, phase) = (STATUS.contains(&name.as_str()), PHASE.contains(&name.as_str()));
        (status || phase)
            && words(&value_of(property))
                .iter()
                .any(|word| if status { GONE.contains(&word.as_str()) } else { !STAYS.contains(&word.as_str()) })
    };
    let classes = [class::IFC_PROPERTY_SINGLE_VALUE, class::IFC_PROPERTY_ENUMERATED_VALUE];
    let all: Vec<Entity<'_>> = classes.into_iter().flat_map(|class| model.all(class)).collect();
    let properties: HashSet<InstanceId> = all.into_par_iter().filter(|property| says(*property)).map(|property| property.id()).collect();
    if properties.is_empty() {
        return gone;
    }
    for relation in model.all(class::IFC_REL_DEFINES_BY_PROPERTIES) {
        let set = relation.named("RelatingPropertyDefinition").as_ref().and_then(|id| model.entity(id));
        if set.is_some_and(|set| set.entities_named("HasProperties").any(|property| properties.contains(&property.id()))) {
            gone.extend(relation.entities_named("RelatedObjects").map(|thing| thing.id()));
        }
    }
    gone
}

/// The words of a value, folded, without spaces.
fn words(value: &PropertyValue<'_>) -> Vec<String> {
    match value {
        PropertyValue::Text(text) => vec![fold(text).chars().filter(|c| !c.is_whitespace()).collect()],
        PropertyValue::List(all) => all.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}
