//! The C functions called as C calls them: results, errors as values, hostile arguments.
#![allow(unsafe_code, clippy::unwrap_used)] // these are C functions; tests stop where they fail

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr;

use haofang::*;

const ORDER: &CStr = c"{\"as_of\": \"2026-11-22\"}";

fn taken(mut bytes: Bytes) -> String {
    let text = if bytes.data.is_null() {
        String::new()
    } else {
        unsafe { CStr::from_ptr(bytes.data.cast::<c_char>()) }.to_str().unwrap().to_owned()
    };
    assert_eq!(text.len(), bytes.len);
    unsafe { haofang_bytes_free(&mut bytes) };
    assert!(bytes.data.is_null());
    text
}

fn none() -> Bytes {
    Bytes { data: ptr::null_mut(), len: 0 }
}

fn open(files: &[(&str, &[u8])]) -> *mut Session {
    let names: Vec<CString> = files.iter().map(|(name, _)| CString::new(*name).unwrap()).collect();
    let list: Vec<File> =
        names.iter().zip(files).map(|(name, (_, data))| File { name: name.as_ptr(), data: data.as_ptr(), len: data.len() }).collect();
    let mut session = ptr::null_mut();
    let status = unsafe { haofang_open(list.as_ptr(), list.len(), ptr::null(), None, ptr::null_mut(), &mut session, ptr::null_mut()) };
    assert_eq!(status, Status::Ok);
    session
}

#[test]
fn a_submission_is_read_checked_and_written() {
    let estate = haofang_testkit::samples::demo();
    let files: Vec<(&str, &[u8])> = estate.ifc_files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let session = open(&files);
    let (mut checked, mut error) = (ptr::null_mut(), none());
    let status = unsafe { haofang_check(session, ORDER.as_ptr(), None, ptr::null_mut(), &mut checked, &mut error) };
    assert_eq!(status, Status::Ok, "{}", taken(error));
    assert_eq!(unsafe { haofang_checked_code(checked) }, 1, "the demo estate has planted faults");
    // the check needs its session no more
    unsafe { haofang_session_free(session) };
    let (mut json, mut bcf) = (none(), none());
    assert_eq!(unsafe { haofang_document(checked, c"json".as_ptr(), ptr::null(), &mut json, ptr::null_mut()) }, Status::Ok);
    let json: serde_json::Value = serde_json::from_str(&taken(json)).unwrap();
    assert_eq!(json["schema"], "haofang.assessment/1");
    assert_eq!(unsafe { haofang_document(checked, c"bcf".as_ptr(), c"en".as_ptr(), &mut bcf, ptr::null_mut()) }, Status::Ok);
    assert_eq!(unsafe { std::slice::from_raw_parts(bcf.data, 2) }, b"PK");
    unsafe { haofang_bytes_free(&mut bcf) };
    unsafe { haofang_checked_free(checked) };
}

#[test]
fn flawed_options_are_errors_with_their_place() {
    let session = open(&[("a.ifc", b"")]);
    let (mut checked, mut error) = (ptr::null_mut(), none());
    let status = unsafe { haofang_check(session, c"{\"as_of\": 7}".as_ptr(), None, ptr::null_mut(), &mut checked, &mut error) };
    assert_eq!(status, Status::Usage);
    assert!(checked.is_null());
    let error: serde_json::Value = serde_json::from_str(&taken(error)).unwrap();
    assert_eq!((error["kind"].as_str(), error["line"].as_u64()), (Some("usage"), Some(1)));
    unsafe { haofang_session_free(session) };
}

#[test]
fn hostile_arguments_are_errors_too() {
    let mut error = none();
    let session = ptr::null_mut();
    let check = |options: *const c_char, error: &mut Bytes| {
        let mut checked = ptr::null_mut();
        unsafe { haofang_check(session, options, None, ptr::null_mut(), &mut checked, error) }
    };
    assert_eq!(check(ORDER.as_ptr(), &mut error), Status::Usage);
    assert!(taken(error).contains("session"));
    let real = open(&[("坏.ifc", b"\0\xff")]);
    let mut facts = none();
    let invalid = CString::new(vec![0xffu8, 0xfe]).unwrap();
    for options in [ptr::null(), invalid.as_ptr(), c"".as_ptr(), c"[".as_ptr()] {
        let status = unsafe { haofang_facts(real, options, None, ptr::null_mut(), &mut facts, ptr::null_mut()) };
        assert_eq!(status, Status::Usage);
        assert!(facts.data.is_null());
    }
    unsafe {
        haofang_session_free(real);
        haofang_session_free(ptr::null_mut());
        haofang_checked_free(ptr::null_mut());
        haofang_bytes_free(ptr::null_mut());
        assert_eq!(haofang_checked_code(ptr::null()), -1);
    }
}

unsafe extern "C" fn stop_at_measuring(user: *mut c_void, stage: *const c_char, _done: u32, _of: u32) -> i32 {
    let calls = unsafe { &mut *user.cast::<Vec<String>>() };
    calls.push(unsafe { CStr::from_ptr(stage) }.to_str().unwrap().to_owned());
    i32::from(calls.last().is_some_and(|stage| stage == "measure"))
}

#[test]
fn the_callback_sees_the_stages_and_stops_the_work() {
    let estate = haofang_testkit::samples::demo();
    let session = open(&[("1.ifc", estate.ifc_files[0].1.as_slice())]);
    let mut calls: Vec<String> = Vec::new();
    let (mut checked, mut error) = (ptr::null_mut(), none());
    let user = ptr::from_mut(&mut calls).cast::<c_void>();
    let status = unsafe { haofang_check(session, ORDER.as_ptr(), Some(stop_at_measuring), user, &mut checked, &mut error) };
    assert_eq!(status, Status::Cancelled);
    assert!(taken(error).contains("cancelled"));
    assert_eq!(calls, ["recognise", "measure"]);
    // the session is as good as before
    let status = unsafe { haofang_check(session, ORDER.as_ptr(), None, ptr::null_mut(), &mut checked, ptr::null_mut()) };
    assert_eq!(status, Status::Ok);
    unsafe {
        haofang_checked_free(checked);
        haofang_session_free(session);
    }
}

#[test]
fn versions_are_told() {
    assert_eq!(haofang_abi_version(), HAOFANG_ABI_VERSION);
    assert_eq!(unsafe { CStr::from_ptr(haofang_version()) }.to_str(), Ok(env!("CARGO_PKG_VERSION")));
}
