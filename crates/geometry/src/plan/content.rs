//! All that a result depends on, to the bit, and results remembered by it: typical floors ask the same questions again.
//!
//! Whole contents are compared, never only their hashes, so that nobody can see whether an answer was made or remembered.

use super::area::rings;
use super::{Point2, Region};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Mutex, PoisonError};

/// Everything that a result depends on, word by word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content(Vec<u64>);

impl Content {
    /// With room for some words: what is asked often is made in one piece.
    #[must_use]
    pub(crate) fn with_room(words: usize) -> Self {
        Self(Vec::with_capacity(words))
    }

    /// How many words a region takes.
    pub(crate) fn words_of(region: &Region) -> usize {
        1 + region.0.len() + rings(region).map(|ring| 1 + 2 * ring.0.len()).sum::<usize>()
    }

    /// With a whole number: a count, a choice, a length of what follows.
    #[must_use]
    pub fn count(mut self, number: usize) -> Self {
        self.0.push(number as u64);
        self
    }

    /// With every bit of some numbers.
    #[must_use]
    pub fn numbers(mut self, numbers: &[f64]) -> Self {
        self.0.extend(numbers.iter().map(|number| number.to_bits()));
        self
    }

    /// With a text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.push(text.len() as u64);
        self.0.extend(text.bytes().map(u64::from));
        self
    }

    /// With every coordinate of a region.
    #[must_use]
    pub fn region(self, region: &Region) -> Self {
        self.placed(region, |point| point)
    }

    /// With every coordinate of a region, as `place` gives it.
    #[must_use]
    pub(crate) fn placed(mut self, region: &Region, place: impl Fn(Point2) -> Point2) -> Self {
        self.0.reserve(Self::words_of(region));
        self.0.push(region.0.len() as u64);
        for polygon in region {
            self.0.push(polygon.interiors().len() as u64);
        }
        for ring in rings(region) {
            self.0.push(ring.0.len() as u64);
            let start = self.0.len();
            self.0.resize(start + 2 * ring.0.len(), 0);
            for (words, point) in self.0[start..].chunks_exact_mut(2).zip(&ring.0) {
                let point = place(*point);
                words.copy_from_slice(&[point.x.to_bits(), point.y.to_bits()]);
            }
        }
        self
    }

    /// Its words.
    #[must_use]
    pub fn into_words(self) -> Vec<u64> {
        self.0
    }

    /// How many words it has.
    #[must_use]
    pub fn words(&self) -> usize {
        self.0.len()
    }

    pub(super) fn hash(&self) -> u64 {
        let mixed = self.0.iter().fold(0u64, |hash, word| (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed ^ (mixed >> 31)
    }
}

/// Words that are kept of one kind of results: 4 MB.
const WORDS: usize = 512 * 1024;

/// Results by all that they depend on, as long as there is room; whoever comes later makes them anew.
pub struct Remembered<V> {
    known: Mutex<Known<V>>,
}

struct Known<V> {
    made: HashMap<u64, Vec<(Content, V)>, BuildHasherDefault<super::memory::Spread>>,
    words: usize,
}

impl<V> Default for Remembered<V> {
    fn default() -> Self {
        Self { known: Mutex::new(Known { made: HashMap::default(), words: 0 }) }
    }
}

impl<V: Clone> Remembered<V> {
    /// What was made of this content.
    pub fn find(&self, content: &Content) -> Option<V> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.made.get(&content.hash())?.iter().find(|(other, _)| other == content).map(|(_, result)| result.clone())
    }

    /// Keeps what was made of a content.
    pub fn keep(&self, content: Content, result: V) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.words + content.words() <= WORDS {
            known.words += content.words();
            known.made.entry(content.hash()).or_default().push((content, result));
        }
    }

    /// What was made of this content, or is made now; nobody waits for another's making.
    pub fn recall(&self, content: Content, make: impl FnOnce() -> V) -> V {
        self.find(&content).unwrap_or_else(|| {
            let made = make();
            self.keep(content, made.clone());
            made
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{difference, rectangle, union};
    use std::cell::Cell;

    #[test]
    fn a_result_is_made_once_for_a_content() {
        let (memory, runs) = (Remembered::default(), Cell::new(0));
        let ask = |content: Content| {
            memory.recall(content, || {
                runs.set(runs.get() + 1);
                runs.get()
            })
        };
        let room = rectangle([0.0, 0.0], [3.0, 4.0]);
        let of = |x: f64, usage: &str| Content::default().count(1).numbers(&[x]).text(usage).region(&room);
        assert_eq!((ask(of(0.5, "卧室")), ask(of(0.5, "卧室")), runs.get()), (1, 1, 1));
        assert_eq!((ask(of(0.5, "厨房")), ask(of(0.25, "卧室")), runs.get()), (2, 3, 3));
    }

    #[test]
    fn regions_that_differ_have_different_contents() {
        let whole = rectangle([0.0, 0.0], [9.0, 9.0]);
        let inner = rectangle([1.0, 1.0], [2.0, 2.0]);
        let regions = [difference(&whole, &inner), union(&[&whole]), inner.clone(), union(&[inner, rectangle([5.0, 5.0], [6.0, 6.0])])];
        let contents: Vec<Content> = regions.iter().map(|region| Content::default().region(region)).collect();
        for (at, content) in contents.iter().enumerate() {
            assert_eq!(contents.iter().filter(|other| *other == content).count(), 1, "{at}");
        }
    }

    #[test]
    fn the_memory_is_bounded() {
        let memory = Remembered::default();
        for at in 0..3000 {
            memory.keep(Content::default().count(at).numbers(&[0.5; 1000]), at);
        }
        assert!(memory.find(&Content::default().count(0).numbers(&[0.5; 1000])).is_some());
        assert!(memory.find(&Content::default().count(2999).numbers(&[0.5; 1000])).is_none());
    }
}
