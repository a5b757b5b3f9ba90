//! Floor areas by the chosen standard, once the outdoor parts are known: dwellings, levels, buildings, project, FAR.
//!
//! What of them counts is said by the standard (`standard.rs`).

use std::collections::BTreeMap;

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, Provenance, Subject, SubjectId, SubjectKind, Unit, Value};
use haofang_geometry::plan::{self, Region};
use haofang_geometry::tolerance::SAME_SCALE;
use rayon::prelude::*;

use super::outdoor_parts::Parts;
use super::outline;
use super::slopes;
use super::standard::Standard;
use crate::building::{BuildingId, DwellingId, LevelKind, StoreyId, Survey};
use crate::outdoor::platforms::stated;
use crate::recognise::space_use::OUTDOOR;

/// Accuracy of areas.
const AREA: f64 = 0.01;

/// Inner walls between rooms of one dwelling are at most this thick.
const INNER_WALL: f64 = 0.45;

impl Survey<'_> {
    /// Whether a level has neither rooms nor walls: foundations are no basement storey.
    pub(crate) fn is_bare_level(&self, id: StoreyId) -> bool {
        self.spaces_on(id).is_empty() && self.walls(id).is_empty()
    }
}

/// All areas.
pub(crate) fn measure(survey: &Survey<'_>, sheet: &FactSheet) -> Vec<Subject> {
    let standard = Standard::of(survey);
    let parts = Parts::of(survey, sheet);
    let dwellings: Vec<(Subject, BTreeMap<StoreyId, f64>)> =
        (0..survey.dwellings.len()).into_par_iter().map(|at| dwelling(survey, sheet, &parts, standard, DwellingId(at))).collect();
    let mut living: BTreeMap<StoreyId, Vec<(&Subject, f64)>> = BTreeMap::new();
    for (dwelling, floors) in &dwellings {
        for (storey, floor) in floors {
            living.entry(*storey).or_default().push((dwelling, *floor));
        }
    }
    let mut out: Vec<Subject> = Vec::new();
    let mut levels: BTreeMap<StoreyId, Result<f64, Gap>> = BTreeMap::new();
    let voids = voids(survey);
    for at in 0..survey.storeys.len() {
        let id = StoreyId(at);
        if survey.storey(id).kind != LevelKind::Storey {
            continue;
        }
        let mut subject = survey.storey_subject(id);
        let area = floor_area(survey, &voids, id);
        if survey.storey(id).usage != "roof" {
            subject.record("floor_area", area.clone());
        }
        let number = area.map(|fact| fact.value.as_number().unwrap_or(0.0));
        if let (Ok(number), true) = (&number, survey.storey(id).usage != "roof") {
            let (counted, how) = counted(survey, sheet, standard, id, *number);
            let method = format!("{how}, by {}", standard.title());
            subject.know("counted_floor_area", Fact::derived(counted, Unit::SquareMetre, method).of(outline_guid(survey, id)));
        }
        shares(survey, sheet, &parts, &mut subject, id, &number, living.get(&id).map_or(&[], Vec::as_slice));
        levels.insert(id, number);
        out.push(subject);
    }
    let mut sums = Sums::default();
    for at in 0..survey.buildings.len() {
        out.push(building_areas(survey, sheet, &parts, standard, BuildingId(at), &levels, &mut sums));
    }
    out.extend(dwellings.into_iter().map(|(subject, _)| subject));
    lobbies(survey, sheet, &levels, &mut out);
    out.push(project(survey, sheet, standard, &sums));
    out
}

fn outline_guid(survey: &Survey<'_>, id: StoreyId) -> Vec<GlobalId> {
    survey.storey(id).entities.iter().take(1).filter_map(|(_, entity)| survey.guid(*entity)).collect()
}

/// The parts of each level's outline that have no floor.
fn voids(survey: &Survey<'_>) -> BTreeMap<StoreyId, f64> {
    let mut regions: BTreeMap<StoreyId, Vec<&Region>> = BTreeMap::new();
    for void in survey.voids() {
        if let Some(storey) = void.storey {
            regions.entry(storey).or_default().push(&void.region);
        }
    }
    let within = |(storey, regions): (StoreyId, Vec<&Region>)| {
        let all = plan::union(&regions);
        let inside = survey.enclosure(storey).map_or_else(|_| plan::area(&all), |outline| plan::area(&plan::intersection(&all, outline)));
        (storey, inside)
    };
    regions.into_iter().map(within).collect()
}

