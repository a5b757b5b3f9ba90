//! What surrounds the windows of one level: walls on the floor, rooms (also without IfcSpace), panes, slabs.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use haofang_geometry::Extent;
use haofang_geometry::plan::{self, Bounds, Point2, Region, bounds};
use haofang_ifc::class;
use rayon::prelude::*;

use crate::building::{SpaceId, StoreyId, Survey, ThingId};

/// A wall that begins no higher than this above the floor stands on it; higher ones are sills and side plates of bays (m).
const ON_FLOOR: f64 = 0.15;

/// Uses of spaces that lie outside of the wall line.
pub(crate) const OUTSIDE: &[&str] = &["balcony", "terrace", "equipment_platform", "void"];

/// A wall that stands on the floor.
pub(crate) struct FloorWall {
    /// The wall.
    pub(crate) thing: ThingId,
    /// Its outline without openings.
    pub(crate) plan: Region,
    /// Its box.
    pub(crate) bounds: Bounds,
    /// Unit vector along it; of a bent wall that of its longest edge.
    pub(crate) along: Point2,
    /// It follows an arc.
    pub(crate) is_bent: bool,
    /// A parapet or guard.
    pub(crate) is_low: bool,
    /// An earlier wall has the very same outline: what is drawn twice tells nothing new.
    pub(crate) is_twin: bool,
}

/// A room, or an enclosed area where no rooms are modelled.
pub(crate) struct RoomArea {
    /// The room, where modelled.
    pub(crate) space: Option<SpaceId>,
    /// Which of the level's places between walls it is, where no room is modelled.
    pub(crate) cell: Option<usize>,
    /// Its polygon.
    pub(crate) region: Region,
    /// Its box.
    pub(crate) bounds: Bounds,
    /// Word of space.use.
    pub(crate) usage: String,
}

/// A body that may be near windows.
struct Candidate {
    thing: ThingId,
    /// A box that holds it: its own where its shape is known, else a rough one. Found when first asked for: where all windows
    /// lie flat in their walls, nobody asks for furniture.
    reach: OnceLock<Option<Extent>>,
    /// Window, curtain wall, plate or member: glazing.
    glazing: bool,
    /// Slab, proxy, covering, plate: may be a sill, a soffit or a floor.
    flat: bool,
}

/// A body near windows.
pub(crate) struct Solid {
    /// The thing.
    pub(crate) thing: ThingId,
    /// Lowest and highest Z.
    pub(crate) z: (f64, f64),
}

/// One level.
pub(crate) struct Level {
    /// Which one.
    pub(crate) id: StoreyId,
    /// The same for levels whose walls and rooms are equal in plan, to the bit.
    pub(crate) like: usize,
    /// Finished floor.
    pub(crate) floor: f64,
    /// Walls on the floor.
    pub(crate) walls: Vec<FloorWall>,
    /// Rooms.
    pub(crate) rooms: Vec<RoomArea>,
    /// Bodies.
    candidates: Vec<Candidate>,
    /// Those of them that are flat and that their names say are balconies or terraces.
    platforms: OnceLock<Vec<usize>>,
    /// Sections made so far: many windows of a level are cut at one height.
    sections: RwLock<HashMap<(ThingId, u64), Arc<Region>>>,
}

/// Gathers the surroundings of a level.
pub(crate) fn read(survey: &Survey<'_>, id: StoreyId) -> Level {
    let floor = survey.storey(id).elevation;
    let mut walls: Vec<FloorWall> = survey
        .walls(id)
        .iter()
        .filter(|wall| wall.bottom <= floor + ON_FLOOR)
        .filter_map(|wall| {
            let along = wall.axis.map(|axis| axis.direction).or_else(|| plan::longest_edge(&wall.plan).map(|edge| edge.direction()))?;
            Some(FloorWall {
                thing: wall.thing,
                plan: wall.plan.clone(),
                bounds: bounds(&wall.plan)?,
                along,
                is_bent: wall.axis.is_none() && crate::bent::is_bent(&wall.plan),
                is_low: wall.is_low,
                is_twin: false,
            })
        })
        .collect();
    mark_twins(&mut walls);
    let mut rooms: Vec<RoomArea> = survey
        .spaces_on(id)
        .iter()
        .filter_map(|space| {
            let region = survey.room(*space).ok()?.region.clone();
            Some(RoomArea { space: Some(*space), cell: None, bounds: bounds(&region)?, region, usage: survey.space(*space).usage.clone() })
        })
        .collect();
    // spaces without bodies tell nothing of what lies behind a window
    if survey.rooms_are_derived(id) || rooms.is_empty() {
        let cells = survey.cells(id).iter().enumerate();
        rooms.extend(cells.filter_map(|(at, cell)| {
            Some(RoomArea { space: None, cell: Some(at), bounds: bounds(cell)?, region: cell.clone(), usage: "unknown".to_owned() })
        }));
    }
    Level {
        id,
        like: id.0,
        floor,
        walls,
        rooms,
        candidates: candidates(survey, id),
        platforms: OnceLock::new(),
        sections: RwLock::default(),
    }
}

