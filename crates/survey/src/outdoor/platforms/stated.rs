//! The areas that authors state of balconies and terraces beside those that are drawn (CLAUSES NT-3.1-01).

use std::collections::BTreeMap;

use haofang_facts::compare::conflict;
use haofang_facts::{Fact, Text, Unit, Value};
use haofang_geometry::plan::area;
use haofang_ifc::property::QuantityKind;
use haofang_ifc::{Entity, InstanceId, class};

use super::Platform;
use crate::authored::{self, Reading};
use crate::building::Survey;

/// How much of each entity is drawn on all platforms that it stands for (m2): a slab carries several, and one in part under a roof is
/// two.
pub(super) struct Drawn(BTreeMap<(usize, InstanceId), f64>);

fn key(entity: Entity<'_>) -> (usize, InstanceId) {
    (std::ptr::from_ref(entity.model()) as usize, entity.id())
}

impl Drawn {
    pub(super) fn of(platforms: &[Platform<'_>]) -> Self {
        let mut all = BTreeMap::new();
        for (platform, entity) in platforms.iter().flat_map(|platform| platform.entities.iter().map(move |entity| (platform, *entity))) {
            *all.entry(key(entity)).or_insert(0.0) += area(&platform.region);
        }
        Self(all)
    }

    /// What the entities of a platform state of its area (m2). The 面积 of a slab may be that of more than the platform and is not heard,
    /// nor is one of a space that is smaller, as it ends at the guards.
    pub(super) fn areas(&self, survey: &Survey<'_>, platform: &Platform<'_>) -> Vec<Reading<f64>> {
        let size = area(&platform.region);
        let mut out = Vec::new();
        for &entity in &platform.entities {
            let drawn = self.0.get(&key(entity)).copied().unwrap_or(size);
            let single = |amount: &authored::Amount| (amount.least == amount.most).then_some(amount.least);
            let read = |meaning: &str| {
                let claims = survey.said(entity, meaning).into_iter();
                claims.filter_map(|claim| authored::area_of_property(&claim.property, single)).filter(|reading| reading.value >= 0.0)
            };
            let mut stated: Vec<Reading<f64>> = read("part_area").collect();
            if entity.is_a(class::IFC_SPACE) {
                let net = authored::quantity(entity, QuantityKind::Area, &["NetFloorArea"]);
                stated.extend(read("room_any").chain(net).filter(|reading| reading.value > drawn));
            }
            // what is left of it for this platform
            out.extend(stated.into_iter().map(|reading| Reading { value: (reading.value - (drawn - size)).max(0.0), ..reading }));
        }
        out
    }
}

/// The greatest reading that contradicts an area and is larger, with where it stands.
pub(crate) fn greatest(fact: &Fact) -> Option<(f64, &Text)> {
    let own = fact.value.as_number()?;
    let larger = fact.conflicts().filter_map(|witness| Some((witness.value.as_number().filter(|value| *value > own)?, &witness.source)));
    larger.max_by(|a, b| a.0.total_cmp(&b.0))
}

/// The greatest of some areas (m2) that contradicts what is drawn and is larger, with where it stands.
pub(super) fn larger(size: f64, stated: Vec<Reading<f64>>) -> Option<Reading<f64>> {
    let number = |value| Value::Number(value, Unit::SquareMetre);
    let larger = stated.into_iter().filter(|reading| reading.value > size && conflict(&number(size), &number(reading.value)));
    larger.max_by(|a, b| a.value.total_cmp(&b.value))
}
