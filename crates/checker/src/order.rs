//! What a host asks for, as one JSON text: the same options through Python, C and the browser, with the meaning that the
//! flags of the command line have (CONTRACT §1). Files that a command line would open come as texts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use haofang_facts::Brief;
use haofang_facts::brief::{BriefError, is_date};
use haofang_ifc::Encoding;
use haofang_policy::{Policy, PolicyError};
use haofang_report::{Audience, FailOn, Lang, Submission as Earlier, waivers};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Request, Session, Submission};

/// The rule packs when none is named: national values as context, and the policy that judges.
pub const DEFAULT_PACKS: [&str; 2] = ["cn-national-residential", "nantong-2024-1"];
/// Parameters that name a text of words, in the order in which the vocabulary is extended.
const WORD_TEXTS: [&str; 3] = ["vocabulary", "materials.facade", "materials.pipe"];

/// What a host asks for: how to read the files, what to judge by, in which language to speak.
#[derive(Clone)]
pub struct Order {
    /// Parameters, rule packs, date and the like.
    pub request: Request,
    /// The encoding of raw text in the models, when the host knows better.
    pub encoding: Option<Encoding>,
    /// The language of documents.
    pub lang: Lang,
    /// Also list walls, slabs and other elements among the facts.
    pub elements: bool,
    /// Names to add to the vocabulary: what they are called in errors, and the text.
    vocabularies: Vec<(String, String)>,
}

/// A flaw in what the host asked for, located where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{file}{}: {message}", match (line, column) { (Some(line), Some(column)) => format!(":{line}:{column}"), (Some(line), None) => format!(":{line}"), _ => String::new() })]
pub struct OrderError {
    /// The text concerned: `options`, `config`, a parameter, a rule pack.
    pub file: String,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column, from 1.
    pub column: Option<usize>,
    /// What was found, what was expected, what to do.
    pub message: String,
}

impl OrderError {
    fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, column: None, message: message.into() }
    }

    fn of_brief(errors: &[BriefError]) -> Self {
        let message = errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("\n");
        let first = errors.first();
        Self {
            file: first.map_or_else(|| "config".to_owned(), |error| error.origin.clone()),
            line: first.and_then(|error| error.line),
            column: first.and_then(|error| error.column),
            message,
        }
    }

    fn of_pack(errors: &[PolicyError]) -> Self {
        let message = errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("\n");
        let first = errors.first();
        Self {
            file: first.map_or_else(|| "policies".to_owned(), |error| error.file.clone()),
            line: first.map(|error| error.line),
            column: first.map(|error| error.column),
            message,
        }
    }
}

