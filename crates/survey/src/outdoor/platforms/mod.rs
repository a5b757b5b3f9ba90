//! Balconies, terraces, equipment platforms: what a slab or space beyond the wall line is, how large, how closed, whose.

mod closers;
mod closing;
mod find;
mod sky;
pub(crate) mod stated;
mod sums;
pub(crate) mod voids;

use std::collections::BTreeMap;

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit, Value};
use haofang_geometry::plan::{Region, area, edges, intersection};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use crate::authored;
use crate::building::{DwellingId, StoreyId, Survey};
use crate::part_doubt::TERRACE;
pub(crate) use find::{Platform, find};
use stated::Drawn;

/// Balconies, terraces, voids, and the sums of storeys and dwellings.
pub(crate) fn measure(survey: &Survey<'_>, sheet: &FactSheet) -> Vec<Subject> {
    let platforms = find(survey);
    let drawn = Drawn::of(&platforms);
    let mut subjects: Vec<Subject> = Vec::new();
    let made = platforms.par_iter().filter_map(|platform| match platform.kind {
        "balcony" => Some(balcony(survey, platform, &drawn)),
        "terrace" => Some(terrace(survey, platform, &drawn, sheet)),
        _ => None,
    });
    subjects.par_extend(made);
    subjects.extend(lost_balconies(survey, &platforms));
    let voids = survey.voids();
    // a hole over no dwelling, such as over a lobby, is taken off the floor but is no void of a dwelling
    let of_dwelling = voids.iter().filter(|void| void.space.is_some() || void.dwelling.is_some());
    subjects.extend(of_dwelling.map(|void| voids::subject(survey, void, sheet)));
    subjects.extend(sums::storeys(survey, &platforms, &drawn));
    subjects.extend(sums::dwellings(survey, &platforms, voids));
    subjects
}

/// Balconies whose body cannot be made: they are there, and nothing of them is known.
fn lost_balconies(survey: &Survey<'_>, platforms: &[Platform<'_>]) -> Vec<Subject> {
    let by_slab = |storey: Option<StoreyId>| {
        let here = platforms.iter().filter(|platform| platform.kind == "balcony" && platform.storey == storey);
        here.filter(|platform| !platform.entity.is_a(class::IFC_SPACE)).count()
    };
    let mut slabs: BTreeMap<Option<StoreyId>, usize> = BTreeMap::new();
    let lost = survey
        .spaces
        .iter()
        .enumerate()
        .filter(|(at, space)| space.usage == "balcony" && !space.is_area_region && survey.room(crate::building::SpaceId(*at)).is_err());
    // a slab found beside stands for the balcony whose space has no body: it is there once
    let lost = lost.filter(|(_, space)| {
        let left = slabs.entry(space.storey).or_insert_with(|| by_slab(space.storey));
        let has_slab = *left > 0;
        *left = left.saturating_sub(1);
        !has_slab
    });
    lost.map(|(at, space)| {
        let mut subject = survey.subject(SubjectKind::Balcony, space.model, space.entity);
        subject.name.clone_from(&space.name);
        subject.recognised_by.clone_from(&space.usage_by);
        subject.parent = match (space.dwelling, space.storey) {
            (Some(dwelling), _) => Some(survey.dwelling_id(dwelling)),
            (None, Some(storey)) => Some(survey.storey_id(storey)),
            _ => None,
        };
        if let Err(gap) = survey.room(crate::building::SpaceId(at)) {
            for quantity in ["area", "depth", "closed_share", "is_enclosed", "enclosure"] {
                subject.lack(quantity, gap.clone());
            }
        }
        subject
    })
    .collect()
}

/// Whether people live on a storey, but no dwelling is recognised there: whose its terraces are is not known.
fn owners_unknown(survey: &Survey<'_>, storey: StoreyId) -> bool {
    survey.storey(storey).usage == "dwelling" && !survey.dwellings.iter().any(|dwelling| dwelling.storeys.contains(&storey))
}

