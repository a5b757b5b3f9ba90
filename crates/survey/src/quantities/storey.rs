//! Quantities of a level: elevation, heights by three witnesses, use, completeness (CLAUSES §4.1, NT-2.1-04).

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit, Value, compare};
use haofang_geometry::measure::weighted_mode;
use haofang_geometry::plan::{self, Region};

use super::{clear_height, stated_height};
use crate::building::{LevelKind, StoreyId, Survey};
use crate::floors::{self, RoofSurface};
use crate::scale::HIGHEST;

/// Accuracy of a height between levels or surfaces.
const ACCURACY: f64 = 1.0 / 1000.0;

/// Slabs named as evidence of one level.
const SLABS: usize = 8;

/// A storey higher than this may hide a level (CLAUSES §4.1.2).
const SUSPICIOUS: f64 = 4.5;

/// The upward part of a level's own axis is at least this.
const UPRIGHT: f64 = 0.99;

/// A level whose floor covers less than this share of the one below is partial.
const PARTIAL: f64 = 0.5;

/// Slabs lie this far below their finished levels at most; more is no build-up but a contradiction.
const BUILD_UP: f64 = 0.10;

/// A level this much below the flat roof that it names contradicts it.
const BELOW_STRUCTURE: f64 = 0.05;

/// Slabs of storeys of dwellings lie under their levels alike; more than this is no finish.
const SETTLED: f64 = 0.05;

/// Levels that are nearer to each other are no storey of dwellings.
const LOWEST: f64 = 2.2;

/// Clear heights within this are one.
const SAME: f64 = 0.01;

/// Rooms whose clear height is not that of the storey.
const NOT_LIVED_IN: &[&str] = &["shaft", "stairwell", "void", "balcony", "terrace", "equipment_platform", "bay_window"];

/// Everything of one level that needs no outdoor parts.
pub(crate) fn subject(survey: &Survey<'_>, id: StoreyId) -> Subject {
    let storey = survey.storey(id);
    let mut out = survey.storey_subject(id);
    let own: Vec<GlobalId> = storey.entities.iter().take(1).filter_map(|(_, entity)| survey.guid(*entity)).collect();
    out.recognised_by.clone_from(&storey.usage_by);
    out.know(
        "use",
        Fact::text(
            storey.usage.clone(),
            Provenance::Derived,
            if storey.usage_by.is_empty() { "nothing says".to_owned() } else { storey.usage_by.clone() },
        )
        .of(own.clone()),
    );
    out.record("elevation", elevation(survey, id).map(|fact| fact.of(own)));
    if storey.kind != LevelKind::Storey {
        return out;
    }
    if let Some((first, last)) = storey.claim.range {
        out.know("repeats", Fact::text(format!("{first}~{last}F"), Provenance::Authored, format!("name \"{}\"", storey.name)));
    } else if storey.claim.is_typical {
        out.lack(
            "repeats",
            Gap::new(GapKind::Ambiguous, format!("{} is a typical floor, but its name does not say of which storeys", storey.name)),
        );
    }
    let wants = |quantity: &str| survey.wants(SubjectKind::Storey, quantity);
    let is_roof = storey.usage == "roof";
    let any_height =
        ["height", "structural_height", "roof_is_pitched", "ridge_height", "missing_level_suspected", "is_partial", "finish_thickness"]
            .iter()
            .any(|q| wants(q));
    if any_height && !is_roof {
        heights(survey, id, &mut out);
    }
    if wants("clear_height") && !is_roof {
        out.record("clear_height", clear(survey, id));
    }
    if wants("room_coverage") && !is_roof {
        out.record("room_coverage", coverage(survey, id));
    }
    out
}

/// Finished floor of a level.
pub(super) fn elevation(survey: &Survey<'_>, id: StoreyId) -> Result<Fact, Gap> {
    let storey = survey.storey(id);
    let Some((z, source)) = storey.readings.first() else {
        let why = storey.elevation_doubt.clone().unwrap_or_else(|| "the level has neither a placement nor an Elevation".to_owned());
        return Err(Gap::new(GapKind::NotModelled, format!("{}: {why}", storey.name)));
    };
    let mut fact = Fact::measured(*z, Unit::Metre, ACCURACY, source.clone());
    if source.contains("Elevation") {
        fact.provenance = Provenance::Authored;
    }
    for (other, from) in storey.readings.iter().skip(1) {
        let provenance = if from.contains("Elevation") { Provenance::Authored } else { Provenance::Measured };
        fact = fact.witness(Value::Number(*other, Unit::Metre), provenance, from.clone());
    }
    Ok(fact)
}

