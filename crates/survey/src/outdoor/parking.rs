//! Parking places by kind, each counted once (CLAUSES NT-2.3-07, -08, -09).

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit, Value};
use haofang_geometry::plan::{Region, longest_edge};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::Measured;
use super::labels::{Body, Labelled};
use super::parking_dedupe::distinct;
use super::parking_doubt;
use crate::authored;
use crate::building::{BuildingId, StoreyId, Survey};
use crate::carriers::Recognised;

/// Larger than this, an outline without a stated number of places is an area for many (m2).
const LARGEST_PLACE: f64 = 60.0;
/// Smaller than this, a drawn outline is a symbol (m2).
const LEAST_PLACE: f64 = 6.0;
/// Places whose floors are no further apart than this are on one level (m): no car stands under another with less.
const LEVEL: f64 = 1.5;

/// Kinds that are motor-vehicle places.
const MOTOR: &[&str] = &["motor", "visitor", "accessible", "charging", "compact", "twin", "mechanical", "civil_defence"];

/// Rooms that are no places, whatever their predefined type.
const NO_PLACE: &[&str] = &["garage", "corridor", "plant", "storage"];

struct Place<'m> {
    entity: Entity<'m>,
    model: usize,
    name: String,
    kind: String,
    by: String,
    body: Result<Body, Gap>,
    units: f64,
    /// The share of a place that its author counts; a claim.
    share: Option<f64>,
    units_by: Option<String>,
    visitor: bool,
    charging: bool,
    below: bool,
    storey: Option<StoreyId>,
    guid: Option<GlobalId>,
    /// Perhaps none at all: no car fits, it does not lie on the plot, or its texts call it something else.
    doubtful: bool,
    /// Perhaps none for those who live here.
    for_others: bool,
}

/// Parking places, and the counts of the project.
pub(crate) fn measure<'m>(
    survey: &Survey<'m>,
    labelled: &[Labelled<'m>],
    plot: Option<&Region>,
    sheet: &FactSheet,
) -> (Vec<Subject>, Measured) {
    let rooms = labelled.par_iter().filter(|item| item.space.is_some());
    let mut places: Vec<Place<'m>> = rooms.filter_map(|item| place(survey, item)).collect();
    places.par_extend(
        labelled
            .par_iter()
            .filter(|item| item.space.is_none() && (!item.entity.is_a(class::IFC_ANNOTATION) || is_outline_of_place(survey, item)))
            .filter_map(|item| place(survey, item)),
    );
    // no car stands on it: a symbol, or drawn in another unit
    let mut symbols = 0_usize;
    places.retain(|place| {
        let is_symbol = MOTOR.contains(&place.kind.as_str()) && place.body.as_ref().is_ok_and(|body| body.area < LEAST_PLACE);
        symbols += usize::from(is_symbol);
        !is_symbol
    });
    let mut areas_without_count = 0_usize;
    places.retain(|place| {
        let crowd =
            place.units_by.is_none() && place.body.as_ref().is_ok_and(|body| body.area > LARGEST_PLACE) && place.kind != "mechanical";
        areas_without_count += usize::from(crowd);
        !crowd
    });
    let kept = once_each(&mut places);
    doubt(survey, &mut places, plot);
    let mut subjects: Vec<Subject> = Vec::new();
    for place in kept.iter().map(|at| &places[*at]) {
        subjects.push(subject(survey, place));
    }
    let facts = totals(survey, sheet, &kept.iter().map(|at| &places[*at]).collect::<Vec<_>>(), areas_without_count, symbols);
    (subjects, facts)
}

/// Marks the places that are perhaps none: stated smaller than a car, off the plot, in walls.
fn doubt(survey: &Survey<'_>, places: &mut [Place<'_>], plot: Option<&Region>) {
    let off = parking_doubt::off_plot(plot, &places.iter().map(|place| place.body.as_ref().ok()).collect::<Vec<_>>());
    places.par_iter_mut().zip(off).for_each(|(place, off)| {
        let in_walls = || place.body.as_ref().is_ok_and(|body| parking_doubt::stands_in_walls(survey, place.storey, body));
        let drawn = || place.body.as_ref().is_ok_and(|body| parking_doubt::no_car_stands(survey, place.storey, body, sides(&body.region)));
        place.doubtful |= off || parking_doubt::is_stated_too_small(place.entity) || in_walls() || drawn();
    });
}

