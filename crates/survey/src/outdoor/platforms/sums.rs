//! Balconies and terraces summed by storey and by dwelling.

use std::collections::BTreeMap;

use haofang_facts::{Fact, GlobalId, Provenance, Subject, Unit, Value};
use haofang_geometry::plan::area;
use haofang_geometry::tolerance::AREA_ACCURACY;
use rayon::prelude::*;

use super::Platform;
use super::stated::{self, Drawn};
use super::voids::Void;
use crate::building::{DwellingId, StoreyId, Survey};

/// Their full projections, and beside them what is larger by the areas that are stated of them.
fn stated_sum<'p, 'm: 'p>(
    survey: &Survey<'m>,
    drawn: &Drawn,
    platforms: impl Iterator<Item = &'p Platform<'m>> + Clone,
    what: &str,
) -> Fact {
    let fact = sum(platforms.clone(), what);
    let larger = platforms.filter_map(|platform| {
        let size = area(&platform.region);
        let stated = stated::larger(size, drawn.areas(survey, platform))?;
        Some((stated.value - size, format!("{} {}", platform.name, stated.source)))
    });
    let larger: Vec<(f64, String)> = larger.collect();
    let more: f64 = larger.iter().map(|(more, _)| more).sum();
    let Some((own, (_, source))) = fact.value.as_number().zip(larger.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))) else { return fact };
    fact.witness(Value::Number(own + more, Unit::SquareMetre), Provenance::Authored, source)
}

fn sum<'p, 'm: 'p>(platforms: impl Iterator<Item = &'p Platform<'m>>, what: &str) -> Fact {
    let (mut total, mut ids, mut count, mut curved): (f64, Vec<GlobalId>, usize, bool) = (0.0, Vec::new(), 0, false);
    for platform in platforms {
        total += area(&platform.region);
        ids.extend(platform.guids.iter().cloned());
        curved |= platform.curved;
        count += 1;
    }
    Fact::measured(
        total,
        Unit::SquareMetre,
        (total * AREA_ACCURACY).max(AREA_ACCURACY),
        format!("full horizontal projections of {count} {what}"),
    )
    .of(ids)
    .tessellated(curved)
}

/// `balcony_area` and `terrace_area` of every storey with an outline.
pub(crate) fn storeys<'m>(survey: &Survey<'m>, platforms: &[Platform<'m>], drawn: &Drawn) -> Vec<Subject> {
    let mut on: BTreeMap<StoreyId, Vec<&Platform<'m>>> = BTreeMap::new();
    for platform in platforms {
        if let Some(storey) = platform.storey {
            on.entry(storey).or_default().push(platform);
        }
    }
    let mut out = Vec::new();
    for storey in survey.buildings.iter().flat_map(|building| building.storeys.iter().copied()) {
        let mut subject = survey.storey_subject(storey);
        let here = || on.get(&storey).into_iter().flatten().copied();
        match survey.enclosure(storey).map_err(Clone::clone).and_then(|outline| survey.lost_platform(storey).map_or(Ok(outline), Err)) {
            Ok(_) => {
                subject.know("balcony_area", stated_sum(survey, drawn, here().filter(|p| p.kind == "balcony"), "balconies"));
                // a roof that everybody uses belongs to no dwelling and to no storey's share
                subject
                    .know("terrace_area", stated_sum(survey, drawn, here().filter(|p| counts(survey, p, storey)), "terraces of dwellings"));
            }
            Err(gap) => {
                subject.lack("balcony_area", gap.clone());
                subject.lack("terrace_area", gap.clone());
            }
        }
        out.push(subject);
    }
    out
}

/// Whether a terrace counts for a storey: used from it by a dwelling. Where a dwelling storey has no recognised dwelling,
/// every terrace may be one's.
fn counts(survey: &Survey<'_>, platform: &Platform<'_>, storey: StoreyId) -> bool {
    platform.storey == Some(storey) && platform.kind == "terrace" && (platform.dwelling.is_some() || super::owners_unknown(survey, storey))
}

/// `balcony_area` and `void_area` of every dwelling.
pub(crate) fn dwellings(survey: &Survey<'_>, platforms: &[Platform<'_>], voids: &[Void]) -> Vec<Subject> {
    let mut balconies: BTreeMap<DwellingId, Vec<&Platform<'_>>> = BTreeMap::new();
    for platform in platforms.iter().filter(|platform| platform.kind == "balcony") {
        if let Some(dwelling) = platform.dwelling {
            balconies.entry(dwelling).or_default().push(platform);
        }
    }
    (0..survey.dwellings.len())
        .into_par_iter()
        .map(DwellingId)
        .map(|id| {
            let mut subject = survey.dwelling_subject(id);
            let lost = survey.dwelling(id).storeys.iter().find_map(|storey| {
                let outline = || survey.lost_outline(*storey).and_then(|_| survey.enclosure(*storey).err().cloned());
                survey.lost_platform(*storey).or_else(outline)
            });
            match lost {
                Some(gap) => subject.lack("balcony_area", gap),
                None => {
                    subject.know("balcony_area", sum(balconies.get(&id).into_iter().flatten().copied(), "balconies"));
                }
            }
            let own: Vec<&Void> = voids.iter().filter(|void| void.dwelling == Some(id)).collect();
            let total: f64 = own.iter().map(|void| void.area).sum();
            let fact = Fact::measured(total, Unit::SquareMetre, (total * AREA_ACCURACY).max(AREA_ACCURACY), format!("{} voids", own.len()));
            subject.know("void_area", fact.of(own.iter().filter_map(|void| void.space.and_then(|space| survey.space_guid(space)))));
            subject
        })
        .collect()
}
