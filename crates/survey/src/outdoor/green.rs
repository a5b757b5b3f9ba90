//! Green areas found by any carrier, sorted into ground, roof and vertical green, counted by the rules (NT-2.1-09, -10, -12).

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::plan::{self, Region, area, difference};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::green_count::{Ground, Patch, Rules, count};
use super::green_find::find;
use super::green_place::{Doubt, Place, doubt, place, without_doubted};
use super::green_soil::{Soil, basement, soil_of};
use super::labels::{Body, Labelled};
use super::paved;
use crate::authored;
use crate::building::Survey;

/// Share of a green that must lie over a building for that.
pub(crate) const OVER_BUILDING: f64 = 0.5;
/// Areas that differ by more than this share contradict each other (CLAUSES §0).
const CONFLICT: f64 = 0.01;

/// A green object.
pub(crate) struct Green<'m> {
    pub(crate) entity: Entity<'m>,
    pub(crate) model: usize,
    pub(crate) name: String,
    /// Word of the list `green`.
    pub(crate) kind: String,
    pub(crate) by: String,
    pub(crate) body: Result<Body, Gap>,
    /// Area that the author wrote.
    pub(crate) authored: Option<(f64, String)>,
    /// Soil depth that the author wrote.
    pub(crate) soil: Option<(f64, String)>,
    /// Conversion coefficient that the author wrote; a claim, never used.
    pub(crate) claimed: Option<(f64, String)>,
    /// Whether the model itself says its kind, rather than only that it is green.
    pub(crate) has_kind: bool,
    /// Grass over a fire lane or a place for fire engines.
    pub(crate) fire_lane: bool,
    /// What is said against counting it: a phase that may not be the submission's, paving, thin soil.
    pub(crate) later: Option<Doubt>,
    /// What is said against its being concentrated green.
    pub(crate) other_kind: Option<String>,
}

