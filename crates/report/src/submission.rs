//! An earlier or present submission as far as comparing needs it: read from `assessment.json`, or taken from a run.

use std::collections::BTreeMap;

use haofang_facts::SubjectKind;
use haofang_policy::SubjectRef;
use serde_json::Value as Json;

use crate::assessment::Assessment;
use crate::words::{self, Lang};

/// One submission.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Submission {
    /// Date of the assessment.
    pub as_of: String,
    /// Rule pack, without version.
    pub policy: String,
    /// SHA-256 of the first file, to tell submissions apart.
    pub sha256: String,
    /// Clauses with an outcome.
    pub clauses: Vec<PastClause>,
    /// The submissions before this one, the first one first.
    pub history: Vec<Milestone>,
}

/// An earlier submission in figures, for the trend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Milestone {
    /// Date of the assessment.
    pub as_of: String,
    /// SHA-256 of its first file.
    pub sha256: String,
    /// Clauses that failed.
    pub failed: usize,
    /// Clauses without data.
    pub undetermined: usize,
    /// Clauses met.
    pub passed: usize,
}

/// Submissions kept in the trend.
const KEPT: usize = 30;

/// One clause of a submission.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastClause {
    /// Id.
    pub id: String,
    /// Title, Chinese and English.
    pub title: (String, String),
    /// Force as a word.
    pub force: String,
    /// Outcome as a word.
    pub outcome: String,
    /// Verdicts.
    pub verdicts: Vec<PastVerdict>,
}

/// One verdict of a submission.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastVerdict {
    /// Of what.
    pub subject: Past,
    /// Its topic's anchor.
    pub anchor: Past,
    /// Outcome as a word.
    pub outcome: String,
    /// Measured number and unit.
    pub measured: Option<(f64, String)>,
    /// The measured value as people read it.
    pub shown: Option<String>,
    /// The demand as people read it.
    pub wanted: Option<String>,
    /// Comparator and limit.
    pub required: Option<(String, f64)>,
    /// Slack; negative when short.
    pub margin: Option<f64>,
    /// Topic identifier.
    pub issue: Option<String>,
}

/// How a subject is known across submissions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Kind as a word.
    pub kind: String,
    /// GlobalId.
    pub guid: Option<String>,
    /// Id in the sheet.
    pub id: String,
    /// Name.
    pub name: String,
    /// Name with building and storey.
    pub path: String,
}

impl Past {
    pub(crate) fn of(source: &Assessment, reference: &SubjectRef) -> Self {
        Self {
            kind: reference.kind.word().to_owned(),
            guid: reference.guid.as_ref().map(ToString::to_string),
            id: reference.id.0.clone(),
            name: reference.name.clone(),
            path: source.path(reference),
        }
    }

    fn read(json: &Json) -> Self {
        let name = text(json, "name");
        let path = json.get("path").and_then(Json::as_str).map_or_else(|| name.clone(), str::to_owned);
        Self {
            kind: text(json, "kind"),
            guid: json.get("guid").and_then(Json::as_str).map(str::to_owned),
            id: text(json, "id"),
            name,
            path,
        }
    }

    /// Kinds of which a submission has one, so that any name means the same.
    fn is_single(&self) -> bool {
        [SubjectKind::Project, SubjectKind::Site].iter().any(|kind| kind.word() == self.kind)
    }
}

