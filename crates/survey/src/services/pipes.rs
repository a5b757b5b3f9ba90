//! Water pipes inside dwellings by system and material (CLAUSES NT-2.2-07).

use std::collections::BTreeMap;

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::tolerance::LENGTH_ACCURACY;
use haofang_ifc::material::{materials_in, names_in, names_of_materials};
use haofang_ifc::property::QuantityKind;
use haofang_ifc::{Entity, InstanceId, class};
use rayon::prelude::*;

use super::equipment::space_of;
use super::pipe_material;
use crate::authored;
use crate::building::{DwellingId, Survey, ThingId};
use crate::outdoor::Measured;

/// Properties that say which system it is of.
const SYSTEM: &[&str] = &["系统类型", "系统名称", "系统分类", "System Type", "System Name", "System Classification", "系统", "系统缩写"];

/// A pipe or fitting.
struct Piece {
    thing: ThingId,
    system: String,
    system_by: String,
    material: String,
    class: &'static str,
    length: Option<f64>,
    is_segment: bool,
    dwelling: Option<DwellingId>,
}

/// Runs of pipe of one system and material in one dwelling, and the project's shares.
pub(crate) fn measure(survey: &Survey<'_>) -> (Vec<Subject>, Measured) {
    let things: Vec<ThingId> = survey
        .things_of(class::IFC_FLOW_SEGMENT)
        .chain(survey.things_of(class::IFC_FLOW_FITTING))
        .filter(|thing| is_pipe(survey, *thing))
        .collect();
    let stated = of_materials(survey);
    let pieces: Vec<Piece> = things.into_par_iter().map(|thing| piece(survey, thing, &stated)).collect();
    let mut runs: BTreeMap<(Option<DwellingId>, &str, &str, &str), Vec<&Piece>> = BTreeMap::new();
    for piece in &pieces {
        runs.entry((piece.dwelling, piece.system.as_str(), piece.class, piece.material.as_str())).or_default().push(piece);
    }
    let subjects = runs.into_iter().filter_map(|(key, pieces)| run(survey, key, &pieces)).collect();
    (subjects, totals(survey, &pieces))
}

/// Ducts, cable trays and the like are flow segments too.
fn is_pipe(survey: &Survey<'_>, id: ThingId) -> bool {
    let thing = survey.thing(id);
    let wrong = [
        class::IFC_DUCT_SEGMENT,
        class::IFC_DUCT_FITTING,
        class::IFC_CABLE_SEGMENT,
        class::IFC_CABLE_CARRIER_SEGMENT,
        class::IFC_CABLE_CARRIER_FITTING,
        class::IFC_CABLE_FITTING,
    ];
    if wrong.iter().any(|class| thing.class.is_a(*class)) {
        return false;
    }
    let of_type = thing.entity.model().relations().type_of(thing.entity).map(|of_type| of_type.class());
    let types = [
        class::IFC_DUCT_SEGMENT_TYPE,
        class::IFC_DUCT_FITTING_TYPE,
        class::IFC_CABLE_SEGMENT_TYPE,
        class::IFC_CABLE_CARRIER_SEGMENT_TYPE,
        class::IFC_CABLE_CARRIER_FITTING_TYPE,
    ];
    !of_type.is_some_and(|kind| types.iter().any(|class| kind.is_a(*class)))
}

/// What properties of single materials (IfcMaterialProperties) say that they are made of, by file and material.
type OfMaterials = BTreeMap<(usize, InstanceId), Vec<String>>;

fn of_materials(survey: &Survey<'_>) -> OfMaterials {
    let mut out = OfMaterials::new();
    for (model, named) in survey.models.iter().enumerate() {
        for material in named.model.all(class::IFC_MATERIAL_PROPERTIES).filter_map(|set| set.entity_named("Material")) {
            out.entry((model, material.id())).or_insert_with(|| {
                let said = survey.said(material, "material");
                said.iter().filter_map(|claim| authored::words_of(&claim.property)).collect()
            });
        }
    }
    out
}

