//! Small changes of estates that are right: what is harmless may change no outcome, what contradicts a clause may not pass it.
//!
//! The lists are data (`variations/*.toml`): how things are found, which names, properties, materials and groups they get. Outcomes
//! that differ for a reason stand in `variations/*_known.tsv`; every other difference fails the chore. A run takes a fixed part of the
//! lists for each estate so that it ends within a minute and a half on two processors, and all of them with `--all`. What the estates
//! pass as they are stands in `variations/passes.txt`.

mod data;
mod estate;
mod grounds;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use haofang_checker::{NamedSource, Request, Session};
use rayon::prelude::*;

use super::Report;
use data::{List, Variation};
use grounds::Ground;

const THINGS: &str = include_str!("variations/things.toml");
const HARMLESS: &str = include_str!("variations/harmless.toml");
const HARMLESS_KNOWN: &str = include_str!("variations/harmless_known.tsv");
const PASSES: &str = include_str!("variations/passes.txt");
const CONTRADICTIONS: &str = include_str!("variations/contradictions.toml");
const CONTRADICTIONS_KNOWN: &str = include_str!("variations/contradictions_known.tsv");

/// Clause → outcome.
type Outcomes = BTreeMap<String, &'static str>;

/// Synonyms, usual properties, other spellings: no outcome may change.
pub(crate) fn harmless(shared: &Path, all: bool) -> anyhow::Result<Report> {
    let bench = Bench::open(shared, HARMLESS, HARMLESS_KNOWN)?;
    let mut report = bench.run(0, all, |of, variation, outcomes| {
        // amounts are those of the first estate
        if !of.ground.name.is_empty() && variation.has_amount() {
            return None;
        }
        let Some(outcomes) = outcomes else { return Some(String::new()) };
        let differs = of.base.iter().filter(|(clause, was)| outcomes.get(*clause) != Some(was));
        let differs = differs.map(|(clause, was)| format!("{clause} {was}>{}", outcomes.get(clause).copied().unwrap_or("-")));
        Some(differs.collect::<Vec<_>>().join(", "))
    })?;
    report.failures.extend(bench.news());
    Ok(report)
}

/// What denies a demand in words: the clauses named may not pass.
pub(crate) fn contradictions(shared: &Path, all: bool) -> anyhow::Result<Report> {
    let bench = Bench::open(shared, CONTRADICTIONS, CONTRADICTIONS_KNOWN)?;
    for variation in &bench.list.variations {
        for clause in &variation.clauses {
            let is_clause = bench.grounds.iter().any(|of| of.base.contains_key(clause));
            anyhow::ensure!(is_clause, "{}: no clause {clause}", variation.label());
        }
    }
    bench.run(1, all, |of, variation, outcomes| {
        let thing = bench.list.things.get(&variation.thing);
        let is_of_first =
            variation.is_of_first || thing.is_some_and(|thing| thing.of_first || thing.amounts_of_first && variation.has_amount());
        if is_of_first && !["", "p01"].contains(&of.ground.name) {
            return None;
        }
        let passed = variation.clauses.iter().filter(|clause| of.base.get(*clause) == Some(&"pass")).collect::<Vec<_>>();
        if passed.is_empty() {
            return None;
        }
        let Some(outcomes) = outcomes else { return Some(String::new()) };
        let passes = passed.into_iter().filter(|clause| outcomes.get(*clause) == Some(&"pass"));
        Some(passes.map(|clause| format!("{clause} pass")).collect::<Vec<_>>().join(", "))
    })
}

/// An estate with its outcomes as it is.
struct OfGround {
    ground: Ground,
    base: Outcomes,
}

/// A list with all that is needed to try it.
struct Bench {
    grounds: Vec<OfGround>,
    list: List,
    /// Label → (what differs, why).
    known: BTreeMap<&'static str, (&'static str, &'static str)>,
}

/// Where a variation is tried, and what differs.
struct Tried {
    label: String,
    /// The estate before it; none for the first.
    of: &'static str,
    differs: String,
}

