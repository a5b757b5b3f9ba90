//! The allocator of the command: mimalloc, asked in the way in which it answers fastest.
//!
//! `mimalloc::MiMalloc` asks for the alignment of everything, and mimalloc then takes the long way, with more memory than is
//! wanted, for all sizes that are no power of two. What needs no more than the alignment of a word is aligned so anyhow.
#![allow(unsafe_code)] // a global allocator is an unsafe trait

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys::{mi_malloc, mi_realloc, mi_zalloc};
use mimalloc::MiMalloc;

/// The alignment of whatever mimalloc gives: its smallest blocks are of one word.
const WORD: usize = size_of::<usize>();

pub(crate) struct Allocator;

// SAFETY: blocks come from mimalloc, with the size asked for and at least the alignment asked for, and go back to it
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > WORD {
            // SAFETY: as our caller's
            return unsafe { MiMalloc.alloc(layout) };
        }
        // SAFETY: any size may be asked for
        unsafe { mi_malloc(layout.size()).cast() }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if layout.align() > WORD {
            // SAFETY: as our caller's
            return unsafe { MiMalloc.alloc_zeroed(layout) };
        }
        // SAFETY: any size may be asked for
        unsafe { mi_zalloc(layout.size()).cast() }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: all blocks are mimalloc's
        unsafe { MiMalloc.dealloc(block, layout) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if layout.align() > WORD {
            // SAFETY: as our caller's
            return unsafe { MiMalloc.realloc(block, layout, size) };
        }
        // SAFETY: the block is mimalloc's
        unsafe { mi_realloc(block.cast(), size).cast() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_as_asked_for_and_keep_what_they_hold() {
        for size in (1..300).chain([1000, 5000, 70_000, 3_000_000]) {
            for align in [1, 2, 4, 8, 16, 64, 4096] {
                let layout = Layout::from_size_align(size, align).unwrap();
                // SAFETY: written within the size, put away with the last layout
                unsafe {
                    let block = Allocator.alloc_zeroed(layout);
                    assert_eq!((block as usize % align, *block, *block.add(size - 1)), (0, 0, 0), "{size} {align}");
                    *block.add(size - 1) = 7;
                    let more = Allocator.realloc(block, layout, size * 2);
                    assert_eq!((more as usize % align, *more.add(size - 1)), (0, 7), "{size} {align}");
                    Allocator.dealloc(more, Layout::from_size_align(size * 2, align).unwrap());
                    let other = Allocator.alloc(layout);
                    assert_eq!(other as usize % align, 0, "{size} {align}");
                    Allocator.dealloc(other, layout);
                }
            }
        }
    }
}
