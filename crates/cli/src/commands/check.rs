//! `haofang check`: the verdict on one submission.

use std::mem::ManuallyDrop;
use std::path::Path;

use haofang_checker::bcf::{self, MergeOptions, Version};
use haofang_checker::report::text::{self, TextOptions};
use haofang_checker::report::{Audience, FailOn, Lang, Submission, waivers};
use haofang_checker::{Document, Request, Session};

use super::{as_of, open_with_packs, with_base};
use crate::args::{self, Check};
use crate::exit::{Exit, Usage};
use crate::input;
use crate::output::{self, Target};

/// The formats that `check` can write.
const FORMATS: &[&str] = &["text", "json", "html", "md", "bcf", "xlsx", "csv", "parquet", "pdf", "junit", "sarif"];

pub(crate) fn run(check: &Check) -> anyhow::Result<Exit> {
    let targets = output::targets(&check.formats, FORMATS)?;
    let (session, brief, rules) = open_with_packs(&check.inputs, &check.rules)?;
    let mut request = Request::new(rules, as_of(&check.rules)?);
    let unknown = check.only.iter().chain(&check.skip).find(|pattern| !request.knows(pattern));
    if let Some(unknown) = unknown {
        return Err(Usage(format!("--only/--skip {unknown}: 没有这样的条款 no clause of this id")).into());
    }
    request.lenient = check.inputs.lenient;
    request.audience = match check.audience {
        args::Audience::Author => Audience::Author,
        args::Audience::Agency => Audience::Agency,
    };
    request.fail_on = match (check.fail_on, check.audience) {
        (Some(args::FailOn::Error), _) => FailOn::Error,
        (Some(args::FailOn::Warning), _) => FailOn::Warning,
        (Some(args::FailOn::Never), _) => FailOn::Never,
        (Some(args::FailOn::Missing), _) | (None, args::Audience::Agency) => FailOn::Missing,
        (None, args::Audience::Author) => FailOn::Error,
    };
    request.only.clone_from(&check.only);
    request.skip.clone_from(&check.skip);
    if let Some(path) = &check.waivers {
        request.waivers = waivers::parse(&output::show(path), &input::text(path)?).map_err(|error| Usage(error.to_string()))?;
    }
    if let Some(path) = &check.baseline {
        let earlier = Submission::from_json(&input::text(path)?).map_err(|error| Usage(format!("{}: {error}", output::show(path))))?;
        request.baseline = Some(earlier);
    }
    // the process ends with this command: nothing of the models and their shapes need be put away piece by piece
    let session = ManuallyDrop::new(session);
    request.policies = with_base(request.policies, &brief)?;
    request.brief = brief;
    let request = ManuallyDrop::new(request);

    let speech = &check.inputs.speech;
    output::progress(speech, "量测与判定 measuring and judging …");
    let verdicts_only = check.output.is_none() && targets.iter().all(|target| target.format == "json");
    let run = ManuallyDrop::new(if verdicts_only { session.run_verdicts(&request) } else { session.run(&request) });
    let assessment = run.assessment();
    let lang = Lang::of(&speech.lang);
    let version = if check.bcf_version == "3.0" { Version::V3_0 } else { Version::V2_1 };
    let document = |format: &str, target: Option<&Target>| {
        let document = match format {
            "text" => Document::Text { color: target.is_some_and(|target| output::is_coloured(speech, target)), verbose: speech.verbose },
            "json" => Document::Json,
            "html" => Document::Html,
            "md" => Document::Markdown,
            "pdf" => Document::Pdf,
            "bcf" => Document::Bcf { version, include_manual: check.bcf_include.is_some() },
            "xlsx" => Document::Xlsx,
            "csv" => Document::Csv,
            "parquet" => Document::Parquet,
            "junit" => Document::Junit,
            _ => Document::Sarif,
        };
        let bytes = run.document(&document, lang)?;
        match &check.bcf_returned {
            Some(path) if format == "bcf" => returned(path, &bytes, &run.merge_options(check.bcf_include.is_some(), lang), version),
            _ => Ok(bytes),
        }
    };
    let mut written = Vec::new();
    if let Some(folder) = &check.output {
        for (format, name) in [("json", "assessment.json"), ("html", "report.html"), ("bcf", "issues.bcf")] {
            let path = folder.join(name);
            input::write(&path, &document(format, None)?)?;
            written.push(output::show(&path));
        }
    }
    for target in &targets {
        // where a file is cut, a person wants to see the place; the 117 clauses that nobody could judge say nothing more
        let bytes = if target.format == "text" && !session.submission().is_whole() && !request.lenient {
            broken(&session, lang, output::is_coloured(speech, target)).into_bytes()
        } else {
            document(&target.format, Some(target))?
        };
        output::deliver(target, &bytes)?;
        written.extend(target.file.as_deref().map(output::show));
    }
    if !written.is_empty() && !speech.quiet {
        output::error(&format!("已写入 written: {}", written.join("  ")));
    }
    Ok(Exit::of(assessment.conclusion().code))
}

/// The topics of this run with what people did in a returned archive; findings of the baseline that are met now are resolved.
fn returned(path: &Path, new: &[u8], options: &MergeOptions, version: Version) -> anyhow::Result<Vec<u8>> {
    let old = bcf::read(&input::bytes(path)?).map_err(|error| Usage(format!("{}: {error}", output::show(path))))?;
    let fresh = bcf::read(new)?;
    let merged = bcf::merge(&old.archive, &fresh.archive, options);
    for note in &old.notes {
        output::error(&format!("{}: {}", note.place, note.message));
    }
    output::error(&format!(
        "BCF: 更新 updated {} · 新增 added {} · 解决 resolved {} · 重新打开 reopened {} · 保留 kept {}",
        merged.updated.len(),
        merged.added.len(),
        merged.resolved.len(),
        merged.reopened.len(),
        merged.kept.len()
    ));
    Ok(bcf::write(&merged.archive, version)?)
}

/// The files that cannot be read whole, as a compiler would tell it.
pub(crate) fn broken(session: &Session, lang: Lang, color: bool) -> String {
    let options = TextOptions { lang, color, ..TextOptions::default() };
    session.submission().breaks(options.lang).iter().map(|file| text::broken(file, &options)).collect::<Vec<_>>().join("\n")
}