/// Whether an annotation is the drawn outline of one place: texts and arrows bear the same names.
fn is_outline_of_place<'m>(survey: &Survey<'m>, item: &Labelled<'m>) -> bool {
    survey.recognise_in("parking", &item.texts).is_some()
        && item.body(survey).is_ok_and(|body| (LEAST_PLACE..LARGEST_PLACE).contains(&body.area))
}

fn place<'m>(survey: &Survey<'m>, item: &Labelled<'m>) -> Option<Place<'m>> {
    if item.space.is_some_and(|space| survey.space(space).is_area_region) {
        return None;
    }
    const KIND: &[&str] = &["停车位类别", "停车位类型", "车位类型", "车位类别", "车辆类型", "车型", "停放车辆", "车位用途", "ParkingUse"];
    let kinds = authored::all_texts(item.entity, KIND);
    // 停车位类别 机动车 beside 停车位类型 访客车位: the one that says more
    let says = |reading: &authored::Reading<String>| match survey.vocabulary.find("parking", &reading.value) {
        Some(found) if found.word != "motor" => 2,
        Some(_) => 1,
        None => 0,
    };
    let kind = kinds.iter().enumerate().max_by_key(|(at, reading)| (says(reading), std::cmp::Reverse(*at))).map(|(_, kind)| kind.clone());
    let typed = kind
        .as_ref()
        .map(|reading| (survey.vocabulary.find("parking", &reading.value).map_or("motor", |found| found.word).to_owned(), reading.clone()));
    let named = best_word(survey, item);
    if named.as_ref().is_some_and(|found| found.word == "none") {
        return None;
    }
    let is_place = || {
        item.space.is_some_and(|space| survey.space(space).usage == "parking")
            || item.entity.named("PredefinedType").as_enum() == Some("PARKING")
    };
    let (word, by) = match (named, typed) {
        (Some(found), Some((typed, reading))) if found.word == "motor" => (typed, format!("{} \"{}\"", reading.source, reading.value)),
        // 停车位类型 = 非机动车位 on what is named a place for visitors
        (Some(_), Some((typed, reading))) if !MOTOR.contains(&typed.as_str()) => {
            (typed, format!("{} \"{}\"", reading.source, reading.value))
        }
        (Some(found), _) => (found.word, found.by),
        (None, Some((typed, reading))) => (typed, format!("{} \"{}\"", reading.source, reading.value)),
        // 车道, 通道, 设备区 of the predefined type PARKING
        (None, None) if survey.recognise("space", item.entity).is_some_and(|found| NO_PLACE.contains(&found.word.as_str())) => return None,
        (None, None) if is_place() => ("motor".to_owned(), "space of parking".to_owned()),
        (None, None) => return None,
    };
    if survey.is_disclaimed(item.entity, &item.texts) || is_used_as_store(survey, item) {
        return None;
    }
    let marked = |list: &str| {
        let says = |text: &str| survey.vocabulary.find(list, text).is_some_and(|found| found.word != "none");
        let zones = item.entity.model().relations().groups_of(item.entity);
        item.mentions(survey, list)
            || kinds.iter().any(|reading| says(&reading.value))
            || zones.iter().filter_map(|zone| zone.name()).any(|name| says(&name))
    };
    let said = authored::flag(item.entity, &["访客车位", "是否访客车位", "是否访客", "是否为访客车位"]).map(|reading| reading.value);
    // 产权车位, 已售: whoever owns it, no visitor may stand there
    let owned = || {
        let is_owned = |text: &str| {
            let is_mark = survey.vocabulary.find("parking_mark", text).is_some_and(|found| found.word == "none");
            is_mark && survey.vocabulary.find("not_for_sale", text).is_none_or(|found| found.word != "not_for_sale")
        };
        let words = ["words", "owner", "kind", "remark"].into_iter().flat_map(|meaning| survey.said(item.entity, meaning));
        let words: Vec<String> = words.filter_map(|claim| authored::words_of(&claim.property)).collect();
        let names = item.texts.iter().map(|carrier| carrier.text.to_string());
        let sold = survey.said(item.entity, "sold").iter().any(|claim| authored::claim_of(&claim.property) == Some(true));
        let typed = kinds.iter().map(|reading| reading.value.clone());
        sold || words.into_iter().chain(names).chain(typed).any(|text| text.split(['(', ')', '（', '）', '/', '、', '或']).any(is_owned))
    };
    let visitor = said.unwrap_or_else(|| (word == "visitor" || marked("parking_mark")) && !owned());
    let charging = word == "charging"
        || marked("parking_charge")
        || authored::flag(item.entity, &["充电车位", "是否充电车位"]).is_some_and(|reading| reading.value);
    let count = authored::count(
        item.entity,
        &["车位数", "车位数量", "停车位数", "停车位数量", "机动车位数", "机动车位数量", "机动车停车位数量", "ParkingUnits"],
    )
    .filter(|reading| !(reading.value < 1.0 && reading.value > 0.0));
    if count.as_ref().is_some_and(|reading| reading.value == 0.0) {
        return None;
    }
    let shares = survey.said(item.entity, "green_share");
    let share = shares.iter().find_map(|claim| authored::ratio_of_property(&claim.property)).map(|reading| reading.value);
    let said_kinds: Vec<String> = kinds.iter().map(|reading| reading.value.clone()).collect();
    let for_others = parking_doubt::serves_others(survey, item, &said_kinds);
    // 消防车道 as the description of what is named a place
    let called_else = survey.called_else(item.entity, &item.texts, "parking", &|word| MOTOR.contains(&word)).is_some();
    let body = item.body(survey);
    let below = match (item.storey(survey), &body) {
        (Some(storey), _) => survey.storey(storey).usage == "basement",
        (None, Ok(body)) => {
            survey.buildings.iter().enumerate().any(|(at, _)| survey.ground(BuildingId(at)).is_ok_and(|ground| body.top < ground.z))
        }
        (None, Err(_)) => false,
    };
    let storey = item.storey(survey);
    let kind = if !visitor && word == "visitor" {
        "motor".to_owned()
    } else if visitor && MOTOR.contains(&word.as_str()) && word == "motor" {
        "visitor".to_owned()
    } else {
        word
    };
    Some(Place {
        entity: item.entity,
        model: item.model,
        name: item.name(survey),
        kind,
        by,
        units: count.as_ref().map_or(1.0, |reading| reading.value),
        share: share.filter(|share| (0.0..1.0).contains(share)),
        units_by: count.map(|reading| reading.source),
        visitor,
        charging,
        below,
        storey,
        guid: item.guid(),
        doubtful: called_else,
        for_others,
        body,
    })
}

