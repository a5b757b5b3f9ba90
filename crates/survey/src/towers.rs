//! Several towers that one IfcBuilding holds on common levels, told apart by where their walls, floors and rooms stand: each
//! becomes a building of its own, as its heights, façade, lifts and households are judged by themselves. Levels below ground
//! that run under all of them stay with what the model calls the building.

use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::Gap;
use haofang_geometry::Shape;
use haofang_geometry::plan::{Point2, Region};
use haofang_ifc::class;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::building::{Building, BuildingId, StoreyId, Survey};

/// Nearer parts may be one building (m): fire rules keep houses at least this far apart (GB 50016 §5.2.2, with walls without
/// openings).
const APART: f64 = 4.0;

/// A smaller part of the plan is no tower (m2).
const TOWER: f64 = 40.0;

/// A tower has walls on as many levels above ground.
const LEVELS: usize = 2;

/// A level this far below ±0.000 lies below ground (m).
const BELOW_GROUND: f64 = 1.5;

/// One of several towers of an IfcBuilding.
#[derive(Debug, Clone)]
pub struct Tower {
    /// Which one, from 1: from west to east and from south to north by the model's axes.
    pub at: usize,
    /// How it is called beside the name of the whole: `东塔`, `塔3`.
    pub word: String,
    /// What holds the levels below ground that the towers share.
    pub base: Option<BuildingId>,
    /// How it was told apart.
    pub by: String,
    boxes: Vec<Flat>,
    axes: Axes,
}

/// A box in plan along the axes of the building: lowest x and y, highest x and y (m).
type Flat = [f64; 4];

/// The direction of the building's x axis in plan.
#[derive(Debug, Clone, Copy)]
struct Axes {
    cos: f64,
    sin: f64,
}

impl Axes {
    fn of(survey: &Survey<'_>, id: BuildingId) -> Self {
        let placed = survey.buildings[id.0].entities.first().and_then(|(model, entity)| survey.readers.placement(*model, *entity));
        let x = placed.map_or((1.0, 0.0), |frame| (frame.x().x, frame.x().y));
        let length = x.0.hypot(x.1);
        if length < 0.5 { Self { cos: 1.0, sin: 0.0 } } else { Self { cos: x.0 / length, sin: x.1 / length } }
    }

    fn turned(self, p: Point2) -> [f64; 2] {
        [p.x * self.cos + p.y * self.sin, p.y * self.cos - p.x * self.sin]
    }

    /// A box for each part of a region.
    fn boxes(self, region: &Region) -> Vec<Flat> {
        let around = |part: &geo::Polygon<f64>| {
            part.exterior().0.iter().fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |b, p| {
                let [x, y] = self.turned(*p);
                [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)]
            })
        };
        region.iter().map(around).filter(|b| b.iter().all(|side| side.is_finite())).collect()
    }
}

/// Walls, floors and rooms of one box in plan: typical floors have the same ones, to the bit.
struct Stand {
    side: Flat,
    /// The levels on which a wall stands there.
    walled: BTreeSet<StoreyId>,
    /// A floor or a room lies there, above the lowest level.
    has_floor: bool,
}

/// Each box once.
#[derive(Default)]
struct Stands {
    all: Vec<Stand>,
    known: FxHashMap<[u64; 4], usize>,
}

impl Stands {
    fn at(&mut self, side: Flat) -> &mut Stand {
        let at = *self.known.entry(side.map(f64::to_bits)).or_insert(self.all.len());
        if at == self.all.len() {
            self.all.push(Stand { side, walled: BTreeSet::new(), has_floor: false });
        }
        &mut self.all[at]
    }

    fn sides(&self) -> Vec<Flat> {
        self.all.iter().map(|stand| stand.side).collect()
    }
}

struct Found {
    axes: Axes,
    towers: Vec<Vec<Flat>>,
    below: Vec<StoreyId>,
    above: Vec<StoreyId>,
}

/// Makes a building of every tower.
pub(crate) fn split(survey: &mut Survey<'_>) {
    let mut walls: Vec<Vec<usize>> = vec![Vec::new(); survey.buildings.len()];
    for (at, thing) in survey.things.iter().enumerate() {
        if let (Some(building), Some(_)) = (thing.building, thing.storey)
            && (thing.class.is_a(class::IFC_WALL) || thing.class.is_a(class::IFC_CURTAIN_WALL))
        {
            walls[building.0].push(at);
        }
    }
    for (at, walls) in walls.into_iter().enumerate() {
        if let Some(found) = find(survey, BuildingId(at), &walls) {
            part(survey, BuildingId(at), found);
        }
    }
}

