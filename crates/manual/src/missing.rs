//! `haofang manual --missing`: what model and `manual.toml` lack, by type of dwelling, for the developer's BIM team.

use std::collections::BTreeMap;

use haofang_policy::Localised;
use serde::Serialize;

use crate::content::{Manual, Status};

/// One missing field over all dwellings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissingRow {
    /// `M1` … `M14`.
    pub item: &'static str,
    /// The key of the field.
    pub key: String,
    /// What is missing.
    pub what: Localised,
    /// How to supply it.
    pub supply: Localised,
    /// How many dwellings of each type lack it; the type is empty where none is given.
    pub by_type: BTreeMap<String, usize>,
    /// How many dwellings lack it.
    pub count: usize,
}

/// What is missing, and how many dwellings of each type there are.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Missing {
    /// Dwellings by type.
    pub types: BTreeMap<String, usize>,
    /// Items by status: filled, partial, missing dwellings.
    pub items: Vec<(&'static str, Localised, [usize; 3])>,
    /// The rows, in the order of the items.
    pub rows: Vec<MissingRow>,
}

/// Collects the gaps of manuals.
#[must_use]
pub fn missing<'m>(manuals: impl IntoIterator<Item = &'m Manual>) -> Missing {
    let mut out = Missing::default();
    let mut index: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    for manual in manuals {
        let kind = manual.dwelling.dwelling_type.clone().unwrap_or_default();
        *out.types.entry(kind.clone()).or_default() += 1;
        for item in &manual.items {
            let at = match out.items.iter().position(|(id, ..)| *id == item.id) {
                Some(at) => at,
                None => {
                    out.items.push((item.id, item.title.clone(), [0; 3]));
                    out.items.len() - 1
                }
            };
            if let Some((_, _, counts)) = out.items.get_mut(at) {
                counts[match item.status {
                    Status::Filled => 0,
                    Status::Partial => 1,
                    Status::Missing => 2,
                }] += 1;
            }
        }
        for gap in &manual.gaps {
            let at = *index.entry((gap.key.clone(), gap.item)).or_insert_with(|| {
                out.rows.push(MissingRow {
                    item: gap.item,
                    key: gap.key.clone(),
                    what: gap.what.clone(),
                    supply: gap.supply.clone(),
                    by_type: BTreeMap::new(),
                    count: 0,
                });
                out.rows.len() - 1
            });
            if let Some(row) = out.rows.get_mut(at) {
                row.count += 1;
                *row.by_type.entry(kind.clone()).or_default() += 1;
            }
        }
    }
    out.rows.sort_by_key(|row| crate::catalogue::ITEMS.iter().position(|(id, ..)| *id == row.item));
    out
}
