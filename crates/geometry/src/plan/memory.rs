//! What was made before: typical floors repeat each other to the bit, and so do the questions asked about them.
//!
//! An operation is told by its name, its parameters and every coordinate of its operands; what it gave is kept while there is
//! room. Whole operands are compared, never only their hashes, so that nobody can see whether an answer was made or remembered.

use super::Region;
use super::content::Content;
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
pub(super) enum Operation {
    Union,
    Difference,
    Intersection,
    Xor,
    Offset,
    Closing,
    Opening,
}

struct Made {
    key: Content,
    result: Arc<Region>,
}

#[derive(Default)]
struct Shard {
    made: HashMap<u64, Vec<Made>, BuildHasherDefault<Spread>>,
    words: usize,
}

static KNOWN: [Mutex<Option<Shard>>; SHARDS] = [const { Mutex::new(None) }; SHARDS];

/// The result of an operation on regions, made or remembered.
pub(super) fn recall<'r>(
    operation: Operation,
    parameters: &[f64],
    regions: impl Iterator<Item = &'r Region>,
    make: impl FnOnce() -> Region,
) -> Region {
    let key = key(operation, parameters, regions);
    if key.words() > LARGEST {
        return make();
    }
    let hash = key.hash();
    let shard = &KNOWN[hash as usize % SHARDS];
    let find = || {
        let known = shard.lock().ok()?;
        let made = known.as_ref()?.made.get(&hash)?.iter().find(|made| made.key == key)?;
        Some(Arc::clone(&made.result))
    };
    if let Some(result) = find() {
        return (*result).clone();
    }
    // made without holding the lock
    let result = make();
    keep(shard, hash, key, &result);
    result
}

fn keep(shard: &Mutex<Option<Shard>>, hash: u64, key: Content, result: &Region) {
    let Ok(mut known) = shard.lock() else { return };
    let known = known.get_or_insert_default();
    let size = key.words() + size_of(result);
    if known.words + size > WORDS {
        *known = Shard::default();
    }
    known.words += size;
    let chain = known.made.entry(hash).or_default();
    if chain.len() >= CHAIN {
        let first = chain.remove(0);
        known.words -= first.key.words() + size_of(&first.result);
    }
    chain.push(Made { key, result: Arc::new(result.clone()) });
}

fn size_of(region: &Region) -> usize {
    super::area::rings(region).map(|ring| 2 * ring.0.len() + 4).sum()
}

fn key<'r>(operation: Operation, parameters: &[f64], regions: impl Iterator<Item = &'r Region>) -> Content {
    regions.fold(Content::default().count(operation as usize).numbers(parameters), Content::region)
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
            recall(operation, parameters, regions.iter().copied(), || {
                runs.set(runs.get() + 1);
                regions[0].clone()
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
    fn the_memory_is_bounded() {
        let shard = Mutex::new(None);
        for at in 0..2000u64 {
            let region = rectangle([at as f64, 0.0], [at as f64 + 1.0, 1.0]);
            let key = Content::default().numbers(&[at as f64; 1000]);
            keep(&shard, at, key, &region);
        }
        let known = shard.lock().unwrap();
        assert!(known.as_ref().is_some_and(|known| known.words <= WORDS && known.words > 1000));
    }
}