/// Marks the walls whose outlines are those of earlier ones to the bit.
fn mark_twins(walls: &mut [FloorWall]) {
    let bits = |wall: &FloorWall| [wall.bounds.min, wall.bounds.max].map(|p| (p.x.to_bits(), p.y.to_bits()));
    let mut seen: HashMap<[(u64, u64); 2], Vec<usize>> = HashMap::new();
    for at in 0..walls.len() {
        let known = seen.entry(bits(&walls[at])).or_default();
        let (wall, earlier) = (&walls[at], known.iter().map(|other| &walls[*other]));
        if earlier.into_iter().any(|other| other.plan == wall.plan && other.along == wall.along) {
            walls[at].is_twin = true;
        } else {
            known.push(at);
        }
    }
}

fn candidates(survey: &Survey<'_>, id: StoreyId) -> Vec<Candidate> {
    let glazing = [class::IFC_WINDOW, class::IFC_CURTAIN_WALL, class::IFC_PLATE, class::IFC_MEMBER];
    let flat = [
        class::IFC_SLAB,
        class::IFC_BUILDING_ELEMENT_PROXY,
        class::IFC_COVERING,
        class::IFC_PLATE,
        class::IFC_ROOF,
        class::IFC_BUILDING_ELEMENT_PART,
    ];
    let upright =
        [class::IFC_WALL, class::IFC_COLUMN, class::IFC_BUILDING_ELEMENT_PROXY, class::IFC_BUILDING_ELEMENT_PART, class::IFC_COVERING];
    let above = survey.storey(id).above;
    let here = survey.things_on(id).iter().copied();
    // the head slab of a bay may be filed with the level above
    let next = above
        .map_or(&[][..], |above| survey.things_on(above))
        .iter()
        .copied()
        .filter(|thing| survey.thing(*thing).class.is_a(class::IFC_SLAB));
    let mut seen = std::collections::BTreeSet::new();
    let walls = survey.walls(id).iter().map(|wall| wall.thing);
    here.chain(next)
        .chain(walls)
        .filter(|thing| seen.insert(*thing))
        .filter_map(|thing| {
            let kind = survey.thing(thing).class;
            let is = |list: &[haofang_ifc::Class]| list.iter().any(|class| kind.is_a(*class));
            let candidate = Candidate { thing, reach: OnceLock::new(), glazing: is(&glazing), flat: is(&flat) };
            (candidate.glazing || candidate.flat || is(&upright)).then_some(candidate)
        })
        .collect()
}

impl Candidate {
    /// A box that surely holds it; none where it has no body.
    fn reach(&self, survey: &Survey<'_>) -> Option<&Extent> {
        // furniture written as proxies: most of it is near to no window, and its body need not be made
        let find = || survey.reach(self.thing).map(|reach| reach.extent).or_else(|| survey.extent(self.thing));
        self.reach.get_or_init(find).as_ref()
    }
}

impl Level {
    /// The room that holds a point, inner rooms before balconies.
    pub(crate) fn room_at(&self, point: Point2, inner: bool) -> Option<&RoomArea> {
        self.rooms.iter().find(|room| {
            let outside = OUTSIDE.contains(&room.usage.as_str());
            let fits = if inner { !outside && room.usage != "bay_window" } else { outside };
            fits && within(&room.bounds, point) && plan::contains(&room.region, point)
        })
    }

    /// How far a wall reaches along the direction of a frame (m).
    pub(crate) fn length_of(&self, wall: ThingId, frame: &super::bay_shape::WallFrame) -> f64 {
        let plan = self.walls.iter().find(|other| other.thing == wall).map(|wall| &wall.plan);
        plan.map_or(f64::INFINITY, |plan| super::wall_line::length_along(plan, frame.along))
    }