/// Whether the sheet calls a dwelling a duplex, with what its building says of that.
fn is_duplex(survey: &Survey<'_>, sheet: &FactSheet, dwelling: DwellingId, method: String) -> Option<Fact> {
    let of_dwelling = sheet.subject(&survey.dwelling_id(dwelling))?.fact("is_duplex")?;
    let fact = Fact::claim(of_dwelling.value == Value::Bool(true), Provenance::Derived, method);
    Some(Fact { witnesses: of_dwelling.witnesses.clone(), ..fact })
}

fn area_fact(survey: &Survey<'_>, platform: &Platform<'_>, drawn: &Drawn, method: &str) -> Fact {
    let size = area(&platform.region);
    let fact =
        Fact::measured(size, Unit::SquareMetre, (size * AREA_ACCURACY).max(AREA_ACCURACY), format!("{method}; {}", platform.measured_on))
            .of(platform.guids.iter().cloned())
            .tessellated(platform.curved);
    let stated = drawn.areas(survey, platform).into_iter();
    stated.fold(fact, |fact, reading| reading.beside(fact))
}

fn base<'m>(survey: &Survey<'m>, platform: &Platform<'m>, kind: SubjectKind) -> Subject {
    let mut subject = survey.subject(kind, platform.model, platform.entity);
    subject.name.clone_from(&platform.name);
    subject.recognised_by.clone_from(&platform.by);
    subject.parent = match (platform.dwelling, platform.storey) {
        // a terrace is judged with its storey (NT-3.1-01); whose it is stands in is_of_duplex
        (_, Some(storey)) if kind == SubjectKind::Terrace => Some(survey.storey_id(storey)),
        (Some(dwelling), _) => Some(survey.dwelling_id(dwelling)),
        (None, Some(storey)) => Some(survey.storey_id(storey)),
        _ => None,
    };
    if let (SubjectKind::Terrace, Some(dwelling)) = (kind, platform.dwelling) {
        let owner = survey.dwelling_id(dwelling).0;
        subject.know("dwelling", Fact::text(owner, Provenance::Derived, "the dwelling that uses it"));
    }
    if let Some(reading) = platform.entities.iter().find_map(|entity| authored::number(*entity, &["计容系数", "计算系数"])) {
        subject.know("far_coefficient", Fact::authored(reading.value, Unit::Count, reading.source));
    }
    match depth(survey, platform) {
        Some(depth) => subject.know(
            "depth",
            Fact::measured(depth, Unit::Metre, LENGTH_ACCURACY, "largest distance from the outer wall face")
                .of(platform.guids.iter().cloned()),
        ),
        None => subject.lack("depth", Gap::new(GapKind::Ambiguous, "no outer wall face beside the platform")),
    }
    subject
}

/// Largest distance of the platform's corners from the building, square to the wall it lies against longest.
fn depth(survey: &Survey<'_>, platform: &Platform<'_>) -> Option<f64> {
    let building = survey.enclosure(platform.storey?).ok()?;
    let against = edges(&platform.region)
        .into_iter()
        .map(|edge| {
            let touched: f64 = closing::covered(&edge, building, 0.30).iter().map(|(from, to)| to - from).sum();
            (touched, edge)
        })
        .filter(|(touched, _)| *touched > 0.3)
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    let edge = against.1;
    let far = platform.region.iter().flat_map(|p| p.exterior().0.iter()).map(|p| -edge.height(*p)).fold(0.0, f64::max);
    Some(far)
}