/// Whether a property gives a place another use: 功能 = 储藏.
fn is_used_as_store(survey: &Survey<'_>, item: &Labelled<'_>) -> bool {
    let kinds = survey.said(item.entity, "kind").into_iter().filter_map(|claim| authored::words_of(&claim.property));
    let is_store = |words: &String| {
        let is = |list: &str, word: &str| survey.vocabulary.find(list, words).is_some_and(|found| found.word == word);
        is("space", "storage") && survey.vocabulary.find("parking", words).is_none()
    };
    kinds.into_iter().any(|words| is_store(&words))
}

/// The most specific word of all texts: a 车位 of type 访客车位 is a visitor's place.
fn best_word(survey: &Survey<'_>, item: &Labelled<'_>) -> Option<Recognised> {
    let mut general: Option<Recognised> = None;
    for carrier in item.texts.iter() {
        let Some(found) = survey.vocabulary.find_folded("parking", &carrier.folded) else { continue };
        let by = format!("{} \"{}\"", carrier.from, carrier.text);
        let found = Recognised { word: found.word.to_owned(), keyword: found.keyword.to_owned(), text: carrier.text.to_string(), by };
        if found.word != "motor" {
            return Some(found);
        }
        general = general.or(Some(found));
    }
    general
}

/// Places that are modelled twice count once; what the double says of the place stays.
fn once_each(places: &mut [Place<'_>]) -> Vec<usize> {
    let shaped: Vec<usize> = (0..places.len()).filter(|at| places[*at].body.is_ok()).collect();
    let mut floors: Vec<f64> = shaped.iter().filter_map(|at| places[*at].body.as_ref().ok().map(|body| body.bottom)).collect();
    floors.sort_by(f64::total_cmp);
    let level = |z: f64| floors.windows(2).filter(|pair| pair[1] <= z && pair[1] - pair[0] > LEVEL).count();
    let outlines: Vec<(usize, Region)> =
        shaped.iter().filter_map(|at| places[*at].body.as_ref().ok().map(|body| (level(body.bottom), body.region.clone()))).collect();
    let (kept, doubles) = distinct(&outlines);
    for (double, of) in doubles {
        let (double, of) = (shaped[double], shaped[of]);
        let (visitor, charging, kind) = (places[double].visitor, places[double].charging, places[double].kind.clone());
        places[of].visitor |= visitor;
        places[of].charging |= charging;
        if places[of].kind == "motor" && MOTOR.contains(&kind.as_str()) {
            places[of].kind = kind;
        }
    }
    let mut all: Vec<usize> = kept.into_iter().map(|at| shaped[at]).collect();
    all.extend((0..places.len()).filter(|at| places[*at].body.is_err()));
    all.sort_unstable();
    all
}

fn subject(survey: &Survey<'_>, place: &Place<'_>) -> Subject {
    let mut subject = survey.subject(SubjectKind::ParkingSpace, place.model, place.entity);
    subject.name.clone_from(&place.name);
    subject.recognised_by.clone_from(&place.by);
    subject.know("use", Fact::text(place.kind.clone(), Provenance::Derived, place.by.clone()));
    let units = match &place.units_by {
        Some(source) => Fact::authored(place.units, Unit::Count, source.clone()),
        None => Fact::derived(1.0, Unit::Count, "one place"),
    };
    subject.know("units", units);
    subject
        .know("is_visitor", Fact::claim(place.visitor, Provenance::Derived, "marked 访客, 临停 or 来访 in a name, type, zone or property"));
    subject.know("is_charging", Fact::claim(place.charging, Provenance::Derived, "marked 充电 in a name, type, zone or property"));
    subject.know("is_below_ground", Fact::claim(place.below, Provenance::Derived, "on a basement storey"));
    match &place.body {
        Ok(body) => {
            subject.know(
                "area",
                Fact::measured(body.area, Unit::SquareMetre, body.area * AREA_ACCURACY, "horizontal projection").tessellated(body.curved),
            );
            if let Some((short, long)) = sides(&body.region) {
                subject.know("width", Fact::measured(short, Unit::Metre, LENGTH_ACCURACY, "short side"));
                subject.know("length", Fact::measured(long, Unit::Metre, LENGTH_ACCURACY, "long side"));
            }
        }
        Err(gap) => {
            for quantity in ["area", "width", "length"] {
                subject.lack(quantity, gap.clone());
            }
        }
    }
    subject
}

/// Short and long side of the box along the longest edge.
fn sides(region: &Region) -> Option<(f64, f64)> {
    let edge = longest_edge(region)?;
    let along = edge.direction();
    let points: Vec<(f64, f64)> = region
        .iter()
        .flat_map(|p| p.exterior().0.iter())
        .map(|p| (p.x * along.x + p.y * along.y, p.x * edge.normal.x + p.y * edge.normal.y))
        .collect();
    let span = |pick: &dyn Fn(&(f64, f64)) -> f64| {
        let (low, high) = points.iter().map(pick).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        high - low
    };
    let (a, b) = (span(&|p| p.0), span(&|p| p.1));
    Some((a.min(b), a.max(b)))
}

fn totals(survey: &Survey<'_>, sheet: &FactSheet, places: &[&Place<'_>], areas_without_count: usize, symbols: usize) -> Measured {
    let coefficients = survey.brief.table("parking.coefficients").unwrap_or_default();
    let weight = |place: &Place<'_>| place.units * coefficients.get(&place.kind).copied().unwrap_or(1.0);
    let motor: Vec<&&Place<'_>> = places.iter().filter(|place| MOTOR.contains(&place.kind.as_str())).collect();
    let with_visitors = survey.brief.flag("parking.visitor_in_total").unwrap_or(false);
    let counted: Vec<&&Place<'_>> = motor.iter().filter(|place| with_visitors || !place.visitor).copied().collect();
    let ids = |places: &[&&Place<'_>]| -> Vec<GlobalId> { places.iter().filter_map(|place| place.guid.clone()).collect() };
    let written = authored_totals(survey, "parking_total", &counted);
    let households = sheet.of_kind(SubjectKind::Project).next().and_then(|project| project.number("households"));
    let spaces = if counted.is_empty() && motor.is_empty() {
        match written.iter().find(|(count, _)| *count > 0.0) {
            Some((count, source)) => Ok(Fact::authored(*count, Unit::Count, source.clone())),
            None if areas_without_count > 0 => Err(Gap::new(
                GapKind::Incomplete,
                format!("{areas_without_count} parking areas without places: model the places or give 车位数"),
            )),
            None if symbols > 0 => Err(Gap::new(
                GapKind::Incomplete,
                format!("{symbols} parking places are smaller than any car: symbols, or drawn in another unit"),
            )),
            None => Err(Gap::new(GapKind::NotModelled, "no parking place in the model")),
        }
    } else {
        let sum: f64 = counted.iter().map(|place| weight(place)).sum();
        let mut method = format!("{} motor-vehicle places", counted.len());
        if !with_visitors && motor.len() > counted.len() {
            method.push_str(&format!(", {} visitor places left out", motor.len() - counted.len()));
        }
        if areas_without_count > 0 {
            method.push_str(&format!("; {areas_without_count} parking areas without places not counted"));
        }
        if symbols > 0 {
            method.push_str(&format!("; {symbols} smaller than any car not counted"));
        }
        let fact = Fact::derived(sum, Unit::Count, method).of(ids(&counted));
        let claimed: f64 = counted.iter().map(|place| weight(place) * place.share.unwrap_or(1.0)).sum();
        let fact = if claimed < sum {
            fact.witness(Value::Number(claimed, Unit::Count), Provenance::Authored, "折算系数 of the places")
        } else {
            fact
        };
        let fact = without_doubtful(fact, sum, &counted, |place| weight(place), |place| place.doubtful || place.for_others);
        // a place without a shape may be another's double
        let drawn: Vec<&&Place<'_>> = counted.iter().filter(|place| place.body.is_ok()).copied().collect();
        let fact = if drawn.is_empty() || drawn.len() == counted.len() {
            fact
        } else {
            let sum = drawn.iter().map(|place| weight(place)).sum();
            fact.witness(Value::Number(sum, Unit::Count), Provenance::Derived, format!("{} places with a shape", drawn.len()))
        };
        let per_household: Vec<(f64, String)> = households.map_or_else(Vec::new, |households| {
            let stated = parking_doubt::stated_per_household(survey).into_iter();
            stated.map(|(ratio, source)| (ratio * households, source)).collect()
        });
        Ok(written
            .iter()
            .chain(&per_household)
            .fold(fact, |fact, (count, source)| fact.witness(Value::Number(*count, Unit::Count), Provenance::Authored, source.clone())))
    };
    let visitors: Vec<&&Place<'_>> = motor.iter().filter(|place| place.visitor).copied().collect();
    let marked = authored_totals(survey, "visitor_total", &visitors);
    let visitor = match (visitors.is_empty(), marked.iter().find(|(count, _)| *count > 0.0)) {
        (false, _) => {
            let fact = Fact::derived(visitors.iter().map(|place| place.units).sum(), Unit::Count, "places marked 访客, 临停 or 来访")
                .of(ids(&visitors));
            let claimed: f64 = visitors.iter().map(|place| place.units * place.share.unwrap_or(1.0)).sum();
            let all: f64 = visitors.iter().map(|place| place.units).sum();
            let fact = if claimed < all {
                fact.witness(Value::Number(claimed, Unit::Count), Provenance::Authored, "折算系数 of the places")
            } else {
                fact
            };
            let fact = without_doubtful(fact, all, &visitors, |place| place.units, |place| place.doubtful);
            Ok(marked
                .iter()
                .fold(fact, |fact, (count, source)| fact.witness(Value::Number(*count, Unit::Count), Provenance::Authored, source.clone())))
        }
        (true, Some((count, source))) => Ok(Fact::authored(*count, Unit::Count, source.clone())),
        (true, None) => {
            Err(Gap::new(GapKind::NotModelled, "no parking place is marked 访客, 临停 or 来访: mark them in name, type or 停车位类别"))
        }
    };
    let mut out = vec![("parking_spaces", spaces.clone()), ("visitor_parking_spaces", visitor)];
    let per = match (&spaces, households) {
        (Ok(fact), Some(households)) if households > 0.0 => {
            let spaces = fact.value.as_number().unwrap_or(0.0);
            Ok(Fact::derived(spaces / households, Unit::Ratio, format!("parking_spaces / households = {spaces} / {households}")))
        }
        (Err(gap), _) => Err(gap.clone()),
        _ => Err(Gap::new(GapKind::Incomplete, "the number of households is not known")),
    };
    out.push(("parking_per_household", per));
    out
}

/// With the sum of the places that nothing makes doubtful, where that is another.
fn without_doubtful(
    fact: Fact,
    sum: f64,
    places: &[&&Place<'_>],
    weight: impl Fn(&Place<'_>) -> f64,
    is_doubtful: impl Fn(&Place<'_>) -> bool,
) -> Fact {
    let sure: f64 = places.iter().filter(|place| !is_doubtful(place)).map(|place| weight(place)).sum();
    if sure >= sum {
        return fact;
    }
    let source = "without places for shops or the public, stated smaller than any car, in walls, off the plot or called something else";
    fact.witness(Value::Number(sure, Unit::Count), Provenance::Derived, source)
}

/// Counts that the project or the site states, and the totals that remain where a building or a level states fewer places than
/// stand in it; the properties are those whose names mean a word of the vocabulary. What a set of planning conditions states is
/// required, not there.
fn authored_totals(survey: &Survey<'_>, meaning: &str, places: &[&&Place<'_>]) -> Vec<(f64, String)> {
    let stated = |entity: Entity<'_>| {
        let claims = survey.said(entity, meaning).into_iter();
        let mut claims = claims.filter(|claim| survey.vocabulary.find("planned_set", &claim.property.set).is_none());
        claims.find_map(|claim| {
            // 访客停车位数量 = 无
            let none = || (authored::claim_of(&claim.property) == Some(false)).then_some(0.0);
            let count = authored::count_of(&claim.property).or_else(none)?;
            // a total of 0 was not filled in; no place for visitors is a statement
            (count > 0.0 || meaning == "visitor_total").then(|| (count, authored::source(&claim.property)))
        })
    };
    let whole = survey.whole();
    let mut found: Vec<(f64, String)> = whole.filter_map(stated).collect();
    let all: f64 = places.iter().map(|place| place.units).sum();
    let mut fewer = |entities: &[(usize, Entity<'_>)], inside: &dyn Fn(&Place<'_>) -> bool| {
        let Some((count, source)) = entities.iter().find_map(|(_, entity)| stated(*entity)) else { return };
        let own: f64 = places.iter().filter(|place| inside(place)).map(|place| place.units).sum();
        if count < own {
            found.push((all - own + count, source));
        }
    };
    for (at, storey) in survey.storeys.iter().enumerate() {
        fewer(&storey.entities, &|place| place.storey == Some(StoreyId(at)));
        // a room for cars holds those of its level
        for space in survey.spaces_on(StoreyId(at)).iter().map(|space| survey.space(*space)).filter(|space| space.usage == "garage") {
            fewer(&[(space.model, space.entity)], &|place| place.storey == Some(StoreyId(at)));
        }
    }
    for (at, building) in survey.buildings.iter().enumerate() {
        let inside = |place: &Place<'_>| place.storey.and_then(|storey| survey.storey(storey).building) == Some(BuildingId(at));
        fewer(&building.entities, &inside);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::sides;
    use haofang_geometry::plan::polygon;

    #[test]
    fn sides_of_a_turned_place() {
        let (s, c) = (0.6, 0.8);
        let turned = |x: f64, y: f64| [10.0 + c * x - s * y, 5.0 + s * x + c * y];
        let place = polygon(&[turned(0.0, 0.0), turned(2.4, 0.0), turned(2.4, 5.3), turned(0.0, 5.3)]);
        let (short, long) = sides(&place).unwrap();
        assert!((short - 2.4).abs() < 1e-9 && (long - 5.3).abs() < 1e-9);
    }
}
