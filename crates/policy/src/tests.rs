//! Properties over the shipped packs and their cases.

use std::collections::BTreeSet;

use haofang_facts::{Brief, FactSheet};

use crate::condition::{Context, Expr, Scope, Seen, World};
use crate::verdict::Outcome;
use crate::*;

fn shipped() -> Vec<(Policy, Vec<case::Case>)> {
    Policy::builtin_ids()
        .map(|id| {
            let policy = Policy::builtin(id).unwrap_or_else(|| panic!("{id} does not load"));
            let cases = Policy::builtin_cases(id).iter().flat_map(|(file, toml)| case::read(&policy, file, toml).unwrap()).collect();
            (policy, cases)
        })
        .collect()
}

/// The facts that an expression reads for a subject.
fn read(world: &World<'_>, clause: &str, own: usize, expr: &Expr) -> Seen {
    let seen = std::cell::RefCell::new(Seen::default());
    let context = Context { world, clause, own, instead: &[], seen: &seen };
    let _ = context.eval(expr, &Scope { subject: own, outer: None });
    seen.into_inner()
}

fn holds(world: &World<'_>, clause: &str, own: usize, expr: &Expr) -> bool {
    let seen = std::cell::RefCell::new(Seen::default());
    Context { world, clause, own, instead: &[], seen: &seen }.of(expr).truth() == Some(true)
}

#[test]
fn no_passing_clause_passes_without_one_of_its_inputs() {
    // where a clause says so itself, an input is not needed: the alternatives of `or`, and guards by known()
    let mut survivors = BTreeSet::new();
    let mut removed = 0;
    for (policy, cases) in shipped() {
        for case in cases.iter().filter(|case| case.expect == Outcome::Pass) {
            let clause = policy.clause(&case.clause).unwrap();
            let result = case.judged(&policy).unwrap();
            let mut inputs: BTreeSet<(String, &'static str)> = BTreeSet::new();
            let world = World::new(&case.sheet, &case.brief);
            for verdict in result.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Pass) {
                let own = case.sheet.subjects.iter().position(|subject| subject.id == verdict.subject.id).unwrap();
                // the first rung that holds decides; a demand decides where there is one
                let deciding =
                    clause.cases.iter().find(|rung| rung.then == Outcome::Pass && holds(&world, &clause.id, own, &rung.condition));
                let deciding = deciding.filter(|_| clause.require.is_none()).map(|rung| &rung.condition);
                for expr in clause.when.iter().chain(&clause.require).chain(deciding) {
                    inputs.extend(
                        read(&world, &clause.id, own, expr)
                            .facts
                            .into_iter()
                            .map(|(at, name)| (case.sheet.subjects[at].id.0.clone(), name)),
                    );
                }
            }
            for (subject, name) in inputs {
                let mut less = case.clone();
                let id = haofang_facts::SubjectId(subject.clone());
                if less.sheet.subject_mut(&id).unwrap().facts.remove(&name.into()).is_none() {
                    continue;
                }
                removed += 1;
                if less.judged(&policy).unwrap().outcome == Outcome::Pass {
                    survivors.insert(format!("{} {}.{name}", case.clause, id.0.split(':').next().unwrap()));
                }
            }
        }
    }
    assert!(removed > 150, "only {removed} inputs removed");
    // each of these is an alternative that the clause names: a parameter beside the model, a second carrier of the same fact
    let alternatives =
        ["NT-2.1-12b green_space.green_kind", "NT-2.4-01 project.green_building_stars", "NT-2.4-03 project.green_material_ratio"];
    assert_eq!(survivors.iter().map(String::as_str).collect::<Vec<_>>(), alternatives);
}

#[test]
fn without_its_parameters_no_clause_passes() {
    for (policy, cases) in shipped() {
        for case in cases.iter().filter(|case| case.expect == Outcome::Pass) {
            let mut less = case.clone();
            less.brief = Brief::default();
            let before = case.judged(&policy).unwrap();
            let given: Vec<&str> = before
                .verdicts
                .iter()
                .filter(|verdict| verdict.outcome == Outcome::Pass)
                .flat_map(|verdict| &verdict.assumptions)
                .filter(|used| Brief::default().get(&used.key).is_none())
                .map(|used| used.key.as_str())
                .collect();
            // a cap or a household count that is given may be a harder demand than none; planning conditions are inputs
            if given.iter().any(|key| key.starts_with("plan.")) {
                assert_ne!(less.judged(&policy).unwrap().outcome, Outcome::Pass, "{} {}", case.clause, case.name);
            }
        }
    }
}