fn text(json: &Json, key: &str) -> String {
    json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

impl Submission {
    /// Reads an `assessment.json`.
    ///
    /// # Errors
    /// When the text is no JSON, or not of the schema `haofang.assessment/1`.
    pub fn from_json(text_of_file: &str) -> Result<Self, String> {
        let json: Json = serde_json::from_str(text_of_file).map_err(|error| format!("no JSON: {error}; expected an assessment.json"))?;
        if json.get("schema").and_then(Json::as_str) != Some("haofang.assessment/1") {
            return Err(format!(
                "schema {}, expected \"haofang.assessment/1\"; give the assessment.json of an earlier run",
                json.get("schema").unwrap_or(&Json::Null)
            ));
        }
        let list = |json: &Json, key: &str| json.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
        let read = |clause: &Json| PastClause {
            id: text(clause, "id"),
            title: (text(clause, "title"), text(clause, "title_en")),
            force: text(clause, "force"),
            outcome: text(clause, "outcome"),
            verdicts: list(clause, "verdicts").iter().map(verdict).collect(),
        };
        Ok(Self {
            as_of: text(&json, "as_of"),
            policy: json.get("policy").map(|policy| text(policy, "id")).unwrap_or_default(),
            sha256: list(&json, "sources").first().map(|source| text(source, "sha256")).unwrap_or_default(),
            clauses: list(&json, "clauses").iter().map(read).collect(),
            history: list(&json, "history").iter().map(milestone).collect(),
        })
    }

    /// This submission in figures.
    #[must_use]
    pub fn milestone(&self) -> Milestone {
        let count = |outcome: &str| self.clauses.iter().filter(|clause| clause.outcome == outcome).count();
        Milestone {
            as_of: self.as_of.clone(),
            sha256: self.sha256.clone(),
            failed: count("fail"),
            undetermined: count("undetermined"),
            passed: count("pass"),
        }
    }

    /// All submissions up to and with this one, the latest at the end.
    #[must_use]
    pub fn trend(&self) -> Vec<Milestone> {
        let skipped = (self.history.len() + 1).saturating_sub(KEPT);
        self.history.iter().skip(skipped).cloned().chain([self.milestone()]).collect()
    }

    /// The submission of a run.
    #[must_use]
    pub fn of(source: &Assessment) -> Self {
        let clauses = source.clauses().iter().map(|clause| PastClause {
            id: clause.id.clone(),
            title: (clause.title.zh.clone(), clause.title.en.clone()),
            force: clause.force.word().to_owned(),
            outcome: clause.outcome.word().to_owned(),
            verdicts: clause
                .verdicts
                .iter()
                .map(|verdict| PastVerdict {
                    subject: Past::of(source, &verdict.subject),
                    anchor: Past::of(source, &verdict.anchor),
                    outcome: verdict.outcome.word().to_owned(),
                    measured: verdict.measured_number().map(|(number, unit)| (number, unit.symbol().to_owned())),
                    shown: words::measured(verdict, Lang::Zh),
                    wanted: words::required(verdict, Lang::Zh),
                    required: verdict
                        .required
                        .as_ref()
                        .and_then(|required| Some((required.comparator.sign().to_owned(), required.value.as_number()?))),
                    margin: verdict.margin,
                    issue: None,
                })
                .collect(),
        });
        Self {
            as_of: source.judgement.as_of.clone(),
            policy: source.judgement.main.policy.id.clone(),
            sha256: source.sheet.sources.first().map(|file| file.sha256.clone()).unwrap_or_default(),
            clauses: clauses.collect(),
            history: source.baseline.as_ref().map(Self::trend).unwrap_or_default(),
        }
    }
}

fn milestone(json: &Json) -> Milestone {
    let count = |key: &str| json.get(key).and_then(Json::as_u64).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    Milestone {
        as_of: text(json, "as_of"),
        sha256: text(json, "sha256"),
        failed: count("fail"),
        undetermined: count("undetermined"),
        passed: count("pass"),
    }
}

fn verdict(json: &Json) -> PastVerdict {
    let number = |json: &Json| json.get("value").and_then(Json::as_f64);
    let part = |key: &str| json.get(key).filter(|part| part.is_object());
    PastVerdict {
        subject: part("subject").map(Past::read).unwrap_or_default(),
        anchor: part("anchor").map(Past::read).unwrap_or_default(),
        outcome: text(json, "outcome"),
        measured: part("measured").and_then(|measured| Some((number(measured)?, text(measured, "unit")))),
        shown: part("measured").map(|measured| text(measured, "text")).filter(|text| !text.is_empty()),
        wanted: part("required").map(|required| text(required, "text")).filter(|text| !text.is_empty()),
        required: part("required").and_then(|required| Some((text(required, "comparator"), number(required)?))),
        margin: json.get("margin").and_then(Json::as_f64),
        issue: json.get("issue").and_then(Json::as_str).map(str::to_owned),
    }
}

/// Finds the same subject in another submission: by GlobalId, by id, by name with building and storey, by name alone.
/// A rung counts only where it names one subject on either side; kinds of which there is one always match.
#[derive(Debug)]
pub struct Matcher<'s> {
    by_guid: BTreeMap<(&'s str, &'s str), Option<usize>>,
    by_id: BTreeMap<(&'s str, &'s str), Option<usize>>,
    by_path: BTreeMap<(&'s str, &'s str), Option<usize>>,
    by_name: BTreeMap<(&'s str, &'s str), Option<usize>>,
    by_kind: BTreeMap<&'s str, Option<usize>>,
    issues: BTreeMap<(&'s str, usize), &'s str>,
}

/// By which rung of the ladder a subject was found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// Same GlobalId.
    GlobalId,
    /// Same id in the sheet, made of names.
    Id,
    /// Same name with building and storey.
    Path,
    /// Same name, the only one of its kind.
    Name,
}

