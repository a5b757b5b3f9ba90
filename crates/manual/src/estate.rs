//! The whole submission as manuals need it: who lives where, which things stand in whose rooms, and which verdicts concern whom.

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::{FactSheet, Subject, SubjectId, SubjectKind};
use haofang_ifc::{Class, class};
use haofang_policy::Judgement;
use haofang_survey::Survey;
use haofang_survey::building::{DwellingId, SpaceId, ThingId};
use haofang_survey::recognise::links::Way;
use rayon::prelude::*;

use crate::chapters;
use crate::content::Manual;
use crate::folder;
use crate::overlay::{Overlay, View};

/// Who makes the manual, and as of which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Name and version of the tool.
    pub tool: String,
    /// The day that dates the manual, `YYYY-MM-DD`.
    pub as_of: String,
}

/// A dwelling as lists name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The dwelling.
    pub id: DwellingId,
    /// Its number, or one made from storey and order.
    pub number: String,
    /// Whether the model gives the number.
    pub number_is_authored: bool,
    /// Its building.
    pub building: String,
    /// Its stair unit.
    pub unit: Option<String>,
    /// Its levels.
    pub storeys: Vec<String>,
    /// Its type, where given.
    pub dwelling_type: Option<String>,
    /// Folder of its files below the output folder: building and dwelling.
    pub folder: [String; 2],
}

/// A door with the rooms of both sides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DoorBetween {
    pub(crate) thing: ThingId,
    pub(crate) from: SpaceId,
    pub(crate) to: Option<SpaceId>,
}

/// A window of the facts with its room, and the thing where the model has one.
pub(crate) type WindowOf<'a> = (&'a Subject, SpaceId, Option<ThingId>);

/// A thing in a room.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) thing: ThingId,
    pub(crate) room: SpaceId,
}

/// The submission, looked at once for all its manuals.
pub struct Estate<'a, 'm> {
    pub(crate) survey: &'a Survey<'m>,
    pub(crate) sheet: &'a FactSheet,
    pub(crate) judgement: Option<&'a Judgement>,
    pub(crate) overlay: &'a Overlay,
    pub(crate) edition: Edition,
    pub(crate) windows: BTreeMap<DwellingId, Vec<WindowOf<'a>>>,
    pub(crate) doors: BTreeMap<DwellingId, Vec<DoorBetween>>,
    pub(crate) devices: BTreeMap<DwellingId, Vec<Placed>>,
    pub(crate) outdoor: BTreeMap<DwellingId, Vec<(&'a Subject, ThingId)>>,
    pub(crate) has_services: bool,
    pub(crate) children: BTreeMap<&'a SubjectId, Vec<&'a SubjectId>>,
    pub(crate) openings: Vec<chapters::provisions::Reserved>,
    listed: Vec<Listed>,
    notes: Vec<String>,
}

/// Classes that may be equipment.
const DEVICES: &[Class] = &[
    class::IFC_DISTRIBUTION_ELEMENT,
    class::IFC_BUILDING_ELEMENT_PROXY,
    class::IFC_FURNISHING_ELEMENT,
    class::IFC_ELEMENT_ASSEMBLY,
    class::IFC_DISCRETE_ACCESSORY,
];

impl<'a, 'm> Estate<'a, 'm> {
    /// Looks at a submission: what was surveyed, its facts, and how it was judged where it was.
    #[must_use]
    pub fn new(
        survey: &'a Survey<'m>,
        sheet: &'a FactSheet,
        judgement: Option<&'a Judgement>,
        overlay: &'a Overlay,
        edition: Edition,
    ) -> Self {
        let listed = list(survey, sheet);
        let mut notes = Vec::new();
        not_found(overlay, &listed, &mut notes);
        Self {
            windows: windows(survey, sheet),
            doors: doors(survey),
            devices: devices(survey),
            outdoor: outdoor(survey, sheet),
            children: children(sheet),
            has_services: survey.things_of(class::IFC_DISTRIBUTION_ELEMENT).next().is_some(),
            openings: chapters::provisions::openings(survey),
            survey,
            sheet,
            judgement,
            overlay,
            edition,
            listed,
            notes,
        }
    }

    /// The dwellings, in the order of the facts.
    #[must_use]
    pub fn dwellings(&self) -> &[Listed] {
        &self.listed
    }

