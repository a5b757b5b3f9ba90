//! Quantities of a building: heights by three definitions, storey counts, footprint (CLAUSES NT-3.3-01, GB 50096 §4.0.5).

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit, Value};
use haofang_geometry::plan::{self, Region};
use haofang_ifc::class;

use crate::authored::{self, Reading};
use crate::building::{BuildingId, StoreyId, Survey, ThingId};
use crate::floors::{self, RoofSurface};
use crate::numerals::arabic;
use crate::said_length;
use crate::vocabulary::{Vocabulary, fold};

/// Accuracy of heights.
const ACCURACY: f64 = 1.0 / 1000.0;

/// Accuracy of areas.
const AREA: f64 = 0.01;

/// 架空层 and 设备层 below this are no natural storeys (GB/T 50353-2013).
const NATURAL: f64 = 2.20;

/// What is stated to be higher is no parapet but its top above the ground (m).
const HIGHEST_PARAPET: f64 = 6.0;
/// What is stated to be lower is no limit of the height of a building (m).
const LEAST_LIMIT: f64 = 3.0;
/// Storeys above this height are converted (GB 50096-2011 §4.0.5).
const CONVERTED: f64 = 3.00;

/// A remainder from here on counts as one more storey.
const REMAINDER: f64 = 1.50;

/// A wall on the roof that is higher is no parapet but a wall of a roof room.
const PARAPET: f64 = 2.20;

/// How far from the roof surface a parapet may begin.
const AT_ROOF: f64 = 0.60;

/// No building is as low (m).
const LOWEST: f64 = 1.0;

/// Everything of one building that needs no outdoor parts.
pub(crate) fn subject(survey: &Survey<'_>, id: BuildingId) -> Subject {
    let building = survey.building(id);
    let mut out = survey.building_subject(id);
    let own: Vec<GlobalId> = out.guid.iter().cloned().collect();
    match &building.residential {
        Some((lives, by)) => {
            if building.tower.is_none() {
                out.recognised_by.clone_from(by);
            }
            out.know("is_residential", Fact::claim(*lives, Provenance::Derived, by.clone()).of(own));
        }
        None => out.lack(
            "is_residential",
            Gap::new(GapKind::Ambiguous, format!("neither rooms nor the name of {} say what it is for", building.name)),
        ),
    }
    let homes = survey.dwellings.iter().filter(|dwelling| dwelling.building == Some(id)).count();
    out.know("dwellings", Fact::derived(homes as f64, Unit::Count, "recognised dwellings"));
    counts(survey, id, &mut out);
    let wants = |quantity: &str| survey.wants(SubjectKind::Building, quantity);
    let ground = survey.ground(id);
    let first = ground_storey(survey, id);
    if wants("footprint_area") {
        out.record("footprint_area", footprint_area(survey, id, first));
    }
    if wants("entrance_level_difference") {
        let difference = match (ground, first) {
            // a level of which nothing tells the height is not at 0
            (Ok(ground), Some(first)) => super::storey::elevation(survey, first).map(|_| {
                let storey = survey.storey(first);
                let mut fact = Fact::derived(
                    storey.elevation - ground.z,
                    Unit::Metre,
                    format!("{} {:.3} m - outdoor design ground {:.3} m ({})", storey.name, storey.elevation, ground.z, ground.source),
                );
                fact.provenance = ground.provenance;
                fact.tolerance = Some(ACCURACY);
                for (z, provenance, source) in &ground.witnesses {
                    fact = fact.witness(Value::Number(storey.elevation - z, Unit::Metre), *provenance, source.clone());
                }
                let own: Vec<_> = building.entities.iter().map(|(_, entity)| *entity).collect();
                if let Some(stated) = survey.length_against(&own, "level_difference", &[storey.elevation - ground.z]) {
                    fact = stated.beside(fact);
                }
                fact.of(ground.elements.clone())
            }),
            (Err(gap), _) => Err(gap.clone()),
            (_, None) => Err(Gap::new(GapKind::NotModelled, format!("{} has no storey above ground", building.name))),
        };
        out.record("entrance_level_difference", difference);
    }
    if let Some(limit) = stated_limit(survey, id) {
        out.know("stated_height_limit", limit);
    }
    if wants("height") || wants("fire_height") {
        heights(survey, id, &mut out);
    }
    out
}