/// What the greens amount to.
pub(crate) struct Totals {
    /// Quantities of the site, each known or not.
    pub(crate) site: Vec<(&'static str, Result<Fact, Gap>)>,
    /// The greens as subjects.
    pub(crate) subjects: Vec<Subject>,
}

/// Counts the greens on a site of this area.
pub(crate) fn measure<'m>(
    survey: &Survey<'m>,
    labelled: &[Labelled<'m>],
    site: Option<&Region>,
    site_area: &Result<Fact, Gap>,
    footprints: &[Region],
) -> Totals {
    let greens = find(survey, labelled);
    let placed: Vec<Place> = greens.iter().map(|green| place(survey, green, footprints)).collect();
    let has_kinds = greens.iter().zip(&placed).any(|(green, place)| matches!(place, Place::Ground | Place::Air) && green.has_kind);
    let mut patches: Vec<Patch> = Vec::new();
    let mut owner: Vec<usize> = Vec::new();
    let mut soils: Vec<Option<Soil>> = (0..greens.len()).map(|_| None).collect();
    let paver = survey.brief.number("green.paver_coefficient").unwrap_or(0.0);
    let basement = basement(survey);
    for (at, green) in greens.iter().enumerate() {
        let (Place::Ground | Place::Air, Ok(body)) = (placed[at], &green.body) else { continue };
        let concentrated = if has_kinds { green.kind == "concentrated" } else { green.kind != "paver" };
        if green.kind == "paver" {
            if paver > 0.0 {
                patches.push(Patch { region: body.region.clone(), coefficient: Some(paver), concentrated: false });
                owner.push(at);
            }
            continue;
        }
        let soil = soil_of(survey, labelled, green, body, &basement);
        let (over, coefficient) = match &soil {
            Some(soil) => (soil.over.clone(), soil.coefficient),
            None => (Region::new(vec![]), Some(1.0)),
        };
        if over.0.is_empty() {
            patches.push(Patch { region: body.region.clone(), coefficient: Some(1.0), concentrated });
            owner.push(at);
        } else {
            patches.push(Patch { region: over.clone(), coefficient, concentrated });
            owner.push(at);
            patches.push(Patch { region: difference(&body.region, &over), coefficient: Some(1.0), concentrated });
            owner.push(at);
        }
        soils[at] = soil;
    }
    let number = |key: &str, otherwise: f64| survey.brief.number(key).unwrap_or(otherwise);
    let rules = Rules {
        building_offset: number("green.building_offset_m", 1.0),
        concentrated_building_offset: number("green.concentrated.building_offset_m", 1.5),
        road_offset: number("green.concentrated.road_offset_m", 1.0),
        min_width: number("green.concentrated.min_width_m", 8.0),
        min_area: survey.brief.number("green.concentrated.min_area_m2"),
    };
    let of_kind = |list: &str, word: &[&str]| -> Vec<Region> {
        let flat = labelled.par_iter().filter(|item| item.space.is_none_or(|space| survey.space(space).dwelling.is_none()));
        flat.filter(|item| !item.entity.is_a(class::IFC_ANNOTATION))
            .filter(|item| item.recognise(survey, list).is_some_and(|found| word.contains(&found.word.as_str())))
            .filter(|item| item.storey(survey).is_none())
            .filter_map(|item| item.body(survey).ok().map(|body| body.region))
            .collect()
    };
    let mut places = of_kind("road", &["path"]);
    places.extend(of_kind("facility", &["children_space", "activity_ground", "fitness_path"]));
    let upon = paved::upon(survey, labelled, &greens, &placed);
    let ground =
        Ground { site: site.cloned(), buildings: footprints.to_vec(), roads: of_kind("road", &["road"]), paved: upon.sure, places };
    // without the area of the site there is no ratio; whoever asks for ratios only needs no concentrated green then
    let areas = ["concentrated_green_area", "concentrated_green_counted_area"];
    let of_green = survey.wants(SubjectKind::GreenSpace, "concentrated_area");
    let unasked = site_area.is_err() && !of_green && !areas.iter().any(|quantity| survey.wants(SubjectKind::Site, quantity));
    if unasked {
        patches.iter_mut().for_each(|patch| patch.concentrated = false);
    }
    let doubts: Vec<Option<String>> = greens.iter().zip(&placed).map(|(green, place)| doubt(green, *place)).collect();
    let counted = count(&patches, &ground, &rules);
    // what floats, and what may be of a later phase, counts in one reading and not in the other
    let other_kinds: Vec<bool> = greens.iter().map(|green| has_kinds && green.other_kind.is_some()).collect();
    let without = without_doubted(&patches, &owner, &doubts, &other_kinds);
    let sure = (without.is_some() || !upon.doubtful.is_empty()).then(|| {
        let paved = ground.paved.iter().cloned().chain(upon.doubtful.iter().map(|(_, over)| over.clone())).collect();
        count(without.as_deref().unwrap_or(&patches), &Ground { paved, ..ground.clone() }, &rules)
    });
    // parts with soil of unknown worth count whole here; the strict figure counts them as nothing
    let whole: Vec<Patch> = patches.iter().map(|patch| Patch { coefficient: patch.coefficient.or(Some(1.0)), ..patch.clone() }).collect();
    let thin_soil: f64 = patches.iter().filter(|patch| patch.coefficient.is_none()).map(|patch| area(&patch.region)).sum();
    let unknown_soil: f64 =
        soils.iter().flatten().filter(|soil| soil.depth.is_none() && soil.coefficient.is_some()).map(|soil| area(&soil.over)).sum();
    let lenient = if thin_soil > 0.0 { count(&whole, &ground, &rules) } else { counted.clone() };

    let mut out = Totals { site: Vec::new(), subjects: Vec::new() };
    let elements = |wanted: &dyn Fn(usize) -> bool| -> Vec<GlobalId> {
        (0..greens.len()).filter(|at| wanted(*at)).filter_map(|at| greens[at].entity.guid().map(GlobalId::from)).collect()
    };
    let on_ground = |at: usize| matches!(placed[at], Place::Ground | Place::Air) && greens[at].kind != "paver";
    let tessellated = greens.iter().any(|green| green.body.as_ref().is_ok_and(|body| body.curved));
    let measured = |value: f64, method: String, ids: Vec<GlobalId>| {
        Fact::measured(value, Unit::SquareMetre, (value * AREA_ACCURACY).max(AREA_ACCURACY), method).of(ids).tessellated(tessellated)
    };
    let grounds = (0..greens.len()).filter(|at| on_ground(*at)).count();
    let without: Vec<&Green<'_>> =
        (0..greens.len()).filter(|at| on_ground(*at) && greens[*at].body.is_err()).map(|at| &greens[at]).collect();
    let lacking = || -> Option<Gap> {
        if grounds == 0 {
            return Some(Gap::new(GapKind::NotModelled, "no green area in the model: model 绿地 as things, spaces or outlines"));
        }
        (!without.is_empty()).then(|| {
            Gap::new(
                GapKind::Incomplete,
                format!(
                    "{} of {grounds} green areas have no outline, e.g. {}: union and clipping need shapes",
                    without.len(),
                    without[0].name
                ),
            )
        })
    };
    let gap = lacking();
    let mut put = |name: &'static str, value: Result<Fact, Gap>| {
        if !(unasked && areas.contains(&name)) {
            out.site.push((name, value));
        }
    };
    let or_gap = |fact: Fact| gap.clone().map_or(Ok(fact), Err);
    let clip = if site.is_some() { "clipped to the site" } else { "not clipped: the site has no boundary" };
    put(
        "green_area",
        or_gap(measured(counted.area, format!("union of {grounds} green areas, {clip}, minus building footprints"), elements(&on_ground))),
    );
    let mut method = format!("{clip}, {:.2} m from buildings, soil coefficients applied", rules.building_offset);
    if unknown_soil > 0.0 {
        method.push_str(&format!("; {unknown_soil:.2} m2 over basements whose soil is not modelled counted whole (assumption)"));
    }
    if thin_soil > 0.0 {
        method.push_str(&format!("; {thin_soil:.2} m2 of thin soil without a coefficient counted whole, see green_ratio_least_soil"));
    }
    let flagged = greens.iter().filter(|green| green.fire_lane).count();
    if flagged > 0 {
        method.push_str(&format!("; {flagged} greens over fire lanes or fire-fighting places included"));
    }
    put("green_counted_area", or_gap(measured(lenient.counted, method, elements(&on_ground))));
    put("green_is_clipped", gap.clone().map_or_else(|| Ok(Fact::claim(site.is_some(), Provenance::Derived, clip)), Err));
    put("green_soil_unknown_area", or_gap(measured(unknown_soil, "green over basements whose soil is not modelled".into(), Vec::new())));
    let ratio = |name: &str, value: f64| -> Result<Fact, Gap> {
        if let Some(gap) = &gap {
            return Err(gap.clone());
        }
        let site = site_area.as_ref().map_err(Clone::clone)?;
        let size =
            site.value.as_number().filter(|size| *size > 0.0).ok_or_else(|| Gap::new(GapKind::Incomplete, "the area of the site is 0"))?;
        let fact =
            Fact::derived(value / size, Unit::Ratio, format!("{name} / site.area = {value:.2} / {size:.2}")).tessellated(tessellated);
        // a site declared smaller than it is drawn makes every ratio larger: the other reading stands beside it
        Ok(site.witnesses.iter().fold(fact, |fact, other| match other.value.as_number().filter(|size| *size > 0.0) {
            Some(size) => fact.witness(
                haofang_facts::Value::Number(value / size, Unit::Ratio),
                other.provenance,
                format!("{value:.2} / {size:.2}, {}", other.source),
            ),
            None => fact,
        }))
    };
    let whole = site_area.as_ref().ok().and_then(|fact| fact.value.as_number()).filter(|size| *size > 0.0);
    let by_authors = |fact: Fact, counted: f64, wanted: &dyn Fn(usize) -> bool| {
        let own = (0..greens.len()).filter(|at| wanted(*at)).map(|at| &greens[at]);
        with_authored_areas(fact, counted, whole, own)
    };
    let covered = || upon.doubtful.first().map(|(name, _)| format!("{name} lies upon a green"));
    let of_kind =
        || greens.iter().find_map(|green| green.other_kind.as_ref()).map(|words| format!("\"{words}\" may be no concentrated green"));
    let in_doubt = doubts.iter().flatten().next().cloned().or_else(covered).or_else(of_kind).unwrap_or_default();
    let doubted = |fact: Fact, counted: f64, certain: Option<f64>| match (certain.filter(|certain| *certain < counted), whole) {
        (Some(certain), Some(size)) => fact.witness(
            haofang_facts::Value::Number(certain / size, Unit::Ratio),
            Provenance::Derived,
            format!("without what is in doubt: {in_doubt}"),
        ),
        _ => fact,
    };
    let of_all =
        ratio("green_counted_area", lenient.counted).map(|fact| with_authored_ratio(survey, fact, whole, ["green_ratio", "green_total"]));
    let certain = sure.as_ref().map(|sure| sure.counted);
    put("green_ratio", of_all.map(|fact| doubted(by_authors(fact, lenient.counted, &on_ground), lenient.counted, certain)));
    put("green_ratio_least_soil", ratio("counted with thin soil and what is in doubt as 0", certain.unwrap_or(counted.counted)));
    put("green_ratio_all_soil", ratio("counted with all coefficients 1", counted.counted_all_soil));
    let concentrated = |at: usize| on_ground(at) && if has_kinds { greens[at].kind == "concentrated" } else { true };
    let parts: Vec<String> = counted.parts.iter().map(|part| format!("{part:.2}")).collect();
    let candidates = (0..greens.len()).filter(|at| concentrated(*at)).count();
    put(
        "concentrated_green_area",
        or_gap(measured(
            counted.concentrated,
            format!(
                "{candidates} candidates, {clip}, minus buildings, where at least {:.2} m wide; {:.2} m2 too narrow or too small",
                rules.min_width, counted.rejected
            ),
            elements(&concentrated),
        )),
    );
    let method = format!(
        "{:.2} m from buildings, {:.2} m from roads, at least {:.2} m wide{}; parts {}",
        rules.concentrated_building_offset,
        rules.road_offset,
        rules.min_width,
        rules.min_area.map_or(String::new(), |least| format!(" and {least:.0} m2 large")),
        if parts.is_empty() { "none".to_owned() } else { parts.join(" + ") }
    );
    put("concentrated_green_counted_area", or_gap(measured(counted.concentrated_counted, method, elements(&concentrated))));
    // what is in doubt by less than a contradiction makes is left out
    let certain = sure.as_ref().map(|sure| sure.concentrated_counted);
    let most =
        certain.filter(|certain| *certain >= counted.concentrated_counted * (1.0 - CONFLICT)).unwrap_or(counted.concentrated_counted);
    let of_concentrated = ratio("concentrated_green_counted_area", most)
        .map(|fact| with_authored_ratio(survey, fact, whole, ["concentrated_ratio", "concentrated_total"]));
    put("concentrated_green_ratio", of_concentrated.map(|fact| doubted(by_authors(fact, most, &concentrated), most, certain)));
    put(
        "concentrated_green_is_authored",
        gap.clone().map_or_else(
            || {
                Ok(Fact::claim(
                    has_kinds,
                    Provenance::Derived,
                    if has_kinds { "green objects carry kinds" } else { "no green object carries a kind; every green is a candidate" },
                ))
            },
            Err,
        ),
    );
    let roof = |at: usize| placed[at] == Place::Roof;
    let vertical = |at: usize| placed[at] == Place::Vertical;
    let raised = |wanted: &dyn Fn(usize) -> bool, sum: f64, method: &str| -> Result<Fact, Gap> {
        if greens.is_empty() {
            return Err(Gap::new(GapKind::NotModelled, "no green of any kind in the model"));
        }
        match (0..greens.len()).find(|at| wanted(*at) && greens[*at].body.is_err() && greens[*at].authored.is_none()) {
            Some(at) => Err(Gap::new(GapKind::Incomplete, format!("{} has neither a shape nor an authored area", greens[at].name))),
            None => Ok(measured(sum, method.into(), elements(wanted))),
        }
    };
    let roofs: Vec<Region> =
        (0..greens.len()).filter(|at| roof(*at)).filter_map(|at| greens[at].body.as_ref().ok().map(|body| body.region.clone())).collect();
    let written: f64 = (0..greens.len())
        .filter(|at| roof(*at) && greens[*at].body.is_err())
        .filter_map(|at| greens[at].authored.as_ref().map(|(size, _)| *size))
        .sum();
    put("roof_green_area", raised(&roof, area(&plan::union(&roofs)) + written, "union of green on roofs and in sky gardens"));
    let faces: f64 = (0..greens.len()).filter(|at| vertical(*at)).filter_map(|at| super::green_face::face_area(survey, &greens[at])).sum();
    put("vertical_green_area", raised(&vertical, faces, "faces of green on walls"));