/// The towers of a building, where it has several and nothing above the lowest level joins them.
fn find(survey: &Survey<'_>, id: BuildingId, walls: &[usize]) -> Option<Found> {
    let building = &survey.buildings[id.0];
    let zero = survey.zero(id);
    let (below, above): (Vec<StoreyId>, Vec<StoreyId>) = building.storeys.iter().copied().partition(|id| {
        let storey = &survey.storeys[id.0];
        let named = survey.vocabulary.find("storey", &storey.name).is_some_and(|found| found.word == "basement");
        named || storey.claim.number.is_some_and(|number| number < 0) || storey.elevation < zero - BELOW_GROUND
    });
    if building.is_site || above.len() < LEVELS {
        return None;
    }
    let axes = Axes::of(survey, id);
    let on = |storey: Option<StoreyId>, levels: &[StoreyId]| storey.filter(|storey| levels.contains(storey));
    let walls = walls.par_iter().filter_map(|at| {
        let thing = &survey.things[*at];
        let storey = on(thing.storey, &above)?;
        let shape = thing.shape.get_or_init(|| survey.readers.lower(thing.model, thing.entity)).as_ref().ok()?;
        Some((storey, axes.boxes(shape.plan())))
    });
    let mut stands = Stands::default();
    for (storey, sides) in walls.collect::<Vec<_>>() {
        sides.into_iter().for_each(|side| {
            stands.at(side).walled.insert(storey);
        });
    }
    if components(&stands.sides()).len() < 2 {
        return None;
    }
    // a floor or room above the lowest level joins what it covers; what lies on the ground may run under all towers
    let upper = &above[1..];
    let plans = |shape: &Result<Shape, Gap>| shape.as_ref().ok().map(|shape: &Shape| axes.boxes(shape.plan())).unwrap_or_default();
    let slabs = survey.things.iter().filter(|thing| thing.is_slab).filter_map(|thing| {
        let storey = on(thing.storey, upper)?;
        Some((storey, plans(thing.shape.get_or_init(|| survey.readers.lower(thing.model, thing.entity)))))
    });
    let rooms = survey.spaces.iter().filter_map(|space| {
        let storey = on(space.storey, upper)?;
        Some((storey, plans(space.shape.get_or_init(|| survey.readers.lower(space.model, space.entity)))))
    });
    slabs.chain(rooms).flat_map(|(_, sides)| sides).for_each(|side| stands.at(side).has_floor = true);
    let mut towers: Vec<Vec<Flat>> = Vec::new();
    for part in components(&stands.sides()) {
        let own: Vec<&Stand> = part.iter().map(|at| &stands.all[*at]).collect();
        let walled: BTreeSet<StoreyId> = own.iter().flat_map(|stand| stand.walled.iter().copied()).collect();
        let whole = own.iter().fold(own[0].side, |a, b| join(&a, &b.side));
        let is_large = (whole[2] - whole[0]) * (whole[3] - whole[1]) >= TOWER;
        if walled.len() >= LEVELS && is_large && own.iter().any(|stand| stand.has_floor) {
            towers.push(own.into_iter().map(|stand| stand.side).collect());
        }
    }
    (towers.len() > 1).then_some(Found { axes, towers, below, above })
}

