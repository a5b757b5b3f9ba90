//! Two versions of one model in one submission: things that bear one GlobalId in two files and are not the same in both.
//!
//! A part of an estate that two disciplines export is one thing twice, and says the same in both files. Where they say different
//! things, one of the files is out of date, and nobody but the author can tell which: what was read of these things decides nothing.

use std::collections::BTreeMap;

use haofang_facts::DefectNote;
use haofang_geometry::lower::Shapes;
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::property::{PropertyValue, properties_of};
use haofang_ifc::{Entity, Value, class};
use haofang_survey::NamedModel;
use rayon::prelude::*;

/// The code of such a flaw.
const CODE: &str = "E0044";

/// How deep the materials of a layer set or of constituents stand.
const DEPTH: u8 = 4;

/// More records than this are not looked through for the names of one thing's materials.
const MOST: usize = 500;

/// A thing and the number of its file.
type Owner<'m> = (usize, Entity<'m>);

/// The things that two files describe differently under one GlobalId, told for the record in either file.
pub(crate) fn contradictions(models: &[NamedModel]) -> Vec<DefectNote> {
    if models.len() < 2 {
        return Vec::new();
    }
    let mut first: BTreeMap<&str, Owner<'_>> = BTreeMap::new();
    let mut twins: Vec<(Owner<'_>, Owner<'_>)> = Vec::new();
    for (at, named) in models.iter().enumerate() {
        let things = [class::IFC_ELEMENT, class::IFC_SPACE, class::IFC_ZONE].into_iter().flat_map(|kind| named.model.all(kind));
        for thing in things {
            let Some(guid) = thing.guid() else { continue };
            match first.get(guid) {
                Some(known) if known.0 != at => twins.push((*known, (at, thing))),
                Some(_) => {}
                None => {
                    first.insert(guid, (at, thing));
                }
            }
        }
    }
    if twins.is_empty() {
        return Vec::new();
    }
    let readers: Vec<Option<Shapes<'_>>> = models.iter().map(|named| Shapes::new(&named.model).ok()).collect();
    let differing = twins.par_iter().filter_map(|(one, other)| Some((*one, *other, difference(&readers, *one, *other)?)));
    let differing: Vec<_> = differing.collect();
    let tell = |(one, other, what): (Owner<'_>, Owner<'_>, What)| [note(models, one, other, &what), note(models, other, one, &what)];
    let mut notes: Vec<DefectNote> = differing.into_iter().flat_map(tell).flatten().collect();
    notes.sort_by(|a, b| (&a.file, a.byte, &a.message).cmp(&(&b.file, b.byte, &b.message)));
    notes
}

/// What differs, in Chinese and in English.
type What = (String, String);