/// Whether a level is a floor of the building: what lies above the top floor is its roof.
fn is_floor(survey: &Survey<'_>, id: StoreyId) -> bool {
    !matches!(survey.storey(id).usage.as_str(), "roof" | "plant" | "duplicate")
}

/// The region of the rooms of a level, else its outline.
fn footprint(survey: &Survey<'_>, id: StoreyId) -> Option<Region> {
    let rooms: Vec<&Region> = survey
        .spaces_on(id)
        .iter()
        .filter(|space| {
            !matches!(
                survey.space(**space).usage.as_str(),
                "balcony" | "terrace" | "equipment_platform" | "bay_window" | "shaft" | "stairwell"
            )
        })
        .filter_map(|space| survey.room(*space).ok())
        .map(|room| &room.region)
        .collect();
    if rooms.is_empty() {
        return survey.enclosure(id).ok().cloned();
    }
    // a roof terrace in the rooms' way does not matter: rays count by majority
    Some(plan::union(&rooms))
}

fn heights(survey: &Survey<'_>, id: StoreyId, out: &mut Subject) {
    let storey = survey.storey(id);
    let name = &storey.name;
    let dwells = storey.usage == "dwelling";
    // a mezzanine within a storey does not end it
    let full_above =
        std::iter::successors(storey.above, |above| survey.storey(*above).above).find(|above| survey.storey(*above).usage != "mezzanine");
    let mezzanine = storey.above.filter(|above| survey.storey(*above).usage == "mezzanine");
    let is_top =
        !std::iter::successors(storey.above, |above| survey.storey(*above).above).any(|above| survey.storey(above).usage == "dwelling");
    if dwells {
        let building: Vec<GlobalId> = Vec::new();
        out.know("is_top", Fact::claim(is_top, Provenance::Derived, "no dwelling storey above").of(building));
    }
    let under_roof = full_above.is_none_or(|above| !is_floor(survey, above));
    let roof =
        if under_roof { footprint(survey, id).and_then(|rooms| floors::roof(survey, id, &rooms, floors::Cover::Lowest)) } else { None };
    let difference = full_above.map(|above| survey.storey(above).elevation - storey.elevation);
    partial(survey, id, out);
    finish(survey, id, out);
    if let Some(roof) = &roof {
        out.know("roof_is_pitched", Fact::claim(roof.is_pitched, Provenance::Measured, roof.method.clone()).of(roof.slabs.clone()));
        if roof.is_pitched {
            let ridge = roof.ridge - storey.elevation;
            out.know(
                "ridge_height",
                Fact::measured(ridge, Unit::Metre, ACCURACY, "finished floor to the highest point of the structural roof")
                    .of(roof.slabs.clone()),
            );
        }
    }
    let structural = structural_height(survey, id, full_above, roof.as_ref());
    let suspected =
        difference.filter(|d| *d > SUSPICIOUS).and_then(|d| floors::slab_between(survey, id, storey.elevation, storey.elevation + d));
    if let Some(d) = difference {
        let method = match &suspected {
            Some((z, _)) => format!("a floor slab at {z:.3} m lies between {:.3} m and {:.3} m", storey.elevation, storey.elevation + d),
            None => format!("{d:.3} m to the next level, no floor slab between"),
        };
        out.know(
            "missing_level_suspected",
            Fact::claim(suspected.is_some(), Provenance::Measured, method).of(suspected.iter().map(|(_, guid)| guid.clone())),
        );
    }
    let by_structure = survey.brief.text("storey_height.basis").as_deref() == Some("structural");
    // a slab that cannot be seen may be the floor of a level between
    let hidden = difference.filter(|d| *d > SUSPICIOUS).and(storey.building).and_then(|building| survey.lost_slab(building));
    let height = if let (Some(lost), true) = (hidden, dwells) {
        let why = format!("{name}: the shape of {lost} cannot be made, and it may lie between this level and the next one");
        Err(Gap::new(GapKind::Incomplete, why))
    } else if let Some(doubt) = storey.readings.is_empty().then_some("its elevation is not known") {
        Err(Gap::new(GapKind::Incomplete, format!("{name}: {doubt}")))
    } else if let Some(lost) = lost_above(survey, id, full_above) {
        Err(Gap::new(GapKind::Incomplete, format!("{name}: the elevation of {lost} is not known, and it may lie right above")))
    } else if let (Some((z, _)), true) = (&suspected, dwells) {
        Err(Gap::new(
            GapKind::Ambiguous,
            format!(
                "{name}: a floor slab at {z:.3} m lies between this level and the next one, {:.3} m above; give the missing level",
                difference.unwrap_or(0.0)
            ),
        ))
    } else if let Some(why) = stretched(survey, id, full_above, difference) {
        Err(Gap::new(GapKind::Ambiguous, why))
    } else if by_structure {
        structural.clone()
    } else {
        level_height(survey, id, full_above, difference, roof.as_ref())
    };
    let split = height.as_ref().ok().filter(|_| dwells && mezzanine.is_none()).and_then(|fact| {
        let value = fact.value.as_number()?;
        let high = storey.elevation + value.max(difference.unwrap_or(0.0));
        let between = footprint(survey, id).and_then(|rooms| super::split_level::least(survey, id, &rooms, high));
        between.into_iter().chain(super::split_level::of_towers(survey, id, value)).min_by(|a, b| a.0.total_cmp(&b.0))
    });
    let height = height.map(|mut fact| {
        for reading in stated_height::of_level(survey, id) {
            fact = reading.noted().beside(fact);
        }
        // what is shorter over a raised floor or in a loft speaks for itself; what is not is no other reading of the height
        if let Some((least, slab)) = &split
            && fact.value.as_number().is_some_and(|number| *least < number - ACCURACY)
        {
            let method = "over or under a floor between the levels (错层、夹层), or in another tower of the building (塔楼)";
            fact = fact.witness(Value::Number(*least, Unit::Metre), Provenance::Measured, method).of(slab.iter().cloned());
        }
        if let Some(mezzanine) = mezzanine {
            let low = survey.storey(mezzanine).elevation - storey.elevation;
            fact = fact.witness(
                Value::Number(low, Unit::Metre),
                Provenance::Measured,
                format!("to the partial level {}", survey.storey(mezzanine).name),
            );
        }
        if !by_structure
            && let Ok(structural) = &structural
            && let Some(number) = structural.value.as_number()
            // slabs that differ by a floor build-up are another quantity, not another reading of this one
            && (contradicts(survey, id, full_above) || sinks(survey, id, full_above) || agrees(&fact, number))
        {
            fact = fact.witness(Value::Number(number, Unit::Metre), Provenance::Measured, "楼板顶面至楼板顶面 slab top to slab top");
        }
        // an Elevation attribute of another frame, or 0, is told with the level's elevation; two that a storey may lie apart
        // are one more witness here
        if let (Some(low), Some(high)) = (attribute(survey, id), full_above.and_then(|above| attribute(survey, above)))
            && (agrees(&fact, high - low) || dwells && roof.is_none() && (LOWEST..=HIGHEST).contains(&(high - low)))
        {
            fact = fact.witness(Value::Number(high - low, Unit::Metre), Provenance::Authored, "IfcBuildingStorey.Elevation");
        }
        fact
    });
    out.record("height", height);
    out.record("structural_height", structural);
}

