//! Findings as BCF topics: one per clause and building, site or project, and one for all missing data (CONTRACT §6).

use std::collections::BTreeSet;

use haofang_bcf::ids;
use haofang_facts::{GlobalId, SubjectId, SubjectKind, brief, catalogue};
use haofang_policy::{ClauseResult, Force, Outcome, SubjectRef, Verdict};

use crate::assessment::{Assessment, Audience};
use crate::issues::{Issues, MISSING, missing_anchor};
use crate::words::{self, Lang};

/// Components selected in a viewpoint at most; above it an exemplar is selected and the count told.
const MOST_SELECTED: usize = 200;
/// Size of the exemplar.
const EXEMPLAR: usize = 20;
/// Characters of a title at most.
const TITLE: usize = 60;
/// Findings spelled out in a description at most.
const SPELLED: usize = 20;

/// Why there is a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopicKind {
    /// A demand is not met.
    Failure,
    /// A person decides.
    Manual,
    /// Data are missing.
    Missing,
}

/// A topic before its picture is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicPlan {
    /// Identifier that survives re-submission.
    pub guid: String,
    /// Clause, or [`MISSING`].
    pub clause: String,
    /// Why there is a topic.
    pub kind: TopicKind,
    /// Building, site or project.
    pub anchor: SubjectRef,
    /// At most 60 characters.
    pub title: String,
    /// Sentence of the policy, measured and required values, method, assumptions, remedy.
    pub description: String,
    /// Evidence, as the comment that leads to the view.
    pub comment: String,
    /// 不符合, 需说明, 信息缺失, 人工复核.
    pub topic_type: String,
    /// 高, 中, 低.
    pub priority: String,
    /// Clause, force, discipline.
    pub labels: Vec<String>,
    /// Elements selected and coloured red; also those to be highlighted in the snapshot.
    pub elements: Vec<GlobalId>,
    /// Subjects concerned, in sheet order.
    pub subjects: Vec<SubjectId>,
    /// Short text for the snapshot, true as printed: `3.050 m < 3.100 m`.
    pub caption: String,
    /// Whether rooms are what is shown.
    pub shows_spaces: bool,
    /// Files that hold the subjects.
    pub files: Vec<String>,
}

/// The topics, most urgent first.
#[must_use]
pub fn plan(source: &Assessment, include_manual: bool, lang: Lang) -> Vec<TopicPlan> {
    let issues = Issues::of(source);
    let mut plans = Vec::new();
    for clause in source.with_outcome(Outcome::Fail) {
        plan_clause(source, clause, Outcome::Fail, &issues, lang, &mut plans);
    }
    plans.extend(plan_missing(source, &issues, lang));
    if include_manual {
        // A clause that fails in one building may leave another to a person.
        for clause in source.clauses() {
            plan_clause(source, clause, Outcome::Manual, &issues, lang, &mut plans);
        }
    }
    plans
}

fn plan_clause(source: &Assessment, clause: &ClauseResult, outcome: Outcome, issues: &Issues, lang: Lang, plans: &mut Vec<TopicPlan>) {
    let mut groups: Vec<(&str, &SubjectRef, Vec<&Verdict>)> = Vec::new();
    for verdict in clause.verdicts.iter().filter(|verdict| verdict.outcome == outcome) {
        let Some(guid) = issues.get(&clause.id, &verdict.anchor) else { continue };
        match groups.iter_mut().find(|(known, ..)| *known == guid) {
            Some((_, _, verdicts)) => verdicts.push(verdict),
            None => groups.push((guid, &verdict.anchor, vec![verdict])),
        }
    }
    for (guid, anchor, verdicts) in groups {
        // A failure and a question on the same building are one topic, the failure's.
        if plans.iter().any(|plan| plan.guid == guid) {
            continue;
        }
        plans.push(plan_group(source, clause, guid, anchor, &verdicts, outcome, lang));
    }
}

