//! The index: where each instance's attributes begin, its number and its class, in 14 bytes or so apiece, 18 once they are asked for by class.

use std::sync::OnceLock;

use crate::column::Column;
use crate::entity::InstanceId;
use crate::schema::CLASSES;
use crate::schema::Class;

/// Marks an id in `ids` that does not fit and stands in `wide`.
const WIDE: u32 = u32::MAX;

/// All instances in file order. An instance is named by its index here.
pub(crate) struct Records {
    ids: Column<u32>,
    /// Ids of 2³²−1 and more, by index.
    wide: Vec<(u32, u64)>,
    /// Low halves of the byte after each record's opening bracket.
    args: Column<u32>,
    /// Indexes at which the high half of `args` grows by one.
    carries: Vec<u32>,
    classes: Column<u16>,
    /// Made when first asked for.
    by_class: OnceLock<ByClass>,
    by_id: ById,
    /// The largest id.
    largest: u64,
    /// The records pushed last, before they are dealt to the columns: one place to write to, instead of three.
    fresh: [Fresh; FRESH],
    waiting: usize,
}

/// Records that wait to be dealt to the columns, at most.
const FRESH: usize = 64;

#[derive(Clone, Copy, Default)]
struct Fresh {
    id: u32,
    args: u32,
    class: u16,
}

/// Indexes ordered by class, then by place.
struct ByClass {
    order: Vec<u32>,
    /// Where the indexes of each class begin, and the end of the last.
    starts: Vec<u32>,
}

/// From an id to the index.
enum ById {
    /// At the place of an id: the index plus one, zero for none. For files that number densely, as nearly all do.
    Dense(Column<u32>),
    /// Ids dealt into buckets, for files that leave out most numbers.
    Sparse {
        /// Indexes ordered by id.
        order: Vec<u32>,
        /// First rank in id order at which `id >> shift` is at least the slot's number.
        buckets: Vec<u32>,
        shift: u32,
    },
}

impl Default for Records {
    fn default() -> Records {
        Records::with_capacity(0)
    }
}

impl Records {
    pub(crate) fn with_capacity(count: usize) -> Records {
        Records {
            ids: Column::with_capacity(count),
            wide: Vec::new(),
            args: Column::with_capacity(count),
            carries: Vec::new(),
            classes: Column::with_capacity(count),
            by_class: OnceLock::new(),
            by_id: ById::Dense(Column::zeros(0)),
            largest: 0,
            fresh: [Fresh::default(); FRESH],
            waiting: 0,
        }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, id: u64, args: usize, class: Class) {
        if id >= u64::from(WIDE) || (self.carries.len() as u64) < (args as u64) >> 32 {
            self.note(id, args);
        }
        self.largest = self.largest.max(id);
        if let Some(place) = self.fresh.get_mut(self.waiting) {
            *place = Fresh { id: u32::try_from(id).unwrap_or(WIDE), args: args as u32, class: class.0 };
        }
        self.waiting += 1;
        if self.waiting == FRESH {
            self.deal();
        }
    }

    /// Moves the records that wait to the columns.
    fn deal(&mut self) {
        let fresh = self.fresh.get(..self.waiting).unwrap_or(&self.fresh);
        self.ids.extend(fresh.iter().map(|record| record.id));
        self.args.extend(fresh.iter().map(|record| record.args));
        self.classes.extend(fresh.iter().map(|record| record.class));
        self.waiting = 0;
    }