    /// What the caller should be told: entries of `manual.toml` that fit no dwelling.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The manual of one dwelling.
    #[must_use]
    pub fn manual(&self, id: DwellingId) -> Option<Manual> {
        let listed = self.listed.iter().find(|listed| listed.id == id)?;
        Some(chapters::compose(self, listed))
    }

    /// What `manual.toml` says for a dwelling.
    pub(crate) fn given(&self, listed: &Listed) -> View<'_> {
        let qualified = format!("{}/{}", listed.building, listed.number);
        let is_unique = self.listed.iter().filter(|other| other.number == listed.number).count() == 1;
        let names: Vec<&str> = if is_unique { vec![&qualified, &listed.number] } else { vec![&qualified] };
        self.overlay.of(listed.dwelling_type.as_deref(), &names)
    }

    /// The subject of a dwelling in the facts.
    pub(crate) fn subject(&self, id: DwellingId) -> Option<&'a Subject> {
        self.sheet.subject(&self.survey.dwelling_subject(id).id)
    }
}

fn list(survey: &Survey<'_>, sheet: &FactSheet) -> Vec<Listed> {
    let mut folders: BTreeSet<[String; 2]> = BTreeSet::new();
    let mut out = Vec::new();
    for id in (0..survey.dwellings.len()).map(DwellingId) {
        let dwelling = survey.dwelling(id);
        let subject = survey.dwelling_subject(id);
        let building = dwelling.building.map(|building| survey.building(building).name.clone()).unwrap_or_default();
        let facts = sheet.subject(&subject.id);
        let number = if subject.name.is_empty() { format!("{}", id.0 + 1) } else { subject.name.clone() };
        let base = [folder::safe(&building, "building"), folder::safe(&number, "dwelling")];
        let mut folder = base.clone();
        let mut copy = 2;
        while !folders.insert(folder.clone()) {
            folder[1] = format!("{}-{copy}", base[1]);
            copy += 1;
        }
        out.push(Listed {
            id,
            number_is_authored: !dwelling.number.is_empty(),
            number,
            building,
            unit: dwelling.unit.map(|unit| survey.unit(unit).name.clone()).filter(|name| !name.is_empty()),
            storeys: dwelling.storeys.iter().map(|storey| survey.storey(*storey).name.clone()).collect(),
            dwelling_type: facts.and_then(|facts| facts.text("dwelling_type")).map(|name| name.trim().to_owned()),
            folder,
        });
    }
    out
}

/// Entries of `manual.toml` that fit nothing: said, because a misspelt number would silently leave a dwelling without its data.
fn not_found(overlay: &Overlay, listed: &[Listed], notes: &mut Vec<String>) {
    for (name, layer) in &overlay.dwellings {
        let same: Vec<&Listed> = listed.iter().filter(|one| one.number == *name).collect();
        let qualified = listed.iter().any(|one| format!("{}/{}", one.building, one.number) == *name);
        if qualified || same.len() == 1 {
            continue;
        }
        let message = match same.as_slice() {
            [] => match haofang_facts::spelling::nearest(name, listed.iter().map(|one| one.number.as_str())) {
                Some(near) => format!("没有户号 {name}，是否为 {near}？ no dwelling {name}; did you mean {near}?"),
                None => format!("没有户号 {name} no dwelling {name}"),
            },
            [first, ..] => format!(
                "户号 {name} 在 {} 栋楼中都有，未采用；请写 [dwelling.\"{}/{name}\"] several buildings have a dwelling {name}: not used",
                same.len(),
                first.building
            ),
        };
        notes.push(format!("{}: {message}", layer.at));
    }
    let types: BTreeSet<&str> = listed.iter().filter_map(|one| one.dwelling_type.as_deref()).collect();
    for (name, layer) in overlay.types.iter().filter(|(name, _)| !types.contains(name.as_str())) {
        let message = match haofang_facts::spelling::nearest(name, types.iter().copied()) {
            Some(near) => format!("没有户型 {name}，是否为 {near}？ no dwelling type {name}; did you mean {near}?"),
            None => format!("模型中没有户型 {name} no dwelling type {name} in the model"),
        };
        notes.push(format!("{}: {message}", layer.at));
    }
}

