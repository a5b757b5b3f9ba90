//! Judging a session: facts under a brief, verdicts under rule packs, and the assessment that every document renders.

use haofang_facts::{Brief, FactSheet};
use haofang_policy::{Judgement, Localised, Outcome, Policy};
use haofang_report::{Assessment, Audience, FailOn, ModelHeader, Submission as Earlier, Tool, waivers::Waiver};
use haofang_survey::{Options, Survey};

use crate::{Session, VERSION};

/// What to judge by, and for whom.
#[derive(Clone)]
pub struct Request {
    /// The parameters.
    pub brief: Brief,
    /// The rule packs; later ones amend earlier ones.
    pub policies: Vec<Policy>,
    /// The date of the check, `YYYY-MM-DD`; it dates every document.
    pub as_of: String,
    /// Judge the readable part of broken files.
    pub lenient: bool,
    /// For whom the report is.
    pub audience: Audience,
    /// What makes the exit code differ from 0.
    pub fail_on: FailOn,
    /// Accepted findings.
    pub waivers: Vec<Waiver>,
    /// The submission before.
    pub baseline: Option<Earlier>,
    /// Only these clauses (`*` stands for any end); empty for all.
    pub only: Vec<String>,
    /// Not these clauses.
    pub skip: Vec<String>,
}

impl Request {
    /// A request with the contract's defaults.
    #[must_use]
    pub fn new(policies: Vec<Policy>, as_of: impl Into<String>) -> Self {
        Self {
            brief: Brief::default(),
            policies,
            as_of: as_of.into(),
            lenient: false,
            audience: Audience::default(),
            fail_on: FailOn::default(),
            waivers: Vec::new(),
            baseline: None,
            only: Vec::new(),
            skip: Vec::new(),
        }
    }

    /// Whether a pattern of `only` or `skip` means any clause of the rule packs.
    #[must_use]
    pub fn knows(&self, pattern: &str) -> bool {
        self.policies.iter().flat_map(Policy::clauses).any(|clause| matches(pattern, &clause.id))
    }

    fn wants(&self, clause: &str) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, clause));
        (self.only.is_empty() || any(&self.only)) && !any(&self.skip)
    }
}

/// Whether a clause id is meant by a pattern: the whole id with or without the pack's prefix, or a beginning followed by `*`.
fn matches(pattern: &str, clause: &str) -> bool {
    let short = clause.split_once('-').map_or(clause, |(_, rest)| rest);
    match pattern.strip_suffix('*') {
        Some(start) => clause.starts_with(start) || short.starts_with(start),
        None => clause.eq_ignore_ascii_case(pattern) || short.eq_ignore_ascii_case(pattern),
    }
}

impl Session {
    /// Measures and judges the submission.
    #[must_use]
    pub fn assess(&self, request: &Request) -> Assessment {
        let options = Options::default();
        self.assess_survey(request, &self.survey(&request.brief, &options))
    }

    /// As [`Session::assess`], with a survey that the caller goes on using for pictures.
    #[must_use]
    pub fn assess_survey(&self, request: &Request, survey: &Survey<'_>) -> Assessment {
        self.judge(request, self.facts_of(survey))
    }

    /// Judges facts that were measured before, for other rules, another date, other waivers. The facts must have been
    /// measured under the parameters of the request as far as these change what is measured: [`Session::check_again`]
    /// sees to that.
    #[must_use]
    pub fn judge(&self, request: &Request, sheet: FactSheet) -> Assessment {
        let mut judgement = haofang_policy::judge(&request.policies, &sheet, &request.brief, &request.as_of, request.lenient);
        leave_out(&mut judgement, request);
        let headers = self.submission().models.iter().map(|named| ModelHeader {
            file: named.file.clone(),
            project_guid: named.model.all(haofang_ifc::class::IFC_PROJECT).next().and_then(|project| project.guid()).map(str::to_owned),
            date: Some(named.model.header().time_stamp.clone()).filter(|date| !date.is_empty()),
        });
        Assessment {
            tool: Tool { name: "haofang".to_owned(), version: VERSION.to_owned() },
            models: headers.collect(),
            sheet,
            brief: request.brief.clone(),
            judgement,
            audience: request.audience,
            fail_on: request.fail_on,
            lenient: request.lenient,
            waivers: request.waivers.clone(),
            baseline: request.baseline.clone(),
        }
    }
}

/// Clauses that were not asked for stay listed, and say that nobody looked.
fn leave_out(judgement: &mut Judgement, request: &Request) {
    for clause in &mut judgement.main.clauses {
        if !request.wants(&clause.id) {
            clause.outcome = Outcome::NotAssessed;
            clause.examined = 0;
            clause.of = 0;
            clause.verdicts.clear();
            clause.note = Some(Localised::new("本次未选择校核该条（--only/--skip）", "not selected in this run (--only/--skip)"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn clauses_are_named_with_or_without_prefix() {
        assert!(matches("NT-2.1-04", "NT-2.1-04"));
        assert!(matches("2.1-04", "NT-2.1-04"));
        assert!(matches("2.1*", "NT-2.1-04"));
        assert!(matches("NT-2.1-*", "NT-2.1-04"));
        assert!(!matches("2.1-0", "NT-2.1-04"));
    }
}