fn plan_group(
    source: &Assessment,
    clause: &ClauseResult,
    guid: &str,
    anchor: &SubjectRef,
    verdicts: &[&Verdict],
    outcome: Outcome,
    lang: Lang,
) -> TopicPlan {
    let kind = if outcome == Outcome::Fail { TopicKind::Failure } else { TopicKind::Manual };
    let topic_type = match (kind, clause.force) {
        (TopicKind::Manual, _) => lang.pick("人工复核", "review"),
        (_, Force::Principle) => lang.pick("需说明", "to be explained"),
        _ => lang.pick("不符合", "not met"),
    };
    let elements = all_elements(verdicts.iter().copied());
    let total = elements.len();
    let worst = verdicts.iter().copied().min_by(|a, b| slack(a).total_cmp(&slack(b)));
    let caption = worst.and_then(|verdict| words::relation(verdict, lang)).unwrap_or_default();
    TopicPlan {
        guid: guid.to_owned(),
        clause: clause.id.clone(),
        kind,
        anchor: anchor.clone(),
        title: title(source, clause, anchor, verdicts, &caption, lang),
        description: description(source, clause, verdicts, total, lang),
        comment: evidence(source, clause, verdicts, lang),
        topic_type: topic_type.to_owned(),
        priority: priority(clause.force, kind, lang).to_owned(),
        labels: vec![clause.id.clone(), lang.force(clause.force).to_owned(), clause.discipline.clone()],
        elements: selected(elements),
        subjects: verdicts.iter().map(|verdict| verdict.subject.id.clone()).collect(),
        caption,
        shows_spaces: verdicts.iter().any(|verdict| is_room(verdict.subject.kind)),
        files: files(source, verdicts.iter().map(|verdict| &verdict.subject)),
    }
}

fn slack(verdict: &Verdict) -> f64 {
    verdict.margin.unwrap_or(0.0)
}

fn is_room(kind: SubjectKind) -> bool {
    use SubjectKind::{Balcony, Dwelling, Facility, GreenSpace, ParkingSpace, Site, Space, Terrace, Void};
    matches!(kind, Space | Dwelling | Facility | GreenSpace | ParkingSpace | Site | Balcony | Terrace | Void)
}

fn priority(force: Force, kind: TopicKind, lang: Lang) -> &'static str {
    match (kind, force) {
        (TopicKind::Failure, Force::Must | Force::Entitle) => lang.pick("高", "high"),
        (TopicKind::Failure, _) | (TopicKind::Missing, _) => lang.pick("中", "medium"),
        (TopicKind::Manual, Force::Must) => lang.pick("中", "medium"),
        (TopicKind::Manual, _) => lang.pick("低", "low"),
    }
}

/// Elements of the verdicts, else their subjects, else their anchors; only real GlobalIds, each once.
fn all_elements<'v>(verdicts: impl Iterator<Item = &'v Verdict>) -> Vec<GlobalId> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for verdict in verdicts {
        let valid = |guid: &&GlobalId| ids::is_ifc_guid(&guid.0);
        let own: Vec<&GlobalId> = verdict.elements.iter().filter(valid).collect();
        let fallback = verdict.subject.guid.iter().chain(&verdict.anchor.guid).find(valid);
        let chosen = if own.is_empty() { fallback.into_iter().collect() } else { own };
        for guid in chosen {
            if seen.insert(guid.clone()) {
                out.push(guid.clone());
            }
        }
    }
    out
}

fn selected(mut elements: Vec<GlobalId>) -> Vec<GlobalId> {
    if elements.len() > MOST_SELECTED {
        elements.truncate(EXEMPLAR);
    }
    elements
}

fn files<'s>(source: &Assessment, subjects: impl Iterator<Item = &'s SubjectRef>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for reference in subjects {
        if let Some(place) = source.subject(reference).and_then(|subject| subject.place.as_ref())
            && !out.contains(&place.file)
        {
            out.push(place.file.clone());
        }
    }
    out
}

/// At most this many characters, with a sign that something was cut.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// The name of a subject without that of its anchor.
fn short(source: &Assessment, reference: &SubjectRef, anchor: &SubjectRef) -> String {
    let path = source.path(reference);
    path.strip_prefix(anchor.name.as_str()).map(str::trim).filter(|rest| !rest.is_empty()).map_or(path.clone(), str::to_owned)
}

fn title(source: &Assessment, clause: &ClauseResult, anchor: &SubjectRef, verdicts: &[&Verdict], caption: &str, lang: Lang) -> String {
    let mut names: Vec<String> = Vec::new();
    for verdict in verdicts {
        let name = short(source, &verdict.subject, anchor);
        if verdict.subject.id != anchor.id && !names.contains(&name) {
            names.push(name);
        }
    }
    let count = names.len();
    let shown = names.iter().take(2).cloned().collect::<Vec<_>>().join(lang.pick("、", ", "));
    let places = match count {
        0 => anchor.name.clone(),
        1 | 2 => format!("{} {shown}", anchor.name),
        _ => format!("{} {shown}{}", anchor.name, lang.pick("等", " …").to_owned() + &format!(" {count} {}", lang.pick("处", "places"))),
    };
    let what = lang.text(&clause.title);
    let head = format!("{} {what}", clause.id);
    let caption = if caption.is_empty() { String::new() } else { format!("{}{caption}", lang.pick("：", ": ")) };
    for text in [format!("{head}{caption} · {places}"), format!("{}{caption} · {places}", clause.id), format!("{head} · {places}")] {
        let text = text.replace("  ", " ");
        if text.chars().count() <= TITLE {
            return text;
        }
    }
    cut(&format!("{head} · {places}"), TITLE)
}