    for (at, green) in greens.iter().enumerate() {
        let mut subject = survey.subject(SubjectKind::GreenSpace, green.model, green.entity);
        subject.name.clone_from(&green.name);
        subject.recognised_by.clone_from(&green.by);
        let kind = match placed[at] {
            Place::Roof if green.kind == "sky_garden" => "sky_garden",
            Place::Roof => "roof",
            Place::Vertical => "vertical",
            _ => green.kind.as_str(),
        };
        // what is doubtful of a lawn on the ground is told by its area
        let is_ground = placed[at] == Place::Ground && green.kind != "tree";
        let doubt = green.later.as_ref().filter(|_| !is_ground).map(Doubt::sentence);
        subject.know("green_kind", crate::called::with_doubt(Fact::text(kind, Provenance::Derived, green.by.clone()), doubt.as_deref()));
        let mine = |value: (f64, f64)| {
            owner
                .iter()
                .enumerate()
                .filter(|(_, of)| **of == at)
                .fold(value, |sum, (patch, _)| (sum.0 + lenient.shares[patch].0, sum.1 + counted.shares[patch].1))
        };
        let (own, own_concentrated) = mine((0.0, 0.0));
        let body_area = match placed[at] {
            Place::Vertical => super::green_face::face_area(survey, green),
            _ => green.body.as_ref().ok().map(|body| body.area),
        };
        let fact = match (body_area, &green.authored) {
            (Some(size), Some((value, source))) => Ok(measured(size, "horizontal projection".into(), Vec::new()).witness(
                haofang_facts::Value::Number(*value, Unit::SquareMetre),
                Provenance::Authored,
                source.clone(),
            )),
            (Some(size), None) => Ok(measured(size, "horizontal projection".into(), Vec::new())),
            (None, Some((value, source))) => Ok(Fact::authored(*value, Unit::SquareMetre, source.clone())),
            (None, None) => Err(green.body.as_ref().err().cloned().unwrap_or_else(|| Gap::new(GapKind::NoGeometry, "no outline"))),
        };
        subject.record("area", fact);
        if placed[at] == Place::Ground && green.body.is_ok() {
            subject.know("counted_area", measured(own, "its share of the counted union".into(), Vec::new()));
            if !unasked {
                subject.know(
                    "concentrated_area",
                    measured(own_concentrated, "its share of the counted concentrated green".into(), Vec::new()),
                );
            }
        }
        if let Some(soil) = &soils[at] {
            match soil.depth {
                Some((depth, ref source)) => {
                    subject.know("soil_depth", Fact::measured(depth, Unit::Metre, LENGTH_ACCURACY, source.clone()))
                }
                None => subject.lack("soil_depth", Gap::new(GapKind::NotModelled, soil.note.clone())),
            }
            match soil.coefficient {
                Some(ratio) => subject.know("coefficient", Fact::derived(ratio, Unit::Ratio, "by soil depth")),
                None => subject.lack("coefficient", Gap::new(GapKind::Ambiguous, soil.note.clone())),
            }
        }
        if let Some((value, source)) = &green.claimed
            && let Some(fact) = subject.facts.get_mut(&"coefficient".into())
        {
            fact.witnesses.push(haofang_facts::Witness {
                value: haofang_facts::Value::Number(*value, Unit::Ratio),
                provenance: Provenance::Authored,
                source: source.clone().into(),
            });
        }
        out.subjects.push(subject);
    }
    out
}