/// The lowest level that is no basement.
pub(crate) fn ground_storey(survey: &Survey<'_>, id: BuildingId) -> Option<StoreyId> {
    survey.storeys_of(id).iter().copied().find(|storey| !matches!(survey.storey(*storey).usage.as_str(), "basement" | "roof"))
}

/// Height of a level for counting storeys: to the next level.
fn counted_height(survey: &Survey<'_>, id: StoreyId) -> Option<f64> {
    survey.next_level(id).map(|next| next - survey.storey(id).elevation)
}

/// Whether a level is a natural storey above ground.
pub(crate) fn is_natural(survey: &Survey<'_>, id: StoreyId) -> bool {
    match survey.storey(id).usage.as_str() {
        "dwelling" | "podium" | "refuge" | "unknown" => true,
        "open_ground" | "equipment" => counted_height(survey, id).is_none_or(|height| height >= NATURAL - ACCURACY),
        _ => false,
    }
}

fn counts(survey: &Survey<'_>, id: BuildingId, out: &mut Subject) {
    let levels = survey.storeys_of(id);
    let typical: Vec<&str> = levels
        .iter()
        .map(|level| survey.storey(*level))
        .filter(|storey| storey.claim.is_typical || storey.claim.range.is_some())
        .map(|storey| storey.name.as_str())
        .collect();
    let repeated = |out: &mut Subject, quantity: &'static str| {
        out.lack(
            quantity,
            Gap::new(
                GapKind::Ambiguous,
                format!("{} stands for several storeys; model them, or give one file per storey", typical.join(", ")),
            ),
        );
    };
    let below = levels
        .iter()
        .chain(survey.shared_levels(id))
        .filter(|level| survey.storey(**level).usage == "basement" && !survey.is_bare_level(**level))
        .count();
    out.know("storeys_below", Fact::derived(below as f64, Unit::Count, "levels below ground"));
    let natural: Vec<StoreyId> = levels.iter().copied().filter(|level| is_natural(survey, *level)).collect();
    if !typical.is_empty() {
        for quantity in ["storeys_above", "converted_storeys"] {
            repeated(out, quantity);
        }
        return;
    }
    let names: Vec<&str> = natural.iter().map(|level| survey.storey(*level).name.as_str()).collect();
    let guids = natural.iter().filter_map(|level| survey.storey(*level).entities.first().and_then(|(_, entity)| survey.guid(*entity)));
    out.know(
        "storeys_above",
        with_stated_count(
            survey,
            id,
            Fact::derived(natural.len() as f64, Unit::Count, format!("natural storeys: {}", names.join(", "))).of(guids),
        ),
    );
    let heights: Option<Vec<f64>> = natural.iter().map(|level| storey_height(survey, *level)).collect();
    out.record(
        "converted_storeys",
        heights
            .map(|heights| {
                Fact::derived(
                    converted(&heights),
                    Unit::Count,
                    "storeys above 3.00 m: sum / 3.00, a remainder of 1.50 m adds one (GB 50096-2011 §4.0.5)",
                )
            })
            .ok_or_else(|| Gap::new(GapKind::Incomplete, "the height of a storey is not known")),
    );
}

/// Height of a storey for conversion: to the next level, else to the roof.
fn storey_height(survey: &Survey<'_>, id: StoreyId) -> Option<f64> {
    counted_height(survey, id).or_else(|| Some(roof_over(survey, id)?.surface - survey.storey(id).elevation))
}

/// Storeys of at most 3.00 m count as one each; the others by the sum of their heights.
fn converted(heights: &[f64]) -> f64 {
    let (high, low): (Vec<f64>, Vec<f64>) = heights.iter().partition(|height| **height > CONVERTED + ACCURACY);
    let sum: f64 = high.iter().sum();
    let whole = (sum / CONVERTED + ACCURACY / CONVERTED).floor();
    let rest = sum - whole * CONVERTED;
    low.len() as f64 + whole + if rest >= REMAINDER - ACCURACY { 1.0 } else { 0.0 }
}