/// One line of evidence: where, measured, required, margin.
pub(crate) fn line(source: &Assessment, verdict: &Verdict, lang: Lang) -> String {
    let mut out = source.path(&verdict.subject);
    if let Some(measured) = words::measured(verdict, lang) {
        out.push_str(&format!("  {} {measured}", lang.pick("实测", "measured")));
    }
    if let Some(required) = words::required(verdict, lang) {
        out.push_str(&format!("  {} {required}", lang.pick("要求", "required")));
    }
    if verdict.outcome == Outcome::Fail
        && let Some(margin) = words::margin(verdict, lang)
    {
        out.push_str(&format!("  {} {margin}", lang.pick("差", "gap")));
    }
    out
}

fn description(source: &Assessment, clause: &ClauseResult, verdicts: &[&Verdict], total: usize, lang: Lang) -> String {
    let mut lines = vec![format!("{} {}「{}」", lang.pick("条文", "Clause"), clause.cite, clause.quote).replace("  ", " ")];
    lines.extend(verdicts.iter().take(SPELLED).map(|verdict| line(source, verdict, lang)));
    if verdicts.len() > SPELLED {
        let more = verdicts.len() - SPELLED;
        lines.push(lang.pick("另有 N 处，见校核报告", "N more, see the report").replace('N', &more.to_string()));
    }
    let mut said = BTreeSet::new();
    for verdict in verdicts.iter().take(SPELLED) {
        let text = lang.text(&verdict.explanation);
        if !text.is_empty() && said.insert(text) && said.len() <= 3 {
            lines.push(format!("{} {text}", lang.pick("依据", "Evidence")));
        }
    }
    let mut used: Vec<String> = Vec::new();
    for assumption in verdicts.iter().flat_map(|verdict| &verdict.assumptions) {
        let text = format!("{} = {}", assumption.key, assumption.value);
        if !used.contains(&text) {
            used.push(text);
        }
    }
    if !used.is_empty() {
        lines.push(format!("{} {}", lang.pick("参数", "Parameters"), used.join(lang.pick("；", "; "))));
    }
    if source.audience == Audience::Author
        && let Some(remedy) = verdicts.iter().find_map(|verdict| verdict.remedy.as_ref())
    {
        lines.push(format!("{} {}", lang.pick("建议", "Remedy"), lang.text(remedy)));
    }
    for (waiver, holds) in verdicts.iter().filter_map(|verdict| source.waiver(clause, verdict)).take(1) {
        let name = if holds { lang.pick("已豁免", "Waived") } else { lang.pick("豁免已过期", "Waiver expired") };
        lines.push(format!("{name} {} · {} · {}", waiver.reason, waiver.by, waiver.until));
    }
    lines.push(lang.pick("涉及构件 N 个", "N elements concerned").replace('N', &total.to_string()));
    lines.join("\n")
}

fn evidence(source: &Assessment, clause: &ClauseResult, verdicts: &[&Verdict], lang: Lang) -> String {
    let mut lines: Vec<String> = Vec::new();
    let earlier = source.baseline.as_ref().and_then(|before| before.clauses.iter().find(|old| old.id == clause.id));
    for verdict in verdicts.iter().take(SPELLED) {
        let mut text = line(source, verdict, lang);
        let path = source.path(&verdict.subject);
        let before = earlier.and_then(|old| old.verdicts.iter().find(|old| old.subject.path == path));
        if let Some(shown) = before.and_then(|old| old.shown.clone()) {
            text.push_str(&format!("  {} {shown}", lang.pick("上次", "before")));
        }
        lines.push(text);
    }
    if verdicts.len() > SPELLED {
        lines.push(format!("… +{}", verdicts.len() - SPELLED));
    }
    lines.join("\n")
}

