//! Two versions of one model in one submission: things that bear one GlobalId in two files and are not the same in both, and
//! what only one of two versions has.
//!
//! A part of an estate that two disciplines export is one thing twice, and says the same in both files. Where they say different
//! things, one of the files is out of date, and nobody but the author can tell which: what was read of these things decides nothing.
//! Where two files are two versions of one model, what only one of them has was added or taken away, and decides nothing either.

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::DefectNote;
use haofang_geometry::lower::Shapes;
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::federation::{by_guid, is_shared};
use haofang_ifc::material::names_of_materials;
use haofang_ifc::property::{PropertyValue, properties_of};
use haofang_ifc::{Class, Entity, Model, Value, class};
use haofang_survey::NamedModel;
use rayon::prelude::*;

/// The code of a thing that two files describe differently.
const DIFFERS: &str = "E0044";

/// The code of a thing that only one of two versions has.
const ONE_SIDED: &str = "E0045";

/// Files that share more than this part of the larger and are not the same in it are two versions of one model.
const MOST: f64 = 0.5;

/// A file that holds nothing but what another holds as well, and at least this part of it, is a version of that: extracts for one
/// discipline hold less.
const NEARLY_ALL: f64 = 0.9;

/// What two files may have in common.
const KINDS: [Class; 4] = [class::IFC_ELEMENT, class::IFC_SPACE, class::IFC_ZONE, class::IFC_BUILDING_STOREY];

/// A thing and the number of its file.
type Owner<'m> = (usize, Entity<'m>);

/// The things that two files describe differently under one GlobalId, told for the record in either file, and those that only one
/// of two versions has.
pub(crate) fn contradictions(models: &[NamedModel]) -> Vec<DefectNote> {
    if models.len() < 2 {
        return Vec::new();
    }
    let parts: Vec<&Model> = models.iter().map(|named| &*named.model).collect();
    let owners = by_guid(&parts, &KINDS);
    let shared = owners.values().filter(|owners| is_shared(owners));
    let pairs = shared.filter_map(|owners| owners.split_first());
    let twins: Vec<(Owner<'_>, Owner<'_>)> =
        pairs.flat_map(|(first, rest)| rest.iter().filter(|other| other.0 != first.0).map(|other| (*first, *other))).collect();
    if twins.is_empty() {
        return Vec::new();
    }
    let readers: Vec<Option<Shapes<'_>>> = models.iter().map(|named| Shapes::new(&named.model).ok()).collect();
    let differing = twins.par_iter().filter_map(|(one, other)| Some((*one, *other, difference(&readers, *one, *other)?)));
    let differing: Vec<_> = differing.collect();
    let versions = versions(models.len(), &owners, &differing.iter().map(|(one, other, _)| (one.0, other.0)).collect());
    let mut notes = one_sided(models, &owners, &versions);
    let tell = |(one, other, what): (Owner<'_>, Owner<'_>, What)| [note(models, one, other, &what), note(models, other, one, &what)];
    notes.extend(differing.into_iter().flat_map(tell).flatten());
    notes.sort_by(|a, b| (&a.file, a.byte, &a.message).cmp(&(&b.file, b.byte, &b.message)));
    notes
}

/// The things of several files by their GlobalIds.
type Owners<'m> = BTreeMap<&'m str, Vec<Owner<'m>>>;

/// The pairs of files that are two versions of one model: most of what either holds is in both, and not all of it is the same.
fn versions(files: usize, owners: &Owners<'_>, differing: &BTreeSet<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut sizes = vec![0_usize; files];
    let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for of in owners.values() {
        let of: BTreeSet<usize> = of.iter().map(|(file, _)| *file).collect();
        for (at, file) in of.iter().enumerate() {
            sizes.iter_mut().skip(*file).take(1).for_each(|size| *size += 1);
            of.iter().skip(at + 1).for_each(|other| *common.entry((*file, *other)).or_default() += 1);
        }
    }
    let is_version = |((one, other), both): ((usize, usize), usize)| {
        let (one_size, other_size) = (*sizes.get(one)?, *sizes.get(other)?);
        let is_part = both == one_size.min(other_size) && !differing.contains(&(one, other));
        let least = if is_part { NEARLY_ALL } else { MOST };
        (both as f64 > least * one_size.max(other_size) as f64).then_some((one, other))
    };
    common.into_iter().filter_map(is_version).collect()
}

