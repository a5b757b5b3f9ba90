//! `haofang diff`: what is fixed, still there, worse, new, or was not looked at again.

use haofang_checker::Request;
use haofang_checker::report::text::{self, TextOptions};
use haofang_checker::report::{Lang, Submission, diff, table};

use super::{as_of, open, packs, with_base};
use crate::args::{Diff, Inputs};
use crate::exit::{Exit, Usage};
use crate::input;
use crate::output;

pub(crate) fn run(arguments: &Diff) -> anyhow::Result<Exit> {
    let targets = output::targets(&arguments.formats, &["text", "json", "md"])?;
    let request = |brief| -> anyhow::Result<Request> {
        let mut request = Request::new(with_base(packs(&arguments.rules.policies)?, &brief)?, as_of(&arguments.rules)?);
        request.brief = brief;
        request.lenient = arguments.inputs.lenient;
        Ok(request)
    };
    let old = if arguments.old.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let text = input::text(&arguments.old)?;
        Submission::from_json(&text).map_err(|error| Usage(format!("{}: {error}", output::show(&arguments.old))))?
    } else {
        let inputs = Inputs { files: vec![arguments.old.clone()], ..arguments.inputs.clone() };
        let (session, brief) = open(&inputs)?;
        Submission::of(&session.assess(&request(brief)?))
    };
    let (session, brief) = open(&arguments.inputs)?;
    let new = session.assess(&request(brief)?);
    let diff = diff::diff(&old, &Submission::of(&new));
    let lang = Lang::of(&arguments.inputs.speech.lang);
    for target in &targets {
        let bytes = match target.format.as_str() {
            "json" => format!("{}\n", serde_json::to_string_pretty(&diff::to_json(&diff))?).into_bytes(),
            "md" => table::diff_markdown(&diff, lang).into_bytes(),
            _ => text::diff(
                &diff,
                &TextOptions { lang, color: output::is_coloured(&arguments.inputs.speech, target), ..TextOptions::default() },
            )
            .into_bytes(),
        };
        output::deliver(target, &bytes)?;
    }
    if !session.submission().is_whole() && !arguments.inputs.lenient {
        return Ok(Exit::Unreadable);
    }
    Ok(Exit::of(diff.exit_code()))
}