/// With the ratio that remains where authors give greens less area than is drawn: the less favourable reading (CLAUSES §0).
fn with_authored_areas<'g, 'm: 'g>(fact: Fact, counted: f64, whole: Option<f64>, greens: impl Iterator<Item = &'g Green<'m>>) -> Fact {
    let less = |green: &Green<'_>| {
        let body = green.body.as_ref().ok()?;
        let written = green.authored.as_ref().map(|(written, _)| *written);
        // a coefficient that its author gives is the less favourable one where it is smaller
        let share = green.claimed.as_ref().map(|(share, _)| *share).filter(|share| (0.0..1.0).contains(share)).unwrap_or(1.0);
        let counts = written.unwrap_or(body.area).min(body.area) * share;
        (counts < body.area * (1.0 - CONFLICT)).then_some(body.area - counts)
    };
    let excess: f64 = greens.filter_map(less).sum();
    match whole {
        Some(size) if excess > 0.0 => {
            let remains = (counted - excess).max(0.0) / size;
            fact.witness(haofang_facts::Value::Number(remains, Unit::Ratio), Provenance::Authored, "areas of the greens as authored")
        }
        _ => fact,
    }
}

/// With the ratios that project and sites state, and those of the areas that they give all greens: of the words of the list
/// `property` for ratio and total, and the word that a bare 绿地面积 or 集中绿地 of one green has.
fn with_authored_ratio(survey: &Survey<'_>, fact: Fact, whole: Option<f64>, [of_ratio, of_area]: [&str; 2]) -> Fact {
    let projects = survey.models.iter().flat_map(|named| named.model.all(class::IFC_PROJECT));
    // H-IFC declares greens on further sites
    let sites = survey.sites.iter().map(|site| site.entity).filter(|site| authored::text(*site, &["绿地类型"]).is_none());
    let concentrated = of_area == "concentrated_total";
    projects.chain(sites).fold(fact, |fact, entity| {
        let ratios = survey.said(entity, of_ratio).into_iter().filter_map(|claim| authored::ratio_of_property(&claim.property));
        let bare = ["green_area", "concentrated"].into_iter().flat_map(|meaning| survey.said(entity, meaning)).filter(|claim| {
            let name = claim.property.name.as_ref();
            name.contains("集中") == concentrated && (concentrated || name.contains("绿"))
        });
        let areas = survey.said(entity, of_area).into_iter().chain(bare);
        let areas = areas.filter_map(|claim| authored::area_of_property(&claim.property, |amount| Some(amount.least)));
        let of_areas = areas
            .filter(|reading| reading.value > 1.0)
            .filter_map(|reading| Some(authored::Reading { value: reading.value / whole?, source: reading.source, note: None }));
        ratios.chain(of_areas).fold(fact, |fact, reading| reading.beside(fact))
    })
}
