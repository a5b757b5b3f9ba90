//! Typical floors (标准层): levels whose walls and rooms are equal in plan, to the bit; a window looks the same on each of them.
//!
//! What was found on one is remembered by all that it depends on, and things by their places in the lists of their level: a
//! remembered look is the one that would be found anew.

use std::collections::HashMap;
use std::sync::Arc;

use haofang_geometry::plan::{Content, Region, Remembered};

use super::bay_shape::{Glazing, WallFrame};
use super::level::Level;
use super::on_line::Look;
use super::wall_line::{self, WallLine};
use crate::building::{Survey, ThingId};
use crate::quantities::bay_width;

/// What was found of windows so far.
#[derive(Default)]
pub(super) struct Looks {
    lines: Remembered<Arc<Vec<KeptLine>>>,
    pub(super) seen: Remembered<Seen>,
}

/// A window before a wall line, on whatever level.
#[derive(Clone)]
pub(super) enum Seen {
    Plain(Arc<Kept>),
    /// It depends on the solid things around it: look for the content with these.
    ByItsSurroundings,
}

pub(super) struct Kept {
    glazing: Glazing,
    opening: (f64, f64),
    /// With the places of its cross walls among the walls of the level.
    room: Option<(bay_width::Bay, [Option<usize>; 2])>,
}

/// A wall line, its wall and room by their places in the lists of the level.
struct KeptLine {
    frame: WallFrame,
    wall: usize,
    room: usize,
    is_inner: bool,
    is_platform: bool,
}

impl Seen {
    /// To keep a look found on a level.
    pub(super) fn of(survey: &Survey<'_>, level: &Level, look: &Look) -> Option<Self> {
        let place = |wall: ThingId| survey.walls(level.id).iter().position(|other| other.thing == wall);
        let room = match &look.room {
            Some(bay) => {
                let [first, second] = bay.walls;
                // what is no wall of the level cannot be told on another
                let known = |wall: Option<ThingId>| wall.map_or(Some(None), |wall| place(wall).map(Some));
                Some((bay.clone(), [known(first)?, known(second)?]))
            }
            None => None,
        };
        Some(Self::Plain(Arc::new(Kept { glazing: look.glazing, opening: look.opening, room })))
    }
}

impl Kept {
    /// As it is on a level like the one where it was found.
    pub(super) fn on(&self, survey: &Survey<'_>, level: &Level) -> Look {
        let thing = |place: Option<usize>| place.and_then(|place| survey.walls(level.id).get(place)).map(|wall| wall.thing);
        let room = self.room.as_ref().map(|(bay, walls)| bay_width::Bay { walls: walls.map(thing), ..bay.clone() });
        Look { glazing: self.glazing, opening: self.opening, room }
    }
}

impl Looks {
    /// As [`wall_line::candidates`], made or remembered.
    pub(super) fn candidates<'l>(
        &self,
        level: &'l Level,
        glazing: &Region,
        hole: Option<&Region>,
        host: Option<ThingId>,
    ) -> Vec<WallLine<'l>> {
        let host_at = host.and_then(|host| level.walls.iter().position(|wall| wall.thing == host));
        let content =
            Content::default().count(level.like).count(host_at.map_or(0, |at| at + 1)).count(usize::from(hole.is_some())).region(glazing);
        let content = hole.into_iter().fold(content, Content::region);
        if let Some(known) = self.lines.find(&content) {
            return known.iter().filter_map(|line| line.on(level)).collect();
        }
        let found = wall_line::candidates(level, glazing, hole, host);
        if let Some(kept) = found.iter().map(|line| KeptLine::of(level, line)).collect::<Option<Vec<_>>>() {
            self.lines.keep(content, Arc::new(kept));
        }
        found
    }
}

impl KeptLine {
    fn of(level: &Level, line: &WallLine<'_>) -> Option<Self> {
        Some(Self {
            frame: line.frame,
            wall: level.walls.iter().position(|wall| wall.thing == line.wall)?,
            room: level.rooms.iter().position(|room| std::ptr::eq(room, line.room))?,
            is_inner: line.is_inner,
            is_platform: line.is_platform,
        })
    }

    fn on<'l>(&self, level: &'l Level) -> Option<WallLine<'l>> {
        let (wall, room) = (level.walls.get(self.wall)?, level.rooms.get(self.room)?);
        Some(WallLine {
            frame: self.frame,
            wall: wall.thing,
            room,
            is_inner: self.is_inner,
            is_platform: self.is_platform,
            is_low: wall.is_low,
        })
    }
}

/// Gives levels that are equal in plan the same number.
pub(super) fn liken<'l>(survey: &Survey<'_>, levels: impl Iterator<Item = &'l mut Level>) {
    let mut numbers: HashMap<Vec<u64>, usize> = HashMap::new();
    for level in levels {
        let content = content(survey, level).into_words();
        let next = numbers.len();
        level.like = *numbers.entry(content).or_insert(next);
    }
}

/// All that looks of windows read of the walls and rooms of a level.
fn content(survey: &Survey<'_>, level: &Level) -> Content {
    let walls = survey.walls(level.id);
    let mut content = Content::default().count(walls.len());
    for wall in walls {
        let axis = wall.axis.map(|axis| [axis.point.x, axis.point.y, axis.direction.x, axis.direction.y]);
        let on_floor = level.walls.iter().any(|other| other.thing == wall.thing);
        content = content.region(&wall.plan).count(usize::from(wall.is_low) + 2 * usize::from(on_floor) + 4 * usize::from(axis.is_some()));
        content = axis.iter().fold(content, |content, axis| content.numbers(axis));
    }
    content = content.count(level.rooms.len());
    for room in &level.rooms {
        content = content.region(&room.region).text(&room.usage);
    }
    content
}
