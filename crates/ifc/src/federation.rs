//! Several files as one submission: what they share that they should not, and where they disagree.

use std::collections::BTreeMap;

use crate::class;
use crate::entity::{Entity, InstanceId};
use crate::georeference::{Georeference, georeference};
use crate::model::Model;
use crate::schema::Class;

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
    /// Both files are placed on the map in one system, but with different origins: equal coordinates mean different places.
    MapOrigin {
        /// The first file.
        first: usize,
        /// The file that differs from it.
        other: usize,
        /// From the origin of the first to that of the other, map units east and north.
        offset: (f64, f64),
    },
    /// The buildings of two files lie farther apart than any estate is wide: their origins are not the same.
    FarApart {
        /// The first file.
        first: usize,
        /// The file that lies far from it.
        other: usize,
        /// Distance of the places of their sites or buildings, metres.
        metres: f64,
    },
}

/// Farther apart than this, in metres, two files of one estate do not share an origin.
const FAR: f64 = 5000.0;

impl Mismatch {
    /// What disagrees, in Chinese and in English, with the files by their names.
    pub fn messages(&self, names: &[&str]) -> (String, String) {
        let name = |file: usize| names.get(file).copied().unwrap_or("?");
        match self {
            Mismatch::SharedGuid { guid, owners } => {
                let mut files: Vec<&str> = owners.iter().map(|(file, _)| name(*file)).collect();
                files.dedup();
                let files = files.join("、");
                (format!("{files} 中有相同的 GlobalId {guid}"), format!("{files} share the GlobalId {guid}"))
            }
            Mismatch::LengthUnit { first, other, metres } => (
                format!("{} 的长度单位为 {} m，{} 为 {} m；各按自己的单位读取", name(*first), metres.0, name(*other), metres.1),
                format!("length units: {} m in {}, {} m in {}; each is read in its own", metres.0, name(*first), metres.1, name(*other)),
            ),
            Mismatch::Georeference { first, other, systems } => {
                let show = |system: &Option<String>, none: &str| match system.as_deref() {
                    None => none.to_owned(),
                    Some("") => "?".to_owned(),
                    Some(system) => system.to_owned(),
                };
                (
                    format!("坐标系不一致：{} 为 {}，{} 为 {}", name(*first), show(&systems.0, "无"), name(*other), show(&systems.1, "无")),
                    format!(
                        "coordinate systems differ: {} in {}, {} in {}",
                        show(&systems.0, "none"),
                        name(*first),
                        show(&systems.1, "none"),
                        name(*other)
                    ),
                )
            }
            Mismatch::MapOrigin { first, other, offset: (east, north) } => (
                format!("{} 与 {} 的测量原点不同：东 {east:.3}，北 {north:.3}；坐标不能直接叠合", name(*other), name(*first)),
                format!("origins on the map differ: {} lies {east:.3} east and {north:.3} north of {}", name(*other), name(*first)),
            ),
            Mismatch::FarApart { first, other, metres } => (
                format!("{} 与 {} 相距 {metres:.0} m，可能没有采用同一原点", name(*other), name(*first)),
                format!("{} lies {metres:.0} m from {}; they probably do not share an origin", name(*other), name(*first)),
            ),
        }
    }
}

/// Where a model's first building stands, or else its site: metres in the plane of the model, through all its placements.
fn place(model: &Model) -> Option<(f64, f64)> {
    let metre = model.units().length.clone().ok()?;
    let product = model.all(class::IFC_FACILITY).chain(model.all(class::IFC_SITE)).find(|product| product.entity_at(5).is_some())?;
    let mut placement = product.entity_at(5);
    let (mut x, mut y) = (0.0, 0.0);
    // Turned placements are not followed exactly: kilometres are looked for, not metres. The bound ends circles.
    for _ in 0..32 {
        let Some(here) = placement.filter(|p| p.is_a(class::IFC_LOCAL_PLACEMENT)) else { break };
        if let Some(location) = here.entity_at(1).and_then(|axes| axes.entity_at(0)) {
            let mut numbers = location.attr(0).as_list().numbers();
            x += numbers.next()? * metre;
            y += numbers.next()? * metre;
        }
        placement = here.entity_at(0);
    }
    (x.is_finite() && y.is_finite()).then_some((x, y))
}

/// The things of these classes by their GlobalIds, each with the number of its file, in the order of the files.
#[must_use]
pub fn by_guid<'m>(models: &[&'m Model], classes: &[Class]) -> BTreeMap<&'m str, Vec<(usize, Entity<'m>)>> {
    let mut found: BTreeMap<&str, Vec<(usize, Entity<'_>)>> = BTreeMap::new();
    for (number, model) in models.iter().enumerate() {
        for thing in classes.iter().flat_map(|class| model.all(*class)) {
            if let Some(guid) = thing.guid() {
                found.entry(guid).or_default().push((number, thing));
            }
        }
    }
    found
}

/// Whether things of one GlobalId stand in several files.
#[must_use]
pub fn is_shared<T>(owners: &[(usize, T)]) -> bool {
    owners.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a != b))
}

/// Compares the files of one submission, in the order given.
pub fn compare(models: &[&Model]) -> Vec<Mismatch> {
    let mut found = Vec::new();
    // one file has none to disagree with: nothing of it need be read for that
    if models.len() < 2 {
        return found;
    }
    let is_place = |thing: &Entity<'_>| thing.is_a(class::IFC_SITE) || thing.is_a(class::IFC_FACILITY);
    for (guid, mut owners) in by_guid(models, &[class::IFC_PRODUCT]) {
        owners.retain(|(_, thing)| !is_place(thing));
        if is_shared(&owners) {
            let owners = owners.into_iter().map(|(number, thing)| (number, thing.id())).collect();
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
    let maps: Vec<Option<Georeference>> = models.iter().map(|model| georeference(model)).collect();
    let system = |map: &Option<Georeference>| map.as_ref().map(|map| map.crs.clone().unwrap_or_default());
    let places: Vec<Option<(f64, f64)>> = models.iter().map(|model| place(model)).collect();
    for (other, map) in maps.iter().enumerate().skip(1) {
        let Some(start) = maps.first() else { break };
        if system(start) != system(map) {
            found.push(Mismatch::Georeference { first: 0, other, systems: (system(start), system(map)) });
        }
        match (start, map) {
            (Some(start), Some(map)) if start.crs == map.crs => {
                let offset = (map.eastings - start.eastings, map.northings - start.northings);
                if offset != (0.0, 0.0) {
                    found.push(Mismatch::MapOrigin { first: 0, other, offset });
                }
            }
            _ => {
                if let (Some(Some(start)), Some(Some(here))) = (places.first(), places.get(other)) {
                    let metres = (here.0 - start.0).hypot(here.1 - start.1);
                    if metres > FAR {
                        found.push(Mismatch::FarApart { first: 0, other, metres });
                    }
                }
            }
        }
    }
    found
}
