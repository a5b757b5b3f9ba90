//! Bytes handed to C: owned by the library until `haofang_bytes_free`, with a NUL behind them so that text is a C string.

use std::ptr;

/// Bytes that the library hands out. One NUL follows `data[len - 1]`.
#[repr(C)]
pub struct Bytes {
    /// The bytes; null when there are none.
    pub data: *mut u8,
    /// How many, without the NUL.
    pub len: usize,
}

pub(crate) unsafe fn clear(place: *mut Bytes) {
    if !place.is_null() {
        unsafe { place.write(Bytes { data: ptr::null_mut(), len: 0 }) };
    }
}

pub(crate) unsafe fn give(place: *mut Bytes, mut bytes: Vec<u8>) {
    if place.is_null() {
        return;
    }
    let len = bytes.len();
    bytes.push(0);
    let data = Box::into_raw(bytes.into_boxed_slice()).cast::<u8>();
    unsafe { place.write(Bytes { data, len }) };
}

/// Frees bytes and forgets them; null and bytes that are already freed this way are allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_bytes_free(bytes: *mut Bytes) {
    let Some(bytes) = (unsafe { bytes.as_mut() }) else { return };
    if !bytes.data.is_null() {
        drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(bytes.data, bytes.len + 1)) });
    }
    *bytes = Bytes { data: ptr::null_mut(), len: 0 };
}