/// Whether another number is the same reading of a fact.
fn agrees(fact: &Fact, number: f64) -> bool {
    !compare::conflict(&fact.value, &Value::Number(number, Unit::Metre))
}

/// What the Elevation attribute of a level says, in metres.
fn attribute(survey: &Survey<'_>, id: StoreyId) -> Option<f64> {
    survey.storey(id).readings.iter().find(|(_, from)| from.contains("Elevation")).map(|(reading, _)| *reading)
}

/// Why the distance to the next level is no storey height: a typical floor, or storeys between that are not modelled.
fn stretched(survey: &Survey<'_>, id: StoreyId, above: Option<StoreyId>, difference: Option<f64>) -> Option<String> {
    let difference = difference.filter(|difference| *difference > SUSPICIOUS)?;
    let (storey, next) = (survey.storey(id), survey.storey(above?));
    if storey.claim.is_typical || storey.claim.range.is_some() {
        return Some(format!(
            "{} stands for several storeys, {difference:.3} m up to {}; model them, or give their height",
            storey.name, next.name
        ));
    }
    let (own, other) = (storey.claim.number?, next.claim.number.or(next.claim.range.map(|(first, _)| first))?);
    (other - own > 1 && own > 0)
        .then(|| format!("{difference:.3} m from {} to {}: the storeys between are not in the model", storey.name, next.name))
}

