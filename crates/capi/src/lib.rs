//! The C surface over `checker`: opaque handles, UTF-8 text, JSON results, and a free function for everything handed out.
//!
//! No call panics into its host: a bug of ours ends as [`Status::Bug`] with a message. Nothing is global; handles may be
//! used from several threads, each call works on the thread that makes it (and on a pool of threads of its own).
// no function here can check the pointers that C hands it; what each needs of them is said at the function, as in any header
#![allow(unsafe_code, clippy::missing_safety_doc)]

mod memory;

use std::ffi::{CStr, c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use haofang_checker::{Checked, Host, HostError, NamedSource, OrderError, Progress};

pub use memory::{Bytes, haofang_bytes_free};

/// The version of this interface. It grows only when something that exists changes its meaning or its shape.
pub const HAOFANG_ABI_VERSION: u32 = 1;

/// How a call ended.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The result is there.
    Ok = 0,
    /// The arguments or options are flawed; `error` says where.
    Usage = 2,
    /// The progress callback said stop.
    Cancelled = 3,
    /// A bug of the library; the host goes on.
    Bug = 70,
}

/// One file of a submission. The bytes are copied.
#[repr(C)]
pub struct File {
    /// The name that messages and reports use, UTF-8, ending with NUL.
    pub name: *const c_char,
    /// The bytes of the file; may be null when `len` is 0.
    pub data: *const u8,
    /// How many.
    pub len: usize,
}

/// Told at every step with a stage (`read`, `recognise`, `measure`, `judge`, `write`), how many of its parts are done and
/// how many there are. Called on the thread that made the call. A result other than 0 stops the work.
pub type ProgressCallback = Option<unsafe extern "C" fn(user: *mut c_void, stage: *const c_char, done: u32, of: u32) -> i32>;

/// One submission, read. Free with `haofang_session_free`.
pub struct Session(Host);

/// One judged submission. It does not need its session any more. Free with `haofang_checked_free`.
pub struct CheckedSubmission(Checked);

/// The version of this interface, `HAOFANG_ABI_VERSION` of the header it was built with.
#[unsafe(no_mangle)]
pub extern "C" fn haofang_abi_version() -> u32 {
    HAOFANG_ABI_VERSION
}

/// The version of the library, as documents print it; static text, not to be freed.
#[unsafe(no_mangle)]
pub extern "C" fn haofang_version() -> *const c_char {
    const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(text) => text,
        Err(_) => c"",
    };
    VERSION.as_ptr()
}

/// Reads the files of one submission. `encoding` is `auto`, `utf-8`, `gb18030`, `shift-jis` or null. A file that cannot be
/// read is no error: it is listed in every result, and nothing of its submission is called a pass.
///
/// `files` points to `count` files; `session` receives the handle; `error`, unless null, receives JSON
/// `{"kind", "message", "file", "line", "column"}` when the status is not `Ok`, to be freed by `haofang_bytes_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_open(
    files: *const File,
    count: usize,
    encoding: *const c_char,
    progress: ProgressCallback,
    user: *mut c_void,
    session: *mut *mut Session,
    error: *mut Bytes,
) -> Status {
    unsafe { put(session, ptr::null_mut()) };
    unsafe { memory::clear(error) };
    let opened = guarded(|| {
        if session.is_null() {
            return Err(flaw("session", "is null"));
        }
        let sources = unsafe { sources(files, count) }?;
        let encoding = unsafe { text_or_none("encoding", encoding) }?;
        Host::open(&sources, encoding.as_deref(), &watched(progress, user))
    });
    unsafe { finish(opened, error, |host| put(session, Box::into_raw(Box::new(Session(host))))) }
}

/// What `haofang facts -f json` prints. `options` is JSON; `{"as_of": "2026-11-22"}` is the least.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_facts(
    session: *const Session,
    options: *const c_char,
    progress: ProgressCallback,
    user: *mut c_void,
    json: *mut Bytes,
    error: *mut Bytes,
) -> Status {
    unsafe { memory::clear(json) };
    unsafe { memory::clear(error) };
    let facts = guarded(|| {
        let session = unsafe { session.as_ref() }.ok_or_else(|| flaw("session", "is null"))?;
        session.0.facts(&unsafe { text("options", options) }?, &watched(progress, user))
    });
    unsafe { finish(facts, error, |bytes| memory::give(json, bytes)) }
}

/// Measures and judges. A second check of the same session with other options reads nothing again, and measures again only
/// when a parameter that changes measurements has changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_check(
    session: *const Session,
    options: *const c_char,
    progress: ProgressCallback,
    user: *mut c_void,
    checked: *mut *mut CheckedSubmission,
    error: *mut Bytes,
) -> Status {
    unsafe { put(checked, ptr::null_mut()) };
    unsafe { memory::clear(error) };
    let judged = guarded(|| {
        if checked.is_null() {
            return Err(flaw("checked", "is null"));
        }
        let session = unsafe { session.as_ref() }.ok_or_else(|| flaw("session", "is null"))?;
        session.0.check(&unsafe { text("options", options) }?, &watched(progress, user))
    });
    unsafe { finish(judged, error, |result| put(checked, Box::into_raw(Box::new(CheckedSubmission(result))))) }
}

