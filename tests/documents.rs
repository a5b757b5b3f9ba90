//! What people receive, from the command: every format, `explain` in both languages, and the loop of two submissions with an
//! archive that came back with people's work.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

mod command;

use command::{Folder, haofang, sample};
use haofang_checker::bcf::{self, Change, Comment, Version};
use haofang_testkit::{Estate, Style};
use serde_json::Value as Json;

#[test]
fn every_format_is_written_and_is_what_it_says() {
    let folder = Folder::new("formats");
    let formats: [(&str, &[u8]); 11] = [
        ("text", "通政".as_bytes()),
        ("json", b"{\n"),
        ("html", b"<!doctype html>"),
        ("md", b"# "),
        ("bcf", b"PK\x03\x04"),
        ("xlsx", b"PK\x03\x04"),
        ("csv", "\u{feff}".as_bytes()),
        ("parquet", b"PAR1"),
        ("pdf", b"%PDF-1.7"),
        ("junit", b"<?xml"),
        ("sarif", b"{\n"),
    ];
    for lang in ["zh-CN", "en"] {
        let targets: Vec<String> =
            formats.iter().map(|(format, _)| format!("{format}:{}", folder.path(&format!("{lang}.{format}")))).collect();
        let mut arguments = vec!["check".to_owned(), sample(), "--as-of".into(), "2026-11-22".into(), "--lang".into(), lang.into()];
        for target in targets {
            arguments.extend(["-f".to_owned(), target]);
        }
        let run = haofang(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stdout.is_empty());
        for (format, start) in formats {
            let bytes = folder.read(&format!("{lang}.{format}"));
            assert!(bytes.starts_with(start) || (format == "text" && bytes.len() > 500), "{lang} {format}");
        }
    }
}

/// Four or more English words in a row: a sentence that nobody translated.
fn english(text: &str) -> Option<String> {
    let mut run: Vec<&str> = Vec::new();
    for word in text.split([' ', ',', '\n', '"']) {
        let plain = word.trim_end_matches(['.', ';', ':']);
        if plain.is_empty() {
            continue;
        }
        if plain.len() > 1 && plain.bytes().all(|byte| byte.is_ascii_lowercase()) {
            run.push(word);
            if run.len() == 4 {
                return Some(run.join(" "));
            }
        } else {
            run.clear();
        }
    }
    None
}

#[test]
fn what_a_chinese_reader_is_told_is_chinese() {
    let folder = Folder::new("chinese");
    for name in ["residential-7f-3050", "estate-faults"] {
        let mut arguments = vec!["check".to_owned()];
        arguments.extend(command::samples(name));
        for format in ["text", "md", "csv", "junit"] {
            arguments.extend(["-f".to_owned(), format!("{format}:{}", folder.path(&format!("{name}.{format}")))]);
        }
        arguments.extend(["-f".into(), format!("json:{}", folder.path(&format!("{name}.json")))]);
        assert_eq!(haofang(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).code, 1);
        for format in ["text", "md", "csv", "junit"] {
            let text = String::from_utf8(folder.read(&format!("{name}.{format}"))).unwrap();
            assert_eq!(english(&text), None, "{name}.{format}");
        }
        let assessment: Json = serde_json::from_slice(&folder.read(&format!("{name}.json"))).unwrap();
        for verdict in assessment["clauses"].as_array().unwrap().iter().flat_map(|clause| clause["verdicts"].as_array().unwrap()) {
            let said = |text: &Json| text.as_str().map(str::to_owned);
            let mut texts: Vec<String> = said(&verdict["explanation"]).into_iter().collect();
            for missing in verdict["missing_detail"].as_array().into_iter().flatten() {
                texts.extend([&missing["what"]["zh"], &missing["supply"]["zh"]].into_iter().filter_map(said));
            }
            let mut nodes = vec![&verdict["tree"]];
            while let Some(node) = nodes.pop() {
                texts.extend(said(&node["note"]["zh"]));
                nodes.extend(node["parts"].as_array().into_iter().flatten());
            }
            for text in texts {
                assert_eq!(english(&text), None, "{name}: {text}");
            }
        }
    }
}

/// Alone it is made from what the clauses ask for, beside a report from everything: the words must be the same.
#[test]
fn json_alone_says_what_json_beside_a_report_says() {
    let folder = Folder::new("alone");
    for name in ["residential-7f-3050", "estate-faults"] {
        let mut arguments = vec!["check".to_owned(), "--as-of".into(), "2026-11-22".into()];
        arguments.extend(command::samples(name));
        let run = |more: &[&str]| haofang(&arguments.iter().map(String::as_str).chain(more.iter().copied()).collect::<Vec<_>>());
        let alone = run(&["-f", "json"]);
        let target = format!("json:{}", folder.path("beside.json"));
        let beside = run(&["-f", &target, "-f", "html:-"]);
        assert_eq!((alone.code, beside.code), (1, 1), "{}", beside.stderr);
        assert!(alone.stdout.into_bytes() == folder.read("beside.json"), "{name}");
    }
}