/// A level without elevation that may lie between two levels, by the numbers in their names; its name.
fn lost_above(survey: &Survey<'_>, id: StoreyId, above: Option<StoreyId>) -> Option<String> {
    let storey = survey.storey(id);
    let (own, next) = (storey.claim.number, above.map(|above| survey.storey(above).claim.number));
    let between = |number: Option<i32>| match (own, number) {
        (Some(own), Some(number)) => number > own && next.flatten().is_none_or(|next| number < next),
        _ => true,
    };
    let lost = survey.storeys_of(storey.building?).iter().map(|level| survey.storey(*level));
    lost.filter(|level| level.readings.is_empty() && between(level.claim.number)).map(|level| level.name.clone()).next()
}

/// Whether the slabs of two levels do not follow the levels: offsets that no floor build-up explains.
fn contradicts(survey: &Survey<'_>, id: StoreyId, above: Option<StoreyId>) -> bool {
    let offset = |level: StoreyId| survey.floor(level).map(|floor| survey.storey(level).elevation - floor.structural);
    if is_finished(survey, id) && above.is_some_and(|above| is_finished(survey, above)) {
        return false;
    }
    match (offset(id), above.and_then(offset)) {
        (Some(low), Some(high)) => {
            let build_up = |offset: f64| (-ACCURACY..=BUILD_UP * 2.0).contains(&offset);
            (low - high).abs() > ACCURACY && (!build_up(low) || !build_up(high) || (low - high).abs() > BUILD_UP)
        }
        _ => false,
    }
}

/// Whether the finish of a floor is modelled and ends at its level: however thick it is, nothing contradicts the level.
fn is_finished(survey: &Survey<'_>, level: StoreyId) -> bool {
    let elevation = survey.storey(level).elevation;
    survey
        .floor(level)
        .filter(|floor| floor.is_finished)
        .and_then(|floor| floor.finish)
        .is_some_and(|finish| (finish - elevation).abs() <= ACCURACY)
}

/// Whether the slab above lies deeper under its level than the slab of this storey does: between two storeys of dwellings no
/// build-up of floors explains that.
fn sinks(survey: &Survey<'_>, id: StoreyId, above: Option<StoreyId>) -> bool {
    let lives = |level: StoreyId| survey.storey(level).usage == "dwelling";
    // the build-up of the lowest storey is another
    let Some(above) = above.filter(|above| lives(id) && lives(*above) && survey.storey(id).below.is_some_and(lives)) else { return false };
    if is_finished(survey, above) {
        return false;
    }
    let offset = |level: StoreyId| survey.floor(level).map(|floor| survey.storey(level).elevation - floor.structural);
    offset(id).zip(offset(above)).is_some_and(|(low, high)| high - low > SETTLED)
}

/// Why a height cannot be that of a storey where people live: the unit of the file is wrong, or the level does not lie flat.
fn implausible(survey: &Survey<'_>, id: StoreyId, height: Option<f64>) -> Option<Gap> {
    let storey = survey.storey(id);
    let upright = |(model, entity): &(usize, haofang_ifc::Entity<'_>)| {
        survey.readers.placement(*model, *entity).is_none_or(|frame| frame.axes[(2, 2)] > UPRIGHT)
    };
    if !storey.entities.iter().all(upright) {
        return Some(Gap::new(GapKind::Ambiguous, format!("{}: the placement of the level is tilted or upside down", storey.name)));
    }
    let height = height.filter(|height| *height > HIGHEST && storey.usage == "dwelling")?;
    let detail = format!("{}: no storey of dwellings is {height:.3} m high: check the length unit of the file and its levels", storey.name);
    Some(Gap::new(GapKind::Ambiguous, detail))
}

