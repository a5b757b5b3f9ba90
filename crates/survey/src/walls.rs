//! The walls that stand on a level: full outlines, the line of the structural core, guards apart.

use haofang_facts::{Gap, GapKind};
use haofang_geometry::plan::{self, Bounds, Edge, Point2, Region, Sides};
use haofang_ifc::{Entity, class};

use crate::authored;
use crate::building::{BuildingId, SpaceId, StoreyId, Survey, ThingId};

/// Height above the floor at which plans are cut.
pub(crate) const CUT: f64 = 1.2;

/// A wall whose top is lower than this above the floor is a guard or a parapet.
const GUARD: f64 = 1.6;

/// How near a wall must stand to a room to enclose it: plaster and gaps of careless models.
pub(crate) const TOUCH: f64 = 0.05;

/// Joints between walls and columns that are closed in outlines.
const JOINT: f64 = 0.30;

/// Walls that begin higher above the floor than this do not stand on it: sills and side plates of bays.
const ON_FLOOR: f64 = 0.15;

/// A roof that begins no higher above a wall lies on it (m).
const ON_WALL: f64 = 0.5;

/// Smaller cells between walls are no rooms (m2).
const LEAST_CELL: f64 = 0.5;

/// A straight line in plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// A point of it.
    pub point: Point2,
    /// Its unit direction.
    pub direction: Point2,
}

impl Line {
    /// Distance of a point from the line.
    #[must_use]
    pub fn distance(&self, point: Point2) -> f64 {
        let d = point - self.point;
        (d.x * self.direction.y - d.y * self.direction.x).abs()
    }
}

/// A wall as it stands on a level.
pub struct WallOn {
    /// The wall.
    pub thing: ThingId,
    /// Its outline without openings.
    pub plan: Region,
    /// The box around that.
    pub bounds: Option<Bounds>,
    /// Lowest Z.
    pub bottom: f64,
    /// Highest Z.
    pub top: f64,
    /// A guard or parapet: it ends below 1.6 m above the floor.
    pub is_low: bool,
    /// A curtain wall.
    pub is_curtain: bool,
    /// The line of its axis: the centre of the structural core where layers tell (CONTRACT §4); none for bent walls.
    pub axis: Option<Line>,
    /// As authored: `IsExternal`.
    pub is_external: Option<bool>,
}

impl Survey<'_> {
    /// The walls on a level, in file order; also those of other levels that pass through it.
    #[must_use]
    pub fn walls(&self, storey: StoreyId) -> &[WallOn] {
        self.walls.get(storey.0).map_or(&[], |cell| cell.get_or_init(|| walls(self, storey)))
    }

    /// The rooms that the walls of a level leave between them, for models without spaces: what the full walls enclose.
    #[must_use]
    pub fn cells(&self, storey: StoreyId) -> &[Region] {
        self.cells.get(storey.0).map_or(&[], |cell| cell.get_or_init(|| cells(self, storey)))
    }

    /// The polygon of the room that holds a point: of the space there, else between the walls around it.
    #[must_use]
    pub fn room_around(&self, storey: StoreyId, point: Point2) -> Option<&Region> {
        let space = self.space_at(storey, point).and_then(|space| self.room(space).ok()).map(|room| &room.region);
        space.or_else(|| self.cells(storey).iter().find(|cell| plan::contains(cell, point)))
    }

    /// The outline of a level by the outer face of its enclosure, holes filled, without balconies and terraces.
    ///
    /// # Errors
    /// When neither rooms nor walls tell it.
    pub fn enclosure(&self, storey: StoreyId) -> Result<&Region, &Gap> {
        static NOTHING: std::sync::OnceLock<Gap> = std::sync::OnceLock::new();
        match self.enclosures.get(storey.0) {
            Some(cell) => cell.get_or_init(|| enclosure(self, storey)).as_ref(),
            None => Err(NOTHING.get_or_init(|| Gap::new(GapKind::NotModelled, "no such level"))),
        }
    }
}

