//! The gross area of a facility: by the outline of its rooms, and what its authors say of it (CLAUSES NT-2.3-02).

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, Unit};
use haofang_geometry::plan::{self, Region, area};
use haofang_geometry::tolerance::AREA_ACCURACY;
use haofang_ifc::Entity;
use haofang_ifc::property::QuantityKind;

use super::facilities::Part;
use super::gross;
use super::labels::Body;
use crate::authored::{self, Quantities, Reading};
use crate::building::{SpaceId, StoreyId, Survey};
use crate::said::Claim;
use crate::vocabulary::fold;

/// Areas that differ by more than this share contradict each other (CLAUSES §0).
const CONFLICT: f64 = 0.01;

/// Quantities that state a gross area, and those that state one of which no room has less.
const GROSS: &[&str] = &["建筑面积", "总建筑面积", "计容面积", "计容建筑面积", "GrossFloorArea", "GrossPlannedArea"];
const NET: &[&str] = &["使用面积", "净面积", "面积", "Area", "NetFloorArea", "NetPlannedArea"];

/// Whether a name gives rooms for the elderly to another use as well: 与物业合用, 居家养老/社区用房.
fn is_shared(survey: &Survey<'_>, part: &Part<'_>) -> bool {
    let word = |text: &str| {
        let found = survey.vocabulary.find("facility", text).or_else(|| survey.vocabulary.find("space", text));
        found.map(|found| found.word).filter(|word| *word != "none" && *word != "other")
    };
    let mut pieces = part.name.split(['/', '+', '、', '&', ',', '，', '及', '与', '和', '兼']).filter_map(word);
    let remarks = survey.said(part.entity, "remark");
    let mut remarks = remarks.iter().filter_map(|claim| authored::words_of(&claim.property));
    survey.vocabulary.find("shared", &part.name).is_some()
        || pieces.any(|word| word != "elderly_care")
        || remarks.any(|remark| survey.vocabulary.find("shared", &remark).is_some_and(|found| found.word == "shared"))
}

