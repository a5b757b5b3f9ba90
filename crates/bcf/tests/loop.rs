//! Check, send out, get back with people's edits, check again: nothing lost, nothing twice.
#![allow(clippy::unwrap_used)]

mod common;

use haofang_bcf::{Change, Comment, MergeOptions, Resolution, Topic, Version, lint, merge, read, write};

fn run(date: &str) -> Change {
    Change { date: date.into(), author: "haofang@example.com".into() }
}

/// What a person does in a viewer that writes upper-case identifiers and its own dates.
fn edit(topic: &mut Topic) {
    topic.status = Some("Active".into());
    topic.assigned_to = Some("wang@example.com".into());
    topic.due_date = Some("2026-12-01T00:00:00+08:00".into());
    topic.modified = Some(Change { date: "2026-11-24T09:00:00+08:00".into(), author: "王工@example.com".into() });
    topic.comments.push(Comment {
        guid: "AAAAAAAA-1111-4222-8333-BBBBBBBBBBBB".into(),
        created: Change { date: "2026-11-24T09:00:00+08:00".into(), author: "王工@example.com".into() },
        text: "7 层标高已调整，请复核".into(),
        ..Comment::default()
    });
}

#[test]
fn the_second_submission_keeps_what_people_did() {
    let first = common::archive();
    let mut returned = read(&write(&first, Version::V2_1).unwrap()).unwrap().archive;
    returned.topics.sort_by_key(|topic| topic.title.clone());
    edit(&mut returned.topics[0]);
    let own =
        Topic { guid: "cccccccc-1111-4222-8333-bbbbbbbbbbbb".into(), title: "入口雨棚颜色".into(), ..returned.topics[1].clone() };
    returned.topics.push(Topic { comments: Vec::new(), viewpoints: Vec::new(), ..own });
    // Another tool writes another version.
    let returned = read(&write(&returned, Version::V3_0).unwrap()).unwrap().archive;

    // Second run: the first topic is still there with another measured value, the second is solved.
    let mut second = first.clone();
    second.topics.truncate(1);
    second.topics[0] = common::topic("NT-2.1-04", "2fTzxuYUz80AvHkU3vg402", "实测 3.080 m，要求 ≥ 3.100 m");
    second.topics[0].comments[0].created = run("2026-12-02T00:00:00+08:00");
    let solved = first.topics[1].guid.clone();
    let resolution = Resolution { status: "Resolved".into(), comment: "9.40% → 10.20%，已满足".into() };
    let options = MergeOptions {
        change: run("2026-12-02T00:00:00+08:00"),
        resolutions: [(solved.clone(), resolution)].into(),
        ..MergeOptions::default()
    };
    let merged = merge(&returned, &second, &options);

    assert_eq!(merged.archive.topics.len(), 3);
    assert_eq!(merged.updated, std::slice::from_ref(&first.topics[0].guid));
    assert_eq!(merged.resolved, std::slice::from_ref(&solved));
    assert_eq!(merged.kept, ["cccccccc-1111-4222-8333-bbbbbbbbbbbb"]);
    let still = &merged.archive.topics[0];
    assert_eq!(still.status.as_deref(), Some("Active"));
    assert_eq!(still.assigned_to.as_deref(), Some("wang@example.com"));
    assert_eq!(still.due_date.as_deref(), Some("2026-12-01T00:00:00+08:00"));
    let texts: Vec<&str> = still.comments.iter().map(|comment| comment.text.as_str()).collect();
    assert_eq!(texts, ["实测 3.050 m，要求 ≥ 3.100 m", "7 层标高已调整，请复核", "实测 3.080 m，要求 ≥ 3.100 m"]);
    assert_eq!(still.viewpoints.len(), 2, "the earlier view stays, the new one is shown first");
    assert_eq!(still.viewpoints[0].guid, second.topics[0].viewpoints[0].guid);
    let fixed = merged.archive.topics.iter().find(|topic| topic.guid == solved).unwrap();
    assert_eq!(fixed.status.as_deref(), Some("Resolved"));
    assert_eq!(fixed.comments.last().unwrap().text, "9.40% → 10.20%，已满足");

    // The same merge again changes nothing.
    let bytes = write(&merged.archive, Version::V2_1).unwrap();
    let again = merge(&read(&bytes).unwrap().archive, &second, &options);
    let mut before = merged.archive.topics.clone();
    let mut after = again.archive.topics.clone();
    for topic in before.iter_mut().chain(after.iter_mut()) {
        for view in topic.viewpoints.iter_mut().filter_map(|viewpoint| viewpoint.view.as_mut()) {
            view.camera.as_mut().unwrap().aspect = None;
        }
        topic.comments.iter_mut().for_each(|comment| comment.guid = comment.guid.to_lowercase());
    }
    before.sort_by(|a, b| a.guid.cmp(&b.guid));
    after.sort_by(|a, b| a.guid.cmp(&b.guid));
    assert_eq!(before, after);
    let problems = lint(&bytes).unwrap().problems;
    assert!(problems.iter().all(|p| p.rule.starts_with("viewpoint")), "{problems:#?}");
}

#[test]
fn what_was_not_checked_again_is_not_resolved() {
    let returned = common::archive();
    let mut second = common::archive();
    second.topics.truncate(1);
    let merged = merge(&returned, &second, &MergeOptions::default());
    assert_eq!(merged.archive.topics[1], returned.topics[1]);
    assert_eq!(merged.kept.len(), 1);
    assert_eq!(merged.archive.topics[0], returned.topics[0], "an unchanged run changes nothing");
}

#[test]
fn comments_given_new_identifiers_by_a_tool_are_not_doubled() {
    let first = common::archive();
    let mut returned = first.clone();
    returned.topics[0].comments[0].guid = "dddddddd-1111-4222-8333-bbbbbbbbbbbb".into();
    let merged = merge(&returned, &first, &MergeOptions::default());
    assert_eq!(merged.archive.topics[0].comments.len(), 1);
}

#[test]
fn what_people_closed_and_the_model_does_not_meet_is_opened_again() {
    let first = common::archive();
    let mut returned = first.clone();
    for topic in &mut returned.topics {
        topic.status = Some("Closed".into());
        topic.files.clear();
    }
    let model = haofang_bcf::HeaderFile { filename: Some("1号楼_v2.ifc".into()), ..haofang_bcf::HeaderFile::default() };
    let guid = first.topics[0].guid.clone();
    let options = MergeOptions {
        change: run("2026-12-02T00:00:00+08:00"),
        unmet: [(guid.clone(), "本次校核仍不满足".to_owned())].into(),
        models: vec![model],
        ..MergeOptions::default()
    };
    let mut second = first.clone();
    second.topics.iter_mut().for_each(|topic| topic.files.clear());
    let merged = merge(&returned, &second, &options);
    assert_eq!(merged.reopened, [guid]);
    let (again, other) = (&merged.archive.topics[0], &merged.archive.topics[1]);
    assert_eq!(again.status.as_deref(), first.topics[0].status.as_deref());
    assert_eq!(again.comments.last().unwrap().text, "本次校核仍不满足");
    assert_eq!(other.status.as_deref(), Some("Closed"), "what only a person can decide stays as that person left it");
    assert!(merged.archive.topics.iter().all(|topic| topic.files[0].filename.as_deref() == Some("1号楼_v2.ifc")));
    assert_eq!(merge(&merged.archive, &second, &options).archive.topics[0].comments.len(), again.comments.len(), "told once");
}