fn join(a: &Flat, b: &Flat) -> Flat {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// Distance between two boxes (m); 0 where they meet.
fn gap(a: &Flat, b: &Flat) -> f64 {
    let across = |low: f64, high: f64, other_low: f64, other_high: f64| (other_low - high).max(low - other_high).max(0.0);
    across(a[0], a[2], b[0], b[2]).hypot(across(a[1], a[3], b[1], b[3]))
}

/// Which boxes stand together: by a gap of less than [`APART`], over all levels.
fn components(all: &[Flat]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| all[*a][0].total_cmp(&all[*b][0]).then(a.cmp(b)));
    // groups swept from low to high x: those that end too far back are done
    let mut open: Vec<(Vec<usize>, Vec<Flat>)> = Vec::new();
    let mut done: Vec<Vec<usize>> = Vec::new();
    for at in order {
        let own = all[at];
        let (mut members, mut boxes) = (vec![at], vec![own]);
        let mut rest = Vec::with_capacity(open.len());
        for (others, mut sides) in open {
            sides.retain(|side| side[2] > own[0] - APART);
            if sides.is_empty() {
                done.push(others);
            } else if sides.iter().any(|side| gap(side, &own) < APART) {
                members.extend(others);
                // what a box already there covers adds nothing
                let covered = sides.iter().any(|s| s[0] <= own[0] && s[1] <= own[1] && s[2] >= own[2] && s[3] >= own[3]);
                if covered && boxes.first() == Some(&own) {
                    boxes.remove(0);
                }
                boxes.extend(sides);
            } else {
                rest.push((others, sides));
            }
        }
        rest.push((members, boxes));
        open = rest;
    }
    done.extend(open.into_iter().map(|(members, _)| members));
    done.iter_mut().for_each(|members| members.sort_unstable());
    done.sort();
    done
}

/// The nearest tower of a place.
fn nearest(towers: &[Vec<Flat>], place: [f64; 2]) -> usize {
    let place = [place[0], place[1], place[0], place[1]];
    let apart = |boxes: &Vec<Flat>| boxes.iter().map(|b| gap(b, &place)).fold(f64::INFINITY, f64::min);
    (0..towers.len()).min_by(|a, b| apart(&towers[*a]).total_cmp(&apart(&towers[*b]))).unwrap_or(0)
}

/// What towers are called by where their middles lie: by the model's axes, +Y taken as north.
fn words(middles: &[[f64; 2]]) -> Vec<String> {
    let [a, b] = middles else { return (1..=middles.len()).map(|at| format!("塔{at}")).collect() };
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let pair = match (dx.abs() >= dy.abs(), dx >= 0.0, dy >= 0.0) {
        (true, true, _) => ["西塔", "东塔"],
        (true, false, _) => ["东塔", "西塔"],
        (false, _, true) => ["南塔", "北塔"],
        (false, _, false) => ["北塔", "南塔"],
    };
    pair.map(str::to_owned).to_vec()
}

/// Gives every tower its building, its levels and what stands in it.
fn part(survey: &mut Survey<'_>, id: BuildingId, mut found: Found) {
    let axes = found.axes;
    let middle = |boxes: &Vec<Flat>| {
        let whole = boxes.iter().fold(boxes[0], |a, b| join(&a, b));
        let (u, v) = (0.5 * (whole[0] + whole[2]), 0.5 * (whole[1] + whole[3]));
        [u * axes.cos - v * axes.sin, v * axes.cos + u * axes.sin]
    };
    // within a metre of one meridian the southern one comes first
    let place = |boxes: &Vec<Flat>| (middle(boxes)[0].round(), middle(boxes)[1]);
    found.towers.sort_by(|a, b| place(a).0.total_cmp(&place(b).0).then(place(a).1.total_cmp(&place(b).1)));
    let towers = &found.towers;
    let apart = (0..towers.len()).flat_map(|a| (a + 1..towers.len()).map(move |b| (a, b)));
    let apart = apart.flat_map(|(a, b)| towers[a].iter().flat_map(move |one| towers[b].iter().map(move |other| gap(one, other))));
    let apart = apart.fold(f64::INFINITY, f64::min);
    let middles: Vec<[f64; 2]> = towers.iter().map(middle).collect();
    let (words, count, zero) = (words(&middles), towers.len(), survey.zero(id));
    let name = survey.buildings[id.0].name.clone();
    survey.notes.push(format!(
        "building {name} holds {count} towers on common levels, at least {apart:.1} m apart; each is taken as a building of its own ({}, +Y taken as north)",
        words.join("、")
    ));
    let base = (!found.below.is_empty()).then_some(id);
    let mut ids: Vec<BuildingId> = Vec::new();
    for (at, word) in words.into_iter().enumerate() {
        let tower = Tower {
            at: at + 1,
            word,
            base,
            by: format!("tower {} of {count} on common levels of one IfcBuilding, at least {apart:.1} m apart", at + 1),
            boxes: towers[at].clone(),
            axes,
        };
        let whole = &survey.buildings[id.0];
        let (entities, name) = (whole.entities.clone(), format!("{name}（{}）", tower.word));
        let own = Building {
            entities,
            name,
            storeys: Vec::new(),
            origin: zero,
            is_site: false,
            residential: None,
            tower: Some(tower),
            is_base: false,
        };
        if at == 0 && base.is_none() {
            survey.buildings[id.0] = own;
            ids.push(id);
        } else {
            ids.push(BuildingId(survey.buildings.len()));
            survey.buildings.push(own);
        }
    }
    if base.is_some() {
        let whole = &mut survey.buildings[id.0];
        (whole.is_base, whole.origin, whole.storeys) = (true, zero, found.below.clone());
    }
    let homes = homes(survey, id, &found);
    let levels = levels(survey, &ids, &found, &homes);
    for (at, tower) in homes.things {
        let thing = &mut survey.things[at];
        thing.building = Some(ids[tower]);
        thing.storey = thing.storey.map(|storey| levels.get(&(tower, storey)).copied().unwrap_or(storey));
    }
    for (at, tower) in homes.spaces {
        let space = &mut survey.spaces[at];
        space.building = Some(ids[tower]);
        space.storey = space.storey.map(|storey| levels.get(&(tower, storey)).copied().unwrap_or(storey));
    }
}

