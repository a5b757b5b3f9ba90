//! Clauses and verdicts as one Parquet table, for scripts: a row for every verdict, and one for every clause without any.

use haofang_facts::Value;
use haofang_policy::{ClauseResult, Verdict};

use crate::assessment::Assessment;
use crate::issues::Issues;
use crate::parquet::{self, Column, Values};
use crate::words::{self, Lang};

/// A row: its clause and, where there is one, its verdict.
type Row<'s> = (&'s ClauseResult, Option<&'s Verdict>);

/// The table. Words of JSON (outcomes, forces, kinds) stay as JSON has them; texts are in the language asked for.
#[must_use]
pub fn parquet(source: &Assessment, lang: Lang) -> Vec<u8> {
    let issues = Issues::of(source);
    let rows: Vec<Row<'_>> = source
        .clauses()
        .iter()
        .flat_map(|clause| {
            let none = clause.verdicts.is_empty().then_some((clause, None));
            clause.verdicts.iter().map(move |verdict| (clause, Some(verdict))).chain(none)
        })
        .collect();
    let clause_text =
        |of: &dyn Fn(&ClauseResult) -> &str| Values::Texts(rows.iter().map(|(clause, _)| Some(of(clause).to_owned())).collect());
    let clause_count = |of: &dyn Fn(&ClauseResult) -> usize| {
        Values::Integers(rows.iter().map(|(clause, _)| Some(i64::try_from(of(clause)).unwrap_or(i64::MAX))).collect())
    };
    let text = |of: &dyn Fn(&ClauseResult, &Verdict) -> Option<String>| {
        Values::Texts(rows.iter().map(|(clause, verdict)| verdict.and_then(|verdict| of(clause, verdict))).collect())
    };
    let real = |of: &dyn Fn(&Verdict) -> Option<f64>| {
        Values::Reals(rows.iter().map(|(_, verdict)| verdict.and_then(of).map(|number| number + 0.0)).collect())
    };
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let said = |value: Option<&Value>| value.filter(|value| value.as_number().is_none()).map(|value| words::value(value, lang));
    let place = |verdict: &Verdict| source.subject(&verdict.subject).and_then(|subject| subject.place.as_ref());
    parquet::write(&[
        Column::new("clause", clause_text(&|clause| &clause.id)),
        Column::new("force", clause_text(&|clause| clause.force.word())),
        Column::new("title", clause_text(&|clause| lang.text(&clause.title))),
        Column::new("quote", clause_text(&|clause| &clause.quote)),
        Column::new("clause_outcome", clause_text(&|clause| clause.outcome.word())),
        Column::new("examined", clause_count(&|clause| clause.examined)),
        Column::new("of", clause_count(&|clause| clause.of)),
        Column::new("outcome", text(&|_, verdict| Some(verdict.outcome.word().to_owned()))),
        Column::new("advice", Values::Flags(rows.iter().map(|(_, verdict)| verdict.map(|verdict| verdict.advice)).collect())),
        Column::new("subject_kind", text(&|_, verdict| Some(verdict.subject.kind.word().to_owned()))),
        Column::new("subject_id", text(&|_, verdict| Some(verdict.subject.id.0.clone()))),
        Column::new("guid", text(&|_, verdict| verdict.subject.guid.as_ref().map(ToString::to_string))),
        Column::new("name", text(&|_, verdict| Some(verdict.subject.name.clone()))),
        Column::new("path", text(&|_, verdict| Some(source.path(&verdict.subject)))),
        Column::new("measured", real(&|verdict| verdict.measured.as_ref()?.as_number())),
        Column::new("measured_text", text(&|_, verdict| said(verdict.measured.as_ref()))),
        Column::new("unit", text(&|_, verdict| Some(verdict.measured.as_ref()?.unit()?.symbol().to_owned()))),
        Column::new("comparator", text(&|_, verdict| Some(verdict.required.as_ref()?.comparator.sign().to_owned()))),
        Column::new("required", real(&|verdict| verdict.required.as_ref()?.value.as_number())),
        Column::new("required_text", text(&|_, verdict| said(verdict.required.as_ref().map(|required| &required.value)))),
        Column::new("margin", real(&|verdict| verdict.margin)),
        Column::new(
            "elements",
            text(&|_, verdict| filled(verdict.elements.iter().map(|guid| guid.0.as_str()).collect::<Vec<_>>().join(" "))),
        ),
        Column::new(
            "missing",
            text(&|_, verdict| filled(verdict.missing.iter().map(|missing| missing.quantity.as_str()).collect::<Vec<_>>().join("; "))),
        ),
        Column::new("explanation", text(&|_, verdict| filled(lang.text(&verdict.explanation).to_owned()))),
        Column::new("issue", text(&|clause, verdict| issues.of_verdict(clause, verdict).map(|issue| issue.to_string()))),
        Column::new("waived", text(&|clause, verdict| source.waiver(clause, verdict).map(|(waiver, _)| waiver.reason.clone()))),
        Column::new("file", text(&|_, verdict| place(verdict).map(|place| place.file.clone()))),
        Column::new(
            "line",
            Values::Integers(
                rows.iter().map(|(_, verdict)| verdict.and_then(place).and_then(|place| i64::try_from(place.line).ok())).collect(),
            ),
        ),
    ])
}
