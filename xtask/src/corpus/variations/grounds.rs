//! The estates that are varied: those of known truth, as their author writes them, and small ones of the test kit that earn what these
//! do not (terraces, bay windows, voids, halls, and whatever else a model can meet).

use std::path::Path;

use anyhow::Context;
use haofang_checker::facts::brief::{Document, Setting};
use haofang_checker::policy::Policy;
use haofang_checker::{Brief, DEFAULT_PACKS, Request};
use haofang_testkit::Style;
use haofang_testkit::estate::breaks;
use serde_json::Value as Json;

use super::estate::Estate;
use crate::corpus::truth::CONVENTIONS;

/// An estate with the parameters under which it is judged.
pub(super) struct Ground {
    /// Its name before the label of a variation; the first has none.
    pub(super) name: &'static str,
    pub(super) estate: Estate,
    pub(super) request: Request,
    /// Of the variations one in so many is tried without `--all`: harmless ones, contradictions.
    pub(super) part: [usize; 2],
}

/// Estates of known truth, with what is set besides their own parameters so that more of their clauses pass.
const TRUTH: [(&str, &str, &[&str], [usize; 2]); 5] = [
    ("", "p00_good", &[], [2, 6]),
    ("p01", "p01_storey_3050", &[], [24, 48]),
    ("s01", "s01_ifc4_mm_zones_qto_bays", &[], [6, 12]),
    ("s05", "s05_ifc2x3_inches_deg_arcs", &["plan.green_ratio=0.2"], [6, 12]),
    ("s13", "s13_duplex_terrace_21", &[], [6, 12]),
];

/// Estates of the test kit: those that meet this clause.
const MADE: [(&str, &str, [usize; 2]); 5] = [
    ("complete", "NT-2.1-05", [6, 12]),
    ("terraces", "NT-3.1-01", [6, 12]),
    ("bays", "NT-3.1-02", [6, 12]),
    ("hall", "NT-3.1-04", [6, 12]),
    ("voids", "NT-3.1-05", [6, 12]),
];

/// All of them, the first first.
pub(super) fn all(shared: &Path) -> anyhow::Result<Vec<Ground>> {
    let mut out = Vec::new();
    for (name, file, more, part) in TRUTH {
        out.push(of_truth(shared, name, file, more, part).with_context(|| file.to_owned())?);
    }
    let pairs = breaks();
    for (name, clause, part) in MADE {
        let pair = pairs.iter().find(|pair| pair.clause == clause).with_context(|| format!("no estate for {clause}"))?;
        let made = pair.whole.generate(&Style::default());
        let mut brief = Brief::default();
        for (key, value) in &made.truth.parameters {
            brief.set(&format!("{key}={value}"))?;
        }
        let document = |[clause, title, value]: &[String; 3]| {
            let value = value.parse().map_or_else(|_| Setting::Text(value.clone()), Setting::Flag);
            Document { clause: clause.clone(), title: title.clone(), value: Some(value), ..Document::default() }
        };
        brief.documents = made.truth.documents.iter().map(document).collect();
        let [(_, bytes)] = &made.ifc_files[..] else { anyhow::bail!("{clause}: more than one file") };
        out.push(ground(name, std::str::from_utf8(bytes)?, brief, part)?);
    }
    Ok(out)
}

fn ground(name: &'static str, text: &str, brief: Brief, part: [usize; 2]) -> anyhow::Result<Ground> {
    let packs = DEFAULT_PACKS.iter().filter_map(|id| Policy::builtin(id)).collect();
    let mut request = Request::new(packs, "2026-11-22");
    request.brief = brief;
    Ok(Ground { name, estate: Estate::read(text)?, request, part })
}

#[allow(clippy::disallowed_methods)] // a chore reads files
fn of_truth(shared: &Path, name: &'static str, file: &str, more: &[&str], part: [usize; 2]) -> anyhow::Result<Ground> {
    let folder = shared.join("truth");
    let text = std::fs::read_to_string(folder.join(format!("{file}.ifc")))?;
    let truth: Json = serde_json::from_slice(&std::fs::read(folder.join(format!("{file}.truth.json")))?)?;
    let own = |key: &str| truth["project_parameters"][key].as_f64().with_context(|| format!("no {key}"));
    let mut brief = Brief::default();
    for parameter in CONVENTIONS {
        brief.set(parameter)?;
    }
    for parameter in [
        "gas=true".to_owned(),
        format!("plan.green_ratio={}", own("green_ratio_pct")? / 100.0),
        format!("plan.parking_required={}", own("parking_required")?),
        format!("plan.height_limit_m={}", own("height_m")?),
        format!("plan.far={}", own("far")?),
    ] {
        brief.set(&parameter)?;
    }
    for parameter in more {
        brief.set(parameter)?;
    }
    ground(name, &text, brief, part)
}
