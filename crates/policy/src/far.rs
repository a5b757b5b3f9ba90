//! The FAR ledger: every square metre in or out, by which rule, as baseline, entitled and claimed.

use haofang_facts::{GlobalId, SubjectId, SubjectKind};
use serde::Serialize;

use crate::verdict::{Localised, Missing};

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
    /// The ratio of an amount of this ledger to the site area.
    #[must_use]
    pub fn ratio(&self, amount: Option<f64>) -> Option<f64> {
        let site = self.site_area.filter(|area| *area > 0.0)?;
        Some(amount? / site)
    }
}
