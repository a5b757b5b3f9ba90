//! Several files as one submission: what they share that they should not, and where they disagree.

use std::collections::BTreeMap;

use crate::class;
use crate::entity::InstanceId;
use crate::georeference::georeference;
use crate::model::Model;

/// A disagreement between files of one submission, named by their place in the list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Mismatch {
    /// Elements, spaces or storeys of several files that have one GlobalId: results could not tell them apart.
    SharedGuid {
        /// The GlobalId.
        guid: String,
        /// File and instance of each.
        owners: Vec<(usize, InstanceId)>,
    },
    /// Different length units: no error, each file is read in its own, but worth a look.
    LengthUnit {
        /// The first file.
        first: usize,
        /// The file that differs from it.
        other: usize,
        /// Metres in one unit of each.
        metres: (f64, f64),
    },
    /// One file is placed on the map and the other is not, or in another coordinate system.
    Georeference {
        /// The first file.
        first: usize,
        /// The file that differs from it.
        other: usize,
        /// Coordinate systems of both; `None` where there is no placing.
        systems: (Option<String>, Option<String>),
    },
}

/// Compares the files of one submission, in the order given.
pub fn compare(models: &[&Model]) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let mut guids: BTreeMap<&str, Vec<(usize, InstanceId)>> = BTreeMap::new();
    if models.len() > 1 {
        for (number, model) in models.iter().enumerate() {
            for product in model.all(class::IFC_PRODUCT).filter(|p| !p.is_a(class::IFC_SITE) && !p.is_a(class::IFC_BUILDING)) {
                if let Some(guid) = product.guid() {
                    guids.entry(guid).or_default().push((number, product.id()));
                }
            }
        }
    }
    for (guid, owners) in guids {
        if owners.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a != b)) {
            found.push(Mismatch::SharedGuid { guid: guid.to_owned(), owners });
        }
    }
    let lengths: Vec<Option<f64>> = models.iter().map(|model| model.units().length.clone().ok()).collect();
    let first = lengths.iter().enumerate().find_map(|(i, length)| Some((i, (*length)?)));
    if let Some((first, metres)) = first {
        for (other, length) in lengths.iter().enumerate().skip(first + 1) {
            if let Some(length) = length.filter(|length| *length != metres) {
                found.push(Mismatch::LengthUnit { first, other, metres: (metres, length) });
            }
        }
    }
    let places: Vec<Option<String>> = models.iter().map(|m| georeference(m).map(|g| g.crs.unwrap_or_default())).collect();
    for (other, place) in places.iter().enumerate().skip(1) {
        if let Some(start) = places.first().filter(|start| *start != place) {
            found.push(Mismatch::Georeference { first: 0, other, systems: (start.clone(), place.clone()) });
        }
    }
    found
}