/// Finished floor to finished floor; under a roof to its structural surface (GB 50352 2.0.14).
fn level_height(
    survey: &Survey<'_>,
    id: StoreyId,
    above: Option<StoreyId>,
    difference: Option<f64>,
    roof: Option<&RoofSurface>,
) -> Result<Fact, Gap> {
    let storey = survey.storey(id);
    if let Some(gap) = implausible(survey, id, roof.map(|roof| roof.surface - storey.elevation).or(difference)) {
        return Err(gap);
    }
    let guids = |fact: Fact| {
        let levels = [Some(id), above].into_iter().flatten();
        fact.of(levels.filter_map(|level| survey.storey(level).entities.first().and_then(|(_, entity)| survey.guid(*entity))))
    };
    if let Some(roof) = roof {
        let height = roof.surface - storey.elevation;
        let mut fact = Fact::measured(
            height,
            Unit::Metre,
            ACCURACY,
            format!("完成面至屋面结构面 FFL to the structural surface of the roof: {}", roof.method),
        )
        .tessellated(roof.tessellated);
        if let (Some(difference), Some(above)) = (difference, above) {
            // the level of the roof is its finished surface or its structure: only a contradiction is worth a witness
            // … and the finished level of a flat roof never lies below its structure
            let below_structure = !roof.is_pitched && difference < height - BELOW_STRUCTURE;
            if (difference - height).abs() <= BUILD_UP * 3.0 && !below_structure {
                fact.method = format!("{}; level {} lies {difference:.3} m above", fact.method, survey.storey(above).name).into();
            } else {
                fact = fact.witness(
                    Value::Number(difference, Unit::Metre),
                    Provenance::Measured,
                    format!("to level {}", survey.storey(above).name),
                );
            }
        }
        return Ok(guids(fact).of(roof.slabs.iter().take(SLABS).cloned()));
    }
    if let (Some(difference), Some(above)) = (difference, above) {
        let other = survey.storey(above);
        let method = format!("完成面 FFL {:.3} m → {} {:.3} m", storey.elevation, other.name, other.elevation);
        let slabs =
            [id, above].into_iter().filter_map(|level| survey.floor(level)).flat_map(|floor| floor.slabs.iter().take(SLABS).cloned());
        return Ok(guids(Fact::measured(difference, Unit::Metre, ACCURACY, method)).of(slabs));
    }
    Err(Gap::new(
        GapKind::NotModelled,
        format!("{}: no level and no roof slab above; model the roof slab or give the level above", storey.name),
    ))
}

/// Structural top to structural top; under a roof to its structural surface.
fn structural_height(survey: &Survey<'_>, id: StoreyId, above: Option<StoreyId>, roof: Option<&RoofSurface>) -> Result<Fact, Gap> {
    let name = &survey.storey(id).name;
    let floor = survey.floor(id).ok_or_else(|| Gap::new(GapKind::NotModelled, format!("no floor slab at level {name}")))?;
    let (top, slabs, method) = match (roof, above.and_then(|above| survey.floor(above))) {
        (Some(roof), _) => (roof.surface, &roof.slabs, roof.method.as_str()),
        (None, Some(next)) => (next.structural, &next.slabs, "top of the slab above"),
        (None, None) => return Err(Gap::new(GapKind::NotModelled, format!("no floor slab above level {name}"))),
    };
    let fact = Fact::measured(
        top - floor.structural,
        Unit::Metre,
        ACCURACY,
        format!("楼板顶面 slab top {:.3} m → {method} {top:.3} m", floor.structural),
    );
    Ok(fact.of(floor.slabs.iter().take(SLABS).cloned()).of(slabs.iter().take(SLABS).cloned()))
}

/// Whether the floor covers less than half of the level below.
fn partial(survey: &Survey<'_>, id: StoreyId, out: &mut Subject) {
    if !survey.wants(SubjectKind::Storey, "is_partial") {
        return;
    }
    let storey = survey.storey(id);
    let Some(below) = storey.below.filter(|below| survey.storey(*below).usage != "basement") else {
        out.know("is_partial", Fact::claim(false, Provenance::Derived, "no storey below to compare with"));
        return;
    };
    // where the outline below is not known, the other says nothing
    match survey.enclosure(below).and_then(|other| Ok((survey.enclosure(id)?, other))) {
        Ok((own, other)) => {
            let (own, other) = (plan::area(own), plan::area(other));
            let method = format!("outline {own:.2} m² over {other:.2} m²");
            out.know("is_partial", Fact::claim(own < other * PARTIAL, Provenance::Measured, method));
        }
        Err(gap) => out.lack("is_partial", gap.clone()),
    }
}

