//! Green areas found by any carrier, sorted into ground, roof and vertical green, counted by the rules (NT-2.1-09, -10, -12).

use haofang_facts::{Fact, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::plan::{self, Region, area, difference};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::property::QuantityKind;
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::green_count::{Ground, Patch, Rules, count};
use super::green_place::{Place, doubt, place, without_doubted};
use super::green_soil::{Soil, basement, soil_of};
use super::labels::{Body, Labelled, outline_of};
use super::materials::names_of_materials;
use super::paved::{self, is_hard};
use crate::authored;
use crate::building::{SpaceId, Survey};
use crate::disclaimed::Standing;

/// Share of a green that must lie over a building for that.
pub(crate) const OVER_BUILDING: f64 = 0.5;
/// Areas that differ by more than this share contradict each other (CLAUSES §0).
const CONFLICT: f64 = 0.01;
/// Vegetation without a name that is lower than this is a lawn, higher a tree (m).
const LAWN: f64 = 1.5;

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
    /// A phase that may not be the submission's.
    pub(crate) later: Option<String>,
}

/// All green objects, in file order.
pub(crate) fn find<'m>(survey: &Survey<'m>, labelled: &[Labelled<'m>]) -> Vec<Green<'m>> {
    let not_green = |space: SpaceId| survey.space(space).dwelling.is_some() || survey.space(space).is_area_region;
    let of_item = |item: &Labelled<'m>| {
        if item.space.is_some_and(not_green) {
            return None;
        }
        let (kind, by) = kind_of(survey, item).filter(|(kind, _)| kind == "paver" || !is_hard(item.entity))?;
        match survey.standing(item.entity, &item.texts) {
            Standing::There => Some(green(survey, item, kind, by)),
            Standing::Later(words) => Some(Green { later: Some(words), ..green(survey, item, kind, by) }),
            Standing::Denied => None,
        }
    };
    let mut found: Vec<Green<'m>> = labelled.par_iter().filter_map(of_item).collect();
    // H-IFC files declare greens on further sites
    for site in &survey.sites {
        let Some((kind, by)) = kind_by_property(survey, site.entity) else { continue };
        let name = site.entity.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let body = outline_of(survey, site.model, site.entity);
        found.push(with_properties(survey, (site.model, site.entity), name, kind, by, body));
    }
    found
}

fn kind_by_property(survey: &Survey<'_>, entity: Entity<'_>) -> Option<(String, String)> {
    const KIND: &[&str] = &["绿地类型", "绿化类型", "绿地类别"];
    let reading = authored::text(entity, KIND)?;
    let word = survey.vocabulary.find("green", &reading.value).map_or("ordinary", |found| found.word);
    (word != "none").then(|| (word.to_owned(), format!("{} \"{}\"", reading.source, reading.value)))
}

fn kind_of(survey: &Survey<'_>, item: &Labelled<'_>) -> Option<(String, String)> {
    if let Some(found) = kind_by_property(survey, item.entity) {
        return Some(found);
    }
    // the most specific word of all texts: a proxy 绿地 of type 集中绿地 is concentrated
    let mut ordinary = None;
    for carrier in item.texts.iter() {
        let Some(found) = survey.vocabulary.find_folded("green", &carrier.folded) else { continue };
        let by = format!("{} \"{}\"", carrier.from, carrier.text);
        match found.word {
            "none" => return None,
            "ordinary" => ordinary = ordinary.or(Some((found.word.to_owned(), by))),
            word => return Some((word.to_owned(), by)),
        }
    }
    if ordinary.is_some() {
        return ordinary;
    }
    if item.entity.is_a(class::IFC_GEOGRAPHIC_ELEMENT) && item.entity.named("PredefinedType").as_enum() == Some("VEGETATION") {
        let low = item.body(survey).is_ok_and(|body| body.top - body.bottom < LAWN && body.area > 5.0);
        return Some((if low { "ordinary" } else { "tree" }.to_owned(), "PredefinedType VEGETATION".to_owned()));
    }
    let flat =
        [class::IFC_SLAB, class::IFC_COVERING, class::IFC_GEOGRAPHIC_ELEMENT, class::IFC_BUILDING_ELEMENT_PROXY, class::IFC_CIVIL_ELEMENT];
    if !flat.iter().any(|kind| item.entity.is_a(*kind)) {
        return None;
    }
    let names = names_of_materials(item.entity);
    names.iter().find_map(|name| {
        let found = survey.vocabulary.find("green", name).filter(|found| !matches!(found.word, "none" | "tree"))?;
        Some((found.word.to_owned(), format!("material \"{name}\"")))
    })
}

