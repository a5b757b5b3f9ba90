//! How far a run is, and the way to stop it: the host looks or is told, and may say stop at any time from any thread.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a run does, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Files are hashed and indexed.
    Read,
    /// Levels, rooms and dwellings are recognised.
    Recognise,
    /// Quantities are measured.
    Measure,
    /// Clauses are judged.
    Judge,
    /// Documents are drawn and written.
    Write,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 5] = [Self::Read, Self::Recognise, Self::Measure, Self::Judge, Self::Write];

    /// The word that hosts get: `read`, `recognise`, `measure`, `judge`, `write`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Recognise => "recognise",
            Self::Measure => "measure",
            Self::Judge => "judge",
            Self::Write => "write",
        }
    }

    /// The stage in Chinese, as people read it.
    #[must_use]
    pub const fn title_zh(self) -> &'static str {
        match self {
            Self::Read => "读取模型",
            Self::Recognise => "识别楼层与房间",
            Self::Measure => "量测",
            Self::Judge => "逐条判定",
            Self::Write => "生成文件",
        }
    }
}

/// One step of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is being done.
    pub stage: Stage,
    /// Parts of the stage that are done.
    pub done: u32,
    /// Parts of the stage.
    pub of: u32,
}

/// The host said stop; there is no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("已取消 cancelled by the host")]
pub struct Cancelled;

type Listener = Box<dyn Fn(Step) + Send + Sync>;

/// One run as its host sees it. Clones are the same run.
#[derive(Clone, Default)]
pub struct Progress {
    stop: Arc<AtomicBool>,
    place: Arc<AtomicU64>,
    listener: Option<Arc<Listener>>,
}

impl Progress {
    /// A run that tells every step to `listener`, on the thread that works.
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    /// use haofang_checker::{NamedSource, Progress, Session, Stage};
    ///
    /// let seen = Arc::new(Mutex::new(Vec::new()));
    /// let told = Arc::clone(&seen);
    /// let progress = Progress::told(move |step| told.lock().unwrap().push(step.stage));
    /// let file = NamedSource::new("empty.ifc", Vec::<u8>::new());
    /// Session::open_watched(&[file], None, &progress).unwrap();
    /// assert_eq!(seen.lock().unwrap().first(), Some(&Stage::Read));
    /// ```
    #[must_use]
    pub fn told(listener: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self::default().telling(listener)
    }

    /// The same run, telling every step to `listener`, which may hold a clone of the run to cancel it.
    #[must_use]
    pub fn telling(self, listener: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self { listener: Some(Arc::new(Box::new(listener))), ..self }
    }

    /// Asks the run to stop; it ends with [`Cancelled`] soon after.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the run was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The flag itself, for work that asks often.
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Where the run stands, for hosts that look instead of being told.
    #[must_use]
    pub fn now(&self) -> Step {
        let place = self.place.load(Ordering::Relaxed);
        let part = |shift: u32, mask: u64| (place >> shift) & mask;
        let stage = usize::try_from(part(56, 0xff)).ok().and_then(|at| Stage::ALL.get(at).copied()).unwrap_or(Stage::Write);
        Step { stage, done: u32::try_from(part(28, 0xfff_ffff)).unwrap_or(0), of: u32::try_from(part(0, 0xfff_ffff)).unwrap_or(0) }
    }

    /// Notes a step, or ends the run.
    pub(crate) fn step(&self, stage: Stage, done: usize, of: usize) -> Result<(), Cancelled> {
        if self.is_cancelled() {
            return Err(Cancelled);
        }
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).min(0xfff_ffff);
        let at = Stage::ALL.iter().position(|known| *known == stage).unwrap_or(0) as u64;
        self.place.store(at << 56 | u64::from(small(done)) << 28 | u64::from(small(of)), Ordering::Relaxed);
        if let Some(listener) = &self.listener {
            listener(Step { stage, done: small(done), of: small(of) });
        }
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("now", &self.now()).field("cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_what_was_noted() {
        let progress = Progress::default();
        progress.step(Stage::Measure, 3, 5).unwrap();
        assert_eq!(progress.now(), Step { stage: Stage::Measure, done: 3, of: 5 });
    }

    #[test]
    fn a_cancelled_run_takes_no_further_step() {
        let progress = Progress::default();
        progress.clone().cancel();
        assert_eq!(progress.step(Stage::Read, 0, 1), Err(Cancelled));
    }
}