#[test]
fn an_empty_sheet_and_an_unreadable_one_pass_nothing() {
    let policy = Policy::builtin("nantong-2024-1").unwrap();
    let empty = judge(std::slice::from_ref(&policy), &FactSheet::default(), &Brief::default(), "2026-11-22", false);
    assert_eq!(empty.main.clauses.len(), 117);
    assert_eq!(empty.main.count(Outcome::Pass), 0);
    assert_eq!(empty.main.count(Outcome::Fail), 0);
    for (_, cases) in shipped() {
        // one case per pack is enough: every clause is judged on it
        if let Some(case) = cases.first() {
            let mut sheet = case.sheet.clone();
            sheet.sources.iter_mut().for_each(|source| source.whole = false);
            for lenient in [false, true] {
                let judged = judge(std::slice::from_ref(&policy), &sheet, &case.brief, "2026-11-22", lenient);
                for clause in &judged.main.clauses {
                    let worst = matches!(clause.outcome, Outcome::Undetermined | Outcome::NotAssessed)
                        || (lenient && clause.outcome == Outcome::Fail);
                    assert!(worst, "{} {:?} lenient {lenient}", clause.id, clause.outcome);
                }
            }
        }
    }
}

#[test]
fn improved_housing_false_makes_every_clause_not_applicable_and_keeps_the_values() {
    let (policy, cases) = shipped().pop().unwrap();
    let case = cases.iter().find(|case| case.clause == "NT-2.1-04" && case.expect == Outcome::Fail).unwrap();
    let mut brief = case.brief.clone();
    brief.set("improved_housing=false").unwrap();
    let judged = judge(&[policy], &case.sheet, &brief, "2026-11-22", false).main;
    assert_eq!(judged.count(Outcome::NotApplicable), judged.clauses.len());
    assert!(judged.clause("NT-2.1-04").unwrap().verdicts.iter().any(|verdict| verdict.measured.is_some()));
}

#[test]
fn no_message_shows_an_unfilled_slot() {
    for (policy, cases) in shipped() {
        for case in &cases {
            let result = case.judged(&policy).unwrap();
            for verdict in &result.verdicts {
                let texts = [Some(&verdict.explanation), verdict.remedy.as_ref(), verdict.fix.as_ref(), result.note.as_ref()];
                let missing = verdict.missing.iter().flat_map(|missing| [&missing.what, &missing.supply]);
                for text in texts.into_iter().flatten().chain(missing).chain(&verdict.evidence) {
                    assert!(!text.zh.contains('{') && !text.en.contains('{'), "{} {}: {text:?}", case.clause, case.name);
                    assert!(!text.zh.starts_with('，') && !text.zh.contains("；；"), "{} {}: {text:?}", case.clause, case.name);
                }
                assert!(
                    !verdict.explanation.zh.is_empty() && !verdict.explanation.en.is_empty(),
                    "{} {} says nothing",
                    case.clause,
                    case.name
                );
            }
        }
    }
}

#[test]
fn every_sentence_of_the_source_has_a_clause_or_is_listed() {
    let policy = Policy::builtin("nantong-2024-1").unwrap();
    let open: Vec<String> =
        coverage::sentences(&policy).into_iter().filter(|sentence| !sentence.is_covered()).map(|sentence| sentence.text).collect();
    assert!(open.is_empty(), "{} sentences without a clause:\n{}", open.len(), open.join("\n"));
    assert!(lint(&policy).is_empty(), "{}", lint(&policy).join("\n"));
}

