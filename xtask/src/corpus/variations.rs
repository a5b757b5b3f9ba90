//! Small changes of an estate that is right: what is harmless may change no outcome, what contradicts a clause may not pass it.
//!
//! The lists are data (`variations/*.toml`): how things are found, which names, properties, materials and groups they get.
//! Outcomes that differ for a reason stand in `variations/*_known.tsv`; every other difference fails the chore. A run takes a
//! fixed part of the lists so that it ends within a minute and a half on two processors, and all of them with `--all`. What the estate
//! passes as it is stands in `variations/passes.txt`.

mod data;
mod estate;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use haofang_checker::policy::Policy;
use haofang_checker::{DEFAULT_PACKS, NamedSource, Request, Session};
use rayon::prelude::*;

use super::Report;
use super::truth::CONVENTIONS;
use data::{List, Variation};
use estate::Estate;

const THINGS: &str = include_str!("variations/things.toml");
const HARMLESS: &str = include_str!("variations/harmless.toml");
const HARMLESS_KNOWN: &str = include_str!("variations/harmless_known.tsv");
const PASSES: &str = include_str!("variations/passes.txt");
const CONTRADICTIONS: &str = include_str!("variations/contradictions.toml");
const CONTRADICTIONS_KNOWN: &str = include_str!("variations/contradictions_known.tsv");

/// The estate that is varied: it meets what can be met.
const ESTATE: &str = "p00_good.ifc";
/// The parameters under which most of its clauses are judged, besides the conventions of the truth.
const PARAMETERS: &[&str] = &["gas=true", "plan.green_ratio=0.30", "plan.parking_required=67", "plan.height_limit_m=29", "plan.far=1.25"];
/// Of the contradictions one in so many is tried without `--all`.
const PART: usize = 4;

/// Clause → outcome.
type Outcomes = BTreeMap<String, &'static str>;

/// Synonyms, usual properties, other spellings: no outcome may change.
pub(crate) fn harmless(shared: &Path, _all: bool) -> anyhow::Result<Report> {
    let bench = Bench::open(shared, HARMLESS, HARMLESS_KNOWN)?;
    let found = bench.try_all(
        |_| true,
        |_, outcomes| {
            let differs = bench.base.iter().filter(|(clause, was)| outcomes.get(*clause) != Some(was));
            let differs = differs.map(|(clause, was)| format!("{clause} {was}>{}", outcomes.get(clause).copied().unwrap_or("-")));
            differs.collect::<Vec<_>>().join(", ")
        },
    )?;
    let mut report = bench.report(found);
    report.failures.extend(bench.news());
    Ok(report)
}

/// What denies a demand in words: the clauses named may not pass.
pub(crate) fn contradictions(shared: &Path, all: bool) -> anyhow::Result<Report> {
    let bench = Bench::open(shared, CONTRADICTIONS, CONTRADICTIONS_KNOWN)?;
    for variation in &bench.list.variations {
        for clause in &variation.clauses {
            let known = bench.base.contains_key(clause);
            anyhow::ensure!(known, "{}: no clause {clause}", variation.label());
        }
    }
    let found = bench.try_all(
        |number| all || number % PART == 0,
        |variation, outcomes| {
            let passes = variation.clauses.iter().filter(|clause| outcomes.get(*clause) == Some(&"pass"));
            passes.map(|clause| format!("{clause} pass")).collect::<Vec<_>>().join(", ")
        },
    )?;
    Ok(bench.report(found))
}

/// A list with all that is needed to try it.
struct Bench {
    estate: Estate,
    request: Request,
    list: List,
    /// Label → (what differs, why).
    known: BTreeMap<&'static str, (&'static str, &'static str)>,
    base: Outcomes,
}

