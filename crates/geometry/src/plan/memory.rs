//! What was made before: typical floors repeat each other, towers of one kind do, and so do the questions asked about them.
//!
//! An operation is told by its name, its parameters and every coordinate of its operands about their first vertex, on a grid far
//! finer than anything that counts: equal shapes are equal wherever they stand. What it gives is made of these coordinates, never
//! of others, and kept while there is room; corners that it has from its operands are theirs again, to the bit. Whole operands are
//! compared, never only their hashes, so that nobody can see whether an answer was made or remembered.

use super::area::rings;
use super::content::Content;
use super::{Point2, Region};
use crate::tolerance::{in_reach, on_plan_grid};
use geo::{LineString, MapCoords, Polygon};
use std::any::Any;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex};

/// Parts of the memory, each with its own lock.
const SHARDS: usize = 16;

/// Words that one part holds before it is emptied: 24 MB over all parts.
const WORDS: usize = 24 * 1024 * 1024 / 8 / SHARDS;

/// Operations with larger operands are not kept.
const LARGEST: usize = WORDS / 8;

/// Operations that share a hash; more of them push out the first.
const CHAIN: usize = 4;

/// The operations that are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Union,
    Difference,
    Intersection,
    Xor,
    Offset,
    Closing,
    Opening,
    Grid,
    Pattern,
}

struct Made {
    key: Content,
    /// What the operation makes: its name is part of the key.
    result: Arc<dyn Any + Send + Sync>,
    words: usize,
}

/// A result about the first vertex of its operands.
struct Local {
    region: Region,
    /// Of each vertex, ring by ring: which vertex of the operands it is, or [`NEW`].
    corners: Vec<u32>,
}

/// A vertex that no operand has.
const NEW: u32 = u32::MAX;

#[derive(Default)]
struct Shard {
    made: HashMap<u64, Vec<Made>, BuildHasherDefault<Spread>>,
    words: usize,
}

static KNOWN: [Mutex<Option<Shard>>; SHARDS] = [const { Mutex::new(None) }; SHARDS];

/// The result of an operation on regions, made or remembered; `make` is given them about their first vertex, and nothing else may
/// go into what it makes.
pub(super) fn recall<'r>(
    operation: Operation,
    parameters: &[f64],
    regions: impl Iterator<Item = &'r Region> + Clone,
    make: impl FnOnce(&[Region]) -> Region,
) -> Region {
    // without a vertex that counts there is no area
    let Some(origin) = first_vertex(regions.clone()) else { return Region::new(vec![]) };
    let key = key(operation, parameters, regions.clone(), origin);
    remembered(key, Local::words, || Local::made(regions.clone(), origin, make)).back(regions, origin)
}

/// What depends on nothing but a key, made or remembered; the first word of a key is the number of its [`Operation`].
pub(crate) fn remembered<T: Send + Sync + 'static>(key: Content, words: impl FnOnce(&T) -> usize, make: impl FnOnce() -> T) -> Arc<T> {
    if key.words() > LARGEST {
        return Arc::new(make());
    }
    let hash = key.hash();
    let shard = &KNOWN[hash as usize % SHARDS];
    let find = || {
        let known = shard.lock().ok()?;
        let made = known.as_ref()?.made.get(&hash)?.iter().find(|made| made.key == key)?;
        Arc::clone(&made.result).downcast().ok()
    };
    if let Some(result) = find() {
        return result;
    }
    // made without holding the lock
    let result = Arc::new(make());
    keep(shard, hash, Made { words: key.words() + words(&result), result: Arc::<T>::clone(&result), key });
    result
}

/// The first vertex within reach.
pub(crate) fn first_vertex<'r>(regions: impl Iterator<Item = &'r Region>) -> Option<Point2> {
    let mut vertices = regions.flatten().flat_map(|polygon| polygon.exterior().0.iter());
    vertices.find(|p| in_reach(p.x) && in_reach(p.y)).copied()
}

/// A point about another, on the grid of plan algebra.
pub(crate) fn about(point: Point2, origin: Point2) -> Point2 {
    Point2 { x: on_plan_grid(point.x - origin.x), y: on_plan_grid(point.y - origin.y) }
}

/// The vertices of all rings, one after the other.
fn vertices<'r>(regions: impl Iterator<Item = &'r Region> + Clone) -> Vec<Point2> {
    let mut all = Vec::with_capacity(regions.clone().flat_map(rings).map(|ring| ring.0.len()).sum());
    for polygon in regions.flatten() {
        all.extend_from_slice(&polygon.exterior().0);
        polygon.interiors().iter().for_each(|hole| all.extend_from_slice(&hole.0));
    }
    all
}