fn piece(survey: &Survey<'_>, id: ThingId, stated: &OfMaterials) -> Piece {
    let thing = survey.thing(id);
    let (system, system_by) = system(survey, thing.entity);
    let mut names = names_of_materials(thing.entity);
    let said = |meaning: &str| -> Vec<String> {
        survey.said(thing.entity, meaning).iter().filter_map(|claim| authored::words_of(&claim.property)).collect()
    };
    names.extend(said("material"));
    if !stated.is_empty() {
        let materials = thing.entity.model().relations().materials_of(thing.entity).into_iter().flat_map(materials_in);
        names.extend(materials.filter_map(|material| stated.get(&(thing.model, material.id()))).flatten().cloned());
    }
    let material = names.first().cloned().unwrap_or_default();
    // … and what a material is described as
    let materials = thing.entity.model().relations().materials_of(thing.entity).into_iter().flat_map(materials_in);
    names.extend(materials.filter_map(|material| Some(material.named("Description").as_text()?.into_owned())));
    let mut class = pipe_material::agreed(survey.vocabulary, names.iter().map(String::as_str));
    // a further material that is none of those known is another material all the same
    let all = thing.entity.model().relations().materials_of(thing.entity);
    let strange =
        |material: &Entity<'_>| pipe_material::agreed(survey.vocabulary, names_in(*material).iter().map(String::as_str)) == "unknown";
    if class == "stainless" && all.len() > 1 && all.iter().any(strange) {
        class = "ambiguous";
    }
    // 是否不锈钢 = 否 beside a material of steel
    let denied = || survey.said(thing.entity, "steel").iter().any(|claim| authored::claim_of(&claim.property) == Some(false));
    // SDR = 11, 管系列 = S3.2: pipes of steel have neither
    let of_plastic = || !survey.said(thing.entity, "plastic_series").is_empty();
    if class == "stainless" && (denied() || of_plastic()) {
        class = "ambiguous";
    }
    if class == "unknown" || class == "stainless" {
        // a pipe of steel that its name, type or remarks call one of plastic is doubtful
        let texts = survey.texts(thing.entity);
        let mut written: Vec<String> = ["type", "kind", "remark"].into_iter().flat_map(said).collect();
        for system in thing.entity.model().relations().systems_of(thing.entity) {
            written.extend(survey.texts(system).iter().map(|carrier| carrier.text.to_string()));
        }
        let said =
            pipe_material::agreed(survey.vocabulary, texts.iter().map(|carrier| &*carrier.text).chain(written.iter().map(String::as_str)));
        class = match (class, said) {
            ("unknown", said) => said,
            (class, "unknown" | "stainless") => class,
            _ => "ambiguous",
        };
    }
    let is_segment = thing.class.is_a(class::IFC_FLOW_SEGMENT);
    let length = is_segment.then(|| length(survey, id)).flatten();
    let dwelling = space_of(survey, id).and_then(|space| survey.space(space).dwelling);
    Piece { thing: id, system, system_by, material, class, length, is_segment, dwelling }
}

/// Word of the list `pipe`: of its system, else of its own names.
fn system(survey: &Survey<'_>, entity: Entity<'_>) -> (String, String) {
    for system in entity.model().relations().systems_of(entity) {
        // the predefined type stands among the texts: DOMESTICCOLDWATER
        if let Some(found) = survey.recognise("pipe", system).filter(|found| found.word != "none") {
            return (found.word, format!("system, {}", found.by));
        }
    }
    for reading in authored::all_texts(entity, SYSTEM) {
        if let Some(found) = survey.vocabulary.find("pipe", &reading.value).filter(|found| found.word != "none") {
            return (found.word.to_owned(), format!("{} \"{}\"", reading.source, reading.value));
        }
    }
    match survey.recognise("pipe", entity) {
        Some(found) if found.word != "none" => (found.word, found.by),
        _ => ("other".to_owned(), String::new()),
    }
}

fn length(survey: &Survey<'_>, id: ThingId) -> Option<f64> {
    let thing = survey.thing(id);
    let axis = survey
        .readers
        .reader(thing.model)
        .and_then(|reader| reader.axis(thing.entity))
        .map(|axis| axis.length)
        .filter(|length| *length > 0.0);
    axis.or_else(|| authored::quantity(thing.entity, QuantityKind::Length, &["Length", "长度"]).map(|reading| reading.value))
        .or_else(|| authored::length(thing.entity, &["Length", "长度"]).map(|reading| reading.value))
        .or_else(|| {
            let size = survey.extent(id)?.size();
            // a straight pipe is as long as its box across its longest two directions
            Some((size[0].powi(2) + size[1].powi(2) + size[2].powi(2)).sqrt())
        })
}

