//! Tools that hang a whole building on one of its levels: the same facts as from the tidy model.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use haofang_facts::{FactSheet, Value};
use haofang_testkit::estate::Edit;
use haofang_testkit::{Estate, Style};

/// What two sheets say differently of the same subjects.
fn differences(tidy: &FactSheet, other: &FactSheet) -> Vec<String> {
    let mut out = Vec::new();
    for subject in &tidy.subjects {
        let Some(found) = other.subjects.iter().find(|found| found.id == subject.id) else {
            out.push(format!("{} {} is gone", subject.kind.word(), subject.name));
            continue;
        };
        for (name, fact) in &subject.facts {
            let same = |got: &Value| match (got, &fact.value) {
                (Value::Number(got, _), Value::Number(want, _)) => (got - want).abs() < 1e-6,
                (got, want) => got == want,
            };
            match found.facts.get(name) {
                Some(got) if same(&got.value) => {}
                got => out.push(format!(
                    "{} {} {name}: {:?}, was {:?}",
                    subject.kind.word(),
                    subject.name,
                    got.map(|got| &got.value),
                    fact.value
                )),
            }
        }
    }
    let new = other.subjects.iter().filter(|subject| !tidy.subjects.iter().any(|known| known.id == subject.id));
    out.extend(new.map(|subject| format!("{} {} is new", subject.kind.word(), subject.name)));
    out
}

#[test]
fn a_building_on_one_level_gives_the_same_facts() {
    let mut estate = Estate::good();
    for building in &mut estate.buildings {
        building.storeys.truncate(4);
    }
    let (tidy, _) = common::estate(&estate, &Style::default());
    for level in ["1F", "-1F", "4F", "屋面层"] {
        let edits = vec![Edit::OneLevel("1#住宅楼", level)];
        let (sheet, _) = common::estate(&Estate { edits, ..estate.clone() }, &Style::default());
        let found = differences(&tidy, &sheet);
        assert!(found.is_empty(), "all on {level}, {}:\n{}", found.len(), found.iter().take(40).cloned().collect::<Vec<_>>().join("\n"));
    }
}