/// One topic for all data that `must`, `principle` and `entitle` clauses and the others lack, grouped by datum.
fn plan_missing(source: &Assessment, issues: &Issues, lang: Lang) -> Option<TopicPlan> {
    let mut verdicts: Vec<(&ClauseResult, &Verdict)> = Vec::new();
    for clause in source.clauses() {
        verdicts.extend(clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Undetermined).map(|verdict| (clause, verdict)));
    }
    let (_, first) = verdicts.first()?;
    let anchor = missing_anchor(source, first);
    let guid = issues.get(MISSING, &anchor)?.to_owned();
    let groups = missing_groups(source, lang);
    let mut clauses: Vec<&str> = verdicts.iter().map(|(clause, _)| clause.id.as_str()).collect();
    clauses.dedup();
    let count = clauses.len();
    let title = match lang {
        Lang::Zh => format!(
            "模型信息缺失：{count} 项条款无法判定（{}）",
            groups.iter().take(2).map(|g| g.0.as_str()).collect::<Vec<_>>().join("、")
        ),
        Lang::En => format!("Missing data: {count} clauses undetermined"),
    };
    let lines: Vec<String> =
        groups.iter().take(40).map(|(_, what, supply, ids)| format!("{what}  [{}]\n  → {supply}", ids.join(" "))).collect();
    let mut elements = Vec::new();
    for guid in verdicts.iter().flat_map(|(_, verdict)| &verdict.missing).filter_map(|missing| missing.subject.as_ref()?.guid.as_ref()) {
        if ids::is_ifc_guid(&guid.0) && !elements.contains(guid) && elements.len() <= MOST_SELECTED {
            elements.push(guid.clone());
        }
    }
    if elements.is_empty() {
        let fallback = verdicts.iter().filter_map(|(_, verdict)| verdict.subject.guid.as_ref()).chain(&anchor.guid);
        elements.extend(fallback.filter(|guid| ids::is_ifc_guid(&guid.0)).take(1).cloned());
    }
    Some(TopicPlan {
        guid,
        clause: MISSING.to_owned(),
        kind: TopicKind::Missing,
        title: cut(&title, TITLE),
        description: lines.join("\n"),
        comment: lang.pick("缺数据的条款：", "Clauses without data: ").to_owned() + &clauses.join(" "),
        topic_type: lang.pick("信息缺失", "missing data").to_owned(),
        priority: priority(Force::Must, TopicKind::Missing, lang).to_owned(),
        labels: vec![lang.pick("信息缺失", "missing data").to_owned()],
        elements: selected(elements),
        subjects: verdicts.iter().map(|(_, verdict)| verdict.subject.id.clone()).collect(),
        caption: String::new(),
        shows_spaces: false,
        files: Vec::new(),
        anchor,
    })
}

/// What a datum is called: a quantity of the catalogue with what it belongs to, a parameter, a subject, else its own word.
pub(crate) fn quantity_title(id: &str, lang: Lang) -> String {
    let kind_title = |kind: SubjectKind| if lang == Lang::Zh { kind.title_zh().to_owned() } else { kind.word().replace('_', " ") };
    if id == "document" {
        return lang.pick("证明文件", "document of proof").to_owned();
    }
    if let Some(kind) = SubjectKind::from_word(id) {
        return kind_title(kind);
    }
    if let Some((kind, name)) = id.split_once('.')
        && let Some(kind) = SubjectKind::from_word(kind)
        && let Some(spec) = catalogue::spec(kind, name)
    {
        let title = lang.pick(spec.zh, spec.en);
        return if kind == SubjectKind::Project { title.to_owned() } else { format!("{}·{title}", kind_title(kind)) };
    }
    let key = brief::KEYS.iter().find(|key| key.name == id).map(|key| lang.pick(key.zh, key.en));
    key.unwrap_or(id).to_owned()
}

/// Missing data by datum: quantity, what, how to supply it, the clauses that want it; most wanted first.
pub(crate) fn missing_groups(source: &Assessment, lang: Lang) -> Vec<(String, String, String, Vec<String>)> {
    let mut groups: Vec<(String, String, String, Vec<String>)> = Vec::new();
    for clause in source.clauses() {
        for missing in
            clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Undetermined).flat_map(|verdict| &verdict.missing)
        {
            match groups.iter_mut().find(|(quantity, ..)| *quantity == missing.quantity) {
                Some((.., clauses)) => {
                    if !clauses.contains(&clause.id) {
                        clauses.push(clause.id.clone());
                    }
                }
                None => groups.push((
                    missing.quantity.clone(),
                    lang.text(&missing.what).to_owned(),
                    lang.text(&missing.supply).to_owned(),
                    vec![clause.id.clone()],
                )),
            }
        }
    }
    groups.sort_by_key(|(.., clauses)| std::cmp::Reverse(clauses.len()));
    groups
}
