//! The class that JavaScript sees. A panic aborts the module (there is no unwinding here); the JavaScript around it turns
//! that into an error value and starts a fresh module.

#![allow(unreachable_pub)] // JavaScript reaches them

use std::cell::RefCell;
use std::sync::Arc;

use haofang_checker::{Checked, Host, HostError, NamedSource, OrderError, Progress, Stage, Step};
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;

thread_local! {
    /// The callback of the call under way: one thread, one call at a time.
    static TOLD: RefCell<Option<Function>> = const { RefCell::new(None) };
    /// What a panic said, for the message of the error.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

fn raised(error: &HostError) -> JsValue {
    JsValue::from_str(&error.to_json())
}

fn flaw(file: &str, message: &str) -> JsValue {
    raised(&HostError::Order(OrderError { file: file.to_owned(), line: None, column: None, message: message.to_owned() }))
}

/// Keeps what a panic says, to be asked by `last_panic` after the module has aborted.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        LAST_PANIC.with(|last| *last.borrow_mut() = panic.to_string());
    }));
}

/// What the panic that ended this module said.
#[wasm_bindgen]
pub fn last_panic() -> String {
    LAST_PANIC.with(|last| last.borrow().clone())
}

/// The version of the library.
#[wasm_bindgen]
pub fn version() -> String {
    haofang_checker::VERSION.to_owned()
}

fn watched(told: Option<Function>) -> Progress {
    TOLD.with(|place| *place.borrow_mut() = told);
    let progress = Progress::default();
    let stop = progress.clone();
    progress.telling(move |step: Step| {
        let told = TOLD.with(|place| place.borrow().clone());
        let Some(told) = told else { return };
        let answer = told.call3(&JsValue::NULL, &step.stage.word().into(), &step.done.into(), &step.of.into());
        // a callback that throws or returns false stops the work
        if answer.map_or(true, |answer| answer == JsValue::FALSE) {
            stop.cancel();
        }
    })
}

/// The files of one submission, filled chunk by chunk, then read once and asked as often as wanted.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    files: Vec<(String, Vec<u8>)>,
    host: Option<Host>,
    checked: Option<Checked>,
}

#[wasm_bindgen]
impl Session {
    /// An empty submission.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a file of `size` bytes.
    pub fn begin(&mut self, name: String, size: usize) -> Result<(), JsValue> {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size).map_err(|_| flaw(&name, "内存不足，文件过大 not enough memory for this file"))?;
        self.files.push((name, bytes));
        Ok(())
    }

    /// Adds bytes to the file begun last.
    pub fn chunk(&mut self, bytes: &Uint8Array) -> Result<(), JsValue> {
        let Some((_, file)) = self.files.last_mut() else { return Err(flaw("chunk", "no file was begun")) };
        let start = file.len();
        file.resize(start + bytes.length() as usize, 0);
        if let Some(place) = file.get_mut(start..) {
            bytes.copy_to(place);
        }
        Ok(())
    }

    /// Reads the files given so far. `told(stage, done, of)` hears every step.
    pub fn open(&mut self, encoding: Option<String>, told: Option<Function>) -> Result<(), JsValue> {
        let sources: Vec<NamedSource> =
            std::mem::take(&mut self.files).into_iter().map(|(name, bytes)| NamedSource { name, bytes: Arc::new(bytes) }).collect();
        self.host = Some(Host::open(&sources, encoding.as_deref(), &watched(told)).map_err(|error| raised(&error))?);
        Ok(())
    }

    /// Measures and judges; gives the exit code of the command line.
    pub fn check(&mut self, options: &str, told: Option<Function>) -> Result<u8, JsValue> {
        let host = self.host.as_ref().ok_or_else(|| flaw("session", "is not open"))?;
        let checked = host.check(options, &watched(told)).map_err(|error| raised(&error))?;
        let code = checked.assessment().conclusion().code;
        self.checked = Some(checked);
        Ok(code)
    }

    /// `haofang facts -f json`.
    pub fn facts(&self, options: &str, told: Option<Function>) -> Result<Vec<u8>, JsValue> {
        let host = self.host.as_ref().ok_or_else(|| flaw("session", "is not open"))?;
        host.facts(options, &watched(told)).map_err(|error| raised(&error))
    }

    /// A document of the last check: json, html, bcf, bcf-3.0, pdf, text, md, csv, xlsx, parquet, junit, sarif.
    pub fn document(&self, format: &str, lang: Option<String>) -> Result<Vec<u8>, JsValue> {
        self.last()?.document_named(format, lang.as_deref()).map_err(|error| raised(&error))
    }

    /// What a page says first, as JSON: the assessment without its verdicts.
    pub fn overview(&self) -> Result<String, JsValue> {
        Ok(haofang_checker::report::overview(self.last()?.assessment()).to_string())
    }

    /// Whether the last check measured, or used what an earlier one had measured.
    pub fn measured_anew(&self) -> Result<bool, JsValue> {
        Ok(self.last()?.was_measured_anew())
    }

    /// A plan of each storey: `[name, svg, name, svg, …]`.
    pub fn plans(&self) -> Result<Array, JsValue> {
        let plans = self.last()?.plans();
        Ok(plans.into_iter().flat_map(|(name, svg)| [JsValue::from(name), JsValue::from(svg)]).collect())
    }

    /// All shapes as binary glTF.
    pub fn model(&self) -> Result<Vec<u8>, JsValue> {
        Ok(self.last()?.model())
    }

    fn last(&self) -> Result<&Checked, JsValue> {
        self.checked.as_ref().ok_or_else(|| flaw("session", "was not checked yet"))
    }
}

/// The stages of a run in order, each with its Chinese name: `[word, title, …]`.
#[wasm_bindgen]
pub fn stages() -> Array {
    Stage::ALL.iter().flat_map(|stage| [JsValue::from(stage.word()), JsValue::from(stage.title_zh())]).collect()
}
