//! Planned topics and their pictures as a BCF archive, and the merge with an archive that people returned.

use std::collections::BTreeMap;

use haofang_bcf::{
    Archive, Camera, Change, ClippingPlane, Coloring, Comment, Component, Components, Extensions, HeaderFile, Hints, ImageFormat,
    MergeOptions, Picture, Project, Resolution, Topic, Version, View, Viewpoint, date, ids,
};
use haofang_facts::SubjectKind;
use haofang_policy::Outcome;

use crate::assessment::Assessment;
use crate::diff::{Change as Finding, against_baseline};
use crate::topics::{TopicKind, TopicPlan};
use crate::words::Lang;

/// Who writes topics and comments; importers want something like an e-mail address.
pub const AUTHOR: &str = "checker@haofang.local";
/// Colour of what offends.
const OFFENDING: &str = "FF4040";

/// What the caller drew for a topic: metres in IFC world coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicPicture {
    /// The snapshot, a PNG of 800 to 1500 pixels.
    pub png: Vec<u8>,
    /// The camera it was taken with.
    pub camera: Camera,
    /// Planes that cut the model, directions towards what is removed.
    pub clipping_planes: Vec<ClippingPlane>,
}

/// Midnight of a day in China, as every document is dated.
#[must_use]
pub fn day(as_of: &str) -> String {
    format!("{as_of}T00:00:00+08:00")
}

/// The archive of this run: `pictures` stand in the order of `plans`.
#[must_use]
pub fn archive(source: &Assessment, plans: &[TopicPlan], pictures: Vec<Option<TopicPicture>>, version: Version, lang: Lang) -> Archive {
    let mut pictures = pictures.into_iter();
    let topics = plans.iter().enumerate().map(|(index, plan)| topic(source, plan, pictures.next().flatten(), index, version));
    let project = source.sheet.of_kind(SubjectKind::Project).next();
    let words = |zh: &[&str], en: &[&str]| if lang == Lang::Zh { zh } else { en }.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Archive {
        topics: topics.collect(),
        project: Some(Project {
            id: project
                .and_then(|project| project.guid.as_ref())
                .map_or_else(|| ids::stable(&["project"]), |guid| ids::stable(&["project", &guid.0])),
            name: project.map(|project| project.name.clone()).filter(|name| !name.is_empty()),
        }),
        extensions: Extensions {
            types: words(&["不符合", "需说明", "信息缺失", "人工复核"], &["not met", "to be explained", "missing data", "review"]),
            statuses: words(&["Open", "Active", "Resolved", "Closed"], &["Open", "Active", "Resolved", "Closed"]),
            priorities: words(&["高", "中", "低"], &["high", "medium", "low"]),
            ..Extensions::default()
        },
        ..Archive::default()
    }
}

fn topic(source: &Assessment, plan: &TopicPlan, picture: Option<TopicPicture>, index: usize, version: Version) -> Topic {
    let created = Change { date: day(&source.judgement.as_of), author: AUTHOR.to_owned() };
    let viewpoint = picture.map(|picture| viewpoint(plan, picture, version));
    let comment = Comment {
        guid: ids::comment(&plan.guid, &plan.comment),
        created: created.clone(),
        text: plan.comment.clone(),
        viewpoint: viewpoint.as_ref().map(|viewpoint| viewpoint.guid.clone()),
        modified: None,
    };
    Topic {
        guid: plan.guid.clone(),
        topic_type: Some(plan.topic_type.clone()),
        status: Some("Open".to_owned()),
        files: header(source, &plan.files),
        title: plan.title.clone(),
        priority: Some(plan.priority.clone()),
        index: i32::try_from(index).ok(),
        labels: plan.labels.iter().filter(|label| !label.is_empty()).cloned().collect(),
        created,
        description: Some(plan.description.clone()),
        comments: vec![comment],
        viewpoints: viewpoint.into_iter().collect(),
        ..Topic::default()
    }
}

