//! Estates in which one clause is met, and the same estates with one change that breaks it: exactly that clause falls, its
//! findings name the right elements, and no missing datum turns the finding into a pass.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use haofang_checker::facts::brief::{Document, Setting};
use haofang_checker::facts::{FactSheet, Gap, GapKind, QuantityId};
use haofang_checker::policy::{JudgedPolicy, Outcome, Policy, judge};
use haofang_checker::{Brief, MeasureOptions, NamedSource, Session};
use haofang_testkit::estate::{Break, breaks};
use haofang_testkit::{Estate, Style, Truth};

/// Local base rules, so that a claim without ground is a failure and not a question.
fn stack() -> &'static [Policy] {
    static STACK: OnceLock<Vec<Policy>> = OnceLock::new();
    STACK.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/example-local-base/policy.toml");
        let base = Policy::parse("example-local-base", &std::fs::read_to_string(path).unwrap(), "").unwrap();
        vec![base, Policy::builtin("nantong-2024-1").unwrap()]
    })
}

#[derive(Clone)]
struct Measured {
    sheet: Arc<FactSheet>,
    brief: Brief,
    judged: Arc<JudgedPolicy>,
}

fn verdicts(sheet: &FactSheet, brief: &Brief) -> JudgedPolicy {
    judge(stack(), sheet, brief, "2026-11-22", false).main
}

fn documents(truth: &Truth) -> Vec<Document> {
    let document = |[clause, title, value]: &[String; 3]| {
        let value = value.parse().map_or_else(|_| Setting::Text(value.clone()), Setting::Flag);
        Document { clause: clause.clone(), title: title.clone(), value: Some(value), ..Document::default() }
    };
    truth.documents.iter().map(document).collect()
}

fn measure(estate: &Estate) -> Measured {
    let generated = estate.generate(&Style::default());
    let sources: Vec<NamedSource> =
        generated.ifc_files.into_iter().map(|(name, bytes)| NamedSource { name, bytes: Arc::new(bytes) }).collect();
    let mut brief = Brief::default();
    for (key, value) in &generated.truth.parameters {
        brief.set(&format!("{key}={value}")).unwrap();
    }
    brief.documents = documents(&generated.truth);
    let sheet = Session::open(&sources, None).facts(&brief, &MeasureOptions::default());
    let judged = verdicts(&sheet, &brief);
    Measured { sheet: Arc::new(sheet), brief, judged: Arc::new(judged) }
}

/// Each pair with its two estates judged; an estate that stands in several pairs is judged once.
fn all() -> &'static [(Break, Measured, Measured)] {
    static ALL: OnceLock<Vec<(Break, Measured, Measured)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let pairs = breaks();
        let mut estates: Vec<&Estate> = Vec::new();
        for pair in &pairs {
            for estate in [&pair.whole, &pair.broken] {
                if !estates.contains(&estate) {
                    estates.push(estate);
                }
            }
        }
        let (next, done) = (Mutex::new(0), Mutex::new(BTreeMap::new()));
        let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let at = {
                            let mut next = next.lock().unwrap();
                            *next += 1;
                            *next - 1
                        };
                        let Some(estate) = estates.get(at) else { break };
                        let measured = measure(estate);
                        done.lock().unwrap().insert(at, measured);
                    }
                });
            }
        });
        let done = done.into_inner().unwrap();
        let of = |estate: &Estate| done[&estates.iter().position(|known| *known == estate).unwrap()].clone();
        pairs.iter().map(|pair| (pair.clone(), of(&pair.whole), of(&pair.broken))).collect()
    })
}

fn outcome(judged: &JudgedPolicy, clause: &str) -> Outcome {
    judged.clauses.iter().find(|found| found.id == clause).unwrap().outcome
}

/// Why a clause came out as it did, for messages.
fn why(judged: &JudgedPolicy, clause: &str) -> String {
    let found = judged.clauses.iter().find(|found| found.id == clause).unwrap();
    let of = found.verdicts.iter().filter(|verdict| verdict.outcome == found.outcome);
    of.take(2).map(|verdict| verdict.explanation.zh.clone()).collect::<Vec<_>>().join(" / ")
}

