//! The FAR ledger: every square metre in or out, by which rule, as baseline, entitled and claimed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use haofang_facts::{GlobalId, SubjectId, SubjectKind, Unit, compare};
use serde::Serialize;

use crate::condition::{Context, Expr, Found, Seen, World};
use crate::judge::text;
use crate::pack::{AreaRule, Exemption, Policy};
use crate::verdict::{ClauseResult, Localised, Missing, Outcome};

/// One region of area in the ledger. Regions do not overlap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FarRow {
    /// Name of the subject, with its building and storey: `2#楼 3F 客厅飘窗`.
    pub subject: String,
    /// Its id in the sheet.
    pub id: SubjectId,
    /// Its kind.
    pub kind: SubjectKind,
    /// Its GlobalId, where it has one.
    pub guid: Option<GlobalId>,
    /// Area of the region in m².
    pub area: f64,
    /// Coefficient with every exemption that the model earns.
    pub coefficient: f64,
    /// `area × coefficient` in m²: what counts with exemptions.
    pub counted: f64,
    /// Coefficient before exemptions.
    pub baseline_coefficient: f64,
    /// `area × baseline_coefficient` in m².
    pub baseline_counted: f64,
    /// The authored coefficient (计容系数/计算系数), where there is one.
    pub claimed_coefficient: Option<f64>,
    /// The rule or clause that decided the coefficient: `NT-3.1-02`, `GB/T 50353-2013 3.0.1`.
    pub clause: String,
    /// Why, in one sentence.
    pub reason: Localised,
}

/// What one rule or clause does in a ledger, in m².
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FarSum {
    /// The rule or clause.
    pub clause: String,
    /// Number of its rows.
    pub rows: usize,
    /// Their areas.
    pub area: f64,
    /// What counts of them before exemptions.
    pub baseline: f64,
    /// What counts of them with every exemption earned.
    pub entitled: f64,
}

/// The floor area that counts in the FAR, three ways (CLAUSES §4.3).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FarLedger {
    /// m² before exemptions; `None` while the area of any region is unknown.
    pub baseline: Option<f64>,
    /// m² with every exemption that the model earns.
    pub entitled: Option<f64>,
    /// m² as the authored coefficients claim; `None` when the model carries none.
    pub claimed: Option<f64>,
    /// Site area in m², where known.
    pub site_area: Option<f64>,
    /// FAR of the planning conditions, where given.
    pub plan_far: Option<f64>,
    /// The area standard whose coefficients were used.
    pub area_standard: String,
    /// Each region, in sheet order.
    pub rows: Vec<FarRow>,
    /// Areas that are wanted and unknown; totals are not given while there are any.
    pub missing: Vec<Missing>,
    /// Remarks: which base rules were loaded, what was left out.
    pub notes: Vec<Localised>,
}

impl FarLedger {
    /// What each rule or clause brings in and takes out, in order of its first row; the differences add up to
    /// `entitled` − `baseline`.
    #[must_use]
    pub fn by_rule(&self) -> Vec<FarSum> {
        let mut sums: Vec<FarSum> = Vec::new();
        for row in &self.rows {
            let at = sums.iter().position(|sum| sum.clause == row.clause).unwrap_or_else(|| {
                sums.push(FarSum { clause: row.clause.clone(), ..FarSum::default() });
                sums.len() - 1
            });
            let sum = &mut sums[at];
            sum.rows += 1;
            sum.area += row.area;
            sum.baseline += row.baseline_counted;
            sum.entitled += row.counted;
        }
        sums
    }

    /// Whether the totals are those of the rows and of the sums by rule, and every row is its area times its coefficient.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= compare::noise(Unit::SquareMetre) * (1.0 + a.abs());
        let rows = self
            .rows
            .iter()
            .all(|row| near(row.counted, row.area * row.coefficient) && near(row.baseline_counted, row.area * row.baseline_coefficient));
        let sums = self.by_rule();
        let total = |amount: Option<f64>, of: fn(&FarSum) -> f64| amount.is_none_or(|amount| near(amount, sums.iter().map(of).sum()));
        rows && total(self.baseline, |sum| sum.baseline) && total(self.entitled, |sum| sum.entitled)
    }

    /// The ratio of an amount of this ledger to the site area.
    #[must_use]
    pub fn ratio(&self, amount: Option<f64>) -> Option<f64> {
        let site = self.site_area.filter(|area| *area > 0.0)?;
        Some(amount? / site)
    }
}