#[test]
fn every_clause_can_be_explained_in_both_languages() {
    let policy = Policy::builtin("nantong-2024-1").unwrap();
    for clause in policy.clauses() {
        let (zh, en) = (explain(&policy, &clause.id, "zh-CN").unwrap(), explain(&policy, &clause.id, "en").unwrap());
        assert!(zh.contains(&clause.quote) && en.contains(&clause.quote));
    }
    // whatever can be judged is taught in full, in both languages, with an example that passes and one that does not
    for clause in policy.clauses().iter().filter(|clause| clause.is_judged()) {
        let teaching = &clause.teaching;
        for text in [&teaching.formula, &teaching.measured, &teaching.model, &teaching.traps] {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{} is not taught in full", clause.id);
        }
        let zh = explain(&policy, &clause.id, "zh-CN").unwrap();
        let examples = zh.split("\n示例\n").nth(1).unwrap_or_default();
        let outcomes = case::reachable(clause);
        assert!(!outcomes.contains("pass") || examples.contains("pass"), "{} shows no example that passes", clause.id);
        assert!(examples.lines().any(|line| !line.trim_start().starts_with("pass")), "{} shows only passes", clause.id);
        let data = zh.split("\n所用数据\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
        for line in data.lines().filter(|line| !line.trim().is_empty()) {
            assert!(line.ends_with('。'), "{}: a quantity is not defined in Chinese: {line}", clause.id);
        }
    }
    let text = explain(&policy, "2.1-04", "zh-CN").unwrap();
    for part in ["h ≥ 3.100 m", "storey_height.basis", "storey.height", "恰为 3.100 m", "IfcBuildingStorey"] {
        assert!(text.contains(part), "{part} missing in\n{text}");
    }
    assert_eq!(policy.nearest_clause("NT-2.1-4"), Some("NT-2.1-04"));
    assert!(line(&policy).contains("117 条"));
    assert!(show(&policy).contains("NT-5-01"));
}

#[test]
fn a_city_adds_its_own_threshold_in_ten_lines() {
    let city = r#"
[policy]
id = "haimen-2026"
version = "1.0.0"
amends = "nantong-2024-1"
title = ["海门区补充规定", "Supplement of Haimen"]

[[clause]]
id = "NT-2.1-04"
require = "judged.storey_height >= 3.2 m"
title = ["层高不低于 3.2 m", "storey height at least 3.2 m"]
"#;
    let policy = Policy::parse("haimen.toml", city, "").unwrap();
    let (nantong, cases) = shipped().pop().unwrap();
    let case = cases.iter().find(|case| case.clause == "NT-2.1-04" && case.expect == Outcome::Pass).unwrap();
    assert_eq!(case.judged(&nantong).unwrap().outcome, Outcome::Pass);
    let result = case.judged(&policy).unwrap();
    assert_eq!(result.outcome, Outcome::Fail);
    assert_eq!(result.quote, "层高不低于3.1m", "what is not said is taken from the amended pack");
    assert_eq!(policy.clauses().len(), nantong.clauses().len());
    assert_eq!(policy.layers().last().map(|layer| layer.id.as_str()), Some("nantong-2024-1"));
    assert_ne!(policy.stamp().sha256, nantong.stamp().sha256);

    let own = r#"
[policy]
id = "rudong-2027"
version = "1.0.0"
title = ["如东县住宅规定", "Rudong"]
[[clause]]
id = "RD-1"
cite = "第一条"
quote = "卧室净高不低于2.7m"
force = "must"
kind = "A"
on = "space"
title = ["卧室净高不低于 2.7 m", "bedrooms at least 2.7 m high"]
when = "space.use == bedroom"
require = "space.clear_height >= 2.7 m"
"#;
    assert!(Policy::parse("rudong.toml", own, "第一条 卧室净高不低于 2.7m。").is_ok());
    let flaws =
        Policy::parse("rudong.toml", &own.replace("space.clear_height", "space.clear_hight"), "第一条 卧室净高不低于 2.8m。").unwrap_err();
    let text: Vec<String> = flaws.iter().map(ToString::to_string).collect();
    assert!(text.iter().any(|text| text.contains("these words do not stand in the source text")), "{text:?}");
    assert!(text.iter().any(|text| text.contains("did you mean `space.clear_height`?") && text.contains("rudong.toml:15:12")), "{text:?}");
}

#[test]
fn packs_with_flaws_do_not_load() {
    let flaw = |toml: &str| Policy::parse("p.toml", toml, "").unwrap_err().first().unwrap().to_string();
    let head = "[policy]\nid = \"p\"\nversion = \"1\"\ntitle = [\"a\", \"b\"]\n";
    let clause = "[[clause]]\nid = \"X\"\ncite = \"\"\nquote = \"q\"\nkind = \"A\"\ntitle = [\"a\", \"b\"]\n";
    assert!(flaw("x = ").contains("not valid TOML"));
    assert!(flaw("[policy]\nid = \"p\"\n").contains("`version` is missing"));
    assert!(flaw(&format!("{head}amend = \"q\"\n")).contains("did you mean `amends`?"));
    assert!(flaw(&format!("{head}amends = \"nantong-2024\"\n")).contains("did you mean `nantong-2024-1`?"));
    assert!(flaw(&format!("{head}{clause}force = \"mus\"\n")).contains("did you mean `must`?"));
    assert!(flaw(&format!("{head}{clause}force = \"must\"\non = \"storey\"\n")).contains("needs `require` or `otherwise`"));
    assert!(
        flaw(&format!("{head}{clause}force = \"must\"\non = \"storey\"\nrequire = \"storey.height\"\n")).contains("expected a condition")
    );
    assert!(
        flaw(&format!("{head}{clause}force = \"should\"\non = \"storey\"\notherwise = {{ then = \"fail\" }}\n")).contains("never fails")
    );
    assert!(flaw(&format!("{head}{clause}force = \"must\"\n{clause}force = \"must\"\n")).contains("stands twice"));
}
