//! Flaws inside single records, found by reading every token of every instance once; and flaws of the whole.

mod plain;
mod record;
mod structure;

use std::collections::BTreeMap;

use rayon::prelude::*;

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

    /// Adds what was found further on.
    fn append(&mut self, other: Found) {
        for flaw in other.flaws {
            if let Some(instance) = flaw.instance {
                self.add(flaw.byte, instance, flaw.kind);
            }
        }
        self.more += other.more;
    }
}

/// Records that one thread checks at a time.
const AT_A_TIME: u32 = 16_384;

/// Flaws and how many more there are. Records are checked on all threads; the answer does not depend on how many there are.
pub(crate) fn check(model: &Model) -> (Vec<Flaw>, u64) {
    let count = u32::try_from(model.len()).unwrap_or(u32::MAX);
    let of_records = || -> Vec<Found> {
        let classes = record::Classes::new();
        let pieces: Vec<u32> = (0..count.div_ceil(AT_A_TIME)).collect();
        let piece = |number: &u32| {
            let mut found = Found::default();
            let start = number * AT_A_TIME;
            record::records(model, &classes, start..count.min(start.saturating_add(AT_A_TIME)), &mut found);
            found
        };
        pieces.par_iter().map(piece).collect()
    };
    let of_whole = || {
        let mut found = Found::default();
        structure::guids(model, &mut found);
        structure::cycles(model, &mut found);
        structure::units(model, &mut found);
        found
    };
    let (mut found, pieces) = rayon::join(of_whole, of_records);
    pieces.into_iter().for_each(|piece| found.append(piece));
    (found.flaws, found.more)
}