/// What counts of a level, without balconies, by a standard; and how, where that is not the whole.
fn counted(survey: &Survey<'_>, sheet: &FactSheet, standard: Standard, level: StoreyId, area: f64) -> (f64, String) {
    let known = sheet.subject(&survey.storey_id(level));
    let height = known.and_then(|known| known.number("structural_height").or_else(|| known.number("height")));
    let pitched = known.and_then(|known| known.claim("roof_is_pitched")) == Some(true);
    let slopes = if pitched { survey.enclosure(level).ok().and_then(|outline| slopes::heights(survey, level, outline)) } else { None };
    let counted = standard.storey(area, height, slopes);
    let how = match (slopes, height) {
        (Some(parts), _) => format!(
            "under the slope {:.2} m² below 2.10 m, of these {:.2} m² below 1.20 m; top of the roof from 2.20 m over {:.2} m²",
            parts.below_210, parts.below_120, parts.top_from_220
        ),
        (None, Some(height)) if counted < area => format!("structural height {height:.3} m, below 2.20 m"),
        _ => "whole".to_owned(),
    };
    (counted, how)
}

/// Outline by the outer face of the enclosure, without the parts that have no floor.
fn floor_area(survey: &Survey<'_>, voids: &BTreeMap<StoreyId, f64>, id: StoreyId) -> Result<Fact, Gap> {
    if let Some(lost) = survey.lost_void(id) {
        return Err(lost);
    }
    let outline = plan::area(&survey.floor_outline(id)?);
    let void = voids.get(&id).copied().unwrap_or(0.0);
    let method = if void > 0.0 {
        format!("outline {outline:.3} m² by the outer face of the enclosure - void {void:.3} m²")
    } else {
        "outline by the outer face of the enclosure, without balconies".to_owned()
    };
    let mut fact = Fact::measured(outline - void, Unit::SquareMetre, AREA, method).of(outline_guid(survey, id));
    for (_, entity) in &survey.storey(id).entities {
        if let Some(reading) = crate::authored::area(*entity, &["楼层面积", "本层建筑面积", "建筑面积"])
            .or_else(|| crate::authored::quantity(*entity, haofang_ifc::property::QuantityKind::Area, &["GrossFloorArea"]))
        {
            fact = reading.beside(fact);
        }
    }
    Ok(fact)
}

/// Floor area of one dwelling, and of each of its levels without balconies.
fn dwelling(
    survey: &Survey<'_>,
    sheet: &FactSheet,
    parts: &Parts<'_>,
    standard: Standard,
    id: DwellingId,
) -> (Subject, BTreeMap<StoreyId, f64>) {
    let dwelling = survey.dwelling(id);
    let mut subject = survey.dwelling_subject(id);
    let mut per_storey = BTreeMap::new();
    let mut missing: Option<Gap> = None;
    for storey in &dwelling.storeys {
        // a wall that is lost takes its share off the rooms beside it
        missing = missing.or_else(|| survey.lost_outline(*storey).map(|(gap, _)| gap));
        let mut rooms: Vec<&Region> = Vec::new();
        for space in &dwelling.spaces {
            let held = survey.space(*space);
            if held.storey != Some(*storey) || OUTDOOR.contains(&held.usage.as_str()) || held.usage == "void" {
                continue;
            }
            match survey.room(*space) {
                Ok(room) => rooms.push(&room.region),
                Err(gap) => missing = Some(Gap::new(GapKind::Incomplete, format!("area of {}: {}", held.name, gap.detail))),
            }
        }
        if rooms.is_empty() {
            continue;
        }
        let joined = plan::closing(&plan::union(&rooms), INNER_WALL);
        per_storey.insert(*storey, plan::area(&outline::to_own_share(survey, *storey, &joined)));
    }
    let known = sheet.subject(&subject.id);
    let balconies = known.and_then(|known| known.number("balcony_area"));
    let has_balcony = dwelling.spaces.iter().any(|space| survey.space(*space).usage == "balcony");
    let outcome = match (missing, balconies) {
        (Some(gap), _) => Err(gap),
        (None, None) if has_balcony => Err(Gap::new(GapKind::Incomplete, "the area of its balconies is not known")),
        (None, balconies) => {
            let inside: f64 = per_storey.values().sum();
            let outside = standard.balconies(parts.balconies_of(&subject.id, balconies.unwrap_or(0.0)));
            let usable = known.and_then(|known| known.number("usable_area")).unwrap_or(0.0);
            let method = format!(
                "usable {usable:.2} m² + walls {:.2} m² (to the axes of party walls) + balconies {outside:.2} m² by {}",
                inside - usable,
                standard.title()
            );
            Ok(Fact::measured(inside + outside, Unit::SquareMetre, AREA, method))
        }
    };
    let stated = dwelling.entity.and_then(|(_, entity)| crate::authored::area(entity, &["套内建筑面积"]));
    let outcome = outcome.map(|fact| match stated {
        Some(reading) => reading.beside(fact),
        None => fact,
    });
    subject.record("floor_area", outcome);
    (subject, per_storey)
}