impl Local {
    fn made<'r>(regions: impl Iterator<Item = &'r Region>, origin: Point2, make: impl FnOnce(&[Region]) -> Region) -> Self {
        let near: Vec<Region> = regions.map(|region| region.map_coords(|point| about(point, origin))).collect();
        let region = make(&near);
        let order = |a: &Point2, b: &Point2| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y));
        let mut known: Vec<(Point2, u32)> = vertices(near.iter()).into_iter().zip(0..NEW).collect();
        known.sort_unstable_by(|a, b| order(&a.0, &b.0).then(a.1.cmp(&b.1)));
        // the first of equals
        let corner = |point: &Point2| {
            let at = known.partition_point(|(other, _)| order(other, point).is_lt());
            known.get(at).filter(|(other, _)| other == point).map_or(NEW, |(_, number)| *number)
        };
        let corners = vertices(std::iter::once(&region)).iter().map(corner).collect();
        Self { region, corners }
    }

    fn words(&self) -> usize {
        rings(&self.region).map(|ring| 2 * ring.0.len() + 4).sum::<usize>() + self.corners.len() / 2
    }

    /// Among the operands as they stand.
    fn back<'r>(&self, regions: impl Iterator<Item = &'r Region> + Clone, origin: Point2) -> Region {
        if self.region.0.is_empty() {
            return Region::new(vec![]);
        }
        let exact = vertices(regions);
        let mut corners = self.corners.iter();
        let mut back = |ring: &LineString<f64>| {
            let moved =
                ring.0.iter().zip(&mut corners).map(|(point, corner)| exact.get(*corner as usize).copied().unwrap_or(*point + origin));
            LineString(moved.collect())
        };
        let polygons = self.region.iter().map(|polygon| {
            let outer = back(polygon.exterior());
            Polygon::new(outer, polygon.interiors().iter().map(&mut back).collect())
        });
        Region::new(polygons.collect())
    }
}

fn keep(shard: &Mutex<Option<Shard>>, hash: u64, made: Made) {
    let Ok(mut known) = shard.lock() else { return };
    let known = known.get_or_insert_default();
    if known.words + made.words > WORDS {
        *known = Shard::default();
    }
    known.words += made.words;
    let chain = known.made.entry(hash).or_default();
    if chain.len() >= CHAIN {
        let first = chain.remove(0);
        known.words -= first.words;
    }
    chain.push(made);
}

fn key<'r>(operation: Operation, parameters: &[f64], regions: impl Iterator<Item = &'r Region> + Clone, origin: Point2) -> Content {
    let words = 1 + parameters.len() + regions.clone().map(Content::words_of).sum::<usize>();
    let content = Content::with_room(words).count(operation as usize).numbers(parameters);
    regions.fold(content, |content, region| content.placed(region, |point| about(point, origin)))
}

/// The hash is made already.
#[derive(Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::rectangle;
    use std::cell::Cell;

    #[test]
    fn an_operation_is_made_once_and_others_are_not_mistaken_for_it() {
        let (a, b) = (rectangle([811.5, 1.0], [812.5, 3.0]), rectangle([811.5, 1.0], [812.5, 4.0]));
        let runs = Cell::new(0);
        let ask = |operation, parameters: &[f64], regions: &[&Region]| {
            recall(operation, parameters, regions.iter().copied(), |near| {
                runs.set(runs.get() + 1);
                near[0].clone()
            })
        };
        assert_eq!(ask(Operation::Union, &[], &[&a, &b]), a);
        assert_eq!(ask(Operation::Union, &[], &[&a, &b]), a);
        assert_eq!(runs.get(), 1);
        assert_eq!(ask(Operation::Union, &[], &[&b, &a]), b);
        assert_eq!(ask(Operation::Difference, &[], &[&a, &b]), a);
        assert_eq!(ask(Operation::Offset, &[0.1], &[&a]), a);
        assert_eq!(ask(Operation::Offset, &[0.2], &[&a]), a);
        assert_eq!(runs.get(), 5);
    }

    #[test]
    fn equal_shapes_are_one_wherever_they_stand() {
        let runs = Cell::new(0);
        let at = |x: f64, y: f64| rectangle([x + 0.137, y + 811.4], [x + 3.6, y + 812.9]);
        let ask = |region: &Region| {
            recall(Operation::Offset, &[0.4711], std::iter::once(region), |near| {
                runs.set(runs.get() + 1);
                near[0].clone()
            })
        };
        for (x, y) in [(0.0, 0.0), (90.0, 0.0), (170.0, -35.0), (12.345, 6.789), (1.0 / 3.0, 2000.1)] {
            let region = at(x, y);
            assert_eq!(ask(&region), region, "corners of operands come back to the bit");
        }
        assert_eq!(runs.get(), 1);
    }

    #[test]
    fn the_memory_is_bounded() {
        let shard = Mutex::new(None);
        for at in 0..2000u64 {
            let key = Content::default().numbers(&[at as f64; 1000]);
            keep(&shard, at, Made { words: key.words() + 10, key, result: Arc::new(at) });
        }
        let known = shard.lock().unwrap();
        assert!(known.as_ref().is_some_and(|known| known.words <= WORDS && known.words > 1000));
    }
}