/// Adds what the author says of the number of storeys above ground.
fn with_stated_count(survey: &Survey<'_>, id: BuildingId, fact: Fact) -> Fact {
    let entities = || survey.building(id).entities.iter().map(|(_, entity)| *entity);
    let stated = |meaning: &str, is_bare: bool| {
        let claims = entities().flat_map(|entity| survey.said(entity, meaning));
        let read = claims.filter_map(|claim| {
            let count = storeys_in(survey.vocabulary, &authored::words_of(&claim.property)?, is_bare)?;
            Some((Value::Number(count, Unit::Count), authored::source(&claim.property)))
        });
        read.collect::<Vec<_>>()
    };
    let readings = stated("storeys_above", true).into_iter().chain(stated("above_ground", false));
    readings.fold(fact, |fact, (count, source)| fact.witness(count, Provenance::Authored, source))
}

/// The number of storeys that a text states, with its unit or without; 一层为架空层 states none.
fn storeys_in(vocabulary: &Vocabulary, text: &str, is_bare: bool) -> Option<f64> {
    let folded = fold(text);
    let before = match vocabulary.find_folded("storeys_unit", &folded) {
        Some(unit) => {
            let (before, behind) = folded.split_once(unit.keyword)?;
            let ends = behind.is_empty() || vocabulary.find_folded("storeys_behind", behind).is_some();
            Some(before).filter(|_| ends)
        }
        None => Some(folded.as_str()).filter(|_| is_bare),
    }?;
    let before = vocabulary.find_folded("amount_word", before).and_then(|found| before.strip_prefix(found.keyword)).unwrap_or(before);
    let digits = arabic(before.trim());
    let (count, rest) = authored::leading_number(&digits)?;
    (rest.trim().is_empty() && count >= 0.0 && count.fract() == 0.0).then_some(count)
}

/// Adds what the author says of the building as witnesses: properties whose names mean this word of the vocabulary.
fn stated(survey: &Survey<'_>, id: BuildingId, fact: Fact, meaning: &str) -> Fact {
    let entities = survey.building(id).entities.iter();
    let claims = entities.flat_map(|(_, entity)| survey.said(*entity, meaning));
    let readings = claims.filter_map(|claim| {
        let lengths = said_length::of_property(survey.vocabulary, &claim.property).into_iter().map(of_building);
        lengths.max_by(|a, b| a.value.total_cmp(&b.value))
    });
    readings.fold(fact, |fact, reading| reading.noted().beside(fact))
}

/// The least limit of its height that a building, its site or the project states (限高, 控高).
fn stated_limit(survey: &Survey<'_>, id: BuildingId) -> Option<Fact> {
    let own = survey.building(id).entities.iter().map(|(_, entity)| *entity);
    let claims = own.chain(survey.whole()).flat_map(|entity| survey.said(entity, "height_limit"));
    let read = claims.flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property)).map(of_building);
    let least = read.filter(|limit| limit.value >= LEAST_LIMIT).min_by(|a, b| a.value.total_cmp(&b.value))?;
    Some(Fact::authored(least.value, Unit::Metre, least.source))
}

/// A bare number between 100 and 1000 that was taken as millimetres: no building is as low, and many are so many metres high.
fn of_building(mut reading: Reading<f64>) -> Reading<f64> {
    if (LOWEST / 10.0..LOWEST).contains(&reading.value) {
        (reading.value, reading.note) = (reading.value * 1000.0, None);
    }
    reading
}

/// With what the author says of eaves, ridge and fire height, or of a 高度 without more, where it lies above the whole: no part
/// is higher.
fn higher_parts(survey: &Survey<'_>, id: BuildingId, fact: Fact) -> Fact {
    let Some(height) = fact.value.as_number() else { return fact };
    let entities = survey.building(id).entities.iter();
    let claims = entities.flat_map(|(_, entity)| {
        ["part_height", "fire_height", "bare_height"].into_iter().flat_map(|meaning| survey.said(*entity, meaning))
    });
    let readings = claims.flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property)).map(of_building);
    let above = readings.filter(|reading| reading.value > height);
    above.fold(fact, |fact, reading| reading.beside(fact))
}

