//! What a pack and its clauses say to people: one line, the whole list, the explanation of one clause, remarks of a lint.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use haofang_facts::brief::KEYS;
use haofang_facts::{SubjectKind, catalogue};

use crate::case;
use crate::pack::{Clause, Policy, Role, parameters, quantities};
use crate::verdict::Localised;

/// One line on a pack: id, version, title, number of clauses.
#[must_use]
pub fn line(policy: &Policy) -> String {
    let stamp = policy.stamp();
    let judged = policy.clauses().iter().filter(|clause| clause.is_judged()).count();
    let role = match policy.role() {
        Role::Rules => "",
        Role::Context => " · 仅作参考",
        Role::Base => " · 基础规则",
    };
    format!(
        "{} {}  {} {}  {} 条（{judged} 条可评判）{role}",
        stamp.id,
        stamp.version,
        stamp.title.zh,
        stamp.document,
        policy.clauses().len()
    )
}

/// All clauses of a pack, one line each, under its title.
#[must_use]
pub fn show(policy: &Policy) -> String {
    let mut out = format!("{}\nsha256 {}\n", line(policy), policy.stamp().sha256);
    if let Some((from, until)) = policy.in_force() {
        let _ = writeln!(out, "有效期 {from} 至 {until}");
    }
    for layer in policy.layers() {
        let _ = writeln!(out, "基于 {} {}", layer.id, layer.version);
    }
    out.push('\n');
    for clause in policy.clauses() {
        let judged = if clause.is_judged() { "" } else { " · 不评判" };
        let _ = writeln!(
            out,
            "{:<12} {} · {} · {}{judged}\n             {}「{}」",
            clause.id,
            clause.force.title_zh(),
            clause.kind,
            clause.title.zh,
            clause.cite,
            clause.quote
        );
    }
    out
}

/// The clause of an id, with or without the pack's usual prefix (`NT-`), in any case.
#[must_use]
pub fn find<'p>(policy: &'p Policy, id: &str) -> Option<&'p Clause> {
    policy.clause(id).or_else(|| {
        let wanted = id.trim().to_ascii_lowercase();
        policy.clauses().iter().find(|clause| clause.id.split_once('-').is_some_and(|(_, rest)| rest.to_ascii_lowercase() == wanted))
    })
}

/// What a clause says, how it is measured, what to model, examples, traps, parameters; `lang` as in `--lang`.
#[must_use]
pub fn explain(policy: &Policy, id: &str, lang: &str) -> Option<String> {
    let clause = find(policy, id)?;
    let en = lang.starts_with("en");
    let say = |zh: &str, english: &str| if en { english.to_owned() } else { zh.to_owned() };
    let mut out = format!("{}  {}\n", clause.id, clause.title.get(lang));
    let _ = writeln!(out, "{} · {} · {}", if en { clause.force.word() } else { clause.force.title_zh() }, clause.kind, clause.subject);
    let _ = writeln!(out, "\n{} {} {}\n  「{}」", say("条文", "Text"), policy.stamp().document, clause.cite, clause.quote);
    let mut section = |title: String, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "\n{title}\n  {text}");
        }
    };
    if !clause.is_judged() {
        section(
            say("评判", "Judging"),
            &say(
                "本条不能由模型评判，仅列出以便逐句追溯。",
                "Nobody can judge this sentence from a model; it is listed so that every sentence can be traced.",
            ),
        );
        return Some(out);
    }
    section(say("公式", "Formula"), clause.teaching.formula.get(lang));
    section(say("理解", "Reading"), clause.reading.get(lang));
    section(say("测量", "Measured"), clause.teaching.measured.get(lang));
    section(say("建模", "What to model"), clause.teaching.model.get(lang));
    section(say("常见问题", "Traps"), clause.teaching.traps.get(lang));
    section(say("整改", "Remedy"), clause.remedy.get(lang));
    let evidence: Vec<&str> = clause.evidence.iter().map(|text| text.get(lang)).collect();
    section(say("人工核定所需材料", "Evidence for a person"), &evidence.join(say("；", "; ").as_str()));
    let (used, keys) = uses(clause);
    if !used.is_empty() {
        let _ = writeln!(out, "\n{}", say("所用数据", "Quantities"));
        for (kind, name) in used {
            if let Some(spec) = catalogue::spec(kind, name) {
                let title = if en { spec.en.to_owned() } else { format!("{}·{}", kind.title_zh(), spec.zh) };
                let chinese = haofang_facts::definition_zh(kind, name).filter(|_| !en);
                let _ = writeln!(out, "  {}.{name}  {title}: {}", kind.word(), chinese.unwrap_or(spec.definition));
            }
        }
    }
    if !keys.is_empty() {
        let _ = writeln!(out, "\n{}", say("参数", "Parameters"));
        for key in keys {
            let title = KEYS.iter().find(|known| known.name == key).map_or("", |known| if en { known.en } else { known.zh });
            let _ = writeln!(out, "  {key}  {title}");
        }
    }
    if let Some(require) = &clause.require {
        let _ = writeln!(out, "\n{}\n  {}", say("判定式", "Condition"), require.text);
    }
    let examples = examples(policy, clause);
    if !examples.is_empty() {
        let _ = writeln!(out, "\n{}", say("示例", "Examples"));
        for (outcome, names) in examples {
            let _ = writeln!(out, "  {outcome}: {}", names.join(say("；", "; ").as_str()));
        }
    }
    Some(out)
}

