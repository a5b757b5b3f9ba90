//! Flaws inside single records, found by reading every token of every instance once; and flaws of the whole.

mod record;
mod structure;

use std::collections::BTreeMap;

use crate::entity::InstanceId;
use crate::error::DefectKind;
use crate::index::{Flaw, LISTED};
use crate::model::Model;

/// Flaws of one kind that are listed, so that a flood of one hides no other.
const OF_ONE_KIND: u32 = 1000;

/// Flaws found so far: a bounded list, and how many more there are.
#[derive(Default)]
struct Found {
    flaws: Vec<Flaw>,
    more: u64,
    kinds: BTreeMap<&'static str, u32>,
}

impl Found {
    fn add(&mut self, byte: usize, instance: InstanceId, kind: DefectKind) {
        let count = self.kinds.entry(kind.code()).or_default();
        *count += 1;
        if *count <= OF_ONE_KIND && self.flaws.len() < LISTED {
            self.flaws.push(Flaw { byte, instance: Some(instance), kind });
        } else {
            self.more += 1;
        }
    }
}

/// Flaws and how many more there are.
pub(crate) fn check(model: &Model) -> (Vec<Flaw>, u64) {
    let mut found = Found::default();
    structure::guids(model, &mut found);
    structure::cycles(model, &mut found);
    structure::units(model, &mut found);
    record::records(model, &mut found);
    (found.flaws, found.more)
}