/// The first difference between two records of one GlobalId.
fn difference(readers: &[Option<Shapes<'_>>], one: Owner<'_>, other: Owner<'_>) -> Option<What> {
    let (a, b) = (one.1, other.1);
    if a.class() != b.class() {
        return Some(both(a.keyword(), b.keyword()));
    }
    written(a, b).or_else(|| stated(a, b)).or_else(|| materials(a, b)).or_else(|| placed(readers, one, other))
}

fn both(a: &str, b: &str) -> What {
    (format!("“{a}”与“{b}”"), format!("\"{a}\" and \"{b}\""))
}

/// Attributes that are texts, words or numbers in both.
fn written(a: Entity<'_>, b: Entity<'_>) -> Option<What> {
    a.attrs().zip(b.attrs()).skip(1).find_map(|(one, other)| match (one, other) {
        (Value::Text(_), Value::Text(_)) => {
            let (one, other) = (one.as_text()?, other.as_text()?);
            (one.trim() != other.trim()).then(|| both(one.trim(), other.trim()))
        }
        (Value::Enum(one), Value::Enum(other)) => (one != other).then(|| both(one, other)),
        _ => None,
    })
}

/// Properties that both have.
fn stated(a: Entity<'_>, b: Entity<'_>) -> Option<What> {
    let others = properties_of(b);
    properties_of(a).into_iter().find_map(|one| {
        let other = others.iter().find(|other| (&other.set, &other.name) == (&one.set, &one.name))?;
        let (first, second) = (shown(&one.value)?, shown(&other.value)?);
        let same = match (one.value.as_f64(), other.value.as_f64()) {
            // exporters round
            (Some(first), Some(second)) => (first - second).abs() <= AREA_ACCURACY * first.abs().max(second.abs()),
            _ => first == second,
        };
        (!same).then(|| {
            let (zh, en) = both(&first, &second);
            (format!("{}：{zh}", one.name), format!("{}: {en}", one.name))
        })
    })
}

fn shown(value: &PropertyValue<'_>) -> Option<String> {
    match value {
        PropertyValue::Text(text) => Some(text.trim().to_owned()),
        PropertyValue::Integer(number) => Some(number.to_string()),
        PropertyValue::Number { value, .. } => Some(value.to_string()),
        PropertyValue::Boolean(claim) => Some(if *claim { ".T." } else { ".F." }.to_owned()),
        _ => None,
    }
}

/// The names of materials, where both have some.
fn materials(a: Entity<'_>, b: Entity<'_>) -> Option<What> {
    let names = |of: Entity<'_>| {
        let (mut found, mut left) = (Vec::new(), MOST);
        if let Some(material) = of.model().relations().material_of(of) {
            gather(material, DEPTH, &mut left, &mut found);
        }
        found.join("、")
    };
    let (one, other) = (names(a), names(b));
    (one != other && !one.is_empty() && !other.is_empty()).then(|| both(&one, &other))
}

fn gather(of: Entity<'_>, depth: u8, left: &mut usize, found: &mut Vec<String>) {
    let Some(fewer) = left.checked_sub(1) else { return };
    *left = fewer;
    if of.is_a(class::IFC_MATERIAL) {
        found.extend(of.attr(0).as_text().map(|name| name.trim().to_owned()));
        return;
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    for value in of.attrs() {
        let ids = value.as_ref().into_iter().chain(value.as_list().refs());
        ids.filter_map(|id| of.model().entity(id)).for_each(|part| gather(part, depth, left, found));
    }
}

/// Boxes around the bodies, where both have one.
fn placed(readers: &[Option<Shapes<'_>>], one: Owner<'_>, other: Owner<'_>) -> Option<What> {
    let extent = |(file, thing): Owner<'_>| readers.get(file)?.as_ref()?.shape(thing).ok().map(|shape| shape.extent());
    let (a, b) = (extent(one)?, extent(other)?);
    let ends = |extent: &haofang_geometry::Extent| extent.min.into_iter().chain(extent.max).collect::<Vec<f64>>();
    let apart = ends(&a).into_iter().zip(ends(&b)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    (apart > LENGTH_ACCURACY).then(|| (format!("位置或大小相差 {apart:.3} m"), format!("place or size differ by {apart:.3} m")))
}

/// The flaw of one of the two records.
fn note(models: &[NamedModel], of: Owner<'_>, other: Owner<'_>, (zh, en): &What) -> Option<DefectNote> {
    let (file, second) = (&models.get(of.0)?.file, &models.get(other.0)?.file);
    let at = models.get(of.0)?.model.location(of.1.id())?;
    let guid = of.1.guid().unwrap_or_default();
    Some(DefectNote {
        file: file.clone(),
        line: at.line,
        column: at.column,
        byte: at.byte,
        instance: Some(of.1.id().to_string()),
        code: CODE.to_owned(),
        message: format!("GlobalId {guid} is something else in {second}: {en}; one of the two files is out of date"),
        help: "submit only the current version of each model".to_owned(),
        message_zh: format!("GlobalId {guid} 在 {second} 中内容不同：{zh}；两个文件中有一个不是最新版本"),
        help_zh: "每个模型只提交最新版本".to_owned(),
        is_remark: false,
    })
}
