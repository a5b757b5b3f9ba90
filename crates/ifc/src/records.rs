//! The index: where each instance's attributes begin, its number and its class, in 15 bytes or so apiece.

use crate::entity::InstanceId;
use crate::schema::CLASSES;
use crate::schema::Class;

/// Marks an id in `ids` that does not fit and stands in `wide`.
const WIDE: u32 = u32::MAX;

/// All instances in file order. An instance is named by its index here.
#[derive(Default)]
pub(crate) struct Records {
    ids: Vec<u32>,
    /// Ids of 2³²−1 and more, by index.
    wide: Vec<(u32, u64)>,
    /// Low halves of the byte after each record's opening bracket.
    args: Vec<u32>,
    /// Indexes at which the high half of `args` grows by one.
    carries: Vec<u32>,
    classes: Vec<u16>,
    /// Indexes ordered by class, then by place; `class_starts` cuts them.
    by_class: Vec<u32>,
    class_starts: Vec<u32>,
    /// Indexes ordered by id, when they are not in that order already.
    by_id: Option<Vec<u32>>,
    /// First rank in id order at which `id >> shift` is at least the slot's number.
    buckets: Vec<u32>,
    shift: u32,
}

impl Records {
    pub(crate) fn with_capacity(count: usize) -> Records {
        Records {
            ids: Vec::with_capacity(count),
            args: Vec::with_capacity(count),
            classes: Vec::with_capacity(count),
            ..Records::default()
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, id: u64, args: usize, class: Class) {
        let index = self.ids.len() as u32;
        let low = args as u32;
        while (self.carries.len() as u64) < (args as u64) >> 32 {
            self.carries.push(index);
        }
        if id >= u64::from(WIDE) {
            self.wide.push((index, id));
        }
        self.ids.push(u32::try_from(id).unwrap_or(WIDE));
        self.args.push(low);
        self.classes.push(class.0);
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
        (high << 32) | low as usize
    }

    /// Indexes of the instances of exactly this class, in file order.
    pub(crate) fn of_class(&self, class: Class) -> &[u32] {
        let start = self.class_starts.get(class.0 as usize).copied().unwrap_or(0) as usize;
        let end = self.class_starts.get(class.0 as usize + 1).copied().unwrap_or(0) as usize;
        self.by_class.get(start..end).unwrap_or(&[])
    }

    #[inline]
    fn ranked(&self, rank: usize) -> Option<u32> {
        match &self.by_id {
            Some(order) => order.get(rank).copied(),
            None => (rank < self.ids.len()).then_some(rank as u32),
        }
    }

    /// The index of an id.
    #[inline]
    pub(crate) fn find(&self, id: InstanceId) -> Option<u32> {
        let slot = usize::try_from(id.0 >> self.shift).ok()?;
        let mut low = *self.buckets.get(slot)? as usize;
        let mut high = self.buckets.get(slot + 1).map_or(self.ids.len(), |rank| *rank as usize);
        while low < high {
            let middle = low + (high - low) / 2;
            let index = self.ranked(middle)?;
            match self.id(index).cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(index),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Orders the records for lookup and removes all but the first of equal ids; calls `repeated(first, second)` for each
    /// one removed, while both can still be looked at.
    pub(crate) fn finish(&mut self, mut repeated: impl FnMut(&Records, u32, u32)) {
        self.order();
        let mut dropped = vec![];
        if let Some(order) = &self.by_id {
            let mut first: Option<(u32, InstanceId)> = None;
            for index in order {
                let id = self.id(*index);
                match first.filter(|(_, of)| *of == id) {
                    Some((first, _)) => {
                        repeated(self, first, *index);
                        dropped.push(*index);
                    }
                    None => first = Some((*index, id)),
                }
            }
        }
        if !dropped.is_empty() {
            dropped.sort_unstable();
            self.remove(&dropped);
            self.order();
        }
        self.build_classes();
        self.ids.shrink_to_fit();
        self.args.shrink_to_fit();
        self.classes.shrink_to_fit();
    }

    /// Builds `buckets`, and `by_id` unless the ids rise from record to record.
    ///
    /// Ids are dealt into buckets first: real files number densely, so that little is left to sort within a bucket.
    fn order(&mut self) {
        let count = self.ids.len();
        let last = self.wide.iter().map(|w| w.1).max().or_else(|| self.ids.iter().max().map(|id| u64::from(*id))).unwrap_or(0);
        // About eight ids to a bucket when they are dense, and never more buckets than records.
        self.shift = 3;
        while (last >> self.shift) as usize > count {
            self.shift += 1;
        }
        let bucket = |id: InstanceId| (id.0 >> self.shift) as usize;
        let mut starts = vec![0u32; bucket(InstanceId(last)) + 2];
        let mut rising = true;
        let mut before = None;
        for index in 0..count as u32 {
            let id = self.id(index);
            rising &= before < Some(id);
            before = Some(id);
            if let Some(slot) = starts.get_mut(bucket(id) + 1) {
                *slot += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        self.by_id = None;
        if !rising {
            let mut next = starts.clone();
            let mut order = vec![0u32; count];
            for index in 0..count as u32 {
                if let Some(slot) = next.get_mut(bucket(self.id(index))) {
                    if let Some(place) = order.get_mut(*slot as usize) {
                        *place = index;
                    }
                    *slot += 1;
                }
            }
            for pair in starts.windows(2) {
                let [from, to] = pair else { continue };
                if let Some(part) = order.get_mut(*from as usize..*to as usize)
                    && !part.is_sorted_by_key(|index| self.id(*index))
                {
                    part.sort_by_key(|index| self.id(*index));
                }
            }
            self.by_id = Some(order);
        }
        self.buckets = starts;
    }

    fn remove(&mut self, dropped: &[u32]) {
        let mut kept = Records::with_capacity(self.len());
        for index in 0..self.len() as u32 {
            if dropped.binary_search(&index).is_err() {
                kept.push(self.id(index).0, self.args(index), self.class(index));
            }
        }
        *self = kept;
    }

    fn build_classes(&mut self) {
        let mut starts = vec![0u32; CLASSES + 1];
        for class in &self.classes {
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
        let mut by_class = vec![0u32; self.classes.len()];
        for (index, class) in self.classes.iter().enumerate() {
            if let Some(slot) = next.get_mut(*class as usize) {
                if let Some(place) = by_class.get_mut(*slot as usize) {
                    *place = index as u32;
                }
                *slot += 1;
            }
        }
        self.by_class = by_class;
        self.class_starts = starts;
    }

    /// Bytes of memory it takes.
    pub(crate) fn memory(&self) -> usize {
        4 * (self.ids.capacity() + self.args.capacity() + self.by_class.capacity() + self.class_starts.capacity())
            + 2 * self.classes.capacity()
            + 4 * (self.buckets.capacity() + self.carries.capacity())
            + 16 * self.wide.capacity()
            + self.by_id.as_ref().map_or(0, |order| 4 * order.capacity())
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
    }

    #[test]
    fn offsets_beyond_four_gigabytes() {
        let mut records = Records::default();
        let places = [5, 4_000_000_000, 4_294_967_296, 9_000_000_000, 9_000_000_001];
        for (i, place) in places.iter().enumerate() {
            records.push(i as u64, *place, Class::UNKNOWN);
        }
        assert_eq!(std::array::from_fn(|i| records.args(i as u32)), places);
    }
}
