//! What is written is read back the same, in both versions, and the bytes never change from run to run.
#![allow(clippy::unwrap_used)]

mod common;

use haofang_bcf::{
    Archive, Bitmap, Camera, Change, ClippingPlane, Coloring, Comment, Component, Components, Document, DocumentReference, DocumentTarget,
    HeaderFile, Hints, ImageFormat, Line, Project, Projection, Snippet, Topic, Version, View, Viewpoint, ids, lint, read, write,
};
use proptest::prelude::*;

#[test]
fn our_archives_are_clean_deterministic_and_read_back_the_same() {
    for version in [Version::V2_1, Version::V3_0] {
        let archive = common::archive();
        let bytes = write(&archive, version).unwrap();
        assert_eq!(bytes, write(&archive, version).unwrap());
        let report = lint(&bytes).unwrap();
        assert!(report.is_clean(), "{version:?}: {:#?}", report.problems);
        assert_eq!(report.reading.version, version.as_str());
        let mut back = report.reading.archive;
        let mut topics = archive.topics.clone();
        if version == Version::V2_1 {
            // 2.1 has no place for the aspect ratio.
            for view in topics.iter_mut().flat_map(|topic| &mut topic.viewpoints).filter_map(|v| v.view.as_mut()) {
                view.camera.as_mut().unwrap().aspect = None;
            }
        }
        back.topics.sort_by_key(|topic| topic.title.clone());
        assert_eq!(back.topics, topics);
        assert_eq!(back.project, archive.project);
    }
}

#[test]
fn the_xml_of_both_versions() {
    for version in [Version::V2_1, Version::V3_0] {
        let mut archive = common::archive();
        archive.topics.truncate(1);
        let bytes = write(&archive, version).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            text.push_str(&format!("== {name}\n"));
            if !name.ends_with(".png") && !name.ends_with('/') {
                let mut content = String::new();
                std::io::Read::read_to_string(&mut file, &mut content).unwrap();
                text.push_str(&content.replace("><", ">\n<"));
            }
        }
        insta::assert_snapshot!(format!("xml_{}", version.as_str()), text);
    }
}

#[test]
fn what_would_be_invalid_is_refused() {
    let mut archive = common::archive();
    archive.topics[0].title = "  ".into();
    assert!(write(&archive, Version::V2_1).unwrap_err().to_string().contains("title"));
    let mut archive = common::archive();
    archive.topics[0].created.date = "昨天".into();
    assert!(write(&archive, Version::V2_1).is_err());
    let mut archive = common::archive();
    archive.topics[0].viewpoints[0].view.as_mut().unwrap().camera.as_mut().unwrap().eye[0] = f64::NAN;
    assert!(write(&archive, Version::V3_0).is_err());
    let mut archive = common::archive();
    let again = archive.topics[0].clone();
    archive.topics.push(again);
    assert!(write(&archive, Version::V2_1).unwrap_err().to_string().contains("two topics"));
    let mut archive = common::archive();
    archive.files.insert("../x".into(), Vec::new());
    assert!(write(&archive, Version::V2_1).is_err());
}

fn words() -> impl Strategy<Value = String> {
    // Trimmed text: XML readers may drop blanks at the ends.
    "[\u{4e00}-\u{4e40}a-z<>&\"'·≥㎡][\u{4e00}-\u{4e40}a-z<>&\"' \n·≥㎡]{0,20}[\u{4e00}-\u{4e40}a-z<>&㎡]"
}

fn uuid() -> impl Strategy<Value = String> {
    any::<u64>().prop_map(|seed| ids::stable(&["test", &seed.to_string()]))
}

fn ifc() -> impl Strategy<Value = String> {
    "[0-3][0-9A-Za-z_$]{21}"
}

fn component() -> impl Strategy<Value = Component> {
    (ifc(), proptest::option::of(words())).prop_map(|(guid, tool)| Component { authoring_tool_id: tool, ..Component::of(guid) })
}

fn change() -> impl Strategy<Value = Change> {
    (1_u32..28, 0_u32..24, words())
        .prop_map(|(day, hour, author)| Change { date: format!("2026-03-{day:02}T{hour:02}:00:00+08:00"), author })
}

fn triple() -> impl Strategy<Value = [f64; 3]> {
    (-1e6..1e6_f64, -1e6..1e6_f64, 0.1..1e3_f64).prop_map(|(x, y, z)| [x, y, z])
}

