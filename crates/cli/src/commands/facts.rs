//! `haofang facts`: the measured quantities only.

use std::mem::ManuallyDrop;

use haofang_checker::report::Lang;
use haofang_checker::{MeasureOptions, VERSION, facts};

use super::open;
use crate::args::Facts;
use crate::exit::Exit;
use crate::output;

pub(crate) fn run(arguments: &Facts) -> anyhow::Result<Exit> {
    let targets = output::targets(&arguments.formats, &["text", "json", "csv"])?;
    let (session, brief) = open(&arguments.inputs)?;
    let options = MeasureOptions { elements: arguments.elements, ..MeasureOptions::default() };
    // the process ends with this command: nothing of the models and their shapes need be put away piece by piece
    let session = ManuallyDrop::new(session);
    let survey = ManuallyDrop::new(session.survey(&brief, &options));
    let sheet = ManuallyDrop::new(session.facts_of(&survey));
    let lang = Lang::of(&arguments.inputs.speech.lang);
    for target in &targets {
        let bytes = match target.format.as_str() {
            "json" => {
                output::stream(target, &mut |out| facts::write_text(&sheet, VERSION, out))?;
                continue;
            }
            "csv" => haofang_checker::report::table::facts_csv(&sheet, haofang_checker::report::Lang::of(&arguments.inputs.speech.lang))
                .into_bytes(),
            _ => haofang_checker::report::text::facts(&sheet, lang).into_bytes(),
        };
        output::deliver(target, &bytes)?;
    }
    Ok(if sheet.is_whole() || arguments.inputs.lenient { Exit::Fine } else { Exit::Unreadable })
}