fn footprint_area(survey: &Survey<'_>, id: BuildingId, first: Option<StoreyId>) -> Result<Fact, Gap> {
    let Some(first) = first else {
        if survey.storeys_of(id).is_empty() {
            return Err(Gap::new(GapKind::NotModelled, format!("{} has no levels", survey.building(id).name)));
        }
        return Ok(Fact::derived(0.0, Unit::SquareMetre, "no storey above ground"));
    };
    let region = survey.floor_outline(first)?;
    let fact = Fact::measured(
        plan::area(&region),
        Unit::SquareMetre,
        AREA,
        format!("outline of {} by the outer face of its enclosure", survey.storey(first).name),
    );
    Ok(fact.of(survey.storey(first).entities.first().and_then(|(_, entity)| survey.guid(*entity))))
}

/// The roof over a storey, seen from its rooms, its outline or, where its walls do not close, its floor.
fn roof_over(survey: &Survey<'_>, id: StoreyId) -> Option<RoofSurface> {
    let rooms: Vec<&Region> = survey
        .spaces_on(id)
        .iter()
        .filter(|space| {
            !matches!(survey.space(**space).usage.as_str(), "balcony" | "terrace" | "equipment_platform" | "shaft" | "stairwell")
        })
        .filter_map(|space| survey.room(*space).ok())
        .map(|room| &room.region)
        .collect();
    let region =
        if rooms.is_empty() { survey.enclosure(id).ok().or_else(|| survey.floor_region(id))?.clone() } else { plan::union(&rooms) };
    floors::roof(survey, id, &region, floors::Cover::Outermost)
}

