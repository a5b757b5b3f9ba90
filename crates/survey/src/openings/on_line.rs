//! A window before one wall line: the opening there, the width of the room behind, what its glazing is.

use std::cell::OnceCell;
use std::sync::Arc;

use haofang_geometry::measure::clear_gap;
use haofang_geometry::plan::{self, Bounds, Content, Region, intersection};

use super::bay_shape::{Glazing, LEAST_PROJECTION, Panes, judge};
use super::level::Level;
use super::typical::{Looks, Seen};
use super::wall_line::{PIECE, WallLine, length_along};
use crate::building::Survey;
use crate::quantities::bay_width;

/// Openings are drawn deeper than their wall by no more than this (m).
const CUT_DEPTH: f64 = 0.80;
/// Frames of one window stand no further apart than this (m).
const FRAMES: f64 = 1.5;

/// A window before one wall line.
pub(super) struct OnLine<'a, 'm> {
    pub(super) survey: &'a Survey<'m>,
    pub(super) level: &'a Level,
    pub(super) line: &'a WallLine<'a>,
    /// Its section at half its height.
    pub(super) own: &'a Arc<Region>,
    /// The plan of the opening that it fills.
    pub(super) hole: Option<&'a Region>,
    /// Half its height.
    pub(super) z: f64,
}

/// What it looks like.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) glazing: Glazing,
    /// The way out, as a range along the wall (m).
    pub(super) opening: (f64, f64),
    pub(super) room: Option<bay_width::Bay>,
}

impl OnLine<'_, '_> {
    /// What the window looks like, made or remembered: everything here lies in plan, so that the windows of typical floors, one
    /// above the other, look alike to the bit.
    pub(super) fn look(&self, looks: &Looks) -> Look {
        let near = self.around();
        let mut parts = self.level.sections(self.survey, &near, self.z, true);
        parts.push(Arc::clone(self.own));
        let content = self.content(&parts);
        let known = looks.seen.find(&content);
        if let Some(Seen::Plain(kept)) = &known {
            return kept.on(self.survey, self.level);
        }
        let solids = OnceCell::new();
        let find_solids = || solids.get_or_init(|| self.level.sections(self.survey, &near, self.z, false)).as_slice();
        let with_solids = |solids: &[Arc<Region>]| solids.iter().fold(content.clone().count(solids.len()), |all, part| all.region(part));
        if known.is_some()
            && let Some(Seen::Plain(kept)) = looks.seen.find(&with_solids(find_solids()))
        {
            return kept.on(self.survey, self.level);
        }
        let made = self.measure(&Panes::new(parts), find_solids);
        if let Some(kept) = Seen::of(self.survey, self.level, &made) {
            match solids.get() {
                Some(solids) => {
                    looks.seen.keep(with_solids(solids), kept);
                    if known.is_none() {
                        looks.seen.keep(content, Seen::ByItsSurroundings);
                    }
                }
                None => looks.seen.keep(content, kept),
            }
        }
        made
    }

    /// All that the look depends on but for the solid things around, which few windows ask for.
    fn content(&self, panes: &[Arc<Region>]) -> Content {
        let (frame, line) = (&self.line.frame, self.line);
        let content = Content::default()
            .count(self.level.like)
            .count(self.level.walls.iter().position(|wall| wall.thing == line.wall).unwrap_or(usize::MAX))
            .count(self.level.rooms.iter().position(|room| std::ptr::eq(room, line.room)).unwrap_or(usize::MAX))
            .numbers(&[frame.origin.x, frame.origin.y, frame.along.x, frame.along.y, frame.outward.x, frame.outward.y, frame.thickness])
            .count(usize::from(self.hole.is_some()))
            .count(panes.len());
        let regions = self.hole.into_iter().chain([&**self.own]).chain(panes.iter().map(|part| &**part));
        regions.fold(content, Content::region)
    }

    /// The box in which things matter for this wall line.
    fn around(&self) -> Bounds {
        let frame = &self.line.frame;
        let (s, t) = frame.extent(self.own).unwrap_or(((-2.0, 2.0), (-0.5, 1.0)));
        let zone = frame.rectangle((s.0 - 6.0, s.1 + 6.0), (-frame.thickness - 0.5, t.1.max(0.0) + 1.0));
        plan::bounds(&zone).unwrap_or(Bounds { min: frame.origin, max: frame.origin })
    }