/// The text of `haofang.toml`, with a name for errors.
#[derive(Deserialize)]
#[serde(untagged)]
enum Config {
    Text(String),
    Named { name: String, text: String },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Pack {
    Id(String),
    Text {
        #[serde(default)]
        name: Option<String>,
        toml: String,
        #[serde(default)]
        source: String,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Parameters {
    Assignments(Vec<String>),
    Values(serde_json::Map<String, Json>),
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Options {
    as_of: Option<String>,
    config: Option<Config>,
    params: Option<Parameters>,
    policies: Vec<Pack>,
    texts: BTreeMap<String, String>,
    lenient: bool,
    audience: Option<String>,
    fail_on: Option<String>,
    waivers: Option<String>,
    baseline: Option<Json>,
    only: Vec<String>,
    skip: Vec<String>,
    encoding: Option<String>,
    lang: Option<String>,
    elements: bool,
}

impl Order {
    /// Reads an order. The keys, all but `as_of` optional:
    ///
    /// | key | value |
    /// |---|---|
    /// | `as_of` | date of the check, `YYYY-MM-DD`; there is no clock here |
    /// | `config` | the text of `haofang.toml`, or `{"name", "text"}` |
    /// | `params` | `{"plan.green_ratio": 0.3}` or `["plan.green_ratio=0.3"]`; wins over `config` |
    /// | `policies` | ids of shipped packs or `{"name", "toml", "source"}`; later ones amend earlier ones |
    /// | `texts` | text by path, for parameters that name files: `vocabulary`, `materials.*`, `profile.far_rules` |
    /// | `lenient`, `elements` | true or false |
    /// | `audience`, `fail_on`, `encoding`, `lang` | the words of the command line |
    /// | `waivers` | the text of a waiver file |
    /// | `baseline` | an earlier `assessment.json`, as text or as a value |
    /// | `only`, `skip` | clause ids, `*` for any ending |
    ///
    /// ```
    /// use haofang_checker::Order;
    ///
    /// let order = Order::from_json(r#"{"as_of": "2026-11-22", "params": {"plan.green_ratio": "30%"}}"#)?;
    /// assert_eq!(order.request.brief.number("plan.green_ratio"), Some(0.3));
    /// let wrong = Order::from_json(r#"{"as_of": "2026-11-22", "params": {"plan.gren_ratio": 0.3}}"#).err().expect("refused");
    /// assert!(wrong.message.contains("plan.green_ratio"), "{wrong}");
    /// # Ok::<(), haofang_checker::OrderError>(())
    /// ```
    ///
    /// # Errors
    /// The first flaw found: syntax, unknown keys and words, flaws of the texts within.
    pub fn from_json(text: &str) -> Result<Self, OrderError> {
        let options: Options = serde_json::from_str(text).map_err(|error| OrderError {
            file: "options".to_owned(),
            line: Some(error.line()),
            column: Some(error.column()),
            message: error.to_string(),
        })?;
        let as_of = options.as_of.clone().unwrap_or_default();
        if !is_date(&as_of) {
            return Err(OrderError::new("as_of", format!("{as_of:?}: 应为日期 YYYY-MM-DD expected the date of the check")));
        }
        let brief = brief(&options)?;
        let mut request = Request::new(packs(&options, &brief)?, as_of);
        request.brief = brief;
        request.lenient = options.lenient;
        request.audience = word(options.audience.as_deref(), "audience", &[("author", Audience::Author), ("agency", Audience::Agency)])?;
        let fail_on = [("error", FailOn::Error), ("warning", FailOn::Warning), ("missing", FailOn::Missing), ("never", FailOn::Never)];
        request.fail_on = match (&options.fail_on, request.audience) {
            (None, Audience::Agency) => FailOn::Missing,
            (given, _) => word(given.as_deref(), "fail_on", &fail_on)?,
        };
        if let Some(text) = &options.waivers {
            request.waivers = waivers::parse("waivers", text).map_err(|error| OrderError::new("waivers", error.to_string()))?;
        }
        if let Some(json) = &options.baseline {
            let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
            request.baseline = Some(Earlier::from_json(&text).map_err(|message| OrderError::new("baseline", message))?);
        }
        if let Some(unknown) = options.only.iter().chain(&options.skip).find(|pattern| !request.knows(pattern)) {
            return Err(OrderError::new("only/skip", format!("{unknown}: 没有这样的条款 no clause of this id")));
        }
        request.only.clone_from(&options.only);
        request.skip.clone_from(&options.skip);
        let mut vocabularies = Vec::new();
        for key in WORD_TEXTS {
            if let Some(path) = request.brief.text(key) {
                vocabularies.push((path.clone(), given(&options.texts, key, &path)?.to_owned()));
            }
        }
        Ok(Self {
            encoding: encoding(options.encoding.as_deref())?,
            lang: lang(options.lang.as_deref())?,
            elements: options.elements,
            vocabularies,
            request,
        })
    }

    /// A session over files that were read, with the words that the order brings.
    ///
    /// # Errors
    /// A vocabulary that is none.
    pub fn session(&self, submission: Arc<Submission>) -> Result<Session, OrderError> {
        let mut session = Session::of(submission);
        for (path, text) in &self.vocabularies {
            session.extend_vocabulary(path, text).map_err(|error| OrderError {
                file: error.origin,
                line: error.line,
                column: None,
                message: error.message,
            })?;
        }
        Ok(session)
    }

    /// Whether this order names things as another one does.
    #[must_use]
    pub fn names_like(&self, other: &Self) -> bool {
        self.vocabularies == other.vocabularies
    }
}

fn given<'t>(texts: &'t BTreeMap<String, String>, key: &str, path: &str) -> Result<&'t str, OrderError> {
    texts.get(path).map(String::as_str).ok_or_else(|| {
        OrderError::new(
            key,
            format!("{path}: 请在 texts 中给出该文件的内容 give the text of this file under `texts`; no file is opened here"),
        )
    })
}

/// The encoding of a word as in `--encoding`; `auto` and nothing leave it to the files.
pub(crate) fn encoding(given: Option<&str>) -> Result<Option<Encoding>, OrderError> {
    let known =
        [("auto", None), ("utf-8", Some(Encoding::Utf8)), ("gb18030", Some(Encoding::Gb18030)), ("shift-jis", Some(Encoding::ShiftJis))];
    word(given, "encoding", &known)
}

/// The language of a word as in `--lang`.
pub(crate) fn lang(given: Option<&str>) -> Result<Lang, OrderError> {
    word(given, "lang", &[("zh-CN", Lang::Zh), ("en", Lang::En)])
}

fn word<T: Copy + Default>(given: Option<&str>, key: &str, known: &[(&str, T)]) -> Result<T, OrderError> {
    let Some(given) = given else { return Ok(T::default()) };
    known.iter().find(|(word, _)| *word == given).map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words = known.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" | ");
        OrderError::new(key, format!("{given:?}; 应为 expected {words}"))
    })
}

fn brief(options: &Options) -> Result<Brief, OrderError> {
    let mut brief = match &options.config {
        None => Brief::default(),
        Some(Config::Text(text)) => Brief::from_toml("haofang.toml", text).map_err(|errors| OrderError::of_brief(&errors))?,
        Some(Config::Named { name, text }) => Brief::from_toml(name, text).map_err(|errors| OrderError::of_brief(&errors))?,
    };
    let assignments: Vec<String> = match &options.params {
        None => Vec::new(),
        Some(Parameters::Assignments(list)) => list.clone(),
        Some(Parameters::Values(values)) => {
            values.iter().map(|(key, value)| Ok(format!("{key}={}", toml_of(value)?))).collect::<Result<_, OrderError>>()?
        }
    };
    for assignment in &assignments {
        brief.set(assignment).map_err(|error| OrderError::of_brief(&[error]))?;
    }
    Ok(brief)
}