fn walls(survey: &Survey<'_>, id: StoreyId) -> Vec<WallOn> {
    let storey = survey.storey(id);
    let floor = storey.elevation;
    let ceiling = survey.next_level(id).unwrap_or(f64::INFINITY);
    let is_wall = |thing: ThingId| {
        let class = survey.thing(thing).class;
        class.is_a(class::IFC_WALL) || class.is_a(class::IFC_CURTAIN_WALL)
    };
    let candidates = survey.things_in(storey.building).iter().filter(|thing| is_wall(**thing));
    // one after the other: whoever waits for helpers while the walls are being made may take up a task that asks for them
    candidates
        .filter_map(|thing| {
            let extent = survey.extent(*thing)?;
            let (bottom, top) = (extent.min[2], extent.max[2]);
            let here = survey.thing(*thing).storey == Some(id);
            let cut = bottom <= floor + CUT && top >= floor + CUT;
            let stands_here = here && top > floor + 0.1 && bottom < ceiling;
            if !cut && !stands_here {
                return None;
            }
            let (model, entity) = (survey.thing(*thing).model, survey.thing(*thing).entity);
            let plan = gross_plan(survey, *thing).or_else(|| survey.plan(*thing).ok().cloned())?;
            let edges = plan::edges(&plan);
            Some(WallOn {
                axis: if crate::bent::runs_bent(&edges) { None } else { axis(survey, model, entity, &plan, &edges) },
                is_low: top < floor + GUARD && !carries_roof(survey, &plan, top, storey.building),
                is_curtain: survey.thing(*thing).class.is_a(class::IFC_CURTAIN_WALL),
                is_external: authored::flag(entity, &["IsExternal", "是否外墙", "外墙"]).map(|reading| reading.value),
                thing: *thing,
                bounds: plan::bounds(&plan),
                plan,
                bottom,
                top,
            })
        })
        .collect()
}

/// Whether a roof lies on a low wall: the knee wall of an attic is no guard.
fn carries_roof(survey: &Survey<'_>, plan: &Region, top: f64, building: Option<BuildingId>) -> bool {
    let Some(building) = building else { return false };
    plan::interior_point(plan).is_some_and(|point| {
        let over = survey.ceilings(building).first_above(point, top - TOUCH);
        over.is_some_and(|hit| hit.z <= top + ON_WALL)
    })
}

/// The outline before openings, where openings were cut.
fn gross_plan(survey: &Survey<'_>, id: ThingId) -> Option<Region> {
    let thing = survey.thing(id);
    if thing.entity.model().relations().openings_of(thing.entity).is_empty() {
        return None;
    }
    survey.readers.gross(thing.model, thing.entity).map(|shape| shape.plan().clone())
}

/// The line through the middle of the structural core, else of the wall.
fn axis<'m>(survey: &Survey<'m>, model: usize, entity: Entity<'m>, plan: &Region, edges: &[Edge]) -> Option<Line> {
    let longest = plan::longest_of(edges)?;
    let direction = longest.direction();
    let left = Point2 { x: -direction.y, y: direction.x };
    let offsets = || {
        plan.iter().flat_map(|polygon| polygon.exterior().0.iter()).map(|p| (*p - longest.from).x * left.x + (*p - longest.from).y * left.y)
    };
    let (low, high) = offsets().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
    let middle = Line { point: longest.from + left * ((low + high) / 2.0), direction };
    core_line(survey, model, entity, direction, high - low).or(Some(middle))
}

/// The middle of the structural layer, from the layer set and the reference line.
fn core_line<'m>(survey: &Survey<'m>, model: usize, entity: Entity<'m>, direction: Point2, width: f64) -> Option<Line> {
    let usage = entity.model().relations().material_of(entity)?;
    if !usage.is_a(class::IFC_MATERIAL_LAYER_SET_USAGE) {
        return None;
    }
    let unit = *entity.model().units().length.as_ref().ok()?;
    let set = usage.entity_at(0)?;
    let sense = if usage.attr(2).as_enum()? == "NEGATIVE" { -1.0 } else { 1.0 };
    let offset = usage.attr(3).as_f64()? * unit;
    let layers: Vec<(f64, String)> = set
        .entities_at(0)
        .map(|layer| {
            let name = layer.entity_at(0).and_then(|material| material.attr(0).as_text().map(std::borrow::Cow::into_owned));
            (layer.attr(1).as_f64().unwrap_or(0.0) * unit, name.unwrap_or_default())
        })
        .collect();
    let total: f64 = layers.iter().map(|(thickness, _)| thickness).sum();
    // a layer set that does not fill the wall tells nothing of its core
    if layers.len() < 2 || (total - width).abs() > TOUCH / 10.0 {
        return None;
    }
    let core = structural_layer(survey, &layers)?;
    let before: f64 = layers[..core].iter().map(|(thickness, _)| thickness).sum();
    let after: f64 = total - before - layers[core].0;
    let centre = |lead: f64| offset + sense * (lead + layers[core].0 / 2.0);
    // the standard lists layers along the local axis; some tools list them from inside to outside on walls drawn the other
    // way round: the order that puts the reference line into the middle of the core is the one that was meant
    let (listed, reversed) = (centre(before), centre(after));
    let at = if reversed.abs() < 1.0 / 1000.0 && listed.abs() > 1.0 / 1000.0 { reversed } else { listed };
    let frame = survey.readers.placement(model, entity)?;
    let (origin, across) = (frame.origin, frame.axes.column(1));
    let across = Point2 { x: across[0], y: across[1] };
    let square = (across.x * direction.x + across.y * direction.y).abs() < TOUCH;
    square.then(|| Line { point: Point2 { x: origin.x + across.x * at, y: origin.y + across.y * at }, direction })
}