    /// Remembers what does not fit into 32 bits of the record that comes next.
    #[cold]
    fn note(&mut self, id: u64, args: usize) {
        let index = (self.ids.len() + self.waiting) as u32;
        while (self.carries.len() as u64) < (args as u64) >> 32 {
            self.carries.push(index);
        }
        if id >= u64::from(WIDE) {
            self.wide.push((index, id));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    #[inline]
    pub(crate) fn id(&self, index: u32) -> InstanceId {
        match self.ids.get(index as usize) {
            Some(&WIDE) => {
                let at = self.wide.binary_search_by_key(&index, |w| w.0).ok();
                InstanceId(at.and_then(|at| self.wide.get(at)).map_or(0, |w| w.1))
            }
            Some(id) => InstanceId(u64::from(*id)),
            None => InstanceId(0),
        }
    }

    #[inline]
    pub(crate) fn class(&self, index: u32) -> Class {
        Class(self.classes.get(index as usize).copied().unwrap_or(0))
    }

    /// Byte after the record's opening bracket.
    #[inline]
    pub(crate) fn args(&self, index: u32) -> usize {
        let low = self.args.get(index as usize).copied().unwrap_or(0);
        let high = self.carries.partition_point(|first| *first <= index);
        // in 64 bits: where addresses have 32, a file has no second 4 GB and `high` is 0
        ((high as u64) << 32 | u64::from(low)) as usize
    }

    /// Indexes of the instances of exactly this class, in file order.
    pub(crate) fn of_class(&self, class: Class) -> &[u32] {
        let ByClass { order, starts } = self.by_class.get_or_init(|| ByClass::of(&self.classes));
        let from = starts.get(class.0 as usize).copied().unwrap_or(0) as usize;
        let to = starts.get(class.0 as usize + 1).copied().unwrap_or(0) as usize;
        order.get(from..to).unwrap_or(&[])
    }

    /// At the place of an id: the index plus one, zero for none; `None` for files that leave out most numbers.
    pub(crate) fn dense(&self) -> Option<&[u32]> {
        match &self.by_id {
            ById::Dense(indexes) => Some(indexes),
            ById::Sparse { .. } => None,
        }
    }

    /// The index of an id.
    #[inline]
    pub(crate) fn find(&self, id: InstanceId) -> Option<u32> {
        match &self.by_id {
            ById::Dense(indexes) => indexes.get(usize::try_from(id.0).ok()?)?.checked_sub(1),
            ById::Sparse { order, buckets, shift } => {
                let slot = usize::try_from(id.0 >> shift).ok()?;
                let from = *buckets.get(slot)? as usize;
                let to = buckets.get(slot + 1).map_or(order.len(), |rank| *rank as usize);
                let part = order.get(from..to)?;
                part.binary_search_by_key(&id, |index| self.id(*index)).ok().and_then(|at| part.get(at)).copied()
            }
        }
    }

    /// Orders the records for lookup and removes all but the first of equal ids; calls `repeated(first, second)` for each
    /// one removed, while both can still be looked at.
    pub(crate) fn finish(&mut self, mut repeated: impl FnMut(&Records, u32, u32)) {
        self.deal();
        let mut twins = self.order();
        if !twins.is_empty() {
            twins.sort_unstable_by_key(|(first, second)| (self.id(*first), *second));
            for (first, second) in &twins {
                repeated(self, *first, *second);
            }
            let mut dropped: Vec<u32> = twins.into_iter().map(|(_, second)| second).collect();
            dropped.sort_unstable();
            self.remove(&dropped);
            self.order();
        }
        self.ids.shrink();
        self.args.shrink();
        self.classes.shrink();
    }

    /// Builds `by_id`. Tells the pairs of records that have one id: the first of them, and each later one.
    fn order(&mut self) -> Vec<(u32, u32)> {
        // At most as much memory as the ids and places of the records take.
        if self.wide.is_empty() && self.largest < 2 * self.ids.len() as u64 + 1024 { self.order_dense() } else { self.order_sparse() }
    }

    fn order_dense(&mut self) -> Vec<(u32, u32)> {
        let mut twins = Vec::new();
        let mut indexes = Column::zeros(self.largest as usize + 1);
        for (index, id) in (0u32..).zip(&*self.ids) {
            let Some(place) = indexes.get_mut(*id as usize) else { continue };
            if *place == 0 {
                *place = index + 1;
            } else {
                twins.push((*place - 1, index));
            }
        }
        self.by_id = ById::Dense(indexes);
        twins
    }

    /// Deals ids into buckets first, so that little is left to sort within a bucket.
    fn order_sparse(&mut self) -> Vec<(u32, u32)> {
        let count = self.ids.len();
        // About eight ids to a bucket when they lie evenly, and never more buckets than records.
        let mut shift = 3;
        while (self.largest >> shift) as usize > count {
            shift += 1;
        }
        let bucket = |id: InstanceId| (id.0 >> shift) as usize;
        let mut buckets = vec![0u32; bucket(InstanceId(self.largest)) + 2];
        for index in 0..count as u32 {
            if let Some(slot) = buckets.get_mut(bucket(self.id(index)) + 1) {
                *slot += 1;
            }
        }
        let mut total = 0;
        for start in &mut buckets {
            total += *start;
            *start = total;
        }
        let mut next = buckets.clone();
        let mut order = vec![0u32; count];
        for index in 0..count as u32 {
            if let Some(slot) = next.get_mut(bucket(self.id(index))) {
                if let Some(place) = order.get_mut(*slot as usize) {
                    *place = index;
                }
                *slot += 1;
            }
        }
        for pair in buckets.windows(2) {
            let [from, to] = pair else { continue };
            if let Some(part) = order.get_mut(*from as usize..*to as usize)
                && !part.is_sorted_by_key(|index| self.id(*index))
            {
                part.sort_by_key(|index| self.id(*index));
            }
        }
        let mut twins = Vec::new();
        let mut first: Option<(u32, InstanceId)> = None;
        for index in &order {
            let id = self.id(*index);
            match first.filter(|(_, of)| *of == id) {
                Some((first, _)) => twins.push((first, *index)),
                None => first = Some((*index, id)),
            }
        }
        self.by_id = ById::Sparse { order, buckets, shift };
        twins
    }

    fn remove(&mut self, dropped: &[u32]) {
        let mut kept = Records::with_capacity(self.len());
        for index in 0..self.len() as u32 {
            if dropped.binary_search(&index).is_err() {
                kept.push(self.id(index).0, self.args(index), self.class(index));
            }
        }
        kept.deal();
        *self = kept;
    }

    /// Bytes of memory it takes.
    pub(crate) fn memory(&self) -> usize {
        let by_id = match &self.by_id {
            ById::Dense(indexes) => indexes.memory(),
            ById::Sparse { order, buckets, .. } => 4 * (order.capacity() + buckets.capacity()),
        };
        let by_class = self.by_class.get().map_or(0, |by| by.order.capacity() + by.starts.capacity());
        let columns = self.ids.memory() + self.args.memory() + self.classes.memory() + by_id;
        columns + 4 * (by_class + self.carries.capacity()) + 16 * self.wide.capacity()
    }
}

impl ByClass {
    fn of(classes: &[u16]) -> ByClass {
        let mut starts = vec![0u32; CLASSES + 1];
        for class in classes {
            if let Some(count) = starts.get_mut(*class as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut order = vec![0u32; classes.len()];
        for (index, class) in (0u32..).zip(classes) {
            if let Some(slot) = next.get_mut(*class as usize) {
                if let Some(place) = order.get_mut(*slot as usize) {
                    *place = index;
                }
                *slot += 1;
            }
        }
        ByClass { order, starts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class;

    fn records(ids: &[u64]) -> (Records, Vec<(u32, u32)>) {
        let mut records = Records::default();
        for (i, id) in ids.iter().enumerate() {
            records.push(*id, i * 10, if i % 2 == 0 { class::IFC_WALL } else { class::IFC_DOOR });
        }
        let mut repeated = vec![];
        records.finish(|_, a, b| repeated.push((a, b)));
        (records, repeated)
    }

    #[test]
    fn ids_in_any_order_and_size_are_found() {
        for ids in [vec![1, 2, 3, 9, 100], vec![5, 3, 900_000_000, 1], vec![7, u64::from(u32::MAX), 1 << 40, 1 << 33, u64::MAX]] {
            let (records, repeated) = records(&ids);
            assert!(repeated.is_empty());
            for (i, id) in ids.iter().enumerate() {
                assert_eq!(records.find(InstanceId(*id)), Some(i as u32), "{id} in {ids:?}");
                assert_eq!(records.id(i as u32).0, *id);
            }
            for missing in [0, 4, 10, 901, u64::MAX - 1, 1 << 34] {
                assert_eq!(records.find(InstanceId(missing)), None);
            }
        }
        assert_eq!(records(&[]).0.find(InstanceId(1)), None);
        let dense: Vec<u64> = (1..5000).map(|i| i * 7 % 5003 + 1).collect();
        let sparse: Vec<u64> = dense.iter().map(|id| id * id * 1009).collect();
        for ids in [dense, sparse] {
            let (records, repeated) = records(&ids);
            assert!(repeated.is_empty());
            assert!(ids.iter().enumerate().all(|(i, id)| records.find(InstanceId(*id)) == Some(i as u32)));
        }
    }

    #[test]
    fn the_first_of_equal_ids_stays() {
        let (records, repeated) = records(&[4, 2, 4, 2, 8]);
        assert_eq!(repeated, [(1, 3), (0, 2)]);
        assert_eq!(records.len(), 3);
        assert_eq!(records.find(InstanceId(4)).map(|i| records.args(i)), Some(0));
        assert_eq!(records.find(InstanceId(8)).map(|i| records.args(i)), Some(40));
        assert_eq!(records.of_class(class::IFC_WALL), [0, 2]);
        assert_eq!(records.of_class(class::IFC_DOOR), [1]);
        let far = 9_000_000_000;
        let (records, repeated) = self::records(&[far, 2, far, 2, far, 8]);
        assert_eq!(repeated, [(1, 3), (0, 2), (0, 4)]);
        assert_eq!((records.len(), records.find(InstanceId(far)), records.find(InstanceId(8))), (3, Some(0), Some(2)));
    }

    #[test]
    fn offsets_beyond_four_gigabytes() {
        let mut records = Records::default();
        let places = [5, 4_000_000_000, 4_294_967_296, 9_000_000_000, 9_000_000_001];
        for (i, place) in places.iter().enumerate() {
            records.push(i as u64, *place, Class::UNKNOWN);
        }
        records.finish(|_, _, _| {});
        assert_eq!(std::array::from_fn(|i| records.args(i as u32)), places);
    }
}