/// The quantities and parameters that a clause uses.
fn uses(clause: &Clause) -> (BTreeSet<(SubjectKind, &'static str)>, BTreeSet<&'static str>) {
    let (mut used, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for expr in clause.expressions() {
        quantities(expr, &mut |kind, name| {
            used.insert((kind, name));
        });
        parameters(expr, &mut |name| {
            keys.insert(name);
        });
    }
    (used, keys)
}

/// Up to three shipped cases per outcome, by name.
fn examples(policy: &Policy, clause: &Clause) -> BTreeMap<&'static str, Vec<String>> {
    let mut out: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (file, toml) in Policy::builtin_cases(&policy.stamp().id) {
        for case in case::read(policy, file, toml).unwrap_or_default().into_iter().filter(|case| case.clause == clause.id) {
            let names = out.entry(case.expect.word()).or_default();
            if names.len() < 3 {
                names.push(case.name);
            }
        }
    }
    out
}

/// Remarks on a pack that loads: what is legal and still likely to be a slip.
#[must_use]
pub fn lint(policy: &Policy) -> Vec<String> {
    let mut out = Vec::new();
    let ids: BTreeSet<&str> = policy.clauses().iter().map(|clause| clause.id.as_str()).collect();
    let empty = |text: &Localised| text.zh.is_empty() || text.en.is_empty();
    for clause in policy.clauses() {
        if empty(&clause.title) {
            out.push(format!("{}: the title lacks a language", clause.id));
        }
        if !clause.is_judged() {
            if clause.force.is_judged() && clause.kind.starts_with('A') {
                out.push(format!("{}: of kind {} but judged on nothing (`on` is missing)", clause.id, clause.kind));
            }
            continue;
        }
        let binding = matches!(clause.force.word(), "must" | "principle");
        if binding && empty(&clause.remedy) {
            out.push(format!("{}: no remedy for a binding clause", clause.id));
        }
        let manual = clause.cases.iter().chain(&clause.none).any(|case| case.then.word() == "manual");
        if binding && manual && clause.evidence.is_empty() {
            out.push(format!("{}: may need a person, but names no evidence", clause.id));
        }
        if clause.when.is_some() && empty(&clause.unless_reason) {
            out.push(format!("{}: says not why it does not apply (`when-not`)", clause.id));
        }
        for case in clause.cases.iter().chain(&clause.none) {
            if empty(&case.reason) && case.then.word() != "pass" {
                out.push(format!("{}: a case that yields {} gives no reason", clause.id, case.then.word()));
            }
        }
    }
    for exemption in &policy.exemptions {
        if !ids.contains(exemption.clause.as_str()) {
            out.push(format!("an exemption names the clause {}, which does not exist", exemption.clause));
        }
    }
    for spec in &policy.ids {
        for clause in spec.clauses.iter().filter(|clause| !ids.contains(clause.as_str())) {
            out.push(format!("the IDS specification {} names the clause {clause}, which does not exist", spec.name));
        }
    }
    if policy.source.is_empty() && policy.role() == Role::Rules {
        out.push("there is no source text; quotes were not checked".to_owned());
    }
    for sentence in crate::coverage::sentences(policy).iter().filter(|sentence| !sentence.is_covered()) {
        out.push(format!("no clause cites this sentence, nor is it listed as out of scope: {}", sentence.text));
    }
    out
}