/// Terrace and balcony shares of a level, for the building storey and for the worst dwelling.
fn shares(
    survey: &Survey<'_>,
    sheet: &FactSheet,
    parts: &Parts<'_>,
    subject: &mut Subject,
    id: StoreyId,
    floor: &Result<f64, Gap>,
    dwellings: &[(&Subject, f64)],
) {
    let known = sheet.subject(&subject.id);
    let (Some(terrace), Some(balcony)) = (known.and_then(|s| s.number("terrace_area")), known.and_then(|s| s.number("balcony_area")))
    else {
        let gaps = known.map(|known| &known.gaps);
        let why = gaps.and_then(|gaps| ["terrace_area", "balcony_area"].into_iter().find_map(|quantity| gaps.get(&quantity.into())));
        if let Some(gap) = why {
            subject.lack("terrace_share", gap.clone());
        }
        return;
    };
    let outcome = match floor {
        Ok(floor) if *floor > 0.0 => Ok(Fact::derived(
            (terrace + balcony) / floor,
            Unit::Ratio,
            format!("(terraces {terrace:.3} + balconies {balcony:.3}) / floor {floor:.3} m² without balconies"),
        )
        .of(outline_guid(survey, id)))
        .map(|fact| with_stated(fact, known, [terrace, balcony], *floor)),
        Ok(_) => Err(Gap::new(GapKind::Incomplete, "the level has no floor area")),
        Err(gap) => Err(gap.clone()),
    };
    subject.record("terrace_share", outcome);
    // by what is drawn, and by what is stated of it
    let mut outdoor: BTreeMap<SubjectId, [f64; 2]> = BTreeMap::new();
    for part in parts.on(id) {
        // a terrace hangs on its storey and names its dwelling
        let owner = part.text("dwelling").map(|id| SubjectId(id.to_owned())).or_else(|| part.parent.clone());
        if let (Some(owner), Some(fact)) = (owner, part.fact("area"))
            && let Some(area) = fact.value.as_number()
        {
            let [drawn, stated] = outdoor.entry(owner).or_default();
            *drawn += area;
            *stated += stated::greatest(fact).map_or(area, |(area, _)| area);
        }
    }
    let worst = |which: usize| {
        dwellings
            .iter()
            .filter(|(_, floor)| *floor > 0.0)
            .map(|(dwelling, floor)| (outdoor.get(&dwelling.id).map_or(0.0, |areas| areas[which]) / floor, dwelling.name.clone()))
            // of dwellings that differ by rounding alone the first
            .reduce(|worst, next| if next.0 > worst.0 * (1.0 + SAME_SCALE) { next } else { worst })
    };
    if let Some((share, name)) = worst(0) {
        let fact = Fact::derived(share, Unit::Ratio, format!("terraces and balconies of {name} / its own floor on this level"));
        let stated = worst(1).filter(|(stated, _)| *stated > share);
        subject.know(
            "terrace_share_dwelling",
            match stated {
                Some((stated, name)) => fact.witness(Value::Number(stated, Unit::Ratio), Provenance::Authored, name),
                None => fact,
            },
        );
    }
}

/// The share of a level with that by the areas (m2) that are stated of its terraces and balconies, where they are larger.
fn with_stated(fact: Fact, level: Option<&Subject>, drawn: [f64; 2], floor: f64) -> Fact {
    let facts = ["terrace_area", "balcony_area"].map(|quantity| level.and_then(|level| level.fact(quantity)));
    let stated = facts.map(|fact| fact.and_then(stated::greatest));
    let sum: f64 = stated.iter().zip(drawn).map(|(stated, drawn)| stated.map_or(drawn, |(area, _)| area)).sum();
    match stated.into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((_, source)) => fact.witness(Value::Number(sum / floor, Unit::Ratio), Provenance::Authored, source.clone()),
        None => fact,
    }
}