impl Bench {
    #[allow(clippy::disallowed_methods)] // a chore reads files
    fn open(shared: &Path, list: &str, known: &'static str) -> anyhow::Result<Self> {
        let path = shared.join("truth").join(ESTATE);
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let estate = Estate::read(&text)?;
        let packs = DEFAULT_PACKS.iter().filter_map(|id| Policy::builtin(id)).collect();
        let mut request = Request::new(packs, "2026-11-22");
        for parameter in CONVENTIONS.iter().chain(PARAMETERS) {
            request.brief.set(parameter)?;
        }
        let known = known.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
            let mut parts = line.split('\t');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(label), Some(differs), Some(why)) if !why.trim().is_empty() => Ok((label, (differs, why))),
                _ => anyhow::bail!("a known difference needs a label, what differs and a reason: {line}"),
            }
        });
        let known = known.collect::<anyhow::Result<_>>()?;
        let base = outcomes(estate.text(), &request);
        anyhow::ensure!(outcomes(text, &request) == base, "the estate is not the same once it was taken apart and put together");
        Ok(Self { request, list: List::read(THINGS, list)?, known, base, estate })
    }

    /// Label and what differs of every variation that is tried.
    fn try_all(
        &self,
        taken: impl Fn(usize) -> bool,
        differs: impl Fn(&Variation, &Outcomes) -> String + Sync,
    ) -> anyhow::Result<Vec<(String, String)>> {
        let taken: Vec<&Variation> =
            self.list.variations.iter().enumerate().filter(|(number, _)| taken(*number)).map(|(_, variation)| variation).collect();
        let tried = taken.into_par_iter().map(|variation| {
            let label = variation.label();
            let text = self.estate.changed(&self.list.things, &variation.thing, &variation.change).with_context(|| label.clone())?;
            Ok((label, differs(variation, &outcomes(text, &self.request))))
        });
        tried.collect()
    }

    /// Passes of the estate as it is that are lost or new: variations are held against it and would not tell.
    fn news(&self) -> Vec<String> {
        let listed: BTreeSet<&str> = PASSES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let passes: BTreeSet<&str> =
            self.base.iter().filter(|(_, outcome)| **outcome == "pass").map(|(clause, _)| clause.as_str()).collect();
        let lost = listed.difference(&passes).map(|clause| format!("the estate as it is: {clause} passes no longer"));
        let new = passes.difference(&listed).map(|clause| format!("the estate as it is: {clause} passes now, and is not listed"));
        lost.chain(new).collect()
    }

    fn report(&self, tried: Vec<(String, String)>) -> Report {
        let mut report = Report { checked: tried.len(), ..Report::default() };
        let whole = self.list.variations.len();
        if tried.len() < whole {
            report.notes.push(format!("{} of {whole} tried; all with --all", tried.len()));
        }
        let passes = self.base.values().filter(|outcome| **outcome == "pass").count();
        report.notes.push(format!("the estate passes {passes} clauses as it is"));
        let mut known = 0_usize;
        for (label, differs) in tried {
            match (self.known.get(label.as_str()), differs.is_empty()) {
                (None, true) => {}
                (Some((listed, _)), false) if *listed == differs => known += 1,
                (Some(_), true) => report.notes.push(format!("{label}: listed as known, and is as it should be: take it off the list")),
                (Some((listed, _)), false) => report.failures.push(format!("{label}: {differs}; known is {listed}")),
                (None, false) => report.failures.push(format!("{label}: {differs}")),
            }
        }
        report.notes.push(format!("{known} differ for a reason that is listed"));
        report
    }
}

fn outcomes(text: String, request: &Request) -> Outcomes {
    let session = Session::open(&[NamedSource::new(ESTATE, text.into_bytes())], None);
    let run = session.run_verdicts(request);
    run.assessment().judgement.main.clauses.iter().map(|clause| (short(&clause.id), clause.outcome.word())).collect()
}

/// The id without the name of the pack: `2.1-04`.
fn short(id: &str) -> String {
    id.split_once('-').map_or(id, |(_, rest)| rest).to_owned()
}