fn run(
    survey: &Survey<'_>,
    (dwelling, system, class, material): (Option<DwellingId>, &str, &str, &str),
    pieces: &[&Piece],
) -> Option<Subject> {
    let first = pieces.first()?;
    let thing = survey.thing(first.thing);
    let mut subject = survey.subject(SubjectKind::Pipe, thing.model, thing.entity);
    subject.recognised_by.clone_from(&first.system_by);
    subject.parent = match (dwelling, thing.storey) {
        (Some(dwelling), _) => Some(survey.dwelling_id(dwelling)),
        (None, Some(storey)) => Some(survey.storey_id(storey)),
        _ => None,
    };
    let ids: Vec<GlobalId> = pieces.iter().filter_map(|piece| survey.thing_guid(piece.thing)).collect();
    subject.know("use", Fact::text(system, Provenance::Derived, first.system_by.clone()));
    if material.is_empty() {
        subject.lack("material", Gap::new(GapKind::NotModelled, "no material, type or property says what it is made of"));
    } else {
        subject.know("material", Fact::text(material, Provenance::Authored, "material, type or property"));
    }
    subject.know("material_class", Fact::text(class, Provenance::Derived, "words of its material").of(ids.iter().cloned()));
    let segments = pieces.iter().filter(|piece| piece.is_segment).count();
    let known: Vec<f64> = pieces.iter().filter_map(|piece| piece.length).collect();
    if known.len() == segments && segments > 0 {
        subject.know("length", Fact::measured(known.iter().sum(), Unit::Metre, LENGTH_ACCURACY, format!("{segments} segments")).of(ids));
    } else {
        subject.lack("length", Gap::new(GapKind::NoGeometry, format!("{} of {segments} segments have no length", segments - known.len())));
    }
    subject.know("segments", Fact::derived(pieces.len() as f64, Unit::Count, "segments and fittings"));
    subject.know("is_indoor", Fact::claim(dwelling.is_some(), Provenance::Derived, "lies in rooms of a dwelling"));
    Some(subject)
}

fn totals(survey: &Survey<'_>, pieces: &[Piece]) -> Measured {
    let has_mep = survey.things.iter().any(|thing| thing.class.is_a(class::IFC_DISTRIBUTION_ELEMENT));
    let mep = Fact::claim(has_mep, Provenance::Derived, "any distribution element in the files");
    let supply: Vec<&Piece> = pieces.iter().filter(|piece| ["supply", "hot_supply"].contains(&piece.system.as_str())).collect();
    let indoor: Vec<&&Piece> = supply.iter().filter(|piece| piece.dwelling.is_some()).collect();
    let gap = || {
        if supply.is_empty() {
            Gap::new(GapKind::NotModelled, "no water supply pipe in the model: submit the MEP model")
        } else {
            Gap::new(GapKind::Incomplete, format!("none of {} water supply pipes lies in the rooms of a dwelling", supply.len()))
        }
    };
    let ids: Vec<GlobalId> = indoor.iter().filter_map(|piece| survey.thing_guid(piece.thing)).collect();
    let segments: Vec<&&&Piece> = indoor.iter().filter(|piece| piece.is_segment).collect();
    let length = |class: Option<&str>| {
        segments.iter().filter(|piece| class.is_none_or(|class| piece.class == class)).filter_map(|piece| piece.length).sum::<f64>()
    };
    let whole = length(None);
    let without = segments.iter().filter(|piece| piece.length.is_none()).count();
    let (total, share) = if indoor.is_empty() {
        (Err(gap()), Err(gap()))
    } else if without > 0 || whole <= 0.0 {
        let gap = Gap::new(GapKind::NoGeometry, format!("{without} of {} segments have no length", segments.len()));
        (Err(gap.clone()), Err(gap))
    } else {
        let stainless = length(Some("stainless"));
        (
            Ok(Fact::measured(whole, Unit::Metre, LENGTH_ACCURACY, format!("{} supply segments inside dwellings", segments.len()))
                .of(ids.iter().cloned())),
            Ok(Fact::derived(stainless / whole, Unit::Ratio, format!("by length: {stainless:.2} / {whole:.2} m")).of(ids)),
        )
    };
    vec![("has_mep", Ok(mep)), ("water_pipe_length", total), ("water_pipe_stainless_share", share)]
}
