//! Equipment by what its names, types and properties say, and in whose rooms it stands (CLAUSES NT-2.4-06, -07, NT-2.3-06, -10).

use std::collections::BTreeMap;

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind};
use haofang_geometry::plan::{self, Point2};
use haofang_ifc::{Class, Entity, class};
use rayon::prelude::*;

use crate::authored;
use crate::building::{DwellingId, SpaceId, Survey, ThingId};
use crate::called::{denied, doubt_of_all, pieces};
use crate::outdoor::labels::Labelled;

/// Equipment this far outside of a room's polygon hangs on its wall (m).
const ON_WALL: f64 = 0.40;
/// A charger this near to a place for e-bikes serves it (m).
const SERVES: f64 = 3.0;

/// Classes of equipment.
const KINDS: &[Class] = &[
    class::IFC_DISTRIBUTION_ELEMENT,
    class::IFC_BUILDING_ELEMENT_PROXY,
    class::IFC_FURNISHING_ELEMENT,
    class::IFC_ELEMENT_ASSEMBLY,
    class::IFC_DISCRETE_ACCESSORY,
];

/// A piece of equipment.
pub(crate) struct Piece<'m> {
    pub(crate) thing: ThingId,
    pub(crate) entity: Entity<'m>,
    pub(crate) model: usize,
    /// Word of the list `equipment`.
    pub(crate) word: String,
    pub(crate) by: String,
    pub(crate) contactless: bool,
    pub(crate) space: Option<SpaceId>,
    pub(crate) dwelling: Option<DwellingId>,
    /// What else its texts or its type call it.
    pub(crate) doubt: Option<String>,
}

/// Rooms in which no gas is burnt.
const NO_GAS: [&str; 4] = ["bedroom", "study", "bathroom", "storage"];

/// What is drawn lower is the outline of a room and tells no height (m).
const LEAST_ROOM: f64 = 1.5;

/// All equipment, in file order.
pub(crate) fn find<'m>(survey: &Survey<'m>) -> Vec<Piece<'m>> {
    let candidates: Vec<ThingId> = survey
        .things
        .iter()
        .enumerate()
        .filter(|(_, thing)| KINDS.iter().any(|kind| thing.class.is_a(*kind)))
        .map(|(at, _)| ThingId(at))
        .collect();
    candidates.into_par_iter().filter_map(|thing| piece(survey, thing)).collect::<Vec<_>>()
}

fn piece<'m>(survey: &Survey<'m>, id: ThingId) -> Option<Piece<'m>> {
    let thing = survey.thing(id);
    let (word, by) = word_of(survey, id)?;
    let space = space_of(survey, id);
    let labelled = Labelled { entity: thing.entity, model: thing.model, thing: Some(id), space: None, texts: survey.texts(thing.entity) };
    let dwelling = space.and_then(|space| survey.space(space).dwelling).or_else(|| by_zone(survey, thing.entity));
    // in or at the kitchen, not in a bedroom
    let astray = || {
        let room = space.map(|space| survey.space(space))?;
        NO_GAS.contains(&room.usage.as_str()).then(|| format!("it hangs in {}", room.name))
    };
    let doubt = if word == "gas_detector" { senses_else(survey, thing.entity).or_else(astray) } else { None };
    Some(Piece {
        thing: id,
        entity: thing.entity,
        model: thing.model,
        doubt,
        word,
        by,
        contactless: labelled.mentions(survey, "contactless"),
        space,
        dwelling,
    })
}

/// What says of a detector of gas that it is another sensor: the name, description or predefined type of itself or its type.
fn senses_else(survey: &Survey<'_>, entity: Entity<'_>) -> Option<String> {
    const OTHER: [Class; 7] = [
        class::IFC_OUTLET,
        class::IFC_LAMP,
        class::IFC_LIGHT_FIXTURE,
        class::IFC_SWITCHING_DEVICE,
        class::IFC_AUDIO_VISUAL_APPLIANCE,
        class::IFC_FIRE_SUPPRESSION_TERMINAL,
        class::IFC_SANITARY_TERMINAL,
    ];
    if let Some(other) = OTHER.iter().find(|other| entity.is_a(**other)) {
        return Some(other.name().to_owned());
    }
    let is_same = |word: &str| word.starts_with("gas_");
    survey.called_else(entity, &survey.texts(entity), "equipment", &is_same).or_else(|| {
        // 共用: one for several dwellings is none for each
        let texts = survey.texts(entity);
        let mut names = texts.iter().filter(|carrier| ["Name", "ObjectType", "Description"].contains(&&*carrier.from));
        let shared = names.find(|carrier| survey.vocabulary.find_folded("shared", &carrier.folded).is_some());
        if let Some(shared) = shared {
            return Some(format!("{} \"{}\"", shared.from, shared.text));
        }
        let own = [Some(entity), entity.model().relations().type_of(entity)].into_iter().flatten();
        let mut kinds = own.filter_map(|of| of.named("PredefinedType").as_enum());
        kinds.find(|kind| kind.ends_with("SENSOR") && *kind != "GASSENSOR").map(|kind| format!("PredefinedType {kind}"))
    })
}