/// Things and rooms above ground, each with its tower.
struct Homes {
    things: Vec<(usize, usize)>,
    spaces: Vec<(usize, usize)>,
}

fn homes(survey: &Survey<'_>, id: BuildingId, found: &Found) -> Homes {
    let zero = survey.zero(id);
    let tower_of = |storey: Option<StoreyId>, shape: &Result<Shape, Gap>, placed: Option<Point2>| {
        let extent = shape.as_ref().ok().map(Shape::extent);
        let is_above = match storey {
            Some(storey) => found.above.contains(&storey),
            None => found.below.is_empty() || extent.as_ref().is_none_or(|extent| extent.max[2] > zero + BELOW_GROUND),
        };
        if !is_above {
            return None;
        }
        let middle = extent.map(|e| Point2 { x: 0.5 * (e.min[0] + e.max[0]), y: 0.5 * (e.min[1] + e.max[1]) });
        // what stands nowhere is the first one's: nothing is measured on it
        Some(middle.or(placed).map_or(0, |place| nearest(&found.towers, found.axes.turned(place))))
    };
    let placed = |model, entity| survey.readers.placement(model, entity).map(|frame| Point2 { x: frame.origin.x, y: frame.origin.y });
    let things = survey.things.par_iter().enumerate().filter(|(_, thing)| thing.building == Some(id)).filter_map(|(at, thing)| {
        let shape = thing.shape.get_or_init(|| survey.readers.lower(thing.model, thing.entity));
        Some((at, tower_of(thing.storey, shape, placed(thing.model, thing.entity))?))
    });
    let spaces = survey.spaces.par_iter().enumerate().filter(|(_, space)| space.building == Some(id)).filter_map(|(at, space)| {
        let shape = space.shape.get_or_init(|| survey.readers.lower(space.model, space.entity));
        Some((at, tower_of(space.storey, shape, placed(space.model, space.entity))?))
    });
    Homes { things: things.collect(), spaces: spaces.collect() }
}