fn green<'m>(survey: &Survey<'m>, item: &Labelled<'m>, kind: String, by: String) -> Green<'m> {
    let fire_lane = item.mentions(survey, "green_mark");
    Green { fire_lane, ..with_properties(survey, (item.model, item.entity), item.name(survey), kind, by, item.body(survey)) }
}

fn with_properties<'m>(
    survey: &Survey<'m>,
    (model, entity): (usize, Entity<'m>),
    name: String,
    kind: String,
    by: String,
    body: Result<Body, Gap>,
) -> Green<'m> {
    let written = authored::area(entity, &["投影面积", "绿地面积", "绿化面积", "lhmj", "面积"])
        .or_else(|| authored::quantity(entity, QuantityKind::Area, &["NetArea", "GrossArea", "NetFloorArea", "Area", "面积"]));
    let has_kind = kind != "ordinary" || authored::text(entity, &["绿地类型", "绿化类型"]).is_some() || says_ordinary(survey, &by);
    Green {
        has_kind,
        authored: written.map(|reading| (reading.value, reading.source)),
        soil: authored::length(entity, &["覆土厚度", "覆土深度", "种植土厚度", "土层厚度", "lhhd"])
            .map(|reading| (reading.value, reading.source)),
        claimed: authored::number(entity, &["折算系数", "绿地折算系数"]).map(|reading| (reading.value, reading.source)),
        entity,
        model,
        name,
        kind,
        by,
        body,
        fire_lane: false,
        later: None,
    }
}

/// Names such as 附属绿地 or 宅旁绿地 say a kind; 绿地 and 草坪 say only that it is green.
fn says_ordinary(_survey: &Survey<'_>, by: &str) -> bool {
    ["附属绿地", "其它绿地", "其他绿地", "公共绿地", "非集中绿地", "非集中绿化", "分散绿地"].iter().any(|kind| by.contains(kind))
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
    let ground = Ground {
        site: site.cloned(),
        buildings: footprints.to_vec(),
        roads: of_kind("road", &["road"]),
        paved: paved::upon(survey, labelled, &greens, &placed),
        places,
    };
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
    let sure = without_doubted(&patches, &owner, &doubts).map(|sure| count(&sure, &ground, &rules));
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
    let in_doubt = doubts.iter().flatten().next().cloned().unwrap_or_default();
    let doubted = |fact: Fact, counted: f64, certain: Option<f64>| match (certain.filter(|certain| *certain < counted), whole) {
        (Some(certain), Some(size)) => fact.witness(
            haofang_facts::Value::Number(certain / size, Unit::Ratio),
            Provenance::Derived,
            format!("without what is in doubt: {in_doubt}"),
        ),
        _ => fact,
    };
    let of_all =
        ratio("green_counted_area", lenient.counted).map(|fact| with_authored_ratio(survey, fact, &["绿地率", "设计绿地率", "实际绿地率"]));
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
    let of_concentrated = ratio("concentrated_green_counted_area", most).map(|fact| with_authored_ratio(survey, fact, &["集中绿地率"]));
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
        subject.know("green_kind", Fact::text(kind, Provenance::Derived, green.by.clone()));
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
        let written = green.authored.as_ref().map(|(written, _)| *written).filter(|written| *written > 0.0);
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

fn with_authored_ratio(survey: &Survey<'_>, fact: Fact, names: &[&str]) -> Fact {
    let projects = survey.models.iter().flat_map(|named| named.model.all(class::IFC_PROJECT));
    let sites = survey.sites.iter().map(|site| site.entity);
    projects.chain(sites).filter_map(|entity| authored::ratio(entity, names)).fold(fact, |fact, reading| {
        fact.witness(haofang_facts::Value::Number(reading.value, Unit::Ratio), Provenance::Authored, reading.source)
    })
}