#[test]
fn explain_tells_a_clause_in_both_languages() {
    for (name, lang) in [("explain_zh", "zh-CN"), ("explain_en", "en")] {
        let run = haofang(&["explain", "NT-2.1-04", "--lang", lang]);
        assert_eq!(run.code, 0);
        insta::with_settings!({snapshot_path => "snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(name, run.stdout);
        });
    }
}

/// A building whose fifth storey is low, or right; another key gives other GlobalIds to everything.
fn building(folder: &Folder, key: &str, low: bool) -> String {
    let mut estate = Estate { key: key.to_owned(), ..Estate::default() };
    let storeys = &mut estate.buildings[0].storeys;
    for (height, _) in storeys.iter_mut() {
        *height = 3.15;
    }
    if low {
        storeys[2].0 = 3.05;
    }
    let (name, bytes) = estate.generate(&Style::default()).ifc_files.remove(0);
    assert!(!name.is_empty());
    folder.write(&format!("{key}.ifc"), &bytes);
    folder.path(&format!("{key}.ifc"))
}

#[test]
fn a_returned_archive_comes_into_the_next_submission_without_loss_or_doubles() {
    let folder = Folder::new("loop");
    let (first, second) = (building(&folder, "first", true), building(&folder, "second", false));
    let run = haofang(&["check", &first, "--as-of", "2026-11-22", "-o", &folder.path("one")]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let before = bcf::read(&folder.read("one/issues.bcf")).unwrap().archive;

    // as a coordination tool hands it back: other statuses, a person in charge, a comment on the view, no header
    let mut returned = before.clone();
    let low = returned.topics.iter_mut().find(|topic| topic.title.starts_with("NT-2.1-04")).unwrap();
    let guid = low.guid.clone();
    low.status = Some("Active".into());
    low.assigned_to = Some("li@example.com".into());
    low.files.clear();
    low.modified = Some(Change { date: "2026-11-25T10:00:00+08:00".into(), author: "li@example.com".into() });
    low.comments.push(Comment {
        guid: "0f0f0f0f-1111-4222-8333-444444444444".into(),
        created: Change { date: "2026-11-25T10:00:00+08:00".into(), author: "li@example.com".into() },
        text: "结构已同意上调 100 mm".into(),
        viewpoint: low.viewpoints.first().map(|view| view.guid.clone()),
        ..Comment::default()
    });
    folder.write("returned.bcf", &bcf::write(&returned, Version::V2_1).unwrap());

    let baseline = folder.path("one/assessment.json");
    let run = haofang(&[
        "check",
        &second,
        "--as-of",
        "2026-12-02",
        "--baseline",
        &baseline,
        "--bcf-returned",
        &folder.path("returned.bcf"),
        "-o",
        &folder.path("two"),
    ]);
    let assessment: Json = serde_json::from_slice(&folder.read("two/assessment.json")).unwrap();
    let height = assessment["clauses"].as_array().unwrap().iter().find(|clause| clause["id"] == "NT-2.1-04").unwrap();
    assert_eq!(height["outcome"], "pass");
    assert_eq!(assessment["diff"]["summary"]["fixed"], 1, "{}", assessment["diff"]);
    assert_eq!(assessment["history"].as_array().unwrap().len(), 1);

    let bytes = folder.read("two/issues.bcf");
    let after = bcf::read(&bytes).unwrap().archive;
    assert_eq!(after.topics.len(), before.topics.len(), "nothing doubled: {}", run.stderr);
    let topic = after.topics.iter().find(|topic| topic.guid == guid).unwrap();
    assert_eq!((topic.status.as_deref(), topic.assigned_to.as_deref()), (Some("Resolved"), Some("li@example.com")));
    let texts: Vec<&str> = topic.comments.iter().map(|comment| comment.text.as_str()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(texts[1], "结构已同意上调 100 mm");
    assert!(texts[2].contains("已解决") && texts[2].contains("3.050 m → 3.150 m"), "{texts:?}");
    let findings = bcf::lint(&bytes).unwrap();
    assert!(findings.is_clean(), "{findings:?}");

    let md = haofang(&["diff", &baseline, &second, "--as-of", "2026-12-02", "-f", "md"]);
    assert_eq!(md.code, 0, "{}", md.stdout);
    assert!(md.stdout.contains("| 已解决 | NT-2.1-04 |") && md.stdout.contains("GlobalId"), "{}", md.stdout);
}