/// What an author says of a balcony's being closed, of it or of all of its building; what is not decided is not closed.
fn declared_closed(survey: &Survey<'_>, platform: &Platform<'_>) -> Option<authored::Reading<bool>> {
    let is_open = |words: &str| survey.vocabulary.find("open_balcony", words).is_some();
    let reading = |value: bool, source: String| authored::Reading { value, source, note: None };
    let stated = |entity: haofang_ifc::Entity<'_>| {
        let closed = survey.said(entity, "enclosed").into_iter().find_map(|claim| {
            let written = authored::words_of(&claim.property).is_some_and(|words| is_open(&words));
            let value = if written { false } else { authored::claim_of(&claim.property)? };
            Some(reading(value, authored::source(&claim.property)))
        });
        let open = || {
            let yes = |claim: &crate::said::Claim<'_>| authored::claim_of(&claim.property) == Some(true);
            survey.said(entity, "open").into_iter().find(yes).map(|claim| reading(false, authored::source(&claim.property)))
        };
        let described = || {
            let claims = ["kind", "remark", "words"].into_iter().flat_map(|meaning| survey.said(entity, meaning));
            claims.into_iter().find_map(|claim| {
                let words = authored::words_of(&claim.property).filter(|words| is_open(words))?;
                Some(reading(false, format!("{} \"{words}\"", authored::source(&claim.property))))
            })
        };
        // 围护 = 栏杆, 是否有窗 = 否
        let bare = || {
            let is_railing = |words: &str| survey.vocabulary.find("enclosure", words).is_some_and(|found| found.word != "glazing");
            let mut guards = survey.said(entity, "closing").into_iter();
            let guard = guards.find(|claim| authored::words_of(&claim.property).is_some_and(|words| is_railing(&words)));
            let no = |claim: &crate::said::Claim<'_>| authored::claim_of(&claim.property) == Some(false);
            let found = guard.or_else(|| survey.said(entity, "has_window").into_iter().find(no));
            found.map(|claim| reading(false, authored::source(&claim.property)))
        };
        // 封闭率 = 0.5
        let partly = || {
            let shares = survey.said(entity, "enclosed_share");
            let mut partly = shares
                .iter()
                .filter(|claim| authored::ratio_of_property(&claim.property).is_some_and(|share| share.value < closed_from(survey)));
            partly.next().map(|claim| reading(false, authored::source(&claim.property)))
        };
        // an author who says that it is open is believed before one who says that it is closed
        closed.filter(|closed| !closed.value).or_else(open).or_else(bare).or_else(partly).or_else(described).or_else(|| {
            let closed = survey.said(entity, "enclosed").into_iter();
            closed.filter_map(|claim| Some(reading(authored::claim_of(&claim.property)?, authored::source(&claim.property)))).next()
        })
    };
    let named = || {
        let texts = platform.entities.iter().flat_map(|entity| survey.texts(*entity).to_vec());
        texts
            .into_iter()
            .find(|carrier| is_open(&carrier.text))
            .map(|carrier| reading(false, format!("{} \"{}\"", carrier.from, carrier.text)))
    };
    let of_building = || {
        let building = survey.storey(platform.storey?).building?;
        survey.building(building).entities.iter().find_map(|(_, entity)| stated(*entity))
    };
    let own = platform.entities.iter().find_map(|entity| stated(*entity));
    own.clone().filter(|own| !own.value).or_else(named).or(own).or_else(of_building)
}

/// The share of its open edge from which a balcony is closed.
fn closed_from(survey: &Survey<'_>) -> f64 {
    survey.brief.number("balcony.closed_share").unwrap_or(0.95)
}

fn balcony<'m>(survey: &Survey<'m>, platform: &Platform<'m>, drawn: &Drawn) -> Subject {
    let mut subject = base(survey, platform, SubjectKind::Balcony);
    subject.know("area", area_fact(survey, platform, drawn, "full horizontal projection beyond the outer wall face"));
    if let Some(enclosure) = platform.storey.and_then(|storey| survey.enclosure(storey).ok()) {
        let inside = closing::inside_structure(&platform.region, enclosure);
        let method = "part between walls of the main structure on both sides (GB/T 50353-2013 3.0.21)";
        subject
            .know("inside_structure_area", Fact::measured(inside, Unit::SquareMetre, AREA_ACCURACY, method).tessellated(platform.curved));
    }
    let declared = declared_closed(survey, platform);
    if let Some(reading) = &declared {
        subject.know("is_declared_enclosed", Fact::claim(reading.value, Provenance::Authored, reading.source.clone()));
    }
    let ids =
        |closing: &closers::Closing| -> Vec<GlobalId> { platform.guids.iter().cloned().chain(closing.guids.iter().cloned()).collect() };
    match closers::closing(survey, platform) {
        Ok(closing) => {
            let least = closed_from(survey);
            let share = Fact::measured(closing.share, Unit::Ratio, LENGTH_ACCURACY, closing.method.clone()).of(ids(&closing));
            subject.know("closed_share", share);
            let holds = |share: f64| haofang_facts::compare::holds(share, haofang_facts::Comparator::AtLeast, least, Unit::Ratio);
            let enclosed = holds(closing.share);
            let mut fact =
                Fact::claim(enclosed, Provenance::Measured, format!("closed share {:.3}, at least {least:.2} asked", closing.share))
                    .of(ids(&closing));
            if let Some(reading) = declared {
                fact = fact.witness(Value::Bool(reading.value), Provenance::Authored, reading.source);
            }
            if enclosed && closing.without_railings.is_some_and(|share| !holds(share)) {
                fact = fact.witness(Value::Bool(false), Provenance::Measured, "what closes it is written as a railing");
            }
            subject.know("is_enclosed", fact);
            subject.know("enclosure", Fact::text(closing.way, Provenance::Measured, "what stands on the open edges"));
        }
        Err(gap) => {
            for quantity in ["closed_share", "is_enclosed", "enclosure"] {
                subject.lack(quantity, gap.clone());
            }
        }
    }
    subject
}