fn heights(survey: &Survey<'_>, id: BuildingId, out: &mut Subject) {
    let building = survey.building(id);
    if let Some(lost) = survey.storeys_of(id).iter().map(|level| survey.storey(*level)).find(|level| level.readings.is_empty()) {
        for quantity in ["height", "fire_height"] {
            out.lack(quantity, Gap::new(GapKind::Incomplete, format!("{}: the elevation of {} is not known", building.name, lost.name)));
        }
        return;
    }
    let top = survey.storeys_of(id).iter().copied().rev().find(|level| is_natural(survey, *level));
    let ground = match survey.ground(id) {
        Ok(ground) => ground,
        Err(gap) => {
            out.lack("height", gap.clone());
            out.lack("fire_height", gap.clone());
            return;
        }
    };
    let Some(top) = top else {
        for quantity in ["height", "fire_height"] {
            out.lack(quantity, Gap::new(GapKind::NotModelled, format!("{} has no storey above ground", building.name)));
        }
        return;
    };
    if let Some(lost) = survey.lost_above(id, top) {
        let gap =
            Gap::new(GapKind::Incomplete, format!("{}: the shape of {lost} cannot be made, and it may be the highest", building.name));
        out.lack("height", gap.clone());
        out.lack("fire_height", gap);
        return;
    }
    let level_above = survey.storey(top).above.filter(|above| matches!(survey.storey(*above).usage.as_str(), "roof" | "plant"));
    let as_said = || level_above.map(|above| flat_at(survey, above)).filter(|flat| !has_slab_above(survey, id, flat.ridge + ACCURACY));
    let Some(roof) = roof_over(survey, top).or_else(as_said) else {
        for quantity in ["height", "fire_height"] {
            out.lack(
                quantity,
                Gap::new(GapKind::NotModelled, format!("{}: no roof slab over {}; model the roof", building.name, survey.storey(top).name)),
            );
        }
        return;
    };
    let fire = if roof.is_pitched { (roof.surface + roof.ridge) / 2.0 } else { roof.surface };
    let fire_method = if roof.is_pitched {
        "outdoor design ground to the middle between eaves and ridge"
    } else {
        "outdoor design ground to the roof surface"
    };
    let base = format!("ground {:.3} m ({})", ground.z, ground.source);
    let finished = |z: f64, method: &str| {
        let mut fact = Fact::measured(z - ground.z, Unit::Metre, ACCURACY, format!("{method}: {z:.3} m - {base}"))
            .of(roof.slabs.iter().take(8).cloned())
            .tessellated(roof.tessellated);
        for (other, provenance, source) in &ground.witnesses {
            fact = fact.witness(Value::Number(z - other, Unit::Metre), *provenance, format!("from the ground of {source}"));
        }
        fact
    };
    out.know("fire_height", stated(survey, id, finished(fire, fire_method), "fire_height"));
    let parapet = parapet_top(survey, id, top, &roof);
    let (mut z, mut method) = match &parapet {
        _ if roof.is_pitched => (roof.ridge, "outdoor design ground to the ridge".to_owned()),
        Some((z, _)) => (*z, "outdoor design ground to the parapet top".to_owned()),
        None => (roof.surface, "outdoor design ground to the top of the roof slab; no parapet is modelled".to_owned()),
    };
    if survey.brief.text("height.method").as_deref() == Some("roof_surface") && !roof.is_pitched {
        (z, method) = (roof.surface, "outdoor design ground to the roof surface (height.method)".to_owned());
    }
    // roof rooms count when they cover more than a quarter of the roof
    let plant = roof_rooms(survey, id, &roof);
    let roof_area = survey.enclosure(top).map_or(0.0, plan::area);
    if let Some((area, highest)) = plant {
        if area * 4.0 > roof_area && highest > z {
            (z, method) =
                (highest, format!("outdoor design ground to the top of the roof rooms, which cover {area:.2} of {roof_area:.2} m²"));
        } else {
            method.push_str(&format!("; roof rooms of {area:.2} m² (at most 1/4 of {roof_area:.2} m²) do not count"));
        }
    }
    let fact = finished(z, &method).of(parapet.iter().filter_map(|(_, thing)| survey.thing_guid(*thing)));
    // 女儿墙高度 = 3.0 where a lower one is drawn
    let parapets = survey.building(id).entities.iter().flat_map(|(_, entity)| survey.said(*entity, "parapet_height"));
    let parapets = parapets.flat_map(|claim| said_length::of_property(survey.vocabulary, &claim.property));
    let higher = parapets.filter(|stated| !roof.is_pitched && stated.value < HIGHEST_PARAPET && roof.surface + stated.value > z + ACCURACY);
    // a roof of plates, coverings or proxies above the highest slab
    let over = other_roof(survey, id, &roof, roof_area).filter(|top| *top > z + ACCURACY);
    let fact = over.into_iter().fold(fact, |fact, top| {
        fact.witness(Value::Number(top - ground.z, Unit::Metre), Provenance::Measured, "to what covers the roof above its slabs")
    });
    let fact = higher.fold(fact, |fact, stated| {
        fact.witness(Value::Number(roof.surface + stated.value - ground.z, Unit::Metre), Provenance::Authored, stated.source)
    });
    out.know("height", higher_parts(survey, id, stated(survey, id, fact, "building_height")));
}

/// The roof as its level says, when no slab is modelled.
fn flat_at(survey: &Survey<'_>, level: StoreyId) -> RoofSurface {
    let z = survey.floor(level).map_or(survey.storey(level).elevation, |floor| floor.structural);
    RoofSurface {
        surface: z,
        ridge: z,
        is_pitched: false,
        tessellated: false,
        slabs: Vec::new(),
        method: format!("level {}", survey.storey(level).name),
    }
}

/// Whether a slab or roof of a building reaches higher: its level then does not tell how high it is.
fn has_slab_above(survey: &Survey<'_>, id: BuildingId, z: f64) -> bool {
    let mut slabs = survey.things_in(Some(id)).iter().filter(|thing| survey.thing(**thing).is_slab);
    slabs.any(|thing| survey.extent(*thing).is_some_and(|extent| extent.max[2] > z))
}