/// The levels of each tower: every one from the ground to the highest on which something of it stands, as a level left out would
/// double the storey below. The first tower that has a level keeps it, the others have one of their own.
fn levels(survey: &mut Survey<'_>, ids: &[BuildingId], found: &Found, homes: &Homes) -> BTreeMap<(usize, StoreyId), StoreyId> {
    let things = homes.things.iter().filter_map(|(at, tower)| Some((*tower, survey.things[*at].storey?)));
    let spaces = homes.spaces.iter().filter_map(|(at, tower)| Some((*tower, survey.spaces[*at].storey?)));
    let held: BTreeSet<(usize, StoreyId)> = things.chain(spaces).collect();
    let highest = |tower: usize| found.above.iter().rposition(|storey| held.contains(&(tower, *storey)));
    let tops: Vec<Option<usize>> = (0..ids.len()).map(highest).collect();
    let mut out = BTreeMap::new();
    let mut stacks: Vec<Vec<StoreyId>> = vec![Vec::new(); ids.len()];
    for (at, storey) in found.above.iter().copied().enumerate() {
        let mut is_taken = false;
        for tower in (0..ids.len()).filter(|tower| tops[*tower].is_some_and(|top| at <= top)) {
            let own = if is_taken {
                let twin = survey.storeys[storey.0].twin();
                survey.storeys.push(twin);
                StoreyId(survey.storeys.len() - 1)
            } else {
                storey
            };
            is_taken = true;
            survey.storeys[own.0].building = Some(ids[tower]);
            out.insert((tower, storey), own);
            stacks[tower].push(own);
        }
    }
    let ground = found.below.last().copied();
    for (building, stack) in ids.iter().zip(stacks) {
        let mut below = ground;
        for storey in &stack {
            (survey.storeys[storey.0].below, survey.storeys[storey.0].above) = (below, None);
            if let Some(below) = below.filter(|below| Some(*below) != ground) {
                survey.storeys[below.0].above = Some(*storey);
            }
            below = Some(*storey);
        }
        survey.buildings[building.0].storeys = stack;
    }
    // a level below ground is as high as the ground storey of the first tower lies above it
    if let (Some(ground), Some(first)) = (ground, ids.first().and_then(|id| survey.buildings[id.0].storeys.first().copied())) {
        survey.storeys[ground.0].above = Some(first);
    }
    out
}

impl Survey<'_> {
    /// The building above what stands at a place: of levels that several towers share the tower over it, else the building itself.
    pub(crate) fn tower_at(&self, building: Option<BuildingId>, place: &Region) -> Option<BuildingId> {
        let Some(base) = building.filter(|id| self.building(*id).is_base) else { return building };
        let over = self.buildings.iter().enumerate().filter_map(|(at, other)| {
            let tower = other.tower.as_ref().filter(|tower| tower.base == Some(base))?;
            let boxes = tower.axes.boxes(place);
            let apart = tower.boxes.iter().flat_map(|b| boxes.iter().map(move |own| gap(b, own))).fold(f64::INFINITY, f64::min);
            Some((apart, BuildingId(at)))
        });
        over.filter(|(apart, _)| *apart < APART).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(building, |(_, id)| Some(id))
    }

    /// The levels below ground that a tower shares with others, ascending; none for any other building.
    pub(crate) fn shared_levels(&self, building: BuildingId) -> &[StoreyId] {
        let base = self.building(building).tower.as_ref().and_then(|tower| tower.base);
        base.map_or(&[], |base| self.storeys_of(base))
    }

    /// Whether a level belongs to a building, or to the levels below ground that it shares with other towers.
    pub(crate) fn is_level_of(&self, storey: StoreyId, building: BuildingId) -> bool {
        self.storey(storey).building == Some(building) || self.shared_levels(building).contains(&storey)
    }

    /// What tells the subjects of one tower from those of the others: nothing for a building that is no tower.
    pub(crate) fn tower_key(&self, building: BuildingId) -> String {
        self.building(building).tower.as_ref().map_or_else(String::new, |tower| format!("/{}", tower.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_nearer_than_four_metres_stand_together() {
        let row =
            [[0.0, 0.0, 10.0, 1.0], [0.0, 0.0, 1.0, 30.0], [13.9, 20.0, 20.0, 21.0], [24.1, 0.0, 30.0, 30.0], [0.0, 22.0, 12.0, 30.0]];
        let mut found = components(&row);
        assert_eq!(found, [vec![0, 1, 2, 4], vec![3]]);
        // whatever the order
        let turned: Vec<Flat> = row.iter().rev().copied().collect();
        found = components(&turned);
        assert_eq!(found, [vec![0, 2, 3, 4], vec![1]]);
    }

    #[test]
    fn towers_are_called_by_where_they_lie() {
        assert_eq!(words(&[[0.0, 0.0], [40.0, 3.0]]), ["西塔", "东塔"]);
        assert_eq!(words(&[[0.0, 50.0], [1.0, 3.0]]), ["北塔", "南塔"]);
        assert_eq!(words(&[[0.0, 0.0], [40.0, 3.0], [80.0, 3.0]]), ["塔1", "塔2", "塔3"]);
    }
}