/// The structural layer: by material, else the thickest.
fn structural_layer(survey: &Survey<'_>, layers: &[(f64, String)]) -> Option<usize> {
    let is = |list, name: &str| survey.vocabulary.find(list, name).is_some();
    let named = |(_, name): &&(f64, String)| is("wall_core", name) && !is("wall_finish", name);
    let thickest = |a: &(usize, &(f64, String)), b: &(usize, &(f64, String))| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(&a.0));
    let by_name = layers.iter().enumerate().filter(|(_, layer)| named(layer)).max_by(thickest);
    by_name.or_else(|| layers.iter().enumerate().max_by(thickest)).map(|(at, _)| at)
}

/// What is left of a room's body when the walls that it runs into are taken away, and whether that is all of it.
///
/// A room drawn to the axes of its walls runs into them at half height; one that reaches through a window opening into a bay
/// does not.
pub(crate) fn outside_of_walls(survey: &Survey<'_>, storey: StoreyId, region: Region, middle: f64) -> (Region, bool) {
    let Some(bounds) = plan::bounds(&region) else { return (region, true) };
    let touching: Vec<&WallOn> =
        survey.walls(storey).iter().filter(|wall| !wall.is_low && wall.bounds.is_some_and(|other| other.within(&bounds, 0.0))).collect();
    let plans: Vec<&Region> = touching.iter().map(|wall| &wall.plan).collect();
    let solid = plan::union(&plans);
    // joints of a millimetre between bodies are no overlap
    let joints = plan::perimeter(&region) / 1000.0;
    if plan::area(&plan::intersection(&region, &solid)) < joints {
        return (region, true);
    }
    let cuts: Vec<Region> = touching.iter().filter_map(|wall| survey.shape(wall.thing).ok()).map(|shape| shape.section(middle)).collect();
    if plan::area(&plan::intersection(&region, &plan::union(&cuts))) < joints {
        return without_bay(survey, storey, region, &solid);
    }
    let rest = plan::difference(&region, &solid);
    if plan::area(&rest) > plan::area(&region) / 2.0 { (rest, false) } else { (region, true) }
}

/// A room drawn through the opening of a window into its bay ends at the wall: what lies beyond the outer walls is the bay.
fn without_bay(survey: &Survey<'_>, storey: StoreyId, region: Region, solid: &Region) -> (Region, bool) {
    let outside = |piece: &Region, outline: &Region| plan::area(&plan::intersection(piece, outline)) < plan::area(piece) / 2.0;
    let pieces: Vec<Region> = plan::difference(&region, solid).into_iter().map(|polygon| Region::new(vec![polygon])).collect();
    if pieces.len() < 2 {
        return (region, true);
    }
    let floor = survey.storey(storey).elevation;
    let on_floor = survey.walls(storey).iter().filter(|wall| !wall.is_low && wall.bottom <= floor + ON_FLOOR);
    let walls: Vec<&Region> = on_floor.map(|wall| &wall.plan).collect();
    let outline = plan::outline(&plan::closing(&plan::union(&walls), JOINT));
    let (beyond, within): (Vec<&Region>, Vec<&Region>) = pieces.iter().partition(|piece| outside(piece, &outline));
    let kept = plan::union(&within);
    if beyond.is_empty() || plan::area(&kept) < plan::area(&region) / 2.0 { (region, true) } else { (kept, false) }
}