    /// The bodies of a kind whose boxes come within `gap` metres of `near` and that reach into a range of heights. Those of one
    /// window may be slow to make, while all others are done with theirs: on all threads.
    fn near(&self, survey: &Survey<'_>, near: &Bounds, gap: f64, z: (f64, f64), kind: impl Fn(&Candidate) -> bool) -> Vec<Solid> {
        let of_kind = || self.candidates.iter().filter(|candidate| kind(candidate));
        // the first window of a level asks for nearly all boxes
        let unasked: Vec<&Candidate> = of_kind().filter(|candidate| candidate.reach.get().is_none()).collect();
        if !unasked.is_empty() {
            unasked.into_par_iter().with_max_len(1).for_each(|candidate| {
                candidate.reach(survey);
            });
        }
        let meets = |box_: &Extent| Bounds::from(box_).within(near, gap) && box_.min[2] < z.1 && box_.max[2] > z.0;
        let rough: Vec<ThingId> =
            of_kind().filter(|candidate| candidate.reach(survey).is_some_and(meets)).map(|candidate| candidate.thing).collect();
        let exact = |thing: ThingId| survey.extent(thing).filter(meets).map(|extent| Solid { thing, z: (extent.min[2], extent.max[2]) });
        // of what is made already the box is at hand
        if rough.iter().all(|thing| survey.thing(*thing).shape.get().is_some()) {
            return rough.into_iter().filter_map(exact).collect();
        }
        rough.into_par_iter().with_max_len(1).filter_map(exact).collect()
    }

    /// Slabs, proxies, coverings and plates near to something: they may be sills, soffits or floors.
    pub(crate) fn flat_near(&self, survey: &Survey<'_>, near: &Bounds, gap: f64) -> Vec<Solid> {
        self.near(survey, near, gap, (f64::NEG_INFINITY, f64::INFINITY), |candidate| candidate.flat)
    }

    /// Slabs, proxies, coverings and plates near to something that their names say are balconies or terraces.
    pub(crate) fn platforms_near<'l>(&'l self, survey: &'l Survey<'_>, near: &'l Bounds, gap: f64) -> impl Iterator<Item = ThingId> + 'l {
        let named = |candidate: &Candidate| {
            let found = survey.recognise("platform", survey.thing(candidate.thing).entity);
            candidate.flat && found.is_some_and(|found| ["balcony", "terrace"].contains(&found.word.as_str()))
        };
        let find = || self.candidates.iter().enumerate().filter(|(_, candidate)| named(candidate)).map(|(at, _)| at).collect();
        let platforms = self.platforms.get_or_init(find).iter().filter_map(|at| self.candidates.get(*at));
        let meets = move |box_: &Extent| Bounds::from(box_).within(near, gap);
        platforms.map(|candidate| candidate.thing).filter(move |thing| survey.extent(*thing).is_some_and(|extent| meets(&extent)))
    }

    /// Sections at a height of all solids whose boxes meet `near`, glazing only or all upright things.
    pub(crate) fn sections(&self, survey: &Survey<'_>, near: &Bounds, z: f64, only_glazing: bool) -> Vec<Arc<Region>> {
        let solids = self.near(survey, near, 0.0, (z, z), |candidate| !only_glazing || candidate.glazing);
        let known = solids.iter().map(|solid| self.known_section(solid.thing, z)).collect::<Option<Vec<_>>>();
        known.unwrap_or_else(|| solids.into_par_iter().with_max_len(1).map(|solid| self.section_of(survey, solid.thing, z)).collect())
    }

    fn known_section(&self, thing: ThingId, z: f64) -> Option<Arc<Region>> {
        self.sections.read().ok()?.get(&(thing, z.to_bits())).cloned()
    }

    fn section_of(&self, survey: &Survey<'_>, thing: ThingId, z: f64) -> Arc<Region> {
        let key = (thing, z.to_bits());
        if let Some(known) = self.known_section(thing, z) {
            return known;
        }
        let made = Arc::new(section(survey, thing, z));
        if let Ok(mut known) = self.sections.write() {
            known.insert(key, Arc::clone(&made));
        }
        made
    }
}

/// Section of a thing at a height; of open surfaces their plan.
pub(crate) fn section(survey: &Survey<'_>, thing: ThingId, z: f64) -> Region {
    let Ok(shape) = survey.shape(thing) else { return Region::new(vec![]) };
    let section = shape.section(z);
    if section.0.is_empty() && !shape.is_closed() { shape.plan().clone() } else { section }
}

fn within(bounds: &Bounds, point: Point2) -> bool {
    point.x >= bounds.min.x && point.x <= bounds.max.x && point.y >= bounds.min.y && point.y <= bounds.max.y
}