fn view() -> impl Strategy<Value = View> {
    let components = (
        prop::collection::vec(component(), 0..3),
        any::<bool>(),
        prop::collection::vec(component(), 0..3),
        proptest::option::of((any::<bool>(), any::<bool>(), any::<bool>())),
        proptest::option::of(prop::collection::vec(component(), 1..3)),
    )
        .prop_map(|(selection, default_visibility, exceptions, hints, colored)| Components {
            selection,
            default_visibility,
            exceptions,
            hints: hints.map(|(spaces, space_boundaries, openings)| Hints { spaces, space_boundaries, openings }),
            coloring: colored.into_iter().map(|components| Coloring { color: "FF4040".into(), components }).collect(),
        });
    let projection = prop_oneof![
        (45.0..60.0_f64).prop_map(|field_of_view| Projection::Perspective { field_of_view }),
        (0.1..1e4_f64).prop_map(|scale| Projection::Orthogonal { scale }),
    ];
    let camera = (triple(), triple(), triple(), projection).prop_map(|(eye, direction, up, projection)| Camera {
        eye,
        direction,
        up,
        projection,
        aspect: Some(1.5),
    });
    let lines = prop::collection::vec((triple(), triple()).prop_map(|(start, end)| Line { start, end }), 0..3);
    let planes = prop::collection::vec((triple(), triple()).prop_map(|(location, direction)| ClippingPlane { location, direction }), 0..3);
    let bitmaps = prop::collection::vec(
        (triple(), triple(), triple()).prop_map(|(location, normal, up)| Bitmap {
            format: ImageFormat::Png,
            reference: "图.png".into(),
            location,
            normal,
            up,
            height: 2.5,
        }),
        0..2,
    );
    (proptest::option::of(components), camera, lines, planes, bitmaps).prop_map(|(components, camera, lines, clipping_planes, bitmaps)| {
        View { components, camera: Some(camera), lines, clipping_planes, bitmaps }
    })
}

fn topic() -> impl Strategy<Value = Topic> {
    let head =
        (uuid(), words(), proptest::option::of(words()), proptest::option::of(0..9_i32), prop::collection::vec(words(), 0..3), change());
    let more = (
        proptest::option::of(change()),
        proptest::option::of(words()),
        proptest::option::of(words()),
        prop::collection::vec(words(), 0..2),
        prop::collection::vec(uuid(), 0..2),
        proptest::option::of(words()),
    );
    let views = prop::collection::vec((uuid(), proptest::option::of(view()), any::<bool>()), 0..3);
    let comments = prop::collection::vec((uuid(), change(), words(), proptest::option::of(change())), 0..3);
    (head, more, views, comments).prop_map(|(head, more, views, comments)| {
        let (guid, title, priority, index, labels, created) = head;
        let (modified, assigned_to, stage, reference_links, related, description) = more;
        let mut topic = Topic {
            guid,
            title,
            topic_type: Some("不符合".into()),
            status: Some("Open".into()),
            files: vec![HeaderFile { filename: Some("总图.ifc".into()), ..HeaderFile::default() }],
            priority,
            index,
            labels,
            created,
            modified,
            assigned_to,
            stage,
            reference_links,
            related,
            description,
            due_date: Some("2026-12-31T00:00:00Z".into()),
            snippet: Some(Snippet {
                snippet_type: "IFC".into(), is_external: false, reference: "片段.txt".into(), schema: "IFC4".into()
            }),
            documents: vec![DocumentReference {
                guid: Some(ids::stable(&["document"])),
                target: DocumentTarget::Url("https://example.com/规划条件.pdf".into()),
                description: Some("规划条件".into()),
            }],
            ..Topic::default()
        };
        topic.attachments.insert("图.png".into(), common::picture().bytes);
        topic.attachments.insert("片段.txt".into(), "#1=IFCWALL".into());
        for (guid, view, snapshot) in views {
            topic.viewpoints.push(Viewpoint { guid, index: None, view, snapshot: snapshot.then(common::picture) });
        }
        for (guid, created, text, modified) in comments {
            let viewpoint = topic.viewpoints.first().map(|viewpoint| viewpoint.guid.clone());
            topic.comments.push(Comment { guid, created, text, viewpoint, modified });
        }
        topic
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_archive_of_3_0_reads_back_the_same(mut topics in prop::collection::vec(topic(), 0..3)) {
        topics.sort_by(|a, b| a.guid.cmp(&b.guid));
        topics.dedup_by(|a, b| a.guid == b.guid);
        let mut archive = Archive { topics, ..Archive::default() };
        archive.project = Some(Project { id: "p".into(), name: Some("阳光里".into()) });
        archive.documents.push(Document {
            guid: ids::stable(&["文件"]),
            filename: "规划条件.pdf".into(),
            description: None,
            bytes: Some(b"%PDF".to_vec()),
        });
        let reading = read(&write(&archive, Version::V3_0).unwrap()).unwrap();
        prop_assert_eq!(&reading.notes, &Vec::new());
        prop_assert_eq!(&reading.archive.topics, &archive.topics);
        prop_assert_eq!(&reading.archive.documents, &archive.documents);
        // And through 2.1, which has no aspect ratio, nothing else is lost of a topic.
        let reading = read(&write(&archive, Version::V2_1).unwrap()).unwrap();
        for view in archive.topics.iter_mut().flat_map(|t| &mut t.viewpoints).filter_map(|v| v.view.as_mut()) {
            view.camera.as_mut().unwrap().aspect = None;
        }
        prop_assert_eq!(&reading.archive.topics, &archive.topics);
    }
}