/// The highest parapet of the main roof: a wall from about the roof up, no higher than a parapet, or one named so.
fn parapet_top(survey: &Survey<'_>, id: BuildingId, top: StoreyId, roof: &RoofSurface) -> Option<(f64, ThingId)> {
    let upper: Vec<StoreyId> = std::iter::successors(Some(top), |level| survey.storey(*level).above).collect();
    let walls = survey.things_of(class::IFC_WALL).filter(|thing| {
        survey.thing(*thing).building == Some(id) && survey.thing(*thing).storey.is_none_or(|storey| upper.contains(&storey))
    });
    walls
        .filter_map(|thing| {
            let extent = survey.extent(thing)?;
            let rises = extent.max[2] > roof.surface + ACCURACY;
            let named =
                survey.thing(thing).name.contains("女儿墙") || crate::vocabulary::fold(&survey.thing(thing).name).contains("parapet");
            let stands_on_roof = extent.min[2] >= roof.surface - AT_ROOF && extent.min[2] <= roof.surface + AT_ROOF;
            // a façade wall that runs past the roof is its own parapet
            let runs_past = extent.min[2] < roof.surface - AT_ROOF && survey.thing(thing).storey == Some(top);
            let low = extent.max[2] <= roof.surface + PARAPET;
            (rises && (named || (low && (stands_on_roof || runs_past)))).then_some((extent.max[2], thing))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
}

/// Area and top of the rooms on the roof: stairs, lift machines, tanks.
fn roof_rooms(survey: &Survey<'_>, id: BuildingId, roof: &RoofSurface) -> Option<(f64, f64)> {
    let lids: Vec<ThingId> = survey
        .things_in(Some(id))
        .iter()
        .copied()
        .filter(|thing| survey.thing(*thing).is_slab)
        .filter(|thing| survey.extent(*thing).is_some_and(|extent| extent.min[2] > roof.ridge + NATURAL - AT_ROOF))
        .collect();
    let regions: Vec<&Region> = lids.iter().filter_map(|thing| survey.plan(*thing).ok()).collect();
    let highest = lids.iter().filter_map(|thing| survey.extent(*thing)).map(|extent| extent.max[2]).fold(f64::NEG_INFINITY, f64::max);
    (!regions.is_empty()).then(|| (plan::area(&plan::union(&regions)), highest))
}

/// The top of plates, coverings and proxies that lie over more than a quarter of the roof, higher than a storey above it.
fn other_roof(survey: &Survey<'_>, id: BuildingId, roof: &RoofSurface, roof_area: f64) -> Option<f64> {
    const KINDS: [haofang_ifc::Class; 4] = [class::IFC_PLATE, class::IFC_COVERING, class::IFC_BUILDING_ELEMENT_PROXY, class::IFC_ROOF];
    let of_kind = |thing: &ThingId| KINDS.iter().any(|kind| survey.thing(*thing).class.is_a(*kind));
    let mut over: Vec<(ThingId, f64)> = Vec::new();
    for thing in survey.things_in(Some(id)).iter().copied().filter(of_kind) {
        over.extend(
            survey.extent(thing).filter(|extent| extent.min[2] > roof.ridge + NATURAL - AT_ROOF).map(|extent| (thing, extent.max[2])),
        );
    }
    let regions: Vec<&Region> = over.iter().filter_map(|(thing, _)| survey.plan(*thing).ok()).collect();
    let covered = if regions.is_empty() { 0.0 } else { plan::area(&plan::union(&regions)) };
    (covered * 4.0 > roof_area && roof_area > 0.0).then(|| over.iter().map(|(_, top)| *top).fold(f64::NEG_INFINITY, f64::max))
}

#[cfg(test)]
mod tests {
    use super::converted;

    #[test]
    fn storeys_above_three_metres_are_converted() {
        // ten storeys of 3.15 m: 31.5 / 3 = 10, remainder 1.5 m adds one
        assert!((converted(&[3.15; 10]) - 11.0).abs() < 1e-9);
        assert!((converted(&[3.15; 9]) - 9.0).abs() < 1e-9);
        assert!((converted(&[2.9; 6]) - 6.0).abs() < 1e-9);
        assert!((converted(&[3.0, 3.0, 4.5]) - 4.0).abs() < 1e-9);
    }
}