/// What only one of two versions has.
fn one_sided(models: &[NamedModel], owners: &Owners<'_>, versions: &[(usize, usize)]) -> Vec<DefectNote> {
    let mut notes = Vec::new();
    for of in owners.values() {
        let has = |file: usize| of.iter().find(|(owner, _)| *owner == file);
        let alone = versions.iter().find_map(|(one, other)| match (has(*one), has(*other)) {
            (Some(owner), None) => Some((*owner, *other)),
            (None, Some(owner)) => Some((*owner, *one)),
            _ => None,
        });
        notes.extend(alone.and_then(|(owner, other)| {
            let second = &models.get(other)?.file;
            let name = owner.1.name().map(|name| name.trim().to_owned()).unwrap_or_default();
            let message = format!("\"{name}\" is not in {second}, another version of this model; one of the two files is out of date");
            let message_zh = format!("“{name}”不在同一模型的另一版本 {second} 中；两个文件中有一个不是最新版本");
            flaw(models, owner, ONE_SIDED, message, message_zh)
        }));
    }
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
    let (one, other) = (names_of_materials(a).join("、"), names_of_materials(b).join("、"));
    (one != other && !one.is_empty() && !other.is_empty()).then(|| both(&one, &other))
}

/// Boxes around the bodies, where both have one; of levels their heights.
fn placed(readers: &[Option<Shapes<'_>>], one: Owner<'_>, other: Owner<'_>) -> Option<What> {
    let reader = |owner: Owner<'_>| readers.get(owner.0)?.as_ref();
    let height = |owner: Owner<'_>| Some(reader(owner)?.placement(owner.1).ok()?.origin.z);
    let extent = |owner: Owner<'_>| reader(owner)?.shape(owner.1).ok().map(|shape| shape.extent());
    let apart = if one.1.is_a(class::IFC_BUILDING_STOREY) {
        (height(one)? - height(other)?).abs()
    } else {
        let (a, b) = (extent(one)?, extent(other)?);
        let ends = |extent: &haofang_geometry::Extent| extent.min.into_iter().chain(extent.max).collect::<Vec<f64>>();
        ends(&a).into_iter().zip(ends(&b)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    (apart > LENGTH_ACCURACY).then(|| (format!("位置或大小相差 {apart:.3} m"), format!("place or size differ by {apart:.3} m")))
}

/// The flaw of one of the two records.
fn note(models: &[NamedModel], of: Owner<'_>, other: Owner<'_>, (zh, en): &What) -> Option<DefectNote> {
    let second = &models.get(other.0)?.file;
    let guid = of.1.guid().unwrap_or_default();
    let message = format!("GlobalId {guid} is something else in {second}: {en}; one of the two files is out of date");
    let message_zh = format!("GlobalId {guid} 在 {second} 中内容不同：{zh}；两个文件中有一个不是最新版本");
    flaw(models, of, DIFFERS, message, message_zh)
}

/// A flaw of a record.
fn flaw(models: &[NamedModel], of: Owner<'_>, code: &str, message: String, message_zh: String) -> Option<DefectNote> {
    let named = models.get(of.0)?;
    let at = named.model.location(of.1.id())?;
    Some(DefectNote {
        file: named.file.clone(),
        line: at.line,
        column: at.column,
        byte: at.byte,
        instance: Some(of.1.id().to_string()),
        code: code.to_owned(),
        message,
        help: "submit only the current version of each model".to_owned(),
        message_zh,
        help_zh: "每个模型只提交最新版本".to_owned(),
        is_remark: false,
    })
}
