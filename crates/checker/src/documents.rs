//! Documents of one run as bytes; every format says what the assessment holds.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, OnceLock};

use haofang_bcf as bcf;
use haofang_facts::SubjectKind;
use haofang_report::archive::{TopicPicture, archive, merge_options};
use haofang_report::html::{self, Figures};
use haofang_report::text::{self, TextOptions};
use haofang_report::topics::{self, TopicPlan};
use haofang_report::{Assessment, Lang, assessment_text, junit, pdf, sarif, table};
use haofang_survey::{Options, Survey};

use crate::{Request, Session, export, figure, picture};

/// A document that a run can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// The terminal's text.
    Text {
        /// With ANSI colours.
        color: bool,
        /// With folded groups spelled out.
        verbose: bool,
    },
    /// `assessment.json` (CONTRACT §5).
    Json,
    /// One self-contained page.
    Html,
    /// A summary for people's own documents.
    Markdown,
    /// Topics with viewpoints and snapshots.
    Bcf {
        /// Version of the archive.
        version: bcf::Version,
        /// Topics for what a person decides, too.
        include_manual: bool,
    },
    /// A4 pages: the report, or for the agency the form of review.
    Pdf,
    /// Tables for Excel.
    Xlsx,
    /// The findings as a table.
    Csv,
    /// Clauses and verdicts as a table for scripts.
    Parquet,
    /// For CI systems.
    Junit,
    /// For code-scanning systems.
    Sarif,
}

impl Document {
    /// The words that hosts may use for a document, as the command line's `-f`; `bcf-3.0` beside `bcf`, which is 2.1.
    pub const WORDS: [&'static str; 12] =
        ["text", "json", "html", "md", "bcf", "bcf-3.0", "pdf", "xlsx", "csv", "parquet", "junit", "sarif"];

    /// The document that a word means.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "text" => Self::Text { color: false, verbose: false },
            "json" => Self::Json,
            "html" => Self::Html,
            "md" => Self::Markdown,
            "bcf" => Self::Bcf { version: bcf::Version::V2_1, include_manual: false },
            "bcf-3.0" => Self::Bcf { version: bcf::Version::V3_0, include_manual: false },
            "pdf" => Self::Pdf,
            "xlsx" => Self::Xlsx,
            "csv" => Self::Csv,
            "parquet" => Self::Parquet,
            "junit" => Self::Junit,
            "sarif" => Self::Sarif,
            _ => return None,
        })
    }
}

/// A document that could not be made: always a bug of ours, never the input's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {format} document cannot be written: {reason}")]
pub struct DocumentError {
    /// The document.
    pub format: &'static str,
    /// Why.
    pub reason: String,
}

/// Models above this size, in bytes, are left out of the page, which people send by mail.
const LARGEST_MODEL: usize = 2_000_000;

/// Planned topics and the picture of each.
pub(crate) type Topics = (Vec<TopicPlan>, Vec<Option<TopicPicture>>);

static MEASURE: LazyLock<Options> = LazyLock::new(Options::default);

/// One judged submission with the survey behind it, from which pictures are drawn when a document wants them.
pub struct Run<'s> {
    session: &'s Session,
    request: &'s Request,
    survey: OnceLock<Survey<'s>>,
    assessment: Arc<Assessment>,
    topics: Arc<[OnceLock<Topics>; 4]>,
}

impl Session {
    /// Measures and judges the submission, ready to give documents.
    #[must_use]
    pub fn run<'s>(&'s self, request: &'s Request) -> Run<'s> {
        let survey = self.survey(&request.brief, &MEASURE);
        let assessment = Arc::new(self.assess_survey(request, &survey));
        Run { session: self, request, survey: OnceLock::from(survey), assessment, topics: Arc::default() }
    }
}

impl Session {
    /// As [`Session::run`] for who wants verdicts only ([`Document::Json`]): measures what the clauses of the rule packs ask
    /// for and nothing else. The verdicts are the same; the sheet of facts has fewer quantities.
    #[must_use]
    pub fn run_verdicts<'s>(&'s self, request: &'s Request) -> Run<'s> {
        let wanted = request.policies.iter().flat_map(|policy| policy.wants());
        let mut wanted: BTreeSet<(SubjectKind, String)> = wanted.map(|(kind, quantity)| (kind, quantity.to_string())).collect();
        // the ledger divides by it
        wanted.insert((SubjectKind::Site, "area".to_owned()));
        let options = Options { wanted: Some(wanted), ..Options::default() };
        let survey = self.survey(&request.brief, &options);
        let sheet = self.facts_of(&survey);
        // the shapes are put away while the verdicts come
        let (assessment, ()) = rayon::join(|| Arc::new(self.judge(request, sheet)), || drop(survey));
        Run { session: self, request, survey: OnceLock::new(), assessment, topics: Arc::default() }
    }
}