/// Makes the ledger from the area rules of the packs and the verdicts on what they exempt.
pub(crate) fn ledger(
    world: &World<'_>,
    stack: &[&Policy],
    base: &[&AreaRule],
    results: &[ClauseResult],
    exempting: bool,
) -> Option<FarLedger> {
    let rules: Vec<&AreaRule> = base.iter().copied().chain(stack.iter().rev().flat_map(|policy| &policy.area_rules)).collect();
    if rules.is_empty() {
        return None;
    }
    let exemptions: Vec<&Exemption> = if exempting { stack.iter().flat_map(|policy| &policy.exemptions).collect() } else { Vec::new() };
    let earned: BTreeMap<&str, BTreeSet<&SubjectId>> = results
        .iter()
        .map(|result| {
            (
                result.id.as_str(),
                result.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Pass).map(|verdict| &verdict.subject.id).collect(),
            )
        })
        .collect();
    let mut ledger = FarLedger {
        site_area: world
            .brief
            .number("site.area_m2")
            .or_else(|| world.of_kind(SubjectKind::Site).iter().find_map(|&at| world.subject(at)?.number("area"))),
        plan_far: world.brief.number("plan.far"),
        area_standard: world.brief.text("profile.area_standard").unwrap_or_default(),
        ..FarLedger::default()
    };
    let mut claims = false;
    for at in 0..world.sheet.subjects.len() {
        let Some(subject) = world.subject(at) else { continue };
        let mut decided = false;
        for rule in rules.iter().filter(|rule| rule.on == subject.kind) {
            // the first rule that concerns a subject decides: base packs before national standards; others add to it
            if decided && !rule.adds {
                continue;
            }
            match rule.when.as_ref().map_or_else(|| Some(true), |when| read(world, at, when).truth()) {
                Some(false) => continue,
                Some(true) => {}
                None => {
                    let lacks = rule.when.as_ref().map(|when| read(world, at, when).lacks).unwrap_or_default();
                    ledger.missing.extend(lacks.iter().map(|lack| text::missing(world, &rule.id, lack)));
                    decided |= !rule.adds;
                    continue;
                }
            }
            row(world, at, rule, &exemptions, &earned, &mut ledger, &mut claims);
            decided |= !rule.adds;
        }
    }
    ledger.missing.dedup();
    let complete = ledger.missing.is_empty() && !ledger.rows.is_empty();
    let total = |of: fn(&FarRow) -> f64| complete.then(|| ledger.rows.iter().map(of).sum::<f64>() + 0.0);
    let (baseline, entitled) = (total(|row| row.baseline_counted), total(|row| row.counted));
    let claimed =
        if claims { total(|row| row.claimed_coefficient.map_or(row.baseline_counted, |coefficient| coefficient * row.area)) } else { None };
    (ledger.baseline, ledger.entitled, ledger.claimed) = (baseline, entitled, claimed);
    if base.is_empty() {
        ledger.notes.push(Localised::new(
            "未加载本市基础计容规则：基线按国家建筑面积标准的系数列出，仅给出数量；虚拟容积率系数未知，未计入",
            "no local base rules are loaded: the baseline uses the coefficients of the national area standard and gives amounts only; virtual floor area is not counted",
        ));
    }
    if !ledger.adds_up() {
        ledger.notes.push(Localised::new("合计与各行不符，请报告此问题", "the totals do not add up; please report this"));
    }
    if !complete {
        ledger.notes.push(Localised::new("部分面积未知，不给合计", "some areas are unknown; no totals are given"));
    }
    Some(ledger)
}

fn read(world: &World<'_>, own: usize, expr: &Expr) -> Found {
    let seen = RefCell::new(Seen::default());
    Context { world, clause: "", own, instead: &[], seen: &seen }.of(expr)
}

fn row(
    world: &World<'_>,
    at: usize,
    rule: &AreaRule,
    exemptions: &[&Exemption],
    earned: &BTreeMap<&str, BTreeSet<&SubjectId>>,
    ledger: &mut FarLedger,
    claims: &mut bool,
) {
    let Some(subject) = world.subject(at) else { return };
    let (area, base) = (read(world, at, &rule.area), read(world, at, &rule.coefficient));
    let (Some(area), Some(base)) = (area.number(), base.number()) else {
        let lacks = area.lacks.iter().chain(&base.lacks);
        ledger.missing.extend(lacks.map(|lack| text::missing(world, &rule.id, lack)));
        return;
    };
    let exemption = exemptions.iter().filter(|exemption| exemption.on == subject.kind).find(|exemption| {
        earned.get(exemption.clause.as_str()).is_some_and(|subjects| {
            // a terrace is exempt by the verdict on its storey
            let mut up = Some(subject);
            let mut steps = 0;
            while let Some(here) = up {
                if subjects.contains(&here.id) {
                    return true;
                }
                steps += 1;
                up = here.parent.as_ref().filter(|_| steps < 32).and_then(|parent| world.sheet.subject(parent));
            }
            false
        })
    });
    let (coefficient, clause, reason) =
        match exemption.and_then(|exemption| Some((read(world, at, &exemption.counts).number()?, exemption))) {
            Some((counts, exemption)) => (counts, exemption.clause.clone(), exemption.reason.clone()),
            None => (base, rule.id.clone(), rule.reason.clone()),
        };
    let claimed = rule.claimed.as_ref().and_then(|claimed| read(world, at, claimed).number());
    *claims |= claimed.is_some();
    ledger.rows.push(FarRow {
        subject: world.long_name(at),
        id: subject.id.clone(),
        kind: subject.kind,
        guid: subject.guid.clone(),
        area,
        coefficient,
        counted: area * coefficient,
        baseline_coefficient: base,
        baseline_counted: area * base,
        claimed_coefficient: claimed,
        clause,
        reason,
    });
}

#[cfg(test)]
#[path = "far_tests.rs"]
mod tests;
