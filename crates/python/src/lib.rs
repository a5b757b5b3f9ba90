//! The native half of the Python wheel: one class that reads, measures and judges without the interpreter's lock.
//!
//! It speaks bytes and JSON; `haofang/__init__.py` makes objects, tables, exceptions and progress bars of them.
#![allow(missing_docs)] // the documentation of these items is in `haofang/_haofang.pyi`, where Python looks for it

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use haofang_checker::{Checked, Host, HostError, NamedSource, Progress, Step};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

/// Stack of the thread that works; the main thread of a host may have less.
const STACK: usize = 16 << 20;
/// How often the host's signals (Ctrl-C) are looked for while work goes on.
const PATIENCE: Duration = Duration::from_millis(100);

pyo3::create_exception!(_haofang, NativeError, pyo3::exceptions::PyException, "JSON: kind, message, file, line, column.");

fn raised(error: &HostError) -> PyErr {
    NativeError::new_err(error.to_json())
}

/// Runs `work` on a thread of its own without the interpreter's lock. The calling thread tells the steps to `told` and
/// looks for signals; an exception there stops the work.
fn watched<T: Send>(
    py: Python<'_>,
    jobs: Option<usize>,
    told: Option<&Py<PyAny>>,
    work: impl FnOnce(&Progress) -> Result<T, HostError> + Send,
) -> PyResult<T> {
    let (sender, mut steps) = channel::<Step>();
    // the work alone holds the sender: when it ends, so do the steps
    let stop = Progress::default();
    let progress = stop.clone().telling(move |step| {
        // nobody listens any more when the caller was interrupted
        let _ = sender.send(step);
    });
    std::thread::scope(|scope| {
        let guarded = move || {
            let run = move || work(&progress);
            catch_unwind(AssertUnwindSafe(move || match jobs {
                Some(jobs) => match rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build() {
                    Ok(pool) => pool.install(run),
                    Err(error) => Err(HostError::Bug(error.to_string())),
                },
                None => run(),
            }))
            .unwrap_or_else(|payload| Err(HostError::of_panic(payload.as_ref())))
        };
        let worker = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, guarded)
            .map_err(|error| raised(&HostError::Bug(format!("no thread: {error}"))))?;
        let mut interrupted = None;
        loop {
            let step;
            (step, steps) = py.detach(move || (steps.recv_timeout(PATIENCE), steps));
            let heard = match step {
                Ok(step) if interrupted.is_none() => match told {
                    Some(told) => told.call1(py, (step.stage.word(), step.done, step.of)).map(drop),
                    None => Ok(()),
                },
                Err(RecvTimeoutError::Disconnected) => break,
                _ => Ok(()),
            };
            if let Err(error) = heard.and_then(|()| py.check_signals()) {
                stop.cancel();
                interrupted.get_or_insert(error);
            }
        }
        let outcome = py.detach(|| worker.join()).unwrap_or_else(|payload| Err(HostError::of_panic(payload.as_ref())));
        match interrupted {
            Some(error) => Err(error),
            None => outcome.map_err(|error| raised(&error)),
        }
    })
}

#[pyclass(frozen, module = "haofang._haofang", name = "Host")]
struct PyHost {
    host: Host,
    jobs: Option<usize>,
}

#[pymethods]
impl PyHost {
    #[new]
    #[pyo3(signature = (files, encoding=None, jobs=None, progress=None))]
    fn new(
        py: Python<'_>,
        files: Vec<(String, PyBackedBytes)>,
        encoding: Option<String>,
        jobs: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        // the interpreter's own bytes are read where they are
        let sources: Vec<NamedSource> = files.into_iter().map(|(name, bytes)| NamedSource { name, bytes: Arc::new(bytes) }).collect();
        let host = watched(py, jobs, progress.as_ref(), |run| Host::open(&sources, encoding.as_deref(), run))?;
        Ok(Self { host, jobs })
    }

    #[pyo3(signature = (options, progress=None))]
    fn facts<'py>(&self, py: Python<'py>, options: String, progress: Option<Py<PyAny>>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = watched(py, self.jobs, progress.as_ref(), |run| self.host.facts(&options, run))?;
        Ok(PyBytes::new(py, &bytes))
    }

    #[pyo3(signature = (options, progress=None))]
    fn check(&self, py: Python<'_>, options: String, progress: Option<Py<PyAny>>) -> PyResult<PyChecked> {
        let checked = watched(py, self.jobs, progress.as_ref(), |run| self.host.check(&options, run))?;
        Ok(PyChecked { checked, jobs: self.jobs })
    }
}

#[pyclass(frozen, module = "haofang._haofang", name = "Checked")]
struct PyChecked {
    checked: Checked,
    jobs: Option<usize>,
}

#[pymethods]
impl PyChecked {
    #[getter]
    fn code(&self) -> u8 {
        self.checked.assessment().conclusion().code
    }

    #[getter]
    fn measured_anew(&self) -> bool {
        self.checked.was_measured_anew()
    }

    #[pyo3(signature = (format, lang=None))]
    fn document<'py>(&self, py: Python<'py>, format: String, lang: Option<String>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = watched(py, self.jobs, None, |_| self.checked.document_named(&format, lang.as_deref()))?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn plans(&self, py: Python<'_>) -> PyResult<Vec<(String, String)>> {
        watched(py, self.jobs, None, |_| Ok(self.checked.plans()))
    }

    fn model<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = watched(py, self.jobs, None, |_| Ok(self.checked.model()))?;
        Ok(PyBytes::new(py, &bytes))
    }
}

#[pymodule]
fn _haofang(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", haofang_checker::VERSION)?;
    module.add("NativeError", module.py().get_type::<NativeError>())?;
    module.add_class::<PyHost>()?;
    module.add_class::<PyChecked>()
}