fn word_of(survey: &Survey<'_>, id: ThingId) -> Option<(String, String)> {
    let entity = survey.thing(id).entity;
    let kind = predefined(entity);
    let found = survey.recognise("equipment", entity);
    // pipes are told by their system, not by their name; what is cancelled or only provided for is not there
    let negated = found.as_ref().is_some_and(|found| survey.vocabulary.find("negation", &found.text).is_some());
    if negated || ((found.is_some() || kind.is_some()) && survey.is_disclaimed(entity, &survey.texts(entity))) {
        return None;
    }
    // 探测气体 = CO, 产品 = 烟感
    let of_another_kind = || {
        let claims = survey.said(entity, "kind");
        let words = claims.iter().filter_map(|claim| authored::words_of(&claim.property));
        words.into_iter().any(|words| survey.vocabulary.find("equipment", &words).is_some_and(|found| found.word == "none"))
    };
    let gas = found.as_ref().is_some_and(|found| found.word == "gas_detector") || kind.as_deref() == Some("GASSENSOR");
    let senses_else = kind.as_deref().is_some_and(|kind| kind.ends_with("SENSOR") && kind != "GASSENSOR");
    if gas && (senses_else || of_another_kind()) {
        return None;
    }
    // a sensor of another gas (CO2) is none of these
    if kind.as_deref() == Some("GASSENSOR") && found.as_ref().is_none_or(|found| found.word != "none") {
        return Some(("gas_detector".to_owned(), "PredefinedType GASSENSOR".to_owned()));
    }
    let found = found?;
    if found.word == "none" || survey.thing(id).class.is_a(class::IFC_FLOW_SEGMENT) || survey.thing(id).class.is_a(class::IFC_FLOW_FITTING)
    {
        return None;
    }
    // 电磁阀 and 切断阀 alone are of any system; of gas when name or system says so
    if found.word == "gas_valve"
        && !found.text.contains("燃气")
        && !found.keyword.contains("自闭")
        && !of_gas_system(survey, entity)
        && !found.text.contains("煤气")
    {
        return None;
    }
    Some((found.word, found.by))
}

fn predefined(entity: Entity<'_>) -> Option<String> {
    let own = entity.named("PredefinedType").as_enum().map(str::to_owned);
    own.filter(|word| word != "NOTDEFINED" && word != "USERDEFINED").or_else(|| {
        entity.model().relations().type_of(entity).and_then(|of_type| of_type.named("PredefinedType").as_enum().map(str::to_owned))
    })
}

/// Whether a thing belongs to a system named gas.
pub(crate) fn of_gas_system(survey: &Survey<'_>, entity: Entity<'_>) -> bool {
    entity.model().relations().systems_of(entity).into_iter().any(|system| {
        survey.recognise("pipe", system).is_some_and(|found| found.word == "gas") || system.named("PredefinedType").as_enum() == Some("GAS")
    })
}

impl Survey<'_> {
    /// The room in which a thing stands: by container, else by the middle of its box, walls and ceilings included.
    #[must_use]
    pub fn room_of(&self, id: ThingId) -> Option<SpaceId> {
        space_of(self, id)
    }
}

/// The room in which a thing stands: by container, else by the middle of its box, walls and ceilings included.
pub(crate) fn space_of(survey: &Survey<'_>, id: ThingId) -> Option<SpaceId> {
    let thing = survey.thing(id);
    let container = thing.entity.model().relations().container_of(thing.entity);
    if let Some(space) = container.and_then(|home| survey.find_space(thing.model, home)) {
        return Some(space);
    }
    let point = place(survey, id)?;
    let storeys = match thing.storey {
        Some(storey) => vec![storey],
        None => (0..survey.storeys.len()).map(crate::building::StoreyId).collect(),
    };
    let z = survey.extent(id).map(|extent| 0.5 * (extent.min[2] + extent.max[2]));
    let mut best: Option<(f64, SpaceId)> = None;
    for storey in storeys {
        for &space in survey.spaces_on(storey) {
            let Ok(room) = survey.room(space) else { continue };
            // what hangs in the rooms of another storey, whatever level it is said to be on, is not in this one
            let upright = thing.storey.is_none() || room.top - room.bottom > LEAST_ROOM;
            if upright && z.is_some_and(|z| z < room.bottom - 0.3 || z > room.top + 0.6) {
                continue;
            }
            let near = room.bounds.is_some_and(|b| {
                point.x >= b.min.x - ON_WALL && point.x <= b.max.x + ON_WALL && point.y >= b.min.y - ON_WALL && point.y <= b.max.y + ON_WALL
            });
            if !near {
                continue;
            }
            if plan::contains(&room.region, point) {
                return Some(space);
            }
            let apart = plan::edges(&room.region).iter().map(|edge| edge.distance(point)).fold(f64::INFINITY, f64::min);
            if apart <= ON_WALL && best.is_none_or(|(known, _)| apart < known) {
                best = Some((apart, space));
            }
        }
    }
    best.map(|(_, space)| space)
}

