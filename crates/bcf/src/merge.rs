//! A returned archive into the next run: what people did stays, what was measured is new, nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::date;
use crate::ids;
use crate::model::{Archive, Change, Comment, HeaderFile, Topic};

/// Statuses with which tools say that nothing is left to do; compared without case.
const CLOSED: [&str; 8] = ["resolved", "closed", "fixed", "done", "approved", "已解决", "已关闭", "已完成"];

/// How to merge.
#[derive(Debug, Clone, Default)]
pub struct MergeOptions {
    /// Author and date of this run, for changes the merge itself makes.
    pub change: Change,
    /// What became of topics of the returned archive that the new run does not contain, by topic identifier.
    /// A topic not named here is kept as it is: what was not checked again is not resolved.
    pub resolutions: BTreeMap<String, Resolution>,
    /// What to say where people closed a topic that this run measured again and found not met, by topic identifier. Such a
    /// topic is opened again; a topic not named here keeps the status that people gave it.
    pub unmet: BTreeMap<String, String>,
    /// The models of this run, for topics that came back without naming one.
    pub models: Vec<HeaderFile>,
}

/// What became of a topic that is no longer among the failures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// New status, for example `Resolved`.
    pub status: String,
    /// Comment telling why.
    pub comment: String,
}

/// The merged archive and what happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// Both archives in one.
    pub archive: Archive,
    /// Identifiers of topics that were in both.
    pub updated: Vec<String>,
    /// Identifiers of topics that only the new run has.
    pub added: Vec<String>,
    /// Identifiers of topics opened again because of [`MergeOptions::unmet`].
    pub reopened: Vec<String>,
    /// Identifiers of topics resolved by [`MergeOptions::resolutions`].
    pub resolved: Vec<String>,
    /// Identifiers of topics kept as returned.
    pub kept: Vec<String>,
}

/// Takes status, person in charge, due date, stage, priority, comments, viewpoints, documents and labels of the
/// `returned` archive into the `new` one. Title, description, type and models come from the new run.
#[must_use]
pub fn merge(returned: &Archive, new: &Archive, options: &MergeOptions) -> Merged {
    let mut out = Merged::default();
    let old: BTreeMap<String, &Topic> = returned.topics.iter().map(|t| (t.guid.to_ascii_lowercase(), t)).collect();
    let mut done = BTreeSet::new();
    for topic in &new.topics {
        let guid = topic.guid.to_ascii_lowercase();
        if !done.insert(guid.clone()) {
            continue;
        }
        match old.get(&guid) {
            Some(before) => {
                let mut both = combine(before, topic, &options.change);
                if let Some(why) = options.unmet.get(&guid).filter(|_| is_closed(before)) {
                    both.status.clone_from(&topic.status);
                    remark(&mut both, why, &options.change);
                    out.reopened.push(guid.clone());
                }
                out.archive.topics.push(both);
                out.updated.push(guid);
            }
            None => {
                out.archive.topics.push(topic.clone());
                out.added.push(guid);
            }
        }
    }
    for topic in &returned.topics {
        let guid = topic.guid.to_ascii_lowercase();
        if !done.insert(guid.clone()) {
            continue;
        }
        match options.resolutions.get(&guid) {
            Some(resolution) => {
                out.archive.topics.push(resolve(topic, resolution, &options.change));
                out.resolved.push(guid);
            }
            None => {
                out.archive.topics.push(topic.clone());
                out.kept.push(guid);
            }
        }
    }
    for topic in &mut out.archive.topics {
        fill_dates(topic, &options.change.date);
        if topic.files.is_empty() {
            topic.files.clone_from(&options.models);
        }
    }
    frame(returned, new, &mut out.archive);
    out
}

/// Tools leave dates out at times, and the archive could then not be written: the topic's date stands in for a
/// comment's, the date of this run for the topic's.
fn fill_dates(topic: &mut Topic, today: &str) {
    if topic.created.date.is_empty() {
        topic.created.date = today.to_owned();
    }
    for comment in &mut topic.comments {
        if comment.created.date.is_empty() {
            comment.created.date.clone_from(&topic.created.date);
        }
    }
}