/// Thickness of the finish: modelled coverings or layers, else the finished level above the structural slab.
fn finish(survey: &Survey<'_>, id: StoreyId, out: &mut Subject) {
    let storey = survey.storey(id);
    let none = || Gap::new(GapKind::NotModelled, format!("level {}: no finish is modelled on the floor slab", storey.name));
    let outcome = survey.floor(id).ok_or_else(none).and_then(|floor| {
        let (thickness, method) = match floor.finish {
            Some(finish) => (finish - floor.structural, "modelled finish on the floor slab"),
            None => (storey.elevation - floor.structural, "finished level above the top of the floor slab"),
        };
        if thickness > ACCURACY {
            Ok(Fact::measured(thickness, Unit::Metre, ACCURACY, method).of(floor.slabs.iter().take(4).cloned()))
        } else {
            Err(none())
        }
    });
    out.record("finish_thickness", outcome);
}

/// The most common clear height of the rooms, by area.
fn clear(survey: &Survey<'_>, id: StoreyId) -> Result<Fact, Gap> {
    let rooms: Vec<_> =
        survey.spaces_on(id).iter().copied().filter(|space| !NOT_LIVED_IN.contains(&survey.space(*space).usage.as_str())).collect();
    let lived: Vec<_> = rooms.iter().copied().filter(|space| survey.space(*space).dwelling.is_some()).collect();
    let chosen = if lived.is_empty() { rooms } else { lived };
    let measured: Vec<(f64, f64)> = chosen
        .iter()
        .filter_map(|space| {
            let fact = clear_height::of_room(survey, *space).ok()?;
            Some((fact.value.as_number()?, survey.room(*space).ok()?.area))
        })
        .collect();
    let name = &survey.storey(id).name;
    if survey.rooms_are_derived(id) {
        let cells = survey.cells(id).iter();
        let measured: Vec<(f64, f64)> = cells
            .filter_map(|cell| Some((clear_height::of_cell(survey, id, cell, name).ok()?.value.as_number()?, plan::area(cell))))
            .collect();
        if let Some(height) = weighted_mode(&measured, SAME) {
            let method = format!("most common clear height of {} rooms between closed walls, by area; no IfcSpace", measured.len());
            return Ok(Fact::measured(height, Unit::Metre, ACCURACY, method));
        }
    }
    let height = weighted_mode(&measured, SAME).ok_or_else(|| {
        let what = if chosen.is_empty() { "no rooms are modelled" } else { "no room has a slab or ceiling above" };
        Gap::new(if chosen.is_empty() { GapKind::NotModelled } else { GapKind::NoGeometry }, format!("level {name}: {what}"))
    })?;
    Ok(Fact::measured(height, Unit::Metre, ACCURACY, format!("most common clear height of {} rooms, by area", measured.len())))
}

/// Area of the rooms over the area of the floor inside the outer walls.
fn coverage(survey: &Survey<'_>, id: StoreyId) -> Result<Fact, Gap> {
    let enclosure = survey.enclosure(id).map_err(Clone::clone)?;
    let walls: Vec<&Region> = survey.walls(id).iter().filter(|wall| !wall.is_low).map(|wall| &wall.plan).collect();
    let floor = plan::area(&plan::difference(enclosure, &plan::union(&walls)));
    if floor <= 0.0 {
        return Err(Gap::new(GapKind::Incomplete, format!("level {}: no floor inside its walls", survey.storey(id).name)));
    }
    let rooms: Vec<&Region> = survey.spaces_on(id).iter().filter_map(|space| survey.room(*space).ok()).map(|room| &room.region).collect();
    let covered = plan::area(&plan::intersection(&plan::union(&rooms), enclosure));
    let share = (covered / floor).min(1.0);
    Ok(Fact::derived(share, Unit::Ratio, format!("rooms {covered:.2} m² / floor inside the walls {floor:.2} m²")))
}
