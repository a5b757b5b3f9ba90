//! Archives that want to break the reader give errors or notes, never panics.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Cursor, Write};

use haofang_bcf::{Limits, ReadError, Version, lint, read, read_with, write};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const VERSION: &[u8] = b"<Version VersionId=\"2.1\"/>";

#[test]
fn what_is_no_archive_is_an_error() {
    assert!(matches!(read(b""), Err(ReadError::Zip(_))));
    assert!(matches!(read("不是压缩文件".as_bytes()), Err(ReadError::Zip(_))));
    assert!(matches!(read(&pack(&[("a.txt", b"x")])), Err(ReadError::NotBcf)));
    let whole = write(&common::archive(), Version::V2_1).unwrap();
    assert!(read(&whole[..whole.len() / 2]).is_err());
}

#[test]
fn bombs_are_refused_before_they_unpack() {
    let zeros = vec![0_u8; 4 << 20];
    let bomb = pack(&[("bcf.version", VERSION), ("a", &zeros), ("b", &zeros)]);
    assert!(bomb.len() < 20_000, "a bomb is small: {}", bomb.len());
    let limits = Limits { total: 6 << 20, file: 5 << 20, entries: 10 };
    assert!(matches!(read_with(&bomb, limits), Err(ReadError::TooLarge { unit: "bytes", .. })));
    let limits = Limits { total: 64 << 20, file: 1 << 20, entries: 10 };
    assert!(matches!(read_with(&bomb, limits), Err(ReadError::TooLarge { place, .. }) if place == "a"));
    let limits = Limits { total: 64 << 20, file: 64 << 20, entries: 2 };
    assert!(matches!(read_with(&bomb, limits), Err(ReadError::TooLarge { unit: "entries", .. })));
}

#[test]
fn bad_xml_leaves_one_topic_out_and_says_so() {
    let good = "<Markup><Topic Guid=\"5C0CCF6A-12AD-593D-87EF-D4F90D7DB22D\"><Title>层高</Title></Topic></Markup>";
    let bytes = pack(&[
        ("bcf.version", VERSION),
        ("a/markup.bcf", b"<Markup><Topic"),
        ("b/markup.bcf", "<Markup></Topic>".as_bytes()),
        ("c/markup.bcf", good.as_bytes()),
        ("../d/markup.bcf", good.as_bytes()),
        ("e\\markup.bcf", b"<Markup/>"),
    ]);
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.archive.topics.len(), 1);
    assert_eq!(reading.archive.topics[0].guid, "5c0ccf6a-12ad-593d-87ef-d4f90d7db22d");
    assert_eq!(reading.archive.topics[0].title, "层高");
    for place in ["a/markup.bcf", "b/markup.bcf", "../d/markup.bcf", "e/markup.bcf"] {
        assert!(reading.notes.iter().any(|note| note.place == place), "{place}: {:?}", reading.notes);
    }
    assert!(!lint(&bytes).unwrap().is_clean());
}

#[test]
fn entity_bombs_and_deep_nesting_are_harmless() {
    let lol =
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><Markup><Topic Guid=\"x\"><Title>&b;</Title></Topic></Markup>";
    let deep = "<Markup>".repeat(200_000);
    let bytes = pack(&[("bcf.version", VERSION), ("a/markup.bcf", lol.as_bytes()), ("b/markup.bcf", deep.as_bytes())]);
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.archive.topics.len(), 1);
    assert_eq!(reading.archive.topics[0].title, "&b;");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn flipped_bytes_never_panic(at in prop::collection::vec((0_usize..20_000, any::<u8>()), 1..8)) {
        let mut bytes = write(&common::archive(), Version::V3_0).unwrap();
        for (place, value) in at {
            let place = place % bytes.len();
            bytes[place] = value;
        }
        let _ = lint(&bytes);
    }

    #[test]
    fn any_markup_never_panics(text in "(<(Topic|Comment|Viewpoints|Labels|/Topic)( Guid=\"[a-f0-9-]{0,40}\")?/?>|[\u{4e00}-\u{4e10}&<;#x0-9]{0,5}){0,20}") {
        let markup = format!("<Markup>{text}</Markup>");
        let _ = read(&pack(&[("bcf.version", VERSION), ("a/markup.bcf", markup.as_bytes()), ("a/viewpoint.bcfv", text.as_bytes())]));
    }
}
