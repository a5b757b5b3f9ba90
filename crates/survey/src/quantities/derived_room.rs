//! Rooms of levels on which no space is drawn: what the closed walls leave between them. Their areas and widths are measured
//! as those of spaces; what they are used for is not known.

use haofang_facts::{Fact, FactSheet, Gap, GapKind, Provenance, Subject, SubjectId, SubjectKind, Unit};
use haofang_geometry::plan::{self, Region};

use super::outdoor_parts::Bays;
use super::{bay_width, clear_height, outline};
use crate::building::{LevelKind, StoreyId, Survey};
use crate::recognise::space_use::OUTDOOR;

/// Accuracy of areas.
const AREA: f64 = 0.01;

/// Accuracy of lengths.
const LENGTH: f64 = 1.0 / 1000.0;

/// By what these rooms are recognised.
const BY: &str = "closed wall faces, no IfcSpace";

impl Survey<'_> {
    /// Whether rooms of a level come from its walls: no indoor space is drawn on it.
    pub(crate) fn rooms_are_derived(&self, id: StoreyId) -> bool {
        let storey = self.storey(id);
        storey.kind == LevelKind::Storey
            && !matches!(storey.usage.as_str(), "roof" | "duplicate")
            && !self.spaces_on(id).iter().any(|space| {
                let usage = self.space(*space).usage.as_str();
                !OUTDOOR.contains(&usage) && usage != "parking" && usage != "e_bike"
            })
    }

    /// The id of the subject of a room that the walls leave.
    pub(crate) fn derived_room_id(&self, storey: StoreyId, cell: usize) -> SubjectId {
        SubjectId::new(SubjectKind::Space, &self.derived_key(storey, cell))
    }

    fn derived_key(&self, storey: StoreyId, cell: usize) -> String {
        let guid = self.storey(storey).entities.first().and_then(|(_, entity)| entity.guid());
        format!("{}/room{}", guid.map_or_else(|| format!("storey{}", storey.0), str::to_owned), cell + 1)
    }
}

/// The rooms of one level without spaces.
pub(crate) fn subjects(survey: &Survey<'_>, id: StoreyId) -> Vec<Subject> {
    if !survey.rooms_are_derived(id) {
        return Vec::new();
    }
    survey.cells(id).iter().enumerate().map(|(at, cell)| subject(survey, id, at, cell)).collect()
}

fn subject(survey: &Survey<'_>, id: StoreyId, at: usize, cell: &Region) -> Subject {
    let storey = survey.storey(id);
    let mut out = Subject::new(SubjectKind::Space, &survey.derived_key(id, at), format!("{} 房间{}", storey.name, at + 1));
    out.parent = Some(survey.storey_id(id));
    BY.clone_into(&mut out.recognised_by);
    let none = || Gap::new(GapKind::NotModelled, format!("{}: no IfcSpace is drawn for this room", storey.name));
    out.know("use", Fact::text("unknown", Provenance::Derived, BY));
    out.know("storey", Fact::text(storey.name.clone(), Provenance::Derived, "level of the room"));
    let number = |number, unit, accuracy, method: &str| Fact::measured(number, unit, accuracy, format!("{method}; {BY}"));
    out.know("net_area", number(plan::area(cell), Unit::SquareMetre, AREA, "polygon between the wall faces"));
    out.know("perimeter", number(plan::perimeter(cell), Unit::Metre, LENGTH, "perimeter of the net polygon"));
    if survey.wants(SubjectKind::Space, "gross_area") {
        let region = outline::to_axes(survey, id, cell);
        out.know("gross_area", number(plan::area(&region), Unit::SquareMetre, AREA, "polygon on the axes of the walls around the room"));
    }
    if survey.wants(SubjectKind::Space, "clear_height") {
        out.record("clear_height", clear_height::of_cell(survey, id, cell, &out.name.clone()));
    }
    for quantity in ["height", "volume"] {
        out.lack(quantity, none());
    }
    out
}

/// Their widths between cross walls (开间): along the edge that holds a bay window, else along the longest external edge.
pub(super) fn widths(survey: &Survey<'_>, sheet: &FactSheet, bays: &Bays<'_>, id: StoreyId) -> Vec<Subject> {
    if !survey.rooms_are_derived(id) {
        return Vec::new();
    }
    let of_cell = |(at, cell): (usize, &Region)| {
        let mut out = Subject::new(SubjectKind::Space, &survey.derived_key(id, at), "");
        match bays.of(&out.id) {
            Some(bay) => {
                for (quantity, of_room) in [("bay_width_axis", "room_bay_width_axis"), ("bay_width_clear", "room_bay_width_clear")] {
                    if let Some(outcome) = sheet.get(&bay.id, of_room) {
                        out.record(quantity, outcome.cloned().map_err(Clone::clone));
                    }
                }
            }
            None => along_longest(survey, id, cell, &mut out),
        }
        out
    };
    survey.cells(id).iter().enumerate().map(of_cell).collect()
}

fn along_longest(survey: &Survey<'_>, id: StoreyId, cell: &Region, out: &mut Subject) {
    let number = |number, method: &str| Fact::measured(number, Unit::Metre, LENGTH, format!("{method}; {BY}"));
    let edge = bay_width::longest_external_edge(survey, id, cell);
    match edge.and_then(|edge| bay_width::measure(survey, id, cell, edge.middle(), edge.direction())) {
        Some(bay) => {
            out.know("bay_width_clear", number(bay.clear, "between the faces of the cross walls along the longest external edge"));
            match bay.axis {
                Some(axis) => out.know("bay_width_axis", number(axis, "between the axes of the same walls")),
                None => out.lack("bay_width_axis", Gap::new(GapKind::Incomplete, "a side of the room is no wall: no axis to measure from")),
            }
        }
        None => {
            for quantity in ["bay_width_clear", "bay_width_axis"] {
                out.lack(
                    quantity,
                    Gap::new(GapKind::NotModelled, format!("{} has no external wall with cross walls", survey.storey(id).name)),
                );
            }
        }
    }
}
