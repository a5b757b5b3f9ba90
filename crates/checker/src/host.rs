//! What every surface shares: one submission kept by a host that speaks JSON and document names. Python, C and the browser
//! add only their own kinds of strings, callbacks and errors.

use std::sync::{Arc, Mutex, PoisonError};

use haofang_facts::{FactSheet, to_text};

use crate::{
    Cancelled, Checked, Document, DocumentError, MeasureOptions, NamedSource, Order, OrderError, Progress, Session, Submission, VERSION,
};

/// Why a host gets no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// What was asked is flawed.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// The host said stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A document could not be written: a bug of ours.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A panic that a surface caught: a bug of ours.
    #[error("内部错误，请连同模型一并反馈 internal error, please report it with the model: {0}")]
    Bug(String),
}

impl HostError {
    /// The panic that a surface caught.
    #[must_use]
    pub fn of_panic(payload: &(dyn std::any::Any + Send)) -> Self {
        let words = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self::Bug(words.unwrap_or("no message").to_owned())
    }

    /// `usage`, `cancelled` or `bug`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Order(_) => "usage",
            Self::Cancelled(_) => "cancelled",
            Self::Document(_) | Self::Bug(_) => "bug",
        }
    }

    /// `{"kind", "message", "file", "line", "column"}`, for hosts that cannot take an enum; the last three may be null.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (file, line, column, message) = match self {
            Self::Order(error) => (Some(error.file.clone()), error.line, error.column, error.message.clone()),
            other => (None, None, None, other.to_string()),
        };
        serde_json::json!({"kind": self.kind(), "message": message, "file": file, "line": line, "column": column}).to_string()
    }
}

/// One submission that a host keeps open, asked by orders in JSON ([`Order::from_json`]).
///
/// ```
/// use haofang_checker::{Host, NamedSource, Progress};
///
/// # let bytes = haofang_testkit::samples::demo().ifc_files.remove(0).1;
/// let progress = Progress::default();
/// let host = Host::open(&[NamedSource::new("1号楼.ifc", bytes)], None, &progress)?;
/// let checked = host.check(r#"{"as_of": "2026-11-22"}"#, &progress)?;
/// let json = checked.document_named("json", None)?;
/// assert!(json.starts_with(b"{"));
/// # Ok::<(), haofang_checker::HostError>(())
/// ```
pub struct Host {
    submission: Arc<Submission>,
    last: Mutex<Option<Last>>,
}

/// The check before, of which measurements may serve again.
struct Last {
    order: Order,
    session: Arc<Session>,
    checked: Option<Checked>,
}

impl Host {
    /// Reads the files of one submission. `encoding` is a word as in `--encoding`.
    ///
    /// # Errors
    /// An unknown encoding, or the host said stop. A file that cannot be read is no error here: it is listed in every
    /// result, and nothing of its submission is called a pass.
    pub fn open(files: &[NamedSource], encoding: Option<&str>, progress: &Progress) -> Result<Self, HostError> {
        let encoding = crate::order::encoding(encoding)?;
        let submission = Submission::read_watched(files, encoding, &|done, of| progress.step(crate::Stage::Read, done, of))?;
        progress.step(crate::Stage::Read, files.len(), files.len())?;
        Ok(Self { submission: Arc::new(submission), last: Mutex::default() })
    }

    /// What was read.
    #[must_use]
    pub fn submission(&self) -> &Submission {
        &self.submission
    }

    /// Measures and judges; what the check before measured serves again where the parameters allow it.
    ///
    /// # Errors
    /// A flaw in the order, or the host said stop.
    pub fn check(&self, order: &str, progress: &Progress) -> Result<Checked, HostError> {
        let order = Order::from_json(order)?;
        let (session, earlier) = self.session(&order)?;
        let request = order.request.clone();
        let checked = match &earlier {
            Some(earlier) => session.check_again(earlier, request, progress)?,
            None => session.check(request, progress)?,
        };
        self.keep(Last { order, session, checked: Some(checked.clone()) });
        Ok(checked)
    }

    /// `haofang facts -f json` (CONTRACT §4).
    ///
    /// # Errors
    /// A flaw in the order, or the host said stop.
    pub fn facts(&self, order: &str, progress: &Progress) -> Result<Vec<u8>, HostError> {
        let order = Order::from_json(order)?;
        let (session, earlier) = self.session(&order)?;
        let options = MeasureOptions { elements: order.elements, ..MeasureOptions::default() };
        let sheet = session.facts_watched(&order.request.brief, &options, progress)?;
        self.keep(Last { order, session, checked: earlier });
        Ok(facts_json(&sheet))
    }

    fn session(&self, order: &Order) -> Result<(Arc<Session>, Option<Checked>), HostError> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(last) if last.order.names_like(order) => Ok((Arc::clone(&last.session), last.checked.clone())),
            _ => Ok((Arc::new(order.session(Arc::clone(&self.submission))?), None)),
        }
    }

    fn keep(&self, last: Last) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }
}

impl Checked {
    /// A document by its word ([`Document::WORDS`]); `lang` is `zh-CN` or `en`.
    ///
    /// # Errors
    /// An unknown word; else only when a writer of ours is at fault.
    pub fn document_named(&self, word: &str, lang: Option<&str>) -> Result<Vec<u8>, HostError> {
        Ok(self.document(&named(word)?, crate::order::lang(lang)?)?)
    }
}

/// The document of a word.
fn named(word: &str) -> Result<Document, OrderError> {
    Document::named(word).ok_or_else(|| OrderError {
        file: "document".to_owned(),
        line: None,
        column: None,
        message: format!("{word:?}: 未知格式 unknown format; known: {}", Document::WORDS.join(", ")),
    })
}

/// The facts as the command line prints them.
pub(crate) fn facts_json(sheet: &FactSheet) -> Vec<u8> {
    to_text(sheet, VERSION).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_json_for_hosts() {
        let error = HostError::Order(OrderError { file: "as_of".into(), line: None, column: None, message: "日期".into() });
        let json: serde_json::Value = serde_json::from_str(&error.to_json()).unwrap();
        assert_eq!((json["kind"].as_str(), json["file"].as_str(), json["line"].is_null()), (Some("usage"), Some("as_of"), true));
    }

    #[test]
    fn hostile_bytes_give_a_result_that_passes_nothing() {
        for bytes in [&b""[..], b"\0\xff\xfe", b"ISO-10303-21;DATA;#1=IFCWALL(", b"PK\x03\x04garbage", b"\x1f\x8bgarbage"] {
            let host = Host::open(&[NamedSource::new("坏.ifc", bytes.to_vec())], None, &Progress::default()).unwrap();
            let checked = host.check(r#"{"as_of": "2026-11-22"}"#, &Progress::default()).unwrap();
            assert_eq!(checked.assessment().conclusion().code, 3);
        }
    }
}