fn terrace<'m>(survey: &Survey<'m>, platform: &Platform<'m>, drawn: &Drawn, sheet: &FactSheet) -> Subject {
    let mut subject = base(survey, platform, SubjectKind::Terrace);
    subject.know("area", area_fact(survey, platform, drawn, "open to the sky, to the outer face of the guard"));
    subject.know("is_enclosed", Fact::claim(false, Provenance::Derived, "open to the sky"));
    let mut said_of = platform.entities.iter().copied().chain(spaces_over(survey, platform));
    match (said_of.find_map(|entity| survey.doubt_of_part(entity, &TERRACE)), platform.dwelling) {
        (Some(doubt), _) => subject.lack("is_of_duplex", doubt),
        (None, Some(dwelling)) => match is_duplex(survey, sheet, dwelling, format!("dwelling {}", survey.dwelling(dwelling).number)) {
            Some(duplex) => subject.know("is_of_duplex", duplex),
            None => subject.lack("is_of_duplex", Gap::new(GapKind::Incomplete, "whether its dwelling is a duplex is not known")),
        },
        (None, None) if platform.storey.is_some_and(|storey| owners_unknown(survey, storey)) => subject.lack(
            "is_of_duplex",
            Gap::new(GapKind::NotModelled, "no dwelling is recognised on its storey; model the rooms with their dwellings"),
        ),
        (None, None) => subject.know("is_of_duplex", Fact::claim(false, Provenance::Derived, "belongs to no dwelling")),
    }
    match platform.storey.and_then(|storey| over_rooms(survey, storey, &platform.region)) {
        Some(setback) => subject.know(
            "is_setback",
            Fact::claim(setback, Provenance::Measured, "whether rooms of the storey below lie under at least half of it"),
        ),
        None => subject.lack("is_setback", Gap::new(GapKind::Incomplete, "the storey below has no outline")),
    }
    subject
}

/// The spaces that are drawn over most of the slab that stands for a terrace: what they are called it is called.
fn spaces_over<'m>(survey: &Survey<'m>, platform: &Platform<'m>) -> Vec<Entity<'m>> {
    let Some(slab) = platform.slab.and_then(|slab| survey.plan(slab).ok()) else { return Vec::new() };
    let lies_over = |region: &Region| 2.0 * area(&intersection(region, slab)) > area(slab);
    let spaces = platform.storey.map_or(&[][..], |storey| survey.spaces_on(storey)).iter();
    let over = spaces.filter(|space| survey.room(**space).is_ok_and(|room| lies_over(&room.region)));
    over.map(|space| survey.space(*space).entity).collect()
}

/// Whether at least half of a region lies over the storey below.
fn over_rooms(survey: &Survey<'_>, storey: StoreyId, region: &Region) -> Option<bool> {
    let below = survey.storey(storey).below?;
    let outline = survey.enclosure(below).ok()?;
    Some(2.0 * area(&intersection(region, outline)) >= area(region))
}
