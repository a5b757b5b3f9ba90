//! Random estates in random styles: the files hold together and carry every subject of the truth.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use haofang_testkit::{Estate, Style, random::Random, style::Encoding};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_subject_of_the_truth_stands_in_the_files_once() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let style = Style::random(&mut random);
        let estate = Estate::random(&mut random);
        let generated = estate.generate(&style);
        let mut ids: Vec<String> = Vec::new();
        for (name, bytes) in &generated.ifc_files {
            let file = text(bytes);
            assert!(file.starts_with("ISO-10303-21;") && file.ends_with("END-ISO-10303-21;\n"), "{seed} {name}");
            let mut own = BTreeSet::new();
            for line in file.lines() {
                let Some(rest) = line.split_once("('").map(|pair| pair.1) else { continue };
                if rest.as_bytes().get(22) == Some(&b'\'') && line.contains("',#") {
                    assert!(own.insert(rest[..22].to_owned()), "{seed} {name}: GlobalId twice: {line}");
                    ids.push(rest[..22].to_owned());
                }
            }
        }
        let ids: BTreeSet<String> = ids.into_iter().collect();
        for subject in &generated.truth.subjects {
            if let Some(guid) = &subject.guid {
                assert!(ids.contains(guid), "{seed}: {} {} is not in the files", subject.kind, subject.name);
            }
        }
    }
}

#[test]
fn every_character_of_the_generator_has_its_gb18030_bytes() {
    for seed in 0..12 {
        let mut random = Random::new(seed);
        let style = Style { encoding: Encoding::Gb18030, ..Style::random(&mut random) };
        let mut estate = Estate::random(&mut random);
        estate.key = "gb".into();
        for (name, bytes) in estate.generate(&style).ifc_files {
            assert!(!text(&bytes).contains("\\X2\\"), "{name} still escapes a character");
            assert!(std::str::from_utf8(&bytes).is_err(), "{name} is not GB18030");
        }
    }
}

#[test]
fn the_style_changes_the_file_but_not_the_building() {
    let estate = Estate::good();
    let plain = estate.generate(&Style::default()).truth;
    for seed in 0..20 {
        let style = Style { layers: true, spaces: true, ..Style::random(&mut Random::new(seed)) };
        let truth = estate.generate(&style).truth;
        assert_eq!(
            truth.clauses,
            plain.clauses.iter().filter(|(id, _)| truth.clauses.contains_key(**id)).map(|(id, e)| (*id, e.clone())).collect()
        );
        for subject in truth.subjects.iter().filter(|subject| subject.guid.is_some() && subject.kind != "parking_space") {
            let same = plain.find(subject.kind, subject.guid.as_deref().unwrap()).unwrap();
            for (fact, value) in
                subject.facts.iter().filter(|(fact, _)| !["elevation", "lowest_storey", "highest_storey", "green_kind"].contains(*fact))
            {
                assert_eq!(Some(value), same.facts.get(fact), "{} {} {fact}", subject.kind, subject.name);
            }
        }
    }
}