/// The middle of a thing's box, else of its placement.
fn place(survey: &Survey<'_>, id: ThingId) -> Option<Point2> {
    if let Some(extent) = survey.extent(id) {
        return Some(Point2 { x: 0.5 * (extent.min[0] + extent.max[0]), y: 0.5 * (extent.min[1] + extent.max[1]) });
    }
    let thing = survey.thing(id);
    survey.readers.placement(thing.model, thing.entity).map(|frame| Point2 { x: frame.origin.x, y: frame.origin.y })
}

/// The dwelling whose zone holds the thing itself.
fn by_zone(survey: &Survey<'_>, entity: Entity<'_>) -> Option<DwellingId> {
    let groups = entity.model().relations().groups_of(entity);
    (0..survey.dwellings.len()).map(DwellingId).find(|id| survey.dwelling(*id).entity.is_some_and(|(_, zone)| groups.contains(&zone)))
}

/// The pieces as subjects, and what they say of the dwellings.
pub(crate) fn measure(survey: &Survey<'_>, pieces: &[Piece<'_>]) -> Vec<Subject> {
    let e_bikes: Vec<plan::Region> = survey
        .spaces
        .iter()
        .enumerate()
        .filter(|(_, space)| space.usage == "e_bike")
        .filter_map(|(at, _)| survey.room(SpaceId(at)).ok().map(|room| room.region.clone()))
        .collect();
    let mut out: Vec<Subject> = pieces
        .iter()
        .map(|piece| {
            let mut subject = survey.subject(SubjectKind::Equipment, piece.model, piece.entity);
            subject.recognised_by.clone_from(&piece.by);
            subject.parent = match (piece.space, survey.thing(piece.thing).storey) {
                (Some(space), _) => Some(survey.space_id(space)),
                (None, Some(storey)) => Some(survey.storey_id(storey)),
                _ => None,
            };
            let near = piece.word == "ev_charger"
                && survey.plan(piece.thing).is_ok_and(|own| e_bikes.iter().any(|place| plan::touches(own, place, SERVES)));
            let word = if near { "e_bike_charger" } else { piece.word.as_str() };
            let usage = Fact::text(word, Provenance::Derived, piece.by.clone());
            subject.know("use", crate::called::with_doubt(usage, piece.doubt.as_deref()));
            subject.know(
                "is_contactless",
                Fact::claim(piece.contactless, Provenance::Derived, "its name or properties say 非接触, 人脸, 蓝牙 or NFC"),
            );
            for (quantity, list) in [("has_heat_recovery", "heat_recovery"), ("has_air_filter", "air_filter")] {
                subject.know(quantity, ability(survey, piece.entity, list));
            }
            subject
        })
        .collect();
    out.extend(dwellings(survey, pieces));
    out
}

/// Whether a unit does what a list names, by its names and properties, and what they say against it; one unit may do all of it:
/// 新风机组（全热回收、PM2.5 过滤）.
fn ability(survey: &Survey<'_>, entity: Entity<'_>, list: &str) -> Fact {
    let texts = survey.texts(entity);
    let names = |text: &str| survey.vocabulary.find_folded(list, text).is_some_and(|found| found.word != "none");
    let denies = |text: &str| {
        survey.vocabulary.find_folded("without", text).is_some_and(|found| found.word != "none")
            || survey.vocabulary.find_folded("negation", text).is_some_and(|found| found.word == "no")
    };
    let able = texts.iter().any(|carrier| pieces(&carrier.folded).any(|piece| names(piece) && !denies(piece)));
    let fact = Fact::claim(able, Provenance::Derived, "its name or properties say so");
    let no = survey.said(entity, list).into_iter().find(|claim| authored::claim_of(&claim.property) == Some(false));
    let no = no.map(|claim| authored::source(&claim.property)).or_else(|| {
        survey.saying(entity, &texts, &["kind", "remark"], &|folded| pieces(folded).any(|piece| names(piece) && denies(piece)))
    });
    match no {
        Some(no) => denied(fact, no),
        None => fact,
    }
}