/// Areas summed over buildings.
#[derive(Default)]
struct Sums {
    above: f64,
    below: f64,
    /// All of it by the other standard.
    other: f64,
    residential: f64,
    is_any_residential: bool,
    missing: Vec<String>,
}

/// Floor area of a building by a standard: above ground, below, and why it is not known.
fn of_building(
    survey: &Survey<'_>,
    sheet: &FactSheet,
    parts: &Parts<'_>,
    standard: Standard,
    id: BuildingId,
    levels: &BTreeMap<StoreyId, Result<f64, Gap>>,
) -> (f64, f64, Vec<String>) {
    let (mut above, mut below, mut missing) = (0.0, 0.0, Vec::new());
    for level in survey.storeys_of(id) {
        let storey = survey.storey(*level);
        let rooms = survey.spaces_on(*level).iter().any(|space| {
            !matches!(survey.space(*space).usage.as_str(), "terrace" | "balcony" | "equipment_platform" | "unknown" | "other")
        });
        if (storey.usage == "roof" && !rooms) || (storey.usage == "basement" && survey.is_bare_level(*level)) {
            continue;
        }
        if storey.claim.range.is_some() || storey.claim.is_typical {
            missing.push(format!("{} stands for several storeys", storey.name));
            continue;
        }
        match levels.get(level) {
            Some(Ok(area)) => {
                let known = sheet.subject(&survey.storey_id(*level));
                let lost = known.and_then(|known| known.gaps.iter().find(|(quantity, _)| quantity.0 == "balcony_area"));
                missing.extend(lost.map(|(_, gap)| format!("{}: {}", storey.name, gap.detail)));
                let all = known.and_then(|s| s.number("balcony_area")).unwrap_or(0.0);
                let balconies = standard.balconies(parts.balconies_on(*level, all));
                let counted = counted(survey, sheet, standard, *level, *area).0 + balconies;
                if storey.usage == "basement" { below += counted } else { above += counted }
            }
            Some(Err(gap)) => missing.push(format!("{}: {}", storey.name, gap.detail)),
            None => {}
        }
    }
    let key = survey.building_id(id);
    let bays: f64 = parts
        .bays(&key)
        .iter()
        .filter_map(|bay| Some(bay.number("area")? * standard.bay(bay.number("sill_height")?, bay.number("clear_height")?)))
        .sum();
    (above + bays, below, missing)
}

fn building_areas(
    survey: &Survey<'_>,
    sheet: &FactSheet,
    parts: &Parts<'_>,
    standard: Standard,
    id: BuildingId,
    levels: &BTreeMap<StoreyId, Result<f64, Gap>>,
    sums: &mut Sums,
) -> Subject {
    let mut subject = survey.building_subject(id);
    let (above, below, missing) = of_building(survey, sheet, parts, standard, id, levels);
    let (other_above, other_below, _) = of_building(survey, sheet, parts, standard.other(), id, levels);
    sums.other += other_above + other_below;
    let outcome = if survey.storeys_of(id).is_empty() {
        Err(Gap::new(GapKind::NotModelled, format!("{} has no levels", survey.building(id).name)))
    } else if missing.is_empty() {
        let method = format!(
            "above ground {above:.2} m² + below {below:.2} m², balconies, bays and low parts with their coefficients by {} (by {}: {:.2} m²)",
            standard.title(),
            standard.other().title(),
            other_above + other_below
        );
        Ok(Fact::derived(above + below, Unit::SquareMetre, method))
    } else {
        Err(Gap::new(GapKind::Incomplete, missing.join("; ")))
    };
    sums.missing.extend(missing);
    sums.above += above;
    sums.below += below;
    if survey.building(id).residential.as_ref().is_some_and(|(lives, _)| *lives) {
        sums.residential += above;
        sums.is_any_residential = true;
    }
    let whole = survey.building(id);
    // what one IfcBuilding says is of all its towers
    let alone = whole.entities.iter().filter(|_| whole.tower.is_none() && !whole.is_base);
    let stated = alone.into_iter().find_map(|(_, entity)| crate::authored::area(*entity, &["建筑面积", "总建筑面积"]));
    subject.record(
        "gross_floor_area",
        outcome.map(|fact| match stated {
            Some(reading) => reading.beside(fact),
            None => fact,
        }),
    );
    cause(survey, sheet, id, &mut subject);
    subject
}