/// The holes of the walls taken together, doors closed.
fn cells(survey: &Survey<'_>, id: StoreyId) -> Vec<Region> {
    let floor = survey.storey(id).elevation;
    // sills and side plates of bays stand above the floor and enclose no room
    let on_floor = |wall: &&WallOn| !wall.is_low && wall.bottom <= floor + ON_FLOOR;
    let walls = survey.walls(id).iter().filter(on_floor).map(|wall| &wall.plan);
    let columns = survey.things_on(id).iter().filter(|thing| survey.thing(**thing).class.is_a(class::IFC_COLUMN));
    let parts: Vec<&Region> = walls.chain(columns.filter_map(|thing| survey.plan(*thing).ok())).collect();
    let walls = plan::union(&parts);
    let outline = plan::outline(&plan::closing(&walls, JOINT));
    // joints of careless models are closed only when the walls enclose nothing without that
    let mut best: Vec<Region> = Vec::new();
    for joint in [TOUCH, JOINT] {
        let solid = plan::closing(&walls, joint);
        let inside = plan::difference(&plan::outline(&solid), &solid);
        // slits between two leaves of a wall are no rooms
        let found: Vec<Region> =
            inside.into_iter().map(|polygon| Region::new(vec![polygon])).filter(|cell| plan::area(cell) >= LEAST_CELL).collect();
        let area = |cells: &[Region]| cells.iter().map(plan::area).sum::<f64>();
        if best.is_empty() || area(&found) > area(&best) * 1.05 {
            best = found;
        }
        if area(&best) > 0.6 * plan::area(&outline) {
            break;
        }
    }
    best
}

/// How much smaller than its floor slab an outline may be when a wall or room of the level is lost.
const OF_FLOOR: f64 = 0.97;

fn enclosure(survey: &Survey<'_>, id: StoreyId) -> Result<Region, Gap> {
    let lost = survey.lost_outline(id);
    if let Some((lost, false)) = lost {
        return Err(lost);
    }
    let found = enclosed(survey, id)?;
    // an inner wall that is lost takes nothing off the outline, which the floor slab then shows
    match lost {
        Some((lost, _)) if crate::floors::slab_area(survey, id).is_none_or(|floor| plan::area(&found) < floor * OF_FLOOR) => Err(lost),
        _ => Ok(found),
    }
}

impl Survey<'_> {
    /// The outline of a level that counts as its floor: the enclosure, of an open ground floor the projection of the storey
    /// above (GB/T 50353-2013 3.0.7).
    ///
    /// # Errors
    /// When neither rooms nor walls tell it.
    pub fn floor_outline(&self, id: StoreyId) -> Result<Region, Gap> {
        let own = self.enclosure(id);
        let storey = self.storey(id);
        if storey.usage != "open_ground" {
            return own.cloned().map_err(Clone::clone);
        }
        let Some(above) = storey.above.and_then(|above| self.enclosure(above).ok()) else {
            return own.cloned().map_err(Clone::clone);
        };
        Ok(plan::outline(&own.map_or_else(|_| above.clone(), |own| plan::union(&[own, above]))))
    }
}

/// Places between full walls, with a floor, for which no space of any kind is drawn: they belong to the floor all the same.
fn cells_without_rooms(survey: &Survey<'_>, id: StoreyId) -> Vec<Region> {
    let drawn: Vec<&Region> = survey.spaces_on(id).iter().filter_map(|space| survey.room(*space).ok()).map(|room| &room.region).collect();
    let drawn = plan::union(&drawn);
    let Some(floor) = survey.floor_region(id) else { return Vec::new() };
    let shares = |cell: &Region, other: &Region| plan::area(&plan::intersection(cell, other)) / plan::area(cell);
    let platforms = |cell: &Region| {
        let says = |thing: &ThingId| survey.thing(*thing).is_slab && crate::floors::is_platform(survey, *thing);
        survey.things_on(id).iter().filter(|thing| says(thing)).any(|thing| survey.plan(*thing).is_ok_and(|plan| shares(cell, plan) > 0.5))
    };
    let undrawn = survey.cells(id).iter().filter(|cell| shares(cell, &drawn) < 0.1 && shares(cell, floor) > 0.5);
    undrawn.filter(|cell| !platforms(cell)).cloned().collect()
}

