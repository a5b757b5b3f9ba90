//! A column of numbers, one for each instance: in large models on large pages, where the system has them. The first touch of
//! a small page costs some two microseconds, which for the index of a large model is a fifth of all its time.

use std::ops::{Deref, DerefMut};

/// Numbers that are appended at the end and read as a slice.
pub(crate) enum Column<T> {
    Heap(Vec<T>),
    #[cfg(target_os = "linux")]
    Mapped(Mapped<T>),
}

/// Memory of its own, that is zero until it is written; what was never touched takes none.
#[cfg(target_os = "linux")]
pub(crate) struct Mapped<T> {
    memory: memmap2::MmapMut,
    length: usize,
    of: std::marker::PhantomData<T>,
}

/// Bytes from which on a column is mapped: a large page.
#[cfg(target_os = "linux")]
const MAPPED: usize = 2 << 20;

#[cfg(target_os = "linux")]
impl<T: bytemuck::Pod> Mapped<T> {
    /// `None` where a column is small, or the system refuses.
    fn of(capacity: usize, length: usize) -> Option<Mapped<T>> {
        let bytes = capacity.checked_mul(size_of::<T>()).filter(|bytes| *bytes >= MAPPED)?;
        let memory = memmap2::MmapMut::map_anon(bytes).ok()?;
        // Without large pages it is as good as any memory.
        let _ = memory.advise(memmap2::Advice::HugePage);
        Some(Mapped { memory, length, of: std::marker::PhantomData })
    }
}

/// Bytes of a page, or a part of one.
const PAGE: usize = 4096;

impl<T: bytemuck::Pod> Column<T> {
    /// An empty column with room for so many.
    pub(crate) fn with_capacity(capacity: usize) -> Column<T> {
        #[cfg(target_os = "linux")]
        if let Some(mapped) = Mapped::of(capacity, 0) {
            return Column::Mapped(mapped);
        }
        Column::Heap(Vec::with_capacity(capacity))
    }

    /// So many zeros, which are about to be replaced nearly all.
    pub(crate) fn zeros(length: usize) -> Column<T> {
        let mut zeros = Self::zeros_unseen(length);
        // Memory that is read before it is written to comes twice from the system: as the page that all zeros are, then as one
        // of its own, of which all processors must be told. One write to each page spares that.
        for place in zeros.iter_mut().step_by((PAGE / size_of::<T>().max(1)).max(1)) {
            *std::hint::black_box(place) = T::zeroed();
        }
        zeros
    }

    fn zeros_unseen(length: usize) -> Column<T> {
        #[cfg(target_os = "linux")]
        if let Some(mapped) = Mapped::of(length, length) {
            return Column::Mapped(mapped);
        }
        Column::Heap(vec![T::zeroed(); length])
    }

    /// Appends a few values.
    #[inline(always)]
    pub(crate) fn extend(&mut self, values: impl ExactSizeIterator<Item = T>) {
        match self {
            #[cfg(target_os = "linux")]
            Column::Mapped(mapped) => {
                let end = mapped.length + values.len();
                match bytemuck::cast_slice_mut(&mut mapped.memory).get_mut(mapped.length..end) {
                    Some(places) => {
                        places.iter_mut().zip(values).for_each(|(place, value)| *place = value);
                        mapped.length = end;
                    }
                    None => self.grow(values.len()).extend(values),
                }
            }
            Column::Heap(all) => all.extend(values),
        }
    }

    /// Room for twice as many, and so many more.
    #[cfg(target_os = "linux")]
    #[cold]
    #[inline(never)]
    fn grow(&mut self, more: usize) -> &mut Column<T> {
        let mut wider = Column::with_capacity(2 * self.len() + more);
        wider.extend(self.iter().copied());
        *self = wider;
        self
    }

    /// Gives back what is not used.
    pub(crate) fn shrink(&mut self) {
        match self {
            // what was never touched takes nothing
            #[cfg(target_os = "linux")]
            Column::Mapped(_) => {}
            Column::Heap(values) => values.shrink_to_fit(),
        }
    }

    /// Bytes of memory it takes, untouched ones apart.
    pub(crate) fn memory(&self) -> usize {
        let values = match self {
            #[cfg(target_os = "linux")]
            Column::Mapped(mapped) => mapped.length,
            Column::Heap(values) => values.capacity(),
        };
        values * size_of::<T>()
    }
}

impl<T: bytemuck::Pod> Deref for Column<T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        match self {
            #[cfg(target_os = "linux")]
            Column::Mapped(mapped) => bytemuck::cast_slice(&mapped.memory).get(..mapped.length).unwrap_or(&[]),
            Column::Heap(values) => values,
        }
    }
}

impl<T: bytemuck::Pod> DerefMut for Column<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            #[cfg(target_os = "linux")]
            Column::Mapped(mapped) => bytemuck::cast_slice_mut(&mut mapped.memory).get_mut(..mapped.length).unwrap_or(&mut []),
            Column::Heap(values) => values,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_columns_hold_what_was_appended() {
        for capacity in [0, 10, 3 << 20] {
            let mut column = Column::with_capacity(capacity);
            for start in (0..4_000_000u32).step_by(10) {
                column.extend([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|more| (start + more) * 3).into_iter());
            }
            column.shrink();
            assert_eq!(column.len(), 4_000_000);
            assert!((0u32..).zip(&*column).all(|(at, value)| *value == at * 3), "from room for {capacity}");
            assert!((16_000_000..17_000_000).contains(&column.memory()), "{}", column.memory());
        }
        for length in [0, 5, 3 << 20] {
            let mut column = Column::<u16>::zeros(length);
            assert_eq!((column.len(), column.iter().filter(|value| **value != 0).count()), (length, 0));
            if let Some(last) = column.last_mut() {
                *last = 7;
                assert_eq!(column.get(length - 1), Some(&7));
            }
        }
    }
}