impl Bench {
    fn open(shared: &Path, list: &str, known: &'static str) -> anyhow::Result<Self> {
        let known = known.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
            let mut parts = line.split('\t');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(label), Some(differs), Some(why)) if !why.trim().is_empty() => Ok((label, (differs, why))),
                _ => anyhow::bail!("a known difference needs a label, what differs and a reason: {line}"),
            }
        });
        let known = known.collect::<anyhow::Result<_>>()?;
        let of = |ground: Ground| OfGround { base: outcomes(ground.estate.text(), &ground.request), ground };
        let grounds = grounds::all(shared)?.into_par_iter().map(of).collect();
        Ok(Self { grounds, list: List::read(THINGS, list)?, known })
    }

    /// Tries what `differs` says is to be tried of an estate (it is asked without outcomes first), and tells the rest.
    fn run(
        &self,
        kind: usize,
        all: bool,
        differs: impl Fn(&OfGround, &Variation, Option<&Outcomes>) -> Option<String> + Sync,
    ) -> anyhow::Result<Report> {
        let mut wanted: Vec<(&OfGround, &Variation)> = Vec::new();
        let (mut whole, mut idle) = (0_usize, 0_usize);
        for (number, variation) in self.list.variations.iter().enumerate() {
            let fits = |of: &&OfGround| of.ground.estate.has(&self.list.things, &variation.thing) && differs(of, variation, None).is_some();
            let fitting: Vec<(usize, &OfGround)> = self.grounds.iter().enumerate().filter(|(_, of)| fits(of)).collect();
            if fitting.is_empty() {
                idle += 1;
                let is_known = self.grounds.iter().any(|of| of.ground.estate.has(&self.list.things, &variation.thing));
                anyhow::ensure!(is_known, "{}: no estate has that thing", variation.label());
            }
            whole += fitting.len();
            // each estate takes other ones
            let taken = fitting.into_iter().filter(|(at, of)| all || (number + at) % of.ground.part[kind] == 0);
            wanted.extend(taken.map(|(_, of)| (of, variation)));
        }
        let tried = wanted.into_par_iter().map(|(of, variation)| {
            let label = variation.label();
            let text = of.ground.estate.changed(&self.list.things, &variation.thing, &variation.change).with_context(|| label.clone())?;
            let outcomes = outcomes(text, &of.ground.request);
            Ok(Tried { label, of: of.ground.name, differs: differs(of, variation, Some(&outcomes)).unwrap_or_default() })
        });
        let mut report = self.report(tried.collect::<anyhow::Result<_>>()?, whole);
        if idle > 0 {
            report.notes.push(format!("{idle} contradict what no estate passes as it is"));
        }
        Ok(report)
    }

    /// Passes of the estates as they are that are lost or new: variations are held against them and would not tell.
    fn news(&self) -> Vec<String> {
        let mut listed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut of = "";
        for line in PASSES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
                Some(name) => of = name,
                None => drop(listed.entry(of).or_default().insert(line)),
            }
        }
        let mut out = Vec::new();
        for one in &self.grounds {
            let name = if one.ground.name.is_empty() { "p00" } else { one.ground.name };
            let listed = listed.remove(name).unwrap_or_default();
            let passes: BTreeSet<&str> =
                one.base.iter().filter(|(_, outcome)| **outcome == "pass").map(|(clause, _)| clause.as_str()).collect();
            out.extend(listed.difference(&passes).map(|clause| format!("{name} as it is: {clause} passes no longer")));
            out.extend(passes.difference(&listed).map(|clause| format!("{name} as it is: {clause} passes now, and is not listed")));
        }
        out
    }

    fn report(&self, tried: Vec<Tried>, whole: usize) -> Report {
        let mut report = Report { checked: tried.len(), ..Report::default() };
        if tried.len() < whole {
            report.notes.push(format!("{} of {whole} tried; all with --all", tried.len()));
        }
        for of in &self.grounds {
            let passes = of.base.values().filter(|outcome| **outcome == "pass").count();
            let count = tried.iter().filter(|one| one.of == of.ground.name).count();
            let name = if of.ground.name.is_empty() { "p00" } else { of.ground.name };
            report.notes.push(format!("{name} passes {passes} clauses as it is; {count} variations of it"));
        }
        let mut known = 0_usize;
        for Tried { label, of, differs } in tried {
            let own = if of.is_empty() { label.clone() } else { format!("{of} {label}") };
            // what is right of the first estate is right of others that differ alike
            let listed = self.known.get(own.as_str()).or_else(|| self.known.get(label.as_str()).filter(|(listed, _)| *listed == differs));
            match (listed, differs.is_empty()) {
                (None, true) => {}
                (Some((listed, _)), false) if *listed == differs => known += 1,
                (Some(_), true) => report.notes.push(format!("{own}: listed as known, and is as it should be: take it off the list")),
                (Some((listed, _)), false) => report.failures.push(format!("{own}: {differs}; known is {listed}")),
                (None, false) => report.failures.push(format!("{own}: {differs}")),
            }
        }
        report.notes.push(format!("{known} differ for a reason that is listed"));
        report
    }
}

fn outcomes(text: String, request: &Request) -> Outcomes {
    let session = Session::open(&[NamedSource::new("estate.ifc", text.into_bytes())], None);
    let run = session.run_verdicts(request);
    run.assessment().judgement.main.clauses.iter().map(|clause| (short(&clause.id), clause.outcome.word())).collect()
}

/// The id without the name of the pack: `2.1-04`.
fn short(id: &str) -> String {
    id.split_once('-').map_or(id, |(_, rest)| rest).to_owned()
}
