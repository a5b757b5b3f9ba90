//! Dwelling buildings on the ground, from which facilities stand apart or not (CLAUSES NT-3.1-03).

use haofang_facts::{FactSheet, Gap, GapKind};
use haofang_geometry::plan::{self, Region};

use crate::building::{BuildingId, Survey};
use crate::recognise::storey_use::NO_HOME;

/// The least gap between a detached facility and a dwelling building (m, CLAUSES NT-3.1-03).
pub(super) const DETACHED_GAP: f64 = 0.1;

/// A building of which nothing says that people live in it may be a tower from this many storeys on.
const TOWER: usize = 4;

/// The buildings that matter to facilities beside them.
pub(super) struct Homes {
    /// Dwelling buildings with the outline of their lowest storeys.
    pub(super) certain: Vec<(BuildingId, String, Region)>,
    /// Towers of which nothing says what they are for.
    possible: Vec<(BuildingId, String, Region)>,
    /// A dwelling building whose outline is not known.
    unknown: Option<String>,
}

impl Homes {
    /// All of them.
    pub(super) fn find(survey: &Survey<'_>, sheet: &FactSheet) -> Self {
        let mut homes = Self { certain: Vec::new(), possible: Vec::new(), unknown: None };
        for id in (0..survey.buildings.len()).map(BuildingId) {
            let (is_home, may_be) = (is_home(survey, sheet, id), may_be_home(survey, id));
            let name = survey.building(id).name.clone();
            let outline = (is_home || may_be).then(|| on_ground(survey, id)).flatten();
            match outline {
                Some(outline) if is_home => homes.certain.push((id, name, outline)),
                Some(outline) => homes.possible.push((id, name, outline)),
                // what lies below ground alone stands beside nothing
                None if is_home && has_storey_above(survey, id) => homes.unknown = homes.unknown.take().or(Some(name)),
                None => {}
            }
        }
        homes
    }

    /// Whether this is one of the dwelling buildings.
    pub(super) fn holds(&self, id: BuildingId) -> bool {
        self.certain.iter().any(|(home, _, _)| *home == id)
    }

    /// The nearest dwelling building, and how far it is (m).
    pub(super) fn nearest(&self, region: &Region) -> Option<(f64, &String)> {
        let apart = |(_, name, outline)| Some((plan::distance(region, outline)?, name));
        self.certain.iter().map(|(id, name, outline)| (id, name, outline)).filter_map(apart).min_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Why nothing says that a facility which no dwelling building holds or touches stands alone.
    pub(super) fn doubt(&self, holder: Option<BuildingId>, region: &Region) -> Option<Gap> {
        if let Some((_, name, _)) = self.possible.iter().find(|(id, _, _)| holder == Some(*id)) {
            return Some(Gap::new(GapKind::Ambiguous, format!("nothing says whether {name}, which holds it, is a dwelling building")));
        }
        let touching =
            |(_, _, outline): &&(BuildingId, String, Region)| plan::distance(region, outline).is_some_and(|gap| gap < DETACHED_GAP);
        if let Some((_, name, _)) = self.possible.iter().find(touching) {
            return Some(Gap::new(GapKind::Ambiguous, format!("nothing says whether {name}, which it touches, is a dwelling building")));
        }
        if let Some(name) = &self.unknown {
            return Some(Gap::new(GapKind::Incomplete, format!("the outline of {name} is not known: it may touch it")));
        }
        (holder.is_none() && self.certain.is_empty())
            .then(|| Gap::new(GapKind::Incomplete, "no dwelling building in the files, and the facility is no building of its own"))
    }
}

fn is_home(survey: &Survey<'_>, sheet: &FactSheet, id: BuildingId) -> bool {
    let claim = sheet.subject(&survey.building_id(id)).and_then(|subject| subject.claim("is_residential"));
    claim.or_else(|| survey.building(id).residential.as_ref().map(|(is, _)| *is)).unwrap_or(false)
}

/// A building of several storeys of which neither a name nor its rooms say what it is for.
fn may_be_home(survey: &Survey<'_>, id: BuildingId) -> bool {
    let silent = survey.building(id).residential.as_ref().is_none_or(|(is, by)| !is && by == NO_HOME);
    let natural = |usage: &str| !["basement", "roof", "plant", "duplicate"].contains(&usage);
    silent && survey.storeys_of(id).iter().filter(|storey| natural(&survey.storey(**storey).usage)).count() >= TOWER
}

fn has_storey_above(survey: &Survey<'_>, id: BuildingId) -> bool {
    survey.storeys_of(id).iter().any(|storey| survey.storey(*storey).usage == "dwelling")
}

/// The ground that the two lowest storeys above ground cover.
fn on_ground(survey: &Survey<'_>, id: BuildingId) -> Option<Region> {
    let above: Vec<&Region> = survey
        .storeys_of(id)
        .iter()
        .filter(|storey| survey.storey(**storey).usage != "basement")
        .take(2)
        .filter_map(|storey| survey.enclosure(*storey).ok())
        .collect();
    (!above.is_empty()).then(|| plan::union(&above))
}