impl Rung {
    /// The ladder, surest first.
    pub const ALL: [Self; 4] = [Self::GlobalId, Self::Id, Self::Path, Self::Name];
}

impl<'s> Matcher<'s> {
    /// Over a list of distinct subjects.
    #[must_use]
    pub fn new(subjects: Vec<&'s Past>) -> Self {
        let mut this = Self {
            by_guid: BTreeMap::new(),
            by_id: BTreeMap::new(),
            by_path: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_kind: BTreeMap::new(),
            issues: BTreeMap::new(),
        };
        for (at, past) in subjects.iter().enumerate() {
            let kind = past.kind.as_str();
            if let Some(guid) = &past.guid {
                once(&mut this.by_guid, (kind, guid), at);
            }
            once(&mut this.by_id, (kind, &past.id), at);
            once(&mut this.by_path, (kind, &past.path), at);
            once(&mut this.by_name, (kind, &past.name), at);
            if past.is_single() {
                once(&mut this.by_kind, kind, at);
            }
        }
        this
    }

    /// Over the anchors of a submission, with the topics they had.
    #[must_use]
    pub fn anchors(before: &'s Submission) -> Self {
        let mut anchors: Vec<&Past> = Vec::new();
        let mut issues = BTreeMap::new();
        for clause in &before.clauses {
            for verdict in &clause.verdicts {
                let known = anchors.iter().position(|anchor| **anchor == verdict.anchor);
                let at = known.unwrap_or(anchors.len());
                if known.is_none() {
                    anchors.push(&verdict.anchor);
                }
                if let Some(issue) = &verdict.issue {
                    let id = if verdict.outcome == "undetermined" { crate::issues::MISSING } else { clause.id.as_str() };
                    issues.entry((id, at)).or_insert(issue.as_str());
                }
            }
        }
        Self { issues, ..Self::new(anchors) }
    }

    /// The subject that is the same by one rung, as a place in the list given.
    #[must_use]
    pub fn find(&self, past: &Past, rung: Rung) -> Option<usize> {
        let kind = past.kind.as_str();
        let hit =
            |map: &BTreeMap<(&str, &str), Option<usize>>, key: &str| map.get(&(kind, key)).copied().flatten().filter(|_| !key.is_empty());
        match rung {
            Rung::GlobalId => hit(&self.by_guid, past.guid.as_deref().unwrap_or_default()),
            Rung::Id => hit(&self.by_id, &past.id),
            Rung::Path => hit(&self.by_path, &past.path),
            Rung::Name => hit(&self.by_name, &past.name).or_else(|| self.by_kind.get(kind).copied().flatten().filter(|_| past.is_single())),
        }
    }

    /// The topic that the same anchor had for a clause. The missing-data topic is one for the whole submission.
    #[must_use]
    pub fn issue(&self, clause: &str, anchor: &Past) -> Option<String> {
        if clause == crate::issues::MISSING {
            return self.issues.iter().find(|((id, _), _)| *id == clause).map(|(_, guid)| (*guid).to_owned());
        }
        let at = Rung::ALL.into_iter().find_map(|rung| self.find(anchor, rung))?;
        self.issues.get(&(clause, at)).map(|guid| (*guid).to_owned())
    }
}

/// Remembers a key that names one thing; a key that names two names none.
fn once<K: Ord>(map: &mut BTreeMap<K, Option<usize>>, key: K, at: usize) {
    map.entry(key).and_modify(|slot| *slot = None).or_insert(Some(at));
}