/// The exit code that the command line would end with: 0 nothing found, 1 violations, 3 a model cannot be read whole,
/// 4 what had to be examined was not. -1 for null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_checked_code(checked: *const CheckedSubmission) -> i32 {
    match unsafe { checked.as_ref() } {
        Some(checked) => guarded(|| Ok(i32::from(checked.0.assessment().conclusion().code))).unwrap_or(-1),
        None => -1,
    }
}

/// A document of a check: `json` (the assessment), `html`, `bcf`, `bcf-3.0`, `pdf`, `text`, `md`, `csv`, `xlsx`, `parquet`, `junit`, `sarif`.
/// `lang` is `zh-CN`, `en` or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_document(
    checked: *const CheckedSubmission,
    format: *const c_char,
    lang: *const c_char,
    document: *mut Bytes,
    error: *mut Bytes,
) -> Status {
    unsafe { memory::clear(document) };
    unsafe { memory::clear(error) };
    let written = guarded(|| {
        let checked = unsafe { checked.as_ref() }.ok_or_else(|| flaw("checked", "is null"))?;
        let (format, lang) = (unsafe { text("format", format) }?, unsafe { text_or_none("lang", lang) }?);
        checked.0.document_named(&format, lang.as_deref())
    });
    unsafe { finish(written, error, |bytes| memory::give(document, bytes)) }
}

/// Frees a session; null is allowed. Checks made from it stay valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_session_free(session: *mut Session) {
    if !session.is_null() {
        // a panic in a destructor must not reach the host
        let _ = catch_unwind(AssertUnwindSafe(|| drop(unsafe { Box::from_raw(session) })));
    }
}

/// Frees a check; null is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haofang_checked_free(checked: *mut CheckedSubmission) {
    if !checked.is_null() {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(unsafe { Box::from_raw(checked) })));
    }
}

fn flaw(argument: &str, message: &str) -> HostError {
    OrderError { file: argument.to_owned(), line: None, column: None, message: message.to_owned() }.into()
}

/// Runs `work`; a panic becomes an error value.
fn guarded<T>(work: impl FnOnce() -> Result<T, HostError>) -> Result<T, HostError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| Err(HostError::of_panic(payload.as_ref())))
}

fn watched(callback: ProgressCallback, user: *mut c_void) -> Progress {
    let Some(callback) = callback else { return Progress::default() };
    // a run tells its steps on the thread that called, so that the host's pointer never leaves that thread
    let user = user as usize;
    let running = Progress::default();
    let stopping = running.clone();
    running.telling(move |step| {
        let stage = match step.stage.word() {
            "read" => c"read",
            "recognise" => c"recognise",
            "measure" => c"measure",
            "judge" => c"judge",
            _ => c"write",
        };
        if unsafe { callback(user as *mut c_void, stage.as_ptr(), step.done, step.of) } != 0 {
            stopping.cancel();
        }
    })
}

unsafe fn put<T>(place: *mut *mut T, value: *mut T) {
    if !place.is_null() {
        unsafe { place.write(value) };
    }
}

unsafe fn text(argument: &str, pointer: *const c_char) -> Result<String, HostError> {
    unsafe { text_or_none(argument, pointer) }?.ok_or_else(|| flaw(argument, "is null"))
}

unsafe fn text_or_none(argument: &str, pointer: *const c_char) -> Result<Option<String>, HostError> {
    if pointer.is_null() {
        return Ok(None);
    }
    let text = unsafe { CStr::from_ptr(pointer) }.to_str();
    text.map(|text| Some(text.to_owned())).map_err(|error| flaw(argument, &format!("is not UTF-8: {error}")))
}

unsafe fn sources(files: *const File, count: usize) -> Result<Vec<NamedSource>, HostError> {
    if files.is_null() && count > 0 {
        return Err(flaw("files", "is null"));
    }
    if isize::try_from(count.saturating_mul(size_of::<File>())).is_err() {
        return Err(flaw("count", "is no number of files"));
    }
    let source = |at: usize| {
        let file = unsafe { &*files.add(at) };
        let name = unsafe { text(&format!("files[{at}].name"), file.name) }?;
        let bytes = match (file.data.is_null(), file.len) {
            (_, 0) => Vec::new(),
            (true, _) => return Err(flaw(&format!("files[{at}].data"), "is null")),
            // a length of -1, say: no object is that long
            (false, len) if isize::try_from(len).is_err() => return Err(flaw(&format!("files[{at}].len"), "is no length")),
            (false, len) => unsafe { std::slice::from_raw_parts(file.data, len) }.to_vec(),
        };
        Ok(NamedSource::new(name, bytes))
    };
    (0..count).map(source).collect()
}

unsafe fn finish<T>(result: Result<T, HostError>, error: *mut Bytes, done: impl FnOnce(T)) -> Status {
    match result {
        Ok(value) => {
            done(value);
            Status::Ok
        }
        Err(flaw) => {
            unsafe { memory::give(error, flaw.to_json().into_bytes()) };
            match flaw.kind() {
                "usage" => Status::Usage,
                "cancelled" => Status::Cancelled,
                _ => Status::Bug,
            }
        }
    }
}
