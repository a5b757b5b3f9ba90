//! A judged submission that a host keeps: it owns everything, gives documents at any time, and is judged again under
//! changed parameters without reading, and where the parameters allow it without measuring.

use std::sync::{Arc, OnceLock};

use haofang_facts::Brief;
use haofang_facts::brief::KEYS;
use haofang_report::{Assessment, Lang};
use haofang_survey::Options;

use crate::documents::Topics;
use crate::{Cancelled, Document, DocumentError, Progress, Request, Run, Session, Stage, export};

/// Parameters that only judging reads. Every other one may change what is measured. A test looks for them in the
/// sources of the survey.
const JUDGING_ONLY: &[&str] = &[
    "application_date",
    "district",
    "model_scope",
    "plan.far",
    "plan.green_ratio",
    "plan.height_limit_m",
    "plan.parking_required",
    "profile.far_rules",
    "far.storey_height_cap_m",
    "far.void_rules",
    "bay.max_depth_m",
    "bay.min_sill_m",
    "bay.max_clear_height_m",
    "green.increment_basis",
    "elderly.pooled",
    "elderly.round_up_hundred",
    "facade.pass_share",
    "facade.manual_share",
    "lobby.max_share",
];

/// Whether two briefs lead to the same measurements.
fn measure_alike(one: &Brief, other: &Brief) -> bool {
    one.documents == other.documents
        && KEYS.iter().filter(|key| !JUDGING_ONLY.contains(&key.name)).all(|key| one.get(key.name) == other.get(key.name))
}

/// One judged submission, owned.
#[derive(Clone)]
pub struct Checked {
    session: Arc<Session>,
    request: Arc<Request>,
    assessment: Arc<Assessment>,
    topics: Arc<[OnceLock<Topics>; 4]>,
    measured_anew: bool,
}

impl Session {
    /// Measures and judges the submission; the result may outlive everything but the session it shares.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use haofang_checker::{Document, NamedSource, Progress, Request, Session, policy::Policy, report::Lang};
    ///
    /// # let bytes = haofang_testkit::samples::demo().ifc_files.remove(0).1;
    /// let session = Arc::new(Session::open(&[NamedSource::new("1号楼.ifc", bytes)], None));
    /// let packs = vec![Policy::builtin("nantong-2024-1").expect("shipped")];
    /// let request = Request::new(packs, "2026-11-22");
    /// let progress = Progress::default();
    /// let first = session.check(request.clone(), &progress)?;
    ///
    /// // a planning condition changes no measurement, so that only judging is done again
    /// let mut changed = request;
    /// changed.brief.set("plan.green_ratio=0.30").expect("a known key");
    /// let second = session.check_again(&first, changed, &progress)?;
    /// assert!(!second.was_measured_anew());
    /// let json = second.document(&Document::Json, Lang::Zh).expect("written");
    /// assert!(json.ends_with(b"}\n"));
    /// # Ok::<(), haofang_checker::Cancelled>(())
    /// ```
    ///
    /// # Errors
    /// When the host said stop.
    pub fn check(self: &Arc<Self>, request: Request, progress: &Progress) -> Result<Checked, Cancelled> {
        let options = Options { stop: Some(progress.flag()), ..Options::default() };
        progress.step(Stage::Recognise, 0, 1)?;
        let survey = self.survey(&request.brief, &options);
        let sheet = self.measure_watched(&survey, progress)?;
        drop(survey);
        progress.step(Stage::Judge, 0, 1)?;
        let assessment = self.judge(&request, sheet);
        progress.step(Stage::Judge, 1, 1)?;
        Ok(self.checked(request, assessment, true))
    }

    /// As [`Session::check`], reusing the measurements of an earlier check of this session where the parameters that
    /// changed are read by no measurement.
    ///
    /// # Errors
    /// When the host said stop.
    pub fn check_again(self: &Arc<Self>, earlier: &Checked, request: Request, progress: &Progress) -> Result<Checked, Cancelled> {
        if !Arc::ptr_eq(self, &earlier.session) || !measure_alike(&earlier.request.brief, &request.brief) {
            return self.check(request, progress);
        }
        progress.step(Stage::Judge, 0, 1)?;
        let assessment = self.judge(&request, earlier.assessment.sheet.clone());
        progress.step(Stage::Judge, 1, 1)?;
        Ok(self.checked(request, assessment, false))
    }

    fn checked(self: &Arc<Self>, request: Request, assessment: Assessment, measured_anew: bool) -> Checked {
        Checked {
            session: Arc::clone(self),
            request: Arc::new(request),
            assessment: Arc::new(assessment),
            topics: Arc::default(),
            measured_anew,
        }
    }
}

impl Checked {
    /// The facts and verdicts.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// What was asked.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Whether measurements were made, or those of an earlier check served.
    #[must_use]
    pub const fn was_measured_anew(&self) -> bool {
        self.measured_anew
    }

    /// A document as bytes; pictures are drawn once.
    ///
    /// # Errors
    /// Only when a writer of ours is at fault.
    pub fn document(&self, document: &Document, lang: Lang) -> Result<Vec<u8>, DocumentError> {
        self.run().document(document, lang)
    }

    /// Several documents, the building being understood once for all of them, told and stopped by `progress`.
    ///
    /// # Errors
    /// `Ok(Err(…))` when a writer of ours is at fault, `Err` when the host said stop.
    pub fn documents(
        &self,
        wanted: &[Document],
        lang: Lang,
        progress: &Progress,
    ) -> Result<Result<Vec<Vec<u8>>, DocumentError>, Cancelled> {
        let run = self.run();
        let mut written = Vec::with_capacity(wanted.len());
        for (done, document) in wanted.iter().enumerate() {
            progress.step(Stage::Write, done, wanted.len())?;
            match run.document(document, lang) {
                Ok(bytes) => written.push(bytes),
                Err(error) => return Ok(Err(error)),
            }
        }
        progress.step(Stage::Write, wanted.len(), wanted.len())?;
        Ok(Ok(written))
    }

    /// A plan of each storey: name of building and storey, SVG.
    #[must_use]
    pub fn plans(&self) -> Vec<(String, String)> {
        export::plans(self.run().survey(), None)
    }

    /// The whole submission as binary glTF.
    #[must_use]
    pub fn model(&self) -> Vec<u8> {
        export::model(self.run().survey(), None).0
    }

    fn run(&self) -> Run<'_> {
        Run::of(&self.session, &self.request, &self.assessment, &self.topics)
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // reads the sources of the survey
mod tests {
    use std::path::Path;

    use super::*;

    fn literals(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                literals(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn no_measurement_reads_a_parameter_that_is_only_for_judging() {
        let mut text = String::new();
        literals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../survey/src"), &mut text);
        for key in JUDGING_ONLY {
            assert!(KEYS.iter().any(|known| known.name == *key), "{key} is no parameter");
            assert!(!text.contains(&format!("\"{key}\"")), "the survey reads {key}: take it out of JUDGING_ONLY");
        }
    }

    #[test]
    fn a_reading_that_changes_a_measurement_is_measured_again() {
        let (mut one, mut other) = (Brief::default(), Brief::default());
        one.set("plan.green_ratio=0.3").unwrap();
        assert!(measure_alike(&one, &other));
        other.set("storey_height.basis=structural").unwrap();
        assert!(!measure_alike(&one, &other));
    }
}