    /// The middle of a range of glazing; of what reaches far beyond the room, as the other leg of a corner bay does, the middle of
    /// what lies before the room.
    fn before_room(&self, (from, to): (f64, f64)) -> f64 {
        let (frame, middle) = (&self.line.frame, 0.5 * (from + to));
        let room = frame.across(&self.line.room.region, -frame.thickness - bay_width::DEPTH);
        if room.iter().any(|(low, high)| *low < middle && middle < *high) {
            return middle;
        }
        let shared = room.into_iter().map(|(low, high)| (low.max(from), high.min(to))).filter(|(low, high)| low < high);
        shared.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).map_or(middle, |(low, high)| 0.5 * (low + high))
    }

    /// What the window looks like among panes, and among sections of everything solid where these are asked for.
    fn measure<'s>(&self, panes: &Panes, solids: impl Fn() -> &'s [Arc<Region>]) -> Look {
        let (frame, line, own) = (&self.line.frame, self.line, self.own);
        let solid = OnceCell::new();
        // a hole longer than the wall that it is cut into is meant to go through the pieces beside it, too
        let cut = self.hole.filter(|hole| self.level.length_of(line.wall, frame) + PIECE < length_along(hole, frame.along));
        let obstacles = || {
            solid.get_or_init(|| {
                let mut upright = plan::union(solids());
                if let Some((hole, (s, _))) = cut.and_then(|hole| Some((hole, frame.extent(hole)?))) {
                    upright = plan::difference(&upright, &intersection(hole, &frame.rectangle(s, (-frame.thickness - CUT_DEPTH, 0.0))));
                }
                plan::union(&[&upright, panes.whole()])
            })
        };
        let glazed = frame.extent(own).map_or((-0.5, 0.5), |(s, _)| s);
        let through = self
            .hole
            .and_then(|plan| frame.extent(plan))
            // the opening of another wall crosses this one at most, it does not lie in it
            .filter(|(s, t)| t.0 < 0.05 && t.1 > -frame.thickness - 0.05 && t.0 > -frame.thickness - CUT_DEPTH && s.1 - s.0 > t.1 - t.0)
            .map(|(s, _)| s);
        let middle = through.map_or_else(|| self.before_room(glazed), |s| 0.5 * (s.0 + s.1));
        let face = frame.point(middle, -frame.thickness);
        let room = bay_width::measure(self.survey, self.level.id, &line.room.region, face, frame.along);
        let range = room.as_ref().map(|bay| {
            let ends = bay.ends.map(|end| frame.local(end).0);
            (ends[0].min(ends[1]), ends[0].max(ends[1]))
        });
        // without an opening the gap between the walls is the way out; panes set into it do not end it
        let walls_only = || {
            let walls = plan::difference(obstacles(), &plan::offset(panes.whole(), 0.01, plan::Join::Mitre));
            clear_gap(&walls, frame.point(middle, -frame.thickness / 2.0), frame.along, 8.0).map(|gap| {
                let (a, b) = (frame.local(gap.from).0, frame.local(gap.to).0);
                (a.min(b), a.max(b))
            })
        };
        let mut opening = through.or_else(walls_only).unwrap_or(glazed);
        if let Some(range) = range {
            opening = (opening.0.max(range.0), opening.1.min(range.1));
        }
        if opening.1 - opening.0 < 0.2 {
            return Look { glazing: Glazing::Nothing, opening, room };
        }
        let mut glazing = judge(panes, obstacles, frame, opening, range);
        if glazing == Glazing::Nothing && frame.extent(own).is_some_and(|(_, t)| t.1 >= LEAST_PROJECTION) {
            // only frames are drawn, no panes: the glass stands between them
            let closed = Panes::new(vec![Arc::new(plan::closing(panes.whole(), FRAMES))]);
            glazing = judge(&closed, obstacles, frame, opening, range);
        }
        Look { glazing, opening, room }
    }
}