#[test]
fn each_change_breaks_its_clause_and_no_other() {
    let mut wrong = Vec::new();
    for (pair, before, after) in all() {
        let (was, is) = (outcome(&before.judged, pair.clause), outcome(&after.judged, pair.clause));
        let named = format!("{} {}", pair.clause, pair.change);
        if was.word() != pair.before {
            wrong.push(format!("{named}: {} before, wanted {} ({})", was.word(), pair.before, why(&before.judged, pair.clause)));
        }
        if is.word() != pair.after {
            wrong.push(format!("{named}: {} after, wanted {} ({})", is.word(), pair.after, why(&after.judged, pair.clause)));
        }
        let changed: BTreeSet<&str> = before
            .judged
            .clauses
            .iter()
            .filter(|clause| clause.outcome != outcome(&after.judged, &clause.id))
            .map(|clause| clause.id.as_str())
            .collect();
        let wanted: BTreeSet<&str> = pair.along.iter().copied().chain([pair.clause]).collect();
        if changed != wanted {
            wrong.push(format!("{named}: {changed:?} change, wanted {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Judged clauses that no change to a model or a brief moves, and why.
const UNMOVED: [(&str, &str); 2] = [
    ("NT-3.1-00", "the city's base rules lie outside every model: always for a person"),
    ("NT-3.2-01", "the land contract and the city's decision lie outside every model: always for a person"),
];

/// Binding clauses and entitlements that no model makes fail, and why; all others have a pair that ends in a failure.
const NEVER_FAIL: [(&str, &str); 7] = [
    ("NT-2.2-06", "whether a brand is well known is for a person; without a brand the data are missing"),
    ("NT-2.3-14a", "合理 is for a person; what is not modelled may still be there"),
    ("NT-2.3-14b", "合理 is for a person; what is not modelled may still be there"),
    ("NT-2.3-14c", "合理 is for a person; what is not modelled may still be there"),
    ("NT-2.3-14d", "合理 is for a person; what is not modelled may still be there"),
    ("NT-3.1-03b", "a canopy over the ramp needs nothing else; without one nothing is claimed"),
    ("NT-3.1-04", "a hall of a building with stair units is always entitled; one that looks too large is for a person"),
];

/// Whether a clause binds, or grants what a claim may lack the ground for.
fn may_fail(force: &str) -> bool {
    matches!(force, "must" | "principle" | "entitle")
}

#[test]
fn every_judged_clause_has_a_pair_or_a_reason() {
    let nantong = &stack()[1];
    let pairs = breaks();
    let judged: Vec<_> = nantong.clauses().iter().filter(|clause| clause.on.is_some()).collect();
    assert_eq!(judged.len(), 71, "clauses with a condition");
    let mut wrong = Vec::new();
    for clause in &judged {
        let ends: BTreeSet<&str> = pairs.iter().filter(|pair| pair.clause == clause.id).map(|pair| pair.after).collect();
        let unmoved = UNMOVED.iter().any(|(id, _)| *id == clause.id);
        let never = NEVER_FAIL.iter().any(|(id, _)| *id == clause.id);
        if ends.is_empty() != unmoved {
            wrong.push(format!("{}: pairs ending in {ends:?}, listed as unmoved: {unmoved}", clause.id));
        }
        if may_fail(clause.force.word()) && !unmoved && ends.contains("fail") == never {
            wrong.push(format!("{}: pairs ending in {ends:?}, listed as never failing: {never}", clause.id));
        }
        // advice never fails, and what is broken never passes
        if ends.contains("pass") || (!may_fail(clause.force.word()) && ends.contains("fail")) {
            wrong.push(format!("{} ({}): pairs ending in {ends:?}", clause.id, clause.force.word()));
        }
    }
    let known: BTreeSet<&str> = judged.iter().map(|clause| clause.id.as_str()).collect();
    let named = pairs.iter().map(|pair| pair.clause).chain(UNMOVED.iter().chain(&NEVER_FAIL).map(|(id, _)| *id));
    wrong.extend(named.filter(|id| !known.contains(id)).map(|id| format!("{id} is not a judged clause")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn findings_name_the_elements_that_were_changed() {
    let mut wrong = Vec::new();
    for (pair, _, after) in all() {
        let clause = after.judged.clauses.iter().find(|found| found.id == pair.clause).unwrap();
        let found: BTreeSet<&str> = clause
            .verdicts
            .iter()
            .filter(|verdict| verdict.outcome == clause.outcome)
            .flat_map(|verdict| verdict.elements.iter().chain(&verdict.subject.guid))
            .map(|guid| guid.0.as_str())
            .collect();
        for guid in &pair.named {
            if !found.contains(guid.as_str()) {
                wrong.push(format!("{} {}: {guid} is not among {} elements named", pair.clause, pair.change, found.len()));
            }
        }
        // a finding names something, unless it is about the project as a whole
        if clause.outcome == Outcome::Fail && found.is_empty() && clause.verdicts.iter().any(|verdict| verdict.subject.guid.is_some()) {
            wrong.push(format!("{} {}: no element is named", pair.clause, pair.change));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The sheet without a quantity, of every subject that has it.
fn without(sheet: &FactSheet, quantities: &[(String, String)]) -> FactSheet {
    let mut less = sheet.clone();
    for subject in &mut less.subjects {
        let own = subject.kind.word();
        for (kind, name) in quantities.iter().filter(|(kind, _)| kind == own) {
            let quantity = QuantityId(name.clone().into());
            if subject.facts.remove(&quantity).is_some() {
                subject.lack(quantity, Gap::new(GapKind::NotModelled, format!("{kind}.{name} was taken away")));
            }
        }
    }
    less
}

fn quantities(sheet: &FactSheet) -> BTreeSet<(String, String)> {
    sheet.subjects.iter().flat_map(|subject| subject.facts.keys().map(|name| (subject.kind.word().to_owned(), name.to_string()))).collect()
}

/// Outcomes in the order of the policy.
fn outcomes(judged: &JudgedPolicy) -> Vec<(&str, Outcome)> {
    judged.clauses.iter().map(|clause| (clause.id.as_str(), clause.outcome)).collect()
}

#[test]
fn no_missing_quantity_turns_a_finding_into_a_pass() {
    let mut wrong = BTreeSet::new();
    for (pair, _, after) in all().iter().filter(|(pair, ..)| pair.after != "not_applicable") {
        let force = after.judged.clauses.iter().find(|found| found.id == pair.clause).unwrap().force;
        if !may_fail(force.word()) {
            continue; // advice binds nobody
        }
        for quantity in quantities(&after.sheet) {
            let less = verdicts(&without(&after.sheet, std::slice::from_ref(&quantity)), &after.brief);
            if outcome(&less, pair.clause) == Outcome::Pass {
                wrong.insert(format!("{} {}: passes without {}.{}", pair.clause, pair.change, quantity.0, quantity.1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_two_missing_quantities_make_a_pass_where_all_data_gave_none() {
    let (pair, whole, _) = &all()[0];
    assert_eq!(pair.clause, "NT-2.1-04");
    let before = outcomes(&whole.judged);
    let mut moving = Vec::new();
    let mut wrong = BTreeSet::new();
    let mut look = |removed: &[(String, String)]| -> bool {
        let less = verdicts(&without(&whole.sheet, removed), &whole.brief);
        for ((id, was), (_, is)) in before.iter().zip(outcomes(&less)) {
            if is == Outcome::Pass && *was != Outcome::Pass {
                wrong.insert(format!("{id}: {} becomes pass without {removed:?}", was.word()));
            }
        }
        outcomes(&less) != before
    };
    for quantity in quantities(&whole.sheet) {
        if look(std::slice::from_ref(&quantity)) {
            moving.push(quantity);
        }
    }
    assert!(moving.len() > 30, "only {} quantities decide anything", moving.len());
    for (at, one) in moving.iter().enumerate() {
        for other in &moving[at + 1..] {
            look(&[one.clone(), other.clone()]);
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn without_the_facts_of_one_subject_a_clause_that_examines_it_does_not_pass() {
    // every must clause that passes on the complete estate: one of its subjects loses all it is judged by
    let (_, whole, _) = &all()[0];
    let mut wrong = Vec::new();
    let mut tried = 0;
    for clause in whole.judged.clauses.iter().filter(|clause| clause.outcome == Outcome::Pass && clause.force.word() == "must") {
        let Some(verdict) = clause.verdicts.iter().find(|verdict| verdict.outcome == Outcome::Pass) else { continue };
        let mut less = FactSheet::clone(&whole.sheet);
        let Some(subject) = less.subject_mut(&verdict.subject.id) else { continue };
        let names: Vec<String> = subject.facts.keys().map(ToString::to_string).collect();
        // what tells that the clause concerns the subject stays; the rest is lost
        for name in names.iter().filter(|name| !matches!(name.as_str(), "use" | "has_gas" | "is_indoor")) {
            let quantity = QuantityId(name.clone().into());
            subject.facts.remove(&quantity);
            subject.lack(quantity, Gap::new(GapKind::NotModelled, "was taken away"));
        }
        tried += 1;
        let found = outcome(&verdicts(&less, &whole.brief), &clause.id);
        // demands of presence are about other subjects than the project
        let of_project = verdict.subject.kind.word() == "project";
        if found == Outcome::Pass && !of_project {
            wrong.push(format!("{} passes without the facts of {}", clause.id, verdict.subject.name));
        }
    }
    assert!(tried >= 10, "only {tried} clauses tried");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