/// How much of a building's height is due to storeys higher than the reference.
fn cause(survey: &Survey<'_>, sheet: &FactSheet, id: BuildingId, subject: &mut Subject) {
    let Some(reference) = survey.brief.number("height.reference_storey_m") else { return };
    let dwelling: Vec<StoreyId> = survey.storeys_of(id).iter().copied().filter(|level| survey.storey(*level).usage == "dwelling").collect();
    if dwelling.is_empty() {
        return;
    }
    let heights: Option<Vec<f64>> =
        dwelling.iter().map(|level| sheet.subject(&survey.storey_id(*level)).and_then(|known| known.number("height"))).collect();
    subject.record(
        "height_cause_m",
        heights
            .map(|heights| {
                let sum: f64 = heights.iter().map(|height| (height - reference).max(0.0)).sum();
                Fact::derived(sum, Unit::Metre, format!("sum over {} dwelling storeys of height - {reference:.2} m", heights.len()))
            })
            .ok_or_else(|| Gap::new(GapKind::Incomplete, "the height of a dwelling storey is not known")),
    );
}

/// Lobbies as a share of their floor plate.
fn lobbies(survey: &Survey<'_>, sheet: &FactSheet, levels: &BTreeMap<StoreyId, Result<f64, Gap>>, out: &mut Vec<Subject>) {
    for (at, space) in survey.spaces.iter().enumerate() {
        if space.usage != "lobby" || space.is_area_region {
            continue;
        }
        let id = crate::building::SpaceId(at);
        let mut subject = survey.space_subject(id);
        let net = sheet.subject(&subject.id).and_then(|known| known.number("net_area"));
        let floor = space.storey.and_then(|storey| levels.get(&storey)).and_then(|floor| floor.as_ref().ok());
        if let (Some(net), Some(floor)) = (net, floor.filter(|floor| **floor > 0.0)) {
            subject.know("floor_plate_share", Fact::derived(net / floor, Unit::Ratio, format!("{net:.2} / {floor:.2} m²")));
            out.push(subject);
        }
    }
}

fn project(survey: &Survey<'_>, sheet: &FactSheet, standard: Standard, sums: &Sums) -> Subject {
    let mut subject = survey.project_subject();
    let complete = || {
        if survey.buildings.is_empty() {
            Err(Gap::new(GapKind::NotModelled, "no building in the files"))
        } else if sums.missing.is_empty() {
            Ok(())
        } else {
            Err(Gap::new(GapKind::Incomplete, sums.missing.iter().take(4).cloned().collect::<Vec<_>>().join("; ")))
        }
    };
    let area =
        |number: f64, what: &str| complete().map(|()| Fact::derived(number, Unit::SquareMetre, format!("{what}, by {}", standard.title())));
    subject.record(
        "gross_floor_area",
        area(sums.above + sums.below, &format!("sum over all buildings (by {}: {:.2} m²)", standard.other().title(), sums.other)),
    );
    subject.record("floor_area_above", area(sums.above, "storeys above ground"));
    subject.record("floor_area_below", area(sums.below, "basements"));
    let far_area = area(sums.above, "storeys above ground with their coefficients, before exemptions");
    let site = sheet.of_kind(SubjectKind::Site).find_map(|site| site.number("area"));
    let far = far_area.clone().and_then(|fact| match (fact.value.as_number(), site) {
        (Some(counted), Some(site)) if site > 0.0 => {
            Ok(Fact::derived(counted / site, Unit::Ratio, format!("{counted:.2} m² / site {site:.2} m²")))
        }
        _ => Err(Gap::new(GapKind::Incomplete, "the site area is not known")),
    });
    subject.record("far_area", far_area);
    subject.record("far", far);
    let declared = survey.brief.number("residential_area_m2");
    let residential = match declared {
        Some(declared) => {
            let fact = Fact::declared(declared, Unit::SquareMetre, "residential_area_m2");
            Ok(if sums.is_any_residential {
                fact.witness(Value::Number(sums.residential, Unit::SquareMetre), Provenance::Derived, "residential buildings above ground")
            } else {
                fact
            })
        }
        None if sums.is_any_residential => area(sums.residential, "residential buildings above ground"),
        None => Err(Gap::new(GapKind::NotModelled, "no residential building is recognised")),
    };
    subject.record("residential_area", residential);
    subject
}