/// Net and gross area of a facility.
pub(super) fn record(
    survey: &Survey<'_>,
    parts: &[Part<'_>],
    group: &[usize],
    zone: Option<Entity<'_>>,
    subject: &mut Subject,
    ids: &[GlobalId],
) {
    if let Some(at) = group.iter().find(|at| parts[**at].word == "elderly_care" && is_shared(survey, &parts[**at])) {
        subject.lack("area", Gap::new(GapKind::Ambiguous, format!("{}: how much of it serves elderly care is not known", parts[*at].name)));
        return;
    }
    let accuracy = |size: f64| (size * AREA_ACCURACY).max(AREA_ACCURACY);
    let rooms: Vec<(StoreyId, SpaceId)> = group.iter().filter_map(|at| Some((parts[*at].storey?, parts[*at].space?))).collect();
    let mut gross_area: Option<Fact> = None;
    if rooms.is_empty() {
        // objects: what they cover
        let bodies: Vec<&Body> = group.iter().filter_map(|at| parts[*at].body.as_ref().ok()).collect();
        if bodies.is_empty() {
            let gap = parts[group[0]].body.as_ref().err().cloned().unwrap_or_else(|| Gap::new(GapKind::NoGeometry, "no outline"));
            subject.lack("area", gap);
        } else {
            let covered = area(&plan::union(&bodies.iter().map(|body| &body.region).collect::<Vec<_>>()));
            gross_area = Some(Fact::measured(covered, Unit::SquareMetre, accuracy(covered), "what its objects cover in plan"));
        }
    } else {
        let known: Vec<f64> = rooms.iter().filter_map(|(_, space)| survey.room(*space).ok().map(|room| room.area)).collect();
        if known.len() == rooms.len() {
            let net: f64 = known.iter().sum();
            subject.know(
                "net_area",
                Fact::measured(net, Unit::SquareMetre, accuracy(net), format!("net areas of {} rooms", rooms.len()))
                    .of(ids.iter().cloned()),
            );
            let mut storeys: Vec<StoreyId> = rooms.iter().map(|(storey, _)| *storey).collect();
            storeys.sort_unstable();
            storeys.dedup();
            let mut total = 0.0;
            let mut unknown: Option<Gap> = None;
            for storey in storeys {
                let own: Vec<SpaceId> = rooms.iter().filter(|(of, _)| *of == storey).map(|(_, space)| *space).collect();
                match outline_of_rooms(survey, storey, &own) {
                    Ok(region) => total += area(&region),
                    Err(gap) => unknown = Some(gap),
                }
            }
            match unknown {
                None => {
                    gross_area = Some(Fact::measured(
                        total,
                        Unit::SquareMetre,
                        accuracy(total),
                        "outline of its rooms: outer wall faces, middles of the walls to other rooms",
                    ))
                }
                Some(gap) => subject.lack("area", gap),
            }
        } else {
            let gap = Gap::new(GapKind::Incomplete, format!("{} of {} rooms have no shape", rooms.len() - known.len(), rooms.len()));
            subject.lack("net_area", gap.clone());
            subject.lack("area", gap);
        }
    }
    let single = (group.len() == 1).then(|| parts[group[0]].entity);
    let mut written: Vec<Reading<f64>> = zone.into_iter().chain(single).flat_map(|entity| stated_gross(survey, entity)).collect();
    let net = subject.number("net_area");
    let gross = gross_area.as_ref().and_then(|fact| fact.value.as_number());
    let less = net.zip(gross).and_then(|(net, gross)| stated_net(survey, parts, group, zone, (net, gross)));
    // the gross area of a zone is what its author says it is; that of a room is often only its net area again
    let first = if written.is_empty() { None } else { Some(written.remove(0)) };
    let fact = match (first, gross_area) {
        (Some(reading), Some(fact)) if zone.is_some() && reading.value > 0.0 => {
            Some(Fact::authored(reading.value, Unit::SquareMetre, reading.source).witness(fact.value, Provenance::Measured, fact.method))
        }
        (Some(reading), Some(fact)) => Some(reading.beside(fact)),
        (Some(reading), None) => Some(Fact::authored(reading.value, Unit::SquareMetre, reading.source)),
        (None, fact) => fact,
    };
    let Some(fact) = fact else { return };
    let others = written.into_iter().chain(less);
    let fact = others.fold(fact, |fact, reading| reading.beside(fact));
    subject.know("area", fact.of(ids.iter().cloned()));
}

/// What properties and quantities of an entity state as its gross area, each by its name.
fn stated_gross(survey: &Survey<'_>, entity: Entity<'_>) -> Vec<Reading<f64>> {
    let bounded = |claim: &Claim<'_>| bounded(survey, claim);
    let read = |meaning: &str| survey.said(entity, meaning).iter().filter_map(|claim| least(survey, claim)).collect::<Vec<_>>();
    // what authors count as 0 because it is not counted says nothing of its size
    let counted = read("room_counted").into_iter().filter(|reading| reading.value > 0.0);
    let quantities = Quantities::of(entity);
    let measured = GROSS.iter().filter_map(|name| quantities.first(QuantityKind::Area, &[name])).filter(|reading| reading.value > 0.0);
    let any: Vec<Reading<f64>> = survey.said(entity, "room_any").iter().filter_map(bounded).collect();
    let named = ["Name", "LongName"].into_iter().filter_map(|attribute| {
        let name = entity.named(attribute).as_text()?;
        Some(Reading { value: area_in(survey, &fold(&name))?, source: format!("{attribute} \"{name}\""), note: None })
    });
    read("room_gross").into_iter().chain(counted).chain(measured).chain(any).chain(named).collect()
}

/// The least area that a property leaves possible; one below 0 is a mark of the program that it is not set.
fn least(survey: &Survey<'_>, claim: &Claim<'_>) -> Option<Reading<f64>> {
    let stated = authored::area_of_property(&claim.property, |amount| Some(amount.least)).filter(|area| area.value >= 0.0);
    stated.or_else(|| bounded(survey, claim))
}

/// 不足600㎡ is less than it by as little as can be measured.
fn bounded(survey: &Survey<'_>, claim: &Claim<'_>) -> Option<Reading<f64>> {
    let words = authored::words_of(&claim.property)?;
    let folded = fold(&words);
    let below = survey.vocabulary.find_folded("bound", &folded).filter(|found| found.word == "below")?;
    let (_, number) = folded.split_once(below.keyword)?;
    let (number, _) = authored::leading_number(number.trim_start())?;
    Some(Reading { value: number - AREA_ACCURACY, source: format!("{} \"{words}\"", authored::source(&claim.property)), note: None })
}

/// The area that stands in a folded name: 居家养老服务用房（500㎡）.
fn area_in(survey: &Survey<'_>, folded: &str) -> Option<f64> {
    let unit = survey.vocabulary.find_folded("area_unit", folded)?;
    let at = folded.find(unit.keyword)?;
    let head = folded[..at].trim_end();
    let start =
        head.rfind(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    head[start..].parse().ok()
}

/// The gross area that remains where authors state less net area than is drawn, in the same proportion.
fn stated_net(
    survey: &Survey<'_>,
    parts: &[Part<'_>],
    group: &[usize],
    zone: Option<Entity<'_>>,
    (net, gross): (f64, f64),
) -> Option<Reading<f64>> {
    let smallest = |entity: Entity<'_>| -> Option<Reading<f64>> {
        let claims = ["room_net", "room_any"].into_iter().flat_map(|meaning| survey.said(entity, meaning));
        let properties = claims.filter_map(|claim| least(survey, &claim));
        let all = Quantities::of(entity);
        let quantities = NET.iter().filter_map(|name| all.first(QuantityKind::Area, &[name]));
        properties.chain(quantities).min_by(|a, b| a.value.total_cmp(&b.value))
    };
    let mut source = None;
    let of_rooms: f64 = group
        .iter()
        .filter_map(|at| {
            let drawn = survey.room(parts[*at].space?).ok()?.area;
            let stated = smallest(parts[*at].entity).filter(|reading| reading.value < drawn);
            source = source.take().or_else(|| stated.as_ref().map(|reading| reading.source.clone()));
            Some(stated.map_or(drawn, |reading| reading.value))
        })
        .sum();
    let of_zone = zone.and_then(smallest).filter(|reading| reading.value < of_rooms);
    let (stated, source) = of_zone.map_or((of_rooms, source?), |reading| (reading.value, reading.source));
    (stated < net * (1.0 - CONFLICT)).then(|| Reading { value: gross * stated / net, source, note: None })
}

/// With what the project or its site states as the elderly-care area of the whole.
pub(super) fn with_stated_total(survey: &Survey<'_>, fact: Fact) -> Fact {
    let whole = survey.whole();
    let claims = whole.flat_map(|entity| survey.said(entity, "elderly_area"));
    let stated = claims.filter_map(|claim| authored::area_of_property(&claim.property, |amount| Some(amount.least)));
    stated.fold(fact, |fact, reading| reading.beside(fact))
}

/// Rooms of one storey with their share of the walls.
pub(crate) fn outline_of_rooms(survey: &Survey<'_>, storey: StoreyId, own: &[SpaceId]) -> Result<Region, Gap> {
    let regions: Vec<&Region> = own.iter().filter_map(|space| survey.room(*space).ok()).map(|room| &room.region).collect();
    let others: Vec<&Region> = survey
        .spaces_on(storey)
        .iter()
        .filter(|space| !own.contains(space))
        .filter_map(|space| survey.room(*space).ok())
        .map(|room| &room.region)
        .collect();
    let enclosure = survey.enclosure(storey).map_err(Clone::clone)?;
    Ok(gross::outline(&plan::union(&regions), &plan::union(&others), enclosure))
}