impl<'s> Run<'s> {
    /// A run whose verdicts are known; the survey is made when a picture wants it.
    pub(crate) fn of(
        session: &'s Session,
        request: &'s Request,
        assessment: &Arc<Assessment>,
        topics: &Arc<[OnceLock<Topics>; 4]>,
    ) -> Self {
        Self { session, request, survey: OnceLock::new(), assessment: Arc::clone(assessment), topics: Arc::clone(topics) }
    }

    /// The facts and verdicts.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// The building as it is understood.
    pub(crate) fn survey(&self) -> &Survey<'s> {
        self.survey.get_or_init(|| self.session.survey(&self.request.brief, &MEASURE))
    }

    /// Topics and their pictures, drawn once per language and selection.
    fn topics(&self, include_manual: bool, lang: Lang) -> &Topics {
        let slot = usize::from(include_manual) * 2 + usize::from(lang == Lang::Zh);
        self.topics[slot].get_or_init(|| {
            use rayon::prelude::*;
            let survey = self.survey();
            let plans = topics::plan(&self.assessment, include_manual, lang);
            let pictures = plans.par_iter().map(|plan| picture::topic(survey, &self.assessment, plan)).collect();
            (plans, pictures)
        })
    }

    /// How to merge a returned archive into the BCF document of this run; its topics are planned once for both.
    #[must_use]
    pub fn merge_options(&self, include_manual: bool, lang: Lang) -> bcf::MergeOptions {
        merge_options(&self.assessment, &self.topics(include_manual, lang).0, lang)
    }

    /// A document as bytes.
    ///
    /// # Errors
    /// Only when a writer of ours is at fault.
    pub fn document(&self, document: &Document, lang: Lang) -> Result<Vec<u8>, DocumentError> {
        let source = &*self.assessment;
        let failed = |format: &'static str| move |reason: String| DocumentError { format, reason };
        let pretty = |json: &serde_json::Value| serde_json::to_string_pretty(json).map(|text| text + "\n");
        Ok(match document {
            Document::Text { color, verbose } => {
                text::check(source, &[], &TextOptions { lang, color: *color, all: *verbose, ..TextOptions::default() }).into_bytes()
            }
            Document::Json => assessment_text(source).map_err(failed("json"))?.into_bytes(),
            Document::Html => {
                let (plans, pictures) = self.topics(false, lang);
                let snapshots =
                    plans.iter().zip(pictures).filter_map(|(plan, picture)| Some((plan.guid.clone(), picture.as_ref()?.png.clone())));
                let model = export::small_model(self.survey(), LARGEST_MODEL);
                let figures = Figures { drawings: figure::all(self.survey(), source, lang), snapshots: snapshots.collect(), model };
                html::report(source, &figures, lang).map_err(failed("html"))?.into_bytes()
            }
            Document::Bcf { version, include_manual } => {
                let (plans, pictures) = self.topics(*include_manual, lang);
                let archive = archive(source, plans, pictures.clone(), *version, lang);
                bcf::write(&archive, *version).map_err(|error| failed("bcf")(error.to_string()))?
            }
            Document::Pdf => {
                let (plans, pictures) = self.topics(false, lang);
                let snapshots =
                    plans.iter().zip(pictures).filter_map(|(plan, picture)| Some((plan.guid.clone(), picture.as_ref()?.png.clone())));
                let drawings = figure::all(self.survey(), source, lang);
                pdf(source, &Figures { drawings, snapshots: snapshots.collect(), model: None }, lang)
            }
            Document::Markdown => table::markdown(source, lang).into_bytes(),
            Document::Xlsx => table::xlsx(source, &self.survey().doors(), lang).map_err(|error| failed("xlsx")(error.to_string()))?,
            Document::Csv => table::csv_findings(source, lang).into_bytes(),
            Document::Parquet => table::parquet(source, lang),
            Document::Junit => junit(source, lang).into_bytes(),
            Document::Sarif => pretty(&sarif(source, lang)).map_err(|error| failed("sarif")(error.to_string()))?.into_bytes(),
        })
    }
}