fn windows<'a>(survey: &Survey<'_>, sheet: &'a FactSheet) -> BTreeMap<DwellingId, Vec<WindowOf<'a>>> {
    let rooms: BTreeMap<SubjectId, SpaceId> = survey
        .spaces
        .iter()
        .enumerate()
        .filter(|(_, space)| space.dwelling.is_some())
        .map(|(at, _)| (survey.space_subject(SpaceId(at)).id, SpaceId(at)))
        .collect();
    let things: BTreeMap<SubjectId, ThingId> = survey
        .things_of(class::IFC_WINDOW)
        .map(|thing| {
            let found = survey.thing(thing);
            (survey.subject(SubjectKind::Window, found.model, found.entity).id, thing)
        })
        .collect();
    let mut out: BTreeMap<DwellingId, Vec<_>> = BTreeMap::new();
    for window in sheet.of_kind(SubjectKind::Window) {
        let room = window.parent.as_ref().and_then(|parent| rooms.get(parent));
        if let Some((room, dwelling)) = room.and_then(|room| Some((*room, survey.space(*room).dwelling?))) {
            out.entry(dwelling).or_default().push((window, room, things.get(&window.id).copied()));
        }
    }
    out
}

/// Balconies and terraces that are modelled as slabs, without a room, by the dwelling that they belong to.
fn outdoor<'a>(survey: &Survey<'_>, sheet: &'a FactSheet) -> BTreeMap<DwellingId, Vec<(&'a Subject, ThingId)>> {
    let owners: BTreeMap<SubjectId, DwellingId> =
        (0..survey.dwellings.len()).map(DwellingId).map(|dwelling| (survey.dwelling_subject(dwelling).id, dwelling)).collect();
    let parts = sheet.of_kind(SubjectKind::Balcony).chain(sheet.of_kind(SubjectKind::Terrace));
    let wanted: BTreeMap<&str, (&'a Subject, DwellingId)> = parts
        .filter_map(|part| {
            let named = part.text("dwelling").map(|id| SubjectId(id.to_owned()));
            let owner = named.as_ref().or(part.parent.as_ref()).and_then(|id| owners.get(id))?;
            Some((part.guid.as_ref()?.0.as_str(), (part, *owner)))
        })
        .collect();
    let mut out: BTreeMap<DwellingId, Vec<_>> = BTreeMap::new();
    if wanted.is_empty() {
        return out;
    }
    for thing in (0..survey.things.len()).map(ThingId) {
        if let Some((part, owner)) = survey.thing_guid(thing).and_then(|guid| wanted.get(guid.0.as_str())) {
            out.entry(*owner).or_default().push((*part, thing));
        }
    }
    out
}

/// The subjects by the subject that they are part of.
fn children(sheet: &FactSheet) -> BTreeMap<&SubjectId, Vec<&SubjectId>> {
    let mut out: BTreeMap<&SubjectId, Vec<&SubjectId>> = BTreeMap::new();
    for subject in &sheet.subjects {
        if let Some(parent) = &subject.parent {
            out.entry(parent).or_default().push(&subject.id);
        }
    }
    out
}

fn doors(survey: &Survey<'_>) -> BTreeMap<DwellingId, Vec<DoorBetween>> {
    let mut out: BTreeMap<DwellingId, Vec<DoorBetween>> = BTreeMap::new();
    for link in survey.links() {
        let Way::Door(thing) = link.way else { continue };
        let sides = [Some(link.from), link.to];
        let owner = |side: Option<SpaceId>| side.and_then(|space| survey.space(space).dwelling);
        for (side, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
            let (Some(from), Some(dwelling)) = (side, owner(side)) else { continue };
            let list = out.entry(dwelling).or_default();
            if !list.iter().any(|known| known.thing == thing) {
                list.push(DoorBetween { thing, from, to: other });
            }
        }
    }
    out
}

fn devices(survey: &Survey<'_>) -> BTreeMap<DwellingId, Vec<Placed>> {
    let candidates: Vec<ThingId> = (0..survey.things.len())
        .map(ThingId)
        .filter(|thing| DEVICES.iter().any(|kind| survey.thing(*thing).class.is_a(*kind)))
        .filter(|thing| !survey.thing(*thing).class.is_a(class::IFC_DISTRIBUTION_PORT))
        .collect();
    let placed: Vec<Option<(DwellingId, Placed)>> = candidates
        .par_iter()
        .map(|thing| {
            let room = survey.room_of(*thing)?;
            Some((survey.space(room).dwelling?, Placed { thing: *thing, room }))
        })
        .collect();
    let mut out: BTreeMap<DwellingId, Vec<Placed>> = BTreeMap::new();
    for (dwelling, placed) in placed.into_iter().flatten() {
        out.entry(dwelling).or_default().push(placed);
    }
    out
}