/// Gas, detectors and valves of each dwelling.
fn dwellings(survey: &Survey<'_>, pieces: &[Piece<'_>]) -> Vec<Subject> {
    let mut by_dwelling: BTreeMap<DwellingId, Vec<&Piece<'_>>> = BTreeMap::new();
    for piece in pieces {
        if let Some(dwelling) = piece.dwelling {
            by_dwelling.entry(dwelling).or_default().push(piece);
        }
    }
    let pipes = gas_pipes(survey);
    let has_mep = survey.things.iter().any(|thing| thing.class.is_a(class::IFC_DISTRIBUTION_ELEMENT)) || !pieces.is_empty();
    let lost = pieces.iter().filter(|piece| piece.word == "gas_detector" && piece.dwelling.is_none()).count();
    let declared = survey.brief.flag("gas");
    (0..survey.dwellings.len())
        .map(DwellingId)
        .map(|id| {
            let mut subject = survey.dwelling_subject(id);
            let own = by_dwelling.get(&id).map_or(&[][..], Vec::as_slice);
            let of = |words: &[&str]| -> Vec<GlobalId> {
                own.iter().filter(|piece| words.contains(&piece.word.as_str())).filter_map(|piece| survey.thing_guid(piece.thing)).collect()
            };
            let count = |word: &str| own.iter().filter(|piece| piece.word == word).count();
            let objects = of(&["gas_meter", "gas_cooker", "gas_pipe"])
                .into_iter()
                .chain(pipes.get(&id).cloned().unwrap_or_default())
                .collect::<Vec<_>>();
            let gas = match (objects.is_empty(), declared) {
                (false, _) => Ok(Fact::claim(true, Provenance::Derived, "gas pipe, meter or cooker in its rooms").of(objects)),
                (true, Some(gas)) => Ok(Fact::claim(gas, Provenance::Declared, "gas")),
                (true, None) if count("gas_detector") + count("gas_valve") > 0 => {
                    Ok(Fact::claim(true, Provenance::Derived, "gas detector or valve in its rooms").of(of(&["gas_detector", "gas_valve"])))
                }
                (true, None) => Err(Gap::new(GapKind::NotDeclared, "no gas pipe, meter or cooker in its rooms: model them or declare gas")),
            };
            subject.record("has_gas", gas);
            let no_mep = || Gap::new(GapKind::NotModelled, "no equipment of any kind is modelled: submit the MEP model");
            for (quantity, word, what) in
                [("has_gas_detector", "gas_detector", "detectors"), ("has_gas_valve", "gas_valve", "shut-off valves")]
            {
                let found = count(word);
                let outcome = if found > 0 {
                    let fact = Fact::claim(true, Provenance::Derived, format!("{found} {what} in its rooms")).of(of(&[word]));
                    Ok(match doubt_of_all(own.iter().filter(|piece| piece.word == word).map(|piece| piece.doubt.clone())) {
                        Some(doubt) => denied(fact, doubt),
                        None => fact,
                    })
                } else if !has_mep {
                    Err(no_mep())
                } else if word == "gas_detector" && lost > 0 {
                    Err(Gap::new(GapKind::Ambiguous, format!("{lost} gas detectors stand in no room of any dwelling")))
                } else if survey.dwelling(id).spaces.is_empty() {
                    Err(Gap::new(GapKind::Incomplete, "the rooms of the dwelling are not known"))
                } else {
                    Ok(Fact::claim(false, Provenance::Derived, format!("no {what} in its rooms")))
                };
                subject.record(quantity, outcome);
            }
            subject
        })
        .collect()
}

/// Gas pipes by the dwelling in whose rooms they lie.
fn gas_pipes(survey: &Survey<'_>) -> BTreeMap<DwellingId, Vec<GlobalId>> {
    let mut out: BTreeMap<DwellingId, Vec<GlobalId>> = BTreeMap::new();
    for thing in survey.things_of(class::IFC_FLOW_SEGMENT) {
        let entity = survey.thing(thing).entity;
        let named = survey.recognise("pipe", entity).is_some_and(|found| found.word == "gas");
        if !named && !of_gas_system(survey, entity) {
            continue;
        }
        if let Some(dwelling) = space_of(survey, thing).and_then(|space| survey.space(space).dwelling) {
            out.entry(dwelling).or_default().extend(survey.thing_guid(thing));
        }
    }
    out
}