fn enclosed(survey: &Survey<'_>, id: StoreyId) -> Result<Region, Gap> {
    let walls = survey.walls(id);
    let open = ["balcony", "terrace", "equipment_platform", "bay_window", "parking", "e_bike"];
    let roofed = |usage: &str| !open.contains(&usage);
    let roofed_rooms: Vec<(SpaceId, &Region)> = survey
        .spaces_on(id)
        .iter()
        .filter(|space| roofed(&survey.space(**space).usage))
        .filter_map(|space| Some((*space, &survey.room(*space).ok()?.region)))
        .collect();
    let rooms: Vec<&Region> = roofed_rooms.iter().map(|(_, room)| *room).collect();
    let floor = survey.storey(id).elevation;
    let on_floor = |wall: &WallOn| wall.bottom <= floor + ON_FLOOR;
    // side plates and glazing of bays begin above the floor and stand before the wall; a lintel stands over a breast wall
    let over_wall = |wall: &WallOn| {
        let size = plan::area(&wall.plan);
        walls.iter().any(|under| on_floor(under) && plan::area(&plan::intersection(&under.plan, &wall.plan)) > size / 2.0)
    };
    let tall = walls.iter().filter(|wall| !wall.is_low && (on_floor(wall) || over_wall(wall)));
    let tall: Vec<&Region> = tall.map(|wall| &wall.plan).collect();
    if rooms.is_empty() && tall.is_empty() {
        return Err(Gap::new(GapKind::NotModelled, format!("level {} has neither rooms nor walls with shapes", survey.storey(id).name)));
    }
    if rooms.is_empty() {
        let outline = plan::outline(&plan::closing(&plan::union(&tall), JOINT));
        let floor = crate::floors::slab_area(survey, id);
        if floor.is_some_and(|floor| plan::area(&outline) < floor * 0.8) {
            return Err(Gap::new(
                GapKind::Incomplete,
                format!("the outer walls of level {} do not close around its floor; model the walls or the rooms", survey.storey(id).name),
            ));
        }
        return Ok(outline);
    }
    // a space without a telling name beyond walls that close around the others is a balcony or a garden, no room
    let closed = plan::outline(&plan::closing(&plan::union(&tall), JOINT));
    let named = |space: SpaceId| survey.space(space).usage != "unknown";
    let beyond = |room: &Region| plan::area(&plan::intersection(room, &closed)) < 0.5 * plan::area(room);
    let kept: Vec<&Region> = roofed_rooms.iter().filter(|(space, room)| named(*space) || !beyond(room)).map(|(_, room)| *room).collect();
    let whole: f64 = rooms.iter().map(|room| plan::area(room)).sum();
    let rooms = if plan::area(&closed) > 0.8 * whole && !kept.is_empty() { kept } else { rooms };
    // the upper part of a void belongs to the level's outline, though no room of the level touches its outer wall
    let voids = crate::floor_holes::void_cells(survey, id);
    let undrawn = cells_without_rooms(survey, id);
    let rooms: Vec<&Region> = rooms.into_iter().chain(&voids).chain(&undrawn).collect();
    let inside = plan::union(&rooms);
    let columns: Vec<&Region> = survey
        .things_on(id)
        .iter()
        .filter(|thing| survey.thing(**thing).class.is_a(class::IFC_COLUMN))
        .filter_map(|thing| survey.plan(*thing).ok())
        .collect();
    let sides: Vec<Sides<'_>> = rooms.iter().map(|room| Sides::of(room)).collect();
    let encloses = |part: &Region| {
        let part = Sides::of(part);
        sides.iter().any(|room| part.touch(room, TOUCH))
    };
    let mut parts: Vec<&Region> = tall.iter().copied().filter(|wall| encloses(wall)).collect();
    // a column between two walls touches a room or a wall of it; one that stands apart does not
    let body = plan::union(&parts);
    parts.extend(columns.iter().copied().filter(|column| plan::touches(column, &inside, TOUCH) || plan::touches(column, &body, TOUCH)));
    parts.push(&inside);
    Ok(plan::outline(&plan::closing(&plan::union(&parts), JOINT)))
}