/// The models that hold the subjects; all models where that is not known.
fn header(source: &Assessment, files: &[String]) -> Vec<HeaderFile> {
    let of = |named: bool| {
        let chosen = source.models.iter().filter(move |model| !named || files.contains(&model.file));
        chosen.map(|model| HeaderFile {
            ifc_project: model.project_guid.clone(),
            filename: Some(model.file.clone()),
            date: model.date.as_deref().and_then(date::normal),
            ..HeaderFile::default()
        })
    };
    let named: Vec<HeaderFile> = of(true).collect();
    if named.is_empty() { of(false).collect() } else { named }
}

fn viewpoint(plan: &TopicPlan, picture: TopicPicture, version: Version) -> Viewpoint {
    let components: Vec<Component> = plan.elements.iter().map(|guid| Component::of(guid.0.clone())).collect();
    let content = format!("{:?}{:?}{:?}", plan.elements, picture.camera, picture.clipping_planes);
    // Two of three open readers stumble over colours of 3.0.
    let colored = version == Version::V2_1 && !components.is_empty();
    Viewpoint {
        guid: ids::viewpoint(&plan.guid, &content),
        index: Some(0),
        view: Some(View {
            components: Some(Components {
                coloring: if colored { vec![Coloring { color: OFFENDING.to_owned(), components: components.clone() }] } else { Vec::new() },
                selection: components,
                default_visibility: true,
                exceptions: Vec::new(),
                hints: Some(Hints { spaces: plan.shows_spaces, space_boundaries: false, openings: false }),
            }),
            camera: Some(picture.camera),
            clipping_planes: picture.clipping_planes,
            ..View::default()
        }),
        snapshot: Some(Picture { format: ImageFormat::Png, bytes: picture.png }),
    }
}

/// How to merge a returned archive into this run: findings that the baseline had and that are met now are resolved with
/// a comment, findings that people closed and that are still not met are opened again; what was not checked again, and what
/// only a person can decide, is left alone. `plans` are the topics of this run.
#[must_use]
pub fn merge_options(source: &Assessment, plans: &[TopicPlan], lang: Lang) -> MergeOptions {
    let diff = against_baseline(source);
    let mut resolutions = BTreeMap::new();
    for (topic, findings) in diff.resolved_topics() {
        let lines: Vec<String> = findings.iter().map(|finding| resolved(finding, lang)).collect();
        resolutions.insert(topic, Resolution { status: "Resolved".to_owned(), comment: lines.join("\n") });
    }
    let still = lang.pick("本次校核仍不满足，重新打开：", "Still not met in this run, opened again: ");
    // what is waived is not met either, but somebody answers for it
    let waived = |id: &str| {
        let clause = source.clauses().iter().find(|clause| clause.id == id);
        clause.is_some_and(|clause| {
            let mut failing = clause.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fail);
            failing.all(|verdict| source.waiver(clause, verdict).is_some_and(|(_, holds)| holds))
        })
    };
    let failures = plans.iter().filter(|plan| plan.kind == TopicKind::Failure && !waived(&plan.clause));
    MergeOptions {
        change: Change { date: day(&source.judgement.as_of), author: AUTHOR.to_owned() },
        resolutions,
        unmet: failures.map(|plan| (plan.guid.clone(), format!("{still}{}", plan.caption))).collect(),
        models: header(source, &[]),
    }
}

/// `已解决 1号楼 7F 3.050 m → 3.100 m`.
fn resolved(finding: &Finding, lang: Lang) -> String {
    format!("{} {} {}", lang.pick("已解决", "Resolved:"), finding.subject.path, values(finding)).trim_end().to_owned()
}

/// `3.050 m → 3.100 m`, as far as known.
pub(crate) fn values(finding: &Finding) -> String {
    let text = |verdict: &Option<crate::submission::PastVerdict>| verdict.as_ref()?.shown.clone();
    match (text(&finding.before), text(&finding.after)) {
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (Some(value), None) | (None, Some(value)) => value,
        (None, None) => String::new(),
    }
}