/// Project, extension lists, documents and loose files.
fn frame(returned: &Archive, new: &Archive, out: &mut Archive) {
    out.project = new.project.clone().or_else(|| returned.project.clone());
    out.extensions = new.extensions.clone();
    let (a, b) = (&mut out.extensions, &returned.extensions);
    for (list, more) in [
        (&mut a.types, &b.types),
        (&mut a.statuses, &b.statuses),
        (&mut a.priorities, &b.priorities),
        (&mut a.labels, &b.labels),
        (&mut a.users, &b.users),
        (&mut a.snippet_types, &b.snippet_types),
        (&mut a.stages, &b.stages),
    ] {
        union(list, more);
    }
    out.documents = new.documents.clone();
    for document in &returned.documents {
        if !out.documents.iter().any(|known| known.guid == document.guid) {
            out.documents.push(document.clone());
        }
    }
    out.files = returned.files.clone();
    out.files.extend(new.files.iter().map(|(path, content)| (path.clone(), content.clone())));
}

fn union<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}

fn combine(before: &Topic, now: &Topic, change: &Change) -> Topic {
    let mut out = now.clone();
    out.server_assigned_id = before.server_assigned_id.clone().or(out.server_assigned_id);
    out.status = before.status.clone().or(out.status);
    out.priority = before.priority.clone().or(out.priority);
    out.assigned_to = before.assigned_to.clone().or(out.assigned_to);
    out.due_date = before.due_date.clone().or(out.due_date);
    out.stage = before.stage.clone().or(out.stage);
    out.snippet = out.snippet.or_else(|| before.snippet.clone());
    if date::normal(&before.created.date).is_some() && !before.created.author.is_empty() {
        out.created = before.created.clone();
    }
    union(&mut out.labels, &before.labels);
    union(&mut out.reference_links, &before.reference_links);
    union(&mut out.documents, &before.documents);
    union(&mut out.related, &before.related);
    out.comments = comments(&before.comments, &now.comments);
    let fresh = out.viewpoints.clone();
    for viewpoint in &before.viewpoints {
        if !fresh.iter().any(|known| known.guid.eq_ignore_ascii_case(&viewpoint.guid)) {
            out.viewpoints.push(viewpoint.clone());
        }
    }
    for (name, content) in &before.attachments {
        out.attachments.entry(name.clone()).or_insert_with(|| content.clone());
    }
    let same = out.title == before.title
        && out.description == before.description
        && out.comments.len() == before.comments.len()
        && out.viewpoints.len() == before.viewpoints.len();
    out.modified = if same || change.author.is_empty() { before.modified.clone() } else { Some(change.clone()) };
    out
}

/// The union by identifier; the same words by the same author at the same time are one comment too, as some tools give
/// new identifiers on export. Of two versions of one comment the one changed last counts.
fn comments(before: &[Comment], now: &[Comment]) -> Vec<Comment> {
    let mut out: Vec<Comment> = Vec::new();
    for comment in before.iter().chain(now) {
        let same = |known: &Comment| {
            known.guid.eq_ignore_ascii_case(&comment.guid)
                || (known.text == comment.text
                    && known.created.author == comment.created.author
                    && date::seconds(&known.created.date) == date::seconds(&comment.created.date))
        };
        match out.iter_mut().find(|known| same(known)) {
            Some(known) => {
                if last_change(comment) > last_change(known) && comment.modified.is_some() {
                    *known = comment.clone();
                }
            }
            None => out.push(comment.clone()),
        }
    }
    out.sort_by_key(|comment| date::seconds(&comment.created.date));
    out
}

fn last_change(comment: &Comment) -> Option<i64> {
    let changed = comment.modified.as_ref().and_then(|change| date::seconds(&change.date));
    changed.or_else(|| date::seconds(&comment.created.date))
}

/// Whether people said that nothing is left to do.
fn is_closed(topic: &Topic) -> bool {
    topic.status.as_deref().is_some_and(|status| CLOSED.contains(&status.trim().to_lowercase().as_str()))
}

fn resolve(topic: &Topic, resolution: &Resolution, change: &Change) -> Topic {
    let mut out = topic.clone();
    remark(&mut out, &resolution.comment, change);
    out.status = Some(resolution.status.clone());
    out.modified = Some(change.clone());
    out
}

/// Adds what this run has to say, once: the identifier follows from the words and the day.
fn remark(topic: &mut Topic, text: &str, change: &Change) {
    let guid = ids::comment(&topic.guid, &format!("{}\n{text}", change.date));
    if !topic.comments.iter().any(|known| known.guid == guid) {
        let viewpoint = topic.viewpoints.first().map(|viewpoint| viewpoint.guid.clone());
        topic.comments.push(Comment { guid, created: change.clone(), text: text.to_owned(), viewpoint, modified: None });
    }
    topic.modified = Some(change.clone());
}
