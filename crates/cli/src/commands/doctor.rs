//! `haofang doctor`: is this model ready to be checked?

use haofang_checker::report::Lang;
use haofang_checker::report::text::{self, Level, TextOptions};
use haofang_checker::{MeasureOptions, doctor};

use super::open;
use crate::args::Doctor;
use crate::exit::Exit;
use crate::output;

pub(crate) fn run(arguments: &Doctor) -> anyhow::Result<Exit> {
    let targets = output::targets(&arguments.formats, &["text", "json"])?;
    let (session, brief) = open(&arguments.inputs)?;
    let sheet = session.facts(&brief, &MeasureOptions::default());
    let speech = &arguments.inputs.speech;
    let lang = Lang::of(&speech.lang);
    let files = doctor::doctor(&session, &sheet, lang);
    for target in &targets {
        let bytes = if target.format == "json" {
            let word = |level| match level {
                Level::Good => "good",
                Level::Note => "note",
                Level::Bad => "bad",
            };
            let json: Vec<_> = files
                .iter()
                .map(|(file, findings)| {
                    let findings: Vec<_> = findings
                        .iter()
                        .map(|finding| serde_json::json!({ "level": word(finding.level), "text": finding.text, "remedy": finding.remedy }))
                        .collect();
                    serde_json::json!({ "file": file, "findings": findings })
                })
                .collect();
            let document = serde_json::json!({ "schema": "haofang.doctor/1", "files": json });
            format!("{}\n", serde_json::to_string_pretty(&document)?).into_bytes()
        } else {
            let options = TextOptions { lang, color: output::is_coloured(speech, target), ..TextOptions::default() };
            files.iter().map(|(file, findings)| text::doctor(file, findings, &options)).collect::<Vec<_>>().join("\n").into_bytes()
        };
        output::deliver(target, &bytes)?;
    }
    if !session.submission().is_whole() {
        return Ok(Exit::Unreadable);
    }
    let bad = files.iter().flat_map(|(_, findings)| findings).any(|finding| finding.level == Level::Bad);
    Ok(if bad { Exit::Violations } else { Exit::Fine })
}