/// A parameter's value as TOML: flags, numbers, texts, and tables of numbers.
fn toml_of(value: &Json) -> Result<String, OrderError> {
    Ok(match value {
        Json::Bool(_) | Json::Number(_) | Json::String(_) => serde_json::to_string(value).unwrap_or_default(),
        Json::Object(table) => {
            let mut text = "{ ".to_owned();
            for (at, (key, value)) in table.iter().enumerate() {
                let key = Json::String(key.clone());
                // writing to a string cannot fail
                let _ = write!(text, "{}{key} = {}", if at > 0 { ", " } else { "" }, toml_of(value)?);
            }
            text + " }"
        }
        Json::Null | Json::Array(_) => {
            return Err(OrderError::new("params", format!("{value}: 应为数、真假、文字或表 expected a number, a flag, a text or a table")));
        }
    })
}

fn packs(options: &Options, brief: &Brief) -> Result<Vec<Policy>, OrderError> {
    let shipped = |id: &str| {
        Policy::builtin(id).ok_or_else(|| {
            let known = Policy::builtin_ids().collect::<Vec<_>>().join(", ");
            OrderError::new(
                "policies",
                format!("{id}: 没有这个规则包 no such rule pack; built in: {known}; give others as {{\"toml\": …}}"),
            )
        })
    };
    let mut packs = if options.policies.is_empty() {
        DEFAULT_PACKS.iter().map(|id| shipped(id)).collect::<Result<Vec<_>, _>>()?
    } else {
        let pack = |pack: &Pack| match pack {
            Pack::Id(id) => shipped(id),
            Pack::Text { name, toml, source } => {
                Policy::parse(name.as_deref().unwrap_or("policy.toml"), toml, source).map_err(|errors| OrderError::of_pack(&errors))
            }
        };
        options.policies.iter().map(pack).collect::<Result<Vec<_>, _>>()?
    };
    // base rules stand under the pack that judges
    if let Some(name) = brief.text("profile.far_rules").filter(|name| name != "unknown") {
        let base = match Policy::builtin(&name) {
            Some(base) => base,
            None => Policy::parse(&name, given(&options.texts, "profile.far_rules", &name)?, "")
                .map_err(|errors| OrderError::of_pack(&errors))?,
        };
        let at = packs.len().saturating_sub(1);
        packs.insert(at, base);
    }
    Ok(packs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> OrderError {
        Order::from_json(text).err().expect("an error")
    }

    #[test]
    fn an_order_needs_a_date_and_nothing_else() {
        assert_eq!(refused("{}").file, "as_of");
        let order = Order::from_json(r#"{"as_of": "2026-11-22"}"#).unwrap();
        assert_eq!(order.request.policies.len(), DEFAULT_PACKS.len());
    }

    #[test]
    fn flaws_are_located() {
        let unknown = refused("{\"as_of\": \"2026-11-22\",\n \"parms\": {}}");
        assert_eq!((unknown.file.as_str(), unknown.line), ("options", Some(2)));
        assert!(unknown.message.contains("params"), "{unknown}");
        let config = refused(r#"{"as_of": "2026-11-22", "config": {"name": "项目.toml", "text": "gas = true\nplan.green_ratio = 30"}}"#);
        assert_eq!((config.file.as_str(), config.line), ("项目.toml", Some(2)));
        assert!(refused(r#"{"as_of": "2026-11-22", "policies": ["nanjing"]}"#).message.contains("nantong-2024-1"));
        assert!(refused(r#"{"as_of": "2026-11-22", "fail_on": "sometimes"}"#).message.contains("warning"));
        assert!(refused(r#"{"as_of": "2026-11-22", "params": {"vocabulary": "我们的词.toml"}}"#).message.contains("texts"));
    }

    #[test]
    fn parameters_come_as_values_or_as_assignments() {
        let values =
            Order::from_json(r#"{"as_of": "2026-11-22", "params": {"plan.height_limit_m": {"1号楼": 54, "2号楼": 80.5}, "gas": true}}"#)
                .unwrap();
        assert_eq!(values.request.brief.number_for("plan.height_limit_m", "2号楼"), Some(80.5));
        assert_eq!(values.request.brief.flag("gas"), Some(true));
        let list = Order::from_json(r#"{"as_of": "2026-11-22", "params": ["plan.far=2.2"]}"#).unwrap();
        assert_eq!(list.request.brief.number("plan.far"), Some(2.2));
    }

    #[test]
    fn an_agency_asks_for_missing_data_unless_told_otherwise() {
        let agency = Order::from_json(r#"{"as_of": "2026-11-22", "audience": "agency"}"#).unwrap();
        assert_eq!(agency.request.fail_on, FailOn::Missing);
    }
}
